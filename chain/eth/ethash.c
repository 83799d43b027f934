/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/ethash.h"

#include <assert.h>

#include "chain/crypto/keccak.h"

enum {
    ITEM_WORDS = ETHASH_ITEM_SIZE / 4,
    MIX_SIZE = 128,
    MIX_WORDS = MIX_SIZE / 4,
    CACHE_BYTES = 1 << 24,
    CACHE_GROWTH = 1 << 17,
    DATASET_BYTES = 1 << 30,
    DATASET_GROWTH = 1 << 23,
    CACHE_ROUNDS = 3,
    PARENTS = 256,
    ACCESSES = 64,
    /* The cache of the last epoch has 285,081,536 bytes. */
    ARENA_MAX = 320 << 20,
};
static const uint32_t FNV_PRIME = 0x01000193;

static uint32_t fnv(uint32_t a, uint32_t b)
{
    return a * FNV_PRIME ^ b;
}

static uint32_t load32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

static void store32(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> 8 * i);
}

/* Keccak-512 of bytes or of an item, as words. */
static void hash_bytes(struct ethash_item *out, struct bytes in)
{
    uint8_t digest[ETHASH_ITEM_SIZE];

    keccak512(digest, in);
    for (size_t i = 0; i < ITEM_WORDS; i++)
        out->w[i] = load32(digest + 4 * i);
}

static void hash_item(struct ethash_item *item)
{
    uint8_t data[ETHASH_ITEM_SIZE];

    for (size_t i = 0; i < ITEM_WORDS; i++)
        store32(data + 4 * i, item->w[i]);
    hash_bytes(item, BYTES_OF(data));
}

/* --- sizes ---------------------------------------------------------------- */

/* n is odd and below 2^28: trial division ends below 2^14. */
static bool is_prime(uint64_t n)
{
    for (uint64_t d = 3; d * d <= n; d += 2)
        if (n % d == 0)
            return false;
    return n % 2 != 0;
}

/* The largest size below the bound with a prime number of units. */
static uint64_t prime_size(uint64_t bound, uint64_t unit)
{
    uint64_t count = bound / unit - 1;

    while (!is_prime(count))
        count -= 2;
    return count * unit;
}

uint64_t ethash_cache_size(uint64_t epoch)
{
    assert(epoch < ETHASH_EPOCHS);
    return prime_size(CACHE_BYTES + CACHE_GROWTH * epoch, ETHASH_ITEM_SIZE);
}

uint64_t ethash_dataset_size(uint64_t epoch)
{
    assert(epoch < ETHASH_EPOCHS);
    return prime_size(DATASET_BYTES + DATASET_GROWTH * epoch, MIX_SIZE);
}

void ethash_seed(uint8_t out[32], uint64_t epoch)
{
    memset(out, 0, 32);
    for (uint64_t i = 0; i < epoch; i++)
        keccak256(out, bytes_make(out, 32));
}

/* --- cache ---------------------------------------------------------------- */

void ethash_init(struct ethash *e)
{
    *e = (struct ethash){ .cache = NULL };
    arena_init(&e->arena, ARENA_MAX);
}

void ethash_release(struct ethash *e)
{
    arena_release(&e->arena);
    e->cache = NULL;
}

/* Sergio Demian Lerner's RandMemoHash over hashes in a row. */
static void fill_cache(struct ethash_item *cache, uint32_t count,
                       const uint8_t seed[32])
{
    hash_bytes(&cache[0], bytes_make(seed, 32));
    for (uint32_t i = 1; i < count; i++) {
        cache[i] = cache[i - 1];
        hash_item(&cache[i]);
    }
    for (int round = 0; round < CACHE_ROUNDS; round++)
        for (uint32_t i = 0; i < count; i++) {
            const struct ethash_item *before =
                &cache[(i + count - 1) % count];
            const struct ethash_item *other = &cache[cache[i].w[0] % count];
            struct ethash_item sum;

            for (size_t k = 0; k < ITEM_WORDS; k++)
                sum.w[k] = before->w[k] ^ other->w[k];
            hash_item(&sum);
            cache[i] = sum;
        }
}

enum err ethash_load(struct ethash *e, uint64_t epoch)
{
    uint8_t seed[32];

    if (epoch >= ETHASH_EPOCHS)
        return ERR_LIMIT;
    if (e->cache && e->epoch == epoch)
        return ERR_OK;
    ethash_release(e);
    ethash_init(e);
    e->items = (uint32_t)(ethash_cache_size(epoch) / ETHASH_ITEM_SIZE);
    e->cache = arena_array(&e->arena, e->items, sizeof *e->cache);
    if (!e->cache)
        return ERR_MEMORY;
    ethash_seed(seed, epoch);
    fill_cache(e->cache, e->items, seed);
    e->epoch = epoch;
    e->pages = (uint32_t)(ethash_dataset_size(epoch) / MIX_SIZE);
    return ERR_OK;
}

