/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/tx.h"

#include <assert.h>

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"

enum {
    LIST_PREFIX_MIN = 0xc0,
    AUTHORIZATION_FIELDS = 6,
    ACCESS_FIELDS = 2
};

/* --- layouts ------------------------------------------------------------ */

#define U64(json, member) { json, TX_KIND_U64, offsetof(struct tx, member) }
#define U256(json, member) { json, TX_KIND_U256, offsetof(struct tx, member) }
#define OTHER(json, kind) { json, kind, 0 }
#define COMMON                                           \
    U64("gas", gas), OTHER("to", TX_KIND_TO),            \
        U256("value", value), OTHER("input", TX_KIND_DATA)
#define ACCESS OTHER("accessList", TX_KIND_ACCESS)
#define FEES                                             \
    U256("chainId", chain_id), U64("nonce", nonce),      \
        U256("maxPriorityFeePerGas", max_priority),      \
        U256("maxFeePerGas", max_fee)
#define SIGNATURE(v_name) U256(v_name, v), U256("r", r), U256("s", s)

static const struct tx_field legacy[] = {
    U64("nonce", nonce), U256("gasPrice", max_fee), COMMON, SIGNATURE("v")
};
static const struct tx_field access_list[] = {
    U256("chainId", chain_id), U64("nonce", nonce), U256("gasPrice", max_fee),
    COMMON, ACCESS, SIGNATURE("yParity")
};
static const struct tx_field dynamic_fee[] = { FEES, COMMON, ACCESS,
                                               SIGNATURE("yParity") };
static const struct tx_field blob[] = {
    FEES, COMMON, ACCESS, U256("maxFeePerBlobGas", max_blob_fee),
    OTHER("blobVersionedHashes", TX_KIND_HASHES), SIGNATURE("yParity")
};
static const struct tx_field set_code[] = {
    FEES, COMMON, ACCESS, OTHER("authorizationList", TX_KIND_AUTHORIZATIONS),
    SIGNATURE("yParity")
};

static const struct {
    const struct tx_field *fields;
    size_t count;
    bool needs_to; /* EIP-4844, EIP-7702: no creation */
} layouts[TX_TYPE_COUNT] = {
    [TX_LEGACY] = { legacy, ARRAY_LEN(legacy), false },
    [TX_ACCESS_LIST] = { access_list, ARRAY_LEN(access_list), false },
    [TX_DYNAMIC_FEE] = { dynamic_fee, ARRAY_LEN(dynamic_fee), false },
    [TX_BLOB] = { blob, ARRAY_LEN(blob), true },
    [TX_SET_CODE] = { set_code, ARRAY_LEN(set_code), true },
};

const struct tx_field *tx_fields(size_t *count, enum tx_type type)
{
    assert(type < TX_TYPE_COUNT);
    *count = layouts[type].count;
    return layouts[type].fields;
}

/* --- reading ------------------------------------------------------------ */

static enum err read_hashes(struct arena *a, const uint8_t (**out)[32],
                            size_t *out_count, struct bytes *in)
{
    struct bytes items;
    uint8_t(*hashes)[32];
    size_t count;
    enum err err = rlp_read_list(&items, in);

    if (!err)
        err = rlp_count(&count, items);
    if (err)
        return err;
    hashes = arena_array(a, count, sizeof *hashes);
    if (!hashes)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        err = rlp_read_fixed(hashes[i], sizeof hashes[i], &items);
        if (err)
            return err;
    }
    *out = (const uint8_t(*)[32])hashes;
    *out_count = count;
    return ERR_OK;
}

/* A list item that must itself have so many fields. */
static enum err read_record(struct bytes *fields, struct bytes *items,
                            size_t want)
{
    size_t count;
    enum err err = rlp_read_list(fields, items);

    if (!err)
        err = rlp_count(&count, *fields);
    if (err)
        return err;
    return count == want ? ERR_OK : ERR_FIELD_COUNT;
}

static enum err read_access(struct arena *a, struct tx *tx, struct bytes *in)
{
    struct bytes items, fields;
    struct tx_access *list;
    size_t count;
    enum err err = rlp_read_list(&items, in);

    if (!err)
        err = rlp_count(&count, items);
    if (err)
        return err;
    list = arena_array(a, count, sizeof *list);
    if (!list)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        err = read_record(&fields, &items, ACCESS_FIELDS);
        if (!err)
            err = rlp_read_fixed(list[i].address, sizeof list[i].address,
                                 &fields);
        if (!err)
            err = read_hashes(a, &list[i].keys, &list[i].key_count, &fields);
        if (err)
            return err;
    }
    tx->access = list;
    tx->access_count = count;
    return ERR_OK;
}

/* EIP-7702: chain id, r and s below 2^256, nonce below 2^64, yParity below
 * 2^8; whether the tuple is any good is decided when it is applied. */
