// SPDX-License-Identifier: Apache-2.0
// lib: collects vectors and writes them as the YAML of vectors/.  Expected
// values come from the callers' peers; nothing here computes one.
//
// A script declares files with file(), adds vectors with v() and ends with
// write().  --deviations FILE records peers that answered otherwise.
import { writeFileSync, mkdirSync, appendFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const RUN_MIN = 48; // equal bytes that are worth a $repeat
const UNITS = [1, 49]; // and sizes of what may repeat: a byte, a wrapped 48-byte point
const LINE_MAX = 100;
const FILE_MAX = 60; // vectors per file

const files = new Map();
const ids = new Set();
const log = process.argv.indexOf("--deviations") > 0 ? process.argv[process.argv.indexOf("--deviations") + 1] : null;
if (log) rmSync(log, { force: true });

/** A file of vectors: path below vectors/block without suffix. */
export function file(path, standard) {
  assert(!files.has(path), path);
  const f = { path, standard, vectors: [] };
  files.set(path, f);
  return f;
}

/** Adds one vector; exactly one of out and reject. */
export function v(f, vec) {
  const id = `block.${vec.id}`;
  assert.match(id, /^block\.[a-z0-9.-]+$/);
  assert(!ids.has(id), `twice: ${id}`);
  assert(("out" in vec) !== ("reject" in vec), id);
  for (const k of ["title", "requires", "op", "in", "source"]) assert(vec[k], `${id}: ${k}`);
  ids.add(id);
  f.vectors.push({ ...vec, id });
}

/** Asks peers {name: function}; all must give the same answer. */
export function agree(what, peers) {
  const got = Object.entries(peers).map(([n, fn]) => [n, fn()]);
  for (const [n, value] of got)
    assert.deepEqual(value, got[0][1], `${what}: ${n} disagrees with ${got[0][0]}`);
  return { value: got[0][1], source: got.map(([n]) => n).join(" and ") };
}

/** Which peers refuse: the text for `source`; the others are recorded. */
export function refused(id, text, peers) {
  const no = [];
  for (const [n, fn] of Object.entries(peers)) {
    try {
      const got = fn();
      if (log) appendFileSync(log, `block.${id}\t${n}\taccepts\t${JSON.stringify(got, (_, x) => (typeof x === "bigint" ? String(x) : x))?.slice(0, 300)}\n`);
    } catch {
      no.push(n);
    }
  }
  return no.length ? `${text}; ${no.join(", ")} ${no.length > 1 ? "refuse" : "refuses"} it too` : text;
}

// --- YAML ---------------------------------------------------------------------

function compact(hex) {
  const parts = [];
  let plain = "";
  const flush = () => { if (plain) parts.push("0x" + plain); plain = ""; };
  for (let i = 2; i < hex.length; ) {
    let step = 2;
    for (const unit of UNITS) {
      const bytes = hex.slice(i, i + 2 * unit);
      let j = i;
      while (bytes.length === 2 * unit && hex.startsWith(bytes, j)) j += 2 * unit;
      const times = (j - i) / (2 * unit);
      if (times * unit < RUN_MIN || times < 4) continue;
      flush();
      parts.push({ $repeat: { bytes: "0x" + bytes, times } });
      step = j - i;
      break;
    }
    if (step === 2) plain += hex.slice(i, i + 2);
    i += step;
  }
  flush();
  if (parts.length === 1) return parts[0];
  return { $concat: parts };
}

function shorten(x) {
  if (typeof x === "string") return /^0x([0-9a-f]{2}){100,}$/.test(x) ? compact(x) : x;
  if (Array.isArray(x)) return x.map(shorten);
  if (x && typeof x === "object") return Object.fromEntries(Object.entries(x).map(([k, y]) => [k, shorten(y)]));
  return x;
}

const PLAIN = /^[A-Za-z][A-Za-z0-9 _.\/^()+*-]*$/;
const WORDS = new Set(["null", "true", "false", "yes", "no", "on", "off", "y", "n"]);
function scalar(x) {
  if (typeof x !== "string") return JSON.stringify(x);
  return PLAIN.test(x) && !x.endsWith(" ") && !WORDS.has(x.toLowerCase()) ? x : JSON.stringify(x);
}
function flow(x) {
  if (Array.isArray(x)) return `[${x.map(flow).join(", ")}]`;
  if (x && typeof x === "object") return `{${Object.entries(x).map(([k, y]) => `${/^[\w$]+$/.test(k) && !/^0x/.test(k) ? k : JSON.stringify(k)}: ${flow(y)}`).join(", ")}}`;
  if (typeof x === "string" && /[,\[\]{}()]/.test(x)) return JSON.stringify(x);
  return scalar(x);
}
function member(key, x, indent) {
  const line = `${indent}${key}: ${flow(x)}\n`;
  if (line.length <= LINE_MAX || !x || typeof x !== "object" || Array.isArray(x)) return line;
  if (Object.keys(x).some((k) => k.startsWith("$") || k.startsWith("0x"))) return line;
  return `${indent}${key}:\n` + Object.entries(x).map(([k, y]) => member(k, y, indent + "  ")).join("");
}

function render(f) {
  let s = `# SPDX-License-Identifier: Apache-2.0\nformat: 1\nsuite: block\nstandard: ${JSON.stringify(f.standard)}\nvectors:\n`;
  for (const x of f.vectors) {
    s += `- id: ${x.id}\n  title: ${JSON.stringify(x.title)}\n  requires: [${x.requires.join(", ")}]\n  op: ${x.op}\n`;
    s += member("in", shorten(x.in), "  ");
    s += "out" in x ? member("out", x.out, "  ") : `  reject: ${x.reject}\n`;
    s += `  source: ${JSON.stringify(x.source)}\n`;
    if (x.risk) s += `  risk: ${JSON.stringify(x.risk)}\n`;
    if (x.tags) s += `  tags: [${x.tags.join(", ")}]\n`;
  }
  return s;
}

export function write() {
  let total = 0, negative = 0;
  for (const f of files.values()) {
    const path = join(ROOT, "vectors", "block", f.path + ".yaml");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, render(f));
    const n = f.vectors.filter((x) => "reject" in x).length;
    console.log(`${f.path}: ${f.vectors.length} (${n} negative)${f.vectors.length > FILE_MAX ? " LONG" : ""}`);
    total += f.vectors.length;
    negative += n;
  }
  console.log(`total ${total}, negative ${negative}`);
}
