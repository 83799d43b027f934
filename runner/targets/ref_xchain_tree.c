/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include <stdlib.h>

#include "chain/xchain/merkle_log.h"
#include "chain/xchain/mmr.h"
#include "chain/xchain/oz_merkle.h"
#include "runner/targets/ref_xchain_read.h"

/* --- RFC 6962 ----------------------------------------------------------------- */

static enum err get_path(struct arena *a, struct merkle_path *out,
                         const json_t *in, struct error *why)
{
    struct bytes *hashes;
    size_t count;
    enum err err = xread_hex_list(a, &hashes, &count, in, "proof", why);

    if (!err)
        *out = (struct merkle_path){ hashes, count };
    return err;
}

static enum err log_root_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    struct bytes *leaves;
    uint8_t root[32];
    size_t count;
    enum err err = xread_hex_list(a, &leaves, &count, in, "leaves", why);

    if (!err)
        err = merkle_log_root(a, root, leaves, count);
    return err ? err : xanswer_hex(out, "root", BYTES_OF(root));
}

/* What the four verifiers are asked with. */
struct log_question {
    uint64_t numbers[3];
    struct bytes hashes[2];
    struct merkle_path path;
};

static enum err get_question(struct arena *a, struct log_question *q,
                             const json_t *in, const char *const names[5],
                             struct error *why)
{
    enum err err = get_path(a, &q->path, in, why);

    for (size_t i = 0; i < 3 && !err; i++)
        if (names[i])
            err = xread_u64(&q->numbers[i], in, names[i], why);
    for (size_t i = 0; i < 2 && !err; i++)
        err = xread_hex(a, &q->hashes[i], in, names[3 + i], why);
    return err;
}

static enum err log_included_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    static const char *const names[] = { "leaf_index", "tree_size", NULL,
                                         "leaf_hash", "root" };
    struct log_question q;
    enum err err = get_question(a, &q, in, names, why);

    if (!err)
        err = merkle_log_included(q.numbers[0], q.numbers[1], q.hashes[0],
                                  q.path, q.hashes[1]);
    return xanswer_check(out, err);
}

static enum err log_consistent_op(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    static const char *const names[] = { "size1", "size2", NULL, "root1",
                                         "root2" };
    struct log_question q;
    enum err err = get_question(a, &q, in, names, why);

    if (!err)
        err = merkle_log_consistent(q.numbers[0], q.numbers[1], q.hashes[0],
                                    q.hashes[1], q.path);
    return xanswer_check(out, err);
}

static enum err subtree_included_op(struct arena *a, json_t **out,
                                    const json_t *in, struct error *why)
{
    static const char *const names[] = { "leaf_index", "start", "end",
                                         "leaf_hash", "root" };
    struct log_question q;
    enum err err = get_question(a, &q, in, names, why);

    if (!err) {
        struct merkle_range range = { q.numbers[1], q.numbers[2] };

        err = merkle_log_subtree_included(q.numbers[0], range, q.hashes[0],
                                          q.path, q.hashes[1]);
    }
    return xanswer_check(out, err);
}

static enum err subtree_consistent_op(struct arena *a, json_t **out,
                                      const json_t *in, struct error *why)
{
    static const char *const names[] = { "start", "end", "size",
                                         "subtree_root", "tree_root" };
    struct log_question q;
    enum err err = get_question(a, &q, in, names, why);

    if (!err) {
        struct merkle_range range = { q.numbers[0], q.numbers[1] };

        err = merkle_log_subtree_consistent(range, q.numbers[2], q.hashes[0],
                                            q.hashes[1], q.path);
    }
    return xanswer_check(out, err);
}

/* --- OpenZeppelin --------------------------------------------------------------- */

/* Hashes of 32 bytes side by side. */
static enum err get_hashes(struct arena *a, uint8_t (**out)[32],
                           size_t *count, const json_t *in, const char *key,
                           struct error *why)
{
    struct bytes *items;
    size_t n;
    uint8_t(*hashes)[32];
    enum err err = xread_hex_list(a, &items, &n, in, key, why);

    if (err)
        return err;
    hashes = arena_array(a, n + 1, sizeof *hashes);
    if (!hashes)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (items[i].len != 32)
            return error_set(why, ERR_BAD_INPUT, "%.40s: not 32 bytes", key);
        memcpy(hashes[i], items[i].data, 32);
    }
    *out = hashes;
    *count = n;
    return ERR_OK;
}

static enum err oz_fold(struct arena *a, uint8_t root[32], const json_t *in,
                        struct error *why)
{
    uint8_t leaf[32], (*proof)[32];
    size_t count;
    enum err err = xread_fixed(leaf, 32, in, "leaf", why);

