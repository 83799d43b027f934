/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_message.h"

#include "base/hex.h"
#include "chain/codec/pack.h"
#include "chain/crypto/ecc.h"
#include "chain/xchain/hyperlane.h"
#include "chain/xchain/ktree.h"
#include "chain/xchain/layerzero.h"
#include "chain/xchain/evmsig.h"
#include "chain/xchain/wormhole.h"

/* Bindings of Wormhole, LayerZero and Hyperlane. */

/* {key: encoded} of an input that a layout describes. */
static enum err encode_as(struct arena *a, json_t **out, const json_t *in,
                          const struct layout *layout, const char *key,
                          struct error *why)
{
    struct bytes encoded;
    enum err err = msg_layout_encode(a, &encoded, layout, in, why);

    return err ? err : msg_answer_hex(a, out, key, encoded);
}

/* --- Wormhole ------------------------------------------------------------------ */

static enum err wormhole_guardian(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    uint8_t secret[32], key[ECC_KEY_SIZE], address[ADDRESS_SIZE];
    enum err err = msg_fixed(secret, sizeof secret, in, "private_key", why);

    if (!err)
        err = ecc_public(key, secret);
    if (err)
        return err;
    ecc_address(address, key);
    return msg_answer_hex(a, out, "address", BYTES_OF(address));
}

static enum err wormhole_asset_meta_op(struct arena *a, json_t **out,
                                       const json_t *in, struct error *why)
{
    return encode_as(a, out, in, &wormhole_asset_meta, "payload", why);
}

static enum err wormhole_transfer_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    return encode_as(a, out, in, &wormhole_transfer, "payload", why);
}

static enum err wormhole_transfer3_op(struct arena *a, json_t **out,
                                      const json_t *in, struct error *why)
{
    return encode_as(a, out, in, &wormhole_transfer_with_payload, "payload",
                     why);
}

static enum err wormhole_transfer_parse(struct arena *a, json_t **out,
                                        const json_t *in, struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], payload;
    enum err err = msg_hex(a, &payload, in, "payload", why);

    if (!err)
        err = layout_decode(a, values, &wormhole_transfer, payload);
    if (err)
        return err;
    return ref_answer(out, msg_layout_out(a, &wormhole_transfer, values));
}

static enum err wormhole_quorum(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    uint64_t guardians;
    unsigned quorum;
    enum err err = msg_u64(&guardians, in, "guardians", 64, why);

    (void)a;
    if (!err)
        err = vaa_quorum(&quorum, guardians);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:i}", "quorum", (int)quorum));
}

/* "chain/emitter/sequence" */
static char *message_id(struct arena *a, const struct bytes *values)
{
    const struct layout *l = &wormhole_body;
    struct bytes emitter = layout_value(l, values, "emitter_address");
    char hex[65];

    hex_write(hex, emitter);
    return arena_printf(
        a, "%u/%s/%llu",
        (unsigned)bytes_be(layout_value(l, values, "emitter_chain")), hex,
        (unsigned long long)bytes_be(layout_value(l, values, "sequence")));
}

static enum err wormhole_digest(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], body;
    uint8_t digest[32];
    char *id;
    enum err err = msg_layout_in(a, values, &wormhole_body, in, why);

    if (!err)
        err = layout_encode(a, &body, &wormhole_body, values);
    if (err)
        return err;
    vaa_digest(digest, body);
    id = message_id(a, values);
    if (!id)
        return ERR_MEMORY;
    return ref_answer(out, json_pack("{s:o, s:o, s:s}", "digest",
                                     msg_json_word(a, digest), "body",
                                     msg_json_hex(a, body), "message_id", id));
}

