/* ref_xchain_beacon: structures of the beacon chain in questions. */
#ifndef ETALON_RUNNER_TARGETS_REF_XCHAIN_BEACON_H
#define ETALON_RUNNER_TARGETS_REF_XCHAIN_BEACON_H

#include <jansson.h>

#include "chain/xchain/beacon.h"

MUST_CHECK enum err xread_beacon_header(struct beacon_header *out,
                                        const json_t *in, struct error *why);
MUST_CHECK enum err xread_committee(struct arena *a,
                                    struct beacon_committee *out,
                                    const json_t *in, struct error *why);
MUST_CHECK enum err xread_branch(struct arena *a, struct beacon_branch *out,
                                 const json_t *in, const char *key,
                                 struct error *why);
/* Characters 0 and 1, one for each of count, or the bytes of an SSZ
 * bit vector in hex. */
MUST_CHECK enum err xread_bits(struct arena *a, struct beacon_update *out,
                               size_t count, const json_t *in,
                               const char *key, struct error *why);
MUST_CHECK enum err xread_execution(struct arena *a,
                                    struct beacon_execution *out,
                                    const json_t *in, struct error *why);

#endif
