/* report: result model in, bytes out.  A format decides nothing. */
#ifndef ETALON_REPORTS_REPORT_H
#define ETALON_REPORTS_REPORT_H

#include <stdio.h>

#include "runner/result.h"

struct report_options {
    const char *language;   /* "en"; more later */
    const char *variant;    /* "portable", "14", … or NULL */
    size_t size_max;        /* bytes; 0: the format's own cap */
};

struct report_format {
    const char *name;       /* "junit" */
    const char *file;       /* "junit.xml": name within a report folder */
    const char *media_type;
    const char *help;       /* one line */
    const char *variants;   /* space separated, or NULL */
    /* Errors: ERR_IO, ERR_MEMORY. Nothing else can go wrong. */
    enum err (*write)(FILE *out, const struct run *run,
                      const struct report_options *options,
                      struct error *why);
};

const struct report_format *report_at(size_t index);  /* NULL past the end */
const struct report_format *report_find(const char *name);
/* Writes one format to path, by a temporary name and rename. */
MUST_CHECK enum err report_write_file(const struct report_format *format,
                                      const struct run *run, const char *path,
                                      const struct report_options *options,
                                      struct error *why);

#endif
