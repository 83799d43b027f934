/* comet: what a light client of CometBFT checks - headers, validators, votes.
 *
 * Spec: CometBFT data structures, encoding and light client; ICS-07.  Hashes
 * of headers and validator sets are the trees of RFC 6962 over protobuf bytes.
 * Only Ed25519 keys are known. */
#ifndef ETALON_CHAIN_XCHAIN_COMET_H
#define ETALON_CHAIN_XCHAIN_COMET_H

#include "base/arena.h"
#include "base/err.h"
#include "chain/xchain/rfc3339.h"

enum { COMET_HEADER_FIELDS = 14, COMET_VALIDATORS_MAX = 10000 };

enum comet_flag { COMET_ABSENT = 1, COMET_COMMIT = 2, COMET_NIL = 3 };

/* The part set header is always written, the hashes when not empty. */
struct comet_block_id {
    struct bytes hash, parts_hash;
    uint64_t parts_total;
};

/* In the order of the tree: version, chain id, height, time, last block,
 * then the hashes. */
enum comet_hash {
    COMET_LAST_COMMIT,
    COMET_DATA,
    COMET_VALIDATORS,
    COMET_NEXT_VALIDATORS,
    COMET_CONSENSUS,
    COMET_APP,
    COMET_LAST_RESULTS,
    COMET_EVIDENCE,
    COMET_PROPOSER,
    COMET_HASHES
};

struct comet_header {
    uint64_t version_block, version_app, height;
    struct bytes chain_id;
    struct rfc3339 time;
    struct comet_block_id last_block;
    struct bytes hashes[COMET_HASHES];
};

struct comet_validator {
    uint8_t key[32];
    uint64_t power;
};

struct comet_validators {
    const struct comet_validator *items;
    size_t count;
};

struct comet_sig {
    enum comet_flag flag;
    struct bytes address, signature;
    struct rfc3339 time;
};

struct comet_commit {
    uint64_t height, round;
    struct comet_block_id block;
    const struct comet_sig *sigs;
    size_t count;
};

/* ERR_MEMORY. leaves has COMET_HEADER_FIELDS places. */
MUST_CHECK enum err comet_header_hash(struct arena *a, uint8_t hash[32],
                                      struct bytes *leaves,
                                      const struct comet_header *header);
/* By power, descending, then by address.  ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err comet_validators_hash(struct arena *a, uint8_t hash[32],
                                          struct comet_validators set);
/* The canonical block id, and a Timestamp, as protobuf. */
MUST_CHECK enum err comet_block_id_encode(struct arena *a, struct bytes *out,
                                          const struct comet_block_id *in);
MUST_CHECK enum err comet_time_encode(struct arena *a, struct bytes *out,
                                      struct rfc3339 time);

struct comet_vote {
    uint64_t type, height, round;
    struct bytes block, time; /* protobuf; block is empty for nil */
    struct bytes chain_id;
};

MUST_CHECK enum err comet_sign_bytes(struct arena *a, struct bytes *out,
                                     const struct comet_vote *vote);

/* --- a step of the light client --------------------------------------------------- */

struct comet_signed {
    struct comet_header header;
    struct comet_commit commit;
    struct comet_validators validators;
};

struct comet_trust {
    uint64_t numerator, denominator;
};

/* Between a third and the whole. */
bool comet_trust_ok(struct comet_trust level);
/* a + ns nanoseconds against b: -1, 0, 1. */
int comet_time_cmp(struct rfc3339 a, uint64_t ns, struct rfc3339 b);

struct comet_update {
    uint64_t trusted_height;
    struct rfc3339 trusted_time;
    struct bytes trusted_chain_id;
    struct bytes trusted_next_hash;
    struct comet_validators trusted_next; /* the set with that hash */
    const struct comet_signed *untrusted;
    const struct comet_validators *untrusted_next; /* or NULL: not given */
    uint64_t period_ns, drift_ns;
    bool check_time; /* period and drift are looked at */
    struct rfc3339 now;
    struct comet_trust level;
};

struct comet_outcome {
    uint8_t header_hash[32];
    uint64_t signed_power, total_power;
};

/* Errors: ERR_EXPIRED, ERR_HDR_FUTURE, ERR_CHAIN_ID, ERR_VALUE (hashes that do
 * not fit each other), ERR_ITEM_COUNT (signatures), ERR_ORDER (height, time),
 * ERR_REPEATED (one validator twice), ERR_SIGNATURE, ERR_TRUST (too little of
 * the trusted set has signed), ERR_POWER (too little of its own). */
MUST_CHECK enum err comet_verify(struct arena *a, struct comet_outcome *out,
                                 const struct comet_update *in);

#endif
