/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/mpt.h"

#include <assert.h>

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"

enum { HASH_SIZE = 32, BRANCH_ITEMS = 17, PAIR_ITEMS = 2, VALUE_SLOT = 16 };

/* --- hex prefix (appendix C) -------------------------------------------- */

enum err hex_prefix_encode(struct arena *a, struct bytes *out,
                           struct bytes nibbles, bool leaf)
{
    uint8_t *data = arena_raw(a, nibbles.len / 2 + 1);
    size_t i = nibbles.len % 2, n = 1;

    if (!data)
        return ERR_MEMORY;
    data[0] = leaf ? 0x20 : 0;
    if (i)
        data[0] = (uint8_t)(data[0] | 0x10 | nibbles.data[0]);
    for (; i < nibbles.len; i += 2)
        data[n++] = (uint8_t)(nibbles.data[i] << 4 | nibbles.data[i + 1]);
    *out = bytes_make(data, n);
    return ERR_OK;
}

static enum err check_prefix(struct bytes in)
{
    if (in.len == 0)
        return ERR_EMPTY;
    if (in.data[0] >> 4 > 3)
        return ERR_PREFIX;
    if (!(in.data[0] & 0x10) && (in.data[0] & 15))
        return ERR_PADDING;
    return ERR_OK;
}

enum err hex_prefix_decode(struct arena *a, struct bytes *nibbles, bool *leaf,
                           struct bytes in)
{
    enum err err = check_prefix(in);
    uint8_t *data;
    size_t n = 0;

    if (err)
        return err;
    data = arena_raw(a, in.len * 2);
    if (!data)
        return ERR_MEMORY;
    if (in.data[0] & 0x10)
        data[n++] = in.data[0] & 15;
    for (size_t i = 1; i < in.len; i++) {
        data[n++] = in.data[i] >> 4;
        data[n++] = in.data[i] & 15;
    }
    *leaf = (in.data[0] & 0x20) != 0;
    *nibbles = bytes_make(data, n);
    return ERR_OK;
}

/* --- reading proof nodes ------------------------------------------------ */

struct walk {
    struct bytes key;
    size_t depth;               /* nibbles of the key already used */
    const struct bytes *nodes;
    size_t count, used;
    struct bytes value;
    bool done;
    bool after_extension;       /* the next node must be a branch */
    struct rlp_item next;       /* where to go on when not done */
};

static unsigned nibble_at(struct bytes key, size_t i)
{
    return i % 2 ? key.data[i / 2] & 15 : key.data[i / 2] >> 4;
}

/* A child is nothing, a hash, or a node below 32 bytes. */
static bool child_ok(const struct rlp_item *child)
{
    if (child->kind == RLP_STRING)
        return child->body.len == 0 || child->body.len == HASH_SIZE;
    return child->whole.len < HASH_SIZE;
}

static void end_walk(struct walk *w, struct bytes value)
{
    w->value = value;
    w->done = true;
}

static enum err enter_branch(struct walk *w, const struct rlp_item *items)
{
    size_t filled = 0;

    for (size_t i = 0; i < VALUE_SLOT; i++) {
        if (!child_ok(&items[i]))
            return ERR_PROOF_NODE;
        filled += items[i].body.len != 0;
    }
    if (items[VALUE_SLOT].kind != RLP_STRING)
        return ERR_PROOF_NODE;
    filled += items[VALUE_SLOT].body.len != 0;
    if (filled < 2)
        return ERR_PROOF_NODE;
    w->after_extension = false;
    if (w->depth == 2 * w->key.len) {
        end_walk(w, items[VALUE_SLOT].body);
        return ERR_OK;
    }
    w->next = items[nibble_at(w->key, w->depth++)];
    if (w->next.body.len == 0)
        end_walk(w, BYTES_EMPTY);
    return ERR_OK;
}

