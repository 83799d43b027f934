/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/block/upstream.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "suites/block/networks.h"

/* The formats are described in the documentation of ethereum/tests. */

enum { ID_SIZE = 512 };
static const char EMPTY_OMMERS[] =
    "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";

static const char *text_of(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

/* --- RLPTests ------------------------------------------------------------------- */

/* A test's item ("dog", 15, "#83729609699884896815286331701780722", list) as an
 * item of rlp.encode. */
static json_t *rlp_item(const json_t *in, int depth)
{
    const char *text = json_string_value(in);
    json_t *list, *item;
    size_t i;

    if (depth > 1024)
        return NULL;
    if (json_is_integer(in) || (text && text[0] == '#')) {
        char decimal[32];
        json_t *quantity;
        uint8_t minimal[32];
        struct u256 value;
        enum err err;

        snprintf(decimal, sizeof decimal, "%lld",
                 (long long)json_integer_value(in));
        quantity = upstream_quantity(text ? text + 1 : decimal);
        item = json_pack("{s:o}", "v", quantity);
        err = json_get_quantity(&value, item, "v", NULL);
        json_decref(item);
        return err ? NULL
                   : json_hex(bytes_make(minimal, u256_to_min(minimal, value)));
    }
    if (text)
        return json_hex(bytes_make(text, json_string_length(in)));
    list = json_array();
    json_array_foreach((json_t *)(uintptr_t)in, i, item)
        json_array_append_new(list, rlp_item(item, depth + 1));
    return list;
}

static enum err rlp_case(struct upstream *u, const char *id, const json_t *test,
                         struct error *why)
{
    const json_t *in = json_object_get(test, "in");
    const char *mark = json_string_value(in);
    json_t *item, *bytes = upstream_hex(text_of(test, "out"));
    char sub[ID_SIZE + 16];
    enum err err;

    if (mark && strcmp(mark, "INVALID") == 0)
        return upstream_ask(u, id, "rlp.decode",
                            json_pack("{s:o}", "data", bytes), UPSTREAM_REJECT,
                            NULL, why);
    if (mark && strcmp(mark, "VALID") == 0)
        return upstream_ask(u, id, "rlp.decode",
                            json_pack("{s:o}", "data", bytes), UPSTREAM_OUT,
                            json_pack("{s:b}", "$any", 1), why);
    item = rlp_item(in, 0);
    snprintf(sub, sizeof sub, "%s/encode", id);
    err = upstream_ask(u, sub, "rlp.encode", json_pack("{s:O}", "item", item),
                       UPSTREAM_OUT, json_incref(bytes), why);
    snprintf(sub, sizeof sub, "%s/decode", id);
    if (!err)
        err = upstream_ask(u, sub, "rlp.decode",
                           json_pack("{s:O}", "data", bytes), UPSTREAM_OUT,
                           json_incref(item), why);
    json_decref(item);
    json_decref(bytes);
    return err;
}

/* --- TrieTests -------------------------------------------------------------------- */

/* "0x…" is hex, anything else the characters themselves, null deletes. */
static json_t *trie_bytes(const json_t *value)
{
    const char *text = json_string_value(value);

    if (!text)
        return json_null();
    if (strncmp(text, "0x", 2) == 0)
        return upstream_hex(text);
    return json_hex(bytes_make(text, json_string_length(value)));
}

static json_t *trie_entries(const json_t *in)
{
    json_t *entries = json_array(), *item;
    const char *key;
    size_t i;

    json_array_foreach((json_t *)(uintptr_t)in, i, item)
        json_array_append_new(
            entries, json_pack("[o, o]", trie_bytes(json_array_get(item, 0)),
                               trie_bytes(json_array_get(item, 1))));
    json_object_foreach((json_t *)(uintptr_t)in, key, item) {
        json_t *name = json_string(key);

        json_array_append_new(entries, json_pack("[o, o]", trie_bytes(name),
                                                 trie_bytes(item)));
        json_decref(name);
    }
    return entries;
}

static enum err trie_file(struct upstream *u, const char *name,
                          const json_t *file, struct error *why)
{
    bool secure = strstr(name, "secure") != NULL;
    const char *key;
    json_t *test;
    enum err err = ERR_OK;

    json_object_foreach((json_t *)(uintptr_t)file, key, test) {
        char id[ID_SIZE];

        snprintf(id, sizeof id, "%s/%s", name, key);
        if (!json_object_get(test, "root"))
            upstream_skip(u, id, "next and previous key of a trie: not an "
                                 "operation of this suite");
        else if (!err)
            err = upstream_ask(
                u, id, "mpt.root",
                json_pack("{s:o, s:b}", "entries",
                          trie_entries(json_object_get(test, "in")), "secure",
                          secure),
                UPSTREAM_OUT, upstream_hex(text_of(test, "root")), why);
    }
    return err;
}

/* --- TransactionTests --------------------------------------------------------------- */

static enum err transaction_fork(struct upstream *u, const char *id,
                                 const char *spelling, const char *data,
                                 const json_t *result, struct error *why)
{
    const char *fork = network_fork(spelling);
    json_t *bytes = upstream_hex(data), *in;

    if (!fork || !bytes) {
        json_decref(bytes);
        upstream_skip(u, id, fork ? "the transaction is no hex text"
                                  : "a fork that is not final");
        return ERR_OK;
    }
    in = json_pack("{s:o, s:s, s:s}", "data", bytes, "fork", fork, "chainId",
                   "0x1");
    if (json_object_get(result, "exception"))
        return upstream_ask(u, id, "tx.validate", in, UPSTREAM_REJECT, NULL,
                            why);
    return upstream_ask(
        u, id, "tx.validate", in, UPSTREAM_OUT,
        json_pack("{s:o, s:o, s:o, s:s}", "hash",
                  upstream_hex(text_of(result, "hash")), "sender",
                  upstream_hex(text_of(result, "sender")), "intrinsicGas",
                  upstream_quantity(text_of(result, "intrinsicGas")), "needs",
                  "execution"),
        why);
}

static enum err transaction_file(struct upstream *u, const char *name,
                                 const json_t *file, struct error *why)
{
    const char *key, *fork;
    json_t *test, *result;
    enum err err = ERR_OK;

    json_object_foreach((json_t *)(uintptr_t)file, key, test) {
        json_t *results = json_object_get(test, "result");

        json_object_foreach(results, fork, result) {
            char id[ID_SIZE];

            snprintf(id, sizeof id, "%s/%s/%s", name, key, fork);
            if (!err)
                err = transaction_fork(u, id, fork, text_of(test, "txbytes"),
                                       result, why);
        }
    }
    return err;
}

/* --- DifficultyTests and BasicTests/difficulty* ------------------------------------- */

static bool has_ommers(const json_t *test)
{
    const char *uncles = text_of(test, "parentUncles");

    if (strlen(uncles) == strlen(EMPTY_OMMERS))
        return strcmp(uncles, EMPTY_OMMERS) != 0;
    return strtoull(uncles, NULL, 0) != 0;
}

static enum err difficulty_case(struct upstream *u, const char *id,
                                const char *fork, const json_t *test,
                                struct error *why)
{
    json_t *in = json_pack(
        "{s:s, s:o, s:o, s:b, s:o, s:o}", "fork", fork, "parentDifficulty",
        upstream_quantity(text_of(test, "parentDifficulty")),
        "parentTimestamp", upstream_quantity(text_of(test, "parentTimestamp")),
        "parentHasOmmers", has_ommers(test), "number",
        upstream_quantity(text_of(test, "currentBlockNumber")), "timestamp",
        upstream_quantity(text_of(test, "currentTimestamp")));

    return upstream_ask(u, id, "difficulty.next", in, UPSTREAM_OUT,
                        upstream_quantity(text_of(test, "currentDifficulty")),
                        why);
}

static enum err difficulty_file(struct upstream *u, const char *name,
                                const json_t *file, struct error *why)
{
    const char *key, *spelling, *test_name;
    json_t *group, *tests, *test;
    enum err err = ERR_OK;

    json_object_foreach((json_t *)(uintptr_t)file, key, group) {
        json_object_foreach(group, spelling, tests) {
            const char *fork = network_fork(spelling);

            if (strcmp(spelling, "_info") == 0)
                continue;
            json_object_foreach(tests, test_name, test) {
                char id[ID_SIZE];

                snprintf(id, sizeof id, "%s/%s", name, test_name);
                if (!fork)
                    upstream_skip(u, id, "an unknown fork name");
                else if (!err)
                    err = difficulty_case(u, id, fork, test, why);
            }
        }
    }
    return err;
}

/* The configurations under which the older difficulty files were made. */
static const char *basic_fork(const char *file, uint64_t number)
{
    static const struct {
        const char *part, *fork;
    } forks[] = {
        { "Frontier", "frontier" },
        { "Homestead", "homestead" },
        { "Byzantium", "byzantium" },
        { "Constantinople", "constantinople" },
        { "EIP2384", "muir-glacier" },
    };

    for (size_t i = 0; i < ARRAY_LEN(forks); i++)
        if (strstr(file, forks[i].part))
            return forks[i].fork;
    if (strstr(file, "Ropsten"))
        return number >= 4230000   ? "constantinople"
               : number >= 1700000 ? "byzantium"
                                   : "homestead";
    return number >= 4370000   ? "byzantium"
           : number >= 1150000 ? "homestead"
                               : "frontier";
}

static bool below_minimum(const char *difficulty)
{
    return strlen(difficulty) <= 16 && strtoull(difficulty, NULL, 0) < 131072;
}

static enum err basic_difficulty_file(struct upstream *u, const char *name,
                                      const json_t *file, struct error *why)
{
    const char *key;
    json_t *test;
    enum err err = ERR_OK;

    json_object_foreach((json_t *)(uintptr_t)file, key, test) {
        uint64_t number =
            strtoull(text_of(test, "currentBlockNumber"), NULL, 0);
        char id[ID_SIZE];

        snprintf(id, sizeof id, "%s/%s", name, key);
        if (below_minimum(text_of(test, "parentDifficulty")))
            upstream_skip(u, id, "a parent below the minimum difficulty, which "
                                 "no chain has: the file adds the bomb before "
                                 "the bound, dfHomestead after it");
        else if (!err)
            err = difficulty_case(u, id, basic_fork(name, number), test, why);
    }
    return err;
}

/* --- the rest of BasicTests ------------------------------------------------------------ */

static enum err hex_prefix_file(struct upstream *u, const char *name,
                                const json_t *file, struct error *why)
{
    const char *key;
    json_t *test;
    enum err err = ERR_OK;

    json_object_foreach((json_t *)(uintptr_t)file, key, test) {
        json_t *nibbles = json_object_get(test, "seq");
        json_t *leaf = json_object_get(test, "term");
        char id[ID_SIZE];

        snprintf(id, sizeof id, "%s/%s/encode", name, key);
        if (!err)
            err = upstream_ask(
                u, id, "hex_prefix.encode",
                json_pack("{s:O, s:O}", "nibbles", nibbles, "leaf", leaf),
                UPSTREAM_OUT, upstream_hex(text_of(test, "out")), why);
        snprintf(id, sizeof id, "%s/%s/decode", name, key);
        if (!err)
            err = upstream_ask(
                u, id, "hex_prefix.decode",
                json_pack("{s:o}", "data", upstream_hex(text_of(test, "out"))),
                UPSTREAM_OUT,
                json_pack("{s:O, s:O}", "nibbles", nibbles, "leaf", leaf),
                why);
    }
    return err;
}

/* The genesis block of the main network, as bytes; its hash is the one that
 * EIP-2124 names ("Mainnet genesis"). */
static const char MAINNET_GENESIS[] =
    "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3";

static enum err genesis_file(struct upstream *u, const char *name,
                             const json_t *file, struct error *why)
{
    char id[ID_SIZE];

    snprintf(id, sizeof id, "%s/genesis_hash", name);
    return upstream_ask(
        u, id, "block.hash",
        json_pack("{s:o}", "data",
                  upstream_hex(text_of(file, "genesis_rlp_hex"))),
        UPSTREAM_OUT, json_string(MAINNET_GENESIS), why);
}

static enum err other_file(struct upstream *u, const char *name,
                           const json_t *file, struct error *why)
{
    (void)file;
    (void)why;
    upstream_skip(u, name, strstr(name, "crypto")
                               ? "AES and ECIES of the old network protocol: "
                                 "not an operation of this suite"
                               : "genesis blocks of a format before the final "
                                 "one (14 header fields)");
    return ERR_OK;
}

static enum err rlp_file(struct upstream *u, const char *name,
                         const json_t *file, struct error *why)
{
    const char *key;
    json_t *test;
    enum err err = ERR_OK;

    json_object_foreach((json_t *)(uintptr_t)file, key, test) {
        char id[ID_SIZE];

        snprintf(id, sizeof id, "%s/%s", name, key);
        if (!err)
            err = rlp_case(u, id, test, why);
    }
    return err;
}

/* --- the source ------------------------------------------------------------------------- */

static const struct {
    const char *part;
    upstream_file_fn read;
} readers[] = {
    /* the first part that the path holds decides */
    { "/RLPTests/", rlp_file },
    { "/TrieTests/", trie_file },
    { "/TransactionTests/", transaction_file },
    { "/transaction_tests", transaction_file },
    { "/DifficultyTests/", difficulty_file },
    { "/BasicTests/difficulty", basic_difficulty_file },
    { "/BasicTests/hexencodetest", hex_prefix_file },
    { "/BasicTests/genesishashestest", genesis_file },
    { "/BasicTests/", other_file },
};

static upstream_file_fn choose(const char *path)
{
    for (size_t i = 0; i < ARRAY_LEN(readers); i++)
        if (strstr(path, readers[i].part))
            return readers[i].read;
    return NULL;
}

static const struct {
    const char *part, *why;
} left_out[] = {
    { "/EIPTests/", "EIPTests is stale: its Prague headers lack requestsHash" },
    { "/blockchain_tests_engine", "the same blocks as payloads of the Engine "
                                  "API" },
    { "/blockchain_tests_sync", "the same blocks as payloads of the Engine "
                                "API" },
    { "/EOFTests/", "EOF is not final" },
    { "/eof_tests/", "EOF is not final" },
    { "/LegacyTests/", "old editions of the same tests" },
    { "/ABITests/", "the contract ABI is not part of this suite" },
    { "/KeyStoreTests/", "key files are not part of this suite" },
    { "/PoWTests/", "Ethash is not part of this suite" },
    { "/GenesisTests/", "genesis files are not part of this suite" },
    { "/JSONSchema/", "schemas of the test files themselves" },
};

static const char *leave_out(const char *path)
{
    for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
        if (strstr(path, left_out[i].part))
            return left_out[i].why;
    return NULL;
}

static bool needs_engine(const char *path)
{
    static const char *const parts[] = {
        "/GeneralStateTests", "/BlockchainTests", "/state_tests",
        "/blockchain_tests",
    };

    if (leave_out(path))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (strstr(path, parts[i]))
            return true;
    return false;
}

const struct upstream_source upstream_ethereum_tests = {
    .name = "ethereum-tests",
    .help = "RLPTests, TrieTests, TransactionTests, BasicTests and "
            "DifficultyTests of ethereum/tests",
    .choose = choose,
    .leave_out = leave_out,
    .needs_engine = needs_engine,
};
