// SPDX-License-Identifier: Apache-2.0
// ethereumjs-block: headers, blocks, receipts, requests, withdrawals and access
// lists of @ethereumjs, as operations for ethereumjs.mjs.
import { createBlockFromRLP, createBlockHeader, createBlockHeaderFromRLP, createBlockHeaderFromRPC, genRequestsRoot } from "@ethereumjs/block";
import { Blockchain, EthashConsensus } from "@ethereumjs/blockchain";
import { RLP } from "@ethereumjs/rlp";
import {
  bytesToHex as hex, createBlockLevelAccessListFromJSON, createBlockLevelAccessListFromRLP, createCLRequest, createWithdrawal,
  createWithdrawalFromBytesArray, equalsBytes, hexToBytes as bytes,
} from "@ethereumjs/util";
import { Bloom, encodeReceipt } from "@ethereumjs/vm";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { Unsupported } from "./loop.mjs";

const LONDON = ["london", "arrow-glacier", "gray-glacier", "paris", "shanghai", "cancun", "prague", "osaka", "bpo1", "bpo2", "amsterdam"];
const q = (v) => "0x" + BigInt(v).toString(16);
const NAMES = { uncleHash: "sha3Uncles", coinbase: "miner", transactionsTrie: "transactionsRoot", receiptTrie: "receiptsRoot" };
const headerJson = (h) => Object.fromEntries(Object.entries(h.toJSON()).map(([k, v]) => [NAMES[k] ?? k, v]));
const logOf = (l) => [bytes(l.address), l.topics.map((t) => bytes(t)), bytes(l.data)];
function bloomOf(logs) {
  const b = new Bloom();
  for (const l of logs) for (const item of [l.address, ...l.topics]) b.add(bytes(item));
  return b.bitvector;
}
function receiptOf(r) {
  const outcome = r.root ? { stateRoot: bytes(r.root) } : { status: Number(r.status) };
  return encodeReceipt({ ...outcome, cumulativeBlockGasUsed: BigInt(r.cumulativeGasUsed), bitvector: r.logsBloom ? bytes(r.logsBloom) : bloomOf(r.logs), logs: r.logs.map(logOf) }, Number(r.type ?? 0));
}
/* The chain that the library's validation looks its headers up in. */
function chainOf(headers, pastUncles = []) {
  const find = (hash) => {
    const h = headers.find((x) => equalsBytes(x.hash(), hash));
    if (!h) throw new Error("header not found: " + hex(hash));
    return h;
  };
  const chain = Object.create(Blockchain.prototype);
  const consensus = new EthashConsensus({});
  consensus.blockchain = chain;
  chain._getHeader = async (hash) => find(hash);
  Object.defineProperty(chain, "consensus", { value: consensus });
  chain.getBlock = async (hash) => {
    const header = find(hash);
    const uncleHeaders = header === headers[0] ? pastUncles.map((u) => ({ hash: () => bytes(u) })) : [];
    return { header, uncleHeaders, hash: () => header.hash() };
  };
  return chain;
}

/* The library pads integers in JSON; the protocol's quantities have no zeros. */
const NUMBERS = ["blockAccessIndex", "slot", "postValue", "postBalance", "postNonce"];
function shortest(v, key) {
  if (Array.isArray(v)) return v.map((x) => shortest(x, key));
  if (v && typeof v === "object") return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, shortest(x, k)]));
  return NUMBERS.includes(key) || key === "storageReads" ? q(v === "0x" ? 0 : v) : v;
}

