/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/scale.h"

#include <stdlib.h>

#include "base/hex.h"
#include "chain/codec/decimal.h"

/* Values by the names of their types; a type is a view into its text. */

struct type_call {
    struct pack *p;
    int depth;
};

static enum err put(struct type_call call, struct bytes type,
                    const json_t *value);

static bool is(struct bytes type, const char *name)
{
    return bytes_eq(type, bytes_str(name));
}

/* "Name<inner>" to inner. */
static bool generic(struct bytes *inner, struct bytes type, const char *name)
{
    size_t len = strlen(name);

    if (type.len < len + 3 || memcmp(type.data, name, len) != 0 ||
        type.data[len] != '<' || type.data[type.len - 1] != '>')
        return false;
    *inner = bytes_make(type.data + len + 1, type.len - len - 2);
    return true;
}

static struct bytes trim(struct bytes text)
{
    while (text.len && text.data[0] == ' ')
        text = bytes_tail(text, 1);
    while (text.len && text.data[text.len - 1] == ' ')
        text.len--;
    return text;
}

/* The part before the first separator outside brackets; *types is moved past
 * it. */
static struct bytes next_part(struct bytes *types, char separator)
{
    struct bytes all = *types;
    size_t depth = 0, i;

    for (i = 0; i < all.len; i++) {
        char c = (char)all.data[i];

        if (strchr("<([", c))
            depth++;
        if (strchr(">)]", c) && depth)
            depth--;
        if (c == separator && !depth)
            break;
    }
    *types = i < all.len ? bytes_tail(all, i + 1) : BYTES_EMPTY;
    return trim(bytes_head(all, i));
}

static struct type_call deeper(struct type_call call)
{
    call.depth++;
    return call;
}

/* --- numbers ------------------------------------------------------------------ */

/* uN or iN with N from 8 to 256. */
static bool number_width(size_t *width, struct bytes type)
{
    static const char *const names[] = { "8", "16", "32", "64", "128", "256" };

    if (!type.len || (type.data[0] != 'u' && type.data[0] != 'i'))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (is(bytes_tail(type, 1), names[i])) {
            *width = (size_t)1 << i;
            return true;
        }
    return false;
}

static enum err put_number(struct pack *p, struct bytes type, size_t width,
                           const json_t *value)
{
    uint8_t be[32];
    enum err err = scale_number(be, width, type.data[0] == 'i', value);

    if (!err)
        scale_put_reversed(p, bytes_make(be, width));
    return err;
}

static enum err put_compact(struct pack *p, struct bytes inner,
                            const json_t *value)
{
    uint8_t be[32];
    size_t width;
    enum err err;

    if (!number_width(&width, inner) || inner.data[0] != 'u')
        return ERR_TYPE;
    err = scale_number(be, width, false, value);
    if (!err)
        scale_put_compact(p, bytes_make(be, width));
    return err;
}

/* --- collections --------------------------------------------------------------- */

/* Bytes may be given as hex. */
static enum err hex_of(struct arena *a, struct bytes *out, const json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    uint8_t *data;

    if (len >= 2 && memcmp(text, "0x", 2) == 0) {
        text += 2;
        len -= 2;
    }
    data = arena_raw(a, len / 2 + 1);
    if (!data)
        return ERR_MEMORY;
    if (hex_read(data, text, len))
        return ERR_VALUE;
    *out = bytes_make(data, len / 2);
    return ERR_OK;
}

