#!/bin/sh
# Our own chain: the same bytes each time, imported to the same head, and judged.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

status 0 "$etalon" fixtures export one
status 0 "$etalon" fixtures export two
checks=$((checks + 1))
diff -r one two >"$work/out" 2>&1 || fail "two exports differ"
for name in genesis.json chain.rlp branch.rlp facts.json README.md; do
    checks=$((checks + 1))
    [ -s "one/$name" ] || fail "$name is missing"
done

# what is there stays, and one line says so
cp one/chain.rlp before.rlp
status 3 "$etalon" fixtures export one
one_line_error
complains "one/"
checks=$((checks + 1))
cmp -s before.rlp one/chain.rlp || fail "an export that was refused changed a file"
status 3 "$etalon" fixtures export one/chain.rlp/below
one_line_error
status 3 "$etalon" fixtures import one
one_line_error
complains "export"

status 0 "$etalon" run --quiet --profile evm-node-owned --fixture owned --record owned.ndjson \
    --target "chain:--genesis $work/one/genesis.json --import $work/one/chain.rlp"
checks=$((checks + 1))
grep -q '"verdict":"\(fail\|error\|untested\|inconclusive\)"' owned.ndjson && fail "the bundled chain differs from its own export"
# a run that does not say so asks nothing of it
status 2 "$etalon" run --quiet --profile evm-node-owned --record none.ndjson --target chain:

# one byte of one block changed: the import says where it stops
python3 - <<'EOF' || exit 99
data = bytearray(open('one/chain.rlp', 'rb').read())
data[len(data) // 2] ^= 1
open('bad.rlp', 'wb').write(data)
EOF
status 3 "$etalon" chain --genesis one/genesis.json --import bad.rlp --port 0
one_line_error
finish
