/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/mpt.h"

#include <assert.h>
#include <stdlib.h>

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"

enum {
    HASH_SIZE = 32,
    REF_MAX = 1 + HASH_SIZE, /* an embedded node has at most 31 bytes */
    BRANCH_WIDTH = 16
};

/* What a parent holds of a child: its RLP when shorter than 32 bytes, else the
 * RLP of its hash. */
struct ref {
    uint8_t data[REF_MAX], len;
};

/* One entry, ordered by key, then by place among the caller's entries. */
struct item {
    uint64_t head; /* first eight key bytes, big-endian */
    struct bytes key, value;
    size_t order;
};

struct builder {
    struct arena *arena;
    const struct item *items;
    uint8_t *node;               /* the encoding of the node made last */
    struct ref (*levels)[BRANCH_WIDTH]; /* one row per nested branch */
    size_t level_count, level;
    /* When a proof is asked for: the key and what is found on its path, from
     * the deepest node up to the root. */
    bool prove;
    struct bytes key;
    struct bytes *found;
    size_t found_count, found_room;
};

static unsigned nibble_at(struct bytes key, size_t i)
{
    return i % 2 ? key.data[i / 2] & 15 : key.data[i / 2] >> 4;
}

/* --- the sorted view of the entries ------------------------------------- */

static uint64_t head_of(struct bytes key)
{
    uint64_t head = 0;

    for (size_t i = 0; i < 8; i++)
        head = head << 8 | (i < key.len ? key.data[i] : 0);
    return head;
}

static int by_key(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order;

    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    order = bytes_cmp(a->key, b->key);
    if (order)
        return order;
    return (a->order > b->order) - (a->order < b->order);
}

/* Of entries with one key the last stays; empty values go. */
static size_t keep_last(struct item *items, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && bytes_eq(items[i].key, items[i + 1].key))
            continue;
        if (items[i].value.len)
            items[kept++] = items[i];
    }
    return kept;
}

static enum err prepare(struct arena *a, struct item **out, size_t *out_count,
                        const struct mpt_entry *entries, size_t count,
                        bool secure)
{
    struct item *items = arena_array(a, count, sizeof *items);
    uint8_t *hashes = secure ? arena_array(a, count, HASH_SIZE) : NULL;
    bool sorted = true;

    if (!items || (secure && !hashes))
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        items[i].key = entries[i].key;
        if (secure) {
            keccak256(hashes + i * HASH_SIZE, entries[i].key);
            items[i].key = bytes_make(hashes + i * HASH_SIZE, HASH_SIZE);
        }
        items[i].head = head_of(items[i].key);
        items[i].value = entries[i].value;
        items[i].order = i;
        sorted = sorted && (i == 0 || by_key(&items[i - 1], &items[i]) < 0);
    }
    if (!sorted)
        qsort(items, count, sizeof *items, by_key);
    *out_count = keep_last(items, count);
    *out = items;
    return ERR_OK;
}

/* --- writing nodes ------------------------------------------------------ */

/* Appendix C.  out has room for 1 + (to - from) / 2 bytes. */
static size_t write_path(uint8_t *out, struct bytes key, size_t from, size_t to,
                         bool leaf)
{
    size_t n = 0;

    out[n] = leaf ? 0x20 : 0;
    if ((to - from) % 2) {
        out[n] = (uint8_t)(out[n] | 0x10 | nibble_at(key, from));
        from++;
    }
    n++;
    for (; from < to; from += 2)
        out[n++] =
            (uint8_t)(nibble_at(key, from) << 4 | nibble_at(key, from + 1));
    return n;
}

static size_t string_size(struct bytes s)
{
    uint8_t prefix[RLP_PREFIX_MAX];

    if (s.len == 1 && s.data[0] < 0x80)
        return 1;
    return rlp_prefix(prefix, RLP_STRING, s.len) + s.len;
}

static uint8_t *put_string(uint8_t *to, struct bytes s)
{
    if (s.len != 1 || s.data[0] >= 0x80)
        to += rlp_prefix(to, RLP_STRING, s.len);
    if (s.len)
        memcpy(to, s.data, s.len);
    return to + s.len;
}

/* A leaf, or an extension when there is a child.  The path is first written
 * beyond the node's own end, then put in its place. */
