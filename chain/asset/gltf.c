/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf.h"

#include <math.h>

#include "base/json.h"
#include "chain/asset/gltf_internal.h"
#include "chain/codec/ascii.h"
#include "chain/codec/base64.h"

enum { COMPONENTS_MAX = 4, BUFFERS_MAX = 4096, NODES_MAX = 65536 };

#define COMMON                                                                 \
    { .name = "name", .kind = K_TEXT }, { .name = "extras", .kind = K_ANY },   \
    {                                                                          \
        .name = "extensions", .kind = K_ANY                                    \
    }

/* --- the asset ------------------------------------------------------------ */

static bool version_read(const json_t *v, uint64_t out[2])
{
    struct bytes text = bytes_make(json_string_value(v), json_string_length(v));
    size_t dot = ascii_find(text, '.');

    return dot < text.len && ascii_number(&out[0], bytes_head(text, dot)) &&
           ascii_number(&out[1], bytes_tail(text, dot + 1));
}

static void asset_check(struct gltf_checker *c, const json_t *asset)
{
    static const struct gltf_rule RULES[] = {
        { .name = "version", .kind = K_TEXT, .required = true },
        { .name = "minVersion", .kind = K_TEXT },
        { .name = "copyright", .kind = K_TEXT },
        { .name = "generator", .kind = K_TEXT },
        { .name = "extras", .kind = K_ANY },
        { .name = "extensions", .kind = K_ANY },
        { 0 }
    };
    const json_t *min = json_object_get(asset, "minVersion");
    const json_t *version = json_object_get(asset, "version");
    uint64_t v[2], m[2];

    if (!gltf_object_check(c, RULES, asset) || !json_is_string(version))
        return;
    if (!version_read(version, v)) {
        gltf_note(c, "PATTERN_MISMATCH");
        return;
    }
    if (v[0] != 2)
        gltf_note(c, "UNKNOWN_ASSET_MAJOR_VERSION");
    else if (v[1] > 0)
        gltf_note(c, "UNKNOWN_ASSET_MINOR_VERSION");
    if (!json_is_string(min))
        return;
    if (!version_read(min, m))
        gltf_note(c, "PATTERN_MISMATCH");
    else if (m[0] > v[0] || (m[0] == v[0] && m[1] > v[1]))
        gltf_note(c, "ASSET_MIN_VERSION_GREATER_THAN_VERSION");
}

/* VENDOR_name */
static bool extension_name_ok(const char *name)
{
    size_t prefix = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    if (!prefix || name[prefix] != '_' || !name[prefix + 1])
        return false;
    for (const char *at = name + prefix + 1; *at; at++)
        if (!ascii_alnum((uint8_t)*at) && *at != '_')
            return false;
    return true;
}

static void extension_names_check(struct gltf_checker *c)
{
    const json_t *used = gltf_list(c, "extensionsUsed");

    if (used && !json_is_array(used))
        gltf_note(c, "TYPE_MISMATCH");
    else if (used && json_array_size(used) == 0)
        gltf_note(c, "EMPTY_ENTITY");
    for (size_t i = 0; i < json_array_size(used); i++) {
        const char *name = json_string_value(json_array_get(used, i));

        if (!name)
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
        else if (!extension_name_ok(name))
            gltf_note(c, "INVALID_EXTENSION_NAME_FORMAT");
        for (size_t k = 0; k < i && i < GLTF_CODES_MAX; k++)
            if (json_equal(json_array_get(used, i), json_array_get(used, k)))
                gltf_note(c, "DUPLICATE_ELEMENTS");
    }
}

/* --- buffers and views ---------------------------------------------------- */

