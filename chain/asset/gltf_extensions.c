/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include <math.h>

#include "chain/codec/ascii.h"

#define OWN(...) ((const struct gltf_rule[]){ __VA_ARGS__, { 0 } })
#define FROM(low) .kind = K_FLOAT, .has_min = true, .min = (low)
#define UNIT FROM(0), .has_max = true, .max = 1
#define COLOR                                                                  \
    .kind = K_FLOATS, .length = 3, .has_min = true, .has_max = true, .max = 1
#define TEXTURE .kind = K_OBJECT, .shape = &GLTF_TEXTURE_INFO

/* clang-format off */
static const char *const NAMES[GLTF_EXTENSION_COUNT] = {
    [EXT_TEXTURE_WEBP] = "EXT_texture_webp",
    [KHR_ANIMATION_POINTER] = "KHR_animation_pointer",
    [KHR_LIGHTS_PUNCTUAL] = "KHR_lights_punctual",
    [KHR_MATERIALS_ANISOTROPY] = "KHR_materials_anisotropy",
    [KHR_MATERIALS_CLEARCOAT] = "KHR_materials_clearcoat",
    [KHR_MATERIALS_DISPERSION] = "KHR_materials_dispersion",
    [KHR_MATERIALS_EMISSIVE_STRENGTH] = "KHR_materials_emissive_strength",
    [KHR_MATERIALS_IOR] = "KHR_materials_ior",
    [KHR_MATERIALS_IRIDESCENCE] = "KHR_materials_iridescence",
    [KHR_MATERIALS_PBR_SPECULAR_GLOSSINESS] = "KHR_materials_pbrSpecularGlossiness",
    [KHR_MATERIALS_SHEEN] = "KHR_materials_sheen",
    [KHR_MATERIALS_SPECULAR] = "KHR_materials_specular",
    [KHR_MATERIALS_TRANSMISSION] = "KHR_materials_transmission",
    [KHR_MATERIALS_UNLIT] = "KHR_materials_unlit",
    [KHR_MATERIALS_VARIANTS] = "KHR_materials_variants",
    [KHR_MATERIALS_VOLUME] = "KHR_materials_volume",
    [KHR_MESH_QUANTIZATION] = "KHR_mesh_quantization",
    [KHR_NODE_VISIBILITY] = "KHR_node_visibility",
    [KHR_TEXTURE_TRANSFORM] = "KHR_texture_transform",
    [KHR_XMP_JSON_LD] = "KHR_xmp_json_ld",
};
/* clang-format on */

/* --- what members say together ------------------------------------------------ */

static const struct gltf_shape SPOT;

static void lights_meaning(struct gltf_checker *c, const json_t *v)
{
    const char *type = gltf_text(v, "type");

    const json_t *spot = json_object_get(v, "spot");

    if (!type || strcmp(type, "spot") != 0)
        return;
    if (!spot || json_is_null(spot))
        gltf_note(c, "UNDEFINED_PROPERTY");
    if (spot)
        (void)gltf_object_check(c, &SPOT, spot);
}

static void spot_meaning(struct gltf_checker *c, const json_t *v)
{
    const json_t *i = json_object_get(v, "innerConeAngle");
    const json_t *o = json_object_get(v, "outerConeAngle");
    double inner = i ? json_number_value(i) : 0;
    double outer = o ? json_number_value(o) : M_PI_4;

    if ((i && (!json_is_number(i) || inner < 0 || inner >= M_PI_2)) ||
        (o && (!json_is_number(o) || outer <= 0 || outer > M_PI_2)))
        return;
    if (outer <= inner)
        gltf_note(c, "KHR_LIGHTS_PUNCTUAL_LIGHT_SPOT_ANGLES");
}

/* The list a reference into an extension of the root points at. */
static void root_reference(struct gltf_checker *c, enum gltf_extension which,
                           const char *list, int64_t index)
{
    const json_t *all =
        json_object_get(gltf_list(c, "extensions"), NAMES[which]);

    if (!all || !c->loaded[which])
        gltf_note(c, "UNSATISFIED_DEPENDENCY");
    else if (index != GLTF_NONE &&
             !json_array_get(gltf_objects(all, list), (size_t)index))
        gltf_note(c, "UNRESOLVED_REFERENCE");
}

static void light_meaning(struct gltf_checker *c, const json_t *v)
{
    root_reference(c, KHR_LIGHTS_PUNCTUAL, "lights", gltf_index(v, "light"));
}

static void packet_meaning(struct gltf_checker *c, const json_t *v)
{
    root_reference(c, KHR_XMP_JSON_LD, "packets", gltf_index(v, "packet"));
}

