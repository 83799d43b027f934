/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/point.h"

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/params.h>

enum { POINT_MAX = 67, FIELD_MAX = 66, NUMBERS = 10 };

static const struct {
    const char *name;
    size_t field;
} CURVES[] = {
    [NIST_P256] = { "P-256", 32 },
    [NIST_P384] = { "P-384", 48 },
    [NIST_P521] = { "P-521", 66 },
};

size_t nist_point_size(enum nist_curve curve)
{
    return CURVES[curve].field + 1;
}

/* The caller frees; NULL when the bytes are no compressed point. */
static EVP_PKEY *nist_key(enum nist_curve curve, struct bytes point)
{
    char group[8] = { 0 };
    uint8_t copy[POINT_MAX];
    OSSL_PARAM params[3];
    EVP_PKEY_CTX *context;
    EVP_PKEY *key = NULL;

    if (point.len != nist_point_size(curve) || (point.data[0] | 1) != 3)
        return NULL;
    memcpy(copy, point.data, point.len);
    memcpy(group, CURVES[curve].name, strlen(CURVES[curve].name));
    params[0] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
                                                 group, 0);
    params[1] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, copy,
                                                  point.len);
    params[2] = OSSL_PARAM_construct_end();
    context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (!context)
        return NULL;
    if (EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    return key;
}

bool nist_point_ok(enum nist_curve curve, struct bytes point)
{
    EVP_PKEY *key = nist_key(curve, point);

    EVP_PKEY_free(key);
    return key != NULL;
}

/* r || s as the DER that EVP wants; OPENSSL_free the result. */
static unsigned char *pair_to_der(int *len, struct bytes pair)
{
    int half = (int)(pair.len / 2);
    ECDSA_SIG *made = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(pair.data, half, NULL);
    BIGNUM *s = BN_bin2bn(pair.data + half, half, NULL);
    unsigned char *der = NULL;

    if (!made || !r || !s || ECDSA_SIG_set0(made, r, s) != 1) {
        BN_free(r);
        BN_free(s);
    } else {
        *len = i2d_ECDSA_SIG(made, &der);
        if (*len < 0)
            der = NULL;
    }
    ECDSA_SIG_free(made);
    return der;
}

enum err nist_verify(bool *valid, enum nist_curve curve, struct bytes key,
                     struct bytes digest, struct bytes signature)
{
    EVP_PKEY *pkey = nist_key(curve, key);
    EVP_PKEY_CTX *context = NULL;
    unsigned char *der = NULL;
    enum err err = ERR_KEY;
    int len = 0;

    if (!pkey)
        return err;
    err = signature.len == 2 * CURVES[curve].field ? ERR_OK : ERR_LENGTH;
    if (!err) {
        err = ERR_MEMORY;
        der = pair_to_der(&len, signature);
        context = EVP_PKEY_CTX_new(pkey, NULL);
    }
    if (der && context && EVP_PKEY_verify_init(context) == 1) {
        *valid = EVP_PKEY_verify(context, der, (size_t)len, digest.data,
                                 digest.len) == 1;
        err = ERR_OK;
    }
    EVP_PKEY_CTX_free(context);
    OPENSSL_free(der);
    EVP_PKEY_free(pkey);
    return err;
}

/* --- numbers modulo a prime ----------------------------------------------- */

static const char ED25519_PRIME[] =
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
static const char ED25519_D[] =
    "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";
static const char BLS_PRIME[] =
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"
    "1eabfffeb153ffffb9feffffffffaaab";

/* n[0] is the prime; the others are free. */
struct field {
    BN_CTX *context;
    BIGNUM *n[NUMBERS];
};

static bool field_open(struct field *f, const char *prime)
{
    memset(f, 0, sizeof *f);
    f->context = BN_CTX_new();
    for (unsigned i = 0; i < NUMBERS; i++)
        f->n[i] = BN_new();
    return f->context && f->n[NUMBERS - 1] &&
           BN_hex2bn(&f->n[0], prime) != 0;
}

static void field_close(struct field *f)
{
    for (unsigned i = 0; i < NUMBERS; i++)
        BN_free(f->n[i]);
    BN_CTX_free(f->context);
}

/* y into n[1], without the sign bit; false when it is not below the prime. */
static bool ed25519_y(struct field *f, bool *negative, const uint8_t key[32])
{
    uint8_t copy[32];

    memcpy(copy, key, sizeof copy);
    *negative = copy[31] >> 7;
    copy[31] &= 0x7f;
    return BN_lebin2bn(copy, sizeof copy, f->n[1]) &&
           BN_cmp(f->n[1], f->n[0]) < 0;
}

