/* adapter_check: an adapter held against the protocol itself.
 *
 * Spec: docs/adapter-protocol.md.  Nothing here knows a right answer to any
 * question: what is checked is whether the adapter can be asked at all, over
 * stdio, and whether it survives what it may meet. */
#ifndef ETALON_RUNNER_TARGETS_ADAPTER_CHECK_H
#define ETALON_RUNNER_TARGETS_ADAPTER_CHECK_H

#include "base/err.h"
#include "runner/target.h"

enum adapter_outcome { ADAPTER_GOOD, ADAPTER_MEND, ADAPTER_SKIPPED };

struct adapter_finding {
    const char *id;     /* "unknown-verb" */
    const char *title;  /* what is asked of the adapter, a sentence */
    enum adapter_outcome outcome;
    char text[400];     /* what to mend, or why it was skipped; printable */
};

typedef void (*adapter_report)(void *user,
                               const struct adapter_finding *finding);

/* Exercises the adapter that command starts (as stdio:COMMAND would) and calls
 * report once per check, in a fixed order; *to_mend counts what is not good.
 * Errors: ERR_USAGE (command), ERR_MEMORY; an adapter that cannot be started is
 * a finding, not an error. */
MUST_CHECK enum err adapter_check(const char *command,
                                  const struct target_options *options,
                                  adapter_report report, void *user,
                                  unsigned *to_mend, struct error *why);

#endif
