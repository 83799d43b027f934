/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/calldata.h"

#include <string.h>

#include "chain/codec/abi_type.h"

static enum err bad(struct error *why, const char *what)
{
    error_set(why, ERR_BAD_INPUT, "%.100s", what);
    return ERR_BAD_INPUT;
}

/* Takes one type off the front of "a,(b,c),d)". */
static struct bytes next_type(const char **at)
{
    const char *start = *at;
    int depth = 0;
    size_t len = 0;

    for (; start[len]; len++) {
        depth += (start[len] == '(') - (start[len] == ')');
        if (depth < 0 || (depth == 0 && start[len] == ','))
            break;
    }
    *at = start + len + (start[len] == ',');
    return bytes_make(start, len);
}

/* Flags may be written as text. */
static enum err argument(struct arena *a, struct abi *out, struct bytes type,
                         const json_t *value, struct error *why)
{
    static const uint8_t one = 1;
    const char *text = json_string_value(value);
    enum err err;

    if (bytes_eq(type, bytes_str("bool")) && text) {
        bool yes = strcmp(text, "true") == 0;

        if (!yes && strcmp(text, "false") != 0)
            return bad(why, "an argument is no bool");
        *out = abi_right(yes ? bytes_make(&one, 1) : BYTES_EMPTY);
        return ERR_OK;
    }
    err = abi_from_json(a, out, type, value);
    return err_is_reason(err) ? bad(why, "an argument is not of its type")
                              : err;
}

enum err calldata_append(struct arena *a, struct bytes *out,
                         struct bytes prefix, const char *types,
                         const json_t *arguments, struct error *why)
{
    struct abi values[CALLDATA_ARGUMENTS_MAX];
    size_t count = json_array_size(arguments);
    const char *at = types + 1;
    struct bytes tail;
    uint8_t *data;
    enum err err = ERR_OK;

    if (count > CALLDATA_ARGUMENTS_MAX)
        return bad(why, "too many arguments");
    if (count != calldata_count(types))
        return bad(why, "the number of arguments is not that of the types");
    for (size_t i = 0; !err && i < count; i++)
        err = argument(a, &values[i], next_type(&at),
                       json_array_get(arguments, i), why);
    if (!err)
        err = abi_encode(a, &tail, values, count);
    if (err)
        return err;
    data = arena_raw(a, prefix.len + tail.len + 1);
    if (!data)
        return ERR_MEMORY;
    if (prefix.len)
        memcpy(data, prefix.data, prefix.len);
    if (tail.len)
        memcpy(data + prefix.len, tail.data, tail.len);
    *out = bytes_make(data, prefix.len + tail.len);
    return ERR_OK;
}

enum err calldata_make(struct arena *a, struct bytes *out,
                       const char *signature, const json_t *arguments,
                       struct error *why)
{
    const char *types = strchr(signature, '(');
    uint8_t selector[4];

    if (!types || types == signature ||
        signature[strlen(signature) - 1] != ')')
        return bad(why, "the function is no signature like name(uint256)");
    abi_selector(selector, signature);
    return calldata_append(a, out, BYTES_OF(selector), types, arguments, why);
}

size_t calldata_count(const char *types)
{
    const char *at = types + 1;
    size_t n = 0;

    while (*at && *at != ')') {
        (void)next_type(&at);
        n++;
    }
    return n;
}
