/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/result_internal.h"

/* Worst first: what a requirement gets when its cases differ.  A case that was
 * not asked outweighs those that passed: nothing was proven for it. */
static const enum verdict worst_first[] = {
    VERDICT_FAIL,     VERDICT_ERROR, VERDICT_INCONCLUSIVE,
    VERDICT_UNTESTED, VERDICT_PASS,  VERDICT_INAPPLICABLE,
};

static void judge_requirements(struct run *run)
{
    for (size_t i = 0; i < run->case_count; i++) {
        const struct result_case *c = &run->cases[i];

        for (size_t k = 0; k < c->requires_count; k++) {
            struct result_requirement *r =
                &run->requirements[c->requires[k] - run->requirements];

            r->count[c->verdict]++;
            r->unseen += c->cause == CAUSE_UNSEEN;
            r->needs += c->cause == CAUSE_NEEDS;
        }
        tally_add(&run->tally, c->level, c->verdict);
    }
    for (size_t i = 0; i < run->requirement_count; i++) {
        struct result_requirement *r = &run->requirements[i];

        r->verdict = VERDICT_UNTESTED;
        for (size_t k = ARRAY_LEN(worst_first); k-- > 0;)
            if (r->count[worst_first[k]])
                r->verdict = worst_first[k];
        /* It was asked of all that the chain has. */
        if (r->verdict == VERDICT_UNTESTED && r->count[VERDICT_PASS] &&
            r->unseen == r->count[VERDICT_UNTESTED])
            r->verdict = VERDICT_PASS;
    }
}

/* What the MUST requirements of the profile say together. */
struct sum {
    unsigned must, passed, absent, unseen, failed, open;
    const struct result_requirement *first_failed, *first_open;
};

static struct sum add_up(const struct run *run)
{
    struct sum s = { 0 };

    for (size_t i = 0; i < run->requirement_count; i++) {
        const struct result_requirement *r = &run->requirements[i];

        if (r->outside || r->level != LEVEL_MUST || r->untestable)
            continue;
        s.must++;
        if (r->verdict == VERDICT_FAIL) {
            s.first_failed = s.first_failed ? s.first_failed : r;
            s.failed++;
        } else if (r->verdict == VERDICT_PASS) {
            s.passed++;
        } else if (r->verdict == VERDICT_INAPPLICABLE && r->optional) {
            s.absent++;
        } else if (r->verdict == VERDICT_UNTESTED && r->optional &&
                   r->count[VERDICT_UNTESTED] &&
                   r->unseen + r->needs == r->count[VERDICT_UNTESTED]) {
            s.unseen++;
        } else {
            s.first_open = s.first_open ? s.first_open : r;
            s.open++;
        }
    }
    return s;
}

/* An untestable requirement that fails all the same still fails. */
static const struct result_requirement *failed_untestable(
    const struct run *run)
{
    for (size_t i = 0; i < run->requirement_count; i++) {
        const struct result_requirement *r = &run->requirements[i];

        if (!r->outside && r->level == LEVEL_MUST && r->untestable &&
            r->verdict == VERDICT_FAIL)
            return r;
    }
    return NULL;
}

static bool is_partial(struct run *run)
{
    if (!run->profile)
        run->why = "The run names no profile.";
    else if (run->shards > 1)
        run->why = "The run is one shard; only the merged run can be judged.";
    else if (run->filtered)
        run->why = "Vectors of the profile were left out by choice.";
    else
        return false;
    return true;
}

static bool decide(struct run *run)
{
    struct sum s = add_up(run);
    struct arena *a = &run->arena;
    unsigned errors = tally_of(&run->tally, VERDICT_ERROR);
    const struct result_requirement *odd = failed_untestable(run);

    run->conformity = RUN_PARTIAL;
    if (is_partial(run))
        return true;
    run->conformity = RUN_NONCONFORMANT;
    if (s.failed || odd) {
        run->why = arena_printf(a, "%u of %u MUST requirements failed, the "
                                "first is %s.", s.failed + (odd != NULL),
                                s.must + (odd != NULL),
                                s.failed ? s.first_failed->id : odd->id);
        return run->why != NULL;
    }
    run->conformity = RUN_INCONCLUSIVE;
    if (!run->complete)
        run->why = arena_printf(a, "The record is incomplete: %s.", run->torn);
    else if (errors)
        run->why = arena_printf(a, "%u vectors ended in an error, which proves "
                                "nothing either way.", errors);
    else if (s.open)
        run->why = arena_printf(a, "%u of %u MUST requirements were not "
                                "decided, the first is %s (%s).", s.open,
                                s.must, s.first_open->id,
                                verdict_name(s.first_open->verdict));
    else if (!s.passed)
        run->why = "No MUST requirement passed, so nothing was proven.";
    else {
        run->conformity = RUN_CONFORMANT;
        run->why = arena_printf(a, "All %u MUST requirements that could be "
                                "asked passed%s; for %u there was nothing to "
                                "ask.", s.must - s.unseen, s.absent
                                ? " or are inapplicable by right" : "",
                                s.unseen);
        if (!s.unseen)
            run->why = arena_printf(a, "All %u MUST requirements passed%s.",
                                    s.must, s.absent ? " or are inapplicable "
                                                       "by right" : "");
    }
    return run->why != NULL;
}

static bool was_stopped(const struct run *run)
{
    for (size_t i = 0; i < run->case_count; i++)
        if (run->cases[i].cause == CAUSE_STOPPED)
            return true;
    return false;
}

static enum exit_status partial_status(const struct run *run)
{
    const struct tally *t = &run->tally;

    if (t->n[LEVEL_MUST][VERDICT_FAIL])
        return EXIT_NONCONFORMANT;
    if (!run->complete || !tally_of(t, VERDICT_PASS) ||
        tally_of(t, VERDICT_ERROR) || tally_of(t, VERDICT_INCONCLUSIVE) ||
        was_stopped(run))
        return EXIT_INCONCLUSIVE;
    return EXIT_CONFORMANT;
}

bool conform(struct run *run)
{
    judge_requirements(run);
    if (!decide(run))
        return false;
    switch (run->conformity) {
    case RUN_CONFORMANT:
        run->exit_status = EXIT_CONFORMANT;
        break;
    case RUN_NONCONFORMANT:
        run->exit_status = EXIT_NONCONFORMANT;
        break;
    case RUN_INCONCLUSIVE:
        run->exit_status = EXIT_INCONCLUSIVE;
        break;
    case RUN_PARTIAL:
    case RUN_CONFORMITY_COUNT:
        run->exit_status = partial_status(run);
        break;
    }
    return true;
}
