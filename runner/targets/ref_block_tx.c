/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/eth/authorization.h"
#include "chain/eth/blob.h"
#include "chain/eth/tx.h"
#include "runner/targets/ref_block_tx_json.h"
#include "runner/targets/ref_json.h"

/* Without a fork the newest rules hold. */
enum { FORK_NEWEST = FORK_COUNT - 1 };

/* data as a transaction that the fork, if one is named, knows. */
static enum err get_tx(struct arena *a, struct tx *out, enum fork *fork,
                       const json_t *in, struct error *why)
{
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = ref_get_fork_or(fork, in, "fork", (enum fork)FORK_NEWEST, why);
    if (!err)
        err = tx_decode(a, out, data);
    if (!err)
        err = tx_check_type(out, *fork);
    return err;
}

static enum err decode_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct tx tx;
    enum fork fork;
    enum err err = get_tx(a, &tx, &fork, in, why);

    return err ? err : ref_answer(out, tx_to_json(&tx));
}

static enum err hash_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct tx tx;
    enum fork fork;
    enum err err = get_tx(a, &tx, &fork, in, why);

    return err ? err : ref_answer(out, json_hex(BYTES_OF(tx.hash)));
}

static enum err encode_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes text;
    struct tx tx;
    enum err err = tx_from_json(a, &tx, json_object_get(in, "tx"), true, why);

    if (!err)
        err = tx_encode(a, &text, &tx);
    return err ? err : ref_answer(out, json_hex(text));
}

static enum err signing_hash_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    uint8_t hash[32];
    struct tx tx;
    enum err err = tx_from_json(a, &tx, json_object_get(in, "tx"), false, why);

    if (!err)
        err = tx_signing_hash(a, hash, &tx);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err sender_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint8_t sender[ADDRESS_SIZE];
    struct tx tx;
    enum fork fork;
    enum err err = get_tx(a, &tx, &fork, in, why);

    if (!err)
        err = tx_sender(a, sender, &tx, fork);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(sender)));
}

/* The sender matters from Amsterdam only; one that cannot be recovered counts
 * as another account. */
static enum err intrinsic_gas_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    uint8_t sender[ADDRESS_SIZE];
    struct tx_cost cost;
    struct tx tx;
    enum fork fork;
    enum err err = json_has(in, "fork")
                       ? get_tx(a, &tx, &fork, in, why)
                       : error_set(why, ERR_BAD_INPUT, "fork is absent");

    if (err)
        return err;
    tx_cost(&cost, &tx, fork,
            tx_sender(a, sender, &tx, fork) ? NULL : sender);
    if (cost.floor == 0)
        return ref_answer(out, json_pack("{s:o}", "intrinsic",
                                         json_quantity_u64(cost.intrinsic)));
    return ref_answer(out, json_pack("{s:o, s:o}", "intrinsic",
                                     json_quantity_u64(cost.intrinsic),
                                     "floor", json_quantity_u64(cost.floor)));
}

/* The members of `block`: baseFeePerGas, blobBaseFee or excessBlobGas, and
 * gasLeft, each optional. */
static enum err get_block_rules(struct tx_rules *rules, const json_t *block,
                                struct error *why)
{
    uint64_t excess;
    enum err err = ERR_OK;

    rules->has_base_fee = json_has(block, "baseFeePerGas");
    rules->has_gas_left = json_has(block, "gasLeft");
    if (rules->has_base_fee)
        err = json_get_quantity(&rules->base_fee, block, "baseFeePerGas", why);
    if (!err && rules->has_gas_left)
        err = json_get_u64(&rules->gas_left, block, "gasLeft", why);
    if (!err && json_has(block, "blobBaseFee")) {
        rules->has_blob_base_fee = true;
        err = json_get_quantity(&rules->blob_base_fee, block, "blobBaseFee",
                                why);
    } else if (!err && json_has(block, "excessBlobGas")) {
        rules->has_blob_base_fee = true;
        err = json_get_u64(&excess, block, "excessBlobGas", why);
        if (!err && blob_base_fee(&rules->blob_base_fee,
                                  &fork_rules(rules->fork)->blob, excess))
            err = error_set(why, ERR_BAD_INPUT,
                            "excessBlobGas gives no blob base fee here");
    }
    return err;
}

static enum err get_rules(struct tx_rules *rules, const json_t *in,
                          struct error *why)
{
    const json_t *block = NULL;
    enum err err = ref_get_fork(&rules->fork, in, "fork", why);

