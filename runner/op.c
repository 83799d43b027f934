/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/op.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "runner/schema.h"

enum { SHAPE_NAME_MAX = 48, SHAPE_FIELDS_MAX = 48 };

bool op_has_reason(const struct op *op, const char *reason)
{
    size_t len = strlen(reason);

    for (const char *c = op->reasons; c && *c;) {
        size_t word = strcspn(c, " ");

        if (word == len && len && memcmp(c, reason, len) == 0)
            return true;
        c += word;
        c += strspn(c, " ");
    }
    return false;
}

/* --- the types ------------------------------------------------------------ */

typedef bool (*type_fn)(const json_t *value, size_t len);

/* "0x", an even number of digits, and len bytes unless len is 0. */
static bool is_bytes(const json_t *value, size_t len)
{
    const char *text = json_string_value(value);
    size_t size = json_string_length(value);

    if (!text || size < 2 || size % 2 || memcmp(text, "0x", 2) != 0)
        return false;
    if (strspn(text + 2, "0123456789abcdefABCDEF") != size - 2)
        return false;
    return !len || size == 2 + 2 * len;
}

static bool is_quantity(const json_t *value, size_t len)
{
    struct u256 number;

    (void)len;
    if (json_is_integer(value))
        return json_integer_value(value) >= 0;
    return json_is_string(value) &&
           strlen(json_string_value(value)) == json_string_length(value) &&
           hex_quantity(&number, json_string_value(value)) == ERR_OK;
}

static bool is_bool(const json_t *value, size_t len)
{
    (void)len;
    return json_is_boolean(value);
}

static bool is_int(const json_t *value, size_t len)
{
    (void)len;
    return json_is_integer(value);
}

static bool is_number(const json_t *value, size_t len)
{
    (void)len;
    return json_is_number(value);
}

static bool is_text(const json_t *value, size_t len)
{
    (void)len;
    return json_is_string(value);
}

static bool is_fork(const json_t *value, size_t len)
{
    (void)len;
    return json_is_string(value) && json_string_length(value) > 0;
}

static bool is_list(const json_t *value, size_t len)
{
    (void)len;
    return json_is_array(value);
}

static bool is_map(const json_t *value, size_t len)
{
    (void)len;
    return json_is_object(value);
}

static bool is_any(const json_t *value, size_t len)
{
    (void)len;
    return value != NULL;
}

/* clang-format off */
static const struct type {
    const char *name;
    type_fn check;
    size_t len;
    const char *want;
} types[] = {
    { "bytes",    is_bytes,    0,   "bytes (\"0x\" and an even number of hex digits)" },
    { "bytes8",   is_bytes,    8,   "8 bytes (\"0x\" and 16 hex digits)" },
    { "bytes32",  is_bytes,    32,  "32 bytes (\"0x\" and 64 hex digits)" },
    { "bytes256", is_bytes,    256, "256 bytes (\"0x\" and 512 hex digits)" },
    { "address",  is_bytes,    20,  "an address (\"0x\" and 40 hex digits)" },
    { "quantity", is_quantity, 0,   "a quantity (\"0x\" without leading zeros, or an integer)" },
    { "bool",     is_bool,     0,   "true or false" },
    { "int",      is_int,      0,   "an integer" },
    { "number",   is_number,   0,   "a number" },
    { "text",     is_text,     0,   "text" },
    { "fork",     is_fork,     0,   "the name of a fork" },
    { "list",     is_list,     0,   "a list" },
    { "map",      is_map,      0,   "a map" },
    { "any",      is_any,      0,   "a value" },
    { "remark",   is_any,      0,   "a remark" },
};
/* clang-format on */

static const struct type *find_type(const char *name, size_t len)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (strlen(types[i].name) == len &&
            memcmp(types[i].name, name, len) == 0)
            return &types[i];
    return NULL;
}

/* --- fields --------------------------------------------------------------- */

struct field {
    char name[SHAPE_NAME_MAX];
    bool optional;
    const struct type *type;
};

static enum err broken(const char *shape, const char *at, struct error *why)
{
    return error_set(why, ERR_INTERNAL, "broken shape \"%s\" at character %zu",
                     shape, (size_t)(at - shape) + 1);
}

