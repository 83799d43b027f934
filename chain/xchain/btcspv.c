/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/btcspv.h"

#include "chain/codec/pack.h"
#include "chain/crypto/hash.h"

enum { HASH_LEN = 32, OUTPOINT = 36, SEQUENCE = 4, VALUE = 8, AT_PREV = 4,
       AT_ROOT = 36, AT_BITS = 72 };

void btcspv_hash(uint8_t out[32], struct bytes in)
{
    hash_sha256(out, in);
    hash_sha256(out, bytes_make(out, HASH_LEN));
}

enum err btcspv_varint(uint64_t *value, size_t *extra, struct bytes in)
{
    uint64_t number = 0;
    size_t len;

    if (in.len == 0)
        return ERR_TRUNCATED;
    len = in.data[0] < 0xfd ? 0 : (size_t)2 << (in.data[0] - 0xfd);
    if (in.len < 1 + len)
        return ERR_TRUNCATED;
    for (size_t i = 0; i < len; i++)
        number |= (uint64_t)in.data[1 + i] << 8 * i;
    *value = len ? number : in.data[0];
    *extra = len;
    return ERR_OK;
}

enum err btcspv_join(struct arena *a, uint8_t out[32],
                     const struct bytes *parts, size_t count)
{
    struct bytes text;
    struct pack p;
    enum err err;

    pack_init(&p, a);
    for (size_t i = 0; i < count; i++)
        pack_bytes(&p, parts[i]);
    err = pack_finish(&text, &p);
    if (!err)
        btcspv_hash(out, text);
    return err;
}

static void hash_pair(uint8_t out[32], const uint8_t *a, const uint8_t *b)
{
    uint8_t text[2 * HASH_LEN];

    memcpy(text, a, HASH_LEN);
    memcpy(text + HASH_LEN, b, HASH_LEN);
    btcspv_hash(out, BYTES_OF(text));
}

enum err btcspv_merkle_root(struct arena *a, uint8_t root[32], bool *mutated,
                            const uint8_t (*ids)[32], size_t count)
{
    uint8_t(*level)[HASH_LEN] = arena_array(a, count + 1, sizeof *level);
    bool twice = false;

    if (count == 0)
        return ERR_EMPTY;
    if (!level)
        return ERR_MEMORY;
    memcpy(level, ids, count * sizeof *level);
    while (count > 1) {
        for (size_t i = 0; i + 1 < count; i += 2)
            twice |= memcmp(level[i], level[i + 1], HASH_LEN) == 0;
        for (size_t i = 0; i < count; i += 2)
            hash_pair(level[i / 2], level[i],
                      level[i + 1 < count ? i + 1 : i]);
        count = (count + 1) / 2;
    }
    memcpy(root, level[0], HASH_LEN);
    *mutated = twice;
    return ERR_OK;
}

enum err btcspv_verify_merkle(struct bytes proof, uint64_t index)
{
    size_t count = proof.len / HASH_LEN;
    uint8_t node[HASH_LEN];

    if (count == 0 || proof.len % HASH_LEN || count == 2)
        return ERR_LENGTH;
    if (count == 1)
        return ERR_OK;
    memcpy(node, proof.data, HASH_LEN);
    for (size_t i = 1; i < count - 1; i++) {
        const uint8_t *sibling = proof.data + HASH_LEN * i;

        if (index & 1)
            hash_pair(node, sibling, node);
        else
            hash_pair(node, node, sibling);
        index >>= 1;
    }
    return memcmp(node, proof.data + HASH_LEN * (count - 1), HASH_LEN) == 0
               ? ERR_OK
               : ERR_ROOT_MISMATCH;
}

enum err btcspv_prove(struct arena *a, const uint8_t id[32],
                      const uint8_t root[32], struct bytes nodes,
                      uint64_t index)
{
    struct bytes proof;
    struct pack p;
    enum err err;

    if (nodes.len == 0 && index == 0 && memcmp(id, root, HASH_LEN) == 0)
        return ERR_OK;
    pack_init(&p, a);
    pack_bytes(&p, bytes_make(id, HASH_LEN));
    pack_bytes(&p, nodes);
    pack_bytes(&p, bytes_make(root, HASH_LEN));
    err = pack_finish(&proof, &p);
    return err ? err : btcspv_verify_merkle(proof, index);
}

