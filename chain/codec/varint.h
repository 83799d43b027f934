/* varint: unsigned LEB128 numbers, in the shortest form, of at most 63 bits.
 *
 * Spec: multiformats/unsigned-varint: at most nine bytes. */
#ifndef ETALON_CHAIN_CODEC_VARINT_H
#define ETALON_CHAIN_CODEC_VARINT_H

#include "base/err.h"

enum { VARINT_SIZE_MAX = 9 };

/* Takes one number off the front of *in.  On error neither is changed.
 * ERR_EMPTY, ERR_TRUNCATED, ERR_NOT_MINIMAL, ERR_TOO_WIDE. */
MUST_CHECK enum err varint_next(uint64_t *out, struct bytes *in);
/* value is below 2^63; returns how many bytes. */
size_t varint_put(uint8_t out[VARINT_SIZE_MAX], uint64_t value);

#endif
