/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/vector_internal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "runner/digest.h"

enum { PATH_SIZE = 4096, TOMBSTONE_LINE_MAX = 1024 };
static const size_t CATALOGUE_CAP = (size_t)512 * 1024 * 1024;

bool load_stopped(const struct loader *l)
{
    return !l->all && l->sink->errors > 0;
}

static void memory_short(struct loader *l)
{
    problem_add(l->sink, ERR_MEMORY, NULL, (struct yaml_place){ 0, 0 },
                "memory is short");
}

void *load_grow(struct loader *l, void *items, size_t count, size_t *room,
                size_t size, size_t max)
{
    void *more;

    if (count >= max) {
        problem_add(l->sink, ERR_LIMIT, NULL, (struct yaml_place){ 0, 0 },
                    "more than %zu items in the catalogue", max);
        return NULL;
    }
    if (count < *room)
        return items;
    more = arena_array(&l->c->arena, *room ? *room * 2 : 64, size);
    if (!more) {
        memory_short(l);
        return NULL;
    }
    if (count)
        memcpy(more, items, count * size);
    *room = *room ? *room * 2 : 64;
    return more;
}

json_t *load_keep(struct loader *l, json_t *value)
{
    if (json_array_append_new(l->c->keep, value)) {
        memory_short(l);
        return NULL;
    }
    return value;
}

bool load_texts(struct loader *l, const char ***out, size_t *count,
                const json_t *list)
{
    size_t n = json_array_size(list);
    const char **texts = arena_array(&l->c->arena, n + 1, sizeof *texts);

    if (!texts) {
        memory_short(l);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        texts[i] = json_string_value(json_array_get(list, i));
    *out = texts;
    *count = n;
    return true;
}

/* --- folders -------------------------------------------------------------- */

static bool ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);

    return len > end_len && strcmp(name + len - end_len, end) == 0;
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void walk(struct loader *l, const char *folder, int depth,
                 load_file_fn each);

static void visit(struct loader *l, const char *folder, const char *name,
                  int depth, load_file_fn each)
{
    char path[PATH_SIZE], *shown;
    struct stat info;
    bool is_file;

    shown = arena_printf(&l->c->arena, "%s/%s", folder, name);
    if (!shown) {
        memory_short(l);
        return;
    }
    snprintf(path, sizeof path, "%s/%s", l->c->data_dir, shown);
    if (stat(path, &info))
        return;
    is_file = S_ISREG(info.st_mode) && ends_with(name, ".yaml");
    if (is_file && ++l->files > LOAD_FILES_MAX)
        problem_add(l->sink, ERR_LIMIT, shown, (struct yaml_place){ 0, 0 },
                    "more than %d files", LOAD_FILES_MAX);
    else if (is_file)
        each(l, path, shown);
    else if (S_ISREG(info.st_mode) && ends_with(name, ".yml"))
        problem_add(l->sink, ERR_SCHEMA, shown, (struct yaml_place){ 0, 0 },
                    "the name must end in .yaml, or the file is never read");
    else if (S_ISDIR(info.st_mode) && depth > 0)
        walk(l, shown, depth - 1, each);
}

static void walk(struct loader *l, const char *folder, int depth,
                 load_file_fn each)
{
    char path[PATH_SIZE];
    struct dirent **names = NULL;
    int count;

    snprintf(path, sizeof path, "%s/%s", l->c->data_dir, folder);
    count = scandir(path, &names, visible, alphasort);
    for (int i = 0; i < count; i++) {
        if (!load_stopped(l))
            visit(l, folder, names[i]->d_name, depth, each);
        free(names[i]);
    }
    free(names);
}

void load_folder(struct loader *l, const char *folder, bool deep,
                 load_file_fn each)
{
    walk(l, folder, deep ? LOAD_FOLDER_DEPTH_MAX : 0, each);
}

/* Suite folders hold requirement files and other things beside. */
static void requirement_file(struct loader *l, const char *path,
                             const char *shown)
{
    if (strncmp(strrchr(shown, '/') + 1, "requirements", 12) == 0)
        load_requirement_file(l, path, shown);
}

/* --- small files ---------------------------------------------------------- */

static void read_version(struct loader *l)
{
    char path[PATH_SIZE], text[sizeof l->c->version] = "";
    FILE *file;

    snprintf(path, sizeof path, "%s/vectors/VERSION", l->c->data_dir);
    file = fopen(path, "r");
    if (file && fgets(text, sizeof text, file))
        text[strcspn(text, "\r\n")] = '\0';
    if (file)
        fclose(file);
    snprintf(l->c->version, sizeof l->c->version, "%s",
             text[0] ? text : "unreleased");
}

