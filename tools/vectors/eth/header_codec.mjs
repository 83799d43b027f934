// SPDX-License-Identifier: Apache-2.0
// header_codec: questions for header.hash, header.encode and header.decode.
import { encodeRlp } from "ethers";
import { EMPTY_REQUESTS, FIELDS, FORKS, File, cat, fieldsOf, flat, h32, header, headerHash, headerItems, headerRlp, integer, quantity as q, rep, since } from "./lib.mjs";

const BOTH = "RLP by ethers 6.17.0, hash by ethers 6.17.0 and viem 2.57.20, both as @ethereumjs/block 10.1.3 gives them";
const COUNT = { 15: "BLK-HDR-003", 16: "BLK-HDR-004", 17: "BLK-HDR-005", 20: "BLK-HDR-006", 21: "BLK-HDR-007", 23: "BLK-HDR-008" };
const reqOf = (fork) => COUNT[fieldsOf(fork).length];
const feat = (fork) => (fork === "amsterdam" ? { features: ["amsterdam"] } : {});
const SPLIT = "two encodings of one header, or two headers of one hash, split the chain";

// --- hash and encode ---------------------------------------------------------
let f = new File("header/hash.yaml", "Yellow Paper");
for (const fork of FORKS) {
  const h = header(fork, { number: q(20000 + FORKS.indexOf(fork)) });
  if (fork === "dao") h.extraData = "0x64616f2d686172642d666f726b";
  f.add({ id: `block.header.hash.${fork}`, title: `the hash of a ${fork} header is taken over its ${fieldsOf(fork).length} fields`,
    requires: ["BLK-HDR-001", "BLK-HDR-002", reqOf(fork)].concat(since(fork, "shanghai") ? ["BLK-HDR-030"] : []), op: "header.hash", in: { header: h, fork }, out: headerHash(h, fork), source: BOTH, ...feat(fork) });
}
const odd = [
  ["zero-integers", "zero integers are empty strings", "BLK-HDR-013", "london", { number: "0x0", gasUsed: "0x0", timestamp: "0x0", difficulty: "0x0", baseFeePerGas: "0x0" }],
  ["integer-0x80", "an integer of 0x80 takes a length prefix", "BLK-HDR-013", "berlin", { gasUsed: "0x80", number: "0x7f" }],
  ["zero-nonce-and-mix", "a nonce and mix hash of zeros keep their 8 and 32 bytes", "BLK-HDR-012", "berlin", { nonce: "0x0000000000000000", mixHash: rep("0x00", 32) }],
  ["leading-zero-nonce", "zeros at the front of the nonce stay", "BLK-HDR-012", "frontier", { nonce: "0x00000000000000ff" }],
  ["zero-hashes", "hashes and the beneficiary that start with zeros keep them", "BLK-HDR-012", "cancun", { stateRoot: "0x0000000000000000000000000000000000000000000000000000000000000001", miner: "0x0000000000000000000000000000000000000002" }],
  ["wide-difficulty", "a difficulty of 10 bytes is taken whole", "BLK-HDR-013", "byzantium", { difficulty: "0xc0de0123456789abcdef" }],
  ["wide-base-fee", "a base fee of 32 bytes is taken whole", "BLK-HDR-013", "prague", { baseFeePerGas: "0xf" + "e".repeat(63) }],
  ["full-bloom", "a bloom of ones is hashed as 256 bytes", "BLK-HDR-001", "osaka", { logsBloom: rep("0xff", 256) }],
  ["extra-32", "32 bytes of extra data enter the hash", "BLK-HDR-014", "osaka", { extraData: rep("0x5a", 32) }],
  ["extra-one-byte", "one byte of extra data below 0x80 is its own encoding", "BLK-HDR-001", "paris", { extraData: "0x7f" }],
  ["max-64-bit", "64-bit fields of all ones enter the hash", "BLK-HDR-035", "cancun", { timestamp: "0xffffffffffffffff", excessBlobGas: "0xffffffffffffffff", blobGasUsed: "0xffffffffffff0000" }],
  ["requests-hash-used", "the requests hash enters the hash", "BLK-HDR-007", "bpo1", { requestsHash: h32("requests") }],
  ["genesis-beacon-root", "a Cancun genesis header has a parent beacon block root of zeros", "BLK-HDR-027", "cancun", { number: "0x0", parentHash: rep("0x00", 32), parentBeaconBlockRoot: rep("0x00", 32), extraData: "0x" }],
];
for (const [n, title, req, fork, over] of odd) {
  const h = header(fork, over);
  f.add({ id: `block.header.hash.${n}`, title, requires: [req, "BLK-HDR-001"].filter((x, i, a) => a.indexOf(x) === i), op: "header.hash", in: { header: h, fork }, out: headerHash(h, fork), source: BOTH });
}
f.write();

