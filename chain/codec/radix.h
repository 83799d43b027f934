/* radix: bytes as one number in another base - Base58, Base36, Base10.
 *
 * Each leading zero byte stands as one leading zero digit, so that lengths
 * survive.  The work grows with the square of the length, hence the bound. */
#ifndef ETALON_CHAIN_CODEC_RADIX_H
#define ETALON_CHAIN_CODEC_RADIX_H

#include "base/arena.h"
#include "base/err.h"

enum { RADIX_BYTES_MAX = 65536 };

/* Character i of alphabet stands for digit i; its length is the base. */
struct radix {
    const char *alphabet;
    bool fold_case; /* capitals read as small letters, or the other way */
};

extern const struct radix RADIX_BASE58, RADIX_BASE58_FLICKR, RADIX_BASE36,
    RADIX_BASE36_UPPER, RADIX_BASE10;

/* out is text without a terminator.  ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err radix_encode(struct arena *a, struct bytes *out,
                                 const struct radix *radix, struct bytes in);
/* ERR_CHARACTER, ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err radix_decode(struct arena *a, struct bytes *out,
                                 const struct radix *radix, struct bytes text);
/* Base58Check: the payload before four bytes of double SHA-256.
 * ERR_CHARACTER, ERR_CHECKSUM, ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err base58check_decode(struct arena *a, struct bytes *out,
                                       struct bytes text);
MUST_CHECK enum err base58check_encode(struct arena *a, struct bytes *out,
                                       struct bytes in);

#endif
