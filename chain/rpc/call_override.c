/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/call.h"

#include <ctype.h>

#include "base/hex.h"
#include "chain/crypto/keccak.h"
#include "chain/evm/precompile.h"

void checksum_address(char out[CHECKSUM_SIZE], const uint8_t address[20])
{
    uint8_t hash[32];

    out[0] = '0';
    out[1] = 'x';
    hex_write(out + 2, bytes_make(address, 20));
    keccak256(hash, bytes_make(out + 2, 40));
    for (int i = 0; i < 40; i++)
        if ((hash[i / 2] >> (i % 2 ? 0 : 4) & 15) >= 8)
            out[2 + i] = (char)toupper((unsigned char)out[2 + i]);
}

/* --- precompiles --- */

static const struct move *move_at(const struct moves *m,
                                  const uint8_t address[20])
{
    for (size_t i = 0; i < m->count; i++)
        if (memcmp(m->list[i].at, address, 20) == 0)
            return &m->list[i];
    return NULL;
}

const struct precompile *moves_find(const struct moves *m, enum fork fork,
                                    const uint8_t address[20])
{
    const struct move *move = move_at(m, address);

    return move ? move->runs : precompile_find(fork, address);
}

static bool set_move(struct rpc_call *c, struct moves *m,
                     const uint8_t address[20], const struct precompile *runs,
                     bool is_target)
{
    struct move *move = (struct move *)(uintptr_t)move_at(m, address);

    if (!move && m->count == MOVES_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "too many precompiles moved");
    if (!move)
        move = &m->list[m->count++];
    memcpy(move->at, address, 20);
    move->runs = runs;
    move->is_target = move->is_target || is_target;
    return true;
}

/* In go-ethereum's order: a moved precompile's old place is empty, and any
 * override at all takes a precompile away. */
static bool override_precompile(struct rpc_call *c, const json_t *in,
                                const json_t *all, struct moves *m,
                                const uint8_t address[20])
{
    const struct precompile *p = moves_find(m, m->fork, address);
    const struct move *old = move_at(m, address);
    const char *key = json_string_value(
        json_object_get(in, "movePrecompileToAddress"));
    char text[CHECKSUM_SIZE];
    uint8_t target[20];

    checksum_address(text, address);
    if (old && old->is_target)
        return rpc_fail(c, RPC_SERVER, "account %s has already been overridden "
                        "by a precompile", text);
    if (json_has(in, "movePrecompileToAddress")) {
        if (!read_fixed(c, target, 20,
                        json_object_get(in, "movePrecompileToAddress"),
                        "argument 0", "common.Address"))
            return false;
        if (!p)
            return rpc_fail(c, RPC_SERVER, "account %s is not a precompile",
                            text);
        checksum_address(text, target);
        if (json_object_get(all, key))
            return rpc_fail(c, RPC_SERVER, "account %s is already overridden",
                            text);
        if (!set_move(c, m, target, p, true))
            return false;
    }
    return !p || set_move(c, m, address, NULL, false);
}

/* --- accounts --- */

static bool set_slots(struct rpc_call *c, struct state_account *a,
                      const json_t *in)
{
    struct state *s = &c->node->chain.state;
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)in, key, value) {
        uint8_t k[32], v[32];

        if (hex_fixed(k, 32, key) || !json_is_string(value) ||
            hex_fixed(v, 32, json_string_value(value)))
            return rpc_fail(c, RPC_INVALID_PARAMS,
                            "storage override is not 32 bytes to 32 bytes");
        state_set_slot(s, a, state_slot(s, a, u256_load(k)), u256_load(v));
    }
    return true;
}

/* All of the storage is replaced: the account is made anew without it. */
static struct state_account *drop_storage(struct state *s,
                                          const uint8_t address[20])
{
    struct state_account *a = state_get(s, address);
    struct u256 balance = a->balance;
    uint64_t nonce = a->nonce;
    struct code *code = a->code;

    state_tx_begin(s);
    a = state_get(s, address);
    state_flag(s, a, ACCOUNT_DESTRUCTED);
    state_tx_end(s, false);
    state_tx_begin(s);
    a = state_get(s, address);
    state_set_balance(s, a, balance);
    state_set_nonce(s, a, nonce);
    state_set_code(s, a, bytes_make(code->data, code->len));
    return a;
}

