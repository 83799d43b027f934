// SPDX-License-Identifier: Apache-2.0
// requests: questions on withdrawals and on execution layer requests.
import { genRequestsRoot, genWithdrawalsTrieRoot } from "@ethereumjs/block";
import { RLP } from "@ethereumjs/rlp";
import { createCLRequest, createWithdrawal } from "@ethereumjs/util";
import { encodeRlp } from "ethers";
import { EMPTY_REQUESTS, EMPTY_TRIE, File, addr, agree, cat, flat, h32, integer, quantity as q, rep } from "./lib.mjs";
import { listRoot, requestsHash, sha256 } from "./spec.mjs";

const hex = (b) => "0x" + Buffer.from(b).toString("hex");
const bytes = (h) => Uint8Array.from(Buffer.from(h.slice(2), "hex"));
const fill = (label, n) => { let s = ""; for (let i = 0; s.length < 2 * n; i++) s += h32(`${label} ${i}`).slice(2); return s.slice(0, 2 * n); };
const LOSS = "ether is paid to somebody else, or twice";

// --- withdrawals ---------------------------------------------------------------
const W = (over = {}) => ({ index: "0x1b", validatorIndex: "0x7f4", address: addr("withdrawal"), amount: "0x773594000", ...over });
const witems = (w) => [integer(w.index), integer(w.validatorIndex), w.address, integer(w.amount)];
const wrlp = (w) => agree("withdrawal", encodeRlp(witems(w)), hex(RLP.encode(createWithdrawal(w).raw())));
let f = new File("requests/withdrawal.yaml", "EIP-4895");
const SRC = "ethers 6.17.0 and @ethereumjs/util 10.1.3 agree";
for (const [n, title, w] of [["plain", "a withdrawal is a list of four items", W()], ["zeros", "zero integers are empty strings", W({ index: "0x0", validatorIndex: "0x0", amount: "0x0" })], ["widest", "64 bits fit", W({ index: "0xffffffffffffffff", validatorIndex: "0xffffffffffffffff", amount: "0xffffffffffffffff" })], ["zero-address", "an address of zeros keeps its 20 bytes", W({ address: "0x" + "00".repeat(20), amount: "0x80" })]]) {
  f.add({ id: "block.withdrawal.encode." + n, title, requires: ["BLK-WD-001", "BLK-WD-002"], op: "withdrawal.encode", in: { withdrawal: w }, out: wrlp(w), source: SRC });
  f.add({ id: "block.withdrawal.decode." + n, title: title + " (read)", requires: ["BLK-WD-001", "BLK-WD-002"], op: "withdrawal.decode", in: { data: wrlp(w) }, out: w, source: SRC });
}
for (const k of ["index", "validatorIndex", "amount"])
  f.add({ id: `block.withdrawal.encode.${k.toLowerCase()}-wide`, title: `a withdrawal whose ${k} has 65 bits is not encoded`, requires: ["BLK-WD-002"], op: "withdrawal.encode", in: { withdrawal: W({ [k]: "0x10000000000000000" }) }, reject: "too-wide", source: "EIP-4895: 64-bit value", risk: LOSS });
const badw = (id, title, req, data, reject) => f.add({ id: "block.withdrawal.decode." + id, title, requires: [req], op: "withdrawal.decode", in: { data }, reject, source: "EIP-4895", risk: LOSS });
const it = witems(W());
const set = (i, v) => encodeRlp(it.map((x, j) => (j === i ? v : x)));
for (const [i, k] of [[0, "index"], [1, "validator-index"], [3, "amount"]]) {
  badw(`${k}-wide`, `a ${k} of 65 bits is refused`, "BLK-WD-002", set(i, "0x010000000000000000"), "too-wide");
  badw(`${k}-leading-zero`, `a ${k} with a zero byte in front is refused`, "BLK-WD-001", set(i, "0x0001"), "leading-zero");
  badw(`${k}-zero-byte`, `a ${k} 0 as one zero byte is refused`, "BLK-WD-001", set(i, "0x00"), "leading-zero");
  badw(`${k}-list`, `a list in the place of the ${k} is refused`, "BLK-WD-001", set(i, []), "expected-string");
}
badw("address-short", "an address of 19 bytes is refused", "BLK-WD-002", set(2, addr("x").slice(0, -2)), "length");
badw("address-long", "an address of 21 bytes is refused", "BLK-WD-002", set(2, addr("x") + "00"), "length");
badw("address-empty", "an empty address is refused", "BLK-WD-002", set(2, "0x"), "length");
badw("address-list", "a list in the place of the address is refused", "BLK-WD-001", set(2, [addr("x")]), "expected-string");
badw("three-items", "a withdrawal without amount is refused", "BLK-WD-001", encodeRlp(it.slice(0, 3)), "field-count");
badw("five-items", "a withdrawal with a fifth item is refused", "BLK-WD-001", encodeRlp([...it, "0x01"]), "field-count");
badw("string", "a byte string is no withdrawal", "BLK-WD-001", encodeRlp(encodeRlp(it)), "expected-list");
badw("empty", "no bytes are no withdrawal", "BLK-WD-001", "0x", "empty");
badw("trailing", "a withdrawal with a byte behind it is refused", "BLK-WD-001", encodeRlp(it) + "00", "trailing");
badw("truncated", "a withdrawal that ends early is refused", "BLK-WD-001", encodeRlp(it).slice(0, -2), "truncated");
f.write();

