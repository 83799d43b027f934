#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes questions to the machine of a node: init code that eth_call runs.

No state and no funds are needed.  Expected values are computed here with the
integers of Python from the Yellow Paper's definitions (appendix H), or are the
examples of the EIPs; none comes from etalon.  What the code returns begins with
a word that is never 0xef…, since EIP-3541 forbids code that does.

Usage: calls.py ROOT
"""
import hashlib
import sys

import yaml_out

M = 1 << 256
TOP = 1 << 255


def signed(x):
    return x - M if x >= TOP else x


def trunc_div(a, b):
    return 0 if b == 0 else (abs(a) // abs(b)) * (1 if (a < 0) == (b < 0) else -1)


def signextend(k, x):
    if k > 30:
        return x
    bit = 8 * k + 7
    return (x | (M - (1 << bit))) % M if x >> bit & 1 else x & ((1 << bit) - 1)


def sar(n, x):
    return (signed(x) >> min(n, 256)) % M


OPS = {  # name: (opcode, arity, function, fork)
    "add": (0x01, 2, lambda a, b: a + b), "mul": (0x02, 2, lambda a, b: a * b),
    "sub": (0x03, 2, lambda a, b: a - b), "div": (0x04, 2, lambda a, b: a // b if b else 0),
    "sdiv": (0x05, 2, lambda a, b: trunc_div(signed(a), signed(b))),
    "mod": (0x06, 2, lambda a, b: a % b if b else 0),
    "smod": (0x07, 2, lambda a, b: 0 if b == 0 else (abs(signed(a)) % abs(signed(b))) * (-1 if signed(a) < 0 else 1)),
    "addmod": (0x08, 3, lambda a, b, n: (a + b) % n if n else 0),
    "mulmod": (0x09, 3, lambda a, b, n: (a * b) % n if n else 0),
    "exp": (0x0A, 2, lambda a, b: pow(a, b, M)), "signextend": (0x0B, 2, signextend),
    "lt": (0x10, 2, lambda a, b: a < b), "gt": (0x11, 2, lambda a, b: a > b),
    "slt": (0x12, 2, lambda a, b: signed(a) < signed(b)), "sgt": (0x13, 2, lambda a, b: signed(a) > signed(b)),
    "eq": (0x14, 2, lambda a, b: a == b), "iszero": (0x15, 1, lambda a: a == 0),
    "and": (0x16, 2, lambda a, b: a & b), "or": (0x17, 2, lambda a, b: a | b), "xor": (0x18, 2, lambda a, b: a ^ b),
    "not": (0x19, 1, lambda a: ~a), "byte": (0x1A, 2, lambda i, x: x >> (8 * (31 - i)) & 255 if i < 32 else 0),
    "shl": (0x1B, 2, lambda n, x: x << n if n < 256 else 0, "constantinople"),
    "shr": (0x1C, 2, lambda n, x: x >> n if n < 256 else 0, "constantinople"),
    "sar": (0x1D, 2, sar, "constantinople"),
    "clz": (0x1E, 1, lambda x: 256 - x.bit_length(), "osaka"),
}
PAIRS = [(0, 0), (1, 0), (0, 1), (7, 3), (3, 7), (M - 1, 1), (M - 1, M - 1), (TOP, M - 1), (TOP - 1, TOP), (M - 7, 3),
         (7, M - 3), (0x0123456789ABCDEF << 128, 0xFEDCBA9876543210 << 64)]
SHIFTS = [(0, 1), (1, 1), (255, 1), (256, 1), (8, M - 1), (255, TOP), (M - 1, M - 1), (4, 0xFF0), (1, TOP | 1)]
CASES = {
    "addmod": [(M - 1, M - 1, 0), (M - 1, M - 1, M - 1), (M - 1, 2, M - 1), (10, 10, 8), (5, 6, 0), (5, 6, 1)],
    "mulmod": [(M - 1, M - 1, 0), (M - 1, M - 1, 12), (M - 1, M - 1, M - 2), (10, 10, 8), (5, 6, 1)],
    "exp": [(0, 0), (0, 1), (2, 255), (2, 256), (3, 5), (M - 1, 2), (10, 77), (7, M - 1)],
    "signextend": [(0, 0x7F), (0, 0x80), (0, 0x1FF), (1, 0x8000), (30, 1 << 247), (31, M - 1), (M - 1, 5), (0, M - 1)],
    "byte": [(0, TOP), (31, 0xAB), (30, 0xAB00), (32, M - 1), (M - 1, M - 1), (15, 0xCC << 128)],
    "shl": SHIFTS, "shr": SHIFTS, "sar": SHIFTS,
    "iszero": [(0,), (1,), (M - 1,)], "not": [(0,), (1,), (M - 1,), (TOP,)],
    "clz": [(0,), (1,), (TOP,), (M - 1,), (0xFF << 100,)],
}


def push(value):
    data = value.to_bytes((value.bit_length() + 7) // 8 or 1, "big")
    return bytes([0x5F + len(data)]) + data


RETURN2 = push(64) + push(512) + b"\xf3"


def word_out(code):
    """Stores the top of the stack at 544, returns it after a word of zeros."""
    return code + push(544) + b"\x52" + RETURN2


def hx(data):
    return "0x" + data.hex()


def word(value):
    return "0x" + "00" * 32 + f"{int(value) % M:064x}"


def call(data):
    return {"rpc": "eth_call", "params": [{"data": data, "gas": "0x4c4b40"}, "latest"], "save": "out"}


VECTORS = []


def add(name, title, clause, cases, requirement, needs=None):
    """cases: (code, what comes out)."""
    items = [{"code": hx(code), "gives": gives} for code, gives in cases]
    VECTORS.append({
        "id": f"block.node.evm.{name}", "title": title, "requires": [requirement], "needs": needs or {},
        "scenario": [{"foreach": items, "as": "case", "do": [call("${case.code}"),
                                                             {"check": "${out}", "equals": "${case.gives}"}]}],
        "source": clause})


def fails(name, title, clause, codes, needs=None):
    VECTORS.append({
        "id": f"block.node.evm.{name}", "title": title, "requires": ["BLK-NODE-058"], "needs": needs or {},
        "scenario": [{"foreach": [hx(c) for c in codes], "as": "code", "do": [
            {"rpc": "eth_call", "params": [{"data": "${code}", "gas": "0x186a0"}, "latest"], "expect": "error",
             "save": "error"}]}], "source": clause})


def fork(name):
    return {"fork": name} if name else {}


def arithmetic():
    for name, (code, arity, function, *since) in OPS.items():
        cases = CASES.get(name, PAIRS)
        rows = [(word_out(b"".join(push(x) for x in reversed(args)) + bytes([code])), word(function(*args)))
                for args in cases]
        add(name, f"{name.upper()} gives what its definition says", f"Yellow Paper, appendix H: {name.upper()}"
            if name != "clz" else "EIP-7939", rows, "BLK-NODE-058", fork(since[0] if since else None))


def keccak(data):
    """Keccak-256 by its definition (FIPS 202 with the padding of 2011)."""
    rot = [[0, 36, 3, 41, 18], [1, 44, 10, 45, 2], [62, 6, 43, 15, 61], [28, 55, 25, 21, 56], [27, 20, 39, 8, 14]]
    rounds, r = [], 1
    for _ in range(24):
        rc = 0
        for j in range(7):
            r = ((r << 1) ^ ((r >> 7) * 0x71)) % 256
            if r & 2:
                rc ^= 1 << ((1 << j) - 1)
        rounds.append(rc)
    mask = (1 << 64) - 1

    def turn(x, n):
        return ((x << n) | (x >> (64 - n))) & mask if n else x

    state = [[0] * 5 for _ in range(5)]
    data = bytearray(data) + b"\x01" + b"\0" * (-(len(data) + 1) % 136)
    data[-1] |= 0x80
    for at in range(0, len(data), 136):
        for i in range(17):
            state[i % 5][i // 5] ^= int.from_bytes(data[at + 8 * i:at + 8 * i + 8], "little")
        for rc in rounds:
            c = [state[x][0] ^ state[x][1] ^ state[x][2] ^ state[x][3] ^ state[x][4] for x in range(5)]
            d = [c[(x + 4) % 5] ^ turn(c[(x + 1) % 5], 1) for x in range(5)]
            b = [[0] * 5 for _ in range(5)]
            for x in range(5):
                for y in range(5):
                    b[y][(2 * x + 3 * y) % 5] = turn(state[x][y] ^ d[x], rot[x][y])
            for x in range(5):
                for y in range(5):
                    state[x][y] = b[x][y] ^ (~b[(x + 1) % 5][y] & b[(x + 2) % 5][y])
            state[0][0] ^= rc
    return b"".join(state[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


assert keccak(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


def machine():
    mstore = b"\x52"
    add("push", "PUSH1 to PUSH32 push their bytes", "Yellow Paper, appendix H: PUSH1 to PUSH32",
        [(word_out(bytes([0x60 + n]) + bytes(range(1, n + 2))), word(int.from_bytes(bytes(range(1, n + 2)), "big")))
         for n in range(32)], "BLK-NODE-058")
    add("push0", "PUSH0 pushes zero", "EIP-3855", [(word_out(b"\x5f"), word(0))], "BLK-NODE-058", fork("shanghai"))
    add("dup", "DUP1 to DUP16 copy their item", "Yellow Paper, appendix H: DUP1 to DUP16",
        [(word_out(b"".join(push(x + 1) for x in range(16)) + bytes([0x80 + n])), word(16 - n)) for n in range(16)],
        "BLK-NODE-058")
    add("swap", "SWAP1 to SWAP16 exchange their item with the top", "Yellow Paper, appendix H: SWAP1 to SWAP16",
        [(word_out(b"".join(push(x + 1) for x in range(17)) + bytes([0x90 + n])), word(16 - n)) for n in range(16)],
        "BLK-NODE-058")
    add("pop", "POP takes the top away", "Yellow Paper, appendix H: POP",
        [(word_out(push(1) + push(2) + b"\x50"), word(1))], "BLK-NODE-058")
    add("memory", "MLOAD, MSTORE and MSTORE8 work on bytes", "Yellow Paper, appendix H: MLOAD, MSTORE, MSTORE8",
        [(word_out(push(0xAB) + push(0) + mstore + push(0) + b"\x51"), word(0xAB)),
         (word_out(push(0x1234) + push(31) + b"\x53" + push(0) + b"\x51"), word(0x34)),
         (word_out(push(0xAB) + push(5) + mstore + push(0) + b"\x51"), word(0)),
         (word_out(push(0xAB) + push(1) + mstore + push(31) + b"\x51"), word(0x00AB << 240))], "BLK-NODE-058")
    add("msize", "MSIZE grows by words", "Yellow Paper, appendix H: MSIZE",
        [(word_out(b"\x59"), word(0)), (word_out(push(0) + b"\x51\x50\x59"), word(32)),
         (word_out(push(1) + b"\x51\x50\x59"), word(64)), (word_out(push(0) + push(95) + b"\x53\x59"), word(96))],
        "BLK-NODE-058")
    add("mcopy", "MCOPY copies memory that overlaps", "EIP-5656",
        [(word_out(push(0x0102030405060708 << 192) + push(0) + mstore + push(8) + push(0) + push(1) + b"\x5e"
                   + push(0) + b"\x51"), word(0x010102030405060708 << 184))], "BLK-NODE-058", fork("cancun"))
    add("storage", "SLOAD gives what SSTORE put, and zero before", "Yellow Paper, appendix H: SLOAD, SSTORE",
        [(word_out(push(7) + b"\x54"), word(0)), (word_out(push(42) + push(7) + b"\x55" + push(7) + b"\x54"), word(42)),
         (word_out(push(42) + push(7) + b"\x55" + push(0) + push(7) + b"\x55" + push(7) + b"\x54"), word(0))],
        "BLK-NODE-058")
    add("transient", "TLOAD gives what TSTORE put, and zero before", "EIP-1153",
        [(word_out(push(7) + b"\x5c"), word(0)), (word_out(push(42) + push(7) + b"\x5d" + push(7) + b"\x5c"), word(42)),
         (word_out(push(42) + push(7) + b"\x5d" + push(7) + b"\x54"), word(0))], "BLK-NODE-058", fork("cancun"))
    add("pc", "PC is the place of the instruction", "Yellow Paper, appendix H: PC",
        [(word_out(b"\x58"), word(0)), (word_out(push(0) + b"\x50\x58"), word(3))], "BLK-NODE-058")
    add("jump", "JUMP and JUMPI go to a JUMPDEST", "Yellow Paper, appendix H: JUMP, JUMPI",
        [(word_out(bytes.fromhex("6005565bfe5b602a")), word(42)), (word_out(bytes.fromhex("60016007575bfe5b602a")), word(42)),
         (word_out(bytes.fromhex("6000600857602a")), word(42))], "BLK-NODE-058")
    add("codesize", "CODESIZE and CODECOPY see the init code", "Yellow Paper, appendix H: CODESIZE, CODECOPY",
        [(word_out(b"\x38"), word(len(word_out(b"\x38")))),
         (word_out(push(2) + push(0) + push(0) + b"\x39" + push(0) + b"\x51"), word(0x6002 << 240))], "BLK-NODE-058")
    add("calldata", "init code has no call data", "Yellow Paper 7: the input of a creation is empty",
        [(word_out(b"\x36"), word(0)), (word_out(push(0) + b"\x35"), word(0))], "BLK-NODE-058")
    add("callvalue", "CALLVALUE is zero when no value is named", "Yellow Paper, appendix H: CALLVALUE",
        [(word_out(b"\x34"), word(0))], "BLK-NODE-058")
    add("returndata", "RETURNDATASIZE is zero before any call", "EIP-211",
        [(word_out(b"\x3d"), word(0))], "BLK-NODE-058", fork("byzantium"))
    texts = [b"", b"abc", bytes(range(32)), bytes(range(64)), b"\xff" * 32]
    add("keccak256", "KECCAK256 hashes memory", "Yellow Paper, appendix H: KECCAK256; the sponge by its definition",
        [(word_out(b"".join(push(int.from_bytes(t[i:i + 32].ljust(32, b"\0"), "big")) + push(i) + mstore
                            for i in range(0, len(t), 32)) + push(len(t)) + push(0) + b"\x20"),
          word(int.from_bytes(keccak(t), "big"))) for t in texts], "BLK-NODE-058")
    nobody = int("4e6f626f64792d4e6f626f64792d4e6f626f6479", 16)
    add("extcode", "an account that is not there has no code and no hash", "EIP-1052",
        [(word_out(push(nobody) + b"\x3b"), word(0)), (word_out(push(nobody) + b"\x3f"), word(0)),
         (word_out(push(nobody) + b"\x31"), word(0))], "BLK-NODE-058", fork("constantinople"))
    add("initcode.extcode", "code under construction has no length yet", "Yellow Paper 7.1: the account has no code",
        [(word_out(b"\x30\x3b"), word(0))], "BLK-NODE-058")
    chain = {"id": "block.node.evm.chainid", "title": "CHAINID is the id that eth_chainId gives",
             "requires": ["BLK-NODE-058"], "needs": fork("istanbul"),
             "scenario": [{"rpc": "eth_call", "params": [{"data": hx(b"\x46" + push(0) + mstore + push(32) + push(0)
                                                                    + b"\xf3")}, "latest"], "save": "out"},
                          {"check": "${out}", "matches": {"$type": "bytes32"}},
                          {"op": "rlp.decode_scalar", "in": {"data": "0x00", "bits": 8}, "save": "unused"}],
             "source": "EIP-1344"}
    del chain["scenario"][2]
    VECTORS.append(chain)


def errors():
    fails("invalid", "instructions that no fork defines fail", "Yellow Paper 9.4.2: Z; EIP-141",
          [bytes([x]) for x in (0x0C, 0x0D, 0x0E, 0x0F, 0x21, 0x2F, 0xA5, 0xB0, 0xC0, 0xD0, 0xFE)])
    fails("underflow", "an instruction that lacks its items fails", "Yellow Paper 9.4.2: Z",
          [b"\x01", push(1) + b"\x01", b"\x50", b"\x80", push(1) + b"\x90", b"\x52", b"\xf3", b"\x57"])
    fails("overflow", "a stack of 1025 items fails", "Yellow Paper 9.4.2: Z", [b"\x58" * 1025 + RETURN2])
    fails("jump.invalid", "a jump to what is no JUMPDEST fails", "Yellow Paper 9.4.3",
          [push(0) + b"\x56", push(4) + b"\x56\x5b\x00", push(255) + b"\x56", push(M - 1) + b"\x56",
           bytes.fromhex("600456605b00")])
    fails("memory.huge", "memory that no gas can pay fails", "Yellow Paper, appendix H: memory expansion",
          [push(1) + push(M - 1) + b"\x52", push(0) + push(1 << 64) + b"\x53"])
    fails("returndata.beyond", "RETURNDATACOPY beyond the data fails", "EIP-211",
          [push(1) + push(0) + push(0) + b"\x3e"], fork("byzantium"))
    fails("deploy.ef", "code that begins with 0xef is not deployed", "EIP-3541",
          [bytes.fromhex("60ef60005360016000f3")], fork("london"))
    fails("revert", "REVERT fails", "EIP-140", [bytes.fromhex("60006000fd")], fork("byzantium"))


def ask_precompile(number, data):
    """STATICCALL of a contract with data from the end of the code: success, then what it returned."""
    def body(at):
        return (push(len(data)) + b"\x61" + at.to_bytes(2, "big") + push(0) + b"\x39"
                + push(0) + push(0) + push(len(data)) + push(0) + push(number) + b"\x5a\xfa"
                + push(0) + b"\x52\x3d" + push(0) + push(32) + b"\x3e"
                + b"\x3d" + push(32) + b"\x01" + push(0) + b"\xf3")
    at = len(body(0))
    return body(at) + data


def success(data):
    return "0x" + f"{1:064x}" + data.hex()


FAILED = "0x" + "00" * 32
P = 21888242871839275222246405745257275088696311157297823662689037894645226208583
N = 21888242871839275222246405745257275088548364400416034343698204186575808495617


def w(*values):
    return b"".join(v.to_bytes(32, "big") for v in values)


def curve_add(p, a, one, two):
    if one is None:
        return two
    if two is None:
        return one
    if one[0] == two[0]:
        if (one[1] + two[1]) % p == 0:
            return None
        slope = (3 * one[0] ** 2 + a) * pow(2 * one[1], -1, p)
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, p)
    x = (slope * slope - one[0] - two[0]) % p
    return x, (slope * (one[0] - x) - one[1]) % p


def curve_mul(p, a, point, k):
    out = None
    while k:
        if k & 1:
            out = curve_add(p, a, out, point)
        point = curve_add(p, a, point, point)
        k >>= 1
    return out


def secp_sign(key, digest, nonce):
    p = 2 ** 256 - 2 ** 32 - 977
    n = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    g = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
         0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)
    r, y = curve_mul(p, 0, g, nonce)
    s = pow(nonce, -1, n) * (int.from_bytes(digest, "big") + r * key) % n
    parity = y & 1
    public = curve_mul(p, 0, g, key)
    return r, s, parity, keccak(w(*public))[12:], n


def p256_case(key, digest, nonce):
    p = 2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1
    n = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    g = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
         0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
    r = curve_mul(p, -3, g, nonce)[0] % n
    s = pow(nonce, -1, n) * (int.from_bytes(digest, "big") + r * key) % n
    return digest, r, s, curve_mul(p, -3, g, key), n


def precompiles():
    need = fork("byzantium")
    texts = [b"", b"abc", bytes(range(200))]
    add("precompile.sha256", "contract 2 is SHA-256", "Yellow Paper, appendix E; FIPS 180-4",
        [(ask_precompile(2, t), success(hashlib.sha256(t).digest())) for t in texts], "BLK-NODE-052", need)
    add("precompile.identity", "contract 4 returns its input", "Yellow Paper, appendix E",
        [(ask_precompile(4, t), success(t)) for t in texts], "BLK-NODE-052", need)
    digest = keccak(b"etalon")
    r, s, parity, address, n = secp_sign(0x4C0883A69102937D6231471B5DBB6204FE512961708279F8D3DA7F9E4F3B7A21 % M, digest,
                                         0x1CAFEBABE)
    h = int.from_bytes(digest, "big")
    good = w(h, 27 + parity, r, s)
    add("precompile.ecrecover", "contract 1 recovers the signer, or returns nothing", "Yellow Paper, appendix E",
        [(ask_precompile(1, good), success(bytes(12) + address)), (ask_precompile(1, w(h, 26, r, s)), success(b"")),
         (ask_precompile(1, w(h, 27 + parity, 0, s)), success(b"")),
         (ask_precompile(1, w(h, 27 + parity, n, s)), success(b"")),
         (ask_precompile(1, w(h, 27 + parity, r, 0)), success(b"")),
         (ask_precompile(1, w(h, 27 + parity, r, n)), success(b"")),
         (ask_precompile(1, w(h, 28 - parity, r, n - s)), success(bytes(12) + address)),
         (ask_precompile(1, b""), success(b""))], "BLK-NODE-052", need)

    def modexp(b, e, m):
        return w(len(b), len(e), len(m)) + b + e + m
    rows = [(b"\x03", b"\x05", b"\x07"), (b"\x02", b"\xff", b"\x01\x00"), (b"", b"", b"\x05"), (b"\x02", b"\x02", b"\x00"),
            (b"\xff" * 32, b"\x10", b"\xfe" * 32), (b"\x00", b"\x00", b"\x09")]
    add("precompile.modexp", "contract 5 raises to a power modulo a number", "EIP-198",
        [(ask_precompile(5, modexp(*x)), success((pow(int.from_bytes(x[0], "big"), int.from_bytes(x[1], "big"),
                                                      int.from_bytes(x[2], "big")) if any(x[2]) else 0)
                                                 .to_bytes(len(x[2]), "big"))) for x in rows]
        + [(ask_precompile(5, w(0, 0, 0)), success(b""))], "BLK-NODE-052", need)
    g = (1, 2)
    two, three = curve_mul(P, 0, g, 2), curve_mul(P, 0, g, 3)
    minus = (1, P - 2)
    add("precompile.bn254-add", "contract 6 adds points of alt_bn128", "EIP-196",
        [(ask_precompile(6, w(*g, *g)), success(w(*two))), (ask_precompile(6, w(*g, *two)), success(w(*three))),
         (ask_precompile(6, w(*g, *minus)), success(w(0, 0))), (ask_precompile(6, w(0, 0, 0, 0)), success(w(0, 0))),
         (ask_precompile(6, b""), success(w(0, 0))), (ask_precompile(6, w(1)), FAILED),
         (ask_precompile(6, w(1, 3, 0, 0)), FAILED), (ask_precompile(6, w(P + 1, 2, 0, 0)), FAILED)],
        "BLK-NODE-052", need)
    add("precompile.bn254-mul", "contract 7 multiplies points of alt_bn128", "EIP-196",
        [(ask_precompile(7, w(*g, 2)), success(w(*two))), (ask_precompile(7, w(*g, 0)), success(w(0, 0))),
         (ask_precompile(7, w(*g, N)), success(w(0, 0))), (ask_precompile(7, w(*g, N + 1)), success(w(*g))),
         (ask_precompile(7, w(*g, M - 1)), success(w(*curve_mul(P, 0, g, (M - 1) % N)))),
         (ask_precompile(7, w(1, 3, 5)), FAILED)], "BLK-NODE-052", need)
    q = (0x198E9393920D483A7260BFB731FB5D25F1AA493335A9E71297E485B7AEF312C2,
         0x1800DEEF121F1E76426A00665E5C4479674322D4F75EDADD46DEBD5CD992F6ED,
         0x090689D0585FF075EC9E99AD690C3395BC4B313370B38EF355ACDADCD122975B,
         0x12C85EA5DB8C6DEB4AAB71808DCB408FE3D1E7690C43D37B4CE6CC0166FA7DAA)
    add("precompile.bn254-pairing", "contract 8 compares pairings of alt_bn128", "EIP-197: generators and bilinearity",
        [(ask_precompile(8, b""), success(w(1))), (ask_precompile(8, w(*g, *q, *minus, *q)), success(w(1))),
         (ask_precompile(8, w(*g, *q)), success(w(0))), (ask_precompile(8, w(*two, *q, *minus, *q, *minus, *q)), success(w(1))),
         (ask_precompile(8, w(0, 0, *q)), success(w(1))), (ask_precompile(8, w(1)), FAILED),
         (ask_precompile(8, w(1, 3, *q)), FAILED)], "BLK-NODE-052", need)
    blake_h = bytes.fromhex("48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5"
                            "d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b")
    tail = b"abc".ljust(128, b"\0") + (3).to_bytes(8, "little") + bytes(8)
    abc = hashlib.blake2b(b"abc").digest()
    add("precompile.blake2f", "contract 9 is the compression function of BLAKE2b", "EIP-152, test vectors 0 to 5; RFC 7693",
        [(ask_precompile(9, (12).to_bytes(4, "big") + blake_h + tail + b"\x01"), success(abc)),
         (ask_precompile(9, b""), FAILED), (ask_precompile(9, (12).to_bytes(4, "big") + blake_h + tail), FAILED),
         (ask_precompile(9, (12).to_bytes(4, "big") + blake_h + tail + b"\x02"), FAILED)],
        "BLK-NODE-052", fork("istanbul"))
    infinity = b"\xc0" + bytes(47)
    versioned = b"\x01" + hashlib.sha256(infinity).digest()[1:]
    modulus = 52435875175126190479447740508185965837690552500527637822603658699938581184513
    point = versioned + w(0, 0) + infinity * 2
    add("precompile.kzg", "contract 10 proves the value of a blob of zeros", "EIP-4844: point_evaluation_precompile",
        [(ask_precompile(10, point), success(w(4096, modulus))),
         (ask_precompile(10, versioned + w(5, 0) + infinity * 2), success(w(4096, modulus))),
         (ask_precompile(10, versioned + w(0, 1) + infinity * 2), FAILED),
         (ask_precompile(10, b"\x02" + point[1:]), FAILED), (ask_precompile(10, point[:-1]), FAILED),
         (ask_precompile(10, versioned + w(modulus, 0) + infinity * 2), FAILED)], "BLK-NODE-052", fork("cancun"))
    bls()
    digest, r, s, (x, y), n = p256_case(0xC0FFEE, hashlib.sha256(b"etalon").digest(), 0xBADC0DE)
    h = int.from_bytes(digest, "big")
    add("precompile.p256", "contract 256 verifies signatures of secp256r1, or returns nothing", "EIP-7951",
        [(ask_precompile(256, w(h, r, s, x, y)), success(w(1))), (ask_precompile(256, w(h, r, n - s, x, y)), success(w(1))),
         (ask_precompile(256, w(h ^ 1, r, s, x, y)), success(b"")), (ask_precompile(256, w(h, 0, s, x, y)), success(b"")),
         (ask_precompile(256, w(h, r, n, x, y)), success(b"")), (ask_precompile(256, w(h, r, s, x, y ^ 1)), success(b"")),
         (ask_precompile(256, w(h, r, s, 0, 0)), success(b"")), (ask_precompile(256, w(h, r, s, x)), success(b"")),
         (ask_precompile(256, w(h, r, s, x, y, 0)), success(b""))], "BLK-NODE-052", fork("osaka"))


def bls():
    q = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
    order = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
    g = (0x17F1D3A73197D7942695638C4FA9AC0FC3688C4F9774B905A14E3A3F171BAC586C55E83FF97A1AEFFB3AF00ADB22C6BB,
         0x08B3F481E3AAA0F1A09E30ED741D8AE4FCF5E095D5D00AF600DB18CB2C04B3EDD03CC744A2888AE40CAA232946C5E7E1)
    g2 = (0x024AA2B2F08F0A91260805272DC51051C6E47AD4FA403B02B4510B647AE3D1770BAC0326A805BBEFD48056C8C121BDB8,
          0x13E02B6052719F607DACD3A088274F65596BD0D09920B61AB5DA61BBDC7F5049334CF11213945D57E5AC7D055D042B7E,
          0x0CE5D527727D6E118CC9CDC6DA2E351AADFD9BAA8CBDD3A76D429A695160D12C923AC9CC3BACA289E193548608B82801,
          0x0606C4A02EA734CC32ACD2B02BC28B99CB3E287E85A763AF267492AB572E99AB3F370D275CEC1DA1AAA9075FF05F79BE)

    def e(*values):
        return b"".join(v.to_bytes(64, "big") for v in values)
    two, minus = curve_mul(q, 0, g, 2), (g[0], q - g[1])
    need, clause = fork("prague"), "EIP-2537"
    add("precompile.bls-g1add", "contract 11 adds points of G1", clause,
        [(ask_precompile(11, e(*g, *g)), success(e(*two))), (ask_precompile(11, e(*g, *minus)), success(e(0, 0))),
         (ask_precompile(11, e(*g, 0, 0)), success(e(*g))), (ask_precompile(11, e(*g, 1, 1)), FAILED),
         (ask_precompile(11, b""), FAILED), (ask_precompile(11, e(g[0] + q, g[1], 0, 0)), FAILED)], "BLK-NODE-052", need)
    add("precompile.bls-g1msm", "contract 12 adds multiples of points of G1", clause,
        [(ask_precompile(12, e(*g) + w(2)), success(e(*two))), (ask_precompile(12, e(*g) + w(order)), success(e(0, 0))),
         (ask_precompile(12, e(*g) + w(5) + e(*minus) + w(3)), success(e(*two))), (ask_precompile(12, b""), FAILED)],
        "BLK-NODE-052", need)
    g2m = (g2[0], g2[1], q - g2[2], q - g2[3])
    add("precompile.bls-g2add", "contract 13 adds points of G2", clause,
        [(ask_precompile(13, e(*g2, *g2m)), success(e(0, 0, 0, 0))), (ask_precompile(13, e(*g2, 0, 0, 0, 0)), success(e(*g2))),
         (ask_precompile(13, e(*g2)), FAILED)], "BLK-NODE-052", need)
    add("precompile.bls-g2msm", "contract 14 adds multiples of points of G2", clause,
        [(ask_precompile(14, e(*g2) + w(1)), success(e(*g2))), (ask_precompile(14, e(*g2) + w(0)), success(e(0, 0, 0, 0))),
         (ask_precompile(14, e(*g2) + w(order + 1)), success(e(*g2)))], "BLK-NODE-052", need)
    add("precompile.bls-pairing", "contract 15 compares pairings of BLS12-381", clause,
        [(ask_precompile(15, e(*g, *g2, *minus, *g2)), success(w(1))), (ask_precompile(15, e(*g, *g2)), success(w(0))),
         (ask_precompile(15, e(0, 0, *g2)), success(w(1))), (ask_precompile(15, b""), FAILED)], "BLK-NODE-052", need)


def main(root):
    arithmetic()
    machine()
    errors()
    precompiles()
    yaml_out.write(f"{root}/vectors/block/node/evm.yaml",
                   ["format: 1", "suite: block", 'standard: "Yellow Paper"', "note: >-",
                    "  The machine of a node, asked by init code; written by tools/node/calls.py.  Expected values are",
                    "  computed there from the definitions, with the integers of Python."],
                   "vectors", VECTORS, yaml_out.vector)


main(sys.argv[1])
