// SPDX-License-Identifier: Apache-2.0
// bench_proofs FOLDER FILE: makes the proofs and the header that bench_proofs.c
// reads from FILE, and tells what libraries take for the same; one line
// "name library rate" each.  FOLDER has the node_modules.
import { createHash, createPublicKey, generateKeyPairSync, sign as nodeSign, verify as nodeVerify } from "node:crypto";
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(join(process.argv[2], "x.mjs")));
const load = (name) => { try { return require(name); } catch { return null; } };
const confio = load("@confio/ics23"), mjs = load("merkletreejs"), types = load("cosmjs-types/ibc/lightclients/tendermint/v1/tendermint");
if (!confio || !types || !mjs) process.exit(0);
const noble = await import(pathToFileURL(join(process.argv[2], "node_modules/@noble/curves/ed25519.js"))).catch(() => null);
const { SimpleValidator } = require("cosmjs-types/tendermint/types/validator"), { BlockID } = require("cosmjs-types/tendermint/types/types"), { Consensus } = require("cosmjs-types/tendermint/version/types"), { Timestamp } = require("cosmjs-types/google/protobuf/timestamp");
const hex = (b) => Buffer.from(b).toString("hex"), sha = (...p) => { const h = createHash("sha256"); for (const x of p) h.update(x); return h.digest(); };
const made = (x) => sha(Buffer.from("etalon bench " + x)), u8 = (...n) => Uint8Array.from(n), range = (n) => [...Array(n).keys()];
const varint = (n) => { const out = []; let x = BigInt(n); while (x > 127n) { out.push(Number(x & 127n) | 128); x >>= 7n; } out.push(Number(x)); return Buffer.from(out); };
const field = (n, b) => (b.length ? Buffer.concat([varint((n << 3) | 2), varint(b.length), b]) : Buffer.alloc(0));
const lines = [], keep = (name, b) => lines.push(`${name} ${hex(b)}`);

// --- ICS-23: a value under twenty steps -------------------------------------------
const key = Buffer.from("commitments/ports/transfer/channels/channel-7/sequences/9"), value = made("value");
const path = range(20).map((i) => (i % 3 ? { hash: 1, prefix: u8(1), suffix: made(`step ${i}`) } : { hash: 1, prefix: Buffer.concat([u8(1), made(`step ${i}`)]), suffix: u8() }));
const leafHash = sha(u8(0), varint(key.length), key, varint(32), sha(value)), root23 = path.reduce((c, s) => sha(s.prefix, c, s.suffix), leafHash);
const proof23 = confio.ics23.CommitmentProof.encode({ exist: { key, value, leaf: { hash: 1, prehashKey: 0, prehashValue: 1, length: 1, prefix: u8(0) }, path } }).finish();
keep("root23", root23); keep("key23", key); keep("value23", value); keep("proof23", proof23);

// --- a leaf of a log of 2^20 ---------------------------------------------------------
const DEPTH = 20, index = 0x5a5a5a5a % 2 ** DEPTH, leaf = made("log leaf"), siblings = range(DEPTH).map((i) => made(`sibling ${i}`));
const node = (l, r) => sha(u8(1), l, r), root = siblings.reduce((c, s, i) => ((index >> i) & 1 ? node(s, c) : node(c, s)), leaf);
keep("leaf", leaf); keep("root", root); for (const s of siblings) keep("path", s);

