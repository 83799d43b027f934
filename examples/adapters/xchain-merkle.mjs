// SPDX-License-Identifier: Apache-2.0
// xchain-merkle: trees of @openzeppelin/merkle-tree and merkletreejs.
// node xchain-merkle.mjs @openzeppelin/merkle-tree|merkletreejs
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { serve, Unsupported } from "./loop.mjs";

const bytes = (h) => Buffer.from(h, "hex"), hex = (b) => Buffer.from(b).toString("hex"), x = (h) => "0x" + h;
const subject = process.argv[2];
const sha = (b) => createHash("sha256").update(b).digest();

async function openzeppelin() {
  const { StandardMerkleTree, SimpleMerkleTree } = await import("@openzeppelin/merkle-tree");
  const { processProof, processMultiProof } = await import("@openzeppelin/merkle-tree/dist/core.js");
  return {
    "oz.standard_tree_root": (i) => ({ root: StandardMerkleTree.of(i.values, i.leaf_encoding).root.slice(2) }),
    "oz.process_proof": (i) => ({ root: processProof(x(i.leaf), i.proof.map(x)).slice(2) }),
    "oz.verify": (i) => ({ valid: SimpleMerkleTree.verify(x(i.root), x(i.leaf), i.proof.map(x)) }),
    "oz.process_multiproof": (i) => ({ root: processMultiProof({ leaves: i.leaves.map(x), proof: i.proof.map(x), proofFlags: i.flags }).slice(2) }),
  };
}

async function merkletreejs() {
  const { MerkleTree } = await import("merkletreejs");
  const keccak = (b) => Buffer.from(keccak_256(b));
  const leaf = (h) => sha(Buffer.concat([Buffer.from([0]), bytes(h)]));
  return {
    // The library's tree over leaves that were hashed as RFC 6962 says.
    "rfc6962.root": (i) => ({ root: new MerkleTree(i.leaves.map(leaf), sha).getHexRoot().slice(2) || hex(sha("")) }),
    "oz.verify": (i) => ({ valid: MerkleTree.verify(i.proof.map((h) => ({ data: bytes(h) })), bytes(i.leaf), bytes(i.root), keccak, { sortPairs: true }) }),
  };
}

const SUBJECTS = { "@openzeppelin/merkle-tree": openzeppelin, merkletreejs };
if (!SUBJECTS[subject]) throw new Unsupported(`no such subject: ${subject}`);
const folder = new URL(`./node_modules/${subject}/package.json`, import.meta.url);
serve({ name: subject, version: JSON.parse(readFileSync(folder)).version, ops: await SUBJECTS[subject]() });
