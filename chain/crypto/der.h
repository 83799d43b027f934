/* der: an ECDSA signature in the Distinguished Encoding Rules.
 *
 * Spec: RFC 3279 2.2.3 (Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }),
 * ITU-T X.690 10 and 8.3.  Strict: one spelling per signature. */
#ifndef ETALON_CHAIN_CRYPTO_DER_H
#define ETALON_CHAIN_CRYPTO_DER_H

#include "base/err.h"

/* r || s, each 32 bytes big-endian.  Errors: ERR_SYNTAX_RULE (another tag, a
 * length that is not the shortest, a negative or padded integer, bytes after
 * the end), ERR_TRUNCATED, ERR_TOO_WIDE (more than 256 bits). */
MUST_CHECK enum err der_read_signature(uint8_t out[64], struct bytes in);

#endif
