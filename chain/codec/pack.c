/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/pack.h"

#include <assert.h>

#include "chain/crypto/keccak.h"

enum { PACK_ROOM_FIRST = 256 };

void pack_init(struct pack *p, struct arena *a)
{
    *p = (struct pack){ .arena = a };
}

/* Room for more bytes, zeroed; NULL when memory is short. */
static uint8_t *grow(struct pack *p, size_t more)
{
    size_t room = p->room ? p->room : PACK_ROOM_FIRST;
    uint8_t *data, *at;

    if (p->failed || more > SIZE_MAX / 2 - p->len) {
        p->failed = true;
        return NULL;
    }
    while (room < p->len + more)
        room *= 2;
    if (room != p->room) {
        data = arena_alloc(p->arena, room);
        if (!data) {
            p->failed = true;
            return NULL;
        }
        if (p->len)
            memcpy(data, p->data, p->len);
        p->data = data;
        p->room = room;
    }
    at = p->data + p->len;
    p->len += more;
    return at;
}

void pack_bytes(struct pack *p, struct bytes value)
{
    uint8_t *at = grow(p, value.len);

    if (at && value.len)
        memcpy(at, value.data, value.len);
}

void pack_text(struct pack *p, const char *text)
{
    pack_bytes(p, bytes_str(text));
}

void pack_zeros(struct pack *p, size_t count)
{
    (void)grow(p, count);
}

void pack_be(struct pack *p, uint64_t value, size_t len)
{
    uint8_t *at = grow(p, len);

    assert(len <= 8);
    for (size_t i = 0; at && i < len; i++)
        at[i] = (uint8_t)(value >> (8 * (len - 1 - i)));
}

void pack_le(struct pack *p, uint64_t value, size_t len)
{
    uint8_t *at = grow(p, len);

    assert(len <= 8);
    for (size_t i = 0; at && i < len; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

void pack_u256(struct pack *p, struct u256 value)
{
    uint8_t *at = grow(p, 32);

    if (at)
        u256_to_be(at, value);
}

void pack_word(struct pack *p, struct bytes value)
{
    assert(value.len <= 32);
    pack_zeros(p, 32 - value.len);
    pack_bytes(p, value);
}

enum err pack_finish(struct bytes *out, struct pack *p)
{
    if (p->failed)
        return ERR_MEMORY;
    *out = bytes_make(p->data, p->len);
    return ERR_OK;
}

enum err pack_keccak(uint8_t out[32], struct pack *p)
{
    if (p->failed)
        return ERR_MEMORY;
    keccak256(out, bytes_make(p->data, p->len));
    return ERR_OK;
}

void keccak_parts(uint8_t out[32], const struct bytes *parts, size_t count)
{
    struct keccak256 k;

    keccak256_init(&k);
    for (size_t i = 0; i < count; i++)
        keccak256_update(&k, parts[i]);
    keccak256_final(&k, out);
}

void keccak_pair(uint8_t out[32], const uint8_t left[32],
                 const uint8_t right[32])
{
    struct bytes parts[] = { bytes_make(left, 32), bytes_make(right, 32) };

    keccak_parts(out, parts, 2);
}

uint64_t bytes_be(struct bytes in)
{
    uint64_t value = 0;

    assert(in.len <= 8);
    for (size_t i = 0; i < in.len; i++)
        value = value << 8 | in.data[i];
    return value;
}
