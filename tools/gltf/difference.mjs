// SPDX-License-Identifier: Apache-2.0
// difference: mutates glTF files and compares the codes of the reference with
// those of Khronos' validator.
//
//   node difference.mjs ETALON CORPUS.jsonl [COUNT] [SEED] [OUT.jsonl]
//
// CORPUS.jsonl: a row {path, base64, resources} per file.  Prints how many files
// agreed, and each set of codes that only one side gave, with how often and one
// file as an example.  OUT.jsonl takes the files that differ.  gltf-validator is
// looked for where the script stands or in NODE_PATH.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { readFileSync, appendFileSync } from "node:fs";
import { createRequire } from "node:module";

const validator = createRequire(import.meta.url)("gltf-validator");
const [etalon, corpus, count = "500", seed = "1", out] = process.argv.slice(2);
let state = BigInt(seed) * 0x9e3779b97f4a7c15n + 1n;
function random(n) {
  if (n < 1) return 0;
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(n));
}
const pick = (list) => list[random(list.length)];

// --- mutations of JSON --------------------------------------------------------------
const ODD = [null, true, false, 0, 1, 2, 3, -1, 0.5, 5, 100, "", "x", [], {}, [0], [1, 1], [{}], "VEC2", "VEC3", "VEC4", "SCALAR", "MAT4", 5120, 5121, 5123, 5125, 5126,
  34962, 34963, 4, 8, 12, "LINEAR", "CUBICSPLINE", "rotation", "weights", "translation", "MASK", "image/png", "image/webp", "data:application/octet-stream;base64,AAAAAAAAAAA=", "a%20b.bin", "http://x/y", "/abs", "1:x"];
function places(value, at = [], list = []) {
  if (value && typeof value === "object")
    for (const key of Object.keys(value)) {
      list.push([value, key, at]);
      places(value[key], [...at, key], list);
    }
  return list;
}
function mutate(root, others) {
  if (!places(root).length) return;
  const [owner, key] = pick(places(root));
  switch (random(9)) {
    case 0: case 1: if (Array.isArray(owner)) owner.splice(Number(key), 1); else delete owner[key]; break;
    case 2: case 3: owner[key] = structuredClone(pick(ODD)); break;
    case 4: if (typeof owner[key] === "number") owner[key] += pick([1, -1, 0.25, 1000, -2 * owner[key]]); else owner[key] = structuredClone(pick(ODD)); break;
    case 5: if (Array.isArray(owner)) owner.push(structuredClone(owner[key])); else owner[key + pick(["x", "_1", ""])] = structuredClone(pick(ODD)); break;
    case 6: { const [o, k] = pick(places(root)); owner[key] = structuredClone(o[k]); break; }
    case 7: { const [o, k] = pick(places(pick(others))); owner[k] = structuredClone(o[k]); break; }
    case 8: if (owner[key] && typeof owner[key] === "object" && !Array.isArray(owner[key])) { const [o, k] = pick(places(pick(others))); owner[key][k] = structuredClone(o[k]); } else owner[key] = structuredClone(pick(ODD)); break;
  }
}

