/* gltf: what is wrong with a glTF 2.0 asset, in the codes of glTF-Validator.
 *
 * Specs: glTF 2.0 with its JSON schemas, GLB 2; codes and severities of
 * Khronos' glTF-Validator (ISSUES.md).  Only errors and warnings are told.  The
 * container, the asset, scenes, the node tree, buffers, views, accessors and
 * plain materials are judged; a file that holds more (meshes, skins,
 * animations, textures, extensions with rules of their own) is not answered
 * for: ERR_NOT_BUILT, never half an answer. */
#ifndef ETALON_CHAIN_ASSET_GLTF_H
#define ETALON_CHAIN_ASSET_GLTF_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum { GLTF_CODES_MAX = 64, GLTF_DEPTH_MAX = 64 };

struct gltf_report {
    const char *codes[GLTF_CODES_MAX]; /* each once */
    size_t count;
    bool beyond; /* something that is not judged was met */
};

void gltf_add(struct gltf_report *r, const char *code);
/* file is a GLB, or JSON text.  Codes come out sorted.  ERR_NOT_BUILT,
 * ERR_MEMORY. */
MUST_CHECK enum err glb_check(struct arena *a, struct gltf_report *out,
                              struct bytes file);
MUST_CHECK enum err gltf_check(struct arena *a, struct gltf_report *out,
                               struct bytes file);
/* The rules on the JSON; bin is the second chunk of a GLB. */
struct gltf_source {
    bool is_glb, has_bin;
    struct bytes bin;
};
MUST_CHECK enum err gltf_json_check(struct arena *a, struct gltf_report *r,
                                    struct bytes text,
                                    const struct gltf_source *source);

#endif