/* Does the key go on with this path?  Counts the nibbles in *len. */
static bool path_matches(size_t *len, const struct walk *w, struct bytes path)
{
    size_t skip = path.data[0] & 0x10 ? 1 : 2;
    size_t n = 2 * path.len - skip;

    *len = n;
    if (n > 2 * w->key.len - w->depth)
        return false;
    for (size_t i = 0; i < n; i++)
        if (nibble_at(path, skip + i) != nibble_at(w->key, w->depth + i))
            return false;
    return true;
}

static enum err enter_pair(struct walk *w, const struct rlp_item *items)
{
    struct bytes path = items[0].body;
    bool leaf, matches;
    size_t len;

    if (w->after_extension || items[0].kind != RLP_STRING ||
        check_prefix(path) || items[1].body.len == 0)
        return ERR_PROOF_NODE;
    leaf = (path.data[0] & 0x20) != 0;
    matches = path_matches(&len, w, path);
    if (leaf) {
        if (items[1].kind != RLP_STRING)
            return ERR_PROOF_NODE;
        matches = matches && len == 2 * w->key.len - w->depth;
        end_walk(w, matches ? items[1].body : BYTES_EMPTY);
        return ERR_OK;
    }
    if (len == 0 || !child_ok(&items[1]))
        return ERR_PROOF_NODE;
    if (!matches) {
        end_walk(w, BYTES_EMPTY);
        return ERR_OK;
    }
    w->depth += len;
    w->after_extension = true;
    w->next = items[1];
    return ERR_OK;
}

static enum err enter_node(struct walk *w, struct bytes body)
{
    struct rlp_item items[BRANCH_ITEMS];
    size_t n = 0;

    while (body.len) {
        if (n == BRANCH_ITEMS || rlp_next(&items[n], &body))
            return ERR_PROOF_NODE;
        n++;
    }
    if (n == BRANCH_ITEMS)
        return enter_branch(w, items);
    return n == PAIR_ITEMS ? enter_pair(w, items) : ERR_PROOF_NODE;
}

/* Takes the next listed node, which must have this hash. */
static enum err enter_hashed(struct walk *w, const uint8_t hash[32])
{
    uint8_t got[HASH_SIZE];
    struct rlp_item node;
    struct bytes in;

    if (w->used == w->count)
        return ERR_PROOF_MISSING;
    in = w->nodes[w->used++];
    keccak256(got, in);
    if (memcmp(got, hash, HASH_SIZE) != 0)
        return ERR_PROOF_HASH;
    if (rlp_check(in) || rlp_decode(&node, in) || node.kind != RLP_LIST ||
        (in.len < HASH_SIZE && w->used > 1))
        return ERR_PROOF_NODE;
    return enter_node(w, node.body);
}

/* Absence in the empty trie: the root node 0x80, or no node. */
static bool is_empty_trie(const uint8_t root[32], const struct bytes *nodes,
                          size_t count)
{
    if (memcmp(root, EMPTY_TRIE_ROOT, HASH_SIZE) != 0)
        return false;
    return count == 0 ||
           (count == 1 && nodes[0].len == 1 && nodes[0].data[0] == 0x80);
}

enum err mpt_verify(struct arena *a, struct bytes *value,
                    const uint8_t root[32], struct bytes key,
                    const struct bytes *nodes, size_t count)
{
    struct walk w = { .key = key, .nodes = nodes, .count = count };
    enum err err;

    (void)a;
    if (is_empty_trie(root, nodes, count)) {
        *value = BYTES_EMPTY;
        return ERR_OK;
    }
    err = enter_hashed(&w, root);
    /* Each turn uses a nibble of the key or ends; the bound is the key. */
    while (!err && !w.done) {
        assert(w.depth <= 2 * key.len);
        if (w.next.kind == RLP_LIST)
            err = enter_node(&w, w.next.body);
        else
            err = enter_hashed(&w, w.next.body.data);
    }
    if (err)
        return err;
    if (w.used != w.count)
        return ERR_PROOF_EXTRA;
    *value = w.value;
    return ERR_OK;
}
