// SPDX-License-Identifier: Apache-2.0
// bridges: what only one check of a verifier or of a decoder refuses, so that
// none of them can be left out; and operations that no other generator asks.
// node bridges.mjs
import { encodeAbiParameters, parseAbiParameters } from "viem";
import { file, v, write, pin, utf, kec, sha, be, eip191, u256, made, flip, range, signer, sign, word } from "./lib.mjs";

const X = (h) => "0x" + h, text = (s) => `${s}, worked out from the text`, NOBLE = pin("@noble/curves");
const abi = (types, values) => encodeAbiParameters(parseAbiParameters(types), values).slice(2);
/** Rows [id, title, in, out or reason, risk] of one operation. */
function rows(path, standard, op, requires, source, list) {
  const f = typeof path === "string" ? file(path, standard, { source: text(source) }) : path;
  for (const [id, title, i, o, risk] of list) v(f, id, title, { requires, op, in: i, ...(typeof o === "string" ? { reject: o } : { out: o }), ...(risk && { risk }), source: text(source) });
  return f;
}

function axelar() {
  const approve = (n) => ({ source_chain: ["Ethereum", "osmosis-7"][n], source_address: ["0x" + made("src", 20), "osmo1etalon"][n], contract_address: made(`c${n}`, 20), payload_hash: made(`p${n}`), source_tx_hash: made(`t${n}`), source_event_index: String(5 * n) });
  const packed = (p) => (typeof p === "string" ? p : abi("string, string, address, bytes32, bytes32, uint256", [p.source_chain, p.source_address, X(p.contract_address), X(p.payload_hash), X(p.source_tx_hash), BigInt(p.source_event_index)]));
  const batch = (id, title, chain, commands, params) => { const ids = commands.map((_, i) => made(`id ${i}`)), data = abi("uint256, bytes32[], string[], bytes[]", [BigInt(chain), ids.map(X), commands, params.map((p) => X(packed(p)))]); return [`axelar.batch.${id}`, title, { chain_id: chain, command_ids: ids, commands, params }, { data, hash: eip191(kec(data)) }]; };
  const A = "approveContractCall";
  rows("axelar/batches", "Axelar GMP", "axelar.classic_batch_hash", "XC-AX-10", `AxelarGateway.execute; ABI by ${pin("viem")}`, [batch("one", "a batch of one approval", "1", [A], [approve(0)]), batch("two", "a batch of two approvals", "43114", [A, A], [approve(0), approve(1)]), batch("none", "a batch without commands", "1", [], []), batch("bytes", "other commands have their parameters in bytes", "5", ["burnToken", A], ["c0ffee", approve(1)]), batch("chain", "the chain is part of the hash", String(2n ** 255n), [A], [approve(0)])]);
  const f = file("axelar/signatures", "Axelar GMP", { source: `${text("OpenZeppelin's ECDSA, as the Axelar gateways use it")}; signatures by ${NOBLE}` });
  const key = signer("axelar edge"), set = { signers: [{ signer: key.address, weight: "1" }], threshold: "1", nonce: made("n") }, domain = made("dom"), data = made("dh");
  const sh = kec(abi("((address a, uint128 w)[] s, uint128 t, bytes32 n)", [{ s: [{ a: X(key.address), w: 1n }], t: 1n, n: X(set.nonce) }])), g = sign(key.key, eip191(domain + sh + data)), rs = g.r + g.s, vv = be(g.v + 27, 1);
  const put = (id, title, sig, ok, risk) => v(f, `axelar.signature.${id}`, title, { requires: "XC-AX-07", op: "axelar.validate_proof", in: { domain_separator: domain, data_hash: data, known_signers: set, proof: { signers: set, signatures: [sig] } }, out: ok ? { valid: true, latest: true } : { valid: false }, ...(risk && { risk }) });
  const R = "one approval has many proofs, and what tells them apart by their bytes counts them twice";
  put("plain", "65 bytes are a signature", rs + vv, true);
  for (const [id, title, s] of [["66", "66 bytes are none", rs + vv + "00"], ["66-front", "a byte in front makes none", "00" + rs + vv], ["64", "64 bytes are none", rs], ["0", "no bytes are none", ""], ["130", "two signatures in one are none", (rs + vv).repeat(2)], ...[0, 1, 2, 26, 29, 30, 255].map((n) => [`v-${n}`, `a recovery byte of ${n} recovers nobody`, rs + be(n, 1)])]) put(id, title, s, false, R);
  // Weights of the classic gateway have 256 bits; a sum that does not fit reverts.
  const keys = range(3).map((i) => signer(`axelar heavy ${i}`)).sort((p, q) => (p.address < q.address ? -1 : 1)), mh = made("heavy"), MAX = 2n ** 256n - 1n, h = file("axelar/weights", "Axelar GMP", { source: `${text("AxelarAuthWeighted; sums of Solidity 0.8")}; signatures by ${NOBLE}` });
  const heavy = (id, title, weights, threshold, ok, risk) => { const sigs = keys.map((k) => { const g = sign(k.key, mh); return X(g.r + g.s + be(g.v + 27, 1)); }); v(h, `axelar.heavy.${id}`, title, { requires: "XC-AX-07", op: "axelar.classic_validate_proof", in: { message_hash: mh, proof: abi("address[], uint256[], uint256, bytes[]", [keys.map((k) => X(k.address)), weights, threshold, sigs]) }, out: { valid: ok }, ...(risk && { risk }) }); };
  const O = "weights that run over make a small weight of a large one, or a quorum of nobody";
  heavy("max", "one weight may be as large as a number can be", [0n, 0n, MAX], MAX, true);
  heavy("over", "a sum beyond 256 bits is refused, though it comes back above the threshold", [9n, MAX, 5n], 10n, false, O); heavy("over-max", "a sum beyond 256 bits is refused under the largest threshold", [MAX - 1n, 2n, MAX], MAX, false, O); heavy("over-half", "two halves run over", [2n ** 255n - 1n, 2n ** 255n + 1n, 2n ** 255n], 2n ** 255n, false, O);
}

