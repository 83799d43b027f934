/* SPDX-License-Identifier: Apache-2.0 */
/* The form of an LMDB 0.9 file (data version 1), page by page: LMDB trusts what
 * it finds there, also when it writes. */
#include "chain/store/db_internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    VERSION = 1,
    PAGE_HEAD = 16, NODE_HEAD = 8,
    PAGE_MIN = 512, PAGE_MAX = 32768,
    PAGE_BRANCH = 1, PAGE_LEAF = 2, PAGE_OVERFLOW = 4, PAGE_META = 8,
    PAGE_KINDS = 0x2f,
    NODE_BIG = 1, NODE_TREE = 2,
    DEPTH_MAX = 32,
};

struct tree {
    uint32_t pad;
    uint16_t flags, depth;
    uint64_t branches, leaves, overflows, entries, root;
};

struct meta {
    uint32_t magic, version;
    uint64_t address, mapsize;
    struct tree free, main;
    uint64_t last_page, transaction;
};

struct page_head {
    uint64_t number;
    uint16_t pad, flags, lower, upper; /* lower, upper: count of overflow */
};

struct node_head {
    uint16_t low, high, flags, key_len;
};

struct walk {
    const uint8_t *file;
    size_t page_size;
    uint64_t pages;      /* in the file */
    uint64_t last_page;  /* that LMDB counts */
    uint8_t *used;       /* a byte per page */
    bool is_free_tree;
    uint64_t entries;
    unsigned trees;      /* how deep in trees of trees */
};

static const uint64_t NO_PAGE = UINT64_MAX;
static const uint32_t MAGIC = 0xBEEFC0DE;

/* The page with this number, of this kind, met for the first time. */
static const uint8_t *page_at(struct walk *w, uint64_t number, unsigned kind,
                              struct page_head *head)
{
    const uint8_t *page;

    if (number < 2 || number >= w->pages || number > w->last_page ||
        w->used[number])
        return NULL;
    page = w->file + number * w->page_size;
    memcpy(head, page, sizeof *head);
    if (head->number != number || (head->flags & PAGE_KINDS) != kind)
        return NULL;
    w->used[number] = 1;
    return page;
}

static bool walk_tree(struct walk *w, const struct tree *t);
static bool walk_page(struct walk *w, uint64_t number, unsigned depth);

/* A value on pages of its own. */
static bool walk_big(struct walk *w, const uint8_t *data, uint32_t len,
                     struct bytes *value)
{
    struct page_head head;
    const uint8_t *page;
    uint64_t number;
    uint32_t count;

    memcpy(&number, data, sizeof number);
    page = page_at(w, number, PAGE_OVERFLOW, &head);
    if (!page)
        return false;
    count = head.lower | (uint32_t)head.upper << 16;
    if (count != (PAGE_HEAD + (uint64_t)len - 1) / w->page_size + 1 ||
        number + count > w->pages || number + count - 1 > w->last_page)
        return false;
    for (uint32_t i = 1; i < count; i++) {
        if (w->used[number + i])
            return false;
        w->used[number + i] = 1;
    }
    *value = bytes_make(page + PAGE_HEAD, len);
    return true;
}

/* An entry of the free list: a count, then numbers of pages.  Marked 2: both
 * used and free is found out in any order. */
static bool walk_free(struct walk *w, struct bytes value)
{
    uint64_t count, number;

    if (value.len < sizeof count)
        return false;
    memcpy(&count, value.data, sizeof count);
    if (count > value.len / sizeof number - 1)
        return false;
    for (size_t i = 1; i <= count; i++) {
        memcpy(&number, value.data + i * sizeof number, sizeof number);
        if (number < 2 || number > w->last_page)
            return false;
        if (number >= w->pages)
            continue;
        if (w->used[number])
            return false;
        w->used[number] = 2;
    }
    return true;
}

/* One node of a leaf; *size is what it takes of the page. */
static bool walk_leaf_node(struct walk *w, const uint8_t *node, size_t room,
                           size_t *size)
{
    struct node_head head;
    struct bytes value;
    struct tree tree;
    uint32_t len;
    size_t stored;

    memcpy(&head, node, sizeof head);
    len = head.low | (uint32_t)head.high << 16;
    stored = head.flags & NODE_BIG ? sizeof(uint64_t) : len;
    if (head.flags & ~(NODE_BIG | NODE_TREE) || !head.key_len ||
        stored > room || NODE_HEAD + head.key_len + stored > room)
        return false;
    *size = NODE_HEAD + head.key_len + stored;
    value = bytes_make(node + NODE_HEAD + head.key_len, stored);
    if (head.flags & NODE_BIG && !walk_big(w, value.data, len, &value))
        return false;
    w->entries++;
    if (w->is_free_tree)
        return walk_free(w, value);
    if (!(head.flags & NODE_TREE))
        return true;
    if (value.len != sizeof tree || w->trees > 1)
        return false;
    memcpy(&tree, value.data, sizeof tree);
    return walk_tree(w, &tree);
}

