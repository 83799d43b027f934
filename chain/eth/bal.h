/* bal: block access lists - what a block read and wrote, by account.
 *
 * Spec: EIP-7928 (Amsterdam, not final).  The list travels beside the block;
 * the header holds its Keccak-256.  Index 0 is before the transactions, i + 1
 * transaction i, and one above the last one is after them. */
#ifndef ETALON_CHAIN_ETH_BAL_H
#define ETALON_CHAIN_ETH_BAL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "base/u256.h"

enum {
    BAL_CODE_MAX = 65536,   /* bytes, EIP-7954 */
    BAL_GAS_PER_ITEM = 2000,
};

struct bal_change {
    uint32_t index;
    struct u256 value;
};

struct bal_changes {
    const struct bal_change *items;
    size_t count;
};

struct bal_slot {
    struct u256 slot;
    struct bal_changes changes;
};

struct bal_code {
    uint32_t index;
    struct bytes code;
};

struct bal_account {
    uint8_t address[20];
    const struct bal_slot *slots;
    size_t slot_count;
    const struct u256 *reads;
    size_t read_count;
    struct bal_changes balances, nonces; /* nonces fit 64 bits */
    const struct bal_code *codes;
    size_t code_count;
};

struct bal {
    const struct bal_account *accounts;
    size_t count;
};

/* Structure and types only.  Code is a view into in.  Errors: those of
 * rlp_decode and the readers of rlp.h, ERR_FIELD_COUNT, ERR_MEMORY. */
MUST_CHECK enum err bal_decode(struct arena *a, struct bal *out,
                               struct bytes in);
/* ERR_MEMORY. */
MUST_CHECK enum err bal_encode(struct arena *a, struct bytes *out,
                               const struct bal *list);
MUST_CHECK enum err bal_hash(struct arena *a, uint8_t out[32],
                             const struct bal *list);
/* The rules that need no execution; *items is the number of addresses and
 * slots.  Errors: ERR_ORDER, ERR_REPEATED, ERR_BAL_BOTH, ERR_BAL_NO_CHANGE,
 * ERR_BAL_INDEX, ERR_TOO_LONG (code), ERR_BAL_SIZE. */
MUST_CHECK enum err bal_validate(uint64_t *items, const struct bal *list,
                                 uint64_t transactions, uint64_t gas_limit);

/* Member names of the published fixtures: address, storageChanges [{slot,
 * slotChanges [{blockAccessIndex, postValue}]}], storageReads, balanceChanges
 * {…, postBalance}, nonceChanges {…, postNonce}, codeChanges {…, newCode}.
 * Integers are taken in any 0x spelling of at most 32 bytes, since fixtures
 * pad them.  Errors: ERR_TOO_WIDE, ERR_BAD_INPUT, ERR_MEMORY. */
MUST_CHECK enum err bal_from_json(struct arena *a, struct bal *out,
                                  const json_t *in, struct error *why);
/* New value, NULL when memory is short; integers in the shortest spelling. */
json_t *bal_to_json(const struct bal *list);

#endif
