/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/node.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/hex.h"
#include "base/json.h"

enum {
    CALL_ARENA_MAX = 256 * 1024 * 1024,
    BLOCKS_FILE_MAX = 1024 * 1024 * 1024,
    DEV_GAS_LIMIT = NODE_GAS_TARGET,
    DEV_ETHER = 10000,
};

/* A call holds the lock for some microseconds: who waits looks for a moment
 * before it sleeps. */
static void init_lock(pthread_mutex_t *lock)
{
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
#ifdef __GLIBC__
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP);
#endif
    pthread_mutex_init(lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

enum err node_init(struct node *n)
{
    enum err err;

    *n = (struct node){ .gas_target = NODE_GAS_TARGET };
    init_lock(&n->lock);
    arena_init(&n->arena, CALL_ARENA_MAX);
    pool_init(&n->pool);
    err = chain_init(&n->chain, NULL);
    if (err) {
        arena_release(&n->arena);
        pthread_mutex_destroy(&n->lock);
    }
    return err;
}

void node_release(struct node *n)
{
    for (size_t i = 0; i < NODE_FILTERS_MAX; i++)
        json_decref(n->filters[i].query);
    pool_release(&n->pool);
    chain_release(&n->chain);
    store_close(n->store);
    arena_release(&n->arena);
    pthread_mutex_destroy(&n->lock);
}

void node_lock(struct node *n)
{
    pthread_mutex_lock(&n->lock);
}

void node_unlock(struct node *n)
{
    pthread_mutex_unlock(&n->lock);
}

uint64_t node_now(const struct node *n)
{
    return (uint64_t)((int64_t)time(NULL) + n->time_shift);
}

/* --- development chain --- */

/* Contracts that the protocol calls, as their EIPs give the code: EIP-4788,
 * 2935, 7002, 7251. */
static const struct {
    const char *address, *code;
} system_contracts[] = {
#define SYSTEM(address, code) { address, code },
#include "chain/rpc/system.def"
#undef SYSTEM
};

static enum err put_system(struct node *n)
{
    struct state *s = &n->chain.state;

    for (size_t i = 0; i < ARRAY_LEN(system_contracts); i++) {
        struct state_account *account;
        uint8_t address[20];
        struct bytes code;
        enum err err = hex_fixed(address, 20, system_contracts[i].address);

        if (!err)
            err = hex_bytes(&n->arena, &code, system_contracts[i].code);
        if (err)
            return err;
        account = state_get(s, address);
        state_set_nonce(s, account, 1);
        state_set_code(s, account, code);
    }
    return ERR_OK;
}

static enum err make_dev(struct node *n, uint64_t chain_id)
{
    struct chain_config config = config_all(chain_id, FORK_OSAKA);
    struct header header = { .gas_limit = DEV_GAS_LIMIT,
                             .base_fee = u256_from(1000000000) };
    struct state *s = &n->chain.state;
    struct u256 balance = u256_mul(u256_from(DEV_ETHER),
                                   u256_from(1000000000000000000));
    enum err err;

    state_tx_begin(s);
    err = put_system(n);
    for (size_t i = 0; i < NODE_DEV_ACCOUNTS; i++) {
        uint8_t address[20];

        dev_address(address, i);
        state_set_balance(s, state_get(s, address), balance);
    }
    state_commit(s);
    if (err)
        return err;
    header.timestamp = node_now(n);
    return chain_genesis(&n->chain, &config, &header);
}

/* --- kept chains --- */

static const char note_dev[] = "dev", note_file[] = "genesis file";

enum err node_keep(struct node *n, const char *dir, struct error *why)
{
    enum err err = store_open(&n->store, dir, why);

    if (err || store_is_empty(n->store))
        return err;
    return store_load(n->store, &n->chain, why);
}

bool node_was_kept(const struct node *n, bool *dev)
{
    if (!n->store || store_is_empty(n->store))
        return false;
    *dev = strcmp(store_note(n->store), note_dev) == 0;
    return true;
}

/* A chain with its genesis block only is kept from now on. */
static enum err begin_keeping(struct node *n, const char *note,
                              struct error *why)
{
    return n->store ? store_begin(n->store, &n->chain, note, why) : ERR_OK;
}

static enum err another(const struct node *n, struct error *why,
                        const char *what)
{
    return error_at(why, ERR_MISMATCH, store_dir(n->store), 0, 0,
                    "holds %s; name another directory", what);
}

enum err node_dev(struct node *n, uint64_t chain_id, struct error *why)
{
    bool dev;
    enum err err;

    n->dev = n->automine = true;
    if (node_was_kept(n, &dev)) {
        struct u256 kept = n->chain.config.chain_id;

        if (!dev)
            return another(n, why, "the chain of a genesis file, not of --dev");
        if (chain_id && !u256_eq(kept, u256_from(chain_id)))
            return another(n, why, "a chain with another chain id");
        return ERR_OK;
    }
    err = make_dev(n, chain_id ? chain_id : NODE_CHAIN_ID);
    if (err)
        return error_set(why, err, "%s", err_sentence(err));
    return begin_keeping(n, note_dev, why);
}

static bool same_config(const struct chain_config *a,
                        const struct chain_config *b)
{
    bool same = u256_eq(a->chain_id, b->chain_id) && a->dao == b->dao &&
                a->has_ttd == b->has_ttd &&
                (!a->has_ttd || u256_eq(a->ttd, b->ttd));

    for (size_t i = 0; i < FORK_COUNT; i++)
        same = same && a->at[i] == b->at[i] &&
               a->blobs[i].target == b->blobs[i].target &&
               a->blobs[i].max == b->blobs[i].max &&
               a->blobs[i].fraction == b->blobs[i].fraction;
    return same;
}

/* The genesis block of the file is made beside the chain that is kept. */
static enum err compare_genesis(const struct node *n, const json_t *in,
                                struct error *why)
{
    const struct chain *kept = &n->chain;
    struct chain *other = malloc(sizeof *other);
    enum err err = other ? chain_init(other, NULL) : ERR_MEMORY;

    if (err) {
        free(other);
        return error_set(why, err, "%s", err_sentence(err));
    }
    err = chain_genesis_json(other, in, why);
    if (!err && memcmp(chain_head(other)->block.hash,
                       kept->canonical[0]->block.hash, 32) != 0)
        err = another(n, why, "a chain with another genesis block");
    else if (!err && !same_config(&other->config, &kept->config))
        err = another(n, why, "a chain with other forks");
    chain_release(other);
    free(other);
    return err;
}

/* --- files --- */

static enum err read_all(const char *path, uint8_t **data, size_t *len,
                         struct error *why)
{
    FILE *file = fopen(path, "rb");
    enum err err = ERR_OK;
    long size = -1;

    if (!file)
        return error_at(why, ERR_IO, path, 0, 0, "cannot be opened");
    if (fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size < 0 || fseek(file, 0, SEEK_SET) != 0)
        err = error_at(why, ERR_IO, path, 0, 0, "cannot be read");
    else if (size > BLOCKS_FILE_MAX)
        err = error_at(why, ERR_LIMIT, path, 0, 0, "is too large");
    *data = err ? NULL : malloc((size_t)size + 1);
    if (!err && !*data)
        err = error_at(why, ERR_MEMORY, path, 0, 0, "does not fit memory");
    if (!err && fread(*data, 1, (size_t)size, file) != (size_t)size)
        err = error_at(why, ERR_IO, path, 0, 0, "cannot be read");
    fclose(file);
    if (err)
        free(*data);
    else
        *len = (size_t)size;
    return err;
}

static enum err import_file(struct node *n, const char *path,
                            struct error *why)
{
    uint8_t *data = NULL;
    size_t len = 0, count;
    enum err err = read_all(path, &data, &len, why);

    if (err)
        return err;
    err = chain_import_all(&n->chain, bytes_make(data, len), &count, why);
    if (err && why && !why->source[0])
        snprintf(why->source, sizeof why->source, "%s", path);
    free(data);
    return err;
}

static enum err forkchoice_block(const struct node *n, const json_t *state,
                                 const char *name,
                                 const struct chain_block **out,
                                 struct error *why)
{
    uint8_t hash[32];
    enum err err = json_get_fixed(hash, 32, state, name, why);

    if (err)
        return err;
    *out = chain_by_hash(&n->chain, hash);
    return *out ? ERR_OK
                : error_set(why, ERR_NOT_FOUND, "%s is not known", name);
}

static enum err apply_forkchoice(struct node *n, const json_t *call,
                                 struct error *why)
{
    const json_t *state = json_array_get(json_object_get(call, "params"), 0);
    const struct chain_block *head, *safe, *finalized;
    enum err err = forkchoice_block(n, state, "headBlockHash", &head, why);

    if (!err)
        err = forkchoice_block(n, state, "safeBlockHash", &safe, why);
    if (!err)
        err = forkchoice_block(n, state, "finalizedBlockHash", &finalized,
                               why);
    if (err)
        return err;
    err = chain_set_head(&n->chain, head);
    if (err)
        return error_set(why, err, "headBlockHash: %s", err_sentence(err));
    if (!chain_is_canonical(&n->chain, safe) ||
        !chain_is_canonical(&n->chain, finalized))
        return error_set(why, ERR_BAD_INPUT,
                         "safe and finalized must be ancestors of the head");
    err = chain_mark(&n->chain, safe, finalized);
    return err ? error_set(why, err, "%s", err_sentence(err)) : ERR_OK;
}

enum err node_load(struct node *n, const char *genesis, const char *blocks,
                   const char *forkchoice, struct error *why)
{
    json_t *in;
    bool dev;
    enum err err = json_read_file(&in, genesis, BLOCKS_FILE_MAX, why);

    if (err)
        return err;
    if (node_was_kept(n, &dev)) {
        err = compare_genesis(n, in, why);
    } else {
        err = chain_genesis_json(&n->chain, in, why);
        if (!err)
            err = begin_keeping(n, note_file, why);
    }
    json_decref(in);
    if (!err && blocks)
        err = import_file(n, blocks, why);
    if (err || !forkchoice)
        return err;
    err = json_read_file(&in, forkchoice, 0, why);
    if (err)
        return err;
    err = apply_forkchoice(n, in, why);
    json_decref(in);
    return err;
}

/* --- blocks --- */

static void drop_mined(struct node *n, const struct chain_block *b)
{
    for (size_t i = 0; i < b->block.transaction_count; i++)
        pool_remove(&n->pool, b->txs[i].hash);
    pool_prune(&n->pool, &n->chain.state);
}

/* Some transaction cannot be taken: keeps those that can, drops the others. */
static enum err refill(struct node *n, struct build *b, struct bytes *txs)
{
    bool *kept = arena_array(&n->arena, b->tx_count, sizeof *kept);
    size_t count = 0;
    enum err err;

    if (!kept)
        return ERR_MEMORY;
    err = build_filter(&n->chain, b, kept);
    for (size_t i = 0; !err && i < b->tx_count; i++)
        if (kept[i])
            txs[count++] = txs[i];
    b->tx_count = count;
    return err;
}

enum err node_mine(struct node *n, const struct chain_block **out)
{
    const struct chain_block *head = chain_head(&n->chain);
    struct build b = { .parent = head, .gas_target = n->gas_target,
                       .timestamp = n->next_time ? n->next_time : node_now(n) };
    struct header header;
    struct bytes *txs;
    enum err err;

    if (b.timestamp <= head->block.header.timestamp)
        b.timestamp = head->block.header.timestamp + 1;
    memcpy(b.coinbase, n->coinbase, 20);
    memcpy(b.mix_hash, head->block.hash, 32);
    err = build_header(&n->chain, &header, &b);
    if (!err)
        err = pool_pick(&n->pool, &n->arena, &n->chain.state, &header, &txs,
                        &b.tx_count);
    if (err)
        return err;
    b.txs = txs;
    err = build_block(&n->chain, out, &b);
    if (err && err_is_reason(err) && b.tx_count) {
        err = refill(n, &b, txs);
        if (!err)
            err = build_block(&n->chain, out, &b);
    }
    if (err)
        return err;
    n->next_time = 0;
    drop_mined(n, *out);
    return ERR_OK;
}
