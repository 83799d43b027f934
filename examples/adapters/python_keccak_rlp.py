#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""etalon adapter with its own Keccak-256 and RLP; Python 3 alone.

  etalon run --target 'stdio:python3 examples/adapters/python_keccak_rlp.py' --suite block

Written from the Yellow Paper: a second opinion that states its reasons.
"""
import json, sys

MASK, RATE, DEPTH_MAX = (1 << 64) - 1, 136, 64

class Reject(Exception):
    """What the implementation refuses; the text is a reason of the operation."""

# --- Keccak-256 -------------------------------------------------------------------

def rotl(x, n):
    return ((x << n) | (x >> (64 - n))) & MASK if n else x

def permute(a):
    lfsr = 1
    for _ in range(24):
        c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        d = [c[x - 1] ^ rotl(c[(x + 1) % 5], 1) for x in range(5)]
        a = [[a[x][y] ^ d[x] for y in range(5)] for x in range(5)]
        x, y, lane = 1, 0, a[1][0]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            lane, a[x][y] = a[x][y], rotl(lane, (t + 1) * (t + 2) // 2 % 64)
        a = [[a[x][y] ^ (~a[(x + 1) % 5][y] & a[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
        for j in range(7):
            if lfsr & 1:
                a[0][0] ^= 1 << ((1 << j) - 1)
            lfsr = (lfsr << 1) ^ (0x171 if lfsr & 0x80 else 0)
    return a

def keccak256(data):
    pad = RATE - len(data) % RATE
    data += b"\x81" if pad == 1 else b"\x01" + bytes(pad - 2) + b"\x80"
    a = [[0] * 5 for _ in range(5)]
    for start in range(0, len(data), RATE):
        for i in range(RATE // 8):
            a[i % 5][i // 5] ^= int.from_bytes(data[start + 8 * i:start + 8 * i + 8], "little")
        a = permute(a)
    return b"".join(a[i % 5][i // 5].to_bytes(8, "little") for i in range(4))

# --- RLP: appendix B ----------------------------------------------------------------

def minimal(n):
    return n.to_bytes((n.bit_length() + 7) // 8, "big")

def prefix(length, short):
    size = minimal(length)
    return bytes([short + length]) if length < 56 else bytes([short + 55 + len(size)]) + size

def encode(item):
    if isinstance(item, list):
        body = b"".join(map(encode, item))
        return prefix(len(body), 0xC0) + body
    return item if len(item) == 1 and item[0] < 0x80 else prefix(len(item), 0x80) + item

def take(data, short_of, depth):
    """The first item and what follows; short_of is the reason when it does not fit."""
    if depth > DEPTH_MAX:
        raise Reject("too-deep")
    first = data[0]
    if first < 0x80:
        return data[:1], data[1:]
    base = 0xC0 if first >= 0xC0 else 0x80
    length, start = first - base, 1
    if length > 55:
        start = length - 54
        number = data[1:start]
        if len(number) < start - 1:
            raise Reject(short_of)
        length = int.from_bytes(number, "big")
        if number[0] == 0 or length < 56:
            raise Reject("not-minimal")
    body, rest = data[start:start + length], data[start + length:]
    if len(body) < length:
        raise Reject(short_of)
    if base == 0x80:
        if length == 1 and body[0] < 0x80:
            raise Reject("not-minimal")
        return body, rest
    items = []
    while body:
        item, body = take(body, "overrun", depth + 1)
        items.append(item)
    return items, rest

def decode(data, want=None):
    if not data:
        raise Reject("empty")
    item, rest = take(data, "truncated", 0)
    if rest:
        raise Reject("trailing")
    if want and not isinstance(item, want):
        raise Reject("expected-list" if want is list else "expected-string")
    return item

def scalar(data, bits):
    item = decode(data, bytes)
    if item[:1] == b"\0":
        raise Reject("leading-zero")
    if 8 * len(item) > bits:
        raise Reject("too-wide")
    return hex(int.from_bytes(item, "big"))

def raw(x):
    return [raw(y) for y in x] if isinstance(x, list) else bytes.fromhex(x[2:])

def text(x):
    return [text(y) for y in x] if isinstance(x, list) else "0x" + x.hex() if isinstance(x, bytes) else x

OPS = {
    "keccak256": lambda i: keccak256(raw(i["data"])),
    "rlp.encode": lambda i: encode(raw(i["item"])),
    "rlp.encode_scalar": lambda i: encode(minimal(int(i["value"], 16))),
    "rlp.decode": lambda i: decode(raw(i["data"])),
    "rlp.decode_list": lambda i: decode(raw(i["data"]), list),
    "rlp.decode_scalar": lambda i: scalar(raw(i["data"]), i["bits"]),
}

def answer(q):
    if q["verb"] == "hello":
        return {"protocol": 1, "name": "python-keccak-rlp", "version": "1", "operations": list(OPS),
                "features": [], "pipeline": 8, "reasons": True}
    a = {"id": q["id"]} if "id" in q else {}
    try:
        if q["verb"] != "run":
            return {"ok": True} if q["verb"] == "reset" else {**a, "error": "unknown verb"}
        return {**a, **({"out": text(OPS[q["op"]](q["in"]))} if q["op"] in OPS else {"unsupported": True})}
    except Reject as why:
        return {**a, "reject": {"reason": str(why)}}
    except (KeyError, TypeError, ValueError) as why:
        return {**a, "error": f"cannot read the question: {why!r}"}

for line in sys.stdin:
    try:
        question = json.loads(line)
        if question["verb"] == "bye":
            break
        reply = answer(question)
    except (ValueError, TypeError, KeyError) as why:
        reply = {"error": f"not a request: {why!r}"}
    print(json.dumps(reply), flush=True)
