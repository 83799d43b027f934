// SPDX-License-Identifier: Apache-2.0
// light: headers, validator sets, votes and steps of CometBFT light clients, ICS-07, attestations.
// node light.mjs.  Commits are signed here with keys made from labels.
import { ed25519 } from "@noble/curves/ed25519.js";
import { encodeAbiParameters } from "viem";
import protobuf from "protobufjs";
import { Header as PbHeader, Commit, BlockID } from "cosmjs-types/tendermint/types/types";
import { Consensus } from "cosmjs-types/tendermint/version/types";
import { SimpleValidator, ValidatorSet } from "cosmjs-types/tendermint/types/validator";
import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";
import { ClientState, ConsensusState, Header as Ics07Header } from "cosmjs-types/ibc/lightclients/tendermint/v1/tendermint";
import assert from "node:assert/strict";
import { file, v, write, pin, utf, hex, bytes, sha, be, made, range, flip } from "./lib.mjs";

const ENC = `protobuf by ${pin("cosmjs-types")} and ${pin("protobufjs")}, hashes and signatures by ${pin("@noble/curves")}`;
const SRC = (s) => `${s}, worked out from the text; ${ENC}`;
const b64 = (h) => Buffer.from(h, "hex").toString("base64"), up = (h) => h.toUpperCase();

// --- trees of RFC 6962 ------------------------------------------------------------
const cut = (n) => { let k = 1; while (2 * k < n) k *= 2; return k; };
const tree = (l) => (l.length === 0 ? sha("") : l.length === 1 ? sha("00", l[0]) : sha("01", tree(l.slice(0, cut(l.length))), tree(l.slice(cut(l.length)))));

// --- encodings ----------------------------------------------------------------------
const NANO = 1000000000n;
const T = (s, n = 0) => ({ s: BigInt(s), n: Number(n) });
const text = (t) => new Date(Number(t.s) * 1000).toISOString().slice(0, 19) + (t.n ? "." + String(t.n).padStart(9, "0").replace(/0+$/, "") : "") + "Z";
const stamp = (t) => ({ seconds: t.s, nanos: t.n });
/** google.protobuf.BytesValue and Int64Value: field 1, left out when empty or 0. */
const wrapBytes = (h) => hex((h ? protobuf.Writer.create().uint32(10).bytes(bytes(h)) : protobuf.Writer.create()).finish());
const wrapInt = (n) => hex((BigInt(n) ? protobuf.Writer.create().uint32(8).int64(String(n)) : protobuf.Writer.create()).finish());
const pb = (type, x) => hex(type.encode(type.fromPartial(x)).finish());
const blockId = (b) => ({ hash: bytes(b.hash), partSetHeader: { total: b.total, hash: bytes(b.parts) } });
const NONE = { hash: "", total: 0, parts: "" };
const HASHES = ["lastCommit", "data", "validators", "next", "consensus", "app", "results", "evidence", "proposer"];
const leaves = (h) => [pb(Consensus, { block: BigInt(h.version), app: BigInt(h.app_version) }), wrapBytes(utf(h.chain)), wrapInt(h.height), pb(Timestamp, stamp(h.time)), pb(BlockID, blockId(h.last)), ...HASHES.map((k) => wrapBytes(h[k]))];
const hashOf = (h) => tree(leaves(h));
/** The canonical vote, written field by field with protobufjs: the npm types have none. */
function signBytes(x) {
  const w = protobuf.Writer.create();
  w.uint32(8).uint32(x.type ?? 2);
  if (x.height) w.uint32(0x11).fixed64(String(x.height));
  if (x.round) w.uint32(0x19).fixed64(String(x.round));
  if (x.block) { const b = protobuf.Writer.create(), p = protobuf.Writer.create(); if (x.block.total) p.uint32(8).uint32(x.block.total); if (x.block.parts) p.uint32(18).bytes(bytes(x.block.parts)); if (x.block.hash) b.uint32(10).bytes(bytes(x.block.hash)); b.uint32(18).bytes(p.finish()); w.uint32(0x22).bytes(b.finish()); }
  w.uint32(0x2a).bytes(Timestamp.encode(Timestamp.fromPartial(stamp(x.time))).finish());
  if (x.chain) w.uint32(0x32).string(x.chain);
  const body = w.finish();
  return hex(protobuf.Writer.create().bytes(body).finish());
}
const key = (label) => { const secret = bytes(made("validator " + label)), pub = hex(ed25519.getPublicKey(secret)); return { secret, pub, address: sha(pub).slice(0, 40) }; };
const sign = (who, what) => hex(ed25519.sign(bytes(what), who.secret));
/** Validators with powers, in the order of the set. */
const set = (...powers) => powers.map(([label, power]) => ({ ...key(label), power: BigInt(power) })).sort((a, b) => (a.power === b.power ? (a.address < b.address ? -1 : 1) : a.power > b.power ? -1 : 1));
const setHash = (s) => tree(s.map((x) => pb(SimpleValidator, { pubKey: { ed25519: bytes(x.pub) }, votingPower: x.power })));

