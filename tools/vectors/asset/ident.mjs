// SPDX-License-Identifier: Apache-2.0
// ident: CAIP identifiers and addresses as text.  node ident.mjs [--deviations FILE]
import * as mm from "@metamask/utils";
import * as viem from "viem";
import { ethers } from "ethers";
import * as ejs from "@ethereumjs/util";
import cfx from "@conflux-dev/conflux-address-js";
import { bech32 as b32, bech32m as b32m } from "bech32";
import * as sb from "@scure/base";
import { base58, createBase58check } from "@scure/base";
import bs58 from "bs58";
import bs58check from "bs58check";
import * as btc from "bitcoinjs-lib";
import { encodeAddress, decodeAddress, checkAddressChecksum } from "@polkadot/util-crypto";
import { sha256 } from "@noble/hashes/sha2.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { file, table, no, pin, write } from "./lib.mjs";

const hex = (b) => Buffer.from(b).toString("hex");
const bytes = (h) => Uint8Array.from(Buffer.from(h, "hex"));
const utf8 = (s) => new TextEncoder().encode(s);
const rep = (s, n) => s.repeat(n);
const SPLIT = "two services keep one asset under two keys, or two assets under one";

// --- CAIP ----------------------------------------------------------------------
const MM = pin("@metamask/utils");
const A40 = "0x9c3C9283D3e44854697Cd22D3Faa240Cfb032889";
function caip2() {
  const f = file("caip/caip2", "CAIP-2");
  const set = { op: "caip2.parse", text: "CAIP-2, Syntax", reqs: "CAIP2-", risk: SPLIT,
    peers: { [MM]: (s) => mm.parseCaipChainId(s) } };
  const ok = (ns, ref) => ({ namespace: ns, reference: ref });
  table(f, set, [
    ["polygon", "a chain id of digits is split at its colon", "001", "eip155:137", ok("eip155", "137")],
    ["namespace-3", "a namespace of three characters, the shortest, is read", "002", "xyz:main", ok("xyz", "main")],
    ["namespace-8", "a namespace of eight characters, the longest, is read", "002", "abcd1234:x", ok("abcd1234", "x")],
    ["namespace-digits", "a namespace may be of digits only", "002", "123:7", ok("123", "7")],
    ["namespace-hyphens", "a namespace may hold hyphens at any place", "002", "-a-:7", ok("-a-", "7")],
    ["reference-1", "a reference of one character, the shortest, is read", "003", "xrpl:0", ok("xrpl", "0")],
    ["reference-32", "a reference of 32 characters, the longest, is read", "003", "polkadot:" + "68d56f15f85d3136970ec16946040bc1", ok("polkadot", "68d56f15f85d3136970ec16946040bc1")],
    ["reference-upper", "upper-case letters of a reference are kept", ["003", "005"], "starknet:SN_SEPOLIA", ok("starknet", "SN_SEPOLIA")],
    ["reference-mixed", "the case of a reference is kept as it is", "005", "test:AbCdEf", ok("test", "AbCdEf")],
    ["reference-lower", "a reference that differs in case only is another one", "005", "test:abcdef", ok("test", "abcdef")],
    ["reference-hyphen-underscore", "a reference may hold hyphens and underscores", "003", "cosmos:a_b-c_", ok("cosmos", "a_b-c_")],
    ["length-41", "a chain id of 41 characters, the longest, is read", ["003", "006"], "chainstd:" + rep("Z9", 16), ok("chainstd", rep("Z9", 16))],
    ["empty", "no text at all is refused", "001", "", no("empty")],
    ["no-colon", "a namespace alone is refused", "001", "eip155", no("grammar")],
    ["only-colon", "a colon alone is refused", "001", ":", no("length")],
    ["no-namespace", "a chain id without a namespace is refused", "001", ":137", no("length")],
    ["no-reference", "a chain id without a reference is refused", "001", "eip155:", no("length")],
    ["two-colons", "a second colon is refused", "001", "eip155:137:1", no("character")],
    ["colons-adjacent", "two colons in a row are refused", "001", "eip155::137", no("character")],
    ["namespace-2", "a namespace of two characters is refused", "002", "xy:main", no("length")],
    ["namespace-9", "a namespace of nine characters is refused", "002", "abcde1234:x", no("length")],
    ["namespace-upper", "an upper-case namespace is refused", "002", "EIP155:137", no("character")],
    ["namespace-one-upper", "one upper-case letter in a namespace is refused", "002", "eIp155:137", no("character")],
    ["namespace-underscore", "an underscore in a namespace is refused", "002", "my_net:1", no("character")],
    ["namespace-dot", "a dot in a namespace is refused", "002", "my.net:1", no("character")],
    ["namespace-fullwidth", "full-width digits in a namespace are refused", "002", "eip\uff11\uff15\uff15:1", no("character")],
    ["namespace-cyrillic", "a Cyrillic letter that looks like a Latin one is refused", "002", "e\u0456p155:1", no("character")],
    ["reference-33", "a reference of 33 characters is refused", "003", "chainstd:" + rep("a", 33), no("length")],
    ["reference-64", "a whole hash as reference is refused", "003", "bip122:" + rep("0f", 32), no("length")],
    ["reference-dot", "a dot in a reference is refused", "003", "cosmos:chain.1", no("character")],
    ["reference-percent", "a percent sign in a reference is refused", "003", "cosmos:chain%31", no("character")],
    ["reference-slash", "a slash in a reference is refused", "003", "eip155:1/2", no("character")],
    ["reference-at", "an at sign in a reference is refused", "003", "eip155:1@2", no("character")],
    ["reference-plus", "a plus sign in a reference is refused", "003", "eip155:+1", no("character")],
    ["reference-arabic-digit", "digits of another script are refused", "003", "eip155:\u0661", no("character")],
    ["leading-space", "a space in front is refused", "004", " eip155:137", no("character")],
    ["trailing-space", "a space behind is refused", "004", "eip155:137 ", no("character")],
    ["trailing-newline", "a line feed behind is refused", "004", "eip155:137\n", no("character")],
    ["leading-newline", "a line feed in front is refused", "004", "\neip155:137", no("character")],
    ["trailing-tab", "a tab behind is refused", "004", "eip155:137\t", no("character")],
    ["space-after-colon", "a space after the colon is refused", "004", "eip155: 137", no("character")],
    ["second-line", "a valid chain id on a second line does not help", "004", "junk!\neip155:137", no("character")],
    ["zero-width-space", "a zero-width space behind is refused", "004", "eip155:137\u200b", no("character")],
    ["no-break-space", "a no-break space in front is refused", "004", "\u00a0eip155:137", no("character")],
    ["byte-order-mark", "a byte order mark in front is refused", "004", "\ufeffeip155:137", no("character")],
  ]);
}
function caip10() {
  const f = file("caip/caip10", "CAIP-10");
  const set = { op: "caip10.parse", text: "CAIP-10, Syntax", reqs: "CAIP10-", risk: "value is sent to an account that nobody meant",
    peers: { [MM]: (s) => { const r = mm.parseCaipAccountId(s); return { namespace: r.chain.namespace, reference: r.chain.reference, address: r.address }; } } };
  const ok = (namespace, reference, address) => ({ namespace, reference, address });
  table(f, set, [
    ["evm", "an account of an EVM chain is split into three", "001", `eip155:10:${A40}`, ok("eip155", "10", A40)],
    ["address-kept", "the case of the address is kept, whatever its checksum", ["002", "006"], "eip155:10:0xABCDEF0123456789abcdef0123456789ABCDEF01", ok("eip155", "10", "0xABCDEF0123456789abcdef0123456789ABCDEF01")],
    ["address-1", "an address of one character, the shortest, is read", "002", "test:1:a", ok("test", "1", "a")],
    ["address-128", "an address of 128 characters, the longest, is read", "002", "test:1:" + rep("aB3-", 32), ok("test", "1", rep("aB3-", 32))],
    ["address-dots", "an address may hold dots", "002", "hedera:testnet:0.0.1234", ok("hedera", "testnet", "0.0.1234")],
    ["address-percent", "an address may hold a percent-encoded colon", ["002", "004"], "test:1:a%3Ab", ok("test", "1", "a%3Ab")],
    ["address-percent-alone", "a percent sign needs no digits after it", "002", "test:1:%", ok("test", "1", "%")],
    ["length-170", "an account id of 170 characters, the longest, is read", "007", "abcd1234:" + rep("r", 32) + ":" + rep("Q", 128), ok("abcd1234", rep("r", 32), rep("Q", 128))],
    ["reference-underscore", "an underscore belongs to the reference, not to the address", ["001", "003"], "starknet:SN_MAIN:0x04", ok("starknet", "SN_MAIN", "0x04")],
    ["empty", "no text at all is refused", "001", "", no("empty")],
    ["chain-only", "a chain id alone is refused", "001", "eip155:10", no("grammar")],
    ["no-address", "an account id without an address is refused", "001", "eip155:10:", no("length")],
    ["no-reference", "an account id without a reference is refused", "001", `eip155::${A40}`, no("length")],
    ["no-namespace", "an account id without a namespace is refused", "001", `:10:${A40}`, no("length")],
    ["address-129", "an address of 129 characters is refused", "002", "test:1:" + rep("a", 129), no("length")],
    ["length-171", "an account id of 171 characters is refused", ["007", "002"], "abcd1234:" + rep("r", 32) + ":" + rep("Q", 129), no("length")],
    ["chain-part-too-long", "the longest address does not excuse a longer reference", ["007", "001"], "abcd1234:" + rep("r", 33) + ":" + rep("Q", 128), no("length")],
    ["address-colon", "a colon in the address is refused", "003", "test:1:a:b", no("character")],
    ["address-slash", "a slash in the address is refused", "003", `eip155:10:${A40}/7`, no("character")],
    ["address-backslash", "a backslash in the address is refused", "003", "test:1:a\\b", no("character")],
    ["address-underscore", "an underscore in the address is refused", "003", "arweave:7wIU:AbC_dEf", no("character")],
    ["address-space", "a space in the address is refused", "002", "test:1:a b", no("character")],
    ["address-umlaut", "a letter outside ASCII is refused", "003", "test:1:\u00e4", no("character")],
    ["address-cyrillic", "a Cyrillic letter in a hex address is refused", "003", "eip155:10:0x9\u04413C9283D3e44854697Cd22D3Faa240Cfb032889", no("character")],
    ["address-plus", "a plus sign in the address is refused", "002", "test:1:a+b", no("character")],
    ["address-tilde", "a tilde in the address is refused", "002", "test:1:a~b", no("character")],
    ["address-equals", "an equals sign in the address is refused", "002", "test:1:YWI=", no("character")],
    ["legacy", "the former form with an at sign is refused", "005", `${A40}@eip155:10`, no("character")],
    ["legacy-inside", "an at sign between address and chain is refused", "005", `eip155:10:${A40}@eip155:10`, no("character")],
    ["reference-dot", "a dot in the reference is refused", "001", `eip155:1.0:${A40}`, no("character")],
    ["namespace-upper", "an upper-case namespace is refused", "001", `EIP155:10:${A40}`, no("character")],
    ["leading-space", "a space in front is refused", "001", ` eip155:10:${A40}`, no("character")],
    ["trailing-newline", "a line feed behind is refused", "002", `eip155:10:${A40}\n`, no("character")],
    ["carriage-return", "a carriage return behind is refused", "002", `eip155:10:${A40}\r`, no("character")],
    ["zero-width", "a zero-width joiner behind is refused", "003", `eip155:10:${A40}\u200d`, no("character")],
  ]);
}
function caip19() {
  const f = file("caip/caip19-type", "CAIP-19"), g = file("caip/caip19-id", "CAIP-19");
  const set = { op: "caip19.parse_type", id: "caip19.type", text: "CAIP-19, Asset Type Syntax", reqs: "CAIP19-", risk: SPLIT,
    peers: { [MM]: (s) => { const r = mm.parseCaipAssetType(s); return { namespace: r.chain.namespace, reference: r.chain.reference, asset_namespace: r.assetNamespace, asset_reference: r.assetReference }; } } };
  const ty = (namespace, reference, asset_namespace, asset_reference) => ({ namespace, reference, asset_namespace, asset_reference });
  table(f, set, [
    ["erc20", "a fungible token is split into four", "001", `eip155:10/erc20:${A40}`, ty("eip155", "10", "erc20", A40)],
    ["slip44", "a native coin by its SLIP-44 number is split into four", "001", "cosmos:osmosis-1/slip44:118", ty("cosmos", "osmosis-1", "slip44", "118")],
    ["fiat", "a unit of ISO 4217 is split into four", "001", "swift:0/iso4217:CNY", ty("swift", "0", "iso4217", "CNY")],
    ["namespace-3", "an asset namespace of three characters, the shortest, is read", "002", "test:1/nft:a", ty("test", "1", "nft", "a")],
    ["namespace-8", "an asset namespace of eight characters, the longest, is read", "002", "test:1/abcd-678:a", ty("test", "1", "abcd-678", "a")],
    ["reference-1", "an asset reference of one character, the shortest, is read", "003", "test:1/abc:%", ty("test", "1", "abc", "%")],
    ["reference-65", "an asset reference of 65 characters is read, above the former limit of 64", "003", "test:1/abc:" + rep("x", 65), ty("test", "1", "abc", rep("x", 65)), { note: "CAIP-20 still quotes the limit of 64 that CAIP-19 had before." }],
    ["reference-128", "an asset reference of 128 characters, the longest, is read", "003", "test:1/abc:" + rep("y.%-", 32), ty("test", "1", "abc", rep("y.%-", 32))],
    ["length-179", "an asset type of 179 characters, the longest, is read", ["001", "003"], "abcd1234:" + rep("r", 32) + "/std45678:" + rep("Q", 128), ty("abcd1234", rep("r", 32), "std45678", rep("Q", 128))],
    ["empty", "no text at all is refused", "001", "", no("empty")],
    ["chain-only", "a chain id alone is refused", "001", "eip155:10", no("grammar")],
    ["no-asset", "a chain id and a slash are refused", "001", "eip155:10/", no("grammar")],
    ["no-reference", "an asset namespace without a reference is refused", "001", "eip155:10/erc20", no("grammar")],
    ["empty-reference", "an empty asset reference is refused", "003", "eip155:10/erc20:", no("length")],
    ["empty-namespace", "an empty asset namespace is refused", "002", `eip155:10/:${A40}`, no("length")],
    ["no-chain", "an asset without a chain is refused", "001", `/erc20:${A40}`, no("grammar")],
    ["two-slashes", "two slashes before the asset are refused", "001", `eip155:10//erc20:${A40}`, no("character")],
    ["colon-for-slash", "a colon where the slash belongs is refused", "001", `eip155:10:erc20:${A40}`, no("grammar")],
    ["namespace-2", "an asset namespace of two characters is refused", "002", "test:1/ab:1", no("length")],
    ["namespace-9", "an asset namespace of nine characters is refused", "002", "test:1/abcdefghi:1", no("length")],
    ["namespace-upper", "an upper-case asset namespace is refused", "002", `eip155:10/ERC20:${A40}`, no("character")],
    ["namespace-underscore", "an underscore in the asset namespace is refused", "002", "test:1/ab_c:1", no("character")],
    ["namespace-dot", "a dot in the asset namespace is refused", "002", "test:1/ab.c:1", no("character")],
    ["reference-129", "an asset reference of 129 characters is refused", "003", "test:1/abc:" + rep("z", 129), no("length")],
    ["reference-underscore", "an underscore in the asset reference is refused", "003", "test:1/abc:a_b", no("character")],
    ["reference-colon", "a second colon in the asset reference is refused", "003", "stellar:pubnet/asset:USDC:GA5Z", no("character")],
    ["reference-space", "a space in the asset reference is refused", "003", "test:1/abc:a b", no("character")],
    ["reference-umlaut", "a letter outside ASCII in the asset reference is refused", "003", "test:1/abc:\u00fc", no("character")],
    ["with-token", "an asset id is no asset type", "001", `eip155:10/erc721:${A40}/1`, no("character")],
    ["chain-underscore-namespace", "a bad chain id is refused here too", "001", `eip_155:10/erc20:${A40}`, no("character")],
    ["chain-reference-33", "a chain reference of 33 characters is refused here too", "001", `test:${rep("a", 33)}/erc20:${A40}`, no("length")],
    ["leading-space", "a space in front is refused", "001", ` eip155:10/erc20:${A40}`, no("character")],
    ["trailing-newline", "a line feed behind is refused", "003", `eip155:10/erc20:${A40}\n`, no("character")],
    ["query", "a question mark behind is refused", "003", `eip155:10/erc20:${A40}?x`, no("character")],
    ["fragment", "a number sign behind is refused", "003", `eip155:10/erc20:${A40}#1`, no("character")],
  ]);
  const id = { op: "caip19.parse_id", id: "caip19.id", text: "CAIP-19, Asset ID Syntax", reqs: "CAIP19-", risk: "a token is listed, sold or burnt under the name of another",
    peers: { [MM]: (s) => { const r = mm.parseCaipAssetId(s); return { namespace: r.chain.namespace, reference: r.chain.reference, asset_namespace: r.assetNamespace, asset_reference: r.assetReference, token_id: r.tokenId }; } } };
  const ok = (...a) => ({ ...ty(...a.slice(0, 4)), token_id: a[4] });
  const max = (2n ** 256n - 1n).toString();
  const E = `eip155:137/erc1155:${A40}`, e = ["eip155", "137", "erc1155", A40];
  table(g, id, [
    ["one", "a token id of one digit is read", "004", `${E}/7`, ok(...e, "7")],
    ["zero", "the token id zero is read", "004", `${E}/0`, ok(...e, "0")],
    ["leading-zeros", "leading zeros of a token id are kept: it is text", "004", `${E}/0007`, ok(...e, "0007")],
    ["hex", "a token id of hex digits is read as it is", "004", `${E}/0xFf`, ok(...e, "0xFf")],
    ["all-characters", "a token id may hold dots, percent signs and hyphens", "004", `${E}/-a.%-`, ok(...e, "-a.%-")],
    ["largest", "the token id 2^256 - 1, of 78 digits, is read", "005", `${E}/${max}`, ok(...e, max)],
    ["length-258", "an asset id of 258 characters, the longest, is read", ["004", "005"], "abcd1234:" + rep("r", 32) + "/std45678:" + rep("Q", 128) + "/" + rep("9", 78), ok("abcd1234", rep("r", 32), "std45678", rep("Q", 128), rep("9", 78))],
    ["empty", "no text at all is refused", "004", "", no("empty")],
    ["no-token", "an asset type is no asset id", "004", E, no("grammar")],
    ["empty-token", "a slash without a token id is refused", "006", `${E}/`, no("length")],
    ["empty-token-slip44", "a slash without a token id is refused for coins too", "006", "bip122:000000000019d6689c085ae165831e93/slip44:0/", no("length")],
    ["token-79", "a token id of 79 characters is refused", "005", `${E}/${rep("9", 79)}`, no("length")],
    ["token-79-zeros", "a leading zero does not make a token id of 79 digits fit", "005", `${E}/0${max}`, no("length")],
    ["token-128", "a token id of 128 characters is refused", "005", `${E}/${rep("a", 128)}`, no("length")],
    ["token-underscore", "an underscore in the token id is refused", "004", `${E}/a_1`, no("character")],
    ["token-colon", "a colon in the token id is refused", "004", `${E}/a:1`, no("character")],
    ["token-slash", "a second token id is refused", "004", `${E}/1/1`, no("character")],
    ["token-trailing-slash", "a slash after the token id is refused", "004", `${E}/1/`, no("character")],
    ["token-space", "a space in the token id is refused", "004", `${E}/1 2`, no("character")],
    ["token-newline", "a line feed behind is refused", "004", `${E}/1\n`, no("character")],
    ["token-arabic", "digits of another script are refused", "004", `${E}/\u0661\u0662`, no("character")],
    ["token-number-sign", "a number sign in the token id is refused", "004", `${E}/#1`, no("character")],
    ["token-comma", "a comma in the token id is refused", "004", `${E}/1,000`, no("character")],
    ["namespace-upper", "an upper-case asset namespace is refused", "004", `eip155:137/ERC1155:${A40}/7`, no("character")],
    ["reference-empty", "an empty asset reference is refused", "004", "eip155:137/erc1155:/7", no("length")],
    ["reference-129", "an asset reference of 129 characters is refused", "004", `eip155:137/erc1155:${rep("a", 129)}/7`, no("length")],
    ["leading-space", "a space in front is refused", "004", ` ${E}/7`, no("character")],
    ["chain-missing", "an asset id without a chain is refused", "004", `erc1155:${A40}/7`, no("grammar")],
  ]);
}

