/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "base/hex.h"
#include "chain/codec/ssz.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/bal.h"
#include "chain/eth/receipt_json.h"
#include "chain/eth/requests.h"
#include "chain/eth/withdrawal.h"
#include "runner/targets/ref_block_util.h"

/* --- receipts and logs --------------------------------------------------------- */

static enum err receipt_encode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    const json_t *map;
    struct receipt r;
    struct bytes data;
    enum err err = json_get_object(&map, in, "receipt", why);

    if (!err)
        err = receipt_from_json(a, &r, map, why);
    if (!err)
        err = receipt_encode(a, &data, &r);
    return err ? err : ref_answer(out, json_hex(data));
}

static enum err receipt_decode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    enum fork storage;
    const enum fork *fork;
    struct receipt r;
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = ref_get_fork_or_any(&fork, &storage, in, "fork", why);
    if (!err)
        err = receipt_decode(a, &r, fork, data);
    return err ? err : ref_answer(out, receipt_to_json(&r));
}

/* Receipts as maps or as canonical bytes. */
static enum err get_receipts(struct arena *a, struct receipt **out,
                             size_t *count, const enum fork *fork,
                             const json_t *in, struct error *why)
{
    const json_t *list;
    struct receipt *receipts;
    enum err err = json_get_array(&list, in, "receipts", why);

    if (err)
        return err;
    *count = json_array_size(list);
    receipts = arena_array(a, *count, sizeof *receipts);
    if (!receipts)
        return ERR_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const json_t *item = json_array_get(list, i);
        struct bytes data;

        if (json_is_string(item)) {
            err = hex_bytes(a, &data, json_string_value(item));
            if (err)
                return err == ERR_MEMORY ? err : ERR_BAD_INPUT;
            err = receipt_decode(a, &receipts[i], fork, data);
        } else {
            err = receipt_from_json(a, &receipts[i], item, why);
        }
        if (err)
            return err;
    }
    *out = receipts;
    return ERR_OK;
}

static enum err receipts_root_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct receipt *list;
    uint8_t root[32];
    size_t count;
    enum err err = get_receipts(a, &list, &count, NULL, in, why);

    if (!err)
        err = receipts_root(a, root, list, count);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err receipts_validate_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    struct receipt *list;
    struct header header;
    const json_t *map;
    size_t count;
    enum fork fork;
    enum err err = ref_get_fork(&fork, in, "fork", why);

    if (!err)
        err = json_get_object(&map, in, "header", why);
    if (!err)
        err = ref_get_given_header(a, &header, map, why);
    if (!err)
        err = get_receipts(a, &list, &count, &fork, in, why);
    if (!err)
        err = receipts_validate(a, &header, fork, list, count);
    return err ? err : ref_answer(out, json_pack("{s:b}", "valid", 1));
}

static enum err log_encode_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    const json_t *map;
    struct log_entry log;
    struct bytes data;
    enum err err = json_get_object(&map, in, "log", why);

    if (!err)
        err = log_from_json(a, &log, map, why);
    if (!err)
        err = log_encode(a, &data, &log);
    return err ? err : ref_answer(out, json_hex(data));
}

static enum err bloom_of_logs_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    const struct log_entry *logs;
    uint8_t bloom[BLOOM_SIZE];
    const json_t *list;
    size_t count;
    enum err err = json_get_array(&list, in, "logs", why);

    if (!err)
        err = logs_from_json(a, &logs, &count, list, why);
    if (err)
        return err;
    bloom_of_logs(bloom, logs, count);
    return ref_answer(out, json_hex(BYTES_OF(bloom)));
}

static enum err bloom_union_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    uint8_t bloom[BLOOM_SIZE] = { 0 };
    struct bytes *blooms;
    size_t count;
    enum err err = ref_get_hex_list(a, &blooms, &count, in, "blooms", why);

    if (err)
        return err;
    for (size_t i = 0; i < count; i++) {
        if (blooms[i].len != BLOOM_SIZE)
            return error_set(why, ERR_BAD_INPUT,
                             "blooms[%zu] must be 256 bytes", i);
        bloom_union(bloom, blooms[i].data);
    }
    return ref_answer(out, json_hex(BYTES_OF(bloom)));
}

static enum err bloom_contains_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    uint8_t bloom[BLOOM_SIZE];
    struct bytes item;
    enum err err = json_get_fixed(bloom, sizeof bloom, in, "bloom", why);

    if (!err)
        err = json_get_hex(a, &item, in, "item", why);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:b}", "present",
                                     bloom_may_contain(bloom, item)));
}

/* --- withdrawals ------------------------------------------------------------------ */

static enum err withdrawal_encode_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    const json_t *map;
    struct withdrawal w;
    struct bytes data;
    enum err err = json_get_object(&map, in, "withdrawal", why);

    if (!err)
        err = withdrawal_from_json(&w, map, why);
    if (!err)
        err = withdrawal_encode(a, &data, &w);
    return err ? err : ref_answer(out, json_hex(data));
}

