/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/codec/abi.h"
#include "chain/crypto/hash.h"
#include "chain/xchain/ibc.h"
#include "runner/targets/ref_xchain_read.h"

/* --- identifiers ------------------------------------------------------------------- */

static enum err id_op(struct arena *a, json_t **out, const json_t *in,
                      struct error *why)
{
    const char *kind, *profile;
    struct bytes id;
    enum err err = json_get_text(&kind, in, "kind", why);

    if (!err)
        err = json_get_text(&profile, in, "profile", why);
    if (!err)
        err = xread_hex(a, &id, in, "id_hex", why);
    if (!err)
        err = ibc_id_check(kind, profile, id);
    if (err == ERR_NOT_FOUND)
        return error_set(why, ERR_BAD_INPUT, "no such kind or profile");
    return xanswer_check(out, err);
}

static enum err answer_sequence(json_t **out, const json_t *in,
                                const char *prefix, struct error *why)
{
    struct bytes id;
    uint64_t sequence;
    enum err err = xread_text(&id, in, "id", why);

    if (!err)
        err = ibc_id_sequence(&sequence, prefix, id);
    if (err)
        return xanswer_check(out, err);
    return ref_answer(out, json_pack("{s:b, s:o}", "valid", 1, "sequence",
                                     xdecimal(sequence)));
}

static enum err channel_id_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    (void)a;
    return answer_sequence(out, in, "channel-", why);
}

static enum err connection_id_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    (void)a;
    return answer_sequence(out, in, "connection-", why);
}

static enum err height_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct ibc_height height;
    struct bytes text;
    enum err err = xread_text(&text, in, "height", why);

    (void)a;
    if (!err)
        err = ibc_height_read(&height, text);
    if (err)
        return xanswer_check(out, err);
    return ref_answer(out, json_pack("{s:b, s:o, s:o}", "valid", 1,
                                     "revision_number",
                                     xdecimal(height.revision),
                                     "revision_height",
                                     xdecimal(height.height)));
}

static enum err compare_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct ibc_height x, y;
    struct bytes text;
    enum err err = xread_text(&text, in, "a", why);

    (void)a;
    if (!err)
        err = ibc_height_read(&x, text);
    if (!err)
        err = xread_text(&text, in, "b", why);
    if (!err)
        err = ibc_height_read(&y, text);
    return err ? err
               : ref_answer(out, json_pack("{s:i}", "cmp",
                                           ibc_height_cmp(x, y)));
}

static enum err revision_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes id;
    uint64_t revision;
    bool format;
    enum err err = xread_text(&id, in, "chain_id", why);

    (void)a;
    if (err)
        return err;
    revision = ibc_chain_revision(&format, id);
    return ref_answer(out, json_pack("{s:o, s:b}", "revision",
                                     xdecimal(revision), "is_revision_format",
                                     format));
}

/* Features of both, in our order; a new reference or NULL. */
static json_t *common_features(const json_t *ours, const json_t *theirs)
{
    json_t *common = json_array();

    for (size_t i = 0; i < json_array_size(ours); i++)
        for (size_t k = 0; k < json_array_size(theirs); k++)
            if (json_equal(json_array_get(ours, i),
                           json_array_get(theirs, k))) {
                (void)json_array_append(common, json_array_get(ours, i));
                break;
            }
    return common;
}

static enum err pick_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    const json_t *ours, *theirs;
    enum err err = json_get_array(&ours, in, "supported", why);

    (void)a;
    if (!err)
        err = json_get_array(&theirs, in, "counterparty", why);
    for (size_t i = 0; i < json_array_size(ours) && !err; i++) {
        const json_t *own = json_array_get(ours, i);

        for (size_t k = 0; k < json_array_size(theirs); k++) {
            const json_t *other = json_array_get(theirs, k);
            json_t *common;

            if (!json_equal(json_object_get(own, "identifier"),
                            json_object_get(other, "identifier")))
                continue;
            common = common_features(json_object_get(own, "features"),
                                     json_object_get(other, "features"));
            if (json_array_size(common))
                return ref_answer(
                    out, json_pack("{s:{s:O, s:o}}", "version", "identifier",
                                   json_object_get(own, "identifier"),
                                   "features", common));
            json_decref(common);
            break;
        }
    }
    return err ? err : ERR_NEGOTIATION;
}

/* --- commitments and paths -------------------------------------------------------------- */

static enum err get_height(struct ibc_height *out, const json_t *in,
                           const char *key, struct error *why)
{
    const json_t *map;
    enum err err = xread_map(&map, in, key, why);

    if (!err)
        err = xread_u64(&out->revision, map, "revision_number", why);
    if (!err)
        err = xread_u64(&out->height, map, "revision_height", why);
    return err;
}

