/* eureka: IBC v2 proofs about a contract on Ethereum, and its light client.
 *
 * Spec: cosmos/solidity-ibc-eureka, packages/ethereum; EIP-1186; consensus-specs
 * for what beacon.h checks.  A commitment stands in the storage of the router at
 * the slot of a mapping keyed by the hash of the path. */
#ifndef ETALON_CHAIN_XCHAIN_EUREKA_H
#define ETALON_CHAIN_XCHAIN_EUREKA_H

#include "chain/xchain/beacon.h"

struct eureka_nodes {
    const struct bytes *nodes;
    size_t count;
};

struct eureka_proof {
    uint8_t state_root[32], contract[20], storage_root[32], key[32], slot[32];
    struct u256 value; /* that the proof claims */
    struct eureka_nodes account, storage;
    struct bytes path;
};

/* expected NULL: absence.  Errors: those of mpt_verify, ERR_VALUE (the key is
 * not the path's), ERR_ROOT_MISMATCH (storage root), ERR_PROOF_VALUE. */
MUST_CHECK enum err eureka_verify(struct arena *a,
                                  const struct eureka_proof *in,
                                  const struct u256 *expected);

/* What the client keeps of a committee. */
struct eureka_summary {
    uint8_t keys_root[32], aggregate[BEACON_KEY];
};

struct eureka_consensus {
    uint64_t slot, timestamp;
    uint8_t state_root[32];
    struct eureka_summary current, next;
    bool has_next;
};

/* Fork rules are in update: gindices and fork_version as of the signature. */
struct eureka_update {
    struct beacon_update update;
    struct beacon_execution attested, finalized;
    struct beacon_branch attested_branch, finalized_branch;
    struct beacon_committee active;
    bool active_is_next, frozen;
    uint64_t period_slots, current_slot, participants_min, execution_gindex;
};

/* Errors: those of beacon_check_update, ERR_CLIENT_INACTIVE, ERR_KEY (another
 * committee than the stored one). */
MUST_CHECK enum err eureka_step(struct arena *a, struct eureka_consensus *out,
                                const struct eureka_consensus *known,
                                const struct eureka_update *in);

#endif
