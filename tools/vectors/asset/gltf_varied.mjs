// SPDX-License-Identifier: Apache-2.0
// gltf_varied: good files of glTF 2.0 in which one member is changed, and images
// byte by byte.  The codes are those of Khronos' validator.  node gltf_varied.mjs
import validator from "gltf-validator";
import assert from "node:assert/strict";
import { file, table, pin, write } from "./lib.mjs";

const K = pin("gltf-validator"), b64 = (b) => Buffer.from(b).toString("base64");
const RISK = "an asset is shown otherwise, or not at all";
const UNIT = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const f32 = (...n) => [...new Uint8Array(Float32Array.from(n).buffer)], u16 = (...n) => [...new Uint8Array(Uint16Array.from(n).buffer)];
async function codes(o) {
  const bytes = typeof o === "string" ? Buffer.from(o) : Buffer.from(JSON.stringify(o));
  const r = await validator.validateBytes(Uint8Array.from(bytes), { format: "gltf", maxIssues: 0, writeTimestamp: false });
  return { bytes, codes: [...new Set(r.issues.messages.filter((i) => i.severity < 2).map((i) => i.code))].sort() };
}

// --- good files ----------------------------------------------------------------------------------
const asset = { version: "2.0", minVersion: "2.0", copyright: "2026 Etalon workshop", generator: "etalon" };
/* parts: [bytes, view members, accessor members] in one buffer. */
function scene(parts, o) {
  const data = [], bufferViews = [], accessors = [];
  for (const [bytes, view, accessor] of parts) {
    while (data.length % 4) data.push(0);
    bufferViews.push({ buffer: 0, byteOffset: data.length, byteLength: bytes.length, ...view });
    data.push(...bytes);
    if (accessor) accessors.push({ bufferView: bufferViews.length - 1, byteOffset: 0, ...accessor });
  }
  return { asset, ...(data.length ? { buffers: [{ byteLength: data.length, uri: `data:application/octet-stream;base64,${b64(data)}` }], bufferViews } : {}), ...(accessors.length ? { accessors } : {}), ...o };
}
const F = 5126, POS = [f32(0, 0, 0, 1, 0, 0, 0, 1, 0), { target: 34962, byteStride: 12 }, { componentType: F, count: 3, type: "VEC3", min: [0, 0, 0], max: [1, 1, 0] }];
const attr = (bytes, a, view = {}) => [bytes, { target: 34962, ...view }, { count: 3, ...a }];
const NORMAL = attr(f32(0, 0, 1, 0, 0, 1, 0, 0, 1), { componentType: F, type: "VEC3" }), TANGENT = attr(f32(1, 0, 0, 1, 1, 0, 0, -1, 1, 0, 0, 1), { componentType: F, type: "VEC4" });
const UV = attr(f32(0, 0, 1, 0, 0, 1), { componentType: F, type: "VEC2" }), COLOR = attr([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255], { componentType: 5121, type: "VEC4", normalized: true });
const PNG = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];
const img = { images: [{ uri: `data:image/png;base64,${b64(PNG)}`, mimeType: "image/png", name: "lamp" }], samplers: [{ magFilter: 9729, minFilter: 9987, wrapS: 33071, wrapT: 10497 }], textures: [{ source: 0, sampler: 0 }] };
const tex = { index: 0, texCoord: 0 }, lit = (o) => ({ extensionsUsed: Object.keys(o), materials: [{ extensions: o }] });
const one = (primitive, o = {}) => ({ meshes: [{ primitives: [primitive] }], nodes: [{ mesh: 0 }], scenes: [{ nodes: [0] }], scene: 0, ...o });
const BASES = {
  mesh: scene([POS, NORMAL, TANGENT, UV, COLOR, [u16(0, 1, 2), { target: 34963 }, { componentType: 5123, count: 3, type: "SCALAR" }]], one({ attributes: { POSITION: 0, NORMAL: 1, TANGENT: 2, TEXCOORD_0: 3, COLOR_0: 4 }, indices: 5, mode: 4, material: 0 }, { ...img,
    materials: [{ name: "brass", pbrMetallicRoughness: { baseColorFactor: [1, 0.5, 0, 1], baseColorTexture: tex, metallicFactor: 1, roughnessFactor: 0.5, metallicRoughnessTexture: tex }, normalTexture: { ...tex, scale: 1 }, occlusionTexture: { ...tex, strength: 0.5 }, emissiveTexture: tex, emissiveFactor: [0, 0, 1], alphaMode: "MASK", alphaCutoff: 0.5, doubleSided: true }] })),
  morph: scene([POS, [f32(0, 0, 1, 0, 0, 1, 0, 0, 1), { target: 34962 }, { componentType: F, count: 3, type: "VEC3", min: [0, 0, 1], max: [0, 0, 1] }], [f32(0, 1, 2), {}, { componentType: F, count: 3, type: "SCALAR", min: [0], max: [2] }], [f32(0, 1, 0), {}, { componentType: F, count: 3, type: "SCALAR" }]],
    { meshes: [{ primitives: [{ attributes: { POSITION: 0 }, targets: [{ POSITION: 1 }] }], weights: [0.5] }], nodes: [{ mesh: 0, weights: [0.25] }], scenes: [{ nodes: [0] }], animations: [{ samplers: [{ input: 2, output: 3, interpolation: "STEP" }], channels: [{ sampler: 0, target: { node: 0, path: "weights" } }] }] }),
  turn: scene([[f32(0, 1), {}, { componentType: F, count: 2, type: "SCALAR", min: [0], max: [1] }], [f32(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0), {}, { componentType: F, count: 6, type: "VEC4" }], [f32(0, 0, 0, 1, 2, 3), {}, { componentType: F, count: 2, type: "VEC3" }]],
    { nodes: [{ translation: [1, 2, 3], rotation: [0, 0, 0, 1], scale: [1, 1, 1] }], scenes: [{ nodes: [0] }], animations: [{ name: "wave", samplers: [{ input: 0, output: 1, interpolation: "CUBICSPLINE" }, { input: 0, output: 2 }], channels: [{ sampler: 0, target: { node: 0, path: "rotation" } }, { sampler: 1, target: { node: 0, path: "scale" } }] }] }),
  skin: scene([POS, attr([0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], { componentType: 5121, type: "VEC4" }), attr(f32(0.5, 0.5, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0), { componentType: F, type: "VEC4" }), [f32(...UNIT, ...UNIT), {}, { componentType: F, count: 2, type: "MAT4" }]],
    { meshes: [{ primitives: [{ attributes: { POSITION: 0, JOINTS_0: 1, WEIGHTS_0: 2 } }] }], nodes: [{ mesh: 0, skin: 0 }, { children: [2] }, { translation: [0, 1, 0] }], skins: [{ joints: [1, 2], skeleton: 1, inverseBindMatrices: 3, name: "arm" }], scenes: [{ nodes: [0, 1], name: "room" }], scene: 0 }),
  sparse: scene([[f32(1, 2, 3, 4), {}, { componentType: F, count: 4, type: "SCALAR", min: [1], max: [9], sparse: { count: 2, indices: { bufferView: 1, byteOffset: 0, componentType: 5123 }, values: { bufferView: 2, byteOffset: 0 } } }], [u16(1, 3), {}], [f32(8, 9), {}]], {}),
  matrix: scene([[[1, 2, 0, 0, 3, 4, 0, 0], {}, { componentType: 5121, count: 1, type: "MAT2", min: [1, 2, 3, 4], max: [1, 2, 3, 4] }], [u16(1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0), {}, { componentType: 5123, count: 1, type: "MAT3", min: [1, 2, 3, 4, 5, 6, 7, 8, 9], max: [1, 2, 3, 4, 5, 6, 7, 8, 9] }], [[255, 128], {}, { componentType: 5120, count: 2, type: "SCALAR", min: [-128], max: [-1] }], [u16(65535, 32768), {}, { componentType: 5122, count: 2, type: "SCALAR", min: [-32768], max: [-1] }]],
    { nodes: [{ matrix: [2, 0, 0, 0, 0, 0, 3, 0, 0, -1, 0, 0, 5, 6, 7, 1], children: [1], camera: 0 }, { camera: 1 }], cameras: [{ type: "perspective", perspective: { yfov: 1, znear: 0.1, zfar: 10, aspectRatio: 1.5 } }, { type: "orthographic", orthographic: { xmag: 1, ymag: 2, znear: 0, zfar: 10 }, name: "map" }] }),
  lights: { asset, extensionsUsed: ["KHR_lights_punctual"], extensions: { KHR_lights_punctual: { lights: [{ type: "spot", color: [1, 1, 0.5], intensity: 2, range: 5, spot: { innerConeAngle: 0.1, outerConeAngle: 0.5 }, name: "lamp" }, { type: "point" }, { type: "directional" }] } }, nodes: [{ extensions: { KHR_lights_punctual: { light: 0 } } }] },
  metal: { asset, ...img, ...lit({ KHR_materials_anisotropy: { anisotropyStrength: 0.5, anisotropyRotation: 1, anisotropyTexture: tex }, KHR_materials_clearcoat: { clearcoatFactor: 1, clearcoatTexture: tex, clearcoatRoughnessFactor: 0.5, clearcoatRoughnessTexture: tex, clearcoatNormalTexture: tex } }) },
  glass: { asset, ...img, ...lit({ KHR_materials_dispersion: { dispersion: 0.1 }, KHR_materials_volume: { thicknessFactor: 0.5, thicknessTexture: tex, attenuationDistance: 2, attenuationColor: [1, 1, 1] }, KHR_materials_transmission: { transmissionFactor: 1, transmissionTexture: tex }, KHR_materials_ior: { ior: 1.4 } }) },
  cloth: { asset, ...img, ...lit({ KHR_materials_sheen: { sheenColorFactor: [0.1, 0.2, 0.3], sheenColorTexture: tex, sheenRoughnessFactor: 0.5, sheenRoughnessTexture: tex }, KHR_materials_specular: { specularFactor: 0.5, specularTexture: tex, specularColorFactor: [1, 1, 2], specularColorTexture: tex }, KHR_materials_iridescence: { iridescenceFactor: 1, iridescenceTexture: tex, iridescenceIor: 1.3, iridescenceThicknessMinimum: 100, iridescenceThicknessMaximum: 400, iridescenceThicknessTexture: tex } }) },
  glow: { asset, ...img, extensionsUsed: ["KHR_materials_emissive_strength", "KHR_texture_transform"], materials: [{ emissiveFactor: [1, 1, 1], emissiveTexture: { index: 0, extensions: { KHR_texture_transform: { offset: [0, 0.5], rotation: 1, scale: [2, 2], texCoord: 0 } } }, extensions: { KHR_materials_emissive_strength: { emissiveStrength: 4 } } }] },
  gloss: { asset, ...img, ...lit({ KHR_materials_pbrSpecularGlossiness: { diffuseFactor: [1, 1, 1, 1], diffuseTexture: tex, specularFactor: [1, 1, 1], glossinessFactor: 0.5, specularGlossinessTexture: tex } }) },
  variants: scene([POS, UV], { ...img, extensionsUsed: ["KHR_materials_variants"], extensions: { KHR_materials_variants: { variants: [{ name: "day" }, { name: "night" }] } }, materials: [{ emissiveTexture: tex }, {}], ...one({ attributes: { POSITION: 0, TEXCOORD_0: 1 }, material: 0, extensions: { KHR_materials_variants: { mappings: [{ variants: [0], material: 0, name: "a" }, { variants: [1], material: 1 }] } } }) }),
  quantized: scene([[u16(0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0), { target: 34962, byteStride: 8 }, { componentType: 5123, count: 3, type: "VEC3", min: [0, 0, 0], max: [1, 1, 0] }], [[0, 0, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0], { target: 34962, byteStride: 4 }, { componentType: 5120, count: 3, type: "VEC3", normalized: true }]], { extensionsUsed: ["KHR_mesh_quantization"], extensionsRequired: ["KHR_mesh_quantization"], ...one({ attributes: { POSITION: 0, NORMAL: 1 } }) }),
  webp: { asset, extensionsUsed: ["EXT_texture_webp"], images: [{ uri: `data:image/webp;base64,${b64([..."RIFF"].map((c) => c.charCodeAt(0)).concat([36, 0, 0, 0], [..."WEBPVP8L"].map((c) => c.charCodeAt(0)), [24, 0, 0, 0, 0x2f, 0, 0, 0, 0x10, 7, 16, 17, 17, 136, 136, 254, 7, 0, 0, 0, 0, 0, 0, 0]))}` }], textures: [{ extensions: { EXT_texture_webp: { source: 0 } } }] },
};

