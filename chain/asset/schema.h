/* schema: tables that say which JSON a document may be, walked by one function.
 *
 * What JSON Schema says with type, enum, required, properties and bounds; a
 * null pointer or a zero bound leaves that question open. */
#ifndef ETALON_CHAIN_ASSET_SCHEMA_H
#define ETALON_CHAIN_ASSET_SCHEMA_H

#include <jansson.h>

#include "base/bytes.h"

enum schema_kind {
    SCHEMA_OBJECT = 1,
    SCHEMA_ARRAY = 2,
    SCHEMA_STRING = 4,
    SCHEMA_INTEGER = 8, /* a real without a fraction is one too */
    SCHEMA_NUMBER = 16,
    SCHEMA_BOOL = 32,
    SCHEMA_NULL = 64,
};

struct schema;

struct schema_member {
    const char *name;
    const struct schema *schema;
    bool required;
};

struct schema {
    unsigned kinds;                      /* any of these */
    size_t min, max;                     /* characters, items or members */
    const double *range;                 /* of numbers: lowest, highest */
    const char *values;                  /* the strings allowed, a space between */
    bool (*text)(struct bytes text);     /* of strings */
    bool (*key)(struct bytes text);      /* of member names */
    const struct schema *items;          /* of arrays */
    bool unique;                         /* items differ */
    const struct schema_member *members; /* ends with a null name */
    const struct schema *others;         /* members without a row */
    bool closed;                         /* no other members */
};

bool schema_ok(const struct schema *schema, const json_t *value);

#endif
