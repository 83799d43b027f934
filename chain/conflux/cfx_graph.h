/* cfx_graph: weights, the pivot chain and the order of epochs (GHAST).
 *
 * Spec: conflux-rust consensus_inner; whether a block is adaptive, and its
 * quality, are given. */
#ifndef ETALON_CHAIN_CONFLUX_CFX_GRAPH_H
#define ETALON_CHAIN_CONFLUX_CFX_GRAPH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum { CFX_GRAPH_MAX = 4096, CFX_ADAPTIVE_FACTOR = 250,
       CFX_EPOCH_EXECUTED_MAX = 200 };

/* parent and referees are indices of earlier blocks; block 0 is the root. */
struct cfx_node {
    uint8_t hash[32];
    size_t parent;
    const size_t *referees;
    size_t referee_count;
    struct u256 difficulty, quality;
    bool adaptive;
};

struct cfx_order {
    const size_t *pivot;   /* indices, from the root on */
    size_t pivot_count;
    const size_t *blocks;  /* in execution order */
    const size_t *epoch;   /* epoch of blocks[i]: index into pivot */
    size_t count;
};

/* ERR_TOO_WIDE (250 times the difficulty). */
MUST_CHECK enum err cfx_weight(struct u256 *out, const struct cfx_node *b);
/* Of each block with all below it.  Errors: as cfx_graph_order. */
MUST_CHECK enum err cfx_graph_weights(struct arena *a, struct u256 **out,
                                      const struct cfx_node *blocks,
                                      size_t count);
/* Errors: ERR_LIMIT, ERR_EMPTY, ERR_ORDER (an edge to a later block),
 * ERR_TOO_WIDE, ERR_MEMORY. */
MUST_CHECK enum err cfx_graph_order(struct arena *a, struct cfx_order *out,
                                    const struct cfx_node *blocks,
                                    size_t count);

#endif
