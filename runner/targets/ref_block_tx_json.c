/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_block_tx_json.h"

#include "base/hex.h"
#include "runner/targets/ref_json.h"

/* --- reading ------------------------------------------------------------ */

static enum err get_hashes(struct arena *a, const uint8_t (**out)[32],
                           size_t *count, const json_t *in, const char *key,
                           struct error *why)
{
    const json_t *list = NULL;
    uint8_t(*hashes)[32];
    size_t n;
    enum err err = json_get_array(&list, in, key, why);

    if (err)
        return err;
    n = json_array_size(list);
    hashes = arena_array(a, n, sizeof *hashes);
    if (!hashes)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);

        if (!json_is_string(item) ||
            hex_fixed(hashes[i], sizeof hashes[i], json_string_value(item)))
            return error_set(why, ERR_BAD_INPUT, "%s[%zu] is not 32 bytes",
                             key, i);
    }
    *out = (const uint8_t(*)[32])hashes;
    *count = n;
    return ERR_OK;
}

static enum err get_access(struct arena *a, struct tx *tx, const json_t *in,
                           struct error *why)
{
    const json_t *list = NULL;
    struct tx_access *access;
    size_t n;
    enum err err = json_get_array(&list, in, "accessList", why);

    if (err)
        return err;
    n = json_array_size(list);
    access = arena_array(a, n, sizeof *access);
    if (!access)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);

        err = json_get_fixed(access[i].address, sizeof access[i].address, item,
                             "address", why);
        if (!err)
            err = get_hashes(a, &access[i].keys, &access[i].key_count, item,
                             "storageKeys", why);
        if (err)
            return err;
    }
    tx->access = access;
    tx->access_count = n;
    return ERR_OK;
}

enum err authorization_from_json(struct tx_authorization *out,
                                 const json_t *in, struct error *why)
{
    struct u256 parity;
    enum err err = ref_get_number(&out->chain_id, in, "chainId", 256, why);

    if (!err)
        err = json_get_fixed(out->address, sizeof out->address, in, "address",
                             why);
    if (!err)
        err = ref_get_u64(&out->nonce, in, "nonce", why);
    if (!err)
        err = ref_get_number(&parity, in, "yParity", 8, why);
    if (!err)
        err = ref_get_number(&out->r, in, "r", 256, why);
    if (!err)
        err = ref_get_number(&out->s, in, "s", 256, why);
    if (!err)
        out->y_parity = (uint8_t)parity.w[0];
    return err;
}

static enum err get_authorizations(struct arena *a, struct tx *tx,
                                   const json_t *in, struct error *why)
{
    const json_t *list = NULL;
    struct tx_authorization *all;
    size_t n;
    enum err err = json_get_array(&list, in, "authorizationList", why);

    if (err)
        return err;
    n = json_array_size(list);
    all = arena_array(a, n, sizeof *all);
    if (!all)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        err = authorization_from_json(&all[i], json_array_get(list, i), why);
        if (err)
            return err == ERR_TOO_WIDE ? ERR_BAD_INPUT : err;
    }
    tx->authorizations = all;
    tx->authorization_count = n;
    return ERR_OK;
}

static enum err missing(struct error *why, const char *key)
{
    return error_set(why, ERR_FIELD_MISSING, "%s is absent", key);
}

/* null or absent creates a contract, where the type allows that. */
static enum err get_to(struct tx *tx, const json_t *in, struct error *why)
{
    tx->has_to = json_has(in, "to");
    if (tx->has_to)
        return json_get_fixed(tx->to, sizeof tx->to, in, "to", why);
    return tx->type >= TX_BLOB ? missing(why, "to") : ERR_OK;
}

static enum err get_field(struct arena *a, struct tx *tx,
                          const struct tx_field *field, const json_t *in,
                          struct error *why)
{
    uint8_t *member = (uint8_t *)tx + field->offset;
    const char *key = field->json;
    struct u256 wide;
    uint64_t narrow;
    enum err err = ERR_INTERNAL;

