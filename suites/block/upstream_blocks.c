/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/block/upstream.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "suites/block/networks.h"

/* Blocks of blockchain tests (ethereum/tests and execution-spec-tests) as
 * formats: a valid block is never refused, its hash and senders agree; of an
 * invalid one a refusal and "needs execution" are both right answers here,
 * since most of them are wrong only by what execution gives. */

enum { ID_SIZE = 768, ANCESTORS_MAX = 8, BLOCKS_MAX = 4096 };

static const char *text_of(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

/* Fixture spelling of a header field, and that of JSON-RPC. */
static const struct {
    const char *fixture, *name;
    bool quantity;
} fields[] = {
    { "parentHash", "parentHash", false },
    { "uncleHash", "sha3Uncles", false },
    { "coinbase", "miner", false },
    { "stateRoot", "stateRoot", false },
    { "transactionsTrie", "transactionsRoot", false },
    { "receiptTrie", "receiptsRoot", false },
    { "bloom", "logsBloom", false },
    { "difficulty", "difficulty", true },
    { "number", "number", true },
    { "gasLimit", "gasLimit", true },
    { "gasUsed", "gasUsed", true },
    { "timestamp", "timestamp", true },
    { "extraData", "extraData", false },
    { "mixHash", "mixHash", false },
    { "nonce", "nonce", false },
    { "baseFeePerGas", "baseFeePerGas", true },
    { "withdrawalsRoot", "withdrawalsRoot", false },
    { "blobGasUsed", "blobGasUsed", true },
    { "excessBlobGas", "excessBlobGas", true },
    { "parentBeaconBlockRoot", "parentBeaconBlockRoot", false },
    { "requestsHash", "requestsHash", false },
    { "blockAccessListHash", "blockAccessListHash", false },
    { "slotNumber", "slotNumber", true },
};

/* New reference; NULL when a field is no hex text. */
static json_t *header_of(const json_t *fixture)
{
    json_t *header = json_object();

    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        const char *text =
            json_string_value(json_object_get(fixture, fields[i].fixture));

        if (text && json_object_set_new(header, fields[i].name,
                                        fields[i].quantity
                                            ? upstream_quantity(text)
                                            : upstream_hex(text))) {
            json_decref(header);
            return NULL;
        }
    }
    return header;
}

static uint64_t number_of(const json_t *header, const char *key)
{
    return strtoull(text_of(header, key), NULL, 16);
}

static const char *fork_of(const char *network, const json_t *header)
{
    return network_fork_at(network, number_of(header, "number"),
                           number_of(header, "timestamp"),
                           strcmp(text_of(header, "difficulty"), "0x0") == 0);
}

/* --- one chain -------------------------------------------------------------------- */

struct chain {
    struct upstream *u;
    const char *id, *network;
    json_t *known;      /* block hash -> header in JSON-RPC names */
    json_t *ommers;     /* block hash -> list of ommer headers */
};

/* Headers from hash backwards, nearest first, at most ANCESTORS_MAX. */
static json_t *ancestors(const struct chain *c, const char *hash,
                         json_t *ommers_out, json_t *forks_out)
{
    json_t *list = json_array();

    for (int i = 0; i < ANCESTORS_MAX; i++) {
        json_t *header = json_object_get(c->known, hash), *ommers;

        if (!header)
            break;
        json_array_append(list, header);
        json_array_append_new(forks_out,
                              json_string(fork_of(c->network, header)));
        ommers = json_object_get(c->ommers, hash);
        if (ommers)
            json_array_extend(ommers_out, ommers);
        hash = text_of(header, "parentHash");
    }
    return list;
}

static json_t *ommers_of(const json_t *block)
{
    json_t *list = json_array(), *item;
    size_t i;

    json_array_foreach(json_object_get(block, "uncleHeaders"), i, item)
        json_array_append_new(list, header_of(item));
    return list;
}

/* Senders where the fixture names them, else anything. */
static json_t *senders_of(const json_t *block)
{
    json_t *list = json_array(), *item;
    size_t i;

    json_array_foreach(json_object_get(block, "transactions"), i, item) {
        json_t *sender = upstream_hex(text_of(item, "sender"));

        if (!json_object_get(item, "sender")) {
            json_decref(sender);
            sender = json_pack("{s:b}", "$any", 1);
        }
        json_array_append_new(list, sender);
    }
    return list;
}

static json_t *question(const struct chain *c, const json_t *block,
                        const char *fork, const char *parent_hash)
{
    json_t *in, *above, *parent = json_object_get(c->known, parent_hash);
    json_t *ommers = json_array(), *forks = json_array();

    above = ancestors(c, parent_hash, ommers, forks);
    in = json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:b}", "data",
                   upstream_hex(text_of(block, "rlp")), "fork", fork,
                   "chainId", "0x1", "ancestors", above, "ancestorOmmers",
                   ommers, "ancestorForks", forks, "withSenders", 1);
    if (parent)
        json_object_set(in, "parent", parent);
    return in;
}

static enum err valid_block(struct chain *c, const char *id,
                            const json_t *block, const json_t *fixture,
                            struct error *why)
{
    json_t *header = header_of(fixture);
    const char *hash = text_of(fixture, "hash"), *fork;
    json_t *expected;

