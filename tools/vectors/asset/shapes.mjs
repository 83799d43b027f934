// SPDX-License-Identifier: Apache-2.0
// shapes: avatars (VRM 1.0) and packages (USDZ).  node shapes.mjs
import { crc32 } from "./crc32.mjs";
import { file, table, no, write } from "./lib.mjs";

const clone = (x) => JSON.parse(JSON.stringify(x));

// --- VRM --------------------------------------------------------------------------
const SIDE = ["UpperLeg", "LowerLeg", "Foot", "UpperArm", "LowerArm", "Hand"];
const REQUIRED = ["hips", "spine", "head", ...SIDE.map((b) => "left" + b), ...SIDE.map((b) => "right" + b)];
/* The tree of humanoid.md; what is optional is put in by name. */
const PARENT = { hips: null, spine: "hips", chest: "spine", upperChest: "chest", neck: "upperChest", head: "neck", leftEye: "head", rightEye: "head", jaw: "head" };
for (const s of ["left", "right"]) Object.assign(PARENT, { [s + "UpperLeg"]: "hips", [s + "LowerLeg"]: s + "UpperLeg", [s + "Foot"]: s + "LowerLeg", [s + "Toes"]: s + "Foot", [s + "Shoulder"]: "upperChest", [s + "UpperArm"]: s + "Shoulder", [s + "LowerArm"]: s + "UpperArm", [s + "Hand"]: s + "LowerArm",
  [s + "ThumbMetacarpal"]: s + "Hand", [s + "ThumbProximal"]: s + "ThumbMetacarpal", [s + "ThumbDistal"]: s + "ThumbProximal", ...Object.fromEntries(["Index", "Middle", "Ring", "Little"].flatMap((f) => [[s + f + "Proximal", s + "Hand"], [s + f + "Intermediate", s + f + "Proximal"], [s + f + "Distal", s + f + "Intermediate"]])) });
