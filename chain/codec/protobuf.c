/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/protobuf.h"

enum { FIELD_ID_MAX = (1 << 29) - 1, ROOM_FIRST = 256 };

/* --- reading -------------------------------------------------------------- */

enum err protobuf_varint(uint64_t *out, struct bytes *in)
{
    uint64_t value = 0;

    for (size_t i = 0; i < PROTOBUF_VARINT_MAX; i++) {
        if (i == in->len)
            return ERR_TRUNCATED;
        /* The tenth byte has room for one bit. */
        if (i == PROTOBUF_VARINT_MAX - 1 && in->data[i] > 1)
            return ERR_TOO_WIDE;
        value |= (uint64_t)(in->data[i] & 0x7f) << (7 * i);
        if (in->data[i] < 0x80) {
            *out = value;
            *in = bytes_tail(*in, i + 1);
            return ERR_OK;
        }
    }
    return ERR_TOO_WIDE;
}

static enum err take_fixed(uint64_t *out, struct bytes *in, size_t len)
{
    uint64_t value = 0;

    if (in->len < len)
        return ERR_TRUNCATED;
    for (size_t i = 0; i < len; i++)
        value |= (uint64_t)in->data[i] << (8 * i);
    *out = value;
    *in = bytes_tail(*in, len);
    return ERR_OK;
}

static enum err take_bytes(struct bytes *out, struct bytes *in)
{
    uint64_t len;
    enum err err = protobuf_varint(&len, in);

    if (err)
        return err;
    if (len > in->len)
        return ERR_TRUNCATED;
    *out = bytes_head(*in, (size_t)len);
    *in = bytes_tail(*in, (size_t)len);
    return ERR_OK;
}

enum err protobuf_next(struct protobuf_field *out, struct bytes *in)
{
    struct protobuf_field field = { 0 };
    struct bytes rest = *in;
    uint64_t key;
    enum err err;

    if (rest.len == 0)
        return ERR_EMPTY;
    err = protobuf_varint(&key, &rest);
    if (err)
        return err;
    if (key >> 3 == 0 || key >> 3 > FIELD_ID_MAX)
        return ERR_RANGE;
    field.id = (uint32_t)(key >> 3);
    switch (key & 7) {
    case PROTOBUF_VARINT:
        err = protobuf_varint(&field.number, &rest);
        break;
    case PROTOBUF_FIXED64:
        err = take_fixed(&field.number, &rest, 8);
        break;
    case PROTOBUF_BYTES:
        err = take_bytes(&field.body, &rest);
        break;
    case PROTOBUF_FIXED32:
        err = take_fixed(&field.number, &rest, 4);
        break;
    default:
        return ERR_TYPE;
    }
    if (err)
        return err;
    field.wire = (enum protobuf_wire)(key & 7);
    *out = field;
    *in = rest;
    return ERR_OK;
}

enum err protobuf_check(struct bytes in)
{
    struct protobuf_field field;

    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (err)
            return err;
    }
    return ERR_OK;
}

bool protobuf_find(struct protobuf_field *out, struct bytes in, uint32_t id)
{
    struct protobuf_field field;
    bool found = false;

    while (protobuf_next(&field, &in) == ERR_OK)
        if (field.id == id) {
            *out = field;
            found = true;
        }
    return found;
}

/* --- writing -------------------------------------------------------------- */

void protobuf_out_init(struct protobuf_out *o, struct arena *a)
{
    *o = (struct protobuf_out){ .arena = a };
}

static void put(struct protobuf_out *o, const void *data, size_t len)
{
    if (o->failed || len == 0)
        return;
    if (len > o->room - o->len) {
        size_t room = o->room ? o->room : ROOM_FIRST;
        uint8_t *more;

        while (room - o->len < len && room <= SIZE_MAX / 2)
            room *= 2;
        more = room - o->len < len ? NULL : arena_raw(o->arena, room);
        if (!more) {
            o->failed = true;
            return;
        }
        if (o->len)
            memcpy(more, o->data, o->len);
        o->data = more;
        o->room = room;
    }
    memcpy(o->data + o->len, data, len);
    o->len += len;
}

size_t protobuf_write_varint(uint8_t out[PROTOBUF_VARINT_MAX], uint64_t value)
{
    size_t len = 0;

    while (value >= 0x80) {
        out[len++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    out[len++] = (uint8_t)value;
    return len;
}

void protobuf_put_varint(struct protobuf_out *o, uint64_t value)
{
    uint8_t text[PROTOBUF_VARINT_MAX];

    put(o, text, protobuf_write_varint(text, value));
}

static void put_key(struct protobuf_out *o, uint32_t id,
                    enum protobuf_wire wire)
{
    protobuf_put_varint(o, (uint64_t)id << 3 | wire);
}

void protobuf_put_u64(struct protobuf_out *o, uint32_t id, uint64_t value)
{
    if (value == 0)
        return;
    put_key(o, id, PROTOBUF_VARINT);
    protobuf_put_varint(o, value);
}

void protobuf_put_fixed64(struct protobuf_out *o, uint32_t id, uint64_t value)
{
    uint8_t text[8];

    if (value == 0)
        return;
    for (size_t i = 0; i < 8; i++)
        text[i] = (uint8_t)(value >> (8 * i));
    put_key(o, id, PROTOBUF_FIXED64);
    put(o, text, 8);
}

void protobuf_put_item(struct protobuf_out *o, uint32_t id, struct bytes value)
{
    put_key(o, id, PROTOBUF_BYTES);
    protobuf_put_varint(o, value.len);
    put(o, value.data, value.len);
}

void protobuf_put_bytes(struct protobuf_out *o, uint32_t id,
                        struct bytes value)
{
    if (value.len)
        protobuf_put_item(o, id, value);
}

void protobuf_put_text(struct protobuf_out *o, uint32_t id, const char *value)
{
    protobuf_put_bytes(o, id, bytes_str(value));
}

void protobuf_put_raw(struct protobuf_out *o, struct bytes value)
{
    put(o, value.data, value.len);
}

enum err protobuf_finish(struct bytes *out, struct protobuf_out *o)
{
    if (o->failed)
        return ERR_MEMORY;
    *out = bytes_make(o->data, o->len);
    return ERR_OK;
}
