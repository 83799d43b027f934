#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the scenarios about evidence that one chain gives to another.

The target is the chain that is judged; the peer is the chain at the other end,
and is not.  Where something is written, both sides get the mailbox of
mailbox.py.

usage: scenarios.py ROOT
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'node')]
import mailbox  # noqa: E402
import yaml_out  # noqa: E402

VECTORS = {'evidence': [], 'messages': []}
MAP = {'$type': 'map'}
THEFT = 'a bridge pays out for a message that was never sent'
FAR = 'e7a10000e7a1'.rjust(64, '0')      # a chain that nobody runs
PAYLOAD = mailbox.word('delivered').to_bytes(32, 'big').hex()
GAS = '0x2dc6c0'


def word(n):
    return '%064x' % n


def hexed(text):
    return '0x' + text


def selector(signature):
    return '0x%08x' % mailbox.selector(signature)


def slot_of(mapping, key):
    return hexed(mailbox.keccak256(bytes.fromhex(word(key) + word(mapping))).hex())


def rpc(method, *params, save, at=None, **more):
    step = {'rpc': method, 'params': list(params)}
    if at:
        step['at'] = at
    step['save'] = save
    step.update(more)
    return step


def op(name, save=None, refusal=None, why=None, **given):
    step = {'op': name, 'in': given}
    if save:
        step['save'] = save
    if refusal:
        step['refusal'] = refusal
    if why:
        step['why'] = why
    return step


def hold(at, value, how='equals', want=None, why=None):
    """A check of the target, a need of the peer."""
    step = {'need' if at else 'check': value, how: want}
    if why:
        step['why'] = why
    return step


def need(value, how, want, why):
    return {'need': value, how: want, 'why': why}


def put(name, value):
    return {'set': name, 'to': value}


def add(group, name, title, requires, source, steps, risk, **needs):
    VECTORS[group].append({
        'id': 'xchain.bridge.%s' % name, 'title': title,
        'requires': requires, 'needs': needs, 'scenario': steps,
        'source': source, 'risk': risk})


# --- pieces ---------------------------------------------------------------------------

def header(at, name, block_hash):
    """The block of that hash, whose fields hash to it."""
    return [rpc('eth_getBlockByHash', block_hash, False, save=name, at=at),
            op('header.hash', name + '_hash', 'need' if at else None,
               header='${%s}' % name),
            hold(at, '${%s_hash}' % name, want='${%s.hash}' % name,
                 why='the header is the one of its hash'),
            put(name + '_word', {'$word': '${%s.number}' % name})]


def state(at, name, block, address, slots):
    """Proof of the slots at the block, verified against its state root."""
    return [rpc('eth_getProof', address, slots, '${%s.number}' % block,
                save=name + '_answer', at=at, expect='either'),
            need('${%s_answer.result}' % name, 'matches', MAP,
                 'the state of that block is gone'),
            put(name, '${%s_answer.result}' % name),
            op('eip1186.verify', name + '_seen', 'need' if at else 'fail',
               stateRoot='${%s.stateRoot}' % block, proof='${%s}' % name)]


def key_of(index, name):
    """The key of a position below 256 in a trie of lists."""
    return [op('rlp.encode', name,
               item={'$tail': [{'$word': index}, 31]}),
            {'if': index, 'equals': '0x0', 'do': [put(name, '0x80')]}]


def inclusion(block, index, receipt, logs=True):
    """The receipt at that index, proven against the root of the block."""
    return ([rpc('eth_getBlockReceipts', '${%s.hash}' % block, save='all'),
             put('entries', []),
             {'foreach': '${all}', 'as': 'one', 'index': 'n', 'max': 256,
              'do': key_of('${n}', 'key') + [
                  op('receipt.encode', 'bytes', 'fail', receipt='${one}'),
                  put('entries', {'$append': ['${entries}',
                                              ['${key}', '${bytes}']]})]}]
            + key_of(index, 'own')
            + [op('mpt.prove', 'made', entries='${entries}', key='${own}'),
               hold(None, '${made.root}', want='${%s.receiptsRoot}' % block,
                    why='the receipts make the root'),
               op('mpt.verify', 'found', 'fail',
                  root='${%s.receiptsRoot}' % block, key='${own}',
                  proof='${made.proof}'),
               op('receipt.decode', 'proven', 'fail', data='${found.value}'),
               hold(None, {'$count': '${proven.logs}'},
                    want={'$count': '${%s.logs}' % receipt})]
            + [hold(None, '${proven.logs[0].%s}' % member,
                    want='${%s.logs[0].%s}' % (receipt, member))
               for member in ('address', 'data', 'topics') if logs])


