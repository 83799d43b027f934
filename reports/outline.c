/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/outline.h"

/* Reading order: what needs a person first. */
static const unsigned rank[VERDICT_COUNT] = {
    [VERDICT_FAIL] = 0,         [VERDICT_ERROR] = 1,
    [VERDICT_INCONCLUSIVE] = 2, [VERDICT_UNTESTED] = 3,
    [VERDICT_INAPPLICABLE] = 4, [VERDICT_PASS] = 5,
};
enum { RANK_COUNT = VERDICT_COUNT };

const char *outline_note(const struct result_case *c, size_t i)
{
    return outline_or(json_string_value(json_array_get(c->notes, i)), "");
}

const char *outline_or(const char *text, const char *otherwise)
{
    return text && *text ? text : otherwise;
}

const char *outline_target(const struct run *run)
{
    return outline_or(run->target_name, outline_or(run->target, "target"));
}

unsigned outline_passed(const struct tally *t, enum level level)
{
    return t->n[level][VERDICT_PASS];
}

unsigned outline_applicable(const struct tally *t, enum level level)
{
    unsigned sum = 0;

    for (unsigned v = 0; v < VERDICT_COUNT; v++)
        sum += t->n[level][v];
    return sum - t->n[level][VERDICT_INAPPLICABLE];
}

bool outline_is_deviation(const struct result_case *c)
{
    return c->verdict == VERDICT_FAIL && c->level != LEVEL_MUST;
}

bool outline_counts(const struct result_requirement *r)
{
    if (r->outside)
        return false;
    return !r->untestable || r->verdict != VERDICT_UNTESTED;
}

static enum area_state state_of(const struct tally *t)
{
    const unsigned *n = t->n[LEVEL_MUST];

    if (n[VERDICT_FAIL])
        return AREA_NOT_MET;
    if (outline_applicable(t, LEVEL_MUST) == 0)
        return AREA_NONE;
    return outline_applicable(t, LEVEL_MUST) == n[VERDICT_PASS] ? AREA_MET
                                                                : AREA_OPEN;
}

static const char *area_of(const struct result_case *c)
{
    if (c->requires_count && c->requires[0]->area && *c->requires[0]->area)
        return c->requires[0]->area;
    return outline_or(c->suite, "other");
}

/* Index of name, added at its place by name when it is new. */
static size_t area_find(struct outline *o, const char *name)
{
    size_t at = 0;

    while (at < o->area_count && strcmp(o->areas[at].name, name) < 0)
        at++;
    if (at < o->area_count && strcmp(o->areas[at].name, name) == 0)
        return at;
    memmove(o->areas + at + 1, o->areas + at,
            (o->area_count - at) * sizeof o->areas[0]);
    o->areas[at] = (struct outline_area){ .name = name };
    o->area_count++;
    return at;
}

static void collect_areas(struct outline *o)
{
    const struct run *run = o->run;

    for (size_t i = 0; i < run->requirement_count; i++)
        (void)area_find(o, outline_or(run->requirements[i].area, "other"));
    for (size_t i = 0; i < run->case_count; i++)
        (void)area_find(o, area_of(&run->cases[i]));
}

static void count(struct outline *o)
{
    const struct run *run = o->run;

    for (size_t i = 0; i < run->requirement_count; i++) {
        const struct result_requirement *r = &run->requirements[i];
        struct outline_area *area =
            &o->areas[area_find(o, outline_or(r->area, "other"))];

        area->requirement_count++;
        if (!outline_counts(r)) {
            o->untestable += !r->outside && r->level == LEVEL_MUST;
            continue;
        }
        tally_add(&area->requirements, r->level, r->verdict);
        tally_add(&o->requirements, r->level, r->verdict);
    }
    for (size_t i = 0; i < run->case_count; i++) {
        const struct result_case *c = &run->cases[i];
        size_t at = area_find(o, area_of(c));

        tally_add(&o->areas[at].cases, c->level, c->verdict);
        o->areas[at].case_count++;
        o->case_area[i] = at;
    }
    for (size_t i = 0; i < o->area_count; i++)
        o->areas[i].state = state_of(&o->areas[i].requirements);
}

