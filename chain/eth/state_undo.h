/* state_undo: what a block changed, kept so that the state before it can be had
 * again after the journal is forgotten.
 *
 * An undo record holds each changed account once, as it was.  Applying the
 * records of the blocks above one, newest first, gives the state after that
 * one; it goes through the journal, so that a look into the past is taken back
 * with state_revert().  The same records name what a block changed, and can be
 * written down and read again. */
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

/* Walks what the record speaks of, sorted by account: the account itself
 * (*slot_key NULL) or one of its slots.  False past the end; *at from 0. */
bool state_undo_next(const struct state_undo *u, size_t *at,
                     const struct state_account **account,
                     const struct u256 **slot_key);
/* RLP: a list of [address, aspect, slot key, value]; a code is its hash.
 * ERR_MEMORY. */
MUST_CHECK enum err state_undo_encode(struct arena *a, struct bytes *out,
                                      const struct state_undo *u);
/* Codes must be in s->codes.  Errors: those of RLP, ERR_NOT_FOUND (a code),
 * ERR_LIMIT, ERR_VALUE (no such aspect, or out of order), ERR_MEMORY. */
MUST_CHECK enum err state_undo_decode(struct state *s, struct state_undo **out,
                                      struct bytes in);

#endif
