// SPDX-License-Identifier: Apache-2.0
// bench_asset: what the libraries take for the texts of bench_asset.c; one line
// "name library rate" each, nothing for a library that is not there.
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(pathToFileURL(join(process.argv[2] ?? ".", "x.mjs")));
async function load(name) {
  try { return require(name); } catch { /* perhaps a module of the other kind */ }
  const folder = join(process.argv[2] ?? ".", "node_modules", name);
  try { return await import(pathToFileURL(join(folder, JSON.parse(readFileSync(join(folder, "package.json"))).main))); } catch { return null; }
}
const CAIP19 = "eip155:1/erc721:0x06012c8cf97BEaD5deAe237070F9587f8E7A266d/771769";
const CID = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi", BECH32 = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", NAME = "Avatar-Markt.Caf\u00e9.eth";
const DOCUMENT = '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false],"owner":{"name":"Visitor","id":7}}';
const GLB = Uint8Array.from(Buffer.from("Z2xURgIAAABYAAAARAAAAEpTT057ImFzc2V0Ijp7InZlcnNpb24iOiIyLjAifSwic2NlbmVzIjpbeyJub2RlcyI6WzBdfV0sIm5vZGVzIjpbe31dfSAgIA==", "base64"));
async function rate(fn, rounds = 5, ms = 120) {
  let best = 0;
  for (let r = 0; r < rounds; r++) {
    const start = performance.now();
    let n = 0, spent;
    do { for (let i = 0; i < 16; i++, n++) await fn(); spent = performance.now() - start; } while (spent < ms);
    best = Math.max(best, (n / spent) * 1000);
  }
  return best;
}
/* Without a turn of the event loop in each call. */
function fast(fn, rounds = 7, ms = 120) {
  let best = 0;
  for (let r = 0; r < rounds; r++) {
    const start = performance.now();
    let n = 0, spent;
    do { for (let i = 0; i < 256; i++, n++) fn(); spent = performance.now() - start; } while (spent < ms);
    best = Math.max(best, (n / spent) * 1000);
  }
  return best;
}
const tell = (row, lib, n) => console.log(`${row} ${lib} ${n.toFixed(1)}`);
const mm = await load("@metamask/utils"), mf = await load("multiformats/cid"), viem = await load("viem/ens"), ens = await load("@adraffy/ens-normalize"), canon = await load("canonicalize"), gltf = await load("gltf-validator"), btc = await load("bitcoinjs-lib"), bech = await load("bech32");
if (mm) tell("caip19", "@metamask/utils", fast(() => mm.parseCaipAssetId(CAIP19)));
if (mf) tell("cid", "multiformats", fast(() => mf.CID.parse(CID)));
if (btc) tell("bech32", "bitcoinjs-lib", fast(() => btc.address.toOutputScript(BECH32)));
else if (bech) tell("bech32", "bech32", fast(() => { const d = bech.bech32.decode(BECH32); bech.bech32.fromWords(d.words.slice(1)); }));
if (ens) tell("ens", "ens-normalize", fast(() => ens.ens_normalize(NAME)));
if (viem) tell("ens", "viem", fast(() => viem.normalize(NAME)));
if (canon) tell("jcs", "canonicalize", fast(() => (canon.default ?? canon)(JSON.parse(DOCUMENT))));
if (gltf) tell("glb", "gltf-validator", await rate(() => gltf.validateBytes(GLB, { format: "glb", maxIssues: 0, writeTimestamp: false })));
