/* sha256: SHA-256 (FIPS 180-4) by OpenSSL, the one file of the runner that
 * includes it. */
#ifndef ETALON_RUNNER_SHA256_H
#define ETALON_RUNNER_SHA256_H

#include "base/bytes.h"

enum { SHA256_SIZE = 32, SHA256_TEXT_SIZE = 65 };

/* A running hash; owns a foreign handle until sha256_release(). */
struct sha256 {
    void *handle;
};

/* False when memory is short. */
MUST_CHECK bool sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, struct bytes in);
/* The digest so far; more may be added afterwards. */
void sha256_now(const struct sha256 *s, uint8_t out[SHA256_SIZE]);
void sha256_release(struct sha256 *s);

void sha256(uint8_t out[SHA256_SIZE], struct bytes in);
/* 64 lower-case digits and a terminator. */
void sha256_text(char out[SHA256_TEXT_SIZE], const uint8_t digest[SHA256_SIZE]);

#endif
