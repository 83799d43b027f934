/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/state.h"

#include "chain/eth/state_internal.h"

#include <stdlib.h>

#include "chain/crypto/keccak.h"

enum { TABLE_MIN = 64, STORAGE_MIN = 8, SEEN_MIN = 64 };

void state_init(struct state *s, size_t cap_bytes)
{
    *s = (struct state){ .epoch = 1, .empty_code = code_empty() };
    arena_init(&s->arena, cap_bytes);
    arena_init(&s->log_arena, cap_bytes);
    code_set_init(&s->codes, cap_bytes);
    trie_pool_init(&s->tries, cap_bytes);
}

static void free_storages(struct state *s)
{
    for (size_t i = 0; i < s->size; i++)
        if (s->table[i] && s->table[i]->storage)
            free(s->table[i]->storage->table);
    for (size_t i = 0; i < s->change_count; i++)
        if (s->changes[i].kind == CHANGE_STORAGE && s->changes[i].storage)
            free(s->changes[i].storage->table);
}

void state_reset(struct state *s)
{
    free_storages(s);
    if (s->count)
        memset(s->table, 0, s->size * sizeof *s->table);
    s->count = s->change_count = s->seen_count = s->log_count = 0;
    s->transient_count = 0;
    s->dirty = NULL;
    s->trie = NULL;
    s->refund = 0;
    s->epoch++;
    s->failed = false;
    arena_reset(&s->arena);
    arena_reset(&s->log_arena);
    code_set_reset(&s->codes);
    trie_pool_reset(&s->tries);
}

void state_release(struct state *s)
{
    free_storages(s);
    free(s->table);
    free(s->changes);
    free(s->seen);
    free(s->logs);
    free(s->transient);
    free(s->transient_table);
    arena_release(&s->arena);
    arena_release(&s->log_arena);
    code_set_release(&s->codes);
    trie_pool_release(&s->tries);
    *s = (struct state){ .epoch = 1 };
}

bool state_room(void **array, size_t *room, size_t count, size_t item)
{
    size_t want = *room ? *room * 2 : SEEN_MIN;
    void *bigger;

    if (count < *room)
        return true;
    if (want > SIZE_MAX / item)
        return false;
    bigger = realloc(*array, want * item);
    if (!bigger)
        return false;
    *array = bigger;
    *room = want;
    return true;
}

/* --- accounts ---------------------------------------------------------------- */

static size_t address_place(const uint8_t address[20], size_t size)
{
    uint64_t a, b;
    uint32_t c;

    memcpy(&a, address, 8);
    memcpy(&b, address + 8, 8);
    memcpy(&c, address + 16, 4);
    a = (a ^ b * 0x9e3779b97f4a7c15u) + c * 0xff51afd7ed558ccdu;
    a ^= a >> 32;
    a *= 0x9e3779b97f4a7c15u;
    return (size_t)(a >> 20) & (size - 1);
}

static bool table_grow(struct state *s)
{
    size_t size = s->size ? s->size * 2 : TABLE_MIN;
    struct state_account **table = calloc(size, sizeof *table);

    if (!table)
        return false;
    for (size_t i = 0; i < s->size; i++) {
        size_t at;

        if (!s->table[i])
            continue;
        at = address_place(s->table[i]->address, size);
        while (table[at])
            at = (at + 1) & (size - 1);
        table[at] = s->table[i];
    }
    free(s->table);
    s->table = table;
    s->size = size;
    return true;
}

struct state_account *state_find(const struct state *s, const uint8_t address[20])
{
    if (!s->size)
        return NULL;
    for (size_t at = address_place(address, s->size); s->table[at];
         at = (at + 1) & (s->size - 1))
        if (memcmp(s->table[at]->address, address, 20) == 0)
            return s->table[at];
    return NULL;
}

static struct state_account *spare_account(struct state *s)
{
    s->failed = true;
    s->void_account = (struct state_account){ .code = &s->empty_code };
    return &s->void_account;
}

static struct state_account *account_new(struct state *s, const uint8_t address[20])
{
    struct state_account *a;
    size_t at;

    if (s->count * 2 >= s->size && !table_grow(s))
        return spare_account(s);
    a = arena_alloc(&s->arena, sizeof *a);
    if (!a)
        return spare_account(s);
    memcpy(a->address, address, 20);
    a->code = &s->empty_code;
    at = address_place(address, s->size);
    while (s->table[at])
        at = (at + 1) & (s->size - 1);
    s->table[at] = a;
    s->count++;
    return a;
}

struct state_account *state_get(struct state *s, const uint8_t address[20])
{
    struct state_account *a = state_find(s, address);

    if (!a)
        a = account_new(s, address);
    if (a->epoch == s->epoch)
        return a;
    a->epoch = s->epoch;
    a->flags &= ACCOUNT_EXISTS;
    if (state_room((void **)&s->seen, &s->seen_room, s->seen_count,
                   sizeof *s->seen))
        s->seen[s->seen_count++] = a;
    else
        s->failed = true;
    return a;
}

struct state_account *state_next(const struct state *s, size_t *at)
{
    while (*at < s->size) {
        struct state_account *a = s->table[(*at)++];

        if (a)
            return a;
    }
    return NULL;
}

/* --- slots --------------------------------------------------------------------- */

static size_t slot_place(struct u256 key, size_t size)
{
    uint64_t h = key.w[0] * 0x9e3779b97f4a7c15u;

    h ^= (key.w[1] + 0x7f4a7c15) * 0xff51afd7ed558ccdu;
    h = (h ^ h >> 29) + key.w[2] * 0xc4ceb9fe1a85ec53u;
    h = (h ^ h >> 31) + key.w[3] * 0x9e3779b97f4a7c15u;
    h ^= h >> 32;
    return (size_t)h & (size - 1);
}

