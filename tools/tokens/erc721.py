# SPDX-License-Identifier: Apache-2.0
"""An ERC-721 token with metadata, ERC-2981, ERC-4906 and ERC-5192, right or
wrong in one place.  Tokens 1 to 3 are minted; 3 is locked when `locks`."""
from assembler import (address_argument, argument, contract, entry, selector,
                       topic, BUFFER)

TRANSFER = topic('Transfer(address,address,uint256)')
APPROVAL = topic('Approval(address,address,uint256)')
FOR_ALL = topic('ApprovalForAll(address,address,bool)')
LOCKED = topic('Locked(uint256)')
UPDATE = topic('MetadataUpdate(uint256)')
OWNERS, BALANCES, APPROVED, OPERATORS, ROYALTY = range(5)
MAGIC = 0x150b7a02 << 224
INTERFACES = {'erc165': 0x01ffc9a7, 'erc721': 0x80ac58cd,
              'metadata': 0x5b5e139f, 'erc2981': 0x2a55205a,
              'erc4906': 0x49064906, 'erc5192': 0xb45a3c0e}


def erc721(wrong=None, locks=False):
    def setup(c):
        owner = c.var(('CALLER',))
        c.store(entry(BALANCES, owner), 3)
        for number in (1, 2, 3):
            c.store(entry(OWNERS, number), owner)
            c.event([TRANSFER, 0, owner, number])
        if locks:
            c.event([LOCKED], [3])

    def functions(c):
        def owner_of(number):
            return ('SLOAD', entry(OWNERS, number))

        def operator(owner, who):
            return ('SLOAD', entry(entry(OPERATORS, owner), who))

        def existing(number):
            c.require(owner_of(number))

        def supports():
            asked = c.var(('SHR', 224, argument(0)))
            known = [i for name, i in INTERFACES.items()
                     if not (name == 'erc5192' and not locks) and
                     wrong != 'no-id-' + name]
            if wrong == 'id-ffffffff':
                known.append(0xffffffff)
            if wrong == 'id-costly':
                c.loop(600, lambda i: c.memory(BUFFER, ('SLOAD', i)))
            found = 0
            for i in known:
                found = ('OR', ('EQ', asked, i), found)
            c.answer(1 if wrong == 'id-always' else found)

        def balance_of():
            who = c.var(address_argument(0))
            if wrong != 'zero-has-balance':
                c.require(who)
            c.answer(('SLOAD', entry(BALANCES, who)))

        def owner_answer():
            if wrong != 'owner-of-nothing':
                existing(argument(0))
            c.answer(owner_of(argument(0)))

        def approved_answer():
            if wrong != 'approved-of-nothing':
                existing(argument(0))
            c.answer(('SLOAD', entry(APPROVED, argument(0))))

        def uri():
            if wrong != 'uri-of-nothing':
                existing(argument(0))
            c.answer_text('https://example.org/t/1.json')

        def approve():
            to, number = c.var(address_argument(0)), c.var(argument(1))
            owner = c.var(owner_of(number))
            existing(number)
            if wrong != 'approve-by-anyone':
                c.require(('OR', ('EQ', ('CALLER',), owner),
                           operator(owner, ('CALLER',))))
            c.store(entry(APPROVED, number), to)
            if wrong != 'approve-silent':
                c.event([APPROVAL, owner, to, number])

        def set_for_all():
            owner, who = c.var(('CALLER',)), c.var(address_argument(0))
            c.store(entry(entry(OPERATORS, owner), who), argument(1))
            if wrong != 'operator-silent':
                c.event([FOR_ALL, owner, who], [argument(1)])

        def move(sender, to, number):
            owner = c.var(owner_of(number))
            existing(number)
            caller = ('CALLER',)
            if wrong != 'transfer-by-anyone':
                c.require(('OR', ('EQ', caller, owner),
                           ('OR', operator(owner, caller),
                            ('EQ', caller, ('SLOAD', entry(APPROVED, number))))))
            if wrong != 'from-ignored':
                c.require(('EQ', sender, owner))
            if wrong != 'to-zero':
                c.require(to)
            if locks and wrong != 'locked-moves':
                c.require(('ISZERO', ('EQ', number, 3)))
            if wrong != 'approval-stays':
                c.store(entry(APPROVED, number), 0)
            c.store(entry(OWNERS, number), to)
            less, more = entry(BALANCES, owner), entry(BALANCES, to)
            c.store(less, ('SUB', ('SLOAD', less), 1))
            if wrong != 'balance-lags':
                c.store(more, ('ADD', ('SLOAD', more), 1))
            if wrong == 'id-not-indexed':
                c.event([TRANSFER, owner, to], [number])
            elif wrong != 'transfer-silent':
                c.event([TRANSFER, owner, to, number])

        def transfer():
            move(c.var(address_argument(0)), c.var(address_argument(1)),
                 c.var(argument(2)))

        def safe(has_data):
            def body():
                sender, to = c.var(address_argument(0)), c.var(address_argument(1))
                number = c.var(argument(2))
                move(sender, to, number)
                if wrong == 'hook-skipped':
                    return
                c.when(('EXTCODESIZE', to), lambda: hook(sender, to, number, has_data))
            return body

        def hook(sender, to, number, has_data):
            size = c.var(0)
            c.memory(BUFFER, selector('onERC721Received(address,address,uint256,bytes)') << 224)
            c.memory(BUFFER + 4, sender if wrong == 'hook-operator' else ('CALLER',))
            c.memory(BUFFER + 36, sender)
            c.memory(BUFFER + 68, number)
            c.memory(BUFFER + 100, 128)
            if has_data and wrong != 'hook-data':
                at = c.var(('ADD', 4, argument(3)))
                c.set(size, ('CALLDATALOAD', at))
                c.do('CALLDATACOPY', BUFFER + 164, ('ADD', at, 32), size)
            c.memory(BUFFER + 132, size)
            c.memory(0, 0)
            called = c.var(('CALL', ('GAS',), to, 0, BUFFER,
                            ('ADD', 164, ('AND', ('ADD', size, 31), ('NOT', 31))),
                            0, 32))
            c.require(called)
            if wrong != 'hook-answer':
                c.require(('EQ', ('MLOAD', 0), MAGIC))

        def royalty():
            c.memory(0, 0x657461000000000000000000000000000000d001)
            c.memory(32, 500 if wrong == 'royalty-fixed'
                     else ('DIV', ('MUL', argument(1), 5), 100))
            if wrong == 'royalty-too-much':
                c.memory(32, ('ADD', argument(1), 1))
            c.do('RETURN', 0, 64)

        def locked():
            existing(argument(0))
            c.answer(('EQ', argument(0), 3))

        def refresh():
            if wrong != 'update-silent':
                c.event([UPDATE], [argument(0)])

        table = {
            'supportsInterface(bytes4)': supports,
            'name()': lambda: c.answer_text('Etalon Specimens'),
            'symbol()': lambda: c.answer_text('ETN'),
            'tokenURI(uint256)': uri,
            'balanceOf(address)': balance_of,
            'ownerOf(uint256)': owner_answer,
            'getApproved(uint256)': approved_answer,
            'isApprovedForAll(address,address)': lambda: c.answer(
                operator(address_argument(0), address_argument(1))),
            'approve(address,uint256)': approve,
            'setApprovalForAll(address,bool)': set_for_all,
            'transferFrom(address,address,uint256)': transfer,
            'safeTransferFrom(address,address,uint256)': safe(False),
            'safeTransferFrom(address,address,uint256,bytes)': safe(True),
            'royaltyInfo(uint256,uint256)': royalty,
            'refresh(uint256)': refresh,
        }
        if locks:
            table['locked(uint256)'] = locked
        return table

    return contract(setup, functions)
