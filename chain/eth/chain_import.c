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

/* *out is c->scratch's. */
static enum err judge(struct chain *c, struct block *out,
                      const struct chain_block *parent, enum fork fork,
                      struct bytes raw)
{
    struct block_context context = {
        .fork = fork, .blobs = config_blobs(&c->config, fork),
        .dao = c->config.dao,
        .dao_block = c->config.at[FORK_DAO],
        .has_chain_id = u256_is_u64(c->config.chain_id),
        .chain_id = c->config.chain_id.w[0],
        .seals = c->check_seals ? &c->ethash : NULL,
    };
    enum err err = gather(c, &context, parent);

    return err ? err : block_validate(&c->scratch, out, &context, raw);
}

/* Transactions and senders of a decoded block. */
static enum err keep_txs(struct chain *c, struct chain_block *b,
                         struct bytes known)
{
    size_t count = b->block.transaction_count;
    struct tx *txs = arena_array(&c->store, count, sizeof *txs);
    uint8_t (*senders)[20] = arena_array(&c->store, count, 20);
    enum err err = ERR_OK;

    if (!txs || !senders)
        return ERR_MEMORY;
    if (known.len && known.len != 20 * count)
        return ERR_LENGTH;
    for (size_t i = 0; !err && i < count; i++) {
        err = tx_decode(&c->store, &txs[i], b->block.transactions[i]);
        if (!err && known.len)
            memcpy(senders[i], known.data + 20 * i, 20);
        else if (!err)
            err = tx_sender(&c->scratch, senders[i], &txs[i], b->fork);
    }
    b->txs = txs;
    b->senders = b->block.senders = (const uint8_t (*)[20])senders;
    return err;
}

enum err chain_block_new(struct chain *c, struct chain_block **out,
                         struct chain_block *parent, struct bytes raw,
                         struct bytes senders)
{
    struct chain_block *b = arena_alloc(&c->store, sizeof *b);
    const struct header *h;
    enum err err;

    if (!b || !arena_copy(&c->store, &b->raw, raw))
        return ERR_MEMORY;
    err = block_decode(&c->store, &b->block, NULL, b->raw);
    if (err)
        return err;
    h = &b->block.header;
    b->parent = parent;
    b->total = parent ? u256_add(parent->total, h->difficulty) : h->difficulty;
    b->fork = config_fork(&c->config,
                          parent ? parent->block.header.number + 1 : 0,
                          h->timestamp, parent ? parent->total : u256_from(0));
    err = keep_txs(c, b, senders);
    if (!err && b->fork >= FORK_CANCUN)
        err = blob_base_fee(&b->blob_fee, config_blobs(&c->config, b->fork),
                            h->excess_blob_gas);
    if (!err)
        *out = b;
    return err;
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

/* Writes what was done; of a reorganisation only when all of it is. */
static enum err save(const struct chain *c)
{
    return c->keeper && !c->moving ? c->keeper->save(c->keeper->context, c)
                                   : ERR_OK;
}

static enum err save_forward(const struct chain *c, const struct chain_block *b,
                             const struct state_undo *undo)
{
    if (c->keeper)
        c->keeper->forward(c->keeper->context, c, b, undo);
    return save(c);
}

/* The state is that after b, not yet committed. */
static enum err become_head(struct chain *c, struct chain_block *b)
{
    struct state_undo *undo = state_undo_new(&c->state);
    enum err err = undo ? chain_append(c, b) : ERR_MEMORY;

    if (!err) {
        err = save_forward(c, b, undo);
        if (err)
            chain_drop(c);
    }
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
    struct chain_block *b;
    enum err err = chain_block_new(
        c, &b, c->canonical[c->height - 1], raw,
        bytes_make(o->senders, o->receipt_count * sizeof *o->senders));

