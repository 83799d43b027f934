/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/simulate.h"

#include "chain/crypto/keccak.h"
#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"
#include "chain/eth/mpt.h"
#include "chain/eth/requests.h"
#include "chain/rpc/view.h"

/* --- the header --- */

static const struct header *parent_of(const struct sim *s, size_t i)
{
    return i ? &s->blocks[i - 1].header : &s->base->block.header;
}

static bool hash_of(const void *context, uint64_t number, uint8_t out[32])
{
    const struct sim *s = context;
    uint64_t base = s->base->block.header.number;

    if (number <= base)
        return chain_hash_of(&s->c->node->chain, number, out);
    if (number - base > s->done)
        return false;
    memcpy(out, s->blocks[number - base - 1].hash, 32);
    return true;
}

static enum err set_fees(struct sim *s, struct sim_block *b,
                         const struct execute_chain *context,
                         const struct header *parent)
{
    struct header *h = &b->header;
    bool had = parent->fields >= HEADER_FIELDS_CANCUN;
    enum err err = ERR_OK;

    if (b->over.has_base_fee)
        h->base_fee = b->over.base_fee;
    else if (s->validation && context->fork >= FORK_LONDON)
        err = basefee_next(&h->base_fee, parent->gas_limit, parent->gas_used,
                           parent->base_fee);
    if (err || context->fork < FORK_CANCUN)
        return err;
    return blob_excess_next(&h->excess_blob_gas, context->fork,
                            fork_blobs(context->fork, context->blobs),
                            had ? parent->excess_blob_gas : 0,
                            had ? parent->blob_gas_used : 0, parent->base_fee);
}

static enum err start_header(struct sim *s, struct sim_block *b,
                             struct execute_chain *context)
{
    const struct header *parent = parent_of(s, s->done);
    struct header *h = &b->header;

    *context = (struct execute_chain){
        .fork = config_fork(&s->c->node->chain.config, h->number, h->timestamp,
                            s->base->total),
        .chain_id = s->c->node->chain.config.chain_id,
        .hash_of = hash_of, .hash_context = s,
    };
    context->blobs =
        config_blobs(&s->c->node->chain.config, context->fork);
    h->fields = fork_rules(context->fork)->header_fields;
    memcpy(h->parent_hash,
           s->done ? s->blocks[s->done - 1].hash : s->base->block.hash, 32);
    memcpy(h->ommers_hash, EMPTY_OMMERS_HASH, 32);
    memcpy(h->coinbase, parent->coinbase, 20);
    h->gas_limit = parent->gas_limit;
    if (context->fork < FORK_PARIS)
        h->difficulty = parent->difficulty;
    if (b->over.has_coinbase)
        memcpy(h->coinbase, b->over.coinbase, 20);
    if (b->over.has_gas_limit)
        h->gas_limit = b->over.gas_limit;
    if (b->over.has_random)
        memcpy(h->mix_hash, b->over.random, 32);
    if (b->over.has_beacon_root)
        memcpy(h->parent_beacon_root, b->over.beacon_root, 32);
    return set_fees(s, b, context, parent);
}

/* --- system calls --- */

static const uint8_t beacon_roots[20] = {
    0x00, 0x0f, 0x3d, 0xf6, 0xd7, 0x32, 0x80, 0x7e, 0xf1, 0x31,
    0x9f, 0xb7, 0xb8, 0xbb, 0x85, 0x22, 0xd0, 0xbe, 0xac, 0x02
}, history[20] = {
    0x00, 0x00, 0xf9, 0x08, 0x27, 0xf1, 0xc5, 0x3a, 0x10, 0xcb,
    0x7a, 0x02, 0x33, 0x5b, 0x17, 0x53, 0x20, 0x00, 0x29, 0x35
}, withdrawal_queue[20] = {
    0x00, 0x00, 0x09, 0x61, 0xef, 0x48, 0x0e, 0xb5, 0x5e, 0x80,
    0xd1, 0x9a, 0xd8, 0x35, 0x79, 0xa6, 0x4c, 0x00, 0x70, 0x02
}, consolidation_queue[20] = {
    0x00, 0x00, 0xbb, 0xdd, 0xc7, 0xce, 0x48, 0x86, 0x42, 0xfb,
    0x57, 0x9f, 0x8b, 0x00, 0xf3, 0xa5, 0x90, 0x00, 0x72, 0x51
};

static enum err before_calls(struct sim *s, const struct header *h,
                             enum fork fork)
{
    struct evm *e = &s->c->node->chain.evm;
    bool success, ran;
    enum err err = ERR_OK;

