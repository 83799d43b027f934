// SPDX-License-Identifier: Apache-2.0
// gateway: Axelar, CCIP, CCTP, OP Stack, Arbitrum, AggLayer.  node gateway.mjs
import { encodeAbiParameters, parseAbiParameters, encodeFunctionData, parseAbi, toRlp } from "viem";
import { AbiCoder } from "ethers";
import assert from "node:assert/strict";
import { file, v, write, pin, utf, hex, kec, be, u256, word, made, flip, range, signer, sign, highS, eip191 } from "./lib.mjs";

const VIEM = pin("viem"), ETHERS = pin("ethers"), NOBLE = `${pin("@noble/curves")} and ${pin("@noble/hashes")}`;
const X = (h) => "0x" + h, S = (h) => h.slice(2);
/** ABI encoding on which two libraries agree. */
function abi(types, values) {
  const a = encodeAbiParameters(parseAbiParameters(types), values);
  const t = types.replace(/(?<=[\w\])]) +[a-z]\w*(?=[,)]|$)/g, "");
  assert.equal(AbiCoder.defaultAbiCoder().encode(split(t), values.map(untuple)), a, types);
  return S(a);
}
const untuple = (x) => (Array.isArray(x) ? x.map(untuple) : x && typeof x === "object" ? Object.values(x).map(untuple) : x);
function split(t) { const out = []; let d = 0, cur = ""; for (const c of t) { if (c === "(") d++; if (c === ")") d--; if (c === "," && !d) { out.push(cur.trim()); cur = ""; } else cur += c; } return [...out, cur.trim()]; }
const sig65 = (who, d, over = (x) => x) => { const s = over(sign(who.key, d)); return s.r + s.s + be(s.v + 27, 1); };

