// SPDX-License-Identifier: Apache-2.0
// receipt: questions on receipts, logs and blooms.
import { MerklePatriciaTrie } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { Bloom, encodeReceipt } from "@ethereumjs/vm";
import { encodeRlp } from "ethers";
import { EMPTY_TRIE, File, addr, agree, flat, h32, header, integer, quantity as q, rep } from "./lib.mjs";
import { bloom, listRoot } from "./spec.mjs";

const hex = (b) => "0x" + Buffer.from(b).toString("hex");
const bytes = (h) => Uint8Array.from(Buffer.from(h.slice(2), "hex"));
const SPLIT = "nodes that differ here compute another receipts root";
const ZERO_BLOOM = "0x" + "00".repeat(256);

const itemsOf = (logs) => logs.flatMap((l) => [l.address, ...l.topics]);
function ejBloom(items) {
  const b = new Bloom();
  for (const i of items) b.add(bytes(i));
  return hex(b.bitvector);
}
const bloomOf = (logs) => agree("bloom", bloom(itemsOf(logs)), ejBloom(itemsOf(logs)));
const logItem = (l) => [l.address, l.topics, flat(l.data)];
function encode(r) {
  const first = r.root ?? (r.status === "0x1" ? "0x01" : "0x");
  const b = r.logsBloom ? flat(r.logsBloom) : bloomOf(r.logs);
  const rlp = encodeRlp([first, integer(r.cumulativeGasUsed), b, r.logs.map(logItem)]);
  const type = Number(r.type);
  const mine = type ? "0x0" + type + rlp.slice(2) : rlp;
  const theirs = BigInt(r.cumulativeGasUsed) === 0n ? mine : hex(encodeReceipt({ ...(r.root ? { stateRoot: bytes(r.root) } : { status: Number(r.status) }), cumulativeBlockGasUsed: BigInt(r.cumulativeGasUsed), bitvector: bytes(b), logs: r.logs.map((l) => [bytes(l.address), l.topics.map(bytes), bytes(flat(l.data))]) }, type));
  return agree("receipt", mine, theirs);
}
const full = (r) => ({ type: r.type, ...(r.root ? { root: r.root } : { status: r.status }), cumulativeGasUsed: r.cumulativeGasUsed, logsBloom: bloomOf(r.logs), logs: r.logs });
async function root(list) {
  const items = list.map(encode);
  const t = new MerklePatriciaTrie();
  for (const [i, v] of items.entries()) await t.put(RLP.encode(i), bytes(v));
  return agree("receipts root", listRoot(items), hex(t.root()));
}

const log = (n, topics, data = "0x") => ({ address: addr("emitter " + n), topics: Array.from({ length: topics }, (_, i) => h32(`topic ${n} ${i}`)), data });
const R = (over = {}) => ({ type: "0x0", status: "0x1", cumulativeGasUsed: "0x5208", logs: [], ...over });
const cases = [
  ["root", "a receipt before Byzantium starts with the state root", ["BLK-RCPT-001", "BLK-RCPT-002"], (({ status, ...r }) => ({ ...r, root: h32("post state") }))(R())],
  ["success", "a successful receipt starts with 1", ["BLK-RCPT-001", "BLK-RCPT-003", "BLK-RCPT-004", "BLK-RCPT-017"], R()],
  ["failure", "a failed receipt starts with the empty string", ["BLK-RCPT-003"], R({ status: "0x0", cumulativeGasUsed: "0x1c9c380" })],
  ["type-1", "a receipt of type 1 is prefixed with its type", ["BLK-RCPT-005"], R({ type: "0x1", cumulativeGasUsed: "0x80" })],
  ["type-2", "a receipt of type 2 is prefixed with its type", ["BLK-RCPT-005"], R({ type: "0x2", logs: [log("a", 2, "0xfeed")] })],
  ["type-3", "a receipt of type 3 is prefixed with its type", ["BLK-RCPT-005"], R({ type: "0x3", status: "0x0" })],
  ["type-4", "a receipt of type 4 is prefixed with its type", ["BLK-RCPT-005"], R({ type: "0x4", logs: [log("b", 1)] })],
  ["log-0-topics", "a log may have no topic", ["BLK-RCPT-007"], R({ logs: [log("c", 0, "0x00")] })],
  ["log-4-topics", "a log may have four topics", ["BLK-RCPT-007"], R({ logs: [log("d", 4, "0x" + "11".repeat(33))] })],
  ["logs-3", "logs stay in the order in which they came", ["BLK-RCPT-007", "BLK-RCPT-008"], R({ logs: [log("z", 1, "0x7f"), log("y", 0, "0x80"), log("x", 3)] })],
  ["wide-gas", "cumulative gas of 64 bits is kept whole", ["BLK-RCPT-001"], R({ cumulativeGasUsed: "0xfffffffffffffffe" })],
];
let f = new File("receipt/codec.yaml", "Yellow Paper, EIP-658, EIP-2718");
const SRC = "ethers 6.17.0 (RLP) and @ethereumjs/vm 10.1.3 (encodeReceipt, Bloom) agree";
for (const [n, title, requires, r] of cases) {
  f.add({ id: "block.receipt.encode." + n, title, requires, op: "receipt.encode", in: { receipt: r }, out: encode(r), source: SRC });
  f.add({ id: "block.receipt.decode." + n, title: title + " (read)", requires, op: "receipt.decode", in: { data: encode(r) }, out: full(r), source: SRC });
}
for (const [fork, r] of [["homestead", cases[0][3]], ["byzantium", cases[1][3]], ["berlin", cases[3][3]], ["prague", cases[6][3]]])
  f.add({ id: `block.receipt.decode.in-${fork}`, title: `this form of receipt belongs to ${fork}`, requires: [fork === "homestead" ? "BLK-RCPT-002" : fork === "byzantium" ? "BLK-RCPT-003" : "BLK-RCPT-005"], op: "receipt.decode", in: { data: encode(r), fork }, out: full(r), source: SRC });
