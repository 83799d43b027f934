/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/chain_internal.h"
#include "chain/store/store_internal.h"

enum { STATE_STEP = 4096 }; /* records between two commits */

struct meta {
    bool found;
    uint64_t format;
    uint8_t head[32], safe[32], finalized[32];
};

struct loader {
    struct store *store;
    struct chain *chain;
    struct meta meta;
    size_t count;
};

static uint64_t read_number(const uint8_t in[8])
{
    uint64_t n = 0;

    for (size_t i = 0; i < 8; i++)
        n = n << 8 | in[i];
    return n;
}

/* Into the list that is all of *io. */
static enum err enter(struct bytes *io)
{
    struct bytes rest = *io, items;
    enum err err = rlp_read_list(&items, &rest);

    if (!err && rest.len)
        err = ERR_TRAILING;
    if (!err)
        *io = items;
    return err;
}

/* The body of a sealed record. */
static enum err unseal(struct bytes *out, enum db_table table,
                       struct bytes key, struct bytes value)
{
    uint8_t seal[STORE_SEAL];
    struct bytes body;

    if (value.len < STORE_SEAL)
        return ERR_VALUE;
    body = bytes_head(value, value.len - STORE_SEAL);
    store_seal(seal, table, key, body);
    if (memcmp(seal, value.data + body.len, STORE_SEAL) != 0)
        return ERR_VALUE;
    *out = body;
    return ERR_OK;
}

/* --- the chain's own record --- */

static enum err read_fork(struct chain_config *out, size_t i,
                          struct bytes *in)
{
    struct blob_schedule *blobs = &out->blobs[i];
    enum err err = rlp_read_u64(&out->at[i], in);

    if (!err)
        err = rlp_read_u64(&blobs->target, in);
    if (!err)
        err = rlp_read_u64(&blobs->max, in);
    if (!err)
        err = rlp_read_u64(&blobs->fraction, in);
    return err;
}

static enum err read_config(struct chain_config *out, struct bytes *in)
{
    uint64_t dao, has_ttd;
    struct bytes body;
    enum err err = rlp_read_list(&body, in);

    if (!err)
        err = rlp_read_u256(&out->chain_id, &body);
    if (!err)
        err = rlp_read_u64(&dao, &body);
    if (!err)
        err = rlp_read_u64(&has_ttd, &body);
    if (!err)
        err = rlp_read_u256(&out->ttd, &body);
    for (size_t i = 0; !err && i < FORK_COUNT; i++)
        err = read_fork(out, i, &body);
    if (!err && body.len)
        err = ERR_VALUE;
    if (err)
        return err;
    out->dao = dao != 0;
    out->has_ttd = has_ttd != 0;
    return ERR_OK;
}

static enum err read_meta(void *context, struct bytes key, struct bytes value)
{
    struct loader *l = context;
    struct meta *m = &l->meta;
    struct bytes body, note;
    enum err err = unseal(&body, DB_META, key, value);

    if (!err)
        err = enter(&body);
    if (!err)
        err = rlp_read_u64(&m->format, &body);
    if (err || m->format != STORE_FORMAT)
        return err;
    err = rlp_read_string(&note, &body);
    if (!err && note.len > STORE_NOTE_MAX)
        err = ERR_VALUE;
    if (!err)
        err = rlp_read_fixed(m->head, 32, &body);
    if (!err)
        err = rlp_read_fixed(m->safe, 32, &body);
    if (!err)
        err = rlp_read_fixed(m->finalized, 32, &body);
    if (!err)
        err = read_config(&l->chain->config, &body);
    if (err)
        return err;
    memcpy(l->store->note, note.data, note.len);
    l->store->note[note.len] = '\0';
    m->found = true;
    return ERR_OK;
}

/* --- state --- */

static enum err read_code(void *context, struct bytes key, struct bytes value)
{
    struct loader *l = context;
    const struct code *code = code_intern(&l->chain->state.codes, value);

    if (!code)
        return ERR_MEMORY;
    return bytes_eq(key, BYTES_OF(code->hash)) ? ERR_OK : ERR_VALUE;
}

static enum err read_account(struct state *s, struct state_account *a,
                             struct bytes value)
{
    const struct code *code = &s->empty_code;

    if (value.len != STORE_ACCOUNT_SIZE)
        return ERR_VALUE;
    if (memcmp(value.data + 40, KECCAK256_EMPTY, 32) != 0)
        code = code_find(&s->codes, value.data + 40);
    if (!code)
        return ERR_VALUE;
    state_set_nonce(s, a, read_number(value.data));
    state_set_balance(s, a, u256_from_be(value.data + 8, 32));
    if (code->len)
        state_set_code(s, a, bytes_make(code->data, code->len));
    return ERR_OK;
}