function avatar(extra = []) {
  const bones = [...REQUIRED, ...extra], order = Object.keys(PARENT).filter((b) => bones.includes(b));
  const humanBones = Object.fromEntries(order.map((b, i) => [b, { node: i }]));
  const nodes = order.map((b) => ({ name: b }));
  for (const b of order) {
    let p = PARENT[b];
    while (p && !bones.includes(p)) p = PARENT[p];
    if (p) (nodes[humanBones[p].node].children ??= []).push(humanBones[b].node);
  }
  return { vrm: { specVersion: "1.0", humanoid: { humanBones }, meta: { name: "Visitor", authors: ["Etalon workshop"], licenseUrl: "https://vrm.dev/licenses/1.0/" } }, nodes };
}
const valid = avatar().vrm;
const change = (fn, base = valid) => { const x = clone(base); fn(x); return x; };
function vrm() {
  const f = file("vrm/schema", "VRM 1.0"), g = file("vrm/humanoid", "VRM 1.0");
  const set = { op: "vrm.valid", text: "VRM 1.0, JSON Schema of VRMC_vrm, read from the text", reqs: "VRM-", risk: "an avatar is worn against its licence, or cannot be moved" };
  const ok = (n, t, r, x) => [n, t, r, x, true], bad = (n, t, r, x) => [n, t, r, x, false];
  table(f, set, [
    ok("least", "an avatar of the fifteen bones and the least licence is valid", ["002", "003", "008"], valid), ok("full-bones", "an avatar with fingers and eyes is valid", "003", avatar(Object.keys(PARENT).filter((b) => !REQUIRED.includes(b))).vrm),
    ...["onlyAuthor", "onlySeparatelyLicensedPerson", "everyone"].map((v) => ok(`permission-${v.toLowerCase()}`, `the permission ${v} is valid`, "009", change((x) => { x.meta.avatarPermission = v; }))), ...["personalNonProfit", "personalProfit"].map((v) => ok(`usage-${v.toLowerCase()}`, `the commercial use ${v} is valid`, "009", change((x) => { x.meta.commercialUsage = v; }))), ...["required", "unnecessary"].map((v) => ok(`credit-${v}`, `the credit ${v} is valid`, "009", change((x) => { x.meta.creditNotation = v; }))), ...["prohibited", "allowModificationRedistribution"].map((v) => ok(`modification-${v.toLowerCase()}`, `the modification ${v} is valid`, "009", change((x) => { x.meta.modification = v; }))), ok("two-authors", "two authors are valid", "008", change((x) => { x.meta.authors = ["A", "B"]; })), ok("flags", "the flags of use are valid", "008", change((x) => { Object.assign(x.meta, { allowRedistribution: true, allowExcessivelyViolentUsage: false, version: "7" }); })),
    ...REQUIRED.map((b) => bad(`no-${b.toLowerCase()}`, `an avatar without the bone ${b} is not valid`, "003", change((x) => { delete x.humanoid.humanBones[b]; }, avatar(["chest"]).vrm))),
    bad("no-humanoid", "an avatar without its skeleton is not valid", "002", change((x) => { delete x.humanoid; }, avatar(["neck"]).vrm)), bad("no-meta", "an avatar without its licence is not valid", "002", change((x) => { delete x.meta; }, avatar(["neck"]).vrm)), bad("no-bones", "a skeleton without bones is not valid", "002", change((x) => { x.humanoid = {}; })), bad("no-version", "an avatar without its version is not valid", "001", change((x) => { delete x.specVersion; })), bad("version-number", "a number as version is not valid", "001", change((x) => { x.specVersion = 1.0; })),
    bad("no-name", "a licence without a name is not valid", "008", change((x) => { delete x.meta.name; })), bad("no-authors", "a licence without authors is not valid", "008", change((x) => { delete x.meta.authors; })), bad("authors-empty", "an empty list of authors is not valid", "008", change((x) => { x.meta.authors = []; })), bad("authors-text", "a text for the authors is not valid", "008", change((x) => { x.meta.authors = "A"; })), bad("authors-number", "a number among the authors is not valid", "008", change((x) => { x.meta.authors = ["A", 7]; })), bad("licence-number", "a number for the licence is not valid", "008", change((x) => { x.meta.licenseUrl = 1; })), bad("name-null", "null for the name is not valid", "008", change((x) => { x.meta.name = null; })),
    bad("permission-unknown", "a permission that does not exist is not valid", "009", change((x) => { x.meta.avatarPermission = "anyone"; })), bad("permission-case", "a permission in another case is not valid", "009", change((x) => { x.meta.avatarPermission = "Everyone"; })), bad("permission-vrm0", "a permission of VRM 0 is not valid", "009", change((x) => { x.meta.avatarPermission = "OnlyAuthor"; })), bad("usage-unknown", "a commercial use that does not exist is not valid", "009", change((x) => { x.meta.commercialUsage = "allow"; })), bad("usage-bool", "a truth value as commercial use is not valid", "009", change((x) => { x.meta.commercialUsage = true; })), bad("credit-empty", "an empty credit is not valid", "009", change((x) => { x.meta.creditNotation = ""; })), bad("modification-unknown", "a modification that does not exist is not valid", "009", change((x) => { x.meta.modification = "allow"; })), bad("modification-number", "a number as modification is not valid", "009", change((x) => { x.meta.modification = 1; })),
    bad("bone-no-node", "a bone without its node is not valid", "003", change((x) => { x.humanoid.humanBones.head = {}; })), bad("bone-node-text", "a text as node is not valid", "003", change((x) => { x.humanoid.humanBones.head.node = "2"; })), bad("bone-node-fraction", "a fraction as node is not valid", "003", change((x) => { x.humanoid.humanBones.head.node = 2.5; })), bad("bone-number", "a number as bone is not valid", "003", change((x) => { x.humanoid.humanBones.head = 2; })),
  ]);
  const sem = { op: "vrm.semantics", text: "VRM 1.0, README and humanoid.md", reqs: "VRM-", risk: "an avatar bends where no joint is, or does not open" };
  const good = (n, t, r, x) => [n, t, r, x, { ok: true }], wrong = (n, t, r, x, why) => [n, t, r, x, no(why)];
  const FINGERS = Object.keys(PARENT).filter((b) => b.startsWith("left") && /Thumb|Index|Middle|Ring|Little/.test(b));
  const without = (extra, gone) => change((x) => { delete x.vrm.humanoid.humanBones[gone]; }, avatar(extra));
  /* Hangs a node elsewhere. */
  const move = (x, bone, to) => { const hb = x.vrm.humanoid.humanBones, i = hb[bone].node; for (const n of x.nodes) if (n.children) { n.children = n.children.filter((c) => c !== i); if (!n.children.length) delete n.children; } if (to !== null) (x.nodes[to].children ??= []).push(i); };
  const at = (x, b) => x.vrm.humanoid.humanBones[b].node;
  table(g, sem, [
    good("least", "the fifteen bones in their tree are good", ["001", "003", "006"], avatar()), good("chest", "a chest between spine and head is good", "006", avatar(["chest"])), good("upper-chest", "an upper chest above a chest is good", ["005", "006"], avatar(["chest", "upperChest"])), good("all", "every bone in its place is good", ["004", "005", "006"], avatar(Object.keys(PARENT).filter((b) => !REQUIRED.includes(b)))), good("hand", "all fingers of one hand are good", "005", avatar(FINGERS)), good("finger-proximal", "the first bone of a finger alone is good", "005", avatar(["leftIndexProximal"])), good("shoulders", "shoulders without an upper chest are good", "006", avatar(["leftShoulder", "rightShoulder"])), good("neck", "a neck without a chest is good", "006", avatar(["neck"])), good("toes", "toes are good", "006", avatar(["leftToes", "rightToes"])),
    good("nodes-between", "a node between two bones is good", "006", change((x) => { move(x, "head", null); x.nodes.push({ name: "spacer", children: [at(x, "head")] }); x.nodes[at(x, "spine")].children = [...(x.nodes[at(x, "spine")].children ?? []), x.nodes.length - 1]; }, avatar())), good("no-nodes", "the bones alone are good where nodes are not given", "003", { vrm: avatar(["chest"]).vrm }),
    ...["0.0", "1.0-beta", "1", "1.1", "2.0", "1.0.0", ""].map((v, i) => wrong(`version-${i + 1}`, `the version ${JSON.stringify(v)} is refused`, "001", change((x) => { x.vrm.specVersion = v; }, avatar(["toes"].slice(1))), "version")),
    ...["hips", "spine", "head", "leftFoot", "rightHand"].map((b) => wrong(`no-${b.toLowerCase()}`, `a missing bone ${b} is refused`, "003", change((x) => { delete x.vrm.humanoid.humanBones[b]; }, avatar(["neck"])), "bone-missing")),
    wrong("upper-chest-alone", "an upper chest without a chest is refused", "005", without(["chest", "upperChest", "neck"], "chest"), "bone-missing"), ...["Index", "Middle", "Ring", "Little"].map((x) => wrong(`finger-${x.toLowerCase()}-no-proximal`, `a middle bone of the finger ${x.toLowerCase()} without its first is refused`, "005", without([`left${x}Proximal`, `left${x}Intermediate`], `left${x}Proximal`), "bone-missing")), wrong("finger-distal-no-intermediate", "a last bone of a finger without its middle one is refused", "005", without(["rightIndexProximal", "rightIndexIntermediate", "rightIndexDistal"], "rightIndexIntermediate"), "bone-missing"), wrong("thumb-no-metacarpal", "a thumb without its first bone is refused", "005", without(["rightThumbMetacarpal", "rightThumbProximal"], "rightThumbMetacarpal"), "bone-missing"), wrong("thumb-no-proximal", "the tip of a thumb without its middle is refused", "005", without(["rightThumbMetacarpal", "rightThumbProximal", "rightThumbDistal"], "rightThumbProximal"), "bone-missing"),
    wrong("shared-two", "one node for two bones is refused", "004", change((x) => { x.vrm.humanoid.humanBones.rightHand.node = at(x, "leftHand"); }, avatar()), "bone-shared"), wrong("shared-eyes", "one node for both eyes is refused", "004", change((x) => { x.vrm.humanoid.humanBones.rightEye.node = at(x, "leftEye"); }, avatar(["leftEye", "rightEye"])), "bone-shared"), wrong("shared-optional", "one node for head and jaw is refused", "004", change((x) => { x.vrm.humanoid.humanBones.jaw.node = at(x, "head"); }, avatar(["jaw"])), "bone-shared"),
    wrong("parent-head-hips", "a head on the hips is refused", "006", change((x) => move(x, "head", at(x, "hips")), avatar()), "bone-parent"), wrong("parent-arms-crossed", "a left lower arm on the right upper arm is refused", "006", change((x) => move(x, "leftLowerArm", at(x, "rightUpperArm")), avatar()), "bone-parent"), wrong("parent-foot-root", "a foot without a parent is refused", "006", change((x) => move(x, "leftFoot", null), avatar()), "bone-parent"), wrong("parent-hips-below", "hips below the spine are refused", "006", change((x) => { move(x, "spine", null); (x.nodes[at(x, "spine")].children ??= []).push(at(x, "hips")); }, avatar()), "bone-parent"), wrong("parent-chest-skipped", "a head on the spine beside a chest is refused", "006", change((x) => move(x, "head", at(x, "spine")), avatar(["chest"])), "bone-parent"), wrong("parent-finger", "a finger on the lower arm is refused", "006", change((x) => move(x, "leftIndexProximal", at(x, "leftLowerArm")), avatar(["leftIndexProximal"])), "bone-parent"),
    wrong("node-missing", "a node that is not there is refused", "003", change((x) => { x.vrm.humanoid.humanBones.head.node = 99; }, avatar()), "range"),
  ]);
  table(file("vrm/pose", "VRM 1.0"), sem, [
    good("scale-small", "a small positive scale is good", "007", change((x) => { x.nodes[at(x, "hips")].scale = [0.001, 1, 1000]; }, avatar())),
    wrong("scale-zero", "a scale of zero is refused", "007", change((x) => { x.nodes[at(x, "hips")].scale = [1, 0, 1]; }, avatar()), "range"), wrong("scale-minus", "a negative scale is refused", "007", change((x) => { x.nodes[at(x, "head")].scale = [1, 1, -1]; }, avatar()), "range"), wrong("scale-all-minus", "a scale of three negative parts is refused", "007", change((x) => { x.nodes[at(x, "leftHand")].scale = [-1, -1, -1]; }, avatar()), "range"),
    wrong("scale-not-bone-good-bone-bad", "a scale of zero at the last bone is refused", "007", change((x) => { x.nodes[at(x, "rightFoot")].scale = [0, 0, 0]; }, avatar()), "range"), wrong("matrix-mirror", "a matrix that mirrors a bone is refused", "007", change((x) => { x.nodes[at(x, "head")].matrix = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1]; }, avatar()), "range"),
    good("scale-of-no-bone", "a scale of zero at a node that is no bone is another matter", "007", change((x) => { x.nodes.push({ name: "hat", scale: [0, 0, 0] }); }, avatar())), good("matrix-plain", "a matrix that moves a bone is good", "007", change((x) => { x.nodes[at(x, "head")].matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1]; }, avatar())),
    ...["leftUpperLeg", "rightFoot", "leftHand", "head"].map((b) => wrong(`scale-minus-${b.toLowerCase()}`, `a negative scale at the bone ${b} is refused`, "007", change((x) => { x.nodes[at(x, b)].scale = [1, -0.5, 1]; }, avatar()), "range")),
    wrong("parent-other-bone-between", "a hand that hangs below the other lower arm is refused", "006", change((x) => move(x, "leftHand", at(x, "rightLowerArm")), avatar()), "bone-parent"), wrong("parent-grand", "a lower leg below the hips, past the upper leg, is refused", "006", change((x) => move(x, "leftLowerLeg", at(x, "hips")), avatar()), "bone-parent"), wrong("parent-bone-between", "a head below a jaw is refused: another bone stands between", "006", change((x) => { move(x, "jaw", at(x, "spine")); move(x, "head", at(x, "jaw")); }, avatar(["jaw"])), "bone-parent"),
    good("transform-plain", "a texture transform of offset and scale is good", "010", { ...avatar(), materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0, extensions: { KHR_texture_transform: { offset: [0.5, 0], scale: [2, 2] } } } } }] }), good("transform-none", "materials without a texture transform are good", "010", { ...avatar(), materials: [{ name: "skin" }] }), good("transform-rotation-zero", "a rotation of zero turns nothing", "010", { ...avatar(), materials: [{ normalTexture: { index: 0, extensions: { KHR_texture_transform: { rotation: 0 } } } }] }),
    ...[["rotation", { rotation: 1.5 }], ["rotation-minus", { rotation: -0.1 }], ["texcoord", { texCoord: 1 }], ["texcoord-zero", { texCoord: 0 }], ["both", { rotation: 1, texCoord: 1, scale: [2, 2] }]].map(([n, t]) => wrong(`transform-${n}`, `a texture transform with ${Object.keys(t).join(" and ")} is refused`, "010", { ...avatar(), materials: [{ name: "skin" }, { normalTexture: { index: 0, extensions: { KHR_texture_transform: t } } }] }, "field-extra")),
    wrong("parent-leg-spine", "a leg on the spine is refused", "006", change((x) => move(x, "rightUpperLeg", at(x, "spine")), avatar()), "bone-parent"),
  ]);
}

