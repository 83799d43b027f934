/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/build.h"

#include "chain/crypto/hash.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"
#include "chain/eth/chain_internal.h"
#include "chain/eth/difficulty.h"
#include "chain/eth/mpt.h"

enum { GAS_LIMIT_DIVISOR = 1024, GAS_LIMIT_LEAST = 5000, ELASTICITY = 2 };

/* EIP-779: what the headers from the DAO fork on carry. */
static const char dao_extra[] = "dao-hard-fork";

/* The limit moves by less than a 1024th of the parent's (Yellow Paper 4.3.4). */
static uint64_t next_limit(uint64_t parent, uint64_t target)
{
    uint64_t step = parent / GAS_LIMIT_DIVISOR - 1;

    if (!target || target == parent)
        return parent;
    if (target < GAS_LIMIT_LEAST)
        target = GAS_LIMIT_LEAST;
    if (target > parent)
        return target - parent < step ? target : parent + step;
    return parent - target < step ? target : parent - step;
}

static enum err blob_fields(struct header *h, const struct execute_chain *chain,
                            const struct header *parent)
{
    bool had = parent->fields >= HEADER_FIELDS_CANCUN;

    return blob_excess_next(&h->excess_blob_gas, chain->fork,
                            fork_blobs(chain->fork, chain->blobs),
                            had ? parent->excess_blob_gas : 0,
                            had ? parent->blob_gas_used : 0, parent->base_fee);
}

/* What proof of work claims; there is no seal. */
static enum err work_fields(const struct chain *c, struct header *h,
                            const struct chain_block *parent, enum fork fork)
{
    const struct header *p = &parent->block.header;
    struct difficulty_input in = {
        .fork = fork,
        .parent_difficulty = p->difficulty,
        .parent_timestamp = p->timestamp,
        .parent_has_ommers =
            memcmp(p->ommers_hash, EMPTY_OMMERS_HASH, 32) != 0,
        .number = h->number,
        .timestamp = h->timestamp,
    };
    uint64_t dao = c->config.at[FORK_DAO];

    if (c->config.dao && h->number >= dao && h->number - dao < DAO_BLOCKS)
        h->extra = bytes_str(dao_extra);
    return difficulty_next(&h->difficulty, &in);
}

/* EIP-1559: the first block with a base fee has twice the limit. */
static enum err fee_fields(struct header *h, const struct chain_block *parent,
                           enum fork fork, uint64_t target)
{
    const struct header *p = &parent->block.header;
    bool first = fork >= FORK_LONDON && parent->fork < FORK_LONDON;

    h->gas_limit =
        next_limit(first ? ELASTICITY * p->gas_limit : p->gas_limit, target);
    if (fork < FORK_LONDON)
        return ERR_OK;
    h->base_fee = u256_from(BASE_FEE_INITIAL);
    return first ? ERR_OK
                 : basefee_next(&h->base_fee, p->gas_limit, p->gas_used,
                                p->base_fee);
}

enum err build_header(const struct chain *c, struct header *out,
                      const struct build *b)
{
    const struct header *parent = &b->parent->block.header;
    struct header h = { .number = parent->number + 1,
                        .timestamp = b->timestamp, .extra = b->extra };
    struct execute_chain context;
    enum err err;

    chain_context(c, &context, b->parent, b->timestamp);
    if (b->timestamp <= parent->timestamp)
        return ERR_HDR_TIMESTAMP;
    h.fields = fork_rules(context.fork)->header_fields;
    memcpy(h.parent_hash, b->parent->block.hash, 32);
    memcpy(h.ommers_hash, EMPTY_OMMERS_HASH, 32);
    memcpy(h.coinbase, b->coinbase, 20);
    memcpy(h.mix_hash, b->mix_hash, 32);
    err = fee_fields(&h, b->parent, context.fork, b->gas_target);
    if (!err && context.fork < FORK_PARIS)
        err = work_fields(c, &h, b->parent, context.fork);
    if (!err && context.fork >= FORK_CANCUN) {
        err = blob_fields(&h, &context, parent);
        memcpy(h.parent_beacon_root, b->beacon_root, 32);
    }
    if (!err)
        *out = h;
    return err;
}

static void start(struct block *out, const struct build *b)
{
    *out = (struct block){
        .header = out->header,
        .transactions = b->txs, .transaction_count = b->tx_count,
        .has_withdrawals = out->header.fields >= HEADER_FIELDS_SHANGHAI,
        .withdrawals = b->withdrawals,
        .withdrawal_count = b->withdrawal_count,
    };
}

