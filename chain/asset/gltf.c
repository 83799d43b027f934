/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf.h"

#include "base/json.h"
#include "chain/asset/gltf_internal.h"
#include "chain/codec/ascii.h"

/* --- the asset ------------------------------------------------------------ */

/* Two numbers; digits beyond 18 are no version of anything. */
static bool version_read(const char *text, uint64_t out[2])
{
    struct bytes all = bytes_str(text ? text : "");
    size_t dot = ascii_find(all, '.');

    return dot < all.len && ascii_number(&out[0], bytes_head(all, dot)) &&
           ascii_number(&out[1], bytes_tail(all, dot + 1));
}

/* False when the version is none that can be judged. */
static bool asset_check(struct gltf_checker *c)
{
    static const struct gltf_rule RULES[] = {
        { .name = "version", .kind = K_VERSION, .required = true },
        { .name = "minVersion", .kind = K_VERSION },
        { .name = "copyright", .kind = K_TEXT },
        { .name = "generator", .kind = K_TEXT },
        { 0 }
    };
    static const struct gltf_shape ASSET = { RULES, PLACE_ASSET, NULL };
    const json_t *asset = gltf_list(c, "asset");
    uint64_t version[2], least[2];

    if (!asset || json_is_null(asset))
        gltf_note(c, "UNDEFINED_PROPERTY");
    if (!asset || !gltf_object_check(c, &ASSET, asset) ||
        !version_read(gltf_text(asset, "version"), version))
        return false;
    if (version_read(gltf_text(asset, "minVersion"), least) &&
        (least[0] > version[0] ||
         (least[0] == version[0] && least[1] > version[1])))
        gltf_note(c, "ASSET_MIN_VERSION_GREATER_THAN_VERSION");
    if (version[0] != 2)
        gltf_note(c, "UNKNOWN_ASSET_MAJOR_VERSION");
    else if (version[1] > 0)
        gltf_note(c, "UNKNOWN_ASSET_MINOR_VERSION");
    return version[0] == 2;
}

/* --- the lists of the root -------------------------------------------------- */

/* Materials are read apart: their textures belong to them. */
static const struct list_row {
    const char *name;
    const struct gltf_shape *shape;
} lists[] = {
    { "accessors", &GLTF_ACCESSOR }, { "animations", &GLTF_ANIMATION },
    { "buffers", &GLTF_BUFFER },     { "bufferViews", &GLTF_VIEW },
    { "cameras", &GLTF_CAMERA },     { "images", &GLTF_IMAGE },
    { "materials", NULL },           { "meshes", &GLTF_MESH },
    { "nodes", &GLTF_NODE },         { "samplers", &GLTF_SAMPLER },
    { "scenes", &GLTF_SCENE },       { "skins", &GLTF_SKIN },
    { "textures", &GLTF_TEXTURE },
};

static void list_check(struct gltf_checker *c, const struct list_row *row)
{
    const json_t *list = gltf_list(c, row->name);

    if (list && !json_is_array(list))
        gltf_note(c, "TYPE_MISMATCH");
    else if (list && json_array_size(list) == 0)
        gltf_note(c, "EMPTY_ENTITY");
    for (size_t i = 0; row->shape && i < json_array_size(list); i++)
        (void)gltf_object_check(c, row->shape, json_array_get(list, i));
}

static const struct gltf_rule ROOT_RULES[] = {
    { .name = "extensionsUsed", .kind = K_TEXTS },
    { .name = "extensionsRequired", .kind = K_TEXTS },
    { .name = "asset", .kind = K_ANY },
    { .name = "scene", .kind = K_INDEX, .target = "scenes" },
    { .name = "scenes", .kind = K_ANY },
    { .name = "accessors", .kind = K_ANY },
    { .name = "animations", .kind = K_ANY },
    { .name = "buffers", .kind = K_ANY },
    { .name = "bufferViews", .kind = K_ANY },
    { .name = "cameras", .kind = K_ANY },
    { .name = "images", .kind = K_ANY },
    { .name = "materials", .kind = K_ANY },
    { .name = "meshes", .kind = K_ANY },
    { .name = "nodes", .kind = K_ANY },
    { .name = "samplers", .kind = K_ANY },
    { .name = "skins", .kind = K_ANY },
    { .name = "textures", .kind = K_ANY },
    { 0 }
};

