/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/schema.h"

#include <math.h>

#include "chain/codec/utf8.h"

static unsigned kind_of(const json_t *value)
{
    double number;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return SCHEMA_OBJECT;
    case JSON_ARRAY:
        return SCHEMA_ARRAY;
    case JSON_STRING:
        return SCHEMA_STRING;
    case JSON_INTEGER:
        return SCHEMA_INTEGER | SCHEMA_NUMBER;
    case JSON_REAL:
        number = json_real_value(value);
        return number == floor(number) ? SCHEMA_INTEGER | SCHEMA_NUMBER
                                       : SCHEMA_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return SCHEMA_BOOL;
    case JSON_NULL:
        return SCHEMA_NULL;
    }
    return 0;
}

static bool is_listed(const char *values, struct bytes text)
{
    while (*values) {
        size_t len = strcspn(values, " ");

        if (text.len == len && memcmp(values, text.data, len) == 0)
            return true;
        values += len + (values[len] == ' ');
    }
    return false;
}

static size_t characters(struct bytes text)
{
    size_t n = 0;
    uint32_t c;

    while (utf8_next(&c, &text))
        n++;
    return n;
}

static bool size_ok(const struct schema *s, size_t size)
{
    return size >= s->min && (!s->max || size <= s->max);
}

static bool string_ok(const struct schema *s, const json_t *value)
{
    struct bytes text =
        bytes_make(json_string_value(value), json_string_length(value));

    return size_ok(s, characters(text)) &&
           (!s->values || is_listed(s->values, text)) &&
           (!s->text || s->text(text));
}

static bool array_ok(const struct schema *s, const json_t *value)
{
    size_t count = json_array_size(value);

    if (!size_ok(s, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(value, i);

        if (s->items && !schema_ok(s->items, item))
            return false;
        /* Lists that are unique are bounded by their schema. */
        for (size_t k = 0; s->unique && k < i; k++)
            if (json_equal(item, json_array_get(value, k)))
                return false;
    }
    return true;
}

static const struct schema_member *member_find(const struct schema *s,
                                               const char *name)
{
    for (const struct schema_member *m = s->members; m && m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

static bool object_ok(const struct schema *s, const json_t *value)
{
    const char *key;
    json_t *item;

    if (!size_ok(s, json_object_size(value)))
        return false;
    for (const struct schema_member *m = s->members; m && m->name; m++)
        if (m->required && !json_object_get(value, m->name))
            return false;
    json_object_foreach((json_t *)(uintptr_t)value, key, item) {
        const struct schema_member *m = member_find(s, key);
        const struct schema *rule = m ? m->schema : s->others;

        if ((!m && s->closed) || (s->key && !s->key(bytes_str(key))) ||
            (rule && !schema_ok(rule, item)))
            return false;
    }
    return true;
}

bool schema_ok(const struct schema *s, const json_t *value)
{
    unsigned kind = kind_of(value);

    if (!(s->kinds & kind))
        return false;
    if (kind & SCHEMA_STRING)
        return string_ok(s, value);
    if (kind & SCHEMA_ARRAY)
        return array_ok(s, value);
    if (kind & SCHEMA_OBJECT)
        return object_ok(s, value);
    if ((kind & SCHEMA_NUMBER) && s->range)
        return json_number_value(value) >= s->range[0] &&
               json_number_value(value) <= s->range[1];
    return true;
}
