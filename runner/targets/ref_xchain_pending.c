/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

/* Operations on messages that this build does not answer. */
static enum err not_built(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    (void)a;
    (void)out;
    (void)in;
    return error_set(why, ERR_NOT_BUILT, "this build cannot answer it");
}

/* clang-format off */
static const struct ref_binding rows[] = {
    { "acb.am_decode", not_built },
    { "acb.am_v1_encode", not_built },
    { "acb.am_v2_encode", not_built },
    { "acb.am_v2_encode_solidity_profile", not_built },
    { "acb.cross_chain_message_tlv", not_built },
    { "acb.receiving_nonce_id", not_built },
    { "acb.receiving_seq_id", not_built },
    { "acb.sdp_decode", not_built },
    { "acb.sdp_v1_encode", not_built },
    { "acb.sdp_v2_encode", not_built },
    { "acb.sdp_v2_message_id", not_built },
    { "acb.sdp_v3_encode", not_built },
    { "acb.sdp_version", not_built },
    { "acb.sending_seq_id", not_built },
    { "acb.tlv_decode", not_built },
    { "acb.ucp_tlv", not_built },
    { "iso13616.iban", not_built },
    { "iso17442.lei", not_built },
    { "iso20022.amount", not_built },
    { "iso20022.max_text", not_built },
    { "iso20022.uetr", not_built },
    { "iso4217.amount_precision", not_built },
    { "iso9362.bic", not_built },
    { "poly.hash_children", not_built },
    { "poly.hash_leaf", not_built },
    { "poly.header_encode", not_built },
    { "poly.merkle_prove", not_built },
    { "poly.merkle_value_encode", not_built },
    { "poly.var_bytes", not_built },
    { "tcip.step", not_built },
    { "wecross.htlc_proposal_decode", not_built },
    { "wecross.htlc_schedule", not_built },
    { "wecross.path_decode", not_built },
};
/* clang-format on */

const struct ref_table ref_table_xchain_pending = { rows, ARRAY_LEN(rows) };