f.write();

f = new File("receipt/decode-refused.yaml", "Yellow Paper, EIP-658, EIP-2718");
const B0 = ZERO_BLOOM;
const bad = (id, title, requires, data, reject, source = "Yellow Paper 4.3.1", fork) => f.add({ id: "block.receipt.decode." + id, title, requires: [].concat(requires), op: "receipt.decode", in: fork ? { data, fork } : { data }, reject, source, risk: SPLIT });
const L = (first, gas = "0x5208", b = B0, logs = []) => encodeRlp([first, gas, b, logs]);
for (const [n, v] of [["2", "0x02"], ["0xff", "0xff"], ["two-bytes", "0x0001"], ["root-short", "0x" + "ab".repeat(31)], ["root-long", "0x" + "ab".repeat(33)]])
  bad(`status-${n}`, `a first item of ${n} is neither a status nor a root`, "BLK-RCPT-004", L(v), "status", "EIP-658");
bad("status-zero-byte", "failure as one zero byte is refused", ["BLK-RCPT-003", "BLK-RCPT-004"], L("0x00"), "status", "EIP-658");
bad("status-list", "a list in the place of the status is refused", ["BLK-RCPT-004", "BLK-RCPT-017"], encodeRlp([[], "0x5208", B0, []]), "expected-string");
bad("root-in-byzantium", "from Byzantium on a state root is refused", "BLK-RCPT-003", L(h32("root")), "status", "EIP-658", "byzantium");
bad("root-in-cancun", "in Cancun a state root is refused", "BLK-RCPT-003", L(h32("root")), "status", "EIP-658", "cancun");
bad("status-in-frontier", "in Frontier a status is refused", "BLK-RCPT-002", L("0x01"), "status", "Yellow Paper before Byzantium", "frontier");
bad("status-in-spurious-dragon", "in Spurious Dragon an empty status is refused", "BLK-RCPT-002", L("0x"), "status", "Yellow Paper before Byzantium", "spurious-dragon");
bad("gas-leading-zero", "cumulative gas with a zero byte in front is refused", "BLK-RCPT-017", L("0x01", "0x005208"), "leading-zero");
bad("gas-zero-byte", "cumulative gas 0 as one zero byte is refused", "BLK-RCPT-017", L("0x01", "0x00"), "leading-zero");
bad("gas-list", "a list in the place of the cumulative gas is refused", "BLK-RCPT-017", encodeRlp(["0x01", ["0x52"], B0, []]), "expected-string");
bad("bloom-short", "a bloom of 255 bytes is refused", "BLK-RCPT-017", L("0x01", "0x5208", B0.slice(0, -2)), "length");
bad("bloom-long", "a bloom of 257 bytes is refused", "BLK-RCPT-017", L("0x01", "0x5208", B0 + "00"), "length");
bad("bloom-empty", "an empty bloom is refused", "BLK-RCPT-017", L("0x01", "0x5208", "0x"), "length");
bad("logs-string", "a string in the place of the logs is refused", "BLK-RCPT-017", encodeRlp(["0x01", "0x5208", B0, "0x"]), "expected-list");
bad("three-fields", "a receipt without logs is refused", "BLK-RCPT-001", encodeRlp(["0x01", "0x5208", B0]), "field-count");
bad("five-fields", "a receipt with a fifth item is refused", "BLK-RCPT-001", encodeRlp(["0x01", "0x5208", B0, [], "0x"]), "field-count");
const lg = (topics, data = "0x", a = addr("emitter")) => [a, topics, data];
const withLog = (l) => L("0x01", "0x5208", B0, [l]);
bad("log-5-topics", "a log of five topics is refused", "BLK-RCPT-007", L("0x01", "0x5208", bloom([addr("emitter"), ...[0, 1, 2, 3, 4].map((i) => h32("t" + i))]), [lg([0, 1, 2, 3, 4].map((i) => h32("t" + i)))]), "topics");
bad("log-address-short", "a log address of 19 bytes is refused", "BLK-RCPT-007", withLog(lg([], "0x", addr("e").slice(0, -2))), "length");
bad("log-address-long", "a log address of 32 bytes is refused", "BLK-RCPT-007", withLog(lg([], "0x", h32("e"))), "length");
bad("log-topic-short", "a topic of 31 bytes is refused", "BLK-RCPT-007", withLog(lg([h32("t").slice(0, -2)])), "length");
bad("log-topic-trimmed", "a topic that lost its zeros is refused", "BLK-RCPT-007", withLog(lg(["0x01"])), "length");
bad("log-topics-string", "a string in the place of the topics is refused", "BLK-RCPT-007", withLog([addr("e"), h32("t"), "0x"]), "expected-list");
bad("log-data-list", "a list in the place of the data is refused", "BLK-RCPT-007", withLog([addr("e"), [], []]), "expected-string");
bad("log-two-items", "a log without data is refused", "BLK-RCPT-007", withLog([addr("e"), []]), "field-count");
bad("log-four-items", "a log with a fourth item is refused", "BLK-RCPT-007", withLog([addr("e"), [], "0x", "0x02"]), "field-count");
bad("log-string", "a string in the place of a log is refused", "BLK-RCPT-007", withLog("0x" + "00".repeat(20)), "expected-list");
bad("empty", "no bytes are no receipt", "BLK-RCPT-017", "0x", "empty");
bad("type-alone", "a type byte alone is no receipt", ["BLK-RCPT-005", "BLK-RCPT-017"], "0x02", "empty", "EIP-2718");
bad("trailing", "a receipt with a byte behind it is refused", "BLK-RCPT-017", L("0x01") + "00", "trailing");
bad("trailing-typed", "a typed receipt with a byte behind it is refused", "BLK-RCPT-017", "0x02" + L("0x01").slice(2) + "c0", "trailing", "EIP-2718");
bad("truncated", "a receipt that ends early is refused", "BLK-RCPT-017", L("0x01").slice(0, -2), "truncated");
bad("typed-as-string", "a typed receipt wrapped as a byte string is not canonical", "BLK-RCPT-005", encodeRlp("0x02" + L("0x01").slice(2)), "type", "EIP-2718");
bad("type-0", "a receipt prefixed with type 0 is refused", "BLK-RCPT-005", "0x00" + L("0x01").slice(2), "type", "EIP-2718: there is no transaction type 0");
bad("type-5", "a receipt of type 5 is refused", "BLK-RCPT-005", "0x05" + L("0x01").slice(2), "type", "EIP-2718: there is no transaction type 5");
bad("type-7f", "a receipt of type 0x7f is refused", "BLK-RCPT-005", "0x7f" + L("0x01").slice(2), "type", "EIP-2718: there is no transaction type 0x7f");
for (const [t, fork] of [[1, "istanbul"], [2, "berlin"], [3, "shanghai"], [4, "cancun"]])
  bad(`type-${t}-in-${fork}`, `in ${fork} a receipt of type ${t} is refused`, "BLK-RCPT-005", `0x0${t}` + L("0x01").slice(2), "tx-type", "EIP-2718: the type came later", fork);
