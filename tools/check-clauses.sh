#!/bin/sh
# Every MUST requirement is exercised, and a MUST that restricts input has at
# least two negative vectors: prints the clauses without a vector, the
# requirements with few negatives, and fails on an uncovered MUST.  (A MUST
# without any vector is an error of `etalon lint` in every suite.)
set -eu
cd "$(dirname "$0")/.."
exec "${ETALON:-build/etalon}" lint --coverage --suite block
