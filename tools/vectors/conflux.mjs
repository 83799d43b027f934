// SPDX-License-Identifier: Apache-2.0
// conflux: vectors of the Conflux protocol.  Values come from a conflux-rust
// node (--live FILE: epochs recorded by conflux-live.cjs), from js-conflux-sdk,
// or from the short models below, which follow the text and share no code
// with the reference.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { keccak_256 } from "@noble/hashes/sha3";
import { file, v, write } from "./lib.mjs";

const require = createRequire(import.meta.url);
const { sign: sdkSign, address: sdkAddress } = require("js-conflux-sdk");
const SdkTx = require("js-conflux-sdk/src/Transaction");
const live = JSON.parse(readFileSync(process.argv[process.argv.indexOf("--live") + 1]));

const NODE = "conflux-rust 3.0.2, a development chain";
const SDK = "js-conflux-sdk 2.6.0";
const TEXT = "recomputed from the rule by a model that shares no code with the reference";

// --- models -------------------------------------------------------------------
const hex = (b) => "0x" + Buffer.from(b).toString("hex");
const buf = (h) => Buffer.from(h.slice(2), "hex");
const K = (...parts) => Buffer.from(keccak_256(Buffer.concat(parts)));
const num = (n) => { n = BigInt(n); if (n === 0n) return Buffer.alloc(0); let s = n.toString(16); return Buffer.from(s.length % 2 ? "0" + s : s, "hex"); };
const pre = (off, len) => len < 56 ? Buffer.from([off + len]) : Buffer.concat([Buffer.from([off + 55 + num(len).length]), num(len)]);
class Raw { constructor(b) { this.b = b; } }
const rlp = (x) => x instanceof Raw ? x.b : Array.isArray(x) ? ((b) => Buffer.concat([pre(0xc0, b.length), b]))(Buffer.concat(x.map(rlp)))
  : x.length === 1 && x[0] < 0x80 ? x : Buffer.concat([pre(0x80, x.length), x]);
const q = (n) => "0x" + BigInt(n).toString(16);
const EMPTY = K(Buffer.alloc(0));

// The tree: {key nibbles -> value}; an edge's path may be compressed.
const nibs = (k) => [...k].flatMap((b) => [b >> 4, b & 15]);
function treeNode(entries, depth) {
  const here = entries.find(([k]) => k.length === depth);
  const kids = [];
  for (let c = 0; c < 16; c++) {
    const below = entries.filter(([k]) => k.length > depth && k[depth] === c);
    if (!below.length) { kids.push(EMPTY); continue; }
    let to = depth + 1;
    while (below.every(([k]) => k.length > to && k[to] === below[0][0][to])) to++;
    const inner = treeNode(below, to);
    kids.push(edge(below[0][0], depth + 1, to, inner));
  }
  return K(Buffer.from("n"), ...kids, ...(here ? [Buffer.from("v"), here[1]] : []));
}
function edge(key, from, to, node) {
  if (from === to) return node;
  const path = key.slice(from, to);
  if (from % 2) path.unshift(0);
  if (path.length % 2) path.push(0);
  const bytes = Buffer.from(path.flatMap((_, i) => i % 2 ? [] : [path[i] * 16 + path[i + 1]]));
  return K(Buffer.from([128 + (from % 2 ? 64 : 0) + ((to - from) % 63)]), bytes, node);
}
const treeRoot = (entries) => entries.length ? treeNode(entries.map(([k, x]) => [nibs(k), x]), 0) : EMPTY;
function listRoot(items) {
  if (!items.length) return EMPTY;
  let size = 1;
  while (BigInt(items.length - 1) >> BigInt(8 * size)) size++;
  const entries = items.map((x, i) => [nibs(Buffer.from(i.toString(16).padStart(2 * size, "0"), "hex")), x]);
  const first = new Set(entries.map(([k]) => k[0]));
  if (first.size > 1) return treeNode(entries, 0);
  let to = 1;
  while (entries.every(([k]) => k.length > to && k[to] === entries[0][0][to])) to++;
  return edge(entries[0][0], 1, to, treeNode(entries, to));
}

// --- the recorded chain -----------------------------------------------------------
const epochs = live.epochs.filter((e) => e.espace);
const author = (b) => sdkAddress.decodeCfxAddress(b.miner).hexAddress;
const fieldsOf = (e, b) => ({
  parentHash: buf(b.parentHash), height: BigInt(b.height), timestamp: BigInt(b.timestamp), author: Buffer.from(author(b)),
  roots: ["transactionsRoot", "deferredStateRoot", "deferredReceiptsRoot", "deferredLogsBloomHash"].map((k) => buf(b[k])),
  blame: BigInt(b.blame), difficulty: BigInt(b.difficulty), adaptive: b.adaptive ? 1n : 0n, gasLimit: BigInt(b.gasLimit) * 10n / 9n,
  referees: b.refereeHashes.map(buf), nonce: BigInt(b.nonce), pos: b.posReference && buf(b.posReference),
  prices: [BigInt(b.baseFeePerGas), BigInt(e.espace.baseFeePerGas)], custom: b.custom.map(buf),
});
const headerRlp = (h, nonce = true) => rlp([h.parentHash, num(h.height), num(h.timestamp), h.author, ...h.roots, num(h.blame), num(h.difficulty),
  num(h.adaptive), num(h.gasLimit), h.referees, ...(nonce ? [num(h.nonce)] : []), ...(h.pos ? [[h.pos]] : []),
  ...(h.prices ? [[h.prices.map(num)]] : []), ...h.custom]);
const RULES = { pos: "0x0", cip112: "0x1", cip1559: "0x1" };
const at = (i) => { const e = epochs[i], b = e.blocks.at(-1); return fieldsOf(e, b); };
for (const e of epochs.slice(1)) for (const b of e.blocks) if (hex(K(headerRlp(fieldsOf(e, b)))) !== b.hash) throw new Error("model header " + e.epoch);
const bare = (b) => { const { transactions, ...rest } = b; return rest; };

// --- headers ------------------------------------------------------------------------
const fh = file("conflux/headers", "Conflux protocol");
const P = at(12), C = at(13);
const risk = "two nodes disagree on a header, and the chain splits";
const good = (id, title, requires, parent, child, rules = RULES, source = NODE) => v(fh, { id: "conflux.header." + id, title, requires, op: "conflux.header.validate",
  in: { data: hex(headerRlp(child)), parent: hex(headerRlp(parent)), rules }, out: { hash: hex(K(headerRlp(child))) }, source });
const bad = (id, title, requires, reject, parent, child, rules = RULES) => v(fh, { id: "conflux.header." + id, title, requires, op: "conflux.header.validate",
  in: { data: hex(headerRlp(child)), parent: hex(headerRlp(parent)), rules }, reject, source: "made from headers of " + NODE + " by breaking this one rule", risk });
