// SPDX-License-Identifier: Apache-2.0
// ics23: proofs of being and not being in iavl, tendermint and smt trees.
// node ics23.mjs [--deviations FILE]
import * as confio from "@confio/ics23";
import { compress, decompress } from "@confio/ics23/build/compress.js";
import { blake2b, blake2s } from "@noble/hashes/blake2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import assert from "node:assert/strict";
import { file, v, write, pin, utf, hex, bytes, sha, be, le, made, flip, range, others, h160, deviates } from "./lib.mjs";

const PEER = pin("@confio/ics23"), SRC = `ICS-23 and cosmos/ics23 (CheckAgainstSpec, VerifyMembership, VerifyNonMembership), worked out from the text with ${pin("@noble/hashes")}`;
const vi = (n) => { let s = "", x = BigInt(n); while (x > 127n) { s += be((x & 127n) | 128n, 1); x >>= 7n; } return s + be(x, 1); };
const zz = (n) => vi(BigInt(n) >= 0n ? 2n * BigInt(n) : -2n * BigInt(n) - 1n);
const fld = (n, h) => (h ? vi(n << 3 | 2) + vi(h.length / 2) + h : ""), num = (n, x) => (x ? vi(n << 3) + vi(x) : ""), msg = (n, h) => vi(n << 3 | 2) + vi(h.length / 2) + h;
const pbLeaf = (l) => num(1, l.hash) + num(2, l.prehash_key) + num(3, l.prehash_value) + num(4, l.length) + fld(5, l.prefix), pbInner = (s) => num(1, s.hash) + fld(2, s.prefix) + fld(3, s.suffix);
const pbExist = (p) => fld(1, p.key) + fld(2, p.value) + (p.leaf ? msg(3, pbLeaf(p.leaf)) : "") + p.path.map((s) => msg(4, pbInner(s))).join("");
const exist = (p) => msg(1, pbExist(p)), pbNon = (p) => fld(1, p.key) + (p.left ? msg(2, pbExist(p.left)) : "") + (p.right ? msg(3, pbExist(p.right)) : ""), nonexist = (p) => msg(2, pbNon(p));
const HASH = { 1: sha, 2: others.sha512, 3: (h) => hex(keccak_256(bytes(h))), 4: others.ripemd160, 5: h160, 6: others.sha512_256, 7: (h) => hex(blake2b(bytes(h), { dkLen: 64 })), 8: (h) => hex(blake2s(bytes(h), { dkLen: 32 })) };
const pre = (op, h) => (op ? HASH[op](h) : h), LEN = { 0: (h) => h, 1: (h) => vi(h.length / 2) + h, 3: (h) => be(h.length / 2, 4) + h, 4: (h) => le(h.length / 2, 4) + h, 5: (h) => be(h.length / 2, 8) + h, 6: (h) => le(h.length / 2, 8) + h, 7: (h) => h, 8: (h) => h };
const leafHash = (l, k, x) => HASH[l.hash](l.prefix + LEN[l.length](pre(l.prehash_key, k)) + LEN[l.length](pre(l.prehash_value, x)));
const step = (s, c) => HASH[s.hash](s.prefix + c + s.suffix), root = (p) => p.path.reduce((c, s) => step(s, c), leafHash(p.leaf, p.key, p.value));
const b64 = (h) => Buffer.from(h, "hex").toString("base64");
const SPEC = (o = {}, i = {}, l = {}) => ({ leaf_spec: { hash: 1, prehash_key: 0, prehash_value: 1, length: 1, prefix: "AA==", ...l }, inner_spec: { child_order: [0, 1], child_size: 32, min_prefix_length: 1, max_prefix_length: 1, empty_child: "", hash: 1, ...i }, max_depth: 0, min_depth: 0, prehash_key_before_comparison: false, ...o });
const IAVL = SPEC({}, { child_size: 33, min_prefix_length: 4, max_prefix_length: 12 }), TM = SPEC();

