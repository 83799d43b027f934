/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ics23.h"

#include "chain/codec/protobuf.h"
#include "chain/crypto/hash.h"

/* Numbers of the length operations. */
enum length_op {
    LENGTH_NONE,
    LENGTH_VARINT,
    LENGTH_RLP, /* named by the enumeration, supported by nobody */
    LENGTH_32_BIG,
    LENGTH_32_LITTLE,
    LENGTH_64_BIG,
    LENGTH_64_LITTLE,
    LENGTH_IS_32,
    LENGTH_IS_64,
};

static const uint8_t zero_prefix[1] = { 0 };
static const uint8_t zero_child[32] = { 0 };

/* clang-format off */
static const struct ics23_spec iavl = {
    .leaf = { ICS23_SHA256, ICS23_NO_HASH, ICS23_SHA256, LENGTH_VARINT, { zero_prefix, 1 } },
    .order = { 0, 1 }, .children = 2, .child_size = 33,
    .prefix_min = 4, .prefix_max = 12, .hash = ICS23_SHA256,
};
static const struct ics23_spec tendermint = {
    .leaf = { ICS23_SHA256, ICS23_NO_HASH, ICS23_SHA256, LENGTH_VARINT, { zero_prefix, 1 } },
    .order = { 0, 1 }, .children = 2, .child_size = 32,
    .prefix_min = 1, .prefix_max = 1, .hash = ICS23_SHA256,
};
static const struct ics23_spec smt = {
    .leaf = { ICS23_SHA256, ICS23_SHA256, ICS23_SHA256, LENGTH_NONE, { zero_prefix, 1 } },
    .order = { 0, 1 }, .children = 2, .child_size = 32,
    .prefix_min = 1, .prefix_max = 1, .hash = ICS23_SHA256,
    .empty_child = { zero_child, 32 }, .depth_max = 256, .prehash_key = true,
};

static const struct { const char *name; const struct ics23_spec *spec; } specs[] = {
    { "iavl",       &iavl },
    { "tendermint", &tendermint },
    { "smt",        &smt },
};
/* clang-format on */

const struct ics23_spec *ics23_spec_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(specs); i++)
        if (strcmp(specs[i].name, name) == 0)
            return specs[i].spec;
    return NULL;
}

/* --- operations --------------------------------------------------------------- */

static enum err digest(struct ics23_digest *out, enum hash kind,
                       struct bytes in)
{
    struct ics23_digest got = { .len = hash_size(kind) };
    enum err err = hash_digest(got.data, kind, in);

    if (!err)
        *out = got;
    return err;
}

enum err ics23_hash(struct ics23_digest *out, int32_t op, struct bytes in)
{
    /* Keccak and BLAKE3 have numbers, but no verifier computes them. */
    static const struct {
        int32_t op;
        enum hash kind;
    } kinds[] = {
        { ICS23_SHA256, HASH_SHA256 },
        { ICS23_SHA512, HASH_SHA512 },
        { ICS23_RIPEMD160, HASH_RIPEMD160 },
        { ICS23_SHA512_256, HASH_SHA512_256 },
        { ICS23_BLAKE2B_512, HASH_BLAKE2B_512 },
        { ICS23_BLAKE2S_256, HASH_BLAKE2S_256 },
    };
    struct ics23_digest inner;

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (kinds[i].op == op)
            return digest(out, kinds[i].kind, in);
    if (op == ICS23_BITCOIN) {
        enum err err = digest(&inner, HASH_SHA256, in);

        return err ? err
                   : digest(out, HASH_RIPEMD160,
                            bytes_make(inner.data, inner.len));
    }
    return ERR_TYPE;
}

/* The length of data as the operation writes it, into out. */
static enum err length_prefix(uint8_t out[PROTOBUF_VARINT_MAX], size_t *len,
                              int32_t op, size_t data_len)
{
    bool big = op == LENGTH_32_BIG || op == LENGTH_64_BIG;
    size_t width;

    switch (op) {
    case LENGTH_NONE:
        *len = 0;
        return ERR_OK;
    case LENGTH_VARINT:
        *len = protobuf_write_varint(out, data_len);
        return ERR_OK;
    case LENGTH_IS_32:
    case LENGTH_IS_64:
        *len = 0;
        return data_len == (op == LENGTH_IS_32 ? 32 : 64) ? ERR_OK
                                                          : ERR_LENGTH;
    case LENGTH_32_BIG:
    case LENGTH_32_LITTLE:
        width = 4;
        break;
    case LENGTH_64_BIG:
    case LENGTH_64_LITTLE:
        width = 8;
        break;
    default:
        return ERR_TYPE;
    }
    for (size_t i = 0; i < width; i++)
        out[big ? width - 1 - i : i] = (uint8_t)((uint64_t)data_len >> 8 * i);
    *len = width;
    return ERR_OK;
}

