// SPDX-License-Identifier: Apache-2.0
// forks: questions for fork.at, forkid.compute and forkid.validate.
import { Common, Mainnet } from "@ethereumjs/common";
import { File, agree, h32, quantity as q } from "./lib.mjs";
import { forkId } from "./spec.mjs";

const GENESIS = "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3";
const NUMBERS = [[1150000, "homestead"], [1920000, "dao"], [2463000, "tangerine-whistle"], [2675000, "spurious-dragon"], [4370000, "byzantium"],
  [7280000, "petersburg"], [9069000, "istanbul"], [9200000, "muir-glacier"], [12244000, "berlin"], [12965000, "london"], [13773000, "arrow-glacier"],
  [15050000, "gray-glacier"], [15537394, "paris"]];
const TIMES = [[1681338455, "shanghai"], [1710338135, "cancun"], [1746612311, "prague"], [1764798551, "osaka"], [1765290071, "bpo1"], [1767747671, "bpo2"]];
const EJ = { chainstart: "frontier", tangerineWhistle: "tangerine-whistle", spuriousDragon: "spurious-dragon", muirGlacier: "muir-glacier", arrowGlacier: "arrow-glacier", grayGlacier: "gray-glacier" };
const common = new Common({ chain: Mainnet });
const theirs = (n, t) => { const h = common.getHardforkBy({ blockNumber: BigInt(n), timestamp: BigInt(t) }); return EJ[h] ?? h; };

let f = new File("forks/at.yaml", "EIP-2124, EIP-6122");
const at = (id, title, number, timestamp, fork) => f.add({ id: "block.fork.at." + id, title, requires: ["BLK-HDR-011"], op: "fork.at", in: { chain: "mainnet", number: q(number), timestamp: q(timestamp) }, out: { fork: agree(id, fork, theirs(number, timestamp)) }, source: "mainnet configuration of go-ethereum; @ethereumjs/common 10.1.3" });
at("genesis", "mainnet starts in frontier", 0, 0, "frontier");
let before = "frontier", time = 1400000000;
for (const [n, name] of NUMBERS) {
  time += 10000000;
  at(`${name}-before`, `block ${n - 1} is still of ${before}`, n - 1, time, before);
  at(`${name}-first`, `block ${n} is the first of ${name}`, n, time + 1, name);
  before = name;
}
let number = 17000000;
for (const [t, name] of TIMES) {
  number += 1500000;
  at(`${name}-before`, `a block one second before ${name} is still of ${before}`, number, t - 1, before);
  at(`${name}-first`, `a block at the time of ${name} is of ${name}`, number + 1, t, name);
  before = name;
}
f.add({ id: "block.fork.at.unknown-chain", title: "a chain that nobody knows has no forks", requires: ["BLK-HDR-011"], op: "fork.at", in: { chain: "no-such-chain", number: "0x1", timestamp: "0x1" }, reject: "value", source: "there is no such chain" });
f.write();

