#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the scenarios and specimens of token contracts.

usage: tokens.py FOLDER        (vectors/asset/token)

NODE_PATH must hold the packages that tokens.mjs names; without them only the
scenarios are written.

Scenarios ask a contract that the command line names (--set token=… or
init=…) through eth_simulateV1.  Specimens are contracts made by
tools/tokens, each wrong in one place; the vector shows that the engine
executes it, and its tag `caught:REQUIREMENT` names what must fail when the
scenarios judge it.
"""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', '..', 'tokens'))
from assembler import keccak256, selector, topic  # noqa: E402
from erc20 import erc20  # noqa: E402
from erc721 import erc721  # noqa: E402
from erc1155 import erc1155  # noqa: E402

PLACES = {'@alice': '0x657461000000000000000000000000000000a11c',
          '@bob': '0x6574610000000000000000000000000000000b0b',
          '@carol': '0x65746100000000000000000000000000000ca201',
          '@other': '0x6574610000000000000000000000000000000074',
          '@hook': '0x657461000000000000000000000000000000400c'}
MAX = str(2**256 - 1)
ZERO_ADDRESS = '0x' + '00' * 20
YES = '0x' + '00' * 31 + '01'
NO = '0x' + '00' * 32
# logs its calldata, answers with the selector that it was called by
RECEIVER = '0x3660006000373660 00a060003560e01c60e01b60005260206000f3'.replace(' ', '')
WRONG_ANSWER = '0x63deadbeef60e01b60005260206000f3'
REVERTS = '0x60006000fd'
SILENT = '0x00'


def hexword(value):
    return '0x%064x' % value


def event(signature):
    return hexword(topic(signature))


def place(name):
    """The 32-byte word of a fixed address."""
    return '0x' + PLACES[name][2:].rjust(64, '0')


class Scenario:
    def __init__(self, name, title, requires, source, risk=None, given=(),
                 tags=()):
        self.name, self.title, self.requires = name, title, requires
        self.source, self.risk, self.tags = source, risk, list(tags)
        self.given, self.steps, self.runs = list(given), [], 0

    def run(self, steps, code=None, time=None, ready=True):
        """One simulation; its outcome has the name did, did2, …"""
        self.runs += 1
        n = '' if self.runs == 1 else str(self.runs)
        question = {'given': '${given}', 'steps': steps}
        if code:
            question['code'] = code
        if time:
            question['time'] = time
        self.steps += [
            {'op': 'contract.simulation', 'in': question, 'save': 'plan' + n},
            {'rpc': 'eth_simulateV1', 'params': ['${plan%s.payload}' % n, 'latest'],
             'expect': 'either', 'save': 'got' + n},
            {'need': '${got%s.error}' % n, 'matches': {'$absent': True},
             'why': 'a node that carries out the calls in eth_simulateV1'},
            {'op': 'contract.outcome', 'in': {'plan': '${plan%s}' % n,
                                              'result': '${got%s.result}' % n},
             'save': 'did' + n}]
        if self.runs == 1:
            self.set('holder_word', {'$join': ['0x' + '00' * 12, '${did.holder}']})
        if ready:
            self.need('did%s.ready' % n, True,
                      'the contract can be deployed and set up as given')
        return self

    def need(self, path, value, why):
        self.steps.append({'need': '${%s}' % path, 'equals': value, 'why': why})
        return self

    def extension(self, path, value, why):
        """What a contract may lack, and says so."""
        self.need(path, value, why)
        self.steps[-1]['extension'] = True
        return self

    def need_at_least(self, path, least, why):
        self.steps.append({'need': '${%s}' % path,
                           'matches': {'$range': {'min': least}}, 'why': why})
        return self

    def check(self, path, value, why=None):
        step = {'check': '${%s}' % path, 'equals': value}
        if why:
            step['why'] = why
        self.steps.append(step)
        return self

    def matches(self, path, matcher, why=None):
        step = {'check': '${%s}' % path, 'matches': matcher}
        if why:
            step['why'] = why
        self.steps.append(step)
        return self

    def set(self, name, to):
        self.steps.append({'set': name, 'to': to})
        return self

    def ask(self, op, question, save):
        self.steps.append({'op': op, 'in': question, 'save': save})
        return self

    def event(self, path, topics, data, why, count=1):
        """Of the logs at path, those with topics[0] are `count`, each as said."""
        self.steps += [
            {'set': 'seen', 'to': '0x0'},
            {'foreach': '${%s}' % path, 'as': 'log', 'min': 0, 'do': [
                {'if': '${log.topics[0]}', 'equals': topics[0], 'do': [
                    {'set': 'seen', 'to': {'$add': ['${seen}', 1]}},
                    {'check': '${log.topics}', 'equals': topics, 'why': why},
                    {'check': '${log.data}', 'equals': data, 'why': why}]}]},
            {'check': '${seen}', 'equals': hex(count), 'why': why}]
        return self

    def yaml(self):
        out = ['- id: asset.token.' + self.name, '  title: ' + json.dumps(self.title),
               '  requires: [%s]' % ', '.join(self.requires)]
        needs = {'methods': ['eth_simulateV1'],
                 'given': ['token|init'] + self.given}
        out.append('  needs: ' + json.dumps(needs))
        if self.tags:
            out.append('  tags: [%s]' % ', '.join(self.tags))
        out.append('  scenario:')
        for step in self.steps:
            out.append('  - ' + json.dumps(step))
        out.append('  source: ' + json.dumps(self.source))
        if self.risk:
            out.append('  risk: ' + json.dumps(self.risk))
        return '\n'.join(out)


def did(i, rest=''):
    return 'did.steps[%d]%s' % (i, rest)


def call(sender, signature, *arguments, to=None):
    step = {'from': sender, 'call': signature, 'args': list(arguments)}
    if to:
        step['to'] = to
    return step


# --- ERC-20 -------------------------------------------------------------------

TRANSFER = event('Transfer(address,address,uint256)')
APPROVAL = event('Approval(address,address,uint256)')
BALANCE, MOVE = 'balanceOf(address)', 'transfer(address,uint256)'
MOVE_FROM, ALLOW = 'transferFrom(address,address,uint256)', 'approve(address,uint256)'
ALLOWED = 'allowance(address,address)'
FUNDS = 'the holder has at least 1,000 of the smallest unit'
ERC20 = 'ERC-20 (EIP-20), '


def erc20_scenarios():
    out = []

    def new(*a, **k):
        out.append(Scenario('erc20.' + a[0], *a[1:], **k))
        return out[-1]

    word = '${holder_word}'
    s = new('words', 'totalSupply, balanceOf and allowance answer one word each',
            ['ERC20-016'], ERC20 + 'Methods: the return types of totalSupply, balanceOf, allowance')
    s.run([call('@alice', 'totalSupply()'), call('@alice', BALANCE, '@holder'),
           call('@alice', ALLOWED, '@holder', '@carol')])
    for i in range(3):
        s.check(did(i, '.ok'), True).matches(did(i, '.data'), {'$type': 'bytes32'})

    s = new('decimals', 'decimals, where it is offered, fits 8 bits', ['ERC20-018'],
            ERC20 + 'decimals: returns (uint8)',
            'wallets show amounts that are wrong by powers of ten')
    s.run([call('@alice', 'decimals()')])
    s.extension(did(0, '.ok'), True, 'the optional method decimals')
    s.matches(did(0, '.data'), {'$type': 'bytes32'})
    s.matches(did(0, '.numbers[0]'), {'$range': {'min': 0, 'max': 255}})

    s = new('transfer', 'a transfer moves exactly the amount', ['ERC20-017'],
            ERC20 + 'transfer: "Transfers _value amount of tokens to address _to"',
            'what is sent and what arrives differ: exchanges credit tokens that they do not hold')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', BALANCE, '@bob'),
           call('@holder', 'totalSupply()'), call('@holder', MOVE, '@bob', '1000'),
           call('@holder', BALANCE, '@holder'), call('@holder', BALANCE, '@bob'),
           call('@holder', 'totalSupply()')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.check(did(3, '.ok'), True)
    s.check(did(4, '.numbers[0]'), {'$sub': ['${did.steps[0].numbers[0]}', 1000]},
            'what the sender has afterwards')
    s.check(did(6, '.numbers[0]'), '${did.steps[2].numbers[0]}', 'the total supply')

    s = new('transfer.arrives', 'what a transfer says is what arrives', ['ERC20-013'],
            'ERC-20 (EIP-20), transfer and the event Transfer; balance deltas against the event',
            'a token that keeps a fee: whoever credits the amount of the event credits too much')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', BALANCE, '@bob'),
           call('@holder', MOVE, '@bob', '1000'), call('@holder', BALANCE, '@bob')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.check(did(2, '.ok'), True)
    s.check(did(3, '.numbers[0]'), {'$add': ['${did.steps[1].numbers[0]}', 1000]},
            'what the receiver has afterwards')

    s = new('transfer.event', 'a transfer fires Transfer with its parties indexed', ['ERC20-004'],
            ERC20 + 'Events: event Transfer(address indexed _from, address indexed _to, uint256 _value)',
            'indexers and exchanges never see the payment')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', MOVE, '@bob', '1000')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.check(did(1, '.ok'), True)
    s.event(did(1, '.logs'), [TRANSFER, word, place('@bob')], hexword(1000), 'the event Transfer')

    s = new('transfer.answer', 'a transfer answers true', ['ERC20-016'],
            ERC20 + 'transfer: returns (bool success)',
            'callers that demand the answer of the standard lock their users out (USDT, BNB)')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', MOVE, '@bob', '1000')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.check(did(1, '.ok'), True).check(did(1, '.data'), YES)

    s = new('transfer.zero', 'a transfer of nothing is a transfer and fires the event', ['ERC20-001'],
            ERC20 + 'transfer: "Transfers of 0 values MUST be treated as normal transfers and fire the Transfer event"')
    s.run([call('@holder', MOVE, '@bob', '0')])
    s.check(did(0, '.ok'), True)
    s.event(did(0, '.logs'), [TRANSFER, word, place('@bob')], hexword(0), 'the event Transfer')

    s = new('transfer.self', 'a transfer to oneself changes no balance', ['ERC20-017'],
            ERC20 + 'transfer', 'balances read before they are written: whoever pays himself doubles his money')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', MOVE, '@holder', '1000'),
           call('@holder', BALANCE, '@holder')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.check(did(2, '.numbers[0]'), '${did.steps[0].numbers[0]}')

    for name, amount in (('one', '1'), ('all', MAX)):
        s = new('transfer.short.' + name, 'who has too little is refused', ['ERC20-002'],
                ERC20 + 'transfer: "SHOULD throw if the message caller\'s account balance does not have enough tokens"',
                'callers that do not look at the answer take the payment for made')
        s.run([call('@alice', BALANCE, '@alice'), call('@alice', MOVE, '@bob', amount)])
        s.need(did(0, '.numbers[0]'), '0x0', 'an account without tokens')
        s.check(did(1, '.ok'), False)

        s = new('transfer.nothing.' + name, 'nothing moves from who has nothing', ['ERC20-017'],
                ERC20 + 'transfer', 'a balance that wraps below zero is all the money in the world (BeautyChain, 2018)')
        s.run([call('@alice', BALANCE, '@alice'), call('@alice', BALANCE, '@bob'),
               call('@alice', MOVE, '@bob', amount), call('@alice', BALANCE, '@alice'),
               call('@alice', BALANCE, '@bob')])
        s.need(did(0, '.numbers[0]'), '0x0', 'an account without tokens')
        s.check(did(3, '.numbers[0]'), '0x0')
        s.check(did(4, '.numbers[0]'), '${did.steps[1].numbers[0]}')

    s = new('approve', 'approve sets the allowance and answers true', ['ERC20-016', 'ERC20-019'],
            ERC20 + 'approve: returns (bool success)')
    s.run([call('@holder', ALLOW, '@carol', '600'), call('@holder', ALLOWED, '@holder', '@carol')])
    s.check(did(0, '.ok'), True).check(did(0, '.data'), YES)
    s.check(did(1, '.numbers[0]'), hex(600))

    s = new('approve.again', 'a second approve overwrites the first', ['ERC20-019'],
            ERC20 + 'approve: "If this function is called again it overwrites the current allowance with _value"',
            'a spender keeps what was taken back')
    s.run([call('@holder', ALLOW, '@carol', '600'), call('@holder', ALLOW, '@carol', '0'),
           call('@holder', ALLOW, '@carol', '70'), call('@holder', ALLOWED, '@holder', '@carol')])
    s.check(did(2, '.ok'), True).check(did(3, '.numbers[0]'), hex(70))

    s = new('approve.event', 'approve fires Approval', ['ERC20-007', 'ERC20-004'],
            ERC20 + 'Events: event Approval(address indexed _owner, address indexed _spender, uint256 _value)')
    s.run([call('@holder', ALLOW, '@carol', '600')])
    s.check(did(0, '.ok'), True)
    s.event(did(0, '.logs'), [APPROVAL, word, place('@carol')], hexword(600), 'the event Approval')

    s = new('from', 'an allowance is spent by what it paid', ['ERC20-020'],
            ERC20 + 'transferFrom, allowance: "the amount which _spender is still allowed to withdraw from _owner"',
            'one approval, endless withdrawals')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', ALLOW, '@carol', '1000'),
           call('@carol', MOVE_FROM, '@holder', '@bob', '400'),
           call('@carol', ALLOWED, '@holder', '@carol'), call('@carol', BALANCE, '@holder')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.check(did(2, '.ok'), True).check(did(3, '.numbers[0]'), hex(600))
    s.check(did(4, '.numbers[0]'), {'$sub': ['${did.steps[0].numbers[0]}', 400]})

    s = new('from.event', 'transferFrom answers true and fires Transfer with the owner', ['ERC20-016', 'ERC20-004'],
            ERC20 + 'transferFrom; event Transfer')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', ALLOW, '@carol', '1000'),
           call('@carol', MOVE_FROM, '@holder', '@bob', '400')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.check(did(2, '.ok'), True).check(did(2, '.data'), YES)
    s.event(did(2, '.logs'), [TRANSFER, word, place('@bob')], hexword(400), 'the event Transfer')

    s = new('from.zero', 'transferFrom of nothing fires the event', ['ERC20-001'],
            ERC20 + 'transferFrom: "Transfers of 0 values MUST be treated as normal transfers and fire the Transfer event"')
    s.run([call('@carol', MOVE_FROM, '@holder', '@bob', '0')])
    s.check(did(0, '.ok'), True)
    s.event(did(0, '.logs'), [TRANSFER, word, place('@bob')], hexword(0), 'the event Transfer')

    s = new('from.unasked', 'without an allowance transferFrom is refused', ['ERC20-006'],
            ERC20 + 'transferFrom: "SHOULD throw unless the _from account has deliberately authorized the sender"',
            'anybody takes anybody\'s tokens')
    s.run([call('@carol', ALLOWED, '@holder', '@carol'), call('@holder', BALANCE, '@holder'),
           call('@carol', MOVE_FROM, '@holder', '@bob', '1')])
    s.need(did(0, '.numbers[0]'), '0x0', 'a spender without allowance')
    s.need_at_least(did(1, '.numbers[0]'), 1000, FUNDS)
    s.check(did(2, '.ok'), False)

    s = new('from.more', 'an allowance is not exceeded', ['ERC20-006'], ERC20 + 'transferFrom',
            'a spender takes more than was granted')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', ALLOW, '@carol', '500'),
           call('@carol', MOVE_FROM, '@holder', '@bob', '501')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.need(did(1, '.ok'), True, 'an allowance')
    s.check(did(2, '.ok'), False)

    s = new('from.twice', 'an allowance pays once', ['ERC20-006'], ERC20 + 'transferFrom; allowance',
            'one approval, endless withdrawals')
    s.run([call('@holder', BALANCE, '@holder'), call('@holder', ALLOW, '@carol', '500'),
           call('@carol', MOVE_FROM, '@holder', '@bob', '300'),
           call('@carol', MOVE_FROM, '@holder', '@bob', '300')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.need(did(2, '.ok'), True, 'a withdrawal')
    s.check(did(3, '.ok'), False)

    s = new('born', 'tokens that are created come by a Transfer from zero', ['ERC20-005'],
            ERC20 + 'Transfer: "A token contract which creates new tokens SHOULD trigger a Transfer event with the _from address set to 0x0"',
            given=['init'])
    s.run([call('@alice', 'totalSupply()')])
    s.need_at_least(did(0, '.numbers[0]'), 1, 'tokens exist')
    s.steps += [{'set': 'seen', 'to': '0x0'},
                {'foreach': '${did.born}', 'as': 'log', 'min': 0, 'do': [
                    {'if': '${log.topics[0]}', 'equals': TRANSFER, 'do': [
                        {'if': '${log.topics[1]}', 'equals': NO, 'do': [
                            {'set': 'seen', 'to': {'$add': ['${seen}', 1]}}]}]}]},
                {'check': '${seen}', 'matches': {'$range': {'min': 1}},
                 'why': 'a Transfer from zero'}]

    s = new('paused', 'a paused token moves nothing and says that it is paused', ['ERC20-014'],
            'the event Paused(address) of OpenZeppelin and Pause() of FiatToken; pausing is outside ERC-20',
            given=['pause', 'pauser'])
    s.run([call('@holder', BALANCE, '@holder'), {'from': '@pauser', 'data': '${given.pause}'},
           call('@holder', MOVE, '@bob', '1')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.need(did(1, '.ok'), True, 'the token can be paused as given')
    s.matches(did(1, '.logs[0].topics[0]'), {'$oneOf': [event('Paused(address)'), event('Pause()')]})
    s.check(did(2, '.ok'), False)

    s = new('blocked', 'a blacklist says whom it blocks, and blocks', ['ERC20-015'],
            'the events Blacklisted(address) of FiatToken and AddedBlackList(address) of Tether; blocking is outside ERC-20',
            given=['block_holder', 'blocker'])
    s.run([call('@holder', BALANCE, '@holder'), {'from': '@blocker', 'data': '${given.block_holder}'},
           call('@holder', MOVE, '@bob', '1')])
    s.need_at_least(did(0, '.numbers[0]'), 1000, FUNDS)
    s.need(did(1, '.ok'), True, 'the holder can be blocked as given')
    s.matches(did(1, '.logs[0].topics[0]'), {'$oneOf': [
        event('Blacklisted(address)'), event('AddedBlackList(address)')]})
    s.check(did(2, '.ok'), False)
    return out


# --- ERC-2612, ERC-3009 -------------------------------------------------------

KEY = '0x' + '00' * 31 + '2a'      # throw-away keys
SIGNER = '0xae3dffee97f92db0201d11cb8877c89738353bce'
OTHER_KEY = '0x' + '00' * 31 + '2b'
TIME = 0xff00000000                # of the block that is simulated
PERMIT = 'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)'
PERMIT_TYPE = hexword(topic('Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)'))
WITH = '(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)'
AUTH = '(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)'
SIG_WORDS = ['${sig.r}', '${sig.s}']


def addr_word(address):
    return '0x' + address[2:].rjust(64, '0')


def signed(s, words, key=KEY, separator='${did.words}'):
    """EIP-712: signs a struct of static words; saves sig and v."""
    s.ask('keccak256', {'data': {'$join': words}}, 'struct')
    s.ask('keccak256', {'data': {'$join': ['0x1901', '${separator}', '${struct}']}}, 'digest')
    s.ask('secp256k1.sign', {'key': key, 'hash': '${digest}'}, 'sig')
    s.set('v', {'$add': ['${sig.yParity}', 27]})
    return s


def with_domain(s, nonce=True):
    """Reads the domain separator, and the signer's nonce."""
    steps = [call('@alice', 'DOMAIN_SEPARATOR()')]
    if nonce:
        steps.append(call('@alice', 'nonces(address)', SIGNER))
    s.run(steps)
    s.extension(did(0, '.ok'), True, 'the token has DOMAIN_SEPARATOR (ERC-2612, ERC-3009)')
    s.set('separator', '${did.steps[0].words[0]}')
    if nonce:
        s.extension(did(1, '.ok'), True, 'the token has nonces (ERC-2612)')
    return s


