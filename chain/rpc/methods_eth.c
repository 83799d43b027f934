/* SPDX-License-Identifier: Apache-2.0 */
/* eth_*: what the chain holds. */
#include "chain/rpc/methods.h"

#include "chain/rpc/node.h"
#include "chain/rpc/params.h"
#include "chain/rpc/view.h"

bool eth_chain_id(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_u256(c->out, c->node->chain.config.chain_id);
    return true;
}

bool eth_block_number(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_u64(c->out, c->node->chain.height - 1);
    return true;
}

bool eth_syncing(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_bool(c->out, false);
    return true;
}

bool eth_coinbase(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_bytes(c->out, BYTES_OF(c->node->coinbase));
    return true;
}

bool eth_accounts(struct rpc_call *c)
{
    size_t count = c->node->dev ? NODE_DEV_ACCOUNTS : 0;

    if (!param_count(c, 0, 0))
        return false;
    out_array(c->out);
    for (size_t i = 0; i < count; i++) {
        uint8_t address[20];

        dev_address(address, i);
        out_bytes(c->out, BYTES_OF(address));
    }
    out_array_end(c->out);
    return true;
}

/* --- blocks --- */

/* The block named by the first argument; NULL when there is none. */
static bool block_by_hash(struct rpc_call *c, size_t arguments,
                          const struct chain_block **out)
{
    uint8_t hash[32];

    if (!param_count(c, arguments, arguments) || !param_hash(c, 0, hash))
        return false;
    *out = chain_by_hash(&c->node->chain, hash);
    return true;
}

static bool block_by_number(struct rpc_call *c, size_t arguments,
                            const struct chain_block **out)
{
    struct block_ref ref;

    if (!param_count(c, arguments, arguments) ||
        !param_block(c, 0, false, &ref))
        return false;
    *out = block_of(c, &ref);
    return true;
}

static bool answer_block(struct rpc_call *c, const struct chain_block *b)
{
    bool full;

    if (!param_bool(c, 1, &full))
        return false;
    if (b)
        view_block(c->out, b, full);
    else
        out_null(c->out);
    return true;
}

bool eth_get_block_by_hash(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_hash(c, 2, &b) && answer_block(c, b);
}

bool eth_get_block_by_number(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_number(c, 2, &b) && answer_block(c, b);
}

static bool answer_count(struct rpc_call *c, bool known, size_t count)
{
    if (known)
        out_u64(c->out, count);
    else
        out_null(c->out);
    return true;
}

bool eth_tx_count_by_hash(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_hash(c, 1, &b) &&
           answer_count(c, b, b ? b->block.transaction_count : 0);
}

bool eth_tx_count_by_number(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_number(c, 1, &b) &&
           answer_count(c, b, b ? b->block.transaction_count : 0);
}

bool eth_uncle_count_by_hash(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_hash(c, 1, &b) &&
           answer_count(c, b, b ? b->block.ommer_count : 0);
}

bool eth_uncle_count_by_number(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_number(c, 1, &b) &&
           answer_count(c, b, b ? b->block.ommer_count : 0);
}

static bool answer_uncle(struct rpc_call *c, const struct chain_block *b)
{
    const struct header *h;
    struct bytes encoded;
    uint8_t hash[32];
    uint64_t index;
    enum err err;

    if (!param_u64(c, 1, &index))
        return false;
    if (!b || index >= b->block.ommer_count) {
        out_null(c->out);
        return true;
    }
    h = &b->block.ommers[index];
    err = header_hash(c->arena, hash, h);
    if (!err)
        err = header_encode(c->arena, &encoded, h);
    if (err)
        return rpc_fail_err(c, err);
    view_header(c->out, h, hash, encoded.len);
    out_key(c->out, "uncles");
    out_array(c->out);
    out_array_end(c->out);
    out_object_end(c->out);
    return true;
}

bool eth_get_uncle_by_hash(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_hash(c, 2, &b) && answer_uncle(c, b);
}

bool eth_get_uncle_by_number(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_number(c, 2, &b) && answer_uncle(c, b);
}

/* --- transactions and receipts --- */

static bool answer_tx_at(struct rpc_call *c, const struct chain_block *b)
{
    uint64_t index;

    if (!param_u64(c, 1, &index))
        return false;
    if (b && index < b->block.transaction_count)
        view_block_tx(c->out, b, index);
    else
        out_null(c->out);
    return true;
}

bool eth_get_tx_by_block_hash(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_hash(c, 2, &b) && answer_tx_at(c, b);
}

bool eth_get_tx_by_block_number(struct rpc_call *c)
{
    const struct chain_block *b;

    return block_by_number(c, 2, &b) && answer_tx_at(c, b);
}

bool eth_get_tx_by_hash(struct rpc_call *c)
{
    const struct pool_tx *waiting;
    struct chain_tx found;
    uint8_t hash[32];
    struct tx tx;

    if (!param_count(c, 1, 1) || !param_hash(c, 0, hash))
        return false;
    if (chain_find_tx(&c->node->chain, hash, &found)) {
        view_block_tx(c->out, found.block, found.index);
        return true;
    }
    waiting = pool_find(&c->node->pool, hash);
    if (!waiting) {
        out_null(c->out);
        return true;
    }
    if (tx_decode(c->arena, &tx, bytes_make(waiting->raw, waiting->len)))
        return rpc_fail_err(c, ERR_INTERNAL);
    view_tx(c->out, &tx, waiting->sender, NULL);
    return true;
}

bool eth_get_receipt(struct rpc_call *c)
{
    struct chain_tx found;
    uint8_t hash[32];

    if (!param_count(c, 1, 1) || !param_hash(c, 0, hash))
        return false;
    if (chain_find_tx(&c->node->chain, hash, &found))
        view_receipt(c->out, found.block, found.index);
    else
        out_null(c->out);
    return true;
}

bool eth_get_block_receipts(struct rpc_call *c)
{
    const struct chain_block *b;

    if (!block_by_number(c, 1, &b))
        return false;
    if (!b || !b->executed) {
        out_null(c->out);
        return true;
    }
    out_array(c->out);
    for (size_t i = 0; i < b->block.transaction_count; i++)
        view_receipt(c->out, b, i);
    out_array_end(c->out);
    return true;
}
