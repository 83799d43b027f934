/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/block/upstream.h"

#include <stdio.h>

#include "base/json.h"

/* Wycheproof (C2SP), the primitives that signature.verify knows.  A result of
 * "acceptable" leaves the choice to the implementation. */

enum { ID_SIZE = 512 };

static const char *text_of(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

/* The publisher's names of curves and hashes, and ours. */
static const struct {
    const char *theirs, *ours;
} names[] = {
    { "secp256k1", "secp256k1" }, { "secp256r1", "p256" },
    { "edwards25519", "ed25519" }, { "SHA-256", "sha256" },
    { "SHA-512", "sha512" },       { "SHA-224", "sha224" },       { "SHA3-256", "sha3-256" },
    { "SHA3-512", "sha3-512" },    { "SHA-512/256", "sha512-256" },    { "SHA-384", "sha384" },
    { "SHAKE128", "shake128" },    { "SHAKE256", "shake256" },
};

static const char *our_name(const char *theirs)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(names[i].theirs, theirs) == 0)
            return names[i].ours;
    return NULL;
}

struct group {
    const char *curve, *hash, *encoding;
    json_t *key; /* owned */
};

/* What the group's type says of its signatures; false when it is none that
 * the operation knows. */
static bool read_group(struct group *out, const json_t *group)
{
    const json_t *key = json_object_get(group, "publicKey");
    const char *type = text_of(group, "type"), *point;
    bool edwards = strcmp(type, "EddsaVerify") == 0;

    if (!key)
        key = json_object_get(group, "key");
    point = text_of(key, edwards ? "pk" : "uncompressed");
    *out = (struct group){
        .curve = our_name(text_of(key, "curve")),
        .hash = edwards ? "none" : our_name(text_of(group, "sha")),
        .encoding = strcmp(type, "EcdsaVerify") == 0 ? "der" : "p1363",
    };
    if (!edwards && strcmp(type, "EcdsaVerify") != 0 &&
        strcmp(type, "EcdsaP1363Verify") != 0)
        return false;
    if (!out->curve || !out->hash || !point[0])
        return false;
    out->key = upstream_hex(point);
    return out->key != NULL;
}

static enum err put(struct upstream *u, const char *id,
                    const struct group *group, const json_t *test,
                    struct error *why)
{
    const char *result = text_of(test, "result");
    json_t *in = json_pack("{s:s, s:s, s:s, s:O, s:o, s:o}", "curve",
                           group->curve, "hash", group->hash, "encoding",
                           group->encoding, "publicKey", group->key, "message",
                           upstream_hex(text_of(test, "msg")), "signature",
                           upstream_hex(text_of(test, "sig")));

    if (strcmp(result, "valid") == 0)
        return upstream_ask(u, id, "signature.verify", in, UPSTREAM_OUT,
                            json_pack("{s:b}", "valid", 1), why);
    if (strcmp(result, "acceptable") == 0)
        return upstream_ask(u, id, "signature.verify", in, UPSTREAM_EITHER,
                            json_pack("{s:{s:b}}", "valid", "$any", 1), why);
    return upstream_ask(u, id, "signature.verify", in, UPSTREAM_EITHER,
                        json_pack("{s:b}", "valid", 0), why);
}

static enum err group_tests(struct upstream *u, const char *name,
                            const json_t *group, struct error *why)
{
    struct group kind = { 0 };
    bool known = read_group(&kind, group);
    json_t *test;
    enum err err = ERR_OK;
    size_t i;

    json_array_foreach(json_object_get(group, "tests"), i, test) {
        char id[ID_SIZE], reason[128];

        snprintf(id, sizeof id, "%s/%lld", name,
                 (long long)json_integer_value(json_object_get(test, "tcId")));
        snprintf(reason, sizeof reason,
                 "%.60s is not a primitive that an operation of this suite "
                 "asks for", text_of(group, "type"));
        if (!known)
            upstream_skip(u, id, reason);
        else if (!err)
            err = put(u, id, &kind, test, why);
    }
    json_decref(kind.key);
    return err;
}

static enum err file(struct upstream *u, const char *name, const json_t *all,
                     struct error *why)
{
    json_t *group;
    enum err err = ERR_OK;
    size_t i;

    json_array_foreach(json_object_get(all, "testGroups"), i, group)
        if (!err)
            err = group_tests(u, name, group, why);
    return err;
}

static upstream_file_fn choose(const char *path)
{
    (void)path;
    return file;
}

const struct upstream_source upstream_wycheproof = {
    .name = "wycheproof",
    .help = "signature checks of Wycheproof (secp256k1, P-256, Ed25519)",
    .choose = choose,
};
