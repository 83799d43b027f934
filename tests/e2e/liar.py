#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""liar: an adapter that misbehaves in one chosen way.

usage: liar.py MODE [N [PIPELINE [OPERATION,…]]]

It offers the operation `echo`, answers {"id", "out": in}, and breaks the
protocol (docs/adapter-protocol.md) as MODE says; where a mode has a victim, it
is the question whose `in` has "n" equal to N (default 3).  With a list of
operations it offers those instead, and the victim is the N-th question that
the process is asked, none when N is 0.  `liar.py --list` prints every mode.
"""
import json
import os
import signal
import subprocess
import sys
import time

MODE = sys.argv[1] if len(sys.argv) > 1 else "honest"
VICTIM = int(sys.argv[2]) if len(sys.argv) > 2 else 3
PIPELINE = int(sys.argv[3]) if len(sys.argv) > 3 else 1
OPERATIONS = sys.argv[4].split(",") if len(sys.argv) > 4 else None
OUT = sys.stdout.buffer
asked = 0


def write(data):
    OUT.write(data if isinstance(data, bytes) else data.encode())
    OUT.flush()


def say(obj):
    write(json.dumps(obj) + "\n")


def right(q):
    return {"id": q["id"], "out": q["in"]}


def crash(q):
    sys.stderr.write("about to fall\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGSEGV)


def hang(q):
    while True:
        time.sleep(3600)


def endless_stderr(q):
    for _ in range(64):
        os.write(2, b"complaint " * 6400)
    say(right(q))


def endless_stdout(q):
    block = b"x" * 65536
    while True:
        os.write(1, block)


def endless_lines(q):
    block = b"noise\n" * 8192
    while True:
        os.write(1, block)


def trickle(q):
    for c in json.dumps(right(q)):
        write(c)
        time.sleep(0.2)


def keep_pipe(q):
    # The child holds stdout open after the adapter itself is gone.
    subprocess.Popen(["sleep", "30"], stdin=subprocess.DEVNULL)
    os._exit(5)


def close_stdin(q):
    say(right(q))
    os.close(0)
    time.sleep(3600)


def close_stdout(q):
    os.close(1)
    time.sleep(3600)


def slow_twice(q):
    say(right(q))
    time.sleep(0.05)
    say(right(q))


def exit_after(q):
    say(right(q))
    os._exit(0)


def exit_later(q):
    # Gone before it takes the next question, yet after its pipe could hold it.
    say(right(q))
    time.sleep(0.1)
    os._exit(0)


# What it does to the victim instead of answering.
ONCE = {
    "crash": crash,
    "exit": lambda q: os._exit(7),
    "abort": lambda q: os.abort(),
    "hang": hang,
    "not-json": lambda q: write("Warning: deprecated\n"),
    "empty-line": lambda q: write("\n"),
    "not-object": lambda q: write("[1]\n"),
    "wrong-id": lambda q: say({"id": "nobody", "out": 1}),
    "no-id": lambda q: say({"out": 1}),
    "id-number": lambda q: say({"id": 1, "out": 1}),
    "twice": lambda q: write((json.dumps(right(q)) + "\n") * 2),
    "slow-twice": slow_twice,
    "chatter": lambda q: write(json.dumps(right(q)) + "\ndone\n"),
    "out-and-reject": lambda q: say({**right(q), "reject": {}}),
    "nothing": lambda q: say({"id": q["id"]}),
    "unknown-member": lambda q: say({**right(q), "note": 1}),
    "reject-text": lambda q: say({"id": q["id"], "reject": "no"}),
    "unsupported-false": lambda q: say({"id": q["id"], "unsupported": False}),
    "error-object": lambda q: say({"id": q["id"], "error": {}}),
    "duplicate-key": lambda q: write('{"id":"%s","out":1,"out":2}\n' % q["id"]),
    "invalid-utf8": lambda q: write(b'{"id":"' + q["id"].encode() + b'","out":"\xff\xfe"}\n'),
    "lone-surrogate": lambda q: write('{"id":"%s","out":"\\ud800"}\n' % q["id"]),
    "nul-bytes": lambda q: write(b"\0" * 40 + b"\n"),
    "nul-in-id": lambda q: write('{"id":"%s\\u0000x","out":1}\n' % q["id"]),
    "deep": lambda q: write('{"id":"%s","out":%s1%s}\n' % (q["id"], "[" * 1000, "]" * 1000)),
    "abyss": lambda q: write('{"id":"%s","out":%s' % (q["id"], "[" * 900000) + "\n"),
    "oversize": lambda q: write('{"id":"%s","out":"%s"}\n' % (q["id"], "x" * 3000000)),
    "huge-number": lambda q: write('{"id":"%s","out":%s}\n' % (q["id"], "9" * 400)),
    "endless-stdout": endless_stdout,
    "endless-lines": endless_lines,
    "endless-stderr": endless_stderr,
    "trickle": trickle,
    "keep-pipe": keep_pipe,
    "close-stdin": close_stdin,
    "close-stdout": close_stdout,
    "exit-after": exit_after,
    "exit-later": exit_later,
}

# What it answers to every question.
ALWAYS = {
    "honest": right,
    "accept-all": lambda q: {"id": q["id"], "out": {}},
    "reject-all": lambda q: {"id": q["id"], "reject": {"message": "no"}},
    "reason-lies": lambda q: {"id": q["id"], "reject": {"reason": "no-such-reason"}},
    "error-all": lambda q: {"id": q["id"], "error": "cannot be asked"},
    "unsupported-all": lambda q: {"id": q["id"], "unsupported": True},
}

# What it does in the place of hello.
AT_START = {
    "start-crash": lambda: crash(None),
    "start-exit": lambda: (sys.stderr.write("no library here\n"), sys.exit(3)),
    "start-silent": lambda: hang(None),
    "start-banner": lambda: write("Library 1.0 ready\n"),
    "start-flood": lambda: endless_stdout(None),
    "start-protocol": lambda: say({"protocol": 2, "name": "liar", "version": "1", "operations": []}),
    "start-nameless": lambda: say({"protocol": 1, "version": "1", "operations": []}),
    "start-doubled": lambda: say({"protocol": 1, "name": "liar", "version": "1", "operations": ["a", "a"]}),
}

# Peculiar all the time, and answers well.
HABITS = {
    "ignore-term": lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN),
    "changeling": lambda: None,
    "backwards": lambda: None,
    "no-bye": lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN),
}


def hello():
    version = "1" if MODE != "changeling" else str(os.getpid())
    say({
        "protocol": 1, "name": "liar", "version": version, "operations": OPERATIONS or ["echo"],
        "features": [], "pipeline": PIPELINE, "reasons": MODE == "reason-lies",
    })


def run(q):
    global asked
    asked += 1
    victim = (asked if OPERATIONS else q["in"].get("n")) == VICTIM
    if victim and MODE in ONCE:
        ONCE[MODE](q)
    elif victim and MODE == "changeling":
        crash(q)
    elif MODE in ALWAYS:
        say(ALWAYS[MODE](q))
    else:
        say(right(q))


def serve():
    held = []
    while True:
        line = sys.stdin.buffer.readline()
        if not line:
            break
        q = json.loads(line)
        if q["verb"] == "hello":
            if MODE in AT_START:
                AT_START[MODE]()
            hello()
        elif q["verb"] == "run" and MODE == "backwards":
            held.append(q)
            if len(held) == PIPELINE:
                while held:
                    say(right(held.pop()))
        elif q["verb"] == "run":
            run(q)
        elif q["verb"] == "reset":
            say({"ok": True})
        elif MODE != "no-bye":
            return
    while MODE in ("ignore-term", "no-bye"):
        time.sleep(3600)


if MODE == "--list":
    for table in (ONCE, ALWAYS, AT_START, HABITS):
        print("\n".join(table))
    sys.exit(0)
if not any(MODE in table for table in (ONCE, ALWAYS, AT_START, HABITS)):
    sys.exit("liar: no such mode: " + MODE)
if MODE in HABITS:
    HABITS[MODE]()
serve()
