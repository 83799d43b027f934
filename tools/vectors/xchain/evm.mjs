// SPDX-License-Identifier: Apache-2.0
// evm: Wormhole, LayerZero, Hyperlane.  node evm.mjs [--deviations FILE]
import { Options } from "@layerzerolabs/lz-v2-utilities";
import { formatMessage, messageId } from "@hyperlane-xyz/utils";
import assert from "node:assert/strict";
import { file, v, write, pin, utf, kec, be, u256, word, made, flip, range, signer, sign, highS, eip191, deviates } from "./lib.mjs";

const NOBLE = `${pin("@noble/curves")} and ${pin("@noble/hashes")}`;

function wormhole() {
  const SRC = `Wormhole whitepaper 0001 (VAA) and Messages.sol, worked out from the text; signatures by ${NOBLE}`;
  const guardians = range(19).map((i) => signer(`guardian ${i}`));
  const set = (n) => guardians.slice(0, n).map((g) => g.address);
  const body = (o = {}) => be(o.timestamp ?? 1750000000, 4) + be(o.nonce ?? 77, 4) + be(o.chain ?? 2, 2) + (o.emitter ?? word(made("emitter", 20))) + be(o.sequence ?? 4711n, 8) + be(o.level ?? 1, 1) + (o.payload ?? utf("a message of an emitter"));
  const digest = (b) => kec(kec(b));
  const one = (i, b, over = (x) => x, who = i) => { const s = over(sign(guardians[who].key, digest(b))); return be(i, 1) + s.r + s.s + be(s.v, 1); };
  const vaa = (sigs, b, o = {}) => be(o.version ?? 1, 1) + be(o.set ?? 3, 4) + be(o.count ?? sigs.length, 1) + sigs.join("") + b;
  const f = file("wormhole/verify", "Wormhole VAA v1", { op: "wormhole.vaa_verify", source: SRC });
  const put = (id, title, req, n, x, want, risk, over = {}) => v(f, `wormhole.verify.${id}`, title, { requires: req, in: { vaa: x, guardian_set_index: 3, guardian_set: n === null ? [] : set(n), ...over }, out: { valid: want }, ...(risk && { risk }) });
  const q = (n) => Math.floor((2 * n) / 3) + 1;
  for (const n of [1, 2, 3, 4, 7, 13, 19]) {
    const b = body({ sequence: n }), sigs = range(q(n)).map((i) => one(i, b));
    put(`quorum.${n}`, `${q(n)} of ${n} guardians are enough`, "XC-WH-05 XC-WH-07", n, vaa(sigs, b), true);
    put(`under.${n}`, `${q(n) - 1} of ${n} guardians are not enough`, "XC-WH-05", n, vaa(sigs.slice(0, -1), b), false, "a minority of guardians mints");
    if (n > 1) put(`all.${n}`, `all ${n} guardians may sign`, "XC-WH-06", n, vaa(range(n).map((i) => one(i, b)), b), true);
    if (n > 3) put(`last.${n}`, `the last ${q(n)} of ${n} guardians are enough`, "XC-WH-06 XC-WH-07", n, vaa(range(q(n)).map((i) => one(n - q(n) + i, b)), b), true);
    put(`repeated.${n}`, `one guardian who signs ${q(n)} times counts once (${n} in the set)`, "XC-WH-06", n, vaa(range(Math.max(2, q(n))).map(() => one(0, b)), b), false, "one stolen key is a quorum");
    put(`beyond.${n}`, `a guardian index of ${n} is outside of the set`, "XC-WH-06", n, vaa([...sigs.slice(0, -1), one(n < 19 ? n : 0, b).replace(/^../, be(n, 1))], b), false, "a read behind the set compares with a zero key");
    put(`other-body.${n}`, `signatures over another body do not speak for this one (${n} in the set)`, "XC-WH-04 XC-WH-07", n, vaa(sigs, body({ sequence: n + 1000 })), false, "one quorum is reused for any message");
    put(`other-set.${n}`, `signatures of another set are refused (${n} in the set)`, "XC-WH-07", n, vaa(sigs, b), false, "retired keys keep their power", { guardian_set: range(n).map((i) => made(`stranger ${i}`, 20)) });
  }
  const b = body(), n = 7, sigs = range(5).map((i) => one(i, b)), ok = vaa(sigs, b);
  for (const [w, t] of [[0, "zero"], [2, "two"], [255, "255"]]) put(`version.${w}`, `a VAA of version ${t} is refused`, "XC-WH-01", n, vaa(sigs, b, { version: w }), false, "fields are read at other offsets than they were signed");
  put("descending", "indices that descend are refused", "XC-WH-06", n, vaa([...sigs].reverse(), b), false, "checks against duplicates that look at neighbours only are passed round");
  put("swapped", "two exchanged signatures are refused", "XC-WH-06", n, vaa([sigs[1], sigs[0], ...sigs.slice(2)], b), false, "checks against duplicates that look at neighbours only are passed round");
  put("twice-last", "an index that comes twice in a row is refused", "XC-WH-06", n, vaa([...sigs.slice(0, 4), sigs[3]], b), false, "a guardian counts twice");
  put("wrong-guardian", "a good signature under a neighbour's index is refused", "XC-WH-07", n, vaa([...sigs.slice(0, 4), one(5, b, undefined, 4)], b), false, "one key signs for several guardians");
  put("single-hash", "signatures over the single hash of the body are refused", "XC-WH-04", n, vaa(range(5).map((i) => { const s = sign(guardians[i].key, kec(b)); return be(i, 1) + s.r + s.s + be(s.v, 1); }), b), false, "other statements of the guardians are taken for messages");
  put("prefixed-hash", "signatures over a wallet's message hash are refused", "XC-WH-04", n, vaa(range(5).map((i) => { const s = sign(guardians[i].key, eip191(kec(b))); return be(i, 1) + s.r + s.s + be(s.v, 1); }), b), false, "a guardian who signs texts with the same key signs messages");
  put("v-flipped", "the other recovery id recovers a stranger", "XC-WH-07", n, vaa([one(0, b, (s) => ({ ...s, v: s.v ^ 1 })), ...sigs.slice(1)], b), false, "any key passes");
  put("r-zero", "r of zero recovers nobody and is fatal", "XC-WH-08", n, vaa([one(0, b, (s) => ({ ...s, r: u256(0) })), ...sigs.slice(1)], b), false, "a failed recovery gives address zero, which an empty slot of a set equals");
  put("s-zero", "s of zero recovers nobody and is fatal", "XC-WH-08", n, vaa([one(0, b, (s) => ({ ...s, s: u256(0) })), ...sigs.slice(1)], b), false, "a failed recovery gives address zero, which an empty slot of a set equals");
  put("v-seven", "a recovery id of seven recovers nobody", "XC-WH-08", n, vaa([one(0, b, (s) => ({ ...s, v: 7 })), ...sigs.slice(1)], b), false, "a failed recovery gives address zero, which an empty slot of a set equals");
  put("bad-after-quorum", "a bad signature behind a full quorum is still fatal", "XC-WH-08 XC-WH-07", n, vaa([...sigs, one(5, b, undefined, 4)], b), false, "VAAs differ in bytes for one message, and replay protection by the hash of the VAA fails");
  put("no-set", "a guardian set without guardians verifies nothing", "XC-WH-09", null, vaa([], b), false, "the index of a set that never existed mints");
  put("no-set-signed", "an empty guardian set verifies nothing, signed or not", "XC-WH-09", null, ok, false, "an uninitialised guardian set mints");
  put("no-signatures", "a VAA without signatures is refused", "XC-WH-05", n, vaa([], b), false, "anybody mints: Wormhole lost 120,000 ether in 2022 when a forged record said that signatures had been checked");
  put("other-index", "a VAA of another guardian set than the one at hand is refused", "XC-WH-09", n, vaa(sigs, b, { set: 4 }), false, "signatures are checked against keys that the VAA does not name");
  for (const [what, chain] of [["timestamp", { timestamp: 1750000001 }], ["nonce", { nonce: 78 }], ["chain", { chain: 3 }], ["emitter", { emitter: word(made("other emitter", 20)) }], ["sequence", { sequence: 4712n }], ["level", { level: 2 }], ["payload", { payload: utf("b message of an emitter") }]])
    put(`changed.${what}`, `a changed ${what} breaks the signatures`, "XC-WH-04 XC-WH-02", n, vaa(sigs, body(chain)), false, `the ${what} of a message is free for anybody to choose`);
  put("payload-grown", "a byte behind the payload breaks the signatures", "XC-WH-03", n, ok + "00", false, "payloads are extended after signing");
  put("payload-cut", "a byte off the payload breaks the signatures", "XC-WH-03", n, ok.slice(0, -2), false, "payloads are shortened after signing");
  put("count-low", "a count one below the signatures moves the body", "XC-WH-03", n, vaa(sigs, b, { count: 4 }), false, "a signature becomes part of the body: two readers see two messages");
  put("count-high", "a count one above the signatures moves the body", "XC-WH-03 XC-WH-15", n, vaa(sigs, b, { count: 6 }), false, "the body is read as a signature");
  for (const [k, at] of [["empty", 0], ["header", 10], ["count", 12], ["signature", 12 + 130], ["signatures", 12 + 132 * 5], ["body", 12 + 132 * 5 + 60]]) put(`truncated.${k}`, `a VAA that ends in its ${k} is refused`, "XC-WH-15", n, ok.slice(0, at), false, "a reader runs past the end, or fills up with zeros that were never signed");

  const g = file("wormhole/format", "Wormhole VAA v1 and token bridge", { source: SRC });
  for (const k of [1, 2, 3, 4, 5, 6, 7, 12, 13, 18, 19, 20, 100, 254, 255]) v(g, `wormhole.quorum.${k}`, `the quorum of ${k} guardians is ${q(k)}`, { requires: "XC-WH-05", op: "wormhole.quorum", in: { guardians: k }, out: { quorum: q(k) } });
  v(g, "wormhole.quorum.256", "256 guardians cannot be numbered in a byte", { requires: "XC-WH-05", op: "wormhole.quorum", in: { guardians: 256 }, reject: "range", risk: "indices wrap, and guardian 256 signs as guardian 0" });
  for (const [i, o] of [{}, { timestamp: 0, nonce: 0, sequence: 0n, level: 0, payload: "" }, { timestamp: 4294967295, nonce: 4294967295, chain: 65535, sequence: 18446744073709551615n, level: 255, emitter: "ff".repeat(32) }, { level: 200, chain: 1, emitter: made("program") }].entries()) {
    const x = body(o), f2 = { timestamp: o.timestamp ?? 1750000000, nonce: o.nonce ?? 77, emitter_chain: o.chain ?? 2, emitter_address: o.emitter ?? word(made("emitter", 20)), sequence: String(o.sequence ?? 4711n), consistency_level: o.level ?? 1, payload: o.payload ?? utf("a message of an emitter") };
    v(g, `wormhole.digest.${i + 1}`, `body, digest and message id of message ${i + 1}`, { requires: "XC-WH-02 XC-WH-04", op: "wormhole.vaa_digest", in: f2, out: { digest: digest(x), body: x, message_id: `${f2.emitter_chain}/${f2.emitter_address}/${f2.sequence}` } });
    const s = range(i).map((j) => ({ j, s: sign(guardians[j].key, digest(x)) }));
    v(g, `wormhole.parse.${i + 1}`, `a VAA with ${i} signature${i === 1 ? "" : "s"} is read`, { requires: "XC-WH-02 XC-WH-03", op: "wormhole.vaa_parse", in: { vaa: vaa(range(i).map((j) => one(j, x)), x) }, out: { version: 1, guardian_set_index: 3, signatures: s.map(({ j, s }) => ({ guardian_index: j, r: s.r, s: s.s, v: s.v })), ...f2, digest: digest(x) } });
  }
  for (const w of [0, 2]) v(g, `wormhole.parse.version-${w}`, `version ${w} is not read`, { requires: "XC-WH-01", op: "wormhole.vaa_parse", in: { vaa: vaa(sigs, b, { version: w }) }, reject: "version", risk: "fields are read at other offsets than they were signed" });
  for (const at of [0, 5, 6, 100, 6 + 66 * 5, 6 + 66 * 5 + 50]) v(g, `wormhole.parse.truncated-${at}`, `a VAA of ${at} bytes is cut short`, { requires: "XC-WH-15", op: "wormhole.vaa_parse", in: { vaa: ok.slice(0, 2 * at) }, reject: "truncated", risk: "a reader runs past the end, or fills up with zeros that were never signed" });
  const T = { amount: "123456789", token_address: word(made("token", 20)), token_chain: 2, to: made("to"), to_chain: 1 };
  const head = (id, t) => be(id, 1) + u256(t.amount) + t.token_address + be(t.token_chain, 2) + t.to + be(t.to_chain, 2);
  for (const [i, t] of [{ ...T, fee: "0" }, { ...T, fee: "55", amount: "0" }, { ...T, amount: String(2n ** 256n - 1n), fee: String(2n ** 255n), token_chain: 65535, to_chain: 0 }].entries()) {
    const p = head(1, t) + u256(t.fee);
    v(g, `wormhole.transfer.${i + 1}`, `transfer ${i + 1} is 133 bytes`, { requires: "XC-WH-12", op: "wormhole.payload_transfer", in: t, out: { payload: p } });
    v(g, `wormhole.transfer.parse.${i + 1}`, `transfer ${i + 1} is read back`, { requires: "XC-WH-12", op: "wormhole.payload_transfer_parse", in: { payload: p }, out: t });
    for (const [k, x, r] of [["short", p.slice(0, -2), "truncated"], ["long", p + "00", "trailing"], ["id-3", "03" + p.slice(2), "type"], ["id-2", "02" + p.slice(2), "type"], ["id-0", "00" + p.slice(2), "type"]])
      v(g, `wormhole.transfer.parse.${k}.${i + 1}`, `transfer ${i + 1}: ${k.startsWith("id") ? `payload id ${k.slice(3)}` : k === "short" ? "132 bytes" : "134 bytes"} is refused`, { requires: "XC-WH-12", op: "wormhole.payload_transfer_parse", in: { payload: x }, reject: r, risk: "another kind of message pays out tokens" });
  }
  for (const [i, extra] of ["", "00", utf("call me"), "ab".repeat(100)].entries()) v(g, `wormhole.transfer-with-payload.${i + 1}`, `a transfer with ${extra.length / 2} bytes of payload`, { requires: "XC-WH-13", op: "wormhole.payload_transfer_with_payload", in: { ...T, from_address: made("from"), payload: extra }, out: { payload: head(3, T) + made("from") + extra } });
  const pad = (s) => utf(s).padEnd(64, "0");
  for (const [i, [dec, sym, name]] of [[18, "ETL", "Etalon"], [0, "", ""], [255, "A".repeat(32), "B".repeat(32)]].entries()) v(g, `wormhole.asset-meta.${i + 1}`, `metadata of asset ${i + 1} are 100 bytes`, { requires: "XC-WH-14", op: "wormhole.payload_asset_meta", in: { token_address: T.token_address, token_chain: 2, decimals: dec, symbol: pad(sym), name: pad(name) }, out: { payload: "02" + T.token_address + "0002" + be(dec, 1) + pad(sym) + pad(name) } });
  v(g, "wormhole.guardian-address", "the address of a guardian is that of its key", { requires: "XC-WH-07", op: "wormhole.guardian_address", in: { private_key: guardians[0].key }, out: { address: guardians[0].address } });
}

