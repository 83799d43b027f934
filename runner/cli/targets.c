/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/targets.h"

#include <stdio.h>

#include "runner/schema.h"

/* clang-format off */
static const struct schema_key file_keys[] = {
    { "format", SCHEMA_VERSION, true }, { "note", SCHEMA_TEXT, false },
    { "history", SCHEMA_TEXT, false },  { "policy", SCHEMA_MAP, false },
    { "targets", SCHEMA_LIST, true },
};
static const struct schema_key policy_keys[] = {
    { "nonconformant", SCHEMA_TEXT, false }, { "regression", SCHEMA_TEXT, false },
    { "inconclusive", SCHEMA_TEXT, false },  { "unreachable", SCHEMA_TEXT, false },
};
static const struct schema_key entry_keys[] = {
    { "name", SCHEMA_ID, true },         { "vendor", SCHEMA_TEXT, false },
    { "product", SCHEMA_TEXT, false },   { "version", SCHEMA_TEXT, false },
    { "note", SCHEMA_TEXT, false },      { "endpoints", SCHEMA_TEXTS, true },
    { "headers", SCHEMA_TEXTS, false },  { "bearer", SCHEMA_TEXT, false },
    { "jwt_secret", SCHEMA_TEXT, false }, { "client_cert", SCHEMA_TEXT, false },
    { "client_key", SCHEMA_TEXT, false }, { "key_password", SCHEMA_TEXT, false },
    { "ca", SCHEMA_TEXT, false },        { "proxy", SCHEMA_TEXT, false },
    { "limits", SCHEMA_MAP, false },     { "capabilities", SCHEMA_TEXTS, false },
    { "profile", SCHEMA_ID, false },     { "statement", SCHEMA_TEXT, false },
    { "baseline", SCHEMA_TEXT, false },  { "allow_writes", SCHEMA_BOOL, false },
    { "fixture", SCHEMA_TEXT, false },
};
static const struct schema_key limit_keys[] = {
    { "jobs", SCHEMA_ANY, false },       { "rate", SCHEMA_ANY, false },
    { "requests", SCHEMA_ANY, false },   { "timeout_ms", SCHEMA_ANY, false },
    { "answer_bytes", SCHEMA_ANY, false }, { "redirects", SCHEMA_ANY, false },
    { "http_version", SCHEMA_ANY, false },
};

enum value_kind { VALUE_TEXT, VALUE_PATH, VALUE_SOURCE };

/* Members that are an option of `etalon run`, lists included. */
static const struct option_of {
    const char *key, *option;
    enum value_kind kind;
} texts[] = {
    { "endpoints",    "--target",       VALUE_TEXT },
    { "headers",      "--header",       VALUE_SOURCE },
    { "bearer",       "--bearer",       VALUE_SOURCE },
    { "jwt_secret",   "--jwt-secret",   VALUE_SOURCE },
    { "client_cert",  "--client-cert",  VALUE_PATH },
    { "client_key",   "--client-key",   VALUE_PATH },
    { "key_password", "--key-password", VALUE_SOURCE },
    { "ca",           "--ca",           VALUE_PATH },
    { "proxy",        "--proxy",        VALUE_TEXT },
    { "capabilities", "--capability",   VALUE_TEXT },
    { "profile",      "--profile",      VALUE_TEXT },
    { "statement",    "--statement",    VALUE_PATH },
    { "baseline",     "--baseline",     VALUE_PATH },
    { "fixture",      "--fixture",      VALUE_TEXT },
};
static const struct limit_of {
    const char *key, *option;
    json_int_t low, high;
} limits[] = {
    { "jobs",         "--jobs",         1, 64 },
    { "rate",         "--rate",         1, 1000000 },
    { "requests",     "--max-requests", 1, UINT32_MAX },
    { "timeout_ms",   "--timeout",      1, 3600000 },
    { "answer_bytes", "--line-max",     1024, (json_int_t)1 << 30 },
    { "redirects",    "--redirects",    0, ACCESS_REDIRECTS_MAX },
    { "http_version", "--http-version", 1, 2 },
};
/* clang-format on */

struct reading {
    struct targets *t;
    const char *dir;
    size_t dir_len;
    struct problem_sink *sink;
};

#define PROBLEM(r, map, key, ...)                                             \
    problem_add((r)->sink, ERR_SCHEMA, (r)->t->doc.source,                    \
                yaml_value_place(&(r)->t->doc, (map), (key)), __VA_ARGS__)

