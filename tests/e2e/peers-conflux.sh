#!/bin/sh
# A real Conflux node from npm (versions: node-versions) as a subject, seeded in
# both spaces, judged against conflux-core-node and conflux-espace-node; its
# deviations must be exactly those of tests/data/baselines/conflux-*.yaml, which
# docs/findings.md explains.  Then the same node behind a proxy that spoils one
# member of its answers: the scenario for it must fail.  Skips (77) where the
# node cannot be had.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck source=tests/e2e/node-versions
. "$root/tests/e2e/node-versions"
npm_dir=${ETALON_NPM_DIR:-$build/npm-nodes}/conflux
# The first development key of anvil and hardhat, which is no secret.
key=ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80
node_pid=
proxy_pid=
stop_all() {
    for pid in $proxy_pid $node_pid; do
        kill "$pid" 2>/dev/null || true
    done
    # the node writes until it has ended
    [ -z "$node_pid" ] || wait "$node_pid" 2>/dev/null || true
    rm -rf "$work"
}
trap stop_all EXIT

for tool in npm node jq curl python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed: no Conflux node was asked"; exit 77; }
done
if [ ! -d "$npm_dir/node_modules/$xcfx_native_package" ] || [ ! -d "$npm_dir/node_modules/js-conflux-sdk" ]; then
    mkdir -p "$npm_dir"
    if ! { npm install --prefix "$npm_dir" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error \
        "@xcfx/node@$xcfx_version" "js-conflux-sdk@$conflux_sdk_version" &&
        npm install --prefix "$npm_dir" --ignore-scripts --no-save --force --no-audit --no-fund --no-package-lock --loglevel=error \
            "$xcfx_native_package@$xcfx_native_version"; } >"$work/npm.log" 2>&1; then
        tail -n 2 "$work/npm.log"
        echo "npm could not install the Conflux node: none was asked"
        exit 77
    fi
fi

ask() { # URL METHOD PARAMS
    curl -s --max-time 5 -H 'Content-Type: application/json' \
        --data "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":$3}" "$1"
}

# Six ports in a row: Core, eSpace, their WebSockets, and two that nobody asks.
port=$(python3 - <<'PY'
import random, socket

for _ in range(100):
    base = random.randrange(20000, 32000)
    held = []
    try:
        for port in range(base, base + 6):
            s = socket.socket()
            held.append(s)
            s.bind(("0.0.0.0", port))
        print(base)
        break
    except OSError:
        pass
    finally:
        for s in held:
            s.close()
PY
)
core=http://127.0.0.1:$port
espace=http://127.0.0.1:$((port + 1))
(cd "$npm_dir" && exec node "$root/tests/e2e/conflux_node.cjs" "$port" "$work/node" "$key") >"$work/node.log" 2>&1 &
node_pid=$!
# It answers some seconds before it can be used.
n=0
until ask "$core" debug_currentSyncPhase '[]' | grep -q NormalSyncPhase; do
    n=$((n + 1))
    if [ "$n" -ge 300 ] || ! kill -0 "$node_pid" 2>/dev/null; then
        tail -n 5 "$work/node.log"
        echo "the Conflux node does not run here: none was asked"
        exit 77
    fi
    sleep 0.2
done
NODE_PATH=$npm_dir/node_modules status 0 node "$root/tests/e2e/seed_conflux.cjs" "$core" "$espace" "0x$key"

# judge NAME URL WORDS…: the profile of that name, with its baseline.
judge() {
    name=$1
    url=$2
    shift 2
    status 0 "$etalon" run --quiet --target "$url" --profile "$name-node" --baseline "$root/tests/data/baselines/$name.yaml" \
        --record "$name.ndjson" "$@"
    checks=$((checks + 1))
    if grep -qE '"verdict":"(error|inconclusive)"|"cause":"(crash|hang|garbage)"' "$name.ndjson"; then
        fail "$name: an error, or nothing that could be decided"
    fi
    echo "$name: $(grep -c '"verdict":"pass"' "$name.ndjson") passed, $(grep -c '"verdict":"fail"' "$name.ndjson") failed, $(grep -c '"verdict":"untested"' "$name.ndjson") untested"
}

judge conflux-core "$core" --set espace_base_price=0x1
# all that the seed made is found, so nothing of Core stays untested
checks=$((checks + 1))
if grep -q '"verdict":"untested"' conflux-core.ndjson; then
    fail "something of the Core space was not found on the chain"
