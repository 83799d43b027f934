/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include <math.h>

/* clang-format off */
static const struct gltf_rule TARGET_RULES[] = {
    { .name = "node", .kind = K_INDEX, .target = "nodes" },
    { .name = "path", .kind = K_TEXT, .required = true },
    { 0 }
};
static void target_meaning(struct gltf_checker *c, const json_t *v);
static const struct gltf_shape TARGET = { TARGET_RULES, PLACE_CHANNEL_TARGET, target_meaning };
static const struct gltf_rule CHANNEL_RULES[] = {
    { .name = "sampler", .kind = K_INDEX, .required = true },
    { .name = "target", .kind = K_OBJECT, .required = true, .shape = &TARGET },
    { 0 }
};
static const struct gltf_shape CHANNEL = { CHANNEL_RULES, PLACE_OTHER, NULL };
static const struct gltf_rule SAMPLER_RULES[] = {
    { .name = "input", .kind = K_INDEX, .required = true },
    { .name = "interpolation", .kind = K_TEXT, .values = "LINEAR STEP CUBICSPLINE" },
    { .name = "output", .kind = K_INDEX, .required = true },
    { 0 }
};
static const struct gltf_shape SAMPLER = { SAMPLER_RULES, PLACE_OTHER, NULL };
static const struct gltf_rule ANIMATION_RULES[] = {
    { .name = "channels", .kind = K_OBJECTS, .required = true, .shape = &CHANNEL },
    { .name = "samplers", .kind = K_OBJECTS, .required = true, .shape = &SAMPLER },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
const struct gltf_shape GLTF_ANIMATION = { ANIMATION_RULES, PLACE_ANIMATION, NULL };

#define F GLTF_FORMAT(C_F32, 0)
#define N(type) GLTF_FORMAT(C_##type, 1)
static const struct path_row {
    const char *name;
    int element;
    unsigned formats;
} paths[] = {
    { "translation", E_VEC3, F },
    { "rotation", E_VEC4, F | N(I8) | N(U8) | N(I16) | N(U16) },
    { "scale", E_VEC3, F },
    { "weights", E_SCALAR, F | N(I8) | N(U8) | N(I16) | N(U16) },
};
/* clang-format on */

static const struct path_row *path_find(const json_t *target)
{
    const char *path = gltf_text(target, "path");

    for (size_t i = 0; path && i < ARRAY_LEN(paths); i++)
        if (strcmp(paths[i].name, path) == 0)
            return &paths[i];
    return NULL;
}

static void target_meaning(struct gltf_checker *c, const json_t *v)
{
    const char *path = gltf_text(v, "path");
    bool pointer = path && strcmp(path, "pointer") == 0;

    if (path && !path_find(v) && !(pointer && c->loaded[KHR_ANIMATION_POINTER]))
        gltf_note(c, "VALUE_NOT_IN_LIST");
    if (!c->loaded[KHR_ANIMATION_POINTER] ||
        !json_object_get(json_object_get(v, "extensions"),
                         "KHR_animation_pointer"))
        return;
    if (gltf_item(c, "nodes", gltf_index(v, "node")))
        gltf_note(c, "KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_NODE");
    if (!pointer)
        gltf_note(c, "KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_PATH");
}

static bool is_cubic(const json_t *sampler)
{
    const char *text = gltf_text(sampler, "interpolation");

    return text && strcmp(text, "CUBICSPLINE") == 0;
}

/* --- samplers ---------------------------------------------------------------------- */

static struct gltf_accessor *accessor_of(struct gltf_checker *c,
                                         const json_t *sampler,
                                         const char *key,
                                         enum gltf_accessor_use use)
{
    int64_t index = gltf_index(sampler, key);
    struct gltf_accessor *a = gltf_accessor(c, index);

    if (index != GLTF_NONE && !a)
        gltf_note(c, "UNRESOLVED_REFERENCE");
    if (!a)
        return NULL;
    gltf_accessor_use(c, a, use);
    gltf_view_use(c, a->view, VIEW_OTHER);
    if (gltf_has_stride(c, a->view))
        gltf_note(c, "ANIMATION_SAMPLER_ACCESSOR_WITH_BYTESTRIDE");
    return a;
}

static void sampler_link(struct gltf_checker *c, const json_t *sampler)
{
    struct gltf_accessor *input =
        accessor_of(c, sampler, "input", ACCESSOR_INPUT);

    (void)accessor_of(c, sampler, "output", ACCESSOR_OUTPUT);
    if (!input)
        return;
    if (!gltf_format_is(input, E_SCALAR, F))
        gltf_note(c, "ANIMATION_SAMPLER_INPUT_ACCESSOR_INVALID_FORMAT");
    if (!input->has_min || !input->has_max)
        gltf_note(c, "ANIMATION_SAMPLER_INPUT_ACCESSOR_WITHOUT_BOUNDS");
    if (is_cubic(sampler) && input->count < 2)
        gltf_note(c, "ANIMATION_SAMPLER_INPUT_ACCESSOR_TOO_FEW_ELEMENTS");
}

/* --- channels ------------------------------------------------------------------------ */

/* How many morph targets the mesh of a node has. */
static size_t targets_of(const struct gltf_checker *c, const json_t *node)
{
    int64_t index = gltf_index(node, "mesh");

    if (!gltf_item(c, "meshes", index) || !c->meshes[index].primitive_count)
        return 0;
    return c->meshes[index].primitives[0].target_count;
}

static void target_link(struct gltf_checker *c, const json_t *target)
{
    const json_t *node = gltf_item(c, "nodes", gltf_index(target, "node"));
    const struct path_row *path = path_find(target);
    float matrix[16];

    if (!node || !path)
        return;
    if (path->element == E_SCALAR) {
        if (targets_of(c, node) == 0)
            gltf_note(c, "ANIMATION_CHANNEL_TARGET_NODE_WEIGHTS_NO_MORPHS");
        return;
    }
    if (gltf_floats(matrix, node, "matrix", ARRAY_LEN(matrix)))
        gltf_note(c, "ANIMATION_CHANNEL_TARGET_NODE_MATRIX");
    if (gltf_item(c, "skins", gltf_index(node, "skin")))
        gltf_note(c, "ANIMATION_CHANNEL_TARGET_NODE_SKIN");
}

static void output_link(struct gltf_checker *c, const json_t *sampler,
                        const json_t *target)
{
    const struct gltf_accessor *in =
        gltf_accessor(c, gltf_index(sampler, "input"));
    const struct gltf_accessor *out =
        gltf_accessor(c, gltf_index(sampler, "output"));
    const struct path_row *path = path_find(target);
    const json_t *how = json_object_get(sampler, "interpolation");
    int64_t wanted;

    if (!out || !path)
        return;
    if (!gltf_format_is(out, path->element, path->formats))
        gltf_note(c, "ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_FORMAT");
    if (!in || in->count == GLTF_NONE || out->count == GLTF_NONE ||
        (how && !json_is_null(how) && !json_is_string(how)))
        return;
    wanted = in->count > UINT32_MAX ? UINT32_MAX : in->count;
    wanted *= is_cubic(sampler) ? 3 : 1;
    if (path->element == E_SCALAR)
        wanted *= (int64_t)targets_of(
            c, gltf_item(c, "nodes", gltf_index(target, "node")));
    if (wanted && wanted != out->count)
        gltf_note(c, "ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT");
}

static bool same_target(const json_t *a, const json_t *b)
{
    int64_t node = gltf_index(a, "node");

    return node != GLTF_NONE && node == gltf_index(b, "node") &&
           json_equal(json_object_get(a, "path"), json_object_get(b, "path"));
}

static void channel_link(struct gltf_checker *c, const json_t *channels,
                         size_t i, const json_t *samplers)
{
    const json_t *channel = json_array_get(channels, i);
    const json_t *target = json_object_get(channel, "target");
    int64_t index = gltf_index(channel, "sampler");
    const json_t *sampler =
        index == GLTF_NONE ? NULL : json_array_get(samplers, (size_t)index);

    target_link(c, target);
    if (index != GLTF_NONE && !sampler)
        gltf_note(c, "UNRESOLVED_REFERENCE");
    if (sampler)
        output_link(c, sampler, target);
    for (size_t k = 0; k < i; k++)
        if (same_target(target,
                        json_object_get(json_array_get(channels, k), "target")))
            gltf_note(c, "ANIMATION_DUPLICATE_TARGETS");
}

void gltf_animations_link(struct gltf_checker *c)
{
    const json_t *list = gltf_list(c, "animations");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *channels =
            gltf_objects(json_array_get(list, i), "channels");
        const json_t *samplers =
            gltf_objects(json_array_get(list, i), "samplers");

        if (!channels || !samplers)
            continue;
        if (json_array_size(channels) > GLTF_CHANNELS_MAX) {
            c->report->beyond = true;
            return;
        }
        for (size_t k = 0; k < json_array_size(samplers); k++)
            sampler_link(c, json_array_get(samplers, k));
        for (size_t k = 0; k < json_array_size(channels); k++)
            channel_link(c, channels, k, samplers);
    }
}

