#!/bin/sh
# The digest of the suite is the same twice, and the proof of its first and
# last vector verifies.
set -eu
cd "$(dirname "$0")/.."
etalon=${ETALON:-build/etalon}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$etalon" digest >"$work/a"
"$etalon" digest >"$work/b"
cmp "$work/a" "$work/b"
"$etalon" list --ids >"$work/ids"
for id in $(sed -n '1p;$p' "$work/ids"); do
    "$etalon" digest --prove "$id" >"$work/proof.json"
    "$etalon" digest --verify "$work/proof.json"
    # a proof of another suite must not verify
    sed 's/"index": *\([0-9]*\)/"index": 1\1/' "$work/proof.json" >"$work/wrong.json"
    if "$etalon" digest --verify "$work/wrong.json" >/dev/null 2>&1; then
        echo "a proof at another index verified: $id"
        exit 1
    fi
done
cat "$work/a"