/* Key or value as the leaf operation takes it in. */
static enum err put_prepared(struct protobuf_out *o,
                             const struct ics23_leaf *op, int32_t prehash,
                             struct bytes data)
{
    uint8_t prefix[PROTOBUF_VARINT_MAX];
    struct ics23_digest hashed;
    size_t len = 0;
    enum err err = ERR_OK;

    if (prehash != ICS23_NO_HASH) {
        err = ics23_hash(&hashed, prehash, data);
        if (err)
            return err;
        data = bytes_make(hashed.data, hashed.len);
    }
    err = length_prefix(prefix, &len, op->length, data.len);
    if (err)
        return err;
    protobuf_put_raw(o, bytes_make(prefix, len));
    protobuf_put_raw(o, data);
    return ERR_OK;
}

enum err ics23_apply_leaf(struct arena *a, struct ics23_digest *out,
                          const struct ics23_leaf *op, struct bytes key,
                          struct bytes value)
{
    struct protobuf_out o;
    struct bytes text;
    enum err err;

    if (key.len == 0 || value.len == 0)
        return ERR_EMPTY;
    protobuf_out_init(&o, a);
    protobuf_put_raw(&o, op->prefix);
    err = put_prepared(&o, op, op->prehash_key, key);
    if (!err)
        err = put_prepared(&o, op, op->prehash_value, value);
    if (!err)
        err = protobuf_finish(&text, &o);
    return err ? err : ics23_hash(out, op->hash, text);
}

enum err ics23_apply_inner(struct arena *a, struct ics23_digest *out,
                           const struct ics23_inner *op, struct bytes child)
{
    struct protobuf_out o;
    struct bytes text;
    enum err err;

    if (child.len == 0)
        return ERR_EMPTY;
    protobuf_out_init(&o, a);
    protobuf_put_raw(&o, op->prefix);
    protobuf_put_raw(&o, child);
    protobuf_put_raw(&o, op->suffix);
    err = protobuf_finish(&text, &o);
    return err ? err : ics23_hash(out, op->hash, text);
}

enum err ics23_root(struct arena *a, struct ics23_digest *out,
                    const struct ics23_exist *proof,
                    const struct ics23_spec *spec)
{
    struct ics23_digest node;
    enum err err;

    if (!proof->has_leaf)
        return ERR_NO_LEAF;
    err = ics23_apply_leaf(a, &node, &proof->leaf, proof->key, proof->value);
    for (size_t i = 0; i < proof->path_count && !err; i++) {
        err = ics23_apply_inner(a, &node, &proof->path[i],
                                bytes_make(node.data, node.len));
        if (!err && spec && spec->child_size >= 32 &&
            node.len > (size_t)spec->child_size)
            err = ERR_TOO_LONG;
    }
    if (!err)
        *out = node;
    return err;
}

/* --- rules --------------------------------------------------------------------- */

/* Is it the specification other, leaving aside prefix, depth and empty
 * child?  The extra rules of IAVL and Tendermint hang on this. */
static bool spec_is(const struct ics23_spec *spec,
                    const struct ics23_spec *other)
{
    return spec->leaf.hash == other->leaf.hash &&
           spec->leaf.prehash_key == other->leaf.prehash_key &&
           spec->leaf.prehash_value == other->leaf.prehash_value &&
           spec->leaf.length == other->leaf.length &&
           spec->hash == other->hash &&
           spec->prefix_min == other->prefix_min &&
           spec->prefix_max == other->prefix_max &&
           spec->child_size == other->child_size &&
           spec->children == other->children &&
           memcmp(spec->order, other->order,
                  spec->children * sizeof spec->order[0]) == 0;
}

static bool starts_with(struct bytes text, struct bytes prefix)
{
    return text.len >= prefix.len &&
           bytes_eq(bytes_head(text, prefix.len), prefix);
}

/* A prefix of IAVL: height, size and version as signed varints, and for an
 * inner node (step above 0) the length of the hash or hashes that follow. */
static enum err check_iavl(struct bytes prefix, int32_t hash, size_t step)
{
    int64_t numbers[3];

    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        uint64_t raw = 0;

