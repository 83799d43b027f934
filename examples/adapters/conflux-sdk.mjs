// SPDX-License-Identifier: Apache-2.0
// conflux-sdk: what js-conflux-sdk does without a node - transactions of the
// Core space, addresses, hashes.
import { createRequire } from "node:module";
import { serve, Unsupported } from "./loop.mjs";

const require = createRequire(import.meta.url);
const sdk = require("js-conflux-sdk");
const Transaction = require("js-conflux-sdk/src/Transaction");
const { version } = require("js-conflux-sdk/package.json");
const { address, sign } = sdk;
const hex = (b) => "0x" + Buffer.from(b).toString("hex");
const bytes = (h) => Buffer.from(h.slice(2), "hex");
const q = (n) => "0x" + BigInt(n ?? 0).toString(16);
const plain = (a) => (a === null || a === undefined || a.startsWith("0x") ? a : hex(address.decodeCfxAddress(a).hexAddress));

function decode({ data }) {
  if (!/^0x(63667801|63667802|[c-f])/.test(data)) throw new Error("no Core transaction");
  const tx = Transaction.decodeRaw(data);
  return { hash: tx.hash, signingHash: hex(sign.keccak256(tx.encode(false))), from: plain(tx.from), type: Number(tx.type ?? 0), nonce: q(tx.nonce), gas: q(tx.gas),
    value: q(tx.value), chainId: q(tx.chainId), epochHeight: q(tx.epochHeight), storageLimit: q(tx.storageLimit) };
}

function encode({ tx }) {
  const access = tx.accessList?.map((x) => ({ address: plain(x.address), storageKeys: x.storageKeys }));
  const t = new Transaction({ ...tx, type: Number(tx.type ?? 0), to: plain(tx.to), from: undefined, ...(access ? { accessList: access } : {}) });
  const data = hex(t.encode(true));
  return { data, hash: hex(sign.keccak256(bytes(data))), signingHash: hex(sign.keccak256(t.encode(false))) };
}

function addressDecode({ text }) {
  const a = address.decodeCfxAddress(text);
  return { address: hex(a.hexAddress), netId: a.netId, type: a.type };
}

const ops = {
  keccak256: ({ data }) => hex(sign.keccak256(bytes(data))),
  "conflux.tx.decode": decode,
  "conflux.tx.encode": encode,
  "conflux.address.encode": ({ address: a, netId, verbose }) => address.encodeCfxAddress(a, netId, !!verbose),
  "conflux.address.decode": addressDecode,
  "conflux.address.mapped": ({ address: a }) => address.cfxMappedEVMSpaceAddress(address.encodeCfxAddress(a, 1029)).toLowerCase(),
  "conflux.address.user": ({ publicKey }) => hex(sign.publicKeyToAddress(bytes(publicKey))),
};
if (!address.cfxMappedEVMSpaceAddress) ops["conflux.address.mapped"] = () => { throw new Unsupported(); };

serve({ name: "js-conflux-sdk", version, ops });
