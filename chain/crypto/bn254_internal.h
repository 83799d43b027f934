/* bn254_internal: the fields of BN254, and the points that pairing needs.
 *
 * F_p in Montgomery form (R = 2^256), F_p^2 = F_p[u]/(u^2 + 1).  Constants were
 * computed from p and xi = 9 + u; a test recomputes them. */
#ifndef ETALON_CHAIN_CRYPTO_BN254_INTERNAL_H
#define ETALON_CHAIN_CRYPTO_BN254_INTERNAL_H

#include "base/u256.h"
#include "chain/crypto/bn254.h"
#include "chain/crypto/limb.h"

struct fp {
    uint64_t w[4];
};

struct fp2 {
    struct fp a, b; /* a + b u */
};

static const struct fp FP_P = { { 0x3c208c16d87cfd47, 0x97816a916871ca8d,
                                 0xb85045b68181585d, 0x30644e72e131a029 } };
static const uint64_t FP_INVERSE = 0x87d20782e4866389; /* -1/p mod 2^64 */
static const struct fp FP_ONE = { { 0xd35d438dc58f0d9d, 0x0a78eb28f5c70b3d,
                                 0x666ea36f7879462c, 0x0e0a77c19a07df2f } };
static const struct fp FP_R2 = { { 0xf32cfc5b538afa89, 0xb5e71911d44501fb,
                                 0x47ab1eff0a417ff6, 0x06d89f71cab8351f } };
static const struct fp FP_THREE = { { 0x7a17caa950ad28d7, 0x1f6ac17ae15521b9,
                                 0x334bea4e696bd284, 0x2a1f6744ce179d8e } };

/* a - p if that is not negative. */
static inline struct fp fp_reduce(struct fp a)
{
    uint64_t borrow = 0, r0, r1, r2, r3;

    r0 = limb_sub(a.w[0], FP_P.w[0], &borrow);
    r1 = limb_sub(a.w[1], FP_P.w[1], &borrow);
    r2 = limb_sub(a.w[2], FP_P.w[2], &borrow);
    r3 = limb_sub(a.w[3], FP_P.w[3], &borrow);
    return (struct fp){ { borrow ? a.w[0] : r0, borrow ? a.w[1] : r1,
                          borrow ? a.w[2] : r2, borrow ? a.w[3] : r3 } };
}

/* Both are below p, which is below 2^254: nothing is carried out. */
static inline struct fp fp_add(struct fp a, struct fp b)
{
    struct fp r;
    uint64_t carry = 0;

    r.w[0] = limb_add(a.w[0], b.w[0], &carry);
    r.w[1] = limb_add(a.w[1], b.w[1], &carry);
    r.w[2] = limb_add(a.w[2], b.w[2], &carry);
    r.w[3] = limb_add(a.w[3], b.w[3], &carry);
    return fp_reduce(r);
}

static inline struct fp fp_sub(struct fp a, struct fp b)
{
    struct fp r;
    uint64_t borrow = 0, carry = 0, mask;

    r.w[0] = limb_sub(a.w[0], b.w[0], &borrow);
    r.w[1] = limb_sub(a.w[1], b.w[1], &borrow);
    r.w[2] = limb_sub(a.w[2], b.w[2], &borrow);
    r.w[3] = limb_sub(a.w[3], b.w[3], &borrow);
    mask = 0 - borrow;
    r.w[0] = limb_add(r.w[0], FP_P.w[0] & mask, &carry);
    r.w[1] = limb_add(r.w[1], FP_P.w[1] & mask, &carry);
    r.w[2] = limb_add(r.w[2], FP_P.w[2] & mask, &carry);
    r.w[3] = limb_add(r.w[3], FP_P.w[3] & mask, &carry);
    return r;
}

static inline bool fp_is_zero(struct fp a)
{
    return (a.w[0] | a.w[1] | a.w[2] | a.w[3]) == 0;
}

static inline bool fp_eq(struct fp a, struct fp b)
{
    return ((a.w[0] ^ b.w[0]) | (a.w[1] ^ b.w[1]) | (a.w[2] ^ b.w[2]) |
            (a.w[3] ^ b.w[3])) == 0;
}

static inline struct fp fp_neg(struct fp a)
{
    return fp_sub((struct fp){ { 0 } }, a);
}