const child = (p, changes = {}) => ({ ...C, ...changes, parentHash: K(headerRlp(p)) });
const made = "made from headers of " + NODE + "; the rule allows it";
good("valid", "a header after its parent", ["BLK-CFXH-020", "BLK-CFXH-021"], P, C);
const two = epochs.find((e) => e.blocks.length > 1);
good("referee", "a header that names a referee", ["BLK-CFXH-019"], at(two.epoch - 1), fieldsOf(two, two.blocks.at(-1)));
bad("parent-other", "the parent hash is that of another block", ["BLK-CFXH-020"], "parent-hash", P, { ...C, parentHash: P.parentHash });
for (const [id, d] of [["height-same", 0n], ["height-skips", 2n]]) bad(id, `the height is the parent's plus ${d}`, ["BLK-CFXH-020"], "number", P, { ...C, height: P.height + d });
good("same-time", "the timestamp is the parent's", ["BLK-CFXH-021"], P, { ...C, timestamp: P.timestamp }, RULES, made);
bad("earlier", "the timestamp is one second before the parent's", ["BLK-CFXH-021"], "timestamp", P, { ...C, timestamp: P.timestamp - 1n });
const step = P.gasLimit / 1024n;
for (const [id, d] of [["gas-up", 1n], ["gas-down", -1n]]) {
  good(id + "-most", "the gas limit moves as far as allowed", ["BLK-CFXH-022"], P, { ...C, gasLimit: P.gasLimit + d * (step - 1n) }, RULES, made);
  bad(id + "-over", "the gas limit moves by a 1024th of the parent's", ["BLK-CFXH-022"], "gas-limit-step", P, { ...C, gasLimit: P.gasLimit + d * step });
}
const low = { ...P, gasLimit: 10000000n };
good("gas-least", "a gas limit of 10,000,000", ["BLK-CFXH-022"], low, child(low, { gasLimit: 10000000n }), RULES, made);
bad("gas-too-low", "a gas limit of 9,999,999", ["BLK-CFXH-022"], "gas-limit", low, child(low, { gasLimit: 9999999n }));
const before = { ...P, prices: null };
const fork = { ...RULES, cip1559: q(C.height) };
good("gas-doubled", "the gas limit doubles at the height of CIP-1559", ["BLK-CFXH-023"], before, child(before, { gasLimit: 2n * P.gasLimit }), fork, made);
bad("gas-not-doubled", "the gas limit stays at the height of CIP-1559", ["BLK-CFXH-023"], "gas-limit-step", before, child(before), fork);
bad("gas-doubled-late", "the gas limit doubles one block after the height of CIP-1559", ["BLK-CFXH-023"], "gas-limit-step", P, child(P, { gasLimit: 2n * P.gasLimit }), { ...RULES, cip1559: q(P.height) });
bad("no-difficulty", "a difficulty of zero", ["BLK-CFXH-018"], "difficulty", P, { ...C, difficulty: 0n });
const ref = (i) => K(Buffer.from("referee " + i));
good("referees-200", "200 referees", ["BLK-CFXH-019"], P, { ...C, referees: [...Array(200).keys()].map(ref) }, RULES, made);
bad("referees-201", "201 referees", ["BLK-CFXH-019"], "count", P, { ...C, referees: [...Array(201).keys()].map(ref) });
bad("referee-twice", "the same referee twice", ["BLK-CFXH-019"], "repeated", P, { ...C, referees: [ref(1), ref(2), ref(1)] });
bad("referee-parent", "the parent as a referee", ["BLK-CFXH-019"], "repeated", P, { ...C, referees: [ref(1), C.parentHash] });
const near = (b) => Buffer.from([...b.subarray(0, 31), b[31] ^ 1]);
good("referees-alike", "referees that differ from the parent and from each other in the last byte", ["BLK-CFXH-019"], P, { ...C, referees: [near(C.parentHash), ref(1), near(ref(1))] }, RULES, made);
bad("no-pos", "no reference to the PoS chain after its height", ["BLK-CFXH-004"], "expected-string", P, { ...C, pos: null });
bad("no-prices", "no base prices after the height of CIP-1559", ["BLK-CFXH-006"], "expected-list", P, { ...C, prices: null });
const decode = (id, title, requires, h, rules, out) => v(fh, { id: "conflux.header." + id, title, requires, op: "conflux.header.decode", in: { data: hex(headerRlp(h)), rules },
  ...(typeof out === "string" ? { reject: out, source: "made from headers of " + NODE + " by breaking this one rule", risk } : { out, source: out.source ? undefined : "the header's bytes by the rule; " + TEXT }) });
const shown = (h) => ({ hash: hex(K(headerRlp(h))), problemHash: hex(K(headerRlp(h, false))), parentHash: hex(h.parentHash), height: q(h.height), timestamp: q(h.timestamp), difficulty: q(h.difficulty),
  nonce: q(h.nonce), adaptive: h.adaptive === 1n, gasLimit: q(h.gasLimit), transactionsRoot: hex(h.roots[0]), ...(h.pos ? { posReference: hex(h.pos) } : {}),
  ...(h.prices ? { coreBasePrice: q(h.prices[0]), espaceBasePrice: q(h.prices[1]) } : {}) });
decode("early-pos", "a reference to the PoS chain before its height", ["BLK-CFXH-004"], { ...C, prices: null, custom: [] }, { pos: q(C.height + 1n), cip112: "0x1" }, "expected-string");
decode("early-prices", "base prices before the height of CIP-1559", ["BLK-CFXH-006"], { ...C, pos: null, custom: [] }, { cip112: "0x1", cip1559: q(C.height + 1n) }, "expected-string");
const pos = { ...C, prices: null, custom: [] };
decode("pos-at-height", "the reference to the PoS chain at its height", ["BLK-CFXH-004"], pos, { pos: q(C.height) }, shown(pos));
const prices = { ...C, pos: null, custom: [Buffer.from([4])] };
decode("prices-at-height", "base prices at the height of CIP-1559", ["BLK-CFXH-006"], prices, { cip1559: q(C.height) }, shown(prices));
const plain = { ...C, pos: null, prices: null };
const custom = (items) => ({ ...plain, custom: items });
decode("custom-after", "two custom items after the prices", ["BLK-CFXH-008"], { ...C, custom: [Buffer.from([4]), Buffer.from("etalon")] }, RULES, shown({ ...C, custom: [Buffer.from([4]), Buffer.from("etalon")] }));
const spliced = custom([new Raw(Buffer.from([1])), new Raw(rlp([Buffer.from([7]), Buffer.from("ab")]))]);
decode("custom-raw", "a list as a custom item before CIP-112", ["BLK-CFXH-009"], spliced, { cip112: q(C.height + 1n) }, shown(spliced));
decode("custom-list", "a list as a custom item from CIP-112", ["BLK-CFXH-010"], spliced, { cip112: q(C.height) }, "expected-string");
const strings = custom([Buffer.from([3]), Buffer.from("ff80", "hex")]);
decode("custom-string", "a string as a custom item from CIP-112", ["BLK-CFXH-010"], strings, { cip112: q(C.height) }, shown(strings));
const long = (n) => custom([Buffer.from([3]), Buffer.alloc(n, 0x61)]);
decode("custom-64", "64 bytes of custom content", ["BLK-CFXH-011"], long(63), { cip112: q(C.height) }, shown(long(63)));
decode("custom-over", "65 bytes of custom content in two items", ["BLK-CFXH-011"], long(64), { cip112: q(C.height) }, "too-long");
for (const [i, cip] of ["cip40", "cip94", "cip112", "cip1559"].entries()) {
  const h = { ...custom([Buffer.from([i + 1])]), ...(cip === "cip1559" ? { prices: C.prices } : {}) }, rules = Object.fromEntries(["cip40", "cip94", "cip112", "cip1559"].slice(0, i + 1).map((c) => [c, q(C.height)]));
  decode("custom-of-" + cip, `the first custom item is 0${i + 1} from ${cip.toUpperCase().replace("CIP", "CIP-")}`, ["BLK-CFXH-012"], h, rules, shown(h));
  const w = { ...h, custom: [Buffer.from([i || 5])] };
  decode("custom-not-of-" + cip, `the first custom item is 0${i || 5} at the height of ${cip.toUpperCase().replace("CIP", "CIP-")}`, ["BLK-CFXH-012"], w, rules, "prefix");
}
decode("adaptive", "an adaptive block", ["BLK-CFXH-003", "BLK-CFXH-013"], { ...C, adaptive: 1n }, RULES, shown({ ...C, adaptive: 1n }));

// --- JSON of the node ------------------------------------------------------------------
const fr = file("conflux/rpc", "Conflux protocol");
for (const [id, i] of [["first", 1], ["mixed", 9], ["two-blocks", two.epoch]]) {
  const e = epochs[i], b = e.blocks.at(-1), h = fieldsOf(e, b);
  v(fr, { id: "conflux.rpc.header-" + id, title: "the header hash of what the RPC shows", requires: ["BLK-CFXH-002", "BLK-CFXH-013", "BLK-CFXH-024"], op: "conflux.header.hash", in: { block: bare(b), espaceBasePrice: e.espace.baseFeePerGas },
    out: { hash: b.hash, problemHash: hex(K(headerRlp(h, false))), gasLimit: q(h.gasLimit), data: hex(headerRlp(h)) }, source: NODE });
}
const receipts = epochs[9].receipts[0], later = epochs[10].receipts[0];
const addr = (a) => Buffer.from(sdkAddress.decodeCfxAddress(a).hexAddress);
const receiptFields = (r) => { const evm = r.space === "evm", s = Number(r.outcomeStatus); return [num(r.accumulatedGasUsed), num(r.gasFee), new Raw(Buffer.from([r.gasCoveredBySponsor ? 1 : 0])), buf(r.logsBloom),
  r.logs.map((l) => [addr(l.address), l.topics.map(buf), buf(l.data), ...(l.space === "evm" ? [Buffer.from([2])] : [])]), num(evm && s < 2 ? 1 - s : s), new Raw(Buffer.from([r.storageCoveredBySponsor ? 1 : 0])),
  BigInt(r.storageCollateralized) ? [[addr(r.storageCoveredBySponsor ? r.to : r.from), num(r.storageCollateralized)]] : [], r.storageReleased.map((c) => [addr(c.address), num(c.collaterals)]), num(r.burntGasFee)]; };
