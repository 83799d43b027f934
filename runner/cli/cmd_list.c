/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "reports/report.h"
#include "runner/cli/choose.h"
#include "runner/plan.h"

static const struct option_row options[] = {
    CHOOSE_OPTIONS,
    { "--ids", NULL, "print ids only, one a line", false },
    { "--json", NULL, "print JSON, one object a line", false },
    { "--ops", NULL, "list operations instead of vectors", false },
    { "--requirements", NULL, "list requirements instead", false },
    { "--profiles", NULL, "list profiles instead", false },
    { "--reports", NULL, "list report formats instead", false },
    CLI_OPTION_DATA,
};

static void list_ops(void)
{
    const struct suite *suite;

    for (size_t s = 0; (suite = suite_at(s)); s++)
        for (size_t i = 0; i < suite->op_count; i++)
            printf("%-26s %s -> %s\n", suite->ops[i].id, suite->ops[i].in,
                   suite->ops[i].out);
}

static void list_reports(void)
{
    const struct report_format *format;

    for (size_t i = 0; (format = report_at(i)); i++)
        printf("%-14s %-24s %s%s%s%s\n", format->name, format->file,
               format->help, format->variants ? " (variants: " : "",
               format->variants ? format->variants : "",
               format->variants ? ")" : "");
}

static void list_requirements(const struct catalogue *c)
{
    for (size_t i = 0; i < c->requirement_count; i++) {
        const struct requirement *r = &c->requirements[i];

        printf("%-18s %-6s %4u  %s\n", r->id, level_name(r->level), r->vectors,
               r->text);
    }
}

static void list_profiles(const struct catalogue *c)
{
    for (size_t i = 0; i < c->profile_count; i++)
        printf("%-22s %s\n", c->profiles[i].id, c->profiles[i].title);
}

static void print_json_line(const struct vector *v)
{
    json_t *requires = json_array(), *line;

    for (size_t i = 0; i < v->requires_count; i++)
        json_array_append_new(requires, json_string(v->requires[i]->id));
    line = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:s, s:i}", "id", v->id,
                     "title", v->title, "suite", v->suite, "op", v->op_id,
                     "level", level_name(v->level), "requires", requires,
                     "file", v->file, "line", v->line);
    if (line) {
        json_dumpf(line, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(line);
    }
}

static void print_vector(const struct vector *v, const struct args *args)
{
    if (args_has(args, "--ids"))
        printf("%s\n", v->id);
    else if (args_has(args, "--json"))
        print_json_line(v);
    else
        printf("%-56s %-6s %s\n", v->id, level_name(v->level), v->title);
}

/* Vectors in id order: the plan says which, the catalogue in what order. */
static enum err list_vectors(const struct catalogue *c,
                             const struct args *args, struct error *why)
{
    struct selection selection;
    struct plan plan;
    struct arena a;
    enum err err;

    arena_init(&a, 0);
    err = choose_selection(&selection, &a, c, args, why);
    if (!err)
        err = plan_make(&plan, &a, c, &selection, why);
    if (!err) {
        bool *chosen = arena_array(&a, c->vector_count + 1, sizeof *chosen);

        for (size_t i = 0; chosen && i < plan.count; i++)
            chosen[plan.items[i].vector->index] =
                !plan.items[i].pulled && !plan.items[i].left_out;
        for (size_t i = 0; chosen && i < c->vector_count; i++)
            if (chosen[i])
                print_vector(&c->vectors[i], args);
        if (!chosen)
            err = error_set(why, ERR_MEMORY, "memory is short");
    }
    arena_release(&a);
    return err;
}

static int run(const struct args *args)
{
    struct catalogue catalogue;
    struct error why = { 0 };
    char dir[4096];
    enum err err = ERR_OK;

    if (args_has(args, "--ops")) {
        list_ops();
        return 0;
    }
    if (args_has(args, "--reports")) {
        list_reports();
        return 0;
    }
    if (choose_catalogue(&catalogue, dir, sizeof dir, args, &why))
        return cli_fail(&why);
    if (args_has(args, "--requirements"))
        list_requirements(&catalogue);
    else if (args_has(args, "--profiles"))
        list_profiles(&catalogue);
    else
        err = list_vectors(&catalogue, args, &why);
    catalogue_release(&catalogue);
    return err ? cli_fail(&why) : 0;
}

const struct command command_list = {
    .name = "list",
    .words = "",
    .summary = "List vectors, operations, requirements, profiles or formats.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