function axelar() {
  const SRC = `Axelar gateway contracts (BaseAmplifierGateway, BaseWeightedMultisig, AxelarGateway), worked out from the text; ABI by ${VIEM} and ${ETHERS}`;
  const f = file("axelar/hashes", "Axelar GMP", { source: SRC }), g = file("axelar/proofs", "Axelar GMP", { source: `${SRC}; signatures by ${NOBLE}` });
  for (const [i, [c, m]] of [["etalon-1", "0xaa-0"], ["", ""], ["a_b", "c"], ["a", "b_c"]].entries()) v(f, `axelar.command-id.${i + 1}`, `the command of message ${JSON.stringify(m)} of chain ${JSON.stringify(c)}`, { requires: "XC-AX-01", op: "axelar.command_id", in: { source_chain: c, message_id: m }, out: { command_id: kec(utf(`${c}_${m}`)) } });
  const M = range(3).map((i) => ({ source_chain: ["avalanche-9", "osmosis-test", ""][i], message_id: ["0x11-1", "tx-" + "9".repeat(40), ""][i], source_address: ["0x" + made("src", 20), "osmo1etalon", ""][i], contract_address: made(`dst ${i}`, 20), payload_hash: made(`payload ${i}`) }));
  for (const n of [0, 1, 2, 3]) {
    const data = abi("uint8, (string a, string b, string c, address d, bytes32 e)[]", [0, M.slice(0, n).map((m) => ({ a: m.source_chain, b: m.message_id, c: m.source_address, d: X(m.contract_address), e: X(m.payload_hash) }))]);
    v(f, `axelar.approve.${n}`, `${n} approved messages`, { requires: "XC-AX-02", op: "axelar.approve_messages_data_hash", in: { messages: M.slice(0, n) }, out: { data, hash: kec(data) } });
  }
  for (const [i, m] of M.entries()) {
    const id = made(`command ${i}`), d = abi("bytes32, string, string, address, bytes32", [X(id), m.source_chain, m.source_address, X(m.contract_address), X(m.payload_hash)]);
    v(f, `axelar.message.${i + 1}`, `the approval of message ${i + 1}`, { requires: "XC-AX-02", op: "axelar.message_hash", in: { command_id: id, source_chain: m.source_chain, source_address: m.source_address, contract_address: m.contract_address, payload_hash: m.payload_hash }, out: { hash: kec(d) } });
  }
  const keys = range(5).map((i) => signer(`axelar ${i}`)).sort((a, b) => (a.address < b.address ? -1 : 1));
  const mk = (weights, threshold, nonce = made("nonce")) => ({ signers: weights.map((w, i) => ({ signer: keys[i].address, weight: String(w) })), threshold: String(threshold), nonce });
  const T = "((address a, uint128 w)[] s, uint128 t, bytes32 n)", val = (s) => ({ s: s.signers.map((x) => ({ a: X(x.signer), w: BigInt(x.weight) })), t: BigInt(s.threshold), n: X(s.nonce) });
  const sh = (s) => kec(abi(T, [val(s)]));
  const SETS = [mk([1], 1), mk([4, 3, 2, 1], 6), mk([2n ** 100n, 1, 1], 2n ** 100n, made("other nonce")), mk([1, 1, 1, 1, 1], 4, "00".repeat(32))];
  for (const [i, s] of SETS.entries()) {
    v(f, `axelar.signers.${i + 1}`, `the hash of signer set ${i + 1}`, { requires: "XC-AX-04", op: "axelar.signers_hash", in: s, out: { hash: sh(s) } });
    const d = abi(`uint8, ${T}`, [1, val(s)]);
    v(f, `axelar.rotate.${i + 1}`, `the rotation to signer set ${i + 1}`, { requires: "XC-AX-03", op: "axelar.rotate_signers_data_hash", in: s, out: { hash: kec(d) } });
  }
  const tosign = (dom, s, dh) => eip191(dom + sh(s) + dh);
  for (const i of [0, 1]) v(f, `axelar.to-sign.${i}`, `what signers sign, case ${i + 1}`, { requires: "XC-AX-04", op: "axelar.message_hash_to_sign", in: { domain_separator: made(`domain ${i}`), signers_hash: sh(SETS[i]), data_hash: made("data") }, out: { hash: tosign(made(`domain ${i}`), SETS[i], made("data")) } });
  for (const c of ["deployToken", "mintToken", "approveContractCall", "approveContractCallWithMint", "burnToken", "transferOperatorship"]) v(f, `axelar.classic.selector.${c.toLowerCase()}`, `the selector of ${c}`, { requires: "XC-AX-10", op: "axelar.classic_command_selector", in: { command: c }, out: { selector_hash: kec(utf(c)) } });
  // sets
  const setv = (id, title, s, want, req = "XC-AX-06", risk, used = false) => v(g, `axelar.set.${id}`, title, { requires: req, op: "axelar.validate_signer_set", in: { ...s, previously_used: used }, out: { valid: want }, ...(risk && { risk }) });
  setv("one", "one signer is a set", mk([1], 1), true, "XC-AX-05 XC-AX-06"); setv("four", "four signers in order", mk([4, 3, 2, 1], 6), true, "XC-AX-05 XC-AX-06"); setv("all", "a threshold of the whole weight", mk([4, 3, 2, 1], 10), true); setv("least", "a threshold of one", mk([4, 3, 2, 1], 1), true);
  setv("none", "a set without signers is refused", mk([], 1), false, "XC-AX-06", "nobody's signature is enough");
  setv("none-zero", "a set without signers and threshold is refused", mk([], 0), false, "XC-AX-06", "everything is approved");
  setv("threshold-0", "a threshold of zero is refused", mk([1, 1], 0), false, "XC-AX-06", "everything is approved");
  setv("threshold-high", "a threshold above the weight is refused", mk([1, 1], 3), false, "XC-AX-06", "the gateway can never be moved again");
  setv("weight-0", "a signer without weight is refused", mk([1, 0, 1], 1), false, "XC-AX-06", "a signer looks like one and is none");
  setv("all-weights-0", "signers without any weight are refused", mk([0, 0], 1), false, "XC-AX-06", "a signer looks like one and is none");
  setv("used", "a set that was used is refused", mk([4, 3], 6), false, "XC-AX-09", "keys of the past come back into power", true);
  const four = mk([4, 3, 2, 1], 6), re = (o) => ({ ...four, signers: o.map((i) => four.signers[i]) });
  setv("descending", "signers that descend are refused", re([3, 2, 1, 0]), false, "XC-AX-05", "checks against duplicates that look at neighbours are passed round");
  setv("swapped", "two exchanged signers are refused", re([1, 0, 2, 3]), false, "XC-AX-05", "checks against duplicates that look at neighbours are passed round");
  setv("twice", "a signer that comes twice is refused", re([0, 1, 1, 3]), false, "XC-AX-05", "one key has the weight of two");
  setv("zero", "the zero address is refused", { ...four, signers: [{ signer: "00".repeat(20), weight: "4" }, ...four.signers.slice(1)] }, false, "XC-AX-05", "a failed recovery signs");
  // proofs
  const dom = made("domain 0"), dh = made("data");
  const proof = (id, title, s, sigs, want, req = "XC-AX-07", risk, over = {}) => v(g, `axelar.proof.${id}`, title, { requires: req, op: "axelar.validate_proof", in: { domain_separator: dom, data_hash: dh, known_signers: over.known ?? s, proof: { signers: s, signatures: sigs }, ...over.in }, out: want ? { valid: true, latest: true } : { valid: false, ...(over.latest && {}) }, ...(risk && { risk }) });
  const by = (s, list, o) => list.map((i) => sig65(keys[i], tosign(dom, s, dh), o));
  for (const [k, l] of [["01", [0, 1]], ["123", [1, 2, 3]], ["02", [0, 2]]]) proof(`valid.${k}`, `signers ${[...k].join(", ")} reach the threshold`, four, by(four, l), true);
  for (const [k, l, r] of [["under.1", [0], "a minority of weight moves all"], ["under.23", [2, 3], "a minority of weight moves all"], ["under.13", [1, 3], "a minority of weight moves all"], ["none", [], "everything is approved"], ["twice", [0, 0], "one key has the weight of two"], ["twice-light", [1, 1], "one key has the weight of two"], ["order", [1, 0], "checks against duplicates that rely on the order are passed round"]])
    proof(k, `signatures of signers ${l.join(", ") || "(none)"} are refused`, four, by(four, l), false, "XC-AX-07", r);
  proof("surplus", "a signature behind the threshold is refused", four, by(four, [0, 1, 2]), false, "XC-AX-08", "proofs differ in bytes for one message, and replay protection by their hash fails");
  proof("surplus-light", "a light signature behind the threshold is refused", four, by(four, [0, 2, 3]), false, "XC-AX-08", "proofs differ in bytes for one message, and replay protection by their hash fails");
  proof("stranger", "a signature of a stranger is refused", four, [...by(four, [0]), sig65(keys[4], tosign(dom, four, dh))], false, "XC-AX-07", "any key has weight");
  proof("high-s", "a malleable signature is refused", four, [...by(four, [0]), ...by(four, [1], highS)], false, "XC-AX-07", "proofs are changed in transit");
  proof("v-flipped", "the other recovery id recovers a stranger", four, [...by(four, [0]), ...by(four, [1], (x) => ({ ...x, v: x.v ^ 1 }))], false, "XC-AX-07", "any key has weight");
  proof("unknown-set", "a set that the gateway does not know is refused", four, by(four, [0, 1]), false, "XC-AX-07", "anybody brings their own signers", { known: SETS[3] });
  proof("other-weights", "known signers with other weights are another set", mk([6, 3, 2, 1], 6), by(mk([6, 3, 2, 1], 6), [0]), false, "XC-AX-07", "a signer raises its own weight", { known: four });
  proof("other-threshold", "known signers with a lower threshold are another set", mk([4, 3, 2, 1], 1), by(mk([4, 3, 2, 1], 1), [3]), false, "XC-AX-07", "a signer lowers the threshold", { known: four });
  proof("other-nonce", "known signers with another nonce are another set", mk([4, 3, 2, 1], 6, made("n2")), by(mk([4, 3, 2, 1], 6, made("n2")), [0, 1]), false, "XC-AX-07", "signatures of a former rotation count again", { known: four });
  proof("other-domain", "signatures for another gateway are refused", four, by(four, [0, 1]), false, "XC-AX-04", "an approval of one chain is replayed on another", { in: { domain_separator: made("domain 1") } });
  proof("other-data", "signatures over other data are refused", four, by(four, [0, 1]), false, "XC-AX-04", "any call is approved with signatures of another", { in: { data_hash: made("data 2") } });
  proof("no-prefix", "signatures without the wallet's prefix are refused", four, [0, 1].map((i) => sig65(keys[i], kec(dom, sh(four), dh))), false, "XC-AX-04", "other data of a signer's key is taken for an approval");
  proof("length-32", "a prefix of length 32 is refused", four, [0, 1].map((i) => sig65(keys[i], eip191(kec(dom, sh(four), dh)))), false, "XC-AX-04", "other data of a signer's key is taken for an approval");
  // classic
  const mh = made("classic"), cl = (set, sigs) => abi("address[], uint256[], uint256, bytes[]", [set.signers.map((x) => X(x.signer)), set.signers.map((x) => BigInt(x.weight)), BigInt(set.threshold), sigs.map(X)]);
  const cs = (l, o) => l.map((i) => sig65(keys[i], mh, o)), classic = (id, title, p, want, req, risk) => v(g, `axelar.classic.${id}`, title, { requires: req, op: "axelar.classic_validate_proof", in: { message_hash: mh, proof: p }, out: { valid: want }, ...(risk && { risk }) });
  classic("valid", "operators reach the threshold", cl(four, cs([0, 1])), true, "XC-AX-07"); classic("surplus", "signatures behind the threshold are not read", cl(four, cs([0, 1, 2])), true, "XC-AX-08");
  for (const [k, l] of [["under", [1]], ["order", [1, 0]], ["twice", [0, 0]], ["none", []]]) classic(k, `signatures of operators ${l.join(", ") || "(none)"} are refused`, cl(four, cs(l)), false, "XC-AX-07", "a minority of operators moves all");
  classic("other-hash", "signatures over another batch are refused", cl(four, [0, 1].map((i) => sig65(keys[i], made("classic 2")))), false, "XC-AX-10", "any batch runs with signatures of another");
}

