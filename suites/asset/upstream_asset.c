/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/asset/asset.h"

#include <stdlib.h>

enum { ID_SIZE = 200 };

/* A case of a file: what reads it, and the name of the file for ids. */
typedef enum err (*case_fn)(struct upstream *u, const char *id,
                            const json_t *item, struct error *why);

static const char *text_of(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

static json_t *member(const json_t *map, const char *key)
{
    return json_incref(json_object_get(map, key));
}

static enum err each(struct upstream *u, const char *name, const json_t *file,
                     case_fn put, struct error *why)
{
    enum err err = ERR_OK;
    json_t *item;
    size_t i;

    json_array_foreach((json_t *)(uintptr_t)file, i, item)
    {
        char id[ID_SIZE];

        snprintf(id, sizeof id, "%s/%zu", name, i);
        if (!err)
            err = put(u, id, item, why);
    }
    return err;
}

/* --- names, numbers, canonical JSON --------------------------------------- */

static enum err ens_case(struct upstream *u, const char *id, const json_t *item,
                         struct error *why)
{
    if (json_is_true(json_object_get(item, "error")))
        return upstream_ask(u, id, "ens.normalize", member(item, "in"),
                            UPSTREAM_REJECT, NULL, why);
    return upstream_ask(u, id, "ens.normalize", member(item, "in"),
                        UPSTREAM_OUT, member(item, "out"), why);
}

static enum err number_case(struct upstream *u, const char *id,
                            const json_t *item, struct error *why)
{
    return upstream_ask(u, id, "jcs.number", member(item, "ieee754"),
                        UPSTREAM_OUT, member(item, "text"), why);
}

static enum err jcs_case(struct upstream *u, const char *id, const json_t *item,
                         struct error *why)
{
    return upstream_ask(u, id, "jcs.canonicalize", member(item, "input"),
                        UPSTREAM_OUT, member(item, "output"), why);
}

/* --- multiformats, Bech32 ------------------------------------------------- */

static enum err multibase_case(struct upstream *u, const char *id,
                               const json_t *item, struct error *why)
{
    bool folded = strcmp(text_of(item, "file"), "case_insensitivity") == 0;
    char sub[ID_SIZE + 16];
    enum err err = ERR_OK;

    snprintf(sub, sizeof sub, "%s/decode", id);
    err = upstream_ask(u, sub, "multibase.decode", member(item, "text"),
                       UPSTREAM_OUT, member(item, "hex"), why);
    if (err || folded)
        return err;
    snprintf(sub, sizeof sub, "%s/encode", id);
    return upstream_ask(u, sub, "multibase.encode",
                        json_pack("{s:o, s:o}", "base",
                                  member(item, "encoding"), "hex",
                                  member(item, "hex")),
                        UPSTREAM_OUT, member(item, "text"), why);
}

static enum err multihash_case(struct upstream *u, const char *id,
                               const json_t *item, struct error *why)
{
    json_int_t bits = json_integer_value(json_object_get(item, "bits"));

    /* The code and the length are a byte each for all but blake2; the digest
     * is what follows: only its length is stated apart. */
    return upstream_ask(u, id, "multihash.decode", member(item, "multihash"),
                        UPSTREAM_OUT,
                        json_pack("{s:{s:b}, s:I, s:{s:b}}", "code", "$any", 1,
                                  "length", bits / 8, "digest", "$any", 1),
                        why);
}

static enum err bech32_case(struct upstream *u, const char *id,
                            const json_t *item, struct error *why)
{
    const char *kind = text_of(item, "kind");
    bool modern = json_integer_value(json_object_get(item, "bip")) == 350;
    const char *op = modern ? "bech32m.decode" : "bech32.decode";
    json_t *text = member(item, "text");

    if (strncmp(kind, "segwit", 6) == 0)
        op = "segwit.to_script";
    /* BIP-350 changes the checksum of version 1 and later. */
    if (!modern && json_object_get(item, "script") &&
        strncmp(text_of(item, "script"), "00", 2) != 0) {
        json_decref(text);
        upstream_skip(u, id, "an address that BIP-350 makes invalid");
        return ERR_OK;
    }
    if (strstr(kind, "invalid"))
        return upstream_ask(u, id, op, text, UPSTREAM_REJECT, NULL, why);
    if (json_object_get(item, "script"))
        return upstream_ask(u, id, op, text, UPSTREAM_OUT,
                            member(item, "script"), why);
    return upstream_ask(u, id, op, text, UPSTREAM_OUT,
                        json_pack("{s:b}", "$any", 1), why);
}

/* --- DIDs ----------------------------------------------------------------- */

static enum err did_key_case(struct upstream *u, const char *id,
                             const json_t *item, struct error *why)
{
    const json_t *pair =
        json_object_get(json_object_get(item, "value"), "keyAgreementKeyPair");
    const char *agreement = text_of(pair, "id"), *did = text_of(item, "did");
    char sub[ID_SIZE + 16];
    enum err err;

    err = upstream_ask(u, id, "did_key.parse", member(item, "did"),
                       UPSTREAM_OUT, json_pack("{s:b}", "$any", 1), why);
    if (err || strncmp(did, "did:key:z6Mk", 12) != 0 || agreement[0] != '#')
        return err;
    snprintf(sub, sizeof sub, "%s/x25519", id);
    return upstream_ask(u, sub, "did_key.derive_x25519",
                        json_string(did + strlen("did:key:")), UPSTREAM_OUT,
                        json_string(agreement + 1), why);
}

static enum err did_pkh_case(struct upstream *u, const char *id,
                             const json_t *item, struct error *why)
{
    return upstream_ask(u, id, "did_pkh.resolve", member(item, "did"),
                        UPSTREAM_OUT,
                        json_pack("{s:s}", "account_id",
                                  text_of(item, "did") + strlen("did:pkh:")),
                        why);
}

/* --- messages and lists --------------------------------------------------- */

/* The fields of the publisher that the operation answers. */
static json_t *siwe_fields(const json_t *fields)
{
    static const char *const LEFT_OUT[] = { "issuedAt", "expirationTime",
                                            "notBefore" };
    json_t *out = json_copy((json_t *)(uintptr_t)fields), *value;
    const char *key;
    void *next;

    for (size_t i = 0; i < ARRAY_LEN(LEFT_OUT); i++)
        json_object_del(out, LEFT_OUT[i]);
    json_object_foreach_safe(out, next, key, value) if (json_is_null(value))
        json_object_del(out, key);
    return out;
}

static enum err siwe_case(struct upstream *u, const char *id,
                          const json_t *item, struct error *why)
{
    const char *file = text_of(item, "file");
    const json_t *value = json_object_get(item, "value");

    if (strcmp(file, "parsing_negative") == 0)
        return upstream_ask(u, id, "siwe.parse", member(item, "value"),
                            UPSTREAM_REJECT, NULL, why);
    if (strcmp(file, "parsing_positive") == 0)
        return upstream_ask(u, id, "siwe.parse", member(value, "message"),
                            UPSTREAM_OUT,
                            siwe_fields(json_object_get(value, "fields")), why);
    upstream_skip(u, id,
                  "messages given as fields, and their signatures at a "
                  "time: not an operation of this suite");
    return ERR_OK;
}

/* The publisher's tests take these for invalid, and all whose name says so. */
static bool list_is_invalid(const char *path)
{
    static const char *const NAMES[] = { "invalid", "schema/empty.tokenlist",
                                         "bigwords" };

    for (size_t i = 0; i < ARRAY_LEN(NAMES); i++)
        if (strstr(path, NAMES[i]))
            return true;
    return false;
}

static enum err token_list_case(struct upstream *u, const char *id,
                                const json_t *item, struct error *why)
{
    return upstream_ask(
        u, id, "tokenlist.valid", member(item, "list"), UPSTREAM_OUT,
        json_boolean(!list_is_invalid(text_of(item, "path"))), why);
}

/* --- registries ----------------------------------------------------------- */

static enum err slip44_case(struct upstream *u, const char *id,
                            const json_t *item, struct error *why)
{
    return upstream_ask(u, id, "slip44.symbol", member(item, "index"),
                        UPSTREAM_OUT, member(item, "symbol"), why);
}

static enum err dti_case(struct upstream *u, const char *id, const json_t *item,
                         struct error *why)
{
    /* Bitcoin's identifier breaks the rule and is registered all the same. */
    bool ok = json_is_true(json_object_get(item, "check_ok")) ||
              strcmp(text_of(item, "dti"), "4H95J0R2X") == 0;

    return upstream_ask(u, id, "dti.valid", member(item, "dti"), UPSTREAM_OUT,
                        json_boolean(ok), why);
}

/* --- 3D files ------------------------------------------------------------- */

static enum err usdz_case(struct upstream *u, const char *id,
                          const json_t *item, struct error *why)
{
    return upstream_ask(
        u, id, "usdz.layout",
        json_pack("{s:o, s:o}", "name", member(item, "name"), "base64",
                  member(item, "base64")),
        UPSTREAM_OUT,
        json_pack("{s:{s:o}}", "issues", "$unordered", member(item, "issues")),
        why);
}

/* Errors and warnings, each code once, in order. */
static json_t *gltf_codes(const json_t *issues)
{
    const char *codes[64];
    json_t *list = json_array(), *issue;
    size_t count = 0, i;

    json_array_foreach((json_t *)(uintptr_t)issues, i, issue)
    {
        const char *code = text_of(issue, "code");
        size_t at = 0;

        while (at < count && strcmp(codes[at], code) < 0)
            at++;
        if (json_integer_value(json_object_get(issue, "severity")) > 1 ||
            count == ARRAY_LEN(codes) ||
            (at < count && strcmp(codes[at], code) == 0))
            continue;
        memmove(codes + at + 1, codes + at, (count - at) * sizeof codes[0]);
        codes[at] = code;
        count++;
    }
    for (i = 0; i < count; i++)
        json_array_append_new(list, json_string(codes[i]));
    return list;
}

static enum err gltf_case(struct upstream *u, const char *id,
                          const json_t *item, struct error *why)
{
    const char *path = text_of(item, "path");
    size_t len = strlen(path);
    json_t *in, *answer;

    in = json_pack("{s:s, s:s, s:o, s:o}", "name", path, "format",
                   len > 4 && strcmp(path + len - 4, ".glb") == 0 ? "glb"
                                                                  : "gltf",
                   "base64", member(item, "base64"), "resources",
                   member(item, "resources"));
    answer = upstream_prepare(u, "gltf.issues", json_incref(in));
    if (!answer) {
        json_decref(in);
        upstream_skip(u, id,
                      "a glTF file that holds more than the reference "
                      "judges: no answer");
        return ERR_OK;
    }
    json_decref(answer);
    return upstream_ask(
        u, id, "gltf.issues", in, UPSTREAM_OUT,
        json_pack("{s:o}", "codes",
                  gltf_codes(json_object_get(item, "expected"))),
        why);
}

/* --- Data Integrity: files, of which the signed documents are questions ---- */

static enum err signed_case(struct upstream *u, const char *id,
                            const json_t *item, struct error *why)
{
    const char *path = text_of(item, "path");
    json_t *document;

    if (!strstr(path, "/signed") || !strstr(path, "jcs")) {
        upstream_skip(u, id,
                      "intermediate results, or a suite that needs RDF "
                      "canonicalization");
        return ERR_OK;
    }
    document = json_loads(text_of(item, "text"), 0, NULL);
    return upstream_ask(u, id, "di.jcs_verify", document, UPSTREAM_OUT,
                        json_pack("{s:{s:b}, s:b}", "hash", "$any", 1, "ok", 1),
                        why);
}

/* --- the files ------------------------------------------------------------ */

static const struct row {
    const char *file;
    case_fn put;
    const char *leave_out; /* why the file is not asked */
} rows[] = {
    { "ens-normalize.jsonl", ens_case, NULL },
    { "jcs-numbers.jsonl", number_case, NULL },
    { "jcs-cyberphone.json", jcs_case, NULL },
    { "multibase.jsonl", multibase_case, NULL },
    { "multihash.jsonl", multihash_case, NULL },
    { "bech32.jsonl", bech32_case, NULL },
    { "did-key.jsonl", did_key_case, NULL },
    { "did-pkh.json", did_pkh_case, NULL },
    { "siwe.jsonl", siwe_case, NULL },
    { "token-lists.json", token_list_case, NULL },
    { "slip44.jsonl", slip44_case, NULL },
    { "dti-registry.jsonl", dti_case, NULL },
    { "usdz-openusd.jsonl", usdz_case, NULL },
    { "gltf-validator-corpus.jsonl", gltf_case, NULL },
    { "w3c-data-integrity-vectors.jsonl", signed_case, NULL },
    { "unicode-nf.jsonl", NULL,
      "Unicode normal forms are part of names, not an operation" },
    { "iban-structures.json", NULL, "a registry, not cases" },
    { "multicodec-table.json", NULL, "a registry, not cases" },
    { "ens-spec.json", NULL, "data of the standard, not cases" },
    { "ens-nf.json", NULL, "data of the standard, not cases" },
    { "MANIFEST.json", NULL, "about the other files" },
};

static const struct row *row_of(const char *path)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strstr(path, rows[i].file))
            return &rows[i];
    return NULL;
}

static enum err read_cases(struct upstream *u, const char *name,
                           const json_t *file, struct error *why)
{
    return each(u, name, file, row_of(name)->put, why);
}

static upstream_file_fn choose(const char *path)
{
    const struct row *row = row_of(path);

    return row && row->put ? read_cases : NULL;
}

static const char *leave_out(const char *path)
{
    const struct row *row = row_of(path);

    return row ? row->leave_out : NULL;
}

const struct upstream_source upstream_asset = {
    .name = "asset",
    .help = "names, identifiers, canonical JSON, credentials, messages and 3D "
            "files, one file per publisher",
    .choose = choose,
    .leave_out = leave_out,
};
