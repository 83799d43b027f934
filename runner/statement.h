/* statement: what the vendor declares of the product (an implementation
 * conformance statement): identity and optional features. */
#ifndef ETALON_RUNNER_STATEMENT_H
#define ETALON_RUNNER_STATEMENT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

/* Strings are owned by all. */
struct statement {
    json_t *all;            /* the file as read; goes into the record */
    const char *vendor, *product, *version, *contact; /* contact may be NULL */
    const json_t *features; /* name: true | false; may be NULL */
};

enum feature_state { FEATURE_UNKNOWN, FEATURE_PRESENT, FEATURE_ABSENT };

/* Errors: ERR_IO, ERR_SYNTAX, ERR_SCHEMA with the place. */
MUST_CHECK enum err statement_load(struct statement *out, const char *path,
                                   struct error *why);
void statement_release(struct statement *s);
/* The statement decides when it speaks of the feature; else the list that
 * hello gave (a list without the feature declares it absent); else unknown.
 * Both may be NULL. */
enum feature_state feature_state(const struct statement *s,
                                 const json_t *hello_features,
                                 const char *feature);

#endif
