/* wormhole: VAAs and token bridge payloads.
 *
 * Spec: Wormhole VAA version 1; the core contract (Messages.sol) is what
 * decides.  All integers are big-endian. */
#ifndef ETALON_CHAIN_XCHAIN_WORMHOLE_H
#define ETALON_CHAIN_XCHAIN_WORMHOLE_H

#include "chain/xchain/layout.h"

enum { VAA_SIGNATURE_SIZE = 66, GUARDIANS_MAX = 255 };

/* Fields of a body, and payloads 1 (exact), 2 (exact) and 3 (with payload). */
extern const struct layout wormhole_body, wormhole_transfer,
    wormhole_asset_meta, wormhole_transfer_with_payload;

struct vaa {
    uint8_t version;
    uint32_t guardian_set_index;
    struct bytes signatures; /* of VAA_SIGNATURE_SIZE: index, r, s, v */
    size_t signature_count;
    struct bytes body;
};

/* Errors: ERR_VERSION (not 1), ERR_TRUNCATED (a body needs 51 bytes). */
MUST_CHECK enum err vaa_decode(struct vaa *out, struct bytes in);
/* What guardians sign: Keccak-256 twice. */
void vaa_digest(uint8_t out[32], struct bytes body);
/* Two thirds, rounded down, and one.  ERR_RANGE above GUARDIANS_MAX. */
MUST_CHECK enum err vaa_quorum(unsigned *out, uint64_t guardians);

/* What a verifier knows of the set that a VAA names. */
struct guardian_set {
    uint32_t index;
    const uint8_t (*keys)[20];
    size_t count;
    bool expired; /* an old set whose time is over */
};

/* NULL when the VAA is valid, else the class of what is wrong. */
const char *vaa_verify(struct bytes in, const struct guardian_set *set);

#endif
