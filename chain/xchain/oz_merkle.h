/* oz_merkle: Merkle trees of sorted pairs, as OpenZeppelin contracts verify.
 *
 * Spec: OpenZeppelin Contracts 5, MerkleProof.sol; @openzeppelin/merkle-tree,
 * format standard-v1.  A node is Keccak-256 of the smaller child and then the
 * larger.  An empty proof shows that the leaf is the root, which is why
 * standard-v1 hashes leaves twice. */
#ifndef ETALON_CHAIN_XCHAIN_OZ_MERKLE_H
#define ETALON_CHAIN_XCHAIN_OZ_MERKLE_H

#include "base/arena.h"
#include "base/err.h"

typedef uint8_t oz_hash[32];

void oz_merkle_fold(oz_hash root, const oz_hash leaf, const oz_hash *proof,
                    size_t count);

struct oz_multiproof {
    const oz_hash *leaves, *proof;
    const bool *flags;
    size_t leaf_count, proof_count, flag_count;
};

/* Errors: ERR_ITEM_COUNT (totals), ERR_PROOF_MISSING (a flag asks for a hash
 * that is not there), ERR_MEMORY. */
MUST_CHECK enum err oz_merkle_multi(struct arena *a, oz_hash root,
                                    const struct oz_multiproof *in);
/* Root of standard-v1 over the encoded values (before hashing).
 * Errors: ERR_EMPTY, ERR_MEMORY. */
MUST_CHECK enum err oz_merkle_standard_root(struct arena *a, oz_hash root,
                                            const struct bytes *values,
                                            size_t count);

#endif
