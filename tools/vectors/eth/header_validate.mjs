// SPDX-License-Identifier: Apache-2.0
// header_validate: questions for header.validate, one broken rule each.
import { EMPTY_OMMERS, File, fieldsOf, flat, h32, header, quantity as q, rep, since } from "./lib.mjs";
import { childOf, violations } from "./rules.mjs";

const TEXT = "rules of the text in tools/vectors/eth/rules.mjs; parent hash by ethers 6.17.0, viem 2.57.20 and @ethereumjs/block 10.1.3";
const SPLIT = "nodes that differ here follow two chains";
let file;
/* o: fork, parentFork?, parent (overrides), child (overrides), reject? | valid, rest as in a vector */
function ask(id, title, requires, o) {
  const parentFork = o.parentFork ?? o.fork;
  const parent = header(parentFork, o.parent);
  const child = childOf({ parent, fork: o.fork, parentFork }, header, o.child);
  const input = { header: child, parent, fork: o.fork };
  if (o.parentFork) input.parentFork = o.parentFork;
  if (o.chain) input.chain = o.chain;
  if (o.now) input.now = o.now;
  const bad = violations({ ...input });
  const want = o.reject ? [o.reject] : [];
  if (bad.join() !== want.join()) throw new Error(`${id}: breaks [${bad}], wanted [${want}]`);
  const v = { id: "block.header.validate." + id, title, requires: [].concat(requires), op: "header.validate", in: input };
  if (o.reject) v.reject = o.reject; else v.out = { valid: true };
  v.source = (o.source ? o.source + "; " : "") + TEXT;
  if (o.reject) v.risk = o.risk ?? SPLIT;
  if (o.fork === "amsterdam") v.features = ["amsterdam"];
  file.add(v);
}
const open = (name, standard) => (file = new File(`header/validate-${name}.yaml`, standard));
const YP = "Yellow Paper 4.3.4";

open("number-time", "Yellow Paper");
for (const fork of ["frontier", "byzantium", "london", "paris", "shanghai", "cancun", "prague", "osaka", "bpo1", "bpo2"])
  ask(`plain-child-${fork}`, `a child that keeps every rule of ${fork} is valid`, ["BLK-HDR-009", "BLK-HDR-010", "BLK-HDR-015", "BLK-HDR-016", "BLK-HDR-033"].concat(since(fork, "london") ? "BLK-FEE-006" : [], fork === "frontier" ? "BLK-DIFF-013" : []), { fork, source: YP });
