#!/bin/sh
# Runs the unit tests of a build under valgrind's memcheck, one process each.
# Programs that measure time or drive other processes are left to the
# sanitizers: valgrind is 20 to 50 times slower than the clock they watch.  So
# is test_xchain_light, whose pairings take more than ten minutes there.
set -eu
cd "$(dirname "$0")/.."
dir=${1:-build}
status=0
count=0
for program in "$dir"/tests/unit/test_*; do
    case $program in
    *.o | *.log | *.trs | *.c) continue ;;
    *test_stdio | *test_http | *test_serve | *test_node | *test_ecc_speed) continue ;;
    *test_xchain_light) continue ;;
    esac
    [ -x "$program" ] && [ ! -d "$program" ] || continue
    count=$((count + 1))
    log=$(mktemp)
    if ! CK_FORK=no CK_DEFAULT_TIMEOUT=0 CK_TIMEOUT_MULTIPLIER=50 timeout 600 valgrind -q \
        --error-exitcode=9 --leak-check=full --show-leak-kinds=definite \
        --errors-for-leak-kinds=definite "$program" >"$log" 2>&1; then
        echo "valgrind: $program"
        tail -n 25 "$log"
        status=1
    fi
    rm -f "$log"
done
echo "valgrind: $count programs"
[ "$count" -gt 0 ] && exit "$status"
exit 1