static enum err get_timeout(struct ibc_timeout *out, const json_t *in,
                            struct error *why)
{
    enum err err = get_height(&out->height, in, "timeout_height", why);

    return err ? err
               : xread_u64(&out->timestamp, in, "timeout_timestamp", why);
}

static enum err elapsed_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct ibc_timeout timeout, now;
    enum err err = get_timeout(&timeout, in, why);

    (void)a;
    if (!err)
        err = get_height(&now.height, in, "height", why);
    if (!err)
        err = xread_u64(&now.timestamp, in, "timestamp", why);
    return err ? err
               : ref_answer(out, json_pack("{s:b}", "elapsed",
                                           ibc_timeout_elapsed(timeout,
                                                               now)));
}

static enum err v1_commitment_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct ibc_timeout timeout;
    uint8_t hash[32];
    struct bytes data;
    enum err err = get_timeout(&timeout, in, why);

    if (!err)
        err = xread_hex(a, &data, in, "data", why);
    if (err)
        return err;
    ibc_v1_commitment(hash, timeout, data);
    return xanswer_hex(out, "commitment", BYTES_OF(hash));
}

static enum err v1_ack_commitment_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    uint8_t hash[32];
    struct bytes ack;
    enum err err = xread_hex(a, &ack, in, "ack", why);

    if (err)
        return err;
    hash_sha256(hash, ack);
    return xanswer_hex(out, "commitment", BYTES_OF(hash));
}

static enum err v1_path_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes path;
    enum err err = ibc_v1_path(a, &path, in);

    if (err == ERR_NOT_FOUND)
        return error_set(why, ERR_BAD_INPUT, "no such kind of path");
    return err ? err
               : ref_answer(out, json_pack("{s:o}", "path", xtext(path)));
}

/* {json, commitment} of an acknowledgement's envelope. */
static enum err answer_envelope(struct arena *a, json_t **out,
                                const char *key, struct bytes value,
                                bool base64)
{
    uint8_t hash[32];
    struct bytes text;
    enum err err = ibc_ack_json(a, &text, key, value, base64);

    if (err)
        return err;
    hash_sha256(hash, text);
    return ref_answer(out, json_pack("{s:o, s:o}", "json", xtext(text),
                                     "commitment", xhash(hash)));
}

static enum err ack_json_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    bool result = json_has(in, "result");
    struct bytes value;
    enum err err = result ? xread_hex(a, &value, in, "result", why)
                          : xread_text(&value, in, "error", why);

    return err ? err
               : answer_envelope(a, out, result ? "result" : "error", value,
                                 result);
}

/* ICS-721 names the member success.  The bytes come as hex or, as in the
 * standard's example, in Base64. */
static enum err ics721_ack_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes value;

    if (json_is_true(json_object_get(in, "success")))
        return answer_envelope(a, out, "success", bytes_make("\1", 1), true);
    if (xread_hex(a, &value, in, "success", NULL) == ERR_OK)
        return answer_envelope(a, out, "success", value, true);
    if (xread_text(&value, in, "success", why))
        return ERR_BAD_INPUT;
    return answer_envelope(a, out, "success", value, false);
}

static enum err ack_check_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes ack;
    enum err err = xread_text(&ack, in, "ack", why);

    if (!err)
        err = ibc_ack_check(a, ack);
    if (err && err != ERR_NOT_CANONICAL)
        return err;
    return ref_answer(out, json_pack("{s:b}", "accepted", err == ERR_OK));
}

/* --- version 2 ------------------------------------------------------------------------------ */

static enum err get_payload(struct arena *a, struct ibc_payload *out,
                            const json_t *in, struct error *why)
{
    enum err err = xread_text(&out->source_port, in, "source_port", why);

    if (!err)
        err = xread_text(&out->destination_port, in, "destination_port", why);
    if (!err)
        err = xread_text(&out->version, in, "version", why);
    if (!err)
        err = xread_text(&out->encoding, in, "encoding", why);
    if (!err)
        err = xread_hex(a, &out->value, in, "value", why);
    return err;
}

static enum err get_packet(struct arena *a, struct ibc_packet *out,
                           const json_t *in, struct error *why)
{
    const json_t *list;
    struct ibc_payload *payloads;
    enum err err = json_get_array(&list, in, "payloads", why);

    if (!err)
        err = xread_u64(&out->sequence, in, "sequence", why);
    if (!err)
        err = xread_u64(&out->timeout, in, "timeout_timestamp", why);
    if (!err)
        err = xread_text(&out->source_client, in, "source_client", why);
    if (!err)
        err = xread_text(&out->destination_client, in, "destination_client",
                         why);
    if (err)
        return err;
    payloads = arena_array(a, json_array_size(list) + 1, sizeof *payloads);
    if (!payloads)
        return ERR_MEMORY;
    for (size_t i = 0; i < json_array_size(list) && !err; i++)
        err = get_payload(a, &payloads[i], json_array_get(list, i), why);
    out->payloads = payloads;
    out->count = json_array_size(list);
    return err;
}

