/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "chain/codec/decimal.h"
#include "chain/codec/scale.h"
#include "chain/xchain/xcm_internal.h"

/* order collects what was read as bytes that sort as the values do: numbers
 * most significant byte first. */
struct reader {
    struct arena *arena;
    struct bytes in;
    struct pack order;
    unsigned version;
    size_t instructions;
    int programs, nesting;
};

static enum err get(struct reader *r, const char *type, json_t **out);

static enum err take(struct reader *r, struct bytes *out, size_t len)
{
    if (len > r->in.len)
        return ERR_TRUNCATED;
    *out = bytes_head(r->in, len);
    r->in = bytes_tail(r->in, len);
    return ERR_OK;
}

static enum err take_byte(struct reader *r, unsigned *out)
{
    struct bytes byte;
    enum err err = take(r, &byte, 1);

    if (err)
        return err;
    *out = byte.data[0];
    pack_be(&r->order, *out, 1);
    return ERR_OK;
}

static enum err answer(json_t **out, json_t *value)
{
    if (!value)
        return ERR_MEMORY;
    *out = value;
    return ERR_OK;
}

static json_t *hex_json(struct reader *r, struct bytes data)
{
    char *text = (char *)arena_raw(r->arena, 2 * data.len + 1);

    if (!text)
        return NULL;
    hex_write(text, data);
    return json_string(text);
}

/* --- plain values ---------------------------------------------------------------- */

static enum err get_number(struct reader *r, const struct xcm_plain *plain,
                           json_t **out)
{
    uint8_t be[SCALE_COMPACT_WIDTH] = { 0 };
    size_t lead = sizeof be - plain->width;
    struct bytes raw, value = bytes_make(be + lead, plain->width);
    char *text;
    enum err err;

    if (plain->compact) {
        err = scale_next_compact(be, &r->in);
        for (size_t i = 0; i < lead && !err; i++)
            if (be[i])
                err = ERR_TOO_WIDE;
    } else {
        err = take(r, &raw, plain->width);
        for (size_t i = 0; i < plain->width && !err; i++)
            be[sizeof be - 1 - i] = raw.data[i];
    }
    if (err)
        return err;
    pack_bytes(&r->order, value);
    if (plain->width <= 4)
        return answer(out, json_integer((json_int_t)bytes_be(value)));
    text = decimal_print(r->arena, value);
    return text ? answer(out, json_string(text)) : ERR_MEMORY;
}

static enum err get_plain(struct reader *r, const struct xcm_plain *plain,
                          json_t **out)
{
    struct bytes raw;
    enum err err;

    if (plain->number)
        return get_number(r, plain, out);
    err = take(r, &raw, plain->width);
    if (err)
        return err;
    pack_bytes(&r->order, raw);
    return answer(out, hex_json(r, raw));
}

/* A count of items, each of which takes at least one byte. */
static enum err get_count(struct reader *r, size_t *out)
{
    uint64_t count;
    enum err err = scale_next_compact_u64(&count, &r->in, 32);

    if (err)
        return err;
    if (count > r->in.len)
        return ERR_TRUNCATED;
    *out = (size_t)count;
    return ERR_OK;
}

static enum err get_bytes(struct reader *r, json_t **out)
{
    struct bytes raw;
    size_t count;
    enum err err = get_count(r, &count);

    if (!err)
        err = take(r, &raw, count);
    return err ? err : answer(out, hex_json(r, raw));
}

static enum err get_bool(struct reader *r, json_t **out)
{
    unsigned byte;
    enum err err = take_byte(r, &byte);

    if (err)
        return err;
    return byte > 1 ? ERR_VALUE : answer(out, json_boolean(byte));
}

/* --- lists ----------------------------------------------------------------------- */

static enum err get_items(struct reader *r, const char *type, size_t count,
                          json_t **out)
{
    json_t *list = json_array(), *item;
    enum err err = list ? ERR_OK : ERR_MEMORY;

    for (size_t i = 0; i < count && !err; i++) {
        err = get(r, type, &item);
        if (!err && json_array_append_new(list, item))
            err = ERR_MEMORY;
    }
    if (err) {
        json_decref(list);
        return err;
    }
    return answer(out, list);
}

