/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/ens_normalize.h"

#include <stdlib.h>

#include "chain/asset/ens_tables.h"

/* Unicode 3.12: Hangul syllables by arithmetic. */
enum {
    S_BASE = 0xac00,
    L_BASE = 0x1100,
    V_BASE = 0x1161,
    T_BASE = 0x11a7,
    L_COUNT = 19,
    V_COUNT = 21,
    T_COUNT = 28,
    N_COUNT = V_COUNT * T_COUNT,
    S_COUNT = L_COUNT * N_COUNT,
};

enum err code_points_put(struct arena *a, struct code_points *list, uint32_t c)
{
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 32;
        uint32_t *data = arena_array(a, room, sizeof *data);

        if (!data)
            return ERR_MEMORY;
        if (list->count)
            memcpy(data, list->data, list->count * sizeof *data);
        list->data = data;
        list->room = room;
    }
    list->data[list->count++] = c;
    return ERR_OK;
}

static int by_rank_code(const void *key, const void *row)
{
    uint32_t a = *(const uint32_t *)key;
    uint32_t b = ((const struct ens_rank *)row)->code_point;

    return (a > b) - (a < b);
}

/* The combining class as a rank; 0 for starters. */
static uint32_t rank_of(uint32_t c)
{
    const struct ens_rank *row;

    if (c < 0x300)
        return 0;
    row = bsearch(&c, ENS_RANKS, ENS_RANK_COUNT, sizeof *row, by_rank_code);
    return row ? row->rank : 0;
}

static int by_mapping_code(const void *key, const void *row)
{
    uint32_t a = *(const uint32_t *)key;
    uint32_t b = ((const struct ens_mapping *)row)->code_point;

    return (a > b) - (a < b);
}

static enum err put_decomposed(struct arena *a, struct code_points *out,
                               uint32_t c)
{
    const struct ens_mapping *row;
    enum err err = ERR_OK;

    if (c < 0xc0)
        return code_points_put(a, out, c);
    if (c >= S_BASE && c < S_BASE + S_COUNT) {
        uint32_t s = c - S_BASE;

        err = code_points_put(a, out, L_BASE + s / N_COUNT);
        if (!err)
            err = code_points_put(a, out, V_BASE + s % N_COUNT / T_COUNT);
        if (!err && s % T_COUNT)
            err = code_points_put(a, out, T_BASE + s % T_COUNT);
        return err;
    }
    row = bsearch(&c, ENS_DECOMPOSED, ENS_DECOMPOSED_COUNT, sizeof *row,
                  by_mapping_code);
    if (!row)
        return code_points_put(a, out, c);
    for (unsigned i = 0; !err && i < row->length; i++)
        err = code_points_put(a, out, ENS_DECOMPOSED_POOL[row->offset + i]);
    return err;
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

/* Marks between starters go in the order of their classes, stably: class,
 * place and code point make one number each. */
static enum err reorder(struct arena *a, uint32_t *data, size_t count)
{
    uint64_t *keys = arena_array(a, count + 1, sizeof *keys);

    if (!keys)
        return ERR_MEMORY;
    for (size_t i = 0; i < count;) {
        size_t n = 0;

        while (i + n < count && rank_of(data[i + n])) {
            keys[n] = (uint64_t)rank_of(data[i + n]) << 56 |
                      (uint64_t)n << 21 | data[i + n];
            n++;
        }
        if (n > 1)
            qsort(keys, n, sizeof *keys, by_value);
        for (size_t k = 0; k < n; k++)
            data[i + k] = keys[k] & 0x1fffff;
        i += n + 1;
    }
    return ERR_OK;
}

enum err unicode_nfd(struct arena *a, struct code_points *out,
                     const uint32_t *in, size_t count)
{
    size_t start = out->count;
    enum err err = ERR_OK;

    for (size_t i = 0; !err && i < count; i++)
        err = put_decomposed(a, out, in[i]);
    if (err || out->count == start)
        return err;
    return reorder(a, out->data + start, out->count - start);
}

static int by_pair(const void *key, const void *row)
{
    const struct ens_pair *a = key, *b = row;

    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->second > b->second) - (a->second < b->second);
}

/* The one character that first and second make, or 0. */
static uint32_t compose(uint32_t first, uint32_t second)
{
    struct ens_pair key = { first, second, 0 };
    const struct ens_pair *row;

    if (first >= L_BASE && first < L_BASE + L_COUNT && second >= V_BASE &&
        second < V_BASE + V_COUNT)
        return S_BASE +
               ((first - L_BASE) * V_COUNT + second - V_BASE) * T_COUNT;
    if (first >= S_BASE && first < S_BASE + S_COUNT &&
        (first - S_BASE) % T_COUNT == 0 && second > T_BASE &&
        second < T_BASE + T_COUNT)
        return first + second - T_BASE;
    row = bsearch(&key, ENS_PAIRS, ENS_PAIR_COUNT, sizeof *row, by_pair);
    return row ? row->whole : 0;
}

/* Unicode 3.11, D117: a mark joins the last starter unless one of the same or
 * a higher class, or another starter, stands between them. */
enum err unicode_nfc(struct arena *a, struct code_points *out,
                     const uint32_t *in, size_t count)
{
    struct code_points all = { 0 };
    size_t starter = SIZE_MAX;
    uint32_t last_rank = 0;
    enum err err = unicode_nfd(a, &all, in, count);

    for (size_t i = 0; !err && i < all.count; i++) {
        uint32_t c = all.data[i], rank = rank_of(c), whole = 0;
        bool adjacent = starter != SIZE_MAX && starter + 1 == out->count;

        if (starter != SIZE_MAX && (adjacent || (rank && last_rank < rank)))
            whole = compose(out->data[starter], c);
        if (whole) {
            out->data[starter] = whole;
            continue;
        }
        err = code_points_put(a, out, c);
        if (rank == 0)
            starter = out->count - 1;
        last_rank = rank;
    }
    return err;
}
