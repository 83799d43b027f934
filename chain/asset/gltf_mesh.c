/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include <math.h>

enum { ALIGNMENT = 4, MODE_DEFAULT = 4, MODE_MAX = 6 };

/* clang-format off */
static const struct gltf_rule PRIMITIVE_RULES[] = {
    { .name = "attributes", .kind = K_ATTRIBUTES, .required = true },
    { .name = "indices", .kind = K_INDEX, .target = "accessors" },
    { .name = "material", .kind = K_INDEX, .target = "materials" },
    { .name = "mode", .kind = K_UINT, .has_max = true, .max = MODE_MAX },
    { .name = "targets", .kind = K_TARGETS },
    { 0 }
};
static const struct gltf_shape PRIMITIVE = { PRIMITIVE_RULES, PLACE_PRIMITIVE, NULL };
static const struct gltf_rule MESH_RULES[] = {
    { .name = "primitives", .kind = K_OBJECTS, .required = true, .shape = &PRIMITIVE },
    { .name = "weights", .kind = K_FLOATS },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
const struct gltf_shape GLTF_MESH = { MESH_RULES, PLACE_MESH, NULL };

/* The formats of attributes: plain ones, and those that quantization adds. */
#define F GLTF_FORMAT(C_F32, 0)
#define N(type) GLTF_FORMAT(C_##type, 1)
#define P(type) GLTF_FORMAT(C_##type, 0)
#define INDEX_FORMATS (P(U8) | P(U16) | P(U32))
static const struct format_row {
    const char *semantic;
    bool of_target;
    int element;
    unsigned plain, quantized;
} formats[] = {
    { "POSITION", false, E_VEC3, F, P(I8) | N(I8) | P(U8) | N(U8) | P(I16) | N(I16) | P(U16) | N(U16) },
    { "NORMAL", false, E_VEC3, F, N(I8) | N(I16) },
    { "TANGENT", false, E_VEC4, F, N(I8) | N(I16) },
    { "TEXCOORD", false, E_VEC2, F | N(U8) | N(U16), P(I8) | N(I8) | P(U8) | P(I16) | N(I16) | P(U16) },
    { "COLOR", false, E_VEC3, F | N(U8) | N(U16), 0 },
    { "COLOR", false, E_VEC4, F | N(U8) | N(U16), 0 },
    { "JOINTS", false, E_VEC4, P(U8) | P(U16), 0 },
    { "WEIGHTS", false, E_VEC4, F | N(U8) | N(U16), 0 },
    { "POSITION", true, E_VEC3, F, P(I8) | N(I8) | P(I16) | N(I16) },
    { "NORMAL", true, E_VEC3, F, N(I8) | N(I16) },
    { "TANGENT", true, E_VEC3, F, N(I8) | N(I16) },
    { "TEXCOORD", true, E_VEC2, F | N(I8) | N(U8) | N(I16) | N(U16), P(I8) | P(I16) },
    { "COLOR", true, E_VEC3, F | N(I8) | N(U8) | N(I16) | N(U16), 0 },
    { "COLOR", true, E_VEC4, F | N(I8) | N(U8) | N(I16) | N(U16), 0 },
};
/* clang-format on */

/* --- reading ------------------------------------------------------------------ */

struct sets {
    int64_t count, highest;
};

/* 3.7.2.1: the sets of one kind begin at 0 and have no gap. */
static int64_t sets_check(struct gltf_checker *c, const json_t *attributes,
                          const char *prefix)
{
    struct sets s = { 0, GLTF_NONE };
    const char *name;
    json_t *index;

    json_object_foreach((json_t *)(uintptr_t)attributes, name, index)
    {
        int64_t n = gltf_set_number(name, prefix);

        if (n == GLTF_NONE)
            continue;
        s.count++;
        s.highest = n > s.highest ? n : s.highest;
    }
    if (s.highest + 1 == s.count)
        return s.count;
    gltf_note(c, "MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY");
    return 0;
}

static void attributes_read(struct gltf_checker *c, struct gltf_primitive *p)
{
    p->has_position = json_object_get(p->attributes, "POSITION") != NULL;
    p->has_normal = json_object_get(p->attributes, "NORMAL") != NULL;
    p->has_tangent = json_object_get(p->attributes, "TANGENT") != NULL;
    if (!p->has_position)
        gltf_note(c, "MESH_PRIMITIVE_NO_POSITION");
    if (p->has_tangent && !p->has_normal)
        gltf_note(c, "MESH_PRIMITIVE_TANGENT_WITHOUT_NORMAL");
    (void)sets_check(c, p->attributes, "COLOR");
    p->texcoords = sets_check(c, p->attributes, "TEXCOORD");
    p->joints = sets_check(c, p->attributes, "JOINTS");
    p->weights = sets_check(c, p->attributes, "WEIGHTS");
    if (p->joints != p->weights) {
        gltf_note(c, "MESH_PRIMITIVE_JOINTS_WEIGHTS_MISMATCH");
        p->joints = p->weights = 0;
    }
}

/* Objects that are not empty, all of them. */
static const json_t *targets_of(const json_t *v)
{
    const json_t *targets = gltf_objects(v, "targets");

    for (size_t i = 0; i < json_array_size(targets); i++)
        if (json_object_size(json_array_get(targets, i)) == 0)
            return NULL;
    return targets;
}

static void primitive_read(struct gltf_checker *c, struct gltf_primitive *p,
                           const json_t *v)
{
    const json_t *attributes = json_object_get(v, "attributes");

    p->json = v;
    p->mode = gltf_uint(v, "mode", MODE_DEFAULT, 0, MODE_MAX);
    p->count = p->vertex_count = GLTF_NONE;
    if (json_object_size(attributes)) {
        p->attributes = attributes;
        attributes_read(c, p);
    }
    p->targets = targets_of(v);
    p->target_count = json_array_size(p->targets);
}

static void mesh_read(struct gltf_checker *c, struct gltf_mesh *m,
                      const json_t *v)
{
    const json_t *list = gltf_objects(v, "primitives");
    const json_t *weights = json_object_get(v, "weights");

    m->json = v;
    if (!list)
        return;
    m->primitive_count = json_array_size(list);
    m->primitives =
        arena_array(c->arena, m->primitive_count, sizeof *m->primitives);
    if (!m->primitives) {
        m->primitive_count = 0;
        c->failed = true;
        return;
    }
    for (size_t i = 0; i < m->primitive_count; i++) {
        primitive_read(c, &m->primitives[i], json_array_get(list, i));
        if (m->primitives[i].target_count != m->primitives[0].target_count)
            gltf_note(c, "MESH_PRIMITIVES_UNEQUAL_TARGETS_COUNT");
    }
    if (json_array_size(weights) &&
        json_array_size(weights) != m->primitives[0].target_count)
        gltf_note(c, "MESH_INVALID_WEIGHTS_COUNT");
}

void gltf_meshes_read(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->mesh_count && !c->failed; i++)
        if (gltf_item(c, "meshes", (int64_t)i))
            mesh_read(c, &c->meshes[i], gltf_item(c, "meshes", (int64_t)i));
}

