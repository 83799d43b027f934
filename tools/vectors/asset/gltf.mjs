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
// --- scenes: nodes, meshes, skins, animations, images, extensions ----------------------
const i16 = (...n) => [...new Uint8Array(Uint16Array.from(n).buffer)];
const png = (w = 1, h = 1) => [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, w, 0, 0, 0, h, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];
/* Accessors with a view of their own each, in one buffer. */
function pack(parts, o) {
  const data = [], bufferViews = [], accessors = [];
  for (const p of parts) {
    while (data.length % 4) data.push(0);
    if (p.data) { bufferViews.push({ buffer: 0, byteOffset: data.length, byteLength: p.data.length, ...p.view }); data.push(...p.data); }
    const { data: bytes, view, ...a } = p;
    accessors.push({ ...(bytes ? { bufferView: bufferViews.length - 1 } : {}), ...a });
  }
  return w({ ...(data.length ? { buffers: [buf(data)], bufferViews } : {}), accessors, ...o });
}
const F = 5126, POS = { componentType: F, type: "VEC3", count: 3, data: f32(0, 0, 0, 1, 0, 0, 0, 1, 0), min: [0, 0, 0], max: [1, 1, 0] };
const without = (o, ...keys) => Object.fromEntries(Object.entries(o).filter(([k]) => !keys.includes(k)));
const mesh = (primitive, parts, o = {}) => pack(parts, { meshes: [{ primitives: [primitive] }], nodes: [{ mesh: 0 }], scenes: [{ nodes: [0] }], scene: 0, ...o });
const tri = (attributes = {}, parts = [], more = {}, o = {}) => mesh({ attributes: { POSITION: 0, ...attributes }, ...more }, [POS, ...parts], o);
/* Faults that the vocabulary of codes tells apart. */
const TOLD = ["restart-16", "index-beyond", "weights-sum", "weights-negative", "ibm-few", "sparse-same", "sparse-beyond", "animation-twice", "times-fall", "image-cut", "image-garbage", "stride-shared"];
const m = (name, title, reqs, o, expected = null) => g(name, title, TOLD.includes(name) ? [].concat(reqs, "GLTF-021") : reqs, o, expected);
const indices = (n, type = 5123, data = type === 5121 ? n : i16(...n)) => ({ componentType: type, type: "SCALAR", count: n.length, data });
const vec = (type, count, ...n) => ({ componentType: F, type, count, data: f32(...n) });
await m("triangle", "a triangle is good", ["GLTF-010", "GLTF-014"], tri(), []);
await m("triangle-indexed", "a triangle with indices is good", "GLTF-013", tri({}, [indices([0, 1, 2])], { indices: 1 }), []);
for (const [n, bytes, type] of [["8", [0, 1, 255], 5121], ["16", i16(0, 1, 65535), 5123]]) await m(`restart-${n}`, `the restart value of ${n} bits among indices is reported`, "GLTF-013", tri({}, [{ componentType: type, type: "SCALAR", count: 3, data: bytes }], { indices: 1 }));
await m("restart-32", "the restart value of 32 bits among indices is reported", "GLTF-013", tri({}, [{ componentType: 5125, type: "SCALAR", count: 3, data: [0, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255] }], { indices: 1 }));
await m("index-beyond", "an index beyond the vertices is reported", "GLTF-013", tri({}, [indices([0, 1, 3])], { indices: 1 }), ["ACCESSOR_INDEX_OOB"]);
await m("index-signed", "signed indices are reported", "GLTF-013", tri({}, [{ componentType: 5122, type: "SCALAR", count: 3, data: i16(0, 1, 2) }], { indices: 1 }));
await m("index-float", "indices in floating point are reported", "GLTF-013", tri({}, [vec("SCALAR", 3, 0, 1, 2)], { indices: 1 }));
await m("index-stride", "indices with a stride are reported", "GLTF-008", tri({}, [{ ...indices([0, 1, 2]), data: [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0], view: { byteStride: 4 } }], { indices: 1 }));
await m("index-missing", "indices that are not there are reported", "GLTF-002", tri({}, [], { indices: 7 }));
for (const [n, v] of [["start", { TEXCOORD_1: 1 }], ["gap", { TEXCOORD_0: 1, TEXCOORD_2: 1 }], ["color-start", { COLOR_1: 1 }]]) await m(`set-${n}`, `a set of attributes that does not begin at 0 without a gap (${n}) is reported`, "GLTF-014", tri(v, [n.startsWith("color") ? vec("VEC3", 3, 0, 0, 0, 0, 0, 0, 0, 0, 0) : vec("VEC2", 3, 0, 0, 0, 0, 0, 0)]));
for (const n of ["UV", "TEXCOORD", "TEXCOORD_00", "COLOR_A", "position", "JOINTS_", "TEXCOORD_0_1"]) await m(`name-${n.toLowerCase().replace(/_/g, "-")}x`, `an attribute of the name ${n} is reported`, "GLTF-014", tri({ [n]: 1 }, [vec("VEC2", 3, 0, 0, 0, 0, 0, 0)]));
await m("name-own", "an attribute that begins with an underscore is good", "GLTF-014", tri({ _TEMPERATURE: 1 }, [vec("SCALAR", 3, 1, 2, 3)]), []);
await m("counts-differ", "attributes of different counts are reported", "GLTF-015", tri({ TEXCOORD_0: 1 }, [vec("VEC2", 2, 0, 0, 0, 0)]), ["MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT"]);
await m("counts-differ-normal", "normals fewer than positions are reported", "GLTF-015", tri({ NORMAL: 1 }, [vec("VEC3", 2, 0, 0, 1, 0, 0, 1)]));
await m("counts-differ-target", "a morph target with another count is reported", "GLTF-015", tri({}, [{ ...POS, count: 2, data: f32(0, 0, 0, 1, 1, 0) , max: [1, 1, 0] }], { targets: [{ POSITION: 1 }] }));
await m("position-no-bounds", "positions without bounds are reported", "GLTF-010", mesh({ attributes: { POSITION: 0 } }, [without(POS, "min", "max")]), ["MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS"]);
await m("position-vec2", "positions of two components are reported", "GLTF-010", mesh({ attributes: { POSITION: 0 } }, [{ ...vec("VEC2", 3, 0, 0, 0, 0, 0, 0), min: [0, 0], max: [0, 0] }]));
await m("position-missing", "a primitive without positions is reported", "GLTF-010", mesh({ attributes: { NORMAL: 0 } }, [vec("VEC3", 3, 0, 0, 1, 0, 0, 1, 0, 0, 1)]));
await m("bounds-low", "a declared maximum below the data is reported", "GLTF-010", mesh({ attributes: { POSITION: 0 } }, [{ ...POS, max: [0.5, 1, 0] }]));
await m("bounds-wide", "declared bounds wider than the data are reported", "GLTF-010", mesh({ attributes: { POSITION: 0 } }, [{ ...POS, min: [-1, 0, 0] }]));
await m("normal-long", "a normal that is no unit is reported", "GLTF-015", tri({ NORMAL: 1 }, [vec("VEC3", 3, 0, 0, 1, 0, 0, 2, 0, 0, 1)]), ["ACCESSOR_VECTOR3_NON_UNIT"]);
await m("tangent-sign", "a tangent whose sign is 0 is reported", "GLTF-015", tri({ NORMAL: 1, TANGENT: 2 }, [vec("VEC3", 3, 0, 0, 1, 0, 0, 1, 0, 0, 1), vec("VEC4", 3, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, -1)]));
await m("tangent-alone", "tangents without normals are reported", "GLTF-014", tri({ TANGENT: 1 }, [vec("VEC4", 3, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1)]));
await m("color-bright", "a colour above one is reported", "GLTF-010", tri({ COLOR_0: 1 }, [vec("VEC3", 3, 2, 0, 0, 0, 0, 0, 0, 0, 0)]));
await m("unaligned", "vertices that are not on four bytes are reported", "GLTF-009", tri({ COLOR_0: 1 }, [{ componentType: 5121, normalized: true, type: "VEC3", count: 3, data: [1, 2, 3, 4, 5, 6, 7, 8, 9] }]));
await m("stride-shared", "two accessors in one view without a stride are reported", "GLTF-008", w({ buffers: [buf(f32(...Array(18).fill(0)))], bufferViews: [{ buffer: 0, byteLength: 72 }], accessors: [{ ...without(POS, "data"), bufferView: 0, max: [0, 0, 0] }, { componentType: F, type: "VEC3", count: 3, bufferView: 0, byteOffset: 36 }], meshes: [{ primitives: [{ attributes: { POSITION: 0, _A: 1 } }] }] }), ["MESH_PRIMITIVE_ACCESSOR_WITHOUT_BYTESTRIDE"]);
for (const [mode, count] of [[1, 3], [2, 1], [3, 1], [4, 4], [5, 2], [6, 2]]) await m(`mode-${mode}-${count}`, `${count} vertices for mode ${mode} are reported`, "GLTF-013", mesh({ attributes: { POSITION: 0 }, mode }, [{ componentType: F, type: "VEC3", count, data: f32(...Array(3 * count).fill(0)), min: [0, 0, 0], max: [0, 0, 0] }]), ["MESH_PRIMITIVE_INCOMPATIBLE_MODE"]);
await m("mode-7", "a mode that does not exist is reported", "GLTF-002", tri({}, [], { mode: 7 }), ["VALUE_NOT_IN_RANGE"]);
await m("target-no-base", "a morph target of an attribute that the primitive lacks is reported", "GLTF-015", tri({}, [vec("VEC3", 3, 0, 0, 0, 0, 0, 0, 0, 0, 0)], { targets: [{ NORMAL: 1 }] }));
await m("targets-weights", "weights fewer than morph targets are reported", "GLTF-015", tri({}, [POS], { targets: [{ POSITION: 1 }, { POSITION: 1 }] }, { meshes: [{ weights: [1], primitives: [{ attributes: { POSITION: 0 }, targets: [{ POSITION: 1 }, { POSITION: 1 }] }] }] }));

