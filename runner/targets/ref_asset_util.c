/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_asset_util.h"

#include "base/hex.h"

enum err ref_text(struct bytes *out, const json_t *value, struct error *why)
{
    if (!json_is_string(value)) {
        error_set(why, ERR_BAD_INPUT, "the input is no text");
        return ERR_BAD_INPUT;
    }
    *out = bytes_make(json_string_value(value), json_string_length(value));
    return ERR_OK;
}

enum err ref_member_text(struct bytes *out, const json_t *in, const char *key,
                         struct error *why)
{
    const json_t *value = json_object_get(in, key);

    if (!json_is_string(value)) {
        error_set(why, ERR_BAD_INPUT, "%s is no text", key);
        return ERR_BAD_INPUT;
    }
    return ref_text(out, value, why);
}

enum err ref_member_int(int64_t *out, const json_t *in, const char *key,
                        struct error *why)
{
    const json_t *value = json_object_get(in, key);

    if (!json_is_integer(value)) {
        error_set(why, ERR_BAD_INPUT, "%s is no integer", key);
        return ERR_BAD_INPUT;
    }
    *out = json_integer_value(value);
    return ERR_OK;
}

enum err ref_plain_hex(struct arena *a, struct bytes *out, const json_t *value,
                       struct error *why)
{
    struct bytes text;
    uint8_t *data;
    enum err err = ref_text(&text, value, why);

    if (err)
        return err;
    data = arena_raw(a, text.len / 2 + 1);
    if (!data)
        return ERR_MEMORY;
    err = hex_read(data, (const char *)text.data, text.len);
    if (!err)
        *out = bytes_make(data, text.len / 2);
    return err;
}

enum err ref_bytes(struct arena *a, struct bytes *out, const json_t *value,
                   struct error *why)
{
    if (!json_is_string(value) || hex_bytes(a, out, json_string_value(value))) {
        error_set(why, ERR_BAD_INPUT,
                  "the input must be bytes (\"0x\" and hex digits)");
        return ERR_BAD_INPUT;
    }
    return ERR_OK;
}

json_t *ref_new_text(struct bytes text)
{
    return json_stringn(text.len ? (const char *)text.data : "", text.len);
}

json_t *ref_new_plain_hex(struct bytes data)
{
    json_t *spelt = json_hex(data), *plain;

    if (!spelt)
        return NULL;
    plain = json_string(json_string_value(spelt) + 2);
    json_decref(spelt);
    return plain;
}
