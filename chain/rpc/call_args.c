/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/call.h"

#include "base/hex.h"

enum { LIST_MAX = 65536, DATA_MAX = 8 * 1024 * 1024 };

static bool read_to(struct rpc_call *c, const json_t *in, struct tx *tx)
{
    if (!json_has(in, "to"))
        return true;
    tx->has_to = true;
    return read_fixed(c, tx->to, 20, json_object_get(in, "to"),
                      "argument 0", "common.Address");
}

static bool read_input(struct rpc_call *c, const json_t *in, struct tx *tx)
{
    struct bytes other;

    if (json_has(in, "input") &&
        !read_bytes(c, &tx->data, json_object_get(in, "input"), "argument 0"))
        return false;
    if (!json_has(in, "data"))
        return true;
    if (!read_bytes(c, &other, json_object_get(in, "data"), "argument 0"))
        return false;
    if (json_has(in, "input") && !bytes_eq(other, tx->data))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "both \"data\" and \"input\" are set and not equal. "
                        "Please use \"input\" to pass transaction call data");
    tx->data = other;
    return true;
}

static bool read_word(struct rpc_call *c, const json_t *in, const char *name,
                      struct u256 *out, bool *given)
{
    if (!json_has(in, name))
        return true;
    *given = true;
    return read_quantity(c, out, json_object_get(in, name), "argument 0");
}

static bool read_fees(struct rpc_call *c, const json_t *in,
                      struct call_args *a)
{
    struct tx *tx = &a->tx;
    struct u256 price = u256_from(0);
    bool blob = false;

    if (!read_word(c, in, "gasPrice", &price, &a->has_gas_price) ||
        !read_word(c, in, "maxFeePerGas", &tx->max_fee, &a->has_max_fee) ||
        !read_word(c, in, "maxPriorityFeePerGas", &tx->max_priority,
                   &a->has_priority) ||
        !read_word(c, in, "maxFeePerBlobGas", &tx->max_blob_fee, &blob))
        return false;
    if (a->has_gas_price && (a->has_max_fee || a->has_priority))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "both gasPrice and (maxFeePerGas or "
                        "maxPriorityFeePerGas) specified");
    if (a->has_gas_price)
        tx->max_fee = tx->max_priority = price;
    if (a->has_max_fee && u256_lt(tx->max_fee, tx->max_priority))
        return rpc_fail(c, RPC_SERVER, "max priority fee per gas higher than "
                                       "max fee per gas");
    return true;
}

static bool read_hashes(struct rpc_call *c, const json_t *list,
                        const uint8_t (**out)[32], size_t *count)
{
    size_t n = json_array_size(list);
    uint8_t (*hashes)[32];

    if (list && !json_is_array(list))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: not a list of hashes");
    if (n > LIST_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "list is too long");
    hashes = arena_array(c->arena, n, 32);
    if (!hashes)
        return rpc_fail_err(c, ERR_MEMORY);
    for (size_t i = 0; i < n; i++)
        if (!read_fixed(c, hashes[i], 32, json_array_get(list, i),
                        "argument 0", "common.Hash"))
            return false;
    *out = (const uint8_t (*)[32])hashes;
    *count = n;
    return true;
}

static bool read_access(struct rpc_call *c, const json_t *list, struct tx *tx)
{
    size_t n = json_array_size(list);
    struct tx_access *access;

    if (list && !json_is_null(list) && !json_is_array(list))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: accessList is not a list");
    if (n > LIST_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "accessList is too long");
    access = arena_array(c->arena, n, sizeof *access);
    if (!access)
        return rpc_fail_err(c, ERR_MEMORY);
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);

        if (!read_fixed(c, access[i].address, 20,
                        json_object_get(item, "address"), "argument 0",
                        "common.Address") ||
            !read_hashes(c, json_object_get(item, "storageKeys"),
                         &access[i].keys, &access[i].key_count))
            return false;
    }
    tx->access = access;
    tx->access_count = n;
    return true;
}

