/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include <math.h>

#include "base/json.h"

void gltf_note(struct gltf_checker *c, const char *code)
{
    gltf_add(c->report, code);
}



bool gltf_is_whole(const json_t *v)
{
    return json_is_integer(v) ||
           (json_is_real(v) && json_real_value(v) == floor(json_real_value(v)));
}

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

const json_t *gltf_list(const struct gltf_checker *c, const char *name)
{
    return json_object_get(c->root, name);
}

static void index_check(struct gltf_checker *c, const struct gltf_rule *r,
                        const json_t *v)
{
    if (!gltf_is_whole(v))
        gltf_note(c, "TYPE_MISMATCH");
    else if (json_number_value(v) < 0)
        gltf_note(c, "INVALID_INDEX");
    else if (r->target && json_number_value(v) >=
                              (double)json_array_size(gltf_list(c, r->target)))
        gltf_note(c, "UNRESOLVED_REFERENCE");
}

static void number_check(struct gltf_checker *c, const struct gltf_rule *r,
                         const json_t *v)
{
    double n = json_number_value(v);

    if (r->kind == K_UINT ? !gltf_is_whole(v) : !json_is_number(v))
        gltf_note(c, "TYPE_MISMATCH");
    else if (r->values && !listed(r->values, v))
        gltf_note(c, "VALUE_NOT_IN_LIST");
    else if (n < r->min || (r->max > r->min && n > r->max))
        gltf_note(c, "VALUE_NOT_IN_RANGE");
}

static void floats_check(struct gltf_checker *c, const struct gltf_rule *r,
                         const json_t *v)
{
    if (!json_is_array(v)) {
        gltf_note(c, "TYPE_MISMATCH");
        return;
    }
    if (r->length && json_array_size(v) != r->length)
        gltf_note(c, "ARRAY_LENGTH_NOT_IN_LIST");
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *item = json_array_get(v, i);
        double n = json_number_value(item);

        if (!json_is_number(item))
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
        else if (r->max > r->min && (n < r->min || n > r->max))
            gltf_note(c, "VALUE_NOT_IN_RANGE");
    }
}

static void indices_check(struct gltf_checker *c, const struct gltf_rule *r,
                          const json_t *v)
{
    if (!json_is_array(v)) {
        gltf_note(c, "TYPE_MISMATCH");
        return;
    }
    if (json_array_size(v) == 0)
        gltf_note(c, "EMPTY_ENTITY");
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *item = json_array_get(v, i);

        if (!gltf_is_whole(item))
            gltf_note(c, "ARRAY_TYPE_MISMATCH");
        else
            index_check(c, r, item);
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
        if (!json_is_string(v))
            gltf_note(c, "TYPE_MISMATCH");
        else if (r->values && !listed(r->values, v))
            gltf_note(c, "VALUE_NOT_IN_LIST");
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
        if (!json_is_object(v))
            gltf_note(c, "TYPE_MISMATCH");
        break;
    case K_ANY:
        break;
    case K_BEYOND:
        c->report->beyond = true;
        break;
    }
}

static void extensions_check(struct gltf_checker *c, const json_t *extensions)
{
    const json_t *used = gltf_list(c, "extensionsUsed");
    const char *name;
    json_t *value;

    if (extensions && !json_is_object(extensions))
        gltf_note(c, "TYPE_MISMATCH");
    json_object_foreach((json_t *)(uintptr_t)extensions, name, value)
    {
        bool declared = false;

        for (size_t i = 0; i < json_array_size(used); i++) {
            const char *text = json_string_value(json_array_get(used, i));

            declared |= text && strcmp(text, name) == 0;
        }
        if (!declared)
            gltf_note(c, "UNDECLARED_EXTENSION");
        /* Those of Khronos and the multi-vendor ones have rules. */
        if (strncmp(name, "KHR_", 4) == 0 || strncmp(name, "EXT_", 4) == 0)
            c->report->beyond = true;
    }
}

bool gltf_object_check(struct gltf_checker *c, const struct gltf_rule *rules,
                         const json_t *v)
{
    const char *name;
    json_t *value;

    if (!json_is_object(v)) {
        gltf_note(c, "TYPE_MISMATCH");
        return false;
    }
    for (const struct gltf_rule *r = rules; r->name; r++)
        if (r->required && !json_object_get(v, r->name))
            gltf_note(c, "UNDEFINED_PROPERTY");
    json_object_foreach((json_t *)(uintptr_t)v, name, value)
    {
        const struct gltf_rule *r = rules;

        while (r->name && strcmp(r->name, name) != 0)
            r++;
        if (r->name)
            member_check(c, r, value);
        else
            gltf_note(c, "UNEXPECTED_PROPERTY");
    }
    extensions_check(c, json_object_get(v, "extensions"));
    return true;
}

uint64_t gltf_number(const json_t *v, const char *key, uint64_t otherwise)
{
    const json_t *n = json_object_get(v, key);

    return gltf_is_whole(n) && json_number_value(n) >= 0
               ? (uint64_t)json_number_value(n)
               : otherwise;
}

