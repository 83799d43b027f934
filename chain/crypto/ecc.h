/* ecc: secp256k1 - keys, ECDSA, recovery - and the addresses made of keys.
 *
 * Specs: SEC 1, SEC 2; Ethereum Yellow Paper, appendix F; EIP-2 (low s).  Range
 * checks are ours and come before the library is asked, so that each refusal
 * has its reason.  Public keys are the 65-byte uncompressed form. */
#ifndef ETALON_CHAIN_CRYPTO_ECC_H
#define ETALON_CHAIN_CRYPTO_ECC_H

#include "base/err.h"
#include "base/u256.h"

enum { ECC_KEY_SIZE = 65, ADDRESS_SIZE = 20 };

struct ecc_signature {
    struct u256 r, s;
    unsigned y_parity; /* 0 or 1 */
};

/* The group order n and half of it, rounded down. */
extern const struct u256 ECC_ORDER, ECC_HALF_ORDER;

/* ERR_SIG_R, ERR_SIG_S (0 or not below n), ERR_SIG_HIGH_S when low_s. */
MUST_CHECK enum err ecc_check_range(struct u256 r, struct u256 s, bool low_s);
/* Errors: as ecc_check_range, ERR_SIG_V (parity above 1), ERR_SIG_RECOVER. */
MUST_CHECK enum err ecc_recover(uint8_t key[ECC_KEY_SIZE],
                                const uint8_t hash[32],
                                const struct ecc_signature *signature,
                                bool low_s);
/* As ecc_recover, to the address of the key. */
MUST_CHECK enum err ecc_recover_address(uint8_t address[ADDRESS_SIZE],
                                        const uint8_t hash[32],
                                        const struct ecc_signature *signature,
                                        bool low_s);
/* True when r, s sign hash under key; the caller has checked the ranges.
 * A key that is not a point gives false. */
bool ecc_verify(const uint8_t key[ECC_KEY_SIZE], const uint8_t hash[32],
                struct u256 r, struct u256 s);
/* Reads SEC 1 bytes: 33 (02, 03) or 65 (04).  ERR_LENGTH, ERR_PREFIX,
 * ERR_KEY (no point of the curve). */
MUST_CHECK enum err ecc_key_read(uint8_t key[ECC_KEY_SIZE], struct bytes in);
/* The last 20 bytes of the hash of the 64 coordinate bytes. */
void ecc_address(uint8_t address[ADDRESS_SIZE],
                 const uint8_t key[ECC_KEY_SIZE]);

/* Deterministic (RFC 6979), low s.  ERR_KEY, ERR_MEMORY. */
MUST_CHECK enum err ecc_sign(struct ecc_signature *out, const uint8_t hash[32],
                             const uint8_t secret[32]);
MUST_CHECK enum err ecc_public(uint8_t key[ECC_KEY_SIZE],
                               const uint8_t secret[32]);

#endif
