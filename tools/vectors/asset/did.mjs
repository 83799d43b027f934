// SPDX-License-Identifier: Apache-2.0
// did: identifiers, URLs and four methods.  node did.mjs [--deviations FILE]
import { parse } from "did-resolver";
import { didUrlToHttpsUrl } from "@digitalbazaar/did-method-web";
import * as mm from "@metamask/utils";
import { base58btc } from "multiformats/bases/base58";
import { base64url } from "multiformats/bases/base64";
import { varint } from "multiformats/basics";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { file, table, no, pin, write } from "./lib.mjs";

const hex = (b) => Buffer.from(b).toString("hex"), bytes = (h) => Uint8Array.from(Buffer.from(h, "hex"));
const rep = (s, n) => s.repeat(n);
const R = pin("did-resolver"), CURVES = pin("@noble/curves"), MF = pin("multiformats"), DB = pin("@digitalbazaar/did-method-web"), MM = pin("@metamask/utils");
const need = (x) => { if (!x) throw new Error("refused"); return x; };

function syntax() {
  const f = file("did/syntax", "DID 1.0"), g = file("did/url", "DID 1.0");
  const set = { op: "did.parse", text: "DID 1.0, 3.1 DID Syntax", reqs: "DID-", risk: "two readers see two subjects in one text",
    peers: { [R]: (s) => { const p = need(parse(s)); need(p.did === s); return { method: p.method, id: p.id }; } } };
  const ok = (name, title, req, method, id) => [name, title, req, `did:${method}:${id}`, { method, id }];
  const bad = (name, title, req, s, r = "grammar") => [name, title, req, s, no(r)];
  table(f, set, [
    ok("plain", "method and identifier are read", "001", "asset", "42"), ok("shortest", "one character each is enough", ["002", "003"], "z", "Z"), ok("method-digits", "a method may be of digits", "002", "3id", "bafy"),
    ok("method-long", "a long method is read", "002", rep("method9", 20), "x"), ok("id-all", "letters, digits, dots, hyphens and underscores are characters of identifiers", "004", "asset", "AZaz09.-_"),
    ok("id-percent", "a percent sign with two hex digits is read as it is", "004", "asset", "a%3Fb%3fc"), ok("id-colons", "colons part the identifier into segments", "003", "asset", "a:b:c:d"),
    ok("id-empty-segment", "segments but the last may be empty", "003", "asset", "::a"), ok("id-upper-kept", "the case of the identifier is kept", "003", "asset", "aBcD"), ok("id-long", "an identifier of 300 characters is read", "003", "asset", rep("k9-", 100)),
    ok("percent-nul", "a percent-encoded zero byte is syntax like any other", "004", "asset", "a%00"), ok("dots-only", "an identifier of dots is syntax like any other", "004", "asset", ".."),
    bad("empty", "no text is refused", "001", "", "empty"), bad("scheme-only", "the scheme alone is refused", "001", "did:"), bad("method-only", "a method without an identifier is refused", "003", "did:asset"), bad("id-empty", "an empty identifier is refused", "003", "did:asset:"),
    bad("id-colon-last", "a colon at the end is refused", "003", "did:asset:42:"), bad("id-only-colons", "an identifier of colons is refused", "003", "did:asset:::"),
    bad("scheme-upper", "the scheme in capitals is refused", "001", "DID:asset:42", "prefix"), bad("scheme-mixed", "the scheme with one capital is refused", "001", "Did:asset:42", "prefix"), bad("scheme-other", "another scheme is refused", "001", "urn:asset:42", "prefix"), bad("scheme-missing", "a missing scheme is refused", "001", "asset:42", "prefix"), bad("scheme-space", "a space in front is refused", "001", " did:asset:42", "prefix"), bad("scheme-slash", "slashes behind the scheme are refused", "002", "did://asset:42"),
    bad("method-empty", "an empty method is refused", "002", "did::42"), bad("method-upper", "a capital in the method is refused", "002", "did:Asset:42"), bad("method-hyphen", "a hyphen in the method is refused", "002", "did:my-asset:42"), bad("method-underscore", "an underscore in the method is refused", "002", "did:my_asset:42"), bad("method-dot", "a dot in the method is refused", "002", "did:my.asset:42"), bad("method-percent", "an escape in the method is refused", "002", "did:a%73set:42"), bad("method-umlaut", "a letter outside ASCII in the method is refused", "002", "did:\u00e4:42"), bad("method-space", "a space in the method is refused", "002", "did:a sset:42"),
    ...[["slash", "/"], ["question-mark", "?"], ["number-sign", "#"], ["at", "@"], ["plus", "+"], ["semicolon", ";"], ["equals", "="], ["tilde", "~"], ["comma", ","], ["bracket", "["], ["quote", '"'], ["backslash", "\\"], ["space", " "], ["tab", "\t"], ["newline", "\n"], ["exclamation", "!"], ["dollar", "$"], ["star", "*"], ["pipe", "|"], ["umlaut", "\u00fc"], ["emoji", "\u{1f4a9}"], ["zero-width", "\u200b"]]
      .map(([n, c]) => bad(`id-${n}`, `the character ${n.replace("-", " ")} in an identifier is refused`, "004", `did:asset:a${c}b`)),
    bad("percent-none", "a percent sign at the end is refused", "004", "did:asset:a%"), bad("percent-one", "a percent sign with one digit is refused", "004", "did:asset:a%2"), bad("percent-g", "a percent sign with a letter that is no digit is refused", "004", "did:asset:a%2g"), bad("percent-percent", "two percent signs are refused", "004", "did:asset:a%%20"),
    bad("newline-last", "a line feed behind is refused", "004", "did:asset:42\n"), bad("space-last", "a space behind is refused", "004", "did:asset:42 "),
  ]);
  const url = { op: "did.parse_url", text: "DID 1.0, 3.2 DID URL Syntax", reqs: "DID-", risk: "a key or a service is looked up in another place than the one that was signed for",
    peers: { [R]: (s) => { const p = need(parse(s)); const o = { did: p.did, method: p.method, id: p.id }; if (p.path) o.path = p.path; if (p.query !== undefined) o.query = p.query; if (p.fragment !== undefined) o.fragment = p.fragment; return o; } } };
  const D = { did: "did:asset:42", method: "asset", id: "42" };
  const u = (name, title, tail, parts, req = "005") => [name, title, req, "did:asset:42" + tail, { ...D, ...parts }];
  table(g, url, [
    u("did-alone", "a DID alone is a DID URL", "", {}), u("path", "a path is read", "/a/b", { path: "/a/b" }), u("path-empty-segments", "empty segments of a path are kept", "//a//", { path: "//a//" }), u("path-characters", "a path may hold all of pchar", "/-._~!$&'()*+,;=:@%41", { path: "/-._~!$&'()*+,;=:@%41" }),
    u("query", "a query is read", "?a=1&b", { query: "a=1&b" }), u("query-slash", "a query may hold slashes and question marks", "?a/b?c", { query: "a/b?c" }), u("fragment", "a fragment is read", "#key-1", { fragment: "key-1" }), u("fragment-slash", "a fragment may hold slashes and question marks", "#a/b?c", { fragment: "a/b?c" }),
    u("all", "path, query and fragment are read", "/p?q#f", { path: "/p", query: "q", fragment: "f" }), u("query-fragment", "a query and a fragment without a path are read", "?q#f", { query: "q", fragment: "f" }), u("path-fragment", "a path and a fragment without a query are read", "/p#f", { path: "/p", fragment: "f" }), u("fragment-escape", "escapes in a fragment are kept", "#%7B%7d", { fragment: "%7B%7d" }), u("query-colon-at", "a query may hold colons and at signs", "?u=a@b:c", { query: "u=a@b:c" }),
    ["long-id", "an identifier of segments before a fragment is read", "005", "did:asset:a:b:c#k", { did: "did:asset:a:b:c", method: "asset", id: "a:b:c", fragment: "k" }],
    ["nothing", "no text is refused", "005", "", no("empty")], ["no-did", "a fragment alone is no DID URL", "005", "#key-1", no("prefix")], ["https", "a web address is no DID URL", "005", "https://example.org/#k", no("prefix")], ["did-bad", "a DID URL with a bad method is refused", ["005", "002"], "did:Asset:42#k", no("grammar")], ["id-missing", "a DID URL without an identifier is refused", ["005", "003"], "did:asset:#k", no("grammar")], ["id-missing-path", "a path where the identifier belongs is refused", ["005", "003"], "did:asset:/p", no("grammar")], ["colon-before-path", "a colon before the path is refused", ["005", "003"], "did:asset:42:/p", no("grammar")],
    ...[["space", " "], ["quote", '"'], ["less", "<"], ["caret", "^"], ["backtick", "`"], ["brace", "{"], ["pipe", "|"], ["backslash", "\\"], ["bracket", "["], ["newline", "\n"], ["umlaut", "\u00e4"], ["percent", "%"], ["percent-one", "%4"]].flatMap(([n, c]) => [["path", "/a"], ["query", "?a"], ["fragment", "#a"]].map(([p, t]) => [`${p}-${n}`, `the character ${n} in a ${p} is refused`, "005", `did:asset:42${t}${c}`, no("grammar")])),
    ["two-fragments", "a second number sign is refused", "005", "did:asset:42#a#b", no("grammar")], ["fragment-number-sign", "two number signs in a row are refused", "005", "did:asset:42##", no("grammar")], ["semicolon", "parameters behind a semicolon are no part of the syntax", "005", "did:asset:42;version=1", no("grammar")], ["space-last", "a space behind is refused", "005", "did:asset:42#k ", no("grammar")],
  ]);
}

