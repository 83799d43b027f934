// SPDX-License-Identifier: Apache-2.0
// tx-peers: what independent libraries make of transaction bytes.
import { createTxFromRLP } from "@ethereumjs/tx";
import { Common, Mainnet, createCustomCommon } from "@ethereumjs/common";
import { hexToBytes as B, bytesToHex as H } from "@ethereumjs/util";
import { Transaction as Micro } from "micro-eth-signer";
import { ethers, viem, name } from "./peers.mjs";

const EJS_FORK = { frontier: "chainstart", "tangerine-whistle": "tangerineWhistle", "spurious-dragon": "spuriousDragon", "muir-glacier": "muirGlacier", "arrow-glacier": "arrowGlacier", "gray-glacier": "grayGlacier" };
export const ejsTx = (data, fork = "prague", chainId = 1) => {
  const hardfork = EJS_FORK[fork] ?? fork;
  const common = chainId === 1 ? new Common({ chain: Mainnet, hardfork, customCrypto }) : createCustomCommon({ chainId }, Mainnet, { hardfork, customCrypto });
  return createTxFromRLP(B(data), { common });
};
// Blob transactions are only read when there is a KZG library; none is called.
const customCrypto = { kzg: {} };
const view = (hash, from, to, nonce, gas, value, input) => ({ hash, from: from?.toLowerCase(), to: to?.toLowerCase() ?? null, nonce: BigInt(nonce), gas: BigInt(gas), value: BigInt(value ?? 0), input: input ?? "0x" });

/** Decoders with hash and sender. */
export const readers = (data, chainId = 1, fork = "prague") => ({
  [name.ethers]: () => { const t = ethers.Transaction.from(data); return view(t.hash, t.from, t.to, t.nonce, t.gasLimit, t.value, t.data); },
  [name.ejstx]: () => { const t = ejsTx(data, fork, chainId); return view(H(t.hash()), t.getSenderAddress().toString(), t.to?.toString(), t.nonce, t.gasLimit, t.value, H(t.data)); },
});
/** Decoders alone: who refuses the bytes. */
export const parsers = (data) => ({
  [name.ethers]: () => ethers.Transaction.from(data).hash,
  [name.ejstx]: () => H(ejsTx(data).hash()),
  [name.viem]: () => viem.parseTransaction(data).type,
  [name.micro]: () => Micro.fromHex(data).type,
});