const commit = (i) => { const b = epochs[i + 5].blocks.at(-1); return { deferredReceiptsRoot: b.deferredReceiptsRoot, deferredLogsBloomHash: b.deferredLogsBloomHash }; };
for (const e of epochs) if (e.epoch && e.epoch + 5 < epochs.length) {
  const roots = e.receipts.map((b) => listRoot(b.map((r) => rlp(receiptFields(r)))));
  if (hex(listRoot(roots)) !== commit(e.epoch).deferredReceiptsRoot) throw new Error("model receipts " + e.epoch);
}
const slim = (r) => { const { blockHash, contractCreated, effectiveGasPrice, epochNumber, gasUsed, index, stateRoot, transactionHash, txExecErrorMsg, type, ...rest } = r; return rest; };
const many = [["core", receipts.find((r) => !r.logs.length), ["BLK-CFXR-012", "BLK-CFXR-013", "BLK-CFXR-014"]], ["collateral", receipts.find((r) => BigInt(r.storageCollateralized)), ["BLK-CFXR-016", "BLK-CFXR-015"]],
  ["failed", receipts.find((r) => r.outcomeStatus === "0x1"), ["BLK-CFXR-014"]], ["espace", later.find((r) => r.logs.length && r.space === "evm"), ["BLK-CFXR-015", "BLK-CFXE-007"]],
  ["espace-failed", later.find((r) => r.space === "evm" && r.outcomeStatus === "0x0"), ["BLK-CFXR-014", "BLK-CFXE-007"]], ["cross", receipts.find((r) => r.transactionHash === live.cross), ["BLK-CFXR-015"]]];
for (const [id, r, requires] of many) if (r) v(fr, { id: "conflux.rpc.receipt-" + id, title: `the bytes of a receipt (${id})`, requires, op: "conflux.receipt.encode", in: { receipt: slim(r) }, out: hex(rlp(receiptFields(r))), source: NODE + ": the receipts root over these bytes is the one that it committed to" });
for (const [id, i] of [["core", 9], ["both", 10], ["two-blocks", two.epoch], ["empty", 3]])
  v(fr, { id: "conflux.rpc.epoch-" + id, title: "the roots that the header five heights later commits to", requires: ["BLK-CFXR-007", "BLK-CFXR-008", "BLK-CFXR-009"], op: "conflux.epoch_roots", in: { blocks: epochs[i].receipts.map((b) => b.map((r) => hex(rlp(receiptFields(r))))) }, out: commit(i), source: NODE });
const orBloom = (rs) => rs.reduce((a, r) => a.map((x, i) => x | buf(r.logsBloom)[i]), Buffer.alloc(256));
v(fr, { id: "conflux.rpc.block-receipts", title: "the receipts of one block as the RPC shows them", requires: ["BLK-CFXR-007"], op: "conflux.receipts_root", in: { receipts: later.map(slim) }, out: { root: hex(listRoot(later.map((r) => rlp(receiptFields(r))))), logsBloom: hex(orBloom(later)) }, source: NODE + ": " + TEXT });
v(fr, { id: "conflux.rpc.bloom-hash", title: "the hash of two blooms in one", requires: ["BLK-CFXR-009"], op: "conflux.bloom_hash", in: { blooms: later.map((r) => r.logsBloom) }, out: commit(10).deferredLogsBloomHash, source: NODE });
v(fr, { id: "conflux.rpc.bloom-hash-none", title: "the hash of no bloom", requires: ["BLK-CFXR-009"], op: "conflux.bloom_hash", in: { blooms: [] }, out: "0xd397b3b043d87fcd6fad1291ff0bfd16401c274896d8c63a923727f077b8e0b5", source: NODE });
v(fr, { id: "conflux.rpc.bloom-short", title: "a bloom of 255 bytes", requires: ["BLK-CFXR-009"], op: "conflux.bloom_hash", in: { blooms: ["0x" + "00".repeat(255)] }, reject: "length", source: "block_header.rs: 256 bytes", risk: "a wrong commitment to logs" });
for (const [id, i] of [["mixed", 10], ["empty", 3], ["core-only", 9], ["two-blocks", two.epoch]]) {
  const e = epochs[i], s = e.espace;
  v(fr, { id: "conflux.espace.block-" + id, title: `the eSpace block of an epoch (${id})`, requires: ["BLK-CFXE-001", "BLK-CFXE-002", "BLK-CFXE-003", "BLK-CFXE-004", "BLK-CFXE-005", "BLK-CFXE-006"], op: "conflux.espace.block",
    in: { headers: e.blocks.map((b) => hex(headerRlp(fieldsOf(e, b)))), rules: RULES, empty: !s.transactions.length },
    out: Object.fromEntries(["hash", "parentHash", "number", "timestamp", "difficulty", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "gasLimit", "espaceGasLimit", "nonce", "mixHash", "extraData", "uncles"].map((k) => [k, s[k]])), source: NODE });
}
const phantoms = epochs.flatMap((e) => e.espace.transactions).filter((t) => t.gas === "0x0");
for (const [id, hash] of [["transfer", live.cross], ["withdraw", live.wd], ["call", live.call]]) {
  const r = epochs.flatMap((e) => e.receipts ?? []).flat().find((x) => x.transactionHash === hash);
  const order = phantoms.filter((t) => id === "withdraw" ? t.to === "0x" + "00".repeat(20) : t.input.startsWith(hash) || (id === "transfer" ? t.to === live.eth : t.to.endsWith("cd")));
  v(fr, { id: "conflux.phantoms." + id, title: `the phantom transactions of a cross-space ${id}`, requires: ["BLK-CFXE-011"], op: "conflux.phantoms", in: { txHash: hash, logs: r.logs, chainId: "0x4d3" },
    out: order.map((t) => ({ hash: t.hash, from: t.from, to: t.to, nonce: t.nonce, value: t.value, input: t.input, status: t.status })), source: NODE });
  for (const [i, t] of order.entries()) if (id !== "call") v(fr, { id: `conflux.phantom.${id}-${i + 1}`, title: `phantom transaction ${i + 1} of a cross-space ${id}`, requires: ["BLK-CFXE-008", "BLK-CFXE-009", ...(BigInt(t.from) ? [] : ["BLK-CFXE-010"])], op: "conflux.phantom.encode",
    in: { from: t.from, to: t.to, nonce: t.nonce, value: t.value, data: t.input, chainId: "0x4d3" }, out: { data: { $any: true }, hash: t.hash }, source: NODE });
  if (id === "transfer") v(fr, { id: "conflux.phantoms.no-outcome", title: "a call without its outcome", requires: ["BLK-CFXE-011"], op: "conflux.phantoms", in: { txHash: hash, logs: r.logs.slice(0, 1), chainId: "0x4d3" }, reject: "order", source: "phantom_tx/recover.rs: an outcome closes each call", risk: "a call that never ended counts as made" });
}
// receipts as bytes
const cut = receipts.find((r) => BigInt(r.storageCollateralized)), F = receiptFields(cut);
const shownReceipt = (r) => ({ accumulatedGasUsed: r.accumulatedGasUsed, gasFee: r.gasFee, gasCoveredBySponsor: r.gasCoveredBySponsor, logsBloom: r.logsBloom, status: Number(r.outcomeStatus), logs: r.logs.map((l) => ({ address: hex(addr(l.address)), topics: l.topics, data: l.data, space: l.space })),
  storageCoveredBySponsor: r.storageCoveredBySponsor, collateralized: [{ address: hex(addr(r.from)), units: r.storageCollateralized }], released: [], burntGasFee: r.burntGasFee });
v(fr, { id: "conflux.receipt.valid", title: "a receipt of ten items", requires: ["BLK-CFXR-012"], op: "conflux.receipt.decode", in: { data: hex(rlp(F)) }, out: shownReceipt(cut), source: NODE });
{ const { burntGasFee, ...nine } = shownReceipt(cut); v(fr, { id: "conflux.receipt.nine", title: "a receipt of nine items, before CIP-1559", requires: ["BLK-CFXR-012"], op: "conflux.receipt.decode", in: { data: hex(rlp(F.slice(0, 9))) }, out: nine, source: "receipt.rs: the tenth item came with CIP-1559" }); }
const rbad = (id, title, requires, reject, f) => v(fr, { id: "conflux.receipt." + id, title, requires, op: "conflux.receipt.decode", in: { data: hex(rlp(f)) }, reject, source: "made from a receipt of " + NODE + " by breaking this one rule", risk: "another receipts root for the same block" });
const set = (i, x) => F.map((y, j) => j === i ? x : y);
rbad("eight", "a receipt of eight items", ["BLK-CFXR-012"], "field-count", F.slice(0, 8));
rbad("eleven", "a receipt of eleven items", ["BLK-CFXR-012"], "field-count", [...F, num(1)]);
rbad("bool-80", "false as an empty string", ["BLK-CFXR-013"], "value", set(2, Buffer.alloc(0)));
rbad("bool-2", "a boolean of 2", ["BLK-CFXR-013"], "value", set(6, Buffer.from([2])));
rbad("status-3", "a status of 3", ["BLK-CFXR-014"], "status", set(5, num(3)));
rbad("status-00", "the status 0 as a zero byte", ["BLK-CFXR-014"], "leading-zero", set(5, new Raw(Buffer.from([0]))));
rbad("space-1", "a log with the space of Core written out", ["BLK-CFXR-015"], "value", set(4, F[4].map((l) => [...l, Buffer.from([1])])));
rbad("log-of-five", "a log of five items", ["BLK-CFXR-015"], "field-count", set(4, F[4].map((l) => [...l, Buffer.from([2]), num(1)])));
rbad("bloom", "a bloom without the log", ["BLK-CFXR-009"], "logs-bloom", set(3, Buffer.alloc(256)));
rbad("change-of-three", "a change of collateral of three items", ["BLK-CFXR-016"], "field-count", set(7, F[7].map((c) => [...c, num(1)])));
rbad("change-short", "a change of collateral for 19 bytes of address", ["BLK-CFXR-016"], "length", set(7, F[7].map(([x, y]) => [x.subarray(1), y])));
rbad("topics-5", "a log of five topics", ["BLK-CFXR-015"], "topics", set(4, F[4].map(([x, t, d]) => [x, [t[0], t[0], t[0], t[0], t[0]], d])));

