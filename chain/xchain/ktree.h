/* ktree: Keccak trees of fixed depth 32 whose empty leaves are zero.
 *
 * The deposit-contract shape: Hyperlane's MerkleLib and the local exit tree of
 * AggLayer are this tree.  Bit i of an index says whether the node at height i
 * is a right child. */
#ifndef ETALON_CHAIN_XCHAIN_KTREE_H
#define ETALON_CHAIN_XCHAIN_KTREE_H

#include "base/arena.h"
#include "base/err.h"

enum { KTREE_DEPTH = 32, KTREE_LEAVES_MAX = 1 << 20 };

/* leaves: count words of 32 bytes.  ERR_TOO_LONG above KTREE_LEAVES_MAX,
 * ERR_MEMORY. */
MUST_CHECK enum err ktree_root(struct arena *a, uint8_t out[32],
                               const uint8_t (*leaves)[32], size_t count);
void ktree_branch_root(uint8_t out[32], const uint8_t leaf[32],
                       const uint8_t (*path)[32], uint32_t index);

#endif
