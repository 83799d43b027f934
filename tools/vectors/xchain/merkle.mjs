// SPDX-License-Identifier: Apache-2.0
// merkle: RFC 6962 logs, OpenZeppelin trees, mountain ranges.  node merkle.mjs
import { StandardMerkleTree, SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import assert from "node:assert/strict";
import { file, v, write, pin, utf, sha, kec, made, flip, range } from "./lib.mjs";

// --- RFC 6962: the recursive definitions; RFC 9162 gives the verdicts -------------
const mth = (d) => d.length === 0 ? sha("") : d.length === 1 ? sha("00", d[0]) : sha("01", mth(d.slice(0, cut(d.length))), mth(d.slice(cut(d.length))));
const cut = (n) => { let k = 1; while (2 * k < n) k *= 2; return k; };
const path = (m, d) => d.length === 1 ? [] : m < cut(d.length) ? [...path(m, d.slice(0, cut(d.length))), mth(d.slice(cut(d.length)))]
  : [...path(m - cut(d.length), d.slice(cut(d.length))), mth(d.slice(0, cut(d.length)))];
const subproof = (m, d, b) => m === d.length ? (b ? [] : [mth(d)]) : m <= cut(d.length) ? [...subproof(m, d.slice(0, cut(d.length)), b), mth(d.slice(cut(d.length)))]
  : [...subproof(m - cut(d.length), d.slice(cut(d.length)), false), mth(d.slice(0, cut(d.length)))];
function included(i, n, leaf, proof, root) { // RFC 9162, 2.1.3.2
  if (i >= n) return false;
  let f = i, s = n - 1, r = leaf;
  for (const p of proof) {
    if (s === 0) return false;
    if (f % 2 || f === s) { r = sha("01", p, r); while (f % 2 === 0 && f) { f = f >> 1; s = s >> 1; } } else r = sha("01", r, p);
    f = f >> 1; s = s >> 1;
  }
  return s === 0 && r === root;
}
function consistent(m, n, a, b, proof) { // RFC 9162, 2.1.4.2; equal sizes by its first steps
  if (m === 0 || m > n) return false;
  if (m === n) return proof.length === 0 && a === b;
  if (proof.length === 0) return false;
  const p = (m & (m - 1)) === 0 ? [a, ...proof] : [...proof];
  let f = m - 1, s = n - 1;
  while (f % 2) { f = f >> 1; s = s >> 1; }
  let fr = p[0], sr = p[0];
  for (const c of p.slice(1)) {
    if (s === 0) return false;
    if (f % 2 || f === s) { fr = sha("01", c, fr); sr = sha("01", c, sr); while (f % 2 === 0 && f) { f = f >> 1; s = s >> 1; } } else sr = sha("01", sr, c);
    f = f >> 1; s = s >> 1;
  }
  return s === 0 && fr === a && sr === b;
}
const entries = range(70).map((i) => utf(`entry ${i} of a log`));
const RFC = "RFC 9162, sections 2.1.1 to 2.1.4 (RFC 6962, section 2.1): proofs by the recursive definitions, verdicts by the step-by-step algorithms";

function roots() {
  const f = file("merkle/rfc6962-root", "RFC 6962; RFC 9162", { op: "rfc6962.root", source: RFC, requires: "XC-MKL-01" });
  for (const n of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 33]) v(f, `merkle.rfc6962.root.${n}`, `the root of a log of ${n} entries`, { in: { leaves: entries.slice(0, n) }, out: { root: mth(entries.slice(0, n)) } });
  v(f, "merkle.rfc6962.root.empty-entry", "one entry without bytes has another root than no entry", { in: { leaves: [""] }, out: { root: sha("00") } });
  v(f, "merkle.rfc6962.root.node-as-entry", "an entry that looks like an inner node is hashed as a leaf", { in: { leaves: ["01" + sha("00", entries[0]) + sha("00", entries[1])] }, out: { root: sha("00", "01" + sha("00", entries[0]) + sha("00", entries[1])) } });
  v(f, "merkle.rfc6962.root.twins", "equal entries count twice", { in: { leaves: [entries[0], entries[0], entries[0]] }, out: { root: mth([entries[0], entries[0], entries[0]]) } });
}
function inclusion() {
  const f = file("merkle/rfc6962-inclusion", "RFC 6962; RFC 9162", { op: "rfc6962.verify_inclusion", source: RFC, requires: "XC-MKL-02" });
  const put = (id, title, i, n, leaf, proof, root, want, risk) => {
    assert.equal(included(i, n, leaf, proof, root), want, id);
    v(f, `merkle.rfc6962.inclusion.${id}`, title, { in: { leaf_index: String(i), tree_size: String(n), leaf_hash: leaf, proof, root }, out: { valid: want }, ...(risk && { risk }) });
  };
  const cases = [[0, 1], [0, 2], [1, 2], [2, 3], [0, 5], [4, 5], [3, 7], [6, 7], [7, 8], [5, 11], [10, 11], [16, 17], [31, 33], [32, 33], [40, 64], [64, 65]];
  for (const [i, n] of cases) {
    const d = entries.slice(0, n), leaf = sha("00", d[i]), p = path(i, d), root = mth(d), at = `entry ${i} of ${n}`, k = `${i}-of-${n}`;
    put(`valid.${k}`, `${at} is in the log`, i, n, leaf, p, root, true);
    if (p.length) put(`cut.${k}`, `${at}: a proof without its last hash is refused`, i, n, leaf, p.slice(0, -1), root, false, "a root of a subtree is taken for the log's, so that entries of a forged log verify");
    put(`padded.${k}`, `${at}: a proof with a hash behind its end is refused`, i, n, leaf, [...p, made("pad")], root, false, "one entry has many proofs, and caches that go by the proof are filled with forgeries");
    if (p.length > 1) put(`swapped.${k}`, `${at}: a proof with its first two hashes exchanged is refused`, i, n, leaf, [p[1], p[0], ...p.slice(2)], root, false, "a verifier that sorts its hashes takes entries at places where they are not");
    if (n > 1) put(`neighbour.${k}`, `${at}: its proof does not speak for the neighbour`, i, n, sha("00", d[i ^ 1] ?? d[i - 1]), p, root, false, "a message that was never logged at this place is paid out");
    put(`past-end.${k}`, `${at}: index ${n} is outside of the log`, n, n, leaf, p, root, false, "entries appear that the log never promised");
    if (n > 2) put(`index.${k}`, `${at}: the same proof at another index is refused`, i === 0 ? 1 : i - 1, n, leaf, p, root, false, "one message is delivered under two numbers and so twice");
    if (n === 8 || n === 11) put(`flipped.${k}`, `${at}: one changed bit is noticed`, i, n, leaf, [flip(p[0], 31), ...p.slice(1)], root, false, "any proof verifies");
    if (n > 3) put(`other-log.${k}`, `${at}: the root of a log one entry longer is another`, i, n, leaf, p, mth(entries.slice(0, n + 1)), false, "evidence for one height is taken at another");
  }
  const d = entries.slice(0, 8), inner = sha("01", sha("00", d[0]), sha("00", d[1]));
  put("node-as-entry", "an inner node that is shown as an entry of the same log is refused", 0, 8, sha("00", "01" + sha("00", d[0]) + sha("00", d[1])), path(0, d).slice(1), mth(d), false, "second preimage: the children of a node are read as a message (the reason for the prefixes)");
  put("node-hash-as-entry", "the hash of an inner node with a shortened proof is refused", 0, 8, inner, path(0, d).slice(1), mth(d), false, "a proof of other depth lets 64 chosen bytes become an entry");
  put("empty-log", "nothing is in an empty log", 0, 0, sha(""), [], sha(""), false, "a bridge that starts with the root of nothing accepts every message: Nomad lost 190 million dollars when a zero root was trusted");
  put("zero-leaf-zero-root", "a leaf of zeros is not its own proof against a root of other value", 0, 1, "00".repeat(32), [], mth(entries.slice(0, 1)), false, "uninitialised memory verifies");
}
function consistency() {
  const f = file("merkle/rfc6962-consistency", "RFC 6962; RFC 9162", { op: "rfc6962.verify_consistency", source: RFC, requires: "XC-MKL-03" });
  const put = (id, title, m, n, a, b, proof, want, risk) => {
    assert.equal(consistent(m, n, a, b, proof), want, id);
    v(f, `merkle.rfc6962.consistency.${id}`, title, { in: { size1: String(m), size2: String(n), root1: a, root2: b, proof }, out: { valid: want }, ...(risk && { risk }) });
  };
  for (const [m, n] of [[1, 1], [1, 2], [1, 8], [2, 5], [3, 7], [4, 7], [6, 8], [7, 8], [8, 8], [8, 16], [9, 17], [32, 33], [33, 65]]) {
    const a = mth(entries.slice(0, m)), b = mth(entries.slice(0, n)), p = m === n ? [] : subproof(m, entries.slice(0, n), true), k = `${m}-to-${n}`, at = `${m} to ${n} entries`;
    put(`valid.${k}`, `a log grew from ${at}`, m, n, a, b, p, true);
    if (p.length) put(`cut.${k}`, `${at}: a proof without its last hash is refused`, m, n, a, b, p.slice(0, -1), false, "a log that forgot entries passes for an honest one");
    put(`padded.${k}`, `${at}: a surplus hash is refused`, m, n, a, b, [...p, made("pad")], false, "proofs can be inflated and still count");
    if (m > 1) put(`rewritten.${k}`, `${at}: an old root of other entries is refused`, m, n, mth([made("forged"), ...entries.slice(1, m)]), b, p, false, "history is rewritten: a spent message comes back unspent");
    if (m < n) put(`backwards.${k}`, `${at}: a log does not shrink`, n, m, b, a, p, false, "a light client is rolled back behind a payment");
    if (p.length > 1) put(`reordered.${k}`, `${at}: hashes in the opposite order are refused`, m, n, a, b, [...p].reverse(), false, "two logs share one proof");
  }
  const r = mth(entries.slice(0, 5));
  put("from-nothing", "nothing is proven about a log of no entries", 0, 5, sha(""), r, [], false, "a client without a root is walked to any root");
  put("equal-sizes-other-roots", "two roots of one size are a split view", 5, 5, r, mth([...entries.slice(0, 4), made("x")]), [], false, "a log shows two histories of equal length");
  put("equal-with-proof", "equal sizes need no proof and allow none", 5, 5, r, r, [made("pad")], false, "proofs can be inflated and still count");
}
function subtrees() { // the inclusion algorithm with shifted indices
  const f = file("merkle/rfc6962-subtree", "Merkle subtree drafts", { op: "rfc6962.verify_subtree_inclusion", source: "draft-ietf-plants-merkle-tree-certs: inclusion in [start, end) is inclusion of leaf - start in a tree of end - start; " + RFC, requires: "XC-MKL-04" });
  const put = (id, title, i, s, e, leaf, proof, root, want, risk) => v(f, `merkle.subtree.inclusion.${id}`, title, { in: { leaf_index: String(i), start: String(s), end: String(e), leaf_hash: leaf, proof, root }, out: { valid: want }, ...(risk && { risk }) });
  for (const [i, s, e] of [[4, 4, 8], [6, 4, 8], [9, 8, 11], [10, 8, 11], [0, 0, 6], [16, 16, 17]]) {
    const d = entries.slice(s, e), p = path(i - s, d), leaf = sha("00", entries[i]), root = mth(d), k = `${i}-in-${s}-${e}`;
    put(`valid.${k}`, `entry ${i} is in the subtree of ${s} up to ${e}`, i, s, e, leaf, p, root, true);
    put(`padded.${k}`, `entry ${i} of ${s} up to ${e}: a surplus hash is refused`, i, s, e, leaf, [...p, made("pad")], root, false, "a subtree passes for a larger one");
    put(`before.${k}`, `an entry before ${s} is outside of the subtree`, s ? s - 1 : e, s, e, leaf, p, root, false, "an entry counts for a checkpoint that did not have it");
    put(`after.${k}`, `entry ${e} is outside of the subtree of ${s} up to ${e}`, e, s, e, leaf, p, root, false, "an entry counts for a checkpoint that did not have it");
  }
  const d = entries.slice(2, 5);
  put("unaligned", "a subtree of three entries does not start at 2", 2, 2, 5, sha("00", entries[2]), path(0, d), mth(d), false, "ranges overlap that no log can have, and an entry is certified twice");
}

