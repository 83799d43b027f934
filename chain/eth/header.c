/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/header.h"

#include <assert.h>

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/header_internal.h"

#define AT(member) offsetof(struct header, member)
#define FIXED(name, member)                                   \
    { name, HEADER_FIELD_FIXED, AT(member),                   \
      sizeof(((struct header *)0)->member) }
#define U64(name, member) { name, HEADER_FIELD_U64, AT(member), 8 }
#define U256(name, member) { name, HEADER_FIELD_U256, AT(member), 32 }

/* In the order of the list (Yellow Paper 4.3, then by fork). */
const struct header_field header_fields[HEADER_FIELDS_AMSTERDAM] = {
    FIXED("parentHash", parent_hash),
    FIXED("sha3Uncles", ommers_hash),
    FIXED("miner", coinbase),
    FIXED("stateRoot", state_root),
    FIXED("transactionsRoot", transactions_root),
    FIXED("receiptsRoot", receipts_root),
    FIXED("logsBloom", logs_bloom),
    U256("difficulty", difficulty),
    U64("number", number),
    U64("gasLimit", gas_limit),
    U64("gasUsed", gas_used),
    U64("timestamp", timestamp),
    { "extraData", HEADER_FIELD_EXTRA, AT(extra), HEADER_EXTRA_MAX },
    FIXED("mixHash", mix_hash),
    FIXED("nonce", nonce),
    U256("baseFeePerGas", base_fee),
    FIXED("withdrawalsRoot", withdrawals_root),
    U64("blobGasUsed", blob_gas_used),
    U64("excessBlobGas", excess_blob_gas),
    FIXED("parentBeaconBlockRoot", parent_beacon_root),
    FIXED("requestsHash", requests_hash),
    FIXED("blockAccessListHash", access_list_hash),
    U64("slotNumber", slot_number),
};

bool header_fields_known(size_t count)
{
    static const size_t known[] = {
        HEADER_FIELDS_FRONTIER, HEADER_FIELDS_LONDON, HEADER_FIELDS_SHANGHAI,
        HEADER_FIELDS_CANCUN,   HEADER_FIELDS_PRAGUE, HEADER_FIELDS_AMSTERDAM,
    };

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (known[i] == count)
            return true;
    return false;
}

static enum err read_field(struct header *h, const struct header_field *f,
                           struct bytes *in)
{
    uint8_t *at = (uint8_t *)h + f->offset;

    switch (f->kind) {
    case HEADER_FIELD_FIXED:
        return rlp_read_fixed(at, f->size, in);
    case HEADER_FIELD_U64:
        return rlp_read_u64((uint64_t *)(void *)at, in);
    case HEADER_FIELD_U256:
        return rlp_read_u256((struct u256 *)(void *)at, in);
    case HEADER_FIELD_EXTRA:
        return rlp_read_string((struct bytes *)(void *)at, in);
    }
    return ERR_INTERNAL;
}

static void put_field(struct rlp_out *o, const struct header *h,
                      const struct header_field *f)
{
    const uint8_t *at = (const uint8_t *)h + f->offset;

    switch (f->kind) {
    case HEADER_FIELD_FIXED:
        rlp_put_string(o, bytes_make(at, f->size));
        break;
    case HEADER_FIELD_U64:
        rlp_put_u64(o, *(const uint64_t *)(const void *)at);
        break;
    case HEADER_FIELD_U256:
        rlp_put_u256(o, *(const struct u256 *)(const void *)at);
        break;
    case HEADER_FIELD_EXTRA:
        rlp_put_string(o, *(const struct bytes *)(const void *)at);
        break;
    }
}

enum err header_decode(struct header *out, const enum fork *fork,
                       struct bytes in)
{
    struct header h = { 0 };
    struct rlp_item item;
    size_t count;
    enum err err = rlp_decode(&item, in);

    if (err)
        return err;
    if (item.kind != RLP_LIST)
        return ERR_EXPECTED_LIST;
    err = rlp_count(&count, item.body);
    if (err)
        return err;
    if (!header_fields_known(count) ||
        (fork && fork_rules(*fork)->header_fields != count))
        return ERR_FIELD_COUNT;
    h.fields = (unsigned)count;
    for (size_t i = 0; i < count; i++) {
        err = read_field(&h, &header_fields[i], &item.body);
        if (err)
            return err;
    }
    if (h.number != 0 && h.extra.len > HEADER_EXTRA_MAX)
        return ERR_HDR_EXTRA;
    *out = h;
    return ERR_OK;
}

static void put_header(struct rlp_out *o, const struct header *h)
{
    size_t mark = rlp_list_open(o);

    assert(header_fields_known(h->fields));
    for (size_t i = 0; i < h->fields; i++)
        put_field(o, h, &header_fields[i]);
    rlp_list_close(o, mark);
}

enum err header_encode(struct arena *a, struct bytes *out,
                       const struct header *h)
{
    struct rlp_out o;

    rlp_out_init(&o, a);
    put_header(&o, h);
    return rlp_finish(out, &o);
}

enum err header_hash(struct arena *a, uint8_t out[32], const struct header *h)
{
    struct bytes encoded;
    enum err err = header_encode(a, &encoded, h);

    if (!err)
        keccak256(out, encoded);
    return err;
}

enum err header_seal_hash(struct arena *a, uint8_t out[32],
                          const struct header *h)
{
    struct bytes encoded;
    struct rlp_out o;
    size_t mark;
    enum err err;

    assert(header_fields_known(h->fields));
    rlp_out_init(&o, a);
    mark = rlp_list_open(&o);
    for (size_t i = 0; i < h->fields; i++)
        if (header_fields[i].offset != AT(mix_hash) &&
            header_fields[i].offset != AT(nonce))
            put_field(&o, h, &header_fields[i]);
    rlp_list_close(&o, mark);
    err = rlp_finish(&encoded, &o);
    if (!err)
        keccak256(out, encoded);
    return err;
}

enum err header_list_hash(struct arena *a, uint8_t out[32],
                          const struct header *list, size_t count)
{
    struct bytes encoded;
    struct rlp_out o;
    size_t mark;
    enum err err;

    rlp_out_init(&o, a);
    mark = rlp_list_open(&o);
    for (size_t i = 0; i < count; i++)
        put_header(&o, &list[i]);
    rlp_list_close(&o, mark);
    err = rlp_finish(&encoded, &o);
    if (!err)
        keccak256(out, encoded);
    return err;
}
