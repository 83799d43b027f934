/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/escape.h"
#include "reports/outline.h"

/* GitHub refuses a step summary above 1 MiB as a whole. */
enum {
    SIZE_MAX_DEFAULT = 900 * 1024,
    TAIL_ROOM = 8 * 1024, /* for the row under way and the closing lines */
    CELL_MAX = 1200
};

static void cell(struct sink *s, const char *text, size_t max)
{
    escape_text(s, ESCAPE_MARKDOWN, text, max);
}

static void head(struct sink *s, const struct run *run)
{
    sink_text(s, "## ");
    cell(s, outline_target(run), CELL_MAX);
    sink_text(s, " ");
    cell(s, run->target_version, CELL_MAX);
    sink_format(s, "\n\n**%s**: ", conformity_name(run->conformity));
    cell(s, run->why, CELL_MAX);
    sink_text(s, "\n\n");
    for (unsigned v = 0; v < VERDICT_COUNT; v++)
        sink_format(s, "%s%u %s", v ? ", " : "", tally_of(&run->tally, v),
                    verdict_name(v));
    sink_text(s, "; profile ");
    cell(s, outline_or(run->profile, "none"), CELL_MAX);
    sink_text(s, ", suite ");
    cell(s, outline_or(run->suite_version, "unknown"), CELL_MAX);
    sink_text(s, ", run ");
    cell(s, outline_or(run->id, "unknown"), CELL_MAX);
    sink_text(s, "\n\n");
    if (!run->complete)
        sink_text(s, "The record of this run is **incomplete**.\n\n");
}

static void areas(struct sink *s, const struct outline *o, size_t max)
{
    sink_text(s, "| Area | MUST | SHOULD | Failed cases |\n"
                 "|---|---:|---:|---:|\n");
    for (size_t i = 0; i < o->area_count; i++) {
        const struct outline_area *a = &o->areas[i];

        if (s->written + TAIL_ROOM > max)
            break;
        sink_text(s, "| ");
        cell(s, a->name, CELL_MAX);
        sink_format(s, " | %u/%u | %u/%u | %u |\n",
                    outline_passed(&a->requirements, LEVEL_MUST),
                    outline_applicable(&a->requirements, LEVEL_MUST),
                    outline_passed(&a->requirements, LEVEL_SHOULD),
                    outline_applicable(&a->requirements, LEVEL_SHOULD),
                    tally_of(&a->cases, VERDICT_FAIL));
    }
    sink_text(s, "\n");
}

static void row(struct sink *s, const struct result_case *c)
{
    sink_text(s, "| ");
    cell(s, c->id, CELL_MAX);
    sink_format(s, " | %s | %s%s%s%s | ", level_name(c->level),
                verdict_name(c->verdict), c->cause == CAUSE_NONE ? "" : ", ",
                c->cause == CAUSE_NONE ? "" : cause_name(c->cause),
                c->known ? ", known" : "");
    cell(s, outline_or(c->message, c->title), CELL_MAX);
    sink_text(s, " |\n");
}

/* A filtered run leaves many cases out on purpose: they are counted above. */
static bool listed(const struct result_case *c)
{
    return c->verdict != VERDICT_PASS && c->verdict != VERDICT_INAPPLICABLE &&
           c->cause != CAUSE_FILTERED;
}

static void cases(struct sink *s, const struct outline *o, size_t max)
{
    size_t left_out = 0, shown = 0;

    for (size_t i = 0; i < o->shown; i++) {
        const struct result_case *c = &o->run->cases[o->worst[i]];

        if (!listed(c))
            continue;
        if (s->written + TAIL_ROOM > max) {
            left_out++;
            continue;
        }
        if (shown++ == 0)
            sink_text(s, "| Case | Level | Verdict | Detail |\n"
                         "|---|---|---|---|\n");
        row(s, c);
    }
    if (left_out)
        sink_format(s, "\n%zu more cases are left out here; "
                       "the record has them.\n", left_out);
}

static void notes(struct sink *s, const struct run *run, size_t max)
{
    size_t left_out = 0, shown = 0;

    for (size_t i = 0; i < run->case_count; i++) {
        const struct result_case *c = &run->cases[i];

        for (size_t k = 0; k < json_array_size(c->notes); k++) {
            if (s->written + TAIL_ROOM > max) {
                left_out++;
                continue;
            }
            if (shown++ == 0)
                sink_text(s, "\n### Notes, which decide nothing\n\n"
                             "| Case | Note |\n|---|---|\n");
            sink_text(s, "| ");
            cell(s, c->id, CELL_MAX);
            sink_text(s, " | ");
            cell(s, outline_note(c, k), CELL_MAX);
            sink_text(s, " |\n");
        }
    }
    if (left_out)
        sink_format(s, "\n%zu more notes are left out here; "
                       "the record has them.\n", left_out);
}

enum err report_markdown(FILE *out, const struct run *run,
                         const struct report_options *options,
                         struct error *why)
{
    size_t max = options && options->size_max ? options->size_max
                                              : SIZE_MAX_DEFAULT;
    struct outline o;
    struct arena a;
    struct sink s;
    enum err err;

    arena_init(&a, 0);
    sink_init(&s, out);
    err = outline_init(&o, &a, run, why);
    if (!err) {
        head(&s, run);
        areas(&s, &o, max);
        cases(&s, &o, max);
        notes(&s, run, max);
        err = sink_end(&s, why);
    }
    arena_release(&a);
    return err;
}
