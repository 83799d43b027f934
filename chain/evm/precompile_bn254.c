/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/bn254.h"
#include "chain/evm/precompile_internal.h"

/* EIP-196 and EIP-197.  Input is zero-extended; what follows is ignored, but a
 * pairing's input must be whole pairs. */

enum err body_bn254_add(struct arena *a, struct bytes in, struct bytes *out,
                        bool *ok)
{
    uint8_t points[2 * BN254_G1_SIZE], *sum = arena_raw(a, BN254_G1_SIZE);

    if (!sum)
        return ERR_MEMORY;
    precompile_read(points, in, 0, sizeof points);
    *ok = bn254_add(sum, points);
    *out = bytes_make(sum, BN254_G1_SIZE);
    return ERR_OK;
}

enum err body_bn254_mul(struct arena *a, struct bytes in, struct bytes *out,
                        bool *ok)
{
    uint8_t factors[BN254_G1_SIZE + 32], *product = arena_raw(a, BN254_G1_SIZE);

    if (!product)
        return ERR_MEMORY;
    precompile_read(factors, in, 0, sizeof factors);
    *ok = bn254_mul(product, factors);
    *out = bytes_make(product, BN254_G1_SIZE);
    return ERR_OK;
}

enum err body_bn254_pairing(struct arena *a, struct bytes in,
                            struct bytes *out, bool *ok)
{
    uint8_t *word = arena_alloc(a, 32);
    bool one = false;

    if (!word)
        return ERR_MEMORY;
    *ok = bn254_pairing(&one, in);
    word[31] = one;
    *out = bytes_make(word, 32);
    return ERR_OK;
}
