/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/vector.h"

#include <stdio.h>
#include <stdlib.h>

#include "runner/compare.h"
#include "runner/digest.h"
#include "runner/scenario.h"
#include "runner/vector_internal.h"

enum { NEAR_OPS_MAX = 2000 };

static const struct schema_key file_keys[] = {
    { "format", SCHEMA_VERSION, true },
    { "suite", SCHEMA_ID, true },
    { "standard", SCHEMA_TEXT, true },
    { "note", SCHEMA_TEXT, false },
    { "vectors", SCHEMA_LIST, true },
};

static const struct schema_key vector_keys[] = {
    { "id", SCHEMA_ID, true },
    { "title", SCHEMA_TEXT, true },
    { "requires", SCHEMA_TEXTS, true },
    { "op", SCHEMA_TEXT, false },
    { "in", SCHEMA_ANY, false },
    { "scenario", SCHEMA_LIST, false },
    { "needs", SCHEMA_MAP, false },
    { "still", SCHEMA_LIST, false },
    { "out", SCHEMA_ANY, false },
    { "reject", SCHEMA_TEXT, false },
    { "source", SCHEMA_TEXT, true },
    { "risk", SCHEMA_TEXT, false },
    { "after", SCHEMA_TEXTS, false },
    { "tags", SCHEMA_TEXTS, false },
    { "features", SCHEMA_TEXTS, false },
    { "note", SCHEMA_TEXT, false },
};

/* The vector that is being read. */
struct reading {
    struct loader *l;
    const struct yaml_doc *doc;
    const char *file;           /* lives as long as the catalogue */
    json_t *map;
    struct yaml_place at;
    const struct suite *suite;
    size_t *budget;
};

static const char *text_of(const json_t *map, const char *key)
{
    return json_string_value(json_object_get(map, key));
}

#define PROBLEM(r, key, ...)                                                 \
    problem_add((r)->l->sink, ERR_SCHEMA, (r)->doc->source,                  \
                yaml_value_place((r)->doc, (r)->map, (key)), __VA_ARGS__)

