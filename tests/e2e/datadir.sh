#!/bin/sh
# A chain in a data directory: killed with -9 again and again under load
# (ETALON_KILLS times, 20 when unset), and one clear line for each directory that
# cannot be used.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || { echo "python3 is not installed"; exit 77; }
chain=$build/etalon-chain
here=$root/tests/e2e
grep -q 'define HAVE_LMDB 1' "$build/config.h" || {
    status 3 "$chain" --dev --datadir d
    complains "built without LMDB"
    finish
    exit
}

seed=${ETALON_SEED:-$(date +%s)}
status 0 python3 "$here/datadir.py" "$chain" "$work/d" "${ETALON_KILLS:-20}" "$seed"
cat "$work/out"
[ "$failures" = 0 ] || echo "seed $seed"

# refuses TEXT WORDS…: the node does not start, and says why in one line
refuses() {
    text=$1
    shift
    status 3 timeout 20 "$chain" --port 0 "$@"
    one_line_error
    complains "$text"
}

# another genesis, another chain id, another kind
cat >genesis.json <<'J'
{"config":{"chainId":7,"homesteadBlock":0},"difficulty":"0x1","gasLimit":"0x1000000","alloc":{}}
J
sed 's/"0x1"/"0x2"/' genesis.json >other.json
refuses "another genesis block" --genesis genesis.json --datadir d
refuses "another chain id" --dev --chain-id 8 --datadir d
status 124 timeout 1 "$chain" --port 0 --genesis genesis.json --datadir g
says "listening on"
refuses "another genesis block" --genesis other.json --datadir g
refuses "the chain of a genesis file" --dev --datadir g
status 124 timeout 1 "$chain" --port 0 --datadir g
says "listening on"

# a second process
: >first.out
"$chain" --port 0 --datadir d >first.out 2>&1 &
first=$!
n=0
until grep -q listening first.out || [ $n = 100 ]; do n=$((n + 1)); sleep 0.1; done
refuses "in use by another process" --datadir d
kill "$first"
wait "$first" || fail "the first process did not end well"

# files that are not what they were
refuses "cannot be made" --datadir no/such/place
size=$(wc -c <d/chain.mdb)
for part in 0 1 4096 $((size / 2)); do
    mkdir -p broken
    head -c "$part" d/chain.mdb >broken/chain.mdb
    refuses "is damaged" --datadir broken
    complains "mend: "
done
head -c 4096 /dev/urandom >broken/chain.mdb
refuses "is damaged" --datadir broken

# the directory was not hurt by any of this
status 124 timeout 1 "$chain" --port 0 --datadir d
says "listening on"
finish
