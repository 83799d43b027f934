/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ktree.h"

#include "chain/codec/pack.h"

enum err ktree_root(struct arena *a, uint8_t out[32],
                    const uint8_t (*leaves)[32], size_t count)
{
    uint8_t zero[32] = { 0 };
    uint8_t(*row)[32];

    if (count > KTREE_LEAVES_MAX)
        return ERR_TOO_LONG;
    row = arena_array(a, count + 1, sizeof *row);
    if (!row)
        return ERR_MEMORY;
    if (count)
        memcpy(row, leaves, count * sizeof *row);
    for (int height = 0; height < KTREE_DEPTH; height++) {
        if (count % 2)
            memcpy(row[count++], zero, 32);
        for (size_t i = 0; i < count / 2; i++)
            keccak_pair(row[i], row[2 * i], row[2 * i + 1]);
        count /= 2;
        keccak_pair(zero, zero, zero);
    }
    memcpy(out, count ? row[0] : zero, 32);
    return ERR_OK;
}

void ktree_branch_root(uint8_t out[32], const uint8_t leaf[32],
                       const uint8_t (*path)[32], uint32_t index)
{
    uint8_t node[32];

    memcpy(node, leaf, 32);
    for (int height = 0; height < KTREE_DEPTH; height++) {
        if (index >> height & 1)
            keccak_pair(node, path[height], node);
        else
            keccak_pair(node, node, path[height]);
    }
    memcpy(out, node, 32);
}