f = new File("requests/withdrawals-root.yaml", "EIP-4895");
const list = (n) => Array.from({ length: n }, (_, i) => W({ index: q(1000 + i), validatorIndex: q((i * 7919) % 65536), address: addr("w" + i), amount: q(i * 1000003) }));
for (const n of [0, 1, 2, 16, 130]) {
  const l = list(n);
  const out = n ? agree("root", listRoot(l.map(wrlp)), hex(await genWithdrawalsTrieRoot(l.map(createWithdrawal)))) : EMPTY_TRIE;
  f.add({ id: `block.withdrawals.root.of-${n}`, title: `the root over ${n} withdrawals`, requires: ["BLK-BODY-008"], op: "withdrawals.root", in: { withdrawals: l }, out, source: "trie of the Yellow Paper in tools/vectors/eth/spec.mjs; @ethereumjs/block 10.1.3", risk: LOSS });
}
for (const k of ["index", "validatorIndex", "amount"])
  f.add({ id: `block.withdrawals.root.${k.toLowerCase()}-wide`, title: `withdrawals of which one has a ${k} of 65 bits have no root`, requires: ["BLK-WD-002"], op: "withdrawals.root", in: { withdrawals: [W(), W({ [k]: "0x10000000000000000" })] }, reject: "too-wide", source: "EIP-4895: 64-bit value", risk: LOSS });
for (const [n, a] of [["zero", 0n], ["one", 1n], ["stake", 32000000000n], ["widest", 2n ** 64n - 1n]])
  f.add({ id: `block.withdrawal.wei.${n}`, title: `an amount of ${a} Gwei is ${a * 10n ** 9n} wei`, requires: ["BLK-WD-003"], op: "withdrawal.wei", in: { amount: q(a) }, out: q(a * 1000000000n), source: "EIP-4895: the amount is given in Gwei", risk: LOSS });
for (const [n, a] of [["wide", 2n ** 64n], ["wider", 2n ** 255n]])
  f.add({ id: `block.withdrawal.wei.${n}`, title: `an amount of ${a} is wider than 64 bits`, requires: ["BLK-WD-002"], op: "withdrawal.wei", in: { amount: q(a) }, reject: "too-wide", source: "EIP-4895: 64-bit value", risk: LOSS });
f.write();

// --- requests ----------------------------------------------------------------------
const dep = (n) => fill("deposit " + n, 192), wd = (n) => fill("exit " + n, 76), con = (n) => fill("consolidation " + n, 116), bdep = (n) => fill("builder " + n, 184), bex = (n) => fill("builder exit " + n, 68);
const item = (type, one, n) => "0x0" + type + Array.from({ length: n }, (_, i) => one(i)).join("");
const hash = (l) => agree("requests hash", requestsHash(l), hex(genRequestsRoot(l.filter((x) => x.length > 2).map((x) => createCLRequest(bytes(x))), (b) => Uint8Array.from(sha256(b)))));
const BLIND = "the consensus layer acts on requests that execution never made";
f = new File("requests/hash.yaml", "EIP-7685");
const EJ = "EIP-7685 pseudo-code in tools/vectors/eth/spec.mjs; @ethereumjs/block 10.1.3";
const good = [["none", "without requests the hash is that of the empty string", "BLK-REQ-004", []], ["deposit", "one deposit", "BLK-REQ-001", [item(0, dep, 1)]], ["withdrawals", "sixteen withdrawals in one item", "BLK-REQ-001", [item(1, wd, 16)]], ["consolidations", "two consolidations in one item", "BLK-REQ-001", [item(2, con, 2)]],
  ["all-three", "three items in the order of their types", "BLK-REQ-003", [item(0, dep, 2), item(1, wd, 1), item(2, con, 1)]], ["gap", "types may be absent between others", "BLK-REQ-003", [item(0, dep, 1), item(2, con, 1)]],
  ["empty-items", "items with only a type do not enter", "BLK-REQ-002", ["0x00", item(1, wd, 1), "0x02"]], ["only-empty-items", "nothing but types hashes as nothing", "BLK-REQ-002", ["0x00", "0x01", "0x02"]]];
