/* modexp: base ^ exponent mod modulus on numbers of any size.
 *
 * Spec: EIP-198.  Big-endian; modulus 0 and 1 give 0, 0^0 is 1. */
#ifndef ETALON_CHAIN_CRYPTO_MODEXP_H
#define ETALON_CHAIN_CRYPTO_MODEXP_H

#include "base/err.h"

/* Writes modulus.len bytes.  ERR_MEMORY. */
MUST_CHECK enum err modexp(uint8_t *out, struct bytes base,
                           struct bytes exponent, struct bytes modulus);

#endif
