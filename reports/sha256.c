/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/html_internal.h"

#include <openssl/evp.h>

enum { SHA256_LEN = 32 };

enum err html_hash(char out[HTML_HASH_SIZE], const char *block,
                   struct error *why)
{
    static const char PREFIX[] = "sha256-";
    unsigned char digest[SHA256_LEN];
    char text[HTML_HASH_SIZE] = "";
    unsigned len = 0;

    if (EVP_Digest(block, strlen(block), digest, &len, EVP_sha256(), NULL) !=
            1 ||
        len != sizeof digest)
        return error_set(why, ERR_INTERNAL, "SHA-256 is not available");
    (void)EVP_EncodeBlock((unsigned char *)text, digest, (int)len);
    (void)snprintf(out, HTML_HASH_SIZE, "%s%.50s", PREFIX, text);
    return ERR_OK;
}
