/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include <math.h>
#include <stdio.h>

enum { INFLUENCES = 4, MATRIX_SIZE = 16, SETS_MAX = 64, SEMANTIC_SIZE = 32 };

/* clang-format off */
static const struct gltf_rule SKIN_RULES[] = {
    { .name = "inverseBindMatrices", .kind = K_INDEX, .target = "accessors" },
    { .name = "skeleton", .kind = K_INDEX, .target = "nodes" },
    { .name = "joints", .kind = K_INDICES, .required = true, .target = "nodes" },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
/* clang-format on */
const struct gltf_shape GLTF_SKIN = { SKIN_RULES, PLACE_OTHER, NULL };

/* --- skins ----------------------------------------------------------------------- */

static int64_t joint_at(const struct gltf_checker *c, const json_t *joints,
                        size_t i)
{
    const json_t *v = json_array_get(joints, i);
    double n = json_number_value(v);

    if (!json_is_number(v) || !gltf_is_whole(v) || n < 0 ||
        n >= (double)c->node_count || !c->nodes[(size_t)n].json)
        return GLTF_NONE;
    return (int64_t)n;
}

/* Counts for every node how many joints it is, or is above of; returns how
 * many joints there are. */
static uint32_t roots_count(struct gltf_checker *c, const json_t *joints,
                            uint32_t *above)
{
    uint32_t count = 0;

    for (size_t i = 0; i < json_array_size(joints); i++) {
        int64_t node = joint_at(c, joints, i);
        size_t steps = 0;

        count += node != GLTF_NONE;
        for (; node != GLTF_NONE && steps <= c->node_count; steps++) {
            above[node] = above[node] == count - 1 ? count : above[node];
            node = c->nodes[node].parent;
        }
    }
    return count;
}

/* 3.7.3: joints have a common root, and the skeleton is one. */
static void roots_check(struct gltf_checker *c, const json_t *skin)
{
    const json_t *joints = json_object_get(skin, "joints");
    int64_t skeleton = gltf_index(skin, "skeleton");
    uint32_t *above = arena_array(c->arena, c->node_count + 1, sizeof *above);
    uint32_t count;
    bool common = false;

    if (!above) {
        c->failed = true;
        return;
    }
    count = roots_count(c, joints, above);
    for (size_t i = 0; i < c->node_count; i++)
        common |= count && above[i] == count;
    if (json_array_size(joints) && !common)
        gltf_note(c, "SKIN_NO_COMMON_ROOT");
    if (gltf_item(c, "nodes", skeleton) &&
        !(count && above[skeleton] == count))
        gltf_note(c, "SKIN_SKELETON_INVALID");
}

static struct gltf_accessor *matrices_of(const struct gltf_checker *c,
                                         const json_t *skin)
{
    return gltf_accessor(c, gltf_index(skin, "inverseBindMatrices"));
}

static bool is_matrices(const struct gltf_accessor *a)
{
    return gltf_format_is(a, E_MAT4, GLTF_FORMAT(C_F32, 0));
}

static void matrices_link(struct gltf_checker *c, const json_t *skin)
{
    struct gltf_accessor *a = matrices_of(c, skin);
    size_t joints = json_array_size(json_object_get(skin, "joints"));

    if (!a)
        return;
    gltf_accessor_use(c, a, ACCESSOR_MATRICES);
    gltf_view_use(c, a->view, VIEW_MATRICES);
    if (gltf_has_stride(c, a->view))
        gltf_note(c, "SKIN_IBM_ACCESSOR_WITH_BYTESTRIDE");
    if (!is_matrices(a))
        gltf_note(c, "SKIN_IBM_INVALID_FORMAT");
    if (a->count < (int64_t)joints)
        gltf_note(c, "INVALID_IBM_ACCESSOR_COUNT");
}

void gltf_skins_read(struct gltf_checker *c)
{
    const json_t *skins = gltf_list(c, "skins");

    for (size_t i = 0; i < json_array_size(skins) && !c->failed; i++)
        if (gltf_item(c, "skins", (int64_t)i)) {
            roots_check(c, json_array_get(skins, i));
            matrices_link(c, json_array_get(skins, i));
        }
}

/* The fourth row of every matrix is 0 0 0 1. */
void gltf_matrices_data(struct gltf_checker *c)
{
    const json_t *skins = gltf_list(c, "skins");

    for (size_t i = 0; i < json_array_size(skins); i++) {
        struct gltf_accessor *a = matrices_of(c, json_array_get(skins, i));

        if (!a || !is_matrices(a) || !gltf_values_load(c, a))
            continue;
        for (size_t k = 3; k < a->value_count; k += 4)
            if (a->values[k] != (k % MATRIX_SIZE == 15 ? 1 : 0))
                gltf_note(c, "ACCESSOR_INVALID_IBM");
    }
}

/* --- influences -------------------------------------------------------------------- */

/* The least number of joints of the skins this mesh is used with; 0: none. */
static size_t joint_limit(const struct gltf_checker *c, size_t mesh)
{
    size_t limit = 0;

    for (size_t i = 0; i < c->node_count; i++) {
        const json_t *v = c->nodes[i].json;
        const json_t *skin = gltf_item(c, "skins", gltf_index(v, "skin"));
        size_t count = json_array_size(json_object_get(skin, "joints"));

        if (gltf_index(v, "mesh") == (int64_t)mesh && count &&
            (!limit || count < limit))
            limit = count;
    }
    return limit;
}

struct influence {
    struct gltf_accessor *joints, *weights;
};

static struct gltf_accessor *set_of(struct gltf_checker *c,
                                    const struct gltf_primitive *p,
                                    const char *prefix, int64_t n)
{
    char name[SEMANTIC_SIZE];
    struct gltf_accessor *a;

    snprintf(name, sizeof name, "%s_%d", prefix, (int)n);
    a = gltf_accessor(c, gltf_index(p->attributes, name));
    if (!a || a->count != p->vertex_count || !gltf_values_load(c, a))
        return NULL;
    return a;
}

/* 3.7.3.3: each joint once in a vertex, weights that are not negative and make
 * one together. */
static void vertex_influences(struct gltf_checker *c,
                              const struct influence *sets, int64_t count,
                              size_t vertex, size_t limit)
{
    double seen[SETS_MAX * INFLUENCES], tolerance = 0;
    static const double STEP = 2e-7;
    size_t used = 0;
    float sum = 0;

    for (size_t at = vertex * INFLUENCES; at < (vertex + 1) * INFLUENCES; at++)
        for (int64_t i = 0; i < count; i++) {
            double joint;
            double weight;
            bool twice = false;

            /* Accessors of another shape end early. */
            if (at >= sets[i].joints->value_count ||
                at >= sets[i].weights->value_count)
                return;
            joint = sets[i].joints->values[at];
            weight = gltf_share(sets[i].weights, sets[i].weights->values[at]);
            if (joint > (double)(limit - 1)) {
                gltf_note(c, "ACCESSOR_JOINTS_INDEX_OOB");
                continue;
            }
            if (weight == 0) {
                if (joint != 0)
                    gltf_note(c, "ACCESSOR_JOINTS_USED_ZERO_WEIGHT");
                continue;
            }
            for (size_t k = 0; k < used; k++)
                twice |= seen[k] == joint;
            if (twice)
                gltf_note(c, "ACCESSOR_JOINTS_INDEX_DUPLICATE");
            else
                seen[used++] = joint;
            if (weight < 0) {
                gltf_note(c, "ACCESSOR_WEIGHTS_NEGATIVE");
            } else if (!twice) {
                sum = (float)((double)sum + weight);
                tolerance += STEP;
            }
        }
    if (fabs((double)sum - 1) > tolerance)
        gltf_note(c, "ACCESSOR_WEIGHTS_NON_NORMALIZED");
}

static void primitive_influences(struct gltf_checker *c,
                                 const struct gltf_primitive *p, size_t limit)
{
    struct influence sets[SETS_MAX];

    if (p->joints == 0)
        return;
    if (p->joints > SETS_MAX) {
        c->report->beyond = true;
        return;
    }
    for (int64_t i = 0; i < p->joints; i++) {
        sets[i].joints = set_of(c, p, "JOINTS", i);
        sets[i].weights = set_of(c, p, "WEIGHTS", i);
        if (!sets[i].joints || !sets[i].weights)
            return;
    }
    for (int64_t i = 0; i < p->vertex_count; i++)
        vertex_influences(c, sets, p->joints, (size_t)i, limit);
}

void gltf_influences_data(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->mesh_count; i++) {
        size_t limit = joint_limit(c, i);

        for (size_t k = 0; limit && k < c->meshes[i].primitive_count; k++)
            primitive_influences(c, &c->meshes[i].primitives[k], limit);
    }
}
