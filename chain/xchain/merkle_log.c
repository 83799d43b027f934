/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/merkle_log.h"

#include "chain/crypto/hash.h"

enum { HASH_LEN = 32, LEVELS_MAX = 64 };

void merkle_log_node(uint8_t out[32], const uint8_t left[32],
                     const uint8_t right[32])
{
    uint8_t text[1 + 2 * HASH_LEN] = { 1 };

    memcpy(text + 1, left, HASH_LEN);
    memcpy(text + 1 + HASH_LEN, right, HASH_LEN);
    hash_sha256(out, BYTES_OF(text));
}

static enum err hash_leaf(struct arena *a, uint8_t out[32], struct bytes data)
{
    uint8_t *text = arena_raw(a, data.len + 1);

    if (!text)
        return ERR_MEMORY;
    text[0] = 0;
    if (data.len)
        memcpy(text + 1, data.data, data.len);
    hash_sha256(out, bytes_make(text, data.len + 1));
    return ERR_OK;
}

enum err merkle_log_root(struct arena *a, uint8_t root[32],
                         const struct bytes *leaves, size_t count)
{
    /* One pending root per level, as in a binary counter. */
    uint8_t pending[LEVELS_MAX][HASH_LEN], node[HASH_LEN];
    bool have = false;

    for (size_t i = 0; i < count; i++) {
        size_t level = 0;
        enum err err = hash_leaf(a, node, leaves[i]);

        if (err)
            return err;
        for (size_t n = i; n & 1; n >>= 1)
            merkle_log_node(node, pending[level++], node);
        memcpy(pending[level], node, HASH_LEN);
    }
    for (size_t level = 0; level < LEVELS_MAX && count >> level; level++) {
        if (!(count >> level & 1))
            continue;
        if (have)
            merkle_log_node(node, pending[level], node);
        else
            memcpy(node, pending[level], HASH_LEN);
        have = true;
    }
    if (!have)
        hash_sha256(node, BYTES_EMPTY);
    memcpy(root, node, HASH_LEN);
    return ERR_OK;
}

/* --- verifiers ------------------------------------------------------------- */

static enum err check_lengths(struct merkle_path path, struct bytes a,
                              struct bytes b)
{
    for (size_t i = 0; i < path.count; i++)
        if (path.hashes[i].len != HASH_LEN)
            return ERR_LENGTH;
    return a.len == HASH_LEN && b.len == HASH_LEN ? ERR_OK : ERR_LENGTH;
}

static enum err same_root(const uint8_t got[32], struct bytes root)
{
    return memcmp(got, root.data, HASH_LEN) == 0 ? ERR_OK : ERR_ROOT_MISMATCH;
}

/* RFC 9162, 2.1.3.2. */
enum err merkle_log_included(uint64_t index, uint64_t size,
                             struct bytes leaf_hash, struct merkle_path path,
                             struct bytes root)
{
    uint64_t fn = index, sn = size - 1;
    uint8_t node[HASH_LEN];
    enum err err;

