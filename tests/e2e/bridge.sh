#!/bin/sh
# The bridge between two bundled chains: what must succeed does, what must be
# refused is, by the check that is due; chains that lie are found out; nothing
# is left running.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || { echo "jq is not installed"; exit 77; }

# running: how many of our chains run
running() {
    pgrep -f -- "--chain-id 90000[12]" | wc -l
}
nothing_runs() {
    checks=$((checks + 1))
    n=0
    while [ "$(running)" != "$before" ] && [ "$n" -lt 50 ]; do
        n=$((n + 1))
        sleep 0.1
    done
    [ "$(running)" = "$before" ] || fail "a chain was left running $*"
}
before=$(running)

status 0 "$etalon" demo bridge
says "=> refused by mailbox already delivered"
says "the deposit is back with its sender"
nothing_runs "after the walk"
status 0 "$etalon" demo bridge --json
cp "$work/out" walk.json
# member EXPRESSION: holds of the walk
member() {
    checks=$((checks + 1))
    jq -e "$1" walk.json >/dev/null || fail "of the walk does not hold: $1"
}
member '.complete and .wrong == 0 and .succeeded >= 21 and .refused >= 29'
member '(.steps | length) == .succeeded + .refused'
member '[.steps[].asItMust] | all'
for check in header.trusted header.hash slot eip1186.verify value mpt.verify receipt.status log.address \
    "mailbox already delivered" "mailbox timed out" "mailbox not timed out" "mailbox no such message" \
    "mailbox not the verifier" "mailbox header not trusted" "mailbox other destination" "mailbox conflicting header"; do
    member "[.steps[].outcome | select(startswith(\"refused by $check\"))] | length > 0"
done
# forged, of another height, of a neighbouring slot, of the other chain
for title in "one byte" "height before" "neighbouring slot" "B's own mailbox" "Replay"; do
    member "[.steps[] | select(.step | contains(\"$title\"))] | length > 0 and all(.must == \"be refused\")"
done

# bad usage and chains that cannot be had
status 3 "$etalon" demo
status 3 "$etalon" demo ferry
status 2 env ETALON_CHAIN=/bin/false "$etalon" demo bridge --quiet
nothing_runs "after a chain that does not start"

# chains that lie are found out
if command -v python3 >/dev/null; then
    for lie in replays flags receipts; do
        printf '#!/bin/sh\nexec python3 "%s" "%s" %s "$@"\n' "$root/tests/e2e/bridge_liar.py" "$build/etalon-chain" \
            "$lie" >"liar-$lie"
        chmod +x "liar-$lie"
        status 1 env ETALON_CHAIN="$work/liar-$lie" "$etalon" demo bridge
        says "WRONG"
        nothing_runs "after the lie $lie"
    done
    # the contract is what its source assembles to
    checks=$((checks + 1))
    python3 "$root/tools/bridge/mailbox.py" | cmp -s - "$root/runner/cli/bridge_mailbox.h" ||
        fail "runner/cli/bridge_mailbox.h is not what tools/bridge/mailbox.py makes"
fi

# --keep leaves them until a signal, and not longer
"$etalon" demo bridge --keep --quiet >keep.out 2>keep.err &
pid=$!
n=0
until grep -q "interrupt to stop" keep.err || [ "$n" -ge 100 ]; do
    n=$((n + 1))
    sleep 0.1
done
checks=$((checks + 1))
url=$(sed -n 's/.*chain A is at \([^ ,]*\),.*/\1/p' keep.err)
[ "$(curl -s -H 'Content-Type: application/json' --data '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}' "$url" |
    jq -r .result)" = 0xdbba1 ] || fail "chain A does not answer at '$url' while it is kept"
