// SPDX-License-Identifier: Apache-2.0
// rlp: vectors of the RLP operations.  node rlp.mjs [--deviations FILE]
import { file, v, agree, refused, write } from "./lib.mjs";
import { encoders, decoders, rlp } from "./peers.mjs";

const YP = "Yellow Paper, appendix B";
const SPLIT = "two nodes hash one block differently, or accept two spellings of it";
const rep = (b, n) => "0x" + b.repeat(n);
const cat = (...x) => "0x" + x.map((y) => y.replace(/^0x/, "")).join("");
// bytes that differ from each other, so that a shifted copy is noticed
const run = (n, from = 0x61) => "0x" + Array.from({ length: n }, (_, i) => ((from + i) % 256).toString(16).padStart(2, "0")).join("");

// --- items both ways ------------------------------------------------------------
const items = [
  // [name, title of the thing, requirement, item, encoding written from the text or null]
  ["byte-00", "the byte 0x00", "001", "0x00", "0x00"],
  ["byte-01", "the byte 0x01", "001", "0x01", "0x01"],
  ["byte-2a", "the byte 0x2a", "001", "0x2a", "0x2a"],
  ["byte-7f", "the byte 0x7f", "001", "0x7f", "0x7f"],
  ["byte-80", "the byte 0x80", "002", "0x80", "0x8180"],
  ["byte-c0", "the byte 0xc0, which alone would read as a list", "002", "0xc0", "0x81c0"],
  ["byte-ff", "the byte 0xff", "002", "0xff", "0x81ff"],
  ["empty-string", "the empty string", "002", "0x", "0x80"],
  ["two-bytes", "a string of two bytes", "002", "0x0001", "0x820001"],
  ["string-of-54", "a string of 54 bytes", "002", run(54), cat("b6", run(54))],
  ["string-of-55", "a string of 55 bytes, the longest short form", "002", run(55), cat("b7", run(55))],
  ["string-of-56", "a string of 56 bytes, the shortest long form", "003", run(56), cat("b838", run(56))],
  ["string-of-127", "a string of 127 bytes", "003", run(127), cat("b87f", run(127))],
  ["string-of-128", "a string of 128 bytes, a length byte with its top bit set", "003", run(128), cat("b880", run(128))],
  ["string-of-255", "a string of 255 bytes, the longest with one length byte", "003", run(255), cat("b8ff", run(255))],
  ["string-of-256", "a string of 256 bytes, the shortest with two length bytes", "003", run(256), cat("b90100", run(256))],
  ["string-of-257", "a string of 257 bytes", "003", run(257), cat("b90101", run(257))],
  ["string-of-1000", "a string of 1000 bytes", "003", rep("a5", 1000), cat("b903e8", rep("a5", 1000))],
  ["empty-list", "the empty list", "004", [], "0xc0"],
  ["list-of-empty-string", "a list of one empty string", "004", ["0x"], "0xc180"],
  ["list-of-zero-byte", "a list of one zero byte", "004", ["0x00"], "0xc100"],
  ["list-of-words", "a list of two words", "004", ["0x6c656166", "0x726f6f74"], "0xca846c65616684726f6f74"],
  ["list-of-empty-lists", "a list of three empty lists", "004", [[], [], []], "0xc3c0c0c0"],
  ["nested", "lists in lists with strings beside them", "004", ["0x05", [["0x"], "0x8899", []], "0x7f"], null],
  ["payload-of-54", "a list with a payload of 54 bytes", "004", [run(53)], cat("f6b5", run(53))],
  ["payload-of-55", "a list with a payload of 55 bytes, the longest short form", "004", [run(54)], cat("f7b6", run(54))],
  ["payload-of-56", "a list with a payload of 56 bytes, the shortest long form", "005", [run(55)], cat("f838b7", run(55))],
  ["56-single-bytes", "a list of 56 single bytes", "005", Array(56).fill("0x11"), cat("f838", rep("11", 56))],
  ["payload-of-255", "a list with a payload of 255 bytes", "005", [run(253)], cat("f8ffb8fd", run(253))],
  ["payload-of-256", "a list with a payload of 256 bytes, the shortest with two length bytes", "005", [run(254)], cat("f90100b8fe", run(254))],
  ["list-of-100-lists", "a list of one hundred empty lists", "005", Array(100).fill([]), cat("f864", rep("c0", 100))],
  ["hash-with-leading-zeros", "a hash that starts with four zero bytes", "007", cat(rep("00", 4), run(28, 0x90)), cat("a000000000", run(28, 0x90))],
  ["zero-hash", "a hash of zero bytes only", "007", rep("00", 32), cat("a0", rep("00", 32))],
  ["zero-address", "the zero address", "007", rep("00", 20), cat("94", rep("00", 20))],
  ["zero-nonce-of-8", "eight zero bytes, as in the nonce of a header", "007", rep("00", 8), "0x880000000000000000"],
];
let deep = [];
for (let i = 1; i < 16; i++) deep = [deep]; // files of vectors nest 32 deep at most
items.push(["depth-16", "an empty list inside 15 lists", "004", deep, null]);
const blockLike = [
  [run(32, 1), run(32, 40), run(20, 9), rep("00", 256), "0x020000", "0x0112a880", "0x1c9c380a", "0x", "0x68656c6c6f", rep("00", 8)],
  [["0x07", "0x3b9aca00", "0x5208", run(20, 70), "0x0de0b6b3a7640000", "0x", "0x25", run(32, 3), run(32, 66)], cat("02", rlp(["0x01", "0x", []]))],
  [], [["0x01", "0x02", run(20, 5), "0x03e8"]]];