static void buffer_data(struct gltf_checker *c, size_t index, const json_t *buffer)
{
    static const char *const HEADS[] = {
        "data:application/octet-stream;base64,",
        "data:application/gltf-buffer;base64,",
    };
    const char *uri = json_string_value(json_object_get(buffer, "uri"));
    uint64_t length = gltf_number(buffer, "byteLength", 0);
    struct bytes data = BYTES_EMPTY;

    if (!uri) {
        if (index || !c->source->is_glb)
            return;
        if (!c->source->has_bin) {
            gltf_note(c, "BUFFER_MISSING_GLB_DATA");
            return;
        }
        data = c->source->bin;
        if (data.len > length + 3)
            gltf_note(c, "BUFFER_GLB_CHUNK_TOO_BIG");
        for (size_t i = length; i < data.len && i < length + 3; i++)
            if (data.data[i])
                gltf_note(c, "SPEC_GLB_BIN_PADDING_NONZERO");
    } else if (strncmp(uri, "data:", 5) != 0) {
        /* No file beside the asset is at hand; absolute ones have rules. */
        gltf_note(c, "IO_ERROR");
        c->report->beyond |= strchr(uri, ':') != NULL;
        return;
    } else {
        bool known = false;

        for (size_t i = 0; i < ARRAY_LEN(HEADS); i++)
            if (strncmp(uri, HEADS[i], strlen(HEADS[i])) == 0)
                known =
                    base64_decode(c->arena, &data,
                                  bytes_str(uri + strlen(HEADS[i]))) == ERR_OK;
        c->report->beyond |= !known;
    }
    if (data.len < length)
        gltf_note(c, "BUFFER_BYTE_LENGTH_MISMATCH");
    else
        c->buffers[index] = bytes_head(data, length);
}

static void buffer_check(struct gltf_checker *c, size_t index, const json_t *v)
{
    static const struct gltf_rule RULES[] = {
        { .name = "byteLength", .kind = K_UINT, .required = true, .min = 1 },
        { .name = "uri", .kind = K_TEXT },
        COMMON,
        { 0 }
    };

    if (gltf_object_check(c, RULES, v) && gltf_number(v, "byteLength", 0))
        buffer_data(c, index, v);
}

static void view_check(struct gltf_checker *c, size_t index, const json_t *v)
{
    static const struct gltf_rule RULES[] = {
        { .name = "buffer",
          .kind = K_INDEX,
          .required = true,
          .target = "buffers" },
        { .name = "byteOffset", .kind = K_UINT },
        { .name = "byteLength", .kind = K_UINT, .required = true, .min = 1 },
        { .name = "byteStride", .kind = K_UINT, .min = 4, .max = 252 },
        { .name = "target", .kind = K_UINT, .values = "34962 34963" },
        COMMON,
        { 0 }
    };
    uint64_t offset, length, stride, size;
    const json_t *buffer;

    (void)index;
    if (!gltf_object_check(c, RULES, v))
        return;
    offset = gltf_number(v, "byteOffset", 0);
    length = gltf_number(v, "byteLength", 0);
    stride = gltf_number(v, "byteStride", 0);
    buffer = json_array_get(gltf_list(c, "buffers"),
                            gltf_number(v, "buffer", UINT32_MAX));
    size = gltf_number(buffer, "byteLength", UINT64_MAX);
    if (offset > size || length > size - offset)
        gltf_note(c, "BUFFER_VIEW_TOO_LONG");
    if (stride < 4 || stride > 252)
        return;
    if (stride % 4)
        gltf_note(c, "VALUE_MULTIPLE_OF");
    if (stride > length)
        gltf_note(c, "BUFFER_VIEW_TOO_BIG_BYTE_STRIDE");
    if (gltf_number(v, "target", 34962) == 34963)
        gltf_note(c, "BUFFER_VIEW_INVALID_BYTE_STRIDE");
}

/* --- accessors ------------------------------------------------------------ */

static size_t component_size(uint64_t type)
{
    return type == 5120 || type == 5121   ? 1
           : type == 5122 || type == 5123 ? 2
           : type == 5125 || type == 5126 ? 4
                                          : 0;
}

static size_t component_count(const json_t *type)
{
    static const char *const TYPES[] = { "SCALAR", "VEC2", "VEC3", "VEC4" };
    const char *text = json_string_value(type);

    for (size_t i = 0; text && i < ARRAY_LEN(TYPES); i++)
        if (strcmp(text, TYPES[i]) == 0)
            return i + 1;
    return 0;
}