f = new File("header/hash-refused.yaml", "Yellow Paper");
for (const [n] of FIELDS.slice(0, 15)) {
  const h = header("berlin", { [n]: undefined });
  f.add({ id: `block.header.hash.no-${n.toLowerCase()}`, title: `a header without ${n} has no hash`, requires: ["BLK-HDR-003", "BLK-HDR-010"], op: "header.hash", in: { header: h, fork: "berlin" }, reject: "field-missing", source: "Yellow Paper 4.3: all fifteen fields are there", risk: SPLIT });
}
for (const fork of ["london", "shanghai", "cancun", "prague", "amsterdam"]) {
  const own = fieldsOf(fork).filter(([, , s]) => s === fork);
  for (const [n] of own) {
    const h = header(fork, { [n]: undefined });
    f.add({ id: `block.header.hash.no-${n.toLowerCase()}-${fork}`, title: `a ${fork} header without ${n} has no hash`, requires: ["BLK-HDR-010", reqOf(fork)], op: "header.hash", in: { header: h, fork }, reject: "field-missing", source: `${fork} added ${n}`, risk: SPLIT, ...feat(fork) });
  }
}
for (const [fork, n] of [["berlin", "baseFeePerGas"], ["paris", "withdrawalsRoot"], ["shanghai", "blobGasUsed"], ["cancun", "requestsHash"], ["osaka", "blockAccessListHash"], ["bpo2", "slotNumber"]]) {
  const h = header(fork, { [n]: header("amsterdam")[n] });
  f.add({ id: `block.header.hash.extra-${n.toLowerCase()}-${fork}`, title: `a ${fork} header with ${n} has no hash`, requires: ["BLK-HDR-009", reqOf(fork)], op: "header.hash", in: { header: h, fork }, reject: "field-extra", source: `${n} belongs to a later fork than ${fork}`, risk: SPLIT });
}
f.write();

f = new File("header/encode.yaml", "Yellow Paper");
for (const fork of ["frontier", "london", "shanghai", "cancun", "prague", "amsterdam"]) {
  const h = header(fork, { number: "0x1234567", extraData: "0xc0ffee" });
  f.add({ id: `block.header.encode.${fork}`, title: `a ${fork} header is encoded with its fields in order`, requires: ["BLK-HDR-002", "BLK-HDR-013", reqOf(fork)], op: "header.encode", in: { header: h, fork }, out: headerRlp(h), source: "encoding by ethers 6.17.0, its hash equal to that of @ethereumjs/block 10.1.3", ...feat(fork) });
  headerHash(h, fork);
  const last = fieldsOf(fork).at(-1)[0];
  f.add({ id: `block.header.encode.no-${last.toLowerCase()}-${fork}`, title: `a ${fork} header without ${last} is not encoded`, requires: ["BLK-HDR-010", reqOf(fork)], op: "header.encode", in: { header: header(fork, { [last]: undefined }), fork }, reject: "field-missing", source: "the field belongs to the fork", risk: SPLIT, ...feat(fork) });
}
for (const [fork, n] of [["istanbul", "baseFeePerGas"], ["london", "withdrawalsRoot"], ["cancun", "requestsHash"], ["prague", "slotNumber"]])
  f.add({ id: `block.header.encode.extra-${n.toLowerCase()}-${fork}`, title: `a ${fork} header with ${n} is not encoded`, requires: ["BLK-HDR-009", reqOf(fork)], op: "header.encode", in: { header: header(fork, { [n]: header("amsterdam")[n] }), fork }, reject: "field-extra", source: "the field belongs to a later fork", risk: SPLIT });
f.write();

