/* point: public keys in their compressed forms, beyond what signature.h reads.
 *
 * Specs: SEC 1 2.3.4 (NIST curves), RFC 8032 5.1.3 (Ed25519), RFC 7748 4.1 (the
 * map to X25519), the Zcash form of BLS12-381, RFC 8017 A.1.1 (RSA). */
#ifndef ETALON_CHAIN_CRYPTO_POINT_H
#define ETALON_CHAIN_CRYPTO_POINT_H

#include "base/err.h"

enum nist_curve { NIST_P256, NIST_P384, NIST_P521, NIST_COUNT };

enum { ED25519_POINT_SIZE = 32, BLS_G2_COMPRESSED_SIZE = 96 };

/* Bytes of a compressed point: 33, 49, 67. */
size_t nist_point_size(enum nist_curve curve);
/* A compressed point (02, 03) of the curve. */
bool nist_point_ok(enum nist_curve curve, struct bytes point);
/* signature: r || s, each as long as the field.  ERR_KEY, ERR_LENGTH,
 * ERR_MEMORY. */
MUST_CHECK enum err nist_verify(bool *valid, enum nist_curve curve,
                                struct bytes key, struct bytes digest,
                                struct bytes signature);
bool ed25519_point_ok(const uint8_t key[ED25519_POINT_SIZE]);
/* The u coordinate; false when key is no point, or the neutral one. */
MUST_CHECK bool ed25519_to_x25519(uint8_t out[ED25519_POINT_SIZE],
                                  const uint8_t key[ED25519_POINT_SIZE]);
/* On the curve and not infinity; membership in the subgroup is not checked. */
bool bls_g2_on_curve(const uint8_t key[BLS_G2_COMPRESSED_SIZE]);
/* The DER of an RSAPublicKey, nothing after it. */
bool rsa_public_ok(struct bytes der);

#endif