/* KHR_xmp_json_ld, Defining XMP Metadata: lists stand under @set or @list. */
static void packets_meaning(struct gltf_checker *c, const json_t *v)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)v, key, value)
        if (key[0] != '@' && json_is_array(value))
            gltf_note(c, "TYPE_MISMATCH");
}

static void transform_meaning(struct gltf_checker *c, const json_t *v)
{
    gltf_texcoord_add(c, gltf_uint(v, "texCoord", GLTF_NONE, 0, 0));
}

static void anisotropy_meaning(struct gltf_checker *c, const json_t *v)
{
    const json_t *texture = json_object_get(v, "anisotropyTexture");

    if (!c->material || !json_is_object(texture))
        return;
    c->material->needs_tangents = true;
    if (c->material->normal_texcoord != GLTF_NONE &&
        c->material->normal_texcoord !=
            gltf_uint(texture, "texCoord", 0, 0, 0))
        gltf_note(c, "KHR_MATERIALS_ANISOTROPY_ANISOTROPY_TEXTURE_TEXCOORD");
}

static void clearcoat_meaning(struct gltf_checker *c, const json_t *v)
{
    const json_t *texture = json_object_get(v, "clearcoatNormalTexture");

    if (!c->material || !json_is_object(texture))
        return;
    if (c->material->normal_texcoord != GLTF_NONE &&
        c->material->normal_texcoord !=
            gltf_uint(texture, "texCoord", 0, 0, 0))
        gltf_note(c,
                  "KHR_MATERIALS_CLEARCOAT_CLEARCOAT_NORMAL_TEXTURE_TEXCOORD");
}

static void dispersion_meaning(struct gltf_checker *c, const json_t *v)
{
    (void)v;
    if (c->material &&
        !json_object_get(json_object_get(c->material->json, "extensions"),
                         "KHR_materials_volume"))
        gltf_note(c, "KHR_MATERIALS_DISPERSION_NO_VOLUME");
}

static void strength_meaning(struct gltf_checker *c, const json_t *v)
{
    const json_t *strength = json_object_get(v, "emissiveStrength");
    float factor[3] = { 0 };

    if (!c->material || !json_is_number(strength) ||
        json_number_value(strength) == 1 || json_number_value(strength) < 0)
        return;
    if (json_object_get(c->material->json, "emissiveFactor") &&
        !gltf_floats(factor, c->material->json, "emissiveFactor", 3))
        return;
    if (factor[0] == 0 && factor[1] == 0 && factor[2] == 0)
        gltf_note(c, "KHR_MATERIALS_EMISSIVE_STRENGTH_ZERO_FACTOR");
}

static bool known_extension(const struct gltf_checker *c, const char *name);

static void volume_meaning(struct gltf_checker *c, const json_t *v)
{
    const json_t *all, *thickness = json_object_get(v, "thicknessFactor");
    bool transmits = false;
    const char *name;
    json_t *value;

    if (!c->material)
        return;
    all = json_object_get(c->material->json, "extensions");
    /* One that is not known here may let light through. */
    json_object_foreach((json_t *)(uintptr_t)all, name, value)
        transmits |= !known_extension(c, name) ||
                     strcmp(name, "KHR_materials_transmission") == 0;
    if (!transmits)
        gltf_note(c, "KHR_MATERIALS_VOLUME_NO_TRANSMISSION");
    if (json_is_true(json_object_get(c->material->json, "doubleSided")) &&
        json_number_value(thickness) > 0)
        gltf_note(c, "KHR_MATERIALS_VOLUME_DOUBLE_SIDED");
}

/* --- shapes -------------------------------------------------------------------- */

/* clang-format off */
#define SHAPE(id, at, fn, ...)                                                 \
    static const struct gltf_shape id = { OWN(__VA_ARGS__), at, fn }

SHAPE(WEBP, PLACE_OTHER, NULL,
    { .name = "source", .kind = K_INDEX, .target = "images" });
SHAPE(POINTER, PLACE_OTHER, NULL,
    { .name = "pointer", .kind = K_POINTER, .required = true });
SHAPE(SPOT, PLACE_OTHER, spot_meaning,
    { .name = "innerConeAngle", FROM(0), .has_below = true, .below = M_PI_2 },
    { .name = "outerConeAngle", .kind = K_FLOAT, .has_above = true, .has_max = true, .max = M_PI_2 });
