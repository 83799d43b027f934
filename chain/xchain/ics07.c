/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ics07.h"

#include "chain/codec/protobuf.h"

enum { KEY_LEN = 32, NANOS = 1000000000 };

/* Nanoseconds of this many seconds fit 64 bits. */
static const int64_t SECONDS_MAX = 9000000000;

/* --- the state ------------------------------------------------------------------ */

enum err ics07_check_state(const struct ics07_state *in)
{
    bool format;

    if (ibc_blank(in->chain_id))
        return ERR_EMPTY;
    if (in->chain_id.len > ICS07_CHAIN_ID_MAX)
        return ERR_TOO_LONG;
    if (in->trust_numerator < 0 || in->trust_denominator <= 0 ||
        !comet_trust_ok((struct comet_trust){
            (uint64_t)in->trust_numerator, (uint64_t)in->trust_denominator }))
        return ERR_RANGE;
    if (in->trusting_period <= 0 || in->unbonding_period <= 0 ||
        in->max_clock_drift <= 0)
        return ERR_RANGE;
    if (in->latest.revision != ibc_chain_revision(&format, in->chain_id))
        return ERR_VALUE;
    if (in->latest.height == 0)
        return ERR_HEIGHT_ZERO;
    if (in->trusting_period >= in->unbonding_period)
        return ERR_ORDER;
    if (!in->has_specs || in->spec_missing)
        return ERR_FIELD_MISSING;
    for (size_t i = 0; i < in->upgrade_count; i++)
        if (ibc_blank(in->upgrade_path[i]))
            return ERR_EMPTY;
    return ERR_OK;
}

/* --- protobuf ---------------------------------------------------------------------- */

/* The bytes of a field; empty when it is absent. */
static struct bytes body_of(struct bytes in, uint32_t id)
{
    struct protobuf_field field;

    return protobuf_find(&field, in, id) && field.wire == PROTOBUF_BYTES
               ? field.body
               : BYTES_EMPTY;
}

static uint64_t number_of(struct bytes in, uint32_t id)
{
    struct protobuf_field field;

    return protobuf_find(&field, in, id) && field.wire == PROTOBUF_VARINT
               ? field.number
               : 0;
}

static struct ibc_height height_of(struct bytes in)
{
    return (struct ibc_height){ number_of(in, 1), number_of(in, 2) };
}

static struct rfc3339 time_of(struct bytes in)
{
    return (struct rfc3339){ (int64_t)number_of(in, 1),
                             (int32_t)number_of(in, 2) };
}

/* A Duration; what does not fit is as long as can be. */
static int64_t period_of(struct bytes in)
{
    int64_t seconds = (int64_t)number_of(in, 1);

    if (seconds > SECONDS_MAX || seconds < -SECONDS_MAX)
        return seconds < 0 ? INT64_MIN : INT64_MAX;
    return seconds * NANOS + (int32_t)number_of(in, 2);
}

enum err ics07_decode_state(struct ics07_state *out, struct bytes in)
{
    struct bytes trust = body_of(in, 2);
    enum err err = protobuf_check(in);

    if (err)
        return err;
    *out = (struct ics07_state){
        .chain_id = body_of(in, 1),
        .trust_numerator = (int64_t)number_of(trust, 1),
        .trust_denominator = (int64_t)number_of(trust, 2),
        .trusting_period = period_of(body_of(in, 3)),
        .unbonding_period = period_of(body_of(in, 4)),
        .max_clock_drift = period_of(body_of(in, 5)),
        .frozen = height_of(body_of(in, 6)),
        .latest = height_of(body_of(in, 7)),
        .has_specs = true,
    };
    return ERR_OK;
}

enum err ics07_decode_consensus(struct rfc3339 *time, struct bytes *next_hash,
                                struct bytes in)
{
    enum err err = protobuf_check(in);

    if (err)
        return err;
    *time = time_of(body_of(in, 1));
    *next_hash = body_of(in, 3);
    return ERR_OK;
}

static struct comet_block_id block_id_of(struct bytes in)
{
    struct bytes parts = body_of(in, 2);

    return (struct comet_block_id){ body_of(in, 1), body_of(parts, 2),
                                    number_of(parts, 1) };
}

static void header_of(struct comet_header *out, struct bytes in)
{
    struct bytes version = body_of(in, 1);

    out->version_block = number_of(version, 1);
    out->version_app = number_of(version, 2);
    out->chain_id = body_of(in, 2);
    out->height = number_of(in, 3);
    out->time = time_of(body_of(in, 4));
    out->last_block = block_id_of(body_of(in, 5));
    for (uint32_t i = 0; i < COMET_HASHES; i++)
        out->hashes[i] = body_of(in, 6 + i);
}

