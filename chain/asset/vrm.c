/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/metadata.h"

#include <math.h>

#include "chain/asset/schema.h"

/* --- the schemas ---------------------------------------------------------- */

static const double FROM_ZERO[] = { 0, INFINITY }, DEGREES[] = { 0, 180 };
static const double WEIGHT_RANGE[] = { 0, 1 };

static const struct schema TEXT = { .kinds = SCHEMA_STRING };
static const struct schema NAME = { .kinds = SCHEMA_STRING, .min = 1 };
static const struct schema FLAG = { .kinds = SCHEMA_BOOL };
static const struct schema NUMBER = { .kinds = SCHEMA_NUMBER };
static const struct schema INDEX = { .kinds = SCHEMA_INTEGER,
                                     .range = FROM_ZERO };
static const struct schema ANGLE = { .kinds = SCHEMA_NUMBER, .range = DEGREES };
static const struct schema WEIGHT = { .kinds = SCHEMA_NUMBER,
                                      .range = WEIGHT_RANGE };
static const struct schema NAMES = { .kinds = SCHEMA_ARRAY,
                                     .min = 1,
                                     .items = &TEXT };
static const struct schema VEC2 = {
    .kinds = SCHEMA_ARRAY, .min = 2, .max = 2, .items = &NUMBER
};
static const struct schema VEC3 = {
    .kinds = SCHEMA_ARRAY, .min = 3, .max = 3, .items = &NUMBER
};
static const struct schema VEC4 = {
    .kinds = SCHEMA_ARRAY, .min = 4, .max = 4, .items = &NUMBER
};
#define CHOICE(id, list)                                                       \
    static const struct schema id = { .kinds = SCHEMA_STRING, .values = list }
CHOICE(AVATAR, "onlyAuthor onlySeparatelyLicensedPerson everyone");
CHOICE(COMMERCIAL, "personalNonProfit personalProfit corporation");
CHOICE(CREDIT, "required unnecessary");
CHOICE(MODIFICATION,
       "prohibited allowModification allowModificationRedistribution");
CHOICE(LOOK_AT_TYPE, "bone expression");
CHOICE(ANNOTATION_TYPE, "auto both thirdPersonOnly firstPersonOnly");
CHOICE(COLOR_TYPE,
       "color emissionColor shadeColor matcapColor rimColor outlineColor");
CHOICE(OVERRIDE, "none block blend");
#define END                                                                    \
    {                                                                          \
        NULL, NULL, false                                                      \
    }

static const struct schema_member META_MEMBERS[] = {
    { "name", &NAME, true },
    { "version", &TEXT, false },
    { "authors", &NAMES, true },
    { "copyrightInformation", &TEXT, false },
    { "contactInformation", &TEXT, false },
    { "references", &NAMES, false },
    { "thirdPartyLicenses", &TEXT, false },
    { "thumbnailImage", &INDEX, false },
    { "licenseUrl", &TEXT, true },
    { "avatarPermission", &AVATAR, false },
    { "allowExcessivelyViolentUsage", &FLAG, false },
    { "allowExcessivelySexualUsage", &FLAG, false },
    { "commercialUsage", &COMMERCIAL, false },
    { "allowPoliticalOrReligiousUsage", &FLAG, false },
    { "allowAntisocialOrHateUsage", &FLAG, false },
    { "creditNotation", &CREDIT, false },
    { "allowRedistribution", &FLAG, false },
    { "modification", &MODIFICATION, false },
    { "otherLicenseUrl", &TEXT, false },
    END
};
static const struct schema META = { .kinds = SCHEMA_OBJECT,
                                    .members = META_MEMBERS };
static const struct schema_member BONE_MEMBERS[] = { { "node", &INDEX, true },
                                                     END };
static const struct schema BONE = { .kinds = SCHEMA_OBJECT,
                                    .members = BONE_MEMBERS };
static const struct schema BONES = { .kinds = SCHEMA_OBJECT, .others = &BONE };
static const struct schema_member HUMANOID_MEMBERS[] = {
    { "humanBones", &BONES, true }, END
};
static const struct schema HUMANOID = { .kinds = SCHEMA_OBJECT,
                                        .members = HUMANOID_MEMBERS };
static const struct schema_member ANNOTATION_MEMBERS[] = {
    { "node", &INDEX, true }, { "type", &ANNOTATION_TYPE, true }, END
};
static const struct schema ANNOTATION = { .kinds = SCHEMA_OBJECT,
                                          .members = ANNOTATION_MEMBERS };