/* --- data -------------------------------------------------------------------------------- */

/* 3.11: times begin at 0 or later and grow. */
static void input_data(struct gltf_checker *c, const json_t *sampler)
{
    struct gltf_accessor *a = gltf_accessor(c, gltf_index(sampler, "input"));
    double last = 0;

    if (!a || !gltf_format_is(a, E_SCALAR, F) || !gltf_values_load(c, a))
        return;
    for (size_t i = 0; i < a->value_count; i++) {
        if (a->values[i] < 0) {
            gltf_note(c, "ACCESSOR_ANIMATION_INPUT_NEGATIVE");
            continue;
        }
        if (i && a->values[i] <= last)
            gltf_note(c, "ACCESSOR_ANIMATION_INPUT_NON_INCREASING");
        last = a->values[i];
    }
}

/* Rotations have length one; tangents of splines stand around them. */
static void rotation_data(struct gltf_checker *c, const json_t *sampler)
{
    static const double TOLERANCE = 0.00769;
    struct gltf_accessor *a = gltf_accessor(c, gltf_index(sampler, "output"));

    if (!a || gltf_components(a) != 4 || !gltf_values_load(c, a))
        return;
    for (size_t i = 0; i < a->value_count; i += 4) {
        double sum = 0;

        if (is_cubic(sampler) && i % 12 != 4)
            continue;
        for (size_t k = 0; k < 4; k++) {
            double n = gltf_normalized(a, a->values[i + k]);

            sum += n * n;
        }
        if (fabs(sqrt(sum) - 1) > TOLERANCE)
            gltf_note(
                c,
                "ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION");
    }
}

void gltf_animations_data(struct gltf_checker *c)
{
    const json_t *list = gltf_list(c, "animations");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *channels =
            gltf_objects(json_array_get(list, i), "channels");
        const json_t *samplers =
            gltf_objects(json_array_get(list, i), "samplers");

        for (size_t k = 0; channels && k < json_array_size(samplers); k++)
            input_data(c, json_array_get(samplers, k));
        for (size_t k = 0; samplers && k < json_array_size(channels); k++) {
            const json_t *channel = json_array_get(channels, k);
            const struct path_row *path =
                path_find(json_object_get(channel, "target"));
            int64_t index = gltf_index(channel, "sampler");

            if (path && path->element == E_VEC4 && index != GLTF_NONE)
                rotation_data(c, json_array_get(samplers, (size_t)index));
        }
    }
}
