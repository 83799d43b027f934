/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/codec/pack.h"
#include "chain/crypto/keccak.h"
#include "chain/xchain/ccip.h"
#include "chain/xchain/ktree.h"
#include "chain/xchain/layout.h"
#include "chain/xchain/poly.h"
#include "chain/xchain/rollup.h"

/* Trees of bridges: a true path, made here, leads to its root; with one bit of
 * leaf or path changed, at another place, with a hash more or less, it does
 * not.
 *
 * Input: number of leaves, place, which bit changes (two bytes). */

enum { LEAVES_MAX = 17, LEVELS = 6, HASH = 32 };

struct exit_case {
    uint8_t leaves[LEAVES_MAX][HASH];
    size_t count, index;
    unsigned bit;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool same(const uint8_t *x, const uint8_t *y)
{
    return memcmp(x, y, HASH) == 0;
}

static void flip(uint8_t *data, size_t len, unsigned bit)
{
    data[bit / 8 % len] ^= (uint8_t)(1 << bit % 8);
}

/* Siblings in the tree of depth 32 by the definition: level by level, empty
 * places hold the hash of an empty tree of their height. */
static void ktree_path(uint8_t path[KTREE_DEPTH][HASH],
                       const struct exit_case *c)
{
    uint8_t row[LEAVES_MAX + 1][HASH], zero[HASH] = { 0 };
    size_t count = c->count, at = c->index;

    memcpy(row, c->leaves, sizeof c->leaves);
    for (size_t level = 0; level < KTREE_DEPTH; level++) {
        size_t beside = at ^ 1;

        memcpy(path[level], beside < count ? row[beside] : zero, HASH);
        if (count % 2)
            memcpy(row[count++], zero, HASH);
        for (size_t i = 0; i < count / 2; i++)
            keccak_pair(row[i], row[2 * i], row[2 * i + 1]);
        count /= 2;
        at /= 2;
        keccak_pair(zero, zero, zero);
    }
}

static void fuzz_ktree(struct arena *a, const struct exit_case *c)
{
    uint8_t path[KTREE_DEPTH][HASH], root[HASH], found[HASH], leaf[HASH];

    memcpy(leaf, c->leaves[c->index], HASH);
    must(!ktree_root(a, root, c->leaves, c->count));
    ktree_path(path, c);
    ktree_branch_root(found, leaf, (const uint8_t(*)[HASH])path,
                      (uint32_t)c->index);
    must(same(found, root));
    ktree_branch_root(found, leaf, (const uint8_t(*)[HASH])path,
                      (uint32_t)(c->index ^ 1u << c->bit % KTREE_DEPTH));
    must(!same(found, root));
    flip(path[0], sizeof path, c->bit);
    ktree_branch_root(found, leaf, (const uint8_t(*)[HASH])path,
                      (uint32_t)c->index);
    must(!same(found, root));
    flip(path[0], sizeof path, c->bit);
    flip(leaf, HASH, c->bit);
    ktree_branch_root(found, leaf, (const uint8_t(*)[HASH])path,
                      (uint32_t)c->index);
    must(!same(found, root));
    must(!ktree_root(a, found, c->leaves, c->count - 1));
    must(!same(found, root));
}

/* An exit has one index: those that a path cannot reach are refused, the
 * others lead elsewhere. */
static void fuzz_outbox(const struct exit_case *c)
{
    const uint8_t(*path)[HASH] = c->leaves;
    size_t levels = c->count < LEVELS ? c->count : LEVELS;
    uint64_t index = c->index % ((uint64_t)1 << levels);
    uint8_t item[HASH] = { 9 }, root[HASH], found[HASH];

    must(!arbitrum_outbox_root(root, item, path, levels, u256_from(index)));
    must(arbitrum_outbox_root(found, item, path, levels,
                              u256_from(index | (uint64_t)1 << levels)));
    must(!arbitrum_outbox_root(found, item, path, levels,
                               u256_from(index ^ 1)));
    must(!same(found, root));
    must(!arbitrum_merkle_root(found, item, path, levels, u256_from(index)));
    must(!same(found, root));
    flip(item, HASH, c->bit);
    must(!arbitrum_outbox_root(found, item, path, levels, u256_from(index)));
    must(!same(found, root));
}

/* Two neighbouring leaves under one hash: the only flags are 01. */
static void fuzz_multiproof(struct arena *a, struct exit_case *c)
{
    struct bytes pair = bytes_make(c->leaves, 2 * HASH);
    struct bytes beside = bytes_make(c->leaves[2], HASH), more, whole;
    uint8_t root[HASH], found[HASH];

    more = bytes_make(c->leaves[2], 2 * HASH);
    whole = bytes_make(c->leaves, 3 * HASH);
    must(!ccip_multiproof(a, root, &pair, &beside, u256_from(1)));
    must(ccip_multiproof(a, found, &pair, &beside, u256_from(3)));
    must(ccip_multiproof(a, found, &pair, &beside, u256_from(0)));
    must(ccip_multiproof(a, found, &pair, &more, u256_from(1)) ||
         !same(found, root));
    must(ccip_multiproof(a, found, &whole, &beside, u256_from(1)) ||
         !same(found, root));
    flip(c->leaves[0], 3 * HASH, c->bit);
    must(!ccip_multiproof(a, found, &pair, &beside, u256_from(1)));
    must(!same(found, root));
    flip(c->leaves[0], 3 * HASH, c->bit);
    must(!ccip_tree_root(a, root, bytes_make(c->leaves, c->count * HASH)));
    flip(c->leaves[0], c->count * HASH, c->bit);
    must(!ccip_tree_root(a, found, bytes_make(c->leaves, c->count * HASH)));
    must(!same(found, root));
    flip(c->leaves[0], c->count * HASH, c->bit);
}

/* value, then a side and a hash for each level. */
static void fuzz_audit_path(struct arena *a, const struct exit_case *c)
{
    enum { VALUE = 20, STEP = 33 };
    uint8_t path[1 + VALUE + LEVELS * STEP] = { VALUE }, root[HASH];
    size_t levels = c->count < LEVELS ? c->count : LEVELS;
    struct bytes text = bytes_make(path, 1 + VALUE + levels * STEP), value;

    memcpy(path + 1, c->leaves[c->index], VALUE);
    must(!poly_leaf(a, root, bytes_make(path + 1, VALUE)));
    for (size_t i = 0; i < levels; i++) {
        uint8_t *step = path + 1 + VALUE + i * STEP;

        step[0] = c->index >> i & 1;
        memcpy(step + 1, c->leaves[i], HASH);
        if (step[0])
            poly_children(root, root, step + 1);
        else
            poly_children(root, step + 1, root);
    }
    must(!poly_prove(a, &value, text, root));
    must(bytes_eq(value, bytes_make(path + 1, VALUE)));
    must(poly_prove(a, &value, bytes_head(text, text.len - STEP), root));
    flip(path, text.len, c->bit);
    /* A changed length moves everything; a proof must not come of it. */
    must(poly_prove(a, &value, text, root));
}

void fuzz_one(struct arena *a, struct bytes in)
{
    struct exit_case *c = arena_alloc(a, sizeof *c);

    if (in.len < 4 || !c)
        return;
    c->count = 1 + in.data[0] % LEAVES_MAX;
    c->index = in.data[1] % c->count;
    c->bit = (unsigned)in.data[2] << 8 | in.data[3];
    for (size_t i = 0; i < LEAVES_MAX; i++) {
        uint8_t name[2] = { (uint8_t)i, in.data[in.len - 1] };

        keccak256(c->leaves[i], BYTES_OF(name));
    }
    fuzz_ktree(a, c);
    fuzz_outbox(c);
    fuzz_multiproof(a, c);
    fuzz_audit_path(a, c);
}
