// SPDX-License-Identifier: Apache-2.0
// body: questions on blocks as a whole - encoding, roots, ommers, size.
import { createBlockFromRLP, genTransactionsTrieRoot } from "@ethereumjs/block";
import { createTxFromRLP } from "@ethereumjs/tx";
import { Wallet, encodeRlp } from "ethers";
import { EMPTY_OMMERS, EMPTY_TRIE, File, addr, agree, cat, commonOf, fieldsOf, flat, h32, header, headerHash, headerItems, integer, keccak, quantity as q, rep, since } from "./lib.mjs";
import { childOf } from "./rules.mjs";
import { listRoot } from "./spec.mjs";

const hex = (b) => "0x" + Buffer.from(b).toString("hex");
const bytes = (h) => Uint8Array.from(Buffer.from(h.slice(2), "hex"));
const SPLIT = "nodes that differ here accept another block";
const wallet = new Wallet(h32("a key"));
const base = { gasLimit: 100000n, to: addr("payee"), value: 10n ** 15n, nonce: 0 };
const TX = {
  old: { type: 0, gasPrice: 2000000000n, ...base }, // without chain id
  legacy: { type: 0, chainId: 1, gasPrice: 2000000000n, ...base },
  t1: { type: 1, chainId: 1, gasPrice: 2000000000n, ...base, nonce: 1, accessList: [{ address: addr("listed"), storageKeys: [h32("key")] }] },
  t2: { type: 2, chainId: 1, maxFeePerGas: 3000000000n, maxPriorityFeePerGas: 1000000000n, ...base, nonce: 2 },
  t3: { type: 3, chainId: 1, maxFeePerGas: 3000000000n, maxPriorityFeePerGas: 1000000000n, maxFeePerBlobGas: 1000000000n, blobVersionedHashes: ["0x01" + h32("blob").slice(4), "0x01" + h32("blob 2").slice(4)], ...base, nonce: 3 },
};
/* A type 2 transaction that ethers would not sign, since its fees contradict. */
function raw2(max, priority) {
  const fields = ["0x01", "0x02", integer(priority), integer(max), integer(100000), addr("payee"), integer(10n ** 15n), "0x", []];
  const sig = wallet.signingKey.sign(keccak("0x02" + encodeRlp(fields).slice(2)));
  return "0x02" + encodeRlp([...fields, integer(sig.yParity), integer(sig.r), integer(sig.s)]).slice(2);
}
const signed = {};
for (const [k, t] of Object.entries(TX)) signed[k] = await wallet.signTransaction(t);
const auth = await (async () => {
  const digest = keccak("0x05" + encodeRlp(["0x01", addr("delegate"), "0x"]).slice(2));
  return { chainId: 1n, address: addr("delegate"), nonce: 0n, signature: wallet.signingKey.sign(digest) };
})();
signed.t4 = await wallet.signTransaction({ type: 4, chainId: 1, maxFeePerGas: 3000000000n, maxPriorityFeePerGas: 1000000000n, ...base, nonce: 4, authorizationList: [auth] });
/* As it stands in the body: a list, or a byte string for a typed one. */
const { decodeRlp } = await import("ethers");
const inBody = (t) => (parseInt(t.slice(2, 4), 16) >= 0xc0 ? decodeRlp(t) : t);
const W = (i, over = {}) => ({ index: q(100 + i), validatorIndex: q(7 * i), address: addr("w" + i), amount: q(1000000 + i), ...over });
const witems = (w) => [integer(w.index), integer(w.validatorIndex), w.address, integer(w.amount)];
const ommersHash = (l) => keccak(encodeRlp(l.map(headerItems)));
const blobs = (txs) => txs.filter((t) => t.startsWith("0x03")).reduce((n, t) => n + decodeRlp("0x" + t.slice(4))[10].length, 0);

/* A block of the fork whose roots fit; o.header overrides afterwards. */
function block(fork, o = {}) {
  const txs = (o.txs ?? []).map((k) => signed[k] ?? k), ommers = o.ommers ?? [], ws = o.withdrawals ?? (since(fork, "shanghai") ? [] : undefined);
  const over = { transactionsRoot: txs.length ? listRoot(txs) : EMPTY_TRIE, sha3Uncles: ommersHash(ommers) };
  if (ws && since(fork, "shanghai")) over.withdrawalsRoot = ws.length ? listRoot(ws.map((w) => encodeRlp(witems(w)))) : EMPTY_TRIE;
  if (since(fork, "cancun")) over.blobGasUsed = q(131072 * blobs(txs));
  over.gasUsed = q(21000 * txs.length);
  if (since(fork, "london")) over.baseFeePerGas = "0x3b9aca00";
  const parent = o.parent;
  const h = parent ? childOf({ parent, fork }, header, { ...over, ...o.header }) : header(fork, { ...over, ...o.header });
  const items = [headerItems(h), txs.map(inBody), ommers.map(headerItems)];
  if (ws) items.push(ws.map(witems));
  return { h, txs, ommers, ws, items, rlp: encodeRlp(items), hash: headerHash(h) };
}
function peer(id, fork, b) {
  const theirs = createBlockFromRLP(bytes(b.rlp), { common: commonOf(fork), skipConsensusFormatValidation: true });
  agree(id + " hash", b.hash, hex(theirs.hash()));
  agree(id + " transactions", ...[b.txs.length, theirs.transactions.length]);
  b.txs.forEach((t, i) => agree(id + " tx", keccak(t), hex(theirs.transactions[i].hash())));
  return "ethers 6.17.0 and @ethereumjs/block 10.1.3 agree";
}
const json = (h) => Object.fromEntries(Object.entries(h).map(([k, v]) => [k, flat(v)]));
const plain = (l) => l.map((h) => h);
const ommer = (fork, n, over = {}) => header(fork, { number: "0x2710", extraData: "0x0" + n + "ab", parentHash: h32("ommer parent"), ...over });

