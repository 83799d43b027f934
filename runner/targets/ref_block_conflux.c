/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "base/hex.h"
#include "chain/conflux/cfx_fees.h"
#include "chain/conflux/cfx_header.h"
#include "chain/conflux/cfx_pow.h"
#include "chain/conflux/cfx_tree.h"
#include "chain/conflux/cfx_tx.h"
#include "chain/crypto/keccak.h"
#include "runner/targets/ref_conflux_json.h"
#include "runner/targets/ref_json.h"

/* --- headers and proof of work ------------------------------------------------ */

static json_t *header_json(const struct cfx_header *h, const uint8_t hash[32],
                           const uint8_t problem[32])
{
    json_t *out = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "hash",
        json_hex(bytes_make(hash, 32)), "problemHash",
        json_hex(bytes_make(problem, 32)), "parentHash",
        json_hex(BYTES_OF(h->parent_hash)), "height",
        json_quantity_u64(h->height), "timestamp",
        json_quantity_u64(h->timestamp), "difficulty",
        json_quantity(h->difficulty), "nonce", json_quantity(h->nonce),
        "adaptive", h->adaptive, "gasLimit", json_quantity(h->gas_limit),
        "transactionsRoot", json_hex(BYTES_OF(h->roots[0])));

    if (out && h->has_pos)
        json_object_set_new(out, "posReference",
                            json_hex(BYTES_OF(h->pos_reference)));
    if (out && h->has_prices) {
        json_object_set_new(out, "coreBasePrice",
                            json_quantity(h->core_price));
        json_object_set_new(out, "espaceBasePrice",
                            json_quantity(h->espace_price));
    }
    return out;
}

static enum err header_decode_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct cfx_rules rules;
    struct cfx_header h;
    struct bytes data;
    uint8_t hash[32], problem[32];
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = conflux_get_rules(&rules, in, why);
    if (!err)
        err = cfx_header_decode(a, &h, &rules, data);
    if (!err)
        err = cfx_header_check(&h, &rules);
    if (!err)
        err = cfx_header_hash(a, hash, &h, &rules, true);
    if (!err)
        err = cfx_header_hash(a, problem, &h, &rules, false);
    return err ? err : ref_answer(out, header_json(&h, hash, problem));
}

static enum err pow_check_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint8_t problem[32], hash[32];
    struct u256 nonce, difficulty;
    enum err err = json_get_fixed(problem, 32, in, "problemHash", why);

    (void)a;
    if (!err)
        err = json_get_quantity(&nonce, in, "nonce", why);
    if (!err)
        err = json_get_quantity(&difficulty, in, "difficulty", why);
    if (err)
        return err;
    cfx_pow_hash(hash, problem, nonce);
    err = cfx_pow_check(hash, nonce, difficulty);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:o}", "hash",
                                     json_hex(BYTES_OF(hash)), "quality",
                                     json_quantity(cfx_pow_quality(hash,
                                                                   nonce))));
}

/* --- roots ---------------------------------------------------------------------- */

static enum err list_root_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes *items;
    uint8_t root[32];
    size_t count;
    enum err err = ref_get_hex_list(a, &items, &count, in, "items", why);

    if (!err)
        err = cfx_list_root(a, root, items, count);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(root)));
}

/* --- transactions ------------------------------------------------------------------ */

static enum err tx_decode_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct cfx_tx tx;
    struct bytes data;
    uint8_t hash[32], signing[32], sender[20];
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = cfx_tx_decode(a, &tx, data);
    if (!err)
        err = cfx_tx_signing_hash(a, signing, &tx);
    if (!err)
        err = cfx_tx_sender(a, sender, &tx);
    if (err)
        return err;
    keccak256(hash, data);
    return ref_answer(
        out, json_pack(
                 "{s:o, s:o, s:o, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "hash",
                 json_hex(BYTES_OF(hash)), "signingHash",
                 json_hex(BYTES_OF(signing)), "from",
                 json_hex(BYTES_OF(sender)), "type", (int)tx.type, "nonce",
                 json_quantity(tx.nonce), "gas", json_quantity(tx.gas),
                 "value", json_quantity(tx.value), "chainId",
                 json_quantity_u64(tx.chain_id), "epochHeight",
                 json_quantity_u64(tx.epoch_height), "storageLimit",
                 json_quantity_u64(tx.storage_limit)));
}

/* --- fees ---------------------------------------------------------------------------- */

static enum err base_price_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct u256 last, share, used, floor, price;
    enum err err = json_get_quantity(&last, in, "basePrice", why);

    (void)a;
    if (!err)
        err = json_get_quantity(&share, in, "spaceGasLimit", why);
    if (!err)
        err = json_get_quantity(&used, in, "packedGas", why);
    if (!err)
        err = json_get_quantity(&floor, in, "minimum", why);
    if (!err)
        err = cfx_base_price(&price, last, share, used, floor);
    return err ? err : ref_answer(out, json_quantity(price));
}

static enum err gas_shares_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct cfx_shares shares;
    struct u256 limit;
    uint64_t height;
    enum err err = json_get_quantity(&limit, in, "gasLimit", why);

    (void)a;
    if (!err)
        err = json_get_u64(&height, in, "height", why);
    if (!err)
        err = cfx_gas_shares(&shares, limit, height);
    return err ? err
               : ref_answer(out, json_pack("{s:o, s:o}", "core",
                                           json_quantity(shares.core),
                                           "espace",
                                           json_quantity(shares.espace)));
}

static const struct ref_binding rows[] = {
    { "conflux.header.decode", header_decode_op },
    { "conflux.pow.check", pow_check_op },
    { "conflux.list_root", list_root_op },
    { "conflux.tx.decode", tx_decode_op },
    { "conflux.base_price.next", base_price_op },
    { "conflux.gas_shares", gas_shares_op },
};

const struct ref_table ref_table_block_conflux = { rows, ARRAY_LEN(rows) };
