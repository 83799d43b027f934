/* upstream: published third-party vectors, put as questions to a target.
 *
 * A source walks the files of one publisher and turns each case into a question
 * of an operation with the publisher's own answer.  Nothing is copied into this
 * project: the files are read where they lie. */
#ifndef ETALON_RUNNER_UPSTREAM_H
#define ETALON_RUNNER_UPSTREAM_H

#include <stdio.h>

#include "runner/target.h"

enum upstream_want {
    UPSTREAM_OUT,     /* this answer ($-matchers as in vectors) */
    UPSTREAM_REJECT,  /* a rejection, for whatever reason */
    UPSTREAM_EITHER   /* a rejection, or an answer that fits `out` */
};

enum { UPSTREAM_SKIPS_MAX = 64, UPSTREAM_FILE_MAX = 256 << 20 };

struct upstream_skip {
    char why[160];
    unsigned count;
};

struct upstream {
    struct target *target;
    const char *only;    /* glob over case ids, or NULL */
    bool verbose;        /* print passes too */
    bool allow_writes;   /* ask a node what changes its state, too */
    bool executes;       /* files that need an engine are run elsewhere */
    FILE *out;
    unsigned passed, failed, skipped;
    unsigned rejected;   /* UPSTREAM_EITHER answered by a rejection */
    struct upstream_skip skips[UPSTREAM_SKIPS_MAX];
    size_t skip_count;
    size_t files;
};

/* Reads one JSON file of a source. `name` is its path below the folder. */
typedef enum err (*upstream_file_fn)(struct upstream *u, const char *name,
                                     const json_t *file, struct error *why);

struct upstream_source {
    const char *name;    /* "ethereum-tests" */
    const char *help;
    /* What reads this file, by its path; NULL when it is not the source's. */
    upstream_file_fn (*choose)(const char *path);
    /* Why this file of the source is not read, or NULL.  May be NULL. */
    const char *(*leave_out)(const char *path);
    /* Sources whose files are not JSON walk the folder themselves.  May be
     * NULL; then choose is used. */
    enum err (*walk)(struct upstream *u, const char *dir, struct error *why);
    /* Whether this file needs an execution engine, which targets do not
     * offer as an operation.  May be NULL. */
    bool (*needs_engine)(const char *path);
};

/* Asks and counts.  Takes over the references of in and out (out may be NULL
 * for UPSTREAM_REJECT). A failure is printed with id, expected and got.
 * Errors: faults that end the run. */
MUST_CHECK enum err upstream_ask(struct upstream *u, const char *id,
                                 const char *op, json_t *in,
                                 enum upstream_want want, json_t *out,
                                 struct error *why);
/* The answer of the target for a question that only prepares another; NULL
 * when it gave none. */
json_t *upstream_prepare(struct upstream *u, const char *op, json_t *in);
/* Counts a case that is not asked; the same reason is told once, with its
 * count, at the end. */
void upstream_skip(struct upstream *u, const char *id, const char *why);
/* Walks every .json and .jsonl file below dir in name order; the lines of a
 * .jsonl file come as one array.  A file that is no JSON (an
 * LFS pointer) is a skip that says so.  Errors: ERR_IO (no such folder),
 * ERR_NOT_FOUND (no file of this source there). */
MUST_CHECK enum err upstream_walk(struct upstream *u,
                                  const struct upstream_source *source,
                                  const char *dir, struct error *why);
/* Prints the skips and "N passed, N failed, N skipped". */
void upstream_summary(struct upstream *u);

/* Helpers for sources: a quantity in the shortest spelling from "0x00…" or
 * decimal text (new reference, NULL when it is neither). */
json_t *upstream_quantity(const char *text);
/* "0x" and lower-case digits from digits with or without 0x. */
json_t *upstream_hex(const char *text);

#endif
