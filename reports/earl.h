/* earl: one walk over a run that states its EARL 1.0 graph, for two writers.
 *
 * Spec: W3C Note "Evaluation and Report Language (EARL) 1.0 Schema".  Turtle
 * and JSON-LD come from the same calls, so both say the same graph.  Nodes are
 * opened and closed in pairs; a blank node hangs on the property of the node
 * that is open. */
#ifndef ETALON_REPORTS_EARL_H
#define ETALON_REPORTS_EARL_H

#include "reports/escape.h"
#include "runner/result.h"

enum { EARL_TEXT_MAX = 4096 }; /* bytes of one literal */

/* An IRI is a fixed beginning and at most two parts that are percent-encoded;
 * a prefixed name of the vocabulary has text "earl:passed" and no parts. */
struct earl_iri {
    const char *text;
    const char *part[2];
    const char *between;
};

struct earl_writer {
    struct sink *sink;
    bool started; /* a node stands before the open one */
    void (*open)(struct earl_writer *w);
    void (*close)(struct earl_writer *w);
    void (*node)(struct earl_writer *w, struct earl_iri id, const char *type);
    void (*end_node)(struct earl_writer *w);
    void (*blank)(struct earl_writer *w, const char *property,
                  const char *type);
    void (*end_blank)(struct earl_writer *w);
    /* Types are space separated prefixed names. */
    void (*iris)(struct earl_writer *w, const char *property,
                 const struct earl_iri *list, size_t count);
    /* datatype NULL is a plain string. */
    void (*literal)(struct earl_writer *w, const char *property,
                    const char *text, const char *datatype);
};

/* The prefixes of both documents. */
struct earl_prefix {
    const char *name, *iri;
};
const struct earl_prefix *earl_prefix_at(size_t index); /* NULL past the end */

void earl_iri_write(struct sink *s, struct earl_iri iri);
MUST_CHECK enum err earl_walk(struct earl_writer *w, const struct run *run,
                              struct error *why);

#endif
