/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_message.h"

#include "chain/codec/decimal.h"
#include "chain/codec/pack.h"
#include "chain/xchain/acb.h"
#include "chain/xchain/consortium.h"
#include "chain/xchain/payment.h"
#include "chain/xchain/poly.h"

/* Bindings of AntChain Bridge, Poly, WeCross, TCIP and of ISO 20022. */

/* --- AntChain Bridge: AuthMessage ----------------------------------------------------- */

static enum err am_encode(struct arena *a, json_t **out, const json_t *in,
                          unsigned version, bool has_trust, struct error *why)
{
    struct acb_am m = { .version = version, .has_trust = has_trust };
    uint64_t upper, trust = 0;
    struct bytes raw;
    enum err err = msg_hex(a, &m.payload, in, "payload", why);

    if (!err)
        err = msg_u64(&upper, in, "upper_protocol", 32, why);
    if (!err)
        err = msg_fixed(m.identity, 32, in, "identity", why);
    if (!err && has_trust)
        err = msg_u64(&trust, in, "trust_level", 8, why);
    if (err)
        return err;
    m.upper_protocol = (uint32_t)upper;
    m.trust_level = (uint8_t)trust;
    err = acb_am_encode(a, &raw, &m);
    return err ? err : msg_answer_hex(a, out, "raw", raw);
}

static enum err am_v1(struct arena *a, json_t **out, const json_t *in,
                      struct error *why)
{
    return am_encode(a, out, in, 1, false, why);
}

static enum err am_v2(struct arena *a, json_t **out, const json_t *in,
                      struct error *why)
{
    return am_encode(a, out, in, 2, true, why);
}

static enum err am_v2_solidity(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    return am_encode(a, out, in, 2, false, why);
}

static enum err am_decode(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    const char *profile = json_string_value(json_object_get(in, "profile"));
    struct acb_am m;
    struct bytes raw;
    json_t *map;
    enum err err = msg_hex(a, &raw, in, "raw", why);

    if (!err)
        err = acb_am_decode(a, &m, raw,
                            !profile || strcmp(profile, "solidity") != 0);
    if (err)
        return err;
    map = json_pack("{s:i, s:o, s:I, s:o}", "version", (int)m.version,
                    "identity", msg_json_word(a, m.identity), "upper_protocol",
                    (json_int_t)m.upper_protocol, "payload",
                    msg_json_hex(a, m.payload));
    if (map && m.has_trust &&
        json_object_set_new(map, "trust_level",
                            json_integer(m.trust_level))) {
        json_decref(map);
        map = NULL;
    }
    return ref_answer(out, map);
}

/* --- AntChain Bridge: SDP ---------------------------------------------------------------- */

static enum err read_sdp2(struct acb_sdp *m, const json_t *in,
                          struct error *why)
{
    uint64_t flag;
    enum err err = msg_u64(&m->nonce, in, "nonce", 64, why);

    if (!err)
        err = msg_u64(&flag, in, "atomic_flag", 8, why);
    if (!err)
        m->atomic_flag = (uint8_t)flag;
    if (!err && json_has(in, "error_msg"))
        err = msg_text(&m->error_msg, in, "error_msg", why);
    return err;
}

static enum err read_sdp(struct arena *a, struct acb_sdp *m, const json_t *in,
                         struct error *why)
{
    uint64_t sequence, measure;
    enum err err = msg_text(&m->domain, in, "target_domain", why);

    if (!err)
        err = msg_fixed(m->identity, 32, in, "target_identity", why);
    if (!err)
        err = msg_u64(&sequence, in, "sequence", 32, why);
    if (!err)
        err = msg_hex(a, &m->payload, in, "payload", why);
    if (!err && m->version > 1)
        err = read_sdp2(m, in, why);
    if (!err && m->version > 1)
        err = msg_fixed(m->message_id, 32, in, "message_id", why);
    if (!err && m->version == 3)
        err = msg_u64(&m->timeout, in, "timeout", 64, why);
    if (!err && m->version == 3)
        err = msg_u64(&measure, in, "timeout_measure", 8, why);
    if (err)
        return err;
    m->sequence = (uint32_t)sequence;
    m->timeout_measure = m->version == 3 ? (uint8_t)measure : 0;
    return ERR_OK;
}

