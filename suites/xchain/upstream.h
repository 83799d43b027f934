/* upstream (xchain): the published vector sets that this suite can put. */
#ifndef ETALON_SUITES_XCHAIN_UPSTREAM_H
#define ETALON_SUITES_XCHAIN_UPSTREAM_H

#include "runner/upstream.h"

extern const struct upstream_source upstream_messages;

/* Reads hyperlane.jsonl and xcm-variant-tables.jsonl. */
MUST_CHECK enum err upstream_messages_file(struct upstream *u, const char *name,
                                           const json_t *file,
                                           struct error *why);

/* Reads ics23-ops, eth-trie, oz-merkle-dumps, bitcoin-spv,
 * eureka-light-client and tendermint-rpc-fixtures. */
MUST_CHECK enum err upstream_proofs_file(struct upstream *u, const char *name,
                                         const json_t *file,
                                         struct error *why);

/* Base64 as hex without 0x; empty text when value is none. */
json_t *upstream_hex_of(const json_t *value);

#endif