static size_t count_of(struct bytes in, uint32_t id)
{
    struct protobuf_field field;
    size_t count = 0;

    while (protobuf_next(&field, &in) == ERR_OK)
        count += field.id == id && field.wire == PROTOBUF_BYTES;
    return count;
}

static enum err commit_of(struct arena *a, struct comet_commit *out,
                          struct bytes in)
{
    size_t count = count_of(in, 4);
    struct comet_sig *sigs = arena_array(a, count + 1, sizeof *sigs);
    struct protobuf_field field;

    if (!sigs)
        return ERR_MEMORY;
    *out = (struct comet_commit){ number_of(in, 1), number_of(in, 2),
                                  block_id_of(body_of(in, 3)), sigs, 0 };
    while (protobuf_next(&field, &in) == ERR_OK)
        if (field.id == 4 && field.wire == PROTOBUF_BYTES)
            sigs[out->count++] = (struct comet_sig){
                (enum comet_flag)number_of(field.body, 1),
                body_of(field.body, 2), body_of(field.body, 4),
                time_of(body_of(field.body, 3))
            };
    return ERR_OK;
}

/* Only Ed25519 keys, field 1 of the choice. */
static enum err validators_of(struct arena *a, struct comet_validators *out,
                              struct bytes in)
{
    size_t count = count_of(in, 1), n = 0;
    struct comet_validator *items = arena_array(a, count + 1, sizeof *items);
    struct protobuf_field field;

    if (!items)
        return ERR_MEMORY;
    while (protobuf_next(&field, &in) == ERR_OK) {
        struct bytes key;

        if (field.id != 1 || field.wire != PROTOBUF_BYTES)
            continue;
        key = body_of(body_of(field.body, 2), 1);
        if (key.len != KEY_LEN)
            return ERR_TYPE;
        memcpy(items[n].key, key.data, KEY_LEN);
        items[n++].power = number_of(field.body, 3);
    }
    *out = (struct comet_validators){ items, n };
    return ERR_OK;
}

/* --- updates ------------------------------------------------------------------------- */

static enum err decode_header(struct arena *a, struct comet_signed *block,
                              struct comet_validators *trusted,
                              struct ibc_height *height, struct bytes in)
{
    struct bytes signed_header = body_of(in, 1);
    enum err err = protobuf_check(in);

    if (err)
        return err;
    header_of(&block->header, body_of(signed_header, 1));
    *height = height_of(body_of(in, 3));
    err = commit_of(a, &block->commit, body_of(signed_header, 2));
    if (!err)
        err = validators_of(a, &block->validators, body_of(in, 2));
    return err ? err : validators_of(a, trusted, body_of(in, 4));
}

enum err ics07_update(struct arena *a, struct ics07_outcome *out,
                      const struct ics07_update *in)
{
    struct comet_signed block;
    struct comet_update update = {
        .trusted_time = in->trusted_time,
        .trusted_chain_id = in->state.chain_id,
        .trusted_next_hash = in->trusted_next_hash,
        .untrusted = &block,
        .period_ns = (uint64_t)in->state.trusting_period,
        .drift_ns = (uint64_t)in->state.max_clock_drift,
        .check_time = in->now != NULL,
        .level = { (uint64_t)in->state.trust_numerator,
                   (uint64_t)in->state.trust_denominator },
    };
    struct ics07_outcome outcome;
    uint8_t hash[32];
    bool format;
    enum err err = decode_header(a, &block, &update.trusted_next,
                                 &outcome.trusted, in->header);

    if (err)
        return err;
    if (in->now)
        update.now = *in->now;
    if (in->state.frozen.height || in->state.frozen.revision)
        return ERR_CLIENT_INACTIVE;
    if (in->state.trust_denominator <= 0 || !comet_trust_ok(update.level))
        return ERR_RANGE;
    outcome.height = (struct ibc_height){
        ibc_chain_revision(&format, block.header.chain_id),
        block.header.height
    };
    if (outcome.height.revision != outcome.trusted.revision ||
        outcome.height.height <= outcome.trusted.height)
        return ERR_HEIGHT_ZERO;
    err = comet_validators_hash(a, hash, update.trusted_next);
    if (err)
        return err;
    if (!bytes_eq(in->trusted_next_hash, BYTES_OF(hash)))
        return ERR_KEY;
    update.trusted_height = outcome.trusted.height;
    err = comet_verify(a, &outcome.comet, &update);
    if (!err)
        *out = outcome;
    return err;
}
