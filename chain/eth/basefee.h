/* basefee: the price per gas that a block must name, and what a sender pays.
 *
 * Spec: EIP-1559. */
#ifndef ETALON_CHAIN_ETH_BASEFEE_H
#define ETALON_CHAIN_ETH_BASEFEE_H

#include "base/err.h"
#include "base/u256.h"

static const uint64_t BASE_FEE_INITIAL = 1000000000;

/* Base fee of the child of a block with these three values.
 * Errors: ERR_HDR_GAS_USED (above the limit), ERR_HDR_GAS_LIMIT (below 2: no
 * target), ERR_TOO_WIDE (above 256 bits). */
MUST_CHECK enum err basefee_next(struct u256 *out, uint64_t gas_limit,
                                 uint64_t gas_used, struct u256 base_fee);
/* min(max_fee, base_fee + priority).  Errors: ERR_TX_FEE_ORDER, ERR_TX_MAX_FEE
 * in this order. */
MUST_CHECK enum err effective_gas_price(struct u256 *out, struct u256 base_fee,
                                        struct u256 max_fee,
                                        struct u256 priority);

#endif
