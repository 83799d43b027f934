/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/store/store_internal.h"

void store_seal(uint8_t out[STORE_SEAL], enum db_table table, struct bytes key,
                struct bytes body)
{
    struct keccak256 k;
    uint8_t hash[32], name = (uint8_t)table;

    keccak256_init(&k);
    keccak256_update(&k, bytes_make(&name, 1));
    keccak256_update(&k, key);
    keccak256_update(&k, body);
    keccak256_final(&k, hash);
    memcpy(out, hash, STORE_SEAL);
}

/* --- the batch --- */

static void drop(struct store *s)
{
    arena_reset(&s->batch);
    s->first = NULL;
    s->last = &s->first;
    s->failed = false;
    s->undo_next = s->undo_low;
}

/* The value must last as long as the batch. */
static void put_view(struct store *s, enum db_action action,
                     enum db_table table, struct bytes key, struct bytes value)
{
    struct db_op *op = arena_alloc(&s->batch, sizeof *op);

    if (!op || !arena_copy(&s->batch, &op->key, key)) {
        s->failed = true;
        return;
    }
    op->table = table;
    op->action = action;
    op->value = value;
    *s->last = op;
    s->last = &op->next;
}

static void put(struct store *s, enum db_action action, enum db_table table,
                struct bytes key, struct bytes value)
{
    struct bytes copy = BYTES_EMPTY;

    if (value.len && !arena_copy(&s->batch, &copy, value))
        s->failed = true;
    else
        put_view(s, action, table, key, copy);
}

static void put_sealed(struct store *s, enum db_table table, struct bytes key,
                       struct bytes body)
{
    uint8_t *value = arena_raw(&s->batch, body.len + STORE_SEAL);

    if (!value) {
        s->failed = true;
        return;
    }
    memcpy(value, body.data, body.len);
    store_seal(value + body.len, table, key, body);
    put_view(s, DB_SET, table, key,
             bytes_make(value, body.len + STORE_SEAL));
}

/* Numbers sort as their bytes do. */
static void number_key(uint8_t out[8], uint64_t number)
{
    for (size_t i = 8; i-- > 0; number >>= 8)
        out[i] = (uint8_t)number;
}

/* --- blocks --- */

static void write_receipts(struct store *s, struct rlp_out *o,
                           const struct chain_block *b)
{
    size_t list = rlp_list_open(o);

    for (size_t i = 0; i < b->block.transaction_count; i++) {
        struct bytes one;

        if (receipt_encode(&s->batch, &one, &b->receipts[i]))
            s->failed = true;
        else
            rlp_put_string(o, one);
    }
    rlp_list_close(o, list);
    list = rlp_list_open(o);
    for (size_t i = 0; i < b->block.transaction_count; i++)
        rlp_put_u64(o, b->gas[i]);
    rlp_list_close(o, list);
}

/* [block, senders, executed, receipts, gas of each]; the last two only when it
 * was executed. */
static void put_block(struct store *s, const struct chain_block *b,
                      bool executed)
{
    uint8_t key[STORE_BLOCK_KEY];
    struct rlp_out o;
    struct bytes body;
    size_t list;

    rlp_out_init(&o, &s->batch);
    list = rlp_list_open(&o);
    rlp_put_raw(&o, b->raw);
    rlp_put_string(&o, bytes_make(b->senders,
                                  20 * b->block.transaction_count));
    rlp_put_u64(&o, executed);
    if (executed)
        write_receipts(s, &o, b);
    rlp_list_close(&o, list);
    number_key(key, b->block.header.number);
    memcpy(key + 8, b->block.hash, 32);
    if (rlp_finish(&body, &o))
        s->failed = true;
    else
        put_sealed(s, DB_BLOCKS, BYTES_OF(key), body);
}

/* --- state --- */

static void put_account(struct store *s, const struct state_account *a)
{
    uint8_t value[STORE_ACCOUNT_SIZE];

    if (!account_has(a, ACCOUNT_EXISTS)) {
        put(s, DB_DELETE, DB_STATE, BYTES_OF(a->address), BYTES_EMPTY);
        return;
    }
    number_key(value, a->nonce);
    u256_to_be(value + 8, a->balance);
    memcpy(value + 40, a->code->hash, 32);
    put(s, DB_SET, DB_STATE, BYTES_OF(a->address), BYTES_OF(value));
    if (a->code->len)
        put_view(s, DB_ADD, DB_CODE, BYTES_OF(a->code->hash),
                 bytes_make(a->code->data, a->code->len));
}

static void put_slot(struct store *s, const struct state_account *a,
                     struct u256 slot_key)
{
    struct u256 now = state_peek(a, slot_key);
    uint8_t key[STORE_SLOT_KEY], value[32];
    size_t len = u256_to_min(value, now);

    memcpy(key, a->address, 20);
    u256_to_be(key + 20, slot_key);
    put(s, len ? DB_SET : DB_DELETE, DB_STATE, BYTES_OF(key),
        bytes_make(value, len));
}