SHAPE(LIGHT_SOURCE, PLACE_OTHER, lights_meaning,
    { .name = "color", COLOR },
    { .name = "intensity", FROM(0) },
    { .name = "spot", .kind = K_ANY },
    { .name = "type", .kind = K_TEXT, .required = true, .values = "directional point spot" },
    { .name = "range", .kind = K_FLOAT, .has_above = true },
    { .name = "name", .kind = K_TEXT });
SHAPE(LIGHTS, PLACE_OTHER, NULL,
    { .name = "lights", .kind = K_OBJECTS, .required = true, .shape = &LIGHT_SOURCE });
SHAPE(LIGHT, PLACE_OTHER, light_meaning,
    { .name = "light", .kind = K_INDEX, .required = true });
SHAPE(ANISOTROPY, PLACE_OTHER, anisotropy_meaning,
    { .name = "anisotropyStrength", UNIT },
    { .name = "anisotropyRotation", .kind = K_FLOAT },
    { .name = "anisotropyTexture", TEXTURE });
SHAPE(CLEARCOAT, PLACE_OTHER, clearcoat_meaning,
    { .name = "clearcoatFactor", UNIT },
    { .name = "clearcoatTexture", TEXTURE },
    { .name = "clearcoatRoughnessFactor", UNIT },
    { .name = "clearcoatRoughnessTexture", TEXTURE },
    { .name = "clearcoatNormalTexture", .kind = K_OBJECT, .shape = &GLTF_NORMAL_TEXTURE });
SHAPE(DISPERSION, PLACE_OTHER, dispersion_meaning,
    { .name = "dispersion", FROM(0) });
SHAPE(STRENGTH, PLACE_OTHER, strength_meaning,
    { .name = "emissiveStrength", FROM(0) });
SHAPE(IOR, PLACE_OTHER, NULL,
    { .name = "ior", FROM(1), .has_also = true });
SHAPE(IRIDESCENCE, PLACE_OTHER, NULL,
    { .name = "iridescenceFactor", UNIT },
    { .name = "iridescenceTexture", TEXTURE },
    { .name = "iridescenceIor", FROM(1) },
    { .name = "iridescenceThicknessMinimum", FROM(0) },
    { .name = "iridescenceThicknessMaximum", FROM(0) },
    { .name = "iridescenceThicknessTexture", TEXTURE });
SHAPE(GLOSSINESS, PLACE_OTHER, NULL,
    { .name = "diffuseFactor", .kind = K_FLOATS, .length = 4, .has_min = true, .has_max = true, .max = 1 },
    { .name = "diffuseTexture", TEXTURE },
    { .name = "specularFactor", COLOR },
    { .name = "glossinessFactor", UNIT },
    { .name = "specularGlossinessTexture", TEXTURE });
SHAPE(SHEEN, PLACE_OTHER, NULL,
    { .name = "sheenColorFactor", COLOR },
    { .name = "sheenColorTexture", TEXTURE },
    { .name = "sheenRoughnessFactor", UNIT },
    { .name = "sheenRoughnessTexture", TEXTURE });
SHAPE(SPECULAR, PLACE_OTHER, NULL,
    { .name = "specularFactor", UNIT },
    { .name = "specularTexture", TEXTURE },
    { .name = "specularColorFactor", .kind = K_FLOATS, .length = 3, .has_min = true },
    { .name = "specularColorTexture", TEXTURE });
SHAPE(TRANSMISSION, PLACE_OTHER, NULL,
    { .name = "transmissionFactor", UNIT },
    { .name = "transmissionTexture", TEXTURE });
static const struct gltf_rule NO_MEMBERS[] = { { 0 } };
static const struct gltf_shape UNLIT = { NO_MEMBERS, PLACE_OTHER, NULL };
SHAPE(VARIANT, PLACE_OTHER, NULL,
    { .name = "name", .kind = K_TEXT, .required = true });
SHAPE(VARIANTS, PLACE_OTHER, NULL,
    { .name = "variants", .kind = K_OBJECTS, .required = true, .shape = &VARIANT });
SHAPE(MAPPING, PLACE_OTHER, NULL,
    { .name = "variants", .kind = K_INDICES, .required = true },
    { .name = "material", .kind = K_INDEX, .required = true },
    { .name = "name", .kind = K_TEXT });
SHAPE(MAPPINGS, PLACE_OTHER, NULL,
    { .name = "mappings", .kind = K_OBJECTS, .required = true, .shape = &MAPPING });
SHAPE(VOLUME, PLACE_OTHER, volume_meaning,
    { .name = "attenuationColor", COLOR },
    { .name = "attenuationDistance", .kind = K_FLOAT, .has_above = true },
    { .name = "thicknessFactor", FROM(0) },
    { .name = "thicknessTexture", TEXTURE });
