/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_graph.h"

enum err cfx_weight(struct u256 *out, const struct cfx_node *b)
{
    struct u256 heavy;

    if (!b->adaptive) {
        *out = b->difficulty;
        return ERR_OK;
    }
    if (u256_mul_overflow(&heavy, b->difficulty,
                          u256_from(CFX_ADAPTIVE_FACTOR)))
        return ERR_TOO_WIDE;
    *out = u256_lt(b->quality, heavy) ? u256_from(0) : heavy;
    return ERR_OK;
}

static bool edges_ok(const struct cfx_node *b, size_t index)
{
    if (index && b->parent >= index)
        return false;
    for (size_t i = 0; i < b->referee_count; i++)
        if (b->referees[i] >= index)
            return false;
    return true;
}

/* Parents stand before their children, so one pass backwards sums subtrees. */
static enum err subtrees(struct u256 *weights, const struct cfx_node *blocks,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum err err = edges_ok(&blocks[i], i) ? ERR_OK : ERR_ORDER;

        if (!err)
            err = cfx_weight(&weights[i], &blocks[i]);
        if (err)
            return err;
    }
    for (size_t i = count - 1; i > 0; i--)
        if (u256_add_carry(&weights[blocks[i].parent],
                           weights[blocks[i].parent], weights[i]))
            return ERR_TOO_WIDE;
    return ERR_OK;
}

/* The heaviest child of at, ties to the greater hash; count: none. */
static size_t heaviest(const struct cfx_node *blocks, size_t count,
                       const struct u256 *weights, size_t at)
{
    size_t best = count;

    for (size_t i = at + 1; i < count; i++) {
        int order;

        if (blocks[i].parent != at)
            continue;
        order = best == count ? 1 : u256_cmp(weights[i], weights[best]);
        if (!order)
            order = memcmp(blocks[i].hash, blocks[best].hash, 32);
        if (order > 0)
            best = i;
    }
    return best;
}

enum state { OUTSIDE, IN_EPOCH, PLACED };

/* Marks the past of a pivot block that no earlier epoch has. */
static void collect(uint8_t *states, const struct cfx_node *blocks,
                    size_t pivot)
{
    states[pivot] = IN_EPOCH;
    for (size_t i = pivot + 1; i-- > 0;) {
        if (states[i] != IN_EPOCH)
            continue;
        if (i && states[blocks[i].parent] == OUTSIDE)
            states[blocks[i].parent] = IN_EPOCH;
        for (size_t r = 0; r < blocks[i].referee_count; r++)
            if (states[blocks[i].referees[r]] == OUTSIDE)
                states[blocks[i].referees[r]] = IN_EPOCH;
    }
}

static bool ready(const uint8_t *states, const struct cfx_node *b, size_t index)
{
    if (index && states[b->parent] == IN_EPOCH)
        return false;
    for (size_t i = 0; i < b->referee_count; i++)
        if (states[b->referees[i]] == IN_EPOCH)
            return false;
    return true;
}

/* The smallest hash among those whose past is placed. */
static size_t next_block(const uint8_t *states, const struct cfx_node *blocks,
                         size_t pivot)
{
    size_t best = pivot;

    for (size_t i = 0; i < pivot; i++)
        if (states[i] == IN_EPOCH && ready(states, &blocks[i], i) &&
            (best == pivot ||
             memcmp(blocks[i].hash, blocks[best].hash, 32) < 0))
            best = i;
    return best;
}

enum err cfx_graph_weights(struct arena *a, struct u256 **out,
                           const struct cfx_node *blocks, size_t count)
{
    struct u256 *weights = arena_array(a, count, sizeof *weights);
    enum err err;

    if (!count)
        return ERR_EMPTY;
    if (count > CFX_GRAPH_MAX)
        return ERR_LIMIT;
    if (!weights)
        return ERR_MEMORY;
    err = subtrees(weights, blocks, count);
    if (!err)
        *out = weights;
    return err;
}

enum err cfx_graph_order(struct arena *a, struct cfx_order *out,
                         const struct cfx_node *blocks, size_t count)
{
    struct u256 *weights;
    size_t *pivot = arena_array(a, count, sizeof *pivot);
    size_t *order = arena_array(a, count, sizeof *order);
    size_t *epoch = arena_array(a, count, sizeof *epoch);
    uint8_t *states = arena_alloc(a, count + 1);
    size_t pivots = 0, placed = 0;
    enum err err = cfx_graph_weights(a, &weights, blocks, count);

    if (err)
        return err;
    if (!pivot || !order || !epoch || !states)
        return ERR_MEMORY;
    for (size_t at = 0; at < count; at = heaviest(blocks, count, weights, at)) {
        size_t next;

        collect(states, blocks, at);
        do {
            next = next_block(states, blocks, at);
            states[next] = PLACED;
            epoch[placed] = pivots;
            order[placed++] = next;
        } while (next != at);
        pivot[pivots++] = at;
    }
    *out = (struct cfx_order){ pivot, pivots, order, epoch, placed };
    return ERR_OK;
}
