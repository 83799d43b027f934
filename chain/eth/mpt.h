/* mpt: the hexary Merkle Patricia trie - roots, look-ups and proofs.
 *
 * Spec: Ethereum Yellow Paper, appendix D.  Roots are 32 bytes; keys are byte
 * strings; an empty value means "delete".  A trie is built from the sorted
 * entries in one pass, without nodes in memory.  Functions over entries fail
 * with ERR_LIMIT when more than MPT_BRANCH_DEPTH_MAX branches nest. */
#ifndef ETALON_CHAIN_ETH_MPT_H
#define ETALON_CHAIN_ETH_MPT_H

#include "base/arena.h"
#include "base/err.h"

enum { MPT_BRANCH_DEPTH_MAX = 2048 };

struct mpt_entry {
    struct bytes key, value;
};

/* Root over entries applied in order: a later entry for the same key wins, an
 * empty value deletes.  secure: keys are hashed first.  The caller's array is
 * not changed.  ERR_MEMORY. */
MUST_CHECK enum err mpt_root(struct arena *a, uint8_t root[32],
                             const struct mpt_entry *entries, size_t count,
                             bool secure);
/* Root of a list trie: key i is the RLP of i. */
MUST_CHECK enum err mpt_list_root(struct arena *a, uint8_t root[32],
                                  const struct bytes *items, size_t count);
/* Value under key after applying entries; empty when absent. */
MUST_CHECK enum err mpt_get(struct arena *a, struct bytes *value,
                            const struct mpt_entry *entries, size_t count,
                            struct bytes key, bool secure);
/* Nodes from the root down to where key's path ends (inclusion or exclusion);
 * nodes shorter than 32 bytes are embedded and not listed, the root always is;
 * an empty trie gives one node 0x80 (as eth_getProof of geth: an empty list is
 * also known; see docs).  */
MUST_CHECK enum err mpt_prove(struct arena *a, struct bytes **nodes,
                              size_t *count, const struct mpt_entry *entries,
                              size_t entry_count, struct bytes key,
                              bool secure);
/* Walks the proof from root.  *value is a view into the nodes, empty when the
 * proof shows absence.  Nodes are read strictly: canonical RLP, non-empty
 * extension paths and leaf values, embedded nodes below 32 bytes, at least two
 * branches in a branch.  No node at all, or one node 0x80, proves absence under
 * the empty root.
 * Errors: ERR_PROOF_MISSING, ERR_PROOF_NODE, ERR_PROOF_HASH,
 * ERR_PROOF_EXTRA. */
MUST_CHECK enum err mpt_verify(struct arena *a, struct bytes *value,
                               const uint8_t root[32], struct bytes key,
                               const struct bytes *nodes, size_t count);

/* Hex-prefix: nibbles are one per byte, 0 to 15 (appendix C). */
MUST_CHECK enum err hex_prefix_encode(struct arena *a, struct bytes *out,
                                      struct bytes nibbles, bool leaf);
/* Errors: ERR_EMPTY, ERR_PREFIX (flag nibble above 3), ERR_PADDING. */
MUST_CHECK enum err hex_prefix_decode(struct arena *a, struct bytes *nibbles,
                                      bool *leaf, struct bytes in);

#endif