static void tombstone(struct loader *l, char *line, int number)
{
    static const char SHOWN[] = "vectors/TOMBSTONES";
    struct yaml_place at = { number, 1 };
    char *id = line + strspn(line, " \t"), *reason;

    id[strcspn(id, "\r\n")] = '\0';
    if (!*id || *id == '#')
        return;
    reason = id + strcspn(id, " \t");
    if (*reason)
        *reason++ = '\0';
    reason += strspn(reason, " \t");
    if (!*reason)
        problem_add(l->sink, ERR_SCHEMA, SHOWN, at,
                    "%.120s needs a reason after the id", id);
    else if (json_object_get(l->tombstones, id))
        problem_add(l->sink, ERR_DUPLICATE, SHOWN, at,
                    "%.120s is there twice", id);
    else if (json_object_set_new(l->tombstones, id, json_string(reason)))
        problem_add(l->sink, ERR_SCHEMA, SHOWN, at, "the line is not UTF-8");
}

static void read_tombstones(struct loader *l)
{
    char path[PATH_SIZE], line[TOMBSTONE_LINE_MAX];
    FILE *file;

    snprintf(path, sizeof path, "%s/vectors/TOMBSTONES", l->c->data_dir);
    file = fopen(path, "r");
    if (!file)
        return;
    for (int n = 1; n <= LOAD_VECTORS_MAX && fgets(line, sizeof line, file);
         n++)
        tombstone(l, line, n);
    fclose(file);
}

/* --- the whole ------------------------------------------------------------ */

static void load_all(struct loader *l)
{
    const struct suite *suite;
    char folder[PATH_SIZE];

    for (size_t i = 0; (suite = suite_at(i)); i++) {
        snprintf(folder, sizeof folder, "suites/%s", suite->id);
        load_folder(l, folder, false, requirement_file);
    }
    load_requirements_done(l);
    for (size_t i = 0; (suite = suite_at(i)); i++) {
        snprintf(folder, sizeof folder, "suites/%s/profiles", suite->id);
        load_folder(l, folder, false, load_profile_file);
    }
    read_version(l);
    read_tombstones(l);
    load_folder(l, "vectors", true, load_vector_file);
    if (!load_stopped(l))
        load_finish(l);
}

enum err catalogue_load_some(struct catalogue *out, const char *data_dir,
                             struct problem_sink *sink, bool all)
{
    struct loader l = { .c = out, .sink = sink, .all = all };
    struct stat info;

    *out = (struct catalogue){ .keep = json_array() };
    arena_init(&out->arena, CATALOGUE_CAP);
    l.tombstones = json_object();
    out->data_dir = arena_strdup(&out->arena, data_dir);
    if (!out->keep || !l.tombstones || !out->data_dir)
        memory_short(&l);
    else if (stat(data_dir, &info) || !S_ISDIR(info.st_mode))
        problem_add(sink, ERR_IO, data_dir, (struct yaml_place){ 0, 0 },
                    "is not a folder with suites and vectors");
    else
        load_all(&l);
    json_decref(l.tombstones);
    return sink->errors ? sink->first.code : ERR_OK;
}

enum err catalogue_load(struct catalogue *out, const char *data_dir,
                        struct problem_sink *sink, struct error *why)
{
    struct problem_sink own = { .report = sink ? sink->report : NULL,
                                .user = sink ? sink->user : NULL };
    struct catalogue c;
    enum err err = catalogue_load_some(&c, data_dir, &own, sink != NULL);

    if (sink && own.errors && !sink->errors)
        sink->first = own.first;
    if (sink)
        sink->errors += own.errors;
    if (err) {
        catalogue_release(&c);
        if (why && !why->code)
            *why = own.first;
        return err;
    }
    *out = c;
    return ERR_OK;
}

void catalogue_release(struct catalogue *c)
{
    json_decref(c->keep);
    arena_release(&c->arena);
    *c = (struct catalogue){ .keep = NULL };
}

static int by_vector_id(const void *key, const void *item)
{
    return strcmp(key, ((const struct vector *)item)->id);
}

const struct vector *catalogue_vector(const struct catalogue *c,
                                      const char *id)
{
    if (!c->vector_count)
        return NULL;
    return bsearch(id, c->vectors, c->vector_count, sizeof *c->vectors,
                   by_vector_id);
}

static int by_requirement_id(const void *key, const void *item)
{
    return strcmp(key, ((const struct requirement *)item)->id);
}

const struct requirement *catalogue_requirement(const struct catalogue *c,
                                                const char *id)
{
    if (!c->requirement_count)
        return NULL;
    return bsearch(id, c->requirements, c->requirement_count,
                   sizeof *c->requirements, by_requirement_id);
}