static bool walk_branch_node(struct walk *w, const uint8_t *node, size_t room,
                             unsigned depth, size_t *size)
{
    struct node_head head;

    memcpy(&head, node, sizeof head);
    *size = NODE_HEAD + head.key_len;
    return *size <= room &&
           walk_page(w, head.low | (uint64_t)head.high << 16 |
                            (uint64_t)head.flags << 32, depth - 1);
}

/* depth 1: a leaf.  The nodes fill the page from `upper` to its end. */
static bool walk_page(struct walk *w, uint64_t number, unsigned depth)
{
    struct page_head head;
    const uint8_t *page =
        page_at(w, number, depth == 1 ? PAGE_LEAF : PAGE_BRANCH, &head);
    size_t filled = 0, size;

    if (!page || head.lower <= PAGE_HEAD || head.lower % 2 ||
        head.lower > head.upper || head.upper > w->page_size)
        return false;
    for (size_t i = PAGE_HEAD; i < head.lower; i += 2) {
        uint16_t at;

        memcpy(&at, page + i, sizeof at);
        if (at < head.upper || at % 2 || (size_t)at + NODE_HEAD > w->page_size)
            return false;
        if (depth == 1 ? !walk_leaf_node(w, page + at, w->page_size - at, &size)
                       : !walk_branch_node(w, page + at, w->page_size - at,
                                           depth, &size))
            return false;
        filled += size + size % 2;
    }
    return filled == w->page_size - head.upper;
}

static bool walk_tree(struct walk *w, const struct tree *t)
{
    uint64_t entries = w->entries;
    bool whole;

    if (t->root == NO_PAGE)
        return t->depth == 0 && t->entries == 0;
    if (t->depth < 1 || t->depth > DEPTH_MAX)
        return false;
    w->trees++;
    w->entries = 0;
    whole = walk_page(w, t->root, t->depth) && w->entries == t->entries;
    w->entries = entries;
    w->trees--;
    return whole;
}

/* --- the file --- */

static bool read_meta(struct meta *out, const uint8_t *page, size_t number)
{
    struct page_head head;

    memcpy(&head, page, sizeof head);
    memcpy(out, page + PAGE_HEAD, sizeof *out);
    return head.number == number && (head.flags & PAGE_KINDS) == PAGE_META &&
           out->magic == MAGIC && out->version == VERSION;
}

/* Both heads must be good: LMDB writes over the older one, and takes the page
 * size from the first. */
static bool newest_meta(struct meta *out, const uint8_t *file, size_t len)
{
    struct meta second;
    size_t page_size;

    if (len < PAGE_HEAD + sizeof *out || !read_meta(out, file, 0))
        return false;
    page_size = out->free.pad;
    if (page_size < PAGE_MIN || page_size > PAGE_MAX ||
        (page_size & (page_size - 1)) || len < 2 * page_size ||
        !read_meta(&second, file + page_size, 1) ||
        second.free.pad != page_size)
        return false;
    if (second.transaction > out->transaction)
        *out = second;
    return true;
}

static bool walk_file(const uint8_t *file, size_t len)
{
    struct meta m;
    struct walk w = { .file = file };
    bool whole;

    if (!newest_meta(&m, file, len))
        return false;
    w.page_size = m.free.pad;
    w.pages = len / w.page_size;
    w.last_page = m.last_page;
    w.used = calloc(w.pages, 1);
    if (!w.used)
        return false;
    whole = walk_tree(&w, &m.main);
    w.is_free_tree = true;
    whole = whole && walk_tree(&w, &m.free);
    free(w.used);
    return whole;
}

bool db_pages_are_whole(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat s;
    bool whole = false;
    void *file;

    if (fd < 0)
        return false;
    if (fstat(fd, &s) == 0 && s.st_size > 0) {
        file = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (file != MAP_FAILED) {
            whole = walk_file(file, (size_t)s.st_size);
            munmap(file, (size_t)s.st_size);
        }
    }
    close(fd);
    return whole;
}
