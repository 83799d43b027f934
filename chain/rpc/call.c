/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/call.h"

#include <stdio.h>

#include "chain/eth/blob.h"

static const struct precompile *find_moved(void *context, enum fork fork,
                                           const uint8_t address[20])
{
    return moves_find(context, fork, address);
}

static void override_context(struct evm_block *b,
                             const struct block_override *o)
{
    if (o->has_number)
        b->number = o->number;
    if (o->has_time)
        b->timestamp = o->time;
    if (o->has_gas_limit)
        b->gas_limit = o->gas_limit;
    if (o->has_base_fee)
        b->base_fee = o->base_fee;
    if (o->has_blob_fee)
        b->blob_base_fee = o->blob_fee;
    if (o->has_coinbase)
        memcpy(b->coinbase, o->coinbase, 20);
    if (o->has_random)
        b->difficulty = u256_load(o->random);
}

bool call_enter(struct rpc_call *c, struct call_frame *f,
                const struct block_ref *ref, const json_t *state_overrides,
                const json_t *block_overrides)
{
    struct chain *chain = &c->node->chain;
    struct execute_chain context = {
        .chain_id = chain->config.chain_id, .hash_of = chain_hash_of,
        .hash_context = chain,
    };
    struct block_override o;
    enum err err;

    *f = (struct call_frame){ .fork = FORK_FRONTIER };
    if (!block_needed(c, ref, &f->block) ||
        !read_block_override(c, block_overrides, &o))
        return false;
    f->fork = context.fork = f->block->fork;
    context.blobs = config_blobs(&chain->config, f->fork);
    err = chain_visit(chain, f->block, &f->mark);
    if (err)
        return rpc_fail_err(c, err);
    err = execute_context(&chain->evm, &chain->state, &f->block->block.header,
                          &context);
    if (err) {
        chain_leave(chain, f->mark);
        return rpc_fail_err(c, err);
    }
    override_context(&chain->evm.block, &o);
    f->context = chain->evm.block;
    if (!apply_state_overrides(c, state_overrides, &f->moves, f->fork)) {
        call_leave(c, f);
        return false;
    }
    f->hooks = (struct evm_hooks){ .context = &f->moves,
                                   .precompile = find_moved };
    if (f->moves.count)
        chain->evm.hooks = &f->hooks;
    return true;
}

void call_leave(struct rpc_call *c, struct call_frame *f)
{
    c->node->chain.evm.hooks = NULL;
    chain_leave(&c->node->chain, f->mark);
}

/* What the sender must have: value and the most that gas may cost. */
static struct u256 cost_of(const struct tx *tx)
{
    struct u256 gas = u256_mul(tx->max_fee, u256_from(tx->gas));
    struct u256 blobs =
        u256_mul(tx->max_blob_fee, u256_from(tx->blob_count * BLOB_GAS));

    return u256_add(u256_add(gas, blobs), tx->value);
}

bool call_refuse(struct rpc_call *c, int code, const struct call_args *args,
                 enum err err)
{
    const struct state_account *a =
        state_find(&c->node->chain.state, args->from);
    const struct evm_block *b = &c->node->chain.evm.block;
    unsigned long long gas = args->tx.gas;
    unsigned long long nonce = a ? a->nonce : 0, given = args->tx.nonce;
    char from[CHECKSUM_SIZE], have[DECIMAL_SIZE], want[DECIMAL_SIZE];

    checksum_address(from, args->from);
    switch (err) {
    case ERR_TX_FUNDS:
        decimal_text(have, a ? a->balance : u256_from(0));
        decimal_text(want, cost_of(&args->tx));
        return rpc_fail(c, code, "err: insufficient funds for gas * price + "
                        "value: address %s have %s want %s (supplied gas %llu)",
                        from, have, want, gas);
    case ERR_TX_MAX_FEE:
        decimal_text(have, args->tx.max_fee);
        decimal_text(want, b->base_fee);
        return rpc_fail(c, code, "err: max fee per gas less than block base "
                        "fee: address %s, maxFeePerGas: %s, baseFee: %s "
                        "(supplied gas %llu)", from, have, want, gas);
    case ERR_TX_NONCE:
        return rpc_fail(c, code, "err: nonce has max value: address %s, "
                        "nonce: %llu (supplied gas %llu)", from, nonce, gas);
    case ERR_TX_NONCE_LOW:
    case ERR_TX_NONCE_HIGH:
        return rpc_fail(c, code, "err: nonce too %s: address %s, tx: %llu "
                        "state: %llu (supplied gas %llu)",
                        err == ERR_TX_NONCE_LOW ? "low" : "high", from, given,
                        nonce, gas);
    default:
        rpc_fail_err(c, err);
        if (err_is_reason(err))
            c->code = code;
        return false;
    }
}

