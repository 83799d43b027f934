/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

/* --- shapes -------------------------------------------------------------------- */

static void info_meaning(struct gltf_checker *c, const json_t *v);

/* clang-format off */
#define UNIT .kind = K_FLOAT, .has_min = true, .has_max = true, .max = 1
#define INFO                                                                   \
    { .name = "index", .kind = K_INDEX, .required = true, .target = "textures" }, \
    { .name = "texCoord", .kind = K_UINT }

static const struct gltf_rule INFO_RULES[] = { INFO, { 0 } };
static const struct gltf_rule NORMAL_RULES[] = {
    INFO, { .name = "scale", .kind = K_FLOAT }, { 0 }
};
static const struct gltf_rule OCCLUSION_RULES[] = {
    INFO, { .name = "strength", UNIT }, { 0 }
};

static void normal_meaning(struct gltf_checker *c, const json_t *v);

const struct gltf_shape GLTF_TEXTURE_INFO = { INFO_RULES, PLACE_TEXTURE_INFO, info_meaning };
const struct gltf_shape GLTF_NORMAL_TEXTURE = { NORMAL_RULES, PLACE_TEXTURE_INFO, normal_meaning };
static const struct gltf_shape OCCLUSION = { OCCLUSION_RULES, PLACE_TEXTURE_INFO, info_meaning };

static const struct gltf_rule PBR_RULES[] = {
    { .name = "baseColorFactor", .kind = K_FLOATS, .length = 4, .has_min = true, .has_max = true, .max = 1 },
    { .name = "baseColorTexture", .kind = K_OBJECT, .shape = &GLTF_TEXTURE_INFO },
    { .name = "metallicFactor", UNIT },
    { .name = "roughnessFactor", UNIT },
    { .name = "metallicRoughnessTexture", .kind = K_OBJECT, .shape = &GLTF_TEXTURE_INFO },
    { 0 }
};
static const struct gltf_shape PBR = { PBR_RULES, PLACE_OTHER, NULL };
static const struct gltf_rule MATERIAL_RULES[] = {
    { .name = "pbrMetallicRoughness", .kind = K_OBJECT, .shape = &PBR },
    { .name = "normalTexture", .kind = K_OBJECT, .shape = &GLTF_NORMAL_TEXTURE },
    { .name = "occlusionTexture", .kind = K_OBJECT, .shape = &OCCLUSION },
    { .name = "emissiveTexture", .kind = K_OBJECT, .shape = &GLTF_TEXTURE_INFO },
    { .name = "emissiveFactor", .kind = K_FLOATS, .length = 3, .has_min = true, .has_max = true, .max = 1 },
    { .name = "alphaMode", .kind = K_TEXT, .values = "OPAQUE MASK BLEND" },
    { .name = "alphaCutoff", .kind = K_FLOAT, .has_min = true },
    { .name = "doubleSided", .kind = K_BOOL },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
/* clang-format on */

static void material_meaning(struct gltf_checker *c, const json_t *v);

const struct gltf_shape GLTF_MATERIAL = { MATERIAL_RULES, PLACE_MATERIAL,
                                          material_meaning };

/* --- what members say together ----------------------------------------------------- */

void gltf_texcoord_add(struct gltf_checker *c, int64_t set)
{
    struct gltf_material *m = c->material;

    if (!m || set == GLTF_NONE)
        return;
    if (m->texcoord_count == GLTF_TEXCOORDS_MAX)
        c->report->beyond = true;
    else
        m->texcoords[m->texcoord_count++] = set;
}

/* KHR_texture_transform says another set of coordinates. */
static void info_meaning(struct gltf_checker *c, const json_t *v)
{
    const json_t *transform = gltf_extension_of(c, v, KHR_TEXTURE_TRANSFORM);

    if (gltf_index(transform, "texCoord") == GLTF_NONE)
        gltf_texcoord_add(c, gltf_uint(v, "texCoord", 0, 0, 0));
}

static void normal_meaning(struct gltf_checker *c, const json_t *v)
{
    if (c->material)
        c->material->needs_tangents = true;
    info_meaning(c, v);
}

static void material_meaning(struct gltf_checker *c, const json_t *v)
{
    const json_t *mode = json_object_get(v, "alphaMode");

    if (json_object_get(v, "alphaCutoff") &&
        !(json_is_string(mode) && strcmp(json_string_value(mode), "MASK") == 0))
        gltf_note(c, "MATERIAL_ALPHA_CUTOFF_INVALID_MODE");
}

void gltf_materials_read(struct gltf_checker *c)
{
    const json_t *list = gltf_list(c, "materials");

    for (size_t i = 0; i < c->material_count; i++) {
        const json_t *v = json_array_get(list, i), *normal;

        c->material = &c->materials[i];
        if (json_is_object(v)) {
            normal = json_object_get(v, "normalTexture");
            c->material->json = v;
            c->material->normal_texcoord =
                json_is_object(normal) ? gltf_uint(normal, "texCoord", 0, 0, 0)
                                       : GLTF_NONE;
        }
        (void)gltf_object_check(c, &GLTF_MATERIAL, v);
        c->material = NULL;
    }
}
