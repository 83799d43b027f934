#!/usr/bin/env python3
"""The bundled chain beside anvil, both as development nodes in one run.

  tests/bench/chain.py BUILD-FOLDER

anvil is looked for in ETALON_NPM_DIR/node_modules (or BUILD-FOLDER/npm-nodes),
wrk in PATH; without one of them its rows are left out with a line.  The two
nodes are asked in turns, so that whatever else the machine does meets both.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "..", "..", "build"))
NPM = os.environ.get("ETALON_NPM_DIR", os.path.join(BUILD, "npm-nodes"))
ANVIL = os.path.join(NPM, "node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil")
SECONDS, ROUNDS, STARTS, CONNECTIONS, SENDERS = 2, 3, 5, 64, 8
# PUSH1 200, then 200 times KECCAK256 of 32 bytes; 32 bytes of nothing as code.
LOOP = "0x60c85b60206000206000526001900380600257" + "60206000f3"
PLAIN = [
    ("eth_chainId", []),
    ("eth_getBlockByNumber", ["0x1", True]),
    ("eth_getBalance", ["0x" + "00" * 20, "latest"]),
    ("eth_call", [{"to": "0x" + "00" * 19 + "04", "data": "0x1234"}, "latest"]),
    ("eth_call", [{"data": LOOP}, "latest"]),
]
NAMES = ["eth_chainId", "eth_getBlockByNumber, with body", "eth_getBalance", "eth_call of a precompile",
         "eth_call, 200 hashes"]


def ask(port, method, params):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}", body, {"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer = json.loads(opener.open(request, timeout=10).read())
    if "result" not in answer:
        sys.exit(f"bench: {method}: {answer}")
    return answer["result"]


class Node:
    def __init__(self, name, words):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.name, self.words, self.process = name, words + ["--port", str(self.port)], None

    def start(self):
        """Seconds to the first answer."""
        begin = time.perf_counter()
        self.process = subprocess.Popen(self.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while time.perf_counter() - begin < 10:
            try:
                ask(self.port, "eth_chainId", [])
                return time.perf_counter() - begin
            except OSError:
                time.sleep(0.002)
        sys.exit(f"bench: {self.name} does not answer")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def memory(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def wrk(node, work, method, params, connections):
    script = os.path.join(work, "ask.lua")
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
    with open(script, "w", encoding="utf-8") as out:
        out.write('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
                  f"wrk.body = [==[{body}]==]\n")
    said = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "-s", script,
                           f"http://127.0.0.1:{node.port}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        sys.exit(f"bench: {node.name} refuses {method}")
    return next(float(line.split()[1]) for line in said.splitlines() if line.startswith("Requests/sec"))


def sending(node, work):
    """Transactions a second that are accepted and stand in blocks, each signed
    by the node for its first account."""
    sender = ask(node.port, "eth_accounts", [])[0]
    before = int(ask(node.port, "eth_getTransactionCount", [sender, "latest"]), 16)
    begin = time.perf_counter()
    wrk(node, work, "eth_sendTransaction", [{"from": sender, "to": "0x" + "11" * 20, "value": "0x1", "gas": "0x5208"}],
        SENDERS)
    seconds = time.perf_counter() - begin
    return (int(ask(node.port, "eth_getTransactionCount", [sender, "latest"]), 16) - before) / seconds


def row(name, unit, figures, lower=False):
    text = f"{name:<44} {figures[0]:>12,.1f} {unit:<12}"
    if len(figures) > 1:
        ratio = figures[1] / figures[0] if lower else figures[0] / figures[1]
        text += f" {'anvil':<8} {figures[1]:>12,.1f}   {'times better' if lower else 'ratio'} {ratio:.2f}"
    print(text, flush=True)


def rounds(nodes, measure):
    """The best of each node, asked in turns."""
    best = [0.0] * len(nodes)
    for _ in range(ROUNDS):
        best = [max(b, measure(node)) for b, node in zip(best, nodes)]
    return best


def main():
    nodes = [Node("etalon-chain", [os.path.join(BUILD, "etalon-chain"), "--dev"])]
    if os.access(ANVIL, os.X_OK):
        nodes.append(Node("anvil", [ANVIL, "--host", "127.0.0.1", "--hardfork", "osaka", "--quiet"]))
    else:
        print("(no anvil installed: the chain's rows stand without a peer)")
    work = tempfile.mkdtemp(prefix="etalon-bench-")
    try:
        starts = [[] for _ in nodes]
        for _ in range(STARTS):
            for node, seconds in zip(nodes, starts):
                node.stop()
                seconds.append(node.start())
        row("chain: start to first answer", "ms", [min(s) * 1e3 for s in starts], lower=True)
        if not shutil.which("wrk"):
            print("(no wrk installed: requests a second are left out)")
            return
        for node in nodes:
            sender = ask(node.port, "eth_accounts", [])[0]
            ask(node.port, "eth_sendTransaction", [{"from": sender, "to": sender, "value": "0x1", "gas": "0x5208"}])
        for name, (method, params) in zip(NAMES, PLAIN):
            row("chain: " + name, "requests/s", rounds(nodes, lambda n: wrk(n, work, method, params, CONNECTIONS)))
        row("chain: memory after that, peak", "MiB", [n.memory() for n in nodes], lower=True)
        row("chain: transactions sent, signed and mined", "tx/s", rounds(nodes, lambda n: sending(n, work)))
    finally:
        for node in nodes:
            node.stop()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