static enum err withdrawal_decode_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    struct withdrawal w;
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = withdrawal_decode(&w, data);
    return err ? err : ref_answer(out, withdrawal_to_json(&w));
}

static enum err withdrawals_root_op(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    struct withdrawal *list;
    const json_t *items;
    uint8_t root[32];
    size_t count;
    enum err err = json_get_array(&items, in, "withdrawals", why);

    if (!err)
        err = withdrawals_from_json(a, &list, &count, items, why);
    if (!err)
        err = withdrawals_root(a, root, list, count);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err withdrawal_wei_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    struct u256 amount;
    enum err err = json_get_quantity(&amount, in, "amount", why);

    (void)a;
    if (err)
        return err;
    if (!u256_is_u64(amount))
        return ERR_TOO_WIDE;
    return ref_answer(out, json_quantity(withdrawal_wei(amount.w[0])));
}

/* --- requests ----------------------------------------------------------------------- */

static enum err requests_hash_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct bytes *items;
    uint8_t hash[32];
    size_t count;
    enum err err = ref_get_hex_list(a, &items, &count, in, "requests", why);

    if (!err)
        err = requests_hash(hash, items, count);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err requests_validate_op(struct arena *a, json_t **out,
                                     const json_t *in, struct error *why)
{
    struct bytes *items;
    uint8_t hash[32];
    size_t count;
    enum fork fork;
    enum err err = ref_get_fork(&fork, in, "fork", why);

    if (!err)
        err = ref_get_hex_list(a, &items, &count, in, "requests", why);
    if (!err)
        err = requests_validate(fork, items, count);
    if (!err)
        err = requests_hash(hash, items, count);
    return err ? err
               : ref_answer(out, json_pack("{s:b, s:o}", "valid", 1, "hash",
                                           json_hex(BYTES_OF(hash))));
}

static json_t *little_endian(struct bytes part)
{
    uint64_t value = 0;

    for (size_t i = part.len; i-- > 0;)
        value = value << 8 | part.data[i];
    return json_quantity_u64(value);
}

static json_t *request_json(const struct request_kind *kind, struct bytes data)
{
    json_t *out = json_object();

    for (size_t i = 0; i < REQUEST_PARTS_MAX && kind->parts[i].name; i++) {
        const struct request_part *part = &kind->parts[i];
        struct bytes own = bytes_head(data, part->size);

        if (json_object_set_new(out, part->name,
                                part->integer ? little_endian(own)
                                              : json_hex(own))) {
            json_decref(out);
            return NULL;
        }
        data = bytes_tail(data, part->size);
    }
    return out;
}

static enum err request_decode_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    const struct request_kind *kind;
    struct bytes item;
    json_t *list;
    enum err err = json_get_hex(a, &item, in, "data", why);

    if (!err)
        err = request_check(&kind, item);
    if (err)
        return err;
    list = json_array();
    for (size_t at = 1; at < item.len; at += kind->size)
        if (json_array_append_new(
                list, request_json(kind, bytes_make(item.data + at,
                                                    kind->size)))) {
            json_decref(list);
            return ERR_MEMORY;
        }
    return ref_answer(out, json_pack("{s:i, s:o}", "type", item.data[0],
                                     "items", list));
}

static enum err deposit_from_event_op(struct arena *a, json_t **out,
                                      const json_t *in, struct error *why)
{
    uint8_t request[DEPOSIT_SIZE];
    struct bytes data;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = deposit_from_event(request, data);
    return err ? err : ref_answer(out, json_hex(BYTES_OF(request)));
}

/* --- block access lists --------------------------------------------------------------- */

static enum err get_bal(struct arena *a, struct bytes *out, const json_t *in,
                        struct error *why)
{
    const json_t *list;
    struct bal bal;
    enum err err = json_get_array(&list, in, "accessList", why);

    if (!err)
        err = bal_from_json(a, &bal, list, why);
    if (!err)
        err = bal_encode(a, out, &bal);
    return err;
}

static enum err bal_encode_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes data;
    enum err err = get_bal(a, &data, in, why);

    return err ? err : ref_answer(out, json_hex(data));
}

static enum err bal_hash_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    uint8_t hash[32];
    struct bytes data;
    enum err err = get_bal(a, &data, in, why);

    if (err)
        return err;
    keccak256(hash, data);
    return ref_answer(out, json_hex(BYTES_OF(hash)));
}

static enum err bal_decode_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes data;
    struct bal bal;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = bal_decode(a, &bal, data);
    return err ? err : ref_answer(out, bal_to_json(&bal));
}

