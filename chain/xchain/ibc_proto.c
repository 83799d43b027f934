/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ibc.h"

#include <stdlib.h>

#include "base/hex.h"
#include "chain/codec/protobuf.h"
#include "chain/xchain/ics23.h"
#include "chain/xchain/rfc3339.h"

/* How a member is written.  PERIOD is nanoseconds as a Duration, TIME a
 * date as a Timestamp, HELD bytes as field 1 of a message, SPECS names of
 * ICS-23 specifications. */
enum kind { NUMBER, TEXT, TEXTS, BYTES, BYTES_LIST, STATE, PART, PARTS, PERIOD,
            TIME, HELD, SPECS };

enum { DEPTH_MAX = 4, NANOS = 1000000000 };

struct row {
    uint32_t id;
    const char *name;
    enum kind kind;
    const struct row *part;  /* PART, PARTS */
    const char *const *words; /* STATE: names by number */
};

#define END { 0, NULL, NUMBER, NULL, NULL }

/* clang-format off */
static const char *const channel_states[] = { "UNINITIALIZED", "INIT", "TRYOPEN", "OPEN", "CLOSED", NULL };
static const char *const orderings[] = { "NONE", "UNORDERED", "ORDERED", NULL };

static const struct row height[] = {
    { 1, "revision_number", NUMBER, NULL, NULL },
    { 2, "revision_height", NUMBER, NULL, NULL },
    END
};
static const struct row channel_party[] = {
    { 1, "port_id", TEXT, NULL, NULL },
    { 2, "channel_id", TEXT, NULL, NULL },
    END
};
static const struct row channel_end[] = {
    { 1, "state", STATE, NULL, channel_states },
    { 2, "ordering", STATE, NULL, orderings },
    { 3, "counterparty", PART, channel_party, NULL },
    { 4, "connection_hops", TEXTS, NULL, NULL },
    { 5, "version", TEXT, NULL, NULL },
    END
};
static const struct row version[] = {
    { 1, "identifier", TEXT, NULL, NULL },
    { 2, "features", TEXTS, NULL, NULL },
    END
};
static const struct row connection_party[] = {
    { 1, "client_id", TEXT, NULL, NULL },
    { 2, "connection_id", TEXT, NULL, NULL },
    { 3, "prefix", HELD, NULL, NULL },
    END
};
static const struct row connection_end[] = {
    { 1, "client_id", TEXT, NULL, NULL },
    { 2, "versions", PARTS, version, NULL },
    { 3, "state", STATE, NULL, channel_states },
    { 4, "counterparty", PART, connection_party, NULL },
    { 5, "delay_period", NUMBER, NULL, NULL },
    END
};
static const struct row packet_v1[] = {
    { 1, "sequence", NUMBER, NULL, NULL },
    { 2, "source_port", TEXT, NULL, NULL },
    { 3, "source_channel", TEXT, NULL, NULL },
    { 4, "destination_port", TEXT, NULL, NULL },
    { 5, "destination_channel", TEXT, NULL, NULL },
    { 6, "data", BYTES, NULL, NULL },
    { 7, "timeout_height", PART, height, NULL },
    { 8, "timeout_timestamp", NUMBER, NULL, NULL },
    END
};
static const struct row payload[] = {
    { 1, "source_port", TEXT, NULL, NULL },
    { 2, "destination_port", TEXT, NULL, NULL },
    { 3, "version", TEXT, NULL, NULL },
    { 4, "encoding", TEXT, NULL, NULL },
    { 5, "value", BYTES, NULL, NULL },
    END
};
static const struct row packet_v2[] = {
    { 1, "sequence", NUMBER, NULL, NULL },
    { 2, "source_client", TEXT, NULL, NULL },
    { 3, "destination_client", TEXT, NULL, NULL },
    { 4, "timeout_timestamp", NUMBER, NULL, NULL },
    { 5, "payloads", PARTS, payload, NULL },
    END
};
static const struct row ack_v1[] = {
    { 21, "result", BYTES, NULL, NULL },
    { 22, "error", TEXT, NULL, NULL },
    END
};
static const struct row ack_v2[] = {
    { 1, "app_acks", BYTES_LIST, NULL, NULL },
    END
};
static const struct row fraction[] = {
    { 1, "numerator", NUMBER, NULL, NULL },
    { 2, "denominator", NUMBER, NULL, NULL },
    END
};
static const struct row client_state[] = {
    { 1, "chain_id", TEXT, NULL, NULL },
    { 2, "trust_level", PART, fraction, NULL },
    { 3, "trusting_period", PERIOD, NULL, NULL },
    { 4, "unbonding_period", PERIOD, NULL, NULL },
    { 5, "max_clock_drift", PERIOD, NULL, NULL },
    { 6, "frozen_height", PART, height, NULL },
    { 7, "latest_height", PART, height, NULL },
    { 8, "proof_specs", SPECS, NULL, NULL },
    { 9, "upgrade_path", TEXTS, NULL, NULL },
    END
};
static const struct row consensus_state[] = {
    { 1, "timestamp", TIME, NULL, NULL },
    { 2, "root", HELD, NULL, NULL },
    { 3, "next_validators_hash", BYTES, NULL, NULL },
    END
};
static const struct row ics20[] = {
    { 1, "denom", TEXT, NULL, NULL },
    { 2, "amount", TEXT, NULL, NULL },
    { 3, "sender", TEXT, NULL, NULL },
    { 4, "receiver", TEXT, NULL, NULL },
    { 5, "memo", TEXT, NULL, NULL },
    END
};

