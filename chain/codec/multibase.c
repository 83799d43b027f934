/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/multibase.h"

#include "chain/codec/ascii.h"
#include "chain/codec/bitgroup.h"
#include "chain/codec/emoji_table.h"
#include "chain/codec/radix.h"
#include "chain/codec/utf8.h"

enum { EMOJI_PREFIX = 0x1f680 };

#define HEX_LOWER "0123456789abcdef"
#define HEX_UPPER "0123456789ABCDEF"
#define B32_LOWER "abcdefghijklmnopqrstuvwxyz234567"
#define B32_UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#define B32HEX_LOWER "0123456789abcdefghijklmnopqrstuv"
#define B32HEX_UPPER "0123456789ABCDEFGHIJKLMNOPQRSTUV"
#define B64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* A base is bit groups, a radix, or (neither) the emoji. */
struct base {
    uint32_t prefix;
    const char *name;
    struct bitgroup group;
    const struct radix *radix;
};

/* clang-format off */
static const struct base bases[] = {
    { '0', "base2",             { "01", 1, false, false }, NULL },
    { '7', "base8",             { "01234567", 3, false, false }, NULL },
    { '9', "base10",            { 0 }, &RADIX_BASE10 },
    { 'f', "base16",            { HEX_LOWER, 4, false, true }, NULL },
    { 'F', "base16upper",       { HEX_UPPER, 4, false, true }, NULL },
    { 'v', "base32hex",         { B32HEX_LOWER, 5, false, true }, NULL },
    { 'V', "base32hexupper",    { B32HEX_UPPER, 5, false, true }, NULL },
    { 't', "base32hexpad",      { B32HEX_LOWER, 5, true, true }, NULL },
    { 'T', "base32hexpadupper", { B32HEX_UPPER, 5, true, true }, NULL },
    { 'b', "base32",            { B32_LOWER, 5, false, true }, NULL },
    { 'B', "base32upper",       { B32_UPPER, 5, false, true }, NULL },
    { 'c', "base32pad",         { B32_LOWER, 5, true, true }, NULL },
    { 'C', "base32padupper",    { B32_UPPER, 5, true, true }, NULL },
    { 'h', "base32z",           { "ybndrfg8ejkmcpqxot1uwisza345h769", 5, false, true }, NULL },
    { 'k', "base36",            { 0 }, &RADIX_BASE36 },
    { 'K', "base36upper",       { 0 }, &RADIX_BASE36_UPPER },
    { 'z', "base58btc",         { 0 }, &RADIX_BASE58 },
    { 'Z', "base58flickr",      { 0 }, &RADIX_BASE58_FLICKR },
    { 'm', "base64",            { B64 "+/", 6, false, false }, NULL },
    { 'M', "base64pad",         { B64 "+/", 6, true, false }, NULL },
    { 'u', "base64url",         { B64 "-_", 6, false, false }, NULL },
    { 'U', "base64urlpad",      { B64 "-_", 6, true, false }, NULL },
    { EMOJI_PREFIX, "base256emoji", { 0 }, NULL },
};
/* clang-format on */

static enum err emoji_decode(struct arena *a, struct bytes *out,
                             struct bytes text)
{
    uint8_t *data = arena_raw(a, text.len + 1);
    uint32_t c;
    size_t n = 0;

    if (!data)
        return ERR_MEMORY;
    while (text.len) {
        unsigned i = 0;

        if (!utf8_next(&c, &text))
            return ERR_CHARACTER;
        while (i < 256 && EMOJI_TABLE[i] != c)
            i++;
        if (i == 256)
            return ERR_CHARACTER;
        data[n++] = (uint8_t)i;
    }
    *out = bytes_make(data, n);
    return ERR_OK;
}

static enum err emoji_encode(struct arena *a, struct bytes *out,
                             struct bytes in)
{
    uint8_t *text = arena_raw(a, in.len * UTF8_SIZE_MAX + 1);
    size_t n = 0;

    if (!text)
        return ERR_MEMORY;
    for (size_t i = 0; i < in.len; i++)
        n += utf8_put(text + n, EMOJI_TABLE[in.data[i]]);
    *out = bytes_make(text, n);
    return ERR_OK;
}

static const struct base *by_prefix(uint32_t prefix)
{
    for (size_t i = 0; i < ARRAY_LEN(bases); i++)
        if (bases[i].prefix == prefix)
            return &bases[i];
    return NULL;
}

enum err multibase_decode(struct arena *a, struct bytes *out,
                          struct bytes text)
{
    const struct base *base;
    uint32_t prefix;

    if (text.len == 0)
        return ERR_EMPTY;
    if (!utf8_next(&prefix, &text))
        return ERR_CHARACTER;
    if (prefix == 0 || prefix == '1' || prefix == 'Q' || prefix == '/')
        return ERR_RESERVED;
    base = by_prefix(prefix);
    if (!base)
        return ERR_TYPE;
    if (base->radix)
        return radix_decode(a, out, base->radix, text);
    if (base->group.bits)
        return bitgroup_decode(a, out, &base->group, text);
    return emoji_decode(a, out, text);
}

static enum err body_encode(struct arena *a, struct bytes *out,
                            const struct base *base, struct bytes in)
{
    if (base->radix)
        return radix_encode(a, out, base->radix, in);
    if (base->group.bits)
        return bitgroup_encode(a, out, &base->group, in);
    return emoji_encode(a, out, in);
}

enum err multibase_encode(struct arena *a, struct bytes *out,
                          const char *name, struct bytes in)
{
    const struct base *base = NULL;
    struct bytes body;
    uint8_t *text;
    size_t n;
    enum err err;

    for (size_t i = 0; i < ARRAY_LEN(bases); i++)
        if (strcmp(bases[i].name, name) == 0)
            base = &bases[i];
    if (!base)
        return ERR_TYPE;
    err = body_encode(a, &body, base, in);
    if (err)
        return err;
    text = arena_raw(a, body.len + UTF8_SIZE_MAX);
    if (!text)
        return ERR_MEMORY;
    n = utf8_put(text, base->prefix);
    if (body.len)
        memcpy(text + n, body.data, body.len);
    *out = bytes_make(text, n + body.len);
    return ERR_OK;
}
