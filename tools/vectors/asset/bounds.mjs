// SPDX-License-Identifier: Apache-2.0
// bounds: the last value that is good and the first that is not, where changes
// of the reference by one went unseen.  node bounds.mjs
import validator from "gltf-validator";
import { ens_normalize } from "@adraffy/ens-normalize";
import canonicalize from "canonicalize";
import { ParsedMessage } from "@spruceid/siwe-parser";
import assert from "node:assert/strict";
import { file, table, no, pin, write } from "./lib.mjs";

const K = pin("gltf-validator"), b64 = (b) => Buffer.from(b).toString("base64"), RISK = "an asset is shown otherwise, or not at all";
const f32 = (...n) => [...new Uint8Array(Float32Array.from(n).buffer)];
const buf = (bytes) => ({ byteLength: bytes.length, uri: `data:application/octet-stream;base64,${b64(bytes)}` });
const rows = [];
async function g(name, title, reqs, o, version = "2.0") {
  const bytes = Buffer.from(JSON.stringify({ asset: { version }, ...o }));
  const r = await validator.validateBytes(Uint8Array.from(bytes), { format: "gltf", maxIssues: 0, writeTimestamp: false });
  const codes = [...new Set(r.issues.messages.filter((i) => i.severity < 2).map((i) => i.code))].sort();
  rows.push([name, `${title} ${codes.length ? "is reported" : "is good"}`, reqs, { name: `${name}.gltf`, format: "gltf", base64: b64(bytes) }, { codes }]);
}
const view = (v, n = 8) => ({ buffers: [buf(Array(n).fill(0))], bufferViews: [{ buffer: 0, byteLength: 8, ...v }] });
for (const [n, v] of [["4", 4], ["8", 8], ["12", 12], ["252", 252], ["253", 253], ["0", 0]]) await g(`stride-${n}-of-8`, `a stride of ${n} in a view of 8`, "GLTF-008", view({ byteStride: v }));
for (const o of [7, 8, 9]) await g(`view-offset-${o}`, `a view of 1 at ${o} of 8`, "GLTF-008", view({ byteOffset: o, byteLength: 1 }));
for (const [type, min, max] of [[5120, -128, 127], [5121, 0, 255], [5122, -32768, 32767], [5123, 0, 65535], [5125, 0, 4294967295]])
  for (const [n, v] of [["low", min], ["below", min - 1], ["high", max], ["above", max + 1]]) await g(`bound-${type}-${n}`, `a bound of ${v} for the component ${type}`, "GLTF-010", { accessors: [{ componentType: type, type: "SCALAR", count: 1, [n === "low" || n === "below" ? "min" : "max"]: [v] }] });
