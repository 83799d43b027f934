/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

static const struct ref_table *const tables[] = {
    &ref_table_block_codec,
    &ref_table_block_crypto,
    &ref_table_block_trie,
    &ref_table_block_tx,
    &ref_table_block_chain,
    &ref_table_block_header,
    &ref_table_block_receipt,
    &ref_table_block_conflux,
    &ref_table_block_ethash,
    &ref_table_block_conflux_rpc,
    &ref_table_block_conflux_rules,
    &ref_table_block_conflux_graph,
    &ref_table_asset_identifiers,
    &ref_table_asset_multi,
    &ref_table_asset_contract,
    &ref_table_asset_documents,
    &ref_table_asset_profiles,
    &ref_table_asset_token,
    &ref_table_xchain_tree,
    &ref_table_xchain_ics23,
    &ref_table_xchain_ibc,
    &ref_table_xchain_ibcstep,
    &ref_table_xchain_ics20,
    &ref_table_xchain_btc,
    &ref_table_xchain_comet,
    &ref_table_xchain_beacon,
    &ref_table_xchain_eth,
    &ref_table_xchain_ics07,
    &ref_table_xchain_messages,
    &ref_table_xchain_rollup,
    &ref_table_xchain_gateway,
    &ref_table_xchain_interop,
    &ref_table_xchain_scale,
    &ref_table_xchain_consortium,
};

const struct ref_binding *ref_at(size_t index)
{
    for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
        if (index < tables[t]->count)
            return &tables[t]->rows[index];
        index -= tables[t]->count;
    }
    return NULL;
}

const struct ref_binding *ref_find(const char *op)
{
    const struct ref_binding *row;

    for (size_t i = 0; (row = ref_at(i)); i++)
        if (strcmp(row->op, op) == 0)
            return row;
    return NULL;
}
