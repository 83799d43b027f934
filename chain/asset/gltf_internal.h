/* gltf_internal: how the rules of glTF look at members of objects. */
#ifndef ETALON_CHAIN_ASSET_GLTF_INTERNAL_H
#define ETALON_CHAIN_ASSET_GLTF_INTERNAL_H

#include "chain/asset/gltf.h"

struct gltf_checker {
    struct arena *arena;
    struct gltf_report *report;
    const struct gltf_source *source;
    const json_t *root;
    struct bytes *buffers; /* data at hand, or no bytes */
};

enum gltf_kind {
    K_INDEX,
    K_UINT,
    K_FLOAT,
    K_TEXT,
    K_BOOL,
    K_FLOATS,
    K_INDICES,
    K_OBJECT,
    K_ANY,
    K_BEYOND
};

/* A member: bounds of numbers, the length of float lists, the strings or
 * numbers allowed (a space between), and the list an index points into. */
struct gltf_rule {
    const char *name;
    enum gltf_kind kind;
    bool required;
    double min, max;
    size_t length;
    const char *values, *target;
};

void gltf_note(struct gltf_checker *c, const char *code);
bool gltf_is_whole(const json_t *v);
/* A list of the root, or NULL. */
const json_t *gltf_list(const struct gltf_checker *c, const char *name);
/* rules ends with a null name.  False when v is no object. */
bool gltf_object_check(struct gltf_checker *c, const struct gltf_rule *rules,
                       const json_t *v);
/* A whole number under key, or otherwise. */
uint64_t gltf_number(const json_t *v, const char *key, uint64_t otherwise);

#endif
