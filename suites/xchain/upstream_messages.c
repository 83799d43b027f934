/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "suites/xchain/upstream.h"

/* The vectors of the Hyperlane monorepo, and the enums of XCM in the metadata of
 * runtimes; each line of a file holds one case under data. */

enum { ID_SIZE = 256 };

static const char *text_of(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

/* Hex without 0x, with the leading zeros that JSON of others leaves out. */
static json_t *word_of(const json_t *map, const char *key)
{
    const char *text = text_of(map, key);
    char padded[65];

    if (strncmp(text, "0x", 2) == 0)
        text += 2;
    if (strlen(text) >= sizeof padded - 1)
        return json_string(text);
    snprintf(padded, sizeof padded, "%0*d%s", (int)(64 - strlen(text)), 0,
             text);
    return json_string(padded);
}

static json_t *plain(const json_t *map, const char *key)
{
    const char *text = text_of(map, key);

    return json_string(strncmp(text, "0x", 2) == 0 ? text + 2 : text);
}

static json_t *number(const json_t *map, const char *key)
{
    return json_incref(json_object_get(map, key));
}

/* --- Hyperlane ------------------------------------------------------------------ */

static enum err domain_case(struct upstream *u, const char *id,
                            const json_t *data, struct error *why)
{
    return upstream_ask(
        u, id, "hyperlane.domain_hash",
        json_pack("{s:o, s:o}", "domain", number(data, "domain"),
                  "merkle_tree_hook", word_of(data, "mailbox")),
        UPSTREAM_OUT,
        json_pack("{s:o}", "hash", word_of(data, "expectedDomainHash")), why);
}

static json_t *path_of(const json_t *proof)
{
    json_t *list = json_array(), *step;
    size_t i;

    json_array_foreach(json_object_get(proof, "path"), i, step) {
        json_t *map = json_pack("{s:O}", "v", step);

        json_array_append_new(list, word_of(map, "v"));
        json_decref(map);
    }
    return list;
}

/* The root of all leaves, then each branch; the proofs are in leaf order. */
static enum err merkle_case(struct upstream *u, const char *id,
                            const json_t *data, struct error *why)
{
    json_t *leaves = json_array(), *proof;
    char sub[ID_SIZE + 32];
    size_t i;
    enum err err = ERR_OK;

    json_array_foreach(json_object_get(data, "proofs"), i, proof) {
        json_array_append_new(leaves, word_of(proof, "leaf"));
        snprintf(sub, sizeof sub, "%s/%zu", id, i);
        if (!err)
            err = upstream_ask(
                u, sub, "hyperlane.merkle_branch_root",
                json_pack("{s:o, s:o, s:o}", "leaf", word_of(proof, "leaf"),
                          "index", number(proof, "index"), "path",
                          path_of(proof)),
                UPSTREAM_OUT,
                json_pack("{s:o}", "root", word_of(data, "expectedRoot")), why);
    }
    i = json_array_size(leaves);
    if (err) {
        json_decref(leaves);
        return err;
    }
    return upstream_ask(u, id, "hyperlane.merkle_root",
                        json_pack("{s:o}", "leaves", leaves), UPSTREAM_OUT,
                        json_pack("{s:o, s:I}", "root",
                                  word_of(data, "expectedRoot"), "count",
                                  (json_int_t)i),
                        why);
}

static enum err checkpoint_case(struct upstream *u, const char *id,
                                const json_t *data, struct error *why)
{
    const json_t *signature = json_object_get(data, "signature");

    return upstream_ask(
        u, id, "hyperlane.legacy_checkpoint_signer",
        json_pack("{s:o, s:o, s:o, s:o, s:{s:o, s:o, s:o}}", "domain",
                  number(data, "domain"), "merkle_tree_hook",
                  word_of(data, "merkle_tree_hook"), "root",
                  word_of(data, "root"), "index", number(data, "index"),
                  "signature", "r", word_of(signature, "r"), "s",
                  word_of(signature, "s"), "v", number(signature, "v")),
        UPSTREAM_OUT, json_pack("{s:o}", "signer", plain(data, "signer")), why);
}

/* --- XCM -------------------------------------------------------------------------- */

/* "…::v4::Instruction" to 4; 0 when the name has no version. */
static int version_of(const char *name)
{
    const char *at = strstr(name, "::v");

    return at && at[3] >= '0' && at[3] <= '9' ? at[3] - '0' : 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), tail = strlen(end);

    return len >= tail && strcmp(text + len - tail, end) == 0;
}

static enum err table_case(struct upstream *u, const char *id,
                           const json_t *data, const char *name,
                           struct error *why)
{
    bool instruction = ends_with(name, "::Instruction");
    char sub[ID_SIZE + 64];
    json_t *row;
    size_t i;
    enum err err = ERR_OK;

    if (!instruction && !ends_with(name, "::NetworkId")) {
        upstream_skip(u, id, "an enum whose indices no operation asks for");
        return ERR_OK;
    }
    json_array_foreach((json_t *)(uintptr_t)data, i, row) {
        snprintf(sub, sizeof sub, "%s/%.40s", id, text_of(row, "name"));
        if (!err)
            err = upstream_ask(
                u, sub,
                instruction ? "xcm.instruction_index" : "xcm.network_id_index",
                json_pack("{s:i, s:s}", "version", version_of(name),
                          instruction ? "instruction" : "network",
                          text_of(row, "name")),
                UPSTREAM_OUT,
                json_pack("{s:o}", "index", number(row, "index")), why);
    }
    return err;
}

/* --- files -------------------------------------------------------------------------- */

static enum err put_line(struct upstream *u, const char *file,
                         const json_t *line, struct error *why)
{
    const json_t *data = json_object_get(line, "data");
    const char *path = text_of(line, "path"), *name = text_of(line, "case");
    char id[ID_SIZE];

    snprintf(id, sizeof id, "%.60s/%.80s/%.80s", file, path, name);
    if (strstr(file, "xcm-variant-tables"))
        return table_case(u, id, data, name, why);
    if (ends_with(path, "domainHash.json"))
        return domain_case(u, id, data, why);
    if (ends_with(path, "merkle.json"))
        return merkle_case(u, id, data, why);
    if (ends_with(path, "signedCheckpoint.json"))
        return checkpoint_case(u, id, data, why);
    upstream_skip(u, id, "a file of vectors that is not known");
    return ERR_OK;
}

enum err upstream_messages_file(struct upstream *u, const char *name,
                                const json_t *file, struct error *why)
{
    json_t *line;
    size_t i;
    enum err err = ERR_OK;

    json_array_foreach((json_t *)(uintptr_t)file, i, line)
        if (!err)
            err = put_line(u, name, line, why);
    return err;
}

static upstream_file_fn choose(const char *path)
{
    return ends_with(path, "hyperlane.jsonl") ||
                   ends_with(path, "xcm-variant-tables.jsonl")
               ? upstream_messages_file
               : NULL;
}

const struct upstream_source upstream_messages = {
    .name = "xchain-messages",
    .help = "Hyperlane's vectors and the enums of XCM in runtime metadata",
    .choose = choose,
};
