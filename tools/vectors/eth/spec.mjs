// SPDX-License-Identifier: Apache-2.0
// spec: formulas as the standards print them, on BigInt, one function each.
// They know nothing of any implementation.
import { crc32 } from "node:zlib";
import { createHash } from "node:crypto";
import { encodeRlp, decodeRlp, keccak256 } from "ethers";

const max = (a, b) => (a > b ? a : b);

// EIP-1559, validate_block
export function baseFee({ gasLimit, gasUsed, baseFeePerGas }) {
  const target = gasLimit / 2n;
  if (gasUsed === target) return baseFeePerGas;
  if (gasUsed > target) {
    const delta = gasUsed - target;
    return baseFeePerGas + max((baseFeePerGas * delta) / target / 8n, 1n);
  }
  const delta = target - gasUsed;
  return baseFeePerGas - (baseFeePerGas * delta) / target / 8n;
}

// EIP-4844, helpers
export function fakeExponential(factor, numerator, denominator) {
  let i = 1n, output = 0n, acc = factor * denominator;
  while (acc > 0n) {
    output += acc;
    acc = (acc * numerator) / (denominator * i);
    i += 1n;
  }
  return output / denominator;
}

// EIP-4844, EIP-7691, EIP-7892 and the mainnet configuration
export const SCHEDULE = {
  cancun: { target: 3n, max: 6n, fraction: 3338477n },
  prague: { target: 6n, max: 9n, fraction: 5007716n },
  osaka: { target: 6n, max: 9n, fraction: 5007716n },
  bpo1: { target: 10n, max: 15n, fraction: 8346193n },
  bpo2: { target: 14n, max: 21n, fraction: 11684671n },
  amsterdam: { target: 14n, max: 21n, fraction: 11684671n },
};
export const BLOB = 131072n;
export const blobBaseFee = (fork, excess) => fakeExponential(1n, excess, SCHEDULE[fork].fraction);

// EIP-4844, calc_excess_blob_gas, as changed by EIP-7918 from Osaka
export function excessBlobGas(fork, { excess, used, baseFeePerGas }) {
  const s = SCHEDULE[fork];
  if (excess + used < s.target * BLOB) return 0n;
  if (!["cancun", "prague"].includes(fork) && 8192n * baseFeePerGas > BLOB * blobBaseFee(fork, excess))
    return excess + (used * (s.max - s.target)) / s.max;
  return excess + used - s.target * BLOB;
}

// Difficulty: Yellow Paper 4.3.4, EIP-2, 100, 649, 1234, 2384, 3554, 4345, 5133.
// Both readings of the minimum: [raised after the bomb, raised before it].
const DELAY = { byzantium: 3000000n, constantinople: 5000000n, petersburg: 5000000n, istanbul: 5000000n,
  "muir-glacier": 9000000n, berlin: 9000000n, london: 9700000n, "arrow-glacier": 10700000n, "gray-glacier": 11400000n };
export function difficulty(fork, { parentDifficulty, parentTimestamp, parentHasOmmers, number, timestamp }) {
  const dt = timestamp - parentTimestamp, q = parentDifficulty / 2048n;
  let d, n = number;
  if (fork === "frontier") d = dt < 13n ? parentDifficulty + q : parentDifficulty - q;
  else if (fork in DELAY) {
    d = parentDifficulty + q * max((parentHasOmmers ? 2n : 1n) - dt / 9n, -99n);
    n = max(0n, number - DELAY[fork]);
  } else d = parentDifficulty + q * max(1n - dt / 10n, -99n);
  const exponent = n / 100000n - 2n;
  const bomb = exponent >= 0n ? 1n << exponent : 0n;
  return [max(d + bomb, 131072n), max(d, 131072n) + bomb];
}

// EIP-2124, EIP-6122
const be64 = (v) => { const b = Buffer.alloc(8); b.writeBigUInt64BE(BigInt(v)); return b; };
export function forkId(genesis, blocks, times, number, timestamp) {
  let sum = crc32(Buffer.from(genesis.slice(2), "hex")), next = 0n;
  for (const [points, at] of [[blocks, BigInt(number)], [times, BigInt(timestamp)]])
    for (const p of points) {
      if (BigInt(p) <= at) { sum = crc32(be64(p), sum); continue; }
      next = BigInt(p);
      return { hash: "0x" + sum.toString(16).padStart(8, "0"), next };
    }
  return { hash: "0x" + sum.toString(16).padStart(8, "0"), next };
}