for (const v of [".0", "2.", "a2.0", "2.0a", "2..0", "20", " 2.0", "2.00", "02.0", "2.1"]) await g(`version-${[...v].map((c) => c.charCodeAt(0).toString(16)).join("")}`, `the version ${JSON.stringify(v)}`, "GLTF-001", {}, v);
for (const [n, v] of [["2-0", "2.0"], ["2-1", "2.1"], ["1-9", "1.9"], ["3-0", "3.0"], ["text", "two"]]) { const o = { asset: { version: "2.0", minVersion: v } }; await g(`min-version-${n}`, `a least version of ${v}`, "GLTF-001", o); }
for (const n of ["KHR_a-b", "KHR_", "_a", "khr_a", "K_a", "KHR_\u00e9", "1_a", "KHR"]) await g(`extension-name-${Buffer.from(n).toString("hex")}`, `the extension name ${JSON.stringify(n)}`, "GLTF-018", { extensionsUsed: [n] });
const spot = (i, o) => ({ extensionsUsed: ["KHR_lights_punctual"], extensions: { KHR_lights_punctual: { lights: [{ type: "spot", spot: { innerConeAngle: i, outerConeAngle: o } }] } } });
for (const [n, i, o] of [["same", 0.5, 0.5], ["apart", 0.5, 0.50001], ["inner-zero", 0, 0.1], ["outer-zero", 0, 0], ["outer-right", 0, Math.PI / 2], ["outer-beyond", 0, 1.5708], ["inner-right", Math.PI / 2, Math.PI / 2], ["inner-negative", -0.1, 0.1], ["default-outer", Math.PI / 4, undefined], ["default-inner", undefined, 0.01]]) await g(`spot-${n}`, `a spot of the angles ${i} and ${o}`, "GLTF-018", spot(i, o));
const light = (l) => ({ extensionsUsed: ["KHR_lights_punctual"], extensions: { KHR_lights_punctual: { lights: [{ type: "point", ...l }] } } });
for (const r of [0, 1e-9, -1]) await g(`range-${String(r).replace(/[^0-9]/g, "-")}`, `a light's range of ${r}`, "GLTF-018", light({ range: r }));
const glow = (factor, strength) => ({ extensionsUsed: ["KHR_materials_emissive_strength"], materials: [{ emissiveFactor: factor, extensions: { KHR_materials_emissive_strength: { emissiveStrength: strength } } }] });
for (const [n, f, s] of [["black-1", [0, 0, 0], 1], ["black-2", [0, 0, 0], 2], ["black-0", [0, 0, 0], 0], ["black-minus", [0, 0, 0], -1], ["blue-2", [0, 0, 1], 2], ["red-2", [1, 0, 0], 2], ["green-2", [0, 1, 0], 2], ["none-2", undefined, 2], ["none-1", undefined, 1]]) await g(`strength-${n}`, `a strength of ${s} on ${JSON.stringify(f)}`, "GLTF-018", glow(f, s));
for (const c of [{ zfar: 1, znear: 1 }, { zfar: 1.0001, znear: 1 }, { zfar: 0, znear: 1 }, { znear: 0 }, { znear: 1e-9 }, { yfov: Math.PI }, { yfov: 3.14159 }, { yfov: 0 }, { aspectRatio: 0 }]) await g(`perspective-${Object.entries(c).join("-").replace(/[^a-z0-9]+/gi, "-").toLowerCase()}`, `a perspective with ${JSON.stringify(c)}`, "GLTF-002", { cameras: [{ type: "perspective", perspective: { yfov: 1, znear: 0.1, ...c } }] });
for (const c of [{ znear: 0 }, { znear: -0.1 }, { zfar: 0 }, { zfar: 2, znear: 2 }, { xmag: -1 }, { ymag: -1 }, { ymag: 0 }, { xmag: 1e-9 }]) await g(`orthographic-${Object.entries(c).join("-").replace(/-(?=\d)/g, "-minus-").replace(/[^a-z0-9]+/gi, "-").toLowerCase()}${Object.keys(c).length}`, `an orthographic camera with ${JSON.stringify(c)}`, "GLTF-002", { cameras: [{ type: "orthographic", orthographic: { xmag: 1, ymag: 1, znear: 0.1, zfar: 3, ...c } }] });

// transforms of skinned nodes: each part alone
const POS = f32(0, 0, 0, 1, 0, 0, 0, 1, 0), JOINTS = Array(12).fill(0), WEIGHTS = f32(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
const skinned = (node, more = [], scenes = [{ nodes: [0, 1] }], weights = WEIGHTS, joints = JOINTS) => ({ buffers: [buf([...POS, ...joints, ...weights])], bufferViews: [{ buffer: 0, byteLength: 36 }, { buffer: 0, byteOffset: 36, byteLength: 12 }, { buffer: 0, byteOffset: 48, byteLength: 48 }],
  accessors: [{ bufferView: 0, componentType: 5126, type: "VEC3", count: 3, min: [0, 0, 0], max: [1, 1, 0] }, { bufferView: 1, componentType: 5121, type: "VEC4", count: 3 }, { bufferView: 2, componentType: 5126, type: "VEC4", count: 3 }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0, JOINTS_0: 1, WEIGHTS_0: 2 } }] }], nodes: [{ mesh: 0, skin: 0, ...node }, {}, ...more], skins: [{ joints: [1] }], scenes });