/* length: the number of items that [T;n] demands, or SIZE_MAX for Vec. */
static enum err put_items(struct type_call call, struct bytes inner,
                          size_t length, const json_t *value)
{
    const json_t *item;
    struct bytes data;
    size_t i, count = json_array_size(value);
    enum err err = ERR_OK;
    bool as_hex = json_is_string(value) && is(inner, "u8");

    if (!json_is_array(value) && !as_hex)
        return ERR_VALUE;
    if (as_hex) {
        err = hex_of(call.p->arena, &data, value);
        count = err ? 0 : data.len;
    }
    if (!err && length != SIZE_MAX && count != length)
        err = ERR_VALUE;
    if (err)
        return err;
    if (length == SIZE_MAX)
        scale_put_compact_u64(call.p, count);
    if (as_hex) {
        pack_bytes(call.p, data);
        return ERR_OK;
    }
    json_array_foreach(value, i, item) {
        err = put(deeper(call), inner, item);
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err put_fixed(struct type_call call, struct bytes inner,
                          const json_t *value)
{
    struct bytes rest = inner, item = next_part(&rest, ';');
    uint8_t be[4];

    if (decimal_read(be, sizeof be, trim(rest)))
        return ERR_TYPE;
    return put_items(call, item, (size_t)bytes_be(BYTES_OF(be)), value);
}

static enum err put_tuple(struct type_call call, struct bytes types,
                          const json_t *value)
{
    size_t i = 0;
    enum err err = ERR_OK;

    if (!json_is_array(value))
        return ERR_VALUE;
    while (types.len && !err) {
        struct bytes type = next_part(&types, ',');
        const json_t *item = json_array_get(value, i++);

        err = item ? put(deeper(call), type, item) : ERR_VALUE;
    }
    return !err && i != json_array_size(value) ? ERR_VALUE : err;
}

struct pair {
    struct bytes order, whole;
};

static int by_order(const void *a, const void *b)
{
    return bytes_cmp(((const struct pair *)a)->order,
                     ((const struct pair *)b)->order);
}

/* A key as bytes that sort like it: unsigned numbers most significant byte
 * first, text without its length, others as they are encoded. */
static enum err order_of(struct arena *a, struct bytes *out, struct bytes type,
                         const json_t *key, struct bytes encoded)
{
    struct pack p;
    size_t width;

    if (is(type, "Text") || is(type, "String")) {
        *out = bytes_make(json_string_value(key), json_string_length(key));
        return ERR_OK;
    }
    pack_init(&p, a);
    if (number_width(&width, type) && type.data[0] == 'u')
        scale_put_reversed(&p, encoded);
    else
        pack_bytes(&p, encoded);
    return pack_finish(out, &p);
}

static enum err read_pair(struct arena *a, struct pair *out, int depth,
                          struct bytes types, const json_t *pair)
{
    struct bytes rest = types, key_type = next_part(&rest, ',');
    struct bytes key;
    struct pack p;
    struct type_call call = { &p, depth };
    enum err err;

    if (json_array_size(pair) != 2)
        return ERR_VALUE;
    pack_init(&p, a);
    err = put(call, key_type, json_array_get(pair, 0));
    if (!err)
        err = pack_finish(&key, &p);
    if (!err)
        err = order_of(a, &out->order, key_type, json_array_get(pair, 0), key);
    if (!err)
        err = put(call, trim(rest), json_array_get(pair, 1));
    return err ? err : pack_finish(&out->whole, &p);
}

static enum err put_map(struct type_call call, struct bytes types,
                        const json_t *value)
{
    size_t count = json_array_size(value);
    struct pair *pairs = arena_array(call.p->arena, count + 1, sizeof *pairs);
    enum err err = ERR_OK;

    if (!json_is_array(value))
        return ERR_VALUE;
    if (!pairs)
        return ERR_MEMORY;
    for (size_t i = 0; i < count && !err; i++)
        err = read_pair(call.p->arena, &pairs[i], call.depth + 1, types,
                        json_array_get(value, i));
    if (err)
        return err;
    qsort(pairs, count, sizeof *pairs, by_order);
    scale_put_compact_u64(call.p, count);
    for (size_t i = 0; i < count; i++) {
        if (i && bytes_eq(pairs[i].order, pairs[i - 1].order))
            return ERR_REPEATED;
        pack_bytes(call.p, pairs[i].whole);
    }
    return ERR_OK;
}

/* --- the other types ------------------------------------------------------------- */

static enum err put_option(struct type_call call, struct bytes inner,
                           const json_t *value)
{
    pack_be(call.p, !json_is_null(value), 1);
    return json_is_null(value) ? ERR_OK : put(deeper(call), inner, value);
}

/* {"Ok": …} or {"Err": …}, in either spelling of the case. */
static enum err put_result(struct type_call call, struct bytes types,
                           const json_t *value)
{
    static const char *const names[][2] = { { "Ok", "ok" }, { "Err", "err" } };
    struct bytes rest = types;
    struct bytes parts[2];

    parts[0] = next_part(&rest, ',');
    parts[1] = trim(rest);
    if (json_object_size(value) != 1)
        return ERR_VALUE;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        for (size_t j = 0; j < ARRAY_LEN(names[i]); j++) {
            const json_t *inner = json_object_get(value, names[i][j]);

            if (!inner)
                continue;
            pack_be(call.p, i, 1);
            return put(deeper(call), parts[i], inner);
        }
    return ERR_VALUE;
}

static enum err put_plain(struct pack *p, struct bytes type,
                          const json_t *value)
{
    size_t width;

    if (number_width(&width, type))
        return put_number(p, type, width, value);
    if (is(type, "bool")) {
        if (!json_is_boolean(value))
            return ERR_VALUE;
        pack_be(p, json_is_true(value), 1);
        return ERR_OK;
    }
    if (is(type, "OptionBool")) {
        if (!json_is_boolean(value) && !json_is_null(value))
            return ERR_VALUE;
        pack_be(p, json_is_null(value) ? 0 : json_is_true(value) ? 1 : 2, 1);
        return ERR_OK;
    }
    if (is(type, "Text") || is(type, "String") || is(type, "str")) {
        if (!json_is_string(value))
            return ERR_VALUE;
        scale_put_compact_u64(p, json_string_length(value));
        pack_bytes(p, bytes_make(json_string_value(value),
                                 json_string_length(value)));
        return ERR_OK;
    }
    return ERR_TYPE;
}

static enum err put(struct type_call call, struct bytes type,
                    const json_t *value)
{
    struct bytes inner;

    if (call.depth >= SCALE_DEPTH_MAX)
        return ERR_TOO_DEEP;
    type = trim(type);
    if (generic(&inner, type, "Option"))
        return put_option(call, inner, value);
    if (generic(&inner, type, "Result"))
        return put_result(call, inner, value);
    if (generic(&inner, type, "Compact"))
        return put_compact(call.p, inner, value);
    if (generic(&inner, type, "Vec"))
        return put_items(call, trim(inner), SIZE_MAX, value);
    if (generic(&inner, type, "BTreeMap"))
        return put_map(call, inner, value);
    if (type.len > 2 && type.data[0] == '[' && type.data[type.len - 1] == ']')
        return put_fixed(call, bytes_make(type.data + 1, type.len - 2), value);
    if (type.len >= 2 && type.data[0] == '(' &&
        type.data[type.len - 1] == ')')
        return put_tuple(call, bytes_make(type.data + 1, type.len - 2), value);
    return put_plain(call.p, type, value);
}

enum err scale_encode(struct arena *a, struct bytes *out, const char *type,
                      const json_t *value)
{
    struct pack p;
    struct type_call call = { &p, 0 };
    enum err err;

    pack_init(&p, a);
    err = put(call, bytes_str(type), value);
    return err ? err : pack_finish(out, &p);
}
