#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scenarios that compare two nodes on one block, method by method.

usage: paired.py > vectors/block/node/paired.yaml

A member is compared where both nodes give it: whether it may be absent is
asked of each node on its own.  What the documents leave open is a note.
"""
import json

BLOCK = ['number', 'hash', 'parentHash', 'sha3Uncles', 'miner', 'stateRoot',
         'transactionsRoot', 'receiptsRoot', 'logsBloom', 'difficulty',
         'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce',
         'uncles', 'baseFeePerGas', 'withdrawalsRoot', 'withdrawals',
         'blobGasUsed', 'excessBlobGas', 'parentBeaconBlockRoot',
         'requestsHash']
TX = ['accessList', 'authorizationList', 'blobVersionedHashes', 'blockHash',
      'blockNumber', 'blockTimestamp', 'chainId', 'from', 'gas', 'gasPrice',
      'hash', 'input', 'maxFeePerBlobGas', 'maxFeePerGas',
      'maxPriorityFeePerGas', 'nonce', 'r', 's', 'to', 'transactionIndex',
      'type', 'v', 'value', 'yParity']
RECEIPT = ['transactionHash', 'transactionIndex', 'blockHash', 'blockNumber',
           'from', 'to', 'cumulativeGasUsed', 'gasUsed', 'logsBloom',
           'effectiveGasPrice', 'type', 'status', 'root', 'blobGasUsed',
           'blobGasPrice']
LOG = ['removed', 'logIndex', 'transactionIndex', 'transactionHash',
       'blockHash', 'blockNumber', 'blockTimestamp', 'address', 'data',
       'topics']
PROOF = ['address', 'accountProof', 'balance', 'codeHash', 'nonce',
         'storageHash']
# Methods that many nodes leave out, with a requirement of their own.
OPTIONAL = {'debug_getRawHeader', 'debug_getRawBlock', 'debug_getRawReceipts',
            'debug_getRawTransaction', 'eth_getBlockReceipts', 'eth_getProof',
            'eth_feeHistory'}


def q(value):
    return json.dumps(value)


def show(params):
    return ', '.join(p if isinstance(p, str) else json.dumps(p)
                     for p in params).replace('${', '').replace('}', '')


class Writer:
    """Lines of one vector's steps."""

    def __init__(self):
        self.lines = []
        self.depth = 0

    def put(self, text):
        self.lines.append('  ' * (self.depth + 1) + '- ' + text)

    def block(self, head, condition=None):
        self.put(head)
        self.lines.append('  ' * (self.depth + 2) + (condition or ''))
        self.lines.append('  ' * (self.depth + 2) + 'do:')
        self.depth += 1

    def end(self, count=1):
        self.depth -= count

    def both(self, method, params, need=True):
        """ours and theirs; untested where one of them has no answer."""
        for at, name in (('', 'ours'), (', at: peer', 'theirs')):
            self.put('{rpc: %s, params: %s%s, expect: either, save: %s_}'
                     % (method, q(params), at, name))
            if need:
                self.put('{need: "${%s_.result}", matches: {$any: true}%s, why: '
                         '%s}' % (name, ', extension: true'
                                  if method in OPTIONAL else '',
                                  q('%s has no answer to %s' % (
                                      'the target' if name == 'ours'
                                      else 'the peer', method))))
                self.put('{set: %s, to: "${%s_.result}"}' % (name, name))

    def members(self, what, names, ours='ours', theirs='theirs'):
        for name in names:
            self.block('if: "${%s.%s}"' % (ours, name), 'matches: {$any: true}')
            self.block('if: "${%s.%s}"' % (theirs, name),
                       'matches: {$any: true}')
            self.put('{check: "${%s.%s}", equals: "${%s.%s}", why: %s}'
                     % (ours, name, theirs, name, q('%s: %s' % (what, name))))
            self.end(2)

    def rest(self, what, names, ours='ours', theirs='theirs'):
        keys = '[%s]' % ', '.join(names)
        self.put('{note: {$omit: {of: "${%s}", keys: %s}}, equals: {$omit: '
                 '{of: "${%s}", keys: %s}}, why: %s}'
                 % (ours, keys, theirs, keys, q(
                     what + ': members that are free or not described differ')))

    def note(self, method, params, what):
        self.both(method, params, need=False)
        self.put('{note: "${ours_}", equals: "${theirs_}", why: %s}' % q(what))


