/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "runner/cli/choose.h"
#include "runner/lint.h"

static const struct option_row options[] = {
    { "--coverage", NULL,
      "table of requirements by vectors and negatives; fails on a MUST that "
      "restricts input and has fewer than two negatives", false },
    { "--suite", "ID", "coverage of this suite only", false },
    CLI_OPTION_DATA,
    CLI_OPTION_QUIET,
};

static void print_problem(void *user, const struct error *problem)
{
    char text[600];

    error_print(text, sizeof text, problem);
    fputs(text[0] ? (const char *)user : "", stdout);
    cli_print_safe(stdout, text);
    putchar('\n');
}

/* Does the vector want a fault to be told?  It is refused, answered with no, or
 * with a list of what is wrong. */
static bool is_negative(const struct vector *v)
{
    static const char *const FLAGS[] = { "ok", "valid" };
    static const char *const LISTS[] = { "codes", "issues" };

    if (v->reject || json_is_false(v->out))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(FLAGS); i++)
        if (json_is_false(json_object_get(v->out, FLAGS[i])) ||
            json_array_size(json_object_get(v->out, LISTS[i])))
            return true;
    return false;
}

/* Positive and negative vectors of one requirement. */
static void count(const struct catalogue *c, const struct requirement *r,
                  unsigned *positive, unsigned *negative)
{
    *positive = *negative = 0;
    for (size_t i = 0; i < c->vector_count; i++) {
        const struct vector *v = &c->vectors[i];

        for (size_t n = 0; n < v->requires_count; n++)
            if (v->requires[n] == r)
                ++*(is_negative(v) ? negative : positive);
    }
}

/* Requirements that restrict input open with one of these words. */
static bool restricts(const struct requirement *r)
{
    static const char *const openings[] = {
        "Reject ", "Require ", "Limit ", "Bound ", "Restrict ", "Refuse ",
        "Invalidate ",
    };

    for (size_t i = 0; i < ARRAY_LEN(openings); i++)
        if (strncmp(r->text, openings[i], strlen(openings[i])) == 0)
            return true;
    return false;
}

/* A MUST that restricts input wants two negatives at least. */
static bool coverage_row(const struct catalogue *c,
                         const struct requirement *r, bool quiet)
{
    unsigned positive, negative;
    const char *remark = "";

    count(c, r, &positive, &negative);
    if (r->untestable)
        remark = "untestable";
    else if (positive + negative == 0)
        remark = r->level == LEVEL_MUST ? "NOT COVERED" : "no vector";
    else if (r->level == LEVEL_MUST && negative < 2 && restricts(r))
        remark = "TOO FEW NEGATIVES";
    if (!quiet || (remark[0] >= 'A' && remark[0] <= 'Z'))
        printf("%-18s %-6s %4u positive %4u negative  %s\n", r->id,
               level_name(r->level), positive, negative, remark);
    return !(remark[0] >= 'A' && remark[0] <= 'Z');
}

static int print_coverage(const struct args *args)
{
    struct catalogue catalogue;
    struct error why = { 0 };
    const char *suite = args_text(args, "--suite", NULL);
    unsigned bad = 0, negatives = 0;
    char dir[4096];

    if (choose_catalogue(&catalogue, dir, sizeof dir, args, &why))
        return cli_fail(&why);
    for (size_t i = 0; i < catalogue.requirement_count; i++)
        if (!suite || strcmp(catalogue.requirements[i].suite, suite) == 0)
            bad += !coverage_row(&catalogue, &catalogue.requirements[i],
                             args_has(args, "--quiet"));
    for (size_t i = 0; i < catalogue.vector_count; i++)
        negatives += catalogue.vectors[i].reject != NULL;
    printf("%zu requirements, %zu vectors, %u of them negative; %u "
           "requirements lack vectors\n", catalogue.requirement_count,
           catalogue.vector_count, negatives, bad);
    catalogue_release(&catalogue);
    return bad ? EXIT_NONCONFORMANT : 0;
}

static int run(const struct args *args)
{
    static char error_mark[] = "error: ", warning_mark[] = "warning: ";
    struct problem_sink errors = { .report = print_problem,
                                   .user = error_mark };
    struct problem_sink warnings = { .report = print_problem,
                                     .user = warning_mark };
    struct lint_result result = { 0 };
    struct error why = { 0 };
    char dir[4096];

    if (args_has(args, "--coverage"))
        return print_coverage(args);
    if (args_has(args, "--quiet"))
        warnings.report = NULL;
    if (cli_data_dir(dir, sizeof dir, args, &why) ||
        lint_run(&result, dir, &errors, &warnings, &why))
        return cli_fail(&why);
    printf("%zu requirements, %zu vectors, %zu profiles: %u errors, %u "
           "warnings\n", result.requirements, result.vectors, result.profiles,
           errors.errors, warnings.errors);
    return errors.errors ? EXIT_NONCONFORMANT : 0;
}

const struct command command_lint = {
    .name = "lint",
    .words = "",
    .summary = "Check every file of suites and vectors; show all problems.",
    .text = "The exit status is 1 when there are errors.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
