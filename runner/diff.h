/* diff: what changed between two runs, and why. */
#ifndef ETALON_RUNNER_DIFF_H
#define ETALON_RUNNER_DIFF_H

#include "runner/result.h"

enum diff_kind { DIFF_ADDED, DIFF_REMOVED, DIFF_CHANGED, DIFF_SAME };
enum diff_cause {
    DIFF_BY_NONE,
    DIFF_BY_VECTOR,       /* the vector's digest is another one */
    DIFF_BY_SUITE,        /* the vector was added to or dropped from the suite */
    DIFF_BY_SELECTION,    /* profile or filters differ */
    DIFF_BY_TARGET,       /* the target says another name, version, operations */
    DIFF_BY_ENVIRONMENT,  /* os, arch, … or etalon's version differ */
    DIFF_BY_UNKNOWN       /* nothing that we know of differs */
};

struct diff_item {
    const char *id;
    enum diff_kind kind;
    enum diff_cause cause;
    const struct result_case *a, *b;  /* NULL when absent */
    bool worse;                       /* was a pass, is none now */
};

struct diff {
    struct diff_item *items;   /* in id order; DIFF_SAME left out */
    size_t count;
    unsigned same, better, worse;
};

const char *diff_kind_name(enum diff_kind kind);    /* "added", … */
const char *diff_cause_name(enum diff_cause cause); /* "vector", … */
/* Items live in the arena; they point into a and b. */
MUST_CHECK enum err diff_runs(struct diff *out, struct arena *arena,
                              const struct run *a, const struct run *b);
/* One line of text for people, into out. */
void diff_line(char *out, size_t size, const struct diff_item *item);
/* {same, better, worse, items: […]}; new reference. */
json_t *diff_json(const struct diff *diff);

#endif