static enum err get_interior(struct reader *r, json_t **out)
{
    enum { JUNCTIONS_MAX = 8 };
    unsigned count;
    enum err err = take_byte(r, &count);

    if (!err && count > JUNCTIONS_MAX)
        err = ERR_TYPE;
    return err ? err : get_items(r, "Junction", count, out);
}

static enum err get_asset_id(struct reader *r, json_t **out)
{
    unsigned abstract = 0;
    json_t *inner;
    enum err err = r->version > 3 ? ERR_OK : take_byte(r, &abstract);

    if (!err && abstract > 1)
        err = ERR_TYPE;
    if (err || !abstract)
        return err ? err : get(r, "Location", out);
    err = get(r, "b32", &inner);
    return err ? err : answer(out, json_pack("{s:o}", "Abstract", inner));
}

/* Where in the order an asset and the part behind its id lie. */
struct asset_place {
    size_t start, fun, end;
};

static struct bytes part_of(const struct reader *r, size_t from, size_t to)
{
    return bytes_make(r->order.data + from, to - from);
}

/* Ids must ascend; under one id only assets that are not fungible may follow
 * each other (from_sorted_and_deduplicated). */
static bool in_order(const struct reader *r, const struct asset_place *a,
                     const struct asset_place *b)
{
    int ids = bytes_cmp(part_of(r, a->start, a->fun),
                        part_of(r, b->start, b->fun));

    if (ids)
        return ids < 0;
    return bytes_cmp(part_of(r, a->fun, a->end),
                     part_of(r, b->fun, b->end)) < 0 &&
           (r->order.data[a->fun] || r->order.data[b->fun]);
}

static enum err get_asset(struct reader *r, struct asset_place *place,
                          json_t **out)
{
    json_t *id, *fun;
    enum err err;

    place->start = r->order.len;
    err = get(r, "AssetId", &id);
    if (err)
        return err;
    place->fun = r->order.len;
    err = get(r, "Fungibility", &fun);
    if (err) {
        json_decref(id);
        return err;
    }
    place->end = r->order.len;
    return answer(out, json_pack("{s:o, s:o}", "id", id, "fun", fun));
}

static enum err get_assets(struct reader *r, json_t **out)
{
    struct asset_place places[2];
    json_t *list, *item;
    size_t count;
    enum err err = get_count(r, &count);

    if (!err && count > XCM_ASSETS_MAX)
        err = ERR_TOO_LONG;
    if (err)
        return err;
    list = json_array();
    for (size_t i = 0; i < count && !err; i++) {
        err = get_asset(r, &places[i % 2], &item);
        if (!err && json_array_append_new(list, item))
            err = ERR_MEMORY;
        if (!err && r->order.failed)
            err = ERR_MEMORY;
        if (!err && i &&
            !in_order(r, &places[(i + 1) % 2], &places[i % 2]))
            err = ERR_ORDER;
    }
    if (err) {
        json_decref(list);
        return err;
    }
    return answer(out, list);
}

static enum err get_program(struct reader *r, json_t **out)
{
    size_t count;
    enum err err = get_count(r, &count);

    if (err)
        return err;
    r->instructions += count;
    if (r->instructions > XCM_INSTRUCTIONS_MAX)
        return ERR_TOO_LONG;
    if (r->programs == XCM_DEPTH_MAX)
        return ERR_TOO_DEEP;
    r->programs++;
    err = get_items(r, "Instruction", count, out);
    r->programs--;
    return err;
}

/* --- tables ----------------------------------------------------------------------- */

/* The fields of a case into a map, or the only one as itself. */
static enum err get_fields(struct reader *r, const struct xcm_case *c,
                           json_t **out)
{
    size_t count = xcm_field_count(c);
    json_t *map, *item;
    enum err err = ERR_OK;

    if (!count)
        return answer(out, json_null());
    if (count == 1)
        return get(r, c->fields[0].type, out);
    map = json_object();
    for (size_t i = 0; i < count && !err; i++) {
        err = get(r, c->fields[i].type, &item);
        if (!err && json_object_set_new(map, c->fields[i].name, item))
            err = ERR_MEMORY;
    }
    if (err) {
        json_decref(map);
        return err;
    }
    return answer(out, map);
}

