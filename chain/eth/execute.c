/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/execute.h"

#include "chain/eth/authorization.h"
#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"

enum {
    AUTH_REFUND = 25000 - 12500, /* EIP-7702 */
    SYSTEM_GAS = 30000000,
};

static const uint8_t system_address[20] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe
};

/* price * amount; the static rules bound every product that is kept. */
static bool times(struct u256 *out, struct u256 price, uint64_t amount)
{
    return !u256_mul_overflow(out, price, u256_from(amount));
}

static uint64_t blob_gas(const struct tx *tx)
{
    return (uint64_t)tx->blob_count * BLOB_GAS;
}

/* Nonce, code and balance of the sender (Yellow Paper 6.2; EIP-3607, 7702). */
static enum err check_sender(const struct evm *e, const struct tx *tx,
                             const struct state_account *sender, unsigned lax)
{
    struct u256 gas, blobs, most;
    bool delegated = e->fork >= FORK_PRAGUE && code_delegate(sender->code);

    if (!(lax & EXECUTE_ANY_NONCE) && tx->nonce != sender->nonce)
        return tx->nonce < sender->nonce ? ERR_TX_NONCE_LOW : ERR_TX_NONCE_HIGH;
    if (!(lax & EXECUTE_ANY_SENDER) && sender->code->len && !delegated)
        return ERR_TX_SENDER_CODE;
    if (!times(&gas, tx->max_fee, tx->gas) ||
        !times(&blobs, tx->max_blob_fee, blob_gas(tx)) ||
        u256_add_carry(&most, gas, blobs) ||
        u256_add_carry(&most, most, tx->value) ||
        u256_lt(sender->balance, most))
        return ERR_TX_FUNDS;
    return ERR_OK;
}

static struct u256 price_of(const struct evm *e, const struct tx *tx)
{
    struct u256 price = tx->max_fee, sum;

    if (e->fork < FORK_LONDON)
        return price;
    if (!u256_add_carry(&sum, e->block.base_fee, tx->max_priority) &&
        u256_lt(sum, price))
        price = sum;
    return price;
}

/* Takes the whole gas and the blobs from the sender, counts its nonce. */
static void buy_gas(struct evm *e, const struct tx *tx,
                    struct state_account *sender, struct u256 price)
{
    struct u256 gas, blobs;

    if (times(&gas, price, tx->gas))
        state_sub_balance(e->state, sender, gas);
    if (tx->blob_count && times(&blobs, e->block.blob_base_fee, blob_gas(tx)))
        state_sub_balance(e->state, sender, blobs);
    state_set_nonce(e->state, sender, sender->nonce + 1);
}

/* What is warm from the start (EIP-2929, 2930, 3651). */
static void warm_up(struct evm *e, const struct tx *tx,
                    struct state_account *sender)
{
    struct state *s = e->state;

    if (e->fork < FORK_BERLIN)
        return;
    state_flag(s, sender, ACCOUNT_WARM);
    if (tx->has_to)
        state_flag(s, state_get(s, tx->to), ACCOUNT_WARM);
    if (e->fork >= FORK_SHANGHAI)
        state_flag(s, state_get(s, e->block.coinbase), ACCOUNT_WARM);
    for (size_t i = 0; i < tx->access_count; i++) {
        const struct tx_access *item = &tx->access[i];
        struct state_account *a = state_get(s, item->address);

        state_flag(s, a, ACCOUNT_WARM);
        for (size_t k = 0; k < item->key_count; k++)
            state_warm_slot(s, state_slot(s, a, u256_load(item->keys[k])));
    }
}