    if (!err)
        err = get_hashes(a, &proof, &count, in, "proof", why);
    if (!err)
        oz_merkle_fold(root, leaf, (const oz_hash *)proof, count);
    return err;
}

static enum err oz_process_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    uint8_t root[32];
    enum err err = oz_fold(a, root, in, why);

    return err ? err : xanswer_hex(out, "root", BYTES_OF(root));
}

static enum err oz_verify_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint8_t root[32], claimed[32];
    enum err err = oz_fold(a, root, in, why);

    if (!err)
        err = xread_fixed(claimed, 32, in, "root", why);
    return err ? err
               : xanswer_valid(out, memcmp(root, claimed, 32) == 0, NULL);
}

static enum err oz_multi_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    const json_t *list = json_object_get(in, "flags");
    bool *flags = arena_array(a, json_array_size(list) + 1, sizeof *flags);
    uint8_t root[32], (*leaves)[32], (*proof)[32];
    struct oz_multiproof multi = { .flags = flags,
                                   .flag_count = json_array_size(list) };
    enum err err = get_hashes(a, &leaves, &multi.leaf_count, in, "leaves",
                              why);

    if (!flags)
        return ERR_MEMORY;
    if (!err)
        err = get_hashes(a, &proof, &multi.proof_count, in, "proof", why);
    if (err)
        return err;
    for (size_t i = 0; i < multi.flag_count; i++) {
        if (!json_is_boolean(json_array_get(list, i)))
            return error_set(why, ERR_BAD_INPUT, "flags are true or false");
        flags[i] = json_is_true(json_array_get(list, i));
    }
    multi.leaves = (const oz_hash *)leaves;
    multi.proof = (const oz_hash *)proof;
    err = oz_merkle_multi(a, root, &multi);
    return err ? err : xanswer_hex(out, "root", BYTES_OF(root));
}

/* One value as a word of the contract ABI; only types of one word.
 * ERR_TYPE, ERR_RANGE. */
static enum err abi_word(struct arena *a, uint8_t out[32], const char *type,
                         const json_t *row, size_t column, struct error *why)
{
    const json_t *value = json_array_get(row, column);
    json_t *holder = json_pack("{s:O}", "value", value);
    struct bytes data;
    struct u256 number;
    enum err err = holder ? ERR_OK : ERR_MEMORY;

    memset(out, 0, 32);
    if (err) {
        /* nothing to read */
    } else if (strcmp(type, "address") == 0) {
        err = xread_fixed(out + 12, 20, holder, "value", why);
    } else if (strncmp(type, "uint", 4) == 0) {
        unsigned bits = type[4] ? (unsigned)strtoul(type + 4, NULL, 10) : 256;

        err = xread_u256(&number, holder, "value", why);
        if (!err && (bits == 0 || bits > 256 || bits % 8))
            err = ERR_TYPE;
        if (!err && u256_bits(number) > bits)
            err = ERR_RANGE;
        if (!err)
            u256_to_be(out, number);
    } else if (strncmp(type, "bytes", 5) == 0 && type[5]) {
        err = xread_hex_value(a, &data, value);
        if (!err && (data.len > 32 ||
                     data.len != strtoul(type + 5, NULL, 10)))
            err = ERR_RANGE;
        if (!err && data.len)
            memcpy(out, data.data, data.len);
    } else if (strcmp(type, "bool") == 0 && json_is_boolean(value)) {
        out[31] = json_is_true(value);
    } else {
        err = ERR_TYPE;
    }
    json_decref(holder);
    return err;
}

static enum err oz_standard_op(struct arena *a, json_t **out,
                               const json_t *in, struct error *why)
{
    const json_t *rows = json_object_get(in, "values");
    const json_t *types = json_object_get(in, "leaf_encoding");
    size_t count = json_array_size(rows), width = json_array_size(types);
    struct bytes *values = arena_array(a, count + 1, sizeof *values);
    uint8_t root[32];
    enum err err = values ? ERR_OK : ERR_MEMORY;

    for (size_t i = 0; i < count && !err; i++) {
        const json_t *row = json_array_get(rows, i);
        uint8_t *text = arena_array(a, width + 1, 32);

        if (!text)
            return ERR_MEMORY;
        if (json_array_size(row) != width)
            return error_set(why, ERR_BAD_INPUT, "rows of another width");
        for (size_t k = 0; k < width && !err; k++) {
            const char *type = json_string_value(json_array_get(types, k));

            err = type ? abi_word(a, text + 32 * k, type, row, k, why)
                       : ERR_BAD_INPUT;
        }
        values[i] = bytes_make(text, 32 * width);
    }
    if (!err)
        err = oz_merkle_standard_root(a, root, values, count);
    return err ? err : xanswer_hex(out, "root", BYTES_OF(root));
}

