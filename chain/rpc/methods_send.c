/* SPDX-License-Identifier: Apache-2.0 */
/* eth_*: transactions that come in, signed or to be signed here. */
#include "chain/rpc/methods.h"

#include <stdio.h>

#include "chain/crypto/keccak.h"
#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"
#include "chain/rpc/call.h"

enum { MESSAGE_PREFIX_MAX = 64 };

/* What a transaction of the next block is held to. */
static bool next_rules(struct rpc_call *c, struct tx_rules *rules,
                       struct header *next)
{
    const struct chain_block *head = chain_head(&c->node->chain);
    struct build b = { .parent = head, .gas_target = c->node->gas_target,
                       .timestamp = node_now(c->node) };
    struct execute_chain context;
    enum err err;

    if (b.timestamp <= head->block.header.timestamp)
        b.timestamp = head->block.header.timestamp + 1;
    chain_context(&c->node->chain, &context, head, b.timestamp);
    *rules = (struct tx_rules){ .fork = context.fork,
                                .blobs = context.blobs,
                                .chain_id = context.chain_id };
    err = build_header(&c->node->chain, next, &b);
    if (!err && context.fork >= FORK_CANCUN)
        err = blob_base_fee(&rules->blob_base_fee,
                            fork_blobs(context.fork, context.blobs),
                            next->excess_blob_gas);
    return err ? rpc_fail_err(c, err) : true;
}

/* The sender's nonce and what it can pay, at the head. */
static bool check_state(struct rpc_call *c, const struct tx *tx,
                        const uint8_t sender[20])
{
    const struct state_account *a =
        state_find(&c->node->chain.state, sender);
    struct u256 have = a ? a->balance : u256_from(0), cost, gas, blobs, over;
    char text[3][DECIMAL_SIZE];
    bool wide;

    if (a && tx->nonce < a->nonce)
        return rpc_fail(c, RPC_SERVER,
                        "nonce too low: next nonce %llu, tx nonce %llu",
                        (unsigned long long)a->nonce,
                        (unsigned long long)tx->nonce);
    if (a && a->code->len && !code_delegate(a->code))
        return rpc_fail_err(c, ERR_TX_SENDER_CODE);
    wide = u256_mul_overflow(&gas, tx->max_fee, u256_from(tx->gas)) ||
           u256_mul_overflow(&blobs, tx->max_blob_fee,
                             u256_from(tx->blob_count * (uint64_t)BLOB_GAS)) ||
           u256_add_carry(&cost, gas, blobs) ||
           u256_add_carry(&cost, cost, tx->value);
    if (!wide && !u256_lt(have, cost))
        return true;
    over = wide ? u256_from(0) : u256_sub(cost, have);
    decimal_text(text[0], have);
    decimal_text(text[1], wide ? u256_from(0) : cost);
    decimal_text(text[2], over);
    return rpc_fail(c, RPC_SERVER, "insufficient funds for gas * price + "
                    "value: balance %s, tx cost %s, overshot %s", text[0],
                    text[1], text[2]);
}

static bool refuse_pool(struct rpc_call *c, enum err err)
{
    if (err == ERR_TX_MAX_FEE)
        return rpc_fail(c, RPC_SERVER, "replacement transaction underpriced");
    if (err == ERR_LIMIT)
        return rpc_fail(c, RPC_SERVER, "txpool is full");
    return rpc_fail_err(c, err);
}

static bool refuse_static(struct rpc_call *c, const struct tx *tx,
                          const struct tx_rules *rules, enum err err)
{
    struct tx_cost cost;

    if (err != ERR_TX_INTRINSIC)
        return rpc_fail_err(c, err);
    tx_cost(&cost, tx, rules->fork, NULL);
    return rpc_fail(c, RPC_SERVER,
                    "intrinsic gas too low: gas %llu, minimum needed %llu",
                    (unsigned long long)tx->gas,
                    (unsigned long long)cost.intrinsic);
}

/* Network form of a blob transaction: the sidecar is dropped. */
static enum err decode(struct rpc_call *c, struct tx *tx, struct bytes *raw,
                       enum fork fork)
{
    struct tx_network network;
    enum err err;

    if (!raw->len || raw->data[0] != TX_BLOB)
        return tx_decode(c->arena, tx, *raw);
    err = tx_decode_network(c->arena, &network, *raw, fork);
    if (err)
        return tx_decode(c->arena, tx, *raw);
    *tx = network.tx;
    *raw = network.canonical;
    return ERR_OK;
}

