/* cfx_tx: transactions of Conflux Core, types 0 to 2, and Core addresses.
 *
 * Spec: conflux-rust native_transaction.rs; CIP-1559 (types 1 and 2 behind
 * "cfx").  Views in a decoded transaction point into the input. */
#ifndef ETALON_CHAIN_CONFLUX_CFX_TX_H
#define ETALON_CHAIN_CONFLUX_CFX_TX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"
#include "chain/eth/tx.h"

enum { CFX_TX_TYPE_MAX = 2, CFX_EPOCH_BOUND = 100000, CFX_GAS_PER_BYTE = 100 };

struct cfx_tx {
    unsigned type;
    bool has_to;
    uint8_t to[20];
    /* max_fee is gasPrice of types 0 and 1; max_priority is of type 2. */
    struct u256 nonce, max_priority, max_fee, gas, value, r, s;
    uint64_t storage_limit, epoch_height, chain_id, v;
    struct bytes data;
    const struct tx_access *access;
    size_t access_count;
};

/* Errors: those of the readers of rlp.h; ERR_TYPE, ERR_FIELD_COUNT, ERR_TX_TO
 * (neither empty nor 20 bytes), ERR_TOO_WIDE (chain id), ERR_SIG_V,
 * ERR_MEMORY. */
MUST_CHECK enum err cfx_tx_decode(struct arena *a, struct cfx_tx *out,
                                  struct bytes in);
MUST_CHECK enum err cfx_tx_encode(struct arena *a, struct bytes *out,
                                  const struct cfx_tx *tx);
MUST_CHECK enum err cfx_tx_signing_hash(struct arena *a, uint8_t out[32],
                                        const struct cfx_tx *tx);
/* Errors: ERR_SIG_R, ERR_SIG_S, ERR_SIG_HIGH_S, ERR_SIG_RECOVER, ERR_MEMORY. */
MUST_CHECK enum err cfx_tx_sender(struct arena *a, uint8_t sender[20],
                                  const struct cfx_tx *tx);
/* Without state: ERR_CHAIN_ID, ERR_TX_MAX_FEE (a price of zero), ERR_RANGE
 * (epoch height), ERR_TX_FEE_ORDER (with cip645), ERR_TX_INTRINSIC (with
 * cip130: gas per byte). */
struct cfx_tx_rules {
    uint64_t chain_id, height;
    bool cip130, cip645;
};
MUST_CHECK enum err cfx_tx_check(const struct cfx_tx *tx,
                                 const struct cfx_tx_rules *rules);
/* Of a 65-byte uncompressed key: the address of Ethereum, first nibble 1. */
void cfx_address_of_key(uint8_t out[20], const uint8_t key[65]);
/* Creation by a transaction: first nibble 8. */
void cfx_address_create(uint8_t out[20], const uint8_t sender[20],
                        struct u256 nonce, struct bytes init_code);

#endif
