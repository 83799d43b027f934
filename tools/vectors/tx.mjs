// SPDX-License-Identifier: Apache-2.0
// tx: vectors of transactions: bytes, hashes, senders, costs, validity.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { hashAuthorization } from "viem/utils";
import { createMPT } from "@ethereumjs/mpt";
import { eoaCode7702AuthorizationHashedMessageToSign, hexToBytes as B, bytesToHex as H } from "@ethereumjs/util";
import { ethers, viem, name } from "./peers.mjs";
import { file, v, agree, refused, write } from "./lib.mjs";
import { ejsTx, readers, parsers } from "./tx-peers.mjs";
import { trie } from "./trie-model.mjs";
import { build, json, auth, authItem, authJson, FIELDS, isInt, TO, HASH, N, big, int, cat, rep, rlp, keccak, addressOf, key } from "./tx-build.mjs";

const R = (...n) => n.map((x) => (typeof x === "string" ? x : `BLK-TX-${String(x).padStart(3, "0")}`));
const TYPES = [0, 1, 2, 3, 4];
const STD = ["Yellow Paper 4.2", "EIP-2930", "EIP-1559", "EIP-4844", "EIP-7702"];
const FIELDS_REQ = [6, 13, 14, 15, 16];
const NAME = ["legacy", "access-list", "dynamic-fee", "blob", "set-code"];
const FORGE = "a transaction is taken by some nodes and refused by others";
const LOSS = "the holder pays for, or loses funds by, what was not signed";
const run = (n, from = 3) => "0x" + Array.from({ length: n }, (_, i) => (((from + i * 5) % 255) + 1).toString(16).padStart(2, "0")).join("");
const ACCESS = [{ address: "0xacce550000000000000000000000000000000011", storageKeys: [keccak("0x01"), rep("00", 32)] }, { address: rep("00", 20), storageKeys: [] }];

/** Peers and builder agree on the bytes; returns the text for source. */
function checked(t, chainId = 1, fork = "prague") {
  const mine = { hash: t.hash, from: t.sender, to: t.tx.to, nonce: BigInt(t.tx.nonce), gas: BigInt(t.tx.gas), value: BigInt(t.tx.value), input: t.tx.input };
  const e = agree("tx", { "the text": () => mine, ...readers(t.data, chainId, fork) });
  return e.source.replace("the text and ", "");
}

// --- decode and encode, well formed -----------------------------------------------------
const samples = [
  ["legacy-unprotected", "a legacy transaction without replay protection", [7, 11], build(0, { unprotected: true })],
  ["legacy-protected", "a legacy transaction of chain 1", [8], build(0, {})],
  ["legacy-chain-1337", "a legacy transaction of chain 1337, v of two bytes", [8], build(0, { o: { chainId: 1337n }, signer: 2 }), 1337],
  ["legacy-creation", "a legacy transaction that creates a contract", [12], build(0, { o: { to: null, input: "0x60016000f3" } })],
  ["legacy-zeros", "a legacy transaction with every amount zero", [6], build(0, { o: { nonce: 0n, gasPrice: 0n, value: 0n, gas: 21000n } })],
  ["legacy-data", "a legacy transaction with 300 bytes of data", [6], build(0, { o: { input: run(300) } })],
  ["access-list-empty", "a type 1 transaction with an empty access list", [13], build(1, {})],
  ["access-list", "a type 1 transaction with an access list", [13, 20], build(1, { o: { accessList: ACCESS } })],
  ["access-list-creation", "a type 1 transaction that creates a contract", [12, 13], build(1, { o: { to: null, input: "0x00" } })],
  ["access-list-repeats", "a type 1 transaction that names an address and a key twice", [20, 21], build(1, { o: { accessList: [ACCESS[0], ACCESS[0], { ...ACCESS[0], storageKeys: [rep("00", 32), rep("00", 32)] }] } })],
  ["dynamic-fee", "a type 2 transaction", [14], build(2, {})],
  ["dynamic-fee-all", "a type 2 transaction with access list and data", [14, 20], build(2, { o: { accessList: ACCESS, input: run(70) } })],
  ["dynamic-fee-creation", "a type 2 transaction that creates a contract", [12, 14], build(2, { o: { to: null, input: "0xfe" } })],
  ["dynamic-fee-equal", "a type 2 transaction whose priority fee is its maximum fee", [14, 32], build(2, { o: { maxPriorityFeePerGas: 5n, maxFeePerGas: 5n } })],
  ["dynamic-fee-to-zero", "a type 2 transaction to the zero address, which creates nothing", [12, 14], build(2, { o: { to: rep("00", 20) } })],
  ["blob", "a type 3 transaction with one blob", [15, 23], build(3, {})],
  ["blob-six", "a type 3 transaction with six blobs", [15, 23], build(3, { o: { blobVersionedHashes: Array.from({ length: 6 }, (_, i) => "0x01" + keccak(int(i + 1)).slice(4)) } })],
  ["blob-access", "a type 3 transaction with access list and data", [15, 20], build(3, { o: { accessList: ACCESS, input: run(40), maxFeePerBlobGas: 2n ** 200n } })],
  ["set-code", "a type 4 transaction with one authorization", [16, 26], build(4, {})],
  ["set-code-three", "a type 4 transaction with three authorizations, one for any chain", [16, 26], build(4, { o: { authorizationList: [auth(), auth({ chainId: 0n, nonce: 0n }, 41), auth({ address: rep("00", 20) }, 42)] } })],
  ["set-code-access", "a type 4 transaction with access list and data", [16, 20], build(4, { o: { accessList: ACCESS, input: run(33) } })],
];
for (const s of samples) s.push(checked(s[3], s[4] ?? 1));
// A prohibition has its allowed side too: what is nearest to being refused.
const ALLOWED = { "legacy-protected": [2], "dynamic-fee": [18, 56], "access-list": [4], blob: [22, 24], "set-code": [22, 27] };
const dec = file("tx/decode", "EIP-2718"), enc = file("tx/encode", "EIP-2718"), hsh = file("tx/hash", "EIP-2718"), snd = file("tx/sender", "EIP-2718");
for (const s of samples) {
  const [id, title, req, t] = s, who = s.at(-1), src = `${STD[t.type]}; ${who} agree`;
  v(dec, { id: `tx.decode.${id}`, title: `${title} is decoded`, requires: R(1, ...req, ...(ALLOWED[id] ?? [])), op: "tx.decode", in: { data: t.data }, out: json(t), source: src });
  v(enc, { id: `tx.encode.${id}`, title: `${title} is encoded`, requires: R(...req, 60), op: "tx.encode", in: { tx: json(t, { hash: false }) }, out: t.data, source: src });
  const unsigned = t.type === 0 && t.unprotected ? ethers.Transaction.from(t.data) : null;
  const digest = agree(id, { [name.ethers]: () => (unsigned ?? ethers.Transaction.from(t.data)).unsignedHash, [name.ejstx]: () => H(ejsTx(t.data, "prague", s.length > 5 ? s[4] : 1).getMessageToVerifySignature()), text: () => t.digest });
  v(hsh, { id: `tx.signing-hash.${id}`, title: `what is signed: ${title}`, requires: R(...(t.type ? [17] : t.unprotected ? [7] : [8])), op: "tx.signing_hash", in: { tx: json(t, { signed: false, hash: false }) }, out: digest.value, source: `${t.type ? STD[t.type] : "EIP-155"}; ${name.ethers} and ${name.ejstx} agree`, risk: LOSS });
  v(hsh, { id: `tx.hash.${id}`, title: `the hash of ${title}`, requires: R(5), op: "tx.hash", in: { data: t.data }, out: t.hash, source: `EIP-2718; ${who} agree` });
  v(snd, { id: `tx.sender.${id}`, title: `the sender of ${title}`, requires: R(...(t.type ? [17, "BLK-CRYPTO-005"] : t.unprotected ? [7, 11] : [8])), op: "tx.sender", in: { data: t.data, fork: "prague" }, out: t.sender, source: src, risk: LOSS });
}
for (const [id, n] of [["64k", 65536], ["100k", 100000]]) {
  const t = build(2, { o: { input: rep("aa", n), gas: 9000000n } });
  v(hsh, { id: `tx.hash.data-of-${id}`, title: `the hash of a transaction with ${n} bytes of data, lengths of three bytes`, requires: R(5, "BLK-RLP-003", "BLK-RLP-005"), op: "tx.hash", in: { data: t.data }, out: t.hash, source: `EIP-2718; ${checked(t)} agree` });
}
const missing = file("tx/encode-refused", "EIP-2718");
const encNo = (id, title, reqs, tx, reject) => v(missing, { id: `tx.encode.${id}`, title, requires: R(...reqs), op: "tx.encode", in: { tx }, reject, source: "EIP-2718 and the field lists of the types", risk: "a wallet signs something else than was asked for" });
for (const type of TYPES) {
  const whole = json(build(type, {}), { hash: false });
  for (const f of { 0: ["gasPrice", "nonce", "value"], 1: ["chainId", "gas", "accessList"], 2: ["chainId", "maxFeePerGas", "maxPriorityFeePerGas"], 3: ["maxFeePerBlobGas", "blobVersionedHashes"], 4: ["authorizationList", "chainId"] }[type]) {
    const { [f]: _, ...tx } = whole;
    encNo(`type-${type}-without-${f.toLowerCase()}`, `a type ${type} transaction without ${f} is refused`, [60], tx, "field-missing");
  }
  const extra = { 0: { authorizationList: [] }, 1: { maxFeePerGas: "0x1" }, 2: { maxFeePerBlobGas: "0x1" }, 3: { authorizationList: [] }, 4: { blobVersionedHashes: [HASH] } }[type];
  encNo(`type-${type}-with-${Object.keys(extra)[0].toLowerCase()}`, `a type ${type} transaction with ${Object.keys(extra)[0]} is refused`, [60], { ...whole, ...extra }, "field-extra");
}
for (const type of ["0x5", "0x7f"]) encNo(`type-${type.slice(2)}`, `a transaction of type ${type} is refused`, [56], { ...json(build(2, {}), { hash: false }), type }, "type");

