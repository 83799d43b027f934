#!/bin/sh
# No two of our libraries may define the same name: a static link would take the
# first silently, and call it with the other's arguments.
set -eu
cd "$(dirname "$0")/.."
set -- "${1:-build}"/*.a
[ -f "$1" ] || {
    echo "nothing is built"
    exit 77
}
doubled=$(nm -A --defined-only "$@" |
    awk 'NF >= 3 && $(NF - 1) ~ /^[TDRBC]$/ { print $NF }' | sort | uniq -d)
[ -z "$doubled" ] || {
    echo "defined more than once: $doubled"
    exit 1
}
echo "symbols: each is defined once"
