/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "chain/crypto/bls12.h"

#ifdef HAVE_BLST
#include <blst.h>

#include "chain/crypto/hash.h"

static const uint8_t field_p[48] = {
    0x1a, 0x01, 0x11, 0xea, 0x39, 0x7f, 0xe6, 0x9a, 0x4b, 0x1b, 0xa7, 0xb6,
    0x43, 0x4b, 0xac, 0xd7, 0x64, 0x77, 0x4b, 0x84, 0xf3, 0x85, 0x12, 0xbf,
    0x67, 0x30, 0xd2, 0xa0, 0xf6, 0xb0, 0xf6, 0x24, 0x1e, 0xab, 0xff, 0xfe,
    0xb1, 0x53, 0xff, 0xff, 0xb9, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xaa, 0xab
};
/* The second power of the secret in the second group: the one point of the
 * ceremony's output that point evaluation needs. */
static const uint8_t setup_g2[96] = {
    0xb5, 0xbf, 0xd7, 0xdd, 0x8c, 0xde, 0xb1, 0x28, 0x84, 0x3b, 0xc2, 0x87,
    0x23, 0x0a, 0xf3, 0x89, 0x26, 0x18, 0x70, 0x75, 0xcb, 0xfb, 0xef, 0xa8,
    0x10, 0x09, 0xa2, 0xce, 0x61, 0x5a, 0xc5, 0x3d, 0x29, 0x14, 0xe5, 0x87,
    0x0c, 0xb4, 0x52, 0xd2, 0xaf, 0xaa, 0xab, 0x24, 0xf3, 0x49, 0x9f, 0x72,
    0x18, 0x5c, 0xbf, 0xee, 0x53, 0x49, 0x27, 0x14, 0x73, 0x44, 0x29, 0xb7,
    0xb3, 0x86, 0x08, 0xe2, 0x39, 0x26, 0xc9, 0x11, 0xcc, 0xec, 0xea, 0xc9,
    0xa3, 0x68, 0x51, 0x47, 0x7b, 0xa4, 0xc6, 0x0b, 0x08, 0x70, 0x41, 0xde,
    0x62, 0x10, 0x00, 0xed, 0xc9, 0x8e, 0xda, 0xda, 0x20, 0xc1, 0xde, 0xf2
};

bool bls12_built(void)
{
    return true;
}

static bool fp_read(blst_fp *out, const uint8_t in[BLS12_FP_SIZE])
{
    static const uint8_t zero[16];

    if (memcmp(in, zero, sizeof zero) != 0 ||
        memcmp(in + 16, field_p, sizeof field_p) >= 0)
        return false;
    blst_fp_from_bendian(out, in + 16);
    return true;
}

static void fp_write(uint8_t out[BLS12_FP_SIZE], const blst_fp *in)
{
    memset(out, 0, 16);
    blst_bendian_from_fp(out + 16, in);
}

static bool all_zero(const uint8_t *in, size_t len)
{
    uint8_t any = 0;

    for (size_t i = 0; i < len; i++)
        any |= in[i];
    return any == 0;
}

static bool g1_read(blst_p1_affine *out, const uint8_t in[BLS12_G1_SIZE],
                    bool subgroup)
{
    memset(out, 0, sizeof *out);
    if (all_zero(in, BLS12_G1_SIZE))
        return true;
    return fp_read(&out->x, in) && fp_read(&out->y, in + BLS12_FP_SIZE) &&
           blst_p1_affine_on_curve(out) &&
           (!subgroup || blst_p1_affine_in_g1(out));
}

static bool fp2_read(blst_fp2 *out, const uint8_t in[2 * BLS12_FP_SIZE])
{
    return fp_read(&out->fp[0], in) && fp_read(&out->fp[1], in + BLS12_FP_SIZE);
}

static bool g2_read(blst_p2_affine *out, const uint8_t in[BLS12_G2_SIZE],
                    bool subgroup)
{
    memset(out, 0, sizeof *out);
    if (all_zero(in, BLS12_G2_SIZE))
        return true;
    return fp2_read(&out->x, in) &&
           fp2_read(&out->y, in + 2 * BLS12_FP_SIZE) &&
           blst_p2_affine_on_curve(out) &&
           (!subgroup || blst_p2_affine_in_g2(out));
}

