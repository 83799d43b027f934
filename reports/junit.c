/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/mapping.h"
#include "reports/outline.h"
#include "reports/escape.h"
#include "reports/value.h"

#include <ctype.h>
#include <inttypes.h>

/* There is no standard.  `portable` is valid under both the Jenkins and the
 * Ant dialect; `rich` adds what newer readers show (file, line, properties).
 * GitLab refuses files above 30 MB, so detail stops well before. */
enum {
    MESSAGE_MAX = 2000,
    VALUE_MAX = 1500,
    DETAIL_MAX = 20 * 1024 * 1024
};

struct junit {
    struct sink *s;
    const struct run *run;
    const struct outline *o;
    struct arena *scratch;
    bool portable;
};

static void text(struct junit *j, const char *value, size_t max)
{
    escape_text(j->s, ESCAPE_XML, value, max);
}

static void attribute(struct junit *j, const char *name, const char *value,
                      size_t max)
{
    sink_format(j->s, " %s=\"", name);
    text(j, value, max);
    sink_text(j->s, "\"");
}

static void seconds(struct junit *j, uint64_t milliseconds)
{
    sink_format(j->s, " time=\"%" PRIu64 ".%03u\"", milliseconds / 1000,
                (unsigned)(milliseconds % 1000));
}

static uint64_t case_ms(const struct result_case *c)
{
    return c->nanoseconds / 1000000;
}

/* Both dialects want no zone and no fraction: UTC, said by a property. */
static void timestamp(struct junit *j)
{
    static const char FORM[] = "0000-00-00T00:00:00";
    const char *start = outline_or(j->run->start, "");
    size_t i = 0;

    while (i < sizeof FORM - 1 &&
           (FORM[i] == '0' ? isdigit((unsigned char)start[i]) != 0
                           : start[i] == FORM[i]))
        i++;
    sink_format(j->s, " timestamp=\"%.19s\"",
                i == sizeof FORM - 1 ? start : "1970-01-01T00:00:00");
}

static void counts(struct junit *j, const struct tally *t, unsigned extra)
{
    unsigned skipped = tally_of(t, VERDICT_INAPPLICABLE) +
                       tally_of(t, VERDICT_UNTESTED);
    unsigned errors =
        tally_of(t, VERDICT_ERROR) + tally_of(t, VERDICT_INCONCLUSIVE);

    sink_format(j->s,
                " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\"",
                tally_all(t) + extra, tally_of(t, VERDICT_FAIL),
                errors + extra, skipped);
}

static void property(struct junit *j, const char *name, const char *value)
{
    sink_text(j->s, "<property");
    attribute(j, "name", name, 0);
    attribute(j, "value", value, MESSAGE_MAX);
    sink_text(j->s, "/>");
}

static void suite_properties(struct junit *j)
{
    const struct run *run = j->run;
    const char *const rows[][2] = {
        { "etalon.target", outline_target(run) },
        { "etalon.target.version", outline_or(run->target_version, "unknown") },
        { "etalon.suite", outline_or(run->suite_version, "unknown") },
        { "etalon.suite.digest", outline_or(run->suite_digest, "unknown") },
        { "etalon.profile", outline_or(run->profile, "none") },
        { "etalon.run", outline_or(run->id, "unknown") },
        { "etalon.conformity", conformity_name(run->conformity) },
        { "etalon.timezone", "UTC" },
    };

    sink_text(j->s, "    <properties>\n");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        sink_text(j->s, "      ");
        property(j, rows[i][0], rows[i][1]);
        sink_text(j->s, "\n");
    }
    sink_text(j->s, "    </properties>\n");
}

static void suite_open(struct junit *j, const char *name, size_t id)
{
    const json_t *host = json_object_get(j->run->environment, "host");

    sink_text(j->s, "  <testsuite");
    attribute(j, "name", name, 0);
    if (j->portable) {
        attribute(j, "package", "etalon", 0);
        sink_format(j->s, " id=\"%zu\"", id);
    }
    attribute(j, "hostname",
              outline_or(json_string_value(host), "localhost"), 200);
    timestamp(j);
}

static void suite_close(struct junit *j)
{
    if (j->portable)
        sink_text(j->s, "    <system-out/>\n    <system-err/>\n");
    sink_text(j->s, "  </testsuite>\n");
}

static void line(struct junit *j, const char *label, const char *value,
                 size_t max)
{
    if (!value || !*value)
        return;
    sink_format(j->s, "%s: ", label);
    text(j, value, max);
    sink_text(j->s, "\n");
}

static void detail(struct junit *j, const struct result_case *c)
{
    sink_format(j->s, "verdict: %s", verdict_name(c->verdict));
    if (c->cause != CAUSE_NONE)
        sink_format(j->s, " (%s)", cause_name(c->cause));
    sink_format(j->s, ", level %s\n", level_name(c->level));
    for (size_t i = 0; i < c->requires_count; i++) {
        const struct result_requirement *r = c->requires[i];

        text(j, r->id, 0);
        sink_text(j->s, ": ");
        text(j, r->standard, MESSAGE_MAX);
        sink_text(j->s, ", ");
        text(j, r->clause, MESSAGE_MAX);
        sink_text(j->s, "\n");
    }
    line(j, "message", c->message, MESSAGE_MAX);
    if (j->s->written > DETAIL_MAX) {
        sink_text(j->s, "detail left out: see the record\n");
        return;
    }
    line(j, "differs at", c->path, MESSAGE_MAX);
    if (c->expected)
        line(j, "expected",
             value_line(j->scratch, value_expected(c), VALUE_MAX), VALUE_MAX);
    if (c->got)
        line(j, "got", value_line(j->scratch, value_got(c), VALUE_MAX),
             VALUE_MAX);
    line(j, "repeat", c->repeat, MESSAGE_MAX);
    arena_reset(j->scratch);
}

