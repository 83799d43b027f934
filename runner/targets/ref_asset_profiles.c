/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/asset/abi.h"
#include "chain/asset/address.h"
#include "chain/asset/caip_profile.h"
#include "chain/asset/did_methods.h"
#include "chain/asset/siwe.h"
#include "chain/asset/vc_document.h"
#include "chain/codec/ascii.h"
#include "chain/codec/cid.h"
#include "chain/codec/uri.h"
#include "chain/crypto/ecc.h"
#include "runner/targets/ref_asset_util.h"

/* --- namespaces ------------------------------------------------------------- */

typedef enum err (*caip_fn)(struct arena *a, bool *ok, struct bytes text);

static enum err caip_valid(struct arena *a, json_t **out, const json_t *in,
                           struct error *why, caip_fn valid)
{
    struct bytes text;
    bool ok = false;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = valid(a, &ok, text);
    return err ? err : ref_answer(out, json_boolean(ok));
}

static enum err chain_valid_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    return caip_valid(a, out, in, why, caip_chain_valid);
}

static enum err account_valid_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    return caip_valid(a, out, in, why, caip_account_valid);
}

static enum err asset_valid_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    return caip_valid(a, out, in, why, caip_asset_valid);
}

static enum err cosmos_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes text, reference = BYTES_EMPTY;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = cosmos_reference(a, &reference, text);
    return err ? err : ref_answer(out, ref_new_text(reference));
}

static enum err hip15_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct bytes ledger, entity;
    char letters[HIP15_SIZE + 1];
    enum err err = ref_member_text(&ledger, in, "ledger", why);

    (void)a;
    if (!err)
        err = ref_member_text(&entity, in, "entity", why);
    if (!err)
        err = hip15_checksum(letters, ledger, entity);
    return err ? err : ref_answer(out, json_string(letters));
}

/* --- identifiers -------------------------------------------------------------- */

static enum err did_ethr_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct did_ethr did = { 0 };
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = did_ethr_parse(&did, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:o}", "network",
                                     ref_new_text(did.network),
                                     did.is_key ? "public_key" : "address",
                                     ref_new_text(did.identifier)));
}

/* ipfs://CID[/path] */
static enum err ipfs_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    static const char HEAD[] = "ipfs://";
    struct bytes text, name, path;
    struct cid cid;
    size_t slash;
    enum err err = ref_text(&text, in, why);

    if (err)
        return err;
    if (!ascii_begins(text, HEAD))
        return ERR_PREFIX;
    if (!uri_ok(text))
        return ERR_SYNTAX_RULE;
    name = bytes_tail(text, sizeof HEAD - 1);
    slash = 0;
    while (slash < name.len && !strchr("/?#", name.data[slash]))
        slash++;
    path = bytes_tail(name, slash);
    name = bytes_head(name, slash);
    err = cid_parse(a, &cid, name);
    return err ? err
               : ref_answer(out, json_pack("{s:o, s:o}", "cid",
                                           ref_new_text(name), "path",
                                           ref_new_text(path)));
}

static json_t *count_of(uint64_t n)
{
    return n <= INT64_MAX ? json_integer((json_int_t)n) : NULL;
}

static enum err cid_decode_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes data;
    struct cid cid;
    enum err err = ref_bytes(a, &data, in, why);

    if (!err)
        err = cid_decode(&cid, data);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:i, s:o, s:o, s:o, s:o}", "version",
                                     (int)cid.version, "codec",
                                     count_of(cid.codec), "mh_code",
                                     count_of(cid.hash.code), "mh_len",
                                     count_of(cid.hash.digest.len), "digest",
                                     ref_new_plain_hex(cid.hash.digest)));
}

/* --- documents ------------------------------------------------------------------ */

static enum err vc_op(struct arena *a, json_t **out, const json_t *in,
                      struct error *why)
{
    (void)a;
    (void)why;
    return ref_answer(out, json_boolean(vc_ok(in)));
}

static enum err entry_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    (void)a;
    (void)why;
    return ref_answer(out, json_boolean(status_entry_ok(in)));
}

static enum err list_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    (void)a;
    (void)why;
    return ref_answer(out, json_boolean(status_credential_ok(in)));
}

static enum err status_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    const json_t *entry = NULL, *list = NULL;
    uint64_t status = 0;
    enum err err = json_get_object(&entry, in, "entry", why);

    if (!err)
        err = json_get_object(&list, in, "list", why);
    if (!err)
        err = status_check(a, &status, entry, list);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:I, s:b}", "status",
                                     (json_int_t)status, "valid",
                                     status == 0));
}

static enum err did_document_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct bytes did;
    enum err err = ref_member_text(&did, in, "did", why);

    (void)a;
    if (err)
        return err;
    return ref_answer(out, json_boolean(did_document_ok(
                               json_object_get(in, "document"), did)));
}

static enum err siwe_valid_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes text, time;
    struct siwe m;
    bool ok = true;
    enum err err = ref_member_text(&text, in, "message", why);

    if (!err)
        err = ref_member_text(&time, in, "time", why);
    if (!err)
        err = siwe_parse(a, &m, text);
    if (err)
        return err;
    if (!date_time_ok(time))
        return ERR_DATE_TIME;
    if (m.expiration_time.data)
        ok = date_time_cmp(time, m.expiration_time) < 0;
    if (m.not_before.data)
        ok = ok && date_time_cmp(time, m.not_before) >= 0;
    return ref_answer(out, json_boolean(ok));
}

enum { SIGNATURE_SIZE = 65, V_BASE = 27 };

/* ERC-4361, Verifying: the key that signed by ERC-191 0x45 is the account's. */
static enum err siwe_verify_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    uint8_t hash[32], signer[ADDRESS_BYTES], claimed[ADDRESS_BYTES];
    struct ecc_signature made = { 0 };
    struct bytes text, signature;
    struct siwe m;
    enum err err = ref_member_text(&text, in, "message", why);

    if (!err)
        err = ref_bytes(a, &signature, json_object_get(in, "signature"), why);
    if (!err)
        err = siwe_parse(a, &m, text);
    if (!err)
        err = address_read(claimed, m.address);
    if (err)
        return err;
    if (signature.len != SIGNATURE_SIZE)
        return ERR_LENGTH;
    made.r = u256_from_be(signature.data, 32);
    made.s = u256_from_be(signature.data + 32, 32);
    made.y_parity = signature.data[64] >= V_BASE
                        ? (unsigned)signature.data[64] - V_BASE
                        : signature.data[64];
    eip191_hash(hash, text);
    err = ecc_recover_address(signer, hash, &made, true);
    return ref_answer(out, json_boolean(!err && memcmp(signer, claimed,
                                                       sizeof signer) == 0));
}

static const struct ref_binding rows[] = {
    { "caip2.namespace_valid", chain_valid_op },
    { "caip10.namespace_valid", account_valid_op },
    { "caip19.namespace_valid", asset_valid_op },
    { "cosmos.chain_reference", cosmos_op },
    { "hip15.checksum", hip15_op },
    { "did_ethr.parse", did_ethr_op },
    { "did.document_valid", did_document_op },
    { "ipfs.parse_uri", ipfs_op },
    { "vc.valid", vc_op },
    { "bsl.entry_valid", entry_op },
    { "bsl.credential_valid", list_op },
    { "bsl.check", status_op },
    { "siwe.valid_at", siwe_valid_op },
    { "siwe.verify", siwe_verify_op },
    { "cid.decode", cid_decode_op },
};

const struct ref_table ref_table_asset_profiles = { rows, ARRAY_LEN(rows) };
