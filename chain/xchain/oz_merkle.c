/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/oz_merkle.h"

#include <stdlib.h>

#include "chain/crypto/keccak.h"

enum { HASH_LEN = 32 };

static void hash_pair(oz_hash out, const oz_hash a, const oz_hash b)
{
    bool swap = memcmp(a, b, HASH_LEN) > 0;
    uint8_t text[2 * HASH_LEN];

    memcpy(text, swap ? b : a, HASH_LEN);
    memcpy(text + HASH_LEN, swap ? a : b, HASH_LEN);
    keccak256(out, BYTES_OF(text));
}

void oz_merkle_fold(oz_hash root, const oz_hash leaf, const oz_hash *proof,
                    size_t count)
{
    oz_hash node;

    memcpy(node, leaf, HASH_LEN);
    for (size_t i = 0; i < count; i++)
        hash_pair(node, node, proof[i]);
    memcpy(root, node, HASH_LEN);
}

/* Leaves first, then the hashes made so far, in order; NULL past the end. */
static const uint8_t *take(const struct oz_multiproof *in, oz_hash *made,
                           size_t made_count, size_t *at)
{
    size_t i = (*at)++;

    if (i < in->leaf_count)
        return in->leaves[i];
    return i - in->leaf_count < made_count ? made[i - in->leaf_count] : NULL;
}

enum err oz_merkle_multi(struct arena *a, oz_hash root,
                         const struct oz_multiproof *in)
{
    oz_hash *made = arena_array(a, in->flag_count + 1, sizeof *made);
    size_t at = 0, proof_at = 0;

    if (!made)
        return ERR_MEMORY;
    if (in->leaf_count + in->proof_count != in->flag_count + 1)
        return ERR_ITEM_COUNT;
    for (size_t i = 0; i < in->flag_count; i++) {
        const uint8_t *left = take(in, made, i, &at), *right;

        if (in->flags[i])
            right = take(in, made, i, &at);
        else
            right = proof_at < in->proof_count ? in->proof[proof_at++] : NULL;
        if (!left || !right)
            return ERR_PROOF_MISSING;
        hash_pair(made[i], left, right);
    }
    if (in->flag_count && proof_at != in->proof_count)
        return ERR_ITEM_COUNT;
    if (in->flag_count)
        memcpy(root, made[in->flag_count - 1], HASH_LEN);
    else
        memcpy(root, in->leaf_count ? in->leaves[0] : in->proof[0], HASH_LEN);
    return ERR_OK;
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, HASH_LEN);
}

/* The tree is an array with the root at 0 and the sorted leaves at the end, in
 * reverse; children of i are 2i + 1 and 2i + 2. */
enum err oz_merkle_standard_root(struct arena *a, oz_hash root,
                                 const struct bytes *values, size_t count)
{
    size_t total = 2 * count - 1;
    oz_hash *leaves = arena_array(a, count, sizeof *leaves);
    oz_hash *tree = arena_array(a, 2 * count, sizeof *tree);

    if (count == 0)
        return ERR_EMPTY;
    if (!leaves || !tree)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        keccak256(leaves[i], values[i]);
        keccak256(leaves[i], bytes_make(leaves[i], HASH_LEN));
    }
    qsort(leaves, count, sizeof *leaves, by_bytes);
    for (size_t i = 0; i < count; i++)
        memcpy(tree[total - 1 - i], leaves[i], HASH_LEN);
    for (size_t i = total - count; i-- > 0;)
        hash_pair(tree[i], tree[2 * i + 1], tree[2 * i + 2]);
    memcpy(root, tree[0], HASH_LEN);
    return ERR_OK;
}