SHAPE(VISIBILITY, PLACE_OTHER, NULL,
    { .name = "visible", .kind = K_BOOL });
SHAPE(TRANSFORM, PLACE_OTHER, transform_meaning,
    { .name = "offset", .kind = K_FLOATS, .length = 2 },
    { .name = "rotation", .kind = K_FLOAT },
    { .name = "scale", .kind = K_FLOATS, .length = 2 },
    { .name = "texCoord", .kind = K_UINT });
SHAPE(PACKET, PLACE_OTHER, packet_meaning,
    { .name = "packet", .kind = K_INDEX, .required = true });

/* only: beside no other extension of the object. */
static const struct extension_row {
    enum gltf_extension id;
    enum gltf_place place;
    const struct gltf_shape *shape;
    bool only;
} rows[] = {
    { EXT_TEXTURE_WEBP, PLACE_TEXTURE, &WEBP, false },
    { KHR_ANIMATION_POINTER, PLACE_CHANNEL_TARGET, &POINTER, false },
    { KHR_LIGHTS_PUNCTUAL, PLACE_ROOT, &LIGHTS, false },
    { KHR_LIGHTS_PUNCTUAL, PLACE_NODE, &LIGHT, false },
    { KHR_MATERIALS_ANISOTROPY, PLACE_MATERIAL, &ANISOTROPY, false },
    { KHR_MATERIALS_CLEARCOAT, PLACE_MATERIAL, &CLEARCOAT, false },
    { KHR_MATERIALS_DISPERSION, PLACE_MATERIAL, &DISPERSION, false },
    { KHR_MATERIALS_EMISSIVE_STRENGTH, PLACE_MATERIAL, &STRENGTH, false },
    { KHR_MATERIALS_IOR, PLACE_MATERIAL, &IOR, false },
    { KHR_MATERIALS_IRIDESCENCE, PLACE_MATERIAL, &IRIDESCENCE, false },
    { KHR_MATERIALS_PBR_SPECULAR_GLOSSINESS, PLACE_MATERIAL, &GLOSSINESS, true },
    { KHR_MATERIALS_SHEEN, PLACE_MATERIAL, &SHEEN, false },
    { KHR_MATERIALS_SPECULAR, PLACE_MATERIAL, &SPECULAR, false },
    { KHR_MATERIALS_TRANSMISSION, PLACE_MATERIAL, &TRANSMISSION, false },
    { KHR_MATERIALS_UNLIT, PLACE_MATERIAL, &UNLIT, true },
    { KHR_MATERIALS_VARIANTS, PLACE_ROOT, &VARIANTS, false },
    { KHR_MATERIALS_VARIANTS, PLACE_PRIMITIVE, &MAPPINGS, false },
    { KHR_MATERIALS_VOLUME, PLACE_MATERIAL, &VOLUME, false },
    { KHR_NODE_VISIBILITY, PLACE_NODE, &VISIBILITY, false },
    { KHR_TEXTURE_TRANSFORM, PLACE_TEXTURE_INFO, &TRANSFORM, false },
    { KHR_XMP_JSON_LD, PLACE_ASSET, &PACKET, false },
    { KHR_XMP_JSON_LD, PLACE_ANIMATION, &PACKET, false },
    { KHR_XMP_JSON_LD, PLACE_IMAGE, &PACKET, false },
    { KHR_XMP_JSON_LD, PLACE_MATERIAL, &PACKET, false },
    { KHR_XMP_JSON_LD, PLACE_MESH, &PACKET, false },
    { KHR_XMP_JSON_LD, PLACE_NODE, &PACKET, false },
    { KHR_XMP_JSON_LD, PLACE_SCENE, &PACKET, false },
};

/* clang-format on */

/* --- declaration ----------------------------------------------------------------- */

/* VENDOR_name */
static bool name_ok(const char *name)
{
    size_t prefix = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    if (!prefix || name[prefix] != '_' || !name[prefix + 1])
        return false;
    for (const char *at = name + prefix + 1; *at; at++)
        if (!ascii_alnum((uint8_t)*at) && *at != '_')
            return false;
    return true;
}

/* A list of names as it is declared: none where a member is no text. */
static const json_t *names_of(const struct gltf_checker *c, const char *list)
{
    const json_t *names = gltf_list(c, list);

    for (size_t i = 0; i < json_array_size(names); i++)
        if (!json_is_string(json_array_get(names, i)))
            return NULL;
    return json_is_array(names) ? names : NULL;
}

