/* multibase: text that says by its first character how it spells bytes.
 *
 * Spec: multiformats/multibase with its registry.  The prefixes NUL, 1, Q and /
 * are reserved; proquint and base45 are not read. */
#ifndef ETALON_CHAIN_CODEC_MULTIBASE_H
#define ETALON_CHAIN_CODEC_MULTIBASE_H

#include "base/arena.h"
#include "base/err.h"

/* text is UTF-8.  Errors: ERR_EMPTY, ERR_RESERVED, ERR_TYPE (unknown prefix),
 * ERR_CHARACTER, ERR_LENGTH, ERR_PADDING, ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err multibase_decode(struct arena *a, struct bytes *out,
                                     struct bytes text);
/* base is a name of the registry ("base58btc").  ERR_TYPE, ERR_LIMIT,
 * ERR_MEMORY. */
MUST_CHECK enum err multibase_encode(struct arena *a, struct bytes *out,
                                     const char *base, struct bytes in);

#endif
