/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/rollup.h"

#include "chain/codec/pack.h"

static const struct layout_field inbox_fields[] = {
    { "kind", LAYOUT_NUMBER, 1 },
    { "sender", LAYOUT_BYTES, 20 },
    { "block_number", LAYOUT_NUMBER, 8 },
    { "timestamp", LAYOUT_NUMBER, 8 },
    { "inbox_seq_num", LAYOUT_NUMBER, 32 },
    { "base_fee_l1", LAYOUT_NUMBER, 32 },
    { "message_data_hash", LAYOUT_BYTES, 32 },
};
const struct layout arbitrum_inbox = LAYOUT_OF(inbox_fields);

static const struct layout_field outbox_fields[] = {
    { "l2_sender", LAYOUT_BYTES, 20 },
    { "to", LAYOUT_BYTES, 20 },
    { "l2_block", LAYOUT_NUMBER, 32 },
    { "l1_block", LAYOUT_NUMBER, 32 },
    { "l2_timestamp", LAYOUT_NUMBER, 32 },
    { "value", LAYOUT_NUMBER, 32 },
    { "data", LAYOUT_REST, 0 },
};
const struct layout arbitrum_outbox = LAYOUT_OF(outbox_fields);

static const struct layout_field leaf_fields[] = {
    { "leaf_type", LAYOUT_NUMBER, 1 },
    { "origin_network", LAYOUT_NUMBER, 4 },
    { "origin_address", LAYOUT_BYTES, 20 },
    { "destination_network", LAYOUT_NUMBER, 4 },
    { "destination_address", LAYOUT_BYTES, 20 },
    { "amount", LAYOUT_NUMBER, 32 },
    { "metadata_hash", LAYOUT_BYTES, 32 },
};
const struct layout agglayer_leaf = LAYOUT_OF(leaf_fields);

void arbitrum_alias(uint8_t out[20], const uint8_t address[20])
{
    static const uint8_t offset[20] = { 0x11, 0x11, [18] = 0x11, 0x11 };
    unsigned carry = 0;

    for (int i = 19; i >= 0; i--) {
        carry += address[i] + offset[i];
        out[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

enum err arbitrum_merkle_root(uint8_t out[32], const uint8_t leaf[32],
                              const uint8_t (*proof)[32], size_t count,
                              struct u256 index)
{
    enum { LEVELS_MAX = 256 };
    uint8_t node[32];

    if (count > LEVELS_MAX)
        return ERR_TOO_LONG;
    memcpy(node, leaf, sizeof node);
    for (size_t i = 0; i < count; i++) {
        if (index.w[i / 64] >> (i % 64) & 1)
            keccak_pair(node, proof[i], node);
        else
            keccak_pair(node, node, proof[i]);
    }
    memcpy(out, node, sizeof node);
    return ERR_OK;
}

enum err arbitrum_outbox_root(uint8_t out[32], const uint8_t item[32],
                              const uint8_t (*proof)[32], size_t count,
                              struct u256 index)
{
    enum { LEVELS_MAX = 255 };
    struct bytes part = bytes_make(item, 32);
    uint8_t leaf[32];

    if (count > LEVELS_MAX)
        return ERR_TOO_LONG;
    if (u256_bits(index) > count)
        return ERR_RANGE;
    keccak_parts(leaf, &part, 1);
    return arbitrum_merkle_root(out, leaf, proof, count, index);
}

struct u256 agglayer_global_index(bool mainnet, uint32_t rollup, uint32_t leaf)
{
    return (struct u256){ { (uint64_t)rollup << 32 | leaf, mainnet, 0, 0 } };
}