// --- decode, malformed ----------------------------------------------------------------------
const env = file("tx/envelope-refused", "EIP-2718"), cnt = file("tx/fields-refused", "EIP-2718"), nums = TYPES.map((t) => file(`tx/integers-type-${t}`, STD[t])), lst = file("tx/lists-refused", "EIP-2718");
const decNo = (f, id, title, reqs, data, reject, std = "EIP-2718", op = "tx.decode") => v(f, { id: `${op.replace("_", "-")}.${id}`, title, requires: R(...reqs), op, in: { data }, reject, source: refused(`${op}.${id}`, std, parsers(data)), risk: FORGE });
decNo(env, "nothing", "no bytes are not a transaction", ["BLK-RLP-008"], "0x", "empty");
for (const type of [1, 2, 3, 4]) decNo(env, `type-byte-${type}-alone`, `the type byte ${type} alone is refused`, [4], `0x0${type}`, "empty");
for (const b of ["80", "81", "94", "a0", "b7", "b8", "bf"]) decNo(env, `first-byte-${b}`, `an envelope that starts with 0x${b} is refused`, [2], cat(b, rlp(["0x01"])), "type");
for (const type of [1, 2, 4]) {
  const t = build(type, {});
  decNo(env, `wrapped-type-${type}`, `a type ${type} transaction wrapped as an RLP string is refused`, [2, 5], rlp(t.data), "type");
  decNo(env, `wrapped-type-${type}`, `a type ${type} transaction wrapped as an RLP string has no hash`, [2, 5], rlp(t.data), "type", "EIP-2718", "tx.hash");
}
for (const b of ["00", "05", "06", "07", "64", "7e", "7f"]) decNo(env, `type-${b}`, `the type 0x${b} is not known`, [1, 56], cat(b, build(2, {}).data.slice(4)), "type");
for (const type of TYPES) {
  const t = build(type, {});
  decNo(env, `type-${type}-trailing`, `a byte after a type ${type} transaction is refused`, ["BLK-RLP-015", FIELDS_REQ[type]], t.data + "00", "trailing", STD[type]);
  decNo(env, `type-${type}-cut`, `a type ${type} transaction without its last byte is refused`, ["BLK-RLP-013", FIELDS_REQ[type]], t.data.slice(0, -2), "truncated", STD[type]);
  decNo(cnt, `type-${type}-field-less`, `a type ${type} transaction without its last field is refused`, [FIELDS_REQ[type]], build(type, { edit: (a) => a.slice(0, -1) }).data, "field-count", STD[type]);
  decNo(cnt, `type-${type}-field-more`, `a type ${type} transaction with a field too many is refused`, [FIELDS_REQ[type]], build(type, { edit: (a) => [...a, "0x"] }).data, "field-count", STD[type]);
  decNo(cnt, `type-${type}-no-fields`, `a type ${type} transaction of no fields is refused`, [FIELDS_REQ[type]], type ? `0x0${type}c0` : "0xc0", "field-count", STD[type]);
  if (type) decNo(cnt, `type-${type}-string-payload`, `a type ${type} transaction whose payload is a string is refused`, [FIELDS_REQ[type], "BLK-RLP-017"], cat(`0${type}`, rlp(run(60))), "expected-list", STD[type]);
  decNo(cnt, `type-${type}-data-list`, `a type ${type} transaction whose data is a list is refused`, ["BLK-RLP-017"], build(type, { raw: { input: ["0x01"] } }).data, "expected-string", STD[type]);
  for (const [id, what, to] of [["19", "of 19 bytes", TO.slice(0, -2)], ["21", "of 21 bytes", TO + "00"], ["1", "of one byte", "0x11"], ["32", "of 32 bytes", cat(rep("00", 12), TO)]])
    decNo(cnt, `type-${type}-to-${id}`, `a type ${type} transaction with a destination ${what} is refused`, [12], build(type, { raw: { to } }).data, "to", STD[type]);
  decNo(cnt, `type-${type}-to-list`, `a type ${type} transaction whose destination is a list is refused`, [12, "BLK-RLP-017"], build(type, { raw: { to: [TO] } }).data, "expected-string", STD[type]);
}
for (const type of [3, 4]) decNo(cnt, `type-${type}-to-empty`, `a type ${type} transaction without a destination is refused`, [22], build(type, { o: { to: null } }).data, "to", STD[type]);
const U64 = new Set(["nonce", "gas"]);
for (const type of TYPES) {
  const num = nums[type];
  for (const f of FIELDS[type].filter(isInt)) {
    if (type > 1 && ["value", "gas"].includes(f) && type !== 2) continue; // once per family of fields
    const req = (n) => ["BLK-RLP-" + n, FIELDS_REQ[type]];
    const lead = build(type, { raw: { [f]: cat("00", int(build(type, {}).tx[f] || 1n)) } });
    decNo(num, `type-${type}-${f.toLowerCase()}-leading-zero`, `type ${type}: ${f} with a leading zero is refused`, req("016"), lead.data, "leading-zero", STD[type]);
    decNo(num, `type-${type}-${f.toLowerCase()}-zero-byte`, `type ${type}: ${f} of one zero byte is refused`, req("016"), build(type, { o: { maxPriorityFeePerGas: 0n }, raw: { [f]: "0x00" } }).data, "leading-zero", STD[type]);
    const wide = U64.has(f) ? 2n ** 64n : 2n ** 256n;
    // No text bounds a chain id, and the gas limit only by what a block can have.
    if (f !== "chainId" && f !== "gas") decNo(num, `type-${type}-${f.toLowerCase()}-wide`, `type ${type}: ${f} of 2^${U64.has(f) ? 64 : 256} is refused`, req("018"), build(type, { raw: { [f]: int(wide) } }).data, "too-wide", STD[type]);
    if (type === 0 || f === "chainId") decNo(num, `type-${type}-${f.toLowerCase()}-list`, `type ${type}: ${f} as a list is refused`, ["BLK-RLP-017", FIELDS_REQ[type]], build(type, { raw: { [f]: ["0x01"] } }).data, "expected-string", STD[type]);
  }
  for (const f of ["r", "s"]) {
    const t = build(type, {});
    decNo(num, `type-${type}-${f}-leading-zero`, `type ${type}: ${f} with a leading zero is refused`, ["BLK-RLP-016"], build(type, { rawSig: { [f]: cat("00", int(t.sig[f]).slice(0, -2)) } }).data, "leading-zero", STD[type]);
    decNo(num, `type-${type}-${f}-wide`, `type ${type}: ${f} of 2^256 is refused`, ["BLK-RLP-018"], build(type, { rawSig: { [f]: int(2n ** 256n) } }).data, "too-wide", STD[type]);
  }
  decNo(num, `type-${type}-v-leading-zero`, `type ${type}: ${type ? "the parity" : "v"} with a leading zero is refused`, ["BLK-RLP-016"], build(type, { rawSig: { v: type ? "0x0001" : "0x001b" }, unprotected: true }).data, "leading-zero", STD[type]);
  if (type) for (const y of [2n, 27n, 28n, 256n, 2n ** 64n + 1n]) decNo(num, `type-${type}-parity-${y}`, `type ${type}: a parity of ${y} is refused`, [18], build(type, { sig: { v: y } }).data, "v-value", STD[type]);
}
for (const vv of [0n, 1n, 26n, 29n, 30n, 34n]) decNo(nums[0], `legacy-v-${vv}`, `a legacy transaction with v ${vv} is refused`, [10], build(0, { sig: { v: vv }, unprotected: true }).data, "v-value", "EIP-155");
const key31 = run(31), key33 = run(33), ad = ACCESS[0].address;
for (const type of [1, 2, 3, 4]) for (const [id, what, list, reject, req] of [
  ["string", "an access list that is a string", "0x0102", "expected-list", "BLK-RLP-017"], ["entry-string", "an entry of an access list that is a string", [ad], "expected-list", "BLK-RLP-017"], ["entry-of-1", "an entry of an address alone", [[ad]], "field-count", 20], ["entry-of-3", "an entry of three items", [[ad, [], []]], "field-count", 20],
  ["address-19", "an address of 19 bytes", [[ad.slice(0, -2), []]], "length", 20], ["address-21", "an address of 21 bytes", [[ad + "00", []]], "length", 20], ["address-empty", "an empty address", [["0x", []]], "length", 20], ["keys-string", "keys that are a string", [[ad, keccak("0x05")]], "expected-list", "BLK-RLP-017"],
  ["key-31", "a key of 31 bytes", [[ad, [key31]]], "length", 20], ["key-33", "a key of 33 bytes", [[ad, [key33]]], "length", 20], ["key-empty", "an empty key", [[ad, ["0x"]]], "length", 20], ["key-list", "a key that is a list", [[ad, [[]]]], "expected-string", "BLK-RLP-017"],
  ["second-key-31", "a second key of 31 bytes", [[ad, [keccak("0x06"), key31]]], "length", 20]]) {
  if (type > 2 && !/^(key-31|address-21|entry-of-3|string)$/.test(id)) continue;
  decNo(lst, `type-${type}-access-${id}`, `type ${type}: ${what} is refused`, [...new Set([20, req])], build(type, { raw: { accessList: list } }).data, reject, "EIP-2930");
}
for (const [id, what, list, reject, req] of [["string", "blob hashes that are a string", HASH, "expected-list", "BLK-RLP-017"], ["31", "a blob hash of 31 bytes", [HASH.slice(0, -2)], "length", 15], ["33", "a blob hash of 33 bytes", [HASH + "00"], "length", 15], ["empty", "an empty blob hash", ["0x"], "length", 15], ["second-31", "a second blob hash of 31 bytes", [HASH, HASH.slice(0, -2)], "length", 15], ["list", "a blob hash that is a list", [[HASH]], "expected-string", "BLK-RLP-017"]])
  decNo(lst, `type-3-hashes-${id}`, `${what} is refused`, [...new Set([15, req])], build(3, { raw: { blobVersionedHashes: list } }).data, reject, "EIP-4844");
