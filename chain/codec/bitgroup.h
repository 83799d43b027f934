/* bitgroup: bytes as groups of one to six bits - hex, Base32, Base64 and kin.
 *
 * Spec: RFC 4648.  Decoding is strict where the RFC leaves room: no padding in
 * an unpadded form, exact padding in a padded one, and unused bits are zero,
 * so that no two texts mean the same bytes (the case of letters aside). */
#ifndef ETALON_CHAIN_CODEC_BITGROUP_H
#define ETALON_CHAIN_CODEC_BITGROUP_H

#include "base/arena.h"
#include "base/err.h"

struct bitgroup {
    const char *alphabet; /* 1 << bits characters */
    unsigned bits;
    bool padded;          /* with = to whole groups of bytes */
    bool fold_case;       /* letters of either case are read */
};

extern const struct bitgroup BITGROUP_BASE64, BITGROUP_BASE64PAD,
    BITGROUP_BASE64URL, BITGROUP_BASE32;

MUST_CHECK enum err bitgroup_encode(struct arena *a, struct bytes *out,
                                    const struct bitgroup *group,
                                    struct bytes in);
/* ERR_CHARACTER, ERR_LENGTH (no number of bytes has so many characters),
 * ERR_PADDING (= missing, wrong or not allowed; unused bits set), ERR_MEMORY. */
MUST_CHECK enum err bitgroup_decode(struct arena *a, struct bytes *out,
                                    const struct bitgroup *group,
                                    struct bytes text);

#endif
