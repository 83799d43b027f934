/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/schema.h"

#include <stdarg.h>
#include <stdio.h>

enum { NEAR_WORD_MAX = 40, ID_MAX = 120, TEXTS_MAX = 1000,
       TEXT_MAX = 16 * 1024 };

void problem_add(struct problem_sink *sink, enum err code, const char *source,
                 struct yaml_place place, const char *format, ...)
{
    struct error e = { .code = code, .line = place.line,
                       .column = place.column };
    va_list args;

    snprintf(e.source, sizeof e.source, "%s", source ? source : "");
    va_start(args, format);
    vsnprintf(e.text, sizeof e.text, format, args);
    va_end(args);
    if (sink->errors++ == 0)
        sink->first = e;
    if (sink->report)
        sink->report(sink->user, &e);
}

/* --- the nearest word ----------------------------------------------------- */

static size_t least(size_t a, size_t b, size_t c)
{
    a = a < b ? a : b;
    return a < c ? a : c;
}

/* Edit distance; both words are at most NEAR_WORD_MAX long. */
static size_t distance(const char *a, const char *b)
{
    size_t row[NEAR_WORD_MAX + 1], len_a = strlen(a), len_b = strlen(b);

    for (size_t j = 0; j <= len_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= len_a; i++) {
        size_t corner = row[0];

        row[0] = i;
        for (size_t j = 1; j <= len_b; j++) {
            size_t above = row[j];

            row[j] = least(above + 1, row[j - 1] + 1,
                           corner + (a[i - 1] != b[j - 1]));
            corner = above;
        }
    }
    return row[len_b];
}

const char *schema_nearest(const char *word, const char *const *names,
                           size_t count)
{
    size_t len = strlen(word), best = len / 2 + 1;
    const char *near = NULL;

    if (len > NEAR_WORD_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t d;

        if (strlen(names[i]) > NEAR_WORD_MAX)
            continue;
        d = distance(word, names[i]);
        if (d < best) {
            best = d;
            near = names[i];
        }
    }
    return near;
}

/* --- kinds ---------------------------------------------------------------- */

static bool is_text(const json_t *value)
{
    return json_is_string(value) && json_string_length(value) > 0 &&
           json_string_length(value) <= TEXT_MAX &&
           strlen(json_string_value(value)) == json_string_length(value);
}

static bool is_id(const json_t *value)
{
    static const char CHARS[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    const char *text = json_string_value(value);

    return is_text(value) && strspn(text, CHARS) == strlen(text) &&
           text[0] != '.' && text[0] != '_' && text[0] != '-' &&
           strlen(text) <= ID_MAX;
}

static bool is_version(const json_t *value)
{
    return json_is_integer(value) && json_integer_value(value) == 1;
}

static bool is_bool(const json_t *value)
{
    return json_is_boolean(value);
}

static bool is_list(const json_t *value)
{
    return json_is_array(value);
}

static bool is_map(const json_t *value)
{
    return json_is_object(value);
}

static bool is_texts(const json_t *value)
{
    size_t count = json_array_size(value);

    if (!json_is_array(value) || count > TEXTS_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_text(json_array_get(value, i)))
            return false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (json_equal(json_array_get(value, i), json_array_get(value, j)))
                return false;
    return true;
}

static bool is_date(const json_t *value)
{
    const char *text = json_string_value(value);
    static const char FORM[] = "dddd-dd-dd";

    if (!is_text(value) || strlen(text) != sizeof FORM - 1)
        return false;
    for (size_t i = 0; FORM[i]; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';

        if (FORM[i] == 'd' ? !digit : text[i] != FORM[i])
            return false;
    }
    return true;
}

static bool is_any(const json_t *value)
{
    return value != NULL;
}

static const struct {
    bool (*check)(const json_t *value);
    const char *want;
} kinds[] = {
    [SCHEMA_TEXT] = { is_text, "text that is not empty (quote it if it looks "
                               "like a number or a word of YAML)" },
    [SCHEMA_ID] = { is_id, "an id: letters, digits, . _ -" },
    [SCHEMA_VERSION] = { is_version, "1, the only version of this format" },
    [SCHEMA_BOOL] = { is_bool, "true or false" },
    [SCHEMA_LIST] = { is_list, "a list" },
    [SCHEMA_MAP] = { is_map, "a map" },
    [SCHEMA_TEXTS] = { is_texts, "a list of different texts" },
    [SCHEMA_DATE] = { is_date, "a date, \"YYYY-MM-DD\"" },
    [SCHEMA_ANY] = { is_any, "a value" },
};

static void unknown_key(const struct yaml_doc *doc, const json_t *map,
                        const char *key, const struct schema_key *keys,
                        size_t count, struct problem_sink *sink)
{
    const char *names[64], *near;

    for (size_t i = 0; i < count && i < ARRAY_LEN(names); i++)
        names[i] = keys[i].name;
    near = schema_nearest(key, names,
                          count < ARRAY_LEN(names) ? count : ARRAY_LEN(names));
    problem_add(sink, ERR_SCHEMA, doc->source, yaml_key_place(doc, map, key),
                "unknown key %.60s%s%s%s", key, near ? "; did you mean " : "",
                near ? near : "", near ? "?" : "");
}

bool schema_check(const struct yaml_doc *doc, const json_t *map,
                  struct yaml_place at, const struct schema_key *keys,
                  size_t count, struct problem_sink *sink)
{
    unsigned before = sink->errors;
    const char *key;
    json_t *item;

    if (!json_is_object(map)) {
        problem_add(sink, ERR_SCHEMA, doc->source, at, "a map must stand here");
        return false;
    }
    json_object_foreach((json_t *)(uintptr_t)map, key, item) {
        size_t i = 0;

        while (i < count && strcmp(keys[i].name, key) != 0)
            i++;
        if (i == count)
            unknown_key(doc, map, key, keys, count, sink);
        else if (!kinds[keys[i].kind].check(item))
            problem_add(sink, ERR_SCHEMA, doc->source,
                        yaml_value_place(doc, map, key), "%s must be %s", key,
                        kinds[keys[i].kind].want);
    }
    for (size_t i = 0; i < count; i++)
        if (keys[i].required && !json_object_get(map, keys[i].name))
            problem_add(sink, ERR_SCHEMA, doc->source, at,
                        "key %s is missing", keys[i].name);
    return sink->errors == before;
}