/* Stable counting sort by (verdict rank, level). */
static void sort_worst(struct outline *o)
{
    size_t start[RANK_COUNT * LEVEL_COUNT + 1] = { 0 };
    const struct run *run = o->run;

    for (size_t i = 0; i < run->case_count; i++) {
        const struct result_case *c = &run->cases[i];

        start[rank[c->verdict] * LEVEL_COUNT + c->level + 1]++;
    }
    for (size_t k = 1; k < ARRAY_LEN(start); k++)
        start[k] += start[k - 1];
    o->shown = start[rank[VERDICT_PASS] * LEVEL_COUNT];
    for (size_t i = 0; i < run->case_count; i++) {
        const struct result_case *c = &run->cases[i];

        o->worst[start[rank[c->verdict] * LEVEL_COUNT + c->level]++] = i;
    }
}

static void fill_areas(struct outline *o, size_t *requirement, size_t *order)
{
    const struct run *run = o->run;

    for (size_t i = 0; i < o->area_count; i++) {
        struct outline_area *area = &o->areas[i];

        area->requirement = requirement;
        requirement += area->requirement_count;
        area->order = order;
        order += area->case_count;
        area->requirement_count = area->case_count = 0;
    }
    for (size_t i = 0; i < run->requirement_count; i++) {
        struct outline_area *area = &o->areas[area_find(
            o, outline_or(run->requirements[i].area, "other"))];

        area->requirement[area->requirement_count++] = i;
    }
    for (size_t i = 0; i < run->case_count; i++) {
        struct outline_area *area = &o->areas[o->case_area[i]];

        area->order[area->case_count++] = i;
    }
}

/* Where in the run's array this requirement is; requirement_count when the
 * pointer is not from it. */
static size_t requirement_at(const struct run *run,
                             const struct result_requirement *r)
{
    uintptr_t base = (uintptr_t)run->requirements, p = (uintptr_t)r;
    size_t at = (size_t)(p - base) / sizeof *r;

    return p >= base && at < run->requirement_count ? at
                                                    : run->requirement_count;
}

static void cite(struct outline *o)
{
    const struct run *run = o->run;

    for (size_t i = 0; i < run->case_count; i++) {
        for (size_t k = 0; k < run->cases[i].requires_count; k++) {
            size_t r = requirement_at(run, run->cases[i].requires[k]);

            if (r < run->requirement_count)
                o->from[r + 2]++;
        }
    }
    for (size_t r = 2; r < run->requirement_count + 2; r++)
        o->from[r] += o->from[r - 1];
    for (size_t i = 0; i < run->case_count; i++) {
        const struct result_case *c = &run->cases[o->worst[i]];

        for (size_t k = 0; k < c->requires_count; k++) {
            size_t r = requirement_at(run, c->requires[k]);

            if (r < run->requirement_count)
                o->cited[o->from[r + 1]++] = o->worst[i];
        }
    }
}

enum err outline_init(struct outline *o, struct arena *a,
                      const struct run *run, struct error *why)
{
    struct outline made = { .run = run };
    size_t cites = 0, *requirement, *order;

    for (size_t i = 0; i < run->case_count; i++)
        cites += run->cases[i].requires_count;
    made.areas = arena_array(
        a, run->requirement_count + run->case_count + 1, sizeof *made.areas);
    made.case_area = arena_array(a, run->case_count + 1, sizeof(size_t));
    made.worst = arena_array(a, run->case_count + 1, sizeof(size_t));
    made.from = arena_array(a, run->requirement_count + 2, sizeof(size_t));
    made.cited = arena_array(a, cites + 1, sizeof(size_t));
    requirement = arena_array(a, run->requirement_count + 1, sizeof(size_t));
    order = arena_array(a, run->case_count + 1, sizeof(size_t));
    if (!made.areas || !made.case_area || !made.worst || !made.from ||
        !made.cited || !requirement || !order)
        return error_set(why, ERR_MEMORY, "the run is too large to report");
    collect_areas(&made);
    count(&made);
    fill_areas(&made, requirement, order);
    sort_worst(&made);
    cite(&made);
    *o = made;
    return ERR_OK;
}
