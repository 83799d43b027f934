#!/bin/sh
# The published schemas (docs/schema) against real files, with ajv from npm:
# each schema is valid draft 2020-12, takes every file of its kind, and refuses
# what `etalon` refuses.  Skips (77) where npm cannot install ajv.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

tools=${ETALON_NPM_DIR:-$build/npm-schemas}
command -v npm >/dev/null || { echo "npm is not installed: no schema was checked"; exit 77; }
mkdir -p "$tools"
if [ ! -d "$tools/node_modules/ajv" ] || [ ! -d "$tools/node_modules/yaml" ]; then
    (cd "$tools" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock --no-save --loglevel=error \
        ajv@8.17.1 ajv-formats@3.0.1 yaml@2.8.1) >"$work/npm.log" 2>&1 ||
        { echo "npm could not install ajv: no schema was checked"; exit 77; }
fi
status 0 "$etalon" run --target ref: --quiet --suite block --record r.ndjson --report json=run.json
status 0 node "$root/tests/e2e/schemas.mjs" "$tools" "$root" "$work"
cat "$work/out"
finish