bad("typed-string", "a type byte and a byte string are no receipt", ["BLK-RCPT-005", "BLK-RCPT-017"], "0x02" + "83010203", "expected-list", "EIP-2718");
f.write();

f = new File("receipt/encode-refused.yaml", "Yellow Paper, EIP-658, EIP-2718");
const noenc = (id, title, requires, receipt, reject) => f.add({ id: "block.receipt.encode." + id, title, requires, op: "receipt.encode", in: { receipt }, reject, source: "Yellow Paper 4.3.1; EIP-658; EIP-2718", risk: SPLIT });
noenc("status-2", "a status of 2 is not encoded", ["BLK-RCPT-004"], R({ status: "0x2" }), "status");
noenc("type-5", "a receipt of type 5 is not encoded", ["BLK-RCPT-005"], R({ type: "0x5" }), "type");
noenc("log-5-topics", "a log of five topics is not encoded", ["BLK-RCPT-007"], R({ logs: [log("e", 5)] }), "topics");
for (const k of ["status", "cumulativeGasUsed", "logs"]) { const r = R(); delete r[k]; noenc(`no-${k.toLowerCase()}`, `a receipt without ${k} is not encoded`, ["BLK-RCPT-017"], r, "field-missing"); }
noenc("status-and-root", "a receipt with both a status and a root is not encoded", ["BLK-RCPT-017"], R({ root: h32("r") }), "field-extra");
f.write();