// --- one change each -----------------------------------------------------------------------------
function* places(v, at = []) {
  if (v && typeof v === "object") for (const k of Object.keys(v)) { yield [...at, k]; yield* places(v[k], [...at, k]); }
}
const get = (o, at) => at.reduce((x, k) => x[k], o);
function put(o, at, fn) { const x = structuredClone(o), owner = get(x, at.slice(0, -1)); fn(owner, at.at(-1)); return x; }
function* values(v, at) {
  const key = at.at(-1);
  if (typeof v === "number") yield* [v + 1, v - 1, -1, 0, 0.5, 2, 1000, v + 1e-3, String(v), null];
  else if (typeof v === "string" && key !== "uri") yield* ["", "x", 5];
  else if (key === "uri") yield* ["data:image/png;base64,AAAA", "a b.bin", "http://x.example/a", "1:x", "//h:p", "/abs", 5];
  else if (typeof v === "boolean") yield* [!v, 1];
  else if (Array.isArray(v)) yield* [[], v.slice(1), [...v, v.at(-1)], {}, [...v.slice(0, -1), "x"], [null]];
  else yield* [{}, [], 5, { ...v, other: 1 }];
}
const REQS = { asset: "GLTF-001", scene: "GLTF-002", scenes: "GLTF-003", nodes: "GLTF-004", buffers: "GLTF-007", bufferViews: "GLTF-008", accessors: "GLTF-009", meshes: "GLTF-014", skins: "GLTF-017", animations: "GLTF-020", images: "GLTF-019", extensionsUsed: "GLTF-018", extensionsRequired: "GLTF-018", extensions: "GLTF-018" };
const reqOf = (at) => at.includes("extensions") ? "GLTF-018" : at.includes("sparse") ? "GLTF-012" : at[0] === "accessors" && ["min", "max"].includes(at[2]) ? "GLTF-010" : REQS[at[0]] ?? "GLTF-002";
const show = (v) => v === undefined ? "left out" : JSON.stringify(v).length > 40 ? "changed" : JSON.stringify(v);
const clean = (s) => s.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
async function varied(base, o) {
  const good = await codes(o), rows = [], known = new Set();
  assert.deepEqual(good.codes, [], `${base}: ${good.codes}`);
  rows.push(["good", `the file of ${base} is good`, ["GLTF-002", "GLTF-021"], { name: "good.gltf", format: "gltf", base64: b64(good.bytes) }, { codes: [] }]);
  let n = 0;
  for (const at of places(o))
    for (const v of [undefined, ...values(get(o, at), at)]) {
      const x = put(o, at, (owner, k) => { if (v !== undefined) owner[k] = v; else if (Array.isArray(owner)) owner.splice(k, 1); else delete owner[k]; });
      let r;
      try { r = await codes(x); } catch { continue; } // the validator broke: no answer
      if (r.codes.includes("NODE_SKINNED_MESH_NON_ROOT")) continue; // information in its newer source
      if (v === 5125 || (base === "skin" && r.codes.includes("ACCESSOR_WEIGHTS_NEGATIVE") && x.accessors?.[2]?.componentType === 5125)) continue; // 32 bits of a share overflow there
      // there the order of members decides whether a count that is none differs
      if (at[0] === "accessors" && r.codes.includes("MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT") && ["VALUE_NOT_IN_RANGE", "TYPE_MISMATCH", "UNDEFINED_PROPERTY"].some((x) => r.codes.includes(x))) continue;
      const key = `${at.map((k) => (/^\d+$/.test(k) ? "#" : k)).join("/")} ${r.codes}`;
      if (known.has(key)) continue;
      known.add(key);
      const title = `${at.join(".")} ${v === undefined ? "left out" : `of ${show(v)}`} ${r.codes.length ? "is reported" : "is good"}`;
      rows.push([`${base}-${++n}-${clean(at.slice(-2).join("-")).slice(0, 30)}`, title, [reqOf(at), "GLTF-021"], { name: `${base}-${n}.gltf`, format: "gltf", base64: b64(r.bytes) }, { codes: r.codes }]);
    }
  rows[0][0] = `${base}-good`;
  return rows;
}
for (const [base, o] of Object.entries(BASES))
  table(file(`gltf/varied-${base}`, "glTF 2.0"), { op: "gltf.issues", id: "gltf.varied", reqs: "", text: `glTF 2.0; ${K} gives these codes`, risk: RISK }, await varied(base, o));

