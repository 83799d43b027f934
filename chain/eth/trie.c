/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/trie.h"

#include <assert.h>

#include "chain/crypto/keccak.h"

enum trie_kind { TRIE_LEAF, TRIE_LONG_LEAF, TRIE_EXTENSION, TRIE_BRANCH };
enum {
    KEY_NIBBLES = 2 * TRIE_KEY_SIZE,
    NODE_RLP_MAX = 3 + 16 * 33 + 1,
};

/* ref is what a parent writes for this node: its hash (ref_len 32) or its own
 * RLP when shorter; ref_len 0 says that it must be computed again.  Paths are
 * absolute: key holds the nibbles from the root, and where a node begins
 * follows from where it hangs, so moving it costs no copy. */
struct trie_node {
    uint8_t kind, ref_len, value_len, end;
    uint8_t ref[32];
    union {
        struct trie_node *next_free;
        struct {
            uint8_t key[TRIE_KEY_SIZE];
            uint8_t value[];
        } leaf;
        struct {
            uint8_t key[TRIE_KEY_SIZE];
            struct trie_node *child; /* begins at nibble `end` */
        } extension;
        struct trie_node *children[16];
    };
};

static const size_t node_sizes[] = {
    [TRIE_LEAF] = offsetof(struct trie_node, leaf.value) + TRIE_VALUE_SHORT,
    [TRIE_LONG_LEAF] = offsetof(struct trie_node, leaf.value) + TRIE_VALUE_MAX,
    [TRIE_EXTENSION] = sizeof(struct trie_node),
    [TRIE_BRANCH] = sizeof(struct trie_node),
};

void trie_pool_init(struct trie_pool *p, size_t cap_bytes)
{
    *p = (struct trie_pool){ .free = { NULL } };
    arena_init(&p->arena, cap_bytes);
}

void trie_pool_reset(struct trie_pool *p)
{
    arena_reset(&p->arena);
    memset(p->free, 0, sizeof p->free);
}

void trie_pool_release(struct trie_pool *p)
{
    arena_release(&p->arena);
    memset(p->free, 0, sizeof p->free);
}

static struct trie_node *node_new(struct trie_pool *p, enum trie_kind kind)
{
    struct trie_node *n = p->free[kind];

    if (n)
        p->free[kind] = n->next_free;
    else
        n = (struct trie_node *)(void *)arena_raw(&p->arena, node_sizes[kind]);
    if (!n)
        return NULL;
    n->kind = (uint8_t)kind;
    n->ref_len = 0;
    if (kind == TRIE_BRANCH)
        memset(n->children, 0, sizeof n->children);
    return n;
}

static void node_free(struct trie_pool *p, struct trie_node *n)
{
    n->next_free = p->free[n->kind];
    p->free[n->kind] = n;
}

void trie_free(struct trie_pool *p, struct trie_node *n)
{
    if (!n)
        return;
    if (n->kind == TRIE_EXTENSION)
        trie_free(p, n->extension.child);
    for (int i = 0; n->kind == TRIE_BRANCH && i < 16; i++)
        trie_free(p, n->children[i]);
    node_free(p, n);
}

static unsigned nibble(const uint8_t *key, unsigned at)
{
    return at & 1 ? key[at / 2] & 15u : key[at / 2] >> 4;
}

/* First position from `from` on, below `end`, where the keys differ, or end. */
static unsigned common_end(const uint8_t *a, const uint8_t *b, unsigned from,
                           unsigned end)
{
    while (from < end && nibble(a, from) == nibble(b, from))
        from++;
    return from;
}

static bool is_leaf(const struct trie_node *n)
{
    return n->kind == TRIE_LEAF || n->kind == TRIE_LONG_LEAF;
}

static enum trie_kind leaf_kind(struct bytes value)
{
    assert(value.len && value.len <= TRIE_VALUE_MAX);
    return value.len <= TRIE_VALUE_SHORT ? TRIE_LEAF : TRIE_LONG_LEAF;
}

static void leaf_fill(struct trie_node *n, const uint8_t *key,
                      struct bytes value)
{
    memcpy(n->leaf.key, key, TRIE_KEY_SIZE);
    memcpy(n->leaf.value, value.data, value.len);
    n->value_len = (uint8_t)value.len;
    n->ref_len = 0;
}

/* Puts a branch at nibble `at` where old hangs at depth; leaf is the new
 * neighbour of old. */
static enum err split(struct trie_pool *p, struct trie_node **slot,
                      unsigned depth, unsigned at, const uint8_t *key,
                      struct trie_node *leaf)
{
    struct trie_node *old = *slot, *top = NULL;
    struct trie_node *branch = node_new(p, TRIE_BRANCH);
    const uint8_t *old_key = is_leaf(old) ? old->leaf.key : old->extension.key;
    unsigned side = nibble(old_key, at);

