/* SPDX-License-Identifier: Apache-2.0 */
#include "base/u256.h"

typedef unsigned __int128 u128;

static void mul_full(uint64_t out[8], struct u256 a, struct u256 b)
{
    memset(out, 0, 8 * sizeof out[0]);
    for (int i = 0; i < 4; i++) {
        uint64_t carry = 0;

        for (int j = 0; j < 4; j++) {
            u128 t = (u128)a.w[i] * b.w[j] + out[i + j] + carry;

            out[i + j] = (uint64_t)t;
            carry = (uint64_t)(t >> 64);
        }
        out[i + 4] = carry;
    }
}

bool u256_mul_overflow(struct u256 *out, struct u256 a, struct u256 b)
{
    uint64_t full[8];

    mul_full(full, a, b);
    *out = (struct u256){ { full[0], full[1], full[2], full[3] } };
    return (full[4] | full[5] | full[6] | full[7]) != 0;
}

static int limbs_used(const uint64_t *w, int n)
{
    while (n > 0 && w[n - 1] == 0)
        n--;
    return n;
}

/* (high, low) / d with high < d: the machine's own division where it has one,
 * since the compiler's library routine costs several times as much. */
static inline uint64_t divide_words(uint64_t *rest, uint64_t high, uint64_t low,
                                    uint64_t d)
{
#ifdef __x86_64__
    uint64_t q, r;

    __asm__("divq %4" : "=a"(q), "=d"(r) : "0"(low), "1"(high), "r"(d) : "cc");
    *rest = r;
    return q;
#else
    u128 t = (u128)high << 64 | low;

    *rest = (uint64_t)(t % d);
    return (uint64_t)(t / d);
#endif
}

static uint64_t divide_by_limb(uint64_t *q, const uint64_t *a, int n,
                               uint64_t d)
{
    uint64_t rest = 0;

    for (int i = n - 1; i >= 0; i--)
        q[i] = divide_words(&rest, rest, a[i], d);
    return rest;
}

/* Subtracts q * d from u[0..n]; returns true when that was one too many. */
static bool subtract_product(uint64_t *u, const uint64_t *d, int n, uint64_t q)
{
    uint64_t carry = 0, borrow = 0;
    u128 t;

    for (int i = 0; i < n; i++) {
        u128 p = (u128)q * d[i] + carry;

        carry = (uint64_t)(p >> 64);
        t = (u128)u[i] - (uint64_t)p - borrow;
        u[i] = (uint64_t)t;
        borrow = (uint64_t)(t >> 64) & 1;
    }
    t = (u128)u[n] - carry - borrow;
    u[n] = (uint64_t)t;
    return (uint64_t)(t >> 64) & 1;
}

static void add_back(uint64_t *u, const uint64_t *d, int n)
{
    u128 t = 0;

    for (int i = 0; i < n; i++) {
        t += (u128)u[i] + d[i];
        u[i] = (uint64_t)t;
        t >>= 64;
    }
    u[n] += (uint64_t)t;
}

/* Knuth, TAOCP volume 2, algorithm D: u has m + n + 1 limbs, d is normalised
 * (top bit set) with n >= 2 limbs. */
static void long_division(uint64_t *q, uint64_t *u, int m, const uint64_t *d,
                          int n)
{
    for (int j = m; j >= 0; j--) {
        uint64_t guess, low;
        u128 rest;

        if (u[j + n] >= d[n - 1]) {
            guess = UINT64_MAX;
            rest = (u128)u[j + n - 1] + d[n - 1];
        } else {
            guess = divide_words(&low, u[j + n], u[j + n - 1], d[n - 1]);
            rest = low;
        }
        while (rest >> 64 == 0 &&
               (u128)guess * d[n - 2] > (rest << 64 | u[j + n - 2])) {
            guess--;
            rest += d[n - 1];
        }
        if (subtract_product(u + j, d, n, guess)) {
            guess--;
            add_back(u + j, d, n);
        }
        q[j] = guess;
    }
}

/* a of la limbs (la <= 8) by b of n >= 2 limbs, n <= la: q gets la - n + 1
 * limbs; returns the remainder. */
static struct u256 divide_limbs(uint64_t *q, const uint64_t *a, int la,
                                struct u256 b, int n)
{
    unsigned shift = (unsigned)__builtin_clzll(b.w[n - 1]);
    struct u256 r = { { 0 } };
    uint64_t u[9];

