/* history: nightly runs of targets, kept in one SQLite file.
 *
 * A run is kept with its counts and the verdict of each case, so that a later
 * one can be laid beside the last good run.  Good is a run whose exit status
 * was 0.  Without SQLite at build time every function gives ERR_NOT_BUILT. */
#ifndef ETALON_RUNNER_HISTORY_H
#define ETALON_RUNNER_HISTORY_H

#include "runner/result.h"

enum { HISTORY_TREND_MAX = 30, HISTORY_SHOWN_MAX = 200 };

struct history;

/* Errors: ERR_IO (another program holds it, no such folder, not a history),
 * ERR_NOT_BUILT. */
MUST_CHECK enum err history_open(struct history **out, const char *path,
                                 struct error *why);
void history_close(struct history *h);
/* Adds a run of the target called name; exit_status counts, not run's.
 * Errors: ERR_IO. */
MUST_CHECK enum err history_add(struct history *h, const char *name,
                                const struct run *run, int exit_status,
                                struct error *why);
/* What changed since the last good run of this target: {start, suite_digest,
 * worse: [{id, was, is, cause}], better: […], added, removed} (lists up to
 * HISTORY_SHOWN_MAX, counts beside them), JSON null when there is none.  New
 * reference. */
MUST_CHECK enum err history_compare(json_t **out, struct history *h,
                                    const char *name, const struct run *run,
                                    struct error *why);
/* The last count runs, oldest first: [{start, exit_status, pass, fail, …}]. */
MUST_CHECK enum err history_trend(json_t **out, struct history *h,
                                  const char *name, unsigned count,
                                  struct error *why);

#endif
