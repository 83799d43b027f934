/* SPDX-License-Identifier: Apache-2.0 */
#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "runner/compare_internal.h"

struct matcher {
    const char *name;
    /* Is the argument well formed? */
    bool (*valid)(const json_t *argument);
    bool (*match)(struct comparing *c, const char *type, const json_t *argument,
                  const json_t *got);
    const char *form;
};

/* --- arguments ------------------------------------------------------------ */

static bool is_true(const json_t *argument)
{
    return json_is_true(argument);
}

static bool is_shape(const json_t *argument)
{
    return json_is_string(argument) &&
           shape_valid(json_string_value(argument), NULL) == ERR_OK;
}

/* Compiles an anchored POSIX ERE; the caller frees it. */
static bool compile(regex_t *out, const json_t *argument)
{
    char text[MATCH_PATTERN_MAX + 8];
    const char *pattern = json_string_value(argument);

    if (!pattern || strlen(pattern) > MATCH_PATTERN_MAX ||
        strlen(pattern) != json_string_length(argument))
        return false;
    snprintf(text, sizeof text, "^(%s)$", pattern);
    return regcomp(out, text, REG_EXTENDED | REG_NOSUB) == 0;
}

/* A back-reference is no part of POSIX ERE and has no bound on its time. */
static bool is_pattern(const json_t *argument)
{
    const char *text = json_string_value(argument);
    regex_t regex;

    for (const char *c = text; c && *c; c++) {
        if (*c != '\\')
            continue;
        c++;
        if (!*c || (*c >= '1' && *c <= '9'))
            return false;
    }
    if (!compile(&regex, argument))
        return false;
    regfree(&regex);
    return true;
}

static bool is_list(const json_t *argument)
{
    return json_is_array(argument) && json_array_size(argument) > 0 &&
           json_array_size(argument) <= MATCH_UNORDERED_MAX;
}

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

static bool is_range(const json_t *argument)
{
    const json_t *min = json_object_get(argument, "min");
    const json_t *max = json_object_get(argument, "max");
    struct u256 low, high;

    if (!min && !max)
        return false;
    if (json_object_size(argument) != (size_t)(min != NULL) + (max != NULL))
        return false;
    if ((min && !to_number(&low, min)) || (max && !to_number(&high, max)))
        return false;
    return !min || !max || u256_cmp(low, high) <= 0;
}

static bool is_length(const json_t *argument)
{
    return is_range(argument) ||
           (json_is_integer(argument) && json_integer_value(argument) >= 0);
}

/* --- matching ------------------------------------------------------------- */

static bool in_range(const json_t *range, struct u256 value)
{
    struct u256 bound;

    if (to_number(&bound, json_object_get(range, "min")) &&
        u256_cmp(value, bound) < 0)
        return false;
    return !to_number(&bound, json_object_get(range, "max")) ||
           u256_cmp(value, bound) <= 0;
}

static bool differs(struct comparing *c, const char *wanted,
                    const json_t *argument, const json_t *got)
{
    char want[COMPARE_VALUE_SIZE], have[COMPARE_VALUE_SIZE];

    compare_show(want, argument);
    compare_show(have, got);
    return compare_differs(c, "%s: expected %s %s, got %s", c->path, wanted,
                           want, have);
}

static bool match_any(struct comparing *c, const char *type,
                      const json_t *argument, const json_t *got)
{
    (void)type;
    (void)argument;
    return got || compare_differs(c, "%s: this key is missing", c->path);
}

static bool match_absent(struct comparing *c, const char *type,
                         const json_t *argument, const json_t *got)
{
    (void)type;
    (void)argument;
    return !got ||
           compare_differs(c, "%s: this key must not be there", c->path);
}

static bool match_type(struct comparing *c, const char *type,
                       const json_t *argument, const json_t *got)
{
    (void)type;
    if (got && shape_check(json_string_value(argument), got, NULL) == ERR_OK)
        return true;
    return differs(c, "a value of type", argument, got);
}

static bool match_pattern(struct comparing *c, const char *type,
                          const json_t *argument, const json_t *got)
{
    const char *text = json_string_value(got);
    regex_t regex;
    bool good;

    (void)type;
    if (!text || json_string_length(got) > MATCH_TEXT_MAX ||
        strlen(text) != json_string_length(got) || !compile(&regex, argument))
        return differs(c, "text that matches", argument, got);
    good = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return good || differs(c, "text that matches", argument, got);
}

/* A trial that leaves the place and the difference as they were. */
static bool try_value(const struct comparing *c, const char *type,
                      const json_t *expected, const json_t *got)
{
    struct difference lost;
    struct comparing trial = *c;

    trial.out = &lost;
    return compare_at(&trial, type, expected, got);
}

static bool match_one_of(struct comparing *c, const char *type,
                         const json_t *argument, const json_t *got)
{
    for (size_t i = 0; i < json_array_size(argument); i++)
        if (try_value(c, type, json_array_get(argument, i), got))
            return true;
    return differs(c, "one of", argument, got);
}

/* Kuhn's augmenting paths: expected items may be matchers, so a greedy
 * assignment could miss a solution.  owner[j]: who holds got item j. */
static bool assign(const struct comparing *c, const json_t *expected,
                   const json_t *got, size_t i, int *owner, bool *seen)
{
    for (size_t j = 0; j < json_array_size(got); j++) {
        if (seen[j] || !try_value(c, "any", json_array_get(expected, i),
                                  json_array_get(got, j)))
            continue;
        seen[j] = true;
        if (owner[j] < 0 ||
            assign(c, expected, got, (size_t)owner[j], owner, seen)) {
            owner[j] = (int)i;
            return true;
        }
    }
    return false;
}

