// seed_conflux CORE ESPACE KEY: gives a Conflux development node whose blocks are made by hand something to look at in both
// spaces: transactions of each type, creations, logs, failures, calls across the spaces, a block off the pivot chain.
// Run with NODE_PATH at a folder in which npm installed js-conflux-sdk.  Prints nothing; fails when a transaction that must
// be taken is refused or never executed.
"use strict";
const { Transaction } = require("js-conflux-sdk/src/index.js");
const sign = require("js-conflux-sdk/src/util/sign.js");
const rlp = require("js-conflux-sdk/src/util/rlp.js");
const [core, espace, key] = process.argv.slice(2);
const secret = Buffer.from(key.replace(/^0x/, ""), "hex");
let next = 0, send, target; // send: of the Core space

async function ask(url, method, ...params) {
  const answer = await (await fetch(url, {
    method: "POST", headers: { "content-type": "application/json" }, signal: AbortSignal.timeout(20000),
    body: JSON.stringify({ jsonrpc: "2.0", id: ++next, method, params }),
  })).json();
  if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
  return answer.result;
}
const bytes = (value) => {
  if (Buffer.isBuffer(value)) return value;
  if (typeof value === "string") return Buffer.from(value.slice(2), "hex");
  let hex = BigInt(value).toString(16);
  if (hex === "0") return Buffer.alloc(0);
  if (hex.length % 2) hex = "0" + hex;
  return Buffer.from(hex, "hex");
};
const pack = (list) => rlp.encode(list.map(function each(item) { return Array.isArray(item) ? item.map(each) : bytes(item); }));
const hex = (buffer) => "0x" + Buffer.from(buffer).toString("hex");

const empties = (count) => ask(core, "test_generateEmptyBlocks", count);
const height = async () => BigInt(await ask(core, "cfx_epochNumber", "latest_mined"));
// eSpace is packed at heights divisible by five only: the next block is at one of them.
async function align() {
  while ((await height()) % 5n !== 4n) await empties(1);
}
// One block with what the pools hold; state is five epochs behind.
async function make() {
  await ask(core, "test_generateOneBlock", 100, 3000000);
}
async function receipt(url, method, hash) {
  for (let i = 0; i < 100; i++) {
    const got = await ask(url, method, hash);
    if (got) return got;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${hash} was never executed`);
}

// Init code that logs once without a topic and leaves code that logs two topics.
const LOGGER = "0x60006000a0696001600260206000a200600052600a6016f3";
const FAILING = "0x60006000fd";
const SOMEBODY = "00000000000000000000000000000000c0ffee01";

// Two rounds in each space; the second calls what the first created.
async function seedCore() {
  const status = await ask(core, "cfx_getStatus");
  const chainId = Number(status.chainId);
  const from = sign.privateKeyToAddress(secret);
  const { encodeCfxAddress } = require("js-conflux-sdk/src/util/address.js");
  const me = encodeCfxAddress(from, Number(status.networkId));
  let nonce = BigInt(await ask(core, "cfx_getNextNonce", me));
  send = async (members) => {
    const tx = new Transaction({
      nonce: nonce++, gas: 300000n, value: 0n, storageLimit: 1024n, epochHeight: BigInt(await ask(core, "cfx_epochNumber")),
      chainId, data: "0x", ...(members.type === 2 ? { maxFeePerGas: 2000000000n, maxPriorityFeePerGas: 1n }
        : { gasPrice: 2000000000n }), ...(members.type ? { accessList: [] } : {}), ...members,
    });
    tx.sign(key, Number(status.networkId));
    return ask(core, "cfx_sendRawTransaction", tx.serialize());
  };
  const to = target = "0x1" + SOMEBODY.slice(1);
  const sent = [];
  for (const type of [0, 1, 2]) sent.push(await send({ type, to, value: BigInt(type + 1), gas: 30000n }));
  const made = await send({ type: 0, data: LOGGER });
  sent.push(await send({ type: 0, data: FAILING }));
  return async () => {
    const contract = (await receipt(core, "cfx_getTransactionReceipt", made)).contractCreated;
    sent.push(await send({ type: 2, to: contract }), await send({ type: 0, to: contract }));
    // transferEVM(bytes20) of the cross-space contract
    sent.push(await send({
      type: 0, to: "0x0888000000000000000000000000000000000006", value: 1000n,
      data: hex(sign.keccak256(Buffer.from("transferEVM(bytes20)")).subarray(0, 4)) + SOMEBODY + "00".repeat(12),
    }));
    return async () => { for (const hash of sent) await receipt(core, "cfx_getTransactionReceipt", hash); };
  };
}

async function seedEspace() {
  const chainId = BigInt(await ask(espace, "eth_chainId"));
  const me = hex(sign.keccak256(sign.privateKeyToPublicKey(secret)).subarray(12));
  let nonce = BigInt(await ask(espace, "eth_getTransactionCount", me, "latest"));
  const signed = (prefix, fields, legacy) => {
    const unsigned = Buffer.concat([prefix, pack(legacy ? [...fields, chainId, 0n, 0n] : fields)]);
    const { r, s, v } = sign.ecdsaSign(sign.keccak256(unsigned), secret);
    const tail = [legacy ? BigInt(v) + 35n + 2n * chainId : BigInt(v), BigInt(hex(r)), BigInt(hex(s))];
    return Buffer.concat([prefix, pack([...fields, ...tail])]);
  };
  const send = (type, to, value, data) => {
    const price = 200000000000n, gas = 200000n, target = to ? to : "0x", list = [];
    const fields = {
      0: [nonce, price, gas, target, value, data],
      1: [chainId, nonce, price, gas, target, value, data, [[target, []]]],
      2: [chainId, nonce, 1n, price, gas, target, value, data, list],
    }[type];
    nonce++;
    return ask(espace, "eth_sendRawTransaction", hex(signed(type ? Buffer.from([type]) : Buffer.alloc(0), fields, !type)));
  };
  const to = "0x" + SOMEBODY;
  const sent = [];
  for (const type of [0, 1, 2]) sent.push(await send(type, to, BigInt(type + 1), "0x"));
  const made = await send(0, null, 0n, LOGGER);
  sent.push(await send(2, null, 0n, FAILING));
  return async () => {
    const contract = (await receipt(espace, "eth_getTransactionReceipt", made)).contractAddress;
    sent.push(await send(2, contract, 0n, "0x"), await send(0, contract, 0n, "0x"));
    return async () => { for (const hash of sent) await receipt(espace, "eth_getTransactionReceipt", hash); };
  };
}

// A block beside the pivot chain: the next block refers to it, and its epoch holds two.
async function side() {
  await empties(2);
  const [older] = await ask(core, "cfx_getBlocksByEpoch", "0x" + ((await height()) - 2n).toString(16));
  await ask(core, "test_generateFixedBlock", older, [], 0, false, null, null);
  await make();
  await empties(6);
}

(async () => {
  await empties(10);
  await align();
  const first = [await seedCore(), await seedEspace()];
  await make();
  await empties(5);
  // At a height that five does not divide eSpace has no share.
  const apart = await send({ type: 1, to: target, value: 9n, gas: 30000n });
  await make();
  await align();
  const second = [];
  for (const round of first) second.push(await round());
  await make();
  await empties(5);
  for (const round of second) await round();
  await receipt(core, "cfx_getTransactionReceipt", apart);
  await side();
})().catch((e) => { console.error(String(e.message || e)); process.exit(1); });
