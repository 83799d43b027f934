/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "chain/codec/scale.h"
#include "chain/xchain/xcm_internal.h"

struct writer {
    struct pack p;
    unsigned version;
    size_t instructions;
    int programs, nesting;
};

static enum err put(struct writer *w, const char *type, const json_t *value);

/* Hex, with or without 0x. */
static enum err read_hex(struct writer *w, struct bytes *out,
                         const json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    uint8_t *data;

    if (!text)
        return ERR_VALUE;
    if (len >= 2 && memcmp(text, "0x", 2) == 0) {
        text += 2;
        len -= 2;
    }
    data = arena_raw(w->p.arena, len / 2 + 1);
    if (!data)
        return ERR_MEMORY;
    if (hex_read(data, text, len))
        return ERR_VALUE;
    *out = bytes_make(data, len / 2);
    return ERR_OK;
}

static enum err put_plain(struct writer *w, const struct xcm_plain *plain,
                          const json_t *value)
{
    uint8_t be[16];
    struct bytes data;
    enum err err;

    if (!plain->number) {
        err = read_hex(w, &data, value);
        if (!err && data.len != plain->width)
            err = ERR_VALUE;
        if (!err)
            pack_bytes(&w->p, data);
        return err;
    }
    err = scale_number(be, plain->width, false, value);
    if (err)
        return err;
    if (plain->compact)
        scale_put_compact(&w->p, bytes_make(be, plain->width));
    else
        scale_put_reversed(&w->p, bytes_make(be, plain->width));
    return ERR_OK;
}

static enum err put_bytes(struct writer *w, const json_t *value)
{
    struct bytes data;
    enum err err = read_hex(w, &data, value);

    if (err)
        return err;
    scale_put_compact_u64(&w->p, data.len);
    pack_bytes(&w->p, data);
    return ERR_OK;
}

static enum err put_list(struct writer *w, const char *type,
                         const json_t *value)
{
    const json_t *item;
    size_t i;

    if (!json_is_array(value))
        return ERR_VALUE;
    scale_put_compact_u64(&w->p, json_array_size(value));
    json_array_foreach(value, i, item) {
        enum err err = put(w, type, item);

        if (err)
            return err;
    }
    return ERR_OK;
}

/* The number of junctions is the case of the enum. */
static enum err put_interior(struct writer *w, const json_t *value)
{
    enum { JUNCTIONS_MAX = 8 };
    const json_t *item;
    size_t i;

    if (!json_is_array(value))
        return ERR_VALUE;
    if (json_array_size(value) > JUNCTIONS_MAX)
        return ERR_TOO_LONG;
    pack_be(&w->p, json_array_size(value), 1);
    json_array_foreach(value, i, item) {
        enum err err = put(w, "Junction", item);

        if (err)
            return err;
    }
    return ERR_OK;
}

/* Version 3 has an enum of location and 32 bytes, later ones the location. */
static enum err put_asset_id(struct writer *w, const json_t *value)
{
    const json_t *abstract = json_object_get(value, "Abstract");
    const json_t *concrete = json_object_get(value, "Concrete");

    if (w->version > 3)
        return put(w, "Location", value);
    pack_be(&w->p, abstract != NULL, 1);
    if (abstract)
        return put(w, "b32", abstract);
    return put(w, "Location", concrete ? concrete : value);
}

static enum err put_program(struct writer *w, const json_t *value)
{
    enum err err;

    w->instructions += json_array_size(value);
    if (w->instructions > XCM_INSTRUCTIONS_MAX)
        return ERR_TOO_LONG;
    if (w->programs == XCM_DEPTH_MAX)
        return ERR_TOO_DEEP;
    w->programs++;
    err = put_list(w, "Instruction", value);
    w->programs--;
    return err;
}

/* --- tables ------------------------------------------------------------------- */

