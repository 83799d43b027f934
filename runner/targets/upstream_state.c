/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/blob.h"
#include "runner/targets/upstream_internal.h"

/* One post entry with everything it needs. */
struct state_case {
    const char *path, *name, *fork_name;
    enum fork fork;
    const json_t *test, *post;
    size_t index;
    struct tx_rules rules;
};

/* BLOCKHASH in state tests: the hash of the number's decimal digits. */
static bool hash_of_digits(const void *context, uint64_t number,
                           uint8_t out[32])
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu",
                       (unsigned long long)number);

    (void)context;
    keccak256(out, bytes_make(digits, (size_t)len));
    return true;
}

static bool read_env(struct evm_block *b, struct tx_rules *rules,
                     const json_t *test, enum fork fork)
{
    const json_t *env = json_object_get(test, "env");
    const json_t *config = json_object_get(test, "config");
    const char *random = fork >= FORK_PARIS ? "currentRandom"
                                            : "currentDifficulty";
    uint64_t excess;

    *b = (struct evm_block){ .hash_of = hash_of_digits,
                             .chain_id = u256_from(1) };
    if (!upstream_fixed(b->coinbase, 20, env, "currentCoinbase") ||
        !upstream_u64(&b->number, env, "currentNumber") ||
        !upstream_u64(&b->timestamp, env, "currentTimestamp") ||
        !upstream_u64(&b->gas_limit, env, "currentGasLimit") ||
        !upstream_word(&b->difficulty, env, random))
        return false;
    if (config && !upstream_word(&b->chain_id, config, "chainid"))
        return false;
    *rules = (struct tx_rules){ .fork = fork, .chain_id = b->chain_id,
                                .has_gas_left = true,
                                .gas_left = b->gas_limit };
    if (fork >= FORK_LONDON) {
        if (!upstream_word(&b->base_fee, env, "currentBaseFee"))
            return false;
        rules->has_base_fee = true;
        rules->base_fee = b->base_fee;
    }
    if (fork >= FORK_CANCUN) {
        if (!upstream_u64(&excess, env, "currentExcessBlobGas") ||
            blob_base_fee(&b->blob_base_fee, fork, excess))
            return false;
        rules->has_blob_base_fee = true;
        rules->blob_base_fee = b->blob_base_fee;
    }
    return true;
}

static bool logs_hash(struct arena *a, uint8_t out[32],
                      const struct execute_outcome *o)
{
    struct rlp_out list;
    struct bytes encoded;
    size_t mark;

    rlp_out_init(&list, a);
    mark = rlp_list_open(&list);
    for (size_t i = 0; i < o->log_count; i++) {
        if (log_encode(a, &encoded, &o->logs[i]))
            return false;
        rlp_put_raw(&list, encoded);
    }
    rlp_list_close(&list, mark);
    if (rlp_finish(&encoded, &list))
        return false;
    keccak256(out, encoded);
    return true;
}

/* The transaction of an entry: its bytes where the fixture has them. */
static enum err take_tx(struct upstream_worker *w, const struct state_case *c,
                        struct tx *out)
{
    struct bytes raw;

    if (!json_object_get(c->post, "txbytes"))
        return upstream_tx(w, out, json_object_get(c->test, "transaction"),
                           json_object_get(c->post, "indexes"));
    if (!upstream_bytes(&w->arena, &raw, c->post, "txbytes"))
        return ERR_BAD_INPUT;
    return tx_decode(&w->arena, out, raw);
}

static enum err run_tx(struct upstream_worker *w, struct state_case *c,
                       struct execute_outcome *out)
{
    struct tx_summary summary;
    struct tx tx;
    enum err err = take_tx(w, c, &tx);

    if (!err)
        err = tx_validate(&w->arena, &summary, &tx, &c->rules);
    if (!err)
        err = execute_tx(&w->evm, out, &tx, summary.sender, &summary.cost);
    return err;
}

/* Compares what came out; true when the case passes. */
static bool judge(struct upstream_worker *w, const struct state_case *c,
                  enum err err, const struct execute_outcome *o)
{
    const char *refused =
        json_string_value(json_object_get(c->post, "expectException"));
    uint8_t want[32], got[32], logs[32], got_logs[32];
    char name[UPSTREAM_TEXT_SIZE];

    snprintf(name, sizeof name, "%s %s/%zu", c->name, c->fork_name, c->index);
    if (err && (!err_is_reason(err) || !refused)) {
        upstream_fail(w, c->path, name, "%s", err_sentence(err));
        return false;
    }
    if (!err && refused) {
        upstream_fail(w, c->path, name, "accepted, expected %s", refused);
        return false;
    }
    if (!upstream_fixed(want, 32, c->post, "hash") ||
        !upstream_fixed(logs, 32, c->post, "logs")) {
        upstream_fail(w, c->path, name, "malformed post entry");
        return false;
    }
    /* Fillers touched the coinbase even of a refused transaction, which shows
     * where empty accounts stay. */
    if (refused && c->fork < FORK_SPURIOUS)
        return true;
    err = state_settle(&w->state, got);
    if (err || memcmp(want, got, 32) != 0) {
        upstream_fail(w, c->path, name, "state root differs");
        return false;
    }
    if (refused)
        return true;
    if (!logs_hash(&w->arena, got_logs, o) || memcmp(logs, got_logs, 32) != 0) {
        upstream_fail(w, c->path, name, "logs differ");
        return false;
    }
    return true;
}

static void run_case(struct upstream_worker *w, struct state_case *c)
{
    struct state_mark mark = state_mark(&w->state);
    struct execute_outcome o = { .success = false };
    struct evm_block block;
    enum err err;

    if (!read_env(&block, &c->rules, c->test, c->fork)) {
        upstream_fail(w, c->path, c->name, "malformed environment");
        return;
    }
    evm_setup(&w->evm, &w->state, c->fork, &block);
    err = run_tx(w, c, &o);
    if (judge(w, c, err, &o))
        w->counts.passed++;
    mark.logs = 0;
    state_revert(&w->state, mark);
}

static void run_test(struct upstream_worker *w, const char *path,
                     const char *name, json_t *test)
{
    struct state_case c = { .path = path, .name = name, .test = test };
    bool loaded = false;
    const char *fork;
    json_t *posts;

    json_object_foreach(json_object_get(test, "post"), fork, posts) {
        if (w->options->fork && strcmp(w->options->fork, fork) != 0)
            continue;
        if (!fork_find(&c.fork, fork) || !fork_rules(c.fork)->final) {
            w->counts.skipped += json_array_size(posts);
            continue;
        }
        if (!loaded && upstream_load_state(w, json_object_get(test, "pre"))) {
            upstream_fail(w, path, name, "malformed pre-state");
            return;
        }
        loaded = true;
        c.fork_name = fork;
        json_array_foreach(posts, c.index, c.post)
            run_case(w, &c);
    }
}

static void run_file(struct upstream_worker *w, const char *path, json_t *root)
{
    const char *name;
    json_t *test;

    json_object_foreach(root, name, test)
        run_test(w, path, name, test);
}

enum err upstream_state_dir(const char *path,
                            const struct upstream_options *options,
                            struct upstream_counts *counts, FILE *out)
{
    return upstream_run(path, options, run_file, counts, out);
}