function ccip() {
  const SRC = `Chainlink CCIP contracts (Internal, MerkleMultiProof, MessageV1Codec), worked out from the text; ABI by ${VIEM} and ${ETHERS}`;
  const f = file("ccip/messages", "Chainlink CCIP", { source: SRC }), g = file("ccip/tree", "Chainlink CCIP", { source: SRC });
  const sel = ["16015286601757825753", "3478487238524512106", "18446744073709551615"];
  for (const i of range(4)) {
    const tokens = range(i % 3).map((j) => ({ token: made(`tok ${j}`, 20), amount: String(10n ** BigInt(18 + j)) })), std = tokens.map((_, j) => "ab".repeat(j + 1));
    const m = { sourceChainSelector: sel[0], sender: made("s", 20), receiver: made("r", 20), sequenceNumber: String(i + 1), gasLimit: "200000", strict: i === 1, nonce: String(i), feeToken: made("fee", 20), feeTokenAmount: "77", data: i === 2 ? "" : utf("data " + i), tokenAmounts: tokens, sourceTokenData: std, messageId: "00".repeat(32) };
    const on = made("onramp", 20), md = kec(abi("bytes32, uint64, uint64, address", [X(kec(utf("EVM2EVMMessageHashV2"))), BigInt(sel[0]), BigInt(sel[1]), X(on)]));
    const fixed = kec(abi("address, address, uint64, uint256, bool, uint64, address, uint256", [X(m.sender), X(m.receiver), BigInt(m.sequenceNumber), 200000n, m.strict, BigInt(m.nonce), X(m.feeToken), 77n]));
    const hash = kec(abi("bytes32, bytes32, bytes32, bytes32, bytes32, bytes32", ["00".repeat(32), md, fixed, kec(m.data), kec(abi("(address t, uint256 a)[]", [tokens.map((t) => ({ t: X(t.token), a: BigInt(t.amount) }))])), kec(abi("bytes[]", [std.map(X)]))].map(X)));
    v(f, `ccip.leaf15.${i + 1}`, `message ${i + 1} of version 1.5 has this leaf`, { requires: "XC-CC-01", op: "ccip.evm2evm_leaf_hash", in: { message: m, source_chain_selector: sel[0], dest_chain_selector: sel[1], on_ramp: on }, out: { metadata_hash: md, hash } });
    const on6 = i === 3 ? made("solana onramp") : word(on), m6 = { header: { messageId: made("id " + i), sourceChainSelector: sel[0], destChainSelector: sel[2], sequenceNumber: String(i + 5), nonce: String(i) }, sender: word(m.sender), data: m.data, receiver: m.receiver, gasLimit: "300000", tokenAmounts: range(i % 2).map(() => ({ sourcePoolAddress: word(made("pool", 20)), destTokenAddress: made("dt", 20), destGasAmount: 90000, extraData: "0102", amount: "5" })) };
    if (i % 2 === 0) {
      const md6 = kec(abi("bytes32, uint64, uint64, bytes32", [X(kec(utf("Any2EVMMessageHashV1"))), BigInt(sel[0]), BigInt(sel[2]), X(kec(on6))]));
      const h6 = kec(abi("bytes32, bytes32, bytes32, bytes32, bytes32, bytes32", ["00".repeat(32), md6, kec(abi("bytes32, address, uint64, uint256, uint64", [X(m6.header.messageId), X(m6.receiver), BigInt(m6.header.sequenceNumber), 300000n, BigInt(m6.header.nonce)])), kec(m6.sender), kec(m6.data), kec(abi("(bytes p, address t, uint32 g, bytes x, uint256 a)[]", [[]]))].map(X)));
      v(f, `ccip.leaf16.${i + 1}`, `message ${i + 1} of version 1.6 has this leaf`, { requires: "XC-CC-02", op: "ccip.any2evm_leaf_hash", in: { message: m6, on_ramp: on6 }, out: { metadata_hash: md6, hash: h6 } });
    }
  }
  const adr = (id, title, enc, want, risk) => v(f, `ccip.address.${id}`, title, { requires: "XC-CC-06", op: "ccip.validate_evm_address", in: { encoded: enc }, out: { valid: want }, ...(risk && { risk }) });
  adr("plain", "an address in 32 bytes", word(made("a", 20)), true); adr("1024", "1024 is the least", u256(1024), true); adr("max", "2^160 - 1 is the most", u256(2n ** 160n - 1n), true);
  adr("1023", "1023 is a precompile", u256(1023), false, "tokens are released to a precompile"); adr("0", "zero is no address", u256(0), false, "tokens are burnt");
  adr("2-160", "2^160 does not fit", u256(2n ** 160n), false, "the top is cut off and another account is paid"); adr("top", "a set top bit does not fit", flip(word(made("a", 20)), 0, 128), false, "the top is cut off and another account is paid");
  for (const n of [0, 20, 31, 33, 64]) adr(`length-${n}`, `${n} bytes are no padded address`, made("a", 20).padStart(2 * n, "0").slice(0, 2 * n), false, "bytes are read past the end or left out");
  // MessageV1
  const L1 = (h) => be(h.length / 2, 1) + h, L2 = (h) => be(h.length / 2, 2) + h;
  const enc1 = (m) => "01" + be(m.source_chain_selector, 8) + be(m.dest_chain_selector, 8) + be(m.message_number, 8) + be(m.execution_gas_limit, 4) + be(m.ccip_receive_gas_limit, 4) + m.finality + m.ccv_and_executor_hash + L1(m.on_ramp) + L1(m.off_ramp) + L1(m.sender) + L1(m.receiver) + L2(m.dest_blob) + L2("") + L2(m.data);
  const base = { source_chain_selector: sel[0], dest_chain_selector: sel[1], message_number: "12", execution_gas_limit: 400000, ccip_receive_gas_limit: 90000, finality: "00000001", ccv_and_executor_hash: made("ccv"), on_ramp: word(made("on", 20)), off_ramp: made("off", 20), sender: word(made("s", 20)), receiver: made("r", 20), dest_blob: "", token_transfer: null, data: utf("hi") };
  for (const [i, m] of [base, { ...base, on_ramp: "", off_ramp: "", sender: "", receiver: "", data: "" }, { ...base, message_number: sel[2], execution_gas_limit: 4294967295, dest_blob: "ff".repeat(300), data: "00".repeat(1000) }, { ...base, sender: "ab".repeat(255) }].entries()) {
    const x = enc1(m), k = i + 1;
    v(f, `ccip.v1.encode.${k}`, `message ${k} and its id`, { requires: "XC-CC-07", op: "ccip.message_v1_encode", in: m, out: { message: x, message_id: kec(x) } });
    v(f, `ccip.v1.decode.${k}`, `message ${k} is read back`, { requires: "XC-CC-07", op: "ccip.message_v1_decode", in: { message: x }, out: m });
    const bad = (id, title, msg, reject, risk) => v(f, `ccip.v1.${id}.${k}`, `message ${k}: ${title}`, { requires: "XC-CC-08", op: "ccip.message_v1_decode", in: { message: msg }, reject, risk });
    bad("version", "version 2 is refused", "02" + x.slice(2), "version", "fields are read at other offsets than they were attested");
    bad("trailing", "a byte behind the end is refused", x + "00", "trailing", "one message has many ids and is executed once for each");
    if (m.data) bad("cut", "a missing last byte is refused", x.slice(0, -2), "truncated", "a payload is shortened in transit");
    bad("header", "a message of 60 bytes is refused", x.slice(0, 120), "truncated", "fields are read past the end");
  }
  const node = (a, b) => (a < b ? kec(u256(1), a, b) : kec(u256(1), b, a));
  const root = (l) => { let r = l; while (r.length > 1) { const n = []; for (let i = 0; i < r.length; i += 2) n.push(node(r[i], r[i + 1] ?? "ff".repeat(32))); r = n; } return r[0]; };
  const leaves = range(8).map((i) => made(`ccip leaf ${i}`));
  for (const n of [1, 2, 3, 4, 5, 7, 8]) v(g, `ccip.tree.${n}`, `the root of ${n} messages`, { requires: "XC-CC-03", op: "ccip.merkle_tree_root", in: { leaves: leaves.slice(0, n) }, out: { root: root(leaves.slice(0, n)) } });
  const mp = (id, title, l, p, flags, out, req = "XC-CC-04", risk) => v(g, `ccip.multiproof.${id}`, title, { requires: req, op: "ccip.merkle_multiproof_root", in: { leaves: l, proofs: p, flags: X(flags.toString(16)) }, ...(out.length === 64 ? { out: { root: out } } : { reject: out }), ...(risk && { risk }) });
  const [a, b, c, d] = leaves;
  mp("single", "one leaf alone is its root", [a], [], 0, a); mp("pair", "two leaves", [a, b], [], 1, node(a, b)); mp("one-of-two", "one leaf with its neighbour", [a], [b], 0, node(a, b)); mp("one-of-four", "one leaf with two hashes", [a], [b, node(c, d)], 0, node(node(a, b), node(c, d))); mp("two-of-four", "two neighbours with one hash", [a, b], [node(c, d)], 1, node(node(a, b), node(c, d))); mp("all", "four leaves", [a, b, c, d], [], 7, node(node(a, b), node(c, d)));
  const R = "a forged message rides along with true ones";
  mp("leaf-unused", "a leaf that no flag takes is refused", [a, b, c], [d], 0, "proof-missing", "XC-CC-04", R);
  mp("none", "no leaf proves nothing", [], [a], 0, "empty", "XC-CC-05", "a root is shown as a message");
  mp("nothing", "nothing proves nothing", [], [], 0, "empty", "XC-CC-05", "a root of zero is taken: Nomad's loss of 190 million dollars in 2022");
  v(g, "ccip.tree.none", "a tree without leaves has no root", { requires: "XC-CC-05", op: "ccip.merkle_tree_root", in: { leaves: [] }, reject: "empty", risk: "a root of zero is committed: Nomad's loss of 190 million dollars in 2022" });
}

