// SPDX-License-Identifier: Apache-2.0
// xchain-bridges: bridges in their projects' own libraries and contracts.
// node xchain-bridges.mjs @wormhole-foundation/sdk-definitions|@axelar-network/axelar-gmp-sdk-solidity|@chainlink/ccip-sdk|viem|@eth-optimism/viem|@polkadot/types
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { serve, Unsupported } from "./loop.mjs";

const require = createRequire(import.meta.url);
const x = (h) => "0x" + h, s = (h) => String(h).toLowerCase().replace(/^0x/, ""), subject = process.argv[2];
const bytes = (h) => Uint8Array.from(Buffer.from(h, "hex")), hex = (b) => Buffer.from(b).toString("hex");
const inside = (path) => new URL(`./node_modules/${path}`, import.meta.url);
const holds = (f) => { try { f(); return { valid: true }; } catch { return { valid: false }; } };

async function wormhole() {
  const w = await import("@wormhole-foundation/sdk-definitions"), { keccak256 } = w, { chainIdToChain, chain: chains } = await import("@wormhole-foundation/sdk-base");
  // Its layouts know chains by name; a number without a name is outside of the library.
  const chain = (n) => { if (!chains.isChainId(n)) throw new Unsupported("a chain without a name"); return chainIdToChain(n); };
  const address = (h) => new w.UniversalAddress(bytes(h)), of = (a) => hex(a.toUint8Array());
  const token = (i) => ({ amount: BigInt(i.amount), address: address(i.token_address), chain: chain(i.token_chain) }), to = (i) => ({ address: address(i.to), chain: chain(i.to_chain) });
  const named = (h, at) => chain(parseInt(h.slice(at, at + 4), 16));
  return {
    "wormhole.vaa_parse": (i) => {
      const signatures = parseInt(i.vaa.slice(10, 12), 16), at = 12 + 132 * signatures + 16;
      if (i.vaa.length >= at + 4) named(i.vaa, at);
      const v = w.deserialize("Uint8Array", bytes(i.vaa));
      return { version: 1, guardian_set_index: v.guardianSet, signatures: v.signatures.map((g) => ({ guardian_index: g.guardianIndex, r: hex(bytes(g.signature.r.toString(16).padStart(64, "0"))), s: g.signature.s.toString(16).padStart(64, "0"), v: g.signature.v })), timestamp: v.timestamp, nonce: v.nonce, emitter_chain: parseInt(i.vaa.slice(at, at + 4), 16), emitter_address: of(v.emitterAddress), sequence: String(v.sequence), consistency_level: v.consistencyLevel, payload: hex(v.payload), digest: hex(keccak256(v.hash)) };
    },
    "wormhole.vaa_digest": (i) => {
      const v = w.createVAA("Uint8Array", { guardianSet: 0, signatures: [], timestamp: i.timestamp, nonce: i.nonce, emitterChain: chain(i.emitter_chain), emitterAddress: address(i.emitter_address), sequence: BigInt(i.sequence), consistencyLevel: i.consistency_level, payload: bytes(i.payload) });
      return { digest: hex(keccak256(v.hash)), body: hex(w.serialize(v)).slice(12), message_id: `${i.emitter_chain}/${i.emitter_address}/${i.sequence}` };
    },
    "wormhole.payload_transfer": (i) => ({ payload: hex(w.serializePayload("TokenBridge:Transfer", { token: token(i), to: to(i), fee: BigInt(i.fee) })) }),
    "wormhole.payload_transfer_with_payload": (i) => ({ payload: hex(w.serializePayload("TokenBridge:TransferWithPayload", { token: token(i), to: to(i), from: address(i.from_address), payload: bytes(i.payload) })) }),
    "wormhole.payload_asset_meta": (i) => ({ payload: hex(w.serializePayload("TokenBridge:AttestMeta", { token: { address: address(i.token_address), chain: chain(i.token_chain) }, decimals: i.decimals, symbol: Buffer.from(i.symbol, "hex").toString(), name: Buffer.from(i.name, "hex").toString() })) }),
    "wormhole.payload_transfer_parse": (i) => {
      if (i.payload.length >= 134) named(i.payload, 130);
      if (i.payload.length >= 202) named(i.payload, 198);
      const p = w.deserializePayload("TokenBridge:Transfer", bytes(i.payload));
      return { amount: String(p.token.amount), token_address: of(p.token.address), token_chain: parseInt(i.payload.slice(130, 134), 16), to: of(p.to.address), to_chain: parseInt(i.payload.slice(198, 202), 16), fee: String(p.fee) };
    },
  };
}

