/* ref_json: numbers, words and flags of JSON inputs, beside ref_block_util.
 *
 * A member that is absent or of another kind is ERR_BAD_INPUT: the question is
 * malformed.  A number that is well spelt but too big for its type is a
 * question with the answer ERR_TOO_WIDE. */
#ifndef ETALON_RUNNER_TARGETS_REF_JSON_H
#define ETALON_RUNNER_TARGETS_REF_JSON_H

#include "base/json.h"
#include "chain/eth/fork.h"
#include "runner/targets/ref_block_util.h"

/* A quantity of at most bits (up to 256).  ERR_BAD_INPUT, ERR_TOO_WIDE. */
MUST_CHECK enum err ref_get_number(struct u256 *out, const json_t *in,
                                   const char *key, unsigned bits,
                                   struct error *why);
/* As ref_get_number for 64 bits. */
MUST_CHECK enum err ref_get_u64(uint64_t *out, const json_t *in,
                                const char *key, struct error *why);
/* "0x" and 1 to 64 digits, leading zeros allowed: a word of storage. */
MUST_CHECK enum err ref_word(struct u256 *out, const char *text);
/* As ref_get_fork, the default when the key is absent or null. */
MUST_CHECK enum err ref_get_fork_or(enum fork *out, const json_t *in,
                                    const char *key, enum fork otherwise,
                                    struct error *why);
/* false when the key is absent or null. */
MUST_CHECK enum err ref_get_flag(bool *out, const json_t *in, const char *key,
                                 struct error *why);
#endif
