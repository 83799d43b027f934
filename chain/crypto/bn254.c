/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/bn254.h"

#include "chain/crypto/bn254_internal.h"

/* The first group, and reading of points of both. */

struct g1 {
    struct fp x, y, z; /* Jacobian; z = 0 is infinity */
};

bool fp_read(struct fp *out, const uint8_t in[32])
{
    struct u256 v = u256_load(in);
    struct u256 p = { { FP_P.w[0], FP_P.w[1], FP_P.w[2], FP_P.w[3] } };

    if (!u256_lt(v, p))
        return false;
    *out = fp_mul((struct fp){ { v.w[0], v.w[1], v.w[2], v.w[3] } }, FP_R2);
    return true;
}

void fp_write(uint8_t out[32], struct fp a)
{
    struct fp plain = fp_mul(a, (struct fp){ { 1, 0, 0, 0 } });

    u256_to_be(out, (struct u256){ { plain.w[0], plain.w[1], plain.w[2],
                                     plain.w[3] } });
}

bool g1_read(struct g1_affine *out, const uint8_t in[BN254_G1_SIZE])
{
    struct g1_affine p = { .infinity = false };
    struct fp right;

    if (!fp_read(&p.x, in) || !fp_read(&p.y, in + 32))
        return false;
    p.infinity = fp_is_zero(p.x) && fp_is_zero(p.y);
    right = fp_add(fp_mul(fp_square(p.x), p.x), FP_THREE);
    if (!p.infinity && !fp_eq(fp_square(p.y), right))
        return false;
    *out = p;
    return true;
}

static struct g1 g1_from(const struct g1_affine *p)
{
    struct g1 r = { p->x, p->y, FP_ONE };

    if (p->infinity)
        r.z = (struct fp){ { 0 } };
    return r;
}

static void g1_write(uint8_t out[BN254_G1_SIZE], const struct g1 *p)
{
    struct fp inverse, square;

    if (fp_is_zero(p->z)) {
        memset(out, 0, BN254_G1_SIZE);
        return;
    }
    inverse = fp_invert(p->z);
    square = fp_square(inverse);
    fp_write(out, fp_mul(p->x, square));
    fp_write(out + 32, fp_mul(p->y, fp_mul(square, inverse)));
}

/* dbl-2009-l of the Explicit-Formulas Database */
static struct g1 g1_double(const struct g1 *p)
{
    struct fp a = fp_square(p->x), b = fp_square(p->y), c = fp_square(b);
    struct fp d = fp_sub(fp_sub(fp_square(fp_add(p->x, b)), a), c);
    struct fp e = fp_add(fp_double(a), a), c8;
    struct g1 r;

    d = fp_double(d);
    r.x = fp_sub(fp_square(e), fp_double(d));
    c8 = fp_double(fp_double(fp_double(c)));
    r.y = fp_sub(fp_mul(e, fp_sub(d, r.x)), c8);
    r.z = fp_double(fp_mul(p->y, p->z));
    return r;
}

/* q is affine and not infinity. */
static struct g1 g1_add_affine(const struct g1 *p, const struct g1_affine *q)
{
    struct fp zz = fp_square(p->z), h, r, hh, hhh, v;
    struct g1 sum;

    if (fp_is_zero(p->z))
        return g1_from(q);
    h = fp_sub(fp_mul(q->x, zz), p->x);
    r = fp_sub(fp_mul(q->y, fp_mul(zz, p->z)), p->y);
    if (fp_is_zero(h))
        return fp_is_zero(r) ? g1_double(p) : (struct g1){ .z = { { 0 } } };
    hh = fp_square(h);
    hhh = fp_mul(hh, h);
    v = fp_mul(p->x, hh);
    sum.x = fp_sub(fp_sub(fp_square(r), hhh), fp_double(v));
    sum.y = fp_sub(fp_mul(r, fp_sub(v, sum.x)), fp_mul(p->y, hhh));
    sum.z = fp_mul(p->z, h);
    return sum;
}

bool bn254_add(uint8_t out[BN254_G1_SIZE], const uint8_t in[2 * BN254_G1_SIZE])
{
    struct g1_affine p, q;
    struct g1 sum;

    if (!g1_read(&p, in) || !g1_read(&q, in + BN254_G1_SIZE))
        return false;
    sum = g1_from(&p);
    if (!q.infinity)
        sum = g1_add_affine(&sum, &q);
    g1_write(out, &sum);
    return true;
}

bool bn254_mul(uint8_t out[BN254_G1_SIZE], const uint8_t in[BN254_G1_SIZE + 32])
{
    struct u256 k = u256_load(in + BN254_G1_SIZE);
    struct g1 r = { .z = { { 0 } } };
    struct g1_affine p;

    if (!g1_read(&p, in))
        return false;
    for (int i = (int)u256_bits(k) - 1; i >= 0 && !p.infinity; i--) {
        r = g1_double(&r);
        if (k.w[i / 64] >> (i % 64) & 1)
            r = g1_add_affine(&r, &p);
    }
    g1_write(out, &r);
    return true;
}
