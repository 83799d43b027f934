// SPDX-License-Identifier: Apache-2.0
// ethash: questions for header.seal_hash, ethash.epoch and ethash.verify.
//
// Epochs follow the formulas of the Ethash text and must meet the sizes that
// it lists.  A seal takes minutes to make here, so those of small difficulty
// are written out as @ethereumjs/ethash 10.0.0 computed them; the others are
// blocks of mainnet.
import { encodeRlp } from "ethers";
import { EMPTY_OMMERS, EMPTY_TRIE, FIELDS, FORKS, File, flat, header, headerHash, headerItems, keccak, quantity as q, rep, since, agree } from "./lib.mjs";

const ZERO = "0x" + "00".repeat(32);
const SPLIT = "a node that takes another seal follows a chain that nobody worked for";

// --- what a seal is over -----------------------------------------------------
const NO_SEAL = new Set(["mixHash", "nonce"]);
function sealHash(h) {
  const names = FIELDS.map(([n]) => n).filter((n) => n in h);
  const items = headerItems(h).filter((_, i) => !NO_SEAL.has(names[i]));
  return keccak(encodeRlp(items));
}
const BLOCK_1 = {
  parentHash: "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3", sha3Uncles: EMPTY_OMMERS,
  miner: "0x05a56e2d52c817161883f50c441c3228cfe54d9f", stateRoot: "0xd67e4d450343046425ae4271474353857ab860dbc0a1dde64b41b5cd3a532bf3",
  transactionsRoot: EMPTY_TRIE, receiptsRoot: EMPTY_TRIE, logsBloom: rep("0x00", 256), difficulty: "0x3ff800000", number: "0x1",
  gasLimit: "0x1388", gasUsed: "0x0", timestamp: "0x55ba4224", extraData: "0x476574682f76312e302e302f6c696e75782f676f312e342e32",
  mixHash: "0x969b900de27b6ac6a67742365dd65f55a0526c41fd18e1b16f1a1215c2e66f59", nonce: "0x539bd4979fef1ec4",
};
const BLOCK_1234567 = {
  parentHash: "0xacc1728d558f47fc847b749e0972097fd7e95c6c96eadef06bd356c0cf248710", sha3Uncles: EMPTY_OMMERS,
  miner: "0x2a65aca4d5fc5b5c859090a6c34d164135398226", stateRoot: "0xa167c5bb58f60cf1ca725c6024bec16b76ce62819c4e9ba403a1b58a38c1404c",
  transactionsRoot: EMPTY_TRIE, receiptsRoot: EMPTY_TRIE, logsBloom: rep("0x00", 256), difficulty: "0x1453ac042727", number: "0x12d687",
  gasLimit: "0x47e7c4", gasUsed: "0x0", timestamp: "0x56f989a5", extraData: "0xd783010305844765746887676f312e352e31856c696e7578",
  mixHash: "0x053d612dcbde0d0a62e4b99b71d7bff12e4d173487a24a47781351ff5ce00f16", nonce: "0xd47631ed8ea8c2d0",
};
agree("hash of block 1", headerHash(BLOCK_1, "frontier"), "0x88e96d4537bea4d9c05d12549907b32561d3bf31f45aae734cdc119f13406cb6");
agree("hash of block 1234567", headerHash(BLOCK_1234567, "homestead"), "0x19af4aa4e3bc592f8d5dc535a16b4bfc9732862957f36cfd49212009b968b838");

let f = new File("ethash/seal-hash.yaml", "Yellow Paper");
const RLP = "RLP and hash by ethers 6.17.0 and viem 2.57.20; fields of execution-specs generate_header_hash_for_pow";
for (const [name, h, fork] of [["mainnet-1", BLOCK_1, "frontier"], ["mainnet-1234567", BLOCK_1234567, "homestead"]])
  f.add({ id: `block.ethash.seal-hash.${name}`, title: `what the seal of block ${parseInt(h.number)} of mainnet is over`, requires: ["BLK-ETHASH-003"], op: "header.seal_hash", in: { header: h, fork }, out: sealHash(h), source: RLP, risk: SPLIT });
for (const fork of FORKS.filter((x) => !since(x, "paris") && x !== "dao")) {
  const h = header(fork, {});
  f.add({ id: `block.ethash.seal-hash.${fork}`, title: `the seal of a ${fork} header is over all fields but mixHash and nonce`, requires: ["BLK-ETHASH-003"], op: "header.seal_hash", in: { header: h, fork }, out: sealHash(h), source: RLP, risk: SPLIT });
}
f.write();

// --- epochs --------------------------------------------------------------------
const isPrime = (n) => { for (let d = 2; d * d <= n; d++) if (n % d === 0) return false; return n > 1; };
function size(bytes, unit) {
  let n = bytes - unit;
  while (!isPrime(n / unit)) n -= 2 * unit;
  return n;
}
// appendix of the text, "Data sizes"
const LISTED = { 0: [16776896, 1073739904], 1: [16907456, 1082130304], 14: [18611392, 1191180416], 656: [102760384, 6576662912], 657: [102890432, 6585055616], 2047: [285081536, 18245220736] };
f = new File("ethash/epoch.yaml", "Ethash");
for (const [id, number] of [["first", 0], ["last-of-0", 29999], ["first-of-1", 30000], ["second-of-1", 30001], ["last-of-1", 59999], ["of-14", 420000], ["of-41", 1234567], ["of-171", 5130000], ["of-656", 19709999], ["of-657", 19710000], ["last-listed", 61439999]]) {
  const epoch = Math.floor(number / 30000);
  const cache = size(2 ** 24 + 2 ** 17 * epoch, 64), dataset = size(2 ** 30 + 2 ** 23 * epoch, 128);
  if (LISTED[epoch]) agree(`sizes of ${epoch}`, `${cache} ${dataset}`, LISTED[epoch].join(" "));
  let seed = ZERO;
  for (let i = 0; i < epoch; i++) seed = keccak(seed);
  f.add({ id: `block.ethash.epoch.${id}`, title: `seed and sizes at block ${number}`, requires: ["BLK-ETHASH-001", "BLK-ETHASH-002"], op: "ethash.epoch", in: { number: q(number) },
    out: { epoch: q(epoch), seed, cacheSize: q(cache), datasetSize: q(dataset) }, source: "formulas and, where it has the epoch, list of the Ethash text; hashes by ethers 6.17.0 and viem 2.57.20", risk: SPLIT });
}
f.write();

