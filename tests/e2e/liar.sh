#!/bin/sh
# Lies: whatever an adapter does, a run ends in bounded time with a verdict that
# is never conformant, never a usage error and never a fault of etalon.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

operations=$("$etalon" list --ops | awk '{printf "%s%s", n++ ? "," : "", $1}')
seconds_max=20

# lie WANTED MODE [N]: the victim is every N-th question of a process (default:
# the first), so that lies are told until the restarts are used up.
lie() {
    wanted=$1
    mode=$2
    begin=$(date +%s)
    got=0
    timeout 60 "$etalon" run --quiet --id 'block.rlp.*' --timeout 400 --restarts 3 \
        --line-max 100000 --max-failures 8 --record "$mode.ndjson" \
        --target "stdio:python3 -S $root/tests/e2e/liar.py $mode ${3:-1} 1 $operations" \
        >"$work/out" 2>"$work/err" </dev/null || got=$?
    took=$(($(date +%s) - begin))
    checks=$((checks + 1))
    case " $wanted " in
    *" $got "*) ;;
    *) fail "$mode: exit status $got instead of $wanted" ;;
    esac
    [ "$took" -le "$seconds_max" ] || fail "$mode: took $took seconds"
}

# cause MODE CAUSE: the record holds at least one result of that cause.
cause() {
    checks=$((checks + 1))
    grep -q "\"cause\":\"$2\"" "$1.ndjson" || fail "$1: no $2 in the record"
}

for mode in crash exit abort keep-pipe close-stdout; do
    lie 1 "$mode"
    cause "$mode" crash
done
for mode in hang trickle; do
    lie 1 "$mode"
    cause "$mode" hang
done
for mode in not-json empty-line wrong-id twice chatter out-and-reject nothing unknown-member \
    duplicate-key invalid-utf8 nul-bytes deep abyss oversize huge-number endless-stdout \
    endless-lines; do
    lie 1 "$mode"
    cause "$mode" garbage
done
# wrong answers in good form
lie 1 honest 0
cause honest wrong-answer
lie 1 accept-all
cause accept-all accepted
lie 1 reject-all
cause reject-all rejected
lie 1 reason-lies
cause reason-lies wrong-reason
# nothing was proven
lie 2 error-all
lie 2 unsupported-all
# not one question could be put
for mode in start-crash start-exit start-banner start-flood start-protocol start-nameless; do
    lie '2 3' "$mode"
done
finish
