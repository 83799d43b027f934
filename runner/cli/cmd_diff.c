/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "runner/cli/cli.h"
#include "runner/diff.h"

static const struct option_row options[] = {
    { "--json", NULL, "print JSON", false },
    CLI_OPTION_QUIET,
};

static void print_lines(const struct diff *diff, bool quiet)
{
    for (size_t i = 0; !quiet && i < diff->count; i++) {
        char line[1200];

        diff_line(line, sizeof line, &diff->items[i]);
        cli_print_safe(stdout, line);
        putchar('\n');
    }
    printf("%zu changed, %u of them better, %u worse; %u the same\n",
           diff->count, diff->better, diff->worse, diff->same);
}

static void print_json(const struct diff *diff)
{
    json_t *all = diff_json(diff);

    if (!all)
        return;
    json_dumpf(all, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(all);
}

static int compare(const struct args *args, const struct run *a,
                   const struct run *b)
{
    struct error why = { 0 };
    struct arena arena;
    struct diff diff;
    int status;

    arena_init(&arena, 0);
    if (diff_runs(&diff, &arena, a, b)) {
        error_set(&why, ERR_MEMORY, "memory is short");
        status = cli_fail(&why);
    } else {
        if (args_has(args, "--json"))
            print_json(&diff);
        else
            print_lines(&diff, args_has(args, "--quiet"));
        status = diff.worse ? EXIT_REGRESSION : 0;
    }
    arena_release(&arena);
    return status;
}

static int run(const struct args *args)
{
    struct error why = { 0 };
    struct run a, b;
    int status;

    if (run_load(&a, args->words[0], &why))
        return cli_fail(&why);
    if (run_load(&b, args->words[1], &why)) {
        run_release(&a);
        return cli_fail(&why);
    }
    status = compare(args, &a, &b);
    run_release(&b);
    run_release(&a);
    return status;
}

const struct command command_diff = {
    .name = "diff",
    .words = "RECORD-A RECORD-B",
    .words_min = 2,
    .words_max = 2,
    .summary = "Say what changed between two runs, and why.",
    .text = "Causes: vector, suite, selection, target, environment, unknown.  "
            "The exit status is\n4 when something got worse, else 0.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
