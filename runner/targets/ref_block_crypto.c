/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/ecc.h"
#include "chain/crypto/hash.h"
#include "chain/crypto/keccak.h"
#include "chain/crypto/der.h"
#include "chain/crypto/signature.h"
#include "runner/targets/ref_json.h"

static enum err digest(struct arena *a, json_t **out, const json_t *in,
                       enum hash kind, struct error *why)
{
    uint8_t hash[HASH_SIZE_MAX];
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = hash_digest(hash, kind, data);
    if (err)
        return err;
    return ref_answer(out, json_hex(bytes_make(hash, hash_size(kind))));
}

static enum err keccak_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    return digest(a, out, in, HASH_KECCAK256, why);
}

static enum err sha256_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    return digest(a, out, in, HASH_SHA256, why);
}

static enum err sm3_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    return digest(a, out, in, HASH_SM3, why);
}

/* A number beyond 256 bits is beyond the group order too. */
static enum err get_scalar(struct u256 *out, const json_t *in, const char *key,
                           enum err reason, struct error *why)
{
    enum err err = ref_get_number(out, in, key, 256, why);

    return err == ERR_TOO_WIDE ? reason : err;
}

static enum err recover_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct ecc_signature signature;
    uint8_t hash[32], key[ECC_KEY_SIZE], address[ADDRESS_SIZE];
    struct u256 parity;
    bool low_s = false;
    enum err err = json_get_fixed(hash, sizeof hash, in, "hash", why);

    (void)a;
    if (!err)
        err = get_scalar(&signature.r, in, "r", ERR_SIG_R, why);
    if (!err)
        err = get_scalar(&signature.s, in, "s", ERR_SIG_S, why);
    if (!err)
        err = get_scalar(&parity, in, "yParity", ERR_SIG_V, why);
    if (!err)
        err = ref_get_flag(&low_s, in, "lowS", why);
    if (err)
        return err;
    /* Any parity above 1 is as wrong as 2. */
    signature.y_parity = u256_bits(parity) > 1 ? 2 : (unsigned)parity.w[0];
    err = ecc_recover(key, hash, &signature, low_s);
    if (err)
        return err;
    ecc_address(address, key);
    return ref_answer(out, json_pack("{s:o, s:o}", "publicKey",
                                     json_hex(BYTES_OF(key)), "address",
                                     json_hex(BYTES_OF(address))));
}

static enum err sign_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct ecc_signature signature;
    uint8_t key[32], hash[32], r[32], s[32];
    enum err err = json_get_fixed(key, sizeof key, in, "key", why);

    (void)a;
    if (!err)
        err = json_get_fixed(hash, sizeof hash, in, "hash", why);
    if (!err)
        err = ecc_sign(&signature, hash, key);
    if (err)
        return err;
    u256_to_be(r, signature.r);
    u256_to_be(s, signature.s);
    return ref_answer(out, json_pack("{s:o, s:o, s:o}", "r",
                                     json_hex(BYTES_OF(r)), "s",
                                     json_hex(BYTES_OF(s)), "yParity",
                                     json_quantity_u64(signature.y_parity)));
}

/* What is signed: the message's digest, or the message when hash is none.
 * Ed25519 hashes by itself, with SHA-512. */
static enum err get_digest(struct signature_question *q, uint8_t *room,
                           const char *hash, struct bytes message,
                           struct error *why)
{
    enum hash kind;

    q->digest = message;
    if (strcmp(hash, "none") == 0)
        return ERR_OK;
    if (!hash_find(&kind, hash))
        return error_set(why, ERR_BAD_INPUT, "no hash is called %s", hash);
    if (q->curve == CURVE_ED25519)
        return kind == HASH_SHA512
                   ? ERR_OK
                   : error_set(why, ERR_BAD_INPUT,
                               "ed25519 goes with none or sha512");
    q->digest = bytes_make(room, hash_size(kind));
    return hash_digest(room, kind, message);
}

