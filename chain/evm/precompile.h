/* precompile: the precompiled contracts, as a table by address and fork. */
#ifndef ETALON_CHAIN_EVM_PRECOMPILE_H
#define ETALON_CHAIN_EVM_PRECOMPILE_H

#include "base/arena.h"
#include "base/err.h"
#include "chain/eth/fork.h"

struct precompile;

/* The precompile active at this address in this fork, or NULL. */
const struct precompile *precompile_find(enum fork f,
                                         const uint8_t address[20]);
/* Runs it.  *gas is lowered by the price.  ok false: the call fails and all
 * its gas is gone; *out (from the arena) then is unset.  The result is a fault:
 * ERR_NOT_BUILT, ERR_MEMORY, ERR_INTERNAL. */
MUST_CHECK enum err precompile_run(const struct precompile *p, enum fork f,
                                   struct arena *a, struct bytes in,
                                   int64_t *gas, struct bytes *out, bool *ok);
const char *precompile_name(const struct precompile *p);

#endif
