// SPDX-License-Identifier: Apache-2.0
// trie: vectors of hex-prefix paths, tries, proofs, accounts and state roots.
import { createMPT, createMerkleProof, nibblesToCompactBytes, compactBytesToNibbles } from "@ethereumjs/mpt";
import { createAccount, createAccountFromRLP, hexToBytes, bytesToHex } from "@ethereumjs/util";
import assert from "node:assert/strict";
import { file, v, agree, refused, write } from "./lib.mjs";
import { name, rlp, keccak } from "./peers.mjs";
import { trie, hexPrefix } from "./trie-model.mjs";

const MODEL = "a model written from appendix D";
const SPLIT = "two nodes compute different roots and part ways";
const FORGED = "a light client or bridge believes a forged balance";
const cat = (...x) => "0x" + x.map((y) => y.replace(/^0x/, "")).join("");
const rep = (b, n) => "0x" + b.repeat(n);
const R = (...n) => n.map((x) => `BLK-MPT-${String(x).padStart(3, "0")}`);
const big = (x) => "0x" + BigInt(x).toString(16);
const bytesOf = (x) => { const h = BigInt(x).toString(16); return BigInt(x) === 0n ? "0x" : "0x" + (h.length % 2 ? "0" : "") + h; };

async function ejs(entries, secure) {
  const t = await createMPT({ useKeyHashing: !!secure });
  for (const [k, value] of entries) await t.put(hexToBytes(k), value === null ? null : hexToBytes(value));
  return t;
}

// --- hex prefix ------------------------------------------------------------------------
const YC = "Yellow Paper, appendix C";
const hp = file("trie/hex-prefix", "Yellow Paper");
const N = (s) => [...s].map((c) => parseInt(c, 16));
const hpPeer = (path, leaf) => bytesToHex(nibblesToCompactBytes(Uint8Array.from(leaf ? [...path, 16] : path)));
const long = "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90";
for (const [id, path] of [["empty", ""], ["zero", "0"], ["one-nibble", "7"], ["f", "f"], ["two-zeros", "00"], ["two-nibbles", "5e"], ["zero-then-nibble", "09"], ["three-nibbles", "0ab"], ["six-nibbles", "31415c"], ["seven-nibbles", "f00dbad"], ["63-nibbles", long.slice(1)], ["64-nibbles", long]])
  for (const leaf of [true, false]) {
    const n = N(path), kind = leaf ? "leaf" : "extension";
    const e = agree(id, { [name.ejsmpt]: () => hpPeer(n, leaf), "the text": () => bytesToHex(hexPrefix(n, leaf)) });
    const back = [...compactBytesToNibbles(hexToBytes(e.value))];
    assert.deepEqual(leaf ? back.slice(0, -1) : back, n);
    const req = R(1, ...(n.length % 2 ? [] : [2, 18]), ...(id === "f" ? [19] : []));
    v(hp, { id: `hex-prefix.encode.${id}-${kind}`, title: `the path ${path.length > 10 ? `of ${path.length} nibbles` : path || "of no nibble"} of ${leaf ? "a leaf" : "an extension"} is encoded`, requires: req, op: "hex_prefix.encode", in: { nibbles: n, leaf }, out: e.value, source: `${YC}; ${name.ejsmpt} agrees` });
    v(hp, { id: `hex-prefix.decode.${id}-${kind}`, title: `the path ${path.length > 10 ? `of ${path.length} nibbles` : path || "of no nibble"} of ${leaf ? "a leaf" : "an extension"} is decoded`, requires: req, op: "hex_prefix.decode", in: { data: e.value }, out: { nibbles: n, leaf }, source: `${YC}; ${name.ejsmpt} agrees` });
  }
const hpNo = file("trie/hex-prefix-refused", "Yellow Paper");
for (const [id, nibbles] of [["16", [1, 16]], ["255", [255, 0, 3]], ["256", [256]]])
  v(hpNo, { id: `hex-prefix.encode.nibble-${id}`, title: `a nibble of ${id} is refused`, requires: R(19), op: "hex_prefix.encode", in: { nibbles, leaf: true }, reject: "range", source: `${YC}: a nibble is below 16`, risk: SPLIT });
v(hpNo, { id: "hex-prefix.decode.nothing", title: "no bytes are not a path", requires: R(18), op: "hex_prefix.decode", in: { data: "0x" }, reject: "empty", source: YC, risk: SPLIT });
for (const b of ["40", "50", "5f", "60", "70", "80", "9a", "c0", "f7"])
  v(hpNo, { id: `hex-prefix.decode.flag-${b}`, title: `a path with the flag nibble ${b[0]} is refused`, requires: R(18), op: "hex_prefix.decode", in: { data: `0x${b}12` }, reject: "prefix", source: `${YC}: the flag nibble is 0 to 3`, risk: SPLIT });
