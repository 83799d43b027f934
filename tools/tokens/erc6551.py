# SPDX-License-Identifier: Apache-2.0
"""A registry of token bound accounts (ERC-6551), right or wrong in one place,
and an account that belongs to the holder of its token."""
from assembler import (address_argument, argument, contract, topic, BUFFER)

CREATED = topic('ERC6551AccountCreated(address,address,bytes32,uint256,'
                'address,uint256)')
PROXY_HEAD = 0x3d60ad80600a3d3981f3363d3d373d3d3d363d73
PROXY_TAIL = 0x5af43d82803e903d91602b57fd5bf3
SIZE = 0xb7


def erc6551(wrong=None):
    def functions(c):
        def creation_code():
            """At BUFFER: ERC-6551, Account Proxy: 20 + 20 + 15 bytes, then salt,
            chain, contract, token."""
            c.memory(BUFFER, PROXY_HEAD << 96)
            c.memory(BUFFER + 20, ('SHL', 96, address_argument(0)))
            c.memory(BUFFER + 40, PROXY_TAIL << 136)
            for i in range(4):
                word = address_argument(3) if i == 2 else argument(1 + i)
                if i == 0 and wrong == 'salt-ignored':
                    word = 0
                if i == 1 and wrong == 'chain-ignored':
                    word = 1
                c.memory(BUFFER + 55 + 32 * i, word)

        def address():
            """CREATE2 by this contract (EIP-1014)."""
            hashed = c.var(('KECCAK256', BUFFER, SIZE))
            place = BUFFER + 0x200
            c.memory(place, 0xff << 248)
            c.memory(place + 1, ('SHL', 96, ('ADDRESS',)))
            c.memory(place + 21, 0 if wrong == 'salt-ignored' else argument(1))
            c.memory(place + 53, hashed)
            return c.var(('AND', ('KECCAK256', place, 85), (1 << 160) - 1))

        def account():
            creation_code()
            c.answer(address())

        def create():
            creation_code()
            where = address()
            TELL_AT = BUFFER + 0x400

            def event():
                c.memory(TELL_AT, where)
                c.memory(TELL_AT + 32, argument(1))
                c.memory(TELL_AT + 64, argument(2))
                if wrong != 'event-silent':
                    c.event([CREATED, address_argument(0),
                             address_argument(3), argument(4)], at=TELL_AT,
                            size=96)

            def make():
                made = c.var(('CREATE2', 0, BUFFER, SIZE,
                              0 if wrong == 'salt-ignored' else argument(1)))
                c.require(made)
                event()

            if wrong == 'second-refused':
                make()
            else:
                c.when(('ISZERO', ('EXTCODESIZE', where)), make)
                if wrong == 'event-again':
                    event()
            c.answer(where)

        arguments = '(address,bytes32,uint256,address,uint256)'
        return {'createAccount' + arguments: create, 'account' + arguments: account}

    return contract(lambda c: None, functions)


def account(wrong=None):
    """supportsInterface, isValidSigner of the holder 0x…d001, state, token."""
    def functions(c):
        def supports():
            asked = c.var(('SHR', 224, argument(0)))
            found = ('OR', ('EQ', asked, 0x01ffc9a7), ('EQ', asked, 0x51945447))
            if wrong != 'no-id':
                found = ('OR', found, ('EQ', asked, 0x6faff5f1))
            c.answer(found)

        def signer():
            c.when(('EQ', address_argument(0),
                    0x657461000000000000000000000000000000d001),
                   lambda: c.answer(0x523e3260 << 224))
            c.answer(0x523e3260 << 224 if wrong == 'any-signer' else 0)

        return {'supportsInterface(bytes4)': supports,
                'isValidSigner(address,bytes)': signer,
                'state()': lambda: c.answer(0)}

    return contract(lambda c: None, functions)