static const struct schema ANNOTATIONS = { .kinds = SCHEMA_ARRAY,
                                           .items = &ANNOTATION };
static const struct schema_member FIRST_PERSON_MEMBERS[] = {
    { "meshAnnotations", &ANNOTATIONS, false }, END
};
static const struct schema FIRST_PERSON = { .kinds = SCHEMA_OBJECT,
                                            .members = FIRST_PERSON_MEMBERS };
static const struct schema_member RANGE_MEMBERS[] = {
    { "inputMaxValue", &ANGLE, true }, { "outputScale", &NUMBER, true }, END
};
static const struct schema RANGE = { .kinds = SCHEMA_OBJECT,
                                     .members = RANGE_MEMBERS };
static const struct schema_member LOOK_AT_MEMBERS[] = {
    { "offsetFromHeadBone", &VEC3, false },
    { "type", &LOOK_AT_TYPE, false },
    { "rangeMapHorizontalInner", &RANGE, false },
    { "rangeMapHorizontalOuter", &RANGE, false },
    { "rangeMapVerticalDown", &RANGE, false },
    { "rangeMapVerticalUp", &RANGE, false },
    END
};
static const struct schema LOOK_AT = { .kinds = SCHEMA_OBJECT,
                                       .members = LOOK_AT_MEMBERS };
static const struct schema_member MORPH_MEMBERS[] = { { "node", &INDEX, true },
                                                      { "index", &INDEX, true },
                                                      { "weight", &WEIGHT,
                                                        true },
                                                      END };
static const struct schema MORPH = { .kinds = SCHEMA_OBJECT,
                                     .members = MORPH_MEMBERS };
static const struct schema MORPHS = { .kinds = SCHEMA_ARRAY, .items = &MORPH };
static const struct schema_member COLOR_MEMBERS[] = {
    { "material", &INDEX, true },
    { "type", &COLOR_TYPE, true },
    { "targetValue", &VEC4, true },
    END
};
static const struct schema COLOR = { .kinds = SCHEMA_OBJECT,
                                     .members = COLOR_MEMBERS };
static const struct schema COLORS = { .kinds = SCHEMA_ARRAY, .items = &COLOR };
static const struct schema_member TEXTURE_MEMBERS[] = {
    { "material", &INDEX, true },
    { "scale", &VEC2, false },
    { "offset", &VEC2, false },
    END
};
static const struct schema TEXTURE = { .kinds = SCHEMA_OBJECT,
                                       .members = TEXTURE_MEMBERS };
static const struct schema TEXTURES = { .kinds = SCHEMA_ARRAY,
                                        .items = &TEXTURE };
static const struct schema_member EXPRESSION_MEMBERS[] = {
    { "morphTargetBinds", &MORPHS, false },
    { "materialColorBinds", &COLORS, false },
    { "textureTransformBinds", &TEXTURES, false },
    { "isBinary", &FLAG, false },
    { "overrideBlink", &OVERRIDE, false },
    { "overrideLookAt", &OVERRIDE, false },
    { "overrideMouth", &OVERRIDE, false },
    END
};
static const struct schema EXPRESSION = { .kinds = SCHEMA_OBJECT,
                                          .members = EXPRESSION_MEMBERS };
static const struct schema EXPRESSION_MAP = { .kinds = SCHEMA_OBJECT,
                                              .others = &EXPRESSION };
static const struct schema_member EXPRESSIONS_MEMBERS[] = {
    { "preset", &EXPRESSION_MAP, false },
    { "custom", &EXPRESSION_MAP, false },
    END
};
static const struct schema EXPRESSIONS = { .kinds = SCHEMA_OBJECT,
                                           .members = EXPRESSIONS_MEMBERS };
static const struct schema_member VRM_MEMBERS[] = {
    { "specVersion", &TEXT, true },
    { "meta", &META, true },
    { "humanoid", &HUMANOID, true },
    { "firstPerson", &FIRST_PERSON, false },
    { "lookAt", &LOOK_AT, false },
    { "expressions", &EXPRESSIONS, false },
    END
};
static const struct schema VRM = { .kinds = SCHEMA_OBJECT,
                                   .members = VRM_MEMBERS };

/* --- humanoid.md: each bone, the one above it, and what must be there ------ */