f = new File("receipt/log-bloom.yaml", "Yellow Paper");
for (const [n, l] of [["no-topics", log("l0", 0, "0x")], ["four-topics", log("l4", 4, "0x" + "de".repeat(64))], ["zero-data", log("l1", 1, "0x00")], ["low-data", log("l2", 1, "0x7f")]])
  f.add({ id: "block.log.encode." + n, title: `a log is the list of address, topics and data (${n})`, requires: ["BLK-RCPT-007"], op: "log.encode", in: { log: l }, out: agree(n, encodeRlp(logItem(l)), hex(RLP.encode([bytes(l.address), l.topics.map(bytes), bytes(l.data)]))), source: "ethers 6.17.0 and @ethereumjs/rlp 10.1.3 agree" });
for (const n of [5, 6, 100])
  f.add({ id: `block.log.encode.topics-${n}`, title: `a log of ${n} topics is not encoded`, requires: ["BLK-RCPT-007"], op: "log.encode", in: { log: log("many", n) }, reject: "topics", source: "Yellow Paper, appendix H.2: LOG4 is the last", risk: SPLIT });
for (const [n, logs, req] of [["none", [], "BLK-RCPT-008"], ["address-only", [log("m", 0)], "BLK-RCPT-008"], ["topics", [log("n", 4)], "BLK-RCPT-008"], ["two-logs", [log("o", 1), log("p", 2)], "BLK-RCPT-008"], ["same-log-twice", [log("o", 1), log("o", 1)], "BLK-RCPT-008"], ["data-ignored", [log("m", 0, "0x" + "ff".repeat(100))], "BLK-RCPT-009"], ["zero-topic", [{ address: "0x" + "00".repeat(20), topics: ["0x" + "00".repeat(32)], data: "0x" }], "BLK-RCPT-008"]])
  f.add({ id: "block.bloom.of-logs." + n, title: `the bloom of logs (${n})`, requires: [req], op: "bloom.of_logs", in: { logs }, out: bloomOf(logs), source: "formula of the Yellow Paper; @ethereumjs/vm 10.1.3 agrees", risk: "a log is missed by everybody who searches by bloom" });
f.add({ id: "block.bloom.of-logs.topics-5", title: "a log of five topics has no bloom", requires: ["BLK-RCPT-007"], op: "bloom.of_logs", in: { logs: [log("q", 5)] }, reject: "topics", source: "Yellow Paper, appendix H.2" });
const b1 = bloomOf([log("r", 2)]), b2 = bloomOf([log("s", 3)]);
const or = (...bs) => hex(bs.map(bytes).reduce((a, b) => a.map((x, i) => x | b[i])));
f.add({ id: "block.bloom.union.two", title: "the union of two blooms has the bits of both", requires: ["BLK-RCPT-010"], op: "bloom.union", in: { blooms: [b1, b2] }, out: agree("union", or(b1, b2), bloomOf([log("r", 2), log("s", 3)])), source: "@ethereumjs/vm 10.1.3 on all logs" });
f.add({ id: "block.bloom.union.none", title: "the union of no blooms is empty", requires: ["BLK-RCPT-010"], op: "bloom.union", in: { blooms: [] }, out: ZERO_BLOOM, source: "Yellow Paper 4.4.2" });
f.add({ id: "block.bloom.union.one-twice", title: "the union of a bloom with itself is itself", requires: ["BLK-RCPT-010"], op: "bloom.union", in: { blooms: [b1, b1] }, out: b1, source: "Yellow Paper 4.4.2" });
const l2 = log("s", 3);
for (const [n, item, present] of [["address", l2.address, true], ["topic", l2.topics[2], true], ["stranger", addr("stranger"), false], ["other-topic", h32("other topic"), false]])
  f.add({ id: "block.bloom.may-contain." + n, title: `the bloom of a log ${present ? "holds" : "does not hold"} this ${n}`, requires: ["BLK-RCPT-008"], op: "bloom.may_contain", in: { bloom: b2, item }, out: { present: agree(n, present, new Bloom(bytes(b2)).check(bytes(item))) }, source: "@ethereumjs/vm 10.1.3" });
