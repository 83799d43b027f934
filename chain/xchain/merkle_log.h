/* merkle_log: append-only Merkle logs - roots, inclusion and consistency.
 *
 * Spec: RFC 6962 section 2.1, RFC 9162 sections 2.1.3.2 and 2.1.4.2 (the two
 * verifiers), and the subtree proofs of the Merkle tree certificates draft.
 * Leaves hash as SHA-256(00 || data), nodes as SHA-256(01 || left || right),
 * the empty log as SHA-256 of nothing.  A hash in a proof that is not 32 bytes
 * long makes the proof invalid. */
#ifndef ETALON_CHAIN_XCHAIN_MERKLE_LOG_H
#define ETALON_CHAIN_XCHAIN_MERKLE_LOG_H

#include "base/arena.h"
#include "base/err.h"

struct merkle_path {
    const struct bytes *hashes;
    size_t count;
};

void merkle_log_node(uint8_t out[32], const uint8_t left[32],
                     const uint8_t right[32]);
/* Root over the leaves' data.  ERR_MEMORY. */
MUST_CHECK enum err merkle_log_root(struct arena *a, uint8_t root[32],
                                    const struct bytes *leaves, size_t count);

/* All verifiers: ERR_RANGE (index or sizes that do not go together),
 * ERR_LENGTH (of a hash), ERR_ITEM_COUNT (of the path), ERR_ROOT_MISMATCH. */
MUST_CHECK enum err merkle_log_included(uint64_t index, uint64_t size,
                                        struct bytes leaf_hash,
                                        struct merkle_path path,
                                        struct bytes root);
MUST_CHECK enum err merkle_log_consistent(uint64_t size1, uint64_t size2,
                                          struct bytes root1,
                                          struct bytes root2,
                                          struct merkle_path path);

/* Leaves start (included) to end (not) of a log; start is a multiple of the
 * smallest power of two that is not below end - start. */
struct merkle_range {
    uint64_t start, end;
};

MUST_CHECK enum err merkle_log_subtree_included(uint64_t index,
                                                struct merkle_range range,
                                                struct bytes leaf_hash,
                                                struct merkle_path path,
                                                struct bytes root);
/* Is the subtree with this root part of the log of size leaves under
 * tree_root? */
MUST_CHECK enum err merkle_log_subtree_consistent(struct merkle_range range,
                                                  uint64_t size,
                                                  struct bytes subtree_root,
                                                  struct bytes tree_root,
                                                  struct merkle_path path);

#endif