// --- decode ---------------------------------------------------------------------
const list = (items) => encodeRlp(items);
const json = (h) => ({ ...Object.fromEntries(Object.entries(h).map(([k, v]) => [k, flat(v)])) });
f = new File("header/decode.yaml", "Yellow Paper");
for (const fork of ["frontier", "berlin", "london", "paris", "shanghai", "cancun", "prague", "bpo2", "amsterdam"]) {
  const h = header(fork, { number: "0x76543210", extraData: "0x6574616c6f6e" });
  f.add({ id: `block.header.decode.${fork}`, title: `a ${fork} header is read field by field`, requires: ["BLK-HDR-002", "BLK-HDR-029", "BLK-HDR-034", reqOf(fork)], op: "header.decode", in: { data: headerRlp(h), fork }, out: { ...json(h), hash: { $any: true } }, source: "encoded by ethers 6.17.0", ...feat(fork) });
}
f.vectors.forEach((v) => { v.out = Object.fromEntries(Object.entries(v.out).filter(([k]) => k !== "hash")); });
f.write();

const SAMPLE = "amsterdam";
const items = (fork, over = {}) => headerItems(header(fork)).map((v, i) => (i in over ? over[i] : v));
const R = "Yellow Paper 4.3, (45), and appendix B";
f = new File("header/decode-width.yaml", "Yellow Paper");
const FORK_OF = (from) => (from === "frontier" ? "cancun" : from === "london" ? "osaka" : from);
FIELDS.forEach(([n, kind, from], i) => {
  const fork = FORK_OF(from), id = n.toLowerCase();
  const base = { requires: ["BLK-HDR-034"], op: "header.decode", risk: SPLIT, ...feat(fork) };
  const good = headerItems(header(fork));
  if (typeof kind === "number") {
    f.add({ ...base, id: `block.header.decode.${id}-short`, title: `${n} of ${kind - 1} bytes is refused`, in: { data: list(items(fork, { [i]: "0x" + flat(good[i]).slice(4) })), fork }, reject: "length", source: R });
    f.add({ ...base, id: `block.header.decode.${id}-long`, title: `${n} of ${kind + 1} bytes is refused`, in: { data: list(items(fork, { [i]: "0x01" + flat(good[i]).slice(2) })), fork }, reject: "length", source: R });
  } else if (kind === "int") {
    f.add({ ...base, requires: ["BLK-HDR-013"], id: `block.header.decode.${id}-leading-zero`, title: `${n} with a zero byte in front is refused`, in: { data: list(items(fork, { [i]: "0x00" + (good[i] === "0x" ? "01" : good[i].slice(2)) })), fork }, reject: "leading-zero", source: R });
    if (!["difficulty", "number", "baseFeePerGas"].includes(n))
      f.add({ ...base, requires: [["gasLimit", "gasUsed", "timestamp"].includes(n) ? "BLK-HDR-035" : "BLK-HDR-034"], id: `block.header.decode.${id}-wide`, title: `${n} of 65 bits is refused`, in: { data: list(items(fork, { [i]: "0x010000000000000000" })), fork }, reject: "too-wide", source: "Engine API, ExecutionPayload: QUANTITY, 64 bits; EIP-4844 and EIP-7843: uint64" });
  }
});
const at = (fork, i, v) => list(items(fork, { [i]: v }));
const extra = (id, title, req, fork, data, reject, source = R) => f.add({ id: "block.header.decode." + id, title, requires: [req], op: "header.decode", in: { data, fork }, reject, source, risk: SPLIT });
extra("number-zero-byte", "number 0 as one zero byte is refused", "BLK-HDR-013", "prague", at("prague", 8, "0x00"), "leading-zero");
extra("base-fee-wide", "a base fee of 257 bits is refused", "BLK-HDR-035", "prague", at("prague", 15, "0x01" + "00".repeat(32)), "too-wide", "EIP-1559; Engine API: QUANTITY, 256 bits");
extra("nonce-trimmed", "a nonce of zeros written as an integer, the empty string, is refused", "BLK-HDR-012", "shanghai", at("shanghai", 14, "0x"), "length");
extra("mix-hash-trimmed", "a mix hash of zeros written as the empty string is refused", "BLK-HDR-012", "shanghai", at("shanghai", 13, "0x"), "length");
extra("parent-hash-list", "a list in the place of the parent hash is refused", "BLK-HDR-034", "osaka", at("osaka", 0, []), "expected-string");
extra("number-list", "a list in the place of the number is refused", "BLK-HDR-034", "osaka", at("osaka", 8, ["0x01"]), "expected-string");
extra("extra-data-list", "a list in the place of the extra data is refused", "BLK-HDR-034", "osaka", at("osaka", 12, []), "expected-string");
extra("requests-hash-list", "a list in the place of the requests hash is refused", "BLK-HDR-034", "osaka", at("osaka", 20, []), "expected-string");
f.write();