f.add({ id: "block.bloom.may-contain.data", title: "the bloom of a log does not hold its data", requires: ["BLK-RCPT-009"], op: "bloom.may_contain", in: { bloom: bloomOf([log("t", 1, h32("data"))]), item: h32("data") }, out: { present: agree("data", false, new Bloom(bytes(bloomOf([log("t", 1, h32("data"))]))).check(bytes(h32("data")))) }, source: "@ethereumjs/vm 10.1.3" });
f.write();

f = new File("receipt/root.yaml", "Yellow Paper, EIP-2718");
const many = (n) => Array.from({ length: n }, (_, i) => R({ type: q(i % 5), status: q((i + 1) % 2), cumulativeGasUsed: q(21000 * (i + 1)), logs: i % 3 ? [] : [log("u" + i, i % 5)] }));
for (const n of [0, 1, 2, 3, 17])
  f.add({ id: `block.receipts.root.of-${n}`, title: `the root over ${n} receipts`, requires: ["BLK-RCPT-006"], op: "receipts.root", in: { receipts: many(n) }, out: n ? await root(many(n)) : EMPTY_TRIE, source: "trie of the Yellow Paper in tools/vectors/eth/spec.mjs; @ethereumjs/mpt 10.1.3", risk: SPLIT });
const simple = (n) => Array.from({ length: n }, (_, i) => R({ cumulativeGasUsed: q(21000 * (i + 1)), logsBloom: rep("0x00", 256) }));
for (const n of [127, 128, 129])
  f.add({ id: `block.receipts.root.of-${n}`, title: `the root over ${n} receipts, where index 128 takes two bytes`, requires: ["BLK-RCPT-006"], op: "receipts.root", in: { receipts: simple(n) }, out: await root(simple(n)), source: "trie of the Yellow Paper in tools/vectors/eth/spec.mjs; @ethereumjs/mpt 10.1.3", risk: SPLIT });
for (const [n, r, reject] of [["status", R({ status: "0x3" }), "status"], ["type", R({ type: "0x7f" }), "type"], ["topics", R({ logs: [log("v", 5)] }), "topics"]])
  f.add({ id: "block.receipts.root.bad-" + n, title: `receipts of which one has a bad ${n} have no root`, requires: [{ status: "BLK-RCPT-004", type: "BLK-RCPT-005", topics: "BLK-RCPT-007" }[n]], op: "receipts.root", in: { receipts: [R(), r] }, reject, source: "Yellow Paper 4.3.1; EIP-2718", risk: SPLIT });
f.write();

