/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include "chain/codec/ascii.h"

enum { ALIGNMENT = 4, GLB_PADDING_MAX = 3 };
enum { TARGET_VERTICES = 34962, TARGET_INDICES = 34963 };

static const struct {
    int code;
    unsigned size;
} COMPONENTS[] = {
    [C_I8] = { 5120, 1 },  [C_U8] = { 5121, 1 },  [C_I16] = { 5122, 2 },
    [C_U16] = { 5123, 2 }, [C_U32] = { 5125, 4 }, [C_F32] = { 5126, 4 },
};

static const struct {
    const char *name;
    unsigned components;
} ELEMENTS[] = {
    [E_SCALAR] = { "SCALAR", 1 }, [E_VEC2] = { "VEC2", 2 },
    [E_VEC3] = { "VEC3", 3 },     [E_VEC4] = { "VEC4", 4 },
    [E_MAT2] = { "MAT2", 4 },     [E_MAT3] = { "MAT3", 9 },
    [E_MAT4] = { "MAT4", 16 },
};

/* --- shapes ------------------------------------------------------------------ */

/* clang-format off */
static const struct gltf_rule BUFFER_RULES[] = {
    { .name = "uri", .kind = K_TEXT },
    { .name = "byteLength", .kind = K_UINT, .required = true, .min = 1 },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
static const struct gltf_rule VIEW_RULES[] = {
    { .name = "buffer", .kind = K_INDEX, .required = true, .target = "buffers" },
    { .name = "byteOffset", .kind = K_UINT },
    { .name = "byteLength", .kind = K_UINT, .required = true, .min = 1 },
    { .name = "byteStride", .kind = K_UINT, .min = 4, .has_max = true, .max = 252 },
    { .name = "target", .kind = K_UINT, .values = "34962 34963" },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
static const struct gltf_rule SPARSE_INDICES_RULES[] = {
    { .name = "bufferView", .kind = K_INDEX, .required = true },
    { .name = "byteOffset", .kind = K_UINT },
    { .name = "componentType", .kind = K_UINT, .required = true, .values = "5121 5123 5125" },
    { 0 }
};
static const struct gltf_shape SPARSE_INDICES = { SPARSE_INDICES_RULES, PLACE_OTHER, NULL };
static const struct gltf_rule SPARSE_VALUES_RULES[] = {
    { .name = "bufferView", .kind = K_INDEX, .required = true },
    { .name = "byteOffset", .kind = K_UINT },
    { 0 }
};
static const struct gltf_shape SPARSE_VALUES = { SPARSE_VALUES_RULES, PLACE_OTHER, NULL };
static const struct gltf_rule SPARSE_RULES[] = {
    { .name = "count", .kind = K_UINT, .required = true, .min = 1 },
    { .name = "indices", .kind = K_OBJECT, .required = true, .shape = &SPARSE_INDICES },
    { .name = "values", .kind = K_OBJECT, .required = true, .shape = &SPARSE_VALUES },
    { 0 }
};
static const struct gltf_shape SPARSE = { SPARSE_RULES, PLACE_OTHER, NULL };
static const struct gltf_rule ACCESSOR_RULES[] = {
    { .name = "bufferView", .kind = K_INDEX },
    { .name = "byteOffset", .kind = K_UINT },
    { .name = "componentType", .kind = K_UINT, .required = true, .values = "5120 5121 5122 5123 5125 5126" },
    { .name = "normalized", .kind = K_BOOL },
    { .name = "count", .kind = K_UINT, .required = true, .min = 1 },
    { .name = "type", .kind = K_TEXT, .required = true, .values = "SCALAR VEC2 VEC3 VEC4 MAT2 MAT3 MAT4" },
    { .name = "min", .kind = K_ANY },
    { .name = "max", .kind = K_ANY },
    { .name = "sparse", .kind = K_OBJECT, .shape = &SPARSE },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
/* clang-format on */

/* --- buffers ------------------------------------------------------------------- */

static void buffer_read(struct gltf_checker *c, struct gltf_buffer *b,
                        const json_t *v)
{
    const char *uri = gltf_text(v, "uri"), *media = NULL;

    b->length = gltf_uint(v, "byteLength", GLTF_NONE, 1, 0);
    b->has_uri = json_object_get(v, "uri") != NULL;
    if (!uri)
        return;
    switch (gltf_uri_read(c, &b->data, &media, uri)) {
    case URI_DATA:
        if (c->source->is_glb)
            gltf_note(c, "DATA_URI_GLB");
        if (strcmp(media, "application/octet-stream") == 0 ||
            strcmp(media, "application/gltf-buffer") == 0)
            b->has_data = true;
        else
            gltf_note(c, "BUFFER_DATA_URI_MIME_TYPE_INVALID");
        break;
    case URI_FILE:
        b->uri = uri;
        break;
    case URI_BAD:
        break;
    }
}

/* 3.6.1.2: the chunk is longer by its padding alone, which is zeros. */
static void glb_buffer_check(struct gltf_checker *c,
                             const struct gltf_buffer *b)
{
    int64_t have = (int64_t)b->data.len;

    if (have > b->length + (-b->length & GLB_PADDING_MAX))
        gltf_note(c, "BUFFER_GLB_CHUNK_TOO_BIG");
    for (int64_t i = b->length; i < have && i < b->length + GLB_PADDING_MAX;
         i++)
        if (b->data.data[i])
            gltf_note(c, "SPEC_GLB_BIN_PADDING_NONZERO");
}

static void buffer_load(struct gltf_checker *c, size_t index)
{
    struct gltf_buffer *b = &c->buffers[index];
    bool in_glb = c->source->is_glb && index == 0 && !b->has_uri;
    struct bytes data = b->data;

    if (b->length == GLTF_NONE)
        return;
    if (b->uri) {
        if (!gltf_file_load(c, &data, b->uri)) {
            gltf_note(c, "IO_ERROR");
            return;
        }
    } else if (in_glb) {
        if (!c->source->has_bin) {
            gltf_note(c, "BUFFER_MISSING_GLB_DATA");
            return;
        }
        data = c->source->bin;
    } else if (!b->has_data) {
        return;
    }
    if ((int64_t)data.len < b->length) {
        gltf_note(c, "BUFFER_BYTE_LENGTH_MISMATCH");
        return;
    }
    b->data = data;
    b->has_data = true;
    if (in_glb)
        glb_buffer_check(c, b);
}

void gltf_buffers_load(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->buffer_count; i++)
        buffer_load(c, i);
}

/* --- views ------------------------------------------------------------------------ */

static void view_read(struct gltf_checker *c, struct gltf_view *w,
                      const json_t *v)
{
    const struct gltf_buffer *b;
    int64_t target;

    w->buffer = gltf_index(v, "buffer");
    w->offset = gltf_uint(v, "byteOffset", 0, 0, 0);
    w->length = gltf_uint(v, "byteLength", GLTF_NONE, 1, 0);
    w->stride = gltf_uint(v, "byteStride", GLTF_NONE, 4, 252);
    w->present = true;
    target = gltf_uint(v, "target", GLTF_NONE, 0, 0);
    if (target == TARGET_VERTICES)
        w->use = VIEW_VERTEX;
    else if (target == TARGET_INDICES)
        w->use = VIEW_INDEX;
    if (w->stride != GLTF_NONE) {
        if (w->length != GLTF_NONE && w->stride > w->length)
            gltf_note(c, "BUFFER_VIEW_TOO_BIG_BYTE_STRIDE");
        if (w->stride % ALIGNMENT)
            gltf_note(c, "VALUE_MULTIPLE_OF");
        if (target == TARGET_INDICES)
            gltf_note(c, "BUFFER_VIEW_INVALID_BYTE_STRIDE");
    }
    if (!gltf_item(c, "buffers", w->buffer))
        return;
    b = &c->buffers[w->buffer];
    if (b->length != GLTF_NONE &&
        (w->offset >= b->length || w->offset + w->length > b->length))
        gltf_note(c, "BUFFER_VIEW_TOO_LONG");
}

struct gltf_view *gltf_view(const struct gltf_checker *c, int64_t index)
{
    return index >= 0 && index < (int64_t)c->view_count &&
                   c->views[index].present
               ? &c->views[index]
               : NULL;
}

void gltf_view_use(struct gltf_checker *c, int64_t view,
                   enum gltf_view_use use)
{
    struct gltf_view *w = gltf_view(c, view);

    if (!w)
        return;
    if (w->use == VIEW_UNUSED)
        w->use = use;
    else if (w->use != use)
        gltf_note(c, "BUFFER_VIEW_TARGET_OVERRIDE");
}

bool gltf_has_stride(const struct gltf_checker *c, int64_t view)
{
    const struct gltf_view *w = gltf_view(c, view);

    return w && w->stride != GLTF_NONE;
}

/* --- accessors ----------------------------------------------------------------------- */

struct gltf_accessor *gltf_accessor(const struct gltf_checker *c,
                                    int64_t index)
{
    return index >= 0 && index < (int64_t)c->accessor_count &&
                   c->accessors[index].json
               ? &c->accessors[index]
               : NULL;
}

unsigned gltf_component_size(int component)
{
    return component == GLTF_NONE ? 0 : COMPONENTS[component].size;
}

unsigned gltf_components(const struct gltf_accessor *a)
{
    return a->element == GLTF_NONE || a->element == E_UNKNOWN
               ? 0
               : ELEMENTS[a->element].components;
}

/* 3.6.2.4: columns of matrices begin at multiples of four bytes. */
int64_t gltf_element_size(const struct gltf_accessor *a)
{
    unsigned size = gltf_component_size(a->component);

    if (size == 1 && a->element == E_MAT2)
        return 6;
    if (size == 1 && a->element == E_MAT3)
        return 11;
    if (size == 2 && a->element == E_MAT3)
        return 22;
    return (int64_t)size * gltf_components(a);
}

int64_t gltf_stride(const struct gltf_checker *c,
                    const struct gltf_accessor *a)
{
    const struct gltf_view *w = gltf_view(c, a->view);
    int64_t size = gltf_element_size(a);

    if (w && w->stride != GLTF_NONE)
        return w->stride;
    if (a->element != E_MAT2 && a->element != E_MAT3)
        return size;
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

int64_t gltf_byte_length(const struct gltf_checker *c,
                         const struct gltf_accessor *a)
{
    int64_t count = a->count > UINT32_MAX ? UINT32_MAX : a->count;

    return gltf_stride(c, a) * (count - 1) + gltf_element_size(a);
}

bool gltf_format_is(const struct gltf_accessor *a, int element,
                    unsigned formats)
{
    return a->element == element && a->component != GLTF_NONE &&
           (formats & GLTF_FORMAT(a->component, a->normalized)) != 0;
}

void gltf_accessor_use(struct gltf_checker *c, struct gltf_accessor *a,
                       enum gltf_accessor_use use)
{
    if (a->use == ACCESSOR_UNUSED)
        a->use = use;
    else if (a->use != use)
        gltf_note(c, "ACCESSOR_USAGE_OVERRIDE");
}

/* The declared bounds: as many numbers as components, of the component's
 * type.  Says whether they can be compared. */
static bool bounds_check(struct gltf_checker *c, const json_t *list,
                         int component, unsigned count)
{
    static const double LOW[] = { -128, 0, -32768, 0, 0, 0 };
    static const double HIGH[] = { 127, 255, 32767, 65535, 4294967295.0, 0 };
    bool good = true;

    if (!list)
        return false;
    if (!json_is_array(list)) {
        gltf_note(c, "TYPE_MISMATCH");
        return false;
    }
    if (component == C_F32 && json_array_size(list) == 0) {
        gltf_note(c, "EMPTY_ENTITY");
        return false;
    }
    if (json_array_size(list) != count) {
        gltf_note(c, "ARRAY_LENGTH_NOT_IN_LIST");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *n = json_array_get(list, i);
        double value = json_number_value(n);

        if (!json_is_number(n) || (component != C_F32 && !gltf_is_whole(n))) {
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
            good = false;
        } else if (component != C_F32 &&
                   (value < LOW[component] || value > HIGH[component])) {
            gltf_note(c, "INVALID_GL_VALUE");
            good = false;
        }
    }
    return good;
}

static void accessor_meaning(struct gltf_checker *c, struct gltf_accessor *a)
{
    const json_t *v = a->json;

    if (a->view == GLTF_NONE && json_object_get(v, "byteOffset"))
        gltf_note(c, "UNSATISFIED_DEPENDENCY");
    if (a->normalized && (a->component == C_F32 || a->component == C_U32))
        gltf_note(c, "ACCESSOR_NORMALIZED_INVALID");
    if (a->element >= E_MAT2 && a->element <= E_MAT4 &&
        a->offset != GLTF_NONE && a->offset % ALIGNMENT)
        gltf_note(c, "ACCESSOR_MATRIX_ALIGNMENT");
    if (a->component == GLTF_NONE || !gltf_components(a))
        return;
    a->has_min = bounds_check(c, json_object_get(v, "min"), a->component,
                              gltf_components(a));
    a->has_max = bounds_check(c, json_object_get(v, "max"), a->component,
                              gltf_components(a));
}

int gltf_component_of(const json_t *v, const char *key)
{
    int64_t code = gltf_uint(v, key, GLTF_NONE, 0, 0);

    for (size_t i = 0; i < ARRAY_LEN(COMPONENTS); i++)
        if (COMPONENTS[i].code == code)
            return (int)i;
    return GLTF_NONE;
}

static void accessor_read(struct gltf_checker *c, struct gltf_accessor *a,
                          const json_t *v)
{
    const char *type = gltf_text(v, "type");

    a->json = v;
    a->view = gltf_index(v, "bufferView");
    a->offset =
        a->view == GLTF_NONE ? 0 : gltf_uint(v, "byteOffset", 0, 0, 0);
    a->count = gltf_uint(v, "count", GLTF_NONE, 1, 0);
    a->component = gltf_component_of(v, "componentType");
    a->normalized = json_is_true(json_object_get(v, "normalized"));
    a->element = type ? E_UNKNOWN : GLTF_NONE;
    for (size_t i = 0; type && i < ARRAY_LEN(ELEMENTS); i++)
        if (strcmp(ELEMENTS[i].name, type) == 0)
            a->element = (int)i;
    accessor_meaning(c, a);
}

bool gltf_placement(struct gltf_checker *c, int64_t offset, unsigned size,
                    int64_t length, int64_t view, bool quiet)
{
    const struct gltf_view *w = gltf_view(c, view);
    const char *fault = NULL;

    if (offset == GLTF_NONE || !w || !size)
        return false;
    if (offset % size) {
        if (quiet)
            return false;
        gltf_note(c, "ACCESSOR_OFFSET_ALIGNMENT");
    }
    if (w->offset == GLTF_NONE)
        return false;
    if ((w->offset + offset) % size)
        fault = "ACCESSOR_TOTAL_OFFSET_ALIGNMENT";
    if (fault && !quiet)
        gltf_note(c, fault);
    if (fault && quiet)
        return false;
    if (offset > w->length || length > w->length - offset) {
        if (!quiet)
            gltf_note(c, "ACCESSOR_TOO_LONG");
        return false;
    }
    return true;
}

static void sparse_part_link(struct gltf_checker *c, const json_t *part,
                             unsigned size, int64_t length)
{
    int64_t view = gltf_index(part, "bufferView");

    if (view == GLTF_NONE)
        return;
    if (!gltf_view(c, view)) {
        gltf_note(c, "UNRESOLVED_REFERENCE");
        return;
    }
    gltf_view_use(c, view, VIEW_OTHER);
    if (gltf_has_stride(c, view))
        gltf_note(c, "BUFFER_VIEW_INVALID_BYTE_STRIDE");
    (void)gltf_placement(c, gltf_uint(part, "byteOffset", 0, 0, 0), size,
                         length, view, false);
}

const json_t *gltf_sparse(const struct gltf_accessor *a)
{
    const json_t *v = json_object_get(a->json, "sparse");

    return gltf_uint(v, "count", GLTF_NONE, 1, 0) != GLTF_NONE &&
                   json_is_object(json_object_get(v, "indices")) &&
                   json_is_object(json_object_get(v, "values"))
               ? v
               : NULL;
}

static void sparse_link(struct gltf_checker *c, const struct gltf_accessor *a)
{
    const json_t *sparse = gltf_sparse(a);
    const json_t *indices = json_object_get(sparse, "indices");
    const json_t *values = json_object_get(sparse, "values");
    int64_t count = gltf_uint(sparse, "count", GLTF_NONE, 1, 0);
    unsigned size = gltf_component_size(gltf_component_of(indices, "componentType"));

    if (!sparse)
        return;
    if (count > a->count)
        gltf_note(c, "ACCESSOR_SPARSE_COUNT_OUT_OF_RANGE");
    count = count > UINT32_MAX ? UINT32_MAX : count;
    sparse_part_link(c, indices, size, (int64_t)size * count);
    size = gltf_component_size(a->component);
    sparse_part_link(c, values, size,
                     (int64_t)size * gltf_components(a) * count);
}

static void accessor_link(struct gltf_checker *c, struct gltf_accessor *a)
{
    const struct gltf_view *w = gltf_view(c, a->view);
    int64_t size = gltf_element_size(a);

    if (a->component == GLTF_NONE || a->count == GLTF_NONE ||
        a->element == GLTF_NONE)
        return;
    if (a->view != GLTF_NONE && !w)
        gltf_note(c, "UNRESOLVED_REFERENCE");
    if (w) {
        if (w->stride != GLTF_NONE && w->stride < size)
            gltf_note(c, "ACCESSOR_SMALL_BYTESTRIDE");
        (void)gltf_placement(c, a->offset, gltf_component_size(a->component),
                             gltf_byte_length(c, a), a->view, false);
    }
    sparse_link(c, a);
}

void gltf_accessors_link(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->accessor_count; i++)
        if (c->accessors[i].json)
            accessor_link(c, &c->accessors[i]);
}

/* --- all of them ------------------------------------------------------------------------- */

const struct gltf_shape GLTF_BUFFER = { BUFFER_RULES, PLACE_OTHER, NULL };
const struct gltf_shape GLTF_VIEW = { VIEW_RULES, PLACE_OTHER, NULL };
const struct gltf_shape GLTF_ACCESSOR = { ACCESSOR_RULES, PLACE_OTHER, NULL };

void gltf_buffers_read(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->buffer_count; i++) {
        c->buffers[i].length = GLTF_NONE;
        if (gltf_item(c, "buffers", (int64_t)i))
            buffer_read(c, &c->buffers[i], gltf_item(c, "buffers", (int64_t)i));
    }
    for (size_t i = 0; i < c->view_count; i++)
        if (gltf_item(c, "bufferViews", (int64_t)i))
            view_read(c, &c->views[i],
                      gltf_item(c, "bufferViews", (int64_t)i));
    for (size_t i = 0; i < c->accessor_count; i++)
        if (gltf_item(c, "accessors", (int64_t)i))
            accessor_read(c, &c->accessors[i],
                          gltf_item(c, "accessors", (int64_t)i));
}