static enum err sdp_encode(struct arena *a, json_t **out, const json_t *in,
                           unsigned version, struct error *why)
{
    struct acb_sdp m = { .version = version };
    struct bytes raw;
    enum err err = read_sdp(a, &m, in, why);

    if (!err)
        err = acb_sdp_encode(a, &raw, &m);
    return err ? err : msg_answer_hex(a, out, "raw", raw);
}

static enum err sdp_v1(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    return sdp_encode(a, out, in, 1, why);
}

static enum err sdp_v2(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    return sdp_encode(a, out, in, 2, why);
}

static enum err sdp_v3(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    return sdp_encode(a, out, in, 3, why);
}

/* Texts of a message may be any bytes: what is no UTF-8 is refused. */
static json_t *text_json(struct bytes text)
{
    return json_stringn((const char *)text.data, text.len);
}

static json_t *sdp_json(struct arena *a, const struct acb_sdp *m)
{
    json_t *map = json_pack(
        "{s:i, s:o, s:o, s:I, s:o}", "version", (int)m->version,
        "target_domain", text_json(m->domain), "target_identity",
        msg_json_word(a, m->identity), "sequence", (json_int_t)m->sequence,
        "payload", msg_json_hex(a, m->payload));
    json_t *more;

    if (!map || m->version == 1)
        return map;
    more = json_pack("{s:o, s:i, s:o}", "nonce", msg_json_u64(a, m->nonce),
                     "atomic_flag", m->atomic_flag, "message_id",
                     msg_json_word(a, m->message_id));
    if (more && m->atomic_flag == ACB_SDP_ERROR)
        (void)json_object_set_new(more, "error_msg", text_json(m->error_msg));
    if (more && m->version == 3) {
        (void)json_object_set_new(more, "timeout_measure",
                                  json_integer(m->timeout_measure));
        (void)json_object_set_new(more, "timeout",
                                  msg_json_u64(a, m->timeout));
    }
    if (!more || json_object_update(map, more)) {
        json_decref(map);
        map = NULL;
    }
    json_decref(more);
    return map;
}

static enum err sdp_decode(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct acb_sdp m;
    struct bytes raw;
    json_t *map;
    enum err err = msg_hex(a, &raw, in, "raw", why);

    if (!err)
        err = acb_sdp_decode(a, &m, raw);
    if (err)
        return err;
    map = text_json(m.domain);
    if (!map)
        return ERR_CHARACTER;
    json_decref(map);
    return ref_answer(out, sdp_json(a, &m));
}

static enum err sdp_version(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes raw;
    unsigned version;
    enum err err = msg_hex(a, &raw, in, "raw", why);

    if (!err)
        err = acb_sdp_version(&version, raw);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:i}", "version", (int)version));
}

static enum err sdp_message_id(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct acb_sdp m = { .version = 2 };
    uint64_t version, sequence;
    uint8_t domain_hash[32], id[32];
    enum err err = msg_u64(&version, in, "version", 32, why);

    if (!err && version != 2)
        err = ERR_VERSION;
    if (!err)
        err = msg_text(&m.domain, in, "receive_domain", why);
    if (!err)
        err = msg_fixed(m.identity, 32, in, "receiver", why);
    if (!err)
        err = msg_u64(&sequence, in, "sequence", 32, why);
    if (!err)
        err = msg_hex(a, &m.payload, in, "message", why);
    if (!err)
        err = msg_fixed(domain_hash, 32, in, "local_domain_hash", why);
    if (!err)
        err = read_sdp2(&m, in, why);
    if (err)
        return err;
    m.sequence = (uint32_t)sequence;
    err = acb_sdp_message_id(a, id, &m, domain_hash);
    return err ? err : msg_answer_hex(a, out, "message_id", BYTES_OF(id));
}

/* --- AntChain Bridge: identifiers and TLV --------------------------------------------------- */

static enum err sending_id(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes domain;
    uint8_t sender[20], receiver[32], id[32];
    enum err err = msg_text(&domain, in, "receive_domain", why);

    if (!err)
        err = msg_fixed(sender, 20, in, "sender", why);
    if (!err)
        err = msg_fixed(receiver, 32, in, "receiver", why);
    if (err)
        return err;
    acb_sending_seq_id(id, domain, sender, receiver);
    return msg_answer_hex(a, out, "id", BYTES_OF(id));
}

