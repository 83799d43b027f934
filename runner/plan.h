/* plan: the vectors of a run in the order in which they are asked.
 *
 * Prerequisites (`after`) come first and are pulled in when the selection lacks
 * them.  Shards: the selected ids, prerequisites included, are ordered by
 * SHA-256(suite digest || id) and every n-th belongs to a shard; prerequisites
 * of another shard are asked too, marked pulled, and counted there only. */
#ifndef ETALON_RUNNER_PLAN_H
#define ETALON_RUNNER_PLAN_H

#include "runner/select.h"

struct plan_item {
    const struct vector *vector;
    bool pulled;      /* asked for the sake of others; another shard's case */
    bool left_out;    /* of the profile, but a filter left it out: not asked */
};

/* Arrays live in the arena given to plan_make. */
struct plan {
    struct plan_item *items;
    size_t count;
    size_t selected;   /* over all shards */
    size_t left_out;   /* over all shards */
    size_t elsewhere;  /* chosen, but of a kind that this target is not asked */
    const struct catalogue *catalogue;
    const struct selection *selection;
};

/* Errors: ERR_SCHEMA (a cycle, named), ERR_MEMORY. An empty plan is no error.
 * catalogue and selection must outlive the plan. */
MUST_CHECK enum err plan_make(struct plan *out, struct arena *a,
                              const struct catalogue *c,
                              const struct selection *s, struct error *why);

#endif
