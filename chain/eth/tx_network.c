/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/tx.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/hash.h"

enum {
    BLOB_SIZE = 131072,
    KZG_SIZE = 48,       /* of a commitment and of a proof */
    CELL_PROOFS = 128,   /* CELLS_PER_EXT_BLOB, EIP-7594 */
    ITEMS_CANCUN = 4,
    ITEMS_OSAKA = 5
};

static void blob_hash_of(uint8_t out[32], struct bytes commitment)
{
    hash_sha256(out, commitment);
    out[0] = 0x01;
}

/* Counts a list of strings of one size. */
static enum err read_sized(size_t *count, struct bytes *list, struct bytes *in,
                           size_t size)
{
    struct bytes rest, one;
    size_t n = 0;
    enum err err = rlp_read_list(&rest, in);

    if (err)
        return err;
    *list = rest;
    while (rest.len) {
        err = rlp_read_string(&one, &rest);
        if (!err && one.len != size)
            err = ERR_LENGTH;
        if (err)
            return err;
        n++;
    }
    *count = n;
    return ERR_OK;
}

/* The wrapper's list up to the blobs: the payload and, from Osaka, a
 * version. */
static enum err read_head(struct tx_network *out, struct bytes *payload,
                          struct bytes *list, enum fork fork)
{
    size_t count, want = fork >= FORK_OSAKA ? ITEMS_OSAKA : ITEMS_CANCUN;
    struct bytes rest = *list, body;
    uint64_t version = 0;
    enum err err = rlp_count(&count, rest);

    if (err)
        return err;
    if (count != want)
        return count == ITEMS_CANCUN || count == ITEMS_OSAKA ? ERR_VERSION
                                                             : ERR_FIELD_COUNT;
    err = rlp_read_list(&body, &rest);
    if (err)
        return err;
    *payload = bytes_head(*list, list->len - rest.len);
    if (want == ITEMS_OSAKA) {
        err = rlp_read_u64(&version, &rest);
        if (!err && version != 1)
            err = ERR_VERSION;
    }
    out->version = (unsigned)version;
    *list = rest;
    return err;
}

static enum err check_hashes(const struct tx *tx, struct bytes commitments)
{
    for (size_t i = 0; i < tx->blob_count; i++) {
        struct bytes one;
        uint8_t hash[32];
        enum err err = rlp_read_string(&one, &commitments);

        if (err)
            return err;
        blob_hash_of(hash, one);
        if (memcmp(hash, tx->blob_hashes[i], sizeof hash) != 0)
            return ERR_VALUE;
    }
    return ERR_OK;
}

static enum err read_wrapper(struct arena *a, struct tx_network *out,
                             struct bytes list, enum fork fork)
{
    struct bytes payload, blobs, commitments, proofs;
    size_t per_blob = fork >= FORK_OSAKA ? CELL_PROOFS : 1;
    uint8_t *canonical;
    enum err err = read_head(out, &payload, &list, fork);

    if (!err)
        err = read_sized(&out->blobs, &blobs, &list, BLOB_SIZE);
    if (!err)
        err = read_sized(&out->commitments, &commitments, &list, KZG_SIZE);
    if (!err)
        err = read_sized(&out->proofs, &proofs, &list, KZG_SIZE);
    if (err)
        return err;
    canonical = arena_raw(a, 1 + payload.len);
    if (!canonical)
        return ERR_MEMORY;
    canonical[0] = TX_BLOB;
    memcpy(canonical + 1, payload.data, payload.len);
    out->canonical = bytes_make(canonical, 1 + payload.len);
    err = tx_decode(a, &out->tx, out->canonical);
    if (!err)
        err = tx_check_type(&out->tx, fork);
    if (err)
        return err;
    if (out->blobs != out->tx.blob_count || out->commitments != out->blobs ||
        out->proofs != out->blobs * per_blob)
        return ERR_TX_BLOB_COUNT;
    return check_hashes(&out->tx, commitments);
}

enum err tx_decode_network(struct arena *a, struct tx_network *out,
                           struct bytes in, enum fork fork)
{
    struct tx_network network = { .version = 0 };
    struct rlp_item list;
    enum err err;

    if (in.len == 0)
        return ERR_EMPTY;
    if (in.data[0] != TX_BLOB)
        return ERR_TYPE;
    err = rlp_check(bytes_tail(in, 1));
    if (!err)
        err = rlp_decode(&list, bytes_tail(in, 1));
    if (!err && list.kind != RLP_LIST)
        err = ERR_EXPECTED_LIST;
    if (!err)
        err = read_wrapper(a, &network, list.body, fork);
    if (err)
        return err;
    *out = network;
    return ERR_OK;
}
