// SPDX-License-Identifier: Apache-2.0
// crypto: vectors of hashes, key recovery, signatures and derived addresses.
import { createHash } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { p256 } from "@noble/curves/nist.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { sha256 as nobleSha } from "@noble/hashes/sha2.js";
import { ecrecover, publicToAddress, generateAddress, generateAddress2, hexToBytes as B, bytesToHex as H } from "@ethereumjs/util";
import { ethers, viem, name } from "./peers.mjs";
import { file, v, agree, refused, write } from "./lib.mjs";

const R = (...n) => n.map((x) => `BLK-CRYPTO-${String(x).padStart(3, "0")}`);
const YF = "Yellow Paper, appendix F";
const THEFT = "a transaction is taken as another account's, or in two spellings";
const big = (x) => "0x" + BigInt(x).toString(16);
const word = (x) => "0x" + BigInt(x).toString(16).padStart(64, "0");
const rep = (b, n) => "0x" + b.repeat(n);
const run = (n) => "0x" + Array.from({ length: n }, (_, i) => ((i * 7 + 11) % 256).toString(16).padStart(2, "0")).join("");
const OPENSSL = `OpenSSL ${process.versions.openssl.split("+")[0]}`;

// --- digests -----------------------------------------------------------------------
const hashes = file("crypto/hash", "Yellow Paper");
const texts = [["empty", "no byte", "0x"], ["zero-byte", "one zero byte", "0x00"], ["text", "a short text", "0x6574616c6f6e"], ["32", "32 bytes", run(32)], ["55", "55 bytes", run(55)], ["56", "56 bytes", run(56)], ["63", "63 bytes", run(63)], ["64", "64 bytes", run(64)], ["65", "65 bytes", run(65)],
  ["135", "135 bytes, one less than the rate of Keccak-256", run(135)], ["136", "136 bytes, the rate of Keccak-256", run(136)], ["137", "137 bytes", run(137)], ["271", "271 bytes", run(271)], ["272", "272 bytes, twice the rate", run(272)], ["273", "273 bytes", run(273)], ["1000-equal", "one thousand equal bytes", rep("c3", 1000)], ["100000-zeros", "one hundred thousand zero bytes", rep("00", 100000)]];
for (const [id, what, data] of texts) {
  const e = agree(id, { [name.ethers]: () => ethers.keccak256(data), [name.hashes]: () => H(keccak_256(B(data))), [name.viem]: () => viem.keccak256(data) });
  v(hashes, { id: `keccak256.${id}`, title: `Keccak-256 of ${what}`, requires: R(1), op: "keccak256", in: { data }, out: e.value, source: `Yellow Paper 3; ${e.source} agree`, risk: "every hash, and with it every identifier, differs" });
}
for (const [id, what, data] of texts.filter(([id]) => /empty|text|^5|^6|^137|1000-/.test(id))) {
  const e = agree(id, { [OPENSSL]: () => "0x" + createHash("sha256").update(B(data)).digest("hex"), [name.hashes]: () => H(nobleSha(B(data))) });
  v(hashes, { id: `sha256.${id}`, title: `SHA-256 of ${what}`, requires: R(10), op: "sha256", in: { data }, out: e.value, source: `FIPS 180-4; ${e.source} agree` });
}