// --- blocks ------------------------------------------------------------------------
const CHAIN = "etalon-1";
const head = (o) => ({ version: 11, app_version: 1, chain: CHAIN, height: 10, time: T(1750000000), last: { hash: made("last"), total: 1, parts: made("last parts") }, lastCommit: made("lc"), data: made("data"), validators: "", next: "", consensus: made("cons"), app: made("app"), results: made("results"), evidence: sha(""), proposer: "", ...o });
/** A block of a set: who signs, and what is put in place of a true vote. */
function block(s, next, o = {}, commit = {}) {
  const header = head({ validators: setHash(s), next: setHash(next), proposer: s[0].address, ...o });
  const id = { hash: hashOf(header), total: 1, parts: made("parts") }, c = { height: header.height, round: 0, id, flags: [], votes: {}, ...commit };
  const sigs = s.map((who, i) => {
    const flag = c.flags[i] ?? 2, time = T(header.time.s + 1n, 100 + i);
    if (flag === 1) return { flag, address: "", time: T(0), signature: "" };
    const w = c.votes[i] ?? {}, by = w.by ?? who;
    const said = { height: c.height, round: c.round, block: flag === 3 ? null : c.id, time, chain: header.chain, ...w.said };
    return { flag, address: w.address ?? by.address, time: w.time ?? time, signature: w.signature ?? sign(w.signer ?? by, signBytes(said)) };
  });
  return { header, commit: { ...c, sigs: c.sigs ? c.sigs(sigs) : sigs }, set: s, next };
}
const jHeader = (h) => ({ version: { block: String(h.version), app: String(h.app_version) }, chain_id: h.chain, height: String(h.height), time: text(h.time), last_block_id: h.last === NONE ? null : { hash: up(h.last.hash), part_set_header: { total: h.last.total, hash: up(h.last.parts) } }, last_commit_hash: up(h.lastCommit), data_hash: up(h.data), validators_hash: up(h.validators), next_validators_hash: up(h.next), consensus_hash: up(h.consensus), app_hash: up(h.app), last_results_hash: up(h.results), evidence_hash: up(h.evidence), proposer_address: up(h.proposer) });
const jSet = (s) => ({ validators: s.map((x) => ({ address: up(x.address), pub_key: { type: "tendermint/PubKeyEd25519", value: b64(x.pub) }, voting_power: String(x.power) })) });
const jBlock = (b) => ({ signed_header: { header: jHeader(b.header), commit: { height: String(b.commit.height), round: b.commit.round, block_id: { hash: up(b.commit.id.hash), part_set_header: { total: b.commit.id.total, hash: up(b.commit.id.parts) } }, signatures: b.commit.sigs.map((x) => ({ block_id_flag: x.flag, validator_address: up(x.address), timestamp: text(x.time), signature: b64(x.signature) })) } }, validator_set: jSet(b.set), next_validator_set: jSet(b.next) });

