/* base64: RFC 4648 section 4, with padding, strict.
 *
 * Decoding refuses white space, missing padding and padding bits that are not
 * zero: one value has one spelling. */
#ifndef ETALON_CHAIN_CODEC_BASE64_H
#define ETALON_CHAIN_CODEC_BASE64_H

#include "base/arena.h"
#include "base/err.h"

/* Errors: ERR_LENGTH (not a multiple of four), ERR_CHARACTER, ERR_PADDING,
 * ERR_MEMORY. */
MUST_CHECK enum err base64_decode(struct arena *a, struct bytes *out,
                                  struct bytes text);
/* The text with a terminator after it; its length does not count it. */
MUST_CHECK enum err base64_encode(struct arena *a, struct bytes *out,
                                  struct bytes data);

#endif
