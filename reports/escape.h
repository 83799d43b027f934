/* escape: how each format spells text that may hold anything.
 *
 * Total over all byte strings.  Control characters, bidirectional marks and
 * other invisible characters never come out raw: formats that have an escape
 * for them use it (JSON, YAML, Turtle), all others get the visible text
 * \u001b.  Bytes that are not UTF-8 become U+FFFD. */
#ifndef ETALON_REPORTS_ESCAPE_H
#define ETALON_REPORTS_ESCAPE_H

#include "reports/sink.h"

enum escape {
    ESCAPE_PLAIN,    /* terminals, logs */
    ESCAPE_JSON,     /* inside "…" */
    ESCAPE_YAML,     /* inside "…" */
    ESCAPE_TURTLE,   /* inside "…" */
    ESCAPE_IRI,      /* one path segment: everything but unreserved as %XX */
    ESCAPE_XML,      /* text and attributes, HTML too */
    ESCAPE_TAP,      /* a test point's description */
    ESCAPE_CSV,      /* inside "…" */
    ESCAPE_MARKDOWN, /* a table cell or a paragraph, outside code spans */
    ESCAPE_GITHUB,   /* the message of a workflow command */
    ESCAPE_GITHUB_PROPERTY,
    ESCAPE_COUNT
};

/* Writes text; NULL is written as nothing.  With max > 0 at most max bytes
 * come out, then " … (N more bytes)" with the number of bytes of text that
 * were left out. */
void escape_text(struct sink *s, enum escape how, const char *text, size_t max);
void escape_bytes(struct sink *s, enum escape how, struct bytes text,
                  size_t max);
/* As escape_text, cutting text after max of its own bytes (at a character),
 * so that two formats cut the same text at the same place. */
void escape_head(struct sink *s, enum escape how, const char *text, size_t max);

/* One code point off the front of *in, which must not be empty; U+FFFD for a
 * byte that is not UTF-8. */
uint32_t escape_next(struct bytes *in);
/* True for code points that are not shown as they are. */
bool escape_hidden(uint32_t point);

#endif