ask("plain-child-amsterdam", "a child that keeps every rule of amsterdam is valid", ["BLK-HDR-008", "BLK-FEE-007"], { fork: "amsterdam", source: "EIP-7928; EIP-7843; EIP-8037" });
for (const fork of ["frontier", "london", "osaka"]) {
  ask(`number-same-${fork}`, `in ${fork} a child with its parent's number is refused`, "BLK-HDR-015", { fork, child: { number: "0x2711" }, reject: "number", source: YP });
  ask(`number-plus-two-${fork}`, `in ${fork} a child that skips a number is refused`, "BLK-HDR-015", { fork, child: { number: "0x2713" }, reject: "number", source: YP });
}
ask("number-zero", "a child that calls itself number 0 is refused", "BLK-HDR-015", { fork: "cancun", child: { number: "0x0" }, reject: "number", source: YP });
for (const fork of ["homestead", "istanbul", "paris", "osaka"]) {
  ask(`time-equal-${fork}`, `in ${fork} a child with its parent's timestamp is refused`, "BLK-HDR-016", { fork, child: { timestamp: "0x6553f100" }, reject: "timestamp", source: YP });
  ask(`time-before-${fork}`, `in ${fork} a child one second before its parent is refused`, "BLK-HDR-016", { fork, child: { timestamp: "0x6553f0ff" }, reject: "timestamp", source: YP });
}
ask("time-plus-one", "a child one second after its parent is valid", "BLK-HDR-016", { fork: "osaka", child: { timestamp: "0x6553f101" }, source: YP });
ask("time-far-ahead-pos", "from Paris on a child a year after its parent is valid, for no clock is asked", "BLK-HDR-016", { fork: "cancun", child: { timestamp: "0x67352480" }, source: YP });
ask("parent-hash-other", "a child that names another parent is refused", "BLK-HDR-033", { fork: "prague", child: { parentHash: h32("stranger") }, reject: "parent-hash", source: YP });
ask("parent-hash-grandparent", "a child that names its grandparent as parent is refused", "BLK-HDR-033", { fork: "berlin", child: { parentHash: h32("grandparent") }, reject: "parent-hash", source: YP });
ask("future-15", "a proof-of-work header exactly 15 seconds ahead of the local clock is valid", "BLK-HDR-028", { fork: "berlin", child: { timestamp: "0x6553f110" }, now: "0x6553f101", source: "go-ethereum, allowedFutureBlockTimeSeconds" });
ask("future-16", "a proof-of-work header 16 seconds ahead of the local clock is not accepted", "BLK-HDR-028", { fork: "berlin", child: { timestamp: "0x6553f110" }, now: "0x6553f100", reject: "future", source: "go-ethereum, allowedFutureBlockTimeSeconds", risk: "a miner gains difficulty by stamping the future" });
ask("future-hour", "a proof-of-work header an hour ahead of the local clock is not accepted", "BLK-HDR-028", { fork: "frontier", child: { timestamp: "0x6553ff10" }, now: "0x6553f100", reject: "future", source: "go-ethereum, allowedFutureBlockTimeSeconds", risk: "a miner gains difficulty by stamping the future" });
ask("extra-data-32", "extra data of 32 bytes is valid", "BLK-HDR-014", { fork: "cancun", child: { extraData: rep("0xe7", 32) }, source: YP });
for (const fork of ["frontier", "london", "shanghai", "osaka"])
  ask(`extra-data-33-${fork}`, `in ${fork} extra data of 33 bytes is refused`, "BLK-HDR-014", { fork, child: { extraData: rep("0xe7", 33) }, reject: "extra-data", source: YP });
ask("extra-data-huge", "extra data of 4096 bytes is refused", "BLK-HDR-014", { fork: "paris", child: { extraData: rep("0x00", 4096) }, reject: "extra-data", source: YP });
file.write();

open("gas", "Yellow Paper");
const G = 30000000n, S = G / 1024n;
for (const fork of ["frontier", "berlin", "paris", "osaka"]) {
  ask(`gas-used-full-${fork}`, `in ${fork} a block may use all of its gas limit`, "BLK-HDR-017", { fork, child: { gasUsed: q(G) }, source: YP });
  ask(`gas-used-plus-one-${fork}`, `in ${fork} gas used one above the limit is refused`, "BLK-HDR-017", { fork, child: { gasUsed: q(G + 1n) }, reject: "gas-used", source: YP });
}
for (const fork of ["frontier", "istanbul", "london", "cancun", "bpo2"]) {
  ask(`gas-limit-step-up-below-bound-${fork}`, `in ${fork} a gas limit up by one less than a 1024th is valid`, "BLK-HDR-019", { fork, child: { gasLimit: q(G + S - 1n) }, source: YP });
  ask(`gas-limit-step-up-at-bound-${fork}`, `in ${fork} a gas limit up by a whole 1024th is refused`, "BLK-HDR-019", { fork, child: { gasLimit: q(G + S) }, reject: "gas-limit-step", source: YP });
  ask(`gas-limit-step-down-below-bound-${fork}`, `in ${fork} a gas limit down by one less than a 1024th is valid`, "BLK-HDR-019", { fork, child: { gasLimit: q(G - S + 1n) }, source: YP });
  ask(`gas-limit-step-down-at-bound-${fork}`, `in ${fork} a gas limit down by a whole 1024th is refused`, "BLK-HDR-019", { fork, child: { gasLimit: q(G - S) }, reject: "gas-limit-step", source: YP });
}
ask("gas-limit-step-floor", "the 1024th is rounded down: of 30,000,383 it is 29,297, and a step of 29,297 is refused", "BLK-HDR-019", { fork: "shanghai", parent: { gasLimit: "0x1c9c4ff" }, child: { gasLimit: q(0x1c9c4ffn + 29297n) }, reject: "gas-limit-step", source: YP });
ask("gas-limit-5000", "a gas limit of exactly 5000 is valid", "BLK-HDR-018", { fork: "homestead", parent: { gasLimit: "0x138a", gasUsed: "0x0" }, child: { gasLimit: "0x1388", gasUsed: "0x0" }, source: YP });
ask("gas-limit-4999", "a gas limit of 4999 is refused although the step is small", "BLK-HDR-018", { fork: "homestead", parent: { gasLimit: "0x138a", gasUsed: "0x0" }, child: { gasLimit: "0x1387", gasUsed: "0x0" }, reject: "gas-limit", source: YP });
ask("gas-limit-4999-pos", "from Paris on too a gas limit of 4999 is refused", "BLK-HDR-018", { fork: "cancun", parent: { gasLimit: "0x1388", gasUsed: "0x0" }, child: { gasLimit: "0x1387", gasUsed: "0x0" }, reject: "gas-limit", source: YP });
ask("gas-limit-2-63-less-1", "a gas limit of 2^63-1 is valid", "BLK-HDR-032", { fork: "shanghai", parent: { gasLimit: "0x7ffffffffffffff0" }, child: { gasLimit: "0x7fffffffffffffff" }, source: "EIP-1985" });
ask("gas-limit-2-63", "a gas limit of 2^63 is refused", "BLK-HDR-032", { fork: "shanghai", parent: { gasLimit: "0x7fffffffffffffff" }, child: { gasLimit: "0x8000000000000000" }, reject: "gas-limit", source: "EIP-1985" });
ask("gas-limit-2-63-pow", "under proof of work too a gas limit of 2^63 is refused", "BLK-HDR-032", { fork: "berlin", parent: { gasLimit: "0x7fffffffffffffff" }, child: { gasLimit: "0x8000000000000000" }, reject: "gas-limit", source: "EIP-1985" });
file.write();

