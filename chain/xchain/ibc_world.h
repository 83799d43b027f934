/* ibc_world: two chains that talk over IBC, moved one message at a time.
 *
 * Spec: ICS-04 (v1 and v2), ICS-20, ICS-721; the rules of each message are
 * those of ibc_step, here asked with the state that the chains are really in.  A
 * proof is true when the other chain holds what it shows; a message that says
 * "forged" brings one that is not.  Chain a has 1,000 tokens of its own, or
 * tokens 0 to 7 of ICS-721; what b holds of them are vouchers.  A client knows
 * the other chain as it is now. */
#ifndef ETALON_CHAIN_XCHAIN_IBC_WORLD_H
#define ETALON_CHAIN_XCHAIN_IBC_WORLD_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum { IBC_WORLD_PACKETS_MAX = 512, IBC_WORLD_STEPS_MAX = 4096 };

struct ibc_world;

/* config: {version: v1|v2, ordering: ORDERED|UNORDERED, app: transfer|nft|none,
 * open: is the channel there already?}.  The world lives in the arena.
 * ERR_BAD_INPUT, ERR_MEMORY. */
MUST_CHECK enum err ibc_world_open(struct arena *a, struct ibc_world **out,
                                   const json_t *config);
/* One message: {msg, chain: a|b, …}.  *result is a word of ibc_step's, or the
 * new state of a channel end.  A refusal changes nothing and is the reason;
 * ERR_BAD_INPUT, ERR_LIMIT, ERR_MEMORY are faults. */
MUST_CHECK enum err ibc_world_step(struct ibc_world *w, const char **result,
                                   const json_t *step);
/* {a, b}: channel, sequences, time, tokens, packets that are committed,
 * received and acknowledged.  NULL when memory is short. */
json_t *ibc_world_show(const struct ibc_world *w);

#endif