    if (index >= size)
        return ERR_RANGE;
    err = check_lengths(path, leaf_hash, root);
    if (err)
        return err;
    memcpy(node, leaf_hash.data, HASH_LEN);
    for (size_t i = 0; i < path.count; i++) {
        if (sn == 0)
            return ERR_ITEM_COUNT;
        if (fn & 1 || fn == sn) {
            merkle_log_node(node, path.hashes[i].data, node);
            while (!(fn & 1) && fn) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            merkle_log_node(node, node, path.hashes[i].data);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn ? ERR_ITEM_COUNT : same_root(node, root);
}

static bool power_of_two(uint64_t n)
{
    return n && !(n & (n - 1));
}

/* RFC 9162, 2.1.4.2, steps 4 to 7; first is the hash that the walk starts
 * with. */
static enum err walk_consistency(uint64_t fn, uint64_t sn, struct bytes first,
                                 struct merkle_path path, struct bytes root1,
                                 struct bytes root2)
{
    uint8_t fr[HASH_LEN], sr[HASH_LEN];
    enum err err;

    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    memcpy(fr, first.data, HASH_LEN);
    memcpy(sr, first.data, HASH_LEN);
    for (size_t i = 0; i < path.count; i++) {
        const uint8_t *c = path.hashes[i].data;

        if (sn == 0)
            return ERR_ITEM_COUNT;
        if (fn & 1 || fn == sn) {
            merkle_log_node(fr, c, fr);
            merkle_log_node(sr, c, sr);
            while (!(fn & 1) && fn) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            merkle_log_node(sr, sr, c);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn)
        return ERR_ITEM_COUNT;
    err = same_root(fr, root1);
    return err ? err : same_root(sr, root2);
}

enum err merkle_log_consistent(uint64_t size1, uint64_t size2,
                               struct bytes root1, struct bytes root2,
                               struct merkle_path path)
{
    struct bytes first = root1;
    enum err err = check_lengths(path, root1, root2);

    if (size1 == 0 || size1 > size2)
        return ERR_RANGE;
    /* Nothing is hashed: the roots are the same or not. */
    if (size1 == size2) {
        if (path.count)
            return ERR_ITEM_COUNT;
        return bytes_eq(root1, root2) ? ERR_OK : ERR_ROOT_MISMATCH;
    }
    if (err)
        return err;
    if (path.count == 0)
        return ERR_ITEM_COUNT;
    if (!power_of_two(size1)) {
        first = path.hashes[0];
        path.hashes++;
        path.count--;
    }
    return walk_consistency(size1 - 1, size2 - 1, first, path, root1, root2);
}

/* --- subtrees -------------------------------------------------------------- */

static bool range_valid(struct merkle_range range)
{
    uint64_t width = range.end - range.start, power = 1;

    if (range.start >= range.end)
        return false;
    while (power < width && power <= UINT64_MAX / 2)
        power *= 2;
    return power >= width && range.start % power == 0;
}

enum err merkle_log_subtree_included(uint64_t index, struct merkle_range range,
                                     struct bytes leaf_hash,
                                     struct merkle_path path,
                                     struct bytes root)
{
    if (!range_valid(range) || index < range.start || index >= range.end)
        return ERR_RANGE;
    return merkle_log_included(index - range.start, range.end - range.start,
                               leaf_hash, path, root);
}

/* One step from the root towards the range; see below. */
enum step { STEP_LEFT, STEP_RIGHT, STEP_SPLIT };

struct descent {
    enum step steps[LEVELS_MAX + 1];
    size_t count;
    bool known; /* the range ends as a whole node of the log */
};

/* The largest power of two below n; n is above 1. */
static uint64_t split(uint64_t n)
{
    uint64_t k = 1;

    while (k < n - k)
        k *= 2;
    return k;
}

static void descend(struct descent *d, struct merkle_range range,
                    uint64_t size)
{
    d->count = 0;
    d->known = true;
    while (range.start != 0 || range.end != size) {
        uint64_t k = split(size);

        if (range.end <= k) {
            d->steps[d->count++] = STEP_LEFT;
            size = k;
        } else if (range.start >= k) {
            d->steps[d->count++] = STEP_RIGHT;
            range.start -= k;
            range.end -= k;
            size -= k;
        } else {
            /* start is 0: an aligned range that crosses the split begins at
             * the left edge.  Its left part is a whole node, given in the
             * proof; what is right of it goes on. */
            d->steps[d->count++] = STEP_SPLIT;
            range.end -= k;
            size -= k;
            d->known = false;
        }
    }
}

/* The empty subtree belongs to every log, whatever its root. */
static enum err empty_subtree(struct bytes subtree_root,
                              struct merkle_path path)
{
    uint8_t empty[HASH_LEN];

    hash_sha256(empty, BYTES_EMPTY);
    if (path.count)
        return ERR_ITEM_COUNT;
    return bytes_eq(subtree_root, BYTES_OF(empty)) ? ERR_OK
                                                   : ERR_ROOT_MISMATCH;
}

enum err merkle_log_subtree_consistent(struct merkle_range range,
                                       uint64_t size,
                                       struct bytes subtree_root,
                                       struct bytes tree_root,
                                       struct merkle_path path)
{
    uint8_t sub[HASH_LEN], tree[HASH_LEN];
    struct descent d;
    size_t at = 0;
    enum err err = check_lengths(path, subtree_root, tree_root);

    if (range.start == range.end && range.end <= size)
        return empty_subtree(subtree_root, path);
    if (!range_valid(range) || range.end > size)
        return ERR_RANGE;
    /* The whole log: nothing is hashed. */
    if (range.start == 0 && range.end == size)
        return merkle_log_consistent(size, size, subtree_root, tree_root,
                                     path);
    if (err)
        return err;
    descend(&d, range, size);
    if (path.count != d.count + !d.known)
        return ERR_ITEM_COUNT;
    memcpy(sub, d.known ? subtree_root.data : path.hashes[at++].data,
           HASH_LEN);
    memcpy(tree, sub, HASH_LEN);
    for (size_t i = d.count; i-- > 0; at++) {
        const uint8_t *sibling = path.hashes[at].data;

        if (d.steps[i] == STEP_LEFT) {
            merkle_log_node(tree, tree, sibling);
        } else {
            merkle_log_node(tree, sibling, tree);
            if (d.steps[i] == STEP_SPLIT)
                merkle_log_node(sub, sibling, sub);
        }
    }
    err = same_root(sub, subtree_root);
    return err ? err : same_root(tree, tree_root);
}