// --- images byte by byte ----------------------------------------------------------------------------
const chars = (s) => [...s].map((c) => c.charCodeAt(0)), be = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const pngChunk = (type, data, size = data.length) => [...be(size), ...chars(type), ...data, 0, 0, 0, 0];
const HEAD = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], IHDR = pngChunk("IHDR", [...be(1), ...be(1), 8, 6, 0, 0, 0]), IDAT = pngChunk("IDAT", [1, 2, 3, 4]);
const png = (...chunks) => [...HEAD, ...chunks.flat()], CHRM = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].flatMap(be);
const soi = [0xff, 0xd8], seg = (m, ...d) => [0xff, m, 0, d.length + 2, ...d], frame = (m, n) => seg(m, 8, 0, 1, 0, 1, n, 1, 0x11, 0), app = seg(0xe0, 74, 70, 73, 70, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
const webp = (type, ...d) => [...chars("RIFF"), 60, 0, 0, 0, ...chars("WEBP"), ...chars(type), 20, 0, 0, 0, ...d, ...Array(Math.max(0, 20 - d.length)).fill(0)];
const IMAGES = {
  "png": png(IHDR, IDAT), "png-no-header": png(IDAT), "png-header-12": png(pngChunk("IHDR", Array(12).fill(0)), IDAT), "png-gamma-srgb": png(IHDR, pngChunk("gAMA", be(45455)), IDAT), "png-gamma-linear": png(IHDR, pngChunk("gAMA", be(100000)), IDAT), "png-gamma-own": png(IHDR, pngChunk("gAMA", be(50000)), IDAT), "png-gamma-5": png(IHDR, pngChunk("gAMA", [...be(45455), 0]), IDAT), "png-gamma-twice": png(IHDR, pngChunk("gAMA", be(45455)), pngChunk("gAMA", be(5)), IDAT),
  "png-chroma-srgb": png(IHDR, pngChunk("cHRM", CHRM), IDAT), "png-chroma-own": png(IHDR, pngChunk("cHRM", CHRM.map((v, i) => (i === 31 ? v + 1 : v))), IDAT), "png-chroma-first-own": png(IHDR, pngChunk("cHRM", CHRM.map((v, i) => (i === 3 ? v + 1 : v))), IDAT), "png-chroma-31": png(IHDR, pngChunk("cHRM", CHRM.slice(1)), IDAT), "png-srgb": png(IHDR, pngChunk("sRGB", [0]), IDAT), "png-srgb-2": png(IHDR, pngChunk("sRGB", [0, 0]), IDAT), "png-srgb-then-gamma": png(IHDR, pngChunk("sRGB", [0]), pngChunk("gAMA", be(7)), IDAT), "png-gamma-then-srgb": png(IHDR, pngChunk("gAMA", be(7)), pngChunk("sRGB", [0]), IDAT),
  "png-profile": png(IHDR, pngChunk("iCCP", [65, 0, 0, 1]), IDAT), "png-profile-then-srgb": png(IHDR, pngChunk("iCCP", [65, 0, 0, 1]), pngChunk("sRGB", [0]), IDAT), "png-pixels-square": png(IHDR, pngChunk("pHYs", [...be(5), ...be(5), 1]), IDAT), "png-pixels-wide": png(IHDR, pngChunk("pHYs", [...be(5), ...be(6), 1]), IDAT), "png-pixels-8": png(IHDR, pngChunk("pHYs", [...be(5), ...be(5)]), IDAT), "png-text": png(IHDR, pngChunk("tEXt", chars("a\0b")), IDAT), "png-cut-chunk": png(IHDR, pngChunk("tEXt", [1, 2], 50)), "png-cut-crc": png(IHDR, [...pngChunk("tEXt", [1]).slice(0, -2)]), "png-cut-type": png(IHDR, [0, 0, 0, 4, 73, 68]), "png-no-data": png(IHDR), "png-data-type-alone": png(IHDR, [0, 0, 0, 9, ...chars("IDAT")]), "png-gray": png(pngChunk("IHDR", [...be(1), ...be(1), 8, 0, 0, 0, 0]), IDAT),
  "jpeg": [...soi, ...app, ...frame(0xc0, 3)], "jpeg-gray": [...soi, ...frame(0xc0, 1), ...Array(8).fill(0)], "jpeg-four": [...soi, ...frame(0xc0, 4), ...Array(8).fill(0)], "jpeg-two": [...soi, ...app, ...frame(0xc2, 2)], "jpeg-progressive": [...soi, ...app, ...frame(0xc2, 3)], "jpeg-table-c4": [...soi, ...seg(0xc4, ...Array(16).fill(0)), ...frame(0xc0, 3)], "jpeg-c8": [...soi, ...seg(0xc8, ...Array(9).fill(0)), ...frame(0xc0, 3)], "jpeg-cc": [...soi, ...seg(0xcc, ...Array(9).fill(0)), ...frame(0xcf, 3)], "jpeg-de": [...soi, ...app, ...frame(0xde, 1)], "jpeg-df": [...soi, ...seg(0xdf, ...Array(9).fill(0)), ...frame(0xc0, 1)], "jpeg-frame-8": [...soi, ...app, ...seg(0xc0, 8, 0, 1, 0, 1), 0, 0, 0, 0].map((v, i, all) => (i === soi.length + app.length + 3 ? 8 : i === all.length - 4 ? 3 : v)), "jpeg-frame-8-four": [...soi, ...app, ...seg(0xc0, 8, 0, 1, 0, 1), 4, 0, 0, 0].map((v, i) => (i === soi.length + app.length + 3 ? 8 : v)), "jpeg-cut": [...soi, ...app], "jpeg-cut-frame": [...soi, ...app, ...frame(0xc0, 3).slice(0, 8)], "jpeg-length-1": [...soi, 0xff, 0xe0, 0, 1, ...Array(12).fill(0)], "jpeg-length-cut": [...soi, ...app, 0xff, 0xc0, 0], "jpeg-long-segment": [...soi, 0xff, 0xe1, 1, 4, ...Array(258).fill(7), ...frame(0xc1, 3)], "jpeg-fill": [...soi, 0xff, ...app, 0xff, ...frame(0xc0, 3)],
  "webp": webp("VP8 ", ...Array(20).fill(0)), "webp-lossless": webp("VP8L", 0x2f, 0, 0, 0, 0x10), "webp-extended": webp("VP8X", 0x10), "webp-animated": webp("VP8X", 2), "webp-profile": webp("VP8X", 32), "webp-cut": webp("VP8 ").slice(0, 29), "webp-lossless-cut": webp("VP8L", 0x2f).slice(0, 24), "webp-lossless-25": webp("VP8L", 0x2f).slice(0, 25), "webp-other": webp("VPX8"), "webp-extended-29": webp("VP8X", 0).slice(0, 29),
  "ktx2": [0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb, 13, 10, 26, 10, 0, 0, 0, 0], "short-13": HEAD.concat([0, 0, 0, 13, 73]), "gif": chars("GIF89a\0\0\0\0\0\0\0\0\0\0"), "zeros": Array(20).fill(0), "riff-wave": [...chars("RIFF"), 36, 0, 0, 0, ...chars("WAVEfmt "), ...Array(8).fill(0)],
};
/* The validator itself ends at these ("Future already completed"): the formats say. */
const BROKEN = ["png-no-header", "jpeg-four", "jpeg-two"];
const imageRows = [];
for (const [n, data] of Object.entries(IMAGES))
  for (const ext of n.startsWith("webp") ? [false, true] : [false]) {
    const o = { asset: { version: "2.0" }, ...(ext ? { extensionsUsed: ["EXT_texture_webp"] } : {}), buffers: [{ byteLength: data.length, uri: `data:application/octet-stream;base64,${b64(data)}` }], bufferViews: [{ buffer: 0, byteLength: data.length }], images: [{ bufferView: 0, mimeType: n.startsWith("jpeg") ? "image/jpeg" : n.startsWith("webp") && ext ? "image/webp" : "image/png" }] };
    const r = BROKEN.includes(n) ? { bytes: Buffer.from(JSON.stringify(o)), codes: ["IMAGE_DATA_INVALID"] } : await codes(o);
    imageRows.push([ext ? `${n}-declared` : n, `an image of the bytes "${n}"${ext ? ", its extension declared," : ""} ${r.codes.length ? "is reported" : "is good"}`, ["GLTF-019", "GLTF-021"], { name: `${n}.gltf`, format: "gltf", base64: b64(r.bytes) }, { codes: r.codes }, BROKEN.includes(n) ? { text: "PNG, 5.6 and JPEG File Interchange Format; the validator breaks off at such a file" } : {}]);
  }
table(file("gltf/image", "glTF 2.0"), { op: "gltf.issues", id: "gltf.image", reqs: "", text: `glTF 2.0; PNG, JPEG, WebP; ${K} gives these codes`, risk: RISK }, imageRows);
write();