/* Takes "name?:type" off the front of *cursor. */
static enum err next_field(struct field *out, const char *shape,
                           const char **cursor, struct error *why)
{
    const char *c = *cursor + strspn(*cursor, " ");
    size_t len = strcspn(c, "?:,} "), type_len;

    if (len == 0 || len >= SHAPE_NAME_MAX)
        return broken(shape, c, why);
    memcpy(out->name, c, len);
    out->name[len] = '\0';
    c += len;
    out->optional = *c == '?';
    c += *c == '?';
    if (*c != ':')
        return broken(shape, c, why);
    c++;
    type_len = strcspn(c, ",} ");
    out->type = find_type(c, type_len);
    if (!out->type)
        return broken(shape, c, why);
    *cursor = c + type_len + strspn(c + type_len, " ");
    return ERR_OK;
}

/* Reads "{a:t, b?:t}" into fields. */
static enum err read_fields(struct field *fields, size_t *count,
                            const char *shape, struct error *why)
{
    const char *c = shape + 1;
    size_t n = 0;

    c += strspn(c, " ");
    while (*c != '}') {
        enum err err;

        if (n == SHAPE_FIELDS_MAX)
            return broken(shape, c, why);
        err = next_field(&fields[n], shape, &c, why);
        if (err)
            return err;
        for (size_t i = 0; i < n; i++)
            if (strcmp(fields[i].name, fields[n].name) == 0)
                return broken(shape, c, why);
        n++;
        if (*c == ',')
            c++;
        else if (*c != '}')
            return broken(shape, c, why);
    }
    if (c[1])
        return broken(shape, c + 1, why);
    *count = n;
    return ERR_OK;
}

enum err shape_valid(const char *shape, struct error *why)
{
    struct field fields[SHAPE_FIELDS_MAX];
    size_t count;

    if (shape[0] == '{')
        return read_fields(fields, &count, shape, why);
    if (!find_type(shape, strlen(shape)))
        return broken(shape, shape, why);
    return ERR_OK;
}

static bool find_field(struct field *out, const char *shape, const char *name)
{
    struct field fields[SHAPE_FIELDS_MAX];
    size_t count;

    if (shape[0] != '{' || read_fields(fields, &count, shape, NULL))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0) {
            *out = fields[i];
            return true;
        }
    return false;
}

const char *shape_field_type(const char *shape, const char *name)
{
    struct field field;

    return find_field(&field, shape, name) ? field.type->name : NULL;
}

bool shape_field_optional(const char *shape, const char *name)
{
    struct field field;

    return find_field(&field, shape, name) && field.optional;
}

bool shape_is_hex(const char *type)
{
    const struct type *row = type ? find_type(type, strlen(type)) : NULL;

    return row && (row->check == is_bytes || row->check == is_quantity);
}

static enum err unknown_key(const struct field *fields, size_t count,
                            const char *key, struct error *why)
{
    const char *names[SHAPE_FIELDS_MAX], *near;

    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].name;
    near = schema_nearest(key, names, count);
    return error_set(why, ERR_SCHEMA, "unknown key %.60s%s%s%s", key,
                     near ? "; did you mean " : "", near ? near : "",
                     near ? "?" : "");
}

static enum err check_fields(const char *shape, const json_t *value,
                             struct error *why)
{
    struct field fields[SHAPE_FIELDS_MAX];
    size_t count;
    const char *key;
    json_t *item;
    enum err err = read_fields(fields, &count, shape, why);

    if (err)
        return err;
    if (!json_is_object(value))
        return error_set(why, ERR_SCHEMA, "must be a map with the keys %s",
                         shape);
    for (size_t i = 0; i < count; i++) {
        item = json_object_get(value, fields[i].name);
        if (!item && fields[i].optional)
            continue;
        if (!item)
            return error_set(why, ERR_SCHEMA, "key %s is missing",
                             fields[i].name);
        if (!fields[i].type->check(item, fields[i].type->len))
            return error_set(why, ERR_SCHEMA, "%s must be %s", fields[i].name,
                             fields[i].type->want);
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, item)
        if (!shape_field_type(shape, key))
            return unknown_key(fields, count, key, why);
    return ERR_OK;
}

enum err shape_check(const char *shape, const json_t *value, struct error *why)
{
    const struct type *type;

    if (shape[0] == '{')
        return check_fields(shape, value, why);
    type = find_type(shape, strlen(shape));
    if (!type)
        return broken(shape, shape, why);
    if (!type->check(value, type->len))
        return error_set(why, ERR_SCHEMA, "must be %s", type->want);
    return ERR_OK;
}