f = new File("receipt/validate.yaml", "Yellow Paper, EIP-658, EIP-2718");
async function judge(id, title, requires, fork, receipts, over, reject, features) {
  const logs = receipts.flatMap((r) => r.logs);
  const h = header(fork, { receiptsRoot: receipts.length ? await root(receipts) : EMPTY_TRIE, logsBloom: logs.length ? bloomOf(logs) : rep("0x00", 256), gasUsed: receipts.at(-1)?.cumulativeGasUsed ?? "0x0", ...over });
  const v = { id: "block.receipts.validate." + id, title, requires, op: "receipts.validate", in: { receipts, header: h, fork }, source: "Yellow Paper 4.3.1, 4.3.2 and 11.3; root by @ethereumjs/mpt 10.1.3, bloom by @ethereumjs/vm 10.1.3" };
  if (reject) { v.reject = reject; v.risk = "a forged history of what happened in a block is believed"; } else v.out = { valid: true };
  if (features) v.features = features;
  f.add(v);
}
const three = [R({ cumulativeGasUsed: "0x5208", logs: [log("w", 1)] }), R({ type: "0x2", cumulativeGasUsed: "0xa410", status: "0x0" }), R({ type: "0x1", cumulativeGasUsed: "0x20000", logs: [log("x", 2, "0x01")] })];
const old = three.map(({ status, type, ...r }, i) => ({ type: "0x0", root: h32("after " + i), ...r }));
await judge("none", "a block without receipts is valid", ["BLK-RCPT-012"], "cancun", [], {});
await judge("three", "three receipts that match their header are valid", ["BLK-RCPT-006", "BLK-RCPT-010", "BLK-RCPT-011", "BLK-RCPT-012"], "prague", three, {});
await judge("roots", "receipts with state roots are valid before Byzantium", ["BLK-RCPT-002"], "homestead", old, {});
await judge("gas-used-above", "a header that used one gas more than its receipts is refused", ["BLK-RCPT-012"], "osaka", three, { gasUsed: "0x20001" }, "gas-used");
await judge("gas-used-below", "a header that used one gas less than its receipts is refused", ["BLK-RCPT-012"], "berlin", three.map((r) => ({ ...r, type: "0x0" })), { gasUsed: "0x1ffff" }, "gas-used");
await judge("gas-used-without-receipts", "a header that used gas without receipts is refused", ["BLK-RCPT-012"], "cancun", [], { gasUsed: "0x5208" }, "gas-used");
await judge("gas-differs-amsterdam", "in Amsterdam the gas used of the header may differ from the last cumulative gas", ["BLK-RCPT-013"], "amsterdam", three, { gasUsed: "0x28000" }, null, ["amsterdam"]);
await judge("cumulative-falls", "cumulative gas that falls is refused", ["BLK-RCPT-011"], "cancun", [three[1], three[0]], {}, "cumulative-gas");
await judge("cumulative-falls-by-one", "cumulative gas that falls by one is refused", ["BLK-RCPT-011"], "london", [R({ cumulativeGasUsed: "0xa411" }), R({ cumulativeGasUsed: "0xa410" })], {}, "cumulative-gas");
await judge("root-other", "another receipts root is refused", ["BLK-RCPT-006"], "cancun", three, { receiptsRoot: h32("other root") }, "receipts-root");
await judge("root-order", "the receipts root of another order is refused", ["BLK-RCPT-006"], "cancun", [R({ status: "0x0" }), R()], { receiptsRoot: await root([R(), R({ status: "0x0" })]) }, "receipts-root");
await judge("root-empty", "the empty receipts root over receipts is refused", ["BLK-RCPT-006"], "paris", three, { receiptsRoot: EMPTY_TRIE }, "receipts-root");
await judge("bloom-zero", "a header without the bits of its receipts is refused", ["BLK-RCPT-010"], "cancun", three, { logsBloom: rep("0x00", 256) }, "logs-bloom");
await judge("bloom-extra-bit", "a header with a bit that no receipt has is refused", ["BLK-RCPT-010"], "cancun", [R()], { logsBloom: "0x" + "00".repeat(255) + "01" }, "logs-bloom");
await judge("bloom-ones", "a header bloom of ones is refused", ["BLK-RCPT-010"], "osaka", three, { logsBloom: rep("0xff", 256) }, "logs-bloom");
await judge("bloom-first-only", "a header with the bloom of the first receipt only is refused", ["BLK-RCPT-010"], "bpo1", three, { logsBloom: bloomOf(three[0].logs) }, "logs-bloom");
await judge("receipt-bloom-wrong", "a receipt whose bloom is not that of its logs is refused", ["BLK-RCPT-008"], "cancun", [R({ logs: [log("w", 1)], logsBloom: ZERO_BLOOM })], {}, "logs-bloom");
await judge("status-in-homestead", "before Byzantium receipts with a status are refused", ["BLK-RCPT-002"], "homestead", [R()], {}, "status");
await judge("root-in-istanbul", "from Byzantium on receipts with a state root are refused", ["BLK-RCPT-003"], "istanbul", [old[0]], {}, "status");
await judge("type-2-in-berlin", "in Berlin a receipt of type 2 is refused", ["BLK-RCPT-005"], "berlin", [R({ type: "0x2" })], {}, "tx-type");
await judge("type-4-in-cancun", "in Cancun a receipt of type 4 is refused", ["BLK-RCPT-005"], "cancun", [R({ type: "0x4" })], {}, "tx-type");
f.write();