    if (field->kind == TX_KIND_TO)
        return get_to(tx, in, why);
    if (field->kind == TX_KIND_DATA && !json_has(in, key))
        key = "data"; /* as eth_sendTransaction also calls it */
    if (!json_has(in, key))
        return missing(why, field->json);
    switch (field->kind) {
    case TX_KIND_U64:
        err = json_get_u64(&narrow, in, key, why);
        if (!err)
            memcpy(member, &narrow, sizeof narrow);
        return err;
    case TX_KIND_U256:
        err = json_get_quantity(&wide, in, key, why);
        if (!err)
            memcpy(member, &wide, sizeof wide);
        return err;
    case TX_KIND_DATA:
        return json_get_hex(a, &tx->data, in, key, why);
    case TX_KIND_ACCESS:
        return get_access(a, tx, in, why);
    case TX_KIND_HASHES:
        return get_hashes(a, &tx->blob_hashes, &tx->blob_count, in, key, why);
    case TX_KIND_AUTHORIZATIONS:
        return get_authorizations(a, tx, in, why);
    case TX_KIND_TO:
        break;
    }
    return err;
}

static bool has_field(enum tx_type type, const char *key)
{
    size_t count;
    const struct tx_field *fields = tx_fields(&count, type);

    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].json, key) == 0)
            return true;
    return false;
}

/* Is key a field of other types, and one that nodes do not print here too? */
static bool is_foreign(enum tx_type type, const char *key)
{
    static const char *const shown[] = { "gasPrice", "chainId", "v",
                                         "yParity" };

    if (has_field(type, key))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(shown); i++)
        if (strcmp(shown[i], key) == 0)
            return type == TX_LEGACY && i == 0;
    for (int other = 0; other < TX_TYPE_COUNT; other++)
        if (has_field((enum tx_type)other, key))
            return true;
    return false;
}

static enum err check_foreign(enum tx_type type, const json_t *in,
                              struct error *why)
{
    const char *key;
    json_t *item;

    json_object_foreach((json_t *)(uintptr_t)in, key, item)
        if (!json_is_null(item) && is_foreign(type, key))
            return error_set(why, ERR_FIELD_EXTRA,
                             "%s is no field of this type", key);
    return ERR_OK;
}

/* The three signature fields.  A legacy v may be given as yParity and, for
 * EIP-155, chainId; without a signature chainId alone says what is signed. */
static enum err get_signature(struct arena *a, struct tx *tx,
                              const struct tx_field *fields, const json_t *in,
                              struct error *why)
{
    enum err err = ERR_OK;
    size_t i = 0;

    if (tx->type == TX_LEGACY && !json_has(in, "v") &&
        json_has(in, "yParity")) {
        struct u256 parity;

        err = json_get_quantity(&parity, in, "yParity", why);
        tx->v = u256_add(parity, u256_from(27));
        if (tx->has_chain_id)
            tx->v = u256_add(u256_add(parity, u256_from(35)),
                             u256_shl(tx->chain_id, 1));
        i = 1;
    }
    for (; !err && i < TX_SIGNATURE_FIELDS; i++)
        err = get_field(a, tx, &fields[i], in, why);
    if (!err && tx_derive_parity(tx))
        err = error_set(why, ERR_BAD_INPUT, "v or yParity is out of range");
    return err;
}

static enum err get_type(enum tx_type *out, const json_t *in,
                         struct error *why)
{
    struct u256 type = u256_from(TX_LEGACY);
    enum err err = ERR_OK;

    if (!json_is_object(in))
        return error_set(why, ERR_BAD_INPUT, "tx is not a map");
    if (json_has(in, "type"))
        err = json_get_quantity(&type, in, "type", why);
    if (!err && !u256_lt(type, u256_from(TX_TYPE_COUNT)))
        err = ERR_TYPE;
    if (!err)
        *out = (enum tx_type)type.w[0];
    return err;
}