// GB/T 32905-2016, written from its text.
function sm3(data) {
  const rotl = (x, n) => ((x << (n % 32)) | (x >>> (32 - (n % 32)) % 32)) >>> 0;
  const len = data.length, padded = new Uint8Array(Math.ceil((len + 9) / 64) * 64);
  padded.set(data); padded[len] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(len) * 8n);
  let h = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
  const p0 = (x) => (x ^ rotl(x, 9) ^ rotl(x, 17)) >>> 0, p1 = (x) => (x ^ rotl(x, 15) ^ rotl(x, 23)) >>> 0;
  for (let at = 0; at < padded.length; at += 64) {
    const w = Array.from({ length: 16 }, (_, i) => view.getUint32(at + 4 * i));
    for (let j = 16; j < 68; j++) w.push((p1((w[j - 16] ^ w[j - 9] ^ rotl(w[j - 3], 15)) >>> 0) ^ rotl(w[j - 13], 7) ^ w[j - 6]) >>> 0);
    let [a, b, c, d, e, f, g, i] = h;
    for (let j = 0; j < 64; j++) {
      const s1 = rotl((rotl(a, 12) + e + rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j)) >>> 0, 7), s2 = (s1 ^ rotl(a, 12)) >>> 0;
      const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c), gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const t1 = (ff + d + s2 + ((w[j] ^ w[j + 4]) >>> 0)) >>> 0, t2 = (gg + i + s1 + w[j]) >>> 0;
      d = c; c = rotl(b, 9); b = a; a = t1; i = g; g = rotl(f, 19); f = e; e = p0(t2);
    }
    h = [a, b, c, d, e, f, g, i].map((x, k) => (x ^ h[k]) >>> 0);
  }
  return "0x" + h.map((x) => x.toString(16).padStart(8, "0")).join("");
}
for (const [id, what, data] of texts.filter(([id]) => /empty|text|^55|^56|^64|^65|1000-/.test(id))) {
  const e = agree(id, { [OPENSSL]: () => "0x" + createHash("sm3").update(B(data)).digest("hex"), "a model written from the text": () => sm3(B(data)) });
  v(hashes, { id: `sm3.${id}`, title: `SM3 of ${what}`, requires: R(7), op: "sm3", in: { data }, out: e.value, source: `GB/T 32905-2016; ${e.source} agree` });
}

// --- recovery -------------------------------------------------------------------------
const rec = file("crypto/recover", "Yellow Paper"), recNo = file("crypto/recover-refused", "Yellow Paper");
const Point = secp256k1.Point, n = Point.CURVE().n, p = Point.CURVE().p, half = n >> 1n;
const digest = (x) => H(keccak_256(new TextEncoder().encode(x)));
function peersOf(hash, r, s, yParity) {
  return {
    [name.noble]: () => H(new secp256k1.Signature(r, s, yParity).recoverPublicKey(B(hash)).toBytes(false)),
    [name.ejsutil]: () => "0x04" + H(ecrecover(B(hash), BigInt(27 + yParity), B(word(r)), B(word(s)))).slice(2),
    [name.ethers]: () => ethers.SigningKey.recoverPublicKey(hash, { r: word(r), s: word(s), yParity }),
  };
}
const good = (id, title, reqs, hash, r, s, yParity, lowS) => {
  const all = peersOf(hash, r, s, yParity);
  if (s > half) delete all[name.ejsutil], delete all[name.ethers]; // the range of today is theirs
  const e = agree(id, { [name.noble]: all[name.noble], ...all });
  const address = agree(id, { [name.ejsutil]: () => H(publicToAddress(B(e.value), true)), [name.ethers]: () => ethers.computeAddress(e.value).toLowerCase() }).value;
  v(rec, { id: `secp256k1.recover.${id}`, title, requires: R(...reqs), op: "secp256k1.recover", in: { hash, r: big(r), s: big(s), yParity: big(yParity), ...(lowS !== undefined && { lowS }) }, out: { publicKey: e.value, address }, source: `${YF}; ${e.source} ${Object.keys(all).length > 1 ? "agree" : "agrees"}` });
};
for (let i = 1; i <= 8; i++) {
  const key = B(digest(`etalon key ${i}`)), hash = digest(`etalon message ${i}`);
  const sig = secp256k1.Signature.fromBytes(secp256k1.sign(B(hash), key, { prehash: false, lowS: true, format: "recovered" }), "recovered");
  good(`signed-${i}`, `message ${i}, signed with low s`, [5], hash, sig.r, sig.s, sig.recovery, i % 2 ? true : undefined);
}
const hash = digest("etalon chosen signature"), k = Point.BASE.multiply(0x1234567n);
const rk = k.x % n, parity = Number(k.y & 1n);
good("s-1", "s is one, the smallest", [2], hash, rk, 1n, parity, true);
good("s-half", "s is half the order, the largest low one", [3], hash, rk, half, parity, true);
good("s-half-plus-1", "s just above half the order, where high s is allowed", [3, 2], hash, rk, half + 1n, parity, false);
good("s-n-less-1", "s is the order less one, where high s is allowed", [2], hash, rk, n - 1n, parity, false);
good("high-s-by-default", "high s where no limit is asked for", [3], hash, rk, n - 77n, 1 - parity);
good("s-high-bit-low", "s with its top bit clear but 255 bits long", [3], hash, rk, 0x7fffffffn << 224n, parity, true);
const onCurve = (x) => { try { Point.fromHex("02" + word(x).slice(2)); return true; } catch { return false; } };
let small = 1n; while (!onCurve(small)) small++;
let last = n - 1n; while (!onCurve(last)) last--;
good("r-smallest", "the smallest r that is a coordinate", [2, 4], hash, small, 99n, 0, true);
good("r-largest", "the largest r below the order that is a coordinate", [2, 4], hash, last, 99n, 1, true);
good("zero-hash", "a digest of zeros", [5], word(0), rk, 5n, parity, true);
good("hash-above-order", "a digest above the group order", [5], rep("ff", 32), rk, 5n, parity, true);