items.push(["shape-of-a-block", "a list in the shape of a block with inline and wrapped transactions", "020", blockLike, null]);

// A prohibition has its allowed side too: what is nearest to being refused.
const ALLOWED = { "byte-80": ["009", "008"], "string-of-56": ["010", "013"], "payload-of-56": ["011", "014"], "string-of-256": ["012", "015"], "payload-of-256": ["012", "019", "021"], nested: ["014", "022"] };
const enc = file("rlp/encode", "Yellow Paper");
const dec = file("rlp/decode", "Yellow Paper");
for (const [name, what, req, item, expected] of items) {
  const e = agree(name, { ...(expected && { "the text": () => expected }), ...encoders(item) });
  const peers = e.source.replace(/^the text and /, "");
  v(enc, { id: `rlp.encode.${name}`, title: `${what} is encoded`, requires: [`BLK-RLP-${req}`], op: "rlp.encode", in: { item }, out: e.value, source: `${YP}; ${peers} agree` });
  const d = agree(name, decoders(e.value));
  agree(name, { item: () => item, peers: () => d.value });
  v(dec, { id: `rlp.decode.${name}`, title: `${what} is decoded`, requires: [req, ...(ALLOWED[name] ?? [])].map((r) => `BLK-RLP-${r}`), op: "rlp.decode", in: { data: e.value }, out: item, source: `${YP}; ${d.source} agree` });
}

// --- malformed ---------------------------------------------------------------------
const bad = file("rlp/decode-form", "Yellow Paper");
const short = file("rlp/decode-size", "Yellow Paper");
const no = (f, name, title, reqs, data, reject, risk = SPLIT) =>
  v(f, { id: `rlp.decode.${name}`, title, requires: reqs.map((r) => `BLK-RLP-${r}`), op: "rlp.decode", in: { data }, reject,
    source: refused(`rlp.decode.${name}`, YP, decoders(data)), risk });

no(short, "nothing", "no input at all is not an item", ["008"], "0x", "empty");
for (const b of ["00", "01", "40", "7f"])
  no(bad, `prefixed-byte-${b}`, `the byte 0x${b} with a prefix is refused`, ["009", "022"], `0x81${b}`, "not-minimal");
