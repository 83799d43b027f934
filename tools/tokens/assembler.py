# SPDX-License-Identifier: Apache-2.0
"""A small assembler for contracts: expressions become stack code.

An expression is an int, a Var (a word of memory) or a tuple (OPCODE, a, b, …)
whose arguments are expressions, the first one on top of the stack.  Memory:
0x00-0x3f is for hashing and answers, variables begin at 0x80, BUFFER is free.
Only opcodes of Constantinople are used, so that any chain can run the code.
"""
import importlib.util
import os

OPCODES = {
    'STOP': 0x00, 'ADD': 0x01, 'MUL': 0x02, 'SUB': 0x03, 'DIV': 0x04, 'MOD': 0x06,
    'LT': 0x10, 'GT': 0x11, 'EQ': 0x14, 'ISZERO': 0x15, 'AND': 0x16, 'OR': 0x17,
    'NOT': 0x19, 'SHL': 0x1b, 'SHR': 0x1c, 'KECCAK256': 0x20, 'ADDRESS': 0x30,
    'CALLER': 0x33, 'CALLVALUE': 0x34, 'CALLDATALOAD': 0x35, 'CALLDATASIZE': 0x36,
    'CALLDATACOPY': 0x37, 'CODECOPY': 0x39, 'EXTCODESIZE': 0x3b,
    'RETURNDATASIZE': 0x3d, 'TIMESTAMP': 0x42, 'NUMBER': 0x43, 'CHAINID': 0x46, 'POP': 0x50,
    'MLOAD': 0x51, 'MSTORE': 0x52, 'SLOAD': 0x54, 'SSTORE': 0x55, 'JUMP': 0x56,
    'JUMPI': 0x57, 'GAS': 0x5a, 'JUMPDEST': 0x5b, 'DUP1': 0x80, 'LOG0': 0xa0,
    'CREATE2': 0xf5, 'CALL': 0xf1, 'RETURN': 0xf3, 'STATICCALL': 0xfa,
    'REVERT': 0xfd,
}
VARIABLES, BUFFER = 0x80, 0x1000
WORD = (1 << 256) - 1


def _keccak():
    here = os.path.dirname(os.path.abspath(__file__))
    path = os.path.join(here, '..', '..', 'examples', 'adapters',
                        'python_keccak_rlp.py')
    spec = importlib.util.spec_from_file_location('python_keccak_rlp', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.keccak256


keccak256 = _keccak()


def selector(signature):
    return int.from_bytes(keccak256(signature.encode())[:4], 'big')


def topic(signature):
    return int.from_bytes(keccak256(signature.encode()), 'big')


class Var:
    def __init__(self, place):
        self.place = place


def argument(n):
    return ('CALLDATALOAD', 4 + 32 * n)


def address_argument(n):
    return ('AND', argument(n), (1 << 160) - 1)


def entry(base, key):
    """The slot of a key in a mapping."""
    return ('entry', base, key)


class Code:
    def __init__(self):
        self.out, self.labels, self.fixes = bytearray(), {}, []
        self.names, self.variables = 0, 0

    # --- the lowest layer ---------------------------------------------------
    def op(self, *names):
        for name in names:
            self.out.append(OPCODES[name])

    def push(self, value):
        value &= WORD
        data = value.to_bytes(max(1, (value.bit_length() + 7) // 8), 'big')
        self.out.append(0x5f + len(data))
        self.out += data

    def label(self):
        self.names += 1
        return self.names

    def push_label(self, label):
        self.out.append(0x61)
        self.fixes.append((len(self.out), label))
        self.out += b'\0\0'

    def place(self, label):
        self.labels[label] = len(self.out)
        self.op('JUMPDEST')

    def finish(self):
        for at, label in self.fixes:
            self.out[at:at + 2] = self.labels[label].to_bytes(2, 'big')
        return bytes(self.out)

    # --- expressions ----------------------------------------------------------
    def emit(self, e):
        if isinstance(e, int):
            self.push(e)
        elif isinstance(e, Var):
            self.push(e.place)
            self.op('MLOAD')
        elif e[0] == 'entry':
            self.emit(e[1])
            self.emit(e[2])
            self.push(0)
            self.op('MSTORE')
            self.push(32)
            self.op('MSTORE')
            self.push(64)
            self.push(0)
            self.op('KECCAK256')
        else:
            for part in reversed(e[1:]):
                self.emit(part)
            self.op(e[0])

    # --- statements -------------------------------------------------------------
    def do(self, name, *arguments):
        self.emit((name,) + arguments)

    def var(self, e):
        v = Var(VARIABLES + 32 * self.variables)
        self.variables += 1
        self.set(v, e)
        return v

    def set(self, v, e):
        self.emit(e)
        self.push(v.place)
        self.op('MSTORE')

    def store(self, slot, value):
        self.do('SSTORE', slot, value)

    def memory(self, at, value):
        self.do('MSTORE', at, value)

    def revert(self):
        self.do('REVERT', 0, 0)

    def when(self, condition, body):
        end = self.label()
        self.emit(('ISZERO', condition))
        self.push_label(end)
        self.op('JUMPI')
        body()
        self.place(end)

    def require(self, condition):
        ok = self.label()
        self.emit(condition)
        self.push_label(ok)
        self.op('JUMPI')
        self.revert()
        self.place(ok)

    def loop(self, count, body):
        """body(i) for i below count."""
        i = self.var(0)
        again, end = self.label(), self.label()
        self.place(again)
        self.emit(('ISZERO', ('LT', i, count)))
        self.push_label(end)
        self.op('JUMPI')
        body(i)
        self.set(i, ('ADD', i, 1))
        self.push_label(again)
        self.op('JUMP')
        self.place(end)

    def answer(self, value):
        self.memory(0, value)
        self.do('RETURN', 0, 32)

    def answer_text(self, text):
        self.memory(0, 32)
        self.memory(32, len(text))
        self.memory(64, int.from_bytes(text.encode().ljust(32, b'\0'), 'big'))
        self.do('RETURN', 0, 96)

    def event(self, topics, words=(), at=None, size=None):
        """Data is words, or size bytes of memory at `at`."""
        if at is None:
            at, size = BUFFER, 32 * len(words)
            for i, word in enumerate(words):
                self.memory(BUFFER + 32 * i, word)
        for t in reversed(topics):
            self.emit(t)
        self.emit(size)
        self.emit(at)
        self.out.append(OPCODES['LOG0'] + len(topics))

    def dispatch(self, functions):
        """functions: signature -> body; anything else reverts."""
        table = [(selector(s), self.label(), body)
                 for s, body in functions.items()]
        which = self.var(('SHR', 224, ('CALLDATALOAD', 0)))
        for number, label, _ in table:
            self.emit(('EQ', which, number))
            self.push_label(label)
            self.op('JUMPI')
        self.revert()
        for _, label, body in table:
            self.place(label)
            body()
            self.op('STOP')


def contract(setup, functions):
    """Init code: setup(code) runs once, functions(code) gives the table."""
    run = Code()
    run.dispatch(functions(run))
    runtime = run.finish()
    init = Code()
    setup(init)
    tail = init.label()
    init.push(len(runtime))
    init.op('DUP1')
    init.push_label(tail)
    init.push(0)
    init.op('CODECOPY')
    init.push(0)
    init.op('RETURN')
    init.labels[tail] = len(init.out)
    return init.finish() + runtime