static double component_read(const uint8_t *at, uint64_t type)
{
    uint32_t bits = at[0];
    float number;

    if (component_size(type) > 1)
        bits |= (uint32_t)at[1] << 8;
    if (component_size(type) > 2)
        bits |= (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    memcpy(&number, &bits, sizeof number);
    return type == 5126   ? (double)number
           : type == 5120 ? (double)(int8_t)bits
           : type == 5122 ? (double)(int16_t)bits
                          : (double)bits;
}

struct elements {
    const uint8_t *data;
    uint64_t count, stride, type;
    size_t components;
};

/* One bound against the data: min for sign 1, max for sign -1. */
static void bound_check(struct gltf_checker *c, const struct elements *e,
                        const json_t *bound, double sign)
{
    for (size_t k = 0; k < e->components; k++) {
        double declared = json_number_value(json_array_get(bound, k));
        double extreme = INFINITY;

        if (e->type == 5126)
            declared = (double)(float)declared;
        for (uint64_t i = 0; i < e->count; i++) {
            double n = sign * component_read(e->data + i * e->stride +
                                                 k * component_size(e->type),
                                             e->type);

            extreme = n < extreme ? n : extreme;
        }
        if (extreme == sign * declared)
            continue;
        gltf_note(c, sign > 0 ? "ACCESSOR_MIN_MISMATCH" : "ACCESSOR_MAX_MISMATCH");
        if (extreme < sign * declared)
            gltf_note(c, sign > 0 ? "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND"
                            : "ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND");
    }
}

static void elements_check(struct gltf_checker *c, const struct elements *e,
                           const json_t *v)
{
    const json_t *min = json_object_get(v, "min"),
                 *max = json_object_get(v, "max");

    for (uint64_t i = 0; e->type == 5126 && i < e->count; i++)
        for (size_t k = 0; k < e->components; k++)
            if (!isfinite(
                    component_read(e->data + i * e->stride + 4 * k, e->type))) {
                gltf_note(c, "ACCESSOR_INVALID_FLOAT");
                return;
            }
    if (min && json_array_size(min) == e->components)
        bound_check(c, e, min, 1);
    if (max && json_array_size(max) == e->components)
        bound_check(c, e, max, -1);
}

static void bounds_shape(struct gltf_checker *c, const json_t *v, size_t components)
{
    static const char *const NAMES[] = { "min", "max" };

    for (size_t i = 0; i < ARRAY_LEN(NAMES); i++) {
        const json_t *bound = json_object_get(v, NAMES[i]);

        if (json_is_array(bound) && json_array_size(bound) != components)
            gltf_note(c, "ARRAY_LENGTH_NOT_IN_LIST");
    }
}

/* Where the accessor lies in its view, and what it then holds. */
static void placement_check(struct gltf_checker *c, const json_t *v,
                            const json_t *view, size_t components)
{
    struct elements e = { .components = components };
    uint64_t offset = gltf_number(v, "byteOffset", 0), size, length, start, need;
    const struct bytes *buffer;
    size_t index = gltf_number(view, "buffer", 0);

    e.type = gltf_number(v, "componentType", 0);
    e.count = gltf_number(v, "count", 0);
    size = component_size(e.type);
    e.stride = gltf_number(view, "byteStride", size * components);
    length = gltf_number(view, "byteLength", 0);
    start = gltf_number(view, "byteOffset", 0) + offset;
    if (offset % size)
        gltf_note(c, "ACCESSOR_OFFSET_ALIGNMENT");
    if (start % size)
        gltf_note(c, "ACCESSOR_TOTAL_OFFSET_ALIGNMENT");
    if (e.stride < size * components) {
        gltf_note(c, "ACCESSOR_SMALL_BYTESTRIDE");
        return;
    }
    if (e.count > UINT32_MAX || e.count == 0 || offset > length)
        return gltf_note(c, e.count ? "ACCESSOR_TOO_LONG" : "VALUE_NOT_IN_RANGE");
    need = e.stride * (e.count - 1) + size * components;
    if (need > length - offset) {
        gltf_note(c, "ACCESSOR_TOO_LONG");
        return;
    }
    if (index >= json_array_size(gltf_list(c, "buffers")))
        return;
    buffer = &c->buffers[index];
    if (start > buffer->len || need > buffer->len - start || start % size)
        return;
    e.data = buffer->data + start;
    elements_check(c, &e, v);
}

static void accessor_check(struct gltf_checker *c, size_t index, const json_t *v)
{
    static const struct gltf_rule RULES[] = {
        { .name = "bufferView", .kind = K_INDEX, .target = "bufferViews" },
        { .name = "byteOffset", .kind = K_UINT },
        { .name = "componentType",
          .kind = K_UINT,
          .required = true,
          .values = "5120 5121 5122 5123 5125 5126" },
        { .name = "normalized", .kind = K_BOOL },
        { .name = "count", .kind = K_UINT, .required = true, .min = 1 },
        { .name = "type",
          .kind = K_TEXT,
          .required = true,
          .values = "SCALAR VEC2 VEC3 VEC4 MAT2 MAT3 MAT4" },
        { .name = "min", .kind = K_FLOATS },
        { .name = "max", .kind = K_FLOATS },
        { .name = "sparse", .kind = K_BEYOND },
        COMMON,
        { 0 }
    };
    const json_t *type = json_object_get(v, "type"), *view;
    uint64_t component = gltf_number(v, "componentType", 0);
    size_t components = component_count(type);

    (void)index;
    if (!gltf_object_check(c, RULES, v))
        return;
    if (json_is_true(json_object_get(v, "normalized")) &&
        (component == 5125 || component == 5126))
        gltf_note(c, "ACCESSOR_NORMALIZED_INVALID");
    if (json_object_get(v, "byteOffset") && !json_object_get(v, "bufferView"))
        gltf_note(c, "UNSATISFIED_DEPENDENCY");
    if (!components) {
        /* Columns of matrices are aligned by rules of their own. */
        c->report->beyond |= json_is_string(type) &&
                             strncmp(json_string_value(type), "MAT", 3) == 0;
        return;
    }
    bounds_shape(c, v, components);
    view = json_array_get(gltf_list(c, "bufferViews"),
                          gltf_number(v, "bufferView", UINT32_MAX));
    if (view && component_size(component))
        placement_check(c, v, view, components);
}

/* --- nodes and scenes ----------------------------------------------------- */

static void rotation_check(struct gltf_checker *c, const json_t *rotation)
{
    double sum = 0;

    if (json_array_size(rotation) != 4)
        return;
    for (size_t i = 0; i < 4; i++) {
        double n = json_number_value(json_array_get(rotation, i));

        sum += n * n;
    }
    if (fabs(sqrt(sum) - 1) > 0.00005)
        gltf_note(c, "ROTATION_NON_UNIT");
}

static void node_check(struct gltf_checker *c, size_t index, const json_t *v)
{
    static const struct gltf_rule RULES[] = {
        { .name = "children", .kind = K_INDICES, .target = "nodes" },
        { .name = "rotation",
          .kind = K_FLOATS,
          .length = 4,
          .min = -1,
          .max = 1 },
        { .name = "scale", .kind = K_FLOATS, .length = 3 },
        { .name = "translation", .kind = K_FLOATS, .length = 3 },
        { .name = "matrix", .kind = K_BEYOND },
        { .name = "mesh", .kind = K_BEYOND },
        { .name = "camera", .kind = K_BEYOND },
        { .name = "skin", .kind = K_BEYOND },
        { .name = "weights", .kind = K_BEYOND },
        COMMON,
        { 0 }
    };

    (void)index;
    if (gltf_object_check(c, RULES, v))
        rotation_check(c, json_object_get(v, "rotation"));
}

/* The tree: one parent each, no way back to oneself. */
static enum err tree_check(struct gltf_checker *c, uint32_t **out)
{
    const json_t *nodes = gltf_list(c, "nodes");
    size_t count = json_array_size(nodes);
    uint32_t *parent = arena_array(c->arena, count + 1, sizeof *parent);

    if (!parent)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const json_t *children =
            json_object_get(json_array_get(nodes, i), "children");

        for (size_t k = 0; k < json_array_size(children); k++) {
            const json_t *child = json_array_get(children, k);

            if (!gltf_is_whole(child) || json_number_value(child) < 0 ||
                json_number_value(child) >= (double)count)
                continue;
            if (parent[(size_t)json_number_value(child)]) {
                bool same = parent[(size_t)json_number_value(child)] == i + 1;

                gltf_note(c, "NODE_PARENT_OVERRIDE");
                if (same)
                    gltf_note(c, "DUPLICATE_ELEMENTS");
                continue;
            }
            parent[(size_t)json_number_value(child)] = (uint32_t)(i + 1);
        }
    }
    for (size_t i = 0; i < count; i++) {
        /* Twice as fast as slow: a loop is met by both. */
        uint32_t slow = (uint32_t)i + 1, fast = slow;

        while (fast && parent[fast - 1]) {
            slow = parent[slow - 1];
            fast = parent[parent[fast - 1] - 1];
            if (fast && slow == fast) {
                gltf_note(c, "NODE_LOOP");
                *out = parent;
                return ERR_OK;
            }
        }
        if (count > GLTF_CODES_MAX * GLTF_CODES_MAX)
            break;
    }
    *out = parent;
    return ERR_OK;
}