/* --- attributes ------------------------------------------------------------------ */

/* Does the row speak of this attribute? */
static bool row_is(const struct format_row *row, const char *name,
                   bool of_target)
{
    size_t len = strlen(row->semantic);

    return row->of_target == of_target &&
           strncmp(name, row->semantic, len) == 0 &&
           (name[len] == '\0' || name[len] == '_');
}

static void format_check(struct gltf_checker *c, const struct gltf_accessor *a,
                         const char *name, bool of_target)
{
    bool known = false, good = false;

    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        const struct format_row *row = &formats[i];
        unsigned allowed =
            row->plain |
            (c->loaded[KHR_MESH_QUANTIZATION] ? row->quantized : 0);

        if (!row_is(row, name, of_target))
            continue;
        known = true;
        good |= gltf_format_is(a, row->element, allowed);
    }
    if (known && !good)
        gltf_note(c, "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT");
    if (!known && !of_target && a->component == C_U32)
        gltf_note(c, "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_UNSIGNED_INT");
}

/* What an accessor of an attribute has to be, in a primitive or a target. */
static void vertex_check(struct gltf_checker *c, struct gltf_accessor *a,
                         const char *name, bool of_target)
{
    struct gltf_view *w = gltf_view(c, a->view);
    bool packed = w && w->stride == GLTF_NONE;

    gltf_accessor_use(c, a, ACCESSOR_VERTEX);
    gltf_view_use(c, a->view, VIEW_VERTEX);
    if (strcmp(name, "POSITION") == 0 && !(a->has_min && a->has_max))
        gltf_note(c, "MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS");
    format_check(c, a, name, of_target);
    if ((a->offset != GLTF_NONE && a->offset % ALIGNMENT) ||
        (packed && gltf_element_size(a) % ALIGNMENT))
        gltf_note(c, "MESH_PRIMITIVE_ACCESSOR_UNALIGNED");
    if (!packed)
        return;
    if (!w->vertex)
        w->vertex = a;
    else if (w->vertex != a)
        gltf_note(c, "MESH_PRIMITIVE_ACCESSOR_WITHOUT_BYTESTRIDE");
}

