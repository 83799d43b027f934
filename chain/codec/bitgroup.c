/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/bitgroup.h"

#include "chain/codec/ascii.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

const struct bitgroup BITGROUP_BASE64 = { LETTERS "+/", 6, false, false };
const struct bitgroup BITGROUP_BASE64PAD = { LETTERS "+/", 6, true, false };
const struct bitgroup BITGROUP_BASE64URL = { LETTERS "-_", 6, false, false };
const struct bitgroup BITGROUP_BASE32 = { "abcdefghijklmnopqrstuvwxyz234567",
                                          5, false, true };

/* Characters of a whole group: where bytes and characters meet. */
static size_t group_size(const struct bitgroup *group)
{
    return group->bits == 6 ? 4 : group->bits == 5 || group->bits == 3 ? 8
                                                                       : 1;
}

enum err bitgroup_encode(struct arena *a, struct bytes *out,
                         const struct bitgroup *group, struct bytes in)
{
    size_t count = (in.len * 8 + group->bits - 1) / group->bits, n = 0;
    size_t whole = group_size(group);
    uint8_t *text = arena_raw(a, count + whole);
    uint32_t buffer = 0, mask = (1u << group->bits) - 1;
    unsigned held = 0;

    if (!text)
        return ERR_MEMORY;
    for (size_t i = 0; i < in.len; i++) {
        buffer = buffer << 8 | in.data[i];
        held += 8;
        while (held >= group->bits) {
            held -= group->bits;
            text[n++] = (uint8_t)group->alphabet[buffer >> held & mask];
        }
        buffer &= 0xff;
    }
    if (held)
        text[n++] = (uint8_t)
                        group->alphabet[buffer << (group->bits - held) & mask];
    while (group->padded && n % whole)
        text[n++] = '=';
    *out = bytes_make(text, n);
    return ERR_OK;
}

static void values_of(uint8_t out[256], const struct bitgroup *group)
{
    memset(out, 255, 256);
    for (unsigned i = 0; i < 1u << group->bits; i++) {
        uint8_t c = (uint8_t)group->alphabet[i];

        out[c] = (uint8_t)i;
        if (group->fold_case) {
            out[ascii_to_lower(c)] = (uint8_t)i;
            out[ascii_to_upper(c)] = (uint8_t)i;
        }
    }
}

/* Takes the padding off; exact or none. */
static enum err unpad(struct bytes *text, const struct bitgroup *group)
{
    size_t len = text->len, whole = group_size(group);

    while (len && text->data[len - 1] == '=')
        len--;
    if (!group->padded)
        return len == text->len ? ERR_OK : ERR_PADDING;
    if (text->len != (len + whole - 1) / whole * whole)
        return ERR_PADDING;
    *text = bytes_head(*text, len);
    return ERR_OK;
}

enum err bitgroup_decode(struct arena *a, struct bytes *out,
                         const struct bitgroup *group, struct bytes text)
{
    uint8_t values[256], *data;
    uint32_t buffer = 0;
    unsigned held = 0;
    size_t n = 0;
    enum err err = unpad(&text, group);

    if (err)
        return err;
    values_of(values, group);
    data = arena_raw(a, text.len * group->bits / 8 + 1);
    if (!data)
        return ERR_MEMORY;
    for (size_t i = 0; i < text.len; i++) {
        if (values[text.data[i]] == 255)
            return ERR_CHARACTER;
        buffer = buffer << group->bits | values[text.data[i]];
        held += group->bits;
        if (held >= 8) {
            held -= 8;
            data[n++] = (uint8_t)(buffer >> held);
        }
        buffer &= (1u << held) - 1;
    }
    if (held >= group->bits)
        return ERR_LENGTH;
    if (buffer)
        return ERR_PADDING;
    *out = bytes_make(data, n);
    return ERR_OK;
}
