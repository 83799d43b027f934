/* upstream_internal: what the two runners of published tests share. */
#ifndef ETALON_RUNNER_TARGETS_UPSTREAM_INTERNAL_H
#define ETALON_RUNNER_TARGETS_UPSTREAM_INTERNAL_H

#include <jansson.h>

#include "chain/eth/execute.h"
#include "runner/targets/upstream.h"

enum { UPSTREAM_TEXT_SIZE = 256 };

/* One thread's tools, and where it reports. */
struct upstream_worker {
    const struct upstream_options *options;
    struct upstream_pool *pool;
    struct upstream_counts counts;
    struct state state;
    struct evm evm;
    struct arena arena; /* one file at a time */
};

/* Runs all cases of one file. */
typedef void (*upstream_file_fn)(struct upstream_worker *w, const char *path,
                                 json_t *root);

/* Hands the files below path to workers. */
MUST_CHECK enum err upstream_run(const char *path,
                                 const struct upstream_options *options,
                                 upstream_file_fn run,
                                 struct upstream_counts *counts, FILE *out);
void upstream_fail(struct upstream_worker *w, const char *path,
                   const char *name, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* Loads `pre` into an empty state and commits it.  ERR_BAD_INPUT, ERR_MEMORY. */
MUST_CHECK enum err upstream_load_state(struct upstream_worker *w,
                                        const json_t *pre);
/* The transaction that `indexes` picks from the lists of `in`, signed with its
 * secretKey: for fixtures that do not hold its bytes.  ERR_TOO_WIDE (a value of
 * more than 256 bits), ERR_BAD_INPUT, ERR_MEMORY. */
MUST_CHECK enum err upstream_tx(struct upstream_worker *w, struct tx *out,
                                const json_t *in, const json_t *indexes);
/* Fixture quantities: 0x with any number of leading zeros, or decimal digits.
 * Absent or malformed gives false. */
MUST_CHECK bool upstream_word(struct u256 *out, const json_t *in,
                              const char *key);
MUST_CHECK bool upstream_u64(uint64_t *out, const json_t *in, const char *key);
/* Exactly len bytes. */
MUST_CHECK bool upstream_fixed(uint8_t *out, size_t len, const json_t *in,
                               const char *key);
MUST_CHECK bool upstream_word_of(struct u256 *out, const json_t *value);
/* Any bytes, "" included. */
MUST_CHECK bool upstream_bytes(struct arena *a, struct bytes *out,
                               const json_t *in, const char *key);

#endif
