/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/modexp.h"

#include <openssl/bn.h>

static BIGNUM *number(struct bytes in)
{
    return in.len > INT32_MAX ? NULL : BN_bin2bn(in.data, (int)in.len, NULL);
}

enum err modexp(uint8_t *out, struct bytes base, struct bytes exponent,
                struct bytes modulus)
{
    BN_CTX *ctx = BN_CTX_new();
    BIGNUM *r = BN_new(), *b = number(base), *e = number(exponent);
    BIGNUM *m = number(modulus);
    enum err err = ERR_MEMORY;

    if (!ctx || !r || !b || !e || !m)
        goto release;
    if (BN_is_zero(m) || BN_is_one(m))
        memset(out, 0, modulus.len);
    else if (!BN_mod_exp(r, b, e, m, ctx) ||
             BN_bn2binpad(r, out, (int)modulus.len) < 0)
        goto release;
    err = ERR_OK;
release:
    BN_free(m);
    BN_free(e);
    BN_free(b);
    BN_free(r);
    BN_CTX_free(ctx);
    return err;
}