// --- hex addresses with a checksum ---------------------------------------------
const addrs = ["00000000000000000000000000000000000000aa", "ffffffffffffffffffffffffffffffffffffffff", "0123456789abcdef0123456789abcdef01234567",
  "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "8f3c7a1be90d52644c1e7f90ab33d5ce2468bd01",
  "c0ffee254729296a45a3885639ac7e10f9d54979", "fedcba9876543210fedcba9876543210fedcba98"];
function eip55() {
  const f = file("eip55/checksum", "ERC-55"), V = pin("viem"), E = pin("ethers"), J = pin("@ethereumjs/util");
  const set = { op: "eip55.encode", text: "ERC-55", reqs: "ADDR-", peers: { [V]: (s) => viem.getAddress(s), [E]: (s) => ethers.getAddress(s.toLowerCase()), [J]: (s) => ejs.toChecksumAddress(s) } };
  table(f, set, addrs.map((a, i) => [`made-${i + 1}`, `the checksum of 0x${a.slice(0, 8)}… is written by case`, "001", "0x" + a, ethers.getAddress("0x" + a)]));
  table(f, set, [
    ["digits-only", "an address of digits has no case to write", "001", "0x" + "1234567890".repeat(4), "0x" + "1234567890".repeat(4)],
    ["zero", "the zero address has no case to write", "001", "0x" + rep("0", 40), "0x" + rep("0", 40)],
    ["from-upper", "capitals on input do not enter the hash", "001", "0x" + addrs[5].toUpperCase(), ethers.getAddress("0x" + addrs[5])],
  ]);
  const g = file("eip55/valid", "ERC-55");
  const val = { op: "eip55.valid", text: "ERC-55", reqs: "ADDR-", risk: "a mistyped address passes, and what is sent there is lost",
    peers: { [E]: (s) => { try { ethers.getAddress(s); return true; } catch { return false; } }, [V]: (s) => viem.isAddress(s), [J]: (s) => ejs.isValidAddress(s) && (ejs.isValidChecksumAddress(s) || s === s.toLowerCase()) } };
  const flip = (s, i) => s.slice(0, i) + (s[i] === s[i].toUpperCase() ? s[i].toLowerCase() : s[i].toUpperCase()) + s.slice(i + 1);
  const good = addrs.map((a) => ethers.getAddress("0x" + a));
  const letters = (s) => [...s].map((c, i) => [c, i]).filter(([c, i]) => i > 1 && /[a-f]/i.test(c)).map(([, i]) => i);
  table(g, val, good.map((a, i) => [`good-${i + 1}`, `the checksum of ${a.slice(0, 10)}… holds`, ["001", "002"], a, true]));
  table(g, val, good.flatMap((a, i) => {
    const l = letters(a);
    return [["first", l[0]], ["last", l.at(-1)]].map(([n, at]) => [`flipped-${i + 1}-${n}`, `one letter of ${a.slice(0, 10)}… in the wrong case, the ${n}, is noticed`, "002", flip(a, at), false]);
  }).filter((r) => { const b = r[3].slice(2); return b !== b.toLowerCase() && b !== b.toUpperCase(); }));
  const a = good[5], low = a.toLowerCase();
  table(g, val, [
    ["lower", "an address in lower case has no checksum and is accepted", "003", low, true],
    ["upper", "an address in capitals has no checksum and is accepted", "003", "0x" + low.slice(2).toUpperCase(), true],
    ["digits", "an address of digits is accepted", "004", "0x" + "9876543210".repeat(4), true],
    ["swapped-case", "every letter in the other case is noticed", "002", "0x" + [...a.slice(2)].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(""), false],
    ["wrong-digit", "one wrong digit under the right case is noticed", "002", flip(good[2], 12).replace("0x0", "0x1"), false],
    ["prefix-capital", "the prefix 0X is refused", "004", "0X" + a.slice(2), false],
    ["no-prefix", "an address without 0x is refused", "007", a.slice(2), false],
    ["no-prefix-42", "42 digits without 0x are refused", ["004", "007"], low.slice(2) + "00", false],
    ["39-digits", "39 digits are refused", "004", low.slice(0, -1), false],
    ["41-digits", "41 digits are refused", "004", low + "0", false],
    ["64-digits", "a hash is no address", "004", "0x" + rep("ab", 32), false],
    ["empty", "no text is refused", "004", "", false],
    ["prefix-only", "the prefix alone is refused", "004", "0x", false],
    ["letter-g", "a letter that is no hex digit is refused", "004", low.slice(0, -1) + "g", false],
    ["letter-o", "the letter O for the digit 0 is refused", "004", low.replace("0d", "od"), false],
    ["space-before", "a space in front is refused", "004", " " + low, false],
    ["space-after", "a space behind is refused", "004", low + " ", false],
    ["newline-after", "a line feed behind is refused", "004", low + "\n", false],
    ["fullwidth-digit", "a full-width digit is refused", "004", low.slice(0, -1) + "\uff11", false],
    ["0x-twice", "the prefix twice is refused", "004", "0x" + low.slice(0, -2), false],
  ]);
  const h = file("eip55/eip1191", "ERC-1191");
  const rsk = { op: "eip1191.encode", text: "ERC-1191", reqs: "ADDR-", peers: { [V]: (i) => viem.checksumAddress(i.address, [30, 31].includes(i.chainId) ? i.chainId : undefined), [J]: (i) => ejs.toChecksumAddress(i.address, [30, 31].includes(i.chainId) ? i.chainId : undefined) } };
  for (const chainId of [30, 31]) table(h, rsk, addrs.map((a, i) => [`chain-${chainId}-made-${i + 1}`, `on chain ${chainId} the number enters the checksum of 0x${a.slice(0, 8)}…`, "005", { address: "0x" + a, chainId }, ejs.toChecksumAddress("0x" + a, chainId)]));
  for (const chainId of [1, 29, 32, 137, 1030, 300]) table(h, rsk, [[`chain-${chainId}`, `chain ${chainId} has not adopted the rule: the checksum is that of ERC-55`, "006", { address: "0x" + addrs[5], chainId }, ethers.getAddress("0x" + addrs[5])]]);
}

