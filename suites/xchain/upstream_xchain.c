/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/xchain/xchain.h"

#include "base/hex.h"
#include "suites/xchain/upstream.h"

/* Every line of these files is {path, case, data}: data is the publisher's
 * case, path and case say where it stood. */

enum { ID_SIZE = 512, STEPS_MAX = 1000 };

typedef enum err (*line_fn)(struct upstream *u, const char *id,
                            const json_t *line, struct error *why);

static const char *text_of(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

static json_t *member(const json_t *map, const char *key)
{
    return json_incref(json_object_get(map, key));
}

static enum err each(struct upstream *u, const json_t *file, line_fn put,
                     struct error *why)
{
    enum err err = ERR_OK;
    json_t *line;
    size_t i;

    json_array_foreach((json_t *)(uintptr_t)file, i, line) {
        char id[ID_SIZE];

        snprintf(id, sizeof id, "%.300s/%.150s", text_of(line, "path"),
                 text_of(line, "case"));
        if (!err)
            err = put(u, id, line, why);
    }
    return err;
}

/* --- Merkle logs: hashes in Base64 ------------------------------------------------- */

static int base64_digit(char c)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

json_t *upstream_hex_of(const json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value), n = 0;
    struct arena arena;
    uint8_t *data;
    char *hex;
    json_t *out = NULL;
    uint32_t bits = 0;

    if (!text)
        return json_string("");
    arena_init(&arena, 0);
    data = arena_raw(&arena, len + 1);
    hex = arena_alloc(&arena, 2 * len + 1);
    for (size_t i = 0; i < len && data; i++) {
        int digit = base64_digit(text[i]);

        if (digit < 0)
            break;
        bits = bits << 6 | (uint32_t)digit;
        if (i % 4)
            data[n++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
    }
    if (data && hex) {
        hex_write(hex, bytes_make(data, n));
        out = json_string(hex);
    }
    arena_release(&arena);
    return out;
}

static json_t *number_of(const json_t *data, const char *key)
{
    const json_t *value = json_object_get(data, key);
    char text[32];

    if (json_is_string(value))
        return json_string(json_string_value(value));
    if (json_is_real(value))
        snprintf(text, sizeof text, "%.0f", json_real_value(value));
    else
        snprintf(text, sizeof text, "%lld",
                 (long long)json_integer_value(value));
    return json_string(text);
}

static json_t *path_of(const json_t *data)
{
    const json_t *list = json_object_get(data, "proof");
    json_t *out = json_array();

    for (size_t i = 0; i < json_array_size(list); i++)
        (void)json_array_append_new(out, upstream_hex_of(json_array_get(list, i)));
    return out;
}

/* Which member of the question comes from which of the case's. */
static const struct log_row {
    const char *file, *op;
    const char *numbers[3][2], *hashes[2][2];
} logs[] = {
    { "rfc6962-inclusion", "rfc6962.verify_inclusion",
      { { "leaf_index", "leafIdx" }, { "tree_size", "treeSize" },
        { NULL, NULL } },
      { { "leaf_hash", "leafHash" }, { "root", "root" } } },
    { "rfc6962-consistency", "rfc6962.verify_consistency",
      { { "size1", "size1" }, { "size2", "size2" }, { NULL, NULL } },
      { { "root1", "root1" }, { "root2", "root2" } } },
    { "rfc6962-subtreeinclusion", "rfc6962.verify_subtree_inclusion",
      { { "leaf_index", "leafIdx" }, { "start", "start" }, { "end", "end" } },
      { { "leaf_hash", "leafHash" }, { "root", "root" } } },
    { "rfc6962-subtreeconsistency", "rfc6962.verify_subtree_consistency",
      { { "start", "start" }, { "end", "end" }, { "size", "size" } },
      { { "subtree_root", "root1" }, { "tree_root", "root2" } } },
};

static enum err log_line(struct upstream *u, const char *id,
                         const json_t *line, const struct log_row *row,
                         struct error *why)
{
    const json_t *data = json_object_get(line, "data");
    bool refused = json_is_true(json_object_get(data, "wantErr"));
    json_t *in = json_pack("{s:o}", "proof", path_of(data));

    for (size_t i = 0; i < ARRAY_LEN(row->numbers); i++)
        if (row->numbers[i][0])
            (void)json_object_set_new(in, row->numbers[i][0],
                                      number_of(data, row->numbers[i][1]));
    for (size_t i = 0; i < ARRAY_LEN(row->hashes); i++)
        (void)json_object_set_new(
            in, row->hashes[i][0],
            upstream_hex_of(json_object_get(data, row->hashes[i][1])));
    return upstream_ask(u, id, row->op, in, UPSTREAM_OUT,
                        json_pack("{s:b}", "valid", !refused), why);
}

static enum err log_file(struct upstream *u, const char *name,
                         const json_t *file, struct error *why)
{
    const struct log_row *row = &logs[0];
    enum err err = ERR_OK;
    json_t *line;
    size_t i;

    for (size_t r = 0; r < ARRAY_LEN(logs); r++)
        if (strstr(name, logs[r].file))
            row = &logs[r];
    json_array_foreach((json_t *)(uintptr_t)file, i, line)
        if (!err)
            err = log_line(u, text_of(line, "path"), line, row, why);
    return err;
}

/* --- ICS-23: testdata/TREE/NAME.json -------------------------------------------------- */

static enum err proof_line(struct upstream *u, const char *id,
                           const json_t *line, struct error *why)
{
    static const char *const trees[] = { "iavl", "tendermint", "smt" };
    const json_t *data = json_object_get(line, "data");
    bool exists = text_of(data, "value")[0] != '\0';
    const char *spec = NULL;
    json_t *in;

    for (size_t i = 0; i < ARRAY_LEN(trees); i++)
        if (strstr(id, trees[i]))
            spec = trees[i];
    if (!spec) {
        upstream_skip(u, id, "a tree without a published specification");
        return ERR_OK;
    }
    in = json_pack("{s:s, s:o, s:o, s:o}", "spec", spec, "root",
                   member(data, "root"), "key", member(data, "key"), "proof",
                   member(data, "proof"));
    if (exists)
        (void)json_object_set_new(in, "value", member(data, "value"));
    return upstream_ask(u, id,
                        exists ? "ics23.verify_membership"
                               : "ics23.verify_non_membership",
                        in, UPSTREAM_OUT, json_pack("{s:b}", "valid", 1), why);
}

static enum err proof_file(struct upstream *u, const char *name,
                           const json_t *file, struct error *why)
{
    (void)name;
    return each(u, file, proof_line, why);
}

/* --- CometBFT: model-based single steps ------------------------------------------------- */

/* A step that succeeds is what the next one trusts. */
static enum err light_line(struct upstream *u, const char *id,
                           const json_t *line, struct error *why)
{
    const json_t *data = json_object_get(line, "data");
    const json_t *initial = json_object_get(data, "initial");
    const json_t *steps = json_object_get(data, "input");
    const json_t *block = initial;
    enum err err = ERR_OK;

    if (!initial || !json_is_array(steps)) {
        upstream_skip(u, id, "a bisection over several peers, not a step");
        return ERR_OK;
    }
    for (size_t i = 0; i < json_array_size(steps) && i < STEPS_MAX && !err;
         i++) {
        const json_t *step = json_array_get(steps, i);
        const json_t *next = json_object_get(step, "block");
        const char *verdict = text_of(step, "verdict");
        json_t *in = json_pack(
            "{s:{s:O, s:O}, s:O, s:o, s:O, s:s, s:s}", "trusted", "header",
            json_object_get(json_object_get(block, "signed_header"), "header"),
            "next_validator_set", json_object_get(block, "next_validator_set"),
            "untrusted", next, "trusting_period_ns",
            number_of(initial, "trusting_period"), "now",
            json_object_get(step, "now"), "max_clock_drift_ns", "0",
            "trust_level", "1/3");

        err = upstream_ask(u, id, "tendermint.light_verify", in, UPSTREAM_OUT,
                           json_pack("{s:s}", "verdict", verdict), why);
        if (strcmp(verdict, "SUCCESS") == 0)
            block = next;
    }
    return err;
}

static enum err light_file(struct upstream *u, const char *name,
                           const json_t *file, struct error *why)
{
    (void)name;
    return each(u, file, light_line, why);
}

/* --- the source ----------------------------------------------------------------------------- */

static const struct {
    const char *part;
    upstream_file_fn read;
} files[] = {
    { "rfc6962-", log_file },
    { "ics23-proofs", proof_file },
    { "tendermint-light", light_file },
    { "ics23-ops", upstream_proofs_file },
    { "eth-trie", upstream_proofs_file },
    { "oz-merkle-dumps", upstream_proofs_file },
    { "bitcoin-spv", upstream_proofs_file },
    { "eureka-light-client", upstream_proofs_file },
    { "tendermint-rpc", upstream_proofs_file },
};

static upstream_file_fn choose(const char *path)
{
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        if (strstr(path, files[i].part))
            return files[i].read;
    return NULL;
}

const struct upstream_source upstream_xchain = {
    .name = "xchain",
    .help = "logs of transparency-dev, cosmos/ics23, tendermint-rs (JSON lines)",
    .choose = choose,
};
