/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/tx.h"

#include <assert.h>

enum {
    TOKENS_NONZERO = 4,  /* EIP-7623 */
    BLOB_VERSION = 0x01, /* EIP-4844 */
    TX_BLOBS_MAX = 6,    /* EIP-7594 */
    WORD = 32
};

static const enum fork type_since[TX_TYPE_COUNT] = {
    [TX_LEGACY] = FORK_FRONTIER,    [TX_ACCESS_LIST] = FORK_BERLIN,
    [TX_DYNAMIC_FEE] = FORK_LONDON, [TX_BLOB] = FORK_CANCUN,
    [TX_SET_CODE] = FORK_PRAGUE,
};

enum err tx_check_type(const struct tx *tx, enum fork fork)
{
    assert(tx->type < TX_TYPE_COUNT);
    return fork < type_since[tx->type] ? ERR_TX_TYPE : ERR_OK;
}

enum err tx_check_signature(const struct tx *tx, enum fork fork)
{
    /* EIP-155 is part of Spurious Dragon, low s (EIP-2) of Homestead. */
    if (tx->type == TX_LEGACY && tx->has_chain_id && fork < FORK_SPURIOUS)
        return ERR_SIG_V;
    return ecc_check_range(tx->r, tx->s, fork >= FORK_HOMESTEAD);
}

enum err tx_sender(struct arena *a, uint8_t sender[20], const struct tx *tx,
                   enum fork fork)
{
    struct ecc_signature signature = { tx->r, tx->s, tx->y_parity };
    uint8_t hash[32];
    enum err err = tx_check_signature(tx, fork);

    if (!err)
        err = tx_signing_hash(a, hash, tx);
    if (err)
        return err;
    return ecc_recover_address(sender, hash, &signature,
                               fork >= FORK_HOMESTEAD);
}

/* EIP-2780: a transaction to oneself touches and pays nobody else. */
static uint64_t base_cost(const struct tx *tx, const struct tx_gas *gas,
                          const uint8_t *sender)
{
    bool to_self = sender && tx->has_to &&
                   memcmp(tx->to, sender, sizeof tx->to) == 0;

    if (!tx->has_to)
        return gas->base + gas->create;
    if (to_self)
        return gas->base;
    return gas->base + gas->to + (u256_is_zero(tx->value) ? 0 : gas->value);
}

void tx_cost(struct tx_cost *out, const struct tx *tx, enum fork fork,
             const uint8_t *sender)
{
    const struct tx_gas *gas = fork_tx_gas(fork);
    uint64_t zero = 0, other, keys = 0, tokens, listed;
    uint64_t base = base_cost(tx, gas, sender);

    for (size_t i = 0; i < tx->data.len; i++)
        zero += tx->data.data[i] == 0;
    other = tx->data.len - zero;
    for (size_t i = 0; i < tx->access_count; i++)
        keys += tx->access[i].key_count;
    listed = (20 * tx->access_count + WORD * keys) * gas->floor_access;
    out->intrinsic = base + zero * gas->data_zero + other * gas->data_nonzero +
                     tx->access_count * gas->access_address +
                     keys * gas->access_key + listed * gas->floor_token +
                     tx->authorization_count * gas->authorization;
    if (!tx->has_to)
        out->intrinsic += (tx->data.len + WORD - 1) / WORD * gas->initcode_word;
    tokens = zero * gas->floor_zero + other * TOKENS_NONZERO + listed;
    /* EIP-7623 stands on 21,000 alone; EIP-2780 brings its parts. */
    if (gas->to == 0)
        base = gas->base;
    out->floor = gas->floor_token ? base + tokens * gas->floor_token : 0;
}

static enum err check_blobs(const struct tx *tx, const struct tx_rules *rules)
{
    uint64_t most = fork_blobs(rules->fork, rules->blobs)->max;

    if (tx->blob_count == 0)
        return ERR_TX_NO_BLOBS;
    if (rules->fork >= FORK_OSAKA && most > TX_BLOBS_MAX)
        most = TX_BLOBS_MAX;
    if (tx->blob_count > most)
        return ERR_TX_BLOB_COUNT;
    for (size_t i = 0; i < tx->blob_count; i++)
        if (tx->blob_hashes[i][0] != BLOB_VERSION)
            return ERR_TX_BLOB_VERSION;
    return ERR_OK;
}

static enum err check_ranges(const struct tx *tx,
                             const struct tx_rules *rules)
{
    if (tx->nonce == UINT64_MAX) /* EIP-2681 */
        return ERR_TX_NONCE;
    if (tx->type == TX_SET_CODE && tx->authorization_count == 0)
        return ERR_TX_NO_AUTH;
    return tx->type == TX_BLOB ? check_blobs(tx, rules) : ERR_OK;
}

static enum err check_fees(const struct tx *tx, const struct tx_rules *rules)
{
    struct u256 product;

    if (u256_lt(tx->max_fee, tx->max_priority))
        return ERR_TX_FEE_ORDER;
    if (u256_mul_overflow(&product, tx->max_fee, u256_from(tx->gas)))
        return ERR_TX_FEE_PRODUCT;
    if (rules->has_base_fee && u256_lt(tx->max_fee, rules->base_fee))
        return ERR_TX_MAX_FEE;
    if (tx->type == TX_BLOB && rules->has_blob_base_fee &&
        u256_lt(tx->max_blob_fee, rules->blob_base_fee))
        return ERR_TX_BLOB_FEE;
    return ERR_OK;
}

static enum err check_gas(const struct tx *tx, const struct tx_rules *rules,
                          const struct tx_cost *cost)
{
    const struct fork_rules *fork = fork_rules(rules->fork);
    uint64_t cost_max = fork_tx_gas(rules->fork)->cost_max;

    if (!tx->has_to && fork->initcode_max &&
        tx->data.len > fork->initcode_max)
        return ERR_TX_INITCODE;
    if (fork->tx_gas_max && tx->gas > fork->tx_gas_max)
        return ERR_TX_GAS_LIMIT;
    if (cost_max && (cost->intrinsic > cost_max || cost->floor > cost_max))
        return ERR_TX_GAS_LIMIT;
    if (tx->gas < cost->intrinsic)
        return ERR_TX_INTRINSIC;
    if (tx->gas < cost->floor)
        return ERR_TX_FLOOR;
    if (rules->has_gas_left && tx->gas > rules->gas_left)
        return ERR_TX_BLOCK_GAS;
    return ERR_OK;
}

enum err tx_validate(struct arena *a, struct tx_summary *out,
                     const struct tx *tx, const struct tx_rules *rules)
{
    struct tx_summary summary;
    enum err err = tx_check_type(tx, rules->fork), recovered = ERR_OK;

    if (!err)
        err = check_ranges(tx, rules);
    if (!err)
        err = tx_check_signature(tx, rules->fork);
    if (!err && tx->has_chain_id && !u256_eq(tx->chain_id, rules->chain_id))
        err = ERR_CHAIN_ID;
    if (!err)
        err = check_fees(tx, rules);
    if (err)
        return err;
    /* The cost may depend on the sender, yet its refusals come first. */
    if (rules->sender)
        memcpy(summary.sender, rules->sender, sizeof summary.sender);
    else
        recovered = tx_sender(a, summary.sender, tx, rules->fork);
    tx_cost(&summary.cost, tx, rules->fork, recovered ? NULL : summary.sender);
    err = check_gas(tx, rules, &summary.cost);
    if (!err)
        err = recovered;
    if (err)
        return err;
    *out = summary;
    return ERR_OK;
}
