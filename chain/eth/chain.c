/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/chain.h"

#include <assert.h>
#include <stdlib.h>

#include "chain/eth/blob.h"
#include "chain/eth/chain_internal.h"

enum { HASH_SIZE_MIN = 256 };
static const struct chain_limits limits_default = {
    .store_bytes = (size_t)4 << 30,
    .state_bytes = (size_t)4 << 30,
    .undo_bytes = (size_t)512 << 20,
};
static const size_t SCRATCH_MAX = (size_t)1 << 30;

enum err chain_init(struct chain *c, const struct chain_limits *limits)
{
    *c = (struct chain){ .limits = limits_default };
    if (limits && limits->store_bytes)
        c->limits.store_bytes = limits->store_bytes;
    if (limits && limits->state_bytes)
        c->limits.state_bytes = limits->state_bytes;
    if (limits && limits->undo_bytes)
        c->limits.undo_bytes = limits->undo_bytes;
    state_init(&c->state, c->limits.state_bytes);
    arena_init(&c->store, c->limits.store_bytes);
    arena_init(&c->scratch, SCRATCH_MAX);
    ethash_init(&c->ethash);
    if (!evm_init(&c->evm))
        return ERR_OK;
    chain_release(c);
    return ERR_MEMORY;
}

void chain_release(struct chain *c)
{
    for (size_t i = 0; i < c->hash_size; i++)
        for (struct chain_block *b = c->by_hash[i]; b; b = b->next_hash)
            state_undo_free(b->undo);
    free(c->by_hash);
    free(c->canonical);
    free(c->txs);
    evm_release(&c->evm);
    ethash_release(&c->ethash);
    state_release(&c->state);
    arena_release(&c->store);
    arena_release(&c->scratch);
}

/* --- look-up ------------------------------------------------------------- */

static size_t hash_place(const uint8_t hash[32], size_t size)
{
    uint64_t h;

    memcpy(&h, hash, sizeof h);
    return (size_t)h & (size - 1);
}

const struct chain_block *chain_by_hash(const struct chain *c,
                                        const uint8_t hash[32])
{
    const struct chain_block *b =
        c->hash_size ? c->by_hash[hash_place(hash, c->hash_size)] : NULL;

    while (b && memcmp(b->block.hash, hash, 32) != 0)
        b = b->next_hash;
    return b;
}

const struct chain_block *chain_by_number(const struct chain *c,
                                          uint64_t number)
{
    return number < c->height ? c->canonical[number] : NULL;
}

bool chain_is_canonical(const struct chain *c, const struct chain_block *b)
{
    return chain_by_number(c, b->block.header.number) == b;
}

static bool grow_hashes(struct chain *c)
{
    size_t size = c->hash_size ? 2 * c->hash_size : HASH_SIZE_MIN;
    struct chain_block **table = calloc(size, sizeof *table);

    if (!table)
        return false;
    for (size_t i = 0; i < c->hash_size; i++)
        while (c->by_hash[i]) {
            struct chain_block *b = c->by_hash[i];
            size_t at = hash_place(b->block.hash, size);

            c->by_hash[i] = b->next_hash;
            b->next_hash = table[at];
            table[at] = b;
        }
    free(c->by_hash);
    c->by_hash = table;
    c->hash_size = size;
    return true;
}

enum err chain_store_room(struct chain *c)
{
    if (c->block_count >= c->hash_size && !grow_hashes(c))
        return ERR_MEMORY;
    return ERR_OK;
}

void chain_store_add(struct chain *c, struct chain_block *b)
{
    size_t at = hash_place(b->block.hash, c->hash_size);

    assert(c->block_count < c->hash_size);
    b->next_hash = c->by_hash[at];
    c->by_hash[at] = b;
    c->block_count++;
}

/* The place of the transaction: its entry, or a free one. */
static struct chain_tx *tx_place(const struct chain *c, const uint8_t hash[32])
{
    size_t at = hash_place(hash, c->tx_size);

    while (c->txs[at].block &&
           memcmp(c->txs[at].block->txs[c->txs[at].index].hash, hash, 32) != 0)
        at = (at + 1) & (c->tx_size - 1);
    return &c->txs[at];
}

bool chain_find_tx(const struct chain *c, const uint8_t hash[32],
                   struct chain_tx *out)
{
    const struct chain_tx *t = c->tx_size ? tx_place(c, hash) : NULL;

    if (!t || !t->block)
        return false;
    *out = *t;
    return true;
}

static bool grow_txs(struct chain *c)
{
    struct chain_tx *old = c->txs;
    size_t old_size = c->tx_size;
    size_t size = old_size ? 2 * old_size : HASH_SIZE_MIN;
    struct chain_tx *table = calloc(size, sizeof *table);

    if (!table)
        return false;
    c->txs = table;
    c->tx_size = size;
    for (size_t i = 0; i < old_size; i++)
        if (old[i].block)
            *tx_place(c, old[i].block->txs[old[i].index].hash) = old[i];
    free(old);
    return true;
}

/* Deletion from an open table: what follows in the run is placed anew. */
static void remove_tx(struct chain *c, const uint8_t hash[32])
{
    struct chain_tx *t = tx_place(c, hash);
    size_t at = (size_t)(t - c->txs);

    if (!t->block)
        return;
    t->block = NULL;
    c->tx_count--;
    for (at = (at + 1) & (c->tx_size - 1); c->txs[at].block;
         at = (at + 1) & (c->tx_size - 1)) {
        struct chain_tx moved = c->txs[at];

        c->txs[at].block = NULL;
        *tx_place(c, moved.block->txs[moved.index].hash) = moved;
    }
}