def account(at, name):
    return [rpc('eth_accounts', save=name + '_all', at=at, expect='either'),
            need('${%s_all.result}' % name, 'matches', {'$len': {'min': 1}},
                 'the node holds no account that it signs for'),
            put(name, '${%s_all.result[0]}' % name)]


def send(at, name, sender, data, to=None, value=None):
    """A transaction of the node's own account, and its receipt."""
    tx = {'from': '${%s}' % sender, 'gas': GAS, 'data': data}
    if to:
        tx['to'] = to
    if value:
        tx['value'] = value
    return [rpc('eth_sendTransaction', tx, save=name + '_sent', at=at,
                expect='either'),
            need('${%s_sent.result}' % name, 'matches', {'$type': 'bytes32'},
                 'the node does not sign and send'),
            put(name, None),
            {'until': '${%s}' % name, 'matches': MAP, 'tries': 400,
             'wait_ms': 300, 'within_ms': 120000, 'why': 'the receipt',
             'do': [rpc('eth_getTransactionReceipt',
                        '${%s_sent.result}' % name, save=name, at=at)]}]


def deploy(at, side):
    return (account(at, side) + send(at, side + '_made', side,
                                     hexed(mailbox.mailbox().hex()))
            + [need('${%s_made.status}' % side, 'equals', '0x1',
                    'the mailbox is there'),
               put(side + '_box', '${%s_made.contractAddress}' % side)])


def message(at, side, destination, timeout):
    """Sent; `packet` and `id` are saved.  It is the mailbox's first."""
    log = '${sent.logs[0]'
    return ([put('goal', destination)] + send(at, 'sent', side, {'$join': [
        selector(mailbox.SEND), '${goal}',
        hexed(word(timeout) + word(0x60) + word(32) + PAYLOAD)]},
        to='${%s_box}' % side, value='0x3e8')
        + [hold(at, '${sent.status}', want='0x1'),
           hold(at, '${sent.logs}', 'matches', {'$len': 1}),
           hold(at, log + '.topics}', want=[
               '0x%064x' % mailbox.topic(mailbox.SENT), hexed(word(1)),
               '${goal}', {'$word': '${%s}' % side}]),
           hold(at, {'$head': [log + '.data}', 64]},
                want=hexed(word(32) + word(224))),
           put('data', log + '.data}'),
           put('packet', {'$tail': ['${data}', 64]}),
           op('keccak256', 'id', data='${packet}')])


def about(function, block):
    """FUNCTION(height, packet), the packet as the log has it."""
    return {'$join': [selector(function), '${%s_word}' % block,
                      hexed(word(0x60)), '${data}']}


def trust(at, side, block):
    return (send(at, side + '_told', side, {'$join': [
        selector(mailbox.TRUST), '${%s_word}' % block,
        '${%s.hash}' % block]}, to='${%s_box}' % side)
        + [hold(at, '${%s_told.status}' % side, want='0x1')])


def refused(side, data, why):
    """The target's mailbox reverts, asked again and again."""
    return [rpc('eth_call', {'from': '${%s}' % side, 'data': data,
                             'to': '${%s_box}' % side}, 'latest',
                save='no', expect='error', why=why)]


def gone(height):
    """The commitment reads as zero."""
    return [rpc('eth_getStorageAt', '${here_box}', COMMITTED, height,
                save='left'),
            {'check': {'$word': '${left}'}, 'equals': hexed(word(0)),
             'why': 'the commitment is gone'}]


def flag_of(name, mapping):
    """The slot of the message in a mapping by id."""
    return op('keccak256', name, data={'$join': ['${id}',
                                                 hexed(word(mapping))]})


COMMITTED = slot_of(mailbox.COMMITMENTS, 1)
NEIGHBOUR = slot_of(mailbox.COMMITMENTS, 2)
PROOF = ['eth_getProof']
WRITES = ['eth_accounts', 'eth_sendTransaction', 'eth_getProof']


# --- evidence of what is there ------------------------------------------------------------

def at_contract(*steps):
    return [{'anchors': 'contract', 'as': 'at', 'do':
             header(None, 'block', '${at.block.hash}')
             + state(None, 'proof', 'block', '${at.address}',
                     ['0x' + word(0), NEIGHBOUR]) + list(steps)}]


