#!/bin/sh
# Holds the table of who may include whom (docs/architecture.md), own header
# first, no "../", and each foreign header in the files that may use it.
set -eu
cd "$(dirname "$0")/.."

git ls-files '*.c' '*.h' | awk '
# The rooms that this file may include, as a regular expression.
function allowed(f) {
    if (f ~ /^base\//) return "^base/"
    if (f ~ /^chain\//) return "^(base|chain)/"
    if (f ~ /^runner\/targets\//) return "^(base/|chain/|runner/[a-z0-9_]*[.]h|runner/targets/|suites/)"
    if (f ~ /^runner\/cli\//) return "^(base|runner|suites|reports)/"
    if (f ~ /^runner\//) return "^(base/|runner/[a-z0-9_]*[.]h)"
    if (f ~ /^suites\//) return "^(base/|runner/[a-z0-9_]*[.]h|suites/)"
    if (f ~ /^reports\//) return "^(base/|runner/result[.]h|runner/verdict[.]h|reports/)"
    if (f ~ /^(tests|examples)\//) return "."
    return "^nothing$"
}
# The files that may include this foreign header.
function foreign(h) {
    if (h == "yaml.h") return "^runner/yaml[.]c$"
    if (h ~ /^curl\//) return "^(runner/targets/(http(_wire)?|node[a-z_]*)[.][ch]$|tests/)"
    if (h == "microhttpd.h") return "^(runner/targets/serve[a-z_]*[.]c$|chain/rpc/server[.]c$|tests/)"
    if (h ~ /^secp256k1/) return "^(chain/crypto/|tests/)"
    if (h ~ /^openssl\//) return "^(chain/crypto/|(base|runner|reports)/sha256[.]c$|tests/)"
    if (h == "libwebsockets.h") return "^runner/targets/node_ws[.]c$"
    if (h == "sqlite3.h") return "^runner/history[.]c$"
    if (h == "lmdb.h") return "^chain/store/db[.]c$"
    if (h == "zlib.h") return "^(chain/codec/gzip[.]c$|tests/)"
    if (h ~ /^blst/) return "^(chain/crypto/|tests/)"
    return "."
}
function bad(text) { print text; findings++ }
{
    file = $0; files++; n = 0; first = ""
    while ((getline line < file) > 0) {
        n++
        if (line !~ /^# *include *[<"]/) continue
        header = line
        sub(/^# *include *[<"]/, "", header); sub(/[>"].*/, "", header)
        if (header == "config.h") continue
        if (line ~ /"/) {
            if (first == "") first = header
            if (header ~ /[.][.]\//) bad(file ":" n ": \"" header "\": paths start at the root")
            else if (header !~ allowed(file)) bad(file ":" n ": \"" header "\": this room may not include that one")
        } else if (file !~ foreign(header)) {
            bad(file ":" n ": <" header ">: only " foreign(header) " may include it")
        }
    }
    close(file)
    seen[file] = 1; firsts[file] = first
}
END {
    for (f in firsts) {
        own = f; sub(/[.]c$/, ".h", own)
        if (own != f && (own in seen) && firsts[f] != own)
            bad(f ":1: its own header \"" own "\" must be the first one in quotes")
    }
    if (!findings) print "include map: " files " files obey"
    exit findings ? 1 : 0
}'