const bad = (id, title, reqs, reject, input) => v(recNo, { id: `secp256k1.recover.${id}`, title, requires: R(...reqs), op: "secp256k1.recover", in: { hash, r: big(rk), s: big(12345n), yParity: "0x0", ...input }, reject, risk: THEFT,
  source: refused(`secp256k1.recover.${id}`, reject === "high-s" ? "EIP-2" : YF, (({ h, r, s, y }) => (y > 1 || reject === "high-s" ? {} : peersOf(h, r, s, y)))({ h: input.hash ?? hash, r: BigInt(input.r ?? rk), s: BigInt(input.s ?? 12345n), y: Number(input.yParity ?? 0) })) });
for (const [id, what, x] of [["0", "zero", 0n], ["n", "the group order", n], ["n-plus-1", "the group order plus one", n + 1n], ["p", "the field prime", p], ["max", "2^256-1", 2n ** 256n - 1n]]) {
  bad(`r-${id}`, `r is ${what}`, [2], "r-range", { r: big(x) });
  bad(`s-${id}`, `s is ${what}`, [2], "s-range", { s: big(x) });
}
bad("low-s-half-plus-1", "s just above half the order, where low s is demanded", [3], "high-s", { s: big(half + 1n), lowS: true });
bad("low-s-n-less-1", "s is the order less one, where low s is demanded", [3], "high-s", { s: big(n - 1n), lowS: true });
bad("low-s-mirrored", "a good signature mirrored to high s, where low s is demanded", [3], "high-s", { s: big(n - 12345n), yParity: "0x1", lowS: true });
let off = small, found = 0;
while (found < 3) { off++; if (onCurve(off)) continue; found++; bad(`r-not-on-curve-${off}`, `r is ${off}, which is no coordinate of a point`, [4], "recovery", { r: big(off), yParity: big(found % 2) }); }
bad("r-not-on-curve-large", "a large r that is no coordinate of a point", [4], "recovery", { r: big((() => { let x = n - 2n; while (onCurve(x)) x--; return x; })()) });
{
  // s R = e G makes the recovered key the point at infinity.
  const e = (12345n * 0x1234567n) % n;
  bad("infinity", "a signature that recovers the point at infinity", [4], "recovery", { hash: word(e), s: big(12345n), yParity: big(parity) });
}
for (const y of [2, 3, 4]) bad(`parity-${y}`, `a parity of ${y}`, [4], "v-value", { yParity: big(y) });