// --- roots -----------------------------------------------------------------------------
const ft = file("conflux/roots", "Conflux protocol");
const tree = (id, title, requires, entries) => v(ft, { id: "conflux.tree." + id, title, requires, op: "conflux.tree_root", in: { entries: entries.map(([k, x]) => ({ key: hex(k), value: hex(x) })) }, out: hex(treeRoot(entries)), source: TEXT + " (merkle.rs)" });
const kv = (k, x) => [Buffer.from(k, "hex"), Buffer.from(x)];
tree("empty", "no entry", ["BLK-CFXR-002"], []);
tree("one", "one key", ["BLK-CFXR-001", "BLK-CFXR-002"], [kv("ab", "x")]);
tree("value-on-path", "a key that is the start of another", ["BLK-CFXR-001"], [kv("ab", "x"), kv("abcd", "y")]);
tree("siblings", "keys that part at a low nibble", ["BLK-CFXR-001", "BLK-CFXR-003"], [kv("aabb11", "x"), kv("aabb12", "y"), kv("aabc12", "z")]);
tree("odd-start", "a compressed path that starts on a low nibble", ["BLK-CFXR-003"], [kv("a1112233", "x"), kv("b1", "y")]);
tree("even-start", "a compressed path that starts on a high nibble", ["BLK-CFXR-003"], [kv("ab112233", "x"), kv("ac112233", "y")]);
for (const n of [62, 63, 64, 126, 127]) tree("path-" + n, `a compressed path of ${n} nibbles`, ["BLK-CFXR-003"], [[Buffer.concat([Buffer.from([0x10]), Buffer.alloc(Math.ceil((n + 1) / 2), 0x77)]).subarray(0, Math.floor((n + 1) / 2) + (n + 1) % 2), Buffer.from("x")]]);
tree("empty-value", "an empty value", ["BLK-CFXR-001"], [kv("ab", "")]);
const tbad = (id, title, reject, entries) => v(ft, { id: "conflux.tree." + id, title, requires: ["BLK-CFXR-001"], op: "conflux.tree_root", in: { entries: entries.map(([k, x]) => ({ key: hex(k), value: hex(x) })) }, reject, source: "merkle.rs: a tree maps each key to one value", risk: "two trees with one root" });
tbad("twice", "the same key twice", "repeated", [kv("ab", "x"), kv("ac", "z"), kv("ab", "y")]);
tbad("no-key", "an empty key", "empty", [kv("", "x")]);
const list = (n, sz = 32) => [...Array(n).keys()].map((i) => K(num(i + 1)).subarray(0, sz));
for (const n of [0, 1, 2, 3, 15, 16, 17, 20, 255, 256, 257, 300]) v(ft, { id: "conflux.list-root.of-" + n, title: `a list of ${n} items`, requires: n < 17 ? ["BLK-CFXR-005"] : ["BLK-CFXR-004"], op: "conflux.list_root", in: { items: list(n, 4).map(hex) }, out: hex(listRoot(list(n, 4))), source: TEXT + " (simple_mpt.rs)" });
const [r1, r2, r3] = [1, 2, 3].map((i) => K(Buffer.from("root " + i)));
v(ft, { id: "conflux.state-root.three", title: "a snapshot and two deltas", requires: ["BLK-CFXR-010"], op: "conflux.state_root", in: { snapshot: hex(r1), intermediate: hex(r2), delta: hex(r3) }, out: hex(K(r1, r2, r3)), source: TEXT + " (state_root.rs)" });
v(ft, { id: "conflux.state-root.empty", title: "three empty tries", requires: ["BLK-CFXR-010", "BLK-CFXR-002"], op: "conflux.state_root", in: { snapshot: hex(EMPTY), intermediate: hex(EMPTY), delta: hex(EMPTY) }, out: hex(K(EMPTY, EMPTY, EMPTY)), source: TEXT + " (state_root.rs)" });
const fold = (rs) => rs.reduceRight((acc, r) => acc ? K(r, acc) : r, null);
for (const n of [0, 1, 2, 4]) { const rs = list(n + 1); v(ft, { id: "conflux.blame." + n, title: `a blame of ${n}`, requires: ["BLK-CFXR-011"], op: "conflux.blame_root", in: { roots: rs.map(hex), blame: n }, out: hex(fold(rs)), source: TEXT + " (block_header.rs)" }); }
for (const [id, n, b] of [["too-few", 2, 2], ["too-many", 3, 1], ["none", 0, 0]]) v(ft, { id: "conflux.blame." + id, title: `${n} roots for a blame of ${b}`, requires: ["BLK-CFXR-011"], op: "conflux.blame_root", in: { roots: list(n).map(hex), blame: b }, reject: "count", source: "block_header.rs: blame plus one roots", risk: "a block blames the wrong ancestors" });
v(ft, { id: "conflux.blame.short", title: "a root of 31 bytes", requires: ["BLK-CFXR-011"], op: "conflux.blame_root", in: { roots: [hex(r1), hex(r2.subarray(1))], blame: 1 }, reject: "length", source: "block_header.rs: roots are hashes", risk: "two vectors of roots with one hash" });

// --- transactions ---------------------------------------------------------------------------
const fx = file("conflux/transactions-in-blocks", "Conflux protocol");
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", TO = "0x1bb2dbda99c27f47e6b20ac5c9bdcd40b82ad7c9";
const core = (o = {}) => { const t = { type: 0, nonce: 5, gas: 30000, to: TO, value: 7, storageLimit: 0, epochHeight: 100, chainId: 1234, data: "0x", ...o };
  if (t.type) t.accessList ??= []; if (t.type === 2) { t.maxPriorityFeePerGas ??= 1; t.maxFeePerGas ??= 20; } else t.gasPrice ??= 20;
  const s = new SdkTx(t); s.sign(KEY, t.chainId); return s.serialize(); };
const USER = "0x139fd6e51aad88f6f4ce6ab8827279cfffb92266", ETHER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const secp = (hash) => { const s = sdkSign.ecdsaSign(hash, buf(KEY)); return [num(s.v), num(BigInt(hex(s.r))), num(BigInt(hex(s.s))), s.v]; };
const eth = (o = {}) => { const t = { type: 0, chainId: 1235n, nonce: 5, price: 20n, priority: 1n, gas: 30000n, to: buf(TO), value: 7n, data: Buffer.alloc(0), ...o };
  if (t.type === 0) { const f = [num(t.nonce), num(t.price), num(t.gas), t.to, num(t.value), t.data], [, r, s, v0] = secp(K(rlp([...f, num(t.chainId), num(0), num(0)]))); return hex(rlp([...f, num(BigInt(v0) + 35n + 2n * t.chainId), r, s])); }
  const f = [num(t.chainId), num(t.nonce), ...(t.type === 1 ? [num(t.price)] : [num(t.priority), num(t.price)]), num(t.gas), t.to, num(t.value), t.data, [], ...(t.type === 3 ? [num(1), [Buffer.concat([Buffer.from([1]), Buffer.alloc(31, 7)])]] : []), ...(t.type === 4 ? [[[num(t.chainId), Buffer.alloc(20, 9), num(0), num(0), num(1), num(1)]]] : [])];
  const [y, r, s] = secp(K(Buffer.from([t.type]), rlp(f))); return hex(Buffer.concat([Buffer.from([t.type]), rlp([...f, y, r, s])])); };
