/* SPDX-License-Identifier: Apache-2.0 */
/* eth_*: logs and filters. */
#include "chain/rpc/methods.h"

#include "chain/rpc/node.h"
#include "chain/rpc/params.h"
#include "chain/rpc/view.h"

enum { ALTERNATIVES_MAX = 1000, LOGS_MAX = 200000 };

/* What a log must have; a topic place without alternatives takes any. */
struct query {
    bool by_hash;
    uint8_t hash[32];
    uint64_t from, to;
    uint8_t (*addresses)[20];
    size_t address_count;
    uint8_t (*topics[LOG_TOPICS_MAX])[32];
    size_t topic_counts[LOG_TOPICS_MAX];
    size_t topic_places;
};

static bool read_addresses(struct rpc_call *c, const json_t *in,
                           struct query *q)
{
    size_t count = json_is_array(in) ? json_array_size(in) : 1;

    if (!in || json_is_null(in))
        return true;
    if (count > ALTERNATIVES_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "exceed max addresses");
    q->addresses = arena_array(c->arena, count, 20);
    q->address_count = count;
    if (!q->addresses)
        return rpc_fail_err(c, ERR_MEMORY);
    for (size_t i = 0; i < count; i++)
        if (!read_fixed(c, q->addresses[i], 20,
                        json_is_array(in) ? json_array_get(in, i) : in,
                        "argument 0", "common.Address"))
            return false;
    return true;
}

static bool read_topic(struct rpc_call *c, const json_t *in, struct query *q,
                       size_t place)
{
    size_t count = json_is_array(in) ? json_array_size(in) : 1;

    if (json_is_null(in))
        return true;
    if (count > ALTERNATIVES_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "exceed max topics");
    q->topics[place] = arena_array(c->arena, count, 32);
    if (!q->topics[place])
        return rpc_fail_err(c, ERR_MEMORY);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_is_array(in) ? json_array_get(in, i) : in;

        /* One null among alternatives: any. */
        if (json_is_null(item)) {
            q->topic_counts[place] = 0;
            return true;
        }
        if (!read_fixed(c, q->topics[place][i], 32, item, "argument 0",
                        "common.Hash"))
            return false;
    }
    q->topic_counts[place] = count;
    return true;
}

static bool read_topics(struct rpc_call *c, const json_t *in, struct query *q)
{
    if (!in || json_is_null(in))
        return true;
    if (!json_is_array(in))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: topics is no list");
    if (json_array_size(in) > LOG_TOPICS_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "exceed max topics");
    q->topic_places = json_array_size(in);
    for (size_t i = 0; i < q->topic_places; i++)
        if (!read_topic(c, json_array_get(in, i), q, i))
            return false;
    return true;
}

static bool read_bound(struct rpc_call *c, const json_t *in, const char *name,
                       uint64_t *out)
{
    struct block_ref ref;
    const struct chain_block *b;

    if (!json_has(in, name))
        return true;
    if (!read_block_ref(c, json_object_get(in, name), "argument 0", &ref))
        return false;
    if (ref.kind == BLOCK_AT_NUMBER) {
        *out = ref.number;
        return true;
    }
    b = block_of(c, &ref);
    if (!b)
        return rpc_fail(c, RPC_SERVER, "unknown block");
    *out = b->block.header.number;
    return true;
}

static bool read_query(struct rpc_call *c, const json_t *in, struct query *q)
{
    uint64_t head = c->node->chain.height - 1;

    *q = (struct query){ .from = head, .to = head };
    if (!json_is_object(in))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: not a filter");
    q->by_hash = json_has(in, "blockHash");
    if (q->by_hash && (json_has(in, "fromBlock") || json_has(in, "toBlock")))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: cannot specify both BlockHash and "
                        "FromBlock/ToBlock, choose one or the other");
    if (q->by_hash && !read_fixed(c, q->hash, 32,
                                  json_object_get(in, "blockHash"),
                                  "argument 0", "common.Hash"))
        return false;
    return read_bound(c, in, "fromBlock", &q->from) &&
           read_bound(c, in, "toBlock", &q->to) &&
           read_addresses(c, json_object_get(in, "address"), q) &&
           read_topics(c, json_object_get(in, "topics"), q);
}

