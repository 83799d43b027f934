/* keccak_internal: the permutation behind Keccak-256.
 *
 * Spec: The Keccak reference, version 3.0, Keccak-f[1600].  Lane (x, y) is
 * state[x + 5 * y].  The widest variant that this processor runs is used. */
#ifndef ETALON_CHAIN_CRYPTO_KECCAK_INTERNAL_H
#define ETALON_CHAIN_CRYPTO_KECCAK_INTERNAL_H

#include <stdint.h>

void keccak_permute(uint64_t state[25]);
/* Plain C, for every processor; tests hold the variants against it. */
void keccak_permute_plain(uint64_t state[25]);

#endif
