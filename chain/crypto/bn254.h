/* bn254: the pairing-friendly curve of EIP-196 and EIP-197 (alt_bn128).
 *
 * y^2 = x^3 + 3 over F_p; the second group lies on the twist over F_p^2.
 * Coordinates are 32 bytes, big-endian, below p; (0, 0) is the point at
 * infinity.  Nothing here is secret, so nothing runs in constant time. */
#ifndef ETALON_CHAIN_CRYPTO_BN254_H
#define ETALON_CHAIN_CRYPTO_BN254_H

#include "base/bytes.h"

enum { BN254_G1_SIZE = 64, BN254_G2_SIZE = 128, BN254_PAIR_SIZE = 192 };

/* in: two points.  False: one is not on the curve. */
MUST_CHECK bool bn254_add(uint8_t out[BN254_G1_SIZE],
                          const uint8_t in[2 * BN254_G1_SIZE]);
/* in: a point and a scalar of 32 bytes.  False: not on the curve. */
MUST_CHECK bool bn254_mul(uint8_t out[BN254_G1_SIZE],
                          const uint8_t in[BN254_G1_SIZE + 32]);
/* *one: the product of the pairings of all pairs is 1.  G2 coordinates are
 * imaginary part first.  False: the length is no multiple of a pair, or a point
 * is not on its curve or not of its group. */
MUST_CHECK bool bn254_pairing(bool *one, struct bytes in);

#endif
