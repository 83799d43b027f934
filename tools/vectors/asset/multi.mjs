// SPDX-License-Identifier: Apache-2.0
// multi: multibase, varint, multihash and CID.  node multi.mjs [--deviations FILE]
import { CID, bases as MB, varint, digest as Digest } from "multiformats/basics";
import multibase from "multibase";
import multihashes from "multihashes";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha3_256, sha3_512, keccak_256 } from "@noble/hashes/sha3.js";
import { blake3 } from "@noble/hashes/blake3.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { file, table, no, pin, write } from "./lib.mjs";

const hex = (b) => Buffer.from(b).toString("hex"), bytes = (h) => Uint8Array.from(Buffer.from(h, "hex"));
const utf8 = (s) => new TextEncoder().encode(s), rep = (s, n) => s.repeat(n);
const MF = pin("multiformats"), OLD = pin("multibase"), MH = pin("multihashes");
const RISK = "content is asked for under a name that is not its own, or not found at all";
const even = (s) => { if (!/^([0-9a-f]{2})*$/.test(s)) throw new Error("hex"); return bytes(s); };

const all = Object.values(MB).flatMap((m) => (m?.prefix ? [m] : Object.values(m ?? {}))).filter((m) => m?.prefix && m.decoder);
const byName = Object.fromEntries(all.map((c) => [c.name, c]));
const mfDecode = (s) => { const c = all.find((x) => s.startsWith(x.prefix) && x.name !== "identity"); if (!c) throw new Error("no such base"); return hex(c.decode(s)); };
const mfEncode = (i) => byName[i.base].encode(bytes(i.hex));
const oldDecode = (s) => hex(multibase.decode(s));
const oldEncode = (i) => new TextDecoder().decode(multibase.encode(i.base, bytes(i.hex)));

