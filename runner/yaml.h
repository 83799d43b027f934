/* yaml: a strict subset of YAML 1.1, read into json_t with a place for each
 * node.
 *
 * Refused with file, line and column: aliases, anchors, tags, merge keys,
 * duplicate keys, keys that are not plain text, several documents, bytes that
 * are not UTF-8, more than the limits below, and an unquoted scalar that
 * starts with 0x (hex is always quoted).  Unquoted null, true, false and
 * numbers of JSON's grammar have their JSON type; numbers must be exact in a
 * double (RFC 8785).  Words that YAML 1.1 gives another meaning (yes, ~, 007)
 * must be quoted; everything else is text. */
#ifndef ETALON_RUNNER_YAML_H
#define ETALON_RUNNER_YAML_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum {
    YAML_FILE_MAX = 4 * 1024 * 1024,
    YAML_SCALAR_MAX = 1024 * 1024,
    YAML_DEPTH_MAX = 32,
    YAML_NODES_MAX = 400000
};

struct yaml_place {
    int line, column; /* 1-based; 0 when unknown */
};

struct yaml_entry;

/* A document owns root and its places; yaml_release() frees both. */
struct yaml_doc {
    json_t *root;
    struct arena arena;
    struct yaml_entry **buckets;
    char source[160];
};

/* Errors: ERR_SYNTAX, ERR_LIMIT, ERR_DUPLICATE, ERR_MEMORY; why has the place.
 * On error *out holds nothing to release. */
MUST_CHECK enum err yaml_load(struct yaml_doc *out, struct bytes text,
                              const char *source, struct error *why);
/* As yaml_load; source is the name shown, path the file.  Also ERR_IO. */
MUST_CHECK enum err yaml_load_file(struct yaml_doc *out, const char *path,
                                   const char *source, struct error *why);
void yaml_release(struct yaml_doc *doc);

/* Where the value of a key, the key itself, or an item of a list stands. */
struct yaml_place yaml_value_place(const struct yaml_doc *doc,
                                   const json_t *map, const char *key);
struct yaml_place yaml_key_place(const struct yaml_doc *doc, const json_t *map,
                                 const char *key);
struct yaml_place yaml_item_place(const struct yaml_doc *doc,
                                  const json_t *list, size_t index);

#endif
