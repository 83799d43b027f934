/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node_internal.h"

#include <stdio.h>

#include "base/json.h"
#include "runner/anchor.h"

/* The search is bounded: the newest blocks, then ever larger steps back. */
enum {
    NEAR = 32,
    FAR = 16,
    SPREAD = 5,         /* anchors of the kind that is any block */
    RECEIPTS_MAX = 96,
    RECEIPTS_OF_BLOCK = 12
};

/* The words of Ethereum's JSON-RPC and those of Conflux Core. */
static const struct words {
    const char *block, *receipt;
    const char *tags[4]; /* as in tags below */
} words[] = {
    { "eth_getBlockByNumber", "eth_getTransactionReceipt",
      { "latest", "earliest", "safe", "finalized" } },
    { "cfx_getBlockByEpochNumber", "cfx_getTransactionReceipt",
      { "latest_state", "earliest", "latest_confirmed", "latest_finalized" } },
};
static const char *const tags[] = { "latest", "earliest", "safe", "finalized" };

/* Blocks, in answers to questions for them. */
static json_t *ask_blocks(struct node_target *n, const json_t *questions)
{
    json_t *answers = node_ask_all(n, questions);

    for (size_t i = 0; n->core && i < json_array_size(answers); i++)
        node_conflux_block(json_object_get(json_array_get(answers, i),
                                           "result"));
    return answers;
}

/* --- adding ------------------------------------------------------------------ */

static void add(json_t *anchors, const char *kind, json_t *anchor)
{
    json_t *list = json_object_get(anchors, kind);

    if (anchor && json_array_size(list) < ANCHORS_EACH)
        json_array_append(list, anchor);
}

static bool is_hash(const json_t *value)
{
    const char *text = json_string_value(value);

    return text && strlen(text) == 66 && strncmp(text, "0x", 2) == 0;
}

/* {number, hash}, or NULL when the block is not whole (a pending one). */
static json_t *block_anchor(const json_t *block)
{
    const json_t *hash = json_object_get(block, "hash");
    struct u256 number;

    if (!is_hash(hash) || json_get_quantity(&number, block, "number", NULL))
        return NULL;
    return json_pack("{s:O, s:O}", "number", json_object_get(block, "number"),
                     "hash", hash);
}

static json_t *transaction_anchor(const json_t *tx, const json_t *block)
{
    json_t *pin = block_anchor(block), *anchor = NULL;
    const json_t *index = json_object_get(tx, "transactionIndex");

    if (pin && is_hash(json_object_get(tx, "hash")) && json_is_string(index))
        anchor = json_pack("{s:O, s:O, s:O}", "hash",
                           json_object_get(tx, "hash"), "index", index,
                           "block", pin);
    json_decref(pin);
    return anchor;
}

static bool is_zero(const json_t *value)
{
    const char *text = json_string_value(value);

    return !text || strcmp(text, "0x0") == 0;
}

/* --- blocks ------------------------------------------------------------------- */

static const char *const type_kinds[] = {
    "legacy", "access-list", "dynamic-fee", "blob", "set-code",
};

static const char *kind_of(const json_t *tx)
{
    static const char *const types[] = { "0x0", "0x1", "0x2", "0x3", "0x4" };
    const char *type = json_string_value(json_object_get(tx, "type"));

    for (size_t i = 0; type && i < ARRAY_LEN(types); i++)
        if (strcmp(type, types[i]) == 0)
            return type_kinds[i];
    return NULL;
}

/* What a call from Core leaves in eSpace has no gas, and nobody signed it. */
static bool is_phantom(const struct node_target *n, const json_t *tx)
{
    return n->espace && is_zero(json_object_get(tx, "gas"));
}

static void look_at_block(const struct node_target *n, json_t *anchors,
                          const json_t *block)
{
    const json_t *list = json_object_get(block, "transactions");
    json_t *anchor = block_anchor(block);
    size_t count = json_array_size(list);

    if (!anchor)
        return;
    add(anchors, count ? "full" : "empty", anchor);
    if (count > 1)
        add(anchors, "several", anchor);
    if (json_array_size(json_object_get(block, "refereeHashes")))
        add(anchors, "referees", anchor);
    if (json_array_size(json_object_get(block, "withdrawals")))
        add(anchors, "withdrawals", anchor);
    if (!is_zero(json_object_get(block, "blobGasUsed")))
        add(anchors, "blobs", anchor);
    for (size_t i = 0; i < count; i++) {
        const json_t *tx = json_array_get(list, i);
        const char *kind = kind_of(tx);
        json_t *one = is_phantom(n, tx) ? NULL : transaction_anchor(tx, block);

        add(anchors, "transaction", one);
        if (kind)
            add(anchors, kind, one);
        if (json_is_null(json_object_get(tx, "to")))
            add(anchors, "creation", one);
        json_decref(one);
    }
    json_decref(anchor);
}