for (const [n, title, req, l] of good)
  f.add({ id: "block.requests.hash." + n, title, requires: [req], op: "requests.hash", in: { requests: l }, out: l.length ? hash(l) : EMPTY_REQUESTS, source: EJ, risk: BLIND });
f.write();

f = new File("requests/validate.yaml", "Engine API, EIP-6110, EIP-7002, EIP-7251");
const ok = (id, title, requires, fork, requests, features) => f.add({ id: "block.requests.validate." + id, title, requires, op: "requests.validate", in: { requests, fork }, out: { valid: true, hash: requests.length ? requestsHash(requests.map(flat)) : EMPTY_REQUESTS }, source: "Engine API; " + EJ, ...(features ? { features } : {}) });
const no = (id, title, requires, fork, requests, reject, features) => f.add({ id: "block.requests.validate." + id, title, requires, op: "requests.validate", in: { requests, fork }, reject, source: "Engine API, engine_newPayloadV4; EIP-6110, 7002, 7251", risk: BLIND, ...(features ? { features } : {}) });
const big = (type, size, n, byte = "0x5e") => cat("0x0" + type, rep(byte, size * n));
ok("none", "an empty list is valid", ["BLK-REQ-010", "BLK-REQ-004"], "prague", []);
ok("all-three", "the three types of Prague in order are valid", ["BLK-REQ-010", "BLK-REQ-003"], "prague", [item(0, dep, 1), item(1, wd, 1), item(2, con, 1)]);
ok("withdrawals-16", "sixteen withdrawal requests are valid", ["BLK-REQ-007"], "osaka", [item(1, wd, 16)]);
ok("consolidations-2", "two consolidation requests are valid", ["BLK-REQ-008"], "osaka", [item(2, con, 2)]);
ok("deposits-40", "forty deposit requests are valid", ["BLK-REQ-005"], "prague", [big(0, 192, 40)]);
ok("builders", "builder deposits and exits are valid in Amsterdam", ["BLK-REQ-009"], "amsterdam", [item(3, bdep, 2), item(4, bex, 16)], ["amsterdam"]);
no("empty-data", "an item with only its type is refused", ["BLK-REQ-010"], "prague", ["0x01"], "empty");
no("empty-data-between", "an item with only its type between others is refused", ["BLK-REQ-010"], "prague", [item(0, dep, 1), "0x01", item(2, con, 1)], "empty");
no("zero-length", "an item without a type is refused", ["BLK-REQ-010"], "prague", ["0x"], "empty");
no("repeated-type", "two items of one type are refused", ["BLK-REQ-010", "BLK-REQ-003"], "prague", [item(1, wd, 1), item(1, wd, 1)], "repeated");
no("repeated-type-other-data", "two items of one type with other data are refused", ["BLK-REQ-010", "BLK-REQ-003"], "osaka", [item(0, dep, 1), "0x00" + dep(7)], "repeated");
no("order", "a descending order is refused", ["BLK-REQ-010", "BLK-REQ-003"], "prague", [item(2, con, 1), item(0, dep, 1)], "order");
no("order-neighbours", "consolidations before withdrawals are refused", ["BLK-REQ-010", "BLK-REQ-003"], "bpo2", [item(0, dep, 1), item(2, con, 1), item(1, wd, 1)], "order");
for (const [type, size, name, req, fork, ft] of [[0, 192, "deposit", "BLK-REQ-005", "prague"], [1, 76, "withdrawal", "BLK-REQ-007", "prague"], [2, 116, "consolidation", "BLK-REQ-008", "prague"], [3, 184, "builder-deposit", "BLK-REQ-009", "amsterdam", ["amsterdam"]], [4, 68, "builder-exit", "BLK-REQ-009", "amsterdam", ["amsterdam"]]]) {
  no(`${name}-short`, `a ${name} request of ${size - 1} bytes is refused`, [req], fork, [big(type, 1, size - 1)], "length", ft);
  no(`${name}-long`, `a ${name} request of ${size + 1} bytes is refused`, [req], fork, [big(type, 1, size + 1)], "length", ft);
  no(`${name}-one-byte`, `a ${name} request of one byte is refused`, [req], fork, [`0x0${type}aa`], "length", ft);
}
no("withdrawals-17", "seventeen withdrawal requests are refused", ["BLK-REQ-007"], "prague", [big(1, 76, 17)], "too-long");
no("consolidations-3", "three consolidation requests are refused", ["BLK-REQ-008"], "prague", [big(2, 116, 3)], "too-long");
no("builder-deposits-65", "65 builder deposit requests are refused", ["BLK-REQ-009"], "amsterdam", [big(3, 184, 65)], "too-long", ["amsterdam"]);
no("builder-exits-17", "seventeen builder exit requests are refused", ["BLK-REQ-009"], "amsterdam", [big(4, 68, 17)], "too-long", ["amsterdam"]);
no("type-3-in-prague", "in Prague a request of type 3 is refused", ["BLK-REQ-010"], "prague", [item(3, bdep, 1)], "type");
no("type-4-in-osaka", "in Osaka a request of type 4 is refused", ["BLK-REQ-010"], "osaka", [item(4, bex, 1)], "type");
no("type-5", "a request of type 5 is refused", ["BLK-REQ-010"], "bpo2", ["0x05aabb"], "type");
no("type-ff", "a request of type 0xff is refused", ["BLK-REQ-010"], "prague", ["0xffaabb"], "type");
f.write();

