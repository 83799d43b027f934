/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "base/hex.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/block.h"
#include "chain/eth/header_json.h"
#include "runner/targets/ref_block_tx_json.h"
#include "runner/targets/ref_block_util.h"

/* One transaction: canonical bytes, or a map as tx.encode takes it. */
static enum err get_transaction(struct arena *a, struct bytes *out,
                                const json_t *item, struct error *why)
{
    struct tx tx;
    enum err err;

    if (json_is_object(item)) {
        err = tx_from_json(a, &tx, item, true, why);
        return err ? err : tx_encode(a, out, &tx);
    }
    err = json_is_string(item) ? hex_bytes(a, out, json_string_value(item))
                               : ERR_BAD_INPUT;
    if (err && err != ERR_MEMORY)
        return error_set(why, ERR_BAD_INPUT,
                         "a transaction must be bytes or a map");
    return err;
}

static enum err get_transactions(struct arena *a, struct bytes **out,
                                 size_t *count, const json_t *in,
                                 struct error *why)
{
    const json_t *list;
    struct bytes *items;
    size_t n;
    enum err err = json_get_array(&list, in, "transactions", why);

    if (err)
        return err;
    n = json_array_size(list);
    items = arena_array(a, n, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        err = get_transaction(a, &items[i], json_array_get(list, i), why);
        if (err)
            return err;
    }
    *out = items;
    *count = n;
    return ERR_OK;
}

static enum err get_ommers(struct arena *a, struct header **out, size_t *count,
                           const json_t *in, struct error *why)
{
    const json_t *list;
    struct header *ommers;
    size_t n;
    enum err err = json_get_array(&list, in, "ommers", why);

    if (err)
        return err;
    n = json_array_size(list);
    ommers = arena_array(a, n, sizeof *ommers);
    if (!ommers)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        err = header_from_json(a, &ommers[i], NULL, json_array_get(list, i),
                               why);
        if (err)
            return err;
    }
    *out = ommers;
    *count = n;
    return ERR_OK;
}

static enum err ommers_hash_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct header *ommers;
    uint8_t hash[32];
    size_t count;
    enum err err = get_ommers(a, &ommers, &count, in, why);

    if (!err)
        err = header_list_hash(a, hash, ommers, count);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

/* --- block.decode ---------------------------------------------------------------- */

static bool append(json_t *list, json_t *item)
{
    return json_array_append_new(list, item) == 0;
}

static json_t *transaction_hashes(const struct block *b)
{
    json_t *list = json_array();
    uint8_t hash[32];
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < b->transaction_count; i++) {
        keccak256(hash, b->transactions[i]);
        ok = append(list, json_hex(BYTES_OF(hash)));
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *ommer_hashes(struct arena *a, const struct block *b)
{
    json_t *list = json_array();
    uint8_t hash[32];
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < b->ommer_count; i++)
        ok = !header_hash(a, hash, &b->ommers[i]) &&
             append(list, json_hex(BYTES_OF(hash)));
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *withdrawal_maps(const struct block *b)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < b->withdrawal_count; i++)
        ok = append(list, withdrawal_to_json(&b->withdrawals[i]));
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *block_json(struct arena *a, const struct block *b)
{
    json_t *out = json_pack("{s:o, s:o, s:o, s:I}", "header",
                            header_to_json(&b->header), "transactions",
                            transaction_hashes(b), "ommers",
                            ommer_hashes(a, b), "size", (json_int_t)b->size);

    if (out && b->has_withdrawals &&
        json_object_set_new(out, "withdrawals", withdrawal_maps(b))) {
        json_decref(out);
        return NULL;
    }
    return out;
}

static enum err get_block(struct arena *a, struct block *b, const json_t *in,
                          struct error *why)
{
    enum fork storage;
    const enum fork *fork;
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = ref_get_fork_or_any(&fork, &storage, in, "fork", why);
    return err ? err : block_decode(a, b, fork, data);
}

static enum err block_decode_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct block b;
    enum err err = get_block(a, &b, in, why);

    return err ? err : ref_answer(out, block_json(a, &b));
}

