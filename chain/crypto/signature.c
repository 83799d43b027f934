/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/signature.h"

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "base/u256.h"
#include "chain/crypto/ecc.h"

enum { PAIR_SIZE = 64, ED25519_KEY_SIZE = 32, POINT_SIZE_MAX = 65 };

/* SEC 2, secp256r1: the order of the group. */
static const struct u256 P256_ORDER = { { 0xf3b9cac2fc632551,
                                          0xbce6faada7179e84,
                                          0xffffffffffffffff,
                                          0xffffffff00000000 } };
/* RFC 8032 5.1: L = 2^252 + 27742317777372353535851937790883648493, and the
 * field prime 2^255 - 19. */
static const struct u256 ED25519_ORDER = { { 0x5812631a5cf5d3ed,
                                             0x14def9dea2f79cd6, 0,
                                             0x1000000000000000 } };
static const char ED25519_PRIME[] =
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
static const char ED25519_D[] =
    "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";

/* SEC 1 4.1.4 step 3: the leftmost 256 bits of the digest. */
static void leftmost(uint8_t out[32], struct bytes digest)
{
    size_t len = digest.len < 32 ? digest.len : 32;

    memset(out, 0, 32);
    if (len)
        memcpy(out + 32 - len, digest.data, len);
}

static enum err verify_secp256k1(bool *valid,
                                 const struct signature_question *q)
{
    struct u256 r, s;
    uint8_t key[ECC_KEY_SIZE], digest[32];
    enum err err;

    if (ecc_key_read(key, q->key))
        return ERR_KEY;
    if (q->signature.len != PAIR_SIZE)
        return ERR_LENGTH;
    r = u256_from_be(q->signature.data, 32);
    s = u256_from_be(q->signature.data + 32, 32);
    err = ecc_check_range(r, s, q->low_s);
    if (err)
        return err;
    leftmost(digest, q->digest);
    *valid = ecc_verify(key, digest, r, s);
    return ERR_OK;
}

/* --- P-256 -------------------------------------------------------------- */

static enum err p256_range(const struct signature_question *q)
{
    struct u256 r = u256_from_be(q->signature.data, 32);
    struct u256 s = u256_from_be(q->signature.data + 32, 32);

    if (u256_is_zero(r) || !u256_lt(r, P256_ORDER))
        return ERR_SIG_R;
    if (u256_is_zero(s) || !u256_lt(s, P256_ORDER))
        return ERR_SIG_S;
    if (q->low_s && u256_lt(u256_shr(P256_ORDER, 1), s))
        return ERR_SIG_HIGH_S;
    return ERR_OK;
}