f = new File("requests/decode.yaml", "EIP-6110, EIP-7002, EIP-7251");
const le = (h) => q(BigInt("0x" + Buffer.from(h, "hex").reverse().toString("hex")));
const cut = (h, ...n) => { const r = []; for (const k of n) { r.push(h.slice(0, 2 * k)); h = h.slice(2 * k); } return r; };
const asDep = (h) => { const [p, w, a, s, i] = cut(h, 48, 32, 8, 96, 8); return { pubkey: "0x" + p, withdrawalCredentials: "0x" + w, amount: le(a), signature: "0x" + s, index: le(i) }; };
const asWd = (h) => { const [a, p, m] = cut(h, 20, 48, 8); return { sourceAddress: "0x" + a, validatorPubkey: "0x" + p, amount: le(m) }; };
const asCon = (h) => { const [a, s, t] = cut(h, 20, 48, 48); return { sourceAddress: "0x" + a, sourcePubkey: "0x" + s, targetPubkey: "0x" + t }; };
const dec = (id, title, req, data, out) => f.add({ id: "block.request.decode." + id, title, requires: [req], op: "request.decode", in: { data }, out, source: "layout of the EIP; amounts and indices little-endian", risk: BLIND });
dec("deposit", "a deposit request is read, amount and index little-endian", "BLK-REQ-005", item(0, dep, 1), { type: 0, items: [asDep(dep(0))] });
dec("deposits", "two deposit requests in one item are read", "BLK-REQ-005", item(0, dep, 2), { type: 0, items: [asDep(dep(0)), asDep(dep(1))] });
dec("withdrawal", "a withdrawal request is read, amount little-endian", "BLK-REQ-007", item(1, wd, 1), { type: 1, items: [asWd(wd(0))] });
dec("withdrawal-full-exit", "an amount of 0 asks for the whole exit", "BLK-REQ-007", "0x01" + wd(3).slice(0, 136) + "00".repeat(8), { type: 1, items: [asWd(wd(3).slice(0, 136) + "00".repeat(8))] });
dec("withdrawal-one-gwei", "an amount of 1 has its one byte first", "BLK-REQ-007", "0x01" + wd(4).slice(0, 136) + "01" + "00".repeat(7), { type: 1, items: [asWd(wd(4).slice(0, 136) + "01" + "00".repeat(7))] });
dec("consolidation", "a consolidation request is read", "BLK-REQ-008", item(2, con, 1), { type: 2, items: [asCon(con(0))] });
dec("consolidations", "two consolidation requests in one item are read", "BLK-REQ-008", item(2, con, 2), { type: 2, items: [asCon(con(0)), asCon(con(1))] });
const later = (id, title, data, out) => f.add({ id: "block.request.decode." + id, title, requires: ["BLK-REQ-009"], op: "request.decode", in: { data }, out, source: "EIP-8282; amount little-endian", risk: BLIND, features: ["amsterdam"] });
const asBdep = (h) => { const [p, w, a, s] = cut(h, 48, 32, 8, 96); return { pubkey: "0x" + p, withdrawalCredentials: "0x" + w, amount: le(a), signature: "0x" + s }; };
const asBex = (h) => { const [a, p] = cut(h, 20, 48); return { sourceAddress: "0x" + a, pubkey: "0x" + p }; };
later("builder-deposit", "a builder deposit request is read", item(3, bdep, 1), { type: 3, items: [asBdep(bdep(0))] });
later("builder-deposits", "two builder deposit requests are read", item(3, bdep, 2), { type: 3, items: [asBdep(bdep(0)), asBdep(bdep(1))] });
later("builder-exit", "a builder exit request is read", item(4, bex, 1), { type: 4, items: [asBex(bex(0))] });
const nodec = (id, title, req, data, reject) => f.add({ id: "block.request.decode." + id, title, requires: [req], op: "request.decode", in: { data }, reject, source: "EIP-7685 and the layout of the type", risk: BLIND });
nodec("nothing", "no bytes are no request", "BLK-REQ-001", "0x", "empty");
nodec("deposit-empty", "a type alone holds no request", "BLK-REQ-010", "0x00", "empty");
for (const [type, size, name, req] of [[0, 192, "deposit", "BLK-REQ-005"], [1, 76, "withdrawal", "BLK-REQ-007"], [2, 116, "consolidation", "BLK-REQ-008"]])
  for (const [n, len] of [["short", size - 1], ["long", size + 1], ["one-and-a-half", size + size / 2]])
    nodec(`${name}-${n}`, `a ${name} item of ${len} bytes is refused`, req, big(type, 1, len), "length");
