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
};

struct catalogue {
    struct arena arena;
    struct requirement *requirements;
    size_t requirement_count;
    struct vector *vectors;  /* in id order */
    size_t vector_count;
    json_t *keep;            /* owner of all json values */
    const char *data_dir;    /* the folder that holds suites/ and vectors/ */
    char version[32];        /* vectors/VERSION */
};

#endif