static enum err read_authorization(struct tx_authorization *out,
                                   struct bytes *items)
{
    struct bytes fields;
    uint64_t parity;
    enum err err = read_record(&fields, items, AUTHORIZATION_FIELDS);

    if (!err)
        err = rlp_read_u256(&out->chain_id, &fields);
    if (!err)
        err = rlp_read_fixed(out->address, sizeof out->address, &fields);
    if (!err)
        err = rlp_read_u64(&out->nonce, &fields);
    if (!err)
        err = rlp_read_u64(&parity, &fields);
    if (!err && parity > UINT8_MAX)
        err = ERR_TOO_WIDE;
    if (!err)
        err = rlp_read_u256(&out->r, &fields);
    if (!err)
        err = rlp_read_u256(&out->s, &fields);
    if (!err)
        out->y_parity = (uint8_t)parity;
    return err;
}

static enum err read_authorizations(struct arena *a, struct tx *tx,
                                    struct bytes *in)
{
    struct tx_authorization *list;
    struct bytes items;
    size_t count;
    enum err err = rlp_read_list(&items, in);

    if (!err)
        err = rlp_count(&count, items);
    if (err)
        return err;
    list = arena_array(a, count, sizeof *list);
    if (!list)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        err = read_authorization(&list[i], &items);
        if (err)
            return err;
    }
    tx->authorizations = list;
    tx->authorization_count = count;
    return ERR_OK;
}

static enum err read_to(struct tx *tx, struct bytes *in)
{
    struct bytes to;
    enum err err = rlp_read_string(&to, in);

    if (err)
        return err;
    if (to.len != sizeof tx->to && (to.len || layouts[tx->type].needs_to))
        return ERR_TX_TO;
    tx->has_to = to.len != 0;
    if (tx->has_to)
        memcpy(tx->to, to.data, sizeof tx->to);
    return ERR_OK;
}

static enum err read_field(struct arena *a, struct tx *tx,
                           const struct tx_field *field, struct bytes *in)
{
    uint8_t *member = (uint8_t *)tx + field->offset;
    struct u256 wide;
    uint64_t narrow;
    enum err err = ERR_INTERNAL;

    switch (field->kind) {
    case TX_KIND_U64:
        err = rlp_read_u64(&narrow, in);
        if (!err)
            memcpy(member, &narrow, sizeof narrow);
        return err;
    case TX_KIND_U256:
        err = rlp_read_u256(&wide, in);
        if (!err)
            memcpy(member, &wide, sizeof wide);
        return err;
    case TX_KIND_TO:
        return read_to(tx, in);
    case TX_KIND_DATA:
        return rlp_read_string(&tx->data, in);
    case TX_KIND_ACCESS:
        return read_access(a, tx, in);
    case TX_KIND_HASHES:
        return read_hashes(a, &tx->blob_hashes, &tx->blob_count, in);
    case TX_KIND_AUTHORIZATIONS:
        return read_authorizations(a, tx, in);
    }
    return err;
}

enum err tx_derive_parity(struct tx *tx)
{
    uint64_t low = tx->v.w[0];

    if (tx->type != TX_LEGACY) {
        if (!u256_is_u64(tx->v) || low > 1)
            return ERR_SIG_V;
        tx->has_chain_id = true;
        tx->y_parity = (unsigned)low;
        return ERR_OK;
    }
    tx->has_chain_id = !u256_is_u64(tx->v) || low >= 35;
    if (tx->has_chain_id) {
        struct u256 rest = u256_sub(tx->v, u256_from(35)); /* EIP-155 */

        tx->chain_id = u256_shr(rest, 1);
        tx->y_parity = (unsigned)rest.w[0] & 1;
        return ERR_OK;
    }
    if (low != 27 && low != 28)
        return ERR_SIG_V;
    tx->chain_id = u256_from(0);
    tx->y_parity = (unsigned)(low - 27);
    return ERR_OK;
}

static enum err read_fields(struct arena *a, struct tx *tx, struct bytes list)
{
    size_t count = 0;
    enum err err = rlp_count(&count, list);

    if (!err && count != layouts[tx->type].count)
        err = ERR_FIELD_COUNT;
    for (size_t i = 0; !err && i < layouts[tx->type].count; i++)
        err = read_field(a, tx, &layouts[tx->type].fields[i], &list);
    if (!err)
        err = tx_derive_parity(tx);
    if (tx->type <= TX_ACCESS_LIST)
        tx->max_priority = tx->max_fee;
    return err;
}

/* EIP-2718: what the first byte says; *payload is the RLP list. */
static enum err read_envelope(struct tx *tx, struct bytes *payload,
                              struct bytes in)
{
    if (in.len == 0)
        return ERR_EMPTY;
    if (in.data[0] >= LIST_PREFIX_MIN) {
        tx->type = TX_LEGACY;
        *payload = in;
        return ERR_OK;
    }
    if (in.data[0] == TX_LEGACY || in.data[0] >= TX_TYPE_COUNT)
        return ERR_TYPE;
    tx->type = (enum tx_type)in.data[0];
    *payload = bytes_tail(in, 1);
    return ERR_OK;
}

