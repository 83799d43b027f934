/* chain_internal: what the files of the chain module share. */
#ifndef ETALON_CHAIN_ETH_CHAIN_INTERNAL_H
#define ETALON_CHAIN_ETH_CHAIN_INTERNAL_H

#include "chain/eth/chain.h"
#include "chain/eth/state_internal.h"

/* Into the table of hashes. */
MUST_CHECK enum err chain_store_add(struct chain *c, struct chain_block *b);
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
