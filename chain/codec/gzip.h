/* gzip: one member of RFC 1952, expanded under a bound. */
#ifndef ETALON_CHAIN_CODEC_GZIP_H
#define ETALON_CHAIN_CODEC_GZIP_H

#include "base/arena.h"
#include "base/err.h"

/* ERR_COMPRESSION (no gzip, damaged, or bytes after it), ERR_LIMIT (more than
 * size_max), ERR_MEMORY. */
MUST_CHECK enum err gzip_expand(struct arena *a, struct bytes *out,
                                struct bytes in, size_t size_max);

#endif