const A = authItem(auth()), put = (i, x) => [A.map((y, k) => (k === i ? x : y))];
for (const [id, what, list, reject] of [
  ["string", "an authorization list that is a string", "0x01", "expected-list"], ["tuple-string", "an authorization that is a string", [run(40)], "expected-list"], ["tuple-of-5", "an authorization of five fields", [A.slice(0, 5)], "field-count"], ["tuple-of-7", "an authorization of seven fields", [[...A, "0x"]], "field-count"], ["tuple-empty", "an authorization of no fields", [[]], "field-count"],
  ["chain-wide", "an authorization with a chain id of 2^256", put(0, int(2n ** 256n)), "too-wide"], ["chain-leading-zero", "an authorization whose chain id has a leading zero", put(0, "0x0001"), "leading-zero"], ["address-19", "an authorization with an address of 19 bytes", put(1, TO.slice(0, -2)), "length"], ["address-21", "an authorization with an address of 21 bytes", put(1, TO + "01"), "length"], ["address-empty", "an authorization without an address", put(1, "0x"), "length"],
  ["nonce-wide", "an authorization with a nonce of 2^64", put(2, int(2n ** 64n)), "too-wide"], ["nonce-leading-zero", "an authorization whose nonce has a leading zero", put(2, "0x0003"), "leading-zero"], ["parity-wide", "an authorization with a parity of 256", put(3, "0x0100"), "too-wide"], ["parity-zero-byte", "an authorization with a parity of a zero byte", put(3, "0x00"), "leading-zero"],
  ["r-wide", "an authorization with r of 2^256", put(4, int(2n ** 256n)), "too-wide"], ["s-wide", "an authorization with s of 2^256", put(5, int(2n ** 256n)), "too-wide"], ["r-leading-zero", "an authorization whose r has a leading zero", put(4, "0x00ff"), "leading-zero"], ["second-of-5", "a second authorization of five fields", [A, A.slice(0, 5)], "field-count"]])
  decNo(lst, `type-4-authorization-${id}`, `${what} is refused`, [16, 27], build(4, { raw: { authorizationList: list } }).data, reject, "EIP-7702");

// --- cost --------------------------------------------------------------------------------------
const FORKS = ["frontier", "homestead", "dao", "tangerine-whistle", "spurious-dragon", "byzantium", "constantinople", "petersburg", "istanbul", "muir-glacier", "berlin", "london", "arrow-glacier", "gray-glacier", "paris", "shanghai", "cancun", "prague", "osaka", "bpo1", "bpo2"];
const since = (fork, first) => FORKS.indexOf(fork) >= FORKS.indexOf(first);
function cost(t, fork) {
  const data = [...B(t.tx.input)], zero = BigInt(data.filter((b) => !b).length), other = BigInt(data.length) - zero;
  let intrinsic = 21000n + 4n * zero + (since(fork, "istanbul") ? 16n : 68n) * other;
  if (!t.tx.to && since(fork, "homestead")) intrinsic += 32000n;
  if (!t.tx.to && since(fork, "shanghai")) intrinsic += 2n * ((BigInt(data.length) + 31n) / 32n);
  if (t.type) for (const e of t.tx.accessList) intrinsic += 2400n + 1900n * BigInt(e.storageKeys.length);
  if (t.type === 4) intrinsic += 25000n * BigInt(t.tx.authorizationList.length);
  return { intrinsic, ...(since(fork, "prague") && { floor: 21000n + 10n * (zero + 4n * other) }) };
}
const gasFile = file("tx/intrinsic-gas", "Yellow Paper");
const ejsCost = (t, fork) => { const x = ejsTx(t.data, fork === "dao" ? "homestead" : /^bpo/.test(fork) ? "osaka" : fork); return x.getIntrinsicGas(); };
const costs = [
  ["plain", "no data", 0, {}, [44], ["frontier", "prague"]], ["zeros", "100 zero bytes", 0, { input: rep("00", 100) }, [39], ["frontier", "petersburg", "istanbul", "cancun", "prague"]], ["bytes", "100 bytes other than zero", 0, { input: run(100) }, [39], ["frontier", "petersburg", "istanbul", "cancun", "prague", "bpo2"]],
  ["mixed", "data with zero bytes in it", 0, { input: "0x00010002ff00000000000000aa" }, [39], ["homestead", "istanbul", "osaka"]], ["creation", "an empty creation", 0, { to: null }, [40], ["frontier", "homestead", "spurious-dragon"]], ["creation-32", "init code of 32 bytes", 0, { to: null, input: run(32) }, [40, 41], ["paris", "shanghai"]], ["creation-33", "init code of 33 bytes, two words", 0, { to: null, input: run(33) }, [40, 41], ["gray-glacier", "shanghai", "prague"]],
  ["access", "an access list of two addresses and two keys", 1, { accessList: ACCESS }, [42], ["berlin", "cancun", "prague"]], ["access-repeats", "an access list that repeats an address is paid twice", 2, { accessList: [ACCESS[0], ACCESS[0]] }, [42, 21], ["london", "osaka"]], ["blob", "a blob transaction pays for blobs elsewhere", 3, { blobVersionedHashes: [HASH, HASH] }, [44], ["cancun", "osaka"]],
  ["authorization", "one authorization", 4, {}, [43], ["prague"]], ["authorizations", "three authorizations and an access list", 4, { authorizationList: [auth(), auth({}, 41), auth({}, 42)], accessList: ACCESS }, [43, 42], ["prague", "osaka"]], ["floor-above", "calldata whose floor is above the intrinsic cost", 2, { input: run(1000) }, [45], ["cancun", "prague", "osaka"]]];