static void g1_write(uint8_t out[BLS12_G1_SIZE], const blst_p1 *p)
{
    blst_p1_affine affine;

    memset(out, 0, BLS12_G1_SIZE);
    if (blst_p1_is_inf(p))
        return;
    blst_p1_to_affine(&affine, p);
    fp_write(out, &affine.x);
    fp_write(out + BLS12_FP_SIZE, &affine.y);
}

static void g2_write(uint8_t out[BLS12_G2_SIZE], const blst_p2 *p)
{
    blst_p2_affine affine;

    memset(out, 0, BLS12_G2_SIZE);
    if (blst_p2_is_inf(p))
        return;
    blst_p2_to_affine(&affine, p);
    fp_write(out, &affine.x.fp[0]);
    fp_write(out + BLS12_FP_SIZE, &affine.x.fp[1]);
    fp_write(out + 2 * BLS12_FP_SIZE, &affine.y.fp[0]);
    fp_write(out + 3 * BLS12_FP_SIZE, &affine.y.fp[1]);
}

enum err bls12_g1_add(uint8_t out[BLS12_G1_SIZE], bool *ok,
                      const uint8_t in[2 * BLS12_G1_SIZE])
{
    blst_p1_affine p, q;
    blst_p1 sum;

    *ok = g1_read(&p, in, false) && g1_read(&q, in + BLS12_G1_SIZE, false);
    if (!*ok)
        return ERR_OK;
    blst_p1_from_affine(&sum, &p);
    blst_p1_add_or_double_affine(&sum, &sum, &q);
    g1_write(out, &sum);
    return ERR_OK;
}

enum err bls12_g2_add(uint8_t out[BLS12_G2_SIZE], bool *ok,
                      const uint8_t in[2 * BLS12_G2_SIZE])
{
    blst_p2_affine p, q;
    blst_p2 sum;

    *ok = g2_read(&p, in, false) && g2_read(&q, in + BLS12_G2_SIZE, false);
    if (!*ok)
        return ERR_OK;
    blst_p2_from_affine(&sum, &p);
    blst_p2_add_or_double_affine(&sum, &sum, &q);
    g2_write(out, &sum);
    return ERR_OK;
}

/* The library's scalars are little-endian. */
static uint8_t *scalar_read(uint8_t out[BLS12_SCALAR_SIZE], const uint8_t *in)
{
    for (int i = 0; i < BLS12_SCALAR_SIZE; i++)
        out[i] = in[BLS12_SCALAR_SIZE - 1 - i];
    return out;
}

/* The two products differ in the names of types and functions only: GROUP is
 * g1 or g2, P blst_p1 or blst_p2.  Infinity adds nothing and is left out, since
 * the library's inner sums do not take it. */
#define DEFINE_MSM(GROUP, P, SIZE)                                            \
    enum err bls12_##GROUP##_msm(struct arena *a, uint8_t out[SIZE],          \
                                 bool *ok, struct bytes in)                   \
    {                                                                         \
        size_t each = SIZE + BLS12_SCALAR_SIZE, most = in.len / each;         \
        size_t count = 0, scratch_size;                                       \
        P##_affine *points = arena_array(a, most, sizeof *points);            \
        uint8_t *scalars = arena_array(a, most, BLS12_SCALAR_SIZE);           \
        const P##_affine *list[2] = { points, NULL };                         \
        const uint8_t *scalar_list[2] = { scalars, NULL };                    \
        limb_t *scratch;                                                      \
        P sum;                                                                \
                                                                              \
        memset(&sum, 0, sizeof sum);                                          \
        *ok = false;                                                          \
        if (!points || !scalars)                                              \
            return ERR_MEMORY;                                                \
        for (size_t i = 0; i < most; i++) {                                   \
            if (!GROUP##_read(&points[count], in.data + i * each, true))      \
                return ERR_OK;                                                \
            scalar_read(scalars + count * BLS12_SCALAR_SIZE,                  \
                        in.data + i * each + SIZE);                           \
            count += !P##_affine_is_inf(&points[count]);                      \
        }                                                                     \
        scratch_size = P##s_mult_pippenger_scratch_sizeof(count);             \
        scratch = (limb_t *)(void *)arena_raw(a, scratch_size + 1);           \
        if (!scratch)                                                         \
            return ERR_MEMORY;                                                \
        if (count == 1) {                                                     \
            P##_from_affine(&sum, points);                                    \
            P##_mult(&sum, &sum, scalars, 8 * BLS12_SCALAR_SIZE);             \
        } else if (count > 1) {                                               \
            P##s_mult_pippenger(&sum, list, count, scalar_list,               \
                                8 * BLS12_SCALAR_SIZE, scratch);              \
        }                                                                     \
        GROUP##_write(out, &sum);                                             \
        *ok = true;                                                           \
        return ERR_OK;                                                        \
    }