const LIB = "CRC-32 of zlib over the bytes that EIP-2124 names";
f = new File("forks/forkid-compute.yaml", "EIP-2124, EIP-6122");
const blocks = [...NUMBERS.slice(0, 12).map(([n]) => n)], times = TIMES.map(([t]) => t);
function compute(id, title, reqs, genesis, bs, ts, n, t, extra) {
  const r = forkId(genesis, bs, ts, n, t);
  if (extra) agree(id, r.hash, extra);
  f.add({ id: "block.forkid.compute." + id, title, requires: reqs, op: "forkid.compute", in: { genesis, blocks: bs.map(q), times: ts.map(q), number: q(n), timestamp: q(t) }, out: { hash: r.hash, next: q(r.next) }, source: LIB + (extra ? "; @ethereumjs/common 10.1.3" : "") });
}
const ej = (name) => common.forkHash(name, Buffer.from(GENESIS.slice(2), "hex"));
compute("mainnet-genesis", "mainnet at genesis announces Homestead", ["BLK-FORKID-001", "BLK-FORKID-002"], GENESIS, blocks, times, 0, 1438269973, ej("chainstart"));
compute("mainnet-before-dao", "one block before the DAO fork only Homestead has passed", ["BLK-FORKID-003"], GENESIS, blocks, times, 1919999, 1469020839, ej("homestead"));
compute("mainnet-dao", "the DAO block itself has passed", ["BLK-FORKID-003"], GENESIS, blocks, times, 1920000, 1469020840, ej("dao"));
compute("mainnet-petersburg", "Constantinople and Petersburg at one block count once", ["BLK-FORKID-001"], GENESIS, blocks, times, 7280000, 1551383524, ej("petersburg"));
compute("mainnet-london", "mainnet in London", ["BLK-FORKID-001"], GENESIS, blocks, times, 12965000, 1628166822, ej("london"));
compute("mainnet-gray-glacier", "after Gray Glacier the next point is a time", ["BLK-FORKID-004", "BLK-FORKID-002"], GENESIS, blocks, times, 15050000, 1656586444, ej("grayGlacier"));
compute("mainnet-before-shanghai", "one second before Shanghai it has not passed", ["BLK-FORKID-004"], GENESIS, blocks, times, 17034869, 1681338454, ej("grayGlacier"));
compute("mainnet-shanghai", "at the second of Shanghai it has passed", ["BLK-FORKID-004"], GENESIS, blocks, times, 17034870, 1681338455, ej("shanghai"));
compute("mainnet-cancun", "mainnet in Cancun", ["BLK-FORKID-004"], GENESIS, blocks, times, 19426587, 1710338135, ej("cancun"));
compute("mainnet-prague", "mainnet in Prague", ["BLK-FORKID-004"], GENESIS, blocks, times, 22431084, 1746612311, ej("prague"));
compute("mainnet-bpo2", "after the last known point nothing is announced", ["BLK-FORKID-002", "BLK-FORKID-004"], GENESIS, blocks, times, 24100000, 1800000000, ej("bpo2"));
const OWN = h32("own genesis");
compute("no-forks", "a chain without activation points has the checksum of its genesis", ["BLK-FORKID-001", "BLK-FORKID-002"], OWN, [], [], 12345, 1700000000);
compute("one-block-before", "before its only point a chain announces it", ["BLK-FORKID-002"], OWN, [500], [], 499, 1700000000);
compute("one-block-at", "at its only point a chain announces nothing", ["BLK-FORKID-003"], OWN, [500], [], 500, 1700000000);
compute("times-only", "a chain with points by time only", ["BLK-FORKID-004"], OWN, [], [1700000000, 1800000000], 0, 1700000000);
compute("block-ahead-of-time", "while a point by number is ahead, points by time do not count", ["BLK-FORKID-004"], OWN, [100], [1700000000], 99, 1800000000);
compute("wide-point", "a point above 32 bits enters as 64 bits", ["BLK-FORKID-001"], OWN, [0x1_0000_0001], [], 0x1_0000_0002, 1700000000);
compute("two-passed", "two points passed enter one after the other", ["BLK-FORKID-001"], OWN, [7, 11], [1700000000], 12, 1699999999);
f.write();