function ccip() {
  const node = (a, b) => (a < b ? kec(u256(1), a, b) : kec(u256(1), b, a)), l = range(300).map((i) => made(`ccip edge ${i}`)), [a, b, c, d] = l, SRC = "MerkleMultiProof of the CCIP contracts";
  // As the contract: leaves first, then what was made; a flag of 0 takes a proof.
  const fold = (leaves, proofs, flags) => { const q = [...leaves], n = leaves.length + proofs.length - 1, p = [...proofs], made_ = []; let at = 0; const next = () => (q.length ? q.shift() : made_[at++]); for (let i = 0; i < n; i++) { const x = (flags >> BigInt(i)) & 1n ? next() : p.shift(); made_.push(node(x, next())); } return n ? made_[n - 1] : leaves[0]; };
  const ones = (n) => (1n << BigInt(n)) - 1n, q = (leaves, proofs, flags) => ({ leaves, proofs, flags: X(BigInt(flags).toString(16)) }), R = "a forged message rides along with true ones";
  const bad = (id, title, leaves, proofs, flags, why) => [`ccip.multiproof.${id}`, title, q(leaves, proofs, flags), why, R], good = (id, title, leaves, proofs, flags) => [`ccip.multiproof.${id}`, title, q(leaves, proofs, flags), { root: fold(leaves, proofs, BigInt(flags)) }];
  rows("ccip/edges", "Chainlink CCIP", "ccip.merkle_multiproof_root", "XC-CC-04", SRC, [
    good("three-flags", "three leaves and one hash", [a, b, c], [d], 0b101n), good("last-proof", "the last hash comes from the proof", [a, b], [c], 0b01n),
    ...[["leaf-alone", [a], [b], 1n], ["leaf-alone-two", [a], [b, c], 1n], ["leaf-alone-second", [a], [b, c], 2n], ["leaf-alone-all", [a], [b, c], 3n], ["pair-all", [a, b], [c], 3n], ["three-all", [a, b, c], [d], 7n]].map(([id, ls, p, f]) => bad(id, "a flag that takes what is not there is refused", ls, p, f, "proof-missing")),
    ...[["pair-none", [a, b], [], 0n], ["three-first", [a, b, c], [], 1n], ["three-second", [a, b, c], [], 2n], ["three-none", [a, b, c], [], 0n], ["four-none", [a, b, c, d], [], 0n], ["four-two", [a, b, c, d], [], 3n]].map(([id, ls, p, f]) => bad(id, "a flag that asks for a proof where there is none is refused", ls, p, f, "proof-missing")),
  ]);
  const g = rows("ccip/limits", "Chainlink CCIP", "ccip.merkle_multiproof_root", "XC-CC-05", SRC, [good("257", "257 leaves make 256 hashes, the most", l.slice(0, 257), [], ones(256)), good("1-256", "one leaf under 256 hashes", [a], l.slice(1, 257), 0n), ...[["258", l.slice(0, 258), [], ones(256)], ["1-257", [a], l.slice(1, 258), 0n], ["300", l, [], ones(256)], ["257-1", l.slice(0, 257), [l[260]], ones(256)]].map(([id, ls, p, f]) => bad(id, `${ls.length + p.length - 1} hashes are too many`, ls, p, f, "too-long")), bad("no-leaf-two", "two proofs without a leaf prove nothing", [], [a, b], 0n, "empty"), bad("no-leaf-flag", "one proof and a flag without a leaf prove nothing", [], [a], 1n, "empty")]);
  const sel = ["16015286601757825753", "3478487238524512106"], m15 = { sourceChainSelector: sel[0], sender: made("s", 20), receiver: made("r", 20), sequenceNumber: "1", gasLimit: "200000", strict: false, nonce: "0", feeToken: made("fee", 20), feeTokenAmount: "77", data: "", tokenAmounts: [], sourceTokenData: [], messageId: "00".repeat(32) };
  const lane = { source_chain_selector: sel[0], dest_chain_selector: sel[1], on_ramp: made("onramp", 20) }, L = "one lane's message has the leaf of another's";
  rows(g, null, "ccip.evm2evm_leaf_hash", "XC-CC-01", "Internal._hash of CCIP 1.5: sender and on-ramp are addresses", [["on-ramp-32", { ...lane, on_ramp: word(lane.on_ramp) }, m15], ["on-ramp-19", { ...lane, on_ramp: lane.on_ramp.slice(2) }, m15], ["sender-32", lane, { ...m15, sender: word(m15.sender) }], ["sender-0", lane, { ...m15, sender: "" }]].map(([id, o, message]) => [`ccip.leaf15.${id}`, `an address of another length has no leaf ("${id}")`, { message, ...o }, "length", L]));
  const base = { source_chain_selector: sel[0], dest_chain_selector: sel[1], message_number: "12", execution_gas_limit: 400000, ccip_receive_gas_limit: 90000, finality: "00000001", ccv_and_executor_hash: made("ccv"), on_ramp: word(made("on", 20)), off_ramp: made("off", 20), sender: word(made("s", 20)), receiver: made("r", 20), dest_blob: "", token_transfer: null, data: utf("hi") }, E = "a length that does not fit is cut off, and the rest is read as other fields";
  rows(g, null, "ccip.message_v1_encode", "XC-CC-07", "MessageV1Codec of the CCIP contracts", [["on-ramp-256", { on_ramp: "ab".repeat(256) }, "too-long"], ["receiver-300", { receiver: "ab".repeat(300) }, "too-long"], ["data-65536", { data: "00".repeat(65536) }, "too-long"], ["finality-3", { finality: "000001" }, "length"], ["finality-5", { finality: "0000000001" }, "length"], ["hash-31", { ccv_and_executor_hash: made("ccv", 31) }, "length"]].map(([id, o, why]) => [`ccip.v1.wide.${id}`, `a message with "${id}" cannot be written`, { ...base, ...o }, why, E]));
}