/* One tuple of a set-code transaction; a bad one is passed over. */
static void authorize(struct evm *e, const struct tx_authorization *auth)
{
    static const uint8_t nobody[20];
    uint8_t authority[20], code[DELEGATION_SIZE];
    struct state *s = e->state;
    struct state_account *a;

    if (authorization_authority(authority, auth, e->block.chain_id))
        return;
    a = state_get(s, authority);
    state_flag(s, a, ACCOUNT_WARM);
    if ((a->code->len && !code_delegate(a->code)) || a->nonce != auth->nonce)
        return;
    if (account_has(a, ACCOUNT_EXISTS))
        s->refund += AUTH_REFUND;
    if (memcmp(auth->address, nobody, sizeof nobody) == 0) {
        state_set_code(s, a, BYTES_EMPTY);
    } else {
        delegation_encode(code, auth->address);
        state_set_code(s, a, BYTES_OF(code));
    }
    state_set_nonce(s, a, a->nonce + 1);
}

static struct evm_result run(struct evm *e, struct execute_outcome *out,
                             const struct tx *tx, struct state_account *sender,
                             int64_t gas)
{
    struct evm_call c = {
        .sender = sender, .value = tx->value, .input = tx->data, .gas = gas,
    };
    const uint8_t *delegate;

    if (!tx->has_to) {
        evm_create_address(out->created, sender->address, tx->nonce);
        out->has_created = true;
        c.to = state_get(e->state, out->created);
        return evm_create(e, &c);
    }
    c.to = state_get(e->state, tx->to);
    c.moves_value = true;
    c.code_address = c.to->address;
    c.code = evm_code_of(e, c.to);
    delegate = e->fork >= FORK_PRAGUE ? code_delegate(c.to->code) : NULL;
    if (delegate)
        state_flag(e->state, state_get(e->state, delegate), ACCOUNT_WARM);
    return evm_call(e, &c);
}

/* Gas that counts: refunds are capped (EIP-3529), calldata has a floor
 * (EIP-7623). */
static uint64_t settle_gas(const struct evm *e, const struct tx *tx,
                           const struct tx_cost *cost,
                           const struct evm_result *r)
{
    uint64_t used = tx->gas - (uint64_t)r->gas_left;
    uint64_t most = used / (uint64_t)e->gas->refund_quotient;
    uint64_t refund =
        e->state->refund > 0 ? (uint64_t)e->state->refund : 0;

    used -= refund < most ? refund : most;
    return used < cost->floor ? cost->floor : used;
}

/* Gives back what is left and pays the coinbase. */
static void settle(struct evm *e, const struct tx *tx,
                   struct state_account *sender,
                   const struct execute_outcome *out)
{
    struct u256 rest, fee, tip = out->gas_price;

    if (e->fork >= FORK_LONDON)
        tip = u256_lt(tip, e->block.base_fee) /* EXECUTE_FREE */
                  ? u256_from(0)
                  : u256_sub(tip, e->block.base_fee);
    if (times(&rest, out->gas_price, tx->gas - out->gas_used))
        state_add_balance(e->state, sender, rest);
    if (times(&fee, tip, out->gas_used))
        state_add_balance(e->state, state_get(e->state, e->block.coinbase),
                          fee);
}

/* What a creation gives back is the code that it left. */
static struct bytes code_at(const struct state *s, const uint8_t address[20])
{
    const struct state_account *a = state_find(s, address);

    return a ? bytes_make(a->code->data, a->code->len) : BYTES_EMPTY;
}

enum err execute_tx(struct evm *e, struct execute_outcome *out,
                    const struct tx *tx, const uint8_t sender[20],
                    const struct tx_cost *cost)
{
    return execute_message(e, out, tx, sender, cost, 0);
}

