/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ics23.h"

#include "chain/codec/protobuf.h"

/* Field numbers of cosmos.ics23.v1. */
enum { PROOF_EXIST = 1, PROOF_ABSENT, PROOF_BATCH, PROOF_COMPRESSED };
enum { EXIST_KEY = 1, EXIST_VALUE, EXIST_LEAF, EXIST_PATH };
enum { ABSENT_KEY = 1, ABSENT_LEFT, ABSENT_RIGHT };
enum { LEAF_HASH = 1, LEAF_PREHASH_KEY, LEAF_PREHASH_VALUE, LEAF_LENGTH,
       LEAF_PREFIX };
enum { INNER_HASH = 1, INNER_PREFIX, INNER_SUFFIX };
enum { BATCH_ENTRIES = 1, BATCH_LOOKUP };

/* The lookup table of a compressed batch; NULL elsewhere. */
struct lookup {
    const struct ics23_inner *ops;
    size_t count;
};

static int32_t number_of(const struct protobuf_field *field)
{
    return (int32_t)(uint32_t)field->number;
}

static enum err want(const struct protobuf_field *field,
                     enum protobuf_wire wire)
{
    return field->wire == wire ? ERR_OK : ERR_TYPE;
}

/* --- decoding --------------------------------------------------------------- */

