/* replay: answers of a recorded run, looked up by vector.
 *
 * Reads a record (append-only NDJSON, docs/report-format.md) line by line: the
 * fields id, op, in, expected, got, verdict, cause, reason and message of its
 * results, and hello of its header.  A pass was recorded without its answer: it
 * is what the record says was expected.  A question that was not recorded, was
 * cut for size or was another one then is answered with ANSWER_ERROR: nothing
 * is made up. */
#ifndef ETALON_RUNNER_TARGETS_REPLAY_H
#define ETALON_RUNNER_TARGETS_REPLAY_H

#include "runner/target.h"

extern const struct target_driver replay_driver;

#endif