// --- trees: each gives sorted items and the existence proof of one -------------------
const items = range(11).map((i) => ({ key: utf(`packets/${String.fromCharCode(98 + i)}/${i}`), value: utf(`commitment number ${i}`) }));
const cut = (n) => { let k = 1; while (2 * k < n) k *= 2; return k; };
function binary(leaf, join) { // join(left, right, isRight) -> the step of a child
  const node = (l) => (l.length === 1 ? leafHash(leaf, l[0].key, l[0].value) : step(join(l, false, node(l.slice(cut(l.length)))), node(l.slice(0, cut(l.length)))));
  const path = (l, i) => { if (l.length === 1) return []; const k = cut(l.length); return i < k ? [...path(l.slice(0, k), i), join(l, false, node(l.slice(k)))] : [...path(l.slice(k), i - k), join(l, true, node(l.slice(0, k)))]; };
  return (l) => ({ items: l, root: node(l), prove: (i) => ({ key: l[i].key, value: l[i].value, leaf, path: path(l, i) }) });
}
const tmLeaf = { hash: 1, prehash_key: 0, prehash_value: 1, length: 1, prefix: "00" };
const tm = binary(tmLeaf, (l, right, sib) => ({ hash: 1, prefix: right ? "01" + sib : "01", suffix: right ? "" : sib }));
const mirrored = binary(tmLeaf, (l, right, sib) => ({ hash: 1, prefix: right ? "01" : "01" + sib, suffix: right ? sib : "" }));
const high = (n) => (n === 1 ? 0 : 1 + high(cut(n)));
const iavl = binary({ ...tmLeaf, prefix: zz(0) + zz(1) + zz(7) }, (l, right, sib) => { const h = zz(high(l.length)) + zz(l.length) + zz(9) + "20"; return { hash: 1, prefix: right ? h + sib + "20" : h, suffix: right ? "" : "20" + sib }; });
const smtLeaf = { hash: 1, prehash_key: 1, prehash_value: 1, length: 0, prefix: "00" }, Z = "00".repeat(32);
const bit = (k, d) => (bytes(sha(k))[d >> 3] >> (7 - (d & 7))) & 1;
function smt(list) {
  const node = (l, d) => (l.length === 0 ? Z : l.length === 1 ? leafHash(smtLeaf, l[0].key, l[0].value) : sha("01", node(l.filter((x) => !bit(x.key, d)), d + 1), node(l.filter((x) => bit(x.key, d)), d + 1)));
  const path = (l, it, d) => { if (l.length === 1) return []; const b = bit(it.key, d), mine = l.filter((x) => bit(x.key, d) === b), sib = node(l.filter((x) => bit(x.key, d) !== b), d + 1); return [...path(mine, it, d + 1), { hash: 1, prefix: b ? "01" + sib : "01", suffix: b ? "" : sib }]; };
  const s = [...list].sort((a, b) => (sha(a.key) < sha(b.key) ? -1 : 1));
  return { items: s, root: node(s, 0), prove: (i) => ({ key: s[i].key, value: s[i].value, leaf: smtLeaf, path: path(s, s[i], 0) }) };
}
const TREES = { iavl: iavl(items), tendermint: tm(items), smt: smt(items) };
const PS = { iavl: confio.iavlSpec, tendermint: confio.tendermintSpec, smt: confio.smtSpec };
const ask = (f) => { try { return f(); } catch { return false; } };
function member(f, id, title, req, spec, t, key, value, proof, want, risk) {
  const source = want && typeof spec === "string" && spec !== "smt" ? `${SRC}; ${PEER} agrees` : SRC;
  if (typeof spec === "string" && spec !== "smt") { const got = ask(() => confio.verifyMembership(confio.ics23.CommitmentProof.decode(bytes(proof)), PS[spec], bytes(t), bytes(key), bytes(value))); if (got !== want) { assert(!want, id); deviates(`ics23.exist.${id}`, PEER, "accepts"); } }
  v(f, `ics23.exist.${id}`, title, { requires: req, op: "ics23.verify_membership", in: { spec, root: t, key, value, proof }, out: { valid: want }, source, ...(risk && { risk }) });
}
function absent(f, id, title, req, spec, t, key, proof, want, risk) {
  let source = SRC;
  if (typeof spec === "string" && spec !== "smt") { const got = ask(() => confio.verifyNonMembership(confio.ics23.CommitmentProof.decode(bytes(proof)), PS[spec], bytes(t), bytes(key))); if (got === want) { if (want) source += `; ${PEER} agrees`; } else deviates(`ics23.absent.${id}`, PEER, got ? "accepts" : "refuses"); }
  v(f, `ics23.absent.${id}`, title, { requires: req, op: "ics23.verify_non_membership", in: { spec, root: t, key, proof }, out: { valid: want }, source, ...(risk && { risk }) });
}
const BNB = "a forged step proves any message: the BNB bridge lost two million BNB in October 2022 to a forged IAVL proof whose step had both children";
for (const [name, t] of Object.entries(TREES)) {
  const f = file(`ics23/membership-${name}`, "ICS-23");
  for (const [w, i] of [["first", 0], ["second", 1], ["middle", 5], ["last", 10]]) {
    const p = t.prove(i), at = `${name}: the ${w} key`, K = `${name}.${w}`;
    assert.equal(root(p), t.root);
    const put = (id, title, req, q, want, risk, o = {}) => member(f, `${id}.${K}`, `${at}: ${title}`, req, name, o.root ?? t.root, o.key ?? q.key, o.value ?? q.value, o.proof ?? exist(q), want, risk);
    put("valid", "its proof leads to the root", "XC-PRF-14 XC-PRF-01 XC-PRF-02", p, true);
    put("other-key", "it does not speak for a neighbouring key", "XC-PRF-14", p, false, "a message that was never committed is delivered", { key: t.items[(i + 1) % 11].key });
    put("other-value", "it does not speak for another value", "XC-PRF-14", p, false, "a packet's content is free for a relayer to choose", { value: utf("commitment number 99") });
    put("other-root", "it does not speak for another root", "XC-PRF-14", p, false, "evidence of one height is taken at another", { root: (name === "smt" ? smt : name === "iavl" ? iavl : tm)(items.slice(0, 10)).root });
    put("key-in-proof", "a key changed in the proof too changes the root", "XC-PRF-14", { ...p, key: p.key + "00" }, false, "a proof is turned to a longer key");
    put("cut", "a proof without its last step ends below the root", "XC-PRF-14", { ...p, path: p.path.slice(0, -1) }, false, "a subtree passes for the tree");
    put("padded", "a step behind the root leads past it", "XC-PRF-14", { ...p, path: [...p.path, p.path.at(-1)] }, false, "proofs can be prolonged to other roots");
    if (p.path.length > 2) put("reordered", "two exchanged steps are refused", "XC-PRF-14", { ...p, path: [p.path[1], p.path[0], ...p.path.slice(2)] }, false, "proofs of one tree fit another");
    put("empty-value", "an empty value is refused, even if the claim agrees", "XC-PRF-01", { ...p, value: "" }, false, "absence is shown as presence of nothing", { value: "", root: root({ ...p, value: "" }) });
    put("empty-key", "an empty key is refused, even if the claim agrees", "XC-PRF-01", { ...p, key: "" }, false, "the root of a store is read as an entry", { key: "", root: root({ ...p, key: "" }) });
    put("no-leaf", "a proof without a leaf is refused", "XC-PRF-05", { ...p, leaf: null }, false, "a node is shown as an entry");
    put("as-absence", "a proof of absence does not prove presence", "XC-PRF-22", p, false, "neighbours of a key are shown instead of the key", { proof: nonexist({ key: p.key, left: p }) });
    put("nothing", "an empty proof is refused", "XC-PRF-22", p, false, "nothing proves everything: such proofs have emptied bridges", { proof: "" });
    // one rule broken, the root recomputed: only the specification stops these
    const forged = (id, title, req, q, risk) => put(id, title, req, q, false, risk, { root: root(q) });
    forged("leaf-prefix", "a leaf with another prefix is refused though the hashes agree", "XC-PRF-05", { ...p, leaf: { ...p.leaf, prefix: "01" + p.leaf.prefix } }, "an inner node is shown as a leaf: chosen bytes become entries");
    forged("leaf-no-prefix", "a leaf without its prefix is refused though the hashes agree", "XC-PRF-05", { ...p, leaf: { ...p.leaf, prefix: "" } }, "an inner node is shown as a leaf: chosen bytes become entries");
    forged("leaf-hash", "a leaf hashed by SHA-512/256 is refused though the hashes agree", "XC-PRF-05", { ...p, leaf: { ...p.leaf, hash: 6 } }, "the prover chooses the weakest hash");
    forged("leaf-value-plain", "a leaf whose value is not hashed first is refused though the hashes agree", "XC-PRF-05", { ...p, leaf: { ...p.leaf, prehash_value: 0 } }, "the border of key and value moves");
    forged("leaf-length", "a leaf with other lengths is refused though the hashes agree", "XC-PRF-05", { ...p, leaf: { ...p.leaf, length: 3 } }, "the border of key and value moves");
    const s = p.path[0], first = (x) => ({ ...p, path: [{ ...s, ...x }, ...p.path.slice(1)] });
    forged("inner-hash", "a step hashed by SHA-512/256 is refused though the hashes agree", "XC-PRF-07", first({ hash: 6 }), "the prover chooses the weakest hash");
    forged("inner-leaf-prefix", "a step that begins like a leaf is refused though the hashes agree", "XC-PRF-06", first({ prefix: "00" + s.prefix.slice(2) }), "an entry whose value looks like a node is opened as one: keys appear that nobody wrote");
    forged("inner-short", "a step without a prefix is refused though the hashes agree", "XC-PRF-07", first({ prefix: "" }), "domains of nodes and entries are mixed");
    forged("inner-long", "a step with a prefix that is too long is refused though the hashes agree", "XC-PRF-07", first({ prefix: s.prefix + "ab".repeat(80) }), "entries are hidden in the prefix of a step");
    forged("inner-suffix", "a step with a suffix of uneven length is refused though the hashes agree", "XC-PRF-08", first({ suffix: s.suffix + "00" }), "two entries share one proof");
    if (name === "tendermint") { forged("both", "a step with siblings on both sides is refused though the hashes agree", "XC-PRF-12", first({ prefix: "01" + made("l"), suffix: made("r") }), BNB); forged("inner-02", "a step that begins with 02 is refused though the hashes agree", "XC-PRF-12", first({ prefix: "02" + s.prefix.slice(2) }), "domains of nodes and entries are mixed"); }
    if (name === "iavl") {
      const h = (a, b, c) => zz(a) + zz(b) + zz(c);
      forged("leaf-height", "a leaf of height 1 is refused though the hashes agree", "XC-PRF-10", { ...p, leaf: { ...p.leaf, prefix: h(1, 1, 7) } }, BNB); forged("leaf-size", "a leaf of size 2 is refused though the hashes agree", "XC-PRF-10", { ...p, leaf: { ...p.leaf, prefix: h(0, 2, 7) } }, "a node is shown as a leaf");
      forged("leaf-version", "a leaf of negative version is refused though the hashes agree", "XC-PRF-10", { ...p, leaf: { ...p.leaf, prefix: h(0, 1, -1) } }, "a leaf that no tree writes is opened"); forged("leaf-rest", "a leaf with a byte behind its version is refused though the hashes agree", "XC-PRF-10", { ...p, leaf: { ...p.leaf, prefix: p.leaf.prefix + "20" } }, "the border of prefix and key moves");
      forged("height-0", "a step of height 0 is refused though the hashes agree", "XC-PRF-11 XC-PRF-06", first({ prefix: "00" + s.prefix.slice(2) }), "a leaf is opened as a node");
      forged("height-low", "a second step of height 1 is refused though the hashes agree", "XC-PRF-11", { ...p, path: [s, { ...p.path[1], prefix: "02" + p.path[1].prefix.slice(2) }, ...p.path.slice(2)] }, "steps are put into a proof that the tree has no room for");
      forged("negative", "a step of negative size is refused though the hashes agree", "XC-PRF-10", first({ prefix: s.prefix.slice(0, 2) + zz(-2) + s.prefix.slice(4) }), "a node that no tree writes is opened"); forged("rest", "a step with two bytes behind its version is refused though the hashes agree", "XC-PRF-10", first({ prefix: s.prefix.slice(0, 6) + "2020" }), "entries are hidden in the prefix of a step");
    }
  }
}
{ // depth and specifications
  const f = file("ics23/specs", "ICS-23"), it = items[3], deep = (n) => ({ key: it.key, value: it.value, leaf: tmLeaf, path: range(n).map((i) => ({ hash: 1, prefix: "01", suffix: made(`deep ${i}`) })) });
  const put = (id, title, req, spec, p, want, risk) => member(f, id, title, req, spec, root(p), p.key, p.value, exist(p), want, risk);
  const deepRisk = "proofs without end stop a chain, and no tree is that deep";
  put("depth.0", "a tree of one entry has no steps", "XC-PRF-09", TM, deep(0), true); put("depth.128", "128 steps are the most without another limit", "XC-PRF-09", TM, deep(128), true); put("depth.129", "129 steps are too many", "XC-PRF-09", TM, deep(129), false, deepRisk);
  put("max.3", "as many steps as the specification allows", "XC-PRF-09", SPEC({ max_depth: 3 }), deep(3), true); put("max.4", "a step more than the specification allows is refused", "XC-PRF-09", SPEC({ max_depth: 3 }), deep(4), false, deepRisk);
  const sd = (n) => ({ ...deep(n), leaf: smtLeaf }); put("smt.256", "256 steps are the most in a sparse tree", "XC-PRF-09 XC-PRF-21", "smt", sd(256), true); put("smt.257", "257 steps are too many in a sparse tree", "XC-PRF-09 XC-PRF-21", "smt", sd(257), false, "a path that is longer than a key's hash meets no key");
  put("min.2", "as few steps as the specification demands", "XC-PRF-09", SPEC({ min_depth: 2 }), deep(2), true); put("min.1", "a step fewer than the specification demands is refused", "XC-PRF-09", SPEC({ min_depth: 2 }), deep(1), false, "a leaf is proven where only nodes can be: a value of 64 bytes is a node");
  for (const [id, o] of [["child-0", { child_size: 0 }], ["child-negative", { child_size: -1 }], ["prefix-max", { max_prefix_length: 33 }], ["prefix-wide", { max_prefix_length: 200 }]]) put(`spec.${id}`, `a specification with ${JSON.stringify(o).replace(/["{}]/g, "")} is refused`, "XC-PRF-25", SPEC({}, o), deep(2), false, "left and right children cannot be told apart, and absence is proven for keys that are there");
  put("spec.prefix-edge", "the widest prefix that still tells children apart", "XC-PRF-25", SPEC({}, { max_prefix_length: 32 }), deep(2), true);
  { const p = { ...deep(2), path: deep(2).path.map((s) => ({ ...s, hash: 2 })) }; put("wide-child", "a running hash that is wider than a child is refused", "XC-PRF-13", SPEC({}, { hash: 2 }), p, false, "a wide node is cut into a child and a sibling of the forger's choice"); }
  for (const [id, op] of [["blake3", 9], ["none", 0], ["ten", 10]]) { const q = { ...deep(1), leaf: { ...tmLeaf, hash: op } }; member(f, `leaf-op.${id}`, `a leaf hashed by operation ${op} is refused`, "XC-PRF-03", SPEC({}, {}, { hash: op }), made("r"), q.key, q.value, exist(q), false, "an operation that a verifier does not know is skipped"); }
  const chk = (id, title, req, p, spec, want, risk) => v(f, `ics23.check.${id}`, title, { requires: req, op: "ics23.check_against_spec", in: { proof: pbExist(p), spec }, out: { valid: want }, source: SRC, ...(risk && { risk }) });
  const ip = TREES.iavl.prove(4), tp = TREES.tendermint.prove(4);
  chk("iavl", "a proof of an iavl tree has its form", "XC-PRF-05", ip, IAVL, true); chk("tendermint", "a proof of a tendermint tree has its form", "XC-PRF-05", tp, TM, true); chk("crossed", "a proof of an iavl tree has not the form of a tendermint tree", "XC-PRF-07", ip, TM, false, "proofs of one store speak for another"); chk("crossed-back", "a proof of a tendermint tree has not the form of an iavl tree", "XC-PRF-10", tp, IAVL, false, "proofs of one store speak for another");
  const lf = { hash: 1, prehash_key: 0, prehash_value: 1, length: 1, prefix: "00" };
  const cl = (id, title, leaf, spec, want, risk) => v(f, `ics23.leaf-check.${id}`, title, { requires: "XC-PRF-05", op: "ics23.check_leaf", in: { leaf, leaf_spec: spec }, out: { valid: want }, source: SRC, ...(risk && { risk }) });
  cl("same", "a leaf as specified", lf, lf, true); cl("longer", "a prefix may go on behind the specified one", { ...lf, prefix: "000207" }, lf, true); cl("any", "no specified prefix allows any", { ...lf, prefix: "ff" }, { ...lf, prefix: "" }, true);
  for (const [k, x] of [["hash", 2], ["prehash_key", 1], ["prehash_value", 0], ["length", 0]]) cl(k.replace("_", "-"), `another ${k.replace("_", " of the ")} is refused`, { ...lf, [k]: x }, lf, false, "the prover chooses how a leaf is hashed");
  cl("shorter", "a prefix that is shorter is refused", { ...lf, prefix: "" }, lf, false, "an inner node is shown as a leaf"); cl("other", "another prefix is refused", { ...lf, prefix: "01" }, lf, false, "an inner node is shown as a leaf"); cl("inside", "a prefix that holds the specified one further on is refused", { ...lf, prefix: "0100" }, lf, false, "an inner node is shown as a leaf");
}
{ // operations
  const f = file("ics23/operations", "ICS-23", { source: SRC }), food = utf("an entry");
  for (const op of [1, 2, 4, 5, 6, 7, 8]) v(f, `ics23.hash.${op}`, `hash operation ${op}`, { requires: "XC-PRF-03", op: "ics23.hash", in: { hash_op: op, preimage: food }, out: { hash: HASH[op](food) } });
  for (const op of [3, 9, 10, 255]) v(f, `ics23.hash.${op}`, `hash operation ${op} is not supported`, { requires: "XC-PRF-03", op: "ics23.hash", in: { hash_op: op, preimage: food }, reject: "type", risk: "an operation that a verifier does not know is skipped" });
  const L = (o = {}) => ({ hash: 1, prehash_key: 0, prehash_value: 0, length: 0, prefix: "", ...o }), la = (id, title, leaf, key, value, req = "XC-PRF-01") => v(f, `ics23.leaf.${id}`, title, { requires: req, op: "ics23.leaf_apply", in: { leaf, key, value }, out: { hash: leafHash(leaf, key, value) } });
  la("plain", "key and value in a row", L(), "aa", "bb"); la("prefix", "a prefix comes first", L({ prefix: "0102" }), "aa", "bb"); la("varint", "lengths as varints", L({ length: 1 }), "aa", "bb".repeat(200)); la("prehash", "key and value are hashed first", L({ prehash_key: 1, prehash_value: 4, length: 1 }), "aa", "bb"); for (const n of [3, 4, 5, 6]) la(`length-${n}`, `length operation ${n}`, L({ length: n }), "aabb", "cc".repeat(300)); la("require-32", "32 bytes are demanded and given", L({ prehash_key: 1, prehash_value: 1, length: 7 }), "aa", "bb", "XC-PRF-04"); la("require-64", "64 bytes are demanded and given", L({ prehash_key: 2, prehash_value: 7, length: 8 }), "aa", "bb", "XC-PRF-04"); for (const h of [2, 4, 5, 6, 7, 8]) la(`hash-${h}`, `hash operation ${h}`, L({ hash: h }), "aa", "bb");
  const bad = (id, title, leaf, key, value, reject, req, risk) => v(f, `ics23.leaf.${id}`, title, { requires: req, op: "ics23.leaf_apply", in: { leaf, key, value }, reject, risk });
  bad("empty-key", "an empty key is refused", L(), "", "bb", "empty", "XC-PRF-01", "the border of key and value moves"); bad("empty-value", "an empty value is refused", L(), "aa", "", "empty", "XC-PRF-01", "absence is shown as presence of nothing");
  for (const [n, x] of [[7, "31"], [8, "63"]]) bad(`require-${x}`, `${x} bytes are refused by length operation ${n}`, L({ length: n }), "ab".repeat(Number(x)), "cd".repeat(Number(x)), "length", "XC-PRF-04", "the border of key and value moves"); bad("rlp", "length operation 2 is not supported", L({ length: 2 }), "aa", "bb", "type", "XC-PRF-03", "an operation that a verifier does not know is skipped"); bad("length-9", "length operation 9 is unknown", L({ length: 9 }), "aa", "bb", "type", "XC-PRF-03", "an operation that a verifier does not know is skipped");
  for (const [i, s] of [{ hash: 1, prefix: "01", suffix: "" }, { hash: 1, prefix: "01", suffix: made("s") }, { hash: 2, prefix: "", suffix: "ff" }, { hash: 5, prefix: "0102", suffix: "" }].entries()) v(f, `ics23.inner.${i + 1}`, `step ${i + 1} is prefix, child, suffix`, { requires: "XC-PRF-02", op: "ics23.inner_apply", in: { inner: s, child: made("c") }, out: { hash: step(s, made("c")) } });
  v(f, "ics23.inner.empty", "a step without a child is refused", { requires: "XC-PRF-02", op: "ics23.inner_apply", in: { inner: { hash: 1, prefix: "01", suffix: "02" }, child: "" }, reject: "empty", risk: "prefix and suffix alone are a node of the forger's choice" });
  for (const h of [9, 10]) v(f, `ics23.inner.hash-${h}`, `a step hashed by operation ${h} is refused`, { requires: "XC-PRF-03", op: "ics23.inner_apply", in: { inner: { hash: h, prefix: "01", suffix: "02" }, child: "aa" }, reject: "type", risk: "an operation that a verifier does not know is skipped" });
  for (const [n, t] of Object.entries(TREES)) v(f, `ics23.root.${n}`, `the root of a proof of the ${n} tree`, { requires: "XC-PRF-02", op: "ics23.calculate_root", in: { proof: pbExist(t.prove(6)) }, out: { root: t.root } });
  v(f, "ics23.root.no-leaf", "a proof without a leaf has no root", { requires: "XC-PRF-05", op: "ics23.calculate_root", in: { proof: pbExist({ ...TREES.iavl.prove(6), leaf: null }) }, reject: "no-leaf", risk: "a node is shown as an entry" });
  // batches: compression by first use
  const t = TREES.tendermint, entries = [0, 1, 6, 10].map((i) => t.prove(i)), table = [], idx = (s) => { const k = JSON.stringify(s); if (!table.includes(k)) table.push(k); return table.indexOf(k); };
  const batch = msg(3, entries.map((p) => msg(1, msg(1, pbExist(p)))).join("")), ce = entries.map((p) => fld(1, p.key) + fld(2, p.value) + msg(3, pbLeaf(p.leaf)) + fld(4, p.path.map((s) => vi(idx(s))).join(""))), comp = (tab = table) => msg(4, ce.map((x) => msg(1, msg(1, x))).join("") + tab.map((k) => msg(2, pbInner(JSON.parse(k)))).join(""));
  assert.equal(hex(confio.ics23.CommitmentProof.encode(decompress(confio.ics23.CommitmentProof.decode(bytes(comp())))).finish()), batch);
  if (hex(confio.ics23.CommitmentProof.encode(compress(confio.ics23.CommitmentProof.decode(bytes(batch)))).finish()) !== comp()) deviates("ics23.compress.four", PEER, "emits equal steps again");
  const CS = `${SRC}; ${PEER} expands it to the same bytes`;
  v(f, "ics23.compress.four", "four proofs share their steps", { requires: "XC-PRF-24", op: "ics23.compress", in: { batch }, out: { compressed: comp() }, source: CS }); v(f, "ics23.decompress.four", "four proofs get their steps back", { requires: "XC-PRF-23 XC-PRF-24", op: "ics23.decompress", in: { compressed: comp() }, out: { batch }, source: CS });
  for (const p of [batch, comp()]) { const k = p === batch ? "batch" : "compressed"; for (const i of [0, 6, 10]) v(f, `ics23.batch.${k}.${i}`, `entry ${i} of a ${k} proof`, { requires: "XC-PRF-23", op: "ics23.batch_verify_membership", in: { spec: "tendermint", root: t.root, key: items[i].key, value: items[i].value, proof: p }, out: { valid: true } });
    for (const [id, o] of [["missing", { key: items[3].key, value: items[3].value }], ["value", { value: utf("x") }], ["root", { root: made("r") }]]) v(f, `ics23.batch.${k}.${id}`, `a ${k} proof does not speak for another ${id === "missing" ? "entry" : id}`, { requires: "XC-PRF-23", op: "ics23.batch_verify_membership", in: { spec: "tendermint", root: t.root, key: items[0].key, value: items[0].value, proof: p, ...o }, out: { valid: false }, risk: "one true entry lets the whole batch through" }); }
  v(f, "ics23.batch.lookup", "an index behind the table of steps is refused", { requires: "XC-PRF-23", op: "ics23.batch_verify_membership", in: { spec: "tendermint", root: leafHash(tmLeaf, items[0].key, items[0].value), key: items[0].key, value: items[0].value, proof: comp(table.slice(0, 0)) }, out: { valid: false }, risk: "missing steps are left out, and an entry is its own root (a deployed verifier does so)" });
  v(f, "ics23.decompress.lookup", "an index behind the table of steps is refused", { requires: "XC-PRF-23", op: "ics23.decompress", in: { compressed: comp(table.slice(0, 1)) }, reject: "range", risk: "missing steps are left out, and an entry is its own root (a deployed verifier does so)" });
}
for (const [name, t] of [...Object.entries(TREES), ["mirrored", mirrored(items)]]) {
  const f = file(`ics23/absence-${name}`, "ICS-23"), spec = name === "mirrored" ? SPEC({}, { child_order: [1, 0] }) : name, cmp = (k) => (name === "smt" ? sha(k) : k), P = (i) => t.prove(i), keys = t.items.map((x) => x.key), R = name === "mirrored" ? " XC-PRF-20" : name === "smt" ? " XC-PRF-21" : "";
  const find = (lo, hi) => { for (const n of range(100000)) { const k = name === "smt" ? utf(`absent ${n}`) : n === 0 ? (lo ? lo + "21" : utf("packets/a")) : null; if (k === null) break; if ((!lo || cmp(lo) < cmp(k)) && (!hi || cmp(k) < cmp(hi))) return k; } throw new Error(name + lo); };
  const put = (id, title, req, key, p, want, risk, r = t.root) => absent(f, `${id}.${name}`, `${name}: ${title}`, req + R, spec, r, key, typeof p === "string" ? p : nonexist({ key, ...p }), want, risk);
  const U = "a receipt that exists is shown as absent: a delivered packet times out and is refunded, so the money is there twice";
  const below = find(null, keys[0]), above = find(keys[10], null);
  put("below", "a key before the first is absent", "XC-PRF-15 XC-PRF-17", below, { right: P(0) }, true); put("above", "a key behind the last is absent", "XC-PRF-15 XC-PRF-18", above, { left: P(10) }, true);
  for (const i of [0, 3, 4, 7, 9]) { const k = find(keys[i], keys[i + 1]);
    put(`between.${i}`, `a key between entries ${i} and ${i + 1} is absent`, "XC-PRF-16 XC-PRF-19", k, { left: P(i), right: P(i + 1) }, true);
    put(`swapped.${i}`, `neighbours ${i} and ${i + 1} in the wrong order are refused`, "XC-PRF-16", k, { left: P(i + 1), right: P(i) }, false, U);
    put(`root.${i}`, `neighbours ${i} and ${i + 1} under another root are refused`, "XC-PRF-15", k, { left: P(i), right: P(i + 1) }, false, U, made("root"));
    put(`left-only.${i}`, `entry ${i} alone is not the last`, "XC-PRF-18", k, { left: P(i) }, false, U); put(`right-only.${i}`, `entry ${i + 1} alone is not the first`, "XC-PRF-17", k, { right: P(i + 1) }, false, U);
    put(`is-left.${i}`, `entry ${i} itself is not absent`, "XC-PRF-16", keys[i], { left: P(i), right: P(i + 1) }, false, U); put(`is-right.${i}`, `entry ${i + 1} itself is not absent`, "XC-PRF-16", keys[i + 1], { left: P(i), right: P(i + 1) }, false, U);
    if (i + 2 < 11) { put(`hidden.${i}`, `entry ${i + 1} is not hidden between ${i} and ${i + 2}`, "XC-PRF-19", keys[i + 1], { left: P(i), right: P(i + 2) }, false, U); put(`gap.${i}`, `entries ${i} and ${i + 2} are no neighbours`, "XC-PRF-19", k, { left: P(i), right: P(i + 2) }, false, U); }
    put(`forged-left.${i}`, `a left neighbour of another value than ${i} has is refused`, "XC-PRF-15", k, { left: { ...P(i), value: utf("forged") }, right: P(i + 1) }, false, U);
    put(`same.${i}`, `entry ${i} twice is no pair of neighbours`, "XC-PRF-16", k, { left: P(i), right: P(i) }, false, U);
  }
  put("none", "no neighbours prove nothing", "XC-PRF-15", below, {}, false, U); put("presence", "a proof of presence does not prove absence", "XC-PRF-22", below, exist(P(0)), false, U); put("nothing", "an empty proof proves nothing", "XC-PRF-22", below, "", false, U);
  put("first-itself", "the first entry itself is not absent", "XC-PRF-16", keys[0], { right: P(0) }, false, U); put("last-itself", "the last entry itself is not absent", "XC-PRF-16", keys[10], { left: P(10) }, false, U); put("outer", "first and last are no neighbours", "XC-PRF-19", find(keys[0], keys[10]), { left: P(0), right: P(10) }, false, U);
  put("below-left", "a key before the first is not behind it", "XC-PRF-16", below, { left: P(0) }, false, U); put("above-right", "a key behind the last is not before it", "XC-PRF-16", above, { right: P(10) }, false, U); put("second", "a key before the first is not proven by the second", "XC-PRF-17", below, { right: P(1) }, false, U);
}
{ // chains of trees
  const f = file("ics23/chained", "ibc-go 23-commitment", { source: `ibc-go 23-commitment (MerkleProof), worked out from the text; proofs as in the other files of ICS-23` });
  const store = TREES.iavl, app = tm([...["acc", "bank", "ibc", "staking"].map((k) => ({ key: utf(k), value: k === "ibc" ? store.root : made(k) }))]), ibc = app.prove(2), pm = (...p) => p.map((x) => msg(1, x)).join(""), S = ["iavl", "tendermint"];
  const other = tm([...["acc", "bank", "ibc", "staking"].map((k) => ({ key: utf(k), value: k === "bank" ? store.root : made(k) }))]);
  for (const i of [0, 4, 10]) { const p = store.prove(i), base = { specs: S, root: app.root, path: [utf("ibc"), p.key], value: p.value, proof: pm(exist(p), exist(ibc)) };
    const put = (id, title, req, o, want, risk) => v(f, `ics23.chain.${id}.${i}`, `entry ${i}: ${title}`, { requires: req, op: "ibc.merkle_proof.verify_membership", in: { ...base, ...o }, out: { valid: want }, ...(risk && { risk }) });
    put("valid", "store and application lead to the root", "XC-CHP-02 XC-CHP-03 XC-CHP-04", {}, true); put("root", "another application root is refused", "XC-CHP-04", { root: other.root }, false, "evidence of one height is taken at another"); put("store-root", "the root of the store is not that of the application", "XC-CHP-04", { root: store.root }, false, "a store stands alone: any chain may write it"); put("value", "another value is refused", "XC-CHP-05", { value: utf("x") }, false, "a packet's content is free for a relayer to choose"); put("empty", "an empty value is refused", "XC-CHP-05", { value: "" }, false, "absence is shown as presence of nothing");
    put("other-store", "a store of another name is refused", "XC-CHP-02", { path: [utf("bank"), p.key] }, false, "another module's data count as packets"); put("path-reversed", "a path in the wrong order is refused", "XC-CHP-02", { path: [p.key, utf("ibc")] }, false, "another module's data count as packets"); put("proofs-reversed", "proofs in the wrong order are refused", "XC-CHP-02", { proof: pm(exist(ibc), exist(p)) }, false, "trees are chained that are not"); put("moved", "a store root under another name is refused", "XC-CHP-03", { proof: pm(exist(p), exist(other.prove(1))), root: other.root }, false, "another module's data count as packets");
    put("one-proof", "a missing proof is refused", "XC-CHP-01", { proof: pm(exist(p)) }, false, "a store stands alone: any chain may write it"); put("three-proofs", "a surplus proof is refused", "XC-CHP-01", { proof: pm(exist(p), exist(ibc), exist(ibc)) }, false, "proofs can be prolonged"); put("no-proof", "no proof is refused", "XC-CHP-01", { proof: "" }, false, "nothing proves everything"); put("path-short", "a path of one key is refused", "XC-CHP-01", { path: [p.key] }, false, "a store stands alone: any chain may write it"); put("path-long", "a path of three keys is refused", "XC-CHP-01", { path: [utf("x"), utf("ibc"), p.key] }, false, "keys are left out of the proof"); put("unlinked", "a store that the application does not hold is refused", "XC-CHP-03", { proof: pm(exist(iavl(items.slice(0, 10).concat({ key: items[10].key, value: utf("commitment number 10") })).prove(i === 10 ? 9 : i)), exist(app.prove(3))) }, false, "any tree is linked to any application"); }
  for (const [k, a, b] of [["below", null, 0], ["between", 4, 5], ["above", 10, null]]) { const key = a === null ? utf("packets/a") : items[a].key + "21", np = { key, left: a === null ? null : store.prove(a), right: b === null ? null : store.prove(b) }, base = { specs: S, root: app.root, path: [utf("ibc"), key], proof: pm(nonexist(np), exist(ibc)) };
    const put = (id, title, req, o, want, risk) => v(f, `ics23.chain.absent.${id}.${k}`, `a key ${k} entries: ${title}`, { requires: req, op: "ibc.merkle_proof.verify_non_membership", in: { ...base, ...o }, out: { valid: want }, ...(risk && { risk }) }), U = "a delivered packet times out and is refunded, so the money is there twice";
    put("valid", "it is absent under the application root", "XC-CHP-06", {}, true); put("root", "another application root is refused", "XC-CHP-04", { root: other.root }, false, U); put("present", "an entry is not absent", "XC-CHP-06", { path: [utf("ibc"), items[a ?? b].key] }, false, U); put("other-store", "a store of another name is refused", "XC-CHP-06", { path: [utf("bank"), key] }, false, U); put("presence", "a proof of presence first is refused", "XC-CHP-06", { proof: pm(exist(store.prove(2)), exist(ibc)) }, false, U); put("absent-store", "a proof of absence second is refused", "XC-CHP-06", { proof: pm(nonexist(np), nonexist({ key: utf("ibc"), left: app.prove(1), right: app.prove(3) })) }, false, U); put("one-proof", "a missing proof is refused", "XC-CHP-01", { proof: pm(nonexist(np)) }, false, U); put("path-short", "a path of one key is refused", "XC-CHP-01", { path: [key] }, false, U); }
}
write();
