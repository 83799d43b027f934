/* gltf_internal: what the files of the glTF checker share.
 *
 * An asset is judged in two steps.  Every object is first held against its
 * shape, a table of members (gltf_members.c, gltf_extensions.c); then what the
 * members mean together is looked at, each kind of object in its own file.  The
 * second step reads members by functions that report nothing, so that a fault
 * is told once. */
#ifndef ETALON_CHAIN_ASSET_GLTF_INTERNAL_H
#define ETALON_CHAIN_ASSET_GLTF_INTERNAL_H

#include "chain/asset/gltf_model.h"

/* --- members (gltf_members.c) ----------------------------------------------- */

enum gltf_kind {
    K_INDEX,
    K_UINT,
    K_FLOAT,
    K_TEXT,
    K_VERSION, /* text "digits.digits" */
    K_POINTER, /* text that is a JSON pointer */
    K_BOOL,
    K_FLOATS,
    K_INDICES,
    K_OBJECT,
    K_OBJECTS, /* a list of them */
    K_TEXTS,
    K_ATTRIBUTES,
    K_TARGETS,
    K_ANY,
};

struct gltf_shape;

/* A member.  Numbers lie between min and max where max is above min; above and
 * below are bounds that do not belong to the range.  values: the texts or
 * numbers allowed, a space between; target: the list an index points into. */
struct gltf_rule {
    const char *name;
    enum gltf_kind kind;
    bool required;
    bool has_min, has_max, has_above, has_below, has_also;
    double min, max, above, below, also;
    size_t length;
    const char *values, *target;
    const struct gltf_shape *shape;
};

typedef void (*gltf_meaning)(struct gltf_checker *c, const json_t *v);

/* rules ends with a null name. */
struct gltf_shape {
    const struct gltf_rule *rules;
    enum gltf_place place;
    gltf_meaning meaning; /* what its members say together, or NULL */
};

void gltf_note(struct gltf_checker *c, const char *code);
bool gltf_is_whole(const json_t *v);
/* A list of the root, or NULL. */
const json_t *gltf_list(const struct gltf_checker *c, const char *name);
/* False when v is no object. */
bool gltf_object_check(struct gltf_checker *c, const struct gltf_shape *shape,
                       const json_t *v);
/* The whole number under key, otherwise when it is absent, GLTF_NONE when it is
 * no number, below min or above max (0: no bound). */
int64_t gltf_uint(const json_t *v, const char *key, int64_t otherwise,
                  int64_t min, int64_t max);
/* An index: GLTF_NONE when absent or wrong. */
int64_t gltf_index(const json_t *v, const char *key);
/* A list of as many numbers, single precision; false when it is none. */
bool gltf_floats(float *out, const json_t *v, const char *key, size_t count);
const char *gltf_text(const json_t *v, const char *key);
/* A list of objects that is not empty, or NULL. */
const json_t *gltf_objects(const json_t *v, const char *key);
/* Item of a list of the root when it is there and an object. */
const json_t *gltf_item(const struct gltf_checker *c, const char *list,
                        int64_t index);
/* "COLOR_0": the number behind the underscore, or GLTF_NONE. */
int64_t gltf_set_number(const char *semantic, const char *prefix);

/* --- extensions (gltf_extensions.c) ----------------------------------------- */

void gltf_extensions_declare(struct gltf_checker *c);
void gltf_extensions_check(struct gltf_checker *c, const json_t *object,
                           enum gltf_place place);
/* The extension's object on v when the extension is declared, or NULL. */
const json_t *gltf_extension_of(const struct gltf_checker *c, const json_t *v,
                                enum gltf_extension which);

/* --- the kinds of objects ---------------------------------------------------- */