static struct bytes pair_node(struct builder *b, const struct item *item,
                              size_t from, size_t to, const struct ref *child)
{
    struct bytes second = child ? bytes_make(child->data, child->len)
                                : item->value;
    size_t second_size = child ? child->len : string_size(second);
    size_t path_room = item->key.len + 1;
    uint8_t *path_at = b->node + 2 * RLP_PREFIX_MAX + path_room + second_size;
    struct bytes path;
    uint8_t *to_byte = b->node;

    path = bytes_make(path_at,
                      write_path(path_at, item->key, from, to, !child));
    to_byte += rlp_prefix(to_byte, RLP_LIST, string_size(path) + second_size);
    to_byte = put_string(to_byte, path);
    if (child) {
        memcpy(to_byte, second.data, second.len);
        to_byte += second.len;
    } else {
        to_byte = put_string(to_byte, second);
    }
    return bytes_make(b->node, (size_t)(to_byte - b->node));
}

static struct bytes branch_node(struct builder *b, const struct ref *refs,
                                struct bytes value)
{
    size_t size = string_size(value);
    uint8_t *to = b->node;

    for (size_t i = 0; i < BRANCH_WIDTH; i++)
        size += refs[i].len;
    to += rlp_prefix(to, RLP_LIST, size);
    for (size_t i = 0; i < BRANCH_WIDTH; i++) {
        memcpy(to, refs[i].data, refs[i].len);
        to += refs[i].len;
    }
    to = put_string(to, value);
    return bytes_make(b->node, (size_t)(to - b->node));
}

static void make_ref(struct ref *out, struct bytes node)
{
    if (node.len < HASH_SIZE) {
        memcpy(out->data, node.data, node.len);
        out->len = (uint8_t)node.len;
        return;
    }
    out->data[0] = 0x80 + HASH_SIZE;
    keccak256(out->data + 1, node);
    out->len = REF_MAX;
}

/* --- building ----------------------------------------------------------- */

/* A node is on the path of the proof's key when the key starts with the
 * node's prefix; short nodes are seen inside their parents. */
static enum err record(struct builder *b, struct bytes node, size_t depth)
{
    if (node.len < HASH_SIZE && depth > 0)
        return ERR_OK;
    if (b->found_count == b->found_room) {
        size_t room = b->found_room * 2 + 16;
        struct bytes *more = arena_array(b->arena, room, sizeof *more);

        if (!more)
            return ERR_MEMORY;
        for (size_t i = 0; i < b->found_count; i++)
            more[i] = b->found[i];
        b->found = more;
        b->found_room = room;
    }
    if (!arena_copy(b->arena, &b->found[b->found_count], node))
        return ERR_MEMORY;
    b->found_count++;
    return ERR_OK;
}

static bool key_starts_with(struct bytes key, struct bytes other,
                            size_t nibbles)
{
    if (key.len * 2 < nibbles)
        return false;
    for (size_t i = 0; i < nibbles; i++)
        if (nibble_at(key, i) != nibble_at(other, i))
            return false;
    return true;
}

/* Nibbles that the first and the last of sorted keys share. */
static size_t shared_nibbles(struct bytes a, struct bytes b, size_t from)
{
    size_t most = 2 * (a.len < b.len ? a.len : b.len), i = from;

    while (i < most && nibble_at(a, i) == nibble_at(b, i))
        i++;
    return i;
}

static enum err build(struct builder *b, struct bytes *node, size_t low,
                      size_t high, size_t depth);

static enum err build_branch(struct builder *b, struct bytes *node, size_t low,
                             size_t high, size_t depth)
{
    struct bytes value = BYTES_EMPTY;
    struct ref *refs;
    size_t at = low;

    if (b->level == b->level_count)
        return ERR_LIMIT;
    refs = b->levels[b->level++];
    if (b->items[at].key.len * 2 == depth)
        value = b->items[at++].value;
    for (unsigned nibble = 0; nibble < BRANCH_WIDTH; nibble++) {
        size_t end = at;
        struct bytes child;
        enum err err;

        refs[nibble] = (struct ref){ { 0x80 }, 1 };
        while (end < high && nibble_at(b->items[end].key, depth) == nibble)
            end++;
        if (end == at)
            continue;
        err = build(b, &child, at, end, depth + 1);
        if (err)
            return err;
        make_ref(&refs[nibble], child);
        at = end;
    }
    assert(at == high);
    b->level--;
    *node = branch_node(b, refs, value);
    return ERR_OK;
}

/* The node over items [low, high), which share the first depth nibbles; its
 * encoding stays in b->node until the next call. */