// skins
const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const JO = (n) => ({ componentType: 5121, type: "VEC4", count: 3, data: n }), W = (...n) => vec("VEC4", 3, ...n);
const skinned = (joints, weights, skin = {}, parts = [], o = {}) => mesh({ attributes: { POSITION: 0, JOINTS_0: 1, WEIGHTS_0: 2 } }, [POS, joints, weights, ...parts], { nodes: [{ mesh: 0, skin: 0 }, { children: [2] }, {}], skins: [{ joints: [1, 2], ...skin }], scenes: [{ nodes: [0, 1] }], ...o });
const zero = Array(12).fill(0), first = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
await m("skin", "a triangle on two joints is good", ["GLTF-016", "GLTF-017"], skinned(JO(zero), W(...first)), []);
await m("skin-two-joints", "weights of a half each on two joints are good", "GLTF-016", skinned(JO([0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]), W(0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0.25, 0.75, 0, 0)), []);
await m("weights-sum", "weights that do not make one are reported", "GLTF-016", skinned(JO(zero), W(0.9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)), ["ACCESSOR_WEIGHTS_NON_NORMALIZED"]);
await m("weights-sum-bytes", "weights in bytes that make 254 of 255 are reported", "GLTF-016", skinned(JO(zero), { componentType: 5121, normalized: true, type: "VEC4", count: 3, data: [254, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0] }));
await m("weights-negative", "a negative weight is reported", "GLTF-016", skinned(JO([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), W(1.5, -0.5, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)));
await m("joint-beyond", "a joint that the skin lacks is reported", "GLTF-016", skinned(JO([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), W(...first)));
await m("joint-twice", "a joint twice in a vertex is reported", "GLTF-016", skinned(JO(zero), W(0.5, 0.5, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)));
await m("joint-no-weight", "a joint with a weight of zero is reported", "GLTF-016", skinned(JO([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), W(...first)), ["ACCESSOR_JOINTS_USED_ZERO_WEIGHT"]);
await m("weights-missing", "joints without weights are reported", "GLTF-016", tri({ JOINTS_0: 1 }, [JO(zero)]));
await m("joints-wide", "joints of 32 bits are reported", "GLTF-016", skinned({ componentType: 5125, type: "VEC4", count: 3, data: Array(48).fill(0) }, W(...first)));
await m("skin-no-joints-mesh", "a skin on a mesh without joints is reported", "GLTF-016", tri({}, [], {}, { nodes: [{ mesh: 0, skin: 0 }, {}], skins: [{ joints: [1] }], scenes: [{ nodes: [0, 1] }] }), ["NODE_SKIN_WITH_NON_SKINNED_MESH"]);
await m("skin-missing", "a mesh with joints and no skin is reported", "GLTF-016", mesh({ attributes: { POSITION: 0, JOINTS_0: 1, WEIGHTS_0: 2 } }, [POS, JO(zero), W(...first)]), ["NODE_SKINNED_MESH_WITHOUT_SKIN"]);
const IBM = (count, data = Array(count).fill(IDENTITY).flat()) => ({ componentType: F, type: "MAT4", count, data: f32(...data) });
await m("ibm", "a matrix for each joint is good", "GLTF-017", skinned(JO(zero), W(...first), { inverseBindMatrices: 3 }, [IBM(2)]), []);
await m("ibm-few", "fewer matrices than joints are reported", "GLTF-017", skinned(JO(zero), W(...first), { inverseBindMatrices: 3 }, [IBM(1)]), ["INVALID_IBM_ACCESSOR_COUNT"]);
await m("ibm-more", "more matrices than joints are good", "GLTF-017", skinned(JO(zero), W(...first), { inverseBindMatrices: 3 }, [IBM(3)]), []);
for (const [i, at] of [3, 7, 11, 15].entries()) await m(`ibm-row-${i}`, `a matrix whose last row is wrong in column ${i} is reported`, "GLTF-017", skinned(JO(zero), W(...first), { inverseBindMatrices: 3 }, [IBM(2, [...IDENTITY, ...IDENTITY.map((v, k) => (k === at ? v + 0.5 : v))])]), ["ACCESSOR_INVALID_IBM"]);
await m("ibm-format", "matrices of another form are reported", "GLTF-017", skinned(JO(zero), W(...first), { inverseBindMatrices: 3 }, [{ componentType: F, type: "MAT3", count: 2, data: f32(...Array(18).fill(0)) }]));
await m("ibm-missing", "matrices that are not there are reported", "GLTF-017", skinned(JO(zero), W(...first), { inverseBindMatrices: 9 }));
await m("joints-no-root", "joints without a common root are reported", "GLTF-017", skinned(JO(zero), W(...first), {}, [], { nodes: [{ mesh: 0, skin: 0 }, {}, {}], scenes: [{ nodes: [0, 1, 2] }] }), ["SKIN_NO_COMMON_ROOT"]);
await m("skeleton-below", "a skeleton that is not above the joints is reported", "GLTF-017", skinned(JO(zero), W(...first), { skeleton: 2 }), ["SKIN_SKELETON_INVALID"]);
await m("joints-empty", "a skin without joints is reported", "GLTF-017", w({ skins: [{ joints: [] }] }), ["EMPTY_ENTITY"]);

// sparse accessors
const sparse = (s, count = 4, idx = [1, 3], values = f32(5, 6)) => { const data = [...idx, ...Array((4 - (idx.length % 4)) % 4).fill(0)]; return w({ buffers: [buf([...data, ...values])], bufferViews: [{ buffer: 0, byteLength: idx.length }, { buffer: 0, byteOffset: data.length, byteLength: values.length }], accessors: [{ componentType: F, type: "SCALAR", count, sparse: { count: idx.length, indices: { bufferView: 0, componentType: 5121 }, values: { bufferView: 1 }, ...s } }] }); };
await m("sparse", "two values in place of zeros are good", "GLTF-012", sparse({}), []);
await m("sparse-same", "indices that are the same are reported", "GLTF-012", sparse({}, 4, [1, 1]), ["ACCESSOR_SPARSE_INDICES_NON_INCREASING"]);
await m("sparse-falling", "indices that fall are reported", "GLTF-012", sparse({}, 4, [3, 1]), ["ACCESSOR_SPARSE_INDICES_NON_INCREASING"]);
await m("sparse-beyond", "an index that is the count is reported", "GLTF-012", sparse({}, 4, [1, 4]), ["ACCESSOR_SPARSE_INDEX_OOB"]);
await m("sparse-count", "more values than elements are reported", "GLTF-012", sparse({}, 1));
await m("sparse-signed", "signed indices of values are reported", "GLTF-012", sparse({ indices: { bufferView: 0, componentType: 5120 } }));
await m("sparse-zero", "a count of zero is reported", "GLTF-012", sparse({ count: 0 }));
await m("sparse-no-values", "indices without values are reported", "GLTF-012", sparse({ values: undefined }));
await m("sparse-values-short", "values beyond their view are reported", "GLTF-012", sparse({}, 4, [1, 2, 3]));
await m("sparse-bounds", "bounds that the values in place break are reported", "GLTF-012", (() => { const x = sparse({}); Object.assign(x.accessors[0], { min: [0], max: [5] }); return x; })());

// animations
const T = (...n) => ({ componentType: F, type: "SCALAR", count: n.length, data: f32(...n), min: [Math.min(...n)], max: [Math.max(...n)] });
const anim = (path, input, output, { channels, sampler = {}, nodes = [{}] } = {}) => pack([input, output], { nodes, scenes: [{ nodes: [0] }], animations: [{ samplers: [{ input: 0, output: 1, ...sampler }], channels: channels ?? [{ sampler: 0, target: { node: 0, path } }] }] });
const MOVE = vec("VEC3", 2, 0, 0, 0, 1, 1, 1), TURN = vec("VEC4", 2, 0, 0, 0, 1, 0, 0, 1, 0);
await m("animation", "a translation at two times is good", "GLTF-020", anim("translation", T(0, 1), MOVE), []);
await m("animation-turn", "a rotation at two times is good", "GLTF-020", anim("rotation", T(0, 1), TURN), []);
await m("animation-matrix", "an animated node with a matrix is reported", "GLTF-005", anim("translation", T(0, 1), MOVE, { nodes: [{ matrix: [2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] }] }), ["ANIMATION_CHANNEL_TARGET_NODE_MATRIX"]);
for (const p of ["rotation", "scale"]) await m(`animation-matrix-${p}`, `a ${p} of a node with a matrix is reported`, "GLTF-005", anim(p, T(0, 1), p === "rotation" ? TURN : MOVE, { nodes: [{ matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 0, 0, 1] }] }));
await m("animation-twice", "two channels on one target are reported", "GLTF-020", anim("", T(0, 1), MOVE, { channels: [0, 0].map(() => ({ sampler: 0, target: { node: 0, path: "translation" } })) }), ["ANIMATION_DUPLICATE_TARGETS"]);
await m("animation-two-paths", "two paths of one node are good", "GLTF-020", anim("", T(0, 1), MOVE, { channels: ["translation", "scale"].map((path) => ({ sampler: 0, target: { node: 0, path } })) }), []);
await m("times-same", "two equal times are reported", "GLTF-020", anim("translation", T(1, 1), MOVE), ["ACCESSOR_ANIMATION_INPUT_NON_INCREASING"]);
await m("times-fall", "times that fall are reported", "GLTF-020", anim("translation", T(1, 0), MOVE));
await m("times-negative", "a negative time is reported", "GLTF-020", anim("translation", T(-1, 1), MOVE), ["ACCESSOR_ANIMATION_INPUT_NEGATIVE"]);
await m("times-no-bounds", "times without bounds are reported", "GLTF-010", anim("translation", without(T(0, 1), "min", "max"), MOVE), ["ANIMATION_SAMPLER_INPUT_ACCESSOR_WITHOUT_BOUNDS"]);
await m("times-integers", "times in integers are reported", "GLTF-020", anim("translation", { componentType: 5123, type: "SCALAR", count: 2, data: i16(0, 1), min: [0], max: [1] }, MOVE));
await m("output-few", "fewer values than times are reported", "GLTF-020", anim("translation", T(0, 1, 2), MOVE), ["ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT"]);
await m("output-spline", "a spline without its tangents is reported", "GLTF-020", anim("translation", T(0, 1), MOVE, { sampler: { interpolation: "CUBICSPLINE" } }));
await m("output-format", "a rotation of three parts is reported", "GLTF-020", anim("rotation", T(0, 1), MOVE));
await m("output-turn-long", "a rotation that is no unit is reported", "GLTF-020", anim("rotation", T(0, 1), vec("VEC4", 2, 0, 0, 0, 1, 1, 1, 0, 0)));
await m("path-unknown", "a path that does not exist is reported", "GLTF-020", anim("colour", T(0, 1), MOVE));
await m("interpolation-unknown", "an interpolation that does not exist is reported", "GLTF-020", anim("translation", T(0, 1), MOVE, { sampler: { interpolation: "CUBIC" } }));
await m("weights-no-targets", "weights of a node without morph targets are reported", "GLTF-020", anim("weights", T(0, 1), vec("SCALAR", 2, 0, 1)));
await m("channel-sampler", "a channel whose sampler is not there is reported", "GLTF-002", anim("", T(0, 1), MOVE, { channels: [{ sampler: 3, target: { node: 0, path: "scale" } }] }));
await m("channel-node", "a channel whose node is not there is reported", "GLTF-002", anim("", T(0, 1), MOVE, { channels: [{ sampler: 0, target: { node: 8, path: "scale" } }] }));
await m("sampler-stride", "times with a stride are reported", "GLTF-008", anim("translation", { ...T(0, 1), view: { byteStride: 4 } }, MOVE));

// images, textures, materials, cameras
const img = (data, type = "image/png", more = {}) => w({ images: [{ uri: `data:${type};base64,${b64(data)}`, ...more }] });
await m("image", "an image in an address is good", "GLTF-019", img(png()), []);
await m("image-none", "an image without address and view is reported", "GLTF-019", w({ images: [{}] }), ["ONE_OF_MISMATCH"]);
await m("image-type-other", "an image whose bytes are of another type is reported", "GLTF-019", img(png(), "image/jpeg"));
await m("image-type-unknown", "a media type that glTF does not know is reported", "GLTF-019", w({ images: [{ uri: "a.bmp", mimeType: "image/bmp" }] }));
await m("image-view", "an image in a view with its type is good", "GLTF-019", w({ buffers: [buf(png())], bufferViews: [{ buffer: 0, byteLength: png().length }], images: [{ bufferView: 0, mimeType: "image/png" }] }), []);
await m("image-view-mismatch", "an image in a view under another type is reported", "GLTF-019", w({ buffers: [buf(png())], bufferViews: [{ buffer: 0, byteLength: png().length }], images: [{ bufferView: 0, mimeType: "image/jpeg" }] }), ["IMAGE_MIME_TYPE_INVALID"]);
await m("image-cut", "an image that breaks off is reported", "GLTF-019", w({ buffers: [buf(png().slice(0, 30))], bufferViews: [{ buffer: 0, byteLength: 30 }], images: [{ bufferView: 0, mimeType: "image/png" }] }), ["IMAGE_UNEXPECTED_EOS"]);
await m("image-garbage", "bytes that are no image are reported", "GLTF-019", w({ buffers: [buf([...eight, ...eight])], bufferViews: [{ buffer: 0, byteLength: 16 }], images: [{ bufferView: 0, mimeType: "image/png" }] }), ["IMAGE_UNRECOGNIZED_FORMAT"]);
await m("image-view-stride", "an image in a view with a stride is reported", "GLTF-008", w({ buffers: [buf(png())], bufferViews: [{ buffer: 0, byteLength: png().length, byteStride: 4 }], images: [{ bufferView: 0, mimeType: "image/png" }] }));
await m("texture-missing", "a texture whose image is not there is reported", "GLTF-002", w({ textures: [{ source: 2 }] }), ["UNRESOLVED_REFERENCE"]);
await m("texture-index", "a material whose texture is not there is reported", "GLTF-002", w({ materials: [{ emissiveTexture: { index: 4 } }] }));
await m("texcoord-missing", "a material that asks coordinates the mesh lacks is reported", "GLTF-014", tri({}, [], { material: 0 }, { materials: [{ emissiveTexture: { index: 0, texCoord: 0 } }], textures: [{ source: 0 }], images: [{ uri: `data:image/png;base64,${b64(png())}` }] }), ["MESH_PRIMITIVE_TOO_FEW_TEXCOORDS"]);
await m("cutoff-opaque", "an alpha cutoff on an opaque material is reported", "GLTF-002", w({ materials: [{ alphaCutoff: 0.2 }] }), ["MATERIAL_ALPHA_CUTOFF_INVALID_MODE"]);
await m("sampler-filter", "a filter that does not exist is reported", "GLTF-002", w({ samplers: [{ magFilter: 9984 }] }), ["VALUE_NOT_IN_LIST"]);
await m("camera-far", "a far plane before the near one is reported", "GLTF-002", w({ cameras: [{ type: "perspective", perspective: { yfov: 1, znear: 1, zfar: 0.5 } }] }), ["CAMERA_ZFAR_LEQUAL_ZNEAR"]);
await m("camera-flat", "a camera without width is reported", "GLTF-002", w({ cameras: [{ type: "orthographic", orthographic: { xmag: 0, ymag: 1, znear: 0, zfar: 1 } }] }), ["CAMERA_XMAG_YMAG_ZERO"]);
await m("camera-kind", "a camera without its kind's numbers is reported", "GLTF-002", w({ cameras: [{ type: "perspective" }] }), ["UNDEFINED_PROPERTY"]);
await m("matrix-identity-trs", "a matrix of no change beside a scale is reported", "GLTF-004", w({ nodes: [{ matrix: IDENTITY, scale: [1, 1, 1] }] }), ["NODE_MATRIX_TRS"]);
await m("matrix-row", "a matrix with a projection is reported", "GLTF-004", w({ nodes: [{ matrix: IDENTITY.map((v, i) => (i === 3 ? 1 : v)) }] }), ["NODE_MATRIX_NON_TRS"]);
await m("matrix-flat", "a matrix that flattens is reported", "GLTF-004", w({ nodes: [{ matrix: IDENTITY.map((v, i) => (i === 10 ? 0 : v)) }] }), ["NODE_MATRIX_NON_TRS"]);
await m("accessor-matrix", "matrices that are not on four bytes are reported", "GLTF-009", w({ buffers: [buf(Array(16).fill(0))], bufferViews: [{ buffer: 0, byteLength: 16 }], accessors: [{ bufferView: 0, byteOffset: 2, componentType: 5123, type: "MAT2", count: 1 }] }), ["ACCESSOR_MATRIX_ALIGNMENT"]);
await m("accessor-matrix-bytes", "a matrix of bytes has its columns on four bytes", "GLTF-009", w({ buffers: [buf(Array(7).fill(0))], bufferViews: [{ buffer: 0, byteLength: 7 }], accessors: [{ bufferView: 0, componentType: 5121, type: "MAT3", count: 1 }] }), ["ACCESSOR_TOO_LONG"]);
await m("bounds-no-byte", "a declared minimum beyond a byte is reported", "GLTF-010", w({ accessors: [{ componentType: 5120, type: "SCALAR", count: 1, min: [-129] }] }), ["INVALID_GL_VALUE"]);

// extensions: declared, in their place, of their shape
const ext = (name, root, more = {}) => w({ extensionsUsed: [name], ...root, ...more });
await m("ext-unused-required", "an extension that is required and not used is reported", "GLTF-018", w({ extensionsUsed: ["KHR_materials_unlit"], extensionsRequired: ["KHR_materials_ior"] }), ["UNUSED_EXTENSION_REQUIRED"]);
await m("ext-declared", "an extension that is declared is good", "GLTF-018", ext("KHR_materials_unlit", { materials: [{ extensions: { KHR_materials_unlit: {} } }] }), []);
await m("ext-unknown-declared", "an unknown extension that is declared is good", "GLTF-018", ext("ACME_scent", { nodes: [{ extensions: { ACME_scent: { note: 1 } } }] }), []);
await m("ext-unknown-undeclared", "an unknown extension that is not declared is reported", "GLTF-018", w({ nodes: [{ extensions: { ACME_scent: {} } }] }), ["UNDECLARED_EXTENSION"]);
await m("ext-place", "an extension in another place is reported", "GLTF-018", ext("KHR_materials_unlit", { nodes: [{ extensions: { KHR_materials_unlit: {} } }] }), ["UNEXPECTED_EXTENSION_OBJECT"]);
await m("ext-name", "a name without a vendor is reported", "GLTF-018", w({ extensionsUsed: ["scent"] }), ["INVALID_EXTENSION_NAME_FORMAT"]);
await m("ext-twice", "an extension that is declared twice is reported", "GLTF-018", w({ extensionsUsed: ["KHR_materials_unlit", "KHR_materials_unlit"] }), ["DUPLICATE_ELEMENTS"]);
await m("ext-optional-quantization", "quantization that is not required is reported", "GLTF-018", w({ extensionsUsed: ["KHR_mesh_quantization"] }), ["NON_REQUIRED_EXTENSION"]);
await m("ext-light-missing", "a light that is not there is reported", "GLTF-018", ext("KHR_lights_punctual", { extensions: { KHR_lights_punctual: { lights: [{ type: "point" }] } }, nodes: [{ extensions: { KHR_lights_punctual: { light: 1 } } }] }), ["UNRESOLVED_REFERENCE"]);
await m("ext-ior", "an index of refraction between 0 and 1 is reported", "GLTF-018", ext("KHR_materials_ior", { materials: [{ extensions: { KHR_materials_ior: { ior: 0.5 } } }] }), ["VALUE_NOT_IN_RANGE"]);
await m("ext-member", "a member that an extension does not have is reported", "GLTF-018", ext("KHR_materials_ior", { materials: [{ extensions: { KHR_materials_ior: { IOR: 1.5 } } }] }), ["UNEXPECTED_PROPERTY"]);

/* KHR_xmp_json_ld: the validator knows its declaration alone; the codes are those
 * that it has for the same fault elsewhere. */
const XMP = "KHR_xmp_json_ld", ctx = { "@context": { dc: "http://purl.org/dc/elements/1.1/" } };
async function xmp(name, title, packets, at, own) {
  const o = ext(XMP, { extensions: { [XMP]: { packets } }, ...at });
  const bytes = utf8(JSON.stringify(o));
  rows.gltf.push([name, title, "GLTF-022", { name: `${name}.gltf`, format: "gltf", base64: b64(bytes) }, { codes: [...new Set([...(await codes(bytes, "gltf")), ...own])].sort() }, { text: "KHR_xmp_json_ld; the validator does not read it, the code is the one for this fault elsewhere" }]);
}
const packet = { ...ctx, "dc:title": "Lamp" }, ref = (n) => ({ nodes: [{ extensions: { [XMP]: { packet: n } } }] });
await xmp("xmp", "a packet and what refers to it are good", [packet], ref(0), []);
await xmp("xmp-set", "a list under @set is good", [{ ...ctx, "dc:subject": { "@set": ["lamp", "light"] } }], ref(0), []);
await xmp("xmp-list", "a list under @list is good", [{ ...ctx, "dc:creator": { "@list": ["A", "B"] } }], ref(0), []);
await xmp("xmp-no-context", "a packet without its context is reported", [{ "dc:title": "Lamp" }], ref(0), ["UNDEFINED_PROPERTY"]);
await xmp("xmp-bare-list", "a list that stands alone is reported", [{ ...ctx, "dc:subject": ["lamp"] }], ref(0), ["TYPE_MISMATCH"]);
await xmp("xmp-missing", "a packet that is not there is reported", [packet], ref(1), ["UNRESOLVED_REFERENCE"]);
await xmp("xmp-negative", "a negative packet is reported", [packet], ref(-1), ["INVALID_INDEX"]);
await xmp("xmp-empty", "a list without packets is reported", [], {}, ["EMPTY_ENTITY"]);
await xmp("xmp-text", "a packet that is a text is reported", ["Lamp"], {}, ["ARRAY_TYPE_MISMATCH"]);
const isOrder = (r) => ["bin-first", "unknown-between"].includes(r[0]), order = rows.glb.filter(isOrder);
rows.glb = rows.glb.filter((r) => !isOrder(r));
table(file("gltf/order", "glTF 2.0, GLB"), { op: "gltf.issues", id: "gltf.order", reqs: "", text: "", risk: "an asset is shown otherwise, or not at all" }, order);
const isScene = (r) => rows.gltf.indexOf(r) >= rows.gltf.findIndex((x) => x[0] === "triangle");
const scenes = rows.gltf.filter(isScene);
rows.gltf = rows.gltf.filter((r) => !scenes.includes(r));
const isPart = (r) => /^(buffer-type|extension-|image-both|image-no-type|matrix-and|matrix-shear)/.test(r[0]), parts = rows.gltf.filter(isPart);
rows.gltf = rows.gltf.filter((r) => !isPart(r));
table(file("gltf/parts", "glTF 2.0"), { op: "gltf.issues", id: "gltf.parts", reqs: "", text: "", risk: "an asset is shown otherwise, or not at all" }, parts);
table(file("gltf/scene", "glTF 2.0"), { op: "gltf.issues", id: "gltf.scene", reqs: "", text: "", risk: "an asset is shown otherwise, or not at all" }, scenes);
for (const [format, rowsOf] of Object.entries(rows))
  table(file(`gltf/${format}`, format === "glb" ? "glTF 2.0, GLB" : "glTF 2.0"), { op: "gltf.issues", id: `gltf.${format}`, reqs: "", text: "", risk: "an asset is shown otherwise, or not at all" }, rowsOf);
write();
