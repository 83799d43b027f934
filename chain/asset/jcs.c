/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/jcs.h"

#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "chain/codec/ascii.h"
#include "chain/codec/utf8.h"

/* A growing text in the arena: what is outgrown stays there unused, at most as
 * much again as the text itself. */
struct text {
    uint8_t *data;
    size_t len, room;
};

struct reader {
    struct arena *arena;
    struct bytes rest;
    unsigned depth;
};

static enum err put(struct reader *r, struct text *t, struct bytes more)
{
    if (t->len + more.len > t->room) {
        size_t room = 2 * (t->len + more.len) + 64;
        uint8_t *data = arena_raw(r->arena, room);

        if (!data)
            return ERR_MEMORY;
        if (t->len)
            memcpy(data, t->data, t->len);
        t->data = data;
        t->room = room;
    }
    if (more.len)
        memcpy(t->data + t->len, more.data, more.len);
    t->len += more.len;
    return ERR_OK;
}

static enum err put_char(struct reader *r, struct text *t, char c)
{
    return put(r, t, bytes_make(&c, 1));
}

/* --- reading -------------------------------------------------------------- */

static void skip_space(struct reader *r)
{
    size_t n = 0;

    while (n < r->rest.len && r->rest.data[n] &&
           strchr(" \t\n\r", r->rest.data[n]))
        n++;
    r->rest = bytes_tail(r->rest, n);
}

/* Takes c off the front; false when something else stands there. */
static bool take(struct reader *r, char c)
{
    if (!r->rest.len || r->rest.data[0] != (uint8_t)c)
        return false;
    r->rest = bytes_tail(r->rest, 1);
    return true;
}

static enum err hex_unit(struct reader *r, uint32_t *out)
{
    uint32_t value = 0;

    if (r->rest.len < 4)
        return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < 4; i++) {
        uint8_t c = r->rest.data[i];

        if (!ascii_hex(c))
            return ERR_SYNTAX_RULE;
        value = value << 4 |
                (uint32_t)(ascii_digit(c) ? c - '0'
                                          : ascii_to_lower(c) - 'a' + 10);
    }
    r->rest = bytes_tail(r->rest, 4);
    *out = value;
    return ERR_OK;
}

/* After \u: one code point, from one or two escapes. */
static enum err escaped_unicode(struct reader *r, uint32_t *out)
{
    uint32_t high, low;
    enum err err = hex_unit(r, &high);

    if (err || high < 0xd800 || high > 0xdfff) {
        if (!err)
            *out = high;
        return err;
    }
    if (high > 0xdbff || !take(r, '\\') || !take(r, 'u'))
        return ERR_SURROGATE;
    err = hex_unit(r, &low);
    if (err)
        return err;
    if (low < 0xdc00 || low > 0xdfff)
        return ERR_SURROGATE;
    *out = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    return ERR_OK;
}

static enum err escaped(struct reader *r, uint32_t *out)
{
    static const char FROM[] = "\"\\/bfnrt", TO[] = "\"\\/\b\f\n\r\t";
    const char *at;

    if (!r->rest.len || !r->rest.data[0])
        return ERR_SYNTAX_RULE;
    if (take(r, 'u'))
        return escaped_unicode(r, out);
    at = strchr(FROM, r->rest.data[0]);
    if (!at)
        return ERR_SYNTAX_RULE;
    *out = (uint8_t)TO[at - FROM];
    r->rest = bytes_tail(r->rest, 1);
    return ERR_OK;
}

/* UTF-8 of the bytes ED A0 … ED BF is a surrogate written as itself. */
static enum err plain(struct reader *r, uint32_t *out)
{
    struct bytes at = r->rest;

    if (utf8_next(out, &r->rest))
        return *out < 0x20 ? ERR_SYNTAX_RULE : ERR_OK;
    return at.len > 1 && at.data[0] == 0xed && at.data[1] >= 0xa0
               ? ERR_SURROGATE
               : ERR_SYNTAX_RULE;
}

/* The characters behind the opening quote, unescaped, as UTF-8. */
static enum err read_string(struct reader *r, struct bytes *out)
{
    struct text t = { 0 };
    uint8_t bytes[UTF8_SIZE_MAX];
    uint32_t c = 0;
    enum err err = ERR_OK;

