/* SPDX-License-Identifier: Apache-2.0 */
/* debug_trace*: blocks are run again with someone watching. */
#include "chain/rpc/methods.h"

#include <stdlib.h>

#include "chain/rpc/trace.h"

/* Runs the block on its parent's state; the tracer has then seen it all. */
static bool run_again(struct rpc_call *c, const struct chain_block *b,
                      struct tracer *t)
{
    struct chain *chain = &c->node->chain;
    struct execute_block_outcome outcome;
    struct execute_chain context;
    struct state_mark mark;
    enum err err;

    if (!b->parent)
        return rpc_fail(c, RPC_SERVER, "genesis is not traceable");
    if (!chain_is_canonical(chain, b))
        return rpc_fail(c, RPC_SERVER, "block is not canonical");
    err = chain_visit(chain, b->parent, &mark);
    if (err)
        return rpc_fail_err(c, err);
    chain_context(chain, &context, b->parent, b->block.header.timestamp);
    chain->evm.hooks = &t->hooks;
    chain->evm.state = &chain->state;
    err = execute_block(&chain->evm, c->arena, &outcome, &b->block, &context);
    chain->evm.hooks = NULL;
    chain_leave(chain, mark);
    if (!err && t->failed)
        return rpc_fail(c, RPC_SERVER, "the trace is too large");
    return err ? rpc_fail_err(c, err) : true;
}

static void write_one(struct rpc_call *c, const struct tracer *t,
                      const struct chain_block *b, size_t i)
{
    tracer_write(t, i, c->out, b->txs[i].gas, b->gas[i],
                 t->pieces[i].status != EVM_STOPPED);
}

static bool trace_block(struct rpc_call *c, const struct chain_block *b)
{
    struct trace_options options;
    struct tracer *t = arena_alloc(c->arena, sizeof *t);
    bool ok;

    if (!t || !trace_read_options(c, param(c, 1), &options))
        return t ? false : rpc_fail_err(c, ERR_MEMORY);
    if (!tracer_init(t, c->arena, &options, b->block.transaction_count))
        return rpc_fail_err(c, ERR_MEMORY);
    ok = run_again(c, b, t);
    if (ok) {
        out_array(c->out);
        for (size_t i = 0; i < t->count; i++) {
            out_object(c->out);
            out_key_bytes(c->out, "txHash", BYTES_OF(b->txs[i].hash));
            out_key(c->out, "result");
            write_one(c, t, b, i);
            out_object_end(c->out);
        }
        out_array_end(c->out);
    }
    tracer_release(t);
    return ok;
}

bool debug_trace_block_by_number(struct rpc_call *c)
{
    const struct chain_block *b;
    struct block_ref ref;

    return param_count(c, 1, 2) && param_block(c, 0, false, &ref) &&
           block_needed(c, &ref, &b) && trace_block(c, b);
}

bool debug_trace_block_by_hash(struct rpc_call *c)
{
    const struct chain_block *b;
    uint8_t hash[32];

    if (!param_count(c, 1, 2) || !param_hash(c, 0, hash))
        return false;
    b = chain_by_hash(&c->node->chain, hash);
    return b ? trace_block(c, b) : rpc_fail(c, RPC_SERVER, "block not found");
}

bool debug_trace_transaction(struct rpc_call *c)
{
    struct trace_options options;
    struct chain_tx found;
    struct tracer *t;
    uint8_t hash[32];
    bool ok;

    if (!param_count(c, 1, 2) || !param_hash(c, 0, hash) ||
        !trace_read_options(c, param(c, 1), &options))
        return false;
    if (!chain_find_tx(&c->node->chain, hash, &found))
        return rpc_fail(c, RPC_SERVER, "transaction not found");
    t = arena_alloc(c->arena, sizeof *t);
    if (!t || !tracer_init(t, c->arena, &options,
                           found.block->block.transaction_count))
        return rpc_fail_err(c, ERR_MEMORY);
    t->only = found.index;
    ok = run_again(c, found.block, t);
    if (ok)
        write_one(c, t, found.block, found.index);
    tracer_release(t);
    return ok;
}

bool debug_trace_call(struct rpc_call *c)
{
    const json_t *in = param(c, 2);
    struct execute_outcome o;
    struct trace_options options;
    struct call_args args;
    struct call_frame f;
    struct block_ref ref;
    struct tracer *t = arena_alloc(c->arena, sizeof *t);
    bool ok;

    if (!t)
        return rpc_fail_err(c, ERR_MEMORY);
    if (!param_count(c, 1, 3) || !read_call(c, param(c, 0), &args) ||
        !param_block(c, 1, true, &ref) ||
        !trace_read_options(c, in, &options))
        return false;
    if (!tracer_init(t, c->arena, &options, 1))
        return rpc_fail_err(c, ERR_MEMORY);
    if (!call_enter(c, &f, &ref, json_object_get(in, "stateOverrides"),
                    json_object_get(in, "blockOverrides")))
        return false;
    c->node->chain.evm.hooks = &t->hooks;
    ok = call_run(c, &f, &args, &o);
    call_leave(c, &f);
    if (ok && t->failed)
        ok = rpc_fail(c, RPC_SERVER, "the trace is too large");
    if (ok)
        tracer_write(t, 0, c->out, args.has_gas ? args.tx.gas : NODE_GAS_CAP,
                     o.gas_used, !o.success);
    tracer_release(t);
    return ok;
}
