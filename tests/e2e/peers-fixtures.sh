#!/bin/sh
# The chain of `etalon fixtures export`, executed by @ethereumjs/vm: roots, gas,
# receipts and accounts must be the same.  Skips (77) where npm has no packages.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

command -v npm >/dev/null || { echo "npm is not installed: our chain was not confirmed"; exit 77; }
npm_dir=${ETALON_NPM_DIR:-$build/npm-fixtures}
mkdir -p "$npm_dir"
if [ ! -d "$npm_dir/node_modules/@ethereumjs/vm" ]; then
    npm install --prefix "$npm_dir" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error \
        @ethereumjs/vm@10.1.3 @ethereumjs/blockchain@10.1.3 @ethereumjs/block@10.1.3 @ethereumjs/common@10.1.3 \
        @ethereumjs/rlp@10.1.3 @ethereumjs/util@10.1.3 >"$work/npm.log" 2>&1 ||
        { echo "npm could not install @ethereumjs/vm"; tail -n 2 "$work/npm.log"; exit 77; }
fi
status 0 "$etalon" fixtures export own
cp "$root/tests/e2e/peers-fixtures.mjs" "$npm_dir/"
status 0 node "$npm_dir/peers-fixtures.mjs" "$work/own"
cat "$work/out"
# and the vectors about it are those of this chain
status 0 python3 "$root/tools/fixtures/owned.py" "$work/own"
checks=$((checks + 1))
cmp -s "$work/out" "$root/vectors/block/node/owned.yaml" || fail "vectors/block/node/owned.yaml is not of this chain: tools/fixtures/owned.py writes it"
finish