/* Items of head bytes, a script with its length, and tail bytes. */
static enum err check_items(struct bytes in, size_t head, size_t tail)
{
    uint64_t count, len;
    size_t extra;
    enum err err = btcspv_varint(&count, &extra, in);

    if (err)
        return err;
    if (count == 0)
        return ERR_EMPTY;
    in = bytes_tail(in, 1 + extra);
    /* Each item has some bytes, so the input bounds the loop. */
    for (uint64_t i = 0; i < count; i++) {
        if (in.len < head)
            return ERR_TRUNCATED;
        in = bytes_tail(in, head);
        err = btcspv_varint(&len, &extra, in);
        if (err)
            return err;
        in = bytes_tail(in, 1 + extra);
        if (len > in.len || in.len - len < tail)
            return ERR_TRUNCATED;
        in = bytes_tail(in, (size_t)len + tail);
    }
    return in.len ? ERR_TRAILING : ERR_OK;
}

enum err btcspv_check_vin(struct bytes vin)
{
    return check_items(vin, OUTPOINT, SEQUENCE);
}

enum err btcspv_check_vout(struct bytes vout)
{
    return check_items(vout, VALUE, 0);
}

/* --- headers -------------------------------------------------------------------- */

enum err btcspv_target(struct u256 *out, struct bytes header)
{
    const uint8_t *bits = header.data + AT_BITS;
    struct u256 target;
    unsigned exponent;

    if (header.len != BTCSPV_HEADER)
        return ERR_LENGTH;
    exponent = bits[3];
    if (bits[2] & 0x80)
        return ERR_RANGE;
    target = u256_from((uint64_t)bits[2] << 16 | (uint64_t)bits[1] << 8 |
                       bits[0]);
    if (exponent > 3 && u256_bits(target) + 8 * (exponent - 3) > 256)
        return ERR_RANGE;
    target = exponent >= 3 ? u256_shl(target, 8 * (exponent - 3))
                           : u256_shr(target, 8 * (3 - exponent));
    if (u256_is_zero(target))
        return ERR_RANGE;
    *out = target;
    return ERR_OK;
}

enum err btcspv_check_header(const struct btcspv_header *in)
{
    uint8_t hash[HASH_LEN];

    if (in->raw.len != BTCSPV_HEADER)
        return ERR_LENGTH;
    btcspv_hash(hash, in->raw);
    if (memcmp(hash, in->hash, HASH_LEN) != 0)
        return ERR_VALUE;
    if (memcmp(in->raw.data + AT_ROOT, in->merkle_root, HASH_LEN) != 0)
        return ERR_ROOT_MISMATCH;
    return memcmp(in->raw.data + AT_PREV, in->prev, HASH_LEN) == 0
               ? ERR_OK
               : ERR_HDR_PARENT;
}

/* The number that a hash is: its bytes from the least significant. */
static struct u256 hash_number(const uint8_t hash[32])
{
    uint8_t big[HASH_LEN];

    for (size_t i = 0; i < HASH_LEN; i++)
        big[i] = hash[HASH_LEN - 1 - i];
    return u256_load(big);
}

enum err btcspv_check_chain(struct u256 *difficulty, struct bytes headers)
{
    /* The target of difficulty 1: 0xffff shifted by 208 bits. */
    struct u256 one = u256_shl(u256_from(0xffff), 208), sum = u256_from(0);
    uint8_t prev[HASH_LEN];

    if (headers.len % BTCSPV_HEADER)
        return ERR_LENGTH;
    if (headers.len == 0)
        return ERR_EMPTY;
    for (size_t at = 0; at < headers.len; at += BTCSPV_HEADER) {
        struct bytes raw = bytes_make(headers.data + at, BTCSPV_HEADER);
        struct u256 target;
        enum err err = btcspv_target(&target, raw);

        if (err)
            return ERR_HDR_DIFFICULTY;
        if (at && memcmp(raw.data + AT_PREV, prev, HASH_LEN) != 0)
            return ERR_HDR_PARENT;
        btcspv_hash(prev, raw);
        if (u256_cmp(hash_number(prev), target) > 0)
            return ERR_HDR_DIFFICULTY;
        sum = u256_add(sum, u256_div(one, target));
    }
    *difficulty = sum;
    return ERR_OK;
}
