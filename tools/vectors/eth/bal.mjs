// SPDX-License-Identifier: Apache-2.0
// bal: questions on block access lists (EIP-7928).
import { createBlockLevelAccessListFromJSON } from "@ethereumjs/util";
import { encodeRlp } from "ethers";
import { EMPTY_OMMERS, File, addr, agree, cat, flat, h32, integer, keccak, quantity as q, rep } from "./lib.mjs";

const hex = (b) => "0x" + Buffer.from(b).toString("hex");
const FT = ["amsterdam"];
const SPLIT = "nodes that differ here accept another block";
const A = Array.from({ length: 8 }, (_, i) => addr("account " + i)).sort();
const acc = (address, over = {}) => ({ address, storageChanges: [], storageReads: [], balanceChanges: [], nonceChanges: [], codeChanges: [], ...over });
const at = (i, k, v) => ({ blockAccessIndex: q(i), [k]: typeof v === "string" ? v : q(v) });
const slot = (s, ...ch) => ({ slot: q(s), slotChanges: ch.map(([i, v]) => at(i, "postValue", v)) });
const raw = (l) => l.map((a) => [a.address, a.storageChanges.map((s) => [integer(s.slot), s.slotChanges.map((c) => [integer(c.blockAccessIndex), integer(c.postValue)])]),
  a.storageReads.map(integer), a.balanceChanges.map((c) => [integer(c.blockAccessIndex), integer(c.postBalance)]), a.nonceChanges.map((c) => [integer(c.blockAccessIndex), integer(c.postNonce)]),
  a.codeChanges.map((c) => [integer(c.blockAccessIndex), flat(c.newCode)])]);
const rlp = (l) => encodeRlp(raw(l));
export const peers = { agreed: 0, differing: [] };
function hash(id, l) {
  const mine = keccak(rlp(l));
  let theirs;
  try { theirs = hex(createBlockLevelAccessListFromJSON(l).hash()); } catch (e) { theirs = e.message; }
  if (mine === theirs) peers.agreed++; else peers.differing.push([id, theirs]);
  return mine;
}
const lists = [
  ["empty", "an empty list", ["BLK-BAL-004", "BLK-BAL-003"], []],
  ["read-only", "an account that was only read has empty lists", ["BLK-BAL-015", "BLK-BAL-001"], [acc(A[0])]],
  ["balance", "a balance change", ["BLK-BAL-001"], [acc(A[0], { balanceChanges: [at(1, "postBalance", 10n ** 18n)] })]],
  ["nonce", "a nonce change", ["BLK-BAL-001"], [acc(A[1], { nonceChanges: [at(2, "postNonce", 7)] })]],
  ["code", "a code change", ["BLK-BAL-001"], [acc(A[2], { codeChanges: [at(1, "newCode", "0xef0100" + A[3].slice(2))] })]],
  ["code-cleared", "code that was cleared is the empty string", ["BLK-BAL-001"], [acc(A[2], { codeChanges: [at(3, "newCode", "0x")] })]],
  ["storage", "a storage change before, in and after the transactions", ["BLK-BAL-012", "BLK-BAL-008"], [acc(A[3], { storageChanges: [slot(5, [0, 1], [1, 2], [4, 3])] })]],
  ["zero-value", "a slot 0 and a value 0 are empty strings", ["BLK-BAL-002"], [acc(A[4], { storageChanges: [slot(0, [1, 0])] })]],
  ["reads", "slots read in ascending order", ["BLK-BAL-007"], [acc(A[5], { storageReads: ["0x0", "0x1", "0x80", "0x100", h32("slot").replace(/^0x0+/, "0x")] })]],
  ["wide-slot", "a slot and a value of 256 bits", ["BLK-BAL-002"], [acc(A[6], { storageChanges: [slot(2n ** 256n - 1n, [1, 2n ** 256n - 1n])] })]],
  ["three-accounts", "three accounts in ascending order", ["BLK-BAL-005", "BLK-BAL-006", "BLK-BAL-009", "BLK-BAL-010", "BLK-BAL-018"], [acc(A[0], { nonceChanges: [at(1, "postNonce", 1)], balanceChanges: [at(1, "postBalance", 5), at(2, "postBalance", 9)] }), acc(A[1]), acc(A[2], { storageReads: ["0x2"], storageChanges: [slot(1, [1, 1]), slot(3, [2, 4])] })]],
];
let f = new File("bal/codec.yaml", "EIP-7928");
const SRC = "ethers 6.17.0 over the structure of the EIP";
for (const [n, title, requires, l] of lists) {
  const before = peers.agreed, h = hash(n, l);
  const src = SRC + (peers.agreed > before ? "; @ethereumjs/util 10.1.3 gives the same hash" : "");
  f.add({ id: "block.bal.encode." + n, title: title + " (encoded)", requires, op: "bal.encode", in: { accessList: l }, out: rlp(l), source: src, features: FT });
  f.add({ id: "block.bal.hash." + n, title: title + " (hashed)", requires: [...new Set(["BLK-BAL-003", ...requires])], op: "bal.hash", in: { accessList: l }, out: h, source: src, features: FT });
  f.add({ id: "block.bal.decode." + n, title: title + " (read)", requires: [...new Set([...requires, "BLK-BAL-017"])], op: "bal.decode", in: { data: rlp(l) }, out: l, source: src, features: FT });
}
agree("empty list", hash("empty", []), EMPTY_OMMERS);
f.write();