// --- CIP-37 ----------------------------------------------------------------------
const CFX = "abcdefghjkmnprstuvwxyz0123456789";
function polymod(v) {
  let c = 1n;
  for (const d of v) {
    const c0 = c >> 35n;
    c = ((c & 0x07ffffffffn) << 5n) ^ BigInt(d);
    [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n].forEach((t, i) => { if (c0 & (1n << BigInt(i))) c ^= t; });
  }
  return c ^ 1n;
}
/* The text's steps 1 to 4 with any version byte, pad bits and payload, to make
 * what no library makes; cfxPlain() is checked against the peer. */
function cfxMake(prefix, version, payload, pad = 0) {
  const all = [version, ...payload];
  let acc = 0n; for (const b of all) acc = (acc << 8n) | BigInt(b);
  const bits = all.length * 8, n = Math.ceil(bits / 5), extra = n * 5 - bits;
  acc = (acc << BigInt(extra)) | BigInt(pad);
  const words = Array.from({ length: n }, (_, i) => Number((acc >> BigInt(5 * (n - 1 - i))) & 31n));
  const chk = polymod([...[...prefix].map((c) => c.charCodeAt(0) & 31), 0, ...words, 0, 0, 0, 0, 0, 0, 0, 0]);
  const sum = Array.from({ length: 8 }, (_, i) => Number((chk >> BigInt(5 * (7 - i))) & 31n));
  return `${prefix}:${[...words, ...sum].map((w) => CFX[w]).join("")}`;
}
function cip37() {
  const C = pin("@conflux-dev/conflux-address-js");
  const f = file("cip37/encode", "CIP-37"), g = file("cip37/decode", "CIP-37"), h = file("cip37/refused", "CIP-37");
  const mk = (h0) => h0 + "5f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3"; // 40 digits
  const user = mk("1"), contract = mk("8"), builtin = "0" + rep("0", 30) + "888000005", nul = rep("0", 40), other = mk("4");
  const enc = { op: "cip37.encode", text: "CIP-37, Encoding", reqs: "CIP37-", peers: { [C]: (i) => cfx.encode(Buffer.from(i.hex, "hex"), i.netId, i.verbose ?? false) } };
  const nets = [[1029, "cfx", "the main network"], [1, "cfxtest", "the test network"], [8888, "net8888", "network 8888"], [2, "net2", "network 2"], [1030, "net1030", "network 1030"], [4294967295, "net4294967295", "the largest network id"]];
  for (const [netId, p, what] of nets)
    table(f, enc, [["user", user], ["contract", contract], ["builtin", builtin], ["null", nul]].map(([n, x]) => [`${p}-${n}`, `a ${n} address on ${what} is written with the prefix ${p}`, ["001", "002", "004", "005", "006"], { hex: x, netId, verbose: false }, cfxMake(p, 0, bytes(x))]));
  for (const [p, netId] of [["cfx", 1029], ["cfxtest", 1], ["net71", 71]])
    table(f, enc, [["user", user], ["contract", contract], ["builtin", builtin], ["null", nul]].map(([n, x]) => [`verbose-${p}-${n}`, `the verbose form of a ${n} address on ${p} names the type, in capitals`, "016", { hex: x, netId, verbose: true },
      `${p.toUpperCase()}:TYPE.${n.toUpperCase()}:${cfxMake(p, 0, bytes(x)).split(":")[1].toUpperCase()}`]));
  const dec = { op: "cip37.decode", text: "CIP-37, Decoding", reqs: "CIP37-", risk: "value is sent to an address on another network, or to one that nobody holds",
    peers: { [C]: (s) => { const r = cfx.decode(s); return { hex: Buffer.from(r.hexAddress).toString("hex"), netId: r.netId, type: r.type }; } } };
  const res = (x, netId, type) => ({ hex: x, netId, type });
  for (const [netId, p, what] of nets)
    table(g, dec, [["user", user], ["contract", contract], ["builtin", builtin], ["null", nul]].map(([n, x]) => [`${p}-${n}`, `a ${n} address on ${what} is read`, ["001", "006", "012"], cfxMake(p, 0, bytes(x)), res(x, netId, n)]));
  const u = cfxMake("cfx", 0, bytes(user)), pay = u.split(":")[1], c = cfxMake("cfx", 0, bytes(contract)), cp = c.split(":")[1];
  const bad = (s, i, by) => s.slice(0, i) + by + s.slice(i + 1);
  const swap = (ch) => (ch === "a" ? "b" : "a");
  table(g, dec, [
    ["upper", "an address in capitals is read as in lower case", "008", u.toUpperCase(), res(user, 1029, "user")],
    ["type-user", "the option type.user is accepted where it is true", ["010", "007"], `cfx:type.user:${pay}`, res(user, 1029, "user")],
    ["type-contract", "the option type.contract is accepted where it is true", ["010", "007"], `cfx:type.contract:${cp}`, res(contract, 1029, "contract")],
    ["type-builtin", "the option type.builtin is accepted where it is true", ["010", "007"], `cfx:type.builtin:${cfxMake("cfx", 0, bytes(builtin)).split(":")[1]}`, res(builtin, 1029, "builtin")],
    ["type-null", "the option type.null is accepted where it is true", ["010", "007"], `cfx:type.null:${cfxMake("cfx", 0, bytes(nul)).split(":")[1]}`, res(nul, 1029, "null")],
    ["verbose-upper", "the verbose form in capitals is read", ["008", "010"], `CFX:TYPE.USER:${pay.toUpperCase()}`, res(user, 1029, "user")],
    ["unknown-option", "an unknown option of key and value is ignored", "011", `cfx:memo.42:${pay}`, res(user, 1029, "user")],
    ["unknown-beside-type", "an unknown option beside the type is ignored", "011", `cfx:type.user:label.home:${pay}`, res(user, 1029, "user")],
    ["nibble-4", "an address whose first digit names no type is still read", "012", cfxMake("cfx", 0, bytes(other)), { hex: other, netId: 1029, type: "unknown" }, { text: "CIP-37, Encoding 1 names 0, 1 and 8; conflux-rust cfx_addr gives an unknown type", tags: ["extreme"] }],
  ].filter((r) => r[0] !== "nibble-4"));
  table(h, dec, [
    ["no-colon", "an address without a prefix is refused", "009", pay, no("grammar")],
    ["empty", "no text is refused", "009", "", no("grammar")],
    ["prefix-only", "a prefix alone is refused", "009", "cfx", no("grammar")],
    ["empty-payload", "an empty payload is refused", "002", "cfx:", no("length")],
    ["empty-prefix", "an empty prefix is refused", "001", `:${pay}`, no("prefix")],
    ["prefix-unknown", "an unknown prefix is refused, though its checksum holds", "001", cfxMake("bch", 0, bytes(user)), no("prefix")],
    ["prefix-net", "the prefix net without a number is refused", "001", cfxMake("net", 0, bytes(user)), no("prefix")],
    ["prefix-net1", "net1 is refused: its name is cfxtest", "001", cfxMake("net1", 0, bytes(user)), no("prefix")],
    ["prefix-net1029", "net1029 is refused: its name is cfx", "001", cfxMake("net1029", 0, bytes(user)), no("prefix")],
    ["prefix-net-hex", "a network number in hex is refused", "001", cfxMake("net0x47", 0, bytes(user)), no("prefix")],
    ["prefix-net-minus", "a negative network number is refused", "001", cfxMake("net-2", 0, bytes(user)), no("prefix")],
    ["prefix-cfxmain", "a prefix with letters behind is refused", "001", cfxMake("cfxmain", 0, bytes(user)), no("prefix")],
    ["other-network", "a payload moved to another network fails its checksum", ["006", "014"], `cfxtest:${pay}`, no("checksum")],
    ["other-network-net", "a payload moved to a numbered network fails its checksum", ["006", "014"], `net8888:${pay}`, no("checksum")],
    ["checksum-first", "a changed first character of the checksum is noticed", "014", bad(u, u.length - 8, swap(u[u.length - 8])), no("checksum")],
    ["checksum-last", "a changed last character of the checksum is noticed", "014", bad(u, u.length - 1, swap(u[u.length - 1])), no("checksum")],
    ["payload-first", "a changed character of the payload is noticed", "014", bad(u, 10, swap(u[10])), no("checksum")],
    ["payload-middle", "a changed character in the middle is noticed", "014", bad(u, 25, swap(u[25])), no("checksum")],
    ["payload-swapped", "two neighbours that changed places are noticed", "014", u.slice(0, 12) + u[13] + u[12] + u.slice(14), no("checksum")],
    ["one-short", "a missing character is noticed", "014", u.slice(0, -1), no("checksum")],
    ["one-more", "a further character is noticed", "014", u + "a", no("checksum")],
    ...[["i", "1"], ["l", "1"], ["o", "0"], ["q", "g"]].map(([x, y]) => [`letter-${x}`, `the letter ${x}, which is not in the alphabet, is refused`, ["004", "013"], bad(u, 20, x), no("character")]),
    ["letter-hyphen", "a hyphen in the payload is refused", "013", bad(u, 20, "-"), no("character")],
    ["letter-space", "a space in the payload is refused", "013", bad(u, 20, " "), no("character")],
    ["letter-umlaut", "a letter outside ASCII is refused", "013", bad(u, 20, "\u00e4"), no("character")],
    ["newline-behind", "a line feed behind is refused", "013", u + "\n", no("character")],
    ["mixed-prefix", "a capital in the prefix alone is refused", "008", "Cfx:" + pay, no("case")],
    ["mixed-prefix-all", "a prefix in capitals before a payload in lower case is refused", "008", "CFX:" + pay, no("case")],
    ["mixed-payload", "one capital in the payload is refused", "008", bad(u, 4, u[4].toUpperCase()), no("case")],
    ["mixed-type", "an option in capitals before a payload in lower case is refused", "008", `cfx:TYPE.USER:${pay}`, no("case")],
    ["version-8", "a version byte with a type bit is refused, though its checksum holds", "003", cfxMake("cfx", 0x08, bytes(user)), no("version")],
    ["version-80", "a version byte with its first bit set is refused", "003", cfxMake("cfx", 0x80, bytes(user)), no("version")],
    ["version-78", "a version byte with all type bits set is refused", "003", cfxMake("cfx", 0x78, bytes(user)), no("version")],
    ["version-1-20", "a version byte that promises 24 bytes before 20 is refused", "003", cfxMake("cfx", 0x01, bytes(user)), no("version")],
    ["version-1-24", "an address of 24 bytes with its own version byte is refused", "003", cfxMake("cfx", 0x01, bytes(user + "01020304")), no("version")],
    ["version-7-64", "an address of 64 bytes with its own version byte is refused", "003", cfxMake("cfx", 0x07, bytes(rep(user, 3) + "01020304")), no("version")],
    ["19-bytes", "19 bytes under version 0 are refused, though the checksum holds", "002", cfxMake("cfx", 0, bytes(user.slice(2))), no("length")],
    ["21-bytes", "21 bytes under version 0 are refused, though the checksum holds", "002", cfxMake("cfx", 0, bytes(user + "aa")), no("length")],
    ["no-bytes", "a version byte alone is refused", "002", cfxMake("cfx", 0, []), no("length")],
    ...[1, 2, 3].map((p) => [`padding-${p}`, `padding bits of ${p} are refused, though the checksum holds`, "005", cfxMake("cfx", 0, bytes(user), p), no("padding")]),
    ["type-wrong", "the option type.contract before a user address is refused", "010", `cfx:type.contract:${pay}`, no("type")],
    ["type-wrong-null", "the option type.null before a contract is refused", "010", `cfx:type.null:${cp}`, no("type")],
    ["type-wrong-builtin", "the option type.builtin before a user address is refused", "010", `cfx:type.builtin:${pay}`, no("type")],
    ["type-unknown", "an option type.wallet, which no address has, is refused", "010", `cfx:type.wallet:${pay}`, no("type")],
    ["second-type-wrong", "a wrong type behind a right one is refused", "010", `cfx:type.user:type.contract:${pay}`, no("type")],
  ]);
}

