/* upstream_internal: what the two runners of published tests share. */
#ifndef ETALON_RUNNER_TARGETS_UPSTREAM_INTERNAL_H
#define ETALON_RUNNER_TARGETS_UPSTREAM_INTERNAL_H

#include <jansson.h>

#include "chain/eth/ethash.h"
#include "chain/eth/execute.h"
#include "runner/targets/upstream.h"
#include "runner/targets/upstream_trace.h"

enum { UPSTREAM_ID_SIZE = 1024 };

/* One thread's tools, and where it reports. */
struct upstream_worker {
    const struct upstream_execution *execution;
    struct upstream_pool *pool;
    struct upstream_trace *trace; /* NULL: none */
    struct state state;
    struct evm evm;
    struct ethash ethash;
    struct arena arena; /* one file at a time */
};

/* Runs the cases of one test; id is that of the test. */
void upstream_state_test(struct upstream_worker *w, const char *id,
                         json_t *test);
void upstream_block_test(struct upstream_worker *w, const char *id,
                         json_t *test);

/* Whether the reason is one of those that an expected exception means; names
 * may be joined by |.  True where no name is known: nothing can be compared. */
bool upstream_exception_is(const char *expected, enum err err);

/* Whether a case is asked for. */
bool upstream_wanted(const struct upstream_worker *w, const char *id);
void upstream_pass(struct upstream_worker *w, const char *id);
void upstream_fail(struct upstream_worker *w, const char *id,
                   const char *format, ...) PRINTF_LIKE(3, 4);
/* Counts `count` cases that are not run. */
void upstream_leave_out(struct upstream_worker *w, const char *id,
                        size_t count, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* A failed case; or one left out when the build lacks what it needs. */
void upstream_fault(struct upstream_worker *w, const char *id, enum err err);

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
