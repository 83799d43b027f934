/* ref_message: readers and writers that the bindings of messages share.
 *
 * In the suite xchain bytes are hex without 0x (a 0x is taken too) and numbers
 * are JSON integers or decimal text.  A member that is absent or of another
 * kind is ERR_BAD_INPUT; well spelt bytes of a wrong number are ERR_LENGTH, a
 * number too big for its field is ERR_TOO_WIDE. */
#ifndef ETALON_RUNNER_TARGETS_REF_MESSAGE_H
#define ETALON_RUNNER_TARGETS_REF_MESSAGE_H

#include "base/json.h"
#include "chain/xchain/layout.h"
#include "runner/targets/ref.h"
#include "runner/targets/ref_block_util.h"

enum { MSG_LIST_MAX = 1 << 16 };

/* Bytes of one JSON string; key is for the message only. */
MUST_CHECK enum err msg_read_hex(struct arena *a, struct bytes *out,
                                 const json_t *value, const char *key,
                                 struct error *why);
MUST_CHECK enum err msg_hex(struct arena *a, struct bytes *out,
                            const json_t *in, const char *key,
                            struct error *why);
/* Exactly len bytes (at most 64). */
MUST_CHECK enum err msg_fixed(uint8_t *out, size_t len, const json_t *in,
                              const char *key, struct error *why);
/* The characters of a text. */
MUST_CHECK enum err msg_text(struct bytes *out, const json_t *in,
                             const char *key, struct error *why);
/* A number of at most bits (up to 256). */
MUST_CHECK enum err msg_number(struct u256 *out, const json_t *in,
                               const char *key, unsigned bits,
                               struct error *why);
MUST_CHECK enum err msg_u64(uint64_t *out, const json_t *in, const char *key,
                            unsigned bits, struct error *why);
/* A list of byte strings of size bytes each, one after another. */
MUST_CHECK enum err msg_blocks(struct arena *a, uint8_t **out, size_t *count,
                               const json_t *in, const char *key, size_t size,
                               struct error *why);

/* New values; NULL when memory is short. */
json_t *msg_json_hex(struct arena *a, struct bytes value);
json_t *msg_json_word(struct arena *a, const uint8_t word[32]);
/* Decimal text of big-endian bytes. */
json_t *msg_json_decimal(struct arena *a, struct bytes value);
json_t *msg_json_u64(struct arena *a, uint64_t value);
json_t *msg_json_u256(struct arena *a, struct u256 value);
/* {valid: true}, or {valid: false, error} when error is not NULL. */
MUST_CHECK enum err msg_valid(json_t **out, const char *error);
/* {key: hex of the bytes} */
MUST_CHECK enum err msg_answer_hex(struct arena *a, json_t **out,
                                   const char *key, struct bytes value);

/* The members of `in` that a layout names, as its values.  Numbers of up to 32
 * bits are JSON integers, wider ones decimal text. */
MUST_CHECK enum err msg_layout_in(struct arena *a, struct bytes *values,
                                  const struct layout *layout, const json_t *in,
                                  struct error *why);
/* A map of the values by name; NULL when memory is short. */
json_t *msg_layout_out(struct arena *a, const struct layout *layout,
                       const struct bytes *values);
/* msg_layout_in, then layout_encode. */
MUST_CHECK enum err msg_layout_encode(struct arena *a, struct bytes *out,
                                      const struct layout *layout,
                                      const json_t *in, struct error *why);

#endif