static enum err put_fields(struct writer *w, const struct xcm_case *c,
                           const json_t *value)
{
    size_t count = xcm_field_count(c);
    const json_t *inner;

    if (!count)
        return ERR_OK;
    if (count == 1) {
        inner = c->fields[0].name ? json_object_get(value, c->fields[0].name)
                                  : NULL;
        return put(w, c->fields[0].type, inner ? inner : value);
    }
    for (size_t i = 0; i < count; i++) {
        enum err err;

        inner = json_object_get(value, c->fields[i].name);
        if (!inner && c->fields[i].type[0] != '?')
            return ERR_FIELD_MISSING;
        err = put(w, c->fields[i].type, inner);
        if (err)
            return err;
    }
    return ERR_OK;
}

/* An enum is {name: fields}, the name alone, or the index of a case without
 * fields. */
static enum err put_enum(struct writer *w, const struct xcm_type *type,
                         const json_t *value)
{
    const char *name = json_string_value(value);
    const json_t *fields = NULL;
    const struct xcm_case *c;
    void *iter;

    if (json_is_integer(value)) {
        json_int_t index = json_integer_value(value);

        c = index < 0 || index > 255
                ? NULL
                : xcm_case_at(type, w->version, (unsigned)index);
        if (c && xcm_field_count(c))
            return ERR_VALUE;
    } else if (name) {
        c = xcm_case_named(type, w->version, name);
        if (c && xcm_field_count(c))
            return ERR_FIELD_MISSING;
    } else if (type->shape == XCM_TAGGED) {
        name = json_string_value(json_object_get(value, "type"));
        c = name ? xcm_case_named(type, w->version, name) : NULL;
        fields = value;
    } else {
        iter = json_object_iter((json_t *)(uintptr_t)value);
        if (!iter || json_object_size(value) != 1)
            return ERR_VALUE;
        c = xcm_case_named(type, w->version, json_object_iter_key(iter));
        fields = json_object_iter_value(iter);
    }
    if (!c)
        return ERR_TYPE;
    pack_be(&w->p, c->index, 1);
    return put_fields(w, c, fields);
}

static enum err put_special(struct writer *w, const char *type,
                            const json_t *value)
{
    if (strcmp(type, "Interior") == 0)
        return put_interior(w, value);
    if (strcmp(type, "AssetId") == 0)
        return put_asset_id(w, value);
    if (strcmp(type, "Assets") == 0)
        return json_array_size(value) > XCM_ASSETS_MAX
                   ? ERR_TOO_LONG
                   : put_list(w, "Asset", value);
    if (strcmp(type, "Xcm") == 0)
        return put_program(w, value);
    if (strcmp(type, "WeightLimit") == 0)
        return put(w, "?Weight", value);
    if (strcmp(type, "bytes") == 0)
        return put_bytes(w, value);
    if (strcmp(type, "bool") != 0)
        return ERR_INTERNAL;
    if (!json_is_boolean(value))
        return ERR_VALUE;
    pack_be(&w->p, json_is_true(value), 1);
    return ERR_OK;
}

static enum err put_typed(struct writer *w, const char *type,
                          const json_t *value)
{
    const struct xcm_type *row;
    struct xcm_plain plain;

    if (type[0] == '*')
        return put_list(w, type + 1, value);
    if (type[0] == '?') {
        bool some = value && !json_is_null(value);

        pack_be(&w->p, some, 1);
        return some ? put(w, type + 1, value) : ERR_OK;
    }
    if (xcm_plain_type(&plain, type))
        return put_plain(w, &plain, value);
    row = xcm_find_type(type);
    if (!row)
        return put_special(w, type, value);
    return row->shape == XCM_STRUCT ? put_fields(w, &row->cases[0], value)
                                    : put_enum(w, row, value);
}

static enum err put(struct writer *w, const char *type, const json_t *value)
{
    enum err err;

    if (w->nesting == XCM_NESTING_MAX * 4)
        return ERR_TOO_DEEP;
    w->nesting++;
    err = put_typed(w, type, value);
    w->nesting--;
    return err;
}

enum err xcm_encode(struct arena *a, struct bytes *out, unsigned version,
                    const json_t *program)
{
    struct writer w = { .version = version };
    enum err err;

    if (version < XCM_VERSION_MIN || version > XCM_VERSION_MAX)
        return ERR_VERSION;
    pack_init(&w.p, a);
    pack_be(&w.p, version, 1);
    err = put(&w, "Xcm", program);
    return err ? err : pack_finish(out, &w.p);
}
