// SPDX-License-Identifier: Apache-2.0
// gltf: files of glTF 2.0 and GLB.  The codes are those of Khronos' validator;
// where it has none, the text decides.  node gltf.mjs
import validator from "gltf-validator";
import assert from "node:assert/strict";
import { file, table, pin, write } from "./lib.mjs";

const K = pin("gltf-validator");
const le = (n) => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255];
const utf8 = (s) => [...Buffer.from(s, "utf8")], b64 = (b) => Buffer.from(b).toString("base64");
const JSON_T = 0x4e4f534a, BIN_T = 0x004e4942;
const padded = (b, p) => [...b, ...Array((4 - (b.length % 4)) % 4).fill(p)];
const chunk = (type, data, length = data.length) => [...le(length), ...le(type), ...data];
function glb(chunks, { magic = 0x46546c67, version = 2, length, tail = [] } = {}) {
  const body = chunks.flat();
  return [...le(magic), ...le(version), ...le(length ?? 12 + body.length), ...body, ...tail];
}
const J = (o) => chunk(JSON_T, padded(utf8(typeof o === "string" ? o : JSON.stringify(o)), 0x20)), BIN = (b) => chunk(BIN_T, padded(b, 0));
const least = { asset: { version: "2.0", generator: "etalon" } };
async function codes(bytes, format) {
  const r = await validator.validateBytes(Uint8Array.from(bytes), { format, maxIssues: 0, writeTimestamp: false });
  return [...new Set(r.issues.messages.filter((i) => i.severity < 2).map((i) => i.code))].sort();
}
const rows = { glb: [], gltf: [] };
async function add(format, name, title, reqs, bytes, expected, own = []) {
  const got = await codes(bytes, format);
  if (!expected) console.log(name, got.join(" "));
  else assert.deepEqual(got, expected, `${name}: ${got}`);
  const text = own.length ? "glTF 2.0, 4.4.3; the validator has no code for it" : `glTF 2.0; ${K} gives these codes`;
  rows[format].push([name, title, reqs, { name: `${name}.${format}`, format, base64: b64(bytes) }, { codes: [...got, ...own].sort() }, { text }]);
}
const bin = { ...least, buffers: [{ byteLength: 8 }] }, eight = [1, 2, 3, 4, 5, 6, 7, 8];
await add("glb", "json-only", "a file of a JSON chunk alone is good", ["GLB-001", "GLB-002", "GLB-003"], glb([J(least)]), []);
await add("glb", "json-and-bin", "a file of both chunks is good", ["GLB-001", "GLB-002", "GLB-008"], glb([J(bin), BIN(eight)]), []);
for (const n of [5, 6, 7]) await add("glb", `bin-padded-${n}`, `${n} bytes with ${8 - n} of padding are good`, ["GLB-005", "GLB-008"], glb([J({ ...least, buffers: [{ byteLength: n }] }), BIN(eight.slice(0, n))]), []);
await add("glb", "bin-4-more", "a chunk four bytes longer than its buffer is reported", "GLB-008", glb([J({ ...least, buffers: [{ byteLength: 4 }] }), BIN([1, 2, 3, 4, 0, 0, 0, 0])]), ["BUFFER_GLB_CHUNK_TOO_BIG"]);
await add("glb", "bin-missing", "a buffer without its chunk is reported", "GLB-008", glb([J(bin)]), ["BUFFER_MISSING_GLB_DATA"]);
await add("glb", "bin-short", "a chunk shorter than its buffer is reported", "GLB-008", glb([J(bin), BIN(eight.slice(0, 4))]), ["BUFFER_BYTE_LENGTH_MISMATCH"]);
for (const [n, m] of [["reversed", 0x676c5446], ["gltf", 0x66746c67], ["zero", 0]]) await add("glb", `magic-${n}`, `a wrong magic number (${n}) is reported`, "GLB-001", glb([J(least)], { magic: m }), ["GLB_INVALID_MAGIC"]);
for (const v of [0, 1, 3, 0x02000000]) await add("glb", `version-${v}`, `the container version ${v} is reported`, "GLB-001", glb([J(least)], { version: v }), ["GLB_INVALID_VERSION"]);
await add("glb", "length-more", "a length above that of the file is reported", "GLB-001", glb([J(least)], { length: 4096 }), ["GLB_LENGTH_MISMATCH"]);
await add("glb", "length-8", "a length below that of a header is reported", "GLB-001", glb([J(least)], { length: 8 }), null);
await add("glb", "cut-header", "a header that breaks off is reported", "GLB-001", glb([J(least)]).slice(0, 7), ["GLB_UNEXPECTED_END_OF_HEADER"]);
await add("glb", "cut-chunk-header", "a chunk header that breaks off is reported", "GLB-003", glb([J(least)]).slice(0, 17), null);
await add("glb", "cut-chunk", "a chunk that breaks off is reported", "GLB-003", glb([J(least)]).slice(0, 30), null);
await add("glb", "tail", "bytes behind the file are reported", "GLB-001", glb([J(least)], { tail: [0, 0, 0, 0] }), ["GLB_EXTRA_DATA"]);
await add("glb", "bin-first", "a binary chunk in front is reported", "GLB-002", glb([BIN(eight), J(bin)]), null);
await add("glb", "json-twice", "a second JSON chunk is reported", "GLB-002", glb([J(least), J(least)]), null);
await add("glb", "unknown-between", "an unknown chunk before the binary one is reported", "GLB-002", glb([J(bin), chunk(0x11223344, [1, 2, 3, 4]), BIN(eight)]), null);
await add("glb", "unknown-last", "an unknown third chunk is a warning alone", "GLB-006", glb([J(bin), BIN(eight), chunk(0x11223344, [1, 2, 3, 4])]), ["GLB_UNKNOWN_CHUNK_TYPE"]);
await add("glb", "json-empty", "an empty JSON chunk is reported", "GLB-002", glb([chunk(JSON_T, [])]), null);
await add("glb", "bin-empty", "an empty binary chunk is information alone", "GLB-007", glb([J(least), chunk(BIN_T, [])]), []);
await add("glb", "bom", "a byte order mark is reported", "GLB-009", glb([J("\ufeff" + JSON.stringify(least))]), ["INVALID_JSON"]);
for (const [n, p] of [["tab", 9], ["newline", 10], ["return", 13]]) { const s = utf8(JSON.stringify({ asset: { version: "2.0" }, extras: 1 })); while (s.length % 4 === 0) s.splice(-1, 0, 0x20); await add("glb", `json-padded-${n}`, `a JSON chunk padded by ${n} is reported`, "GLB-004", glb([chunk(JSON_T, padded(s, p))]), [], ["SPEC_GLB_JSON_PADDING"]); }
for (const [n, p] of [["spaces", 0x20], ["ones", 0xff]]) await add("glb", `bin-padded-${n}`, `a binary chunk padded by ${n} is reported`, "GLB-005", glb([J({ ...least, buffers: [{ byteLength: 5 }] }), chunk(BIN_T, padded(eight.slice(0, 5), p))]), [], ["SPEC_GLB_BIN_PADDING_NONZERO"]);

