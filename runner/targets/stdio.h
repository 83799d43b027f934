/* stdio: a library adapter on a pipe, one JSON object per line.
 *
 * Spec: docs/adapter-protocol.md.  What goes wrong is charged to one question:
 * the one under way.  When several are, the adapter is started again and those
 * are asked one at a time, so that only the guilty one pays.  A question that
 * the adapter had not read when it died is never charged for that death.
 * Restarts are counted against options.restarts_max and spaced by a growing
 * pause; after the last one every answer is ANSWER_UNREACHABLE.  Used by the
 * thread that opened it (see process.h). */
#ifndef ETALON_RUNNER_TARGETS_STDIO_H
#define ETALON_RUNNER_TARGETS_STDIO_H

#include "runner/target.h"

extern const struct target_driver stdio_driver;

#endif
