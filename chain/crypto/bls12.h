/* bls12: BLS12-381 and KZG point evaluation as the EVM asks for them, by blst.
 *
 * Spec: EIP-2537 (encoding, checks), EIP-4844 (point evaluation).  A field
 * element is 64 bytes, the upper 16 zero, below p; a point of G1 two of them, of
 * G2 four; all zero is infinity.  *ok false: the input is not valid.  A build
 * without blst answers ERR_NOT_BUILT to everything. */
#ifndef ETALON_CHAIN_CRYPTO_BLS12_H
#define ETALON_CHAIN_CRYPTO_BLS12_H

#include "base/arena.h"
#include "base/err.h"

enum {
    BLS12_FP_SIZE = 64,
    BLS12_G1_SIZE = 128,
    BLS12_G2_SIZE = 256,
    BLS12_SCALAR_SIZE = 32,
    KZG_POINT_INPUT_SIZE = 192,
};

/* True when blst is linked. */
bool bls12_built(void);
/* Points need not be in the subgroup. */
MUST_CHECK enum err bls12_g1_add(uint8_t out[BLS12_G1_SIZE], bool *ok,
                                 const uint8_t in[2 * BLS12_G1_SIZE]);
MUST_CHECK enum err bls12_g2_add(uint8_t out[BLS12_G2_SIZE], bool *ok,
                                 const uint8_t in[2 * BLS12_G2_SIZE]);
/* in: pairs of point and scalar, a whole number of them. ERR_MEMORY. */
MUST_CHECK enum err bls12_g1_msm(struct arena *a, uint8_t out[BLS12_G1_SIZE],
                                 bool *ok, struct bytes in);
MUST_CHECK enum err bls12_g2_msm(struct arena *a, uint8_t out[BLS12_G2_SIZE],
                                 bool *ok, struct bytes in);
/* in: pairs of G1 and G2; *one: the product of the pairings is 1. */
MUST_CHECK enum err bls12_pairing(bool *one, bool *ok, struct bytes in);
MUST_CHECK enum err bls12_map_g1(uint8_t out[BLS12_G1_SIZE], bool *ok,
                                 const uint8_t in[BLS12_FP_SIZE]);
MUST_CHECK enum err bls12_map_g2(uint8_t out[BLS12_G2_SIZE], bool *ok,
                                 const uint8_t in[2 * BLS12_FP_SIZE]);
/* versioned hash, z, y, commitment, proof: *ok when the proof holds. */
MUST_CHECK enum err bls12_kzg_point(bool *ok,
                                    const uint8_t in[KZG_POINT_INPUT_SIZE]);
/* Signatures of min-pk with proof of possession, ciphersuite
 * BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_: have all of these keys signed
 * message?  Keys and signature are compressed; one that is no point of its
 * subgroup, a key at infinity and zero keys make it false. */
MUST_CHECK enum err bls12_fast_aggregate_verify(bool *valid,
                                                const uint8_t (*keys)[48],
                                                size_t count,
                                                struct bytes message,
                                                const uint8_t signature[96]);

#endif
