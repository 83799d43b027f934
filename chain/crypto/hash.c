/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/hash.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "chain/crypto/keccak.h"

/* clang-format off */
static const struct {
    const char *name;
    const EVP_MD *(*digest)(void); /* NULL: Keccak-256, our own */
    size_t size;
} hashes[HASH_COUNT] = {
    [HASH_SHA224]      = { "sha224",      EVP_sha224,     28 },
    [HASH_SHA256]      = { "sha256",      EVP_sha256,     32 },
    [HASH_SHA384]      = { "sha384",      EVP_sha384,     48 },
    [HASH_SHA512]      = { "sha512",      EVP_sha512,     64 },
    [HASH_SHA512_256]  = { "sha512-256",  EVP_sha512_256, 32 },
    [HASH_SHA3_224]    = { "sha3-224",    EVP_sha3_224,   28 },
    [HASH_SHA3_256]    = { "sha3-256",    EVP_sha3_256,   32 },
    [HASH_SHA3_384]    = { "sha3-384",    EVP_sha3_384,   48 },
    [HASH_SHA3_512]    = { "sha3-512",    EVP_sha3_512,   64 },
    [HASH_KECCAK256]   = { "keccak256",   NULL,           32 },
    [HASH_SM3]         = { "sm3",         EVP_sm3,        32 },
    [HASH_RIPEMD160]   = { "ripemd160",   EVP_ripemd160,  20 },
    [HASH_BLAKE2B_512] = { "blake2b-512", EVP_blake2b512, 64 },
    [HASH_BLAKE2S_256] = { "blake2s-256", EVP_blake2s256, 32 },
    [HASH_SHAKE128]    = { "shake128",    EVP_shake128,   32 },
    [HASH_SHAKE256]    = { "shake256",    EVP_shake256,   64 },
};
/* clang-format on */

bool hash_find(enum hash *out, const char *name)
{
    for (size_t i = 0; i < HASH_COUNT; i++)
        if (strcmp(hashes[i].name, name) == 0) {
            *out = (enum hash)i;
            return true;
        }
    return false;
}

const char *hash_name(enum hash kind)
{
    assert(kind < HASH_COUNT);
    return hashes[kind].name;
}

size_t hash_size(enum hash kind)
{
    assert(kind < HASH_COUNT);
    return hashes[kind].size;
}

/* Extendable output, of the length that the table says. */
static enum err digest_xof(uint8_t *out, enum hash kind, struct bytes in)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context &&
                EVP_DigestInit_ex(context, hashes[kind].digest(), NULL) &&
                EVP_DigestUpdate(context, in.data, in.len) &&
                EVP_DigestFinalXOF(context, out, hashes[kind].size);

    EVP_MD_CTX_free(context);
    return done ? ERR_OK : ERR_NOT_BUILT;
}

enum err hash_digest(uint8_t *out, enum hash kind, struct bytes in)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    assert(kind < HASH_COUNT);
    if (!hashes[kind].digest) {
        keccak256(out, in);
        return ERR_OK;
    }
    if (kind == HASH_SHAKE128 || kind == HASH_SHAKE256)
        return digest_xof(out, kind, in);
    if (!EVP_Digest(in.data, in.len, digest, &len, hashes[kind].digest(), NULL))
        return ERR_NOT_BUILT;
    assert(len == hashes[kind].size);
    memcpy(out, digest, len);
    return ERR_OK;
}

void hash_sha256(uint8_t out[32], struct bytes in)
{
    static const uint8_t nothing[1];

    SHA256(in.len ? in.data : nothing, in.len, out);
}
