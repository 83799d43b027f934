/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/xchain/upstream.h"

#include "base/hex.h"
#include "base/json.h"

/* The rest of the published proofs: operations of cosmos/ics23, tries of
 * ethereum/tests, dumps of OpenZeppelin's trees, bitcoin-spv, the fixtures of
 * Eureka's clients and of tendermint-rs.  Each line is {path, case, data}. */

enum { ID_SIZE = 512, TEXT_MAX = 1 << 20, LEVELS_MAX = 64 };

static const char *text_of(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

static json_t *member(const json_t *map, const char *key)
{
    return json_incref(json_object_get(map, key));
}

/* Hex without 0x. */
static json_t *plain(const json_t *value)
{
    const char *text = json_string_value(value);

    if (!text)
        return json_incref((json_t *)(uintptr_t)value);
    return json_string(strncmp(text, "0x", 2) == 0 ? text + 2 : text);
}

static json_t *plain_of(const json_t *map, const char *key)
{
    return plain(json_object_get(map, key));
}

/* The bytes of a text, as hex. */
static json_t *hex_of_text(const char *text)
{
    size_t len = strlen(text);
    struct arena arena;
    json_t *out = NULL;
    char *hex;

    arena_init(&arena, 0);
    hex = arena_alloc(&arena, 2 * len + 1);
    if (hex && len <= TEXT_MAX) {
        hex_write(hex, bytes_str(text));
        out = json_string(hex);
    }
    arena_release(&arena);
    return out;
}

/* --- ICS-23: the tests of single operations ------------------------------------------ */

/* Members of an operation of a leaf or an inner node: numbers that are left
 * out are 0, bytes are Base64. */
static json_t *operation(const json_t *in, bool leaf)
{
    static const char *const numbers[] = { "hash", "prehash_key",
                                           "prehash_value", "length" };
    json_t *out = json_object();

    for (size_t i = 0; i < (leaf ? ARRAY_LEN(numbers) : 1); i++)
        (void)json_object_set_new(
            out, numbers[i],
            json_integer(json_integer_value(json_object_get(in, numbers[i]))));
    (void)json_object_set_new(out, "prefix",
                              upstream_hex_of(json_object_get(in, "prefix")));
    if (!leaf)
        (void)json_object_set_new(
            out, "suffix", upstream_hex_of(json_object_get(in, "suffix")));
    return out;
}

/* A specification with everything that JSON of Go leaves out. */
static json_t *spec_of(const json_t *in)
{
    json_t *leaf = json_pack("{s:i, s:i, s:i, s:i, s:s}", "hash", 0,
                             "prehash_key", 0, "prehash_value", 0, "length", 0,
                             "prefix", "");
    json_t *inner = json_pack("{s:[], s:i, s:i, s:i, s:s, s:i}", "child_order",
                              "child_size", 0, "min_prefix_length", 0,
                              "max_prefix_length", 0, "empty_child", "",
                              "hash", 0);

    (void)json_object_update(leaf, json_object_get(in, "leaf_spec"));
    (void)json_object_update(inner, json_object_get(in, "inner_spec"));
    return json_pack("{s:o, s:o, s:i, s:i, s:b}", "leaf_spec", leaf,
                     "inner_spec", inner, "max_depth",
                     (int)json_integer_value(json_object_get(in, "max_depth")),
                     "min_depth",
                     (int)json_integer_value(json_object_get(in, "min_depth")),
                     "prehash_key_before_comparison",
                     json_is_true(json_object_get(
                         in, "prehash_key_before_comparison")));
}

/* Protobuf of few and short fields: a growing text of hex. */
struct text {
    char *at;
    size_t len;
    struct arena arena;
};

static void put(struct text *t, const char *hex)
{
    size_t len = strlen(hex);

    if (t->len + len + 1 <= TEXT_MAX) {
        memcpy(t->at + t->len, hex, len + 1);
        t->len += len;
    }
}

static void put_varint(struct text *t, uint64_t value)
{
    char byte[3];

    for (; value > 0x7f; value >>= 7) {
        snprintf(byte, sizeof byte, "%02x", (unsigned)(value & 0x7f) | 0x80);
        put(t, byte);
    }
    snprintf(byte, sizeof byte, "%02x", (unsigned)value);
    put(t, byte);
}

static void put_body(struct text *t, unsigned id, const char *hex)
{
    put_varint(t, id << 3 | 2);
    put_varint(t, strlen(hex) / 2);
    put(t, hex);
}

static bool text_init(struct text *t)
{
    arena_init(&t->arena, 0);
    t->at = arena_alloc(&t->arena, TEXT_MAX);
    t->len = 0;
    if (t->at)
        t->at[0] = '\0';
    return t->at != NULL;
}

/* The fields of an operation, in the order of the .proto file. */
static void put_operation(struct text *t, unsigned id, const json_t *op,
                          bool leaf)
{
    static const char *const leaf_numbers[] = { "hash", "prehash_key",
                                                "prehash_value", "length" };
    struct text body;
    json_t *plain_op = operation(op, leaf);

    if (!text_init(&body))
        return;
    for (unsigned i = 0; i < (leaf ? ARRAY_LEN(leaf_numbers) : 1); i++) {
        json_int_t value = json_integer_value(
            json_object_get(plain_op, leaf_numbers[i]));

        if (value) {
            put_varint(&body, (uint64_t)(i + 1) << 3);
            put_varint(&body, (uint64_t)value);
        }
    }
    if (text_of(plain_op, "prefix")[0])
        put_body(&body, leaf ? 5 : 2, text_of(plain_op, "prefix"));
    if (text_of(plain_op, "suffix")[0])
        put_body(&body, 3, text_of(plain_op, "suffix"));
    put_body(t, id, body.at);
    arena_release(&body.arena);
    json_decref(plain_op);
}

/* An ExistenceProof in JSON as protobuf, in hex. */
static json_t *existence(const json_t *in)
{
    static const char *const names[] = { "key", "value" };
    const json_t *path = json_object_get(in, "path");
    struct text t;
    json_t *out;

    if (!text_init(&t))
        return NULL;
    for (unsigned i = 0; i < ARRAY_LEN(names); i++) {
        json_t *hex = upstream_hex_of(json_object_get(in, names[i]));

        if (json_string_length(hex))
            put_body(&t, i + 1, json_string_value(hex));
        json_decref(hex);
    }
    if (json_object_get(in, "leaf"))
        put_operation(&t, 3, json_object_get(in, "leaf"), true);
    for (size_t i = 0; i < json_array_size(path); i++)
        put_operation(&t, 4, json_array_get(path, i), false);
    out = json_string(t.at);
    arena_release(&t.arena);
    return out;
}

/* What each test asks, and what it says comes out. */
static json_t *hash_answer(const json_t *data)
{
    return json_pack("{s:o}", "hash",
                     upstream_hex_of(json_object_get(data, "Expected")));
}

static void ask_hash(json_t **in, json_t **out, const json_t *data)
{
    /* One case of the publisher spells the key in another way. */
    const char *text = text_of(data, json_object_get(data, "Preimage")
                                         ? "Preimage"
                                         : "PreImage");

    *in = json_pack("{s:O, s:o}", "hash_op", json_object_get(data, "HashOp"),
                    "preimage", hex_of_text(text));
    *out = json_pack("{s:O}", "hash", json_object_get(data, "ExpectedHash"));
}

static void ask_leaf_check(json_t **in, json_t **out, const json_t *data)
{
    *in = json_pack("{s:o, s:o}", "leaf",
                    operation(json_object_get(data, "Leaf"), true),
                    "leaf_spec",
                    operation(json_object_get(data, "Spec"), true));
    *out = json_pack("{s:b}", "valid",
                     !json_is_true(json_object_get(data, "IsErr")));
}

static void ask_spec(json_t **in, json_t **out, const json_t *data)
{
    *in = json_pack("{s:o, s:o}", "proof",
                    existence(json_object_get(data, "Proof")), "spec",
                    spec_of(json_object_get(data, "Spec")));
    *out = json_pack("{s:b}", "valid", text_of(data, "Err")[0] == '\0');
}

static void ask_branches(json_t **in, json_t **out, const json_t *data)
{
    *in = json_pack("{s:o, s:o}", "inner",
                    operation(json_object_get(data, "Op"), false), "spec",
                    spec_of(json_object_get(data, "Spec")));
    *out = json_pack("{s:O, s:O}", "left_empty",
                     json_object_get(data, "IsLeft"), "right_empty",
                     json_object_get(data, "IsRight"));
}

static void ask_root(json_t **in, json_t **out, const json_t *data)
{
    *in = json_pack("{s:o}", "proof",
                    existence(json_object_get(data, "Proof")));
    *out = json_pack("{s:o}", "root",
                     upstream_hex_of(json_object_get(data, "Expected")));
}

static void ask_inner(json_t **in, json_t **out, const json_t *data)
{
    *in = json_pack("{s:o, s:o}", "inner",
                    operation(json_object_get(data, "Op"), false), "child",
                    upstream_hex_of(json_object_get(data, "Child")));
    *out = hash_answer(data);
}

static void ask_leaf(json_t **in, json_t **out, const json_t *data)
{
    *in = json_pack("{s:o, s:o, s:o}", "leaf",
                    operation(json_object_get(data, "Op"), true), "key",
                    upstream_hex_of(json_object_get(data, "Key")), "value",
                    upstream_hex_of(json_object_get(data, "Value")));
    *out = hash_answer(data);
}

static const struct ops_row {
    const char *test, *op;
    void (*ask)(json_t **in, json_t **out, const json_t *data);
    bool rejects; /* IsErr asks for a rejection */
} ops_rows[] = {
    { "TestDoHash", "ics23.hash", ask_hash, false },
    { "TestCheckLeaf", "ics23.check_leaf", ask_leaf_check, false },
    { "TestCheckAgainstSpec", "ics23.check_against_spec", ask_spec, false },
    { "TestEmptyBranch", "ics23.empty_branches", ask_branches, false },
    { "TestExistenceProof", "ics23.calculate_root", ask_root, true },
    { "TestInnerOp", "ics23.inner_apply", ask_inner, true },
    { "TestLeafOp", "ics23.leaf_apply", ask_leaf, true },
};

static enum err put_ops(struct upstream *u, const char *id,
                        const json_t *data, struct error *why)
{
    for (size_t i = 0; i < ARRAY_LEN(ops_rows); i++) {
        const struct ops_row *row = &ops_rows[i];
        json_t *in, *out;

        if (!strstr(id, row->test))
            continue;
        row->ask(&in, &out, data);
        if (!row->rejects || !json_is_true(json_object_get(data, "IsErr")))
            return upstream_ask(u, id, row->op, in, UPSTREAM_OUT, out, why);
        json_decref(out);
        return upstream_ask(u, id, row->op, in, UPSTREAM_REJECT, NULL, why);
    }
    upstream_skip(u, id, "a test of another function");
    return ERR_OK;
}

/* --- tries and trees ------------------------------------------------------------------ */

/* "0x…" is hex, anything else the characters themselves, null deletes. */
static json_t *trie_text(const char *text)
{
    return strncmp(text, "0x", 2) == 0 ? json_string(text)
                                       : json_hex(bytes_str(text));
}

static json_t *trie_value(const json_t *value)
{
    return json_is_string(value) ? trie_text(json_string_value(value))
                                 : json_null();
}

static enum err put_trie(struct upstream *u, const char *id,
                         const json_t *data, struct error *why)
{
    json_t *given = json_object_get(data, "in"), *entries = json_array();
    bool secure = strstr(id, "secure") != NULL;
    const char *name;
    json_t *item;
    size_t i;

    json_array_foreach(given, i, item)
        (void)json_array_append_new(
            entries, json_pack("[o, o]", trie_value(json_array_get(item, 0)),
                               trie_value(json_array_get(item, 1))));
    json_object_foreach(given, name, item)
        (void)json_array_append_new(
            entries, json_pack("[o, o]", trie_text(name), trie_value(item)));
    return upstream_ask(u, id, "mpt.root",
                        json_pack("{s:o, s:b}", "entries", entries, "secure",
                                  secure),
                        UPSTREAM_OUT, member(data, "root"), why);
}

/* Every leaf of a dump is proven by the nodes beside its way up. */
static enum err put_dump(struct upstream *u, const char *id,
                         const json_t *data, struct error *why)
{
    const json_t *tree = json_object_get(data, "tree");
    const json_t *values = json_object_get(data, "values");
    enum err err = ERR_OK;

    for (size_t i = 0; i < json_array_size(values) && !err; i++) {
        json_int_t at = json_integer_value(
            json_object_get(json_array_get(values, i), "treeIndex"));
        json_t *proof = json_array(), *leaf;
        char name[ID_SIZE + 24];

        snprintf(name, sizeof name, "%s/%zu", id, i);
        leaf = plain(json_array_get(tree, (size_t)at));
        for (int level = 0; at > 0 && level < LEVELS_MAX; level++) {
            json_int_t beside = at % 2 ? at + 1 : at - 1;

            (void)json_array_append_new(
                proof, plain(json_array_get(tree, (size_t)beside)));
            at = (at - 1) / 2;
        }
        err = upstream_ask(u, name, "oz.verify",
                           json_pack("{s:o, s:o, s:o}", "root",
                                     plain(json_array_get(tree, 0)), "leaf",
                                     leaf, "proof", proof),
                           UPSTREAM_OUT, json_pack("{s:b}", "valid", 1), why);
    }
    return err;
}

/* --- bitcoin-spv ------------------------------------------------------------------------- */

static json_t *plain_all(const json_t *map)
{
    json_t *out = json_object(), *value;
    const char *key;

    json_object_foreach((json_t *)(uintptr_t)map, key, value)
        (void)json_object_set_new(out, key, json_is_object(value)
                                                ? plain_all(value)
                                                : plain(value));
    return out;
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static json_t *verdict(bool valid)
{
    return json_pack("{s:b}", "valid", valid);
}

static enum err put_spv_proof(struct upstream *u, const char *id,
                              const json_t *proof, bool valid,
                              struct error *why)
{
    static const char *const names[] = { "version", "vin", "vout", "locktime",
                                         "tx_id" };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (!json_is_string(json_object_get(proof, names[i]))) {
            upstream_skip(u, id, "a proof that is not there as a whole");
            return ERR_OK;
        }
    return upstream_ask(u, id, "btcspv.verify_proof", plain_all(proof),
                        UPSTREAM_OUT, verdict(valid), why);
}

static json_t *spv_one(const char *key, const json_t *in)
{
    return json_pack("{s:o}", key, plain(in));
}

static void ask_varint(json_t **q, json_t **a, const json_t *in,
                       const json_t *out)
{
    char value[24];

    snprintf(value, sizeof value, "%lld",
             (long long)json_integer_value(json_array_get(out, 1)));
    *q = spv_one("data", in);
    *a = json_pack("{s:o, s:s}", "data_length",
                   json_incref(json_array_get(out, 0)), "value", value);
}

static void ask_step(json_t **q, json_t **a, const json_t *in,
                     const json_t *out)
{
    *q = json_pack("{s:o, s:o}", "a", plain(json_array_get(in, 0)), "b",
                   plain(json_array_get(in, 1)));
    *a = spv_one("hash", out);
}

static void ask_merkle(json_t **q, json_t **a, const json_t *in,
                       const json_t *out)
{
    *q = plain_all(in);
    *a = verdict(json_is_true(out));
}

static void ask_prove(json_t **q, json_t **a, const json_t *in,
                      const json_t *out)
{
    *q = json_pack("{s:o, s:o, s:o, s:O}", "txid_le", plain_of(in, "txIdLE"),
                   "merkle_root_le", plain_of(in, "merkleRootLE"),
                   "intermediate_nodes", plain_of(in, "proof"), "index",
                   json_object_get(in, "index"));
    *a = verdict(json_is_true(out));
}

static void ask_txid(json_t **q, json_t **a, const json_t *in,
                     const json_t *out)
{
    *q = plain_all(in);
    *a = spv_one("txid_le", out);
}

static void ask_bad_chain(json_t **q, json_t **a, const json_t *in,
                          const json_t *out)
{
    (void)out;
    *q = spv_one("headers", in);
    *a = verdict(false);
}

static const struct {
    const char *test, *op;
    void (*ask)(json_t **q, json_t **a, const json_t *in, const json_t *out);
} spv_rows[] = {
    { "parseVarInt/", "btcspv.parse_varint", ask_varint },
    { "hash256MerkleStep", "btcspv.merkle_step", ask_step },
    { "verifyHash256Merkle", "btcspv.verify_hash256_merkle", ask_merkle },
    { "prove/", "btcspv.prove", ask_prove },
    { "calculateTxId", "btcspv.txid", ask_txid },
    { "validateHeaderChainError", "btcspv.validate_header_chain",
      ask_bad_chain },
};

static enum err put_spv(struct upstream *u, const char *id,
                        const json_t *line, struct error *why)
{
    const json_t *data = json_object_get(line, "data");
    const json_t *in = json_object_get(data, "input");
    const char *name = text_of(line, "case");

    for (size_t i = 0; i < ARRAY_LEN(spv_rows); i++) {
        json_t *q, *a;

        if (!starts(name, spv_rows[i].test))
            continue;
        spv_rows[i].ask(&q, &a, in, json_object_get(data, "output"));
        return upstream_ask(u, id, spv_rows[i].op, q, UPSTREAM_OUT, a, why);
    }
    if (starts(name, "parseVarIntError"))
        return upstream_ask(u, id, "btcspv.parse_varint", spv_one("data", in),
                            UPSTREAM_REJECT, NULL, why);
    if (starts(name, "badHeaders"))
        return upstream_ask(u, id, "btcspv.validate_header",
                            plain_all(json_object_get(data, "header")),
                            UPSTREAM_OUT, verdict(false), why);
    if (starts(name, "badSPVProofs"))
        return put_spv_proof(u, id, json_object_get(data, "proof"), false,
                             why);
    upstream_skip(u, id, "a helper of the library, no question about a chain");
    return ERR_OK;
}

/* --- fixtures of clients ------------------------------------------------------------------- */

/* The root in a protobuf ConsensusState: field 2, whose field 1 has 32 bytes. */
static json_t *root_of(const char *state)
{
    const char *at = strstr(state, "12220a20");

    return at && strlen(at) >= 8 + 64 ? json_stringn(at + 8, 64) : NULL;
}

static enum err put_fixture(struct upstream *u, const char *id,
                            const json_t *data, struct error *why)
{
    const json_t *msg = json_object_get(data, "membership_msg");
    const json_t *path = json_object_get(msg, "path");
    json_t *root = root_of(text_of(data, "consensus_state_hex"));
    json_t *in, *keys = json_array();
    bool present;

    if (!msg || !root) {
        json_decref(root);
        json_decref(keys);
        upstream_skip(u, id, "a transaction of the relayer, not a question; "
                             "or a state without a proof");
        return ERR_OK;
    }
    for (size_t i = 0; i < json_array_size(path); i++)
        (void)json_array_append_new(
            keys, hex_of_text(json_string_value(json_array_get(path, i))));
    present = text_of(msg, "value")[0] != '\0';
    in = json_pack("{s:[s, s], s:o, s:o, s:O}", "specs", "iavl", "tendermint",
                   "root", root, "path", keys, "proof",
                   json_object_get(msg, "proof"));
    if (present)
        (void)json_object_set_new(in, "value", member(msg, "value"));
    return upstream_ask(u, id,
                        present ? "ibc.merkle_proof.verify_membership"
                                : "ibc.merkle_proof.verify_non_membership",
                        in, UPSTREAM_OUT, verdict(true), why);
}

/* A block's id is the hash of its header. */
static enum err put_block(struct upstream *u, const char *id,
                          const json_t *data, struct error *why)
{
    const json_t *result = json_object_get(data, "result");
    const json_t *block = json_object_get(result, "block");
    const json_t *block_id = json_object_get(result, "block_id");
    const char *hash;
    char lower[65] = "";

    if (!block) {
        block = json_object_get(result, "signed_header");
        block_id = json_object_get(json_object_get(block, "commit"),
                                   "block_id");
    }
    hash = text_of(block_id, "hash");
    if (!block || strlen(hash) != 64) {
        upstream_skip(u, id, "an answer of the RPC without a header");
        return ERR_OK;
    }
    for (size_t i = 0; i < 64; i++)
        lower[i] = (char)(hash[i] >= 'A' && hash[i] <= 'F' ? hash[i] + 32
                                                           : hash[i]);
    return upstream_ask(u, id, "tendermint.header_hash",
                        json_pack("{s:O}", "header",
                                  json_object_get(block, "header")),
                        UPSTREAM_OUT,
                        json_pack("{s:s, s:{s:b}}", "hash", lower, "leaves",
                                  "$any", 1),
                        why);
}

/* --- files ------------------------------------------------------------------------------------ */

enum err upstream_proofs_file(struct upstream *u, const char *name,
                              const json_t *file, struct error *why)
{
    static const struct {
        const char *part;
        enum err (*put)(struct upstream *u, const char *id,
                        const json_t *data, struct error *why);
    } rows[] = {
        { "ics23-ops", put_ops },           { "eth-trie", put_trie },
        { "oz-merkle", put_dump },          { "bitcoin-spv", NULL },
        { "eureka-light", put_fixture },    { "tendermint-rpc", put_block },
    };
    enum err err = ERR_OK;
    json_t *line;
    size_t i, row = 0;

    while (row + 1 < ARRAY_LEN(rows) && !strstr(name, rows[row].part))
        row++;
    json_array_foreach((json_t *)(uintptr_t)file, i, line) {
        char id[ID_SIZE];

        snprintf(id, sizeof id, "%.300s/%.150s", text_of(line, "path"),
                 text_of(line, "case"));
        if (!err)
            err = rows[row].put ? rows[row].put(u, id,
                                                json_object_get(line, "data"),
                                                why)
                                : put_spv(u, id, line, why);
    }
    return err;
}