    while (!err && !take(r, '"')) {
        if (!r->rest.len)
            return ERR_SYNTAX_RULE;
        err = take(r, '\\') ? escaped(r, &c) : plain(r, &c);
        if (!err)
            err = put(r, &t, bytes_make(bytes, utf8_put(bytes, c)));
    }
    *out = bytes_make(t.data, t.len);
    return err;
}

static size_t digits_at(struct bytes text, size_t at)
{
    size_t n = 0;

    while (at + n < text.len && ascii_digit(text.data[at + n]))
        n++;
    return n;
}

/* RFC 8259, 6: how long the number at the front is, 0 when there is none. */
static size_t number_size(struct bytes text)
{
    size_t at = text.len && text.data[0] == '-', n = digits_at(text, at);

    if (n == 0 || (n > 1 && text.data[at] == '0'))
        return 0;
    at += n;
    if (at < text.len && text.data[at] == '.') {
        n = digits_at(text, at + 1);
        if (n == 0)
            return 0;
        at += 1 + n;
    }
    if (at < text.len && (text.data[at] | 32) == 'e') {
        at++;
        if (at < text.len && (text.data[at] == '+' || text.data[at] == '-'))
            at++;
        n = digits_at(text, at);
        if (n == 0)
            return 0;
        at += n;
    }
    return at;
}

static enum err put_number(struct reader *r, struct text *t)
{
    size_t len = number_size(r->rest);
    char canonical[JSON_NUMBER_SIZE], *copy;
    double value;

    if (len == 0)
        return ERR_SYNTAX_RULE;
    copy = (char *)arena_raw(r->arena, len + 1);
    if (!copy)
        return ERR_MEMORY;
    memcpy(copy, r->rest.data, len);
    copy[len] = '\0';
    value = strtod(copy, NULL);
    if (!isfinite(value))
        return ERR_RANGE;
    r->rest = bytes_tail(r->rest, len);
    json_number_text(canonical, value);
    return put(r, t, bytes_str(canonical));
}

/* --- writing -------------------------------------------------------------- */

/* RFC 8785, 3.2.2.2. */
static enum err put_string(struct reader *r, struct text *t, struct bytes in)
{
    static const char DIGITS[] = "0123456789abcdef", SHORT[] = "btn\0fr";
    enum err err = put_char(r, t, '"');

    for (size_t i = 0, from = 0; !err && i <= in.len; i++) {
        char escape[6] = "\\u00";
        size_t len = 2;
        uint8_t c = i < in.len ? in.data[i] : 0;

        if (i < in.len && c >= 0x20 && c != '"' && c != '\\')
            continue;
        err = put(r, t, bytes_head(bytes_tail(in, from), i - from));
        from = i + 1;
        if (err || i == in.len)
            continue;
        if (c >= 0x20) {
            escape[1] = (char)c;
        } else if (c >= 8 && c <= 13 && SHORT[c - 8]) {
            escape[1] = SHORT[c - 8];
        } else {
            escape[4] = DIGITS[c >> 4];
            escape[5] = DIGITS[c & 15];
            len = 6;
        }
        err = put(r, t, bytes_make(escape, len));
    }
    return err ? err : put_char(r, t, '"');
}

static enum err put_value(struct reader *r, struct text *t);

struct member {
    struct bytes name, value; /* value is canonical text */
};

/* The next UTF-16 unit; *low holds the second of a pair between calls. */
static uint32_t next_unit(struct bytes *text, uint32_t *low)
{
    uint32_t c = *low;

    *low = 0;
    if (c || !utf8_next(&c, text) || c < 0x10000)
        return c;
    *low = 0xdc00 | ((c - 0x10000) & 0x3ff);
    return 0xd800 + ((c - 0x10000) >> 10);
}

/* RFC 8785, 3.2.3. */
static int by_name(const void *left, const void *right)
{
    struct bytes a = ((const struct member *)left)->name;
    struct bytes b = ((const struct member *)right)->name;
    uint32_t low_a = 0, low_b = 0;

    for (;;) {
        bool end_a = !a.len && !low_a, end_b = !b.len && !low_b;
        uint32_t unit_a, unit_b;

        if (end_a || end_b)
            return (int)end_b - (int)end_a;
        unit_a = next_unit(&a, &low_a);
        unit_b = next_unit(&b, &low_b);
        if (unit_a != unit_b)
            return unit_a < unit_b ? -1 : 1;
    }
}

