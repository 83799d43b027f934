// SPDX-License-Identifier: Apache-2.0
// ethereumjs: RLP, tries, accounts, transactions and keys of @ethereumjs; the
// operations on headers and blocks are in ethereumjs-block.mjs.
import { readFileSync } from "node:fs";
import { createCustomCommon, Mainnet } from "@ethereumjs/common";
import { MerklePatriciaTrie, createMerkleProof, nibblesToCompactBytes, verifyMerkleProof } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { createTx, createTxFromRLP, getCalldataFloorGas } from "@ethereumjs/tx";
import {
  Account, bigIntToUnpaddedBytes, bytesToHex as hex, computeVersionedHash, createAccountFromRLP,
  ecrecover, eoaCode7702AuthorizationHashedMessageToSign, generateAddress, generateAddress2, hexToBytes as bytes, pubToAddress, toBytes,
} from "@ethereumjs/util";
import { Unsupported, serve } from "./loop.mjs";
import { blockOps } from "./ethereumjs-block.mjs";

// our fork name -> the library's, where they differ
const HARDFORK = {
  frontier: "chainstart", "tangerine-whistle": "tangerineWhistle", "spurious-dragon": "spuriousDragon",
  "muir-glacier": "muirGlacier", "arrow-glacier": "arrowGlacier", "gray-glacier": "grayGlacier",
};
/* The library wants to know chain and fork of everything it reads; forks: block
 * numbers that differ from mainnet's. */
export function commonOf(fork = "osaka", chainId = 1, forks = {}) {
  const hardforks = Mainnet.hardforks.map((h) => (h.name in forks ? { ...h, block: forks[h.name] } : h));
  return createCustomCommon({ chainId: Number(chainId), hardforks }, Mainnet, { hardfork: HARDFORK[fork] ?? fork, customCrypto: { kzg: {} } });
}
const q = (v) => "0x" + BigInt(v).toString(16);
const deep = (v) => (Array.isArray(v) ? v.map(deep) : bytes(v));
const undo = (v) => (Array.isArray(v) ? v.map(undo) : hex(v));
const num = (v) => (BigInt(v) === 0n ? new Uint8Array() : bigIntToUnpaddedBytes(BigInt(v)));

/* A transaction names its chain itself; the library must be told beforehand. */
function chainOf(data) {
  try {
    const legacy = data[0] >= 0xc0;
    const items = RLP.decode(legacy ? data : data.subarray(1));
    if (!legacy) return BigInt(hex(items[0]));
    const v = BigInt(hex(items[6]));
    return v >= 35n ? (v - 35n) / 2n : 1n;
  } catch {
    return 1n;
  }
}
const txOf = (i, chainId) => createTxFromRLP(bytes(i.data), { common: commonOf(i.fork, chainId ?? chainOf(bytes(i.data))) });
function txJson(tx) {
  const j = tx.toJSON();
  const out = { type: q(tx.type), nonce: j.nonce, gas: j.gasLimit, to: tx.to ? tx.to.toString() : null, value: j.value, input: j.data };
  for (const k of ["gasPrice", "maxPriorityFeePerGas", "maxFeePerGas", "maxFeePerBlobGas", "chainId", "accessList", "blobVersionedHashes", "authorizationList"])
    if (j[k] !== undefined) out[k] = j[k];
  out[tx.type === 0 ? "v" : "yParity"] = j.v;
  /* What the library was told, not what the transaction says. */
  if (tx.type === 0 && (j.v === "0x1b" || j.v === "0x1c")) delete out.chainId;
  if (out.authorizationList)
    out.authorizationList = out.authorizationList.map((a) => Object.fromEntries(Object.entries(a).map(([k, v]) => [k, k === "address" ? v : q(v === "0x" ? 0 : v)])));
  return { ...out, r: j.r, s: j.s, hash: hex(tx.hash()) };
}
const fromJson = (t) => createTx({ ...t, gasLimit: t.gas, data: t.input, to: t.to ?? undefined, v: t.v ?? t.yParity },
  { common: commonOf("osaka", t.chainId ?? (t.v && BigInt(t.v) >= 35n ? (BigInt(t.v) - 35n) / 2n : 1n)) });

async function trieOf(i) {
  const trie = new MerklePatriciaTrie({ useKeyHashing: i.secure ?? false });
  for (const [k, v] of i.entries) await trie.put(bytes(k), v === null || v === "0x" ? null : bytes(v));
  return trie;
}
export async function listRoot(items) {
  const trie = new MerklePatriciaTrie();
  for (const [i, v] of items.entries()) await trie.put(RLP.encode(i), v);
  return hex(trie.root());
}

