// SPDX-License-Identifier: Apache-2.0
// ssz: questions on Merkle roots, branches and generalised indices.
import { ByteVectorType, ListCompositeType, VectorCompositeType } from "@chainsafe/ssz";
import { ssz } from "@lodestar/types";
import { File, agree, h32, quantity as q, rep } from "./lib.mjs";
import { foldBranch, merkleize, mixInLength } from "./spec.mjs";

const hex = (b) => "0x" + Buffer.from(b).toString("hex");
const bytes = (h) => Uint8Array.from(Buffer.from(h.slice(2), "hex"));
const Bytes32 = new ByteVectorType(32);
const RISK = "a light client believes a forged header";

let f = new File("ssz/gindex.yaml", "Consensus specifications");
const STATE = { finalized_root: ["finalizedCheckpoint", "root"], current_sync_committee: ["currentSyncCommittee"], next_sync_committee: ["nextSyncCommittee"] };
const gi = (fork, name, gindex, req, theirs, features) => {
  if (theirs !== undefined) agree(`${fork} ${name}`, gindex, Number(theirs));
  const depth = Math.floor(Math.log2(gindex));
  f.add({ id: `block.ssz.gindex.${fork}-${name.replaceAll("_", "-")}`, title: `the generalised index of ${name} in ${fork} is ${gindex}`, requires: [req], op: "ssz.gindex", in: { fork, name }, out: { gindex, depth, index: gindex - 2 ** depth }, source: "consensus-specs, light-client documents" + (theirs !== undefined ? "; @lodestar/types 1.50.0" : ""), ...(features ? { features } : {}) });
};
for (const fork of ["altair", "bellatrix", "capella", "deneb", "electra", "fulu"]) {
  const late = ["electra", "fulu"].includes(fork);
  for (const [name, n] of Object.entries(late ? { finalized_root: 169, current_sync_committee: 86, next_sync_committee: 87 } : { finalized_root: 105, current_sync_committee: 54, next_sync_committee: 55 }))
    gi(fork, name, n, "BLK-SSZ-002", ssz[fork].BeaconState.getPathInfo(STATE[name]).gindex);
}
for (const fork of ["capella", "deneb", "electra", "fulu"]) gi(fork, "execution_payload", 25, "BLK-SSZ-004", ssz[fork].BeaconBlockBody.getPathInfo(["executionPayload"]).gindex);
for (const [name, n] of [["finalized_root", 735], ["current_sync_committee", 2945], ["next_sync_committee", 2946]]) gi("gloas", name, n, "BLK-SSZ-003", undefined, ["gloas"]);
gi("capella", "execution_block_hash", 412, "BLK-SSZ-005", ssz.capella.BeaconBlockBody.getPathInfo(["executionPayload", "blockHash"]).gindex, ["gloas"]);
gi("deneb", "execution_block_hash", 812, "BLK-SSZ-005", ssz.deneb.BeaconBlockBody.getPathInfo(["executionPayload", "blockHash"]).gindex, ["gloas"]);
gi("gloas", "execution_block_hash", 2856, "BLK-SSZ-005", undefined, ["gloas"]);
for (const [fork, name, why] of [["phase0", "finalized_root", "there is no light client before Altair"], ["altair", "execution_payload", "there is no payload before the merge"], ["deneb", "no_such_field", "there is no such field"], ["frontier", "finalized_root", "that is a fork of the execution layer"], ["gloas", "execution_payload", "the body of Gloas has no payload"]])
  f.add({ id: `block.ssz.gindex.none-${fork}-${name.replaceAll("_", "-")}`, title: `${name} has no generalised index in ${fork}: ${why}`, requires: [name === "execution_payload" ? "BLK-SSZ-004" : "BLK-SSZ-002"], op: "ssz.gindex", in: { fork, name }, reject: "value", source: "consensus-specs, light-client documents", ...(fork === "gloas" ? { features: ["gloas"] } : {}) });
f.write();

f = new File("ssz/merkle.yaml", "Consensus specifications, Simple Serialize");
const chunks = (n) => Array.from({ length: n }, (_, i) => h32("chunk " + i));
const vector = (n) => hex(new VectorCompositeType(Bytes32, n).hashTreeRoot(chunks(n).map(bytes)));
const list = (n, limit) => hex(new ListCompositeType(Bytes32, limit).hashTreeRoot(chunks(n).map(bytes)));
const SRC = "text in tools/vectors/eth/spec.mjs; @chainsafe/ssz 1.9.0";
for (const n of [1, 2, 3, 4, 5, 8, 9, 33])
  f.add({ id: `block.ssz.merkleize.vector-${n}`, title: `the root over ${n} chunks`, requires: ["BLK-SSZ-008"], op: "ssz.merkleize", in: { chunks: chunks(n) }, out: agree("vector", merkleize(chunks(n)), vector(n)), source: SRC });
