#!/bin/sh
# --key-file, --seed-dev and --peer on bundled chains: what is sent is what the
# chain then has, a key is shown nowhere and a bad one refused, an account
# without funds is no failure; two nodes of one chain agree, and one member
# that is another is found and named.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

pids=
stop_all() {
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
}
trap 'stop_all; rm -rf "$work"' EXIT
for tool in jq curl python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed: nothing was asked"; exit 77; }
done
[ -x "$build/etalon-chain" ] || { echo "etalon-chain is not built: nothing was asked"; exit 77; }

# chain NAME OPTION…: sets $url.
chain() {
    log=$work/$1.log
    shift
    "$build/etalon-chain" --port 0 "$@" >"$log" 2>&1 &
    pids="$pids $!"
    n=0
    until url=$(grep -o 'http://[0-9.:]*' "$log" | head -n 1) && [ -n "$url" ]; do
        n=$((n + 1))
        [ "$n" -lt 100 ] || { fail "the chain does not start"; return; }
        sleep 0.1
    done
}

# ask METHOD PARAMS
ask() {
    curl -sS --max-time 10 -H 'Content-Type: application/json' \
        --data "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}" "$url" | jq -c .result
}

# same GOT WANT WHAT
same() {
    checks=$((checks + 1))
    [ "$1" = "$2" ] || fail "$3: $1, not $2"
}

# --- writing: the first account of the development chain, whose key is public
key=ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80
account=0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266
chain dev --dev
printf '0x%s\n' "$key" >key
status 0 "$etalon" run --quiet --target "$url" --allow-writes --key-file key --id 'block.node.at.written.*' --record wrote.ndjson
checks=$((checks + 1))
! grep -q "$key" wrote.ndjson out err || fail "the key is shown"
seeded=$(jq -c 'select(.kind == "header").hello.seeded' wrote.ndjson)
same "$(echo "$seeded" | jq -r .account)" "$account" "the account of the key"
for row in legacy:0x0:0x1 access-list:0x1:0x1 dynamic-fee:0x2:0x1 token:0x0:0x1 transfer:0x2:0x1 failing:0x0:0x0 data:0x2:0x1 \
    blob:0x3:0x1 set-code:0x4:0x1 creation-list:0x1:0x1; do
    name=${row%%:*}
    rest=${row#*:}
    own=$(echo "$seeded" | jq -r ".[\"$name\"].own")
    same "$(ask eth_getTransactionByHash "[\"$own\"]" | jq -r '.type + " " + .from')" "${rest%%:*} $account" "$name as the chain has it"
    same "$(ask eth_getTransactionReceipt "[\"$own\"]" | jq -r .status)" "${rest#*:}" "status of $name"
    same "$(echo "$seeded" | jq -r ".[\"$name\"].hash")" "$own" "hash of $name"
done
same "$(ask eth_getTransactionCount "[\"$account\",\"latest\"]")" '"0x14"' "transactions sent"
same "$(jq -r 'select(.kind == "result").verdict' wrote.ndjson | sort -u)" pass "verdicts on what was written"
# another key, without funds: nobody's failure
printf '%064d' 7 >poor
status 2 "$etalon" run --quiet --target "$url" --allow-writes --key-file poor --id 'block.node.at.written.legacy.*' --record poor.ndjson
same "$(jq -r 'select(.kind == "result").verdict' poor.ndjson | sort -u)" untested "verdicts without funds"
# keys that are none
printf '%064d' 0 >zero
echo fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141 >order
printf 'ac09' >short
for bad in zero order short nowhere; do
    status 3 "$etalon" run --quiet --target "$url" --allow-writes --key-file "$bad" --id 'block.node.at.written.*' --record "$bad.ndjson"
done
status 3 "$etalon" run --quiet --target "$url" --key-file key --id 'block.node.at.written.*' --record no.ndjson
complains "it needs --allow-writes"
# the archive profile has its whole chain here
status 0 "$etalon" run --quiet --target "$url" --profile evm-node-archive --record archive.ndjson
checks=$((checks + 1))
! grep -qE '"verdict":"(fail|error|inconclusive)"' archive.ndjson || fail "evm-node-archive: not everything passed"

# --- two nodes of one chain
"$etalon" fixtures export fixture >/dev/null
chain a --genesis fixture/genesis.json --import fixture/chain.rlp
first=$url
chain b --genesis fixture/genesis.json --import fixture/chain.rlp
second=$url
# pair TARGET NAME STATUS: the profile against $second's twin.
pair() {
    status "$3" "$etalon" run --quiet --target "$1" --peer "$first" --fixture paired --profile evm-node-paired --record "$2.ndjson"
}
pair "$second" agree 0
same "$(jq -r 'select(.kind == "result").verdict' agree.ndjson | sort -u)" pass "verdicts on two nodes that agree"
# lie METHOD MEMBER ID SAID: the vector ID fails and says SAID.
lie() {
    : >lie.port
    python3 "$root/tests/e2e/lying_proxy.py" "$second" "$1" "$2" >lie.port &
    pids="$pids $!"
    n=0
    until [ -s lie.port ] || [ "$n" -ge 50 ]; do
        n=$((n + 1))
        sleep 0.1
    done
    pair "http://127.0.0.1:$(cat lie.port)" "lie-$1-$2" "$5"
    same "$(jq -r "select(.id == \"$3\") | .verdict" "lie-$1-$2.ndjson")" fail "$1 lies about $2"
    checks=$((checks + 1))
    jq -r "select(.id == \"$3\") | .message" "lie-$1-$2.ndjson" | grep -qF "$4" || fail "$1, $2: the message does not say $4"
}
lie eth_getTransactionReceipt gasUsed block.node.paired.receipt 'eth_getTransactionReceipt(at.hash): gasUsed' 1
lie eth_getTransactionByHash value block.node.paired.transaction-by-hash 'eth_getTransactionByHash(at.hash): value' 1
lie eth_getBlockByNumber stateRoot block.node.paired.block-by-number 'eth_getBlockByNumber(at.number, false): stateRoot' 1
lie eth_getCode . block.node.paired.contract.code 'eth_getCode(at.address, at.block.number)' 1
lie eth_getLogs data block.node.paired.logs 'eth_getLogs' 1
# what is left to nodes is a note
pairs=$(wc -l <agree.ndjson)
python3 "$root/tests/e2e/lying_proxy.py" "$second" eth_gasPrice . >lie.port &
pids="$pids $!"
sleep 1
pair "http://127.0.0.1:$(cat lie.port)" free 0
same "$(jq -r 'select(.id == "block.node.paired.free") | .verdict + " " + .notes[0][0:28]' free.ndjson)" \
    "pass the suggested price differs " "a price that differs"
same "$(wc -l <free.ndjson)" "$pairs" "lines of the two records"
finish