def evidence():
    add('evidence', 'evidence.state',
        'contracts and their slots are proven against hashed headers',
        ['XC-BRG-01'], 'EIP-1186; Yellow Paper 4.1, 4.3',
        at_contract({'check': '${proof_seen.exists}', 'equals': True}),
        THEFT, methods=PROOF)
    add('evidence', 'evidence.absent',
        'a slot that nobody wrote is proven absent', ['XC-BRG-03'],
        'EIP-1186; Yellow Paper, appendix D',
        at_contract({'check': '${proof.storageProof[1].value}',
                     'equals': '0x0'}),
        'a message that was delivered is refunded', methods=PROOF)
    for kind in ('logs', 'several'):
        add('evidence', 'evidence.receipt.%s' % kind,
            'a receipt is proven against the root of its block (%s)' % kind,
            ['XC-BRG-02'], 'Yellow Paper 4.3.1, 4.3.2, appendix D; EIP-2718',
            [{'anchors': 'logs', 'as': 'at', 'do':
              header(None, 'block', '${at.block.hash}')
              + [rpc('eth_getTransactionReceipt', '${at.hash}',
                     save='receipt')]
              + inclusion('block', '${at.index}', 'receipt')}]
            if kind == 'logs' else
            [{'anchors': 'several', 'as': 'at', 'do':
              header(None, 'block', '${at.hash}')
              + [rpc('eth_getTransactionReceipt', '${block.transactions[1]}',
                     save='receipt')]
              + inclusion('block', '0x1', 'receipt', logs=False)}],
            THEFT, methods=['eth_getBlockReceipts'])
    forged = [
        ('balance', {'balance': {'$add': ['${proof.balance}', 1]}}),
        ('nonce', {'nonce': {'$add': ['${proof.nonce}', 1]}}),
        ('address', {'address': '0x4e6f626f64792d4e6f626f64792d4e6f626f6479'}),
        ('slot', {'storageProof': [
            {'$with': {'of': '${proof.storageProof[1]}',
                       'more': {'value': '0x1'}}}]}),
        ('cut', {'accountProof': []}),
    ]
    for name, more in forged:
        add('evidence', 'evidence.forged.%s' % name,
            'a proof with another %s proves nothing' % name
            if name != 'cut' else 'a proof without its nodes proves nothing',
            ['XC-BRG-04'], 'EIP-1186',
            at_contract(
                {'check': '${proof_seen.exists}', 'equals': True},
                op('eip1186.verify', None, 'due', 'it is forged',
                   stateRoot='${block.stateRoot}',
                   proof={'$with': {'of': '${proof}', 'more': more}})),
            THEFT, methods=PROOF)
    add('evidence', 'evidence.height',
        'a proof of the height before proves nothing for a header',
        ['XC-BRG-04'], 'EIP-1186',
        at_contract(
            {'check': '${proof_seen.exists}', 'equals': True},
            *header(None, 'before', '${block.parentHash}'),
            need('${before.stateRoot}', 'differs', '${block.stateRoot}',
                 'the state changed'),
            *state(None, 'old', 'before', '${at.address}', ['0x' + word(0)]),
            op('eip1186.verify', None, 'due', 'it is of another height',
               stateRoot='${block.stateRoot}', proof='${old}')),
        THEFT, methods=PROOF)
    theirs = [rpc('eth_getBlockByNumber', 'latest', False, save='there',
                  at='peer'),
              need('${there.stateRoot}', 'differs', '${block.stateRoot}',
                   'the chains are two')]
    add('evidence', 'evidence.other-chain',
        'a proof of this chain proves nothing for a header of the other',
        ['XC-BRG-11'], 'EIP-1186',
        at_contract({'check': '${proof_seen.exists}', 'equals': True}, *theirs,
                    op('eip1186.verify', None, 'due',
                       'the header is of the other chain',
                       stateRoot='${there.stateRoot}', proof='${proof}')),
        THEFT, methods=PROOF, fixture='paired')
    add('evidence', 'evidence.other-chain.theirs',
        'a proof of the other chain proves nothing for a header of this one',
        ['XC-BRG-11'], 'EIP-1186',
        at_contract({'check': '${proof_seen.exists}', 'equals': True}, *theirs,
                    *state('peer', 'foreign', 'there', '${at.address}', []),
                    op('eip1186.verify', None, 'due',
                       'the proof is of the other chain',
                       stateRoot='${block.stateRoot}', proof='${foreign}')),
        THEFT, methods=PROOF, fixture='paired')


