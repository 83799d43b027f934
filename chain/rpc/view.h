/* view: blocks, transactions, receipts and logs as JSON-RPC shows them.
 *
 * Spec: execution-apis, schemas of block, transaction, receipt. */
#ifndef ETALON_CHAIN_RPC_VIEW_H
#define ETALON_CHAIN_RPC_VIEW_H

#include "chain/eth/chain.h"
#include "chain/eth/pool.h"
#include "chain/rpc/out.h"

/* Where a transaction stands; block NULL: nowhere yet. */
struct tx_place {
    const struct header *header;
    const uint8_t *block_hash;
    size_t index;
};

/* The members of a header and size; the object stays open. */
void view_header(struct out *o, const struct header *h,
                 const uint8_t hash[32], size_t size);
void view_withdrawals(struct out *o, const struct withdrawal *list,
                      size_t count);
void view_block(struct out *o, const struct chain_block *b, bool full);
/* place NULL: pending. */
void view_tx(struct out *o, const struct tx *tx, const uint8_t sender[20],
             const struct tx_place *place);
void view_block_tx(struct out *o, const struct chain_block *b, size_t index);
void view_receipt(struct out *o, const struct chain_block *b, size_t index);
/* log_index is the log's in its block. */
void view_log(struct out *o, const struct log_entry *log,
              const struct tx_place *place, const uint8_t tx_hash[32],
              size_t log_index);

#endif