static enum err v2_commitment_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct ibc_packet packet;
    uint8_t hash[32];
    enum err err = get_packet(a, &packet, in, why);

    if (!err)
        err = ibc_v2_commitment(a, hash, &packet);
    return err ? err : xanswer_hex(out, "commitment", BYTES_OF(hash));
}

static enum err v2_other_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct ibc_packet packet;
    uint8_t hash[32], candidate[32];
    enum err err = get_packet(a, &packet, in, why);

    if (!err)
        err = xread_fixed(candidate, 32, in, "candidate", why);
    if (!err)
        err = ibc_v2_commitment(a, hash, &packet);
    return err ? err
               : ref_answer(out, json_pack("{s:b}", "match",
                                           memcmp(hash, candidate, 32) == 0));
}

static enum err v2_receipt_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct ibc_packet packet;
    uint8_t hash[32];
    enum err err = get_packet(a, &packet, in, why);

    if (!err)
        err = ibc_v2_receipt(a, hash, &packet);
    return err ? err : xanswer_hex(out, "commitment", BYTES_OF(hash));
}

static enum err v2_packet_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct ibc_packet packet;
    enum err err = get_packet(a, &packet, in, why);

    if (!err)
        err = ibc_v2_check_packet(&packet);
    return xanswer_check(out, err);
}

static enum err v2_ack_commitment_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    uint8_t hash[32];
    struct bytes *acks;
    size_t count;
    enum err err = xread_hex_list(a, &acks, &count, in, "app_acks", why);

    if (!err)
        err = ibc_v2_ack_commitment(a, hash, acks, count);
    return err ? err : xanswer_hex(out, "commitment", BYTES_OF(hash));
}

static enum err v2_ack_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes *acks;
    size_t count;
    bool success;
    enum err err = xread_hex_list(a, &acks, &count, in, "app_acks", why);

    if (!err)
        err = ibc_v2_check_ack(&success, acks, count);
    if (err)
        return xanswer_check(out, err);
    return ref_answer(out, json_pack("{s:b, s:b}", "valid", 1, "success",
                                     success));
}

static enum err v2_error_ack_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    uint8_t ack[32];

    (void)a;
    (void)in;
    (void)why;
    ibc_v2_error_ack(ack);
    return xanswer_hex(out, "ack", BYTES_OF(ack));
}

static enum err get_v2_path(struct arena *a, struct bytes *out,
                            const json_t *in, const char *kind,
                            struct error *why)
{
    static const char *const kinds[] = { "", "commitment", "receipt", "ack" };
    struct bytes client;
    uint64_t sequence;
    uint8_t separator = 0;
    enum err err = xread_text(&client, in, "client_id", why);

    for (uint8_t i = 1; i < ARRAY_LEN(kinds); i++)
        if (strncmp(kind, kinds[i], strlen(kinds[i])) == 0)
            separator = i;
    if (!err)
        err = xread_u64(&sequence, in, "sequence", why);
    if (!err && !separator)
        err = error_set(why, ERR_BAD_INPUT, "no such kind of path");
    return err ? err : ibc_v2_path(a, out, client, separator, sequence);
}

static enum err v2_path_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    const char *kind;
    struct bytes path;
    enum err err = json_get_text(&kind, in, "kind", why);

    if (!err)
        err = get_v2_path(a, &path, in, kind, why);
    return err ? err : xanswer_hex(out, "path", path);
}

static enum err evm_key_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    uint8_t key[32];
    struct bytes path;
    enum err err = get_v2_path(a, &path, in, "commitment", why);

    if (err)
        return err;
    keccak_parts(key, &path, 1);
    return xanswer_hex(out, "key", BYTES_OF(key));
}

static enum err size_limit_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    uint64_t total;
    enum err err = xread_u64(&total, in, "total_value_bytes", why);

    (void)a;
    if (!err && total > IBC_PAYLOAD_MAX)
        err = ERR_TOO_LONG;
    return xanswer_check(out, err);
}

