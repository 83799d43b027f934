/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/crypto/hash.h"
#include "chain/crypto/keccak.h"
#include "chain/xchain/beacon.h"
#include "chain/xchain/btcspv.h"
#include "chain/xchain/merkle_log.h"
#include "chain/xchain/mmr.h"
#include "chain/xchain/oz_merkle.h"

/* A true proof, made here, verifies; with any one bit of leaf, root or path
 * changed, a hash more or less, or another place, it does not.
 *
 * Input: number of leaves, place, which bit changes (two bytes). */

enum { LEAVES_MAX = 40, PATH_MAX = 64, HASH = 32 };

struct tree {
    uint8_t leaves[LEAVES_MAX][HASH];
    size_t count;
    struct bytes path[PATH_MAX];
    size_t depth;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static size_t cut(size_t n)
{
    size_t k = 1;

    while (2 * k < n)
        k *= 2;
    return k;
}

static void node(uint8_t out[HASH], const struct tree *t, size_t at, size_t n)
{
    uint8_t left[HASH], right[HASH];

    if (n == 1) {
        memcpy(out, t->leaves[at], HASH);
        return;
    }
    node(left, t, at, cut(n));
    node(right, t, at + cut(n), n - cut(n));
    merkle_log_node(out, left, right);
}

static void add(struct arena *a, struct tree *t, const uint8_t hash[HASH])
{
    uint8_t *kept = arena_raw(a, HASH);

    must(kept && t->depth < PATH_MAX);
    memcpy(kept, hash, HASH);
    t->path[t->depth++] = bytes_make(kept, HASH);
}

/* RFC 6962, section 2.1.1. */
static void prove(struct arena *a, struct tree *t, size_t at, size_t n,
                  size_t index)
{
    uint8_t beside[HASH];
    size_t k = cut(n);

    if (n == 1)
        return;
    if (index < k) {
        prove(a, t, at, k, index);
        node(beside, t, at + k, n - k);
    } else {
        prove(a, t, at + k, n - k, index - k);
        node(beside, t, at, k);
    }
    add(a, t, beside);
}

/* Section 2.1.2. */
static void prove_prefix(struct arena *a, struct tree *t, size_t at, size_t n,
                         size_t m, bool whole)
{
    uint8_t hash[HASH];
    size_t k = cut(n);

    if (m == n) {
        node(hash, t, at, n);
        if (!whole)
            add(a, t, hash);
        return;
    }
    if (m <= k) {
        prove_prefix(a, t, at, k, m, whole);
        node(hash, t, at + k, n - k);
    } else {
        prove_prefix(a, t, at + k, n - k, m - k, false);
        node(hash, t, at, k);
    }
    add(a, t, hash);
}

/* The bit that changes, in leaf, root or path; put back by a second call. */
static void flip(uint8_t *leaf, uint8_t *root, struct tree *t, unsigned bit)
{
    size_t at = bit / 8 % (HASH * (2 + t->depth));
    uint8_t *hash = at / HASH == 0   ? leaf
                    : at / HASH == 1 ? root
                                     : (uint8_t *)(uintptr_t)
                                           t->path[at / HASH - 2].data;

    hash[at % HASH] ^= (uint8_t)(1 << bit % 8);
}

static void fuzz_inclusion(struct arena *a, struct tree *t, size_t index,
                           unsigned bit)
{
    struct merkle_path path = { t->path, 0 };
    uint8_t root[HASH], leaf[HASH];
    struct bytes l = BYTES_OF(leaf), r = BYTES_OF(root);

    memcpy(leaf, t->leaves[index], HASH);
    node(root, t, 0, t->count);
    prove(a, t, 0, t->count, index);
    path.count = t->depth;
    must(!merkle_log_included(index, t->count, l, path, r));
    must(merkle_log_included(index ^ 1, t->count, l, path, r) ||
         t->count == 1);
    must(merkle_log_included(index + t->count, t->count, l, path, r));
    path.count++;
    t->path[t->depth] = l;
    must(merkle_log_included(index, t->count, l, path, r));
    path.count = t->depth ? t->depth - 1 : 0;
    must(t->depth == 0 || merkle_log_included(index, t->count, l, path, r));
    path.count = t->depth;
    flip(leaf, root, t, bit);
    must(merkle_log_included(index, t->count, l, path, r));
    flip(leaf, root, t, bit);
}

static void fuzz_consistency(struct arena *a, struct tree *t, size_t index,
                             unsigned bit)
{
    struct merkle_path path = { t->path, 0 };
    uint8_t first[HASH], second[HASH];
    size_t m = index + 1;

    t->depth = 0;
    node(first, t, 0, m);
    node(second, t, 0, t->count);
    prove_prefix(a, t, 0, t->count, m, true);
    path.count = t->depth;
    must(!merkle_log_consistent(m, t->count, BYTES_OF(first),
                                BYTES_OF(second), path));
    flip(first, second, t, bit);
    must(merkle_log_consistent(m, t->count, BYTES_OF(first), BYTES_OF(second),
                               path));
    flip(first, second, t, bit);
}

/* A branch of SSZ by its index; and the pairs of Bitcoin. */
static void fuzz_branches(struct arena *a, struct tree *t, size_t index,
                          unsigned bit)
{
    uint8_t leaf[HASH], root[HASH], pair[2 * HASH], *text;
    struct beacon_branch branch = { t->path, 0 };
    uint64_t gindex;

    t->depth = 0;
    for (size_t i = 0; i < 1 + t->count % 6; i++)
        add(a, t, t->leaves[i % t->count]);
    branch.count = t->depth;
    gindex = ((uint64_t)1 << t->depth) + index % ((size_t)1 << t->depth);
    memcpy(leaf, t->leaves[index], HASH);
    memcpy(root, leaf, HASH);
    for (size_t i = 0; i < t->depth; i++) {
        bool right = gindex >> i & 1;

        memcpy(pair + (right ? HASH : 0), root, HASH);
        memcpy(pair + (right ? 0 : HASH), t->path[i].data, HASH);
        hash_sha256(root, BYTES_OF(pair));
    }
    must(!beacon_check_branch(leaf, branch, gindex, false, root));
    must(!beacon_check_branch(leaf, branch, gindex, true, root));
    flip(leaf, root, t, bit);
    must(beacon_check_branch(leaf, branch, gindex, false, root));
    must(beacon_check_branch(leaf, branch, gindex, true, root));
    flip(leaf, root, t, bit);
    must(memcmp(leaf, t->path[0].data, HASH) == 0 ||
         beacon_check_branch(leaf, branch, gindex ^ 1, true, root));
    text = arena_raw(a, HASH * (t->depth + 2));
    must(text != NULL);
    memcpy(text, leaf, HASH);
    memcpy(root, leaf, HASH);
    for (size_t i = 0; i < t->depth; i++) {
        bool right = index >> i & 1;

        memcpy(pair + (right ? HASH : 0), root, HASH);
        memcpy(pair + (right ? 0 : HASH), t->path[i].data, HASH);
        btcspv_hash(root, BYTES_OF(pair));
        memcpy(text + HASH * (i + 1), t->path[i].data, HASH);
    }
    memcpy(text + HASH * (t->depth + 1), root, HASH);
    must(!btcspv_verify_merkle(bytes_make(text, HASH * (t->depth + 2)),
                               index));
    text[bit / 8 % (HASH * (t->depth + 2))] ^= (uint8_t)(1 << bit % 8);
    must(btcspv_verify_merkle(bytes_make(text, HASH * (t->depth + 2)),
                              index));
}

/* A mountain range of one leaf more has another root, and no proof of the
 * first fits it. */
static void fuzz_mountains(struct tree *t, size_t index, unsigned bit)
{
    struct mmr_roots roots, more;
    struct mmr_proof proof = { 1, 0, NULL, 0 };
    uint8_t leaf[HASH];

    must(!mmr_root(&roots, (const uint8_t(*)[HASH])t->leaves, 1));
    must(!mmr_verify(&proof, t->leaves[0], roots.root));
    memcpy(leaf, t->leaves[0], HASH);
    leaf[bit / 8 % HASH] ^= (uint8_t)(1 << bit % 8);
    must(mmr_verify(&proof, leaf, roots.root));
    if (t->count < 2)
        return;
    must(!mmr_root(&roots, (const uint8_t(*)[HASH])t->leaves, t->count - 1));
    must(!mmr_root(&more, (const uint8_t(*)[HASH])t->leaves, t->count));
    must(memcmp(roots.root, more.root, HASH) != 0);
    proof = (struct mmr_proof){ t->count, index, t->path, t->depth };
    must(mmr_verify(&proof, t->leaves[index], roots.root));
}

static void fuzz_sorted_pairs(struct tree *t, size_t index, unsigned bit)
{
    oz_hash root, other, leaf;

    memcpy(leaf, t->leaves[index], HASH);
    oz_merkle_fold(root, leaf, (const oz_hash *)t->leaves, t->count);
    t->leaves[bit % t->count][bit / 8 % HASH] ^= (uint8_t)(1 << bit % 8);
    oz_merkle_fold(other, leaf, (const oz_hash *)t->leaves, t->count);
    must(memcmp(root, other, HASH) != 0);
}

void fuzz_one(struct arena *a, struct bytes in)
{
    struct tree *t = arena_alloc(a, sizeof *t);
    unsigned bit;
    size_t index;

    if (in.len < 4 || !t)
        return;
    t->count = 1 + in.data[0] % LEAVES_MAX;
    index = in.data[1] % t->count;
    bit = (unsigned)in.data[2] << 8 | in.data[3];
    for (size_t i = 0; i < t->count; i++) {
        uint8_t name[2] = { (uint8_t)i, in.data[in.len - 1] };

        keccak256(t->leaves[i], BYTES_OF(name));
    }
    fuzz_inclusion(a, t, index, bit);
    fuzz_consistency(a, t, index, bit);
    fuzz_branches(a, t, index, bit);
    fuzz_mountains(t, index, bit);
    fuzz_sorted_pairs(t, index, bit);
}