    if (fork >= FORK_PRAGUE)
        err = execute_system(e, &success, &ran, history,
                             bytes_make(h->parent_hash, 32));
    if (!err && fork >= FORK_CANCUN)
        err = execute_system(e, &success, &ran, beacon_roots,
                             bytes_make(h->parent_beacon_root, 32));
    return err;
}

static enum err add_request(struct sim *s, const uint8_t contract[20],
                            uint8_t type, struct bytes *items, size_t *count)
{
    struct evm *e = &s->c->node->chain.evm;
    uint8_t *item;
    bool success, ran;
    enum err err = execute_system(e, &success, &ran, contract, BYTES_EMPTY);

    if (err)
        return err;
    if (!ran || !success)
        return ERR_BLK_SYSTEM_CALL;
    if (!e->returned_len)
        return ERR_OK;
    item = arena_raw(s->c->arena, e->returned_len + 1);
    if (!item)
        return ERR_MEMORY;
    item[0] = type;
    memcpy(item + 1, e->returned, e->returned_len);
    items[(*count)++] = bytes_make(item, e->returned_len + 1);
    return ERR_OK;
}

static enum err after_calls(struct sim *s, struct sim_block *b,
                            enum fork fork)
{
    struct state *state = &s->c->node->chain.state;
    struct bytes requests[2];
    size_t count = 0;
    enum err err = ERR_OK;

    if (fork >= FORK_PRAGUE) {
        err = add_request(s, withdrawal_queue, REQUEST_WITHDRAWAL, requests,
                          &count);
        if (!err)
            err = add_request(s, consolidation_queue, REQUEST_CONSOLIDATION,
                              requests, &count);
        if (!err)
            err = requests_hash(b->header.requests_hash, requests, count);
    }
    state_tx_begin(state);
    for (size_t i = 0; i < b->over.withdrawal_count; i++)
        state_add_balance(state,
                          state_get(state, b->over.withdrawals[i].address),
                          withdrawal_wei(b->over.withdrawals[i].amount));
    state_tx_end(state, fork >= FORK_SPURIOUS);
    return err;
}

/* --- calls --- */

static int code_of(enum err err)
{
    static const struct {
        enum err err;
        int code;
    } codes[] = {
        { ERR_TX_NONCE_LOW, SIM_NONCE_LOW },
        { ERR_TX_NONCE_HIGH, SIM_NONCE_HIGH },
        { ERR_TX_MAX_FEE, SIM_BASE_FEE },
        { ERR_TX_INTRINSIC, SIM_INTRINSIC },
        { ERR_TX_FLOOR, SIM_INTRINSIC },
        { ERR_TX_FUNDS, SIM_FUNDS },
        { ERR_TX_BLOCK_GAS, SIM_BLOCK_GAS },
        { ERR_TX_SENDER_CODE, SIM_SENDER },
        { ERR_TX_INITCODE, SIM_INITCODE },
    };

    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (codes[i].err == err)
            return codes[i].code;
    return RPC_INTERNAL;
}

/* Gas and nonce that the caller left open. */
static bool settle_args(struct sim *s, const struct header *h,
                        const struct sim_result *r, struct call_args *a)
{
    const struct state_account *account =
        state_find(&s->c->node->chain.state, a->from);
    uint64_t left = h->gas_limit - r->gas_used;

    if (!a->has_nonce)
        a->tx.nonce = account ? account->nonce : 0;
    if (!a->has_gas)
        a->tx.gas = left;
    if (a->tx.gas > left)
        return rpc_fail(s->c, SIM_BLOCK_GAS,
                        "block gas limit reached: %llu >= %llu",
                        (unsigned long long)(r->gas_used + a->tx.gas),
                        (unsigned long long)h->gas_limit);
    if (a->tx.gas > s->gas_left)
        a->tx.gas = s->gas_left;
    return true;
}

static enum err check_call(const struct sim *s, const struct call_args *a,
                           enum fork fork, const struct tx_cost *cost)
{
    const struct evm_block *b = &s->c->node->chain.evm.block;
    bool free = !s->validation && u256_is_zero(a->tx.max_fee);

    if (a->tx.nonce == UINT64_MAX)
        return ERR_TX_NONCE;
    if (!free && u256_lt(a->tx.max_fee, b->base_fee))
        return ERR_TX_MAX_FEE;
    if (a->tx.blob_count && u256_lt(a->tx.max_blob_fee, b->blob_base_fee))
        return ERR_TX_BLOB_FEE;
    if (!a->tx.has_to && fork_rules(fork)->initcode_max &&
        a->tx.data.len > fork_rules(fork)->initcode_max)
        return ERR_TX_INITCODE;
    if (a->tx.gas < cost->intrinsic)
        return ERR_TX_INTRINSIC;
    return a->tx.gas < cost->floor ? ERR_TX_FLOOR : ERR_OK;
}

