/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include <math.h>

enum { MATRIX_SIZE = 16 };

static void node_meaning(struct gltf_checker *c, const json_t *v);
static void camera_meaning(struct gltf_checker *c, const json_t *v);
static void orthographic_meaning(struct gltf_checker *c, const json_t *v);
static void perspective_meaning(struct gltf_checker *c, const json_t *v);

/* clang-format off */
static const struct gltf_rule NODE_RULES[] = {
    { .name = "camera", .kind = K_INDEX, .target = "cameras" },
    { .name = "children", .kind = K_INDICES, .target = "nodes" },
    { .name = "skin", .kind = K_INDEX, .target = "skins" },
    { .name = "matrix", .kind = K_FLOATS, .length = MATRIX_SIZE },
    { .name = "mesh", .kind = K_INDEX, .target = "meshes" },
    { .name = "rotation", .kind = K_FLOATS, .length = 4,
      .has_min = true, .min = -1, .has_max = true, .max = 1 },
    { .name = "scale", .kind = K_FLOATS, .length = 3 },
    { .name = "translation", .kind = K_FLOATS, .length = 3 },
    { .name = "weights", .kind = K_FLOATS },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
const struct gltf_shape GLTF_NODE = { NODE_RULES, PLACE_NODE, node_meaning };
static const struct gltf_rule SCENE_RULES[] = {
    { .name = "nodes", .kind = K_INDICES, .target = "nodes" },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
const struct gltf_shape GLTF_SCENE = { SCENE_RULES, PLACE_SCENE, NULL };
static const struct gltf_rule ORTHOGRAPHIC_RULES[] = {
    { .name = "xmag", .kind = K_FLOAT, .required = true },
    { .name = "ymag", .kind = K_FLOAT, .required = true },
    { .name = "zfar", .kind = K_FLOAT, .required = true, .has_above = true },
    { .name = "znear", .kind = K_FLOAT, .required = true, .has_min = true },
    { 0 }
};
static const struct gltf_shape ORTHOGRAPHIC = { ORTHOGRAPHIC_RULES, PLACE_OTHER, orthographic_meaning };
static const struct gltf_rule PERSPECTIVE_RULES[] = {
    { .name = "aspectRatio", .kind = K_FLOAT, .has_above = true },
    { .name = "yfov", .kind = K_FLOAT, .required = true, .has_above = true },
    { .name = "zfar", .kind = K_FLOAT, .has_above = true },
    { .name = "znear", .kind = K_FLOAT, .required = true, .has_above = true },
    { 0 }
};
static const struct gltf_shape PERSPECTIVE = { PERSPECTIVE_RULES, PLACE_OTHER, perspective_meaning };
static const struct gltf_rule CAMERA_RULES[] = {
    { .name = "type", .kind = K_TEXT, .required = true, .values = "orthographic perspective" },
    { .name = "orthographic", .kind = K_ANY },
    { .name = "perspective", .kind = K_ANY },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
const struct gltf_shape GLTF_CAMERA = { CAMERA_RULES, PLACE_OTHER, camera_meaning };
/* clang-format on */

/* --- cameras ---------------------------------------------------------------------- */

/* The number under key when it is above low, or no number. */
static double above(const json_t *v, const char *key, double low, bool closed)
{
    const json_t *n = json_object_get(v, key);
    double value = json_number_value(n);

    return json_is_number(n) && (value > low || (closed && value == low))
               ? value
               : NAN;
}

static void depth_check(struct gltf_checker *c, double far, double near)
{
    if (far <= near)
        gltf_note(c, "CAMERA_ZFAR_LEQUAL_ZNEAR");
}

static void orthographic_meaning(struct gltf_checker *c, const json_t *v)
{
    static const char *const KEYS[] = { "xmag", "ymag" };

    for (size_t i = 0; i < ARRAY_LEN(KEYS); i++) {
        double mag = above(v, KEYS[i], -INFINITY, true);

        if (mag == 0)
            gltf_note(c, "CAMERA_XMAG_YMAG_ZERO");
        else if (mag < 0)
            gltf_note(c, "CAMERA_XMAG_YMAG_NEGATIVE");
    }
    depth_check(c, above(v, "zfar", 0, false), above(v, "znear", 0, true));
}

static void perspective_meaning(struct gltf_checker *c, const json_t *v)
{
    if (above(v, "yfov", 0, false) >= M_PI)
        gltf_note(c, "CAMERA_YFOV_GEQUAL_PI");
    depth_check(c, above(v, "zfar", 0, false), above(v, "znear", 0, false));
}

static void camera_meaning(struct gltf_checker *c, const json_t *v)
{
    const char *type = gltf_text(v, "type");
    const json_t *part;
    bool flat;

    if (json_object_get(v, "orthographic") && json_object_get(v, "perspective"))
        gltf_note(c, "ONE_OF_MISMATCH");
    if (!type)
        return;
    flat = strcmp(type, "orthographic") == 0;
    if (!flat && strcmp(type, "perspective") != 0)
        return;
    part = json_object_get(v, type);
    if (!part || json_is_null(part))
        gltf_note(c, "UNDEFINED_PROPERTY");
    if (part)
        (void)gltf_object_check(c, flat ? &ORTHOGRAPHIC : &PERSPECTIVE, part);
}

/* --- transforms -------------------------------------------------------------------- */

static bool is_identity(const float m[MATRIX_SIZE])
{
    for (int i = 0; i < MATRIX_SIZE; i++)
        if (m[i] != (i % 5 == 0 ? 1 : 0))
            return false;
    return true;
}

static double column_dot(const float m[MATRIX_SIZE], int a, int b)
{
    double sum = 0;

    for (int i = 0; i < 3; i++)
        sum += (double)m[4 * a + i] * (double)m[4 * b + i];
    return sum;
}

/* 3.5.3: a matrix is a translation, a rotation and a scale, so its columns are
 * at right angles. */
static bool decomposable(const float m[MATRIX_SIZE])
{
    static const double TOLERANCE = 0.0001;
    double length[3];

    if (m[3] != 0 || m[7] != 0 || m[11] != 0 || m[15] != 1)
        return false;
    for (int i = 0; i < 3; i++) {
        length[i] = sqrt(column_dot(m, i, i));
        if (length[i] == 0)
            return false;
    }
    for (int i = 0; i < 3; i++)
        if (fabs(column_dot(m, i, (i + 1) % 3)) >
            TOLERANCE * length[i] * length[(i + 1) % 3])
            return false;
    return true;
}

static void node_meaning(struct gltf_checker *c, const json_t *v)
{
    static const double TOLERANCE = 0.00769;
    float q[4], t[3], s[3], m[MATRIX_SIZE];
    bool rotates = gltf_floats(q, v, "rotation", 4);
    double sum = 0;

    for (int i = 0; rotates && i < 4; i++) {
        if (q[i] < -1 || q[i] > 1)
            rotates = false;
        sum += (double)q[i] * (double)q[i];
    }
    if (rotates && fabs(sqrt(sum) - 1) > TOLERANCE)
        gltf_note(c, "ROTATION_NON_UNIT");
    if (gltf_index(v, "mesh") == GLTF_NONE &&
        (gltf_index(v, "skin") != GLTF_NONE ||
         json_array_size(json_object_get(v, "weights"))))
        gltf_note(c, "UNSATISFIED_DEPENDENCY");
    if (!gltf_floats(m, v, "matrix", MATRIX_SIZE))
        return;
    if (rotates || gltf_floats(t, v, "translation", 3) ||
        gltf_floats(s, v, "scale", 3))
        gltf_note(c, "NODE_MATRIX_TRS");
    if (!is_identity(m) && !decomposable(m))
        gltf_note(c, "NODE_MATRIX_NON_TRS");
}

static bool moves(const json_t *v)
{
    float m[MATRIX_SIZE], q[4], p[3];

    if (gltf_floats(m, v, "matrix", MATRIX_SIZE) && !is_identity(m))
        return true;
    if (gltf_floats(p, v, "translation", 3) &&
        (p[0] != 0 || p[1] != 0 || p[2] != 0))
        return true;
    if (gltf_floats(p, v, "scale", 3) &&
        (p[0] != 1 || p[1] != 1 || p[2] != 1))
        return true;
    return gltf_floats(q, v, "rotation", 4) &&
           (q[0] != 0 || q[1] != 0 || q[2] != 0 || q[3] != 1);
}

/* --- the tree ------------------------------------------------------------------------ */

static void children_read(struct gltf_checker *c, int64_t node)
{
    const json_t *children = json_object_get(c->nodes[node].json, "children");

    for (size_t i = 0; i < json_array_size(children); i++) {
        const json_t *v = json_array_get(children, i);
        int64_t child =
            json_is_number(v) && gltf_is_whole(v) && json_number_value(v) >= 0
                ? (int64_t)fmin(json_number_value(v), INT32_MAX)
                : GLTF_NONE;

        if (!gltf_item(c, "nodes", child))
            continue;
        if (c->nodes[child].parent != GLTF_NONE)
            gltf_note(c, "NODE_PARENT_OVERRIDE");
        c->nodes[child].parent = node;
    }
}

/* Twice as fast as slow: a loop is met by both. */
static void loop_check(struct gltf_checker *c, int64_t node)
{
    int64_t slow = node, fast = node;

    while (fast != GLTF_NONE && c->nodes[fast].parent != GLTF_NONE) {
        slow = c->nodes[slow].parent;
        fast = c->nodes[c->nodes[fast].parent].parent;
        if (fast != GLTF_NONE && slow == fast) {
            gltf_note(c, "NODE_LOOP");
            return;
        }
    }
}

void gltf_nodes_read(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->node_count; i++) {
        c->nodes[i].parent = GLTF_NONE;
        c->nodes[i].json = gltf_item(c, "nodes", (int64_t)i);
        c->nodes[i].moves = moves(c->nodes[i].json);
    }
    for (size_t i = 0; i < c->node_count; i++)
        children_read(c, (int64_t)i);
    for (size_t i = 0; i < c->node_count; i++)
        loop_check(c, (int64_t)i);
}

void gltf_scenes_read(struct gltf_checker *c)
{
    const json_t *scenes = gltf_list(c, "scenes");

    for (size_t i = 0; i < json_array_size(scenes); i++) {
        const json_t *nodes =
            json_object_get(json_array_get(scenes, i), "nodes");

        for (size_t k = 0; k < json_array_size(nodes); k++) {
            const json_t *v = json_array_get(nodes, k);
            double n = json_number_value(v);

            if (gltf_is_whole(v) && n >= 0 && n < (double)c->node_count &&
                c->nodes[(size_t)n].json &&
                c->nodes[(size_t)n].parent != GLTF_NONE)
                gltf_note(c, "SCENE_NON_ROOT_NODE");
        }
    }
}

/* --- meshes and skins of nodes --------------------------------------------------------- */

static const struct gltf_mesh *mesh_of(const struct gltf_checker *c,
                                       const json_t *node)
{
    int64_t index = gltf_index(node, "mesh");

    return gltf_item(c, "meshes", index) ? &c->meshes[index] : NULL;
}

static void mesh_link(struct gltf_checker *c, const json_t *v)
{
    const struct gltf_mesh *m = mesh_of(c, v);
    size_t weights = json_array_size(json_object_get(v, "weights"));
    size_t skinned = 0;

    if (!m || !m->primitive_count)
        return;
    if (weights && weights != m->primitives[0].target_count)
        gltf_note(c, "NODE_WEIGHTS_INVALID");
    for (size_t i = 0; i < m->primitive_count; i++)
        skinned += m->primitives[i].joints != 0;
    if (gltf_item(c, "skins", gltf_index(v, "skin"))) {
        if (!skinned)
            gltf_note(c, "NODE_SKIN_WITH_NON_SKINNED_MESH");
    } else if (skinned) {
        gltf_note(c, "NODE_SKINNED_MESH_WITHOUT_SKIN");
    }
}

/* The root above a node; GLTF_NONE in a loop. */
static int64_t root_of(const struct gltf_checker *c, int64_t node)
{
    for (size_t n = 0; node != GLTF_NONE && n <= c->node_count; n++) {
        if (c->nodes[node].parent == GLTF_NONE)
            return node;
        node = c->nodes[node].parent;
    }
    return GLTF_NONE;
}

static bool scene_has(const json_t *scene, int64_t node)
{
    const json_t *nodes = json_object_get(scene, "nodes");

    for (size_t i = 0; i < json_array_size(nodes); i++)
        if (json_is_number(json_array_get(nodes, i)) &&
            json_number_value(json_array_get(nodes, i)) == (double)node)
            return true;
    return false;
}

/* Is some node on the way up from node, itself included, in the scene's list? */
static bool scene_holds(const struct gltf_checker *c, const json_t *scene,
                        int64_t node)
{
    for (size_t n = 0; node != GLTF_NONE && n <= c->node_count; n++) {
        if (scene_has(scene, node))
            return true;
        node = c->nodes[node].parent;
    }
    return false;
}

/* The root that every joint hangs below, or GLTF_NONE. */
static int64_t joints_root(const struct gltf_checker *c, const json_t *skin)
{
    const json_t *joints = json_object_get(skin, "joints");
    int64_t root = GLTF_NONE;

    for (size_t i = 0; i < json_array_size(joints); i++) {
        double n = json_number_value(json_array_get(joints, i));
        int64_t above;

        if (n < 0 || !gltf_item(c, "nodes", (int64_t)fmin(n, INT32_MAX)))
            continue;
        above = root_of(c, (int64_t)n);
        if (above == GLTF_NONE || (root != GLTF_NONE && above != root))
            return GLTF_NONE;
        root = above;
    }
    return root;
}

static void skinned_link(struct gltf_checker *c, int64_t node)
{
    const json_t *v = c->nodes[node].json, *scenes = gltf_list(c, "scenes");
    const json_t *skin = gltf_item(c, "skins", gltf_index(v, "skin"));
    int64_t root, above = c->nodes[node].parent;

    if (!skin)
        return;
    if (c->nodes[node].moves)
        gltf_note(c, "NODE_SKINNED_MESH_LOCAL_TRANSFORMS");
    for (size_t n = 0; above != GLTF_NONE && n <= c->node_count; n++) {
        if (c->nodes[above].moves)
            gltf_note(c, "NODE_SKINNED_MESH_PARENT_TRANSFORMS");
        above = c->nodes[above].parent;
    }
    root = joints_root(c, skin);
    for (size_t i = 0; root != GLTF_NONE && i < json_array_size(scenes); i++) {
        const json_t *scene = json_array_get(scenes, i);

        if (scene_holds(c, scene, node) && !scene_holds(c, scene, root))
            gltf_note(c, "NODE_SKIN_NO_SCENE");
    }
}

void gltf_nodes_link(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->node_count; i++)
        if (c->nodes[i].json) {
            mesh_link(c, c->nodes[i].json);
            skinned_link(c, (int64_t)i);
        }
}
