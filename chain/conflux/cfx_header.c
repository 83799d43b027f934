/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_header.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"

enum { GAS_STEP_DIVISOR = 1024 };

/* The genesis block has none of the optional fields. */
static bool since(const struct cfx_header *h, uint64_t height)
{
    return h->height > 0 && h->height >= height;
}

static enum err read_referees(struct arena *a, struct cfx_header *h,
                              struct bytes *in)
{
    struct bytes list;
    uint8_t(*items)[32];
    size_t count;
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(&count, list);
    if (err)
        return err;
    items = arena_array(a, count, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < count && !err; i++)
        err = rlp_read_fixed(items[i], sizeof items[i], &list);
    h->referees = (const uint8_t(*)[32])items;
    h->referee_count = count;
    return err;
}

static enum err read_fields(struct arena *a, struct cfx_header *h,
                            struct bytes *in)
{
    uint64_t adaptive = 0;
    enum err err = rlp_read_fixed(h->parent_hash, 32, in);

    if (!err)
        err = rlp_read_u64(&h->height, in);
    if (!err)
        err = rlp_read_u64(&h->timestamp, in);
    if (!err)
        err = rlp_read_fixed(h->author, 20, in);
    for (int i = 0; i < CFX_ROOTS && !err; i++)
        err = rlp_read_fixed(h->roots[i], 32, in);
    if (!err)
        err = rlp_read_u64(&h->blame, in);
    if (!err && h->blame > UINT32_MAX)
        err = ERR_TOO_WIDE;
    if (!err)
        err = rlp_read_u256(&h->difficulty, in);
    if (!err)
        err = rlp_read_u64(&adaptive, in);
    if (!err && adaptive > 1)
        err = ERR_VALUE;
    h->adaptive = adaptive == 1;
    if (!err)
        err = rlp_read_u256(&h->gas_limit, in);
    if (!err)
        err = read_referees(a, h, in);
    return err ? err : rlp_read_u256(&h->nonce, in);
}

static enum err read_pos(struct cfx_header *h, struct bytes *in)
{
    struct bytes option;
    enum err err = rlp_read_list(&option, in);

    if (!err)
        err = rlp_read_fixed(h->pos_reference, 32, &option);
    if (!err && option.len)
        err = ERR_FIELD_COUNT;
    return err;
}

static enum err read_prices(struct cfx_header *h, struct bytes *in)
{
    struct bytes option, pair;
    enum err err = rlp_read_list(&option, in);

    if (!err)
        err = rlp_read_list(&pair, &option);
    if (!err)
        err = rlp_read_u256(&h->core_price, &pair);
    if (!err)
        err = rlp_read_u256(&h->espace_price, &pair);
    if (!err && (option.len || pair.len))
        err = ERR_FIELD_COUNT;
    return err;
}

/* The length of what CIP-112 limits. */
static size_t custom_bytes(const struct cfx_header *h)
{
    size_t sum = 0;

    for (size_t i = 0; i < h->custom_count; i++)
        sum += h->custom[i].len;
    return sum;
}

static enum err read_custom(struct arena *a, struct cfx_header *h, bool strings,
                            struct bytes in)
{
    struct bytes *items;
    enum err err = rlp_count(&h->custom_count, in);

    if (err)
        return err;
    items = arena_array(a, h->custom_count, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < h->custom_count && !err; i++) {
        struct rlp_item item;

        if (strings) {
            err = rlp_read_string(&items[i], &in);
            continue;
        }
        err = rlp_next(&item, &in);
        if (!err)
            items[i] = item.whole;
    }
    h->custom = items;
    if (!err && custom_bytes(h) > CFX_CUSTOM_BYTES_MAX)
        err = ERR_TOO_LONG;
    return err;
}

enum err cfx_header_decode(struct arena *a, struct cfx_header *out,
                           const struct cfx_rules *rules, struct bytes in)
{
    struct cfx_header h = { 0 };
    struct bytes list;
    enum err err = rlp_check(in);

    if (!err)
        err = rlp_read_list(&list, &in);
    if (!err)
        err = read_fields(a, &h, &list);
    if (err)
        return err;
    h.has_pos = since(&h, rules->pos);
    h.has_prices = since(&h, rules->cip1559);
    if (h.has_pos)
        err = read_pos(&h, &list);
    if (!err && h.has_prices)
        err = read_prices(&h, &list);
    if (!err)
        err = read_custom(a, &h, since(&h, rules->cip112), list);
    if (!err)
        *out = h;
    return err;
}

static void put_optional(struct rlp_out *o, const struct cfx_header *h)
{
    size_t option, pair;

    if (h->has_pos) {
        option = rlp_list_open(o);
        rlp_put_string(o, BYTES_OF(h->pos_reference));
        rlp_list_close(o, option);
    }
    if (h->has_prices) {
        option = rlp_list_open(o);
        pair = rlp_list_open(o);
        rlp_put_u256(o, h->core_price);
        rlp_put_u256(o, h->espace_price);
        rlp_list_close(o, pair);
        rlp_list_close(o, option);
    }
}