const g = (name, title, reqs, o, expected = null) => add("gltf", name, title, reqs, utf8(typeof o === "string" ? o : JSON.stringify(o)), expected);
const A = (v) => ({ asset: { version: "2.0", ...v } }), w = (o) => ({ ...least, ...o });
const buf = (bytes, type = "application/octet-stream") => ({ byteLength: bytes.length, uri: `data:${type};base64,${b64(bytes)}` });
const f32 = (...n) => [...new Uint8Array(Float32Array.from(n).buffer)];
await g("least", "the least file is good", "GLTF-001", least, []);
await g("version-missing", "a missing version is reported", "GLTF-001", { asset: {} }, ["UNDEFINED_PROPERTY"]);
await g("version-text", "a version that is no pair of numbers is reported", "GLTF-001", { asset: { version: "two" } });
await g("version-1", "version 1.0 is reported", "GLTF-001", { asset: { version: "1.0" } });
await g("min-version", "a least version above the version is reported", "GLTF-001", A({ minVersion: "2.1" }), ["ASSET_MIN_VERSION_GREATER_THAN_VERSION"]);
await g("scene-missing", "a scene that is not there is reported", "GLTF-002", w({ scene: 1, scenes: [{}] }));
await g("node-missing", "a node that is not there is reported", "GLTF-002", w({ scenes: [{ nodes: [5] }], nodes: [{}] }));
await g("node-loop", "a loop of nodes is reported", "GLTF-003", w({ nodes: [{ children: [1] }, { children: [0] }] }));
await g("node-two-parents", "a node with two parents is reported", "GLTF-003", w({ nodes: [{ children: [2] }, { children: [2] }, {}] }));
await g("scene-not-root", "a scene that names a child is reported", "GLTF-003", w({ scene: 0, scenes: [{ nodes: [1] }], nodes: [{ children: [1] }, {}] }));
await g("matrix-and-rotation", "a matrix beside a rotation is reported", "GLTF-004", w({ scenes: [{ nodes: [0] }], nodes: [{ matrix: [2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], rotation: [0, 0, 0, 1] }] }));
await g("rotation-long", "a rotation that is no unit is reported", "GLTF-004", w({ scenes: [{ nodes: [0] }], nodes: [{ rotation: [0, 1, 0, 1] }] }));
await g("matrix-shear", "a matrix that cannot be taken apart is reported", "GLTF-004", w({ scenes: [{ nodes: [0] }], nodes: [{ matrix: [1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] }] }));
await g("buffer-type", "a buffer of another media type is reported", "GLTF-006", w({ buffers: [buf(eight, "image/png")] }));
await g("buffer-short", "a buffer with less data than its length is reported", "GLTF-007", w({ buffers: [{ ...buf(eight), byteLength: 9 }] }));
await g("stride-3", "a stride below four is reported", "GLTF-008", w({ buffers: [buf(eight)], bufferViews: [{ buffer: 0, byteLength: 8, byteStride: 3 }] }));
await g("stride-256", "a stride above 252 is reported", "GLTF-008", w({ buffers: [buf(eight)], bufferViews: [{ buffer: 0, byteLength: 8, byteStride: 256 }] }));
await g("stride-6", "a stride that is no multiple of four is reported", "GLTF-008", w({ buffers: [buf(eight)], bufferViews: [{ buffer: 0, byteLength: 8, byteStride: 6 }] }));
const acc = (a, data = f32(0, 1)) => w({ buffers: [buf(data)], bufferViews: [{ buffer: 0, byteLength: data.length }], accessors: [{ bufferView: 0, componentType: 5126, type: "SCALAR", count: 2, ...a }] });
await g("accessor-offset", "an offset that is no multiple of its size is reported", "GLTF-009", acc({ byteOffset: 2, count: 1 }));
await g("accessor-too-long", "an accessor beyond its view is reported", "GLTF-009", acc({ count: 3 }));
await g("accessor-min", "a least value that is not the data's is reported", "GLTF-010", acc({ min: [1], max: [1] }));
await g("accessor-max-length", "a greatest value of two parts for a scalar is reported", "GLTF-010", acc({ max: [1, 1] }));
await g("accessor-nan", "a value that is no number is reported", "GLTF-011", acc({}, f32(0, NaN)));
await g("accessor-infinity", "an infinite value is reported", "GLTF-011", acc({}, f32(Infinity, 0)));
await g("extension-required", "a required extension that is not in use is reported", "GLTF-018", w({ extensionsRequired: ["KHR_materials_unlit"] }));
await g("extension-undeclared", "an extension that is not declared is reported", "GLTF-018", w({ materials: [{ extensions: { KHR_materials_unlit: {} } }] }));
await g("image-both", "an image with an address and a view is reported", "GLTF-019", w({ buffers: [buf(eight)], bufferViews: [{ buffer: 0, byteLength: 8 }], images: [{ uri: "data:image/png;base64,iVBORw0KGgo=", bufferView: 0, mimeType: "image/png" }] }));
await g("image-no-type", "an image in a view without its type is reported", "GLTF-019", w({ buffers: [buf(eight)], bufferViews: [{ buffer: 0, byteLength: 8 }], images: [{ bufferView: 0 }] }));
const isOrder = (r) => ["bin-first", "unknown-between"].includes(r[0]), order = rows.glb.filter(isOrder);
rows.glb = rows.glb.filter((r) => !isOrder(r));
table(file("gltf/order", "glTF 2.0, GLB"), { op: "gltf.issues", id: "gltf.order", reqs: "", text: "", risk: "an asset is shown otherwise, or not at all" }, order);
const isPart = (r) => /^(buffer-type|extension-|image-|matrix-)/.test(r[0]), parts = rows.gltf.filter(isPart);
rows.gltf = rows.gltf.filter((r) => !isPart(r));
table(file("gltf/parts", "glTF 2.0"), { op: "gltf.issues", id: "gltf.parts", reqs: "", text: "", risk: "an asset is shown otherwise, or not at all" }, parts);
for (const [format, rowsOf] of Object.entries(rows))
  table(file(`gltf/${format}`, format === "glb" ? "glTF 2.0, GLB" : "glTF 2.0"), { op: "gltf.issues", id: `gltf.${format}`, reqs: "", text: "", risk: "an asset is shown otherwise, or not at all" }, rowsOf);
write();