static void scene_check(struct gltf_checker *c, const json_t *v,
                        const uint32_t *parent)
{
    static const struct gltf_rule RULES[] = {
        { .name = "nodes", .kind = K_INDICES, .target = "nodes" }, COMMON, { 0 }
    };
    const json_t *nodes = json_object_get(v, "nodes");
    size_t count = json_array_size(gltf_list(c, "nodes"));

    if (!gltf_object_check(c, RULES, v))
        return;
    for (size_t i = 0; i < json_array_size(nodes); i++) {
        double n = json_number_value(json_array_get(nodes, i));

        if (n >= 0 && n < (double)count && parent[(size_t)n])
            gltf_note(c, "SCENE_NON_ROOT_NODE");
        for (size_t k = 0; k < i && i < GLTF_CODES_MAX; k++)
            if (n == json_number_value(json_array_get(nodes, k)))
                gltf_note(c, "DUPLICATE_ELEMENTS");
    }
}

/* --- materials and images ------------------------------------------------- */

static void material_check(struct gltf_checker *c, size_t index, const json_t *v)
{
    static const struct gltf_rule RULES[] = {
        { .name = "pbrMetallicRoughness", .kind = K_OBJECT },
        { .name = "emissiveFactor", .kind = K_FLOATS, .length = 3, .max = 1 },
        { .name = "alphaMode", .kind = K_TEXT, .values = "OPAQUE MASK BLEND" },
        { .name = "alphaCutoff", .kind = K_BEYOND },
        { .name = "doubleSided", .kind = K_BOOL },
        { .name = "normalTexture", .kind = K_BEYOND },
        { .name = "occlusionTexture", .kind = K_BEYOND },
        { .name = "emissiveTexture", .kind = K_BEYOND },
        COMMON,
        { 0 }
    };
    static const struct gltf_rule PBR[] = {
        { .name = "metallicFactor", .kind = K_FLOAT, .max = 1 },
        { .name = "roughnessFactor", .kind = K_FLOAT, .max = 1 },
        { .name = "baseColorFactor", .kind = K_FLOATS, .length = 4, .max = 1 },
        { .name = "baseColorTexture", .kind = K_BEYOND },
        { .name = "metallicRoughnessTexture", .kind = K_BEYOND },
        { .name = "extras", .kind = K_ANY },
        { .name = "extensions", .kind = K_ANY },
        { 0 }
    };
    const json_t *pbr = json_object_get(v, "pbrMetallicRoughness");

    (void)index;
    if (gltf_object_check(c, RULES, v) && json_is_object(pbr))
        (void)gltf_object_check(c, PBR, pbr);
}