open("london", "EIP-1559");
const first = { fork: "london", parentFork: "berlin", source: "EIP-1559, validate_block" };
ask("london-first", "the first London block doubles its parent's gas limit and starts at a base fee of 1,000,000,000", ["BLK-HDR-020", "BLK-FEE-001", "BLK-HDR-004"], first);
const D = 2n * G, DS = D / 1024n;
ask("london-first-up-below-bound", "the first London block may go up by less than a 1024th of the doubled limit", "BLK-HDR-020", { ...first, child: { gasLimit: q(D + DS - 1n) } });
ask("london-first-up-at-bound", "the first London block may not go up by a 1024th of the doubled limit", "BLK-HDR-020", { ...first, child: { gasLimit: q(D + DS) }, reject: "gas-limit-step" });
ask("london-first-down-below-bound", "the first London block may go down by less than a 1024th of the doubled limit", "BLK-HDR-020", { ...first, child: { gasLimit: q(D - DS + 1n) } });
ask("london-first-down-at-bound", "the first London block may not go down by a 1024th of the doubled limit", "BLK-HDR-020", { ...first, child: { gasLimit: q(D - DS) }, reject: "gas-limit-step" });
ask("london-first-not-doubled", "the first London block may not keep its parent's gas limit", "BLK-HDR-020", { ...first, child: { gasLimit: q(G) }, reject: "gas-limit-step" });
ask("london-second-doubled", "the second London block may not double the gas limit again", "BLK-HDR-020", { fork: "london", child: { gasLimit: q(D) }, reject: "gas-limit-step", source: first.source });
ask("arrow-first-doubled", "the first Arrow Glacier block may not double the gas limit", "BLK-HDR-020", { fork: "arrow-glacier", parentFork: "london", child: { gasLimit: q(D) }, reject: "gas-limit-step", source: first.source });
ask("paris-first-doubled", "the first Paris block may not double the gas limit", "BLK-HDR-020", { fork: "paris", parentFork: "gray-glacier", child: { gasLimit: q(D) }, reject: "gas-limit-step", source: first.source });
for (const [n, v] of [["zero", 0n], ["one-less", 999999999n], ["one-more", 1000000001n], ["eighth-less", 875000000n]])
  ask(`london-first-base-fee-${n}`, `the first London block with a base fee of ${v} is refused`, ["BLK-FEE-001", "BLK-FEE-006"], { ...first, child: { baseFeePerGas: q(v) }, reject: "base-fee" });
file.write();

