#!/usr/bin/env python3
"""Mutation testing of the reference by the vectors of a suite.

  tools/mutate.py [--count N] [--seed S] [--suite ID | --upstream FOLDER] [--unit TEST] FILE-OR-FOLDER...

Copies the tree to a work folder, changes one place at a time (comparison,
constant, arithmetic or logic operator, dropped statement), rebuilds, and runs
the suite against the bundled reference, then the unit tests of --unit.  A
mutant that nothing notices has survived: either it is equivalent to the original (say so in
docs/mutation.md) or a vector is missing.

Not mutated: comments, preprocessor lines, declarations, assertions, and lines
that only concern memory running out (vectors cannot reach them; the allocation
failure tests do).  Exit status: 0 when the wanted share was killed (--want).
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

COMPARISONS = [("<=", ["<"]), (">=", [">"]), ("==", ["!="]), ("!=", ["=="]),
               ("<", ["<=", ">="]), (">", [">=", "<="])]
SKIP_LINE = re.compile(
    r"^\s*(#|/?\*|//)|\bassert\(|ERR_MEMORY|arena_|->failed|NULL\)|\bfree\(|"
    r"^\s*(static\s+)?(const\s+)?(inline\s+)?(struct|enum|uint\w+|size_t|int|bool|char|unsigned|void|typedef)\s+[\w\s\*,\[\]]*;\s*$")


def strip_comments(text):
    """Blanks comments and string contents, keeping every offset."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    text = re.sub(r"/\*.*?\*/", blank, text, flags=re.S)
    text = re.sub(r'"(\\.|[^"\\\n])*"', lambda m: '"' + " " * (len(m.group(0)) - 2) + '"', text)
    return re.sub(r"'(\\.|[^'\\\n])'", lambda m: "'" + " " * (len(m.group(0)) - 2) + "'", text)


def mutants_of(path, text):
    """Yields (line number, description, new text)."""
    code = strip_comments(text)
    offset = 0
    inside = False  # in a function body
    for number, line in enumerate(code.split("\n"), 1):
        start = offset
        offset += len(line) + 1
        if line.startswith("{"):
            inside = True
            continue
        if line.startswith("}"):
            inside = False
        if not inside or SKIP_LINE.search(line):
            continue

        def put(at, length, new, what):
            a = start + at
            return number, what, text[:a] + new + text[a + length:]

        for match in re.finditer(r"<<|>>|->|<=|>=|==|!=|<|>|&&|\|\||\+\+|--|\+=|-=|\+|-", line):
            token, at = match.group(0), match.start()
            if token in ("->", "++", "--"):
                continue
            spaced = line[at - 1:at] == " " and line[match.end():match.end() + 1] == " "
            if token in ("<<", ">>") and spaced:
                yield put(at, 2, ">>" if token == "<<" else "<<", f"{token} swapped")
            for old, news in COMPARISONS:
                if token == old and spaced:
                    for new in news:
                        yield put(at, len(old), new, f"{old} becomes {new}")
            if token == "&&":
                yield put(at, 2, "||", "&& becomes ||")
            if token == "||":
                yield put(at, 2, "&&", "|| becomes &&")
            if token in ("+", "-") and spaced:
                yield put(at, 1, "-" if token == "+" else "+", f"{token} swapped")
            if token in ("+=", "-="):
                yield put(at, 2, "-=" if token == "+=" else "+=", f"{token} swapped")
        for match in re.finditer(r"(?<![\w.])(0x[0-9a-fA-F]+|\d+)(?![\w.])", line):
            value = int(match.group(0), 0)
            yield put(match.start(), len(match.group(0)), str(value + 1), f"{value} becomes {value + 1}")
            if value > 1:
                yield put(match.start(), len(match.group(0)), str(value - 1), f"{value} becomes {value - 1}")
        if re.match(r"^\s+if \(.*\)\s*\{?$", line):
            at = line.index("(")
            yield put(at, 1, "(0 && ", "condition never holds")
        if re.match(r"^\s+[\w\->\.\[\]\*\(]+.*;\s*$", line) and not re.match(
                r"^\s*(return|break|continue|goto|case|struct|enum|uint|size_t|int|bool|char|unsigned|static|const|const\s)\b", line):
            body = line.strip()
            if re.match(r"^[\w\->\.\[\]\*\(\)&\s]+(=|\+=|-=|\|=|\^=|\+\+|--|\()", body):
                indent = len(line) - len(line.lstrip())
                yield put(indent, len(body), ";", f"dropped: {body[:50]}")


