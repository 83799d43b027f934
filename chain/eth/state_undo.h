/* state_undo: what a block changed, kept so that the state before it can be had
 * again after the journal is forgotten.
 *
 * An undo record holds each changed account once, as it was.  Applying the
 * records of the blocks above one, newest first, gives the state after that
 * one; it goes through the journal, so that a look into the past is taken back
 * with state_revert(). */
#ifndef ETALON_CHAIN_ETH_STATE_UNDO_H
#define ETALON_CHAIN_ETH_STATE_UNDO_H

#include "chain/eth/state.h"

struct state_undo;

/* What the journal from its first entry on did; to be called before
 * state_commit().  NULL when memory is short. */
MUST_CHECK struct state_undo *state_undo_new(const struct state *s);
/* Bytes that the record takes. */
size_t state_undo_size(const struct state_undo *u);
/* A fault of memory is left in s->failed. */
void state_undo_apply(struct state *s, const struct state_undo *u);
void state_undo_free(struct state_undo *u);

#endif