f = new File("header/decode-form.yaml", "Yellow Paper");
extra("empty", "no bytes are no header", "BLK-HDR-034", "osaka", "0x", "empty");
extra("string", "a byte string is no header", "BLK-HDR-034", "osaka", encodeRlp(rep_(300)), "expected-list");
extra("trailing-byte", "a header with a byte behind it is refused", "BLK-HDR-034", "osaka", headerRlp(header("osaka")) + "00", "trailing");
extra("cut", "a header that ends a byte early is refused", "BLK-HDR-034", "osaka", headerRlp(header("osaka")).slice(0, -2), "truncated");
extra("empty-list", "an empty list is no header", "BLK-HDR-003", "frontier", "0xc0", "field-count");
{
  const rlp = headerRlp(header("osaka")); // f9 hh ll …
  extra("long-form-padded", "a list length with a zero byte in front is refused", "BLK-HDR-034", "osaka", "0xfa00" + rlp.slice(4), "not-minimal");
  const it = items("osaka", { 10: "0x7f" });
  const body = it.map((x) => encodeRlp(x).slice(2));
  body[10] = "817f";
  const hex = body.join("");
  extra("gas-used-prefixed", "a gas used of 0x7f with a length prefix is refused", "BLK-HDR-013", "osaka", "0xf9" + (hex.length / 2).toString(16).padStart(4, "0") + hex, "not-minimal");
  const over = items("osaka").map((x) => encodeRlp(x).slice(2));
  over[20] = "a1" + over[20].slice(2);
  const ohex = over.join("");
  extra("last-field-overrun", "a last field that claims a byte beyond the list is refused", "BLK-HDR-034", "osaka", "0xf9" + (ohex.length / 2).toString(16).padStart(4, "0") + ohex, "overrun");
}
const full = headerItems(header("amsterdam"));
const COUNTS = { frontier: [14, 16], berlin: [0, 14, 16, 17], london: [15, 17], paris: [15, 17], shanghai: [16, 18, 20], cancun: [17, 18, 19, 21], prague: [20, 22, 23], osaka: [20, 22, 23], bpo2: [20, 23], amsterdam: [21, 22, 24] };
for (const [fork, counts] of Object.entries(COUNTS))
  for (const n of counts) {
    if (n === 0) continue;
    const own = headerItems(header(fork));
    const its = n <= own.length ? own.slice(0, n) : [...own, ...full.slice(own.length), "0x01"].slice(0, n);
    f.add({ id: `block.header.decode.count-${n}-${fork}`, title: `a list of ${n} fields is no ${fork} header`, requires: [n < own.length ? "BLK-HDR-010" : "BLK-HDR-009", reqOf(fork)], op: "header.decode", in: { data: list(its), fork }, reject: "field-count", source: `a ${fork} header has ${own.length} fields`, risk: SPLIT, ...feat(fork) });
  }
for (const n of [14, 18, 19, 22, 24])
  f.add({ id: `block.header.decode.count-${n}-any`, title: `a list of ${n} fields is a header of no fork`, requires: [n < 15 ? "BLK-HDR-010" : "BLK-HDR-009"], op: "header.decode", in: { data: list([...full, "0x01"].slice(0, n)) }, reject: "field-count", source: "forks have 15, 16, 17, 20, 21 or 23 fields", risk: SPLIT });
f.write();
function rep_(n) { return "0x" + "ab".repeat(n); }
if (EMPTY_REQUESTS.length !== 66 || integer(0) !== "0x" || !cat) throw new Error("lib");
