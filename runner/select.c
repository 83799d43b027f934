/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/select.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { SHARDS_MAX = 4096 };

typedef bool (*match_fn)(const char *value, const struct vector *v);

bool select_add(struct select_list *list, const char *value)
{
    if (list->count == SELECT_VALUES_MAX)
        return false;
    list->values[list->count++] = value;
    return true;
}

/* Digits only, 1 to SHARDS_MAX; *end is what follows. */
static unsigned shard_number(const char *text, const char **end)
{
    char *rest;
    unsigned long value;

    *end = text;
    if (*text < '0' || *text > '9')
        return 0;
    errno = 0;
    value = strtoul(text, &rest, 10);
    *end = rest;
    return errno || value > SHARDS_MAX ? 0 : (unsigned)value;
}

enum err select_shard(struct selection *s, const char *text,
                      struct error *why)
{
    const char *rest;
    unsigned shards, shard = shard_number(text, &rest);

    if (*rest == '\0')
        return error_set(why, ERR_USAGE, "shard \"%.20s\" needs a total: i/n",
                         text);
    if (*rest != '/')
        return error_set(why, ERR_USAGE,
                         "shard \"%.20s\" must be i/n, counted from 1", text);
    shards = shard_number(rest + 1, &rest);
    if (*rest || !shard || !shards || shard > shards)
        return error_set(why, ERR_USAGE, "shard \"%.20s\" must be i/n with "
                         "1 <= i <= n <= %d", text, SHARDS_MAX);
    s->shard = shard;
    s->shards = shards;
    return ERR_OK;
}

/* --- filters -------------------------------------------------------------- */

static bool by_suite(const char *value, const struct vector *v)
{
    return strcmp(value, v->suite) == 0;
}

static bool by_standard(const char *value, const struct vector *v)
{
    if (profile_glob(value, v->standard))
        return true;
    for (size_t i = 0; i < v->requires_count; i++)
        if (profile_glob(value, v->requires[i]->standard))
            return true;
    return false;
}

static bool by_requirement(const char *value, const struct vector *v)
{
    for (size_t i = 0; i < v->requires_count; i++)
        if (profile_glob(value, v->requires[i]->id))
            return true;
    return false;
}

static bool by_id(const char *value, const struct vector *v)
{
    return profile_glob(value, v->id);
}

static bool by_level(const char *value, const struct vector *v)
{
    return strcmp(value, level_name(v->level)) == 0;
}

static bool by_tag(const char *value, const struct vector *v)
{
    for (size_t i = 0; i < v->tags_count; i++)
        if (strcmp(value, v->tags[i]) == 0)
            return true;
    return false;
}

static bool by_op(const char *value, const struct vector *v)
{
    return profile_glob(value, v->op_id);
}

/* clang-format off */
static const struct filter {
    const char *name;
    size_t offset;
    match_fn match;
} filters[] = {
    { "suite",       offsetof(struct selection, suites),       by_suite },
    { "standard",    offsetof(struct selection, standards),    by_standard },
    { "requirement", offsetof(struct selection, requirements), by_requirement },
    { "id",          offsetof(struct selection, ids),          by_id },
    { "level",       offsetof(struct selection, levels),       by_level },
    { "tag",         offsetof(struct selection, tags),         by_tag },
    { "op",          offsetof(struct selection, ops),          by_op },
};
/* clang-format on */

static const struct select_list *list_of(const struct selection *s,
                                         const struct filter *f)
{
    return (const struct select_list *)(const void *)((const char *)s +
                                                      f->offset);
}

static bool list_matches(const struct select_list *list, match_fn match,
                         const struct vector *v)
{
    for (size_t i = 0; i < list->count; i++)
        if (match(list->values[i], v))
            return true;
    return list->count == 0;
}

bool select_matches(const struct selection *s, const struct vector *v)
{
    for (size_t f = 0; f < ARRAY_LEN(filters); f++)
        if (!list_matches(list_of(s, &filters[f]), filters[f].match, v))
            return false;
    return true;
}

bool select_fits(const struct selection *s, const struct vector *v)
{
    return !s->fits || s->fits(s->fits_user, v);
}

bool select_filters(const struct selection *s)
{
    for (size_t f = 0; f < ARRAY_LEN(filters); f++)
        if (list_of(s, &filters[f])->count)
            return true;
    return false;
}

static bool names_something(const struct catalogue *c, const char *value,
                            match_fn match)
{
    for (size_t i = 0; i < c->vector_count; i++)
        if (match(value, &c->vectors[i]))
            return true;
    return false;
}

enum err select_check(const struct selection *s, const struct catalogue *c,
                      struct error *why)
{
    for (size_t f = 0; f < ARRAY_LEN(filters); f++) {
        const struct select_list *list = list_of(s, &filters[f]);

        for (size_t i = 0; i < list->count; i++)
            if (!names_something(c, list->values[i], filters[f].match))
                return error_set(why, ERR_USAGE,
                                 "--%s %.120s: no vector has it",
                                 filters[f].name, list->values[i]);
    }
    return ERR_OK;
}

json_t *select_json(const struct selection *s)
{
    json_t *out = json_object();
    char seed[32];

    for (size_t f = 0; f < ARRAY_LEN(filters); f++) {
        const struct select_list *list = list_of(s, &filters[f]);
        json_t *values = list->count ? json_array() : NULL;

        for (size_t i = 0; i < list->count; i++)
            json_array_append_new(values, json_string(list->values[i]));
        if (values)
            json_object_set_new(out, filters[f].name, values);
    }
    if (s->shuffle) {
        snprintf(seed, sizeof seed, "%llu", (unsigned long long)s->seed);
        json_object_set_new(out, "shuffle", json_string(seed));
    }
    if (s->repeat > 1)
        json_object_set_new(out, "repeat", json_integer(s->repeat));
    return out;
}
