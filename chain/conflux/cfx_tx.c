/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_tx.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/ecc.h"
#include "chain/crypto/keccak.h"

enum { INNER_LEGACY = 9, LIST_FIRST = 0xc0, USER = 0x10, CONTRACT = 0x80 };

static const uint8_t PREFIX[] = { 'c', 'f', 'x' };

/* Type 1 has an access list more than type 0, type 2 also two fees. */
static size_t inner_fields(unsigned type)
{
    return INNER_LEGACY + type;
}

static enum err expect_count(struct bytes list, size_t want)
{
    size_t count;
    enum err err = rlp_count(&count, list);

    if (err)
        return err;
    return count == want ? ERR_OK : ERR_FIELD_COUNT;
}

static enum err read_keys(struct arena *a, struct tx_access *item,
                          struct bytes *in)
{
    struct bytes list;
    uint8_t(*keys)[32];
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(&item->key_count, list);
    if (err)
        return err;
    keys = arena_array(a, item->key_count, sizeof *keys);
    if (!keys)
        return ERR_MEMORY;
    for (size_t i = 0; i < item->key_count && !err; i++)
        err = rlp_read_fixed(keys[i], sizeof keys[i], &list);
    item->keys = (const uint8_t(*)[32])keys;
    return err;
}

static enum err read_access(struct arena *a, struct cfx_tx *tx,
                            struct bytes *in)
{
    struct bytes list, pair;
    struct tx_access *items;
    enum err err = rlp_read_list(&list, in);

    if (!err)
        err = rlp_count(&tx->access_count, list);
    if (err)
        return err;
    items = arena_array(a, tx->access_count, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < tx->access_count && !err; i++) {
        err = rlp_read_list(&pair, &list);
        if (!err)
            err = expect_count(pair, 2);
        if (!err)
            err = rlp_read_fixed(items[i].address, 20, &pair);
        if (!err)
            err = read_keys(a, &items[i], &pair);
    }
    tx->access = items;
    return err;
}

static enum err read_to(struct cfx_tx *tx, struct bytes *in)
{
    struct bytes to;
    enum err err = rlp_read_string(&to, in);

    if (err)
        return err;
    if (to.len && to.len != sizeof tx->to)
        return ERR_TX_TO;
    tx->has_to = to.len != 0;
    if (to.len)
        memcpy(tx->to, to.data, to.len);
    return ERR_OK;
}

static enum err read_inner(struct arena *a, struct cfx_tx *tx, struct bytes in)
{
    enum err err = expect_count(in, inner_fields(tx->type));

    if (!err)
        err = rlp_read_u256(&tx->nonce, &in);
    if (!err && tx->type == 2)
        err = rlp_read_u256(&tx->max_priority, &in);
    if (!err)
        err = rlp_read_u256(&tx->max_fee, &in);
    if (!err)
        err = rlp_read_u256(&tx->gas, &in);
    if (!err)
        err = read_to(tx, &in);
    if (!err)
        err = rlp_read_u256(&tx->value, &in);
    if (!err)
        err = rlp_read_u64(&tx->storage_limit, &in);
    if (!err)
        err = rlp_read_u64(&tx->epoch_height, &in);
    if (!err)
        err = rlp_read_u64(&tx->chain_id, &in);
    if (!err && tx->chain_id > UINT32_MAX)
        err = ERR_TOO_WIDE;
    if (!err)
        err = rlp_read_string(&tx->data, &in);
    if (!err && tx->type)
        err = read_access(a, tx, &in);
    return err;
}

/* "cfx", a type and a list, or a list alone. */
static enum err read_type(unsigned *type, struct bytes *in)
{
    if (!in->len)
        return ERR_EMPTY;
    *type = 0;
    if (in->data[0] >= LIST_FIRST)
        return ERR_OK;
    if (in->len < sizeof PREFIX + 1 ||
        memcmp(in->data, PREFIX, sizeof PREFIX) != 0)
        return ERR_TYPE;
    *type = in->data[sizeof PREFIX];
    if (*type == 0 || *type > CFX_TX_TYPE_MAX)
        return ERR_TYPE;
    *in = bytes_tail(*in, sizeof PREFIX + 1);
    return ERR_OK;
}

enum err cfx_tx_decode(struct arena *a, struct cfx_tx *out, struct bytes in)
{
    struct cfx_tx tx = { 0 };
    struct bytes list, inner;
    enum err err = read_type(&tx.type, &in);

    if (!err)
        err = rlp_check(in);
    if (!err)
        err = rlp_read_list(&list, &in);
    if (!err)
        err = expect_count(list, 4);
    if (!err)
        err = rlp_read_list(&inner, &list);
    if (!err)
        err = read_inner(a, &tx, inner);
    if (!err)
        err = rlp_read_u64(&tx.v, &list);
    if (!err && tx.v > 1)
        err = ERR_SIG_V;
    if (!err)
        err = rlp_read_u256(&tx.r, &list);
    if (!err)
        err = rlp_read_u256(&tx.s, &list);
    if (!err)
        *out = tx;
    return err;
}

