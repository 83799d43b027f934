/* hash: the digests that OpenSSL computes, and Keccak-256, behind one table.
 *
 * Specs: FIPS 180-4, FIPS 202, GB/T 32905-2016 (SM3), RIPEMD-160.  Names are
 * lower case with hyphens: "sha256", "sha3-256", "keccak256", "sm3". */
#ifndef ETALON_CHAIN_CRYPTO_HASH_H
#define ETALON_CHAIN_CRYPTO_HASH_H

#include "base/err.h"

enum hash {
    HASH_SHA224,
    HASH_SHA256,
    HASH_SHA384,
    HASH_SHA512,
    HASH_SHA512_256,
    HASH_SHA3_224,
    HASH_SHA3_256,
    HASH_SHA3_384,
    HASH_SHA3_512,
    HASH_KECCAK256,
    HASH_SM3,
    HASH_RIPEMD160,
    HASH_BLAKE2B_512,
    HASH_BLAKE2S_256,
    HASH_SHAKE128, /* 256 bits of output, as RFC 8692 signs */
    HASH_SHAKE256, /* 512 bits */
    HASH_COUNT
};

enum { HASH_SIZE_MAX = 64 };

/* By name; false when unknown, *out is then untouched. */
MUST_CHECK bool hash_find(enum hash *out, const char *name);
const char *hash_name(enum hash kind);
size_t hash_size(enum hash kind);
/* Writes hash_size(kind) bytes.  ERR_NOT_BUILT when this OpenSSL lacks the
 * digest, ERR_MEMORY. */
MUST_CHECK enum err hash_digest(uint8_t *out, enum hash kind, struct bytes in);
/* SHA-256 alone, which every OpenSSL has. */
void hash_sha256(uint8_t out[32], struct bytes in);

#endif
