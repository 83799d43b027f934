/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/state_internal.h"

#include <assert.h>
#include <stdlib.h>

enum { TRANSIENT_MIN = 64 };

_Static_assert(sizeof(struct state_change) <= STATE_SPARE_CHANGE,
               "the spare entry holds a change");

/* The next journal entry, or a spare one when memory is short: the work is
 * void then. */
static struct state_change *journal(struct state *s, enum change_kind kind,
                                    struct state_account *a)
{
    struct state_change *c;

    if (!state_room((void **)&s->changes, &s->change_room, s->change_count,
                    sizeof *s->changes)) {
        s->failed = true;
        c = (struct state_change *)(void *)s->spare_change;
    } else {
        c = &s->changes[s->change_count++];
    }
    c->kind = kind;
    c->account = a;
    return c;
}

void state_flag(struct state *s, struct state_account *a, unsigned set)
{
    if ((a->flags & set) == set)
        return;
    journal(s, CHANGE_FLAGS, a)->flags = a->flags;
    if ((a->flags ^ (a->flags | set)) & ACCOUNT_EXISTS)
        state_dirty(s, a);
    a->flags = (uint8_t)(a->flags | set);
}

void state_touch(struct state *s, struct state_account *a)
{
    state_flag(s, a, ACCOUNT_EXISTS | ACCOUNT_TOUCHED);
}

void state_set_nonce(struct state *s, struct state_account *a, uint64_t nonce)
{
    state_touch(s, a);
    journal(s, CHANGE_NONCE, a)->nonce = a->nonce;
    a->nonce = nonce;
    state_dirty(s, a);
}

void state_set_balance(struct state *s, struct state_account *a, struct u256 balance)
{
    state_touch(s, a);
    journal(s, CHANGE_BALANCE, a)->word = a->balance;
    a->balance = balance;
    state_dirty(s, a);
}

void state_add_balance(struct state *s, struct state_account *a, struct u256 amount)
{
    if (u256_is_zero(amount))
        state_touch(s, a);
    else
        state_set_balance(s, a, u256_add(a->balance, amount));
}

void state_sub_balance(struct state *s, struct state_account *a, struct u256 amount)
{
    assert(!u256_lt(a->balance, amount));
    if (u256_is_zero(amount))
        state_touch(s, a);
    else
        state_set_balance(s, a, u256_sub(a->balance, amount));
}

void state_set_code(struct state *s, struct state_account *a, struct bytes code)
{
    struct code *c = code.len ? code_intern(&s->codes, code) : &s->empty_code;

    if (!c) {
        s->failed = true;
        return;
    }
    state_touch(s, a);
    journal(s, CHANGE_CODE, a)->code = a->code;
    a->code = c;
    state_dirty(s, a);
}

void state_set_slot(struct state *s, struct state_account *a, struct slot *slot,
                    struct u256 value)
{
    struct state_change *c;

    if (u256_eq(slot->value, value))
        return;
    c = journal(s, CHANGE_SLOT, a);
    c->slot = slot;
    c->word = slot->value;
    slot->value = value;
    state_dirty_slot(a, slot);
    state_dirty(s, a);
}

void state_warm_slot(struct state *s, struct slot *slot)
{
    if (slot->warm)
        return;
    journal(s, CHANGE_WARM_SLOT, NULL)->slot = slot;
    slot->warm = true;
}

/* --- transient storage (EIP-1153) ---------------------------------------------- */

/* Entries stand in the order of their making; a hash table of their numbers
 * leads to them.  A place of the table holds the transaction's epoch (low 32
 * bits, high half) and the number: of another epoch it is free. */