f.add({ id: "block.ssz.merkleize.none", title: "the root over no chunks is the zero chunk", requires: ["BLK-SSZ-008"], op: "ssz.merkleize", in: { chunks: [] }, out: "0x" + "00".repeat(32), source: "consensus-specs, simple-serialize" });
for (const [n, limit] of [[0, 1], [0, 8], [1, 1], [1, 4], [3, 4], [3, 5], [4, 4], [5, 64], [16, 16]])
  f.add({ id: `block.ssz.merkleize.list-${n}-of-${limit}`, title: `the root of a list of ${n} chunks of at most ${limit}, its length mixed in`, requires: ["BLK-SSZ-009", "BLK-SSZ-008", "BLK-SSZ-010"], op: "ssz.merkleize", in: { chunks: chunks(n), limit, length: q(n) }, out: agree("list", mixInLength(merkleize(chunks(n), limit), n), list(n, limit)), source: SRC });
f.add({ id: "block.ssz.merkleize.limit-only", title: "a limit widens the tree without a length", requires: ["BLK-SSZ-008"], op: "ssz.merkleize", in: { chunks: chunks(3), limit: 16 }, out: merkleize(chunks(3), 16), source: "consensus-specs, simple-serialize, in tools/vectors/eth/spec.mjs" });
for (const [n, limit] of [[2, 1], [5, 4], [9, 8], [17, 16], [33, 20]])
  f.add({ id: `block.ssz.merkleize.too-long-${n}-of-${limit}`, title: `${n} chunks do not fit a limit of ${limit}`, requires: ["BLK-SSZ-010"], op: "ssz.merkleize", in: { chunks: chunks(n), limit }, reject: "too-long", source: "consensus-specs: input exceeding limit raises an error" });
f.write();

f = new File("ssz/branch.yaml", "Consensus specifications");
const br = (n, label = "sibling") => Array.from({ length: n }, (_, i) => h32(`${label} ${i}`));
function branch(id, title, depth, index, { leaf = h32("leaf"), b = br(depth), root, valid = true } = {}) {
  f.add({ id: "block.ssz.merkle-branch." + id, title, requires: ["BLK-SSZ-001"], op: "ssz.merkle_branch", in: { leaf, branch: b, depth, index: q(index), root: root ?? foldBranch(h32("leaf"), br(depth), index) }, out: { valid }, source: "consensus-specs, is_valid_merkle_branch, in tools/vectors/eth/spec.mjs; SHA-256 of OpenSSL", risk: RISK });
}
branch("depth-0", "a branch of no hashes proves the root itself", 0, 0, { root: h32("leaf") });
branch("depth-1-left", "a left leaf", 1, 0);
branch("depth-1-right", "a right leaf", 1, 1);
branch("finalized-root", "a branch of the finalized root of Deneb", 6, 41);
branch("finalized-root-electra", "a branch of the finalized root of Electra", 7, 41);
branch("all-right", "the last leaf of a tree of depth 5", 5, 31);
branch("index-beyond", "bits of the index above the depth do not matter", 3, 5 + 8);
branch("zero-siblings", "siblings of zeros are hashed like others", 4, 9, { b: br(4).map(() => "0x" + "00".repeat(32)), root: foldBranch(h32("leaf"), br(4).map(() => "0x" + "00".repeat(32)), 9) });
branch("other-leaf", "another leaf does not lead to the root", 6, 41, { leaf: h32("other leaf"), valid: false });
branch("other-root", "the branch does not lead to another root", 6, 41, { root: h32("other root"), valid: false });
f.add({ id: "block.ssz.merkle-branch.other-index", title: "another index does not lead to the root", requires: ["BLK-SSZ-001"], op: "ssz.merkle_branch", in: { leaf: h32("leaf"), branch: br(6), depth: 6, index: q(40), root: foldBranch(h32("leaf"), br(6), 41) }, out: { valid: false }, source: "consensus-specs, is_valid_merkle_branch", risk: RISK });
branch("swapped-siblings", "siblings in another order do not lead to the root", 6, 41, { b: br(6).reverse(), valid: false });
branch("changed-sibling", "a changed sibling does not lead to the root", 6, 41, { b: br(6).map((x, i) => (i === 3 ? h32("changed") : x)), valid: false });
for (const [n, depth, len] of [["short", 6, 5], ["long", 6, 7], ["empty", 1, 0], ["unwanted", 0, 1], ["much-longer", 2, 20]])
  f.add({ id: `block.ssz.merkle-branch.length-${n}`, title: `a branch of ${len} hashes at a depth of ${depth} is refused`, requires: ["BLK-SSZ-001"], op: "ssz.merkle_branch", in: { leaf: h32("leaf"), branch: br(len), depth, index: "0x0", root: foldBranch(h32("leaf"), br(Math.min(len, depth)), 0) }, reject: "length", source: "consensus-specs, light-client: the branch is a vector of exactly the depth; is_valid_normalized_merkle_branch", risk: RISK });
f.write();
if (!rep) throw new Error("lib");
