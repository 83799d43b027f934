/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/bls12.h"
#include "chain/evm/precompile_internal.h"

/* EIP-2537 and EIP-4844: inputs of another length than the right one fail. */

enum err body_kzg_point(struct arena *a, struct bytes in, struct bytes *out,
                        bool *ok)
{
    /* FIELD_ELEMENTS_PER_BLOB and BLS_MODULUS */
    static const uint8_t answer[64] = {
        [30] = 0x10, [31] = 0x00, 0x73, 0xed, 0xa7, 0x53, 0x29, 0x9d, 0x7d,
        0x48, 0x33, 0x39, 0xd8, 0x08, 0x09, 0xa1, 0xd8, 0x05, 0x53, 0xbd, 0xa4,
        0x02, 0xff, 0xfe, 0x5b, 0xfe, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00,
        0x01
    };

    (void)a;
    if (!bls12_built())
        return ERR_NOT_BUILT;
    *out = BYTES_OF(answer);
    return in.len == KZG_POINT_INPUT_SIZE ? bls12_kzg_point(ok, in.data)
                                          : ERR_OK;
}

typedef enum err (*fixed_fn)(uint8_t *out, bool *ok, const uint8_t *in);
typedef enum err (*msm_fn)(struct arena *a, uint8_t *out, bool *ok,
                           struct bytes in);

static enum err run_fixed(struct arena *a, struct bytes in, struct bytes *out,
                          bool *ok, fixed_fn call, size_t in_size,
                          size_t out_size)
{
    uint8_t *result = arena_raw(a, out_size);

    if (!bls12_built())
        return ERR_NOT_BUILT;
    if (!result)
        return ERR_MEMORY;
    *out = bytes_make(result, out_size);
    return in.len == in_size ? call(result, ok, in.data) : ERR_OK;
}

static enum err run_msm(struct arena *a, struct bytes in, struct bytes *out,
                        bool *ok, msm_fn call, size_t point_size)
{
    uint8_t *result = arena_raw(a, point_size);

    if (!bls12_built())
        return ERR_NOT_BUILT;
    if (!result)
        return ERR_MEMORY;
    *out = bytes_make(result, point_size);
    if (!in.len || in.len % (point_size + BLS12_SCALAR_SIZE))
        return ERR_OK;
    return call(a, result, ok, in);
}

enum err body_bls_g1_add(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok)
{
    return run_fixed(a, in, out, ok, bls12_g1_add, 2 * BLS12_G1_SIZE,
                     BLS12_G1_SIZE);
}

enum err body_bls_g2_add(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok)
{
    return run_fixed(a, in, out, ok, bls12_g2_add, 2 * BLS12_G2_SIZE,
                     BLS12_G2_SIZE);
}

enum err body_bls_map_g1(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok)
{
    return run_fixed(a, in, out, ok, bls12_map_g1, BLS12_FP_SIZE,
                     BLS12_G1_SIZE);
}

enum err body_bls_map_g2(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok)
{
    return run_fixed(a, in, out, ok, bls12_map_g2, 2 * BLS12_FP_SIZE,
                     BLS12_G2_SIZE);
}

enum err body_bls_g1_msm(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok)
{
    return run_msm(a, in, out, ok, bls12_g1_msm, BLS12_G1_SIZE);
}

enum err body_bls_g2_msm(struct arena *a, struct bytes in, struct bytes *out,
                         bool *ok)
{
    return run_msm(a, in, out, ok, bls12_g2_msm, BLS12_G2_SIZE);
}

enum err body_bls_pairing(struct arena *a, struct bytes in, struct bytes *out,
                          bool *ok)
{
    uint8_t *word = arena_alloc(a, 32);
    bool one = false;
    enum err err;

    if (!bls12_built())
        return ERR_NOT_BUILT;
    if (!word)
        return ERR_MEMORY;
    if (!in.len || in.len % (BLS12_G1_SIZE + BLS12_G2_SIZE))
        return ERR_OK;
    err = bls12_pairing(&one, ok, in);
    word[31] = one;
    *out = bytes_make(word, 32);
    return err;
}