static enum err block_hash_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct block b;
    enum err err = get_block(a, &b, in, why);

    return err ? err : ref_answer(out, json_hex(BYTES_OF(b.hash)));
}

static enum err block_encode_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    struct block b = { 0 };
    struct bytes *transactions, data;
    struct withdrawal *withdrawals;
    struct header *ommers;
    const json_t *item;
    enum err err = json_get_object(&item, in, "header", why);

    if (!err)
        err = header_from_json(a, &b.header, NULL, item, why);
    if (!err)
        err = get_transactions(a, &transactions, &b.transaction_count, in,
                               why);
    if (!err)
        err = get_ommers(a, &ommers, &b.ommer_count, in, why);
    b.has_withdrawals = json_has(in, "withdrawals");
    if (!err && b.has_withdrawals)
        err = json_get_array(&item, in, "withdrawals", why);
    if (!err && b.has_withdrawals) {
        err = withdrawals_from_json(a, &withdrawals, &b.withdrawal_count, item,
                                    why);
        b.withdrawals = err ? NULL : withdrawals;
    }
    if (err)
        return err;
    b.transactions = transactions;
    b.ommers = ommers;
    err = block_encode(a, &data, &b);
    return err ? err : ref_answer(out, json_hex(data));
}

/* --- block.validate ------------------------------------------------------------------ */

/* parent, if given, and ancestors as one line from the parent on. */
static enum err get_line(struct arena *a, struct block_context *c,
                         const json_t *in, struct error *why)
{
    const json_t *parent = json_object_get(in, "parent"), *list = NULL;
    size_t n = 0, listed, used = 0;
    struct header *line;
    enum err err = ERR_OK;

    if (json_has(in, "ancestors"))
        err = json_get_array(&list, in, "ancestors", why);
    if (err)
        return err;
    listed = json_array_size(list);
    n = listed + 1;
    line = arena_array(a, n, sizeof *line);
    if (!line)
        return ERR_MEMORY;
    if (json_has(in, "parent")) {
        err = ref_get_given_header(a, &line[used++], parent, why);
        if (err)
            return err;
    }
    for (size_t i = 0; i < listed; i++) {
        struct header *h = &line[used];

        err = ref_get_given_header(a, h, json_array_get(list, i), why);
        if (err)
            return err;
        /* The list may begin with the parent that was given apart. */
        if (used == 1 && i == 0 && h->number == line[0].number &&
            memcmp(h->parent_hash, line[0].parent_hash, 32) == 0)
            continue;
        used++;
    }
    c->ancestors = line;
    c->ancestor_count = used;
    return ERR_OK;
}

/* Each header names the next one. */
static enum err check_line(struct arena *a, const struct block_context *c,
                           struct error *why)
{
    for (size_t i = 1; i < c->ancestor_count; i++) {
        uint8_t hash[32];
        enum err err = header_hash(a, hash, &c->ancestors[i]);

        if (err)
            return err;
        if (memcmp(hash, c->ancestors[i - 1].parent_hash, 32) != 0)
            return error_set(why, ERR_BAD_INPUT,
                             "the ancestors are no line: number %llu is not "
                             "the child of the next one",
                             (unsigned long long)c->ancestors[i - 1].number);
    }
    return ERR_OK;
}

/* Ommers of the ancestors: headers or their hashes. */
static enum err get_past_ommers(struct arena *a, struct block_context *c,
                                const json_t *in, struct error *why)
{
    static const char key[] = "ancestorOmmers";
    const json_t *list;
    uint8_t (*hashes)[32];
    enum err err;

    if (!json_has(in, key))
        return ERR_OK;
    err = json_get_array(&list, in, key, why);
    if (err)
        return err;
    c->ancestor_ommer_count = json_array_size(list);
    hashes = arena_array(a, c->ancestor_ommer_count, sizeof *hashes);
    if (!hashes)
        return ERR_MEMORY;
    for (size_t i = 0; i < c->ancestor_ommer_count; i++) {
        const json_t *item = json_array_get(list, i);
        struct header h;

        if (json_is_string(item)) {
            if (hex_fixed(hashes[i], 32, json_string_value(item)))
                return error_set(why, ERR_BAD_INPUT, "%s[%zu] is no hash", key,
                                 i);
            continue;
        }
        err = ref_get_given_header(a, &h, item, why);
        if (!err)
            err = header_hash(a, hashes[i], &h);
        if (err)
            return err;
    }
    c->ancestor_ommers = (const uint8_t (*)[32])hashes;
    return ERR_OK;
}

