/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/blob.h"

#include "chain/crypto/hash.h"

/* Sums and terms of the series: a 256-bit result times a 64-bit denominator,
 * times a 64-bit numerator, and a limb to see an overflow in. */
enum { WIDE_LIMBS = 7, RESULT_LIMBS = 4 };
/* A result within 256 bits needs fewer than 178 * e + 256 terms. */
enum { TERMS_MAX = 4096 };

struct wide {
    uint64_t w[WIDE_LIMBS];
};

static bool wide_is_zero(const struct wide *a)
{
    uint64_t any = 0;

    for (int i = 0; i < WIDE_LIMBS; i++)
        any |= a->w[i];
    return any == 0;
}

/* True when it carried out. */
static bool wide_add(struct wide *sum, const struct wide *b)
{
    unsigned __int128 t = 0;

    for (int i = 0; i < WIDE_LIMBS; i++) {
        t += (unsigned __int128)sum->w[i] + b->w[i];
        sum->w[i] = (uint64_t)t;
        t >>= 64;
    }
    return t != 0;
}

static bool wide_mul(struct wide *a, uint64_t factor)
{
    unsigned __int128 t = 0;

    for (int i = 0; i < WIDE_LIMBS; i++) {
        t += (unsigned __int128)a->w[i] * factor;
        a->w[i] = (uint64_t)t;
        t >>= 64;
    }
    return t != 0;
}

static void wide_div(struct wide *a, uint64_t divisor)
{
    unsigned __int128 rest = 0;

    for (int i = WIDE_LIMBS - 1; i >= 0; i--) {
        rest = rest << 64 | a->w[i];
        a->w[i] = (uint64_t)(rest / divisor);
        rest %= divisor;
    }
}

/* Adds up the terms; false when memory of WIDE_LIMBS does not hold them. */
static bool sum_series(struct wide *sum, struct wide term, uint64_t numerator,
                       uint64_t denominator)
{
    for (uint64_t i = 1; !wide_is_zero(&term); i++) {
        if (i > TERMS_MAX || wide_add(sum, &term) || wide_mul(&term, numerator))
            return false;
        /* floor(floor(x / d) / i) is floor(x / (d * i)). */
        wide_div(&term, denominator);
        wide_div(&term, i);
    }
    return true;
}

enum err blob_fake_exponential(struct u256 *out, struct u256 factor,
                               uint64_t numerator, uint64_t denominator)
{
    struct wide sum = { { 0 } }, term = { { 0 } };

    if (denominator == 0)
        return ERR_VALUE;
    memcpy(term.w, factor.w, sizeof factor.w);
    if (wide_mul(&term, denominator) ||
        !sum_series(&sum, term, numerator, denominator))
        return ERR_TOO_WIDE;
    wide_div(&sum, denominator);
    for (int i = RESULT_LIMBS; i < WIDE_LIMBS; i++)
        if (sum.w[i])
            return ERR_TOO_WIDE;
    memcpy(out->w, sum.w, sizeof out->w);
    return ERR_OK;
}

enum err blob_base_fee(struct u256 *out, const struct blob_schedule *s,
                       uint64_t excess)
{
    if (s->fraction == 0)
        return ERR_TYPE;
    return blob_fake_exponential(out, u256_from(1), excess, s->fraction);
}

/* EIP-7918: execution costs more than the blobs do.  BLOB_BASE_COST is 2^13
 * and a blob 2^17 gas, so the comparison is against 16 blob base fees. */
static bool below_reserve(struct u256 base_fee, uint64_t excess,
                          uint64_t fraction)
{
    struct u256 fee, product;

    if (blob_fake_exponential(&fee, u256_from(1), excess, fraction) ||
        u256_mul_overflow(&product, fee, u256_from(16)))
        return false;
    return u256_lt(product, base_fee);
}

enum err blob_excess_next(uint64_t *out, enum fork fork,
                          const struct blob_schedule *s, uint64_t parent_excess,
                          uint64_t parent_used, struct u256 parent_base_fee)
{
    unsigned __int128 sum = (unsigned __int128)parent_excess + parent_used;

    if (s->fraction == 0)
        return ERR_TYPE;
    if (sum < (unsigned __int128)s->target * BLOB_GAS)
        sum = 0;
    else if (fork >= FORK_OSAKA &&
             below_reserve(parent_base_fee, parent_excess, s->fraction))
        sum = (unsigned __int128)parent_used * (s->max - s->target) / s->max +
              parent_excess;
    else
        sum -= (unsigned __int128)s->target * BLOB_GAS;
    if (sum > UINT64_MAX)
        return ERR_TOO_WIDE;
    *out = (uint64_t)sum;
    return ERR_OK;
}

enum err blob_gas_used(uint64_t *out, enum fork fork,
                       const struct blob_schedule *s, const uint64_t *counts,
                       size_t count)
{
    uint64_t total = 0;

    if (s->fraction == 0)
        return ERR_TYPE;
    for (size_t i = 0; i < count; i++) {
        if (fork >= FORK_OSAKA && counts[i] > BLOB_TX_MAX_OSAKA)
            return ERR_TX_BLOB_COUNT;
        if (counts[i] > s->max - total)
            return ERR_HDR_BLOB_GAS;
        total += counts[i];
    }
    *out = total * BLOB_GAS;
    return ERR_OK;
}

enum err blob_versioned_hash(uint8_t out[32], struct bytes commitment)
{
    if (commitment.len != BLOB_COMMITMENT_SIZE)
        return ERR_LENGTH;
    hash_sha256(out, commitment);
    out[0] = BLOB_VERSION_KZG;
    return ERR_OK;
}
