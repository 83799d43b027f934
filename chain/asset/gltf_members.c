/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include <math.h>

#include "base/json.h"
#include "chain/codec/ascii.h"

void gltf_note(struct gltf_checker *c, const char *code)
{
    gltf_add(c->report, code);
}

/* --- reading without a report ---------------------------------------------- */

bool gltf_is_whole(const json_t *v)
{
    return json_is_integer(v) ||
           (json_is_real(v) && json_real_value(v) == floor(json_real_value(v)));
}

const json_t *gltf_list(const struct gltf_checker *c, const char *name)
{
    return json_object_get(c->root, name);
}

const json_t *gltf_item(const struct gltf_checker *c, const char *list,
                        int64_t index)
{
    const json_t *item;

    if (index < 0)
        return NULL;
    item = json_array_get(gltf_list(c, list), (size_t)index);
    return json_is_object(item) ? item : NULL;
}

/* A whole number beyond 2^53 is its bound: no list is that long. */
static int64_t whole(const json_t *v)
{
    static const double BOUND = 9007199254740992.0;
    double n = json_number_value(v);

    return n > BOUND ? (int64_t)BOUND : n < -BOUND ? -(int64_t)BOUND
                                                   : (int64_t)n;
}

int64_t gltf_uint(const json_t *v, const char *key, int64_t otherwise,
                  int64_t min, int64_t max)
{
    const json_t *n = json_object_get(v, key);
    int64_t value;

    if (!n || json_is_null(n))
        return otherwise;
    if (!gltf_is_whole(n))
        return GLTF_NONE;
    value = whole(n);
    return value < min || (max && value > max) ? GLTF_NONE : value;
}

int64_t gltf_index(const json_t *v, const char *key)
{
    return gltf_uint(v, key, GLTF_NONE, 0, 0);
}

bool gltf_floats(float *out, const json_t *v, const char *key, size_t count)
{
    const json_t *list = json_object_get(v, key);

    if (!json_is_array(list) || json_array_size(list) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!json_is_number(json_array_get(list, i)))
            return false;
        out[i] = (float)json_number_value(json_array_get(list, i));
    }
    return true;
}

const char *gltf_text(const json_t *v, const char *key)
{
    return json_string_value(json_object_get(v, key));
}

const json_t *gltf_objects(const json_t *v, const char *key)
{
    const json_t *list = json_object_get(v, key);

    if (!json_is_array(list) || json_array_size(list) == 0)
        return NULL;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!json_is_object(json_array_get(list, i)))
            return NULL;
    return list;
}

int64_t gltf_set_number(const char *semantic, const char *prefix)
{
    size_t len = strlen(prefix);
    int64_t n = 0;

    if (strncmp(semantic, prefix, len) != 0 || semantic[len] != '_')
        return GLTF_NONE;
    semantic += len + 1;
    if (!*semantic || (semantic[0] == '0' && semantic[1]))
        return GLTF_NONE;
    for (; *semantic; semantic++) {
        if (!ascii_digit((uint8_t)*semantic) || n > INT32_MAX)
            return GLTF_NONE;
        n = n * 10 + (*semantic - '0');
    }
    return n;
}

/* --- members by kind --------------------------------------------------------- */

static bool listed(const char *values, const json_t *v)
{
    char number[JSON_NUMBER_SIZE];
    const char *text = json_string_value(v);

    if (!text) {
        json_number_text(number, json_number_value(v));
        text = number;
    }
    for (size_t len = strlen(text); *values; values += *values == ' ') {
        size_t word = strcspn(values, " ");

        if (word == len && memcmp(values, text, len) == 0)
            return true;
        values += word;
    }
    return false;
}

static void index_check(struct gltf_checker *c, const struct gltf_rule *r,
                        const json_t *v)
{
    if (!gltf_is_whole(v))
        gltf_note(c, "TYPE_MISMATCH");
    else if (json_number_value(v) < 0)
        gltf_note(c, "INVALID_INDEX");
    else if (r->target && !gltf_item(c, r->target, whole(v)))
        gltf_note(c, "UNRESOLVED_REFERENCE");
}

