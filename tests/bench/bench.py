#!/usr/bin/env python3
"""What `make bench` runs: every figure with its peer from the same run.

  tests/bench/bench.py BUILD-FOLDER

Peers: OpenSSL's SHA3-256 and memcpy (always), @ethereumjs/rlp and the
JavaScript adapters (when examples/adapters/node_modules or ETALON_NPM_DIR has
them).  Each row is measured, none is asserted.
"""
import glob
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "build"))
ETALON = os.path.join(BUILD, "etalon")
VECTORS_WANTED = 10000


def row(name, ours, unit, peer=None, peer_name="", ratio=None):
    text = f"{name:<44} {ours:>12,.1f} {unit:<10}"
    if peer is not None:
        shown = ratio if ratio is not None else ours / peer if peer else 0
        text += f" {peer_name:<24} {peer:>12,.1f}   ratio {shown:.2f}"
    print(text, flush=True)


def run(words, **more):
    """(seconds, peak MiB) of one run."""
    before = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - before
    if os.waitstatus_to_exitcode(status) not in (0, 1, 2):
        sys.exit(f"bench: {' '.join(words)} failed")
    return seconds, usage.ru_maxrss / 1024


def best(words, rounds, work, **more):
    figures = []
    for i in range(rounds):
        record = os.path.join(work, f"r{i}-{time.monotonic_ns()}.ndjson")
        figures.append(run([w.replace("RECORD", record) for w in words], **more))
    return min(f[0] for f in figures), max(f[1] for f in figures)


def many_vectors(work):
    """A data folder with VECTORS_WANTED vectors: copies under other ids."""
    data = os.path.join(work, "data")
    shutil.copytree(os.path.join(ROOT, "suites"), os.path.join(data, "suites"))
    os.makedirs(os.path.join(data, "vectors", "block"))
    for name in ("VERSION", "TOMBSTONES"):
        source = os.path.join(ROOT, "vectors", name)
        if os.path.exists(source):
            shutil.copy(source, os.path.join(data, "vectors"))
    files = sorted(glob.glob(os.path.join(ROOT, "vectors", "block", "**", "*.yaml"), recursive=True))
    made, copy = 0, 0
    while made < VECTORS_WANTED:
        for path in files:
            text = open(path, encoding="utf-8").read()
            if "$repeat" in text or len(text) > 300000 or "ethash.verify" in text:
                continue  # megabyte inputs and caches of Ethash would measure Keccak, not the engine
            count = len(re.findall(r"^\s*- id: ", text, re.M))
            text = re.sub(r"^(\s*- id: \S+)", rf"\1.copy-{copy}", text, flags=re.M)
            text = re.sub(r"^(\s*after: )(\[.*\])$", r"\1[]", text, flags=re.M)
            name = os.path.relpath(path, ROOT).replace("/", "-")
            with open(os.path.join(data, "vectors", "block", f"{copy}-{name}"), "w", encoding="utf-8") as out:
                out.write(text)
            made += count
            if made >= VECTORS_WANTED:
                break
        copy += 1
    return data, made