for (const [b, rest] of [["01", ""], ["0f", "ab"], ["08", "00"], ["21", ""], ["22", "cd"], ["2f", "0123"]])
  v(hpNo, { id: `hex-prefix.decode.padding-${b}`, title: `an even path with the padding nibble ${b[1]} is refused`, requires: R(18, 2), op: "hex_prefix.decode", in: { data: `0x${b}${rest}` }, reject: "padding", source: `${YC}: an even path is padded with a zero nibble`, risk: SPLIT });

// --- roots ---------------------------------------------------------------------------------
const YD = "Yellow Paper, appendix D";
const roots = file("trie/root", "Yellow Paper");
// survivors: given where the peer is known to lose a value on deletion; it then
// answers for the entries that are left, set afresh.
async function rootVector(id, title, reqs, entries, secure, survivors) {
  const t = await ejs(survivors ?? entries, secure);
  const e = agree(id, { [name.ejsmpt]: () => bytesToHex(t.root()), [MODEL]: () => trie(entries, secure).root });
  v(roots, { id: `mpt.root.${id}`, title, requires: R(...reqs), op: "mpt.root", in: { entries, ...(secure && { secure: true }) }, out: e.value, source: survivors ? `${YD}; ${name.ejsmpt} agrees on the entries that are left` : `${YD}; ${name.ejsmpt} agrees`, risk: SPLIT });
  return e.value;
}
const w = (n, from = 1) => "0x" + Array.from({ length: n }, (_, i) => ((from + 3 * i) % 256).toString(16).padStart(2, "0")).join("");
const same = async (ids) => assert.equal(new Set(await Promise.all(ids)).size, 1);
await rootVector("empty", "a trie without entries has the root of the empty string", [5], []);
await rootVector("deleted-to-empty", "a trie whose only entry is deleted has the empty root", [5, 7], [["0x11", "0x22"], ["0x11", "0x"]]);
await rootVector("short-leaf", "a root node shorter than 32 bytes is hashed all the same", [4], [["0x61", "0x62"]]);
await rootVector("short-extension", "a root extension with an embedded branch is hashed", [3, 4], [["0x1230", "0x01"], ["0x1231", "0x02"]]);
await rootVector("long-leaf", "one entry with a long value", [4], [[w(32), w(80)]]);
await rootVector("two-keys", "two keys that differ in the first nibble", [1], [["0x1a", w(40)], ["0x2b", w(40, 9)]]);
await rootVector("odd-extension", "an extension with an odd number of nibbles", [1], [["0xabc1", w(33)], ["0xabd2", w(34)]]);
await rootVector("even-extension", "an extension with an even number of nibbles", [1, 2], [["0xab1c", w(33)], ["0xab2d", w(34)]]);
for (const [n, what] of [[26, "below"], [27, "just below"], [28, "at"], [29, "above"], [30, "above by two"]])
  await rootVector(`leaf-value-of-${n}`, `leaves with values of ${n} bytes: ${what} the 32-byte boundary between embedding and hashing`, [3], [["0x4401", w(n)], ["0x5502", w(n, 7)]]);
await rootVector("value-at-branch", "a key that ends at a branch puts its value into the 17th slot", [6], [["0x0a", w(35)], ["0x0a01", w(36)], ["0x0a12", w(37)]]);
await rootVector("value-at-branch-short", "short values at a branch and below it", [6, 3], [["0x0a", "0x01"], ["0x0a01", "0x02"], ["0x0a12", "0x03"]]);
await rootVector("chain-of-prefixes", "every key is a prefix of the next", [6], ["0x70", "0x7071", "0x707172", "0x70717273"].map((k, i) => [k, w(20 + i)]));
await rootVector("overwrite", "a later value replaces an earlier one", [9], [["0x10", "0xaa"], ["0x20", "0xbb"], ["0x10", "0xcc"]]);
await rootVector("delete-absent", "deleting an absent key changes nothing", [7], [["0x10", "0xaa"], ["0x1234", null]]);
await rootVector("delete-leaves-leaf", "deleting one of two keys leaves one leaf", [7], [["0x10", w(40)], ["0x15", w(41)], ["0x10", null]]);
await same([rootVector("delete-merges-extension", "deleting merges a branch into the extension above it", [7], [["0xa001", w(40)], ["0xa002", w(41)], ["0xa101", w(42)], ["0xa101", null]]),
  rootVector("delete-merged-afresh", "the same entries without the deleted key give the same root", [7, 9], [["0xa002", w(41)], ["0xa001", w(40)]])]);