function base() {
  const f = file("multiformats/multibase-encode", "Multibase"), g = file("multiformats/multibase-decode", "Multibase"), h = file("multiformats/multibase-refused", "Multibase");
  const enc = { op: "multibase.encode", text: "the multibase table", reqs: "MF-", peers: { [MF]: mfEncode, [OLD]: oldEncode } };
  const dec = { op: "multibase.decode", text: "the multibase table", reqs: "MF-", risk: RISK, peers: { [MF]: mfDecode, [OLD]: oldDecode } };
  const vals = [["asset", hex(utf8("an asset"))], ["zeros", "0000c0ffee"], ["ff", rep("ff", 7)]];
  const names = ["base2", "base8", "base10", "base16", "base16upper", "base32", "base32upper", "base32pad", "base32padupper", "base32hex", "base32hexupper", "base32hexpad", "base32hexpadupper", "base32z", "base36", "base36upper", "base58btc", "base58flickr", "base64", "base64pad", "base64url", "base64urlpad", "base256emoji"];
  const lead = new Set(["base2", "base8", "base10", "base36", "base36upper", "base58btc", "base58flickr"]);
  for (const n of names) for (const [w, x] of vals) {
    const text = mfEncode({ base: n, hex: x });
    const reqs = ["001", ...(w === "zeros" && lead.has(n) ? ["003"] : [])];
    const what = w === "zeros" ? "bytes with zeros in front" : w === "ff" ? "seven bytes of 255" : "eight bytes of text";
    if (w !== "ff") table(f, enc, [[`${n}-${w}`, `${what} are written in ${n}`, reqs, { base: n, hex: x }, text]]);
    table(g, dec, [[`${n}-${w}`, `${what} are read from ${n}`, reqs, text, x]]);
  }
  for (const n of ["base16", "base32", "base32hex", "base36", "base58btc", "base64url", "base2"])
    table(g, dec, [[`${n}-empty`, `a prefix alone is no byte in ${n}`, "001", byName[n].prefix, ""]]);
  const cased = (s) => s[0] + s.slice(1).toUpperCase(), low = (s) => s[0] + s.slice(1).toLowerCase();
  for (const n of ["base16", "base32", "base32pad", "base32hex", "base32hexpad", "base36"])
    table(g, dec, [[`${n}-capitals`, `capitals behind the prefix of ${n} are read`, "002", cased(mfEncode({ base: n, hex: vals[0][1] })), vals[0][1]]]);
  for (const n of ["base16upper", "base32upper", "base32padupper", "base32hexupper", "base32hexpadupper", "base36upper"])
    table(g, dec, [[`${n}-small`, `small letters behind the prefix of ${n} are read`, "002", low(mfEncode({ base: n, hex: vals[0][1] })), vals[0][1]]]);
  const bad = (name, title, req, s, r, more) => [name, title, req, s, no(r), more];
  table(h, dec, [
    bad("nothing", "no text is refused: there is no prefix", "001", "", "empty"),
    bad("reserved-1", "the reserved prefix 1 is refused", "001", "1QmYtUc4iT", "reserved"), bad("reserved-q", "the reserved prefix Q is refused", "001", "QmYtUc4iT", "reserved"), bad("reserved-slash", "the reserved prefix / is refused", "001", "/ipfs/abcd", "reserved"),
    bad("unknown-x", "a prefix x, which the table does not have, is refused", "001", "x6162", "type"), bad("unknown-dollar", "a prefix that is a sign is refused", "001", "$6162", "type"), bad("unknown-8", "a prefix 8, which the table does not have, is refused", "001", "86162", "type"), bad("unknown-e-acute", "a prefix outside ASCII that the table does not have is refused", "001", "\u00e96162", "type"), bad("unknown-emoji", "another emoji than the rocket is refused as prefix", "001", "\u{1f6f8}6162", "type"),
    bad("space-before", "a space in front is refused", "001", " f6162", "type"),
    ...[["base2", "00101201", "the digit 2"], ["base8", "7128", "the digit 8"], ["base10", "912a", "a letter"], ["base16", "f61g2", "the letter g"], ["base32", "bmf1gg", "the digit 1"], ["base32hex", "vc5w0", "the letter w"], ["base32z", "hcl1", "the letter l"], ["base36", "k2_z", "an underscore"], ["base58btc", "z2l0", "a small l"], ["base58flickr", "Z2l0", "a small l"], ["base64", "mYW-j", "a hyphen, of the URL form"], ["base64url", "uYW/j", "a slash, of the other form"], ["base256emoji", "\u{1f680}\u{1f680}x", "a letter"]]
      .map(([n, s, t]) => bad(`${n}-character`, `${t} is no digit of ${n} and is refused`, "001", s, "character")),
    ...[["base16", "f6162 "], ["base58btc", "z2gV\n"], ["base64url", "uYWI\u00e9"], ["base32", "b mfra"]].map(([n, s]) => bad(`${n}-foreign`, `a character that no base has is refused in ${n}`, "001", s, "character")),
    bad("base16-odd", "an odd number of hex digits is refused", "001", "f616", "length"),
    bad("base16upper-odd", "an odd number of capital hex digits is refused", "001", "FABC", "length"),
    bad("base64-one-more", "one digit of base64 beyond whole bytes is refused", "005", "mYWJjZ", "length", { text: "RFC 4648, section 4: one character cannot end a group" }),
    bad("base32-one-more", "one digit of base32 beyond whole bytes is refused", "005", "bmfrgga", "length", { text: "RFC 4648, section 6: no group ends so" }),
    ...[["base64", "mYQ=="], ["base64url", "uYQ=="], ["base32", "bme======"], ["base32hex", "vc4======"]].map(([n, s]) => bad(`${n}-padded`, `padding in ${n}, which has none, is refused`, "004", s, "padding")),
    ...[["base64pad", "MYQ"], ["base64urlpad", "UYQ="], ["base32pad", "cme"], ["base32hexpad", "tc4====="]].map(([n, s]) => bad(`${n}-unpadded`, `missing padding in ${n} is refused`, "004", s, "padding")),
    ...[["base64", "mYR"], ["base64url", "uYWJ_"], ["base32", "bmf"], ["base32hex", "vc5"]].map(([n, s]) => bad(`${n}-bits`, `left-over bits that are not zero are refused in ${n}`, "005", s, "padding")),
  ].filter((r) => r[0] !== "base64url-bits" ));
}

