/* select: which vectors run.
 *
 * Every filter that is given must match (within one filter, any of its values);
 * id, requirement and standard take globs. */
#ifndef ETALON_RUNNER_SELECT_H
#define ETALON_RUNNER_SELECT_H

#include "runner/profile.h"

enum { SELECT_VALUES_MAX = 64 };

struct select_list {
    const char *values[SELECT_VALUES_MAX];
    size_t count;
};

struct selection {
    const struct profile *profile;  /* or NULL */
    struct select_list suites, standards, requirements, ids, levels, tags, ops;
    unsigned shard, shards;         /* 1-based; 0, 0: not sharded */
    bool shuffle;
    uint64_t seed;
    unsigned repeat;                /* 0 and 1: once */
    /* Can the target be asked this at all (a scenario, an operation)?  What it
     * cannot be asked is no part of the run.  NULL: everything. */
    bool (*fits)(void *user, const struct vector *v);
    void *fits_user;
};

/* False when the list is full. */
MUST_CHECK bool select_add(struct select_list *list, const char *value);
/* "i/n".  Errors: ERR_USAGE (no total, zero, i above n). */
MUST_CHECK enum err select_shard(struct selection *s, const char *text,
                                 struct error *why);
/* Does it pass the filters (not profile, not shard)? */
bool select_matches(const struct selection *s, const struct vector *v);
/* Of a kind that the target can be asked. */
bool select_fits(const struct selection *s, const struct vector *v);
/* Does it narrow the run beyond the profile? */
bool select_filters(const struct selection *s);
/* Values that name nothing (unknown suite, level, a glob without a match) are
 * errors: a misspelt filter must not give an empty green run.  ERR_USAGE. */
MUST_CHECK enum err select_check(const struct selection *s,
                                 const struct catalogue *c, struct error *why);
/* As data, for the record; without the shard.  New reference or NULL. */
json_t *select_json(const struct selection *s);

#endif
