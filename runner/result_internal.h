/* result_internal: from the verdicts of cases to that of the run. */
#ifndef ETALON_RUNNER_RESULT_INTERNAL_H
#define ETALON_RUNNER_RESULT_INTERNAL_H

#include "runner/result.h"

/* Fills the derived parts of run: verdicts of requirements, tally, conformity,
 * why and exit status (docs/verdicts.md).  False when memory is short. */
MUST_CHECK bool conform(struct run *run);

#endif