open("base-fee", "EIP-1559");
const cases = [ // gasLimit, gasUsed, baseFee of the parent, requirement
  ["at-target", 30000000n, 15000000n, 7000000007n, "BLK-FEE-002"],
  ["above-by-one", 30000000n, 15000001n, 7000000007n, "BLK-FEE-003"],
  ["above-min-rise", 30000000n, 15000001n, 100n, "BLK-FEE-003"],
  ["full", 30000000n, 30000000n, 7000000007n, "BLK-FEE-003"],
  ["below-by-one", 30000000n, 14999999n, 7000000007n, "BLK-FEE-004"],
  ["below-no-fall", 30000000n, 14999999n, 100n, "BLK-FEE-004"],
  ["empty", 30000000n, 0n, 7000000007n, "BLK-FEE-004"],
  ["stuck-at-seven", 30000000n, 0n, 7n, "BLK-FEE-004"],
  ["two-floors", 30000017n, 15400009n, 1234567891n, "BLK-FEE-005"],
];
for (const [n, gl, gu, bf, req] of cases) {
  for (const fork of n === "full" ? ["london", "osaka"] : ["prague"]) {
    const parent = { gasLimit: q(gl), gasUsed: q(gu), baseFeePerGas: q(bf) };
    const o = { fork, parent, source: "EIP-1559, validate_block" };
    const right = BigInt(childOf({ parent: header(fork, parent), fork }, header).baseFeePerGas);
    ask(`base-fee-${n}-${fork}`, `in ${fork} the base fee ${right} follows from ${bf} with ${gu} of ${gl} gas used`, req, o);
    ask(`base-fee-${n}-plus-one-${fork}`, `in ${fork} a base fee one above ${right} is refused`, [req, "BLK-FEE-006"], { ...o, child: { baseFeePerGas: q(right + 1n) }, reject: "base-fee" });
    ask(`base-fee-${n}-minus-one-${fork}`, `in ${fork} a base fee one below ${right} is refused`, [req, "BLK-FEE-006"], { ...o, child: { baseFeePerGas: q(right - 1n) }, reject: "base-fee" });
  }
}
ask("base-fee-amsterdam-header-gas", "in Amsterdam the base fee of a child of a full block rises by an eighth", "BLK-FEE-007", { fork: "amsterdam", parent: { gasUsed: q(G) }, source: "EIP-8037" });
ask("base-fee-amsterdam-unmoved", "in Amsterdam a base fee that ignores the gas used of a full parent is refused", "BLK-FEE-007", { fork: "amsterdam", parent: { gasUsed: q(G) }, child: { baseFeePerGas: "0x3b9aca00" }, reject: "base-fee", source: "EIP-8037" });
file.write();

open("paris", "EIP-3675");
const P = "EIP-3675, block structure";
for (const fork of ["paris", "shanghai", "cancun", "osaka"]) {
  ask(`paris-difficulty-one-${fork}`, `in ${fork} a difficulty of 1 is refused`, ["BLK-HDR-021", "BLK-HDR-024"], { fork, child: { difficulty: "0x1" }, reject: "difficulty", source: P, risk: "a proof-of-work block after the merge rewrites the chain" });
  ask(`paris-nonce-one-${fork}`, `in ${fork} a nonce whose last byte is 1 is refused`, "BLK-HDR-022", { fork, child: { nonce: "0x0000000000000001" }, reject: "nonce", source: P });
  ask(`paris-ommers-hash-${fork}`, `in ${fork} an ommers hash of anything but the empty list is refused`, "BLK-HDR-023", { fork, child: { sha3Uncles: h32("ommers") }, reject: "ommers-hash", source: P });
}
ask("paris-nonce-high-byte", "a nonce whose first byte alone is set is refused", "BLK-HDR-022", { fork: "prague", child: { nonce: "0x8000000000000000" }, reject: "nonce", source: P });
ask("paris-ommers-hash-zero", "32 zero bytes as ommers hash are refused", "BLK-HDR-023", { fork: "prague", child: { sha3Uncles: rep("0x00", 32) }, reject: "ommers-hash", source: P });
ask("paris-difficulty-of-parent", "a first proof-of-stake block that repeats its parent's difficulty is refused", "BLK-HDR-021", { fork: "paris", parentFork: "gray-glacier", child: { difficulty: "0x3b9aca00" }, reject: "difficulty", source: P });
ask("paris-first", "the first proof-of-stake block follows a block of positive difficulty", ["BLK-HDR-021", "BLK-HDR-022", "BLK-HDR-023", "BLK-HDR-024"], { fork: "paris", parentFork: "gray-glacier", source: P });
ask("paris-mix-hash-zero", "from Paris on a mix hash of zeros is valid", "BLK-HDR-026", { fork: "paris", child: { mixHash: rep("0x00", 32) }, source: "EIP-4399" });
ask("paris-mix-hash-ones", "from Paris on a mix hash of ones is valid", "BLK-HDR-026", { fork: "osaka", child: { mixHash: rep("0xff", 32) }, source: "EIP-4399" });
file.write();

