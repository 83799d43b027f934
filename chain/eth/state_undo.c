/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/state_undo.h"

#include <stdlib.h>

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/state_internal.h"

enum { ITEMS_MAX = 1 << 28 }; /* of a record that is read */

enum aspect { ASPECT_EXISTS, ASPECT_NONCE, ASPECT_BALANCE, ASPECT_CODE,
              ASPECT_SLOT };

/* One thing as it was before the change at this place of the journal. */
struct item {
    struct state_account *account;
    enum aspect aspect;
    size_t order;
    struct u256 key;
    union {
        struct u256 word; /* balance, slot */
        uint64_t nonce;
        bool exists;
        struct code *code;
    };
};

struct state_undo {
    size_t count;
    struct item items[];
};

struct collector {
    struct item *items;
    size_t count, room;
    bool failed;
};

static struct item *add(struct collector *c, struct state_account *a,
                        enum aspect aspect, size_t order)
{
    struct item *item;

    if (!state_room((void **)&c->items, &c->room, c->count,
                    sizeof *c->items)) {
        c->failed = true;
        return NULL;
    }
    item = &c->items[c->count++];
    *item = (struct item){ .account = a, .aspect = aspect, .order = order };
    return item;
}

static void add_slot(struct collector *c, struct state_account *a,
                     struct u256 key, struct u256 value, size_t order)
{
    struct item *item = add(c, a, ASPECT_SLOT, order);

    if (!item)
        return;
    item->key = key;
    item->word = value;
}

/* A storage that was replaced as a whole: each of its slots. */
static void add_storage(struct collector *c, const struct state_change *change,
                        size_t order)
{
    const struct storage *old = change->storage;

    for (size_t i = 0; old && i < old->size; i++)
        if (old->table[i])
            add_slot(c, change->account, old->table[i]->key,
                     old->table[i]->value, order);
}

static void add_change(struct collector *c, const struct state_change *change,
                       size_t order)
{
    struct item *item;

    switch (change->kind) {
    case CHANGE_FLAGS:
        item = add(c, change->account, ASPECT_EXISTS, order);
        if (item)
            item->exists = change->flags & ACCOUNT_EXISTS;
        break;
    case CHANGE_NONCE:
        item = add(c, change->account, ASPECT_NONCE, order);
        if (item)
            item->nonce = change->nonce;
        break;
    case CHANGE_BALANCE:
        item = add(c, change->account, ASPECT_BALANCE, order);
        if (item)
            item->word = change->word;
        break;
    case CHANGE_CODE:
        item = add(c, change->account, ASPECT_CODE, order);
        if (item)
            item->code = change->code;
        break;
    case CHANGE_SLOT:
        add_slot(c, change->account, change->slot->key, change->word, order);
        break;
    case CHANGE_STORAGE:
        add_storage(c, change, order);
        break;
    case CHANGE_WARM_SLOT:
    case CHANGE_TRANSIENT:
        break;
    }
}

static int compare_place(const struct item *a, const struct item *b)
{
    if (a->account != b->account)
        return memcmp(a->account->address, b->account->address, 20);
    if (a->aspect != b->aspect)
        return a->aspect < b->aspect ? -1 : 1;
    return u256_cmp(a->key, b->key);
}

static int compare(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = compare_place(a, b);

    return order ? order : (a->order > b->order) - (a->order < b->order);
}

/* The account is as it was: nothing to restore. */
static bool is_same(const struct item *i)
{
    const struct state_account *a = i->account;

    switch (i->aspect) {
    case ASPECT_EXISTS:
        return i->exists == account_has(a, ACCOUNT_EXISTS);
    case ASPECT_NONCE:
        return i->nonce == a->nonce;
    case ASPECT_BALANCE:
        return u256_eq(i->word, a->balance);
    case ASPECT_CODE:
        return i->code == a->code;
    case ASPECT_SLOT:
        return u256_eq(i->word, state_peek(a, i->key));
    }
    return false;
}

/* Keeps the oldest of each thing, and only where it differs from now. */
static size_t condense(struct item *items, size_t count)
{
    const struct item *last = NULL;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        bool first = !last || compare_place(last, &items[i]) != 0;

        last = &items[i];
        if (first && !is_same(&items[i]))
            items[kept++] = items[i];
    }
    return kept;
}

struct state_undo *state_undo_new(const struct state *s)
{
    struct collector c = { .failed = false };
    struct state_undo *u = NULL;
    size_t count;

    for (size_t i = 0; i < s->change_count; i++)
        add_change(&c, &s->changes[i], i);
    if (c.count)
        qsort(c.items, c.count, sizeof *c.items, compare);
    count = condense(c.items, c.count);
    if (!c.failed)
        u = malloc(sizeof *u + count * sizeof *u->items);
    if (u) {
        u->count = count;
        if (count)
            memcpy(u->items, c.items, count * sizeof *u->items);
    }
    free(c.items);
    return u;
}

size_t state_undo_size(const struct state_undo *u)
{
    return sizeof *u + u->count * sizeof *u->items;
}

