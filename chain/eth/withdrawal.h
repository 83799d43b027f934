/* withdrawal: a payment from the beacon chain, in Gwei.
 *
 * Spec: EIP-4895. */
#ifndef ETALON_CHAIN_ETH_WITHDRAWAL_H
#define ETALON_CHAIN_ETH_WITHDRAWAL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "base/u256.h"

enum { WEI_PER_GWEI = 1000000000 };

struct withdrawal {
    uint64_t index, validator_index;
    uint8_t address[20];
    uint64_t amount; /* Gwei */
};

/* Errors: those of rlp_decode and the readers of rlp.h, ERR_FIELD_COUNT. */
MUST_CHECK enum err withdrawal_decode(struct withdrawal *out, struct bytes in);
/* ERR_MEMORY. */
MUST_CHECK enum err withdrawal_encode(struct arena *a, struct bytes *out,
                                      const struct withdrawal *w);
MUST_CHECK enum err withdrawals_root(struct arena *a, uint8_t root[32],
                                     const struct withdrawal *list,
                                     size_t count);
struct u256 withdrawal_wei(uint64_t amount);

/* Members as in JSON-RPC: index, validatorIndex, address, amount.
 * Errors: ERR_TOO_WIDE, ERR_BAD_INPUT. */
MUST_CHECK enum err withdrawal_from_json(struct withdrawal *out,
                                         const json_t *in, struct error *why);
MUST_CHECK enum err withdrawals_from_json(struct arena *a,
                                          struct withdrawal **out,
                                          size_t *count, const json_t *list,
                                          struct error *why);
/* New value, NULL when memory is short. */
json_t *withdrawal_to_json(const struct withdrawal *w);

#endif