const ctx = { chainId: "0x4d2", espaceChainId: "0x4d3", height: "0x64" };
const ok = (id, title, requires, data, space, more = {}, source = SDK + " made and signed it") => v(fx, { id: "conflux.in-block." + id, title, requires, op: "conflux.tx.check", in: { data, ...ctx, ...more }, out: { space, hash: hex(K(buf(data))), from: space === "core" ? USER : ETHER }, source });
const no = (id, title, requires, reject, data, more = {}) => v(fx, { id: "conflux.in-block." + id, title, requires, op: "conflux.tx.check", in: { data, ...ctx, ...more }, reject, source: "verification.rs; made and signed with " + SDK + ", one rule broken", risk: "a block that others refuse" });
const raw = (id, title, requires, reject, data) => v(fx, { id: "conflux.in-block." + id, title, requires, op: "conflux.tx.decode", in: { data }, reject, source: "native_transaction.rs; made and signed with " + SDK + ", one rule broken", risk: "nodes disagree on what a block holds" });
for (const t of [0, 1, 2]) ok("core-" + t, `a Core transaction of type ${t}`, ["BLK-CFXT-007"], core({ type: t }), "core");
for (const t of [0, 1, 2, 4]) ok("espace-" + t, `an eSpace transaction of type ${t}`, ["BLK-CFXT-010"], eth({ type: t }), "espace", {}, "Ethereum's encoding, signed with " + SDK);
no("espace-3", "an eSpace transaction of type 3", ["BLK-CFXT-011"], "type", eth({ type: 3 }));
for (const t of [0, 1, 2]) { no("core-chain-" + t, `a Core transaction of type ${t} with the chain id of eSpace`, ["BLK-CFXT-007"], "chain-id", core({ type: t, chainId: 1235 })); no("espace-chain-" + t, `an eSpace transaction of type ${t} with the chain id of Core`, ["BLK-CFXT-007"], "chain-id", eth({ type: t, chainId: 1234n })); }
no("espace-chain-wide", "an eSpace chain id of 2^32", ["BLK-CFXT-013"], "chain-id", eth({ type: 2, chainId: 1n << 32n }));
raw("core-chain-wide", "a Core chain id of 2^32", ["BLK-CFXT-001"], "too-wide", (() => { const f = [num(5), num(20), num(30000), buf(TO), num(7), num(0), num(100), num(1n << 32n), Buffer.alloc(0)], [y, r, s] = secp(K(rlp(f))); return hex(rlp([f, y, r, s])); })());
raw("storage-wide", "a storage limit of 2^64", ["BLK-CFXT-001"], "too-wide", (() => { const f = [num(5), num(20), num(30000), buf(TO), num(7), num(1n << 64n), num(100), num(1234), Buffer.alloc(0)], [y, r, s] = secp(K(rlp(f))); return hex(rlp([f, y, r, s])); })());
const stretched = (i, raw) => { const f = [num(5), num(20), num(30000), buf(TO), num(7), num(0), num(100), num(1234), Buffer.alloc(0)]; f[i] = new Raw(raw); const [y, r, s] = secp(K(rlp(f))); return hex(rlp([f, y, r, s])); };
raw("storage-00", "a storage limit of 0 as a zero byte", ["BLK-CFXT-016"], "leading-zero", stretched(5, Buffer.from([0])));
raw("nonce-long", "a nonce with a length that a single byte has no need of", ["BLK-CFXT-016"], "not-minimal", stretched(0, Buffer.from("8105", "hex")));
raw("gas-zero-led", "gas that starts with a zero byte", ["BLK-CFXT-016"], "leading-zero", stretched(2, Buffer.from("83007530", "hex")));
for (const n of [19, 21]) raw("to-" + n, `a destination of ${n} bytes`, ["BLK-CFXT-001"], "to", stretched(3, rlp(Buffer.alloc(n, 0x1b))));
raw("trailing", "a byte after the transaction", ["BLK-CFXT-016"], "trailing", core() + "00");
no("price-0", "a gas price of zero", ["BLK-CFXT-008"], "fee-below-base", core({ gasPrice: 0 }));
no("max-fee-0", "a maximum fee of zero", ["BLK-CFXT-008"], "fee-below-base", core({ type: 2, maxFeePerGas: 0, maxPriorityFeePerGas: 0 }));
no("espace-price-0", "an eSpace gas price of zero", ["BLK-CFXT-008"], "fee-below-base", eth({ price: 0n }));
const H = { height: q(200000) };
for (const [id, e] of [["low", 100000], ["high", 300000]]) ok("epoch-" + id, `an epoch height of ${e} in a block at 200,000`, ["BLK-CFXT-009"], core({ epochHeight: e }), "core", H);
for (const [id, e] of [["too-low", 99999], ["too-high", 300001]]) no("epoch-" + id, `an epoch height of ${e} in a block at 200,000`, ["BLK-CFXT-009"], "range", core({ epochHeight: e }), H);
for (const h of [101, 104]) no("espace-at-" + h, `an eSpace transaction at height ${h}`, ["BLK-CFXT-012"], "range", eth(), { height: q(h) });
ok("espace-at-105", "an eSpace transaction at height 105", ["BLK-CFXT-012"], eth(), "espace", { height: q(105) }, "Ethereum's encoding, signed with " + SDK);
no("priority", "a priority fee above the maximum", ["BLK-CFXT-014"], "priority-above-max", core({ type: 2, maxPriorityFeePerGas: 21 }), { cip645: true });
no("espace-priority", "an eSpace priority fee above the maximum", ["BLK-CFXT-014"], "priority-above-max", eth({ type: 2, priority: 21n }), { cip645: true });
ok("priority-same", "a priority fee that is the maximum", ["BLK-CFXT-014"], core({ type: 2, maxPriorityFeePerGas: 20 }), "core", { cip645: true });
ok("priority-before", "a priority fee above the maximum before CIP-645", ["BLK-CFXT-014"], core({ type: 2, maxPriorityFeePerGas: 21 }), "core");
const D = (n) => "0x" + "61".repeat(n);
ok("bytes-300", "300 bytes of data for a gas of 30,000", ["BLK-CFXT-015"], core({ data: D(300) }), "core", { cip130: true });
no("bytes-301", "301 bytes of data for a gas of 30,000", ["BLK-CFXT-015"], "intrinsic-gas", core({ data: D(301) }), { cip130: true });
ok("espace-bytes-300", "300 bytes of data for a gas of 30,000 in eSpace", ["BLK-CFXT-015"], eth({ data: buf(D(300)) }), "espace", { cip130: true }, "Ethereum's encoding, signed with " + SDK);
no("espace-bytes-301", "301 bytes of data for a gas of 30,000 in eSpace", ["BLK-CFXT-015"], "intrinsic-gas", eth({ data: buf(D(301)) }), { cip130: true });
for (const [id, i] of [["transfer", 0], ["create", 1]]) { const t = epochs[9].blocks[0].transactions[i], raw = live.raws[t.hash]; if (raw) v(fx, { id: "conflux.rpc.tx-" + id, title: "the bytes of a transaction that the RPC shows", requires: ["BLK-CFXT-001", "BLK-CFXT-004"], op: "conflux.tx.encode", in: { tx: t }, out: { data: raw, hash: t.hash, signingHash: { $any: true } }, source: NODE + "; " + SDK + " made it" }); }
const bx = { ...ctx, gasLimit: q(60000000) };
const body = (items) => hex(rlp(items.map((d) => { const b = buf(d); return b[0] >= 0xc0 ? new Raw(b) : b; })));
const whole = (id, title, requires, items, cg, eg, more = {}) => v(fx, { id: "conflux.body." + id, title, requires, op: "conflux.body.check", in: { data: body(items), ...bx, ...more }, out: { transactionsRoot: hex(listRoot(items.map((d) => K(buf(d))))), count: items.length, coreGas: q(cg), espaceGas: q(eg) }, source: TEXT + " (verification.rs)" });
const broken = (id, title, requires, reject, data, more = {}) => v(fx, { id: "conflux.body." + id, title, requires, op: "conflux.body.check", in: { data, ...bx, ...more }, reject, source: "transaction/mod.rs, verification.rs; one rule broken", risk: "a block that others refuse" });
whole("empty", "no transaction", ["BLK-CFXR-006"], [], 0, 0);
whole("mixed", "transactions of both spaces in the order of the block", ["BLK-CFXR-006", "BLK-CFXT-005", "BLK-CFXC-002"], [core(), eth(), core({ type: 2 }), eth({ type: 2 }), core({ type: 1 })], 90000, 60000);
{ const items = epochs[10].blocks[0].hash && Object.keys(live.raws); const hashes = [...epochs[10].receipts[0]].map((r) => r.transactionHash), raws = hashes.map((h) => live.raws[h]);
  const gas = (sp) => epochs[10].receipts[0].reduce((n, r) => n + (r.space === sp ? (sp === "evm" ? 300000 : Number(epochs[10].blocks[0].transactions.find((t) => t.hash === r.transactionHash).gas)) : 0), 0);
  if (items && raws.every(Boolean)) v(fx, { id: "conflux.body.live", title: "a block of a running node", requires: ["BLK-CFXR-006", "BLK-CFXT-005"], op: "conflux.body.check", in: { data: body(raws), ...bx, height: epochs[10].blocks[0].height }, out: { transactionsRoot: epochs[10].blocks[0].transactionsRoot, count: raws.length, coreGas: q(gas("native")), espaceGas: q(gas("evm")) }, source: NODE }); }