// --- a header that a hundred validators have signed ----------------------------------
const cut = (n) => { let k = 1; while (2 * k < n) k *= 2; return k; }, tree = (l) => (l.length === 1 ? sha(u8(0), l[0]) : node(tree(l.slice(0, cut(l.length))), tree(l.slice(cut(l.length)))));
const set = range(100).map(() => { const k = generateKeyPairSync("ed25519"), pub = k.publicKey.export({ type: "spki", format: "der" }).subarray(-32); return { k, pub, address: sha(pub).subarray(0, 20) }; }).sort((a, b) => Buffer.compare(a.address, b.address));
const setHash = tree(set.map((v) => SimpleValidator.encode(SimpleValidator.fromPartial({ pubKey: { ed25519: v.pub }, votingPower: 10n })).finish()));
const time = (s) => ({ seconds: BigInt(s), nanos: 7 }), stamp = (t) => Buffer.from(Timestamp.encode(Timestamp.fromPartial(t)).finish()), blockId = (b) => Buffer.from(BlockID.encode(BlockID.fromPartial(b)).finish());
const last = { hash: made("last"), partSetHeader: { total: 1, hash: made("last parts") } }, hashes = [made("lc"), made("data"), setHash, setHash, made("cons"), made("app"), made("results"), made("evidence"), set[0].address];
const header = { version: { block: 11n, app: 1n }, chainId: "etalon-1", height: 11n, time: time(1750000050), lastBlockId: last, lastCommitHash: hashes[0], dataHash: hashes[1], validatorsHash: setHash, nextValidatorsHash: setHash, consensusHash: hashes[4], appHash: hashes[5], lastResultsHash: hashes[6], evidenceHash: hashes[7], proposerAddress: hashes[8] };
const id = { hash: tree([Buffer.from(Consensus.encode(Consensus.fromPartial(header.version)).finish()), field(1, Buffer.from(header.chainId)), Buffer.concat([u8(8), varint(11)]), stamp(header.time), blockId(last), ...hashes.map((h) => field(1, h))]), partSetHeader: { total: 1, hash: made("parts") } };
const fixed = (n) => { const b = Buffer.alloc(8); b.writeBigUInt64LE(n); return b; };
const votes = set.map((v, i) => { const t = { seconds: 1750000051n, nanos: i }, body = Buffer.concat([u8(8, 2), u8(0x11), fixed(11n), field(4, blockId(id)), Buffer.concat([u8(0x2a), varint(stamp(t).length), stamp(t)]), field(6, Buffer.from(header.chainId))]), said = Buffer.concat([varint(body.length), body]); return { v, t, said, signature: nodeSign(null, said, v.k.privateKey) }; });
const pbSet = { validators: set.map((v) => ({ address: v.address, pubKey: { ed25519: v.pub }, votingPower: 10n })) };
keep("header", types.Header.encode(types.Header.fromPartial({ signedHeader: { header, commit: { height: 11n, round: 0, blockId: id, signatures: votes.map((x) => ({ blockIdFlag: 2, validatorAddress: x.v.address, timestamp: x.t, signature: x.signature })) } }, validatorSet: pbSet, trustedHeight: { revisionNumber: 1n, revisionHeight: 10n }, trustedValidators: pbSet })).finish());
const dur = (s) => ({ seconds: BigInt(s), nanos: 0 });
keep("state", types.ClientState.encode(types.ClientState.fromPartial({ chainId: "etalon-1", trustLevel: { numerator: 1n, denominator: 3n }, trustingPeriod: dur(1209600), unbondingPeriod: dur(1814400), maxClockDrift: dur(10), latestHeight: { revisionNumber: 1n, revisionHeight: 10n } })).finish());
keep("consensus", types.ConsensusState.encode(types.ConsensusState.fromPartial({ timestamp: time(1750000000), root: { hash: made("root") }, nextValidatorsHash: setHash })).finish());
// Versions 1 and 2 of @noble/curves differ in what a signature is.
// --- a VAA with 13 signatures of 19 guardians, a list of compact integers, a program of XCM ---
const here = (p) => import(pathToFileURL(join(process.argv[2], "node_modules", p))).catch(() => null);
const curve = (await here("@noble/curves/secp256k1.js"))?.secp256k1, keccak = (await here("@noble/hashes/sha3.js"))?.keccak_256;
const wormhole = await here("@wormhole-foundation/sdk-definitions/dist/esm/index.js"), scale = await here("scale-ts/dist/scale-ts.mjs") ?? load("scale-ts"), polkadot = load("@polkadot/types");
const address = (pub) => Buffer.from(keccak(pub.subarray(1))).subarray(12);
let vaa = null, guardians = [];
if (curve && keccak) {
  const keys = range(19).map((i) => made(`guardian ${i}`)), be4 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
  const body = Buffer.concat([be4(1750000000), be4(7), u8(0, 2), made("emitter"), be4(0), be4(9), u8(1), Buffer.alloc(133, 7)]), digest = keccak(keccak(body));
  guardians = keys.map((k) => address(curve.getPublicKey(k, false)));
  const signed = range(13).map((i) => { const s = curve.sign(digest, keys[i], { prehash: false, format: "recovered", lowS: true }); return Buffer.concat(s instanceof Uint8Array ? [u8(i), s.slice(1), u8(s[0])] : [u8(i), s.toCompactRawBytes(), u8(s.recovery)]); });
  vaa = Buffer.concat([u8(1), be4(0), u8(13), ...signed, body]);
  keep("vaa", vaa); for (const g of guardians) keep("guardian", g);
}
const numbers = range(1000).map((i) => [3, 70, 20000, 2 ** 31][i % 4] + i), compactOf = (n) => (n < 64 ? [n << 2] : n < 2 ** 14 ? [((n << 2) | 1) & 255, n >> 6] : n < 2 ** 30 ? [(n * 4 + 2) & 255, (n >> 6) & 255, (n >> 14) & 255, (n >> 22) & 255] : [3, n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >>> 24) & 255]);
const compacts = Buffer.from(numbers.flatMap(compactOf)), program = Buffer.from("030c0004000100000700e40b540213000100000700e40b5402000d01020400010100" + "11".repeat(32), "hex");
keep("compacts", compacts); keep("program", program);
writeFileSync(process.argv[3], lines.join("\n") + "\n");

