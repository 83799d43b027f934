/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/earl.h"

#include "reports/formats.h"
#include "reports/outline.h"

/* The identity of this run's own nodes. */
struct earl_run {
    struct earl_iri run, tool, subject, vendor;
    const char *suite, *date;
};

const struct earl_prefix *earl_prefix_at(size_t index)
{
    static const struct earl_prefix rows[] = {
        { "earl", "http://www.w3.org/ns/earl#" },
        { "dct", "http://purl.org/dc/terms/" },
        { "doap", "http://usefulinc.com/ns/doap#" },
        { "foaf", "http://xmlns.com/foaf/0.1/" },
        { "xsd", "http://www.w3.org/2001/XMLSchema#" },
        { "etalon", REPORT_IRI "ns#" },
    };

    return index < ARRAY_LEN(rows) ? &rows[index] : NULL;
}

void earl_iri_write(struct sink *s, struct earl_iri iri)
{
    sink_text(s, iri.text);
    for (size_t i = 0; i < ARRAY_LEN(iri.part) && iri.part[i]; i++) {
        if (i && iri.between)
            sink_text(s, iri.between);
        escape_text(s, ESCAPE_IRI, iri.part[i], 0);
    }
}

static struct earl_iri term(const char *name)
{
    return (struct earl_iri){ .text = name };
}

static void iri(struct earl_writer *w, const char *property,
                struct earl_iri value)
{
    w->iris(w, property, &value, 1);
}

static void literal(struct earl_writer *w, const char *property,
                    const char *text, const char *datatype)
{
    if (text && *text)
        w->literal(w, property, text, datatype);
}

static void walk_agents(struct earl_writer *w, const struct run *run,
                        const struct earl_run *e)
{
    w->node(w, e->subject, "doap:Project earl:TestSubject earl:Software");
    literal(w, "doap:name", outline_target(run), NULL);
    iri(w, "doap:developer", e->vendor);
    w->blank(w, "doap:release", "doap:Version");
    literal(w, "doap:revision", outline_or(run->target_version, "unknown"),
            NULL);
    w->end_blank(w);
    w->end_node(w);
    w->node(w, e->vendor, "foaf:Agent");
    literal(w, "foaf:name", outline_or(run->target_vendor, "unknown"), NULL);
    w->end_node(w);
    w->node(w, e->tool, "earl:Assertor earl:Software");
    literal(w, "dct:title", "etalon", NULL);
    literal(w, "dct:hasVersion", run->etalon_version, NULL);
    w->end_node(w);
    w->node(w, e->run, "etalon:Run");
    literal(w, "dct:issued", e->date, "xsd:dateTime");
    iri(w, "foaf:primaryTopic", e->subject);
    iri(w, "foaf:maker", e->tool);
    literal(w, "etalon:conformity", conformity_name(run->conformity), NULL);
    literal(w, "etalon:why", run->why, NULL);
    literal(w, "etalon:profile", run->profile, NULL);
    literal(w, "etalon:suiteDigest", run->suite_digest, NULL);
    w->end_node(w);
}

static struct earl_iri requirement_iri(const struct earl_run *e,
                                       const struct result_requirement *r)
{
    return (struct earl_iri){ REPORT_IRI "suite/",
                              { e->suite, outline_or(r->id, "-") },
                              "/requirement/" };
}

static void walk_requirement(struct earl_writer *w, const struct earl_run *e,
                             const struct result_requirement *r)
{
    w->node(w, requirement_iri(e, r),
            "earl:TestCriterion earl:TestRequirement");
    literal(w, "dct:identifier", r->id, NULL);
    literal(w, "dct:description", r->text, NULL);
    literal(w, "etalon:standard", r->standard, NULL);
    literal(w, "etalon:clause", r->clause, NULL);
    literal(w, "etalon:level", level_name(r->level), NULL);
    w->end_node(w);
}

/* Links of a case to its requirements; LINKS_MAX is far above any real case. */
enum { LINKS_MAX = 64 };

static void walk_case(struct earl_writer *w, const struct earl_run *e,
                      const struct run *run, const struct result_case *c)
{
    struct earl_iri test = { REPORT_IRI "suite/",
                             { e->suite, outline_or(c->id, "-") },
                             "/vector/" };
    struct earl_iri assertion = { REPORT_IRI "run/",
                                  { run->id, outline_or(c->id, "-") },
                                  "#" };
    struct earl_iri outcome = { .text = "earl:", { verdict_earl(c->verdict) } };
    struct earl_iri links[LINKS_MAX];
    size_t count = c->requires_count < LINKS_MAX ? c->requires_count
                                                 : LINKS_MAX;

    for (size_t i = 0; i < count; i++)
        links[i] = requirement_iri(e, c->requires[i]);
    w->node(w, test, "earl:TestCriterion earl:TestCase");
    literal(w, "dct:identifier", c->id, NULL);
    literal(w, "dct:title", c->title, NULL);
    if (count)
        w->iris(w, "dct:isPartOf", links, count);
    w->end_node(w);
    w->node(w, assertion, "earl:Assertion");
    iri(w, "earl:assertedBy", e->tool);
    iri(w, "earl:subject", e->subject);
    iri(w, "earl:test", test);
    iri(w, "earl:mode", term("earl:automatic"));
    w->blank(w, "earl:result", "earl:TestResult");
    iri(w, "earl:outcome", outcome);
    literal(w, "dct:date", e->date, "xsd:dateTime");
    literal(w, "earl:info", c->message, NULL);
    literal(w, "etalon:verdict", verdict_name(c->verdict), NULL);
    if (c->cause != CAUSE_NONE)
        literal(w, "etalon:cause", cause_name(c->cause), NULL);
    w->end_blank(w);
    w->end_node(w);
}

enum err earl_walk(struct earl_writer *w, const struct run *run,
                   struct error *why)
{
    const char *id = outline_or(run->id, "-");
    struct earl_run e = {
        .run = { REPORT_IRI "run/", { id }, NULL },
        .tool = { REPORT_IRI "tool/", { outline_or(run->etalon_version, "-") },
                  NULL },
        .subject = { REPORT_IRI "target/", { outline_target(run) }, NULL },
        .vendor = { REPORT_IRI "vendor/",
                    { outline_or(run->target_vendor, "unknown") }, NULL },
        .suite = outline_or(run->suite_version, "-"),
        .date = outline_or(run->end, run->start),
    };
    struct run named = *run;

    named.id = id;
    w->open(w);
    walk_agents(w, run, &e);
    for (size_t i = 0; i < run->requirement_count; i++)
        walk_requirement(w, &e, &run->requirements[i]);
    for (size_t i = 0; i < run->case_count; i++)
        walk_case(w, &e, &named, &run->cases[i]);
    w->close(w);
    return sink_end(w->sink, why);
}