bool node_submit(struct rpc_call *c, struct bytes raw, uint8_t hash[32])
{
    struct node *n = c->node;
    struct tx_summary summary;
    struct tx_rules rules;
    struct header next;
    struct chain_tx found;
    struct tx tx;
    enum err err;

    if (!next_rules(c, &rules, &next))
        return false;
    err = decode(c, &tx, &raw, rules.fork);
    if (err)
        return rpc_fail_err(c, err);
    if (tx.gas > next.gas_limit)
        return rpc_fail_err(c, ERR_TX_BLOCK_GAS);
    err = tx_validate(c->arena, &summary, &tx, &rules);
    if (err)
        return refuse_static(c, &tx, &rules, err);
    if (chain_find_tx(&n->chain, tx.hash, &found))
        return rpc_fail_err(c, ERR_DUPLICATE);
    /* Where each transaction gets its block, one that cannot pay never will. */
    if (n->automine && u256_lt(tx.max_fee, next.base_fee))
        return rpc_fail_err(c, ERR_TX_MAX_FEE);
    if (!check_state(c, &tx, summary.sender))
        return false;
    err = pool_add(&n->pool, &tx, summary.sender, raw);
    if (err)
        return refuse_pool(c, err);
    memcpy(hash, tx.hash, 32);
    return true;
}

static bool answer_sent(struct rpc_call *c, struct bytes raw)
{
    const struct chain_block *b;
    uint8_t hash[32];
    enum err err;

    if (!node_submit(c, raw, hash))
        return false;
    if (c->node->automine) {
        err = node_mine(c->node, &b);
        if (err)
            return rpc_fail_err(c, err);
    }
    out_bytes(c->out, BYTES_OF(hash));
    return true;
}

bool eth_send_raw_transaction(struct rpc_call *c)
{
    struct bytes raw;

    return param_count(c, 1, 1) && param_bytes(c, 0, &raw) &&
           answer_sent(c, raw);
}

/* --- development accounts --- */

static const uint8_t *secret_of(struct rpc_call *c, const uint8_t address[20])
{
    const uint8_t *secret = c->node->dev ? dev_secret(address) : NULL;

    if (!secret)
        rpc_fail(c, RPC_SERVER, "unknown account");
    return secret;
}

/* Fills what the caller left open: nonce, gas and fees. */
static bool complete(struct rpc_call *c, struct call_args *a)
{
    const struct chain_block *head = chain_head(&c->node->chain);
    const struct state_account *account =
        state_find(&c->node->chain.state, a->from);
    struct u256 base = head->block.header.base_fee;

    if (!a->has_nonce)
        a->tx.nonce = pool_nonce(&c->node->pool, a->from,
                                 account ? account->nonce : 0);
    if (!a->has_gas)
        a->tx.gas = fork_rules(head->fork)->tx_gas_max
                        ? fork_rules(head->fork)->tx_gas_max
                        : head->block.header.gas_limit;
    if (!a->has_gas_price && !a->has_priority)
        a->tx.max_priority = u256_from(BASE_FEE_INITIAL);
    if (!a->has_gas_price && !a->has_max_fee)
        a->tx.max_fee = u256_add(u256_add(base, base), a->tx.max_priority);
    if (u256_lt(a->tx.max_fee, a->tx.max_priority))
        a->tx.max_priority = a->tx.max_fee;
    return true;
}

static bool sign_tx(struct rpc_call *c, struct call_args *a,
                    const uint8_t *secret, struct bytes *raw)
{
    enum err err = tx_sign(c->arena, raw, &a->tx, secret);

    return err ? rpc_fail_err(c, err) : true;
}

bool eth_send_transaction(struct rpc_call *c)
{
    struct call_args args;
    const uint8_t *secret;
    struct bytes raw;

    if (!param_count(c, 1, 1) || !read_call(c, param(c, 0), &args))
        return false;
    secret = secret_of(c, args.from);
    return secret && complete(c, &args) && sign_tx(c, &args, secret, &raw) &&
           answer_sent(c, raw);
}

/* EIP-191, version 0x45: what personal_sign signs. */
bool eth_sign(struct rpc_call *c)
{
    struct ecc_signature signature;
    uint8_t address[20], hash[32], out[65];
    char prefix[MESSAGE_PREFIX_MAX];
    struct keccak256 k;
    const uint8_t *secret;
    struct bytes data;
    int len;

    if (!param_count(c, 2, 2) || !param_address(c, 0, address) ||
        !param_bytes(c, 1, &data))
        return false;
    secret = secret_of(c, address);
    if (!secret)
        return false;
    len = snprintf(prefix, sizeof prefix,
                   "\x19" "Ethereum Signed Message:\n%zu", data.len);
    keccak256_init(&k);
    keccak256_update(&k, bytes_make(prefix, (size_t)len));
    keccak256_update(&k, data);
    keccak256_final(&k, hash);
    if (ecc_sign(&signature, hash, secret))
        return rpc_fail_err(c, ERR_INTERNAL);
    u256_to_be(out, signature.r);
    u256_to_be(out + 32, signature.s);
    out[64] = (uint8_t)(27 + signature.y_parity);
    out_bytes(c->out, BYTES_OF(out));
    return true;
}
