/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/bn254_internal.h"

/* The optimal ate pairing (Vercauteren) on BN254: F_p^6 = F_p^2[v]/(v^3 - xi),
 * F_p^12 = F_p^6[w]/(w^2 - v).  Points of the twist stay there; a line through
 * them, evaluated at a point of the first group, has three coefficients. */

struct fp6 {
    struct fp2 c[3]; /* of 1, v, v^2 */
};

struct fp12 {
    struct fp6 a, b; /* a + b w */
};

struct g2 {
    struct fp2 x, y, z; /* Jacobian on the twist */
};

/* one + w (by_w + v by_vw) */
struct line {
    struct fp2 one, by_w, by_vw;
};

/* A number as the difference of two without common bits, the non-adjacent
 * form: fewer digits than bits. */
struct signed_digits {
    uint64_t plus, minus;
};

enum { PAIRS_AT_ONCE = 8, LOOP_TOP = 64, U_TOP = 61 };
/* u = 4965661367192848881, the curve's parameter, without 2^62 */
static const struct signed_digits BN_U = { 0x050a14044a890a01,
                                           0x0020815000200010 };
/* 6 u + 2 without 2^65; bit 64 is not in it */
static const struct signed_digits LOOP = { 0x2002004200804028,
                                           0x82889008420a0480 };

static const struct fp2 TWIST_B = { { { 0x3bf938e377b802a8, 0x020b1b273633535d, 0x26b7edf049755260,
      0x2514c6324384a86d } },
  { { 0x38e7ecccd1dcff67, 0x65f0b37d93ce0d3e, 0xd749d0dd22ac00aa,
      0x0141b9ce4a688d4d } } };
/* xi^((p - 1) k / 6) for k = 1 to 5 */
static const struct fp2 frobenius[5] = {
    { { { 0xaf9ba69633144907, 0xca6b1d7387afb78a, 0x11bded5ef08a2087,
          0x02f34d751a1f3a7c } },
      { { 0xa222ae234c492d72, 0xd00f02a4565de15b, 0xdc2ff3a253dfc926,
          0x10a75716b3899551 } } },
    { { { 0xb5773b104563ab30, 0x347f91c8a9aa6454, 0x7a007127242e0991,
          0x1956bcd8118214ec } },
      { { 0x6e849f1ea0aa4757, 0xaa1c7b6d89f89141, 0xb6e713cdfae0ca3a,
          0x26694fbb4e82ebc3 } } },
    { { { 0xe4bbdd0c2936b629, 0xbb30f162e133bacb, 0x31a9d1b6f9645366,
          0x253570bea500f8dd } },
      { { 0xa1d77ce45ffe77c7, 0x07affd117826d1db, 0x6d16bd27bb7edc6b,
          0x2c87200285defecc } } },
    { { { 0x7361d77f843abe92, 0xa5bb2bd3273411fb, 0x9c941f314b3e2399,
          0x15df9cddbb9fd3ec } },
      { { 0x5dddfd154bd8c949, 0x62cb29a5a4445b60, 0x37bc870a0c7dd2b9,
          0x24830a9d3171f0fd } } },
    { { { 0xc970692f41690fe7, 0xe240342127694b0b, 0x32bee66b83c459e8,
          0x12aabced0ab08841 } },
      { { 0x0d485d2340aebfa9, 0x05193418ab2fcc57, 0xd3b0a40b8a4910f5,
          0x2f21ebb535d2925a } } },
};
/* xi^((p^2 - 1) k / 6) for k = 1 to 5, all in F_p */
static const struct fp frobenius2[5] = {
    { { 0xca8d800500fa1bf2, 0xf0c5d61468b39769, 0x0e201271ad0d4418,
      0x04290f65bad856e6 } },
    { { 0x3350c88e13e80b9c, 0x7dce557cdb5e56b9, 0x6001b4b8b615564a,
      0x2682e617020217e0 } },
    { { 0x68c3488912edefaa, 0x8d087f6872aabf4f, 0x51e1a24709081231,
      0x2259d6b14729c0fa } },
    { { 0x71930c11d782e155, 0xa6bb947cffbe3323, 0xaa303344d4741444,
      0x2c3b3f0d26594943 } },
    { { 0x08cfc388c494f1ab, 0x19b315148d1373d4, 0x584e90fdcb6c0213,
      0x09e1685bdf2f8849 } },
};
#define TWIST_ZERO { .a = { { 0 } } }

