#!/bin/sh
# Libraries of proofs and messages as subjects of the suite xchain: no adapter may crash, hang
# or send garbage; every non-pass must be listed in tests/data/baselines with the
# reason that docs/findings-xchain-{proofs,messages}.md explain.  Skips (77) where npm cannot
# install them.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

adapters=$root/examples/adapters
npm_dir=${ETALON_NPM_DIR:-$build/npm-adapters}
command -v npm >/dev/null || { echo "npm is not installed: no library was asked"; exit 77; }
command -v node >/dev/null || { echo "node is not installed: no library was asked"; exit 77; }
mkdir -p "$npm_dir"
cp "$adapters"/*.mjs "$adapters/package.json" "$npm_dir/"
if [ ! -d "$npm_dir/node_modules/@confio/ics23" ] || [ ! -d "$npm_dir/node_modules/@chainlink/ccip-sdk" ]; then
    (cd "$npm_dir" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error) \
        >"$work/npm.log" 2>&1 || { tail -n 3 "$work/npm.log"; echo "npm could not install the libraries: none was asked"; exit 77; }
fi

# subject NAME TARGET: deviations must be exactly the known ones.
subject() {
    name=$1
    target=$2
    baseline=$root/tests/data/baselines/$name.yaml
    status 0 "$etalon" adapter check "${target#stdio:}"
    set -- "$etalon" run --quiet --suite xchain --target "$target" --record "$name.ndjson"
    if [ -f "$baseline" ]; then
        status 0 "$@" --baseline "$baseline"
    else
        status 0 "$@"
    fi
    checks=$((checks + 1))
    if grep -qE '"cause":"(crash|hang|garbage|unreachable)"' "$name.ndjson"; then
        fail "$name crashed, hung or sent garbage"
    fi
    echo "$name: $(grep -c '"verdict":"pass"' "$name.ndjson") passed, $(grep -c '"verdict":"fail"' "$name.ndjson") failed"
}

subject xchain-ics23 "stdio:node $npm_dir/xchain-ics23.mjs"
subject xchain-cosmjs "stdio:node $npm_dir/xchain-cosmjs.mjs"
subject xchain-ethereumjs "stdio:node $npm_dir/xchain-ethereumjs.mjs"
subject xchain-openzeppelin "stdio:node $npm_dir/xchain-merkle.mjs @openzeppelin/merkle-tree"
subject xchain-merkletreejs "stdio:node $npm_dir/xchain-merkle.mjs merkletreejs"
subject xchain-hyperlane "stdio:node $npm_dir/xchain-messages.mjs @hyperlane-xyz/utils"
subject xchain-layerzero "stdio:node $npm_dir/xchain-messages.mjs @layerzerolabs/lz-v2-utilities"
subject xchain-scale-ts "stdio:node $npm_dir/xchain-messages.mjs scale-ts"
subject xchain-wormhole "stdio:node $npm_dir/xchain-bridges.mjs @wormhole-foundation/sdk-definitions"
subject xchain-axelar "stdio:node $npm_dir/xchain-bridges.mjs @axelar-network/axelar-gmp-sdk-solidity"
subject xchain-ccip "stdio:node $npm_dir/xchain-bridges.mjs @chainlink/ccip-sdk"
subject xchain-viem-op "stdio:node $npm_dir/xchain-bridges.mjs viem"
subject xchain-op-interop "stdio:node $npm_dir/xchain-bridges.mjs @eth-optimism/viem"
subject xchain-polkadot "stdio:node $npm_dir/xchain-bridges.mjs @polkadot/types"
finish
