/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/pool.h"

#include <stdlib.h>

enum { SIZE_MIN = 256, PICK_ROUNDS_MAX = 64, REPLACE_PERCENT = 10 };

void pool_init(struct pool *p)
{
    *p = (struct pool){ .count = 0 };
}

void pool_clear(struct pool *p)
{
    for (size_t i = 0; i < p->size; i++)
        while (p->by_hash[i]) {
            struct pool_tx *t = p->by_hash[i];

            p->by_hash[i] = t->next_hash;
            free(t);
        }
    for (size_t i = 0; i < p->size; i++)
        p->by_nonce[i] = NULL;
    p->count = p->bytes = 0;
}

void pool_release(struct pool *p)
{
    pool_clear(p);
    free(p->by_hash);
    free(p->by_nonce);
    pool_init(p);
}

static size_t hash_place(const struct pool *p, const uint8_t hash[32])
{
    uint64_t h;

    memcpy(&h, hash, sizeof h);
    return (size_t)h & (p->size - 1);
}

static size_t nonce_place(const struct pool *p, const uint8_t sender[20],
                          uint64_t nonce)
{
    uint64_t h;

    memcpy(&h, sender, sizeof h);
    h = (h ^ nonce) * 0x9e3779b97f4a7c15u;
    return (size_t)(h >> 20) & (p->size - 1);
}

static void link_in(struct pool *p, struct pool_tx *t)
{
    size_t h = hash_place(p, t->hash), n = nonce_place(p, t->sender, t->nonce);

    t->next_hash = p->by_hash[h];
    p->by_hash[h] = t;
    t->next_nonce = p->by_nonce[n];
    p->by_nonce[n] = t;
}

static bool grow(struct pool *p)
{
    struct pool old = *p;

    p->size = old.size ? 2 * old.size : SIZE_MIN;
    p->by_hash = calloc(p->size, sizeof(void *));
    p->by_nonce = calloc(p->size, sizeof(void *));
    if (!p->by_hash || !p->by_nonce) {
        free(p->by_hash);
        free(p->by_nonce);
        *p = old;
        return false;
    }
    for (size_t i = 0; i < old.size; i++)
        for (struct pool_tx *t = old.by_hash[i], *next; t; t = next) {
            next = t->next_hash;
            link_in(p, t);
        }
    free(old.by_hash);
    free(old.by_nonce);
    return true;
}

const struct pool_tx *pool_find(const struct pool *p, const uint8_t hash[32])
{
    const struct pool_tx *t = p->size ? p->by_hash[hash_place(p, hash)] : NULL;

    while (t && memcmp(t->hash, hash, 32) != 0)
        t = t->next_hash;
    return t;
}

const struct pool_tx *pool_at(const struct pool *p, const uint8_t sender[20],
                              uint64_t nonce)
{
    const struct pool_tx *t =
        p->size ? p->by_nonce[nonce_place(p, sender, nonce)] : NULL;

    while (t && (t->nonce != nonce || memcmp(t->sender, sender, 20) != 0))
        t = t->next_nonce;
    return t;
}

bool pool_remove(struct pool *p, const uint8_t hash[32])
{
    struct pool_tx **at, *t;

    if (!pool_find(p, hash))
        return false;
    for (at = &p->by_hash[hash_place(p, hash)];
         memcmp((*at)->hash, hash, 32) != 0; at = &(*at)->next_hash)
        ;
    t = *at;
    *at = t->next_hash;
    for (at = &p->by_nonce[nonce_place(p, t->sender, t->nonce)]; *at != t;
         at = &(*at)->next_nonce)
        ;
    *at = t->next_nonce;
    p->count--;
    p->bytes -= sizeof *t + t->len;
    free(t);
    return true;
}

/* Does next pay a tenth more than old? */
static bool outbids(struct u256 next, struct u256 old)
{
    struct u256 least = u256_add(
        old, u256_div(u256_mul(old, u256_from(REPLACE_PERCENT)),
                      u256_from(100)));

    return u256_lt(old, next) && !u256_lt(next, least);
}

enum err pool_add(struct pool *p, const struct tx *tx,
                  const uint8_t sender[20], struct bytes raw)
{
    const struct pool_tx *same = pool_at(p, sender, tx->nonce);
    struct pool_tx *t;

    if (pool_find(p, tx->hash))
        return ERR_DUPLICATE;
    if (same && (!outbids(tx->max_fee, same->max_fee) ||
                 !outbids(tx->max_priority, same->max_priority)))
        return ERR_TX_MAX_FEE;
    if (raw.len > POOL_TX_BYTES_MAX || p->count >= POOL_MAX ||
        p->bytes + raw.len > POOL_BYTES_MAX)
        return ERR_LIMIT;
    if (p->count >= p->size && !grow(p))
        return ERR_MEMORY;
    t = malloc(sizeof *t + raw.len);
    if (!t)
        return ERR_MEMORY;
    if (same)
        pool_remove(p, same->hash);
    *t = (struct pool_tx){
        .nonce = tx->nonce, .gas = tx->gas, .order = p->arrivals++,
        .max_fee = tx->max_fee, .max_priority = tx->max_priority,
        .max_blob_fee = tx->max_blob_fee, .blobs = tx->blob_count,
        .len = raw.len,
    };
    memcpy(t->hash, tx->hash, 32);
    memcpy(t->sender, sender, 20);
    memcpy(t->raw, raw.data, raw.len);
    link_in(p, t);
    p->count++;
    p->bytes += sizeof *t + t->len;
    return ERR_OK;
}

