/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"

static const char DIGITS[] = "0123456789abcdef";

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

enum err hex_read(uint8_t *out, const char *digits, size_t len)
{
    if (len % 2)
        return ERR_LENGTH;
    for (size_t i = 0; i < len; i += 2) {
        int high = digit_value(digits[i]), low = digit_value(digits[i + 1]);

        if (high < 0 || low < 0)
            return ERR_CHARACTER;
        out[i / 2] = (uint8_t)(high << 4 | low);
    }
    return ERR_OK;
}

void hex_write(char *out, struct bytes in)
{
    for (size_t i = 0; i < in.len; i++) {
        *out++ = DIGITS[in.data[i] >> 4];
        *out++ = DIGITS[in.data[i] & 15];
    }
    *out = '\0';
}

char *hex_0x(struct arena *a, struct bytes in)
{
    char *text = (char *)arena_raw(a, 2 * in.len + 3);

    if (!text)
        return NULL;
    text[0] = '0';
    text[1] = 'x';
    hex_write(text + 2, in);
    return text;
}

static bool has_prefix(const char *text)
{
    return text[0] == '0' && text[1] == 'x';
}

enum err hex_bytes(struct arena *a, struct bytes *out, const char *text)
{
    size_t digits;
    uint8_t *data;
    enum err err;

    if (!has_prefix(text))
        return ERR_PREFIX;
    digits = strlen(text + 2);
    data = arena_raw(a, digits / 2 + 1);
    if (!data)
        return ERR_MEMORY;
    err = hex_read(data, text + 2, digits);
    if (err)
        return err;
    *out = bytes_make(data, digits / 2);
    return ERR_OK;
}

enum err hex_fixed(uint8_t *out, size_t len, const char *text)
{
    if (!has_prefix(text))
        return ERR_PREFIX;
    if (strlen(text + 2) != 2 * len)
        return ERR_LENGTH;
    return hex_read(out, text + 2, 2 * len);
}

enum err hex_quantity(struct u256 *out, const char *text)
{
    struct u256 value = { { 0 } };
    const char *digits = text + 2;

    if (!has_prefix(text))
        return ERR_PREFIX;
    if (!digits[0])
        return ERR_EMPTY;
    if (digits[0] == '0' && digits[1])
        return ERR_LEADING_ZERO;
    for (size_t i = 0; digits[i]; i++) {
        int digit = digit_value(digits[i]);

        if (digit < 0)
            return ERR_CHARACTER;
        if (i == 64)
            return ERR_TOO_WIDE;
        for (int limb = 3; limb > 0; limb--)
            value.w[limb] = value.w[limb] << 4 | value.w[limb - 1] >> 60;
        value.w[0] = value.w[0] << 4 | (uint64_t)digit;
    }
    *out = value;
    return ERR_OK;
}

void hex_write_quantity(char out[HEX_QUANTITY_SIZE], struct u256 value)
{
    bool started = false;

    *out++ = '0';
    *out++ = 'x';
    for (int shift = 252; shift >= 0; shift -= 4) {
        unsigned digit = (unsigned)(value.w[shift / 64] >> (shift % 64)) & 15;

        started = started || digit || shift == 0;
        if (started)
            *out++ = DIGITS[digit];
    }
    *out = '\0';
}
