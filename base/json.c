/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"

/* jansson bounds depth by its own JSON_PARSER_MAX_DEPTH (2048); this is ours,
 * checked on the value. */
static bool too_deep(const json_t *value, int depth)
{
    const char *key;
    json_t *item;
    size_t i;

    if (depth > JSON_TEXT_DEPTH_MAX)
        return true;
    json_array_foreach((json_t *)(uintptr_t)value, i, item)
        if (too_deep(item, depth + 1))
            return true;
    json_object_foreach((json_t *)(uintptr_t)value, key, item)
        if (too_deep(item, depth + 1))
            return true;
    return false;
}

enum err json_read(json_t **out, struct bytes text, const char *source,
                   struct error *why)
{
    json_error_t place;
    json_t *value = json_loadb((const char *)text.data, text.len,
                               JSON_REJECT_DUPLICATES | JSON_DECODE_ANY |
                                   JSON_ALLOW_NUL,
                               &place);

    if (!value)
        return error_at(why, ERR_SYNTAX, source, place.line, place.column,
                        "%s", place.text);
    if (too_deep(value, 1)) {
        json_decref(value);
        return error_at(why, ERR_LIMIT, source, 0, 0,
                        "nested deeper than %d levels", JSON_TEXT_DEPTH_MAX);
    }
    *out = value;
    return ERR_OK;
}

static enum err read_all(char **out, size_t *len, FILE *file, size_t size_max)
{
    size_t size = 0, room = 64 * 1024;
    char *text = malloc(room);

    while (text) {
        size_t got = fread(text + size, 1, room - size, file);
        char *more;

        size += got;
        if (size > size_max) {
            free(text);
            return ERR_LIMIT;
        }
        if (got == 0)
            break;
        if (size < room)
            continue;
        more = realloc(text, room * 2);
        if (!more)
            free(text);
        text = more;
        room *= 2;
    }
    if (!text)
        return ERR_MEMORY;
    if (ferror(file)) {
        free(text);
        return ERR_IO;
    }
    *out = text;
    *len = size;
    return ERR_OK;
}

enum err json_read_file(json_t **out, const char *path, size_t size_max,
                        struct error *why)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t len = 0;
    enum err err;

    if (!file)
        return error_at(why, ERR_IO, path, 0, 0, "cannot be opened");
    err = read_all(&text, &len, file,
                   size_max ? size_max : (size_t)64 * 1024 * 1024);
    fclose(file);
    if (err)
        return error_at(why, err, path, 0, 0, "%s", err_sentence(err));
    err = json_read(out, bytes_make(text, len), path, why);
    free(text);
    return err;
}

/* --- canonical text -------------------------------------------------------- */

struct text {
    char *data;
    size_t len, room;
    bool failed;
};

static void put(struct text *t, const char *data, size_t len)
{
    if (t->failed)
        return;
    if (t->len + len + 1 > t->room) {
        size_t room = (t->room ? t->room : 256) * 2 + len;
        char *more = realloc(t->data, room);

        if (!more) {
            t->failed = true;
            return;
        }
        t->data = more;
        t->room = room;
    }
    memcpy(t->data + t->len, data, len);
    t->len += len;
    t->data[t->len] = '\0';
}

/* The escape of one character, or NULL when it stands for itself. */
static const char *escape_of(unsigned char c, char room[8])
{
    static const char SHORT[] = "btnvfr";

    if (c == '"' || c == '\\') {
        snprintf(room, 8, "\\%c", c);
        return room;
    }
    if (c >= 0x20)
        return NULL;
    if (c >= 8 && c <= 13 && c != 11)
        snprintf(room, 8, "\\%c", SHORT[c - 8]);
    else
        snprintf(room, 8, "\\u%04x", c);
    return room;
}

static void put_string(struct text *t, const char *s, size_t len)
{
    size_t start = 0;

    put(t, "\"", 1);
    for (size_t i = 0; i < len; i++) {
        char room[8];
        const char *escape = escape_of((unsigned char)s[i], room);

        if (!escape)
            continue;
        put(t, s + start, i - start);
        put(t, escape, strlen(escape));
        start = i + 1;
    }
    put(t, s + start, len - start);
    put(t, "\"", 1);
}

/* The next decimal of the same length, away from zero: "9.9e+01" becomes
 * "1.0e+02".  text is what %.*e wrote. */
static void step_up(char *text, size_t size)
{
    char *e = strchr(text, 'e'), *at = e - 1;
    long exponent = strtol(e + 1, NULL, 10);

    while (at >= text && (*at == '9' || *at == '.')) {
        if (*at == '9')
            *at = '0';
        at--;
    }
    if (at >= text) {
        (*at)++;
        return;
    }
    text[0] = '1';
    snprintf(e, size - (size_t)(e - text), "e%+03ld", exponent + 1);
}

/* Shortest digits that read back as value: at most 17 are needed.  Above a
 * power of two doubles lie further apart than below it: there the decimal
 * nearest to value may be outside, and the next one inside. */