open("pow-difficulty", "Yellow Paper");
for (const [fork, dt, number] of [["frontier", 12, 9999], ["frontier", 13, 9999], ["homestead", 9, 1200000], ["homestead", 10, 1200000],
  ["tangerine-whistle", 1000, 2500000], ["spurious-dragon", 25, 3000000], ["byzantium", 8, 4500000], ["byzantium", 9, 4500000],
  ["constantinople", 18, 7300000], ["istanbul", 12, 9100000], ["muir-glacier", 14, 9300000], ["london", 13, 12970000], ["arrow-glacier", 13, 13800000], ["gray-glacier", 13, 15100000]]) {
  const parent = { number: q(number), difficulty: "0x2386f26fc10000" };
  const o = { fork, parent, child: { timestamp: q(0x6553f100 + dt) }, source: YP };
  const right = BigInt(childOf({ parent: header(fork, parent), fork }, header, o.child).difficulty);
  ask(`difficulty-${fork}-${dt}s`, `in ${fork} the difficulty of a child after ${dt} seconds is ${right}`, ["BLK-DIFF-013", "BLK-DIFF-001"], o);
  ask(`difficulty-${fork}-${dt}s-plus-one`, `in ${fork} a difficulty one above the rule is refused`, "BLK-DIFF-013", { ...o, child: { ...o.child, difficulty: q(right + 1n) }, reject: "difficulty", risk: "a heavier chain for the same work" });
}
ask("difficulty-zero-pow", "under proof of work a difficulty of 0 is refused", "BLK-DIFF-013", { fork: "london", child: { difficulty: "0x0" }, reject: "difficulty", risk: "blocks without work" });
ask("difficulty-ommers-ignored", "in Byzantium a difficulty that ignores the ommers of the parent is refused", ["BLK-DIFF-004", "BLK-DIFF-013"], { fork: "byzantium", parent: { sha3Uncles: h32("some ommers") }, child: { difficulty: q(1000000000n) }, reject: "difficulty", risk: "a heavier chain for the same work" });
file.write();

open("bomb", "Yellow Paper, EIP-649, EIP-1234, EIP-2384, EIP-3554, EIP-4345, EIP-5133");
const BOMB = [["homestead", 0, "BLK-DIFF-012", 3500000], ["byzantium", 3000000, "BLK-DIFF-005", 6800000], ["constantinople", 5000000, "BLK-DIFF-006", 9000000], ["muir-glacier", 9000000, "BLK-DIFF-007", 12000000],
  ["london", 9700000, "BLK-DIFF-008", 13500000], ["arrow-glacier", 10700000, "BLK-DIFF-009", 14900000], ["gray-glacier", 11400000, "BLK-DIFF-010", 15500000]];
