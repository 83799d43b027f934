// SPDX-License-Identifier: Apache-2.0
// asset-texts: sign-in messages (@spruceid/siwe-parser, siwe), canonical JSON
// (canonicalize, json-canonicalize), Conflux addresses.
//   node asset-texts.mjs [@spruceid/siwe-parser|siwe|canonicalize|json-canonicalize|@conflux-dev/conflux-address-js]
import { readFileSync } from "node:fs";
import { serve } from "./loop.mjs";

const lib = process.argv[2] ?? "@spruceid/siwe-parser";
const m = await import(lib);
const double = (bits) => Buffer.from(bits, "hex").readDoubleBE(0);
const canon = (f) => ({ "jcs.canonicalize": (i) => f(JSON.parse(i)), "jcs.number": (i) => f(double(i)) });
function siwe(text) {
  const p = new m.ParsedMessage(text);
  const out = { domain: p.domain, address: p.address, uri: p.uri, version: p.version, chainId: p.chainId, nonce: p.nonce };
  for (const k of ["scheme", "statement", "requestId", "resources"]) if (p[k] !== null && p[k] !== undefined) out[k] = p[k];
  return out;
}
function siweMessage(text) {
  const p = new m.SiweMessage(text);
  const out = { domain: p.domain, address: p.address, uri: p.uri, version: p.version, chainId: p.chainId, nonce: p.nonce };
  for (const k of ["scheme", "statement", "requestId", "resources"]) if (p[k] !== null && p[k] !== undefined) out[k] = p[k];
  return out;
}
/* What verify() says about time, without a signature. */
function siweValid({ message, time }) {
  const p = new m.SiweMessage(message), t = new Date(time);
  if (!/T.*(Z|[+-]\d\d:\d\d)$/i.test(time)) throw new Error("no time");
  return !(p.expirationTime && t.getTime() >= new Date(p.expirationTime).getTime()) && !(p.notBefore && t.getTime() < new Date(p.notBefore).getTime());
}
const ops = {
  "@spruceid/siwe-parser": () => ({ "siwe.parse": siwe }),
  siwe: () => ({ "siwe.parse": siweMessage, "siwe.valid_at": siweValid }),
  canonicalize: () => canon(m.default),
  "json-canonicalize": () => canon(m.canonicalize),
  "@conflux-dev/conflux-address-js": () => ({
    "cip37.encode": (i) => m.default.encode(Buffer.from(i.hex, "hex"), i.netId, i.verbose ?? false),
    "cip37.decode": (i) => { const a = m.default.decode(i); return { hex: Buffer.from(a.hexAddress).toString("hex"), netId: a.netId, type: a.type }; },
  }),
}[lib]();
const version = JSON.parse(readFileSync(new URL(`./node_modules/${lib}/package.json`, import.meta.url))).version;
await serve({ name: lib, version, ops });
