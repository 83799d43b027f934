// SPDX-License-Identifier: Apache-2.0
// xchain-messages: codecs of messages in their projects' own libraries.
// node xchain-messages.mjs @hyperlane-xyz/utils|@layerzerolabs/lz-v2-utilities|scale-ts
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { serve, Unsupported } from "./loop.mjs";

const require = createRequire(import.meta.url);
const x = (h) => "0x" + h, s = (h) => h.replace(/^0x/, ""), subject = process.argv[2];

async function hyperlane() {
  const h = await import("@hyperlane-xyz/utils");
  const domain = (m) => Number(m);
  return {
    "hyperlane.message_encode": (i) => { const m = h.formatMessage(i.version, i.nonce, domain(i.origin), x(i.sender), domain(i.destination), x(i.recipient), x(i.body)); return { message: s(m), id: s(h.messageId(m)) }; },
    "hyperlane.message_parse": (i) => { const m = h.parseMessage(x(i.message)); return { version: m.version, nonce: m.nonce, origin: m.origin, sender: s(m.sender), destination: m.destination, recipient: s(m.recipient), body: s(m.body) }; },
    "hyperlane.bytes32_to_address": (i) => ({ address: s(h.bytes32ToAddress(x(i.bytes32))).toLowerCase() }),
  };
}
async function layerzero() {
  const { PacketV1Codec, calculateGuid } = require("@layerzerolabs/lz-v2-utilities");
  return {
    "layerzero.guid": (i) => ({ guid: s(calculateGuid({ nonce: i.nonce, srcEid: i.src_eid, sender: x(i.sender), dstEid: i.dst_eid, receiver: x(i.receiver) })) }),
    "layerzero.packet_encode": (i) => ({ packet: s(PacketV1Codec.encode({ version: 1, nonce: i.nonce, srcEid: i.src_eid, sender: x(i.sender), dstEid: i.dst_eid, receiver: x(i.receiver), guid: x(i.guid), message: x(i.message), payload: "" })) }),
    "layerzero.packet_decode": (i) => { const p = PacketV1Codec.from(x(i.packet)); return { version: p.version(), nonce: String(p.nonce()), src_eid: p.srcEid(), sender: s(p.sender()), dst_eid: p.dstEid(), receiver: s(p.receiver()), message: s(p.message()), guid: s(p.guid()), header: s(p.header()), payload_hash: s(p.payloadHash()) }; },
  };
}
async function scale() {
  const { compact } = await import("scale-ts");
  return {
    "scale.compact_encode": (i) => ({ bytes: Buffer.from(compact.enc(BigInt(i.value))).toString("hex") }),
    "scale.compact_decode": (i) => ({ value: String(compact.dec(x(i.bytes))) }),
  };
}

const SUBJECTS = { "@hyperlane-xyz/utils": hyperlane, "@layerzerolabs/lz-v2-utilities": layerzero, "scale-ts": scale };
if (!SUBJECTS[subject]) throw new Unsupported(`no such subject: ${subject}`);
const folder = new URL(`./node_modules/${subject}/package.json`, import.meta.url);
serve({ name: subject, version: JSON.parse(readFileSync(folder)).version, ops: await SUBJECTS[subject]() });
