/* ref: the bundled reference as a target, in process.
 *
 * Each ref_*.c file binds the operations of one area to functions of chain/:
 * it reads the JSON input, calls, and writes the JSON answer.  A binding
 * returns ERR_OK with *out set (new reference), a REASON of the operation's
 * list when the input is invalid by the standard (why->text may hold a
 * sentence), or a FAULT (ERR_BAD_INPUT: the question itself is malformed). */
#ifndef ETALON_RUNNER_TARGETS_REF_H
#define ETALON_RUNNER_TARGETS_REF_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "runner/target.h"

typedef enum err (*ref_fn)(struct arena *a, json_t **out, const json_t *in,
                           struct error *why);

struct ref_binding {
    const char *op;
    ref_fn call;
};

struct ref_table {
    const struct ref_binding *rows;
    size_t count;
};

extern const struct ref_table ref_table_block_codec; /* ref_block_codec.c */
extern const struct ref_table ref_table_block_crypto; /* ref_block_crypto.c */
extern const struct ref_table ref_table_block_trie; /* ref_block_trie.c */
extern const struct ref_table ref_table_block_tx; /* ref_block_tx.c */
extern const struct ref_table ref_table_block_chain; /* ref_block_chain.c */
extern const struct ref_table ref_table_block_header; /* ref_block_header.c */
extern const struct ref_table ref_table_block_receipt; /* ref_block_receipt.c */
extern const struct ref_table ref_table_block_ethash; /* ref_block_ethash.c */
extern const struct ref_table ref_table_block_conflux; /* ref_block_conflux.c */
extern const struct ref_table ref_table_block_conflux_rpc; /* ref_block_conflux_rpc.c */
extern const struct ref_table ref_table_block_conflux_rules; /* ref_block_conflux_rules.c */
extern const struct ref_table ref_table_block_conflux_graph; /* ref_block_conflux_graph.c */
extern const struct ref_table ref_table_asset_identifiers; /* ref_asset_identifiers.c */
extern const struct ref_table ref_table_asset_multi; /* ref_asset_multi.c */
extern const struct ref_table ref_table_asset_contract; /* ref_asset_contract.c */
extern const struct ref_table ref_table_asset_documents; /* ref_asset_documents.c */
extern const struct ref_table ref_table_asset_profiles; /* ref_asset_profiles.c */
extern const struct ref_table ref_table_asset_token; /* ref_asset_token.c */
extern const struct ref_table ref_table_xchain_tree; /* ref_xchain_tree.c */
extern const struct ref_table ref_table_xchain_ics23; /* ref_xchain_ics23.c */
extern const struct ref_table ref_table_xchain_ibc; /* ref_xchain_ibc.c */
extern const struct ref_table ref_table_xchain_ibcstep; /* ref_xchain_ibcstep.c */
extern const struct ref_table ref_table_xchain_ics20; /* ref_xchain_ics20.c */
extern const struct ref_table ref_table_xchain_btc; /* ref_xchain_btc.c */
extern const struct ref_table ref_table_xchain_comet; /* ref_xchain_comet.c */
extern const struct ref_table ref_table_xchain_beacon; /* ref_xchain_beacon.c */
extern const struct ref_table ref_table_xchain_eth; /* ref_xchain_eth.c */
extern const struct ref_table ref_table_xchain_ics07; /* ref_xchain_ics07.c */
extern const struct ref_table ref_table_xchain_messages; /* ref_xchain_messages.c */
extern const struct ref_table ref_table_xchain_rollup; /* ref_xchain_rollup.c */
extern const struct ref_table ref_table_xchain_gateway; /* ref_xchain_gateway.c */
extern const struct ref_table ref_table_xchain_interop; /* ref_xchain_interop.c */
extern const struct ref_table ref_table_xchain_scale; /* ref_xchain_scale.c */
extern const struct ref_table ref_table_xchain_consortium; /* ref_xchain_consortium.c */

/* The binding of an operation, or NULL when the reference lacks it. */
const struct ref_binding *ref_find(const char *op);
/* Walks all bindings; NULL past the end. */
const struct ref_binding *ref_at(size_t index);

/* The target "ref:"; see runner/target.h. */
extern const struct target_driver ref_driver;
/* The fields of bytes that `op` gave as its answer (a header, a transaction,
 * a receipt, …), for naming where two encodings differ; NULL when op's answer
 * is not made of fields or hex cannot be taken apart.  user is not used. */
json_t *ref_describe(void *user, const char *op, const char *hex);

#endif