/* 1, 0 or -1 */
static int digit(struct signed_digits k, int i)
{
    if (i > 63)
        return 0;
    return (int)(k.plus >> i & 1) - (int)(k.minus >> i & 1);
}

/* --- F_p^6 --------------------------------------------------------------------- */

static struct fp6 fp6_add(const struct fp6 *x, const struct fp6 *y)
{
    struct fp6 r;

    for (int i = 0; i < 3; i++)
        r.c[i] = fp2_add(x->c[i], y->c[i]);
    return r;
}

static struct fp6 fp6_sub(const struct fp6 *x, const struct fp6 *y)
{
    struct fp6 r;

    for (int i = 0; i < 3; i++)
        r.c[i] = fp2_sub(x->c[i], y->c[i]);
    return r;
}

static struct fp6 fp6_neg(const struct fp6 *x)
{
    return (struct fp6){ { fp2_neg(x->c[0]), fp2_neg(x->c[1]),
                           fp2_neg(x->c[2]) } };
}

/* v x */
static struct fp6 fp6_mul_v(const struct fp6 *x)
{
    return (struct fp6){ { fp2_mul_xi(x->c[2]), x->c[0], x->c[1] } };
}

/* a b' + a' b by one product and two that are known */
static struct fp2 cross(struct fp2 x0, struct fp2 x1, struct fp2 y0,
                        struct fp2 y1, struct fp2 known)
{
    return fp2_sub(fp2_mul(fp2_add(x0, x1), fp2_add(y0, y1)), known);
}

static struct fp6 fp6_mul(const struct fp6 *x, const struct fp6 *y)
{
    struct fp2 v0 = fp2_mul(x->c[0], y->c[0]);
    struct fp2 v1 = fp2_mul(x->c[1], y->c[1]);
    struct fp2 v2 = fp2_mul(x->c[2], y->c[2]);
    struct fp2 t12 = cross(x->c[1], x->c[2], y->c[1], y->c[2],
                           fp2_add(v1, v2));
    struct fp2 t01 = cross(x->c[0], x->c[1], y->c[0], y->c[1],
                           fp2_add(v0, v1));
    struct fp2 t02 = cross(x->c[0], x->c[2], y->c[0], y->c[2],
                           fp2_add(v0, v2));

    return (struct fp6){ { fp2_add(v0, fp2_mul_xi(t12)),
                           fp2_add(t01, fp2_mul_xi(v2)),
                           fp2_add(t02, v1) } };
}

/* x (y0 + y1 v) */
static struct fp6 fp6_mul_01(const struct fp6 *x, struct fp2 y0, struct fp2 y1)
{
    struct fp2 v0 = fp2_mul(x->c[0], y0), v1 = fp2_mul(x->c[1], y1);
    struct fp2 t01 = cross(x->c[0], x->c[1], y0, y1, fp2_add(v0, v1));

    return (struct fp6){ {
        fp2_add(v0, fp2_mul_xi(fp2_mul(x->c[2], y1))), t01,
        fp2_add(fp2_mul(x->c[2], y0), v1) } };
}

static struct fp6 fp6_invert(const struct fp6 *x)
{
    const struct fp2 *c = x->c;
    struct fp2 t0 = fp2_sub(fp2_square(c[0]), fp2_mul_xi(fp2_mul(c[1], c[2])));
    struct fp2 t1 = fp2_sub(fp2_mul_xi(fp2_square(c[2])), fp2_mul(c[0], c[1]));
    struct fp2 t2 = fp2_sub(fp2_square(c[1]), fp2_mul(c[0], c[2]));
    struct fp2 norm = fp2_add(fp2_mul(c[2], t1), fp2_mul(c[1], t2));