static enum err bal_validate_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    uint64_t transactions, gas_limit, items;
    uint8_t hash[32];
    struct bytes data;
    struct bal bal;
    enum err err = json_get_hex(a, &data, in, "data", why);

    if (!err)
        err = json_get_u64(&transactions, in, "transactions", why);
    if (!err)
        err = json_get_u64(&gas_limit, in, "gasLimit", why);
    if (!err)
        err = bal_decode(a, &bal, data);
    if (!err)
        err = bal_validate(&items, &bal, transactions, gas_limit);
    if (err)
        return err;
    keccak256(hash, data);
    return ref_answer(out, json_pack("{s:o, s:I, s:s}", "hash",
                                     json_hex(BYTES_OF(hash)), "items",
                                     (json_int_t)items, "needs", "execution"));
}

/* --- SSZ --------------------------------------------------------------------------------- */

/* A list of 32-byte hashes, as one writable array. */
static enum err get_chunks(struct arena *a, uint8_t (**out)[32], size_t *count,
                           const json_t *in, const char *key,
                           struct error *why)
{
    struct bytes *items;
    uint8_t (*chunks)[32];
    enum err err = ref_get_hex_list(a, &items, count, in, key, why);

    if (err)
        return err;
    chunks = arena_array(a, *count, sizeof *chunks);
    if (!chunks)
        return ERR_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        if (items[i].len != sizeof *chunks)
            return error_set(why, ERR_BAD_INPUT, "%s[%zu] must be 32 bytes",
                             key, i);
        memcpy(chunks[i], items[i].data, sizeof *chunks);
    }
    *out = chunks;
    return ERR_OK;
}

static enum err merkle_branch_op(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    uint8_t leaf[32], root[32], (*branch)[32];
    uint64_t depth, index;
    size_t count;
    bool valid;
    enum err err = json_get_fixed(leaf, sizeof leaf, in, "leaf", why);

    if (!err)
        err = json_get_fixed(root, sizeof root, in, "root", why);
    if (!err)
        err = get_chunks(a, &branch, &count, in, "branch", why);
    if (!err)
        err = json_get_u64(&depth, in, "depth", why);
    if (!err)
        err = json_get_u64(&index, in, "index", why);
    if (!err)
        err = ssz_merkle_branch(&valid, leaf, (const uint8_t (*)[32])branch,
                                count, depth, index, root);
    return err ? err : ref_answer(out, json_pack("{s:b}", "valid", valid));
}

static enum err merkleize_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint8_t root[32], (*chunks)[32];
    struct u256 length;
    uint64_t limit;
    size_t count;
    enum err err = get_chunks(a, &chunks, &count, in, "chunks", why);

    if (!err)
        err = ref_get_u64_or(&limit, 0, in, "limit", why);
    if (!err)
        err = ssz_merkleize(root, chunks, count, json_has(in, "limit"), limit);
    if (err)
        return err;
    if (json_has(in, "length")) {
        err = json_get_quantity(&length, in, "length", why);
        if (err)
            return err;
        ssz_mix_in_length(root, length);
    }
    return ref_answer(out, json_hex(BYTES_OF(root)));
}

static enum err gindex_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    const char *fork, *name;
    uint64_t gindex;
    int depth = 0;
    enum err err = json_get_text(&fork, in, "fork", why);

    (void)a;
    if (!err)
        err = json_get_text(&name, in, "name", why);
    if (!err)
        err = ssz_gindex(&gindex, fork, name);
    if (err)
        return err;
    while (gindex >> (depth + 1))
        depth++;
    return ref_answer(out, json_pack("{s:I, s:i, s:I}", "gindex",
                                     (json_int_t)gindex, "depth", depth,
                                     "index",
                                     (json_int_t)(gindex -
                                                  ((uint64_t)1 << depth))));
}

static const struct ref_binding rows[] = {
    { "receipt.encode", receipt_encode_op },
    { "receipt.decode", receipt_decode_op },
    { "receipts.root", receipts_root_op },
    { "receipts.validate", receipts_validate_op },
    { "log.encode", log_encode_op },
    { "bloom.of_logs", bloom_of_logs_op },
    { "bloom.union", bloom_union_op },
    { "bloom.may_contain", bloom_contains_op },
    { "withdrawal.encode", withdrawal_encode_op },
    { "withdrawal.decode", withdrawal_decode_op },
    { "withdrawals.root", withdrawals_root_op },
    { "withdrawal.wei", withdrawal_wei_op },
    { "requests.hash", requests_hash_op },
    { "requests.validate", requests_validate_op },
    { "request.decode", request_decode_op },
    { "deposit.from_event", deposit_from_event_op },
    { "bal.encode", bal_encode_op },
    { "bal.hash", bal_hash_op },
    { "bal.decode", bal_decode_op },
    { "bal.validate", bal_validate_op },
    { "ssz.merkle_branch", merkle_branch_op },
    { "ssz.merkleize", merkleize_op },
    { "ssz.gindex", gindex_op },
};

const struct ref_table ref_table_block_receipt = { rows, ARRAY_LEN(rows) };
