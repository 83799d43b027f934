/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/mmr.h"

#include "chain/crypto/keccak.h"

enum { HASH_LEN = 32 };

/* Sizes stay below 2^63. */
static const uint64_t LEAVES_MAX = (uint64_t)1 << 62;

static unsigned ones(uint64_t n)
{
    return (unsigned)__builtin_popcountll(n);
}

static void merge(uint8_t out[32], const uint8_t a[32], const uint8_t b[32])
{
    uint8_t text[2 * HASH_LEN];

    memcpy(text, a, HASH_LEN);
    memcpy(text + HASH_LEN, b, HASH_LEN);
    keccak256(out, BYTES_OF(text));
}

enum err mmr_leaf_position(uint64_t *position, uint64_t index)
{
    if (index >= LEAVES_MAX)
        return ERR_RANGE;
    *position = 2 * index - ones(index);
    return ERR_OK;
}

enum err mmr_size(uint64_t *size, uint64_t count)
{
    return mmr_leaf_position(size, count);
}

enum err mmr_peaks(uint64_t peaks[MMR_PEAKS_MAX], size_t *count, uint64_t size)
{
    uint64_t found[MMR_PEAKS_MAX], start = 0, above = UINT64_MAX;
    size_t n = 0;

    if (size >= 2 * LEAVES_MAX)
        return ERR_RANGE;
    while (start < size) {
        uint64_t nodes = 1;

        while (2 * nodes + 1 <= size - start)
            nodes = 2 * nodes + 1;
        /* Two mountains of one height would have been merged. */
        if (nodes >= above)
            return ERR_RANGE;
        above = nodes;
        start += nodes;
        found[n++] = start - 1;
    }
    memcpy(peaks, found, n * sizeof *found);
    *count = n;
    return ERR_OK;
}

/* Folds the peaks from the right into *out; count is above 0. */
static void bag(uint8_t out[32], const uint8_t (*peaks)[32], size_t count)
{
    uint8_t node[HASH_LEN];

    memcpy(node, peaks[count - 1], HASH_LEN);
    for (size_t i = count - 1; i-- > 0;)
        merge(node, node, peaks[i]);
    memcpy(out, node, HASH_LEN);
}

enum err mmr_root(struct mmr_roots *out, const uint8_t (*leaves)[32],
                  size_t count)
{
    if (count == 0)
        return ERR_EMPTY;
    if (count >= LEAVES_MAX)
        return ERR_RANGE;
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t node[HASH_LEN];

        memcpy(node, leaves[i], HASH_LEN);
        for (size_t n = i; n & 1; n >>= 1)
            merge(node, out->peaks[--out->count], node);
        memcpy(out->peaks[out->count++], node, HASH_LEN);
    }
    bag(out->root, (const uint8_t(*)[32])out->peaks, out->count);
    return ERR_OK;
}

/* Where a leaf is: its mountain's height, how many stand left and right of
 * it, and its place inside. */
struct place {
    unsigned height;
    size_t left;
    bool more_right;
    uint64_t inside;
};

static void locate(struct place *out, uint64_t count, uint64_t index)
{
    uint64_t start = 0;

    *out = (struct place){ 0 };
    for (unsigned height = 63; height-- > 0;) {
        uint64_t width = (uint64_t)1 << height;

        if (!(count & width))
            continue;
        if (index < start + width) {
            out->height = height;
            out->inside = index - start;
            out->more_right = (count & (width - 1)) != 0;
            return;
        }
        start += width;
        out->left++;
    }
}

enum err mmr_verify(const struct mmr_proof *proof, const uint8_t leaf[32],
                    const uint8_t root[32])
{
    uint8_t peaks[MMR_PEAKS_MAX][HASH_LEN], node[HASH_LEN];
    struct place place;
    size_t wanted, n;

    if (proof->leaf_count >= LEAVES_MAX ||
        proof->leaf_index >= proof->leaf_count)
        return ERR_RANGE;
    locate(&place, proof->leaf_count, proof->leaf_index);
    wanted = place.left + place.height + place.more_right;
    if (proof->count != wanted)
        return proof->count < wanted ? ERR_PROOF_MISSING : ERR_PROOF_EXTRA;
    for (size_t i = 0; i < wanted; i++)
        if (proof->hashes[i].len != HASH_LEN)
            return ERR_LENGTH;
    for (n = 0; n < place.left; n++)
        memcpy(peaks[n], proof->hashes[n].data, HASH_LEN);
    memcpy(node, leaf, HASH_LEN);
    for (unsigned level = 0; level < place.height; level++) {
        const uint8_t *sibling = proof->hashes[place.left + level].data;

        if (place.inside >> level & 1)
            merge(node, sibling, node);
        else
            merge(node, node, sibling);
    }
    memcpy(peaks[n++], node, HASH_LEN);
    if (place.more_right)
        memcpy(peaks[n++], proof->hashes[wanted - 1].data, HASH_LEN);
    bag(node, (const uint8_t(*)[32])peaks, n);
    return memcmp(node, root, HASH_LEN) == 0 ? ERR_OK : ERR_ROOT_MISMATCH;
}
