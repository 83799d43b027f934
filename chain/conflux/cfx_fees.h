/* cfx_fees: base prices, shares of the gas limit, difficulty of Conflux.
 *
 * Spec: CIP-1559, CIP-90, CIP-86; conflux-rust base_price.rs,
 * target_difficulty_manager.rs. */
#ifndef ETALON_CHAIN_CONFLUX_CFX_FEES_H
#define ETALON_CHAIN_CONFLUX_CFX_FEES_H

#include "base/err.h"
#include "base/u256.h"

enum { CFX_ESPACE_EVERY = 5 };

struct cfx_shares {
    struct u256 core, espace;
};

/* Gas of a block at height for each space; ERR_TOO_WIDE above 2^252. */
MUST_CHECK enum err cfx_gas_shares(struct cfx_shares *out, struct u256 limit,
                                   uint64_t height);
/* used: the sum of the gas limits packed in this block, of one space; a share
 * of 0 keeps the price.  ERR_HDR_GAS_USED when used is above the
 * share, ERR_TOO_WIDE. */
MUST_CHECK enum err cfx_base_price(struct u256 *out, struct u256 last,
                                   struct u256 share, struct u256 used,
                                   struct u256 floor);
/* Over a period of blocks that took span seconds.  ERR_VALUE (span or blocks
 * zero), ERR_TOO_WIDE. */
MUST_CHECK enum err cfx_difficulty(struct u256 *out, struct u256 last,
                                   uint64_t blocks, uint64_t span);

#endif
