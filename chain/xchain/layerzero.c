/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/layerzero.h"

#include "chain/codec/pack.h"

static const struct layout_field packet_fields[] = {
    { "version", LAYOUT_NUMBER, 1 },
    { "nonce", LAYOUT_NUMBER, 8 },
    { "src_eid", LAYOUT_NUMBER, 4 },
    { "sender", LAYOUT_BYTES, 32 },
    { "dst_eid", LAYOUT_NUMBER, 4 },
    { "receiver", LAYOUT_BYTES, 32 },
    { "guid", LAYOUT_BYTES, 32 },
    { "message", LAYOUT_REST, 0 },
};
const struct layout layerzero_packet = LAYOUT_OF(packet_fields);

static const struct layout_field guid_fields[] = {
    { "nonce", LAYOUT_NUMBER, 8 },
    { "src_eid", LAYOUT_NUMBER, 4 },
    { "sender", LAYOUT_BYTES, 32 },
    { "dst_eid", LAYOUT_NUMBER, 4 },
    { "receiver", LAYOUT_BYTES, 32 },
};
const struct layout layerzero_guid = LAYOUT_OF(guid_fields);

static const struct layout_field oft_fields[] = {
    { "send_to", LAYOUT_BYTES, 32 },
    { "amount_sd", LAYOUT_NUMBER, 8 },
};
const struct layout layerzero_oft = LAYOUT_OF(oft_fields);

static const struct layout_field oft_composed_fields[] = {
    { "send_to", LAYOUT_BYTES, 32 },
    { "amount_sd", LAYOUT_NUMBER, 8 },
    { "msg_sender", LAYOUT_BYTES, 32 },
    { "compose_msg", LAYOUT_REST, 0 },
};
const struct layout layerzero_oft_composed = LAYOUT_OF(oft_composed_fields);

static const struct layout_field oft_compose_fields[] = {
    { "nonce", LAYOUT_NUMBER, 8 },
    { "src_eid", LAYOUT_NUMBER, 4 },
    { "amount_ld", LAYOUT_NUMBER, 32 },
    { "compose_from", LAYOUT_BYTES, 32 },
    { "compose_msg", LAYOUT_REST, 0 },
};
const struct layout layerzero_oft_compose = LAYOUT_OF(oft_compose_fields);

/* --- options ------------------------------------------------------------------ */

enum { OPTION_HEAD = 3, LEGACY1_SIZE = 34, LEGACY2_MIN = 67, LEGACY2_MAX = 98 };

/* worker, u16 size, then size bytes of which the first is the option type. */
static enum err next_option(struct bytes *whole, struct bytes *in)
{
    size_t size;

    if (in->len < OPTION_HEAD)
        return ERR_TRUNCATED;
    size = (size_t)bytes_be(bytes_make(in->data + 1, 2));
    if (!size)
        return ERR_LENGTH;
    if (in->len - OPTION_HEAD < size)
        return ERR_TRUNCATED;
    *whole = bytes_head(*in, OPTION_HEAD + size);
    *in = bytes_tail(*in, OPTION_HEAD + size);
    return ERR_OK;
}

static enum err split_type3(struct pack *executor, struct pack *dvn,
                            struct bytes in)
{
    struct bytes whole;
    enum err err;

    while (in.len) {
        /* The worker is looked at before its size, as the contract does. */
        if (in.data[0] != LZ_WORKER_EXECUTOR && in.data[0] != LZ_WORKER_DVN)
            return ERR_TYPE;
        err = next_option(&whole, &in);
        if (err)
            return err;
        pack_bytes(whole.data[0] == LZ_WORKER_DVN ? dvn : executor, whole);
    }
    return ERR_OK;
}

static bool fits_128(const uint8_t word[32])
{
    static const uint8_t zeros[16];

    return memcmp(word, zeros, 16) == 0;
}

/* lzReceive with gas alone: worker 1, size 17, type 1. */
static void put_receive(struct pack *p, const uint8_t gas[32])
{
    pack_be(p, 0x01001101, 4);
    pack_bytes(p, bytes_make(gas + 16, 16));
}

static enum err split_legacy(struct pack *executor, unsigned type,
                             struct bytes in)
{
    size_t size = in.len + 2;