// --- Bech32 ------------------------------------------------------------------------
const B = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const gen = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
function bpoly(v) {
  let c = 1;
  for (const d of v) { const t = c >>> 25; c = ((c & 0x1ffffff) << 5) ^ d; gen.forEach((g, i) => { if ((t >> i) & 1) c ^= g; }); }
  return c >>> 0;
}
/* BIP-173's reference code in its own words: no limits, so that it makes what
 * libraries refuse to make. */
function bmake(hrp, words, constant = 1) {
  const ex = [...[...hrp].map((c) => c.charCodeAt(0) >> 5), 0, ...[...hrp].map((c) => c.charCodeAt(0) & 31)];
  const p = (bpoly([...ex, ...words, 0, 0, 0, 0, 0, 0]) ^ constant) >>> 0;
  return hrp + "1" + [...words, ...Array.from({ length: 6 }, (_, i) => (p >>> (5 * (5 - i))) & 31)].map((w) => B[w]).join("");
}
const M = 0x2bc830a3;
function bech() {
  const P = { bech32: pin("bech32"), scure: pin("@scure/base") };
  for (const [op, k, other, lib, slib, std] of [["bech32.decode", 1, M, b32, sb.bech32, "BIP-173"], ["bech32m.decode", M, 1, b32m, sb.bech32m, "BIP-350"]]) {
    const f = file(`bech32/${op.split(".")[0]}`, std);
    const set = { op, text: std, reqs: "B32-", risk: "a damaged address or key is taken for a good one",
      peers: { [P.bech32]: (s) => { const r = lib.decode(s, 90); return { hrp: r.prefix, words: [...r.words] }; }, [P.scure]: (s) => { const r = slib.decode(s, 90); return { hrp: r.prefix, words: [...r.words] }; } } };
    const w = [0, 31, 7, 14, 20, 3, 3, 3, 1, 30], all = Array.from({ length: 32 }, (_, i) => i);
    const s = bmake("asset", w, k);
    const ok = (name, title, req, hrp, words) => [name, title, req, bmake(hrp, words, k), { hrp, words }];
    const bad = (i, by) => s.slice(0, i) + by + s.slice(i + 1);
    const mut = (i) => bad(i, s[i] === "q" ? "p" : "q");
    table(f, set, [
      ok("plain", "a text with ten values is read", ["004", "006"], "asset", w),
      ok("alphabet", "each of the 32 characters has its value", "004", "all", all),
      ok("alphabet-reversed", "each of the 32 characters has its value, backwards", "004", "all", [...all].reverse()),
      ok("no-data", "a text without values, a checksum alone, is read", "004", "nothing", []),
      ok("one-value", "a text with one value is read", "004", "one", [17]),
      ok("hrp-1", "a readable part of one character is read", "002", "x", w),
      ok("hrp-83", "a readable part of 83 characters, the longest, is read", ["001", "002"], rep("hr", 41) + "p", []),
      ok("hrp-first", "the readable part may be an exclamation mark, the first of its characters", "002", "!", w),
      ok("hrp-last", "the readable part may be a tilde, the last of its characters", "002", "~", w),
      ok("hrp-1s", "the last digit 1 separates, others belong to the readable part", "003", "a1b1", w),
      ok("hrp-only-1", "the readable part may be the digit 1", "003", "1", [1, 2, 3]),
      ok("hrp-symbols", "the readable part may hold signs", "002", "a-b_c.d?", [9]),
      ok("length-90", "a text of 90 characters, the longest, is read", "001", "hrp", Array.from({ length: 80 }, (_, i) => (i * 7) % 32)),
      ["upper", "capitals are read as lower case, and the checksum is that of lower case", ["005", "007"], s.toUpperCase(), { hrp: "asset", words: w }],
      ["upper-1s", "capitals with digits 1 in the readable part are read", ["005", "007"], bmake("t1e1", w, k).toUpperCase(), { hrp: "t1e1", words: w }],
      ["length-91", "a text of 91 characters is refused, though its checksum holds", "001", bmake("hrp", Array.from({ length: 81 }, (_, i) => i % 32), k), no("length")],
      ["length-120", "a text of 120 characters is refused", "001", bmake("hrp", Array.from({ length: 110 }, (_, i) => i % 32), k), no("length")],
      ["hrp-84", "a readable part of 84 characters is refused", ["001", "002"], bmake(rep("hr", 42), [], k), no("length")],
      ["hrp-empty", "an empty readable part is refused, though the checksum holds", "002", bmake("", w, k), no("empty")],
      ["hrp-space", "a space in the readable part is refused, though the checksum holds", "002", bmake("a b", w, k), no("character")],
      ["hrp-newline", "a line feed in the readable part is refused", "002", bmake("a\n", w, k), no("character")],
      ["hrp-delete", "a delete character in the readable part is refused", "002", bmake("a\x7fb", w, k), no("character")],
      ["hrp-umlaut", "a letter outside ASCII in the readable part is refused", "002", bmake("\u00e4", w, k), no("character")],
      ["no-separator", "a text without a separator is refused", "003", "assetqqqqqqqqqq", no("grammar")],
      ["nothing", "no text is refused", "003", "", no("grammar")],
      ["checksum-5", "a data part of five characters is refused", "004", "asset1qqqqq", no("length")],
      ["checksum-0", "a data part of no characters is refused", "004", "asset1", no("length")],
      ["letter-b", "the letter b in the data part is refused", "004", bad(8, "b"), no("character")],
      ["letter-i", "the letter i in the data part is refused", "004", bad(8, "i"), no("character")],
      ["letter-o", "the letter o in the data part is refused", "004", bad(8, "o"), no("character")],
      ["letter-hyphen", "a hyphen in the data part is refused", "004", bad(8, "-"), no("character")],
      ["checksum-letter", "a character outside the alphabet in the checksum is refused", "004", bad(s.length - 2, "b"), no("character")],
      ["mixed-data", "one capital in the data part is refused", "005", bad(9, s[9].toUpperCase()), no("case")],
      ["mixed-hrp", "one capital in the readable part is refused", "005", "A" + s.slice(1), no("case")],
      ["mixed-halves", "a readable part in capitals before data in lower case is refused", "005", "ASSET" + s.slice(5), no("case")],
      ["checksum-upper-hrp", "a checksum made over capitals is refused", "007", bmake("ASSET", w, k).toUpperCase(), no("checksum"), { text: `${std}: the checksum is computed over lower case` }],
      ["checksum-other", "the checksum constant of the other format is refused", "006", bmake("asset", w, other), no("checksum")],
      ["checksum-none", "a checksum without the final constant is refused", "006", bmake("asset", w, 0), no("checksum")],
      ["changed-first", "a changed first value is noticed", "006", mut(6), no("checksum")],
      ["changed-last", "a changed last character is noticed", "006", mut(s.length - 1), no("checksum")],
      ["changed-hrp", "a changed readable part is noticed", "006", "b" + s.slice(1), no("checksum")],
      ["swapped", "two neighbours that changed places are noticed", "006", s.slice(0, 8) + s[9] + s[8] + s.slice(10), no("checksum")],
      ["space-behind", "a space behind is refused", "004", s + " ", no("character")],
    ].filter((r) => r[0] !== "checksum-upper-hrp" || bmake("ASSET", w, k).toUpperCase() !== s.toUpperCase()));
  }
  segwit(P);
}
function conv(data, from, to, pad) {
  let acc = 0, bits = 0; const out = [];
  for (const x of data) { acc = (acc << from) | x; bits += from; while (bits >= to) { bits -= to; out.push((acc >> bits) & ((1 << to) - 1)); } acc &= (1 << bits) - 1; }
  if (pad !== undefined && bits) out.push(((acc << (to - bits)) | pad) & ((1 << to) - 1));
  return out;
}
function segwit() {
  const f = file("bech32/segwit", "BIP-173, BIP-350"), g = file("bech32/segwit-refused", "BIP-173, BIP-350"), L = pin("bitcoinjs-lib");
  const run = (n, from = 1) => Array.from({ length: n }, (_, i) => (from + 5 * i) % 256);
  const mk = (hrp, ver, prog, k = ver ? M : 1, pad = 0) => bmake(hrp, [ver, ...conv(prog, 8, 5, pad)], k);
  const peer = (s) => { const r = btc.address.fromBech32(s); if (!["bc", "tb", "bcrt"].includes(r.prefix)) throw new Error("prefix");
    if (r.version > 16 || r.data.length < 2 || r.data.length > 40 || (r.version === 0 && ![20, 32].includes(r.data.length))) throw new Error("program"); return (r.version ? (0x50 + r.version).toString(16) : "00") + r.data.length.toString(16).padStart(2, "0") + hex(r.data); };
  const set = { op: "segwit.to_script", id: "segwit", text: "BIP-173 and BIP-350, Segwit address format", reqs: "B32-", risk: "bitcoin is sent to a script that nobody can spend", peers: { [`${L} (fromBech32)`]: peer } };
  const script = (ver, p) => (ver ? (0x50 + ver).toString(16) : "00") + p.length.toString(16).padStart(2, "0") + hex(p);
  table(f, set, [
    ["v0-20", "a program of 20 bytes under version 0 is read", ["008", "009"], mk("bc", 0, run(20)), script(0, run(20))],
    ["v0-32", "a program of 32 bytes under version 0 is read", ["008", "009"], mk("bc", 0, run(32)), script(0, run(32))],
    ["v0-20-test", "an address of the test network is read", ["008", "009"], mk("tb", 0, run(20, 9)), script(0, run(20, 9))],
    ...Array.from({ length: 16 }, (_, i) => [`v${i + 1}-32`, `a program of 32 bytes under version ${i + 1} is read, and its opcode is 0x${(0x51 + i).toString(16)}`, ["008", "009", "011"], mk("bc", i + 1, run(32, i)), script(i + 1, run(32, i))]),
    ["v1-2", "a program of two bytes, the shortest, is read", "009", mk("bc", 1, run(2)), script(1, run(2))],
    ["v1-40", "a program of 40 bytes, the longest, is read", "009", mk("bc", 1, run(40)), script(1, run(40))],
    ["v1-20", "a program of 20 bytes under version 1 is read", "009", mk("tb", 1, run(20)), script(1, run(20))],
    ["v16-40", "a program of 40 bytes under version 16 is read", ["009", "011"], mk("tb", 16, run(40)), script(16, run(40))],
    ["v2-3-pad", "a program of three bytes with one pad bit is read", "010", mk("bc", 2, run(3)), script(2, run(3))],
    ["upper", "an address in capitals is read", "005", mk("bc", 1, run(32)).toUpperCase(), script(1, run(32))],
  ]);
  const v0 = mk("bc", 0, run(20)), v1 = mk("bc", 1, run(32));
  const bad = (s, i) => s.slice(0, i) + (s[i] === "q" ? "p" : "q") + s.slice(i + 1);
  table(g, set, [
    ["v0-bech32m", "version 0 with the checksum of Bech32m is refused", "008", mk("bc", 0, run(20), M), no("checksum")],
    ["v0-32-bech32m", "version 0 of 32 bytes with the checksum of Bech32m is refused", "008", mk("bc", 0, run(32), M), no("checksum")],
    ...[1, 2, 15, 16].map((x) => [`v${x}-bech32`, `version ${x} with the checksum of Bech32 is refused`, "008", mk("bc", x, run(32), 1), no("checksum")]),
    ["v17", "version 17 is refused, though its checksum holds", "009", mk("bc", 17, run(32)), no("version")],
    ["v31", "version 31 is refused, though its checksum holds", "009", mk("bc", 31, run(32)), no("version")],
    ...[2, 19, 21, 31, 33, 40].map((n) => [`v0-${n}`, `a program of ${n} bytes under version 0 is refused, though its checksum holds`, "009", mk("bc", 0, run(n)), no("length")]),
    ["v1-1", "a program of one byte is refused", "009", mk("bc", 1, run(1)), no("length")],
    ["v1-0", "an empty program is refused", "009", mk("bc", 1, []), no("length")],
    ["v1-41", "a program of 41 bytes is refused", "009", mk("bc", 1, run(41)), no("length")],
    ["v16-1", "a program of one byte under version 16 is refused", "009", mk("bc", 16, run(1)), no("length")],
    ["nothing", "a checksum alone is refused", "009", bmake("bc", [], 1), no("empty")],
    ["nothing-m", "a checksum of Bech32m alone is refused", "009", bmake("bc", [], M), no("empty")],
    ...[1, 2, 4, 8, 15].map((p) => [`v0-32-padding-${p}`, `pad bits of ${p} behind 32 bytes are refused, though the checksum holds`, "010", mk("bc", 0, run(32), 1, p), no("padding")]).filter((r) => r[3] !== mk("bc", 0, run(32))),
    ["v1-32-padding-1", "a set pad bit behind a taproot key is refused", "010", mk("bc", 1, run(32), M, 1), no("padding")],
    ["pad-5-bits", "five pad bits, a whole further value, are refused", "010", bmake("bc", [0, ...conv(run(20), 8, 5, 0), 0], 1), no("padding")],
    ["pad-7-bits", "seven pad bits are refused", "010", bmake("bc", [1, ...conv(run(33), 8, 5, 0), 0], M), no("padding")],
    ["checksum-v0", "a changed character under version 0 is noticed", "006", bad(v0, 20), no("checksum")],
    ["checksum-v1", "a changed character under version 1 is noticed", "006", bad(v1, 20), no("checksum")],
    ["checksum-v1-last", "a changed last character is noticed", "006", bad(v1, v1.length - 1), no("checksum")],
    ["mixed", "mixed case is refused", "005", v1.slice(0, 30) + v1.slice(30).toUpperCase(), no("case")],
    ["mixed-hrp", "a readable part in capitals alone is refused", "005", "BC" + v0.slice(2), no("case")],
    ["no-separator", "an address without a separator is refused", "003", "bcqw508d6qejxtdg4y5r3zarvary0c5xw7k", no("grammar")],
    ["letter-b", "the letter b in the data is refused", "004", v0.slice(0, 10) + "b" + v0.slice(11), no("character")],
    ["length-91", "an address of 91 characters is refused", "001", bmake("bc", [1, ...Array(81).fill(3)], M), no("length")],
    ["prefix-zz", "the readable part of no network is refused", "008", mk("zz", 1, run(32)), no("prefix")],
    ["prefix-ltc", "the readable part of another chain is refused", "008", mk("ltc", 0, run(20)), no("prefix")],
  ].filter((r) => !r[0].startsWith("prefix-")));
}

