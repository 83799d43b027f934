/* baseline: known deviations of a target, each with a reason.
 *
 * A baseline never changes a verdict or the conformity of a run; it changes
 * only the exit status, so that a build can watch for changes: 0 when exactly
 * the listed cases deviate, 4 when one deviates that is not listed, or when an
 * entry no longer holds (it passes now, has expired, names no vector). */
#ifndef ETALON_RUNNER_BASELINE_H
#define ETALON_RUNNER_BASELINE_H

#include "runner/result.h"
#include "runner/schema.h"

struct baseline {
    json_t *all;           /* {format, entries: [{id, reason, …}]} */
    struct yaml_doc doc;   /* places */
};

/* Errors: ERR_IO, ERR_SYNTAX, ERR_SCHEMA, ERR_DUPLICATE. */
MUST_CHECK enum err baseline_load(struct baseline *out, const char *path,
                                  struct error *why);
void baseline_release(struct baseline *b);
/* Marks excused cases (case->known), sets run->exit_status, and reports each
 * regression to sink.  today is YYYY-MM-DD.  baseline must outlive run. */
void baseline_apply(struct run *run, const struct baseline *baseline,
                    const char *today, struct problem_sink *sink);

#endif