for (const [id, what, type, o, reqs, forks] of costs) for (const fork of forks) {
  const t = build(type, { o, unprotected: type === 0 && !since(fork, "spurious-dragon") }), c = cost(t, fork);
  agree(`${id} ${fork}`, { text: () => c.intrinsic, ejs: () => ejsCost(t, fork) });
  v(gasFile, { id: `tx.intrinsic-gas.${id}-${fork}`, title: `the cost of ${what} in ${fork}`, requires: R(...reqs, ...(c.floor ? [45] : [])).filter((x, i, a) => a.indexOf(x) === i), op: "tx.intrinsic_gas", in: { data: t.data, fork }, out: { intrinsic: big(c.intrinsic), ...(c.floor && { floor: big(c.floor) }) }, source: `${reqs[0] === 45 ? "EIP-7623" : "Yellow Paper 6.2 and the EIPs of the fork"}; ${name.ejstx} agrees on the intrinsic cost` });
}

// --- validity ---------------------------------------------------------------------------------------
const okType = file("tx/valid-types", "EIP-2718"), okLimit = file("tx/valid-limits", "Yellow Paper"), okGas = file("tx/valid-gas", "Yellow Paper");
let ok = okType;
const vt = file("tx/invalid-type", "EIP-2718"), vc = file("tx/invalid-chain", "EIP-155"), vs = file("tx/invalid-signature", "Yellow Paper"), vo = file("tx/invalid-types-3-and-4", "EIP-4844"), vl = file("tx/invalid-limits", "Yellow Paper"), vg = file("tx/invalid-gas", "Yellow Paper"), vb = file("tx/invalid-in-block", "EIP-1559");
const chain = (c) => big(c ?? 1n);
function yes(id, title, reqs, t, fork, more = {}, std = STD[t.type]) {
  v(ok, { id: `tx.validate.${id}`, title, requires: R(...reqs), op: "tx.validate", in: { data: t.data, fork, chainId: chain(t.tx.chainId), ...more }, out: { hash: t.hash, sender: t.sender, intrinsicGas: big(cost(t, fork).intrinsic), needs: "execution" }, source: `${std}; ${checked(t, Number(t.tx.chainId), fork)} give this hash and sender`, risk: FORGE });
}
function nay(f, id, title, reqs, t, fork, reject, std, more = {}) {
  v(f, { id: `tx.validate.${id}`, title, requires: R(...reqs), op: "tx.validate", in: { data: t.data ?? t, fork, chainId: "0x1", ...more }, reject, source: std, risk: /signature|v-value|chain/.test(reject) ? LOSS : FORGE });
}
// types by fork
for (const [type, first, before] of [[1, "berlin", ["frontier", "istanbul", "muir-glacier"]], [2, "london", ["istanbul", "berlin"]], [3, "cancun", ["london", "shanghai"]], [4, "prague", ["shanghai", "cancun"]]]) {
  const t = build(type, {});
  for (const fork of before) nay(vt, `type-${type}-in-${fork}`, `a type ${type} transaction in ${fork}`, [3], t, fork, "tx-type", STD[type]);
  yes(`type-${type}-in-${first}`, `a type ${type} transaction in ${first}, the first fork that has it`, [3, 19, FIELDS_REQ[type]], t, first);
  yes(`type-${type}-in-bpo2`, `a type ${type} transaction in bpo2`, [3], t, "bpo2");
  for (const c of [0n, 2n, 10n ** 12n]) nay(vc, `type-${type}-chain-${c}`, `a type ${type} transaction of chain ${c} on chain 1`, [19], build(type, { o: { chainId: c } }), "bpo2", "chain-id", STD[type]);
}
for (const b of ["00", "05", "06", "7f"]) for (const fork of ["osaka", "amsterdam"]) nay(vt, `unknown-type-${b}-in-${fork}`, `type 0x${b} in ${fork}`, [56], cat(b, build(2, {}).data.slice(4)), fork, "type", "EIP-2718");
yes("legacy-in-frontier", "a legacy transaction in frontier", [7], build(0, { unprotected: true }), "frontier");
for (const fork of ["homestead", "spurious-dragon", "berlin", "osaka"]) yes(`legacy-unprotected-in-${fork}`, `v 27 or 28 in ${fork}`, [11], build(0, { unprotected: true, signer: 3 }), fork);
for (const fork of ["spurious-dragon", "byzantium", "osaka"]) yes(`legacy-protected-in-${fork}`, `a replay-protected transaction in ${fork}`, [8, 9], build(0, {}), fork, {}, "EIP-155");
yes("legacy-chain-8453", "a replay-protected transaction of chain 8453 on that chain", [8, 10], build(0, { o: { chainId: 8453n } }), "prague", {}, "EIP-155");
for (const fork of ["frontier", "homestead", "tangerine-whistle"]) nay(vc, `legacy-protected-in-${fork}`, `a replay-protected transaction in ${fork}`, [9], build(0, {}), fork, "v-value", "EIP-155");
for (const c of [2n, 5n, 1337n, 2n ** 40n]) nay(vc, `legacy-chain-${c}`, `a legacy transaction protected for chain ${c} on chain 1`, [10], build(0, { o: { chainId: c } }), "prague", "chain-id", "EIP-155");
nay(vc, "legacy-chain-0", "a legacy transaction with v of chain 0 on chain 1", [10], build(0, { o: { chainId: 0n } }), "prague", "chain-id", "EIP-155");
nay(vc, "legacy-v-2-64-plus-27", "a legacy transaction with v of 2^64+27, which names another chain", [10], build(0, { sig: { v: 2n ** 64n + 27n }, unprotected: true }), "osaka", "chain-id", "EIP-155");
for (const vv of [0n, 26n, 29n, 34n]) nay(vc, `legacy-v-${vv}`, `a legacy transaction with v ${vv}`, [10], build(0, { sig: { v: vv }, unprotected: true }), "osaka", "v-value", "EIP-155");
// signatures
let noPoint = 5n;
for (const type of TYPES) {
  const F = "Yellow Paper, appendix F";
  for (const [id, what, sig, reject] of [["r-0", "r of zero", { r: 0n }, "r-range"], ["r-n", "r of the group order", { r: N }, "r-range"], ["r-max", "r of 2^256-1", { r: 2n ** 256n - 1n }, "r-range"], ["s-0", "s of zero", { s: 0n }, "s-range"], ["s-n", "s of the group order", { s: N }, "s-range"], ["no-point", "r that is no coordinate", { r: noPoint }, "recovery"]])
    nay(vs, `type-${type}-${id}`, `a type ${type} transaction with ${what}`, [reject === "recovery" ? "BLK-CRYPTO-004" : "BLK-CRYPTO-002"], build(type, { sig }), "prague", reject, F);
  nay(vs, `type-${type}-high-s`, `a type ${type} transaction with high s`, ["BLK-CRYPTO-003"], build(type, { lowS: false }), "prague", "high-s", "EIP-2");
  nay(vs, `type-${type}-half-plus-1`, `a type ${type} transaction with s just above half the order`, ["BLK-CRYPTO-003"], build(type, { sig: { s: (N >> 1n) + 1n } }), "prague", "high-s", "EIP-2");
}
nay(vs, "high-s-in-homestead", "high s in homestead, the first fork without it", ["BLK-CRYPTO-003"], build(0, { lowS: false, unprotected: true }), "homestead", "high-s", "EIP-2");
{
  const t = build(0, { lowS: false, unprotected: true });
  v(ok, { id: "tx.validate.high-s-in-frontier", title: "high s in frontier, the last fork with it", requires: ["BLK-CRYPTO-003"], op: "tx.validate", in: { data: t.data, fork: "frontier", chainId: "0x1" }, out: { hash: t.hash, sender: t.sender, intrinsicGas: "0x5208", needs: "execution" }, source: `EIP-2; signed by ${name.noble} and mirrored` });
}
// the same questions to tx.sender
const sndNo = file("tx/sender-refused", "Yellow Paper");
for (const [id, title, req, t, fork, reject] of [["r-0", "r of zero", "BLK-CRYPTO-002", build(2, { sig: { r: 0n } }), "osaka", "r-range"], ["s-0", "s of zero", "BLK-CRYPTO-002", build(1, { sig: { s: 0n } }), "osaka", "s-range"], ["r-n", "r of the group order", "BLK-CRYPTO-002", build(0, { sig: { r: N } }), "osaka", "r-range"], ["s-n", "s of the group order", "BLK-CRYPTO-002", build(4, { sig: { s: N } }), "osaka", "s-range"], ["high-s", "high s in byzantium", "BLK-CRYPTO-003", build(0, { lowS: false }), "byzantium", "high-s"], ["high-s-osaka", "high s in osaka", "BLK-CRYPTO-003", build(0, { lowS: false }), "osaka", "high-s"], ...[1, 2, 3, 4].map((type) => [`type-${type}-high-s`, `high s in a type ${type} transaction`, "BLK-CRYPTO-003", build(type, { lowS: false }), "osaka", "high-s"]), ["half-plus-1", "s just above half the order", "BLK-CRYPTO-003", build(2, { sig: { s: (N >> 1n) + 1n } }), "osaka", "high-s"], ["no-point", "r that is no coordinate", "BLK-CRYPTO-004", build(2, { sig: { r: noPoint } }), "osaka", "recovery"], ["protected-in-homestead", "a replay-protected v in homestead", 9, build(0, {}), "homestead", "v-value"], ["v-29", "v of 29", 10, build(0, { sig: { v: 29n }, unprotected: true }), "osaka", "v-value"], ...TYPES.map((type) => [`type-${type}-unsigned`, `a type ${type} transaction without its signature`, FIELDS_REQ[type], build(type, { edit: (a) => a.slice(0, -3) }), "osaka", "field-count"]), ["parity-2", "a parity of 2", 18, build(2, { sig: { v: 2n } }), "osaka", "v-value"]])
  v(sndNo, { id: `tx.sender.${id}`, title: `${title} gives no sender`, requires: R(req), op: "tx.sender", in: { data: t.data, fork }, reject, source: refused(`tx.sender.${id}`, "Yellow Paper, appendix F; EIP-2; EIP-155", fork === "osaka" ? readers(t.data) : {}), risk: LOSS });
{
  const t = build(0, { lowS: false, unprotected: true });
  v(snd, { id: "tx.sender.high-s-in-frontier", title: "the sender by a high s in frontier", requires: ["BLK-CRYPTO-003"], op: "tx.sender", in: { data: t.data, fork: "frontier" }, out: t.sender, source: `EIP-2; signed by ${name.noble} and mirrored` });
}
// limits
ok = okLimit;
for (const fork of ["frontier", "london", "osaka"]) {
  const last = build(0, { o: { nonce: 2n ** 64n - 1n }, unprotected: true });
  nay(vl, `nonce-max-in-${fork}`, `a nonce of 2^64-1 in ${fork}`, [35], last, fork, "nonce-limit", "EIP-2681");
}
for (const type of [1, 2, 3, 4]) nay(vl, `type-${type}-nonce-max`, `a type ${type} transaction with a nonce of 2^64-1`, [35], build(type, { o: { nonce: 2n ** 64n - 1n } }), "osaka", "nonce-limit", "EIP-2681");
{
  const t = build(2, { o: { nonce: 2n ** 64n - 2n } });
  v(ok, { id: "tx.validate.nonce-max-less-1", title: "a nonce of 2^64-2, the largest", requires: R(35), op: "tx.validate", in: { data: t.data, fork: "osaka", chainId: "0x1" }, out: { hash: t.hash, sender: t.sender, intrinsicGas: "0x5208", needs: "execution" }, source: "EIP-2681" });
}
for (const type of [2, 3, 4]) {
  nay(vl, `type-${type}-priority-above`, `a type ${type} transaction whose priority fee is one above its maximum fee`, [32], build(type, { o: { maxPriorityFeePerGas: 10n ** 9n + 1n, maxFeePerGas: 10n ** 9n } }), "osaka", "priority-above-max", STD[type]);
  nay(vl, `type-${type}-priority-huge`, `a type ${type} transaction with a priority fee of 2^256-1`, [32], build(type, { o: { maxPriorityFeePerGas: 2n ** 256n - 1n } }), "prague", "priority-above-max", STD[type]);
  yes(`type-${type}-priority-equal`, `a type ${type} transaction whose priority fee is its maximum fee`, [32], build(type, { o: { maxPriorityFeePerGas: 10n ** 9n, maxFeePerGas: 10n ** 9n } }), "osaka");
}
const cap = (gas) => (2n ** 256n - 1n) / gas;
for (const type of TYPES) {
  const f = type < 2 ? "gasPrice" : "maxFeePerGas";
  nay(vl, `type-${type}-fee-overflow`, `a type ${type} transaction whose gas times fee is just 2^256 or more`, [33], build(type, { o: { gas: 200000n, [f]: cap(200000n) + 1n } }), "prague", "fee-overflow", "Yellow Paper 6.2: the up-front cost has 256 bits");
  v(ok, { id: `tx.validate.type-${type}-fee-largest`, title: `a type ${type} transaction whose gas times fee is just below 2^256`, requires: R(33), op: "tx.validate", in: (() => { const t = build(type, { o: { gas: 200000n, [f]: cap(200000n) } }); return { data: t.data, fork: "prague", chainId: "0x1" }; })(), out: (() => { const t = build(type, { o: { gas: 200000n, [f]: cap(200000n) } }); return { hash: t.hash, sender: t.sender, intrinsicGas: big(cost(t, "prague").intrinsic), needs: "execution" }; })(), source: "Yellow Paper 6.2", tags: ["extreme"] });
}
nay(vl, "fee-overflow-power", "gas of 2^17 times a fee of 2^239", [33], build(0, { o: { gas: 2n ** 17n, gasPrice: 2n ** 239n } }), "london", "fee-overflow", "Yellow Paper 6.2: the up-front cost has 256 bits");
yes("value-largest", "a value of 2^256-1 beside a fee", [34], build(0, { o: { value: 2n ** 256n - 1n } }), "prague", {}, "Yellow Paper 6.2");
yes("value-largest-dynamic", "a value of 2^256-1 in a type 2 transaction", [34], build(2, { o: { value: 2n ** 256n - 1n } }), "osaka", {}, "Yellow Paper 6.2");
yes("gas-largest", "a gas limit of 2^64-1 where no fork limits it", [36], build(0, { o: { gas: 2n ** 64n - 1n, gasPrice: 1n } }), "prague", {}, "Yellow Paper 4.2");
for (const type of TYPES) nay(vl, `type-${type}-gas-2-64`, `a type ${type} transaction with a gas limit of 2^64`, [36, "BLK-RLP-018"], build(type, { raw: { gas: int(2n ** 64n) } }), "prague", "too-wide", "EIP-1985: no block has gas for it; TransactionTests of ethereum/tests refuse such a limit too");
for (const type of TYPES) for (const fork of ["osaka", "bpo2"]) nay(vl, `type-${type}-gas-cap-${fork}`, `a type ${type} transaction with a gas limit of 16,777,217 in ${fork}`, [46], build(type, { o: { gas: 2n ** 24n + 1n } }), fork, "gas-limit-cap", "EIP-7825");
yes("gas-cap-reached", "a gas limit of 16,777,216 in osaka", [46], build(2, { o: { gas: 2n ** 24n } }), "osaka", {}, "EIP-7825");
yes("gas-cap-before", "a gas limit of 16,777,217 in prague, the last fork without the limit", [46], build(2, { o: { gas: 2n ** 24n + 1n } }), "prague", {}, "EIP-7825");
const create = (n, type = 2) => build(type, { o: { to: null, input: rep("00", n), gas: 3000000n } });
for (const type of [0, 1, 2]) for (const fork of ["shanghai", "bpo2"]) nay(vl, `type-${type}-initcode-49153-${fork}`, `a type ${type} creation with init code of 49,153 bytes in ${fork}`, [37], create(49153, type), type === 2 || fork === "shanghai" ? fork : fork, "initcode-size", "EIP-3860");
yes("initcode-49152", "init code of 49,152 bytes in shanghai", [37, 41], create(49152), "shanghai", {}, "EIP-3860");
yes("initcode-49153-paris", "init code of 49,153 bytes in paris, the last fork without the limit", [37], create(49153), "paris", {}, "EIP-3860");
yes("calldata-49153", "calldata of 49,153 bytes is no init code", [37], build(2, { o: { input: rep("00", 49153), gas: 3000000n } }), "osaka", {}, "EIP-3860");
{
  const t = build(2, { o: { to: null, input: rep("00", 131072), gas: 16000000n } });
  v(ok, { id: "tx.validate.initcode-131072-amsterdam", title: "init code of 131,072 bytes in amsterdam", requires: R(38), op: "tx.validate", in: { data: t.data, fork: "amsterdam", chainId: "0x1" }, out: { hash: t.hash, sender: t.sender, intrinsicGas: { $type: "quantity" }, needs: "execution" }, source: "EIP-7954; the cost is not asked, since its constants still move" });
}
v(vl, { id: "tx.validate.initcode-131073-amsterdam", title: "init code of 131,073 bytes in amsterdam", requires: R(38), op: "tx.validate", in: { data: build(2, { o: { to: null, input: rep("00", 131073), gas: 16000000n } }).data, fork: "amsterdam", chainId: "0x1" }, reject: "initcode-size", source: "EIP-7954", risk: FORGE });
v(vl, { id: "tx.validate.initcode-200000-amsterdam", title: "init code of 200,000 bytes in amsterdam", requires: R(38), op: "tx.validate", in: { data: build(2, { o: { to: null, input: rep("00", 200000), gas: 16000000n } }).data, fork: "amsterdam", chainId: "0x1" }, reject: "initcode-size", source: "EIP-7954", risk: FORGE });
// blobs
nay(vo, "no-blobs", "a blob transaction without a blob", [23], build(3, { o: { blobVersionedHashes: [] } }), "cancun", "no-blobs", "EIP-4844");
nay(vo, "no-blobs-osaka", "a blob transaction without a blob in osaka", [23], build(3, { o: { blobVersionedHashes: [] } }), "osaka", "no-blobs", "EIP-4844");
for (const [id, what, hashes] of [["00", "version 0x00", ["0x00" + HASH.slice(4)]], ["02", "version 0x02", ["0x02" + HASH.slice(4)]], ["ff", "version 0xff", ["0xff" + HASH.slice(4)]], ["second", "a second hash of version 0x02", [HASH, "0x02" + HASH.slice(4)]], ["zeros", "a hash of zeros", [rep("00", 32)]]])
  nay(vo, `blob-version-${id}`, `a blob hash with ${what}`, [24], build(3, { o: { blobVersionedHashes: hashes } }), "osaka", "blob-version", "EIP-4844");
