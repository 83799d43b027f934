/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_xchain_ics23.h"

#include "runner/targets/ref.h"
#include "runner/targets/ref_xchain_read.h"

/* --- reading -------------------------------------------------------------------- */

static enum err get_i32(int32_t *out, const json_t *in, const char *key,
                        struct error *why)
{
    int64_t value = 0;
    enum err err = json_has(in, key) ? xread_int(&value, in, key, why)
                                     : ERR_OK;

    if (err)
        return err;
    if (value < INT32_MIN || value > INT32_MAX)
        return error_set(why, ERR_BAD_INPUT, "%.40s: more than 32 bits", key);
    *out = (int32_t)value;
    return ERR_OK;
}

/* Hex, or Base64 where protobuf's JSON is written. */
static enum err get_blob(struct arena *a, struct bytes *out, const json_t *in,
                         const char *key, bool base64, struct error *why)
{
    struct bytes text;
    enum err err;

    *out = BYTES_EMPTY;
    if (!json_has(in, key))
        return ERR_OK;
    if (!base64)
        return xread_hex(a, out, in, key, why);
    err = xread_text(&text, in, key, why);
    if (!err && xread_base64(a, out, text))
        err = error_set(why, ERR_BAD_INPUT, "%.40s: no Base64", key);
    return err;
}

static enum err get_leaf(struct arena *a, struct ics23_leaf *out,
                         const json_t *in, bool base64, struct error *why)
{
    enum err err = get_blob(a, &out->prefix, in, "prefix", base64, why);

    if (!err)
        err = get_i32(&out->hash, in, "hash", why);
    if (!err)
        err = get_i32(&out->prehash_key, in, "prehash_key", why);
    if (!err)
        err = get_i32(&out->prehash_value, in, "prehash_value", why);
    if (!err)
        err = get_i32(&out->length, in, "length", why);
    return err;
}

static enum err get_inner(struct arena *a, struct ics23_inner *out,
                          const json_t *question, struct error *why)
{
    const json_t *in;
    enum err err = xread_map(&in, question, "inner", why);

    *out = (struct ics23_inner){ 0 };
    if (!err)
        err = get_i32(&out->hash, in, "hash", why);
    if (!err)
        err = get_blob(a, &out->prefix, in, "prefix", false, why);
    if (!err)
        err = get_blob(a, &out->suffix, in, "suffix", false, why);
    return err;
}

static enum err get_tree(struct arena *a, struct ics23_spec *out,
                         const json_t *in, struct error *why)
{
    const json_t *order = json_object_get(in, "child_order");
    enum err err = get_i32(&out->child_size, in, "child_size", why);

    if (!err)
        err = get_i32(&out->prefix_min, in, "min_prefix_length", why);
    if (!err)
        err = get_i32(&out->prefix_max, in, "max_prefix_length", why);
    if (!err)
        err = get_i32(&out->hash, in, "hash", why);
    if (!err)
        err = get_blob(a, &out->empty_child, in, "empty_child", true, why);
    if (err)
        return err;
    if (json_array_size(order) > ICS23_CHILDREN_MAX)
        return error_set(why, ERR_BAD_INPUT, "too many children");
    out->children = json_array_size(order);
    for (size_t i = 0; i < out->children; i++)
        out->order[i] =
            (int32_t)json_integer_value(json_array_get(order, i));
    return ERR_OK;
}

enum err xread_spec(struct arena *a, const struct ics23_spec **out,
                    const json_t *value, struct error *why)
{
    struct ics23_spec *spec;
    const json_t *leaf, *tree;
    enum err err;

    if (json_is_string(value)) {
        const struct ics23_spec *found =
            ics23_spec_find(json_string_value(value));

        if (!found)
            return error_set(why, ERR_BAD_INPUT, "no such specification");
        *out = found;
        return ERR_OK;
    }
    spec = arena_alloc(a, sizeof *spec);
    if (!spec)
        return ERR_MEMORY;
    err = xread_map(&leaf, value, "leaf_spec", why);
    if (!err)
        err = get_leaf(a, &spec->leaf, leaf, true, why);
    if (!err)
        err = xread_map(&tree, value, "inner_spec", why);
    if (!err)
        err = get_tree(a, spec, tree, why);
    if (!err)
        err = get_i32(&spec->depth_max, value, "max_depth", why);
    if (!err)
        err = get_i32(&spec->depth_min, value, "min_depth", why);
    if (!err && json_has(value, "prehash_key_before_comparison"))
        err = xread_flag(&spec->prehash_key, value,
                         "prehash_key_before_comparison", why);
    if (!err)
        *out = spec;
    return err;
}