static bool in_range(const struct gltf_rule *r, double n)
{
    if (r->has_also && n == r->also)
        return true;
    return !(r->has_min && n < r->min) && !(r->has_max && n > r->max) &&
           !(r->has_above && n <= r->above) && !(r->has_below && n >= r->below);
}

static void number_check(struct gltf_checker *c, const struct gltf_rule *r,
                         const json_t *v)
{
    double n = json_number_value(v);

    if (r->kind == K_UINT ? !gltf_is_whole(v) : !json_is_number(v))
        gltf_note(c, "TYPE_MISMATCH");
    else if (r->values && !listed(r->values, v))
        gltf_note(c, "VALUE_NOT_IN_LIST");
    else if (!r->values &&
             (!in_range(r, n) || (r->kind == K_UINT && n < r->min)))
        gltf_note(c, "VALUE_NOT_IN_RANGE");
}

/* Empty, or no list: said and false. */
static bool list_check(struct gltf_checker *c, const json_t *v)
{
    if (!json_is_array(v))
        gltf_note(c, "TYPE_MISMATCH");
    else if (json_array_size(v) == 0)
        gltf_note(c, "EMPTY_ENTITY");
    return json_array_size(v) > 0;
}

static void floats_check(struct gltf_checker *c, const struct gltf_rule *r,
                         const json_t *v)
{
    if (!list_check(c, v))
        return;
    if (r->length && json_array_size(v) != r->length) {
        gltf_note(c, "ARRAY_LENGTH_NOT_IN_LIST");
        return;
    }
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *item = json_array_get(v, i);

        if (!json_is_number(item))
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
        else if (!in_range(r, json_number_value(item)))
            gltf_note(c, "VALUE_NOT_IN_RANGE");
    }
}

static int by_value(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

static void indices_check(struct gltf_checker *c, const struct gltf_rule *r,
                          const json_t *v)
{
    size_t count = json_array_size(v), n = 0;
    int64_t *seen;

    if (!list_check(c, v))
        return;
    seen = arena_array(c->arena, count, sizeof *seen);
    if (!seen) {
        c->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(v, i);

        if (!gltf_is_whole(item) || json_number_value(item) < 0) {
            gltf_note(c, "INVALID_INDEX");
            continue;
        }
        if (r->target && !gltf_item(c, r->target, whole(item)))
            gltf_note(c, "UNRESOLVED_REFERENCE");
        seen[n++] = whole(item);
    }
    qsort(seen, n, sizeof *seen, by_value);
    for (size_t i = 1; i < n; i++)
        if (seen[i] == seen[i - 1])
            gltf_note(c, "DUPLICATE_ELEMENTS");
}

static void text_check(struct gltf_checker *c, const struct gltf_rule *r,
                       const json_t *v)
{
    struct bytes text = bytes_make(json_string_value(v), json_string_length(v));
    size_t dot = ascii_find(text, '.');
    bool good = true;

    if (!json_is_string(v)) {
        gltf_note(c, "TYPE_MISMATCH");
        return;
    }
    if (r->values && !listed(r->values, v))
        gltf_note(c, "VALUE_NOT_IN_LIST");
    if (r->kind == K_VERSION) {
        good = dot > 0 && dot + 1 < text.len;
        for (size_t i = 0; i < text.len; i++)
            good &= i == dot || ascii_digit(text.data[i]);
    } else if (r->kind == K_POINTER) {
        good = text.len == 0 || text.data[0] == '/';
        for (size_t i = 0; i < text.len; i++)
            good &= text.data[i] != '~' ||
                    (i + 1 < text.len &&
                     (text.data[i + 1] == '0' || text.data[i + 1] == '1'));
    }
    if (!good)
        gltf_note(c, "PATTERN_MISMATCH");
}

static void objects_check(struct gltf_checker *c, const struct gltf_rule *r,
                          const json_t *v)
{
    if (!list_check(c, v))
        return;
    for (size_t i = 0; i < json_array_size(v); i++)
        if (!json_is_object(json_array_get(v, i))) {
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
            return;
        }
    for (size_t i = 0; i < json_array_size(v); i++)
        (void)gltf_object_check(c, r->shape, json_array_get(v, i));
}

static void texts_check(struct gltf_checker *c, const json_t *v)
{
    if (!list_check(c, v))
        return;
    if (json_array_size(v) > GLTF_ITEMS_MAX) {
        c->report->beyond = true;
        return;
    }
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *item = json_array_get(v, i);

        if (!json_is_string(item))
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
        for (size_t k = 0; json_is_string(item) && k < i && k < GLTF_CODES_MAX;
             k++)
            if (json_equal(item, json_array_get(v, k)))
                gltf_note(c, "DUPLICATE_ELEMENTS");
    }
}

