/* header_json: headers with the member names of Ethereum's JSON-RPC.
 *
 * Spec: execution-apis, block.yaml.  Members that are no header fields (hash,
 * size, transactions, ...) are passed over, so that a block as a node gives it
 * is a header too; a member that is null counts as absent. */
#ifndef ETALON_CHAIN_ETH_HEADER_JSON_H
#define ETALON_CHAIN_ETH_HEADER_JSON_H

#include "base/json.h"
#include "chain/eth/header.h"

/* fork NULL: the last field that is present decides the form.  Errors:
 * ERR_FIELD_MISSING, ERR_FIELD_EXTRA (of a later fork), ERR_TOO_WIDE,
 * ERR_BAD_INPUT (a member of another kind), ERR_MEMORY. */
MUST_CHECK enum err header_from_json(struct arena *a, struct header *out,
                                     const enum fork *fork, const json_t *in,
                                     struct error *why);
/* New value, NULL when memory is short. */
json_t *header_to_json(const struct header *h);

#endif
