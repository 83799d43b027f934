/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include <math.h>
#include <stdlib.h>

#include "base/hex.h"
#include "chain/asset/credential.h"
#include "chain/asset/eip712.h"
#include "chain/asset/gltf.h"
#include "chain/asset/jcs.h"
#include "chain/asset/metadata.h"
#include "chain/asset/siwe.h"
#include "chain/asset/usdz.h"
#include "chain/codec/ascii.h"
#include "chain/codec/base64.h"
#include "runner/targets/ref_asset_util.h"

/* --- typed data ----------------------------------------------------------- */

static enum err encode_type_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    const char *primary = NULL;
    const json_t *types = NULL;
    struct bytes text;
    enum err err = json_get_text(&primary, in, "primaryType", why);

    if (!err)
        err = json_get_object(&types, in, "types", why);
    if (!err)
        err = eip712_encode_type(a, &text, types, primary);
    return err ? err : ref_answer(out, ref_new_text(text));
}

static enum err typed_hash_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct eip712 data = { 0 };
    uint8_t hash[32];
    enum err err = json_get_text(&data.primary, in, "primaryType", why);

    if (!err)
        err = json_get_object(&data.types, in, "types", why);
    if (!err)
        err = json_get_object(&data.domain, in, "domain", why);
    if (!err)
        err = json_get_object(&data.message, in, "message", why);
    if (!err)
        err = eip712_hash(a, hash, &data);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

/* --- canonical JSON ------------------------------------------------------- */

static enum err jcs_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    struct bytes text, canonical;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = jcs_canonicalize(a, &canonical, text);
    return err ? err : ref_answer(out, ref_new_text(canonical));
}

static enum err jcs_number_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    char text[JSON_NUMBER_SIZE];
    struct bytes data;
    uint64_t bits = 0;
    double value;
    enum err err = ref_plain_hex(a, &data, in, why);

    if (err || data.len != sizeof bits)
        return error_set(why, ERR_BAD_INPUT, "the input must be 16 hex digits");
    for (size_t i = 0; i < data.len; i++)
        bits = bits << 8 | data.data[i];
    memcpy(&value, &bits, sizeof value);
    if (!isfinite(value))
        return ERR_VALUE;
    json_number_text(text, value);
    return ref_answer(out, json_string(text));
}

/* --- credentials ---------------------------------------------------------- */

static enum err proof_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct proof_result result;
    enum err err = proof_jcs_verify(a, &result, in);

    if (err == ERR_NEEDS_EXECUTION)
        return error_set(why, err, "the key must be fetched: no did:key");
    if (err)
        return err;
    return ref_answer(
        out,
        json_pack("{s:o, s:b}", "hash",
                  ref_new_plain_hex(bytes_make(result.hash, result.hash_size)),
                  "ok", (int)result.ok));
}

static enum err proof_bool_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct proof_result result;
    enum err err = proof_jcs_verify(a, &result, in);

    if (err == ERR_NEEDS_EXECUTION)
        return error_set(why, err, "the key must be fetched: no did:key");
    if (err && !err_is_reason(err))
        return err;
    return ref_answer(out, json_boolean(!err && result.ok));
}

static enum err rdfc_hash_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes document, configuration;
    uint8_t hash[PROOF_HASH_MAX];
    const char *name = NULL;
    enum hash kind;
    size_t size = 0;
    enum err err = ref_member_text(&document, in, "canonical_document", why);

    (void)a;
    if (!err)
        err =
            ref_member_text(&configuration, in, "canonical_proof_config", why);
    if (!err)
        err = json_get_text(&name, in, "hash", why);
    if (!err && !hash_find(&kind, name))
        err = ERR_TYPE;
    if (!err)
        err = proof_text_hash(hash, &size, kind, configuration, document);
    if (err)
        return err;
    return ref_answer(out, ref_new_plain_hex(bytes_make(hash, size)));
}

static enum err status_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    int64_t index, size = 1;
    struct bytes list;
    uint64_t status = 0;
    enum err err = ref_member_text(&list, in, "encodedList", why);

    if (!err)
        err = ref_member_int(&index, in, "index", why);
    if (!err && json_has(in, "statusSize"))
        err = ref_member_int(&size, in, "statusSize", why);
    if (!err)
        err = status_list_read(a, &status, list, index, size);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:I}", "status", (json_int_t)status));
}

/* --- sign-in messages ----------------------------------------------------- */

/* A chain id beyond 63 bits is the nearest double, as JSON has it elsewhere. */
static json_t *chain_id(struct bytes digits)
{
    uint64_t value;
    char text[512];

    if (ascii_number(&value, digits))
        return json_integer((json_int_t)value);
    if (digits.len >= sizeof text)
        return NULL;
    memcpy(text, digits.data, digits.len);
    text[digits.len] = '\0';
    return json_real(strtod(text, NULL));
}

