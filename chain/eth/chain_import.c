/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "chain/codec/rlp.h"
#include "chain/eth/blob.h"
#include "chain/eth/chain_internal.h"

enum { BLOCKS_MAX = 10000000 }; /* in one file */

/* --- judging --- */

/* What the block is judged by: ancestors and the ommers they named. */
static enum err gather(struct chain *c, struct block_context *out,
                       const struct chain_block *parent)
{
    struct arena *a = &c->scratch;
    struct header *headers =
        arena_array(a, BLOCK_OMMER_GENERATIONS, sizeof *headers);
    enum fork *forks = arena_array(a, BLOCK_OMMER_GENERATIONS, sizeof *forks);
    uint8_t (*ommers)[32] =
        arena_array(a, BLOCK_OMMER_GENERATIONS * BLOCK_OMMERS_MAX, 32);

    if (!headers || !forks || !ommers)
        return ERR_MEMORY;
    for (size_t i = 0; i < BLOCK_OMMER_GENERATIONS && parent; i++) {
        const struct block *b = &parent->block;

        headers[i] = b->header;
        forks[i] = parent->fork;
        for (size_t k = 0; k < b->ommer_count; k++)
            if (header_hash(a, ommers[out->ancestor_ommer_count++],
                            &b->ommers[k]))
                return ERR_MEMORY;
        out->ancestor_count = i + 1;
        parent = parent->parent;
    }
    out->ancestors = headers;
    out->ancestor_forks = forks;
    out->ancestor_ommers = (const uint8_t (*)[32])ommers;
    return ERR_OK;
}

static enum err judge(struct chain *c, const struct chain_block *parent,
                      enum fork fork, struct bytes raw)
{
    struct block_context context = {
        .fork = fork, .blobs = config_blobs(&c->config, fork),
        .dao = c->config.dao,
        .dao_block = c->config.at[FORK_DAO],
        .has_chain_id = u256_is_u64(c->config.chain_id),
        .chain_id = c->config.chain_id.w[0],
        .seals = c->check_seals ? &c->ethash : NULL,
    };
    struct block b;
    enum err err = gather(c, &context, parent);

    return err ? err : block_validate(&c->scratch, &b, &context, raw);
}

/* The block with its transactions, in the store. */
static enum err keep(struct chain *c, struct chain_block **out,
                     struct chain_block *parent, enum fork fork,
                     struct bytes raw)
{
    struct chain_block *b = arena_alloc(&c->store, sizeof *b);
    uint8_t (*senders)[20];
    struct tx *txs;
    enum err err;

    if (!b || !arena_copy(&c->store, &b->raw, raw))
        return ERR_MEMORY;
    err = block_decode(&c->store, &b->block, &fork, b->raw);
    if (err)
        return err;
    txs = arena_array(&c->store, b->block.transaction_count, sizeof *txs);
    senders = arena_array(&c->store, b->block.transaction_count, 20);
    if (!txs || !senders)
        return ERR_MEMORY;
    for (size_t i = 0; !err && i < b->block.transaction_count; i++) {
        err = tx_decode(&c->store, &txs[i], b->block.transactions[i]);
        if (!err)
            err = tx_sender(&c->scratch, senders[i], &txs[i], fork);
    }
    if (!err && fork >= FORK_CANCUN)
        err = blob_base_fee(&b->blob_fee, config_blobs(&c->config, fork),
                            b->block.header.excess_blob_gas);
    if (err)
        return err;
    b->parent = parent;
    b->fork = fork;
    b->txs = txs;
    b->senders = (const uint8_t (*)[20])senders;
    b->total = u256_add(parent->total, b->block.header.difficulty);
    *out = b;
    return ERR_OK;
}

/* --- executing --- */

static enum err keep_receipts(struct chain *c, struct chain_block *b,
                              const struct execute_block_outcome *o)
{
    struct receipt *list =
        arena_array(&c->store, o->receipt_count, sizeof *list);
    uint64_t *gas = arena_array(&c->store, o->receipt_count, sizeof *gas);

    if (!list || !gas)
        return ERR_MEMORY;
    for (size_t i = 0; i < o->receipt_count; i++) {
        struct log_entry *logs = arena_array(
            &c->store, o->receipts[i].log_count, sizeof *logs);

        if (!logs)
            return ERR_MEMORY;
        for (size_t k = 0; k < o->receipts[i].log_count; k++) {
            logs[k] = o->receipts[i].logs[k];
            if (!arena_copy(&c->store, &logs[k].data, logs[k].data))
                return ERR_MEMORY;
        }
        list[i] = o->receipts[i];
        list[i].logs = logs;
        gas[i] = o->gas[i];
    }
    b->receipts = list;
    b->gas = gas;
    return ERR_OK;
}

/* The state is that after b, not yet committed. */
static enum err become_head(struct chain *c, struct chain_block *b)
{
    struct state_undo *undo = state_undo_new(&c->state);
    enum err err = undo ? chain_append(c, b) : ERR_MEMORY;

    if (err) {
        state_undo_free(undo);
        return err;
    }
    b->executed = true;
    state_commit(&c->state);
    chain_keep_undo(c, b, undo);
    return ERR_OK;
}

/* Runs a block whose parent is the head; it becomes the head. */
static enum err execute_on_head(struct chain *c, struct chain_block *b)
{
    struct state_mark mark = state_mark(&c->state);
    struct execute_block_outcome o;
    struct execute_chain context;
    enum err err;