# --- messages ---------------------------------------------------------------------------------

def messages():
    first = (deploy(None, 'here') + message(None, 'here', hexed(FAR), 9)
             + header(None, 'block', '${sent.blockHash}'))
    committed = first + state(None, 'proof', 'block', '${here_box}',
                              [COMMITTED, NEIGHBOUR])
    add('messages', 'message.committed',
        'the commitment to a message is proven at its block', ['XC-BRG-05'],
        'EIP-1186; the packet is hashed by the reference', committed + [
            {'check': {'$word': '${proof.storageProof[0].value}'},
             'equals': '${id}'},
            {'check': '${proof.storageProof[1].value}', 'equals': '0x0',
             'why': 'message 2 was not sent'}],
        THEFT, writes=True, methods=WRITES)
    add('messages', 'message.neighbour',
        'the proof of one message is none of the next', ['XC-BRG-11'],
        'EIP-1186', committed + [
            {'check': {'$word': '${proof.storageProof[0].value}'},
             'equals': '${id}'},
            op('eip1186.verify', None, 'due', 'it is the neighbour\'s',
               stateRoot='${block.stateRoot}',
               proof={'$with': {'of': '${proof}', 'more': {'storageProof': [
                   {'$with': {'of': '${proof.storageProof[0]}',
                              'more': {'key': NEIGHBOUR}}}]}}})],
        THEFT, writes=True, methods=WRITES)
    add('messages', 'message.included',
        'the receipt of a message is proven at its block', ['XC-BRG-10'],
        'Yellow Paper 4.3.2, appendix D',
        first + inclusion('block', '${sent.transactionIndex}', 'sent'),
        THEFT, writes=True, methods=WRITES + ['eth_getBlockReceipts'])
    add('messages', 'message.source',
        'contracts know the chain id that the node gives', ['XC-BRG-06'],
        'EIP-1344; execution-apis, eth_chainId', first + [
            rpc('eth_chainId', save='chain'),
            {'check': {'$head': [{'$tail': ['${packet}', 32]}, 32]},
             'equals': {'$word': '${chain}'}}],
        'a message of one chain is taken for one of another',
        writes=True, methods=WRITES)
    add('messages', 'message.removed',
        'a commitment that was removed is proven absent', ['XC-BRG-07'],
        'Yellow Paper 4.1: a storage cell of zero is no part of the trie; '
        'EIP-1186', first + trust(None, 'here', 'block')
        + send(None, 'acked', 'here', about(mailbox.ACKNOWLEDGE, 'block'),
               to='${here_box}')
        + [{'check': '${acked.status}', 'equals': '0x1'}]
        + header(None, 'after', '${acked.blockHash}')
        + state(None, 'none', 'after', '${here_box}', [COMMITTED, NEIGHBOUR])
        + [{'check': '${none.storageProof[0].value}', 'equals': '0x0'},
           {'check': '${none.storageProof[1].value}', 'equals': '0x0'}],
        'what was settled cannot be shown to be settled', writes=True,
        methods=WRITES)
    both = ([need('${peer.chainId}', 'differs', '${node.chainId}',
                  'the chains are two')]
            + deploy(None, 'here') + deploy('peer', 'there'))
    pair = dict(writes=True, methods=WRITES, fixture='paired')
    sent = (both + message(None, 'here', {'$word': '${peer.chainId}'},
                           2 ** 64 - 1)
            + header(None, 'block', '${sent.blockHash}')
            + state(None, 'proof', 'block', '${here_box}', [COMMITTED]))
    delivered = (
        sent + trust('peer', 'there', 'block')
        + send('peer', 'arrived', 'there', about(mailbox.DELIVER, 'block'),
               to='${there_box}')
        + [hold('peer', '${arrived.status}', want='0x1',
                why='the peer takes the message'),
           flag_of('flag', mailbox.DELIVERED)]
        + header('peer', 'far', '${arrived.blockHash}')
        + state('peer', 'ack', 'far', '${there_box}', ['${flag}'])
        + [hold('peer', '${ack.storageProof[0].value}', want='0x1',
                why='the delivery is proven')]
        + trust(None, 'here', 'far')
        + send(None, 'acked', 'here', about(mailbox.ACKNOWLEDGE, 'far'),
               to='${here_box}'))
    add('messages', 'message.acknowledged',
        'a message is delivered on the other chain, acknowledged, and gone',
        ['XC-BRG-05'], 'EIP-1186; tools/bridge/mailbox.py',
        delivered + [{'check': '${acked.status}', 'equals': '0x1'}]
        + gone('${acked.blockNumber}')
        + refused('here', about(mailbox.ACKNOWLEDGE, 'far'),
                  'it was acknowledged')
        + refused('here', about(mailbox.REFUND, 'far'),
                  'it was acknowledged'),
        'a deposit is paid out twice', **pair)
    add('messages', 'message.refunded',
        'a message that was not delivered in time is refunded once',
        ['XC-BRG-09'], 'EIP-1186; tools/bridge/mailbox.py',
        both + message(None, 'here', {'$word': '${peer.chainId}'}, 0)
        + [flag_of('flag', mailbox.DELIVERED)]
        + header('peer', 'far', '${there_made.blockHash}')
        + state('peer', 'none', 'far', '${there_box}', ['${flag}'])
        + [hold('peer', '${none.storageProof[0].value}', want='0x0',
                why='it was not delivered')]
        + trust(None, 'here', 'far')
        + [rpc('eth_getBalance', '${here_box}', 'latest', save='held'),
           {'check': '${held}', 'equals': '0x3e8'}]
        + send(None, 'back', 'here', about(mailbox.REFUND, 'far'),
               to='${here_box}')
        + [{'check': '${back.status}', 'equals': '0x1'},
           rpc('eth_getBalance', '${here_box}', '${back.blockNumber}',
               save='rest'),
           {'check': '${rest}', 'equals': '0x0',
            'why': 'the deposit went back'}]
        + gone('${back.blockNumber}')
        + refused('here', about(mailbox.REFUND, 'far'),
                  'it was refunded'),
        'a deposit is paid out twice', **pair)
    add('messages', 'message.delivered',
        'a message of the other chain is delivered here, and once',
        ['XC-BRG-08'], 'EIP-1186; tools/bridge/mailbox.py',
        both + message('peer', 'there', {'$word': '${node.chainId}'},
                       2 ** 64 - 1)
        + header('peer', 'far', '${sent.blockHash}')
        + state('peer', 'proof', 'far', '${there_box}', [COMMITTED])
        + [hold('peer', {'$word': '${proof.storageProof[0].value}'},
                want='${id}', why='the peer committed to it')]
        + refused('here', about(mailbox.DELIVER, 'far'),
                  'the header is not trusted yet')
        + trust(None, 'here', 'far')
        + send(None, 'arrived', 'here', about(mailbox.DELIVER, 'far'),
               to='${here_box}')
        + [{'check': '${arrived.status}', 'equals': '0x1'},
           flag_of('flag', mailbox.DELIVERED)]
        + header(None, 'block', '${arrived.blockHash}')
        + state(None, 'done', 'block', '${here_box}', ['${flag}'])
        + [{'check': '${done.storageProof[0].value}', 'equals': '0x1',
            'why': 'the flag is proven'}]
        + refused('here', about(mailbox.DELIVER, 'far'),
                  'it was delivered'),
        'a message is delivered twice', **pair)
    add('messages', 'message.late',
        'a message whose time is over is not delivered', ['XC-BRG-08'],
        'Yellow Paper 9.4.2: NUMBER; tools/bridge/mailbox.py',
        both + message('peer', 'there', {'$word': '${node.chainId}'}, 0)
        + header('peer', 'far', '${sent.blockHash}')
        + trust(None, 'here', 'far')
        + refused('here', about(mailbox.DELIVER, 'far'),
                  'height 0 is over')
        + [{'check': '${here_told.status}', 'equals': '0x1'}],
        'a message is delivered and refunded', **pair)


def main(root):
    evidence()
    messages()
    for group, vectors in VECTORS.items():
        yaml_out.write(
            '%s/vectors/xchain/bridge/%s.yaml' % (root, group),
            ['format: 1', 'suite: xchain', 'standard: "EIP-1186 / MPT"',
             'note: >-', '  Evidence for another chain (%s); written by '
             'tools/bridge/scenarios.py.' % group], 'vectors', vectors,
            yaml_out.vector)


if __name__ == '__main__':
    main(sys.argv[1])