const bombOf = (number, delay) => { const e = BigInt(Math.max(0, number - delay)) / 100000n - 2n; return e >= 0n ? 1n << e : 0n; };
BOMB.forEach(([fork, delay, req, number], i) => {
  const parent = { number: q(number - 1), difficulty: "0x2386f26fc10000" };
  const o = { fork, parent, child: {}, source: YP + " and the EIP of the delay" };
  const right = BigInt(childOf({ parent: header(fork, parent), fork }, header).difficulty);
  ask(`bomb-${fork}`, `in ${fork} block ${number} counts as ${number - delay} for the bomb`, [req, "BLK-DIFF-012"], o);
  for (const [n, other] of [["without", Infinity], ["earlier-delay", i ? BOMB[i - 1][1] : -200000], ["later-delay", BOMB[i + 1]?.[1] ?? 12000000]]) {
    const wrong = right - bombOf(number, delay) + (other === Infinity ? 0n : bombOf(number, other));
    if (wrong === right) throw new Error("bomb " + fork);
    ask(`bomb-${fork}-${n}`, `in ${fork} the difficulty of block ${number} ${other === Infinity ? "without the bomb" : `with a delay of ${other} blocks`} is refused`, [req, "BLK-DIFF-013"], { ...o, child: { difficulty: q(wrong) }, reject: "difficulty", risk: "the chain splits where the bomb is felt" });
  }
});
for (const [fork, dt, req, n, f] of [["frontier", 20, "BLK-DIFF-002", "as-homestead", (p) => p - p / 2048n * 1n + p / 2048n], ["frontier", 12, "BLK-DIFF-002", "falls", (p) => p - p / 2048n], ["homestead", 5, "BLK-DIFF-003", "as-frontier-falls", (p) => p - p / 2048n], ["homestead", 30, "BLK-DIFF-003", "one-step", (p) => p - p / 2048n],
  ["byzantium", 30, "BLK-DIFF-004", "one-step", (p) => p - p / 2048n], ["byzantium", 9, "BLK-DIFF-004", "as-homestead", (p) => p + p / 2048n], ["istanbul", 5000, "BLK-DIFF-004", "no-floor", (p) => p - (p / 2048n) * 554n], ["homestead", 5000, "BLK-DIFF-003", "no-floor", (p) => p - (p / 2048n) * 499n]])
  ask(`step-${fork}-${dt}s-${n}`, `in ${fork} another step than that of ${dt} seconds is refused`, [req, "BLK-DIFF-001", "BLK-DIFF-013"], { fork, parent: { number: "0x64" }, child: { timestamp: q(0x6553f100 + dt), difficulty: q(f(0x3b9aca00n)) }, reject: "difficulty", source: YP, risk: "a heavier chain for the same work" });
file.write();

