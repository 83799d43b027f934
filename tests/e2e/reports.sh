#!/bin/sh
# Every report format by the validators of others: XML schemas, TAP, EARL, CTRF
# and JSON parsers from npm, and the HTML page in a headless Chromium.
# ETALON_NPM_DIR is where the npm packages are or get installed.
# What is not to be had is named and skipped; when nothing could be checked the
# script ends with 77.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${ETALON_BUILD:-$root/build}
npm_dir=${ETALON_NPM_DIR:-$build/npm-tools}
writer=$build/tests/e2e/report_writer
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
done_any=no

skip() { echo "SKIP: $*"; }
fail() { failures=$((failures + 1)); echo "FAIL: $*"; }

if [ ! -x "$writer" ]; then
    make -C "$build" tests/e2e/report_writer >"$work/make.log" 2>&1 ||
        { skip "tests/e2e/report_writer cannot be built (libcheck missing?)"; exit 77; }
fi
mkdir "$work/out" "$work/again" "$work/big"
"$writer" "$work/out" plausible hostile killed empty
"$writer" "$work/again" plausible hostile killed empty
diff -r "$work/out" "$work/again" >/dev/null || fail "the same run gives other bytes"
"$writer" "$work/big" broken passes
page=$(wc -c <"$work/big/broken.html.html")
[ "$page" -lt 5000000 ] || fail "the page of a broken target has $page bytes"

if command -v xmllint >/dev/null; then
    done_any=yes
    for run in plausible hostile killed empty; do
        for variant in portable rich; do
            xmllint --nonet --noout --schema "$root/tests/data/schema/junit-$variant.xsd" \
                "$work/out/$run.junit.$variant.xml" >"$work/log" 2>&1 ||
                { fail "junit $variant of $run"; head -c 2000 "$work/log"; }
        done
        xmllint --nonet --noout "$work/out/$run.badge-svg.svg" || fail "badge of $run"
    done
else
    skip "xmllint is not installed: JUnit and the badge were not checked"
fi

have_npm=no
packages="ajv@8.20.0 axe-core@4.14.1 ctrf@0.3.0 jsonld@9.0.0 n3@2.13.12 puppeteer-core@24.43.1 rdf-canonize@5.0.0 tap-parser@18.3.4"
if [ -d "$npm_dir/node_modules/tap-parser" ] && [ -d "$npm_dir/node_modules/axe-core" ]; then
    have_npm=yes
elif command -v npm >/dev/null; then
    mkdir -p "$npm_dir"
    # shellcheck disable=SC2086 # words on purpose
    if (cd "$npm_dir" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock \
        --no-save --loglevel=error $packages) >"$work/npm.log" 2>&1; then
        have_npm=yes
    fi
fi

if [ "$have_npm" = yes ]; then
    done_any=yes
    node "$root/tests/e2e/reports.mjs" "$npm_dir" "$root" "$work/out" || fail "validators from npm"
    chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
    if [ -n "$chromium" ]; then
        CHROMIUM=$chromium node "$root/tests/e2e/html.mjs" "$npm_dir" "$work"/out/*.html \
            "$work/big/broken.html.html" "$work/big/passes.html.html" || fail "the HTML page"
    else
        skip "chromium is not installed: the page was not opened"
    fi
else
    skip "npm cannot install its packages: TAP, EARL, CTRF, JSON and the page were not checked"
fi

echo "reports: $failures failed"
[ "$failures" = 0 ] || exit 1
[ "$done_any" = yes ] || exit 77