for (const key of ["translation", "scale"]) for (const i of [0, 1, 2]) { const v = key === "scale" ? [1, 1, 1] : [0, 0, 0]; await g(`moved-${key}-${i}`, `a skinned mesh with part ${i} of its ${key}`, "GLTF-017", skinned({ [key]: v.map((x, k) => (k === i ? 2 : x)) })); }
for (const q of [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, -1], [0, 0, 0, 1]]) await g(`moved-rotation-${q.join("").replace("-", "m")}`, `a skinned mesh turned by ${q}`, "GLTF-017", skinned({ rotation: q }));
for (const i of [0, 1, 5, 12, 13, 14]) { const m = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]; m[i] += 1; await g(`moved-matrix-${i}`, `a skinned mesh with the member ${i} of its matrix changed`, "GLTF-017", skinned({ matrix: m })); }
await g("moved-not", "a skinned mesh with transforms that change nothing", "GLTF-017", skinned({ translation: [0, 0, 0], scale: [1, 1, 1], rotation: [0, 0, 0, 1] }));
await g("scene-without-joints", "a scene with a skinned mesh and without its joints", "GLTF-017", skinned({}, [], [{ nodes: [0] }]));
await g("scene-with-joints-deep", "a scene whose joints hang below another node", "GLTF-017", (() => { const o = skinned({}, [{ children: [1] }], [{ nodes: [0, 2] }]); return o; })());
await g("scene-two", "a second scene without the joints", "GLTF-017", skinned({}, [], [{ nodes: [0, 1] }, { nodes: [0] }]));
for (const [n, ...w] of [["1-0000001", 1.0000001], ["1-0000005", 1.0000005], ["0-9999998", 0.9999998], ["0-9999", 0.9999]]) await g(`weight-${n}`, `a single weight of ${w}`, "GLTF-016", skinned({}, [], undefined, f32(w[0], 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)));
await g("joint-is-count", "a joint that is the number of joints", "GLTF-016", skinned({}, [], undefined, WEIGHTS, [1, ...JOINTS.slice(1)]));
for (const [n, len] of [["1-0076", 1.0076], ["1-0078", 1.0078], ["0-9924", 0.9924], ["0-992", 0.992]]) await g(`rotation-${n}`, `a rotation of the length ${len}`, "GLTF-004", { nodes: [{ rotation: [0, 0, len > 1 ? Math.sqrt(len * len - 1) : 0, Math.min(len, 1)] }] });
for (const [n, len] of [["1-0066", 1.0066], ["1-0069", 1.0069], ["0-9934", 0.9934], ["0-993", 0.993]]) await g(`normal-${n}`, `a normal of the length ${len}`, "GLTF-015", { buffers: [buf([...POS, ...f32(0, 0, len, 0, 0, 1, 0, 0, 1)])], bufferViews: [{ buffer: 0, byteLength: 36 }, { buffer: 0, byteOffset: 36, byteLength: 36 }], accessors: [{ bufferView: 0, componentType: 5126, type: "VEC3", count: 3, min: [0, 0, 0], max: [1, 1, 0] }, { bufferView: 1, componentType: 5126, type: "VEC3", count: 3 }], meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 } }] }] });

// addresses
for (const [n, u] of [["port", "http://x:80/a"], ["port-text", "http://x:a/b"], ["brackets", "http://[::1]/a"], ["bracket-open", "http://[::1/a"], ["query", "a?b"], ["fragment", "a#b"], ["host", "//x/a"], ["root", "/a"], ["colon-first", ":a"], ["scheme-digit", "1a:b"], ["scheme", "ab+c.d-e:f"], ["scheme-space", "a b:c"], ["colon-later", "a/b:c"], ["data-no-comma", "data:image/png;base64"], ["data-plain", "data:application/octet-stream,abcdefgh"], ["data-percent", "data:application/octet-stream,%61%62cdefgh"], ["data-percent-cut", "data:application/octet-stream,abcdefg%6"], ["data-upper", "DATA:application/octet-stream;base64,AAAAAAAAAAA="], ["data-url-letters", "data:application/octet-stream;base64,__--AAAAAAA"], ["data-no-type", "data:;base64,AAAAAAAAAAA="], ["data-parameter", "data:application/gltf-buffer;a=b;base64,AAAAAAAAAAA="], ["data-short", "data:application/gltf-buffer;base64,AAAAAAAAAA=="], ["data-type-upper", "data:Application/Gltf-Buffer;base64,AAAAAAAAAAA="], ["data-broken", "data:application/gltf-buffer;base64,A"], ["data-padding", "data:application/gltf-buffer;base64,AAAAAAAAAAA%3D"]]) await g(`uri-${n}`, `a buffer at ${JSON.stringify(u)}`, "GLTF-006", { buffers: [{ byteLength: 8, uri: u }] });
table(file("gltf/bounds", "glTF 2.0"), { op: "gltf.issues", id: "gltf.bounds", reqs: "", text: `glTF 2.0; ${K} gives these codes`, risk: RISK }, rows);