function layerzero() {
  const SRC = "LayerZero v2 PacketV1Codec, GUID, UlnOptions, ExecutorOptions, DVNOptions, OFTMsgCodec, worked out from the text", PEER = pin("@layerzerolabs/lz-v2-utilities");
  const f = file("layerzero/packet", "LayerZero v2", { source: SRC }), g = file("layerzero/options", "LayerZero v2", { source: SRC });
  const P = [{ nonce: "1", src_eid: 30101, sender: word(made("oapp a", 20)), dst_eid: 30184, receiver: word(made("oapp b", 20)) }, { nonce: "18446744073709551615", src_eid: 4294967295, sender: "ff".repeat(32), dst_eid: 0, receiver: made("move address") }, { nonce: "0", src_eid: 0, sender: "00".repeat(32), dst_eid: 1, receiver: "00".repeat(32) }];
  for (const [i, p] of P.entries()) {
    const guid = kec(be(p.nonce, 8), be(p.src_eid, 4), p.sender, be(p.dst_eid, 4), p.receiver), k = i + 1;
    v(f, `layerzero.guid.${k}`, `the id of packet ${k}`, { requires: "XC-LZ-02", op: "layerzero.guid", in: p, out: { guid } });
    for (const [over, what] of [[{ nonce: String(BigInt(p.nonce) ^ 1n) }, "nonce"], [{ src_eid: p.src_eid ^ 1 }, "source"], [{ dst_eid: p.dst_eid ^ 1 }, "destination"]]) {
      const o = { ...p, ...over };
      if (o.src_eid < 0) continue;
      v(f, `layerzero.guid.${k}.${what}`, `another ${what} gives packet ${k} another id`, { requires: "XC-LZ-02", op: "layerzero.guid", in: o, out: { guid: kec(be(o.nonce, 8), be(o.src_eid, 4), o.sender, be(o.dst_eid, 4), o.receiver) } });
    }
    for (const [j, message] of ["", "00", utf("hello"), "5a".repeat(200)].entries()) {
      const header = "01" + be(p.nonce, 8) + be(p.src_eid, 4) + p.sender + be(p.dst_eid, 4) + p.receiver, packet = header + guid + message;
      v(f, `layerzero.packet.encode.${k}.${j + 1}`, `packet ${k} with ${message.length / 2} bytes is written`, { requires: "XC-LZ-01 XC-LZ-03", op: "layerzero.packet_encode", in: { ...p, message, guid }, out: { packet } });
      v(f, `layerzero.packet.decode.${k}.${j + 1}`, `packet ${k} with ${message.length / 2} bytes is read`, { requires: "XC-LZ-01 XC-LZ-03", op: "layerzero.packet_decode", in: { packet }, out: { version: 1, ...p, message, guid, header, payload_hash: kec(guid, message) } });
      if (j === 0) for (const cut of [0, 1, 9, 45, 80, 81, 112]) v(f, `layerzero.packet.truncated.${k}.${cut}`, `packet ${k} of ${cut} bytes is refused`, { requires: "XC-LZ-04", op: "layerzero.packet_decode", in: { packet: packet.slice(0, 2 * cut) }, reject: "truncated", risk: "missing fields are read as zero: a packet of another path passes" });
      if (j === 0) for (const w of [0, 2]) v(f, `layerzero.packet.version.${k}.${w}`, `packet ${k} of version ${w} is refused`, { requires: "XC-LZ-01", op: "layerzero.packet_decode", in: { packet: be(w, 1) + packet.slice(2) }, reject: "version", risk: "fields are read at other offsets than they were attested" });
    }
  }
  for (const [i, [to, sd, msg, from]] of [[word(made("to", 20)), "1000000", "", made("from", 20)], [made("to32"), "18446744073709551615", utf("swap"), made("from", 20)], ["00".repeat(32), "0", "00", "00".repeat(20)]].entries())
    v(f, `layerzero.oft.${i + 1}`, `token message ${i + 1} ${msg ? "with" : "without"} a call`, { requires: "XC-LZ-11", op: "layerzero.oft_message_encode", in: { send_to: to, amount_sd: sd, compose_msg: msg, msg_sender: from }, out: { message: to + be(sd, 8) + (msg ? word(from) + msg : ""), has_compose: !!msg } });
  for (const [i, [n, e, a, from, m]] of [["7", 30101, "1000000000000000000", word(made("from", 20)), utf("swap")], ["0", 0, "0", "00".repeat(32), ""]].entries())
    v(f, `layerzero.oft.compose.${i + 1}`, `call ${i + 1} of a token message`, { requires: "XC-LZ-12", op: "layerzero.oft_compose_encode", in: { nonce: n, src_eid: e, amount_ld: a, compose_from: from, compose_msg: m }, out: { message: be(n, 8) + be(e, 4) + u256(a) + from + m } });
  const opt = (worker, type, data) => be(worker, 1) + be(data.length / 2 + 1, 2) + be(type, 1) + data;
  const dvn = (idx, type, data = "") => "02" + be(2 + data.length / 2, 2) + be(idx, 1) + be(type, 1) + data;
  const ex = (g1, val) => opt(1, 1, be(g1, 16) + (val ? be(val, 16) : ""));
  { const built = Options.newOptions().addExecutorLzReceiveOption(200000, 0).addExecutorNativeDropOption(5, "0x" + made("drop")).addExecutorComposeOption(1, 50000, 7).toHex().slice(2);
    const own = "0003" + ex(200000) + opt(1, 2, be(5, 16) + made("drop")) + opt(1, 3, be(1, 2) + be(50000, 16) + be(7, 16));
    assert.equal(built, own); }
  const split = (id, title, req, options, out, risk) => v(g, `layerzero.options.${id}`, title, { requires: req, op: "layerzero.options_split_workers", in: { options }, ...(typeof out === "string" ? { reject: out } : { out }), source: `${SRC}; ${PEER} builds the same bytes`, ...(risk && { risk }) });
  const e1 = ex(200000), e2 = opt(1, 2, be(5, 16) + made("drop")), d0 = dvn(0, 1), d1 = dvn(5, 1, "aa");
  split("none", "options of type 3 may be empty", "XC-LZ-05", "0003", { executor: "", dvn: "" });
  split("one", "one option of the executor", "XC-LZ-05", "0003" + e1, { executor: e1, dvn: "" });
  split("two", "two options of the executor keep their order", "XC-LZ-05", "0003" + e2 + e1, { executor: e2 + e1, dvn: "" });
  split("dvn", "an option of a verifier goes to the verifiers", "XC-LZ-05", "0003" + d0, { executor: "", dvn: d0 });
  split("mixed", "options are sorted by worker and keep their order", "XC-LZ-05", "0003" + d1 + e1 + d0 + e2, { executor: e1 + e2, dvn: d1 + d0 });
  for (const w of [0, 3, 255]) split(`worker-${w}`, `worker ${w} is unknown`, "XC-LZ-06", "0003" + opt(w, 1, be(1, 16)), "type", "an option that nobody serves is paid for, or one worker's option reaches another");
  split("size-0", "an option of size 0 is refused", "XC-LZ-05", "0003" + "010000" + "01", "length", "a reader stands still for ever, and messages of an application are stuck");
  split("overrun", "an option that runs past the end is refused", "XC-LZ-05", "0003" + e1.slice(0, -2), "truncated", "gas is read from bytes behind the options");
  split("header-cut", "an option of two bytes is refused", "XC-LZ-05", "0003" + "0100", "truncated", "gas is read from bytes behind the options");
  split("trailing", "a byte behind the last option is refused", "XC-LZ-05", "0003" + e1 + "01", "truncated", "two readers see two sets of options");
  for (const t of ["0000", "0004", "ffff"]) split(`type-${t}`, `options of type ${t} are refused`, "XC-LZ-05", t + e1, "type", "options are read in a way that was not meant");
  split("no-type", "one byte is no options", "XC-LZ-05", "00", "truncated", "an executor runs without gas");
  split("legacy1", "34 bytes of type 1 become a gas option", "XC-LZ-09", "0001" + u256(200000), { executor: ex(200000), dvn: "" });
  split("legacy1-max", "gas of 2^128 - 1 is the most for type 1", "XC-LZ-09", "0001" + u256(2n ** 128n - 1n), { executor: ex(2n ** 128n - 1n), dvn: "" });
  split("legacy1-wide", "gas of 2^128 does not fit", "XC-LZ-09", "0001" + u256(2n ** 128n), "too-wide", "gas wraps to zero and the message cannot be executed");
  split("legacy1-short", "33 bytes of type 1 are refused", "XC-LZ-09", ("0001" + u256(1)).slice(0, -2), "length", "gas is read from bytes behind the options");
  split("legacy1-long", "35 bytes of type 1 are refused", "XC-LZ-09", "0001" + u256(1) + "00", "length", "two readers see two gas limits");
  for (const n of [1, 20, 32]) { const r = made("rcv").slice(0, 2 * n); split(`legacy2-${n}`, `type 2 with a receiver of ${n} bytes`, "XC-LZ-10", "0002" + u256(100000) + u256(9) + r, { executor: ex(100000) + opt(1, 2, be(9, 16) + r.padStart(64, "0")), dvn: "" }); }
  for (const n of [0, 33]) split(`legacy2-${n}`, `type 2 with a receiver of ${n} bytes is refused`, "XC-LZ-10", "0002" + u256(100000) + u256(9) + "ab".repeat(n), "length", "coins are dropped to an address that nobody has");
  const exo = (id, title, type, option, out, risk) => v(g, `layerzero.executor.${id}`, title, { requires: "XC-LZ-07", op: "layerzero.executor_option_decode", in: { type, option }, ...(typeof out === "string" ? { reject: out } : { out: { fields: out } }), ...(risk && { risk }) });
  const R = "gas or value is read from a neighbouring field";
  exo("receive-16", "gas alone", 1, be(5, 16), ["5", "0"]); exo("receive-32", "gas and value", 1, be(5, 16) + be(7, 16), ["5", "7"]);
  for (const n of [0, 15, 17, 31, 33]) exo(`receive-${n}`, `${n} bytes are no receive option`, 1, "00".repeat(n), "length", R);
  exo("drop-48", "amount and receiver", 2, be(5, 16) + made("r"), ["5", made("r")]);
  for (const n of [0, 47, 49]) exo(`drop-${n}`, `${n} bytes are no drop option`, 2, "00".repeat(n), "length", R);
  exo("compose-18", "index and gas", 3, be(2, 2) + be(5, 16), ["2", "5", "0"]); exo("compose-34", "index, gas and value", 3, be(65535, 2) + be(5, 16) + be(7, 16), ["65535", "5", "7"]);
  for (const n of [0, 16, 17, 19, 33, 35]) exo(`compose-${n}`, `${n} bytes are no compose option`, 3, "00".repeat(n), "length", R);
  const grp = (id, title, options, out, risk) => v(g, `layerzero.dvn.${id}`, title, { requires: "XC-LZ-08", op: "layerzero.dvn_options_group", in: { options }, ...(typeof out === "string" ? { reject: out } : { out: { groups: out } }), ...(risk && { risk }) });
  grp("one", "one verifier", d0, [{ dvn_idx: 0, options: d0 }]);
  grp("two", "two verifiers in order of first appearance", d1 + d0, [{ dvn_idx: 5, options: d1 }, { dvn_idx: 0, options: d0 }]);
  grp("joined", "options of one verifier are joined", d1 + d0 + dvn(5, 1, "bb"), [{ dvn_idx: 5, options: d1 + dvn(5, 1, "bb") }, { dvn_idx: 0, options: d0 }]);
  grp("254", "index 254 is the last", dvn(254, 1), [{ dvn_idx: 254, options: dvn(254, 1) }]);
  grp("255", "index 255 is not one", dvn(255, 1), "value", "an option for all verifiers is taken for one's own, and required verifiers go unpaid");
  grp("size-1", "an option of size 1 has no type", "02000100", "length", "the option's type is read from its neighbour");
  grp("overrun", "an option that runs past the end is refused", d1.slice(0, -2), "truncated", "options are read from bytes behind the end");
  const drop = word(made("drop to", 20));
  const lists = [[], [{ t: "recv", gas: "1" }], [{ t: "recv", gas: "65000", value: "12" }], [{ t: "drop", amount: "77", receiver: drop }], [{ t: "compose", index: 3, gas: "9" }, { t: "recv", gas: "340282366920938463463374607431768211455" }], [{ t: "ordered" }, { t: "compose", index: 0, gas: "8", value: "7" }, { t: "drop", amount: "1", receiver: "00".repeat(32) }]];
  for (const [i, list] of lists.entries()) {
    const o = Options.newOptions();
    for (const x of list) ({ recv: () => o.addExecutorLzReceiveOption(x.gas, x.value ?? 0), drop: () => o.addExecutorNativeDropOption(x.amount, "0x" + x.receiver), compose: () => o.addExecutorComposeOption(x.index, x.gas, x.value ?? 0), ordered: () => o.addExecutorOrderedExecutionOption() })[x.t]();
    v(g, `layerzero.type3.${i + 1}`, `list ${i + 1} of options of the executor is written`, { requires: "XC-LZ-05 XC-LZ-07", op: "layerzero.options_type3_encode", in: { options: list }, out: { bytes: o.toHex().slice(2) }, source: PEER });
  }
}

