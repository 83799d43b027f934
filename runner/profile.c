/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/profile.h"

#include <stdlib.h>

#include "runner/vector_internal.h"

static const struct schema_key profile_keys[] = {
    { "format", SCHEMA_VERSION, true },
    { "id", SCHEMA_ID, true },
    { "title", SCHEMA_TEXT, true },
    { "suites", SCHEMA_TEXTS, true },
    { "reasons", SCHEMA_TEXT, true },
    { "requires", SCHEMA_LIST, true },
    { "excludes", SCHEMA_TEXTS, false },
    { "note", SCHEMA_TEXT, false },
};

static const struct schema_key rule_keys[] = {
    { "id", SCHEMA_TEXT, true },
    { "optional", SCHEMA_BOOL, false },
};

/* The usual two-pointer match: linear but for the last star. */
bool profile_glob(const char *pattern, const char *text)
{
    const char *star = NULL, *retry = NULL;

    while (*text) {
        if (*pattern == '*') {
            star = ++pattern;
            retry = text;
        } else if (*pattern == '?' || *pattern == *text) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

static bool matches_any(const struct catalogue *c, const char *pattern)
{
    for (size_t i = 0; i < c->requirement_count; i++)
        if (profile_glob(pattern, c->requirements[i].id))
            return true;
    return false;
}

/* A pattern that names nothing is a typo that would loosen the profile. */
static void check_pattern(struct loader *l, const struct yaml_doc *doc,
                          const char *pattern, struct yaml_place at)
{
    if (!matches_any(l->c, pattern))
        problem_add(l->sink, ERR_SCHEMA, doc->source, at,
                    "%.120s names no requirement", pattern);
}

static bool read_rule(struct loader *l, struct profile_rule *out,
                      const struct yaml_doc *doc, const json_t *item,
                      struct yaml_place at)
{
    if (json_is_string(item)) {
        *out = (struct profile_rule){ json_string_value(item), false };
    } else {
        if (!schema_check(doc, item, at, rule_keys, ARRAY_LEN(rule_keys),
                          l->sink))
            return false;
        *out = (struct profile_rule){
            json_string_value(json_object_get(item, "id")),
            json_is_true(json_object_get(item, "optional"))
        };
    }
    check_pattern(l, doc, out->pattern, at);
    return true;
}

static void read_rules(struct loader *l, struct profile *p,
                       const struct yaml_doc *doc)
{
    const json_t *list = json_object_get(doc->root, "requires");
    size_t count = json_array_size(list);

    p->rules = arena_array(&l->c->arena, count + 1, sizeof *p->rules);
    if (!p->rules || !count) {
        problem_add(l->sink, p->rules ? ERR_SCHEMA : ERR_MEMORY, doc->source,
                    yaml_value_place(doc, doc->root, "requires"),
                    p->rules ? "requires must not be empty"
                             : "memory is short");
        return;
    }
    for (size_t i = 0; i < count && !load_stopped(l); i++)
        if (read_rule(l, &p->rules[p->rules_count], doc,
                      json_array_get(list, i), yaml_item_place(doc, list, i)))
            p->rules_count++;
}

static void read_profile(struct loader *l, const struct yaml_doc *doc,
                         const char *shown)
{
    const json_t *root = doc->root;
    const json_t *excludes = json_object_get(root, "excludes");
    const char *id = json_string_value(json_object_get(root, "id"));
    const char *stem = strrchr(shown, '/') + 1;
    struct profile p = { .id = id, .file = shown, .line = 1 };
    struct profile *all;

    p.title = json_string_value(json_object_get(root, "title"));
    p.reasons = json_string_value(json_object_get(root, "reasons"));
    if (strncmp(stem, id, strlen(id)) != 0 ||
        strcmp(stem + strlen(id), ".yaml") != 0)
        problem_add(l->sink, ERR_SCHEMA, shown,
                    yaml_value_place(doc, root, "id"),
                    "the file of profile %s must be %s.yaml", id, id);
    if (profile_find(l->c, id))
        problem_add(l->sink, ERR_DUPLICATE, shown,
                    yaml_value_place(doc, root, "id"),
                    "profile %s exists already", id);
    if (!load_texts(l, &p.suites, &p.suites_count,
                    json_object_get(root, "suites")) ||
        !load_texts(l, &p.excludes, &p.excludes_count, excludes))
        return;
    for (size_t i = 0; i < p.suites_count; i++)
        if (!suite_find(p.suites[i]))
            problem_add(l->sink, ERR_SCHEMA, shown,
                        yaml_value_place(doc, root, "suites"),
                        "there is no suite %.60s", p.suites[i]);
    for (size_t i = 0; i < p.excludes_count; i++)
        check_pattern(l, doc, p.excludes[i],
                      yaml_item_place(doc, excludes, i));
    read_rules(l, &p, doc);
    all = load_grow(l, l->c->profiles, l->c->profile_count, &l->profile_room,
                    sizeof *all, LOAD_PROFILES_MAX);
    if (!all)
        return;
    l->c->profiles = all;
    all[l->c->profile_count++] = p;
}

void load_profile_file(struct loader *l, const char *path, const char *shown)
{
    struct yaml_place top = { 1, 1 };
    struct yaml_doc doc;
    struct error why = { 0 };

    if (yaml_load_file(&doc, path, shown, &why)) {
        problem_add(l->sink, why.code, why.source,
                    (struct yaml_place){ why.line, why.column }, "%s",
                    why.text);
        return;
    }
    load_keep(l, json_incref(doc.root));
    if (schema_check(&doc, doc.root, top, profile_keys,
                     ARRAY_LEN(profile_keys), l->sink))
        read_profile(l, &doc, shown);
    yaml_release(&doc);
}

const struct profile *profile_find(const struct catalogue *c, const char *id)
{
    for (size_t i = 0; i < c->profile_count; i++)
        if (strcmp(c->profiles[i].id, id) == 0)
            return &c->profiles[i];
    return NULL;
}

static bool in_suites(const struct profile *p, const char *suite)
{
    for (size_t i = 0; i < p->suites_count; i++)
        if (strcmp(p->suites[i], suite) == 0)
            return true;
    return false;
}

enum profile_need profile_need(const struct profile *p,
                               const struct requirement *r)
{
    enum profile_need need = PROFILE_OUT;

    if (!in_suites(p, r->suite))
        return PROFILE_OUT;
    for (size_t i = 0; i < p->excludes_count; i++)
        if (profile_glob(p->excludes[i], r->id))
            return PROFILE_OUT;
    for (size_t i = 0; i < p->rules_count; i++)
        if (profile_glob(p->rules[i].pattern, r->id))
            need = p->rules[i].optional ? PROFILE_OPTIONAL : PROFILE_REQUIRED;
    return need;
}

enum profile_need profile_need_vector(const struct profile *p,
                                      const struct vector *v)
{
    enum profile_need need = PROFILE_OUT;

    for (size_t i = 0; i < v->requires_count; i++) {
        enum profile_need one = profile_need(p, v->requires[i]);

        if (one == PROFILE_REQUIRED)
            return one;
        if (one == PROFILE_OPTIONAL)
            need = one;
    }
    return need;
}
