/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/bal.h"

#include "base/hex.h"

static enum err bad(struct error *why, const char *name)
{
    return error_set(why, ERR_BAD_INPUT,
                     "%s must be an integer as 0x string of at most 32 bytes",
                     name);
}

/* Any 0x spelling; odd numbers of digits too. */
static enum err number_of(struct u256 *out, const json_t *item,
                          const char *name, struct error *why)
{
    const char *text = json_string_value(item);
    uint8_t data[32];
    char digits[65];
    size_t len, skip;

    if (json_is_integer(item) && json_integer_value(item) >= 0) {
        *out = u256_from((uint64_t)json_integer_value(item));
        return ERR_OK;
    }
    if (!text || text[0] != '0' || text[1] != 'x' || !text[2])
        return bad(why, name);
    text += 2;
    len = strlen(text);
    if (len > 64)
        return error_set(why, ERR_TOO_WIDE, "%s is above 256 bits", name);
    skip = len % 2;
    digits[0] = '0';
    memcpy(digits + skip, text, len);
    if (hex_read(data, digits, len + skip))
        return bad(why, name);
    *out = u256_from_be(data, (len + skip) / 2);
    return ERR_OK;
}

static enum err get_index(uint32_t *out, const json_t *in, struct error *why)
{
    static const char name[] = "blockAccessIndex";
    struct u256 value;
    enum err err = number_of(&value, json_object_get(in, name), name, why);

    if (err)
        return err;
    if (!u256_is_u64(value) || value.w[0] > UINT32_MAX)
        return error_set(why, ERR_TOO_WIDE, "%s does not fit 32 bits", name);
    *out = (uint32_t)value.w[0];
    return ERR_OK;
}

static enum err get_changes(struct arena *a, struct bal_changes *out,
                            const json_t *list, const char *name,
                            struct error *why)
{
    size_t n = json_array_size(list);
    struct bal_change *items = arena_array(a, n, sizeof *items);

    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const json_t *in = json_array_get(list, i);
        enum err err = get_index(&items[i].index, in, why);

        if (!err)
            err = number_of(&items[i].value, json_object_get(in, name), name,
                            why);
        if (err)
            return err;
    }
    *out = (struct bal_changes){ items, n };
    return ERR_OK;
}

static enum err get_slots(struct arena *a, struct bal_account *out,
                          const json_t *list, struct error *why)
{
    size_t n = json_array_size(list);
    struct bal_slot *slots = arena_array(a, n, sizeof *slots);

    if (!slots)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const json_t *in = json_array_get(list, i), *changes;
        enum err err = number_of(&slots[i].slot, json_object_get(in, "slot"),
                                 "slot", why);

        if (!err)
            err = json_get_array(&changes, in, "slotChanges", why);
        if (!err)
            err = get_changes(a, &slots[i].changes, changes, "postValue", why);
        if (err)
            return err;
    }
    out->slots = slots;
    out->slot_count = n;
    return ERR_OK;
}

static enum err get_reads(struct arena *a, struct bal_account *out,
                          const json_t *list, struct error *why)
{
    size_t n = json_array_size(list);
    struct u256 *reads = arena_array(a, n, sizeof *reads);

    if (!reads)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        enum err err = number_of(&reads[i], json_array_get(list, i),
                                 "storageReads", why);

        if (err)
            return err;
    }
    out->reads = reads;
    out->read_count = n;
    return ERR_OK;
}

static enum err get_codes(struct arena *a, struct bal_account *out,
                          const json_t *list, struct error *why)
{
    size_t n = json_array_size(list);
    struct bal_code *codes = arena_array(a, n, sizeof *codes);

    if (!codes)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const json_t *in = json_array_get(list, i);
        enum err err = get_index(&codes[i].index, in, why);

        if (!err)
            err = json_get_hex(a, &codes[i].code, in, "newCode", why);
        if (err)
            return err;
    }
    out->codes = codes;
    out->code_count = n;
    return ERR_OK;
}

