// SPDX-License-Identifier: Apache-2.0
// asset-viem: what viem offers of the asset suite - addresses, ENS hashes,
// interfaces, typed data, wrapped signatures and sign-in messages.
import { readFileSync } from "node:fs";
import * as viem from "viem";
import { normalize, packetToBytes } from "viem/ens";
import { parseSiweMessage } from "viem/siwe";
import { isErc6492Signature } from "viem/utils";
import { Unsupported, serve } from "./loop.mjs";

const NEEDED = ["domain", "address", "uri", "version", "chainId", "nonce", "issuedAt"];
function siwe(text) {
  const m = parseSiweMessage(text);
  const missing = NEEDED.find((k) => m[k] === undefined);
  if (missing) throw new Error(`no ${missing}`);
  const out = { domain: m.domain, address: m.address, uri: m.uri, version: m.version, chainId: m.chainId, nonce: m.nonce };
  for (const k of ["scheme", "statement", "requestId", "resources"]) if (m[k] !== undefined) out[k] = m[k];
  return out;
}
const ops = {
  "eip55.encode": (i) => viem.getAddress(i),
  "eip55.valid": (i) => viem.isAddress(i),
  "eip1191.encode": (i) => viem.checksumAddress(i.address, [30, 31].includes(i.chainId) ? i.chainId : undefined),
  "ens.namehash": (i) => viem.namehash(i),
  "ens.labelhash": (i) => viem.labelhash(i),
  "ens.normalize": (i) => normalize(i),
  "ens.dns_encode": (i) => viem.toHex(packetToBytes(i)),
  "ens.evm_coin_type": (i) => Number(viem.toCoinType(i)),
  "abi.event_topic": (i) => viem.keccak256(viem.toHex(i)),
  "erc165.interface_id": (i) => "0x" + i.map((s) => parseInt(viem.toFunctionSelector(s), 16)).reduce((a, b) => (a ^ b) >>> 0, 0).toString(16).padStart(8, "0"),
  "eip191.personal_hash": (i) => viem.hashMessage(i),
  "eip712.hash": (i) => viem.hashTypedData(i),
  "create2.address": (i) => viem.getCreate2Address({ from: i.deployer, salt: i.salt, bytecodeHash: i.init_code_hash }),
  "erc6492.detect": (i) => isErc6492Signature(i),
  "siwe.parse": siwe,
  "abi.selector": (i) => {
    if (!/^\w+\(.*\)$/.test(i)) throw new Unsupported(); // viem hashes any text
    return viem.toFunctionSelector(i);
  },
};
const version = JSON.parse(readFileSync(new URL("./node_modules/viem/package.json", import.meta.url))).version;
await serve({ name: "viem", version, ops });