function cctp() {
  const SRC = "Circle evm-cctp-contracts (Message, MessageV2, BurnMessage, BurnMessageV2, Attestable), worked out from the text";
  const f = file("cctp/messages", "Circle CCTP", { source: SRC }), g = file("cctp/attestation", "Circle CCTP", { source: `${SRC}; signatures by ${NOBLE}` });
  const e1 = (m) => be(m.version, 4) + be(m.source_domain, 4) + be(m.destination_domain, 4) + be(m.nonce, 8) + m.sender + m.recipient + m.destination_caller + m.body;
  const e2 = (m) => be(m.version, 4) + be(m.source_domain, 4) + be(m.destination_domain, 4) + m.nonce + m.sender + m.recipient + m.destination_caller + be(m.min_finality_threshold, 4) + be(m.finality_threshold_executed, 4) + m.body;
  const b1 = { version: 0, burn_token: word(made("usdc", 20)), mint_recipient: word(made("to", 20)), amount: "1500000", message_sender: word(made("from", 20)) };
  const burn1 = (b) => be(b.version, 4) + b.burn_token + b.mint_recipient + u256(b.amount) + b.message_sender;
  const b2 = { ...b1, version: 1, max_fee: "300", fee_executed: "0", expiration_block: "0", hook_data: "" }, burn2 = (b) => burn1(b) + u256(b.max_fee) + u256(b.fee_executed) + u256(b.expiration_block) + b.hook_data;
  for (const [i, o] of [{}, { amount: "0" }, { amount: String(2n ** 256n - 1n), mint_recipient: "ff".repeat(32) }].entries()) v(f, `cctp.v1.burn.${i + 1}`, `burn ${i + 1} is 132 bytes`, { requires: "XC-CT-02", op: "cctp.v1.burn_message_encode", in: { ...b1, ...o }, out: { body: burn1({ ...b1, ...o }) } });
  for (const [i, o] of [{}, { hook_data: "00" }, { hook_data: utf("call"), max_fee: "0", fee_executed: "299", expiration_block: "99999999" }].entries()) {
    v(f, `cctp.v2.burn.${i + 1}`, `burn ${i + 1} of version 2`, { requires: "XC-CT-04", op: "cctp.v2.burn_message_encode", in: { ...b2, ...o }, out: { body: burn2({ ...b2, ...o }) } });
    v(f, `cctp.v2.burn.valid.${i + 1}`, `burn ${i + 1} of version 2 has the right form`, { requires: "XC-CT-04", op: "cctp.v2.burn_message_validate", in: { body: burn2({ ...b2, ...o }) }, out: { valid: true } });
  }
  v(f, "cctp.v1.burn.valid", "a burn of 132 bytes has the right form", { requires: "XC-CT-02", op: "cctp.v1.burn_message_validate", in: { body: burn1(b1) }, out: { valid: true } });
  for (const [n, x] of [[0, ""], [131, burn1(b1).slice(0, -2)], [133, burn1(b1) + "00"], [264, burn1(b1).repeat(2)]]) v(f, `cctp.v1.burn.length-${n}`, `a burn of ${n} bytes is refused`, { requires: "XC-CT-02", op: "cctp.v1.burn_message_validate", in: { body: x }, out: { valid: false }, risk: "the amount is read at another place than it was attested" });
  for (const n of [0, 132, 227]) v(f, `cctp.v2.burn.length-${n}`, `a burn of version 2 with ${n} bytes is refused`, { requires: "XC-CT-04", op: "cctp.v2.burn_message_validate", in: { body: burn2(b2).slice(0, 2 * n) }, out: { valid: false }, risk: "the fee is read past the end" });
  const m1 = { version: 0, source_domain: 0, destination_domain: 6, nonce: "4711", sender: word(made("messenger", 20)), recipient: word(made("messenger 2", 20)), destination_caller: "00".repeat(32), body: burn1(b1) };
  for (const [i, o] of [{}, { body: "" }, { source_domain: 4294967295, destination_domain: 4294967295, nonce: "18446744073709551615", destination_caller: made("caller") }].entries()) {
    const m = { ...m1, ...o }, x = e1(m);
    v(f, `cctp.v1.encode.${i + 1}`, `message ${i + 1}, its hash and its nonce`, { requires: "XC-CT-01 XC-CT-05", op: "cctp.v1.message_encode", in: m, out: { message: x, hash: kec(x), nonce_key: kec(be(m.source_domain, 4), be(m.nonce, 8)) } });
    v(f, `cctp.v1.parse.${i + 1}`, `message ${i + 1} is read back`, { requires: "XC-CT-01", op: "cctp.v1.message_parse", in: { message: x }, out: m });
    for (const n of [0, 4, 20, 115]) v(f, `cctp.v1.cut.${i + 1}.${n}`, `${n} bytes of message ${i + 1} are refused`, { requires: "XC-CT-01", op: "cctp.v1.message_parse", in: { message: x.slice(0, 2 * n) }, reject: "truncated", risk: "missing bytes are read as zero: the caller becomes anybody" });
  }
  const m2 = { version: 1, source_domain: 0, destination_domain: 6, nonce: "00".repeat(32), sender: m1.sender, recipient: m1.recipient, destination_caller: "00".repeat(32), min_finality_threshold: 2000, finality_threshold_executed: 0, body: burn2(b2) };
  for (const [i, o] of [{}, { body: "" }, { nonce: made("nonce"), min_finality_threshold: 1000, finality_threshold_executed: 1000 }].entries()) {
    const m = { ...m2, ...o }, x = e2(m);
    v(f, `cctp.v2.encode.${i + 1}`, `message ${i + 1} of version 2`, { requires: "XC-CT-03", op: "cctp.v2.message_encode", in: m, out: { message: x } });
    v(f, `cctp.v2.parse.${i + 1}`, `message ${i + 1} of version 2 is read back`, { requires: "XC-CT-03", op: "cctp.v2.message_parse", in: { message: x }, out: { ...m, hash: kec(x) } });
    v(f, `cctp.v2.valid.${i + 1}`, `message ${i + 1} of version 2 has the right form`, { requires: "XC-CT-03", op: "cctp.v2.message_validate", in: { message: x }, out: { valid: true } });
    for (const n of [0, 116, 147]) v(f, `cctp.v2.cut.${i + 1}.${n}`, `${n} bytes of message ${i + 1} of version 2 are refused`, { requires: "XC-CT-03", op: "cctp.v2.message_validate", in: { message: x.slice(0, 2 * n) }, out: { valid: false }, risk: "missing bytes are read as zero: an unfinished burn counts as final" });
  }
  const ks = range(4).map((i) => signer(`attester ${i}`)).sort((p, q) => (p.address < q.address ? -1 : 1)), attesters = ks.map((k) => k.address), message = e1(m1), d = kec(message);
  const at = (id, title, l, want, req = "XC-CT-07", risk, over = {}) => v(g, `cctp.attestation.${id}`, title, { requires: req, op: "cctp.attestation_verify", in: { message, attestation: typeof l === "string" ? l : l.map((i) => sig65(ks[i], d)).join(""), threshold: 2, attesters, ...over }, out: { valid: want }, ...(risk && { risk }) });
  for (const l of [[0, 1], [0, 3], [2, 3]]) at(`valid.${l.join("")}`, `attesters ${l.join(" and ")} sign`, l, true, "XC-CT-06 XC-CT-07");
  at("valid.one", "a threshold of one", [2], true, "XC-CT-06", undefined, { threshold: 1 }); at("valid.four", "a threshold of all", [0, 1, 2, 3], true, "XC-CT-06", undefined, { threshold: 4 });
  at("under", "one signature of two is refused", [0], false, "XC-CT-06", "one stolen key mints"); at("over", "three signatures for two are refused", [0, 1, 2], false, "XC-CT-06", "attestations differ in bytes for one message"); at("none", "no signature is refused", [], false, "XC-CT-06", "anybody mints");
  at("cut", "64 bytes of the last signature are refused", [0, 1].map((i) => sig65(ks[i], d)).join("").slice(0, -2), false, "XC-CT-06", "the missing byte is read from elsewhere"); at("padded", "a byte behind the last signature is refused", [0, 1].map((i) => sig65(ks[i], d)).join("") + "00", false, "XC-CT-06", "attestations differ in bytes for one message");
  at("descending", "attesters that descend are refused", [1, 0], false, "XC-CT-07", "checks against duplicates that rely on the order are passed round"); at("twice", "one attester twice is refused", [1, 1], false, "XC-CT-07", "one stolen key mints");
  at("threshold-0", "a threshold of zero never passes with a signature", [0], false, "XC-CT-06", "anybody mints", { threshold: 0 });
  at("stranger", "a stranger is refused", sig65(ks[0], d) + sig65(signer("attester 9"), d), false, "XC-CT-07", "any key mints"); at("disabled", "an attester that was disabled is refused", [0, 1], false, "XC-CT-07", "a key keeps its power after it was withdrawn", { attesters: [attesters[0], attesters[2], attesters[3]] }); at("nobody", "without attesters nothing passes", [0, 1], false, "XC-CT-07", "any key mints", { attesters: [] });
  const two = (o) => sig65(ks[0], d) + sig65(ks[1], d, o);
  at("high-s", "a malleable signature is refused", two(highS), false, "XC-CT-08", "attestations are changed in transit"); for (const w of [-27, -26, 2]) at(`v${w}`, `a recovery byte of ${27 + w} is refused`, two((x) => ({ ...x, v: w })), false, "XC-CT-08", "two encodings of one signature pass");
  at("v-flipped", "the other recovery byte recovers a stranger", two((x) => ({ ...x, v: x.v ^ 1 })), false, "XC-CT-07", "any key mints"); at("r-zero", "r of zero recovers nobody", two((x) => ({ ...x, r: u256(0) })), false, "XC-CT-08", "address zero signs everything"); at("s-zero", "s of zero recovers nobody", two((x) => ({ ...x, s: u256(0) })), false, "XC-CT-08", "address zero signs everything");
  for (const [what, o] of [["amount", { body: burn1({ ...b1, amount: "1500001" }) }], ["recipient", { body: burn1({ ...b1, mint_recipient: word(made("thief", 20)) }) }], ["nonce", { nonce: "4712" }], ["destination", { destination_domain: 7 }], ["source", { source_domain: 1 }], ["caller", { destination_caller: word(made("x", 20)) }]]) at(`other-${what}`, `a message of another ${what} is refused`, [0, 1], false, "XC-CT-07", `the ${what} of a burn is free for anybody to choose`, { message: e1({ ...m1, ...o }) });
}

