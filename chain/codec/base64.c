/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/base64.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit(uint8_t c)
{
    const char *at = c ? strchr(alphabet, c) : NULL;

    return at ? (int)(at - alphabet) : -1;
}

enum err base64_decode(struct arena *a, struct bytes *out, struct bytes text)
{
    size_t pad = 0, len = 0;
    uint8_t *data;

    if (text.len % 4)
        return ERR_LENGTH;
    while (pad < 2 && pad < text.len && text.data[text.len - 1 - pad] == '=')
        pad++;
    data = arena_raw(a, text.len / 4 * 3 + 1);
    if (!data)
        return ERR_MEMORY;
    for (size_t i = 0; i < text.len; i += 4) {
        size_t used = i + 4 == text.len ? 4 - pad : 4;
        uint32_t group = 0;

        for (size_t k = 0; k < 4; k++) {
            int value = k < used ? digit(text.data[i + k]) : 0;

            if (value < 0)
                return ERR_CHARACTER;
            group = group << 6 | (uint32_t)value;
        }
        if (used < 4 && group & ((1u << (8 * (4 - used))) - 1))
            return ERR_PADDING;
        for (size_t k = 0; k + 1 < used; k++)
            data[len++] = (uint8_t)(group >> (16 - 8 * k));
    }
    *out = bytes_make(data, len);
    return ERR_OK;
}

enum err base64_encode(struct arena *a, struct bytes *out, struct bytes data)
{
    size_t len = 0;
    char *text = NULL;

    if (data.len <= SIZE_MAX / 2)
        text = (char *)arena_raw(a, (data.len + 2) / 3 * 4 + 1);
    if (!text)
        return ERR_MEMORY;
    for (size_t i = 0; i < data.len; i += 3) {
        size_t have = data.len - i < 3 ? data.len - i : 3;
        uint32_t group = 0;

        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < have ? data.data[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            text[len++] = k <= have ? alphabet[group >> (18 - 6 * k) & 63]
                                    : '=';
    }
    text[len] = '\0';
    *out = bytes_make(text, len);
    return ERR_OK;
}
