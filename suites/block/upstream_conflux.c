/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/block/upstream.h"

#include <stdio.h>

#include "base/json.h"

/* Epochs recorded from a Conflux node, one file each: the Core blocks as its
 * RPC shows them, with the header's own bytes and the transactions of both
 * spaces in the order of the block. */

enum { ID_SIZE = 300 };

/* What the block itself shows of the rules that hold at its height. */
static json_t *rules_of(const json_t *block)
{
    const json_t *core = json_object_get(block, "core");
    const char *custom =
        json_string_value(json_object_get(block, "customEncoding"));
    json_t *rules = json_object();

    if (json_has(core, "posReference"))
        json_object_set_new(rules, "pos", json_string("0x1"));
    if (json_has(core, "baseFeePerGas"))
        json_object_set_new(rules, "cip1559", json_string("0x1"));
    if (custom && strcmp(custom, "raw") != 0)
        json_object_set_new(rules, "cip112", json_string("0x1"));
    return rules;
}

/* The answer of conflux.header.decode, from the members of the RPC. */
static json_t *header_of(const json_t *block)
{
    static const char *const same[] = {
        "hash", "parentHash", "height", "timestamp", "difficulty", "nonce",
        "adaptive", "transactionsRoot",
    };
    const json_t *core = json_object_get(block, "core");
    json_t *out = json_object();

    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        json_object_set(out, same[i], json_object_get(core, same[i]));
    json_object_set(out, "gasLimit", json_object_get(block, "headerGasLimit"));
    json_object_set(out, "problemHash", json_object_get(block, "problemHash"));
    if (json_has(core, "posReference"))
        json_object_set(out, "posReference",
                        json_object_get(core, "posReference"));
    if (json_has(core, "baseFeePerGas")) {
        json_object_set(out, "coreBasePrice",
                        json_object_get(core, "baseFeePerGas"));
        json_object_set(out, "espaceBasePrice",
                        json_object_get(block, "espaceBasePrice"));
    }
    return out;
}

static json_t *hashes_of(const json_t *block)
{
    json_t *list = json_array(), *item;
    const json_t *order = json_object_get(block, "order");
    size_t i;

    /* A block of the Core space alone may be recorded without an order. */
    if (!json_array_size(order))
        order = json_object_get(json_object_get(block, "core"),
                                "transactions");
    json_array_foreach(order, i, item) {
        const json_t *tx = json_object_get(item, "core");

        if (!tx)
            tx = json_object_get(item, "eth");
        if (!tx)
            tx = item;
        json_array_append(list, json_object_get(tx, "hash"));
    }
    return list;
}

/* The share of the Core space is what the RPC calls the gas limit. */
static enum err put_shares(struct upstream *u, const char *id,
                           const json_t *block, struct error *why)
{
    const json_t *core = json_object_get(block, "core");

    if (!json_has(core, "baseFeePerGas"))
        return ERR_OK;
    return upstream_ask(
        u, id, "conflux.gas_shares",
        json_pack("{s:O, s:O}", "gasLimit",
                  json_object_get(block, "headerGasLimit"), "height",
                  json_object_get(core, "height")),
        UPSTREAM_OUT,
        json_pack("{s:O, s:{s:b}}", "core", json_object_get(core, "gasLimit"),
                  "espace", "$any", 1), why);
}

static enum err put_pow(struct upstream *u, const char *id,
                        const json_t *block, struct error *why)
{
    const json_t *core = json_object_get(block, "core");
    const char *difficulty =
        json_string_value(json_object_get(core, "difficulty"));

    if (!difficulty || strcmp(difficulty, "0x0") == 0) {
        upstream_skip(u, id, "the genesis block has no proof of work");
        return ERR_OK;
    }
    return upstream_ask(
        u, id, "conflux.pow.check",
        json_pack("{s:O, s:O, s:s}", "problemHash",
                  json_object_get(block, "problemHash"), "nonce",
                  json_object_get(core, "nonce"), "difficulty", difficulty),
        UPSTREAM_OUT,
        json_pack("{s:{s:b}, s:O}", "hash", "$any", 1, "quality",
                  json_object_get(core, "powQuality")), why);
}

static enum err put_block(struct upstream *u, const char *name, size_t index,
                          const json_t *block, struct error *why)
{
    const json_t *core = json_object_get(block, "core");
    char id[ID_SIZE];
    enum err err;

    snprintf(id, sizeof id, "%.200s/%zu/header", name, index);
    err = upstream_ask(u, id, "conflux.header.decode",
                       json_pack("{s:O, s:o}", "data",
                                 json_object_get(block, "headerRlp"), "rules",
                                 rules_of(block)),
                       UPSTREAM_OUT, header_of(block), why);
    snprintf(id, sizeof id, "%.200s/%zu/pow", name, index);
    if (!err)
        err = put_pow(u, id, block, why);
    snprintf(id, sizeof id, "%.200s/%zu/transactions-root", name, index);
    if (!err)
        err = upstream_ask(u, id, "conflux.list_root",
                           json_pack("{s:o}", "items", hashes_of(block)),
                           UPSTREAM_OUT,
                           json_incref(json_object_get(core,
                                                       "transactionsRoot")),
                           why);
    snprintf(id, sizeof id, "%.200s/%zu/gas-shares", name, index);
    return err ? err : put_shares(u, id, block, why);
}

static enum err file(struct upstream *u, const char *name, const json_t *epoch,
                     struct error *why)
{
    json_t *block;
    size_t i;
    enum err err = ERR_OK;

    json_array_foreach(json_object_get(epoch, "blocks"), i, block)
        if (!err)
            err = put_block(u, name, i, block, why);
    return err;
}

static upstream_file_fn choose(const char *path)
{
    const char *slash = strrchr(path, '/');

    return strncmp(slash ? slash + 1 : path, "epoch-", 6) == 0 ? file : NULL;
}

const struct upstream_source upstream_conflux = {
    .name = "conflux",
    .help = "epochs recorded from a Conflux node, with their headers' bytes",
    .choose = choose,
};
