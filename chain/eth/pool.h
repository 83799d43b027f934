/* pool: transactions that wait for a block.
 *
 * An entry is found by its hash and by sender and nonce; a second one with the
 * same sender and nonce replaces the first when it pays a tenth more.  Bounded
 * by POOL_MAX entries and POOL_BYTES_MAX. */
#ifndef ETALON_CHAIN_ETH_POOL_H
#define ETALON_CHAIN_ETH_POOL_H

#include "chain/eth/chain.h"

enum {
    POOL_MAX = 200000,
    POOL_TX_BYTES_MAX = 128 * 1024,
    POOL_BYTES_MAX = 512 * 1024 * 1024,
};

struct pool_tx {
    uint8_t hash[32], sender[20];
    uint64_t nonce, gas, order; /* order of arrival */
    struct u256 max_fee, max_priority, max_blob_fee;
    size_t blobs;
    struct pool_tx *next_hash, *next_nonce;
    size_t len;
    uint8_t raw[]; /* canonical bytes */
};

struct pool {
    struct pool_tx **by_hash, **by_nonce;
    size_t size, count, bytes;
    uint64_t arrivals;
};

void pool_init(struct pool *p);
void pool_release(struct pool *p);
void pool_clear(struct pool *p);

/* Copies.  Errors: ERR_DUPLICATE (known), ERR_TX_MAX_FEE (does not pay enough
 * to replace), ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err pool_add(struct pool *p, const struct tx *tx,
                             const uint8_t sender[20], struct bytes raw);
/* NULL when there is none. */
const struct pool_tx *pool_find(const struct pool *p, const uint8_t hash[32]);
const struct pool_tx *pool_at(const struct pool *p, const uint8_t sender[20],
                              uint64_t nonce);
bool pool_remove(struct pool *p, const uint8_t hash[32]);
/* The sender's nonce after what waits without a gap from `nonce` on. */
uint64_t pool_nonce(const struct pool *p, const uint8_t sender[20],
                    uint64_t nonce);
/* All entries, by sender and nonce; *count of them, from a. */
MUST_CHECK enum err pool_list(const struct pool *p, struct arena *a,
                              const struct pool_tx ***out, size_t *count);
/* Drops what the head's state has made stale. */
void pool_prune(struct pool *p, const struct state *s);
/* What a block with this base fee and gas limit would take, best payers first
 * and each sender's nonces in order; *count, from a. */
MUST_CHECK enum err pool_pick(const struct pool *p, struct arena *a,
                              const struct state *s, const struct header *h,
                              struct bytes **out, size_t *count);

#endif
