/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/credential.h"

#include <stdlib.h>

#include "base/json.h"
#include "chain/asset/did_methods.h"
#include "chain/codec/ascii.h"
#include "chain/codec/bitgroup.h"
#include "chain/codec/gzip.h"
#include "chain/codec/multibase.h"
#include "chain/codec/uri.h"
#include "chain/crypto/point.h"
#include "chain/crypto/signature.h"

enum { CODEC_ED25519 = 0xed, CODEC_P256 = 0x1200, CODEC_P384 = 0x1201 };

/* A suite by its name and the key that the proof names. */
static const struct suite_row {
    const char *name;
    uint64_t codec;
    enum hash hash;
    size_t signature_size;
} suites[] = {
    { "eddsa-jcs-2022", CODEC_ED25519, HASH_SHA256, 64 },
    { "ecdsa-jcs-2019", CODEC_P256, HASH_SHA256, 64 },
    { "ecdsa-jcs-2019", CODEC_P384, HASH_SHA384, 96 },
};

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* --- the proof ------------------------------------------------------------ */

static enum err proof_check(const json_t *proof)
{
    static const char *const REQUIRED[] = { "type", "cryptosuite",
                                            "proofPurpose",
                                            "verificationMethod",
                                            "proofValue" };
    static const char *const TIMES[] = { "created", "expires" };

    if (!json_is_object(proof))
        return ERR_FIELD_MISSING;
    for (size_t i = 0; i < ARRAY_LEN(REQUIRED); i++)
        if (!text_of(proof, REQUIRED[i]))
            return ERR_FIELD_MISSING;
    if (strcmp(text_of(proof, "type"), "DataIntegrityProof") != 0)
        return ERR_TYPE;
    for (size_t i = 0; i < ARRAY_LEN(TIMES); i++) {
        const json_t *time = json_object_get(proof, TIMES[i]);

        if (time && (!json_is_string(time) ||
                     !date_time_ok(bytes_str(json_string_value(time)))))
            return ERR_VALUE;
    }
    return ERR_OK;
}

/* The verification method is did:key:VALUE#VALUE. */
static enum err proof_key(struct arena *a, struct did_key *out,
                          const json_t *proof)
{
    struct bytes method = bytes_str(text_of(proof, "verificationMethod"));
    size_t hash = ascii_find(method, '#');
    struct bytes did = bytes_head(method, hash), fragment;
    enum err err;

    if (!ascii_begins(method, "did:key:"))
        return ERR_NEEDS_EXECUTION;
    if (hash == method.len)
        return ERR_KEY;
    fragment = bytes_tail(method, hash + 1);
    if (!bytes_eq(bytes_tail(did, strlen("did:key:")), fragment))
        return ERR_KEY;
    err = did_key_parse(a, out, did);
    return err_is_reason(err) ? ERR_KEY : err;
}

static enum err suite_find(const struct suite_row **out, const char *name,
                           uint64_t codec)
{
    bool known = false;

    for (size_t i = 0; i < ARRAY_LEN(suites); i++) {
        if (strcmp(suites[i].name, name) != 0)
            continue;
        known = true;
        if (suites[i].codec == codec) {
            *out = &suites[i];
            return ERR_OK;
        }
    }
    return known ? ERR_KEY : ERR_CRYPTOSUITE;
}

/* eddsa-jcs-2022, 3.3.2: the proof's context begins the document's. */
static bool context_begins(const json_t *whole, const json_t *head)
{
    if (!json_is_array(head))
        return json_is_array(whole)
                   ? json_equal(json_array_get(whole, 0), head) == 1
                   : json_equal(whole, head) == 1;
    if (!json_is_array(whole))
        return json_array_size(head) == 1 &&
               json_equal(whole, json_array_get(head, 0)) == 1;
    for (size_t i = 0; i < json_array_size(head); i++)
        if (json_equal(json_array_get(whole, i), json_array_get(head, i)) != 1)
            return false;
    return true;
}

static enum err hash_json(uint8_t *out, enum hash kind, const json_t *value)
{
    char *text = json_canonical(value);
    enum err err;

    if (!text)
        return ERR_VALUE;
    err = hash_digest(out, kind, bytes_str(text));
    free(text);
    return err;
}

