/* decimal: whole numbers of any width between decimal text and bytes.
 *
 * Bytes are big-endian and of a fixed width.  A spelling has no sign, no
 * leading zero and no other character than digits. */
#ifndef ETALON_CHAIN_CODEC_DECIMAL_H
#define ETALON_CHAIN_CODEC_DECIMAL_H

#include "base/arena.h"
#include "base/err.h"

enum { DECIMAL_WIDTH_MAX = 80 };

/* Errors: ERR_EMPTY, ERR_CHARACTER, ERR_LEADING_ZERO, ERR_TOO_WIDE (does not
 * fit width bytes, at most DECIMAL_WIDTH_MAX); out is then untouched. */
MUST_CHECK enum err decimal_read(uint8_t *out, size_t width, struct bytes text);
/* The shortest spelling; in.len is at most DECIMAL_WIDTH_MAX.  NULL when the
 * arena is full. */
MUST_CHECK char *decimal_print(struct arena *a, struct bytes in);

#endif
