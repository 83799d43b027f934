/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/token.h"

#include "base/hex.h"
#include "base/json.h"
#include "chain/asset/calldata.h"
#include "chain/eth/execute.h"

enum { STATE_CAP = 64 * 1024 * 1024, GAS = 15000000 };

static const uint8_t DEPLOYER[20] = { [19] = 0xa1 };

struct bench {
    struct arena *arena;
    struct state state;
    struct evm evm;
    struct error *why;
    uint8_t token[20];
};

static enum err bad(struct bench *b, const char *what)
{
    error_set(b->why, ERR_BAD_INPUT, "%.100s", what);
    return ERR_BAD_INPUT;
}

/* --- functions ------------------------------------------------------------ */

/* By signature, or by name and number of arguments. */
static const char *function_find(const struct token_artifact *t,
                                 const char *call, size_t count)
{
    for (const char *const *f = t->functions; *f; f++) {
        size_t name = strcspn(*f, "(");

        if (strcmp(*f, call) == 0 ||
            (strlen(call) == name && memcmp(*f, call, name) == 0 &&
             calldata_count(*f + name) == count))
            return *f;
    }
    return NULL;
}

/* --- execution ------------------------------------------------------------ */

static enum err transact(struct bench *b, struct execute_outcome *out,
                         const uint8_t from[20], const uint8_t *to,
                         struct bytes data)
{
    struct tx tx = { .type = TX_LEGACY, .has_to = to != NULL, .gas = GAS,
                     .data = data };
    struct state_account *sender = state_get(&b->state, from);
    struct tx_cost cost;

    tx.nonce = sender->nonce;
    if (to)
        memcpy(tx.to, to, sizeof tx.to);
    tx_cost(&cost, &tx, b->evm.fork, from);
    return execute_message(&b->evm, out, &tx, from, &cost,
                           EXECUTE_ANY_NONCE | EXECUTE_ANY_SENDER |
                               EXECUTE_FREE);
}

/* t: NULL for init code of the question's own, which is whole. */
static enum err deploy(struct bench *b, const struct token_artifact *t,
                       const struct token_question *in)
{
    struct execute_outcome outcome;
    struct bytes code = t ? bytes_make(t->code, t->code_size) : in->init_code;
    struct bytes data;
    enum err err = calldata_append(b->arena, &data, code,
                                   t ? t->constructor : "()", in->arguments,
                                   b->why);

    if (!err)
        err = transact(b, &outcome, DEPLOYER, NULL, data);
    if (err)
        return err;
    if (!outcome.success || !outcome.has_created)
        return bad(b, "the contract cannot be deployed so");
    memcpy(b->token, outcome.created, sizeof b->token);
    return ERR_OK;
}

static enum err step(struct bench *b, struct execute_outcome *out,
                     const struct token_artifact *t, const json_t *s)
{
    const char *call = json_string_value(json_object_get(s, "call"));
    const json_t *arguments = json_object_get(s, "args");
    uint8_t from[20];
    struct bytes data;
    enum err err = json_get_fixed(from, sizeof from, s, "from", b->why);

    if (err)
        return err;
    if (call && t)
        call = function_find(t, call, json_array_size(arguments));
    if (!call)
        return bad(b, "the contract has no such function");
    err = calldata_make(b->arena, &data, call, arguments, b->why);
    return err ? err : transact(b, out, from, b->token, data);
}

static json_t *logs_to_json(const struct execute_outcome *o)
{
    json_t *list = json_array();

    for (size_t i = 0; o->success && i < o->log_count; i++) {
        json_t *topics = json_array();

        for (size_t k = 0; k < o->logs[i].topic_count; k++)
            json_array_append_new(
                topics, json_hex(bytes_make(o->logs[i].topics[k], 32)));
        json_array_append_new(list, json_pack("{s:o, s:o}", "topics", topics,
                                              "data",
                                              json_hex(o->logs[i].data)));
    }
    return list;
}

static enum err run_all(struct bench *b, json_t **out,
                        const struct token_question *in)
{
    const struct token_artifact *t = in->artifact ? TOKEN_ARTIFACTS : NULL;
    size_t count = json_array_size(in->steps);
    struct execute_outcome outcome = { 0 };
    enum err err;

    while (t && t->name && strcmp(t->name, in->artifact) != 0)
        t++;
    if (t && !t->name)
        return bad(b, "no such contract");
    if (count == 0 || count > TOKEN_STEPS_MAX)
        return bad(b, "no steps, or too many");
    err = deploy(b, t, in);
    for (size_t i = 0; !err && i < count; i++)
        err = step(b, &outcome, t, json_array_get(in->steps, i));
    if (err)
        return err;
    *out = json_pack("{s:b, s:o, s:o}", "ok", (int)outcome.success,
                     "returndata", json_hex(outcome.output), "logs",
                     logs_to_json(&outcome));
    return *out ? ERR_OK : ERR_MEMORY;
}

enum err token_run(struct arena *a, json_t **out,
                   const struct token_question *in, struct error *why)
{
    struct evm_block block = { .number = 1, .timestamp = 1,
                               .gas_limit = 2 * (uint64_t)GAS };
    struct bench *b = arena_alloc(a, sizeof *b);
    enum err err;

    if (!b)
        return ERR_MEMORY;
    block.chain_id = u256_from(1);
    b->arena = a;
    b->why = why;
    err = evm_init(&b->evm);
    if (err)
        return err;
    state_init(&b->state, STATE_CAP);
    evm_setup(&b->evm, &b->state, in->fork, &block);
    err = run_all(b, out, in);
    evm_release(&b->evm);
    state_release(&b->state);
    return err;
}
