/* keccak: Keccak-256 and -512 with the original padding (not FIPS 202 SHA-3).
 *
 * Spec: Ethereum Yellow Paper, appendix on notation; Keccak submission v3. */
#ifndef ETALON_CHAIN_CRYPTO_KECCAK_H
#define ETALON_CHAIN_CRYPTO_KECCAK_H

#include "base/bytes.h"

enum { KECCAK256_SIZE = 32, KECCAK256_RATE = 136, KECCAK512_RATE = 72 };

struct keccak256 {
    uint64_t state[25];
    uint8_t block[KECCAK256_RATE];
    size_t fill;
};

void keccak256_init(struct keccak256 *k);
void keccak256_update(struct keccak256 *k, struct bytes in);
void keccak256_final(struct keccak256 *k, uint8_t out[32]);
void keccak256(uint8_t out[32], struct bytes in);
/* Ethash's second hash. */
void keccak512(uint8_t out[64], struct bytes in);

extern const uint8_t KECCAK256_EMPTY[32];   /* of the empty string: c5d2… */
extern const uint8_t EMPTY_TRIE_ROOT[32];   /* of 0x80: 56e8… */
extern const uint8_t EMPTY_OMMERS_HASH[32]; /* of 0xc0: 1dcc… */

#endif