function web() {
  const f = file("did/web", "did:web Method Specification");
  const set = { op: "did_web.to_url", id: "did-web", text: "did:web, 2.5.2 Read (Resolve)", reqs: "DIDM-", risk: "the keys of somebody else's server are taken for those of the holder",
    peers: { [DB]: (s) => { const r = didUrlToHttpsUrl(s); return { url: r.baseUrl ?? r }; } } };
  const ok = (name, title, id, url) => [name, title, "008", `did:web:${id}`, { url: `https://${url}/did.json` }];
  const bad = (name, title, req, id, r) => [name, title, req, `did:web:${id}`, no(r)];
  table(f, set, [
    ok("host", "a host alone leads to its well-known place", "assets.example", "assets.example/.well-known"), ok("subdomain", "a host of four labels leads to its well-known place", "a.b.assets.example", "a.b.assets.example/.well-known"), ok("one-segment", "one segment is a path", "assets.example:alice", "assets.example/alice"), ok("four-segments", "four segments are a path", "assets.example:u:42:keys:main", "assets.example/u/42/keys/main"),
    ok("port", "an encoded colon makes a port", "assets.example%3A8443", "assets.example:8443/.well-known"), ok("port-path", "a port and a path are read", "assets.example%3A8443:u:bob", "assets.example:8443/u/bob"), ok("port-lower", "the escape of the colon may be in lower case", "assets.example%3a8443", "assets.example:8443/.well-known"), ok("port-1", "port 1 is read", "assets.example%3A1", "assets.example:1/.well-known"), ok("port-65535", "port 65535 is read", "assets.example%3A65535:x", "assets.example:65535/x"), ok("hyphen", "hyphens of a host are kept", "my-assets.example", "my-assets.example/.well-known"), ok("punycode", "a host in its ASCII form is kept", "xn--bcher-kva.example", "xn--bcher-kva.example/.well-known"), ok("segment-dots", "dots inside a segment are kept", "assets.example:v1.0", "assets.example/v1.0"), ok("segment-case", "the case of a segment is kept", "assets.example:Alice", "assets.example/Alice"),
    ["other-method", "an identifier of another method is refused", "008", "did:key:assets.example", no("prefix")], ["no-method", "a host alone is refused", "008", "assets.example", no("prefix")], ["upper-scheme", "the scheme in capitals is refused", "008", "DID:web:assets.example", no("prefix")], ["upper-method", "the method in capitals is refused", "008", "did:WEB:assets.example", no("prefix")], ["nothing", "an empty identifier is refused", "008", "did:web:", no("empty")],
    bad("empty-segment", "an empty segment is refused", "011", "assets.example::x", "empty"), bad("empty-last", "an empty last segment is refused", "008", "assets.example:x:", "empty"), bad("empty-host", "an empty host is refused", "008", ":x", "empty"),
    bad("ipv4", "an IPv4 address is refused", "009", "192.0.2.7", "ip-address"), bad("ipv4-path", "an IPv4 address with a path is refused", "009", "198.51.100.1:u:eve", "ip-address"), bad("ipv4-port", "an IPv4 address with a port is refused", "009", "203.0.113.9%3A443", "ip-address"), bad("ipv4-private", "a private IPv4 address is refused", "009", "10.0.0.1", "ip-address"), bad("ipv4-metadata", "the address of a cloud's metadata is refused", "009", "169.254.169.254:latest", "ip-address"), bad("ipv6", "an IPv6 address with escapes is refused", "009", "%5B2001%3Adb8%3A%3A1%5D", "ip-address"),
    bad("slash", "a slash is refused", "008", "assets.example/x", "character"), bad("query", "a question mark is refused", "008", "assets.example?x", "character"), bad("at", "an at sign is refused", "008", "eve@assets.example", "character"),
    bad("userinfo", "an encoded at sign, which would name another host, is refused", "011", "assets.example%40evil.example", "userinfo"), bad("userinfo-colon", "an encoded name and password are refused", "011", "u%3Ap%40evil.example", "userinfo"), bad("host-slash", "an encoded slash in the host is refused", "011", "assets.example%2Fevil", "character"), bad("host-query", "an encoded question mark in the host is refused", "011", "assets.example%3Fx", "character"), bad("host-fragment", "an encoded number sign in the host is refused", "011", "assets.example%23x", "character"), bad("host-space", "an encoded space in the host is refused", "011", "assets%20.example", "character"), bad("host-newline", "an encoded line feed in the host is refused", "011", "assets.example%0A", "character"), bad("host-nul", "an encoded zero byte in the host is refused", "011", "assets.example%00", "character"), bad("host-backslash", "an encoded backslash in the host is refused", "011", "assets.example%5Cevil", "character"),
    bad("dot", "a segment of one dot is refused", "011", "assets.example:.:x", "dot-segment"), bad("dot-dot", "a segment of two dots is refused", "011", "assets.example:u:..", "dot-segment"), bad("dot-dot-encoded", "a segment of two encoded dots is refused", "011", "assets.example:u:%2e%2E", "dot-segment"), bad("segment-slash", "an encoded slash in a segment is refused", "011", "assets.example:u%2Fv", "character"), bad("segment-query", "an encoded question mark in a segment is refused", "011", "assets.example:u%3Fv", "character"), bad("segment-fragment", "an encoded number sign in a segment is refused", "011", "assets.example:u%23v", "character"),
    bad("port-letters", "a port of letters is refused", "011", "assets.example%3Ahttps", "range"), bad("port-empty", "an empty port is refused", "011", "assets.example%3A", "range"), bad("port-65536", "port 65536 is refused", "011", "assets.example%3A65536", "range"),
    bad("umlaut", "a host outside ASCII is refused", "008", "b\u00fccher.example", "character"), bad("escape-cut", "an escape that breaks off is refused", "008", "assets.example%3", "character"),
  ]);
}

