/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include <stdio.h>

#include "chain/asset/address.h"
#include "chain/asset/caip.h"
#include "chain/asset/finance.h"
#include "chain/asset/interop.h"
#include "chain/codec/bech32.h"
#include "chain/codec/radix.h"
#include "runner/targets/ref_asset_util.h"

/* --- CAIP ----------------------------------------------------------------- */

static enum err caip2_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct caip_chain chain;
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = caip_chain_parse(&chain, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:o}", "namespace",
                                     ref_new_text(chain.namespace), "reference",
                                     ref_new_text(chain.reference)));
}

static enum err caip10_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct caip_account account;
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = caip_account_parse(&account, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:o, s:o}", "namespace",
                                     ref_new_text(account.chain.namespace),
                                     "reference",
                                     ref_new_text(account.chain.reference),
                                     "address", ref_new_text(account.address)));
}

static json_t *asset_to_json(const struct caip_asset *asset)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "namespace",
                     ref_new_text(asset->chain.namespace), "reference",
                     ref_new_text(asset->chain.reference), "asset_namespace",
                     ref_new_text(asset->namespace), "asset_reference",
                     ref_new_text(asset->reference));
}

static enum err caip19_type_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct caip_asset asset;
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = caip_asset_type_parse(&asset, text);
    return err ? err : ref_answer(out, asset_to_json(&asset));
}

static enum err caip19_id_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct caip_asset asset;
    struct bytes text;
    json_t *parts;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = caip_asset_id_parse(&asset, text);
    if (err)
        return err;
    parts = asset_to_json(&asset);
    if (parts &&
        json_object_set_new(parts, "token_id", ref_new_text(asset.token))) {
        json_decref(parts);
        parts = NULL;
    }
    return ref_answer(out, parts);
}

/* --- addresses ------------------------------------------------------------ */

static enum err put_address(json_t **out, struct bytes text, uint64_t chain_id)
{
    uint8_t address[ADDRESS_BYTES];
    char spelt[ADDRESS_TEXT_SIZE];
    enum err err = address_read(address, text);

    if (err)
        return err;
    address_write(spelt, address, chain_id);
    return ref_answer(out, json_string(spelt));
}

static enum err eip55_encode_op(struct arena *a, json_t **out, const json_t *in,
                                struct error *why)
{
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    return err ? err : put_address(out, text, 0);
}

static enum err eip55_valid_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (err)
        return err;
    return ref_answer(out, json_boolean(address_checksum_ok(text)));
}

static enum err eip1191_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes text;
    int64_t chain_id;
    enum err err = ref_member_text(&text, in, "address", why);

    (void)a;
    if (!err)
        err = ref_member_int(&chain_id, in, "chainId", why);
    return err ? err : put_address(out, text, (uint64_t)chain_id);
}

static enum err cip37_encode_op(struct arena *a, json_t **out, const json_t *in,
                                struct error *why)
{
    struct bytes data, text;
    struct cip37 address = { 0 };
    int64_t net_id;
    enum err err = ref_member_int(&net_id, in, "netId", why);

    if (!err)
        err = ref_plain_hex(a, &data, json_object_get(in, "hex"), why);
    if (err)
        return err;
    if (data.len != ADDRESS_BYTES)
        return ERR_LENGTH;
    if (net_id < 1 || net_id > UINT32_MAX)
        return ERR_RANGE;
    memcpy(address.address, data.data, ADDRESS_BYTES);
    address.net_id = (uint32_t)net_id;
    err = cip37_encode(a, &text, &address,
                       json_is_true(json_object_get(in, "verbose")));
    return err ? err : ref_answer(out, ref_new_text(text));
}

static enum err cip37_decode_op(struct arena *a, json_t **out, const json_t *in,
                                struct error *why)
{
    struct bytes text;
    struct cip37 address;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = cip37_decode(a, &address, text);
    if (err)
        return err;
    return ref_answer(out,
                      json_pack("{s:o, s:I, s:s}", "hex",
                                ref_new_plain_hex(BYTES_OF(address.address)),
                                "netId", (json_int_t)address.net_id, "type",
                                cip37_type_name(address.type)));
}

static enum err bech32_any(struct arena *a, json_t **out, const json_t *in,
                           enum bech32_kind kind, struct error *why)
{
    struct bech32 parts;
    struct bytes text;
    json_t *words;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = bech32_decode(a, &parts, text);
    if (!err && parts.kind != kind)
        err = ERR_CHECKSUM;
    if (err)
        return err;
    words = json_array();
    for (size_t i = 0; i < parts.words.len; i++)
        json_array_append_new(words, json_integer(parts.words.data[i]));
    return ref_answer(out, json_pack("{s:o, s:o}", "hrp",
                                     ref_new_text(parts.hrp), "words", words));
}

static enum err bech32_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    return bech32_any(a, out, in, BECH32, why);
}

static enum err bech32m_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    return bech32_any(a, out, in, BECH32M, why);
}

static enum err segwit_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes text, script;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = segwit_script(a, &script, text);
    return err ? err : ref_answer(out, ref_new_plain_hex(script));
}

