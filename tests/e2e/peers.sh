#!/bin/sh
# Real libraries as subjects: the adapters of examples/adapters, each run over
# the block suite.  No adapter may crash, hang or send garbage; every non-pass
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

# subject NAME TARGET: runs the suite; deviations must be exactly the known ones.
subject() {
    name=$1
    target=$2
    baseline=$root/tests/data/baselines/$name.yaml
    status 0 "$etalon" adapter check "${target#stdio:}"
    set -- "$etalon" run --quiet --suite block --target "$target" --record "$name.ndjson" --report "json=$name.json"
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
subject python "stdio:python3 $adapters/python_keccak_rlp.py"
subject shell "stdio:sh $adapters/shell.sh"
cc -std=c17 -O2 -o "$work/example_c" "$adapters/example_c.c" -ljansson >"$work/out" 2>"$work/err" || fail "example_c.c does not build"
subject c "stdio:$work/example_c"
finish