// --- names, canonical JSON ---------------------------------------------------------------------------
const N = pin("@adraffy/ens-normalize"), names = [];
const put = (n, title, s) => { let out; try { out = ens_normalize(s); } catch (e) { console.log("refused", n, e.message); return; } names.push([n, title, "ENS-007", s, out]); };
put("hangul-lv", "two parts of a Korean syllable become one", "\u1100\u1161.eth"); put("hangul-lvt", "three parts of a Korean syllable become one", "\u1100\u1161\u11a8.eth"); put("hangul-lv-t", "a syllable takes its last part", "\uac00\u11a8.eth"); put("hangul-last", "the last syllable of all stays", "\ud7a3.eth"); put("hangul-first", "the first syllable of all stays", "\uac00.eth"); put("hangul-last-parts", "the last parts of all become the last syllable", "\u1112\u1175\u11c2.eth"); put("hangul-two", "two syllables in parts", "\u1112\u1161\u11ab\u1100\u1173\u11af.eth");
put("marks-order", "marks are put in their order before they are joined", "a\u0323\u0302.eth"); put("marks-other-order", "marks in another order give the same", "a\u0302\u0323.eth"); put("marks-three", "a letter with three marks", "o\u0302\u0301.eth"); put("marks-vietnamese", "Vietnamese letters are joined", "vie\u0323\u0302t.eth"); put("mark-joined-twice", "a joined letter takes another mark", "\u00e2\u0301.eth"); put("long-name", "a long name keeps its letters", `${"a".repeat(300)}.eth`); put("many-marked", "many marked letters in one label", "e\u0301".repeat(40) + ".eth");
table(file("ens/composition", "ENSIP-15"), { op: "ens.normalize", id: "ens.composition", text: `ENSIP-15, Normalize; NFC; ${N} agrees`, reqs: "" }, names);
const C = pin("canonicalize"), texts = [];
const json = (n, title, s) => texts.push([n, title, "JCS-009", s, canonicalize(JSON.parse(s))]);
json("pair-first", "the first pair of surrogates is one character", '"\\ud800\\udc00"'); json("pair-last", "the last pair of surrogates is one character", '"\\udbff\\udfff"'); json("pair-raw", "the last character written as it is", '"\u{10ffff}"'); json("two-bytes", "the first characters of two, three and four bytes", '"\\u007f\\u0080\\u07ff\\u0800\\uffff\\ud800\\udc00"'); json("below-surrogates", "the characters around surrogates", '"\\ud7ff\\ue000"');
table(file("jcs/characters", "RFC 8785"), { op: "jcs.canonicalize", id: "jcs.characters", text: `RFC 8785, 3.2.2.2; ${C} agrees`, reqs: "" }, texts);

