/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/bridge.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"

enum {
    CHAIN_A = 900001, CHAIN_B = 900002,
    GAS = 3000000,
    RECEIPT_POLLS = 200, POLL_MS = 25,
    REASON_MAX = 32
};

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* --- values ------------------------------------------------------------------- */

json_t *bridge_keep(struct bridge *b, json_t *value)
{
    if (!value || json_array_append_new(b->pool, value)) {
        if (!b->why.code)
            error_set(&b->why, ERR_MEMORY, "memory is short");
        return NULL;
    }
    return value;
}

const char *bridge_text(struct bridge *b, const char *format, ...)
{
    va_list args;
    json_t *text;

    va_start(args, format);
    text = bridge_keep(b, json_vsprintf(format, args));
    va_end(args);
    return text ? json_string_value(text) : "";
}

const char *bridge_number(struct bridge *b, uint64_t value)
{
    return bridge_text(b, "%064" PRIx64, value);
}

const char *bridge_member(const json_t *value, const char *key)
{
    const char *text = json_string_value(json_object_get(value, key));

    return text ? text : "";
}

uint64_t bridge_quantity(const json_t *value)
{
    const char *text = json_string_value(value);

    return text && strncmp(text, "0x", 2) == 0 ? strtoull(text + 2, NULL, 16)
                                               : 0;
}

static const char *digits(const char *text)
{
    if (strncmp(text, "0x", 2) == 0)
        text += 2;
    return text + strspn(text, "0");
}

bool bridge_same(const char *left, const char *right)
{
    const char *l = digits(left), *r = digits(right);

    while (*l && tolower((unsigned char)*l) == tolower((unsigned char)*r)) {
        l++;
        r++;
    }
    return !*l && !*r;
}

const char *bridge_hash(struct bridge *b, const char *data)
{
    const json_t *hash = bridge_op(b, "keccak256",
                                   json_pack("{s:s}", "data", data), NULL);

    return hash ? json_string_value(hash) : "";
}

/* The key, then the number of the mapping. */
const char *bridge_slot(struct bridge *b, unsigned mapping, const char *key)
{
    return bridge_hash(b, bridge_text(b, "0x%s%s", key,
                                      bridge_number(b, mapping)));
}

/* --- questions ------------------------------------------------------------------ */

/* The answer's body, or NULL with the fault kept; takes in. */
static json_t *put(struct bridge *b, struct target *t, const char *op,
                   json_t *in, enum answer_kind *kind)
{
    struct answer answer = { .kind = ANSWER_UNREACHABLE };
    json_t *body = NULL;

    if (!b->why.code && b->stop && *b->stop)
        error_set(&b->why, ERR_UNREACHABLE, "stopped by a signal");
    if (!b->why.code && (now_ns() > b->deadline_ns ||
                         ++b->asks > BRIDGE_ASKS_MAX))
        error_set(&b->why, ERR_TIMEOUT, "the walk took more than %d s or %d "
                  "questions", BRIDGE_WITHIN_MS / 1000, BRIDGE_ASKS_MAX);
    if (!b->why.code && !in)
        error_set(&b->why, ERR_MEMORY, "memory is short");
    if (!b->why.code &&
        !target_ask(t, "etalon-bridge", op, in, &answer, &b->why)) {
        *kind = answer.kind;
        if (answer.kind == ANSWER_OUT || answer.kind == ANSWER_REJECT)
            body = bridge_keep(b, json_incref(answer.body));
        else
            error_set(&b->why, ERR_UNREACHABLE, "%s: %.200s", op, answer.text);
        answer_release(&answer);
    }
    json_decref(in);
    return body;
}

/* The whole response {result} or {error}. */
static json_t *ask(struct bridge *b, const struct bridge_side *side,
                   const char *method, json_t *params)
{
    enum answer_kind kind = ANSWER_OUT;

    return put(b, side->node, "rpc",
               json_pack("{s:s, s:o}", "method", method, "params",
                         params ? params : json_array()), &kind);
}

json_t *bridge_rpc(struct bridge *b, const struct bridge_side *side,
                   const char *method, json_t *params)
{
    const json_t *response = ask(b, side, method, params);
    json_t *result = json_object_get(response, "result");

    if (response && !result)
        error_set(&b->why, ERR_PROTOCOL, "chain %s: %s: %.200s", side->name,
                  method, bridge_member(json_object_get(response, "error"),
                                        "message"));
    return result;
}

json_t *bridge_op(struct bridge *b, const char *op, json_t *in,
                  const char **reason)
{
    enum answer_kind kind = ANSWER_OUT;
    json_t *body = put(b, b->oracle, op, in, &kind);

    if (!body || kind == ANSWER_OUT)
        return body;
    if (reason)
        *reason = bridge_member(body, "reason");
    else
        error_set(&b->why, ERR_BAD_INPUT, "%s refuses: %.80s", op,
                  bridge_member(body, "reason"));
    return NULL;
}