let f = new File("body/codec.yaml", "Yellow Paper, EIP-2718, EIP-4895");
const cases = [
  ["frontier-empty", "frontier", {}, ["BLK-BODY-001"]], ["homestead-two-legacy", "homestead", { txs: ["old", "old"] }, ["BLK-BODY-001", "BLK-BODY-004"]], ["byzantium-ommers", "byzantium", { txs: ["legacy"], ommers: [ommer("byzantium", 1), ommer("byzantium", 2)] }, ["BLK-BODY-001", "BLK-BODY-007"]],
  ["berlin-typed", "berlin", { txs: ["legacy", "t1"] }, ["BLK-BODY-004"]], ["london-typed", "london", { txs: ["t2", "legacy", "t1"] }, ["BLK-BODY-004"]], ["paris", "paris", { txs: ["t2"] }, ["BLK-BODY-001", "BLK-BODY-003", "BLK-BODY-009"]],
  ["shanghai-no-withdrawals", "shanghai", { txs: ["legacy"] }, ["BLK-BODY-002", "BLK-BODY-003"]], ["shanghai-withdrawals", "shanghai", { withdrawals: [W(0), W(1)] }, ["BLK-BODY-002"]], ["cancun-blobs", "cancun", { txs: ["t3", "t2"], withdrawals: [W(3)] }, ["BLK-BODY-004", "BLK-BODY-002", "BLK-BODY-012"]], ["prague-set-code", "prague", { txs: ["t4", "legacy"], withdrawals: [] }, ["BLK-BODY-004", "BLK-BODY-002"]], ["amsterdam", "amsterdam", { txs: ["t2"], withdrawals: [W(4)] }, ["BLK-BODY-013", "BLK-BODY-002"]], ["osaka-all", "osaka", { txs: ["legacy", "t1", "t2", "t3", "t4"], withdrawals: [W(0), W(1), W(2)] }, ["BLK-BODY-004", "BLK-BODY-002"]],
];
for (const [n, fork, o, requires] of cases) {
  const b = block(fork, o), source = peer(n, fork, b), ft = fork === "amsterdam" ? { features: ["amsterdam"] } : {};
  const input = { header: b.h, transactions: b.txs, ommers: plain(b.ommers) };
  if (b.ws) input.withdrawals = b.ws;
  f.add({ id: "block.block.encode." + n, title: `a block is encoded as ${fork} asks (${n})`, requires, op: "block.encode", in: input, out: b.rlp, source, ...ft });
  const out = { header: json(b.h), transactions: b.txs.map(keccak), ommers: b.ommers.map((h) => headerHash(h)), size: (b.rlp.length - 2) / 2 };
  if (b.ws) out.withdrawals = b.ws;
  f.add({ id: "block.block.decode." + n, title: `a block of ${fork} is read (${n})`, requires, op: "block.decode", in: { data: b.rlp, fork }, out, source, ...ft });
  f.add({ id: "block.block.hash." + n, title: `the hash of a block is that of its header (${n})`, requires: ["BLK-HDR-001", ...requires], op: "block.hash", in: { data: b.rlp }, out: b.hash, source, ...ft });
}
f.write();