f = new File("forks/forkid-validate.yaml", "EIP-2124, EIP-6122");
const RULE = "EIP-2124, validation rules; checksums by zlib";
const BS = [1000, 2000, 3000], TS = [1700000000, 1800000000];
const sum = (bs, ts, n, t) => forkId(OWN, bs, ts, n, t).hash;
const past = (k) => sum([...BS, ...[]].slice(0, Math.min(k, 3)), TS.slice(0, Math.max(0, k - 3)), 1e9, 1e12);
function judge(id, title, req, n, t, remote, reject, bs = BS, ts = TS) {
  const v = { id: "block.forkid.validate." + id, title, requires: [].concat(req), op: "forkid.validate", in: { genesis: OWN, blocks: bs.map(q), times: ts.map(q), number: q(n), timestamp: q(t), remote: { hash: remote[0], next: q(remote[1]) } }, source: RULE };
  if (reject) { v.reject = reject; v.risk = "peers of another chain, or of outdated software, take the place of good ones"; } else v.out = { compatible: true };
  f.add(v);
}
judge("same-no-next", "a remote in the same state that announces nothing is kept", "BLK-FORKID-005", 2500, 1600000000, [past(2), 0]);
judge("same-next-known", "a remote in the same state with the same next point is kept", "BLK-FORKID-005", 2500, 1600000000, [past(2), 3000]);
judge("same-next-other-ahead", "a remote in the same state with another next point ahead of us is kept", "BLK-FORKID-005", 2500, 1600000000, [past(2), 2501]);
judge("same-next-passed", "a remote in the same state whose next point has passed here is dropped", "BLK-FORKID-005", 2500, 1600000000, [past(2), 2400], "local-stale");
judge("same-next-at-head", "a remote whose next point is the number of our head is dropped", "BLK-FORKID-005", 2500, 1600000000, [past(2), 2500], "local-stale");
judge("same-time-next-passed", "a remote in the same state whose next time has passed here is dropped", "BLK-FORKID-005", 5000, 1750000000, [past(4), 1740000000], "local-stale");
judge("same-time-next-ahead", "a remote in the same state whose next time is ahead is kept", "BLK-FORKID-005", 5000, 1750000000, [past(4), 1750000001]);
judge("same-genesis-only", "two chains before their first point are kept together", "BLK-FORKID-005", 10, 1600000000, [past(0), 1000]);
judge("behind-next-right", "a remote that is behind and announces the point that followed is kept", "BLK-FORKID-006", 2500, 1600000000, [past(1), 2000]);
judge("behind-by-two-next-right", "a remote two points behind that announces the next of them is kept", "BLK-FORKID-006", 3500, 1600000000, [past(1), 2000]);
judge("behind-time-next-right", "a remote behind a point by time that announces it is kept", "BLK-FORKID-006", 5000, 1750000000, [past(3), 1700000000]);
judge("behind-no-next", "a remote that is behind and announces nothing is stale", "BLK-FORKID-006", 2500, 1600000000, [past(1), 0], "remote-stale");
judge("behind-next-wrong", "a remote that is behind and announces another point is stale", "BLK-FORKID-006", 2500, 1600000000, [past(1), 2001], "remote-stale");
judge("behind-next-skips", "a remote that is behind and announces a point after the one that followed is stale", "BLK-FORKID-006", 3500, 1600000000, [past(1), 3000], "remote-stale");
judge("behind-time-no-next", "a remote behind a point by time that announces nothing is stale", "BLK-FORKID-006", 5000, 1750000000, [past(3), 0], "remote-stale");
judge("behind-genesis-no-next", "a remote at genesis that announces nothing is stale", "BLK-FORKID-006", 2500, 1600000000, [past(0), 0], "remote-stale");
judge("ahead-by-one", "a remote that passed a point we know is kept", "BLK-FORKID-007", 1500, 1600000000, [past(2), 3000]);
judge("ahead-by-all", "a remote that passed every point we know is kept", ["BLK-FORKID-007", "BLK-FORKID-008"], 10, 1600000000, [past(5), 0]);
judge("ahead-and-more", "a remote ahead that announces a point we do not know is kept", "BLK-FORKID-007", 1500, 1600000000, [past(5), 1900000000]);
judge("ahead-unknown-fork", "a remote that passed a point we do not know is dropped", "BLK-FORKID-008", 2500, 1600000000, [sum([1000, 2000, 2200], [], 1e9, 1e12), 0], "local-stale");
judge("other-genesis", "a remote of another genesis is dropped", "BLK-FORKID-008", 2500, 1600000000, [forkId(h32("other genesis"), BS, TS, 2500, 1600000000).hash, 3000], "local-stale");
judge("other-first-point", "a remote that took another first point is dropped", "BLK-FORKID-008", 2500, 1600000000, [sum([1001, 2000], [], 1e9, 1e12), 3000], "local-stale");
judge("swapped-points", "a remote that passed our points in another order is dropped", "BLK-FORKID-008", 2500, 1600000000, [sum([2000, 1000], [], 1e9, 1e12), 3000], "local-stale");
judge("zero-hash", "a remote with a fork hash of zeros is dropped", "BLK-FORKID-008", 2500, 1600000000, ["0x00000000", 0], "local-stale");
judge("xor-of-points", "the XOR of the first draft of the standard is not the fork hash", "BLK-FORKID-001", 2500, 1600000000, ["0x000003f8", 3000], "local-stale");
f.write();
