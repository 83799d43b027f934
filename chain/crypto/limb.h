/* limb: sums and differences of 64-bit limbs with a carry, by the processor's
 * own instruction where there is one: compilers do not find it in plain C. */
#ifndef ETALON_CHAIN_CRYPTO_LIMB_H
#define ETALON_CHAIN_CRYPTO_LIMB_H

#include <stdint.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* The carry and the borrow are 0 or 1. */
static inline uint64_t limb_add(uint64_t a, uint64_t b, uint64_t *carry)
{
#ifdef __x86_64__
    unsigned long long sum;

    *carry = _addcarry_u64((unsigned char)*carry, a, b, &sum);
    return sum;
#else
    unsigned __int128 t = (unsigned __int128)a + b + *carry;

    *carry = (uint64_t)(t >> 64);
    return (uint64_t)t;
#endif
}

static inline uint64_t limb_sub(uint64_t a, uint64_t b, uint64_t *borrow)
{
#ifdef __x86_64__
    unsigned long long difference;

    *borrow = _subborrow_u64((unsigned char)*borrow, a, b, &difference);
    return difference;
#else
    unsigned __int128 t = (unsigned __int128)a - b - *borrow;

    *borrow = (uint64_t)(t >> 64) & 1;
    return (uint64_t)t;
#endif
}

#endif