function hyperlane() {
  const SRC = "Hyperlane Message.sol, MerkleLib, CheckpointLib, multisig ISM metadata, worked out from the text", UT = pin("@hyperlane-xyz/utils");
  const f = file("hyperlane/message", "Hyperlane", { source: SRC }), g = file("hyperlane/ism", "Hyperlane", { source: `${SRC}; signatures by ${NOBLE}` });
  const M = [{ version: 3, nonce: 9, origin: 1, sender: word(made("app a", 20)), destination: 10, recipient: word(made("app b", 20)), body: utf("hello") }, { version: 3, nonce: 4294967295, origin: 4294967295, sender: "ff".repeat(32), destination: 0, recipient: made("sealevel"), body: "" }, { version: 3, nonce: 0, origin: 0, sender: "00".repeat(32), destination: 1, recipient: "00".repeat(32), body: "00".repeat(300) }];
  const enc = (m) => be(m.version, 1) + be(m.nonce, 4) + be(m.origin, 4) + m.sender + be(m.destination, 4) + m.recipient + m.body;
  for (const [i, m] of M.entries()) {
    const x = enc(m), k = i + 1, ux = formatMessage(m.version, m.nonce, m.origin, "0x" + m.sender, m.destination, "0x" + m.recipient, "0x" + m.body);
    assert.equal(ux, "0x" + x); assert.equal(messageId(ux), "0x" + kec(x));
    const source = `${SRC}; ${UT} agrees`;
    v(f, `hyperlane.message.encode.${k}`, `message ${k} and its id`, { requires: "XC-HY-01 XC-HY-02", op: "hyperlane.message_encode", in: m, out: { message: x, id: kec(x) }, source });
    v(f, `hyperlane.message.parse.${k}`, `message ${k} is read back`, { requires: "XC-HY-01", op: "hyperlane.message_parse", in: { message: x }, out: m, source });
    for (const n of [0, 1, 45, 76]) v(f, `hyperlane.message.cut.${k}.${n}`, `${n} bytes of message ${k} are refused`, { requires: "XC-HY-01", op: "hyperlane.message_parse", in: { message: x.slice(0, 2 * n) }, reject: "truncated", risk: "missing bytes are read as zero: the message goes to domain 0 or address 0" });
  }
  for (const [i, [r, a, m]] of [[word(made("to", 20)), "1000000", ""], [made("to"), String(2n ** 256n - 1n), utf("nft 7")], ["00".repeat(32), "0", "00"]].entries()) v(f, `hyperlane.token.${i + 1}`, `body ${i + 1} of a token route`, { requires: "XC-HY-14", op: "hyperlane.token_message_encode", in: { recipient: r, amount: a, metadata: m }, out: { body: r + u256(a) + m } });
  const a32 = (id, title, b, out, risk) => v(f, `hyperlane.address.${id}`, title, { requires: "XC-HY-13", op: "hyperlane.bytes32_to_address", in: { bytes32: b }, ...(out ? { out: { address: out } } : { reject: "padding" }), ...(risk && { risk }) });
  a32("plain", "twelve zero bytes in front of an address", word(made("x", 20)), made("x", 20));
  a32("zero", "the zero address is an address", "00".repeat(32), "00".repeat(20));
  for (const [id, at] of [["first", 0], ["last", 11], ["middle", 5]]) a32(`dirty-${id}`, `a set bit in byte ${at} is refused`, flip(word(made("x", 20)), at), null, "two senders of another chain have one address here, and one spends for the other");
  const zero = ["00".repeat(32)]; for (const i of range(32)) zero.push(kec(zero[i], zero[i]));
  const up = (leaves, depth = 32) => { let row = leaves; for (const d of range(depth)) { const next = []; for (let i = 0; i < row.length; i += 2) next.push(kec(row[i], row[i + 1] ?? zero[d])); row = next.length ? next : [zero[d + 1]]; } return row[0]; };
  const branch = (leaves, at) => { let row = leaves, i = at; const p = []; for (const d of range(32)) { p.push(row[i ^ 1] ?? zero[d]); const next = []; for (let j = 0; j < row.length; j += 2) next.push(kec(row[j], row[j + 1] ?? zero[d])); row = next; i >>= 1; } return p; };
  const fold = (leaf, p, i) => p.reduce((x, s, d) => ((BigInt(i) >> BigInt(d)) & 1n ? kec(s, x) : kec(x, s)), leaf);
  const leaves = range(9).map((i) => made(`dispatched ${i}`));
  for (const n of [0, 1, 2, 3, 4, 7, 9]) v(f, `hyperlane.tree.${n}`, `the root after ${n} messages`, { requires: "XC-HY-03", op: "hyperlane.merkle_root", in: { leaves: leaves.slice(0, n) }, out: { root: up(leaves.slice(0, n)), count: n } });
  for (const i of [0, 1, 4, 8]) {
    const p = branch(leaves, i); assert.equal(fold(leaves[i], p, i), up(leaves));
    v(f, `hyperlane.branch.${i}`, `the branch of message ${i} leads to the root`, { requires: "XC-HY-04", op: "hyperlane.merkle_branch_root", in: { leaf: leaves[i], index: i, path: p }, out: { root: up(leaves) } });
    v(f, `hyperlane.branch.${i}.index`, `the branch of message ${i} at the next index leads elsewhere`, { requires: "XC-HY-04", op: "hyperlane.merkle_branch_root", in: { leaf: leaves[i], index: i + 1, path: p }, out: { root: fold(leaves[i], p, i + 1) }, risk: "a message is proven under a number that it does not have" });
  }
  const hook = word(made("hook", 20)), dh = (o, h = hook) => kec(be(o, 4), h, utf("HYPERLANE")), dig = (o, h, root, idx, id) => eip191(kec(dh(o, h), root, be(idx, 4), id));
  for (const o of [1, 1000, 4294967295]) {
    v(g, `hyperlane.domain.${o}`, `the domain hash of origin ${o}`, { requires: "XC-HY-05", op: "hyperlane.domain_hash", in: { domain: o, merkle_tree_hook: hook }, out: { hash: dh(o) } });
    v(g, `hyperlane.checkpoint.${o}`, `what validators of origin ${o} sign`, { requires: "XC-HY-06", op: "hyperlane.checkpoint_digest", in: { origin: o, merkle_tree_hook: hook, root: made("root"), index: o & 0xffff, message_id: made("id") }, out: { digest: dig(o, hook, made("root"), o & 0xffff, made("id")) } });
  }
  const vals = range(5).map((i) => signer(`validator ${i}`)).sort((a, b) => (a.address < b.address ? -1 : 1)), list = vals.map((x) => x.address);
  const sg = (i, d, over = (x) => x) => { const s = over(sign(vals[i].key, d)); return s.r + s.s + be(s.v + 27, 1); };
  const msg = enc(M[0]), id = kec(msg), root = made("root"), idx = 8;
  const ver = (name, title, req, op, metadata, want, risk, over = {}) => v(g, `hyperlane.${op === "hyperlane.message_id_multisig_verify" ? "id" : "root"}.${name}`, title, { requires: req, op, in: { message: msg, metadata, validators: list, threshold: 3, ...over }, out: { valid: want }, ...(risk && { risk }) });
  function both(op, req, md, sign3) { // shared faults; md(signatures), sign3(i, over)
    const s = (i, o) => sign3(i, o), put = (...a) => ver(a[0], a[1], a[2], op, ...a.slice(3));
    put("valid.012", "the first three validators sign", `${req} XC-HY-10`, md([s(0), s(1), s(2)]), true);
    put("valid.134", "validators may be left out", `${req} XC-HY-10`, md([s(1), s(3), s(4)]), true);
    put("valid.surplus", "bytes behind the threshold are not read", `${req} XC-HY-10`, md([s(0), s(1), s(2), s(3)]), true);
    put("valid.one", "a threshold of one", `${req} XC-HY-10`, md([s(4)]), true, undefined, { threshold: 1 });
    put("valid.all", "a threshold of all", `${req} XC-HY-10`, md(range(5).map((i) => s(i))), true, undefined, { threshold: 5 });
    put("under", "two signatures do not reach three", "XC-HY-10", md([s(0), s(1)]), false, "a minority of validators delivers forged messages");
    put("none", "no signature does not reach three", "XC-HY-10", md([]), false, "anybody delivers forged messages");
    put("threshold-0", "a threshold of zero is a fault of configuration", "XC-HY-10", md([]), false, "an ISM without threshold lets everything pass", { threshold: 0 });
    put("threshold-0-signed", "a threshold of zero is refused with signatures too", "XC-HY-10", md([s(0), s(1), s(2)]), false, "an ISM without threshold lets everything pass", { threshold: 0 });
    put("twice", "one validator twice counts once", "XC-HY-10", md([s(0), s(0), s(1)]), false, "one stolen key is two");
    put("thrice", "one validator three times counts once", "XC-HY-10", md([s(2), s(2), s(2)]), false, "one stolen key is a quorum");
    put("order", "signatures in another order than the set are refused", "XC-HY-10", md([s(1), s(0), s(2)]), false, "checks against duplicates that rely on the order are passed round");
    put("order-last", "the last two signatures exchanged are refused", "XC-HY-10", md([s(0), s(2), s(1)]), false, "checks against duplicates that rely on the order are passed round");
    put("stranger", "signatures of strangers are refused", "XC-HY-10", md([s(0), s(1), s(2)]), false, "validators of another chain deliver here", { validators: range(5).map((i) => signer(`stranger ${i}`).address) });
    put("one-stranger", "one stranger among three is refused", "XC-HY-10", md([s(0), s(1), s(4)]), false, "a removed validator keeps its vote", { validators: [...list.slice(0, 4), signer("stranger 9").address] });
    put("no-validators", "a set without validators verifies nothing", "XC-HY-10", md([s(0), s(1), s(2)]), false, "an unset route delivers everything", { validators: [] });
    put("high-s", "a malleable signature is refused", "XC-HY-11", md([s(0), s(1, highS), s(2)]), false, "metadata is changed in transit, and replay protection by its hash fails");
    put("v-0", "recovery ids 0 and 1 are refused", "XC-HY-11", md([s(0, (x) => ({ ...x, v: x.v - 27 })), s(1), s(2)]), false, "two encodings of one signature pass");
    put("v-29", "a recovery id of 29 is refused", "XC-HY-11", md([s(0, (x) => ({ ...x, v: 2 })), s(1), s(2)]), false, "a failed recovery is compared with an empty slot");
    put("v-flipped", "the other recovery id recovers a stranger", "XC-HY-11", md([s(0, (x) => ({ ...x, v: x.v ^ 1 })), s(1), s(2)]), false, "any key passes");
    put("r-zero", "r of zero recovers nobody", "XC-HY-11", md([s(0, (x) => ({ ...x, r: u256(0) })), s(1), s(2)]), false, "address zero in a set signs everything");
    put("cut", "a signature that is cut short is refused", "XC-HY-10", md([s(0), s(1), s(2)]).slice(0, -2), false, "missing bytes are filled up with zeros that nobody signed");
    for (const [what, m] of [["body", { body: utf("hellp") }], ["nonce", { nonce: 10 }], ["origin", { origin: 2 }], ["sender", { sender: word(made("app c", 20)) }], ["destination", { destination: 11 }], ["recipient", { recipient: word(made("app d", 20)) }]])
      put(`other-${what}`, `a message of another ${what} is refused`, "XC-HY-06 XC-HY-02", md([s(0), s(1), s(2)]), false, `the ${what} of a message is free for a relayer to choose`, { message: enc({ ...M[0], ...m }) });
  }
  const I = "hyperlane.message_id_multisig_verify", R = "hyperlane.merkle_root_multisig_verify";
  const mdI = (s, h = hook, r = root, i = idx) => h + r + be(i, 4) + s.join("");
  both(I, "XC-HY-07", mdI, (i, o) => sg(i, dig(1, hook, root, idx, id), o));
  const s3 = range(3).map((i) => sg(i, dig(1, hook, root, idx, id)));
  ver("other-hook", "signatures for another tree are refused", "XC-HY-05", I, mdI(s3, word(made("hook 2", 20))), false, "a test deployment on the same chain delivers to the real one");
  ver("other-root", "signatures for another root are refused", "XC-HY-06", I, mdI(s3, hook, made("root 2")), false, "a root that nobody signed is stored");
  ver("other-index", "signatures for another index are refused", "XC-HY-06", I, mdI(s3, hook, root, 9), false, "a checkpoint is moved to another height");
  ver("no-id", "signatures over the checkpoint without the message id are refused", "XC-HY-06", I, mdI(range(3).map((i) => sg(i, eip191(kec(dh(1), root, be(idx, 4)))))), false, "old checkpoints sign any message");
  ver("no-prefix", "signatures without the wallet's prefix are refused", "XC-HY-06", I, mdI(range(3).map((i) => sg(i, kec(dh(1), root, be(idx, 4), id)))), false, "other data of a validator's key is taken for a checkpoint");
  const tree = [...leaves.slice(0, 4), id, ...leaves.slice(5)], pr = branch(tree, 4), tr = up(tree), sid = made("signed id");
  const mdR = (s, o = {}) => hook + be(o.index ?? 4, 4) + sid + (o.proof ?? pr).join("") + be(o.signed ?? 8, 4) + s.join("");
  const dR = (o = {}) => dig(1, hook, o.root ?? tr, o.signed ?? 8, sid);
  both(R, "XC-HY-08", (s) => mdR(s), (i, o) => sg(i, dR(), o));
  const r3 = (o) => range(3).map((i) => sg(i, dR(o)));
  ver("at-signed-index", "a message may be the last of the signed tree", "XC-HY-09", R, mdR(r3({ signed: 4 }), { signed: 4 }), true);
  ver("past-signed-index", "a message behind the signed index is refused", "XC-HY-09", R, mdR(r3({ signed: 3 }), { signed: 3 }), false, "a message that was never in the signed tree is delivered");
  ver("index-shifted", "another index leads to another root", "XC-HY-04 XC-HY-08", R, mdR(r3(), { index: 5 }), false, "a message is delivered under two numbers");
  ver("proof-flipped", "one changed bit of the proof is noticed", "XC-HY-04 XC-HY-08", R, mdR(r3(), { proof: [flip(pr[0]), ...pr.slice(1)] }), false, "any message is in the tree");
  ver("proof-swapped", "two exchanged hashes of the proof are noticed", "XC-HY-04 XC-HY-08", R, mdR(r3(), { proof: [pr[1], pr[0], ...pr.slice(2)] }), false, "any message is in the tree");
  ver("proof-short", "a proof of 31 hashes moves all that follows", "XC-HY-08", R, mdR(r3(), { proof: pr.slice(0, 31) }), false, "signatures are read from the proof");
  const ag = (n, parts) => { let at = 8 * n, table = "", data = ""; for (const p of parts) { if (p === null) table += "0".repeat(16); else { table += be(at, 4) + be(at + p.length / 2, 4); at += p.length / 2; data += p; } } return table + data; };
  for (const [i, parts] of [[utf("one")], [utf("one"), null], [null, utf("two")], ["", utf("two")], [null, null, utf("three"), "ff"]].entries())
    for (const j of range(parts.length)) v(g, `hyperlane.aggregation.${i + 1}.${j}`, `module ${j} of ${parts.length}: ${parts[j] === null ? "absent" : "its own metadata"}`, { requires: "XC-HY-12", op: "hyperlane.aggregation_metadata", in: { metadata: ag(parts.length, parts), index: j }, out: parts[j] === null ? { present: false } : { present: true, metadata: parts[j] } });
}
wormhole(); layerzero(); hyperlane();
write();
