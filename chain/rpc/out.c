/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/out.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROOM_MIN = 1024, NUMBER_SIZE = 40 };

void out_release(struct out *o)
{
    free(o->data);
    *o = (struct out){ .data = NULL };
}

static char *reserve(struct out *o, size_t more)
{
    size_t room = o->room ? o->room : ROOM_MIN;
    char *bigger;

    if (o->failed)
        return NULL;
    if (more <= o->room - o->len)
        return o->data + o->len;
    while (room - o->len < more)
        room *= 2;
    bigger = realloc(o->data, room);
    if (!bigger) {
        o->failed = true;
        return NULL;
    }
    o->data = bigger;
    o->room = room;
    return o->data + o->len;
}

void out_raw(struct out *o, const char *text, size_t len)
{
    char *at = reserve(o, len);

    if (!at)
        return;
    memcpy(at, text, len);
    o->len += len;
}

static void separate(struct out *o)
{
    if (o->comma)
        out_raw(o, ",", 1);
    o->comma = true;
}

static void open_with(struct out *o, const char *bracket)
{
    separate(o);
    out_raw(o, bracket, 1);
    o->comma = false;
}

static void close_with(struct out *o, const char *bracket)
{
    out_raw(o, bracket, 1);
    o->comma = true;
}

void out_object(struct out *o)
{
    open_with(o, "{");
}

void out_object_end(struct out *o)
{
    close_with(o, "}");
}

void out_array(struct out *o)
{
    open_with(o, "[");
}

void out_array_end(struct out *o)
{
    close_with(o, "]");
}

void out_key(struct out *o, const char *name)
{
    separate(o);
    out_raw(o, "\"", 1);
    out_raw(o, name, strlen(name));
    out_raw(o, "\":", 2);
    o->comma = false;
}

void out_value(struct out *o, const char *text, size_t len)
{
    separate(o);
    out_raw(o, text, len);
}

/* Text of others may be cut or no UTF-8 at all: then only ASCII is kept. */
static void out_doubtful(struct out *o, const char *text)
{
    json_t *value = json_string(text);
    char *ascii = value ? NULL : strdup(text);

    for (size_t i = 0; ascii && ascii[i]; i++)
        if ((unsigned char)ascii[i] >= 0x80)
            ascii[i] = '?';
    if (ascii)
        value = json_string(ascii);
    out_json(o, value);
    json_decref(value);
    free(ascii);
}

void out_text(struct out *o, const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len; i++)
        if (text[i] < ' ' || text[i] > '~' || text[i] == '"' ||
            text[i] == '\\') {
            out_doubtful(o, text);
            return;
        }
    separate(o);
    out_raw(o, "\"", 1);
    out_raw(o, text, len);
    out_raw(o, "\"", 1);
}

void out_json(struct out *o, const json_t *v)
{
    char *text = v ? json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;

    if (text)
        out_value(o, text, strlen(text));
    else
        o->failed = true;
    free(text);
}

void out_bytes(struct out *o, struct bytes in)
{
    static const char digits[] = "0123456789abcdef";
    char *at;

    separate(o);
    at = reserve(o, 2 * in.len + 4);
    if (!at)
        return;
    *at++ = '"';
    *at++ = '0';
    *at++ = 'x';
    for (size_t i = 0; i < in.len; i++) {
        *at++ = digits[in.data[i] >> 4];
        *at++ = digits[in.data[i] & 15];
    }
    *at = '"';
    o->len += 2 * in.len + 4;
}

void out_u256(struct out *o, struct u256 v)
{
    static const char digits[] = "0123456789abcdef";
    char text[68] = "\"0x";
    int at = 3, nibbles = (int)((u256_bits(v) + 3) / 4);

    if (!nibbles)
        nibbles = 1;
    for (int i = nibbles; i-- > 0;)
        text[at++] = digits[v.w[i / 16] >> (4 * (i % 16)) & 15];
    text[at++] = '"';
    out_value(o, text, (size_t)at);
}

void out_u64(struct out *o, uint64_t v)
{
    out_u256(o, u256_from(v));
}

void out_word(struct out *o, struct u256 v)
{
    uint8_t word[32];

    u256_to_be(word, v);
    out_bytes(o, BYTES_OF(word));
}

void out_number(struct out *o, uint64_t v)
{
    char text[NUMBER_SIZE];
    int len = snprintf(text, sizeof text, "%llu", (unsigned long long)v);

    out_value(o, text, (size_t)len);
}

void out_integer(struct out *o, long v)
{
    char text[NUMBER_SIZE];
    int len = snprintf(text, sizeof text, "%ld", v);

    out_value(o, text, (size_t)len);
}

void out_real(struct out *o, double v)
{
    char text[NUMBER_SIZE];
    int len = snprintf(text, sizeof text, "%.17g", v);

    /* The shortest spelling that reads back as the same number. */
    for (int digits = 1; digits < 17; digits++) {
        char shorter[NUMBER_SIZE];
        int n = snprintf(shorter, sizeof shorter, "%.*g", digits, v);

        if (strtod(shorter, NULL) >= v && strtod(shorter, NULL) <= v) {
            memcpy(text, shorter, sizeof text);
            len = n;
            break;
        }
    }
    out_value(o, text, (size_t)len);
}

void out_bool(struct out *o, bool v)
{
    out_value(o, v ? "true" : "false", v ? 4 : 5);
}

void out_null(struct out *o)
{
    out_value(o, "null", 4);
}

void out_key_text(struct out *o, const char *name, const char *text)
{
    out_key(o, name);
    out_text(o, text);
}

void out_key_bytes(struct out *o, const char *name, struct bytes in)
{
    out_key(o, name);
    out_bytes(o, in);
}

void out_key_u64(struct out *o, const char *name, uint64_t v)
{
    out_key(o, name);
    out_u64(o, v);
}

void out_key_u256(struct out *o, const char *name, struct u256 v)
{
    out_key(o, name);
    out_u256(o, v);
}
