/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/ecc.h"

#include <assert.h>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include "chain/crypto/keccak.h"

const struct u256 ECC_ORDER = { { 0xbfd25e8cd0364141, 0xbaaedce6af48a03b,
                                  0xfffffffffffffffe, 0xffffffffffffffff } };
const struct u256 ECC_HALF_ORDER = { { 0xdfe92f46681b20a0, 0x5d576e7357a4501d,
                                       0xffffffffffffffff,
                                       0x7fffffffffffffff } };

static bool in_group(struct u256 v)
{
    return !u256_is_zero(v) && u256_lt(v, ECC_ORDER);
}

enum err ecc_check_range(struct u256 r, struct u256 s, bool low_s)
{
    if (!in_group(r))
        return ERR_SIG_R;
    if (!in_group(s))
        return ERR_SIG_S;
    if (low_s && u256_lt(ECC_HALF_ORDER, s))
        return ERR_SIG_HIGH_S;
    return ERR_OK;
}

static void write_key(uint8_t key[ECC_KEY_SIZE], const secp256k1_pubkey *point)
{
    size_t len = ECC_KEY_SIZE;

    secp256k1_ec_pubkey_serialize(secp256k1_context_static, key, &len, point,
                                  SECP256K1_EC_UNCOMPRESSED);
    assert(len == ECC_KEY_SIZE);
}

static void write_pair(uint8_t pair[64], struct u256 r, struct u256 s)
{
    u256_to_be(pair, r);
    u256_to_be(pair + 32, s);
}

enum err ecc_recover(uint8_t key[ECC_KEY_SIZE], const uint8_t hash[32],
                     const struct ecc_signature *signature, bool low_s)
{
    secp256k1_ecdsa_recoverable_signature parsed;
    secp256k1_pubkey point;
    uint8_t pair[64];
    enum err err = ecc_check_range(signature->r, signature->s, low_s);

    if (err)
        return err;
    if (signature->y_parity > 1)
        return ERR_SIG_V;
    write_pair(pair, signature->r, signature->s);
    if (!secp256k1_ecdsa_recoverable_signature_parse_compact(
            secp256k1_context_static, &parsed, pair,
            (int)signature->y_parity) ||
        !secp256k1_ecdsa_recover(secp256k1_context_static, &point, &parsed,
                                 hash))
        return ERR_SIG_RECOVER;
    write_key(key, &point);
    return ERR_OK;
}

enum err ecc_recover_address(uint8_t address[ADDRESS_SIZE],
                             const uint8_t hash[32],
                             const struct ecc_signature *signature, bool low_s)
{
    uint8_t key[ECC_KEY_SIZE];
    enum err err = ecc_recover(key, hash, signature, low_s);

    if (err)
        return err;
    ecc_address(address, key);
    return ERR_OK;
}

bool ecc_verify(const uint8_t key[ECC_KEY_SIZE], const uint8_t hash[32],
                struct u256 r, struct u256 s)
{
    secp256k1_ecdsa_signature parsed;
    secp256k1_pubkey point;
    uint8_t pair[64];

    write_pair(pair, r, s);
    if (!secp256k1_ec_pubkey_parse(secp256k1_context_static, &point, key,
                                   ECC_KEY_SIZE) ||
        !secp256k1_ecdsa_signature_parse_compact(secp256k1_context_static,
                                                 &parsed, pair))
        return false;
    /* The library takes low s only; whether high s is allowed was decided by
     * the caller. */
    secp256k1_ecdsa_signature_normalize(secp256k1_context_static, &parsed,
                                        &parsed);
    return secp256k1_ecdsa_verify(secp256k1_context_static, &parsed, hash,
                                  &point) == 1;
}

enum err ecc_key_read(uint8_t key[ECC_KEY_SIZE], struct bytes in)
{
    secp256k1_pubkey point;

    if (in.len != 33 && in.len != ECC_KEY_SIZE)
        return ERR_LENGTH;
    /* The hybrid prefixes 06 and 07 are not taken. */
    if (in.len == 33 ? (in.data[0] | 1) != 3 : in.data[0] != 4)
        return ERR_PREFIX;
    if (!secp256k1_ec_pubkey_parse(secp256k1_context_static, &point, in.data,
                                   in.len))
        return ERR_KEY;
    write_key(key, &point);
    return ERR_OK;
}

void ecc_address(uint8_t address[ADDRESS_SIZE],
                 const uint8_t key[ECC_KEY_SIZE])
{
    uint8_t hash[32];

    assert(key[0] == 4);
    keccak256(hash, bytes_make(key + 1, ECC_KEY_SIZE - 1));
    memcpy(address, hash + 12, ADDRESS_SIZE);
}

/* --- with a secret key: for fixtures and tests, never a hot path -------- */

enum err ecc_sign(struct ecc_signature *out, const uint8_t hash[32],
                  const uint8_t secret[32])
{
    secp256k1_context *context =
        secp256k1_context_create(SECP256K1_CONTEXT_NONE);
    secp256k1_ecdsa_recoverable_signature made;
    uint8_t pair[64];
    int parity = 0, ok;

    if (!context)
        return ERR_MEMORY;
    ok = secp256k1_ecdsa_sign_recoverable(context, &made, hash, secret, NULL,
                                          NULL);
    if (ok)
        secp256k1_ecdsa_recoverable_signature_serialize_compact(
            context, pair, &parity, &made);
    secp256k1_context_destroy(context);
    if (!ok)
        return ERR_KEY;
    out->r = u256_from_be(pair, 32);
    out->s = u256_from_be(pair + 32, 32);
    out->y_parity = (unsigned)parity;
    return ERR_OK;
}

enum err ecc_public(uint8_t key[ECC_KEY_SIZE], const uint8_t secret[32])
{
    secp256k1_context *context =
        secp256k1_context_create(SECP256K1_CONTEXT_NONE);
    secp256k1_pubkey point;
    int ok;

    if (!context)
        return ERR_MEMORY;
    ok = secp256k1_ec_pubkey_create(context, &point, secret);
    secp256k1_context_destroy(context);
    if (!ok)
        return ERR_KEY;
    write_key(key, &point);
    return ERR_OK;
}