// --- seals ------------------------------------------------------------------------
const EJ = "@ethereumjs/ethash 10.0.0 computes this mix and result";
const seal = (number, byte, nonce, mixHash) => ({ sealHash: "0x" + byte.repeat(32), nonce, mixHash, number: q(number) });
// results 0x678d…, 0xac4d…, 0x02eb…: their greatest difficulties are 2, 1, 0x57
const LAST_0 = seal(29999, "11", "0xa100002f00000002", "0xd6dda60a93b4418de7eb161fdf776ccaa8729d38e4904a8a0b7871a7bb8e443c");
const FIRST_1 = seal(30000, "22", "0xa100003000000000", "0x27c5a5f5b91a0f023c2bccf65094642979328b47673d8d0d186b4af03a6a971d");
const LAST_1 = seal(59999, "44", "0xa100005f00000000", "0xafecf57261551c23a3968ecebfa094cecfbd64cd0204f325042adcb953a9001b");
const sealOf = (h) => ({ sealHash: sealHash(h), nonce: h.nonce, mixHash: h.mixHash, difficulty: h.difficulty, number: h.number });
const flip = (hex) => hex.slice(0, -1) + (parseInt(hex.slice(-1), 16) ^ 1).toString(16);
const reversed = (hex) => "0x" + hex.slice(2).match(/../g).reverse().join("");

f = new File("ethash/verify.yaml", "Ethash");
const ask = (id, title, valid, req, input, source) => f.add({ id: `block.ethash.verify.${id}`, title, requires: [].concat(req), op: "ethash.verify", in: input, out: { valid }, source, risk: SPLIT });
const MIX = "BLK-ETHASH-004", REACH = "BLK-ETHASH-005";
const MAINNET = "mainnet took this block";
ask("mainnet-1", "the seal of block 1 of mainnet holds", true, [MIX, REACH], sealOf(BLOCK_1), MAINNET);
ask("mainnet-1234567", "the seal of block 1234567 of mainnet holds, in epoch 41", true, [MIX, REACH, "BLK-ETHASH-001", "BLK-ETHASH-002"], sealOf(BLOCK_1234567), MAINNET);
ask("first-of-epoch-1", "block 30000 has the cache of epoch 1", true, [MIX, "BLK-ETHASH-001"], { ...FIRST_1, difficulty: "0x1" }, EJ);
ask("last-of-epoch-1", "block 59999 has the cache of epoch 1", true, [MIX, REACH, "BLK-ETHASH-001"], { ...LAST_1, difficulty: "0x57" }, EJ);
ask("difficulty-above", "a result does not reach a difficulty above its greatest", false, REACH, { ...LAST_0, difficulty: "0x3" }, EJ);
ask("difficulty-above-1", "in epoch 1 a result does not reach a difficulty above its greatest", false, REACH, { ...LAST_1, difficulty: "0x58" }, EJ);
ask("mainnet-1-difficulty", "the seal of block 1 does not reach a thousand times its difficulty", false, REACH, { ...sealOf(BLOCK_1), difficulty: q(BigInt(BLOCK_1.difficulty) * 1000n) }, "result of block 1 by @ethereumjs/ethash 10.0.0");
ask("difficulty-0", "nothing reaches a difficulty of zero, which is no divisor", false, REACH, { ...LAST_0, difficulty: "0x0" }, "Yellow Paper 4.3.4: the difficulty is at least 131,072");
ask("nonce-changed", "another nonce is no seal of block 1", false, [MIX, REACH], { ...sealOf(BLOCK_1), nonce: flip(BLOCK_1.nonce) }, "one bit of the block of mainnet changed");
ask("mix-changed", "another mix is no seal of block 1", false, [MIX, REACH], { ...sealOf(BLOCK_1), mixHash: flip(BLOCK_1.mixHash) }, "one bit of the block of mainnet changed");
ask("header-changed", "the seal of block 1 holds for no other header", false, [MIX, REACH], { ...sealOf(BLOCK_1), sealHash: sealHash({ ...BLOCK_1, timestamp: "0x55ba4225" }) }, "one field of the block of mainnet changed");
ask("block-hash", "the hash of block 1 is not what its seal is over", false, [MIX, REACH, "BLK-ETHASH-003"], { ...sealOf(BLOCK_1), sealHash: headerHash(BLOCK_1, "frontier") }, "header.seal_hash and header.hash differ");
ask("easy-mix-changed", "where any result will do another mix is refused all the same", false, MIX, { ...LAST_0, difficulty: "0x1", mixHash: flip(LAST_0.mixHash) }, EJ);
ask("easy-nonce-reversed", "the bytes of a nonce have one order", false, MIX, { ...LAST_0, difficulty: "0x1", nonce: reversed(LAST_0.nonce) }, EJ);
ask("epoch-before", "a seal of epoch 1 is none in epoch 0", false, [MIX, "BLK-ETHASH-001"], { ...FIRST_1, number: q(29999), difficulty: "0x1" }, EJ);
f.write();