    norm = fp2_invert(fp2_add(fp2_mul_xi(norm), fp2_mul(c[0], t0)));
    return (struct fp6){ { fp2_mul(t0, norm), fp2_mul(t1, norm),
                           fp2_mul(t2, norm) } };
}

/* --- F_p^12 ---------------------------------------------------------------------- */

static struct fp12 fp12_one(void)
{
    struct fp12 r = { .a = { .c = { [0] = { .a = FP_ONE } } } };

    return r;
}

static struct fp12 fp12_mul(const struct fp12 *x, const struct fp12 *y)
{
    struct fp6 aa = fp6_mul(&x->a, &y->a), bb = fp6_mul(&x->b, &y->b);
    struct fp6 xs = fp6_add(&x->a, &x->b), ys = fp6_add(&y->a, &y->b);
    struct fp6 mid = fp6_mul(&xs, &ys), vbb = fp6_mul_v(&bb);
    struct fp12 r;

    mid = fp6_sub(&mid, &aa);
    r.b = fp6_sub(&mid, &bb);
    r.a = fp6_add(&aa, &vbb);
    return r;
}

static struct fp12 fp12_square(const struct fp12 *x)
{
    struct fp6 ab = fp6_mul(&x->a, &x->b), vb = fp6_mul_v(&x->b), vab;
    struct fp6 sum = fp6_add(&x->a, &x->b), mixed = fp6_add(&x->a, &vb);
    struct fp12 r;

    r.a = fp6_mul(&sum, &mixed);
    r.a = fp6_sub(&r.a, &ab);
    vab = fp6_mul_v(&ab);
    r.a = fp6_sub(&r.a, &vab);
    r.b = fp6_add(&ab, &ab);
    return r;
}

/* The inverse of elements of norm one, as after the easy exponent. */
static struct fp12 fp12_conj(const struct fp12 *x)
{
    return (struct fp12){ x->a, fp6_neg(&x->b) };
}

static struct fp12 fp12_invert(const struct fp12 *x)
{
    struct fp6 aa = fp6_mul(&x->a, &x->a), bb = fp6_mul(&x->b, &x->b), norm;
    struct fp12 r;

    bb = fp6_mul_v(&bb);
    norm = fp6_sub(&aa, &bb);
    norm = fp6_invert(&norm);
    r.a = fp6_mul(&x->a, &norm);
    r.b = fp6_mul(&x->b, &norm);
    r.b = fp6_neg(&r.b);
    return r;
}

static struct fp12 fp12_mul_line(const struct fp12 *x, const struct line *l)
{
    struct fp6 aa = { { fp2_mul(x->a.c[0], l->one), fp2_mul(x->a.c[1], l->one),
                        fp2_mul(x->a.c[2], l->one) } };
    struct fp6 bb = fp6_mul_01(&x->b, l->by_w, l->by_vw);
    struct fp6 sum = fp6_add(&x->a, &x->b), vbb = fp6_mul_v(&bb);
    struct fp12 r;

    sum = fp6_mul_01(&sum, fp2_add(l->one, l->by_w), l->by_vw);
    sum = fp6_sub(&sum, &aa);
    r.b = fp6_sub(&sum, &bb);
    r.a = fp6_add(&aa, &vbb);
    return r;
}

/* x^p: w^k goes to xi^((p - 1) k / 6) w^k. */
static struct fp12 fp12_frobenius(const struct fp12 *x)
{
    struct fp12 r;

    for (int i = 0; i < 3; i++) {
        r.a.c[i] = fp2_conj(x->a.c[i]);
        if (i)
            r.a.c[i] = fp2_mul(r.a.c[i], frobenius[2 * i - 1]);
        r.b.c[i] = fp2_mul(fp2_conj(x->b.c[i]), frobenius[2 * i]);
    }
    return r;
}

/* x^(p^2) */
static struct fp12 fp12_frobenius2(const struct fp12 *x)
{
    struct fp12 r;

    for (int i = 0; i < 3; i++) {
        r.a.c[i] = i ? fp2_scale(x->a.c[i], frobenius2[2 * i - 1])
                     : x->a.c[i];
        r.b.c[i] = fp2_scale(x->b.c[i], frobenius2[2 * i]);
    }
    return r;
}

