// SPDX-License-Identifier: Apache-2.0
// fees: questions on difficulty, base fee, effective gas price and blob gas.
import { createBlockHeader } from "@ethereumjs/block";
import { Common, Mainnet } from "@ethereumjs/common";
import { computeVersionedHash } from "@ethereumjs/util";
import { sha256 } from "ethers";
import { File, agree, commonOf, h32, quantity as q } from "./lib.mjs";
import * as spec from "./spec.mjs";

const EJ = "@ethereumjs/block 10.1.3";
const hex = (b) => "0x" + Buffer.from(b).toString("hex");
const raw = { skipConsensusFormatValidation: true };

// --- difficulty --------------------------------------------------------------
let f = new File("difficulty/next.yaml", "Yellow Paper");
const REQ = { frontier: "BLK-DIFF-002", homestead: "BLK-DIFF-003", "spurious-dragon": "BLK-DIFF-003", byzantium: "BLK-DIFF-005", constantinople: "BLK-DIFF-006", istanbul: "BLK-DIFF-006",
  "muir-glacier": "BLK-DIFF-007", berlin: "BLK-DIFF-007", london: "BLK-DIFF-008", "arrow-glacier": "BLK-DIFF-009", "gray-glacier": "BLK-DIFF-010" };
function diff(id, title, reqs, fork, pd, dt, ommers, number) {
  const T = 1600000000n;
  const c = { parentDifficulty: BigInt(pd), parentTimestamp: T, parentHasOmmers: ommers, number: BigInt(number), timestamp: T + BigInt(dt) };
  const [after, before] = spec.difficulty(fork, c);
  const common = commonOf(fork);
  const parent = createBlockHeader({ number: c.number - 1n, timestamp: T, difficulty: c.parentDifficulty, uncleHash: ommers ? h32("ommers") : undefined, gasLimit: 8000000n }, { common, ...raw });
  const child = createBlockHeader({ number: c.number, timestamp: c.timestamp, gasLimit: 8000000n }, { common, ...raw });
  /* Its London has the delay of Muir Glacier: EIP-3554 is not in its fork. */
  const london = fork === "london";
  if (!london) agree(id, child.ethashCanonicalDifficulty(parent), after);
  const input = { fork, parentDifficulty: q(c.parentDifficulty), parentTimestamp: q(T), parentHasOmmers: ommers, number: q(number), timestamp: q(c.timestamp) };
  f.add({ id: "block.difficulty.next." + id, title, requires: reqs, op: "difficulty.next", in: input, out: after === before ? q(after) : { $oneOf: [q(after), q(before)] },
    source: "formula of the text in tools/vectors/eth/spec.mjs" + (london ? "" : "; " + EJ) + (after === before ? "" : " (the larger value: go-ethereum raises to the minimum before the bomb)"), risk: "a chain that weighs blocks differently splits" });
}
const PD = 17171480576n;
for (const [dt, n] of [[1, "fast"], [12, "last-rise"], [13, "first-fall"], [600, "slow"]]) diff("frontier-" + n, `in Frontier the difficulty after ${dt} seconds`, ["BLK-DIFF-002", "BLK-DIFF-001"], "frontier", PD, dt, false, 50000);
for (const [dt, n] of [[1, "fast"], [9, "last-rise"], [10, "first-stay"], [19, "last-stay"], [20, "first-fall"], [999, "before-floor"], [1000, "at-floor"], [5000, "beyond-floor"]])
  diff("homestead-" + n, `in Homestead the difficulty after ${dt} seconds`, ["BLK-DIFF-003", "BLK-DIFF-001"], "homestead", 123456789012345n, dt, false, 1160000);