const blobs = (n) => build(3, { o: { blobVersionedHashes: Array.from({ length: n }, (_, i) => "0x01" + keccak(int(i + 1)).slice(4)) } });
for (const fork of ["osaka", "bpo1", "bpo2"]) nay(vo, `seven-blobs-${fork}`, `seven blobs in one transaction in ${fork}`, [25], blobs(7), fork, "blob-count", "EIP-7594");
nay(vo, "nine-blobs-osaka", "nine blobs in one transaction in osaka, as many as a block may carry", [25], blobs(9), "osaka", "blob-count", "EIP-7594");
nay(vo, "seven-blobs-cancun", "seven blobs in cancun, more than a block may carry", [59], blobs(7), "cancun", "blob-count", "EIP-4844");
nay(vo, "ten-blobs-prague", "ten blobs in prague, more than a block may carry", [59], blobs(10), "prague", "blob-count", "EIP-7691");
yes("six-blobs-cancun", "six blobs in cancun", [59], blobs(6), "cancun");
yes("six-blobs-osaka", "six blobs in osaka", [25], blobs(6), "osaka", {}, "EIP-7594");
yes("nine-blobs-prague", "nine blobs in prague, the last fork that lets one transaction have them", [25, 59], blobs(9), "prague", {}, "EIP-7691");
for (const type of [3, 4]) nay(vo, `type-${type}-creation`, `a type ${type} transaction without a destination`, [22], build(type, { o: { to: null } }), "prague", "to", STD[type]);
nay(vo, "no-authorization", "a type 4 transaction without an authorization", [26], build(4, { o: { authorizationList: [] } }), "prague", "no-authorization", "EIP-7702");
nay(vo, "no-authorization-osaka", "a type 4 transaction without an authorization in osaka", [26], build(4, { o: { authorizationList: [] } }), "osaka", "no-authorization", "EIP-7702");
for (const [id, what, list] of [["chain", "of another chain", [auth({ chainId: 5n })]], ["nonce-max", "with a nonce of 2^64-1", [auth({ nonce: 2n ** 64n - 1n })]], ["parity-255", "with a parity of 255", [auth({ sig: { yParity: 255n } })]], ["high-s", "with high s", [auth({ sig: { s: N - 5n } })]], ["zero-signature", "with r and s of zero", [auth({ sig: { r: 0n, s: 0n } })]], ["r-max", "with r of 2^256-1", [auth({ sig: { r: 2n ** 256n - 1n } })]], ["twice", "given twice", [auth(), auth()]]])
  v(ok, { id: `tx.validate.authorization-${id}`, title: `a type 4 transaction with an authorization ${what} is valid`, requires: R(28), op: "tx.validate", ...(() => { const t = build(4, { o: { authorizationList: list } }); return { in: { data: t.data, fork: "prague", chainId: "0x1" }, out: { hash: t.hash, sender: t.sender, intrinsicGas: big(cost(t, "prague").intrinsic), needs: "execution" } }; })(), source: "EIP-7702, behavior: the authorization is skipped", risk: FORGE });