f = new File("body/decode-refused.yaml", "Yellow Paper, EIP-2718, EIP-4895");
const bad = (id, title, requires, fork, items, reject, source = "Yellow Paper 4.3.3; EIP-4895; EIP-2718", features) => f.add({ id: "block.block.decode." + id, title, requires: [].concat(requires), op: "block.decode", in: { data: typeof items === "string" || items.$concat ? items : encodeRlp(items), fork }, reject, source, risk: SPLIT, ...(features ? { features } : {}) });
for (const fork of ["shanghai", "cancun", "prague", "osaka"]) bad(`no-withdrawals-${fork}`, `a ${fork} block without a withdrawals list is refused`, ["BLK-BODY-003", "BLK-BODY-002"], fork, block(fork).items.slice(0, 3), "withdrawals");
for (const fork of ["frontier", "berlin", "london", "paris"]) bad(`withdrawals-${fork}`, `a ${fork} block with a withdrawals list is refused`, ["BLK-BODY-003", "BLK-BODY-001"], fork, [...block(fork).items, []], "withdrawals");
bad("withdrawals-one-paris", "a paris block with a withdrawal is refused", ["BLK-BODY-003", "BLK-BODY-001"], "paris", [...block("paris").items, [witems(W(0))]], "withdrawals");
for (const fork of ["berlin", "paris", "osaka"]) bad(`two-items-${fork}`, `a ${fork} block of header and transactions alone is refused`, since(fork, "shanghai") ? "BLK-BODY-002" : "BLK-BODY-001", fork, block(fork).items.slice(0, 2), "field-count");
bad("one-item", "a block of its header alone is refused", "BLK-BODY-001", "london", block("london").items.slice(0, 1), "field-count");
bad("no-items", "an empty list is no block", "BLK-BODY-001", "london", "0xc0", "field-count");
bad("five-items-osaka", "an osaka block with a fifth item is refused", "BLK-BODY-002", "osaka", [...block("osaka").items, []], "field-count");
bad("access-list-in-body", "an amsterdam block that carries its access list is refused", ["BLK-BODY-013", "BLK-BODY-002"], "amsterdam", [...block("amsterdam").items, []], "field-count", "EIP-7928; go-ethereum: the body has no such item", ["amsterdam"]);
bad("access-list-entries-in-body", "an amsterdam block that carries an access list with an entry is refused", ["BLK-BODY-013", "BLK-BODY-002"], "amsterdam", [...block("amsterdam").items, [[addr("x"), [], [], [], [], []]]], "field-count", "EIP-7928; go-ethereum: the body has no such item", ["amsterdam"]);
bad("empty", "no bytes are no block", "BLK-BODY-001", "london", "0x", "empty");
bad("string", "a byte string is no block", "BLK-BODY-001", "london", encodeRlp(block("london").rlp), "expected-list");
bad("trailing", "a block with a byte behind it is refused", "BLK-BODY-002", "osaka", block("osaka").rlp + "00", "trailing");
bad("truncated", "a block that ends early is refused", "BLK-BODY-002", "osaka", block("osaka", { withdrawals: [W(0)] }).rlp.slice(0, -2), "truncated");
const sub = (fork, i, v, o) => block(fork, o).items.map((x, j) => (j === i ? v : x));
bad("header-string", "a byte string in the place of the header is refused", "BLK-BODY-001", "paris", sub("paris", 0, h32("h")), "expected-list");
bad("transactions-string", "a byte string in the place of the transactions is refused", "BLK-BODY-001", "paris", sub("paris", 1, "0x"), "expected-list");
bad("ommers-string", "a byte string in the place of the ommers is refused", "BLK-BODY-001", "paris", sub("paris", 2, "0x"), "expected-list");
bad("withdrawals-string", "a byte string in the place of the withdrawals is refused", "BLK-BODY-002", "osaka", sub("osaka", 3, "0x"), "expected-list");
bad("header-of-older-fork", "an osaka block with a header of shanghai is refused", ["BLK-HDR-010", "BLK-BODY-002"], "osaka", sub("osaka", 0, headerItems(header("shanghai"))), "field-count");
bad("header-of-later-fork", "a paris block with a header of shanghai is refused", ["BLK-HDR-009", "BLK-BODY-001"], "paris", sub("paris", 0, headerItems(header("shanghai"))), "field-count");
bad("withdrawal-three-items", "a block with a withdrawal of three items is refused", ["BLK-WD-001", "BLK-BODY-002"], "cancun", sub("cancun", 3, [witems(W(0)).slice(0, 3)]), "field-count");
bad("withdrawal-wide-amount", "a block with a withdrawal of 65 bits is refused", "BLK-WD-002", "cancun", sub("cancun", 3, [[...witems(W(0)).slice(0, 3), "0x010000000000000000"]]), "too-wide");
bad("legacy-as-string", "a legacy transaction wrapped as a byte string is refused", "BLK-BODY-004", "london", sub("london", 1, [signed.legacy]), "expected-list");
bad("typed-inline", "a typed transaction written as a list of its fields is refused", "BLK-BODY-004", "london", sub("london", 1, [decodeRlp("0x" + signed.t2.slice(4))]), "field-count", "EIP-2718: a list is a legacy transaction, of nine items");
bad("typed-empty", "an empty byte string among the transactions is refused", "BLK-BODY-004", "london", sub("london", 1, ["0x"]), "empty");
for (const t of ["01", "02", "03", "04"]) bad(`typed-${t}-alone`, `a type byte 0x${t} alone among the transactions is refused`, "BLK-BODY-004", "osaka", sub("osaka", 1, ["0x" + t]), "empty");
bad("empty-list-as-string", "an empty list wrapped as a byte string among the transactions is refused", "BLK-BODY-004", "london", sub("london", 1, ["0xc0"]), "expected-list");
bad("typed-unknown", "a transaction of type 0x7e is refused", "BLK-BODY-004", "osaka", sub("osaka", 1, ["0x7e" + signed.t2.slice(4)]), "type");
for (const [k, fork] of [["t1", "istanbul"], ["t2", "berlin"], ["t3", "shanghai"], ["t4", "cancun"]]) bad(`${k}-in-${fork}`, `a ${fork} block with a transaction of type ${k[1]} is refused`, "BLK-BODY-004", fork, sub(fork, 1, [signed[k]]), "tx-type");
const payload = decodeRlp("0x" + signed.t3.slice(4));
const BLOB = "ab".repeat(64), C = "c0" + "00".repeat(47);
for (const [n, fork, wrap] of [["cancun", "cancun", [payload, ["0x" + BLOB], ["0x" + C], ["0x" + C]]], ["prague-two", "prague", [payload, ["0x" + BLOB, "0x" + BLOB], ["0x" + C, "0x" + C], ["0x" + C, "0x" + C]]], ["osaka-cells", "osaka", [payload, "0x01", ["0x" + BLOB], ["0x" + C], ["0x" + C]]], ["osaka-empty", "osaka", [payload, [], [], []]]])
  bad("sidecar-" + n, `a blob transaction with its sidecar in a ${fork} block is refused`, "BLK-BODY-012", fork, sub(fork, 1, ["0x03" + encodeRlp(wrap).slice(2)]), "sidecar", "EIP-4844: the network form is used on the network only");
