/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/utf8.h"

bool utf8_next(uint32_t *out, struct bytes *in)
{
    static const uint32_t LEAST[] = { 0, 0x80, 0x800, 0x10000 };
    uint32_t c;
    size_t more;

    if (in->len == 0)
        return false;
    c = in->data[0];
    more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2
           : c >= 0xf0 && c < 0xf5 ? 3 : 4;
    if (more > 3 || in->len <= more)
        return false;
    if (more)
        c &= 0x3f >> more;
    for (size_t i = 1; i <= more; i++) {
        if ((in->data[i] & 0xc0) != 0x80)
            return false;
        c = c << 6 | (in->data[i] & 0x3f);
    }
    if (c < LEAST[more] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return false;
    *out = c;
    *in = bytes_tail(*in, more + 1);
    return true;
}

size_t utf8_put(uint8_t out[UTF8_SIZE_MAX], uint32_t code_point)
{
    size_t more = code_point < 0x80      ? 0
                  : code_point < 0x800   ? 1
                  : code_point < 0x10000 ? 2
                                         : 3;
    static const uint8_t LEAD[] = { 0, 0xc0, 0xe0, 0xf0 };

    for (size_t i = more; i > 0; i--) {
        out[i] = (uint8_t)(0x80 | (code_point & 0x3f));
        code_point >>= 6;
    }
    out[0] = (uint8_t)(LEAD[more] | code_point);
    return more + 1;
}
