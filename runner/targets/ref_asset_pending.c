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
    { "caip2.parse", not_built },
    { "caip10.parse", not_built },
    { "caip19.parse_type", not_built },
    { "caip19.parse_id", not_built },
    { "eip55.encode", not_built },
    { "eip55.valid", not_built },
    { "eip1191.encode", not_built },
    { "cip37.encode", not_built },
    { "cip37.decode", not_built },
    { "bech32.decode", not_built },
    { "bech32m.decode", not_built },
    { "segwit.to_script", not_built },
    { "base58.encode", not_built },
    { "base58.decode", not_built },
    { "base58check.decode", not_built },
    { "ss58.encode", not_built },
    { "ss58.decode", not_built },
    { "iaddr.decode", not_built },
    { "iaddr.to_name", not_built },
    { "iname.decode", not_built },
    { "ens.namehash", not_built },
    { "ens.labelhash", not_built },
    { "ens.dns_encode", not_built },
    { "ens.evm_coin_type", not_built },
    { "ens.contenthash_decode", not_built },
    { "ens.normalize", not_built },
    { "multibase.encode", not_built },
    { "multibase.decode", not_built },
    { "multihash.decode", not_built },
    { "varint.decode", not_built },
    { "cid.parse", not_built },
    { "cid.v0_to_v1", not_built },
    { "did.parse", not_built },
    { "did.parse_url", not_built },
    { "did_web.to_url", not_built },
    { "did_key.parse", not_built },
    { "did_key.derive_x25519", not_built },
    { "did_jwk.resolve", not_built },
    { "did_pkh.resolve", not_built },
    { "lei.valid", not_built },
    { "lei.check_digits", not_built },
    { "iban.valid", not_built },
    { "bic.valid", not_built },
    { "dti.valid", not_built },
    { "slip44.symbol", not_built },
    { "abi.selector", not_built },
    { "abi.event_topic", not_built },
    { "erc165.interface_id", not_built },
    { "eip191.personal_hash", not_built },
    { "eip712.type_hash", not_built },
    { "eip712.encode_type", not_built },
    { "eip712.hash", not_built },
    { "create2.address", not_built },
    { "erc6551.account_address", not_built },
    { "erc6492.detect", not_built },
    { "erc1155.uri_substitute", not_built },
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