static json_t *vaa_signatures(struct arena *a, const struct vaa *vaa)
{
    json_t *list = json_array();

    for (size_t i = 0; i < vaa->signature_count; i++) {
        const uint8_t *s = vaa->signatures.data + i * VAA_SIGNATURE_SIZE;

        if (json_array_append_new(
                list, json_pack("{s:i, s:o, s:o, s:i}", "guardian_index", s[0],
                                "r", msg_json_word(a, s + 1), "s",
                                msg_json_word(a, s + 33), "v", s[65]))) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static enum err wormhole_parse(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], raw;
    uint8_t digest[32];
    struct vaa vaa;
    json_t *map;
    enum err err = msg_hex(a, &raw, in, "vaa", why);

    if (!err)
        err = vaa_decode(&vaa, raw);
    if (!err)
        err = layout_decode(a, values, &wormhole_body, vaa.body);
    if (err)
        return err;
    vaa_digest(digest, vaa.body);
    map = msg_layout_out(a, &wormhole_body, values);
    if (!map ||
        json_object_set_new(map, "version", json_integer(vaa.version)) ||
        json_object_set_new(map, "guardian_set_index",
                            json_integer(vaa.guardian_set_index)) ||
        json_object_set_new(map, "signatures", vaa_signatures(a, &vaa)) ||
        json_object_set_new(map, "digest", msg_json_word(a, digest))) {
        json_decref(map);
        return ERR_MEMORY;
    }
    return ref_answer(out, map);
}

/* An old set is over when its time has come; a set without a time is over at
 * once. */
static enum err read_expiry(bool *expired, const json_t *in, uint32_t index,
                            struct error *why)
{
    uint64_t current, expires = 0, now = 0;
    enum err err;

    *expired = false;
    if (!json_has(in, "current_set_index"))
        return ERR_OK;
    err = msg_u64(&current, in, "current_set_index", 32, why);
    if (!err && json_has(in, "expiration_time"))
        err = msg_u64(&expires, in, "expiration_time", 64, why);
    if (!err && json_has(in, "now"))
        err = msg_u64(&now, in, "now", 64, why);
    if (!err)
        *expired = index != current && expires < now;
    return err;
}

static enum err wormhole_verify(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct guardian_set set;
    struct bytes raw;
    uint64_t index;
    uint8_t *keys;
    enum err err = msg_hex(a, &raw, in, "vaa", why);

    if (!err)
        err = msg_u64(&index, in, "guardian_set_index", 32, why);
    if (!err)
        err = msg_blocks(a, &keys, &set.count, in, "guardian_set", 20, why);
    if (err)
        return err;
    set.index = (uint32_t)index;
    set.keys = (const uint8_t(*)[20])keys;
    err = read_expiry(&set.expired, in, set.index, why);
    return err ? err : msg_valid(out, vaa_verify(raw, &set));
}

/* --- LayerZero ----------------------------------------------------------------- */

static enum err lz_guid_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes packed;
    uint8_t hash[32];
    enum err err = msg_layout_encode(a, &packed, &layerzero_guid, in, why);

    if (err)
        return err;
    keccak_parts(hash, &packed, 1);
    return msg_answer_hex(a, out, "guid", BYTES_OF(hash));
}

static enum err lz_packet_encode(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    json_t *with = json_copy((json_t *)(uintptr_t)in);
    enum err err;

    if (!with || json_object_set_new(with, "version", json_integer(1))) {
        json_decref(with);
        return ERR_MEMORY;
    }
    err = encode_as(a, out, with, &layerzero_packet, "packet", why);
    json_decref(with);
    return err;
}

static enum err lz_packet_decode(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], packet, payload;
    uint8_t hash[32];
    json_t *map;
    enum err err = msg_hex(a, &packet, in, "packet", why);

    if (!err)
        err = layout_decode(a, values, &layerzero_packet, packet);
    if (err)
        return err;
    if (packet.data[0] != 1)
        return ERR_VERSION;
    payload = bytes_tail(packet, LZ_HEADER_SIZE);
    keccak_parts(hash, &payload, 1);
    map = msg_layout_out(a, &layerzero_packet, values);
    if (!map ||
        json_object_set_new(
            map, "header",
            msg_json_hex(a, bytes_head(packet, LZ_HEADER_SIZE))) ||
        json_object_set_new(map, "payload_hash", msg_json_word(a, hash))) {
        json_decref(map);
        return ERR_MEMORY;
    }
    return ref_answer(out, map);
}