/* (y^2 - 1) / (d y^2 + 1) is a square; x = 0 has no negative. */
static bool ed25519_on_curve(struct field *f, bool negative)
{
    BIGNUM *p = f->n[0], *y = f->n[1], *u = f->n[2], *v = f->n[3];

    if (!BN_hex2bn(&f->n[4], ED25519_D) || !BN_mod_sqr(u, y, p, f->context) ||
        !BN_mod_mul(v, f->n[4], u, p, f->context) || !BN_add_word(v, 1) ||
        !BN_mod_sub(u, u, BN_value_one(), p, f->context) ||
        !BN_mod_mul(u, u, v, p, f->context))
        return false;
    return BN_is_zero(u) ? !negative
                         : BN_kronecker(u, p, f->context) == 1;
}

bool ed25519_point_ok(const uint8_t key[ED25519_POINT_SIZE])
{
    struct field f;
    bool negative = false;
    bool ok = field_open(&f, ED25519_PRIME) && ed25519_y(&f, &negative, key) &&
              ed25519_on_curve(&f, negative);

    field_close(&f);
    return ok;
}

bool ed25519_to_x25519(uint8_t out[ED25519_POINT_SIZE],
                       const uint8_t key[ED25519_POINT_SIZE])
{
    struct field f;
    bool negative = false;
    bool ok = field_open(&f, ED25519_PRIME) && ed25519_y(&f, &negative, key) &&
              ed25519_on_curve(&f, negative);

    /* u = (1 + y) / (1 - y) */
    ok = ok && BN_copy(f.n[2], f.n[1]) && BN_add_word(f.n[2], 1) &&
         BN_mod_sub(f.n[3], BN_value_one(), f.n[1], f.n[0], f.context) &&
         !BN_is_zero(f.n[3]) &&
         BN_mod_inverse(f.n[4], f.n[3], f.n[0], f.context) &&
         BN_mod_mul(f.n[5], f.n[2], f.n[4], f.n[0], f.context) &&
         BN_bn2lebinpad(f.n[5], out, ED25519_POINT_SIZE) ==
             ED25519_POINT_SIZE;
    field_close(&f);
    return ok;
}

/* out = left * right in Fp2 = Fp[u] / (u^2 + 1); all pairs (real, imaginary). */
static bool fp2_mul(struct field *f, BIGNUM *out[2], BIGNUM *const left[2],
                    BIGNUM *const right[2])
{
    BIGNUM *p = f->n[0], *t = f->n[8], *s = f->n[9];

    return BN_mod_mul(t, left[0], right[0], p, f->context) &&
           BN_mod_mul(s, left[1], right[1], p, f->context) &&
           BN_mod_sub(t, t, s, p, f->context) &&
           BN_mod_mul(s, left[0], right[1], p, f->context) &&
           BN_mod_mul(out[1], left[1], right[0], p, f->context) &&
           BN_mod_add(out[1], out[1], s, p, f->context) &&
           BN_copy(out[0], t);
}

/* x^3 + 4 (1 + u) is a square in Fp2 exactly when its norm is one in Fp. */
static bool g2_x_ok(struct field *f)
{
    BIGNUM *p = f->n[0];
    BIGNUM *x[2] = { f->n[1], f->n[2] }, *y[2] = { f->n[3], f->n[4] };
    BIGNUM *z[2] = { f->n[5], f->n[6] };

    if (BN_cmp(x[0], p) >= 0 || BN_cmp(x[1], p) >= 0 ||
        !fp2_mul(f, y, x, x) || !fp2_mul(f, z, y, x) || !BN_add_word(z[0], 4) ||
        !BN_add_word(z[1], 4) || !BN_mod_sqr(z[0], z[0], p, f->context) ||
        !BN_mod_sqr(z[1], z[1], p, f->context) ||
        !BN_mod_add(z[0], z[0], z[1], p, f->context))
        return false;
    return BN_is_zero(z[0]) || BN_kronecker(z[0], p, f->context) == 1;
}

bool bls_g2_on_curve(const uint8_t key[BLS_G2_COMPRESSED_SIZE])
{
    uint8_t top[48];
    struct field f;
    bool ok;

    /* Compressed, not infinity; the third bit is the sign of y. */
    if ((key[0] & 0xc0) != 0x80)
        return false;
    memcpy(top, key, sizeof top);
    top[0] &= 0x1f;
    ok = field_open(&f, BLS_PRIME) && BN_bin2bn(top, 48, f.n[2]) &&
         BN_bin2bn(key + 48, 48, f.n[1]) && g2_x_ok(&f);
    field_close(&f);
    return ok;
}

bool rsa_public_ok(struct bytes der)
{
    const unsigned char *at = der.data;
    EVP_PKEY *key = der.len && der.len < 1u << 16
                        ? d2i_PublicKey(EVP_PKEY_RSA, NULL, &at, (long)der.len)
                        : NULL;
    bool ok = key && at == der.data + der.len;

    EVP_PKEY_free(key);
    return ok;
}
