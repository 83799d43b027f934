#!/bin/sh
# Runs: verdicts to exit status, kill and resume, shards and merge, baselines,
# diff, replay, and what a broken disk or a wrong file does.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

ref="--target ref: --quiet"

# a whole run against the reference is conformant, twice the same
# shellcheck disable=SC2086 # words on purpose
status 0 "$etalon" run $ref --profile block-ethereum --record whole.ndjson
status 0 "$etalon" run $ref --profile block-ethereum --record again.ndjson --shuffle 7
status 0 "$etalon" diff whole.ndjson again.ndjson
says "0 changed"
status 3 "$etalon" run $ref --profile block-ethereum --record whole.ndjson
one_line_error

# partial: filtered, or without a profile
status 0 "$etalon" run --target ref: --id 'block.rlp.*' --record part.ndjson
says "artial"
status 0 "$etalon" report part.ndjson --report json
says '"partial"'

# an adapter that misbehaves in one way, and says that it offers everything
operations=$("$etalon" list --ops | awk '{printf "%s%s", n++ ? "," : "", $1}')
liar() { echo "stdio:python3 $root/tests/e2e/liar.py $1 0 1 $operations"; }

# nothing was proven
status 2 "$etalon" run --quiet --profile block-ethereum --record unsupported.ndjson \
    --target "$(liar unsupported-all)"
status 1 "$etalon" run --quiet --profile block-ethereum --record accepts.ndjson --max-failures 50 \
    --target "$(liar accept-all)"
status 1 "$etalon" report accepts.ndjson --report markdown=summary.md
checks=$((checks + 1))
grep -q 'accepted' summary.md || fail "the summary does not say what was accepted"

# kill -9 at any moment, then resume: the same results as an undisturbed run
slow="stdio:$etalon serve --stdio"
for delay in 0.05 0.15 0.3 0.6; do
    rm -f killed.ndjson
    "$etalon" run --quiet --profile block-ethereum --target "$slow" --record killed.ndjson >/dev/null 2>&1 &
    pid=$!
    sleep "$delay"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    if [ ! -s killed.ndjson ]; then
        continue
    fi
    if tail -n 1 killed.ndjson | grep -q '"footer"'; then
        continue # it had finished
    fi
    status 0 "$etalon" run --quiet --profile block-ethereum --target "$slow" --resume killed.ndjson
    status 0 "$etalon" diff whole.ndjson killed.ndjson
    checks=$((checks + 1))
    if [ "$(grep -c '"verdict"' killed.ndjson)" != "$(grep -c '"verdict"' whole.ndjson)" ]; then
        fail "a resumed record has another number of results"
    fi
done
# a torn last line is cut, another target is refused
head -c "$(($(wc -c <whole.ndjson) * 2 / 3))" whole.ndjson >torn.ndjson
cp torn.ndjson other.ndjson
status 0 "$etalon" run $ref --profile block-ethereum --resume torn.ndjson
status 0 "$etalon" diff whole.ndjson torn.ndjson
status 3 "$etalon" run --quiet --profile block-ethereum --target "$slow" --resume other.ndjson
one_line_error
status 3 "$etalon" run $ref --profile block-ethereum --resume whole.ndjson
one_line_error

# shards: three parts, merged, are the whole
for i in 1 2 3; do
    status 0 "$etalon" run $ref --profile block-ethereum --shard "$i/3" --record "s$i.ndjson"
done
status 0 "$etalon" merge --quiet --record merged.ndjson s3.ndjson s1.ndjson s2.ndjson
status 0 "$etalon" diff whole.ndjson merged.ndjson
says "0 changed"
status 3 "$etalon" merge --quiet --record m2.ndjson s1.ndjson s2.ndjson
one_line_error
status 3 "$etalon" merge --quiet --record m3.ndjson s1.ndjson s2.ndjson s2.ndjson
one_line_error
status 0 "$etalon" run $ref --profile block-ethereum --level MUST --shard 3/3 --record o3.ndjson
status 3 "$etalon" merge --quiet --record m4.ndjson s1.ndjson s2.ndjson o3.ndjson
one_line_error
head -n 5 s3.ndjson >cut.ndjson
status 3 "$etalon" merge --quiet --record m5.ndjson s1.ndjson s2.ndjson cut.ndjson
checks=$((checks + 1))
for i in 2 3 4 5; do [ ! -e "m$i.ndjson" ] || fail "a refused merge left m$i.ndjson"; done

# baselines
first=$("$etalon" list --ids --id 'block.rlp.decode.*' | head -n 1)
cat >known.yaml <<Y
format: 1
entries:
- id: $first
  reason: for the test of baselines
  link: https://tracker.example/1
Y
status 4 "$etalon" report whole.ndjson --quiet --baseline known.yaml
complains "$first"
sed "s/$first/block.no.such.vector/" known.yaml >dead.yaml
status 4 "$etalon" report whole.ndjson --quiet --baseline dead.yaml
complains "block.no.such.vector"
sed 's/reason/reasn/' known.yaml >typo.yaml
status 3 "$etalon" report whole.ndjson --quiet --baseline typo.yaml
complains "typo.yaml:4"

# diff: worse is status 4 and says why
status 4 "$etalon" diff whole.ndjson accepts.ndjson
says "target"

# replay: the same verdicts from the record alone
status 0 "$etalon" replay whole.ndjson
status 0 "$etalon" replay accepts.ndjson --id 'block.rlp.*'

# a full disk is an error with a place, not a green run
if [ -w /dev/full ]; then
    status 3 "$etalon" report whole.ndjson --report json=/dev/full --quiet
    "$etalon" report whole.ndjson --report json >/dev/full 2>err && fail "a full disk was not noticed"
fi

# what the terminal sees is harmless
status 1 "$etalon" run --profile block-ethereum --max-failures 5 --record esc.ndjson \
    --target "$(liar reject-all)"
checks=$((checks + 1))
if LC_ALL=C grep -q "$(printf '\033')" out err; then fail "an escape character reached a pipe"; fi
finish
