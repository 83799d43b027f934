/* blake2f: the compression function F of BLAKE2b.
 *
 * Spec: EIP-152; RFC 7693, 3.2. */
#ifndef ETALON_CHAIN_CRYPTO_BLAKE2F_H
#define ETALON_CHAIN_CRYPTO_BLAKE2F_H

#include "base/bytes.h"

enum { BLAKE2F_INPUT_SIZE = 213, BLAKE2F_OUTPUT_SIZE = 64 };

/* in: rounds (4, big-endian), h (64), m (128), t (16), final flag (1), as
 * EIP-152 lays them out.  False: wrong length or flag. */
MUST_CHECK bool blake2f(uint8_t out[BLAKE2F_OUTPUT_SIZE], struct bytes in);

#endif
