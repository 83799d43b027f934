// SPDX-License-Identifier: Apache-2.0
// asset-did: identifiers as did-resolver reads them, and the addresses that two
// resolvers of did:web would fetch.  Nothing is fetched: the request of
// web-did-resolver ends in a function of our own.
//   node asset-did.mjs [did-resolver|@digitalbazaar/did-method-web|web-did-resolver|ethr-did-resolver]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "did-resolver";
import { Unsupported, serve } from "./loop.mjs";

const lib = process.argv[2] ?? "did-resolver";

function plain() {
  const read = (text) => {
    const p = parse(text);
    if (!p) throw new Error("not parsed");
    return p;
  };
  return {
    "did.parse": (i) => {
      const p = read(i);
      if (p.did !== i) throw new Error("more than a DID");
      return { method: p.method, id: p.id };
    },
    "did.parse_url": (i) => {
      const p = read(i), out = { did: p.did, method: p.method, id: p.id };
      for (const k of ["path", "query", "fragment"]) if (p[k] !== undefined && !(k === "path" && p[k] === "")) out[k] = p[k];
      return out;
    },
  };
}
function bazaar({ didUrlToHttpsUrl }) {
  return {
    "did_web.to_url": (i) => {
      if (/[/?#]/.test(i)) throw new Unsupported(); // the function takes URLs of DIDs, the operation DIDs
      return { url: didUrlToHttpsUrl(i).baseUrl };
    },
  };
}
function web() {
  const require = createRequire(import.meta.url), asked = { url: null };
  const fetch = async (url) => { asked.url = String(url); throw new Error("not fetched"); };
  // the copy that the resolver itself would load: there may be others
  const own = createRequire(require.resolve("web-did-resolver")).resolve("cross-fetch");
  require.cache[own] = { id: own, loaded: true, exports: Object.assign(fetch, { default: fetch, fetch }) };
  const { getResolver } = require("web-did-resolver");
  return {
    "did_web.to_url": async (i) => {
      asked.url = null;
      const parsed = parse(i);
      if (parsed?.did !== i || parsed.method !== "web") throw new Error("not parsed");
      const r = await getResolver().web(parsed.did, parsed, {}, {});
      if (asked.url === null) throw new Error(r.didResolutionMetadata.error ?? "nothing asked for");
      return { url: asked.url };
    },
  };
}
/* As its resolver takes an identifier apart before it asks a chain. */
function ethr({ identifierMatcher, interpretIdentifier }) {
  return {
    "did_ethr.parse": (i) => {
      const p = parse(i);
      if (p?.did !== i || p.method !== "ethr" || !p.id.match(identifierMatcher)) throw new Error("not parsed");
      const { publicKey, network = "mainnet" } = interpretIdentifier(i), written = p.id.slice(p.id.lastIndexOf(":") + 1);
      return { network, [publicKey ? "public_key" : "address"]: written };
    },
  };
}
const ops = lib === "did-resolver" ? plain() : lib === "web-did-resolver" ? web() : lib === "ethr-did-resolver" ? ethr((await import(lib)).default ?? (await import(lib))) : bazaar(await import(lib));
const version = JSON.parse(readFileSync(new URL(`./node_modules/${lib}/package.json`, import.meta.url))).version;
await serve({ name: lib, version, ops });