/* --- lines and the Miller loop ------------------------------------------------------ */

/* Tangent at t, evaluated at p and scaled by 2 Y Z^3; t becomes 2 t. */
static struct line tangent(struct g2 *t, const struct g1_affine *p)
{
    struct fp2 a = fp2_square(t->x), b = fp2_square(t->y), c = fp2_square(b);
    struct fp2 d = fp2_sub(fp2_sub(fp2_square(fp2_add(t->x, b)), a), c);
    struct fp2 e = fp2_add(fp2_double(a), a), zz = fp2_square(t->z), c8;
    struct line l;
    struct g2 r;

    d = fp2_double(d);
    r.x = fp2_sub(fp2_square(e), fp2_double(d));
    c8 = fp2_double(fp2_double(fp2_double(c)));
    r.y = fp2_sub(fp2_mul(e, fp2_sub(d, r.x)), c8);
    r.z = fp2_double(fp2_mul(t->y, t->z));
    l.one = fp2_scale(fp2_mul(r.z, zz), p->y);
    l.by_w = fp2_neg(fp2_scale(fp2_mul(e, zz), p->x));
    l.by_vw = fp2_sub(fp2_mul(e, t->x), fp2_double(b));
    *t = r;
    return l;
}

/* Line through t and q, evaluated at p and scaled by Z H; t becomes t + q.
 * t is never q or -q: both have order n and the loop is shorter. */
static struct line chord(struct g2 *t, const struct g2_affine *q,
                         const struct g1_affine *p)
{
    struct fp2 zz = fp2_square(t->z);
    struct fp2 h = fp2_sub(fp2_mul(q->x, zz), t->x);
    struct fp2 r = fp2_sub(fp2_mul(q->y, fp2_mul(zz, t->z)), t->y);
    struct fp2 hh = fp2_square(h), hhh = fp2_mul(hh, h);
    struct fp2 v = fp2_mul(t->x, hh);
    struct g2 sum;
    struct line l;

    sum.x = fp2_sub(fp2_sub(fp2_square(r), hhh), fp2_double(v));
    sum.y = fp2_sub(fp2_mul(r, fp2_sub(v, sum.x)), fp2_mul(t->y, hhh));
    sum.z = fp2_mul(t->z, h);
    l.one = fp2_scale(sum.z, p->y);
    l.by_w = fp2_neg(fp2_scale(r, p->x));
    l.by_vw = fp2_sub(fp2_mul(r, q->x), fp2_mul(sum.z, q->y));
    *t = sum;
    return l;
}

struct pair {
    struct g1_affine p;
    struct g2_affine q;
    struct fp2 minus_y; /* of q */
    struct g2 t;
};

/* The last two steps, at the images of q under Frobenius. */
static void finish_pair(struct fp12 *f, struct pair *pair)
{
    struct g2_affine image;
    struct line l;

    image.infinity = false;
    image.x = fp2_mul(fp2_conj(pair->q.x), frobenius[1]);
    image.y = fp2_mul(fp2_conj(pair->q.y), frobenius[2]);
    l = chord(&pair->t, &image, &pair->p);
    *f = fp12_mul_line(f, &l);
    /* The square of Frobenius negates y; so does the formula. */
    image.x = fp2_scale(pair->q.x, frobenius2[1]);
    image.y = pair->q.y;
    l = chord(&pair->t, &image, &pair->p);
    *f = fp12_mul_line(f, &l);
}

/* One doubling of a pair's point, and an addition where the digit says so. */
static void pair_step(struct fp12 *f, struct pair *pair, int d)
{
    struct line l = tangent(&pair->t, &pair->p);
    struct g2_affine q = pair->q;

    *f = fp12_mul_line(f, &l);
    if (!d)
        return;
    if (d < 0)
        q.y = pair->minus_y;
    l = chord(&pair->t, &q, &pair->p);
    *f = fp12_mul_line(f, &l);
}

static struct fp12 miller(struct pair *pairs, size_t count)
{
    struct fp12 f = fp12_one();