/* The blocks to look at, newest first: a list of questions. */
static json_t *questions_of(const char *method, struct u256 head)
{
    json_t *list = json_array();
    struct u256 back = u256_from(0);

    for (unsigned i = 0; i < NEAR + FAR && u256_cmp(back, head) <= 0; i++) {
        json_array_append_new(list, json_pack(
            "{s:s, s:[o, b]}", "method", method, "params",
            json_quantity(u256_sub(head, back)), 1));
        back = i + 1 < NEAR ? u256_from(i + 1) : u256_add(back, back);
    }
    return list;
}

/* Some of what was seen, from the newest to the oldest. */
static void spread(json_t *anchors, const json_t *blocks)
{
    json_t *list = json_object_get(anchors, "block");
    size_t count = json_array_size(blocks), last = SIZE_MAX;

    for (size_t i = 0; i < SPREAD && count; i++) {
        size_t at = i * (count - 1) / (SPREAD - 1);
        json_t *anchor = block_anchor(json_object_get(
            json_array_get(blocks, at), "result"));

        if (anchor && at != last)
            json_array_append(list, anchor);
        last = at;
        json_decref(anchor);
    }
}

/* --- receipts ------------------------------------------------------------------- */

static void look_at_receipt(json_t *anchors, const json_t *receipt,
                            const json_t *tx, const json_t *block)
{
    const char *status = json_string_value(json_object_get(receipt, "status"));
    const json_t *made = json_object_get(receipt, "contractAddress");
    bool failed = status && strcmp(status, "0x0") == 0;
    json_t *anchor = transaction_anchor(tx, block);

    if (failed)
        add(anchors, "failed", anchor);
    if (json_array_size(json_object_get(receipt, "logs")))
        add(anchors, "logs", anchor);
    if (anchor && !failed && json_is_string(made)) {
        json_object_set(anchor, "address", (json_t *)(uintptr_t)made);
        add(anchors, "contract", anchor);
    }
    json_decref(anchor);
}

/* What only receipts tell; each question remembers its block. */
static void look_at_receipts(struct node_target *n, json_t *anchors,
                             const json_t *blocks)
{
    json_t *questions = json_array(), *answers;

    for (size_t i = 0; i < json_array_size(blocks); i++) {
        const json_t *block =
            json_object_get(json_array_get(blocks, i), "result");
        const json_t *list = json_object_get(block, "transactions");

        for (size_t k = 0; k < json_array_size(list) && k < RECEIPTS_OF_BLOCK &&
                           json_array_size(questions) < RECEIPTS_MAX; k++) {
            const json_t *tx = json_array_get(list, k);

            if (is_hash(json_object_get(tx, "hash")) && !is_phantom(n, tx))
                json_array_append_new(questions, json_pack(
                    "{s:s, s:[O], s:O, s:O}", "method",
                    words[n->core].receipt, "params",
                    json_object_get(tx, "hash"), "tx", tx, "block", block));
        }
    }
    answers = node_ask_all(n, questions);
    for (size_t i = 0; i < json_array_size(answers); i++) {
        const json_t *q = json_array_get(questions, i);
        json_t *receipt =
            json_object_get(json_array_get(answers, i), "result");

        if (n->core)
            node_conflux_receipt(receipt);
        look_at_receipt(anchors, receipt, json_object_get(q, "tx"),
                        json_object_get(q, "block"));
    }
    json_decref(answers);
    json_decref(questions);
}

/* --- tags ------------------------------------------------------------------------- */

/* Each tag is a kind with at most one anchor.  Gives the latest block. */
static json_t *look_at_tags(struct node_target *n, json_t *anchors)
{
    json_t *questions = json_array(), *answers, *latest;

    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        json_array_append_new(questions, json_pack(
            "{s:s, s:[s, b]}", "method", words[n->core].block, "params",
            words[n->core].tags[i], 0));
    answers = ask_blocks(n, questions);
    for (size_t i = 0; i < json_array_size(answers); i++) {
        json_t *anchor = block_anchor(json_object_get(
            json_array_get(answers, i), "result"));

        add(anchors, tags[i], anchor);
        json_decref(anchor);
    }
    latest = json_incref(json_object_get(json_array_get(answers, 0), "result"));
    json_decref(answers);
    json_decref(questions);
    return latest;
}

void node_anchors(struct node_target *n, json_t *all)
{
    json_t *anchors = json_object(), *latest, *questions, *blocks;
    struct u256 head;
    const char *kind;

    for (size_t i = 0; (kind = anchor_kind_at(i)); i++)
        json_object_set_new(anchors, kind, json_array());
    json_object_set_new(all, "anchors", anchors);
    latest = look_at_tags(n, anchors);
    if (json_get_quantity(&head, latest, "number", NULL)) {
        json_decref(latest);
        return;
    }
    json_decref(latest);
    questions = questions_of(words[n->core].block, head);
    blocks = ask_blocks(n, questions);
    for (size_t i = 0; i < json_array_size(blocks); i++)
        look_at_block(n, anchors, json_object_get(json_array_get(blocks, i),
                                                  "result"));
    spread(anchors, blocks);
    look_at_receipts(n, anchors, blocks);
    json_decref(blocks);
    json_decref(questions);
}