/* --- operations --------------------------------------------------------------------- */

static enum err answer_digest(json_t **out, const char *key, enum err err,
                              const struct ics23_digest *digest)
{
    return err ? err
               : xanswer_hex(out, key, bytes_make(digest->data, digest->len));
}

static enum err hash_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct ics23_digest digest = { .len = 0 };
    struct bytes preimage;
    int32_t op = 0;
    enum err err = get_i32(&op, in, "hash_op", why);

    if (!err)
        err = xread_hex(a, &preimage, in, "preimage", why);
    if (!err)
        err = ics23_hash(&digest, op, preimage);
    return answer_digest(out, "hash", err, &digest);
}

static enum err leaf_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct ics23_digest digest = { .len = 0 };
    struct ics23_leaf leaf = { 0 };
    struct bytes key, value;
    const json_t *map;
    enum err err = xread_map(&map, in, "leaf", why);

    if (!err)
        err = get_leaf(a, &leaf, map, false, why);
    if (!err)
        err = xread_hex(a, &key, in, "key", why);
    if (!err)
        err = xread_hex(a, &value, in, "value", why);
    if (!err)
        err = ics23_apply_leaf(a, &digest, &leaf, key, value);
    return answer_digest(out, "hash", err, &digest);
}

static enum err inner_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct ics23_digest digest = { .len = 0 };
    struct ics23_inner inner;
    struct bytes child;
    enum err err = get_inner(a, &inner, in, why);

    if (!err)
        err = xread_hex(a, &child, in, "child", why);
    if (!err)
        err = ics23_apply_inner(a, &digest, &inner, child);
    return answer_digest(out, "hash", err, &digest);
}

static enum err check_leaf_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct ics23_leaf leaf = { 0 };
    struct ics23_spec spec = { .child_size = 0 };
    const json_t *map, *wanted;
    enum err err = xread_map(&map, in, "leaf", why);

    if (!err)
        err = xread_map(&wanted, in, "leaf_spec", why);
    if (!err)
        err = get_leaf(a, &leaf, map, false, why);
    if (!err)
        err = get_leaf(a, &spec.leaf, wanted, false, why);
    if (err)
        return err;
    return xanswer_check(out, ics23_check_leaf(&leaf, &spec));
}

static enum err get_exist(struct arena *a, struct ics23_exist *out,
                          const json_t *in, struct error *why)
{
    struct bytes proof;
    enum err err = xread_hex(a, &proof, in, "proof", why);

    return err ? err : ics23_decode_exist(a, out, proof);
}

static enum err check_exist_op(struct arena *a, json_t **out,
                               const json_t *in, struct error *why)
{
    const struct ics23_spec *spec;
    struct ics23_exist exist;
    enum err err = xread_spec(a, &spec, json_object_get(in, "spec"), why);

    if (!err)
        err = get_exist(a, &exist, in, why);
    if (!err)
        err = ics23_check_exist(&exist, spec);
    return xanswer_check(out, err);
}

static enum err root_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct ics23_digest digest = { .len = 0 };
    struct ics23_exist exist;
    enum err err = get_exist(a, &exist, in, why);

    if (!err)
        err = ics23_root(a, &digest, &exist, NULL);
    return answer_digest(out, "root", err, &digest);
}

static enum err branches_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    const struct ics23_spec *spec;
    struct ics23_inner inner;
    enum err err = xread_spec(a, &spec, json_object_get(in, "spec"), why);

    if (!err)
        err = get_inner(a, &inner, in, why);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:b, s:b}", "left_empty",
                                     ics23_left_empty(&inner, spec),
                                     "right_empty",
                                     ics23_right_empty(&inner, spec)));
}

static enum err verify(struct arena *a, json_t **out, const json_t *in,
                       enum ics23_kind kind, bool batches, struct error *why)
{
    struct ics23_claim claim = { .value = BYTES_EMPTY };
    struct ics23_proof proof;
    struct bytes text;
    enum err err = xread_spec(a, &claim.spec, json_object_get(in, "spec"),
                              why);

