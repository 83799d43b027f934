/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

/* Operations of the suite whose reference is not part of this build: asking
 * one is a fault, never an answer. */
static enum err not_built(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    (void)a;
    (void)out;
    (void)in;
    return error_set(why, ERR_NOT_BUILT, "the reference lacks this operation");
}

static const struct ref_binding rows[] = {
    { "gltf.issues", not_built },
};

const struct ref_table ref_table_asset_pending = { rows, ARRAY_LEN(rows) };