/* encoding: p1363 (r || s, the default) or der. */
static enum err get_signature(struct arena *a, struct bytes *out,
                              const json_t *in, struct error *why)
{
    const char *encoding = "p1363";
    uint8_t *pair;
    enum err err = json_get_hex(a, out, in, "signature", why);

    if (!err && json_has(in, "encoding"))
        err = json_get_text(&encoding, in, "encoding", why);
    if (err || strcmp(encoding, "p1363") == 0)
        return err;
    if (strcmp(encoding, "der") != 0)
        return error_set(why, ERR_BAD_INPUT, "no encoding is called %s",
                         encoding);
    pair = arena_raw(a, 64);
    if (!pair)
        return ERR_MEMORY;
    err = der_read_signature(pair, *out);
    if (!err)
        *out = bytes_make(pair, 64);
    return err;
}

static enum err verify_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct signature_question q = { .low_s = false };
    uint8_t room[HASH_SIZE_MAX];
    const char *curve = NULL, *hash = NULL;
    struct bytes message;
    bool valid = false;
    enum err err = json_get_text(&curve, in, "curve", why);

    if (!err)
        err = json_get_text(&hash, in, "hash", why);
    if (!err)
        err = json_get_hex(a, &q.key, in, "publicKey", why);
    if (!err)
        err = json_get_hex(a, &message, in, "message", why);
    if (!err)
        err = get_signature(a, &q.signature, in, why);
    if (!err)
        err = ref_get_flag(&q.low_s, in, "lowS", why);
    if (err)
        return err;
    if (!curve_find(&q.curve, curve))
        return error_set(why, ERR_BAD_INPUT, "no curve is called %s", curve);
    err = get_digest(&q, room, hash, message, why);
    if (!err)
        err = signature_verify(&valid, &q);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:b}", "valid", valid));
}

/* --- addresses ---------------------------------------------------------- */

static enum err of_key_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint8_t key[ECC_KEY_SIZE], address[ADDRESS_SIZE];
    struct bytes text;
    enum err err = json_get_hex(a, &text, in, "publicKey", why);

    if (!err)
        err = ecc_key_read(key, text);
    if (err)
        return err;
    ecc_address(address, key);
    return ref_answer(out, json_hex(BYTES_OF(address)));
}

static enum err answer_tail(json_t **out, struct bytes text)
{
    uint8_t hash[32];

    keccak256(hash, text);
    return ref_answer(out, json_hex(bytes_make(hash + 12, ADDRESS_SIZE)));
}

static enum err create_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    uint8_t sender[ADDRESS_SIZE];
    struct bytes text;
    struct rlp_out o;
    uint64_t nonce;
    size_t mark;
    enum err err = json_get_fixed(sender, sizeof sender, in, "sender", why);

    if (!err)
        err = ref_get_u64(&nonce, in, "nonce", why);
    if (err)
        return err;
    rlp_out_init(&o, a);
    mark = rlp_list_open(&o);
    rlp_put_string(&o, BYTES_OF(sender));
    rlp_put_u64(&o, nonce);
    rlp_list_close(&o, mark);
    err = rlp_finish(&text, &o);
    return err ? err : answer_tail(out, text);
}

static enum err create2_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    /* EIP-1014: 0xff, sender, salt, hash of the init code. */
    uint8_t text[1 + ADDRESS_SIZE + 32 + 32] = { 0xff };
    struct bytes code;
    enum err err = json_get_fixed(text + 1, ADDRESS_SIZE, in, "sender", why);

    if (!err)
        err = json_get_fixed(text + 1 + ADDRESS_SIZE, 32, in, "salt", why);
    if (!err)
        err = json_get_hex(a, &code, in, "initCode", why);
    if (err)
        return err;
    keccak256(text + 1 + ADDRESS_SIZE + 32, code);
    return answer_tail(out, BYTES_OF(text));
}

static const struct ref_binding rows[] = {
    { "keccak256", keccak_op },
    { "sha256", sha256_op },
    { "sm3", sm3_op },
    { "secp256k1.recover", recover_op },
    { "secp256k1.sign", sign_op },
    { "signature.verify", verify_op },
    { "address.of_key", of_key_op },
    { "address.create", create_op },
    { "address.create2", create2_op },
};

const struct ref_table ref_table_block_crypto = { rows, ARRAY_LEN(rows) };
