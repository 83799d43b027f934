/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/simulate.h"

#include "chain/rpc/methods.h"

/* --- which blocks --- */

static bool add_block(struct sim *s, const json_t *in,
                      const struct block_override *o, uint64_t number,
                      uint64_t time)
{
    struct sim_block *b = &s->blocks[s->count++];

    *b = (struct sim_block){ .in = in, .over = *o };
    b->header.number = number;
    b->header.timestamp = time;
    return true;
}

/* One entry of blockStateCalls, with the gap before it. */
static bool plan_block(struct sim *s, const json_t *in, uint64_t *number,
                       uint64_t *time)
{
    const struct block_override none = { .has_number = false };
    const uint64_t base = s->base->block.header.number;
    struct block_override o;
    uint64_t at, when;

    if (!json_is_object(in))
        return rpc_fail(s->c, RPC_INVALID_PARAMS,
                        "invalid argument 0: a block is no map");
    if (!read_block_override(s->c, json_object_get(in, "blockOverrides"), &o))
        return false;
    at = o.has_number ? o.number : *number + 1;
    if (at <= *number)
        return rpc_fail(s->c, SIM_BLOCK_ORDER,
                        "block numbers must be in order: %llu <= %llu",
                        (unsigned long long)at, (unsigned long long)*number);
    if (at - base > SIMULATE_BLOCKS_MAX)
        return rpc_fail(s->c, SIM_TOO_MANY, "too many blocks");
    while (*number + 1 < at) {
        *time += SIMULATE_SPACING;
        add_block(s, NULL, &none, ++*number, *time);
    }
    when = o.has_time ? o.time : *time + SIMULATE_SPACING;
    if (when <= *time)
        return rpc_fail(s->c, SIM_TIME_ORDER,
                        "block timestamps must be in order: %llu <= %llu",
                        (unsigned long long)when, (unsigned long long)*time);
    *number = at;
    *time = when;
    return add_block(s, in, &o, at, when);
}

static bool plan(struct sim *s, const json_t *in)
{
    const json_t *list = json_object_get(in, "blockStateCalls");
    uint64_t number = s->base->block.header.number;
    uint64_t time = s->base->block.header.timestamp;

    if (!json_is_array(list))
        return rpc_fail(s->c, RPC_INVALID_PARAMS,
                        "invalid argument 0: no blockStateCalls");
    if (json_array_size(list) == 0)
        return rpc_fail(s->c, RPC_INVALID_PARAMS, "empty input");
    if (json_array_size(list) > SIMULATE_BLOCKS_MAX)
        return rpc_fail(s->c, SIM_TOO_MANY, "too many blocks");
    s->blocks = arena_array(s->c->arena, SIMULATE_BLOCKS_MAX + 1,
                            sizeof *s->blocks);
    if (!s->blocks)
        return rpc_fail_err(s->c, ERR_MEMORY);
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!plan_block(s, json_array_get(list, i), &number, &time))
            return false;
    return true;
}

/* --- the method --- */

static const struct precompile *find_moved(void *context, enum fork fork,
                                           const uint8_t address[20])
{
    const struct sim *s = context;

    return moves_find(&s->moves, fork, address);
}

/* Value that moves, as a log of an ERC-20 transfer from 0xeeee…: execution-apis
 * calls it so. */
static void log_transfer(struct state *state, const uint8_t from[20],
                         const uint8_t to[20], struct u256 value)
{
    /* Keccak-256 of Transfer(address,address,uint256) */
    static const uint8_t topic[32] = {
        0xdd, 0xf2, 0x52, 0xad, 0x1b, 0xe2, 0xc8, 0x9b, 0x69, 0xc2, 0xb0,
        0x68, 0xfc, 0x37, 0x8d, 0xaa, 0x95, 0x2b, 0xa7, 0xf1, 0x63, 0xc4,
        0xa1, 0x16, 0x28, 0xf5, 0x5a, 0x4d, 0xf5, 0x23, 0xb3, 0xef
    };
    uint8_t amount[32];
    struct log_entry *log;

    if (u256_is_zero(value))
        return;
    u256_to_be(amount, value);
    log = state_log_add(state, BYTES_OF(amount));
    memset(log->address, 0xee, 20);
    log->topic_count = 3;
    memcpy(log->topics[0], topic, 32);
    memset(log->topics[1], 0, 32);
    memset(log->topics[2], 0, 32);
    memcpy(log->topics[1] + 12, from, 20);
    memcpy(log->topics[2] + 12, to, 20);
}

static void on_enter(void *context, const struct evm *e,
                     const struct evm_call *c, const struct frame *parent)
{
    enum { DELEGATECALL = 0xf4 };

    (void)context;
    (void)parent;
    if (c->op != DELEGATECALL)
        log_transfer(e->state, c->sender->address, c->to->address, c->value);
}

static void on_selfdestruct(void *context, const struct evm *e,
                            const struct state_account *from,
                            const struct state_account *heir,
                            struct u256 balance)
{
    (void)context;
    log_transfer(e->state, from->address, heir->address, balance);
}

static bool run_all(struct sim *s)
{
    struct evm *e = &s->c->node->chain.evm;
    bool ok = true;

    s->hooks = (struct evm_hooks){ .context = s, .precompile = find_moved };
    if (s->trace_transfers) {
        s->hooks.enter = on_enter;
        s->hooks.selfdestruct = on_selfdestruct;
    }
    e->hooks = &s->hooks;
    out_array(s->c->out);
    for (; ok && s->done < s->count; s->done++) {
        struct sim_result r = { .count = 0 };

        ok = sim_run_block(s, &s->blocks[s->done], &r);
        if (ok)
            sim_write_block(s, &s->blocks[s->done], &r);
    }
    out_array_end(s->c->out);
    e->hooks = NULL;
    return ok;
}

bool eth_simulate(struct rpc_call *c)
{
    struct sim s = { .c = c, .gas_left = NODE_GAS_CAP };
    struct state_mark mark;
    struct block_ref ref;
    const json_t *in = param(c, 0);
    enum err err;
    bool ok;

    if (!param_count(c, 1, 2) || !param_block(c, 1, true, &ref))
        return false;
    if (!json_is_object(in))
        return rpc_fail(c, RPC_INVALID_PARAMS, "invalid argument 0: no map");
    if (!block_needed(c, &ref, &s.base))
        return false;
    s.validation = json_is_true(json_object_get(in, "validation"));
    s.trace_transfers = json_is_true(json_object_get(in, "traceTransfers"));
    s.full = json_is_true(json_object_get(in, "returnFullTransactions"));
    if (!plan(&s, in))
        return false;
    err = chain_visit(&c->node->chain, s.base, &mark);
    if (err)
        return rpc_fail_err(c, err);
    ok = run_all(&s);
    chain_leave(&c->node->chain, mark);
    return ok;
}
