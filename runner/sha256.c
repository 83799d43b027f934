/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/sha256.h"

#include <assert.h>
#include <openssl/evp.h>

bool sha256_init(struct sha256 *s)
{
    EVP_MD_CTX *handle = EVP_MD_CTX_new();

    if (!handle)
        return false;
    if (EVP_DigestInit_ex(handle, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(handle);
        return false;
    }
    s->handle = handle;
    return true;
}

void sha256_add(struct sha256 *s, struct bytes in)
{
    int done = EVP_DigestUpdate(s->handle, in.data, in.len);

    /* With a handle that was set up, OpenSSL's SHA-256 cannot fail. */
    assert(done == 1);
}

void sha256_now(const struct sha256 *s, uint8_t out[SHA256_SIZE])
{
    EVP_MD_CTX *copy = EVP_MD_CTX_new();
    unsigned len = 0;
    bool done = copy && EVP_MD_CTX_copy_ex(copy, s->handle) == 1 &&
                EVP_DigestFinal_ex(copy, out, &len) == 1;

    assert(done && len == SHA256_SIZE);
    EVP_MD_CTX_free(copy);
}

void sha256_release(struct sha256 *s)
{
    EVP_MD_CTX_free(s->handle);
    s->handle = NULL;
}

void sha256(uint8_t out[SHA256_SIZE], struct bytes in)
{
    unsigned len = 0;
    int done = EVP_Digest(in.data ? in.data : (const uint8_t *)"", in.len, out,
                          &len, EVP_sha256(), NULL);

    assert(done == 1 && len == SHA256_SIZE);
}

void sha256_text(char out[SHA256_TEXT_SIZE], const uint8_t digest[SHA256_SIZE])
{
    static const char DIGITS[] = "0123456789abcdef";

    for (size_t i = 0; i < SHA256_SIZE; i++) {
        out[2 * i] = DIGITS[digest[i] >> 4];
        out[2 * i + 1] = DIGITS[digest[i] & 15];
    }
    out[2 * SHA256_SIZE] = '\0';
}
