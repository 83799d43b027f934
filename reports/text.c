/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/escape.h"
#include "reports/outline.h"
#include "reports/value.h"

/* A terminal is no place for thousands of failures: the first ones, and where
 * to find the rest. */
enum { CASES_MAX = 40, NOTES_MAX = 40, TEXT_MAX = 400, VALUE_MAX = 200, NAME_WIDTH = 24 };

static void plain(struct sink *s, const char *text, size_t max)
{
    escape_text(s, ESCAPE_PLAIN, text, max);
}

static void line(struct sink *s, const char *label, const char *text)
{
    if (!text || !*text)
        return;
    sink_format(s, "  %-10s ", label);
    plain(s, text, TEXT_MAX);
    sink_text(s, "\n");
}

static void head(struct sink *s, const struct run *run)
{
    sink_text(s, "Conformance test of ");
    plain(s, outline_target(run), TEXT_MAX);
    sink_text(s, " ");
    plain(s, run->target_version, TEXT_MAX);
    sink_text(s, "\n\n");
    line(s, "target", run->target);
    line(s, "profile", outline_or(run->profile_title, run->profile));
    line(s, "suite", run->suite_version);
    line(s, "run", run->id);
    line(s, "started", run->start);
    sink_text(s, "\n");
}

static void ratio(struct sink *s, const struct tally *t, enum level level)
{
    char text[32] = "-";
    unsigned all = outline_applicable(t, level);

    if (all)
        (void)snprintf(text, sizeof text, "%u/%u", outline_passed(t, level),
                       all);
    sink_format(s, " %11s", text);
}

static void areas(struct sink *s, const struct outline *o)
{
    sink_format(s, "  %-*s %11s %11s %7s\n", NAME_WIDTH, "area", "MUST",
                "SHOULD", "failed");
    for (size_t i = 0; i < o->area_count; i++) {
        const struct outline_area *a = &o->areas[i];
        size_t before;

        sink_text(s, "  ");
        before = s->written;
        plain(s, a->name, NAME_WIDTH);
        while (s->written - before < NAME_WIDTH)
            sink_text(s, " ");
        ratio(s, &a->requirements, LEVEL_MUST);
        ratio(s, &a->requirements, LEVEL_SHOULD);
        sink_format(s, " %7u\n", tally_of(&a->cases, VERDICT_FAIL));
    }
    sink_text(s, "\n");
}

static void show_case(struct sink *s, struct arena *a,
                      const struct result_case *c)
{
    sink_format(s, "%s ", verdict_name(c->verdict));
    plain(s, c->id, TEXT_MAX);
    sink_format(s, " (%s%s%s%s)\n", level_name(c->level),
                c->cause == CAUSE_NONE ? "" : ", ",
                c->cause == CAUSE_NONE ? "" : cause_name(c->cause),
                c->known ? ", known" : "");
    line(s, "", c->title);
    line(s, "why", c->message);
    line(s, "at", c->path);
    if (c->verdict == VERDICT_FAIL && c->expected)
        line(s, "expected", value_line(a, value_expected(c), VALUE_MAX));
    if (c->verdict == VERDICT_FAIL && c->got)
        line(s, "got", value_line(a, value_got(c), VALUE_MAX));
    if (c->requires_count) {
        line(s, "clause", c->requires[0]->clause);
        line(s, "of", c->requires[0]->standard);
    }
    line(s, "repeat", c->repeat);
    sink_text(s, "\n");
    arena_reset(a);
}

static void cases(struct sink *s, const struct outline *o)
{
    size_t shown = 0, left_out = 0;
    struct arena a;

    arena_init(&a, 0);
    for (size_t i = 0; i < o->shown; i++) {
        const struct result_case *c = &o->run->cases[o->worst[i]];

        if (c->verdict == VERDICT_INAPPLICABLE ||
            c->verdict == VERDICT_UNTESTED)
            continue;
        if (shown == CASES_MAX) {
            left_out++;
            continue;
        }
        shown++;
        show_case(s, &a, c);
    }
    if (left_out)
        sink_format(s, "%zu more cases are left out here; "
                       "the record has them.\n\n", left_out);
    arena_release(&a);
}

/* What standards leave open, and leniency: seen, and no verdict. */
static void notes(struct sink *s, const struct run *run)
{
    size_t shown = 0;

    for (size_t i = 0; i < run->case_count; i++) {
        const struct result_case *c = &run->cases[i];

        for (size_t k = 0; k < json_array_size(c->notes); k++) {
            if (shown++ >= NOTES_MAX)
                continue;
            sink_text(s, shown == 1 ? "notes, which decide nothing\n" : "");
            sink_text(s, "  ");
            plain(s, c->id, TEXT_MAX);
            sink_text(s, ": ");
            plain(s, outline_note(c, k), TEXT_MAX);
            sink_text(s, "\n");
        }
    }
    if (shown > NOTES_MAX)
        sink_format(s, "  and %zu more in the record\n", shown - NOTES_MAX);
    sink_text(s, shown ? "\n" : "");
}

static void verdict(struct sink *s, const struct run *run)
{
    for (unsigned v = 0; v < VERDICT_COUNT; v++)
        sink_format(s, "%s%u %s", v ? ", " : "", tally_of(&run->tally, v),
                    verdict_name(v));
    sink_format(s, "\n%s: ", conformity_name(run->conformity));
    plain(s, run->why, TEXT_MAX);
    sink_text(s, "\n");
    if (!run->complete)
        sink_text(s, "The record of this run is incomplete.\n");
}

enum err report_text(FILE *out, const struct run *run,
                     const struct report_options *options, struct error *why)
{
    struct outline o;
    struct arena a;
    struct sink s;
    enum err err;

    (void)options;
    arena_init(&a, 0);
    sink_init(&s, out);
    err = outline_init(&o, &a, run, why);
    if (!err) {
        head(&s, run);
        areas(&s, &o);
        cases(&s, &o);
        notes(&s, run);
        verdict(&s, run);
        err = sink_end(&s, why);
    }
    arena_release(&a);
    return err;
}