bool targets_add_option(struct args *args, const char *name, const char *value)
{
    const struct command *run = &command_run;

    for (size_t i = 0; i < run->option_count; i++) {
        if (strcmp(run->options[i].name, name) != 0)
            continue;
        if (args->given_count == OPTIONS_GIVEN_MAX || !value)
            return false;
        args->given[args->given_count].row = &run->options[i];
        args->given[args->given_count++].value =
            run->options[i].value ? value : NULL;
        return true;
    }
    return false;
}

static const char *beside(const struct reading *r, const char *path)
{
    if (path[0] == '/' || !r->dir_len)
        return path;
    return arena_printf(&r->t->arena, "%.*s/%s", (int)r->dir_len, r->dir,
                        path);
}

/* Where text names a file after "file:", that is beside this one. */
static const char *source(const struct reading *r, const char *text)
{
    const char *file = strstr(text, "file:");
    const char *path;

    if (!file || (file > text && file[-1] != ' '))
        return text;
    path = beside(r, file + 5);
    return path ? arena_printf(&r->t->arena, "%.*sfile:%s",
                               (int)(file - text), text, path)
                : NULL;
}

static void add(const struct reading *r, struct target_entry *e,
                const struct option_of *o, const char *text,
                struct yaml_place at)
{
    const char *value = o->kind == VALUE_PATH     ? beside(r, text)
                        : o->kind == VALUE_SOURCE ? source(r, text)
                                                  : text;

    if (!targets_add_option(&e->args, o->option, value))
        problem_add(r->sink, ERR_LIMIT, r->t->doc.source, at,
                    "%s: too much is said of this target", o->key);
}

static bool is_target(const char *text)
{
    const struct target_driver *driver;

    for (size_t i = 0; (driver = target_driver_at(i)); i++)
        if (strncmp(text, driver->scheme, strlen(driver->scheme)) == 0)
            return true;
    return false;
}

static void read_texts(const struct reading *r, struct target_entry *e,
                       const json_t *map)
{
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        json_t *value = json_object_get(map, texts[i].key), *item;
        size_t k;

        if (json_is_string(value))
            add(r, e, &texts[i], json_string_value(value),
                yaml_value_place(&r->t->doc, map, texts[i].key));
        json_array_foreach(value, k, item)
            add(r, e, &texts[i], json_string_value(item),
                yaml_item_place(&r->t->doc, value, k));
    }
}

static void check_endpoints(const struct reading *r, const json_t *map)
{
    json_t *list = json_object_get(map, "endpoints"), *item;
    size_t i;

    if (!json_array_size(list))
        PROBLEM(r, map, "endpoints", "at least one endpoint is needed");
    json_array_foreach(list, i, item)
        if (!is_target(json_string_value(item)))
            problem_add(r->sink, ERR_SCHEMA, r->t->doc.source,
                        yaml_item_place(&r->t->doc, list, i),
                        "an endpoint is a target, such as "
                        "https://node.example; see 'etalon help targets'");
}

static void read_limits(const struct reading *r, struct target_entry *e,
                        const json_t *map)
{
    if (!map || !schema_check(&r->t->doc, map, (struct yaml_place){ 0, 0 },
                              limit_keys, ARRAY_LEN(limit_keys), r->sink))
        return;
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        const json_t *value = json_object_get(map, limits[i].key);
        json_int_t n = json_integer_value(value);
        const char *text;

        if (!value)
            continue;
        if (!json_is_integer(value) || n < limits[i].low ||
            n > limits[i].high) {
            PROBLEM(r, map, limits[i].key, "%s must be a whole number from "
                    "%lld to %lld", limits[i].key, (long long)limits[i].low,
                    (long long)limits[i].high);
            continue;
        }
        text = arena_printf(&r->t->arena, "%lld", (long long)n);
        if (!targets_add_option(&e->args, limits[i].option, text))
            PROBLEM(r, map, limits[i].key, "memory is short");
    }
}

static void read_entry(const struct reading *r, struct target_entry *e,
                       const json_t *map)
{
    e->name = json_string_value(json_object_get(map, "name"));
    e->vendor = json_string_value(json_object_get(map, "vendor"));
    e->product = json_string_value(json_object_get(map, "product"));
    e->version = json_string_value(json_object_get(map, "version"));
    if (targets_find(r->t, e->name))
        problem_add(r->sink, ERR_DUPLICATE, r->t->doc.source,
                    yaml_value_place(&r->t->doc, map, "name"),
                    "there are two targets of the name %.100s", e->name);
    check_endpoints(r, map);
    read_texts(r, e, map);
    read_limits(r, e, json_object_get(map, "limits"));
    if (json_is_true(json_object_get(map, "allow_writes")) &&
        !targets_add_option(&e->args, "--allow-writes", ""))
        PROBLEM(r, map, "allow_writes", "memory is short");
}

