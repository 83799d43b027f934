// SPDX-License-Identifier: Apache-2.0
// tx-build: transactions written field by field and signed, the malformed ones
// too: everything that a case does not change is right.
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { RLP } from "@ethereumjs/rlp";
import { hexToBytes as B, bytesToHex as H, publicToAddress } from "@ethereumjs/util";

export const N = secp256k1.Point.CURVE().n;
export const big = (x) => "0x" + BigInt(x).toString(16);
export const int = (x) => { const h = BigInt(x).toString(16); return BigInt(x) === 0n ? "0x" : "0x" + (h.length % 2 ? "0" : "") + h; };
export const cat = (...x) => "0x" + x.map((y) => y.replace(/^0x/, "")).join("");
export const rep = (b, n) => "0x" + b.repeat(n);
const deep = (x) => (Array.isArray(x) ? x.map(deep) : B(x));
export const rlp = (x) => H(RLP.encode(deep(x)));
export const keccak = (x) => H(keccak_256(B(x)));
export const key = (i) => B(keccak(cat("65746b", int(i + 1))));
export const addressOf = (k) => H(publicToAddress(secp256k1.getPublicKey(k, false), true));

export const FIELDS = {
  0: ["nonce", "gasPrice", "gas", "to", "value", "input"],
  1: ["chainId", "nonce", "gasPrice", "gas", "to", "value", "input", "accessList"],
  2: ["chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "to", "value", "input", "accessList"],
  3: ["chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "to", "value", "input", "accessList", "maxFeePerBlobGas", "blobVersionedHashes"],
  4: ["chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "to", "value", "input", "accessList", "authorizationList"],
};
const INTS = new Set(["chainId", "nonce", "gasPrice", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "value", "maxFeePerBlobGas"]);
export const isInt = (f) => INTS.has(f);

export const TO = "0x7e57c0de5a1ad0f00d15ea5e0ddba11ca11ab1e5";
export const HASH = "0x01" + keccak("0xb10b").slice(4);
export const auth = (o = {}, k = 40) => {
  const a = { chainId: 1n, address: "0xde1e6a7e00000000000000000000000000000001", nonce: 3n, ...o };
  const digest = keccak(cat("05", rlp([int(a.chainId), a.address, int(a.nonce)])));
  const s = secp256k1.Signature.fromBytes(secp256k1.sign(B(digest), key(k), { prehash: false, lowS: true, format: "recovered" }), "recovered");
  return { yParity: BigInt(s.recovery), r: s.r, s: s.s, ...a, authority: addressOf(key(k)), digest, ...(o.sig ?? {}) };
};
export const authItem = (a) => [int(a.chainId), a.address, int(a.nonce), int(a.yParity), int(a.r), int(a.s)];
export const authJson = (a) => ({ chainId: big(a.chainId), address: a.address, nonce: big(a.nonce), yParity: big(a.yParity), r: big(a.r), s: big(a.s) });

export const defaults = (type) => ({
  chainId: 1n, nonce: 9n, gasPrice: 30n * 10n ** 9n, maxPriorityFeePerGas: 2n * 10n ** 9n, maxFeePerGas: 30n * 10n ** 9n, gas: 200000n, to: TO, value: 10n ** 15n + 7n, input: "0x",
  accessList: [], maxFeePerBlobGas: 10n ** 9n, blobVersionedHashes: [HASH], authorizationList: [auth()],
});

const item = (f, x) => (isInt(f) ? int(x) : f === "to" ? x ?? "0x" : f === "accessList" ? x.map((e) => [e.address, e.storageKeys]) : f === "authorizationList" ? x.map(authItem) : x);

/** o: values by name; raw: items put in place of them; sig: {v|yParity, r, s}
 * as bigint, or raw items; unprotected: a legacy transaction without EIP-155;
 * edit: changes the list of items before the outer encoding. */
export function build(type, { o = {}, raw = {}, sig = {}, rawSig = {}, unprotected = false, signer = 1, edit, drop, lowS = true } = {}) {
  const tx = { ...defaults(type), ...o };
  const items = FIELDS[type].filter((f) => f !== drop).map((f) => (f in raw ? raw[f] : item(f, tx[f])));
  const payload = type === 0 && !unprotected ? [...items, int(tx.chainId), "0x", "0x"] : items;
  const signed = type === 0 ? rlp(payload) : cat(`0${type}`, rlp(payload));
  const digest = keccak(signed);
  const s0 = secp256k1.Signature.fromBytes(secp256k1.sign(B(digest), key(signer), { prehash: false, lowS: true, format: "recovered" }), "recovered");
  let s = s0.s, parity = BigInt(s0.recovery);
  if (!lowS) (s = N - s), (parity = 1n - parity);
  const v = type !== 0 ? parity : unprotected ? 27n + parity : 35n + 2n * BigInt(tx.chainId) + parity;
  const full = { v, r: s0.r, s, ...sig };
  const sigItems = ["v", "r", "s"].map((f) => (f in rawSig ? rawSig[f] : int(full[f])));
  let all = [...items, ...sigItems];
  if (edit) all = edit(all) ?? all;
  const data = type === 0 ? rlp(all) : cat(`0${type}`, rlp(all));
  return { type, data, hash: keccak(data), digest, sender: addressOf(key(signer)), tx, sig: full, unprotected };
}

/** The JSON-RPC form. */
export function json(t, { signed = true, hash = true } = {}) {
  const out = { type: big(t.type) };
  if (t.type === 0 && !t.unprotected) out.chainId = big(t.tx.chainId);
  for (const f of FIELDS[t.type]) {
    const x = t.tx[f];
    out[f] = isInt(f) ? big(x) : f === "to" ? x ?? null : f === "authorizationList" ? x.map(authJson) : x;
  }
  if (signed) Object.assign(out, { [t.type ? "yParity" : "v"]: big(t.sig.v), r: big(t.sig.r), s: big(t.sig.s) });
  if (hash) out.hash = t.hash;
  return out;
}
