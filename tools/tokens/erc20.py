# SPDX-License-Identifier: Apache-2.0
"""An ERC-20 token with ERC-2612 and ERC-3009, right or wrong in one place."""
from assembler import (Var, address_argument, argument, contract, entry,
                       keccak256, selector, topic, BUFFER, WORD)

TRANSFER = topic('Transfer(address,address,uint256)')
APPROVAL = topic('Approval(address,address,uint256)')
USED = topic('AuthorizationUsed(address,bytes32)')
CANCELED = topic('AuthorizationCanceled(address,bytes32)')
PERMIT_TYPE = topic('Permit(address owner,address spender,uint256 value,'
                    'uint256 nonce,uint256 deadline)')
AUTHORIZATION = ('(address from,address to,uint256 value,uint256 validAfter,'
                 'uint256 validBefore,bytes32 nonce)')
TRANSFER_TYPE = topic('TransferWithAuthorization' + AUTHORIZATION)
RECEIVE_TYPE = topic('ReceiveWithAuthorization' + AUTHORIZATION)
CANCEL_TYPE = topic('CancelAuthorization(address authorizer,bytes32 nonce)')
DOMAIN_TYPE = topic('EIP712Domain(string name,string version,'
                    'uint256 chainId,address verifyingContract)')
BALANCES, ALLOWANCES, SUPPLY, NONCES, AUTHORIZATIONS = range(5)
NAME, SYMBOL = 'Etalon Specimen', 'ETS'
TOTAL = 1000000


