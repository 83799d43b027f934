// SPDX-License-Identifier: Apache-2.0
// xchain-ethereumjs: proofs of Merkle Patricia tries and EIP-1186 with @ethereumjs/mpt.
import { readFileSync } from "node:fs";
import { verifyMerkleProof } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { createAccountFromRLP } from "@ethereumjs/util";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { serve } from "./loop.mjs";

const plain = (h) => (h.startsWith("0x") ? h.slice(2) : h);
const bytes = (h) => Uint8Array.from(Buffer.from(plain(h), "hex")), hex = (b) => Buffer.from(b).toString("hex");
const show = async (root, key, proof) => verifyMerkleProof(key, proof.map(bytes), { root });
const valid = async (f) => {
  try {
    return { valid: true, ...(await f()) };
  } catch {
    return { valid: false };
  }
};
const number = (b) => (b.length ? BigInt("0x" + hex(b)) : 0n);

serve({
  name: "@ethereumjs/mpt",
  version: JSON.parse(readFileSync(new URL("./node_modules/@ethereumjs/mpt/package.json", import.meta.url))).version,
  ops: {
    "mpt.verify_proof": (i) => valid(async () => {
      const value = await show(bytes(i.root), bytes(i.key), i.proof);
      return { value: value === null ? null : hex(value) };
    }),
    "eth.eip1186_verify": (i) => valid(async () => {
      const raw = await show(bytes(i.state_root), keccak_256(bytes(i.address)), i.account_proof);
      const a = raw === null ? null : createAccountFromRLP(raw);
      const storage = [];
      for (const s of i.storage_proof) {
        const x = await show(a ? a.storageRoot : keccak_256(bytes("80")), keccak_256(bytes(s.key)), s.proof);
        storage.push({ key: s.key, value: String(x === null ? 0n : number(RLP.decode(x))) });
      }
      return { account: a && { nonce: String(a.nonce), balance: String(a.balance), storage_hash: hex(a.storageRoot), code_hash: hex(a.codeHash) }, storage };
    }),
  },
});
