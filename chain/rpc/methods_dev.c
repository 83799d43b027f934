/* SPDX-License-Identifier: Apache-2.0 */
/* evm_*: the clock, the miner and snapshots of a development chain, as ganache
 * introduced them; testing_*: a block built on request. */
#include "chain/rpc/methods.h"

#include "chain/eth/basefee.h"
#include "chain/rpc/call.h"
#include "chain/rpc/view.h"

enum { SHIFT_MAX = 1000000000, TXS_MAX = 100000 };

static bool dev_only(struct rpc_call *c)
{
    return c->node->dev ||
           rpc_fail(c, RPC_NO_METHOD,
                    "the method %s does not exist/is not available", c->method);
}

bool evm_mine(struct rpc_call *c)
{
    const struct chain_block *b;
    uint64_t timestamp;
    enum err err;

    if (!dev_only(c) || !param_count(c, 0, 1))
        return false;
    if (param_given(c, 0)) {
        if (!param_u64(c, 0, &timestamp))
            return false;
        if (timestamp <= chain_head(&c->node->chain)->block.header.timestamp)
            return rpc_fail_err(c, ERR_HDR_TIMESTAMP);
        c->node->next_time = timestamp;
    }
    err = node_mine(c->node, &b);
    if (err)
        return rpc_fail_err(c, err);
    out_text(c->out, "0x0");
    return true;
}

bool evm_set_automine(struct rpc_call *c)
{
    bool on;

    if (!dev_only(c) || !param_count(c, 1, 1) || !param_bool(c, 0, &on))
        return false;
    c->node->automine = on;
    out_bool(c->out, true);
    return true;
}

bool evm_increase_time(struct rpc_call *c)
{
    uint64_t seconds;

    if (!dev_only(c) || !param_count(c, 1, 1) || !param_u64(c, 0, &seconds))
        return false;
    if (seconds > SHIFT_MAX || c->node->time_shift > SHIFT_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "too far ahead");
    c->node->time_shift += (int64_t)seconds;
    out_number(c->out, (uint64_t)c->node->time_shift);
    return true;
}

bool evm_set_next_timestamp(struct rpc_call *c)
{
    uint64_t timestamp;

    if (!dev_only(c) || !param_count(c, 1, 1) || !param_u64(c, 0, &timestamp))
        return false;
    if (timestamp <= chain_head(&c->node->chain)->block.header.timestamp)
        return rpc_fail_err(c, ERR_HDR_TIMESTAMP);
    c->node->next_time = timestamp;
    out_u64(c->out, timestamp);
    return true;
}

bool evm_snapshot(struct rpc_call *c)
{
    struct node *n = c->node;

    if (!dev_only(c) || !param_count(c, 0, 0))
        return false;
    if (n->snapshot_count == NODE_SNAPSHOTS_MAX)
        return rpc_fail(c, RPC_SERVER, "too many snapshots");
    n->snapshots[n->snapshot_count++] =
        (struct snapshot){ chain_head(&n->chain), n->time_shift };
    out_u64(c->out, n->snapshot_count);
    return true;
}

bool evm_revert(struct rpc_call *c)
{
    struct node *n = c->node;
    const struct snapshot *s;
    uint64_t id;
    enum err err;

    if (!dev_only(c) || !param_count(c, 1, 1) || !param_u64(c, 0, &id))
        return false;
    if (!id || id > n->snapshot_count) {
        out_bool(c->out, false);
        return true;
    }
    s = &n->snapshots[id - 1];
    err = chain_set_head(&n->chain, s->head);
    if (err)
        return rpc_fail_err(c, err);
    n->time_shift = s->time_shift;
    n->snapshot_count = id - 1;
    pool_clear(&n->pool);
    out_bool(c->out, true);
    return true;
}

/* --- testing_buildBlockV1 --- */

static bool read_attributes(struct rpc_call *c, const json_t *in,
                            struct build *b)
{
    struct withdrawal *withdrawals;
    struct error why = { .code = ERR_OK };