/* The fork of each ancestor, where a chain crosses one. */
static enum err get_line_forks(struct arena *a, struct block_context *c,
                               const json_t *in, struct error *why)
{
    static const char key[] = "ancestorForks";
    const json_t *list;
    enum fork *forks;
    enum err err;

    if (!json_has(in, key))
        return ERR_OK;
    err = json_get_array(&list, in, key, why);
    if (err)
        return err;
    if (json_array_size(list) != c->ancestor_count)
        return error_set(why, ERR_BAD_INPUT,
                         "%s names %zu forks of %zu ancestors", key,
                         json_array_size(list), c->ancestor_count);
    forks = arena_array(a, c->ancestor_count + 1, sizeof *forks);
    if (!forks)
        return ERR_MEMORY;
    for (size_t i = 0; i < c->ancestor_count; i++) {
        const char *name = json_string_value(json_array_get(list, i));

        if (!name || !fork_find(&forks[i], name))
            return error_set(why, ERR_BAD_INPUT, "%s[%zu] is no fork", key, i);
    }
    c->ancestor_forks = forks;
    return ERR_OK;
}

/* The answer, with the senders when they were asked for. */
static enum err put_valid_block(struct arena *a, json_t **out,
                                const struct block *b, enum fork fork,
                                bool with_senders)
{
    json_t *answer = json_pack("{s:o, s:s}", "hash", json_hex(BYTES_OF(b->hash)),
                               "needs", "execution");
    json_t *senders = with_senders ? json_array() : NULL;

    for (size_t i = 0; senders && i < b->transaction_count; i++) {
        uint8_t sender[20];
        struct tx tx;
        enum err err = tx_decode(a, &tx, b->transactions[i]);

        if (!err)
            err = tx_sender(a, sender, &tx, fork);
        if (err) {
            json_decref(senders);
            json_decref(answer);
            return err;
        }
        json_array_append_new(senders, json_hex(BYTES_OF(sender)));
    }
    if (senders)
        json_object_set_new(answer, "senders", senders);
    return ref_answer(out, answer);
}

static enum err block_validate_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct block_context c = { .dao_block = DAO_BLOCK_MAINNET };
    const char *chain = "";
    enum fork parent_fork;
    bool with_senders = false;
    struct bytes data;
    struct block b;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err && json_has(in, "withSenders"))
        err = json_get_bool(&with_senders, in, "withSenders", why);

    if (!err)
        err = ref_get_fork(&c.fork, in, "fork", why);
    if (!err && json_has(in, "parentFork"))
        err = ref_get_fork(&parent_fork, in, "parentFork", why);
    if (!err && json_has(in, "chain"))
        err = json_get_text(&chain, in, "chain", why);
    c.dao = strcmp(chain, "mainnet") == 0;
    c.has_chain_id = json_has(in, "chainId");
    if (!err && c.has_chain_id)
        err = json_get_u64(&c.chain_id, in, "chainId", why);
    if (!err)
        err = get_line(a, &c, in, why);
    if (!err)
        err = get_line_forks(a, &c, in, why);
    if (!err)
        err = check_line(a, &c, why);
    if (!err)
        err = get_past_ommers(a, &c, in, why);
    if (!err)
        err = block_validate(a, &b, &c, data);
    return err ? err : put_valid_block(a, out, &b, c.fork, with_senders);
}

static const struct ref_binding rows[] = {
    { "ommers.hash", ommers_hash_op },
    { "block.decode", block_decode_op },
    { "block.encode", block_encode_op },
    { "block.hash", block_hash_op },
    { "block.validate", block_validate_op },
};

const struct ref_table ref_table_block_chain = { rows, ARRAY_LEN(rows) };