vectors = []


def vector(name, title, requirement, build, anchors='block', needs=''):
    w = Writer()
    w.depth = 0
    w.put('anchors: %s' % anchors)
    w.lines.append('    as: at')
    w.lines.append('    do:')
    w.depth = 1
    where = '${at.hash}' if anchors in ('block', 'full') else '${at.block.hash}'
    w.put('{rpc: eth_getBlockByHash, params: [%s, false], at: peer, expect: '
          'either, save: common}' % q(where))
    w.put('{need: "${common.result.hash}", equals: %s, why: "the peer does not '
          'have this block"}' % q(where))
    build(w)
    if any('rpc: %s,' % m in line for line in w.lines for m in OPTIONAL):
        requirement = 'BLK-PAIR-007'
    vectors.append('\n'.join([
        '- id: block.node.paired.' + name, '  title: ' + q(title),
        '  requires: [%s]' % requirement,
        '  needs: {fixture: paired%s}' % needs, '  scenario:'] + w.lines + [
        '  source: "execution-apis; one block hash fixes every value in it '
        '(Yellow Paper 4.3)"']))


def simple(name, method, params, requirement='BLK-PAIR-002', **more):
    def build(w):
        w.both(method, params)
        w.put('{check: "${ours}", equals: "${theirs}", why: %s}'
              % q('%s(%s)' % (method, show(params))))
    vector(name, 'both nodes answer %s alike' % method, requirement, build,
           **more)


def mapped(name, method, params, names, requirement, **more):
    def build(w):
        what = '%s(%s)' % (method, show(params))
        w.both(method, params)
        w.members(what, names)
        w.rest(what, names + (['transactions'] if names is BLOCK else [])
               + (['contractAddress', 'logs'] if names is RECEIPT else [])
               + (['storageProof'] if names is PROOF else []))
    vector(name, 'both nodes answer %s alike, member by member' % method,
           requirement, build, **more)


def listed(name, method, params, names, requirement, path='', **more):
    def build(w):
        what = '%s(%s)' % (method, show(params))
        w.both(method, params)
        w.put('{check: {$count: "${ours%s}"}, equals: {$count: "${theirs%s}"}, '
              'why: %s}' % (path, path, q(what + ': how many')))
        for i in range(3):
            item = '%s[%d]' % (path, i)
            w.members('%s%s' % (what, item), names[i::3] if len(names) > 20
                      else names, 'ours' + item, 'theirs' + item)
    vector(name, 'both nodes answer %s alike, item by item' % method,
           requirement, build, **more)


mapped('block-by-hash', 'eth_getBlockByHash', ['${at.hash}', False], BLOCK,
       'BLK-PAIR-001')
mapped('block-by-number', 'eth_getBlockByNumber', ['${at.number}', False],
       BLOCK, 'BLK-PAIR-001')
listed('block-receipts', 'eth_getBlockReceipts', ['${at.hash}'], RECEIPT,
       'BLK-PAIR-007', anchors='full')
for n, m, p in (
        ('count-by-hash', 'eth_getBlockTransactionCountByHash', ['${at.hash}']),
        ('count-by-number', 'eth_getBlockTransactionCountByNumber',
         ['${at.number}']),
        ('raw-header', 'debug_getRawHeader', ['${at.number}']),
        ('raw-block', 'debug_getRawBlock', ['${at.number}']),
        ('raw-receipts', 'debug_getRawReceipts', ['${at.number}'])):
    simple(n, m, p, 'BLK-PAIR-001')
simple('chain-id', 'eth_chainId', [])
for n, m in (('by-hash', 'eth_getTransactionByHash'),):
    mapped('transaction-' + n, m, ['${at.hash}'], TX, 'BLK-PAIR-002',
           anchors='transaction')
mapped('transaction-by-block-hash', 'eth_getTransactionByBlockHashAndIndex',
       ['${at.block.hash}', '${at.index}'], TX, 'BLK-PAIR-002',
       anchors='transaction')
mapped('transaction-by-block-number',
       'eth_getTransactionByBlockNumberAndIndex',
       ['${at.block.number}', '${at.index}'], TX, 'BLK-PAIR-002',
       anchors='transaction')
simple('raw-transaction', 'debug_getRawTransaction', ['${at.hash}'],
       anchors='transaction')
mapped('receipt', 'eth_getTransactionReceipt', ['${at.hash}'], RECEIPT,
       'BLK-PAIR-003', anchors='transaction')
