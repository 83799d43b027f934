/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_message.h"

#include <assert.h>

#include "base/hex.h"
#include "chain/codec/decimal.h"

/* --- reading ---------------------------------------------------------------- */

enum err msg_read_hex(struct arena *a, struct bytes *out, const json_t *value,
                      const char *key, struct error *why)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    uint8_t *data;

    if (!text)
        return error_set(why, ERR_BAD_INPUT, "%s is not hex text", key);
    if (len >= 2 && memcmp(text, "0x", 2) == 0) {
        text += 2;
        len -= 2;
    }
    data = arena_raw(a, len / 2 + 1);
    if (!data)
        return ERR_MEMORY;
    if (hex_read(data, text, len))
        return error_set(why, ERR_BAD_INPUT, "%s is not hex", key);
    *out = bytes_make(data, len / 2);
    return ERR_OK;
}

enum err msg_hex(struct arena *a, struct bytes *out, const json_t *in,
                 const char *key, struct error *why)
{
    return msg_read_hex(a, out, json_object_get(in, key), key, why);
}

/* Bytes of one JSON string of exactly len bytes. */
static enum err read_fixed(uint8_t *out, size_t len, const json_t *value,
                           const char *key, struct error *why)
{
    const char *text = json_string_value(value);
    size_t digits = json_string_length(value);

    if (!text)
        return error_set(why, ERR_BAD_INPUT, "%s is not hex text", key);
    if (digits >= 2 && memcmp(text, "0x", 2) == 0) {
        text += 2;
        digits -= 2;
    }
    if (digits % 2 || strspn(text, "0123456789abcdefABCDEF") != digits)
        return error_set(why, ERR_BAD_INPUT, "%s is not hex", key);
    if (digits != 2 * len)
        return error_set(why, ERR_LENGTH, "%s has %zu bytes, not %zu", key,
                         digits / 2, len);
    return hex_read(out, text, digits);
}

enum err msg_fixed(uint8_t *out, size_t len, const json_t *in, const char *key,
                   struct error *why)
{
    uint8_t found[64];
    enum err err;

    assert(len <= sizeof found);
    err = read_fixed(found, len, json_object_get(in, key), key, why);
    if (!err && len)
        memcpy(out, found, len);
    return err;
}

enum err msg_text(struct bytes *out, const json_t *in, const char *key,
                  struct error *why)
{
    const json_t *value = json_object_get(in, key);

    if (!json_is_string(value))
        return error_set(why, ERR_BAD_INPUT, "%s is not text", key);
    *out = bytes_make(json_string_value(value), json_string_length(value));
    return ERR_OK;
}

enum err msg_number(struct u256 *out, const json_t *in, const char *key,
                    unsigned bits, struct error *why)
{
    const json_t *value = json_object_get(in, key);
    struct u256 number;
    uint8_t be[32];
    enum err err = ERR_OK;

    if (json_is_integer(value) && json_integer_value(value) >= 0)
        number = u256_from((uint64_t)json_integer_value(value));
    else if (json_is_string(value) &&
             strncmp(json_string_value(value), "0x", 2) == 0)
        err = hex_quantity(&number, json_string_value(value));
    else if (json_is_string(value)) {
        err = decimal_read(be, sizeof be,
                           bytes_make(json_string_value(value),
                                      json_string_length(value)));
        if (!err)
            number = u256_load(be);
    } else {
        err = ERR_CHARACTER;
    }
    if (err && err != ERR_TOO_WIDE)
        return error_set(why, ERR_BAD_INPUT, "%s is not a number", key);
    if (err || u256_bits(number) > bits)
        return error_set(why, ERR_TOO_WIDE, "%s has more than %u bits", key,
                         bits);
    *out = number;
    return ERR_OK;
}

enum err msg_u64(uint64_t *out, const json_t *in, const char *key,
                 unsigned bits, struct error *why)
{
    struct u256 number;
    enum err err = msg_number(&number, in, key, bits, why);

    assert(bits <= 64);
    if (!err)
        *out = number.w[0];
    return err;
}

enum err msg_blocks(struct arena *a, uint8_t **out, size_t *count,
                    const json_t *in, const char *key, size_t size,
                    struct error *why)
{
    const json_t *list = json_object_get(in, key), *item;
    uint8_t *blocks;
    size_t i;
    enum err err;