/* --- MMR -------------------------------------------------------------------------- */

static enum err mmr_position_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    uint64_t index, position, size;
    enum err err = xread_u64(&index, in, "leaf_index", why);

    (void)a;
    if (!err)
        err = mmr_leaf_position(&position, index);
    if (!err)
        err = mmr_size(&size, index + 1);
    return err ? err
               : ref_answer(out, json_pack("{s:I, s:I}", "pos",
                                           (json_int_t)position,
                                           "mmr_size_after",
                                           (json_int_t)size));
}

static enum err mmr_peaks_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint64_t peaks[MMR_PEAKS_MAX], size;
    json_t *list;
    size_t count;
    enum err err = xread_u64(&size, in, "mmr_size", why);

    (void)a;
    if (!err)
        err = mmr_peaks(peaks, &count, size);
    if (err)
        return err;
    list = json_array();
    for (size_t i = 0; i < count && list; i++)
        if (json_array_append_new(list, json_integer((json_int_t)peaks[i])))
            return ERR_MEMORY;
    return ref_answer(out, json_pack("{s:o}", "peaks", list));
}

static enum err mmr_root_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    uint8_t(*leaves)[32];
    struct mmr_roots roots;
    uint64_t size;
    size_t count;
    json_t *peaks;
    enum err err = get_hashes(a, &leaves, &count, in, "leaves", why);

    if (!err)
        err = mmr_root(&roots, (const uint8_t(*)[32])leaves, count);
    if (!err)
        err = mmr_size(&size, count);
    if (err)
        return err;
    peaks = json_array();
    for (size_t i = 0; i < roots.count && peaks; i++)
        if (json_array_append_new(peaks, xhash(roots.peaks[i])))
            return ERR_MEMORY;
    return ref_answer(out, json_pack("{s:o, s:o, s:I}", "peaks", peaks, "root",
                                     xhash(roots.root), "mmr_size",
                                     (json_int_t)size));
}

/* The four numbers say one thing twice: they have to agree. */
static enum err check_numbers(const struct mmr_proof *proof,
                              uint64_t position, uint64_t size)
{
    uint64_t own;
    enum err err = mmr_leaf_position(&own, proof->leaf_index);

    if (!err && own != position)
        err = ERR_RANGE;
    if (!err)
        err = mmr_size(&own, proof->leaf_count);
    if (!err && own != size)
        err = ERR_RANGE;
    return err;
}

static enum err mmr_verify_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct mmr_proof proof;
    struct bytes *hashes;
    uint8_t leaf[32], root[32];
    uint64_t position, size;
    enum err err = xread_fixed(leaf, 32, in, "leaf", why);

    if (!err)
        err = xread_fixed(root, 32, in, "root", why);
    if (!err)
        err = xread_u64(&proof.leaf_count, in, "leaf_count", why);
    if (!err)
        err = xread_u64(&proof.leaf_index, in, "leaf_index", why);
    if (!err)
        err = xread_u64(&position, in, "leaf_position", why);
    if (!err)
        err = xread_u64(&size, in, "mmr_size", why);
    if (!err)
        err = xread_hex_list(a, &hashes, &proof.count, in, "proof", why);
    if (err)
        return xanswer_check(out, err);
    proof.hashes = hashes;
    err = check_numbers(&proof, position, size);
    if (!err)
        err = mmr_verify(&proof, leaf, root);
    return xanswer_check(out, err);
}

static const struct ref_binding rows[] = {
    { "rfc6962.root", log_root_op },
    { "rfc6962.verify_inclusion", log_included_op },
    { "rfc6962.verify_consistency", log_consistent_op },
    { "rfc6962.verify_subtree_inclusion", subtree_included_op },
    { "rfc6962.verify_subtree_consistency", subtree_consistent_op },
    { "oz.process_proof", oz_process_op },
    { "oz.verify", oz_verify_op },
    { "oz.process_multiproof", oz_multi_op },
    { "oz.standard_tree_root", oz_standard_op },
    { "mmr.leaf_index_to_pos", mmr_position_op },
    { "mmr.peaks", mmr_peaks_op },
    { "mmr.root", mmr_root_op },
    { "mmr.verify_proof", mmr_verify_op },
};

const struct ref_table ref_table_xchain_tree = { rows, ARRAY_LEN(rows) };