/* What is known after execution. */
static enum err seal(struct chain *c, struct block *out,
                     const struct execute_block_outcome *o, struct bytes *raw)
{
    struct header *h = &out->header;
    struct arena *a = &c->scratch;
    enum err err;

    h->gas_used = o->gas_used;
    h->blob_gas_used = o->blob_gas_used;
    memcpy(h->state_root, o->state_root, 32);
    memcpy(h->receipts_root, o->receipts_root, 32);
    memcpy(h->logs_bloom, o->logs_bloom, BLOOM_SIZE);
    memcpy(h->requests_hash, o->requests_hash, 32);
    err = mpt_list_root(a, h->transactions_root, out->transactions,
                        out->transaction_count);
    if (!err && out->has_withdrawals)
        err = withdrawals_root(a, h->withdrawals_root, out->withdrawals,
                               out->withdrawal_count);
    if (!err)
        err = header_hash(a, out->hash, h);
    if (!err)
        err = block_encode(a, raw, out);
    if (!err)
        out->size = raw->len;
    return err;
}

static enum err run(struct chain *c, struct block *out,
                    struct execute_block_outcome *o, struct bytes *raw,
                    const struct build *b)
{
    struct state_mark mark = state_mark(&c->state);
    struct execute_chain context;
    enum err err = build_header(c, &out->header, b);

    if (err)
        return err;
    start(out, b);
    chain_context(c, &context, b->parent, b->timestamp);
    c->evm.state = &c->state;
    err = execute_block(&c->evm, &c->scratch, o, out, &context);
    if (err)
        return err;
    if (o->blob_gas_used >
        fork_blobs(context.fork, context.blobs)->max * (uint64_t)BLOB_GAS)
        err = ERR_HDR_BLOB_GAS;
    if (!err)
        err = seal(c, out, o, raw);
    if (err)
        chain_leave(c, mark);
    return err;
}

enum err build_trial(struct chain *c, struct block *out, struct bytes *raw,
                     struct execute_block_outcome *outcome,
                     const struct build *b)
{
    struct state_mark mark;
    enum err err = chain_visit(c, b->parent, &mark);

    if (err)
        return err;
    err = run(c, out, outcome, raw, b);
    chain_leave(c, mark);
    return err;
}

enum err build_block(struct chain *c, const struct chain_block **out,
                     const struct build *b)
{
    struct state_mark mark = state_mark(&c->state);
    struct execute_block_outcome o;
    struct block block;
    struct bytes raw;
    enum err err = run(c, &block, &o, &raw, b);

    if (!err) {
        err = chain_adopt(c, raw, &o, out);
        if (err)
            chain_leave(c, mark);
    }
    arena_reset(&c->scratch);
    return err;
}

/* --- transactions that can follow one another --- */

static enum err try_one(struct chain *c, struct tx_rules *rules,
                        struct bytes raw, uint64_t *blobs)
{
    struct execute_outcome o;
    struct tx_summary summary;
    struct tx tx;
    enum err err = tx_decode(&c->scratch, &tx, raw);

    if (!err)
        err = tx_validate(&c->scratch, &summary, &tx, rules);
    if (!err &&
        *blobs + tx.blob_count > fork_blobs(rules->fork, rules->blobs)->max)
        err = ERR_HDR_BLOB_GAS;
    if (!err)
        err = execute_tx(&c->evm, &o, &tx, summary.sender, &summary.cost);
    if (err)
        return err;
    *blobs += tx.blob_count;
    rules->gas_left -= o.gas_used;
    return ERR_OK;
}

enum err build_filter(struct chain *c, const struct build *b, bool *kept)
{
    struct state_mark mark;
    struct header h;
    struct execute_chain chain;
    struct tx_rules rules;
    uint64_t blobs = 0;
    enum err err = build_header(c, &h, b);

    if (!err)
        err = chain_visit(c, b->parent, &mark);
    if (err)
        return err;
    chain_context(c, &chain, b->parent, b->timestamp);
    rules = (struct tx_rules){
        .fork = chain.fork, .blobs = chain.blobs, .chain_id = chain.chain_id,
        .has_base_fee = chain.fork >= FORK_LONDON, .base_fee = h.base_fee,
        .has_gas_left = true, .gas_left = h.gas_limit,
        .has_blob_base_fee = chain.fork >= FORK_CANCUN,
    };
    err = execute_context(&c->evm, &c->state, &h, &chain);
    rules.blob_base_fee = c->evm.block.blob_base_fee;
    for (size_t i = 0; !err && i < b->tx_count; i++) {
        enum err refused = try_one(c, &rules, b->txs[i], &blobs);

        if (refused && !err_is_reason(refused))
            err = refused;
        kept[i] = !refused;
    }
    chain_leave(c, mark);
    return err;
}
