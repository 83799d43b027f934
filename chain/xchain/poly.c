/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/poly.h"

#include "chain/codec/pack.h"
#include "chain/crypto/hash.h"

static const struct layout_field header_fields[] = {
    { "version", LAYOUT_NUMBER_LE, 4 },
    { "chain_id", LAYOUT_NUMBER_LE, 8 },
    { "prev_block_hash", LAYOUT_BYTES, 32 },
    { "transactions_root", LAYOUT_BYTES, 32 },
    { "cross_states_root", LAYOUT_BYTES, 32 },
    { "block_root", LAYOUT_BYTES, 32 },
    { "timestamp", LAYOUT_NUMBER_LE, 4 },
    { "height", LAYOUT_NUMBER_LE, 4 },
    { "consensus_data", LAYOUT_NUMBER_LE, 8 },
    { "consensus_payload", LAYOUT_VAR, 0 },
    { "next_bookkeeper", LAYOUT_BYTES, 20 },
};
const struct layout poly_header = LAYOUT_OF(header_fields);

static const struct layout_field value_fields[] = {
    { "poly_tx_hash", LAYOUT_VAR, 0 },
    { "from_chain_id", LAYOUT_NUMBER_LE, 8 },
    { "tx_hash", LAYOUT_VAR, 0 },
    { "cross_chain_id", LAYOUT_VAR, 0 },
    { "from_contract", LAYOUT_VAR, 0 },
    { "to_chain_id", LAYOUT_NUMBER_LE, 8 },
    { "to_contract", LAYOUT_VAR, 0 },
    { "method", LAYOUT_VAR, 0 },
    { "args", LAYOUT_VAR, 0 },
};
const struct layout poly_merkle_value = LAYOUT_OF(value_fields);

enum err poly_leaf(struct arena *a, uint8_t out[32], struct bytes data)
{
    struct bytes preimage;
    struct pack p;
    enum err err;

    pack_init(&p, a);
    pack_be(&p, 0, 1);
    pack_bytes(&p, data);
    err = pack_finish(&preimage, &p);
    if (!err)
        hash_sha256(out, preimage);
    return err;
}

void poly_children(uint8_t out[32], const uint8_t left[32],
                   const uint8_t right[32])
{
    uint8_t preimage[65] = { 1 };

    memcpy(preimage + 1, left, 32);
    memcpy(preimage + 33, right, 32);
    hash_sha256(out, BYTES_OF(preimage));
}

void poly_header_hash(uint8_t out[32], struct bytes raw)
{
    uint8_t once[32];

    hash_sha256(once, raw);
    hash_sha256(out, BYTES_OF(once));
}

enum err poly_prove(struct arena *a, struct bytes *value, struct bytes path,
                    const uint8_t root[32])
{
    enum { STEP = 33 };
    struct bytes found;
    uint8_t node[32];
    uint64_t len;
    enum err err = compact_size_next(&len, &path);

    if (!err && len > path.len)
        err = ERR_TRUNCATED;
    if (err)
        return err;
    found = bytes_head(path, (size_t)len);
    err = poly_leaf(a, node, found);
    if (err)
        return err;
    for (path = bytes_tail(path, found.len); path.len >= STEP;
         path = bytes_tail(path, STEP)) {
        if (path.data[0] > 1)
            return ERR_VALUE;
        if (path.data[0] == 0)
            poly_children(node, path.data + 1, node);
        else
            poly_children(node, node, path.data + 1);
    }
    if (memcmp(node, root, sizeof node) != 0)
        return ERR_ROOT_MISMATCH;
    *value = found;
    return ERR_OK;
}