/* What the record names, as it is now. */
static void put_changes(struct store *s, const struct state_undo *u)
{
    const struct state_account *account, *last = NULL;
    const struct u256 *slot_key;
    size_t at = 0;

    while (state_undo_next(u, &at, &account, &slot_key)) {
        if (slot_key)
            put_slot(s, account, *slot_key);
        else if (account != last)
            put_account(s, account);
        if (!slot_key)
            last = account;
    }
}

void store_put_all(struct store *s, const struct chain *c)
{
    const struct state_account *a;
    size_t at = 0;

    while ((a = state_next(&c->state, &at))) {
        const struct storage *all = a->storage;

        if (account_has(a, ACCOUNT_EXISTS))
            put_account(s, a);
        for (size_t i = 0; all && i < all->size; i++)
            if (all->table[i] && !u256_is_zero(all->table[i]->value))
                put_slot(s, a, all->table[i]->key);
    }
    put_block(s, chain_head(c), true);
}

/* --- the chain --- */

static void write_config(struct rlp_out *o, const struct chain_config *config)
{
    size_t list = rlp_list_open(o);

    rlp_put_u256(o, config->chain_id);
    rlp_put_u64(o, config->dao);
    rlp_put_u64(o, config->has_ttd);
    rlp_put_u256(o, config->ttd);
    for (size_t i = 0; i < FORK_COUNT; i++) {
        rlp_put_u64(o, config->at[i]);
        rlp_put_u64(o, config->blobs[i].target);
        rlp_put_u64(o, config->blobs[i].max);
        rlp_put_u64(o, config->blobs[i].fraction);
    }
    rlp_list_close(o, list);
}

static void put_meta(struct store *s, const struct chain *c)
{
    struct rlp_out o;
    struct bytes body;
    size_t list;

    rlp_out_init(&o, &s->batch);
    list = rlp_list_open(&o);
    rlp_put_u64(&o, STORE_FORMAT);
    rlp_put_string(&o, bytes_str(s->note));
    rlp_put_string(&o, BYTES_OF(chain_head(c)->block.hash));
    rlp_put_string(&o, BYTES_OF(c->safe->block.hash));
    rlp_put_string(&o, BYTES_OF(c->finalized->block.hash));
    write_config(&o, &c->config);
    rlp_list_close(&o, list);
    if (rlp_finish(&body, &o))
        s->failed = true;
    else
        put_sealed(s, DB_META, bytes_str("chain"), body);
}

enum err store_flush(struct store *s, struct db *db, const struct chain *c,
                     struct error *why)
{
    enum err err;

    put_meta(s, c);
    err = s->failed ? error_set(why, ERR_MEMORY, "%s",
                                err_sentence(ERR_MEMORY))
                    : db_write(db, s->first, why);
    if (!err)
        s->undo_low = s->undo_next;
    drop(s);
    return err;
}

/* --- as keeper --- */

static void keep_block(void *context, const struct chain_block *b)
{
    put_block(context, b, false);
}

static void keep_forward(void *context, const struct chain *c,
                         const struct chain_block *b,
                         const struct state_undo *u)
{
    struct store *s = context;
    struct bytes body;
    uint8_t key[8];

    put_block(s, b, true);
    put_changes(s, u);
    number_key(key, b->block.header.number);
    if (state_undo_encode(&s->batch, &body, u))
        s->failed = true;
    else
        put_sealed(s, DB_UNDO, BYTES_OF(key), body);
    /* Memory forgot these when the last block was taken. */
    for (; s->undo_next <= c->undo_from; s->undo_next++) {
        number_key(key, s->undo_next);
        put(s, DB_DELETE, DB_UNDO, BYTES_OF(key), BYTES_EMPTY);
    }
}

static void keep_back(void *context, const struct chain_block *b,
                      const struct state_undo *u)
{
    struct store *s = context;
    uint8_t key[8];

    put_changes(s, u);
    number_key(key, b->block.header.number);
    put(s, DB_DELETE, DB_UNDO, BYTES_OF(key), BYTES_EMPTY);
}

/* The caller learns that it failed; why, the person at the terminal. */
static enum err keep_save(void *context, const struct chain *c)
{
    struct store *s = context;
    struct error why = { .code = ERR_OK };
    char text[sizeof why.source + sizeof why.text + 32];
    enum err err = store_flush(s, s->db, c, &why);

    if (err) {
        error_print(text, sizeof text, &why);
        fprintf(stderr, "etalon-chain: %s: nothing of this step is kept, the "
                "chain stays as it was\n", text);
    }
    return err;
}

static void keep_drop(void *context)
{
    drop(context);
}

void store_keeper(struct store *s)
{
    drop(s);
    s->keeper = (struct chain_keeper){
        .context = s, .block = keep_block, .forward = keep_forward,
        .back = keep_back, .save = keep_save, .drop = keep_drop,
    };
}
