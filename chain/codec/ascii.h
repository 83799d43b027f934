/* ascii: classes of ASCII characters, independent of any locale. */
#ifndef ETALON_CHAIN_CODEC_ASCII_H
#define ETALON_CHAIN_CODEC_ASCII_H

#include "base/bytes.h"

static inline bool ascii_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_lower(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_upper(uint8_t c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_alpha(uint8_t c)
{
    return ascii_lower(c) || ascii_upper(c);
}

static inline bool ascii_alnum(uint8_t c)
{
    return ascii_alpha(c) || ascii_digit(c);
}

static inline bool ascii_hex(uint8_t c)
{
    return ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static inline uint8_t ascii_to_lower(uint8_t c)
{
    return ascii_upper(c) ? (uint8_t)(c + 32) : c;
}

static inline uint8_t ascii_to_upper(uint8_t c)
{
    return ascii_lower(c) ? (uint8_t)(c - 32) : c;
}

/* Where c first stands in text, or text.len. */
static inline size_t ascii_find(struct bytes text, char c)
{
    const void *at = text.len ? memchr(text.data, c, text.len) : NULL;

    return at ? (size_t)((const uint8_t *)at - text.data) : text.len;
}

static inline size_t ascii_count(struct bytes text, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.data[i] == (uint8_t)c;
    return n;
}

/* Does text begin with these characters? */
static inline bool ascii_begins(struct bytes text, const char *with)
{
    size_t len = strlen(with);

    return text.len >= len && memcmp(text.data, with, len) == 0;
}

static inline bool ascii_is(struct bytes text, const char *value)
{
    return bytes_eq(text, bytes_str(value));
}

/* All digits, at least one, no more than 18: the value fits 64 bits. */
static inline bool ascii_number(uint64_t *out, struct bytes text)
{
    uint64_t value = 0;

    if (text.len == 0 || text.len > 18)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_digit(text.data[i]))
            return false;
        value = value * 10 + (text.data[i] - '0');
    }
    *out = value;
    return true;
}

#endif