    if (!err)
        err = xread_hex(a, &claim.root, in, "root", why);
    if (!err)
        err = xread_hex(a, &claim.key, in, "key", why);
    if (!err && kind == ICS23_EXIST)
        err = xread_hex(a, &claim.value, in, "value", why);
    if (!err)
        err = xread_hex(a, &text, in, "proof", why);
    if (!err)
        err = ics23_decode(a, &proof, text);
    if (!err)
        err = ics23_verify(a, &claim, &proof, kind, batches);
    return xanswer_check(out, err);
}

static enum err exist_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    return verify(a, out, in, ICS23_EXIST, false, why);
}

static enum err absent_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    return verify(a, out, in, ICS23_ABSENT, false, why);
}

static enum err batch_exist_op(struct arena *a, json_t **out,
                               const json_t *in, struct error *why)
{
    return verify(a, out, in, ICS23_EXIST, true, why);
}

static enum err batch_absent_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    return verify(a, out, in, ICS23_ABSENT, true, why);
}

static enum err recode(struct arena *a, json_t **out, const json_t *in,
                       bool compress, struct error *why)
{
    struct ics23_proof proof;
    struct bytes text;
    enum err err = xread_hex(a, &text, in, compress ? "batch" : "compressed",
                             why);

    if (!err)
        err = ics23_decode(a, &proof, text);
    if (!err)
        err = ics23_encode(a, &text, &proof, compress);
    return err ? err
               : xanswer_hex(out, compress ? "compressed" : "batch", text);
}

static enum err compress_op(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    return recode(a, out, in, true, why);
}

static enum err decompress_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    return recode(a, out, in, false, why);
}

/* --- chains of trees -------------------------------------------------------------------- */

static enum err verify_chain(struct arena *a, json_t **out, const json_t *in,
                             enum ics23_kind kind, struct error *why)
{
    const json_t *list = json_object_get(in, "specs");
    struct ics23_chain chain = { .spec_count = json_array_size(list) };
    const struct ics23_spec **specs =
        arena_array(a, chain.spec_count + 1, sizeof *specs);
    struct bytes *path;
    enum err err = specs ? ERR_OK : ERR_MEMORY;

    for (size_t i = 0; i < chain.spec_count && !err; i++)
        err = xread_spec(a, &specs[i], json_array_get(list, i), why);
    if (!err)
        err = xread_hex_list(a, &path, &chain.path_count, in, "path", why);
    if (!err)
        err = xread_hex(a, &chain.root, in, "root", why);
    if (!err)
        err = xread_hex(a, &chain.proof, in, "proof", why);
    if (!err && kind == ICS23_EXIST)
        err = xread_hex(a, &chain.value, in, "value", why);
    if (err)
        return err;
    chain.specs = specs;
    chain.path = path;
    return xanswer_check(out, ics23_verify_chain(a, &chain, kind));
}

static enum err chain_exist_op(struct arena *a, json_t **out,
                               const json_t *in, struct error *why)
{
    return verify_chain(a, out, in, ICS23_EXIST, why);
}

static enum err chain_absent_op(struct arena *a, json_t **out,
                                const json_t *in, struct error *why)
{
    return verify_chain(a, out, in, ICS23_ABSENT, why);
}

static enum err spec_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    const struct ics23_spec *spec;
    struct bytes text;
    enum err err = xread_spec(a, &spec, json_object_get(in, "spec"), why);

    if (!err)
        err = ics23_encode_spec(a, &text, spec);
    return err ? err : xanswer_hex(out, "bytes", text);
}

static const struct ref_binding rows[] = {
    { "ics23.hash", hash_op },
    { "ics23.leaf_apply", leaf_op },
    { "ics23.inner_apply", inner_op },
    { "ics23.check_leaf", check_leaf_op },
    { "ics23.check_against_spec", check_exist_op },
    { "ics23.calculate_root", root_op },
    { "ics23.empty_branches", branches_op },
    { "ics23.verify_membership", exist_op },
    { "ics23.verify_non_membership", absent_op },
    { "ics23.batch_verify_membership", batch_exist_op },
    { "ics23.batch_verify_non_membership", batch_absent_op },
    { "ics23.compress", compress_op },
    { "ics23.decompress", decompress_op },
    { "ibc.merkle_proof.verify_membership", chain_exist_op },
    { "ibc.merkle_proof.verify_non_membership", chain_absent_op },
    { "ibc.proto.proof_spec", spec_op },
};

const struct ref_table ref_table_xchain_ics23 = { rows, ARRAY_LEN(rows) };