/* The journal is of no use here and is kept short. */
static void step(struct loader *l)
{
    if (++l->count % STATE_STEP)
        return;
    state_commit(&l->chain->state);
    state_tx_begin(&l->chain->state);
}

static enum err read_state(void *context, struct bytes key, struct bytes value)
{
    struct loader *l = context;
    struct state *s = &l->chain->state;
    struct state_account *a;
    enum err err = ERR_OK;

    if ((key.len != 20 && key.len != STORE_SLOT_KEY) || value.len < 1)
        return ERR_VALUE;
    a = state_get(s, key.data);
    if (key.len == 20)
        err = read_account(s, a, value);
    else if (value.len > 32)
        err = ERR_VALUE;
    else
        state_set_slot(s, a,
                       state_slot(s, a, u256_from_be(key.data + 20, 32)),
                       u256_from_be(value.data, value.len));
    step(l);
    return s->failed ? ERR_MEMORY : err;
}

/* --- blocks --- */

static enum err read_receipts(struct chain *c, struct chain_block *b,
                              struct bytes in)
{
    size_t count = b->block.transaction_count, found = 0;
    struct receipt *list = arena_array(&c->store, count, sizeof *list);
    uint64_t *gas = arena_array(&c->store, count, sizeof *gas);
    struct bytes receipts, gases;
    enum err err;

    if (!list || !gas || !arena_copy(&c->store, &in, in))
        return ERR_MEMORY;
    err = rlp_read_list(&receipts, &in);
    if (!err)
        err = rlp_read_list(&gases, &in);
    if (!err)
        err = rlp_count(&found, receipts);
    if (!err && (found != count || in.len))
        err = ERR_VALUE;
    for (size_t i = 0; !err && i < count; i++) {
        struct bytes one;

        err = rlp_read_string(&one, &receipts);
        if (!err)
            err = receipt_decode(&c->store, &list[i], &b->fork, one);
        if (!err)
            err = rlp_read_u64(&gas[i], &gases);
    }
    b->receipts = list;
    b->gas = gas;
    b->executed = !err;
    return err;
}

static struct chain_block *writable(const struct chain_block *b)
{
    return (struct chain_block *)(uintptr_t)b;
}

/* The parent's hash stands first in the header. */
static enum err find_parent(const struct chain *c, struct chain_block **out,
                            struct bytes raw)
{
    uint8_t hash[32];
    struct bytes header;
    enum err err = enter(&raw);

    if (!err)
        err = rlp_read_list(&header, &raw);
    if (!err)
        err = rlp_read_fixed(hash, 32, &header);
    if (!err && c->block_count) {
        *out = writable(chain_by_hash(c, hash));
        err = *out ? ERR_OK : ERR_VALUE;
    }
    return err;
}

static bool fits_key(const struct chain_block *b, struct bytes key)
{
    const struct header *h = &b->block.header;

    return key.len == STORE_BLOCK_KEY && read_number(key.data) == h->number &&
           memcmp(key.data + 8, b->block.hash, 32) == 0 &&
           h->number == (b->parent ? b->parent->block.header.number + 1 : 0);
}

static enum err read_block(void *context, struct bytes key, struct bytes value)
{
    struct chain *c = ((struct loader *)context)->chain;
    struct chain_block *parent = NULL, *b;
    struct bytes body, senders;
    struct rlp_item raw;
    uint64_t executed;
    enum err err = unseal(&body, DB_BLOCKS, key, value);

    if (!err)
        err = enter(&body);
    if (!err)
        err = rlp_next(&raw, &body);
    if (!err)
        err = rlp_read_string(&senders, &body);
    if (!err)
        err = rlp_read_u64(&executed, &body);
    if (!err)
        err = find_parent(c, &parent, raw.whole);
    if (!err)
        err = chain_block_new(c, &b, parent, raw.whole, senders);
    if (!err && !fits_key(b, key))
        err = ERR_VALUE;
    if (!err && executed)
        err = read_receipts(c, b, body);
    if (!err)
        err = chain_store_room(c);
    if (!err)
        chain_store_add(c, b);
    arena_reset(&c->scratch);
    return err;
}

static enum err join_branch(struct loader *l)
{
    struct chain *c = l->chain;
    const struct chain_block *head = chain_by_hash(c, l->meta.head), *b = head;
    struct chain_block **path;
    size_t count = 0;
    enum err err = ERR_OK;