        if (protobuf_varint(&raw, &prefix))
            return ERR_PREFIX;
        numbers[i] = (int64_t)(raw >> 1) ^ -(int64_t)(raw & 1);
        if (numbers[i] < 0)
            return ERR_RANGE;
    }
    if ((uint64_t)numbers[0] < step)
        return ERR_RANGE;
    if (step == 0) {
        if (prefix.len)
            return ERR_PREFIX;
        return numbers[0] == 0 && numbers[1] == 1 ? ERR_OK : ERR_RANGE;
    }
    if (prefix.len != 1 && prefix.len != 34)
        return ERR_PREFIX;
    return hash == ICS23_SHA256 ? ERR_OK : ERR_TYPE;
}

static enum err check_tendermint(const struct ics23_inner *op)
{
    if (op->prefix.len == 0 || op->prefix.data[0] != 1)
        return ERR_PREFIX;
    return op->suffix.len && op->prefix.len != 1 ? ERR_PREFIX : ERR_OK;
}

enum err ics23_check_leaf(const struct ics23_leaf *op,
                          const struct ics23_spec *spec)
{
    const struct ics23_leaf *want = &spec->leaf;

    if (spec_is(spec, &iavl)) {
        enum err err = check_iavl(op->prefix, op->hash, 0);

        if (err)
            return err;
    }
    if (op->hash != want->hash || op->prehash_key != want->prehash_key ||
        op->prehash_value != want->prehash_value ||
        op->length != want->length)
        return ERR_TYPE;
    return starts_with(op->prefix, want->prefix) ? ERR_OK : ERR_PREFIX;
}

static enum err check_inner(const struct ics23_inner *op,
                            const struct ics23_spec *spec, size_t step)
{
    int64_t size = spec->child_size, most;
    enum err err = ERR_OK;

    if (op->hash != spec->hash)
        return ERR_TYPE;
    if (spec_is(spec, &iavl))
        err = check_iavl(op->prefix, op->hash, step);
    else if (spec_is(spec, &tendermint))
        err = check_tendermint(op);
    if (err)
        return err;
    if (size <= 0 || spec->children == 0 ||
        (int64_t)spec->prefix_max >= spec->prefix_min + size)
        return ERR_VALUE;
    if (starts_with(op->prefix, spec->leaf.prefix))
        return ERR_PREFIX;
    most = spec->prefix_max + ((int64_t)spec->children - 1) * size;
    if ((int64_t)op->prefix.len < spec->prefix_min ||
        (int64_t)op->prefix.len > most || op->suffix.len % (size_t)size)
        return ERR_LENGTH;
    return ERR_OK;
}

enum err ics23_check_exist(const struct ics23_exist *proof,
                           const struct ics23_spec *spec)
{
    int64_t depth = (int64_t)proof->path_count;
    int64_t most = spec->depth_max ? spec->depth_max : ICS23_DEPTH;
    enum err err;

    if (!proof->has_leaf)
        return ERR_NO_LEAF;
    err = ics23_check_leaf(&proof->leaf, spec);
    if (err)
        return err;
    if (spec->depth_min > 0 && depth < spec->depth_min)
        return ERR_TRUNCATED;
    if (depth > most)
        return ERR_TOO_DEEP;
    for (size_t i = 0; i < proof->path_count; i++) {
        err = check_inner(&proof->path[i], spec, i + 1);
        if (err)
            return err;
    }
    return ERR_OK;
}

/* --- branches ------------------------------------------------------------------- */

/* What stands beside branch: prefix within [min, max], and the suffix. */
struct padding {
    int64_t min, max, suffix;
};

static bool position_of(size_t *out, const struct ics23_spec *spec,
                        size_t branch)
{
    for (size_t i = 0; i < spec->children; i++)
        if (spec->order[i] >= 0 && (size_t)spec->order[i] == branch) {
            *out = i;
            return true;
        }
    return false;
}

static bool padding_of(struct padding *out, const struct ics23_spec *spec,
                       size_t branch)
{
    size_t place;
    int64_t size = spec->child_size;

    if (!position_of(&place, spec, branch))
        return false;
    out->min = (int64_t)place * size + spec->prefix_min;
    out->max = (int64_t)place * size + spec->prefix_max;
    out->suffix = (int64_t)(spec->children - 1 - place) * size;
    return true;
}

static bool has_padding(const struct ics23_inner *op,
                        const struct padding *padding)
{
    int64_t prefix = (int64_t)op->prefix.len;

    return prefix >= padding->min && prefix <= padding->max &&
           (int64_t)op->suffix.len == padding->suffix;
}

