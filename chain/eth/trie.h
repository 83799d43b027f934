/* trie: a Merkle Patricia trie that stays in memory and hashes again only what
 * was touched since the last root.
 *
 * Spec: Ethereum Yellow Paper, appendix D.  Keys are 32 bytes (hashes already),
 * so that a branch never carries a value.  mpt.h has the general trie and its
 * proofs; this one serves the world state.  All nodes of all tries of one state
 * live in one pool; a trie is a pointer to its root node, NULL when empty. */
#ifndef ETALON_CHAIN_ETH_TRIE_H
#define ETALON_CHAIN_ETH_TRIE_H

#include "base/arena.h"
#include "base/err.h"

enum {
    TRIE_KEY_SIZE = 32,
    TRIE_VALUE_MAX = 112,
    TRIE_VALUE_SHORT = 40,
    TRIE_PROOF_MAX = 2 * TRIE_KEY_SIZE + 1,
};

struct trie_node;

struct trie_pool {
    struct arena arena;
    struct trie_node *free[4]; /* by size class */
};

/* cap_bytes as for arena_init. */
void trie_pool_init(struct trie_pool *p, size_t cap_bytes);
/* All tries of the pool are gone; memory is kept for the next ones. */
void trie_pool_reset(struct trie_pool *p);
void trie_pool_release(struct trie_pool *p);

/* Sets key to value (at most TRIE_VALUE_MAX bytes), or deletes it when value
 * is empty.  After ERR_MEMORY the trie is only good for a reset. */
MUST_CHECK enum err trie_set(struct trie_pool *p, struct trie_node **root,
                             const uint8_t key[TRIE_KEY_SIZE],
                             struct bytes value);
/* Root hash; the hash of the empty string's RLP for the empty trie. */
void trie_root(uint8_t out[32], struct trie_node *root);
/* The nodes from the root to where key's path ends, as mpt_prove() lists them;
 * none for the empty trie.  Copies are the arena's.  ERR_MEMORY. */
MUST_CHECK enum err trie_prove(struct arena *a,
                               struct bytes nodes[TRIE_PROOF_MAX],
                               size_t *count, struct trie_node *root,
                               const uint8_t key[TRIE_KEY_SIZE]);
/* Gives the nodes back to the pool. */
void trie_free(struct trie_pool *p, struct trie_node *root);

#endif
