/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/decimal.h"

#include <assert.h>

/* value = value * 10 + digit; false when it does not fit. */
static bool push_digit(uint8_t *value, size_t width, unsigned digit)
{
    unsigned carry = digit;

    for (size_t i = width; i > 0; i--) {
        carry += value[i - 1] * 10u;
        value[i - 1] = (uint8_t)carry;
        carry >>= 8;
    }
    return carry == 0;
}

enum err decimal_read(uint8_t *out, size_t width, struct bytes text)
{
    uint8_t value[DECIMAL_WIDTH_MAX] = { 0 };

    assert(width <= DECIMAL_WIDTH_MAX);
    if (!text.len)
        return ERR_EMPTY;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return ERR_CHARACTER;
    if (text.data[0] == '0' && text.len > 1)
        return ERR_LEADING_ZERO;
    for (size_t i = 0; i < text.len; i++)
        if (!push_digit(value, width, text.data[i] - '0'))
            return ERR_TOO_WIDE;
    memcpy(out, value, width);
    return ERR_OK;
}

/* Divides by ten in place and returns the remainder. */
static unsigned pop_digit(uint8_t *value, size_t width)
{
    unsigned rest = 0;

    for (size_t i = 0; i < width; i++) {
        rest = rest << 8 | value[i];
        value[i] = (uint8_t)(rest / 10);
        rest %= 10;
    }
    return rest;
}

static bool is_zero(const uint8_t *value, size_t width)
{
    for (size_t i = 0; i < width; i++)
        if (value[i])
            return false;
    return true;
}

char *decimal_print(struct arena *a, struct bytes in)
{
    /* A byte is less than 2.41 digits. */
    char digits[DECIMAL_WIDTH_MAX * 5 / 2 + 2];
    uint8_t value[DECIMAL_WIDTH_MAX];
    size_t at = sizeof digits - 1;

    assert(in.len <= DECIMAL_WIDTH_MAX);
    if (in.len)
        memcpy(value, in.data, in.len);
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + pop_digit(value, in.len));
    } while (!is_zero(value, in.len));
    return arena_strdup(a, digits + at);
}
