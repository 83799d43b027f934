/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/bn254_internal.h"

#include <assert.h>

/* The inverse modulo p by division steps: Bernstein and Yang, "Fast
 * constant-time gcd computation and modular inversion", 2019.  62 steps are
 * taken at once on the low words; what they do is a matrix, then applied to
 * the long numbers.  Time depends on the value, which is never secret here.
 *
 * Long numbers are five signed limbs of 62 bits: all but the top one lie in
 * [0, 2^62). */

enum { LIMBS = 5, BATCH = 62, BATCHES_MAX = 12 }; /* 741 steps suffice */
static const uint64_t LIMB_MASK = UINT64_MAX >> 2;
static const int64_t P62[LIMBS] = { 0x3c208c16d87cfd47, 0x1e05aa45a1c72a34,
                                    0x5045b68181585d9, 0x19139cb84c680a6e,
                                    0x30 };
static const uint64_t P62_INVERSE = 0x382df87d1b799c77; /* 1/p mod 2^62 */

typedef __int128 wide;

struct limbs {
    int64_t v[LIMBS];
};

/* [f', g'] = [u v; q r] [f, g] / 2^62 */
struct steps {
    int64_t u, v, q, r;
};

/* Takes BATCH steps on the low words of f and g; f is odd.  Several zeros of g
 * go at a time, and up to six or four bits of it by one multiple of f. */
static int64_t take_steps(struct steps *t, int64_t eta, uint64_t f, uint64_t g)
{
    uint64_t u = 1, v = 0, q = 0, r = 1, swap, w;
    int left = BATCH, zeros, limit;

    for (;;) {
        zeros = __builtin_ctzll(g | UINT64_MAX << left);
        g >>= zeros;
        u <<= zeros;
        v <<= zeros;
        eta -= zeros;
        left -= zeros;
        if (!left)
            break;
        if (eta < 0) {
            eta = -eta;
            swap = f, f = g, g = 0 - swap;
            swap = u, u = q, q = 0 - swap;
            swap = v, v = r, r = 0 - swap;
            limit = eta + 1 > left ? left : (int)eta + 1;
            w = f * g * (f * f - 2);
            w &= UINT64_MAX >> (64 - limit) & 63;
        } else {
            limit = eta + 1 > left ? left : (int)eta + 1;
            w = 0 - (f + (((f + 1) & 4) << 1)) * g;
            w &= UINT64_MAX >> (64 - limit) & 15;
        }
        g += f * w;
        q += u * w;
        r += v * w;
    }
    *t = (struct steps){ (int64_t)u, (int64_t)v, (int64_t)q, (int64_t)r };
    return eta;
}

/* f and g by the matrix; the low 62 bits of the products are zero. */
static void apply(struct limbs *f, struct limbs *g, const struct steps *t)
{
    wide cf = 0, cg = 0;

    for (int i = 0; i < LIMBS; i++) {
        int64_t fi = f->v[i], gi = g->v[i];

        cf += (wide)t->u * fi + (wide)t->v * gi;
        cg += (wide)t->q * fi + (wide)t->r * gi;
        if (i) {
            f->v[i - 1] = (int64_t)((uint64_t)cf & LIMB_MASK);
            g->v[i - 1] = (int64_t)((uint64_t)cg & LIMB_MASK);
        }
        cf >>= BATCH;
        cg >>= BATCH;
    }
    f->v[LIMBS - 1] = (int64_t)cf;
    g->v[LIMBS - 1] = (int64_t)cg;
}

/* The multiple of p that makes the sum divisible by 2^62, plus known. */
static int64_t multiple(wide low, int64_t known)
{
    return known - (int64_t)((P62_INVERSE * (uint64_t)low + (uint64_t)known) &
                             LIMB_MASK);
}