for (const ommers of [false, true]) {
  const o = ommers ? "-ommers" : "";
  for (const [dt, n] of [[1, "fast"], [8, "last-rise"], [9, "next"], [17, "last-next"], [18, "after"], [899, "before-floor"], [909, "at-floor"], [9000, "beyond-floor"]])
    diff("byzantium-" + n + o, `in Byzantium the difficulty after ${dt} seconds, the parent ${ommers ? "with" : "without"} ommers`, ["BLK-DIFF-004"], "byzantium", 1234567890123456n, dt, ommers, 4400000);
}
diff("homestead-ommers-ignored", "in Homestead the ommers of the parent do not matter", ["BLK-DIFF-003"], "homestead", PD, 5, true, 1200000);
const AT = { frontier: 0, homestead: 0, "spurious-dragon": 0, byzantium: 3000000, constantinople: 5000000, istanbul: 5000000, "muir-glacier": 9000000, berlin: 9000000, london: 9700000, "arrow-glacier": 10700000, "gray-glacier": 11400000 };
for (const [fork, delay] of Object.entries(AT)) {
  diff(`bomb-${fork}-before`, `in ${fork} the bomb is silent at block ${delay + 199999}`, [REQ[fork], "BLK-DIFF-012"], fork, PD, 11, false, delay + 199999);
  diff(`bomb-${fork}-first`, `in ${fork} the bomb adds 1 at block ${delay + 200000}`, [REQ[fork], "BLK-DIFF-012"], fork, PD, 11, false, delay + 200000);
  diff(`bomb-${fork}-twentieth`, `in ${fork} the bomb adds 2^20 at block ${delay + 2200000}`, [REQ[fork], "BLK-DIFF-012"], fork, PD, 11, false, delay + 2200000);
}
diff("bomb-delay-not-negative", "in Gray Glacier a number below the delay has no bomb", ["BLK-DIFF-010"], "gray-glacier", PD, 11, false, 300000);
diff("bomb-wide", "in Homestead the bomb at block 7,000,000 adds 2^68", ["BLK-DIFF-012"], "homestead", PD, 11, false, 7000000);
diff("minimum-frontier", "in Frontier the difficulty stops at 131,072", ["BLK-DIFF-001"], "frontier", 131072n, 100, false, 100);
diff("minimum-homestead", "in Homestead the difficulty stops at 131,072", ["BLK-DIFF-001"], "homestead", 131100n, 2000, false, 100);
diff("minimum-byzantium", "in Byzantium the difficulty stops at 131,072", ["BLK-DIFF-001"], "byzantium", 135000n, 5000, true, 3000100);
diff("minimum-and-bomb", "at the minimum the bomb term may be added before or after raising", ["BLK-DIFF-011"], "homestead", 131072n, 2000, false, 1000000);
diff("minimum-and-bomb-byzantium", "at the minimum the delayed bomb term may be added before or after raising", ["BLK-DIFF-011"], "byzantium", 131072n, 2000, false, 4000000);
f.write();

// --- base fee -------------------------------------------------------------------
f = new File("basefee/next.yaml", "EIP-1559");
const london = commonOf("london");
const BF = [["at-target", 30000000, 15000000, 7n, "BLK-FEE-002"], ["at-target-odd", 30000001, 15000000, 1000000007n, "BLK-FEE-002"], ["full", 30000000, 30000000, 1000000000n, "BLK-FEE-003"],
  ["full-small", 30000000, 30000000, 7n, "BLK-FEE-003"], ["by-one", 30000000, 15000001, 1000000000n, "BLK-FEE-003"], ["by-one-wide", 30000000, 15000001, 10n ** 18n, "BLK-FEE-003"], ["from-zero", 30000000, 15000001, 0n, "BLK-FEE-003"],
  ["empty", 30000000, 0, 1000000000n, "BLK-FEE-004"], ["empty-eight", 30000000, 0, 8n, "BLK-FEE-004"], ["empty-seven", 30000000, 0, 7n, "BLK-FEE-004"], ["empty-zero", 30000000, 0, 0n, "BLK-FEE-004"],
  ["below-by-one", 30000000, 14999999, 1000000000n, "BLK-FEE-004"], ["below-by-one-small", 30000000, 14999999, 119999999n, "BLK-FEE-004"], ["below-by-one-large", 30000000, 14999999, 120000000n, "BLK-FEE-004"],
  ["floors", 29999999, 22345678, 12345678901n, "BLK-FEE-005"], ["floors-down", 29999999, 2345678, 12345678901n, "BLK-FEE-005"], ["floors-order", 5001, 2507, 2857n, "BLK-FEE-005"], ["smallest-limit", 5000, 5000, 999n, "BLK-FEE-005"],
  ["wide-fee", 36000000, 35999999, 2n ** 200n + 12345n, "BLK-FEE-005"], ["wide-limit", "9223372036854775807", "9223372036854775807", 2n ** 64n, "BLK-FEE-005"]];