    if (!err)
        err = json_get_quantity(&rules->chain_id, in, "chainId", why);
    if (!err && json_has(in, "block"))
        err = json_get_object(&block, in, "block", why);
    if (!err && block)
        err = get_block_rules(rules, block, why);
    return err;
}

static enum err validate_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct tx_rules rules = { .has_base_fee = false };
    struct tx_summary summary;
    struct tx tx;
    enum fork fork;
    enum err err = get_rules(&rules, in, why);

    if (!err)
        err = get_tx(a, &tx, &fork, in, why);
    if (!err)
        err = tx_validate(a, &summary, &tx, &rules);
    if (err)
        return err;
    return ref_answer(
        out, json_pack("{s:o, s:o, s:o, s:s}", "hash",
                       json_hex(BYTES_OF(tx.hash)), "sender",
                       json_hex(BYTES_OF(summary.sender)), "intrinsicGas",
                       json_quantity_u64(summary.cost.intrinsic), "needs",
                       "execution"));
}

static enum err decode_network_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct tx_network network;
    struct bytes data;
    enum fork fork;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = ref_get_fork(&fork, in, "fork", why);
    if (!err)
        err = tx_decode_network(a, &network, data, fork);
    if (err)
        return err;
    return ref_answer(
        out, json_pack("{s:o, s:o, s:i, s:I, s:I, s:I}", "tx",
                       json_hex(network.canonical), "hash",
                       json_hex(BYTES_OF(network.tx.hash)), "wrapperVersion",
                       (int)network.version, "blobs",
                       (json_int_t)network.blobs, "commitments",
                       (json_int_t)network.commitments, "proofs",
                       (json_int_t)network.proofs));
}

/* --- EIP-7702 ----------------------------------------------------------- */

static enum err authorization_signing_hash_op(struct arena *a, json_t **out,
                                              const json_t *in,
                                              struct error *why)
{
    struct tx_authorization tuple;
    uint8_t hash[32];
    enum err err = ref_get_number(&tuple.chain_id, in, "chainId", 256, why);

    (void)a;
    if (!err)
        err = json_get_fixed(tuple.address, sizeof tuple.address, in,
                             "address", why);
    if (!err)
        err = ref_get_u64(&tuple.nonce, in, "nonce", why);
    if (err)
        return err;
    authorization_signing_hash(hash, &tuple);
    return ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err authorization_check_op(struct arena *a, json_t **out,
                                       const json_t *in, struct error *why)
{
    struct tx_authorization tuple;
    uint8_t authority[ADDRESS_SIZE];
    const json_t *map = NULL;
    struct u256 chain_id;
    enum err skip, err = json_get_object(&map, in, "authorization", why);

    (void)a;
    if (!err)
        err = json_get_quantity(&chain_id, in, "chainId", why);
    if (!err)
        err = authorization_from_json(&tuple, map, why);
    if (err)
        return err;
    skip = authorization_authority(authority, &tuple, chain_id);
    if (skip)
        return ref_answer(out, json_pack("{s:n, s:b, s:s}", "authority",
                                         "skip", true, "reason",
                                         err_id(skip)));
    return ref_answer(out, json_pack("{s:o, s:b}", "authority",
                                     json_hex(BYTES_OF(authority)), "skip",
                                     false));
}

static enum err delegation_encode_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    uint8_t address[ADDRESS_SIZE], code[DELEGATION_SIZE];
    enum err err = json_get_fixed(address, sizeof address, in, "address", why);

    (void)a;
    if (err)
        return err;
    delegation_encode(code, address);
    return ref_answer(out, json_hex(BYTES_OF(code)));
}

static enum err delegation_decode_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    uint8_t address[ADDRESS_SIZE];
    struct bytes code;
    enum err err = json_get_hex(a, &code, in, "code", why);

    if (!err)
        err = delegation_decode(address, code);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o}", "address",
                                     json_hex(BYTES_OF(address))));
}

static const struct ref_binding rows[] = {
    { "tx.decode", decode_op },
    { "tx.encode", encode_op },
    { "tx.hash", hash_op },
    { "tx.signing_hash", signing_hash_op },
    { "tx.sender", sender_op },
    { "tx.intrinsic_gas", intrinsic_gas_op },
    { "tx.validate", validate_op },
    { "tx.decode_network", decode_network_op },
    { "authorization.signing_hash", authorization_signing_hash_op },
    { "authorization.check", authorization_check_op },
    { "delegation.encode", delegation_encode_op },
    { "delegation.decode", delegation_decode_op },
};

const struct ref_table ref_table_block_tx = { rows, ARRAY_LEN(rows) };