static struct gltf_accessor *attribute(const struct gltf_checker *c,
                                       const json_t *attributes,
                                       const char *name)
{
    return gltf_accessor(c, gltf_index(attributes, name));
}

/* How many vertices there are: as many as positions, or else as the first
 * attribute by name says.  The order of members means nothing. */
static int64_t vertices(const struct gltf_checker *c,
                        const struct gltf_primitive *p)
{
    const struct gltf_accessor *a = attribute(c, p->attributes, "POSITION");
    const char *name, *first = NULL;
    json_t *index;

    if (a && a->count != GLTF_NONE)
        return a->count;
    json_object_foreach((json_t *)(uintptr_t)p->attributes, name, index)
    {
        a = attribute(c, p->attributes, name);
        if (a && a->count != GLTF_NONE &&
            (!first || strcmp(name, first) < 0))
            first = name;
    }
    return first ? attribute(c, p->attributes, first)->count : GLTF_NONE;
}

static void attributes_link(struct gltf_checker *c, struct gltf_primitive *p)
{
    const char *name;
    json_t *index;

    p->count = p->vertex_count = vertices(c, p);
    json_object_foreach((json_t *)(uintptr_t)p->attributes, name, index)
    {
        struct gltf_accessor *a = attribute(c, p->attributes, name);

        if (gltf_index(p->attributes, name) == GLTF_NONE)
            continue;
        if (!a) {
            gltf_note(c, "UNRESOLVED_REFERENCE");
            continue;
        }
        vertex_check(c, a, name, false);
        if (a->count != GLTF_NONE && a->count != p->vertex_count)
            gltf_note(c, "MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT");
    }
}

static void target_link(struct gltf_checker *c, const struct gltf_primitive *p,
                        const json_t *target)
{
    const char *name;
    json_t *index;

    json_object_foreach((json_t *)(uintptr_t)target, name, index)
    {
        struct gltf_accessor *a = attribute(c, target, name);
        const struct gltf_accessor *base = attribute(c, p->attributes, name);

        if (gltf_index(target, name) == GLTF_NONE)
            continue;
        if (!a) {
            gltf_note(c, "UNRESOLVED_REFERENCE");
            continue;
        }
        if (!base)
            gltf_note(c, "MESH_PRIMITIVE_MORPH_TARGET_NO_BASE_ACCESSOR");
        else if (base->count != a->count)
            gltf_note(c, "MESH_PRIMITIVE_MORPH_TARGET_INVALID_ATTRIBUTE_COUNT");
        vertex_check(c, a, name, true);
    }
}

/* --- primitives ---------------------------------------------------------------------- */