enum err execute_message(struct evm *e, struct execute_outcome *out,
                         const struct tx *tx, const uint8_t sender_address[20],
                         const struct tx_cost *cost, unsigned lax)
{
    struct state *s = e->state;
    struct state_mark mark = state_mark(s);
    struct evm_tx context = { .blob_hashes = tx->blob_hashes,
                              .blob_count = tx->blob_count };
    struct execute_outcome o = { .success = false };
    struct state_account *sender;
    struct evm_result r;
    enum err err;

    state_tx_begin(s);
    mark.logs = 0;
    mark.refund = 0;
    sender = state_get(s, sender_address);
    err = check_sender(e, tx, sender, lax);
    if (err)
        return err;
    o.gas_price = price_of(e, tx);
    memcpy(context.origin, sender_address, 20);
    context.gas_price = o.gas_price;
    evm_tx_begin(e, &context);
    buy_gas(e, tx, sender, o.gas_price);
    warm_up(e, tx, sender);
    for (size_t i = 0; i < tx->authorization_count; i++)
        authorize(e, &tx->authorizations[i]);
    r = run(e, &o, tx, sender, (int64_t)(tx->gas - cost->intrinsic));
    if (s->failed && !e->fault)
        e->fault = ERR_MEMORY;
    if (e->fault) {
        state_revert(s, mark);
        return e->fault;
    }
    /* A failed execution takes its refunds along, but not those of the
     * authorizations, which came before its mark. */
    o.success = r.status == EVM_STOPPED;
    o.reverted = r.status == EVM_REVERTED;
    o.gas_used = settle_gas(e, tx, cost, &r);
    o.gas_peak = tx->gas - (uint64_t)r.gas_left;
    if (o.gas_peak < cost->floor)
        o.gas_peak = cost->floor;
    settle(e, tx, sender, &o);
    state_tx_end(s, e->fork >= FORK_SPURIOUS);
    o.output = bytes_make(e->returned, e->returned_len);
    if (o.has_created && o.success)
        o.output = code_at(s, o.created);
    o.logs = s->logs;
    o.log_count = s->log_count;
    *out = o;
    return ERR_OK;
}

enum err execute_dry(struct evm *e, struct execute_outcome *out,
                     const struct execute_call *c)
{
    struct state *s = e->state;
    struct state_mark mark = state_mark(s);
    struct evm_tx context = { .gas_price = c->gas_price };
    struct execute_outcome o = { .gas_price = c->gas_price };
    struct tx tx = { .has_to = c->has_to, .value = c->value, .data = c->data,
                     .gas = c->gas };
    struct state_account *sender;
    struct evm_result r;

    state_tx_begin(s);
    mark.logs = 0;
    mark.refund = 0;
    sender = state_get(s, c->from);
    if (u256_lt(sender->balance, c->value))
        return ERR_TX_FUNDS;
    memcpy(tx.to, c->to, sizeof tx.to);
    memcpy(context.origin, c->from, sizeof context.origin);
    evm_tx_begin(e, &context);
    tx.nonce = sender->nonce;
    if (!tx.has_to)
        state_set_nonce(s, sender, sender->nonce + 1);
    warm_up(e, &tx, sender);
    r = run(e, &o, &tx, sender, (int64_t)c->gas);
    state_revert(s, mark);
    if (s->failed && !e->fault)
        e->fault = ERR_MEMORY;
    if (e->fault)
        return e->fault;
    o.success = r.status == EVM_STOPPED;
    o.gas_used = c->gas - (uint64_t)r.gas_left;
    o.output = bytes_make(e->returned, e->returned_len);
    *out = o;
    return ERR_OK;
}

enum err execute_system(struct evm *e, bool *success, bool *ran,
                        const uint8_t to[20], struct bytes data)
{
    struct state *s = e->state;
    struct evm_tx context = { .gas_price = u256_from(0) };
    struct evm_call c = { .input = data, .gas = SYSTEM_GAS };
    struct evm_result r;

    state_tx_begin(s);
    memcpy(context.origin, system_address, sizeof context.origin);
    evm_tx_begin(e, &context);
    c.sender = state_get(s, system_address);
    c.to = state_get(s, to);
    c.code_address = c.to->address;
    c.code = c.to->code;
    *ran = c.code->len != 0;
    *success = true;
    if (!*ran)
        return ERR_OK;
    state_flag(s, c.to, ACCOUNT_WARM);
    r = evm_call(e, &c);
    if (s->failed && !e->fault)
        e->fault = ERR_MEMORY;
    if (e->fault)
        return e->fault;
    *success = r.status == EVM_STOPPED;
    state_tx_end(s, true);
    return ERR_OK;
}