DEFINE_MSM(g1, blst_p1, BLS12_G1_SIZE)
DEFINE_MSM(g2, blst_p2, BLS12_G2_SIZE)

enum err bls12_pairing(bool *one, bool *ok, struct bytes in)
{
    size_t each = BLS12_G1_SIZE + BLS12_G2_SIZE;
    blst_fp12 product = *blst_fp12_one(), part;
    blst_p1_affine p;
    blst_p2_affine q;

    *ok = false;
    for (size_t at = 0; at + each <= in.len; at += each) {
        if (!g1_read(&p, in.data + at, true) ||
            !g2_read(&q, in.data + at + BLS12_G1_SIZE, true))
            return ERR_OK;
        if (blst_p1_affine_is_inf(&p) || blst_p2_affine_is_inf(&q))
            continue;
        blst_miller_loop(&part, &q, &p);
        blst_fp12_mul(&product, &product, &part);
    }
    blst_final_exp(&part, &product);
    *one = blst_fp12_is_one(&part);
    *ok = true;
    return ERR_OK;
}

enum err bls12_map_g1(uint8_t out[BLS12_G1_SIZE], bool *ok,
                      const uint8_t in[BLS12_FP_SIZE])
{
    blst_fp u;
    blst_p1 p;

    *ok = fp_read(&u, in);
    if (!*ok)
        return ERR_OK;
    blst_map_to_g1(&p, &u, NULL);
    g1_write(out, &p);
    return ERR_OK;
}

enum err bls12_map_g2(uint8_t out[BLS12_G2_SIZE], bool *ok,
                      const uint8_t in[2 * BLS12_FP_SIZE])
{
    blst_fp2 u;
    blst_p2 p;

    *ok = fp2_read(&u, in);
    if (!*ok)
        return ERR_OK;
    blst_map_to_g2(&p, &u, NULL);
    g2_write(out, &p);
    return ERR_OK;
}

/* A compressed point of G1 in its subgroup; infinity is one. */
static bool kzg_read(blst_p1_affine *out, const uint8_t in[48])
{
    return blst_p1_uncompress(out, in) == BLST_SUCCESS &&
           (blst_p1_affine_is_inf(out) || blst_p1_affine_in_g1(out));
}

static bool fr_read(blst_scalar *out, const uint8_t in[32])
{
    blst_scalar_from_bendian(out, in);
    return blst_scalar_fr_check(out);
}

/* e(C - y G1, -G2) e(proof, s G2 - z G2) = 1 */
static bool kzg_holds(const blst_p1_affine *commitment,
                      const blst_p1_affine *proof, const blst_scalar *z,
                      const blst_scalar *y)
{
    blst_p2_affine setup, right_q;
    blst_p1_affine left_p;
    blst_fp12 product = *blst_fp12_one(), part;
    blst_p1 left;
    blst_p2 right;

    if (blst_p2_uncompress(&setup, setup_g2) != BLST_SUCCESS)
        return false;
    blst_p1_mult(&left, blst_p1_generator(), y->b, 255);
    blst_p1_cneg(&left, true);
    blst_p1_add_or_double_affine(&left, &left, commitment);
    blst_p1_cneg(&left, true);
    blst_p2_mult(&right, blst_p2_generator(), z->b, 255);
    blst_p2_cneg(&right, true);
    blst_p2_add_or_double_affine(&right, &right, &setup);
    if (!blst_p1_is_inf(&left)) {
        blst_p1_to_affine(&left_p, &left);
        blst_miller_loop(&product, blst_p2_affine_generator(), &left_p);
    }
    if (!blst_p1_affine_is_inf(proof) && !blst_p2_is_inf(&right)) {
        blst_p2_to_affine(&right_q, &right);
        blst_miller_loop(&part, &right_q, proof);
        blst_fp12_mul(&product, &product, &part);
    }
    blst_final_exp(&part, &product);
    return blst_fp12_is_one(&part);
}

