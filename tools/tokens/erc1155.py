# SPDX-License-Identifier: Apache-2.0
"""An ERC-1155 token, right or wrong in one place.  Of tokens 1 and 2 there are
1000 and 500."""
from assembler import (address_argument, argument, contract, entry, selector,
                       topic, BUFFER)

SINGLE = topic('TransferSingle(address,address,address,uint256,uint256)')
BATCH = topic('TransferBatch(address,address,address,uint256[],uint256[])')
FOR_ALL = topic('ApprovalForAll(address,address,bool)')
BALANCES, OPERATORS = range(2)


def erc1155(wrong=None):
    def setup(c):
        owner = c.var(('CALLER',))
        for number, amount in ((1, 1000), (2, 500)):
            c.store(entry(entry(BALANCES, number), owner), amount)
            c.event([SINGLE, owner, 0, owner], [number, amount])

    def functions(c):
        def slot(number, who):
            return entry(entry(BALANCES, number), who)

        def operator(owner, who):
            return ('SLOAD', entry(entry(OPERATORS, owner), who))

        def list_at(n):
            """Place of the count of a list that is the n-th argument."""
            return c.var(('ADD', 4, argument(n)))

        def item(at, i):
            return ('CALLDATALOAD', ('ADD', at, ('MUL', 32, ('ADD', i, 1))))

        def count(at):
            return ('CALLDATALOAD', at)

        def supports():
            asked = c.var(('SHR', 224, argument(0)))
            found = ('EQ', asked, 0x01ffc9a7)
            if wrong != 'no-id-erc1155':
                found = ('OR', found, ('EQ', asked, 0xd9b67a26))
            c.answer(('OR', found, ('EQ', asked, 0x0e89341c)))

        def balances():
            who, what = list_at(0), list_at(1)
            if wrong != 'balance-lengths':
                c.require(('EQ', count(who), count(what)))
            c.memory(BUFFER, 32)
            c.memory(BUFFER + 32, count(who))
            c.loop(count(who), lambda i: c.memory(
                ('ADD', BUFFER + 64, ('MUL', 32, i)),
                ('SLOAD', slot(item(what, i), item(who, i)))))
            c.do('RETURN', BUFFER, ('ADD', 64, ('MUL', 32, count(who))))

        def allowed(sender, to):
            caller = ('CALLER',)
            if wrong != 'transfer-by-anyone':
                c.require(('OR', ('EQ', caller, sender), operator(sender, caller)))
            if wrong != 'to-zero':
                c.require(to)

        def move(sender, to, number, amount):
            less, more = slot(number, sender), slot(number, to)
            if wrong != 'wraps':
                c.require(('ISZERO', ('LT', ('SLOAD', less), amount)))
            c.store(less, ('SUB', ('SLOAD', less), amount))
            c.store(more, ('ADD', ('SLOAD', more), amount))

        def called(to, size, magic):
            c.memory(0, 0)
            ok = c.var(('CALL', ('GAS',), to, 0, BUFFER, size, 0, 32))
            c.require(ok)
            if wrong != 'hook-answer':
                c.require(('EQ', ('MLOAD', 0), magic << 224))

        def padded(size):
            return ('AND', ('ADD', size, 31), ('NOT', 31))

        def hook_single(sender, to, number, amount):
            at = list_at(4)
            c.memory(BUFFER, 0xf23a6e61 << 224)
            c.memory(BUFFER + 4, ('CALLER',))
            c.memory(BUFFER + 36, sender)
            c.memory(BUFFER + 68, number)
            c.memory(BUFFER + 100, amount)
            c.memory(BUFFER + 132, 160)
            c.do('CALLDATACOPY', BUFFER + 164, at, ('ADD', 32, count(at)))
            called(to, ('ADD', 196, padded(count(at))), 0xf23a6e61)

        def single():
            sender, to = c.var(address_argument(0)), c.var(address_argument(1))
            number, amount = c.var(argument(2)), c.var(argument(3))
            allowed(sender, to)
            move(sender, to, number, amount)

            def tell():
                c.event([SINGLE, ('CALLER',), sender, to], [number, amount])
            if wrong == 'zero-silent':
                c.when(amount, tell)
            elif wrong == 'event-operator':
                c.event([SINGLE, sender, sender, to], [number, amount])
            elif wrong != 'single-silent':
                tell()
            if wrong != 'hook-skipped':
                c.when(('EXTCODESIZE', to),
                       lambda: hook_single(sender, to, number, amount))

        def two_lists(at, ids, amounts):
            """Heads and tails of two lists at `at`; the size of it all."""
            size = c.var(('MUL', 32, ('ADD', 1, count(ids))))
            c.memory(at, 64)
            c.memory(at + 32, ('ADD', 64, size))
            c.do('CALLDATACOPY', at + 64, ids, size)
            c.do('CALLDATACOPY', ('ADD', at + 64, size), amounts, size)
            return ('ADD', 64, ('MUL', 2, size))

        def hook_batch(sender, to, ids, amounts):
            data = list_at(4)
            size = c.var(('MUL', 32, ('ADD', 1, count(ids))))
            start = BUFFER + 164
            c.memory(BUFFER, 0xbc197c81 << 224)
            c.memory(BUFFER + 4, ('CALLER',))
            c.memory(BUFFER + 36, sender)
            c.memory(BUFFER + 68, 160)
            c.memory(BUFFER + 100, ('ADD', 160, size))
            c.memory(BUFFER + 132, ('ADD', 160, ('MUL', 2, size)))
            c.do('CALLDATACOPY', start, ids, size)
            c.do('CALLDATACOPY', ('ADD', start, size), amounts, size)
            c.do('CALLDATACOPY', ('ADD', start, ('MUL', 2, size)), data,
                 ('ADD', 32, count(data)))
            called(to, ('ADD', 196, ('ADD', ('MUL', 2, size),
                                     padded(count(data)))), 0xbc197c81)

        def batch():
            sender, to = c.var(address_argument(0)), c.var(address_argument(1))
            ids, amounts = list_at(2), list_at(3)
            allowed(sender, to)
            if wrong != 'batch-lengths':
                c.require(('EQ', count(ids), count(amounts)))
            if wrong == 'batch-first-only':
                move(sender, to, c.var(item(ids, 0)), c.var(item(amounts, 0)))
            else:
                c.loop(count(ids), lambda i: move(
                    sender, to, item(ids, i), item(amounts, i)))
            if wrong != 'batch-silent':
                size = c.var(two_lists(BUFFER, ids, amounts))
                c.event([BATCH, ('CALLER',), sender, to], at=BUFFER, size=size)
            if wrong != 'batch-hook-skipped':
                c.when(('EXTCODESIZE', to),
                       lambda: hook_batch(sender, to, ids, amounts))

        def set_for_all():
            who = c.var(address_argument(0))
            c.store(entry(entry(OPERATORS, ('CALLER',)), who), argument(1))
            if wrong != 'operator-silent':
                c.event([FOR_ALL, ('CALLER',), who], [argument(1)])

        return {
            'supportsInterface(bytes4)': supports,
            'uri(uint256)': lambda: c.answer_text('https://example.org/{id}'),
            'balanceOf(address,uint256)': lambda: c.answer(
                ('SLOAD', slot(argument(1), address_argument(0)))),
            'balanceOfBatch(address[],uint256[])': balances,
            'setApprovalForAll(address,bool)': set_for_all,
            'isApprovedForAll(address,address)': lambda: c.answer(
                operator(address_argument(0), address_argument(1))),
            'safeTransferFrom(address,address,uint256,uint256,bytes)': single,
            'safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)': batch,
        }

    return contract(setup, functions)
