/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <ctype.h>
#include <stdio.h>

#include "base/hex.h"
#include "base/json.h"

enum { INDEX_MAX = 1000000, CONCAT_MAX = 1 << 20 };

/* --- references ------------------------------------------------------------------- */

static bool name_char(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* Length of "name(.key|[n])*" up to the closing brace, or 0. */
static size_t path_length(const char *p)
{
    size_t n = 0;

    while (name_char(p[n]))
        n++;
    if (!n)
        return 0;
    while (p[n] && p[n] != '}') {
        size_t before;

        if (p[n] == '.') {
            before = ++n;
            while (name_char(p[n]))
                n++;
        } else if (p[n] == '[') {
            before = ++n;
            while (isdigit((unsigned char)p[n]))
                n++;
            if (n == before || n - before > 6 || p[n] != ']')
                return 0;
            n++;
        } else {
            return 0;
        }
        if (n == before)
            return 0;
    }
    return n;
}

bool scenario_is_reference(const char *text, size_t *name_len)
{
    size_t len, name = 0;

    if (strncmp(text, "${", 2) != 0)
        return false;
    len = path_length(text + 2);
    if (!len || strcmp(text + 2 + len, "}") != 0)
        return false;
    while (name_char(text[2 + name]))
        name++;
    *name_len = name;
    return true;
}

/* Borrowed, or NULL when it is not there.  text is a reference. */
static json_t *look_up(const char *text, const json_t *values)
{
    const char *p = text + 2;
    const json_t *at = values;
    char key[128];

    for (;;) {
        size_t n = 0;

        if (*p == '}')
            return (json_t *)(uintptr_t)at;
        if (*p == '[') {
            size_t index = 0;

            for (p++; isdigit((unsigned char)*p); p++)
                index = index * 10 + (size_t)(*p - '0');
            p++;
            at = json_array_get(at, index);
        } else {
            p += *p == '.';
            while (name_char(p[n]))
                n++;
            if (n >= sizeof key)
                return NULL;
            memcpy(key, p, n);
            key[n] = '\0';
            p += n;
            at = json_object_get(at, key);
        }
        if (!at)
            return NULL;
    }
}

/* --- functions: one-key maps -------------------------------------------------------- */

/* {of: value, keys: [name, …]} */
static bool names_keys(const json_t *a)
{
    const json_t *keys = json_object_get(a, "keys");

    if (json_object_size(a) != 2 || !json_object_get(a, "of") ||
        !json_array_size(keys))
        return false;
    for (size_t i = 0; i < json_array_size(keys); i++)
        if (!json_is_string(json_array_get(keys, i)))
            return false;
    return true;
}

static bool names_key(const json_t *a)
{
    return json_object_size(a) == 2 && json_object_get(a, "of") &&
           json_is_string(json_object_get(a, "key"));
}

static bool names_more(const json_t *a)
{
    return json_object_size(a) == 2 && json_object_get(a, "of") &&
           json_is_object(json_object_get(a, "more"));
}

static bool is_pair(const json_t *a)
{
    return json_array_size(a) == 2;
}

static bool is_some(const json_t *a)
{
    return a != NULL;
}

static bool is_texts(const json_t *a)
{
    for (size_t i = 0; i < json_array_size(a); i++)
        if (!json_is_string(json_array_get(a, i)))
            return false;
    return json_array_size(a) > 0;
}

static json_t *do_pick(const json_t *a)
{
    const json_t *of = json_object_get(a, "of");
    const json_t *keys = json_object_get(a, "keys");
    json_t *out = json_is_object(of) ? json_object() : NULL;

    for (size_t i = 0; out && i < json_array_size(keys); i++) {
        const char *key = json_string_value(json_array_get(keys, i));

        if (json_object_get(of, key))
            json_object_set(out, key, json_object_get(of, key));
    }
    return out;
}

static json_t *do_omit(const json_t *a)
{
    const json_t *of = json_object_get(a, "of");
    const json_t *keys = json_object_get(a, "keys");
    json_t *out = json_is_object(of) ? json_copy((json_t *)(uintptr_t)of)
                                     : NULL;

    for (size_t i = 0; out && i < json_array_size(keys); i++)
        json_object_del(out, json_string_value(json_array_get(keys, i)));
    return out;
}

static json_t *do_with(const json_t *a)
{
    const json_t *of = json_object_get(a, "of");
    const json_t *more = json_object_get(a, "more");
    json_t *out = json_is_object(of) && json_is_object(more)
                      ? json_copy((json_t *)(uintptr_t)of) : NULL;

    if (out)
        json_object_update(out, (json_t *)(uintptr_t)more);
    return out;
}

static json_t *do_each(const json_t *a)
{
    const json_t *of = json_object_get(a, "of");
    const char *key = json_string_value(json_object_get(a, "key"));
    json_t *out = json_is_array(of) ? json_array() : NULL;

    for (size_t i = 0; out && i < json_array_size(of); i++) {
        json_t *item = json_object_get(json_array_get(of, i), key);

        json_array_append_new(out, item ? json_incref(item) : json_null());
    }
    return out;
}

static json_t *do_flatten(const json_t *a)
{
    json_t *out = json_is_array(a) ? json_array() : NULL;

    for (size_t i = 0; out && i < json_array_size(a); i++)
        if (json_array_extend(out, json_array_get(a, i))) {
            json_decref(out);
            return NULL;
        }
    return out;
}

static json_t *do_count(const json_t *a)
{
    if (!json_is_array(a) && !json_is_object(a))
        return NULL;
    return json_quantity_u64(json_is_array(a) ? json_array_size(a)
                                              : json_object_size(a));
}

static bool number_of(struct u256 *out, const json_t *value)
{
    json_t *box = json_pack("{s:O}", "n", value);
    bool good = box && !json_get_quantity(out, box, "n", NULL);

    json_decref(box);
    return good;
}

static json_t *do_add(const json_t *a)
{
    struct u256 left, right;

    if (!number_of(&left, json_array_get(a, 0)) ||
        !number_of(&right, json_array_get(a, 1)) ||
        u256_add_carry(&left, left, right))
        return NULL;
    return json_quantity(left);
}

static json_t *do_sub(const json_t *a)
{
    struct u256 left, right;

    if (!number_of(&left, json_array_get(a, 0)) ||
        !number_of(&right, json_array_get(a, 1)) || u256_cmp(left, right) < 0)
        return NULL;
    return json_quantity(u256_sub(left, right));
}

static json_t *do_div(const json_t *a)
{
    struct u256 left, right;

    if (!number_of(&left, json_array_get(a, 0)) ||
        !number_of(&right, json_array_get(a, 1)) || u256_is_zero(right))
        return NULL;
    return json_quantity(u256_div(left, right));
}

static json_t *do_append(const json_t *a)
{
    json_t *list = json_array_get(a, 0), *out;

    out = json_is_array(list) ? json_copy(list) : NULL;
    if (out)
        json_array_append(out, json_array_get(a, 1));
    return out;
}

/* Texts put together: of those that start with 0x only the first keeps it. */
static json_t *do_join(const json_t *a)
{
    char *text = NULL;
    json_t *out;
    struct arena arena;
    size_t len = 0;

    arena_init(&arena, CONCAT_MAX + 4096);
    text = (char *)arena_raw(&arena, CONCAT_MAX);
    for (size_t i = 0; text && i < json_array_size(a); i++) {
        const char *part = json_string_value(json_array_get(a, i));
        bool hex = part && i && strncmp(part, "0x", 2) == 0;
        size_t n = part ? strlen(part) - (hex ? 2 : 0) : CONCAT_MAX;

        if (n >= CONCAT_MAX - len) {
            text = NULL;
            break;
        }
        memcpy(text + len, part + (hex ? 2 : 0), n);
        len += n;
    }
    out = text ? json_stringn(text, len) : NULL;
    arena_release(&arena);
    return out;
}

static json_t *do_head(const json_t *a)
{
    const char *text = json_string_value(json_array_get(a, 0));
    json_int_t bytes = json_integer_value(json_array_get(a, 1));

    if (!text || bytes < 0 || (size_t)bytes > strlen(text) / 2)
        return NULL;
    if (strlen(text) < 2 + 2 * (size_t)bytes)
        return NULL;
    return json_stringn(text, 2 + 2 * (size_t)bytes);
}

/* What follows the first n bytes. */
static json_t *do_tail(const json_t *a)
{
    const char *text = json_string_value(json_array_get(a, 0));
    json_int_t bytes = json_integer_value(json_array_get(a, 1));

    if (!text || strncmp(text, "0x", 2) != 0 || bytes < 0 ||
        (size_t)bytes > strlen(text) / 2 ||
        strlen(text) < 2 + 2 * (size_t)bytes)
        return NULL;
    return json_sprintf("0x%s", text + 2 + 2 * (size_t)bytes);
}

/* 32 bytes: a number, or up to 32 bytes with zeros put before them. */
static json_t *do_word(const json_t *a)
{
    enum { DIGITS = 64 };
    const char *text = json_string_value(a);
    struct u256 number;
    json_t *out = NULL, *quantity = NULL;

    if (json_is_integer(a) && number_of(&number, a)) {
        quantity = json_quantity(number);
        text = json_string_value(quantity);
    }
    if (text && strncmp(text, "0x", 2) == 0 && strlen(text) <= 2 + DIGITS &&
        strspn(text + 2, "0123456789abcdefABCDEF") == strlen(text + 2))
        out = json_sprintf("0x%.*s%s", (int)(2 + DIGITS - strlen(text)),
                           "00000000000000000000000000000000"
                           "00000000000000000000000000000000", text + 2);
    json_decref(quantity);
    return out;
}

/* clang-format off */
static const struct function {
    const char *name;
    bool (*valid)(const json_t *argument);
    json_t *(*call)(const json_t *argument); /* NULL: it does not fit */
    const char *form;
} functions[] = {
    { "$pick",    names_keys, do_pick,    "{of: map, keys: [name, …]}" },
    { "$omit",    names_keys, do_omit,    "{of: map, keys: [name, …]}" },
    { "$with",    names_more, do_with,    "{of: map, more: map}" },
    { "$each",    names_key,  do_each,    "{of: list, key: name}" },
    { "$flatten", is_some,    do_flatten, "a list of lists" },
    { "$count",   is_some,    do_count,   "a list or a map" },
    { "$add",     is_pair,    do_add,     "[number, number]" },
    { "$sub",     is_pair,    do_sub,     "[number, number]" },
    { "$div",     is_pair,    do_div,     "[number, number]" },
    { "$append",  is_pair,    do_append,  "[list, item]" },
    { "$join",    is_texts,   do_join,    "[text, …]" },
    { "$head",    is_pair,    do_head,    "[hex, number of bytes]" },
    { "$tail",    is_pair,    do_tail,    "[hex, number of bytes]" },
    { "$word",    is_some,    do_word,    "a number or hex" },
};
/* clang-format on */

static const struct function *function_of(const json_t *value)
{
    const char *key;

    if (json_object_size(value) != 1)
        return NULL;
    key = json_object_iter_key(json_object_iter((json_t *)(uintptr_t)value));
    for (size_t i = 0; i < ARRAY_LEN(functions); i++)
        if (strcmp(functions[i].name, key) == 0)
            return &functions[i];
    return NULL;
}

bool scenario_is_function(const json_t *value)
{
    return function_of(value) != NULL;
}

/* --- evaluation ------------------------------------------------------------------------ */

static enum err value_of_list(json_t **out, const json_t *value,
                              const json_t *values, struct error *why)
{
    json_t *copy = json_array();

    for (size_t i = 0; i < json_array_size(value); i++) {
        json_t *item = NULL;
        enum err err = scenario_value(&item, json_array_get(value, i), values,
                                      why);

        if (err || !item) {
            json_decref(copy);
            return err;
        }
        json_array_append_new(copy, item);
    }
    *out = copy;
    return copy ? ERR_OK : error_set(why, ERR_MEMORY, "memory is short");
}

static enum err value_of_map(json_t **out, const json_t *value,
                             const json_t *values, struct error *why)
{
    json_t *copy = json_object(), *old;
    const char *key;

    json_object_foreach((json_t *)(uintptr_t)value, key, old) {
        json_t *item = NULL;
        enum err err = scenario_value(&item, old, values, why);

        if (err || !item) {
            json_decref(copy);
            return err;
        }
        json_object_set_new(copy, key, item);
    }
    *out = copy;
    return copy ? ERR_OK : error_set(why, ERR_MEMORY, "memory is short");
}

static enum err call(json_t **out, const struct function *f,
                     const json_t *value, const json_t *values,
                     struct error *why)
{
    json_t *argument = NULL;
    enum err err = scenario_value(
        &argument, json_object_get(value, f->name), values, why);

    if (err || !argument)
        return err;
    *out = f->call(argument);
    json_decref(argument);
    return *out ? ERR_OK
                : error_set(why, ERR_BAD_INPUT, "%s does not have %s", f->name,
                            f->form);
}

/* Depth is bounded by YAML_DEPTH_MAX. */
enum err scenario_value(json_t **out, const json_t *value,
                        const json_t *values, struct error *why)
{
    const struct function *f = function_of(value);
    const char *text = json_string_value(value);
    size_t name_len;

    *out = NULL;
    if (text && scenario_is_reference(text, &name_len)) {
        *out = json_incref(look_up(text, values));
        return ERR_OK;
    }
    if (f)
        return call(out, f, value, values, why);
    if (json_is_array(value))
        return value_of_list(out, value, values, why);
    if (json_is_object(value))
        return value_of_map(out, value, values, why);
    *out = json_incref((json_t *)(uintptr_t)value);
    return ERR_OK;
}

static enum err check_text(const char *text, json_t *names, struct error *why)
{
    char name[128];
    size_t len;

    if (!strstr(text, "${"))
        return ERR_OK;
    if (!scenario_is_reference(text, &len) || len >= sizeof name)
        return error_set(why, ERR_SCHEMA, "\"%.80s\" must be one whole "
                         "reference: ${name.key[0]}", text);
    memcpy(name, text + 2, len);
    name[len] = '\0';
    json_object_set_new(names, name, json_true());
    return ERR_OK;
}

enum err scenario_value_check(const json_t *value, json_t *names,
                              struct error *why)
{
    const struct function *f = function_of(value);
    const char *text = json_string_value(value), *key;
    enum err err = ERR_OK;
    json_t *item;
    size_t i;

    if (text)
        return check_text(text, names, why);
    if (f && !f->valid(json_object_get(value, f->name)) &&
        !json_is_string(json_object_get(value, f->name)))
        return error_set(why, ERR_SCHEMA, "%s must have %s", f->name, f->form);
    json_object_foreach((json_t *)(uintptr_t)value, key, item)
        if (!err)
            err = scenario_value_check(item, names, why);
    json_array_foreach((json_t *)(uintptr_t)value, i, item)
        if (!err)
            err = scenario_value_check(item, names, why);
    return err;
}
