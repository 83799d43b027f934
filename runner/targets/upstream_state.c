/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/blob.h"
#include "runner/targets/upstream_internal.h"

/* One post entry with everything it needs. */
struct state_case {
    const char *id, *fork_name;
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
            blob_base_fee(&b->blob_base_fee, &fork_rules(fork)->blob, excess))
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

/* Says what is wrong with what came out; false when nothing is.  root is the
 * state's afterwards. */
static bool find_fault(struct upstream_worker *w, const struct state_case *c,
                       enum err err, const struct execute_outcome *o,
                       const uint8_t root[32])
{
    const char *refused =
        json_string_value(json_object_get(c->post, "expectException"));
    uint8_t want[32], logs[32], got_logs[32];

    if (err && !refused) {
        upstream_fail(w, c->id, "%s", err_sentence(err));
        return true;
    }
    if (!err && refused) {
        upstream_fail(w, c->id, "accepted, expected %s", refused);
        return true;
    }
    if (err && !upstream_exception_is(refused, err)) {
        upstream_fail(w, c->id, "refused as %s, expected %s", err_id(err),
                      refused);
        return true;
    }
    if (!upstream_fixed(want, 32, c->post, "hash") ||
        !upstream_fixed(logs, 32, c->post, "logs")) {
        upstream_fail(w, c->id, "malformed post entry");
        return true;
    }
    /* Fillers touched the coinbase even of a refused transaction, which shows
     * where empty accounts stay. */
    if (refused && c->fork < FORK_SPURIOUS)
        return false;
    if (memcmp(want, root, 32) != 0) {
        upstream_fail(w, c->id, "state root differs");
        return true;
    }
    if (refused)
        return false;
    if (!logs_hash(&w->arena, got_logs, o) || memcmp(logs, got_logs, 32) != 0) {
        upstream_fail(w, c->id, "logs differ");
        return true;
    }
    return false;
}

static void judge(struct upstream_worker *w, const struct state_case *c,
                  enum err err, const struct execute_outcome *o)
{
    uint8_t root[32];

    if (!err || err_is_reason(err)) {
        enum err settled = state_settle(&w->state, root);

        if (settled)
            err = settled;
    }
    if (err && !err_is_reason(err)) {
        upstream_fault(w, c->id, err);
        return;
    }
    if (!find_fault(w, c, err, o, root))
        upstream_pass(w, c->id);
    if (w->trace) {
        struct upstream_trace_end end = {
            .name = c->id, .fork = c->fork_name, .state_root = root,
            .output = o->output, .gas_used = o->gas_used,
            .success = o->success,
        };

        upstream_trace_summary(w->trace, &end);
    }
}

static void run_case(struct upstream_worker *w, struct state_case *c)
{
    struct state_mark mark = state_mark(&w->state);
    struct execute_outcome o = { .success = false };
    struct evm_block block;
    enum err err;

    if (!read_env(&block, &c->rules, c->test, c->fork)) {
        upstream_fail(w, c->id, "malformed environment");
        return;
    }
    evm_setup(&w->evm, &w->state, c->fork, &block);
    err = run_tx(w, c, &o);
    judge(w, c, err, &o);
    mark.logs = 0;
    state_revert(&w->state, mark);
}

/* The entries of one fork.  *loaded: the state is the test's. */
static bool run_fork(struct upstream_worker *w, struct state_case *c,
                     const char *test_id, const json_t *posts, bool *loaded)
{
    char id[UPSTREAM_ID_SIZE];

    c->id = id;
    json_array_foreach(posts, c->index, c->post) {
        snprintf(id, sizeof id, "%s/%s/%zu", test_id, c->fork_name, c->index);
        if (!upstream_wanted(w, id))
            continue;
        if (!*loaded &&
            upstream_load_state(w, json_object_get(c->test, "pre"))) {
            upstream_fail(w, test_id, "malformed pre-state");
            return false;
        }
        *loaded = true;
        run_case(w, c);
    }
    return true;
}

void upstream_state_test(struct upstream_worker *w, const char *id,
                         json_t *test)
{
    struct state_case c = { .test = test };
    bool loaded = false;
    const char *fork;
    json_t *posts;

    json_object_foreach(json_object_get(test, "post"), fork, posts) {
        c.fork_name = fork;
        if (!fork_find(&c.fork, fork))
            upstream_leave_out(w, id, json_array_size(posts),
                               "no fork called %.60s is known", fork);
        else if (!fork_rules(c.fork)->final)
            upstream_leave_out(w, id, json_array_size(posts),
                               "%.60s is not final", fork);
        else if (!run_fork(w, &c, id, posts, &loaded))
            return;
    }
}