kill -TERM "$pid"
checks=$((checks + 1))
wait "$pid" || fail "a kept bridge that is stopped ends with $?"
nothing_runs "after --keep"
# a process that is killed takes its chains with it
"$etalon" demo bridge --keep --quiet >keep.out 2>keep.err &
pid=$!
n=0
until grep -q "interrupt to stop" keep.err || [ "$n" -ge 100 ]; do
    n=$((n + 1))
    sleep 0.1
done
kill -KILL "$pid"
wait "$pid" 2>/dev/null || true
nothing_runs "after kill -KILL"

# two nodes: bundled chains, and anvil at either end where npm has it
status 0 "$etalon" run --quiet --profile bridge-node --target chain: --peer chain: --allow-writes --record both.ndjson
checks=$((checks + 1))
[ "$(grep -c '"verdict":"pass"' both.ndjson)" = 21 ] || fail "two bundled chains: not all of 21 scenarios pass"
status 0 "$etalon" replay both.ndjson
checks=$((checks + 1))
! grep -q OTHER out || fail "the record of two nodes cannot be judged again"
status 0 "$etalon" run --quiet --profile bridge-node --target chain: --peer chain: --record read.ndjson
checks=$((checks + 1))
! jq -r '.verdict, .exchange' read.ndjson | grep -q '^fail\|eth_send' || fail "a run without --allow-writes failed, or sent something"
# one chain under two names is untested, not a failure
status 0 "$etalon" run --quiet --id 'xchain.bridge.*' --target chain: --peer 'chain:--dev --chain-id 1337' --allow-writes \
    --record one.ndjson
checks=$((checks + 1))
! grep -q '"verdict":"fail"' one.ndjson || fail "two nodes with one chain id: something fails"
status 3 "$etalon" run --quiet --target ref: --peer chain:
one_line_error
status 3 "$etalon" run --quiet --target chain: --fixture paired
one_line_error
status 2 "$etalon" run --quiet --target chain: --peer http://127.0.0.1:1/ --id 'xchain.bridge.*'
one_line_error

npm_dir=${ETALON_NPM_DIR:-$build/npm-nodes}
package=@foundry-rs/anvil-linux-amd64
if command -v npm >/dev/null && [ ! -x "$npm_dir/node_modules/$package/bin/anvil" ]; then
    mkdir -p "$npm_dir"
    npm install --prefix "$npm_dir" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error \
        "$package@1.7.1" >"$work/npm.log" 2>&1 || tail -n 2 "$work/npm.log"
fi
if [ -x "$npm_dir/node_modules/$package/bin/anvil" ] && command -v python3 >/dev/null; then
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$npm_dir/node_modules/$package/bin/anvil" --host 127.0.0.1 --port "$port" --quiet >anvil.log 2>&1 &
    node_pid=$!
    trap 'kill "$node_pid" 2>/dev/null || true; rm -rf "$work"' EXIT
    n=0
    until curl -sf --max-time 1 -H 'Content-Type: application/json' \
        --data '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}' "http://127.0.0.1:$port" >/dev/null 2>&1; do
        n=$((n + 1))
        [ "$n" -lt 100 ] || { fail "anvil did not answer in 10 s"; break; }
        sleep 0.1
    done
    status 0 "$etalon" run --quiet --profile bridge-node --target "http://127.0.0.1:$port" --peer chain: --allow-writes \
        --seed-dev --baseline "$root/tests/data/baselines/anvil-bridge.yaml" --record from-anvil.ndjson
    status 0 "$etalon" run --quiet --profile bridge-node --target chain: --peer "http://127.0.0.1:$port" --allow-writes \
        --record to-anvil.ndjson
    checks=$((checks + 2))
    [ "$(grep -c '"verdict":"pass"' to-anvil.ndjson)" = 21 ] || fail "chain and anvil: not all of 21 scenarios pass"
    [ "$(grep -c '"verdict":"pass"' from-anvil.ndjson)" -ge 19 ] || fail "anvil and chain: fewer than 19 scenarios pass"
else
    echo "anvil is not to be had: two bundled chains were paired only"
fi
finish
