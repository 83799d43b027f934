/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/methods.h"

#include "chain/codec/rlp.h"
#include "chain/rpc/node.h"
#include "chain/rpc/params.h"

/* The block of the only argument. */
static bool raw_param(struct rpc_call *c, const struct chain_block **b)
{
    struct block_ref ref;

    return param_count(c, 1, 1) && param_block(c, 0, false, &ref) &&
           block_needed(c, &ref, b);
}

bool debug_bad_blocks(struct rpc_call *c)
{
    if (!param_count(c, 0, 0))
        return false;
    out_array(c->out);
    out_array_end(c->out);
    return true;
}

bool debug_raw_block(struct rpc_call *c)
{
    const struct chain_block *b;

    if (!raw_param(c, &b))
        return false;
    out_bytes(c->out, b->raw);
    return true;
}

bool debug_raw_header(struct rpc_call *c)
{
    const struct chain_block *b;
    struct bytes encoded;

    if (!raw_param(c, &b))
        return false;
    if (header_encode(c->arena, &encoded, &b->block.header))
        return rpc_fail_err(c, ERR_MEMORY);
    out_bytes(c->out, encoded);
    return true;
}

bool debug_raw_receipts(struct rpc_call *c)
{
    const struct chain_block *b;

    if (!raw_param(c, &b))
        return false;
    out_array(c->out);
    for (size_t i = 0; b->executed && i < b->block.transaction_count; i++) {
        struct bytes encoded;

        if (receipt_encode(c->arena, &encoded, &b->receipts[i]))
            return rpc_fail_err(c, ERR_MEMORY);
        out_bytes(c->out, encoded);
    }
    out_array_end(c->out);
    return true;
}

bool debug_raw_transaction(struct rpc_call *c)
{
    const struct pool_tx *waiting;
    struct chain_tx found;
    uint8_t hash[32];

    if (!param_count(c, 1, 1) || !param_hash(c, 0, hash))
        return false;
    waiting = pool_find(&c->node->pool, hash);
    if (chain_find_tx(&c->node->chain, hash, &found))
        out_bytes(c->out, found.block->block.transactions[found.index]);
    else if (waiting)
        out_bytes(c->out, bytes_make(waiting->raw, waiting->len));
    else
        out_bytes(c->out, BYTES_EMPTY);
    return true;
}
