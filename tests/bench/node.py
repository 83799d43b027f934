#!/usr/bin/env python3
"""The node driver beside wrk, and a whole profile near and far.

  tests/bench/node.py BUILD-FOLDER

Subjects: the bundled chain, and anvil when ETALON_NPM_DIR/node_modules (or
BUILD-FOLDER/npm-nodes) has it.  wrk and the driver put the same question over
the same number of connections, in turns; the best of each counts.  Peers that
are not installed are left out with a line.
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
QUESTIONS = [("eth_chainId", []),
             ("eth_call", [{"to": "0x" + "00" * 19 + "04", "data": "0x1234", "gas": "0x4c4b40"}, "latest"])]
SECONDS, ROUNDS = 2, 3


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def started(words, port):
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}).encode()
    for _ in range(100):
        try:
            request = urllib.request.Request(f"http://127.0.0.1:{port}", body, {"Content-Type": "application/json"})
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=1).read()
            return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    sys.exit(f"bench: {words[0]} does not answer")


def wrk(url, connections, method, params, work):
    script = os.path.join(work, "ask.lua")
    with open(script, "w", encoding="utf-8") as out:
        body = json.dumps({"jsonrpc": "2.0", "id": "bench-1", "method": method, "params": params})
        out.write('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
                  f"wrk.body = [==[{body}]==]\n")
    said = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "-s", script, url],
                          capture_output=True, text=True, check=True).stdout
    return next(float(line.split()[1]) for line in said.splitlines() if line.startswith("Requests/sec"))


def ours(url, connections, method, params):
    words = [os.path.join(BUILD, "tests", "bench", "bench_node"), url, str(connections), str(SECONDS), method,
             json.dumps(params)]
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def rates(name, url, work):
    for method, params in QUESTIONS:
        for connections in (8, 32):
            peer = best = 0
            for _ in range(ROUNDS):
                peer = max(peer, wrk(url, connections, method, params, work))
                best = max(best, ours(url, connections, method, params))
            print(f"{name + ', ' + method + f', {connections} connections':<44} {best:>12,.1f} {'requests/s':<10} "
                  f"{'wrk':<24} {peer:>12,.1f}   ratio {best / peer:.2f}", flush=True)


def profile(name, target, work, limit, *more):
    record = os.path.join(work, f"{time.monotonic_ns()}.ndjson")
    begin = time.perf_counter()
    done = subprocess.run([os.path.join(BUILD, "etalon"), "run", "--quiet", "--target", target, "--profile", "evm-node",
                           "--record", record, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - begin
    with open(record, encoding="utf-8") as lines:
        asked = sum('"verdict":"untested"' not in line for line in lines) - 2
    print(f"{name:<44} {seconds:>12,.1f} s          {asked} cases asked, exit status {done.returncode} (aim: under "
          f"{limit} s)", flush=True)


def subject(name, words, port, work, asked):
    node = started(words, port)
    url = f"http://127.0.0.1:{port}"
    far = None
    try:
        if asked:
            rates(name, url, work)
        profile(f"evm-node on {name}", url, work, 20)
        far = subprocess.Popen([sys.executable, os.path.join(HERE, "delay.py"), str(port), "100"],
                               stdout=subprocess.PIPE, text=True)
        profile(f"evm-node on {name}, 100 ms away", f"http://127.0.0.1:{int(far.stdout.readline())}", work, 60,
                "--jobs", "32")
    finally:
        for process in (far, node):
            if process:
                process.terminate()
                process.wait()


def main():
    work = tempfile.mkdtemp(prefix="etalon-bench-")
    asked = shutil.which("wrk") is not None
    if not asked:
        print("(no wrk installed: requests a second are left out)")
    try:
        port = free_port()
        subject("etalon-chain", [os.path.join(BUILD, "etalon-chain"), "--dev", "--port", str(port)], port, work, asked)
        if os.access(ANVIL, os.X_OK):
            port = free_port()
            subject("anvil", [ANVIL, "--port", str(port), "--quiet"], port, work, asked)
        else:
            print("(no anvil installed: its rows are left out)")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
