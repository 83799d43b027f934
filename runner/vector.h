/* vector: read and check files of vectors and requirements.
 *
 * Files are strict YAML (see docs/vector-format.md).  Everything loaded lives
 * in the catalogue's own memory and is freed with it. */
#ifndef ETALON_RUNNER_VECTOR_H
#define ETALON_RUNNER_VECTOR_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "runner/op.h"
#include "runner/schema.h"
#include "runner/verdict.h"

struct requirement {
    const char *id;        /* "BLK-RLP-009" */
    const char *suite;     /* "block" */
    const char *standard;  /* "Yellow Paper" */
    const char *clause;    /* "appendix B, (182)" */
    const char *text;      /* one sentence of our own */
    const char *url;       /* or NULL */
    const char *feature;   /* optional feature it belongs to, or NULL */
    const char *area;      /* "rlp" */
    enum level level;
    bool untestable;       /* with `untestable: reason` */
    const char *untestable_why;
    const char *file;
    int line;
    unsigned vectors;      /* how many cite it; filled by catalogue_load */
};

struct vector {
    const char *id, *title, *suite, *standard;
    const char *op_id;
    const struct op *op;
    bool scenario;           /* in holds scenario, needs?, still? */
    json_t *in;
    json_t *out;             /* NULL when reject is set */
    const char *reject;      /* reason id, or NULL */
    const char *source, *risk;  /* risk may be NULL */
    const struct requirement **requires; /* at least one */
    size_t requires_count;
    const char **after;      /* ids that must have passed first */
    size_t after_count;
    const char **tags;
    size_t tags_count;
    const char **features;   /* optional features it needs */
    size_t features_count;
    enum level level;        /* strongest level among its requirements */
    const char *file;        /* relative to the data folder */
    int line;
    uint8_t digest[32];      /* SHA-256 over its canonical JSON */
    size_t index;            /* of this vector in the catalogue */
};

struct profile;

struct catalogue {
    struct arena arena;
    struct requirement *requirements;
    size_t requirement_count;
    struct vector *vectors;  /* in id order */
    size_t vector_count;
    json_t *keep;            /* owner of all json values */
    const char *data_dir;    /* the folder that holds suites/ and vectors/ */
    char version[32];        /* vectors/VERSION */
    uint8_t digest[32];      /* Merkle root over all vectors */
    struct profile *profiles;    /* runner/profile.h; in id order */
    size_t profile_count;
};

/* Loads everything below data_dir: suites/<suite>/requirements*.yaml,
 * suites/<suite>/profiles/<id>.yaml and vectors/<suite>/<any>.yaml for every suite
 * of this build, and vectors/TOMBSTONES and VERSION.  Problems go to sink when
 * there is one (all of them), else loading stops at the first.  Errors: ERR_IO,
 * ERR_SYNTAX, ERR_SCHEMA, …: then *out holds nothing to release. */
MUST_CHECK enum err catalogue_load(struct catalogue *out, const char *data_dir,
                                   struct problem_sink *sink,
                                   struct error *why);
void catalogue_release(struct catalogue *c);
/* NULL when there is none. */
const struct vector *catalogue_vector(const struct catalogue *c,
                                      const char *id);
const struct requirement *catalogue_requirement(const struct catalogue *c,
                                                const char *id);

#endif