/* The contracts themselves, deployed afresh for each question. */
async function axelar() {
  const { createEVM } = await import("@ethereumjs/evm"), { createAddressFromString, hexToBytes } = await import("@ethereumjs/util"), { AbiCoder, Interface, concat } = await import("ethers");
  const artifact = (p) => JSON.parse(readFileSync(inside(`@axelar-network/axelar-gmp-sdk-solidity/artifacts/contracts/gateway/${p}.sol/${p}.json`)));
  const gateway = artifact("AxelarAmplifierGateway"), proxy = artifact("AxelarAmplifierGatewayProxy"), abi = new Interface(gateway.abi), coder = AbiCoder.defaultAbiCoder();
  const caller = createAddressFromString("0x" + "11".repeat(20)), SET = "tuple(tuple(address,uint128)[],uint128,bytes32)", none = "00".repeat(32);
  const set = (w) => [w.signers.map((g) => [x(g.signer), g.weight]), w.threshold, x(w.nonce)];
  const revertless = (r) => { if (r.execResult.exceptionError) throw new Error("reverts"); return r; };
  const create = async (evm, code) => revertless(await evm.runCall({ caller, data: hexToBytes(code), gasLimit: 30_000_000n })).createdAddress;
  const asker = (evm, to, face) => async (name, args) => face.decodeFunctionResult(name, revertless(await evm.runCall({ caller, to, data: hexToBytes(face.encodeFunctionData(name, args)), gasLimit: 30_000_000n })).execResult.returnValue)[0];
  async function deployed(domain, sets) {
    const evm = await createEVM(), code = await create(evm, concat([gateway.bytecode, coder.encode(["uint256", "bytes32", "uint256"], [15, x(domain), 0])]));
    const setup = coder.encode(["address", SET + "[]"], [caller.toString(), sets.map(set)]);
    return asker(evm, await create(evm, concat([proxy.bytecode, coder.encode(["address", "address", "bytes"], [code.toString(), caller.toString(), setup])])), abi);
  }
  const auth = JSON.parse(readFileSync(inside("@axelar-network/axelar-cgp-solidity/artifacts/contracts/auth/AxelarAuthWeighted.sol/AxelarAuthWeighted.json"))), OPERATORS = ["address[]", "uint256[]", "uint256"];
  async function classic(proof) {
    const evm = await createEVM(), operators = coder.encode(OPERATORS, coder.decode([...OPERATORS, "bytes[]"], proof).slice(0, 3));
    return asker(evm, await create(evm, concat([auth.bytecode, coder.encode(["bytes[]"], [[operators]])])), new Interface(auth.abi));
  }
  const accepts = async (f) => { try { return await f(); } catch { return { valid: false }; } };
  return {
    "axelar.command_id": async (i) => ({ command_id: s(await (await deployed(none, []))("messageToCommandId", [i.source_chain, i.message_id])) }),
    "axelar.message_hash_to_sign": async (i) => ({ hash: s(await (await deployed(i.domain_separator, []))("messageHashToSign", [x(i.signers_hash), x(i.data_hash)])) }),
    "axelar.signers_hash": async (i) => ({ hash: s(await (await deployed(none, [i]))("signersHashByEpoch", [1])) }),
    // The classic contract of axelar-cgp-solidity; its operators are those of the proof.
    "axelar.classic_validate_proof": (i) => accepts(async () => { await (await classic(x(i.proof)))("validateProof", [x(i.message_hash), x(i.proof)]); return { valid: true }; }),
    "axelar.validate_signer_set": (i) => accepts(async () => { await deployed(none, i.previously_used ? [i, i] : [i]); return { valid: true }; }),
    "axelar.validate_proof": (i) => accepts(async () => ({ valid: true, latest: await (await deployed(i.domain_separator, [i.known_signers]))("validateProof", [x(i.data_hash), [set(i.proof.signers), i.proof.signatures.map(x)]]) })),
  };
}