uint64_t pool_nonce(const struct pool *p, const uint8_t sender[20],
                    uint64_t nonce)
{
    while (pool_at(p, sender, nonce))
        nonce++;
    return nonce;
}

static int by_sender(const void *left, const void *right)
{
    const struct pool_tx *a = *(const struct pool_tx *const *)left;
    const struct pool_tx *b = *(const struct pool_tx *const *)right;
    int order = memcmp(a->sender, b->sender, 20);

    return order ? order : (a->nonce > b->nonce) - (a->nonce < b->nonce);
}

enum err pool_list(const struct pool *p, struct arena *a,
                   const struct pool_tx ***out, size_t *count)
{
    const struct pool_tx **list = arena_array(a, p->count, sizeof *list);
    size_t n = 0;

    if (!list)
        return ERR_MEMORY;
    for (size_t i = 0; i < p->size; i++)
        for (const struct pool_tx *t = p->by_hash[i]; t; t = t->next_hash)
            list[n++] = t;
    if (n)
        qsort(list, n, sizeof *list, by_sender);
    *out = list;
    *count = n;
    return ERR_OK;
}

void pool_prune(struct pool *p, const struct state *s)
{
    for (size_t i = 0; i < p->size; i++)
        for (struct pool_tx *t = p->by_hash[i], *next; t; t = next) {
            const struct state_account *a = state_find(s, t->sender);

            next = t->next_hash;
            if (a && t->nonce < a->nonce)
                pool_remove(p, t->hash);
        }
}

/* --- choosing --- */

struct pick {
    const struct pool_tx *tx;
    struct u256 tip;
    bool taken;
};

static int by_tip(const void *left, const void *right)
{
    const struct pick *a = left, *b = right;
    int order = u256_cmp(b->tip, a->tip);

    return order ? order
                 : (a->tx->order > b->tx->order) - (a->tx->order < b->tx->order);
}

static size_t gather(const struct pool *p, struct pick *picks,
                     struct u256 base_fee)
{
    size_t n = 0;

    for (size_t i = 0; i < p->size; i++)
        for (const struct pool_tx *t = p->by_hash[i]; t; t = t->next_hash) {
            struct u256 tip;

            if (u256_sub_borrow(&tip, t->max_fee, base_fee))
                continue;
            if (u256_lt(t->max_priority, tip))
                tip = t->max_priority;
            picks[n++] = (struct pick){ .tx = t, .tip = tip };
        }
    if (n)
        qsort(picks, n, sizeof *picks, by_tip);
    return n;
}

/* The nonce each sender is at, as the choice goes on: a table by sender. */
struct turn {
    const uint8_t *sender;
    uint64_t nonce;
};

static struct turn *turn_of(struct turn *turns, size_t size,
                            const struct state *s, const uint8_t *sender)
{
    uint64_t h;
    size_t at;

    memcpy(&h, sender, sizeof h);
    at = (size_t)(h * 0x9e3779b97f4a7c15u >> 20) & (size - 1);
    while (turns[at].sender && memcmp(turns[at].sender, sender, 20) != 0)
        at = (at + 1) & (size - 1);
    if (!turns[at].sender) {
        const struct state_account *a = state_find(s, sender);

        turns[at] = (struct turn){ sender, a ? a->nonce : 0 };
    }
    return &turns[at];
}

enum err pool_pick(const struct pool *p, struct arena *a,
                   const struct state *s, const struct header *h,
                   struct bytes **out, size_t *count)
{
    struct pick *picks = arena_array(a, p->count, sizeof *picks);
    struct bytes *txs = arena_array(a, p->count, sizeof *txs);
    size_t size = SIZE_MIN, n, taken = 0;
    uint64_t left = h->gas_limit;
    struct turn *turns;
    bool progress = true;

    while (size < 2 * p->count)
        size *= 2;
    turns = arena_array(a, size, sizeof *turns);
    if (!picks || !txs || !turns)
        return ERR_MEMORY;
    n = gather(p, picks, h->base_fee);
    for (int round = 0; progress && round < PICK_ROUNDS_MAX; round++) {
        progress = false;
        for (size_t i = 0; i < n; i++) {
            const struct pool_tx *t = picks[i].tx;
            struct turn *turn;

            if (picks[i].taken || t->gas > left)
                continue;
            turn = turn_of(turns, size, s, t->sender);
            if (turn->nonce != t->nonce)
                continue;
            picks[i].taken = progress = true;
            turn->nonce++;
            left -= t->gas;
            txs[taken++] = bytes_make(t->raw, t->len);
        }
    }
    *out = txs;
    *count = taken;
    return ERR_OK;
}
