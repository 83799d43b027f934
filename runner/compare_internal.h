/* compare_internal: the comparison and its matchers call each other. */
#ifndef ETALON_RUNNER_COMPARE_INTERNAL_H
#define ETALON_RUNNER_COMPARE_INTERNAL_H

#include "runner/compare.h"

enum {
    MATCH_UNORDERED_MAX = 1024,
    MATCH_TEXT_MAX = 64 * 1024,
    MATCH_PATTERN_MAX = 1024
};

/* Where a comparison stands; out is filled at the first difference. */
struct comparing {
    struct difference *out;
    char path[COMPARE_PATH_SIZE];
    size_t path_len;
};

/* Compares expected to got (NULL: absent) with the type that the shape gives
 * this place ("any" when it gives none). */
bool compare_at(struct comparing *c, const char *type, const json_t *expected,
                const json_t *got);
/* Fills the difference; always false. */
bool compare_differs(struct comparing *c, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* A value as short text for a sentence. */
enum { COMPARE_VALUE_SIZE = 100 };
void compare_show(char out[COMPARE_VALUE_SIZE], const json_t *value);

/* The name of the matcher that value is, or NULL when it is a plain value. */
const char *match_name(const json_t *value);
bool match_value(struct comparing *c, const char *type,
                 const json_t *matcher, const json_t *got);

#endif