static bool override_account(struct rpc_call *c, const json_t *in,
                             const uint8_t address[20])
{
    struct state *s = &c->node->chain.state;
    struct state_account *a = state_get(s, address);
    const json_t *whole = json_object_get(in, "state");
    const json_t *part = json_object_get(in, "stateDiff");
    struct u256 balance;
    struct bytes code;
    uint64_t nonce;

    if (json_has(in, "nonce")) {
        if (!read_u64(c, &nonce, json_object_get(in, "nonce"), "nonce"))
            return false;
        state_set_nonce(s, a, nonce);
    }
    if (json_has(in, "code")) {
        if (!read_bytes(c, &code, json_object_get(in, "code"), "code"))
            return false;
        state_set_code(s, a, code);
    }
    if (json_has(in, "balance")) {
        if (!read_quantity(c, &balance, json_object_get(in, "balance"),
                           "balance"))
            return false;
        state_set_balance(s, a, balance);
    }
    if (json_is_object(whole) && json_is_object(part)) {
        char text[CHECKSUM_SIZE];

        checksum_address(text, address);
        return rpc_fail(c, RPC_SERVER,
                        "account %s has both 'state' and 'stateDiff'", text);
    }
    if (json_is_object(whole))
        a = drop_storage(s, address);
    return set_slots(c, a, json_is_object(whole) ? whole : part);
}

bool apply_state_overrides(struct rpc_call *c, const json_t *in,
                           struct moves *moves, enum fork fork)
{
    struct state *s = &c->node->chain.state;
    const char *key;
    json_t *account;

    moves->fork = fork;
    if (!in || json_is_null(in))
        return true;
    if (!json_is_object(in) || json_object_size(in) > OVERRIDE_ACCOUNTS_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "state overrides are no map, or "
                        "one of more than %d accounts", OVERRIDE_ACCOUNTS_MAX);
    state_tx_begin(s);
    json_object_foreach((json_t *)(uintptr_t)in, key, account) {
        uint8_t address[20];

        if (hex_fixed(address, 20, key) || !json_is_object(account))
            return rpc_fail(c, RPC_INVALID_PARAMS,
                            "state override of no account");
        if (!override_precompile(c, account, in, moves, address) ||
            !override_account(c, account, address))
            return false;
    }
    state_tx_end(s, false);
    return true;
}

/* --- blocks --- */

static bool get_u64(struct rpc_call *c, const json_t *in, const char *name,
                    uint64_t *out, bool *given)
{
    *given = json_has(in, name);
    return !*given || read_u64(c, out, json_object_get(in, name), name);
}

static bool get_word(struct rpc_call *c, const json_t *in, const char *name,
                     struct u256 *out, bool *given)
{
    *given = json_has(in, name);
    return !*given || read_quantity(c, out, json_object_get(in, name), name);
}

static bool get_fixed(struct rpc_call *c, const json_t *in, const char *name,
                      uint8_t *out, size_t len, bool *given)
{
    *given = json_has(in, name);
    return !*given ||
           read_fixed(c, out, len, json_object_get(in, name), name,
                      len == 20 ? "common.Address" : "common.Hash");
}

static bool get_withdrawals(struct rpc_call *c, const json_t *in,
                            struct block_override *o)
{
    struct error why = { .code = ERR_OK };

    o->has_withdrawals = json_has(in, "withdrawals");
    if (o->has_withdrawals &&
        withdrawals_from_json(c->arena, &o->withdrawals, &o->withdrawal_count,
                              json_object_get(in, "withdrawals"), &why))
        return rpc_fail(c, RPC_INVALID_PARAMS, "withdrawals: %s", why.text);
    return true;
}

bool read_block_override(struct rpc_call *c, const json_t *in,
                         struct block_override *out)
{
    struct block_override o = { .has_number = false };

    *out = o;
    if (!in || json_is_null(in))
        return true;
    if (!json_is_object(in))
        return rpc_fail(c, RPC_INVALID_PARAMS, "block overrides are no map");
    if (!get_u64(c, in, "number", &o.number, &o.has_number) ||
        !get_u64(c, in, "time", &o.time, &o.has_time) ||
        !get_u64(c, in, "gasLimit", &o.gas_limit, &o.has_gas_limit) ||
        !get_word(c, in, "baseFeePerGas", &o.base_fee, &o.has_base_fee) ||
        !get_word(c, in, "blobBaseFee", &o.blob_fee, &o.has_blob_fee) ||
        !get_fixed(c, in, "feeRecipient", o.coinbase, 20, &o.has_coinbase) ||
        !get_fixed(c, in, "prevRandao", o.random, 32, &o.has_random) ||
        !get_fixed(c, in, "beaconRoot", o.beacon_root, 32,
                   &o.has_beacon_root) ||
        !get_withdrawals(c, in, &o))
        return false;
    *out = o;
    return true;
}
