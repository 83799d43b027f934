/* build: new blocks on blocks of a chain.
 *
 * Before Paris a block claims its difficulty and has no seal: mixHash is the
 * caller's and the nonce is zero. */
#ifndef ETALON_CHAIN_ETH_BUILD_H
#define ETALON_CHAIN_ETH_BUILD_H

#include "chain/eth/chain.h"

struct build {
    const struct chain_block *parent; /* canonical */
    uint64_t timestamp;
    uint64_t gas_target; /* the limit moves towards it; 0: stays */
    uint8_t coinbase[20], mix_hash[32], beacon_root[32];
    struct bytes extra;
    const struct withdrawal *withdrawals;
    size_t withdrawal_count;
    const struct bytes *txs; /* canonical bytes */
    size_t tx_count;
};

/* Header of the block as far as it is known before execution.  Errors:
 * ERR_HDR_TIMESTAMP, those of basefee_next, blob_excess_next and
 * difficulty_next. */
MUST_CHECK enum err build_header(const struct chain *c, struct header *out,
                                 const struct build *b);
/* Runs the block on its parent's state and takes it back.  *out, its bytes and
 * *outcome are c->scratch's.  Errors: as execute_block; ERR_NOT_FOUND. */
MUST_CHECK enum err build_trial(struct chain *c, struct block *out,
                                struct bytes *raw,
                                struct execute_block_outcome *outcome,
                                const struct build *b);
/* Runs the block on the head and makes it the head; resets c->scratch. */
MUST_CHECK enum err build_block(struct chain *c,
                                const struct chain_block **out,
                                const struct build *b);
/* Keeps of txs those that can follow one another, in the order given; kept must
 * hold count.  ERR_MEMORY and other faults. */
MUST_CHECK enum err build_filter(struct chain *c, const struct build *b,
                                 bool *kept);

#endif
