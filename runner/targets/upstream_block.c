/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/execute_block.h"
#include "chain/eth/mpt.h"
#include "runner/targets/upstream_internal.h"

/* Blockchain tests: blocks arrive in order, valid ones must be taken, others
 * refused, and the head must be the one named.  A block on another branch than
 * the state is at makes the state run again from genesis. */

enum { CHAIN_MAX = 4096, NAME_MAX_LEN = 64, NO_BLOCK = -1 };

/* The fork of each block, as the test's network name says. */
struct network {
    enum fork before, after;
    enum { NEVER, AT_NUMBER, AT_TIME, AT_DIFFICULTY } kind;
    struct u256 at;
};

struct link {
    uint8_t hash[32];
    struct block block;
    struct u256 total; /* difficulty up to and with this block */
    enum fork fork;
    int parent;
};

struct chain {
    struct upstream_worker *w;
    const char *id;
    json_t *test;
    struct network network;
    struct u256 chain_id;
    struct ethash *seals; /* NULL: the test's blocks have none */
    struct blob_schedule blobs[FORK_COUNT]; /* as the test sets them */
    struct link *links;
    int count, room, head, state_at;
};

/* Where a BLOCKHASH look-up starts. */
struct hash_source {
    const struct chain *chain;
    int from;
};

/* --- networks ------------------------------------------------------------------ */

static bool read_rest(struct network *n, const char *text)
{
    static const struct {
        const char *prefix;
        int kind;
        unsigned base;
    } kinds[] = {
        { "AtTime", AT_TIME, 10 },
        { "AtDiff", AT_DIFFICULTY, 16 },
        { "At", AT_NUMBER, 10 },
    };
    uint64_t value = 0;

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        size_t len = strlen(kinds[i].prefix);

        if (strncmp(text, kinds[i].prefix, len) != 0)
            continue;
        n->kind = kinds[i].kind;
        for (text += len; *text && *text != 'k'; text++) {
            const char *digits = "0123456789ABCDEF";
            const char *digit = strchr(digits, *text);

            if (!digit || (unsigned)(digit - digits) >= kinds[i].base)
                return false;
            value = value * kinds[i].base + (unsigned)(digit - digits);
        }
        n->at = u256_from(*text == 'k' ? value * 1000 : value);
        return true;
    }
    return false;
}

static bool network_find(struct network *n, const char *text)
{
    char name[NAME_MAX_LEN];
    const char *to, *at;

    *n = (struct network){ .kind = NEVER };
    if (fork_find(&n->before, text)) {
        n->after = n->before;
        return true;
    }
    to = strstr(text, "To");
    at = to ? strstr(to, "At") : NULL;
    if (!at || (size_t)(at - text) >= sizeof name)
        return false;
    snprintf(name, sizeof name, "%.*s", (int)(to - text), text);
    if (!fork_find(&n->before, name))
        return false;
    snprintf(name, sizeof name, "%.*s", (int)(at - to - 2), to + 2);
    if (strcmp(name, "Dao") == 0)
        n->after = FORK_DAO;
    else if (!fork_find(&n->after, name))
        return false;
    return read_rest(n, at);
}

static enum fork fork_of(const struct network *n, uint64_t number,
                         uint64_t timestamp, struct u256 parent_total)
{
    bool after = false;

    switch (n->kind) {
    case NEVER:
        break;
    case AT_NUMBER:
        after = number >= n->at.w[0];
        break;
    case AT_TIME:
        after = timestamp >= n->at.w[0];
        break;
    case AT_DIFFICULTY:
        after = !u256_lt(parent_total, n->at);
        break;
    }
    return after ? n->after : n->before;
}

/* --- executing ------------------------------------------------------------------- */

static bool hash_of(const void *context, uint64_t number, uint8_t out[32])
{
    const struct hash_source *source = context;
    int at = source->from;

    while (at != NO_BLOCK &&
           source->chain->links[at].block.header.number > number)
        at = source->chain->links[at].parent;
    if (at == NO_BLOCK)
        return false;
    memcpy(out, source->chain->links[at].hash, 32);
    return true;
}

/* Runs a block whose parent's state is loaded. */
static enum err run_block(struct chain *c, const struct block *b,
                          enum fork fork, int parent)
{
    struct hash_source source = { c, parent };
    struct execute_chain context = {
        .fork = fork, .blobs = &c->blobs[fork], .chain_id = c->chain_id,
        .dao = fork == FORK_DAO && c->network.kind == AT_NUMBER &&
               b->header.number == c->network.at.w[0],
        .hash_of = hash_of, .hash_context = &source,
    };
    struct state_mark mark = state_mark(&c->w->state);
    struct execute_block_outcome o;
    enum err err;

    c->w->evm.state = &c->w->state;
    err = execute_block(&c->w->evm, &c->w->arena, &o, b, &context);
    if (err)
        return err;
    err = execute_block_check(b, &o);
    mark.logs = 0;
    if (err)
        state_revert(&c->w->state, mark);
    else
        state_commit(&c->w->state);
    return err;
}

