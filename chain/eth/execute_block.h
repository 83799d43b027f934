/* execute_block: what a block does to the state of its parent, and whether its
 * header says so.
 *
 * Spec: Yellow Paper 11 and 4.3.4; EIP-779 (DAO), 649 and 1234 (rewards),
 * 4788, 2935, 4895, 6110, 7002, 7251, 7685.  Rules that need no state are
 * block_validate's. */
#ifndef ETALON_CHAIN_ETH_EXECUTE_BLOCK_H
#define ETALON_CHAIN_ETH_EXECUTE_BLOCK_H

#include "chain/eth/block.h"
#include "chain/eth/execute.h"

struct execute_chain {
    enum fork fork; /* of the block */
    const struct blob_schedule *blobs; /* NULL: the fork's */
    struct u256 chain_id;
    bool dao;       /* the DAO fork happens in this block */
    evm_hash_fn hash_of; /* hashes of the block's ancestors */
    const void *hash_context;
};

enum { EXECUTE_REQUESTS_MAX = 3 };

/* Arrays are the arena's. */
struct execute_block_outcome {
    uint64_t gas_used, blob_gas_used;
    uint8_t state_root[32], receipts_root[32], requests_hash[32];
    uint8_t logs_bloom[BLOOM_SIZE];
    struct receipt *receipts; /* one per transaction */
    uint64_t *gas;            /* used by each transaction */
    uint8_t (*senders)[20];   /* of each transaction */
    size_t receipt_count;
    struct bytes requests[EXECUTE_REQUESTS_MAX]; /* type and data */
    size_t request_count;
};

/* Runs b on the state of its parent.  Only what determines execution is read
 * of the header, so that a block in the making can be run: fill the rest from
 * *out.  On success the state is that after the block, not yet committed; else
 * it is as before.  Errors: those of tx_decode, tx_validate and execute_tx,
 * ERR_DEPOSIT_LAYOUT, ERR_BLK_SYSTEM_CALL. */
MUST_CHECK enum err execute_block(struct evm *e, struct arena *a,
                                  struct execute_block_outcome *out,
                                  const struct block *b,
                                  const struct execute_chain *chain);
/* Sets e up for single transactions in a block with this header.  Errors: those
 * of blob_base_fee. */
MUST_CHECK enum err execute_context(struct evm *e, struct state *s,
                                    const struct header *h,
                                    const struct execute_chain *chain);
/* Compares with what the header claims.  Errors: ERR_BLK_GAS_USED,
 * ERR_HDR_BLOB_GAS, ERR_BLK_STATE_ROOT, ERR_HDR_RECEIPT_ROOT, ERR_HDR_BLOOM,
 * ERR_HDR_REQUESTS. */
MUST_CHECK enum err execute_block_check(const struct block *b,
                                        const struct execute_block_outcome *o);

#endif