// --- both sides --------------------------------------------------------------------------
const child = spawn(etalon, ["serve", "--stdio", "--target", "ref:"], { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
async function ask(q) {
  child.stdin.write(JSON.stringify(q) + "\n");
  return JSON.parse((await lines.next()).value);
}
async function peer(bytes, format, files) {
  const r = await validator.validateBytes(bytes, { format, maxIssues: 0, writeTimestamp: false,
    externalResourceFunction: (uri) => { const f = files?.[decodeURIComponent(uri)]; return f === undefined ? Promise.reject(new Error("none")) : Promise.resolve(Uint8Array.from(Buffer.from(f, "base64"))); } });
  return [...new Set(r.issues.messages.filter((i) => i.severity < 2).map((i) => i.code))].sort();
}

const rows = readFileSync(corpus, "utf8").trim().split("\n").map((l) => JSON.parse(l));
const JSON_CHUNK = 0x4e4f534a;
/* The JSON of a row, and how to put another one in its place. */
function open(row) {
  const file = Buffer.from(row.base64, "base64");
  try {
    if (!row.path.endsWith(".glb")) return { root: JSON.parse(file.toString("utf8")), pack: (r) => Buffer.from(JSON.stringify(r)) };
    const size = file.readUInt32LE(12);
    if (file.readUInt32LE(16) !== JSON_CHUNK) return null;
    return { root: JSON.parse(file.subarray(20, 20 + size).toString("utf8")), pack: (r) => {
      let text = Buffer.from(JSON.stringify(r));
      text = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, 0x20)]);
      const head = Buffer.from(file.subarray(0, 20)), rest = file.subarray(20 + size);
      head.writeUInt32LE(20 + text.length + rest.length, 8);
      head.writeUInt32LE(text.length, 12);
      return Buffer.concat([head, text, rest]);
    } };
  } catch { return null; }
}
function mutateBytes(file) {
  const b = Buffer.from(file);
  for (let n = 1 + random(2); n > 0; n--)
    switch (random(3)) {
      case 0: if (b.length) b[random(Math.min(b.length, 40))] = pick([0, 1, 4, 0xff, 0x20, 0x4a]); break;
      case 1: return b.subarray(0, random(b.length));
      case 2: return Buffer.concat([b, Buffer.alloc(1 + random(12), pick([0, 0x20]))]);
    }
  return b;
}

const roots = rows.map(open).filter((x) => x?.root && places(x.root).length).map((x) => x.root);
await ask({ verb: "hello", protocol: 1 });
let same = 0, none = 0, thrown = 0;
const differences = new Map();
for (let i = 0; i < Number(count); i++) {
  const row = pick(rows), format = row.path.endsWith(".glb") ? "glb" : "gltf";
  let file = Buffer.from(row.base64, "base64");
  const opened = open(row);
  if (format === "glb" && random(2)) file = mutateBytes(file);
  else if (opened && places(opened.root).length) {
    for (let n = 1 + random(3); n > 0 && places(opened.root).length; n--) mutate(opened.root, roots);
    file = opened.pack(opened.root);
  }
  let theirs;
  try { theirs = await peer(Uint8Array.from(file), format, row.resources); } catch { thrown++; continue; /* a fault of the validator, no verdict */ }
  const a = await ask({ verb: "run", id: String(i), op: "gltf.issues", in: { name: row.path, format, base64: file.toString("base64"), resources: row.resources ?? {} } });
  if (!a.out) { none++; continue; }
  const ours = a.out.codes.filter((c) => !c.startsWith("SPEC_"));
  if (JSON.stringify(ours) === JSON.stringify(theirs)) { same++; continue; }
  for (const c of theirs) if (!ours.includes(c)) tell(`missing ${c}`, row, file);
  for (const c of ours) if (!theirs.includes(c)) tell(`extra   ${c}`, row, file);
}
function tell(what, row, file) {
  const d = differences.get(what) ?? { count: 0, path: row.path, text: file.toString("latin1").replace(/\s+/g, " ") };
  if (d.text.length > file.length) d.text = file.toString("latin1").replace(/\s+/g, " ");
  d.count++;
  differences.set(what, d);
  if (out) appendFileSync(out, JSON.stringify({ what, path: row.path, base64: file.toString("base64") }) + "\n");
}
console.log(`${same} agree, ${none} without an answer, ${thrown} where the validator throws, of ${count} files`);
for (const [what, d] of [...differences].sort((a, b) => b[1].count - a[1].count)) console.log(`${d.count} ${what}  ${d.path}\n    ${d.text.slice(0, 700)}`);
child.stdin.end(JSON.stringify({ verb: "bye" }) + "\n");
process.exit(0);
