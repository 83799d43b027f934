#!/bin/sh
# Runs published third-party vectors against the reference where the shared
# folder beside the checkout holds them; skips (77), saying so, where not.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
etalon=${ETALON:-$root/build/etalon}
data=${ETALON_SHARED:-$root/../shared}/data/block
if [ ! -d "$data" ]; then
    echo "no published vectors beside the checkout: nothing was compared"
    exit 77
fi
command -v zstd >/dev/null || {
    echo "zstd is not installed: nothing was compared"
    exit 77
}
work=$root/build/upstream
mkdir -p "$work"
unpack() {
    for name in "$@"; do
        [ -f "$work/.$name" ] && continue
        zstd -q -d --long=27 -c "$data/visible-$name.tar.zst" | tar -x -C "$work"
        touch "$work/.$name"
    done
}
unpack et-core et-blockchain wycheproof eest-osaka eest-prague
status=0
job() {
    echo "== etalon $*"
    "$etalon" "$@" || status=1
}
job upstream ethereum-tests "$work/ethereum-tests"
job upstream wycheproof "$work/wycheproof"
job upstream blocks "$work/ethereum-tests/BlockchainTests"
job upstream blocks "$work/eest-fixtures"
exit "$status"