static void indices_link(struct gltf_checker *c, struct gltf_primitive *p)
{
    struct gltf_accessor *a = gltf_accessor(c, gltf_index(p->json, "indices"));

    if (!a)
        return;
    p->count = a->count;
    gltf_accessor_use(c, a, ACCESSOR_INDICES);
    gltf_view_use(c, a->view, VIEW_INDEX);
    if (gltf_has_stride(c, a->view))
        gltf_note(c, "MESH_PRIMITIVE_INDICES_ACCESSOR_WITH_BYTESTRIDE");
    if (!gltf_format_is(a, E_SCALAR, INDEX_FORMATS))
        gltf_note(c, "MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT");
}

/* How many vertices a mode takes: at least, and a multiple of. */
static void mode_check(struct gltf_checker *c, const struct gltf_primitive *p)
{
    static const struct {
        int64_t least, step;
    } MODES[MODE_MAX + 1] = { { 0, 1 }, { 0, 2 }, { 2, 1 }, { 2, 1 },
                              { 0, 3 }, { 3, 1 }, { 3, 1 } };

    if (p->count == GLTF_NONE || p->mode == GLTF_NONE)
        return;
    if (p->count < MODES[p->mode].least || p->count % MODES[p->mode].step)
        gltf_note(c, "MESH_PRIMITIVE_INCOMPATIBLE_MODE");
}

static void texcoords_check(struct gltf_checker *c,
                            const struct gltf_primitive *p,
                            const struct gltf_material *m)
{
    for (unsigned i = 0; i < m->texcoord_count; i++)
        if (m->texcoords[i] + 1 > p->texcoords)
            gltf_note(c, "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS");
}

static const struct gltf_material *material_at(const struct gltf_checker *c,
                                               int64_t index)
{
    return gltf_item(c, "materials", index) ? &c->materials[index] : NULL;
}

static void material_link(struct gltf_checker *c,
                          const struct gltf_primitive *p)
{
    const struct gltf_material *m =
        material_at(c, gltf_index(p->json, "material"));

    if (!m)
        return;
    if (m->needs_tangents && !(p->has_normal && p->has_tangent))
        gltf_note(c, m->normal_texcoord != GLTF_NONE
                         ? "MESH_PRIMITIVE_GENERATED_TANGENT_SPACE"
                         : "MESH_PRIMITIVE_NO_TANGENT_SPACE");
    texcoords_check(c, p, m);
}

/* One mapping of KHR_materials_variants; seen marks variants in use. */
static void mapping_link(struct gltf_checker *c,
                         const struct gltf_primitive *p, const json_t *mapping,
                         bool *seen, size_t count)
{
    const json_t *variants = json_object_get(mapping, "variants");
    int64_t index = gltf_index(mapping, "material");
    const struct gltf_material *m = material_at(c, index);

    for (size_t i = 0; i < json_array_size(variants); i++) {
        const json_t *v = json_array_get(variants, i);
        double n = json_number_value(v);

        if (!gltf_is_whole(v) || n < 0)
            continue;
        if (n >= (double)count) {
            gltf_note(c, "UNRESOLVED_REFERENCE");
            continue;
        }
        if (seen[(size_t)n])
            gltf_note(c, "KHR_MATERIALS_VARIANTS_NON_UNIQUE_VARIANT");
        seen[(size_t)n] = true;
    }
    if (m)
        texcoords_check(c, p, m);
    else if (index != GLTF_NONE)
        gltf_note(c, "UNRESOLVED_REFERENCE");
}

static void variants_link(struct gltf_checker *c,
                          const struct gltf_primitive *p)
{
    const json_t *own = gltf_extension_of(c, p->json, KHR_MATERIALS_VARIANTS);
    const json_t *root = gltf_extension_of(c, c->root, KHR_MATERIALS_VARIANTS);
    const json_t *mappings = gltf_objects(own, "mappings");
    bool declared =
        c->loaded[KHR_MATERIALS_VARIANTS] &&
        json_object_get(gltf_list(c, "extensions"), "KHR_materials_variants");
    size_t count = json_array_size(gltf_objects(root, "variants"));
    bool *seen = arena_array(c->arena, count + 1, sizeof *seen);

    if (!seen) {
        c->failed = true;
        return;
    }
    for (size_t i = 0; i < json_array_size(mappings); i++)
        if (declared)
            mapping_link(c, p, json_array_get(mappings, i), seen, count);
        else
            gltf_note(c, "UNSATISFIED_DEPENDENCY");
}