open("blobs", "EIP-4844, EIP-7691, EIP-7892, EIP-7918");
const BL = 131072n, SCH = { cancun: [3n, 6n, "BLK-BLOB-008"], prague: [6n, 9n, "BLK-BLOB-009"], osaka: [6n, 9n, "BLK-BLOB-009"], bpo1: [10n, 15n, "BLK-BLOB-010"], bpo2: [14n, 21n, "BLK-BLOB-011"] };
const DEAR = "one block carries more, or charges other, than the rest of the network";
for (const [fork, [target, max, req]] of Object.entries(SCH)) {
  const o = { fork, source: "EIP-4844; schedule of the fork", risk: DEAR };
  ask(`blob-gas-max-${fork}`, `in ${fork} a block may use the gas of ${max} blobs`, ["BLK-BLOB-016", req], { ...o, child: { blobGasUsed: q(max * BL) } });
  ask(`blob-gas-above-max-${fork}`, `in ${fork} blob gas of ${max + 1n} blobs is refused`, ["BLK-BLOB-016"], { ...o, child: { blobGasUsed: q((max + 1n) * BL) }, reject: "blob-gas-used" });
  ask(`blob-gas-partial-${fork}`, `in ${fork} blob gas of a blob and a byte is refused`, ["BLK-BLOB-016"], { ...o, child: { blobGasUsed: q(BL + 1n) }, reject: "blob-gas-used" });
  const at = { blobGasUsed: q(max * BL), excessBlobGas: q(5n * BL), baseFeePerGas: "0x7" };
  const right = 5n * BL + (max - target) * BL;
  ask(`excess-${fork}`, `in ${fork} the target of ${target} blobs is subtracted`, ["BLK-BLOB-014", "BLK-BLOB-004", req], { ...o, parent: at });
  for (const [n, v] of [["plus-one", right + 1n], ["minus-one", right - 1n], ["no-target", right + target * BL], ["unmoved", 5n * BL], ["zero", 0n]])
    ask(`excess-${fork}-${n}`, `in ${fork} an excess of ${v} in the place of ${right} is refused`, ["BLK-BLOB-014", "BLK-BLOB-004"], { ...o, parent: at, child: { excessBlobGas: q(v) }, reject: "excess-blob-gas" });
  const low = { blobGasUsed: q((target - 1n) * BL), excessBlobGas: "0x0", baseFeePerGas: "0x7" };
  ask(`excess-${fork}-below-target`, `in ${fork} a parent below the target leaves no excess`, ["BLK-BLOB-014", "BLK-BLOB-004"], { ...o, parent: low });
  ask(`excess-${fork}-below-target-one`, `in ${fork} an excess of 1 after a parent below the target is refused`, ["BLK-BLOB-014", "BLK-BLOB-004"], { ...o, parent: low, child: { excessBlobGas: "0x1" }, reject: "excess-blob-gas" });
  const dear = { blobGasUsed: q(max * BL), excessBlobGas: q(5n * BL), baseFeePerGas: "0x4a817c800" };
  const kept = 5n * BL + (max * BL * (max - target)) / max;
  if (since(fork, "osaka")) {
    ask(`reserve-${fork}`, `in ${fork} a high base fee keeps the target from being subtracted`, ["BLK-BLOB-005", "BLK-BLOB-014"], { ...o, parent: { ...dear, blobGasUsed: q(target * BL) } });
    ask(`reserve-${fork}-ignored`, `in ${fork} subtracting the target in spite of a high base fee is refused`, ["BLK-BLOB-005", "BLK-BLOB-014"], { ...o, parent: { ...dear, blobGasUsed: q(target * BL) }, child: { excessBlobGas: q(5n * BL) }, reject: "excess-blob-gas" });
    ask(`reserve-${fork}-whole`, `in ${fork} adding all blob gas used under a high base fee is refused`, ["BLK-BLOB-005", "BLK-BLOB-014"], { ...o, parent: dear, child: { excessBlobGas: q((5n + max) * BL) }, reject: "excess-blob-gas" });
  } else {
    ask(`no-reserve-${fork}`, `in ${fork} a high base fee does not matter`, ["BLK-BLOB-005", "BLK-BLOB-014"], { ...o, parent: { ...dear, blobGasUsed: q(target * BL) } });
    ask(`no-reserve-${fork}-applied`, `in ${fork} the reserve price of Osaka is refused`, ["BLK-BLOB-005", "BLK-BLOB-014"], { ...o, parent: { ...dear, blobGasUsed: q(target * BL) }, child: { excessBlobGas: q(5n * BL + (target * BL * (max - target)) / max) }, reject: "excess-blob-gas" });
  }
  if (kept < 0n) throw new Error("kept");
}
for (const [fork, parentFork, used] of [["prague", "cancun", 6n], ["bpo1", "osaka", 9n], ["bpo2", "bpo1", 15n]]) {
  const [t] = SCH[fork], [pt] = SCH[parentFork], ex = 30n;
  const o = { fork, parentFork, parent: { blobGasUsed: q(used * BL), excessBlobGas: q(ex * BL), baseFeePerGas: "0x7" }, source: "EIP-7691; EIP-7892", risk: DEAR };
  ask(`first-${fork}-target`, `the first block of ${fork} subtracts its own target of ${t} blobs`, ["BLK-BLOB-006", "BLK-BLOB-014"], o);
  ask(`first-${fork}-old-target`, `the first block of ${fork} may not subtract its parent's target of ${pt} blobs`, ["BLK-BLOB-006", "BLK-BLOB-014"], { ...o, child: { excessBlobGas: q((ex + used - pt) * BL) }, reject: "excess-blob-gas" });
  ask(`first-${fork}-max`, `the first block of ${fork} may use the gas of ${SCH[fork][1]} blobs`, ["BLK-BLOB-006", "BLK-BLOB-016"], { ...o, child: { blobGasUsed: q(SCH[fork][1] * BL) } });
}
const firstCancun = { fork: "cancun", parentFork: "shanghai", source: "EIP-4844", risk: DEAR };
ask("first-cancun", "the first Cancun block has no excess", ["BLK-BLOB-007", "BLK-BLOB-014", "BLK-HDR-006"], firstCancun);
for (const v of [1n, BL, 3n * BL]) ask(`first-cancun-excess-${v}`, `the first Cancun block with an excess of ${v} is refused`, ["BLK-BLOB-007", "BLK-BLOB-014"], { ...firstCancun, child: { excessBlobGas: q(v) }, reject: "excess-blob-gas" });
file.write();