const vi = (n) => { n = BigInt(n); const o = []; do { o.push(Number(n & 127n) | (n > 127n ? 128 : 0)); n >>= 7n; } while (n); return hex(o); };
function varints() {
  const f = file("multiformats/varint", "Unsigned varint");
  const peer = (s) => { const b = even(s); const [n, l] = varint.decode(b); if (l !== b.length) throw new Error("trailing"); if (hex(varint.encodeTo(n, new Uint8Array(varint.encodingLength(n)))) !== s) throw new Error("not minimal"); return n; };
  const set = { op: "varint.decode", id: "varint", text: "unsigned-varint", reqs: "MF-", risk: RISK, peers: { [MF]: peer } };
  const good = [1, 2, 63, 64, 128, 129, 255, 256, 300, 16383, 16384, 16385, 0x1206, 0x534d, 2097151, 2097152, 268435455, 268435456, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 35 - 1, 2 ** 35, 2 ** 42, 2 ** 49 - 1, 2 ** 49, 2 ** 53 - 1];
  table(f, set, good.map((n) => [`value-${n}`, `${n} is read from ${vi(n).length / 2} byte${vi(n).length > 2 ? "s" : ""}`, "006", vi(n), n]));
  table(f, set, [
    ["nothing", "no byte is refused", "006", "", no("empty")],
    ["cut-1", "a first byte that promises another is refused alone", "006", "80", no("truncated")],
    ["cut-2", "two bytes that promise a third are refused", "006", "ffff", no("truncated")],
    ["cut-8", "eight bytes that promise a ninth are refused", "006", rep("ff", 8), no("truncated")],
    ["zero-2", "zero in two bytes is refused", "006", "8000", no("not-minimal")],
    ["one-2", "one in two bytes is refused", "006", "8100", no("not-minimal")],
    ["127-2", "127 in two bytes is refused", "006", "ff00", no("not-minimal")],
    ["128-3", "128 in three bytes is refused", "006", "808100", no("not-minimal")],
    ["300-3", "300 in three bytes is refused", "006", "ac8200", no("not-minimal")],
    ["zero-9", "zero in nine bytes is refused", "006", rep("80", 8) + "00", no("not-minimal")],
    ["ten-bytes", "ten bytes are refused", "006", rep("80", 9) + "01", no("too-wide")],
    ["ten-bytes-ff", "ten bytes that hold 2^64 - 1 are refused", "006", rep("ff", 9) + "01", no("too-wide")],
    ["eleven-bytes", "eleven bytes are refused", "006", rep("81", 10) + "01", no("too-wide")],
    ["trailing-zero", "a byte behind the number is refused", "006", "0100", no("trailing")],
    ["trailing-number", "a second number behind the first is refused", "006", "ac0205", no("trailing")],
  ]);
}

const FN = [["identity", 0, utf8("inline")], ["sha1", 0x11, sha1(utf8("etalon"))], ["sha2-256", 0x12, sha256(utf8("etalon"))], ["sha2-512", 0x13, sha512(utf8("etalon"))], ["sha3-512", 0x14, sha3_512(utf8("etalon"))], ["sha3-256", 0x16, sha3_256(utf8("etalon"))],
  ["keccak-256", 0x1b, keccak_256(utf8("etalon"))], ["blake3", 0x1e, blake3(utf8("etalon"))], ["blake2b-256", 0xb220, blake2b(utf8("etalon"), { dkLen: 32 })], ["sm3-256", 0x534d, sha256(utf8("a stand-in"))]];
const mh = (code, d, len = d.length) => vi(code) + vi(len) + hex(d);
function hashes() {
  const f = file("multiformats/multihash", "Multihash");
  const strict = (s) => { const d = Digest.decode(even(s)); if (d.bytes.length !== s.length / 2 || vi(d.code) + vi(d.size) !== s.slice(0, s.length - 2 * d.size)) throw new Error("not minimal or trailing"); return { code: d.code, length: d.size, digest: hex(d.digest) }; };
  const set = { op: "multihash.decode", id: "multihash", text: "Multihash; unsigned-varint", reqs: "MF-", risk: RISK,
    peers: { [MF]: strict, [MH]: (s) => { const d = multihashes.decode(even(s)); return { code: d.code, length: d.length, digest: hex(d.digest) }; } } };
  table(f, set, FN.map(([n, c, d]) => [n, `a hash of ${n} is read`, "007", mh(c, d), { code: c, length: d.length, digest: hex(d) }]));
  table(f, set, [1, 4, 16, 20, 31].map((n) => [`sha2-256-${n}`, `the first ${n} byte${n > 1 ? "s" : ""} of a SHA-256 hash are read`, ["007", "008"], mh(0x12, FN[2][2].slice(0, n)), { code: 0x12, length: n, digest: hex(FN[2][2].slice(0, n)) }]));
  table(f, set, [["identity-empty", "an empty identity hash is read", "007", "0000", { code: 0, length: 0, digest: "" }],
    ["identity-127", "127 bytes, the most with one byte of length, are read", "007", mh(0, new Uint8Array(127).fill(7)), { code: 0, length: 127, digest: rep("07", 127) }],
    ["identity-128", "128 bytes, the least with two bytes of length, are read", "007", mh(0, new Uint8Array(128).fill(7)), { code: 0, length: 128, digest: rep("07", 128) }]]);
  const d = FN[2][2], x = hex(d);
  table(f, set, [
    ["nothing", "no byte is refused", "007", "", no("empty")], ["code-only", "a code alone is refused", "007", "1b", no("truncated")], ["code-cut", "a code that breaks off is refused", "007", "a0", no("truncated")],
    ["length-cut", "a length that breaks off is refused", "007", "1b80", no("truncated")], ["digest-missing", "a length without a digest is refused", "007", "1b20", no("truncated")],
    ["digest-short", "a digest of 31 bytes under the length 32 is refused", "007", "1220" + x.slice(2), no("truncated")], ["digest-long", "a digest of 33 bytes under the length 32 is refused", "007", "1220" + x + "00", no("trailing")],
    ["digest-twice", "a second hash behind the first is refused", "007", rep("1220" + x, 2), no("trailing")], ["zero-trailing", "a byte behind an empty digest is refused", "007", "000001", no("trailing")],
    ["code-not-minimal", "a code in two bytes that fits one is refused", ["006", "007"], "9200" + "20" + x, no("not-minimal")], ["length-not-minimal", "a length in two bytes that fits one is refused", ["006", "007"], "12" + "a000" + x, no("not-minimal")],
    ["code-too-wide", "a code of ten bytes is refused", ["006", "007"], rep("92", 9) + "01" + "20" + x, no("too-wide")], ["length-too-wide", "a length of ten bytes is refused", ["006", "007"], "12" + rep("a0", 9) + "01" + x, no("too-wide")],
    ["length-huge", "a length of 2^40 before 32 bytes is refused", "007", "12" + vi(2 ** 40) + x, no("truncated")],
  ]);
}