function rollups() {
  const fold = (it, p, i) => p.reduce((x, s, d) => ((BigInt(i) >> BigInt(d)) & 1n ? kec(s, x) : kec(x, s)), it), item = made("exit"), p = range(256).map((j) => made(`level ${j}`)), R = "one exit has many indices: the bitmap of spent ones does not know it again, and it is paid again";
  const q = (n, i, outbox = true) => ({ proof: p.slice(0, n), index: String(i), item, outbox });
  rows("rollups/outbox", "Arbitrum Nitro contracts", "arbitrum.merkle_root_from_proof", "XC-ARB-03", "AbsOutbox.executeTransactionImpl and MerkleLib", [
    ...[[0, 0n], [1, 1n], [3, 7n], [255, 2n ** 255n - 1n]].map(([n, i]) => [`arbitrum.exit.${n}-levels`, `the last exit under ${n} levels`, q(n, i), { root: fold(kec(item), p.slice(0, n), i) }]),
    ["arbitrum.tree.256-levels", "a tree of 256 levels is the highest", q(256, 3n, false), { root: fold(item, p, 3n) }],
    ...[[0, 1n], [0, 2n ** 64n], [1, 2n], [1, 3n], [2, 4n], [2, 5n], [3, 8n], [3, 15n], [5, 32n], [5, 2n ** 32n], [16, 65536n], [16, 2n ** 16n + 5n], [63, 2n ** 63n], [64, 2n ** 64n], [64, 2n ** 255n], [128, 2n ** 128n], [200, 2n ** 200n + 1n], [254, 2n ** 254n], [255, 2n ** 255n], [255, 2n ** 256n - 1n]].map(([n, i]) => [`arbitrum.exit.beyond-${n}-${i.toString(16)}`, `an index beyond ${n} levels is refused`, q(n, i), "range", R]),
    ...[[0n], [1n], [2n ** 255n], [2n ** 256n - 1n]].map(([i]) => [`arbitrum.exit.deep-${i.toString(16)}`, "256 levels are too many for an exit", q(256, i), "too-long", R]),
    ...["arbitrum.tree.257-a", "arbitrum.tree.257-b"].map((id, i) => [id, "257 levels are too many for a tree", { proof: [...p, made("level 257")], index: String(i), item, outbox: false }, "too-long", R]),
  ]);
}

