/* ref_block_util: readers and writers that the bindings of block share. */
#ifndef ETALON_RUNNER_TARGETS_REF_BLOCK_UTIL_H
#define ETALON_RUNNER_TARGETS_REF_BLOCK_UTIL_H

#include "base/json.h"
#include "chain/eth/header.h"

/* Stores a new value as the answer; NULL means that memory was short. */
MUST_CHECK enum err ref_answer(json_t **out, json_t *value);
/* A fork by name: ERR_BAD_INPUT when it is absent or unknown. */
MUST_CHECK enum err ref_get_fork(enum fork *out, const json_t *in,
                                 const char *key, struct error *why);
/* *out is storage, or NULL when the key is absent. */
MUST_CHECK enum err ref_get_fork_or_any(const enum fork **out,
                                        enum fork *storage, const json_t *in,
                                        const char *key, struct error *why);
/* The quantity under key, or otherwise when it is absent. */
MUST_CHECK enum err ref_get_u64_or(uint64_t *out, uint64_t otherwise,
                                   const json_t *in, const char *key,
                                   struct error *why);
/* A list of 0x strings. */
MUST_CHECK enum err ref_get_hex_list(struct arena *a, struct bytes **out,
                                     size_t *count, const json_t *in,
                                     const char *key, struct error *why);
/* A list of quantities of at most 64 bits. */
MUST_CHECK enum err ref_get_u64_list(struct arena *a, uint64_t **out,
                                     size_t *count, const json_t *in,
                                     const char *key, struct error *why);
/* A header that is given as a fact, not as the subject: what is wrong with it
 * is a malformed question. */
MUST_CHECK enum err ref_get_given_header(struct arena *a, struct header *out,
                                         const json_t *in, struct error *why);

#endif