static bool match_unordered(struct comparing *c, const char *type,
                            const json_t *argument, const json_t *got)
{
    int owner[MATCH_UNORDERED_MAX];
    size_t count = json_array_size(argument);

    (void)type;
    if (!json_is_array(got))
        return differs(c, "in any order", argument, got);
    if (json_array_size(got) != count)
        return compare_differs(c, "%s: expected %zu items in any order, got "
                                  "%zu", c->path, count, json_array_size(got));
    for (size_t j = 0; j < count; j++)
        owner[j] = -1;
    for (size_t i = 0; i < count; i++) {
        bool seen[MATCH_UNORDERED_MAX] = { false };

        if (!assign(c, argument, got, i, owner, seen))
            return differs(c, "in any order", json_array_get(argument, i),
                           got);
    }
    return true;
}

static bool match_range(struct comparing *c, const char *type,
                        const json_t *argument, const json_t *got)
{
    struct u256 value;

    (void)type;
    if (to_number(&value, got) && in_range(argument, value))
        return true;
    return differs(c, "a number in", argument, got);
}

/* Items of a list, keys of a map, bytes of hex, characters of other text. */
static bool length_of(size_t *out, const json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value), count = 0;

    if (json_is_array(value)) {
        *out = json_array_size(value);
        return true;
    }
    if (json_is_object(value)) {
        *out = json_object_size(value);
        return true;
    }
    if (!text)
        return false;
    if (shape_check("bytes", value, NULL) == ERR_OK) {
        *out = len / 2 - 1;
        return true;
    }
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    *out = count;
    return true;
}

static bool match_length(struct comparing *c, const char *type,
                         const json_t *argument, const json_t *got)
{
    size_t len;

    (void)type;
    if (!got || !length_of(&len, got))
        return differs(c, "a length of", argument, got);
    if (json_is_integer(argument)
            ? (uint64_t)json_integer_value(argument) == len
            : in_range(argument, u256_from(len)))
        return true;
    return differs(c, "a length of", argument, got);
}

/* clang-format off */
static const struct matcher matchers[] = {
    { "$type",      is_shape,   match_type,      "the name of a type" },
    { "$match",     is_pattern, match_pattern,   "a POSIX extended regular expression, no \\1" },
    { "$any",       is_true,    match_any,       "true" },
    { "$oneOf",     is_list,    match_one_of,    "a list that is not empty" },
    { "$unordered", is_list,    match_unordered, "a list that is not empty" },
    { "$absent",    is_true,    match_absent,    "true" },
    { "$range",     is_range,   match_range,     "{min: n, max: n}, at least one of them" },
    { "$len",       is_length,  match_length,    "a number or {min: n, max: n}" },
};
/* clang-format on */

const char *match_name(const json_t *value)
{
    const char *key;

    if (json_object_size(value) != 1)
        return NULL;
    key = json_object_iter_key(json_object_iter((json_t *)(uintptr_t)value));
    return key[0] == '$' ? key : NULL;
}

static const struct matcher *find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(matchers); i++)
        if (strcmp(matchers[i].name, name) == 0)
            return &matchers[i];
    return NULL;
}

bool match_value(struct comparing *c, const char *type, const json_t *matcher,
                 const json_t *got)
{
    const char *name = match_name(matcher);
    const struct matcher *row = find(name);

    /* compare_check() refused such a vector when it was loaded. */
    if (!row)
        return compare_differs(c, "%s: unknown matcher %s", c->path, name);
    return row->match(c, type, json_object_get(matcher, name), got);
}

static enum err check_matcher(const json_t *value, const char *name,
                              struct error *why)
{
    const struct matcher *row = find(name);
    const char *names[ARRAY_LEN(matchers)], *near;

    if (row && row->valid(json_object_get(value, name)))
        return ERR_OK;
    if (row)
        return error_set(why, ERR_SCHEMA, "%s must be %s", name, row->form);
    for (size_t i = 0; i < ARRAY_LEN(matchers); i++)
        names[i] = matchers[i].name;
    near = schema_nearest(name, names, ARRAY_LEN(names));
    return error_set(why, ERR_SCHEMA, "unknown matcher %.40s%s%s%s", name,
                     near ? "; did you mean " : "", near ? near : "",
                     near ? "?" : "");
}

/* Depth is bounded by YAML_DEPTH_MAX. */
enum err compare_check(const json_t *expected, struct error *why)
{
    const char *name = match_name(expected), *key;
    enum err err = name ? check_matcher(expected, name, why) : ERR_OK;
    json_t *item;
    size_t i;

    json_object_foreach((json_t *)(uintptr_t)expected, key, item) {
        if (err)
            return err;
        if (key[0] == '$' && !name)
            return error_set(why, ERR_SCHEMA,
                             "%.40s must be the only key of its map", key);
        err = compare_check(item, why);
    }
    json_array_foreach((json_t *)(uintptr_t)expected, i, item)
        if (!err)
            err = compare_check(item, why);
    return err;
}

bool compare_has_matcher(const json_t *expected)
{
    const char *key;
    json_t *item;
    size_t i;

    if (match_name(expected))
        return true;
    json_object_foreach((json_t *)(uintptr_t)expected, key, item)
        if (compare_has_matcher(item))
            return true;
    json_array_foreach((json_t *)(uintptr_t)expected, i, item)
        if (compare_has_matcher(item))
            return true;
    return false;
}
