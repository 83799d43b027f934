/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/xchain/ibc.h"
#include "chain/xchain/ibc_world.h"
#include "runner/targets/ref_xchain_read.h"

static enum err step(json_t **out, const json_t *in, const char *name,
                     struct error *why)
{
    enum err err = ibc_step(out, name, in);

    if (err == ERR_NOT_FOUND)
        return error_set(why, ERR_BAD_INPUT, "no such message");
    return err;
}

/* {bytes} of a stored object, and {any} where it is kept in one. */
static enum err object(struct arena *a, json_t **out, const json_t *in,
                       const char *name, struct error *why)
{
    struct bytes text, any;
    enum err err = ibc_proto_encode(a, &text, &any, name, in);

    if (err == ERR_BAD_INPUT)
        return error_set(why, err, "not the members of %s", name);
    if (err)
        return err;
    if (any.len)
        return ref_answer(out, json_pack("{s:o, s:o}", "bytes", xhex(text),
                                         "any", xhex(any)));
    return xanswer_hex(out, "bytes", text);
}

/* One function for each operation: a binding does not know its own name. */
#define STEP(function, name) \
    static enum err function(struct arena *a, json_t **out, const json_t *in, \
                             struct error *why) \
    { \
        (void)a; \
        return step(out, in, name, why); \
    }
#define OBJECT(function, name) \
    static enum err function(struct arena *a, json_t **out, const json_t *in, \
                             struct error *why) \
    { \
        return object(a, out, in, name, why); \
    }

STEP(v1_connection_op, "v1.connection_step")
STEP(v1_channel_op, "v1.channel_step")
STEP(v1_send_op, "v1.send_packet")
STEP(v1_recv_op, "v1.recv_packet")
STEP(v1_write_op, "v1.write_acknowledgement")
STEP(v1_ack_op, "v1.ack_packet")
STEP(v1_timeout_op, "v1.timeout_packet")
STEP(v1_close_op, "v1.timeout_on_close")
STEP(v2_send_op, "v2.send_packet")
STEP(v2_recv_op, "v2.recv_packet")
STEP(v2_write_op, "v2.write_acknowledgement")
STEP(v2_ack_op, "v2.ack_packet")
STEP(v2_timeout_op, "v2.timeout_packet")
OBJECT(channel_op, "channel_end")
OBJECT(connection_op, "connection_end")
OBJECT(packet_v1_op, "packet_v1")
OBJECT(packet_v2_op, "packet_v2")
OBJECT(ack_v1_op, "acknowledgement_v1")
OBJECT(ack_v2_op, "acknowledgement_v2")
OBJECT(client_op, "tm_client_state")
OBJECT(consensus_op, "tm_consensus_state")
OBJECT(ics20_op, "ics20")

/* Names of ports, channels and numbers of a packet that could be sent. */
static enum err validate_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    static const char *const names[][2] = {
        { "port", "source_port" },
        { "channel", "source_channel" },
        { "port", "destination_port" },
        { "channel", "destination_channel" },
    };
    struct bytes data, text;
    const json_t *height;
    uint64_t v[4];
    enum err err = xread_u64(&v[0], in, "sequence", why);

    if (!err)
        err = xread_u64(&v[1], in, "timeout_timestamp", why);
    if (!err)
        err = xread_map(&height, in, "timeout_height", why);
    if (!err)
        err = xread_u64(&v[2], height, "revision_number", why);
    if (!err)
        err = xread_u64(&v[3], height, "revision_height", why);
    if (!err)
        err = xread_hex(a, &data, in, "data", why);
    for (size_t i = 0; i < ARRAY_LEN(names) && !err; i++) {
        err = xread_text(&text, in, names[i][1], why);
        if (!err)
            err = ibc_id_check(names[i][0], "ibc-go", text);
    }
    if (!err && v[0] == 0)
        err = ERR_SEQUENCE;
    if (!err && v[1] == 0 && v[2] == 0 && v[3] == 0)
        err = ERR_PACKET;
    if (!err && (data.len == 0 || data.len > IBC_PAYLOAD_MAX))
        err = ERR_PACKET;
    return xanswer_check(out, err);
}

/* A refusal is one word for all: who says no may say why in its own words. */
static enum err sequence_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct ibc_world *world;
    const json_t *steps;
    json_t *results, *shown;
    enum err err = json_get_array(&steps, in, "steps", why);

    if (!err)
        err = ibc_world_open(a, &world, in);
    if (err)
        return err;
    if (json_array_size(steps) > IBC_WORLD_STEPS_MAX)
        return ERR_LIMIT;
    results = json_array();
    for (size_t i = 0; i < json_array_size(steps) && !err; i++) {
        const char *word = "refused";

        err = ibc_world_step(world, &word, json_array_get(steps, i));
        if (err && err_is_reason(err)) {
            word = "refused";
            err = ERR_OK;
        }
        if (!err && json_array_append_new(results, json_string(word)))
            err = ERR_MEMORY;
    }
    shown = ibc_world_show(world);
    if (!err && !shown)
        err = ERR_MEMORY;
    if (err) {
        json_decref(results);
        json_decref(shown);
        return err;
    }
    err = json_object_set_new(shown, "results", results) ? ERR_MEMORY : ERR_OK;
    if (err)
        json_decref(shown);
    else
        *out = shown;
    return err;
}

static const struct ref_binding rows[] = {
    { "ibc.v1.validate_packet", validate_op },
    { "ibc.sequence", sequence_op },
    { "ibc.v1.connection_step", v1_connection_op },
    { "ibc.v1.channel_step", v1_channel_op },
    { "ibc.v1.send_packet", v1_send_op },
    { "ibc.v1.recv_packet", v1_recv_op },
    { "ibc.v1.write_acknowledgement", v1_write_op },
    { "ibc.v1.ack_packet", v1_ack_op },
    { "ibc.v1.timeout_packet", v1_timeout_op },
    { "ibc.v1.timeout_on_close", v1_close_op },
    { "ibc.v2.send_packet", v2_send_op },
    { "ibc.v2.recv_packet", v2_recv_op },
    { "ibc.v2.write_acknowledgement", v2_write_op },
    { "ibc.v2.ack_packet", v2_ack_op },
    { "ibc.v2.timeout_packet", v2_timeout_op },
    { "ibc.proto.channel_end", channel_op },
    { "ibc.proto.connection_end", connection_op },
    { "ibc.proto.packet_v1", packet_v1_op },
    { "ibc.proto.packet_v2", packet_v2_op },
    { "ibc.proto.acknowledgement_v1", ack_v1_op },
    { "ibc.proto.acknowledgement_v2", ack_v2_op },
    { "ibc.proto.tm_client_state", client_op },
    { "ibc.proto.tm_consensus_state", consensus_op },
    { "ibc.ics20.encode_protobuf", ics20_op },
};

const struct ref_table ref_table_xchain_ibcstep = { rows, ARRAY_LEN(rows) };