await rootVector("delete-branch-value", "deleting the value at a branch leaves its children", [6, 7], [["0x0a", w(35)], ["0x0a01", w(36)], ["0x0a12", w(37)], ["0x0a", "0x"]]);
await rootVector("delete-children-keeps-value", "deleting the children leaves the value of the branch as a leaf", [6, 7], [["0x0a", w(35)], ["0x0a01", w(36)], ["0x0a12", w(37)], ["0x0a01", null], ["0x0a12", "0x"]], false, [["0x0a", w(35)]]);
await rootVector("delete-and-again", "a deleted key can be set again", [7], [["0x10", "0xaa"], ["0x10", null], ["0x10", "0xdd"], ["0x11", "0xee"]]);
const set = [["0x646f67", w(30)], ["0x646f", w(31)], ["0x6372616e65", w(32)], ["0x63", w(33)], ["0xff00ff", w(3)]];
await same([["ascending", [3, 2, 1, 0, 4]], ["descending", [4, 0, 1, 2, 3]], ["mixed", [1, 4, 3, 0, 2]]].map(([id, order]) =>
  rootVector(`order-${id}`, `five entries, set in ${id} order`, [9], order.map((i) => set[i]))));
await rootVector("secure-one", "one entry of a secure trie", [8], [["0x6b6579", w(40)]], true);
await rootVector("secure-many", "a secure trie of twelve entries", [8], Array.from({ length: 12 }, (_, i) => [bytesOf(1000 + 7 * i), w(33 + i)]), true);
await rootVector("secure-words", "a secure trie of 32-byte keys", [8], [1, 2, 3].map((i) => [cat(rep("00", 31), `0${i}`), w(5 + i)]), true);
await rootVector("secure-delete", "a deletion in a secure trie hashes the key too", [7, 8], [["0xaa", w(40)], ["0xbb", w(41)], ["0xaa", null]], true);
await rootVector("hundred", "one hundred entries with keys of two bytes", [9, 3], Array.from({ length: 100 }, (_, i) => ["0x" + ((i * 641) % 65536).toString(16).padStart(4, "0"), bytesOf(i + 1)]));

const lists = file("trie/list-root", "Yellow Paper");
for (const [n, what] of [[0, "no item"], [1, "one item, under key 0x80"], [2, "two items"], [16, "16 items"], [127, "127 items, the last with a key of one byte"], [128, "128 items"], [129, "129 items, the first whose key has two bytes"], [200, "200 items"], [256, "256 items"], [257, "257 items, the last with a key of three bytes"]]) {
  const items = Array.from({ length: n }, (_, i) => (n > 16 ? bytesOf(i + 256) : cat("02", w(30 + i))));
  const entries = items.map((x, i) => [rlp(bytesOf(i)), x]);
  const t = await ejs(entries);
  const e = agree(`list ${n}`, { [name.ejsmpt]: () => bytesToHex(t.root()), [MODEL]: () => trie(entries).root });
  v(lists, { id: `mpt.list-root.${n}`, title: `the root of a list of ${what}`, requires: R(10, ...(n ? [] : [5])), op: "mpt.list_root", in: { items }, out: e.value, source: `Yellow Paper 4.3.2; ${name.ejsmpt} with keys rlp(i) agrees`, risk: SPLIT });
}