static json_t *siwe_resources(const struct siwe *m)
{
    json_t *list = json_array();

    for (size_t i = 0; i < m->resource_count; i++)
        json_array_append_new(list, ref_new_text(m->resources[i]));
    return list;
}

static enum err siwe_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct bytes text;
    struct siwe m;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = siwe_parse(a, &m, text);
    if (err)
        return err;
    return ref_answer(
        out,
        json_pack(
            "{s:o, s:o, s:o, s:o, s:o, s:o, s:o*, s:o*, s:o*, s:o*}", "domain",
            ref_new_text(m.domain), "address", ref_new_text(m.address), "uri",
            ref_new_text(m.uri), "version", ref_new_text(m.version), "chainId",
            chain_id(m.chain_id), "nonce", ref_new_text(m.nonce), "scheme",
            m.scheme.data ? ref_new_text(m.scheme) : NULL, "statement",
            m.has_statement ? ref_new_text(m.statement) : NULL, "requestId",
            m.has_request_id ? ref_new_text(m.request_id) : NULL, "resources",
            m.has_resources ? siwe_resources(&m) : NULL));
}

/* --- metadata ------------------------------------------------------------- */

static enum err token_list_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    (void)a;
    (void)why;
    return ref_answer(out, json_boolean(token_list_ok(in)));
}

static enum err erc721_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    (void)a;
    (void)why;
    return ref_answer(out, json_boolean(erc721_metadata_ok(in)));
}

static enum err erc1155_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    (void)a;
    (void)why;
    return ref_answer(out, json_boolean(erc1155_metadata_ok(in)));
}

static enum err vrm_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    (void)a;
    (void)why;
    return ref_answer(out, json_boolean(vrm_ok(in)));
}

static enum err vrm_semantics_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    const json_t *vrm = NULL;
    enum err err = json_get_object(&vrm, in, "vrm", why);

    (void)a;
    if (!err)
        err = vrm_semantics(vrm, json_object_get(in, "nodes"));
    if (!err)
        err = vrm_materials(json_object_get(in, "materials"));
    return err ? err : ref_answer(out, json_pack("{s:b}", "ok", 1));
}

/* --- packages ------------------------------------------------------------- */

static enum err usdz_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct bytes text, file;
    unsigned found;
    json_t *names;
    enum err err = ref_member_text(&text, in, "base64", why);

    if (err)
        return err;
    if (base64_decode(a, &file, text))
        return error_set(why, ERR_BAD_INPUT, "base64 is malformed");
    found = usdz_issues(file);
    names = json_array();
    for (int i = 0; i < USDZ_ISSUE_COUNT; i++)
        if (found >> i & 1)
            json_array_append_new(
                names, json_string(usdz_issue_name((enum usdz_issue)i)));
    return ref_answer(out, json_pack("{s:o}", "issues", names));
}

static enum err gltf_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct gltf_report report;
    struct bytes text, format, file;
    const json_t *files;
    json_t *codes;
    enum err err = ref_member_text(&text, in, "base64", why);

    if (!err)
        err = ref_member_text(&format, in, "format", why);
    if (err)
        return err;
    if (base64_decode(a, &file, text))
        return error_set(why, ERR_BAD_INPUT, "base64 is malformed");
    files = json_object_get(in, "resources");
    err = ascii_is(format, "glb") ? glb_check(a, &report, file, files)
                                  : gltf_check(a, &report, file, files);
    if (err == ERR_NOT_BUILT)
        return error_set(why, err, "the file holds more than is judged here");
    if (err)
        return err;
    codes = json_array();
    for (size_t i = 0; i < report.count; i++)
        json_array_append_new(codes, json_string(report.codes[i]));
    return ref_answer(out, json_pack("{s:o}", "codes", codes));
}

static const struct ref_binding rows[] = {
    { "eip712.encode_type", encode_type_op },
    { "eip712.hash", typed_hash_op },
    { "jcs.canonicalize", jcs_op },
    { "jcs.number", jcs_number_op },
    { "di.jcs_verify", proof_op },
    { "di.jcs_verify_bool", proof_bool_op },
    { "di.rdfc_hash", rdfc_hash_op },
    { "bsl.status", status_op },
    { "siwe.parse", siwe_op },
    { "tokenlist.valid", token_list_op },
    { "erc721.metadata_valid", erc721_op },
    { "erc1155.metadata_valid", erc1155_op },
    { "vrm.valid", vrm_op },
    { "vrm.semantics", vrm_semantics_op },
    { "gltf.issues", gltf_op },
    { "usdz.layout", usdz_op },
};

const struct ref_table ref_table_asset_documents = { rows, ARRAY_LEN(rows) };