/* --- seals ---------------------------------------------------------------- */

void ethash_dataset_item(const struct ethash *e, struct ethash_item *out,
                         uint32_t index)
{
    struct ethash_item mix = e->cache[index % e->items];

    mix.w[0] ^= index;
    hash_item(&mix);
    for (uint32_t i = 0; i < PARENTS; i++) {
        uint32_t parent = fnv(index ^ i, mix.w[i % ITEM_WORDS]) % e->items;

        for (size_t k = 0; k < ITEM_WORDS; k++)
            mix.w[k] = fnv(mix.w[k], e->cache[parent].w[k]);
    }
    hash_item(&mix);
    *out = mix;
}

/* Keccak-512 of the seal hash and the nonce, least byte first. */
static void start(uint8_t out[ETHASH_ITEM_SIZE], const uint8_t seal_hash[32],
                  const uint8_t nonce[8])
{
    uint8_t data[40];

    memcpy(data, seal_hash, 32);
    for (int i = 0; i < 8; i++)
        data[32 + i] = nonce[7 - i];
    keccak512(out, BYTES_OF(data));
}

/* Keccak-256 of the start and the mix. */
static void finish(uint8_t result[32], const uint8_t seed[ETHASH_ITEM_SIZE],
                   const uint8_t mix[32])
{
    uint8_t data[ETHASH_ITEM_SIZE + 32];

    memcpy(data, seed, ETHASH_ITEM_SIZE);
    memcpy(data + ETHASH_ITEM_SIZE, mix, 32);
    keccak256(result, BYTES_OF(data));
}

void ethash_hash(const struct ethash *e, uint8_t mix[32], uint8_t result[32],
                 const uint8_t seal_hash[32], const uint8_t nonce[8])
{
    uint8_t seed[ETHASH_ITEM_SIZE];
    uint32_t wide[MIX_WORDS], first;

    start(seed, seal_hash, nonce);
    first = load32(seed);
    for (size_t i = 0; i < MIX_WORDS; i++)
        wide[i] = load32(seed + 4 * (i % ITEM_WORDS));
    for (uint32_t i = 0; i < ACCESSES; i++) {
        uint32_t page = fnv(i ^ first, wide[i % MIX_WORDS]) % e->pages;

        for (uint32_t half = 0; half < 2; half++) {
            uint32_t *part = wide + half * ITEM_WORDS;
            struct ethash_item item;

            ethash_dataset_item(e, &item, 2 * page + half);
            for (size_t k = 0; k < ITEM_WORDS; k++)
                part[k] = fnv(part[k], item.w[k]);
        }
    }
    for (size_t i = 0; i < MIX_WORDS; i += 4)
        store32(mix + i, fnv(fnv(fnv(wide[i], wide[i + 1]), wide[i + 2]),
                             wide[i + 3]));
    finish(result, seed, mix);
}

/* result <= floor(2^256 / d), which is floor((2^256 - d) / d) + 1. */
static bool reaches(const uint8_t result[32], struct u256 d)
{
    struct u256 target;

    if (u256_is_zero(d) || u256_eq(d, u256_from(1)))
        return !u256_is_zero(d);
    target = u256_add(u256_div(u256_neg(d), d), u256_from(1));
    return !u256_lt(target, u256_load(result));
}

enum err ethash_verify(struct ethash *e, const struct ethash_seal *s)
{
    uint8_t seed[ETHASH_ITEM_SIZE], mix[32], result[32];
    enum err err;

    if (s->number / ETHASH_EPOCH_BLOCKS >= ETHASH_EPOCHS)
        return ERR_LIMIT;
    start(seed, s->hash, s->nonce);
    finish(result, seed, s->mix);
    if (!reaches(result, s->difficulty))
        return ERR_HDR_SEAL;
    err = ethash_load(e, s->number / ETHASH_EPOCH_BLOCKS);
    if (err)
        return err;
    ethash_hash(e, mix, result, s->hash, s->nonce);
    return memcmp(mix, s->mix, sizeof mix) == 0 ? ERR_OK : ERR_HDR_SEAL;
}

enum err ethash_verify_header(struct ethash *e, struct arena *a,
                              const struct header *h)
{
    struct ethash_seal s = { .difficulty = h->difficulty,
                             .number = h->number };
    enum err err = header_seal_hash(a, s.hash, h);

    if (err)
        return err;
    memcpy(s.nonce, h->nonce, sizeof s.nonce);
    memcpy(s.mix, h->mix_hash, sizeof s.mix);
    return ethash_verify(e, &s);
}