async function ccip() {
  const dist = (p) => import(inside(`@chainlink/ccip-sdk/dist/${p}.js`)), sdk = await import("@chainlink/ccip-sdk");
  const { getV12LeafHasher, getV16LeafHasher } = await dist("evm/hasher"), { Tree, Proof, verifyComputeRoot } = await dist("hasher/merklemulti"), { decodeMessageV1 } = await dist("messages"), { AbiCoder, keccak256, id, zeroPadValue } = await import("ethers");
  const quiet = { logger: { debug() {} } }, meta = (t, v) => s(keccak256(AbiCoder.defaultAbiCoder().encode(t, v))), plain = (h) => (/^0{24}/.test(h) ? x(h.slice(24)) : x(h));
  const known = (n) => { try { sdk.networkInfo(BigInt(n)); } catch { throw new Unsupported("a selector that the library does not list"); } };
  return {
    "ccip.evm2evm_leaf_hash": (i) => { const m = i.message; return { metadata_hash: meta(["bytes32", "uint64", "uint64", "address"], [id("EVM2EVMMessageHashV2"), i.source_chain_selector, i.dest_chain_selector, x(i.on_ramp)]), hash: s(getV12LeafHasher(BigInt(i.source_chain_selector), BigInt(i.dest_chain_selector), x(i.on_ramp))({ ...m, sender: x(m.sender), receiver: x(m.receiver), feeToken: x(m.feeToken), data: x(m.data), sourceTokenData: m.sourceTokenData.map(x), tokenAmounts: m.tokenAmounts.map((t) => ({ token: x(t.token), amount: t.amount })), messageId: x(m.messageId) })) }; },
    "ccip.any2evm_leaf_hash": (i) => { const m = i.message, h = m.header; return { metadata_hash: meta(["bytes32", "uint64", "uint64", "bytes32"], [id("Any2EVMMessageHashV1"), h.sourceChainSelector, h.destChainSelector, keccak256(x(i.on_ramp))]), hash: s(getV16LeafHasher(BigInt(h.sourceChainSelector), BigInt(h.destChainSelector), plain(i.on_ramp), quiet)({ ...h, messageId: x(h.messageId), sender: plain(m.sender), receiver: x(m.receiver), gasLimit: m.gasLimit, data: x(m.data), tokenAmounts: m.tokenAmounts.map((t) => ({ ...t, sourcePoolAddress: plain(t.sourcePoolAddress), destTokenAddress: x(t.destTokenAddress), extraData: x(t.extraData) })) })) }; },
    "ccip.merkle_tree_root": (i) => ({ root: s(new Tree(i.leaves.map(x)).root()) }),
    "ccip.merkle_multiproof_root": (i) => { const n = i.leaves.length + i.proofs.length - 1, f = BigInt(i.flags); return { root: s(verifyComputeRoot(i.leaves.map(x), new Proof(i.proofs.map(x), [...Array(Math.max(n, 0)).keys()].map((b) => ((f >> BigInt(b)) & 1n) === 1n)))) }; },
    // It reads shorter forms too, by design.
    "ccip.validate_evm_address": (i) => { if (i.encoded.length !== 64) throw new Unsupported("not 32 bytes"); return holds(() => sdk.decodeAddress(x(i.encoded), sdk.ChainFamily.EVM)); },
    // The library answers addresses in the spelling of their family, so only a refusal can be compared.
    "ccip.message_v1_decode": (i) => {
      if (i.message.length >= 34) for (const at of [2, 18]) known("0x" + i.message.slice(at, at + 16));
      decodeMessageV1(x(i.message));
      throw new Unsupported("read; addresses come back in another spelling");
    },
  };
}

