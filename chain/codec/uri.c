/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/uri.h"

#include "chain/codec/ascii.h"

static bool unreserved(uint8_t c)
{
    return ascii_alnum(c) || (c && strchr("-._~", c));
}

static bool sub_delim(uint8_t c)
{
    return c && strchr("!$&'()*+,;=", c);
}

bool uri_char(uint8_t c)
{
    return unreserved(c) || sub_delim(c) || (c && strchr(":/?#[]@", c));
}

/* unreserved, sub-delims, one of more, or %HH. */
static bool all_of(struct bytes text, const char *more)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        if (c == '%') {
            if (text.len - i < 3 || !ascii_hex(text.data[i + 1]) ||
                !ascii_hex(text.data[i + 2]))
                return false;
            i += 2;
        } else if (!unreserved(c) && !sub_delim(c) &&
                   !(c && strchr(more, c))) {
            return false;
        }
    }
    return true;
}

bool uri_segment_ok(struct bytes text)
{
    return all_of(text, ":@");
}

bool uri_scheme_ok(struct bytes text)
{
    if (!text.len || !ascii_alpha(text.data[0]))
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (!ascii_alnum(text.data[i]) &&
            !(text.data[i] && strchr("+-.", text.data[i])))
            return false;
    return true;
}

/* dec-octet "." dec-octet "." dec-octet "." dec-octet */
static bool ipv4_ok(struct bytes text)
{
    for (int part = 0; part < 4; part++) {
        size_t len = ascii_find(text, '.');
        struct bytes octet = bytes_head(text, len);
        uint64_t value;

        if (len > 3 || !ascii_number(&value, octet) || value > 255 ||
            (len > 1 && octet.data[0] == '0') || (part < 3 && len == text.len))
            return false;
        text = bytes_tail(text, len < text.len ? len + 1 : len);
        if (part == 3)
            return len == octet.len && text.len == 0;
    }
    return false;
}

static bool h16_ok(struct bytes text)
{
    if (text.len < 1 || text.len > 4)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_hex(text.data[i]))
            return false;
    return true;
}

/* Groups between colons; how many 16-bit pieces they are, -1 when malformed. */
static int ipv6_groups(struct bytes text, bool last)
{
    int count = 0;

    while (text.len) {
        size_t len = ascii_find(text, ':');
        struct bytes group = bytes_head(text, len);

        if (len == text.len && last && ascii_count(group, '.')) {
            if (!ipv4_ok(group))
                return -1;
            return count + 2;
        }
        if (!h16_ok(group) || len + 1 == text.len || ++count > 8)
            return -1;
        text = bytes_tail(text, len < text.len ? len + 1 : len);
    }
    return count;
}

static bool ipv6_ok(struct bytes text)
{
    int before, after;
    size_t i = 0;

    while (i + 1 < text.len &&
           !(text.data[i] == ':' && text.data[i + 1] == ':'))
        i++;
    if (i + 1 >= text.len)
        return ipv6_groups(text, true) == 8;
    before = ipv6_groups(bytes_head(text, i), false);
    after = ipv6_groups(bytes_tail(text, i + 2), true);
    return before >= 0 && after >= 0 && before + after <= 7;
}

/* "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) */
static bool ip_future_ok(struct bytes text)
{
    size_t dot = ascii_find(text, '.');

    if (!text.len || (text.data[0] | 32) != 'v' || dot < 2 ||
        dot + 1 >= text.len)
        return false;
    for (size_t i = 1; i < dot; i++)
        if (!ascii_hex(text.data[i]))
            return false;
    return !ascii_count(text, '%') && all_of(bytes_tail(text, dot + 1), ":");
}

bool uri_authority_ok(struct bytes text)
{
    size_t at = ascii_find(text, '@'), end;
    struct bytes literal;

    if (at < text.len) {
        if (!all_of(bytes_head(text, at), ":"))
            return false;
        text = bytes_tail(text, at + 1);
    }
    end = ascii_find(text, ':');
    if (text.len && text.data[0] == '[') {
        end = ascii_find(text, ']');
        if (end == text.len)
            return false;
        literal = bytes_make(text.data + 1, end - 1);
        if (!ipv6_ok(literal) && !ip_future_ok(literal))
            return false;
        end++;
    } else if (!all_of(bytes_head(text, end), "")) {
        return false;
    }
    text = bytes_tail(text, end);
    for (size_t i = 0; i < text.len; i++)
        if (i == 0 ? text.data[i] != ':' : !ascii_digit(text.data[i]))
            return false;
    return true;
}

bool uri_ok(struct bytes text)
{
    size_t colon = ascii_find(text, ':'), at;

    if (colon == text.len || !uri_scheme_ok(bytes_head(text, colon)))
        return false;
    text = bytes_tail(text, colon + 1);
    at = ascii_find(text, '#');
    if (at < text.len && !all_of(bytes_tail(text, at + 1), ":@/?"))
        return false;
    text = bytes_head(text, at);
    at = ascii_find(text, '?');
    if (at < text.len && !all_of(bytes_tail(text, at + 1), ":@/?"))
        return false;
    text = bytes_head(text, at);
    if (ascii_begins(text, "//")) {
        text = bytes_tail(text, 2);
        at = ascii_find(text, '/');
        if (!uri_authority_ok(bytes_head(text, at)))
            return false;
        text = bytes_tail(text, at);
    }
    return all_of(text, ":@/");
}

/* --- RFC 3339 ------------------------------------------------------------- */

/* Exactly len digits at the front, below or at max. */
static bool take_number(struct bytes *text, size_t len, uint64_t *out,
                        uint64_t max)
{
    if (text->len < len || !ascii_number(out, bytes_head(*text, len)) ||
        *out > max)
        return false;
    *text = bytes_tail(*text, len);
    return true;
}

static bool take_char(struct bytes *text, char c)
{
    if (!text->len || ascii_to_upper(text->data[0]) != (uint8_t)c)
        return false;
    *text = bytes_tail(*text, 1);
    return true;
}

static uint64_t days_in(uint64_t year, uint64_t month)
{
    static const uint8_t DAYS[] = { 31, 28, 31, 30, 31, 30,
                                    31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return DAYS[month - 1] + (month == 2 && leap);
}

static bool offset_ok(struct bytes text)
{
    uint64_t n;

    if (take_char(&text, 'Z'))
        return text.len == 0;
    return (take_char(&text, '+') || take_char(&text, '-')) &&
           take_number(&text, 2, &n, 23) && take_char(&text, ':') &&
           take_number(&text, 2, &n, 59) && text.len == 0;
}

bool date_time_ok(struct bytes text)
{
    uint64_t year, month, day, n;

    if (!take_number(&text, 4, &year, 9999) || !take_char(&text, '-') ||
        !take_number(&text, 2, &month, 12) || month == 0 ||
        !take_char(&text, '-') ||
        !take_number(&text, 2, &day, days_in(year, month)) || day == 0 ||
        !take_char(&text, 'T') || !take_number(&text, 2, &n, 23) ||
        !take_char(&text, ':') || !take_number(&text, 2, &n, 59) ||
        !take_char(&text, ':') || !take_number(&text, 2, &n, 60))
        return false;
    if (take_char(&text, '.')) {
        size_t digits = 0;

        while (digits < text.len && ascii_digit(text.data[digits]))
            digits++;
        if (digits == 0)
            return false;
        text = bytes_tail(text, digits);
    }
    return offset_ok(text);
}
