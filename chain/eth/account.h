/* account: the four fields of an account, and the roots of storage and state.
 *
 * Spec: Ethereum Yellow Paper 4.1; nonce below 2^64 by EIP-2681.  Both tries
 * are keyed by hashes; storage values are RLP integers, zero is absence. */
#ifndef ETALON_CHAIN_ETH_ACCOUNT_H
#define ETALON_CHAIN_ETH_ACCOUNT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum { ACCOUNT_RLP_MAX = 2 + 9 + 33 + 33 + 33 };

struct account {
    uint64_t nonce;
    struct u256 balance;
    uint8_t storage_root[32], code_hash[32];
};

struct storage_slot {
    struct u256 key, value;
};

struct state_entry {
    uint8_t address[20];
    uint64_t nonce;
    struct u256 balance;
    struct bytes code;
    const struct storage_slot *slots;
    size_t slot_count;
};

/* Returns the number of bytes written. */
size_t account_encode(uint8_t out[ACCOUNT_RLP_MAX], const struct account *in);
/* Errors: those of chain/codec/rlp.h, ERR_FIELD_COUNT. */
MUST_CHECK enum err account_decode(struct account *out, struct bytes in);
/* A later slot with the same key wins.  ERR_MEMORY. */
MUST_CHECK enum err storage_root(struct arena *a, uint8_t root[32],
                                 const struct storage_slot *slots,
                                 size_t count);
/* Every entry becomes an account, empty ones too.  ERR_MEMORY. */
MUST_CHECK enum err state_root(struct arena *a, uint8_t root[32],
                               const struct state_entry *entries, size_t count);

#endif