// gas
ok = okGas;
for (const [id, what, type, o, reqs, forks] of [
  ["plain", "no data", 0, {}, [44], ["frontier", "osaka"]], ["zeros", "ten zero bytes", 0, { input: rep("00", 10) }, [39, 44], ["frontier", "cancun"]], ["bytes", "ten bytes other than zero", 0, { input: run(10) }, [39, 44], ["petersburg", "istanbul"]], ["creation", "a creation", 0, { to: null }, [40, 44], ["frontier", "homestead"]], ["initcode", "init code of 33 bytes", 2, { to: null, input: run(33) }, [41, 44], ["paris", "shanghai", "osaka"]],
  ["access", "an access list", 1, { accessList: ACCESS }, [42, 44], ["berlin", "osaka"]], ["access-dynamic", "an access list in type 2", 2, { accessList: ACCESS }, [42, 44], ["london"]], ["blob-access", "an access list in type 3", 3, { accessList: ACCESS }, [42, 44], ["cancun"]], ["authorization", "two authorizations", 4, { authorizationList: [auth(), auth({}, 41)] }, [43, 44], ["prague", "osaka"]]])
  for (const fork of forks) {
    const un = type === 0 && !since(fork, "spurious-dragon"), need = cost(build(type, { o, unprotected: un }), fork).intrinsic;
    nay(vg, `gas-below-${id}-${fork}`, `gas one below the cost of ${what} in ${fork}`, reqs, build(type, { o: { ...o, gas: need - 1n }, unprotected: un }), fork, "intrinsic-gas", "Yellow Paper 6.2 and the EIPs of the fork");
    yes(`gas-${id}-${fork}`, `gas that just pays for ${what} in ${fork}`, reqs, build(type, { o: { ...o, gas: need }, unprotected: un }), fork, {}, "Yellow Paper 6.2 and the EIPs of the fork");
  }