    if (!header)
        return error_set(why, ERR_SCHEMA, "%.200s: a malformed header", id);
    fork = fork_of(c->network, header);
    if (!fork) {
        json_decref(header);
        upstream_skip(c->u, id, "an unknown network");
        return ERR_OK;
    }
    json_object_set_new(c->known, hash, header);
    json_object_set_new(c->ommers, hash, ommers_of(block));
    expected = json_pack("{s:s, s:o, s:s}", "hash", hash, "senders",
                         senders_of(block), "needs", "execution");
    return upstream_ask(c->u, id, "block.validate",
                        question(c, block, fork,
                                 text_of(header, "parentHash")),
                        UPSTREAM_OUT, expected, why);
}

/* An invalid block may not even have a header: the network's fork at the
 * height that the fixture states, or its own header's, is asked for. */
static enum err invalid_block(struct chain *c, const char *id,
                              const json_t *block, const char *last_hash,
                              struct error *why)
{
    const json_t *inside = json_object_get(block, "rlp_decoded");
    const json_t *fixture = json_object_get(
        inside ? inside : block, "blockHeader");
    json_t *header = fixture ? header_of(fixture) : NULL;
    json_t *parent = json_object_get(
        c->known, header ? text_of(header, "parentHash") : last_hash);
    const char *parent_hash =
        header && parent ? text_of(header, "parentHash") : last_hash;
    const char *fork;
    json_t *in;

    if (!parent)
        parent = json_object_get(c->known, last_hash);
    fork = fork_of(c->network, header ? header : parent);
    if (!fork) {
        json_decref(header);
        upstream_skip(c->u, id, "an unknown network");
        return ERR_OK;
    }
    in = question(c, block, fork, parent_hash);
    json_decref(header);
    if (!json_object_get(in, "data")) {
        json_decref(in);
        upstream_skip(c->u, id, "the block is no hex text");
        return ERR_OK;
    }
    return upstream_ask(c->u, id, "block.validate", in, UPSTREAM_EITHER,
                        json_pack("{s:b}", "$any", 1), why);
}

static bool is_invalid(const json_t *block)
{
    const char *key;
    json_t *item;

    json_object_foreach((json_t *)(uintptr_t)block, key, item)
        if (strncmp(key, "expectException", 15) == 0)
            return true;
    return false;
}

static enum err walk_blocks(struct chain *c, const json_t *test,
                            struct error *why)
{
    const json_t *genesis = json_object_get(test, "genesisBlockHeader");
    const char *last = text_of(genesis, "hash");
    json_t *block;
    enum err err = ERR_OK;
    size_t i;

    json_object_set_new(c->known, last, header_of(genesis));
    json_array_foreach(json_object_get(test, "blocks"), i, block) {
        const json_t *header = json_object_get(block, "blockHeader");
        char id[ID_SIZE];

        if (i == BLOCKS_MAX)
            return error_set(why, ERR_LIMIT, "%.200s: more than %d blocks",
                             c->id, BLOCKS_MAX);
        snprintf(id, sizeof id, "%s/%zu", c->id, i);
        if (is_invalid(block)) {
            err = invalid_block(c, id, block, last, why);
        } else if (header) {
            err = valid_block(c, id, block, header, why);
            last = text_of(header, "hash");
        } else {
            upstream_skip(c->u, id, "a block without header and without "
                                    "exception");
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err genesis_block(struct chain *c, const json_t *test,
                              struct error *why)
{
    const json_t *genesis = json_object_get(test, "genesisBlockHeader");
    const char *rlp = text_of(test, "genesisRLP");
    char id[ID_SIZE];

    if (!rlp[0])
        return ERR_OK;
    snprintf(id, sizeof id, "%s/genesis", c->id);
    return upstream_ask(c->u, id, "block.hash",
                        json_pack("{s:o}", "data", upstream_hex(rlp)),
                        UPSTREAM_OUT, json_string(text_of(genesis, "hash")),
                        why);
}

static enum err file(struct upstream *u, const char *name, const json_t *all,
                     struct error *why)
{
    const char *key;
    json_t *test;
    enum err err = ERR_OK;

    json_object_foreach((json_t *)(uintptr_t)all, key, test) {
        char id[ID_SIZE - 32];
        struct chain chain = { .u = u, .id = id,
                               .network = text_of(test, "network") };

        snprintf(id, sizeof id, "%s/%s", name, key);
        if (!json_object_get(test, "genesisBlockHeader") || err)
            continue;
        chain.known = json_object();
        chain.ommers = json_object();
        err = genesis_block(&chain, test, why);
        if (!err)
            err = walk_blocks(&chain, test, why);
        json_decref(chain.known);
        json_decref(chain.ommers);
    }
    return err;
}

static upstream_file_fn choose(const char *path)
{
    return strstr(path, "/BlockchainTests") ||
                   strstr(path, "/blockchain_tests")
               ? file
               : NULL;
}

static const char *leave_out(const char *path)
{
    if (strstr(path, "/EIPTests/"))
        return "EIPTests is stale: its Prague headers lack requestsHash";
    if (strstr(path, "blockchain_tests_engine") ||
        strstr(path, "blockchain_tests_sync"))
        return "the same blocks as payloads of the Engine API";
    return NULL;
}

const struct upstream_source upstream_blocks = {
    .name = "blocks",
    .help = "headers, transactions and roots inside blockchain tests of "
            "ethereum/tests and execution-spec-tests",
    .choose = choose,
    .leave_out = leave_out,
};
