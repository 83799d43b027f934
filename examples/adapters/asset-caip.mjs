// SPDX-License-Identifier: Apache-2.0
// asset-caip: CAIP identifiers as caip or @metamask/utils read them.
//   node asset-caip.mjs [caip|@metamask/utils]
import { readFileSync } from "node:fs";
import { serve } from "./loop.mjs";

const lib = process.argv[2] ?? "caip";

async function caip() {
  const { ChainId, AccountId, AssetType, AssetId } = await import("caip");
  const chain = (c) => { const { namespace, reference } = new ChainId(c); return { namespace, reference }; };
  const type = (t) => { const { namespace, reference } = t.assetName; return { ...chain(t.chainId), asset_namespace: namespace, asset_reference: reference }; };
  return {
    "caip2.parse": chain,
    "caip10.parse": (i) => { const a = new AccountId(i); return { ...chain(a.chainId), address: a.address }; },
    "caip19.parse_type": (i) => type(new AssetType(i)),
    "caip19.parse_id": (i) => { const a = new AssetId(i); return { ...type(a), token_id: a.tokenId }; },
  };
}
async function metamask() {
  const m = await import("@metamask/utils");
  const type = (t) => ({ ...t.chain, asset_namespace: t.assetNamespace, asset_reference: t.assetReference });
  return {
    "caip2.parse": (i) => m.parseCaipChainId(i),
    "caip10.parse": (i) => { const a = m.parseCaipAccountId(i); return { ...a.chain, address: a.address }; },
    "caip19.parse_type": (i) => type(m.parseCaipAssetType(i)),
    "caip19.parse_id": (i) => { const a = m.parseCaipAssetId(i); return { ...type(a), token_id: a.tokenId }; },
    "eip55.encode": (i) => m.getChecksumAddress(i.toLowerCase()),
    "eip55.valid": (i) => m.isValidHexAddress(i),
  };
}
const ops = await (lib === "caip" ? caip() : metamask());
const version = JSON.parse(readFileSync(new URL(`./node_modules/${lib}/package.json`, import.meta.url))).version;
await serve({ name: lib, version, ops });
