/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/escape.h"

enum {
    ONE_MAX = 40, /* longest spelling of one code point, with terminator */
    REPLACEMENT = 0xFFFD
};

/* The spelling of one code point in one format; returns its length. */
typedef size_t spell_fn(char out[ONE_MAX], uint32_t point);

/* Length of the sequence that this first byte opens, 0 for none. */
static size_t sequence_len(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

uint32_t escape_next(struct bytes *in)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t len = sequence_len(in->data[0]);
    uint32_t point;

    if (len == 1) {
        point = in->data[0];
        *in = bytes_tail(*in, 1);
        return point;
    }
    if (len == 0 || len > in->len)
        goto bad;
    point = in->data[0] & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        if ((in->data[i] & 0xC0) != 0x80)
            goto bad;
        point = point << 6 | (in->data[i] & 0x3F);
    }
    if (point < least[len] || point > 0x10FFFF ||
        (point >= 0xD800 && point <= 0xDFFF))
        goto bad;
    *in = bytes_tail(*in, len);
    return point;
bad:
    *in = bytes_tail(*in, 1);
    return REPLACEMENT;
}

bool escape_hidden(uint32_t point)
{
    /* Controls, soft hyphen, bidirectional and zero-width marks, separators,
     * annotation and tag characters, noncharacters. */
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        { 0x0, 0x1F },       { 0x7F, 0x9F },       { 0xAD, 0xAD },
        { 0x61C, 0x61C },    { 0x180E, 0x180E },   { 0x200B, 0x200F },
        { 0x2028, 0x202E },  { 0x2060, 0x206F },   { 0xFDD0, 0xFDEF },
        { 0xFEFF, 0xFEFF },  { 0xFFF9, 0xFFFB },   { 0xFFFE, 0xFFFF },
        { 0xE0000, 0xE0FFF },
    };

    for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    }
    return (point & 0xFFFE) == 0xFFFE;
}

static size_t put(char *out, const char *text)
{
    size_t len = strlen(text);

    memcpy(out, text, len);
    return len;
}

static size_t put_utf8(char *out, uint32_t point)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

static size_t put_hex(char *out, const char *before, uint32_t value,
                      unsigned digits)
{
    size_t at = put(out, before);

    for (unsigned i = digits; i-- > 0;)
        out[at++] = "0123456789abcdef"[value >> (4 * i) & 0xF];
    return at;
}

/* \u001b, \U000e0001: what YAML and Turtle read back, and what people see. */
static size_t put_code(char *out, uint32_t point)
{
    return point > 0xFFFF ? put_hex(out, "\\U", point, 8)
                          : put_hex(out, "\\u", point, 4);
}

static size_t plain(char out[ONE_MAX], uint32_t point)
{
    return escape_hidden(point) ? put_code(out, point) : put_utf8(out, point);
}

static size_t quoted(char out[ONE_MAX], uint32_t point)
{
    if (point == '"' || point == '\\') {
        out[0] = '\\';
        out[1] = (char)point;
        return 2;
    }
    return plain(out, point);
}

static size_t json(char out[ONE_MAX], uint32_t point)
{
    size_t at;

    if (point > 0xFFFF && escape_hidden(point)) {
        at = put_hex(out, "\\u", 0xD800 + ((point - 0x10000) >> 10), 4);
        return at + put_hex(out + at, "\\u",
                            0xDC00 + ((point - 0x10000) & 0x3FF), 4);
    }
    return quoted(out, point);
}

static bool unreserved(uint32_t point)
{
    return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') ||
           (point >= 'A' && point <= 'Z') ||
           (point > 0 && point < 0x80 && strchr("-._~", (int)point));
}

static size_t iri(char out[ONE_MAX], uint32_t point)
{
    char raw[ONE_MAX];
    size_t len = put_utf8(raw, point), at = 0;

    if (unreserved(point))
        return put_utf8(out, point);
    for (size_t i = 0; i < len; i++)
        at += put_hex(out + at, "%", (uint8_t)raw[i], 2);
    return at;
}

static size_t xml(char out[ONE_MAX], uint32_t point)
{
    switch (point) {
    case '&':
        return put(out, "&amp;");
    case '<':
        return put(out, "&lt;");
    case '>':
        return put(out, "&gt;");
    case '"':
        return put(out, "&quot;");
    case '\'':
        return put(out, "&#39;");
    default:
        return plain(out, point);
    }
}

static size_t tap(char out[ONE_MAX], uint32_t point)
{
    if (point == '#')
        return put(out, "\\#");
    if (point == '\\')
        return put(out, "\\\\");
    if (escape_hidden(point)) {
        out[0] = '\\';
        return 1 + put_code(out + 1, point);
    }
    return put_utf8(out, point);
}

static size_t csv(char out[ONE_MAX], uint32_t point)
{
    return point == '"' ? put(out, "\"\"") : plain(out, point);
}

/* Every mark that Markdown, GitHub's references, its automatic links or HTML
 * could read becomes a character reference. */
static size_t markdown(char out[ONE_MAX], uint32_t point)
{
    if (point < 0x7F && point > 0x20 &&
        strchr("!\"#$&'*+:<>@[\\]^_`{|}~", (int)point))
        return (size_t)snprintf(out, ONE_MAX, "&#%u;", (unsigned)point);
    if (escape_hidden(point))
        return point > 0xFFFF ? put_hex(out, "&#92;U", point, 8)
                              : put_hex(out, "&#92;u", point, 4);
    /* GitHub makes a link of www.host. */
    if (point == '.')
        return put(out, "&#46;");
    return put_utf8(out, point);
}

static size_t github(char out[ONE_MAX], uint32_t point)
{
    return point == '%' ? put(out, "%25") : plain(out, point);
}

static size_t github_property(char out[ONE_MAX], uint32_t point)
{
    if (point == ':')
        return put(out, "%3A");
    if (point == ',')
        return put(out, "%2C");
    return github(out, point);
}

static spell_fn *const spell[ESCAPE_COUNT] = {
    [ESCAPE_PLAIN] = plain,
    [ESCAPE_JSON] = json,
    [ESCAPE_YAML] = quoted,
    [ESCAPE_TURTLE] = quoted,
    [ESCAPE_IRI] = iri,
    [ESCAPE_XML] = xml,
    [ESCAPE_TAP] = tap,
    [ESCAPE_CSV] = csv,
    [ESCAPE_MARKDOWN] = markdown,
    [ESCAPE_GITHUB] = github,
    [ESCAPE_GITHUB_PROPERTY] = github_property,
};

void escape_bytes(struct sink *s, enum escape how, struct bytes text,
                  size_t max)
{
    struct bytes rest = text;
    char one[ONE_MAX];
    size_t out = 0;

    while (rest.len) {
        struct bytes here = rest;
        size_t len = spell[how](one, escape_next(&rest));

        if (max && out + len > max) {
            sink_format(s, " … (%zu more bytes)", here.len);
            return;
        }
        sink_bytes(s, one, len);
        out += len;
    }
}

void escape_text(struct sink *s, enum escape how, const char *text, size_t max)
{
    if (text)
        escape_bytes(s, how, bytes_str(text), max);
}

void escape_head(struct sink *s, enum escape how, const char *text, size_t max)
{
    struct bytes rest, all;

    if (!text)
        return;
    all = rest = bytes_str(text);
    while (rest.len && all.len - rest.len < max)
        (void)escape_next(&rest);
    escape_bytes(s, how, bytes_head(all, all.len - rest.len), 0);
    if (rest.len)
        sink_format(s, " … (%zu more bytes)", rest.len);
}
