/* signature: is this signature valid - over secp256k1, P-256 and Ed25519.
 *
 * Specs: SEC 1 4.1.4, FIPS 186-5, RFC 8032 5.1.7.  ECDSA signatures are r || s
 * (64 bytes), keys SEC 1 points (33 or 65 bytes); Ed25519 keys are 32 bytes
 * and signatures 64. */
#ifndef ETALON_CHAIN_CRYPTO_SIGNATURE_H
#define ETALON_CHAIN_CRYPTO_SIGNATURE_H

#include "base/err.h"

enum curve { CURVE_SECP256K1, CURVE_P256, CURVE_ED25519, CURVE_COUNT };

struct signature_question {
    enum curve curve;
    struct bytes key, digest, signature;
    bool low_s; /* ECDSA: demand s <= n / 2 */
};

MUST_CHECK bool curve_find(enum curve *out, const char *name);
/* digest is what ECDSA signs (its leftmost 256 bits count); for Ed25519 it is
 * the message itself.  Errors: ERR_KEY (not a valid public key), ERR_LENGTH
 * (of the signature), ERR_SIG_R, ERR_SIG_S, ERR_SIG_HIGH_S, ERR_MEMORY. */
MUST_CHECK enum err signature_verify(bool *valid,
                                     const struct signature_question *q);

#endif
