/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/vector_internal.h"

#include <stdio.h>
#include <stdlib.h>

static const struct schema_key file_keys[] = {
    { "format", SCHEMA_VERSION, true },
    { "suite", SCHEMA_ID, true },
    { "note", SCHEMA_TEXT, false },
    { "requirements", SCHEMA_LIST, true },
};

static const struct schema_key requirement_keys[] = {
    { "id", SCHEMA_ID, true },
    { "standard", SCHEMA_TEXT, true },
    { "clause", SCHEMA_TEXT, true },
    { "level", SCHEMA_TEXT, true },
    { "text", SCHEMA_TEXT, true },
    { "area", SCHEMA_ID, true },
    { "url", SCHEMA_TEXT, false },
    { "feature", SCHEMA_ID, false },
    { "untestable", SCHEMA_TEXT, false },
    { "note", SCHEMA_TEXT, false },
};

static const char *text_of(const json_t *map, const char *key)
{
    return json_string_value(json_object_get(map, key));
}

static void read_requirement(struct loader *l, const struct yaml_doc *doc,
                             const json_t *map, struct yaml_place at,
                             const char *file)
{
    struct requirement *r;
    enum level level = LEVEL_MUST;

    if (!schema_check(doc, map, at, requirement_keys,
                      ARRAY_LEN(requirement_keys), l->sink))
        return;
    if (!level_find(&level, text_of(map, "level"))) {
        problem_add(l->sink, ERR_SCHEMA, file,
                    yaml_value_place(doc, map, "level"),
                    "level must be MUST, SHOULD or MAY");
        return;
    }
    r = load_grow(l, l->c->requirements, l->c->requirement_count,
                  &l->requirement_room, sizeof *r, LOAD_REQUIREMENTS_MAX);
    if (!r)
        return;
    l->c->requirements = r;
    r[l->c->requirement_count++] = (struct requirement){
        .id = text_of(map, "id"),
        .suite = text_of(doc->root, "suite"),
        .standard = text_of(map, "standard"),
        .clause = text_of(map, "clause"),
        .text = text_of(map, "text"),
        .url = text_of(map, "url"),
        .feature = text_of(map, "feature"),
        .area = text_of(map, "area"),
        .level = level,
        .untestable = json_object_get(map, "untestable") != NULL,
        .untestable_why = text_of(map, "untestable"),
        .file = file,
        .line = at.line,
    };
}

void load_requirement_file(struct loader *l, const char *path,
                           const char *shown)
{
    struct yaml_place top = { 1, 1 };
    struct yaml_doc doc;
    struct error why = { 0 };
    const char *suite;
    json_t *list;

    if (yaml_load_file(&doc, path, shown, &why)) {
        problem_add(l->sink, why.code, why.source,
                    (struct yaml_place){ why.line, why.column }, "%s",
                    why.text);
        return;
    }
    load_keep(l, json_incref(doc.root));
    if (schema_check(&doc, doc.root, top, file_keys, ARRAY_LEN(file_keys),
                     l->sink)) {
        suite = text_of(doc.root, "suite");
        if (strncmp(shown + strlen("suites/"), suite, strlen(suite)) != 0 ||
            shown[strlen("suites/") + strlen(suite)] != '/')
            problem_add(l->sink, ERR_SCHEMA, shown,
                        yaml_value_place(&doc, doc.root, "suite"),
                        "suite is not the folder's");
        list = json_object_get(doc.root, "requirements");
        if (!json_array_size(list))
            problem_add(l->sink, ERR_SCHEMA, shown,
                        yaml_value_place(&doc, doc.root, "requirements"),
                        "requirements must not be empty");
        for (size_t i = 0; i < json_array_size(list) && !load_stopped(l); i++)
            read_requirement(l, &doc, json_array_get(list, i),
                             yaml_item_place(&doc, list, i), shown);
    }
    yaml_release(&doc);
}

static int by_id(const void *left, const void *right)
{
    const struct requirement *a = left, *b = right;
    int order = strcmp(a->id, b->id);

    if (!order)
        order = strcmp(a->file, b->file);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

void load_requirements_done(struct loader *l)
{
    struct requirement *r = l->c->requirements;
    size_t count = l->c->requirement_count;

    if (count)
        qsort(r, count, sizeof *r, by_id);
    for (size_t i = 1; i < count && !load_stopped(l); i++)
        if (strcmp(r[i].id, r[i - 1].id) == 0)
            problem_add(l->sink, ERR_DUPLICATE, r[i].file,
                        (struct yaml_place){ r[i].line, 1 },
                        "requirement %s exists already: %s:%d", r[i].id,
                        r[i - 1].file, r[i - 1].line);
}