/* Brings the state to block `at`. */
static enum err go_to(struct chain *c, int at)
{
    int path[CHAIN_MAX], steps = 0;
    enum err err;

    if (c->state_at == at)
        return ERR_OK;
    for (int i = at; i != NO_BLOCK && i != c->state_at; i = c->links[i].parent)
        path[steps++] = i;
    if (c->links[path[steps - 1]].parent == NO_BLOCK) {
        err = upstream_load_state(c->w, json_object_get(c->test, "pre"));
        if (err)
            return err;
        steps--;
    }
    while (steps-- > 0) {
        const struct link *l = &c->links[path[steps]];

        err = run_block(c, &l->block, l->fork, l->parent);
        if (err)
            return err;
    }
    c->state_at = at;
    return ERR_OK;
}

/* --- importing ---------------------------------------------------------------------- */

static int find_block(const struct chain *c, const uint8_t hash[32])
{
    for (int i = c->count - 1; i >= 0; i--)
        if (memcmp(c->links[i].hash, hash, 32) == 0)
            return i;
    return NO_BLOCK;
}

/* What the block is judged by: ancestors and the ommers they named. */
static enum err gather(struct chain *c, struct block_context *out, int parent)
{
    struct header *headers = arena_array(&c->w->arena, BLOCK_OMMER_GENERATIONS,
                                         sizeof *headers);
    enum fork *forks = arena_array(&c->w->arena, BLOCK_OMMER_GENERATIONS,
                                   sizeof *forks);
    uint8_t (*ommers)[32] = arena_array(
        &c->w->arena, BLOCK_OMMER_GENERATIONS * BLOCK_OMMERS_MAX, 32);
    int at = parent;

    if (!headers || !forks || !ommers)
        return ERR_MEMORY;
    for (size_t i = 0; i < BLOCK_OMMER_GENERATIONS && at != NO_BLOCK; i++) {
        const struct link *l = &c->links[at];

        headers[i] = l->block.header;
        forks[i] = l->fork;
        for (size_t k = 0; k < l->block.ommer_count; k++)
            if (header_hash(&c->w->arena, ommers[out->ancestor_ommer_count++],
                            &l->block.ommers[k]))
                return ERR_MEMORY;
        out->ancestor_count = i + 1;
        at = l->parent;
    }
    out->ancestors = headers;
    out->ancestor_forks = forks;
    out->ancestor_ommers = (const uint8_t (*)[32])ommers;
    return ERR_OK;
}

static void append(struct chain *c, const struct block *b, enum fork fork,
                   int parent)
{
    struct link *l = &c->links[c->count];

    *l = (struct link){ .block = *b, .fork = fork, .parent = parent,
                        .total = b->header.difficulty };
    memcpy(l->hash, b->hash, sizeof l->hash);
    if (parent != NO_BLOCK)
        l->total = u256_add(l->total, c->links[parent].total);
    /* Heaviest chain before the merge, the newest block after it. */
    if (parent == NO_BLOCK || fork >= FORK_PARIS ||
        u256_lt(c->links[c->head].total, l->total))
        c->head = c->count;
    c->count++;
}

static enum err import(struct chain *c, struct bytes raw)
{
    struct block_context context = { .has_chain_id = true,
                                     .chain_id = c->chain_id.w[0] };
    struct block b;
    enum fork fork;
    enum err err = block_decode(&c->w->arena, &b, NULL, raw);
    int parent;

    if (err)
        return err;
    parent = find_block(c, b.header.parent_hash);
    if (parent == NO_BLOCK)
        return ERR_HDR_PARENT;
    if (c->count == c->room)
        return ERR_LIMIT;
    fork = fork_of(&c->network, b.header.number, b.header.timestamp,
                   c->links[parent].total);
    context.fork = fork;
    context.dao = c->network.after == FORK_DAO;
    context.dao_block = c->network.at.w[0];
    context.seals = c->seals;
    context.blobs = &c->blobs[fork];
    err = gather(c, &context, parent);
    if (!err)
        err = block_validate(&c->w->arena, &b, &context, raw);
    if (!err)
        err = go_to(c, parent);
    if (!err)
        err = run_block(c, &b, fork, parent);
    if (err)
        return err;
    append(c, &b, fork, parent);
    c->state_at = c->count - 1;
    return ERR_OK;
}

/* --- tests ------------------------------------------------------------------------------ */

static bool load_genesis(struct chain *c)
{
    uint8_t root[32];
    struct block genesis;
    struct bytes raw;

    if (!upstream_bytes(&c->w->arena, &raw, c->test, "genesisRLP") ||
        block_decode(&c->w->arena, &genesis, NULL, raw) ||
        upstream_load_state(c->w, json_object_get(c->test, "pre")) ||
        state_settle(&c->w->state, root) ||
        memcmp(root, genesis.header.state_root, 32) != 0)
        return false;
    append(c, &genesis, fork_of(&c->network, 0, genesis.header.timestamp,
                                u256_from(0)), NO_BLOCK);
    c->state_at = 0;
    return true;
}