    if (!json_is_object(in))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 1: not a map of attributes");
    if (!read_u64(c, &b->timestamp, json_object_get(in, "timestamp"),
                  "timestamp") ||
        !read_fixed(c, b->mix_hash, 32, json_object_get(in, "prevRandao"),
                    "prevRandao", "common.Hash") ||
        !read_fixed(c, b->coinbase, 20,
                    json_object_get(in, "suggestedFeeRecipient"),
                    "suggestedFeeRecipient", "common.Address"))
        return false;
    if (json_has(in, "parentBeaconBlockRoot") &&
        !read_fixed(c, b->beacon_root, 32,
                    json_object_get(in, "parentBeaconBlockRoot"),
                    "parentBeaconBlockRoot", "common.Hash"))
        return false;
    if (!json_has(in, "withdrawals"))
        return true;
    if (withdrawals_from_json(c->arena, &withdrawals, &b->withdrawal_count,
                              json_object_get(in, "withdrawals"), &why))
        return rpc_fail(c, RPC_INVALID_PARAMS, "withdrawals: %s", why.text);
    b->withdrawals = withdrawals;
    return true;
}

static bool read_txs(struct rpc_call *c, const json_t *list, struct build *b)
{
    size_t count = json_array_size(list);
    struct bytes *txs = arena_array(c->arena, count, sizeof *txs);

    if (!json_is_array(list) || count > TXS_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 2: not a list of transactions");
    if (!txs)
        return rpc_fail_err(c, ERR_MEMORY);
    for (size_t i = 0; i < count; i++)
        if (!read_bytes(c, &txs[i], json_array_get(list, i), "argument 2"))
            return false;
    b->txs = txs;
    b->tx_count = count;
    return true;
}

/* Those of the pool that can follow one another. */
static bool pick_txs(struct rpc_call *c, struct build *b)
{
    struct header header;
    struct bytes *txs;
    size_t count = 0;
    bool *kept;
    enum err err = build_header(&c->node->chain, &header, b);

    if (!err)
        err = pool_pick(&c->node->pool, c->arena, &c->node->chain.state,
                        &header, &txs, &b->tx_count);
    if (err)
        return rpc_fail_err(c, err);
    b->txs = txs;
    kept = arena_array(c->arena, b->tx_count, sizeof *kept);
    if (!kept)
        return rpc_fail_err(c, ERR_MEMORY);
    err = build_filter(&c->node->chain, b, kept);
    for (size_t i = 0; !err && i < b->tx_count; i++)
        if (kept[i])
            txs[count++] = txs[i];
    b->tx_count = count;
    return err ? rpc_fail_err(c, err) : true;
}

/* Why the transactions do not make a block: the first that cannot follow. */
static bool refuse_build(struct rpc_call *c, const struct build *b,
                         enum err err)
{
    bool *kept = arena_array(c->arena, b->tx_count, sizeof *kept);
    struct call_args args = { .has_from = true };
    const struct state_account *a;
    char from[CHECKSUM_SIZE];
    size_t i = 0;

    if (!kept || !err_is_reason(err) ||
        build_filter(&c->node->chain, b, kept))
        return rpc_fail_err(c, err);
    while (i < b->tx_count && kept[i])
        i++;
    if (i == b->tx_count || tx_decode(c->arena, &args.tx, b->txs[i]) ||
        tx_sender(c->arena, args.from, &args.tx, chain_head(&c->node->chain)->fork))
        return rpc_fail_err(c, err);
    a = state_find(&c->node->chain.state, args.from);
    checksum_address(from, args.from);
    if (err != ERR_TX_NONCE_LOW && err != ERR_TX_NONCE_HIGH)
        return rpc_fail_err(c, err);
    return rpc_fail(c, RPC_SERVER, "nonce too %s: address %s, tx: %llu "
                    "state: %llu", err == ERR_TX_NONCE_LOW ? "low" : "high",
                    from, (unsigned long long)args.tx.nonce,
                    (unsigned long long)(a ? a->nonce : 0));
}

static void write_payload(struct rpc_call *c, const struct block *b)
{
    const struct header *h = &b->header;
    struct out *o = c->out;

    out_object(o);
    out_key_bytes(o, "parentHash", BYTES_OF(h->parent_hash));
    out_key_bytes(o, "feeRecipient", BYTES_OF(h->coinbase));
    out_key_bytes(o, "stateRoot", BYTES_OF(h->state_root));
    out_key_bytes(o, "receiptsRoot", BYTES_OF(h->receipts_root));
    out_key_bytes(o, "logsBloom", BYTES_OF(h->logs_bloom));
    out_key_bytes(o, "prevRandao", BYTES_OF(h->mix_hash));
    out_key_u64(o, "blockNumber", h->number);
    out_key_u64(o, "gasLimit", h->gas_limit);
    out_key_u64(o, "gasUsed", h->gas_used);
    out_key_u64(o, "timestamp", h->timestamp);
    out_key_bytes(o, "extraData", h->extra);
    out_key_u256(o, "baseFeePerGas", h->base_fee);
    out_key_bytes(o, "blockHash", BYTES_OF(b->hash));
    out_key(o, "transactions");
    out_array(o);
    for (size_t i = 0; i < b->transaction_count; i++)
        out_bytes(o, b->transactions[i]);
    out_array_end(o);
    view_withdrawals(o, b->withdrawals, b->withdrawal_count);
    out_key_u64(o, "blobGasUsed", h->blob_gas_used);
    out_key_u64(o, "excessBlobGas", h->excess_blob_gas);
    out_object_end(o);
}

/* What the block pays its recipient: tips of all transactions. */
static struct u256 block_value(struct rpc_call *c, const struct block *b,
                               const struct execute_block_outcome *outcome)
{
    struct u256 sum = u256_from(0);

    for (size_t i = 0; i < b->transaction_count; i++) {
        struct u256 price, tip;
        struct tx tx;

        if (tx_decode(c->arena, &tx, b->transactions[i]) ||
            effective_gas_price(&price, b->header.base_fee, tx.max_fee,
                                tx.max_priority))
            continue;
        tip = u256_sub(price, b->header.base_fee);
        sum = u256_add(sum, u256_mul(tip, u256_from(outcome->gas[i])));
    }
    return sum;
}

static void write_built(struct rpc_call *c, const struct block *b,
                        const struct execute_block_outcome *outcome)
{
    static const char *const parts[] = { "commitments", "proofs", "blobs" };
    struct out *o = c->out;

    out_object(o);
    out_key(o, "executionPayload");
    write_payload(c, b);
    out_key_u256(o, "blockValue", block_value(c, b, outcome));
    out_key(o, "blobsBundle");
    out_object(o);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        out_key(o, parts[i]);
        out_array(o);
        out_array_end(o);
    }
    out_object_end(o);
    out_key(o, "executionRequests");
    out_array(o);
    for (size_t i = 0; i < outcome->request_count; i++)
        out_bytes(o, outcome->requests[i]);
    out_array_end(o);
    out_key(o, "shouldOverrideBuilder");
    out_bool(o, false);
    out_object_end(o);
}

bool testing_build_block(struct rpc_call *c)
{
    struct build b = { .gas_target = c->node->gas_target };
    struct execute_block_outcome outcome;
    struct block block;
    struct bytes raw;
    uint8_t parent[32];
    enum err err;

    if (!param_count(c, 2, 4) || !param_hash(c, 0, parent) ||
        !read_attributes(c, param(c, 1), &b))
        return false;
    b.parent = chain_by_hash(&c->node->chain, parent);
    if (!b.parent || !chain_is_canonical(&c->node->chain, b.parent))
        return rpc_fail(c, RPC_SERVER, "unknown parent");
    if (param_given(c, 3) && !param_bytes(c, 3, &b.extra))
        return false;
    if (b.extra.len > HEADER_EXTRA_MAX)
        return rpc_fail_err(c, ERR_HDR_EXTRA);
    if (param_given(c, 2) ? !read_txs(c, param(c, 2), &b) : !pick_txs(c, &b))
        return false;
    err = build_trial(&c->node->chain, &block, &raw, &outcome, &b);
    if (err)
        return refuse_build(c, &b, err);
    write_built(c, &block, &outcome);
    return true;
}