for (const [n, gl, gu, bf, req] of BF) {
  const c = { gasLimit: BigInt(gl), gasUsed: BigInt(gu), baseFeePerGas: bf };
  const ej = createBlockHeader({ ...c, number: 12965001n }, { common: london, ...raw }).calcNextBaseFee();
  f.add({ id: "block.basefee.next." + n, title: `base fee ${bf} with ${gu} of ${gl} gas used`, requires: [req], op: "basefee.next", in: { gasLimit: q(gl), gasUsed: q(gu), baseFeePerGas: q(bf) }, out: q(agree(n, spec.baseFee(c), ej)), source: "EIP-1559 pseudo-code in tools/vectors/eth/spec.mjs; " + EJ, risk: "fees burnt differ and the chain splits" });
}
for (const [n, gu] of [["empty", 0], ["half", 15000000], ["full", 30000000]])
  f.add({ id: `block.basefee.next.first-${n}`, title: `after a last block before London that used ${gu} gas the base fee is 1,000,000,000`, requires: ["BLK-FEE-001"], op: "basefee.next", in: { gasLimit: q(30000000), gasUsed: q(gu), firstOfFork: true }, out: "0x3b9aca00", source: "EIP-1559, INITIAL_BASE_FEE", risk: "the chain splits at the fork" });
f.write();

f = new File("basefee/effective.yaml", "EIP-1559");
const EFF = [["tip-fits", 100n, 200n, 50n], ["tip-capped", 100n, 120n, 50n], ["tip-exact", 100n, 150n, 50n], ["no-room", 100n, 100n, 50n], ["no-tip", 100n, 200n, 0n], ["legacy-like", 100n, 130n, 130n], ["zero-base", 0n, 5n, 3n], ["wide", 2n ** 128n, 2n ** 255n, 2n ** 254n]];
for (const [n, b, m, p] of EFF) {
  const want = (p < m - b ? p : m - b) + b;
  f.add({ id: "block.effective-gas-price." + n, title: `base fee ${b}, maximum ${m}, priority ${p} cost ${want}`, requires: ["BLK-RCPT-015", "BLK-RCPT-016"], op: "effective_gas_price", in: { baseFeePerGas: q(b), maxFeePerGas: q(m), maxPriorityFeePerGas: q(p) }, out: q(agree(n, want, m < b + p ? m : b + p)), source: "EIP-1559: priority_fee_per_gas = min(max_priority, max_fee - base_fee)" });
}
for (const [n, b, m, p, r] of [["below-base-by-one", 100n, 99n, 1n, "fee-below-base"], ["below-base-zero", 1n, 0n, 0n, "fee-below-base"], ["below-base-wide", 2n ** 64n, 2n ** 64n - 1n, 0n, "fee-below-base"], ["priority-above-by-one", 100n, 200n, 201n, "priority-above-max"], ["priority-above-zero-base", 0n, 0n, 1n, "priority-above-max"], ["priority-above-wide", 1n, 2n ** 255n, 2n ** 255n + 1n, "priority-above-max"]])
  f.add({ id: "block.effective-gas-price." + n, title: `base fee ${b}, maximum ${m}, priority ${p} are no valid fees`, requires: ["BLK-RCPT-016"], op: "effective_gas_price", in: { baseFeePerGas: q(b), maxFeePerGas: q(m), maxPriorityFeePerGas: q(p) }, reject: r, source: "EIP-1559, validate_transaction", risk: "a sender pays more than he signed" });
f.write();