/* The place of the key in the table: that of its entry, or a free one. */
static size_t transient_place(const struct state *s,
                              const struct state_account *a, struct u256 key)
{
    uint64_t h = (uint64_t)(uintptr_t)a >> 4, mask = s->transient_size - 1;
    uint64_t epoch = s->epoch << 32;
    size_t at;

    /* Neighbours by eight share a cache line: contracts count their keys up. */
    h = (h ^ key.w[0] >> 3) * 0x9e3779b97f4a7c15u;
    h = (h ^ h >> 29 ^ key.w[1] ^ key.w[2] ^ key.w[3]) * 0xff51afd7ed558ccdu;
    at = ((size_t)(h >> 24) << 3 | (key.w[0] & 7)) & mask;
    for (;; at = (at + 1) & mask) {
        uint64_t place = s->transient_table[at];
        const struct state_transient *t = &s->transient[place & UINT32_MAX];

        if ((place ^ epoch) >> 32 != 0 ||
            (t->account == a && u256_eq(t->key, key)))
            return at;
    }
}

/* NULL: the key has no entry. */
static struct state_transient *transient_find(const struct state *s,
                                              const struct state_account *a,
                                              struct u256 key)
{
    uint64_t place = s->transient_table[transient_place(s, a, key)];

    return (place ^ s->epoch << 32) >> 32 ? NULL
                                          : &s->transient[place & UINT32_MAX];
}

static bool transient_grow(struct state *s)
{
    size_t size = s->transient_size ? 4 * s->transient_size : TRANSIENT_MIN;
    uint64_t *table = calloc(size, sizeof *table);

    if (!table)
        return false;
    free(s->transient_table);
    s->transient_table = table;
    s->transient_size = size;
    for (size_t i = 0; i < s->transient_count; i++)
        table[transient_place(s, s->transient[i].account,
                              s->transient[i].key)] = s->epoch << 32 | i;
    return true;
}

static void transient_forget(struct state *s)
{
    if (s->transient_size)
        memset(s->transient_table, 0,
               s->transient_size * sizeof *s->transient_table);
}

/* The new entry, its value zero; NULL when memory is short. */
static struct state_transient *transient_add(struct state *s,
                                             struct state_account *a,
                                             struct u256 key)
{
    struct state_transient *t;

    if ((s->transient_count * 2 >= s->transient_size && !transient_grow(s)) ||
        s->transient_count == UINT32_MAX ||
        !state_room((void **)&s->transient, &s->transient_room,
                    s->transient_count, sizeof *s->transient))
        return NULL;
    s->transient_table[transient_place(s, a, key)] =
        s->epoch << 32 | s->transient_count;
    t = &s->transient[s->transient_count++];
    *t = (struct state_transient){ .account = a, .key = key };
    return t;
}

struct u256 state_transient_get(const struct state *s, const struct state_account *a,
                                struct u256 key)
{
    const struct state_transient *t =
        s->transient_count ? transient_find(s, a, key) : NULL;

    return t ? t->value : u256_from(0);
}

void state_transient_set(struct state *s, struct state_account *a, struct u256 key,
                         struct u256 value)
{
    struct state_transient *t =
        s->transient_count ? transient_find(s, a, key) : NULL;
    struct state_change *c;

    if (!t)
        t = transient_add(s, a, key);
    if (!t) {
        s->failed = true;
        return;
    }
    c = journal(s, CHANGE_TRANSIENT, a);
    c->entry = (size_t)(t - s->transient);
    c->word = t->value;
    t->value = value;
}

struct log_entry *state_log_add(struct state *s, struct bytes data)
{
    struct log_entry *log;

    if (!state_room((void **)&s->logs, &s->log_room, s->log_count,
                    sizeof *s->logs)) {
        s->failed = true;
        s->void_log = (struct log_entry){ .topic_count = 0 };
        return &s->void_log;
    }
    log = &s->logs[s->log_count++];
    *log = (struct log_entry){ .topic_count = 0 };
    if (data.len && !arena_copy(&s->log_arena, &log->data, data))
        s->failed = true;
    return log;
}

/* --- marks ------------------------------------------------------------------------ */

struct state_mark state_mark(const struct state *s)
{
    return (struct state_mark){ s->change_count, s->log_count, s->refund };
}

/* The precompile at 3 stays touched when the call that touched it fails: what
 * mainnet did in block 2675119, kept by EIP-161's users since. */
