/* sink: where a report's bytes go - a FILE with a sticky error and a count.
 *
 * Emitters write without checking each call; sink_end() tells once whether
 * everything arrived.  A sink owns nothing; the FILE stays the caller's. */
#ifndef ETALON_REPORTS_SINK_H
#define ETALON_REPORTS_SINK_H

#include <stdio.h>

#include "base/err.h"

struct sink {
    FILE *file;
    size_t written; /* bytes so far */
    bool failed;
};

void sink_init(struct sink *s, FILE *file);
/* Bytes and text as they are: only for what etalon itself says. */
void sink_bytes(struct sink *s, const void *data, size_t len);
void sink_text(struct sink *s, const char *text);
void sink_format(struct sink *s, const char *format, ...) PRINTF_LIKE(2, 3);
/* Flushes.  Error: ERR_IO when anything failed since sink_init(). */
MUST_CHECK enum err sink_end(struct sink *s, struct error *why);

#endif
