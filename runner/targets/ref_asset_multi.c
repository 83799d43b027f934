/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/asset/did.h"
#include "chain/asset/did_methods.h"
#include "chain/codec/cid.h"
#include "chain/codec/multibase.h"
#include "chain/codec/varint.h"
#include "runner/targets/ref_asset_util.h"

/* --- multiformats --------------------------------------------------------- */

static enum err multibase_encode_op(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    const char *base = NULL;
    struct bytes data, text;
    enum err err = json_get_text(&base, in, "base", why);

    if (err)
        return err;
    if (ref_plain_hex(a, &data, json_object_get(in, "hex"), why))
        return error_set(why, ERR_BAD_INPUT, "hex must be hex digits");
    err = multibase_encode(a, &text, base, data);
    return err ? err : ref_answer(out, ref_new_text(text));
}

static enum err multibase_decode_op(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    struct bytes text, data;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = multibase_decode(a, &data, text);
    return err ? err : ref_answer(out, ref_new_plain_hex(data));
}

/* Bytes that are the subject, given as digits: what is no hex is no question.
 */
static enum err given_hex(struct arena *a, struct bytes *out, const json_t *in,
                          struct error *why)
{
    if (ref_plain_hex(a, out, in, why))
        return error_set(why, ERR_BAD_INPUT, "the input must be hex digits");
    return ERR_OK;
}

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static enum err multihash_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct multihash hash;
    struct bytes data;
    enum err err = given_hex(a, &data, in, why);

    if (!err)
        err = multihash_decode(&hash, data);
    if (err)
        return err;
    return ref_answer(out,
                      json_pack("{s:o, s:o, s:o}", "code", number(hash.code),
                                "length", number(hash.digest.len), "digest",
                                ref_new_plain_hex(hash.digest)));
}

static enum err varint_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes data;
    uint64_t value;
    enum err err = given_hex(a, &data, in, why);

    if (!err)
        err = varint_next(&value, &data);
    if (!err && data.len)
        err = ERR_TRAILING;
    /* A JSON number carries no more: see the operation's row. */
    if (!err && value >= (uint64_t)1 << 53)
        err = ERR_RANGE;
    return err ? err : ref_answer(out, number(value));
}

static enum err cid_parse_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes text;
    struct cid cid;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = cid_parse(a, &cid, text);
    if (err)
        return err;
    return ref_answer(out,
                      json_pack("{s:i, s:o, s:o, s:o, s:o}", "version",
                                (int)cid.version, "codec", number(cid.codec),
                                "mh_code", number(cid.hash.code), "mh_len",
                                number(cid.hash.digest.len), "digest",
                                ref_new_plain_hex(cid.hash.digest)));
}

static enum err cid_upgrade_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes text, upgraded;
    struct cid cid;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = cid_parse(a, &cid, text);
    if (!err && cid.version != 0)
        err = ERR_VERSION;
    if (err)
        return err;
    cid.version = 1;
    err = cid_format(a, &upgraded, &cid);
    return err ? err : ref_answer(out, ref_new_text(upgraded));
}

/* --- DIDs ----------------------------------------------------------------- */

static enum err did_parse_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes text;
    struct did did;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = did_parse(&did, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:o}", "method",
                                     ref_new_text(did.method), "id",
                                     ref_new_text(did.id)));
}

static enum err did_url_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes text;
    struct did_url url;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = did_url_parse(&url, text);
    if (err)
        return err;
    return ref_answer(
        out,
        json_pack("{s:o, s:o, s:o, s:o*, s:o*, s:o*}", "did",
                  ref_new_text(url.whole), "method",
                  ref_new_text(url.did.method), "id", ref_new_text(url.did.id),
                  "path", url.path.len ? ref_new_text(url.path) : NULL, "query",
                  url.has_query ? ref_new_text(url.query) : NULL, "fragment",
                  url.has_fragment ? ref_new_text(url.fragment) : NULL));
}

static enum err did_web_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes text, url;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = did_web_url(a, &url, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o}", "url", ref_new_text(url)));
}

static enum err did_key_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct did_key key;
    struct bytes text;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = did_key_parse(a, &key, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:s, s:o, s:o}", "key_type", key.type,
                                     "codec", number(key.codec), "public_key",
                                     ref_new_plain_hex(key.key)));
}

static enum err x25519_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes text, derived;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = did_key_x25519(a, &derived, text);
    return err ? err : ref_answer(out, ref_new_text(derived));
}

static enum err did_jwk_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes text;
    json_t *jwk = NULL;
    enum err err = ref_text(&text, in, why);

    if (!err)
        err = did_jwk_parse(a, &jwk, text);
    if (err)
        return err;
    return ref_answer(out,
                      json_pack("{s:o, s:o}", "vm_id",
                                json_sprintf("%s#0", json_string_value(in)),
                                "jwk", jwk));
}

static enum err did_pkh_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes text, account;
    enum err err = ref_text(&text, in, why);

    (void)a;
    if (!err)
        err = did_pkh_account(&account, text);
    if (err)
        return err;
    return ref_answer(out,
                      json_pack("{s:o}", "account_id", ref_new_text(account)));
}

static const struct ref_binding rows[] = {
    { "multibase.encode", multibase_encode_op },
    { "multibase.decode", multibase_decode_op },
    { "multihash.decode", multihash_op },
    { "varint.decode", varint_op },
    { "cid.parse", cid_parse_op },
    { "cid.v0_to_v1", cid_upgrade_op },
    { "did.parse", did_parse_op },
    { "did.parse_url", did_url_op },
    { "did_web.to_url", did_web_op },
    { "did_key.parse", did_key_op },
    { "did_key.derive_x25519", x25519_op },
    { "did_jwk.resolve", did_jwk_op },
    { "did_pkh.resolve", did_pkh_op },
};

const struct ref_table ref_table_asset_multi = { rows, ARRAY_LEN(rows) };