const ops = {
  "rlp.encode": (i) => hex(RLP.encode(deep(i.item))),
  "rlp.encode_scalar": (i) => hex(RLP.encode(BigInt(i.value))),
  "rlp.decode": (i) => undo(RLP.decode(bytes(i.data))),
  "hex_prefix.encode": (i) => hex(nibblesToCompactBytes(Uint8Array.from(i.leaf ? [...i.nibbles, 16] : i.nibbles))),
  "mpt.root": async (i) => hex((await trieOf(i)).root()),
  "mpt.list_root": (i) => listRoot(i.items.map((v) => bytes(v))),
  "transactions.root": (i) => listRoot(i.transactions.map((v) => bytes(v))),
  "mpt.get": async (i) => {
    const v = await (await trieOf(i)).get(bytes(i.key));
    return { value: v === null ? null : hex(v) };
  },
  "mpt.prove": async (i) => {
    const trie = await trieOf(i);
    const v = await trie.get(bytes(i.key));
    return { root: hex(trie.root()), proof: (await createMerkleProof(trie, bytes(i.key))).map((n) => hex(n)), value: v === null ? null : hex(v) };
  },
  "mpt.verify": async (i) => {
    if (i.secure || "expect" in i || i.proof.length === 0) throw new Unsupported();
    const trie = new MerklePatriciaTrie({ root: bytes(i.root) });
    await trie.persistRoot();
    const v = await verifyMerkleProof(bytes(i.key), i.proof.map((n) => bytes(n)), { root: bytes(i.root) });
    return { value: v === null ? null : hex(v) };
  },
  "account.encode": (i) => hex(new Account(BigInt(i.nonce), BigInt(i.balance), bytes(i.storageHash), bytes(i.codeHash)).serialize()),
  "account.decode": (i) => {
    const a = createAccountFromRLP(bytes(i.data));
    return { nonce: q(a.nonce), balance: q(a.balance), storageHash: hex(a.storageRoot), codeHash: hex(a.codeHash) };
  },
  "address.of_key": (i) => hex(pubToAddress(bytes(i.publicKey), true)),
  "address.create": (i) => hex(generateAddress(bytes(i.sender), num(i.nonce))),
  "address.create2": (i) => hex(generateAddress2(bytes(i.sender), bytes(i.salt), bytes(i.initCode))),
  "secp256k1.recover": (i) => {
    if (i.lowS) throw new Unsupported();
    const key = ecrecover(bytes(i.hash), BigInt(i.yParity) + 27n, toBytes(i.r), toBytes(i.s));
    return { publicKey: "0x04" + hex(key).slice(2), address: hex(pubToAddress(key)) };
  },
  "blob.versioned_hash": (i) => computeVersionedHash(i.commitment, 1),
  "authorization.signing_hash": (i) => hex(eoaCode7702AuthorizationHashedMessageToSign([num(i.chainId), bytes(i.address), num(i.nonce)])),
  "tx.decode": (i) => txJson(txOf(i)),
  "tx.encode": (i) => hex(fromJson(i.tx).serialize()),
  "tx.hash": (i) => hex(txOf(i).hash()),
  "tx.sender": (i) => txOf(i).getSenderAddress().toString(),
  "tx.intrinsic_gas": (i) => {
    const tx = txOf(i), out = { intrinsic: q(tx.getIntrinsicGas()) };
    if (tx.common.isActivatedEIP(7623)) out.floor = q(getCalldataFloorGas(tx));
    return out;
  },
  "tx.validate": (i) => {
    if (i.block) throw new Unsupported(); // belongs to the VM, with a state
    const tx = txOf(i, BigInt(i.chainId)), errors = tx.getValidationErrors();
    if (errors.length) throw new Error(errors.join("; "));
    return { hash: hex(tx.hash()), sender: tx.getSenderAddress().toString(), intrinsicGas: q(tx.getIntrinsicGas()), needs: "execution" };
  },
};
const version = JSON.parse(readFileSync(new URL("./node_modules/@ethereumjs/tx/package.json", import.meta.url))).version;
await serve({ name: "ethereumjs", version, features: [], ops: { ...ops, ...blockOps({ commonOf, listRoot, txOf }) } });