{ // --- hashes of headers and sets ----------------------------------------------------
  const f = file("comet/hashes", "CometBFT", { source: SRC("CometBFT data structures and encoding") });
  const base = head({ validators: made("v"), next: made("n"), proposer: made("p", 20) });
  const put = (id, title, req, h) => v(f, `comet.header.${id}`, title, { requires: req, op: "tendermint.header_hash", in: { header: jHeader(h) }, out: { hash: hashOf(h), leaves: leaves(h) } });
  put("whole", "fourteen fields under one root", "XC-TM-01", base);
  put("height", "the height of the last block that 64 bits can count", "XC-TM-01", { ...base, height: "9223372036854775807" });
  put("version", "another version of the application is another block", "XC-TM-01", { ...base, app_version: 2 });
  put("app-0", "version 0 of the application is left out", "XC-TM-01", { ...base, app_version: 0 });
  put("nanos", "nanoseconds belong to the time", "XC-TM-01", { ...base, time: T(1750000000, 1) });
  put("epoch", "the first second of 1970 is an empty message", "XC-TM-01 XC-TM-02", { ...base, time: T(0) });
  put("long-chain", "a chain id of 50 bytes", "XC-TM-01", { ...base, chain: "e".repeat(50) });
  put("parts", "a last block of many parts", "XC-TM-01 XC-TM-03", { ...base, last: { ...base.last, total: 1601 } });
  put("first", "the first block has no last one, and its part set header is there", "XC-TM-03", { ...base, height: 1, last: NONE });
  put("empty-hashes", "a block without transactions, results and evidence has empty leaves", "XC-TM-02", { ...base, data: "", results: "", evidence: "", lastCommit: "" });
  for (const k of HASHES) put(`no-${k.toLowerCase()}`, `the field ${k} is empty: its leaf is, and stays in its place`, "XC-TM-02", { ...base, [k]: "" });
  put("app-short", "the hash of the application may have any length", "XC-TM-01", { ...base, app: "00000000000000ff" });
  const sets = { one: set(["a", 1]), same: set(["a", 5], ["b", 5], ["c", 5], ["d", 5]), weighted: set(["a", 1], ["b", 100], ["c", 7], ["d", 7], ["e", 1000]), great: set(["a", 1152921504606846975n], ["b", 1]), many: set(...range(17).map((i) => [`m${i}`, 10 + (i % 3)])) };
  const hashSet = (id, title, req, s) => v(f, `comet.set.${id}`, title, { requires: req, op: "tendermint.validator_set_hash", in: { validators: s.map((x) => ({ pub_key_ed25519: x.pub, voting_power: String(x.power) })) }, out: { hash: setHash([...s].sort((a, b) => (a.power === b.power ? (a.address < b.address ? -1 : 1) : a.power > b.power ? -1 : 1))) } });
  for (const [k, s] of Object.entries(sets)) hashSet(k, `a set of ${s.length}: powers ${[...new Set(s.map((x) => x.power))].join(", ")}`, "XC-TM-04", s);
  hashSet("turned", "the set's own order counts, not that of the list", "XC-TM-04", [...sets.weighted].reverse());
  hashSet("tied", "equal powers stand in the order of addresses", "XC-TM-04 XC-TM-05", [...sets.same].reverse());
  hashSet("none", "no validators at all: the hash of nothing", "XC-TM-04", []);
}
{ // --- votes ------------------------------------------------------------------------
  const f = file("comet/votes", "CometBFT", { source: SRC("CometBFT, CanonicalVote") });
  const id = { hash: made("block"), total: 1, parts: made("block parts") }, base = { chain: CHAIN, height: 10, round: 0, block: id, time: T(1750000000, 5), type: 2 };
  const inn = (x) => ({ chain_id: x.chain, height: String(x.height), round: x.round, block_id: x.block ? { hash: up(x.block.hash), parts: { total: x.block.total, hash: up(x.block.parts) } } : null, timestamp: text(x.time), type: x.type });
  const put = (k, title, req, o) => { const x = { ...base, ...o }; v(f, `comet.vote.bytes.${k}`, title, { requires: req, op: "tendermint.vote_sign_bytes", in: inn(x), out: { sign_bytes: signBytes(x) } }); };
  put("base", "a precommit in round 0 has no round", "XC-TM-06 XC-TM-07", {});
  put("round", "round 1 is eight bytes, least first", "XC-TM-06", { round: 1 });
  put("round-great", "round 2147483647", "XC-TM-06", { round: 2147483647 });
  put("height", "a height beyond 32 bits", "XC-TM-06", { height: "9223372036854775807" });
  put("prevote", "a prevote is of type 1", "XC-TM-06", { type: 1 });
  put("nil", "a vote for nothing names no block", "XC-TM-06", { block: null });
  put("nanos-none", "a full second has no nanoseconds", "XC-TM-06", { time: T(1750000000) });
  put("parts", "a block in many parts", "XC-TM-06", { block: { ...id, total: 300 } });
  put("long", "the length in front takes two bytes", "XC-TM-06", { chain: "e".repeat(50), height: 7, round: 3 });
  const who = key("voter"), other = key("other voter");
  const ask = (k, title, req, said, o, valid, risk, over = {}) => { const x = { ...base, ...o }; v(f, `comet.vote.${k}`, title, { requires: req, op: "tendermint.vote_signature", in: { ...inn(x), pub_key: who.pub, signature: sign(who, signBytes({ ...base, ...said })), ...over }, out: { sign_bytes: signBytes(x), valid }, ...(risk && { risk }) }); };
  ask("true", "a vote that was cast", "XC-TM-06", {}, {}, true);
  ask("true-round", "a vote of round 2", "XC-TM-06", { round: 2 }, { round: 2 }, true);
  const R = "votes that were cast for something else make a commit: two thirds of the power stand behind a block of the attacker";
  ask("other-round", "a vote of round 0 is none of round 1", "XC-TM-07", {}, { round: 1 }, false, R);
  ask("round-0", "a vote of round 1 is none of round 0", "XC-TM-07", { round: 1 }, {}, false, R);
  ask("other-height", "a vote for another height is refused", "XC-TM-06", { height: 11 }, {}, false, R);
  ask("other-chain", "a vote on another chain is refused", "XC-TM-06", { chain: "etalon-2" }, {}, false, "votes on a test chain with the same keys finalise blocks of the main chain");
  ask("other-block", "a vote for another block is refused", "XC-TM-06", { block: { ...id, hash: made("other block") } }, {}, false, R);
  ask("other-parts", "a vote for other parts is refused", "XC-TM-06", { block: { ...id, parts: made("other parts") } }, {}, false, R);
  ask("nil", "a vote for nothing is none for a block", "XC-TM-06", { block: null }, {}, false, "validators who saw no block seem to have voted for one");
  ask("prevote", "a prevote is no precommit", "XC-TM-06", { type: 1 }, {}, false, "votes that bind nobody make a commit");
  ask("other-time", "a vote at another time is refused", "XC-TM-06", { time: T(1750000000, 6) }, {}, false, "the time of a block, a median of votes, is free to choose");
  ask("other-key", "a vote of another validator is refused", "XC-TM-06", {}, {}, false, R, { pub_key: other.pub });
  ask("flipped", "a signature with one bit changed is refused", "XC-TM-06", {}, {}, false, R, { signature: flip(sign(who, signBytes(base)), 7) });
  ask("zeros", "a signature of zeros is refused", "XC-TM-06", {}, {}, false, R, { signature: "00".repeat(64) });
  ask("short", "a signature of 63 bytes is refused", "XC-TM-06", {}, {}, false, R, { signature: sign(who, signBytes(base)).slice(0, 126) });
}
const four = set(["a", 10], ["b", 10], ["c", 10], ["d", 10]), five = set(["a", 10], ["b", 10], ["e", 10], ["f", 10], ["g", 10]);
const PERIOD = 1209600n * NANO, DRIFT = 10n * NANO;
{ // --- steps of the light client ------------------------------------------------------
  const f = file("comet/steps", "CometBFT", { source: SRC("CometBFT light client specification, VerifyAdjacent and VerifyNonAdjacent") });
  const trusted = block(four, four, { height: 10 }), NOW = T(1750000100);
  const put = (id, title, req, b, verdict, risk, o = {}) => v(f, `comet.step.${id}`, title, { requires: req, op: "tendermint.light_verify", in: { trusted: { header: jHeader((o.trusted ?? trusted).header), next_validator_set: jSet(o.known ?? (o.trusted ?? trusted).next) }, untrusted: jBlock(b), trusting_period_ns: String(o.period ?? PERIOD), now: text(o.now ?? NOW), max_clock_drift_ns: String(o.drift ?? DRIFT), trust_level: o.level ?? "1/3" }, out: { verdict }, ...(risk && { risk }) });
  const near = (o = {}, c) => block(four, four, { height: 11, time: T(1750000050), ...o }, c), far = (s = four, o = {}, c) => block(s, s, { height: 20, time: T(1750000050), ...o }, c);
  const FORGE = "a header of the attacker becomes trusted: every proof against it mints or releases funds";
  put("adjacent", "the next block of the same set", "XC-TM-10 XC-TM-12", near(), "SUCCESS");
  put("skip", "a later block of the same set", "XC-TM-11 XC-TM-12", far(), "SUCCESS");
  put("skip-changed", "a later block of a set that half of the old one has joined", "XC-TM-11", far(five), "SUCCESS");
  put("single", "a set of one", "XC-TM-12", block(set(["a", 1]), set(["a", 1]), { height: 11, time: T(1750000050) }), "SUCCESS", null, { trusted: block(set(["a", 1]), set(["a", 1])) });
  put("adjacent-nil-rest", "three of four votes are more than two thirds, the fourth may be for nothing", "XC-TM-12", near({}, { flags: [2, 2, 2, 3] }), "SUCCESS");
  put("adjacent-absent-rest", "three of four votes are enough when the fourth is absent", "XC-TM-12", near({}, { flags: [2, 2, 2, 1] }), "SUCCESS");
  put("round", "a commit of round 3", "XC-TM-07 XC-TM-12", near({}, { round: 3 }), "SUCCESS");
  // own power
  const W = set(["a", 2], ["b", 1]), tw = block(W, W), thirds = set(["a", 3], ["b", 3], ["c", 3]), tt = block(thirds, thirds);
  put("power-exact", "two thirds exactly are not more than two thirds", "XC-TM-12", block(thirds, thirds, { height: 11, time: T(1750000050) }, { flags: [2, 2, 1] }), "INVALID", "a third of the validators and a coalition can commit two blocks at one height", { trusted: tt });
  put("power-exact-weighted", "power counts, not heads: 2 of 3", "XC-TM-12", block(W, W, { height: 11, time: T(1750000050) }, { flags: [2, 1] }), "INVALID", FORGE, { trusted: tw });
  put("power-half", "two of four votes are not enough", "XC-TM-12", near({}, { flags: [2, 2, 1, 1] }), "INVALID", FORGE);
  put("power-nil", "votes for nothing do not count for the block", "XC-TM-12", near({}, { flags: [2, 2, 3, 3] }), "INVALID", "validators who saw no block seem to have voted for one");
  put("power-none", "a block that nobody signed", "XC-TM-12", near({}, { flags: [1, 1, 1, 1] }), "INVALID", FORGE);
  put("power-skip", "the trusted set has signed, the block's own set has not", "XC-TM-12", far(five, {}, { flags: five.map((x) => (four.some((y) => y.pub === x.pub) ? 2 : 1)) }), "INVALID", FORGE);
  // trust
  const old = set(["a", 10], ["b", 10], ["h", 10]), to = block(old, old), one = set(["a", 10], ["e", 10], ["f", 10]);
  const third = block(one, one, { height: 20, time: T(1750000050) });
  put("trust-exact", "a third exactly is not more than a third: nothing is said against the block", "XC-TM-11 XC-TM-13", third, "NOT_ENOUGH_TRUST", FORGE, { trusted: to });
  put("trust-none", "a set of strangers cannot be trusted from here", "XC-TM-11 XC-TM-13", far(set(["x", 10], ["y", 10], ["z", 10])), "NOT_ENOUGH_TRUST", FORGE);
  put("trust-two-thirds", "with a level of two thirds half is too little", "XC-TM-11 XC-TM-13", far(five), "NOT_ENOUGH_TRUST", FORGE, { level: "2/3" });
  put("trust-whole", "with a level of one the whole set is not more than the whole", "XC-TM-11", far(), "NOT_ENOUGH_TRUST", "a level of one demands more than there is: no step is taken on it", { level: "1/1" });
  put("trust-two-thirds-met", "with a level of two thirds the whole set is enough", "XC-TM-11", far(), "SUCCESS", null, { level: "2/3" });
  for (const [k, l] of [["low", "1/4"], ["zero", "0/1"], ["high", "4/3"], ["over-zero", "1/0"]]) put(`level-${k}`, `a trust level of ${l} is refused`, "XC-TM-17", far(), "INVALID", "a minority that has long left picks the next validators", { level: l });
  // headers and commits that do not fit
  put("hash", "a commit to another block", "XC-TM-08", near({}, { id: { hash: made("other block"), total: 1, parts: made("parts") } }), "INVALID", "true signatures over one block vouch for another: any application hash is proven");
  { const b = near(); b.header = { ...b.header, app: made("forged app") }; put("app-forged", "an application hash put in after signing", "XC-TM-08", b, "INVALID", "any key and value of the application's state is proven"); }
  { const b = near(); b.header = { ...b.header, time: T(1750000051) }; put("time-forged", "a time put in after signing", "XC-TM-08", b, "INVALID", "timeouts fire early and packets are refunded that were received"); }
  { const b = near(); b.header = { ...b.header, next: setHash(five) }; b.next = five; put("next-forged", "a next set put in after signing", "XC-TM-08", b, "INVALID", "the attacker appoints the validators of the next block"); }
  put("commit-height", "a commit of another height", "XC-TM-08", near({}, { height: 12 }), "INVALID", "a commit is used for a height at which nobody voted");
  { const b = near(); b.set = five; put("set-other", "another set beside the header", "XC-TM-09", b, "INVALID", "the attacker's keys are counted as validators"); }
  { const b = near(); b.set = four.map((x, i) => ({ ...x, power: i ? 1n : 1000n })); put("set-power", "the true keys with other powers", "XC-TM-09 XC-TM-04", b, "INVALID", "one validator's vote counts for all"); }
  { const b = near({}, { flags: [2, 2, 1, 1] }); b.set = four.slice(0, 2); b.commit.sigs = b.commit.sigs.slice(0, 2); put("set-cut", "a set without those who did not sign", "XC-TM-09", b, "INVALID", "two of four votes look like all of two"); }
  put("adjacent-set", "the next block of a set that the trusted header did not announce", "XC-TM-10", block(five, five, { height: 11, time: T(1750000050) }), "INVALID", "half of the old set appoints a new one without the rule of hand-over");
  put("known-other", "a trusted set that does not hash to what the trusted header says", "XC-TM-10 XC-TM-20", near(), "INVALID", "the caller's set replaces the trusted one", { known: five });
  for (const [k, o] of [["chain", { chain: "etalon-2" }], ["chain-revision", { chain: "etalon-11" }]]) put(k, `a block of ${o.chain} is none of ${CHAIN}`, "XC-TM-14", near(o), "INVALID", "a fork or a test chain with the same validators speaks for the chain");
  // order
  put("height-same", "the same height once more", "XC-TM-14", block(four, four, { height: 10, time: T(1750000050) }), "INVALID", "a second block at a height that is trusted already");
  put("height-less", "a lower height", "XC-TM-14", block(four, four, { height: 9, time: T(1750000050) }), "INVALID", "the client goes back to a state before a withdrawal");
  put("time-same", "a later block at the same time", "XC-TM-14", near({ time: T(1750000000) }), "INVALID", "time stands still: timeouts never fire");
  put("time-less", "a later block at an earlier time", "XC-TM-14", near({ time: T(1749999999) }), "INVALID", "time runs back: a packet that timed out is received");
  put("time-nano", "one nanosecond later is later", "XC-TM-14", near({ time: T(1750000000, 1) }), "SUCCESS");
  put("future", "a block of now and the drift exactly is of the future", "XC-TM-15", near({ time: T(1750000110) }), "INVALID", "a header of the far future is trusted: every timeout fires at once");
  put("future-far", "a block of next year", "XC-TM-15", near({ time: T(1780000000) }), "INVALID", "a header of the far future is trusted: every timeout fires at once");
  put("drift", "a nanosecond less than the drift ahead is allowed", "XC-TM-15", near({ time: T(1750000109, 999999999) }), "SUCCESS");
  const end = T(1750000000n + 1209600n);
  put("expired", "the trusting period ends: nothing is trusted any more", "XC-TM-16", near(), "INVALID", "validators who have taken their stake out sign what they like", { now: end });
  put("expired-long", "long after the trusting period", "XC-TM-16", near(), "INVALID", "validators who have taken their stake out sign what they like", { now: T(1760000000) });
  put("unexpired", "a nanosecond before the end", "XC-TM-16", near(), "SUCCESS", null, { now: T(end.s - 1n, 999999999) });
  // votes
  const at0 = (w, c = {}) => near({}, { flags: [2, 2, 2, 1], votes: { 0: w }, ...c });
  const V = "one vote that nobody cast makes two thirds";
  put("vote-forged", "a signature that is nobody's", "XC-TM-12 XC-TM-06", at0({ signature: "00".repeat(64) }), "INVALID", V);
  put("vote-other-key", "a signature of a stranger under a validator's address", "XC-TM-12 XC-TM-05", at0({ signer: key("stranger") }), "INVALID", V);
  put("vote-stranger", "a stranger's vote in a validator's place", "XC-TM-12 XC-TM-05", at0({ by: key("stranger") }), "INVALID", V);
  put("vote-height", "a vote of another height", "XC-TM-06", at0({ said: { height: 10 } }), "INVALID", "votes of an older block are counted again");
  put("vote-round", "a vote of another round", "XC-TM-06 XC-TM-07", at0({ said: { round: 1 } }), "INVALID", "votes of a round that failed are counted again");
  put("vote-chain", "a vote on another chain", "XC-TM-06", at0({ said: { chain: "etalon-2" } }), "INVALID", "votes on a test chain with the same keys are counted");
  put("vote-block", "a vote for another block", "XC-TM-06", at0({ said: { block: { hash: made("other block"), total: 1, parts: made("parts") } } }), "INVALID", V);
  put("vote-nil-as-commit", "a vote for nothing that is flagged as one for the block", "XC-TM-06", at0({ said: { block: null } }), "INVALID", "validators who saw no block seem to have voted for one");
  put("vote-time", "a vote whose time was changed", "XC-TM-06", at0({ time: T(1750000052) }), "INVALID", "the time of a block, a median of votes, is free to choose");
  put("vote-twice", "one validator's vote in two places", "XC-TM-18", near({}, { flags: [2, 2, 1, 1], sigs: (s) => [s[0], s[0], s[1], s[3]] }), "INVALID", "one validator has the power of two");
  put("vote-twice-all", "one validator's vote in every place", "XC-TM-18", near({}, { sigs: (s) => [s[0], s[0], s[0], s[0]] }), "INVALID", "a single validator makes a commit");
  put("vote-twice-skip", "one trusted validator's vote twice when blocks are skipped", "XC-TM-18", far(five, {}, { sigs: (s) => { const i = five.findIndex((x) => x.pub === key("a").pub); return s.map(() => s[i]); } }), "INVALID", "a tenth of the trusted power counts as a third");
  put("vote-stranger-surplus", "a stranger's vote in the first place, though the other three would be enough", "XC-TM-12 XC-TM-05", near({}, { votes: { 0: { by: key("stranger") } } }), "INVALID", V);
  put("sigs-few", "a place too few in the commit", "XC-TM-12", near({}, { sigs: (s) => s.slice(0, 3) }), "INVALID", "places shift: a vote is counted with another's power");
  put("sigs-many", "a place too many in the commit", "XC-TM-12", near({}, { sigs: (s) => [...s, { flag: 1, address: "", time: T(0), signature: "" }] }), "INVALID", "places shift: a vote is counted with another's power");
  put("sigs-none", "no places at all", "XC-TM-12", near({}, { sigs: () => [] }), "INVALID", FORGE);
}
{ // --- periods and levels ----------------------------------------------------------------
  const f = file("comet/periods", "CometBFT", { source: "CometBFT light client: HeaderExpired, ValidateTrustLevel; ICS-07 and ibc-go 07-tendermint: worked out from the text" });
  const R = "validators who have taken their stake out, or too few of them, sign what they like";
  for (const [n, d, ok] of [[1, 3, true], [2, 3, true], [1, 1, true], [1, 2, true], [334, 1000, true], [1, 4, false], [333, 1000, false], [0, 1, false], [0, 0, false], [1, 0, false], [4, 3, false], [3, 2, false]]) v(f, `comet.level.${n}-${d}`, `${n}/${d} is ${ok ? "a" : "no"} trust level`, { requires: "XC-TM-17", op: "tendermint.trust_level", in: { numerator: n, denominator: d }, out: { valid: ok }, ...(!ok && { risk: R }) });
  const ex = (id, title, h, p, n, expired) => v(f, `comet.expired.${id}`, title, { requires: "XC-TM-16", op: "tendermint.header_expired", in: { header_time: text(h), trusting_period_ns: String(p), now: text(n) }, out: { expired }, ...(expired && { risk: R }) });
  const h = T(1750000000, 5);
  ex("before", "a nanosecond before the end", h, NANO, T(1750000001, 4), false); ex("at", "the end itself is past", h, NANO, T(1750000001, 5), true); ex("after", "after the end", h, NANO, T(1750000001, 6), true); ex("now", "a header of now", h, 1n, h, false); ex("weeks", "two weeks, less a second", h, PERIOD, T(1750000000n + 1209599n), false); ex("weeks-over", "two weeks and a second", h, PERIOD, T(1750000000n + 1209601n), true);
  const st = (id, title, o, status) => v(f, `ics07.status.${id}`, title, { requires: "XC-TM-23", op: "ibc.ics07.status", in: { frozen: false, latest_consensus_timestamp_plus_period: "1000", now: "500", ...o }, out: { status }, ...(status !== "active" && { risk: "a client that was seen to lie, or whose validators are gone, is used again" }) });
  st("active", "a client whose time is not up", {}, "active"); st("last", "one nanosecond is left", { now: "999" }, "active"); st("end", "at the end it has expired", { now: "1000" }, "expired"); st("past", "later it has expired", { now: "5000" }, "expired"); st("none", "without a consensus state it has expired", { latest_consensus_timestamp_plus_period: null }, "expired"); st("frozen", "frozen is frozen", { frozen: true }, "frozen"); st("frozen-old", "frozen and expired is frozen", { frozen: true, now: "5000" }, "frozen"); st("frozen-none", "frozen without consensus state is frozen", { frozen: true, latest_consensus_timestamp_plus_period: null }, "frozen");
  const de = (id, title, o, ok) => v(f, `ics07.delay.${id}`, title, { requires: "XC-TM-24", op: "ibc.ics07.delay_period", in: { delay_time: 0, delay_blocks: 0, processed_time: 100, processed_height: 10, now: 200, height: 20, ...o }, out: ok ? { ok } : { ok, error: { $any: true } }, ...(!ok && { risk: "watchers have no time to show that a header is forged" }) });
  de("none", "no delay", {}, true); de("time", "the time has passed exactly", { delay_time: 100 }, true); de("time-early", "one too early", { delay_time: 101 }, false); de("blocks", "the blocks have passed exactly", { delay_blocks: 10 }, true); de("blocks-early", "one block too early", { delay_blocks: 11 }, false); de("both", "both have passed", { delay_time: 100, delay_blocks: 10 }, true); de("both-time", "blocks alone are not enough", { delay_time: 101, delay_blocks: 10 }, false); de("both-blocks", "time alone is not enough", { delay_time: 100, delay_blocks: 11 }, false); de("no-time", "without the time of processing there is no telling", { delay_time: 1, processed_time: null }, false); de("no-height", "without the height of processing there is no telling", { delay_blocks: 1, processed_height: null }, false);
  const A = made("hash a"), B = made("hash b"), mb = (id, title, req, o, m) => v(f, `ics07.misbehaviour.${id}`, title, { requires: req, op: "ibc.ics07.check_misbehaviour", in: { chain1: CHAIN, chain2: CHAIN, h1: 10, h2: 10, hash1: A, hash2: B, t1: 5, t2: 5, ...o }, ...(typeof m === "string" ? { reject: m, risk: "a client is frozen on evidence about another chain" } : { out: { misbehaviour: m }, ...(!m && { risk: "anybody freezes an honest client: every packet of the channel is stuck" }) }) });
  mb("fork", "two blocks at one height", "XC-TM-25", {}, true); mb("same", "one block twice is no misbehaviour", "XC-TM-25", { hash2: A }, false); mb("fork-times", "two blocks at one height, whatever their times", "XC-TM-25", { t1: 9, t2: 1 }, true); mb("same-times", "one block twice, whatever is said of times", "XC-TM-25", { hash2: A, t1: 9 }, false); mb("back", "a higher block at an earlier time", "XC-TM-26", { h1: 11, t1: 4 }, true); mb("still", "a higher block at the same time", "XC-TM-26", { h1: 11 }, true); mb("honest", "a higher block at a later time", "XC-TM-26", { h1: 11, t1: 6 }, false); mb("honest-same-hash", "heights differ: hashes say nothing", "XC-TM-26", { h1: 12, t1: 6, hash2: A }, false); mb("order", "the higher header comes first", "XC-TM-26", { h1: 9 }, "order"); mb("chain", "headers of two chains", "XC-TM-25", { chain2: "etalon-2" }, "chain-id"); mb("chain-same-hash", "headers of two chains with one hash", "XC-TM-25", { chain1: "etalon-2", hash2: A }, "chain-id");
  const cu = (id, title, o, m) => v(f, `ics07.update-conflict.${id}`, title, { requires: "XC-TM-27", op: "ibc.ics07.check_update_misbehaviour", in: { existing: null, prev_time: null, next_time: null, time: 50, ...o }, out: { misbehaviour: m }, ...(m && { risk: "a client goes on that has been shown two histories" }) });
  cu("first", "a first header", {}, false); cu("same", "the header that is there already", { existing: "same" }, false); cu("other", "another header at a height that is taken", { existing: "different" }, true); cu("between", "between its neighbours in time", { prev_time: 40, next_time: 60 }, false); cu("before", "as early as the block before it", { prev_time: 50 }, true); cu("before-less", "earlier than the block before it", { prev_time: 51 }, true); cu("after", "as late as the block after it", { next_time: 50 }, true); cu("after-more", "later than the block after it", { next_time: 49 }, true); cu("prev-only", "after the last block", { prev_time: 49 }, false); cu("next-only", "before the next block", { next_time: 51 }, false);
}
const SPEC_IAVL = { leafSpec: { hash: 1, prehashKey: 0, prehashValue: 1, length: 1, prefix: bytes("00") }, innerSpec: { childOrder: [0, 1], childSize: 33, minPrefixLength: 4, maxPrefixLength: 12, emptyChild: new Uint8Array(), hash: 1 }, maxDepth: 0, minDepth: 0 };
const SPEC_TM = { ...SPEC_IAVL, innerSpec: { ...SPEC_IAVL.innerSpec, childSize: 32, minPrefixLength: 1, maxPrefixLength: 1 } };
const dur = (ns) => ({ seconds: BigInt(ns) / NANO, nanos: Number(BigInt(ns) % NANO) }), hgt = (r, h) => ({ revisionNumber: BigInt(r), revisionHeight: BigInt(h) });
{ // --- ICS-07: states and updates ----------------------------------------------------------
  const f = file("comet/ics07", "ICS-07", { source: SRC("ICS-07 and ibc-go v11, 07-tendermint") });
  const base = { chain_id: CHAIN, trust_level: { numerator: 1, denominator: 3 }, trusting_period: "1209600000000000", unbonding_period: "1814400000000000", max_clock_drift: "10000000000", frozen_height: { revision_number: "0", revision_height: "0" }, latest_height: { revision_number: "1", revision_height: "10" }, proof_specs: ["iavl", "tendermint"], upgrade_path: ["upgrade", "upgradedIBCState"] };
  const cs = (id, title, o, ok, req = "XC-TM-21") => v(f, `ics07.state.${id}`, title, { requires: req, op: "ibc.ics07.validate_client_state", in: { ...base, ...o }, out: { valid: ok }, ...(!ok && { risk: "a client is made that trusts what nobody can be punished for, or that nothing can ever update" }) });
  cs("ok", "a whole client state", {}, true); cs("no-path", "without a path for upgrades", { upgrade_path: [] }, true); cs("chain-50", "a chain id of 50 bytes", { chain_id: "e".repeat(48) + "-1" }, true); cs("chain-51", "a chain id of 51 bytes is refused", { chain_id: "e".repeat(49) + "-1" }, false); cs("chain-empty", "an empty chain id is refused", { chain_id: "", latest_height: { revision_number: "0", revision_height: "10" } }, false); cs("chain-blank", "a blank chain id is refused", { chain_id: "   ", latest_height: { revision_number: "0", revision_height: "10" } }, false);
  for (const [k, t] of [["low", [1, 4]], ["zero", [0, 3]], ["high", [4, 3]], ["over-zero", [1, 0]]]) cs(`level-${k}`, `a trust level of ${t.join("/")} is refused`, { trust_level: { numerator: t[0], denominator: t[1] } }, false, "XC-TM-21 XC-TM-17");
  for (const k of ["trusting_period", "unbonding_period", "max_clock_drift"]) for (const x of ["0", "-1"]) cs(`${k.replaceAll("_", "-")}${x === "0" ? "-zero" : "-negative"}`, `${k} of ${x} is refused`, { [k]: x }, false);
  cs("revision", "the revision of another chain is refused", { latest_height: { revision_number: "2", revision_height: "10" } }, false); cs("revision-none", "revision 0 of a chain that has one is refused", { latest_height: { revision_number: "0", revision_height: "10" } }, false); cs("revision-0", "a chain without revision is of revision 0", { chain_id: "etalon", latest_height: { revision_number: "0", revision_height: "10" } }, true); cs("height-0", "height 0 is refused", { latest_height: { revision_number: "1", revision_height: "0" } }, false);
  cs("trusting-equal", "a trusting period as long as unbonding is refused", { trusting_period: base.unbonding_period }, false, "XC-TM-22"); cs("trusting-longer", "a trusting period longer than unbonding is refused", { trusting_period: "1814400000000001" }, false, "XC-TM-22"); cs("trusting-less", "one nanosecond less than unbonding", { trusting_period: "1814399999999999" }, true, "XC-TM-22"); cs("trusting-years", "years of trust for days of unbonding are refused", { trusting_period: "94608000000000000" }, false, "XC-TM-22");
  cs("specs-none", "no specifications of proofs are refused", { proof_specs: null }, false); cs("specs-hole", "a hole in the specifications is refused", { proof_specs: ["iavl", null] }, false); cs("path-empty", "an empty key in the path for upgrades is refused", { upgrade_path: ["upgrade", ""] }, false); cs("path-blank", "a blank key in the path for upgrades is refused", { upgrade_path: ["  "] }, false);

  const state = (o = {}) => pb(ClientState, { chainId: CHAIN, trustLevel: { numerator: 1n, denominator: 3n }, trustingPeriod: dur(PERIOD), unbondingPeriod: dur(1814400n * NANO), maxClockDrift: dur(DRIFT), frozenHeight: hgt(0, 0), latestHeight: hgt(1, 10), proofSpecs: [SPEC_IAVL, SPEC_TM], upgradePath: ["upgrade", "upgradedIBCState"], ...o });
  const consensus = (b, next = setHash(b.next)) => pb(ConsensusState, { timestamp: stamp(b.header.time), root: { hash: bytes(b.header.app) }, nextValidatorsHash: bytes(next) });
  const pbSet = (s) => ({ validators: s.map((x) => ({ address: bytes(x.address), pubKey: { ed25519: bytes(x.pub) }, votingPower: x.power, proposerPriority: 0n })), proposer: { address: bytes(s[0].address), pubKey: { ed25519: bytes(s[0].pub) }, votingPower: s[0].power, proposerPriority: 0n }, totalVotingPower: 0n });
  const pbHeader = (h) => ({ version: { block: BigInt(h.version), app: BigInt(h.app_version) }, chainId: h.chain, height: BigInt(h.height), time: stamp(h.time), lastBlockId: blockId(h.last), lastCommitHash: bytes(h.lastCommit), dataHash: bytes(h.data), validatorsHash: bytes(h.validators), nextValidatorsHash: bytes(h.next), consensusHash: bytes(h.consensus), appHash: bytes(h.app), lastResultsHash: bytes(h.results), evidenceHash: bytes(h.evidence), proposerAddress: bytes(h.proposer) });
  const pbCommit = (c) => ({ height: BigInt(c.height), round: c.round, blockId: blockId(c.id), signatures: c.sigs.map((x) => ({ blockIdFlag: x.flag, validatorAddress: bytes(x.address), timestamp: stamp(x.time), signature: bytes(x.signature) })) });
  const trusted = block(four, four), header = (b, at, known) => pb(Ics07Header, { signedHeader: { header: pbHeader(b.header), commit: pbCommit(b.commit) }, validatorSet: pbSet(b.set), trustedHeight: at, trustedValidators: pbSet(known) });
  const up7 = (id, title, req, b, o, risk) => v(f, `ics07.update.${id}`, title, { requires: req, op: "ibc.ics07.update_client", in: { client_state: o.state ?? state(), trusted_consensus_state: o.consensus ?? consensus(trusted), header: header(b, o.at ?? hgt(1, 10), o.known ?? four) }, out: risk ? { valid: false } : { valid: true, header_hash: hashOf(b.header), height: String(b.header.height), trusted_height: String((o.at ?? hgt(1, 10)).revisionHeight), signed_power: String(b.commit.sigs.reduce((n, x) => n + (x.flag === 2 ? b.set.find((y) => y.address === x.address).power : 0n), 0n)), total_power: String(b.set.reduce((n, x) => n + x.power, 0n)) }, ...(risk && { risk }) });
  const near = (o, c) => block(four, four, { height: 11, time: T(1750000050), ...o }, c), FORGE = "a header of the attacker becomes trusted: every proof against it mints or releases funds";
  up7("adjacent", "the next block", "XC-TM-19 XC-TM-20", near(), {}); up7("skip", "a later block", "XC-TM-20", block(four, four, { height: 50, time: T(1750000050) }), {}); up7("three", "three of four votes", "XC-TM-20", near({}, { flags: [2, 2, 2, 1] }), {}); up7("skip-changed", "a later block of a set that half of the old one has joined", "XC-TM-20", block(five, five, { height: 50, time: T(1750000050) }), {});
  up7("trusted-other", "trusted validators that are not the stored ones", "XC-TM-20", near(), { known: five }, "the relayer's set replaces the trusted one and signs what it likes");
  up7("trusted-powers", "the trusted validators with other powers", "XC-TM-20", near(), { known: four.map((x, i) => ({ ...x, power: i ? 1n : 1000n })) }, FORGE); up7("trusted-cut", "the trusted validators without one", "XC-TM-20", near(), { known: four.slice(1) }, FORGE); up7("stored-other", "a stored set that is not the header's", "XC-TM-20", near(), { consensus: consensus(trusted, setHash(five)) }, FORGE);
  up7("revision", "a header of another revision than the trusted height", "XC-TM-19", near(), { at: hgt(2, 10) }, "a chain that was restarted is continued from its old state"); up7("revision-chain", "a header of the next revision of the chain", "XC-TM-19", near({ chain: "etalon-2" }), {}, "a chain that was restarted is continued from its old state"); up7("revision-both", "header and trusted height of the next revision, client of the first", "XC-TM-19", near({ chain: "etalon-2" }), { at: hgt(2, 10) }, "another chain's headers update the client");
  up7("height-same", "a header of the trusted height", "XC-TM-19", block(four, four, { height: 10, time: T(1750000050) }), {}, FORGE); up7("height-less", "a header below the trusted height", "XC-TM-19", block(four, four, { height: 9, time: T(1750000050) }), {}, "the client goes back");
  up7("frozen", "a frozen client is not updated", "XC-TM-23", near(), { state: state({ frozenHeight: hgt(0, 1) }) }, "a client that was shown to be lied to trusts again"); up7("time-less", "a header before the trusted time", "XC-TM-14", near({ time: T(1749999999) }), {}, "time runs back: a packet that timed out is received"); up7("power-half", "half of the power is not enough", "XC-TM-12", near({}, { flags: [2, 2, 1, 1] }), {}, FORGE); up7("vote-forged", "a vote that nobody cast", "XC-TM-12", near({}, { flags: [2, 2, 2, 1], votes: { 0: { signature: "11".repeat(64) } } }), {}, FORGE); up7("vote-twice", "a vote that counts twice", "XC-TM-18", near({}, { flags: [2, 2, 1, 1], sigs: (s) => [s[0], s[0], s[1], s[3]] }), {}, FORGE); up7("adjacent-set", "the next block of a set that was not announced", "XC-TM-10", block(five, five, { height: 11, time: T(1750000050) }), {}, FORGE); up7("level", "a client state with a trust level of a quarter", "XC-TM-17", near(), { state: state({ trustLevel: { numerator: 1n, denominator: 4n } }) }, "a minority that has long left picks the next validators"); up7("key-33", "a trusted key of 33 bytes whose first 32 are right", "XC-TM-20", near(), { known: four.map((x, i) => (i ? x : { ...x, pub: x.pub + "00" })) }, FORGE); up7("trust", "a set of strangers", "XC-TM-11", block(set(["x", 10], ["y", 10]), set(["x", 10], ["y", 10]), { height: 50, time: T(1750000050) }), {}, FORGE);
}
{ // --- the attestation client of ibc-go --------------------------------------------------
  const f = file("ibc/attestations", "IBC attestations", { source: `ibc-go v11, light-clients/attestations: abi.go and signature.go; ABI by ${pin("viem")}, hashes by ${pin("@noble/hashes")}` });
  const U64 = { type: "uint64" }, abi = (t, x) => encodeAbiParameters(t, x).slice(2);
  for (const [h, t] of [["1", "1"], ["100", "1750000000"], ["18446744073709551615", "18446744073709551615"], ["0", "0"], ["256", "65536"]]) { const data = abi([U64, U64], [BigInt(h), BigInt(t)]); v(f, `ibc.attestation.state.${h}-${t}`, `what attestors sign about height ${h} at ${t}`, { requires: "XC-ATT-01", op: "ibc.attestations.state_signing_hash", in: { height: h, timestamp_seconds: t }, out: { data, hash: sha("01", sha(data)) } }); }
  const B32 = { type: "bytes32" }, TUP = [{ type: "tuple", components: [{ name: "height", ...U64 }, { name: "packets", type: "tuple[]", components: [{ name: "path", ...B32 }, { name: "commitment", ...B32 }] }] }];
  for (const [k, h, n] of [["none", "7", 0], ["one", "7", 1], ["two", "18446744073709551615", 2], ["five", "1", 5]]) { const packets = range(n).map((i) => ({ path: made(`att path ${i}`), commitment: made(`att commitment ${i}`) })), data = abi(TUP, [{ height: BigInt(h), packets: packets.map((p) => ({ path: "0x" + p.path, commitment: "0x" + p.commitment })) }]); v(f, `ibc.attestation.packets.${k}`, `what attestors sign about ${n} packets at height ${h}`, { requires: "XC-ATT-02", op: "ibc.attestations.packet_signing_hash", in: { height: h, packets }, out: { data, hash: sha("02", sha(data)) } }); }
  { const packets = [1, 0].map((i) => ({ path: made(`att path ${i}`), commitment: made(`att commitment ${i}`) })), data = abi(TUP, [{ height: 7n, packets: packets.map((p) => ({ path: "0x" + p.path, commitment: "0x" + p.commitment })) }]); v(f, "ibc.attestation.packets.turned", "the order of packets is signed too", { requires: "XC-ATT-02", op: "ibc.attestations.packet_signing_hash", in: { height: "7", packets }, out: { data, hash: sha("02", sha(data)) } }); }
}
write();