// --- token lists ---------------------------------------------------------------------------------------------
const list = (token) => ({ name: "Lamps", timestamp: "2026-01-01T00:00:00Z", version: { major: 1, minor: 0, patch: 0 }, tokens: [{ chainId: 1, address: "0x" + "ab".repeat(20), decimals: 18, name: "Lamp", symbol: "LMP", ...token }] });
table(file("metadata/token-list-bounds", "Token Lists schema"), { op: "tokenlist.valid", id: "tokenlist.bounds", text: "Token Lists schema", reqs: "TL-", risk: "a token is shown under another one's name" }, [
  ["good", "the list is good", "002", list({}), true], ...[["first", "0xg" + "a".repeat(39)], ["last", "0x" + "a".repeat(39) + "g"], ["long", "0x" + "a".repeat(41)], ["short", "0x" + "a".repeat(39)], ["prefix", "0X" + "a".repeat(40)]].map(([n, a]) => [`address-${n}`, `an address that is wrong at its ${n} place is refused`, "002", list({ address: a }), false]),
  ...[[0, false], [1, true], [-1, false], [1.5, false]].map(([v, ok], i) => [`chain-${i}`, `the chain ${v} is ${ok ? "good" : "refused"}`, "002", list({ chainId: v }), ok]), ...[[0, true], [255, true], [256, false], [-1, false]].map(([v, ok], i) => [`decimals-${i}`, `${v} decimals are ${ok ? "good" : "refused"}`, "002", list({ decimals: v }), ok]),
  ...[["", true], ["x".repeat(20), true], ["x".repeat(21), false], ["a b", false], [" ", false]].map(([v, ok], i) => [`symbol-${i}`, `the symbol ${JSON.stringify(v)} is ${ok ? "good" : "refused"}`, "004", list({ symbol: v }), ok]), ...[["n".repeat(60), true], ["n".repeat(61), false]].map(([v, ok], i) => [`name-${i}`, `a name of ${v.length} characters is ${ok ? "good" : "refused"}`, "004", list({ name: v }), ok]),
]);
// --- containers, addresses, texts in Base58Check ----------------------------------------------------------------
const le = (n) => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255], chunk = (type, data, size = data.length) => [...le(size), ...type.split("").map((c) => c.charCodeAt(0)), ...data];
const GJ = [...Buffer.from('{"asset":{"version":"2.0"}}')], glbs = [];
async function glb(n, title, reqs, chunks, length) {
  const body = chunks.flat(), bytes = [...Buffer.from("glTF"), ...le(2), ...le(length ?? 12 + body.length), ...body];
  const r = await validator.validateBytes(Uint8Array.from(bytes), { format: "glb", maxIssues: 0, writeTimestamp: false });
  glbs.push([n, title, reqs, { name: `${n}.glb`, format: "glb", base64: b64(bytes) }, { codes: [...new Set(r.issues.messages.filter((i) => i.severity < 2).map((i) => i.code))].sort() }]);
}
const PAD = [...GJ, ...Array((4 - (GJ.length % 4)) % 4).fill(0x20)];
await glb("json-unaligned", "a JSON chunk that ends off four bytes is reported", "GLB-003", [chunk("JSON", [...GJ])]); await glb("json-unaligned-1", "a JSON chunk one byte too long is reported", "GLB-003", [chunk("JSON", [...PAD, 0x20])]); await glb("bin-unaligned", "a binary chunk that ends off four bytes is reported", "GLB-003", [chunk("JSON", PAD), chunk("BIN\0", [1, 2, 3])]); await glb("chunk-beyond", "a chunk that ends behind the declared length is reported", "GLB-001", [chunk("JSON", PAD)], 12 + 8 + PAD.length - 4); await glb("length-12", "a length of the header alone is reported", "GLB-001", [chunk("JSON", PAD)], 12); await glb("length-13", "a length of a byte more than the header is reported", "GLB-001", [chunk("JSON", PAD)], 13); await glb("header-7", "a chunk header of seven bytes is reported", "GLB-003", [chunk("JSON", PAD), [0, 0, 0, 0, 0x42, 0x49, 0x4e]]); await glb("bin-twice", "a second binary chunk is reported", "GLB-002", [chunk("JSON", PAD), chunk("BIN\0", [1, 2, 3, 4]), chunk("BIN\0", [1, 2, 3, 4])]); await glb("unknown-first", "an unknown chunk in front is reported", "GLB-002", [chunk("ABCD", [1, 2, 3, 4]), chunk("JSON", PAD)]);
table(file("gltf/containers", "glTF 2.0, GLB"), { op: "gltf.issues", id: "gltf.containers", reqs: "", text: `glTF 2.0, 4.4; ${K} gives these codes`, risk: RISK }, glbs);
const WHO = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", siwe = (uri, domain = "world.example") => `${domain} wants you to sign in with your Ethereum account:\n${WHO}\n\n\nURI: ${uri}\nVersion: 1\nChain ID: 1\nNonce: kEWepMt9knR6lWJ6A\nIssued At: 2026-01-01T00:00:00Z`, read = (text) => { const p = new ParsedMessage(text); return { domain: p.domain, address: p.address, uri: p.uri, version: p.version, chainId: p.chainId, nonce: p.nonce }; };
const SP = pin("@spruceid/siwe-parser");
table(file("siwe/uris", "ERC-4361"), { op: "siwe.parse", id: "siwe.uris", reqs: "SIWE-", text: `ERC-4361; RFC 3986; ${SP} agrees`, risk: "a session is opened for another site" }, [
  ...["https://[::1]:8080/in", "https://[2001:db8::7]/a/b?c=d#e", "https://[v1.fe]/", "https://user:pw@world.example:1/in", "urn:uuid:7", "https://world.example", "https://world.example/?q=/?", "file:///a", "https://1.2.3.4/a", "https://[::ffff:1.2.3.4]/", "https://[1:2:3:4:5:6:7:8]/", "https://[1::]/", "https://[1:2:3:4:5:6:7::]/"].map((u, i) => [`good-${i}`, `the URI ${u} is read`, "009", siwe(u), read(siwe(u))]),
  ...["https://[::1/in", "https://[1:2:3:4:5:6:7:8:9]/", "https://[::1::]/", "https://[12345::]/", "https://[::1.2.3]/", "https://a b/", "https://world.example/%g0", "https://world.example/[a]", "https://[1:2:3:4:5:6:7]/", "https://[::256.1.1.1]/", "//world.example/", "https://x:port/"].map((u, i) => [`bad-${i}`, `the URI ${u} is refused`, "009", siwe(u), no("grammar")]),
]);
write();