// --- blobs -------------------------------------------------------------------------
const BF4 = "EIP-4844 pseudo-code in tools/vectors/eth/spec.mjs; " + EJ;
f = new File("blob/fee.yaml", "EIP-4844");
const ejb = (fork, excess) => createBlockHeader({ number: 20000000n, excessBlobGas: excess }, { common: commonOf(fork), ...raw }).getBlobGasPrice();
const known = (n, d) => ({ "3338477": ejb("cancun", n), "5007716": ejb("prague", n) })[d];
for (const [n, a, b, c] of [["zero-numerator", 1n, 0n, 1n], ["zero-factor", 0n, 1234n, 2345n], ["e-of-one-small", 1n, 1n, 1n], ["e-of-one", 10000n, 7n, 7n], ["floor", 3n, 5n, 2n], ["large-factor", 38493n, 1000n, 100000n], ["below-one", 1n, 3n, 10n], ["steep", 2n, 50n, 1n], ["blob-params", 1n, 10n * 131072n, 3338477n], ["blob-params-high", 1n, 1000n * 131072n, 5007716n]])
  f.add({ id: "block.blob.fake-exponential." + n, title: `the fake exponential of ${a}, ${b}, ${c}`, requires: ["BLK-BLOB-003"], op: "blob.fake_exponential", in: { factor: q(a), numerator: q(b), denominator: q(c) }, out: q(agree(n, spec.fakeExponential(a, b, c), known(b, c) ?? spec.fakeExponential(a, b, c))), source: BF4 });
for (const [n, a, b] of [["zero-denominator", 1n, 5n], ["all-zero", 0n, 0n]])
  f.add({ id: "block.blob.fake-exponential." + n, title: "the fake exponential has no denominator of 0", requires: ["BLK-BLOB-003"], op: "blob.fake_exponential", in: { factor: q(a), numerator: q(b), denominator: "0x0" }, reject: "value", source: "EIP-4844: the division has no value" });
const FORKB = ["cancun", "prague", "osaka", "bpo1", "bpo2", "amsterdam"];
const REQB = { cancun: "BLK-BLOB-008", prague: "BLK-BLOB-009", osaka: "BLK-BLOB-009", bpo1: "BLK-BLOB-010", bpo2: "BLK-BLOB-011", amsterdam: "BLK-BLOB-011" };
const amst = (fork) => (fork === "amsterdam" ? { features: ["amsterdam"] } : {});
for (const fork of FORKB)
  for (const excess of [0n, 2314057n, 10n * 131072n, 400n * 131072n, 131072n * 1500n])
    f.add({ id: `block.blob.base-fee.${fork}-${excess}`, title: `in ${fork} the blob base fee at an excess of ${excess}`, requires: [REQB[fork], "BLK-BLOB-003"], op: "blob.base_fee", in: { fork, excessBlobGas: q(excess) }, out: q(agree(fork, spec.blobBaseFee(fork, excess), ejb(fork, excess))), source: BF4, risk: "blobs are charged differently and the chain splits", ...amst(fork) });
for (const fork of ["frontier", "london", "paris", "shanghai"])
  f.add({ id: `block.blob.base-fee.${fork}`, title: `${fork} has no blob base fee`, requires: ["BLK-BLOB-012"], op: "blob.base_fee", in: { fork, excessBlobGas: "0x0" }, reject: "type", source: "EIP-4844 starts with Cancun" });
f.write();

f = new File("blob/schedule.yaml", "EIP-7892");
for (const fork of FORKB) {
  const s = spec.SCHEDULE[fork], own = createBlockHeader({ number: 20000000n }, { common: commonOf(fork), ...raw }).common, e = own.getBlobGasSchedule();
  agree(fork + " target", s.target * 131072n, e.targetBlobGasPerBlock);
  agree(fork + " max", s.max * 131072n, e.maxBlobGasPerBlock);
  agree(fork + " fraction", s.fraction, e.blobGasPriceUpdateFraction);
  f.add({ id: "block.blob.schedule." + fork, title: `the blob schedule of ${fork}`, requires: [REQB[fork], "BLK-BLOB-012"], op: "blob.schedule", in: { fork }, out: { target: Number(s.target), max: Number(s.max), baseFeeUpdateFraction: Number(s.fraction) }, source: "EIP-4844, EIP-7691, mainnet configuration; @ethereumjs/common 10.1.3", ...amst(fork) });
}
for (const fork of ["frontier", "berlin", "gray-glacier", "paris", "shanghai"])
  f.add({ id: `block.blob.schedule.${fork}`, title: `${fork} has no blob schedule`, requires: ["BLK-BLOB-012"], op: "blob.schedule", in: { fork }, reject: "type", source: "EIP-4844 starts with Cancun" });
f.write();

