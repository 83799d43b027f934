/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/codec/protobuf.h"
#include "chain/xchain/ics07.h"
#include "chain/xchain/ics20.h"

/* An update of a light client that verifies: with any one byte of its header
 * changed it is refused, or it still says the same block.  And protobuf: what
 * is read is written again to bytes that read the same.
 *
 * Input: three parts, each behind its length in two bytes (client state,
 * consensus state, header), then the place and the value of the change. */

static bool take(struct bytes *part, struct bytes *in)
{
    size_t len;

    if (in->len < 2)
        return false;
    len = (size_t)in->data[0] << 8 | in->data[1];
    if (in->len - 2 < len)
        return false;
    *part = bytes_make(in->data + 2, len);
    *in = bytes_tail(*in, 2 + len);
    return true;
}

static enum err update(struct arena *a, struct ics07_outcome *out,
                       struct bytes state, struct bytes consensus,
                       struct bytes header)
{
    struct ics07_update question = { .header = header, .now = NULL };
    enum err err = ics07_decode_state(&question.state, state);

    if (!err)
        err = ics07_decode_consensus(&question.trusted_time,
                                     &question.trusted_next_hash, consensus);
    return err ? err : ics07_update(a, out, &question);
}

static void fuzz_update(struct arena *a, struct bytes in)
{
    struct ics07_outcome outcome, other;
    struct bytes state, consensus, header;
    size_t at;
    uint8_t *text;

    if (!take(&state, &in) || !take(&consensus, &in) || !take(&header, &in) ||
        update(a, &outcome, state, consensus, header) || in.len < 3)
        return;
    text = arena_raw(a, header.len + 1);
    at = ((size_t)in.data[0] << 8 | in.data[1]) % header.len;
    if (!text || in.data[2] == 0)
        return;
    memcpy(text, header.data, header.len);
    text[at] ^= in.data[2];
    if (update(a, &other, state, consensus, bytes_make(text, header.len)))
        return;
    if (memcmp(other.comet.header_hash, outcome.comet.header_hash, 32) != 0 ||
        other.height.height != outcome.height.height)
        abort();
}

static void copy_fields(struct protobuf_out *o, struct bytes in)
{
    struct protobuf_field field;

    while (protobuf_next(&field, &in) == ERR_OK)
        if (field.wire == PROTOBUF_BYTES)
            protobuf_put_item(o, field.id, field.body);
        else if (field.wire == PROTOBUF_VARINT)
            protobuf_put_u64(o, field.id, field.number);
        else if (field.wire == PROTOBUF_FIXED64)
            protobuf_put_fixed64(o, field.id, field.number);
}

static void fuzz_protobuf(struct arena *a, struct bytes in)
{
    struct protobuf_out first, second;
    struct bytes once, twice;

    if (protobuf_check(in))
        return;
    protobuf_out_init(&first, a);
    copy_fields(&first, in);
    if (protobuf_finish(&once, &first))
        return;
    if (protobuf_check(once))
        abort();
    protobuf_out_init(&second, a);
    copy_fields(&second, once);
    if (protobuf_finish(&twice, &second))
        return;
    if (!bytes_eq(once, twice))
        abort();
}

/* A token packet that decodes has one meaning: its members encode to bytes
 * that decode to them. */
static void fuzz_token(struct arena *a, struct bytes in)
{
    struct ics20_packet packet, again;
    struct protobuf_out o;
    struct bytes text;

    if (ics20_decode_protobuf(&packet, in))
        return;
    protobuf_out_init(&o, a);
    protobuf_put_bytes(&o, 1, packet.denom);
    protobuf_put_bytes(&o, 2, packet.amount);
    protobuf_put_bytes(&o, 3, packet.sender);
    protobuf_put_bytes(&o, 4, packet.receiver);
    protobuf_put_bytes(&o, 5, packet.memo);
    if (protobuf_finish(&text, &o))
        return;
    if (text.len > in.len || ics20_decode_protobuf(&again, text) ||
        !bytes_eq(packet.denom, again.denom) ||
        !bytes_eq(packet.amount, again.amount) ||
        !bytes_eq(packet.sender, again.sender) ||
        !bytes_eq(packet.receiver, again.receiver) ||
        !bytes_eq(packet.memo, again.memo))
        abort();
}

void fuzz_one(struct arena *a, struct bytes in)
{
    fuzz_update(a, in);
    fuzz_protobuf(a, in);
    fuzz_token(a, in);
}