static enum err receiving_id(struct arena *a, json_t **out, const json_t *in,
                             bool with_nonce, struct error *why)
{
    struct bytes domain;
    uint8_t sender[32], receiver[32], id[32];
    uint64_t nonce = 0;
    enum err err = msg_text(&domain, in, "send_domain", why);

    if (!err)
        err = msg_fixed(sender, 32, in, "sender", why);
    if (!err)
        err = msg_fixed(receiver, 32, in, "receiver", why);
    if (!err && with_nonce)
        err = msg_u64(&nonce, in, "nonce", 64, why);
    if (err)
        return err;
    if (with_nonce)
        acb_receiving_nonce_id(id, domain, sender, receiver, nonce);
    else
        acb_receiving_seq_id(id, domain, sender, receiver);
    return msg_answer_hex(a, out, "id", BYTES_OF(id));
}

static enum err receiving_seq(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    return receiving_id(a, out, in, false, why);
}

static enum err receiving_nonce(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    return receiving_id(a, out, in, true, why);
}

static enum err answer_tlv(struct arena *a, json_t **out,
                           const struct acb_item *items, size_t count)
{
    struct bytes raw;
    enum err err = acb_tlv_encode(a, &raw, items, count);

    return err ? err : msg_answer_hex(a, out, "raw", raw);
}

static enum err ccm_tlv(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct acb_item items[] = { { 0, BYTES_EMPTY }, { 1, BYTES_EMPTY } };
    uint8_t type;
    uint64_t number;
    enum err err = msg_u64(&number, in, "type", 8, why);

    if (!err)
        err = msg_hex(a, &items[1].value, in, "message", why);
    if (err)
        return err;
    type = (uint8_t)number;
    items[0].value = bytes_make(&type, 1);
    return answer_tlv(a, out, items, ARRAY_LEN(items));
}

static enum err ucp_tlv(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct acb_item items[] = { { 0, BYTES_EMPTY },
                                { 1, BYTES_EMPTY },
                                { 2, BYTES_EMPTY } };
    uint8_t version[2];
    uint64_t number;
    enum err err = msg_u64(&number, in, "version", 16, why);

    if (!err)
        err = msg_text(&items[1].value, in, "src_domain", why);
    if (!err)
        err = msg_hex(a, &items[2].value, in, "src_message", why);
    if (err)
        return err;
    version[0] = (uint8_t)number;
    version[1] = (uint8_t)(number >> 8);
    items[0].value = BYTES_OF(version);
    return answer_tlv(a, out, items, ARRAY_LEN(items));
}

static enum err tlv_decode(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct acb_item items[ACB_TLV_ITEMS_MAX];
    struct bytes raw;
    json_t *list;
    size_t count;
    enum err err = msg_hex(a, &raw, in, "raw", why);

    if (!err)
        err = acb_tlv_decode(items, &count, raw);
    if (err)
        return err;
    list = json_array();
    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(
                list, json_pack("{s:i, s:o}", "tag", items[i].tag, "value",
                                msg_json_hex(a, items[i].value))))
            err = ERR_MEMORY;
    if (err) {
        json_decref(list);
        return err;
    }
    return ref_answer(out,
                      json_pack("{s:i, s:o}", "version", 1, "items", list));
}

/* --- Poly ------------------------------------------------------------------------------------ */

static enum err poly_header_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes raw;
    uint8_t hash[32];
    enum err err = msg_layout_encode(a, &raw, &poly_header, in, why);

    if (err)
        return err;
    poly_header_hash(hash, raw);
    return ref_answer(out,
                      json_pack("{s:o, s:o}", "raw", msg_json_hex(a, raw),
                                "hash", msg_json_word(a, hash)));
}

/* The method is a name, not hex. */
static enum err poly_value_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes method, raw;
    json_t *with;
    enum err err = msg_text(&method, in, "method", why);

    if (err)
        return err;
    with = json_copy((json_t *)(uintptr_t)in);
    if (!with || json_object_set_new(with, "method", msg_json_hex(a, method)))
        err = ERR_MEMORY;
    if (!err)
        err = msg_layout_encode(a, &raw, &poly_merkle_value, with, why);
    json_decref(with);
    return err ? err : msg_answer_hex(a, out, "raw", raw);
}

static enum err poly_leaf_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes data;
    uint8_t hash[32];
    enum err err = msg_hex(a, &data, in, "data", why);

    if (!err)
        err = poly_leaf(a, hash, data);
    return err ? err : msg_answer_hex(a, out, "hash", BYTES_OF(hash));
}