// --- USDZ -------------------------------------------------------------------------
const u16 = (n) => [n & 255, (n >> 8) & 255], u32 = (n) => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255];
const utf8 = (s) => [...new TextEncoder().encode(s)];
/* members: {name, data, method?, flags?, shift?} in order; shift moves the data
 * from the multiple of 64. */
function zip(members, { end = true, tail = [] } = {}) {
  const out = [], central = [];
  for (const m of members) {
    const name = utf8(m.name), data = utf8(m.data ?? "x"), at = out.length, head = 30 + name.length + 4;
    const pad = (64 - ((at + head) % 64)) % 64 + (m.shift ?? 0), extra = [...u16(0x1986), ...u16(pad), ...Array(pad).fill(0)];
    const fields = [...u16(10), ...u16(m.flags ?? 0), ...u16(m.method ?? 0), ...u16(0), ...u16(0x21), ...u32(crc32(data)), ...u32(data.length), ...u32(data.length), ...u16(name.length)];
    out.push(...u32(0x04034b50), ...fields, ...u16(extra.length), ...name, ...extra, ...data);
    central.push(...u32(0x02014b50), ...u16(10), ...fields, ...u16(0), ...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(at), ...name);
  }
  const start = out.length;
  out.push(...central);
  if (end) out.push(...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(members.length), ...u16(members.length), ...u32(central.length), ...u32(start), ...u16(0));
  return Buffer.from([...out, ...tail]).toString("base64");
}
function usdz() {
  const f = file("usdz/layout", "USDZ");
  const text = "USDZ specification, Zip Constraints, Layout and File Types; archive put together byte by byte";
  const risk = "a viewer maps the wrong bytes, or does not show the asset";
  const A = "#usda 1.0\n(\n    defaultPrim = \"Gate\"\n)\n", root = { name: "gate.usda", data: A };
  const row = (name, title, reqs, members, issues, o) => [name, title, reqs, { name: `${name}.usdz`, base64: zip(members, o) }, { issues }, { ...(issues.length ? { risk } : {}) }];
  const rows = [
    row("one", "a package of one layer is good", ["001", "002", "003", "004"], [root], []), row("usdc", "a layer with the ending usdc may be first", ["003", "004"], [{ name: "gate.usdc", data: "PXR-USDC" }], []), row("usd", "a layer with the ending usd may be first", ["003", "004"], [{ name: "gate.usd", data: A }], []), row("long", "data of a kilobyte before the next file is good", ["002"], [{ ...root, data: A.repeat(30) }, { name: "t.png" }], []), row("folders", "files in folders are good", ["004"], [root, { name: "textures/wood/a.png" }, { name: "textures/b.jpeg" }], []), row("nested", "a package inside a package is good", ["004"], [root, { name: "inner.usdz", data: "PK" }], []),
    ...["png", "jpg", "jpeg", "exr", "m4a", "mp3", "wav", "usda", "usdc", "usd"].map((e) => row(`type-${e}`, `a file with the ending ${e} is good`, "004", [root, { name: `part.${e}` }], [])),
    ...[1, 4, 32, 63].map((s) => row(`shift-${s}`, `data that starts ${s} byte${s > 1 ? "s" : ""} behind a multiple of 64 is reported`, "002", [{ ...root, shift: s }], ["USDZ_ALIGNMENT"])), row("shift-second", "a second file that is not aligned is reported", "002", [root, { name: "a.png", shift: 16 }], ["USDZ_ALIGNMENT"]), row("shift-third", "a third file that is not aligned is reported", "002", [root, { name: "a.png" }, { name: "b.png", shift: 8 }], ["USDZ_ALIGNMENT"]),
    ...[[8, "deflate"], [12, "bzip2"], [14, "LZMA"], [93, "Zstandard"]].map(([m, t]) => row(`method-${m}`, `a file marked as compressed by ${t} is reported`, "001", [{ ...root, method: m }], ["USDZ_COMPRESSED"])), row("method-second", "a second file that is compressed is reported", "001", [root, { name: "a.png", method: 8 }], ["USDZ_COMPRESSED"]),
    row("encrypted", "an encrypted second file is reported", "001", [root, { name: "a.png", flags: 1 }], ["USDZ_ENCRYPTED"]), row("encrypted-first", "an encrypted layer is reported", "001", [{ ...root, data: A + "#\n", flags: 1 }], ["USDZ_ENCRYPTED"]),
    ...["gltf", "glb", "obj", "fbx", "txt", "js", "svg", "gif", "webp", "mp4", "zip", "exe"].map((e) => row(`type-${e}`, `a file with the ending ${e} is reported`, "004", [root, { name: `part.${e}` }], ["USDZ_FILE_TYPE"])), row("type-none", "a file without an ending is reported", "004", [root, { name: "README" }], ["USDZ_FILE_TYPE"]),
    ...["png", "jpeg", "wav", "exr", "mp3"].map((e) => row(`first-${e}`, `a package that starts with a file of the ending ${e} is reported`, "003", [{ name: `a.${e}` }, root], ["USDZ_FIRST_NOT_USD"])),
    row("two-issues", "two faults in two files are both reported", ["001", "002"], [{ ...root, shift: 2 }, { name: "a.png", method: 8 }], ["USDZ_ALIGNMENT", "USDZ_COMPRESSED"]), row("no-end", "an archive without its end is reported", "001", [root], ["USDZ_NO_EOCD"], { end: false }),
  ];
  table(f, { op: "usdz.layout", text, reqs: "USDZ-" }, rows);
}
vrm(); usdz();
write();