enum err tx_decode(struct arena *a, struct tx *out, struct bytes in)
{
    struct tx tx = { .type = TX_LEGACY };
    struct rlp_item list;
    struct bytes payload;
    enum err err = read_envelope(&tx, &payload, in);

    if (!err)
        err = rlp_check(payload);
    if (!err)
        err = rlp_decode(&list, payload);
    if (!err && list.kind != RLP_LIST)
        err = ERR_EXPECTED_LIST;
    if (!err)
        err = read_fields(a, &tx, list.body);
    if (err)
        return err;
    keccak256(tx.hash, in);
    *out = tx;
    return ERR_OK;
}

/* --- writing ------------------------------------------------------------ */

static void put_hashes(struct rlp_out *o, const uint8_t (*hashes)[32],
                       size_t count)
{
    size_t mark = rlp_list_open(o);

    for (size_t i = 0; i < count; i++)
        rlp_put_string(o, BYTES_OF(hashes[i]));
    rlp_list_close(o, mark);
}

static void put_access(struct rlp_out *o, const struct tx *tx)
{
    size_t list = rlp_list_open(o);

    for (size_t i = 0; i < tx->access_count; i++) {
        size_t mark = rlp_list_open(o);

        rlp_put_string(o, BYTES_OF(tx->access[i].address));
        put_hashes(o, tx->access[i].keys, tx->access[i].key_count);
        rlp_list_close(o, mark);
    }
    rlp_list_close(o, list);
}

static void put_authorizations(struct rlp_out *o, const struct tx *tx)
{
    size_t list = rlp_list_open(o);

    for (size_t i = 0; i < tx->authorization_count; i++) {
        const struct tx_authorization *one = &tx->authorizations[i];
        size_t mark = rlp_list_open(o);

        rlp_put_u256(o, one->chain_id);
        rlp_put_string(o, BYTES_OF(one->address));
        rlp_put_u64(o, one->nonce);
        rlp_put_u64(o, one->y_parity);
        rlp_put_u256(o, one->r);
        rlp_put_u256(o, one->s);
        rlp_list_close(o, mark);
    }
    rlp_list_close(o, list);
}

static void put_field(struct rlp_out *o, const struct tx *tx,
                      const struct tx_field *field)
{
    const uint8_t *member = (const uint8_t *)tx + field->offset;
    struct u256 wide;
    uint64_t narrow;

    switch (field->kind) {
    case TX_KIND_U64:
        memcpy(&narrow, member, sizeof narrow);
        rlp_put_u64(o, narrow);
        break;
    case TX_KIND_U256:
        memcpy(&wide, member, sizeof wide);
        rlp_put_u256(o, wide);
        break;
    case TX_KIND_TO:
        rlp_put_string(o, tx->has_to ? BYTES_OF(tx->to) : BYTES_EMPTY);
        break;
    case TX_KIND_DATA:
        rlp_put_string(o, tx->data);
        break;
    case TX_KIND_ACCESS:
        put_access(o, tx);
        break;
    case TX_KIND_HASHES:
        put_hashes(o, tx->blob_hashes, tx->blob_count);
        break;
    case TX_KIND_AUTHORIZATIONS:
        put_authorizations(o, tx);
        break;
    }
}

/* Type byte and list of the first count fields; what EIP-155 adds when the
 * result is to be signed. */
static enum err put_fields(struct bytes *out, struct arena *a,
                           const struct tx *tx, size_t count, bool to_sign)
{
    uint8_t type = (uint8_t)tx->type;
    struct rlp_out o;
    size_t mark;

    rlp_out_init(&o, a);
    if (tx->type != TX_LEGACY)
        rlp_put_raw(&o, bytes_make(&type, 1));
    mark = rlp_list_open(&o);
    for (size_t i = 0; i < count; i++)
        put_field(&o, tx, &layouts[tx->type].fields[i]);
    if (to_sign && tx->type == TX_LEGACY && tx->has_chain_id) {
        rlp_put_u256(&o, tx->chain_id);
        rlp_put_u64(&o, 0);
        rlp_put_u64(&o, 0);
    }
    rlp_list_close(&o, mark);
    return rlp_finish(out, &o);
}

enum err tx_encode(struct arena *a, struct bytes *out, const struct tx *tx)
{
    return put_fields(out, a, tx, layouts[tx->type].count, false);
}

enum err tx_signing_hash(struct arena *a, uint8_t out[32], const struct tx *tx)
{
    struct bytes text;
    enum err err = put_fields(&text, a, tx,
                              layouts[tx->type].count - TX_SIGNATURE_FIELDS,
                              true);

    if (err)
        return err;
    keccak256(out, text);
    return ERR_OK;
}
