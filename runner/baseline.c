/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/baseline.h"

static const struct schema_key file_keys[] = {
    { "format", SCHEMA_VERSION, true },
    { "note", SCHEMA_TEXT, false },
    { "entries", SCHEMA_LIST, true },
};

static const struct schema_key entry_keys[] = {
    { "id", SCHEMA_ID, true },
    { "reason", SCHEMA_TEXT, true },
    { "link", SCHEMA_TEXT, true },
    { "target_version", SCHEMA_TEXT, false },
    { "expires", SCHEMA_DATE, false },
};

static const char *text_of(const json_t *map, const char *key)
{
    return json_string_value(json_object_get(map, key));
}

static void check_entries(const struct yaml_doc *doc,
                          struct problem_sink *sink)
{
    const json_t *list = json_object_get(doc->root, "entries");
    json_t *seen = json_object();

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        struct yaml_place at = yaml_item_place(doc, list, i);

        if (!schema_check(doc, entry, at, entry_keys, ARRAY_LEN(entry_keys),
                          sink))
            continue;
        if (json_object_get(seen, text_of(entry, "id")))
            problem_add(sink, ERR_DUPLICATE, doc->source, at,
                        "%.120s is there twice", text_of(entry, "id"));
        json_object_set_new(seen, text_of(entry, "id"), json_true());
    }
    json_decref(seen);
}

enum err baseline_load(struct baseline *out, const char *path,
                       struct error *why)
{
    struct problem_sink sink = { .report = NULL };
    struct yaml_place top = { 1, 1 };
    struct yaml_doc doc;
    enum err err = yaml_load_file(&doc, path, path, why);

    if (err)
        return err;
    if (schema_check(&doc, doc.root, top, file_keys, ARRAY_LEN(file_keys),
                     &sink))
        check_entries(&doc, &sink);
    if (sink.errors) {
        yaml_release(&doc);
        if (why && !why->code)
            *why = sink.first;
        return sink.first.code;
    }
    *out = (struct baseline){ .all = json_incref(doc.root), .doc = doc };
    return ERR_OK;
}

void baseline_release(struct baseline *b)
{
    json_decref(b->all);
    yaml_release(&b->doc);
    *b = (struct baseline){ .all = NULL };
}

/* Only a failure can be excused: what could not be decided (an error, no
 * connection) is nobody's known deviation. */
static bool deviates(const struct result_case *c)
{
    return c->verdict == VERDICT_FAIL;
}

static void apply_entry(struct run *run, const json_t *entry,
                        const char *today, const char *source,
                        struct yaml_place at, struct problem_sink *sink)
{
    const char *id = text_of(entry, "id");
    const char *expires = text_of(entry, "expires");
    const char *version = text_of(entry, "target_version");
    struct result_case *c = run_case(run, id);

    if (version && strcmp(version, run->target_version) != 0)
        return; /* speaks of another version: it excuses nothing here */
    if (expires && strcmp(expires, today) < 0)
        problem_add(sink, ERR_MISMATCH, source, at,
                    "the entry for %s expired on %s", id, expires);
    else if (!c && !run->filtered && run->shards == 1 && run->complete)
        problem_add(sink, ERR_NOT_FOUND, source, at,
                    "the entry for %s names no vector of this run", id);
    else if (c && c->verdict == VERDICT_PASS)
        problem_add(sink, ERR_MISMATCH, source, at,
                    "%s passes now; take its entry out", id);
    else if (c && deviates(c))
        c->known = entry;
}

static bool undecided(const struct run *run)
{
    return run->conformity == RUN_INCONCLUSIVE || !run->complete ||
           !tally_all(&run->tally) ||
           tally_of(&run->tally, VERDICT_ERROR) ||
           tally_of(&run->tally, VERDICT_INCONCLUSIVE);
}

void baseline_apply(struct run *run, const struct baseline *baseline,
                    const char *today, struct problem_sink *sink)
{
    const json_t *list = json_object_get(baseline->all, "entries");
    unsigned before = sink->errors;
    struct yaml_place nowhere = { 0, 0 };

    for (size_t i = 0; i < json_array_size(list); i++)
        apply_entry(run, json_array_get(list, i), today, baseline->doc.source,
                    yaml_item_place(&baseline->doc, list, i), sink);
    for (size_t i = 0; i < run->case_count; i++)
        if (deviates(&run->cases[i]) && !run->cases[i].known)
            problem_add(sink, ERR_MISMATCH, run->cases[i].file, nowhere,
                        "%s fails and is not in the baseline",
                        run->cases[i].id);
    if (sink->errors > before)
        run->exit_status = EXIT_REGRESSION;
    else if (undecided(run))
        run->exit_status = EXIT_INCONCLUSIVE;
    else
        run->exit_status = EXIT_CONFORMANT;
}