def two(i, rest=''):
    return 'did2.steps[%d]%s' % (i, rest)


def permit_scenarios():
    out = []
    text = 'ERC-2612, Specification: '

    def new(name, title, requires, source, risk=None):
        out.append(Scenario('permit.' + name, title, requires, source, risk))
        return with_domain(out[-1])

    def words(owner=SIGNER, value=600, deadline=TIME):
        return [PERMIT_TYPE, addr_word(owner), place('@carol'), hexword(value),
                '${did.steps[1].words[0]}', hexword(deadline)]

    def ask(owner=SIGNER, value=600, deadline=TIME, spender='@carol'):
        return call('@bob', PERMIT, owner, spender, str(value), str(deadline), '${v}', *SIG_WORDS)

    look = call('@bob', ALLOWED, SIGNER, '@carol')
    time = hex(TIME)

    s = signed(new('valid', 'a signed permit sets the allowance, up to its deadline', ['SIG-009', 'SIG-010'],
                   text + '"a call to permit … will set allowance[owner][spender] to value"; the block time may equal the deadline'),
               words())
    s.run([ask(), look, call('@bob', 'nonces(address)', SIGNER)], time=time)
    s.check(two(0, '.ok'), True).check(two(1, '.numbers[0]'), hex(600))
    s.check(two(2, '.numbers[0]'), {'$add': ['${did.steps[1].numbers[0]}', 1]}, 'the nonce')

    s = signed(new('event', 'a permit fires Approval', ['SIG-009'],
                   text + '"emit a corresponding Approval event"'), words())
    s.run([ask()], time=time)
    s.check(two(0, '.ok'), True)
    s.event(two(0, '.logs'), [APPROVAL, addr_word(SIGNER), place('@carol')], hexword(600), 'the event Approval')

    def refused(name, title, risk, steps, build=None, need=None, key=KEY):
        s = signed(new(name, title, ['SIG-009'], text + '"if any of these conditions are not met, the permit call must revert"', risk),
                   build or words(), key)
        s.run(steps, time=time)
        for i in range(len(steps) - 1):
            s.need(two(i, '.ok'), True, 'a permit')
        s.check(two(len(steps) - 1, '.ok'), False)

    refused('replayed', 'a permit is good for one use', 'the spender renews an allowance that was spent or taken back',
            [ask(), ask()])
    refused('late', 'a permit is refused after its deadline', 'an old signature comes back to life',
            [ask(deadline=TIME - 1)], words(deadline=TIME - 1))
    refused('unsigned', 'a permit signed by another key is refused', 'anybody gives himself an allowance', [ask()], key=OTHER_KEY)
    refused('value', 'a permit for another amount than was signed is refused', 'the spender writes the amount himself', [ask(value=601)])
    refused('spender', 'a permit for another spender than was signed is refused', 'whoever sees the signature takes the allowance',
            [ask(spender='@alice')])
    refused('owner', 'a permit of another owner than who signed is refused', 'one signature opens every account',
            [ask(owner=PLACES['@alice'])])
    refused('zero', 'a permit of the zero address is refused',
            'a broken signature recovers to zero: tokens sent to zero can be taken out',
            [call('@bob', PERMIT, ZERO_ADDRESS, '@carol', '600', str(TIME), '0', hexword(1), hexword(1))])
    return out


