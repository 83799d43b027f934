/* SPDX-License-Identifier: Apache-2.0 */
/* eth_*: what would happen if. */
#include "chain/rpc/methods.h"

#include "chain/evm/evm_internal.h"
#include "chain/evm/precompile.h"
#include "chain/rpc/call.h"

enum { ACCESS_ROUNDS_MAX = 16, ACCESS_MAX = 4096 };

/* Arguments: call, block, state overrides, block overrides. */
static bool enter(struct rpc_call *c, struct call_args *args,
                  struct call_frame *f)
{
    struct block_ref ref;

    return param_count(c, 1, 4) && read_call(c, param(c, 0), args) &&
           param_block(c, 1, true, &ref) &&
           call_enter(c, f, &ref, param(c, 2), param(c, 3));
}

bool eth_call(struct rpc_call *c)
{
    struct execute_outcome o;
    struct call_args args;
    struct call_frame f;
    bool ok;

    if (!enter(c, &args, &f))
        return false;
    ok = call_run(c, &f, &args, &o);
    if (ok && o.success)
        out_bytes(c->out, o.output);
    else if (ok)
        ok = call_fail(c, &o);
    call_leave(c, &f);
    return ok;
}

/* --- estimates --- */

/* Runs with this much gas and takes the effects back. */
static bool attempt(struct rpc_call *c, struct call_frame *f,
                    struct call_args *args, uint64_t gas,
                    struct execute_outcome *o)
{
    struct state *s = &c->node->chain.state;
    struct state_mark mark = state_mark(s);
    bool ok;

    mark.logs = 0;
    args->has_gas = true;
    args->tx.gas = gas;
    ok = call_run(c, f, args, o);
    state_tx_begin(s);
    state_revert(s, mark);
    return ok;
}

static uint64_t most_gas(const struct call_frame *f,
                         const struct call_args *args)
{
    uint64_t most = args->has_gas && args->tx.gas >= 21000
                        ? args->tx.gas
                        : f->context.gas_limit;
    uint64_t cap = fork_rules(f->fork)->tx_gas_max;

    if (cap && most > cap)
        most = cap;
    return most < NODE_GAS_CAP ? most : NODE_GAS_CAP;
}

/* Gas that the sender can pay for at the price offered. */
static bool affordable(struct rpc_call *c, const struct call_args *args,
                       uint64_t *most)
{
    const struct state_account *a =
        state_find(&c->node->chain.state, args->from);
    struct u256 left = a ? a->balance : u256_from(0), gas;

    if (u256_is_zero(args->tx.max_fee))
        return true;
    if (u256_sub_borrow(&left, left, args->tx.value))
        return rpc_fail(c, RPC_SERVER, "insufficient funds for transfer");
    gas = u256_div(left, args->tx.max_fee);
    if (u256_is_u64(gas) && gas.w[0] < *most)
        *most = gas.w[0];
    return true;
}

static bool estimate(struct rpc_call *c, struct call_frame *f,
                     struct call_args *args)
{
    uint64_t most = most_gas(f, args), least;
    struct execute_outcome o;

    if (!affordable(c, args, &most) || !attempt(c, f, args, most, &o))
        return false;
    if (!o.success)
        return o.reverted
                   ? call_fail(c, &o)
                   : rpc_fail(c, RPC_SERVER,
                              "gas required exceeds allowance (%llu)",
                              (unsigned long long)most);
    /* The least gas that succeeds: below what was used it cannot be. */
    least = o.gas_used ? o.gas_used - 1 : 0;
    while (least + 1 < most) {
        uint64_t middle = least + (most - least) / 2;

        /* Not far above what is needed as a rule. */
        if (middle > least + 2 * (least + 4096))
            middle = least + (least + 4096);
        if (attempt(c, f, args, middle, &o) && o.success)
            most = middle;
        else
            least = middle;
    }
    out_u64(c->out, most);
    return true;
}

bool eth_estimate_gas(struct rpc_call *c)
{
    struct call_args args;
    struct call_frame f;
    bool ok;

    if (!enter(c, &args, &f))
        return false;
    ok = estimate(c, &f, &args);
    call_leave(c, &f);
    return ok;
}

/* --- access lists --- */

struct accessed {
    uint8_t address[20];
    bool listed; /* the address itself, not only as owner of slots */
    uint8_t (*keys)[32];
    size_t key_count, key_room;
};

/* What a run touched, in the order of meeting. */
struct recorder {
    struct evm_hooks hooks;
    struct arena *arena;
    struct accessed *list;
    size_t count;
    const struct call_args *args;
    const struct moves *moves;
    uint8_t created[20];
    bool failed;
};

static struct accessed *account_in(struct recorder *r,
                                   const uint8_t address[20])
{
    for (size_t i = 0; i < r->count; i++)
        if (memcmp(r->list[i].address, address, 20) == 0)
            return &r->list[i];
    if (r->count == ACCESS_MAX) {
        r->failed = true;
        return NULL;
    }
    memcpy(r->list[r->count].address, address, 20);
    return &r->list[r->count++];
}

static void add_key(struct recorder *r, const uint8_t address[20],
                    struct u256 key)
{
    struct accessed *a = account_in(r, address);
    uint8_t word[32];

