/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "runner/cli/choose.h"
#include "runner/record.h"
#include "runner/scenario.h"

static const struct option_row options[] = {
    { "--curl", NULL, "print a shell script that does it by hand", false },
    { "--target", "URL", "the node that the script asks", false },
    CLI_OPTION_DATA,
};

enum { VALUE_SHOWN_MAX = 1600 };

/* JSON of value, indented, cut where it gets long. */
static void print_value(const json_t *value)
{
    char *text = json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY |
                                       JSON_PRESERVE_ORDER);
    size_t len = text ? strlen(text) : 0;

    printf("    ");
    for (size_t i = 0; i < len && i < VALUE_SHOWN_MAX; i++) {
        putchar(text[i]);
        if (text[i] == '\n')
            printf("    ");
    }
    if (len > VALUE_SHOWN_MAX)
        printf("…\n    (%zu characters in all; 'etalon show' prints them)", len);
    printf("\n");
    free(text);
}

static void explain_requirements(const struct vector *v)
{
    printf("It holds an implementation to:\n");
    for (size_t i = 0; i < v->requires_count; i++) {
        const struct requirement *r = v->requires[i];

        printf("  %s (%s): %s\n    %s, %s\n", r->id, level_name(r->level),
               r->text, r->standard, r->clause);
        if (r->url)
            printf("    %s\n", r->url);
        if (r->feature)
            printf("    part of the optional feature %s\n", r->feature);
    }
}

static void explain_answer(const struct vector *v)
{
    const enum err reason = v->reject ? err_find_reason(v->reject) : ERR_OK;

    if (v->reject) {
        printf("It must be rejected, because %s (%s).\nAn implementation that "
               "states reasons must say so; one that does not passes by\n"
               "rejecting.\n\n", err_sentence(reason), v->reject);
        return;
    }
    printf("The right answer is:\n");
    print_value(v->out);
    printf("\n");
}

static void explain_question(const struct vector *v)
{
    if (v->scenario) {
        printf("\nIt is a scenario for a node; its steps are:\n");
        print_value(json_object_get(v->in, "scenario"));
        if (json_object_get(v->in, "needs")) {
            printf("\nIt needs:\n");
            print_value(json_object_get(v->in, "needs"));
        }
        printf("\nIt passes when every check holds.\n\n");
        return;
    }
    printf("\nThe question is the operation %s (%s) with:\n", v->op_id,
           v->op->spec);
    print_value(v->in);
    printf("\n");
    explain_answer(v);
}

static void explain(const struct vector *v)
{
    char digest[65];

    hex_write(digest, BYTES_OF(v->digest));
    printf("%s\n%s\n\n", v->id, v->title);
    explain_requirements(v);
    explain_question(v);
    printf("Who says so: %s\n", v->source);
    if (v->risk)
        printf("What goes wrong otherwise: %s\n", v->risk);
    for (size_t i = 0; i < v->after_count; i++)
        printf("Asked only after %s has passed.\n", v->after[i]);
    for (size_t i = 0; i < v->features_count; i++)
        printf("Needs the optional feature %s.\n", v->features[i]);
    printf("\nWritten in %s:%d, SHA-256 %s\n", v->file, v->line, digest);
    printf("Ask a target:  etalon run --target TARGET --id %s\n", v->id);
    if (v->scenario)
        printf("Ask by hand:   etalon explain --curl %s --target URL | sh\n",
               v->id);
    else
        printf("Ask by hand:   etalon show %s | jq .in | etalon ask %s --target "
           "TARGET\n", v->id, v->op_id);
}

static bool print_script(const struct vector *v, const char *url,
                         struct error *why)
{
    struct arena a;
    char *masked, *script;

    arena_init(&a, 0);
    masked = record_mask(&a, url);
    script = v->scenario && masked ? scenario_curl(v, masked) : NULL;
    if (script && strcmp(masked, url) != 0)
        fputs("etalon: what is secret in the address is left out: put it in "
              "place of ***\n", stderr);
    if (script)
        fputs(script, stdout);
    else
        error_set(why, ERR_USAGE, v->scenario
                      ? "memory is short"
                      : "%.80s is no scenario; 'etalon ask' puts its question",
                  v->id);
    free(script);
    arena_release(&a);
    return script != NULL;
}

static int run(const struct args *args)
{
    struct catalogue catalogue;
    struct error why = { 0 };
    const struct vector *vector;
    char dir[4096];

    if (choose_catalogue(&catalogue, dir, sizeof dir, args, &why))
        return cli_fail(&why);
    vector = catalogue_vector(&catalogue, args->words[0]);
    if (vector && args_has(args, "--curl"))
        (void)print_script(vector, args_text(args, "--target",
                                             "http://127.0.0.1:8545"), &why);
    else if (vector)
        explain(vector);
    else
        error_set(&why, ERR_NOT_FOUND, "there is no vector %.80s",
                  args->words[0]);
    catalogue_release(&catalogue);
    return why.code ? cli_fail(&why) : 0;
}

const struct command command_explain = {
    .name = "explain",
    .words = "ID",
    .words_min = 1,
    .words_max = 1,
    .summary = "Print a vector as prose, with its clause and its source.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