open("dao", "EIP-779");
const DAO = "0x64616f2d686172642d666f726b";
for (const n of [1920000, 1920001, 1920005, 1920009]) {
  const o = { fork: "dao", parentFork: n === 1920000 ? "homestead" : undefined, chain: "mainnet", parent: { number: q(n - 1), extraData: n > 1920000 ? DAO : "0x" }, source: "EIP-779" };
  ask(`dao-extra-${n}`, `mainnet block ${n} carries dao-hard-fork`, "BLK-HDR-025", { ...o, child: { extraData: DAO } });
  ask(`dao-extra-missing-${n}`, `mainnet block ${n} without extra data is refused`, "BLK-HDR-025", { ...o, reject: "extra-data", risk: "the chain without the DAO fork is followed" });
}
const o = { fork: "dao", chain: "mainnet", source: "EIP-779", risk: "the chain without the DAO fork is followed" };
ask("dao-extra-upper-case", "DAO-HARD-FORK in capitals is refused", "BLK-HDR-025", { ...o, parent: { number: q(1920002), extraData: DAO }, child: { extraData: "0x44414f2d484152442d464f524b" }, reject: "extra-data" });
ask("dao-extra-suffixed", "dao-hard-fork with a byte behind it is refused", "BLK-HDR-025", { ...o, parent: { number: q(1920002), extraData: DAO }, child: { extraData: DAO + "00" }, reject: "extra-data" });
ask("dao-extra-after", "mainnet block 1920010 is free in its extra data", "BLK-HDR-025", { ...o, parent: { number: q(1920009), extraData: DAO } });
ask("dao-extra-before", "mainnet block 1919999 is free in its extra data", "BLK-HDR-025", { ...o, fork: "homestead", parent: { number: q(1919998) } });
file.write();

const FORK_REQ = { london: "BLK-HDR-004", "gray-glacier": "BLK-HDR-004", paris: "BLK-HDR-004", shanghai: "BLK-HDR-005", cancun: "BLK-HDR-006",
  prague: "BLK-HDR-007", osaka: "BLK-HDR-007", bpo2: "BLK-HDR-007", amsterdam: "BLK-HDR-008" };
open("field-missing", "EIP-1559, EIP-4895, EIP-4844, EIP-4788, EIP-7685");
for (const fork of ["london", "gray-glacier", "paris", "shanghai", "cancun", "prague", "osaka", "amsterdam"])
  for (const [n, , from] of fieldsOf(fork).filter(([, , from]) => from !== "frontier"))
    ask(`missing-${n.toLowerCase()}-${fork}`, `a header of ${fork} without ${n} is refused`, ["BLK-HDR-010", FORK_REQ[fork]], { fork, child: { [n]: undefined }, reject: "field-missing", source: `${from} added ${n}` });
file.write();

open("field-extra", "EIP-1559, EIP-4895, EIP-4844, EIP-4788, EIP-7685");
const NEXT = { frontier: "london", byzantium: "london", berlin: "london", london: "shanghai", "gray-glacier": "shanghai", paris: "shanghai",
  shanghai: "cancun", cancun: "prague", prague: "amsterdam", osaka: "amsterdam", bpo1: "amsterdam", bpo2: "amsterdam" };
const sample = header("amsterdam");
for (const [fork, next] of Object.entries(NEXT))
  for (const [n] of fieldsOf(next).filter(([n]) => !fieldsOf(fork).some(([m]) => m === n)).filter(([, , f]) => f === next || since(next, f)))
    ask(`extra-${n.toLowerCase()}-${fork}`, `a header of ${fork} with ${n}, which came in ${fieldsOf(next).find(([m]) => m === n)[2]}, is refused`, ["BLK-HDR-009", FORK_REQ[fork] ?? "BLK-HDR-003"], { fork, child: { [n]: sample[n] }, reject: "field-extra", source: `the field belongs to a later fork` });
file.write();
if (flat(sample.logsBloom).length !== 514 || EMPTY_OMMERS.length !== 66) throw new Error("sample");