static bool has_name(const json_t *names, const char *name)
{
    for (size_t i = 0; i < json_array_size(names); i++)
        if (strcmp(json_string_value(json_array_get(names, i)), name) == 0)
            return true;
    return false;
}

static int extension_find(const char *name)
{
    for (int i = 0; i < GLTF_EXTENSION_COUNT; i++)
        if (strcmp(NAMES[i], name) == 0)
            return i;
    return GLTF_NONE;
}

static bool known_extension(const struct gltf_checker *c, const char *name)
{
    int id = extension_find(name);

    return id != GLTF_NONE && c->loaded[id];
}

void gltf_extensions_declare(struct gltf_checker *c)
{
    const json_t *used = names_of(c, "extensionsUsed");
    const json_t *required = names_of(c, "extensionsRequired");

    if (json_object_get(c->root, "extensionsRequired") &&
        !json_object_get(c->root, "extensionsUsed"))
        gltf_note(c, "UNSATISFIED_DEPENDENCY");
    for (size_t i = 0; i < json_array_size(used); i++) {
        const char *name = json_string_value(json_array_get(used, i));
        int id = extension_find(name);

        if (!name_ok(name))
            gltf_note(c, "INVALID_EXTENSION_NAME_FORMAT");
        if (id == KHR_MESH_QUANTIZATION && !has_name(required, name))
            gltf_note(c, "NON_REQUIRED_EXTENSION");
        if (id != GLTF_NONE)
            c->loaded[id] = true;
    }
    for (size_t i = 0; i < json_array_size(required); i++)
        if (!has_name(used, json_string_value(json_array_get(required, i))))
            gltf_note(c, "UNUSED_EXTENSION_REQUIRED");
}

const json_t *gltf_extension_of(const struct gltf_checker *c, const json_t *v,
                                enum gltf_extension which)
{
    const json_t *object =
        json_object_get(json_object_get(v, "extensions"), NAMES[which]);

    return c->loaded[which] && json_is_object(object) ? object : NULL;
}

/* --- on an object ------------------------------------------------------------------ */

static void packets_check(struct gltf_checker *c, const json_t *v)
{
    const json_t *packets = json_object_get(v, "packets");

    if (!packets)
        gltf_note(c, "UNDEFINED_PROPERTY");
    else if (!json_is_array(packets))
        gltf_note(c, "TYPE_MISMATCH");
    else if (json_array_size(packets) == 0)
        gltf_note(c, "EMPTY_ENTITY");
    for (size_t i = 0; i < json_array_size(packets); i++) {
        const json_t *packet = json_array_get(packets, i);

        if (!json_is_object(packet))
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
        else if (!json_object_get(packet, "@context"))
            gltf_note(c, "UNDEFINED_PROPERTY");
        packets_meaning(c, packet);
    }
}

static const struct extension_row *row_find(int id, enum gltf_place place)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if ((int)rows[i].id == id && rows[i].place == place)
            return &rows[i];
    return NULL;
}

static void extension_check(struct gltf_checker *c, const char *name,
                            const json_t *value, enum gltf_place place,
                            bool alone)
{
    int id = extension_find(name);
    const struct extension_row *row;

    if (!json_is_object(value))
        gltf_note(c, "TYPE_MISMATCH");
    if (id == GLTF_NONE || !c->loaded[id]) {
        if (!has_name(names_of(c, "extensionsUsed"), name))
            gltf_note(c, "UNDECLARED_EXTENSION");
        return;
    }
    if (id == KHR_XMP_JSON_LD && place == PLACE_ROOT) {
        packets_check(c, value);
        return;
    }
    row = row_find(id, place);
    if (!row) {
        gltf_note(c, "UNEXPECTED_EXTENSION_OBJECT");
        return;
    }
    if (row->only && !alone)
        gltf_note(c, "MULTIPLE_EXTENSIONS");
    if (json_is_object(value)) {
        (void)gltf_object_check(c, row->shape, value);
        return;
    }
    for (const struct gltf_rule *r = row->shape->rules; r->name; r++)
        if (r->required)
            gltf_note(c, "UNDEFINED_PROPERTY");
}

void gltf_extensions_check(struct gltf_checker *c, const json_t *object,
                           enum gltf_place place)
{
    const json_t *extensions = json_object_get(object, "extensions");
    bool alone = json_object_size(extensions) < 2;
    const char *name;
    json_t *value;

    if (extensions && !json_is_object(extensions))
        gltf_note(c, "TYPE_MISMATCH");
    json_object_foreach((json_t *)(uintptr_t)extensions, name, value)
        extension_check(c, name, value, place, alone);
}