static enum err read_member(struct reader *r, struct member *out)
{
    struct text t = { 0 };
    enum err err;

    skip_space(r);
    if (!take(r, '"'))
        return ERR_SYNTAX_RULE;
    err = read_string(r, &out->name);
    if (err)
        return err;
    skip_space(r);
    if (!take(r, ':'))
        return ERR_SYNTAX_RULE;
    err = put_value(r, &t);
    out->value = bytes_make(t.data, t.len);
    return err;
}

static enum err read_members(struct reader *r, struct member **out,
                             size_t *count)
{
    struct member *list = NULL;
    size_t n = 0, room = 0;
    enum err err;

    skip_space(r);
    while (n || !take(r, '}')) {
        if (n == room) {
            struct member *more;

            room = room ? 2 * room : 8;
            more = arena_array(r->arena, room, sizeof *more);
            if (!more)
                return ERR_MEMORY;
            if (n)
                memcpy(more, list, n * sizeof *more);
            list = more;
        }
        err = read_member(r, &list[n++]);
        if (err)
            return err;
        skip_space(r);
        if (take(r, '}'))
            break;
        if (!take(r, ','))
            return ERR_SYNTAX_RULE;
    }
    *out = list;
    *count = n;
    return ERR_OK;
}

static enum err put_object(struct reader *r, struct text *t)
{
    struct member *list = NULL;
    size_t count = 0;
    enum err err = read_members(r, &list, &count);

    if (err)
        return err;
    if (count)
        qsort(list, count, sizeof *list, by_name);
    err = put_char(r, t, '{');
    for (size_t i = 0; !err && i < count; i++) {
        if (i && bytes_eq(list[i - 1].name, list[i].name))
            return ERR_REPEATED;
        if (i)
            err = put_char(r, t, ',');
        if (!err)
            err = put_string(r, t, list[i].name);
        if (!err)
            err = put_char(r, t, ':');
        if (!err)
            err = put(r, t, list[i].value);
    }
    return err ? err : put_char(r, t, '}');
}

static enum err put_array(struct reader *r, struct text *t)
{
    enum err err = put_char(r, t, '[');

    skip_space(r);
    if (!err && take(r, ']'))
        return put_char(r, t, ']');
    while (!err) {
        err = put_value(r, t);
        if (err)
            break;
        skip_space(r);
        if (take(r, ']'))
            return put_char(r, t, ']');
        err = take(r, ',') ? put_char(r, t, ',') : ERR_SYNTAX_RULE;
    }
    return err;
}

static enum err put_scalar(struct reader *r, struct text *t)
{
    static const char *const WORDS[] = { "true", "false", "null" };

    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++)
        if (ascii_begins(r->rest, WORDS[i])) {
            r->rest = bytes_tail(r->rest, strlen(WORDS[i]));
            return put(r, t, bytes_str(WORDS[i]));
        }
    return put_number(r, t);
}

static enum err put_value(struct reader *r, struct text *t)
{
    struct bytes string;
    enum err err;

    skip_space(r);
    if (take(r, '"')) {
        err = read_string(r, &string);
        return err ? err : put_string(r, t, string);
    }
    if (r->depth == JCS_DEPTH_MAX)
        return ERR_TOO_DEEP;
    r->depth++;
    err = take(r, '{')   ? put_object(r, t)
          : take(r, '[') ? put_array(r, t)
                         : put_scalar(r, t);
    r->depth--;
    return err;
}

enum err jcs_canonicalize(struct arena *a, struct bytes *out,
                          struct bytes text)
{
    struct reader r = { a, text, 0 };
    struct text t = { 0 };
    enum err err = put_value(&r, &t);

    if (err)
        return err;
    skip_space(&r);
    if (r.rest.len)
        return ERR_SYNTAX_RULE;
    *out = bytes_make(t.data, t.len);
    return ERR_OK;
}