    for (size_t k = 0; k < count; k++) {
        pairs[k].t = (struct g2){ pairs[k].q.x, pairs[k].q.y,
                                  { .a = FP_ONE } };
        pairs[k].minus_y = fp2_neg(pairs[k].q.y);
    }
    for (int i = LOOP_TOP; i >= 0; i--) {
        if (i < LOOP_TOP)
            f = fp12_square(&f);
        for (size_t k = 0; k < count; k++)
            pair_step(&f, &pairs[k], digit(LOOP, i));
    }
    for (size_t k = 0; k < count; k++)
        finish_pair(&f, &pairs[k]);
    return f;
}

/* (x + y z)^2 with z^2 = xi, as *x + *y z */
static void square_half(struct fp2 *x, struct fp2 *y)
{
    struct fp2 xy = fp2_mul(*x, *y);
    struct fp2 all = fp2_mul(fp2_add(*x, *y),
                             fp2_add(*x, fp2_mul_xi(*y)));

    *x = fp2_sub(fp2_sub(all, xy), fp2_mul_xi(xy));
    *y = fp2_double(xy);
}

/* 3 a - 2 b */
static struct fp2 thrice_less(struct fp2 a, struct fp2 b)
{
    return fp2_add(fp2_double(fp2_sub(a, b)), a);
}

/* x^2 for x of order dividing p^4 - p^2 + 1, as after the easy exponent:
 * Granger and Scott, "Faster Squaring in the Cyclotomic Subgroup of Sixth
 * Degree Extensions", 2010. */
static struct fp12 unit_square(const struct fp12 *x)
{
    const struct fp2 *a = x->a.c, *b = x->b.c;
    struct fp2 t0 = a[0], t1 = b[1], t2 = b[0], t3 = a[2], t4 = a[1],
               t5 = b[2];
    struct fp12 r;

    square_half(&t0, &t1);
    square_half(&t2, &t3);
    square_half(&t4, &t5);
    r.a.c[0] = thrice_less(t0, a[0]);
    r.a.c[1] = thrice_less(t2, a[1]);
    r.a.c[2] = thrice_less(t4, a[2]);
    r.b.c[0] = thrice_less(fp2_mul_xi(t5), fp2_neg(b[0]));
    r.b.c[1] = thrice_less(t1, fp2_neg(b[1]));
    r.b.c[2] = thrice_less(t3, fp2_neg(b[2]));
    return r;
}

/* x^u for x of norm one. */
static struct fp12 power_u(const struct fp12 *x)
{
    struct fp12 r = *x, inverse = fp12_conj(x);

    for (int i = U_TOP; i >= 0; i--) {
        int d = digit(BN_U, i);

        r = unit_square(&r);
        if (d)
            r = fp12_mul(&r, d > 0 ? x : &inverse);
    }
    return r;
}

/* f^((p^12 - 1) / n): the easy part, then the addition chain of Scott et al.,
 * "On the Final Exponentiation for Calculating Pairings", 2008. */
static struct fp12 final_exponent(const struct fp12 *f)
{
    struct fp12 inverse = fp12_invert(f), t = fp12_conj(f), t0, t1, m;
    struct fp12 fu, fu2, fu3, y0, y1, y2, y3, y4, y5, y6;

    t = fp12_mul(&t, &inverse);
    t0 = fp12_frobenius2(&t);
    m = fp12_mul(&t, &t0);
    fu = power_u(&m);
    fu2 = power_u(&fu);
    fu3 = power_u(&fu2);
    t0 = fp12_frobenius(&m);
    t1 = fp12_frobenius2(&m);
    y0 = fp12_mul(&t0, &t1);
    t1 = fp12_frobenius(&t1);
    y0 = fp12_mul(&y0, &t1);
    y1 = fp12_conj(&m);
    y2 = fp12_frobenius2(&fu2);
    y3 = fp12_frobenius(&fu);
    y3 = fp12_conj(&y3);
    t0 = fp12_frobenius(&fu2);
    y4 = fp12_mul(&fu, &t0);
    y4 = fp12_conj(&y4);
    y5 = fp12_conj(&fu2);
    t0 = fp12_frobenius(&fu3);
    y6 = fp12_mul(&fu3, &t0);
    y6 = fp12_conj(&y6);
    t0 = unit_square(&y6);
    t0 = fp12_mul(&t0, &y4);
    t0 = fp12_mul(&t0, &y5);
    t1 = fp12_mul(&y3, &y5);
    t1 = fp12_mul(&t1, &t0);
    t0 = fp12_mul(&t0, &y2);
    t1 = unit_square(&t1);
    t1 = fp12_mul(&t1, &t0);
    t1 = unit_square(&t1);
    t0 = fp12_mul(&t1, &y1);
    t1 = fp12_mul(&t1, &y0);
    t0 = unit_square(&t0);
    return fp12_mul(&t0, &t1);
}