/* --- the canonical branch --- */

enum err chain_append(struct chain *c, struct chain_block *b)
{
    size_t count = b->block.transaction_count;

    assert(b->block.header.number == c->height);
    if (!state_room((void **)&c->canonical, &c->canonical_room, c->height,
                    sizeof *c->canonical))
        return ERR_MEMORY;
    while ((c->tx_count + count) * 2 >= c->tx_size)
        if (!grow_txs(c))
            return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        struct chain_tx *t = tx_place(c, b->txs[i].hash);

        if (!t->block)
            c->tx_count++;
        *t = (struct chain_tx){ b, i };
    }
    c->canonical[c->height++] = b;
    return ERR_OK;
}

void chain_drop(struct chain *c)
{
    const struct chain_block *b = chain_head(c);

    for (size_t i = 0; i < b->block.transaction_count; i++)
        remove_tx(c, b->txs[i].hash);
    c->height--;
    if (c->safe == b)
        c->safe = b->parent;
    if (c->finalized == b)
        c->finalized = b->parent;
}

/* Old records go when all together are too large. */
void chain_keep_undo(struct chain *c, struct chain_block *b,
                     struct state_undo *undo)
{
    b->undo = undo;
    c->undo_bytes += state_undo_size(undo);
    while (c->undo_bytes > c->limits.undo_bytes &&
           c->undo_from + 1 < b->block.header.number) {
        struct chain_block *old = c->canonical[++c->undo_from];

        chain_forget_undo(c, old);
    }
}

void chain_forget_undo(struct chain *c, struct chain_block *b)
{
    if (!b->undo)
        return;
    c->undo_bytes -= state_undo_size(b->undo);
    state_undo_free(b->undo);
    b->undo = NULL;
}

/* --- states of the past --- */

enum err chain_visit(struct chain *c, const struct chain_block *b,
                     struct state_mark *mark)
{
    uint64_t number = b->block.header.number;

    if (!chain_is_canonical(c, b) || number < c->undo_from)
        return ERR_NOT_FOUND;
    *mark = state_mark(&c->state);
    mark->logs = 0;
    mark->refund = 0;
    for (uint64_t n = c->height - 1; n > number; n--)
        state_undo_apply(&c->state, c->canonical[n]->undo);
    if (!c->state.failed)
        return ERR_OK;
    chain_leave(c, *mark);
    return ERR_MEMORY;
}

void chain_leave(struct chain *c, struct state_mark mark)
{
    state_tx_begin(&c->state);
    state_revert(&c->state, mark);
    c->state.failed = false;
}

bool chain_hash_of(const void *context, uint64_t number, uint8_t out[32])
{
    const struct chain_block *b = chain_by_number(context, number);

    if (!b)
        return false;
    memcpy(out, b->block.hash, 32);
    return true;
}

void chain_context(const struct chain *c, struct execute_chain *out,
                   const struct chain_block *parent, uint64_t timestamp)
{
    uint64_t number = parent->block.header.number + 1;

    *out = (struct execute_chain){
        .fork = config_fork(&c->config, number, timestamp, parent->total),
        .chain_id = c->config.chain_id,
        .dao = config_dao_at(&c->config, number),
        .hash_of = chain_hash_of,
        .hash_context = c,
    };
    out->blobs = config_blobs(&c->config, out->fork);
}

/* --- genesis --- */

enum err chain_genesis(struct chain *c, const struct chain_config *config,
                       struct header *header)
{
    struct chain_block *b = arena_alloc(&c->store, sizeof *b);
    enum fork fork = config_fork(config, 0, header->timestamp, u256_from(0));
    enum err err;

    if (!b)
        return ERR_MEMORY;
    c->config = *config;
    err = genesis_seal(header, fork, &c->state);
    if (err)
        return err;
    b->fork = fork;
    b->executed = true;
    b->block.header = *header;
    b->total = header->difficulty;
    b->block.has_withdrawals = fork >= FORK_SHANGHAI;
    if (!arena_copy(&c->store, &b->block.header.extra, header->extra))
        return ERR_MEMORY;
    err = header_hash(&c->scratch, b->block.hash, header);
    if (!err)
        err = block_encode(&c->store, &b->raw, &b->block);
    if (!err && fork >= FORK_CANCUN)
        err = blob_base_fee(&b->blob_fee, config_blobs(config, fork),
                            header->excess_blob_gas);
    if (!err)
        err = chain_store_room(c);
    if (!err)
        err = chain_append(c, b);
    if (err)
        return err;
    chain_store_add(c, b);
    b->block.size = b->raw.len;
    c->safe = c->finalized = b;
    state_commit(&c->state);
    arena_reset(&c->scratch);
    return ERR_OK;
}

enum err chain_genesis_json(struct chain *c, const json_t *in,
                            struct error *why)
{
    struct chain_config config;
    struct header header;
    enum err err = genesis_from_json(&c->scratch, &config, &header, &c->state,
                                     in, why);

    return err ? err : chain_genesis(c, &config, &header);
}
