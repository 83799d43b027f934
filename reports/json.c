/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/formats.h"
#include "reports/jsonw.h"
#include "reports/outline.h"
#include "reports/value.h"

enum {
    TEXT_MAX = 4096, /* bytes of one value, message or exchange */
    EXTRA_MAX = 64   /* members shown of an open object */
};

static void write_tally(struct jsonw *w, const struct tally *t)
{
    for (unsigned level = 0; level < LEVEL_COUNT; level++) {
        jsonw_flat_object(w, level_name(level));
        for (unsigned v = 0; v < VERDICT_COUNT; v++)
            jsonw_integer(w, verdict_name(v), t->n[level][v]);
        jsonw_end_object(w);
    }
}

/* An object of which only the kind is known becomes a map of strings. */
static void write_open(struct jsonw *w, const char *key, const json_t *value)
{
    struct value_member *members;
    struct arena a;
    size_t count;

    if (!json_is_object(value))
        return;
    arena_init(&a, 0);
    members = value_members(&a, &count, value);
    jsonw_object(w, key);
    for (size_t i = 0; i < count && i < EXTRA_MAX; i++) {
        char *text = value_plain(&a, members[i].value, TEXT_MAX);

        jsonw_string(w, members[i].key, text ? text : "");
    }
    jsonw_end_object(w);
    arena_release(&a);
}

static void write_head(struct jsonw *w, const struct run *run)
{
    jsonw_string(w, "schema", REPORT_IRI "schema/run/v1");
    jsonw_string(w, "runId", outline_or(run->id, ""));
    jsonw_string(w, "conformity", conformity_name(run->conformity));
    jsonw_string(w, "why", outline_or(run->why, ""));
    jsonw_integer(w, "exitStatus", run->exit_status);
    jsonw_bool(w, "complete", run->complete);
    jsonw_bool(w, "filtered", run->filtered);
    jsonw_optional(w, "start", run->start);
    jsonw_optional(w, "end", run->end);
    jsonw_flat_object(w, "etalon");
    jsonw_optional(w, "version", run->etalon_version);
    jsonw_optional(w, "commit", run->commit);
    jsonw_end_object(w);
    jsonw_flat_object(w, "suite");
    jsonw_optional(w, "version", run->suite_version);
    jsonw_optional(w, "digest", run->suite_digest);
    jsonw_end_object(w);
    jsonw_flat_object(w, "profile");
    jsonw_optional(w, "id", run->profile);
    jsonw_optional(w, "title", run->profile_title);
    jsonw_end_object(w);
    jsonw_flat_object(w, "target");
    jsonw_optional(w, "target", run->target);
    jsonw_optional(w, "name", run->target_name);
    jsonw_optional(w, "version", run->target_version);
    jsonw_optional(w, "vendor", run->target_vendor);
    jsonw_end_object(w);
    jsonw_optional(w, "command", run->command);
    jsonw_optional(w, "recordSha256", run->record_sha256);
    write_open(w, "environment", run->environment);
    write_open(w, "selection", run->selection);
    write_open(w, "statement", run->statement);
    write_open(w, "hello", run->hello);
}

static void write_requirement(struct jsonw *w,
                              const struct result_requirement *r)
{
    jsonw_flat_object(w, NULL);
    jsonw_string(w, "id", outline_or(r->id, ""));
    jsonw_string(w, "level", level_name(r->level));
    jsonw_string(w, "verdict", verdict_name(r->verdict));
    jsonw_optional(w, "area", r->area);
    jsonw_optional(w, "standard", r->standard);
    jsonw_optional(w, "clause", r->clause);
    jsonw_optional(w, "text", r->text);
    jsonw_optional(w, "url", r->url);
    jsonw_optional(w, "feature", r->feature);
    jsonw_optional(w, "untestable", r->untestable);
    jsonw_bool(w, "outside", r->outside);
    jsonw_object(w, "vectors");
    for (unsigned v = 0; v < VERDICT_COUNT; v++)
        jsonw_integer(w, verdict_name(v), r->count[v]);
    jsonw_end_object(w);
    jsonw_end_object(w);
}