// Yellow Paper, appendices C and D: the root of a map from hex key to hex value
const nibbles = (hex) => [...hex.slice(2)].map((c) => parseInt(c, 16));
function hexPrefix(path, leaf) {
  const flag = (leaf ? 2 : 0) + (path.length % 2);
  const all = path.length % 2 ? [flag, ...path] : [flag, 0, ...path];
  return "0x" + all.map((n) => n.toString(16)).join("");
}
function node(entries, depth) {
  if (entries.length === 0) return "0x";
  if (entries.length === 1) return [hexPrefix(entries[0][0].slice(depth), true), entries[0][1]];
  const first = entries[0][0];
  let shared = depth;
  while (shared < first.length && entries.every(([k]) => k.length > shared && k[shared] === first[shared])) shared++;
  if (shared > depth) return [hexPrefix(first.slice(depth, shared), false), ref(node(entries, shared))];
  const branch = [];
  for (let i = 0; i < 16; i++) branch.push(ref(node(entries.filter(([k]) => k.length > depth && k[depth] === i), depth + 1)));
  branch.push(entries.find(([k]) => k.length === depth)?.[1] ?? "0x");
  return branch;
}
function ref(n) {
  if (n === "0x") return "0x";
  const rlp = encodeRlp(n);
  return rlp.length < 66 ? decodeRlp(rlp) : keccak256(rlp);
}
export const trieRoot = (pairs) => keccak256(encodeRlp(node(pairs.map(([k, v]) => [nibbles(k), v]), 0)));
export const listRoot = (items) =>
  trieRoot(items.map((v, i) => [encodeRlp(i ? "0x" + (i.toString(16).length % 2 ? "0" : "") + i.toString(16) : "0x"), v]));

// Yellow Paper 4.3.1, M3:2048
export function bloom(items) {
  const b = Buffer.alloc(256);
  for (const item of items) {
    const h = Buffer.from(keccak256(item).slice(2), "hex");
    for (const i of [0, 2, 4]) {
      const bit = h.readUInt16BE(i) & 2047;
      b[255 - (bit >> 3)] |= 1 << (bit & 7);
    }
  }
  return "0x" + b.toString("hex");
}

// EIP-7685, compute_requests_hash
export const sha256 = (b) => createHash("sha256").update(b).digest();
export function requestsHash(requests) {
  const m = createHash("sha256");
  for (const r of requests) {
    const b = Buffer.from(r.slice(2), "hex");
    if (b.length > 1) m.update(sha256(b));
  }
  return "0x" + m.digest("hex");
}

// consensus-specs: simple-serialize, merkleize; phase0, is_valid_merkle_branch
const pair = (a, b) => sha256(Buffer.concat([a, b]));
export function merkleize(chunks, limit) {
  let width = 1;
  while (width < (limit ?? chunks.length)) width *= 2;
  let row = chunks.map((c) => Buffer.from(c.slice(2), "hex"));
  while (row.length < width) row.push(Buffer.alloc(32));
  while (row.length > 1) row = row.flatMap((c, i) => (i % 2 ? [] : [pair(c, row[i + 1])]));
  return "0x" + (row[0] ?? Buffer.alloc(32)).toString("hex");
}
export function mixInLength(root, length) {
  const l = Buffer.alloc(32);
  l.writeBigUInt64LE(BigInt(length));
  return "0x" + pair(Buffer.from(root.slice(2), "hex"), l).toString("hex");
}
export function foldBranch(leaf, branch, index) {
  let v = Buffer.from(leaf.slice(2), "hex");
  branch.forEach((b, i) => {
    const s = Buffer.from(b.slice(2), "hex");
    v = (BigInt(index) >> BigInt(i)) & 1n ? pair(s, v) : pair(v, s);
  });
  return "0x" + v.toString("hex");
}
