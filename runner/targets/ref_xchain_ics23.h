/* ref_xchain_ics23: specifications of trees in questions. */
#ifndef ETALON_RUNNER_TARGETS_REF_XCHAIN_ICS23_H
#define ETALON_RUNNER_TARGETS_REF_XCHAIN_ICS23_H

#include <jansson.h>

#include "chain/xchain/ics23.h"

/* A name, or a map with the members of ProofSpec in protobuf's JSON (bytes in
 * Base64).  ERR_BAD_INPUT. */
MUST_CHECK enum err xread_spec(struct arena *a, const struct ics23_spec **out,
                               const json_t *value, struct error *why);

#endif