static enum err build(struct builder *b, struct bytes *node, size_t low,
                      size_t high, size_t depth)
{
    const struct item *first = &b->items[low];
    bool on_path = b->prove && key_starts_with(b->key, first->key, depth);
    enum err err = ERR_OK;
    size_t shared;

    assert(low < high);
    if (high - low == 1) {
        *node = pair_node(b, first, depth, 2 * first->key.len, NULL);
        return on_path ? record(b, *node, depth) : ERR_OK;
    }
    shared = shared_nibbles(first->key, b->items[high - 1].key, depth);
    err = build_branch(b, node, low, high, shared);
    if (!err && shared > depth) {
        struct ref child;

        /* The branch below an extension is a node of its own. */
        if (b->prove && key_starts_with(b->key, first->key, shared))
            err = record(b, *node, shared);
        make_ref(&child, *node);
        *node = pair_node(b, first, depth, shared, &child);
    }
    return !err && on_path ? record(b, *node, depth) : err;
}

/* Rows for nested branches: no more than keys can nest. */
static enum err builder_init(struct builder *b, struct arena *a,
                             const struct item *items, size_t count)
{
    size_t key_max = 0, value_max = 0, depth;

    for (size_t i = 0; i < count; i++) {
        if (items[i].key.len > key_max)
            key_max = items[i].key.len;
        if (items[i].value.len > value_max)
            value_max = items[i].value.len;
    }
    depth = key_max * 2 + 1 < count ? key_max * 2 + 1 : count;
    if (depth > MPT_BRANCH_DEPTH_MAX)
        depth = MPT_BRANCH_DEPTH_MAX;
    *b = (struct builder){ .arena = a, .items = items, .level_count = depth };
    b->levels = arena_array(a, depth, sizeof *b->levels);
    b->node = arena_raw(a, BRANCH_WIDTH * REF_MAX + 4 * RLP_PREFIX_MAX +
                               value_max + 2 * key_max + 2);
    return b->levels && b->node ? ERR_OK : ERR_MEMORY;
}

enum err mpt_root(struct arena *a, uint8_t root[32],
                  const struct mpt_entry *entries, size_t count, bool secure)
{
    struct builder b;
    struct item *items;
    struct bytes node;
    enum err err = prepare(a, &items, &count, entries, count, secure);

    if (err)
        return err;
    if (count == 0) {
        memcpy(root, EMPTY_TRIE_ROOT, HASH_SIZE);
        return ERR_OK;
    }
    err = builder_init(&b, a, items, count);
    if (!err)
        err = build(&b, &node, 0, count, 0);
    if (err)
        return err;
    keccak256(root, node);
    return ERR_OK;
}

enum err mpt_list_root(struct arena *a, uint8_t root[32],
                       const struct bytes *items, size_t count)
{
    struct mpt_entry *entries = arena_array(a, count, sizeof *entries);
    uint8_t(*keys)[RLP_PREFIX_MAX] = arena_array(a, count, sizeof *keys);

    if (!entries || !keys)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        entries[i].key = bytes_make(keys[i], rlp_write_u64(keys[i], i));
        entries[i].value = items[i];
    }
    return mpt_root(a, root, entries, count, false);
}

/* Hashing the keys would not change which of them are equal, so a secure trie
 * answers the same. */
enum err mpt_get(struct arena *a, struct bytes *value,
                 const struct mpt_entry *entries, size_t count,
                 struct bytes key, bool secure)
{
    struct bytes found = BYTES_EMPTY;

    (void)a;
    (void)secure;
    for (size_t i = count; i > 0; i--)
        if (bytes_eq(entries[i - 1].key, key)) {
            found = entries[i - 1].value;
            break;
        }
    *value = found;
    return ERR_OK;
}

enum err mpt_prove(struct arena *a, struct bytes **nodes, size_t *count,
                   const struct mpt_entry *entries, size_t entry_count,
                   struct bytes key, bool secure)
{
    static const uint8_t empty_node[] = { 0x80 };
    uint8_t hash[HASH_SIZE];
    struct builder b = { 0 };
    struct item *items;
    struct bytes node = BYTES_OF(empty_node);
    enum err err = prepare(a, &items, &entry_count, entries, entry_count,
                           secure);

    if (!err)
        err = builder_init(&b, a, items, entry_count);
    if (err)
        return err;
    b.prove = true;
    b.key = key;
    if (secure) {
        keccak256(hash, key);
        b.key = BYTES_OF(hash);
    }
    err = entry_count ? build(&b, &node, 0, entry_count, 0)
                      : record(&b, node, 0);
    if (err)
        return err;
    for (size_t i = 0; i < b.found_count / 2; i++) {
        struct bytes swap = b.found[i];

        b.found[i] = b.found[b.found_count - 1 - i];
        b.found[b.found_count - 1 - i] = swap;
    }
    *nodes = b.found;
    *count = b.found_count;
    return ERR_OK;
}
