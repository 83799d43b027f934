// SPDX-License-Identifier: Apache-2.0
// ethers: etalon adapter for ethers 6 (https://docs.ethers.org).
//
//   cd examples/adapters && npm install --ignore-scripts --no-package-lock
//   etalon run --target 'stdio:node examples/adapters/ethers.mjs' --suite block
//
// Each function hands the question to one library call and the result back.
// Nothing is checked here that the library does not check itself.
import { ethers, version } from "ethers";
import { serve, Unsupported } from "./loop.mjs";

const lower = (x) => (Array.isArray(x) ? x.map(lower) : typeof x === "string" ? x.toLowerCase() : x);
const quantity = (x) => "0x" + BigInt(x).toString(16);
const address = (x) => x.toLowerCase();

// --- transactions: between the library's object and JSON-RPC names ---------------

function signatureOf(s) {
  return { r: quantity(s.r), s: quantity(s.s) };
}

function authorizationOf(a) {
  return { chainId: quantity(a.chainId), address: address(a.address), nonce: quantity(a.nonce), yParity: quantity(a.signature.yParity), ...signatureOf(a.signature) };
}

function txJson(t) {
  const out = { type: quantity(t.type), nonce: quantity(t.nonce), gas: quantity(t.gasLimit), to: t.to === null ? null : address(t.to), value: quantity(t.value), input: t.data };
  if (t.type !== 0 || t.signature?.legacyChainId != null) out.chainId = quantity(t.chainId);
  if (t.type < 2) out.gasPrice = quantity(t.gasPrice);
  else Object.assign(out, { maxPriorityFeePerGas: quantity(t.maxPriorityFeePerGas), maxFeePerGas: quantity(t.maxFeePerGas) });
  if (t.type) out.accessList = t.accessList.map((e) => ({ address: address(e.address), storageKeys: e.storageKeys }));
  if (t.type === 3) Object.assign(out, { maxFeePerBlobGas: quantity(t.maxFeePerBlobGas), blobVersionedHashes: t.blobVersionedHashes });
  if (t.type === 4) out.authorizationList = t.authorizationList.map(authorizationOf);
  if (t.signature) Object.assign(out, t.type ? { yParity: quantity(t.signature.yParity) } : { v: quantity(t.signature.networkV ?? t.signature.v) }, signatureOf(t.signature));
  if (t.hash) out.hash = t.hash;
  return out;
}

const word = (x) => ethers.toBeHex(x, 32);
const NAMES = { gas: "gasLimit", input: "data" };
const SKIP = new Set(["v", "yParity", "r", "s", "hash", "authorizationList"]);

function txObject(json) {
  const given = { type: Number(json.type) };
  for (const [k, x] of Object.entries(json)) if (!SKIP.has(k) && k !== "type") given[NAMES[k] ?? k] = k === "nonce" ? Number(x) : x;
  if (json.authorizationList)
    given.authorizationList = json.authorizationList.map((a) => ({ address: a.address, nonce: BigInt(a.nonce), chainId: BigInt(a.chainId), signature: { r: word(a.r), s: word(a.s), yParity: Number(a.yParity) } }));
  if (json.r) given.signature = { r: word(json.r), s: word(json.s), v: BigInt(json.v ?? 27n + BigInt(json.yParity)) };
  return ethers.Transaction.from(given);
}

// --- the table -----------------------------------------------------------------------

function recover(i) {
  if (i.lowS !== true) throw new Unsupported(); // the library always demands low s
  const publicKey = ethers.SigningKey.recoverPublicKey(i.hash, { r: word(i.r), s: word(i.s), yParity: Number(i.yParity) });
  return { publicKey, address: address(ethers.computeAddress(publicKey)) };
}

// The library has the rules of today only.
const TODAY = new Set([undefined, "prague", "osaka", "bpo1", "bpo2"]);

function parsed(i) {
  if (!TODAY.has(i.fork)) throw new Unsupported();
  return ethers.Transaction.from(i.data);
}

function sender(i) {
  const from = parsed(i).from;
  if (from === null) throw new Error("no sender: the library takes this for an unsigned transaction");
  return address(from);
}

serve({
  name: "ethers",
  version,
  features: [],
  ops: {
    keccak256: (i) => ethers.keccak256(i.data),
    sha256: (i) => ethers.sha256(i.data),
    "secp256k1.recover": recover,
    "address.of_key": (i) => address(ethers.computeAddress(i.publicKey)),
    "address.create": (i) => address(ethers.getCreateAddress({ from: i.sender, nonce: BigInt(i.nonce) })),
    "address.create2": (i) => address(ethers.getCreate2Address(i.sender, i.salt, ethers.keccak256(i.initCode))),
    "rlp.encode": (i) => ethers.encodeRlp(i.item),
    "rlp.decode": (i) => lower(ethers.decodeRlp(i.data)),
    "tx.decode": (i) => txJson(parsed(i)),
    "tx.encode": (i) => txObject(i.tx).serialized,
    "tx.hash": (i) => ethers.Transaction.from(i.data).hash,
    "tx.signing_hash": (i) => txObject(i.tx).unsignedHash,
    "tx.sender": sender,
    "authorization.signing_hash": (i) => ethers.hashAuthorization({ address: i.address, nonce: BigInt(i.nonce), chainId: BigInt(i.chainId) }),
  },
});
