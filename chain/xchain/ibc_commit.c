/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ibc.h"

#include "chain/codec/abi.h"
#include "chain/codec/base64.h"
#include "chain/crypto/hash.h"

enum { HASH_LEN = 32 };

bool ibc_timeout_elapsed(struct ibc_timeout timeout, struct ibc_timeout now)
{
    const struct ibc_height zero = { 0, 0 };

    if (ibc_height_cmp(timeout.height, zero) != 0 &&
        ibc_height_cmp(now.height, timeout.height) >= 0)
        return true;
    return timeout.timestamp && now.timestamp >= timeout.timestamp;
}

static void put_be(uint8_t out[8], uint64_t value)
{
    for (size_t i = 0; i < 8; i++)
        out[i] = (uint8_t)(value >> (56 - 8 * i));
}

void ibc_v1_commitment(uint8_t out[32], struct ibc_timeout timeout,
                       struct bytes data)
{
    uint8_t text[3 * 8 + HASH_LEN];

    put_be(text, timeout.timestamp);
    put_be(text + 8, timeout.height.revision);
    put_be(text + 16, timeout.height.height);
    hash_sha256(text + 24, data);
    hash_sha256(out, BYTES_OF(text));
}

/* --- version 2 -------------------------------------------------------------------- */

static void put_hash(struct pack *p, struct bytes part)
{
    uint8_t hash[HASH_LEN];

    hash_sha256(hash, part);
    pack_bytes(p, BYTES_OF(hash));
}

static enum err finish_hash(uint8_t out[32], struct pack *p)
{
    struct bytes text;
    enum err err = pack_finish(&text, p);

    if (!err)
        hash_sha256(out, text);
    return err;
}

static void put_payload(struct pack *all, const struct ibc_payload *payload)
{
    const struct bytes parts[] = { payload->source_port,
                                   payload->destination_port,
                                   payload->version, payload->encoding,
                                   payload->value };
    uint8_t hashes[ARRAY_LEN(parts)][HASH_LEN];

    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        hash_sha256(hashes[i], parts[i]);
    put_hash(all, bytes_make(hashes, sizeof hashes));
}

enum err ibc_v2_commitment(struct arena *a, uint8_t out[32],
                           const struct ibc_packet *packet)
{
    uint8_t timeout[8];
    struct bytes hashes;
    struct pack p;
    enum err err;

    pack_init(&p, a);
    for (size_t i = 0; i < packet->count; i++)
        put_payload(&p, &packet->payloads[i]);
    err = pack_finish(&hashes, &p);
    if (err)
        return err;
    /* Big-endian: the text of ICS-04 v2 says little, all implementations and
     * the chains in operation disagree with it. */
    put_be(timeout, packet->timeout);
    pack_init(&p, a);
    pack_be(&p, 2, 1);
    put_hash(&p, packet->destination_client);
    put_hash(&p, BYTES_OF(timeout));
    put_hash(&p, hashes);
    return finish_hash(out, &p);
}

enum err ibc_v2_ack_commitment(struct arena *a, uint8_t out[32],
                               const struct bytes *acks, size_t count)
{
    struct pack p;

    pack_init(&p, a);
    pack_be(&p, 2, 1);
    for (size_t i = 0; i < count; i++)
        put_hash(&p, acks[i]);
    return finish_hash(out, &p);
}

enum err ibc_v2_receipt(struct arena *a, uint8_t out[32],
                        const struct ibc_packet *packet)
{
    struct abi(*fields)[5] = arena_array(a, packet->count + 1,
                                         sizeof *fields);
    struct abi *payloads = arena_array(a, packet->count + 1,
                                       sizeof *payloads);
    struct abi members[5], tuple;

    if (!fields || !payloads)
        return ERR_MEMORY;
    for (size_t i = 0; i < packet->count; i++) {
        const struct ibc_payload *payload = &packet->payloads[i];

        fields[i][0] = abi_bytes(payload->source_port);
        fields[i][1] = abi_bytes(payload->destination_port);
        fields[i][2] = abi_bytes(payload->version);
        fields[i][3] = abi_bytes(payload->encoding);
        fields[i][4] = abi_bytes(payload->value);
        payloads[i] = abi_tuple(fields[i], 5);
    }
    members[0] = abi_u64(packet->sequence);
    members[1] = abi_bytes(packet->source_client);
    members[2] = abi_bytes(packet->destination_client);
    members[3] = abi_u64(packet->timeout);
    members[4] = abi_list(payloads, packet->count);
    tuple = abi_tuple(members, 5);
    return abi_keccak(a, out, &tuple, 1);
}

