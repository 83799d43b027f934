/* u256: unsigned 256-bit words, four 64-bit limbs, least significant first.
 *
 * Arithmetic is modulo 2^256 as in the EVM unless a function says otherwise.
 * Bytes are always big-endian. */
#ifndef ETALON_BASE_U256_H
#define ETALON_BASE_U256_H

#include "base/bytes.h"

struct u256 {
    uint64_t w[4];
};

static inline struct u256 u256_from(uint64_t v)
{
    return (struct u256){ { v, 0, 0, 0 } };
}

static inline bool u256_is_zero(struct u256 a)
{
    return (a.w[0] | a.w[1] | a.w[2] | a.w[3]) == 0;
}

static inline bool u256_eq(struct u256 a, struct u256 b)
{
    return ((a.w[0] ^ b.w[0]) | (a.w[1] ^ b.w[1]) | (a.w[2] ^ b.w[2]) |
            (a.w[3] ^ b.w[3])) == 0;
}

/* Fits 64 bits; the value then is a.w[0]. */
static inline bool u256_is_u64(struct u256 a)
{
    return (a.w[1] | a.w[2] | a.w[3]) == 0;
}

static inline int u256_cmp(struct u256 a, struct u256 b)
{
    for (int i = 3; i >= 0; i--)
        if (a.w[i] != b.w[i])
            return a.w[i] < b.w[i] ? -1 : 1;
    return 0;
}

static inline bool u256_lt(struct u256 a, struct u256 b)
{
    return u256_cmp(a, b) < 0;
}

/* sum of a and b; returns the carry. */
static inline bool u256_add_carry(struct u256 *sum, struct u256 a, struct u256 b)
{
    unsigned __int128 t = 0;

    for (int i = 0; i < 4; i++) {
        t += (unsigned __int128)a.w[i] + b.w[i];
        sum->w[i] = (uint64_t)t;
        t >>= 64;
    }
    return t != 0;
}

static inline struct u256 u256_add(struct u256 a, struct u256 b)
{
    struct u256 sum;

    (void)u256_add_carry(&sum, a, b);
    return sum;
}

/* difference; returns the borrow (a < b). */
static inline bool u256_sub_borrow(struct u256 *diff, struct u256 a,
                                   struct u256 b)
{
    uint64_t borrow = 0;

    for (int i = 0; i < 4; i++) {
        unsigned __int128 t = (unsigned __int128)a.w[i] - b.w[i] - borrow;

        diff->w[i] = (uint64_t)t;
        borrow = (uint64_t)(t >> 64) & 1;
    }
    return borrow != 0;
}

static inline struct u256 u256_sub(struct u256 a, struct u256 b)
{
    struct u256 diff;

    (void)u256_sub_borrow(&diff, a, b);
    return diff;
}

/* Product modulo 2^256. */
struct u256 u256_mul(struct u256 a, struct u256 b);
/* Full product; returns true when it does not fit 256 bits (*out then holds
 * the low half). */
bool u256_mul_overflow(struct u256 *out, struct u256 a, struct u256 b);
/* Quotient and remainder; divisor zero gives zero for both (EVM DIV, MOD). */
void u256_divmod(struct u256 *quotient, struct u256 *remainder, struct u256 a,
                 struct u256 b);
static inline struct u256 u256_div(struct u256 a, struct u256 b)
{
    struct u256 q, r;

    u256_divmod(&q, &r, a, b);
    return q;
}
static inline struct u256 u256_mod(struct u256 a, struct u256 b)
{
    struct u256 q, r;

    u256_divmod(&q, &r, a, b);
    return r;
}
/* Shifts; a shift of 256 or more gives zero. */
struct u256 u256_shl(struct u256 a, unsigned bits);
struct u256 u256_shr(struct u256 a, unsigned bits);
/* Number of significant bits, 0 for zero. */
unsigned u256_bits(struct u256 a);

/* Big-endian bytes; len at most 32, shorter input is taken as the low end. */
struct u256 u256_from_be(const uint8_t *data, size_t len);
void u256_to_be(uint8_t out[32], struct u256 a);
/* Writes the minimal big-endian spelling (nothing for zero); returns its
 * length, 0 to 32. */
size_t u256_to_min(uint8_t out[32], struct u256 a);

#endif