enum err cfx_header_encode(struct arena *a, struct bytes *out,
                           const struct cfx_header *h,
                           const struct cfx_rules *rules, bool nonce)
{
    struct rlp_out o;
    size_t list, referees;

    rlp_out_init(&o, a);
    list = rlp_list_open(&o);
    rlp_put_string(&o, BYTES_OF(h->parent_hash));
    rlp_put_u64(&o, h->height);
    rlp_put_u64(&o, h->timestamp);
    rlp_put_string(&o, BYTES_OF(h->author));
    for (int i = 0; i < CFX_ROOTS; i++)
        rlp_put_string(&o, BYTES_OF(h->roots[i]));
    rlp_put_u64(&o, h->blame);
    rlp_put_u256(&o, h->difficulty);
    rlp_put_u64(&o, h->adaptive);
    rlp_put_u256(&o, h->gas_limit);
    referees = rlp_list_open(&o);
    for (size_t i = 0; i < h->referee_count; i++)
        rlp_put_string(&o, BYTES_OF(h->referees[i]));
    rlp_list_close(&o, referees);
    if (nonce)
        rlp_put_u256(&o, h->nonce);
    put_optional(&o, h);
    for (size_t i = 0; i < h->custom_count; i++)
        if (since(h, rules->cip112))
            rlp_put_string(&o, h->custom[i]);
        else
            rlp_put_raw(&o, h->custom[i]);
    rlp_list_close(&o, list);
    return rlp_finish(out, &o);
}

enum err cfx_header_hash(struct arena *a, uint8_t out[32],
                         const struct cfx_header *h,
                         const struct cfx_rules *rules, bool nonce)
{
    struct bytes encoded;
    enum err err = cfx_header_encode(a, &encoded, h, rules, nonce);

    if (!err)
        keccak256(out, encoded);
    return err;
}

/* The first custom item names the newest of these rules. */
static enum err check_custom(const struct cfx_header *h,
                             const struct cfx_rules *rules)
{
    const uint64_t from[] = { rules->cip40, rules->cip94, rules->cip112,
                              rules->cip1559 };
    uint8_t want = 0;

    if (custom_bytes(h) > CFX_CUSTOM_BYTES_MAX)
        return ERR_TOO_LONG;
    for (size_t i = 0; i < ARRAY_LEN(from); i++)
        if (since(h, from[i]))
            want = (uint8_t)(i + 1);
    if (want && (!h->custom_count ||
                 !bytes_eq(h->custom[0], bytes_make(&want, 1))))
        return ERR_PREFIX;
    return ERR_OK;
}

static enum err check_referees(const struct cfx_header *h)
{
    if (h->referee_count > CFX_REFEREES_MAX)
        return ERR_ITEM_COUNT;
    for (size_t i = 0; i < h->referee_count; i++) {
        if (memcmp(h->referees[i], h->parent_hash, 32) == 0)
            return ERR_REPEATED;
        for (size_t j = 0; j < i; j++)
            if (memcmp(h->referees[i], h->referees[j], 32) == 0)
                return ERR_REPEATED;
    }
    return ERR_OK;
}

static enum err check_optional(bool has, bool wanted)
{
    if (has == wanted)
        return ERR_OK;
    return has ? ERR_FIELD_EXTRA : ERR_FIELD_MISSING;
}

enum err cfx_header_check(const struct cfx_header *h,
                          const struct cfx_rules *rules)
{
    enum err err = check_optional(h->has_pos, since(h, rules->pos));

    if (!err)
        err = check_optional(h->has_prices, since(h, rules->cip1559));
    if (!err)
        err = check_custom(h, rules);
    if (!err)
        err = check_referees(h);
    if (!err && h->height && u256_is_zero(h->difficulty))
        err = ERR_HDR_DIFFICULTY;
    if (!err && u256_lt(h->gas_limit, u256_from(CFX_GAS_LIMIT_MIN)))
        err = ERR_HDR_GAS_LIMIT;
    return err;
}

/* Strictly less than a 1024th away from the parent's, which counts double at
 * the height of CIP-1559. */
static bool gas_step_ok(const struct cfx_header *h, struct u256 parent,
                        const struct cfx_rules *rules)
{
    struct u256 step, distance;

    if (h->height == rules->cip1559)
        parent = u256_shl(parent, 1);
    step = u256_div(parent, u256_from(GAS_STEP_DIVISOR));
    distance = u256_lt(h->gas_limit, parent) ? u256_sub(parent, h->gas_limit)
                                             : u256_sub(h->gas_limit, parent);
    return u256_lt(distance, step);
}

enum err cfx_header_validate(struct arena *a, const struct cfx_header *h,
                             const struct cfx_header *parent,
                             const struct cfx_rules *rules)
{
    uint8_t hash[32];
    enum err err = cfx_header_hash(a, hash, parent, rules, true);

    if (err)
        return err;
    if (memcmp(hash, h->parent_hash, sizeof hash) != 0)
        return ERR_HDR_PARENT;
    if (parent->height == UINT64_MAX || h->height != parent->height + 1)
        return ERR_HDR_NUMBER;
    err = cfx_header_check(h, rules);
    if (err)
        return err;
    if (h->timestamp < parent->timestamp)
        return ERR_HDR_TIMESTAMP;
    return gas_step_ok(h, parent->gas_limit, rules) ? ERR_OK : ERR_HDR_GAS_STEP;
}