no(bad, "prefixed-byte-in-list", "a prefixed small byte inside a list is refused", ["009"], "0xc28105", "not-minimal");
no(bad, "prefixed-byte-deep", "a prefixed small byte three lists down is refused", ["009"], "0xc5c4c3018100", "not-minimal");
for (const n of [0, 1, 2, 20, 32, 54, 55]) {
  const len = n.toString(16).padStart(2, "0");
  const body = n === 1 ? "ff" : run(n, 0x81).slice(2);
  no(bad, `long-form-of-${n}`, `a string of ${n} bytes in long form is refused`, ["010", ...(n === 55 ? ["022"] : [])], `0xb8${len}${body}`, "not-minimal");
}
no(bad, "long-form-string-in-list", "a string of 3 bytes in long form inside a list is refused", ["010"], "0xc5b803aabbcc", "not-minimal");
for (const n of [0, 1, 2, 30, 54, 55]) {
  const len = n.toString(16).padStart(2, "0");
  no(bad, `long-form-list-of-${n}`, `a list with a payload of ${n} bytes in long form is refused`, ["011"], `0xf8${len}${"01".repeat(n)}`, "not-minimal");
}
no(bad, "long-form-list-in-list", "an empty list in long form inside a list is refused", ["011"], "0xc2f800", "not-minimal");
for (const [n, h, k] of [[56, "b90038", 2], [255, "b900ff", 2], [256, "ba000100", 3], [60, "bb0000003c", 4], [80, "bf0000000000000050", 8]])
  no(bad, `zero-in-length-of-${n}`, `a string of ${n} bytes with its length in ${k} bytes is refused`, ["012"], cat(h, rep("5a", n)), "not-minimal");
for (const [n, h, k] of [[56, "f90038", 2], [255, "f900ff", 2], [256, "fa000100", 3], [100, "ff0000000000000064", 8]])
  no(bad, `zero-in-list-length-of-${n}`, `a list payload of ${n} bytes with its length in ${k} bytes is refused`, ["012"], cat(h, rep("33", n)), "not-minimal");
no(bad, "zero-in-length-in-list", "a length with a leading zero inside a list is refused", ["012"], cat("f83b", "b90038", rep("5a", 56)), "not-minimal");