/* --- the second group ------------------------------------------------------------- */

static struct g2 g2_double(const struct g2 *p)
{
    struct fp2 a = fp2_square(p->x), b = fp2_square(p->y), c = fp2_square(b);
    struct fp2 d = fp2_sub(fp2_sub(fp2_square(fp2_add(p->x, b)), a), c);
    struct fp2 e = fp2_add(fp2_double(a), a), c8;
    struct g2 r;

    d = fp2_double(d);
    r.x = fp2_sub(fp2_square(e), fp2_double(d));
    c8 = fp2_double(fp2_double(fp2_double(c)));
    r.y = fp2_sub(fp2_mul(e, fp2_sub(d, r.x)), c8);
    r.z = fp2_double(fp2_mul(p->y, p->z));
    return r;
}

static struct g2 g2_add_affine(const struct g2 *p, const struct g2_affine *q)
{
    struct fp2 zz = fp2_square(p->z), h, r, hh, hhh, v;
    struct g2 sum;

    if (fp2_is_zero(p->z))
        return (struct g2){ q->x, q->y, { .a = FP_ONE } };
    h = fp2_sub(fp2_mul(q->x, zz), p->x);
    r = fp2_sub(fp2_mul(q->y, fp2_mul(zz, p->z)), p->y);
    if (fp2_is_zero(h))
        return fp2_is_zero(r) ? g2_double(p) : (struct g2){ .z = TWIST_ZERO };
    hh = fp2_square(h);
    hhh = fp2_mul(hh, h);
    v = fp2_mul(p->x, hh);
    sum.x = fp2_sub(fp2_sub(fp2_square(r), hhh), fp2_double(v));
    sum.y = fp2_sub(fp2_mul(r, fp2_sub(v, sum.x)), fp2_mul(p->y, hhh));
    sum.z = fp2_mul(p->z, h);
    return sum;
}

/* add-2007-bl of the Explicit-Formulas Database */
static struct g2 g2_add(const struct g2 *p, const struct g2 *q)
{
    struct fp2 zz1 = fp2_square(p->z), zz2 = fp2_square(q->z);
    struct fp2 u1 = fp2_mul(p->x, zz2), u2 = fp2_mul(q->x, zz1);
    struct fp2 s1 = fp2_mul(p->y, fp2_mul(q->z, zz2));
    struct fp2 s2 = fp2_mul(q->y, fp2_mul(p->z, zz1));
    struct fp2 h = fp2_sub(u2, u1), r = fp2_sub(s2, s1), hh, hhh, v;
    struct g2 sum;

    if (fp2_is_zero(p->z))
        return *q;
    if (fp2_is_zero(q->z))
        return *p;
    if (fp2_is_zero(h))
        return fp2_is_zero(r) ? g2_double(p) : (struct g2){ .z = TWIST_ZERO };
    hh = fp2_square(h);
    hhh = fp2_mul(hh, h);
    v = fp2_mul(u1, hh);
    sum.x = fp2_sub(fp2_sub(fp2_square(r), hhh), fp2_double(v));
    sum.y = fp2_sub(fp2_mul(r, fp2_sub(v, sum.x)), fp2_mul(s1, hhh));
    sum.z = fp2_mul(fp2_mul(p->z, q->z), h);
    return sum;
}

