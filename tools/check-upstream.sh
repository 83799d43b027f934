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
        # One call of BLAKE2 with 2^32 rounds takes a minute: left out here.
        zstd -q -d --long=27 -c "$data/visible-$name.tar.zst" |
            tar -x -C "$work" --exclude='CALLBlake2f_MaxRounds.json'
        touch "$work/.$name"
    done
}
unpack et-core et-state et-blockchain et-blockchain-gst legacytests \
    wycheproof eest-pre-cancun eest-cancun eest-prague eest-osaka
status=0
job() {
    echo "== etalon $*"
    "$etalon" "$@" || status=1
}
job upstream ethereum-tests "$work/ethereum-tests"
job upstream ethereum-tests "$work/legacytests"
job upstream ethereum-tests "$work/eest-fixtures"
job upstream wycheproof "$work/wycheproof"
if [ -f "$data/visible-conflux.tar.zst" ]; then
    unpack conflux
    job upstream conflux "$work/conflux"
else
    echo "no recordings of Conflux beside the checkout: none were read"
fi
for set in ValidBlocks InvalidBlocks TransitionTests; do
    job upstream blocks "$work/ethereum-tests/BlockchainTests/$set"
done
for fork in cancuntopragueattime15k prague praguetoosakaattime15k osaka; do
    job upstream blocks \
        "$work/eest-fixtures/blockchain_tests_devnet/for_$fork"
done
exit "$status"
