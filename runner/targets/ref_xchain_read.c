/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_xchain_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "chain/codec/base64.h"

enum err xread_hex_value(struct arena *a, struct bytes *out,
                         const json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    uint8_t *data;

    if (!text)
        return ERR_BAD_INPUT;
    if (len >= 2 && memcmp(text, "0x", 2) == 0) {
        text += 2;
        len -= 2;
    }
    data = arena_raw(a, len / 2 + 1);
    if (!data)
        return ERR_MEMORY;
    if (hex_read(data, text, len))
        return ERR_BAD_INPUT;
    *out = bytes_make(data, len / 2);
    return ERR_OK;
}

static enum err wanted(struct error *why, const char *key, const char *what)
{
    return error_set(why, ERR_BAD_INPUT, "%.40s must be %s", key, what);
}

enum err xread_hex(struct arena *a, struct bytes *out, const json_t *in,
                   const char *key, struct error *why)
{
    enum err err = xread_hex_value(a, out, json_object_get(in, key));

    return err == ERR_BAD_INPUT ? wanted(why, key, "hex digits") : err;
}

enum err xread_fixed(uint8_t *out, size_t len, const json_t *in,
                     const char *key, struct error *why)
{
    const json_t *value = json_object_get(in, key);
    const char *text = json_string_value(value);
    size_t digits = json_string_length(value);

    if (text && digits >= 2 && memcmp(text, "0x", 2) == 0) {
        text += 2;
        digits -= 2;
    }
    if (!text || digits != 2 * len || hex_read(out, text, digits))
        return error_set(why, ERR_BAD_INPUT, "%.40s must be %zu bytes in hex",
                         key, len);
    return ERR_OK;
}

enum err xread_hex_or_none(struct arena *a, struct bytes *out,
                           const json_t *in, const char *key,
                           struct error *why)
{
    if (json_has(in, key))
        return xread_hex(a, out, in, key, why);
    *out = BYTES_EMPTY;
    return ERR_OK;
}

enum err xread_hex_list(struct arena *a, struct bytes **out, size_t *count,
                        const json_t *in, const char *key, struct error *why)
{
    const json_t *list = json_object_get(in, key);
    size_t n = json_array_size(list);
    struct bytes *items = arena_array(a, n + 1, sizeof *items);

    if (!json_is_array(list))
        return wanted(why, key, "a list");
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        enum err err = xread_hex_value(a, &items[i], json_array_get(list, i));

        if (err)
            return err == ERR_BAD_INPUT ? wanted(why, key, "a list of hex")
                                        : err;
    }
    *out = items;
    *count = n;
    return ERR_OK;
}

enum err xread_text(struct bytes *out, const json_t *in, const char *key,
                    struct error *why)
{
    const json_t *value = json_object_get(in, key);

    if (!json_is_string(value))
        return wanted(why, key, "text");
    *out = bytes_make(json_string_value(value), json_string_length(value));
    return ERR_OK;
}

enum err xread_text_list(struct arena *a, struct bytes **out, size_t *count,
                         const json_t *in, const char *key, struct error *why)
{
    const json_t *list = json_object_get(in, key);
    size_t n = json_array_size(list);
    struct bytes *items = arena_array(a, n + 1, sizeof *items);

    if (!json_is_array(list))
        return wanted(why, key, "a list");
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);

        if (!json_is_string(item))
            return wanted(why, key, "a list of text");
        items[i] = bytes_make(json_string_value(item),
                              json_string_length(item));
    }
    *out = items;
    *count = n;
    return ERR_OK;
}

static enum err decimal(struct u256 *out, const char *text, size_t len)
{
    struct u256 value = u256_from(0);

    if (len == 0)
        return ERR_BAD_INPUT;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return ERR_BAD_INPUT;
        if (u256_mul_overflow(&value, value, u256_from(10)) ||
            u256_add_carry(&value, value,
                           u256_from((uint64_t)(text[i] - '0'))))
            return ERR_TOO_WIDE;
    }
    *out = value;
    return ERR_OK;
}

