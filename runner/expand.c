/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/vector_internal.h"

#include "base/arena.h"

/* What $concat and $repeat build: hex digits without 0x. */
struct digits {
    char *data;
    size_t len, room;
};

static const char *single_key(const json_t *value)
{
    if (json_object_size(value) != 1)
        return NULL;
    return json_object_iter_key(
        json_object_iter((json_t *)(uintptr_t)value));
}

static bool is_hex_text(const json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);

    return text && len >= 2 && len % 2 == 0 && memcmp(text, "0x", 2) == 0 &&
           strspn(text + 2, "0123456789abcdefABCDEF") == len - 2;
}

/* Adds text times times; out->room was set by measure(). */
static void put(struct digits *out, const char *text, size_t len, size_t times)
{
    size_t all = len * times, done = len;

    if (!all || all > out->room - out->len)
        return;
    memcpy(out->data + out->len, text, len);
    while (done < all) { /* by doubling */
        size_t more = done < all - done ? done : all - done;

        memcpy(out->data + out->len + done, out->data + out->len, more);
        done += more;
    }
    out->len += all;
}

static enum err add_repeat(struct digits *out, const json_t *map, bool write,
                           struct error *why)
{
    const json_t *bytes = json_object_get(map, "bytes");
    const json_t *times = json_object_get(map, "times");
    size_t len, count;

    if (json_object_size(map) != 2 || !is_hex_text(bytes) ||
        !json_is_integer(times) || json_integer_value(times) < 0)
        return error_set(why, ERR_SCHEMA,
                         "$repeat must be {bytes: \"0x…\", times: n}");
    len = json_string_length(bytes) - 2;
    count = (size_t)json_integer_value(times);
    if (len && count > (2 * (size_t)EXPAND_BYTES_MAX - out->len) / len)
        return error_set(why, ERR_LIMIT, "$repeat gives more than 16 MiB");
    if (write)
        put(out, json_string_value(bytes) + 2, len, count);
    else
        out->len += len * count;
    return ERR_OK;
}

/* Measures (write false) or writes one part: "0x…", $repeat or $concat. Depth
 * is bounded by YAML_DEPTH_MAX. */
static enum err add_part(struct digits *out, const json_t *part, bool write,
                         struct error *why)
{
    const char *key = single_key(part);
    const json_t *value = key ? json_object_get(part, key) : NULL;
    enum err err = ERR_OK;

    if (is_hex_text(part)) {
        size_t len = json_string_length(part) - 2;

        if (len > 2 * (size_t)EXPAND_BYTES_MAX - out->len)
            return error_set(why, ERR_LIMIT, "$concat gives more than 16 MiB");
        if (write)
            put(out, json_string_value(part) + 2, len, 1);
        else
            out->len += len;
        return ERR_OK;
    }
    if (key && strcmp(key, "$repeat") == 0)
        return add_repeat(out, value, write, why);
    if (!key || strcmp(key, "$concat") != 0 || !json_is_array(value))
        return error_set(why, ERR_SCHEMA,
                         "parts of $concat must be \"0x…\", $repeat or a list "
                         "in $concat");
    for (size_t i = 0; i < json_array_size(value) && !err; i++)
        err = add_part(out, json_array_get(value, i), write, why);
    return err;
}

static enum err expand_digits(json_t **out, const json_t *value,
                              size_t *budget, struct error *why)
{
    struct digits text = { 0 };
    struct arena a;
    enum err err = add_part(&text, value, false, why);

    if (err)
        return err;
    if (text.len / 2 > *budget)
        return error_set(why, ERR_LIMIT,
                         "the file expands to more than 64 MiB");
    *budget -= text.len / 2;
    arena_init(&a, text.len + 4096);
    text.room = text.len;
    text.len = 0;
    text.data = (char *)arena_raw(&a, text.room + 3);
    if (text.data) {
        memcpy(text.data, "0x", 2);
        text.data += 2;
        err = add_part(&text, value, true, why);
        if (!err)
            *out = json_stringn_nocheck(text.data - 2, text.len + 2);
    }
    arena_release(&a);
    if (!err && (!text.data || !*out))
        err = error_set(why, ERR_MEMORY, "memory is short");
    return err;
}

static enum err expand_list(json_t **out, json_t *value, size_t *budget,
                            struct error *why)
{
    json_t *copy = json_array();

    for (size_t i = 0; i < json_array_size(value); i++) {
        json_t *item = NULL;
        enum err err = expand_value(&item, json_array_get(value, i), budget,
                                    why);

        if (!err && json_array_append_new(copy, item))
            err = error_set(why, ERR_MEMORY, "memory is short");
        if (err) {
            json_decref(copy);
            return err;
        }
    }
    *out = copy;
    return copy ? ERR_OK : error_set(why, ERR_MEMORY, "memory is short");
}

static enum err expand_map(json_t **out, json_t *value, size_t *budget,
                           struct error *why)
{
    json_t *copy = json_object(), *old;
    const char *key;

    json_object_foreach(value, key, old) {
        json_t *item = NULL;
        enum err err = expand_value(&item, old, budget, why);

        if (!err && json_object_set_new(copy, key, item))
            err = error_set(why, ERR_MEMORY, "memory is short");
        if (err) {
            json_decref(copy);
            return err;
        }
    }
    *out = copy;
    return copy ? ERR_OK : error_set(why, ERR_MEMORY, "memory is short");
}

enum err expand_value(json_t **out, json_t *value, size_t *budget,
                      struct error *why)
{
    const char *key = single_key(value);

    if (key && (strcmp(key, "$repeat") == 0 || strcmp(key, "$concat") == 0))
        return expand_digits(out, value, budget, why);
    if (json_is_array(value))
        return expand_list(out, value, budget, why);
    if (json_is_object(value))
        return expand_map(out, value, budget, why);
    *out = json_incref(value);
    return ERR_OK;
}