function opstack() {
  const base = { identifier_timestamp: 5000, executing_timestamp: 6000, interop_activation: 4000, expiry: 604800, chain_in_dependency_set: true }, inv = (id, title, o, valid, risk) => [`opstack.rule.${id}`, title, { ...base, ...o }, { valid }, risk];
  const f = rows("opstack/edges", "OP Stack specification", "opstack.interop_invariants", "XC-OP-11", "interop messaging of the OP Stack specification", [
    inv("last-second", "a message in its last second may be executed", { executing_timestamp: 5000 + 604799 }, true), inv("first-second", "both timestamps one second after the activation", { identifier_timestamp: 4001, executing_timestamp: 4001 }, true),
    ...[["all-wrong", { identifier_timestamp: 3000, executing_timestamp: 2000, chain_in_dependency_set: false }], ["future-by-one", { identifier_timestamp: 6001 }], ["future-far", { identifier_timestamp: 999999999 }], ["zero", { identifier_timestamp: 0 }], ["activation-later", { interop_activation: 5000 }], ["activation-much-later", { interop_activation: 7000 }], ["stranger-same-time", { executing_timestamp: 5000, chain_in_dependency_set: false }], ["expired-by-one", { expiry: 999 }], ["expiry-zero", { expiry: 0 }]].map(([id, o]) => inv(id, `"${id}" is refused`, o, false, "a message is executed that its chain never sent, or has taken back"))]);
  const V = 1n << 240n, W = { sender: "4200000000000000000000000000000000000007", target: made("portal", 20), value: "1", gas_limit: "200000", data: utf("relay") };
  rows(f, null, "opstack.cross_domain_message_hash", "XC-OP-07", "Hashing.hashCrossDomainMessage", [2n, 4n, 255n, 256n, 32768n, 65534n].map((n) => n).filter((n) => n !== 2n).map((n) => [`opstack.cross-domain.unknown-${n}`, `a message of version ${n} has no hash`, { ...W, nonce: String(n * V + 7n) }, "version", "a message is relayed under two hashes, and so twice"]));
  rows(f, null, "opstack.source_hash", "XC-OP-05", "deposits of the OP Stack specification", [["user", "the source of a deposit of a user", { domain: "user", l1_block_hash: made("l1"), log_index: "3" }, { source_hash: kec(u256(0), kec(made("l1"), u256(3))) }], ["l1-info", "the source of the first transaction of a block", { domain: "l1_info", l1_block_hash: made("l1"), seq_number: "3" }, { source_hash: kec(u256(1), kec(made("l1"), u256(3))) }]].map(([id, ...r]) => [`opstack.source.${id}`, ...r]));
}

