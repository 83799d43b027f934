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

struct u256 u256_mul(struct u256 a, struct u256 b)
{
    uint64_t full[8];

    mul_full(full, a, b);
    return (struct u256){ { full[0], full[1], full[2], full[3] } };
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

static uint64_t divide_by_limb(uint64_t q[4], const uint64_t *a, int n,
                               uint64_t d)
{
    uint64_t rest = 0;

    for (int i = n - 1; i >= 0; i--) {
        u128 t = (u128)rest << 64 | a[i];

        q[i] = (uint64_t)(t / d);
        rest = (uint64_t)(t % d);
    }
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
        u128 top = (u128)u[j + n] << 64 | u[j + n - 1];
        u128 guess, rest;

        if (u[j + n] >= d[n - 1]) {
            guess = UINT64_MAX;
            rest = top - guess * d[n - 1];
        } else {
            guess = top / d[n - 1];
            rest = top % d[n - 1];
        }
        while (rest >> 64 == 0 &&
               guess * d[n - 2] > (rest << 64 | u[j + n - 2])) {
            guess--;
            rest += d[n - 1];
        }
        if (subtract_product(u + j, d, n, (uint64_t)guess)) {
            guess--;
            add_back(u + j, d, n);
        }
        q[j] = (uint64_t)guess;
    }
}

void u256_divmod(struct u256 *quotient, struct u256 *remainder, struct u256 a,
                 struct u256 b)
{
    int n = limbs_used(b.w, 4), la = limbs_used(a.w, 4);
    struct u256 q = { { 0 } }, r = { { 0 } };
    uint64_t u[5], d[4];
    int shift;

    if (n == 0) {
        *quotient = *remainder = r;
        return;
    }
    if (u256_lt(a, b)) {
        *quotient = q;
        *remainder = a;
        return;
    }
    if (n == 1) {
        r.w[0] = divide_by_limb(q.w, a.w, la, b.w[0]);
        *quotient = q;
        *remainder = r;
        return;
    }
    shift = __builtin_clzll(b.w[n - 1]);
    b = u256_shl(b, (unsigned)shift);
    memcpy(d, b.w, sizeof d);
    u[la] = shift ? a.w[la - 1] >> (64 - shift) : 0;
    for (int i = la - 1; i > 0; i--)
        u[i] = shift ? a.w[i] << shift | a.w[i - 1] >> (64 - shift) : a.w[i];
    u[0] = a.w[0] << shift;
    long_division(q.w, u, la - n, d, n);
    memcpy(r.w, u, (size_t)n * sizeof u[0]);
    *quotient = q;
    *remainder = u256_shr(r, (unsigned)shift);
}

struct u256 u256_shl(struct u256 a, unsigned bits)
{
    struct u256 r = { { 0 } };
    unsigned limbs = bits / 64, rest = bits % 64;

    for (int i = 3; i >= (int)limbs && limbs < 4; i--) {
        int from = i - (int)limbs;

        r.w[i] = a.w[from] << rest;
        if (rest && from > 0)
            r.w[i] |= a.w[from - 1] >> (64 - rest);
    }
    return r;
}

struct u256 u256_shr(struct u256 a, unsigned bits)
{
    struct u256 r = { { 0 } };
    unsigned limbs = bits / 64, rest = bits % 64;

    for (unsigned i = 0; limbs < 4 && i + limbs < 4; i++) {
        r.w[i] = a.w[i + limbs] >> rest;
        if (rest && i + limbs + 1 < 4)
            r.w[i] |= a.w[i + limbs + 1] << (64 - rest);
    }
    return r;
}

unsigned u256_bits(struct u256 a)
{
    int n = limbs_used(a.w, 4);

    if (n == 0)
        return 0;
    return (unsigned)(64 * n - __builtin_clzll(a.w[n - 1]));
}

struct u256 u256_from_be(const uint8_t *data, size_t len)
{
    struct u256 r = { { 0 } };

    for (size_t i = 0; i < len && i < 32; i++)
        r.w[i / 8] |= (uint64_t)data[len - 1 - i] << (8 * (i % 8));
    return r;
}

void u256_to_be(uint8_t out[32], struct u256 a)
{
    for (int i = 0; i < 4; i++) {
        uint64_t limb = __builtin_bswap64(a.w[3 - i]);

        memcpy(out + 8 * i, &limb, 8);
    }
}

size_t u256_to_min(uint8_t out[32], struct u256 a)
{
    size_t len = (u256_bits(a) + 7) / 8;
    uint8_t all[32];

    u256_to_be(all, a);
    memcpy(out, all + 32 - len, len);
    return len;
}