// --- verification -----------------------------------------------------------------------
const ver = file("crypto/verify", "SEC 1");
const curves = { secp256k1: [secp256k1, "SEC 1, 4.1.4", [6]], p256: [p256, "FIPS 186-5", [6]] };
for (const [curve, [lib, std, req]] of Object.entries(curves)) {
  const key = B(digest(`verify ${curve}`)), full = H(lib.getPublicKey(key, false)), compressed = H(lib.getPublicKey(key, true));
  const message = digest(`signed by ${curve}`), order = lib.Point.CURVE().n;
  const low = lib.Signature.fromBytes(lib.sign(B(message), key, { prehash: false, lowS: true }), "compact");
  const one = (id, title, valid, publicKey, m, r, s, more) => {
    const signature = word(r) + word(s).slice(2);
    const e = agree(id, { [name.noble]: () => lib.verify(B(signature), B(m), B(publicKey), { prehash: false, lowS: false }), "the text": () => valid });
    v(ver, { id: `signature.verify.${curve}-${id}`, title: `${curve}: ${title}`, requires: R(...req), op: "signature.verify", in: { curve, hash: "none", publicKey, message: m, signature, ...more }, out: { valid: e.value }, source: `${std}; ${name.noble} agrees`, ...(valid ? {} : { risk: THEFT }) });
  };
  one("valid", "a valid signature", true, full, message, low.r, low.s);
  one("valid-compressed", "a valid signature under a compressed key", true, compressed, message, low.r, low.s);
  one("valid-low-s", "a valid signature with low s where that is demanded", true, full, message, low.r, low.s, { lowS: true });
  one("valid-high-s", "the mirrored signature where high s is allowed", true, full, message, low.r, order - low.s);
  one("other-message", "another digest", false, full, digest("other"), low.r, low.s);
  one("other-key", "another key", false, H(lib.getPublicKey(B(digest("other key")), false)), message, low.r, low.s);
  one("r-plus-1", "r plus one", false, full, message, low.r + 1n, low.s);
  one("s-plus-1", "s plus one", false, full, message, low.r, low.s + 1n);
  one("swapped", "r and s swapped", false, full, message, low.s, low.r);
  one("ones", "r and s of one", false, full, message, 1n, 1n);
  one("negated-key", "the key mirrored on its axis", false, H(lib.Point.fromBytes(B(full)).negate().toBytes(false)), message, low.r, low.s);
}
{
  const key = B(digest("verify ed25519")), publicKey = H(ed25519.getPublicKey(key)), message = run(45), sig = H(ed25519.sign(B(message), key));
  const one = (id, title, valid, m, signature) => { agree(id, { [name.noble]: () => ed25519.verify(B(signature), B(m), B(publicKey)), text: () => valid }); v(ver, { id: `signature.verify.ed25519-${id}`, title: `ed25519: ${title}`, requires: R(6), op: "signature.verify", in: { curve: "ed25519", hash: "none", publicKey, message: m, signature }, out: { valid }, source: `RFC 8032, 5.1.7; ${name.noble} agrees` }); };
  one("valid", "a valid signature", true, message, sig);
  one("other-message", "another message", false, run(44), sig);
  one("r-changed", "a bit of R changed", false, message, "0x" + (parseInt(sig.slice(2, 4), 16) ^ 1).toString(16).padStart(2, "0") + sig.slice(4));
}

// --- addresses ------------------------------------------------------------------------------
const adr = file("crypto/address", "Yellow Paper"), adrNo = file("crypto/address-refused", "Yellow Paper");
for (let i = 1; i <= 5; i++) {
  const key = B(digest(`address ${i}`)), full = H(secp256k1.getPublicKey(key, false));
  const e = agree(i, { [name.ethers]: () => ethers.computeAddress(full).toLowerCase(), [name.ejsutil]: () => H(publicToAddress(B(full), true)) });
  v(adr, { id: `address.of-key.${i}`, title: `the address of public key ${i}`, requires: R(5, ...(i === 1 ? [12] : [])), op: "address.of_key", in: { publicKey: full }, out: e.value, source: `${YF}; ${e.source} agree` });
}
const pub = H(secp256k1.getPublicKey(B(digest("address 9")), false));
for (const [id, title, publicKey, reject] of [
  ["63-bytes", "an uncompressed key without its last two bytes", pub.slice(0, -4), "length"], ["66-bytes", "an uncompressed key with a byte more", pub + "00", "length"], ["31-bytes", "a prefix and half a coordinate", "0x02" + pub.slice(4, 64), "length"], ["34-bytes", "a compressed key with a byte more", "0x02" + pub.slice(4, 68) + "00", "length"],
  ["prefix-05", "a key with prefix 05", "0x05" + pub.slice(4), "prefix"], ["prefix-00", "a key with prefix 00", "0x00" + pub.slice(4), "prefix"], ["prefix-ff", "a key with prefix ff", "0xff" + pub.slice(4), "prefix"],
  ["y-plus-1", "a key whose point is not on the curve", pub.slice(0, -64) + word(BigInt("0x" + pub.slice(-64)) ^ 1n).slice(2), "key"], ["zeros", "a key of zero coordinates", "0x04" + "00".repeat(64), "key"], ["x-above-prime", "a key whose coordinate is not below the prime", "0x04" + word(p + small).slice(2) + pub.slice(-64), "key"], ["coordinates-swapped", "a key with its coordinates swapped", "0x04" + pub.slice(-64) + pub.slice(4, 68), "key"]])
  v(adrNo, { id: `address.of-key.${id}`, title: `${title} is refused`, requires: R(12), op: "address.of_key", in: { publicKey }, reject, source: refused(`address.of-key.${id}`, `${YF}; SEC 1, 2.3.4`, { [name.noble]: () => Point.fromBytes(B(publicKey)).x, [name.ethers]: () => ethers.computeAddress(publicKey) }), risk: "funds are sent to an address that no key controls" });