static enum err poly_children_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    uint8_t left[32], right[32], hash[32];
    enum err err = msg_fixed(left, 32, in, "left", why);

    if (!err)
        err = msg_fixed(right, 32, in, "right", why);
    if (err)
        return err;
    poly_children(hash, left, right);
    return msg_answer_hex(a, out, "hash", BYTES_OF(hash));
}

static enum err poly_prove_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes path, value;
    uint8_t root[32];
    enum err err = msg_hex(a, &path, in, "audit_path", why);

    if (!err)
        err = msg_fixed(root, 32, in, "root", why);
    if (!err)
        err = poly_prove(a, &value, path, root);
    return err ? err : msg_answer_hex(a, out, "value", value);
}

static enum err poly_var_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    uint8_t prefix[COMPACT_SIZE_MAX];
    uint64_t length;
    enum err err = msg_u64(&length, in, "length", 64, why);

    if (err)
        return err;
    return msg_answer_hex(
        a, out, "prefix",
        bytes_make(prefix, compact_size_write(prefix, length)));
}

/* --- WeCross and TCIP ------------------------------------------------------------------------- */

static enum err wecross_path_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct wecross_path path;
    struct bytes text;
    enum err err = msg_text(&text, in, "path", why);

    (void)a;
    if (err)
        return err;
    if (wecross_path_read(&path, text))
        return ref_answer(out, json_pack("{s:b}", "valid", 0));
    return ref_answer(
        out, json_pack("{s:b, s:o, s:o, s:o}", "valid", 1, "zone",
                       text_json(path.zone), "chain", text_json(path.chain),
                       "resource",
                       path.resource.len ? text_json(path.resource)
                                         : json_null()));
}

/* initiator, secret, then for both sides timelock, locked, unlocked, rolled
 * back. */
static enum err wecross_proposal_op(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    enum { FIELDS = 10, SELF_TIMELOCK = 2, OTHER_TIMELOCK = 6 };
    const json_t *fields;
    const char *self, *other, *first;
    uint8_t be[32];
    enum err err = json_get_array(&fields, in, "fields", why);

    (void)a;
    if (err)
        return err;
    if (json_array_size(fields) != FIELDS)
        return msg_valid(out, "incomplete proposal");
    first = json_string_value(json_array_get(fields, 0));
    self = json_string_value(json_array_get(fields, SELF_TIMELOCK));
    other = json_string_value(json_array_get(fields, OTHER_TIMELOCK));
    if (!first || !self || !other)
        return error_set(why, ERR_BAD_INPUT, "fields are texts");
    if (decimal_read(be, sizeof be, bytes_str(self)) ||
        decimal_read(be, sizeof be, bytes_str(other)))
        return msg_valid(out, "malformed timelock");
    return ref_answer(out, json_pack("{s:b, s:b, s:s, s:s}", "valid", 1,
                                     "initiator", strcmp(first, "true") == 0,
                                     "self_timelock", self,
                                     "counterparty_timelock", other));
}

static enum err wecross_schedule_op(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    struct wecross_htlc h;
    const struct {
        const char *key;
        bool *at;
    } flags[] = {
        { "initiator", &h.initiator },
        { "self_unlocked", &h.self_unlocked },
        { "counterparty_unlocked", &h.counterparty_unlocked },
        { "self_rolledback", &h.self_rolledback },
        { "counterparty_rolledback", &h.counterparty_rolledback },
    };
    enum err err = msg_u64(&h.self_timelock, in, "self_timelock", 64, why);

    (void)a;
    if (!err)
        err = msg_u64(&h.counterparty_timelock, in, "counterparty_timelock",
                      64, why);
    if (!err)
        err = msg_u64(&h.now, in, "now", 64, why);
    for (size_t i = 0; i < ARRAY_LEN(flags) && !err; i++)
        err = json_get_bool(flags[i].at, in, flags[i].key, why);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:s}", "action", wecross_schedule(&h)));
}

static enum err tcip_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    const char *state, *event, *next;
    enum err err = json_get_text(&state, in, "state", why);

    (void)a;
    if (!err)
        err = json_get_text(&event, in, "event", why);
    if (!err)
        err = tcip_step(&next, state, event);
    return err ? err : ref_answer(out, json_pack("{s:s}", "state", next));
}