    if (!json_is_array(list) || json_array_size(list) > MSG_LIST_MAX)
        return error_set(why, ERR_BAD_INPUT, "%s is not a list of at most %d",
                         key, MSG_LIST_MAX);
    blocks = arena_array(a, json_array_size(list) + 1, size);
    if (!blocks)
        return ERR_MEMORY;
    json_array_foreach(list, i, item) {
        err = read_fixed(blocks + i * size, size, item, key, why);
        if (err)
            return err;
    }
    *out = blocks;
    *count = json_array_size(list);
    return ERR_OK;
}

/* --- writing ---------------------------------------------------------------- */

json_t *msg_json_hex(struct arena *a, struct bytes value)
{
    char *text = (char *)arena_raw(a, 2 * value.len + 1);

    if (!text)
        return NULL;
    hex_write(text, value);
    return json_string(text);
}

json_t *msg_json_word(struct arena *a, const uint8_t word[32])
{
    return msg_json_hex(a, bytes_make(word, 32));
}

json_t *msg_json_decimal(struct arena *a, struct bytes value)
{
    const char *text = decimal_print(a, value);

    return text ? json_string(text) : NULL;
}

json_t *msg_json_u64(struct arena *a, uint64_t value)
{
    return msg_json_u256(a, u256_from(value));
}

json_t *msg_json_u256(struct arena *a, struct u256 value)
{
    uint8_t be[32];

    u256_to_be(be, value);
    return msg_json_decimal(a, BYTES_OF(be));
}

enum err msg_valid(json_t **out, const char *error)
{
    if (!error)
        return ref_answer(out, json_pack("{s:b}", "valid", 1));
    return ref_answer(out, json_pack("{s:b, s:s}", "valid", 0, "error", error));
}

enum err msg_answer_hex(struct arena *a, json_t **out, const char *key,
                        struct bytes value)
{
    return ref_answer(out, json_pack("{s:o}", key, msg_json_hex(a, value)));
}

/* --- layouts ----------------------------------------------------------------- */

static bool is_number(const struct layout_field *field)
{
    return field->kind == LAYOUT_NUMBER || field->kind == LAYOUT_NUMBER_LE;
}

static enum err field_in(struct arena *a, struct bytes *out,
                         const struct layout_field *field, const json_t *in,
                         struct error *why)
{
    struct u256 number;
    uint8_t *be;
    enum err err;

    if (field->kind == LAYOUT_ID)
        return ERR_OK;
    if (!is_number(field))
        return msg_hex(a, out, in, field->name, why);
    err = msg_number(&number, in, field->name, 8 * (unsigned)field->width, why);
    if (err)
        return err;
    be = arena_raw(a, 32);
    if (!be)
        return ERR_MEMORY;
    u256_to_be(be, number);
    *out = bytes_make(be + 32 - field->width, field->width);
    return ERR_OK;
}

enum err msg_layout_in(struct arena *a, struct bytes *values,
                       const struct layout *layout, const json_t *in,
                       struct error *why)
{
    enum err err = ERR_OK;

    for (size_t i = 0; i < layout->count && !err; i++)
        err = field_in(a, &values[i], &layout->fields[i], in, why);
    return err;
}

static json_t *field_out(struct arena *a, const struct layout_field *field,
                         struct bytes value)
{
    uint64_t number = 0;

    if (!is_number(field))
        return msg_json_hex(a, value);
    if (field->width > 4)
        return msg_json_decimal(a, value);
    for (size_t i = 0; i < value.len; i++)
        number = number << 8 | value.data[i];
    return json_integer((json_int_t)number);
}

json_t *msg_layout_out(struct arena *a, const struct layout *layout,
                       const struct bytes *values)
{
    json_t *map = json_object();

    for (size_t i = 0; i < layout->count && map; i++)
        if (layout->fields[i].kind != LAYOUT_ID &&
            json_object_set_new(map, layout->fields[i].name,
                                field_out(a, &layout->fields[i], values[i]))) {
            json_decref(map);
            map = NULL;
        }
    return map;
}

enum err msg_layout_encode(struct arena *a, struct bytes *out,
                           const struct layout *layout, const json_t *in,
                           struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX];
    enum err err = msg_layout_in(a, values, layout, in, why);

    return err ? err : layout_encode(a, out, layout, values);
}