    if (!head)
        return ERR_VALUE;
    path = arena_array(&c->scratch, head->block.header.number + 1,
                       sizeof *path);
    if (!path)
        return ERR_MEMORY;
    for (; b; b = b->parent) {
        if (!b->executed)
            return ERR_VALUE;
        path[count++] = writable(b);
    }
    while (!err && count-- > 0)
        err = chain_append(c, path[count]);
    arena_reset(&c->scratch);
    if (err)
        return err;
    c->safe = chain_by_hash(c, l->meta.safe);
    c->finalized = chain_by_hash(c, l->meta.finalized);
    return c->safe && c->finalized && chain_is_canonical(c, c->safe) &&
                   chain_is_canonical(c, c->finalized)
               ? ERR_OK
               : ERR_VALUE;
}

/* The records of the last blocks without a gap; l->count is the number that is
 * expected, 0 at first. */
static enum err read_undo(void *context, struct bytes key, struct bytes value)
{
    struct loader *l = context;
    struct chain *c = l->chain;
    struct state_undo *u;
    struct bytes body;
    uint64_t number;
    enum err err = unseal(&body, DB_UNDO, key, value);

    if (err || key.len != 8)
        return ERR_VALUE;
    number = read_number(key.data);
    if (!number || number >= c->height || (l->count && number != l->count))
        return ERR_VALUE;
    if (!l->count) {
        c->undo_from = number - 1;
        l->store->undo_low = l->store->undo_next = number;
    }
    err = state_undo_decode(&c->state, &u, body);
    if (err)
        return err;
    chain_keep_undo(c, c->canonical[number], u);
    l->count = (size_t)number + 1;
    return ERR_OK;
}

static enum err check_root(const struct loader *l)
{
    const struct header *h = &chain_head(l->chain)->block.header;
    uint8_t root[32];
    enum err err = state_settle(&l->chain->state, root);

    if (err)
        return err;
    return memcmp(root, h->state_root, 32) == 0 ? ERR_OK : ERR_BLK_STATE_ROOT;
}

/* --- all of it --- */

static enum err read_table(struct loader *l, enum db_table table,
                           db_visit visit, struct error *why)
{
    static const char *const names[DB_TABLES] = {
        [DB_META] = "its own record", [DB_BLOCKS] = "a block",
        [DB_UNDO] = "an undo record", [DB_STATE] = "an account",
        [DB_CODE] = "a contract's code",
    };
    enum err err;

    l->count = 0;
    err = db_each(l->store->db, table, visit, l, why);
    if (!err || err == ERR_MEMORY)
        return err ? error_at(why, err, l->store->path, 0, 0,
                              "does not fit memory")
                   : ERR_OK;
    return error_at(why, ERR_IO, l->store->path, 0, 0,
                    "is damaged: %s is not as it was written" STORE_MEND,
                    names[table]);
}

static enum err damaged(const struct loader *l, enum err err, const char *what,
                        struct error *why)
{
    return err == ERR_MEMORY
               ? error_at(why, err, l->store->path, 0, 0,
                          "does not fit memory")
               : error_at(why, ERR_IO, l->store->path, 0, 0,
                          "is damaged: %s" STORE_MEND, what);
}

static enum err load_meta(struct loader *l, struct error *why)
{
    enum err err = read_table(l, DB_META, read_meta, why);

    if (err)
        return err;
    if (l->meta.format && l->meta.format != STORE_FORMAT)
        return error_at(why, ERR_UNSUPPORTED, l->store->path, 0, 0,
                        "is of format %llu, this program reads %d; use the "
                        "program that wrote it, or begin anew",
                        (unsigned long long)l->meta.format, STORE_FORMAT);
    return l->meta.found ? ERR_OK
                         : damaged(l, ERR_IO, "its own record is not there",
                                   why);
}

static enum err load_undo(struct loader *l, struct error *why)
{
    struct chain *c = l->chain;
    enum err err;

    c->undo_from = c->height - 1;
    l->store->undo_low = l->store->undo_next = c->height;
    err = read_table(l, DB_UNDO, read_undo, why);
    if (!err && l->count && l->count != c->height)
        err = damaged(l, ERR_IO, "undo records are missing", why);
    return err;
}

enum err store_load(struct store *s, struct chain *c, struct error *why)
{
    struct loader l = { .store = s, .chain = c };
    enum err err = load_meta(&l, why);

    state_tx_begin(&c->state);
    if (!err)
        err = read_table(&l, DB_CODE, read_code, why);
    if (!err)
        err = read_table(&l, DB_STATE, read_state, why);
    state_commit(&c->state);
    if (!err)
        err = read_table(&l, DB_BLOCKS, read_block, why);
    if (err)
        return err;
    err = join_branch(&l);
    if (err)
        return damaged(&l, err, "the branch of its head is not whole", why);
    err = check_root(&l);
    if (err)
        return damaged(&l, err, "the state is not the one that the head's "
                       "state root names", why);
    err = load_undo(&l, why);
    state_tx_begin(&c->state);
    if (!err)
        c->keeper = &s->keeper;
    return err;
}
