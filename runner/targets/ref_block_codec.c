/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "base/hex.h"
#include "chain/codec/rlp.h"
#include "chain/eth/mpt.h"
#include "runner/targets/ref_json.h"

/* --- RLP: an item is "0x…" or a list of items ------------------------- */

static enum err put_item(struct arena *a, struct rlp_out *o, const json_t *item,
                         unsigned depth, struct error *why)
{
    struct bytes text;
    size_t mark;

    if (json_is_string(item)) {
        if (hex_bytes(a, &text, json_string_value(item)))
            return error_set(why, ERR_BAD_INPUT, "an item is not bytes");
        rlp_put_string(o, text);
        return ERR_OK;
    }
    if (!json_is_array(item))
        return error_set(why, ERR_BAD_INPUT,
                         "an item is neither bytes nor a list");
    if (depth == RLP_DEPTH_MAX)
        return ERR_TOO_DEEP;
    mark = rlp_list_open(o);
    for (size_t i = 0; i < json_array_size(item); i++) {
        enum err err = put_item(a, o, json_array_get(item, i), depth + 1, why);

        if (err)
            return err;
    }
    rlp_list_close(o, mark);
    return ERR_OK;
}

static enum err encode_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct rlp_out o;
    struct bytes text;
    enum err err;

    rlp_out_init(&o, a);
    err = put_item(a, &o, json_object_get(in, "item"), 0, why);
    if (!err)
        err = rlp_finish(&text, &o);
    return err ? err : ref_answer(out, json_hex(text));
}

static enum err encode_scalar_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct rlp_out o;
    struct bytes text;
    struct u256 value;
    enum err err = json_get_quantity(&value, in, "value", why);

    if (err)
        return err;
    rlp_out_init(&o, a);
    rlp_put_u256(&o, value);
    err = rlp_finish(&text, &o);
    return err ? err : ref_answer(out, json_hex(text));
}

/* New value, or NULL when memory is short; rlp_check has passed. */
static json_t *item_to_json(const struct rlp_item *item)
{
    struct bytes rest = item->body;
    json_t *list;

    if (item->kind == RLP_STRING)
        return json_hex(item->body);
    list = json_array();
    while (list && rest.len) {
        struct rlp_item inner;

        if (rlp_next(&inner, &rest) ||
            json_array_append_new(list, item_to_json(&inner))) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

/* The whole of data as one well-formed item. */
static enum err get_item(struct arena *a, struct rlp_item *out,
                         const json_t *in, struct error *why)
{
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = rlp_check(data);
    if (!err)
        err = rlp_decode(out, data);
    return err;
}

static enum err decode_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct rlp_item item;
    enum err err = get_item(a, &item, in, why);

    return err ? err : ref_answer(out, item_to_json(&item));
}

static enum err decode_list_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct rlp_item item;
    enum err err = get_item(a, &item, in, why);

    if (!err && item.kind != RLP_LIST)
        err = ERR_EXPECTED_LIST;
    return err ? err : ref_answer(out, item_to_json(&item));
}

static enum err decode_scalar_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct rlp_item item;
    struct u256 value;
    uint64_t bits;
    enum err err = json_get_u64(&bits, in, "bits", why);

    if (!err && (bits == 0 || bits > 256))
        err = error_set(why, ERR_BAD_INPUT, "bits must be 1 to 256");
    if (!err)
        err = get_item(a, &item, in, why);
    if (err)
        return err;
    err = rlp_read_u256(&value, &item.whole);
    if (!err && u256_bits(value) > bits)
        err = ERR_TOO_WIDE;
    return err ? err : ref_answer(out, json_quantity(value));
}

static enum err decode_fixed_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct rlp_item item;
    uint64_t length;
    enum err err = json_get_u64(&length, in, "length", why);

    if (!err)
        err = get_item(a, &item, in, why);
    if (!err && item.kind != RLP_STRING)
        err = ERR_EXPECTED_STRING;
    if (!err && item.body.len != length)
        err = ERR_LENGTH;
    return err ? err : ref_answer(out, json_hex(item.body));
}

/* --- hex prefix --------------------------------------------------------- */

static enum err hex_prefix_encode_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    const json_t *list = NULL;
    struct bytes text;
    uint8_t *nibbles;
    bool leaf;
    size_t n;
    enum err err = json_get_array(&list, in, "nibbles", why);

    if (!err)
        err = json_get_bool(&leaf, in, "leaf", why);
    if (err)
        return err;
    n = json_array_size(list);
    nibbles = arena_raw(a, n + 1);
    if (!nibbles)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);

        if (!json_is_integer(item))
            return error_set(why, ERR_BAD_INPUT, "nibbles[%zu] is no integer",
                             i);
        if (json_integer_value(item) < 0 || json_integer_value(item) > 15)
            return ERR_RANGE;
        nibbles[i] = (uint8_t)json_integer_value(item);
    }
    err = hex_prefix_encode(a, &text, bytes_make(nibbles, n), leaf);
    return err ? err : ref_answer(out, json_hex(text));
}

static enum err hex_prefix_decode_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    struct bytes data, nibbles;
    json_t *list;
    bool leaf;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = hex_prefix_decode(a, &nibbles, &leaf, data);
    if (err)
        return err;
    list = json_array();
    for (size_t i = 0; list && i < nibbles.len; i++)
        if (json_array_append_new(list, json_integer(nibbles.data[i]))) {
            json_decref(list);
            list = NULL;
        }
    return ref_answer(out,
                      json_pack("{s:o, s:b}", "nibbles", list, "leaf", leaf));
}

static const struct ref_binding rows[] = {
    { "rlp.encode", encode_op },
    { "rlp.encode_scalar", encode_scalar_op },
    { "rlp.decode", decode_op },
    { "rlp.decode_scalar", decode_scalar_op },
    { "rlp.decode_fixed", decode_fixed_op },
    { "rlp.decode_list", decode_list_op },
    { "hex_prefix.encode", hex_prefix_encode_op },
    { "hex_prefix.decode", hex_prefix_decode_op },
};

const struct ref_table ref_table_block_codec = { rows, ARRAY_LEN(rows) };
