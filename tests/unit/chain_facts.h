/* chain_facts: published blocks that several tests lean on.
 *
 * The first two headers of Ethereum's mainnet as every block explorer and node
 * shows them; their hashes are facts of their own, so a slip in a field cannot
 * hide. */
#ifndef ETALON_TESTS_UNIT_CHAIN_FACTS_H
#define ETALON_TESTS_UNIT_CHAIN_FACTS_H

#include "chain/crypto/keccak.h"
#include "chain/eth/header.h"
#include "tests/testkit.h"

#define GENESIS_HASH \
    "d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3"
#define BLOCK_1_HASH \
    "88e96d4537bea4d9c05d12549907b32561d3bf31f45aae734cdc119f13406cb6"
#define ZERO_20 "0000000000000000000000000000000000000000"

static inline void put(uint8_t *out, const char *digits)
{
    if (hex_read(out, digits, strlen(digits)))
        exit(99);
}

static inline void genesis_header(struct arena *a, struct header *h)
{
    *h = (struct header){ .fields = HEADER_FIELDS_FRONTIER,
                          .difficulty = u256_from(17179869184),
                          .gas_limit = 5000 };
    memcpy(h->ommers_hash, EMPTY_OMMERS_HASH, 32);
    memcpy(h->transactions_root, EMPTY_TRIE_ROOT, 32);
    memcpy(h->receipts_root, EMPTY_TRIE_ROOT, 32);
    put(h->state_root, "d7f8974fb5ac78d9ac099b9ad5018bed"
                       "c2ce0a72dad1827a1709da30580f0544");
    put(h->nonce, "0000000000000042");
    h->extra = unhex(a, "11bbe8db4e347b4e8c937c1c8370e4b5"
                        "ed33adb3db69cbdb7a38e1e50b1b82fa");
}

static inline void block_1_header(struct arena *a, struct header *h)
{
    genesis_header(a, h);
    put(h->parent_hash, GENESIS_HASH);
    put(h->coinbase, "05a56e2d52c817161883f50c441c3228cfe54d9f");
    put(h->state_root, "d67e4d450343046425ae4271474353857"
                       "ab860dbc0a1dde64b41b5cd3a532bf3");
    put(h->mix_hash, "969b900de27b6ac6a67742365dd65f55"
                     "a0526c41fd18e1b16f1a1215c2e66f59");
    put(h->nonce, "539bd4979fef1ec4");
    h->difficulty = u256_from(17171480576);
    h->number = 1;
    h->timestamp = 1438269988;
    h->extra = unhex(a, "476574682f76312e302e302f6c696e75782f676f312e342e32");
}

#endif