static int shortest_digits(char digits[32], int *exponent, double value)
{
    enum { SAFE = DBL_DIG - 1 };
    char text[40];
    int n = 0, precision = 0;

    /* Up to DBL_DIG digits come back as they are from a double that is not
     * near the smallest ones, so that the shortest are among these. */
    if (value > DBL_MIN / DBL_EPSILON) {
        snprintf(text, sizeof text, "%.*e", SAFE, value);
        precision = strtod(text, NULL) == value ? DBL_DIG + 2 : DBL_DIG;
    }
    for (; precision <= 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        if (strtod(text, NULL) == value)
            break;
        step_up(text, sizeof text);
        if (strtod(text, NULL) == value)
            break;
    }
    for (const char *c = text; *c && *c != 'e'; c++)
        if (*c >= '0' && *c <= '9')
            digits[n++] = *c;
    *exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return n;
}

/* ECMA-262, Number::toString: k digits, value = 0.digits * 10^n. */
void json_number_text(char out[JSON_NUMBER_SIZE], double value)
{
    char digits[32];
    int exponent, k, n;

    if (value == 0) {
        snprintf(out, JSON_NUMBER_SIZE, "0");
        return;
    }
    if (value < 0) {
        *out++ = '-';
        value = -value;
    }
    k = shortest_digits(digits, &exponent, value);
    n = exponent + 1;
    if (k <= n && n <= 21)
        snprintf(out, JSON_NUMBER_SIZE - 1, "%s%.*s", digits, n - k, "000000000000000000000");
    else if (0 < n && n <= 21)
        snprintf(out, JSON_NUMBER_SIZE - 1, "%.*s.%s", n, digits, digits + n);
    else if (-6 < n && n <= 0)
        snprintf(out, JSON_NUMBER_SIZE - 1, "0.%.*s%s", -n, "000000", digits);
    else if (k == 1)
        snprintf(out, JSON_NUMBER_SIZE - 1, "%se%+d", digits, n - 1);
    else
        snprintf(out, JSON_NUMBER_SIZE - 1, "%c.%se%+d", digits[0], digits + 1, n - 1);
}

/* The next UTF-16 code unit of a UTF-8 string; *low holds a pending low
 * surrogate between calls. */
static unsigned next_unit(const unsigned char **s, unsigned *low)
{
    unsigned c, more, unit;

    if (*low) {
        unit = *low;
        *low = 0;
        return unit;
    }
    c = *(*s)++;
    more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
    c &= more == 3 ? 7 : more == 2 ? 15 : more == 1 ? 31 : 127;
    while (more--)
        c = c << 6 | (*(*s)++ & 63);
    if (c < 0x10000)
        return c;
    *low = 0xdc00 | ((c - 0x10000) & 0x3ff);
    return 0xd800 | (c - 0x10000) >> 10;
}

/* RFC 8785, 3.2.3: order by UTF-16 code units. */
static int by_utf16(const void *left, const void *right)
{
    const unsigned char *a = *(const unsigned char *const *)left;
    const unsigned char *b = *(const unsigned char *const *)right;
    unsigned low_a = 0, low_b = 0;

    for (;;) {
        bool end_a = !low_a && !*a, end_b = !low_b && !*b;
        unsigned unit_a, unit_b;

        if (end_a || end_b)
            return (int)end_b - (int)end_a;
        unit_a = next_unit(&a, &low_a);
        unit_b = next_unit(&b, &low_b);
        if (unit_a != unit_b)
            return unit_a < unit_b ? -1 : 1;
    }
}

static void put_value(struct text *t, const json_t *value);

static void put_object(struct text *t, const json_t *value)
{
    json_t *object = (json_t *)(uintptr_t)value, *item;
    size_t count = json_object_size(value), n = 0;
    const char **keys = calloc(count + 1, sizeof *keys), *key;

    if (!keys) {
        t->failed = true;
        return;
    }
    json_object_foreach(object, key, item)
        keys[n++] = key;
    qsort(keys, n, sizeof *keys, by_utf16);
    put(t, "{", 1);
    for (size_t i = 0; i < n; i++) {
        if (i)
            put(t, ",", 1);
        put_string(t, keys[i], strlen(keys[i]));
        put(t, ":", 1);
        put_value(t, json_object_get(value, keys[i]));
    }
    put(t, "}", 1);
    free(keys);
}

static void put_array(struct text *t, const json_t *value)
{
    put(t, "[", 1);
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (i)
            put(t, ",", 1);
        put_value(t, json_array_get(value, i));
    }
    put(t, "]", 1);
}

static void put_number(struct text *t, double value)
{
    char number[JSON_NUMBER_SIZE];

    if (!isfinite(value)) {
        t->failed = true;
        return;
    }
    json_number_text(number, value);
    put(t, number, strlen(number));
}

