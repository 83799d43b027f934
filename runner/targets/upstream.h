/* upstream: runs published test suites of Ethereum clients on the bundled
 * reference: GeneralStateTests and BlockchainTests, as ethereum/tests,
 * legacytests and execution-spec-tests lay them out.
 *
 * They prove the reference; they are not vectors of etalon.  A case is one post
 * entry of one fork (state tests) or one chain (blockchain tests). */
#ifndef ETALON_RUNNER_TARGETS_UPSTREAM_H
#define ETALON_RUNNER_TARGETS_UPSTREAM_H

#include <stdio.h>

#include "base/err.h"

struct upstream_options {
    unsigned jobs;      /* threads; 0: one per processor */
    const char *fork;   /* only this fixture name, or NULL */
    const char *filter; /* only files whose path holds this text, or NULL */
};

struct upstream_counts {
    size_t passed, failed, skipped;
};

/* Runs every .json below path (a folder or one file).  Each failure is one line
 * on out, then "N passed, N failed, N skipped".  A case is skipped when its
 * fork is unknown or not final.  Errors: ERR_IO, ERR_MEMORY, ERR_NOT_FOUND (no
 * file there). */
MUST_CHECK enum err upstream_state_dir(const char *path,
                                       const struct upstream_options *options,
                                       struct upstream_counts *counts,
                                       FILE *out);
MUST_CHECK enum err upstream_block_dir(const char *path,
                                       const struct upstream_options *options,
                                       struct upstream_counts *counts,
                                       FILE *out);

#endif
