/* ref_asset_util: readers and writers that the bindings of asset share.
 *
 * Many operations take one text: the input itself is the JSON string. */
#ifndef ETALON_RUNNER_TARGETS_REF_ASSET_UTIL_H
#define ETALON_RUNNER_TARGETS_REF_ASSET_UTIL_H

#include "base/json.h"
#include "runner/targets/ref_block_util.h"

/* The characters of a string, a view; a zero byte is one of them.
 * ERR_BAD_INPUT when value is no string. */
MUST_CHECK enum err ref_text(struct bytes *out, const json_t *value,
                             struct error *why);
/* Of a member. */
MUST_CHECK enum err ref_member_text(struct bytes *out, const json_t *in,
                                    const char *key, struct error *why);
/* An integer member.  ERR_BAD_INPUT. */
MUST_CHECK enum err ref_member_int(int64_t *out, const json_t *in,
                                   const char *key, struct error *why);
/* Hex digits without 0x.  ERR_BAD_INPUT, ERR_LENGTH, ERR_CHARACTER. */
MUST_CHECK enum err ref_plain_hex(struct arena *a, struct bytes *out,
                                  const json_t *value, struct error *why);
/* "0x" and hex digits.  ERR_BAD_INPUT. */
MUST_CHECK enum err ref_bytes(struct arena *a, struct bytes *out,
                              const json_t *value, struct error *why);
/* New strings; NULL when memory is short or the text is not UTF-8. */
json_t *ref_new_text(struct bytes text);
json_t *ref_new_plain_hex(struct bytes data);

#endif
