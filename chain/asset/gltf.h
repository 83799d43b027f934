/* gltf: what is wrong with a glTF 2.0 asset, in the codes of glTF-Validator.
 *
 * Specs: glTF 2.0 with its JSON schemas, GLB 2; codes and severities of
 * Khronos' glTF-Validator (ISSUES.md).  Only errors and warnings are told, and
 * two codes of our own for padding that the validator does not look at.  Judged
 * are the container, every object of the core, data in buffers and images, and
 * the extensions that gltf_internal.h names; of another extension only its
 * declaration.  A file above the bounds there, or with numbers that no double
 * holds, is not answered for: ERR_NOT_BUILT, never half an answer. */
#ifndef ETALON_CHAIN_ASSET_GLTF_H
#define ETALON_CHAIN_ASSET_GLTF_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum { GLTF_CODES_MAX = 176 };

struct gltf_report {
    const char *codes[GLTF_CODES_MAX]; /* each once */
    size_t count;
    bool beyond; /* something that is not judged was met */
};

void gltf_add(struct gltf_report *r, const char *code);
/* file is a GLB, or JSON text.  files holds those beside it as {name: base64};
 * NULL when there are none.  Codes come out sorted.  ERR_NOT_BUILT,
 * ERR_MEMORY. */
MUST_CHECK enum err glb_check(struct arena *a, struct gltf_report *out,
                              struct bytes file, const json_t *files);
MUST_CHECK enum err gltf_check(struct arena *a, struct gltf_report *out,
                               struct bytes file, const json_t *files);
/* The rules on the JSON; bin is the second chunk of a GLB, cut says that the
 * container broke off, so that data are not looked at. */
struct gltf_source {
    bool is_glb, has_bin, cut;
    struct bytes bin;
    const json_t *files;
};
MUST_CHECK enum err gltf_json_check(struct arena *a, struct gltf_report *r,
                                    struct bytes text,
                                    const struct gltf_source *source);

#endif
