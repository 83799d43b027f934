/* ethash: the proof of work of Ethereum before Paris, verified without the
 * dataset.
 *
 * Spec: Ethash (ethereum.org, "Ethash", revision 23); Yellow Paper, appendix J;
 * execution-specs ethereum/ethash.py.  Every 30,000 blocks have an epoch with a
 * cache of 16 MiB and more, from which the items of the dataset that a seal
 * names are computed.  One cache is held at a time, and is made anew when
 * another epoch is asked for.  Not safe for use by two threads at a time. */
#ifndef ETALON_CHAIN_ETH_ETHASH_H
#define ETALON_CHAIN_ETH_ETHASH_H

#include "chain/eth/header.h"

enum {
    ETHASH_EPOCH_BLOCKS = 30000,
    ETHASH_EPOCHS = 2048, /* whose sizes the specification lists */
    ETHASH_ITEM_SIZE = 64,
};

/* An item of the cache or of the dataset: little-endian words. */
struct ethash_item {
    uint32_t w[ETHASH_ITEM_SIZE / 4];
};

struct ethash {
    struct arena arena; /* holds the cache */
    struct ethash_item *cache; /* NULL: none was made yet */
    uint64_t epoch;
    uint32_t items;       /* of the cache */
    uint32_t pages;       /* of the dataset, of two items each */
};

void ethash_init(struct ethash *e);
void ethash_release(struct ethash *e);

/* Keccak-256 applied epoch times to 32 zero bytes. */
void ethash_seed(uint8_t out[32], uint64_t epoch);
/* Bytes; epoch is below ETHASH_EPOCHS. */
uint64_t ethash_cache_size(uint64_t epoch);
uint64_t ethash_dataset_size(uint64_t epoch);

/* The cache of the epoch.  ERR_LIMIT: above the listed ones; ERR_MEMORY. */
MUST_CHECK enum err ethash_load(struct ethash *e, uint64_t epoch);
/* One item of the dataset, from the cache that is loaded. */
void ethash_dataset_item(const struct ethash *e, struct ethash_item *out,
                         uint32_t index);
/* Mix and result of a seal, over the cache that is loaded. */
void ethash_hash(const struct ethash *e, uint8_t mix[32], uint8_t result[32],
                 const uint8_t seal_hash[32], const uint8_t nonce[8]);

struct ethash_seal {
    uint8_t hash[32]; /* header_seal_hash */
    uint8_t nonce[8], mix[32];
    struct u256 difficulty;
    uint64_t number;
};

/* ERR_HDR_SEAL when the result is above 2^256 / difficulty or the mix is another
 * one; a result that the named mix cannot give is seen without a cache.
 * Errors: those of ethash_load. */
MUST_CHECK enum err ethash_verify(struct ethash *e,
                                  const struct ethash_seal *s);
/* The same for a header.  Also ERR_MEMORY. */
MUST_CHECK enum err ethash_verify_header(struct ethash *e, struct arena *a,
                                         const struct header *h);

#endif
