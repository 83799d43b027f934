/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "runner/targets/upstream_internal.h"

/* Transactions of state tests that are given by their fields only: types 0, 1
 * and 2, with lists of data, gas limits and values to pick from. */

static const json_t *pick(const json_t *in, const char *list,
                          const json_t *indexes, const char *index)
{
    json_int_t at = json_integer_value(json_object_get(indexes, index));

    return at < 0 ? NULL
                  : json_array_get(json_object_get(in, list), (size_t)at);
}

static bool small(uint64_t *out, const json_t *value)
{
    struct u256 word;

    if (!upstream_word_of(&word, value) || !u256_is_u64(word))
        return false;
    *out = word.w[0];
    return true;
}

static enum err read_keys(struct arena *a, struct tx_access *out,
                          const json_t *keys)
{
    uint8_t (*words)[32] = arena_array(a, json_array_size(keys), 32);
    const json_t *key;
    size_t i;

    if (!words)
        return ERR_MEMORY;
    json_array_foreach(keys, i, key) {
        struct u256 word;

        if (!upstream_word_of(&word, key))
            return ERR_BAD_INPUT;
        u256_to_be(words[i], word);
    }
    out->keys = (const uint8_t (*)[32])words;
    out->key_count = json_array_size(keys);
    return ERR_OK;
}

static enum err read_access(struct arena *a, struct tx *out,
                            const json_t *list)
{
    struct tx_access *items = arena_array(a, json_array_size(list),
                                          sizeof *items);
    const json_t *item;
    size_t i;

    if (!items)
        return ERR_MEMORY;
    json_array_foreach(list, i, item) {
        enum err err;

        if (!upstream_fixed(items[i].address, 20, item, "address"))
            return ERR_BAD_INPUT;
        err = read_keys(a, &items[i], json_object_get(item, "storageKeys"));
        if (err)
            return err;
    }
    out->access = items;
    out->access_count = json_array_size(list);
    return ERR_OK;
}

static enum err read_fees(struct tx *out, const json_t *in)
{
    if (!json_object_get(in, "maxFeePerGas")) {
        if (!upstream_word(&out->max_fee, in, "gasPrice"))
            return ERR_TOO_WIDE;
        out->max_priority = out->max_fee;
        return ERR_OK;
    }
    out->type = TX_DYNAMIC_FEE;
    return upstream_word(&out->max_fee, in, "maxFeePerGas") &&
                   upstream_word(&out->max_priority, in,
                                 "maxPriorityFeePerGas")
               ? ERR_OK
               : ERR_TOO_WIDE;
}

static enum err sign(struct arena *a, struct tx *tx, const json_t *in)
{
    struct ecc_signature signature;
    uint8_t secret[32], hash[32];
    struct u256 key;
    enum err err;

    if (!upstream_word(&key, in, "secretKey"))
        return ERR_BAD_INPUT;
    u256_to_be(secret, key);
    err = tx_signing_hash(a, hash, tx);
    if (!err)
        err = ecc_sign(&signature, hash, secret);
    if (err)
        return err;
    tx->r = signature.r;
    tx->s = signature.s;
    tx->y_parity = signature.y_parity;
    tx->v = u256_from(signature.y_parity + (tx->type == TX_LEGACY ? 27 : 0));
    return ERR_OK;
}

enum err upstream_tx(struct upstream_worker *w, struct tx *out,
                     const json_t *in, const json_t *indexes)
{
    struct tx tx = { .type = TX_LEGACY };
    const json_t *list = pick(in, "accessLists", indexes, "data");
    const char *to = json_string_value(json_object_get(in, "to"));
    const char *data =
        json_string_value(pick(in, "data", indexes, "data"));
    enum err err;

    if (!to || !data || (*data && hex_bytes(&w->arena, &tx.data, data)))
        return ERR_BAD_INPUT;
    if (*to && strcmp(to, "0x") != 0) {
        if (hex_fixed(tx.to, sizeof tx.to, to))
            return ERR_BAD_INPUT;
        tx.has_to = true;
    }
    if (!small(&tx.nonce, json_object_get(in, "nonce")) ||
        !small(&tx.gas, pick(in, "gasLimit", indexes, "gas")) ||
        !upstream_word_of(&tx.value, pick(in, "value", indexes, "value")))
        return ERR_TOO_WIDE;
    if (json_is_array(list))
        tx.type = TX_ACCESS_LIST;
    err = read_fees(&tx, in);
    if (!err && json_is_array(list))
        err = read_access(&w->arena, &tx, list);
    if (!err && tx.type != TX_LEGACY) {
        tx.has_chain_id = true;
        tx.chain_id = u256_from(1);
    }
    if (!err)
        err = sign(&w->arena, &tx, in);
    if (!err)
        *out = tx;
    return err;
}
