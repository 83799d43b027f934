/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/block/upstream.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/json.h"

/* Epochs recorded from a Conflux node, one file each: the Core blocks as its
 * RPC shows them, with the header's own bytes and the transactions of both
 * spaces in the order of the block. */

enum { ID_SIZE = 300, EPOCHS_MAX = 4096, DEFERRED = 5, PATH_SIZE = 2400 };

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

/* The header from the JSON of the RPC, and each Core transaction. */
static enum err put_rpc(struct upstream *u, const char *name, size_t index,
                        const json_t *block, struct error *why)
{
    const json_t *core = json_object_get(block, "core"), *tx;
    json_t *in = json_pack("{s:O}", "block", core);
    char id[ID_SIZE];
    size_t i;
    enum err err;

    if (json_has(block, "espaceBasePrice"))
        json_object_set(in, "espaceBasePrice",
                        json_object_get(block, "espaceBasePrice"));
    snprintf(id, sizeof id, "%.200s/%zu/rpc-header", name, index);
    err = upstream_ask(u, id, "conflux.header.hash", in, UPSTREAM_OUT,
                       json_pack("{s:O, s:O, s:O, s:O}", "hash",
                                 json_object_get(core, "hash"), "problemHash",
                                 json_object_get(block, "problemHash"),
                                 "gasLimit",
                                 json_object_get(block, "headerGasLimit"),
                                 "data", json_object_get(block, "headerRlp")),
                       why);
    json_array_foreach(json_object_get(core, "transactions"), i, tx) {
        snprintf(id, sizeof id, "%.200s/%zu/transaction-%zu", name, index, i);
        if (!err)
            err = upstream_ask(u, id, "conflux.tx.encode",
                               json_pack("{s:O}", "tx", tx), UPSTREAM_OUT,
                               json_pack("{s:{s:b}, s:O, s:{s:b}}", "data",
                                         "$any", 1, "hash",
                                         json_object_get(tx, "hash"),
                                         "signingHash", "$any", 1), why);
    }
    return err;
}

/* The epoch as a block of eSpace; rules are those of its pivot. */
static enum err put_espace(struct upstream *u, const char *name,
                           const json_t *epoch, struct error *why)
{
    static const char *const same[] = {
        "hash", "parentHash", "number", "timestamp", "difficulty", "miner",
        "stateRoot", "transactionsRoot", "receiptsRoot", "gasLimit",
        "espaceGasLimit", "nonce", "mixHash", "extraData", "uncles",
    };
    const json_t *seen = json_object_get(epoch, "espace"), *block, *last = NULL;
    json_t *headers, *out;
    char id[ID_SIZE];
    size_t i;

    if (!json_has(seen, "espaceGasLimit"))
        return ERR_OK;
    snprintf(id, sizeof id, "%.200s/espace", name);
    if (json_integer_value(json_object_get(epoch, "epoch")) == 0) {
        upstream_skip(u, id, "eSpace begins after the genesis block");
        return ERR_OK;
    }
    headers = json_array();
    json_array_foreach(json_object_get(epoch, "blocks"), i, block) {
        json_array_append(headers, json_object_get(block, "headerRlp"));
        last = block;
    }
    out = json_object();
    for (i = 0; i < ARRAY_LEN(same); i++)
        json_object_set(out, same[i], json_object_get(seen, same[i]));
    return upstream_ask(
        u, id, "conflux.espace.block",
        json_pack("{s:o, s:o, s:b}", "headers", headers, "rules",
                  rules_of(last), "empty",
                  !json_array_size(json_object_get(seen, "transactions"))),
        UPSTREAM_OUT, out, why);
}

static enum err put_epoch(struct upstream *u, const char *name,
                          const json_t *epoch, struct error *why)
{
    json_t *block;
    size_t i;
    enum err err = put_espace(u, name, epoch, why);

    json_array_foreach(json_object_get(epoch, "blocks"), i, block) {
        if (!err)
            err = put_block(u, name, i, block, why);
        if (!err)
            err = put_rpc(u, name, i, block, why);
    }
    return err;
}

/* The roots of an epoch's receipts stand in every header five heights above
 * that blames nobody, be it a pivot or not. */
static enum err put_deferred(struct upstream *u, const char *name,
                             const json_t *epoch, const json_t *later,
                             struct error *why)
{
    json_int_t number = json_integer_value(json_object_get(epoch, "epoch"));
    const json_t *block;
    char id[ID_SIZE], height[32];
    size_t i;
    enum err err = ERR_OK;

