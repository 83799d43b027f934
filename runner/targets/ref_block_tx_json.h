/* ref_block_tx_json: transactions in the form of Ethereum's JSON-RPC.
 *
 * Read: what a node adds (hash, from, block…) and unknown members are passed
 * over; so are gasPrice of fee-market types, v of typed and chainId and
 * yParity of legacy transactions, as nodes print them.  A field of another
 * type is ERR_FIELD_EXTRA. */
#ifndef ETALON_RUNNER_TARGETS_REF_BLOCK_TX_JSON_H
#define ETALON_RUNNER_TARGETS_REF_BLOCK_TX_JSON_H

#include "base/json.h"
#include "chain/eth/tx.h"

/* signed_only: r, s and v or yParity must be there.  Errors: ERR_TYPE,
 * ERR_FIELD_MISSING, ERR_FIELD_EXTRA, ERR_BAD_INPUT, ERR_MEMORY. */
MUST_CHECK enum err tx_from_json(struct arena *a, struct tx *out,
                                 const json_t *in, bool signed_only,
                                 struct error *why);
/* New value, or NULL when memory is short. */
json_t *tx_to_json(const struct tx *tx);
/* Errors: ERR_TOO_WIDE (nonce, yParity, …), ERR_BAD_INPUT. */
MUST_CHECK enum err authorization_from_json(struct tx_authorization *out,
                                            const json_t *in,
                                            struct error *why);

#endif
