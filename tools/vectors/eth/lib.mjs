// SPDX-License-Identifier: Apache-2.0
// lib: what the generators of the Ethereum block vectors share: writing vector
// files, headers in JSON-RPC names, and hashes that two libraries agree on.
//
// A generator states questions; answers come from the text of the standard
// (written as pseudo-code in spec.mjs) and from independent libraries.  Where
// both know the answer, agree() stops the generator when they differ.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createBlockHeaderFromRPC } from "@ethereumjs/block";
import { Common, Mainnet } from "@ethereumjs/common";
import { encodeRlp, keccak256 as ethersKeccak } from "ethers";
import { keccak256 as viemKeccak } from "viem";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
export const EJ = "@ethereumjs/block 10.1.3";

export const quantity = (v) => "0x" + BigInt(v).toString(16);
export const integer = (v) => {
  let s = BigInt(v).toString(16);
  if (s === "0") return "0x";
  if (s.length % 2) s = "0" + s;
  return "0x" + s;
};
export const rep = (byte, times) => ({ $repeat: { bytes: byte, times } });
export const cat = (...parts) => ({ $concat: parts });
/* The hex text of a value with $repeat and $concat in it. */
export function flat(v) {
  if (typeof v === "string") return v;
  if (v.$repeat) return "0x" + v.$repeat.bytes.slice(2).repeat(v.$repeat.times);
  return "0x" + v.$concat.map((p) => flat(p).slice(2)).join("");
}
export function agree(what, ...values) {
  for (const v of values)
    if (v !== values[0]) throw new Error(`${what}: ${values.join(" / ")}`);
  return values[0];
}
export const keccak = (h) => agree("keccak256", ethersKeccak(h), viemKeccak(h));
/* A 32-byte value that is ours and repeatable. */
export const h32 = (label) => keccak("0x" + Buffer.from("etalon " + label).toString("hex"));
export const addr = (label) => "0x" + h32(label).slice(26);

export const EMPTY_OMMERS = keccak("0xc0");
export const EMPTY_TRIE = keccak("0x80");
export const EMPTY_REQUESTS = "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
export const ZERO32 = "0x" + "00".repeat(32);

// name in JSON-RPC, kind (number of bytes or "int"), fork that brings it
export const FIELDS = [
  ["parentHash", 32, "frontier"], ["sha3Uncles", 32, "frontier"], ["miner", 20, "frontier"],
  ["stateRoot", 32, "frontier"], ["transactionsRoot", 32, "frontier"], ["receiptsRoot", 32, "frontier"],
  ["logsBloom", 256, "frontier"], ["difficulty", "int", "frontier"], ["number", "int", "frontier"],
  ["gasLimit", "int", "frontier"], ["gasUsed", "int", "frontier"], ["timestamp", "int", "frontier"],
  ["extraData", "data", "frontier"], ["mixHash", 32, "frontier"], ["nonce", 8, "frontier"],
  ["baseFeePerGas", "int", "london"], ["withdrawalsRoot", 32, "shanghai"], ["blobGasUsed", "int", "cancun"],
  ["excessBlobGas", "int", "cancun"], ["parentBeaconBlockRoot", 32, "cancun"], ["requestsHash", 32, "prague"],
  ["blockAccessListHash", 32, "amsterdam"], ["slotNumber", "int", "amsterdam"],
];
export const FORKS = ["frontier", "homestead", "dao", "tangerine-whistle", "spurious-dragon", "byzantium",
  "constantinople", "petersburg", "istanbul", "muir-glacier", "berlin", "london", "arrow-glacier",
  "gray-glacier", "paris", "shanghai", "cancun", "prague", "osaka", "bpo1", "bpo2", "amsterdam"];
export const since = (fork, first) => FORKS.indexOf(fork) >= FORKS.indexOf(first);
export const fieldsOf = (fork) => FIELDS.filter((f) => since(fork, f[2]));

// our fork name -> name in @ethereumjs/common
const HARDFORK = { frontier: "chainstart", "tangerine-whistle": "tangerineWhistle", "spurious-dragon": "spuriousDragon",
  "muir-glacier": "muirGlacier", "arrow-glacier": "arrowGlacier", "gray-glacier": "grayGlacier" };
export const commonOf = (fork) => new Common({ chain: Mainnet, hardfork: HARDFORK[fork] ?? fork, customCrypto: { kzg: {} } });

export function headerItems(header) {
  return FIELDS.filter(([n]) => n in header).map(([n, kind]) => (kind === "int" ? integer(header[n]) : flat(header[n])));
}
export const headerRlp = (header) => encodeRlp(headerItems(header));
/* The block hash by ethers' RLP, and by ethereumjs where it takes the header. */
export function headerHash(header, fork) {
  const mine = keccak(headerRlp(header));
  if (!fork) return mine;
  const plain = Object.fromEntries(Object.entries(header).map(([k, v]) => [k, flat(v)]));
  const theirs = createBlockHeaderFromRPC(plain, { common: commonOf(fork), skipConsensusFormatValidation: true });
  return agree("block hash", mine, "0x" + Buffer.from(theirs.hash()).toString("hex"));
}

