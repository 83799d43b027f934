/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/bal.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"

enum { ACCOUNT_FIELDS = 6, PAIR_FIELDS = 2 };

/* A list of exactly `want` items, taken off the front of *in. */
static enum err read_record(struct bytes *fields, struct bytes *in,
                            size_t want)
{
    size_t count;
    enum err err = rlp_read_list(fields, in);

    if (!err)
        err = rlp_count(&count, *fields);
    if (!err && count != want)
        err = ERR_FIELD_COUNT;
    return err;
}

/* A list of any number of items; *count of them. */
static enum err read_list(struct bytes *items, size_t *count, struct bytes *in)
{
    enum err err = rlp_read_list(items, in);

    return err ? err : rlp_count(count, *items);
}

static enum err read_index(uint32_t *out, struct bytes *in)
{
    uint64_t value;
    enum err err = rlp_read_u64(&value, in);

    if (err)
        return err;
    if (value > UINT32_MAX)
        return ERR_TOO_WIDE;
    *out = (uint32_t)value;
    return ERR_OK;
}

static enum err read_change(struct bal_change *out, struct bytes *in,
                            bool narrow)
{
    struct bytes pair;
    enum err err = read_record(&pair, in, PAIR_FIELDS);

    if (!err)
        err = read_index(&out->index, &pair);
    if (!err)
        err = rlp_read_u256(&out->value, &pair);
    if (!err && narrow && !u256_is_u64(out->value))
        err = ERR_TOO_WIDE;
    return err;
}

static enum err read_changes(struct arena *a, struct bal_changes *out,
                             struct bytes *in, bool narrow)
{
    struct bal_change *items;
    struct bytes list;
    enum err err = read_list(&list, &out->count, in);

    if (err)
        return err;
    items = arena_array(a, out->count, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        err = read_change(&items[i], &list, narrow);
        if (err)
            return err;
    }
    out->items = items;
    return ERR_OK;
}

static enum err read_slots(struct arena *a, struct bal_account *out,
                           struct bytes *in)
{
    struct bytes list, pair;
    struct bal_slot *slots;
    enum err err = read_list(&list, &out->slot_count, in);

    if (err)
        return err;
    slots = arena_array(a, out->slot_count, sizeof *slots);
    if (!slots)
        return ERR_MEMORY;
    for (size_t i = 0; i < out->slot_count; i++) {
        err = read_record(&pair, &list, PAIR_FIELDS);
        if (!err)
            err = rlp_read_u256(&slots[i].slot, &pair);
        if (!err)
            err = read_changes(a, &slots[i].changes, &pair, false);
        if (err)
            return err;
    }
    out->slots = slots;
    return ERR_OK;
}

static enum err read_reads(struct arena *a, struct bal_account *out,
                           struct bytes *in)
{
    struct bytes list;
    struct u256 *reads;
    enum err err = read_list(&list, &out->read_count, in);

    if (err)
        return err;
    reads = arena_array(a, out->read_count, sizeof *reads);
    if (!reads)
        return ERR_MEMORY;
    for (size_t i = 0; i < out->read_count; i++) {
        err = rlp_read_u256(&reads[i], &list);
        if (err)
            return err;
    }
    out->reads = reads;
    return ERR_OK;
}

static enum err read_codes(struct arena *a, struct bal_account *out,
                           struct bytes *in)
{
    struct bytes list, pair;
    struct bal_code *codes;
    enum err err = read_list(&list, &out->code_count, in);

    if (err)
        return err;
    codes = arena_array(a, out->code_count, sizeof *codes);
    if (!codes)
        return ERR_MEMORY;
    for (size_t i = 0; i < out->code_count; i++) {
        err = read_record(&pair, &list, PAIR_FIELDS);
        if (!err)
            err = read_index(&codes[i].index, &pair);
        if (!err)
            err = rlp_read_string(&codes[i].code, &pair);
        if (err)
            return err;
    }
    out->codes = codes;
    return ERR_OK;
}

static enum err read_account(struct arena *a, struct bal_account *out,
                             struct bytes *in)
{
    struct bytes fields;
    enum err err = read_record(&fields, in, ACCOUNT_FIELDS);

    if (!err)
        err = rlp_read_fixed(out->address, sizeof out->address, &fields);
    if (!err)
        err = read_slots(a, out, &fields);
    if (!err)
        err = read_reads(a, out, &fields);
    if (!err)
        err = read_changes(a, &out->balances, &fields, false);
    if (!err)
        err = read_changes(a, &out->nonces, &fields, true);
    if (!err)
        err = read_codes(a, out, &fields);
    return err;
}

enum err bal_decode(struct arena *a, struct bal *out, struct bytes in)
{
    struct bal_account *accounts;
    struct rlp_item item;
    size_t count;
    enum err err = rlp_decode(&item, in);

    if (!err && item.kind != RLP_LIST)
        err = ERR_EXPECTED_LIST;
    if (!err)
        err = rlp_count(&count, item.body);
    if (err)
        return err;
    accounts = arena_array(a, count, sizeof *accounts);
    if (!accounts)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        err = read_account(a, &accounts[i], &item.body);
        if (err)
            return err;
    }
    *out = (struct bal){ accounts, count };
    return ERR_OK;
}

static void put_changes(struct rlp_out *o, const struct bal_changes *list)
{
    size_t mark = rlp_list_open(o);

    for (size_t i = 0; i < list->count; i++) {
        size_t pair = rlp_list_open(o);

        rlp_put_u64(o, list->items[i].index);
        rlp_put_u256(o, list->items[i].value);
        rlp_list_close(o, pair);
    }
    rlp_list_close(o, mark);
}

static void put_slots(struct rlp_out *o, const struct bal_account *account)
{
    size_t mark = rlp_list_open(o);

    for (size_t i = 0; i < account->slot_count; i++) {
        size_t pair = rlp_list_open(o);

        rlp_put_u256(o, account->slots[i].slot);
        put_changes(o, &account->slots[i].changes);
        rlp_list_close(o, pair);
    }
    rlp_list_close(o, mark);
}

static void put_account(struct rlp_out *o, const struct bal_account *account)
{
    size_t mark = rlp_list_open(o), list;

    rlp_put_string(o, BYTES_OF(account->address));
    put_slots(o, account);
    list = rlp_list_open(o);
    for (size_t i = 0; i < account->read_count; i++)
        rlp_put_u256(o, account->reads[i]);
    rlp_list_close(o, list);
    put_changes(o, &account->balances);
    put_changes(o, &account->nonces);
    list = rlp_list_open(o);
    for (size_t i = 0; i < account->code_count; i++) {
        size_t pair = rlp_list_open(o);

        rlp_put_u64(o, account->codes[i].index);
        rlp_put_string(o, account->codes[i].code);
        rlp_list_close(o, pair);
    }
    rlp_list_close(o, list);
    rlp_list_close(o, mark);
}

enum err bal_encode(struct arena *a, struct bytes *out, const struct bal *list)
{
    struct rlp_out o;
    size_t mark;

    rlp_out_init(&o, a);
    mark = rlp_list_open(&o);
    for (size_t i = 0; i < list->count; i++)
        put_account(&o, &list->accounts[i]);
    rlp_list_close(&o, mark);
    return rlp_finish(out, &o);
}

enum err bal_hash(struct arena *a, uint8_t out[32], const struct bal *list)
{
    struct bytes encoded;
    enum err err = bal_encode(a, &encoded, list);

    if (!err)
        keccak256(out, encoded);
    return err;
}