/* t = (t + a b + m p) / 2^64 with the m that makes it whole. */
static inline void fp_mul_row(uint64_t t[4], const struct fp *a, uint64_t b)
{
    unsigned __int128 s, r;
    uint64_t m;

    s = (unsigned __int128)a->w[0] * b + t[0];
    m = (uint64_t)s * FP_INVERSE;
    r = (unsigned __int128)m * FP_P.w[0] + (uint64_t)s;
    s = (unsigned __int128)a->w[1] * b + t[1] + (uint64_t)(s >> 64);
    r = (unsigned __int128)m * FP_P.w[1] + (uint64_t)s + (uint64_t)(r >> 64);
    t[0] = (uint64_t)r;
    s = (unsigned __int128)a->w[2] * b + t[2] + (uint64_t)(s >> 64);
    r = (unsigned __int128)m * FP_P.w[2] + (uint64_t)s + (uint64_t)(r >> 64);
    t[1] = (uint64_t)r;
    s = (unsigned __int128)a->w[3] * b + t[3] + (uint64_t)(s >> 64);
    r = (unsigned __int128)m * FP_P.w[3] + (uint64_t)s + (uint64_t)(r >> 64);
    t[2] = (uint64_t)r;
    t[3] = (uint64_t)(s >> 64) + (uint64_t)(r >> 64);
}

/* Montgomery product, reduced limb by limb (CIOS without the spare word: the
 * top limb of p is below 2^62). */
static inline struct fp fp_mul(struct fp a, struct fp b)
{
    uint64_t t[4] = { 0 };

    fp_mul_row(t, &a, b.w[0]);
    fp_mul_row(t, &a, b.w[1]);
    fp_mul_row(t, &a, b.w[2]);
    fp_mul_row(t, &a, b.w[3]);
    return fp_reduce((struct fp){ { t[0], t[1], t[2], t[3] } });
}

static inline struct fp fp_square(struct fp a)
{
    return fp_mul(a, a);
}

static inline struct fp fp_double(struct fp a)
{
    return fp_add(a, a);
}

/* 1/a; zero gives zero. */
struct fp fp_invert(struct fp a);
/* 32 bytes, big-endian; false when not below p. */
MUST_CHECK bool fp_read(struct fp *out, const uint8_t in[32]);
void fp_write(uint8_t out[32], struct fp a);

/* --- F_p^2 ------------------------------------------------------------------- */

static inline struct fp2 fp2_add(struct fp2 x, struct fp2 y)
{
    return (struct fp2){ fp_add(x.a, y.a), fp_add(x.b, y.b) };
}

static inline struct fp2 fp2_sub(struct fp2 x, struct fp2 y)
{
    return (struct fp2){ fp_sub(x.a, y.a), fp_sub(x.b, y.b) };
}

static inline struct fp2 fp2_double(struct fp2 x)
{
    return fp2_add(x, x);
}

static inline struct fp2 fp2_neg(struct fp2 x)
{
    return (struct fp2){ fp_neg(x.a), fp_neg(x.b) };
}

static inline struct fp2 fp2_conj(struct fp2 x)
{
    return (struct fp2){ x.a, fp_neg(x.b) };
}

static inline bool fp2_is_zero(struct fp2 x)
{
    return fp_is_zero(x.a) && fp_is_zero(x.b);
}

static inline bool fp2_eq(struct fp2 x, struct fp2 y)
{
    return fp_eq(x.a, y.a) && fp_eq(x.b, y.b);
}

static inline struct fp2 fp2_mul(struct fp2 x, struct fp2 y)
{
    struct fp aa = fp_mul(x.a, y.a), bb = fp_mul(x.b, y.b);
    struct fp cross = fp_mul(fp_add(x.a, x.b), fp_add(y.a, y.b));

    return (struct fp2){ fp_sub(aa, bb), fp_sub(fp_sub(cross, aa), bb) };
}

static inline struct fp2 fp2_square(struct fp2 x)
{
    struct fp product = fp_mul(x.a, x.b);

    return (struct fp2){ fp_mul(fp_add(x.a, x.b), fp_sub(x.a, x.b)),
                         fp_double(product) };
}

static inline struct fp2 fp2_scale(struct fp2 x, struct fp k)
{
    return (struct fp2){ fp_mul(x.a, k), fp_mul(x.b, k) };
}

/* (9 + u) x */
static inline struct fp2 fp2_mul_xi(struct fp2 x)
{
    struct fp a8 = fp_double(fp_double(fp_double(x.a)));
    struct fp b8 = fp_double(fp_double(fp_double(x.b)));

    return (struct fp2){ fp_sub(fp_add(a8, x.a), x.b),
                         fp_add(fp_add(b8, x.b), x.a) };
}

static inline struct fp2 fp2_invert(struct fp2 x)
{
    struct fp norm = fp_add(fp_square(x.a), fp_square(x.b));
    struct fp inverse = fp_invert(norm);

    return (struct fp2){ fp_mul(x.a, inverse),
                         fp_neg(fp_mul(x.b, inverse)) };
}

/* --- points and pairing -------------------------------------------------------- */

struct g1_affine {
    struct fp x, y;
    bool infinity;
};

struct g2_affine {
    struct fp2 x, y;
    bool infinity;
};

/* On the curve; (0, 0) is infinity. */
MUST_CHECK bool g1_read(struct g1_affine *out, const uint8_t in[BN254_G1_SIZE]);
/* On the twist and of order n. */
MUST_CHECK bool g2_read(struct g2_affine *out, const uint8_t in[BN254_G2_SIZE]);

#endif