static enum err get_account(struct arena *a, struct bal_account *out,
                            const json_t *in, struct error *why)
{
    const json_t *slots, *reads, *balances, *nonces, *codes;
    enum err err = json_get_fixed(out->address, 20, in, "address", why);

    if (!err)
        err = json_get_array(&slots, in, "storageChanges", why);
    if (!err)
        err = json_get_array(&reads, in, "storageReads", why);
    if (!err)
        err = json_get_array(&balances, in, "balanceChanges", why);
    if (!err)
        err = json_get_array(&nonces, in, "nonceChanges", why);
    if (!err)
        err = json_get_array(&codes, in, "codeChanges", why);
    if (!err)
        err = get_slots(a, out, slots, why);
    if (!err)
        err = get_reads(a, out, reads, why);
    if (!err)
        err = get_changes(a, &out->balances, balances, "postBalance", why);
    if (!err)
        err = get_changes(a, &out->nonces, nonces, "postNonce", why);
    if (!err)
        err = get_codes(a, out, codes, why);
    for (size_t i = 0; !err && i < out->nonces.count; i++)
        if (!u256_is_u64(out->nonces.items[i].value))
            err = error_set(why, ERR_TOO_WIDE,
                            "postNonce does not fit 64 bits");
    return err;
}

enum err bal_from_json(struct arena *a, struct bal *out, const json_t *in,
                       struct error *why)
{
    size_t n = json_array_size(in);
    struct bal_account *accounts = arena_array(a, n, sizeof *accounts);

    if (!accounts)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        enum err err = get_account(a, &accounts[i], json_array_get(in, i), why);

        if (err)
            return err;
    }
    *out = (struct bal){ accounts, n };
    return ERR_OK;
}

/* Appends and tells whether it could. */
static bool append(json_t *list, json_t *item)
{
    return json_array_append_new(list, item) == 0;
}

static json_t *changes_json(const struct bal_changes *list, const char *name)
{
    json_t *out = json_array();

    for (size_t i = 0; i < list->count; i++)
        if (!append(out, json_pack("{s:o, s:o}", "blockAccessIndex",
                                   json_quantity_u64(list->items[i].index),
                                   name,
                                   json_quantity(list->items[i].value)))) {
            json_decref(out);
            return NULL;
        }
    return out;
}

static json_t *slots_json(const struct bal_account *account)
{
    json_t *out = json_array();

    for (size_t i = 0; i < account->slot_count; i++) {
        const struct bal_slot *slot = &account->slots[i];

        if (!append(out, json_pack("{s:o, s:o}", "slot",
                                   json_quantity(slot->slot), "slotChanges",
                                   changes_json(&slot->changes,
                                                "postValue")))) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

static json_t *reads_json(const struct bal_account *account)
{
    json_t *out = json_array();

    for (size_t i = 0; i < account->read_count; i++)
        if (!append(out, json_quantity(account->reads[i]))) {
            json_decref(out);
            return NULL;
        }
    return out;
}

static json_t *codes_json(const struct bal_account *account)
{
    json_t *out = json_array();

    for (size_t i = 0; i < account->code_count; i++)
        if (!append(out, json_pack("{s:o, s:o}", "blockAccessIndex",
                                   json_quantity_u64(account->codes[i].index),
                                   "newCode",
                                   json_hex(account->codes[i].code)))) {
            json_decref(out);
            return NULL;
        }
    return out;
}

json_t *bal_to_json(const struct bal *list)
{
    json_t *out = json_array();

    for (size_t i = 0; i < list->count; i++) {
        const struct bal_account *account = &list->accounts[i];
        json_t *item = json_pack(
            "{s:o, s:o, s:o, s:o, s:o, s:o}", "address",
            json_hex(BYTES_OF(account->address)), "storageChanges",
            slots_json(account), "storageReads", reads_json(account),
            "balanceChanges", changes_json(&account->balances, "postBalance"),
            "nonceChanges", changes_json(&account->nonces, "postNonce"),
            "codeChanges", codes_json(account));

        if (!append(out, item)) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}