def authorization_scenarios():
    out = []
    text = 'ERC-3009, Specification: '
    time, nonce = hex(TIME), hexword(0x6e)
    used = event('AuthorizationUsed(address,bytes32)')

    def new(name, title, requires, source, risk=None):
        out.append(Scenario('erc3009.' + name, title, requires, source, risk))
        s = with_domain(out[-1], nonce=False)
        s.run([call('@alice', 'authorizationState(address,bytes32)', SIGNER, nonce)])
        s.extension('did2.steps[0].ok', True, 'the token has authorizationState (ERC-3009)')
        return s

    def words(kind, to, after, before, value=70):
        return [hexword(topic(kind + WITH)), addr_word(SIGNER), addr_word(PLACES[to]), hexword(value),
                hexword(after), hexword(before), nonce]

    def use(sender, kind, to, after, before, value=70):
        name = kind[0].lower() + kind[1:]
        return call(sender, name + AUTH, SIGNER, to, str(value), str(after), str(before), nonce, '${v}', *SIG_WORDS)

    def fund():
        return call('@holder', MOVE, SIGNER, '1000')

    def three(i, rest=''):
        return 'did3.steps[%d]%s' % (i, rest)

    sends, receives = 'TransferWithAuthorization', 'ReceiveWithAuthorization'
    good = (TIME - 1, TIME + 1)
    s = signed(new('valid', 'a signed authorization moves the amount, and says that it is used', ['SIG-011', 'SIG-012'],
                   text + 'transferWithAuthorization; event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)'),
               words(sends, '@bob', *good))
    s.run([fund(), call('@alice', BALANCE, '@bob'), use('@carol', sends, '@bob', *good),
           call('@alice', BALANCE, '@bob'), call('@alice', 'authorizationState(address,bytes32)', SIGNER, nonce)], time=time)
    s.need(three(0, '.ok'), True, 'the holder can pay the signer')
    s.check(three(2, '.ok'), True)
    s.check(three(3, '.numbers[0]'), {'$add': ['${did3.steps[1].numbers[0]}', 70]})
    s.check(three(4, '.data'), YES, 'authorizationState')
    s.event(three(2, '.logs'), [used, addr_word(SIGNER), nonce], '0x', 'the event AuthorizationUsed')

    s = signed(new('receive', 'the payee draws an authorization that names him', ['SIG-011', 'SIG-013'],
                   text + 'receiveWithAuthorization'), words(receives, '@bob', *good))
    s.run([fund(), use('@bob', receives, '@bob', *good)], time=time)
    s.need(three(0, '.ok'), True, 'the holder can pay the signer')
    s.check(three(1, '.ok'), True)

    def refused(name, title, requirement, risk, steps, build, extra=(), key=KEY):
        s = new(name, title, [requirement], text + ('receiveWithAuthorization: the caller must be the payee' if requirement == 'SIG-013'
                else 'validAfter < now < validBefore, the nonce unused, the signature the payer\'s'), risk)
        signed(s, build, key)
        s.run([fund()] + steps, time=time)
        for i in range(len(steps)):
            s.need(three(i, '.ok'), True, 'what goes before')
        s.check(three(len(steps), '.ok'), False)

    refused('replayed', 'an authorization is used once', 'SIG-012', 'one payment is drawn again and again',
            [use('@carol', sends, '@bob', *good), use('@carol', sends, '@bob', *good)], words(sends, '@bob', *good))
    refused('early', 'an authorization is refused at validAfter itself', 'SIG-012', 'a payment is drawn before its time',
            [use('@carol', sends, '@bob', TIME, TIME + 1)], words(sends, '@bob', TIME, TIME + 1))
    refused('late', 'an authorization is refused at validBefore itself', 'SIG-012', 'a payment is drawn after its time',
            [use('@carol', sends, '@bob', TIME - 1, TIME)], words(sends, '@bob', TIME - 1, TIME))
    refused('other-key', 'an authorization that another key signed is refused', 'SIG-012', 'anybody draws on any account',
            [use('@carol', sends, '@bob', *good)], words(sends, '@bob', *good), key=OTHER_KEY)
    refused('amount', 'an authorization for another amount is refused', 'SIG-012', 'the relayer writes the amount himself',
            [use('@carol', sends, '@bob', *good, value=71)], words(sends, '@bob', *good))
    refused('receive.stolen', 'nobody but the payee draws a receive authorization', 'SIG-013',
            'a front runner breaks the deposit that the payment was part of',
            [use('@carol', receives, '@bob', *good)], words(receives, '@bob', *good))
    refused('receive.as-transfer', 'a receive authorization is no transfer authorization', 'SIG-011',
            'the protection of receiveWithAuthorization is walked around',
            [use('@carol', sends, '@bob', *good)], words(receives, '@bob', *good))

    s = new('cancelled', 'a cancelled authorization moves nothing', ['SIG-012'], text + 'cancelAuthorization',
            'a payment that was called back is drawn')
    signed(s, [hexword(topic('CancelAuthorization(address authorizer,bytes32 nonce)')), addr_word(SIGNER), nonce])
    s.set('cancel_v', '${v}').set('cancel', '${sig}')
    signed(s, words(sends, '@bob', *good))
    s.run([fund(), call('@carol', 'cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)', SIGNER, nonce,
                        '${cancel_v}', '${cancel.r}', '${cancel.s}'),
           use('@carol', sends, '@bob', *good)], time=time)
    s.need(three(0, '.ok'), True, 'the holder can pay the signer')
    s.extension(three(1, '.ok'), True, 'the token has cancelAuthorization (optional in ERC-3009)')
    s.check(three(2, '.ok'), False)
    return out


