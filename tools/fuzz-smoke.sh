#!/bin/sh
# fuzz-smoke.sh HARNESS SECONDS: replays the corpus, then fuzzes for a while in
# a copy of it; what was found is left in the build folder.
set -eu
harness=$1
seconds=$2
name=$(basename "$harness" | sed 's/^fuzz_//')
corpus=$(cd "$(dirname "$0")/.." && pwd)/tests/fuzz/corpus/$name
[ -d "$corpus" ] || { echo "no corpus: tests/fuzz/corpus/$name"; exit 1; }
work=$(dirname "$harness")/work-$name
rm -rf "$work"
mkdir -p "$work/new" "$work/crash"
"$harness" -runs=0 "$corpus"
"$harness" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 \
    -artifact_prefix="$work/crash/" "$work/new" "$corpus"
