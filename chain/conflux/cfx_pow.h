/* cfx_pow: proof of work of Conflux - test mode, bounds and quality.
 *
 * Spec: conflux-rust cfxcore pow (use_octopus_in_test_mode off).  Octopus, the
 * function of the public networks, is not computed. */
#ifndef ETALON_CHAIN_CONFLUX_CFX_POW_H
#define ETALON_CHAIN_CONFLUX_CFX_POW_H

#include "base/err.h"
#include "base/u256.h"

/* K(x XOR K(x || nonce little-endian)) for the problem hash x. */
void cfx_pow_hash(uint8_t out[32], const uint8_t problem[32],
                  struct u256 nonce);
/* 2^256 // ((hash - lower bound of nonce) + 1), at most 2^256 - 1. */
struct u256 cfx_pow_quality(const uint8_t hash[32], struct u256 nonce);
/* ERR_HDR_DIFFICULTY when the hash is not below the boundary, or the
 * difficulty is 0. */
MUST_CHECK enum err cfx_pow_check(const uint8_t hash[32], struct u256 nonce,
                                  struct u256 difficulty);

#endif
