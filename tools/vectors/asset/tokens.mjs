// SPDX-License-Identifier: Apache-2.0
// Carries out calls of contracts in @ethereumjs/evm: the expected values of
// vectors/asset/token/specimens-*.yaml come from here.
//
// usage: node tokens.mjs < questions > answers
// A question: {initcode, steps: [{from, call, args}]}, calls as "name(type,…)".
// An answer: that of the last step, {ok, returndata, logs: [{topics, data}]}.
// Packages: @ethereumjs/evm 10.1.3, ethers 6.17.0.
import { createEVM } from '@ethereumjs/evm'
import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import { Account, bytesToHex, createAddressFromString, hexToBytes } from '@ethereumjs/util'
import { Interface } from 'ethers'
import { readFileSync } from 'node:fs'

const deployer = createAddressFromString('0x00000000000000000000000000000000000000a1')
const calldata = (step) => {
  const face = new Interface(['function ' + step.call])
  return face.encodeFunctionData(step.call, step.args)
}

async function answer(question) {
  const evm = await createEVM({ common: new Common({ chain: Mainnet, hardfork: Hardfork.Osaka }) })
  await evm.stateManager.putAccount(deployer, new Account(1n))
  const created = await evm.runCall({ caller: deployer, data: hexToBytes(question.initcode), gasLimit: 15000000n })
  if (created.execResult.exceptionError) throw new Error('cannot be deployed')
  let last
  for (const step of question.steps) {
    const from = createAddressFromString(step.from)
    last = await evm.runCall({
      caller: from, origin: from, to: created.createdAddress, gasLimit: 14000000n,
      data: hexToBytes(calldata(step)), block: { header: { number: 1n, timestamp: 1n, coinbase: deployer,
        difficulty: 0n, prevRandao: new Uint8Array(32), gasLimit: 30000000n, getBlobGasPrice: () => 1n } },
    })
    await evm.journal.cleanup()
  }
  const r = last.execResult
  const ok = r.exceptionError === undefined
  return { ok, returndata: bytesToHex(r.returnValue),
    logs: ok ? (r.logs ?? []).map(([, topics, data]) => ({ topics: topics.map((t) => bytesToHex(t)), data: bytesToHex(data) })) : [] }
}

const out = []
for (const question of JSON.parse(readFileSync(0, 'utf8'))) out.push(await answer(question))
console.log(JSON.stringify(out))