// --- the libraries -----------------------------------------------------------------
function rate(fn, per = 16, rounds = 5, ms = 150) {
  let best = 0;
  for (let r = 0; r < rounds; r++) {
    const start = performance.now();
    let n = 0, spent;
    do { for (let i = 0; i < per; i++, n++) if (!fn()) throw new Error("refused"); spent = performance.now() - start; } while (spent < ms);
    best = Math.max(best, (n / spent) * 1000);
  }
  return best;
}
const tell = (row, lib, n) => console.log(`${row} ${lib} ${n.toFixed(1)}`);
tell("ics23", "@confio/ics23", rate(() => confio.verifyMembership(confio.ics23.CommitmentProof.decode(proof23), confio.tendermintSpec, root23, key, value)));
// The same number of hashes; its nodes have no prefix.
const mProof = siblings.map((data, i) => ({ data, position: (index >> i) & 1 ? "left" : "right" })), mRoot = siblings.reduce((c, s, i) => ((index >> i) & 1 ? sha(s, c) : sha(c, s)), leaf);
tell("inclusion", "merkletreejs", rate(() => mjs.MerkleTree.verify(mProof, leaf, mRoot, sha)));
// Only the signatures, which are most of the work.
if (noble) tell("header", "@noble/curves", rate(() => votes.every((x) => noble.ed25519.verify(x.signature, x.said, x.v.pub)), 1, 3));
const keys = set.map((v) => createPublicKey(v.k.publicKey.export({ type: "spki", format: "pem" })));
tell("header", "node:crypto", rate(() => votes.every((x, i) => nodeVerify(null, x.said, keys[i], x.signature)), 1));

// The library reads; who has signed is asked of @noble/curves, as its own examples do.
if (vaa && wormhole) tell("vaa", "wormhole-sdk+noble", rate(() => { const v = wormhole.deserialize("Uint8Array", new Uint8Array(vaa)), digest = keccak(v.hash); return v.signatures.every((g) => { const p = new curve.Signature(g.signature.r, g.signature.s).addRecoveryBit(g.signature.v).recoverPublicKey(digest); return address((p.toBytes ?? p.toRawBytes).call(p, false)).equals(guardians[g.guardianIndex]); }); }, 1, 3));
if (scale) { const list = new Uint8Array([161, 15, ...compacts]), codec = scale.Vector(scale.compact); tell("compact", "scale-ts", rate(() => codec.dec(list).length === 1000, 1)); }
if (polkadot) { const registry = new polkadot.TypeRegistry(), list = new Uint8Array([161, 15, ...compacts]); tell("compact", "@polkadot/types", rate(() => registry.createType("Vec<Compact<u64>>", list).length === 1000, 1)); tell("xcm", "@polkadot/types", rate(() => registry.createType("VersionedXcm", new Uint8Array(program)).isV3, 1)); }
