/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include <math.h>

enum { COLUMN_STEP = 4 }; /* components from one aligned column to the next */

/* --- reading ------------------------------------------------------------------ */

static double component_read(const uint8_t *at, int component)
{
    unsigned size = gltf_component_size(component);
    uint32_t bits = at[0];
    float number;

    if (size > 1)
        bits |= (uint32_t)at[1] << 8;
    if (size > 2)
        bits |= (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    memcpy(&number, &bits, sizeof number);
    return component == C_F32   ? (double)number
           : component == C_I8  ? (double)(int8_t)bits
           : component == C_I16 ? (double)(int16_t)bits
                                : (double)bits;
}

/* Bytes of a view from offset on, when they are at hand and long enough. */
static const uint8_t *bytes_at(struct gltf_checker *c, int64_t view,
                               int64_t offset, int64_t length)
{
    const struct gltf_view *w = gltf_view(c, view);
    const struct gltf_buffer *b;

    if (!w || w->buffer < 0 || w->buffer >= (int64_t)c->buffer_count ||
        w->offset < 0 || offset < 0)
        return NULL;
    b = &c->buffers[w->buffer];
    if (!b->has_data || w->offset + offset + length > (int64_t)b->data.len)
        return NULL;
    return b->data.data + w->offset + offset;
}

/* Which component of an element stands where: columns of small matrices are
 * padded. */
static unsigned component_place(const struct gltf_accessor *a, unsigned k)
{
    unsigned rows = a->element == E_MAT2 ? 2 : 3;
    unsigned size = gltf_component_size(a->component);
    bool padded = (a->element == E_MAT3 && size < 4) ||
                  (a->element == E_MAT2 && size == 1);

    return padded ? k / rows * COLUMN_STEP + k % rows : k;
}

static bool base_read(struct gltf_checker *c, const struct gltf_accessor *a,
                      double *out)
{
    unsigned components = gltf_components(a);
    unsigned size = gltf_component_size(a->component);
    int64_t stride = gltf_stride(c, a), length = gltf_byte_length(c, a);
    const uint8_t *at;

    if (!gltf_view(c, a->view))
        return true; /* zeros */
    at = bytes_at(c, a->view, a->offset, length);
    /* A stride that splits a component is a fault of the view. */
    stride -= size ? stride % size : 0;
    if (!at || stride < gltf_element_size(a) ||
        !gltf_placement(c, a->offset, size, length, a->view, true))
        return false;
    for (int64_t i = 0; i < a->count; i++)
        for (unsigned k = 0; k < components; k++)
            out[(uint64_t)i * components + k] = component_read(
                at + i * stride + (int64_t)(component_place(a, k) * size),
                a->component);
    return true;
}

struct sparse {
    int64_t count;
    const uint8_t *indices, *values;
    int index_type;
};

/* What stands in place of elements; false when it is not at hand. */
static bool sparse_find(struct gltf_checker *c, const struct gltf_accessor *a,
                        struct sparse *s)
{
    const json_t *v = gltf_sparse(a);
    const json_t *indices = json_object_get(v, "indices");
    const json_t *values = json_object_get(v, "values");
    int64_t at, view, length;
    unsigned size;

    s->count = gltf_uint(v, "count", GLTF_NONE, 1, 0);
    s->index_type = gltf_component_of(indices, "componentType");
    size = gltf_component_size(s->index_type);
    if (s->count == GLTF_NONE || s->count > a->count || !size)
        return false;
    at = gltf_uint(indices, "byteOffset", 0, 0, 0);
    view = gltf_index(indices, "bufferView");
    length = size * s->count;
    if (!gltf_placement(c, at, size, length, view, true))
        return false;
    s->indices = bytes_at(c, view, at, length);
    size = gltf_component_size(a->component);
    at = gltf_uint(values, "byteOffset", 0, 0, 0);
    view = gltf_index(values, "bufferView");
    length = (int64_t)size * gltf_components(a) * s->count;
    if (!gltf_placement(c, at, size, length, view, true))
        return false;
    s->values = bytes_at(c, view, at, length);
    return s->indices && s->values;
}

static bool sparse_read(struct gltf_checker *c, const struct gltf_accessor *a,
                        double *out)
{
    unsigned components = gltf_components(a);
    unsigned size = gltf_component_size(a->component);
    struct sparse s = { 0 };
    double last = -1;

    if (!gltf_sparse(a))
        return true;
    if (!sparse_find(c, a, &s))
        return false;
    for (int64_t i = 0; i < s.count; i++) {
        double index = component_read(
            s.indices + i * gltf_component_size(s.index_type), s.index_type);

        /* A reader that goes forward meets none behind one out of order. */
        if (index <= last || index >= (double)a->count)
            break;
        last = index;
        for (unsigned k = 0; k < components; k++)
            out[(uint64_t)index * components + k] = component_read(
                s.values + (i * components + k) * size, a->component);
    }
    return true;
}

bool gltf_values_load(struct gltf_checker *c, struct gltf_accessor *a)
{
    unsigned components = gltf_components(a);
    bool sparse = gltf_sparse(a) != NULL;
    double *values;

    if (a->loaded)
        return a->values != NULL;
    a->loaded = true;
    if (a->component == GLTF_NONE || a->count == GLTF_NONE || !components ||
        (!gltf_view(c, a->view) && !sparse))
        return false;
    if (a->count > GLTF_VALUES_MAX / components) {
        /* Data that long would be at hand only in a file that large. */
        c->report->beyond |= !gltf_view(c, a->view) ||
                             bytes_at(c, a->view, a->offset,
                                      gltf_byte_length(c, a)) != NULL;
        return false;
    }
    values = arena_array(c->arena, (size_t)a->count * components,
                         sizeof *values);
    if (!values) {
        c->failed = true;
        return false;
    }
    if (!base_read(c, a, values) || !sparse_read(c, a, values))
        return false;
    a->values = values;
    a->value_count = (size_t)a->count * components;
    return true;
}

double gltf_share(const struct gltf_accessor *a, double value)
{
    struct gltf_accessor n = { .component = a->component, .normalized = true };

    return gltf_normalized(&n, value);
}

double gltf_normalized(const struct gltf_accessor *a, double value)
{
    static const double SCALE[] = { 127, 255, 32767, 65535, 4294967295.0, 1 };

    if (!a->normalized || a->component == C_F32)
        return value;
    return fmax(value / SCALE[a->component], -1);
}

/* --- checks that every accessor meets ------------------------------------------- */

/* One bound: min for sign 1, max for sign -1.  A first value that is no number
 * stays the extreme. */
static void bound_check(struct gltf_checker *c, const struct gltf_accessor *a,
                        const char *key, double sign)
{
    const json_t *bound = json_object_get(a->json, key);
    unsigned components = gltf_components(a);

    for (unsigned k = 0; k < components; k++) {
        double declared = json_number_value(json_array_get(bound, k));
        double extreme = a->values[k];
        bool beyond = false;

        if (a->component == C_F32)
            declared = (double)(float)declared;
        for (size_t i = k; i < a->value_count; i += components) {
            if (sign * a->values[i] < sign * extreme)
                extreme = a->values[i];
            beyond |= sign * a->values[i] < sign * declared;
        }
        if (extreme == declared)
            continue;
        gltf_note(c,
                  sign > 0 ? "ACCESSOR_MIN_MISMATCH" : "ACCESSOR_MAX_MISMATCH");
        if (beyond)
            gltf_note(c, sign > 0 ? "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND"
                                  : "ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND");
    }
}

static void sparse_indices_check(struct gltf_checker *c,
                                 const struct gltf_accessor *a)
{
    const json_t *v = gltf_sparse(a);
    const json_t *indices = json_object_get(v, "indices");
    int64_t count = gltf_uint(v, "count", GLTF_NONE, 1, 0);
    int type = gltf_component_of(indices, "componentType");
    unsigned size = gltf_component_size(type);
    double last = -1;
    const uint8_t *at;

    if (!v || a->component == GLTF_NONE || a->count == GLTF_NONE ||
        count > UINT32_MAX || !size)
        return;
    at = bytes_at(c, gltf_index(indices, "bufferView"),
                  gltf_uint(indices, "byteOffset", 0, 0, 0), size * count);
    for (int64_t i = 0; at && i < count; i++) {
        double index = component_read(at + i * size, type);

        if (index <= last)
            gltf_note(c, "ACCESSOR_SPARSE_INDICES_NON_INCREASING");
        if (index >= (double)a->count)
            gltf_note(c, "ACCESSOR_SPARSE_INDEX_OOB");
        last = index;
    }
}

void gltf_values_check(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->accessor_count; i++) {
        struct gltf_accessor *a = &c->accessors[i];

        if (!a->json)
            continue;
        sparse_indices_check(c, a);
        if (!gltf_values_load(c, a))
            continue;
        for (size_t k = 0; a->component == C_F32 && k < a->value_count; k++)
            if (!isfinite(a->values[k])) {
                gltf_note(c, "ACCESSOR_INVALID_FLOAT");
                break;
            }
        if (a->has_min)
            bound_check(c, a, "min", 1);
        if (a->has_max)
            bound_check(c, a, "max", -1);
    }
}