/* The contract reads the low 20 bytes of the sender and looks at no others. */
static enum err lz_sender_b20(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes packet;
    enum err err = msg_hex(a, &packet, in, "packet", why);

    if (!err && packet.len < 45)
        err = ERR_TRUNCATED;
    if (err)
        return err;
    return msg_answer_hex(a, out, "address", bytes_make(packet.data + 25, 20));
}

static enum err lz_oft_encode(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], compose, sender, message;
    const struct layout *layout = &layerzero_oft;
    uint8_t word[32] = { 0 };
    enum err err = msg_hex(a, &compose, in, "compose_msg", why);

    if (!err)
        err = msg_layout_in(a, values, &layerzero_oft, in, why);
    if (!err && compose.len) {
        layout = &layerzero_oft_composed;
        err = msg_hex(a, &sender, in, "msg_sender", why);
        if (!err && sender.len > sizeof word)
            err = ERR_LENGTH;
        if (err)
            return err;
        memcpy(word + sizeof word - sender.len, sender.data, sender.len);
        values[2] = BYTES_OF(word);
        values[3] = compose;
    }
    if (!err)
        err = layout_encode(a, &message, layout, values);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:b}", "message",
                                     msg_json_hex(a, message), "has_compose",
                                     compose.len > 0));
}

static enum err lz_oft_compose(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    return encode_as(a, out, in, &layerzero_oft_compose, "message", why);
}

static enum err lz_split(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct bytes options, executor, dvn;
    enum err err = msg_hex(a, &options, in, "options", why);

    if (!err)
        err = lz_options_split(a, &executor, &dvn, options);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:o}", "executor",
                                     msg_json_hex(a, executor), "dvn",
                                     msg_json_hex(a, dvn)));
}

static enum err lz_executor(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes option, fields[LZ_EXECUTOR_FIELDS_MAX];
    uint64_t type;
    size_t count;
    json_t *list;
    enum err err = msg_hex(a, &option, in, "option", why);

    if (!err)
        err = msg_u64(&type, in, "type", 32, why);
    if (!err)
        err = lz_executor_decode(fields, &count, (unsigned)type, option);
    if (err)
        return err;
    list = json_array();
    /* A receiver is bytes, every other field a number. */
    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(list, fields[i].len == 32
                                            ? msg_json_hex(a, fields[i])
                                            : msg_json_decimal(a, fields[i])))
            err = ERR_MEMORY;
    if (err) {
        json_decref(list);
        return err;
    }
    return ref_answer(out, json_pack("{s:o}", "fields", list));
}

static enum err lz_groups(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct lz_dvn_group groups[LZ_DVN_GROUPS_MAX];
    struct bytes options;
    size_t count;
    json_t *list;
    enum err err = msg_hex(a, &options, in, "options", why);

    if (!err)
        err = lz_dvn_group(a, groups, &count, options);
    if (err)
        return err;
    list = json_array();
    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(
                list,
                json_pack("{s:i, s:o}", "dvn_idx", groups[i].index, "options",
                          msg_json_hex(a, groups[i].options))))
            err = ERR_MEMORY;
    if (err) {
        json_decref(list);
        return err;
    }
    return ref_answer(out, json_pack("{s:o}", "groups", list));
}

/* Fields of the options that the builder knows, by their short names; an
 * absent optional number is left out, as is a value of zero. */
static const struct option_row {
    const char *name;
    unsigned type;
    struct {
        const char *key;
        size_t width;
        bool optional;
    } fields[3];
} option_rows[] = {
    { "recv", 1, { { "gas", 16, false }, { "value", 16, true } } },
    { "drop", 2, { { "amount", 16, false }, { "receiver", 32, false } } },
    { "compose",
      3,
      { { "index", 2, false }, { "gas", 16, false }, { "value", 16, true } } },
    { "ordered", 4, { { NULL, 0, false } } },
    { "read",
      5,
      { { "gas", 16, false }, { "size", 4, false }, { "value", 16, true } } },
};