    if (!branch)
        return ERR_MEMORY;
    if (at > depth) {
        top = node_new(p, TRIE_EXTENSION);
        if (!top) {
            node_free(p, branch);
            return ERR_MEMORY;
        }
        memcpy(top->extension.key, key, TRIE_KEY_SIZE);
        top->extension.child = branch;
        top->end = (uint8_t)at;
    }
    old->ref_len = 0;
    if (old->kind == TRIE_EXTENSION && old->end == at + 1) {
        branch->children[side] = old->extension.child;
        node_free(p, old);
    } else {
        branch->children[side] = old;
    }
    branch->children[nibble(key, at)] = leaf;
    *slot = top ? top : branch;
    return ERR_OK;
}

static enum err insert(struct trie_pool *p, struct trie_node **slot,
                       const uint8_t *key, struct trie_node *leaf)
{
    unsigned depth = 0;

    for (;;) {
        struct trie_node *n = *slot;
        unsigned at;

        if (!n) {
            *slot = leaf;
            return ERR_OK;
        }
        n->ref_len = 0;
        if (n->kind == TRIE_BRANCH) {
            slot = &n->children[nibble(key, depth++)];
            continue;
        }
        if (is_leaf(n)) {
            at = common_end(n->leaf.key, key, depth, KEY_NIBBLES);
            if (at < KEY_NIBBLES)
                return split(p, slot, depth, at, key, leaf);
            *slot = leaf;
            node_free(p, n);
            return ERR_OK;
        }
        at = common_end(n->extension.key, key, depth, n->end);
        if (at < n->end)
            return split(p, slot, depth, at, key, leaf);
        slot = &n->extension.child;
        depth = n->end;
    }
}

/* A branch at depth lost a child: with one left it folds into it. */
static enum err fold_branch(struct trie_pool *p, struct trie_node **slot,
                            const uint8_t *key, unsigned depth)
{
    struct trie_node *branch = *slot, *only = NULL, *top;
    unsigned side = 0, count = 0;

    for (unsigned i = 0; i < 16; i++)
        if (branch->children[i]) {
            only = branch->children[i];
            side = i;
            count++;
        }
    assert(count > 0);
    if (count > 1)
        return ERR_OK;
    if (only->kind != TRIE_BRANCH) {
        only->ref_len = 0;
        *slot = only;
        node_free(p, branch);
        return ERR_OK;
    }
    top = node_new(p, TRIE_EXTENSION);
    if (!top)
        return ERR_MEMORY;
    memcpy(top->extension.key, key, TRIE_KEY_SIZE);
    top->extension.key[depth / 2] =
        (uint8_t)(depth & 1 ? (key[depth / 2] & 0xf0) | side
                            : (key[depth / 2] & 0x0f) | side << 4);
    top->extension.child = only;
    top->end = (uint8_t)(depth + 1);
    *slot = top;
    node_free(p, branch);
    return ERR_OK;
}

/* Depth is bounded by KEY_NIBBLES. */
static enum err erase(struct trie_pool *p, struct trie_node **slot,
                      const uint8_t *key, unsigned depth, bool *changed)
{
    struct trie_node *n = *slot, **child;
    enum err err;

    if (!n)
        return ERR_OK;
    if (is_leaf(n)) {
        if (memcmp(n->leaf.key, key, TRIE_KEY_SIZE) == 0) {
            *changed = true;
            *slot = NULL;
            node_free(p, n);
        }
        return ERR_OK;
    }
    if (n->kind == TRIE_EXTENSION) {
        if (common_end(n->extension.key, key, depth, n->end) < n->end)
            return ERR_OK;
        err = erase(p, &n->extension.child, key, n->end, changed);
        if (err || !*changed)
            return err;
        n->ref_len = 0;
        if (n->extension.child->kind != TRIE_BRANCH) {
            *slot = n->extension.child;
            (*slot)->ref_len = 0;
            node_free(p, n);
        }
        return ERR_OK;
    }
    child = &n->children[nibble(key, depth)];
    err = erase(p, child, key, depth + 1, changed);
    if (err || !*changed)
        return err;
    n->ref_len = 0;
    return *child ? ERR_OK : fold_branch(p, slot, key, depth);
}

enum err trie_set(struct trie_pool *p, struct trie_node **root,
                  const uint8_t key[TRIE_KEY_SIZE], struct bytes value)
{
    struct trie_node *leaf;
    bool changed = false;
    enum err err;

    if (!value.len)
        return erase(p, root, key, 0, &changed);
    leaf = node_new(p, leaf_kind(value));
    if (!leaf)
        return ERR_MEMORY;
    leaf_fill(leaf, key, value);
    err = insert(p, root, key, leaf);
    if (err)
        node_free(p, leaf);
    return err;
}