/* Hash and bytes of a transaction that nobody signed. */
static enum err name_tx(struct sim *s, struct tx *tx, struct bytes *encoded)
{
    enum err err = tx_encode(s->c->arena, encoded, tx);

    if (!err)
        keccak256(tx->hash, *encoded);
    return err;
}

/* All logs go to the caller; those of transfers are not the block's. */
static enum err keep_logs(struct sim *s, struct sim_result *r, size_t i,
                          const struct execute_outcome *o)
{
    struct arena *a = s->c->arena;
    struct log_entry *all = arena_array(a, o->log_count, sizeof *all);
    struct log_entry *real = arena_array(a, o->log_count, sizeof *real);
    size_t n = 0;

    if (!all || !real)
        return ERR_MEMORY;
    for (size_t k = 0; k < o->log_count; k++) {
        static const uint8_t zero[20];
        uint8_t address[20];

        all[k] = o->logs[k];
        if (!arena_copy(a, &all[k].data, o->logs[k].data))
            return ERR_MEMORY;
        for (int b = 0; b < 20; b++)
            address[b] = all[k].address[b] ^ 0xee;
        if (!s->trace_transfers || memcmp(address, zero, 20) != 0)
            real[n++] = all[k];
    }
    r->logs[i] = all;
    r->log_counts[i] = o->log_count;
    r->receipts[i].logs = real;
    r->receipts[i].log_count = n;
    bloom_of_logs(r->receipts[i].bloom, real, n);
    return ERR_OK;
}

static bool run_call(struct sim *s, struct sim_block *b, struct sim_result *r,
                     enum fork fork, size_t i)
{
    struct evm *e = &s->c->node->chain.evm;
    unsigned lax = EXECUTE_ANY_SENDER;
    struct call_args *a = &r->args[i];
    struct execute_outcome *o = &r->outcomes[i];
    struct tx_cost cost;
    enum err err;

    if (!settle_args(s, &b->header, r, a))
        return false;
    if (!s->validation)
        lax |= EXECUTE_ANY_NONCE | EXECUTE_FREE;
    tx_cost(&cost, &a->tx, fork, a->from);
    err = name_tx(s, &a->tx, &r->encoded[i]);
    if (!err)
        err = check_call(s, a, fork, &cost);
    if (!err)
        err = execute_message(e, o, &a->tx, a->from, &cost, lax);
    if (err)
        return call_refuse(s->c, code_of(err), a, err);
    r->gas_used += o->gas_used;
    s->gas_left -= o->gas_used;
    r->blob_gas += (uint64_t)a->tx.blob_count * BLOB_GAS;
    r->receipts[i] = (struct receipt){ .type = a->tx.type,
                                       .status = o->success,
                                       .cumulative_gas = r->gas_used };
    err = keep_logs(s, r, i, o);
    if (err || !arena_copy(s->c->arena, &r->outputs[i], o->output))
        return rpc_fail_err(s->c, ERR_MEMORY);
    bloom_union(b->header.logs_bloom, r->receipts[i].bloom);
    return true;
}

static bool reserve(struct sim *s, struct sim_result *r, const json_t *calls)
{
    struct arena *a = s->c->arena;

    r->count = json_array_size(calls);
    if (r->count > SIMULATE_CALLS_MAX)
        return rpc_fail(s->c, SIM_TOO_MANY, "too many calls");
    r->args = arena_array(a, r->count, sizeof *r->args);
    r->receipts = arena_array(a, r->count, sizeof *r->receipts);
    r->encoded = arena_array(a, r->count, sizeof *r->encoded);
    r->logs = arena_array(a, r->count, sizeof *r->logs);
    r->log_counts = arena_array(a, r->count, sizeof *r->log_counts);
    r->outcomes = arena_array(a, r->count, sizeof *r->outcomes);
    r->outputs = arena_array(a, r->count, sizeof *r->outputs);
    if (!r->args || !r->receipts || !r->encoded || !r->logs ||
        !r->log_counts || !r->outcomes || !r->outputs)
        return rpc_fail_err(s->c, ERR_MEMORY);
    for (size_t i = 0; i < r->count; i++)
        if (!read_call(s->c, json_array_get(calls, i), &r->args[i]))
            return false;
    return true;
}

/* --- the block --- */

static enum err finish(struct sim *s, struct sim_block *b,
                       struct sim_result *r)
{
    struct header *h = &b->header;
    struct arena *a = s->c->arena;
    enum err err = state_settle(&s->c->node->chain.state, h->state_root);

