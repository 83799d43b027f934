// SPDX-License-Identifier: Apache-2.0
// lib: collects the vectors of suite xchain and writes them as YAML.  Expected
// values come from the texts of the protocols and from the pinned peers of
// package.json; the reference of this project is never asked.
import { writeFileSync, mkdirSync, appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { sha256, sha512, sha512_256 } from "@noble/hashes/sha2.js";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..", "..");
const require = createRequire(import.meta.url);
const pins = require("./package.json").dependencies;
const log = process.argv.indexOf("--deviations") > 0 ? process.argv[process.argv.indexOf("--deviations") + 1] : null;

/** "name version" of a pinned peer, for `source`. */
export const pin = (name) => { assert(pins[name], name); return `${name} ${pins[name]}`; };

// --- bytes: hex without 0x throughout ------------------------------------------
export const bytes = (h) => Uint8Array.from(Buffer.from(h, "hex"));
export const hex = (b) => Buffer.from(b).toString("hex");
export const utf = (s) => Buffer.from(s, "utf8").toString("hex");
export const be = (n, w) => { const s = BigInt(n).toString(16).padStart(2 * w, "0"); assert(s.length === 2 * w, `${n} in ${w}`); return s; };
export const le = (n, w) => be(n, w).match(/../g).reverse().join("");
export const u256 = (n) => be(n, 32);
export const word = (a) => a.padStart(64, "0");
export const kec = (...h) => hex(keccak_256(bytes(h.join(""))));
export const sha = (...h) => hex(sha256(bytes(h.join(""))));
export const sha2 = (...h) => sha(sha(...h));
export const h160 = (h) => hex(ripemd160(sha256(bytes(h))));
export const others = { ripemd160: (h) => hex(ripemd160(bytes(h))), sha512: (h) => hex(sha512(bytes(h))), sha512_256: (h) => hex(sha512_256(bytes(h))) };
export const flip = (h, at = 0, bit = 1) => { const b = bytes(h); const i = at < 0 ? b.length + at : at; b[i] ^= bit; return hex(b); };
/** Bytes that are nobody's: made from a label. */
export const made = (label, n = 32) => sha(utf("etalon " + label)).repeat(2).slice(0, 2 * n);
export const range = (n) => [...Array(n).keys()];

// --- secp256k1 -------------------------------------------------------------------
export const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
export function signer(label) {
  const key = made("key " + label);
  const pub = hex(secp256k1.getPublicKey(bytes(key), false)).slice(2);
  return { key, address: kec(pub).slice(24) };
}
/** {r, s, v}: v is the recovery id 0 or 1, s is low. */
export function sign(key, digest) {
  const raw = hex(secp256k1.sign(bytes(digest), bytes(key), { prehash: false, format: "recovered", lowS: true }));
  return { v: parseInt(raw.slice(0, 2), 16), r: raw.slice(2, 66), s: raw.slice(66) };
}
export const highS = (x) => ({ r: x.r, s: u256(N - BigInt("0x" + x.s)), v: x.v ^ 1 });
export const eip191 = (h) => kec(utf(`\x19Ethereum Signed Message:\n${h.length / 2}`), h);

// --- vectors ---------------------------------------------------------------------
const files = [];
const ids = new Set();
/** A file with what its vectors share: {op, source, requires}. */
export function file(path, standard, shared = {}) {
  const f = { path, standard, shared, vectors: [] };
  files.push(f);
  return f;
}
/** One vector.  out or reject; id is put behind the folder's name. */
export function v(f, id, title, vec) {
  const x = { ...f.shared, ...vec, id: `xchain.${id}`, title };
  assert.match(x.id, /^xchain\.[a-z0-9.-]+$/);
  assert(!ids.has(x.id), `twice: ${x.id}`);
  assert(("out" in x) !== ("reject" in x), x.id);
  if (typeof x.requires === "string") x.requires = x.requires.split(" ");
  for (const k of ["requires", "op", "in", "source"]) assert(x[k], `${id}: ${k}`);
  const negative = "reject" in x || x.out?.valid === false || x.out?.match === false;
  assert(!negative || x.risk, `${id}: a negative without risk`);
  ids.add(x.id);
  f.vectors.push(x);
}
/** Records a peer that answers otherwise than the text. */
export function deviates(id, peer, what) {
  if (log) appendFileSync(log, `xchain.${id}\t${peer}\t${what}\n`);
}

// --- YAML ------------------------------------------------------------------------
const PLAIN = /^[A-Za-z][A-Za-z0-9 _./^()+*-]*$/;
const WORDS = /^(null|true|false|yes|no|on|off|y|n)$/i;
function flow(x) {
  if (Array.isArray(x)) return `[${x.map(flow).join(", ")}]`;
  if (x && typeof x === "object")
    return `{${Object.entries(x).map(([k, y]) => `${/^[a-zA-Z_$][\w$]*$/.test(k) && !WORDS.test(k) ? k : JSON.stringify(k)}: ${flow(y)}`).join(", ")}}`;
  if (typeof x !== "string") return JSON.stringify(x);
  return PLAIN.test(x) && !x.endsWith(" ") && !WORDS.test(x) && !/[()]/.test(x) && !/^[0-9a-f]+$/.test(x) ? x : JSON.stringify(x);
}
function member(key, x, indent) {
  const line = `${indent}${key}: ${flow(x)}\n`;
  if (line.length <= 100 || !x || typeof x !== "object" || !Object.keys(x).length) return line;
  if (Array.isArray(x)) return `${indent}${key}:\n` + x.map((y) => `${indent}- ${flow(y)}\n`).join("");
  return `${indent}${key}:\n` + Object.entries(x).map(([k, y]) => member(WORDS.test(k) ? JSON.stringify(k) : k, y, indent + "  ")).join("");
}
export function write() {
  let total = 0, negative = 0;
  for (const f of files) {
    const path = join(ROOT, "vectors", "xchain", f.path + ".yaml");
    mkdirSync(dirname(path), { recursive: true });
    let s = `# SPDX-License-Identifier: Apache-2.0\nformat: 1\nsuite: xchain\nstandard: ${JSON.stringify(f.standard)}\nvectors:\n`;
    for (const x of f.vectors) {
      s += `- id: ${x.id}\n  title: ${JSON.stringify(x.title)}\n  requires: [${x.requires.join(", ")}]\n  op: ${x.op}\n`;
      s += member("in", x.in, "  ") + ("out" in x ? member("out", x.out, "  ") : `  reject: ${x.reject}\n`);
      s += `  source: ${JSON.stringify(x.source)}\n`;
      if (x.risk) s += `  risk: ${JSON.stringify(x.risk)}\n`;
      if (x.features) s += `  features: [${x.features.join(", ")}]\n`;
      if (x.tags) s += `  tags: [${x.tags.join(", ")}]\n`;
    }
    writeFileSync(path, s);
    const n = f.vectors.filter((x) => x.risk).length;
    console.log(`${f.path}: ${f.vectors.length} (${n} negative)`);
    total += f.vectors.length;
    negative += n;
  }
  console.log(`total ${total}, negative ${negative}`);
}