f.write();

// --- size -----------------------------------------------------------------------
f = new File("body/size.yaml", "EIP-7934");
const LIMIT = 8388608;
const u = (n) => { const h = n.toString(16); return h.length % 2 ? "0" + h : h; };
const len = (n, b) => (n < 56 ? (b + n).toString(16) : (b + 55 + u(n).length / 2).toString(16) + u(n));
const bigTx = (n) => { // a legacy transaction with n zero bytes of data, unsigned values of ours
  const before = ["0x01", "0x77359400", "0xffffff", addr("payee"), "0x"].map((x) => encodeRlp(x).slice(2)).join("");
  const after = ["0x25", "0x" + h32("r").slice(2), "0x0f" + h32("s").slice(4)].map((x) => encodeRlp(x).slice(2)).join("");
  const data = len(n, 0x80), body = (before.length + data.length + after.length) / 2 + n;
  return { head: len(body, 0xc0) + before + data, tail: after, size: len(body, 0xc0).length / 2 + body };
};
/* Six transactions, so that none needs more gas than EIP-7825 allows it. */
function sized(fork, total) {
  const hd = encodeRlp(headerItems(header(fork))).slice(2), tail = "c0" + (since(fork, "shanghai") ? "c0" : "");
  const five = Array.from({ length: 5 }, () => bigTx(1400000));
  for (let n = 1380000, i = 0; i < 9; i++) {
    const txs = [...five, bigTx(n)], size = txs.reduce((a, t) => a + t.size, 0);
    const start = len(size, 0xc0), body = (hd.length + start.length + tail.length) / 2 + size;
    const all = len(body, 0xc0).length / 2 + body;
    if (all !== total) { n += total - all; continue; }
    const zeros = (k) => rep("0x00", k < 5 ? 1400000 : n);
    return { data: cat("0x" + len(body, 0xc0) + hd + start + txs[0].head, zeros(0), ...txs.slice(1).flatMap((t, k) => ["0x" + txs[k].tail + t.head, zeros(k + 1)]), "0x" + txs[5].tail + tail) };
  }
  throw new Error("size");
}
for (const [fork, total, req] of [["osaka", LIMIT, ["BLK-BODY-010", "BLK-BODY-011"]], ["prague", LIMIT + 1, "BLK-BODY-011"]]) {
  const { data } = sized(fork, total);
  const b = flat(data);
  agree("size", total, (b.length - 2) / 2);
  const txs = decodeRlp(b)[1].map((t) => keccak(encodeRlp(t)));
  f.add({ id: `block.block.decode.size-${total}-${fork}`, title: `a ${fork} block of ${total} bytes is read`, requires: [].concat(req), op: "block.decode", in: { data, fork }, out: { header: json(header(fork)), transactions: txs, ommers: [], size: total, ...(since(fork, "shanghai") ? { withdrawals: [] } : {}) }, source: "EIP-7934: 10 MiB less 2 MiB; hashes by ethers 6.17.0" });
}
for (const [fork, total] of [["osaka", LIMIT + 1], ["bpo2", LIMIT + 4096]]) {
  const { data } = sized(fork, total);
  agree("size", total, (flat(data).length - 2) / 2);
  f.add({ id: `block.block.decode.size-${total}-${fork}`, title: `a ${fork} block of ${total} bytes is refused`, requires: ["BLK-BODY-010"], op: "block.decode", in: { data, fork }, reject: "block-size", source: "EIP-7934: 10 MiB less 2 MiB", risk: "a block that the consensus layer cannot gossip splits the network" });
}
f.write();

