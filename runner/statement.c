/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/statement.h"

#include "runner/schema.h"

static const struct schema_key statement_keys[] = {
    { "format", SCHEMA_VERSION, true },
    { "vendor", SCHEMA_TEXT, true },
    { "product", SCHEMA_TEXT, true },
    { "version", SCHEMA_TEXT, true },
    { "contact", SCHEMA_TEXT, false },
    { "features", SCHEMA_MAP, false },
    { "notes", SCHEMA_TEXT, false },
    { "deviations", SCHEMA_TEXTS, false },
};

static void check_features(const struct yaml_doc *doc,
                           struct problem_sink *sink)
{
    const json_t *features = json_object_get(doc->root, "features");
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)features, name, value)
        if (!json_is_boolean(value))
            problem_add(sink, ERR_SCHEMA, doc->source,
                        yaml_value_place(doc, features, name),
                        "feature %.60s must be true or false", name);
}

enum err statement_load(struct statement *out, const char *path,
                        struct error *why)
{
    struct problem_sink sink = { .report = NULL };
    struct yaml_place top = { 1, 1 };
    struct yaml_doc doc;
    enum err err = yaml_load_file(&doc, path, path, why);

    if (err)
        return err;
    if (schema_check(&doc, doc.root, top, statement_keys,
                     ARRAY_LEN(statement_keys), &sink))
        check_features(&doc, &sink);
    if (sink.errors) {
        yaml_release(&doc);
        if (why && !why->code)
            *why = sink.first;
        return sink.first.code;
    }
    *out = (struct statement){
        .all = json_incref(doc.root),
        .vendor = json_string_value(json_object_get(doc.root, "vendor")),
        .product = json_string_value(json_object_get(doc.root, "product")),
        .version = json_string_value(json_object_get(doc.root, "version")),
        .contact = json_string_value(json_object_get(doc.root, "contact")),
        .features = json_object_get(doc.root, "features"),
    };
    yaml_release(&doc);
    return ERR_OK;
}

void statement_release(struct statement *s)
{
    json_decref(s->all);
    *s = (struct statement){ .all = NULL };
}

enum feature_state feature_state(const struct statement *s,
                                 const json_t *hello_features,
                                 const char *feature)
{
    const json_t *said = s ? json_object_get(s->features, feature) : NULL;

    if (said)
        return json_is_true(said) ? FEATURE_PRESENT : FEATURE_ABSENT;
    if (!json_is_array(hello_features))
        return FEATURE_UNKNOWN;
    for (size_t i = 0; i < json_array_size(hello_features); i++) {
        const char *name =
            json_string_value(json_array_get(hello_features, i));

        if (name && strcmp(name, feature) == 0)
            return FEATURE_PRESENT;
    }
    return FEATURE_ABSENT;
}
