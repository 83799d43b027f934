/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "runner/targets/node_bind.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/arena.h"
#include "base/json.h"
#include "chain/eth/fork.h"
#include "runner/op.h"
#include "runner/targets/answer.h"
#include "runner/targets/ref.h"

enum { BIND_ARENA_MAX = 64 * 1024 * 1024 };

/* --- reading a response ------------------------------------------------------- */

static bool not_offered(const json_t *error)
{
    json_int_t code = json_integer_value(json_object_get(error, "code"));

    return code == -32601 || code == -32004; /* JSON-RPC 2.0; EIP-1474 */
}

static void answer_result(struct answer *out, const json_t *response)
{
    json_t *error = json_object_get(response, "error");

    if (!json_is_object(error))
        answer_give(out, ANSWER_OUT,
                    json_incref(json_object_get(response, "result")));
    else if (not_offered(error))
        answer_fail(out, ANSWER_UNSUPPORTED, "the node lacks the method");
    else
        answer_give(out, ANSWER_REJECT, json_pack("{s:O}", "message",
            json_object_get(error, "message")));
}

/* What a pool says of an account, a price or a nonce that has nothing to do
 * with the question: then the question was not answered. */
static const char *const about_state[] = {
    "insufficient funds", "insufficient balance", "doesn't have enough funds",
    "enough funds", "nonce too", "nonce is too", "underpriced",
    "max fee per gas less than block base fee", "already known",
    "sender account", "base fee", "exceeds the allowance", "upfront cost",
    "lack of funds", "txpool is full",
};

static void answer_refusal(struct answer *out, const json_t *response)
{
    const json_t *error = json_object_get(response, "error");
    const char *text =
        json_string_value(json_object_get(error, "message"));

    for (size_t i = 0; text && i < ARRAY_LEN(about_state); i++)
        if (strcasestr(text, about_state[i])) {
            answer_fail(out, ANSWER_UNREACHABLE, "the node looked at the "
                        "account or the market first: %.300s", text);
            return;
        }
    answer_result(out, response);
}

/* --- web3_sha3 ------------------------------------------------------------------- */

static json_t *sha3_params(const char *argument, const json_t *in)
{
    (void)argument;
    return json_pack("[O]", json_object_get(in, "data"));
}

/* --- eth_call of a precompiled contract -------------------------------------------- */

static json_t *precompile_params(const char *argument, const json_t *in)
{
    unsigned long number = strtoul(argument, NULL, 10);
    char to[43];

    snprintf(to, sizeof to, "0x%040lx", number);
    return json_pack("[{s:s, s:O, s:s}, s]", "to", to, "data",
                     json_object_get(in, "data"), "gas", "0x4c4b40",
                     "latest");
}

/* --- eth_sendRawTransaction, for what must be refused ------------------------------- */

/* Reasons that a node must see before it looks at any account. */
static const char *const static_reasons[] = {
    "empty", "truncated", "trailing", "not-minimal", "overrun", "too-deep",
    "expected-string", "expected-list", "leading-zero", "too-wide", "length",
    "field-count", "r-range", "s-range", "high-s", "v-value", "tx-type",
    "type", "chain-id", "gas-limit-cap", "priority-above-max", "initcode-size",
    "intrinsic-gas", "floor-gas", "no-authorization",
};

static json_t *raw_params(const char *argument, const json_t *in)
{
    (void)argument;
    return json_pack("[O]", json_object_get(in, "data"));
}

/* The reference's own reason, or NULL when it would accept or cannot say. */
static const char *refused_for(const json_t *in)
{
    const struct ref_binding *binding = ref_find("tx.validate");
    struct error why = { 0 };
    json_t *answer = NULL;
    struct arena a;
    enum err err;

    arena_init(&a, BIND_ARENA_MAX);
    err = binding ? binding->call(&a, &answer, in, &why) : ERR_UNSUPPORTED;
    json_decref(answer);
    arena_release(&a);
    return err && err_is_reason(err) ? err_id(err) : NULL;
}

static bool same_fork(const json_t *hello, const json_t *in)
{
    const char *here = json_string_value(json_object_get(hello, "fork"));
    const char *asked = json_string_value(json_object_get(in, "fork"));
    enum fork left, right;

    return here && asked && fork_find(&left, here) &&
           fork_find(&right, asked) && left == right;
}

static bool same_chain(const json_t *hello, const json_t *in)
{
    struct u256 left, right;

    return !json_get_quantity(&left, hello, "chainId", NULL) &&
           !json_get_quantity(&right, in, "chainId", NULL) &&
           u256_eq(left, right);
}

/* A blob transaction travels in another form, so canonical bytes of type 3
 * would be refused for that alone. */
static bool raw_fits(const json_t *hello, const json_t *in, bool reject)
{
    const char *data = json_string_value(json_object_get(in, "data"));
    const char *reason;

    if (!reject || json_has(in, "block") || !data ||
        strncmp(data, "0x03", 4) == 0 || !same_fork(hello, in) ||
        !same_chain(hello, in))
        return false;
    reason = refused_for(in);
    for (size_t i = 0; reason && i < ARRAY_LEN(static_reasons); i++)
        if (strcmp(reason, static_reasons[i]) == 0)
            return true;
    return false;
}

static const struct node_binding bindings[] = {
    { "web3_sha3", sha3_params, "web3_sha3", answer_result, NULL },
    { "eth_call:precompile", precompile_params, "eth_call", answer_result,
      NULL },
    { "eth_sendRawTransaction", raw_params, "eth_sendRawTransaction",
      answer_refusal, raw_fits },
};

const struct node_binding *node_binding_find(const char *op,
                                             const char **argument)
{
    const struct op *row = op_find(op);

    for (size_t i = 0; row && row->binding && i < ARRAY_LEN(bindings); i++) {
        const char *name = bindings[i].name;
        size_t len = strlen(name);

        if (strncmp(row->binding, name, len) != 0 ||
            (row->binding[len] && row->binding[len] != ':'))
            continue;
        *argument = row->binding[len] ? row->binding + len + 1 : "";
        return &bindings[i];
    }
    return NULL;
}