/* A block that must be refused names an exception, or has no decoded form. */
static bool is_valid(const json_t *block)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)block, key, value)
        if (strncmp(key, "expectException", 15) == 0)
            return false;
    return json_object_get(block, "blockHeader") != NULL;
}

static const char *exception_of(const json_t *block)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)block, key, value)
        if (strncmp(key, "expectException", 15) == 0 && json_is_string(value))
            return json_string_value(value);
    return "refusal";
}

/* Many published blocks with a bad transaction have the transactions root of
 * the block without it: a second fault, seen first.  With that one mended, what
 * is the block refused for? */
static enum err import_mended(struct chain *c, struct bytes raw)
{
    struct arena *a = &c->w->arena;
    struct block b;
    enum err err = block_decode(a, &b, NULL, raw);

    if (!err)
        err = mpt_list_root(a, b.header.transactions_root, b.transactions,
                            b.transaction_count);
    if (!err)
        err = block_encode(a, &raw, &b);
    return err ? err : import(c, raw);
}

/* The block was refused, as it must be: for the reason that the test names? */
static bool check_reason(struct chain *c, size_t i, const char *expected,
                         struct bytes raw, enum err err)
{
    if (err == ERR_HDR_TX_ROOT && !upstream_exception_is(expected, err))
        err = import_mended(c, raw);
    if (err && upstream_exception_is(expected, err))
        return true;
    upstream_fail(c->w, c->id, "block %zu refused as %s, expected %s", i,
                  err_id(err), expected);
    return false;
}

static bool run_blocks(struct chain *c)
{
    const json_t *blocks = json_object_get(c->test, "blocks"), *block;
    size_t i;

    json_array_foreach(blocks, i, block) {
        struct bytes raw = BYTES_EMPTY;
        enum err err = upstream_bytes(&c->w->arena, &raw, block, "rlp")
                           ? import(c, raw)
                           : ERR_CHARACTER;

        if (err && !err_is_reason(err)) {
            upstream_fault(c->w, c->id, err);
            return false;
        }
        if (err && is_valid(block)) {
            upstream_fail(c->w, c->id, "block %zu: %s", i, err_sentence(err));
            return false;
        }
        if (!err && !is_valid(block)) {
            upstream_fail(c->w, c->id, "block %zu taken, expected "
                          "%s", i, exception_of(block));
            return false;
        }
        if (err && !check_reason(c, i, exception_of(block), raw, err))
            return false;
    }
    return true;
}

/* The schedules of `config`, by fork in the spelling of fixtures; those of the
 * fork where it has none. */
static void read_blobs(struct chain *c, const json_t *config)
{
    const json_t *list = json_object_get(config, "blobSchedule");

    for (int f = 0; f < FORK_COUNT; f++) {
        const struct fork_rules *rules = fork_rules((enum fork)f);
        const json_t *in = json_object_get(list, rules->fixture_name);
        struct blob_schedule s;

        c->blobs[f] = rules->blob;
        if (upstream_u64(&s.target, in, "target") &&
            upstream_u64(&s.max, in, "max") &&
            upstream_u64(&s.fraction, in, "baseFeeUpdateFraction") &&
            s.max && s.target <= s.max && s.fraction)
            c->blobs[f] = s;
    }
}

static void run_test(struct chain *c)
{
    const json_t *config = json_object_get(c->test, "config");
    const char *engine =
        json_string_value(json_object_get(c->test, "sealEngine"));
    uint8_t last[32];

    if (engine && strcmp(engine, "Ethash") == 0)
        c->seals = &c->w->ethash;
    c->chain_id = u256_from(1);
    if (config && !upstream_word(&c->chain_id, config, "chainid"))
        c->chain_id = u256_from(1);
    read_blobs(c, config);
    c->room = (int)json_array_size(json_object_get(c->test, "blocks")) + 1;
    if (c->room > CHAIN_MAX)
        c->room = CHAIN_MAX;
    c->links = arena_array(&c->w->arena, (size_t)c->room, sizeof *c->links);
    if (!c->links || !load_genesis(c)) {
        upstream_fail(c->w, c->id, "malformed genesis");
        return;
    }
    if (!run_blocks(c))
        return;
    if (!upstream_fixed(last, 32, c->test, "lastblockhash") ||
        memcmp(last, c->links[c->head].hash, 32) != 0)
        upstream_fail(c->w, c->id, "another head block");
    else
        upstream_pass(c->w, c->id);
}

void upstream_block_test(struct upstream_worker *w, const char *id,
                         json_t *test)
{
    const char *network = json_string_value(json_object_get(test, "network"));
    struct chain c = { .w = w, .id = id, .test = test };

    if (!upstream_wanted(w, id))
        return;
    if (!network || !network_find(&c.network, network))
        upstream_leave_out(w, id, 1, "no fork called %.60s is known",
                           network ? network : "(nothing)");
    else if (!fork_rules(c.network.before)->final ||
             !fork_rules(c.network.after)->final)
        upstream_leave_out(w, id, 1, "%.60s is not final", network);
    else
        run_test(&c);
}