static void put_type(struct rlp_out *o, unsigned type)
{
    uint8_t byte = (uint8_t)type;

    if (!type)
        return;
    rlp_put_raw(o, BYTES_OF(PREFIX));
    rlp_put_raw(o, bytes_make(&byte, 1));
}

static void put_access(struct rlp_out *o, const struct cfx_tx *tx)
{
    size_t list = rlp_list_open(o);

    for (size_t i = 0; i < tx->access_count; i++) {
        size_t pair = rlp_list_open(o), keys;

        rlp_put_string(o, BYTES_OF(tx->access[i].address));
        keys = rlp_list_open(o);
        for (size_t k = 0; k < tx->access[i].key_count; k++)
            rlp_put_string(o, BYTES_OF(tx->access[i].keys[k]));
        rlp_list_close(o, keys);
        rlp_list_close(o, pair);
    }
    rlp_list_close(o, list);
}

static void put_inner(struct rlp_out *o, const struct cfx_tx *tx)
{
    size_t list = rlp_list_open(o);

    rlp_put_u256(o, tx->nonce);
    if (tx->type == 2)
        rlp_put_u256(o, tx->max_priority);
    rlp_put_u256(o, tx->max_fee);
    rlp_put_u256(o, tx->gas);
    rlp_put_string(o, tx->has_to ? BYTES_OF(tx->to) : BYTES_EMPTY);
    rlp_put_u256(o, tx->value);
    rlp_put_u64(o, tx->storage_limit);
    rlp_put_u64(o, tx->epoch_height);
    rlp_put_u64(o, tx->chain_id);
    rlp_put_string(o, tx->data);
    if (tx->type)
        put_access(o, tx);
    rlp_list_close(o, list);
}

enum err cfx_tx_encode(struct arena *a, struct bytes *out,
                       const struct cfx_tx *tx)
{
    struct rlp_out o;
    size_t list;

    rlp_out_init(&o, a);
    put_type(&o, tx->type);
    list = rlp_list_open(&o);
    put_inner(&o, tx);
    rlp_put_u64(&o, tx->v);
    rlp_put_u256(&o, tx->r);
    rlp_put_u256(&o, tx->s);
    rlp_list_close(&o, list);
    return rlp_finish(out, &o);
}

enum err cfx_tx_signing_hash(struct arena *a, uint8_t out[32],
                             const struct cfx_tx *tx)
{
    struct rlp_out o;
    struct bytes encoded;
    enum err err;

    rlp_out_init(&o, a);
    put_type(&o, tx->type);
    put_inner(&o, tx);
    err = rlp_finish(&encoded, &o);
    if (!err)
        keccak256(out, encoded);
    return err;
}

enum err cfx_tx_sender(struct arena *a, uint8_t sender[20],
                       const struct cfx_tx *tx)
{
    struct ecc_signature signature = { .r = tx->r, .s = tx->s,
                                       .y_parity = (unsigned)tx->v };
    uint8_t hash[32], key[ECC_KEY_SIZE];
    enum err err = cfx_tx_signing_hash(a, hash, tx);

    if (!err)
        err = ecc_recover(key, hash, &signature, true);
    if (!err)
        cfx_address_of_key(sender, key);
    return err;
}

static bool epoch_near(uint64_t epoch, uint64_t height)
{
    return (epoch > height ? epoch - height : height - epoch) <=
           CFX_EPOCH_BOUND;
}

enum err cfx_tx_check(const struct cfx_tx *tx,
                      const struct cfx_tx_rules *rules)
{
    if (tx->chain_id != rules->chain_id)
        return ERR_CHAIN_ID;
    if (u256_is_zero(tx->max_fee))
        return ERR_TX_MAX_FEE;
    if (!epoch_near(tx->epoch_height, rules->height))
        return ERR_RANGE;
    if (rules->cip645 && u256_lt(tx->max_fee, tx->max_priority))
        return ERR_TX_FEE_ORDER;
    if (rules->cip130 &&
        u256_lt(tx->gas, u256_mul(u256_from(tx->data.len),
                                  u256_from(CFX_GAS_PER_BYTE))))
        return ERR_TX_INTRINSIC;
    return ERR_OK;
}

void cfx_address_of_key(uint8_t out[20], const uint8_t key[65])
{
    ecc_address(out, key);
    out[0] = (uint8_t)((out[0] & 0x0f) | USER);
}

void cfx_address_create(uint8_t out[20], const uint8_t sender[20],
                        struct u256 nonce, struct bytes init_code)
{
    uint8_t word[32], little[32], seed[1 + 20 + 32 + 32] = { 0 };

    u256_to_be(word, nonce);
    for (int i = 0; i < 32; i++)
        little[i] = word[31 - i];
    memcpy(seed + 1, sender, 20);
    memcpy(seed + 21, little, 32);
    keccak256(seed + 53, init_code);
    keccak256(word, BYTES_OF(seed));
    memcpy(out, word + 12, 20);
    out[0] = (uint8_t)((out[0] & 0x0f) | CONTRACT);
}
