/* bytes: a borrowed view of memory, and the few things every room does with it.
 *
 * A view owns nothing and is valid as long as the memory it points at; lengths
 * are in bytes.  The empty view may have a null pointer. */
#ifndef ETALON_BASE_BYTES_H
#define ETALON_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at) \
    __attribute__((format(printf, format_at, first_at)))
#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

struct bytes {
    const uint8_t *data;
    size_t len;
};

#define BYTES_EMPTY ((struct bytes){ NULL, 0 })
/* View of a fixed array. */
#define BYTES_OF(array) ((struct bytes){ (array), sizeof(array) })

static inline struct bytes bytes_make(const void *data, size_t len)
{
    return (struct bytes){ data, len };
}

/* View of a C string without its terminator. */
static inline struct bytes bytes_str(const char *text)
{
    return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static inline bool bytes_eq(struct bytes a, struct bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Lexicographic by byte; a prefix sorts before what it begins. */
static inline int bytes_cmp(struct bytes a, struct bytes b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.data, b.data, n) : 0;

    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

/* The first len bytes; len must not exceed b.len. */
static inline struct bytes bytes_head(struct bytes b, size_t len)
{
    return (struct bytes){ b.data, len };
}

/* What follows the first skip bytes; skip must not exceed b.len. */
static inline struct bytes bytes_tail(struct bytes b, size_t skip)
{
    return (struct bytes){ b.len == skip ? NULL : b.data + skip, b.len - skip };
}

#endif