nodec("type-9", "a request of type 9 is refused", "BLK-REQ-001", "0x09aabbcc", "type");
nodec("type-ff", "a request of type 0xff is refused", "BLK-REQ-001", "0xffaabbcc", "type");
f.write();

// --- deposit events -----------------------------------------------------------------
f = new File("requests/deposit-event.yaml", "EIP-6110");
const word = (n) => BigInt(n).toString(16).padStart(64, "0");
const pad = (h) => h + "0".repeat((64 - (h.length % 64)) % 64);
const PARTS = ["pubkey", "withdrawal-credentials", "amount", "signature", "index"];
const OFF = [160, 256, 320, 384, 512], LEN = [48, 32, 8, 96, 8];
function event(d, { offsets = OFF, lengths = LEN } = {}) {
  const parts = cut(d, ...LEN);
  return "0x" + offsets.map(word).join("") + parts.map((p, i) => word(lengths[i]) + pad(p)).join("");
}
const RULE = "EIP-6110, Block validity (EIP text of 2025: is_valid_deposit_event_data)";
for (const n of [0, 1, 2])
  f.add({ id: `block.deposit.from-event.plain-${n}`, title: "the five parts of a deposit event follow each other in the request", requires: ["BLK-REQ-005", "BLK-REQ-006"], op: "deposit.from_event", in: { data: event(dep(n)) }, out: "0x" + dep(n), source: RULE, risk: BLIND });
const nod = (id, title, data) => f.add({ id: "block.deposit.from-event." + id, title, requires: ["BLK-REQ-006"], op: "deposit.from_event", in: { data }, reject: "deposit-layout", source: RULE, risk: BLIND });
nod("empty", "an event without data is refused", "0x");
nod("short", "event data of 575 bytes is refused", event(dep(0)).slice(0, -2));
nod("long", "event data of 577 bytes is refused", event(dep(0)) + "00");
nod("long-word", "event data of 608 bytes is refused", event(dep(0)) + "00".repeat(32));
PARTS.forEach((p, i) => {
  const up = OFF.map((o, j) => (j === i ? o + 32 : o)), down = OFF.map((o, j) => (j === i ? 0 : o));
  nod(`${p}-offset`, `an offset of the ${p} one word further is refused`, event(dep(0), { offsets: up }));
  nod(`${p}-offset-zero`, `an offset 0 of the ${p} is refused`, event(dep(0), { offsets: down }));
  nod(`${p}-length-less`, `a ${p} that claims ${LEN[i] - 1} bytes is refused`, event(dep(0), { lengths: LEN.map((l, j) => (j === i ? l - 1 : l)) }));
  nod(`${p}-length-more`, `a ${p} that claims ${LEN[i] + 1} bytes is refused`, event(dep(0), { lengths: LEN.map((l, j) => (j === i ? l + 1 : l)) }));
});
nod("offset-wide", "an offset whose high bytes are set is refused", "0x80" + event(dep(0)).slice(4));
nod("length-wide", "a length whose high bytes are set is refused", (() => { const e = event(dep(0)); const at = 2 + 2 * 160; return e.slice(0, at) + "80" + e.slice(at + 2); })());
f.write();
