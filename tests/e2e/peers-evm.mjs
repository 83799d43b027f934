// SPDX-License-Identifier: Apache-2.0
// Random programs, carried out by a node (eth_simulateV1) and by @ethereumjs/evm:
// status, answer, gas and logs must be the same.
//
// usage: node peers-evm.mjs URL FORK PROGRAMS [SEED]
// The node's chain is at this fork.  A difference is shown with its program.
import { createEVM } from '@ethereumjs/evm'
import { Common, Mainnet } from '@ethereumjs/common'
import { Account, bytesToHex, createAddressFromString, hexToBytes } from '@ethereumjs/util'

const [url, fork, wanted, seedText] = process.argv.slice(2)
let state = BigInt(seedText ?? Date.now()) & 0xffffffffffffffffn
const seed = state
// xorshift64*: the same programs for the same seed
const random = (below) => {
  state ^= state >> 12n; state ^= (state << 25n) & 0xffffffffffffffffn; state ^= state >> 27n
  return Number(((state * 2685821657736338717n) & 0xffffffffffffffffn) >> 33n) % below
}
const pick = (list) => list[random(list.length)]
const after = (name) => ['london', 'paris', 'shanghai', 'cancun', 'prague', 'osaka'].indexOf(fork) >=
  ['london', 'paris', 'shanghai', 'cancun', 'prague', 'osaka'].indexOf(name)

const SELF = '0x00000000000000000000000000000000000c0de0'
const OTHER = '0x00000000000000000000000000000000000c0de1'
const CALLER = '0x0000000000000000000000000000000000ca11e4'
// stores calldata at 0, logs it, answers it backwards or reverts when its first byte is odd
const OTHER_CODE = '0x60003560005560003560005260206000a0600035600116601c5760206000f35b60206000fd'
const BLOCK = { number: 1n, timestamp: 0xff00000000n, gasLimit: 30000000n, baseFeePerGas: 7n,
  coinbase: createAddressFromString('0x00000000000000000000000000000000c01bba5e'), prevRandao: hexToBytes('0x' + '5a'.repeat(32)) }

const hex = (n, width) => n.toString(16).padStart(width, '0')
const WORDS = [0n, 1n, 2n, 31n, 32n, 33n, 255n, 256n, 65535n, (1n << 255n), (1n << 256n) - 1n, (1n << 256n) - 2n,
  (1n << 255n) - 1n, (1n << 128n), (1n << 64n) - 1n, (1n << 63n), 0x80n, 0xff00n, BigInt(SELF), BigInt(OTHER), BigInt(CALLER)]
const push = (n) => {
  if (n === 0n && after('shanghai') && random(2)) return '5f'
  const digits = n === 0n ? '00' : hex(n, n.toString(16).length + (n.toString(16).length & 1))
  return hex(0x5f + digits.length / 2, 2) + digits
}
const word = () => {
  const kind = random(4)
  if (kind < 2) return push(pick(WORDS))
  if (kind === 2) return push(BigInt(random(300)))
  let n = 0n
  for (let i = 0; i < 1 + random(8); i++) n = (n << 32n) | BigInt(random(0x7fffffff))
  return push(n)
}
const small = () => push(BigInt(random(10) ? random(200) : random(3000)))
const ops2 = ['01', '02', '03', '04', '05', '06', '07', '0a', '0b', '10', '11', '12', '13', '14', '16', '17', '18', '1a', '1b', '1c', '1d']
const address = () => push(BigInt(pick([SELF, OTHER, CALLER, '0x01', '0x02', '0x03', '0x04', '0x05', '0x06', '0x07', '0x09', '0x0b', '0x100', '0xdead'])))

const snippets = [
  () => word() + word() + pick(ops2),
  () => word() + word() + pick(ops2),
  () => word() + word() + word() + pick(['08', '09']),
  () => word() + pick(['15', '19'].concat(after('osaka') ? ['1e'] : [])),
  () => small() + small() + '20',                                   // KECCAK256
  () => pick(['30', '32', '33', '34', '36', '38', '3a', '3d', '41', '42', '43', '45', '46', '47', '48', '58', '59', '5a']
    .concat(after('paris') ? ['44'] : [])),
  () => small() + '35',                                             // CALLDATALOAD
  () => small() + small() + small() + pick(['37', '39', '3e']),     // copies
  () => address() + pick(['31', '3b', '3f']),
  () => small() + small() + small() + address() + '3c',
  () => word() + small() + pick(['52', '53']),
  () => small() + '51',
  () => word() + push(BigInt(random(5))) + '55',                    // SSTORE
  () => push(BigInt(random(5))) + '54',
  () => word() + push(BigInt(random(5))) + '55' + word() + push(BigInt(random(5))) + '55',
  () => after('cancun') ? word() + push(BigInt(random(3))) + '5d' + push(BigInt(random(3))) + '5c' : word(),
  () => after('cancun') ? small() + small() + small() + '5e' : word(),
  () => { const n = random(5); return word().repeat(n) + small() + small() + hex(0xa0 + n, 2) },
  () => small() + small() + small() + small() + push(BigInt(random(2) * random(3))) + address() + push(BigInt(random(60000))) + pick(['f1', 'f2']),
  () => small() + small() + small() + small() + address() + push(BigInt(random(60000))) + pick(['f4', 'fa']),
  () => small() + small() + push(0n) + 'f0',
  () => word() + small() + small() + push(0n) + 'f5',
  () => hex(0x80 + random(6), 2),
  () => hex(0x90 + random(6), 2),
  () => '50',
  () => '5b',
  () => after('cancun') ? push(BigInt(random(3))) + '49' : word(),
  () => after('cancun') ? '4a' : word(),
]
function program () {
  let code = ''
  for (let i = 0; i < 8; i++) code += word()
  for (let i = 0, n = 3 + random(40); i < n; i++) {
    if (random(25) === 0) { // a jump over a few bytes
      const inside = random(2) ? '' : word()
      const target = code.length / 2 + 4 + 1 + inside.length / 2
      const conditional = random(2)
      const shift = conditional ? 2 : 0
      code += (conditional ? '60' + hex(random(2), 2) : '') + '61' + hex(target + shift - (conditional ? 0 : 0), 4) + (conditional ? '57' : '56') + inside + '5b'
      continue
    }
    code += pick(snippets)()
  }
  const end = random(6)
  if (end === 0) code += small() + small() + 'fd'
  else if (end === 1) code += hex(random(256), 2)
  else if (end === 2) code += address() + 'ff'
  else code += push(BigInt(random(64))) + push(0n) + 'f3'
  return '0x' + code
}

