# shellcheck shell=sh
# lib: what the end-to-end scripts share.  Source it first:
#   . "$(dirname "$0")/lib.sh"
# It sets $root, $etalon, a fresh $work (removed at exit) and $failures.
set -eu
# shellcheck disable=SC2034
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${ETALON_BUILD:-$root/build}
etalon=${ETALON:-$build/etalon}
work=$(mktemp -d)
failures=0
checks=0
trap 'rm -rf "$work"' EXIT
cd "$work"
[ -x "$etalon" ] || { echo "no program at $etalon: run ./bootstrap build first"; exit 99; }

# fail WHAT: notes a failure and shows the last command's output.
fail() {
    failures=$((failures + 1))
    echo "FAIL: $*"
    sed 's/^/   out| /' "$work/out" | head -n 15
    sed 's/^/   err| /' "$work/err" | head -n 15
}

# status N WORDS…: the command must end with exit status N.
status() {
    want=$1
    shift
    got=0
    "$@" >"$work/out" 2>"$work/err" </dev/null || got=$?
    checks=$((checks + 1))
    [ "$got" = "$want" ] || fail "exit status $got instead of $want: $*"
}

# says TEXT / complains TEXT: the last command's output holds it.
says() {
    checks=$((checks + 1))
    grep -qF -- "$1" "$work/out" || fail "standard output lacks: $1"
}
complains() {
    checks=$((checks + 1))
    grep -qF -- "$1" "$work/err" || fail "standard error lacks: $1"
}

# one_line_error: exactly one line on standard error.
one_line_error() {
    checks=$((checks + 1))
    [ "$(wc -l <"$work/err")" = 1 ] || fail "not exactly one line of error"
}

finish() {
    echo "$checks checks, $failures failed"
    [ "$failures" = 0 ]
}
