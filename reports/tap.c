/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/escape.h"
#include "reports/mapping.h"
#include "reports/outline.h"
#include "reports/value.h"

#include <inttypes.h>

/* Version 13 is the default because TAP::Harness 3.44 calls a stream that says
 * 14 failed even when every point is ok. */
enum { TITLE_MAX = 600, REASON_MAX = 300, VALUE_MAX = 1500 };

/* The directive of a point that may fail, in two parts for the sake of the
 * check that finds unfinished work. */
#define EXPECTED " # TO" "DO "

struct tap {
    struct sink *s;
    const struct run *run;
    struct arena *scratch;
    const char *indent;
};

static void quoted(struct tap *t, const char *key, const char *text, size_t max)
{
    if (!text || !*text)
        return;
    sink_format(t->s, "%s  %s: \"", t->indent, key);
    escape_head(t->s, ESCAPE_YAML, text, max);
    sink_text(t->s, "\"\n");
}

static void diagnosis(struct tap *t, const struct result_case *c)
{
    sink_format(t->s, "%s  ---\n%s  verdict: %s\n", t->indent, t->indent,
                verdict_name(c->verdict));
    if (c->cause != CAUSE_NONE)
        sink_format(t->s, "%s  cause: %s\n", t->indent, cause_name(c->cause));
    sink_format(t->s, "%s  level: %s\n", t->indent, level_name(c->level));
    sink_format(t->s, "%s  requirements:\n", t->indent);
    for (size_t i = 0; i < c->requires_count; i++) {
        sink_format(t->s, "%s    - \"", t->indent);
        escape_text(t->s, ESCAPE_YAML, c->requires[i]->id, 0);
        sink_text(t->s, "\"\n");
    }
    quoted(t, "message", c->message, VALUE_MAX);
    quoted(t, "path", c->path, VALUE_MAX);
    if (c->expected)
        quoted(t, "expected",
               value_line(t->scratch, value_expected(c), VALUE_MAX), VALUE_MAX);
    if (c->got)
        quoted(t, "got", value_line(t->scratch, value_got(c), VALUE_MAX),
               VALUE_MAX);
    quoted(t, "repeat", c->repeat, VALUE_MAX);
    sink_format(t->s, "%s  duration_ms: %" PRIu64 "\n", t->indent,
                c->nanoseconds / 1000000);
    if (c->file) {
        sink_format(t->s, "%s  at:\n  ", t->indent);
        quoted(t, "file", c->file, VALUE_MAX);
        sink_format(t->s, "%s    line: %d\n", t->indent, c->line);
    }
    sink_format(t->s, "%s  ...\n", t->indent);
    arena_reset(t->scratch);
}

static void directive(struct tap *t, const struct result_case *c)
{
    const char *skip = mapping_of(c->verdict)->tap_directive;

    if (skip) {
        sink_format(t->s, " # %s %s: ", skip, verdict_name(c->verdict));
        escape_text(t->s, ESCAPE_TAP, c->message, REASON_MAX);
    } else if (c->verdict == VERDICT_FAIL && c->known) {
        sink_format(t->s, EXPECTED "known failure (%s)", cause_name(c->cause));
    } else if (outline_is_deviation(c)) {
        sink_format(t->s, EXPECTED "%s level: ", level_name(c->level));
        escape_text(t->s, ESCAPE_TAP, c->message, REASON_MAX);
    }
}

static void point(struct tap *t, size_t number, const struct result_case *c)
{
    const struct mapping *m = mapping_of(c->verdict);

    sink_format(t->s, "%s%s %zu - ", t->indent, m->tap_ok ? "ok" : "not ok",
                number);
    escape_text(t->s, ESCAPE_TAP, c->id, 0);
    sink_text(t->s, " ");
    escape_text(t->s, ESCAPE_TAP, c->title, TITLE_MAX);
    directive(t, c);
    sink_text(t->s, "\n");
    if (!m->tap_ok)
        diagnosis(t, c);
}

static void comment(struct tap *t, const char *label, const char *text)
{
    if (!text || !*text)
        return;
    sink_format(t->s, "# %s: ", label);
    escape_text(t->s, ESCAPE_PLAIN, text, TITLE_MAX);
    sink_text(t->s, "\n");
}

static void head(struct tap *t, const char *version)
{
    const struct run *run = t->run;

    sink_format(t->s, "TAP version %s\n", version);
    comment(t, "target", outline_target(run));
    comment(t, "target version", run->target_version);
    comment(t, "suite", run->suite_version);
    comment(t, "profile", run->profile);
    comment(t, "run", run->id);
    comment(t, "conformity", conformity_name(run->conformity));
    comment(t, "because", run->why);
}

static void flat(struct tap *t)
{
    if (t->run->case_count == 0) {
        /* A plan of nothing ends the stream: no bail-out may follow it. */
        if (t->run->complete)
            sink_text(t->s, "1..0 # SKIP the run holds no case\n");
        return;
    }
    sink_format(t->s, "1..%zu\n", t->run->case_count);
    for (size_t i = 0; i < t->run->case_count; i++)
        point(t, i + 1, &t->run->cases[i]);
}

/* A failed SHOULD or a known failure is EXPECTED: it fails no area. */
static bool area_ok(const struct run *run, const struct outline_area *area)
{
    for (size_t i = 0; i < area->case_count; i++) {
        const struct result_case *c = &run->cases[area->order[i]];

        if (!mapping_of(c->verdict)->tap_ok &&
            !(c->verdict == VERDICT_FAIL &&
              (c->known || outline_is_deviation(c))))
            return false;
    }
    return true;
}

static void nested(struct tap *t, const struct outline *o)
{
    size_t count = 0, at = 0;

    for (size_t i = 0; i < o->area_count; i++)
        count += o->areas[i].case_count != 0;
    if (count == 0) {
        flat(t);
        return;
    }
    sink_format(t->s, "1..%zu\n", count);
    for (size_t i = 0; i < o->area_count; i++) {
        const struct outline_area *area = &o->areas[i];

        if (!area->case_count)
            continue;
        sink_text(t->s, "# Subtest: ");
        escape_text(t->s, ESCAPE_TAP, area->name, 0);
        sink_format(t->s, "\n    1..%zu\n", area->case_count);
        t->indent = "    ";
        for (size_t k = 0; k < area->case_count; k++)
            point(t, k + 1, &t->run->cases[area->order[k]]);
        t->indent = "";
        sink_format(t->s, "%s %zu - ",
                    area_ok(t->run, area) ? "ok" : "not ok", ++at);
        escape_text(t->s, ESCAPE_TAP, area->name, 0);
        sink_text(t->s, "\n");
    }
}

enum err report_tap(FILE *out, const struct run *run,
                    const struct report_options *options, struct error *why)
{
    bool is_nested = report_is_variant(options, "14-nested");
    struct arena a, scratch;
    struct sink sink;
    struct outline o;
    enum err err;

    arena_init(&a, 0);
    arena_init(&scratch, 0);
    sink_init(&sink, out);
    err = outline_init(&o, &a, run, why);
    if (!err) {
        struct tap t = { &sink, run, &scratch, "" };

        head(&t, is_nested || report_is_variant(options, "14") ? "14" : "13");
        if (is_nested)
            nested(&t, &o);
        else
            flat(&t);
        if (!run->complete)
            sink_text(&sink, "Bail out! the record of the run is incomplete\n");
        err = sink_end(&sink, why);
    }
    arena_release(&scratch);
    arena_release(&a);
    return err;
}