# --- ERC-165, ERC-721 and what builds on it ------------------------------------

SUPPORTS = 'supportsInterface(bytes4)'
OWNER, GRANT = 'ownerOf(uint256)', 'approve(address,uint256)'
SAFE = 'safeTransferFrom(address,address,uint256)'
SAFE_DATA = 'safeTransferFrom(address,address,uint256,bytes)'
NOTHING = MAX
FOR_ALL = event('ApprovalForAll(address,address,bool)')


def erc165(prefix, requirement, ids, extra=()):
    out = []
    s = Scenario(prefix + '.erc165', 'supportsInterface says yes to ERC-165 and no to ffffffff, cheaply', ['NFT-001'],
                 'ERC-165, How a Contract will Publish the Interfaces it Implements: less than 30,000 gas')
    s.run([call('@alice', SUPPORTS, '0x01ffc9a7'), call('@alice', SUPPORTS, '0xffffffff')])
    for i, answer in ((0, YES), (1, NO)):
        s.check(did(i, '.ok'), True).check(did(i, '.data'), answer)
        # 21,000 and at most 16 for each byte of calldata come before
        s.matches(did(i, '.gas'), {'$range': {'min': 0, 'max': 30000 + 21000 + 36 * 16}}, 'gas')
    out.append(s)
    for name, number, level in ids:
        s = Scenario('%s.id-%s' % (prefix, name), 'supportsInterface says yes to ' + number, [level],
                     'ERC-165; the interface id of ' + name)
        s.run([call('@alice', SUPPORTS, number), call('@alice', SUPPORTS, '0xdeadbeef')])
        s.check(did(0, '.ok'), True).check(did(0, '.data'), YES)
        s.check(did(1, '.data'), NO, 'an interface that nobody has')
        out.append(s)
    return out


