/* vector_internal: what the files of the catalogue's loader share. */
#ifndef ETALON_RUNNER_VECTOR_INTERNAL_H
#define ETALON_RUNNER_VECTOR_INTERNAL_H

#include "runner/profile.h"
#include "runner/vector.h"

enum {
    LOAD_FILES_MAX = 20000,
    LOAD_FOLDER_DEPTH_MAX = 8,
    LOAD_VECTORS_MAX = 200000,
    LOAD_REQUIREMENTS_MAX = 20000,
    LOAD_PROFILES_MAX = 200,
    EXPAND_BYTES_MAX = 16 * 1024 * 1024,
    EXPAND_FILE_MAX = 64 * 1024 * 1024
};

struct loader {
    struct catalogue *c;
    struct problem_sink *sink;
    bool all;                  /* go on after a problem */
    size_t requirement_room, vector_room, profile_room, files;
    json_t *tombstones;        /* id: reason */
};

/* Has loading come to its end at the first problem? */
bool load_stopped(const struct loader *l);
/* Room for one more item of size bytes; NULL (reported) when memory is short
 * or there are max already.  *items and *room are updated. */
void *load_grow(struct loader *l, void *items, size_t count, size_t *room,
                size_t size, size_t max);
/* Keeps value (a stolen reference) as long as the catalogue; borrowed back. */
json_t *load_keep(struct loader *l, json_t *value);
/* Copies a list of texts; false (reported) when memory is short. */
bool load_texts(struct loader *l, const char ***out, size_t *count,
                const json_t *list);
/* Calls each for every *.yaml below data_dir/folder, in order of names. */
typedef void (*load_file_fn)(struct loader *l, const char *path,
                             const char *shown);
void load_folder(struct loader *l, const char *folder, bool deep,
                 load_file_fn each);

void load_requirement_file(struct loader *l, const char *path,
                           const char *shown);
void load_profile_file(struct loader *l, const char *path, const char *shown);
void load_vector_file(struct loader *l, const char *path, const char *shown);
/* After the requirements are read: sorts them; none may be added then. */
void load_requirements_done(struct loader *l);
/* As catalogue_load, but fills *out even when there were problems. */
MUST_CHECK enum err catalogue_load_some(struct catalogue *out,
                                        const char *data_dir,
                                        struct problem_sink *sink, bool all);
/* After everything is read: sorts, and checks what spans files. */
void load_finish(struct loader *l);

/* Replaces {$repeat: …} and {$concat: …} by the hex they stand for.  budget is
 * what may still be written, in bytes.  New reference.
 * Errors: ERR_SCHEMA, ERR_LIMIT, ERR_MEMORY. */
MUST_CHECK enum err expand_value(json_t **out, json_t *value, size_t *budget,
                                 struct error *why);

#endif
