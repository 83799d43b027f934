/* beacon: what a light client of the beacon chain checks.
 *
 * Spec: consensus-specs, light-client/sync-protocol.md (Altair to Fulu), SSZ
 * merkleisation; the rules of IBC Eureka's light client come on top.  Hashes
 * are 32 bytes, keys 48, signatures 96. */
#ifndef ETALON_CHAIN_XCHAIN_BEACON_H
#define ETALON_CHAIN_XCHAIN_BEACON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum { BEACON_KEY = 48, BEACON_SIGNATURE = 96, BEACON_COMMITTEE_MAX = 8192 };

struct beacon_header {
    uint64_t slot, proposer;
    uint8_t parent[32], state[32], body[32];
};

struct beacon_committee {
    const uint8_t (*keys)[BEACON_KEY];
    size_t count;
    uint8_t aggregate[BEACON_KEY];
};

/* Deneb's 17 fields. */
struct beacon_execution {
    uint8_t parent_hash[32], fee_recipient[20], state_root[32],
        receipts_root[32], logs_bloom[256], prev_randao[32], block_hash[32],
        transactions_root[32], withdrawals_root[32];
    uint64_t block_number, gas_limit, gas_used, timestamp, blob_gas_used,
        excess_blob_gas;
    struct bytes extra_data; /* at most 32 */
    struct u256 base_fee;
};

struct beacon_branch {
    const struct bytes *hashes;
    size_t count;
};

void beacon_header_root(uint8_t root[32], const struct beacon_header *in);
/* ERR_TOO_LONG (extra data). */
MUST_CHECK enum err beacon_execution_root(uint8_t root[32],
                                          const struct beacon_execution *in);
/* The root of the keys alone, and of the committee.  ERR_RANGE (no key, or
 * more than BEACON_COMMITTEE_MAX), ERR_MEMORY. */
MUST_CHECK enum err beacon_keys_root(struct arena *a, uint8_t root[32],
                                     const struct beacon_committee *in);
MUST_CHECK enum err beacon_committee_root(struct arena *a, uint8_t root[32],
                                          const struct beacon_committee *in);
void beacon_domain(uint8_t domain[32], const uint8_t type[4],
                   const uint8_t fork_version[4],
                   const uint8_t genesis_root[32]);
/* What a sync committee signs about a header. */
void beacon_signing_root(uint8_t root[32], const struct beacon_header *header,
                         const uint8_t fork_version[4],
                         const uint8_t genesis_root[32]);

unsigned beacon_depth(uint64_t gindex);
uint64_t beacon_position(uint64_t gindex);
/* normalized: zero hashes may stand in front.  ERR_RANGE (gindex 0),
 * ERR_LENGTH, ERR_ROOT_MISMATCH. */
MUST_CHECK enum err beacon_check_branch(const uint8_t leaf[32],
                                        struct beacon_branch branch,
                                        uint64_t gindex, bool normalized,
                                        const uint8_t root[32]);

/* --- updates ----------------------------------------------------------------------- */

struct beacon_update {
    struct beacon_header attested, finalized;
    bool has_finalized, has_next;
    struct beacon_committee next;
    struct beacon_branch finality_branch, next_branch;
    const bool *bits; /* one for each key of the committee */
    size_t bit_count;
    uint8_t signature[BEACON_SIGNATURE];
    uint64_t signature_slot;
    /* of the container that the fork has */
    uint64_t finality_gindex, next_gindex;
    uint8_t fork_version[4], genesis_root[32];
};

struct beacon_store {
    uint64_t finalized_slot, period_slots, current_slot;
    struct beacon_committee current, next;
    bool has_next;
};

/* Errors: ERR_ITEM_COUNT (participants), ERR_ORDER (slots), ERR_RANGE (period),
 * ERR_VALUE (nothing new, or another next committee), ERR_ROOT_MISMATCH and
 * ERR_LENGTH (branches), ERR_SIGNATURE; ERR_NOT_BUILT when everything else is
 * right and this build has no BLS. */
MUST_CHECK enum err beacon_check_update(struct arena *a,
                                        const struct beacon_store *store,
                                        const struct beacon_update *update);
/* Parts of it, for stricter clients. */
MUST_CHECK enum err beacon_check_slots(const struct beacon_update *update,
                                       uint64_t current_slot);
MUST_CHECK enum err beacon_check_branches(struct arena *a,
                                          const struct beacon_update *update);
MUST_CHECK enum err beacon_check_signature(struct arena *a,
                                           const struct beacon_update *update,
                                           const struct beacon_committee *by);
size_t beacon_participants(const struct beacon_update *update);

#endif