const vi = (n) => varint.encodeTo(n, new Uint8Array(varint.encodingLength(n)));
const zkey = (code, key) => base58btc.encode(Uint8Array.from([...vi(code), ...key]));
const seed = (n) => Uint8Array.from({ length: 32 }, (_, i) => (i * 11 + n * 37 + 3) % 256);
const long = (n, len) => Uint8Array.from({ length: len }, (_, i) => (i * 13 + n * 29 + 5) % 251);
function key() {
  const f = file("did/key", "did:key Method"), g = file("did/key-refused", "did:key Method"), h = file("did/key-x25519", "did:key Method");
  const set = { op: "did_key.parse", id: "did-key", text: "did:key v0.9, Format and Document Creation Algorithm", reqs: "DIDM-", risk: "a key that nobody holds, or another one, controls the asset" };
  const kinds = [
    ["ed25519", "Ed25519", 0xed, (n) => ed25519.getPublicKey(seed(n))], ["x25519", "X25519", 0xec, (n) => x25519.getPublicKey(seed(n))], ["secp256k1", "secp256k1", 0xe7, (n) => secp256k1.getPublicKey(seed(n))],
    ["p256", "P-256", 0x1200, (n) => p256.getPublicKey(seed(n))], ["p384", "P-384", 0x1201, (n) => p384.getPublicKey(long(n, 48))]];
  for (const [n, t, c, mk] of kinds) {
    const text = `did:key v0.9; key made by ${CURVES}, text by ${MF}`;
    table(f, set, [1, 2, 3, 4].map((i) => { const k = mk(i); return [`${n}-${i}`, `a key of ${t} is read (${i})`, ["001", "002"], `did:key:${zkey(c, k)}`, { key_type: t, codec: c, public_key: hex(k) }, { text }]; }));
    const k = mk(5), z = zkey(c, k), size = k.length;
    table(g, set, [
      [`${n}-short`, `a key of ${t} with a byte less is refused`, ["002", "003"], `did:key:${zkey(c, k.slice(0, -1))}`, no("length")],
      [`${n}-long`, `a key of ${t} with a byte more is refused`, ["002", "003"], `did:key:${zkey(c, [...k, 0])}`, no("length")],
      [`${n}-empty`, `a code of ${t} without a key is refused`, ["002", "003"], `did:key:${zkey(c, [])}`, no("length")],
      [`${n}-base64`, `a key of ${t} in base64 is refused: the algorithm asks for base58`, "001", `did:key:${base64url.encode(base58btc.decode(z))}`, no("prefix"), { tags: ["disputed"], text: "did:key v0.9, Document Creation Algorithm: multibaseValue MUST start with z (the ABNF also names u)" }],
    ]);
    if (size === 33 || size === 49) table(g, set, [
      [`${n}-first-byte-0`, `a key of ${t} that starts with 00 is refused`, "004", `did:key:${zkey(c, [0, ...k.slice(1)])}`, no("key")],
      [`${n}-first-byte-4`, `a key of ${t} that starts with 04, the sign of the long form, is refused`, "004", `did:key:${zkey(c, [4, ...k.slice(1)])}`, no("key")],
      [`${n}-x-too-large`, `a key of ${t} with a coordinate above the field is refused`, "004", `did:key:${zkey(c, [2, ...new Uint8Array(size - 1).fill(255)])}`, no("key")],
      [`${n}-off-curve`, `a key of ${t} that is no point is refused`, "004", `did:key:${zkey(c, offCurve(n, size))}`, no("key"), { text: `did:key v0.9: the point must be on the curve; ${CURVES} refuses it too` }],
      [`${n}-uncompressed`, `a key of ${t} in the long form is refused`, ["002", "003"], `did:key:${zkey(c, (n === "p256" ? p256 : n === "p384" ? p384 : secp256k1).Point.fromBytes(k).toBytes(false))}`, no("length")],
    ]);
  }
  const k = ed25519.getPublicKey(seed(9)), z = zkey(0xed, k);
  table(f, set, [["version-1", "version 1 written out is read", "007", `did:key:1:${z}`, { key_type: "Ed25519", codec: 0xed, public_key: hex(k) }, { tags: ["disputed"], note: "The algorithm parses a version that the ABNF does not have." }]]);
  table(g, set, [
    ["ed25519-off-curve", "32 bytes that are no point of Ed25519 are refused", "004", `did:key:${zkey(0xed, edOff())}`, no("key"), { text: `did:key v0.9: the point must be on the curve; ${CURVES} refuses it too` }],
    ["version-0", "version 0 is refused", "007", `did:key:0:${z}`, no("version")], ["version-minus", "a negative version is refused", "007", `did:key:-1:${z}`, no("version")], ["version-text", "a version of letters is refused", "007", `did:key:one:${z}`, no("version")], ["version-empty", "an empty version is refused", "007", `did:key::${z}`, no("version")], ["version-fraction", "a version with a fraction is refused", "007", `did:key:1.5:${z}`, no("version")],
    ["other-method", "another method is refused", "001", `did:web:${z}`, no("prefix")], ["upper", "the scheme in capitals is refused", "001", `DID:key:${z}`, no("prefix")], ["no-did", "a multibase value alone is refused", "001", z, no("prefix")], ["empty", "an empty identifier is refused", "001", "did:key:", no("empty")], ["z-alone", "a prefix of base58 alone is refused", "001", "did:key:z", no("empty")],
    ["no-z", "base58 without its prefix is refused", "001", `did:key:${z.slice(1)}`, no("prefix")], ["letter-0", "the digit 0 is refused", "001", `did:key:${z.slice(0, 10)}0${z.slice(11)}`, no("character")], ["letter-l", "the small l is refused", "001", `did:key:${z.slice(0, 10)}l${z.slice(11)}`, no("character")], ["hyphen", "a hyphen is refused", "001", `did:key:${z.slice(0, 10)}-${z.slice(11)}`, no("character")],
    ["code-raw", "the code of raw bytes is no key", "001", `did:key:${zkey(0x55, k)}`, no("type")], ["code-private", "the code of a private key of Ed25519 is no public key", "001", `did:key:${zkey(0x1300, k)}`, no("type")], ["code-unknown", "a code that no table has is refused", "001", `did:key:${zkey(0x3fff01, k)}`, no("type")], ["code-not-minimal", "the code of Ed25519 in three bytes is refused", "001", `did:key:${base58btc.encode(Uint8Array.from([0xed, 0x81, 0x00, ...k]))}`, no("not-minimal")], ["code-one-byte", "the code of Ed25519 as one byte is refused", "001", `did:key:${base58btc.encode(Uint8Array.from([0xed]))}`, no("truncated")],
    ["space", "a space behind is refused", "001", `did:key:${z} `, no("character")], ["fragment", "a fragment is refused: this is the URL of a key, not a DID", "001", `did:key:${z}#${z}`, no("character")],
  ]);
  const der = { op: "did_key.derive_x25519", id: "did-key.x25519", text: "did:key v0.9, Derive Encryption Key Algorithm; RFC 7748, section 4.1", reqs: "DIDM-", risk: "what is encrypted to the holder cannot be read by the holder",
    peers: { [CURVES]: (s) => { const b = base58btc.decode(s); if (b[0] !== 0xed || b[1] !== 1) throw new Error("type"); return zkey(0xec, ed25519.utils.toMontgomery(b.slice(2))); } } };
  table(h, der, [11, 12, 13, 14, 15, 16].map((i) => { const p = ed25519.getPublicKey(seed(i)); return [`made-${i - 10}`, `the agreement key of a signing key is its image on the other curve (${i - 10})`, "006", zkey(0xed, p), zkey(0xec, ed25519.utils.toMontgomery(p))]; }));
  table(h, der, [
    ["x25519-in", "a key that is an agreement key already is refused", "006", zkey(0xec, x25519.getPublicKey(seed(1))), no("type")], ["secp256k1-in", "a key of secp256k1 has no such image and is refused", "006", zkey(0xe7, secp256k1.getPublicKey(seed(1))), no("type")],
    ["short", "31 bytes are refused", ["003", "006"], zkey(0xed, k.slice(1)), no("length")], ["long", "33 bytes are refused", ["003", "006"], zkey(0xed, [...k, 1]), no("length")], ["off-curve", "bytes that are no point are refused", ["004", "006"], zkey(0xed, edOff()), no("key")], ["letter", "the capital O is refused", ["001", "006"], z.slice(0, 9) + "O" + z.slice(10), no("character")],
  ]);
}
function offCurve(n, size) {
  const P = (n === "p256" ? p256 : n === "p384" ? p384 : secp256k1).Point;
  for (let x = 1; ; x++) { const k = new Uint8Array(size); k[0] = 2; k[size - 1] = x; try { P.fromBytes(k); } catch { return k; } }
}
function edOff() {
  for (let x = 2; ; x++) { const k = new Uint8Array(32); k[0] = x; try { ed25519.Point.fromBytes(k); } catch { return k; } }
}

