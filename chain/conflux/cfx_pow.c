/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_pow.h"

#include "chain/crypto/keccak.h"

void cfx_pow_hash(uint8_t out[32], const uint8_t problem[32],
                  struct u256 nonce)
{
    uint8_t seed[64], y[32];

    memcpy(seed, problem, 32);
    u256_to_be(y, nonce);
    for (int i = 0; i < 32; i++)
        seed[32 + i] = y[31 - i];
    keccak256(y, BYTES_OF(seed));
    for (int i = 0; i < 32; i++)
        y[i] ^= problem[i];
    keccak256(out, BYTES_OF(y));
}

/* The upper half of the nonce, its highest bit cleared, is where the allowed
 * range of hashes begins. */
static struct u256 distance(const uint8_t hash[32], struct u256 nonce)
{
    struct u256 lower = { { 0, 0, nonce.w[2], nonce.w[3] & INT64_MAX } };

    return u256_sub(u256_load(hash), lower);
}

/* floor(2^256 / d), 2^256 - 1 for d of 1; d is not 0. */
static struct u256 inverse(struct u256 d)
{
    if (u256_eq(d, u256_from(1)))
        return u256_not(u256_from(0));
    return u256_add(u256_div(u256_neg(d), d), u256_from(1));
}

struct u256 cfx_pow_quality(const uint8_t hash[32], struct u256 nonce)
{
    struct u256 above = u256_add(distance(hash, nonce), u256_from(1));

    return u256_is_zero(above) ? u256_from(1) : inverse(above);
}

enum err cfx_pow_check(const uint8_t hash[32], struct u256 nonce,
                       struct u256 difficulty)
{
    if (u256_is_zero(difficulty))
        return ERR_HDR_DIFFICULTY;
    if (u256_eq(difficulty, u256_from(1)) ||
        u256_lt(distance(hash, nonce), inverse(difficulty)))
        return ERR_OK;
    return ERR_HDR_DIFFICULTY;
}
