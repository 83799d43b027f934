/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/conflux/cfx_graph.h"
#include "chain/xchain/conflux.h"
#include "runner/targets/ref_conflux_json.h"
#include "runner/targets/ref_json.h"

/* --- block graphs ---------------------------------------------------------------- */

/* The index of an earlier block with this hash; ERR_ORDER. */
static enum err find_block(size_t *out, const struct cfx_node *blocks,
                           size_t count, const uint8_t hash[32])
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(blocks[i].hash, hash, 32) == 0) {
            *out = i;
            return ERR_OK;
        }
    return ERR_ORDER;
}

static enum err get_referees(struct arena *a, struct cfx_node *b,
                             const struct cfx_node *blocks, size_t index,
                             const json_t *in, struct error *why)
{
    struct bytes *hashes;
    size_t *referees;
    enum err err = ref_get_hex_list(a, &hashes, &b->referee_count, in,
                                    "referees", why);

    if (err)
        return err;
    referees = arena_array(a, b->referee_count, sizeof *referees);
    if (!referees)
        return ERR_MEMORY;
    for (size_t i = 0; i < b->referee_count && !err; i++)
        err = hashes[i].len == 32
                  ? find_block(&referees[i], blocks, index, hashes[i].data)
                  : error_set(why, ERR_BAD_INPUT, "referees: not hashes");
    b->referees = referees;
    return err;
}

static enum err get_block(struct arena *a, struct cfx_node *blocks,
                          size_t index, const json_t *in, struct error *why)
{
    struct cfx_node *b = &blocks[index];
    uint8_t parent[32];
    size_t same;
    enum err err = json_get_fixed(b->hash, 32, in, "hash", why);

    if (!err && !find_block(&same, blocks, index, b->hash))
        err = ERR_REPEATED;
    if (!err && index)
        err = json_get_fixed(parent, 32, in, "parent", why);
    if (!err && index)
        err = find_block(&b->parent, blocks, index, parent);
    if (!err)
        err = get_referees(a, b, blocks, index, in, why);
    if (!err)
        err = json_get_quantity(&b->difficulty, in, "difficulty", why);
    if (!err)
        err = json_get_bool(&b->adaptive, in, "adaptive", why);
    if (!err && b->adaptive)
        err = json_get_quantity(&b->quality, in, "quality", why);
    return err;
}

static enum err get_graph(struct arena *a, struct cfx_node **out, size_t *count,
                          const json_t *in, struct error *why)
{
    struct cfx_node *blocks;
    const json_t *list;
    enum err err = json_get_array(&list, in, "blocks", why);

    if (err)
        return err;
    *count = json_array_size(list);
    if (*count > CFX_GRAPH_MAX)
        return error_set(why, ERR_BAD_INPUT, "blocks: too many");
    blocks = arena_array(a, *count, sizeof *blocks);
    if (!blocks)
        return ERR_MEMORY;
    for (size_t i = 0; i < *count && !err; i++)
        err = get_block(a, blocks, i, json_array_get(list, i), why);
    *out = blocks;
    return err;
}

static json_t *order_json(const struct cfx_order *order,
                          const struct cfx_node *blocks)
{
    json_t *pivot = json_array(), *epochs = json_array();

    for (size_t i = 0; i < order->pivot_count; i++) {
        json_array_append_new(pivot,
                              json_hex(BYTES_OF(blocks[order->pivot[i]].hash)));
        json_array_append_new(epochs, json_array());
    }
    for (size_t i = 0; i < order->count; i++)
        json_array_append_new(
            json_array_get(epochs, order->epoch[i]),
            json_hex(BYTES_OF(blocks[order->blocks[i]].hash)));
    return json_pack("{s:o, s:o}", "pivot", pivot, "epochs", epochs);
}

static enum err order_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct cfx_node *blocks;
    struct cfx_order order;
    size_t count;
    enum err err = get_graph(a, &blocks, &count, in, why);

    if (!err)
        err = cfx_graph_order(a, &order, blocks, count);
    return err ? err : ref_answer(out, order_json(&order, blocks));
}

static enum err weights_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct cfx_node *blocks;
    struct u256 *weights;
    json_t *own, *subtree;
    size_t count;
    enum err err = get_graph(a, &blocks, &count, in, why);

    if (!err)
        err = cfx_graph_weights(a, &weights, blocks, count);
    if (err)
        return err;
    own = json_array();
    subtree = json_array();
    for (size_t i = 0; i < count && !err; i++) {
        struct u256 weight = u256_from(0);

        err = cfx_weight(&weight, &blocks[i]);
        json_array_append_new(own, json_quantity(weight));
        json_array_append_new(subtree, json_quantity(weights[i]));
    }
    return ref_answer(out, json_pack("{s:o, s:o}", "own", own, "subtree",
                                     subtree));
}

/* --- phantom transactions ---------------------------------------------------------- */

static enum err get_log(struct arena *a, struct conflux_log *out,
                        const json_t *in, struct error *why)
{
    struct bytes *topics;
    const char *space;
    enum err err = conflux_get_address(a, out->address, in, "address", why);

    if (!err)
        err = json_get_text(&space, in, "space", why);
    if (!err)
        err = ref_get_hex_list(a, &topics, &out->topic_count, in, "topics",
                               why);
    if (!err && out->topic_count > CONFLUX_TOPICS_MAX)
        err = ERR_RCPT_TOPICS;
    if (!err)
        err = json_get_hex(a, &out->data, in, "data", why);
    if (err)
        return err;
    out->is_evm = strcmp(space, "evm") == 0;
    for (size_t i = 0; i < out->topic_count; i++) {
        if (topics[i].len != 32)
            return error_set(why, ERR_BAD_INPUT, "topics: not 32 bytes");
        memcpy(out->topics[i], topics[i].data, 32);
    }
    return ERR_OK;
}

static json_t *phantom_json(const struct conflux_tx *tx)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "hash",
                     json_hex(BYTES_OF(tx->hash)), "from",
                     json_hex(BYTES_OF(tx->from)), "to",
                     tx->creates ? json_null() : json_hex(BYTES_OF(tx->to)),
                     "nonce", json_quantity(tx->nonce), "value",
                     json_quantity(tx->value), "input", json_hex(tx->data),
                     "status", tx->success ? "0x1" : "0x0");
}

static enum err phantoms_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    const json_t *list;
    struct conflux_log *logs;
    struct conflux_tx *txs;
    json_t *answer;
    uint64_t chain;
    uint8_t hash[32];
    size_t count;
    enum err err = json_get_fixed(hash, 32, in, "txHash", why);

    if (!err)
        err = json_get_array(&list, in, "logs", why);
    if (!err)
        err = json_get_u64(&chain, in, "chainId", why);
    if (!err && chain > UINT32_MAX)
        err = ERR_TOO_WIDE;
    if (err)
        return err;
    logs = arena_array(a, json_array_size(list), sizeof *logs);
    if (!logs)
        return ERR_MEMORY;
    for (size_t i = 0; i < json_array_size(list) && !err; i++)
        err = get_log(a, &logs[i], json_array_get(list, i), why);
    if (!err)
        err = conflux_recover(a, &txs, &count, hash, logs,
                              json_array_size(list), chain);
    if (err)
        return err;
    answer = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(answer, phantom_json(&txs[i]));
    return ref_answer(out, answer);
}

static const struct ref_binding rows[] = {
    { "conflux.ghast.order", order_op },
    { "conflux.ghast.weights", weights_op },
    { "conflux.phantoms", phantoms_op },
};

const struct ref_table ref_table_block_conflux_graph = { rows,
                                                         ARRAY_LEN(rows) };