const sender = ethers.computeAddress(pub).toLowerCase();
for (const [id, nonce] of [["0", 0n], ["1", 1n], ["127", 127n], ["128", 128n], ["255", 255n], ["256", 256n], ["65536", 65536n], ["2-32", 2n ** 32n], ["2-63", 2n ** 63n], ["2-64-less-2", 2n ** 64n - 2n]]) {
  const largest = id === "2-64-less-2" ? R(11) : [];
  const e = agree(id, { [name.ethers]: () => ethers.getCreateAddress({ from: sender, nonce }).toLowerCase(), [name.viem]: () => viem.getContractAddress({ from: sender, nonce }).toLowerCase(), [name.ejsutil]: () => H(generateAddress(B(sender), B(nonce === 0n ? "0x" : "0x" + (big(nonce).length % 2 ? "0" : "") + big(nonce).slice(2)))) });
  v(adr, { id: `address.create.nonce-${id}`, title: `the address of a contract created at nonce ${id.replace("2-", "2^").replace("-less-", "-")}`, requires: [...R(8), ...largest], op: "address.create", in: { sender, nonce: big(nonce) }, out: e.value, source: `Yellow Paper 7; ${e.source} agree` });
}
v(adr, { id: "address.create.zero-sender", title: "the address of a contract created by the zero address", requires: R(8), op: "address.create", in: { sender: rep("00", 20), nonce: "0x0" }, out: ethers.getCreateAddress({ from: rep("00", 20), nonce: 0 }).toLowerCase(), source: `Yellow Paper 7; ${name.ethers}` });
for (const [id, nonce] of [["2-64", 2n ** 64n], ["2-128", 2n ** 128n]])
  v(adrNo, { id: `address.create.nonce-${id}`, title: `a nonce of ${id.replace("-", "^")} is refused`, requires: R(11), op: "address.create", in: { sender, nonce: big(nonce) }, reject: "too-wide", source: "Yellow Paper 4.1; EIP-2681", risk: "two nodes create one contract at two addresses" });
for (const [id, title, from, salt, initCode] of [["empty", "no init code", sender, word(0), "0x"], ["zero-salt", "a salt of zeros", sender, word(0), "0x600a600b"], ["salt-one", "a salt of one", sender, word(1), "0x600a600b"], ["full-salt", "a salt of ones", rep("11", 20), rep("ff", 32), "0x00"], ["long-code", "init code of 500 bytes", sender, digest("salt"), run(500)], ["zero-sender", "the zero address", rep("00", 20), digest("salt 2"), "0x5f5ff3"]]) {
  const e = agree(id, { [name.ethers]: () => ethers.getCreate2Address(from, salt, ethers.keccak256(initCode)).toLowerCase(), [name.viem]: () => viem.getContractAddress({ opcode: "CREATE2", from, salt, bytecode: initCode }).toLowerCase(), [name.ejsutil]: () => H(generateAddress2(B(from), B(salt), B(initCode))) });
  v(adr, { id: `address.create2.${id}`, title: `the CREATE2 address: ${title}`, requires: R(9), op: "address.create2", in: { sender: from, salt, initCode }, out: e.value, source: `EIP-1014; ${e.source} agree` });
}
write();
