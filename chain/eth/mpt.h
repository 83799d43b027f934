/* mpt: the hexary Merkle Patricia trie - roots, look-ups and proofs.
 *
 * Spec: Ethereum Yellow Paper, appendix D.  Roots are 32 bytes; keys are byte
 * strings; an empty value means "delete". */
#ifndef ETALON_CHAIN_ETH_MPT_H
#define ETALON_CHAIN_ETH_MPT_H

#include "base/arena.h"
#include "base/err.h"

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
                              size_t entry_count, struct bytes key, bool secure);
/* Walks the proof from root.  *value is empty when the proof shows absence.
 * Errors: ERR_PROOF_MISSING, ERR_PROOF_NODE, ERR_PROOF_HASH, ERR_PROOF_EXTRA. */
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
