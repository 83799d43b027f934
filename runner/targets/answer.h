/* answer: how the drivers fill a struct answer, the same way each. */
#ifndef ETALON_RUNNER_TARGETS_ANSWER_H
#define ETALON_RUNNER_TARGETS_ANSWER_H

#include "runner/target.h"

enum { ANSWER_RAW_MAX = 64 * 1024 }; /* bytes of `raw` that are kept */

/* An answer without a body: crash, garbage, hang, unreachable. */
void answer_fail(struct answer *out, enum answer_kind kind,
                 const char *format, ...) PRINTF_LIKE(3, 4);
/* An answer as the target gave it; takes over body.  text becomes its message
 * when it rejected or could not be asked. */
void answer_give(struct answer *out, enum answer_kind kind, json_t *body);
/* Copies what came over the wire, cut to ANSWER_RAW_MAX. */
void answer_keep_raw(struct answer *out, struct bytes raw);

#endif
