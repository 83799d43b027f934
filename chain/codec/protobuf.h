/* protobuf: the wire format of Protocol Buffers, read by field and written in
 * order.
 *
 * Spec: Protocol Buffers encoding; ADR-027 of the Cosmos SDK for the writer
 * (fields ascending, zero scalars left out).  The reader takes varint, 64-bit,
 * length-delimited and 32-bit fields; groups are refused, and so is a varint of
 * more than ten bytes or 64 bits.  A reader is a view into the caller's
 * bytes. */
#ifndef ETALON_CHAIN_CODEC_PROTOBUF_H
#define ETALON_CHAIN_CODEC_PROTOBUF_H

#include "base/arena.h"
#include "base/err.h"

enum protobuf_wire {
    PROTOBUF_VARINT = 0,
    PROTOBUF_FIXED64 = 1,
    PROTOBUF_BYTES = 2,
    PROTOBUF_FIXED32 = 5,
};

enum { PROTOBUF_VARINT_MAX = 10 };

/* number is what a varint or fixed field holds; body is what a
 * length-delimited one holds, else empty. */
struct protobuf_field {
    uint32_t id;
    enum protobuf_wire wire;
    uint64_t number;
    struct bytes body;
};

/* Takes one field off the front of *in.  On error neither is changed.
 * Errors: ERR_EMPTY (nothing there), ERR_TRUNCATED, ERR_TOO_WIDE (a varint),
 * ERR_TYPE (wire type), ERR_RANGE (field number 0 or above 2^29-1). */
MUST_CHECK enum err protobuf_next(struct protobuf_field *out,
                                  struct bytes *in);
/* A bare varint off the front of *in.  ERR_TRUNCATED, ERR_TOO_WIDE. */
MUST_CHECK enum err protobuf_varint(uint64_t *out, struct bytes *in);
/* Is every field of in well formed (not what nested messages hold)?
 * Errors: those of protobuf_next. */
MUST_CHECK enum err protobuf_check(struct bytes in);
/* The last field with this id in a message that protobuf_check has passed:
 * later ones win.  False when there is none. */
bool protobuf_find(struct protobuf_field *out, struct bytes in, uint32_t id);

/* --- writing: into a growing buffer from an arena ------------------------- */

struct protobuf_out {
    struct arena *arena;
    uint8_t *data;
    size_t len, room;
    bool failed; /* memory was short; checked once by protobuf_finish */
};

void protobuf_out_init(struct protobuf_out *o, struct arena *a);
/* proto3 scalars: nothing is written for zero or empty. */
void protobuf_put_u64(struct protobuf_out *o, uint32_t id, uint64_t value);
void protobuf_put_bytes(struct protobuf_out *o, uint32_t id,
                        struct bytes value);
void protobuf_put_text(struct protobuf_out *o, uint32_t id, const char *value);
void protobuf_put_fixed64(struct protobuf_out *o, uint32_t id, uint64_t value);
/* Repeated items and embedded messages: written even when empty. */
void protobuf_put_item(struct protobuf_out *o, uint32_t id,
                       struct bytes value);
/* Bytes as they are, and a varint without a key. */
void protobuf_put_raw(struct protobuf_out *o, struct bytes value);
void protobuf_put_varint(struct protobuf_out *o, uint64_t value);
/* View of what was written, valid as long as the arena.  ERR_MEMORY. */
MUST_CHECK enum err protobuf_finish(struct bytes *out, struct protobuf_out *o);
/* Writes a varint to out and returns its length. */
size_t protobuf_write_varint(uint8_t out[PROTOBUF_VARINT_MAX], uint64_t value);

#endif
