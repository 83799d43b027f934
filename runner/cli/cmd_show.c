/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "runner/cli/choose.h"
#include "runner/profile.h"

static const struct option_row options[] = { CLI_OPTION_DATA };

static void print_and_drop(json_t *value)
{
    if (!value)
        return;
    json_dumpf(value, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(value);
}

static json_t *texts(const char *const *items, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(items[i]));
    return list;
}

static void show_vector(const struct vector *v)
{
    json_t *requires = json_array(), *all;
    char digest[65];

    hex_write(digest, BYTES_OF(v->digest));
    for (size_t i = 0; i < v->requires_count; i++)
        json_array_append_new(requires, json_string(v->requires[i]->id));
    all = json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:O, s:s, s:s?, s:s, "
                    "s:i, s:s}",
                    "id", v->id, "title", v->title, "suite", v->suite,
                    "standard", v->standard, "requires", requires, "level",
                    level_name(v->level), "op", v->op_id, "in", v->in,
                    "source", v->source, "risk", v->risk, "file", v->file,
                    "line", v->line, "digest", digest);
    if (v->out)
        json_object_set(all, "out", v->out);
    if (v->reject)
        json_object_set_new(all, "reject", json_string(v->reject));
    json_object_set_new(all, "after",
                        texts((const char *const *)v->after, v->after_count));
    json_object_set_new(all, "tags",
                        texts((const char *const *)v->tags, v->tags_count));
    json_object_set_new(all, "features",
                        texts((const char *const *)v->features,
                              v->features_count));
    print_and_drop(all);
}

static void show_requirement(const struct catalogue *c,
                             const struct requirement *r)
{
    json_t *vectors = json_array();

    for (size_t i = 0; i < c->vector_count; i++)
        for (size_t n = 0; n < c->vectors[i].requires_count; n++)
            if (c->vectors[i].requires[n] == r)
                json_array_append_new(vectors,
                                      json_string(c->vectors[i].id));
    print_and_drop(json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s, s:i, s:o}",
        "id", r->id, "suite", r->suite, "standard", r->standard, "clause",
        r->clause, "level", level_name(r->level), "text", r->text, "url",
        r->url, "feature", r->feature, "untestable", r->untestable_why, "file",
        r->file, "line", r->line, "vectors", vectors));
}

static void show_profile(const struct catalogue *c, const struct profile *p)
{
    json_t *required = json_array(), *optional = json_array();

    for (size_t i = 0; i < c->requirement_count; i++) {
        const struct requirement *r = &c->requirements[i];
        enum profile_need need = profile_need(p, r);

        if (need != PROFILE_OUT)
            json_array_append_new(need == PROFILE_REQUIRED ? required
                                                           : optional,
                                  json_string(r->id));
    }
    print_and_drop(json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "id", p->id,
                             "title", p->title, "reasons", p->reasons, "file",
                             p->file, "required", required, "optional",
                             optional));
}

static void show_op(const struct op *op)
{
    print_and_drop(json_pack("{s:s, s:s, s:s, s:s, s:s, s:s?}", "id", op->id,
                             "in", op->in, "out", op->out, "reasons",
                             op->reasons, "spec", op->spec, "binding",
                             op->binding));
}

static int run(const struct args *args)
{
    struct catalogue catalogue;
    struct error why = { 0 };
    const char *id = args->words[0];
    const struct vector *vector;
    const struct requirement *requirement;
    const struct profile *profile;
    char dir[4096];

    if (choose_catalogue(&catalogue, dir, sizeof dir, args, &why))
        return cli_fail(&why);
    vector = catalogue_vector(&catalogue, id);
    requirement = catalogue_requirement(&catalogue, id);
    profile = profile_find(&catalogue, id);
    if (vector)
        show_vector(vector);
    else if (requirement)
        show_requirement(&catalogue, requirement);
    else if (profile)
        show_profile(&catalogue, profile);
    else if (op_find(id))
        show_op(op_find(id));
    else
        error_set(&why, ERR_NOT_FOUND,
                  "no vector, requirement, profile or operation is called "
                  "%.80s; see 'etalon list'", id);
    catalogue_release(&catalogue);
    return why.code ? cli_fail(&why) : 0;
}

const struct command command_show = {
    .name = "show",
    .words = "ID",
    .words_min = 1,
    .words_max = 1,
    .summary = "Print a vector, requirement, profile or operation as JSON.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