/* --- matching --- */

static bool log_matches(const struct query *q, const struct log_entry *log)
{
    bool found = !q->address_count;

    for (size_t i = 0; !found && i < q->address_count; i++)
        found = memcmp(q->addresses[i], log->address, 20) == 0;
    if (!found || log->topic_count < q->topic_places)
        return false;
    for (size_t p = 0; p < q->topic_places; p++) {
        found = !q->topic_counts[p];
        for (size_t i = 0; !found && i < q->topic_counts[p]; i++)
            found = memcmp(q->topics[p][i], log->topics[p], 32) == 0;
        if (!found)
            return false;
    }
    return true;
}

/* False: no log of the block can match. */
static bool bloom_allows(const struct query *q, const uint8_t *bloom)
{
    bool may = !q->address_count;

    for (size_t i = 0; !may && i < q->address_count; i++)
        may = bloom_may_contain(bloom, bytes_make(q->addresses[i], 20));
    for (size_t p = 0; may && p < q->topic_places; p++) {
        may = !q->topic_counts[p];
        for (size_t i = 0; !may && i < q->topic_counts[p]; i++)
            may = bloom_may_contain(bloom, bytes_make(q->topics[p][i], 32));
    }
    return may;
}

static bool write_logs(struct rpc_call *c, const struct query *q,
                       const struct chain_block *b, size_t *count)
{
    size_t index = 0;

    if (!b->executed || !bloom_allows(q, b->block.header.logs_bloom))
        return true;
    for (size_t t = 0; t < b->block.transaction_count; t++) {
        struct tx_place place = { &b->block.header, b->block.hash, t };

        for (size_t i = 0; i < b->receipts[t].log_count; i++, index++) {
            const struct log_entry *log = &b->receipts[t].logs[i];

            if (!log_matches(q, log))
                continue;
            if (++*count > LOGS_MAX)
                return rpc_fail(c, -32005, "query returned more than %d "
                                "results", LOGS_MAX);
            view_log(c->out, log, &place, b->txs[t].hash, index);
        }
    }
    return true;
}

static bool answer_logs(struct rpc_call *c, const struct query *q)
{
    const struct chain *chain = &c->node->chain;
    const struct chain_block *b = NULL;
    size_t count = 0;

    if (q->by_hash) {
        b = chain_by_hash(chain, q->hash);
        if (!b)
            return rpc_fail(c, RPC_SERVER, "unknown block");
    } else if (q->from > q->to) {
        return rpc_fail(c, RPC_INVALID_PARAMS, "invalid block range params");
    } else if (q->to >= chain->height) {
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "block range extends beyond current head block");
    }
    out_array(c->out);
    if (b && !write_logs(c, q, b, &count))
        return false;
    for (uint64_t n = q->from; !b && n <= q->to; n++)
        if (!write_logs(c, q, chain->canonical[n], &count))
            return false;
    out_array_end(c->out);
    return true;
}

bool eth_get_logs(struct rpc_call *c)
{
    struct query q;

    return param_count(c, 1, 1) && read_query(c, param(c, 0), &q) &&
           answer_logs(c, &q);
}

/* --- filters --- */

/* A free place, or that of the filter which was made first. */
static struct filter *place_for(struct node *n)
{
    struct filter *oldest = &n->filters[0];

    for (size_t i = 0; i < NODE_FILTERS_MAX; i++) {
        if (n->filters[i].kind == FILTER_FREE)
            return &n->filters[i];
        if (n->filters[i].id < oldest->id)
            oldest = &n->filters[i];
    }
    json_decref(oldest->query);
    return oldest;
}

static bool new_filter(struct rpc_call *c, enum filter_kind kind,
                       json_t *query)
{
    struct node *n = c->node;
    struct filter *f = place_for(n);

    *f = (struct filter){ .kind = kind, .id = ++n->filter_ids,
                          .seen = chain_head(&n->chain),
                          .seen_tx = n->pool.arrivals, .query = query };
    out_u64(c->out, f->id);
    return true;
}