/* --- ISO 20022 ----------------------------------------------------------------------------------- */

static enum err iban_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct bytes text;
    enum err err = msg_text(&text, in, "iban", why);

    (void)a;
    return err ? err : msg_valid(out, payment_iban(text));
}

static enum err lei_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    struct bytes text;
    enum err err = msg_text(&text, in, "lei", why);

    (void)a;
    return err ? err : msg_valid(out, payment_lei(text));
}

static enum err amount_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes text;
    enum err err = msg_text(&text, in, "amount", why);

    (void)a;
    return err ? err : msg_valid(out, payment_amount(text, NULL));
}

static enum err matches_op(json_t **out, const json_t *in, const char *key,
                           bool (*valid)(struct bytes), struct error *why)
{
    struct bytes text;
    enum err err = msg_text(&text, in, key, why);

    if (err)
        return err;
    return ref_answer(out, json_pack("{s:b}", "valid", (int)valid(text)));
}

static enum err bic_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    (void)a;
    return matches_op(out, in, "bic", payment_bic, why);
}

static enum err uetr_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    (void)a;
    return matches_op(out, in, "uetr", payment_uetr, why);
}

static enum err max_text_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes element, value;
    unsigned max;
    size_t count;
    enum err err = msg_text(&element, in, "element", why);

    (void)a;
    if (!err)
        err = msg_text(&value, in, "value", why);
    if (err)
        return err;
    max = payment_text_max(element);
    if (!max)
        return error_set(why, ERR_BAD_INPUT, "the element is not known");
    count = payment_characters(value);
    return ref_answer(out, json_pack("{s:b, s:i}", "valid",
                                     count > 0 && count <= max, "max",
                                     (int)max));
}

static enum err precision_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes amount, currency;
    unsigned units, fraction = 0;
    bool valid;
    enum err err = msg_text(&amount, in, "amount", why);

    (void)a;
    if (!err)
        err = msg_text(&currency, in, "currency", why);
    if (err)
        return err;
    if (!payment_minor_units(&units, currency))
        return ref_answer(out, json_pack("{s:b}", "valid", 0));
    valid = !payment_amount(amount, &fraction) && fraction <= units;
    return ref_answer(out, json_pack("{s:b, s:i}", "valid", (int)valid,
                                     "minor_units", (int)units));
}

/* clang-format off */
static const struct ref_binding rows[] = {
    { "acb.am_decode", am_decode },
    { "acb.am_v1_encode", am_v1 },
    { "acb.am_v2_encode", am_v2 },
    { "acb.am_v2_encode_solidity_profile", am_v2_solidity },
    { "acb.cross_chain_message_tlv", ccm_tlv },
    { "acb.receiving_nonce_id", receiving_nonce },
    { "acb.receiving_seq_id", receiving_seq },
    { "acb.sdp_decode", sdp_decode },
    { "acb.sdp_v1_encode", sdp_v1 },
    { "acb.sdp_v2_encode", sdp_v2 },
    { "acb.sdp_v2_message_id", sdp_message_id },
    { "acb.sdp_v3_encode", sdp_v3 },
    { "acb.sdp_version", sdp_version },
    { "acb.sending_seq_id", sending_id },
    { "acb.tlv_decode", tlv_decode },
    { "acb.ucp_tlv", ucp_tlv },
    { "iso13616.iban", iban_op },
    { "iso17442.lei", lei_op },
    { "iso20022.amount", amount_op },
    { "iso20022.max_text", max_text_op },
    { "iso20022.uetr", uetr_op },
    { "iso4217.amount_precision", precision_op },
    { "iso9362.bic", bic_op },
    { "poly.hash_children", poly_children_op },
    { "poly.hash_leaf", poly_leaf_op },
    { "poly.header_encode", poly_header_op },
    { "poly.merkle_prove", poly_prove_op },
    { "poly.merkle_value_encode", poly_value_op },
    { "poly.var_bytes", poly_var_op },
    { "tcip.step", tcip_op },
    { "wecross.htlc_proposal_decode", wecross_proposal_op },
    { "wecross.htlc_schedule", wecross_schedule_op },
    { "wecross.path_decode", wecross_path_op },
};
/* clang-format on */

const struct ref_table ref_table_xchain_consortium = { rows, ARRAY_LEN(rows) };