f = new File("blob/excess.yaml", "EIP-4844, EIP-7918");
const B = 131072n, GWEI = 10n ** 9n;
function excess(id, title, reqs, fork, e, u, bf) {
  const c = { excess: e, used: u, baseFeePerGas: bf };
  const parent = createBlockHeader({ number: 20000000n, excessBlobGas: e, blobGasUsed: u, baseFeePerGas: bf }, { common: commonOf(fork), ...raw });
  f.add({ id: "block.blob.excess-next." + id, title, requires: reqs, op: "blob.excess_next", in: { fork, parentExcessBlobGas: q(e), parentBlobGasUsed: q(u), parentBaseFeePerGas: q(bf) },
    out: q(agree(id, spec.excessBlobGas(fork, c), parent.calcNextExcessBlobGas(parent.common))), source: "EIP-4844 and EIP-7918 pseudo-code in tools/vectors/eth/spec.mjs; " + EJ, risk: "every later blob is charged differently and the chain splits", ...amst(fork) });
}
for (const fork of FORKB) {
  const s = spec.SCHEDULE[fork], low = 1n;
  excess(`${fork}-below-target`, `in ${fork} a sum one blob below the target leaves no excess`, ["BLK-BLOB-004", REQB[fork]], fork, 0n, (s.target - 1n) * B, low);
  excess(`${fork}-at-target`, `in ${fork} a sum at the target leaves no excess`, ["BLK-BLOB-004", REQB[fork]], fork, B, (s.target - 1n) * B, low);
  excess(`${fork}-above-target`, `in ${fork} the target is subtracted`, ["BLK-BLOB-004", REQB[fork]], fork, 5n * B, s.max * B, low);
  excess(`${fork}-byte-below`, `in ${fork} a sum one unit below the target leaves no excess`, ["BLK-BLOB-004"], fork, B - 1n, (s.target - 1n) * B, low);
  if (!["cancun", "prague"].includes(fork)) {
    excess(`${fork}-reserve`, `in ${fork} the reserve price keeps the target from being subtracted`, ["BLK-BLOB-005", "BLK-BLOB-006"], fork, 20n * B, s.max * B, 20n * GWEI);
    excess(`${fork}-reserve-floor`, `in ${fork} the growth under the reserve price is rounded down`, ["BLK-BLOB-005", "BLK-BLOB-006"], fork, 20n * B, 7n * B, 20n * GWEI);
    excess(`${fork}-reserve-equal`, `in ${fork} equality with the reserve price subtracts the target`, ["BLK-BLOB-005"], fork, s.target * B, 2n * B, 16n * spec.blobBaseFee(fork, s.target * B));
    excess(`${fork}-reserve-plus-one`, `in ${fork} one wei above equality keeps the target from being subtracted`, ["BLK-BLOB-005"], fork, s.target * B, 2n * B, 16n * spec.blobBaseFee(fork, s.target * B) + 1n);
    excess(`${fork}-reserve-below-target`, `in ${fork} a sum below the target leaves no excess whatever the base fee`, ["BLK-BLOB-005", "BLK-BLOB-004"], fork, 0n, B, 1000n * GWEI);
  } else excess(`${fork}-no-reserve`, `in ${fork} there is no reserve price yet`, ["BLK-BLOB-005", "BLK-BLOB-004"], fork, 20n * B, s.max * B, 20n * GWEI);
}
f.add({ id: "block.blob.excess-next.absent-parent-fields", title: "a parent without blob fields counts as having used none", requires: ["BLK-BLOB-007"], op: "blob.excess_next", in: { fork: "cancun", parentBaseFeePerGas: "0x3b9aca00" }, out: "0x0", source: "EIP-4844: both fields count as 0 in the first block", risk: "the chain splits at the fork" });
for (const fork of ["berlin", "paris", "shanghai"])
  f.add({ id: `block.blob.excess-next.${fork}`, title: `${fork} has no excess blob gas`, requires: ["BLK-BLOB-012"], op: "blob.excess_next", in: { fork, parentExcessBlobGas: "0x0", parentBlobGasUsed: "0x0", parentBaseFeePerGas: "0x7" }, reject: "type", source: "EIP-4844 starts with Cancun" });
f.write();