static bool g2_eq(const struct g2 *p, const struct g2 *q)
{
    struct fp2 zz1 = fp2_square(p->z), zz2 = fp2_square(q->z);

    if (fp2_is_zero(p->z) || fp2_is_zero(q->z))
        return fp2_is_zero(p->z) && fp2_is_zero(q->z);
    return fp2_eq(fp2_mul(p->x, zz2), fp2_mul(q->x, zz1)) &&
           fp2_eq(fp2_mul(p->y, fp2_mul(q->z, zz2)),
                  fp2_mul(q->y, fp2_mul(p->z, zz1)));
}

/* The image under Frobenius, carried over to the twist. */
static struct g2 g2_image(const struct g2 *p)
{
    return (struct g2){ fp2_mul(fp2_conj(p->x), frobenius[1]),
                        fp2_mul(fp2_conj(p->y), frobenius[2]),
                        fp2_conj(p->z) };
}

/* Order n; the twist has points of other orders too.  With the image f of q
 * under Frobenius, q is of order n just when (u + 1) q + f(u q) + f^2(u q) =
 * f^3(2 u q) (El Housni, Guillevic and Piellard, "Co-factor clearing and
 * subgroup membership testing on pairing-friendly curves", 2022).  Why: f^2 -
 * t f + p = 0; the norm of (u + 1) + u f + u f^2 - 2 u f^3 there has n as its
 * greatest common divisor with the twist's order, n (2 p - n), and n does not
 * divide 2 p - n. */
static bool has_order_n(const struct g2_affine *q)
{
    struct g2 uq = { q->x, q->y, { .a = FP_ONE } }, image, left, right;
    struct g2_affine minus = { q->x, fp2_neg(q->y), false };

    for (int i = U_TOP; i >= 0; i--) {
        int d = digit(BN_U, i);

        uq = g2_double(&uq);
        if (d)
            uq = g2_add_affine(&uq, d > 0 ? q : &minus);
    }
    left = g2_add_affine(&uq, q);
    image = g2_image(&uq);
    left = g2_add(&left, &image);
    image = g2_image(&image);
    left = g2_add(&left, &image);
    image = g2_image(&image);
    right = g2_double(&image);
    return g2_eq(&left, &right);
}

bool g2_read(struct g2_affine *out, const uint8_t in[BN254_G2_SIZE])
{
    struct g2_affine q = { .infinity = false };
    struct fp2 right;

    if (!fp_read(&q.x.b, in) || !fp_read(&q.x.a, in + 32) ||
        !fp_read(&q.y.b, in + 64) || !fp_read(&q.y.a, in + 96))
        return false;
    q.infinity = fp2_is_zero(q.x) && fp2_is_zero(q.y);
    right = fp2_add(fp2_mul(fp2_square(q.x), q.x), TWIST_B);
    if (!q.infinity && (!fp2_eq(fp2_square(q.y), right) || !has_order_n(&q)))
        return false;
    *out = q;
    return true;
}

static bool is_one(const struct fp12 *f)
{
    struct fp12 one = fp12_one();
    bool same = true;

    for (int i = 0; i < 3; i++)
        same = same && fp2_eq(f->a.c[i], one.a.c[i]) &&
               fp2_is_zero(f->b.c[i]);
    return same;
}

bool bn254_pairing(bool *one, struct bytes in)
{
    struct pair pairs[PAIRS_AT_ONCE];
    struct fp12 product = fp12_one(), part;
    size_t used = 0;

    if (in.len % BN254_PAIR_SIZE)
        return false;
    for (size_t at = 0; at < in.len; at += BN254_PAIR_SIZE) {
        struct pair *pair = &pairs[used];

        if (!g1_read(&pair->p, in.data + at) ||
            !g2_read(&pair->q, in.data + at + BN254_G1_SIZE))
            return false;
        if (pair->p.infinity || pair->q.infinity)
            continue;
        if (++used < PAIRS_AT_ONCE)
            continue;
        part = miller(pairs, used);
        product = fp12_mul(&product, &part);
        used = 0;
    }
    part = miller(pairs, used);
    product = fp12_mul(&product, &part);
    product = final_exponent(&product);
    *one = is_one(&product);
    return true;
}