/* {type: name, field: value…} */
static enum err tagged(json_t **out, const struct xcm_case *c, json_t *fields)
{
    json_t *map;

    if (xcm_field_count(c) > 1)
        map = json_incref(fields);
    else if (xcm_field_count(c) == 1)
        map = json_pack("{s:O}", c->fields[0].name, fields);
    else
        map = json_object();
    json_decref(fields);
    if (!map || json_object_set_new(map, "type", json_string(c->name))) {
        json_decref(map);
        return ERR_MEMORY;
    }
    return answer(out, map);
}

static enum err get_enum(struct reader *r, const struct xcm_type *type,
                         json_t **out)
{
    const struct xcm_case *c;
    json_t *fields;
    unsigned index;
    enum err err = take_byte(r, &index);

    if (err)
        return err;
    c = xcm_case_at(type, r->version, index);
    if (!c)
        return ERR_TYPE;
    err = get_fields(r, c, &fields);
    if (err)
        return err;
    if (type->shape == XCM_TAGGED)
        return tagged(out, c, fields);
    /* A case without fields is its name, but an instruction keeps its map. */
    if (!xcm_field_count(c) && strcmp(type->name, "Instruction") != 0) {
        json_decref(fields);
        return answer(out, json_string(c->name));
    }
    return answer(out, json_pack("{s:o}", c->name, fields));
}

static enum err get_option(struct reader *r, const char *type, json_t **out)
{
    unsigned some;
    enum err err = take_byte(r, &some);

    if (!err && some > 1)
        err = ERR_TYPE;
    if (err)
        return err;
    return some ? get(r, type, out) : answer(out, json_null());
}

static enum err get_special(struct reader *r, const char *type, json_t **out)
{
    if (strcmp(type, "Interior") == 0)
        return get_interior(r, out);
    if (strcmp(type, "AssetId") == 0)
        return get_asset_id(r, out);
    if (strcmp(type, "Assets") == 0)
        return get_assets(r, out);
    if (strcmp(type, "Xcm") == 0)
        return get_program(r, out);
    if (strcmp(type, "WeightLimit") == 0)
        return get_option(r, "Weight", out);
    if (strcmp(type, "bytes") == 0)
        return get_bytes(r, out);
    return strcmp(type, "bool") == 0 ? get_bool(r, out) : ERR_INTERNAL;
}

static enum err get_typed(struct reader *r, const char *type, json_t **out)
{
    const struct xcm_type *row;
    struct xcm_plain plain;
    size_t count;
    enum err err;

    if (type[0] == '?')
        return get_option(r, type + 1, out);
    if (type[0] == '*') {
        err = get_count(r, &count);
        return err ? err : get_items(r, type + 1, count, out);
    }
    if (xcm_plain_type(&plain, type))
        return get_plain(r, &plain, out);
    row = xcm_find_type(type);
    if (!row)
        return get_special(r, type, out);
    return row->shape == XCM_STRUCT ? get_fields(r, &row->cases[0], out)
                                    : get_enum(r, row, out);
}

static enum err get(struct reader *r, const char *type, json_t **out)
{
    enum err err;

    if (r->nesting == XCM_NESTING_MAX * 4)
        return ERR_TOO_DEEP;
    r->nesting++;
    err = get_typed(r, type, out);
    r->nesting--;
    return err;
}

enum err xcm_decode(struct arena *a, unsigned *version, json_t **program,
                    struct bytes in)
{
    struct reader r = { .arena = a, .in = in };
    json_t *found;
    enum err err;

    if (!in.len)
        return ERR_EMPTY;
    r.version = in.data[0];
    if (r.version < XCM_VERSION_MIN || r.version > XCM_VERSION_MAX)
        return ERR_VERSION;
    r.in = bytes_tail(in, 1);
    pack_init(&r.order, a);
    err = get(&r, "Xcm", &found);
    if (err)
        return err;
    if (r.in.len) {
        json_decref(found);
        return ERR_TRAILING;
    }
    *version = r.version;
    *program = found;
    return ERR_OK;
}
