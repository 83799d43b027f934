/* lint: load everything, show every problem. */
#ifndef ETALON_RUNNER_LINT_H
#define ETALON_RUNNER_LINT_H

#include "runner/profile.h"

struct lint_result {
    unsigned errors;             /* also sent to the sink */
    size_t requirements, vectors, profiles;
    size_t must_uncovered;       /* MUST, testable, no vector: each an error */
    size_t other_uncovered;      /* SHOULD and MAY: warnings */
};

/* Problems go to errors; SHOULD and MAY requirements without a vector, and
 * operations without a vector, go to warnings.  Sinks must not be NULL.
 * Errors: ERR_MEMORY, ERR_INTERNAL only. */
MUST_CHECK enum err lint_run(struct lint_result *out, const char *data_dir,
                             struct problem_sink *errors,
                             struct problem_sink *warnings,
                             struct error *why);

#endif
