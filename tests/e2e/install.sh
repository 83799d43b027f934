#!/bin/sh
# make install into an empty folder: the program finds its suites and vectors
# there, wherever the folder is moved to, without the source tree.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

make -C "$build" install prefix="$work/a/usr" >"$work/out" 2>"$work/err" || fail "make install"
installed=$work/a/usr/bin/etalon
[ -x "$installed" ] || fail "no program was installed"
[ -f "$work/a/usr/share/man/man1/etalon.1" ] || fail "no man page was installed"
[ -f "$work/a/usr/share/etalon/vectors/VERSION" ] || fail "no vectors were installed"
mv "$work/a" "$work/b"
installed=$work/b/usr/bin/etalon
status 0 env -u ETALON_DATA "$installed" doctor
says "$work/b/usr/share/etalon"
status 0 "$installed" run --target ref: --profile block-ethereum --quiet --record r.ndjson
status 0 "$installed" list --ids
cp out installed-ids
status 0 "$etalon" list --ids
cmp -s out installed-ids || fail "the installed vectors are other ones"
"$etalon" digest >here
"$installed" digest >there
cmp -s here there || fail "the installed suite has another digest"
finish