async function node (code, data, gas) {
  const body = { jsonrpc: '2.0', id: 1, method: 'eth_simulateV1', params: [{ validation: false, blockStateCalls: [{
    blockOverrides: { number: '0x' + BLOCK.number.toString(16), time: '0x' + BLOCK.timestamp.toString(16),
      gasLimit: '0x' + BLOCK.gasLimit.toString(16), baseFeePerGas: '0x7', feeRecipient: BLOCK.coinbase.toString(),
      prevRandao: bytesToHex(BLOCK.prevRandao) },
    stateOverrides: { [SELF]: { code, balance: '0x10' }, [OTHER]: { code: OTHER_CODE, balance: '0x5' }, [CALLER]: { balance: '0xde0b6b3a7640000' } },
    calls: [{ from: CALLER, to: SELF, input: data, gas: '0x' + gas.toString(16), value: '0x2', gasPrice: '0x0' }] }] }, 'latest'] }
  const answer = await (await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json()
  if (answer.error) throw new Error(JSON.stringify(answer.error))
  const call = answer.result[0].calls[0]
  // what a revert answers stands in its error
  return [call.status, call.error?.data ?? call.returnData, BigInt(call.gasUsed), call.logs.map((l) => [l.address, l.topics.join(), l.data].join()).join(';')]
}

const common = new Common({ chain: Mainnet, hardfork: fork })
async function peer (code, data, gas) {
  const evm = await createEVM({ common: Object.assign(common.copy(), {}) })
  const chainId = 1337n
  evm.common.chainId = () => chainId
  const put = async (at, text, balance) => {
    const a = createAddressFromString(at)
    await evm.stateManager.putAccount(a, new Account(at === CALLER ? 1n : 0n, balance))
    if (text) await evm.stateManager.putCode(a, hexToBytes(text))
    return a
  }
  const to = await put(SELF, code, 0x10n)
  await put(OTHER, OTHER_CODE, 5n)
  const caller = await put(CALLER, null, 10n ** 18n)
  const bytes = hexToBytes(data)
  const zeros = BigInt(bytes.filter((b) => b === 0).length)
  const nonzeros = BigInt(bytes.length) - zeros
  const intrinsic = 21000n + 4n * zeros + 16n * nonzeros
  evm.journal.addAlwaysWarmAddress(SELF); evm.journal.addAlwaysWarmAddress(CALLER)
  if (after('shanghai')) evm.journal.addAlwaysWarmAddress(BLOCK.coinbase.toString())
  for (const at of evm.precompiles.keys()) evm.journal.addAlwaysWarmAddress('0x' + at)
  const block = { header: { ...BLOCK, difficulty: 0n, getBlobGasPrice: () => 1n, withdrawalsRoot: undefined } }
  const r = await evm.runCall({ caller, origin: caller, to, data: bytes, gasLimit: gas - intrinsic, value: 2n, gasPrice: 0n, block, isStatic: false, blobVersionedHashes: [] })
  const ok = r.execResult.exceptionError === undefined
  let used = intrinsic + r.execResult.executionGasUsed
  const refund = ok ? (r.execResult.gasRefund ?? 0n) : 0n
  used -= refund < used / 5n ? refund : used / 5n
  const floor = 21000n + 10n * (zeros + 4n * nonzeros)
  if (after('prague') && used < floor) used = floor
  const logs = ok ? (r.execResult.logs ?? []) : []
  return [ok ? '0x1' : '0x0', bytesToHex(r.execResult.returnValue), used,
    logs.map(([a, t, d]) => [bytesToHex(a), t.map((x) => bytesToHex(x)).join(), bytesToHex(d)].join()).join(';')]
}

let differences = 0
const kinds = { '0x1': 0, '0x0': 0 }
for (let i = 0; i < Number(wanted) && differences < 5; i++) {
  const code = program()
  const data = '0x' + Array.from({ length: random(80) }, () => hex(random(3) ? 0 : random(256), 2)).join('')
  const gas = BigInt(60000 + random(400000))
  const ours = await node(code, data, gas)
  const theirs = await peer(code, data, gas)
  kinds[ours[0]]++
  if (ours.map(String).join('|') !== theirs.map(String).join('|')) {
    differences++
    console.log(`program ${i} of seed ${seed}: code ${code} data ${data} gas ${gas}\n  node ${ours.map(String).join(' | ')}\n  peer ${theirs.map(String).join(' | ')}`)
  }
}
console.log(`${fork}: ${wanted} programs, seed ${seed}: ${kinds['0x1']} ended well, ${kinds['0x0']} did not, ${differences} differ`)
process.exit(differences ? 1 : 0)