static bool storage_grow(struct storage *st)
{
    size_t size = st->size ? st->size * 2 : STORAGE_MIN;
    struct slot **table = calloc(size, sizeof *table);

    if (!table)
        return false;
    for (size_t i = 0; i < st->size; i++) {
        size_t at;

        if (!st->table[i])
            continue;
        at = slot_place(st->table[i]->key, size);
        while (table[at])
            at = (at + 1) & (size - 1);
        table[at] = st->table[i];
    }
    free(st->table);
    st->table = table;
    st->size = size;
    return true;
}

static struct slot *slot_find(const struct storage *st, struct u256 key)
{
    if (!st || !st->size)
        return NULL;
    for (size_t at = slot_place(key, st->size); st->table[at];
         at = (at + 1) & (st->size - 1))
        if (u256_eq(st->table[at]->key, key))
            return st->table[at];
    return NULL;
}

static struct slot *slot_new(struct state *s, struct state_account *a,
                             struct u256 key)
{
    struct storage *st = a->storage;
    struct slot *slot;
    size_t at;

    if (!st)
        st = a->storage = arena_alloc(&s->arena, sizeof *st);
    if (!st || (st->count * 2 >= st->size && !storage_grow(st)))
        return NULL;
    slot = arena_alloc(&s->arena, sizeof *slot);
    if (!slot)
        return NULL;
    slot->key = key;
    at = slot_place(key, st->size);
    while (st->table[at])
        at = (at + 1) & (st->size - 1);
    st->table[at] = slot;
    st->count++;
    return slot;
}

struct slot *state_slot(struct state *s, struct state_account *a, struct u256 key)
{
    struct slot *slot = slot_find(a->storage, key);

    if (!slot)
        slot = slot_new(s, a, key);
    if (!slot) {
        s->failed = true;
        s->void_slot = (struct slot){ .key = key };
        slot = &s->void_slot;
    }
    if (slot->epoch != s->epoch) {
        slot->epoch = s->epoch;
        slot->original = slot->value;
        slot->warm = false;
    }
    return slot;
}

struct u256 state_peek(const struct state_account *a, struct u256 key)
{
    const struct slot *slot = slot_find(a->storage, key);

    return slot ? slot->value : u256_from(0);
}

bool account_has_storage(const struct state_account *a)
{
    for (size_t i = 0; a->storage && i < a->storage->size; i++)
        if (a->storage->table[i] &&
            !u256_is_zero(a->storage->table[i]->value))
            return true;
    return false;
}

/* --- root ---------------------------------------------------------------------- */

void state_dirty(struct state *s, struct state_account *a)
{
    if (a->dirty || a == &s->void_account)
        return;
    a->dirty = true;
    a->next_dirty = s->dirty;
    s->dirty = a;
}

void state_dirty_slot(struct state_account *a, struct slot *slot)
{
    if (slot->dirty || !a->storage)
        return;
    slot->dirty = true;
    slot->next_dirty = a->storage->dirty;
    a->storage->dirty = slot;
}

static size_t put_word(uint8_t *out, struct u256 v)
{
    uint8_t digits[32];
    size_t len = u256_to_min(digits, v);

    if (len == 1 && digits[0] < 0x80) {
        out[0] = digits[0];
        return 1;
    }
    out[0] = (uint8_t)(0x80 + len);
    memcpy(out + 1, digits, len);
    return 1 + len;
}

static enum err settle_storage(struct state *s, struct storage *st)
{
    while (st->dirty) {
        struct slot *slot = st->dirty;
        uint8_t key[32], hash[32], value[33];
        size_t len = 0;
        enum err err;

        u256_to_be(key, slot->key);
        keccak256(hash, BYTES_OF(key));
        if (!u256_is_zero(slot->value))
            len = put_word(value, slot->value);
        err = trie_set(&s->tries, &st->trie, hash, bytes_make(value, len));
        if (err)
            return err;
        slot->dirty = false;
        st->dirty = slot->next_dirty;
    }
    return ERR_OK;
}

void state_storage_root(uint8_t out[32], const struct state_account *a)
{
    trie_root(out, a->storage ? a->storage->trie : NULL);
}

/* RLP of [nonce, balance, storage root, code hash] (Yellow Paper, 4.1). */
static size_t put_account(uint8_t out[TRIE_VALUE_MAX], const struct state_account *a)
{
    size_t len = 2;

    len += put_word(out + len, u256_from(a->nonce));
    len += put_word(out + len, a->balance);
    out[len++] = 0xa0;
    state_storage_root(out + len, a);
    len += 32;
    out[len++] = 0xa0;
    memcpy(out + len, a->code->hash, 32);
    len += 32;
    out[0] = 0xf8;
    out[1] = (uint8_t)(len - 2);
    return len;
}

static enum err settle_account(struct state *s, struct state_account *a)
{
    uint8_t value[TRIE_VALUE_MAX];
    size_t len = 0;
    enum err err;

    if (a->storage && a->storage->dirty) {
        err = settle_storage(s, a->storage);
        if (err)
            return err;
    }
    if (!a->hashed) {
        keccak256(a->address_hash, BYTES_OF(a->address));
        a->hashed = true;
    }
    if (account_has(a, ACCOUNT_EXISTS))
        len = put_account(value, a);
    return trie_set(&s->tries, &s->trie, a->address_hash,
                    bytes_make(value, len));
}

enum err state_settle(struct state *s, uint8_t out[32])
{
    if (s->failed)
        return ERR_MEMORY;
    while (s->dirty) {
        struct state_account *a = s->dirty;
        enum err err = settle_account(s, a);

        if (err)
            return err;
        a->dirty = false;
        s->dirty = a->next_dirty;
    }
    trie_root(out, s->trie);
    return ERR_OK;
}
