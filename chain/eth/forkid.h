/* forkid: which forks a chain has passed, in twelve bytes.
 *
 * Spec: EIP-2124, EIP-6122 (forks by timestamp). */
#ifndef ETALON_CHAIN_ETH_FORKID_H
#define ETALON_CHAIN_ETH_FORKID_H

#include "base/err.h"

enum { FORKID_POINTS_MAX = 256 };

struct forkid {
    uint32_t hash; /* CRC-32 (IEEE) */
    uint64_t next; /* 0: none is known */
};

/* Activation points in ascending order, zeros and repeats already dropped. */
struct forkid_chain {
    uint8_t genesis[32];
    const uint64_t *blocks, *times;
    size_t block_count, time_count;
};

struct forkid forkid_compute(const struct forkid_chain *c, uint64_t number,
                             uint64_t timestamp);
/* Rules 1 to 4 for what a remote announced to a node whose head is at number
 * and timestamp.  Errors: ERR_FORK_REMOTE_STALE, ERR_FORK_LOCAL_STALE, and
 * ERR_LIMIT above FORKID_POINTS_MAX points. */
MUST_CHECK enum err forkid_validate(const struct forkid_chain *c,
                                    uint64_t number, uint64_t timestamp,
                                    struct forkid remote);

#endif