    if (type == 1 ? size != LEGACY1_SIZE
                  : size < LEGACY2_MIN || size > LEGACY2_MAX)
        return ERR_LENGTH;
    if (!fits_128(in.data) || (type == 2 && !fits_128(in.data + 32)))
        return ERR_TOO_WIDE;
    put_receive(executor, in.data);
    if (type == 1)
        return ERR_OK;
    /* nativeDrop: worker 1, size 49, type 2, amount, receiver. */
    pack_be(executor, 0x01003102, 4);
    pack_bytes(executor, bytes_make(in.data + 48, 16));
    pack_word(executor, bytes_tail(in, 64));
    return ERR_OK;
}

enum err lz_options_split(struct arena *a, struct bytes *executor,
                          struct bytes *dvn, struct bytes options)
{
    struct pack packs[2];
    struct bytes found[2];
    unsigned type;
    enum err err;

    if (options.len < 2)
        return ERR_TRUNCATED;
    pack_init(&packs[0], a);
    pack_init(&packs[1], a);
    type = (unsigned)bytes_be(bytes_head(options, 2));
    options = bytes_tail(options, 2);
    if (type == 3)
        err = split_type3(&packs[0], &packs[1], options);
    else if (type == 1 || type == 2)
        err = split_legacy(&packs[0], type, options);
    else
        err = ERR_TYPE;
    if (!err)
        err = pack_finish(&found[0], &packs[0]);
    if (!err)
        err = pack_finish(&found[1], &packs[1]);
    if (err)
        return err;
    *executor = found[0];
    *dvn = found[1];
    return ERR_OK;
}

/* Widths of the fields; the last one may be left out when optional. */
static const struct executor_row {
    unsigned type;
    size_t widths[LZ_EXECUTOR_FIELDS_MAX];
    size_t count;
    bool optional;
} executor_rows[] = {
    { 1, { 16, 16 }, 2, true },    /* lzReceive: gas, value */
    { 2, { 16, 32 }, 2, false },   /* nativeDrop: amount, receiver */
    { 3, { 2, 16, 16 }, 3, true }, /* lzCompose: index, gas, value */
    { 4, { 0 }, 0, false },        /* ordered execution */
    { 5, { 16, 4, 16 }, 3, true }, /* lzRead: gas, size, value */
};

static const struct executor_row *find_executor(unsigned type)
{
    for (size_t i = 0; i < ARRAY_LEN(executor_rows); i++)
        if (executor_rows[i].type == type)
            return &executor_rows[i];
    return NULL;
}

enum err lz_executor_decode(struct bytes fields[LZ_EXECUTOR_FIELDS_MAX],
                            size_t *count, unsigned type, struct bytes option)
{
    static const uint8_t zero[1];
    const struct executor_row *row = find_executor(type);
    struct bytes found[LZ_EXECUTOR_FIELDS_MAX];
    size_t given;

    if (!row)
        return ERR_TYPE;
    for (given = 0; given < row->count && option.len >= row->widths[given];
         given++) {
        found[given] = bytes_head(option, row->widths[given]);
        option = bytes_tail(option, row->widths[given]);
    }
    if (option.len || given + row->optional < row->count)
        return ERR_LENGTH;
    if (given < row->count)
        found[given] = BYTES_OF(zero);
    for (size_t i = 0; i < row->count; i++)
        fields[i] = found[i];
    *count = row->count;
    return ERR_OK;
}

enum err lz_dvn_group(struct arena *a, struct lz_dvn_group *groups,
                      size_t *count, struct bytes options)
{
    struct pack packs[LZ_DVN_GROUPS_MAX];
    uint8_t indices[LZ_DVN_GROUPS_MAX];
    struct bytes whole;
    size_t used = 0, at;
    enum err err = ERR_OK;

    while (options.len && !err) {
        err = next_option(&whole, &options);
        if (err)
            return err;
        if (whole.data[0] != LZ_WORKER_DVN)
            return ERR_TYPE;
        if (whole.len < OPTION_HEAD + 2)
            return ERR_LENGTH;
        if (whole.data[OPTION_HEAD] == 255)
            return ERR_VALUE;
        for (at = 0; at < used && indices[at] != whole.data[OPTION_HEAD]; at++)
            ;
        if (at == used) {
            indices[used++] = whole.data[OPTION_HEAD];
            pack_init(&packs[at], a);
        }
        pack_bytes(&packs[at], whole);
    }
    for (at = 0; at < used && !err; at++) {
        groups[at].index = indices[at];
        err = pack_finish(&groups[at].options, &packs[at]);
    }
    if (!err)
        *count = used;
    return err;
}
