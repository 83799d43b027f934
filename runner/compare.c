/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/hex.h"
#include "runner/compare_internal.h"

enum { SHOW_WINDOW = 16 };

void compare_show(char out[COMPARE_VALUE_SIZE], const json_t *value)
{
    char *text;
    size_t len;

    if (!value) {
        snprintf(out, COMPARE_VALUE_SIZE, "nothing");
        return;
    }
    text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    len = text ? strlen(text) : 0;
    if (len < COMPARE_VALUE_SIZE) {
        snprintf(out, COMPARE_VALUE_SIZE, "%s", text ? text : "?");
    } else {
        size_t cut = COMPARE_VALUE_SIZE - 8;

        /* Not inside a UTF-8 sequence. */
        while (cut && ((unsigned char)text[cut] & 0xc0) == 0x80)
            cut--;
        snprintf(out, COMPARE_VALUE_SIZE, "%.*s\xe2\x80\xa6", (int)cut, text);
    }
    free(text);
}

bool compare_differs(struct comparing *c, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(c->out->text, sizeof c->out->text, format, args);
    va_end(args);
    snprintf(c->out->path, sizeof c->out->path, "%s", c->path);
    return false;
}

/* The name of the place, for the start of a sentence. */
static const char *here(const struct comparing *c)
{
    return c->path_len > 2 && c->path[1] == '.' ? c->path + 2 : c->path;
}

static size_t path_push(struct comparing *c, const char *format, ...)
    PRINTF_LIKE(2, 3);

static size_t path_push(struct comparing *c, const char *format, ...)
{
    size_t before = c->path_len, room = sizeof c->path - before;
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(c->path + before, room, format, args);
    va_end(args);
    c->path_len += len < 0 ? 0 : (size_t)len < room ? (size_t)len : room - 1;
    return before;
}

static void path_pop(struct comparing *c, size_t before)
{
    c->path_len = before;
    c->path[before] = '\0';
}

/* --- text ----------------------------------------------------------------- */

static bool is_hex(const char *text, size_t len)
{
    return len >= 2 && memcmp(text, "0x", 2) == 0 &&
           strspn(text + 2, "0123456789abcdefABCDEF") == len - 2;
}

/* Two long hex texts: names the first byte that differs. */
static bool hex_differs(struct comparing *c, const char *want,
                        size_t want_len, const char *got, size_t got_len)
{
    size_t least = want_len < got_len ? want_len : got_len, i = 2;

    while (i < least && strncasecmp(want + i, got + i, 1) == 0)
        i++;
    i -= i % 2;
    return compare_differs(
        c, "%s: byte %zu differs: expected %.*s%s (%zu bytes in all), got "
           "%.*s%s (%zu bytes)",
        here(c), i / 2 - 1, SHOW_WINDOW, i < want_len ? want + i : "the end",
        i + SHOW_WINDOW < want_len ? "\xe2\x80\xa6" : "", want_len / 2 - 1,
        SHOW_WINDOW, i < got_len ? got + i : "the end",
        i + SHOW_WINDOW < got_len ? "\xe2\x80\xa6" : "", got_len / 2 - 1);
}

static bool value_differs(struct comparing *c, const json_t *expected,
                          const json_t *got)
{
    char want_text[COMPARE_VALUE_SIZE], got_text[COMPARE_VALUE_SIZE];

    compare_show(want_text, expected);
    compare_show(got_text, got);
    return compare_differs(c, "%s: expected %s, got %s", here(c), want_text,
                           got_text);
}

static bool compare_text(struct comparing *c, const char *type,
                         const json_t *expected, const json_t *got)
{
    const char *want = json_string_value(expected);
    const char *have = json_string_value(got);
    size_t want_len = json_string_length(expected);
    size_t have_len = json_string_length(got);
    bool hex = is_hex(want, want_len) && is_hex(have, have_len);

    if (want_len == have_len &&
        (memcmp(want, have, want_len) == 0 ||
         (hex && shape_is_hex(type) && strcasecmp(want, have) == 0)))
        return true;
    if (hex && want_len % 2 == 0 && have_len % 2 == 0 &&
        (want_len > 66 || have_len > 66))
        return hex_differs(c, want, want_len, have, have_len);
    return value_differs(c, expected, got);
}

/* --- numbers, lists, maps ------------------------------------------------- */

/* The number in a quantity or a non-negative integer. */
static bool to_number(struct u256 *out, const json_t *value)
{
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *out = u256_from((uint64_t)json_integer_value(value));
        return true;
    }
    return json_is_string(value) &&
           strlen(json_string_value(value)) == json_string_length(value) &&
           hex_quantity(out, json_string_value(value)) == ERR_OK;
}

static bool same_quantity(const json_t *expected, const json_t *got)
{
    struct u256 want, have;

    return to_number(&want, expected) && to_number(&have, got) &&
           u256_eq(want, have);
}

static bool compare_list(struct comparing *c, const json_t *expected,
                         const json_t *got)
{
    size_t want = json_array_size(expected), have = json_array_size(got);

    for (size_t i = 0; i < want && i < have; i++) {
        size_t before = path_push(c, "[%zu]", i);

        if (!compare_at(c, "any", json_array_get(expected, i),
                        json_array_get(got, i)))
            return false;
        path_pop(c, before);
    }
    if (want != have)
        return compare_differs(c, "%s: expected %zu items, got %zu", here(c),
                               want, have);
    return true;
}

static bool is_remark(const char *shape, const char *key)
{
    const char *type = shape ? shape_field_type(shape, key) : NULL;

    return type && strcmp(type, "remark") == 0;
}

static bool compare_map(struct comparing *c, const char *shape,
                        const json_t *expected, const json_t *got)
{
    const char *key;
    json_t *item;

    json_object_foreach((json_t *)(uintptr_t)expected, key, item) {
        const char *type = shape ? shape_field_type(shape, key) : NULL;
        size_t before = path_push(c, ".%s", key);

        if (!is_remark(shape, key) &&
            !compare_at(c, type ? type : "any", item,
                        json_object_get(got, key)))
            return false;
        path_pop(c, before);
    }
    json_object_foreach((json_t *)(uintptr_t)got, key, item)
        if (!json_object_get(expected, key) && !is_remark(shape, key)) {
            (void)path_push(c, ".%s", key);
            return compare_differs(c, "%s: this key is not expected", here(c));
        }
    return true;
}

bool compare_at(struct comparing *c, const char *type, const json_t *expected,
                const json_t *got)
{
    if (match_name(expected))
        return match_value(c, type, expected, got);
    if (!got)
        return compare_differs(c, "%s: this key is missing", here(c));
    if (strcmp(type, "quantity") == 0 && same_quantity(expected, got))
        return true;
    if (json_typeof(expected) != json_typeof(got))
        return value_differs(c, expected, got);
    switch (json_typeof(expected)) {
    case JSON_OBJECT:
        return compare_map(c, type[0] == '{' ? type : NULL, expected, got);
    case JSON_ARRAY:
        return compare_list(c, expected, got);
    case JSON_STRING:
        return compare_text(c, type, expected, got);
    case JSON_INTEGER:
    case JSON_REAL:
        return json_equal(expected, got) || value_differs(c, expected, got);
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
        return true;
    }
    return false;
}

bool compare_values(struct difference *out, const char *shape,
                    const json_t *expected, const json_t *got)
{
    struct comparing c = { .out = out, .path = "$", .path_len = 1 };

    *out = (struct difference){ "", "" };
    return compare_at(&c, shape ? shape : "any", expected, got);
}
