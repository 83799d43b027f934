/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

/* Operations of the suite whose reference is not part of this build: asking
 * one is a fault, never an answer. */
static enum err not_built(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    (void)a;
    (void)out;
    (void)in;
    return error_set(why, ERR_NOT_BUILT, "the reference lacks this operation");
}

static const struct ref_binding rows[] = {
    { "ens.normalize", not_built },
    { "eip712.encode_type", not_built },
    { "eip712.hash", not_built },
    { "jcs.canonicalize", not_built },
    { "jcs.number", not_built },
    { "di.jcs_verify", not_built },
    { "di.jcs_verify_bool", not_built },
    { "di.rdfc_hash", not_built },
    { "bsl.status", not_built },
    { "siwe.parse", not_built },
    { "tokenlist.valid", not_built },
    { "erc721.metadata_valid", not_built },
    { "erc1155.metadata_valid", not_built },
    { "gltf.issues", not_built },
    { "vrm.valid", not_built },
    { "vrm.semantics", not_built },
    { "usdz.layout", not_built },
    { "evm.token_behaviour", not_built },
};

const struct ref_table ref_table_asset_pending = { rows, ARRAY_LEN(rows) };
