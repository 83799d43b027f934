/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_block_util.h"

#include "base/hex.h"
#include "chain/eth/header_json.h"

enum err ref_answer(json_t **out, json_t *value)
{
    if (!value)
        return ERR_MEMORY;
    *out = value;
    return ERR_OK;
}

enum err ref_get_fork(enum fork *out, const json_t *in, const char *key,
                      struct error *why)
{
    const char *name;
    enum err err = json_get_text(&name, in, key, why);

    if (err)
        return err;
    if (!fork_find(out, name))
        return error_set(why, ERR_BAD_INPUT, "%s: there is no fork %s", key,
                         name);
    return ERR_OK;
}

enum err ref_get_fork_or_any(const enum fork **out, enum fork *storage,
                             const json_t *in, const char *key,
                             struct error *why)
{
    bool given = json_has(in, key);
    enum err err = given ? ref_get_fork(storage, in, key, why) : ERR_OK;

    if (!err)
        *out = given ? storage : NULL;
    return err;
}

enum err ref_get_u64_or(uint64_t *out, uint64_t otherwise, const json_t *in,
                        const char *key, struct error *why)
{
    if (json_has(in, key))
        return json_get_u64(out, in, key, why);
    *out = otherwise;
    return ERR_OK;
}

enum err ref_get_hex_list(struct arena *a, struct bytes **out, size_t *count,
                          const json_t *in, const char *key,
                          struct error *why)
{
    const json_t *list;
    struct bytes *items;
    size_t n;
    enum err err = json_get_array(&list, in, key, why);

    if (err)
        return err;
    n = json_array_size(list);
    items = arena_array(a, n, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const char *text = json_string_value(json_array_get(list, i));

        err = text ? hex_bytes(a, &items[i], text) : ERR_BAD_INPUT;
        if (err == ERR_MEMORY)
            return err;
        if (err)
            return error_set(why, ERR_BAD_INPUT, "%s[%zu] must be bytes", key,
                             i);
    }
    *out = items;
    *count = n;
    return ERR_OK;
}

/* One list item: a JSON integer or a quantity. */
static bool item_u64(uint64_t *out, const json_t *item)
{
    struct u256 value;

    if (json_is_integer(item) && json_integer_value(item) >= 0) {
        *out = (uint64_t)json_integer_value(item);
        return true;
    }
    if (!json_is_string(item) ||
        hex_quantity(&value, json_string_value(item)) || !u256_is_u64(value))
        return false;
    *out = value.w[0];
    return true;
}

enum err ref_get_u64_list(struct arena *a, uint64_t **out, size_t *count,
                          const json_t *in, const char *key,
                          struct error *why)
{
    const json_t *list;
    uint64_t *items;
    size_t n;
    enum err err = json_get_array(&list, in, key, why);

    if (err)
        return err;
    n = json_array_size(list);
    items = arena_array(a, n, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++)
        if (!item_u64(&items[i], json_array_get(list, i)))
            return error_set(why, ERR_BAD_INPUT,
                             "%s[%zu] must be a quantity of 64 bits", key, i);
    *out = items;
    *count = n;
    return ERR_OK;
}

enum err ref_get_given_header(struct arena *a, struct header *out,
                              const json_t *in, struct error *why)
{
    enum err err = header_from_json(a, out, NULL, in, why);

    if (!err_is_reason(err))
        return err;
    if (why)
        why->code = ERR_BAD_INPUT;
    return ERR_BAD_INPUT;
}
