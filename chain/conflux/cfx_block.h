/* cfx_block: what a Conflux block holds - transactions of both spaces.
 *
 * Spec: conflux-rust transaction/mod.rs, verification.rs; CIP-90, CIP-130,
 * CIP-645, CIP-1559.  A list of four items is a Core transaction, any other
 * list one of eSpace; typed ones are RLP strings, Core's behind "cfx". */
#ifndef ETALON_CHAIN_CONFLUX_CFX_BLOCK_H
#define ETALON_CHAIN_CONFLUX_CFX_BLOCK_H

#include "chain/conflux/cfx_tx.h"

enum { CFX_BLOCK_BYTES_MAX = 204800 };

struct cfx_block_rules {
    uint64_t core_chain, espace_chain, height;
    struct u256 gas_limit;
    bool cip130, cip645;
};

/* A transaction of either space by its canonical bytes. */
struct cfx_any_tx {
    bool espace;
    uint8_t hash[32], sender[20];
    struct u256 gas;
};

/* Without state.  Errors: of cfx_tx_decode, cfx_tx_check and cfx_tx_sender;
 * of tx_decode and tx_sender for eSpace, ERR_TYPE (blobs), ERR_CHAIN_ID,
 * ERR_RANGE (eSpace at a height that five does not divide). */
MUST_CHECK enum err cfx_any_tx_check(struct arena *a, struct cfx_any_tx *out,
                                     struct bytes in,
                                     const struct cfx_block_rules *rules);

struct cfx_body {
    uint8_t transactions_root[32];
    size_t count;
    struct u256 core_gas, espace_gas; /* gas limits of the transactions */
};

/* The list of a block's transactions.  Errors: as above; ERR_BLK_SIZE;
 * ERR_HDR_GAS_USED (a space packs more than the share that CIP-1559 gives it),
 * ERR_TOO_WIDE, ERR_MEMORY. */
MUST_CHECK enum err cfx_body_check(struct arena *a, struct cfx_body *out,
                                   struct bytes in,
                                   const struct cfx_block_rules *rules);

#endif