static bool read_authorization(struct rpc_call *c, const json_t *in,
                               struct tx_authorization *a)
{
    uint64_t parity;

    if (!read_quantity(c, &a->chain_id, json_object_get(in, "chainId"),
                       "argument 0") ||
        !read_fixed(c, a->address, 20, json_object_get(in, "address"),
                    "argument 0", "common.Address") ||
        !read_u64(c, &a->nonce, json_object_get(in, "nonce"), "argument 0") ||
        !read_u64(c, &parity, json_object_get(in, "yParity"), "argument 0") ||
        !read_quantity(c, &a->r, json_object_get(in, "r"), "argument 0") ||
        !read_quantity(c, &a->s, json_object_get(in, "s"), "argument 0"))
        return false;
    if (parity > UINT8_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: yParity > 8 bits");
    a->y_parity = (uint8_t)parity;
    return true;
}

static bool read_authorizations(struct rpc_call *c, const json_t *list,
                                struct tx *tx)
{
    size_t n = json_array_size(list);
    struct tx_authorization *items;

    if (n > LIST_MAX)
        return rpc_fail(c, RPC_INVALID_PARAMS, "authorizationList is too long");
    items = arena_array(c->arena, n, sizeof *items);
    if (!items)
        return rpc_fail_err(c, ERR_MEMORY);
    for (size_t i = 0; i < n; i++)
        if (!read_authorization(c, json_array_get(list, i), &items[i]))
            return false;
    tx->authorizations = items;
    tx->authorization_count = n;
    return true;
}

static enum tx_type type_of(const struct call_args *a, const json_t *in)
{
    if (a->tx.authorization_count)
        return TX_SET_CODE;
    if (json_has(in, "blobVersionedHashes"))
        return TX_BLOB;
    if (!a->has_gas_price)
        return TX_DYNAMIC_FEE;
    return json_has(in, "accessList") ? TX_ACCESS_LIST : TX_LEGACY;
}

static bool read_chain_id(struct rpc_call *c, const json_t *in, struct tx *tx)
{
    const struct u256 ours = c->node->chain.config.chain_id;
    bool given = false;

    tx->chain_id = ours;
    tx->has_chain_id = true;
    if (!read_word(c, in, "chainId", &tx->chain_id, &given))
        return false;
    if (!u256_eq(tx->chain_id, ours))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "chainId does not match node's");
    return true;
}

bool read_call(struct rpc_call *c, const json_t *in, struct call_args *out)
{
    struct call_args a = { .has_from = json_has(in, "from") };
    struct tx *tx = &a.tx;
    struct u256 ignored;
    bool given = false;

    if (!json_is_object(in))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid argument 0: not a call object");
    a.has_gas = json_has(in, "gas");
    a.has_nonce = json_has(in, "nonce");
    if ((a.has_from && !read_fixed(c, a.from, 20, json_object_get(in, "from"),
                                   "argument 0", "common.Address")) ||
        !read_to(c, in, tx) || !read_input(c, in, tx) ||
        !read_word(c, in, "value", &tx->value, &given) ||
        !read_fees(c, in, &a) || !read_chain_id(c, in, tx) ||
        !read_access(c, json_object_get(in, "accessList"), tx) ||
        !read_hashes(c, json_object_get(in, "blobVersionedHashes"),
                     &tx->blob_hashes, &tx->blob_count) ||
        !read_authorizations(c, json_object_get(in, "authorizationList"), tx))
        return false;
    if ((a.has_gas && !read_u64(c, &tx->gas, json_object_get(in, "gas"),
                                "argument 0")) ||
        (a.has_nonce && !read_u64(c, &tx->nonce, json_object_get(in, "nonce"),
                                  "argument 0")) ||
        !read_word(c, in, "type", &ignored, &given))
        return false;
    tx->type = type_of(&a, in);
    if (tx->type >= TX_BLOB && !tx->has_to)
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "transaction type %d cannot create a contract",
                        tx->type);
    *out = a;
    return true;
}