    b = u256_shl(b, shift);
    u[la] = (a[la - 1] >> 1) >> (63 - shift);
    for (int i = la - 1; i > 0; i--)
        u[i] = a[i] << shift | (a[i - 1] >> 1) >> (63 - shift);
    u[0] = a[0] << shift;
    long_division(q, u, la - n, b.w, n);
    memcpy(r.w, u, (size_t)n * sizeof u[0]);
    return u256_shr(r, shift);
}

void u256_divmod(struct u256 *quotient, struct u256 *remainder, struct u256 a,
                 struct u256 b)
{
    int n = limbs_used(b.w, 4), la = limbs_used(a.w, 4);
    struct u256 q = { { 0 } }, r = { { 0 } };

    if (n == 0) {
        *quotient = *remainder = r;
        return;
    }
    if (u256_lt(a, b)) {
        *quotient = q;
        *remainder = a;
        return;
    }
    if (n == 1)
        r.w[0] = divide_by_limb(q.w, a.w, la, b.w[0]);
    else
        r = divide_limbs(q.w, a.w, la, b, n);
    *quotient = q;
    *remainder = r;
}

static struct u256 mod_wide(const uint64_t a[8], struct u256 m)
{
    int n = limbs_used(m.w, 4), la = limbs_used(a, 8);
    struct u256 low = { { a[0], a[1], a[2], a[3] } };
    uint64_t q[8];

    if (n == 0)
        return u256_from(0);
    if (la <= 4 && u256_lt(low, m))
        return low;
    if (n == 1)
        return u256_from(divide_by_limb(q, a, la, m.w[0]));
    return divide_limbs(q, a, la, m, n);
}

struct u256 u256_sdiv(struct u256 a, struct u256 b)
{
    bool na = u256_is_negative(a), nb = u256_is_negative(b);
    struct u256 q =
        u256_div(na ? u256_neg(a) : a, nb ? u256_neg(b) : b);

    return na != nb ? u256_neg(q) : q;
}

struct u256 u256_smod(struct u256 a, struct u256 b)
{
    bool na = u256_is_negative(a);
    struct u256 r = u256_mod(na ? u256_neg(a) : a,
                             u256_is_negative(b) ? u256_neg(b) : b);

    return na ? u256_neg(r) : r;
}

struct u256 u256_addmod(struct u256 a, struct u256 b, struct u256 m)
{
    struct u256 sum;
    bool carry = u256_add_carry(&sum, a, b);
    uint64_t wide[8] = { sum.w[0], sum.w[1], sum.w[2], sum.w[3], carry, 0, 0, 0 };

    return mod_wide(wide, m);
}

struct u256 u256_mulmod(struct u256 a, struct u256 b, struct u256 m)
{
    uint64_t wide[8];

    mul_full(wide, a, b);
    return mod_wide(wide, m);
}

struct u256 u256_exp(struct u256 base, struct u256 exponent)
{
    struct u256 r = u256_from(1);

    for (int i = (int)u256_bits(exponent) - 1; i >= 0; i--) {
        r = u256_mul(r, r);
        if (exponent.w[i / 64] >> (i % 64) & 1)
            r = u256_mul(r, base);
    }
    return r;
}

struct u256 u256_sar(struct u256 a, unsigned bits)
{
    if (!u256_is_negative(a))
        return u256_shr(a, bits);
    return u256_not(u256_shr(u256_not(a), bits));
}

struct u256 u256_signextend(struct u256 i, struct u256 a)
{
    unsigned drop;

    if (!u256_is_u64(i) || i.w[0] > 30)
        return a;
    drop = 248 - 8 * (unsigned)i.w[0];
    return u256_sar(u256_shl(a, drop), drop);
}

struct u256 u256_from_be(const uint8_t *data, size_t len)
{
    struct u256 r = { { 0 } };

    for (size_t i = 0; i < len && i < 32; i++)
        r.w[i / 8] |= (uint64_t)data[len - 1 - i] << (8 * (i % 8));
    return r;
}

size_t u256_to_min(uint8_t out[32], struct u256 a)
{
    size_t len = (u256_bits(a) + 7) / 8;
    uint8_t all[32];

    u256_to_be(all, a);
    memcpy(out, all + 32 - len, len);
    return len;
}