// --- roots ------------------------------------------------------------------------
f = new File("body/roots.yaml", "Yellow Paper, EIP-2718");
const common = commonOf("prague");
for (const [n, list, req] of [["none", [], "BLK-BODY-006"], ["one-legacy", ["legacy"], "BLK-BODY-006"], ["one-typed", ["t2"], "BLK-BODY-005"], ["mixed", ["legacy", "t1", "t2", "t3", "t4"], "BLK-BODY-005"], ["repeated", ["legacy", "legacy"], "BLK-BODY-006"], ["of-129", Array.from({ length: 129 }, (_, i) => ["legacy", "t1", "t2"][i % 3]), "BLK-BODY-006"]]) {
  const txs = list.map((k) => signed[k]);
  const out = txs.length ? agree(n, listRoot(txs), hex(await genTransactionsTrieRoot(txs.map((t) => createTxFromRLP(bytes(t), { common }))))) : EMPTY_TRIE;
  f.add({ id: "block.transactions.root.body-" + n, title: `the root over transactions (${n})`, requires: [req], op: "transactions.root", in: { transactions: txs }, out, source: "trie of the Yellow Paper in tools/vectors/eth/spec.mjs; @ethereumjs/block 10.1.3", risk: SPLIT });
}
for (const [n, l] of [["none", []], ["one", [ommer("homestead", 1)]], ["two", [ommer("istanbul", 1), ommer("istanbul", 2)]], ["london", [ommer("london", 3)]]])
  f.add({ id: "block.ommers.hash." + n, title: `the hash over ommers (${n})`, requires: ["BLK-BODY-007"], op: "ommers.hash", in: { ommers: l }, out: n === "none" ? EMPTY_OMMERS : ommersHash(l), source: "RLP and Keccak-256 of ethers 6.17.0; Keccak-256 of viem 2.57.20" });
for (const k of ["parentHash", "nonce", "logsBloom"]) f.add({ id: `block.ommers.hash.no-${k.toLowerCase()}`, title: `an ommer without ${k} has no hash`, requires: ["BLK-BODY-007"], op: "ommers.hash", in: { ommers: [ommer("berlin", 1, { [k]: undefined })] }, reject: "field-missing", source: "Yellow Paper 4.3", risk: SPLIT });
f.add({ id: "block.ommers.hash.gap", title: "an ommer with a withdrawals root but no base fee has no hash", requires: ["BLK-BODY-007"], op: "ommers.hash", in: { ommers: [ommer("berlin", 1, { withdrawalsRoot: EMPTY_TRIE })] }, reject: "field-missing", source: "fields of later forks come without gaps", risk: SPLIT });
f.write();