fi
judge conflux-espace "$espace"
# What Ethereum's nodes are asked is not held against Core, and the other way round.
"$etalon" run --quiet --target "$core" --id 'block.node.*' --record foreign.ndjson >"$work/out" 2>"$work/err" || true
checks=$((checks + 1))
if grep -qE '"verdict":"(pass|fail|error)"' foreign.ndjson; then
    fail "the Core space was judged as a node of Ethereum"
fi

# spoiled URL PROGRAM ID WORDS…: with the result changed by that jq program, the scenario fails.
spoiled() {
    url=$1
    program=$2
    id=$3
    shift 3
    python3 "$root/tests/e2e/spoil.py" "$url" "$program" >"$work/proxy.port" 2>"$work/proxy.log" &
    proxy_pid=$!
    n=0
    until [ -s "$work/proxy.port" ] || [ "$n" -ge 50 ]; do
        n=$((n + 1))
        sleep 0.1
    done
    rm -f spoiled.ndjson
    "$etalon" run --quiet --target "http://127.0.0.1:$(cat "$work/proxy.port")" --id "$id" --record spoiled.ndjson "$@" \
        >"$work/out" 2>"$work/err" || true
    checks=$((checks + 1))
    grep -q '"verdict":"fail"' spoiled.ndjson || fail "$id does not notice: $program"
    kill "$proxy_pid" 2>/dev/null || true
    wait "$proxy_pid" 2>/dev/null || true
    proxy_pid=
    : >"$work/proxy.port"
}

price=espace_base_price=0x1
at=block.conflux-node
spoiled "$core" cfx_getBlockByHash:timestamp=0x1 "$at.core.header.hash.priced" --set "$price"
spoiled "$core" cfx_getBlockByHash:refereeHashes=[] "$at.core.header.hash.referees" --set "$price"
spoiled "$core" cfx_getBlockByHash:transactionsRoot=0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470 "$at.core.block.transactions-root.full"
spoiled "$core" cfx_getBlockByEpochNumber:height=0x1 "$at.core.epoch.pivot"
spoiled "$core" cfx_getBlockByHash:height=0x1 "$at.core.block.parent"
spoiled "$core" cfx_getBlockByHash:baseFeePerGas=0x7 "$at.core.block.views"
spoiled "$core" cfx_getBlockByHash:miner=cfx:aak2rra2njvd77ezwjvx04kkds9fzagfe6ku8scz91 "$at.core.address.block"
spoiled "$core" cfx_getBlockByEpochNumber:deferredReceiptsRoot=0x09f8709ea9f344a810811a373b30861568f5686e649d6177fd92ea2db7477508 "$at.core.deferred-roots.full"
spoiled "$core" cfx_getTransactionByHash:nonce=0x77 "$at.core.legacy.tx-hash"
spoiled "$core" cfx_getTransactionByHash:storageLimit=0x77 "$at.core.dynamic-fee.tx-hash"
spoiled "$core" cfx_getTransactionReceipt:gasFee=0x1 "$at.core.receipt.gas"
spoiled "$core" cfx_getTransactionReceipt:effectiveGasPrice=0x77 "$at.core.receipt.price.dynamic-fee"
spoiled "$core" cfx_getTransactionReceipt:outcomeStatus=0x0 "$at.core.receipt.failed"
spoiled "$core" cfx_getTransactionReceipt:storageCollateralized=0x10000 "$at.core.receipt.storage"
spoiled "$core" cfx_getTransactionReceipt:logsBloom=0x00 "$at.core.receipt.bloom"
spoiled "$core" cfx_getTransactionReceipt:logs=[] "$at.core.logs.position"
spoiled "$core" cfx_getLogs:=[] "$at.core.logs.views"
spoiled "$core" cfx_getTransactionByHash:gas=0x0077 "$at.core.quantities.transaction"
spoiled "$core" cfx_getStatus:latestState=0xffffff "$at.core.status"
spoiled "$core" cfx_feeHistory:baseFeePerGas=[] "$at.core.fee-history"
spoiled "$core" cfx_getBalance:=0x77 "$at.core.state.account"
spoiled "$espace" eth_getBlockByHash:number=0x7 "$at.espace.block.parent"
spoiled "$espace" eth_getBlockByHash:extraData=0x77 "$at.espace.block.constants"
spoiled "$espace" eth_getBlockByHash:espaceGasLimit=0x1 "$at.espace.block.gas.full"
spoiled "$espace" eth_getTransactionByHash:nonce=0x77 "$at.espace.legacy.tx-hash"
spoiled "$espace" eth_getTransactionReceipt:gasUsed=0x77 "$at.espace.phantom"
spoiled "$espace" eth_feeHistory:baseFeePerGas=[] "$at.espace.fee-history"
finish
