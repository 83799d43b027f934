#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shell: etalon adapter in POSIX sh and sed; shows how little an adapter needs.
#
#   etalon run --target 'stdio:sh examples/adapters/shell.sh' --suite block
#
# It writes and reads EIP-7702 delegations, writes small integers as RLP and
# reads hex-prefix paths.  Reading JSON with sed does for questions whose values
# are hex text and numbers, as all of these are; it is no model for other ones.
set -u
LC_ALL=C

OPS='"delegation.encode","delegation.decode","hex_prefix.decode","rlp.encode_scalar"'

# text NAME: a string member of $line, without its 0x
text() {
    printf '%s\n' "$line" |
        sed -n 's/.*"'"$1"'" *: *"\(0x\)\{0,1\}\([^"\\]*\)".*/\2/p'
}

out() { printf '{"id":"%s","out":%s}\n' "$id" "$1"; }
reject() { printf '{"id":"%s","reject":{"reason":"%s"}}\n' "$id" "$1"; }

delegation_decode() {
    code=$(text code)
    case $code in
    ef0100*) ;;
    *) reject prefix; return ;;
    esac
    [ ${#code} -eq 46 ] || { reject length; return; }
    out "{\"address\":\"0x${code#ef0100}\"}"
}

# Yellow Paper, appendix B: zero is empty, small numbers are
# themselves, others carry their length; leading zeros are not written.
rlp_encode_scalar() {
    hex=$(text value | sed 's/^0*//')
    [ $((${#hex} % 2)) -eq 0 ] || hex=0$hex
    case $hex in
    '') out '"0x80"' ;;
    [0-7]?) out "\"0x$hex\"" ;;
    *) out "\"0x$(printf '%02x' $((128 + ${#hex} / 2)))$hex\"" ;;
    esac
}

# Yellow Paper, appendix C
hex_prefix_decode() {
    path=$(text data)
    case $path in
    '') reject empty; return ;;
    [01]*) leaf=false ;;
    [23]*) leaf=true ;;
    *) reject prefix; return ;;
    esac
    case $path in
    [02]0*) path=${path#??} ;;
    [02]*) reject padding; return ;;
    *) path=${path#?} ;;
    esac
    nibbles=$(printf '%s' "$path" |
        sed 's/./&,/g; s/,$//; s/a/10/g; s/b/11/g; s/c/12/g; s/d/13/g; s/e/14/g; s/f/15/g')
    out "{\"nibbles\":[$nibbles],\"leaf\":$leaf}"
}

run() {
    case $(text op) in
    delegation.encode) out "\"0xef0100$(text address)\"" ;;
    delegation.decode) delegation_decode ;;
    hex_prefix.decode) hex_prefix_decode ;;
    rlp.encode_scalar) rlp_encode_scalar ;;
    *) printf '{"id":"%s","unsupported":true}\n' "$id" ;;
    esac
}

while IFS= read -r line; do
    case $line in
    '{'*'}') ;;
    *) printf '{"error":"not an object"}\n'; continue ;;
    esac
    id=$(text id)
    case $(text verb) in
    hello) printf '{"protocol":1,"name":"shell","version":"1","operations":[%s],"features":[],"pipeline":1,"reasons":true}\n' "$OPS" ;;
    run) run ;;
    reset) printf '{"ok":true}\n' ;;
    bye) exit 0 ;;
    '') printf '{"error":"not a request"}\n' ;;
    *) printf '{"id":"%s","error":"unknown verb"}\n' "$id" ;;
    esac
done
exit 0