// --- OpenZeppelin -------------------------------------------------------------------
function openzeppelin() {
  const OZ = pin("@openzeppelin/merkle-tree"), own = `MerkleProof.sol, worked out from the text with ${pin("@noble/hashes")}`;
  const fold = (leaf, p) => p.reduce((a, b) => (a < b ? kec(a, b) : kec(b, a)), leaf);
  const x = (h) => h.replace(/^0x/, "");
  const f = file("merkle/openzeppelin", "OpenZeppelin MerkleProof, merkle-tree standard-v1", { source: `${own}; ${OZ}` });
  for (const n of [1, 2, 3, 5, 8, 13]) {
    const values = range(n).map((i) => ["0x" + made(`holder ${i}`, 20), String(1000n + BigInt(i) ** 9n)]);
    const t = StandardMerkleTree.of(values, ["address", "uint256"]);
    v(f, `merkle.oz.root.${n}`, `${n} claims, hashed twice and sorted, have this root`, { requires: "XC-MKL-07", op: "oz.standard_tree_root", in: { values, leaf_encoding: ["address", "uint256"] }, out: { root: x(t.root) } });
    const i = n >> 1, leaf = x(t.leafHash(values[i])), p = t.getProof(i).map(x);
    assert.equal(fold(leaf, p), x(t.root));
    v(f, `merkle.oz.process.${n}`, `the proof of claim ${i} of ${n} leads to the root`, { requires: "XC-MKL-05", op: "oz.process_proof", in: { leaf, proof: p }, out: { root: x(t.root) } });
    const put = (id, title, l, pr, root, want, risk) => { assert.equal(fold(l, pr) === root, want); v(f, `merkle.oz.verify.${id}.${n}`, title, { requires: "XC-MKL-05", op: "oz.verify", in: { root, leaf: l, proof: pr }, out: { valid: want }, ...(risk && { risk }) }); };
    put("valid", `claim ${i} of ${n} verifies`, leaf, p, x(t.root), true);
    if (p.length) put("cut", `claim ${i} of ${n}: a shortened proof is refused`, leaf, p.slice(0, -1), x(t.root), false, "an airdrop pays against the root of a part");
    put("padded", `claim ${i} of ${n}: a longer proof is refused`, leaf, [...p, made("pad")], x(t.root), false, "a claim is registered twice under two proofs");
    put("other-amount", `claim ${i} of ${n}: another amount has another leaf`, x(t.leafHash([values[i][0], String(BigInt(values[i][1]) + 1n)])), p, x(t.root), false, "a claimant writes the amount that is paid");
    if (p.length > 1) put("reordered", `claim ${i} of ${n}: hashes in the opposite order are refused`, leaf, [...p].reverse(), x(t.root), false, "trees of other shape share proofs");
  }
  const leaves = range(6).map((i) => "0x" + made(`leaf ${i}`)), t = SimpleMerkleTree.of(leaves);
  for (const pick of [[0], [1, 3], [0, 2, 5], [0, 1, 2, 3, 4, 5], []]) {
    const m = t.getMultiProof(pick), k = pick.join("") || "none", inn = { leaves: m.leaves.map(x), proof: m.proof.map(x), flags: m.proofFlags };
    v(f, `merkle.oz.multiproof.valid.${k}`, `leaves ${pick.join(", ") || "(none)"} of six together lead to the root`, { requires: "XC-MKL-06", op: "oz.process_multiproof", in: inn, out: { root: x(t.root) } });
    const bad = (id, title, over, risk) => v(f, `merkle.oz.multiproof.${id}.${k}`, title, { requires: "XC-MKL-06", op: "oz.process_multiproof", in: { ...inn, ...over }, reject: "count", risk });
    bad("flag-extra", `leaves ${k}: one flag too many is refused`, { flags: [...inn.flags, true] }, "a multiproof leaves hashes unused: CVE-2023-34459, forged leaves were accepted");
    if (inn.flags.length) bad("flag-missing", `leaves ${k}: one flag too few is refused`, { flags: inn.flags.slice(1) }, "leaves are shown that nothing binds to the root");
    bad("leaf-extra", `leaves ${k}: a leaf that no flag consumes is refused`, { leaves: [...inn.leaves, made("forged leaf")] }, "a forged claim rides along with true ones");
    bad("proof-extra", `leaves ${k}: a hash that no flag consumes is refused`, { proof: [...inn.proof, made("pad")] }, "a proof is changed in transit without notice");
  }
}

