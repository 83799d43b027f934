#!/bin/sh
# Names that our C does not use, and marks that do not land.
set -eu
cd "$(dirname "$0")/.."
status=0
find_in() { # MESSAGE PATTERN PATHS...
    message=$1 pattern=$2
    shift 2
    if hits=$(git grep -nE "$pattern" -- "$@"); then
        printf '%s\n' "$hits" | sed "s|\$|   <- $message|"
        status=1
    fi
}
find_in 'unbounded or unchecked: use the bounded form' \
    '(^|[^a-z_])(strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atof|strtok|system|popen)\(' '*.c' '*.h'
find_in 'not finished' '\b(TODO|FIXM[E]|XX[X]|HAC[K])\b' '*.c' '*.h' '*.am' '*.ac' '*.m4'
find_in 'memory in the reference comes from an arena' \
    '(^|[^a-z_])(malloc|calloc|realloc)\(' 'chain/codec/*.c' 'chain/eth/header*.c' 'chain/eth/tx*.c' 'suites/*/ops*.c'
find_in 'a machine path or a package host' \
    '(^|[^a-z.])/(wor[k]|roo[t])/|https?://[a-z0-9.-]*registr[y]' .
[ "$status" = 0 ] && echo 'banned names: none used'
exit "$status"