extern const struct gltf_shape GLTF_ACCESSOR, GLTF_ANIMATION, GLTF_BUFFER,
    GLTF_VIEW, GLTF_CAMERA, GLTF_IMAGE, GLTF_MATERIAL, GLTF_MESH, GLTF_NODE,
    GLTF_SAMPLER, GLTF_SCENE, GLTF_SKIN, GLTF_TEXTURE, GLTF_TEXTURE_INFO,
    GLTF_NORMAL_TEXTURE;

/* gltf_uri.c */
enum gltf_uri { URI_DATA, URI_FILE, URI_BAD };
/* Classifies and reports; data and media type of a data URI. */
enum gltf_uri gltf_uri_read(struct gltf_checker *c, struct bytes *data,
                            const char **media, const char *uri);
bool gltf_file_load(struct gltf_checker *c, struct bytes *data,
                    const char *uri);

/* gltf_buffers.c */
void gltf_buffers_read(struct gltf_checker *c);
void gltf_accessors_link(struct gltf_checker *c);
void gltf_buffers_load(struct gltf_checker *c);
void gltf_view_use(struct gltf_checker *c, int64_t view,
                   enum gltf_view_use use);
void gltf_accessor_use(struct gltf_checker *c, struct gltf_accessor *a,
                       enum gltf_accessor_use use);
/* The accessor, or NULL when there is none. */
struct gltf_accessor *gltf_accessor(const struct gltf_checker *c,
                                    int64_t index);
struct gltf_view *gltf_view(const struct gltf_checker *c, int64_t index);
unsigned gltf_components(const struct gltf_accessor *a);
unsigned gltf_component_size(int component);
int64_t gltf_element_size(const struct gltf_accessor *a);
int64_t gltf_stride(const struct gltf_checker *c,
                    const struct gltf_accessor *a);
/* From the first byte of the first element to the last of the last one. */
int64_t gltf_byte_length(const struct gltf_checker *c,
                         const struct gltf_accessor *a);
/* The sparse part when it is whole, or NULL. */
const json_t *gltf_sparse(const struct gltf_accessor *a);
int gltf_component_of(const json_t *v, const char *key);
bool gltf_has_stride(const struct gltf_checker *c, int64_t view);
/* Does it lie in its view?  Reports what is wrong unless quiet. */
bool gltf_placement(struct gltf_checker *c, int64_t offset, unsigned size,
                    int64_t length, int64_t view, bool quiet);
bool gltf_format_is(const struct gltf_accessor *a, int element,
                    unsigned formats);

/* gltf_values.c */
/* Component by component, sparse ones in place; false when not at hand. */
bool gltf_values_load(struct gltf_checker *c, struct gltf_accessor *a);
double gltf_normalized(const struct gltf_accessor *a, double value);
/* As if it were normalized: weights are shares whatever they declare. */
double gltf_share(const struct gltf_accessor *a, double value);
void gltf_values_check(struct gltf_checker *c);

/* gltf_images.c */
void gltf_images_read(struct gltf_checker *c);
void gltf_images_load(struct gltf_checker *c);
void gltf_textures_check(struct gltf_checker *c);

/* gltf_materials.c */
void gltf_materials_read(struct gltf_checker *c);
void gltf_texcoord_add(struct gltf_checker *c, int64_t set);

/* gltf_mesh.c */
void gltf_meshes_read(struct gltf_checker *c);
void gltf_meshes_link(struct gltf_checker *c);
void gltf_meshes_data(struct gltf_checker *c);

/* gltf_nodes.c */
void gltf_nodes_read(struct gltf_checker *c);
void gltf_scenes_read(struct gltf_checker *c);
void gltf_skins_read(struct gltf_checker *c);
void gltf_nodes_link(struct gltf_checker *c);

/* gltf_skin_data.c */
void gltf_matrices_data(struct gltf_checker *c);
void gltf_influences_data(struct gltf_checker *c);

/* gltf_animation.c */
void gltf_animations_link(struct gltf_checker *c);
void gltf_animations_data(struct gltf_checker *c);

#endif