enum err xread_u256(struct u256 *out, const json_t *in, const char *key,
                    struct error *why)
{
    const json_t *value = json_object_get(in, key);
    enum err err = ERR_BAD_INPUT;

    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *out = u256_from((uint64_t)json_integer_value(value));
        return ERR_OK;
    }
    if (json_is_string(value)) {
        const char *text = json_string_value(value);

        if (strncmp(text, "0x", 2) == 0)
            err = hex_quantity(out, text) ? ERR_BAD_INPUT : ERR_OK;
        else
            err = decimal(out, text, json_string_length(value));
    }
    return err == ERR_BAD_INPUT ? wanted(why, key, "a number") : err;
}

enum err xread_u64(uint64_t *out, const json_t *in, const char *key,
                   struct error *why)
{
    struct u256 value;
    enum err err = xread_u256(&value, in, key, why);

    if (err)
        return err;
    if (!u256_is_u64(value))
        return ERR_TOO_WIDE;
    *out = value.w[0];
    return ERR_OK;
}

enum err xread_u64_or(uint64_t *out, uint64_t otherwise, const json_t *in,
                      const char *key, struct error *why)
{
    if (json_has(in, key))
        return xread_u64(out, in, key, why);
    *out = otherwise;
    return ERR_OK;
}

enum err xread_int(int64_t *out, const json_t *in, const char *key,
                   struct error *why)
{
    const json_t *value = json_object_get(in, key);
    const char *text = json_string_value(value);
    bool minus = text && text[0] == '-';
    struct u256 number;

    if (json_is_integer(value)) {
        *out = json_integer_value(value);
        return ERR_OK;
    }
    if (!text || decimal(&number, text + minus,
                         json_string_length(value) - minus))
        return wanted(why, key, "a whole number");
    if (!u256_is_u64(number) || number.w[0] > INT64_MAX)
        return ERR_TOO_WIDE;
    *out = minus ? -(int64_t)number.w[0] : (int64_t)number.w[0];
    return ERR_OK;
}

enum err xread_flag(bool *out, const json_t *in, const char *key,
                    struct error *why)
{
    const json_t *value = json_object_get(in, key);

    if (!json_is_boolean(value))
        return wanted(why, key, "true or false");
    *out = json_is_true(value);
    return ERR_OK;
}

enum err xread_map(const json_t **out, const json_t *in, const char *key,
                   struct error *why)
{
    const json_t *value = json_object_get(in, key);

    if (!json_is_object(value))
        return wanted(why, key, "a map");
    *out = value;
    return ERR_OK;
}

enum err xread_base64(struct arena *a, struct bytes *out, struct bytes text)
{
    return base64_decode(a, out, text);
}

/* --- answering --------------------------------------------------------------- */

json_t *xhex(struct bytes value)
{
    char *text = malloc(2 * value.len + 1);
    json_t *out = NULL;

    if (text) {
        hex_write(text, value);
        out = json_string(text);
    }
    free(text);
    return out;
}

json_t *xhash(const uint8_t value[32])
{
    return xhex(bytes_make(value, 32));
}

json_t *xtext(struct bytes value)
{
    return json_stringn(value.len ? (const char *)value.data : "", value.len);
}

json_t *xdecimal(uint64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, value);
    return json_string(text);
}

enum err xanswer_hex(json_t **out, const char *key, struct bytes value)
{
    return ref_answer(out, json_pack("{s:o}", key, xhex(value)));
}

enum err xanswer_valid(json_t **out, bool valid, const char *remark)
{
    if (remark)
        return ref_answer(out, json_pack("{s:b, s:s}", "valid", valid, "error",
                                         remark));
    return ref_answer(out, json_pack("{s:b}", "valid", valid));
}

enum err xanswer_check(json_t **out, enum err err)
{
    if (err && !err_is_reason(err))
        return err;
    return xanswer_valid(out, err == ERR_OK, err ? err_id(err) : NULL);
}