for (const [name, title, data] of [
  ["string-of-1-cut", "a string of one byte without that byte is refused", "0x81"],
  ["string-of-2-cut", "a string of two bytes cut after one is refused", "0x82ff"],
  ["string-of-55-cut", "a string of 55 bytes with 54 is refused", cat("b7", run(54))],
  ["string-of-56-cut", "a string of 56 bytes with 55 is refused", cat("b838", run(55))],
  ["string-of-256-cut", "a string of 256 bytes with 255 is refused", cat("b90100", run(255))],
  ["string-of-65536-cut", "a string of 65,536 bytes with 65,535 is refused", cat("ba010000", rep("ee", 65535))],
  ["length-missing", "a long form without its length byte is refused", "0xb8"],
  ["length-of-2-cut", "a length of two bytes cut after one is refused", "0xb901"],
  ["length-of-8-cut", "a length of eight bytes cut after seven is refused", "0xbf01020304050607"],
  ["list-of-1-cut", "a list with one byte of payload and none there is refused", "0xc1"],
  ["list-cut", "a list cut after its first item is refused", "0xc26b"],
  ["list-of-55-cut", "a list payload of 55 bytes with 54 is refused", cat("f7", rep("07", 54))],
  ["list-of-56-cut", "a list payload of 56 bytes with 55 is refused", cat("f838", rep("07", 55))],
  ["list-of-256-cut", "a list payload of 256 bytes with 255 is refused", cat("f90100", rep("07", 255))],
  ["list-length-missing", "a long list without its length byte is refused", "0xf8"],
  ["list-length-of-2-cut", "a list length of two bytes cut after one is refused", "0xf901"],
]) no(short, name, title, ["013"], data, "truncated");
for (const [name, title, data] of [
  ["size-2-63", "a string said to have 2^63 bytes is refused", "0xbf8000000000000000aabbcc"],
  ["size-2-64-less-1", "a string said to have 2^64-1 bytes is refused", "0xbfffffffffffffffffaabbcc"],
  ["size-2-64-less-9", "a string whose end would wrap to its own start is refused", "0xbffffffffffffffff7aabbcc"],
  ["size-2-63-less-1", "a string said to have 2^63-1 bytes is refused", "0xbf7fffffffffffffffaabbcc"],
  ["size-2-32", "a string said to have 2^32 bytes is refused", "0xbc0100000000aabbcc"],
  ["size-2-32-less-1", "a string said to have 2^32-1 bytes is refused", "0xbbffffffffaabbcc"],
  ["list-size-2-63", "a list said to have 2^63 bytes is refused", "0xff8000000000000000c0c0c0"],
  ["list-size-2-64-less-1", "a list said to have 2^64-1 bytes is refused", "0xffffffffffffffffffc0c0c0"],
  ["list-size-2-64-less-9", "a list whose end would wrap to its own start is refused", "0xfffffffffffffffff7c0c0c0"],
  ["list-size-2-31", "a list said to have 2^31 bytes is refused", "0xfb80000000c0c0c0"],
  ["list-size-2-32", "a list said to have 2^32 bytes is refused", "0xfc0100000000c0c0c0"],
]) no(short, name, title, ["013", "019", "021"], data, "truncated", "a declared size makes a node allocate or read beyond its memory");
for (const [name, title, data] of [
  ["string-over-list", "a string that needs one byte more than its list holds is refused", "0xc383aabb"],
  ["string-over-list-by-many", "a string of 55 bytes in a list of four is refused", cat("c4", "b7", "0a0b0c")],
  ["prefix-ends-list", "a string prefix as last byte of a list is refused", "0xc20181"],
  ["inner-list-over-list", "an inner list one byte longer than its outer list is refused", "0xc3c30102"],
  ["inner-list-prefix-ends-list", "an inner list prefix without payload at the end of its outer list is refused", "0xc201c1"],
  ["long-string-over-list", "a long string that ends one byte after its list is refused", cat("f839b838", rep("66", 55))],
  ["wide-length-over-list", "an inner string said to have 2^64-1 bytes is refused", "0xcbbfffffffffffffffff0102"],
  ["deep-over-list", "an item two lists down that is longer than its list is refused", "0xc3c28201"],
  ["reaches-next-sibling", "a string that would reach into the list after its own is refused", "0xc5c28201c0c0"],
]) {
  no(short, name, title, ["014", ...(name === "wide-length-over-list" ? ["019"] : []), ...(name === "inner-list-over-list" ? ["022"] : [])], data, "overrun");
}
for (const [name, title, data] of [
  ["byte-after-byte", "a byte after a single byte is refused", "0x0102"],
  ["byte-after-empty", "a byte after the empty string is refused", "0x8000"],
  ["byte-after-string", "a byte after a string is refused", "0x83112233ff"],
  ["byte-after-empty-list", "a zero byte after the empty list is refused", "0xc000"],
  ["byte-after-list", "a byte after a list is refused", "0xc2010203"],
  ["byte-after-long-string", "a byte after a long string is refused", cat("b838", run(56), "00")],
  ["byte-after-long-list", "a byte after a long list is refused", cat("f838", rep("09", 56), "80")],
  ["two-lists", "two lists in a row are refused", "0xc101c102"],
]) no(short, name, title, ["015", ...(name === "two-lists" ? ["022"] : [])], data, "trailing");