/* What only a case that did not pass needs. */
static void write_detail(struct jsonw *w, struct arena *a,
                         const struct result_case *c)
{
    const json_t *values[] = { c->in, c->expected, c->got };
    static const char *const keys[] = { "in", "expected", "got" };

    if (c->message)
        jsonw_head(w, "message", c->message, TEXT_MAX);
    jsonw_optional(w, "path", c->path);
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        char *text = value_text(a, values[i], TEXT_MAX);

        if (values[i] && text)
            jsonw_string(w, keys[i], text);
    }
    if (c->exchange)
        jsonw_head(w, "exchange", c->exchange, TEXT_MAX);
    jsonw_optional(w, "blockedBy", c->blocked_by);
    jsonw_optional(w, "source", c->source);
    jsonw_optional(w, "risk", c->risk);
    jsonw_optional(w, "repeat", c->repeat);
}

static void write_case(struct jsonw *w, struct arena *a,
                       const struct result_case *c)
{
    jsonw_flat_object(w, NULL);
    jsonw_string(w, "id", outline_or(c->id, ""));
    jsonw_string(w, "verdict", verdict_name(c->verdict));
    if (c->cause != CAUSE_NONE)
        jsonw_string(w, "cause", cause_name(c->cause));
    jsonw_string(w, "level", level_name(c->level));
    jsonw_optional(w, "title", c->title);
    jsonw_optional(w, "op", c->op);
    jsonw_optional(w, "suite", c->suite);
    jsonw_optional(w, "standard", c->standard);
    jsonw_array(w, "requires");
    for (size_t i = 0; i < c->requires_count; i++)
        jsonw_string(w, NULL, outline_or(c->requires[i]->id, ""));
    jsonw_end_array(w);
    jsonw_optional(w, "file", c->file);
    if (c->line > 0)
        jsonw_integer(w, "line", (uint64_t)c->line);
    jsonw_integer(w, "microseconds", c->nanoseconds / 1000);
    jsonw_optional(w, "digest", c->digest);
    jsonw_optional(w, "reasonStated", c->reason_stated);
    jsonw_bool(w, "known", c->known != NULL);
    if (c->verdict != VERDICT_PASS)
        write_detail(w, a, c);
    if (json_array_size(c->notes)) {
        jsonw_array(w, "notes");
        for (size_t i = 0; i < json_array_size(c->notes); i++)
            jsonw_head(w, NULL, outline_note(c, i), TEXT_MAX);
        jsonw_end_array(w);
    }
    jsonw_end_object(w);
}

enum err report_json(FILE *out, const struct run *run,
                     const struct report_options *options, struct error *why)
{
    struct sink sink;
    struct jsonw w;
    struct arena a;
    struct outline o;
    enum err err;

    (void)options;
    arena_init(&a, 0);
    err = outline_init(&o, &a, run, why);
    if (err) {
        arena_release(&a);
        return err;
    }
    sink_init(&sink, out);
    jsonw_init(&w, &sink);
    jsonw_object(&w, NULL);
    write_head(&w, run);
    jsonw_object(&w, "requirementTotals");
    write_tally(&w, &o.requirements);
    jsonw_end_object(&w);
    jsonw_object(&w, "caseTotals");
    write_tally(&w, &run->tally);
    jsonw_end_object(&w);
    jsonw_array(&w, "requirements");
    for (size_t i = 0; i < run->requirement_count; i++)
        write_requirement(&w, &run->requirements[i]);
    jsonw_end_array(&w);
    jsonw_array(&w, "cases");
    arena_reset(&a);
    for (size_t i = 0; i < run->case_count; i++) {
        write_case(&w, &a, &run->cases[i]);
        arena_reset(&a);
    }
    jsonw_end_array(&w);
    jsonw_end_object(&w);
    arena_release(&a);
    return sink_end(&sink, why);
}