def erc20(wrong=None):
    def setup(c):
        owner = c.var(('CALLER',))
        c.store(entry(BALANCES, owner), TOTAL)
        c.store(SUPPLY, TOTAL)
        if wrong != 'mint-silent':
            c.event([TRANSFER, 0, owner], [TOTAL])

    def functions(c):
        def balance(who):
            return ('SLOAD', entry(BALANCES, who))

        def allowance(owner, spender):
            return entry(entry(ALLOWANCES, owner), spender)

        def enough(have, want):
            return ('ISZERO', ('LT', have, want))

        def moved(sender, to, value):
            if wrong == 'topic-of-uint':
                return c.event([topic('Transfer(address,address,uint)'),
                                sender, to], [value])
            if wrong == 'event-not-indexed':
                return c.event([TRANSFER], [sender, to, value])
            if wrong == 'event-swapped':
                return c.event([TRANSFER, to, sender], [value])
            if wrong == 'zero-silent':
                return c.when(value, lambda: c.event([TRANSFER, sender, to],
                                                     [value]))
            return c.event([TRANSFER, sender, to], [value])

        def move(sender, to, value):
            if wrong == 'zero-refused':
                c.require(value)
            if wrong == 'short-says-true':
                def nothing():
                    c.answer(1)
                c.when(('LT', balance(sender), value), nothing)
            elif wrong != 'wraps':
                c.require(enough(balance(sender), value))
            if wrong == 'self-doubles':
                before = c.var(balance(to))
                c.store(entry(BALANCES, sender),
                        ('SUB', balance(sender), value))
                c.store(entry(BALANCES, to), ('ADD', before, value))
            elif wrong == 'fee':
                c.store(entry(BALANCES, sender),
                        ('SUB', balance(sender), value))
                c.store(entry(BALANCES, to),
                        ('ADD', balance(to),
                         ('SUB', value, ('DIV', value, 100))))
            else:
                c.store(entry(BALANCES, sender),
                        ('SUB', balance(sender), value))
                c.store(entry(BALANCES, to), ('ADD', balance(to), value))
            if wrong == 'supply-grows':
                c.store(SUPPLY, ('ADD', ('SLOAD', SUPPLY), value))
            moved(sender, to, value)

        def done():
            if wrong == 'returns-nothing':
                c.do('RETURN', 0, 0)
            elif wrong == 'returns-false':
                c.answer(0)
            else:
                c.answer(1)

        def transfer():
            sender = c.var(('CALLER',))
            move(sender, c.var(address_argument(0)), c.var(argument(1)))
            done()

        def transfer_from():
            sender, to = c.var(address_argument(0)), c.var(address_argument(1))
            value = c.var(argument(2))
            slot = c.var(allowance(sender, ('CALLER',)))
            if wrong != 'allowance-ignored':
                c.require(enough(('SLOAD', slot), value))
                if wrong != 'allowance-kept':
                    c.store(slot, ('SUB', ('SLOAD', slot), value))
            move(sender, to, value)
            done()

        def approve_for(owner, spender, value):
            slot = allowance(owner, spender)
            if wrong == 'approve-adds':
                c.store(slot, ('ADD', ('SLOAD', slot), value))
            else:
                c.store(slot, value)
            if wrong != 'approve-silent':
                c.event([APPROVAL, owner, spender], [value])

        def approve():
            owner = c.var(('CALLER',))
            approve_for(owner, c.var(address_argument(0)), c.var(argument(1)))
            done()

        def separator():
            c.memory(BUFFER, DOMAIN_TYPE)
            c.memory(BUFFER + 32, int.from_bytes(keccak256(NAME.encode()), 'big'))
            c.memory(BUFFER + 64, int.from_bytes(keccak256(b'1'), 'big'))
            c.memory(BUFFER + 96, ('CHAINID',))
            c.memory(BUFFER + 128, ('ADDRESS',))
            return ('KECCAK256', BUFFER, 160)

        def recovered(words, first):
            """Who signed words: v, r, s are arguments from `first` on."""
            domain = c.var(separator())
            for i, word in enumerate(words):
                c.memory(BUFFER + 32 * i, word)
            struct = c.var(('KECCAK256', BUFFER, 32 * len(words)))
            c.memory(BUFFER, 0x1901 << 240)
            c.memory(BUFFER + 2, domain)
            c.memory(BUFFER + 34, struct)
            c.memory(BUFFER, ('KECCAK256', BUFFER, 66))
            for i in range(3):
                c.memory(BUFFER + 32 + 32 * i, argument(first + i))
            c.memory(0, 0)
            c.do('POP', ('STATICCALL', ('GAS',), 1, BUFFER, 128, 0, 32))
            return ('MLOAD', 0)

        def permit():
            owner, spender = c.var(address_argument(0)), c.var(address_argument(1))
            if wrong != 'permit-late':
                c.require(enough(argument(3), ('TIMESTAMP',)))
            signer = c.var(recovered([PERMIT_TYPE, owner, spender, argument(2),
                                      ('SLOAD', entry(NONCES, owner)),
                                      argument(3)], 4))
            if wrong != 'permit-zero-owner':
                c.require(owner)
            if wrong != 'permit-unsigned':
                c.require(('EQ', signer, owner))
            if wrong != 'permit-replayed':
                slot = entry(NONCES, owner)
                c.store(slot, ('ADD', ('SLOAD', slot), 1))
            approve_for(owner, spender, argument(2))

        def authorization(kind):
            def body():
                sender, to = c.var(address_argument(0)), c.var(address_argument(1))
                slot = c.var(entry(entry(AUTHORIZATIONS, sender), argument(5)))
                if wrong != 'authorization-early':
                    c.require(('LT', argument(3), ('TIMESTAMP',)))
                if wrong != 'authorization-late':
                    c.require(('LT', ('TIMESTAMP',), argument(4)))
                if kind == RECEIVE_TYPE and wrong != 'receive-by-anyone':
                    c.require(('EQ', ('CALLER',), to))
                if wrong != 'authorization-replayed':
                    c.require(('ISZERO', ('SLOAD', slot)))
                signer = recovered([kind, sender, to] +
                                   [argument(i) for i in range(2, 6)], 6)
                c.require(('EQ', signer, sender))
                c.store(slot, 1)
                if wrong != 'authorization-silent':
                    c.event([USED, sender, argument(5)])
                move(sender, to, c.var(argument(2)))
            return body

        def cancel():
            who = c.var(address_argument(0))
            slot = c.var(entry(entry(AUTHORIZATIONS, who), argument(1)))
            c.require(('ISZERO', ('SLOAD', slot)))
            c.require(('EQ', recovered([CANCEL_TYPE, who, argument(1)], 2), who))
            if wrong != 'cancel-undone':
                c.store(slot, 1)
            c.event([CANCELED, who, argument(1)])

        bytes32s = '(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)'
        return {
            'name()': lambda: c.answer_text(NAME),
            'symbol()': lambda: c.answer_text(SYMBOL),
            'decimals()': lambda: c.answer(300 if wrong == 'decimals-wide' else 6),
            'totalSupply()': lambda: c.answer(('SLOAD', SUPPLY)),
            'balanceOf(address)': lambda: c.answer(balance(address_argument(0))),
            'allowance(address,address)': lambda: c.answer(
                ('SLOAD', allowance(address_argument(0), address_argument(1)))),
            'transfer(address,uint256)': transfer,
            'transferFrom(address,address,uint256)': transfer_from,
            'approve(address,uint256)': approve,
            'nonces(address)': lambda: c.answer(
                ('SLOAD', entry(NONCES, address_argument(0)))),
            'DOMAIN_SEPARATOR()': lambda: c.answer(separator()),
            'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)': permit,
            'authorizationState(address,bytes32)': lambda: c.answer(
                ('SLOAD', entry(entry(AUTHORIZATIONS, address_argument(0)),
                                argument(1)))),
            'transferWithAuthorization' + bytes32s: authorization(TRANSFER_TYPE),
            'receiveWithAuthorization' + bytes32s: authorization(RECEIVE_TYPE),
            'cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)': cancel,
        }

    return contract(setup, functions)
