/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/receipt.h"

#include "chain/crypto/keccak.h"

enum { BLOOM_BITS_SET = 3, BLOOM_BIT_MASK = 2047 };

/* The three bits that an item stands for (Yellow Paper 4.3.1, M3:2048). */
static void bits_of(unsigned bits[BLOOM_BITS_SET], struct bytes item)
{
    uint8_t hash[32];

    keccak256(hash, item);
    for (int i = 0; i < BLOOM_BITS_SET; i++)
        bits[i] = ((unsigned)hash[2 * i] << 8 | hash[2 * i + 1]) &
                  BLOOM_BIT_MASK;
}

void bloom_add(uint8_t bloom[BLOOM_SIZE], struct bytes item)
{
    unsigned bits[BLOOM_BITS_SET];

    bits_of(bits, item);
    for (int i = 0; i < BLOOM_BITS_SET; i++)
        bloom[BLOOM_SIZE - 1 - bits[i] / 8] |= (uint8_t)(1U << bits[i] % 8);
}

bool bloom_may_contain(const uint8_t bloom[BLOOM_SIZE], struct bytes item)
{
    unsigned bits[BLOOM_BITS_SET];

    bits_of(bits, item);
    for (int i = 0; i < BLOOM_BITS_SET; i++)
        if (!(bloom[BLOOM_SIZE - 1 - bits[i] / 8] & 1U << bits[i] % 8))
            return false;
    return true;
}

void bloom_of_logs(uint8_t bloom[BLOOM_SIZE], const struct log_entry *logs,
                   size_t count)
{
    memset(bloom, 0, BLOOM_SIZE);
    for (size_t i = 0; i < count; i++) {
        bloom_add(bloom, BYTES_OF(logs[i].address));
        for (unsigned t = 0; t < logs[i].topic_count; t++)
            bloom_add(bloom, BYTES_OF(logs[i].topics[t]));
    }
}

void bloom_union(uint8_t bloom[BLOOM_SIZE], const uint8_t other[BLOOM_SIZE])
{
    for (int i = 0; i < BLOOM_SIZE; i++)
        bloom[i] |= other[i];
}
