/* blob: gas and fees of blob-carrying transactions.
 *
 * Spec: EIP-4844, 7691, 7840, 7892 (schedules by fork), 7918 (reserve price).
 * All parameters are those of the block that is being made, also where they
 * are applied to values of its parent.  A schedule is the fork's own or one that
 * the chain sets (fork_blobs); before Cancun it is all zero. */
#ifndef ETALON_CHAIN_ETH_BLOB_H
#define ETALON_CHAIN_ETH_BLOB_H

#include "base/err.h"
#include "base/u256.h"
#include "chain/eth/fork.h"

enum {
    BLOB_GAS = 131072,        /* per blob */
    BLOB_TX_MAX_OSAKA = 6,    /* blobs in one transaction, EIP-7594 */
    BLOB_COMMITMENT_SIZE = 48,
    BLOB_VERSION_KZG = 1,
};

/* factor * e^(numerator / denominator) by the Taylor series of EIP-4844.
 * Errors: ERR_VALUE (denominator zero), ERR_TOO_WIDE (above 256 bits). */
MUST_CHECK enum err blob_fake_exponential(struct u256 *out, struct u256 factor,
                                          uint64_t numerator,
                                          uint64_t denominator);
/* ERR_TYPE where there are no blobs; ERR_TOO_WIDE. */
MUST_CHECK enum err blob_base_fee(struct u256 *out,
                                  const struct blob_schedule *s,
                                  uint64_t excess);
/* Excess of the child; parent values are zero where it has none.
 * Errors: ERR_TYPE, ERR_TOO_WIDE. */
MUST_CHECK enum err blob_excess_next(uint64_t *out, enum fork fork,
                                     const struct blob_schedule *s,
                                     uint64_t parent_excess,
                                     uint64_t parent_used,
                                     struct u256 parent_base_fee);
/* Blob gas of a block whose transactions name these many blobs each.
 * Errors: ERR_TYPE, ERR_TX_BLOB_COUNT (one transaction), ERR_HDR_BLOB_GAS. */
MUST_CHECK enum err blob_gas_used(uint64_t *out, enum fork fork,
                                  const struct blob_schedule *s,
                                  const uint64_t *counts, size_t count);
/* ERR_LENGTH unless the commitment has 48 bytes. */
MUST_CHECK enum err blob_versioned_hash(uint8_t out[32],
                                        struct bytes commitment);

#endif
