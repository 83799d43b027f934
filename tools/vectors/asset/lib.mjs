// SPDX-License-Identifier: Apache-2.0
// lib: collects vectors of the suite asset and writes them as YAML below
// vectors/asset.  Expected values come from the callers: from the text of a
// standard or from peers; nothing here computes one.
//
// A script declares files with file(), adds vectors with v() and ends with
// write().  --deviations FILE appends each peer that answered otherwise.
import { writeFileSync, mkdirSync, appendFileSync, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..", "..");
const LINE_MAX = 100;
const FILE_MAX = 60; // vectors per file; more go to -2, -3 …
const require = createRequire(import.meta.url);

const files = new Map();
const ids = new Set();
const at = process.argv.indexOf("--deviations");
const log = at > 0 ? process.argv[at + 1] : null;
// where several reasons of the vocabulary fit, the one that was settled on
const settled = existsSync(join(HERE, "reasons.json")) ? JSON.parse(readFileSync(join(HERE, "reasons.json"))) : {};

/** "name version" of a pinned package. */
export function pin(pkg) {
  const p = JSON.parse(readFileSync(join(HERE, "node_modules", pkg, "package.json"), "utf8"));
  return `${p.name} ${p.version}`;
}

/** A file of vectors: path below vectors/asset without suffix. */
export function file(path, standard) {
  assert(!files.has(path), path);
  const f = { path, standard, vectors: [] };
  files.set(path, f);
  return f;
}

/** Adds one vector; exactly one of out and reject. */
export function v(f, vec) {
  const id = `asset.${vec.id}`;
  assert.match(id, /^asset\.[a-z0-9.-]+$/);
  assert(!ids.has(id), `twice: ${id}`);
  assert(("out" in vec) !== ("reject" in vec), id);
  for (const k of ["title", "requires", "op", "source"]) assert(vec[k], `${id}: ${k}`);
  assert("in" in vec, id);
  ids.add(id);
  const x = { ...vec, id, requires: [].concat(vec.requires) };
  if ("reject" in x && settled[id]) x.reject = settled[id];
  f.vectors.push(x);
}

function note(id, peer, got) {
  if (log) appendFileSync(log, `${id}\t${peer}\t${JSON.stringify(got)?.slice(0, 300)}\n`);
}
function call(fn) {
  try {
    return { out: fn() };
  } catch (e) {
    return { error: String(e?.message ?? e).split("\n")[0] };
  }
}

/** The source text: what `text` says, and which peers {name: fn} answer the
 *  same as `expect` ({out} or {reject}); those that do not are recorded. */
export function source(id, text, expect, peers = {}) {
  const same = [];
  for (const [n, fn] of Object.entries(peers)) {
    const got = call(fn);
    const ok = "out" in expect ? "out" in got && equal(got.out, expect.out) : "error" in got;
    if (ok) same.push(n);
    else note(`asset.${id}`, n, got);
  }
  if (!same.length) return text;
  const verb = "out" in expect ? "agree" : "refuse";
  return `${text}; ${same.join(", ")} ${verb}${same.length > 1 ? "" : "s"}`;
}
export const equal = (a, b) => {
  try { assert.deepEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))); return true; } catch { return false; }
};

/** Asks peers {name: function}; all must give the same answer. */
export function agree(what, peers) {
  const got = Object.entries(peers).map(([n, fn]) => [n, fn()]);
  for (const [n, value] of got)
    assert.deepEqual(value, got[0][1], `${what}: ${n} disagrees with ${got[0][0]}`);
  return { value: got[0][1], source: got.map(([n]) => n).join(" and ") };
}

// --- YAML ---------------------------------------------------------------------

/* Everything outside printable ASCII is escaped: what cannot be seen must not
 * hide in a vector. */