broken("typed-bare", "a typed transaction without its string", ["BLK-CFXT-005"], "type", hex(rlp([new Raw(buf(core({ type: 1 })))])));
broken("legacy-wrapped", "a legacy transaction in a string", ["BLK-CFXT-005"], "expected-list", hex(rlp([buf(core())])));
const share = { gasLimit: q(60000) };
whole("core-share", "Core gas that fills 9/10 of the limit", ["BLK-CFXC-001"], [core({ gas: 54000 })], 54000, 0, share);
broken("core-over", "Core gas above 9/10 of the limit", ["BLK-CFXC-001"], "gas-used", body([core({ gas: 54001 })]), share);
whole("espace-share", "eSpace gas that fills 5/10 of the limit", ["BLK-CFXC-001"], [eth({ gas: 30000n })], 0, 30000, share);
broken("espace-over", "eSpace gas above 5/10 of the limit", ["BLK-CFXC-001"], "gas-used", body([eth({ gas: 30001n })]), share);
const fill = (n) => { let d = n - 120; for (;;) { const t = core({ data: D(d), gas: 30000000 }); const len = buf(t).length; if (len === n) return t; d += n - len; } };
whole("bytes-most", "204,800 bytes of transactions", ["BLK-CFXC-005"], [fill(204800)], 30000000, 0);
broken("bytes-over", "204,801 bytes of transactions", ["BLK-CFXC-005"], "block-size", body([fill(204801)]));

// --- addresses -------------------------------------------------------------------------------
const fa = file("conflux/addresses", "CIP-37; conflux-rust");
const creates = epochs[9].blocks[0].transactions.find((t) => t.contractCreated);
v(fa, { id: "conflux.address.create-live", title: "the address of a created contract", requires: ["BLK-CFXT-018"], op: "conflux.address.create", in: { from: hex(addr(creates.from)), nonce: creates.nonce, initCode: creates.data }, out: hex(addr(creates.contractCreated)), source: NODE });
for (const [id, n, code] of [["nonce-0", 0n, "0x"], ["nonce-256", 256n, "0x6000"], ["nonce-wide", 1n << 200n, "0x00"]]) { const le = Buffer.from(n.toString(16).padStart(64, "0"), "hex").reverse(); const h = K(Buffer.from([0]), buf(USER), le, K(buf(code))).subarray(12); h[0] = (h[0] & 15) | 0x80;
  v(fa, { id: "conflux.address.create-" + id, title: `a contract created at nonce ${n > 1000n ? "2^200" : n}`, requires: ["BLK-CFXT-018"], op: "conflux.address.create", in: { from: USER, nonce: q(n), initCode: code }, out: hex(h), source: TEXT }); }
const pub = hex(sdkSign.privateKeyToPublicKey(buf(KEY)));
v(fa, { id: "conflux.address.user", title: "the address of a key starts with 1", requires: ["BLK-CFXT-017"], op: "conflux.address.user", in: { publicKey: pub }, out: hex(sdkSign.publicKeyToAddress(buf(pub))), source: SDK });
for (const [id, k] of [["short", pub.slice(0, -2)]]) v(fa, { id: "conflux.address.user-" + id, title: `a public key that is ${id}`, requires: ["BLK-CFXT-017"], op: "conflux.address.user", in: { publicKey: k }, reject: "key", source: "public_to_address: 64 bytes", risk: "funds go to an address that nobody owns" });
const mapped = hex(K(buf(live.user)).subarray(12));
v(fa, { id: "conflux.address.mapped", title: "the eSpace address that a Core address acts as", requires: ["BLK-CFXT-020"], op: "conflux.address.mapped", in: { address: live.user }, out: phantoms.find((t) => t.input.startsWith(live.cross)).to, source: NODE });
const ethCreate = epochs[10].espace.transactions.find((t) => t.creates);
for (const [id, net, a, verbose] of [["main", 1029, USER], ["test", 1, USER], ["other", 1234, USER], ["contract", 1029, "0x8" + USER.slice(3), true], ["builtin", 1029, "0x0888000000000000000000000000000000000006", true], ["zero", 1029, "0x" + "00".repeat(20), true]]) {
  const text = sdkAddress.encodeCfxAddress(a, net, !!verbose);
  v(fa, { id: "conflux.address.encode-" + id, title: `an address as text (${id})`, requires: ["BLK-CFXA-001", "BLK-CFXA-002", "BLK-CFXA-003"], op: "conflux.address.encode", in: { address: a, netId: net, ...(verbose ? { verbose } : {}) }, out: text, source: SDK });
  v(fa, { id: "conflux.address.decode-" + id, title: `text as an address (${id})`, requires: ["BLK-CFXA-001", ...(verbose ? ["BLK-CFXA-006"] : ["BLK-CFXA-003"])], op: "conflux.address.decode", in: { text }, out: { address: a, netId: net, type: { $any: true } }, source: SDK });
}
const good37 = sdkAddress.encodeCfxAddress(USER, 1029), body37 = good37.slice(4);
const no37 = (id, title, requires, reject, text) => v(fa, { id: "conflux.address." + id, title, requires, op: "conflux.address.decode", in: { text }, reject, source: "CIP-37; made from an address of " + SDK + " by breaking this one rule", risk: "funds go to an address that nobody owns" });
no37("mixed-case", "upper and lower case", ["BLK-CFXA-004"], "case", "cfx:" + body37[0].toUpperCase() + body37.slice(1));
for (const c of "iloq") no37("letter-" + c, `the letter ${c}`, ["BLK-CFXA-004"], "character", "cfx:" + body37.slice(0, 5) + c + body37.slice(6));
no37("checksum", "another last symbol", ["BLK-CFXA-005"], "checksum", good37.slice(0, -1) + (good37.endsWith("a") ? "b" : "a"));
no37("other-prefix", "the prefix of another network", ["BLK-CFXA-002"], "checksum", "cfxtest:" + body37);
no37("net1029", "net1029 for the main network", ["BLK-CFXA-003"], "prefix", "net1029:" + body37);
no37("net1", "net1 for the test network", ["BLK-CFXA-003"], "prefix", "net1:" + body37);
no37("net-zero-led", "a network number that starts with zero", ["BLK-CFXA-003"], "prefix", "net01234:" + body37);
no37("type-wrong", "a type that is not the address's", ["BLK-CFXA-006"], "type", sdkAddress.encodeCfxAddress(USER, 1029, true).replace("TYPE.USER", "TYPE.CONTRACT"));
no37("short", "41 symbols", ["BLK-CFXA-001"], "checksum", good37.slice(0, -1));
const B32 = "abcdefghjkmnprstuvwxyz0123456789";
const polymod = (v0) => { let c = 1n; for (const d of v0) { const c0 = c >> 35n; c = ((c & 0x07ffffffffn) << 5n) ^ BigInt(d); [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n].forEach((g, i) => { if ((c0 >> BigInt(i)) & 1n) c ^= g; }); } return c ^ 1n; };
const make37 = (payload) => { const p = [...Buffer.from("cfx")].map((c) => c & 31); const sum = polymod([...p, 0, ...payload, ...Array(8).fill(0)]); return "cfx:" + [...payload, ...[...Array(8).keys()].map((i) => Number((sum >> BigInt(5 * (7 - i))) & 31n))].map((x) => B32[x]).join(""); };
const pay = [...body37.slice(0, 34)].map((c) => B32.indexOf(c));
if (make37(pay) !== good37) throw new Error("model CIP-37");
no37("padding", "padding bits that are not zero", ["BLK-CFXA-005"], "padding", make37([...pay.slice(0, 33), pay[33] | 1]));
no37("version", "a version byte of 8", ["BLK-CFXA-001"], "version", make37([1, ...pay.slice(1)]));

v(fa, { id: "conflux.address.espace-create", title: "a contract of eSpace has the address of Ethereum's rule", requires: ["BLK-CFXT-019"], op: "address.create", in: { sender: ethCreate.from, nonce: ethCreate.nonce }, out: ethCreate.creates, source: NODE });