static void check_id(const struct reading *r, const char *id)
{
    static const char CHARS[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    size_t len = strlen(r->suite->id);
    const char *reason = json_string_value(
        json_object_get(r->l->tombstones, id));

    if (strspn(id, CHARS) != strlen(id))
        PROBLEM(r, "id", "an id has only a-z, 0-9, . and -");
    else if (strncmp(id, r->suite->id, len) != 0 || id[len] != '.')
        PROBLEM(r, "id", "the id must start with \"%s.\"", r->suite->id);
    if (reason)
        PROBLEM(r, "id", "this id was given up and is never used again: "
                         "%.120s", reason);
}

static const struct op *suite_op(const struct suite *suite, const char *id)
{
    for (size_t i = 0; i < suite->op_count; i++)
        if (strcmp(suite->ops[i].id, id) == 0)
            return &suite->ops[i];
    return NULL;
}

static void unknown_op(const struct reading *r, const char *id)
{
    const char *names[NEAR_OPS_MAX], *near;
    size_t count = 0;

    for (; count < r->suite->op_count && count < NEAR_OPS_MAX; count++)
        names[count] = r->suite->ops[count].id;
    near = schema_nearest(id, names, count);
    PROBLEM(r, "op", "suite %s has no operation %.80s%s%s%s", r->suite->id, id,
            near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static bool read_requires(const struct reading *r, struct vector *v)
{
    const json_t *list = json_object_get(r->map, "requires");
    size_t count = json_array_size(list);
    bool good = count > 0;

    v->requires = arena_array(&r->l->c->arena, count + 1, sizeof *v->requires);
    if (!v->requires)
        return false;
    if (!count)
        PROBLEM(r, "requires", "a vector cites at least one requirement");
    v->level = LEVEL_MAY;
    for (size_t i = 0; i < count; i++) {
        const char *id = json_string_value(json_array_get(list, i));
        const struct requirement *one = catalogue_requirement(r->l->c, id);

        if (!one) {
            problem_add(r->l->sink, ERR_SCHEMA, r->doc->source,
                        yaml_item_place(r->doc, list, i),
                        "there is no requirement %.120s", id);
            good = false;
            continue;
        }
        v->requires[v->requires_count++] = one;
        if (one->level < v->level)
            v->level = one->level;
    }
    return good;
}

/* Expands one value of the vector in place. */
static bool expand(const struct reading *r, const char *key)
{
    json_t *value = json_object_get(r->map, key), *more = NULL;
    struct error why = { 0 };

    if (!value)
        return true;
    if (expand_value(&more, value, r->budget, &why)) {
        PROBLEM(r, key, "%s: %s", key, why.text);
        return false;
    }
    return json_object_set_new(r->map, key, more) == 0;
}

static void check_question(const struct reading *r, const struct vector *v)
{
    struct error why = { 0 };

    if (shape_check(v->op->in, v->in, &why))
        PROBLEM(r, "in", "in: %s", why.text);
}

static void check_answer(const struct reading *r, const struct vector *v)
{
    struct error why = { 0 };

    if (!v->out == !v->reject) {
        problem_add(r->l->sink, ERR_SCHEMA, r->doc->source, r->at,
                    "exactly one of out and reject must be there");
        return;
    }
    if (v->reject && !op_has_reason(v->op, v->reject)) {
        PROBLEM(r, "reject", "%.60s is not a reason of %s; its reasons are: %s",
                v->reject, v->op->id, v->op->reasons);
        return;
    }
    if (!v->out)
        return;
    if (compare_check(v->out, &why))
        PROBLEM(r, "out", "out: %s", why.text);
    else if (!compare_has_matcher(v->out) &&
             shape_check(v->op->out, v->out, &why))
        PROBLEM(r, "out", "out: %s", why.text);
}

/* A vector is an operation with a question, or a scenario with its needs. */
static bool check_kind(const struct reading *r)
{
    static const char *const of_op[] = { "op", "in", "out", "reject" };
    static const char *const of_scenario[] = { "scenario", "needs", "still" };
    bool scenario = json_object_get(r->map, "scenario") != NULL, good = true;
    const char *const *others = scenario ? of_op : of_scenario;
    size_t count = scenario ? ARRAY_LEN(of_op) : ARRAY_LEN(of_scenario);

    for (size_t i = 0; i < count; i++)
        if (json_object_get(r->map, others[i])) {
            PROBLEM(r, others[i], scenario ? "a scenario has no key %s"
                                           : "only a scenario has a key %s",
                    others[i]);
            good = false;
        }
    for (size_t i = 0; i < 2 && !scenario; i++)
        if (!json_object_get(r->map, of_op[i])) {
            problem_add(r->l->sink, ERR_SCHEMA, r->doc->source, r->at,
                        "key %s is missing (or scenario, in its place)",
                        of_op[i]);
            good = false;
        }
    return good;
}

static bool read_scenario(const struct reading *r, struct vector *v)
{
    static const char *const keys[] = { "scenario", "needs", "still" };

    if (!scenario_check(r->doc, r->map, r->l->sink) ||
        !expand(r, "scenario"))
        return false;
    v->scenario = true;
    v->op = &scenario_op;
    v->op_id = scenario_op.id;
    v->in = load_keep(r->l, json_object());
    v->out = load_keep(r->l, scenario_out());
    for (size_t i = 0; v->in && i < ARRAY_LEN(keys); i++)
        if (json_object_get(r->map, keys[i]))
            json_object_set(v->in, keys[i], json_object_get(r->map, keys[i]));
    return v->in && v->out;
}

static bool read_question(const struct reading *r, struct vector *v)
{
    v->op_id = text_of(r->map, "op");
    v->op = suite_op(r->suite, v->op_id);
    v->reject = text_of(r->map, "reject");
    if (!v->op)
        unknown_op(r, v->op_id);
    if (!expand(r, "in") || !expand(r, "out"))
        return false;
    v->in = json_object_get(r->map, "in");
    v->out = json_object_get(r->map, "out");
    if (v->op) {
        check_question(r, v);
        check_answer(r, v);
    }
    return true;
}

/* The content that counts, see digest.h. */
static bool make_digest(const struct reading *r, struct vector *v)
{
    json_t *content = json_copy(r->map);
    bool good = content &&
                json_object_set_new(content, "suite",
                                    json_string(v->suite)) == 0 &&
                json_object_set_new(content, "standard",
                                    json_string(v->standard)) == 0 &&
                digest_json(v->digest, content) == ERR_OK;

    json_decref(content);
    return good;
}

static void keep_vector(const struct reading *r, const struct vector *v)
{
    struct catalogue *c = r->l->c;
    struct vector *all = load_grow(r->l, c->vectors, c->vector_count,
                                   &r->l->vector_room, sizeof *all,
                                   LOAD_VECTORS_MAX);

    if (!all)
        return;
    c->vectors = all;
    all[c->vector_count++] = *v;
}

static void read_vector(const struct reading *r)
{
    unsigned before = r->l->sink->errors;
    struct vector v = { .file = r->file, .line = r->at.line };
    bool good;

    if (!schema_check(r->doc, r->map, r->at, vector_keys,
                      ARRAY_LEN(vector_keys), r->l->sink) ||
        !check_kind(r))
        return;
    v.id = text_of(r->map, "id");
    v.title = text_of(r->map, "title");
    v.suite = r->suite->id;
    v.standard = text_of(r->doc->root, "standard");
    v.source = text_of(r->map, "source");
    v.risk = text_of(r->map, "risk");
    check_id(r, v.id);
    /* As written: long input is digested in its short form. */
    if (!make_digest(r, &v)) {
        PROBLEM(r, "in", "the vector has no canonical JSON");
        return;
    }
    good = read_requires(r, &v);
    good &= json_object_get(r->map, "scenario") ? read_scenario(r, &v)
                                                : read_question(r, &v);
    if (!good || r->l->sink->errors > before)
        return;
    if (!load_texts(r->l, &v.after, &v.after_count,
                    json_object_get(r->map, "after")) ||
        !load_texts(r->l, &v.tags, &v.tags_count,
                    json_object_get(r->map, "tags")) ||
        !load_texts(r->l, &v.features, &v.features_count,
                    json_object_get(r->map, "features")))
        return;
    keep_vector(r, &v);
}

static const struct suite *file_suite(struct loader *l,
                                      const struct yaml_doc *doc)
{
    const char *id = text_of(doc->root, "suite");
    const struct suite *suite = suite_find(id);
    struct yaml_place at = yaml_value_place(doc, doc->root, "suite");
    size_t len = strlen(id), top = strlen("vectors/");

    if (!suite)
        problem_add(l->sink, ERR_SCHEMA, doc->source, at,
                    "there is no suite %.60s in this build", id);
    else if (strncmp(doc->source + top, id, len) != 0 ||
             doc->source[top + len] != '/')
        problem_add(l->sink, ERR_SCHEMA, doc->source, at,
                    "a vector of suite %s belongs below vectors/%s/", id, id);
    return suite;
}

void load_vector_file(struct loader *l, const char *path, const char *shown)
{
    struct yaml_place top = { 1, 1 };
    size_t budget = EXPAND_FILE_MAX;
    struct yaml_doc doc;
    struct error why = { 0 };
    struct reading r = { .l = l, .doc = &doc, .file = shown,
                         .budget = &budget };
    json_t *list;

    if (yaml_load_file(&doc, path, shown, &why)) {
        problem_add(l->sink, why.code, why.source,
                    (struct yaml_place){ why.line, why.column }, "%s",
                    why.text);
        return;
    }
    load_keep(l, json_incref(doc.root));
    if (schema_check(&doc, doc.root, top, file_keys, ARRAY_LEN(file_keys),
                     l->sink))
        r.suite = file_suite(l, &doc);
    list = json_object_get(doc.root, "vectors");
    if (r.suite && !json_array_size(list))
        problem_add(l->sink, ERR_SCHEMA, shown,
                    yaml_value_place(&doc, doc.root, "vectors"),
                    "vectors must not be empty");
    for (size_t i = 0; r.suite && i < json_array_size(list); i++) {
        r.map = json_array_get(list, i);
        r.at = yaml_item_place(&doc, list, i);
        if (!load_stopped(l))
            read_vector(&r);
    }
    yaml_release(&doc);
}

/* --- what spans files ----------------------------------------------------- */

static int by_id(const void *left, const void *right)
{
    const struct vector *a = left, *b = right;
    int order = strcmp(a->id, b->id);

    if (!order)
        order = strcmp(a->file, b->file);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void check_after(struct loader *l, const struct vector *v)
{
    struct yaml_place at = { v->line, 1 };

    for (size_t i = 0; i < v->after_count; i++) {
        const struct vector *first = catalogue_vector(l->c, v->after[i]);

        if (first && first->scenario != v->scenario)
            problem_add(l->sink, ERR_SCHEMA, v->file, at,
                        "%s and its prerequisite %.120s are not asked of the "
                        "same kind of target", v->id, v->after[i]);
        if (strcmp(v->after[i], v->id) == 0)
            problem_add(l->sink, ERR_SCHEMA, v->file, at,
                        "%s is its own prerequisite", v->id);
        else if (!first)
            problem_add(l->sink, ERR_SCHEMA, v->file, at,
                        "prerequisite %.120s of %s does not exist",
                        v->after[i], v->id);
    }
}

/* Vectors that wait for nothing are done; then those that wait only for done
 * ones, and so on.  What is left waits in a circle. */
static void check_cycles(struct loader *l)
{
    struct catalogue *c = l->c;
    bool *done = arena_array(&c->arena, c->vector_count + 1, sizeof *done);
    bool moved = done != NULL;

    while (moved) {
        moved = false;
        for (size_t i = 0; i < c->vector_count; i++) {
            const struct vector *v = &c->vectors[i];
            bool ready = !done[i];

            for (size_t k = 0; k < v->after_count && ready; k++)
                ready = done[catalogue_vector(c, v->after[k])->index];
            done[i] |= ready;
            moved |= ready;
        }
    }
    for (size_t i = 0; done && i < c->vector_count; i++)
        if (!done[i])
            problem_add(l->sink, ERR_SCHEMA, c->vectors[i].file,
                        (struct yaml_place){ c->vectors[i].line, 1 },
                        "%s waits for itself through its prerequisites",
                        c->vectors[i].id);
}

/* The array belongs to the catalogue, so its const pointers may be undone. */
static void count_citations(struct catalogue *c)
{
    for (size_t i = 0; i < c->vector_count; i++)
        for (size_t k = 0; k < c->vectors[i].requires_count; k++)
            c->requirements[c->vectors[i].requires[k] - c->requirements]
                .vectors++;
}

static bool root_of_all(struct catalogue *c)
{
    uint8_t (*leaves)[SHA256_SIZE] =
        arena_array(&c->arena, c->vector_count + 1, sizeof *leaves);

    if (!leaves)
        return false;
    for (size_t i = 0; i < c->vector_count; i++)
        memcpy(leaves[i], c->vectors[i].digest, SHA256_SIZE);
    digest_root(c->digest, (const uint8_t (*)[SHA256_SIZE])leaves,
                c->vector_count);
    return true;
}

void load_finish(struct loader *l)
{
    struct catalogue *c = l->c;
    unsigned before;

    if (c->vector_count)
        qsort(c->vectors, c->vector_count, sizeof *c->vectors, by_id);
    for (size_t i = 0; i < c->vector_count; i++) {
        struct vector *v = &c->vectors[i];

        v->index = i;
        if (i && strcmp(v->id, v[-1].id) == 0)
            problem_add(l->sink, ERR_DUPLICATE, v->file,
                        (struct yaml_place){ v->line, 1 },
                        "id %s exists already: %s:%d", v->id, v[-1].file,
                        v[-1].line);
    }
    before = l->sink->errors;
    for (size_t i = 0; i < c->vector_count && !load_stopped(l); i++)
        check_after(l, &c->vectors[i]);
    if (l->sink->errors == before && !load_stopped(l))
        check_cycles(l);
    count_citations(c);
    if (!root_of_all(c))
        problem_add(l->sink, ERR_MEMORY, NULL, (struct yaml_place){ 0, 0 },
                    "memory is short");
}