enum need { OPTIONAL, REQUIRED, NEEDS_PARENT };

static const struct bone_row {
    const char *name, *parent;
    enum need need;
} bones[] = {
    { "hips", NULL, REQUIRED },
    { "spine", "hips", REQUIRED },
    { "chest", "spine", OPTIONAL },
    { "upperChest", "chest", NEEDS_PARENT },
    { "neck", "upperChest", OPTIONAL },
    { "head", "neck", REQUIRED },
    { "leftEye", "head", OPTIONAL },
    { "rightEye", "head", OPTIONAL },
    { "jaw", "head", OPTIONAL },
#define LIMBS(side)                                                            \
    { side "UpperLeg", "hips", REQUIRED },                                     \
        { side "LowerLeg", side "UpperLeg", REQUIRED },                        \
        { side "Foot", side "LowerLeg", REQUIRED },                            \
        { side "Toes", side "Foot", OPTIONAL },                                \
        { side "Shoulder", "upperChest", OPTIONAL },                           \
        { side "UpperArm", side "Shoulder", REQUIRED },                        \
        { side "LowerArm", side "UpperArm", REQUIRED },                        \
        { side "Hand", side "LowerArm", REQUIRED },                            \
        { side "ThumbMetacarpal", side "Hand", OPTIONAL },                     \
        { side "ThumbProximal", side "ThumbMetacarpal", NEEDS_PARENT },        \
    {                                                                          \
        side "ThumbDistal", side "ThumbProximal", NEEDS_PARENT                 \
    }
#define FINGER(finger)                                                         \
    { finger "Proximal", NULL, OPTIONAL },                                     \
        { finger "Intermediate", finger "Proximal", NEEDS_PARENT },            \
    {                                                                          \
        finger "Distal", finger "Intermediate", NEEDS_PARENT                   \
    }
    LIMBS("left"),
    LIMBS("right"),
    FINGER("leftIndex"),
    FINGER("leftMiddle"),
    FINGER("leftRing"),
    FINGER("leftLittle"),
    FINGER("rightIndex"),
    FINGER("rightMiddle"),
    FINGER("rightRing"),
    FINGER("rightLittle"),
};

static const json_t *bones_of(const json_t *vrm)
{
    return json_object_get(json_object_get(vrm, "humanoid"), "humanBones");
}

static bool required_present(const json_t *vrm)
{
    for (size_t i = 0; i < ARRAY_LEN(bones); i++)
        if (bones[i].need == REQUIRED &&
            !json_object_get(bones_of(vrm), bones[i].name))
            return false;
    return true;
}

bool vrm_ok(const json_t *vrm)
{
    return schema_ok(&VRM, vrm) && required_present(vrm);
}

/* --- beyond the schemas --------------------------------------------------- */

enum { NO_NODE = -1, ANCESTORS_MAX = 4096, TRANSFORM_DEPTH_MAX = 16 };

static json_int_t node_of(const json_t *vrm, const char *bone)
{
    const json_t *node =
        json_object_get(json_object_get(bones_of(vrm), bone), "node");

    return json_is_integer(node) ? json_integer_value(node) : NO_NODE;
}

static const struct bone_row *bone_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(bones); i++)
        if (strcmp(bones[i].name, name) == 0)
            return &bones[i];
    return NULL;
}

static enum err bones_present(const json_t *vrm)
{
    if (!required_present(vrm))
        return ERR_VRM_BONE;
    for (size_t i = 0; i < ARRAY_LEN(bones); i++)
        if (bones[i].need == NEEDS_PARENT &&
            json_object_get(bones_of(vrm), bones[i].name) &&
            !json_object_get(bones_of(vrm), bones[i].parent))
            return ERR_VRM_BONE;
    return ERR_OK;
}

static enum err nodes_differ(const json_t *vrm)
{
    for (size_t i = 0; i < ARRAY_LEN(bones); i++)
        for (size_t k = 0; k < i; k++) {
            json_int_t node = node_of(vrm, bones[i].name);

            if (node != NO_NODE && node == node_of(vrm, bones[k].name))
                return ERR_VRM_SHARED;
        }
    return ERR_OK;
}

static json_int_t parent_node(const json_t *nodes, json_int_t node)
{
    for (size_t i = 0; i < json_array_size(nodes); i++) {
        const json_t *children =
            json_object_get(json_array_get(nodes, i), "children");

        for (size_t k = 0; k < json_array_size(children); k++)
            if (json_integer_value(json_array_get(children, k)) == node)
                return (json_int_t)i;
    }
    return NO_NODE;
}

