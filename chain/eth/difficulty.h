/* difficulty: what proof of work must claim, and from Paris on must not.
 *
 * Spec: Yellow Paper 4.3.4; EIP-2, 100, 649, 1234, 2384, 3554, 4345, 5133, and
 * EIP-3675 (zero from Paris). */
#ifndef ETALON_CHAIN_ETH_DIFFICULTY_H
#define ETALON_CHAIN_ETH_DIFFICULTY_H

#include "base/err.h"
#include "base/u256.h"
#include "chain/eth/fork.h"

struct difficulty_input {
    enum fork fork; /* of the new block */
    struct u256 parent_difficulty;
    uint64_t parent_timestamp;
    bool parent_has_ommers;
    uint64_t number, timestamp; /* of the new block */
};

/* Errors: ERR_HDR_TIMESTAMP when before the parent's, ERR_TOO_WIDE when the
 * result has more than 256 bits.  Equal times have a difficulty, as published
 * files show; that no header may have them is header_validate's to say. */
MUST_CHECK enum err difficulty_next(struct u256 *out,
                                    const struct difficulty_input *in);

#endif
