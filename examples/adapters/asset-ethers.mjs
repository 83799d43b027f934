// SPDX-License-Identifier: Apache-2.0
// asset-ethers: what ethers offers of the asset suite - addresses, ENS,
// interfaces, typed data.
import { ethers } from "ethers";
import { Unsupported, serve } from "./loop.mjs";

const structs = (types) => Object.fromEntries(Object.entries(types).filter(([k]) => k !== "EIP712Domain"));
/* ethers finds the primary type by itself, and wants no other types than those
 * that it uses: what it cannot be told is not asked. */
function encoder({ types, primaryType }) {
  if (!types[primaryType]) throw new Error(`no type ${primaryType}`);
  let found;
  try {
    found = ethers.TypedDataEncoder.from(structs(types));
  } catch (e) {
    if (/ambiguous primary types/.test(e.message)) throw new Unsupported();
    throw e;
  }
  if (found.primaryType !== primaryType) throw new Unsupported();
  return found;
}
const ops = {
  "eip55.encode": (i) => ethers.getAddress(i.toLowerCase()),
  "eip55.valid": (i) => ethers.isAddress(i),
  "ens.namehash": (i) => ethers.namehash(i),
  "ens.labelhash": (i) => ethers.id(i),
  "ens.normalize": (i) => ethers.ensNormalize(i),
  "ens.dns_encode": (i) => ethers.dnsEncode(i, 255),
  "abi.selector": (i) => ethers.FunctionFragment.from(`function ${i}`).selector,
  "abi.event_topic": (i) => ethers.EventFragment.from(`event ${i}`).topicHash,
  "erc165.interface_id": (i) => "0x" + i.map((s) => parseInt(ethers.FunctionFragment.from(`function ${s}`).selector, 16)).reduce((a, b) => (a ^ b) >>> 0, 0).toString(16).padStart(8, "0"),
  "eip191.personal_hash": (i) => ethers.hashMessage(i),
  "eip712.hash": (i) => { encoder(i); return ethers.TypedDataEncoder.hash(i.domain, structs(i.types), i.message); },
  "eip712.encode_type": (i) => encoder(i).encodeType(i.primaryType),
  "eip712.type_hash": (i) => ethers.id(i),
  "create2.address": (i) => ethers.getCreate2Address(i.deployer, i.salt, i.init_code_hash),
};
await serve({ name: "ethers", version: ethers.version, ops });
