/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/json.h"
#include "runner/cli/cli.h"
#include "runner/op.h"
#include "runner/target.h"
#include "runner/profile.h"
#include "runner/upstream.h"

static const struct option_row options[] = {
    CLI_OPTIONS_TARGET,
    { "--only", "GLOB", "only cases with such an id", false },
    { "--op", "GLOB", "only cases of such an operation", false },
    { "--verbose", NULL, "print passes too", false },
};

static const char *text_of(const json_t *map, const char *key)
{
    return json_string_value(json_object_get(map, key));
}

/* Every case has id, op, input and expect, and its operation exists. */
static enum err check_case(const char *file, size_t index, const json_t *item,
                           struct error *why)
{
    const char *id = text_of(item, "id"), *op = text_of(item, "op");

    if (!id || !op || !json_object_get(item, "input") ||
        !json_object_get(item, "expect"))
        return error_at(why, ERR_SCHEMA, file, 0, 0,
                        "case %zu (%.60s) lacks id, op, input or expect",
                        index + 1, id ? id : "no id");
    if (!op_find(op))
        return error_at(why, ERR_NOT_FOUND, file, 0, 0,
                        "case %.60s: there is no operation %.60s", id, op);
    return ERR_OK;
}

static enum err put_case(struct upstream *u, const json_t *item,
                         struct error *why)
{
    json_t *expect = json_object_get(item, "expect");
    json_t *in = json_incref(json_object_get(item, "input"));

    if (json_is_object(expect) && json_object_get(expect, "error") &&
        json_object_size(expect) == 1)
        return upstream_ask(u, text_of(item, "id"), text_of(item, "op"), in,
                            UPSTREAM_REJECT, NULL, why);
    return upstream_ask(u, text_of(item, "id"), text_of(item, "op"), in,
                        UPSTREAM_OUT, json_incref(expect), why);
}

static enum err put_file(struct upstream *u, const struct args *args,
                         const char *file, struct error *why)
{
    const char *only_op = args_text(args, "--op", NULL);
    json_t *all = NULL, *item;
    enum err err = json_read_file(&all, file, 0, why);
    size_t i;

    if (err)
        return err;
    if (!json_is_array(all))
        err = error_at(why, ERR_SCHEMA, file, 0, 0,
                       "not a JSON array of cases");
    json_array_foreach(all, i, item)
        if (!err)
            err = check_case(file, i, item, why);
    json_array_foreach(all, i, item)
        if (!err && (!only_op || profile_glob(only_op, text_of(item, "op"))))
            err = put_case(u, item, why);
    json_decref(all);
    return err;
}

static int put_files(const struct args *args, struct target *target)
{
    static struct upstream u;
    struct error why = { 0 };

    u = (struct upstream){
        .target = target,
        .only = args_text(args, "--only", NULL),
        .verbose = args_has(args, "--verbose"),
        .out = stdout,
    };
    for (size_t i = 0; i < args->word_count; i++)
        if (put_file(&u, args, args->words[i], &why))
            return cli_fail(&why);
    for (size_t i = 0; i < u.skip_count; i++)
        printf("skipped %u: %s\n", u.skips[i].count, u.skips[i].why);
    /* What the target does not offer is not answered: it counts as failed. */
    printf("%u passed, %u failed\n", u.passed, u.failed + u.skipped);
    if (u.passed + u.failed + u.skipped == 0)
        return EXIT_INCONCLUSIVE;
    return u.failed + u.skipped ? EXIT_NONCONFORMANT : 0;
}

static int run(const struct args *args)
{
    struct cli_target own;
    struct error why = { 0 };
    int status = 0;

    if (!cli_target_open(&own, args, "ref:", &why))
        status = put_files(args, own.target);
    return cli_target_done(&own, &why, status);
}

const struct command command_known_answers = {
    .name = "known-answers",
    .words = "FILE…",
    .words_min = 1,
    .words_max = OPTIONS_WORDS_MAX,
    .summary = "Put files of known answers to a target and count.",
    .text = "A file is a JSON array of {id, op, input, expect, source, …}; an "
            "expect of\n{\"error\": why} asks for a rejection.  The exit "
            "status is 0 when all passed, 1 when\none failed, 3 when a file is "
            "malformed or names an operation that does not exist.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