function conflux() {
  const T = { Call: kec(utf("Call(bytes20,bytes20,uint256,uint256,bytes)")), Create: kec(utf("Create(bytes20,bytes20,uint256,uint256,bytes)")), Withdraw: kec(utf("Withdraw(bytes20,address,uint256,uint256)")), Outcome: kec(utf("Outcome(bool)")) };
  const tx_hash = made("core tx"), left = (a) => a + "00".repeat(12), from = left(made("mapped", 20)), to = left(made("callee", 20)), log = (topics, data) => ({ address: "0888" + "00".repeat(17) + "06", space: "native", topics, data }), call = abi("uint256, uint256, bytes", [5n, 0n, "0x0102"]), R = "a phantom transaction appears that no call made: indexers and exchanges credit it, as Qubit's bridge credited a deposit that never came (80 million dollars, 2022)";
  const ok = log([T.Outcome], u256(1)), put = (id, title, logs, why) => [`conflux.edge.${id}`, title, { tx_hash, logs, chain_id: 1030 }, why, R];
  const list = [];
  for (const e of ["Call", "Create"]) {
    const topics = [T[e], from, to], k = e.toLowerCase();
    for (const n of [1, 2, 4]) list.push(put(`${k}-topics-${n}`, `${e} with ${n} topics is refused`, [log([...topics, made("t4")].slice(0, n), call), ok], "topics"));
    for (const n of [0, 31, 32, 63, 64, 95, 96, 127]) list.push(put(`${k}-cut-${n}`, `${e} with ${n} bytes is refused`, [log(topics, call.slice(0, 2 * n)), ok], "truncated"));
    list.push(put(`${k}-offset`, `${e} whose data begin behind the end is refused`, [log(topics, call.slice(0, 128) + u256(4096) + call.slice(192)), ok], "truncated"));
    list.push(put(`${k}-length`, `${e} whose data are longer than the log is refused`, [log(topics, call.slice(0, 192) + u256(64) + call.slice(256)), ok], "truncated"));
  }
  const w = u256(7) + u256(2), wt = [T.Withdraw, from, word(made("core", 20))];
  for (const n of [1, 2, 4]) list.push(put(`withdraw-topics-${n}`, `Withdraw with ${n} topics is refused`, [log([...wt, made("t4")].slice(0, n), w)], "topics"));
  for (const n of [0, 31, 63]) list.push(put(`withdraw-cut-${n}`, `Withdraw with ${n} bytes is refused`, [log(wt, w.slice(0, 2 * n))], "truncated"));
  for (const n of [2, 3]) list.push(put(`outcome-topics-${n}`, `Outcome with ${n} topics is refused`, [log([T.Call, from, to], call), log([T.Outcome, from, to].slice(0, n), u256(1))], "topics"));
  list.push(put("outcome-cut", "Outcome with 31 bytes is refused", [log([T.Call, from, to], call), log([T.Outcome], u256(1).slice(2))], "truncated"));
  list.push(put("create-in-call", "a creation inside a call is refused", [log([T.Call, from, to], call), log([T.Create, from, to], call), ok, ok], "order"), put("create-open", "a creation without an outcome is refused", [log([T.Create, from, to], call)], "order"), put("second-open", "a second call without an outcome is refused", [log([T.Call, from, to], call), ok, log([T.Call, from, to], call)], "order"), put("outcome-after-withdraw", "an outcome behind a withdrawal is refused", [log(wt, w), ok], "order"));
  rows("conflux/edges", "Conflux CIP-90", "conflux.recover_phantom_txs", "XC-CFX-07", "phantom transactions of conflux-rust", list);
}