def engine(work):
    data, made = many_vectors(work)
    ref = [ETALON, "run", "--target", "ref:", "--quiet", "--record", "RECORD", "--data", data]
    seconds, peak = best(ref, 3, work)
    row(f"{made} vectors in process, with loading", made / seconds, "vectors/s")
    row("  the same, seconds (aim: under 2 for 10,000)", seconds, "s")
    row("  peak memory", peak, "MiB")
    load, _ = best([ETALON, "lint", "--quiet", "--data", data], 3, work)
    row("  loading alone (lint)", load, "s", seconds, "whole run", load / seconds)
    adapter = ref[:3] + [f"stdio:{ETALON} serve --stdio"] + ref[4:]
    piped, _ = best(adapter, 3, work)
    row("the same through a stdio adapter", made / piped, "vectors/s", made / seconds, "in process")
    row("  adapter overhead (aim: under 100)", (piped - seconds) / made * 1e6, "us/vector")
    one = subprocess.run([ETALON, "list", "--ids"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
    start, _ = best([ETALON, "run", "--target", "ref:", "--quiet", "--record", "RECORD", "--id", one], 10, work)
    true, _ = best(["true"], 10, work)
    row("start to first verdict, one vector", start * 1e3, "ms", true * 1e3, "true(1)")
    return data


def javascript(work, dump):
    folder = os.environ.get("ETALON_NPM_DIR", os.path.join(ROOT, "examples", "adapters", "node_modules"))
    if os.path.basename(folder) != "node_modules":
        folder = os.path.join(folder, "node_modules")
    if not shutil.which("node") or not os.path.isdir(os.path.join(folder, "@ethereumjs", "rlp")):
        print("(no @ethereumjs/rlp installed: its row is left out)")
        return
    script = os.path.join(work, "rlp.mjs")
    with open(script, "w", encoding="utf-8") as out:
        out.write(f"""
import {{ createRequire }} from 'node:module'
import {{ readFileSync }} from 'node:fs'
const RLP = createRequire('{folder}/x.js')('@ethereumjs/rlp').RLP
const data = new Uint8Array(readFileSync('{dump}'))
let rate = 0
for (let i = 0; i < 7; i++) {{
  const start = process.hrtime.bigint()
  RLP.decode(data)
  rate = Math.max(rate, data.length / Number(process.hrtime.bigint() - start) * 1e3)
}}
console.log(rate)
""")
    rate = subprocess.run(["node", script], capture_output=True, text=True)
    if rate.returncode == 0:
        print(f"{'RLP decode, @ethereumjs/rlp':<34} {float(rate.stdout):>10.1f} MB/s (compare with the row above)")


def assets():
    """Identifiers and documents per second against the libraries, in turns."""
    folder = os.environ.get("ETALON_NPM_DIR", os.path.join(ROOT, "examples", "adapters"))
    if os.path.basename(folder) == "node_modules":
        folder = os.path.dirname(folder)
    names = {"caip19": "CAIP-19 asset ids", "cid": "CIDs", "bech32": "SegWit addresses", "ens": "ENS names",
             "jcs": "JCS documents", "glb": "GLB files checked"}
    ours, peers = {}, {}
    for line in subprocess.run([os.path.join(BUILD, "tests", "bench", "bench_asset")], capture_output=True, text=True,
                               check=True).stdout.splitlines():
        name, rate = line.split()
        ours[name] = float(rate)
    if shutil.which("node"):
        script = os.path.join(ROOT, "tests", "bench", "bench_asset.mjs")
        for line in subprocess.run(["node", script, folder], capture_output=True, text=True).stdout.splitlines():
            name, library, rate = line.split()
            peers.setdefault(name, []).append((library, float(rate)))
    for name, rate in ours.items():
        if name not in peers:
            row(names[name], rate, "a second")
            print("  (no library for it is installed: nothing to compare with)")
        for library, peer in peers.get(name, []):
            row(names[name], rate, "a second", peer, library)


def proofs(work):
    """Proofs, headers and messages, made and asked in the same run."""
    folder = os.environ.get("ETALON_NPM_DIR", os.path.join(ROOT, "examples", "adapters"))
    case = os.path.join(work, "proofs.txt")
    names = {"ics23": "ICS-23 proofs of 20 steps", "inclusion": "RFC 6962 inclusion in 2^20 leaves",
             "header": "light client headers, 100 validators", "vaa": "VAAs with 13 of 19 signatures",
             "compact": "SCALE, lists of 1000 compact integers", "xcm": "XCM, programs of three instructions"}
    peers = {}
    if shutil.which("node"):
        script = os.path.join(ROOT, "tests", "bench", "bench_proofs.mjs")
        for line in subprocess.run(["node", script, folder, case], capture_output=True, text=True).stdout.splitlines():
            name, library, rate = line.split()
            peers.setdefault(name, []).append((library, float(rate)))
    if not os.path.exists(case):
        print("(no library of proofs is installed: their rows are left out)")
        return
    for line in subprocess.run([os.path.join(BUILD, "tests", "bench", "bench_proofs"), case], capture_output=True,
                               text=True, check=True).stdout.splitlines():
        name, rate = line.split()
        for library, peer in peers.get(name, []):
            row(names[name], float(rate), "a second", peer, library)


def state_tests(work, scale):
    """Published state tests on one core, as evmone's figure was taken."""
    shared = os.environ.get("ETALON_SHARED", os.path.join(ROOT, "..", "shared"))
    archive = os.path.join(shared, "data", "block", "visible-et-state.tar.zst")
    if not os.path.exists(archive) or not shutil.which("zstd"):
        print("(no published state tests beside the checkout: their row is left out)")
        return
    with subprocess.Popen(["zstd", "-q", "-d", "--long=27", "-c", archive], stdout=subprocess.PIPE) as unpack:
        subprocess.run(["tar", "-x", "-C", work, "--exclude=*/stTimeConsuming/*", "--exclude=*/vmPerformance/*"],
                       stdin=unpack.stdout, check=True)
    words = [ETALON, "upstream", "state-test", os.path.join(work, "ethereum-tests", "GeneralStateTests"), "--jobs", "1"]
    counted = subprocess.run(words, capture_output=True, text=True)
    passed = re.search(r"^(\d+) passed, 0 failed", counted.stdout, re.M)
    if not passed:
        sys.exit("bench: state tests fail")
    seconds = min(run(words)[0] for _ in range(3))
    row("state tests, one core", int(passed.group(1)) / seconds, "cases/s", 5900 * scale, "evmone, scaled")


def main():
    work = tempfile.mkdtemp(prefix="etalon-bench-")
    try:
        dump = os.path.join(work, "rlp.bin")
        subprocess.run([os.path.join(BUILD, "tests", "bench", "bench_micro"), dump], check=True)
        javascript(work, dump)
        text = subprocess.run([os.path.join(BUILD, "tests", "bench", "bench_evm")], capture_output=True, text=True,
                              check=True).stdout
        print(text, end="", flush=True)
        assets()
        proofs(work)
        state_tests(work, float(text.split("bytes", 1)[1].split()[0]))
        engine(work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"(on {os.cpu_count()} cores; peak of this script's children "
          f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB)")


if __name__ == "__main__":
    main()