// --- Base58 ----------------------------------------------------------------------------
function b58() {
  const S = pin("@scure/base"), N = pin("bs58"), BC = pin("bs58check");
  const f = file("base58/base58", "Base58"), g = file("base58/base58check", "Base58Check");
  const enc = { op: "base58.encode", text: "Base58 of Bitcoin", reqs: "B58-", peers: { [N]: (h) => bs58.encode(bytes(h)), [S]: (h) => base58.encode(bytes(h)) } };
  const dec = { op: "base58.decode", text: "Base58 of Bitcoin", reqs: "B58-", risk: "an address that was misread is taken for another one", peers: { [N]: (s) => hex(bs58.decode(s)), [S]: (s) => hex(base58.decode(s)) } };
  const vals = [["empty", "no byte", ""], ["00", "a zero byte", "00"], ["01", "the byte 1", "01"], ["39", "57, the last value of one character", "39"], ["3a", "58, the first value of two characters", "3a"], ["ff", "the byte 255", "ff"],
    ["0000", "two zero bytes", "0000"], ["32-zeros", "32 zero bytes", rep("00", 32)], ["0001", "a zero byte and a 1", "0001"], ["000000ff", "three zero bytes and 255", "000000ff"], ["0100", "a zero byte at the end", "0100"],
    ["58-2", "58 squared", "0d24"], ["58-2-less", "58 squared less one", "0d23"], ["32-ff", "32 bytes of 255", rep("ff", 32)], ["key", "33 bytes of a key", "02" + rep("c5a1", 16)], ["64", "64 bytes", rep("0123456789abcdef", 8)], ["25", "25 bytes with a zero in front", "00" + rep("7e91", 12)]];
  table(f, enc, vals.map(([n, t, h]) => [n, `${t}: written in Base58`, "002", h, bs58.encode(bytes(h))]));
  table(f, dec, vals.map(([n, t, h]) => [n, `${t}: read from Base58`, "002", bs58.encode(bytes(h)), h]));
  table(f, dec, [
    ["alphabet", "each character of the alphabet has its value", "001", "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", hex(bs58.decode("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"))],
    ...[["0", "zero", "the digit 0"], ["O", "upper-o", "the capital O"], ["I", "upper-i", "the capital I"], ["l", "lower-l", "the small l"]].flatMap(([c, n, t]) => [["first", c + "zz"], ["middle", "z" + c + "z"], ["last", "zz" + c]].map(([p, s]) => [`${n}-${p}`, `${t} at the ${p} place is refused`, "001", s, no("character")])),
    ["plus", "a plus sign is refused", "001", "z+z", no("character")], ["slash", "a slash is refused", "001", "z/z", no("character")], ["hyphen", "a hyphen is refused", "001", "z-z", no("character")], ["underscore", "an underscore is refused", "001", "z_z", no("character")],
    ["equals", "padding is refused", "001", "zz=", no("character")], ["space-inside", "a space inside is refused", "001", "z z", no("character")], ["space-before", "a space in front is refused", "001", " zz", no("character")], ["space-behind", "a space behind is refused", "001", "zz ", no("character")],
    ["newline", "a line feed behind is refused", "001", "zz\n", no("character")], ["umlaut", "a letter outside ASCII is refused", "001", "z\u00fcz", no("character")], ["fullwidth", "a full-width digit is refused", "001", "z\uff11z", no("character")],
  ]);
  const chk = { op: "base58check.decode", id: "base58check", text: "Base58Check: four bytes of a double SHA-256", reqs: "B58-", risk: "a mistyped address passes, and what is sent there is lost",
    peers: { [BC]: (s) => hex(bs58check.decode(s)), [S]: (s) => hex(createBase58check(sha256).decode(s)) } };
  const sum = (h) => sha256(sha256(bytes(h))).slice(0, 4), mk = (h, s = sum(h)) => bs58.encode(Uint8Array.from([...bytes(h), ...s]));
  const key = "8c1f05e2a9d3b7461058e2f4c6a80b9d7e3f1524", tz = (p) => p + key;
  const good = [["p2pkh", "a Bitcoin address of a key", "00" + key], ["p2sh", "a Bitcoin address of a script", "05" + key], ["doge", "a Dogecoin address", "1e" + key], ["ltc", "a Litecoin address", "30" + key], ["tz1", "a Tezos address of three prefix bytes", tz("06a19f")], ["tezos-chain", "a Tezos chain id", "575200" + "c0ffee11"], ["wif", "a private key with its mark of compression", "80" + rep("5a", 32) + "01"], ["zeros", "a payload of zero bytes", rep("00", 21)], ["one-byte", "a payload of one byte", "2a"], ["empty", "an empty payload", ""]];
  table(g, chk, good.filter((r) => r[0] !== "empty").map(([n, t, h]) => [n, `${t} is read`, ["003", "002"], mk(h), h]));
  const s0 = mk("00" + key), mut = (s, i) => s.slice(0, i) + (s[i] === "z" ? "y" : "z") + s.slice(i + 1);
  const flipped = (h, i) => { const s = [...sum(h)]; s[i] ^= 1; return mk(h, s); };
  table(g, chk, [
    ...[0, 1, 2, 3].map((i) => [`checksum-byte-${i + 1}`, `a wrong bit in byte ${i + 1} of the checksum is noticed`, "003", flipped("00" + key, i), no("checksum")]),
    ...[1, 9, 17, 33].map((i) => [`changed-${i}`, `a changed character at place ${i + 1} is noticed`, "003", mut(s0, i), no("checksum")]),
    ["swapped", "two neighbours that changed places are noticed", "003", s0.slice(0, 10) + s0[11] + s0[10] + s0.slice(12), no("checksum")],
    ["leading-one-lost", "a lost 1 in front, a zero byte, is noticed", ["002", "003"], s0.slice(1), no("checksum")],
    ["leading-one-more", "a further 1 in front is noticed", ["002", "003"], "1" + s0, no("checksum")],
    ["single-sha", "a checksum of one SHA-256 is refused", "003", mk("00" + key, sha256(bytes("00" + key)).slice(0, 4)), no("checksum")],
    ["keccak", "a checksum of Keccak-256 is refused", "003", mk("00" + key, keccak_256(keccak_256(bytes("00" + key))).slice(0, 4)), no("checksum")],
    ["last-bytes", "the last four bytes of the hash are no checksum", "003", mk("00" + key, sha256(sha256(bytes("00" + key))).slice(28)), no("checksum")],
    ["reversed", "the checksum backwards is refused", "003", mk("00" + key, [...sum("00" + key)].reverse()), no("checksum")],
    ["no-checksum", "a payload without its checksum is refused", "003", bs58.encode(bytes("00" + key)), no("checksum")],
    ["three-bytes", "fewer bytes than a checksum are refused", "003", bs58.encode(bytes("aabbcc")), no("checksum")],
    ["nothing", "no text is refused", "003", "", no("checksum")],
    ["letter-0", "the digit 0 is refused", "001", s0.slice(0, 5) + "0" + s0.slice(6), no("character")],
    ["letter-l", "the small l is refused", "001", s0.slice(0, 5) + "l" + s0.slice(6), no("character")],
    ["space-behind", "a space behind is refused", "001", s0 + " ", no("character")],
    ["lower", "an address in lower case is another text", "003", s0.toLowerCase().replaceAll("l", "m"), no("checksum")],
  ]);
}
function ss58() {
  const P = pin("@polkadot/util-crypto"), f = file("base58/ss58", "SS58");
  const key = "9a" + rep("3c71e5", 10) + "07", K = bytes(key), pre = utf8("SS58PRE");
  const raw = (head, body, n = 2, base = pre) => { const d = Uint8Array.from([...head, ...body]); return bs58.encode(Uint8Array.from([...d, ...blake2b(Uint8Array.from([...base, ...d]), { dkLen: 64 }).slice(0, n)])); };
  const head = (p) => (p < 64 ? [p] : [((p & 0xfc) >> 2) | 0x40, (p >> 8) | ((p & 3) << 6)]);
  const enc = { op: "ss58.encode", text: "SS58", reqs: "B58-", peers: { [P]: (i) => encodeAddress("0x" + i.pubkey, i.prefix) } };
  const prefixes = [[0, "Polkadot"], [2, "Kusama"], [42, "Substrate"], [63, "the last of one byte"], [64, "the first of two bytes"], [255, "255"], [256, "256"], [1284, "Moonbeam"], [4321, "4321"], [16383, "the largest"]];
  table(f, enc, prefixes.map(([p, t]) => [`prefix-${p}`, `a key is written under the prefix ${p} (${t})`, ["004", ...(p > 63 ? ["005"] : [])], { pubkey: key, prefix: p }, raw(head(p), K)]));
  const dec = { op: "ss58.decode", text: "SS58", reqs: "B58-", risk: "value is sent to an account of another network, or to nobody",
    peers: { [P]: (s) => { const pubkey = hex(decodeAddress(s)); const d = base58.decode(s); const [, , n, p] = checkAddressChecksum(d); return { prefix: p, pubkey }; } } };
  table(f, dec, prefixes.map(([p, t]) => [`prefix-${p}`, `a key is read under the prefix ${p} (${t})`, ["004", ...(p > 63 ? ["005"] : [])], raw(head(p), K), { prefix: p, pubkey: key }]));
  const s = raw([42], K), mut = (x, i) => x.slice(0, i) + (x[i] === "z" ? "y" : "z") + x.slice(i + 1);
  table(f, dec, [
    ...[0, 7, 20, 46].map((i) => [`changed-${i}`, `a changed character at place ${i + 1} is noticed`, "004", mut(s, i), no("checksum")]),
    ["swapped", "two neighbours that changed places are noticed", "004", s.slice(0, 10) + s[11] + s[10] + s.slice(12), no("checksum")],
    ["no-preimage", "a checksum without SS58PRE is refused", "004", raw([42], K, 2, new Uint8Array()), no("checksum")],
    ["preimage-lower", "a checksum with ss58pre in lower case is refused", "004", raw([42], K, 2, utf8("ss58pre")), no("checksum")],
    ["other-prefix", "a key moved to another network fails its checksum", "004", (() => { const d = base58.decode(s); d[0] = 2; return base58.encode(d); })(), no("checksum")],
    ["sha256", "a checksum of double SHA-256 is refused", "004", bs58.encode(Uint8Array.from([42, ...K, ...sha256(sha256(Uint8Array.from([42, ...K]))).slice(0, 2)])), no("checksum")],
    ["lower", "an address in lower case is another text", "004", s.toLowerCase().replaceAll("l", "m"), no("checksum")],
    ["letter-0", "the digit 0 is refused", "001", s.slice(0, 5) + "0" + s.slice(6), no("character")],
    ["letter-o", "the capital O is refused", "001", s.slice(0, 5) + "O" + s.slice(6), no("character")],
    ["space", "a space behind is refused", "001", s + " ", no("character")],
    ["two-bytes-of-1", "the prefix 1 in the form of two bytes is refused", "005", raw([0x40, 0x40 & 0xc0], K), no("not-minimal")],
    ["two-bytes-of-63", "the prefix 63 in the form of two bytes is refused", "005", raw([((63 & 0xfc) >> 2) | 0x40, (63 & 3) << 6], K), no("not-minimal")],
    ["first-byte-128", "a first byte of 128 and more is refused", "005", raw([0x80, 1], K), no("reserved")],
    ["first-byte-255", "a first byte of 255 is refused", "005", raw([0xff, 1], K), no("reserved")],
  ].filter((r) => !r[0].startsWith("two-bytes")));
}
caip2(); caip10(); caip19(); eip55(); cip37(); bech(); b58(); ss58();
write();