def erc721_scenarios():
    out = erc165('erc721', 'NFT-002', [('erc721', '0x80ac58cd', 'NFT-002')])
    text = 'ERC-721 (EIP-721), '
    word = '${holder_word}'
    owned = 'the holder owns the token'

    def new(name, title, requires, source, risk=None, given=()):
        out.append(Scenario('erc721.' + name, title, requires, text + source, risk, given=given))
        return out[-1]

    def with_owner(s, steps, code=None):
        s.run([call('@holder', OWNER, '@id')] + steps, code)
        s.check(did(0, '.ok'), True)
        s.need(did(0, '.words[0]'), word, owned)
        return s

    def refused(name, title, requirement, source, risk, steps, code=None, at=None):
        s = with_owner(new(name, title, [requirement], source, risk), steps, code)
        at = len(steps) if at is None else at
        for i in range(1, at):
            s.need(did(i, '.ok'), True, 'what goes before')
        s.check(did(at, '.ok'), False)
        return s

    s = new('zero-balance', 'balanceOf the zero address throws', ['NFT-003'], 'balanceOf: "this function throws for queries about the zero address"')
    s.run([call('@alice', 'balanceOf(address)', ZERO_ADDRESS)]).check(did(0, '.ok'), False)
    for name, signature, requirement, sentence in (
            ('nobody', OWNER, 'NFT-003', 'ownerOf: "NFTs assigned to zero address are considered invalid, and queries about them do throw"'),
            ('nobody-approved', 'getApproved(uint256)', 'NFT-007', 'getApproved: "Throws if _tokenId is not a valid NFT"')):
        s = new(name, 'a token that does not exist throws in ' + signature, [requirement], sentence,
                'a marketplace lists what does not exist')
        s.run([call('@alice', signature, NOTHING)]).check(did(0, '.ok'), False)
    s = new('nobody-uri', 'tokenURI of a token that does not exist throws', ['NFT-029'],
            'metadata extension, tokenURI: "Throws if _tokenId is not a valid NFT"')
    s.run([call('@alice', SUPPORTS, '0x5b5e139f'), call('@alice', 'tokenURI(uint256)', NOTHING)])
    s.extension(did(0, '.data'), YES, 'the metadata extension').check(did(1, '.ok'), False)
    s = new('metadata', 'name, symbol and tokenURI answer text', ['NFT-029'], 'metadata extension')
    with_owner(s, [call('@alice', SUPPORTS, '0x5b5e139f'), call('@alice', 'name()'), call('@alice', 'symbol()'),
                   call('@alice', 'tokenURI(uint256)', '@id')])
    s.extension(did(1, '.data'), YES, 'the metadata extension')
    for i in (2, 3, 4):
        s.check(did(i, '.ok'), True).check(did(i, '.words[0]'), hexword(32), 'the offset of the text')
    s = new('enumerable', 'what the enumeration extension lists is owned', ['NFT-035'], 'enumeration extension')
    with_owner(s, [call('@alice', SUPPORTS, '0x780e9d63'), call('@alice', 'totalSupply()'),
                   call('@alice', 'tokenOfOwnerByIndex(address,uint256)', '@holder', '0'),
                   call('@alice', 'tokenByIndex(uint256)', MAX)])
    s.extension(did(1, '.data'), YES, 'the enumeration extension')
    s.matches(did(2, '.numbers[0]'), {'$range': {'min': 1}})
    s.check(did(3, '.ok'), True).check(did(4, '.ok'), False, 'tokenByIndex beyond the supply throws')

    s = with_owner(new('transfer', 'a transfer changes the owner and both balances', ['NFT-008'], 'transferFrom; balanceOf; ownerOf',
                       'the new owner cannot show that he owns it'),
                   [call('@alice', 'balanceOf(address)', '@holder'), call('@alice', 'balanceOf(address)', '@bob'),
                    call('@holder', MOVE_FROM, '@holder', '@bob', '@id'), call('@alice', OWNER, '@id'),
                    call('@alice', 'balanceOf(address)', '@holder'), call('@alice', 'balanceOf(address)', '@bob')])
    s.check(did(3, '.ok'), True).check(did(4, '.words[0]'), place('@bob'))
    s.check(did(5, '.numbers[0]'), {'$sub': ['${did.steps[1].numbers[0]}', 1]})
    s.check(did(6, '.numbers[0]'), {'$add': ['${did.steps[2].numbers[0]}', 1]})
    s = with_owner(new('transfer.event', 'a transfer fires Transfer with three indexed words', ['NFT-030'],
                       'event Transfer(address indexed _from, address indexed _to, uint256 indexed _tokenId)',
                       'marketplaces take the token for an ERC-20 payment, or do not see it'),
                   [call('@holder', MOVE_FROM, '@holder', '@bob', '@id')])
    s.check(did(1, '.ok'), True)
    s.set('number', '${plan.id}')
    s.event(did(1, '.logs'), [TRANSFER, word, place('@bob'), '${number}'], '0x', 'the event Transfer')
    s = with_owner(new('approve.event', 'approve fires Approval, setApprovalForAll fires ApprovalForAll', ['NFT-030'],
                       'events Approval, ApprovalForAll'),
                   [call('@holder', GRANT, '@carol', '@id'), call('@holder', 'setApprovalForAll(address,bool)', '@carol', 'true')])
    s.check(did(1, '.ok'), True).check(did(2, '.ok'), True).set('number', '${plan.id}')
    s.event(did(1, '.logs'), [APPROVAL, word, place('@carol'), '${number}'], '0x', 'the event Approval')
    s.event(did(2, '.logs'), [FOR_ALL, word, place('@carol')], YES, 'the event ApprovalForAll')
    s = with_owner(new('transfer.approved', 'who is approved may transfer', ['NFT-004'], 'transferFrom, approve, getApproved'),
                   [call('@holder', GRANT, '@carol', '@id'), call('@alice', 'getApproved(uint256)', '@id'),
                    call('@carol', MOVE_FROM, '@holder', '@bob', '@id'), call('@alice', OWNER, '@id')])
    s.check(did(2, '.words[0]'), place('@carol')).check(did(3, '.ok'), True).check(did(4, '.words[0]'), place('@bob'))
    s = with_owner(new('transfer.operator', 'an operator may transfer and approve', ['NFT-004'], 'setApprovalForAll, isApprovedForAll'),
                   [call('@holder', 'setApprovalForAll(address,bool)', '@carol', 'true'),
                    call('@alice', 'isApprovedForAll(address,address)', '@holder', '@carol'),
                    call('@carol', GRANT, '@alice', '@id'), call('@carol', MOVE_FROM, '@holder', '@bob', '@id')])
    s.check(did(2, '.data'), YES).check(did(3, '.ok'), True).check(did(4, '.ok'), True)
    refused('transfer.stranger', 'a stranger transfers nothing', 'NFT-004', 'transferFrom: "Throws unless msg.sender is the current owner, an authorized operator, or the approved address"',
            'anybody takes anybody\'s token', [call('@carol', MOVE_FROM, '@holder', '@carol', '@id')])
    refused('transfer.safe-stranger', 'a stranger transfers nothing safely either', 'NFT-004', 'safeTransferFrom',
            'anybody takes anybody\'s token', [call('@carol', SAFE, '@holder', '@carol', '@id')])
    refused('transfer.from', 'a transfer from who is not the owner throws', 'NFT-004', 'transferFrom: "Throws if _from is not the current owner"',
            'balances of strangers are decreased', [call('@holder', MOVE_FROM, '@alice', '@bob', '@id')])
    refused('transfer.zero', 'a transfer to the zero address throws', 'NFT-004', 'transferFrom: "Throws if _to is the zero address"',
            'the token is lost', [call('@holder', MOVE_FROM, '@holder', ZERO_ADDRESS, '@id')])
    refused('transfer.nobody', 'a transfer of a token that does not exist throws', 'NFT-004', 'transferFrom: "Throws if _tokenId is not a valid NFT"',
            None, [call('@holder', MOVE_FROM, '@holder', '@bob', NOTHING)])
    refused('approve.stranger', 'a stranger approves nobody', 'NFT-031', 'approve: "Throws unless msg.sender is the current NFT owner, or an authorized operator of the current owner"',
            'anybody approves himself', [call('@carol', GRANT, '@carol', '@id')])
    refused('approval-cleared', 'a transfer ends the approval', 'NFT-005', 'transferFrom; "The approved address for an NFT"; event Transfer: "the approved address for that NFT (if any) is reset to none"',
            'who was approved by the last owner takes the token from the next',
            [call('@holder', GRANT, '@carol', '@id'), call('@holder', MOVE_FROM, '@holder', '@bob', '@id'),
             call('@carol', MOVE_FROM, '@bob', '@carol', '@id')])
    refused('operator.revoked', 'an operator whose right was taken back transfers nothing', 'NFT-004', 'setApprovalForAll',
            'a right that cannot be taken back',
            [call('@holder', 'setApprovalForAll(address,bool)', '@carol', 'true'),
             call('@holder', 'setApprovalForAll(address,bool)', '@carol', 'false'),
             call('@carol', MOVE_FROM, '@holder', '@bob', '@id')])
    for name, code, risk in (('answer', WRONG_ANSWER, 'a contract that cannot handle tokens holds one for ever'),
                             ('silent', SILENT, 'a contract that cannot handle tokens holds one for ever'),
                             ('reverts', REVERTS, 'a receiver that refuses gets the token all the same')):
        refused('hook.' + name, 'a contract that does not answer with the magic value receives nothing (%s)' % name, 'NFT-006',
                'safeTransferFrom: "throws if the return value is not bytes4(keccak256(\\"onERC721Received(address,address,uint256,bytes)\\"))"'.replace('\\"', "'"),
                risk, [call('@holder', SAFE, '@holder', '@hook', '@id')], {'@hook': code})
    s = with_owner(new('hook', 'a receiver is told operator, sender, token and data', ['NFT-006'],
                       'ERC721TokenReceiver.onERC721Received(address _operator, address _from, uint256 _tokenId, bytes _data)',
                       'a vault credits the wrong person'),
                   [call('@holder', 'setApprovalForAll(address,bool)', '@carol', 'true'),
                    call('@carol', SAFE_DATA, '@holder', '@hook', '@id', '0xc0ffee')], {'@hook': RECEIVER})
    s.need(did(1, '.ok'), True, 'an operator').check(did(2, '.ok'), True)
    s.set('number', '${plan.id}')
    s.check(did(2, '.others[0].data'), {'$join': ['0x150b7a02', place('@carol'), word, '${number}', hexword(128),
                                                  hexword(3), '0xc0ffee' + '00' * 29]})
    s = with_owner(new('hook.person', 'an account without code receives safely', ['NFT-006'], 'safeTransferFrom'),
                   [call('@holder', SAFE, '@holder', '@bob', '@id'), call('@alice', OWNER, '@id')])
    s.check(did(1, '.ok'), True).check(did(2, '.words[0]'), place('@bob'))

    # ERC-2981, ERC-4906, ERC-5192
    def extension(name, number, what, title, requires, source, steps, risk=None, given=()):
        s = Scenario(name, title, requires, source, risk, given=given)
        s.run([call('@alice', SUPPORTS, number)] + steps)
        s.extension(did(0, '.data'), YES, what)
        out.append(s)
        return s

    royalty = 'royaltyInfo(uint256,uint256)'
    s = extension('erc2981.share', '0x2a55205a', 'ERC-2981', 'the royalty is the same share of every price', ['NFT-017'],
                  'ERC-2981: "The implementer MUST calculate a percentage of the _salePrice"',
                  [call('@alice', royalty, '@id', '10000'), call('@alice', royalty, '@id', '30000'),
                   call('@alice', royalty, '@id', '0')], 'an artist gets a fixed sum, or all of a small sale')
    for i in (1, 2, 3):
        s.check(did(i, '.ok'), True).matches(did(i, '.words'), {'$len': 2})
    s.check(did(2, '.numbers[1]'), {'$add': [{'$add': ['${did.steps[1].numbers[1]}'] * 2}, '${did.steps[1].numbers[1]}']})
    s.check(did(3, '.numbers[1]'), '0x0')
    s.check(did(1, '.words[0]'), '${did.steps[2].words[0]}', 'the receiver')
    s = extension('erc2981.bound', '0x2a55205a', 'ERC-2981', 'the royalty is not more than the price', ['NFT-017'],
                  'ERC-2981: royaltyAmount is a percentage of _salePrice', [call('@alice', royalty, '@id', '1000000')])
    s.check(did(1, '.ok'), True).matches(did(1, '.numbers[1]'), {'$range': {'min': 0, 'max': 1000000}})

    s = Scenario('erc4906.update', 'a change of metadata fires MetadataUpdate or BatchMetadataUpdate', ['NFT-018'],
                 'ERC-4906: MetadataUpdate(uint256), BatchMetadataUpdate(uint256,uint256); interface id 49064906',
                 'marketplaces go on showing what is no more', given=['update'])
    s.run([call('@alice', SUPPORTS, '0x49064906'), {'from': '@holder', 'data': '${given.update}'}])
    s.need(did(1, '.ok'), True, 'the metadata can be changed as given')
    s.check(did(0, '.data'), YES, 'the interface id')
    s.matches(did(1, '.logs'), {'$len': {'min': 1}})
    s.matches(did(1, '.logs[0].topics[0]'), {'$oneOf': [event('MetadataUpdate(uint256)'), event('BatchMetadataUpdate(uint256,uint256)')]})
    out.append(s)

    s = Scenario('erc5192.locked', 'a locked token says so and does not move', ['NFT-020'],
                 'ERC-5192: locked(uint256); "MUST throw … transfer functions when locked"; interface id b45a3c0e',
                 'a proof of person is sold', given=['locked_id'])
    s.run([call('@alice', SUPPORTS, '0xb45a3c0e'), call('@alice', 'locked(uint256)', '@locked_id'),
           call('@alice', OWNER, '@locked_id'), call('@holder', MOVE_FROM, '@holder', '@bob', '@locked_id'),
           call('@holder', SAFE, '@holder', '@bob', '@locked_id')])
    s.check(did(0, '.data'), YES, 'the interface id').check(did(1, '.data'), YES).check(did(2, '.words[0]'), word)
    s.check(did(3, '.ok'), False).check(did(4, '.ok'), False)
    out.append(s)
    s = extension('erc5192.nobody', '0xb45a3c0e', 'ERC-5192', 'locked of a token that does not exist throws', ['NFT-020'],
                  'ERC-5192: locked: "SBTs assigned to zero address are considered invalid, and queries about them do throw"',
                  [call('@alice', 'locked(uint256)', NOTHING)])
    s.check(did(1, '.ok'), False)
    return out


# --- ERC-1155 -----------------------------------------------------------------

