/* engine: the loop - plan, ask, judge, record. */
#ifndef ETALON_RUNNER_ENGINE_H
#define ETALON_RUNNER_ENGINE_H

#include <signal.h>

#include "runner/record.h"
#include "runner/scenario.h"

struct engine_options {
    const struct statement *statement;   /* or NULL */
    const struct describer *describer;   /* or NULL */
    unsigned max_failures;               /* 0: no limit; --fail-fast: 1 */
    unsigned pipeline_max;               /* 0: what hello says, at most 64 */
    const volatile sig_atomic_t *stop;   /* set by a signal handler, or NULL */
    /* Shell line that repeats one vector; into out.  May be NULL. */
    void (*repeat_line)(void *user, char *out, size_t size,
                        const struct vector *v);
    /* Called after each result, in the order of the record.  May be NULL. */
    void (*progress)(void *user, const struct vector *v,
                     const struct judgement *j, size_t done, size_t all);
    void *user;
    struct scenario_options scenario;    /* hello is filled in here */
    struct target *peer;     /* the second node, or NULL */
};

struct engine_result {
    struct tally tally;      /* pulled cases are not counted */
    size_t asked;            /* questions put, repeats included */
    bool stopped;            /* by signal or by max_failures */
};

/* Runs the plan against target and writes the record (header and footer are
 * the caller's record_create and record_finish).  Vectors that the record
 * already has are not asked again.  Errors are faults that end the run: ERR_IO
 * (record), ERR_MEMORY.  A target that dies is no error: its vectors get their
 * verdicts. */
MUST_CHECK enum err engine_run(struct engine_result *out,
                               const struct plan *plan, struct target *target,
                               struct record *record,
                               const struct engine_options *options,
                               struct error *why);

/* For struct selection: what target (a struct target) can be asked.  Nodes take
 * scenarios and what they have a binding for, libraries operations, records
 * whatever they hold. */
bool engine_fits(void *target, const struct vector *v);

#endif