    u256_to_be(word, key);
    for (size_t i = 0; a && i < a->key_count; i++)
        if (memcmp(a->keys[i], word, 32) == 0)
            return;
    if (a && a->key_count == a->key_room) {
        size_t room = a->key_room ? 2 * a->key_room : 8;
        uint8_t (*bigger)[32] = arena_array(r->arena, room, 32);

        if (bigger && a->key_count)
            memcpy(bigger, a->keys, a->key_count * 32);
        a->keys = bigger;
        a->key_room = room;
    }
    if (!a || !a->keys) {
        r->failed = true;
        return;
    }
    memcpy(a->keys[a->key_count++], word, 32);
}

/* Sender, target and precompiles are warm anyway. */
static void add_account(struct recorder *r, enum fork fork, struct u256 word)
{
    const struct tx *tx = &r->args->tx;
    struct accessed *a;
    uint8_t address[20];

    word_to_address(address, word);
    if (memcmp(address, r->args->from, 20) == 0 ||
        memcmp(address, tx->has_to ? tx->to : r->created, 20) == 0 ||
        moves_find(r->moves, fork, address))
        return;
    a = account_in(r, address);
    if (a)
        a->listed = true;
}

static void on_step(void *context, const struct frame *f, uint64_t pc,
                    uint8_t op)
{
    struct recorder *r = context;
    ptrdiff_t depth = f->sp - f->base;

    (void)pc;
    if (depth < 1)
        return;
    switch (op) {
    case OP_SLOAD:
    case OP_SSTORE:
        add_key(r, f->call->to->address, f->sp[-1]);
        break;
    case OP_BALANCE:
    case OP_EXTCODESIZE:
    case OP_EXTCODECOPY:
    case OP_EXTCODEHASH:
    case OP_SELFDESTRUCT:
        add_account(r, f->evm->fork, f->sp[-1]);
        break;
    case OP_CALL:
    case OP_CALLCODE:
    case OP_DELEGATECALL:
    case OP_STATICCALL:
        if (depth >= 5)
            add_account(r, f->evm->fork, f->sp[-2]);
        break;
    default:
        break;
    }
}

/* The recorded list as that of a transaction; true when it is longer than the
 * one it ran with. */
static bool take_list(struct rpc_call *c, const struct recorder *r,
                      struct tx *tx, bool *longer)
{
    struct tx_access *access = arena_array(c->arena, r->count, sizeof *access);
    size_t n = 0, keys = 0, before = 0;

    if (!access || r->failed)
        return rpc_fail_err(c, ERR_MEMORY);
    for (size_t i = 0; i < r->count; i++) {
        const struct accessed *a = &r->list[i];

        if (!a->listed && !a->key_count)
            continue;
        memcpy(access[n].address, a->address, 20);
        access[n].keys = (const uint8_t (*)[32])a->keys;
        access[n].key_count = a->key_count;
        keys += a->key_count;
        n++;
    }
    for (size_t i = 0; i < tx->access_count; i++)
        before += tx->access[i].key_count;
    *longer = n != tx->access_count || keys != before;
    tx->access = access;
    tx->access_count = n;
    return true;
}

static void write_access(struct rpc_call *c, const struct tx *tx,
                         const struct execute_outcome *o)
{
    struct out *out = c->out;

    out_object(out);
    out_key(out, "accessList");
    out_array(out);
    for (size_t i = 0; i < tx->access_count; i++) {
        out_object(out);
        out_key_bytes(out, "address", BYTES_OF(tx->access[i].address));
        out_key(out, "storageKeys");
        out_array(out);
        for (size_t k = 0; k < tx->access[i].key_count; k++)
            out_bytes(out, bytes_make(tx->access[i].keys[k], 32));
        out_array_end(out);
        out_object_end(out);
    }
    out_array_end(out);
    if (!o->success)
        out_key_text(out, "error",
                     o->reverted ? "execution reverted" : "execution failed");
    out_key_u64(out, "gasUsed", o->gas_used);
    out_object_end(out);
}

static bool record(struct rpc_call *c, struct call_frame *f,
                   struct call_args *args)
{
    struct evm *e = &c->node->chain.evm;
    uint64_t gas = args->has_gas ? args->tx.gas : most_gas(f, args);
    struct execute_outcome o;
    bool longer = true;

    for (int round = 0; longer && round < ACCESS_ROUNDS_MAX; round++) {
        struct recorder r = {
            .hooks = f->hooks, .arena = c->arena, .args = args,
            .moves = &f->moves,
            .list = arena_array(c->arena, ACCESS_MAX, sizeof *r.list),
        };
        const struct state_account *a =
            state_find(&c->node->chain.state, args->from);
        bool ok;

        if (!r.list)
            return rpc_fail_err(c, ERR_MEMORY);
        evm_create_address(r.created, args->from, a ? a->nonce : 0);
        r.hooks = (struct evm_hooks){ .context = &r, .step = on_step };
        e->hooks = &r.hooks;
        ok = attempt(c, f, args, gas, &o);
        e->hooks = NULL;
        if (!ok || !take_list(c, &r, &args->tx, &longer))
            return false;
    }
    write_access(c, &args->tx, &o);
    return true;
}

bool eth_create_access_list(struct rpc_call *c)
{
    struct call_args args;
    struct call_frame f;
    bool ok;

    if (!enter(c, &args, &f))
        return false;
    ok = record(c, &f, &args);
    call_leave(c, &f);
    return ok;
}