export function quoted(s) {
  let r = "";
  for (const c of s) {
    const p = c.codePointAt(0);
    if (c === '"' || c === "\\") r += "\\" + c;
    else if (c === "\n") r += "\\n";
    else if (p >= 0x20 && p < 0x7f) r += c;
    else if (p < 0x100) r += "\\x" + p.toString(16).padStart(2, "0");
    else if (p < 0x10000) r += "\\u" + p.toString(16).padStart(4, "0");
    else r += "\\U" + p.toString(16).padStart(8, "0");
  }
  return `"${r}"`;
}
const PLAIN = /^[A-Za-z][A-Za-z0-9 _.\/^()+*-]*$/;
const WORDS = new Set(["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"]);
function scalar(x) {
  if (typeof x === "number" || typeof x === "boolean" || x === null) return JSON.stringify(x);
  return PLAIN.test(x) && !x.endsWith(" ") && !WORDS.has(x.toLowerCase()) ? x : quoted(x);
}
const key = (k) => (/^[A-Za-z_$][\w$]*$/.test(k) && !WORDS.has(k.toLowerCase()) ? k : quoted(k));
function flow(x) {
  if (Array.isArray(x)) return `[${x.map(flow).join(", ")}]`;
  if (x && typeof x === "object") return `{${Object.entries(x).map(([k, y]) => `${key(k)}: ${flow(y)}`).join(", ")}}`;
  if (typeof x === "string" && /[,\[\]{}()]/.test(x)) return quoted(x);
  return scalar(x);
}
function member(k, x, indent) {
  const line = `${indent}${key(k)}: ${flow(x)}\n`;
  if (line.length <= LINE_MAX || !x || typeof x !== "object" || Array.isArray(x) || !Object.keys(x).length) return line;
  return `${indent}${key(k)}:\n` + Object.entries(x).map(([n, y]) => member(n, y, indent + "  ")).join("");
}

function render(f, vectors) {
  let s = `# SPDX-License-Identifier: Apache-2.0\nformat: 1\nsuite: asset\nstandard: ${JSON.stringify(f.standard)}\nvectors:\n`;
  for (const x of vectors) {
    s += `- id: ${x.id}\n  title: ${quoted(x.title)}\n  requires: [${x.requires.join(", ")}]\n  op: ${x.op}\n`;
    s += member("in", x.in, "  ");
    s += "out" in x ? member("out", x.out, "  ") : `  reject: ${x.reject}\n`;
    s += `  source: ${quoted(x.source)}\n`;
    if (x.risk) s += `  risk: ${quoted(x.risk)}\n`;
    if (x.tags) s += `  tags: [${x.tags.join(", ")}]\n`;
    if (x.note) s += `  note: ${quoted(x.note)}\n`;
  }
  return s;
}

const negative = (x) => "reject" in x || x.out === false || x.negative === true;

export function write() {
  let total = 0, no = 0;
  for (const f of files.values()) {
    const parts = Math.ceil(f.vectors.length / FILE_MAX);
    for (let i = 0; i < parts; i++) {
      const part = f.vectors.slice(i * FILE_MAX, (i + 1) * FILE_MAX);
      const path = join(ROOT, "vectors", "asset", f.path + (parts > 1 ? `-${i + 1}` : "") + ".yaml");
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, render(f, part));
    }
    const n = f.vectors.filter(negative).length;
    console.log(`${f.path}: ${f.vectors.length} (${n} negative)`);
    total += f.vectors.length;
    no += n;
  }
  console.log(`total ${total}, negative ${no}`);
}

export class Reject { constructor(reason) { this.reason = reason; } }
/** In a table: the input is refused for this reason. */
export const no = (reason) => new Reject(reason);

/** A table of rows [name, title, requirements, input, answer or no(reason), more?].
 *  set: {op, id, text, peers: {name: fn(input)}, risk, reqs: prefix}.  Peers that
 *  answer the same are named in `source`. */
export function table(f, set, rows) {
  for (const [name, title, reqs, input, answer, more = {}] of rows) {
    const id = `${set.id ?? set.op.replace(/_/g, "-")}.${name}`;
    const expect = answer instanceof Reject ? { reject: answer.reason } : { out: answer };
    const peers = Object.fromEntries(Object.entries({ ...set.peers, ...more.peers }).map(([n, fn]) => [n, () => fn(input)]));
    const isNegative = "reject" in expect || expect.out === false;
    const vec = { id, title, requires: [].concat(reqs).map((r) => (/^[A-Z]/.test(r) ? r : set.reqs + r)), op: set.op, in: input, ...expect,
      source: source(id, more.text ?? set.text, expect, peers) };
    if (isNegative && (more.risk ?? set.risk)) vec.risk = more.risk ?? set.risk;
    if (more.tags) vec.tags = more.tags;
    if (more.note) vec.note = more.note;
    v(f, vec);
  }
}
