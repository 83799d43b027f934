/* ssz: Merkle roots and branches of the beacon chain.
 *
 * Spec: consensus-specs, simple-serialize and phase0 (is_valid_merkle_branch),
 * light-client documents of each fork (generalised indices). */
#ifndef ETALON_CHAIN_CODEC_SSZ_H
#define ETALON_CHAIN_CODEC_SSZ_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/u256.h"

enum { SSZ_CHUNK = 32, SSZ_DEPTH_MAX = 64 };

/* Walks branch from leaf up by the bits of index (floor(index / 2^i) mod 2).
 * *valid is whether it ends in root.  Errors: ERR_LENGTH unless the branch has
 * depth hashes, ERR_LIMIT above SSZ_DEPTH_MAX. */
MUST_CHECK enum err ssz_merkle_branch(bool *valid, const uint8_t leaf[32],
                                      const uint8_t (*branch)[32],
                                      size_t count, size_t depth,
                                      uint64_t index, const uint8_t root[32]);
/* Root over count chunks padded with zero chunks to the next power of two of
 * limit (has_limit) or of count.  chunks is overwritten.
 * Errors: ERR_TOO_LONG (more chunks than the limit). */
MUST_CHECK enum err ssz_merkleize(uint8_t root[32], uint8_t (*chunks)[32],
                                  size_t count, bool has_limit,
                                  uint64_t limit);
/* hash(root || length as 256-bit little-endian), in place. */
void ssz_mix_in_length(uint8_t root[32], struct u256 length);

/* The generalised index of a named part in a fork's containers; ERR_VALUE when
 * there is none.  Forks: altair, bellatrix, capella, deneb, electra, fulu,
 * gloas.  Names: finalized_root, current_sync_committee, next_sync_committee
 * (in the beacon state), execution_payload (in the body), execution_block_hash
 * (in the body, as Gloas light clients prove it). */
MUST_CHECK enum err ssz_gindex(uint64_t *out, const char *fork,
                               const char *name);

#endif