enum err bls12_kzg_point(bool *ok, const uint8_t in[KZG_POINT_INPUT_SIZE])
{
    blst_p1_affine commitment, proof;
    blst_scalar z, y;
    uint8_t hash[32];

    hash_sha256(hash, bytes_make(in + 96, 48));
    hash[0] = 0x01;
    *ok = memcmp(hash, in, sizeof hash) == 0 && fr_read(&z, in + 32) &&
          fr_read(&y, in + 64) && kzg_read(&commitment, in + 96) &&
          kzg_read(&proof, in + 144) && kzg_holds(&commitment, &proof, &z, &y);
    return ERR_OK;
}

enum err bls12_fast_aggregate_verify(bool *valid, const uint8_t (*keys)[48],
                                     size_t count, struct bytes message,
                                     const uint8_t signature[96])
{
    static const char suite[] = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
    blst_p2_affine sig;
    blst_p1_affine key;
    blst_p1 sum = { 0 };

    *valid = false;
    for (size_t i = 0; i < count; i++) {
        if (blst_p1_uncompress(&key, keys[i]) != BLST_SUCCESS ||
            blst_p1_affine_is_inf(&key) || !blst_p1_affine_in_g1(&key))
            return ERR_OK;
        if (i == 0)
            blst_p1_from_affine(&sum, &key);
        else
            blst_p1_add_or_double_affine(&sum, &sum, &key);
    }
    if (count == 0 ||
        blst_p2_uncompress(&sig, signature) != BLST_SUCCESS ||
        !blst_p2_affine_in_g2(&sig))
        return ERR_OK;
    blst_p1_to_affine(&key, &sum);
    *valid = blst_core_verify_pk_in_g1(&key, &sig, true, message.data,
                                       message.len, (const uint8_t *)suite,
                                       sizeof suite - 1, NULL, 0) ==
             BLST_SUCCESS;
    return ERR_OK;
}

#else

bool bls12_built(void)
{
    return false;
}

enum err bls12_g1_add(uint8_t out[BLS12_G1_SIZE], bool *ok,
                      const uint8_t in[2 * BLS12_G1_SIZE])
{
    (void)out, (void)ok, (void)in;
    return ERR_NOT_BUILT;
}

enum err bls12_g2_add(uint8_t out[BLS12_G2_SIZE], bool *ok,
                      const uint8_t in[2 * BLS12_G2_SIZE])
{
    (void)out, (void)ok, (void)in;
    return ERR_NOT_BUILT;
}

enum err bls12_g1_msm(struct arena *a, uint8_t out[BLS12_G1_SIZE], bool *ok,
                      struct bytes in)
{
    (void)a, (void)out, (void)ok, (void)in;
    return ERR_NOT_BUILT;
}

enum err bls12_g2_msm(struct arena *a, uint8_t out[BLS12_G2_SIZE], bool *ok,
                      struct bytes in)
{
    (void)a, (void)out, (void)ok, (void)in;
    return ERR_NOT_BUILT;
}

enum err bls12_pairing(bool *one, bool *ok, struct bytes in)
{
    (void)one, (void)ok, (void)in;
    return ERR_NOT_BUILT;
}

enum err bls12_map_g1(uint8_t out[BLS12_G1_SIZE], bool *ok,
                      const uint8_t in[BLS12_FP_SIZE])
{
    (void)out, (void)ok, (void)in;
    return ERR_NOT_BUILT;
}

enum err bls12_map_g2(uint8_t out[BLS12_G2_SIZE], bool *ok,
                      const uint8_t in[2 * BLS12_FP_SIZE])
{
    (void)out, (void)ok, (void)in;
    return ERR_NOT_BUILT;
}

enum err bls12_kzg_point(bool *ok, const uint8_t in[KZG_POINT_INPUT_SIZE])
{
    (void)ok, (void)in;
    return ERR_NOT_BUILT;
}

enum err bls12_fast_aggregate_verify(bool *valid, const uint8_t (*keys)[48],
                                     size_t count, struct bytes message,
                                     const uint8_t signature[96])
{
    (void)valid;
    (void)keys;
    (void)count;
    (void)message;
    (void)signature;
    return ERR_NOT_BUILT;
}
#endif