// --- look-ups and proofs --------------------------------------------------------------------------
const gets = file("trie/get", "Yellow Paper");
const base = [["0x646f", w(40)], ["0x646f67", w(41)], ["0x646f6765", w(42)], ["0x686f727365", w(43)], ["0x6e61", "0x05"], ["0x6e62", "0x06"]];
for (const [id, title, entries, key, secure] of [
  ["present", "a key that is there", base, "0x646f67"], ["at-branch", "a key that ends at a branch", base, "0x646f"], ["embedded", "a key in an embedded leaf", base, "0x6e62"],
  ["absent-slot", "an absent key with an empty slot", base, "0x6f"], ["absent-leaf", "an absent key that ends in the leaf of another", base, "0x686f727366"],
  ["absent-longer", "an absent key longer than one that is there", base, "0x686f72736500"], ["absent-shorter", "an absent key shorter than all", base, "0x64"], ["deleted", "a deleted key", [...base, ["0x646f67", null]], "0x646f67"],
  ["overwritten", "an overwritten key", [...base, ["0x6e61", "0x77"]], "0x6e61"], ["secure", "a key of a secure trie", base, "0x6e61", true], ["secure-absent", "an absent key of a secure trie", base, "0x6e63", true]]) {
  const t = await ejs(entries, secure), got = await t.get(hexToBytes(key));
  const e = agree(id, { [name.ejsmpt]: () => (got === null ? null : bytesToHex(got)), [MODEL]: () => trie(entries, secure).get(key) });
  v(gets, { id: `mpt.get.${id}`, title: `${title} is looked up`, requires: R(/absent|deleted/.test(id) ? 7 : id === "at-branch" ? 6 : secure ? 8 : 9), op: "mpt.get", in: { entries, key, ...(secure && { secure: true }) }, out: { value: e.value }, source: `${YD}; ${name.ejsmpt} agrees` });
}
const ver = file("trie/proof", "EIP-1186");
const verNo = file("trie/proof-refused", "EIP-1186");
const listed = async (entries, key, secure) => (await createMerkleProof(await ejs(entries, secure), hexToBytes(key))).map(bytesToHex);
const hashed = async (...of) => (await listed(...of)).filter((n, i) => i === 0 || n.length >= 66);
const cases = [
  ["leaf", "a leaf below branches", base, "0x686f727365"], ["deep", "the deepest key", base, "0x646f6765"], ["at-branch", "a value at a branch", base, "0x646f"], ["embedded", "a value in an embedded leaf", base, "0x6e61"],
  ["single", "the only key", [["0xabcd", w(50)]], "0xabcd"], ["single-short", "the only key, in a node below 32 bytes", [["0xab", "0xcd"]], "0xab"], ["secure", "a key of a secure trie", base, "0x646f67", true],
  ["absent-slot", "absence at an empty slot", base, "0x6f"], ["absent-leaf", "absence at the leaf of another key", base, "0x686f727366"], ["absent-longer", "absence below a leaf", base, "0x686f72736500"], ["absent-shorter", "absence within an extension", base, "0x64"],
  ["absent-extension", "absence at an extension of another path", [["0xaaaa01", w(40)], ["0xaaaa02", w(41)]], "0xaabb01"], ["absent-branch-value", "absence at a branch without a value", [["0xaa01", w(40)], ["0xaa12", w(41)]], "0xaa"], ["absent-secure", "absence in a secure trie", base, "0x6e63", true]];
