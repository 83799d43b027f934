/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/diff.h"

#include <stdio.h>

static const char *const kinds[] = {
    [DIFF_ADDED] = "added",
    [DIFF_REMOVED] = "removed",
    [DIFF_CHANGED] = "changed",
    [DIFF_SAME] = "same",
};

static const char *const causes[] = {
    [DIFF_BY_NONE] = "none",
    [DIFF_BY_VECTOR] = "vector",
    [DIFF_BY_SUITE] = "suite",
    [DIFF_BY_SELECTION] = "selection",
    [DIFF_BY_TARGET] = "target",
    [DIFF_BY_ENVIRONMENT] = "environment",
    [DIFF_BY_UNKNOWN] = "unknown",
};

const char *diff_kind_name(enum diff_kind kind)
{
    return kinds[kind];
}

const char *diff_cause_name(enum diff_cause cause)
{
    return causes[cause];
}

static bool same_json(const json_t *a, const json_t *b)
{
    return a == b || (a && b && json_equal(a, b));
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_target(const struct run *a, const struct run *b)
{
    return same_text(a->target, b->target) && same_json(a->hello, b->hello) &&
           same_json(a->statement, b->statement);
}

/* The machine, etalon itself and how the run was arranged. */
static bool same_environment(const struct run *a, const struct run *b)
{
    return same_json(a->environment, b->environment) &&
           same_text(a->etalon_version, b->etalon_version) &&
           same_text(a->commit, b->commit);
}

/* A changed vector explains the most, then the target, then the machine. */
static enum diff_cause cause_of_change(const struct run *a,
                                       const struct run *b,
                                       const struct diff_item *item)
{
    if (!same_text(item->a->digest, item->b->digest))
        return DIFF_BY_VECTOR;
    if (!same_target(a, b))
        return DIFF_BY_TARGET;
    if (!same_environment(a, b))
        return DIFF_BY_ENVIRONMENT;
    if (!same_text(a->profile, b->profile) ||
        !same_json(a->selection, b->selection))
        return DIFF_BY_SELECTION;
    if (!same_text(a->suite_digest, b->suite_digest))
        return DIFF_BY_SUITE;
    return DIFF_BY_UNKNOWN;
}

/* A case that only one run has. */
static enum diff_cause cause_of_gap(const struct run *a, const struct run *b)
{
    if (!same_text(a->profile, b->profile) || a->shards != b->shards ||
        a->shard != b->shard || !same_json(a->selection, b->selection))
        return DIFF_BY_SELECTION;
    if (!same_text(a->suite_digest, b->suite_digest))
        return DIFF_BY_SUITE;
    return DIFF_BY_UNKNOWN;
}

static void count_change(struct diff *d, struct diff_item *item)
{
    bool was = item->a->verdict == VERDICT_PASS;
    bool is = item->b->verdict == VERDICT_PASS;

    item->worse = was && !is;
    d->worse += item->worse;
    d->better += !was && is;
}

static void add(struct diff *d, const struct run *a, const struct run *b,
                const struct result_case *left,
                const struct result_case *right)
{
    struct diff_item item = { .a = left, .b = right,
                              .id = left ? left->id : right->id };

    if (!left || !right) {
        item.kind = left ? DIFF_REMOVED : DIFF_ADDED;
        item.cause = cause_of_gap(a, b);
    } else if (left->verdict == right->verdict &&
               left->cause == right->cause) {
        d->same++;
        return;
    } else {
        item.kind = DIFF_CHANGED;
        item.cause = cause_of_change(a, b, &item);
        count_change(d, &item);
    }
    d->items[d->count++] = item;
}

enum err diff_runs(struct diff *out, struct arena *arena, const struct run *a,
                   const struct run *b)
{
    struct diff d = { .count = 0 };
    size_t i = 0, k = 0;

    d.items = arena_array(arena, a->case_count + b->case_count + 1,
                          sizeof *d.items);
    if (!d.items)
        return ERR_MEMORY;
    while (i < a->case_count || k < b->case_count) {
        const struct result_case *left =
            i < a->case_count ? &a->cases[i] : NULL;
        const struct result_case *right =
            k < b->case_count ? &b->cases[k] : NULL;
        int order = !left ? 1 : !right ? -1 : strcmp(left->id, right->id);

        add(&d, a, b, order <= 0 ? left : NULL, order >= 0 ? right : NULL);
        i += order <= 0;
        k += order >= 0;
    }
    *out = d;
    return ERR_OK;
}

static const char *outcome(const struct result_case *c)
{
    if (!c)
        return "-";
    return c->verdict == VERDICT_PASS ? "pass" : verdict_name(c->verdict);
}

static const char *detail(const struct result_case *c)
{
    return c && c->cause != CAUSE_NONE ? cause_name(c->cause) : "";
}

void diff_line(char *out, size_t size, const struct diff_item *item)
{
    const char *left = detail(item->a), *right = detail(item->b);

    snprintf(out, size, "%s %s: %s%s%s -> %s%s%s (%s)",
             diff_kind_name(item->kind), item->id, outcome(item->a),
             left[0] ? "/" : "", left, outcome(item->b), right[0] ? "/" : "",
             right, diff_cause_name(item->cause));
}

static json_t *case_json(const struct result_case *c)
{
    if (!c)
        return json_null();
    return json_pack("{s:s, s:s, s:s}", "verdict", verdict_name(c->verdict),
                     "cause", cause_name(c->cause), "message", c->message);
}

json_t *diff_json(const struct diff *diff)
{
    json_t *items = json_array();

    for (size_t i = 0; i < diff->count; i++) {
        const struct diff_item *item = &diff->items[i];

        json_array_append_new(
            items, json_pack("{s:s, s:s, s:s, s:b, s:o, s:o}", "id", item->id,
                             "kind", diff_kind_name(item->kind), "cause",
                             diff_cause_name(item->cause), "worse",
                             item->worse, "a", case_json(item->a), "b",
                             case_json(item->b)));
    }
    return json_pack("{s:i, s:i, s:i, s:o}", "same", (int)diff->same, "better",
                     (int)diff->better, "worse", (int)diff->worse, "items",
                     items);
}