// --- consensus ----------------------------------------------------------------------------------
const fc = file("conflux/consensus", "Conflux protocol");
const MIN = 20000000000n;
const nextDifficulty = (d, blocks, span) => { const raw = d * 500000n * (blocks - 1n) / (span * 1000000n), half = d / 2n; let n = d / 5n * 4n + raw / 5n; if (n < d - half) n = d - half; if (n > d + half) n = d + half; return n < MIN ? MIN : n; };
const E12 = 10n ** 12n;
for (const [id, title, d, b, s] of [["steady", "a period of the right length", E12, 251n, 125n], ["slow", "a period four times as long", E12, 251n, 500n], ["fast", "a period a fifth shorter", E12, 251n, 100n], ["upper", "a period of one second is bounded above", E12, 251n, 1n],
  ["least", "the difficulty does not fall below its minimum", MIN + 1n, 251n, 100000n], ["odd", "every division rounds down", E12 + 7n, 250n, 123n], ["one", "a period of one block", E12 + 3n, 1n, 10n], ["odd-half", "half of an odd difficulty", E12 + 1n, 1000n, 1n]])
  v(fc, { id: "conflux.difficulty." + id, title, requires: ["BLK-CFXC-006"], op: "conflux.difficulty.next", in: { difficulty: q(d), blocks: q(b), seconds: q(s) }, out: q(nextDifficulty(d, b, s)), source: TEXT + " (target_difficulty_manager.rs)" });
for (const [id, b, s] of [["no-time", 251n, 0n], ["no-blocks", 0n, 10n]]) v(fc, { id: "conflux.difficulty." + id, title: `a period of ${b} blocks and ${s} seconds`, requires: ["BLK-CFXC-006"], op: "conflux.difficulty.next", in: { difficulty: q(E12), blocks: q(b), seconds: q(s) }, reject: "value", source: "a period has blocks and takes time", risk: "a division by zero stops a node" });

const powOf = (problem, nonce) => { const le = Buffer.from(nonce.toString(16).padStart(64, "0"), "hex").reverse(), y = K(problem, le); return K(Buffer.from(problem.map((x, i) => x ^ y[i]))); };
const T256 = 1n << 256n, lowerOf = (n) => ((n >> 128n) & ((1n << 127n) - 1n)) << 128n;
const dist = (h, n) => ((BigInt(hex(h)) - lowerOf(n)) % T256 + T256) % T256;
const quality = (h, n) => { const x = T256 / (dist(h, n) + 1n); return x >= T256 ? T256 - 1n : x; };
const fits = (h, n, d, lower = lowerOf(n)) => d === 1n || ((BigInt(hex(h)) - lower) % T256 + T256) % T256 < T256 / d;
const pow = (id, title, requires, nonce, d, source = TEXT + " (pow lib.rs)") => { const h = powOf(r1, nonce), good0 = fits(h, nonce, d);
  v(fc, { id: "conflux.pow." + id, title, requires, op: "conflux.pow.check", in: { problemHash: hex(r1), nonce: q(nonce), difficulty: q(d) }, ...(good0 ? { out: { hash: hex(h), quality: q(quality(h, nonce)) } } : { reject: "difficulty", risk: "blocks without work are taken" }), source }); };
const find = (top, want) => { for (let i = 1n; i < 5000n; i++) { const n = (top << 128n) + i; if (want(n, powOf(r1, n))) return n; } throw new Error("no nonce"); };
const top = 0x5555n << 112n, flag = 1n << 127n;
pow("shifted", "a hash that is below the boundary only after its lower bound", ["BLK-CFXH-016", "BLK-CFXH-017"], find(top, (n, h) => fits(h, n, 4n) && !fits(h, n, 4n, 0n)), 4n);
pow("not-shifted", "a hash that would be below the boundary without its lower bound", ["BLK-CFXH-016", "BLK-CFXH-017"], find(top, (n, h) => !fits(h, n, 4n) && fits(h, n, 4n, 0n)), 4n);
pow("top-bit", "the highest bit of the nonce does not count", ["BLK-CFXH-016"], find(top | flag, (n, h) => fits(h, n, 4n) && !fits(h, n, 4n, (n >> 128n) << 128n)), 4n);
pow("top-bit-kept", "a hash that fits only when the highest bit counts", ["BLK-CFXH-016"], find(top | flag, (n, h) => !fits(h, n, 4n) && fits(h, n, 4n, (n >> 128n) << 128n)), 4n);
pow("one", "a difficulty of 1 takes any hash", ["BLK-CFXH-017"], 12345n, 1n);
{ const n = find(0n, (m, h) => quality(h, m) > 50n), x = quality(powOf(r1, n), n); pow("exact", "the difficulty that the hash just reaches", ["BLK-CFXH-014", "BLK-CFXH-017"], n, x); pow("one-more", "the difficulty that the hash just misses", ["BLK-CFXH-017"], n, x + 2n); }
{ const n = find(0n, (m, h) => fits(h, m, 8n) && !fits(powOf(r1, BigInt("0x" + Buffer.from(m.toString(16).padStart(64, "0"), "hex").reverse().toString("hex"))), m, 8n)); pow("little-endian", "the nonce enters the hash little-endian", ["BLK-CFXH-014"], n, 8n); }
v(fc, { id: "conflux.pow.difficulty-0", title: "a difficulty of zero", requires: ["BLK-CFXH-018"], op: "conflux.pow.check", in: { problemHash: hex(r1), nonce: "0x1", difficulty: "0x0" }, reject: "difficulty", source: "verification.rs", risk: "a division by zero stops a node" });

// GHAST by its definition: sets, no sums shared between blocks.
const name = (n) => Buffer.alloc(32, n);
function ghast(blocks) {
  const by = new Map(blocks.map((b) => [b.hash, b])), own = (b) => b.adaptive ? (BigInt(b.quality) >= 250n * BigInt(b.difficulty) ? 250n * BigInt(b.difficulty) : 0n) : BigInt(b.difficulty);
  const kids = (h) => blocks.filter((b) => b.parent === h && b.hash !== blocks[0].hash), sub = (b) => own(b) + kids(b.hash).reduce((n, k) => n + sub(k), 0n);
  const pivot = [blocks[0].hash];
  for (let k; (k = kids(pivot.at(-1))).length; ) pivot.push(k.sort((x, y) => sub(x) === sub(y) ? (x.hash < y.hash ? 1 : -1) : sub(x) < sub(y) ? 1 : -1)[0].hash);
  const past = (h, seen = new Set()) => { const b = by.get(h); for (const p of [...(h === blocks[0].hash ? [] : [b.parent]), ...b.referees]) if (!seen.has(p)) { seen.add(p); past(p, seen); } return seen; };
  const done = new Set(), all = pivot.map((h) => { const left = new Set([...past(h)].filter((x) => !done.has(x))), out = []; while (left.size) { const ready = [...left].filter((x) => ![...past(x)].some((y) => left.has(y))).sort(); out.push(ready[0]); left.delete(ready[0]); } out.push(h); out.forEach((x) => done.add(x)); return out; });
  return { order: { pivot, epochs: all }, weights: { own: blocks.map((b) => q(own(b))), subtree: blocks.map((b) => q(sub(b))) } };
}
const B = (h, parent, difficulty, referees = [], more = {}) => ({ hash: hex(name(h)), ...(parent === null ? {} : { parent: hex(name(parent)) }), referees: referees.map((r) => hex(name(r))), difficulty: q(difficulty), adaptive: false, ...more });
const graphs = { genesis: ["the genesis block alone", [B(1, null, 0)]], chain: ["a chain", [B(1, null, 0), B(2, 1, 10), B(3, 2, 10)]], heavier: ["a short heavy branch against a long light one", [B(1, null, 0), B(2, 1, 10), B(3, 1, 10), B(4, 2, 10), B(5, 4, 10), B(6, 3, 100)]],
  subtree: ["a wide subtree against a heavier child", [B(1, null, 0), B(2, 1, 10), B(3, 1, 25), B(4, 2, 10), B(5, 2, 10)]], "tie-late": ["a tie goes to the greater hash, which came first", [B(1, null, 0), B(9, 1, 10), B(2, 1, 10)]], "tie-early": ["a tie goes to the greater hash, which came last", [B(1, null, 0), B(2, 1, 10), B(9, 1, 10)]],
  referee: ["a referee joins the epoch of the block that names it", [B(1, null, 0), B(2, 1, 30), B(3, 1, 10), B(4, 2, 10, [3])]], order: ["blocks of an epoch in the order of their hashes", [B(1, null, 0), B(9, 1, 10), B(8, 1, 10), B(7, 1, 10), B(20, 1, 50), B(30, 20, 10, [9, 8, 7])]],
  topology: ["an ancestor with a greater hash comes before", [B(1, null, 0), B(9, 1, 10), B(3, 9, 10), B(5, 1, 10), B(20, 1, 50), B(30, 20, 10, [3, 5])]], "referee-first": ["a referee with a greater hash comes before who names it", [B(1, null, 0), B(9, 1, 10), B(3, 1, 10, [9]), B(20, 1, 90), B(30, 20, 10, [3])]],
  unseen: ["a block that nobody names is in no epoch", [B(1, null, 0), B(2, 1, 10), B(3, 1, 20), B(4, 3, 10)]], adaptive: ["an adaptive block of enough quality weighs 250 times", [B(1, null, 0), B(2, 1, 10, [], { adaptive: true, quality: q(2500) }), B(3, 1, 2000)]],
  "adaptive-short": ["an adaptive block of too little quality weighs nothing", [B(1, null, 0), B(2, 1, 10, [], { adaptive: true, quality: q(2499) }), B(3, 1, 1)]], shared: ["two epochs name the same block", [B(1, null, 0), B(5, 1, 10), B(20, 1, 90), B(30, 20, 10, [5]), B(40, 30, 10, [5])]] };