// --- scalars ----------------------------------------------------------------------------
const sca = file("rlp/scalar", "Yellow Paper");
const scaNo = file("rlp/scalar-refused", "Yellow Paper");
const big = (x) => "0x" + x.toString(16);
const even = (h) => (h === "0x0" ? "0x" : h.length % 2 ? "0x0" + h.slice(2) : h);
const fits = (n) => [8, 16, 32, 64, 128, 256].find((b) => n < 1n << BigInt(b));
for (const [name, n] of [["0", 0n], ["1", 1n], ["127", 127n], ["128", 128n], ["255", 255n], ["256", 256n], ["1024", 1024n], ["65535", 65535n], ["65536", 65536n],
  ["2-32-less-1", 2n ** 32n - 1n], ["2-53-plus-1", 2n ** 53n + 1n], ["2-63", 2n ** 63n], ["2-64-less-1", 2n ** 64n - 1n], ["2-64", 2n ** 64n], ["2-128-less-1", 2n ** 128n - 1n], ["2-255", 2n ** 255n], ["2-256-less-1", 2n ** 256n - 1n]]) {
  const e = agree(name, encoders(even(big(n))));
  v(sca, { id: `rlp.encode-scalar.${name}`, title: `the integer ${name.replace(/2-(\d+)/, "2^$1").replace("-less-", "-").replace("-plus-", "+")} is encoded`, requires: ["BLK-RLP-006"], op: "rlp.encode_scalar", in: { value: big(n) }, out: e.value, source: `${YP}; ${e.source} agree on the minimal big-endian string` });
  const bits = fits(n);
  v(sca, { id: `rlp.decode-scalar.${name}`, title: `the integer ${name.replace(/2-(\d+)/, "2^$1").replace("-less-", "-").replace("-plus-", "+")} is decoded where ${bits} bits are allowed`, requires: ["BLK-RLP-006", ...(/less-1$|255/.test(name) ? ["BLK-RLP-018"] : []), ...(/^(0|128|256)$/.test(name) ? ["BLK-RLP-016"] : [])], op: "rlp.decode_scalar", in: { data: e.value, bits }, out: big(n), source: `${YP}; ${e.source} give this encoding` });
}
const sNo = (name, title, reqs, data, bits, reject) =>
  v(scaNo, { id: `rlp.decode-scalar.${name}`, title, requires: reqs.map((r) => `BLK-RLP-${r}`), op: "rlp.decode_scalar", in: { data, bits }, reject, source: YP + ", encoding of scalars", risk: SPLIT });
for (const [name, title, data, bits] of [
  ["zero-byte", "zero as a zero byte is refused", "0x00", 64],
  ["zero-byte-of-256", "zero as a zero byte is refused in a wide field", "0x00", 256],
  ["two-zero-bytes", "zero as two zero bytes is refused", "0x820000", 64],
  ["one-in-two-bytes", "one in two bytes is refused", "0x820001", 64],
  ["128-in-two-bytes", "128 in two bytes, as a signed integer would need, is refused", "0x820080", 32],
  ["hash-with-zero", "a 32-byte integer that starts with a zero byte is refused", cat("a000", run(31, 0x11)), 256],
  ["eight-bytes-with-zero", "an 8-byte integer that starts with a zero byte is refused", "0x8800ffffffffffffff", 64],
  ["all-zero-word", "zero as 32 zero bytes is refused", cat("a0", rep("00", 32)), 256],
]) sNo(name, title, name === "one-in-two-bytes" ? ["016", "022"] : ["016"], data, bits, "leading-zero");
for (const [name, title, data, bits] of [
  ["list-for-integer", "an empty list where an integer is expected is refused", "0xc0", 64],
  ["list-of-integer", "a list of one integer where an integer is expected is refused", "0xc107", 64],
  ["long-list-for-integer", "a long list where an integer is expected is refused", cat("f838", rep("01", 56)), 256],
]) sNo(name, title, ["017"], data, bits, "expected-string");
for (const [bits, data] of [[8, "0x820100"], [16, "0x83010000"], [32, "0x850100000000"], [64, "0x89010000000000000000"], [256, cat("a101", rep("00", 32))]])
  sNo(`over-${bits}-bits`, `2^${bits} is refused where ${bits} bits are allowed`, ["018"], data, bits, "too-wide");