static void primitive_link(struct gltf_checker *c, struct gltf_primitive *p)
{
    attributes_link(c, p);
    indices_link(c, p);
    mode_check(c, p);
    material_link(c, p);
    variants_link(c, p);
    for (size_t i = 0; i < p->target_count; i++)
        target_link(c, p, json_array_get(p->targets, i));
}

void gltf_meshes_link(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->mesh_count; i++)
        for (size_t k = 0; k < c->meshes[i].primitive_count; k++)
            primitive_link(c, &c->meshes[i].primitives[k]);
}

/* --- data -------------------------------------------------------------------------------- */

static void indices_data(struct gltf_checker *c, const struct gltf_primitive *p)
{
    static const double RESTART[] = { 127, 255, 32767, 65535, 4294967295.0,
                                      -1 };
    struct gltf_accessor *a = gltf_accessor(c, gltf_index(p->json, "indices"));

    if (!a || !gltf_format_is(a, E_SCALAR, INDEX_FORMATS) ||
        !gltf_values_load(c, a))
        return;
    for (size_t i = 0; i < a->value_count; i++) {
        if (a->values[i] > (double)(p->vertex_count - 1))
            gltf_note(c, "ACCESSOR_INDEX_OOB");
        if (a->values[i] == RESTART[a->component])
            gltf_note(c, "ACCESSOR_INDEX_PRIMITIVE_RESTART");
    }
}

/* Vectors of length one, within what eight bits can say. */
static void unit_data(struct gltf_checker *c, struct gltf_accessor *a,
                      const char *name)
{
    static const double TOLERANCE = 0.00674;
    unsigned components = gltf_components(a);

    if (!gltf_values_load(c, a))
        return;
    for (size_t i = 0; i < a->value_count; i += components) {
        double sum = 0, sign;

        for (size_t k = 0; k < 3; k++) {
            double n = gltf_normalized(a, a->values[i + k]);

            sum += n * n;
        }
        if (fabs(sqrt(sum) - 1) > TOLERANCE)
            gltf_note(c, "ACCESSOR_VECTOR3_NON_UNIT");
        if (strcmp(name, "TANGENT") != 0)
            continue;
        sign = gltf_normalized(a, a->values[i + 3]);
        if (sign != 1 && sign != -1)
            gltf_note(c, "ACCESSOR_INVALID_SIGN");
    }
}

static bool well_formed(const struct gltf_checker *c,
                        const struct gltf_accessor *a, const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        unsigned allowed =
            formats[i].plain |
            (c->loaded[KHR_MESH_QUANTIZATION] ? formats[i].quantized : 0);

        if (row_is(&formats[i], name, false) &&
            gltf_format_is(a, formats[i].element, allowed))
            return true;
    }
    return false;
}

static void attributes_data(struct gltf_checker *c,
                            const struct gltf_primitive *p)
{
    static const char *const UNITS[] = { "NORMAL", "TANGENT" };
    struct gltf_accessor *a;

    for (size_t i = 0; i < ARRAY_LEN(UNITS); i++) {
        a = attribute(c, p->attributes, UNITS[i]);
        if (a && well_formed(c, a, UNITS[i]))
            unit_data(c, a, UNITS[i]);
    }
    a = attribute(c, p->attributes, "COLOR_0");
    if (!a || a->component != C_F32 || !well_formed(c, a, "COLOR_0") ||
        !gltf_values_load(c, a))
        return;
    for (size_t i = 0; i < a->value_count; i++)
        if (a->values[i] < 0 || a->values[i] > 1)
            gltf_note(c, "ACCESSOR_NON_CLAMPED");
}

void gltf_meshes_data(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->mesh_count; i++)
        for (size_t k = 0; k < c->meshes[i].primitive_count; k++) {
            indices_data(c, &c->meshes[i].primitives[k]);
            attributes_data(c, &c->meshes[i].primitives[k]);
        }
}
