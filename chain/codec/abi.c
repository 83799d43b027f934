/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/abi.h"

#include <assert.h>

#include "chain/crypto/keccak.h"

struct abi abi_u64(uint64_t value)
{
    return abi_u256(u256_from(value));
}

struct abi abi_u256(struct u256 value)
{
    struct abi abi = { .kind = ABI_WORD };

    u256_to_be(abi.word, value);
    return abi;
}

struct abi abi_right(struct bytes value)
{
    struct abi abi = { .kind = ABI_WORD };

    assert(value.len <= 32);
    if (value.len)
        memcpy(abi.word + 32 - value.len, value.data, value.len);
    return abi;
}

struct abi abi_left(struct bytes value)
{
    struct abi abi = { .kind = ABI_WORD };

    assert(value.len <= 32);
    if (value.len)
        memcpy(abi.word, value.data, value.len);
    return abi;
}

struct abi abi_bytes(struct bytes value)
{
    return (struct abi){ .kind = ABI_BYTES, .bytes = value };
}

struct abi abi_text(const char *text)
{
    return abi_bytes(bytes_str(text));
}

struct abi abi_list(const struct abi *items, size_t count)
{
    return (struct abi){ .kind = ABI_LIST, .items = items, .count = count };
}

struct abi abi_tuple(const struct abi *items, size_t count)
{
    return (struct abi){ .kind = ABI_TUPLE, .items = items, .count = count };
}

/* depth bounds trees that outside types describe. */
static bool dynamic_at(const struct abi *value, int depth)
{
    if (value->kind != ABI_TUPLE)
        return value->kind != ABI_WORD;
    for (size_t i = 0; i < value->count && depth < ABI_DEPTH_MAX; i++)
        if (dynamic_at(&value->items[i], depth + 1))
            return true;
    return false;
}

bool abi_is_dynamic(const struct abi *value)
{
    return dynamic_at(value, 0);
}

static enum err put_items(struct pack *p, const struct abi *items,
                          size_t count, int depth);

static enum err put_value(struct pack *p, const struct abi *value, int depth)
{
    switch (value->kind) {
    case ABI_WORD:
        pack_bytes(p, BYTES_OF(value->word));
        return ERR_OK;
    case ABI_BYTES:
        pack_u256(p, u256_from(value->bytes.len));
        pack_bytes(p, value->bytes);
        pack_zeros(p, (32 - value->bytes.len % 32) % 32);
        return ERR_OK;
    case ABI_LIST:
        pack_u256(p, u256_from(value->count));
        return put_items(p, value->items, value->count, depth + 1);
    case ABI_TUPLE:
        return put_items(p, value->items, value->count, depth + 1);
    }
    return ERR_INTERNAL;
}

/* The words that an item takes in the head. */
static size_t head_size(const struct abi *item, int depth)
{
    size_t size = 0;

    if (item->kind != ABI_TUPLE || dynamic_at(item, depth))
        return 32;
    for (size_t i = 0; i < item->count && depth < ABI_DEPTH_MAX; i++)
        size += head_size(&item->items[i], depth + 1);
    return size;
}

static enum err put_items(struct pack *p, const struct abi *items,
                          size_t count, int depth)
{
    size_t start = p->len, offset = 0, at = start;
    enum err err = ERR_OK;

    if (depth >= ABI_DEPTH_MAX)
        return ERR_TOO_DEEP;
    for (size_t i = 0; i < count; i++)
        offset += head_size(&items[i], depth);
    pack_zeros(p, offset);
    /* Heads are written over the zeros, tails behind what there is. */
    for (size_t i = 0; i < count && !err && !p->failed; i++) {
        struct pack head;
        size_t size = head_size(&items[i], depth);

        pack_init(&head, p->arena);
        if (abi_is_dynamic(&items[i])) {
            pack_u256(&head, u256_from(p->len - start));
            err = put_value(p, &items[i], depth);
        } else {
            err = put_value(&head, &items[i], depth);
        }
        if (head.failed)
            return ERR_MEMORY;
        if (!err && !p->failed && size)
            memcpy(p->data + at, head.data, size);
        at += size;
    }
    return err;
}

enum err abi_encode(struct arena *a, struct bytes *out,
                    const struct abi *items, size_t count)
{
    struct pack p;
    enum err err;

    pack_init(&p, a);
    err = put_items(&p, items, count, 0);
    return err ? err : pack_finish(out, &p);
}

enum err abi_keccak(struct arena *a, uint8_t out[32], const struct abi *items,
                    size_t count)
{
    struct bytes encoded;
    enum err err = abi_encode(a, &encoded, items, count);

    if (!err)
        keccak256(out, encoded);
    return err;
}

void abi_selector(uint8_t out[4], const char *signature)
{
    uint8_t hash[32];

    keccak256(hash, bytes_str(signature));
    memcpy(out, hash, 4);
}

/* --- reading ---------------------------------------------------------------- */

enum err abi_read_word(uint8_t out[32], struct bytes frame, size_t slot)
{
    if (slot >= frame.len / 32)
        return ERR_TRUNCATED;
    memcpy(out, frame.data + slot * 32, 32);
    return ERR_OK;
}

enum err abi_read_u64(uint64_t *out, struct bytes frame, size_t slot)
{
    uint8_t word[32];
    struct u256 value;
    enum err err = abi_read_word(word, frame, slot);

    if (err)
        return err;
    value = u256_load(word);
    if (!u256_is_u64(value))
        return ERR_TOO_WIDE;
    *out = value.w[0];
    return ERR_OK;
}

enum err abi_read_tail(struct bytes *out, struct bytes frame, size_t slot)
{
    uint64_t offset;
    enum err err = abi_read_u64(&offset, frame, slot);

    if (err)
        return err == ERR_TOO_WIDE ? ERR_TRUNCATED : err;
    if (offset > frame.len)
        return ERR_TRUNCATED;
    *out = bytes_tail(frame, (size_t)offset);
    return ERR_OK;
}

enum err abi_read_bytes(struct bytes *out, struct bytes frame, size_t slot)
{
    struct bytes tail;
    uint64_t len;
    enum err err = abi_read_tail(&tail, frame, slot);

    if (!err)
        err = abi_read_u64(&len, tail, 0);
    if (err)
        return err == ERR_TOO_WIDE ? ERR_TRUNCATED : err;
    if (len > tail.len - 32)
        return ERR_TRUNCATED;
    *out = bytes_make(tail.data + 32, (size_t)len);
    return ERR_OK;
}

enum err abi_read_list(struct bytes *items, size_t *count, struct bytes frame,
                       size_t slot)
{
    struct bytes tail;
    uint64_t found;
    enum err err = abi_read_tail(&tail, frame, slot);

    if (!err)
        err = abi_read_u64(&found, tail, 0);
    if (err)
        return err == ERR_TOO_WIDE ? ERR_TRUNCATED : err;
    if (found > (tail.len - 32) / 32)
        return ERR_TRUNCATED;
    *items = bytes_tail(tail, 32);
    *count = (size_t)found;
    return ERR_OK;
}