static enum err base58_encode_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct bytes data, text;
    enum err err = ref_plain_hex(a, &data, in, why);

    if (!err)
        err = radix_encode(a, &text, &RADIX_BASE58, data);
    return err ? err : ref_answer(out, ref_new_text(text));
}

static enum err base58_decode_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct bytes text, data;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = radix_decode(a, &data, &RADIX_BASE58, text);
    return err ? err : ref_answer(out, ref_new_plain_hex(data));
}

static enum err base58check_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes text, data;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = base58check_decode(a, &data, text);
    return err ? err : ref_answer(out, ref_new_plain_hex(data));
}

static enum err ss58_encode_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes key, text;
    int64_t prefix;
    enum err err = ref_member_int(&prefix, in, "prefix", why);

    if (!err)
        err = ref_plain_hex(a, &key, json_object_get(in, "pubkey"), why);
    if (!err && (prefix < 0 || prefix > UINT32_MAX))
        err = ERR_RANGE;
    if (!err)
        err = ss58_encode(a, &text, (uint32_t)prefix, key);
    return err ? err : ref_answer(out, ref_new_text(text));
}

static enum err ss58_decode_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes key, text;
    uint32_t prefix;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = ss58_decode(a, &prefix, &key, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:I, s:o}", "prefix", (json_int_t)prefix,
                                     "pubkey", ref_new_plain_hex(key)));
}

/* --- interoperable addresses ---------------------------------------------- */

static enum err iaddr_decode_op(struct arena *a, json_t **out, const json_t *in,
                                struct error *why)
{
    struct interop parts;
    struct bytes data;
    char type[5];
    enum err err = ref_bytes(a, &data, in, why);

    if (!err)
        err = interop_decode(&parts, data);
    if (err)
        return err;
    snprintf(type, sizeof type, "%04x", parts.chain_type);
    return ref_answer(out,
                      json_pack("{s:i, s:s, s:o, s:o}", "version",
                                parts.version, "chain_type", type, "reference",
                                ref_new_plain_hex(parts.reference), "address",
                                ref_new_plain_hex(parts.address)));
}

static enum err iaddr_name_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes data, name;
    enum err err = ref_bytes(a, &data, in, why);

    if (!err)
        err = interop_name(a, &name, data);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o}", "name", ref_new_text(name)));
}

static enum err iname_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct bytes text, data;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = interop_name_decode(a, &data, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o}", "binary", json_hex(data)));
}

/* --- finance -------------------------------------------------------------- */

static enum err claim(json_t **out, const json_t *in,
                      bool (*ok)(struct bytes text), struct error *why)
{
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    return err ? err : ref_answer(out, json_boolean(ok(text)));
}

static enum err lei_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    (void)a;
    return claim(out, in, lei_ok, why);
}

static enum err iban_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    (void)a;
    return claim(out, in, iban_ok, why);
}

static enum err bic_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    (void)a;
    return claim(out, in, bic_ok, why);
}

static enum err dti_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    (void)a;
    return claim(out, in, dti_ok, why);
}

static enum err lei_digits_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes text;
    char digits[3];
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = lei_check_digits(digits, text);
    return err ? err : ref_answer(out, json_string(digits));
}

static enum err slip44_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    const char *symbol = NULL;
    enum err err;

    (void)a;
    if (!json_is_integer(in))
        return error_set(why, ERR_BAD_INPUT, "the input is no integer");
    err = slip44_symbol(&symbol, json_integer_value(in));
    if (err == ERR_NOT_BUILT)
        return error_set(why, err, "this build lacks that entry of SLIP-0044");
    return err ? err : ref_answer(out, json_string(symbol));
}

static const struct ref_binding rows[] = {
    { "caip2.parse", caip2_op },
    { "caip10.parse", caip10_op },
    { "caip19.parse_type", caip19_type_op },
    { "caip19.parse_id", caip19_id_op },
    { "eip55.encode", eip55_encode_op },
    { "eip55.valid", eip55_valid_op },
    { "eip1191.encode", eip1191_op },
    { "cip37.encode", cip37_encode_op },
    { "cip37.decode", cip37_decode_op },
    { "bech32.decode", bech32_op },
    { "bech32m.decode", bech32m_op },
    { "segwit.to_script", segwit_op },
    { "base58.encode", base58_encode_op },
    { "base58.decode", base58_decode_op },
    { "base58check.decode", base58check_op },
    { "ss58.encode", ss58_encode_op },
    { "ss58.decode", ss58_decode_op },
    { "iaddr.decode", iaddr_decode_op },
    { "iaddr.to_name", iaddr_name_op },
    { "iname.decode", iname_op },
    { "lei.valid", lei_op },
    { "lei.check_digits", lei_digits_op },
    { "iban.valid", iban_op },
    { "bic.valid", bic_op },
    { "dti.valid", dti_op },
    { "slip44.symbol", slip44_op },
};

const struct ref_table ref_table_asset_identifiers = { rows, ARRAY_LEN(rows) };