static bool semantic_ok(const char *name, bool of_target)
{
    static const char *const PLAIN[] = { "POSITION", "NORMAL", "TANGENT" };
    static const char *const SETS[] = { "COLOR", "TEXCOORD", "JOINTS",
                                        "WEIGHTS" };

    if (name[0] == '_')
        return true;
    for (size_t i = 0; i < ARRAY_LEN(PLAIN); i++)
        if (strcmp(name, PLAIN[i]) == 0)
            return true;
    for (size_t i = 0; i < (of_target ? 2u : 4u); i++)
        if (gltf_set_number(name, SETS[i]) != GLTF_NONE)
            return true;
    return false;
}

/* A map of attribute names to accessors. */
static bool attributes_check(struct gltf_checker *c, const json_t *v,
                             bool of_target)
{
    const char *name;
    json_t *index;

    if (json_object_size(v) == 0) {
        gltf_note(c, "EMPTY_ENTITY");
        return false;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, index)
    {
        if (!semantic_ok(name, of_target))
            gltf_note(c, "MESH_PRIMITIVE_INVALID_ATTRIBUTE");
        if (!gltf_is_whole(index) || json_number_value(index) < 0)
            gltf_note(c, "INVALID_INDEX");
    }
    return true;
}

static void targets_check(struct gltf_checker *c, const json_t *v)
{
    if (!list_check(c, v))
        return;
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *target = json_array_get(v, i);

        if (json_is_object(target))
            (void)attributes_check(c, target, true);
        else
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
    }
}

static void member_check(struct gltf_checker *c, const struct gltf_rule *r,
                         const json_t *v)
{
    switch (r->kind) {
    case K_INDEX:
        index_check(c, r, v);
        break;
    case K_UINT:
    case K_FLOAT:
        number_check(c, r, v);
        break;
    case K_TEXT:
    case K_VERSION:
    case K_POINTER:
        text_check(c, r, v);
        break;
    case K_BOOL:
        if (!json_is_boolean(v))
            gltf_note(c, "TYPE_MISMATCH");
        break;
    case K_FLOATS:
        floats_check(c, r, v);
        break;
    case K_INDICES:
        indices_check(c, r, v);
        break;
    case K_OBJECT:
        (void)gltf_object_check(c, r->shape, v);
        break;
    case K_OBJECTS:
        objects_check(c, r, v);
        break;
    case K_TEXTS:
        texts_check(c, v);
        break;
    case K_ATTRIBUTES:
        if (json_is_object(v))
            (void)attributes_check(c, v, false);
        else
            gltf_note(c, "TYPE_MISMATCH");
        break;
    case K_TARGETS:
        targets_check(c, v);
        break;
    case K_ANY:
        break;
    }
}

bool gltf_object_check(struct gltf_checker *c, const struct gltf_shape *shape,
                       const json_t *v)
{
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        gltf_note(c, "TYPE_MISMATCH");
        return false;
    }
    for (const struct gltf_rule *r = shape->rules; r->name; r++) {
        const json_t *member = json_object_get(v, r->name);

        /* null is of no type, and no value either. */
        if (r->required && (!member || json_is_null(member)))
            gltf_note(c, "UNDEFINED_PROPERTY");
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, value)
    {
        const struct gltf_rule *r = shape->rules;

        while (r->name && strcmp(r->name, name) != 0)
            r++;
        if (r->name && json_is_null(value) && r->kind != K_ANY)
            gltf_note(c, "TYPE_MISMATCH");
        else if (r->name)
            member_check(c, r, value);
        else if (strcmp(name, "extensions") != 0 && strcmp(name, "extras") != 0)
            gltf_note(c, "UNEXPECTED_PROPERTY");
    }
    gltf_extensions_check(c, v, shape->place);
    if (shape->meaning)
        shape->meaning(c, v);
    return true;
}
