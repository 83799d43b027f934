/* arena: all memory of one vector (or one block, one command) in one owner.
 *
 * Nothing in an arena is freed alone; arena_reset() takes everything back at
 * once and keeps the first chunk.  An arena has a cap in bytes, so that hostile
 * input cannot grow it without bound: allocation past the cap returns NULL.
 * Not safe for use by two threads at a time. */
#ifndef ETALON_BASE_ARENA_H
#define ETALON_BASE_ARENA_H

#include "base/bytes.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *first, *current;
    size_t used, cap;
    /* Tests set this to make the n-th allocation from now fail; 0 is off. */
    size_t fail_at;
};

/* cap_bytes 0 means ARENA_CAP_DEFAULT (256 MiB). */
void arena_init(struct arena *a, size_t cap_bytes);
void arena_reset(struct arena *a);
void arena_release(struct arena *a);

/* Zeroed memory aligned for any type, or NULL when the cap is reached. */
MUST_CHECK void *arena_alloc(struct arena *a, size_t size);
/* As arena_alloc for count items of size bytes; NULL on overflow too. */
MUST_CHECK void *arena_array(struct arena *a, size_t count, size_t size);
/* Not zeroed: for buffers that are filled at once. */
MUST_CHECK uint8_t *arena_raw(struct arena *a, size_t size);
/* Copy of text with a terminator; NULL when the cap is reached. */
MUST_CHECK char *arena_strdup(struct arena *a, const char *text);
/* Copies the view; false when the cap is reached, *out then untouched. */
MUST_CHECK bool arena_copy(struct arena *a, struct bytes *out, struct bytes in);
MUST_CHECK char *arena_printf(struct arena *a, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif
