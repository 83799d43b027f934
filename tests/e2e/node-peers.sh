#!/bin/sh
# Real nodes as subjects: anvil and hardhat 3 from npm (versions: node-versions),
# seeded with a few transactions, judged against the profile evm-node; their
# deviations must be exactly those of tests/data/baselines/NAME.yaml, which
# docs/findings.md explains.  Then the bundled chain, where it is built.
# Says what cannot be installed; skips (77) where no node is to be had.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck source=tests/e2e/node-versions
. "$root/tests/e2e/node-versions"
npm_dir=${ETALON_NPM_DIR:-$build/npm-nodes}
subjects=0
node_pid=
stop_node() {
    [ -z "$node_pid" ] || kill "$node_pid" 2>/dev/null || true
    node_pid=
}
trap 'stop_node; rm -rf "$work"' EXIT

for tool in jq curl python3; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed: no node was asked"; exit 77; }
done

# free_port: a port that nobody listens on now.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# answers URL: waits up to ten seconds for the chain id.
answers() {
    n=0
    until curl -sf --max-time 1 -H 'Content-Type: application/json' \
        --data '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}' "$1" 2>/dev/null | grep -q result; do
        n=$((n + 1))
        [ "$n" -lt 100 ] || return 1
        sleep 0.1
    done
}

# judge NAME URL: the profile, with the baseline where there is one.
judge() {
    set -- "$1" "$2" --baseline "$root/tests/data/baselines/$1.yaml"
    name=$1
    url=$2
    [ -f "$4" ] || set -- "$1" "$2"
    shift 2
    status 0 "$etalon" run --quiet --target "$url" --profile evm-node --record "$name.ndjson" --report "json=$name.json" "$@"
    checks=$((checks + 1))
    if grep -qE '"verdict":"(error|inconclusive)"|"cause":"(crash|hang|garbage)"' "$name.ndjson"; then
        fail "$name: an error, or nothing that could be decided"
    fi
    echo "$name: $(grep -c '"verdict":"pass"' "$name.ndjson") passed, $(grep -c '"verdict":"fail"' "$name.ndjson") failed, $(grep -c '"verdict":"untested"' "$name.ndjson") untested"
    subjects=$((subjects + 1))
}

# fetch NAME FILE PACKAGE…: installs the packages unless the file is there.
fetch() {
    name=$1
    file=$npm_dir/$name/node_modules/$2
    shift 2
    [ ! -e "$file" ] || return 0
    command -v npm >/dev/null || { echo "$name: npm is not installed"; return 1; }
    mkdir -p "$npm_dir/$name"
    npm install --prefix "$npm_dir/$name" --ignore-scripts --force --no-audit --no-fund --no-package-lock --loglevel=error \
        "$@" >"$work/npm.log" 2>&1 || true
    [ -e "$file" ] || { echo "$name: npm could not install it"; tail -n 2 "$work/npm.log"; return 1; }
}

# clock URL: each block a second later than the one before, where the node can be told so; else blocks that come within
# one second have the same time on some nodes (docs/findings.md), and the result would depend on the machine's speed.
clock() {
    curl -sS --max-time 5 -H 'Content-Type: application/json' -o /dev/null \
        --data '{"jsonrpc":"2.0","id":1,"method":"anvil_setBlockTimestampInterval","params":[1]}' "$1" || true
}

if fetch anvil "$anvil_package/bin/anvil" "$anvil_package@$anvil_version"; then
    port=$(free_port)
    "$npm_dir/anvil/node_modules/$anvil_package/bin/anvil" --host 127.0.0.1 --port "$port" --hardfork osaka --quiet \
        --ipc "$work/anvil.ipc" >"$work/anvil.log" 2>&1 &
    node_pid=$!
    if answers "http://127.0.0.1:$port"; then
        clock "http://127.0.0.1:$port"
        status 0 sh "$root/tests/e2e/seed_node.sh" "http://127.0.0.1:$port"
        judge anvil "http://127.0.0.1:$port"
        judge anvil-socket "ipc:$work/anvil.ipc"
        # the script that repeats a scenario by hand shows what was compared
        "$etalon" explain --curl block.node.hash.latest --target "http://127.0.0.1:$port" >by-hand.sh
        PATH=$(dirname "$etalon"):$PATH status 0 sh by-hand.sh
        says '"check":"0x'
        # operations with a binding
        status 0 "$etalon" run --quiet --target "http://127.0.0.1:$port" --op keccak256 --record op.ndjson
        # a node is not asked what it is not made for, and says so
        status 2 "$etalon" run --quiet --target "http://127.0.0.1:$port" --op rlp.encode --record none.ndjson
    else
        fail "anvil does not answer"
    fi
    stop_node
fi
if fetch hardhat hardhat/dist/src/cli.js "$node_package@$node_version" "hardhat@$hardhat_version" "$edr_package@$edr_version"; then
    port=$(free_port)
    echo 'export default { networks: { node: { type: "edr-simulated", chainType: "l1", chainId: 31337 } } };' \
        >"$npm_dir/hardhat/hardhat.config.js"
    echo '{ "type": "module", "private": true }' >"$npm_dir/hardhat/package.json"
    (cd "$npm_dir/hardhat" && exec "node_modules/$node_package/bin/node" node_modules/hardhat/dist/src/cli.js node \
        --hostname 127.0.0.1 --port "$port") >"$work/hardhat.log" 2>&1 &
    node_pid=$!
    if answers "http://127.0.0.1:$port"; then
        status 0 sh "$root/tests/e2e/seed_node.sh" "http://127.0.0.1:$port"
        judge hardhat "http://127.0.0.1:$port"
    else
        fail "hardhat does not answer"
    fi
    stop_node
fi
if [ -x "$build/etalon-chain" ]; then
    port=$(free_port)
    "$build/etalon-chain" --dev --port "$port" >"$work/chain.log" 2>&1 &
    node_pid=$!
    if answers "http://127.0.0.1:$port"; then
        status 0 sh "$root/tests/e2e/seed_node.sh" "http://127.0.0.1:$port"
        judge chain "http://127.0.0.1:$port"
    else
        fail "etalon-chain does not answer"
    fi
    stop_node
    # started for the run and stopped with it
    judge own chain:
    # and judged again from the record alone, request by request
    status 0 "$etalon" replay own.ndjson
    says " 0 changed"
    says " 0 ask something else"
    sed '2,$s/eth_getUncleCountByBlockHash/eth_getUncleCountByBlockNumber/g' own.ndjson >other.ndjson
    status 4 "$etalon" replay other.ndjson
    says "is another one in the record"
fi
# scenarios are no part of a library's run
status 2 "$etalon" run --quiet --target ref: --id 'block.node.*' --record lib.ndjson
[ "$subjects" -gt 0 ] || { echo "no node could be had"; exit 77; }
finish