/* The branch that this operation's child is. */
static bool branch_of(size_t *out, const struct ics23_inner *op,
                      const struct ics23_spec *spec)
{
    struct padding padding;

    for (size_t i = 0; i < spec->children; i++) {
        if (!padding_of(&padding, spec, i))
            return false;
        if (has_padding(op, &padding)) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool child_empty(const struct ics23_spec *spec, struct bytes text,
                        size_t from)
{
    size_t size = (size_t)spec->child_size;

    return from <= text.len && size <= text.len - from &&
           bytes_eq(spec->empty_child, bytes_make(text.data + from, size));
}

bool ics23_left_empty(const struct ics23_inner *op,
                      const struct ics23_spec *spec)
{
    size_t left, start, size = (size_t)spec->child_size;

    if (spec->child_size <= 0 || !branch_of(&left, op, spec) || left == 0 ||
        op->prefix.len < left * size)
        return false;
    start = op->prefix.len - left * size;
    for (size_t i = 0; i < left; i++) {
        size_t place;

        if (!position_of(&place, spec, i) ||
            !child_empty(spec, op->prefix, start + place * size))
            return false;
    }
    return true;
}

bool ics23_right_empty(const struct ics23_inner *op,
                       const struct ics23_spec *spec)
{
    size_t branch, right, size = (size_t)spec->child_size;

    if (spec->child_size <= 0 || !branch_of(&branch, op, spec))
        return false;
    right = spec->children - 1 - branch;
    if (right == 0 || op->suffix.len != right * size)
        return false;
    for (size_t i = 0; i < right; i++) {
        size_t place;

        if (!position_of(&place, spec, i) ||
            !child_empty(spec, op->suffix, place * size))
            return false;
    }
    return true;
}

/* Is the path the outermost one on this side?  count steps are looked at. */
static bool outermost(const struct ics23_spec *spec,
                      const struct ics23_inner *path, size_t count, bool left)
{
    struct padding padding;

    if (!padding_of(&padding, spec, left ? 0 : spec->children - 1))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!has_padding(&path[i], &padding) &&
            !(left ? ics23_left_empty : ics23_right_empty)(&path[i], spec))
            return false;
    return true;
}

/* Do the two leaves stand side by side? */
static bool neighbours(const struct ics23_spec *spec,
                       const struct ics23_exist *left,
                       const struct ics23_exist *right)
{
    size_t l = left->path_count, r = right->path_count, lb, rb;

    while (l && r &&
           bytes_eq(left->path[l - 1].prefix, right->path[r - 1].prefix) &&
           bytes_eq(left->path[l - 1].suffix, right->path[r - 1].suffix)) {
        l--;
        r--;
    }
    if (l == 0 || r == 0 || !branch_of(&lb, &left->path[l - 1], spec) ||
        !branch_of(&rb, &right->path[r - 1], spec) || rb != lb + 1)
        return false;
    return outermost(spec, left->path, l - 1, false) &&
           outermost(spec, right->path, r - 1, true);
}

/* --- claims ---------------------------------------------------------------------- */

enum err ics23_verify_exist(struct arena *a, const struct ics23_claim *claim,
                            const struct ics23_exist *proof)
{
    struct ics23_digest root;
    enum err err = ics23_check_exist(proof, claim->spec);

    if (err)
        return err;
    if (!bytes_eq(proof->key, claim->key) ||
        !bytes_eq(proof->value, claim->value))
        return ERR_PROOF_VALUE;
    err = ics23_root(a, &root, proof, claim->spec);
    if (err)
        return err;
    return bytes_eq(bytes_make(root.data, root.len), claim->root)
               ? ERR_OK
               : ERR_ROOT_MISMATCH;
}

/* Keys as they are compared: *storage holds the hash where one is taken. */
static enum err comparable(struct bytes *out, struct ics23_digest *storage,
                           const struct ics23_spec *spec, struct bytes key)
{
    enum err err;

    *out = key;
    if (!spec->prehash_key || spec->leaf.prehash_key == ICS23_NO_HASH)
        return ERR_OK;
    err = ics23_hash(storage, spec->leaf.prehash_key, key);
    if (!err)
        *out = bytes_make(storage->data, storage->len);
    return err;
}

/* A neighbour proves its own key and value, and stands on its side. */
static enum err check_neighbour(struct arena *a,
                                const struct ics23_claim *claim,
                                const struct ics23_exist *proof, bool left)
{
    struct ics23_claim own = { claim->spec, claim->root, proof->key,
                               proof->value };
    struct ics23_digest hashed[2];
    struct bytes key, other;
    enum err err = ics23_verify_exist(a, &own, proof);

    if (!err)
        err = comparable(&key, &hashed[0], claim->spec, claim->key);
    if (!err)
        err = comparable(&other, &hashed[1], claim->spec, proof->key);
    if (err)
        return err;
    return (left ? bytes_cmp(other, key) : bytes_cmp(key, other)) < 0
               ? ERR_OK
               : ERR_ORDER;
}

enum err ics23_verify_absent(struct arena *a, const struct ics23_claim *claim,
                             const struct ics23_absent *proof)
{
    const struct ics23_exist *left = &proof->left, *right = &proof->right;
    enum err err = ERR_OK;
    bool near;

    if (!proof->has_left && !proof->has_right)
        return ERR_PROOF_MISSING;
    if (proof->has_left)
        err = check_neighbour(a, claim, left, true);
    if (!err && proof->has_right)
        err = check_neighbour(a, claim, right, false);
    if (err)
        return err;
    if (!proof->has_left)
        near = outermost(claim->spec, right->path, right->path_count, true);
    else if (!proof->has_right)
        near = outermost(claim->spec, left->path, left->path_count, false);
    else
        near = neighbours(claim->spec, left, right);
    return near ? ERR_OK : ERR_PROOF_NODE;
}

static enum err verify_entry(struct arena *a, const struct ics23_claim *claim,
                             const struct ics23_entry *entry,
                             enum ics23_kind kind)
{
    if (entry->kind != kind || kind == ICS23_NOTHING)
        return ERR_TYPE;
    return kind == ICS23_EXIST ? ics23_verify_exist(a, claim, &entry->exist)
                               : ics23_verify_absent(a, claim, &entry->absent);
}

enum err ics23_verify(struct arena *a, const struct ics23_claim *claim,
                      const struct ics23_proof *proof, enum ics23_kind kind,
                      bool batches)
{
    enum err first = ERR_TYPE;

    if (proof->batch && !batches)
        return ERR_TYPE;
    for (size_t i = 0; i < proof->count; i++) {
        enum err err = verify_entry(a, claim, &proof->entries[i], kind);

        if (err == ERR_OK || !err_is_reason(err))
            return err;
        if (first == ERR_TYPE)
            first = err;
    }
    return first;
}

/* --- chains of trees --------------------------------------------------------------- */

/* The root that a proof leads to. */
static enum err root_of(struct arena *a, struct bytes *out,
                        const struct ics23_proof *proof)
{
    const struct ics23_entry *entry = proof->entries;
    const struct ics23_exist *exist = &entry->exist;
    struct ics23_digest root;
    enum err err;

    if (proof->batch || entry->kind == ICS23_NOTHING)
        return ERR_TYPE;
    if (entry->kind == ICS23_ABSENT) {
        if (!entry->absent.has_left && !entry->absent.has_right)
            return ERR_PROOF_MISSING;
        exist = entry->absent.has_left ? &entry->absent.left
                                       : &entry->absent.right;
    }
    err = ics23_root(a, &root, exist, NULL);
    if (err)
        return err;
    return arena_copy(a, out, bytes_make(root.data, root.len)) ? ERR_OK
                                                               : ERR_MEMORY;
}

static enum err split_proofs(struct arena *a, struct ics23_proof *proofs,
                             size_t *count, struct bytes in)
{
    struct protobuf_field field;

    *count = 0;
    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id == 1) {
            if (field.wire != PROTOBUF_BYTES)
                return ERR_TYPE;
            if (*count == ICS23_CHAIN_MAX)
                return ERR_ITEM_COUNT;
            err = ics23_decode(a, &proofs[(*count)++], field.body);
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

enum err ics23_verify_chain(struct arena *a, const struct ics23_chain *in,
                            enum ics23_kind kind)
{
    struct ics23_proof proofs[ICS23_CHAIN_MAX];
    struct ics23_claim claim = { .value = in->value };
    size_t count;
    enum err err = split_proofs(a, proofs, &count, in->proof);

    if (err)
        return err;
    if (count == 0 || count != in->spec_count || count != in->path_count)
        return ERR_ITEM_COUNT;
    if (kind == ICS23_EXIST && in->value.len == 0)
        return ERR_EMPTY;
    for (size_t i = 0; i < count; i++) {
        claim.spec = in->specs[i];
        claim.key = in->path[count - 1 - i];
        err = root_of(a, &claim.root, &proofs[i]);
        if (!err)
            err = ics23_verify(a, &claim, &proofs[i],
                               i == 0 ? kind : ICS23_EXIST, false);
        if (err)
            return err;
        claim.value = claim.root;
    }
    return bytes_eq(claim.root, in->root) ? ERR_OK : ERR_ROOT_MISMATCH;
}