function cids() {
  const f = file("multiformats/cid", "CID"), g = file("multiformats/cid-refused", "CID");
  const dec = { ...Object.fromEntries(all.map((c) => [c.prefix, c])) };
  const peer = (s) => { const b = s.startsWith("Q") ? undefined : dec[[...s][0]]; const c = CID.parse(s, b); return { version: c.version, codec: c.code, mh_code: c.multihash.code, mh_len: c.multihash.size, digest: hex(c.multihash.digest) }; };
  const set = { op: "cid.parse", id: "cid", text: "CID, Decoding Algorithm", reqs: "MF-", risk: RISK, peers: { [MF]: peer } };
  const raw = (b, base = "base32") => byName[base].encode(bytes(b));
  const v1 = (codec, m) => "01" + vi(codec) + m, d = FN[2][2], m = mh(0x12, d);
  const codecs = [["raw", 0x55], ["dag-pb", 0x70], ["dag-cbor", 0x71], ["libp2p-key", 0x72], ["dag-json", 0x129], ["json-jcs", 0xb601], ["identity", 0]];
  const ok = (codec, c, x) => ({ version: 1, codec, mh_code: c, mh_len: x.length, digest: hex(x) });
  table(f, set, codecs.map(([n, c]) => [`v1-${n}`, `a CID of version 1 for ${n} is read`, "012", raw(v1(c, m)), ok(c, 0x12, d)]));
  table(f, set, FN.map(([n, c, x]) => [`v1-hash-${n}`, `a CID of version 1 with a hash of ${n} is read`, ["012", "007"], raw(v1(0x55, mh(c, x))), ok(0x55, c, x)]));
  for (const b of ["base16", "base16upper", "base32upper", "base32hex", "base32z", "base36", "base58btc", "base58flickr", "base64", "base64url", "base64urlpad", "base2", "base10", "base256emoji"])
    table(f, set, [[`v1-${b}`, `a CID of version 1 in ${b} is read`, ["012", "001"], raw(v1(0x71, m), b), ok(0x71, 0x12, d)]]);
  const b58 = (h) => byName.base58btc.encode(bytes(h)).slice(1);
  const seeds = ["ownership", "avatar", "land", "ticket"].map((s) => sha256(utf8(s)));
  table(f, set, seeds.map((x, i) => [`v0-${i + 1}`, `a CID of version 0 stands for dag-pb and SHA-256 (${i + 1})`, "009", b58("1220" + hex(x)), { version: 0, codec: 0x70, mh_code: 0x12, mh_len: 32, digest: hex(x) }]));
  const conv = { op: "cid.v0_to_v1", id: "cid.v0-to-v1", text: "CID; base32 is the text form in use", reqs: "MF-", peers: { [MF]: (s) => CID.parse(s).toV1().toString() } };
  table(f, conv, seeds.map((x, i) => [`made-${i + 1}`, `version 1 keeps the hash of version 0 and names dag-pb (${i + 1})`, ["014", "015"], b58("1220" + hex(x)), raw(v1(0x70, "1220" + hex(x)))]));
  table(f, conv, [["first-zero", "a hash with a zero byte in front keeps it", ["014"], b58("122000" + x31(d)), raw(v1(0x70, "122000" + x31(d)))],
    ["zeros", "a hash of zero bytes keeps them", ["014"], b58("1220" + rep("00", 32)), raw(v1(0x70, "1220" + rep("00", 32)))]]);
  const q = b58("1220" + hex(d));
  table(g, set, [
    ["nothing", "no text is refused", "012", "", no("empty")],
    ["v0-45", "45 characters of a CID of version 0 are refused", "009", q.slice(0, -1), no("length")], ["v0-47", "47 characters that start with Qm are refused", "009", q + "a", no("length")],
    ["v0-zero", "the digit 0 in a CID of version 0 is refused", "009", q.slice(0, 20) + "0" + q.slice(21), no("character")], ["v0-l", "the small l in a CID of version 0 is refused", "009", q.slice(0, 20) + "l" + q.slice(21), no("character")],
    ["v0-lower", "a CID of version 0 in lower case is refused", "009", q.toLowerCase(), no("type")], ["v0-newline", "a line feed behind is refused", "009", q + "\n", no("length")], ["v0-space", "a space in front is refused", "009", " " + q, no("type")],
    ["v0-sha1", "a bare multihash that is not SHA-256 is refused", "009", b58("1114" + hex(FN[1][2])), no("type")], ["v0-sha512", "a bare multihash of SHA-512 is refused", "009", b58("1340" + hex(FN[3][2])), no("type")],
    ["v0-z", "a CID of version 0 with the prefix of base58 is refused", "010", "z" + q, no("version")], ["v0-base32", "a CID of version 0 in base32 is refused", "010", raw("1220" + hex(d)), no("version")], ["v0-base16", "a CID of version 0 in base16 is refused", "010", raw("1220" + hex(d), "base16"), no("version")], ["v0-base64url", "a CID of version 0 in base64 is refused", "010", raw("1220" + hex(d), "base64url"), no("version")],
    ["version-0", "a version 0 written out is refused", "013", raw("0055" + m), no("version")], ["version-2", "version 2, which is reserved, is refused", "013", raw("0255" + m), no("version")], ["version-3", "version 3, which is reserved, is refused", "013", raw("0355" + m), no("version")], ["version-4", "version 4 is refused", "013", raw("0455" + m), no("version")], ["version-127", "version 127 is refused", "013", raw("7f55" + m), no("version")], ["version-128", "version 128 is refused", "013", raw("800155" + m), no("version")],
    ["version-not-minimal", "version 1 in two bytes is refused", ["006", "012"], raw("810055" + m), no("not-minimal")], ["codec-not-minimal", "a codec in two bytes that fits one is refused", ["006", "012"], raw("01d500" + m), no("not-minimal")], ["hash-code-not-minimal", "a code of the hash in two bytes that fits one is refused", ["006", "012"], raw("0155" + "9200" + "20" + hex(d)), no("not-minimal")], ["hash-length-not-minimal", "a length of the hash in two bytes that fits one is refused", ["006", "012"], raw("0155" + "12a000" + hex(d)), no("not-minimal")],
    ["codec-too-wide", "a codec of ten bytes is refused", ["006", "012"], raw("01" + rep("d5", 9) + "01" + m), no("too-wide")],
    ["trailing-zero", "a zero byte behind the hash is refused", "012", raw(v1(0x55, m) + "00"), no("trailing")], ["trailing-hash", "a second hash behind the first is refused", "012", raw(v1(0x55, m + m)), no("trailing")],
    ["digest-short", "a hash that is a byte short is refused", "012", raw(v1(0x55, m.slice(0, -2))), no("truncated")], ["digest-missing", "a hash without its digest is refused", "012", raw(v1(0x55, "1220")), no("truncated")], ["hash-missing", "version and codec alone are refused", "012", raw("0155"), no("truncated")], ["codec-missing", "a version alone is refused", "012", raw("01"), no("truncated")], ["codec-cut", "a codec that breaks off is refused", "012", raw("0180"), no("truncated")],
    ["base-unknown", "a prefix that the table does not have is refused", "001", "x" + hex(bytes(v1(0x55, m))), no("type")], ["base32-digit", "the digit 1 in base32 is refused", "001", raw(v1(0x55, m)).slice(0, -4) + "1" + raw(v1(0x55, m)).slice(-3), no("character")], ["prefix-only", "the prefix of a base alone is refused", "012", "b", no("truncated")], ["ipfs-uri", "an ipfs URI is no CID", "012", "ipfs://" + raw(v1(0x55, m)), no("type")], ["ipfs-path", "a path is no CID", "012", "/ipfs/" + raw(v1(0x55, m)), no("reserved")],
  ]);
}
const x31 = (d) => hex(d.slice(0, 31));
base(); varints(); hashes(); cids();
write();