function opstack() {
  const SRC = `OP Stack specification, worked out from the text; ABI by ${VIEM} and ${ETHERS}, RLP by ${VIEM}`;
  const f = file("opstack/hashes", "OP Stack specification", { source: SRC });
  const V1 = 1n << 240n, W = [{ nonce: String(V1 + 5n), sender: "4200000000000000000000000000000000000007", target: made("portal", 20), value: "1000000000000000000", gas_limit: "200000", data: utf("relay") }, { nonce: "0", sender: "00".repeat(20), target: "ff".repeat(20), value: "0", gas_limit: "0", data: "" }, { nonce: String(2n ** 256n - 1n), sender: made("x", 20), target: made("y", 20), value: String(2n ** 256n - 1n), gas_limit: String(2n ** 256n - 1n), data: "00".repeat(65) }];
  for (const [i, w] of W.entries()) {
    const h = kec(abi("uint256, address, address, uint256, uint256, bytes", [BigInt(w.nonce), X(w.sender), X(w.target), BigInt(w.value), BigInt(w.gas_limit), X(w.data)]));
    v(f, `opstack.withdrawal.${i + 1}`, `withdrawal ${i + 1} and its slot`, { requires: "XC-OP-01 XC-OP-02", op: "opstack.withdrawal_hash", in: w, out: { hash: h, message_passer_slot: kec(h, u256(0)) } });
    const x = { ...w, value: String(BigInt(w.value) ^ 1n) };
    v(f, `opstack.withdrawal.${i + 1}.value`, `withdrawal ${i + 1} with another value is another`, { requires: "XC-OP-01", op: "opstack.withdrawal_hash", in: x, out: (() => { const k = kec(abi("uint256, address, address, uint256, uint256, bytes", [BigInt(x.nonce), X(x.sender), X(x.target), BigInt(x.value), BigInt(x.gas_limit), X(x.data)])); return { hash: k, message_passer_slot: kec(k, u256(0)) }; })() });
  }
  for (const [i, [n, ver]] of [["0", 0], [String(V1), 1], [String(V1 - 1n), 0], [String(2n * V1 + 9n), 2], [String(2n ** 256n - 1n), 65535]].entries()) v(f, `opstack.nonce.${i + 1}`, `nonce ${i + 1} has version ${ver}`, { requires: "XC-OP-06", op: "opstack.decode_versioned_nonce", in: { nonce: n }, out: { nonce: String(BigInt(n) & (V1 - 1n)), version: ver } });
  for (const [i, c] of [{ ...W[0], nonce: "7" }, { ...W[0], nonce: String(V1 + 7n) }, { ...W[1] }, { ...W[1], nonce: String(V1) }].entries()) {
    const ver = Number(BigInt(c.nonce) >> 240n), call = ver === 0 ? encodeFunctionData({ abi: parseAbi(["function relayMessage(address,address,bytes,uint256)"]), args: [X(c.target), X(c.sender), X(c.data), BigInt(c.nonce)] }) : encodeFunctionData({ abi: parseAbi(["function relayMessage(uint256,address,address,uint256,uint256,bytes)"]), args: [BigInt(c.nonce), X(c.sender), X(c.target), BigInt(c.value), BigInt(c.gas_limit), X(c.data)] });
    v(f, `opstack.cross-domain.${i + 1}`, `message ${i + 1} of version ${ver} has this hash`, { requires: "XC-OP-07", op: "opstack.cross_domain_message_hash", in: c, out: { version: ver, hash: kec(S(call)) } });
  }
  for (const w of [2n, 3n, 65535n]) v(f, `opstack.cross-domain.version-${w}`, `a message of version ${w} has no hash`, { requires: "XC-OP-07", op: "opstack.cross_domain_message_hash", in: { ...W[0], nonce: String(w * V1) }, reject: "version", risk: "a message is relayed under two hashes, and so twice" });
  for (const i of range(3)) { const o = { version: "00".repeat(32), state_root: made(`state ${i}`), message_passer_storage_root: made(`passer ${i}`), latest_block_hash: made(`block ${i}`) }; v(f, `opstack.output.${i + 1}`, `output root ${i + 1}`, { requires: "XC-OP-03", op: "opstack.output_root", in: o, out: { root: kec(o.version, o.state_root, o.message_passer_storage_root, o.latest_block_hash) } }); }
  const min = (n) => (BigInt(n) === 0n ? "0x" : X(BigInt(n).toString(16).padStart(2 * Math.ceil(BigInt(n).toString(16).length / 2), "0")));
  for (const [i, d] of [{ mint: "0", value: "0", data: "" }, { mint: "1000000000000000000", value: "5", data: utf("deposit") }, { is_creation: true, to: "00".repeat(20), mint: "128", value: "127", data: "6001600255", log_index: "300" }, { gas_limit: "30000000", log_index: "0", mint: String(2n ** 127n), value: "0", data: "00".repeat(60) }].entries()) {
    const x = { l1_block_hash: made(`l1 ${i}`), log_index: "7", from: made("depositor", 20), to: made("callee", 20), is_creation: false, gas_limit: "100000", ...d };
    const sh = kec(u256(0), kec(x.l1_block_hash, u256(x.log_index))), tx = "7e" + S(toRlp([X(sh), X(x.from), x.is_creation ? "0x" : X(x.to), min(x.mint), min(x.value), min(x.gas_limit), "0x", X(x.data)]));
    v(f, `opstack.deposit.${i + 1}`, `deposit ${i + 1} as a transaction`, { requires: "XC-OP-04 XC-OP-05", op: "opstack.deposit_tx_encode", in: x, out: { source_hash: sh, tx, hash: kec(tx) } });
  }
  v(f, "opstack.source.upgrade", "the source of an upgrade is its intent", { requires: "XC-OP-05", op: "opstack.source_hash", in: { domain: "upgrade", intent: "Etalon: a made upgrade" }, out: { source_hash: kec(u256(2), kec(utf("Etalon: a made upgrade"))) } });
  for (const i of range(3)) { const m = { destination: ["10", "18446744073709551616", "8453"][i], source: ["8453", "1", "10"][i], nonce: String(i), sender: made("s", 20), target: made("t", 20), message: ["", utf("m"), "ff".repeat(40)][i] }; v(f, `opstack.l2-to-l2.${i + 1}`, `message ${i + 1} between two chains`, { requires: "XC-OP-08", op: "opstack.l2_to_l2_message_hash", in: m, out: { hash: kec(abi("uint256, uint256, uint256, address, address, bytes", [BigInt(m.destination), BigInt(m.source), BigInt(m.nonce), X(m.sender), X(m.target), X(m.message)])) } }); }
  for (const [i, id] of [{ chain_id: "10" }, { chain_id: "18446744073709551615" }, { chain_id: "18446744073709551616" }, { chain_id: String(2n ** 255n), block_number: "18446744073709551615", log_index: "4294967295", timestamp: "18446744073709551615" }].entries()) {
    const x = { origin: made("origin", 20), block_number: "123", log_index: "4", timestamp: "1750000000", ...id }, payload = made("topic") + utf("log data"), mh = kec(payload), c = BigInt(x.chain_id);
    const fields = be(x.block_number, 8) + be(x.timestamp, 8) + be(x.log_index, 4), sum = kec(kec(kec(x.origin, mh), "00".repeat(12) + fields), u256(c));
    const keys = ["01000000" + be(c & (2n ** 64n - 1n), 8) + fields, ...(c >= 2n ** 64n ? ["02" + "00".repeat(7) + be(c >> 64n, 24)] : []), "03" + sum.slice(2)];
    v(f, `opstack.interop.${i + 1}`, `identifier ${i + 1} in the access list`, { requires: "XC-OP-09 XC-OP-10", op: "opstack.interop_access_list", in: { identifier: x, payload }, out: { message_hash: mh, storage_keys: keys } });
  }
  const inv = (id, title, o, want, risk) => v(f, `opstack.invariants.${id}`, title, { requires: "XC-OP-11", op: "opstack.interop_invariants", in: { identifier_timestamp: 5000, executing_timestamp: 6000, interop_activation: 4000, expiry: 604800, chain_in_dependency_set: true, ...o }, out: { valid: want }, ...(risk && { risk }) });
  inv("valid", "a message of the past may be executed", {}, true); inv("same", "a message of the same time may be executed", { executing_timestamp: 5000 }, true); inv("after", "one second after activation is enough", { identifier_timestamp: 4001 }, true);
  inv("future", "a message of the future is refused", { executing_timestamp: 4999 }, false, "a message is executed before it was sent, and the sender's block is reorganised away"); inv("at-activation", "a message of the activation itself is refused", { identifier_timestamp: 4000 }, false, "logs from before the rules count as messages"); inv("before", "a message from before activation is refused", { identifier_timestamp: 3999 }, false, "logs from before the rules count as messages"); inv("expired", "a message that is too old is refused", { executing_timestamp: 5000 + 604801 }, false, "messages are executed whose evidence nobody keeps"); inv("stranger", "a chain outside of the set is refused", { chain_in_dependency_set: false }, false, "any chain's logs are messages");
}

