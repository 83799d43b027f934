/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/cli/cli.h"
#include "runner/op.h"
#include "runner/target.h"

static const struct option_row options[] = {
    CLI_OPTIONS_TARGET,
    { "--compact", NULL, "the answer on one line", false },
    { "--no-check", NULL, "do not hold the input to the operation's shape",
      false },
};

static enum err read_input(json_t **out, struct error *why)
{
    enum err err = json_read_file(out, "/dev/stdin", 0, why);

    if (err && why->source[0])
        snprintf(why->source, sizeof why->source, "standard input");
    return err;
}

static void print_json(const char *key, const json_t *value, bool compact)
{
    json_t *line = json_object();

    if (!line)
        return;
    json_object_set(line, key, (json_t *)(uintptr_t)value);
    json_dumpf(line, stdout,
               JSON_ENSURE_ASCII | (compact ? JSON_COMPACT : JSON_INDENT(2)));
    putchar('\n');
    json_decref(line);
}

static int print_answer(const struct answer *answer, bool compact)
{
    static const char *const names[] = {
        [ANSWER_OUT] = "out",         [ANSWER_REJECT] = "reject",
        [ANSWER_UNSUPPORTED] = "unsupported", [ANSWER_ERROR] = "error",
        [ANSWER_CRASH] = "crash",     [ANSWER_GARBAGE] = "garbage",
        [ANSWER_HANG] = "hang",       [ANSWER_UNREACHABLE] = "unreachable",
    };
    json_t *text;

    switch (answer->kind) {
    case ANSWER_OUT:
        print_json("out", answer->body, compact);
        return 0;
    case ANSWER_REJECT:
        print_json("reject", answer->body, compact);
        return 0;
    case ANSWER_UNSUPPORTED:
    case ANSWER_ERROR:
    case ANSWER_CRASH:
    case ANSWER_GARBAGE:
    case ANSWER_HANG:
    case ANSWER_UNREACHABLE:
        break;
    }
    text = json_string(answer->text);
    print_json(names[answer->kind], text ? text : json_null(), compact);
    json_decref(text);
    return answer->kind == ANSWER_UNREACHABLE ? EXIT_INCONCLUSIVE
                                              : EXIT_NONCONFORMANT;
}

static int ask(const struct args *args, const json_t *in, struct error *why)
{
    struct cli_target own;
    struct answer answer = { 0 };
    int status = 0;

    if (!cli_target_open(&own, args, "ref:", why) &&
        !target_ask(own.target, "ask", args->words[0], in, &answer, why))
        status = print_answer(&answer, args_has(args, "--compact"));
    answer_release(&answer);
    return cli_target_done(&own, why, status);
}

static int run(const struct args *args)
{
    const struct op *op = op_find(args->words[0]);
    struct error why = { 0 };
    json_t *in = NULL;
    int status;

    if (!op && !args_has(args, "--no-check")) {
        error_set(&why, ERR_NOT_FOUND,
                  "no suite has an operation %.60s; 'etalon list --ops' shows "
                  "all", args->words[0]);
        return cli_fail(&why);
    }
    if (read_input(&in, &why))
        return cli_fail(&why);
    if (op && !args_has(args, "--no-check") && shape_check(op->in, in, &why)) {
        error_set(&why, ERR_BAD_INPUT, "the input does not fit");
        status = cli_fail(&why);
        fprintf(stderr, "etalon: %s takes %s\n", op->id, op->in);
    } else {
        status = ask(args, in, &why);
    }
    json_decref(in);
    return status;
}

const struct command command_ask = {
    .name = "ask",
    .words = "OPERATION",
    .words_min = 1,
    .words_max = 1,
    .summary = "Put JSON from standard input to a target, print its answer.",
    .text = "Example:\n"
            "  echo '{\"data\": \"0x83646f67\"}' | etalon ask rlp.decode\n\n"
            "The exit status is 0 for an answer or a rejection, 1 when the "
            "target crashed, hung,\nsent garbage or does not offer the "
            "operation, 2 when it cannot be reached.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