static const struct object {
    const char *name;
    const struct row *rows;
    const char *type_url;
} objects[] = {
    { "channel_end",        channel_end,     NULL },
    { "connection_end",     connection_end,  NULL },
    { "packet_v1",          packet_v1,       NULL },
    { "packet_v2",          packet_v2,       NULL },
    { "acknowledgement_v1", ack_v1,          NULL },
    { "acknowledgement_v2", ack_v2,          NULL },
    { "tm_client_state",    client_state,    "/ibc.lightclients.tendermint.v1.ClientState" },
    { "tm_consensus_state", consensus_state, "/ibc.lightclients.tendermint.v1.ConsensusState" },
    { "ics20",              ics20,           NULL },
};
/* clang-format on */

static enum err encode_rows(struct arena *a, struct bytes *out,
                            const struct row *rows, const json_t *in,
                            unsigned depth);

static enum err read_number(uint64_t *out, const json_t *value)
{
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *out = (uint64_t)json_integer_value(value);
        return ERR_OK;
    }
    return json_is_string(value) &&
                   ibc_decimal(out, bytes_str(json_string_value(value))) ==
                       ERR_OK
               ? ERR_OK
               : ERR_BAD_INPUT;
}

static enum err read_bytes(struct arena *a, struct bytes *out,
                           const json_t *value)
{
    size_t len = json_string_length(value);
    uint8_t *data = arena_raw(a, len / 2 + 1);

    if (!data)
        return ERR_MEMORY;
    if (!json_is_string(value) ||
        hex_read(data, json_string_value(value), len))
        return ERR_BAD_INPUT;
    *out = bytes_make(data, len / 2);
    return ERR_OK;
}

static struct bytes text_view(const json_t *value)
{
    return bytes_make(json_string_value(value), json_string_length(value));
}

static enum err put_state(struct protobuf_out *o, const struct row *row,
                          const json_t *value)
{
    const char *word = json_string_value(value);

    for (uint64_t i = 0; word && row->words[i]; i++)
        if (strcmp(row->words[i], word) == 0) {
            protobuf_put_u64(o, row->id, i);
            return ERR_OK;
        }
    return ERR_BAD_INPUT;
}

/* Seconds and nanoseconds, both left out when zero. */
static enum err put_span(struct arena *a, struct protobuf_out *o, uint32_t id,
                         int64_t seconds, int64_t nanos)
{
    struct protobuf_out part;
    struct bytes text;
    enum err err;

    protobuf_out_init(&part, a);
    protobuf_put_u64(&part, 1, (uint64_t)seconds);
    protobuf_put_u64(&part, 2, (uint64_t)nanos);
    err = protobuf_finish(&text, &part);
    if (!err)
        protobuf_put_item(o, id, text);
    return err;
}

static enum err put_time(struct arena *a, struct protobuf_out *o,
                         const struct row *row, const json_t *value)
{
    struct rfc3339 time = { 0, 0 };
    uint64_t number;

    if (row->kind == PERIOD) {
        enum err err = read_number(&number, value);

        return err ? err
                   : put_span(a, o, row->id, (int64_t)(number / NANOS),
                              (int64_t)(number % NANOS));
    }
    if (json_is_object(value)) {
        if (read_number(&number, json_object_get(value, "seconds")))
            return ERR_BAD_INPUT;
        time.seconds = (int64_t)number;
        if (read_number(&number, json_object_get(value, "nanos")))
            return ERR_BAD_INPUT;
        time.nanos = (int32_t)number;
    } else if (!json_is_string(value) ||
               rfc3339_read(&time, text_view(value))) {
        return ERR_BAD_INPUT;
    }
    return put_span(a, o, row->id, time.seconds, time.nanos);
}

