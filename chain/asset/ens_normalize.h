/* ens_normalize: names in their one normal spelling.
 *
 * Spec: ENSIP-15, with the reference data of Unicode 17.0.0 (the text says
 * 16.0.0).  nfc and nfd are the Unicode normal forms of that data. */
#ifndef ETALON_CHAIN_ASSET_ENS_NORMALIZE_H
#define ETALON_CHAIN_ASSET_ENS_NORMALIZE_H

#include "base/arena.h"
#include "base/err.h"

enum { ENS_TEXT_MAX = 1 << 20 };

struct code_points {
    uint32_t *data;
    size_t count, room;
};

/* Both in UTF-8.  ERR_EMPTY (a label), ERR_ENS_DISALLOWED, ERR_ENS_UNDERSCORE,
 * ERR_ENS_EXTENSION, ERR_ENS_FENCED, ERR_ENS_MARK_FIRST, ERR_ENS_MIXTURE,
 * ERR_ENS_MARKS, ERR_ENS_CONFUSABLE, ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err ens_normalize(struct arena *a, struct bytes *out,
                                  struct bytes name);
/* ERR_MEMORY; out is appended to. */
MUST_CHECK enum err unicode_nfd(struct arena *a, struct code_points *out,
                                const uint32_t *in, size_t count);
MUST_CHECK enum err unicode_nfc(struct arena *a, struct code_points *out,
                                const uint32_t *in, size_t count);
MUST_CHECK enum err code_points_put(struct arena *a, struct code_points *list,
                                    uint32_t c);

#endif
