/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/evm/code.h"

#include <stdlib.h>

#include "chain/crypto/keccak.h"

enum { TABLE_MIN = 64, OP_JUMPDEST = 0x5b, OP_PUSH1 = 0x60, OP_PUSH32 = 0x7f };

static const uint8_t no_code[CODE_PADDING];

struct code code_empty(void)
{
    struct code c = { .data = no_code };

    memcpy(c.hash, KECCAK256_EMPTY, sizeof c.hash);
    return c;
}

void code_set_init(struct code_set *s, size_t cap_bytes)
{
    *s = (struct code_set){ .table = NULL };
    arena_init(&s->arena, cap_bytes);
}

void code_set_reset(struct code_set *s)
{
    arena_reset(&s->arena);
    if (s->count)
        memset(s->table, 0, s->size * sizeof *s->table);
    s->count = 0;
}

void code_set_release(struct code_set *s)
{
    arena_release(&s->arena);
    free(s->table);
    s->table = NULL;
    s->size = s->count = 0;
}

/* Hashes are uniform: their first bytes pick the place. */
static size_t place_of(const uint8_t hash[32], size_t size)
{
    uint64_t h;

    memcpy(&h, hash, sizeof h);
    return (size_t)h & (size - 1);
}

static bool table_grow(struct code_set *s)
{
    size_t size = s->size ? s->size * 2 : TABLE_MIN;
    struct code **table = calloc(size, sizeof *table);

    if (!table)
        return false;
    for (size_t i = 0; i < s->size; i++) {
        size_t at;

        if (!s->table[i])
            continue;
        at = place_of(s->table[i]->hash, size);
        while (table[at])
            at = (at + 1) & (size - 1);
        table[at] = s->table[i];
    }
    free(s->table);
    s->table = table;
    s->size = size;
    return true;
}

struct code *code_find(const struct code_set *s, const uint8_t hash[32])
{
    if (!s->size)
        return NULL;
    for (size_t at = place_of(hash, s->size); s->table[at];
         at = (at + 1) & (s->size - 1))
        if (memcmp(s->table[at]->hash, hash, 32) == 0)
            return s->table[at];
    return NULL;
}

struct code *code_intern(struct code_set *s, struct bytes code)
{
    uint8_t hash[32], *data;
    struct code *c;
    size_t at;

    keccak256(hash, code);
    c = code_find(s, hash);
    if (c)
        return c;
    if (s->count * 2 >= s->size && !table_grow(s))
        return NULL;
    c = arena_alloc(&s->arena, sizeof *c);
    data = arena_raw(&s->arena, code.len + CODE_PADDING);
    if (!c || !data)
        return NULL;
    if (code.len)
        memcpy(data, code.data, code.len);
    memset(data + code.len, 0, CODE_PADDING);
    memcpy(c->hash, hash, sizeof hash);
    c->data = data;
    c->len = code.len;
    at = place_of(hash, s->size);
    while (s->table[at])
        at = (at + 1) & (s->size - 1);
    s->table[at] = c;
    s->count++;
    return c;
}

bool code_analyse(struct arena *a, struct code *c)
{
    uint8_t *dests = arena_alloc(a, c->len / 8 + 1);

    if (!dests)
        return false;
    for (size_t i = 0; i < c->len; i++) {
        uint8_t op = c->data[i];

        if (op == OP_JUMPDEST)
            dests[i / 8] = (uint8_t)(dests[i / 8] | 1u << (i % 8));
        else if (op >= OP_PUSH1 && op <= OP_PUSH32)
            i += (size_t)(op - OP_PUSH1) + 1;
    }
    c->dests = dests;
    return true;
}