/* The path is appended to the last element of the prefix. */
static enum err prefixed_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes *prefix, path;
    struct pack p;
    size_t count;
    json_t *list;
    enum err err = xread_hex_list(a, &prefix, &count, in, "prefix", why);

    if (!err)
        err = xread_hex(a, &path, in, "path", why);
    if (err)
        return err;
    if (count == 0)
        return ERR_EMPTY;
    pack_init(&p, a);
    pack_bytes(&p, prefix[count - 1]);
    pack_bytes(&p, path);
    err = pack_finish(&prefix[count - 1], &p);
    list = json_array();
    for (size_t i = 0; i < count && !err; i++)
        if (json_array_append_new(list, xhex(prefix[i])))
            err = ERR_MEMORY;
    if (err) {
        json_decref(list);
        return err;
    }
    return ref_answer(out, json_pack("{s:o}", "path", list));
}

/* --- attestations ------------------------------------------------------------------------------ */

static enum err answer_attested(struct arena *a, json_t **out, uint8_t tag,
                                struct bytes data)
{
    uint8_t text[33] = { tag }, hash[32];

    (void)a;
    hash_sha256(text + 1, data);
    hash_sha256(hash, BYTES_OF(text));
    return ref_answer(out, json_pack("{s:o, s:o}", "data", xhex(data), "hash",
                                     xhash(hash)));
}

static enum err attest_state_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct abi members[2];
    struct bytes data;
    uint64_t height, seconds;
    enum err err = xread_u64(&height, in, "height", why);

    if (!err)
        err = xread_u64(&seconds, in, "timestamp_seconds", why);
    if (err)
        return err;
    members[0] = abi_u64(height);
    members[1] = abi_u64(seconds);
    err = abi_encode(a, &data, members, 2);
    return err ? err : answer_attested(a, out, 1, data);
}

static enum err attest_packets_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    const json_t *list;
    struct abi(*pairs)[2], *items, members[2], tuple;
    struct bytes data;
    uint64_t height;
    enum err err = xread_u64(&height, in, "height", why);

    if (!err)
        err = json_get_array(&list, in, "packets", why);
    if (err)
        return err;
    pairs = arena_array(a, json_array_size(list) + 1, sizeof *pairs);
    items = arena_array(a, json_array_size(list) + 1, sizeof *items);
    if (!pairs || !items)
        return ERR_MEMORY;
    for (size_t i = 0; i < json_array_size(list); i++) {
        uint8_t word[32];

        err = xread_fixed(word, 32, json_array_get(list, i), "path", why);
        if (err)
            return err;
        pairs[i][0] = abi_right(BYTES_OF(word));
        err = xread_fixed(word, 32, json_array_get(list, i), "commitment",
                          why);
        if (err)
            return err;
        pairs[i][1] = abi_right(BYTES_OF(word));
        items[i] = abi_tuple(pairs[i], 2);
    }
    members[0] = abi_u64(height);
    members[1] = abi_list(items, json_array_size(list));
    tuple = abi_tuple(members, 2);
    err = abi_encode(a, &data, &tuple, 1);
    return err ? err : answer_attested(a, out, 2, data);
}

static const struct ref_binding rows[] = {
    { "ibc.identifier.validate", id_op },
    { "ibc.channel_id.parse", channel_id_op },
    { "ibc.connection_id.parse", connection_id_op },
    { "ibc.height.parse", height_op },
    { "ibc.height.compare", compare_op },
    { "ibc.chain_id.revision", revision_op },
    { "ibc.connection.pick_version", pick_op },
    { "ibc.v1.timeout_elapsed", elapsed_op },
    { "ibc.v1.packet_commitment", v1_commitment_op },
    { "ibc.v1.ack_commitment", v1_ack_commitment_op },
    { "ibc.v1.path", v1_path_op },
    { "ibc.v1.ack_json", ack_json_op },
    { "ibc.v1.ack_canonical_check", ack_check_op },
    { "ibc.ics721.ack_json", ics721_ack_op },
    { "ibc.v2.packet_commitment", v2_commitment_op },
    { "ibc.v2.packet_commitment.reject_le", v2_other_op },
    { "ibc.v2.evm_receipt_commitment", v2_receipt_op },
    { "ibc.v2.validate_packet", v2_packet_op },
    { "ibc.v2.ack_commitment", v2_ack_commitment_op },
    { "ibc.v2.validate_ack", v2_ack_op },
    { "ibc.v2.error_ack", v2_error_ack_op },
    { "ibc.v2.path", v2_path_op },
    { "ibc.v2.evm_commitment_key", evm_key_op },
    { "ibc.v2.payload_size_limit", size_limit_op },
    { "ibc.v2.prefixed_path", prefixed_op },
    { "ibc.v2.build_merkle_path", prefixed_op },
    { "ibc.attestations.state_signing_hash", attest_state_op },
    { "ibc.attestations.packet_signing_hash", attest_packets_op },
};

const struct ref_table ref_table_xchain_ibc = { rows, ARRAY_LEN(rows) };
