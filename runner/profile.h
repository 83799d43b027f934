/* profile: the named list of requirements that a kind of product is certified
 * for.  Loaded with the catalogue (suites/<suite>/profiles/<id>.yaml). */
#ifndef ETALON_RUNNER_PROFILE_H
#define ETALON_RUNNER_PROFILE_H

#include "runner/vector.h"

/* What a profile wants of a requirement. */
enum profile_need {
    PROFILE_OUT,       /* not part of it */
    PROFILE_REQUIRED,
    PROFILE_OPTIONAL   /* may be absent if the product says so beforehand */
};

struct profile_rule {
    const char *pattern;  /* glob over requirement ids: "BLK-RLP-*" */
    bool optional;
};

struct profile {
    const char *id, *title, *reasons;
    const char **suites;
    size_t suites_count;
    struct profile_rule *rules;
    size_t rules_count;
    const char **excludes;   /* globs */
    size_t excludes_count;
    const char *file;
    int line;
};

const struct profile *profile_find(const struct catalogue *c, const char *id);
/* The last matching rule decides; an exclude beats every rule. */
enum profile_need profile_need(const struct profile *p,
                               const struct requirement *r);
/* A vector is as needed as the most needed of its requirements. */
enum profile_need profile_need_vector(const struct profile *p,
                                      const struct vector *v);
/* Shell-like glob with * and ? only; bounded time. */
bool profile_glob(const char *pattern, const char *text);

#endif