static bool stays_touched(const struct state_account *a)
{
    static const uint8_t ripemd[20] = { [19] = 3 };

    return memcmp(a->address, ripemd, 20) == 0;
}

static void undo_flags(struct state *s, const struct state_change *c)
{
    struct state_account *a = c->account;
    unsigned kept = 0;

    if (stays_touched(a))
        kept = a->flags & ACCOUNT_TOUCHED;
    if ((a->flags ^ c->flags) & ACCOUNT_EXISTS)
        state_dirty(s, a);
    a->flags = (uint8_t)(c->flags | kept);
}

static void undo_storage(struct state *s, const struct state_change *c)
{
    struct state_account *a = c->account;

    if (a->storage) {
        trie_free(&s->tries, a->storage->trie);
        free(a->storage->table);
    }
    a->storage = c->storage;
    state_dirty(s, a);
}

static void undo(struct state *s, const struct state_change *c)
{
    struct state_account *a = c->account;

    switch (c->kind) {
    case CHANGE_FLAGS:
        undo_flags(s, c);
        break;
    case CHANGE_NONCE:
        a->nonce = c->nonce;
        state_dirty(s, a);
        break;
    case CHANGE_BALANCE:
        a->balance = c->word;
        state_dirty(s, a);
        break;
    case CHANGE_CODE:
        a->code = c->code;
        state_dirty(s, a);
        break;
    case CHANGE_STORAGE:
        undo_storage(s, c);
        break;
    case CHANGE_SLOT:
        c->slot->value = c->word;
        state_dirty_slot(a, c->slot);
        state_dirty(s, a);
        break;
    case CHANGE_WARM_SLOT:
        c->slot->warm = false;
        break;
    case CHANGE_TRANSIENT:
        if (c->entry < s->transient_count)
            s->transient[c->entry].value = c->word;
        break;
    }
}

void state_revert(struct state *s, struct state_mark mark)
{
    assert(mark.changes <= s->change_count);
    while (s->change_count > mark.changes)
        undo(s, &s->changes[--s->change_count]);
    if (mark.logs < s->log_count)
        s->log_count = mark.logs;
    s->refund = mark.refund;
}

void state_tx_begin(struct state *s)
{
    s->epoch++;
    if (!(uint32_t)s->epoch) { /* old places must not look like new ones */
        s->epoch++;
        transient_forget(s);
    }
    s->seen_count = s->log_count = s->transient_count = 0;
    s->refund = 0;
    arena_reset(&s->log_arena);
}

/* The account leaves the trie with all it has. */
static void wipe(struct state *s, struct state_account *a)
{
    journal(s, CHANGE_NONCE, a)->nonce = a->nonce;
    journal(s, CHANGE_BALANCE, a)->word = a->balance;
    journal(s, CHANGE_CODE, a)->code = a->code;
    journal(s, CHANGE_STORAGE, a)->storage = a->storage;
    journal(s, CHANGE_FLAGS, a)->flags = a->flags;
    a->nonce = 0;
    a->balance = u256_from(0);
    a->code = &s->empty_code;
    a->storage = NULL;
    a->flags = 0;
    state_dirty(s, a);
}

void state_tx_end(struct state *s, bool clear_empty)
{
    for (size_t i = 0; i < s->seen_count; i++) {
        struct state_account *a = s->seen[i];

        if (account_has(a, ACCOUNT_DESTRUCTED))
            wipe(s, a);
        else if (clear_empty && account_has(a, ACCOUNT_TOUCHED) &&
                 account_has(a, ACCOUNT_EXISTS) && account_is_empty(a))
            wipe(s, a);
    }
}

void state_commit(struct state *s)
{
    for (size_t i = 0; i < s->change_count; i++) {
        struct storage *old = s->changes[i].storage;

        if (s->changes[i].kind != CHANGE_STORAGE || !old)
            continue;
        trie_free(&s->tries, old->trie);
        free(old->table);
    }
    s->change_count = 0;
}