f = new File("bal/refused.yaml", "EIP-7928");
const wide = 2n ** 64n;
f.add({ id: "block.bal.encode.nonce-wide", title: "a nonce of 65 bits is not encoded", requires: ["BLK-BAL-018"], op: "bal.encode", in: { accessList: [acc(A[0], { nonceChanges: [at(1, "postNonce", wide)] })] }, reject: "too-wide", source: "EIP-7928: nonce is a uint64", risk: SPLIT, features: FT });
f.add({ id: "block.bal.encode.index-wide", title: "an index of 65 bits is not encoded", requires: ["BLK-BAL-018"], op: "bal.encode", in: { accessList: [acc(A[0], { balanceChanges: [at(wide, "postBalance", 1)] })] }, reject: "too-wide", source: "EIP-7928: block access index", risk: SPLIT, features: FT });
f.add({ id: "block.bal.hash.nonce-wide", title: "a list with a nonce of 65 bits has no hash", requires: ["BLK-BAL-018"], op: "bal.hash", in: { accessList: [acc(A[0], { nonceChanges: [at(1, "postNonce", wide)] })] }, reject: "too-wide", source: "EIP-7928: nonce is a uint64", risk: SPLIT, features: FT });
const bad = (id, title, req, item, reject) => f.add({ id: "block.bal.decode." + id, title, requires: [req], op: "bal.decode", in: { data: typeof item === "string" ? item : encodeRlp(item) }, reject, source: "EIP-7928, RLP data structures", risk: SPLIT, features: FT });
const e = (over = {}) => { const a = [A[0], [], [], [], [], []]; for (const [i, v] of Object.entries(over)) a[i] = v; return [a]; };
bad("no-bytes", "no bytes are no access list", "BLK-BAL-018", "0x", "empty");
bad("string", "a byte string is no access list", "BLK-BAL-018", "0x8401020304", "expected-list");
bad("trailing", "a list with a byte behind it is refused", "BLK-BAL-018", "0xc000", "trailing");
bad("truncated", "a list that ends early is refused", "BLK-BAL-018", encodeRlp(e()).slice(0, -2), "truncated");
bad("entry-string", "a byte string is no account entry", "BLK-BAL-001", [A[0]], "expected-list");
bad("entry-five", "an entry of five items is refused", "BLK-BAL-001", [e()[0].slice(0, 5)], "field-count");
bad("entry-seven", "an entry of seven items is refused", "BLK-BAL-001", [[...e()[0], []]], "field-count");
bad("address-short", "an address of 19 bytes is refused", "BLK-BAL-018", e({ 0: A[0].slice(0, -2) }), "length");
bad("address-long", "an address of 21 bytes is refused", "BLK-BAL-018", e({ 0: A[0] + "00" }), "length");
bad("address-list", "a list in the place of the address is refused", "BLK-BAL-018", e({ 0: [] }), "expected-string");
["storage-changes", "storage-reads", "balance-changes", "nonce-changes", "code-changes"].forEach((n, i) => bad(`${n}-string`, `a byte string in the place of the ${n} is refused`, "BLK-BAL-018", e({ [i + 1]: "0x" }), "expected-list"));
bad("slot-padded", "a slot of 32 bytes with zeros in front is refused", "BLK-BAL-002", e({ 2: ["0x" + "00".repeat(31) + "05"] }), "leading-zero");
bad("slot-zero-byte", "slot 0 as one zero byte is refused", "BLK-BAL-002", e({ 2: ["0x00"] }), "leading-zero");
bad("slot-wide", "a slot of 33 bytes is refused", "BLK-BAL-018", e({ 2: ["0x01" + "00".repeat(32)] }), "too-wide");
bad("value-padded", "a value with a zero in front is refused", "BLK-BAL-002", e({ 1: [["0x05", [["0x01", "0x0005"]]]] }), "leading-zero");
bad("value-wide", "a value of 33 bytes is refused", "BLK-BAL-018", e({ 1: [["0x05", [["0x01", "0x01" + "00".repeat(32)]]]] }), "too-wide");
bad("changed-slot-padded", "a changed slot with a zero in front is refused", "BLK-BAL-002", e({ 1: [["0x0005", [["0x01", "0x05"]]]] }), "leading-zero");
bad("index-padded", "an index with a zero in front is refused", "BLK-BAL-002", e({ 3: [["0x0001", "0x05"]] }), "leading-zero");
bad("index-wide", "an index of 9 bytes is refused", "BLK-BAL-018", e({ 3: [["0x010000000000000000", "0x05"]] }), "too-wide");
bad("balance-padded", "a balance with a zero in front is refused", "BLK-BAL-002", e({ 3: [["0x01", "0x0005"]] }), "leading-zero");
bad("balance-wide", "a balance of 33 bytes is refused", "BLK-BAL-018", e({ 3: [["0x01", "0x01" + "00".repeat(32)]] }), "too-wide");
bad("nonce-padded", "a nonce with a zero in front is refused", "BLK-BAL-002", e({ 4: [["0x01", "0x0005"]] }), "leading-zero");
bad("nonce-wide", "a nonce of 9 bytes is refused", "BLK-BAL-018", e({ 4: [["0x01", "0x010000000000000000"]] }), "too-wide");
bad("code-list", "a list in the place of code is refused", "BLK-BAL-018", e({ 5: [["0x01", []]] }), "expected-string");
bad("change-one-item", "a balance change without balance is refused", "BLK-BAL-018", e({ 3: [["0x01"]] }), "field-count");
bad("change-three-items", "a nonce change of three items is refused", "BLK-BAL-018", e({ 4: [["0x01", "0x02", "0x03"]] }), "field-count");
bad("slot-without-list", "a changed slot without its list is refused", "BLK-BAL-018", e({ 1: [["0x05"]] }), "field-count");
bad("slot-with-string", "a changed slot with a string for its changes is refused", "BLK-BAL-018", e({ 1: [["0x05", "0x01"]] }), "expected-list");
f.write();