static enum err put_option_field(struct arena *a, struct pack *p,
                                 const struct option_row *row, size_t i,
                                 const json_t *option, struct error *why)
{
    const char *key = row->fields[i].key;
    size_t width = row->fields[i].width;
    struct u256 number = { { 0 } };
    uint8_t be[32];
    enum err err;

    (void)a;
    if (!key || (row->fields[i].optional && !json_has(option, key)))
        return ERR_OK;
    if (width == 32)
        err = msg_fixed(be, sizeof be, option, key, why);
    else
        err = msg_number(&number, option, key, 8 * (unsigned)width, why);
    if (err)
        return err;
    if (width != 32 && row->fields[i].optional && u256_is_zero(number))
        return ERR_OK;
    if (width != 32)
        u256_to_be(be, number);
    pack_bytes(p, bytes_make(be + 32 - width, width));
    return ERR_OK;
}

/* worker, size, type, fields */
static enum err put_option(struct arena *a, struct pack *p,
                           const json_t *option, struct error *why)
{
    const char *name = json_string_value(json_object_get(option, "t"));
    const struct option_row *row = NULL;
    struct bytes body;
    struct pack fields;
    enum err err = ERR_OK;

    for (size_t i = 0; name && i < ARRAY_LEN(option_rows); i++)
        if (strcmp(option_rows[i].name, name) == 0)
            row = &option_rows[i];
    if (!row)
        return ERR_TYPE;
    pack_init(&fields, a);
    pack_be(&fields, row->type, 1);
    for (size_t i = 0; i < ARRAY_LEN(row->fields) && !err; i++)
        err = put_option_field(a, &fields, row, i, option, why);
    if (!err)
        err = pack_finish(&body, &fields);
    if (err)
        return err;
    pack_be(p, LZ_WORKER_EXECUTOR, 1);
    pack_be(p, body.len, 2);
    pack_bytes(p, body);
    return ERR_OK;
}

static enum err lz_type3(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    const json_t *options, *option;
    struct bytes encoded;
    struct pack p;
    size_t i;
    enum err err = json_get_array(&options, in, "options", why);

    if (err)
        return err;
    pack_init(&p, a);
    pack_be(&p, 3, 2);
    json_array_foreach(options, i, option) {
        err = put_option(a, &p, option, why);
        if (err)
            return err;
    }
    err = pack_finish(&encoded, &p);
    return err ? err : msg_answer_hex(a, out, "bytes", encoded);
}

static enum err lz_legacy2(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes receiver, encoded;
    struct u256 gas, native;
    struct pack p;
    enum err err = msg_number(&gas, in, "gas", 256, why);

    if (!err)
        err = msg_number(&native, in, "native", 256, why);
    if (!err)
        err = msg_hex(a, &receiver, in, "receiver", why);
    if (!err && receiver.len > 32)
        err = ERR_TOO_LONG;
    if (err)
        return err;
    pack_init(&p, a);
    pack_be(&p, 2, 2);
    pack_u256(&p, gas);
    pack_u256(&p, native);
    pack_bytes(&p, receiver);
    err = pack_finish(&encoded, &p);
    return err ? err : msg_answer_hex(a, out, "bytes", encoded);
}

/* --- Hyperlane ------------------------------------------------------------------- */

static enum err hyp_encode(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes message;
    uint8_t id[32];
    enum err err = msg_layout_encode(a, &message, &hyperlane_message, in, why);

    if (err)
        return err;
    keccak_parts(id, &message, 1);
    return ref_answer(out,
                      json_pack("{s:o, s:o}", "message",
                                msg_json_hex(a, message), "id",
                                msg_json_word(a, id)));
}

static enum err hyp_parse(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes values[LAYOUT_FIELDS_MAX], message;
    enum err err = msg_hex(a, &message, in, "message", why);

    if (!err)
        err = layout_decode(a, values, &hyperlane_message, message);
    if (err)
        return err;
    return ref_answer(out, msg_layout_out(a, &hyperlane_message, values));
}

static enum err hyp_token(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    return encode_as(a, out, in, &hyperlane_token_message, "body", why);
}

