/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/varint.h"

#include <assert.h>

enum err varint_next(uint64_t *out, struct bytes *in)
{
    uint64_t value = 0;

    if (in->len == 0)
        return ERR_EMPTY;
    for (size_t i = 0; i < in->len; i++) {
        if (i == VARINT_SIZE_MAX)
            return ERR_TOO_WIDE;
        value |= (uint64_t)(in->data[i] & 0x7f) << (7 * i);
        if (in->data[i] & 0x80)
            continue;
        if (i > 0 && in->data[i] == 0)
            return ERR_NOT_MINIMAL;
        *out = value;
        *in = bytes_tail(*in, i + 1);
        return ERR_OK;
    }
    return in->len < VARINT_SIZE_MAX ? ERR_TRUNCATED : ERR_TOO_WIDE;
}

size_t varint_put(uint8_t out[VARINT_SIZE_MAX], uint64_t value)
{
    size_t n = 0;

    assert(value >> 63 == 0);
    while (value >= 0x80) {
        out[n++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    out[n++] = (uint8_t)value;
    return n;
}