enum err ibc_v2_path(struct arena *a, struct bytes *out, struct bytes client,
                     uint8_t separator, uint64_t sequence)
{
    struct pack p;

    pack_init(&p, a);
    pack_bytes(&p, client);
    pack_be(&p, separator, 1);
    pack_be(&p, sequence, 8);
    return pack_finish(out, &p);
}

void ibc_v2_error_ack(uint8_t out[32])
{
    hash_sha256(out, bytes_str("UNIVERSAL_ERROR_ACKNOWLEDGEMENT"));
}

enum err ibc_v2_check_packet(const struct ibc_packet *packet)
{
    size_t total = 0;

    if (packet->count == 0)
        return ERR_EMPTY;
    for (size_t i = 0; i < packet->count; i++) {
        const struct ibc_payload *payload = &packet->payloads[i];

        if (ibc_id_check("port", "ibc-go", payload->source_port) ||
            ibc_id_check("port", "ibc-go", payload->destination_port))
            return ERR_VALUE;
        if (ibc_blank(payload->version) || ibc_blank(payload->encoding) ||
            payload->value.len == 0)
            return ERR_EMPTY;
        total += payload->value.len;
    }
    if (total > IBC_PAYLOAD_MAX)
        return ERR_TOO_LONG;
    /* ibc-go holds clients in packets to the rule for channels. */
    if (ibc_id_check("channel", "ibc-go", packet->source_client) ||
        ibc_id_check("channel", "ibc-go", packet->destination_client))
        return ERR_VALUE;
    if (packet->sequence == 0)
        return ERR_SEQUENCE;
    return packet->timeout ? ERR_OK : ERR_RANGE;
}

enum err ibc_v2_check_ack(bool *success, const struct bytes *acks,
                          size_t count)
{
    uint8_t error[HASH_LEN];

    ibc_v2_error_ack(error);
    if (count == 0)
        return ERR_EMPTY;
    for (size_t i = 0; i < count; i++) {
        if (acks[i].len == 0)
            return ERR_EMPTY;
        if (count > 1 && bytes_eq(acks[i], BYTES_OF(error)))
            return ERR_VALUE;
    }
    *success = !bytes_eq(acks[0], BYTES_OF(error));
    return ERR_OK;
}

/* --- version 1: paths ----------------------------------------------------------------- */

static const char *text_of(const json_t *in, const char *key)
{
    const char *text = json_string_value(json_object_get(in, key));

    return text ? text : "";
}

/* In a pattern a letter after % names the member that stands there. */
static const struct path_row {
    const char *kind, *pattern;
} paths[] = {
    { "client_state", "clients/%c/clientState" },
    { "consensus_state", "clients/%c/consensusStates/%h" },
    { "client_connections", "clients/%c/connections" },
    { "connection", "connections/%n" },
    { "channel_end", "channelEnds/ports/%p/channels/%i" },
    { "next_sequence_send", "nextSequenceSend/ports/%p/channels/%i" },
    { "next_sequence_recv", "nextSequenceRecv/ports/%p/channels/%i" },
    { "next_sequence_ack", "nextSequenceAck/ports/%p/channels/%i" },
    { "packet_commitment", "commitments/ports/%p/channels/%i/sequences/%s" },
    { "packet_receipt", "receipts/ports/%p/channels/%i/sequences/%s" },
    { "packet_acknowledgement", "acks/ports/%p/channels/%i/sequences/%s" },
    { "packet_ack", "acks/ports/%p/channels/%i/sequences/%s" },
};

static void put_member(struct pack *p, char name, const json_t *in)
{
    const json_t *height = json_object_get(in, "height");

    switch (name) {
    case 'c':
        pack_text(p, text_of(in, "client"));
        break;
    case 'n':
        pack_text(p, text_of(in, "connection"));
        break;
    case 'p':
        pack_text(p, text_of(in, "port"));
        break;
    case 'i':
        pack_text(p, text_of(in, "channel"));
        break;
    case 's':
        pack_text(p, text_of(in, "sequence"));
        break;
    case 'h':
        pack_text(p, text_of(height, "revision_number"));
        pack_text(p, "-");
        pack_text(p, text_of(height, "revision_height"));
        break;
    }
}