for (const [id, what, entries, key, secure] of cases) {
  const m = trie(entries, secure), got = await hashed(entries, key, secure), all = await listed(entries, key, secure);
  const p = agree(id, { [name.ejsmpt]: () => got, [MODEL]: () => m.prove(key) });
  const value = m.get(key), s = secure ? { secure: true } : {};
  const req = R(value === null ? 17 : 15, ...(secure ? [8] : []));
  v(ver, { id: `mpt.prove.${id}`, title: `a proof is made: ${what}`, requires: req, op: "mpt.prove", in: { entries, key, ...s }, out: { root: m.root, proof: all.length > got.length ? { $oneOf: [p.value, all] } : p.value, value }, source: `${YD}; ${name.ejsmpt} gives the same hashed nodes${all.length > got.length ? "; EIP-1186 does not say whether embedded nodes are listed" : ""}` });
  v(ver, { id: `mpt.verify.${id}`, title: `a proof is verified: ${what}`, requires: req, op: "mpt.verify", in: { root: m.root, key, proof: p.value, ...s }, out: { value }, source: `${YD}; proof by ${name.ejsmpt}` });
}
const no = (id, title, reject, input, n = 15) => v(verNo, { id: `mpt.verify.${id}`, title, requires: R(n), op: "mpt.verify", in: input, reject, source: n === 15 ? YD : "EIP-1186", risk: FORGED });
const flip = (hex, at) => { const b = hexToBytes(hex); b[at < 0 ? b.length + at : at] ^= 1; return bytesToHex(b); };
{
  const m = trie(base), key = "0x646f6765", proof = m.prove(key), root = m.root;
  assert(proof.length >= 3);
  no("no-nodes", "no node at all for a trie that is not empty", "proof-missing", { root, key, proof: [] });
  no("last-missing", "a proof without its last node", "proof-missing", { root, key, proof: proof.slice(0, -1) });
  no("all-but-root-missing", "a proof of the root node only", "proof-missing", { root, key, proof: proof.slice(0, 1) });
  for (const i of proof.keys())
    no(`changed-node-${i}`, `a proof with a byte of node ${i} changed in its value or reference`, "proof-hash", { root, key, proof: proof.map((n, k) => (k === i ? flip(n, -2) : n)) });
  no("other-root", "a proof against the root of another trie", "proof-hash", { root: trie([...base, ["0x99", "0x01"]]).root, key, proof });
  no("flipped-root", "a proof against a root with one bit changed", "proof-hash", { root: flip(root, 31), key, proof });
  no("leaf-of-other-trie", "the last node taken from another trie", "proof-hash", { root, key, proof: [...proof.slice(0, -1), trie([...base, ["0x646f6765", w(42, 2)]]).prove(key).at(-1)] });
  no("extra-repeated", "the last node given twice", "proof-extra", { root, key, proof: [...proof, proof.at(-1)] }, 16);
  no("extra-foreign", "a node of another path added", "proof-extra", { root, key, proof: [...proof, m.prove("0x686f727365").at(-1)] }, 16);
  no("extra-junk", "bytes that are no node added", "proof-extra", { root, key, proof: [...proof, "0xc0"] }, 16);
  const short = m.prove("0x6f");
  no("extra-after-absence", "a node added after absence is shown", "proof-extra", { root, key: "0x6f", proof: [...short, proof.at(-1)] }, 16);
  const value = m.get(key);
  v(ver, { id: "mpt.verify.expected", title: "the claimed value is the proven one", requires: R(15, 16), op: "mpt.verify", in: { root, key, proof, expect: value }, out: { value }, source: `${YD}; proof by ${name.ejsmpt}` });
  no("other-value", "another value is claimed", "proof-value", { root, key, proof, expect: flip(value, 0) });
  no("longer-value", "a value with a byte more is claimed", "proof-value", { root, key, proof, expect: cat(value, "00") });
  no("claimed-absent", "absence is claimed of a key that is there", "proof-value", { root, key, proof, expect: null });
  no("claimed-present", "a value is claimed of a key that is absent", "proof-value", { root, key: "0x6f", proof: short, expect: "0x01" });
}
{
  const root = trie([]).root, foreign = trie(base).prove("0x6f")[0];
  v(ver, { id: "mpt.verify.empty-trie", title: "a proof is verified: absence in the empty trie, whose root node is the empty string", requires: R(20), op: "mpt.verify", in: { root, key: "0xab", proof: ["0x80"] }, out: { value: null }, source: `${YD}: TRIE of nothing is KEC(RLP(()))`  });
  no("empty-trie-foreign", "a node of another trie against the root of the empty one", "proof-hash", { root, key: "0x6f", proof: [foreign] });
  no("empty-node-other-root", "the empty string against the root of a trie that is not empty", "proof-hash", { root: trie(base).root, key: "0x6f", proof: ["0x80"] });
}
const branch = (n) => Array(n).fill("0x");
const flag = (hexPath) => rlp([hexPath, w(40)]);
for (const [id, what, node] of [
  ["node-of-3", "a node of three items", rlp(["0x20", w(40), "0x"])], ["node-of-16", "a branch of 16 items", rlp([...branch(15), w(40)])], ["node-of-18", "a branch of 18 items", rlp([...branch(17), w(40)])],
  ["node-of-1", "a node of one item", rlp([w(40)])], ["node-string", "a node that is a string", rlp(w(40))], ["node-empty-list", "a node that is an empty list", "0xc0"],
  ["flag-4", "a path with flag nibble 4", flag("0x40ab")], ["flag-15", "a path with flag nibble 15", flag("0xf0ab")], ["path-padding", "a leaf path with a padding nibble", flag("0x21ab")], ["path-empty", "a path of no bytes", flag("0x")],
  ["path-list", "a path that is a list", rlp([["0x20"], w(40)])], ["reference-of-31", "a reference of 31 bytes", rlp([...Array(16).fill(w(31)), "0x"])], ["reference-of-33", "a reference of 33 bytes", rlp([...Array(16).fill(w(33)), "0x"])],
  ["node-cut", "a node that is cut off", flag("0x20ab").slice(0, -2)], ["node-trailing", "bytes after a node", flag("0x20ab") + "00"], ["node-long-form", "a node whose list header is not minimal", cat("f90028".replace("28", (flag("0x20ab").length / 2 - 2).toString(16).padStart(2, "0")), "0x" + flag("0x20ab").slice(4))],
  ["branch-value-list", "a branch whose value is a list", rlp([...branch(16), [w(40)]])], ["value-empty", "a leaf without a value", rlp(["0x20ab", "0x"])],
]) no(id, `${what} is refused although it hashes to the root`, "proof-node", { root: keccak(node), key: "0xab", proof: [node] });

{
  // A node below 32 bytes stands in its parent; by hash it would be a second spelling.
  const leaf = rlp(["0x3b", "0x0102"]), node = rlp([...branch(10), keccak(leaf), ...branch(6)]);
  no("short-node-by-hash", "a node of less than 32 bytes that is referred to by its hash", "proof-node", { root: keccak(node), key: "0xab", proof: [node, leaf] });
}

