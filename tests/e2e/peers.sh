#!/bin/sh
# Real libraries as subjects: the adapters of examples/adapters, each run over
# its suite.  No adapter may crash, hang or send garbage; every non-pass
# must be listed in tests/data/baselines/NAME.yaml with the reason that
# docs/findings.md explains.  Skips (77) where npm cannot install them.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

adapters=$root/examples/adapters
npm_dir=${ETALON_NPM_DIR:-$build/npm-adapters}
command -v npm >/dev/null || { echo "npm is not installed: no library was asked"; exit 77; }
command -v node >/dev/null || { echo "node is not installed: no library was asked"; exit 77; }
mkdir -p "$npm_dir"
cp "$adapters"/*.mjs "$adapters/package.json" "$npm_dir/"
if [ ! -d "$npm_dir/node_modules/ethers" ]; then
    (cd "$npm_dir" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error) \
        >"$work/npm.log" 2>&1 || { tail -n 3 "$work/npm.log"; echo "npm could not install the libraries: none was asked"; exit 77; }
fi

# subject NAME TARGET [SUITE]: runs the suite; deviations must be exactly the known ones.
subject() {
    name=$1
    target=$2
    suite=${3:-block}
    baseline=$root/tests/data/baselines/$name.yaml
    status 0 "$etalon" adapter check "${target#stdio:}"
    set -- "$etalon" run --quiet --suite "$suite" --target "$target" --record "$name.ndjson" --report "json=$name.json"
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

subject ethers "stdio:node $npm_dir/ethers.mjs"
subject viem "stdio:node $npm_dir/viem.mjs"
subject ethereumjs "stdio:node $npm_dir/ethereumjs.mjs"
subject conflux-sdk "stdio:node $npm_dir/conflux-sdk.mjs"
subject python "stdio:python3 $adapters/python_keccak_rlp.py"
subject shell "stdio:sh $adapters/shell.sh"

# asset NAME ADAPTER [LIBRARY]: the same over the asset suite.
asset() {
    subject "asset-$1" "stdio:node $npm_dir/asset-$2.mjs${3:+ $3}" asset
}
asset caip caip caip
asset metamask caip @metamask/utils
asset ibantools codes ibantools
asset iban codes iban
asset bic codes bic
asset did-resolver did did-resolver
asset did-web-db did @digitalbazaar/did-method-web
asset did-web did web-did-resolver
asset did-ethr did ethr-did-resolver
asset ens ens @adraffy/ens-normalize
asset ens-hash ens eth-ens-namehash
asset ethers ethers
asset gltf gltf
asset multiformats multiformats
asset viem viem
asset siwe-parser texts @spruceid/siwe-parser
asset siwe texts siwe
asset canonicalize texts canonicalize
asset json-canonicalize texts json-canonicalize
asset cip37 texts @conflux-dev/conflux-address-js
cc -std=c17 -O2 -o "$work/example_c" "$adapters/example_c.c" -ljansson >"$work/out" 2>"$work/err" || fail "example_c.c does not build"
subject c "stdio:$work/example_c"
finish