for (const [id, [title, blocks]] of Object.entries(graphs)) { const g = ghast(blocks);
  v(fc, { id: "conflux.ghast.order-" + id, title, requires: [id.startsWith("tie") || ["heavier", "subtree", "chain", "genesis"].includes(id) ? "BLK-CFXC-007" : id.startsWith("adaptive") ? "BLK-CFXC-008" : "BLK-CFXC-009"], op: "conflux.ghast.order", in: { blocks }, out: g.order, source: TEXT + " (consensus_inner)" });
  if (["heavier", "adaptive", "adaptive-short", "subtree"].includes(id)) v(fc, { id: "conflux.ghast.weights-" + id, title: "weights: " + title, requires: [id.startsWith("adaptive") ? "BLK-CFXC-008" : "BLK-CFXC-007"], op: "conflux.ghast.weights", in: { blocks }, out: g.weights, source: TEXT + " (consensus_inner)" }); }
const gbad = (id, title, reject, blocks) => v(fc, { id: "conflux.ghast." + id, title, requires: ["BLK-CFXC-007"], op: "conflux.ghast.order", in: { blocks }, reject, source: "consensus_inner: a block follows what it names", risk: "nodes execute blocks in different orders" });
gbad("none", "no block", "empty", []);
gbad("parent-later", "a parent that comes later", "order", [B(1, null, 0), B(2, 3, 10), B(3, 1, 10)]);
gbad("referee-later", "a referee that comes later", "order", [B(1, null, 0), B(2, 1, 10, [3]), B(3, 1, 10)]);
gbad("itself", "a block that is its own parent", "order", [B(1, null, 0), B(2, 2, 10)]);
gbad("referee-itself", "a block that names itself", "order", [B(1, null, 0), B(2, 1, 10, [2])]);
gbad("twice", "the same block twice", "repeated", [B(1, null, 0), B(2, 1, 10), B(2, 1, 10)]);
const priceNext = (last, share0, used, min) => { const t = share0 / 2n; if (!t || used === t) return last > min ? last : min; let c = (used > t ? used - t : t - used) * last / t / 8n; if (c < 1n) c = 1n; let p = used > t ? last + c : last > c ? last - c : 0n; return p < min ? min : p; };
for (const [id, title, requires, a] of [["odd-share", "the target of an odd share rounds down", "BLK-CFXC-003", [1000n, 1001n, 501n, 1n]], ["no-share", "a height without eSpace keeps the price", "BLK-CFXC-004", [777n, 0n, 0n, 1n]], ["core-empty", "an empty block lowers the price by an eighth", "BLK-CFXC-002", [800n, 54000000n, 0n, 1n]], ["rounded", "the quotients round down one after the other", "BLK-CFXC-003", [999n, 1000n, 777n, 1n]], ["floor", "the price stops at the minimum", "BLK-CFXC-003", [20n, 1000n, 0n, 20n]], ["floor-raised", "a price below the minimum is raised", "BLK-CFXC-003", [5n, 1000n, 500n, 20n]]])
  v(fc, { id: "conflux.price." + id, title, requires: [requires], op: "conflux.base_price.next", in: { basePrice: q(a[0]), spaceGasLimit: q(a[1]), packedGas: q(a[2]), minimum: q(a[3]) }, out: q(priceNext(...a)), source: TEXT + " (base_price.rs)" });

// --- every field of every format, malformed -----------------------------------------------------------
const fm = file("conflux/malformed-headers", "Conflux protocol");
const fns = { 0: file("conflux/malformed-transactions-0", "Conflux protocol"), 2: file("conflux/malformed-transactions-2", "Conflux protocol") };
const listOf = (b) => { let [x] = parse(b, 0); return x; };
function parse(b, i) { const t = b[i]; const long = (base) => { const n = t - base; return [i + 1 + n, Number(BigInt("0x" + b.subarray(i + 1, i + 1 + n).toString("hex")))]; };
  if (t < 0x80) return [b.subarray(i, i + 1), i + 1];
  let [at, len] = t < 0xb8 ? [i + 1, t - 0x80] : t < 0xc0 ? long(0xb7) : t < 0xf8 ? [i + 1, t - 0xc0] : long(0xf7);
  if (t < 0xc0) return [b.subarray(at, at + len), at + len];
  const out = [], end = at + len; while (at < end) { let x; [x, at] = parse(b, at); out.push(x); } return [out, end]; }
const ruin = { hash: (x) => [["short", "is one byte short", "length", x.subarray(1)], ["long", "is one byte long", "length", Buffer.concat([x, Buffer.from([0])])], ["list", "is a list", "expected-string", [x]]],
  int: (x) => [["zero-led", "starts with a zero byte", "leading-zero", new Raw(rlp(Buffer.concat([Buffer.from([0]), x.length ? x : Buffer.from([1])])))], ["list", "is a list", "expected-string", [x]], ["33", "has 33 bytes", "too-wide", Buffer.concat([Buffer.from([1]), Buffer.alloc(32)])]],
  list: (x) => [["string", "is a string", "expected-list", Buffer.alloc(0)]], text: (x) => [["list", "is a list", "expected-string", [x]]], to: () => [["19", "has 19 bytes", "to", Buffer.alloc(19, 1)], ["list", "is a list", "expected-string", []]] };
const put = (path, list0, x) => list0.map((y, i) => i === path[0] ? (path.length > 1 ? put(path.slice(1), y, x) : x) : y);
const at0 = (path, y) => path.reduce((z, i) => z[i], y);
function each(f, what, requires, op, list0, fields, wrap, more) { for (const [key, path, kind] of fields) for (const [id, says, reject, x] of ruin[kind](at0(path, list0)))
  v(f, { id: `conflux.malformed.${what}-${key.toLowerCase()}-${id}`, title: `${key} of a ${what.replace("-", " of type ")} ${says}`, requires: what.startsWith("transaction") && id === "zero-led" ? ["BLK-CFXT-016"] : requires, op, in: { data: hex(wrap(rlp(put(path, list0, x)))), ...more }, reject, source: "RLP as conflux-rust reads it; made from valid bytes by breaking this one rule", risk: "two spellings of one value, or a value of another type" }); }
each(fm, "header", ["BLK-CFXH-001"], "conflux.header.decode", listOf(headerRlp({ ...C, referees: [ref(1)] })), [["parentHash", [0], "hash"], ["height", [1], "int"], ["timestamp", [2], "int"], ["author", [3], "hash"], ["transactionsRoot", [4], "hash"], ["deferredStateRoot", [5], "hash"],
  ["deferredReceiptsRoot", [6], "hash"], ["deferredLogsBloomHash", [7], "hash"], ["blame", [8], "int"], ["difficulty", [9], "int"], ["adaptive", [10], "int"], ["gasLimit", [11], "int"], ["refereeHashes", [12], "list"], ["referee", [12, 0], "hash"], ["nonce", [13], "int"],
  ["posReference", [14], "list"], ["posHash", [14, 0], "hash"], ["prices", [15], "list"], ["pricePair", [15, 0], "list"], ["corePrice", [15, 0, 0], "int"], ["espacePrice", [15, 0, 1], "int"]], (b) => b, { rules: RULES });
const inner = { 0: ["nonce", "gasPrice", "gas", "to", "value", "storageLimit", "epochHeight", "chainId", "data"], 2: ["nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "to", "value", "storageLimit", "epochHeight", "chainId", "data", "accessList"] };
for (const t of [0, 2]) each(fns[t], "transaction-" + t, [t ? "BLK-CFXT-004" : "BLK-CFXT-001"], "conflux.tx.decode", listOf(buf(core({ type: t })).subarray(t ? 4 : 0)), [...inner[t].map((k, i) => [k, [0, i], k === "to" ? "to" : k === "data" ? "text" : k === "accessList" ? "list" : "int"]), ["v", [1], "int"], ["r", [2], "int"], ["s", [3], "int"]],
  (b) => (t ? Buffer.concat([Buffer.from("cfx"), Buffer.from([t]), b]) : b), {});
write();