enum err ibc_v1_path(struct arena *a, struct bytes *out, const json_t *in)
{
    const char *kind = text_of(in, "kind"), *c = NULL;
    struct pack p;

    for (size_t i = 0; i < ARRAY_LEN(paths) && !c; i++)
        if (strcmp(paths[i].kind, kind) == 0)
            c = paths[i].pattern;
    if (!c)
        return ERR_NOT_FOUND;
    pack_init(&p, a);
    for (; *c; c++) {
        if (*c == '%')
            put_member(&p, *++c, in);
        else
            pack_bytes(&p, bytes_make(c, 1));
    }
    return pack_finish(out, &p);
}

/* --- version 1: acknowledgements --------------------------------------------------------- */

enum err ibc_json_string(struct arena *a, struct bytes *out, struct bytes text)
{
    static const char escapes[][2] = { { '"', '"' },  { '\\', '\\' },
                                       { '\b', 'b' }, { '\f', 'f' },
                                       { '\n', 'n' }, { '\r', 'r' },
                                       { '\t', 't' } };
    static const char digits[] = "0123456789abcdef";
    struct pack p;

    pack_init(&p, a);
    pack_text(&p, "\"");
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        size_t e = 0;

        while (e < ARRAY_LEN(escapes) && escapes[e][0] != (char)c)
            e++;
        if (e < ARRAY_LEN(escapes)) {
            pack_text(&p, "\\");
            pack_bytes(&p, bytes_make(&escapes[e][1], 1));
        } else if (c < 0x20 || c == '<' || c == '>' || c == '&') {
            pack_text(&p, "\\u00");
            pack_bytes(&p, bytes_make(&digits[c >> 4], 1));
            pack_bytes(&p, bytes_make(&digits[c & 15], 1));
        } else if (i + 2 < text.len && c == 0xe2 && text.data[i + 1] == 0x80 &&
                   (text.data[i + 2] & 0xfe) == 0xa8) {
            /* U+2028 and U+2029 end lines in JavaScript. */
            pack_text(&p, text.data[i + 2] & 1 ? "\\u2029" : "\\u2028");
            i += 2;
        } else {
            pack_bytes(&p, bytes_make(&text.data[i], 1));
        }
    }
    pack_text(&p, "\"");
    return pack_finish(out, &p);
}

enum err ibc_ack_json(struct arena *a, struct bytes *out, const char *key,
                      struct bytes value, bool base64)
{
    struct bytes text = value;
    struct pack p;
    enum err err = base64 ? base64_encode(a, &text, value) : ERR_OK;

    if (!err)
        err = ibc_json_string(a, &text, text);
    if (err)
        return err;
    pack_init(&p, a);
    pack_text(&p, "{\"");
    pack_text(&p, key);
    pack_text(&p, "\":");
    pack_bytes(&p, text);
    pack_text(&p, "}");
    return pack_finish(out, &p);
}

/* The envelope's canonical text for what was read; ERR_VALUE when it is no
 * envelope: other members, two of them, or no Base64. */
static enum err again(struct arena *a, struct bytes *out, const json_t *value)
{
    const json_t *result = json_object_get(value, "result");
    const json_t *error = json_object_get(value, "error");
    const json_t *one = result ? result : error;
    struct bytes text, data;
    enum err err;

    if (json_object_size(value) == 0 && json_is_object(value)) {
        *out = bytes_str("{}");
        return ERR_OK;
    }
    if (json_object_size(value) != 1 || !json_is_string(one))
        return ERR_VALUE;
    text = bytes_make(json_string_value(one), json_string_length(one));
    if (!result)
        return ibc_ack_json(a, out, "error", text, false);
    err = base64_decode(a, &data, text);
    if (err == ERR_MEMORY)
        return err;
    if (err == ERR_PADDING) /* readable, and never written so */
        return ERR_NOT_CANONICAL;
    return err ? ERR_VALUE : ibc_ack_json(a, out, "result", data, true);
}

enum err ibc_ack_check(struct arena *a, struct bytes ack)
{
    json_t *value = json_loadb((const char *)ack.data, ack.len,
                               JSON_REJECT_DUPLICATES, NULL);
    struct bytes text;
    enum err err = value ? again(a, &text, value) : ERR_VALUE;

    json_decref(value);
    if (err == ERR_VALUE) /* opaque bytes of an application */
        return ERR_OK;
    if (err)
        return err;
    return bytes_eq(text, ack) ? ERR_OK : ERR_NOT_CANONICAL;
}