static void read_entries(const struct reading *r)
{
    struct targets *t = r->t;
    json_t *list = json_object_get(t->doc.root, "targets"), *item;
    size_t i;

    if (!json_array_size(list) || json_array_size(list) > TARGETS_MAX)
        PROBLEM(r, t->doc.root, "targets", "1 to %d targets are needed",
                TARGETS_MAX);
    t->entries = arena_array(&t->arena, TARGETS_MAX, sizeof *t->entries);
    for (i = 0; t->entries && i < json_array_size(list) && i < TARGETS_MAX;
         i++) {
        struct yaml_place at = yaml_item_place(&t->doc, list, i);

        item = json_array_get(list, i);
        if (!json_is_object(item))
            problem_add(r->sink, ERR_SCHEMA, t->doc.source, at,
                        "a target is a map");
        else if (schema_check(&t->doc, item, at, entry_keys,
                              ARRAY_LEN(entry_keys), r->sink)) {
            read_entry(r, &t->entries[i], item);
            t->count = i + 1;
        }
    }
}

static void read_policy(const struct reading *r)
{
    static const char *const words[] = { [POLICY_FAIL] = "fail",
                                         [POLICY_WARN] = "warn",
                                         [POLICY_IGNORE] = "ignore" };
    struct targets *t = r->t;
    const json_t *map = json_object_get(t->doc.root, "policy");
    const struct {
        const char *key;
        enum targets_policy *out;
    } rows[] = {
        { "nonconformant", &t->nonconformant },
        { "regression", &t->regression },
        { "inconclusive", &t->inconclusive },
        { "unreachable", &t->unreachable },
    };

    if (!map || !schema_check(&t->doc, map, (struct yaml_place){ 0, 0 },
                              policy_keys, ARRAY_LEN(policy_keys), r->sink))
        return;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *word =
            json_string_value(json_object_get(map, rows[i].key));
        bool known = !word;

        for (size_t k = 0; word && k < ARRAY_LEN(words); k++)
            if (strcmp(word, words[k]) == 0) {
                *rows[i].out = (enum targets_policy)k;
                known = true;
            }
        if (!known)
            PROBLEM(r, map, rows[i].key, "%s must be fail, warn or ignore",
                    rows[i].key);
    }
}

enum err targets_load(struct targets *out, const char *path,
                      struct error *why)
{
    struct problem_sink sink = { .report = NULL };
    struct targets t = { .inconclusive = POLICY_WARN,
                         .unreachable = POLICY_WARN };
    struct yaml_place top = { 1, 1 };
    const char *slash = strrchr(path, '/');
    struct reading r = { .t = &t, .dir = path, .sink = &sink };
    enum err err = yaml_load_file(&t.doc, path, path, why);

    if (err)
        return err;
    arena_init(&t.arena, 0);
    r.dir_len = slash ? (size_t)(slash - path) : 0;
    if (schema_check(&t.doc, t.doc.root, top, file_keys, ARRAY_LEN(file_keys),
                     &sink)) {
        read_policy(&r);
        read_entries(&r);
        t.history =
            json_string_value(json_object_get(t.doc.root, "history"));
        t.history = t.history ? beside(&r, t.history) : NULL;
    }
    if (!sink.errors && !t.entries)
        problem_add(&sink, ERR_MEMORY, path, top, "memory is short");
    if (sink.errors) {
        targets_release(&t);
        if (why && !why->code)
            *why = sink.first;
        return sink.first.code;
    }
    *out = t;
    return ERR_OK;
}

void targets_release(struct targets *t)
{
    yaml_release(&t->doc);
    arena_release(&t->arena);
}

const struct target_entry *targets_find(const struct targets *t,
                                        const char *name)
{
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->entries[i].name, name) == 0)
            return &t->entries[i];
    return NULL;
}

bool targets_wanted(const struct args *args, const char *name)
{
    const char *only;

    for (size_t i = 0; (only = args_nth(args, "--only", i)); i++)
        if (strcmp(only, name) == 0)
            return true;
    return !args_has(args, "--only");
}

int targets_graver(int a, int b)
{
    static const int order[] = { EXIT_CONFORMANT, EXIT_INCONCLUSIVE,
                                 EXIT_NONCONFORMANT, EXIT_REGRESSION,
                                 EXIT_USAGE, EXIT_INTERNAL };
    size_t at[2] = { 0, 0 };

    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        at[0] = order[i] == a ? i : at[0];
        at[1] = order[i] == b ? i : at[1];
    }
    return at[0] > at[1] ? a : b;
}
