// SPDX-License-Identifier: Apache-2.0
// rules: the validity rules of a header against its parent, as the texts state
// them, so that a generator can prove that a negative vector breaks exactly one.
import { EMPTY_OMMERS, FIELDS, fieldsOf, flat, headerHash, since } from "./lib.mjs";
import { baseFee, difficulty, excessBlobGas, SCHEDULE, BLOB } from "./spec.mjs";

const DAO_EXTRA = "0x64616f2d686172642d666f726b";
const MAX_GAS_LIMIT = (1n << 63n) - 1n;

/* Reasons for which the header is invalid, each at most once. */
export function violations({ header, parent, fork, parentFork = fork, chain, now }) {
  const bad = new Set();
  const need = fieldsOf(fork).map(([n]) => n);
  for (const n of need) if (!(n in header)) bad.add("field-missing");
  for (const [n] of FIELDS) if (n in header && !need.includes(n)) bad.add("field-extra");
  const h = (n) => BigInt(header[n]), p = (n) => BigInt(parent[n]);
  if (header.parentHash && header.parentHash !== headerHash(parent, parentFork)) bad.add("parent-hash");
  if (h("number") !== p("number") + 1n) bad.add("number");
  if (h("timestamp") <= p("timestamp")) bad.add("timestamp");
  if ((flat(header.extraData).length - 2) / 2 > 32) bad.add("extra-data");
  if (chain === "mainnet" && h("number") >= 1920000n && h("number") < 1920010n && header.extraData !== DAO_EXTRA)
    bad.add("extra-data");
  if (h("gasUsed") > h("gasLimit")) bad.add("gas-used");
  if (h("gasLimit") < 5000n || h("gasLimit") > MAX_GAS_LIMIT) bad.add("gas-limit");
  const firstLondon = since(fork, "london") && !since(parentFork, "london");
  const base = p("gasLimit") * (firstLondon ? 2n : 1n);
  const step = h("gasLimit") > base ? h("gasLimit") - base : base - h("gasLimit");
  if (step >= base / 1024n) bad.add("gas-limit-step");
  if (since(fork, "paris")) {
    if (h("difficulty") !== 0n) bad.add("difficulty");
    if (header.nonce !== "0x0000000000000000") bad.add("nonce");
    if (header.sha3Uncles !== EMPTY_OMMERS) bad.add("ommers-hash");
  } else {
    if (now !== undefined && h("timestamp") > BigInt(now) + 15n) bad.add("future");
    if (h("timestamp") > p("timestamp")) {
      const want = difficulty(fork, { parentDifficulty: p("difficulty"), parentTimestamp: p("timestamp"),
        parentHasOmmers: parent.sha3Uncles !== EMPTY_OMMERS, number: p("number") + 1n, timestamp: h("timestamp") });
      if (!want.includes(h("difficulty"))) bad.add("difficulty");
    }
  }
  if (since(fork, "london") && "baseFeePerGas" in header) {
    const want = firstLondon ? 1000000000n
      : baseFee({ gasLimit: p("gasLimit"), gasUsed: p("gasUsed"), baseFeePerGas: p("baseFeePerGas") });
    if (h("baseFeePerGas") !== want) bad.add("base-fee");
  }
  if (since(fork, "cancun") && "blobGasUsed" in header) {
    if (h("blobGasUsed") % BLOB || h("blobGasUsed") > SCHEDULE[fork].max * BLOB) bad.add("blob-gas-used");
  }
  if (since(fork, "cancun") && "excessBlobGas" in header) {
    const want = excessBlobGas(fork, { excess: BigInt(parent.excessBlobGas ?? 0), used: BigInt(parent.blobGasUsed ?? 0),
      baseFeePerGas: p("baseFeePerGas") });
    if (h("excessBlobGas") !== want) bad.add("excess-blob-gas");
  }
  return [...bad];
}

/* The child that the rules ask for; over replaces fields afterwards. */
export function childOf({ parent, fork, parentFork = fork }, make, over = {}) {
  const p = (n) => BigInt(parent[n]);
  const q = (v) => "0x" + v.toString(16);
  const firstLondon = since(fork, "london") && !since(parentFork, "london");
  const timestamp = over.timestamp !== undefined ? BigInt(over.timestamp) : p("timestamp") + 12n;
  const d = { parentHash: headerHash(parent, parentFork), number: q(p("number") + 1n), timestamp: q(timestamp),
    gasLimit: q(p("gasLimit") * (firstLondon ? 2n : 1n)) };
  if (!since(fork, "paris"))
    d.difficulty = q(difficulty(fork, { parentDifficulty: p("difficulty"), parentTimestamp: p("timestamp"),
      parentHasOmmers: parent.sha3Uncles !== EMPTY_OMMERS, number: p("number") + 1n,
      timestamp: timestamp > p("timestamp") ? timestamp : p("timestamp") + 1n })[0]);
  if (since(fork, "london"))
    d.baseFeePerGas = q(firstLondon ? 1000000000n
      : baseFee({ gasLimit: p("gasLimit"), gasUsed: p("gasUsed"), baseFeePerGas: p("baseFeePerGas") }));
  if (since(fork, "cancun"))
    d.excessBlobGas = q(excessBlobGas(fork, { excess: BigInt(parent.excessBlobGas ?? 0),
      used: BigInt(parent.blobGasUsed ?? 0), baseFeePerGas: p("baseFeePerGas") }));
  return make(fork, { ...d, ...over });
}