// --- accounts and state --------------------------------------------------------------------------------
const acc = file("trie/account", "Yellow Paper");
const NONE = keccak("0x"), EMPTY = trie([]).root, HASH = keccak("0x00c0de"), ROOT = keccak("0x57083a");
for (const [id, title, nonce, balance, storageHash, codeHash] of [
  ["empty", "an account of zeros without code", 0n, 0n, EMPTY, NONE], ["plain", "an account with nonce and balance", 9n, 10n ** 18n + 1n, EMPTY, NONE], ["contract", "a contract", 1n, 0n, ROOT, HASH],
  ["largest", "the largest nonce and balance", 2n ** 64n - 1n, 2n ** 256n - 1n, ROOT, HASH], ["nonce-128", "a nonce of 128", 128n, 127n, EMPTY, HASH], ["zero-led-hashes", "hashes that start with zero bytes", 3n, 256n, cat(rep("00", 3), w(29)), cat("00", w(31))]]) {
  const hashes = { storageHash, codeHash };
  const e = agree(id, { [name.ejsutil]: () => bytesToHex(createAccount({ nonce, balance, storageRoot: hexToBytes(storageHash), codeHash: hexToBytes(codeHash) }).serialize()), [name.ethers]: () => rlp([bytesOf(nonce), bytesOf(balance), storageHash, codeHash]) });
  const req = R(11, ...(codeHash === NONE ? [13] : []));
  v(acc, { id: `account.encode.${id}`, title: `${title} is encoded`, requires: req, op: "account.encode", in: { nonce: big(nonce), balance: big(balance), ...hashes }, out: e.value, source: `Yellow Paper 4.1; ${e.source} agree`, risk: SPLIT });
  v(acc, { id: `account.decode.${id}`, title: `${title} is decoded`, requires: req, op: "account.decode", in: { data: e.value }, out: { nonce: big(nonce), balance: big(balance), ...hashes }, source: `Yellow Paper 4.1; ${e.source} give this encoding` });
}
const accNo = file("trie/account-refused", "Yellow Paper");
v(accNo, { id: "account.encode.nonce-2-64", title: "a nonce of 2^64 is refused", requires: R(19), op: "account.encode", in: { nonce: big(2n ** 64n), balance: "0x0", storageHash: EMPTY, codeHash: NONE }, reject: "too-wide", source: "Yellow Paper 4.1; EIP-2681", risk: SPLIT });
for (const [id, title, data, reject] of [
  ["three-fields", "an account of three fields", rlp(["0x01", "0x02", EMPTY]), "field-count"], ["five-fields", "an account of five fields", rlp(["0x01", "0x02", EMPTY, NONE, "0x"]), "field-count"], ["no-fields", "an account of no fields", "0xc0", "field-count"],
  ["string", "a string", rlp(w(40)), "expected-list"], ["nonce-zero-byte", "a nonce of a zero byte", rlp(["0x00", "0x02", EMPTY, NONE]), "leading-zero"], ["nonce-leading-zero", "a nonce with a leading zero", rlp(["0x0001", "0x02", EMPTY, NONE]), "leading-zero"],
  ["balance-leading-zero", "a balance with a leading zero", rlp(["0x01", "0x00ff", EMPTY, NONE]), "leading-zero"], ["nonce-wide", "a nonce of nine bytes", rlp(["0x010000000000000000", "0x02", EMPTY, NONE]), "too-wide"], ["balance-wide", "a balance of 33 bytes", rlp(["0x01", cat("01", rep("00", 32)), EMPTY, NONE]), "too-wide"],
  ["balance-list", "a balance that is a list", rlp(["0x01", ["0x02"], EMPTY, NONE]), "expected-string"], ["root-31", "a storage root of 31 bytes", rlp(["0x01", "0x02", w(31), NONE]), "length"], ["root-33", "a storage root of 33 bytes", rlp(["0x01", "0x02", w(33), NONE]), "length"], ["root-empty", "an empty storage root", rlp(["0x01", "0x02", "0x", NONE]), "length"],
  ["code-31", "a code hash of 31 bytes", rlp(["0x01", "0x02", EMPTY, w(31)]), "length"], ["code-33", "a code hash of 33 bytes", rlp(["0x01", "0x02", EMPTY, w(33)]), "length"], ["trailing", "bytes after an account", rlp(["0x01", "0x02", EMPTY, NONE]) + "80", "trailing"], ["cut", "an account that is cut off", rlp(["0x01", "0x02", EMPTY, NONE]).slice(0, -2), "truncated"]])
  v(accNo, { id: `account.decode.${id}`, title: `${title} is refused`, requires: [...R(11), ...({ "leading-zero": ["BLK-RLP-016"], "too-wide": ["BLK-RLP-018"], "expected-string": ["BLK-RLP-017"], "expected-list": ["BLK-RLP-017"], trailing: ["BLK-RLP-015"] }[reject] ?? [])], op: "account.decode", in: { data }, reject, risk: SPLIT,
    source: refused(`account.decode.${id}`, "Yellow Paper 4.1", { [name.ejsutil]: () => createAccountFromRLP(hexToBytes(data)).nonce }) });

