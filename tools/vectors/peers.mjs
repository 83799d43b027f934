// SPDX-License-Identifier: Apache-2.0
// peers: the independent implementations, one uniform face each.  Names carry
// the pinned versions of package.json, since they end up in `source`.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ethers } from "ethers";
import { RLP } from "@ethereumjs/rlp";
import * as viem from "viem";
import { Rlp as OxRlp } from "ox";
import { RLP as MicroRlp } from "micro-eth-signer/core/rlp.js";
import { hexToBytes, bytesToHex } from "@ethereumjs/util";

const require = createRequire(import.meta.url);
function version(pkg) {
  let dir = dirname(require.resolve(pkg));
  for (;;) {
    try {
      const p = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
      if (p.name === pkg && p.version) return p.version;
    } catch { /* further up */ }
    dir = dirname(dir);
  }
}
export const name = Object.fromEntries(
  [["ethers", "ethers"], ["ejs", "@ethereumjs/rlp"], ["viem", "viem"], ["ox", "ox"], ["ejstx", "@ethereumjs/tx"], ["ejsmpt", "@ethereumjs/mpt"], ["ejsutil", "@ethereumjs/util"]]
    .map(([k, p]) => [k, `${p} ${version(p)}`]));
name.micro = "micro-eth-signer 0.20.1";
name.noble = "@noble/curves 2.4.0";
name.hashes = "@noble/hashes 2.4.0";

const lower = (x) => (Array.isArray(x) ? x.map(lower) : x.toLowerCase());
export const hex = bytesToHex, bytes = hexToBytes;
const deepBytes = (x) => (Array.isArray(x) ? x.map(deepBytes) : hexToBytes(x));
const deepHex = (x) => (Array.isArray(x) ? x.map(deepHex) : bytesToHex(x));

export const encoders = (item) => ({
  [name.ethers]: () => ethers.encodeRlp(item),
  [name.ejs]: () => bytesToHex(RLP.encode(deepBytes(item))),
  [name.viem]: () => viem.toRlp(item),
});
export const decoders = (data) => ({
  [name.ethers]: () => lower(ethers.decodeRlp(data)),
  [name.ejs]: () => deepHex(RLP.decode(hexToBytes(data))),
  [name.viem]: () => viem.fromRlp(data, "hex"),
  [name.ox]: () => OxRlp.toHex(data),
  [name.micro]: () => deepHex(MicroRlp.decode(hexToBytes(data))),
});
export const rlp = (item) => ethers.encodeRlp(item);
export const keccak = (data) => ethers.keccak256(data);
export { ethers, viem };
