/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/withdrawal.h"

#include "chain/codec/rlp.h"
#include "chain/eth/mpt.h"

enum { WITHDRAWAL_FIELDS = 4 };

enum err withdrawal_decode(struct withdrawal *out, struct bytes in)
{
    struct withdrawal w = { 0 };
    struct rlp_item item;
    size_t count;
    enum err err = rlp_decode(&item, in);

    if (err)
        return err;
    if (item.kind != RLP_LIST)
        return ERR_EXPECTED_LIST;
    err = rlp_count(&count, item.body);
    if (!err && count != WITHDRAWAL_FIELDS)
        err = ERR_FIELD_COUNT;
    if (!err)
        err = rlp_read_u64(&w.index, &item.body);
    if (!err)
        err = rlp_read_u64(&w.validator_index, &item.body);
    if (!err)
        err = rlp_read_fixed(w.address, sizeof w.address, &item.body);
    if (!err)
        err = rlp_read_u64(&w.amount, &item.body);
    if (!err)
        *out = w;
    return err;
}

enum err withdrawal_encode(struct arena *a, struct bytes *out,
                           const struct withdrawal *w)
{
    struct rlp_out o;
    size_t mark;

    rlp_out_init(&o, a);
    mark = rlp_list_open(&o);
    rlp_put_u64(&o, w->index);
    rlp_put_u64(&o, w->validator_index);
    rlp_put_string(&o, BYTES_OF(w->address));
    rlp_put_u64(&o, w->amount);
    rlp_list_close(&o, mark);
    return rlp_finish(out, &o);
}

enum err withdrawals_root(struct arena *a, uint8_t root[32],
                          const struct withdrawal *list, size_t count)
{
    struct bytes *items = arena_array(a, count, sizeof *items);

    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        enum err err = withdrawal_encode(a, &items[i], &list[i]);

        if (err)
            return err;
    }
    return mpt_list_root(a, root, items, count);
}

struct u256 withdrawal_wei(uint64_t amount)
{
    return u256_mul(u256_from(amount), u256_from(WEI_PER_GWEI));
}

static enum err get_u64(uint64_t *out, const json_t *in, const char *key,
                        struct error *why)
{
    struct u256 value;
    enum err err = json_get_quantity(&value, in, key, why);

    if (err)
        return err;
    if (!u256_is_u64(value))
        return error_set(why, ERR_TOO_WIDE, "%s does not fit 64 bits", key);
    *out = value.w[0];
    return ERR_OK;
}

enum err withdrawal_from_json(struct withdrawal *out, const json_t *in,
                              struct error *why)
{
    struct withdrawal w = { 0 };
    enum err err = get_u64(&w.index, in, "index", why);

    if (!err)
        err = get_u64(&w.validator_index, in, "validatorIndex", why);
    if (!err)
        err = json_get_fixed(w.address, sizeof w.address, in, "address", why);
    if (!err)
        err = get_u64(&w.amount, in, "amount", why);
    if (!err)
        *out = w;
    return err;
}

enum err withdrawals_from_json(struct arena *a, struct withdrawal **out,
                               size_t *count, const json_t *list,
                               struct error *why)
{
    size_t n = json_array_size(list);
    struct withdrawal *w = arena_array(a, n, sizeof *w);

    if (!w)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        enum err err = withdrawal_from_json(&w[i], json_array_get(list, i),
                                            why);

        if (err)
            return err;
    }
    *out = w;
    *count = n;
    return ERR_OK;
}

json_t *withdrawal_to_json(const struct withdrawal *w)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "index",
                     json_quantity_u64(w->index), "validatorIndex",
                     json_quantity_u64(w->validator_index), "address",
                     json_hex(BYTES_OF(w->address)), "amount",
                     json_quantity_u64(w->amount));
}