json_t *bridge_receipt(struct bridge *b, const struct bridge_side *side,
                       const char *hash)
{
    struct timespec span = { 0, POLL_MS * 1000000L };

    for (int i = 0; i < RECEIPT_POLLS && !b->why.code; i++) {
        json_t *receipt = bridge_rpc(b, side, "eth_getTransactionReceipt",
                                     json_pack("[s]", hash));

        if (json_is_object(receipt))
            return receipt;
        nanosleep(&span, NULL);
    }
    if (!b->why.code)
        error_set(&b->why, ERR_TIMEOUT, "chain %s: no receipt of %.70s",
                  side->name, hash);
    return NULL;
}

/* from and data, and where it goes. */
static json_t *call_object(const struct bridge_side *side, const char *from,
                           const char *data)
{
    return side->mailbox
               ? json_pack("{s:s, s:s, s:s}", "from", from, "data", data, "to",
                           side->mailbox)
               : json_pack("{s:s, s:s}", "from", from, "data", data);
}

const char *bridge_submit(struct bridge *b, const struct bridge_side *side,
                          const char *from, const char *data, uint64_t value)
{
    json_t *tx = b->why.code ? NULL : call_object(side, from, data);
    const json_t *hash;

    if (!tx)
        return "";
    json_object_set_new(tx, "gas", json_quantity_u64(GAS));
    if (value)
        json_object_set_new(tx, "value", json_quantity_u64(value));
    hash = bridge_rpc(b, side, "eth_sendTransaction", json_pack("[o]", tx));
    return json_is_string(hash) ? json_string_value(hash) : "";
}

json_t *bridge_send(struct bridge *b, const struct bridge_side *side,
                    const char *from, const char *data, uint64_t value)
{
    const char *hash = bridge_submit(b, side, from, data, value);

    return b->why.code ? NULL : bridge_receipt(b, side, hash);
}

/* The text that a word holds from its left; control characters end it. */
static const char *words_of(struct bridge *b, const char *data)
{
    char text[REASON_MAX + 1];
    size_t n = 0;

    for (data += 2; n < REASON_MAX && data[0] && data[1]; data += 2, n++) {
        char byte[3] = { data[0], data[1], '\0' };
        unsigned long c = strtoul(byte, NULL, 16);

        if (c < 0x20 || c > 0x7e)
            break;
        text[n] = (char)c;
    }
    text[n] = '\0';
    return bridge_text(b, "mailbox %s", text);
}

const char *bridge_refusal(struct bridge *b, const struct bridge_side *side,
                           const char *from, const char *data)
{
    json_t *tx = b->why.code ? NULL : call_object(side, from, data);
    const json_t *response =
        tx ? ask(b, side, "eth_call", json_pack("[o, s]", tx, "latest")) : NULL;
    const json_t *error = json_object_get(response, "error");
    const char *revert = bridge_member(error, "data");

    if (!error)
        return NULL;
    return strncmp(revert, "0x", 2) == 0 && revert[2]
               ? words_of(b, revert)
               : bridge_text(b, "chain %s", bridge_member(error, "message"));
}

/* --- opening -------------------------------------------------------------------------- */

static void open_side(struct bridge *b, struct bridge_side *side,
                      const char *name, uint64_t chain_id)
{
    struct target_options options = { 0 };
    char text[80];
    json_t *accounts;

    side->name = name;
    side->chain_id = chain_id;
    snprintf(text, sizeof text, "chain:--dev --chain-id %" PRIu64, chain_id);
    if (b->why.code || target_open(&side->node, text, &options, &b->why))
        return;
    accounts = bridge_rpc(b, side, "eth_accounts", NULL);
    side->verifier = json_string_value(json_array_get(accounts, 0));
    side->user = json_string_value(json_array_get(accounts, 1));
    if (!b->why.code && (!side->verifier || !side->user))
        error_set(&b->why, ERR_PROTOCOL, "chain %s has fewer than two accounts",
                  name);
}

void bridge_open(struct bridge *b)
{
    struct target_options options = { 0 };

    b->deadline_ns = now_ns() + BRIDGE_WITHIN_MS * 1000000ull;
    b->pool = json_array();
    b->steps = json_array();
    if (!b->pool || !b->steps)
        error_set(&b->why, ERR_MEMORY, "memory is short");
    open_side(b, &b->a, "A", CHAIN_A);
    open_side(b, &b->b, "B", CHAIN_B);
    if (!b->why.code &&
        target_open(&b->oracle, "ref:", &options, &b->why))
        b->oracle = NULL;
}

void bridge_close(struct bridge *b)
{
    target_close(b->a.node);
    target_close(b->b.node);
    target_close(b->oracle);
    b->a.node = b->b.node = b->oracle = NULL;
    json_decref(b->pool);
    b->pool = NULL;
}