def erc1155_scenarios():
    out = erc165('erc1155', 'NFT-009', [('erc1155', '0xd9b67a26', 'NFT-009')])
    text = 'ERC-1155 (EIP-1155), '
    move = 'safeTransferFrom(address,address,uint256,uint256,bytes)'
    batch = 'safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)'
    balance, balances = 'balanceOf(address,uint256)', 'balanceOfBatch(address[],uint256[])'
    for_all = 'setApprovalForAll(address,bool)'
    single = event('TransferSingle(address,address,address,uint256,uint256)')
    batch_event = event('TransferBatch(address,address,address,uint256[],uint256[])')
    word = '${holder_word}'
    two_of = 'the holder has at least 2 of the token'

    def new(name, title, requires, source, risk=None):
        out.append(Scenario('erc1155.' + name, title, requires, text + source, risk))
        return out[-1]

    def with_some(s, steps, code=None):
        s.run([call('@holder', balance, '@holder', '@id')] + steps, code)
        s.check(did(0, '.ok'), True)
        s.need_at_least(did(0, '.numbers[0]'), 2, two_of)
        return s.set('number', '${plan.id}')

    def refused(name, title, requirement, source, risk, steps, code=None):
        s = with_some(new(name, title, [requirement], source, risk), steps, code)
        for i in range(1, len(steps)):
            s.need(did(i, '.ok'), True, 'what goes before')
        s.check(did(len(steps), '.ok'), False)

    s = with_some(new('transfer', 'a transfer moves the amount', ['NFT-032'], 'safeTransferFrom: "Balance changes MUST be reflected"'),
                  [call('@alice', balance, '@bob', '@id'), call('@holder', move, '@holder', '@bob', '@id', '2', '0x'),
                   call('@alice', balance, '@holder', '@id'), call('@alice', balance, '@bob', '@id')])
    s.check(did(2, '.ok'), True)
    s.check(did(3, '.numbers[0]'), {'$sub': ['${did.steps[0].numbers[0]}', 2]})
    s.check(did(4, '.numbers[0]'), {'$add': ['${did.steps[1].numbers[0]}', 2]})
    s = with_some(new('transfer.event', 'a transfer by an operator fires TransferSingle with its three parties', ['NFT-033'],
                      'event TransferSingle(address indexed _operator, address indexed _from, address indexed _to, uint256 _id, uint256 _value)',
                      'marketplaces do not see the transfer, or see another'),
                  [call('@holder', for_all, '@carol', 'true'), call('@carol', move, '@holder', '@bob', '@id', '2', '0x')])
    s.check(did(2, '.ok'), True)
    s.event(did(2, '.logs'), [single, place('@carol'), word, place('@bob')], {'$join': ['${number}', hexword(2)]}, 'the event TransferSingle')
    s = with_some(new('transfer.zero', 'a transfer of none fires the event too', ['NFT-010'],
                      'rules: "TransferSingle … MUST emit when tokens are transferred, including zero value transfers"'),
                  [call('@holder', move, '@holder', '@bob', '@id', '0', '0x')])
    s.check(did(1, '.ok'), True)
    s.event(did(1, '.logs'), [single, word, word, place('@bob')], {'$join': ['${number}', hexword(0)]}, 'the event TransferSingle')
    s = with_some(new('batch', 'a batch moves each amount and fires TransferBatch', ['NFT-033', 'NFT-032'],
                      'safeBatchTransferFrom; event TransferBatch'),
                  [call('@alice', balance, '@bob', '@id'), call('@holder', batch, '@holder', '@bob', ['@id', '@id'], ['1', '1'], '0x'),
                   call('@alice', balance, '@bob', '@id')])
    s.check(did(2, '.ok'), True)
    s.check(did(3, '.numbers[0]'), {'$add': ['${did.steps[1].numbers[0]}', 2]})
    s.event(did(2, '.logs'), [batch_event, word, word, place('@bob')],
            {'$join': [hexword(64), hexword(160), hexword(2), '${number}', '${number}', hexword(2), hexword(1), hexword(1)]}, 'the event TransferBatch')
    s = with_some(new('balances', 'balanceOfBatch answers for each pair', ['NFT-011'], 'balanceOfBatch'),
                  [call('@alice', balances, ['@holder', '@alice'], ['@id', '@id'])])
    s.check(did(1, '.ok'), True)
    s.check(did(1, '.data'), {'$join': [hexword(32), hexword(2), '${did.steps[0].words[0]}', hexword(0)]})
    refused('balances.lengths', 'lists of different length are refused (balances)', 'NFT-011', 'balanceOfBatch: lists of one length', None,
            [call('@alice', balances, ['@holder', '@alice'], ['@id'])])
    refused('batch.lengths', 'lists of different length are refused (ids)', 'NFT-011', 'safeBatchTransferFrom: "MUST revert if length of _ids is not the same as length of _values"',
            'amounts are read from beyond the list', [call('@holder', batch, '@holder', '@bob', ['@id', '@id'], ['1'], '0x')])
    refused('batch.lengths-2', 'lists of different length are refused (values)', 'NFT-011', 'safeBatchTransferFrom',
            'amounts are dropped without a word', [call('@holder', batch, '@holder', '@bob', ['@id'], ['1', '1'], '0x')])
    refused('transfer.zero-address', 'a transfer to the zero address is refused', 'NFT-012', 'safeTransferFrom: "MUST revert if _to is the zero address"',
            'tokens are lost', [call('@holder', move, '@holder', ZERO_ADDRESS, '@id', '1', '0x')])
    refused('batch.zero-address', 'a batch to the zero address is refused', 'NFT-012', 'safeBatchTransferFrom: "MUST revert if _to is the zero address"',
            'tokens are lost', [call('@holder', batch, '@holder', ZERO_ADDRESS, ['@id'], ['1'], '0x')])
    refused('transfer.short', 'who has too little is refused', 'NFT-012', 'safeTransferFrom: "MUST revert if balance of holder for token _id is lower than the _value sent"',
            'balances wrap', [call('@holder', move, '@holder', '@bob', '@id', MAX, '0x')])
    refused('batch.short', 'a batch that spends more than there is is refused', 'NFT-012', 'safeBatchTransferFrom',
            'the same balance is spent twice in one batch',
            [call('@holder', move, '@holder', '@bob', '@id', '1', '0x'), call('@holder', batch, '@holder', '@bob', ['@id', '@id'], ['1', MAX], '0x')])
    refused('transfer.stranger', 'a stranger transfers nothing', 'NFT-034', 'safeTransferFrom: "Caller must be approved to manage the tokens being transferred out of the _from account"',
            'anybody takes anybody\'s tokens', [call('@carol', move, '@holder', '@carol', '@id', '1', '0x')])
    refused('batch.stranger', 'a stranger transfers no batch', 'NFT-034', 'safeBatchTransferFrom', 'anybody takes anybody\'s tokens',
            [call('@carol', batch, '@holder', '@carol', ['@id'], ['1'], '0x')])
    refused('transfer.revoked', 'an operator whose right was taken back transfers nothing', 'NFT-034', 'setApprovalForAll',
            'a right that cannot be taken back', [call('@holder', for_all, '@carol', 'true'), call('@holder', for_all, '@carol', 'false'),
                                                 call('@carol', move, '@holder', '@carol', '@id', '1', '0x')])
    for name, code in (('answer', WRONG_ANSWER), ('silent', SILENT), ('reverts', REVERTS)):
        for kind, step in (('single', call('@holder', move, '@holder', '@hook', '@id', '1', '0x')),
                           ('batch', call('@holder', batch, '@holder', '@hook', ['@id'], ['1'], '0x'))):
            refused('hook.%s.%s' % (kind, name), 'a contract that does not answer with the magic value receives nothing (%s, %s)' % (kind, name),
                    'NFT-013', 'ERC1155TokenReceiver: "MUST revert if the recipient contract does not return the acceptance magic value"'.replace('MUST revert', 'MUST revert'),
                    'a contract that cannot handle tokens holds them for ever', [step], {'@hook': code})
    s = with_some(new('hook.single', 'a receiver is told operator, sender, token, amount and data', ['NFT-013'],
                      'onERC1155Received(address _operator, address _from, uint256 _id, uint256 _value, bytes _data)'),
                  [call('@holder', for_all, '@carol', 'true'), call('@carol', move, '@holder', '@hook', '@id', '2', '0xc0ffee')], {'@hook': RECEIVER})
    s.check(did(2, '.ok'), True)
    s.check(did(2, '.others[0].data'), {'$join': ['0xf23a6e61', place('@carol'), word, '${number}', hexword(2), hexword(160), hexword(3), '0xc0ffee' + '00' * 29]})
    s = with_some(new('hook.batch', 'a receiver is told all of a batch', ['NFT-013'],
                      'onERC1155BatchReceived(address _operator, address _from, uint256[] _ids, uint256[] _values, bytes _data)'),
                  [call('@holder', batch, '@holder', '@hook', ['@id', '@id'], ['1', '1'], '0xc0ffee')], {'@hook': RECEIVER})
    s.check(did(1, '.ok'), True).matches(did(1, '.others'), {'$len': 1}, 'one call of the hook')
    s.check(did(1, '.others[0].data'), {'$join': ['0xbc197c81', word, word, hexword(160), hexword(256), hexword(352),
                                                  hexword(2), '${number}', '${number}', hexword(2), hexword(1), hexword(1),
                                                  hexword(3), '0xc0ffee' + '00' * 29]})
    s = with_some(new('hook.person', 'no hook for an account without code', ['NFT-014'], 'safe transfer rules: a recipient that is not a contract'),
                  [call('@holder', move, '@holder', '@bob', '@id', '1', '0x')])
    s.check(did(1, '.ok'), True).check(did(1, '.others'), [])
    s = with_some(new('operators', 'setApprovalForAll is told and answered', ['NFT-033'], 'event ApprovalForAll(address indexed _owner, address indexed _operator, bool _approved)'),
                  [call('@holder', for_all, '@carol', 'true'), call('@alice', 'isApprovedForAll(address,address)', '@holder', '@carol'),
                   call('@alice', 'isApprovedForAll(address,address)', '@carol', '@holder')])
    s.check(did(1, '.ok'), True).check(did(2, '.data'), YES).check(did(3, '.data'), NO)
    s.event(did(1, '.logs'), [FOR_ALL, word, place('@carol')], YES, 'the event ApprovalForAll')
    s = new('born', 'tokens that are created come from the zero address in events', ['NFT-015'], 'rules: minting is a transfer from 0x0')
    s.given.append('init')
    s.run([call('@holder', balance, '@holder', '@id')])
    s.need_at_least(did(0, '.numbers[0]'), 1, 'tokens exist')
    s.steps += [{'set': 'seen', 'to': '0x0'},
                {'foreach': '${did.born}', 'as': 'log', 'min': 0, 'do': [
                    {'if': '${log.topics[0]}', 'matches': {'$oneOf': [single, batch_event]}, 'do': [
                        {'check': '${log.topics[2]}', 'equals': NO, 'why': 'the event of creation'},
                        {'set': 'seen', 'to': {'$add': ['${seen}', 1]}}]}]},
                {'check': '${seen}', 'matches': {'$range': {'min': 1}}, 'why': 'an event of creation'}]
    return out