    snprintf(height, sizeof height, "0x%llx",
             (unsigned long long)number + DEFERRED);
    json_array_foreach(json_object_get(later, "blocks"), i, block) {
        const json_t *core = json_object_get(block, "core");
        const char *at = json_string_value(json_object_get(core, "height"));
        const char *blame = json_string_value(json_object_get(core, "blame"));

        if (err || !at || strcmp(at, height) != 0 || !blame ||
            strcmp(blame, "0x0") != 0)
            continue;
        snprintf(id, sizeof id, "%.200s/deferred-%zu", name, i);
        err = upstream_ask(
            u, id, "conflux.epoch_roots",
            json_pack("{s:O}", "blocks", json_object_get(epoch, "receipts")),
            UPSTREAM_OUT,
            json_pack("{s:O, s:O}", "deferredReceiptsRoot",
                      json_object_get(core, "deferredReceiptsRoot"),
                      "deferredLogsBloomHash",
                      json_object_get(core, "deferredLogsBloomHash")), why);
    }
    return err;
}

static int is_epoch(const struct dirent *entry)
{
    return strncmp(entry->d_name, "epoch-", 6) == 0;
}

/* Reads the epochs of one folder; *list holds what is read also on error. */
static enum err read_folder(json_t *list, struct upstream *u, const char *dir,
                            const char *label, struct error *why)
{
    char path[PATH_SIZE], name[ID_SIZE];
    struct dirent **names = NULL;
    int count = scandir(dir, &names, is_epoch, alphasort);
    enum err err = ERR_OK;

    for (int i = 0; i < count; i++) {
        json_t *epoch = NULL;

        snprintf(path, sizeof path, "%.2000s/%.200s", dir, names[i]->d_name);
        snprintf(name, sizeof name, "%.100s%.150s", label, names[i]->d_name);
        if (!err && i < EPOCHS_MAX)
            err = json_read_file(&epoch, path, UPSTREAM_FILE_MAX, why);
        if (epoch) {
            json_object_set_new(epoch, "name", json_string(name));
            json_array_append_new(list, epoch);
            u->files++;
        }
        free(names[i]);
    }
    free(names);
    return err;
}

static enum err put_folder(struct upstream *u, const char *dir,
                           const char *label, struct error *why)
{
    json_t *list = json_array(), *epoch, *later;
    size_t i, k;
    enum err err = read_folder(list, u, dir, label, why);

    json_array_foreach(list, i, epoch) {
        const char *name = json_string_value(json_object_get(epoch, "name"));

        if (!err)
            err = put_epoch(u, name, epoch, why);
        if (!json_has(epoch, "receipts"))
            continue;
        json_array_foreach(list, k, later)
            if (!err)
                err = put_deferred(u, name, epoch, later, why);
    }
    json_decref(list);
    return err;
}

static enum err put_file(struct upstream *u, const char *path,
                         struct error *why)
{
    const char *slash = strrchr(path, '/');
    json_t *epoch;
    enum err err = json_read_file(&epoch, path, UPSTREAM_FILE_MAX, why);

    if (err)
        return err;
    u->files++;
    err = put_epoch(u, slash ? slash + 1 : path, epoch, why);
    json_decref(epoch);
    return err;
}

static int is_folder(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static enum err walk(struct upstream *u, const char *dir, struct error *why)
{
    char path[PATH_SIZE], label[ID_SIZE];
    struct dirent **names = NULL;
    struct stat info;
    enum err err;
    int count;

    if (!stat(dir, &info) && S_ISREG(info.st_mode))
        return put_file(u, dir, why);
    err = put_folder(u, dir, "", why);
    count = scandir(dir, &names, is_folder, alphasort);
    if (count < 0 && !err)
        err = error_at(why, ERR_IO, dir, 0, 0, "cannot be read");
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%.2000s/%.200s", dir, names[i]->d_name);
        snprintf(label, sizeof label, "%.90s/", names[i]->d_name);
        if (!err && strncmp(names[i]->d_name, "epoch-", 6) != 0)
            err = put_folder(u, path, label, why);
        free(names[i]);
    }
    free(names);
    if (!err && !u->files)
        err = error_at(why, ERR_NOT_FOUND, dir, 0, 0, "no epoch there");
    return err;
}

const struct upstream_source upstream_conflux = {
    .name = "conflux",
    .help = "epochs recorded from a Conflux node, with their headers' bytes",
    .walk = walk,
};