    chain_context(c, &context, b->parent, b->block.header.timestamp);
    c->evm.state = &c->state;
    err = execute_block(&c->evm, &c->scratch, &o, &b->block, &context);
    if (err)
        return err;
    err = execute_block_check(&b->block, &o);
    if (!err && !b->executed)
        err = keep_receipts(c, b, &o);
    if (!err)
        err = become_head(c, b);
    if (err)
        chain_leave(c, mark);
    return err;
}

enum err chain_adopt(struct chain *c, struct bytes raw,
                     const struct execute_block_outcome *o,
                     const struct chain_block **out)
{
    struct chain_block *parent = c->canonical[c->height - 1], *b;
    struct execute_chain context;
    struct header h;
    struct rlp_item item, head;
    enum err err = rlp_decode(&item, raw);

    if (!err)
        err = rlp_next(&head, &item.body);
    if (!err)
        err = header_decode(&h, NULL, head.whole);
    if (err)
        return err;
    chain_context(c, &context, parent, h.timestamp);
    err = keep(c, &b, parent, context.fork, raw);
    if (!err)
        err = keep_receipts(c, b, o);
    if (!err)
        err = chain_store_add(c, b);
    if (!err)
        err = become_head(c, b);
    if (!err)
        *out = b;
    return err;
}

/* Takes the head off, block and state. */
static void step_back(struct chain *c)
{
    struct chain_block *b = c->canonical[c->height - 1];

    state_undo_apply(&c->state, b->undo);
    state_commit(&c->state);
    chain_forget_undo(c, b);
    chain_drop(c);
}

/* --- branches --- */

static enum err go_forward(struct chain *c, struct chain_block **path,
                           size_t count)
{
    for (size_t i = count; i-- > 0;) {
        enum err err = path[i]->bad ? ERR_VALUE : execute_on_head(c, path[i]);

        arena_reset(&c->scratch);
        if (err) {
            path[i]->bad = err_is_reason(err);
            return err;
        }
    }
    return ERR_OK;
}

/* Blocks from b down to the first canonical one (not included); malloc'd. */
static enum err find_path(struct chain *c, struct chain_block *b,
                          struct chain_block ***path, size_t *count)
{
    size_t room = 0;

    *path = NULL;
    *count = 0;
    for (; b && !chain_is_canonical(c, b); b = b->parent) {
        if (!state_room((void **)path, &room, *count, sizeof **path)) {
            free(*path);
            return ERR_MEMORY;
        }
        (*path)[(*count)++] = b;
    }
    if (b && b->block.header.number >= c->undo_from)
        return ERR_OK;
    free(*path);
    return b ? ERR_LIMIT : ERR_NOT_FOUND;
}

enum err chain_set_head(struct chain *c, const struct chain_block *target)
{
    struct chain_block *b = (struct chain_block *)(uintptr_t)target;
    struct chain_block *old = c->canonical[c->height - 1], **path, **back;
    size_t count, back_count = 0;
    uint64_t fork_at;
    enum err err = find_path(c, b, &path, &count);

    if (err)
        return err;
    fork_at = count ? path[count - 1]->block.header.number - 1
                    : b->block.header.number;
    while (c->height - 1 > fork_at)
        step_back(c);
    err = go_forward(c, path, count);
    free(path);
    if (!err)
        return ERR_OK;
    /* Back to where we were: these blocks were good before. */
    while (c->height - 1 > fork_at)
        step_back(c);
    if (!find_path(c, old, &back, &back_count)) {
        if (go_forward(c, back, back_count))
            c->state.failed = true;
        free(back);
    }
    return err;
}

static bool is_better(const struct chain *c, const struct chain_block *b)
{
    const struct chain_block *head = chain_head(c);

    return b->parent == head ||
           (b->fork < FORK_PARIS && u256_lt(head->total, b->total));
}

static enum err import(struct chain *c, struct bytes raw,
                       const struct chain_block **out)
{
    struct chain_block *parent, *b;
    struct block first;
    enum fork fork;
    enum err err = block_decode(&c->scratch, &first, NULL, raw);

    if (err)
        return err;
    *out = chain_by_hash(c, first.hash);
    if (*out)
        return ERR_OK;
    parent = (struct chain_block *)(uintptr_t)
        chain_by_hash(c, first.header.parent_hash);
    if (!parent)
        return ERR_HDR_PARENT;
    fork = config_fork(&c->config, parent->block.header.number + 1,
                       first.header.timestamp, parent->total);
    err = judge(c, parent, fork, raw);
    if (!err)
        err = keep(c, &b, parent, fork, raw);
    if (!err && b->parent == chain_head(c))
        err = execute_on_head(c, b);
    if (!err)
        err = chain_store_add(c, b);
    if (!err && b != chain_head(c) && is_better(c, b))
        err = chain_set_head(c, b);
    if (!err)
        *out = b;
    return err;
}

enum err chain_import(struct chain *c, struct bytes raw,
                      const struct chain_block **out)
{
    const struct chain_block *b = NULL;
    enum err err = import(c, raw, &b);

    arena_reset(&c->scratch);
    if (!err)
        *out = b;
    return err;
}

enum err chain_import_all(struct chain *c, struct bytes in, size_t *count,
                          struct error *why)
{
    const struct chain_block *b;

    *count = 0;
    while (in.len && *count < BLOCKS_MAX) {
        struct rlp_item item;
        enum err err = rlp_next(&item, &in);

        if (!err)
            err = chain_import(c, item.whole, &b);
        if (err)
            return error_set(why, err, "block %zu of the file: %s", *count + 1,
                             err_sentence(err));
        ++*count;
    }
    return ERR_OK;
}