# --- ERC-6551 ------------------------------------------------------------------

def erc6551_scenarios():
    out = []
    arguments = '(address,bytes32,uint256,address,uint256)'
    create, look = 'createAccount' + arguments, 'account' + arguments
    made = event('ERC6551AccountCreated(address,address,bytes32,uint256,address,uint256)')
    salt = hexword(0x5a17)
    impl = '@other'

    def new(name, title, requires, source, risk=None, given=()):
        out.append(Scenario('erc6551.' + name, title, requires, 'ERC-6551, ' + source, risk, given=given))
        return out[-1]

    def ask(what, salt=salt, chain='1', token='@carol', number='7'):
        return call('@alice', what, impl, salt, chain, token, number, to='@token')

    s = new('account', 'the address of an account is that of CREATE2 over the proxy and its token', ['NFT-021', 'NFT-022'],
            'Account Proxy; Registry: account(); EIP-1014',
            'assets are sent to an address where no account will ever be', given=['registry'])
    s.run([ask(look), ask(look, salt=hexword(0x5a18)), ask(look, chain='1099511627775'), ask(look, number='8')])
    for i in range(4):
        s.check(did(i, '.ok'), True)
    s.ask('address.create2', {'sender': '${plan.token}', 'salt': salt, 'initCode': {'$join': [
        '0x3d60ad80600a3d3981f3363d3d373d3d3d363d73', PLACES['@other'], '0x5af43d82803e903d91602b57fd5bf3', salt,
        hexword(1), place('@carol'), hexword(7)]}}, 'where')
    s.check(did(0, '.words[0]'), {'$join': ['0x' + '00' * 12, '${where}']})
    for i in (1, 2, 3):
        s.steps.append({'check': '${did.steps[%d].words[0]}' % i, 'differs': '${did.steps[0].words[0]}',
                        'why': 'another salt, chain or token is another account'})
    s = new('create', 'an account is created once, told once, and asked for again without harm', ['NFT-024'],
            'Registry: createAccount: "If account has already been created, returns the account address without calling create2"; event ERC6551AccountCreated',
            'the second marketplace that wants the account is refused', given=['registry'])
    s.run([ask(look), ask(create), ask(create)])
    s.check(did(1, '.ok'), True).check(did(1, '.words[0]'), '${did.steps[0].words[0]}')
    s.check(did(2, '.ok'), True).check(did(2, '.words[0]'), '${did.steps[0].words[0]}')
    s.event(did(1, '.logs'), [made, place('@other'), place('@carol'), hexword(7)],
            {'$join': ['${did.steps[0].words[0]}', salt, hexword(1)]}, 'the event of creation')
    s.check(did(2, '.logs'), [], 'no event without a creation')
    s = new('signer', 'an account reports its interface and who may sign for it', ['NFT-023'],
            'Account Interface: isValidSigner returns 0x523e3260 for a valid signer; interface ids 0x6faff5f1',
            'anybody acts for the owner of the token', given=['account'])
    s.run([call('@alice', SUPPORTS, '0x6faff5f1'), call('@alice', 'isValidSigner(address,bytes)', '@holder', '0x'),
           call('@alice', 'isValidSigner(address,bytes)', '@carol', '0x')])
    s.check(did(0, '.data'), YES)
    s.check(did(1, '.words[0]'), '0x523e3260' + '00' * 28)
    s.steps.append({'check': '${did.steps[2].data}', 'differs': '0x523e3260' + '00' * 28, 'why': 'a stranger'})
    return out


# --- specimens ------------------------------------------------------------------

D, A, B, C = ('0x%040x' % n for n in (0xa1, 0xa11c, 0xb0b, 0xca201))
LOST = '0x' + '22' * 20            # an address without code
MAX_NUMBER = MAX


def S(sender, signature, *arguments):
    return {'from': sender, 'call': signature, 'args': list(arguments)}


def approved(amount='500'):
    return S(D, ALLOW, C, amount)