// --- mountain ranges ------------------------------------------------------------------
function mountains() {
  const SRC = "Merkle mountain range as in merkle-mountain-range (Nervos) and pallet-mmr: worked out from the definition with Keccak-256";
  const f = file("merkle/mmr", "Merkle Mountain Range", { source: SRC });
  const pop = (n) => n.toString(2).split("1").length - 1;
  const tree = (d) => d.length === 1 ? d[0] : kec(tree(d.slice(0, d.length / 2)), tree(d.slice(d.length / 2)));
  const mounts = (d) => { const out = []; let at = 0; for (let b = 30; b >= 0; b--) if (d.length & (1 << b)) { out.push([at, at + (1 << b)]); at += 1 << b; } return out; };
  const bag = (peaks) => peaks.slice(0, -1).reduceRight((acc, p) => kec(acc, p), peaks.at(-1));
  const up = (d, i) => d.length === 1 ? [] : i < d.length / 2 ? [...up(d.slice(0, d.length / 2), i), tree(d.slice(d.length / 2))] : [...up(d.slice(d.length / 2), i - d.length / 2), tree(d.slice(0, d.length / 2))];
  const leaves = range(20).map((i) => made(`mountain leaf ${i}`));
  const size = (n) => 2 * n - pop(n), pos = (i) => 2 * i - pop(i);
  for (const i of [0, 1, 2, 3, 5, 7, 8, 15, 100, 65535, 65536]) v(f, `merkle.mmr.pos.${i}`, `leaf ${i} stands at position ${pos(i)}`, { requires: "XC-MMR-01", op: "mmr.leaf_index_to_pos", in: { leaf_index: i }, out: { pos: pos(i), mmr_size_after: size(i + 1) } });
  for (const n of [1, 2, 3, 5, 7, 8, 11, 19]) {
    const peaks = []; let at = 0;
    for (const [a, b] of mounts(leaves.slice(0, n))) { at += 2 * (b - a) - 1; peaks.push(at - 1); }
    v(f, `merkle.mmr.peaks.${n}`, `${n} leaves have ${peaks.length} mountain${peaks.length > 1 ? "s" : ""}`, { requires: "XC-MMR-02", op: "mmr.peaks", in: { mmr_size: size(n) }, out: { peaks } });
    const d = leaves.slice(0, n), ph = mounts(d).map(([a, b]) => tree(d.slice(a, b)));
    v(f, `merkle.mmr.root.${n}`, `the mountains of ${n} leaves are bagged from the right`, { requires: "XC-MMR-03", op: "mmr.root", in: { leaves: d }, out: { peaks: ph, root: bag(ph), mmr_size: size(n) } });
  }
  for (const [i, n] of [[0, 1], [1, 2], [0, 3], [2, 3], [4, 7], [6, 7], [5, 11], [8, 11], [10, 11], [16, 19]]) {
    const d = leaves.slice(0, n), ms = mounts(d), mine = ms.findIndex(([a, b]) => i >= a && i < b), ph = ms.map(([a, b]) => tree(d.slice(a, b))), [a, b] = ms[mine];
    const proof = [...ph.slice(0, mine), ...up(d.slice(a, b), i - a), ...(mine + 1 < ph.length ? [bag(ph.slice(mine + 1))] : [])];
    const base = { leaf_count: n, mmr_size: size(n), leaf_index: i, leaf_position: pos(i), leaf: d[i], proof, root: bag(ph) }, k = `${i}-of-${n}`;
    const put = (id, title, over, want, req, risk) => v(f, `merkle.mmr.${id}.${k}`, title, { requires: req, op: "mmr.verify_proof", in: { ...base, ...over }, out: { valid: want }, ...(risk && { risk }) });
    put("valid", `leaf ${i} of ${n} is under the root`, {}, true, "XC-MMR-04");
    put("surplus", `leaf ${i} of ${n}: a surplus hash is refused`, { proof: [...proof, made("pad")] }, false, "XC-MMR-05", "a proof is changed in transit, and replay protection that goes by its hash fails");
    if (proof.length) put("missing", `leaf ${i} of ${n}: a missing hash is refused`, { proof: proof.slice(0, -1) }, false, "XC-MMR-05", "a mountain passes for the range: leaves behind it may be anything");
    if (proof.length > 1) put("reordered", `leaf ${i} of ${n}: hashes in the opposite order are refused`, { proof: [...proof].reverse() }, false, "XC-MMR-04", "leaves move between mountains");
    put("other-leaf", `leaf ${i} of ${n}: another leaf is refused`, { leaf: leaves[(i + 1) % 20] }, false, "XC-MMR-04", "a finality proof speaks for another header");
    put("other-root", `leaf ${i} of ${n}: the root of one leaf more is another`, { root: bag(mounts(leaves.slice(0, n + 1)).map(([p, q]) => tree(leaves.slice(p, q)))) }, false, "XC-MMR-03", "evidence of one height is taken at another");
  }
}
roots(); inclusion(); consistency(); subtrees(); openzeppelin(); mountains();
write();
