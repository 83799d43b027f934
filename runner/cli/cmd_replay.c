/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "runner/cli/choose.h"
#include "runner/compare.h"
#include "runner/result.h"
#include "runner/scenario.h"
#include "runner/target.h"

static const struct option_row options[] = {
    { "--id", "GLOB", "only cases with such an id", true },
    { "--all", NULL, "print unchanged cases too", false },
    CLI_OPTION_DATA,
    CLI_OPTION_QUIET,
};

struct replay {
    const struct args *args;
    struct catalogue catalogue;
    struct run run;
    struct target *target, *oracle;
    struct hello hello;         /* of the node, as recorded */
    size_t same, changed, gone, unasked, other;
};

static bool wanted(const struct args *args, const char *id)
{
    size_t count = args_count(args, "--id");

    for (size_t i = 0; i < count; i++)
        if (profile_glob(args_nth(args, "--id", i), id))
            return true;
    return count == 0;
}

static bool states_reasons(const struct target *target)
{
    return target->driver->hello((struct target *)(uintptr_t)target)
        ->states_reasons;
}

static void print_case(const struct replay *replay,
                       const struct result_case *item,
                       const struct judgement *j)
{
    bool same = item->verdict == j->verdict && item->cause == j->cause;

    if (same && !args_has(replay->args, "--all") &&
        args_count(replay->args, "--id") == 0)
        return;
    printf("%-8s %s: recorded %s%s%s, judged again %s%s%s",
           same ? "same" : "CHANGED", item->id, verdict_name(item->verdict),
           item->cause ? " " : "", item->cause ? cause_name(item->cause) : "",
           verdict_name(j->verdict), j->cause ? " " : "",
           j->cause ? cause_name(j->cause) : "");
    if (j->difference.text[0]) {
        printf("\n         ");
        cli_print_safe(stdout, j->difference.text);
    }
    putchar('\n');
}

static void count(struct replay *replay, const struct result_case *item,
                  const struct judgement *j)
{
    if (j->verdict == item->verdict && j->cause == item->cause)
        replay->same++;
    else
        replay->changed++;
    print_case(replay, item, j);
}

/* Verdicts that came of asking; and the line that a scenario refers to can be
 * had again. */
static bool was_run(const struct vector *v, const struct result_case *item)
{
    bool steps = item->cause == CAUSE_NEEDS || item->cause == CAUSE_UNSEEN ||
                 item->cause == CAUSE_NOT_OFFERED;

    if (json_object_get(json_object_get(v->in, "needs"), "given") ||
        item->cause == CAUSE_UNSTABLE || item->cause == CAUSE_ETALON)
        return false;
    return item->verdict != VERDICT_INAPPLICABLE &&
           (item->verdict != VERDICT_UNTESTED || (steps && item->exchange));
}

static void judge_scenario(struct replay *replay, const struct vector *v,
                           const struct result_case *item)
{
    struct scenario_options as_then = {
        .oracle = replay->oracle, .hello = &replay->hello,
        .peer = json_object_get(json_object_get(replay->run.environment,
                                                "peer"), "hello"),
    };
    struct judgement judgement;
    struct error why = { 0 };

    if (!was_run(v, item)) {
        replay->unasked++;
        return;
    }
    switch (scenario_replay(&judgement, v, &as_then, item->exchange, &why)) {
    case SCENARIO_JUDGED:
        count(replay, item, &judgement);
        break;
    case SCENARIO_PART:
        replay->unasked++;
        break;
    case SCENARIO_OTHER:
        replay->other++;
        printf("%-8s %s: ", "OTHER", item->id);
        cli_print_safe(stdout, why.text);
        putchar('\n');
        break;
    }
}

static enum err judge_case(struct replay *replay,
                           const struct result_case *item, struct error *why)
{
    const struct vector *v = catalogue_vector(&replay->catalogue, item->id);
    struct judgement judgement;
    struct answer answer = { 0 };
    enum err err;

    if (!v) {
        replay->gone++;
        printf("%-8s %s: not in this suite any more\n", "GONE", item->id);
        return ERR_OK;
    }
    if (v->scenario) {
        judge_scenario(replay, v, item);
        return ERR_OK;
    }
    if (item->verdict == VERDICT_UNTESTED ||
        item->verdict == VERDICT_INAPPLICABLE || !item->in ||
        !item->expected) {
        replay->unasked++;
        return ERR_OK;
    }
    err = target_ask(replay->target, item->id, v->op_id, v->in, &answer, why);
    if (err)
        return err;
    judge(&judgement, v, &answer, states_reasons(replay->target),
          &cli_describer);
    count(replay, item, &judgement);
    answer_release(&answer);
    return ERR_OK;
}

static enum err judge_all(struct replay *replay, struct error *why)
{
    size_t found = 0;

    for (size_t i = 0; i < replay->run.case_count; i++) {
        const struct result_case *item = &replay->run.cases[i];
        enum err err;

        if (!wanted(replay->args, item->id))
            continue;
        found++;
        err = judge_case(replay, item, why);
        if (err)
            return err;
    }
    if (!found)
        return error_set(why, ERR_NOT_FOUND, "the record has no such case");
    return ERR_OK;
}

static enum err open_all(struct replay *replay, char *dir, size_t dir_size,
                         struct error *why)
{
    struct target_options none = { 0 };
    char text[4200];
    enum err err = run_load(&replay->run, replay->args->words[0], why);

    if (err)
        return err;
    err = choose_catalogue(&replay->catalogue, dir, dir_size, replay->args,
                           why);
    if (err) {
        run_release(&replay->run);
        return err;
    }
    snprintf(text, sizeof text, "replay:%s", replay->args->words[0]);
    err = target_open(&replay->target, text, &none, why);
    if (!err)
        err = target_open(&replay->oracle, "ref:", &none, why);
    replay->hello = (struct hello){
        .all = (json_t *)(uintptr_t)replay->run.hello, .kind = TARGET_NODE,
        .facts = json_object_get(replay->run.hello, "facts"),
    };
    if (err) {
        if (replay->target)
            target_close(replay->target);
        catalogue_release(&replay->catalogue);
        run_release(&replay->run);
    }
    return err;
}

static int run(const struct args *args)
{
    struct replay replay = { .args = args };
    struct error why = { 0 };
    char dir[4096];
    int status;

    if (open_all(&replay, dir, sizeof dir, &why))
        return cli_fail(&why);
    if (judge_all(&replay, &why)) {
        status = cli_fail(&why);
    } else {
        printf("%zu judged as recorded, %zu changed, %zu not in the suite any "
               "more, %zu were not asked or too long to be recorded, %zu ask "
               "something else than was recorded\n", replay.same,
               replay.changed, replay.gone, replay.unasked, replay.other);
        status = replay.changed || replay.gone || replay.other
                     ? EXIT_REGRESSION : 0;
    }
    target_close(replay.oracle);
    target_close(replay.target);
    catalogue_release(&replay.catalogue);
    run_release(&replay.run);
    return status;
}

const struct command command_replay = {
    .name = "replay",
    .words = "RECORD",
    .words_min = 1,
    .words_max = 1,
    .summary = "Judge the recorded answers again, without a target.",
    .text = "The answers come from the record, questions and expectations from "
            "this suite: so a\ncorrected vector can be applied to an old run.  "
            "Scenarios are answered request by\nrequest in the order of the "
            "record; one that asks something else now is listed\nas OTHER.  The "
            "exit status is 0 when every verdict is as recorded, 4 when one\n"
            "changed or asks something else.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