static enum err decode_leaf(struct ics23_leaf *out, struct bytes in)
{
    int32_t *const numbers[] = { NULL, &out->hash, &out->prehash_key,
                                 &out->prehash_value, &out->length };
    struct protobuf_field field;

    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id < ARRAY_LEN(numbers)) {
            err = want(&field, PROTOBUF_VARINT);
            *numbers[field.id] = number_of(&field);
        } else if (!err && field.id == LEAF_PREFIX) {
            err = want(&field, PROTOBUF_BYTES);
            out->prefix = field.body;
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err decode_inner(struct ics23_inner *out, struct bytes in)
{
    struct protobuf_field field;

    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id == INNER_HASH) {
            err = want(&field, PROTOBUF_VARINT);
            out->hash = number_of(&field);
        } else if (!err && field.id <= INNER_SUFFIX) {
            err = want(&field, PROTOBUF_BYTES);
            *(field.id == INNER_PREFIX ? &out->prefix : &out->suffix) =
                field.body;
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

/* How many fields with this id there are, and for packed numbers at most. */
static size_t count_fields(struct bytes in, uint32_t id, bool packed)
{
    struct protobuf_field field;
    size_t count = 0;

    while (protobuf_next(&field, &in) == ERR_OK)
        if (field.id == id)
            count += packed && field.wire == PROTOBUF_BYTES ? field.body.len
                                                            : 1;
    return count;
}

static enum err look_up(struct ics23_exist *out, uint64_t index,
                        const struct lookup *lookup)
{
    if (index >= lookup->count)
        return ERR_RANGE;
    out->path[out->path_count++] = lookup->ops[index];
    return ERR_OK;
}

/* A path of indices: packed or one by one. */
static enum err decode_indices(struct ics23_exist *out,
                               const struct protobuf_field *field,
                               const struct lookup *lookup)
{
    struct bytes rest = field->body;

    if (field->wire == PROTOBUF_VARINT)
        return look_up(out, field->number, lookup);
    if (field->wire != PROTOBUF_BYTES)
        return ERR_TYPE;
    while (rest.len) {
        uint64_t index = 0;
        enum err err = protobuf_varint(&index, &rest);

        if (!err)
            err = look_up(out, index, lookup);
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err decode_exist_field(struct ics23_exist *out,
                                   const struct protobuf_field *field,
                                   const struct lookup *lookup)
{
    struct ics23_inner inner = { 0 };
    enum err err;

    if (field->id > EXIST_PATH)
        return ERR_OK;
    if (field->id == EXIST_PATH && lookup)
        return decode_indices(out, field, lookup);
    if (field->wire != PROTOBUF_BYTES)
        return ERR_TYPE;
    switch (field->id) {
    case EXIST_KEY:
        out->key = field->body;
        return ERR_OK;
    case EXIST_VALUE:
        out->value = field->body;
        return ERR_OK;
    case EXIST_LEAF:
        out->has_leaf = true;
        return decode_leaf(&out->leaf, field->body);
    default:
        err = decode_inner(&inner, field->body);
        out->path[out->path_count++] = inner;
        return err;
    }
}

/* Adds to *out, as protobuf merges a message that is there twice. */
static enum err merge_exist(struct arena *a, struct ics23_exist *out,
                            struct bytes in, const struct lookup *lookup)
{
    size_t more = count_fields(in, EXIST_PATH, lookup != NULL);
    struct ics23_inner *path = arena_array(a, out->path_count + more + 1,
                                           sizeof *path);
    struct protobuf_field field;

    if (!path)
        return ERR_MEMORY;
    if (out->path_count)
        memcpy(path, out->path, out->path_count * sizeof *path);
    out->path = path;
    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err)
            err = decode_exist_field(out, &field, lookup);
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err decode_absent(struct arena *a, struct ics23_absent *out,
                              struct bytes in, const struct lookup *lookup)
{
    struct protobuf_field field;

    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id <= ABSENT_RIGHT)
            err = want(&field, PROTOBUF_BYTES);
        if (err)
            return err;
        if (field.id == ABSENT_KEY) {
            out->key = field.body;
        } else if (field.id == ABSENT_LEFT) {
            out->has_left = true;
            err = merge_exist(a, &out->left, field.body, lookup);
        } else if (field.id == ABSENT_RIGHT) {
            out->has_right = true;
            err = merge_exist(a, &out->right, field.body, lookup);
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

/* A choice of existence (1) and absence (2): the last one counts. */
static enum err decode_entry(struct arena *a, struct ics23_entry *out,
                             struct bytes in, const struct lookup *lookup)
{
    struct protobuf_field field;

    while (in.len) {
        struct ics23_entry entry = { 0 };
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id <= PROOF_ABSENT)
            err = want(&field, PROTOBUF_BYTES);
        if (!err && field.id == PROOF_EXIST) {
            entry.kind = ICS23_EXIST;
            err = merge_exist(a, &entry.exist, field.body, lookup);
            *out = entry;
        } else if (!err && field.id == PROOF_ABSENT) {
            entry.kind = ICS23_ABSENT;
            err = decode_absent(a, &entry.absent, field.body, lookup);
            *out = entry;
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err decode_lookup(struct arena *a, struct lookup *out,
                              struct bytes in)
{
    struct ics23_inner *ops =
        arena_array(a, count_fields(in, BATCH_LOOKUP, false) + 1, sizeof *ops);
    struct protobuf_field field;

    if (!ops)
        return ERR_MEMORY;
    *out = (struct lookup){ ops, 0 };
    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id == BATCH_LOOKUP) {
            err = want(&field, PROTOBUF_BYTES);
            if (!err)
                err = decode_inner(&ops[out->count++], field.body);
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

static enum err decode_batch(struct arena *a, struct ics23_proof *out,
                             struct bytes in, const struct lookup *lookup)
{
    struct protobuf_field field;

    out->entries = arena_array(a, count_fields(in, BATCH_ENTRIES, false) + 1,
                               sizeof *out->entries);
    if (!out->entries)
        return ERR_MEMORY;
    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id == BATCH_ENTRIES) {
            err = want(&field, PROTOBUF_BYTES);
            if (!err)
                err = decode_entry(a, &out->entries[out->count++], field.body,
                                   lookup);
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

enum err ics23_decode_exist(struct arena *a, struct ics23_exist *out,
                            struct bytes in)
{
    struct ics23_exist exist = { 0 };
    enum err err = merge_exist(a, &exist, in, NULL);

    if (!err)
        *out = exist;
    return err;
}

enum err ics23_decode(struct arena *a, struct ics23_proof *out,
                      struct bytes in)
{
    struct ics23_proof proof = { 0 };
    struct protobuf_field field, last = { 0 };
    struct lookup lookup;
    struct bytes rest = in;
    enum err err = protobuf_check(in);

    while (!err && rest.len) {
        err = protobuf_next(&field, &rest);
        if (!err && field.id <= PROOF_COMPRESSED) {
            err = want(&field, PROTOBUF_BYTES);
            last = field;
        }
    }
    if (err)
        return err;
    if (last.id == PROOF_BATCH || last.id == PROOF_COMPRESSED) {
        proof.batch = true;
        proof.compressed = last.id == PROOF_COMPRESSED;
        if (proof.compressed)
            err = decode_lookup(a, &lookup, last.body);
        if (!err)
            err = decode_batch(a, &proof, last.body,
                               proof.compressed ? &lookup : NULL);
    } else {
        proof.entries = arena_array(a, 1, sizeof *proof.entries);
        proof.count = 1;
        err = proof.entries ? decode_entry(a, &proof.entries[0], in, NULL)
                            : ERR_MEMORY;
    }
    if (!err)
        *out = proof;
    return err;
}

/* --- encoding --------------------------------------------------------------- */

/* Inner operations met so far, as bytes, when a batch is compressed. */
struct packer {
    struct arena *arena;
    struct bytes *ops;
    size_t count, room;
};

static enum err encode_leaf(struct arena *a, struct bytes *out,
                            const struct ics23_leaf *leaf)
{
    struct protobuf_out o;

    protobuf_out_init(&o, a);
    protobuf_put_u64(&o, LEAF_HASH, (uint64_t)(int64_t)leaf->hash);
    protobuf_put_u64(&o, LEAF_PREHASH_KEY,
                     (uint64_t)(int64_t)leaf->prehash_key);
    protobuf_put_u64(&o, LEAF_PREHASH_VALUE,
                     (uint64_t)(int64_t)leaf->prehash_value);
    protobuf_put_u64(&o, LEAF_LENGTH, (uint64_t)(int64_t)leaf->length);
    protobuf_put_bytes(&o, LEAF_PREFIX, leaf->prefix);
    return protobuf_finish(out, &o);
}

static enum err encode_inner(struct arena *a, struct bytes *out,
                             const struct ics23_inner *inner)
{
    struct protobuf_out o;

    protobuf_out_init(&o, a);
    protobuf_put_u64(&o, INNER_HASH, (uint64_t)(int64_t)inner->hash);
    protobuf_put_bytes(&o, INNER_PREFIX, inner->prefix);
    protobuf_put_bytes(&o, INNER_SUFFIX, inner->suffix);
    return protobuf_finish(out, &o);
}

/* The place of an operation in the table; it is added when it is new. */
static enum err pack_inner(struct packer *p, size_t *index, struct bytes op)
{
    for (size_t i = 0; i < p->count; i++)
        if (bytes_eq(p->ops[i], op)) {
            *index = i;
            return ERR_OK;
        }
    if (p->count == p->room) {
        size_t room = p->room ? 2 * p->room : 64;
        struct bytes *more = arena_array(p->arena, room, sizeof *more);

        if (!more)
            return ERR_MEMORY;
        if (p->count)
            memcpy(more, p->ops, p->count * sizeof *more);
        p->ops = more;
        p->room = room;
    }
    p->ops[p->count] = op;
    *index = p->count++;
    return ERR_OK;
}

static enum err encode_exist(struct arena *a, struct bytes *out,
                             const struct ics23_exist *in, struct packer *p)
{
    struct protobuf_out o, indices;
    struct bytes part;
    enum err err = ERR_OK;

    protobuf_out_init(&o, a);
    protobuf_out_init(&indices, a);
    protobuf_put_bytes(&o, EXIST_KEY, in->key);
    protobuf_put_bytes(&o, EXIST_VALUE, in->value);
    if (in->has_leaf) {
        err = encode_leaf(a, &part, &in->leaf);
        if (!err)
            protobuf_put_item(&o, EXIST_LEAF, part);
    }
    for (size_t i = 0; i < in->path_count && !err; i++) {
        size_t index;

        err = encode_inner(a, &part, &in->path[i]);
        if (!err && p)
            err = pack_inner(p, &index, part);
        if (!err && p)
            protobuf_put_varint(&indices, index);
        else if (!err)
            protobuf_put_item(&o, EXIST_PATH, part);
    }
    if (!err)
        err = protobuf_finish(&part, &indices);
    if (!err)
        protobuf_put_bytes(&o, EXIST_PATH, part);
    return err ? err : protobuf_finish(out, &o);
}

static enum err encode_entry(struct arena *a, struct bytes *out,
                             const struct ics23_entry *in, struct packer *p)
{
    struct protobuf_out o, inner;
    struct bytes part;
    enum err err = ERR_OK;

    protobuf_out_init(&o, a);
    if (in->kind == ICS23_EXIST) {
        err = encode_exist(a, &part, &in->exist, p);
        if (!err)
            protobuf_put_item(&o, PROOF_EXIST, part);
    } else if (in->kind == ICS23_ABSENT) {
        protobuf_out_init(&inner, a);
        protobuf_put_bytes(&inner, ABSENT_KEY, in->absent.key);
        if (in->absent.has_left) {
            err = encode_exist(a, &part, &in->absent.left, p);
            if (!err)
                protobuf_put_item(&inner, ABSENT_LEFT, part);
        }
        if (!err && in->absent.has_right) {
            err = encode_exist(a, &part, &in->absent.right, p);
            if (!err)
                protobuf_put_item(&inner, ABSENT_RIGHT, part);
        }
        if (!err)
            err = protobuf_finish(&part, &inner);
        if (!err)
            protobuf_put_item(&o, PROOF_ABSENT, part);
    }
    return err ? err : protobuf_finish(out, &o);
}

enum err ics23_encode(struct arena *a, struct bytes *out,
                      const struct ics23_proof *in, bool compress)
{
    struct packer packer = { .arena = a };
    struct protobuf_out o, body;
    struct bytes part;
    enum err err = ERR_OK;

    if (!in->batch)
        return compress ? ERR_TYPE : encode_entry(a, out, in->entries, NULL);
    protobuf_out_init(&body, a);
    for (size_t i = 0; i < in->count && !err; i++) {
        err = encode_entry(a, &part, &in->entries[i],
                           compress ? &packer : NULL);
        if (!err)
            protobuf_put_item(&body, BATCH_ENTRIES, part);
    }
    for (size_t i = 0; i < packer.count; i++)
        protobuf_put_item(&body, BATCH_LOOKUP, packer.ops[i]);
    if (!err)
        err = protobuf_finish(&part, &body);
    if (err)
        return err;
    protobuf_out_init(&o, a);
    protobuf_put_item(&o, compress ? PROOF_COMPRESSED : PROOF_BATCH, part);
    return protobuf_finish(out, &o);
}

/* --- specifications ---------------------------------------------------------- */

enum { SPEC_LEAF = 1, SPEC_INNER, SPEC_DEPTH_MAX, SPEC_DEPTH_MIN,
       SPEC_PREHASH };
enum { TREE_ORDER = 1, TREE_CHILD_SIZE, TREE_PREFIX_MIN, TREE_PREFIX_MAX,
       TREE_EMPTY, TREE_HASH };

enum err ics23_encode_spec(struct arena *a, struct bytes *out,
                           const struct ics23_spec *spec)
{
    struct protobuf_out o, tree, order;
    struct bytes leaf, part;
    enum err err = encode_leaf(a, &leaf, &spec->leaf);

    protobuf_out_init(&order, a);
    for (size_t i = 0; i < spec->children; i++)
        protobuf_put_varint(&order, (uint64_t)(int64_t)spec->order[i]);
    if (!err)
        err = protobuf_finish(&part, &order);
    if (err)
        return err;
    protobuf_out_init(&tree, a);
    protobuf_put_bytes(&tree, TREE_ORDER, part);
    protobuf_put_u64(&tree, TREE_CHILD_SIZE,
                     (uint64_t)(int64_t)spec->child_size);
    protobuf_put_u64(&tree, TREE_PREFIX_MIN,
                     (uint64_t)(int64_t)spec->prefix_min);
    protobuf_put_u64(&tree, TREE_PREFIX_MAX,
                     (uint64_t)(int64_t)spec->prefix_max);
    protobuf_put_bytes(&tree, TREE_EMPTY, spec->empty_child);
    protobuf_put_u64(&tree, TREE_HASH, (uint64_t)(int64_t)spec->hash);
    err = protobuf_finish(&part, &tree);
    if (err)
        return err;
    protobuf_out_init(&o, a);
    protobuf_put_item(&o, SPEC_LEAF, leaf);
    protobuf_put_item(&o, SPEC_INNER, part);
    protobuf_put_u64(&o, SPEC_DEPTH_MAX, (uint64_t)(int64_t)spec->depth_max);
    protobuf_put_u64(&o, SPEC_DEPTH_MIN, (uint64_t)(int64_t)spec->depth_min);
    protobuf_put_u64(&o, SPEC_PREHASH, spec->prehash_key);
    return protobuf_finish(out, &o);
}

static enum err decode_order(struct ics23_spec *out,
                             const struct protobuf_field *field)
{
    struct bytes rest = field->body;
    uint64_t number = field->number;
    enum err err = ERR_OK;

    if (field->wire != PROTOBUF_BYTES && field->wire != PROTOBUF_VARINT)
        return ERR_TYPE;
    do {
        if (field->wire == PROTOBUF_BYTES && rest.len == 0)
            return ERR_OK;
        if (field->wire == PROTOBUF_BYTES)
            err = protobuf_varint(&number, &rest);
        if (!err && out->children == ICS23_CHILDREN_MAX)
            err = ERR_TOO_LONG;
        if (err)
            return err;
        out->order[out->children++] = (int32_t)(uint32_t)number;
    } while (rest.len);
    return ERR_OK;
}

static enum err decode_tree(struct ics23_spec *out, struct bytes in)
{
    int32_t *const numbers[] = { NULL, NULL, &out->child_size,
                                 &out->prefix_min, &out->prefix_max, NULL,
                                 &out->hash };
    struct protobuf_field field;

    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id == TREE_ORDER) {
            err = decode_order(out, &field);
        } else if (!err && field.id == TREE_EMPTY) {
            err = want(&field, PROTOBUF_BYTES);
            out->empty_child = field.body;
        } else if (!err && field.id < ARRAY_LEN(numbers)) {
            err = want(&field, PROTOBUF_VARINT);
            *numbers[field.id] = number_of(&field);
        }
        if (err)
            return err;
    }
    return ERR_OK;
}

enum err ics23_decode_spec(struct ics23_spec *out, struct bytes in)
{
    struct ics23_spec spec = { 0 };
    struct protobuf_field field;

    while (in.len) {
        enum err err = protobuf_next(&field, &in);

        if (!err && field.id <= SPEC_PREHASH)
            err = want(&field, field.id <= SPEC_INNER ? PROTOBUF_BYTES
                                                      : PROTOBUF_VARINT);
        if (!err && field.id == SPEC_LEAF)
            err = decode_leaf(&spec.leaf, field.body);
        else if (!err && field.id == SPEC_INNER)
            err = decode_tree(&spec, field.body);
        else if (!err && field.id == SPEC_DEPTH_MAX)
            spec.depth_max = number_of(&field);
        else if (!err && field.id == SPEC_DEPTH_MIN)
            spec.depth_min = number_of(&field);
        else if (!err && field.id == SPEC_PREHASH)
            spec.prehash_key = field.number != 0;
        if (err)
            return err;
    }
    *out = spec;
    return ERR_OK;
}