f = new File("blob/gas-used.yaml", "EIP-4844");
const used = (id, title, reqs, fork, counts, rest) => f.add({ id: "block.blob.gas-used." + id, title, requires: reqs, op: "blob.gas_used", in: { fork, counts }, ...rest, ...amst(fork) });
const sum6 = (n) => { const r = []; while (n > 6) { r.push(6); n -= 6; } return [...r, n]; };
used("none", "a block without blob transactions uses no blob gas", ["BLK-BLOB-001"], "cancun", [], { out: "0x0", source: "EIP-4844" });
used("one", "one blob uses 131,072", ["BLK-BLOB-001"], "cancun", [1], { out: "0x20000", source: "EIP-4844" });
used("three-transactions", "the blobs of all transactions count", ["BLK-BLOB-001"], "prague", [1, 2, 3], { out: q(6n * B), source: "EIP-4844" });
for (const fork of FORKB) {
  const max = Number(spec.SCHEDULE[fork].max);
  used(`${fork}-max`, `in ${fork} a block may hold ${max} blobs`, ["BLK-BLOB-002", REQB[fork]], fork, sum6(max), { out: q(BigInt(max) * B), source: "EIP-7892 and the schedule of the fork" });
  used(`${fork}-max-plus-one`, `in ${fork} a block with ${max + 1} blobs is refused`, ["BLK-BLOB-002", REQB[fork]], fork, sum6(max + 1), { reject: "blob-gas-used", source: "EIP-7892 and the schedule of the fork", risk: "blocks that others cannot carry" });
  used(`${fork}-max-plus-six`, `in ${fork} a block with ${max + 6} blobs is refused`, ["BLK-BLOB-002", REQB[fork]], fork, sum6(max + 6), { reject: "blob-gas-used", source: "EIP-7892 and the schedule of the fork", risk: "blocks that others cannot carry" });
}
used("cancun-six-in-one", "in Cancun one transaction may carry all 6 blobs", ["BLK-BLOB-002"], "cancun", [6], { out: q(6n * B), source: "EIP-4844" });
used("prague-nine-in-one", "in Prague one transaction may carry all 9 blobs", ["BLK-BLOB-015"], "prague", [9], { out: q(9n * B), source: "EIP-7691; the limit of 6 came with EIP-7594" });
for (const fork of ["osaka", "bpo1", "bpo2"]) {
  used(`${fork}-six-in-one`, `in ${fork} one transaction may carry 6 blobs`, ["BLK-BLOB-015"], fork, [6], { out: q(6n * B), source: "EIP-7594" });
  used(`${fork}-seven-in-one`, `in ${fork} one transaction with 7 blobs is refused`, ["BLK-BLOB-015"], fork, [1, 7], { reject: "blob-count", source: "EIP-7594", risk: "a transaction that others refuse" });
}
for (const fork of ["london", "shanghai"])
  used(fork, `${fork} has no blob gas`, ["BLK-BLOB-012"], fork, [1], { reject: "type", source: "EIP-4844 starts with Cancun" });
f.write();

f = new File("blob/versioned-hash.yaml", "EIP-4844");
for (const [n, c] of [["counted", "0x" + Array.from({ length: 48 }, (_, i) => i.toString(16).padStart(2, "0")).join("")], ["infinity", "0xc0" + "00".repeat(47)], ["ones", "0x" + "ff".repeat(48)]]) {
  const mine = "0x01" + sha256(c).slice(4);
  f.add({ id: "block.blob.versioned-hash.commitment-" + n, title: `the versioned hash of a commitment (${n})`, requires: ["BLK-BLOB-013"], op: "blob.versioned_hash", in: { commitment: c }, out: agree(n, mine, hex(Buffer.from(computeVersionedHash(c, 1).slice(2), "hex"))), source: "EIP-4844 with SHA-256 of ethers 6.17.0; @ethereumjs/util 10.1.3" });
}
for (const n of [1, 20, 32, 46, 64])
  f.add({ id: `block.blob.versioned-hash.commitment-${n}-bytes`, title: `a commitment of ${n} bytes is refused`, requires: ["BLK-BLOB-013"], op: "blob.versioned_hash", in: { commitment: "0x" + "c1".repeat(n) }, reject: "length", source: "EIP-4844: a commitment is 48 bytes", risk: "a hash that no blob can meet" });
f.write();
if (!Common || !Mainnet) throw new Error("common");