for (const type of [0, 1, 2, 4]) {
  const o = { input: run(2000), ...(type === 4 ? { authorizationList: [auth()] } : {}) }, c = cost(build(type, { o }), "prague");
  if (c.floor <= c.intrinsic) { assert.fail("floor"); }
  for (const fork of ["prague", "osaka"]) nay(vg, `floor-type-${type}-${fork}`, `a type ${type} transaction with gas one below the calldata floor in ${fork}`, [45], build(type, { o: { ...o, gas: c.floor - 1n } }), fork, "floor-gas", "EIP-7623");
  yes(`floor-type-${type}`, `a type ${type} transaction with gas at the calldata floor in prague`, [45], build(type, { o: { ...o, gas: c.floor } }), "prague", {}, "EIP-7623");
}
nay(vg, "floor-creation-prague", "a creation with gas one below the calldata floor in prague", [45], build(2, { o: { to: null, input: run(3000), gas: 21000n + 120000n - 1n } }), "prague", "floor-gas", "EIP-7623");
nay(vg, "floor-zeros-prague", "40,000 zero bytes with gas one below the calldata floor in prague", [45], build(2, { o: { input: rep("00", 40000), gas: 21000n + 400000n - 1n } }), "prague", "floor-gas", "EIP-7623");
yes("floor-before-prague", "gas below the later floor in cancun", [45], build(2, { o: { input: run(2000), gas: 21000n + 32000n } }), "cancun", {}, "EIP-7623");
// in a block
const blk = (o) => ({ block: Object.fromEntries(Object.entries(o).map(([k, x]) => [k, big(x)])) });
for (const type of TYPES) {
  const f = type < 2 ? "gasPrice" : "maxFeePerGas", o = { [f]: 10n ** 10n, maxPriorityFeePerGas: 1n };
  nay(vb, `type-${type}-below-base-fee`, `a type ${type} transaction whose fee cap is one below the base fee`, [49], build(type, { o }), "prague", "fee-below-base", "EIP-1559", blk({ baseFeePerGas: 10n ** 10n + 1n }));
  yes(`type-${type}-at-base-fee`, `a type ${type} transaction whose fee cap is the base fee`, [49], build(type, { o }), "prague", blk({ baseFeePerGas: 10n ** 10n }), "EIP-1559");
  nay(vb, `type-${type}-above-gas-left`, `a type ${type} transaction with a gas limit one above the gas left`, [58], build(type, {}), "prague", "block-gas", "Yellow Paper 6.2", blk({ gasLeft: 199999n }));
}
nay(vb, "zero-fee", "a free transaction in a block with a base fee of seven", [49], build(0, { o: { gasPrice: 0n } }), "london", "fee-below-base", "EIP-1559", blk({ baseFeePerGas: 7n }));
yes("gas-left-reached", "a gas limit that is just the gas left", [58], build(2, {}), "prague", blk({ gasLeft: 200000n }), "Yellow Paper 6.2");
for (const fork of ["cancun", "prague"]) nay(vb, `below-blob-fee-${fork}`, `a fee for blobs one below the blob base fee in ${fork}`, [50], build(3, { o: { maxFeePerBlobGas: 999n } }), fork, "blob-fee", "EIP-4844", blk({ blobBaseFee: 1000n }));
nay(vb, "zero-blob-fee", "no fee for blobs where the blob base fee is the least", [50], build(3, { o: { maxFeePerBlobGas: 0n } }), "cancun", "blob-fee", "EIP-4844", blk({ blobBaseFee: 1n }));
yes("at-blob-fee", "a fee for blobs that is just the blob base fee", [50], build(3, { o: { maxFeePerBlobGas: 1000n } }), "cancun", blk({ blobBaseFee: 1000n }), "EIP-4844");
yes("blob-fee-far-above", "a fee for blobs above every blob base fee", [50], build(3, { o: { maxFeePerBlobGas: 2n ** 128n } }), "cancun", blk({ blobBaseFee: 1n }), "EIP-4844");

// --- authorizations, delegations, blobs ------------------------------------------------------------------
const au = file("tx/authorization", "EIP-7702");
for (const [id, title, o] of [["plain", "an authorization of chain 1", {}], ["any-chain", "an authorization for any chain", { chainId: 0n }], ["zero-nonce", "an authorization with nonce zero", { nonce: 0n }], ["clear", "an authorization that clears a delegation", { address: rep("00", 20) }], ["large", "the largest chain id and nonce", { chainId: 2n ** 256n - 1n, nonce: 2n ** 64n - 1n }], ["nonce-128", "a nonce of 128", { nonce: 128n }]]) {
  const a = auth(o);
  const e = agree(id, { [name.ethers]: () => ethers.hashAuthorization({ chainId: a.chainId, address: a.address, nonce: a.nonce }), ...(a.nonce < 2n ** 53n && a.chainId < 2n ** 53n ? { [name.viem]: () => hashAuthorization({ chainId: Number(a.chainId), address: a.address, nonce: Number(a.nonce) }) } : {}), [name.ejsutil]: () => H(eoaCode7702AuthorizationHashedMessageToSign([B(int(a.chainId)), B(a.address), B(int(a.nonce))])) });
  assert.equal(e.value, a.digest);
  v(au, { id: `authorization.signing-hash.${id}`, title: `what is signed: ${title}`, requires: R(29), op: "authorization.signing_hash", in: { chainId: big(a.chainId), address: a.address, nonce: big(a.nonce) }, out: e.value, source: `EIP-7702; ${e.source} agree`, risk: LOSS });
}
for (const [id, title, x] of [["nonce-wide", "a nonce of 2^64", { chainId: "0x1", address: TO, nonce: big(2n ** 64n) }], ["nonce-2-128", "a nonce of 2^128", { chainId: "0x1", address: TO, nonce: big(2n ** 128n) }]])
  v(au, { id: `authorization.signing-hash.${id}`, title: `${title} is refused`, requires: R(60), op: "authorization.signing_hash", in: x, reject: "too-wide", source: "EIP-7702", risk: LOSS });
const ck = (id, title, a, out, reason) => v(au, { id: `authorization.check.${id}`, title, requires: R(28), op: "authorization.check", in: { authorization: authJson(a), chainId: "0x1" }, out, source: `EIP-7702, behavior${reason ? "" : `; signed by ${name.noble}`}`, risk: LOSS });
for (const [id, title, a] of [["plain", "an authorization of this chain is applied", auth()], ["any-chain", "an authorization for any chain is applied", auth({ chainId: 0n }, 43)], ["nonce-2-64-less-2", "the largest nonce is applied", auth({ nonce: 2n ** 64n - 2n }, 44)]]) ck(id, title, a, { authority: a.authority, skip: false });
const fields = [["chain-wide", "a chain id of 2^256", { chainId: big(2n ** 256n) }], ["nonce-wide", "a nonce of 2^64", { nonce: big(2n ** 64n) }], ["r-wide", "r of 2^256", { r: big(2n ** 256n) }], ["s-wide", "s of 2^256", { s: big(2n ** 256n) }], ["parity-wide", "a parity of 256", { yParity: "0x100" }]];
for (const [id, title, x] of fields) v(au, { id: `authorization.check.${id}`, title: `${title} is refused, not skipped`, requires: R(27), op: "authorization.check", in: { authorization: { ...authJson(auth()), ...x }, chainId: "0x1" }, reject: "too-wide", source: "EIP-7702, set code transaction", risk: FORGE });
for (const [id, title, a] of [["other-chain", "an authorization of another chain is skipped", auth({ chainId: 2n })], ["nonce-max", "an authorization with a nonce of 2^64-1 is skipped", auth({ nonce: 2n ** 64n - 1n })], ["high-s", "an authorization with high s is skipped", (() => { const x = auth(); return { ...x, s: N - x.s, yParity: 1n - x.yParity }; })()], ["r-zero", "an authorization with r of zero is skipped", auth({ sig: { r: 0n } })], ["s-zero", "an authorization with s of zero is skipped", auth({ sig: { s: 0n } })], ["r-n", "an authorization with r of the group order is skipped", auth({ sig: { r: N } })], ["parity-2", "an authorization with a parity of 2 is skipped", auth({ sig: { yParity: 2n } })], ["parity-27", "an authorization with a parity of 27 is skipped", auth({ sig: { yParity: 27n } })], ["no-point", "an authorization whose r is no coordinate is skipped", auth({ sig: { r: 5n } })]])
  ck(id, title, a, SKIPPED(), true);
function SKIPPED() { return { $oneOf: [{ authority: { $any: true }, skip: true }, { authority: { $any: true }, skip: true, reason: { $any: true } }] }; }
const dg = file("tx/delegation-and-blob-hash", "EIP-7702");
for (const [id, address] of [["plain", TO], ["zero-led", "0x000000000000000000000000000000000000ab1e"], ["ones", rep("ff", 20)]]) {
  v(dg, { id: `delegation.encode.${id}`, title: `the delegation to ${address.slice(0, 8)}… is written`, requires: R(30), op: "delegation.encode", in: { address }, out: cat("ef0100", address), source: "EIP-7702, behavior: 0xef0100 || address" });
  v(dg, { id: `delegation.decode.${id}`, title: `the delegation to ${address.slice(0, 8)}… is read`, requires: R(30), op: "delegation.decode", in: { code: cat("ef0100", address) }, out: { address }, source: "EIP-7702, behavior: 0xef0100 || address" });
}
for (const [id, what, code, reject] of [["22-bytes", "a delegation of 22 bytes", cat("ef0100", TO).slice(0, -2), "length"], ["24-bytes", "a delegation of 24 bytes", cat("ef0100", TO, "00"), "length"], ["prefix-alone", "the prefix alone", "0xef0100", "length"], ["version-1", "a delegation with prefix ef0101", cat("ef0101", TO), "prefix"], ["ef0000", "a delegation with prefix ef0000", cat("ef0000", TO), "prefix"], ["code", "code of 23 bytes that is no delegation", cat("600100", TO), "prefix"]])
  v(dg, { id: `delegation.decode.${id}`, title: `${what} is refused`, requires: R(30), op: "delegation.decode", in: { code }, reject, source: "EIP-7702, behavior: 0xef0100 || address", risk: "an account runs code that its owner did not choose" });
