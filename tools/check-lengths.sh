#!/bin/sh
# The size limits of the house style: .c files up to 800 lines, headers up to
# 260, lines up to 110 columns (the aim is 80), functions up to 120 lines (the
# aim is 70: how many are longer is printed).  Tables are exempt, by
# name of the file or by their rows.
set -eu
cd "$(dirname "$0")/.."
git ls-files '*.c' '*.h' | awk '
function is_table(f) { return f ~ /(suites\/.*\/ops[a-z_0-9]*\.c|reports\/html_[a-z]*\.c|_tables?\.c)$/ }
function is_loop(f) { return f ~ /chain\/evm\/(loop|ops)[a-z_]*\.[ch]$/ }
function bad(text) { print text; findings++ }
{
    file = $0; n = 0; start = 0
    while ((getline line < file) > 0) {
        n++
        if (length(line) > 110 && !is_table(file) && line !~ /^(static const struct|    \{ ")/) bad(file ":" n ": " length(line) " columns")
        if (line ~ /^\{/ && file ~ /\.c$/) start = n
        if (line ~ /^\}/ && start) {
            len = n - start; functions++
            if (len > 70) over++
            if (len > 120 && !is_loop(file)) bad(file ":" start ": a function of " len " lines")
            start = 0
        }
    }
    close(file)
    if (file ~ /\.c$/ && n > 800 && !is_table(file)) bad(file ": " n " lines, at most 800")
    if (file ~ /\.h$/ && n > 260) bad(file ": " n " lines, at most 260")
}
END {
    printf "lengths: %d functions, %d longer than 70 lines (%.1f %%), %d findings\n", functions, over, 100 * over / (functions ? functions : 1), findings
    exit findings ? 1 : 0
}'
