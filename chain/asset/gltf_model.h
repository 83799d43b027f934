/* gltf_model: an asset as the glTF checker sees it, and the bounds on that.
 *
 * Objects are views into the JSON document; a list has a place for each item,
 * also where it holds no object. */
#ifndef ETALON_CHAIN_ASSET_GLTF_MODEL_H
#define ETALON_CHAIN_ASSET_GLTF_MODEL_H

#include "chain/asset/gltf.h"

/* Bounds on what is looked at: more is not answered for. */
enum {
    GLTF_ITEMS_MAX = 65536,      /* of one list of the root */
    GLTF_VALUES_MAX = 1 << 22,   /* of one accessor */
    GLTF_TEXCOORDS_MAX = 64,     /* textures of one material */
    GLTF_CHANNELS_MAX = 8192,    /* of one animation */
    GLTF_NONE = -1,
};

/* --- extensions ------------------------------------------------------------ */

enum gltf_extension {
    EXT_TEXTURE_WEBP,
    KHR_ANIMATION_POINTER,
    KHR_LIGHTS_PUNCTUAL,
    KHR_MATERIALS_ANISOTROPY,
    KHR_MATERIALS_CLEARCOAT,
    KHR_MATERIALS_DISPERSION,
    KHR_MATERIALS_EMISSIVE_STRENGTH,
    KHR_MATERIALS_IOR,
    KHR_MATERIALS_IRIDESCENCE,
    KHR_MATERIALS_PBR_SPECULAR_GLOSSINESS,
    KHR_MATERIALS_SHEEN,
    KHR_MATERIALS_SPECULAR,
    KHR_MATERIALS_TRANSMISSION,
    KHR_MATERIALS_UNLIT,
    KHR_MATERIALS_VARIANTS,
    KHR_MATERIALS_VOLUME,
    KHR_MESH_QUANTIZATION,
    KHR_NODE_VISIBILITY,
    KHR_TEXTURE_TRANSFORM,
    KHR_XMP_JSON_LD,
    GLTF_EXTENSION_COUNT
};

/* Where an extension may stand. */
enum gltf_place {
    PLACE_OTHER,
    PLACE_ROOT,
    PLACE_ASSET,
    PLACE_ANIMATION,
    PLACE_CHANNEL_TARGET,
    PLACE_IMAGE,
    PLACE_MATERIAL,
    PLACE_MESH,
    PLACE_NODE,
    PLACE_PRIMITIVE,
    PLACE_SCENE,
    PLACE_TEXTURE,
    PLACE_TEXTURE_INFO,
};

/* --- objects --------------------------------------------------------------- */

struct gltf_buffer {
    int64_t length;
    const char *uri; /* of a file beside the asset, or NULL */
    bool has_uri, has_data;
    struct bytes data;
};

enum gltf_view_use { VIEW_UNUSED, VIEW_OTHER, VIEW_VERTEX, VIEW_INDEX,
                     VIEW_MATRICES, VIEW_IMAGE };

struct gltf_accessor;

struct gltf_view {
    bool present;
    int64_t buffer, offset, length, stride;
    enum gltf_view_use use;
    const struct gltf_accessor *vertex; /* the first one for vertices */
};

enum gltf_accessor_use { ACCESSOR_UNUSED, ACCESSOR_VERTEX, ACCESSOR_INDICES,
                         ACCESSOR_INPUT, ACCESSOR_OUTPUT, ACCESSOR_MATRICES };

/* Component types, GLTF_NONE when absent or unknown. */
enum gltf_component { C_I8, C_U8, C_I16, C_U16, C_U32, C_F32 };
/* Element types, in the order of their names in the standard. */
enum gltf_element { E_SCALAR, E_VEC2, E_VEC3, E_VEC4, E_MAT2, E_MAT3, E_MAT4,
                    E_UNKNOWN };
/* A set of formats of one element type. */
#define GLTF_FORMAT(component, normalized)                                     \
    (1u << (2 * (component) + (normalized)))

struct gltf_accessor {
    const json_t *json; /* NULL where the list holds no object */
    int64_t view, offset, count;
    int component; /* enum gltf_component */
    int element;   /* enum gltf_element, GLTF_NONE when absent */
    bool normalized, has_min, has_max;
    enum gltf_accessor_use use;
    bool loaded;
    const double *values; /* NULL when they are not at hand */
    size_t value_count;
};

struct gltf_image {
    bool present;
    const char *declared; /* media type */
    const char *found;    /* media type of the data */
};

struct gltf_material {
    const json_t *json;
    bool needs_tangents;
    int64_t normal_texcoord; /* GLTF_NONE without a normal texture */
    unsigned texcoord_count;
    int64_t texcoords[GLTF_TEXCOORDS_MAX];
};

struct gltf_primitive {
    const json_t *json, *attributes, *targets; /* NULL unless well formed */
    int64_t mode, count, vertex_count, joints, weights, texcoords;
    size_t target_count;
    bool has_position, has_normal, has_tangent;
};

struct gltf_mesh {
    const json_t *json;
    struct gltf_primitive *primitives; /* NULL unless well formed */
    size_t primitive_count;
};

struct gltf_node {
    const json_t *json;
    int64_t parent;
    bool moves; /* a transform that is not the identity */
};

struct gltf_checker {
    struct arena *arena;
    struct gltf_report *report;
    const struct gltf_source *source;
    const json_t *root;
    bool loaded[GLTF_EXTENSION_COUNT];
    struct gltf_material *material; /* the one that is being read */
    struct gltf_buffer *buffers;
    struct gltf_view *views;
    struct gltf_accessor *accessors;
    struct gltf_image *images;
    struct gltf_material *materials;
    struct gltf_mesh *meshes;
    struct gltf_node *nodes;
    size_t buffer_count, view_count, accessor_count, image_count,
        material_count, mesh_count, node_count;
    bool failed; /* memory ran out */
};

#endif