// --- validity ----------------------------------------------------------------------
f = new File("body/validate.yaml", "Yellow Paper, EIP-3675, EIP-4895, EIP-4844");
const ask = (id, title, requires, fork, b, reject, extra = {}, source = "Yellow Paper 4.3; EIPs of the fork") => f.add({ id: "block.block.validate." + id, title, requires: [].concat(requires), op: "block.validate", in: { data: b.rlp, fork, ...extra }, ...(reject ? { reject, risk: SPLIT } : { out: { hash: b.hash, needs: "execution" } }), source: source + "; roots by @ethereumjs/mpt 10.1.3 and spec.mjs" });
const P = (fork, over = {}) => header(fork, { gasUsed: "0xe4e1c0", ...over });
const on = (fork, o = {}) => { const parent = o.on ?? P(fork); return [block(fork, { ...o, parent }), { parent, chainId: "0x1" }]; };
for (const [fork, o, req] of [["frontier", { txs: ["old"] }, "BLK-BODY-001"], ["spurious-dragon", { txs: ["legacy", "old"] }, "BLK-BODY-006"], ["berlin", { txs: ["t1"] }, "BLK-BODY-005"], ["london", { txs: ["t2", "legacy"] }, "BLK-BODY-005"], ["shanghai", { txs: ["t2"], withdrawals: [W(0)] }, "BLK-BODY-008"], ["cancun", { txs: ["t3"] }, "BLK-BLOB-001"], ["prague", { txs: ["t4"] }, "BLK-BODY-006"], ["osaka", { txs: ["legacy", "t1", "t2", "t3", "t4"], withdrawals: [W(0), W(1)] }, "BLK-BODY-018"]]) {
  const [b, x] = on(fork, o);
  ask(`plain-${fork}`, `a ${fork} block that fits its parent is valid as far as can be known without state`, [req, "BLK-BODY-018"].filter((y, i, a) => a.indexOf(y) === i), fork, b, null, x);
}
for (const fork of ["frontier", "london", "osaka"]) {
  const txs = [fork === "frontier" ? "old" : "legacy"];
  let [b, x] = on(fork, { txs, header: { transactionsRoot: EMPTY_TRIE } });
  ask(`transactions-root-empty-${fork}`, `a ${fork} block whose header knows nothing of its transaction is refused`, "BLK-BODY-006", fork, b, "transactions-root", x);
  [b, x] = on(fork, { txs: [], header: { transactionsRoot: listRoot([signed[txs[0]]]) } });
  ask(`transactions-root-of-absent-${fork}`, `a ${fork} block whose header counts an absent transaction is refused`, "BLK-BODY-006", fork, b, "transactions-root", x);
}
{
  let [b, x] = on("london", { txs: ["legacy", "t2"], header: { transactionsRoot: listRoot([signed.t2, signed.legacy]) } });
  ask("transactions-root-order", "the transactions root of another order is refused", "BLK-BODY-006", "london", b, "transactions-root", x);
  [b, x] = on("london", { txs: ["t2"], header: { transactionsRoot: listRoot([encodeRlp(signed.t2)]) } });
  ask("transactions-root-wrapped", "a transactions root over the string form of a typed transaction is refused", "BLK-BODY-005", "london", b, "transactions-root", x);
  [b, x] = on("shanghai", { withdrawals: [W(0)], header: { withdrawalsRoot: EMPTY_TRIE } });
  ask("withdrawals-root-empty", "a header that knows nothing of its withdrawal is refused", "BLK-BODY-008", "shanghai", b, "withdrawals-root", x);
  [b, x] = on("cancun", { withdrawals: [W(0), W(1)], header: { withdrawalsRoot: listRoot([W(1), W(0)].map((w) => encodeRlp(witems(w)))) } });
  ask("withdrawals-root-order", "the withdrawals root of another order is refused", "BLK-BODY-008", "cancun", b, "withdrawals-root", x);
  [b, x] = on("osaka", { withdrawals: [W(0)], header: { withdrawalsRoot: listRoot([encodeRlp(witems(W(0, { amount: "0xf4241" })))]) } });
  ask("withdrawals-root-amount", "a withdrawals root over another amount is refused", "BLK-BODY-008", "osaka", b, "withdrawals-root", x);
  [b, x] = on("osaka", { withdrawals: [], header: { withdrawalsRoot: h32("wd") } });
  ask("withdrawals-root-of-absent", "a withdrawals root over absent withdrawals is refused", "BLK-BODY-008", "osaka", b, "withdrawals-root", x);
  [b, x] = on("cancun", { txs: ["t3"], header: { blobGasUsed: "0x20000" } });
  ask("blob-gas-used-less", "blob gas used of one blob for two is refused", "BLK-BLOB-001", "cancun", b, "blob-gas-used", x);
  [b, x] = on("cancun", { txs: ["t3"], header: { blobGasUsed: "0x0" } });
  ask("blob-gas-used-zero", "blob gas used of 0 for two blobs is refused", "BLK-BLOB-001", "cancun", b, "blob-gas-used", x);
  [b, x] = on("prague", { txs: ["t2"], header: { blobGasUsed: "0x20000" } });
  ask("blob-gas-used-without-blobs", "blob gas used without blobs is refused", "BLK-BLOB-001", "prague", b, "blob-gas-used", x);
  [b, x] = on("osaka", { txs: ["t3"], header: { blobGasUsed: "0x60000" } });
  ask("blob-gas-used-more", "blob gas used of three blobs for two is refused", "BLK-BLOB-001", "osaka", b, "blob-gas-used", x);
  [b, x] = on("cancun", { header: { number: "0x2713" } });
  ask("header-number", "a block whose header skips a number is refused", "BLK-HDR-015", "cancun", b, "number", x);
  [b, x] = on("osaka", { header: { gasLimit: q(30000000 + 29296) } });
  ask("header-gas-limit-step", "a block whose gas limit steps too far is refused", "BLK-HDR-019", "osaka", b, "gas-limit-step", x);
  [b, x] = on("prague", { header: { excessBlobGas: "0x20000" } });
  ask("header-excess", "a block whose excess blob gas does not follow is refused", ["BLK-BLOB-014", "BLK-BLOB-004"], "prague", b, "excess-blob-gas", x);
  [b, x] = on("london", { txs: ["legacy"], header: { baseFeePerGas: "0x3b9aca01" } });
  ask("header-base-fee", "a block whose base fee does not follow is refused", "BLK-FEE-006", "london", b, "base-fee", x);
}
{
  /* Rules on single transactions, asked of the block that holds one. */
  const sign = (over) => wallet.signTransaction({ ...TX.legacy, ...over });
  const sign2 = (over) => wallet.signTransaction({ ...TX.t2, ...over });
  const hold = async (id, title, req, fork, tx, reject, o = {}) => {
    const [b, x] = on(fork, { txs: [tx], ...o });
    ask("transaction-" + id, title, req, fork, b, reject, { ...x, ...o.extra });
  };
  for (const fork of ["london", "paris", "osaka"]) {
    await hold(`at-base-fee-${fork}`, `a ${fork} block may hold a transaction that pays exactly the base fee`, ["BLK-RCPT-016"], fork, await sign({ gasPrice: 1000000000n }), null);
    await hold(`below-base-fee-${fork}`, `a ${fork} block with a transaction that pays one wei less than the base fee is refused`, ["BLK-RCPT-016"], fork, await sign({ gasPrice: 999999999n }), "fee-below-base");
    await hold(`below-base-fee-typed-${fork}`, `a ${fork} block with a typed transaction of a maximum below the base fee is refused`, ["BLK-RCPT-016"], fork, await sign2({ maxFeePerGas: 999999999n, maxPriorityFeePerGas: 0n }), "fee-below-base");
    await hold(`priority-above-max-${fork}`, `a ${fork} block with a transaction of a priority fee above its maximum is refused`, ["BLK-RCPT-016"], fork, await sign2({ maxFeePerGas: 2000000000n, maxPriorityFeePerGas: 2000000001n }).catch(() => raw2(2000000000n, 2000000001n)), "priority-above-max");
  }
  const carry = (n, nonce) => wallet.signTransaction({ ...TX.t3, nonce, blobVersionedHashes: Array.from({ length: n }, (_, i) => "0x01" + h32(`blob ${nonce} ${i}`).slice(4)) });
  for (const [fork, max] of [["cancun", [3, 3]], ["prague", [5, 4]], ["osaka", [6, 3]], ["bpo1", [6, 6, 3]], ["bpo2", [6, 6, 6, 3]]]) {
    const fit = await Promise.all(max.map((n, i) => carry(n, 10 + i))), more = await carry(1, 20), total = max.reduce((a, n) => a + n);
    const req = { cancun: "BLK-BLOB-008", bpo1: "BLK-BLOB-010", bpo2: "BLK-BLOB-011" }[fork] ?? "BLK-BLOB-009";
    let [b, x] = on(fork, { txs: fit });
    ask(`blobs-${total}-${fork}`, `a ${fork} block may hold ${total} blobs`, ["BLK-BLOB-002", "BLK-BLOB-001", req], fork, b, null, x);
    [b, x] = on(fork, { txs: [...fit, more] });
    ask(`blobs-${total + 1}-${fork}`, `a ${fork} block with ${total + 1} blobs is refused`, ["BLK-BLOB-002", req], fork, b, "blob-gas-used", x);
  }
  for (const fork of ["osaka", "bpo2"]) {
    const [b, x] = on(fork, { txs: [await carry(7, 30)] });
    ask(`blobs-7-in-one-${fork}`, `a ${fork} block with a transaction of 7 blobs is refused`, ["BLK-BLOB-015"], fork, b, "blob-count", x);
  }
  await hold("below-blob-fee", "a block with a transaction below the blob base fee is refused", ["BLK-BLOB-003"], "cancun", await wallet.signTransaction({ ...TX.t3, maxFeePerBlobGas: 0n }), "blob-fee");
  await hold("above-gas-limit", "a block with a transaction of more gas than the block's limit is refused", ["BLK-BODY-018"], "berlin", signed.t1, "block-gas", { on: P("berlin", { gasLimit: "0x15f90", gasUsed: "0x5208" }) });
  await hold("at-gas-limit", "a block may hold a transaction of as much gas as the block's limit", ["BLK-TX-058"], "berlin", signed.t1, null, { on: P("berlin", { gasLimit: "0x186a0", gasUsed: "0x5208" }) });
}
f.write();

