#!/bin/sh
# The program as a newcomer meets it: help, mistakes, every command once.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

status 3 "$etalon"
says "Commands:"
status 0 "$etalon" help
status 0 "$etalon" --help
status 0 "$etalon" --version
says "etalon"
for command in run list show explain ask lint digest serve adapter report diff merge replay \
    upstream known-answers doctor version help; do
    status 0 "$etalon" help "$command"
    says "Usage: etalon $command"
    status 0 "$etalon" "$command" --help
    [ "$command" = help ] || says "Usage: etalon $command"
done
status 0 "$etalon" help exit-status
says "nonconformant"
status 0 "$etalon" help targets
says "stdio:"
status 0 "$etalon" help verdicts
says "wrong-answer"

# mistakes: one line, the place and the mend, status 3
status 3 "$etalon" rnu
one_line_error
complains "there is no command"
status 3 "$etalon" run --targt ref:
one_line_error
complains "did you mean --target?"
status 3 "$etalon" run --target
complains "needs a value"
status 3 "$etalon" run --target ref: --target ref:
complains "given twice"
status 3 "$etalon" run --target gopher://x
one_line_error
status 2 "$etalon" run --target http://127.0.0.1:1/
one_line_error
status 3 "$etalon" run --target ref: --id 'no.such.vector'
one_line_error
status 3 "$etalon" run --target ref: --level MUSTY
one_line_error
status 3 "$etalon" run --target ref: --shard 3
one_line_error
status 3 "$etalon" run --target ref: --shard 5/4
status 3 "$etalon" run --target ref: --profile nonesuch
one_line_error
status 3 "$etalon" run --target ref: --statement /nonexistent
one_line_error
status 3 "$etalon" run --target ref: --data /nonexistent
one_line_error
status 3 "$etalon" run --timeout 0 --target ref:
complains "a whole number"
status 3 "$etalon" report /nonexistent
one_line_error
status 3 "$etalon" report "$root/README.md"
one_line_error
status 3 "$etalon" upstream nonesuch .
status 3 "$etalon" explain nonesuch
status 3 "$etalon" show nonesuch
status 3 "$etalon" ask nonesuch
status 2 "$etalon" run --target adapter+http://127.0.0.1:9/
one_line_error

# lists and explanations
status 0 "$etalon" list --ids
first=$(head -n 1 "$work/out")
count=$(wc -l <"$work/out")
checks=$((checks + 1))
[ "$count" -ge 1000 ] || fail "only $count vectors"
sort -c "$work/out" 2>/dev/null || LC_ALL=C sort -c "$work/out" || fail "ids are not in order"
status 0 "$etalon" list --json --id "$first"
says "\"id\":\"$first\""
status 0 "$etalon" list --ops
says "rlp.decode"
status 0 "$etalon" list --requirements
says "BLK-RLP-001"
status 0 "$etalon" list --profiles
says "block-ethereum"
status 0 "$etalon" list --reports
says "junit"
status 0 "$etalon" show "$first"
says "\"digest\""
status 0 "$etalon" show BLK-RLP-001
says "\"vectors\""
status 0 "$etalon" show block-ethereum
says "\"required\""
status 0 "$etalon" show rlp.decode
says "\"reasons\""
status 0 "$etalon" explain "$first"
says "Who says so:"
status 0 "$etalon" doctor
says "All that judging needs is here."
status 0 "$etalon" lint --quiet

# asking
echo '{"data": "0x83646f67"}' >in.json
checks=$((checks + 1))
[ "$("$etalon" ask rlp.decode --compact <in.json)" = '{"out":"0x646f67"}' ] || fail "ask rlp.decode"
echo '{"data": "0x8100"}' >in.json
"$etalon" ask rlp.decode --compact <in.json >out || fail "a rejection is an answer"
says '"reason":"not-minimal"'
echo '{"date": "0x8100"}' >in.json
if "$etalon" ask rlp.decode <in.json >out 2>err; then fail "an unknown key was taken"; fi
complains "data"
echo '{"data": "0x81' >in.json
if "$etalon" ask rlp.decode <in.json >out 2>err; then fail "broken JSON was taken"; fi
complains "standard input:"

# generated texts are valid and complete
status 0 "$etalon" help completion-bash
cp out completion.bash
bash -n completion.bash || fail "the bash completion is no bash"
status 0 "$etalon" help completion-zsh
cp out completion.zsh
if command -v zsh >/dev/null; then
    zsh -n completion.zsh || fail "the zsh completion is no zsh"
fi
status 0 "$etalon" help man
cp out etalon.1
cmp -s etalon.1 "$root/docs/etalon.1" || fail "docs/etalon.1 is not what 'etalon help man' prints"
cmp -s completion.bash "$root/docs/completion/etalon.bash" || fail "docs/completion/etalon.bash is stale"
cmp -s completion.zsh "$root/docs/completion/_etalon" || fail "docs/completion/_etalon is stale"
if command -v man >/dev/null; then
    LC_ALL=C.UTF-8 MANWIDTH=100 man --warnings -l etalon.1 >out 2>err || fail "the man page does not format"
    [ ! -s err ] || fail "the man page has warnings"
fi
finish
