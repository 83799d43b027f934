/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/earl.h"
#include "reports/formats.h"

/* A term of a vocabulary is written with its prefix, all else in <…>. */
static void write_iri(struct sink *s, struct earl_iri iri)
{
    bool name = strstr(iri.text, "://") == NULL;

    sink_text(s, name ? "" : "<");
    earl_iri_write(s, iri);
    sink_text(s, name ? "" : ">");
}

static void types(struct sink *s, const char *list)
{
    sink_text(s, "a ");
    for (const char *at = list; *at; at++) {
        if (*at == ' ')
            sink_text(s, ", ");
        else
            sink_bytes(s, at, 1);
    }
}

static void open_document(struct earl_writer *w)
{
    const struct earl_prefix *p;

    for (size_t i = 0; (p = earl_prefix_at(i)) != NULL; i++)
        sink_format(w->sink, "@prefix %s: <%s> .\n", p->name, p->iri);
}

static void close_document(struct earl_writer *w)
{
    (void)w;
}

static void node(struct earl_writer *w, struct earl_iri id, const char *type)
{
    sink_text(w->sink, "\n");
    write_iri(w->sink, id);
    sink_text(w->sink, " ");
    types(w->sink, type);
}

static void end_node(struct earl_writer *w)
{
    sink_text(w->sink, " .\n");
}

static void property(struct earl_writer *w, const char *name)
{
    sink_format(w->sink, " ;\n  %s ", name);
}

static void blank(struct earl_writer *w, const char *name, const char *type)
{
    property(w, name);
    sink_text(w->sink, "[ ");
    types(w->sink, type);
}

static void end_blank(struct earl_writer *w)
{
    sink_text(w->sink, " ]");
}

static void iris(struct earl_writer *w, const char *name,
                 const struct earl_iri *list, size_t count)
{
    property(w, name);
    for (size_t i = 0; i < count; i++) {
        sink_text(w->sink, i ? ", " : "");
        write_iri(w->sink, list[i]);
    }
}

static void literal(struct earl_writer *w, const char *name, const char *text,
                    const char *datatype)
{
    property(w, name);
    sink_text(w->sink, "\"");
    escape_head(w->sink, ESCAPE_TURTLE, text, EARL_TEXT_MAX);
    sink_text(w->sink, "\"");
    if (datatype)
        sink_format(w->sink, "^^%s", datatype);
}

enum err report_earl_turtle(FILE *out, const struct run *run,
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
