/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/xchain/ibc.h"
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

static const struct ref_binding rows[] = {
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