sNo("far-over-64-bits", "a 32-byte integer is refused where 64 bits are allowed", ["018"], cat("a0", rep("ff", 32)), 64, "too-wide");
sNo("long-form-integer", "an integer of 60 bytes is refused where 256 bits are allowed", ["018"], cat("b83c", rep("01", 60)), 256, "too-wide");
sNo("prefixed", "a small integer with a prefix is refused", ["009"], "0x8105", 64, "not-minimal");
sNo("long-form", "an integer in long form is refused", ["010"], "0xb8020100", 64, "not-minimal");
sNo("cut", "an integer that is cut off is refused", ["013"], "0x840102", 64, "truncated");
sNo("trailing", "bytes after an integer are refused", ["015"], "0x82010000", 64, "trailing");
sNo("nothing", "no bytes where an integer is expected are refused", ["008"], "0x", 64, "empty");

// --- fixed bytes and lists -----------------------------------------------------------------
const fix = file("rlp/fixed-and-list", "Yellow Paper");
for (const [name, what, len] of [["nonce", "a header nonce", 8], ["address", "an address", 20], ["hash", "a hash", 32], ["bloom", "a bloom", 256]]) {
  const body = cat("0000", run(len - 2, 0x10));
  const e = agree(name, encoders(body));
  v(fix, { id: `rlp.decode-fixed.${name}`, title: `${what} of ${len} bytes keeps its leading zeros`, requires: ["BLK-RLP-007"], op: "rlp.decode_fixed", in: { data: e.value, length: len }, out: body, source: `${YP}; ${e.source} give this encoding` });
  for (const [n, word] of [[len - 1, "one byte short"], [len + 1, "one byte long"]])
    v(fix, { id: `rlp.decode-fixed.${name}-of-${n}`, title: `${what} that is ${word} is refused`, requires: ["BLK-RLP-007"], op: "rlp.decode_fixed", in: { data: rlp(run(n, 0x10)), length: len }, reject: "length", source: `${YP}; section 4.3, the field has ${len} bytes`, risk: SPLIT });
  v(fix, { id: `rlp.decode-fixed.${name}-trimmed`, title: `${what} of zeros that was trimmed to nothing is refused`, requires: ["BLK-RLP-007"], op: "rlp.decode_fixed", in: { data: "0x80", length: len }, reject: "length", source: `${YP}; section 4.3, the field has ${len} bytes`, risk: SPLIT });
  v(fix, { id: `rlp.decode-fixed.${name}-as-list`, title: `${what} given as a list is refused`, requires: ["BLK-RLP-017"], op: "rlp.decode_fixed", in: { data: rlp(Array(len).fill("0x01")), length: len }, reject: "expected-string", source: YP, risk: SPLIT });
}
v(fix, { id: "rlp.decode-fixed.cut", title: "a hash that is cut off is refused", requires: ["BLK-RLP-013"], op: "rlp.decode_fixed", in: { data: cat("a0", run(31)), length: 32 }, reject: "truncated", source: YP, risk: SPLIT });
v(fix, { id: "rlp.decode-fixed.trailing", title: "a byte after a hash is refused", requires: ["BLK-RLP-015"], op: "rlp.decode_fixed", in: { data: cat("a0", run(33)), length: 32 }, reject: "trailing", source: YP, risk: SPLIT });
for (const [name, what, item] of [["empty", "the empty list", []], ["two", "a list of two strings", ["0x1234", "0x"]], ["nested", "a list in a list", [["0x01"], "0x02"]]]) {
  const e = agree(name, encoders(item));
  v(fix, { id: `rlp.decode-list.${name}`, title: `${what} is taken where a list is expected`, requires: ["BLK-RLP-017", "BLK-RLP-004"], op: "rlp.decode_list", in: { data: e.value }, out: item, source: `${YP}; ${e.source} agree` });
}
for (const [name, title, data] of [["byte", "a single byte", "0x05"], ["empty-string", "the empty string", "0x80"], ["string", "a string", "0x82c0c0"], ["long-string", "a long string", cat("b838", run(56))]])
  v(fix, { id: `rlp.decode-list.${name}-refused`, title: `${title} is refused where a list is expected`, requires: ["BLK-RLP-017", ...(name === "string" ? ["BLK-RLP-022"] : [])], op: "rlp.decode_list", in: { data }, reject: "expected-list", source: YP, risk: SPLIT });
write();