function messages() {
  const R = "fields are read past the end, or one message in two spellings";
  rows("hyperlane/edges", "Hyperlane", "hyperlane.aggregation_metadata", "XC-HY-12", "AggregationIsmMetadata: slices of calldata revert beyond its end", [["none", "", 0, "truncated"], ["7-bytes", "00000008000000", 0, "truncated"], ["second-row", "0000000800000008", 1, "truncated"], ["second-row-half", "0000000c0000000c00000000", 1, "truncated"], ["far-row", "0000000800000008", 4294967295, "truncated"], ["end-first", "000000090000000800", 0, "range"], ["end-zero", "0000000800000000ff", 0, "range"], ["end-behind", "000000080000000aff", 0, "truncated"], ["end-far", "00000008ffffffffff", 0, "truncated"], ["start-behind", "0000000a0000000bff", 0, "truncated"]].map(([id, metadata, index, why]) => [`hyperlane.aggregation.bad.${id}`, `metadata "${id}" is refused`, { metadata, index }, why, "one module of several reads another's proof, and one key signs for two"]));
  rows("erc/address-edges", "ERC-7930; CAIP-350", "erc7930.parse", "XC-INT-01", "ERC-7930 and CAIP-350", [["empty", "", "truncated"], ["one-byte", "00", "truncated"], ["no-type", "0001", "truncated"], ["half-type", "000100", "truncated"], ["no-lengths", "00010000", "truncated"], ["no-address", "0001000001" + "01", "truncated"], ["eip155-19", "000100000101" + "13" + made("a", 19), "length"], ["eip155-21", "000100000101" + "15" + made("a", 21), "length"], ["eip155-33", "00010000" + "21" + "01".repeat(33) + "14" + made("a", 20), "length"], ["solana-31", "00010002" + "1f" + made("g", 31) + "20" + made("k"), "length"], ["solana-33", "00010002" + "20" + made("g") + "21" + made("k", 33), "length"]].map(([id, address, why]) => [`erc7930.edge.${id}`, `address "${id}" is refused`, { address }, why, "money is sent to an address that nobody has, or that two parties read in two ways"]));
  rows("erc/format-edges", "ERC-7930; CAIP-350", "erc7930.format_evm", "XC-INT-03", "ERC-7930 and CAIP-350", [["chain-0", { chain_id: "0", address: made("a", 20) }, "value"], ["address-19", { chain_id: "1", address: made("a", 19) }, "length"], ["address-32", { chain_id: "1", address: made("a") }, "length"]].map(([id, i, why]) => [`erc7930.format.bad.${id}`, `"${id}" has no address`, i, why, "money is sent to an address that nobody has"]));
  const f = rows("layerzero/edges", "LayerZero v2", "layerzero.executor_option_decode", "XC-LZ-07", "ExecutorOptions", [0, 6, 7, 255].map((type) => [`layerzero.executor.type-${type}`, `type ${type} is no option of the executor`, { type, option: "" }, "type", "an option is paid for and not carried out"]));
  rows(f, null, "layerzero.dvn_options_group", "XC-LZ-08", "DVNOptions.groupDVNOptionsByIdx", [["executor", "0100020001", "type"], ["unknown", "0300020001", "type"], ["executor-behind", "0200020001" + "0100020001", "type"], ["index-255", "020002ff01", "value"], ["size-1", "02000100", "length"]].map(([id, options, why]) => [`layerzero.dvn.bad.${id}`, `options "${id}" are refused`, { options }, why, "a verifier is not asked that the sender paid for"]));
  rows("wormhole/edges", "Wormhole", "wormhole.vaa_parse", "XC-WH-15", "VAA version 1", [0, 1, 2, 5, 6, 7, 56].map((n) => [`wormhole.cut.${n}`, `${n} bytes are no VAA`, { vaa: ("01" + be(3, 4) + "00" + "00".repeat(51)).slice(0, 2 * n) }, "truncated", R]));
  const g = rows("china/edges", "Poly; AntChain Bridge", "poly.merkle_prove", "XC-CN-09", "ZeroCopySource.NextVarUint of Poly", [["none", "", "truncated"], ["fd", "fd", "truncated"], ["fd-1", "fd01", "truncated"], ["fe-3", "fe010000", "truncated"], ["ff-7", "ff01000000000000", "truncated"], ...[["fd", "fd0100" + "aa"], ["fd-fc", "fdfc00" + "aa".repeat(252)], ["fe", "fe01000000" + "aa"], ["fe-ffff", "feffff0000" + "aa".repeat(65535)], ["ff", "ff0100000000000000" + "aa"]].map(([id, p]) => [`long-${id}`, p, "not-minimal"])].map(([id, audit_path, why]) => { const value = audit_path.length > 4 ? "aa" : ""; return [`poly.prove.${id}`, `a length "${id}" is refused`, { audit_path, root: sha("00" + value) }, why, "one event has many audit paths, and is paid for each of them"]; }));
  rows(g, null, "acb.am_decode", "XC-CN-01", "layouts of the AntChain Bridge SDK", [["length-max", "00".repeat(28) + be(2n ** 32n - 1n, 4) + be(9, 4) + made("identity") + be(1, 4)], ["length-64", "00".repeat(32) + "00".repeat(28) + be(64, 4) + be(9, 4) + made("identity") + be(1, 4)]].map(([id, raw]) => [`acb.am.bad.${id}`, `a payload that is longer than the message is refused ("${id}")`, { raw }, "truncated", R]));
  const identity = made("receiver"), d = "etalon.domain", p = utf("payload"), var4 = (h) => h + be(h.length / 2, 4), id = (flag, nonce, sequence, message, domain) => kec("00".repeat(32), made("local"), var4(message), be(sequence, 4), be(nonce, 8), be(flag, 1), identity, var4(utf(domain)), "ff000002");
  const mid = (flag, nonce, sequence, message, domain, sender) => ({ version: 2, receive_domain: domain, receiver: identity, atomic_flag: flag, nonce: String(nonce), sequence, message, local_domain_hash: made("local"), sender });
  rows(g, null, "acb.sdp_v2_message_id", "XC-CN-07", "SDPLib.calcMessageId of the AntChain Bridge contracts", [["plain", 1, 7n, 5, p, d], ["empty", 0, 0n, 0, "", ""], ["unordered", 2, 2n ** 64n - 1n, 4294967295, p.repeat(30), d]].flatMap(([k, ...r]) => ["a", "b"].map((s) => [`acb.message-id.${k}-${s}`, `the id of message "${k}" does not depend on its sender (${s})`, mid(...r, word(made(`sender ${s}`, 20))), { message_id: id(...r) }])));
  rows(g, null, "acb.sdp_v2_message_id", "XC-CN-07", "SDPLib.calcMessageId of the AntChain Bridge contracts", [1, 3, 0].map((version) => [`acb.message-id.version-${version}`, `version ${version} has another id, or none`, { ...mid(1, 7n, 5, p, d, word(made("sender a", 20))), version }, "version", "one message has two ids, and is executed twice"]));
  rows("settlement/currencies", "ISO 4217", "iso4217.amount_precision", "XC-ISO-06", "ISO 4217", ["EURO", "EU", "", "eur", "EUR ", "E1R", "USDUSD"].map((currency, i) => [`iso4217.code.${i + 1}`, `${JSON.stringify(currency)} is no currency`, { amount: "1.00", currency }, { valid: false }, "an amount is settled in a currency that nobody agreed on"]));
}