/* The proof without its value, and the document without its proof. */
static enum err proof_hash(struct proof_result *out, enum hash kind,
                           const json_t *document, const json_t *proof)
{
    json_auto_t *bare = json_copy((json_t *)(uintptr_t)document);
    json_auto_t *config = json_copy((json_t *)(uintptr_t)proof);
    json_t *context = json_object_get(proof, "@context");
    size_t half = hash_size(kind);
    enum err err;

    if (!bare || !config)
        return ERR_MEMORY;
    json_object_del(bare, "proof");
    json_object_del(config, "proofValue");
    if (context) {
        if (!context_begins(json_object_get(document, "@context"), context))
            return ERR_CONTEXT;
        if (json_object_set(bare, "@context", context))
            return ERR_MEMORY;
    }
    err = hash_json(out->hash, kind, config);
    if (!err)
        err = hash_json(out->hash + half, kind, bare);
    out->hash_size = 2 * half;
    return err;
}

static enum err value_read(struct arena *a, struct bytes *out,
                           const json_t *proof, size_t size)
{
    struct bytes text = bytes_str(text_of(proof, "proofValue"));
    enum err err;

    if (!ascii_begins(text, "z"))
        return ERR_PREFIX;
    err = multibase_decode(a, out, text);
    return !err && out->len != size ? ERR_LENGTH : err;
}

static enum err signature_check(struct proof_result *out,
                                const struct suite_row *suite,
                                struct bytes key, struct bytes signature)
{
    struct bytes hash = bytes_make(out->hash, out->hash_size);
    uint8_t digest[HASH_SIZE_MAX];
    struct signature_question q = { CURVE_ED25519, key, hash, signature,
                                    false };
    enum err err;

    if (suite->codec == CODEC_ED25519) {
        err = signature_verify(&out->ok, &q);
    } else {
        err = hash_digest(digest, suite->hash, hash);
        if (!err)
            err = nist_verify(&out->ok,
                              suite->codec == CODEC_P256 ? NIST_P256
                                                         : NIST_P384,
                              key, bytes_make(digest, hash_size(suite->hash)),
                              signature);
    }
    /* A signature out of range is one that does not verify. */
    if (err == ERR_SIG_R || err == ERR_SIG_S) {
        out->ok = false;
        return ERR_OK;
    }
    return err;
}

enum err proof_jcs_verify(struct arena *a, struct proof_result *out,
                          const json_t *document)
{
    const json_t *proof = json_object_get(document, "proof");
    const struct suite_row *suite = NULL;
    struct proof_result made = { 0 };
    struct bytes signature = BYTES_EMPTY;
    struct did_key key = { 0 };
    enum err err = proof_check(proof);

    if (!err)
        err = suite_find(&suite, text_of(proof, "cryptosuite"), 0);
    /* Without a codec only the name is judged. */
    if (err == ERR_KEY)
        err = proof_key(a, &key, proof);
    if (!err)
        err = suite_find(&suite, text_of(proof, "cryptosuite"), key.codec);
    if (!err)
        err = value_read(a, &signature, proof, suite->signature_size);
    if (!err)
        err = proof_hash(&made, suite->hash, document, proof);
    if (!err)
        err = signature_check(&made, suite, key.key, signature);
    if (!err)
        *out = made;
    return err;
}

enum err proof_text_hash(uint8_t out[PROOF_HASH_MAX], size_t *out_size,
                         enum hash kind, struct bytes configuration,
                         struct bytes document)
{
    size_t half = hash_size(kind);
    enum err err = hash_digest(out, kind, configuration);

    if (!err)
        err = hash_digest(out + half, kind, document);
    if (!err)
        *out_size = 2 * half;
    return err;
}

/* --- status lists --------------------------------------------------------- */

enum err status_list_read(struct arena *a, uint64_t *out, struct bytes list,
                          int64_t index, int64_t size)
{
    struct bytes packed, bits;
    uint64_t value = 0, first;
    enum err err;

    if (!ascii_begins(list, "u"))
        return ERR_PREFIX;
    err = bitgroup_decode(a, &packed, &BITGROUP_BASE64URL,
                          bytes_tail(list, 1));
    if (!err)
        err = gzip_expand(a, &bits, packed, STATUS_BYTES_MAX);
    if (err)
        return err == ERR_LENGTH ? ERR_PADDING : err;
    if (bits.len * 8 < STATUS_BITS_MIN)
        return ERR_LENGTH;
    if (size < 1 || size > STATUS_SIZE_MAX || index < 0 ||
        (uint64_t)index >= bits.len * 8 / (uint64_t)size)
        return ERR_RANGE;
    first = (uint64_t)index * (uint64_t)size;
    for (uint64_t i = first; i < first + (uint64_t)size; i++)
        value = value << 1 | (bits.data[i / 8] >> (7 - i % 8) & 1);
    *out = value;
    return ERR_OK;
}
