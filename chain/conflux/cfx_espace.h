/* cfx_espace: how an epoch of Conflux looks as a block of eSpace.
 *
 * Spec: CIP-90; conflux-rust rpc-eth-types block.rs, eth_transaction.rs.  Such
 * a block has no header of its own: its hash is the pivot's. */
#ifndef ETALON_CHAIN_CONFLUX_CFX_ESPACE_H
#define ETALON_CHAIN_CONFLUX_CFX_ESPACE_H

#include "chain/conflux/cfx_header.h"

struct cfx_espace_block {
    uint8_t state_root[32], transactions_root[32], receipts_root[32];
    struct u256 gas_limit, espace_gas_limit;
    uint64_t nonce;
};

/* headers: the blocks of the epoch in their order, the pivot last; count at
 * least 1.  empty: no eSpace transaction in the epoch.  ERR_TOO_WIDE. */
MUST_CHECK enum err cfx_espace_block(struct cfx_espace_block *out,
                                     const struct cfx_header *headers,
                                     size_t count, bool empty);

struct cfx_phantom {
    uint8_t from[20], to[20];
    bool has_to;
    struct u256 nonce, value;
    struct bytes data;
};

/* The legacy transaction that stands for a cross-space call: no gas, no price,
 * r and s the sender.  ERR_MEMORY. */
MUST_CHECK enum err cfx_phantom_encode(struct arena *a, struct bytes *out,
                                       const struct cfx_phantom *tx,
                                       uint32_t chain_id);

#endif