static void restore(struct state *s, const struct item *i)
{
    struct state_account *a = state_get(s, i->account->address);

    switch (i->aspect) {
    case ASPECT_EXISTS:
        if (i->exists)
            state_touch(s, a);
        break;
    case ASPECT_NONCE:
        state_set_nonce(s, a, i->nonce);
        break;
    case ASPECT_BALANCE:
        state_set_balance(s, a, i->word);
        break;
    case ASPECT_CODE:
        state_set_code(s, a, bytes_make(i->code->data, i->code->len));
        break;
    case ASPECT_SLOT:
        state_set_slot(s, a, state_slot(s, a, i->key), i->word);
        break;
    }
}

void state_undo_apply(struct state *s, const struct state_undo *u)
{
    const struct state_account *gone = NULL;

    state_tx_begin(s);
    for (size_t k = 0; k < u->count; k++) {
        const struct item *i = &u->items[k];

        /* ASPECT_EXISTS comes first of its account. */
        if (i->aspect == ASPECT_EXISTS && !i->exists) {
            gone = i->account;
            state_flag(s, state_get(s, gone->address), ACCOUNT_DESTRUCTED);
        }
        if (i->account != gone)
            restore(s, i);
    }
    state_tx_end(s, false);
}

void state_undo_free(struct state_undo *u)
{
    free(u);
}

bool state_undo_next(const struct state_undo *u, size_t *at,
                     const struct state_account **account,
                     const struct u256 **slot_key)
{
    const struct item *i;

    if (*at >= u->count)
        return false;
    i = &u->items[(*at)++];
    *account = i->account;
    *slot_key = i->aspect == ASPECT_SLOT ? &i->key : NULL;
    return true;
}

/* --- written form --- */

static struct u256 word_of(const struct item *i)
{
    switch (i->aspect) {
    case ASPECT_EXISTS:
        return u256_from(i->exists);
    case ASPECT_NONCE:
        return u256_from(i->nonce);
    case ASPECT_CODE:
        return u256_from_be(i->code->hash, sizeof i->code->hash);
    case ASPECT_BALANCE:
    case ASPECT_SLOT:
        break;
    }
    return i->word;
}

enum err state_undo_encode(struct arena *a, struct bytes *out,
                           const struct state_undo *u)
{
    struct rlp_out o;
    size_t all;

    rlp_out_init(&o, a);
    all = rlp_list_open(&o);
    for (size_t k = 0; k < u->count; k++) {
        const struct item *i = &u->items[k];
        size_t one = rlp_list_open(&o);

        rlp_put_string(&o, BYTES_OF(i->account->address));
        rlp_put_u64(&o, i->aspect);
        rlp_put_u256(&o, i->key);
        rlp_put_u256(&o, word_of(i));
        rlp_list_close(&o, one);
    }
    rlp_list_close(&o, all);
    return rlp_finish(out, &o);
}

static enum err set_word(struct state *s, struct item *i, struct u256 word)
{
    uint8_t hash[32];

    switch (i->aspect) {
    case ASPECT_EXISTS:
        i->exists = !u256_is_zero(word);
        return ERR_OK;
    case ASPECT_NONCE:
        i->nonce = word.w[0];
        return ERR_OK;
    case ASPECT_CODE:
        u256_to_be(hash, word);
        i->code = memcmp(hash, KECCAK256_EMPTY, 32) == 0
                      ? &s->empty_code
                      : code_find(&s->codes, hash);
        return i->code ? ERR_OK : ERR_NOT_FOUND;
    case ASPECT_BALANCE:
    case ASPECT_SLOT:
        break;
    }
    i->word = word;
    return ERR_OK;
}

static enum err read_item(struct state *s, struct item *out, struct bytes *in)
{
    struct item item = { .order = 0 };
    struct u256 word;
    uint8_t address[20];
    struct bytes body;
    uint64_t aspect;
    enum err err = rlp_read_list(&body, in);

    if (!err)
        err = rlp_read_fixed(address, sizeof address, &body);
    if (!err)
        err = rlp_read_u64(&aspect, &body);
    if (!err)
        err = rlp_read_u256(&item.key, &body);
    if (!err)
        err = rlp_read_u256(&word, &body);
    if (!err && (body.len || aspect > ASPECT_SLOT))
        err = ERR_VALUE;
    if (err)
        return err;
    item.account = state_get(s, address);
    item.aspect = (enum aspect)aspect;
    err = s->failed ? ERR_MEMORY : set_word(s, &item, word);
    if (!err)
        *out = item;
    return err;
}

enum err state_undo_decode(struct state *s, struct state_undo **out,
                           struct bytes in)
{
    struct state_undo *u;
    struct bytes items;
    size_t count;
    enum err err = rlp_read_list(&items, &in);

    if (!err)
        err = rlp_count(&count, items);
    if (!err && (in.len || count > ITEMS_MAX))
        err = in.len ? ERR_VALUE : ERR_LIMIT;
    if (err)
        return err;
    u = malloc(sizeof *u + count * sizeof *u->items);
    if (!u)
        return ERR_MEMORY;
    u->count = count;
    for (size_t k = 0; !err && k < count; k++) {
        err = read_item(s, &u->items[k], &items);
        if (!err && k && compare_place(&u->items[k - 1], &u->items[k]) >= 0)
            err = ERR_VALUE;
    }
    if (err)
        state_undo_free(u);
    else
        *out = u;
    return err;
}
