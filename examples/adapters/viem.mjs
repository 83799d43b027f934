// SPDX-License-Identifier: Apache-2.0
// viem: what viem offers of the block suite - RLP, hashes, addresses, keys and
// transactions.  It has no headers, blocks or tries.
import { readFileSync } from "node:fs";
import {
  commitmentToVersionedHash, fromRlp, getCreate2Address, getCreateAddress, hexToNumber, keccak256, numberToHex,
  parseTransaction, recoverPublicKey, recoverTransactionAddress, serializeTransaction, sha256, toRlp,
} from "viem";
import { publicKeyToAddress } from "viem/accounts";
import { hashAuthorization } from "viem/utils";
import { Unsupported, serve } from "./loop.mjs";

const TYPES = ["legacy", "eip2930", "eip1559", "eip4844", "eip7702"];
const q = (v) => numberToHex(BigInt(v));
const big = (v) => (v === undefined ? undefined : BigInt(v));
const lower = (a) => (a ? a.toLowerCase() : null);

/* viem leaves out what is zero or empty; the protocol's form does not. */
function txJson(tx, data) {
  const type = TYPES.indexOf(tx.type);
  const out = { type: q(type), nonce: q(tx.nonce ?? 0), gas: q(tx.gas ?? 0), to: lower(tx.to), value: q(tx.value ?? 0), input: tx.data ?? "0x" };
  if (type < 2) out.gasPrice = q(tx.gasPrice ?? 0);
  else Object.assign(out, { maxPriorityFeePerGas: q(tx.maxPriorityFeePerGas ?? 0), maxFeePerGas: q(tx.maxFeePerGas ?? 0) });
  if (tx.chainId !== undefined) out.chainId = q(tx.chainId);
  if (type > 0) out.accessList = (tx.accessList ?? []).map((e) => ({ address: lower(e.address), storageKeys: e.storageKeys }));
  if (type === 3) Object.assign(out, { maxFeePerBlobGas: q(tx.maxFeePerBlobGas ?? 0), blobVersionedHashes: tx.blobVersionedHashes ?? [] });
  if (type === 4)
    out.authorizationList = tx.authorizationList.map((a) => ({ chainId: q(a.chainId), address: lower(a.address), nonce: q(a.nonce), yParity: q(a.yParity), r: q(a.r), s: q(a.s) }));
  if (tx.r === undefined) throw new Unsupported(); // read as an unsigned transaction, which the operation does not know
  out[type === 0 ? "v" : "yParity"] = q(type === 0 ? tx.v : tx.yParity);
  return { ...out, r: q(tx.r), s: q(tx.s), hash: keccak256(data) };
}
function fromJson(t) {
  const type = TYPES[hexToNumber(t.type)];
  if (!type) throw new Unsupported();
  const tx = { type, nonce: Number(t.nonce), gas: big(t.gas), to: t.to, value: big(t.value), data: t.input, accessList: t.accessList, blobVersionedHashes: t.blobVersionedHashes };
  for (const k of ["gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "maxFeePerBlobGas"]) if (t[k] !== undefined) tx[k] = big(t[k]);
  const v = t.v === undefined ? undefined : BigInt(t.v);
  if (t.chainId !== undefined) tx.chainId = Number(t.chainId);
  else if (v >= 35n) tx.chainId = Number((v - 35n) / 2n);
  if (t.authorizationList)
    tx.authorizationList = t.authorizationList.map((a) => ({ chainId: Number(a.chainId), address: a.address, nonce: Number(a.nonce), yParity: Number(a.yParity), r: pad(a.r), s: pad(a.s) }));
  return tx;
}
const pad = (v) => numberToHex(BigInt(v), { size: 32 });
const signature = (t) => ({ r: pad(t.r), s: pad(t.s), ...(t.v === undefined ? { yParity: Number(t.yParity) } : { v: BigInt(t.v) }) });

const ops = {
  keccak256: (i) => keccak256(i.data),
  sha256: (i) => sha256(i.data),
  "rlp.encode": (i) => toRlp(i.item),
  "rlp.decode": (i) => fromRlp(i.data, "hex"),
  "address.of_key": (i) => lower(publicKeyToAddress(i.publicKey)),
  "address.create": (i) => lower(getCreateAddress({ from: i.sender, nonce: BigInt(i.nonce) })),
  "address.create2": (i) => lower(getCreate2Address({ from: i.sender, salt: i.salt, bytecode: i.initCode })),
  "secp256k1.recover": async (i) => {
    if (i.lowS) throw new Unsupported();
    const publicKey = await recoverPublicKey({ hash: i.hash, signature: { r: pad(i.r), s: pad(i.s), yParity: Number(i.yParity) } });
    return { publicKey, address: lower(publicKeyToAddress(publicKey)) };
  },
  "blob.versioned_hash": (i) => commitmentToVersionedHash({ commitment: i.commitment }),
  "authorization.signing_hash": (i) => {
    if ([i.chainId, i.nonce].some((v) => BigInt(v) > Number.MAX_SAFE_INTEGER)) throw new Unsupported(); // viem takes a JavaScript number
    return hashAuthorization({ chainId: Number(i.chainId), contractAddress: i.address, nonce: Number(i.nonce) });
  },
  "tx.decode": (i) => {
    if (i.fork) throw new Unsupported(); // viem knows no forks
    return txJson(parseTransaction(i.data), i.data);
  },
  "tx.encode": (i) => serializeTransaction(fromJson(i.tx), signature(i.tx)),
  "tx.signing_hash": (i) => keccak256(serializeTransaction(fromJson(i.tx))),
  "tx.sender": async (i) => {
    if (i.fork) throw new Unsupported();
    return lower(await recoverTransactionAddress({ serializedTransaction: i.data }));
  },
};
const version = JSON.parse(readFileSync(new URL("./node_modules/viem/package.json", import.meta.url))).version;
await serve({ name: "viem", version, ops });