static void outcome(struct junit *j, const struct result_case *c)
{
    static const char *const names[] = { "", "failure", "error", "skipped" };
    enum junit_child child = mapping_of(c->verdict)->junit;

    if (child == JUNIT_NONE)
        return;
    sink_format(j->s, "<%s", names[child]);
    if (child != JUNIT_SKIPPED)
        attribute(j, "type", cause_name(c->cause), 0);
    /* Two of ours share one of theirs: the message says which. */
    sink_text(j->s, " message=\"");
    if (c->verdict != VERDICT_FAIL)
        sink_format(j->s, "%s: ", verdict_name(c->verdict));
    text(j, c->message, MESSAGE_MAX);
    sink_text(j->s, "\"");
    if (child == JUNIT_SKIPPED) {
        sink_text(j->s, "/>");
        return;
    }
    sink_text(j->s, ">");
    detail(j, c);
    sink_format(j->s, "</%s>", names[child]);
}

static void case_properties(struct junit *j, const struct result_case *c)
{
    sink_text(j->s, "<properties>");
    for (size_t i = 0; i < c->requires_count; i++)
        property(j, "requirement", c->requires[i]->id);
    property(j, "level", level_name(c->level));
    property(j, "verdict", verdict_name(c->verdict));
    if (c->cause != CAUSE_NONE)
        property(j, "cause", cause_name(c->cause));
    if (c->known)
        property(j, "known", "true");
    sink_text(j->s, "</properties>");
}

static void testcase(struct junit *j, const char *area,
                     const struct result_case *c)
{
    sink_text(j->s, "    <testcase classname=\"etalon.");
    text(j, area, 0);
    sink_text(j->s, "\" name=\"");
    text(j, c->id, 0);
    sink_text(j->s, " ");
    text(j, c->title, MESSAGE_MAX);
    sink_text(j->s, "\"");
    seconds(j, case_ms(c));
    if (!j->portable && c->file) {
        attribute(j, "file", c->file, MESSAGE_MAX);
        if (c->line > 0)
            sink_format(j->s, " line=\"%d\"", c->line);
    }
    sink_text(j->s, ">");
    if (!j->portable)
        case_properties(j, c);
    outcome(j, c);
    sink_text(j->s, "</testcase>\n");
}

static void testsuite(struct junit *j, size_t id)
{
    const struct outline_area *area = &j->o->areas[id];
    uint64_t ms = 0;

    for (size_t i = 0; i < area->case_count; i++)
        ms += case_ms(&j->run->cases[area->order[i]]);
    suite_open(j, area->name, id);
    counts(j, &area->cases, 0);
    seconds(j, ms);
    sink_text(j->s, ">\n");
    suite_properties(j);
    for (size_t i = 0; i < area->case_count; i++)
        testcase(j, area->name, &j->run->cases[area->order[i]]);
    suite_close(j);
}

/* A killed or empty run has no case that says so, and must not look green. */
static void broken_run(struct junit *j, size_t id, const char *what)
{
    struct tally none = { 0 };

    suite_open(j, "run", id);
    counts(j, &none, 1);
    seconds(j, 0);
    sink_text(j->s, ">\n");
    suite_properties(j);
    sink_format(j->s,
                "    <testcase classname=\"etalon.run\" name=\"the run is "
                "complete\" time=\"0.000\"><error type=\"run\" message=\"%s\">"
                "%s</error></testcase>\n",
                what, what);
    suite_close(j);
}

static void document(struct junit *j)
{
    const char *what = !j->run->complete ? "the record of the run is incomplete"
                       : j->run->case_count == 0 ? "the run holds no case"
                                                 : NULL;
    uint64_t ms = 0;

    for (size_t i = 0; i < j->run->case_count; i++)
        ms += case_ms(&j->run->cases[i]);
    sink_text(j->s, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    if (!j->portable) {
        attribute(j, "name", outline_target(j->run), MESSAGE_MAX);
        counts(j, &j->run->tally, what != NULL);
        seconds(j, ms);
        timestamp(j);
    }
    sink_text(j->s, ">\n");
    for (size_t i = 0; i < j->o->area_count; i++) {
        if (j->o->areas[i].case_count)
            testsuite(j, i);
    }
    if (what)
        broken_run(j, j->o->area_count, what);
    sink_text(j->s, "</testsuites>\n");
}

enum err report_junit(FILE *out, const struct run *run,
                      const struct report_options *options, struct error *why)
{
    struct sink sink;
    struct arena a, scratch;
    struct outline o;
    enum err err;

    arena_init(&a, 0);
    arena_init(&scratch, 0);
    sink_init(&sink, out);
    err = outline_init(&o, &a, run, why);
    if (!err) {
        struct junit j = { &sink, run, &o, &scratch,
                           report_is_variant(options, "portable") };

        document(&j);
        err = sink_end(&sink, why);
    }
    arena_release(&scratch);
    arena_release(&a);
    return err;
}