bool eth_new_filter(struct rpc_call *c)
{
    struct query q;
    json_t *copy;

    if (!param_count(c, 1, 1) || !read_query(c, param(c, 0), &q))
        return false;
    copy = json_deep_copy(param(c, 0));
    return copy ? new_filter(c, FILTER_LOGS, copy)
                : rpc_fail_err(c, ERR_MEMORY);
}

bool eth_new_block_filter(struct rpc_call *c)
{
    return param_count(c, 0, 0) && new_filter(c, FILTER_BLOCKS, NULL);
}

bool eth_new_pending_filter(struct rpc_call *c)
{
    return param_count(c, 0, 1) && new_filter(c, FILTER_PENDING, NULL);
}

static bool find_filter(struct rpc_call *c, struct filter **out)
{
    uint64_t id;

    if (!param_count(c, 1, 1) || !param_u64(c, 0, &id))
        return false;
    for (size_t i = 0; i < NODE_FILTERS_MAX; i++)
        if (c->node->filters[i].kind != FILTER_FREE &&
            c->node->filters[i].id == id) {
            *out = &c->node->filters[i];
            return true;
        }
    *out = NULL;
    return true;
}

bool eth_uninstall_filter(struct rpc_call *c)
{
    struct filter *f;

    if (!find_filter(c, &f))
        return false;
    out_bool(c->out, f != NULL);
    if (f) {
        json_decref(f->query);
        *f = (struct filter){ .kind = FILTER_FREE };
    }
    return true;
}

/* The first number that the filter has not seen: after a reorganisation, that
 * behind the last common block. */
static uint64_t unseen_from(const struct node *n, const struct filter *f)
{
    const struct chain_block *b = f->seen;

    while (!chain_is_canonical(&n->chain, b))
        b = b->parent;
    return b->block.header.number + 1;
}

static void write_new_blocks(struct rpc_call *c, const struct filter *f)
{
    const struct chain *chain = &c->node->chain;

    out_array(c->out);
    for (uint64_t n = unseen_from(c->node, f); n < chain->height; n++)
        out_bytes(c->out, BYTES_OF(chain->canonical[n]->block.hash));
    out_array_end(c->out);
}

static bool write_pending(struct rpc_call *c, const struct filter *f)
{
    const struct pool_tx **list;
    size_t count;

    if (pool_list(&c->node->pool, c->arena, &list, &count))
        return rpc_fail_err(c, ERR_MEMORY);
    out_array(c->out);
    for (size_t i = 0; i < count; i++)
        if (list[i]->order >= f->seen_tx)
            out_bytes(c->out, BYTES_OF(list[i]->hash));
    out_array_end(c->out);
    return true;
}

static bool write_new_logs(struct rpc_call *c, const struct filter *f)
{
    const struct chain *chain = &c->node->chain;
    uint64_t from = unseen_from(c->node, f);
    struct query q;
    size_t count = 0;

    if (!read_query(c, f->query, &q))
        return false;
    if (!json_has(f->query, "fromBlock"))
        q.from = 0;
    if (!json_has(f->query, "toBlock") || q.to + 1 >= chain->height)
        q.to = chain->height - 1;
    out_array(c->out);
    for (uint64_t n = from > q.from ? from : q.from; n <= q.to; n++)
        if (!write_logs(c, &q, chain->canonical[n], &count))
            return false;
    out_array_end(c->out);
    return true;
}

bool eth_get_filter_changes(struct rpc_call *c)
{
    struct filter *f;
    bool ok = true;

    if (!find_filter(c, &f))
        return false;
    if (!f)
        return rpc_fail(c, RPC_SERVER, "filter not found");
    if (f->kind == FILTER_BLOCKS)
        write_new_blocks(c, f);
    else
        ok = f->kind == FILTER_PENDING ? write_pending(c, f)
                                       : write_new_logs(c, f);
    f->seen = chain_head(&c->node->chain);
    f->seen_tx = c->node->pool.arrivals;
    return ok;
}

bool eth_get_filter_logs(struct rpc_call *c)
{
    struct filter *f;
    struct query q;

    if (!find_filter(c, &f))
        return false;
    if (!f || f->kind != FILTER_LOGS)
        return rpc_fail(c, RPC_SERVER, "filter not found");
    return read_query(c, f->query, &q) && answer_logs(c, &q);
}
