/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/rlp.h"

#include <assert.h>

enum {
    STRING_BASE = 0x80,
    LIST_BASE = 0xc0,
    SHORT_MAX = 55,  /* longest payload whose length stands in the prefix */
    OUT_ROOM_MIN = 256
};

/* The length that stands in n bytes after the prefix byte.  It is compared as
 * a 64-bit number with what is left, so no sum of it can overflow. */
static enum err long_length(uint64_t *out, struct bytes in, size_t n)
{
    uint64_t len = 0;

    if (in.len - 1 < n)
        return ERR_TRUNCATED;
    if (in.data[1] == 0)
        return ERR_NOT_MINIMAL;
    for (size_t i = 0; i < n; i++)
        len = len << 8 | in.data[1 + i];
    if (len <= SHORT_MAX)
        return ERR_NOT_MINIMAL;
    *out = len;
    return ERR_OK;
}

enum err rlp_next(struct rlp_item *out, struct bytes *in)
{
    size_t prefix = 1;
    uint64_t len;
    uint8_t first;

    if (in->len == 0)
        return ERR_EMPTY;
    first = in->data[0];
    if (first < STRING_BASE) {
        prefix = 0;
        len = 1;
    } else {
        uint8_t base = first < LIST_BASE ? STRING_BASE : LIST_BASE;

        len = first - base;
        if (len > SHORT_MAX) {
            size_t n = (size_t)len - SHORT_MAX;
            enum err err = long_length(&len, *in, n);

            if (err)
                return err;
            prefix += n;
        }
    }
    if (len > in->len - prefix)
        return ERR_TRUNCATED;
    if (first == STRING_BASE + 1 && in->data[1] < STRING_BASE)
        return ERR_NOT_MINIMAL;
    out->kind = first < LIST_BASE ? RLP_STRING : RLP_LIST;
    out->body = bytes_make(in->data + prefix, (size_t)len);
    out->whole = bytes_head(*in, prefix + (size_t)len);
    *in = bytes_tail(*in, prefix + (size_t)len);
    return ERR_OK;
}

enum err rlp_decode(struct rlp_item *out, struct bytes in)
{
    struct rlp_item item;
    enum err err = rlp_next(&item, &in);

    if (err)
        return err;
    if (in.len)
        return ERR_TRAILING;
    *out = item;
    return ERR_OK;
}

/* An item inside a list: what does not fit overruns the list. */
static enum err next_inside(struct rlp_item *out, struct bytes *in)
{
    enum err err = rlp_next(out, in);

    return err == ERR_TRUNCATED ? ERR_OVERRUN : err;
}

enum err rlp_check(struct bytes in)
{
    struct bytes rest[RLP_DEPTH_MAX];
    struct rlp_item item;
    size_t depth = 0;
    enum err err = rlp_decode(&item, in);

    if (err || item.kind == RLP_STRING)
        return err;
    rest[depth++] = item.body;
    while (depth > 0) {
        if (rest[depth - 1].len == 0) {
            depth--;
            continue;
        }
        err = next_inside(&item, &rest[depth - 1]);
        if (err)
            return err;
        if (item.kind == RLP_STRING || item.body.len == 0)
            continue;
        if (depth == RLP_DEPTH_MAX)
            return ERR_TOO_DEEP;
        rest[depth++] = item.body;
    }
    return ERR_OK;
}

/* --- cursor readers ----------------------------------------------------- */

static enum err read_kind(struct bytes *body, struct bytes *in,
                          enum rlp_kind kind)
{
    struct bytes rest = *in;
    struct rlp_item item;
    enum err err;

    if (in->len == 0)
        return ERR_FIELD_MISSING;
    err = next_inside(&item, &rest);
    if (err)
        return err;
    if (item.kind != kind)
        return kind == RLP_LIST ? ERR_EXPECTED_LIST : ERR_EXPECTED_STRING;
    *body = item.body;
    *in = rest;
    return ERR_OK;
}

enum err rlp_read_list(struct bytes *items, struct bytes *in)
{
    return read_kind(items, in, RLP_LIST);
}

enum err rlp_read_string(struct bytes *out, struct bytes *in)
{
    return read_kind(out, in, RLP_STRING);
}

enum err rlp_read_fixed(uint8_t *out, size_t len, struct bytes *in)
{
    struct bytes rest = *in, body;
    enum err err = rlp_read_string(&body, &rest);

    if (err)
        return err;
    if (body.len != len)
        return ERR_LENGTH;
    if (len)
        memcpy(out, body.data, len);
    *in = rest;
    return ERR_OK;
}

static enum err read_integer(struct bytes *out, struct bytes *in, size_t width)
{
    struct bytes rest = *in, body;
    enum err err = rlp_read_string(&body, &rest);

    if (err)
        return err;
    if (body.len && body.data[0] == 0)
        return ERR_LEADING_ZERO;
    if (body.len > width)
        return ERR_TOO_WIDE;
    *out = body;
    *in = rest;
    return ERR_OK;
}

