/* report_fixture: runs built by hand, for tests of reports.
 *
 * Memory is the run's own; fixture_release() gives it back. */
#ifndef ETALON_TESTS_REPORT_FIXTURE_H
#define ETALON_TESTS_REPORT_FIXTURE_H

#include "runner/result.h"

/* A plausible run of a node: each verdict, each level, long bytes. */
void fixture_plausible(struct run *run);
/* The same with hostile text in every string that is not a name of ours. */
void fixture_hostile(struct run *run);
/* As fixture_hostile, with this text everywhere. */
void fixture_text(struct run *run, const char *text);
/* count cases, all of verdict v, with answers of answer_len digits. */
void fixture_many(struct run *run, size_t count, enum verdict v,
                  size_t answer_len);
/* The plausible run without the end of its record. */
void fixture_killed(struct run *run);
/* No cases, no requirements, most members NULL, not complete. */
void fixture_empty(struct run *run);
/* By name, as the e2e scripts ask for it; false when there is none. */
bool fixture_find(struct run *run, const char *name);
void fixture_release(struct run *run);

#endif