/* d and e by the matrix modulo p; both stay in (-2p, p). */
static void apply_mod(struct limbs *d, struct limbs *e, const struct steps *t)
{
    int64_t sd = d->v[LIMBS - 1] >> 63, se = e->v[LIMBS - 1] >> 63;
    wide cd = (wide)t->u * d->v[0] + (wide)t->v * e->v[0];
    wide ce = (wide)t->q * d->v[0] + (wide)t->r * e->v[0];
    int64_t md = multiple(cd, (t->u & sd) + (t->v & se));
    int64_t me = multiple(ce, (t->q & sd) + (t->r & se));

    cd = (cd + (wide)P62[0] * md) >> BATCH;
    ce = (ce + (wide)P62[0] * me) >> BATCH;
    for (int i = 1; i < LIMBS; i++) {
        int64_t di = d->v[i], ei = e->v[i];

        cd += (wide)t->u * di + (wide)t->v * ei + (wide)P62[i] * md;
        ce += (wide)t->q * di + (wide)t->r * ei + (wide)P62[i] * me;
        d->v[i - 1] = (int64_t)((uint64_t)cd & LIMB_MASK);
        e->v[i - 1] = (int64_t)((uint64_t)ce & LIMB_MASK);
        cd >>= BATCH;
        ce >>= BATCH;
    }
    d->v[LIMBS - 1] = (int64_t)cd;
    e->v[LIMBS - 1] = (int64_t)ce;
}

static bool is_zero(const struct limbs *x)
{
    int64_t any = 0;

    for (int i = 0; i < LIMBS; i++)
        any |= x->v[i];
    return any == 0;
}

/* Adds p when x is negative, and carries. */
static void lift(struct limbs *x, bool negate)
{
    int64_t below = x->v[LIMBS - 1] >> 63, carry = 0;

    for (int i = 0; i < LIMBS; i++) {
        int64_t limb = x->v[i] + (P62[i] & below);

        limb = (negate ? -limb : limb) + carry;
        if (i < LIMBS - 1) {
            carry = limb >> BATCH;
            limb &= (int64_t)LIMB_MASK;
        }
        x->v[i] = limb;
    }
}

static struct limbs to_limbs(const uint64_t w[4])
{
    return (struct limbs){ {
        (int64_t)(w[0] & LIMB_MASK),
        (int64_t)((w[0] >> 62 | w[1] << 2) & LIMB_MASK),
        (int64_t)((w[1] >> 60 | w[2] << 4) & LIMB_MASK),
        (int64_t)((w[2] >> 58 | w[3] << 6) & LIMB_MASK),
        (int64_t)(w[3] >> 56),
    } };
}

static struct fp from_limbs(const struct limbs *x)
{
    const int64_t *v = x->v;

    return (struct fp){ {
        (uint64_t)v[0] | (uint64_t)v[1] << 62,
        (uint64_t)v[1] >> 2 | (uint64_t)v[2] << 60,
        (uint64_t)v[2] >> 4 | (uint64_t)v[3] << 58,
        (uint64_t)v[3] >> 6 | (uint64_t)v[4] << 56,
    } };
}

struct fp fp_invert(struct fp a)
{
    struct limbs f = to_limbs(FP_P.w), g = to_limbs(a.w);
    struct limbs d = { { 0 } }, e = { { 1 } };
    struct steps t;
    int64_t eta = -1;
    struct fp r;

    for (int i = 0; !is_zero(&g); i++) {
        assert(i < BATCHES_MAX);
        eta = take_steps(&t, eta, (uint64_t)f.v[0], (uint64_t)g.v[0]);
        apply_mod(&d, &e, &t);
        apply(&f, &g, &t);
    }
    /* f is now 1 or -1, and d so many times the inverse. */
    lift(&d, f.v[LIMBS - 1] < 0);
    lift(&d, false);
    /* The inverse of a R is to be that of a, times R. */
    r = from_limbs(&d);
    return fp_mul(fp_mul(r, FP_R2), FP_R2);
}
