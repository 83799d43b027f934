/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/abi_type.h"

#include "base/hex.h"
#include "chain/codec/decimal.h"

enum { TYPE_NUMBER_MAX = 1 << 16 };

static bool starts(struct bytes type, const char *with)
{
    size_t len = strlen(with);

    return type.len >= len && memcmp(type.data, with, len) == 0;
}

static bool is(struct bytes type, const char *name)
{
    return bytes_eq(type, bytes_str(name));
}

/* Digits of a width or a count; without any, otherwise. */
static bool read_width(size_t *out, struct bytes digits, size_t otherwise)
{
    uint8_t be[4];

    if (!digits.len) {
        *out = otherwise;
        return true;
    }
    if (decimal_read(be, sizeof be, digits) || bytes_be(BYTES_OF(be)) == 0 ||
        bytes_be(BYTES_OF(be)) > TYPE_NUMBER_MAX)
        return false;
    *out = (size_t)bytes_be(BYTES_OF(be));
    return true;
}

static enum err read_hex(struct arena *a, struct bytes *out,
                         const json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    uint8_t *data;

    if (!text)
        return ERR_VALUE;
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

static enum err read_fixed(struct arena *a, struct abi *out, size_t len,
                           bool left, const json_t *value)
{
    struct bytes data;
    enum err err = read_hex(a, &data, value);

    if (!err && data.len != len)
        err = ERR_VALUE;
    if (!err)
        *out = left ? abi_left(data) : abi_right(data);
    return err;
}

/* The size of a number and whether it is below zero. */
static enum err read_magnitude(struct u256 *out, bool *negative,
                               const json_t *value)
{
    const char *text = json_string_value(value);
    json_int_t integer = json_integer_value(value);
    uint8_t be[32];

    *negative = false;
    if (json_is_integer(value)) {
        *negative = integer < 0;
        *out = u256_from(integer < 0 ? 0 - (uint64_t)integer
                                     : (uint64_t)integer);
        return ERR_OK;
    }
    if (!text)
        return ERR_VALUE;
    if (strncmp(text, "0x", 2) == 0)
        return hex_quantity(out, text) ? ERR_VALUE : ERR_OK;
    *negative = text[0] == '-';
    text += *negative;
    if (decimal_read(be, sizeof be, bytes_str(text)))
        return ERR_VALUE;
    *out = u256_load(be);
    return ERR_OK;
}

static enum err read_number(struct abi *out, struct bytes type,
                            const json_t *value)
{
    bool is_signed = type.data[0] == 'i', negative;
    struct u256 number, limit;
    size_t bits;
    enum err err;

    if (!read_width(&bits, bytes_tail(type, is_signed ? 3 : 4), 256) ||
        bits > 256 || bits % 8)
        return ERR_TYPE;
    err = read_magnitude(&number, &negative, value);
    if (err)
        return err;
    if (!is_signed && (negative || u256_bits(number) > bits))
        return ERR_VALUE;
    limit = u256_shl(u256_from(1), (unsigned)bits - 1);
    if (is_signed && (negative ? u256_lt(limit, number)
                               : !u256_lt(number, limit)))
        return ERR_VALUE;
    *out = abi_u256(negative ? u256_neg(number) : number);
    return ERR_OK;
}

static enum err read_elementary(struct arena *a, struct abi *out,
                                struct bytes type, const json_t *value)
{
    struct bytes data;
    size_t len;
    enum err err;

    if (is(type, "address"))
        return read_fixed(a, out, 20, false, value);
    if (is(type, "bool")) {
        if (!json_is_boolean(value))
            return ERR_VALUE;
        *out = abi_u64(json_is_true(value));
        return ERR_OK;
    }
    if (is(type, "string")) {
        if (!json_is_string(value))
            return ERR_VALUE;
        *out = abi_bytes(bytes_make(json_string_value(value),
                                    json_string_length(value)));
        return ERR_OK;
    }
    if (is(type, "bytes")) {
        err = read_hex(a, &data, value);
        if (!err)
            *out = abi_bytes(data);
        return err;
    }
    if (starts(type, "bytes")) {
        if (!read_width(&len, bytes_tail(type, 5), 0) || len > 32)
            return ERR_TYPE;
        return read_fixed(a, out, len, true, value);
    }
    if (starts(type, "uint") || starts(type, "int"))
        return read_number(out, type, value);
    return ERR_TYPE;
}

static enum err from_json(struct arena *a, struct abi *out, struct bytes type,
                          const json_t *value, int depth);

/* T[] and T[k]: open is where the bracket is. */
static enum err read_array(struct arena *a, struct abi *out, struct bytes type,
                           size_t open, const json_t *value, int depth)
{
    struct bytes inner = bytes_head(type, open);
    struct bytes digits = bytes_make(type.data + open + 1, type.len - open - 2);
    size_t count = json_array_size(value), want;
    struct abi *items;
    enum err err = ERR_OK;

    if (!read_width(&want, digits, count))
        return ERR_TYPE;
    if (!json_is_array(value) || count != want)
        return ERR_VALUE;
    items = arena_array(a, count + 1, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < count && !err; i++)
        err = from_json(a, &items[i], inner, json_array_get(value, i),
                        depth + 1);
    if (!err)
        *out = digits.len ? abi_tuple(items, count) : abi_list(items, count);
    return err;
}

/* The length of the first type of a list without its parentheses. */
static size_t first_type(struct bytes types)
{
    size_t depth = 0, i;

    for (i = 0; i < types.len; i++) {
        if (types.data[i] == '(')
            depth++;
        if (types.data[i] == ')' && depth)
            depth--;
        if (types.data[i] == ',' && !depth)
            break;
    }
    return i;
}

static enum err read_tuple(struct arena *a, struct abi *out, struct bytes types,
                           const json_t *value, int depth)
{
    size_t count = json_array_size(value), used = 0;
    struct abi *items;
    enum err err = ERR_OK;

    if (!json_is_array(value))
        return ERR_VALUE;
    items = arena_array(a, count + 1, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    while (types.len && !err) {
        size_t len = first_type(types);

        if (used == count)
            return ERR_VALUE;
        err = from_json(a, &items[used], bytes_head(types, len),
                        json_array_get(value, used), depth + 1);
        used++;
        types = bytes_tail(types, len);
        if (types.len) {
            types = bytes_tail(types, 1);
            if (!types.len)
                return ERR_TYPE;
        }
    }
    if (!err && used != count)
        err = ERR_VALUE;
    if (!err)
        *out = abi_tuple(items, count);
    return err;
}

static enum err from_json(struct arena *a, struct abi *out, struct bytes type,
                          const json_t *value, int depth)
{
    size_t open;

    if (depth >= ABI_DEPTH_MAX)
        return ERR_TOO_DEEP;
    if (!type.len)
        return ERR_TYPE;
    if (type.data[type.len - 1] == ']') {
        for (open = type.len - 1; open > 0 && type.data[open] != '['; open--)
            ;
        return open ? read_array(a, out, type, open, value, depth) : ERR_TYPE;
    }
    if (type.data[0] == '(') {
        if (type.len < 2 || type.data[type.len - 1] != ')')
            return ERR_TYPE;
        return read_tuple(a, out, bytes_make(type.data + 1, type.len - 2),
                          value, depth);
    }
    return read_elementary(a, out, type, value);
}

enum err abi_from_json(struct arena *a, struct abi *out, struct bytes type,
                       const json_t *value)
{
    return from_json(a, out, type, value, 0);
}
