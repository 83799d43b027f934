/* ref_conflux_json: blocks, transactions and receipts of Conflux as the
 * JSON-RPC of a Core node (cfx_…) shows them.
 *
 * Addresses are CIP-37 text or 0x and 40 digits.  Whatever a member lacks is
 * ERR_BAD_INPUT; views live as long as the arena. */
#ifndef ETALON_RUNNER_TARGETS_REF_CONFLUX_JSON_H
#define ETALON_RUNNER_TARGETS_REF_CONFLUX_JSON_H

#include "base/json.h"
#include "chain/conflux/cfx_header.h"
#include "chain/conflux/cfx_receipt.h"
#include "chain/conflux/cfx_tx.h"

MUST_CHECK enum err conflux_get_address(struct arena *a, uint8_t out[20],
                                        const json_t *in, const char *key,
                                        struct error *why);
/* The member rules: heights from which each holds; an absent one never does. */
MUST_CHECK enum err conflux_get_rules(struct cfx_rules *out, const json_t *in,
                                      struct error *why);
/* A block of cfx_getBlockByHash.  The gas limit is taken as it stands; the
 * eSpace price, when the block has prices, is its member espaceBasePrice or
 * that of outer. */
MUST_CHECK enum err conflux_header_from_json(struct arena *a,
                                             struct cfx_header *out,
                                             const json_t *block,
                                             const json_t *outer,
                                             struct error *why);
/* A transaction of cfx_getTransactionByHash; v, r and s may be absent. */
MUST_CHECK enum err conflux_tx_from_json(struct arena *a, struct cfx_tx *out,
                                         const json_t *in, struct error *why);
/* A receipt of cfx_getEpochReceipts, of either space.  Its collateral is of
 * one account: the contract when a sponsor pays, else the sender. */
MUST_CHECK enum err conflux_receipt_from_json(struct arena *a,
                                              struct cfx_receipt *out,
                                              const json_t *in,
                                              struct error *why);

#endif