static enum err hyp_hook(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    return encode_as(a, out, in, &hyperlane_hook_metadata, "metadata", why);
}

static enum err hyp_domain(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    uint8_t hook[32], hash[32];
    uint64_t domain;
    enum err err = msg_u64(&domain, in, "domain", 32, why);

    if (!err)
        err = msg_fixed(hook, sizeof hook, in, "merkle_tree_hook", why);
    if (err)
        return err;
    hyperlane_domain_hash(hash, (uint32_t)domain, hook);
    return msg_answer_hex(a, out, "hash", BYTES_OF(hash));
}

static enum err read_checkpoint(struct hyperlane_checkpoint *c,
                                const json_t *in, const char *origin,
                                struct error *why)
{
    uint64_t domain, index;
    enum err err = msg_u64(&domain, in, origin, 32, why);

    if (!err)
        err = msg_u64(&index, in, "index", 32, why);
    if (!err)
        err = msg_fixed(c->hook, 32, in, "merkle_tree_hook", why);
    if (!err)
        err = msg_fixed(c->root, 32, in, "root", why);
    if (err)
        return err;
    c->origin = (uint32_t)domain;
    c->index = (uint32_t)index;
    return ERR_OK;
}

static enum err hyp_digest(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct hyperlane_checkpoint c;
    uint8_t digest[32];
    enum err err = read_checkpoint(&c, in, "origin", why);

    if (!err)
        err = msg_fixed(c.message_id, 32, in, "message_id", why);
    if (err)
        return err;
    hyperlane_checkpoint_digest(digest, &c, false);
    return msg_answer_hex(a, out, "digest", BYTES_OF(digest));
}

static enum err hyp_legacy_signer(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct hyperlane_checkpoint c = { 0 };
    const json_t *signature;
    uint8_t digest[32], raw[EVMSIG_SIZE], signer[20];
    uint64_t v;
    enum err err = read_checkpoint(&c, in, "domain", why);

    if (!err)
        err = json_get_object(&signature, in, "signature", why);
    if (!err)
        err = msg_fixed(raw, 32, signature, "r", why);
    if (!err)
        err = msg_fixed(raw + 32, 32, signature, "s", why);
    if (!err)
        err = msg_u64(&v, signature, "v", 8, why);
    if (err)
        return err;
    raw[64] = (uint8_t)v;
    hyperlane_checkpoint_digest(digest, &c, true);
    err = evmsig_signer(signer, digest, BYTES_OF(raw));
    return err ? err : msg_answer_hex(a, out, "signer", BYTES_OF(signer));
}

static enum err hyp_branch(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    uint8_t leaf[32], root[32], *path;
    uint64_t index;
    size_t count;
    enum err err = msg_fixed(leaf, sizeof leaf, in, "leaf", why);

    if (!err)
        err = msg_u64(&index, in, "index", 32, why);
    if (!err)
        err = msg_blocks(a, &path, &count, in, "path", 32, why);
    if (!err && count != KTREE_DEPTH)
        err = ERR_LENGTH;
    if (err)
        return err;
    ktree_branch_root(root, leaf, (const uint8_t(*)[32])path, (uint32_t)index);
    return msg_answer_hex(a, out, "root", BYTES_OF(root));
}

static enum err hyp_root(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    uint8_t root[32], *leaves;
    size_t count;
    enum err err = msg_blocks(a, &leaves, &count, in, "leaves", 32, why);

    if (!err)
        err = ktree_root(a, root, (const uint8_t(*)[32])leaves, count);
    if (err)
        return err;
    return ref_answer(out,
                      json_pack("{s:o, s:I}", "root", msg_json_word(a, root),
                                "count", (json_int_t)count));
}

