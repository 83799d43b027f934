/* genesis: the first block of a chain and its state, from the usual JSON form.
 *
 * Form: config (see config.h), alloc (address, with or without 0x, to balance,
 * nonce, code, storage) and header members; numbers are 0x quantities, decimal
 * strings or JSON integers.  Members that are null count as absent. */
#ifndef ETALON_CHAIN_ETH_GENESIS_H
#define ETALON_CHAIN_ETH_GENESIS_H

#include "chain/eth/block.h"
#include "chain/eth/config.h"
#include "chain/eth/state.h"

enum {
    GENESIS_ACCOUNTS_MAX = 2000000,
    GENESIS_SLOTS_MAX = 4000000, /* of one account */
};

/* Fills the empty state *s, the configuration and the header; views in the
 * header are the arena's.  Errors: ERR_BAD_INPUT with the member's name,
 * ERR_LIMIT, ERR_MEMORY, those of config_from_json.  On error the state must
 * be reset. */
MUST_CHECK enum err genesis_from_json(struct arena *a,
                                      struct chain_config *config,
                                      struct header *header, struct state *s,
                                      const json_t *in, struct error *why);
/* The header of a genesis block over *s with all its roots; what is not set by
 * the caller (number, times, gas limit, difficulty …) is kept.  ERR_MEMORY. */
MUST_CHECK enum err genesis_seal(struct header *h, enum fork fork,
                                 struct state *s);

#endif