// --- ommers --------------------------------------------------------------------------
f = new File("body/ommers.yaml", "Yellow Paper");
/* A line of nine blocks from number 10000 on, each the child of the one before. */
const FORK = "byzantium";
const line = [header(FORK, { number: "0x2710", difficulty: "0x3b9aca00", parentHash: h32("root of the line") })];
for (let i = 1; i < 10; i++) line.push(childOf({ parent: line[i - 1], fork: FORK }, header, { extraData: "0x01" + (16 + i).toString(16) }));
const parent = line.at(-1), near = [...line].reverse();
/* A sibling of line[i]: a valid child of line[i - 1] that is not on the line. */
const sibling = (i, over = {}) => childOf({ parent: line[i - 1], fork: FORK }, header, { extraData: "0xbeef", miner: addr("uncle"), ...over });
const judge = (id, title, requires, ommers, reject, extra = {}, blk = {}) => {
  const b = block(FORK, { parent, ommers, ...blk });
  ask(id, title, requires, FORK, b, reject, { parent, ancestors: near, ancestorOmmers: [], ...extra }, "Yellow Paper 11.1 and 4.3.4");
};
judge("ommer-second-generation", "an ommer whose parent is the grandparent is valid", "BLK-BODY-016", [sibling(9)]);
judge("ommer-seventh-generation", "an ommer whose parent is seven generations back is valid", ["BLK-BODY-016", "BLK-BODY-017"], [sibling(4)]);
judge("ommer-eighth-generation", "an ommer whose parent is eight generations back is refused", "BLK-BODY-016", [sibling(3)], "ommer");
judge("ommer-ninth-generation", "an ommer whose parent is nine generations back is refused", "BLK-BODY-016", [sibling(2)], "ommer");
judge("ommers-two", "two ommers of different generations are valid", "BLK-BODY-014", [sibling(9), sibling(7)]);
judge("ommers-two-siblings", "two different ommers of one parent are valid", "BLK-BODY-014", [sibling(8), sibling(8, { extraData: "0xcafe" })]);
judge("ommers-three", "three ommers are refused", "BLK-BODY-014", [sibling(9), sibling(8), sibling(7)], "ommer-count");
judge("ommers-four", "four ommers are refused", "BLK-BODY-014", [sibling(9), sibling(8), sibling(7), sibling(6)], "ommer-count");
judge("ommer-twice", "one ommer twice is refused", "BLK-BODY-015", [sibling(9), sibling(9)], "ommer");
judge("ommer-parent", "the parent as ommer is refused", "BLK-BODY-015", [parent], "ommer");
judge("ommer-ancestor", "an ancestor as ommer is refused", "BLK-BODY-015", [line[7]], "ommer");
judge("ommer-child-of-parent", "a brother, the child of the block's own parent, is no ommer", "BLK-BODY-016", [childOf({ parent, fork: FORK }, header, { extraData: "0xbeef" })], "ommer");
judge("ommer-stranger", "an ommer of an unknown parent is refused", "BLK-BODY-016", [sibling(9, { parentHash: h32("unknown") })], "ommer");
judge("ommer-included", "an ommer that the parent named already is refused", "BLK-BODY-015", [sibling(8)], "ommer", { ancestorOmmers: [headerHash(sibling(8))] });
judge("ommer-included-second", "a second ommer that an ancestor named already is refused", "BLK-BODY-015", [sibling(9), sibling(7)], "ommer", { ancestorOmmers: [headerHash(sibling(7))] });
judge("ommer-other-included", "an ommer is valid although another one was named already", "BLK-BODY-015", [sibling(8)], null, { ancestorOmmers: [headerHash(sibling(7))] });
judge("ommer-number", "an ommer whose number does not follow its parent is refused", "BLK-BODY-017", [sibling(8, { number: "0x2720" })], "ommer");
judge("ommer-timestamp", "an ommer not later than its parent is refused", "BLK-BODY-017", [sibling(8, { timestamp: line[7].timestamp })], "ommer");
judge("ommer-gas-used", "an ommer that used more than its gas limit is refused", "BLK-BODY-017", [sibling(8, { gasUsed: "0x1c9c381" })], "ommer");
judge("ommer-gas-limit", "an ommer whose gas limit steps too far is refused", "BLK-BODY-017", [sibling(8, { gasLimit: q(30000000 + 29296) })], "ommer");
judge("ommer-difficulty", "an ommer of another difficulty than the rule gives is refused", "BLK-BODY-017", [sibling(8, { difficulty: "0x3b9aca01" })], "ommer");
judge("ommers-hash-empty", "a header that knows nothing of its ommer is refused", "BLK-BODY-007", [sibling(9)], "ommers-hash", {}, { header: { sha3Uncles: EMPTY_OMMERS } });
judge("ommers-hash-of-absent", "a header that counts an absent ommer is refused", "BLK-BODY-007", [], "ommers-hash", {}, { header: { sha3Uncles: ommersHash([sibling(9)]) } });
judge("ommers-hash-order", "an ommers hash of another order is refused", "BLK-BODY-007", [sibling(9), sibling(8)], "ommers-hash", {}, { header: { sha3Uncles: ommersHash([sibling(8), sibling(9)]) } });
for (const fork of ["paris", "cancun", "osaka"]) {
  const p = header(fork), o = ommer(fork, 1);
  const b = block(fork, { parent: p, ommers: [o] , header: { sha3Uncles: EMPTY_OMMERS } });
  ask(`pos-ommer-unsaid-${fork}`, `a ${fork} block with an ommer that its header does not count is refused`, ["BLK-BODY-009"], fork, b, "ommer-count", { parent: p }, "EIP-3675");
}
f.write();
if (!fieldsOf || !plain) throw new Error("lib");
