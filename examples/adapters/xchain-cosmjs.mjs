// SPDX-License-Identifier: Apache-2.0
// xchain-cosmjs: the stored objects of IBC, as cosmjs-types encodes them.
import { readFileSync } from "node:fs";
import { Channel, Packet, Acknowledgement } from "cosmjs-types/ibc/core/channel/v1/channel";
import { ConnectionEnd } from "cosmjs-types/ibc/core/connection/v1/connection";
import { ClientState } from "cosmjs-types/ibc/lightclients/tendermint/v1/tendermint";
import { FungibleTokenPacketData } from "cosmjs-types/ibc/applications/transfer/v1/packet";
import { ProofSpec } from "cosmjs-types/cosmos/ics23/v1/proofs";
import { Any } from "cosmjs-types/google/protobuf/any";
import { Unsupported, serve } from "./loop.mjs";

const bytes = (h) => Uint8Array.from(Buffer.from(h, "hex")), hex = (b) => Buffer.from(b).toString("hex");
const enc = (t, x) => hex(t.encode(t.fromPartial(x)).finish());
const CHANNEL = ["UNINITIALIZED", "INIT", "TRYOPEN", "OPEN", "CLOSED"], ORDER = ["NONE", "UNORDERED", "ORDERED"];
const height = (h) => ({ revisionNumber: BigInt(h.revision_number), revisionHeight: BigInt(h.revision_height) });
const duration = (ns) => ({ seconds: BigInt(ns) / 1000000000n, nanos: Number(BigInt(ns) % 1000000000n) });
const LEAF = { hash: 1, prehashKey: 0, prehashValue: 1, length: 1, prefix: bytes("00") };
const inner = (size, min, max, empty = "") => ({ childOrder: [0, 1], childSize: size, minPrefixLength: min, maxPrefixLength: max, emptyChild: bytes(empty), hash: 1 });
const SPECS = {
  iavl: { leafSpec: LEAF, innerSpec: inner(33, 4, 12) },
  tendermint: { leafSpec: LEAF, innerSpec: inner(32, 1, 1) },
  smt: { leafSpec: { ...LEAF, prehashKey: 1, length: 0 }, innerSpec: inner(32, 1, 1, "00".repeat(32)), maxDepth: 256, prehashKeyBeforeComparison: true },
};
const spec = (name) => {
  if (!SPECS[name]) throw new Unsupported();
  return SPECS[name];
};

serve({
  name: "cosmjs-types",
  version: JSON.parse(readFileSync(new URL("./node_modules/cosmjs-types/package.json", import.meta.url))).version,
  ops: {
    "ibc.proto.channel_end": (i) => ({ bytes: enc(Channel, { state: CHANNEL.indexOf(i.state), ordering: ORDER.indexOf(i.ordering), counterparty: { portId: i.counterparty.port_id, channelId: i.counterparty.channel_id }, connectionHops: i.connection_hops, version: i.version }) }),
    "ibc.proto.connection_end": (i) => ({ bytes: enc(ConnectionEnd, { clientId: i.client_id, versions: i.versions, state: CHANNEL.indexOf(i.state), counterparty: { clientId: i.counterparty.client_id, connectionId: i.counterparty.connection_id, prefix: { keyPrefix: bytes(i.counterparty.prefix) } }, delayPeriod: BigInt(i.delay_period) }) }),
    "ibc.proto.packet_v1": (i) => ({ bytes: enc(Packet, { sequence: BigInt(i.sequence), sourcePort: i.source_port, sourceChannel: i.source_channel, destinationPort: i.destination_port, destinationChannel: i.destination_channel, data: bytes(i.data), timeoutHeight: height(i.timeout_height), timeoutTimestamp: BigInt(i.timeout_timestamp) }) }),
    "ibc.proto.acknowledgement_v1": (i) => ({ bytes: enc(Acknowledgement, { result: bytes(i.result) }) }),
    "ibc.proto.proof_spec": (i) => ({ bytes: enc(ProofSpec, spec(i.spec)) }),
    "ibc.proto.tm_client_state": (i) => {
      const state = enc(ClientState, { chainId: i.chain_id, trustLevel: { numerator: BigInt(i.trust_level.numerator), denominator: BigInt(i.trust_level.denominator) }, trustingPeriod: duration(i.trusting_period), unbondingPeriod: duration(i.unbonding_period), maxClockDrift: duration(i.max_clock_drift), frozenHeight: height(i.frozen_height), latestHeight: height(i.latest_height), proofSpecs: i.proof_specs.map(spec), upgradePath: i.upgrade_path });
      return { bytes: state, any: enc(Any, { typeUrl: "/ibc.lightclients.tendermint.v1.ClientState", value: bytes(state) }) };
    },
    "ibc.ics20.encode_protobuf": (i) => ({ bytes: enc(FungibleTokenPacketData, i) }),
    "ibc.ics20.decode_protobuf": (i) => FungibleTokenPacketData.decode(bytes(i.bytes)),
  },
});
