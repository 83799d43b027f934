/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "base/hex.h"
#include "chain/conflux/cfx_tree.h"
#include "chain/crypto/keccak.h"
#include "runner/targets/ref_conflux_json.h"
#include "runner/targets/ref_json.h"

/* Bindings that take what the RPC of a Core node shows. */

/* --- headers ------------------------------------------------------------------ */

/* What the RPC leaves open: whether gasLimit is the header's or the share of
 * the Core space (two limits may have one share), and before which proposal
 * the custom items were written. */
enum { LIMITS_MAX = 3, CUSTOM_MAX = 2, LIMIT_BITS = 250 };

struct guess {
    struct u256 limits[LIMITS_MAX];
    size_t limit_count;
    struct cfx_rules customs[CUSTOM_MAX];
    size_t custom_count;
};

static struct u256 nine_tenths(struct u256 limit)
{
    return u256_div(u256_mul(limit, u256_from(9)), u256_from(10));
}

static void guess_limits(struct guess *g, const struct cfx_header *h)
{
    struct u256 up = u256_div(u256_add(u256_mul(h->gas_limit, u256_from(10)),
                                       u256_from(8)), u256_from(9));

    if (h->has_prices && u256_bits(h->gas_limit) < LIMIT_BITS) {
        struct u256 next = u256_add(up, u256_from(1));

        g->limits[g->limit_count++] = up;
        if (u256_eq(nine_tenths(next), h->gas_limit))
            g->limits[g->limit_count++] = next;
    }
    g->limits[g->limit_count++] = h->gas_limit;
}

static enum err make_guess(struct guess *g, const struct cfx_header *h,
                           const json_t *in, struct error *why)
{
    static const struct cfx_rules strings = { .cip112 = 0 };
    static const struct cfx_rules raw = { .cip112 = UINT64_MAX };
    bool cip112;
    enum err err = ERR_OK;

    if (json_has(in, "gasLimit"))
        err = json_get_quantity(&g->limits[g->limit_count++], in, "gasLimit",
                                why);
    else
        guess_limits(g, h);
    if (!err && json_has(in, "cip112")) {
        err = json_get_bool(&cip112, in, "cip112", why);
        if (!err)
            g->customs[g->custom_count++] = cip112 ? strings : raw;
        return err;
    }
    g->customs[g->custom_count++] = strings;
    g->customs[g->custom_count++] = raw;
    return err;
}

/* Sets the gas limit and the rules with which h has this hash; the first of
 * the guesses when none does. */
static enum err settle(struct arena *a, struct cfx_header *h,
                       struct cfx_rules *rules, const struct guess *g,
                       const uint8_t *want)
{
    uint8_t hash[32];

    for (size_t i = 0; want && i < g->limit_count * g->custom_count; i++) {
        enum err err;

        h->gas_limit = g->limits[i / g->custom_count];
        *rules = g->customs[i % g->custom_count];
        err = cfx_header_hash(a, hash, h, rules, true);
        if (err)
            return err;
        if (memcmp(hash, want, sizeof hash) == 0)
            return ERR_OK;
    }
    h->gas_limit = g->limits[0];
    *rules = g->customs[0];
    return ERR_OK;
}

static enum err header_answer(struct arena *a, json_t **out,
                              const struct cfx_header *h,
                              const struct cfx_rules *rules)
{
    uint8_t hash[32], problem[32];
    struct bytes data;
    enum err err = cfx_header_encode(a, &data, h, rules, true);

    if (!err)
        err = cfx_header_hash(a, problem, h, rules, false);
    if (err)
        return err;
    keccak256(hash, data);
    return ref_answer(out, json_pack("{s:o, s:o, s:o, s:o}", "hash",
                                     json_hex(BYTES_OF(hash)), "problemHash",
                                     json_hex(BYTES_OF(problem)), "gasLimit",
                                     json_quantity(h->gas_limit), "data",
                                     json_hex(data)));
}

static enum err header_hash_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct guess g = { .limit_count = 0 };
    struct cfx_rules rules;
    struct cfx_header h;
    const json_t *block;
    uint8_t want[32];
    bool has_hash = false;
    enum err err = json_get_object(&block, in, "block", why);

    if (!err)
        err = conflux_header_from_json(a, &h, block, in, why);
    if (!err)
        err = make_guess(&g, &h, in, why);
    if (!err && json_has(block, "hash")) {
        has_hash = true;
        err = json_get_fixed(want, sizeof want, block, "hash", why);
    }
    if (!err)
        err = settle(a, &h, &rules, &g, has_hash ? want : NULL);
    return err ? err : header_answer(a, out, &h, &rules);
}

/* --- transactions --------------------------------------------------------------- */

static enum err tx_encode_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    const json_t *map;
    struct cfx_tx tx;
    struct bytes data;
    uint8_t hash[32], signing[32];
    enum err err = json_get_object(&map, in, "tx", why);

    if (!err)
        err = conflux_tx_from_json(a, &tx, map, why);
    if (!err)
        err = cfx_tx_encode(a, &data, &tx);
    if (!err)
        err = cfx_tx_signing_hash(a, signing, &tx);
    if (err)
        return err;
    keccak256(hash, data);
    return ref_answer(out, json_pack("{s:o, s:o, s:o}", "data", json_hex(data),
                                     "hash", json_hex(BYTES_OF(hash)),
                                     "signingHash",
                                     json_hex(BYTES_OF(signing))));
}

/* --- receipts --------------------------------------------------------------------- */