# wrong -> (what the last step shows, requirement that catches it, steps)
WRONG20 = {
    'mint-silent': ('no event tells of the tokens that were made', 'ERC20-005', [S(D, BALANCE, D)]),
    'topic-of-uint': ('the topic is that of uint instead of uint256', 'ERC20-004', [S(D, MOVE, B, '1')]),
    'event-not-indexed': ('the parties are not indexed', 'ERC20-004', [S(D, MOVE, B, '1')]),
    'event-swapped': ('the event names receiver and sender the wrong way round', 'ERC20-004', [S(D, MOVE, B, '1')]),
    'zero-silent': ('a transfer of nothing fires no event', 'ERC20-001', [S(D, MOVE, B, '0')]),
    'zero-refused': ('a transfer of nothing is refused', 'ERC20-001', [S(D, MOVE, B, '0')]),
    'short-says-true': ('a transfer without funds answers true', 'ERC20-002', [S(A, MOVE, B, '1')]),
    'wraps': ('who has nothing sends and has nearly everything', 'ERC20-017', [S(A, MOVE, B, '1'), S(D, BALANCE, A)]),
    'self-doubles': ('who pays himself has more afterwards', 'ERC20-017', [S(D, MOVE, D, '1000'), S(D, BALANCE, D)]),
    'fee': ('less arrives than the event says', 'ERC20-013', [S(D, MOVE, B, '1000'), S(D, BALANCE, B)]),
    'supply-grows': ('a transfer creates supply', 'ERC20-017', [S(D, MOVE, B, '1000'), S(D, 'totalSupply()')]),
    'returns-nothing': ('a transfer answers nothing', 'ERC20-016', [S(D, MOVE, B, '1')]),
    'returns-false': ('a transfer that succeeds answers false', 'ERC20-016', [S(D, MOVE, B, '1')]),
    'allowance-ignored': ('who has no allowance takes tokens', 'ERC20-006', [S(C, MOVE_FROM, D, B, '1')]),
    'allowance-kept': ('a withdrawal leaves the allowance as it was', 'ERC20-006', [approved(), S(C, MOVE_FROM, D, B, '300'), S(C, MOVE_FROM, D, B, '300')]),
    'approve-adds': ('a second approve adds to the first', 'ERC20-019', [approved(), approved('70'), S(D, ALLOWED, D, C)]),
    'approve-silent': ('approve fires no event', 'ERC20-007', [approved()]),
    'decimals-wide': ('decimals does not fit 8 bits', 'ERC20-018', [S(D, 'decimals()')]),
    'permit-zero-owner': ('a signature of nobody approves for the zero address', 'SIG-009',
                          [S(B, PERMIT, ZERO_ADDRESS, C, '600', '1', '0', hexword(1), hexword(1))]),
    'permit-unsigned': ('any signature gives an allowance', 'SIG-009', [S(B, PERMIT, D, C, '600', '1', '27', hexword(1), hexword(1)), S(B, ALLOWED, D, C)]),
}
WRONG721 = {
    'no-id-erc165': ('supportsInterface denies ERC-165', 'NFT-001', [S(A, SUPPORTS, '0x01ffc9a7')]),
    'no-id-erc721': ('supportsInterface denies ERC-721', 'NFT-002', [S(A, SUPPORTS, '0x80ac58cd')]),
    'id-ffffffff': ('supportsInterface says yes to ffffffff', 'NFT-001', [S(A, SUPPORTS, '0xffffffff')]),
    'id-always': ('supportsInterface says yes to anything', 'NFT-002', [S(A, SUPPORTS, '0xdeadbeef')]),
    'zero-has-balance': ('balanceOf answers for the zero address', 'NFT-003', [S(A, BALANCE, ZERO_ADDRESS)]),
    'owner-of-nothing': ('ownerOf answers for a token that does not exist', 'NFT-003', [S(A, OWNER, '99')]),
    'approved-of-nothing': ('getApproved answers for a token that does not exist', 'NFT-007', [S(A, 'getApproved(uint256)', '99')]),
    'uri-of-nothing': ('tokenURI answers for a token that does not exist', 'NFT-029', [S(A, 'tokenURI(uint256)', '99')]),
    'approve-by-anyone': ('a stranger approves himself', 'NFT-031', [S(C, GRANT, C, '1'), S(A, 'getApproved(uint256)', '1')]),
    'approve-silent': ('approve fires no event', 'NFT-030', [S(D, GRANT, C, '1')]),
    'operator-silent': ('setApprovalForAll fires no event', 'NFT-030', [S(D, 'setApprovalForAll(address,bool)', C, True)]),
    'transfer-by-anyone': ('a stranger takes the token', 'NFT-004', [S(C, MOVE_FROM, D, C, '1'), S(A, OWNER, '1')]),
    'from-ignored': ('a transfer from who is not the owner succeeds', 'NFT-004', [S(D, MOVE_FROM, A, B, '1')]),
    'to-zero': ('a transfer to the zero address succeeds', 'NFT-004', [S(D, MOVE_FROM, D, ZERO_ADDRESS, '1')]),
    'approval-stays': ('an approval outlives the owner who gave it', 'NFT-005',
                       [S(D, GRANT, C, '1'), S(D, MOVE_FROM, D, B, '1'), S(C, MOVE_FROM, B, C, '1')]),
    'balance-lags': ('the new owner has no balance', 'NFT-008', [S(D, MOVE_FROM, D, B, '1'), S(A, BALANCE, B)]),
    'id-not-indexed': ('the token is not indexed in the event', 'NFT-030', [S(D, MOVE_FROM, D, B, '1')]),
    'transfer-silent': ('a transfer fires no event', 'NFT-030', [S(D, MOVE_FROM, D, B, '1')]),
    'royalty-fixed': ('the royalty is a fixed sum', 'NFT-017', [S(A, 'royaltyInfo(uint256,uint256)', '1', '10')]),
    'royalty-too-much': ('the royalty is more than the price', 'NFT-017', [S(A, 'royaltyInfo(uint256,uint256)', '1', '10')]),
}
WRONG5192 = {
    'locked-moves': ('a locked token moves', 'NFT-020', [S(D, MOVE_FROM, D, B, '3')]),
    'no-id-erc5192': ('supportsInterface denies ERC-5192', 'NFT-020', [S(A, SUPPORTS, '0xb45a3c0e')]),
    'no-id-erc4906': ('supportsInterface denies ERC-4906', 'NFT-018', [S(A, SUPPORTS, '0x49064906')]),
    'update-silent': ('a change of metadata fires no event', 'NFT-018', [S(D, 'refresh(uint256)', '1')]),
}
MOVE1155 = 'safeTransferFrom(address,address,uint256,uint256,bytes)'
BATCH1155 = 'safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)'
OF1155 = 'balanceOf(address,uint256)'
WRONG1155 = {
    'no-id-erc1155': ('supportsInterface denies ERC-1155', 'NFT-009', [S(A, SUPPORTS, '0xd9b67a26')]),
    'balance-lengths': ('lists of different length are answered', 'NFT-011', [S(A, 'balanceOfBatch(address[],uint256[])', [D, A], ['1'])]),
    'transfer-by-anyone': ('a stranger takes tokens', 'NFT-034', [S(C, MOVE1155, D, C, '1', '7', '0x'), S(A, OF1155, C, '1')]),
    'to-zero': ('a transfer to the zero address succeeds', 'NFT-012', [S(D, MOVE1155, D, ZERO_ADDRESS, '1', '1', '0x')]),
    'wraps': ('who has too little sends and has nearly everything', 'NFT-012', [S(D, MOVE1155, D, B, '1', '1001', '0x'), S(A, OF1155, D, '1')]),
    'zero-silent': ('a transfer of none fires no event', 'NFT-010', [S(D, MOVE1155, D, B, '1', '0', '0x')]),
    'event-operator': ('the event names the holder as the operator', 'NFT-033', [S(D, 'setApprovalForAll(address,bool)', C, True), S(C, MOVE1155, D, B, '1', '1', '0x')]),
    'single-silent': ('a transfer fires no event', 'NFT-033', [S(D, MOVE1155, D, B, '1', '1', '0x')]),
    'batch-lengths': ('lists of different length are carried out', 'NFT-011', [S(D, BATCH1155, D, B, ['1', '1'], ['1'], '0x')]),
    'batch-first-only': ('only the first of a batch moves', 'NFT-032', [S(D, BATCH1155, D, B, ['1', '2'], ['1', '1'], '0x'), S(A, OF1155, B, '2')]),
    'batch-silent': ('a batch fires no event', 'NFT-033', [S(D, BATCH1155, D, B, ['1'], ['1'], '0x')]),
    'operator-silent': ('setApprovalForAll fires no event', 'NFT-033', [S(D, 'setApprovalForAll(address,bool)', C, True)]),
}
KINDS = (('erc20', erc20, WRONG20, 'ERC-20'), ('erc721', erc721, WRONG721, 'ERC-721'),
         ('erc5192', lambda wrong=None: erc721(wrong, True), WRONG5192, 'ERC-5192; ERC-4906'),
         ('erc1155', erc1155, WRONG1155, 'ERC-1155'))


def neutral(step):
    """Flags are text in vectors."""
    return dict(step, args=['true' if a is True else a for a in step['args']])


def specimens(folder):
    cases = []
    for kind, make, table, standard in KINDS:
        for wrong, (shows, requirement, steps) in table.items():
            for name, code in ((wrong, make(wrong)), ('right.' + wrong, make())):
                cases.append((kind, name, shows, requirement, steps, standard, '0x' + code.hex()))
    node = shutil.which('node')
    if not node or not os.environ.get('NODE_PATH'):
        print('no NODE_PATH: specimens are not written')
        return
    script = os.path.join(os.environ['NODE_PATH'], '..', 'tokens.mjs')
    shutil.copy(os.path.join(HERE, 'tokens.mjs'), script)
    answers = json.loads(subprocess.run(
        [node, script], check=True, capture_output=True, text=True,
        input=json.dumps([{'initcode': c[6], 'steps': c[4]} for c in cases])).stdout)
    os.remove(script)
    for kind, _, _, standard in KINDS:
        items = []
        for (k, name, shows, requirement, steps, _, code), answer in zip(cases, answers):
            if k != kind:
                continue
            right = name.startswith('right.')
            items.append('\n'.join([
                '- id: asset.token.specimen.%s.%s' % (kind, name),
                '  title: ' + json.dumps(('a contract that is right: not that ' if right else 'a wrong contract: ') + shows),
                '  requires: [EVMT-001]',
                '  tags: [%s]' % ('specimen' if right else 'specimen, wrong, caught.' + requirement),
                '  op: evm.token_behaviour',
                '  in: ' + json.dumps({'initcode': code, 'constructor_args': [], 'steps': [neutral(x) for x in steps],
                                       'hardfork': 'osaka'}),
                '  out: ' + json.dumps(answer),
                '  source: "tools/tokens assembles it; carried out by @ethereumjs/evm 10.1.3"']))
        write(folder, 'specimens-%s.yaml' % kind, standard,
              'Contracts that are right, and the same wrong in one place, carried out step by step: what the wrong one does '
              'is visible. The tag caught.X names the requirement whose scenarios refuse it (tests/e2e/tokens.sh).', items)


# --- files ----------------------------------------------------------------------

HEAD = '''# SPDX-License-Identifier: Apache-2.0
# Made by tools/vectors/asset/tokens.py.
format: 1
suite: asset
standard: %s
note: >-
  %s
vectors:
'''


def write(folder, name, standard, note, items):
    with open(os.path.join(folder, name), 'w') as f:
        f.write(HEAD % (json.dumps(standard), note))
        for item in items:
            f.write((item if isinstance(item, str) else item.yaml()) + '\n')


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    note = ('Questions to the contract that --set token=… or init=… names, by eth_simulateV1; nothing is written. '
            'docs/tokens.md tells how to name it.')
    write(folder, 'erc20.yaml', 'ERC-20', note, erc20_scenarios())
    write(folder, 'permit.yaml', 'ERC-2612; ERC-3009', note, permit_scenarios() + authorization_scenarios())
    write(folder, 'erc721.yaml', 'ERC-721; ERC-165; ERC-2981; ERC-4906; ERC-5192', note, erc721_scenarios())
    specimens(folder)
    write(folder, 'erc6551.yaml', 'ERC-6551', note, erc6551_scenarios())
    write(folder, 'erc1155.yaml', 'ERC-1155; ERC-165', note, erc1155_scenarios())


if __name__ == '__main__':
    main()