/* Bytes in a message of their own that is always there; text is taken where
 * it is no hex (a store prefix is written either way). */
static enum err put_held(struct arena *a, struct protobuf_out *o,
                         const struct row *row, const json_t *value)
{
    const char *const names[] = { "hash", "key_prefix" };
    struct protobuf_out part;
    struct bytes data = BYTES_EMPTY, text;
    enum err err;

    for (size_t i = 0; i < ARRAY_LEN(names) && json_is_object(value); i++)
        if (json_object_get(value, names[i]))
            value = json_object_get(value, names[i]);
    if (!json_is_string(value))
        return ERR_BAD_INPUT;
    err = read_bytes(a, &data, value);
    if (err == ERR_MEMORY)
        return err;
    if (err)
        data = text_view(value);
    protobuf_out_init(&part, a);
    protobuf_put_bytes(&part, 1, data);
    err = protobuf_finish(&text, &part);
    if (!err)
        protobuf_put_item(o, row->id, text);
    return err;
}

static enum err put_item(struct arena *a, struct protobuf_out *o,
                         const struct row *row, const json_t *item,
                         unsigned depth)
{
    const struct ics23_spec *spec = NULL;
    struct bytes text;
    enum err err = ERR_OK;

    switch (row->kind) {
    case TEXTS:
        if (!json_is_string(item))
            return ERR_BAD_INPUT;
        text = text_view(item);
        break;
    case BYTES_LIST:
        err = read_bytes(a, &text, item);
        break;
    case SPECS:
        if (json_is_string(item))
            spec = ics23_spec_find(json_string_value(item));
        err = spec ? ics23_encode_spec(a, &text, spec) : ERR_BAD_INPUT;
        break;
    default:
        err = encode_rows(a, &text, row->part, item, depth + 1);
    }
    if (!err)
        protobuf_put_item(o, row->id, text);
    return err;
}

static enum err put_row(struct arena *a, struct protobuf_out *o,
                        const struct row *row, const json_t *value,
                        unsigned depth)
{
    struct bytes data;
    uint64_t number;
    enum err err = ERR_OK;

    switch (row->kind) {
    case NUMBER:
        err = read_number(&number, value);
        if (!err)
            protobuf_put_u64(o, row->id, number);
        return err;
    case TEXT:
        if (!json_is_string(value))
            return ERR_BAD_INPUT;
        protobuf_put_bytes(o, row->id, text_view(value));
        return ERR_OK;
    case BYTES:
        err = read_bytes(a, &data, value);
        if (!err)
            protobuf_put_bytes(o, row->id, data);
        return err;
    case STATE:
        return put_state(o, row, value);
    case PART:
        return put_item(a, o, row, value, depth);
    case PERIOD:
    case TIME:
        return put_time(a, o, row, value);
    case HELD:
        return put_held(a, o, row, value);
    case TEXTS:
    case BYTES_LIST:
    case PARTS:
    case SPECS:
        if (!json_is_array(value))
            return ERR_BAD_INPUT;
        for (size_t i = 0; i < json_array_size(value) && !err; i++)
            err = put_item(a, o, row, json_array_get(value, i), depth);
        return err;
    }
    return ERR_INTERNAL;
}

static enum err encode_rows(struct arena *a, struct bytes *out,
                            const struct row *rows, const json_t *in,
                            unsigned depth)
{
    struct protobuf_out o;

    if (depth > DEPTH_MAX || !json_is_object(in))
        return ERR_BAD_INPUT;
    protobuf_out_init(&o, a);
    for (const struct row *row = rows; row->name; row++) {
        const json_t *value = json_object_get(in, row->name);
        enum err err = value ? put_row(a, &o, row, value, depth) : ERR_OK;

        if (err)
            return err;
    }
    return protobuf_finish(out, &o);
}

enum err ibc_proto_encode(struct arena *a, struct bytes *out,
                          struct bytes *any, const char *object,
                          const json_t *in)
{
    const struct object *found = NULL;
    struct bytes text;
    struct protobuf_out o;
    enum err err;

    for (size_t i = 0; i < ARRAY_LEN(objects); i++)
        if (strcmp(objects[i].name, object) == 0)
            found = &objects[i];
    if (!found)
        return ERR_NOT_FOUND;
    err = encode_rows(a, &text, found->rows, in, 0);
    if (err)
        return err;
    protobuf_out_init(&o, a);
    if (found->type_url) {
        protobuf_put_text(&o, 1, found->type_url);
        protobuf_put_bytes(&o, 2, text);
    }
    err = protobuf_finish(any, &o);
    if (!err)
        *out = text;
    return err;
}
