/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_json.h"

#include "base/hex.h"

enum { WORD_DIGITS = 64 };

enum err ref_get_number(struct u256 *out, const json_t *in, const char *key,
                        unsigned bits, struct error *why)
{
    const json_t *item = json_object_get(in, key);
    struct u256 value;
    enum err err;

    if (json_is_string(item) &&
        hex_quantity(&value, json_string_value(item)) == ERR_TOO_WIDE)
        return error_set(why, ERR_TOO_WIDE, "%s has more than 256 bits", key);
    err = json_get_quantity(&value, in, key, why);
    if (err)
        return err;
    if (u256_bits(value) > bits)
        return error_set(why, ERR_TOO_WIDE, "%s has more than %u bits", key,
                         bits);
    *out = value;
    return ERR_OK;
}

enum err ref_get_u64(uint64_t *out, const json_t *in, const char *key,
                     struct error *why)
{
    struct u256 value;
    enum err err = ref_get_number(&value, in, key, 64, why);

    if (!err)
        *out = value.w[0];
    return err;
}

enum err ref_word(struct u256 *out, const char *text)
{
    char digits[WORD_DIGITS + 1];
    uint8_t word[WORD_DIGITS / 2];
    size_t len;

    if (text[0] != '0' || text[1] != 'x')
        return ERR_BAD_INPUT;
    len = strlen(text + 2);
    if (len == 0 || len > WORD_DIGITS)
        return ERR_BAD_INPUT;
    memset(digits, '0', WORD_DIGITS - len);
    memcpy(digits + WORD_DIGITS - len, text + 2, len + 1);
    if (hex_read(word, digits, WORD_DIGITS))
        return ERR_BAD_INPUT;
    *out = u256_from_be(word, sizeof word);
    return ERR_OK;
}

enum err ref_get_fork_or(enum fork *out, const json_t *in, const char *key,
                         enum fork otherwise, struct error *why)
{
    if (json_has(in, key))
        return ref_get_fork(out, in, key, why);
    *out = otherwise;
    return ERR_OK;
}

enum err ref_get_flag(bool *out, const json_t *in, const char *key,
                      struct error *why)
{
    if (json_has(in, key))
        return json_get_bool(out, in, key, why);
    *out = false;
    return ERR_OK;
}