mapped('receipt.failed', 'eth_getTransactionReceipt', ['${at.hash}'], RECEIPT,
       'BLK-PAIR-003', anchors='failed')
mapped('receipt.creation', 'eth_getTransactionReceipt', ['${at.hash}'],
       RECEIPT + ['contractAddress'], 'BLK-PAIR-003', anchors='contract')
listed('receipt.logs', 'eth_getTransactionReceipt', ['${at.hash}'], LOG,
       'BLK-PAIR-003', path='.logs', anchors='logs')
listed('logs', 'eth_getLogs', [{'blockHash': '${at.block.hash}'}], LOG,
       'BLK-PAIR-003', anchors='logs')
for who, kind in (('contract', 'contract'),):
    address, number = '${at.address}', '${at.block.number}'
    for n, m, p in (
            ('balance', 'eth_getBalance', [address, number]),
            ('nonce', 'eth_getTransactionCount', [address, number]),
            ('code', 'eth_getCode', [address, number]),
            ('storage', 'eth_getStorageAt', [address, '0x0', number])):
        simple('%s.%s' % (who, n), m, p, 'BLK-PAIR-004', anchors=kind)
    mapped(who + '.proof', 'eth_getProof', [address, [], number], PROOF,
           'BLK-PAIR-004', anchors=kind)


def of_sender(name, method, params, requirement, names=None):
    def build(w):
        w.put('{rpc: eth_getTransactionByHash, params: ["${at.hash}"], save: '
              'tx}')
        w.both(method, params)
        what = '%s(%s)' % (method, show(params))
        if names:
            w.members(what, names)
        else:
            w.put('{check: "${ours}", equals: "${theirs}", why: %s}' % q(what))
    vector(name, 'both nodes answer %s of a sender alike' % method,
           requirement, build, anchors='transaction')


for n, m, p, names in (
        ('balance', 'eth_getBalance', ['${tx.from}', '${at.block.number}'],
         None),
        ('nonce', 'eth_getTransactionCount',
         ['${tx.from}', '${at.block.number}'], None),
        ('code', 'eth_getCode', ['${tx.from}', '${at.block.number}'], None),
        ('proof', 'eth_getProof', ['${tx.from}', [], '${at.block.number}'],
         PROOF)):
    of_sender('sender.' + n, m, p, 'BLK-PAIR-004', names)


def call(w):
    """NUMBER, TIMESTAMP, CHAINID and DIFFICULTY as four words."""
    w.both('eth_call', [{'data': '0x4360005242602052466040524460605260806000f3'
                                 }, '${at.number}'])
    w.put('{check: "${ours}", equals: "${theirs}", why: "eth_call of NUMBER, '
          'TIMESTAMP, CHAINID, PREVRANDAO at at.number"}')


vector('call', 'both nodes compute a call at a block alike', 'BLK-PAIR-005',
       call)


def fees(w):
    w.both('eth_feeHistory', ['0x1', '${at.number}', []])
    for name in ('oldestBlock', 'baseFeePerGas[0]', 'baseFeePerGas[1]'):
        w.members('eth_feeHistory(0x1, at.number, [])', [name])


vector('fee-history', 'both nodes tell the fees of a block alike',
       'BLK-PAIR-005', fees)


def free(w):
    w.put('{check: "${at.hash}", equals: "${common.result.hash}", why: "both '
          'have the block"}')
    to = '0x00000000000000000000000000000000c0ffee01'
    w.note('eth_estimateGas', [{'to': to}, '${at.number}'],
           'the estimate for a transfer differs')
    w.note('eth_gasPrice', [], 'the suggested price differs')
    w.note('eth_maxPriorityFeePerGas', [], 'the suggested tip differs')
    w.note('eth_call', [{'data': '0x4560005241602052486040526060' '6000f3'},
                        '${at.number}'],
           'GASLIMIT, COINBASE or BASEFEE of a call differ')
    w.note('web3_clientVersion', [], 'the two are different products')


vector('free', 'what is left to nodes may differ: noted', 'BLK-PAIR-006', free)

print('''# SPDX-License-Identifier: Apache-2.0
format: 1
suite: block
standard: "execution-apis"
note: >-
  Two nodes at one block hash, method by method (--peer); written by tools/node/paired.py.
vectors:''')
print('\n'.join(vectors))
