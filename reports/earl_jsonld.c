/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/earl.h"
#include "reports/formats.h"

static void reference(struct sink *s, struct earl_iri iri)
{
    sink_text(s, "{\"@id\": \"");
    earl_iri_write(s, iri);
    sink_text(s, "\"}");
}

static void types(struct sink *s, const char *list)
{
    sink_text(s, "\"@type\": [\"");
    for (const char *at = list; *at; at++) {
        if (*at == ' ')
            sink_text(s, "\", \"");
        else
            sink_bytes(s, at, 1);
    }
    sink_text(s, "\"]");
}

/* The context stands in the document: a reader must not fetch one. */
static void open_document(struct earl_writer *w)
{
    const struct earl_prefix *p;

    sink_text(w->sink, "{\"@context\": {");
    for (size_t i = 0; (p = earl_prefix_at(i)) != NULL; i++)
        sink_format(w->sink, "%s\n  \"%s\": \"%s\"", i ? "," : "", p->name,
                    p->iri);
    sink_text(w->sink, "\n},\n\"@graph\": [");
}

static void close_document(struct earl_writer *w)
{
    sink_text(w->sink, "\n]}\n");
}

static void node(struct earl_writer *w, struct earl_iri id, const char *type)
{
    sink_text(w->sink, w->started ? ",\n{\"@id\": \"" : "\n{\"@id\": \"");
    w->started = true;
    earl_iri_write(w->sink, id);
    sink_text(w->sink, "\", ");
    types(w->sink, type);
}

static void end_node(struct earl_writer *w)
{
    sink_text(w->sink, "}");
}

static void property(struct earl_writer *w, const char *name)
{
    sink_format(w->sink, ",\n  \"%s\": ", name);
}

static void blank(struct earl_writer *w, const char *name, const char *type)
{
    property(w, name);
    sink_text(w->sink, "{");
    types(w->sink, type);
}

static void end_blank(struct earl_writer *w)
{
    sink_text(w->sink, "}");
}

static void iris(struct earl_writer *w, const char *name,
                 const struct earl_iri *list, size_t count)
{
    property(w, name);
    sink_text(w->sink, "[");
    for (size_t i = 0; i < count; i++) {
        sink_text(w->sink, i ? ", " : "");
        reference(w->sink, list[i]);
    }
    sink_text(w->sink, "]");
}

static void literal(struct earl_writer *w, const char *name, const char *text,
                    const char *datatype)
{
    property(w, name);
    sink_text(w->sink, datatype ? "{\"@value\": \"" : "\"");
    escape_head(w->sink, ESCAPE_JSON, text, EARL_TEXT_MAX);
    if (datatype)
        sink_format(w->sink, "\", \"@type\": \"%s\"}", datatype);
    else
        sink_text(w->sink, "\"");
}

enum err report_earl_jsonld(FILE *out, const struct run *run,
                            const struct report_options *options,
                            struct error *why)
{
    struct sink sink;
    struct earl_writer w = {
        .sink = &sink,          .open = open_document,
        .close = close_document, .node = node,
        .end_node = end_node,   .blank = blank,
        .end_blank = end_blank, .iris = iris,
        .literal = literal,
    };

    (void)options;
    sink_init(&sink, out);
    return earl_walk(&w, run, why);
}