    h->gas_used = r->gas_used;
    h->blob_gas_used = r->blob_gas;
    r->block = (struct block){
        .transactions = r->encoded, .transaction_count = r->count,
        .has_withdrawals = h->fields >= HEADER_FIELDS_SHANGHAI,
        .withdrawals = b->over.withdrawals,
        .withdrawal_count = b->over.withdrawal_count,
    };
    if (!err)
        err = mpt_list_root(a, h->transactions_root, r->encoded, r->count);
    if (!err)
        err = receipts_root(a, h->receipts_root, r->receipts, r->count);
    if (!err && r->block.has_withdrawals)
        err = withdrawals_root(a, h->withdrawals_root, b->over.withdrawals,
                               b->over.withdrawal_count);
    if (!err)
        err = header_hash(a, b->hash, h);
    r->block.header = *h;
    if (!err)
        err = block_encode(a, &r->raw, &r->block);
    return err;
}

bool sim_run_block(struct sim *s, struct sim_block *b, struct sim_result *r)
{
    struct chain *chain = &s->c->node->chain;
    struct execute_chain context;
    enum err err;

    if (!reserve(s, r, json_object_get(b->in, "calls")))
        return false;
    err = start_header(s, b, &context);
    if (!err)
        err = execute_context(&chain->evm, &chain->state, &b->header,
                              &context);
    if (err)
        return rpc_fail_err(s->c, err);
    if (b->over.has_blob_fee)
        chain->evm.block.blob_base_fee = b->over.blob_fee;
    s->moves = (struct moves){ .count = 0 };
    if (!apply_state_overrides(s->c, json_object_get(b->in, "stateOverrides"),
                               &s->moves, context.fork))
        return false;
    err = before_calls(s, &b->header, context.fork);
    if (err)
        return rpc_fail_err(s->c, err);
    for (size_t i = 0; i < r->count; i++)
        if (!run_call(s, b, r, context.fork, i))
            return false;
    err = after_calls(s, b, context.fork);
    if (!err)
        err = finish(s, b, r);
    return err ? rpc_fail_err(s->c, err) : true;
}

/* --- the answer --- */

static void write_failure(struct out *o, const struct sim_result *r, size_t i)
{
    char message[RPC_MESSAGE_SIZE] = "execution failed";
    bool reverted = r->outcomes[i].reverted;

    if (reverted)
        revert_message(message, sizeof message, r->outputs[i]);
    out_key(o, "error");
    out_object(o);
    out_key_text(o, "message", message);
    out_key(o, "code");
    out_integer(o, reverted ? RPC_REVERTED : SIM_VM);
    if (reverted)
        out_key_bytes(o, "data", r->outputs[i]);
    out_object_end(o);
}

static void write_calls(struct sim *s, const struct sim_block *b,
                        const struct sim_result *r)
{
    struct out *o = s->c->out;
    size_t log_index = 0;

    out_key(o, "calls");
    out_array(o);
    for (size_t i = 0; i < r->count; i++) {
        struct tx_place place = { &b->header, b->hash, i };

        out_object(o);
        out_key_bytes(o, "returnData", r->outcomes[i].success
                                           ? r->outputs[i]
                                           : BYTES_EMPTY);
        out_key(o, "logs");
        out_array(o);
        for (size_t k = 0; k < r->log_counts[i]; k++)
            view_log(o, &r->logs[i][k], &place, r->args[i].tx.hash,
                     log_index++);
        out_array_end(o);
        out_key_u64(o, "gasUsed", r->outcomes[i].gas_used);
        out_key_u64(o, "maxUsedGas", r->outcomes[i].gas_peak);
        out_key_u64(o, "status", r->outcomes[i].success);
        if (!r->outcomes[i].success)
            write_failure(o, r, i);
        out_object_end(o);
    }
    out_array_end(o);
}

void sim_write_block(struct sim *s, const struct sim_block *b,
                     const struct sim_result *r)
{
    struct out *o = s->c->out;

    view_header(o, &b->header, b->hash, r->raw.len);
    write_calls(s, b, r);
    out_key(o, "transactions");
    out_array(o);
    for (size_t i = 0; i < r->count; i++) {
        struct tx_place place = { &b->header, b->hash, i };

        if (s->full)
            view_tx(o, &r->args[i].tx, r->args[i].from, &place);
        else
            out_bytes(o, BYTES_OF(r->args[i].tx.hash));
    }
    out_array_end(o);
    out_key(o, "uncles");
    out_array(o);
    out_array_end(o);
    if (r->block.has_withdrawals)
        view_withdrawals(o, r->block.withdrawals, r->block.withdrawal_count);
    out_object_end(o);
}