static void put_value(struct text *t, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        put_object(t, value);
        break;
    case JSON_ARRAY:
        put_array(t, value);
        break;
    case JSON_STRING:
        put_string(t, json_string_value(value), json_string_length(value));
        break;
    case JSON_INTEGER:
    case JSON_REAL:
        put_number(t, json_number_value(value));
        break;
    case JSON_TRUE:
        put(t, "true", 4);
        break;
    case JSON_FALSE:
        put(t, "false", 5);
        break;
    case JSON_NULL:
        put(t, "null", 4);
        break;
    }
}

char *json_canonical(const json_t *value)
{
    struct text t = { 0 };

    put_value(&t, value);
    if (t.failed) {
        free(t.data);
        return NULL;
    }
    return t.data;
}

/* --- look-ups ---------------------------------------------------------------- */

bool json_has(const json_t *in, const char *key)
{
    const json_t *item = json_object_get(in, key);

    return item && !json_is_null(item);
}

static enum err wrong(struct error *why, const json_t *in, const char *key,
                      const char *kind)
{
    return error_set(why, ERR_BAD_INPUT, "%s is %s; it must be %s", key,
                     json_object_get(in, key) ? "of another kind" : "absent",
                     kind);
}

enum err json_get_text(const char **out, const json_t *in, const char *key,
                       struct error *why)
{
    const json_t *item = json_object_get(in, key);

    if (!json_is_string(item))
        return wrong(why, in, key, "a string");
    *out = json_string_value(item);
    return ERR_OK;
}

enum err json_get_hex(struct arena *a, struct bytes *out, const json_t *in,
                      const char *key, struct error *why)
{
    const json_t *item = json_object_get(in, key);
    enum err err;

    if (!json_is_string(item))
        return wrong(why, in, key, "bytes (\"0x\" and hex digits)");
    err = hex_bytes(a, out, json_string_value(item));
    if (err == ERR_MEMORY)
        return error_set(why, err, "%s: %s", key, err_sentence(err));
    if (err)
        return wrong(why, in, key, "bytes (\"0x\" and hex digits)");
    return ERR_OK;
}

enum err json_get_fixed(uint8_t *out, size_t len, const json_t *in,
                        const char *key, struct error *why)
{
    const json_t *item = json_object_get(in, key);

    if (!json_is_string(item) ||
        hex_fixed(out, len, json_string_value(item)))
        return error_set(why, ERR_BAD_INPUT,
                         "%s must be %zu bytes (\"0x\" and %zu hex digits)",
                         key, len, 2 * len);
    return ERR_OK;
}

enum err json_get_quantity(struct u256 *out, const json_t *in, const char *key,
                           struct error *why)
{
    const json_t *item = json_object_get(in, key);

    if (json_is_integer(item) && json_integer_value(item) >= 0) {
        *out = u256_from((uint64_t)json_integer_value(item));
        return ERR_OK;
    }
    if (!json_is_string(item) || hex_quantity(out, json_string_value(item)))
        return wrong(why, in, key, "a quantity (\"0x\", no leading zeros)");
    return ERR_OK;
}

enum err json_get_u64(uint64_t *out, const json_t *in, const char *key,
                      struct error *why)
{
    struct u256 value;
    enum err err = json_get_quantity(&value, in, key, why);

    if (err)
        return err;
    if (!u256_is_u64(value))
        return error_set(why, ERR_BAD_INPUT, "%s does not fit 64 bits", key);
    *out = value.w[0];
    return ERR_OK;
}

enum err json_get_bool(bool *out, const json_t *in, const char *key,
                       struct error *why)
{
    const json_t *item = json_object_get(in, key);

    if (!json_is_boolean(item))
        return wrong(why, in, key, "true or false");
    *out = json_is_true(item);
    return ERR_OK;
}

enum err json_get_array(const json_t **out, const json_t *in, const char *key,
                        struct error *why)
{
    const json_t *item = json_object_get(in, key);

    if (!json_is_array(item))
        return wrong(why, in, key, "a list");
    *out = item;
    return ERR_OK;
}

enum err json_get_object(const json_t **out, const json_t *in, const char *key,
                         struct error *why)
{
    const json_t *item = json_object_get(in, key);

    if (!json_is_object(item))
        return wrong(why, in, key, "a map");
    *out = item;
    return ERR_OK;
}

json_t *json_hex(struct bytes value)
{
    char *text = malloc(2 * value.len + 3);
    json_t *string;

    if (!text)
        return NULL;
    memcpy(text, "0x", 2);
    hex_write(text + 2, value);
    string = json_stringn_nocheck(text, 2 * value.len + 2);
    free(text);
    return string;
}

json_t *json_quantity(struct u256 value)
{
    char text[HEX_QUANTITY_SIZE];

    hex_write_quantity(text, value);
    return json_string(text);
}

json_t *json_quantity_u64(uint64_t value)
{
    return json_quantity(u256_from(value));
}