/* Writes an RLP prefix of base 0x80 or 0xc0; returns its length. */
static size_t put_prefix(uint8_t *out, unsigned base, size_t len)
{
    if (len < 56) {
        out[0] = (uint8_t)(base + len);
        return 1;
    }
    if (len < 256) {
        out[0] = (uint8_t)(base + 56);
        out[1] = (uint8_t)len;
        return 2;
    }
    out[0] = (uint8_t)(base + 57);
    out[1] = (uint8_t)(len >> 8);
    out[2] = (uint8_t)len;
    return 3;
}

static size_t put_string(uint8_t *out, const uint8_t *data, size_t len)
{
    size_t at = 0;

    if (len != 1 || data[0] >= 0x80)
        at = put_prefix(out, 0x80, len);
    memcpy(out + at, data, len);
    return at + len;
}

/* Hex prefix (appendix C) of nibbles from..end of key. */
static size_t put_path(uint8_t *out, const uint8_t *key, unsigned from,
                       unsigned end, bool leaf)
{
    uint8_t path[TRIE_KEY_SIZE + 1];
    unsigned flag = leaf ? 2 : 0, count = end - from;
    size_t len = 1;

    path[0] = (uint8_t)(flag << 4);
    if (count & 1)
        path[0] = (uint8_t)((flag | 1) << 4 | nibble(key, from++));
    for (; from < end; from += 2)
        path[len++] = (uint8_t)(nibble(key, from) << 4 |
                                nibble(key, from + 1));
    return put_string(out, path, len);
}

static size_t put_ref(uint8_t *out, const struct trie_node *n)
{
    size_t at = 0;

    if (!n) {
        out[0] = 0x80;
        return 1;
    }
    if (n->ref_len == 32)
        out[at++] = 0xa0;
    memcpy(out + at, n->ref, n->ref_len);
    return at + n->ref_len;
}

static void settle(struct trie_node *n, unsigned depth);

/* RLP of a node that hangs at depth; its children are settled first.  The
 * payload is written behind room for the longest prefix. */
static struct bytes node_rlp(uint8_t out[NODE_RLP_MAX], struct trie_node *n,
                             unsigned depth)
{
    uint8_t *body = out + 3, prefix[3];
    size_t len = 0, prefix_len;

    if (n->kind == TRIE_BRANCH) {
        for (unsigned i = 0; i < 16; i++) {
            if (n->children[i])
                settle(n->children[i], depth + 1);
            len += put_ref(body + len, n->children[i]);
        }
        body[len++] = 0x80;
    } else if (n->kind == TRIE_EXTENSION) {
        settle(n->extension.child, n->end);
        len = put_path(body, n->extension.key, depth, n->end, false);
        len += put_ref(body + len, n->extension.child);
    } else {
        len = put_path(body, n->leaf.key, depth, KEY_NIBBLES, true);
        len += put_string(body + len, n->leaf.value, n->value_len);
    }
    prefix_len = put_prefix(prefix, 0xc0, len);
    memcpy(body - prefix_len, prefix, prefix_len);
    return bytes_make(body - prefix_len, prefix_len + len);
}

static void settle(struct trie_node *n, unsigned depth)
{
    uint8_t buffer[NODE_RLP_MAX];
    struct bytes rlp;

    if (n->ref_len)
        return;
    rlp = node_rlp(buffer, n, depth);
    if (rlp.len < 32) {
        memcpy(n->ref, rlp.data, rlp.len);
        n->ref_len = (uint8_t)rlp.len;
    } else {
        keccak256(n->ref, rlp);
        n->ref_len = 32;
    }
}

void trie_root(uint8_t out[32], struct trie_node *root)
{
    uint8_t buffer[NODE_RLP_MAX];

    if (!root) {
        memcpy(out, EMPTY_TRIE_ROOT, 32);
        return;
    }
    settle(root, 0);
    if (root->ref_len == 32)
        memcpy(out, root->ref, 32);
    else
        keccak256(out, node_rlp(buffer, root, 0));
}

enum err trie_prove(struct arena *a, struct bytes nodes[TRIE_PROOF_MAX],
                    size_t *count, struct trie_node *root,
                    const uint8_t key[TRIE_KEY_SIZE])
{
    struct trie_node *n = root;
    unsigned depth = 0;
    size_t found = 0;

    while (n) {
        uint8_t buffer[NODE_RLP_MAX];
        struct bytes rlp = node_rlp(buffer, n, depth);

        /* Shorter nodes are inside their parents. */
        if (found == 0 || rlp.len >= 32) {
            assert(found < TRIE_PROOF_MAX);
            if (!arena_copy(a, &nodes[found++], rlp))
                return ERR_MEMORY;
        }
        if (is_leaf(n))
            break;
        if (n->kind == TRIE_BRANCH) {
            n = n->children[nibble(key, depth++)];
            continue;
        }
        if (common_end(key, n->extension.key, depth, n->end) != n->end)
            break;
        depth = n->end;
        n = n->extension.child;
    }
    *count = found;
    return ERR_OK;
}
