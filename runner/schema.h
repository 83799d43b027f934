/* schema: hold a map that was read from YAML to a table of its keys.
 *
 * One table per kind of file; an unknown key is answered with the nearest known
 * one.  Problems go to a sink, so that lint can show all of them and loading
 * can stop at the first. */
#ifndef ETALON_RUNNER_SCHEMA_H
#define ETALON_RUNNER_SCHEMA_H

#include "runner/yaml.h"

/* Takes every problem that is found.  report may be NULL (count only). */
struct problem_sink {
    void (*report)(void *user, const struct error *problem);
    void *user;
    unsigned errors;   /* problems so far */
    struct error first;
};

void problem_add(struct problem_sink *sink, enum err code, const char *source,
                 struct yaml_place place, const char *format, ...)
    PRINTF_LIKE(5, 6);

enum schema_kind {
    SCHEMA_TEXT,     /* a string of 1 to 16 Ki bytes */
    SCHEMA_ID,       /* [A-Za-z0-9][A-Za-z0-9._-]*, at most 120 characters */
    SCHEMA_VERSION,  /* the integer 1 */
    SCHEMA_BOOL,
    SCHEMA_LIST,
    SCHEMA_MAP,
    SCHEMA_TEXTS,    /* a list of strings, none empty, none twice */
    SCHEMA_DATE,     /* YYYY-MM-DD */
    SCHEMA_ANY
};

struct schema_key {
    const char *name;
    enum schema_kind kind;
    bool required;
};

/* Checks map (found at `at`) against keys; true when nothing was reported. */
bool schema_check(const struct yaml_doc *doc, const json_t *map,
                  struct yaml_place at, const struct schema_key *keys,
                  size_t count, struct problem_sink *sink);
/* The nearest of count names to word, or NULL when none is near. */
const char *schema_nearest(const char *word, const char *const *names,
                           size_t count);

#endif
