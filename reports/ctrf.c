/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/jsonw.h"
#include "reports/mapping.h"
#include "reports/outline.h"

/* CTRF calls itself a working draft, version 0.0.0, and allows no members of
 * ours outside `extra` and `labels`. */
enum { MESSAGE_MAX = 4000, YEAR_LEN = 4 };

static const char *const statuses[] = { "passed", "failed", "skipped",
                                        "pending", "other" };

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t days(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t m = (month + 9) % 12; /* March is 0 */

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 -
           719468;
}

/* Milliseconds since the epoch; 0 for a text that is not RFC 3339 in UTC. */
static uint64_t epoch_ms(const char *text)
{
    static const char FORM[] = "0000-00-00T00:00:00.000Z";
    static const unsigned at[] = { 0, 5, 8, 11, 14, 17, 20 };
    static const unsigned len[] = { YEAR_LEN, 2, 2, 2, 2, 2, 3 };
    int64_t n[ARRAY_LEN(at)] = { 0 };
    int64_t ms;

    if (!text || strlen(text) != sizeof FORM - 1)
        return 0;
    for (size_t i = 0; i < sizeof FORM - 1; i++) {
        if (FORM[i] == '0' ? text[i] < '0' || text[i] > '9'
                           : text[i] != FORM[i])
            return 0;
    }
    for (size_t i = 0; i < ARRAY_LEN(at); i++) {
        for (unsigned k = 0; k < len[i]; k++)
            n[i] = n[i] * 10 + (text[at[i] + k] - '0');
    }
    ms = ((days(n[0], n[1], n[2]) * 24 + n[3]) * 60 + n[4]) * 60 + n[5];
    ms = ms * 1000 + n[6];
    return ms > 0 ? (uint64_t)ms : 0;
}

static void summary(struct jsonw *w, const struct run *run)
{
    uint64_t start = epoch_ms(run->start), stop = epoch_ms(run->end);

    jsonw_flat_object(w, "summary");
    jsonw_integer(w, "tests", run->case_count);
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        unsigned sum = 0;

        for (unsigned v = 0; v < VERDICT_COUNT; v++) {
            if (strcmp(mapping_of(v)->ctrf, statuses[i]) == 0)
                sum += tally_of(&run->tally, v);
        }
        jsonw_integer(w, statuses[i], sum);
    }
    jsonw_integer(w, "start", start);
    jsonw_integer(w, "stop", stop > start ? stop : start);
    jsonw_end_object(w);
}

static void test(struct jsonw *w, const char *area, const struct result_case *c)
{
    struct arena a;
    char *name;

    arena_init(&a, 0);
    name = arena_printf(&a, "%s %s", outline_or(c->id, "-"),
                        outline_or(c->title, ""));
    jsonw_flat_object(w, NULL);
    jsonw_head(w, "name", name ? name : outline_or(c->id, "-"), MESSAGE_MAX);
    jsonw_string(w, "status", mapping_of(c->verdict)->ctrf);
    jsonw_string(w, "rawStatus", verdict_name(c->verdict));
    jsonw_integer(w, "duration", c->nanoseconds / 1000000);
    jsonw_array(w, "suite");
    jsonw_string(w, NULL, "etalon");
    jsonw_string(w, NULL, area);
    jsonw_end_array(w);
    if (c->file)
        jsonw_string(w, "filePath", c->file);
    if (c->file && c->line > 0)
        jsonw_integer(w, "line", (uint64_t)c->line);
    jsonw_array(w, "tags");
    jsonw_string(w, NULL, level_name(c->level));
    jsonw_end_array(w);
    if (c->verdict != VERDICT_PASS && c->message)
        jsonw_head(w, "message", c->message, MESSAGE_MAX);
    jsonw_end_object(w);
    arena_release(&a);
}

static void results(struct jsonw *w, const struct outline *o)
{
    const struct run *run = o->run;

    jsonw_object(w, "results");
    jsonw_flat_object(w, "tool");
    jsonw_string(w, "name", "etalon");
    jsonw_optional(w, "version", run->etalon_version);
    jsonw_end_object(w);
    summary(w, run);
    jsonw_array(w, "tests");
    for (size_t i = 0; i < run->case_count; i++)
        test(w, o->areas[o->case_area[i]].name, &run->cases[i]);
    jsonw_end_array(w);
    jsonw_flat_object(w, "extra");
    jsonw_object(w, "etalon");
    jsonw_string(w, "runId", outline_or(run->id, ""));
    jsonw_string(w, "conformity", conformity_name(run->conformity));
    jsonw_string(w, "why", outline_or(run->why, ""));
    jsonw_bool(w, "complete", run->complete);
    jsonw_end_object(w);
    jsonw_end_object(w);
    jsonw_end_object(w);
}

enum err report_ctrf(FILE *out, const struct run *run,
                     const struct report_options *options, struct error *why)
{
    struct outline o;
    struct jsonw w;
    struct arena a;
    struct sink s;
    enum err err;

    (void)options;
    arena_init(&a, 0);
    sink_init(&s, out);
    err = outline_init(&o, &a, run, why);
    if (!err) {
        jsonw_init(&w, &s);
        jsonw_object(&w, NULL);
        jsonw_string(&w, "reportFormat", "CTRF");
        jsonw_string(&w, "specVersion", "0.0.0");
        jsonw_string(&w, "generatedBy", "etalon");
        results(&w, &o);
        jsonw_end_object(&w);
        err = sink_end(&s, why);
    }
    arena_release(&a);
    return err;
}
