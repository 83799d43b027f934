/* utf8: one code point at a time.
 *
 * Spec: RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef ETALON_CHAIN_CODEC_UTF8_H
#define ETALON_CHAIN_CODEC_UTF8_H

#include "base/bytes.h"

enum { UTF8_SIZE_MAX = 4 };

/* Takes one code point off the front of *in; false, *in unchanged, when it is
 * empty or malformed. */
MUST_CHECK bool utf8_next(uint32_t *out, struct bytes *in);
/* Writes the code point, returns how many bytes (1 to 4). */
size_t utf8_put(uint8_t out[UTF8_SIZE_MAX], uint32_t code_point);

#endif
