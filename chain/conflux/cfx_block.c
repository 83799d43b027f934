/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_block.h"

#include "chain/codec/rlp.h"
#include "chain/conflux/cfx_fees.h"
#include "chain/conflux/cfx_tree.h"
#include "chain/crypto/keccak.h"

enum { CORE_ITEMS = 4, LIST_FIRST = 0xc0 };

/* Core: four items, or "cfx" first, which no type of eSpace starts with. */
static enum err is_core(bool *core, struct bytes in)
{
    struct bytes list;
    size_t count;
    enum err err;

    if (!in.len)
        return ERR_EMPTY;
    if (in.data[0] < LIST_FIRST) {
        *core = in.data[0] == 'c';
        return ERR_OK;
    }
    err = rlp_check(in);
    if (!err)
        err = rlp_read_list(&list, &in);
    if (!err)
        err = rlp_count(&count, list);
    if (!err)
        *core = count == CORE_ITEMS;
    return err;
}

static enum err check_core(struct arena *a, struct cfx_any_tx *out,
                           struct bytes in,
                           const struct cfx_block_rules *rules)
{
    const struct cfx_tx_rules core = { rules->core_chain, rules->height,
                                       rules->cip130, rules->cip645 };
    struct cfx_tx tx;
    enum err err = cfx_tx_decode(a, &tx, in);

    if (!err)
        err = cfx_tx_check(&tx, &core);
    if (!err)
        err = cfx_tx_sender(a, out->sender, &tx);
    if (!err)
        out->gas = tx.gas;
    return err;
}

static enum err espace_rules(const struct tx *tx,
                             const struct cfx_block_rules *rules)
{
    if (tx->type == TX_BLOB)
        return ERR_TYPE;
    /* chain ids have 32 bits here, whatever the chain calls itself */
    if (tx->has_chain_id &&
        (!u256_eq(tx->chain_id, u256_from(rules->espace_chain)) ||
         rules->espace_chain > UINT32_MAX))
        return ERR_CHAIN_ID;
    if (u256_is_zero(tx->max_fee))
        return ERR_TX_MAX_FEE;
    if (rules->height % CFX_ESPACE_EVERY)
        return ERR_RANGE;
    if (rules->cip645 && u256_lt(tx->max_fee, tx->max_priority))
        return ERR_TX_FEE_ORDER;
    if (rules->cip130 && tx->gas / CFX_GAS_PER_BYTE < tx->data.len)
        return ERR_TX_INTRINSIC;
    return ERR_OK;
}

static enum err check_espace(struct arena *a, struct cfx_any_tx *out,
                             struct bytes in,
                             const struct cfx_block_rules *rules)
{
    struct tx tx;
    enum err err = tx_decode(a, &tx, in);

    if (!err)
        err = espace_rules(&tx, rules);
    if (!err)
        err = tx_sender(a, out->sender, &tx, FORK_PRAGUE);
    if (!err)
        out->gas = u256_from(tx.gas);
    return err;
}

enum err cfx_any_tx_check(struct arena *a, struct cfx_any_tx *out,
                          struct bytes in, const struct cfx_block_rules *rules)
{
    struct cfx_any_tx tx = { .espace = false };
    bool core;
    enum err err = is_core(&core, in);

    if (err)
        return err;
    err = core ? check_core(a, &tx, in, rules) : check_espace(a, &tx, in, rules);
    if (err)
        return err;
    tx.espace = !core;
    keccak256(tx.hash, in);
    *out = tx;
    return ERR_OK;
}

static enum err check_gas(const struct cfx_body *body,
                          const struct cfx_block_rules *rules)
{
    struct cfx_shares shares;
    enum err err = cfx_gas_shares(&shares, rules->gas_limit, rules->height);

    if (err)
        return err;
    return u256_lt(shares.core, body->core_gas) ||
                   u256_lt(shares.espace, body->espace_gas)
               ? ERR_HDR_GAS_USED
               : ERR_OK;
}

/* One item of the list: a legacy transaction as it is, or the bytes of a typed
 * one in a string. */
static enum err add_tx(struct arena *a, struct cfx_body *body,
                       uint8_t hash[32], struct bytes *in,
                       const struct cfx_block_rules *rules)
{
    struct cfx_any_tx tx;
    struct rlp_item item;
    struct u256 *sum;
    enum err err = rlp_next(&item, in);

    if (!err && item.kind == RLP_STRING && item.body.len &&
        item.body.data[0] >= LIST_FIRST)
        err = ERR_EXPECTED_LIST;
    if (!err)
        err = cfx_any_tx_check(a, &tx,
                               item.kind == RLP_LIST ? item.whole : item.body,
                               rules);
    if (err)
        return err;
    sum = tx.espace ? &body->espace_gas : &body->core_gas;
    if (u256_add_carry(sum, *sum, tx.gas))
        return ERR_TOO_WIDE;
    memcpy(hash, tx.hash, sizeof tx.hash);
    return ERR_OK;
}

enum err cfx_body_check(struct arena *a, struct cfx_body *out, struct bytes in,
                        const struct cfx_block_rules *rules)
{
    struct cfx_body body = { .count = 0 };
    struct bytes list, *items;
    uint8_t(*hashes)[32];
    enum err err = rlp_check(in);

    if (!err)
        err = rlp_read_list(&list, &in);
    if (!err && list.len > CFX_BLOCK_BYTES_MAX)
        err = ERR_BLK_SIZE;
    if (!err)
        err = rlp_count(&body.count, list);
    if (err)
        return err;
    hashes = arena_array(a, body.count, sizeof *hashes);
    items = arena_array(a, body.count, sizeof *items);
    if (!hashes || !items)
        return ERR_MEMORY;
    for (size_t i = 0; i < body.count && !err; i++) {
        err = add_tx(a, &body, hashes[i], &list, rules);
        items[i] = BYTES_OF(hashes[i]);
    }
    if (!err)
        err = check_gas(&body, rules);
    if (!err)
        err = cfx_list_root(a, body.transactions_root, items, body.count);
    if (!err)
        *out = body;
    return err;
}
