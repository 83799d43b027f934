/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ARENA_ALIGN = 16,
    ARENA_CHUNK_MIN = 64 * 1024,
};
static const size_t ARENA_CAP_DEFAULT = (size_t)256 * 1024 * 1024;

struct arena_chunk {
    struct arena_chunk *next;
    size_t size, used;
    _Alignas(ARENA_ALIGN) uint8_t memory[];
};

void arena_init(struct arena *a, size_t cap_bytes)
{
    *a = (struct arena){ .cap = cap_bytes ? cap_bytes : ARENA_CAP_DEFAULT };
}

static void free_from(struct arena_chunk *chunk)
{
    while (chunk) {
        struct arena_chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
}

void arena_reset(struct arena *a)
{
    if (a->first) {
        free_from(a->first->next);
        a->first->next = NULL;
        a->first->used = 0;
    }
    a->current = a->first;
    a->used = 0;
}

void arena_release(struct arena *a)
{
    free_from(a->first);
    *a = (struct arena){ .cap = a->cap };
}

/* A chunk with room for size bytes at its end, or NULL. */
static struct arena_chunk *grow(struct arena *a, size_t size)
{
    size_t want = a->current ? a->current->size * 2 : ARENA_CHUNK_MIN;
    struct arena_chunk *chunk;

    if (want > (size_t)8 * 1024 * 1024)
        want = (size_t)8 * 1024 * 1024;
    if (want < size)
        want = size;
    chunk = malloc(sizeof *chunk + want);
    if (!chunk)
        return NULL;
    chunk->next = NULL;
    chunk->size = want;
    chunk->used = 0;
    if (a->current)
        a->current->next = chunk;
    else
        a->first = chunk;
    a->current = chunk;
    return chunk;
}

uint8_t *arena_raw(struct arena *a, size_t size)
{
    struct arena_chunk *chunk = a->current;
    size_t padded = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    uint8_t *memory;

    if (a->fail_at && --a->fail_at == 0)
        return NULL;
    if (padded < size || padded > a->cap - a->used)
        return NULL;
    if (!chunk || chunk->size - chunk->used < padded)
        chunk = grow(a, padded);
    if (!chunk)
        return NULL;
    memory = chunk->memory + chunk->used;
    chunk->used += padded;
    a->used += padded;
    assert(chunk->used <= chunk->size);
    return memory;
}

void *arena_alloc(struct arena *a, size_t size)
{
    uint8_t *memory = arena_raw(a, size ? size : 1);

    if (memory)
        memset(memory, 0, size);
    return memory;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(a, count * size);
}

char *arena_strdup(struct arena *a, const char *text)
{
    size_t size = strlen(text) + 1;
    uint8_t *copy = arena_raw(a, size);

    if (copy)
        memcpy(copy, text, size);
    return (char *)copy;
}

bool arena_copy(struct arena *a, struct bytes *out, struct bytes in)
{
    uint8_t *copy = arena_raw(a, in.len ? in.len : 1);

    if (!copy)
        return false;
    if (in.len)
        memcpy(copy, in.data, in.len);
    *out = bytes_make(copy, in.len);
    return true;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    uint8_t *text;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = len < 0 ? NULL : arena_raw(a, (size_t)len + 1);
    if (text)
        vsnprintf((char *)text, (size_t)len + 1, format, again);
    va_end(again);
    return (char *)text;
}