static enum err hyp_aggregation(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct bytes metadata, found;
    uint64_t index;
    bool present;
    enum err err = msg_hex(a, &metadata, in, "metadata", why);

    if (!err)
        err = msg_u64(&index, in, "index", 32, why);
    if (!err)
        err = hyperlane_aggregation(&present, &found, metadata,
                                    (uint32_t)index);
    if (err)
        return err;
    if (!present)
        return ref_answer(out, json_pack("{s:b}", "present", 0));
    return ref_answer(out, json_pack("{s:b, s:o}", "present", 1, "metadata",
                                     msg_json_hex(a, found)));
}

static enum err hyp_address(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    static const uint8_t zeros[12];
    uint8_t word[32];
    enum err err = msg_fixed(word, sizeof word, in, "bytes32", why);

    if (!err && memcmp(word, zeros, sizeof zeros) != 0)
        err = ERR_PADDING;
    return err ? err
               : msg_answer_hex(a, out, "address", bytes_make(word + 12, 20));
}

static enum err hyp_multisig(struct arena *a, json_t **out, const json_t *in,
                             bool merkle, struct error *why)
{
    struct bytes message, metadata;
    struct hyperlane_validators v;
    uint8_t *keys;
    enum err err = msg_hex(a, &message, in, "message", why);

    if (!err)
        err = msg_hex(a, &metadata, in, "metadata", why);
    if (!err)
        err = msg_blocks(a, &keys, &v.count, in, "validators", 20, why);
    if (!err)
        err = msg_u64(&v.threshold, in, "threshold", 8, why);
    if (err)
        return err;
    v.keys = (const uint8_t(*)[20])keys;
    return msg_valid(
        out, merkle ? hyperlane_verify_merkle_root(a, message, metadata, &v)
                    : hyperlane_verify_message_id(a, message, metadata, &v));
}

static enum err hyp_message_id(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    return hyp_multisig(a, out, in, false, why);
}

static enum err hyp_merkle_root(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    return hyp_multisig(a, out, in, true, why);
}

/* clang-format off */
static const struct ref_binding rows[] = {
    { "wormhole.guardian_address", wormhole_guardian },
    { "wormhole.payload_asset_meta", wormhole_asset_meta_op },
    { "wormhole.payload_transfer", wormhole_transfer_op },
    { "wormhole.payload_transfer_parse", wormhole_transfer_parse },
    { "wormhole.payload_transfer_with_payload", wormhole_transfer3_op },
    { "wormhole.quorum", wormhole_quorum },
    { "wormhole.vaa_digest", wormhole_digest },
    { "wormhole.vaa_parse", wormhole_parse },
    { "wormhole.vaa_verify", wormhole_verify },
    { "layerzero.dvn_options_group", lz_groups },
    { "layerzero.executor_option_decode", lz_executor },
    { "layerzero.guid", lz_guid_op },
    { "layerzero.oft_compose_encode", lz_oft_compose },
    { "layerzero.oft_message_encode", lz_oft_encode },
    { "layerzero.options_legacy2_encode", lz_legacy2 },
    { "layerzero.options_split_workers", lz_split },
    { "layerzero.options_type3_encode", lz_type3 },
    { "layerzero.packet_decode", lz_packet_decode },
    { "layerzero.packet_encode", lz_packet_encode },
    { "layerzero.sender_address_b20", lz_sender_b20 },
    { "hyperlane.aggregation_metadata", hyp_aggregation },
    { "hyperlane.bytes32_to_address", hyp_address },
    { "hyperlane.checkpoint_digest", hyp_digest },
    { "hyperlane.domain_hash", hyp_domain },
    { "hyperlane.legacy_checkpoint_signer", hyp_legacy_signer },
    { "hyperlane.merkle_branch_root", hyp_branch },
    { "hyperlane.merkle_root", hyp_root },
    { "hyperlane.merkle_root_multisig_verify", hyp_merkle_root },
    { "hyperlane.message_encode", hyp_encode },
    { "hyperlane.message_id_multisig_verify", hyp_message_id },
    { "hyperlane.message_parse", hyp_parse },
    { "hyperlane.standard_hook_metadata", hyp_hook },
    { "hyperlane.token_message_encode", hyp_token },
};
/* clang-format on */

const struct ref_table ref_table_xchain_messages = { rows, ARRAY_LEN(rows) };
