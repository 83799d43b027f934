/* receipt_json: receipts and logs with the member names of JSON-RPC.
 *
 * Spec: execution-apis, receipt.yaml.  Members that are no part of the encoded
 * receipt (transactionHash, gasUsed, ...) are passed over. */
#ifndef ETALON_CHAIN_ETH_RECEIPT_JSON_H
#define ETALON_CHAIN_ETH_RECEIPT_JSON_H

#include "base/json.h"
#include "chain/eth/receipt.h"

/* logsBloom is computed when it is absent, else taken as it is.  Errors:
 * ERR_TYPE, ERR_RCPT_STATUS, ERR_RCPT_TOPICS, ERR_FIELD_MISSING,
 * ERR_FIELD_EXTRA (status and root), ERR_BAD_INPUT, ERR_MEMORY. */
MUST_CHECK enum err receipt_from_json(struct arena *a, struct receipt *out,
                                      const json_t *in, struct error *why);
MUST_CHECK enum err log_from_json(struct arena *a, struct log_entry *out,
                                  const json_t *in, struct error *why);
MUST_CHECK enum err logs_from_json(struct arena *a,
                                   const struct log_entry **out, size_t *count,
                                   const json_t *list, struct error *why);
/* New values, NULL when memory is short. */
json_t *receipt_to_json(const struct receipt *r);
json_t *log_to_json(const struct log_entry *log);

#endif
