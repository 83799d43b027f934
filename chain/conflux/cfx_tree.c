/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_tree.h"

#include <stdlib.h>

#include "chain/crypto/keccak.h"

enum { CHILDREN = 16, PATH_FLAG = 128, PATH_ODD = 64, PATH_MODULUS = 63 };

static unsigned nibble(struct bytes key, size_t at)
{
    return at % 2 ? key.data[at / 2] & 15 : key.data[at / 2] >> 4;
}

static int by_key(const void *left, const void *right)
{
    return bytes_cmp(((const struct cfx_entry *)left)->key,
                     ((const struct cfx_entry *)right)->key);
}

/* The nibbles that all of the sorted keys share, at most those of the first. */
static size_t shared(const struct cfx_entry *e, size_t count, size_t from)
{
    struct bytes first = e[0].key, last = e[count - 1].key;
    size_t end = 2 * (first.len < last.len ? first.len : last.len), at = from;

    while (at < end && nibble(first, at) == nibble(last, at))
        at++;
    return at;
}

/* Hashes the compressed path [from, to) of key in front of a node; half a byte
 * that is not of the path counts as zero. */
static void with_path(uint8_t merkle[32], struct bytes key, size_t from,
                      size_t to)
{
    struct keccak256 k;
    uint8_t info = (uint8_t)(PATH_FLAG + (from % 2 ? PATH_ODD : 0) +
                             (to - from) % PATH_MODULUS);

    if (from == to)
        return;
    keccak256_init(&k);
    keccak256_update(&k, bytes_make(&info, 1));
    for (size_t at = from / 2; at < (to + 1) / 2; at++) {
        uint8_t byte = key.data[at];

        if (2 * at < from)
            byte &= 0x0f;
        if (2 * at + 1 >= to)
            byte &= 0xf0;
        keccak256_update(&k, bytes_make(&byte, 1));
    }
    keccak256_update(&k, bytes_make(merkle, 32));
    keccak256_final(&k, merkle);
}

/* The node at depth nibbles that holds the sorted entries.  Depth of the
 * recursion: at most the nibbles of a key, which CFX_TREE_KEY_MAX bounds. */
static void node(uint8_t out[32], const struct cfx_entry *e, size_t count,
                 size_t depth)
{
    uint8_t children[CHILDREN][32];
    struct keccak256 k;
    bool has_value = count && e[0].key.len * 2 == depth;

    for (unsigned c = 0; c < CHILDREN; c++)
        memcpy(children[c], KECCAK256_EMPTY, 32);
    for (size_t i = has_value, n; i < count; i += n) {
        unsigned c = nibble(e[i].key, depth);
        size_t to;

        for (n = 1; i + n < count && nibble(e[i + n].key, depth) == c;)
            n++;
        to = shared(e + i, n, depth + 1);
        node(children[c], e + i, n, to);
        with_path(children[c], e[i].key, depth + 1, to);
    }
    keccak256_init(&k);
    keccak256_update(&k, bytes_str("n"));
    keccak256_update(&k, bytes_make(children, sizeof children));
    if (has_value) {
        keccak256_update(&k, bytes_str("v"));
        keccak256_update(&k, e[0].value);
    }
    keccak256_final(&k, out);
}

enum err cfx_tree_root(struct arena *a, uint8_t root[32],
                       const struct cfx_entry *entries, size_t count)
{
    struct cfx_entry *sorted;

    if (count > CFX_TREE_ITEMS_MAX)
        return ERR_LIMIT;
    if (!count) {
        memcpy(root, KECCAK256_EMPTY, 32);
        return ERR_OK;
    }
    sorted = arena_array(a, count, sizeof *sorted);
    if (!sorted)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        sorted[i] = entries[i];
    qsort(sorted, count, sizeof *sorted, by_key);
    for (size_t i = 0; i < count; i++) {
        if (!sorted[i].key.len)
            return ERR_EMPTY;
        if (sorted[i].key.len > CFX_TREE_KEY_MAX)
            return ERR_LENGTH;
        if (i && bytes_eq(sorted[i - 1].key, sorted[i].key))
            return ERR_REPEATED;
    }
    node(root, sorted, count, 0);
    return ERR_OK;
}

/* Bytes of the greatest index; one for a list of one. */
static size_t key_size(size_t count)
{
    size_t size = 1;

    for (size_t last = count - 1; last > UINT8_MAX; last >>= 8)
        size++;
    return size;
}

enum err cfx_list_root(struct arena *a, uint8_t root[32],
                       const struct bytes *items, size_t count)
{
    struct cfx_entry *e;
    uint8_t *keys;
    size_t size, to;

    if (count > CFX_TREE_ITEMS_MAX)
        return ERR_LIMIT;
    if (!count) {
        memcpy(root, KECCAK256_EMPTY, 32);
        return ERR_OK;
    }
    size = key_size(count);
    e = arena_array(a, count, sizeof *e);
    keys = arena_raw(a, count * size);
    if (!e || !keys)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        for (size_t b = 0; b < size; b++)
            keys[i * size + b] = (uint8_t)(i >> (8 * (size - 1 - b)));
        e[i] = (struct cfx_entry){ bytes_make(keys + i * size, size),
                                   items[i] };
    }
    to = shared(e, count, 0);
    if (to == 0) {
        node(root, e, count, 0);
        return ERR_OK;
    }
    /* One first nibble for all: the root is the only child, with its path. */
    node(root, e, count, to);
    with_path(root, e[0].key, 1, to);
    return ERR_OK;
}

void cfx_state_root(uint8_t out[32], const uint8_t snapshot[32],
                    const uint8_t intermediate[32], const uint8_t delta[32])
{
    struct keccak256 k;

    keccak256_init(&k);
    keccak256_update(&k, bytes_make(snapshot, 32));
    keccak256_update(&k, bytes_make(intermediate, 32));
    keccak256_update(&k, bytes_make(delta, 32));
    keccak256_final(&k, out);
}

void cfx_blame_root(uint8_t out[32], const struct bytes *roots, size_t count)
{
    uint8_t fold[32];

    memcpy(fold, roots[count - 1].data, 32);
    for (size_t i = count - 1; i-- > 0;) {
        struct keccak256 k;

        keccak256_init(&k);
        keccak256_update(&k, roots[i]);
        keccak256_update(&k, BYTES_OF(fold));
        keccak256_final(&k, fold);
    }
    memcpy(out, fold, sizeof fold);
}