function rollups() {
  const SRC = "Arbitrum Nitro contracts and AggLayer contracts (DepositContractV2, GlobalExitRootLib), worked out from the text", M160 = 2n ** 160n, OFF = 0x1111000000000000000000000000000000001111n;
  const f = file("rollups/arbitrum", "Arbitrum Nitro contracts", { source: SRC }), g = file("rollups/agglayer", "AggLayer contracts", { source: SRC });
  for (const [i, a] of ["00".repeat(20), made("contract", 20), be(M160 - OFF, 20), be(M160 - OFF - 1n, 20), "ff".repeat(20)].entries()) v(f, `arbitrum.alias.${i + 1}`, `the alias of ${a}`, { requires: "XC-ARB-01", op: "arbitrum.l1_to_l2_alias", in: { address: a }, out: { alias: be((BigInt(X(a)) + OFF) % M160, 20) } });
  const item = (o) => kec(o.l2_sender, o.to, u256(o.l2_block), u256(o.l1_block), u256(o.l2_timestamp), u256(o.value), o.data), O = { l2_sender: made("s", 20), to: made("t", 20), l2_block: "1234", l1_block: "99", l2_timestamp: "1750000000", value: "1", data: utf("exit") };
  for (const [i, o] of [O, { ...O, data: "" }, { ...O, value: String(2n ** 256n - 1n) }].entries()) v(f, `arbitrum.outbox.${i + 1}`, `exit ${i + 1}`, { requires: "XC-ARB-02", op: "arbitrum.outbox_item_hash", in: o, out: { hash: item(o) } });
  const fold = (it, p, i) => p.reduce((x, s, d) => ((BigInt(i) >> BigInt(d)) & 1n ? kec(s, x) : kec(x, s)), it);
  for (const [k, n] of [[0n, 0], [0n, 1], [1n, 1], [5n, 3], [7n, 3], [2n ** 40n + 3n, 41]]) { const p = range(n).map((j) => made(`send ${j}`)); v(f, `arbitrum.proof.${k}-${n}`, `exit ${k} under ${n} hashes`, { requires: "XC-ARB-02", op: "arbitrum.merkle_root_from_proof", in: { proof: p, index: String(k), item: kec(item(O)) }, out: { root: fold(kec(item(O)), p, k) } }); }
  v(f, "arbitrum.proof.deep", "257 hashes are too many", { requires: "XC-ARB-03", op: "arbitrum.merkle_root_from_proof", in: { proof: range(257).map((j) => made(`send ${j}`)), index: "0", item: item(O) }, reject: "too-long", risk: "the index wraps and one exit is spent twice" });
  for (const i of range(3)) { const m = { kind: [3, 9, 12][i], sender: made("m", 20), block_number: String(100 + i), timestamp: "1750000000", inbox_seq_num: String(i), base_fee_l1: "7", message_data_hash: made("md") }, h = kec(be(m.kind, 1), m.sender, be(m.block_number, 8), be(m.timestamp, 8), u256(m.inbox_seq_num), u256(7), m.message_data_hash);
    v(f, `arbitrum.inbox.${i + 1}`, `message ${i + 1} of the inbox`, { requires: "XC-ARB-04", op: "arbitrum.inbox_message_hash", in: m, out: { hash: h } }); v(f, `arbitrum.accumulator.${i + 1}`, `message ${i + 1} is accumulated`, { requires: "XC-ARB-04", op: "arbitrum.inbox_accumulator", in: { prev: made("acc"), message_hash: h }, out: { acc: kec(made("acc"), h) } }); }
  const leafv = (o) => kec(be(o.leaf_type, 1), be(o.origin_network, 4), o.origin_address, be(o.destination_network, 4), o.destination_address, u256(o.amount), kec(o.metadata));
  const L = { leaf_type: 0, origin_network: 0, origin_address: made("tok", 20), destination_network: 1, destination_address: made("dst", 20), amount: "1000", metadata: "" };
  for (const [i, o] of [L, { ...L, leaf_type: 1, metadata: utf("msg") }, { ...L, amount: String(2n ** 256n - 1n), origin_network: 4294967295 }, { ...L, destination_network: 2 }].entries()) v(g, `agglayer.leaf.${i + 1}`, `leaf ${i + 1}`, { requires: "XC-ARB-05", op: "agglayer.leaf_value", in: o, out: { leaf: leafv(o) } });
  const zero = ["00".repeat(32)]; for (const i of range(32)) zero.push(kec(zero[i], zero[i]));
  const tree = (l, at = -1) => { let row = l, i = at; const p = []; for (const d of range(32)) { if (at >= 0) p.push(row[i ^ 1] ?? zero[d]); const n = []; for (let j = 0; j < row.length; j += 2) n.push(kec(row[j], row[j + 1] ?? zero[d])); row = n.length ? n : [zero[d + 1]]; i >>= 1; } return [row[0], p]; };
  const ls = range(6).map((i) => leafv({ ...L, amount: String(i) }));
  for (const n of [0, 1, 2, 3, 6]) v(g, `agglayer.tree.${n}`, `the exit root after ${n} leaves`, { requires: "XC-ARB-06", op: "agglayer.local_exit_root", in: { leaves: ls.slice(0, n) }, out: { root: tree(ls.slice(0, n))[0] } });
  for (const i of [0, 3, 5]) {
    const [root, p] = tree(ls, i), put = (id, title, o, want, risk) => v(g, `agglayer.proof.${id}.${i}`, `leaf ${i}: ${title}`, { requires: "XC-ARB-06", op: "agglayer.verify_merkle_proof", in: { leaf: ls[i], proof: p, index: i, root, ...o }, out: { valid: want }, ...(risk && { risk }) });
    put("valid", "its proof leads to the root", {}, true); put("index", "another index is refused", { index: i + 1 }, false, "an exit is claimed under a number that was not spent"); put("leaf", "another leaf is refused", { leaf: leafv({ ...L, amount: "999999999" }) }, false, "the claimant writes the amount"); put("root", "the root of one leaf fewer is refused", { root: tree(ls.slice(0, 5))[0] === root ? made("r") : tree(ls.slice(0, i))[0] }, false, "a claim is shown to a root that did not have it"); put("swapped", "two exchanged hashes are refused", { proof: [p[1], p[0], ...p.slice(2)] }, false, "any leaf is in the tree"); put("flipped", "one changed bit is noticed", { proof: [flip(p[0]), ...p.slice(1)] }, false, "any leaf is in the tree");
  }
  for (const i of [0, 1]) v(g, `agglayer.ger.${i}`, `global exit root ${i + 1}`, { requires: "XC-ARB-07", op: "agglayer.global_exit_root", in: { mainnet_exit_root: made(`m${i}`), rollup_exit_root: made(`r${i}`) }, out: { root: kec(made(`m${i}`), made(`r${i}`)) } });
  for (const [i, [m, r, l]] of [[true, 0, 0], [true, 0, 4294967295], [false, 0, 7], [false, 4294967295, 1], [false, 2, 0]].entries()) v(g, `agglayer.index.${i + 1}`, `global index ${i + 1}`, { requires: "XC-ARB-08", op: "agglayer.global_index", in: { mainnet: m, rollup_index: r, local_root_index: l }, out: { global_index: String((m ? 1n << 64n : 0n) + (BigInt(r) << 32n) + BigInt(l)) } });
}
axelar(); ccip(); cctp(); opstack(); rollups();
write();
