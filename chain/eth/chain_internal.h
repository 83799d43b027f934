/* chain_internal: what the files of the chain module share. */
#ifndef ETALON_CHAIN_ETH_CHAIN_INTERNAL_H
#define ETALON_CHAIN_ETH_CHAIN_INTERNAL_H

#include "chain/eth/chain.h"
#include "chain/eth/state_internal.h"

/* Room in the table of hashes for one block more.  ERR_MEMORY. */
MUST_CHECK enum err chain_store_room(struct chain *c);
/* Into the table of hashes, where chain_store_room() made room. */
void chain_store_add(struct chain *c, struct chain_block *b);
/* A block with its transactions, in the store arena but in no table; parent
 * NULL: the genesis block.  senders: 20 bytes each, or empty: they are
 * recovered.  Errors: those of block_decode, tx_decode, tx_sender and
 * blob_base_fee; ERR_LENGTH (of senders). */
MUST_CHECK enum err chain_block_new(struct chain *c, struct chain_block **out,
                                    struct chain_block *parent, struct bytes raw,
                                    struct bytes senders);
/* The block becomes the head; its transactions can be found. */
MUST_CHECK enum err chain_append(struct chain *c, struct chain_block *b);
/* Takes the head off the canonical branch; the state is the caller's part. */
void chain_drop(struct chain *c);
/* Takes a block that was just run on the head: the state is the one after it,
 * not yet committed.  On error the state is the caller's to take back. */
MUST_CHECK enum err chain_adopt(struct chain *c, struct bytes raw,
                                const struct execute_block_outcome *o,
                                const struct chain_block **out);
void chain_keep_undo(struct chain *c, struct chain_block *b,
                     struct state_undo *undo);
void chain_forget_undo(struct chain *c, struct chain_block *b);

#endif