enum err tx_from_json(struct arena *a, struct tx *out, const json_t *in,
                      bool signed_only, struct error *why)
{
    struct tx tx = { .type = TX_LEGACY };
    const struct tx_field *fields;
    size_t count;
    enum err err = get_type(&tx.type, in, why);

    if (!err)
        err = check_foreign(tx.type, in, why);
    if (err)
        return err;
    fields = tx_fields(&count, tx.type);
    count -= TX_SIGNATURE_FIELDS;
    for (size_t i = 0; !err && i < count; i++)
        err = get_field(a, &tx, &fields[i], in, why);
    if (!err && tx.type == TX_LEGACY && json_has(in, "chainId")) {
        err = json_get_quantity(&tx.chain_id, in, "chainId", why);
        tx.has_chain_id = true;
    }
    if (!err && (signed_only || json_has(in, "r") || json_has(in, "v")))
        err = get_signature(a, &tx, fields + count, in, why);
    if (err)
        return err;
    *out = tx;
    return ERR_OK;
}

/* --- writing ------------------------------------------------------------ */

/* Appends and takes over; on failure the list is gone. */
static json_t *append(json_t *list, json_t *item)
{
    if (list && json_array_append_new(list, item) == 0)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *hashes_to_json(const uint8_t (*hashes)[32], size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < count; i++)
        list = append(list, json_hex(BYTES_OF(hashes[i])));
    return list;
}

static json_t *access_to_json(const struct tx *tx)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < tx->access_count; i++) {
        const struct tx_access *one = &tx->access[i];

        list = append(list, json_pack("{s:o, s:o}", "address",
                                      json_hex(BYTES_OF(one->address)),
                                      "storageKeys",
                                      hashes_to_json(one->keys,
                                                     one->key_count)));
    }
    return list;
}

static json_t *authorizations_to_json(const struct tx *tx)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < tx->authorization_count; i++) {
        const struct tx_authorization *one = &tx->authorizations[i];

        list = append(
            list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "chainId",
                            json_quantity(one->chain_id), "address",
                            json_hex(BYTES_OF(one->address)), "nonce",
                            json_quantity_u64(one->nonce), "yParity",
                            json_quantity_u64(one->y_parity), "r",
                            json_quantity(one->r), "s",
                            json_quantity(one->s)));
    }
    return list;
}

static json_t *field_to_json(const struct tx *tx, const struct tx_field *field)
{
    const uint8_t *member = (const uint8_t *)tx + field->offset;
    struct u256 wide;
    uint64_t narrow;

    switch (field->kind) {
    case TX_KIND_U64:
        memcpy(&narrow, member, sizeof narrow);
        return json_quantity_u64(narrow);
    case TX_KIND_U256:
        memcpy(&wide, member, sizeof wide);
        return json_quantity(wide);
    case TX_KIND_TO:
        return tx->has_to ? json_hex(BYTES_OF(tx->to)) : json_null();
    case TX_KIND_DATA:
        return json_hex(tx->data);
    case TX_KIND_ACCESS:
        return access_to_json(tx);
    case TX_KIND_HASHES:
        return hashes_to_json(tx->blob_hashes, tx->blob_count);
    case TX_KIND_AUTHORIZATIONS:
        return authorizations_to_json(tx);
    }
    return NULL;
}

json_t *tx_to_json(const struct tx *tx)
{
    json_t *object = json_object();
    size_t count;
    const struct tx_field *fields = tx_fields(&count, tx->type);
    int failed = !object;

    if (!failed)
        failed = json_object_set_new(object, "type",
                                     json_quantity_u64(tx->type)) ||
                 json_object_set_new(object, "hash",
                                     json_hex(BYTES_OF(tx->hash)));
    if (!failed && tx->type == TX_LEGACY && tx->has_chain_id)
        failed = json_object_set_new(object, "chainId",
                                     json_quantity(tx->chain_id));
    for (size_t i = 0; !failed && i < count; i++)
        failed = json_object_set_new(object, fields[i].json,
                                     field_to_json(tx, &fields[i]));
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}