f = new File("bal/validate.yaml", "EIP-7928");
const count = (l) => l.reduce((n, a) => n + 1 + a.storageChanges.length + a.storageReads.length, 0);
const ok = (id, title, requires, l, transactions, gasLimit) => f.add({ id: "block.bal.validate." + id, title, requires, op: "bal.validate", in: { data: rlp(l), transactions, gasLimit: q(gasLimit) }, out: { hash: keccak(rlp(l)), items: count(l), needs: "execution" }, source: "EIP-7928; hash by ethers 6.17.0 and viem 2.57.20", features: FT });
const no = (id, title, requires, l, reject, transactions = 3, gasLimit = 30000000) => f.add({ id: "block.bal.validate." + id, title, requires: [].concat(requires), op: "bal.validate", in: { data: rlp(l), transactions, gasLimit: q(gasLimit) }, reject, source: "EIP-7928", risk: SPLIT, features: FT });
for (const [n, title, requires, l] of lists) ok(n, title + " is valid", requires, l, 3, 30000000);
ok("index-n-plus-one", "index n+1 stands for what happens after n transactions", ["BLK-BAL-011", "BLK-BAL-012"], [acc(A[0], { balanceChanges: [at(4, "postBalance", 1)] })], 3, 30000000);
ok("index-one-of-empty-block", "in a block without transactions index 1 is the last", ["BLK-BAL-011", "BLK-BAL-012"], [acc(A[0], { storageChanges: [slot(1, [0, 1])], balanceChanges: [at(1, "postBalance", 1)] })], 0, 30000000);
ok("size-at-limit", "as many items as the gas limit pays for", ["BLK-BAL-013"], [acc(A[0], { storageReads: ["0x1", "0x2", "0x3", "0x4"] })], 1, 10000);
no("size-above-limit", "one item more than the gas limit pays for", "BLK-BAL-013", [acc(A[0], { storageReads: ["0x1", "0x2", "0x3", "0x4", "0x5"] })], "access-list-size", 1, 10000);
no("size-rounding", "the number of items that the gas limit pays for is rounded down", "BLK-BAL-013", [acc(A[0], { storageReads: ["0x1", "0x2", "0x3", "0x4", "0x5"] })], "access-list-size", 1, 11999);
no("size-addresses", "addresses count as items", "BLK-BAL-013", A.slice(0, 6).map((a) => acc(a)), "access-list-size", 1, 10000);
no("size-changed-slots", "changed slots count as items", "BLK-BAL-013", [acc(A[0], { storageChanges: [1, 2, 3, 4, 5].map((s) => slot(s, [1, 1])) })], "access-list-size", 1, 10000);
no("accounts-order", "accounts in descending order", "BLK-BAL-005", [acc(A[1]), acc(A[0])], "order");
no("accounts-order-last", "a last account out of order", "BLK-BAL-005", [acc(A[0]), acc(A[2]), acc(A[1])], "order");
no("accounts-repeated", "one account twice", "BLK-BAL-005", [acc(A[0]), acc(A[0])], "repeated");
no("accounts-repeated-other", "one account twice with other content", "BLK-BAL-005", [acc(A[0]), acc(A[0], { storageReads: ["0x1"] })], "repeated");
no("slots-order", "changed slots in descending order", "BLK-BAL-006", [acc(A[0], { storageChanges: [slot(2, [1, 1]), slot(1, [1, 1])] })], "order");
no("slots-order-as-text", "changed slots in the order of their bytes rather than their value", "BLK-BAL-006", [acc(A[0], { storageChanges: [slot(0x100, [1, 1]), slot(2, [1, 1])] })], "order");
no("slots-repeated", "a changed slot twice", "BLK-BAL-006", [acc(A[0], { storageChanges: [slot(1, [1, 1]), slot(1, [2, 1])] })], "repeated");
no("reads-order", "read slots in descending order", "BLK-BAL-007", [acc(A[0], { storageReads: ["0x2", "0x1"] })], "order");
no("reads-order-as-text", "read slots in the order of their bytes rather than their value", "BLK-BAL-007", [acc(A[0], { storageReads: ["0x100", "0x2"] })], "order");
no("reads-repeated", "a read slot twice", "BLK-BAL-007", [acc(A[0], { storageReads: ["0x1", "0x1"] })], "repeated");
for (const [n, k, v] of [["balance", "balanceChanges", "postBalance"], ["nonce", "nonceChanges", "postNonce"], ["code", "codeChanges", "newCode"]]) {
  const val = v === "newCode" ? "0x5b" : 9;
  no(`${n}-order`, `${n} changes in descending order of their index`, "BLK-BAL-008", [acc(A[0], { [k]: [at(2, v, val), at(1, v, val)] })], "order");
  no(`${n}-repeated`, `two ${n} changes of one index`, "BLK-BAL-008", [acc(A[0], { [k]: [at(1, v, val), at(1, v, val)] })], "repeated");
  no(`${n}-index`, `a ${n} change of index n+2`, "BLK-BAL-011", [acc(A[0], { [k]: [at(5, v, val)] })], "index");
}
no("storage-order", "changes of a slot in descending order of their index", "BLK-BAL-008", [acc(A[0], { storageChanges: [slot(1, [2, 1], [1, 1])] })], "order");
no("storage-repeated", "two changes of a slot of one index", "BLK-BAL-008", [acc(A[0], { storageChanges: [slot(1, [2, 1], [2, 2])] })], "repeated");
no("storage-index", "a change of a slot of index n+2", "BLK-BAL-011", [acc(A[0], { storageChanges: [slot(1, [5, 1])] })], "index");
no("index-of-empty-block", "in a block without transactions index 2 is refused", "BLK-BAL-011", [acc(A[0], { balanceChanges: [at(2, "postBalance", 1)] })], "index", 0);
no("both", "a slot that is changed and read", "BLK-BAL-009", [acc(A[0], { storageChanges: [slot(7, [1, 1])], storageReads: ["0x7"] })], "slot-in-both");
no("both-among-others", "a slot that is changed and read, among others", "BLK-BAL-009", [acc(A[0], { storageChanges: [slot(3, [1, 1]), slot(7, [1, 1])], storageReads: ["0x1", "0x4", "0x7"] })], "slot-in-both");
no("no-change", "a changed slot without a change", "BLK-BAL-010", [acc(A[0], { storageChanges: [slot(7)] })], "no-change");
no("no-change-second", "a second changed slot without a change", "BLK-BAL-010", [acc(A[0], { storageChanges: [slot(6, [1, 1]), slot(7)] })], "no-change");
{
  const head = (n) => { // [[address, [], [], [], [], [[1, code of n bytes]]]] around the code
    const len = (b, base) => { const h = b.toString(16).padStart(b > 65535 ? 6 : 4, "0"); return (base + h.length / 2).toString(16) + h; };
    const code = len(n, 0xb7), c1 = 1 + code.length / 2 + n, l1 = len(c1, 0xf7), c2 = l1.length / 2 + c1, l2 = len(c2, 0xf7);
    const c3 = 21 + 4 + l2.length / 2 + c2, l3 = len(c3, 0xf7), c4 = l3.length / 2 + c3;
    return "0x" + len(c4, 0xf7) + l3 + "94" + A[0].slice(2) + "c0c0c0c0" + l2 + l1 + "01" + code;
  };
  for (const n of [65536, 65537, 131072]) {
    const data = cat(head(n), rep("0x5b", n));
    agree("code " + n, flat(data), encodeRlp([[A[0], [], [], [], [], [["0x01", "0x" + "5b".repeat(n)]]]]));
    const v = { id: `block.bal.validate.code-${n}`, title: `a code change of ${n} bytes`, requires: ["BLK-BAL-014"], op: "bal.validate", in: { data, transactions: 1, gasLimit: "0x1c9c380" } };
    if (n === 65536) v.out = { hash: keccak(flat(data)), items: 1, needs: "execution" }; else { v.reject = "too-long"; v.risk = SPLIT; }
    f.add({ ...v, source: "EIP-7954: 65,536 bytes of code", features: FT });
  }
}
f.write();
console.log("peer @ethereumjs/util on hashes: agreed", peers.agreed, "differing", JSON.stringify(peers.differing));
