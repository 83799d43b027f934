/* upstream (targets): runs published test suites of Ethereum clients on the
 * bundled reference: GeneralStateTests and BlockchainTests, as ethereum/tests,
 * legacytests and execution-spec-tests lay them out.
 *
 * They prove the reference; they are not vectors of etalon.  A case is one post
 * entry of one fork (state tests; its id is FILE/TEST/FORK/INDEX) or one chain
 * (blockchain tests; FILE/TEST).  What a test is, its members say, not its
 * path. */
#ifndef ETALON_RUNNER_TARGETS_UPSTREAM_H
#define ETALON_RUNNER_TARGETS_UPSTREAM_H

#include "runner/upstream.h"

enum upstream_kind { UPSTREAM_STATE = 1, UPSTREAM_BLOCK = 2 };

struct upstream_execution {
    unsigned kinds; /* a set of upstream_kind; others are skipped */
    unsigned jobs;  /* threads; 0: one per processor */
    bool (*choose)(const char *path); /* files to read; NULL: every file */
    FILE *trace;    /* EIP-3155 lines of state tests; NULL: none.  Then one
                     * thread runs */
};

/* Runs every .json below path (a folder or one file) and counts into u, whose
 * target is not used.  Each failure is one line on u->out.  Skipped, with
 * reasons: forks that are unknown or not final, tests of another kind, files
 * that are no JSON, what this build lacks (BLS12-381, KZG).  Errors: ERR_IO,
 * ERR_MEMORY, ERR_LIMIT, ERR_NOT_FOUND (no file there). */
MUST_CHECK enum err upstream_execute(struct upstream *u, const char *path,
                                     const struct upstream_execution *x,
                                     struct error *why);

#endif