static void image_check(struct gltf_checker *c, size_t index, const json_t *v)
{
    (void)index;
    if (!json_is_object(v))
        gltf_note(c, "TYPE_MISMATCH");
    else if (!json_object_get(v, "uri") && !json_object_get(v, "bufferView"))
        gltf_note(c, "ONE_OF_MISMATCH");
    else
        c->report->beyond = true;
}

/* --- the whole ------------------------------------------------------------ */

typedef void (*item_fn)(struct gltf_checker *c, size_t index, const json_t *v);

static void list_check(struct gltf_checker *c, const char *name, item_fn check)
{
    const json_t *list = gltf_list(c, name);

    if (list && !json_is_array(list))
        gltf_note(c, "TYPE_MISMATCH");
    else if (list && json_array_size(list) == 0)
        gltf_note(c, "EMPTY_ENTITY");
    for (size_t i = 0; i < json_array_size(list); i++)
        check(c, i, json_array_get(list, i));
}

static enum err root_check(struct gltf_checker *c)
{
    static const struct gltf_rule RULES[] = {
        { .name = "asset", .kind = K_ANY, .required = true },
        { .name = "scene", .kind = K_INDEX, .target = "scenes" },
        { .name = "scenes", .kind = K_ANY },
        { .name = "nodes", .kind = K_ANY },
        { .name = "buffers", .kind = K_ANY },
        { .name = "bufferViews", .kind = K_ANY },
        { .name = "accessors", .kind = K_ANY },
        { .name = "materials", .kind = K_ANY },
        { .name = "images", .kind = K_ANY },
        { .name = "extensionsUsed", .kind = K_ANY },
        { .name = "extensionsRequired", .kind = K_BEYOND },
        { .name = "animations", .kind = K_BEYOND },
        { .name = "cameras", .kind = K_BEYOND },
        { .name = "meshes", .kind = K_BEYOND },
        { .name = "samplers", .kind = K_BEYOND },
        { .name = "skins", .kind = K_BEYOND },
        { .name = "textures", .kind = K_BEYOND },
        { .name = "extras", .kind = K_ANY },
        { .name = "extensions", .kind = K_ANY },
        { 0 }
    };
    const json_t *scenes = gltf_list(c, "scenes");
    uint32_t *parent = NULL;
    enum err err;