static enum err receipt_encode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    const json_t *map;
    struct cfx_receipt r;
    struct bytes data;
    enum err err = json_get_object(&map, in, "receipt", why);

    if (!err)
        err = conflux_receipt_from_json(a, &r, map, why);
    if (!err)
        err = cfx_receipt_encode(a, &data, &r);
    return err ? err : ref_answer(out, json_hex(data));
}

static json_t *log_json(const struct cfx_log *log)
{
    json_t *topics = json_array();

    for (size_t i = 0; i < log->log.topic_count; i++)
        json_array_append_new(topics, json_hex(BYTES_OF(log->log.topics[i])));
    return json_pack("{s:o, s:o, s:o, s:s}", "address",
                     json_hex(BYTES_OF(log->log.address)), "topics", topics,
                     "data", json_hex(log->log.data), "space",
                     log->evm ? "evm" : "native");
}

static json_t *changes_json(const struct cfx_change *changes, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(
            list, json_pack("{s:o, s:o}", "address",
                            json_hex(BYTES_OF(changes[i].address)), "units",
                            json_quantity_u64(changes[i].units)));
    return list;
}

static json_t *receipt_json(const struct cfx_receipt *r)
{
    json_t *logs = json_array(), *out;

    for (size_t i = 0; i < r->log_count; i++)
        json_array_append_new(logs, log_json(&r->logs[i]));
    out = json_pack(
        "{s:o, s:o, s:b, s:o, s:o, s:i, s:b, s:o, s:o}", "accumulatedGasUsed",
        json_quantity(r->accumulated_gas), "gasFee", json_quantity(r->gas_fee),
        "gasCoveredBySponsor", r->gas_sponsored, "logsBloom",
        json_hex(BYTES_OF(r->bloom)), "logs", logs, "status", (int)r->status,
        "storageCoveredBySponsor", r->storage_sponsored, "collateralized",
        changes_json(r->collateral, r->collateral_count), "released",
        changes_json(r->released, r->released_count));
    if (out && r->has_burnt)
        json_object_set_new(out, "burntGasFee", json_quantity(r->burnt_fee));
    return out;
}

static enum err receipt_decode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct cfx_receipt r;
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = cfx_receipt_decode(a, &r, data);
    return err ? err : ref_answer(out, receipt_json(&r));
}

/* The root of one block's receipts, which are maps or bytes; bloom gains
 * theirs. */
static enum err block_root(struct arena *a, uint8_t root[32],
                           uint8_t bloom[BLOOM_SIZE], const json_t *list,
                           struct error *why)
{
    size_t count = json_array_size(list);
    struct bytes *items = arena_array(a, count, sizeof *items);
    enum err err = ERR_OK;

    if (!items)
        return ERR_MEMORY;
    for (size_t i = 0; i < count && !err; i++) {
        const json_t *item = json_array_get(list, i);
        struct cfx_receipt r;

        if (json_is_string(item)) {
            err = hex_bytes(a, &items[i], json_string_value(item));
            if (err)
                return err == ERR_MEMORY ? err : ERR_BAD_INPUT;
            err = cfx_receipt_decode(a, &r, items[i]);
        } else {
            err = conflux_receipt_from_json(a, &r, item, why);
            if (!err)
                err = cfx_receipt_encode(a, &items[i], &r);
        }
        if (!err)
            bloom_union(bloom, r.bloom);
    }
    return err ? err : cfx_list_root(a, root, items, count);
}

static enum err receipts_root_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    uint8_t root[32], bloom[BLOOM_SIZE] = { 0 };
    const json_t *list;
    enum err err = json_get_array(&list, in, "receipts", why);

    if (!err)
        err = block_root(a, root, bloom, list, why);
    return err ? err
               : ref_answer(out, json_pack("{s:o, s:o}", "root",
                                           json_hex(BYTES_OF(root)),
                                           "logsBloom",
                                           json_hex(BYTES_OF(bloom))));
}

/* What the header five heights later commits to. */
static enum err epoch_roots_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    uint8_t root[32], bloom[BLOOM_SIZE] = { 0 }, hash[32], (*roots)[32];
    const json_t *blocks;
    struct bytes *items;
    size_t count;
    enum err err = json_get_array(&blocks, in, "blocks", why);

    if (err)
        return err;
    count = json_array_size(blocks);
    roots = arena_array(a, count, sizeof *roots);
    items = arena_array(a, count, sizeof *items);
    if (!roots || !items)
        return ERR_MEMORY;
    for (size_t i = 0; i < count && !err; i++) {
        const json_t *list = json_array_get(blocks, i);

        if (!json_is_array(list))
            return error_set(why, ERR_BAD_INPUT, "blocks: not lists");
        err = block_root(a, roots[i], bloom, list, why);
        items[i] = BYTES_OF(roots[i]);
    }
    if (!err)
        err = cfx_list_root(a, root, items, count);
    if (err)
        return err;
    keccak256(hash, BYTES_OF(bloom));
    return ref_answer(out, json_pack("{s:o, s:o}", "deferredReceiptsRoot",
                                     json_hex(BYTES_OF(root)),
                                     "deferredLogsBloomHash",
                                     json_hex(BYTES_OF(hash))));
}

static const struct ref_binding rows[] = {
    { "conflux.header.hash", header_hash_op },
    { "conflux.tx.encode", tx_encode_op },
    { "conflux.receipt.encode", receipt_encode_op },
    { "conflux.receipt.decode", receipt_decode_op },
    { "conflux.receipts_root", receipts_root_op },
    { "conflux.epoch_roots", epoch_roots_op },
};

const struct ref_table ref_table_block_conflux_rpc = { rows, ARRAY_LEN(rows) };
