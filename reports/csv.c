/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/escape.h"
#include "reports/outline.h"

#include <inttypes.h>

/* RFC 4180, every field quoted, CRLF.  A field that a spreadsheet would take
 * for a formula gets an apostrophe in front. */
enum { FIELD_MAX = 4000 };

static void field(struct sink *s, bool first, const char *text)
{
    const char *value = text ? text : "";

    sink_text(s, first ? "\"" : ",\"");
    if (*value && strchr("=+-@\t\r\n|", *value))
        sink_text(s, "'");
    escape_text(s, ESCAPE_CSV, value, FIELD_MAX);
    sink_text(s, "\"");
}

static void number(struct sink *s, uint64_t value)
{
    sink_format(s, ",\"%" PRIu64 "\"", value);
}

static void clause_row(struct sink *s, const struct result_requirement *r)
{
    field(s, true, r->id);
    field(s, false, level_name(r->level));
    field(s, false, r->area);
    field(s, false, r->standard);
    field(s, false, r->clause);
    field(s, false, verdict_name(r->verdict));
    for (unsigned v = 0; v < VERDICT_COUNT; v++)
        number(s, r->count[v]);
    field(s, false, r->text);
    field(s, false, r->url);
    sink_text(s, "\r\n");
}

static void clauses(struct sink *s, const struct run *run)
{
    static const char *const before[] = { "level", "area", "standard",
                                          "clause", "verdict" };

    field(s, true, "requirement");
    for (size_t i = 0; i < ARRAY_LEN(before); i++)
        field(s, false, before[i]);
    for (unsigned v = 0; v < VERDICT_COUNT; v++)
        field(s, false, verdict_name(v));
    field(s, false, "text");
    field(s, false, "url");
    sink_text(s, "\r\n");
    for (size_t i = 0; i < run->requirement_count; i++)
        clause_row(s, &run->requirements[i]);
}

/* The ids of a case's requirements, space separated, in one field. */
static void requirement_ids(struct sink *s, const struct result_case *c)
{
    sink_text(s, ",\"");
    for (size_t i = 0; i < c->requires_count; i++) {
        const char *id = outline_or(c->requires[i]->id, "-");

        if (i == 0 && strchr("=+-@\t\r\n|", *id))
            sink_text(s, "'");
        sink_text(s, i ? " " : "");
        escape_text(s, ESCAPE_CSV, id, FIELD_MAX);
    }
    sink_text(s, "\"");
}

static void case_row(struct sink *s, const struct result_case *c)
{
    field(s, true, c->id);
    field(s, false, level_name(c->level));
    field(s, false, verdict_name(c->verdict));
    field(s, false, c->cause == CAUSE_NONE ? "" : cause_name(c->cause));
    field(s, false, c->suite);
    field(s, false, c->standard);
    requirement_ids(s, c);
    field(s, false, c->op);
    field(s, false, c->title);
    field(s, false, c->message);
    field(s, false, c->known ? "yes" : "no");
    number(s, c->nanoseconds / 1000);
    sink_text(s, "\r\n");
}

static void cases(struct sink *s, const struct run *run)
{
    static const char *const names[] = {
        "case",   "level", "verdict", "cause",   "suite", "standard",
        "requirements", "op", "title", "message", "known", "microseconds",
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        field(s, i == 0, names[i]);
    sink_text(s, "\r\n");
    for (size_t i = 0; i < run->case_count; i++)
        case_row(s, &run->cases[i]);
}

enum err report_csv(FILE *out, const struct run *run,
                    const struct report_options *options, struct error *why)
{
    struct sink sink;

    sink_init(&sink, out);
    if (report_is_variant(options, "cases"))
        cases(&sink, run);
    else
        clauses(&sink, run);
    return sink_end(&sink, why);
}