/* The caller frees; NULL when the bytes are no point of the curve. */
static EVP_PKEY *p256_key(struct bytes point)
{
    char group[] = "P-256";
    uint8_t copy[POINT_SIZE_MAX];
    OSSL_PARAM params[3];
    EVP_PKEY_CTX *context;
    EVP_PKEY *key = NULL;

    if (!((point.len == 33 && (point.data[0] | 1) == 3) ||
          (point.len == POINT_SIZE_MAX && point.data[0] == 4)))
        return NULL;
    memcpy(copy, point.data, point.len);
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

/* r || s as the DER that EVP wants; OPENSSL_free the result. */
static unsigned char *pair_to_der(int *len, const uint8_t *pair)
{
    ECDSA_SIG *made = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(pair, 32, NULL), *s = BN_bin2bn(pair + 32, 32, NULL);
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

static enum err verify_p256(bool *valid, const struct signature_question *q)
{
    EVP_PKEY *key = p256_key(q->key);
    EVP_PKEY_CTX *context = NULL;
    unsigned char *der = NULL;
    uint8_t digest[32];
    enum err err = ERR_KEY;
    int len = 0;

    if (!key)
        return err;
    err = q->signature.len == PAIR_SIZE ? p256_range(q) : ERR_LENGTH;
    if (!err) {
        err = ERR_MEMORY;
        der = pair_to_der(&len, q->signature.data);
        context = EVP_PKEY_CTX_new(key, NULL);
    }
    if (der && context && EVP_PKEY_verify_init(context) == 1) {
        leftmost(digest, q->digest);
        *valid = EVP_PKEY_verify(context, der, (size_t)len, digest,
                                 sizeof digest) == 1;
        err = ERR_OK;
    }
    EVP_PKEY_CTX_free(context);
    OPENSSL_free(der);
    EVP_PKEY_free(key);
    return err;
}

/* --- Ed25519 ------------------------------------------------------------ */

static struct u256 little_endian(const uint8_t in[32])
{
    uint8_t turned[32];

    for (size_t i = 0; i < 32; i++)
        turned[i] = in[31 - i];
    return u256_from_be(turned, 32);
}

/* RFC 8032 5.1.3: y is below p and (y^2 - 1) / (d y^2 + 1) is a square; x = 0
 * has no negative.  A quotient u / v is a square when u * v is. */
static bool ed25519_point(BN_CTX *context, const uint8_t key[32])
{
    BIGNUM *p = NULL, *d = NULL, *y = BN_CTX_get(context);
    BIGNUM *u = BN_CTX_get(context), *v = BN_CTX_get(context);
    uint8_t text[32];
    bool negative = key[31] >> 7, ok = false;

    memcpy(text, key, sizeof text);
    text[31] &= 0x7f;
    if (v && BN_hex2bn(&p, ED25519_PRIME) && BN_hex2bn(&d, ED25519_D) &&
        BN_lebin2bn(text, sizeof text, y) && BN_cmp(y, p) < 0 &&
        BN_mod_sqr(y, y, p, context) && BN_mod_mul(v, d, y, p, context) &&
        BN_add_word(v, 1) && BN_copy(u, y) && BN_sub_word(u, 1) &&
        BN_mod_mul(u, u, v, p, context))
        ok = BN_is_zero(u) ? !negative : BN_kronecker(u, p, context) == 1;
    BN_free(p);
    BN_free(d);
    return ok;
}

static bool ed25519_key_ok(const uint8_t key[32])
{
    BN_CTX *context = BN_CTX_new();
    bool ok;

    if (!context)
        return false;
    BN_CTX_start(context);
    ok = ed25519_point(context, key);
    BN_CTX_end(context);
    BN_CTX_free(context);
    return ok;
}

static enum err verify_ed25519(bool *valid, const struct signature_question *q)
{
    static const uint8_t nothing[1];
    EVP_PKEY *key;
    EVP_MD_CTX *context;
    enum err err = ERR_MEMORY;

    if (q->key.len != ED25519_KEY_SIZE || !ed25519_key_ok(q->key.data))
        return ERR_KEY;
    if (q->signature.len != PAIR_SIZE)
        return ERR_LENGTH;
    if (!u256_lt(little_endian(q->signature.data + 32), ED25519_ORDER))
        return ERR_SIG_S;
    key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, q->key.data,
                                      q->key.len);
    context = EVP_MD_CTX_new();
    if (key && context &&
        EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1) {
        *valid = EVP_DigestVerify(context, q->signature.data, q->signature.len,
                                  q->digest.len ? q->digest.data : nothing,
                                  q->digest.len) == 1;
        err = ERR_OK;
    }
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return err;
}

static const struct {
    const char *name;
    enum err (*verify)(bool *valid, const struct signature_question *q);
} curves[CURVE_COUNT] = {
    [CURVE_SECP256K1] = { "secp256k1", verify_secp256k1 },
    [CURVE_P256] = { "p256", verify_p256 },
    [CURVE_ED25519] = { "ed25519", verify_ed25519 },
};

bool curve_find(enum curve *out, const char *name)
{
    for (size_t i = 0; i < CURVE_COUNT; i++)
        if (strcmp(curves[i].name, name) == 0) {
            *out = (enum curve)i;
            return true;
        }
    return false;
}

enum err signature_verify(bool *valid, const struct signature_question *q)
{
    assert(q->curve < CURVE_COUNT);
    return curves[q->curve].verify(valid, q);
}