/* A header of the fork with every value ours; over replaces fields, undefined drops one. */
export function header(fork, over = {}) {
  const pos = since(fork, "paris");
  const all = {
    parentHash: h32("grandparent"), sha3Uncles: EMPTY_OMMERS, miner: addr("miner"),
    stateRoot: h32("state"), transactionsRoot: EMPTY_TRIE, receiptsRoot: EMPTY_TRIE,
    logsBloom: rep("0x00", 256), difficulty: pos ? "0x0" : "0x3b9aca00", number: "0x2711",
    gasLimit: "0x1c9c380", gasUsed: "0xe4e1c0", timestamp: "0x6553f100", extraData: "0x",
    mixHash: h32("mix"), nonce: pos ? "0x0000000000000000" : "0x0123456789abcdef",
    baseFeePerGas: "0x3b9aca00", withdrawalsRoot: EMPTY_TRIE, blobGasUsed: "0x0", excessBlobGas: "0x0",
    parentBeaconBlockRoot: h32("beacon"), requestsHash: EMPTY_REQUESTS,
    blockAccessListHash: h32("bal"), slotNumber: "0x989680",
  };
  const h = {};
  for (const [n] of fieldsOf(fork)) h[n] = all[n];
  for (const [k, v] of Object.entries(over)) if (v === undefined) delete h[k]; else h[k] = v;
  return Object.fromEntries(FIELDS.filter(([n]) => n in h).map(([n]) => [n, h[n]]));
}

const ENCODERS = new Set(["header.hash", "header.encode", "receipt.encode", "receipts.root", "withdrawal.encode",
  "withdrawals.root", "withdrawal.wei", "bal.encode", "bal.hash", "bloom.of_logs", "log.encode", "ommers.hash", "block.encode", "blob.versioned_hash"]);

// ---- writing ----------------------------------------------------------------
const isMap = (v) => v !== null && typeof v === "object" && !Array.isArray(v);
const isGen = (v) => isMap(v) && ("$repeat" in v || "$concat" in v);
function scalar(v) {
  if (v === null || typeof v === "boolean" || typeof v === "number") return String(v);
  return JSON.stringify(v);
}
function flow(v) {
  if (Array.isArray(v)) return "[" + v.map(flow).join(", ") + "]";
  if (isMap(v)) return "{" + Object.entries(v).map(([k, x]) => `${k}: ${flow(x)}`).join(", ") + "}";
  return scalar(v);
}
/* A value below indent: flow when short, block style when long. */
function put(v, indent) {
  const one = flow(v);
  if (!isMap(v) && !Array.isArray(v)) return " " + one;
  if (isGen(v) || one.length + indent.length < 110) return " " + one;
  const deeper = indent + "  ";
  if (Array.isArray(v)) return v.map((x) => `\n${indent}-` + put(x, deeper)).join("");
  return Object.entries(v).map(([k, x]) => `\n${indent}${k}:` + put(x, Array.isArray(x) ? deeper : deeper)).join("");
}

const LINES_MAX = 600;
const seen = new Map();
export class File {
  constructor(path, standard) {
    this.path = path;
    this.standard = standard;
    this.vectors = [];
  }
  add(v) {
    if (seen.has(v.id)) throw new Error("twice: " + v.id);
    if (!/^block\.[a-z0-9.-]+$/.test(v.id)) throw new Error("id: " + v.id);
    if ("out" in v === "reject" in v) throw new Error("out or reject: " + v.id);
    if (!v.requires?.length || !v.title || !v.source) throw new Error("incomplete: " + v.id);
    v.requires = [...new Set(v.requires)];
    // What an API does with a value that the format cannot express (a default,
    // an exception) is its own choice: never an accusation at level MUST.
    if (v.reject && (ENCODERS.has(v.op) ||
        (v.op === "header.validate" && /^field-/.test(v.reject)))) v.requires = ["BLK-ENC-001"];
    seen.set(v.id, v);
    this.vectors.push(v);
  }
  text(v) {
    let s = `- id: ${v.id}\n  title: ${scalar(v.title)}\n  requires: [${v.requires.join(", ")}]\n  op: ${v.op}\n`;
    s += "  in:" + put(v.in, "    ") + "\n";
    if ("out" in v) s += "  out:" + put(v.out, "    ") + "\n";
    else s += `  reject: ${v.reject}\n`;
    s += `  source: ${scalar(v.source)}\n`;
    if (v.risk) s += `  risk: ${scalar(v.risk)}\n`;
    if (v.features) s += `  features: [${v.features.join(", ")}]\n`;
    return s;
  }
  /* One file, or numbered ones where it would pass LINES_MAX. */
  write() {
    const head = `format: 1\nsuite: block\nstandard: ${scalar(this.standard)}\nvectors:\n`;
    const parts = [[]];
    let lines = 0;
    for (const v of this.vectors) {
      const t = this.text(v), n = t.split("\n").length;
      if (lines + n > LINES_MAX && lines) { parts.push([]); lines = 0; }
      parts.at(-1).push(t);
      lines += n;
    }
    parts.forEach((p, i) => {
      const file = join(ROOT, "vectors/block", parts.length > 1 ? this.path.replace(".yaml", `-${i + 1}.yaml`) : this.path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, head + p.join(""));
    });
    const neg = this.vectors.filter((v) => "reject" in v).length;
    console.log(`${this.path}: ${this.vectors.length} vectors, ${neg} negative`);
  }
}