enum err rlp_read_u64(uint64_t *out, struct bytes *in)
{
    struct bytes body;
    enum err err = read_integer(&body, in, sizeof *out);

    if (err)
        return err;
    *out = u256_from_be(body.data, body.len).w[0];
    return ERR_OK;
}

enum err rlp_read_u256(struct u256 *out, struct bytes *in)
{
    struct bytes body;
    enum err err = read_integer(&body, in, sizeof *out);

    if (err)
        return err;
    *out = u256_from_be(body.data, body.len);
    return ERR_OK;
}

enum err rlp_count(size_t *count, struct bytes items)
{
    size_t n = 0;

    while (items.len) {
        struct rlp_item item;
        enum err err = next_inside(&item, &items);

        if (err)
            return err;
        n++;
    }
    *count = n;
    return ERR_OK;
}

/* --- writing ------------------------------------------------------------ */

static size_t bytes_needed(uint64_t v)
{
    return v ? (size_t)(64 - __builtin_clzll(v) + 7) / 8 : 0;
}

size_t rlp_prefix(uint8_t out[RLP_PREFIX_MAX], enum rlp_kind kind, size_t len)
{
    uint8_t base = kind == RLP_LIST ? LIST_BASE : STRING_BASE;
    size_t n;

    if (len <= SHORT_MAX) {
        out[0] = (uint8_t)(base + len);
        return 1;
    }
    n = bytes_needed(len);
    out[0] = (uint8_t)(base + SHORT_MAX + n);
    for (size_t i = 0; i < n; i++)
        out[1 + i] = (uint8_t)(len >> (8 * (n - 1 - i)));
    return 1 + n;
}

size_t rlp_write_u64(uint8_t out[9], uint64_t v)
{
    size_t n = bytes_needed(v);

    if (v != 0 && v < STRING_BASE) {
        out[0] = (uint8_t)v;
        return 1;
    }
    out[0] = (uint8_t)(STRING_BASE + n);
    for (size_t i = 0; i < n; i++)
        out[1 + i] = (uint8_t)(v >> (8 * (n - 1 - i)));
    return 1 + n;
}

void rlp_out_init(struct rlp_out *o, struct arena *a)
{
    *o = (struct rlp_out){ .arena = a };
}

/* Room for size more bytes at the end of the buffer, or NULL. */
static uint8_t *reserve(struct rlp_out *o, size_t size)
{
    if (o->failed)
        return NULL;
    if (o->room - o->len < size) {
        size_t room = o->room * 2 + size + OUT_ROOM_MIN;
        uint8_t *more = room > size ? arena_raw(o->arena, room) : NULL;

        if (!more) {
            o->failed = true;
            return NULL;
        }
        if (o->len)
            memcpy(more, o->data, o->len);
        o->data = more;
        o->room = room;
    }
    return o->data + o->len;
}

void rlp_put_raw(struct rlp_out *o, struct bytes encoded)
{
    uint8_t *to = reserve(o, encoded.len);

    if (!to || encoded.len == 0)
        return;
    memcpy(to, encoded.data, encoded.len);
    o->len += encoded.len;
}

void rlp_put_string(struct rlp_out *o, struct bytes s)
{
    uint8_t *to;

    if (s.len == 1 && s.data[0] < STRING_BASE) {
        rlp_put_raw(o, s);
        return;
    }
    to = reserve(o, RLP_PREFIX_MAX);
    if (!to)
        return;
    o->len += rlp_prefix(to, RLP_STRING, s.len);
    rlp_put_raw(o, s);
}

void rlp_put_u64(struct rlp_out *o, uint64_t v)
{
    uint8_t text[9];

    rlp_put_raw(o, bytes_make(text, rlp_write_u64(text, v)));
}

void rlp_put_u256(struct rlp_out *o, struct u256 v)
{
    uint8_t digits[32];

    rlp_put_string(o, bytes_make(digits, u256_to_min(digits, v)));
}

/* One byte is kept for the prefix: enough for the short lists, which are most;
 * the payload of a long list is moved up on closing. */
size_t rlp_list_open(struct rlp_out *o)
{
    if (!reserve(o, 1))
        return 0;
    o->len++;
    return o->len;
}

void rlp_list_close(struct rlp_out *o, size_t mark)
{
    uint8_t prefix[RLP_PREFIX_MAX];
    size_t n, len;

    if (o->failed)
        return;
    assert(mark > 0 && mark <= o->len);
    len = o->len - mark;
    n = rlp_prefix(prefix, RLP_LIST, len);
    if (n > 1) {
        if (!reserve(o, n - 1))
            return;
        memmove(o->data + mark - 1 + n, o->data + mark, len);
    }
    memcpy(o->data + mark - 1, prefix, n);
    o->len += n - 1;
}

enum err rlp_finish(struct bytes *out, struct rlp_out *o)
{
    if (o->failed)
        return ERR_MEMORY;
    *out = bytes_make(o->data, o->len);
    return ERR_OK;
}