    if (!err)
        err = keep_receipts(c, b, o);
    if (!err)
        err = chain_store_room(c);
    if (!err)
        err = become_head(c, b);
    if (err)
        return err;
    chain_store_add(c, b);
    *out = b;
    return ERR_OK;
}

/* Takes the head off, block and state. */
static void step_back(struct chain *c)
{
    struct chain_block *b = c->canonical[c->height - 1];

    state_undo_apply(&c->state, b->undo);
    state_commit(&c->state);
    if (c->keeper)
        c->keeper->back(c->keeper->context, b, b->undo);
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
            *path = NULL;
            return ERR_MEMORY;
        }
        (*path)[(*count)++] = b;
    }
    if (b && b->block.header.number >= c->undo_from)
        return ERR_OK;
    free(*path);
    *path = NULL;
    return b ? ERR_LIMIT : ERR_NOT_FOUND;
}

/* From the head down to block number fork_at, then up the path. */
static enum err move(struct chain *c, uint64_t fork_at,
                     struct chain_block **path, size_t count)
{
    enum err err;

    while (c->height - 1 > fork_at)
        step_back(c);
    err = go_forward(c, path, count);
    if (!err && c->state.failed)
        err = ERR_MEMORY;
    return err;
}

/* A move is written down as a whole, or not at all. */
static enum err move_and_save(struct chain *c, uint64_t fork_at,
                              struct chain_block **path, size_t count)
{
    enum err err;

    c->moving = true;
    err = move(c, fork_at, path, count);
    c->moving = false;
    return err ? err : save(c);
}

/* Back to where we were, which is what the keeper holds: these blocks were good
 * before. */
static void move_back(struct chain *c, uint64_t fork_at, struct chain_block *old)
{
    const struct chain_keeper *keeper = c->keeper;
    struct chain_block **path;
    size_t count;

    if (keeper)
        keeper->drop(keeper->context);
    c->keeper = NULL;
    while (c->height - 1 > fork_at)
        step_back(c);
    if (find_path(c, old, &path, &count) ||
        go_forward(c, path, count))
        c->state.failed = true;
    free(path);
    c->keeper = keeper;
}

enum err chain_set_head(struct chain *c, const struct chain_block *target)
{
    struct chain_block *b = (struct chain_block *)(uintptr_t)target;
    struct chain_block *old = c->canonical[c->height - 1], **path;
    const struct chain_block *safe = c->safe, *finalized = c->finalized;
    size_t count;
    uint64_t fork_at;
    enum err err = find_path(c, b, &path, &count);

    if (err)
        return err;
    fork_at = count ? path[count - 1]->block.header.number - 1
                    : b->block.header.number;
    err = move_and_save(c, fork_at, path, count);
    free(path);
    if (!err)
        return ERR_OK;
    move_back(c, fork_at, old);
    c->safe = safe;
    c->finalized = finalized;
    return err;
}

enum err chain_mark(struct chain *c, const struct chain_block *safe,
                    const struct chain_block *finalized)
{
    const struct chain_block *old_safe = c->safe;
    const struct chain_block *old_finalized = c->finalized;
    enum err err;

    c->safe = safe;
    c->finalized = finalized;
    err = save(c);
    if (err) {
        c->safe = old_safe;
        c->finalized = old_finalized;
    }
    return err;
}

/* A block that waits on a branch. */
static enum err take_aside(struct chain *c, struct chain_block *b)
{
    if (c->keeper)
        c->keeper->block(c->keeper->context, b);
    return save(c);
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
    struct block first, judged;
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
    err = judge(c, &judged, parent, fork, raw);
    if (!err)
        err = chain_block_new(
            c, &b, parent, raw,
            bytes_make(judged.senders,
                       judged.transaction_count * sizeof *judged.senders));
    if (!err)
        err = chain_store_room(c);
    if (!err)
        err = b->parent == chain_head(c) ? execute_on_head(c, b)
                                         : take_aside(c, b);
    if (err)
        return err;
    chain_store_add(c, b);
    if (b != chain_head(c) && is_better(c, b))
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
