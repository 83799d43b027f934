/* mmr: Merkle Mountain Ranges - positions, peaks, roots and proofs.
 *
 * Spec: Grin's Merkle Mountain Range document; nervosnetwork/merkle-mountain-range
 * as pallet-mmr uses it, with Keccak-256.  Nodes are numbered in the order in
 * which they are appended; leaf i stands at 2i - popcount(i).  The root bags the
 * peaks from the right: hash(right || left).  A proof of one leaf holds every
 * peak left of its own, its path from the bottom, and one bagged hash for the
 * peaks to the right. */
#ifndef ETALON_CHAIN_XCHAIN_MMR_H
#define ETALON_CHAIN_XCHAIN_MMR_H

#include "base/bytes.h"
#include "base/err.h"

enum { MMR_PEAKS_MAX = 63 };

/* Errors of all: ERR_RANGE (2^62 leaves or more, or no size of a range). */
MUST_CHECK enum err mmr_leaf_position(uint64_t *position, uint64_t index);
/* Number of nodes that count leaves make. */
MUST_CHECK enum err mmr_size(uint64_t *size, uint64_t count);
/* Positions of the peaks from the left. */
MUST_CHECK enum err mmr_peaks(uint64_t peaks[MMR_PEAKS_MAX], size_t *count,
                              uint64_t size);

struct mmr_roots {
    uint8_t peaks[MMR_PEAKS_MAX][32]; /* from the left */
    size_t count;
    uint8_t root[32];
};

/* leaves are hashes.  ERR_EMPTY, ERR_RANGE. */
MUST_CHECK enum err mmr_root(struct mmr_roots *out, const uint8_t (*leaves)[32],
                             size_t count);
struct mmr_proof {
    uint64_t leaf_count, leaf_index;
    const struct bytes *hashes;
    size_t count;
};

/* Errors: ERR_RANGE, ERR_LENGTH (of a hash), ERR_PROOF_MISSING,
 * ERR_PROOF_EXTRA, ERR_ROOT_MISMATCH. */
MUST_CHECK enum err mmr_verify(const struct mmr_proof *proof,
                               const uint8_t leaf[32],
                               const uint8_t root[32]);

#endif