for (const [id, commitment] of [["mixed", cat("a5", run(47))], ["second", cat("8f", run(47, 90))]]) {
  const e = agree(id, { [name.viem]: () => viem.commitmentToVersionedHash({ commitment }), "SHA-256 of OpenSSL": () => "0x01" + createHash("sha256").update(B(commitment)).digest("hex").slice(2) });
  v(dg, { id: `blob.versioned-hash.${id}`, title: `the versioned hash of a commitment (${id})`, requires: R(31), op: "blob.versioned_hash", in: { commitment }, out: e.value, source: `EIP-4844; ${e.source} agree` });
}

// --- network form, roots -----------------------------------------------------------------------------------
const net = file("tx/network-form", "EIP-4844");
const POINT = cat("c0", rep("00", 47)), EMPTY_HASH = viem.commitmentToVersionedHash({ commitment: POINT }), BLOB = rep("00", 131072);
function network({ n = 1, version, blob = BLOB, commitment = POINT, proof = POINT, hash = EMPTY_HASH, proofs, edit, blobs = n, commitments = n }) {
  const t = build(3, { o: { blobVersionedHashes: Array(n).fill(hash) } }), payload = [...FIELDS[3].map((f) => null)];
  const items = ethers.decodeRlp("0x" + t.data.slice(4));
  proofs ??= version === undefined ? n : 128 * n;
  let list = [items, ...(version === undefined ? [] : [version]), Array(blobs).fill(blob), Array(commitments).fill(commitment), Array(proofs).fill(proof)];
  if (edit) list = edit(list);
  return { t, data: cat("03", rlp(list)), proofs };
}
const netYes = (id, title, reqs, x, fork, out) => v(net, { id: `tx.decode-network.${id}`, title, requires: R(...reqs), op: "tx.decode_network", in: { data: x.data, fork }, out: { tx: x.t.data, hash: x.t.hash, ...out }, source: "EIP-4844 and EIP-7594, networking; blobs of zeros, whose commitments and proofs are the point at infinity" });
netYes("cancun-one", "one blob in the form of cancun", [54], network({}), "cancun", { wrapperVersion: 0, blobs: 1, commitments: 1, proofs: 1 });
netYes("prague-two", "two blobs in the form of prague", [54], network({ n: 2 }), "prague", { wrapperVersion: 0, blobs: 2, commitments: 2, proofs: 2 });
netYes("osaka-one", "one blob with 128 cell proofs in the form of osaka", [55], network({ version: "0x01" }), "osaka", { wrapperVersion: 1, blobs: 1, commitments: 1, proofs: 128 });
netYes("osaka-two", "two blobs with 256 cell proofs in the form of osaka", [55], network({ n: 2, version: "0x01" }), "bpo2", { wrapperVersion: 1, blobs: 2, commitments: 2, proofs: 256 });
const netNo = (id, title, reqs, x, fork, reject) => v(net, { id: `tx.decode-network.${id}`, title, requires: R(...reqs), op: "tx.decode_network", in: { data: x.data ?? x, fork }, reject, source: "EIP-4844 and EIP-7594, networking", risk: "nodes keep or spread blobs that others refuse" });
netNo("cancun-form-in-osaka", "the form of cancun in osaka", [55], network({}), "osaka", "version");
netNo("osaka-form-in-prague", "the form of osaka in prague", [54], network({ version: "0x01" }), "prague", "version");
netNo("version-2", "a wrapper of version 2", [55], network({ version: "0x02" }), "osaka", "version");
netNo("version-0", "a wrapper of version 0 with the fields of osaka", [55], network({ version: "0x" }), "osaka", "version");
netNo("three-items", "a wrapper of three items", [54], network({ edit: (l) => l.slice(0, 3) }), "cancun", "field-count");
netNo("six-items", "a wrapper of six items", [55], network({ version: "0x01", edit: (l) => [...l, []] }), "osaka", "field-count");
netNo("blob-short", "a blob of 131,071 bytes", [54], network({ blob: rep("00", 131071) }), "cancun", "length");
netNo("blob-long", "a blob of 131,073 bytes", [54], network({ blob: rep("00", 131073) }), "cancun", "length");
netNo("commitment-47", "a commitment of 47 bytes", [54], network({ commitment: POINT.slice(0, -2) }), "cancun", "length");
netNo("proof-49", "a proof of 49 bytes", [54], network({ proof: POINT + "00" }), "cancun", "length");
netNo("cell-proof-47", "cell proofs of 47 bytes", [55], network({ version: "0x01", proof: POINT.slice(0, -2) }), "osaka", "length");
netNo("blobs-list", "blobs that are a string", [54], network({ edit: (l) => [l[0], "0x00", l[2], l[3]] }), "cancun", "expected-list");
netNo("other-hash", "a blob hash that is not that of the commitment", [54], network({ hash: HASH }), "cancun", "value");
netNo("other-hash-osaka", "a blob hash that is not that of the commitment, in the form of osaka", [55], network({ version: "0x01", hash: HASH }), "osaka", "value");
netNo("blob-missing", "two commitments and one blob", [54], network({ n: 2, blobs: 1 }), "cancun", "blob-count");
netNo("commitment-missing", "two blobs and one commitment", [54], network({ n: 2, commitments: 1 }), "cancun", "blob-count");
netNo("proof-missing", "two blobs and one proof", [54], network({ n: 2, proofs: 1 }), "cancun", "blob-count");
netNo("hash-missing", "two blobs in the wrapper of a transaction that names one", [54], network({ blobs: 2, commitments: 2, proofs: 2 }), "cancun", "blob-count");
netNo("cell-proof-missing", "127 cell proofs for one blob", [55], network({ version: "0x01", proofs: 127 }), "osaka", "blob-count");
netNo("cell-proof-extra", "129 cell proofs for one blob", [55], network({ version: "0x01", proofs: 129 }), "osaka", "blob-count");
netNo("proof-of-each-blob", "one proof for one blob in the form of osaka", [55], network({ version: "0x01", proofs: 1 }), "osaka", "blob-count");
netNo("commitments-string", "commitments that are a string", [54], network({ edit: (l) => [l[0], l[1], "0x00", l[3]] }), "cancun", "expected-list");
netNo("proofs-string", "proofs that are a string", [54], network({ edit: (l) => [l[0], l[1], l[2], "0x00"] }), "cancun", "expected-list");
netNo("payload-string", "a payload that is a string", [54], network({ edit: (l) => ["0x01", l[1], l[2], l[3]] }), "cancun", "expected-list");
netNo("wrapper-string", "a wrapper that is a string", [54], cat("03", rlp(run(60))), "cancun", "expected-list");
netNo("other-type", "a wrapper with the type byte of another transaction", [54], "0x02" + network({}).data.slice(4), "cancun", "type");
netNo("in-shanghai", "a wrapper in shanghai, the last fork without blobs", [54, 3], network({}), "shanghai", "tx-type");
netNo("trailing", "a byte after the wrapper", [54], network({}).data + "00", "cancun", "trailing");
const roots = file("tx/root", "EIP-2718");
for (const [id, title, list] of [["legacy", "one legacy transaction", [0]], ["typed", "one typed transaction", [2]], ["each-type", "one of each type", [0, 1, 2, 3, 4]], ["seventeen", "17 transactions of mixed types", Array.from({ length: 17 }, (_, i) => i % 5)], ["130", "130 legacy transactions, keys of two bytes", Array(130).fill(0)]]) {
  const transactions = list.map((type, i) => build(type, { o: { nonce: BigInt(i), gas: 100000n } }).data), entries = transactions.map((x, i) => [rlp(int(i)), x]);
  const m = await createMPT();
  for (const [k, x] of entries) await m.put(B(k), B(x));
  const e = agree(id, { [name.ejsmpt]: () => H(m.root()), model: () => trie(entries).root });
  v(roots, { id: `transactions.root.${id}`, title: `the transactions root of ${title}`, requires: R(5, "BLK-MPT-010", ...(list.length ? [] : ["BLK-MPT-005"])), op: "transactions.root", in: { transactions }, out: e.value, source: `Yellow Paper 4.3.2; EIP-2718; ${name.ejsmpt} agrees`, risk: "two nodes compute different blocks" });
}
write();