static bool refuse(struct rpc_call *c, const struct call_args *args,
                   enum err err)
{
    return call_refuse(c, RPC_SERVER, args, err);
}

bool call_run(struct rpc_call *c, struct call_frame *f,
              const struct call_args *args, struct execute_outcome *out)
{
    struct evm *e = &c->node->chain.evm;
    struct state_account *a =
        state_get(&c->node->chain.state, args->from);
    struct call_args run = *args;
    struct tx_cost cost;
    enum err err;

    if (!run.has_nonce)
        run.tx.nonce = a->nonce;
    if (!run.has_gas || run.tx.gas > NODE_GAS_CAP)
        run.tx.gas = NODE_GAS_CAP;
    /* Without a price nothing is paid, and nothing is said to be. */
    e->block = f->context;
    if (u256_is_zero(run.tx.max_fee))
        e->block.base_fee = u256_from(0);
    else if (u256_lt(run.tx.max_fee, e->block.base_fee))
        return refuse(c, &run, ERR_TX_MAX_FEE);
    if (u256_is_zero(run.tx.max_blob_fee))
        e->block.blob_base_fee = u256_from(0);
    else if (run.tx.blob_count &&
             u256_lt(run.tx.max_blob_fee, e->block.blob_base_fee))
        return refuse(c, &run, ERR_TX_BLOB_FEE);
    if (a->nonce == UINT64_MAX)
        return refuse(c, &run, ERR_TX_NONCE);
    tx_cost(&cost, &run.tx, f->fork, run.from);
    if (run.tx.gas < cost.intrinsic || run.tx.gas < cost.floor)
        return rpc_fail(c, RPC_SERVER,
                        "err: intrinsic gas too low: have %llu, want %llu "
                        "(supplied gas %llu)", (unsigned long long)run.tx.gas,
                        (unsigned long long)cost.intrinsic,
                        (unsigned long long)run.tx.gas);
    err = execute_message(e, out, &run.tx, run.from, &cost,
                          EXECUTE_ANY_NONCE | EXECUTE_ANY_SENDER |
                              EXECUTE_FREE);
    return err ? refuse(c, &run, err) : true;
}

/* --- reverts --- */

static const uint8_t selector_error[4] = { 0x08, 0xc3, 0x79, 0xa0 };
static const uint8_t selector_panic[4] = { 0x4e, 0x48, 0x7b, 0x71 };

/* Panic codes of Solidity, in go-ethereum's words. */
static const struct {
    uint64_t code;
    const char *text;
} panics[] = {
    { 0x00, "generic panic" },
    { 0x01, "assert(false)" },
    { 0x11, "arithmetic underflow or overflow" },
    { 0x12, "division or modulo by zero" },
    { 0x21, "enum overflow" },
    { 0x22, "invalid encoded storage byte array accessed" },
    { 0x31, "out-of-bounds array access; popping on an empty array" },
    { 0x32, "out-of-bounds access of an array or bytesN" },
    { 0x41, "out of memory" },
    { 0x51, "uninitialized function" },
};

/* The string of Error(string); empty when it is none. */
static struct bytes error_string(struct bytes data)
{
    struct u256 at, len;

    if (data.len < 4 + 64)
        return BYTES_EMPTY;
    data = bytes_tail(data, 4);
    at = u256_load(data.data);
    if (!u256_is_u64(at) || at.w[0] > data.len - 32)
        return BYTES_EMPTY;
    len = u256_load(data.data + at.w[0]);
    data = bytes_tail(data, (size_t)at.w[0] + 32);
    if (!u256_is_u64(len) || len.w[0] > data.len)
        return BYTES_EMPTY;
    return bytes_head(data, (size_t)len.w[0]);
}

void revert_message(char *out, size_t size, struct bytes data)
{
    struct bytes text = BYTES_EMPTY;

    snprintf(out, size, "execution reverted");
    if (data.len >= 4 && memcmp(data.data, selector_error, 4) == 0) {
        text = error_string(data);
        if (text.len)
            snprintf(out, size, "execution reverted: %.*s", (int)text.len,
                     (const char *)text.data);
    }
    if (data.len < 36 || memcmp(data.data, selector_panic, 4) != 0)
        return;
    for (size_t i = 0; i < ARRAY_LEN(panics); i++)
        if (u256_eq(u256_load(data.data + 4), u256_from(panics[i].code)))
            snprintf(out, size, "execution reverted: %s", panics[i].text);
}

bool call_fail(struct rpc_call *c, const struct execute_outcome *o)
{
    if (!o->reverted)
        return rpc_fail(c, RPC_SERVER, "out of gas or invalid execution");
    revert_message(c->message, sizeof c->message, o->output);
    c->code = RPC_REVERTED;
    c->has_data = arena_copy(c->arena, &c->data, o->output);
    return false;
}
