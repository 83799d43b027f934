/* ref_xchain_read: members of cross-chain questions, and their answers.
 *
 * Bytes are hex digits of either case, with or without 0x (publishers differ);
 * numbers are JSON integers or decimal text.  A member that is absent or of
 * another kind is ERR_BAD_INPUT: the question is malformed. */
#ifndef ETALON_RUNNER_TARGETS_REF_XCHAIN_READ_H
#define ETALON_RUNNER_TARGETS_REF_XCHAIN_READ_H

#include "base/json.h"
#include "runner/targets/ref_block_util.h"

/* --- reading ---------------------------------------------------------------- */

MUST_CHECK enum err xread_hex_value(struct arena *a, struct bytes *out,
                                    const json_t *value);
MUST_CHECK enum err xread_hex(struct arena *a, struct bytes *out,
                              const json_t *in, const char *key,
                              struct error *why);
/* Exactly len bytes. */
MUST_CHECK enum err xread_fixed(uint8_t *out, size_t len, const json_t *in,
                                const char *key, struct error *why);
/* Empty when the key is absent or null. */
MUST_CHECK enum err xread_hex_or_none(struct arena *a, struct bytes *out,
                                      const json_t *in, const char *key,
                                      struct error *why);
MUST_CHECK enum err xread_hex_list(struct arena *a, struct bytes **out,
                                   size_t *count, const json_t *in,
                                   const char *key, struct error *why);
/* Text with its length: it may hold any byte, NUL too. */
MUST_CHECK enum err xread_text(struct bytes *out, const json_t *in,
                               const char *key, struct error *why);
/* A list of texts. */
MUST_CHECK enum err xread_text_list(struct arena *a, struct bytes **out,
                                    size_t *count, const json_t *in,
                                    const char *key, struct error *why);
/* ERR_TOO_WIDE for a number that is well spelt and does not fit. */
MUST_CHECK enum err xread_u256(struct u256 *out, const json_t *in,
                               const char *key, struct error *why);
MUST_CHECK enum err xread_u64(uint64_t *out, const json_t *in,
                              const char *key, struct error *why);
/* otherwise, when the key is absent or null. */
MUST_CHECK enum err xread_u64_or(uint64_t *out, uint64_t otherwise,
                                 const json_t *in, const char *key,
                                 struct error *why);
MUST_CHECK enum err xread_int(int64_t *out, const json_t *in, const char *key,
                              struct error *why);
MUST_CHECK enum err xread_flag(bool *out, const json_t *in, const char *key,
                               struct error *why);
MUST_CHECK enum err xread_map(const json_t **out, const json_t *in,
                              const char *key, struct error *why);
/* Standard Base64 with padding; ERR_CHARACTER, ERR_LENGTH, ERR_MEMORY. */
MUST_CHECK enum err xread_base64(struct arena *a, struct bytes *out,
                                 struct bytes text);

/* --- answering --------------------------------------------------------------- */

json_t *xhex(struct bytes value); /* hex without 0x */
json_t *xhash(const uint8_t value[32]);
json_t *xtext(struct bytes value);
json_t *xdecimal(uint64_t value); /* decimal text */
/* {key: hex} */
MUST_CHECK enum err xanswer_hex(json_t **out, const char *key,
                                struct bytes value);
/* {valid} and, when remark is not NULL, why not. */
MUST_CHECK enum err xanswer_valid(json_t **out, bool valid,
                                  const char *remark);
/* A check's outcome: a reason makes {valid: false, error: the reason's id}, a
 * fault stays one. */
MUST_CHECK enum err xanswer_check(json_t **out, enum err err);

#endif