/* Of an asset in an unknown version: the lists of extensions, and names that
 * no version has. */
static void root_names_check(struct gltf_checker *c)
{
    static const struct gltf_rule RULES[] = {
        { .name = "extensionsUsed", .kind = K_TEXTS },
        { .name = "extensionsRequired", .kind = K_TEXTS },
        { 0 }
    };
    static const struct gltf_shape HEAD = { RULES, PLACE_ROOT, NULL };
    json_auto_t *head = json_object();
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)c->root, name, value)
    {
        const struct gltf_rule *r = ROOT_RULES;

        while (r->name && strcmp(r->name, name) != 0)
            r++;
        if (!r->name || r->kind == K_TEXTS)
            json_object_set(head, name, value);
    }
    json_object_del(head, "extensions");
    (void)gltf_object_check(c, &HEAD, head);
}

static void root_check(struct gltf_checker *c)
{
    static const struct gltf_shape ROOT = { ROOT_RULES, PLACE_ROOT, NULL };

    (void)gltf_object_check(c, &ROOT, c->root);
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        list_check(c, &lists[i]);
}

/* --- the whole ------------------------------------------------------------ */

#define ROOM(c, list, items, count)                                            \
    ((c)->count = json_array_size(gltf_list((c), list)),                       \
     (c)->items =                                                              \
         arena_array((c)->arena, (c)->count + 1, sizeof *(c)->items))

static enum err rooms_make(struct gltf_checker *c)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        if (json_array_size(gltf_list(c, lists[i].name)) > GLTF_ITEMS_MAX)
            return ERR_NOT_BUILT;
    if (!ROOM(c, "buffers", buffers, buffer_count) ||
        !ROOM(c, "bufferViews", views, view_count) ||
        !ROOM(c, "accessors", accessors, accessor_count) ||
        !ROOM(c, "images", images, image_count) ||
        !ROOM(c, "materials", materials, material_count) ||
        !ROOM(c, "meshes", meshes, mesh_count) ||
        !ROOM(c, "nodes", nodes, node_count))
        return ERR_MEMORY;
    return ERR_OK;
}

static void links_check(struct gltf_checker *c)
{
    gltf_buffers_read(c);
    gltf_accessors_link(c);
    gltf_images_read(c);
    gltf_materials_read(c);
    gltf_meshes_read(c);
    gltf_meshes_link(c);
    gltf_nodes_read(c);
    gltf_scenes_read(c);
    gltf_skins_read(c);
    gltf_nodes_link(c);
    gltf_animations_link(c);
}

static void data_check(struct gltf_checker *c)
{
    gltf_buffers_load(c);
    gltf_images_load(c);
    gltf_values_check(c);
    gltf_meshes_data(c);
    gltf_matrices_data(c);
    gltf_influences_data(c);
    gltf_animations_data(c);
    gltf_textures_check(c);
}

static enum err document_check(struct gltf_checker *c)
{
    enum err err = rooms_make(c);

    if (err)
        return err;
    gltf_extensions_declare(c);
    if (!asset_check(c)) {
        root_names_check(c);
        return ERR_OK;
    }
    root_check(c);
    links_check(c);
    if (!c->failed && c->source->cut)
        gltf_images_load(c); /* their addresses alone */
    else if (!c->failed)
        data_check(c);
    return c->failed ? ERR_MEMORY : ERR_OK;
}

enum err gltf_json_check(struct arena *a, struct gltf_report *r,
                         struct bytes text, const struct gltf_source *source)
{
    struct gltf_checker c = { .arena = a, .report = r, .source = source };
    json_auto_t *root = NULL;
    struct error why = { 0 };

    /* RFC 8259, 8.1: no mark; what follows is still a document. */
    if (ascii_begins(text, "\xef\xbb\xbf")) {
        gltf_add(r, "INVALID_JSON");
        text = bytes_tail(text, 3);
    }
    if (json_read(&root, text, NULL, &why)) {
        gltf_add(r, "INVALID_JSON");
        /* Numbers that only another parser holds are no fault of syntax. */
        r->beyond |=
            strstr(why.text, "overflow") || strstr(why.text, "too big");
        return ERR_OK;
    }
    if (!json_is_object(root)) {
        gltf_add(r, "TYPE_MISMATCH");
        return ERR_OK;
    }
    c.root = root;
    return document_check(&c);
}