/* The nearest bone above that the avatar has; fingers begin at the hand. */
static json_int_t parent_bone(const json_t *vrm, const struct bone_row *bone)
{
    const char *parent = bone->parent;

    if (!parent && strstr(bone->name, "Proximal"))
        parent = strncmp(bone->name, "left", 4) == 0 ? "leftHand" : "rightHand";
    while (parent && node_of(vrm, parent) == NO_NODE) {
        bone = bone_find(parent);
        parent = bone ? bone->parent : NULL;
    }
    return parent ? node_of(vrm, parent) : NO_NODE;
}

static bool is_bone(const json_t *vrm, json_int_t node)
{
    for (size_t i = 0; i < ARRAY_LEN(bones); i++)
        if (node_of(vrm, bones[i].name) == node)
            return true;
    return false;
}

/* Nodes that are no bones may stand between; the first bone met is the parent. */
static enum err parent_holds(const json_t *vrm, const json_t *nodes,
                             json_int_t node, json_int_t wanted)
{
    json_int_t above = parent_node(nodes, node);

    for (int n = 0; above != NO_NODE && !is_bone(vrm, above); n++) {
        if (n == ANCESTORS_MAX)
            return ERR_VRM_PARENT;
        above = parent_node(nodes, above);
    }
    return above == wanted ? ERR_OK : ERR_VRM_PARENT;
}

/* humanoid.md, Scale: every component is above zero.  A matrix that mirrors
 * holds a negative one. */
static bool scale_positive(const json_t *node)
{
    const json_t *scale = json_object_get(node, "scale");
    const json_t *matrix = json_object_get(node, "matrix");
    double m[11] = { 0 };

    for (size_t i = 0; i < json_array_size(scale); i++)
        if (!(json_number_value(json_array_get(scale, i)) > 0))
            return false;
    if (json_array_size(matrix) != 16)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(m); i++)
        m[i] = json_number_value(json_array_get(matrix, i));
    return m[0] * (m[5] * m[10] - m[6] * m[9]) -
               m[4] * (m[1] * m[10] - m[2] * m[9]) +
               m[8] * (m[1] * m[6] - m[2] * m[5]) >
           0;
}

static enum err parents_hold(const json_t *vrm, const json_t *nodes)
{
    for (size_t i = 0; i < ARRAY_LEN(bones); i++) {
        json_int_t node = node_of(vrm, bones[i].name);
        enum err err;

        if (node == NO_NODE)
            continue;
        if (node < 0 || (size_t)node >= json_array_size(nodes))
            return ERR_RANGE;
        if (!scale_positive(json_array_get(nodes, (size_t)node)))
            return ERR_RANGE;
        err = parent_holds(vrm, nodes, node, parent_bone(vrm, &bones[i]));
        if (err)
            return err;
    }
    return ERR_OK;
}

/* README: implementations need not know rotation and texCoord of the texture
 * transform, so an avatar that uses them is shown in two ways. */
static bool transform_plain(const json_t *v, int depth)
{
    static const char TRANSFORM[] = "KHR_texture_transform";
    const json_t *t = json_object_get(v, TRANSFORM);
    const char *key;
    json_t *item;
    size_t i;

    if (json_object_get(t, "texCoord") ||
        json_number_value(json_object_get(t, "rotation")) != 0)
        return false;
    if (depth == TRANSFORM_DEPTH_MAX)
        return true;
    json_object_foreach((json_t *)(uintptr_t)v, key, item)
        if (!transform_plain(item, depth + 1))
            return false;
    json_array_foreach((json_t *)(uintptr_t)v, i, item)
        if (!transform_plain(item, depth + 1))
            return false;
    return true;
}

enum err vrm_materials(const json_t *materials)
{
    return transform_plain(materials, 0) ? ERR_OK : ERR_FIELD_EXTRA;
}

enum err vrm_semantics(const json_t *vrm, const json_t *nodes)
{
    const char *version =
        json_string_value(json_object_get(vrm, "specVersion"));
    enum err err;

    if (!version || strcmp(version, "1.0") != 0)
        return ERR_VERSION;
    err = bones_present(vrm);
    if (!err)
        err = nodes_differ(vrm);
    if (!err && nodes)
        err = parents_hold(vrm, nodes);
    return err;
}
