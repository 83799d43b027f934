/* cfx_tree: merkle roots of Conflux - its sixteen-way tree and lists in it.
 *
 * Spec: conflux-rust merkle.rs, simple_mpt.rs, state_root.rs,
 * block_header.rs.  Not the trie of Ethereum. */
#ifndef ETALON_CHAIN_CONFLUX_CFX_TREE_H
#define ETALON_CHAIN_CONFLUX_CFX_TREE_H

#include "base/arena.h"
#include "base/err.h"

enum { CFX_TREE_KEY_MAX = 256, CFX_TREE_ITEMS_MAX = 1 << 20 };

struct cfx_entry {
    struct bytes key, value;
};

/* Errors: ERR_EMPTY (a key), ERR_REPEATED, ERR_LENGTH (a key above
 * CFX_TREE_KEY_MAX), ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err cfx_tree_root(struct arena *a, uint8_t root[32],
                                  const struct cfx_entry *entries,
                                  size_t count);
/* Keys are the indices in the fewest bytes that hold the last one.
 * ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err cfx_list_root(struct arena *a, uint8_t root[32],
                                  const struct bytes *items, size_t count);
void cfx_state_root(uint8_t out[32], const uint8_t snapshot[32],
                    const uint8_t intermediate[32], const uint8_t delta[32]);
/* Folded from the right; count at least 1. */
void cfx_blame_root(uint8_t out[32], const struct bytes *roots, size_t count);

#endif
