/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/comet.h"

#include <stdlib.h>

#include "chain/codec/protobuf.h"
#include "chain/crypto/hash.h"
#include "chain/xchain/merkle_log.h"

enum { HASH_LEN = 32, ADDRESS_LEN = 20, NANOS = 1000000000 };

/* --- encodings ------------------------------------------------------------------ */

enum err comet_time_encode(struct arena *a, struct bytes *out,
                           struct rfc3339 time)
{
    struct protobuf_out o;

    protobuf_out_init(&o, a);
    protobuf_put_u64(&o, 1, (uint64_t)time.seconds);
    protobuf_put_u64(&o, 2, (uint64_t)time.nanos);
    return protobuf_finish(out, &o);
}

enum err comet_block_id_encode(struct arena *a, struct bytes *out,
                               const struct comet_block_id *in)
{
    struct protobuf_out o, parts;
    struct bytes text;
    enum err err;

    protobuf_out_init(&parts, a);
    protobuf_put_u64(&parts, 1, in->parts_total);
    protobuf_put_bytes(&parts, 2, in->parts_hash);
    err = protobuf_finish(&text, &parts);
    if (err)
        return err;
    protobuf_out_init(&o, a);
    protobuf_put_bytes(&o, 1, in->hash);
    protobuf_put_item(&o, 2, text);
    return protobuf_finish(out, &o);
}

/* A value in field 1 of a message of its own; nothing for nothing. */
static enum err wrap_bytes(struct arena *a, struct bytes *out,
                           struct bytes value)
{
    struct protobuf_out o;

    protobuf_out_init(&o, a);
    protobuf_put_bytes(&o, 1, value);
    return protobuf_finish(out, &o);
}

static enum err wrap_two(struct arena *a, struct bytes *out, uint64_t first,
                         uint64_t second)
{
    struct protobuf_out o;

    protobuf_out_init(&o, a);
    protobuf_put_u64(&o, 1, first);
    protobuf_put_u64(&o, 2, second);
    return protobuf_finish(out, &o);
}

enum err comet_header_hash(struct arena *a, uint8_t hash[32],
                           struct bytes *leaves,
                           const struct comet_header *header)
{
    enum err err = wrap_two(a, &leaves[0], header->version_block,
                            header->version_app);

    if (!err)
        err = wrap_bytes(a, &leaves[1], header->chain_id);
    if (!err)
        err = wrap_two(a, &leaves[2], header->height, 0);
    if (!err)
        err = comet_time_encode(a, &leaves[3], header->time);
    if (!err)
        err = comet_block_id_encode(a, &leaves[4], &header->last_block);
    for (size_t i = 0; i < COMET_HASHES && !err; i++)
        err = wrap_bytes(a, &leaves[5 + i], header->hashes[i]);
    return err ? err : merkle_log_root(a, hash, leaves, COMET_HEADER_FIELDS);
}

struct ranked {
    uint8_t address[ADDRESS_LEN];
    const struct comet_validator *validator;
};

static void address_of(uint8_t out[ADDRESS_LEN], const uint8_t key[32])
{
    uint8_t hash[HASH_LEN];

    hash_sha256(hash, bytes_make(key, 32));
    memcpy(out, hash, ADDRESS_LEN);
}

static int by_power(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;

    if (a->validator->power != b->validator->power)
        return a->validator->power > b->validator->power ? -1 : 1;
    return memcmp(a->address, b->address, ADDRESS_LEN);
}

static enum err encode_validator(struct arena *a, struct bytes *out,
                                 const struct comet_validator *validator)
{
    struct protobuf_out o;
    struct bytes key;
    enum err err = wrap_bytes(a, &key, bytes_make(validator->key, 32));

    if (err)
        return err;
    protobuf_out_init(&o, a);
    protobuf_put_item(&o, 1, key);
    protobuf_put_u64(&o, 2, validator->power);
    return protobuf_finish(out, &o);
}

enum err comet_validators_hash(struct arena *a, uint8_t hash[32],
                               struct comet_validators set)
{
    struct ranked *ranked = arena_array(a, set.count + 1, sizeof *ranked);
    struct bytes *leaves = arena_array(a, set.count + 1, sizeof *leaves);

    if (set.count > COMET_VALIDATORS_MAX)
        return ERR_LIMIT;
    if (!ranked || !leaves)
        return ERR_MEMORY;
    for (size_t i = 0; i < set.count; i++) {
        ranked[i].validator = &set.items[i];
        address_of(ranked[i].address, set.items[i].key);
    }
    qsort(ranked, set.count, sizeof *ranked, by_power);
    for (size_t i = 0; i < set.count; i++) {
        enum err err = encode_validator(a, &leaves[i], ranked[i].validator);

        if (err)
            return err;
    }
    return merkle_log_root(a, hash, leaves, set.count);
}

enum err comet_sign_bytes(struct arena *a, struct bytes *out,
                          const struct comet_vote *vote)
{
    struct protobuf_out o, whole;
    struct bytes text;
    enum err err;

    protobuf_out_init(&o, a);
    protobuf_put_u64(&o, 1, vote->type);
    protobuf_put_fixed64(&o, 2, vote->height);
    protobuf_put_fixed64(&o, 3, vote->round);
    protobuf_put_bytes(&o, 4, vote->block);
    protobuf_put_item(&o, 5, vote->time);
    protobuf_put_bytes(&o, 6, vote->chain_id);
    err = protobuf_finish(&text, &o);
    if (err)
        return err;
    protobuf_out_init(&whole, a);
    protobuf_put_varint(&whole, text.len);
    protobuf_put_raw(&whole, text);
    return protobuf_finish(out, &whole);
}
