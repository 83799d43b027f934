/* json: thin helpers over jansson's json_t, the value that crosses rooms.
 *
 * Ownership follows jansson: a function that returns json_t * without saying
 * "borrowed" gives a new reference.  Canonical text is RFC 8785 (JCS). */
#ifndef ETALON_BASE_JSON_H
#define ETALON_BASE_JSON_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum { JSON_TEXT_DEPTH_MAX = 128, JSON_NUMBER_SIZE = 80 };

/* Parses text strictly: UTF-8, no duplicate keys, nothing after the value, at
 * most JSON_TEXT_DEPTH_MAX deep.  Error: ERR_SYNTAX with line and column. */
MUST_CHECK enum err json_read(json_t **out, struct bytes text,
                              const char *source, struct error *why);
/* Reads a whole file; size_max in bytes (0: 64 MiB).
 * Errors: ERR_IO, ERR_LIMIT, ERR_SYNTAX. */
MUST_CHECK enum err json_read_file(json_t **out, const char *path,
                                   size_t size_max, struct error *why);
/* Canonical text (RFC 8785), malloc'd by jansson's allocator: free() it.
 * NULL when memory is short or the value holds what JCS cannot say. */
MUST_CHECK char *json_canonical(const json_t *value);
/* ECMAScript Number::toString as RFC 8785 wants it; out is terminated. */
void json_number_text(char out[JSON_NUMBER_SIZE], double value);

/* Member look-ups for operation inputs: each fails with ERR_BAD_INPUT and says
 * which key is absent or of another kind.  Strings are borrowed from `in`. */
MUST_CHECK enum err json_get_text(const char **out, const json_t *in,
                                  const char *key, struct error *why);
MUST_CHECK enum err json_get_hex(struct arena *a, struct bytes *out,
                                 const json_t *in, const char *key,
                                 struct error *why);
MUST_CHECK enum err json_get_fixed(uint8_t *out, size_t len, const json_t *in,
                                   const char *key, struct error *why);
/* A quantity string "0x…" (shortest form) or a non-negative JSON integer. */
MUST_CHECK enum err json_get_quantity(struct u256 *out, const json_t *in,
                                      const char *key, struct error *why);
MUST_CHECK enum err json_get_u64(uint64_t *out, const json_t *in,
                                 const char *key, struct error *why);
MUST_CHECK enum err json_get_bool(bool *out, const json_t *in, const char *key,
                                  struct error *why);
MUST_CHECK enum err json_get_array(const json_t **out, const json_t *in,
                                   const char *key, struct error *why);
MUST_CHECK enum err json_get_object(const json_t **out, const json_t *in,
                                    const char *key, struct error *why);
/* True when key is present and not null. */
bool json_has(const json_t *in, const char *key);

/* New values; NULL when memory is short. */
json_t *json_hex(struct bytes value);        /* "0x…" */
json_t *json_quantity(struct u256 value);    /* "0x…" shortest */
json_t *json_quantity_u64(uint64_t value);

#endif