def closing(code, at):
    """The place of the parenthesis that closes the one at `at`."""
    depth = 0
    for i in range(at, len(code)):
        depth += {"(": 1, ")": -1}.get(code[i], 0)
        if depth == 0:
            return i
    return -1


def checks_of(path, text):
    """Every refusal taken out, one at a time: `if (...) return ERR_X;` that never holds, and the ERR_X of a
    conditional expression that becomes ERR_OK."""
    code = strip_comments(text)

    def line_of(at):
        return text.count("\n", 0, at) + 1

    for match in re.finditer(r"\bif \(", code):
        start = match.end() - 1
        end = closing(code, start)
        then = re.match(r"\)\s*(?:\{\s*)?return (ERR_\w+|false);", code[end:])
        if end < 0 or not then or then.group(1) in ("ERR_MEMORY", "ERR_OK", "ERR_INTERNAL"):
            continue
        yield (line_of(start), "check dropped: " + " ".join(text[start:end + 1].split())[:60] + " " + then.group(1),
               text[:start] + "(0 && (" + text[start + 1:end] + "))" + text[end + 1:])
    for match in re.finditer(r"[?:]\s*(ERR_\w+)", code):
        if match.group(1) not in ("ERR_MEMORY", "ERR_OK", "ERR_INTERNAL"):
            yield (line_of(match.start(1)), f"refusal dropped: {match.group(1)}",
                   text[:match.start(1)] + "ERR_OK" + text[match.end(1):])


def sources(paths, root):
    for path in paths:
        full = os.path.join(root, path)
        if os.path.isdir(full):
            for name in sorted(os.listdir(full)):
                if name.endswith(".c"):
                    yield os.path.join(path, name)
        else:
            yield path


def quiet(command, cwd, seconds):
    try:
        return subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=seconds).returncode
    except subprocess.TimeoutExpired:
        return -1


def run_published(work, args, seconds):
    """Published state and blockchain tests, folder by folder."""
    for folder in args.upstream:
        status = quiet([os.path.join(work, "build", "etalon"), "upstream", "ethereum-tests", folder], work, seconds)
        if status:
            return status
    return 0


def run_suite(work, args, seconds):
    if args.upstream:
        return run_published(work, args, seconds)
    record = os.path.join(work, "mutant.ndjson")
    if os.path.exists(record):
        os.unlink(record)
    command = [os.path.join(work, "build", "etalon"), "run", "--target", "ref:", "--quiet",
               "--fail-fast", "--record", record]
    for suite in args.suite:
        command += ["--suite", suite]
    status = quiet(command, work, seconds)
    # A run that stopped at a failed SHOULD has status 2; the record knows.
    if status in (0, 2) and os.path.exists(record):
        with open(record, encoding="utf-8") as lines:
            if any('"verdict":"fail"' in line or '"verdict":"error"' in line for line in lines):
                return 1
    return status


def run_units(work, args):
    """Do the unit tests named by --unit pass as well?"""
    for name in args.unit:
        program = "tests/unit/" + name
        if quiet(["make", "-C", "build", program], work, 300) or quiet(
                ["./" + program], os.path.join(work, "build"), args.timeout):
            return False
    return True