function jwk() {
  const f = file("did/jwk", "did:jwk Method");
  const set = { op: "did_jwk.resolve", id: "did-jwk", text: "did:jwk; RFC 7517; RFC 7518", reqs: "DIDM-", risk: "a private key is published, or another key is taken for the holder's" };
  const b64 = (b) => Buffer.from(b).toString("base64url"), enc = (t) => b64(Buffer.from(t, "utf8")), mk = (o) => "did:jwk:" + enc(JSON.stringify(o));
  const p = p256.Point.fromBytes(p256.getPublicKey(seed(21))).toBytes(false), s = secp256k1.Point.fromBytes(secp256k1.getPublicKey(seed(22))).toBytes(false);
  const ec = { kty: "EC", crv: "P-256", x: b64(p.slice(1, 33)), y: b64(p.slice(33)) }, k1 = { kty: "EC", crv: "secp256k1", x: b64(s.slice(1, 33)), y: b64(s.slice(33)) };
  const okp = { kty: "OKP", crv: "Ed25519", x: b64(ed25519.getPublicKey(seed(23))) }, xk = { kty: "OKP", crv: "X25519", x: b64(x25519.getPublicKey(seed(24))), use: "enc" };
  const ok = (name, title, o, req = "014") => [name, title, req, mk(o), { vm_id: mk(o) + "#0", jwk: o }];
  table(f, set, [
    ok("p256", "a key of P-256 is read", ec), ok("secp256k1", "a key of secp256k1 is read", k1), ok("ed25519", "a key of Ed25519 is read", okp), ok("x25519", "a key of X25519 for encryption is read", xk), ok("kid", "further members are kept", { ...okp, kid: "mine", alg: "EdDSA", use: "sig" }), ok("order", "the order of members is part of the identifier", { x: okp.x, kty: "OKP", crv: "Ed25519" }),
    ["spaces", "white space inside the JSON is part of the identifier", "014", "did:jwk:" + enc(JSON.stringify(okp, null, 1)), { vm_id: "did:jwk:" + enc(JSON.stringify(okp, null, 1)) + "#0", jwk: okp }],
    ["private-ec", "a key of P-256 with its private part is refused", "015", mk({ ...ec, d: b64(seed(21)) }), no("field-extra")], ["private-okp", "a key of Ed25519 with its private part is refused", "015", mk({ ...okp, d: b64(seed(23)) }), no("field-extra")], ["private-secp256k1", "a key of secp256k1 with its private part is refused", "015", mk({ ...k1, d: b64(seed(22)) }), no("field-extra")],
    ["padding", "padding is refused", "014", "did:jwk:" + padded(okp), no("padding")], ["base64", "the other alphabet of base64 is refused", "014", "did:jwk:" + slashed(okp), no("character")],
    ["character", "an exclamation mark is refused", "014", mk(okp) + "!", no("character")], ["space", "a space behind is refused", "014", mk(okp) + " ", no("character")], ["empty", "an empty identifier is refused", "014", "did:jwk:", no("empty")], ["method", "another method is refused", "014", mk(okp).replace("jwk", "jwt"), no("prefix")], ["no-did", "the encoded key alone is refused", "014", enc(JSON.stringify(okp)), no("prefix")],
    ["not-json", "text that is not JSON is refused", "014", "did:jwk:" + enc("kty=OKP"), no("not-json")], ["json-cut", "JSON that breaks off is refused", "014", "did:jwk:" + enc(JSON.stringify(okp).slice(0, -1)), no("not-json")], ["json-twice", "a second JSON text behind the first is refused", "014", "did:jwk:" + enc(JSON.stringify(okp) + "{}"), no("not-json")], ["not-utf8", "bytes that are not UTF-8 are refused", "014", "did:jwk:" + b64(Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), no("not-json")],
    ["no-kty", "a key without its type is refused", "014", mk({ crv: "Ed25519", x: okp.x }), no("field-missing")],
  ]);
}
/* The key as base64url of a length that asks for padding, with it. */
function padded(o) {
  for (let s = JSON.stringify(o); ; s += " ") { const t = Buffer.from(s).toString("base64").replaceAll("+", "-").replaceAll("/", "_"); if (t.endsWith("=") && !t.endsWith("==")) return t; }
}
/* The key with a kid that needs a slash in plain base64. */
function slashed(o) {
  for (let kid = "???"; ; kid += "?") { const t = Buffer.from(JSON.stringify({ ...o, kid })).toString("base64"); if (/\//.test(t) && !t.includes("=")) return t; }
}
function pkh() {
  const f = file("did/pkh", "did:pkh Method");
  const set = { op: "did_pkh.resolve", id: "did-pkh", text: "did:pkh, Method-Specific Identifier; CAIP-10", reqs: "DIDM-", risk: "the account of somebody else controls the asset",
    peers: { [MM]: (s) => { if (!s.startsWith("did:pkh:")) throw new Error("prefix"); mm.parseCaipAccountId(s.slice(8)); return { account_id: s.slice(8) }; } } };
  const A = "0x9c3C9283D3e44854697Cd22D3Faa240Cfb032889";
  const ok = (name, title, a) => [name, title, "012", `did:pkh:${a}`, { account_id: a }];
  const bad = (name, title, a, r) => [name, title, "012", `did:pkh:${a}`, no(r)];
  table(f, set, [
    ok("evm", "an account of an EVM chain is read", `eip155:8453:${A}`), ok("case", "the case of the address is kept", `eip155:1:${A.toLowerCase()}`), ok("conflux", "an account of Conflux is read", "conflux:cfx:aak2rra2njvd77ezwjvx04kkds9fzagfe6ku8scz91"), ok("hedera", "an account of Hedera is read", "hedera:testnet:0.0.98"), ok("tezos", "an account of Tezos is read", "tezos:NetXdQprcVkpaWU:tz1TzrmTBSuiVHV2VfMnGRMYvTEPCP42oSM8"), ok("shortest", "the shortest account is read", "abc:1:z"),
    bad("empty", "an empty identifier is refused", "", "empty"), bad("chain", "a chain without an account is refused", "eip155:1", "grammar"), bad("address-empty", "an empty address is refused", "eip155:1:", "empty"), bad("reference-empty", "an empty reference is refused", `eip155::${A}`, "empty"), bad("namespace-2", "a namespace of two characters is refused", `ab:1:${A}`, "length"), bad("namespace-upper", "a namespace in capitals is refused", `Eip155:1:${A}`, "character"), bad("reference-33", "a reference of 33 characters is refused", `eip155:${rep("1", 33)}:${A}`, "length"), bad("address-129", "an address of 129 characters is refused", `eip155:1:${rep("a", 129)}`, "length"), bad("address-colon", "a fourth part is refused", `eip155:1:${A}:x`, "character"), bad("address-underscore", "an underscore in the address is refused", "arweave:7wIU:kY9_x", "character"), bad("address-slash", "a slash behind is refused", `eip155:1:${A}/x`, "character"), bad("fragment", "a fragment is refused: this is the URL of a key, not a DID", `eip155:1:${A}#blockchainAccountId`, "character"), bad("newline", "a line feed behind is refused", `eip155:1:${A}\n`, "character"),
    ["address-only", "an address without its chain, the form before CAIP-10, is refused", "012", `did:pkh:${A}`, no("grammar")], ["legacy", "the form of 2020 with a name of the chain is refused", "012", `did:pkh:eth:${A}`, no("grammar")], ["method", "another method is refused", "012", `did:ethr:eip155:1:${A}`, no("prefix")], ["no-did", "an account id alone is refused", "012", `eip155:1:${A}`, no("prefix")],
  ]);
}
syntax(); web(); key(); jwk(); pkh();
write();
