#!/bin/sh
# Writes the files that the program prints of itself: man page and completions.
set -eu
cd "$(dirname "$0")/.."
etalon=${ETALON:-build/etalon}
"$etalon" help man >docs/etalon.1
"$etalon" help completion-bash >docs/completion/etalon.bash
"$etalon" help completion-zsh >docs/completion/_etalon
