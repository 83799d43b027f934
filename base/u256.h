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

/* -1, 0 or 1. */
static inline int u256_cmp(struct u256 a, struct u256 b)
{
    for (int i = 3; i >= 0; i--)
        if (a.w[i] != b.w[i])
            return a.w[i] < b.w[i] ? -1 : 1;
    return 0;
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

static inline bool u256_lt(struct u256 a, struct u256 b)
{
    struct u256 diff;

    return u256_sub_borrow(&diff, a, b);
}

static inline struct u256 u256_sub(struct u256 a, struct u256 b)
{
    struct u256 diff;

    (void)u256_sub_borrow(&diff, a, b);
    return diff;
}

/* Product modulo 2^256: columns above the fourth limb are never formed. */
static inline struct u256 u256_mul(struct u256 a, struct u256 b)
{
    typedef unsigned __int128 wide;
    struct u256 r;
    wide t = (wide)a.w[0] * b.w[0], u;
    uint64_t top;

    r.w[0] = (uint64_t)t;
    t = (wide)a.w[1] * b.w[0] + (uint64_t)(t >> 64);
    u = (wide)a.w[0] * b.w[1] + (uint64_t)t;
    r.w[1] = (uint64_t)u;
    t = (wide)a.w[2] * b.w[0] + (uint64_t)(t >> 64);
    u = (wide)a.w[1] * b.w[1] + (uint64_t)t + (uint64_t)(u >> 64);
    top = a.w[3] * b.w[0] + (uint64_t)(t >> 64) + (uint64_t)(u >> 64);
    t = (wide)a.w[0] * b.w[2] + (uint64_t)u;
    r.w[2] = (uint64_t)t;
    r.w[3] = top + a.w[2] * b.w[1] + a.w[1] * b.w[2] + a.w[0] * b.w[3] +
             (uint64_t)(t >> 64);
    return r;
}
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
static inline struct u256 u256_shl(struct u256 a, unsigned bits)
{
    unsigned limbs = bits / 64, rest = bits % 64;
    uint64_t padded[8] = { 0, 0, 0, 0, a.w[0], a.w[1], a.w[2], a.w[3] };
    struct u256 r = { { 0 } };

    if (limbs > 3)
        return r;
    for (unsigned i = 0; i < 4; i++)
        r.w[i] = padded[4 + i - limbs] << rest |
                 (padded[3 + i - limbs] >> 1) >> (63 - rest);
    return r;
}

static inline struct u256 u256_shr(struct u256 a, unsigned bits)
{
    unsigned limbs = bits / 64, rest = bits % 64;
    uint64_t padded[8] = { a.w[0], a.w[1], a.w[2], a.w[3], 0, 0, 0, 0 };
    struct u256 r = { { 0 } };

    if (limbs > 3)
        return r;
    for (unsigned i = 0; i < 4; i++)
        r.w[i] = padded[i + limbs] >> rest |
                 (padded[i + limbs + 1] << 1) << (63 - rest);
    return r;
}

/* Number of significant bits, 0 for zero. */
static inline unsigned u256_bits(struct u256 a)
{
    if (a.w[3])
        return 256 - (unsigned)__builtin_clzll(a.w[3]);
    if (a.w[2])
        return 192 - (unsigned)__builtin_clzll(a.w[2]);
    if (a.w[1])
        return 128 - (unsigned)__builtin_clzll(a.w[1]);
    return a.w[0] ? 64 - (unsigned)__builtin_clzll(a.w[0]) : 0;
}

/* --- two's complement and the other EVM operations ------------------------ */

static inline bool u256_is_negative(struct u256 a)
{
    return a.w[3] >> 63;
}

static inline struct u256 u256_not(struct u256 a)
{
    return (struct u256){ { ~a.w[0], ~a.w[1], ~a.w[2], ~a.w[3] } };
}

static inline struct u256 u256_neg(struct u256 a)
{
    return u256_sub(u256_from(0), a);
}

static inline bool u256_slt(struct u256 a, struct u256 b)
{
    bool na = u256_is_negative(a), nb = u256_is_negative(b);

    return na != nb ? na : u256_lt(a, b);
}

/* Truncating; divisor zero gives zero; -2^255 / -1 is -2^255. */
struct u256 u256_sdiv(struct u256 a, struct u256 b);
/* The sign is that of a; divisor zero gives zero. */
struct u256 u256_smod(struct u256 a, struct u256 b);
/* (a + b) % m and (a * b) % m without loss of the high part; 0 for m = 0. */
struct u256 u256_addmod(struct u256 a, struct u256 b, struct u256 m);
struct u256 u256_mulmod(struct u256 a, struct u256 b, struct u256 m);
/* base ^ exponent modulo 2^256; 0^0 is 1. */
struct u256 u256_exp(struct u256 base, struct u256 exponent);
/* Arithmetic shift right; 256 or more leaves the sign alone. */
struct u256 u256_sar(struct u256 a, unsigned bits);
/* Byte i counted from the most significant; zero past the end. */
static inline struct u256 u256_byte(struct u256 i, struct u256 a)
{
    unsigned at = (unsigned)i.w[0] & 31;

    if (!u256_is_u64(i) || i.w[0] > 31)
        return u256_from(0);
    return u256_from(a.w[3 - at / 8] >> (56 - 8 * (at % 8)) & 0xff);
}
/* Extends the sign of the value in the low i + 1 bytes. */
struct u256 u256_signextend(struct u256 i, struct u256 a);

/* Big-endian bytes; len at most 32, shorter input is taken as the low end. */
struct u256 u256_from_be(const uint8_t *data, size_t len);
/* As u256_from_be for exactly 32 bytes, inline for the EVM's words. */
static inline struct u256 u256_load(const uint8_t data[32])
{
    uint64_t limb[4];

    memcpy(limb, data, sizeof limb);
    return (struct u256){ { __builtin_bswap64(limb[3]),
                            __builtin_bswap64(limb[2]),
                            __builtin_bswap64(limb[1]),
                            __builtin_bswap64(limb[0]) } };
}
static inline void u256_to_be(uint8_t out[32], struct u256 a)
{
    uint64_t limb[4] = { __builtin_bswap64(a.w[3]), __builtin_bswap64(a.w[2]),
                         __builtin_bswap64(a.w[1]), __builtin_bswap64(a.w[0]) };

    memcpy(out, limb, sizeof limb);
}
/* Writes the minimal big-endian spelling (nothing for zero); returns its
 * length, 0 to 32. */
size_t u256_to_min(uint8_t out[32], struct u256 a);

#endif
