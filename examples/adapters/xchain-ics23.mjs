// SPDX-License-Identifier: Apache-2.0
// xchain-ics23: the ICS-23 proofs of @confio/ics23.  It has no specification of
// sparse Merkle trees and ignores what a specification says of depth.
import { readFileSync } from "node:fs";
import * as lib from "@confio/ics23";
import { compress, decompress } from "@confio/ics23/build/compress.js";
import { applyInner, applyLeaf, doHash } from "@confio/ics23/build/ops.js";
import { calculateExistenceRoot, ensureSpec } from "@confio/ics23/build/proofs.js";
import { Unsupported, serve } from "./loop.mjs";

const bytes = (h) => Uint8Array.from(Buffer.from(h, "hex")), hex = (b) => Buffer.from(b).toString("hex");
const raw = (s) => Uint8Array.from(Buffer.from(s ?? "", "base64"));
const PB = lib.ics23, SPECS = { iavl: lib.iavlSpec, tendermint: lib.tendermintSpec };
function spec(x) {
  if (typeof x === "string") {
    if (!SPECS[x]) throw new Unsupported();
    return SPECS[x];
  }
  if (x.prehash_key_before_comparison) throw new Unsupported();
  const l = x.leaf_spec, i = x.inner_spec;
  return PB.ProofSpec.create({
    leafSpec: { hash: l.hash, prehashKey: l.prehash_key, prehashValue: l.prehash_value, length: l.length, prefix: raw(l.prefix) },
    innerSpec: { childOrder: i.child_order, childSize: i.child_size, minPrefixLength: i.min_prefix_length, maxPrefixLength: i.max_prefix_length, emptyChild: raw(i.empty_child), hash: i.hash },
    maxDepth: x.max_depth, minDepth: x.min_depth,
  });
}
const proof = (h) => PB.CommitmentProof.decode(bytes(h));
/* A verifier that throws has refused. */
const valid = (f) => {
  try {
    return { valid: f() === true };
  } catch (e) {
    if (e instanceof Unsupported) throw e;
    return { valid: false };
  }
};
const leaf = (l) => PB.LeafOp.create({ hash: l.hash, prehashKey: l.prehash_key, prehashValue: l.prehash_value, length: l.length, prefix: bytes(l.prefix) });
const member = (i) => valid(() => lib.verifyMembership(proof(i.proof), spec(i.spec), bytes(i.root), bytes(i.key), bytes(i.value)));
const absent = (i) => valid(() => lib.verifyNonMembership(proof(i.proof), spec(i.spec), bytes(i.root), bytes(i.key)));

serve({
  name: "@confio/ics23",
  version: JSON.parse(readFileSync(new URL("./node_modules/@confio/ics23/package.json", import.meta.url))).version,
  ops: {
    "ics23.verify_membership": member,
    "ics23.verify_non_membership": absent,
    "ics23.batch_verify_membership": member,
    "ics23.batch_verify_non_membership": absent,
    "ics23.calculate_root": (i) => ({ root: hex(calculateExistenceRoot(PB.ExistenceProof.decode(bytes(i.proof)))) }),
    "ics23.check_against_spec": (i) => valid(() => (ensureSpec(PB.ExistenceProof.decode(bytes(i.proof)), spec(i.spec)), true)),
    "ics23.hash": (i) => ({ hash: hex(doHash(i.hash_op, bytes(i.preimage))) }),
    "ics23.leaf_apply": (i) => ({ hash: hex(applyLeaf(leaf(i.leaf), bytes(i.key), bytes(i.value))) }),
    "ics23.inner_apply": (i) => ({ hash: hex(applyInner(PB.InnerOp.create({ hash: i.inner.hash, prefix: bytes(i.inner.prefix), suffix: bytes(i.inner.suffix) }), bytes(i.child))) }),
    "ics23.compress": (i) => ({ compressed: hex(PB.CommitmentProof.encode(compress(proof(i.batch))).finish()) }),
    "ics23.decompress": (i) => ({ batch: hex(PB.CommitmentProof.encode(decompress(proof(i.compressed))).finish()) }),
  },
});
