"""Kills a node with a data directory again and again under load.

usage: datadir.py PROGRAM DIR KILLS SEED

Every block holds one payment of one wei to the same account, so that the state
after a block is known without a node: balance and nonce follow from its number.
After each kill the head must be the last one that was reported, or the one that
the call under way makes of it."""
import http.client
import json
import random
import signal
import subprocess
import sys
import threading
import time

FROM = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
TO = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8"
START = 10000 * 10**18
WAIT_S = 30
LOAD_S = 0.08
OPEN_S = 0.05


class Died(Exception):
    pass


class Node:
    def __init__(self, program, where):
        self.process = subprocess.Popen(
            [program, "--dev", "--datadir", where, "--port", "0"],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if "listening on" not in line:
            raise SystemExit(f"the node does not open: {line!r}")
        self.link = http.client.HTTPConnection(
            "127.0.0.1", int(line.rsplit(":", 1)[1]), timeout=WAIT_S)

    def ask(self, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method,
                           "params": params})
        try:
            self.link.request("POST", "/", body,
                              {"Content-Type": "application/json"})
            answer = json.loads(self.link.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as e:
            raise Died from e
        if "error" in answer:
            raise SystemExit(f"{method}: {answer['error']}")
        return answer["result"]

    def head(self):
        block = self.ask("eth_getBlockByNumber", "latest", False)
        return int(block["number"], 16), block["hash"], block["parentHash"]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)

    def gone(self):
        self.process.wait()
        self.process.stdout.close()
        self.link.close()


def pay(node):
    node.ask("eth_sendTransaction", {"from": FROM, "to": TO, "value": "0x1"})


def expect(claim, text):
    if not claim:
        raise SystemExit("FAIL: " + text)


def load(node, say):
    """Payments, and now and then one that is taken back.  say(head, way) is
    told each head, and which way the next call moves it."""
    turn = 0
    while True:
        head = node.head()
        turn += 1
        if turn % 4:
            say(head, 1)
            pay(node)
            continue
        mark = node.ask("evm_snapshot")
        say(head, 1)
        pay(node)
        head = node.head()
        say(head, -1)
        node.ask("evm_revert", mark)


def check(node, told):
    number, block, parent = node.head()
    if told:
        (last, last_hash, last_parent), way = told
        same = number == last and block == last_hash
        child = way > 0 and number == last + 1 and parent == last_hash
        back = way < 0 and number == last - 1 and block == last_parent
        expect(same or child or back,
               f"head {number} {block} after {told} had been reported")
    balance = int(node.ask("eth_getBalance", TO, "latest"), 16)
    nonce = int(node.ask("eth_getTransactionCount", FROM, "latest"), 16)
    expect(balance == START + number, f"balance {balance} at block {number}")
    expect(nonce == number, f"nonce {nonce} at block {number}")
    if number > 1:
        old = int(node.ask("eth_getBalance", TO, hex(number // 2)), 16)
        expect(old == START + number // 2, "the past is another one")
    pay(node)
    expect(node.head()[0] == number + 1, "mining does not go on")
    return number + 1


def cut_short(program, where, after_s):
    """Killed while it begins or opens the directory."""
    process = subprocess.Popen(
        [program, "--dev", "--datadir", where, "--port", "0"],
        stdout=subprocess.DEVNULL)
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.wait()


def main():
    program, where, kills, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), \
        int(sys.argv[4])
    chance = random.Random(seed)
    told = None
    number = 0
    for turn in range(kills):
        if turn % 3 == 0:
            cut_short(program, where, chance.random() * OPEN_S)
        node = Node(program, where)
        number = check(node, told)
        heads = []
        timer = threading.Timer(chance.random() * LOAD_S, node.kill)
        timer.start()
        try:
            load(node, lambda head, way: heads.append((head, way)))
        except Died:
            pass
        timer.join()
        node.gone()
        expect(node.process.returncode == -signal.SIGKILL, "the node ended "
               f"by itself: {node.process.returncode}")
        told = heads[-1] if heads else None
    node = Node(program, where)
    number = check(node, told)
    node.process.terminate()
    node.gone()
    print(f"{kills} kills, {number} blocks")


main()
