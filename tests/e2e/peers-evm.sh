#!/bin/sh
# Random programs on the bundled chain and in @ethereumjs/evm, fork by fork: the
# same status, answer, gas and logs.  ETALON_EVM_PROGRAMS: how many for a fork
# (400); ETALON_EVM_SEED: which (a new seed each day without it).  Skips (77)
# where npm has no packages.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

command -v npm >/dev/null || { echo "npm is not installed: no program was compared"; exit 77; }
npm_dir=${ETALON_NPM_DIR:-$build/npm-fixtures}
mkdir -p "$npm_dir"
if [ ! -d "$npm_dir/node_modules/@ethereumjs/evm" ]; then
    npm install --prefix "$npm_dir" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error \
        @ethereumjs/evm@10.1.3 @ethereumjs/common@10.1.3 @ethereumjs/util@10.1.3 >"$work/npm.log" 2>&1 ||
        { echo "npm could not install @ethereumjs/evm"; tail -n 2 "$work/npm.log"; exit 77; }
fi
cp "$root/tests/e2e/peers-evm.mjs" "$npm_dir/"
seed=${ETALON_EVM_SEED:-$(date +%Y%m%d)}
chain_pid=
trap '[ -z "$chain_pid" ] || kill "$chain_pid" 2>/dev/null || true; rm -rf "$work"' EXIT

status 0 "$etalon" fixtures export own # Prague's contracts of the protocol are in its genesis
for fork in london paris shanghai cancun prague osaka; do
    python3 - "$fork" >genesis.json <<'EOF'
import json, sys
config = {k + 'Block': 0 for k in 'homestead eip150 eip155 eip158 byzantium constantinople petersburg istanbul berlin london'.split()}
config['chainId'] = 1337
later = ['paris', 'shanghai', 'cancun', 'prague', 'osaka']
until = later.index(sys.argv[1]) if sys.argv[1] in later else -1
if until >= 0:
    config['mergeNetsplitBlock'] = config['terminalTotalDifficulty'] = 0
for name in later[1:until + 1]:
    config[name + 'Time'] = 0
print(json.dumps({'config': config, 'difficulty': '0x0' if until >= 0 else '0x20000', 'gasLimit': '0x1c9c380',
                  'baseFeePerGas': '0x7', 'alloc': json.load(open('own/genesis.json'))['alloc']}))
EOF
    : >chain.out # the last one's address must not be taken for this one's
    "$build/etalon-chain" --genesis genesis.json --port 0 >chain.out 2>chain.err &
    chain_pid=$!
    n=0
    until grep -q listening chain.out; do
        n=$((n + 1))
        [ "$n" -lt 100 ] || { cat chain.err; fail "$fork: the chain did not start"; break; }
        sleep 0.05
    done
    status 0 node "$npm_dir/peers-evm.mjs" "$(sed 's/listening on //' chain.out)" "$fork" \
        "${ETALON_EVM_PROGRAMS:-400}" "$seed"
    cat "$work/out"
    kill "$chain_pid"
    wait "$chain_pid" 2>/dev/null || true
    chain_pid=
done
finish