const st = file("trie/state", "Yellow Paper");
const storageEntries = (s) => Object.entries(s).map(([k, x]) => [cat(BigInt(k).toString(16).padStart(64, "0")), BigInt(x) === 0n ? null : rlp(bytesOf(x))]);
async function storageRoot(s) {
  const t = await ejs(storageEntries(s), true);
  return agree("storage", { [name.ejsmpt]: () => bytesToHex(t.root()), [MODEL]: () => trie(storageEntries(s), true).root }).value;
}
for (const [id, title, storage] of [
  ["empty", "no slot", {}], ["one", "one slot", { "0x0": "0x1" }], ["zero-omitted", "a slot of zero beside another is not stored", { "0x0": "0x0", "0x1": "0x7f" }], ["all-zero", "only slots of zero give the empty root", { "0x5": "0x0" }],
  ["wide", "a value of 32 bytes and one of 1 byte", { "0x2": big(2n ** 256n - 1n), "0x3": "0x80" }], ["high-slots", "the highest slots", { [big(2n ** 256n - 1n)]: "0x2a", [big(2n ** 255n)]: "0x2b" }], ["twenty", "twenty slots", Object.fromEntries(Array.from({ length: 20 }, (_, i) => [big(i), big(i * i * 1000 + 1)]))], ["inner-zeros", "a value with inner and trailing zero bytes", { "0x9": "0x10000" }]])
  v(st, { id: `storage.root.${id}`, title: `the storage root: ${title}`, requires: R(12, 8, ...(/zero|empty/.test(id) ? [5] : [])), op: "storage.root", in: { storage }, out: await storageRoot(storage), source: `Yellow Paper 4.1; ${name.ejsmpt} agrees`, risk: SPLIT });
const A = (n) => keccak(bytesOf(n + 77)).slice(0, 42);
async function stateOf(accounts) {
  const entries = [];
  for (const [a, x] of Object.entries(accounts))
    entries.push([a, rlp([bytesOf(x.nonce ?? 0), bytesOf(x.balance ?? 0), await storageRoot(x.storage ?? {}), keccak(x.code ?? "0x")])]);
  const t = await ejs(entries, true);
  return { entries, root: agree("state", { [name.ejsmpt]: () => bytesToHex(t.root()), [MODEL]: () => trie(entries, true).root }).value };
}
for (const [id, title, reqs, accounts] of [
  ["none", "no account", [5], {}], ["one", "one account with a balance", [11, 13], { [A(1)]: { balance: "0xde0b6b3a7640000" } }], ["nonce", "an account with a nonce only", [11, 13], { [A(2)]: { nonce: "0x80" } }],
  ["contract", "a contract with code and storage", [11, 12], { [A(3)]: { nonce: "0x1", code: "0x60015f5500", storage: { "0x0": "0x1", "0x1": "0xabcdef" } } }], ["zero-storage", "a contract whose slots are zero has the empty storage root", [11, 12], { [A(4)]: { nonce: "0x1", code: "0x00", storage: { "0x7": "0x0" } } }],
  ["three", "three accounts", [8, 11], { [A(5)]: { balance: "0x1" }, [A(6)]: { nonce: "0x2", balance: "0xff" }, [A(7)]: { code: "0x5b", nonce: "0x1" } }], ["twenty", "twenty accounts", [8, 11], Object.fromEntries(Array.from({ length: 20 }, (_, i) => [A(100 + i), { balance: big(10n ** BigInt(i)) }]))], ["largest", "the largest nonce and balance", [11], { [A(8)]: { nonce: "0xffffffffffffffff", balance: big(2n ** 256n - 1n) } }]])
  v(st, { id: `state.root.${id}`, title: `the state root: ${title}`, requires: R(...reqs), op: "state.root", in: { accounts }, out: (await stateOf(accounts)).root, source: `Yellow Paper 4.1; ${name.ejsmpt} agrees`, risk: SPLIT });