def worker_tree(root, work, options, suites):
    names = subprocess.run(["git", "ls-files"], cwd=root, check=True, capture_output=True, text=True).stdout.split("\n")
    for name in filter(None, names):
        # Vectors of other suites would be read for every mutant.
        if name.startswith("vectors/") and name.count("/") > 1 and name.split("/")[1] not in suites:
            continue
        os.makedirs(os.path.join(work, os.path.dirname(name)), exist_ok=True)
        shutil.copy2(os.path.join(root, name), os.path.join(work, name))
    os.makedirs(os.path.join(work, "build"))
    for command in (["autoreconf", "-fi"], ["sh", "-c", "cd build && ../configure -q CFLAGS=-O1 " + options],
                    ["make", "-C", "build", "-j2", "etalon"]):
        if quiet(command, work, 900):
            sys.exit(f"mutate: {' '.join(command)} failed in {work}")


def attempt(work, path, changed, args):
    """'killed', 'survived' or 'broken' (does not compile)."""
    full = os.path.join(work, path)
    original = open(full, encoding="utf-8").read()
    try:
        with open(full, "w", encoding="utf-8") as out:
            out.write(changed)
        if quiet(["make", "-C", "build", "etalon"], work, 300):
            return "broken"
        if run_suite(work, args, args.timeout) not in (0, 2):
            return "killed"
        return "survived" if run_units(work, args) else "killed"
    finally:
        with open(full, "w", encoding="utf-8") as out:
            out.write(original)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="files or folders below the root, for example chain/codec")
    parser.add_argument("--count", type=int, default=100, help="mutants to try (0: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--suite", action="append", help="suite to run (default: block)")
    parser.add_argument("--unit", action="append", default=[], help="unit test to run on what the vectors let live")
    parser.add_argument("--timeout", type=int, default=60, help="seconds for one run of the suite")
    parser.add_argument("--want", type=float, default=90.0, help="percentage that must be killed")
    parser.add_argument("--upstream", action="append", default=[], metavar="FOLDER",
                        help="instead of a suite: published tests, as `etalon upstream ethereum-tests` reads them")
    parser.add_argument("--survivors", help="write survivors to this file")
    parser.add_argument("--checks", action="store_true", help="only take out refusals, all of them")
    parser.add_argument("--configure", default="", help="options for configure, for example --with-blst=DIR")
    args = parser.parse_args()
    args.suite = args.suite or ["block"]
    root = subprocess.run(["git", "rev-parse", "--show-toplevel"], check=True, capture_output=True, text=True).stdout.strip()
    work = tempfile.mkdtemp(prefix="etalon-mutate-")
    try:
        worker_tree(root, work, args.configure, args.suite)
        status = run_suite(work, args, 600)
        if not run_units(work, args):
            sys.exit("mutate: the unchanged reference does not pass its unit tests")
        if status != 0:
            sys.exit(f"mutate: the unchanged reference does not pass (exit status {status})")
        every = []
        for path in sources(args.paths, root):
            text = open(os.path.join(root, path), encoding="utf-8").read()
            every += [(path, *mutant) for mutant in (checks_of if args.checks else mutants_of)(path, text)]
        random.Random(args.seed).shuffle(every)
        counts = {"killed": 0, "survived": 0, "broken": 0}
        survivors, started = [], time.time()
        for path, line, what, changed in every:
            if args.count and not args.checks and counts["killed"] + counts["survived"] == args.count:
                break
            outcome = attempt(work, path, changed, args)
            counts[outcome] += 1
            if outcome == "survived":
                survivors.append(f"{path}:{line}: {what}")
                print(f"survived {survivors[-1]} ({counts['killed']} killed so far)", flush=True)
        tried = counts["killed"] + counts["survived"]
        share = 100.0 * counts["killed"] / tried if tried else 0.0
        print(f"{len(every)} possible, {tried} tried, {counts['killed']} killed, {counts['survived']} survived, "
              f"{counts['broken']} did not compile: {share:.1f} % killed in {time.time() - started:.0f} s")
        if args.survivors:
            with open(args.survivors, "w", encoding="utf-8") as out:
                out.write("".join(line + "\n" for line in survivors))
        return 0 if tried and share >= args.want else 1
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