export function blockOps({ commonOf, listRoot }) {
  const raw = { skipConsensusFormatValidation: true };
  const header = (i, fork = i.fork) => createBlockHeaderFromRPC(i.header, { common: commonOf(fork), ...raw });
  const block = (i, opts) => createBlockFromRLP(bytes(i.data), opts ?? { common: commonOf(i.fork), ...raw });
  const blob = (fork, values = {}) => createBlockHeader({ number: 20000000n, ...values }, { common: commonOf(fork), ...raw });
  /* Where the fork begins is part of the library's configuration. */
  const forksOf = (i, number) => (i.parentFork && LONDON.includes(i.fork) && !LONDON.includes(i.parentFork) ? { london: Number(number) } : {});
  const withdrawal = (w) => createWithdrawal(w);
  return {
    "header.hash": (i) => hex(header(i).hash()),
    "header.encode": (i) => hex(header(i).serialize()),
    "header.decode": (i) => headerJson(createBlockHeaderFromRLP(bytes(i.data), i.fork ? { common: commonOf(i.fork), ...raw } : { ...raw, setHardfork: true })),
    "header.validate": async (i) => {
      if (i.now) throw new Unsupported();
      const forks = forksOf(i, i.header.number);
      const parent = createBlockHeaderFromRPC(i.parent, { common: commonOf(i.parentFork ?? i.fork, 1, forks), ...raw });
      const common = commonOf(i.fork, 1, forks);
      const h = createBlockHeaderFromRPC(i.header, { common });
      const chain = chainOf([parent]);
      chain.common = common;
      await chain.validateHeader(h);
      return { valid: true };
    },
    "block.decode": (i) => {
      const b = block(i);
      const out = { header: headerJson(b.header), transactions: b.transactions.map((t) => hex(t.hash())), ommers: b.uncleHeaders.map((u) => hex(u.hash())), size: b.serialize().length };
      if (b.withdrawals) out.withdrawals = b.withdrawals.map((w) => w.toJSON());
      return out;
    },
    "block.hash": (i) => {
      if (!i.fork) throw new Unsupported(); // the library cannot read a block of an unknown fork
      return hex(block(i).hash());
    },
    "block.validate": async (i) => {
      if (!i.parent) throw new Unsupported();
      const common = commonOf(i.fork, i.chainId ?? 1);
      const b = block(i, { common });
      const line = [i.parent, ...(i.ancestors ?? [])].map((h) => createBlockHeaderFromRPC(h, { common: commonOf(i.fork), ...raw }));
      const chain = chainOf(line, i.ancestorOmmers);
      chain.common = common;
      await chain.validateBlock(b);
      return { hash: hex(b.hash()), needs: "execution" };
    },
    "difficulty.next": (i) => {
      const common = commonOf(i.fork);
      const parent = createBlockHeader({ timestamp: i.parentTimestamp, difficulty: i.parentDifficulty, uncleHash: i.parentHasOmmers ? keccak_256(bytes("0x01")) : undefined }, { common, ...raw });
      return q(createBlockHeader({ number: i.number, timestamp: i.timestamp }, { common, ...raw }).ethashCanonicalDifficulty(parent));
    },
    "basefee.next": (i) => {
      if (i.firstOfFork) return q(blob("london").common.param("initialBaseFee"));
      return q(createBlockHeader({ number: 12965001n, gasLimit: i.gasLimit, gasUsed: i.gasUsed, baseFeePerGas: i.baseFeePerGas }, { common: commonOf("london"), ...raw }).calcNextBaseFee());
    },
    "blob.base_fee": (i) => q(blob(i.fork, { excessBlobGas: i.excessBlobGas }).getBlobGasPrice()),
    "blob.schedule": (i) => {
      const c = blob(i.fork).common, s = c.getBlobGasSchedule(), unit = c.param("blobGasPerBlob");
      return { target: Number(s.targetBlobGasPerBlock / unit), max: Number(s.maxBlobGasPerBlock / unit), baseFeeUpdateFraction: Number(s.blobGasPriceUpdateFraction) };
    },
    "blob.excess_next": (i) => {
      const h = blob(i.fork, { excessBlobGas: i.parentExcessBlobGas, blobGasUsed: i.parentBlobGasUsed, baseFeePerGas: i.parentBaseFeePerGas });
      return q(h.calcNextExcessBlobGas(h.common));
    },
    "receipt.encode": (i) => hex(receiptOf(i.receipt)),
    "receipts.root": (i) => listRoot(i.receipts.map(receiptOf)),
    "bloom.of_logs": (i) => hex(bloomOf(i.logs)),
    "bloom.may_contain": (i) => ({ present: new Bloom(bytes(i.bloom)).check(bytes(i.item)) }),
    "withdrawal.encode": (i) => hex(RLP.encode(withdrawal(i.withdrawal).raw())),
    "withdrawal.decode": (i) => createWithdrawalFromBytesArray(RLP.decode(bytes(i.data))).toJSON(),
    "withdrawals.root": (i) => listRoot(i.withdrawals.map((w) => RLP.encode(withdrawal(w).raw()))),
    "requests.hash": (i) => hex(genRequestsRoot(i.requests.map((r) => createCLRequest(bytes(r))), sha256)),
    "bal.encode": (i) => hex(createBlockLevelAccessListFromJSON(i.accessList).serialize()),
    "bal.hash": (i) => hex(createBlockLevelAccessListFromJSON(i.accessList).hash()),
    "bal.decode": (i) => shortest(createBlockLevelAccessListFromRLP(bytes(i.data)).toJSON()),
  };
}