function polkadot() {
  const S = "SCALE codec specification", R = "the bytes that are signed are of another number than the one that was shown", f = rows("polkadot/edges", "SCALE; XCM", "scale.encode", "XC-SC-01", S, [["u8", 256], ["u16", "65536"], ["u32", "4294967296"], ["u64", "18446744073709551616"], ["u128", String(2n ** 128n)], ["i8", 128], ["i8", -129], ["i16", 32768], ["i32", "-2147483649"]].map(([type, value]) => [`scale.wide.${type}-${String(value).replace("-", "m").slice(0, 12)}`, `${value} is no ${type}`, { type, value }, "too-wide", R]));
  rows(f, null, "scale.encode", "XC-SC-01", S, [["u8", -1], ["u64", "-5"]].map(([type, value]) => [`scale.negative.${type}`, `${value} is no ${type}`, { type, value }, "value", R]));
  const W = "the instruction tables of the runtime metadata of Polkadot and Kusama", K = "an executor and a wallet read two programs in one message", both = (id, req, ver, program, b, read = program) => { rows(f, null, "xcm.encode", req, W, [[`xcm.edge.${id}.v${ver}`, `program "${id}" in version ${ver}`, { version: ver, program }, { bytes: be(ver, 1) + b }]]); rows(f, null, "xcm.decode", req, W, [[`xcm.edge.${id}.v${ver}.read`, `program "${id}" in version ${ver} is read back`, { bytes: be(ver, 1) + b }, { version: ver, program: read }]]); };
  // A case without fields is spelt by its name or as an object of nothing.
  const err = (name, index = 0) => [{ ExpectError: { index, error: name } }], read = (name, index = 0) => [{ ExpectError: { index, error: { $oneOf: [name, { [name]: null }, { [name]: {} }] } } }], eb = (n, index = "00000000") => "041f01" + index + be(n, 1);
  for (const [ver, name, n] of [[5, "TooManyAssets", 35], [5, "UnhandledXcmVersion", 36], [5, "Barrier", 38], [5, "ExceedsStackLimit", 40], [4, "UnhandledXcmVersion", 35], [3, "UnhandledXcmVersion", 35], [4, "Barrier", 37], [3, "ExceedsStackLimit", 39], [5, "NotDepositable", 34], [3, "NotDepositable", 34]]) both(`error-${name.toLowerCase()}`, "XC-XCM-08", ver, err(name), eb(n), read(name));
  for (const ver of [3, 4]) rows(f, null, "xcm.encode", "XC-XCM-08", W, [[`xcm.edge.error-new.v${ver}`, `version ${ver} has no error TooManyAssets`, { version: ver, program: err("TooManyAssets") }, "type", "an error is reported as another, and what waits for it is never released"]]);
  rows(f, null, "xcm.decode", "XC-XCM-08", W, [[5, 41], [4, 40], [3, 40], [5, 255]].map(([ver, n]) => [`xcm.edge.error-${n}.v${ver}`, `version ${ver} has no error ${n}`, { bytes: be(ver, 1) + eb(n) }, "type", K]));
  for (const ver of [3, 4, 5]) {
    const dec = (id, title, req, bytes, why) => rows(f, null, "xcm.decode", req, W, [[`xcm.edge.${id}.v${ver}`, title, { bytes: be(ver, 1) + bytes }, why, K]]), enc = (id, title, req, program, why) => rows(f, null, "xcm.encode", req, W, [[`xcm.edge.${id}.v${ver}.write`, title, { version: ver, program }, why, K]]);
    dec("cut-id", "an account of 31 bytes is refused", "XC-XCM-04", "040b010100" + made("acct", 31), "truncated");
    dec("bool-2", "a bool of two is refused", "XC-SC-07", "042b02", "value");
    dec("101", "more than 100 instructions are refused", "XC-XCM-01", "9501" + "0a".repeat(101), "too-long");
    both("100", "XC-XCM-01", ver, range(100).map(() => ({ ClearOrigin: null })), "9101" + "0a".repeat(100), { $any: true });
    enc("101", "more than 100 instructions are not written", "XC-XCM-01", range(101).map(() => ({ ClearOrigin: null })), "too-long");
    dec("nine", "nine junctions are refused", "XC-XCM-03", "040b09" + "0400".repeat(9), "type");
    enc("nine", "nine junctions are not written", "XC-XCM-03", [{ DescendOrigin: range(9).map((i) => ({ PalletInstance: i })) }], "too-long");
    both("eight", "XC-XCM-03", ver, [{ DescendOrigin: range(8).map((i) => ({ PalletInstance: i })) }], "040b08" + range(8).map((i) => "04" + be(i, 1)).join(""));
    enc("unknown", "an instruction that does not exist is not written", "XC-XCM-02", [{ Nothing: null }], "type");
    enc("half", "an instruction with a field missing is not written", "XC-XCM-02", [{ TransferAsset: { assets: [] } }], "field-missing");
    enc("key-31", "a key of 31 bytes is not written", "XC-XCM-04", [{ DescendOrigin: [{ AccountId32: { network: null, id: made("acct", 31) } }] }], "value");
    enc("wide", "a parachain above 32 bits is not written", "XC-XCM-04", [{ DescendOrigin: [{ Parachain: 4294967296 }] }], "too-wide");
  }
  for (const version of [0, 2, 6, 255]) { rows(f, null, "xcm.encode", "XC-XCM-01", W, [[`xcm.edge.version-${version}.write`, `there is no version ${version}`, { version, program: [] }, "version", K]]); if (version > 5) rows(f, null, "xcm.instruction_index", "XC-XCM-02", W, [[`xcm.edge.version-${version}.index`, `version ${version} has no instructions`, { version, instruction: "ClearOrigin" }, "version", K]]); }
}
axelar(); ccip(); rollups(); opstack(); conflux(); messages(); polkadot();
write();