    if (json_array_size(gltf_list(c, "nodes")) > NODES_MAX ||
        json_array_size(gltf_list(c, "buffers")) > BUFFERS_MAX)
        return ERR_LIMIT;
    c->buffers =
        arena_array(c->arena, json_array_size(gltf_list(c, "buffers")) + 1,
                    sizeof *c->buffers);
    if (!c->buffers)
        return ERR_MEMORY;
    (void)gltf_object_check(c, RULES, c->root);
    if (gltf_list(c, "asset"))
        asset_check(c, gltf_list(c, "asset"));
    extension_names_check(c);
    list_check(c, "buffers", buffer_check);
    list_check(c, "bufferViews", view_check);
    list_check(c, "accessors", accessor_check);
    list_check(c, "materials", material_check);
    list_check(c, "images", image_check);
    list_check(c, "nodes", node_check);
    err = tree_check(c, &parent);
    if (scenes && !json_is_array(scenes))
        gltf_note(c, "TYPE_MISMATCH");
    else if (scenes && json_array_size(scenes) == 0)
        gltf_note(c, "EMPTY_ENTITY");
    for (size_t i = 0; !err && i < json_array_size(scenes); i++)
        scene_check(c, json_array_get(scenes, i), parent);
    return err;
}

enum err gltf_json_check(struct arena *a, struct gltf_report *r,
                         struct bytes text, const struct gltf_source *source)
{
    struct gltf_checker c = { .arena = a, .report = r, .source = source };
    json_auto_t *root = NULL;
    struct error why = { 0 };

    if (json_read(&root, text, NULL, &why)) {
        gltf_add(r, "INVALID_JSON");
        /* Numbers that only another parser holds are no fault of syntax. */
        r->beyond |=
            strstr(why.text, "overflow") || strstr(why.text, "too big");
        return ERR_OK;
    }
    if (!json_is_object(root)) {
        gltf_add(r, "TYPE_MISMATCH");
        return ERR_OK;
    }
    c.root = root;
    return root_check(&c);
}
