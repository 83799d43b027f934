/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/scale.h"

#include <assert.h>
#include <stdio.h>

#include "chain/codec/decimal.h"

void scale_put_reversed(struct pack *p, struct bytes be)
{
    for (size_t i = be.len; i > 0; i--)
        pack_be(p, be.data[i - 1], 1);
}

static struct bytes without_zeros(struct bytes be)
{
    while (be.len && !be.data[0])
        be = bytes_tail(be, 1);
    return be;
}

void scale_put_compact(struct pack *p, struct bytes be)
{
    enum { BIG_MIN = 4, SMALL_BITS = 30 };
    struct bytes value = without_zeros(be);
    size_t width;

    assert(value.len <= SCALE_COMPACT_WIDTH);
    if (value.len <= BIG_MIN && bytes_be(value) >> SMALL_BITS == 0) {
        uint64_t number = bytes_be(value);

        if (number < 1 << 6)
            pack_le(p, number << 2, 1);
        else if (number < 1 << 14)
            pack_le(p, number << 2 | 1, 2);
        else
            pack_le(p, number << 2 | 2, 4);
        return;
    }
    width = value.len < BIG_MIN ? BIG_MIN : value.len;
    pack_be(p, (width - BIG_MIN) << 2 | 3, 1);
    scale_put_reversed(p, value);
    pack_zeros(p, width - value.len);
}

void scale_put_compact_u64(struct pack *p, uint64_t value)
{
    uint8_t be[8];

    for (size_t i = 0; i < sizeof be; i++)
        be[i] = (uint8_t)(value >> (56 - 8 * i));
    scale_put_compact(p, BYTES_OF(be));
}

/* Little-endian bytes to the end of be. */
static void turn(uint8_t be[SCALE_COMPACT_WIDTH], const uint8_t *le, size_t len)
{
    memset(be, 0, SCALE_COMPACT_WIDTH);
    for (size_t i = 0; i < len; i++)
        be[SCALE_COMPACT_WIDTH - 1 - i] = le[i];
}

enum err scale_next_compact(uint8_t be[SCALE_COMPACT_WIDTH], struct bytes *in)
{
    static const size_t sizes[] = { 1, 2, 4 };
    static const uint64_t least[] = { 0, 1 << 6, 1 << 14 };
    uint8_t le[4];
    uint64_t number = 0;
    unsigned mode;
    size_t size;

    if (!in->len)
        return ERR_TRUNCATED;
    mode = in->data[0] & 3;
    size = mode == 3 ? 1 + (size_t)(in->data[0] >> 2) + 4 : sizes[mode];
    if (in->len < size)
        return ERR_TRUNCATED;
    if (mode == 3) {
        /* The highest byte counts; four bytes must not fit in 30 bits. */
        if (in->data[size - 1] == 0 ||
            (size == 5 && in->data[4] < 1 << (30 - 24)))
            return ERR_NOT_MINIMAL;
        turn(be, in->data + 1, size - 1);
        *in = bytes_tail(*in, size);
        return ERR_OK;
    }
    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)in->data[i] << (8 * i);
    number >>= 2;
    if (number < least[mode])
        return ERR_NOT_MINIMAL;
    for (size_t i = 0; i < sizeof le; i++)
        le[i] = (uint8_t)(number >> (8 * i));
    turn(be, le, sizeof le);
    *in = bytes_tail(*in, size);
    return ERR_OK;
}

enum err scale_next_compact_u64(uint64_t *out, struct bytes *in, unsigned bits)
{
    uint8_t be[SCALE_COMPACT_WIDTH];
    struct bytes rest = *in, value;
    enum err err = scale_next_compact(be, &rest);

    if (err)
        return err;
    value = without_zeros(BYTES_OF(be));
    if (value.len > 8 || (bits < 64 && bytes_be(value) >> bits))
        return ERR_TOO_WIDE;
    *out = bytes_be(value);
    *in = rest;
    return ERR_OK;
}

/* Two's complement of the bytes in place. */
static void negate(uint8_t *be, size_t width)
{
    unsigned carry = 1;

    for (size_t i = width; i > 0; i--) {
        carry += (uint8_t)~be[i - 1];
        be[i - 1] = (uint8_t)carry;
        carry >>= 8;
    }
}

enum err scale_number(uint8_t *be, size_t width, bool is_signed,
                      const json_t *value)
{
    char spelt[32];
    const char *text = json_string_value(value);
    uint8_t found[DECIMAL_WIDTH_MAX], limit;
    bool negative;
    enum err err;

    if (json_is_integer(value)) {
        snprintf(spelt, sizeof spelt, "%" JSON_INTEGER_FORMAT,
                 json_integer_value(value));
        text = spelt;
    }
    if (!text)
        return ERR_VALUE;
    negative = text[0] == '-';
    err = decimal_read(found, width, bytes_str(text + negative));
    if (err)
        return err == ERR_TOO_WIDE ? err : ERR_VALUE;
    if (negative && !is_signed)
        return ERR_VALUE;
    if (negative)
        negate(found, width);
    /* After negation the sign bit must agree, but for zero. */
    limit = found[0] & 0x80;
    if (is_signed && (negative ? !limit && text[1] != '0' : limit != 0))
        return ERR_TOO_WIDE;
    memcpy(be, found, width);
    return ERR_OK;
}
