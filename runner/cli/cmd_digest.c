/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/json.h"
#include "runner/cli/choose.h"
#include "runner/digest.h"

static const struct option_row options[] = {
    { "--prove", "ID", "print a proof that this vector belongs to the suite",
      false },
    { "--verify", "FILE", "check such a proof", false },
    { "--list", NULL, "print the digest of every vector", false },
    CLI_OPTION_DATA,
};

static json_t *hex_text(const uint8_t digest[SHA256_SIZE])
{
    char text[2 * SHA256_SIZE + 1];

    hex_write(text, bytes_make(digest, SHA256_SIZE));
    return json_string(text);
}

static int prove(const struct catalogue *c, const char *id, struct error *why)
{
    const struct vector *v = catalogue_vector(c, id);
    uint8_t(*leaves)[SHA256_SIZE];
    struct digest_proof proof;
    json_t *path = json_array(), *all;

    if (!v) {
        json_decref(path);
        error_set(why, ERR_NOT_FOUND, "there is no vector %.80s", id);
        return cli_fail(why);
    }
    leaves = calloc(c->vector_count, sizeof *leaves);
    if (!leaves) {
        json_decref(path);
        error_set(why, ERR_MEMORY, "memory is short");
        return cli_fail(why);
    }
    for (size_t i = 0; i < c->vector_count; i++)
        memcpy(leaves[i], c->vectors[i].digest, SHA256_SIZE);
    digest_prove(&proof, (const uint8_t(*)[SHA256_SIZE])leaves,
                 c->vector_count, v->index);
    free(leaves);
    for (size_t i = 0; i < proof.path_len; i++)
        json_array_append_new(path, hex_text(proof.path[i]));
    all = json_pack("{s:s, s:s, s:o, s:I, s:I, s:o, s:o}", "version",
                    c->version, "id", v->id, "digest", hex_text(v->digest),
                    "index", (json_int_t)proof.index, "count",
                    (json_int_t)proof.count, "path", path, "root",
                    hex_text(c->digest));
    json_dumpf(all, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(all);
    return 0;
}

/* A digest is 64 hex digits without 0x. */
static bool read_digest(uint8_t out[SHA256_SIZE], const json_t *value)
{
    const char *text = json_string_value(value);

    return text && strlen(text) == 2 * SHA256_SIZE &&
           hex_read(out, text, 2 * SHA256_SIZE) == ERR_OK;
}

static bool read_proof(struct digest_proof *out, uint8_t leaf[SHA256_SIZE],
                       uint8_t root[SHA256_SIZE], const json_t *all)
{
    const json_t *path = json_object_get(all, "path");
    json_int_t index = -1, count = -1;

    if (json_unpack((json_t *)(uintptr_t)all, "{s:I, s:I}", "index", &index,
                    "count", &count) ||
        index < 0 || count <= index || !json_is_array(path) ||
        json_array_size(path) > DIGEST_PATH_MAX)
        return false;
    out->index = (size_t)index;
    out->count = (size_t)count;
    out->path_len = json_array_size(path);
    for (size_t i = 0; i < out->path_len; i++)
        if (!read_digest(out->path[i], json_array_get(path, i)))
            return false;
    return read_digest(leaf, json_object_get(all, "digest")) &&
           read_digest(root, json_object_get(all, "root"));
}

static int verify(const char *file)
{
    uint8_t leaf[SHA256_SIZE], root[SHA256_SIZE];
    struct digest_proof proof;
    struct error why = { 0 };
    json_t *all = NULL;
    bool good;

    if (json_read_file(&all, file, 1 << 20, &why))
        return cli_fail(&why);
    if (!read_proof(&proof, leaf, root, all)) {
        json_decref(all);
        error_at(&why, ERR_SCHEMA, file, 0, 0,
                 "not a proof as 'etalon digest --prove' prints it");
        return cli_fail(&why);
    }
    good = digest_verify(&proof, leaf, root);
    printf("%s: %s\n", file,
           good ? "the vector's digest belongs to the suite with this root"
                : "WRONG: the digest does not belong to the root");
    printf("root %s\n", json_string_value(json_object_get(all, "root")));
    json_decref(all);
    return good ? 0 : EXIT_NONCONFORMANT;
}

static void print_digests(const struct catalogue *c, bool each)
{
    char text[65];

    for (size_t i = 0; each && i < c->vector_count; i++) {
        hex_write(text, BYTES_OF(c->vectors[i].digest));
        printf("%s  %s\n", text, c->vectors[i].id);
    }
    hex_write(text, BYTES_OF(c->digest));
    printf("%s  suite, version %s, %zu vectors\n", text, c->version,
           c->vector_count);
}

static int run(const struct args *args)
{
    const char *proof = args_text(args, "--verify", NULL);
    const char *id = args_text(args, "--prove", NULL);
    struct catalogue catalogue;
    struct error why = { 0 };
    char dir[4096];
    int status = 0;

    if (proof)
        return verify(proof);
    if (choose_catalogue(&catalogue, dir, sizeof dir, args, &why))
        return cli_fail(&why);
    if (id)
        status = prove(&catalogue, id, &why);
    else
        print_digests(&catalogue, args_has(args, "--list"));
    catalogue_release(&catalogue);
    return status;
}

const struct command command_digest = {
    .name = "digest",
    .words = "",
    .summary = "Print the digest of the suite, or prove and verify membership.",
    .text = "The digest of a vector is SHA-256 over its RFC 8785 text, the "
            "suite's is the\nRFC 6962 Merkle root over them in id order. "
            "--verify exits 1 when a proof is wrong.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