// --- EIP-1186 --------------------------------------------------------------------------------------------
const pr = file("trie/get-proof", "EIP-1186");
const world = { [A(21)]: { nonce: "0x1", balance: "0x3e8", code: "0x6001600255", storage: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [big(i), big(1000 + i)])) }, [A(22)]: { nonce: "0x5", balance: big(10n ** 20n) }, [A(23)]: { balance: "0x1" }, [A(24)]: { balance: "0x2" }, [A(25)]: { balance: "0x3" } };
const { entries: accEntries, root: stateRoot } = await stateOf(world);
const accTrie = trie(accEntries, true);
async function getProof(address, slots) {
  const x = world[address] ?? {}, m = trie(storageEntries(x.storage ?? {}), true);
  agree("account proof", { [name.ejsmpt]: ((p) => () => p)(await hashed(accEntries, address, true)), [MODEL]: () => accTrie.prove(address) });
  return { address, nonce: x.nonce ?? "0x0", balance: x.balance ?? "0x0", codeHash: keccak(x.code ?? "0x"), storageHash: m.root, accountProof: accTrie.prove(address),
    storageProof: slots.map((key) => ({ key, value: x.storage?.[key] ?? "0x0", proof: m.prove(cat(BigInt(key).toString(16).padStart(64, "0"))) })) };
}
const P = (id, title, proof, more, n = 14) => v(pr, { id: `eip1186.verify.${id}`, title, requires: R(n, ...("out" in more ? [] : [15])), op: "eip1186.verify", in: { stateRoot, proof }, source: `EIP-1186; ${YD}; nodes as ${name.ejsmpt} gives them`, ...more });
const contract = await getProof(A(21), ["0x0", "0x5"]), wallet = await getProof(A(22), []);
P("contract", "a contract with two slots", contract, { out: { exists: true } });
P("wallet", "an account without code or storage", wallet, { out: { exists: true } });
P("absent-slot", "a contract with a slot that is not set", await getProof(A(21), ["0x64"]), { out: { exists: true } });
P("no-storage", "an account without storage and a slot of it, with no node", { ...wallet, storageProof: [{ key: "0x0", value: "0x0", proof: [] }] }, { out: { exists: true } });
P("no-storage-claimed", "a slot value claimed of an account without storage", { ...wallet, storageProof: [{ key: "0x0", value: "0x1", proof: [] }] }, { reject: "proof-value", risk: FORGED });
P("absent-account", "an account that does not exist", await getProof(A(99), []), { out: { exists: false } });
const bad = (id, title, reject, change, of = contract) => { const p = structuredClone(of); change(p); P(id, title, p, { reject, risk: FORGED }); };
bad("balance-raised", "a claimed balance above the proven one", "proof-value", (p) => { p.balance = "0x3e9"; });
bad("wallet-balance-raised", "a claimed balance far above the proven one", "proof-value", (p) => { p.balance = big(2n ** 128n); }, wallet);
bad("nonce-other", "another nonce than the proven one", "proof-value", (p) => { p.nonce = "0x2"; });
bad("code-hash-other", "another code hash than the proven one", "proof-value", (p) => { p.codeHash = keccak("0x00"); });
bad("slot-value-other", "another slot value than the proven one", "proof-value", (p) => { p.storageProof[1].value = "0x1"; });
bad("slot-claimed-zero", "zero claimed of a slot that is set", "proof-value", (p) => { p.storageProof[0].value = "0x0"; });
bad("account-node-missing", "the account's last node is missing", "proof-missing", (p) => { p.accountProof.pop(); });
bad("account-proof-empty", "the account's proof is empty", "proof-missing", (p) => { p.accountProof = []; }, wallet);
bad("slot-node-missing", "the slot's last node is missing", "proof-missing", (p) => { p.storageProof[0].proof.pop(); });
bad("account-node-changed", "a byte of the account's last node is changed", "proof-hash", (p) => { p.accountProof.push(flip(p.accountProof.pop(), -3)); });
bad("slot-node-changed", "a byte of the slot's last node is changed", "proof-hash", (p) => { p.storageProof[1].proof.push(flip(p.storageProof[1].proof.pop(), -2)); });
bad("slot-of-other-contract", "a slot proof from another storage trie", "proof-hash", (p) => { const m = trie(storageEntries({ "0x0": "0x1", "0x1": "0x2" }), true); p.storageProof = [{ key: "0x0", value: "0x1", proof: m.prove(rep("00", 32)) }]; });
P("present-claimed-absent", "an existing account shown as an empty one", { ...(await getProof(A(22), [])), nonce: "0x0", balance: "0x0" }, { reject: "proof-value", risk: FORGED });
P("absent-claimed-present", "a balance claimed of an account that does not exist", { ...(await getProof(A(99), [])), balance: "0x1" }, { reject: "proof-value", risk: FORGED });
write();
