// SPDX-License-Identifier: Apache-2.0
// Executes the chain of `etalon fixtures export` in @ethereumjs/vm: every block
// is run on the state of its parent, state root, receipts root, gas, bloom and
// requests hash must be those of its header, receipts those of facts.json.
//
// usage: node peers-fixtures.mjs FOLDER
import { readFileSync } from 'node:fs'
import { createBlockFromBytesArray } from '@ethereumjs/block'
import { createCommonFromGethGenesis, parseGethGenesisState } from '@ethereumjs/common'
import { RLP } from '@ethereumjs/rlp'
import { bytesToHex, createAddressFromString, hexToBytes } from '@ethereumjs/util'
import { createVM, runBlock } from '@ethereumjs/vm'
import { createBlockchain } from '@ethereumjs/blockchain'

const folder = process.argv[2]
const genesis = JSON.parse(readFileSync(folder + '/genesis.json', 'utf8'))
const facts = JSON.parse(readFileSync(folder + '/facts.json', 'utf8'))
let checks = 0
const failures = []
const same = (what, got, want) => {
  checks++
  if (String(got).toLowerCase() !== String(want).toLowerCase()) failures.push(`${what}: ${got}, expected ${want}`)
}

// Every item of a file that holds one after another.
function * items (bytes) {
  while (bytes.length) {
    const { data, remainder } = RLP.decode(bytes, true)
    yield data
    bytes = remainder
  }
}

const common = createCommonFromGethGenesis(genesis, {
  chain: 'etalon',
  // blocks hold no sidecars and no call of the precompiled contract: KZG is never computed
  customCrypto: { kzg: {} },
})
const genesisState = parseGethGenesisState(genesis)
const blockchain = await createBlockchain({ common, genesisState, validateBlocks: true, validateConsensus: false })
same('genesis hash', bytesToHex(blockchain.genesisBlock.hash()), facts.blocks[0].hash)
const vm = await createVM({ common, blockchain, setHardfork: true })
await vm.stateManager.generateCanonicalGenesis(genesisState)
same('genesis state root', bytesToHex(await vm.stateManager.getStateRoot()), facts.blocks[0].stateRoot)

const roots = new Map([[facts.blocks[0].hash, hexToBytes(facts.blocks[0].stateRoot)]])
async function take (raw, expected) {
  const block = createBlockFromBytesArray(raw, { common, setHardfork: true })
  const hash = bytesToHex(block.hash())
  const parent = bytesToHex(block.header.parentHash)
  await blockchain.putBlock(block)
  await vm.stateManager.setStateRoot(roots.get(parent))
  // runBlock compares gas used, bloom, receipts root, state root and requests
  const result = await runBlock(vm, { block, skipBlockValidation: false, skipHeaderValidation: false, root: roots.get(parent) })
  roots.set(hash, block.header.stateRoot)
  same(`block ${block.header.number}: state root`, bytesToHex(result.stateRoot), bytesToHex(block.header.stateRoot))
  same(`block ${block.header.number}: gas`, result.gasUsed, block.header.gasUsed)
  if (!expected) return hash
  same(`block ${block.header.number}: hash`, hash, expected.block.hash)
  result.receipts.forEach((receipt, i) => {
    const want = expected.receipts[i]
    same(`${want.transactionHash}: status`, '0x' + receipt.status.toString(16), want.status)
    same(`${want.transactionHash}: cumulative gas`, '0x' + receipt.cumulativeBlockGasUsed.toString(16), want.cumulativeGasUsed)
    same(`${want.transactionHash}: logs`, receipt.logs.map(([a, t, d]) => [bytesToHex(a), t.map((x) => bytesToHex(x)), bytesToHex(d)].join()).join(';'),
      want.logs.map((l) => [l.address, l.topics, l.data].join()).join(';'))
  })
  return hash
}

let number = 0
for (const raw of items(readFileSync(folder + '/chain.rlp'))) {
  number++
  await take(raw, { block: facts.blocks[number], receipts: facts.receipts[number] })
}
same('blocks', number, Number(facts.head))
await vm.stateManager.setStateRoot(roots.get(facts.headHash))
for (const want of facts.accounts) {
  const account = await vm.stateManager.getAccount(createAddressFromString(want.address))
  same(`${want.address}: balance`, '0x' + (account?.balance ?? 0n).toString(16), want.balance)
  same(`${want.address}: nonce`, '0x' + (account?.nonce ?? 0n).toString(16), want.nonce)
  for (const slot of want.storageProof) {
    const key = hexToBytes('0x' + slot.key.slice(2).padStart(64, '0'))
    const value = account ? await vm.stateManager.getStorage(createAddressFromString(want.address), key) : new Uint8Array()
    same(`${want.address}: slot ${slot.key}`, '0x' + (bytesToHex(value).slice(2).replace(/^0+/, '') || '0'), slot.value)
  }
}
const lost = []
for (const raw of items(readFileSync(folder + '/branch.rlp'))) lost.push(await take(raw))
same('the branch that lost', lost.join(), facts.branch.lost.join())

console.log(`@ethereumjs/vm: ${checks} checks of ${number} blocks and a branch of ${lost.length}, ${failures.length} failed`)
failures.slice(0, 20).forEach((f) => console.log(f))
process.exit(failures.length ? 1 : 0)