async function opstack() {
  const op = await import("viem/op-stack"), { keccak256 } = await import("viem");
  const domains = { user_deposit: "userDeposit", l1_info: "l1InfoDeposit" };
  return {
    "opstack.source_hash": (i) => {
      const domain = domains[i.domain];
      if (!domain) throw new Unsupported("the library has no such domain");
      return { source_hash: s(op.getSourceHash({ domain, l1BlockHash: x(i.l1_block_hash), ...(domain === "userDeposit" ? { l1LogIndex: Number(i.log_index) } : { sequenceNumber: Number(i.seq_number) }) })) };
    },
    "opstack.deposit_tx_encode": (i) => {
      const sourceHash = op.getSourceHash({ domain: "userDeposit", l1BlockHash: x(i.l1_block_hash), l1LogIndex: Number(i.log_index) });
      const tx = op.serializeTransaction({ type: "deposit", sourceHash, from: x(i.from), ...(i.is_creation ? {} : { to: x(i.to) }), mint: BigInt(i.mint), value: BigInt(i.value), gas: BigInt(i.gas_limit), isSystemTx: false, data: x(i.data) });
      return { source_hash: s(sourceHash), tx: s(tx), hash: s(keccak256(tx)) };
    },
  };
}

async function interop() {
  const { encodeAccessList } = await import("@eth-optimism/viem/utils/interop"), { keccak256 } = await import("viem");
  return {
    "opstack.interop_access_list": (i) => { const d = i.identifier, [{ storageKeys }] = encodeAccessList({ origin: x(d.origin), logIndex: BigInt(d.log_index), blockNumber: BigInt(d.block_number), timestamp: BigInt(d.timestamp), chainId: BigInt(d.chain_id) }, x(i.payload)); return { message_hash: s(keccak256(x(i.payload))), storage_keys: storageKeys.map(s) }; },
  };
}

/* SCALE and XCM of the static types that the library brings, without a chain's metadata. */
async function polkadot() {
  const { TypeRegistry } = require("@polkadot/types"), { compactFromU8a, compactToU8a } = require("@polkadot/util"), registry = new TypeRegistry(), make = (t, v) => registry.createType(t, v);
  const index = (t, n) => { const k = make(t), at = k.defKeys.indexOf(n); if (at < 0) throw new Error(`no ${n}`); return { index: k.defIndexes?.[at] ?? at }; };
  return {
    "scale.encode": (i) => ({ bytes: hex(make(i.type, i.value).toU8a()) }),
    "scale.compact_encode": (i) => ({ bytes: hex(compactToU8a(i.value)) }),
    "scale.compact_decode": (i) => { const [read, n] = compactFromU8a(bytes(i.bytes)); if (read !== i.bytes.length / 2) throw new Error(`${read} bytes read`); return { value: n.toString() }; },
    "xcm.instruction_index": (i) => index(`InstructionV${i.version}`, i.instruction),
    "xcm.network_id_index": (i) => index(`NetworkIdV${i.version}`, i.network),
  };
}

const SUBJECTS = { "@wormhole-foundation/sdk-definitions": wormhole, "@axelar-network/axelar-gmp-sdk-solidity": axelar, "@chainlink/ccip-sdk": ccip, viem: opstack, "@eth-optimism/viem": interop, "@polkadot/types": polkadot };
if (!SUBJECTS[subject]) throw new Unsupported(`no such subject: ${subject}`);
serve({ name: subject, version: JSON.parse(readFileSync(inside(`${subject}/package.json`))).version, ops: await SUBJECTS[subject]() });
