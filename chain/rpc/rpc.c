/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/rpc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "chain/rpc/methods.h"
#include "chain/rpc/node.h"

static const struct rpc_method methods[] = {
#define METHOD(name, params, result, run) { #name, params, result, run },
#include "chain/rpc/methods.def"
#undef METHOD
};

const struct rpc_method *rpc_methods(size_t *count)
{
    *count = ARRAY_LEN(methods);
    return methods;
}

static int compare(const void *name, const void *method)
{
    return strcmp(name, ((const struct rpc_method *)method)->name);
}

const struct rpc_method *rpc_method_find(const char *name)
{
    return bsearch(name, methods, ARRAY_LEN(methods), sizeof *methods,
                   compare);
}

/* --- failing --- */

bool rpc_fail(struct rpc_call *c, int code, const char *format, ...)
{
    va_list args;

    c->code = code;
    va_start(args, format);
    vsnprintf(c->message, sizeof c->message, format, args);
    va_end(args);
    return false;
}

bool rpc_fail_err(struct rpc_call *c, enum err err)
{
    static const struct {
        enum err err;
        const char *text;
    } known[] = {
        { ERR_TX_NONCE_LOW, "nonce too low" },
        { ERR_TX_NONCE_HIGH, "nonce too high" },
        { ERR_TX_FUNDS, "insufficient funds for gas * price + value" },
        { ERR_TX_SENDER_CODE, "sender not an eoa" },
        { ERR_TX_INTRINSIC, "intrinsic gas too low" },
        { ERR_TX_FLOOR, "insufficient gas for floor data gas cost" },
        { ERR_TX_GAS_LIMIT, "transaction gas limit too high" },
        { ERR_TX_BLOCK_GAS, "exceeds block gas limit" },
        { ERR_TX_MAX_FEE, "max fee per gas less than block base fee" },
        { ERR_TX_FEE_ORDER,
          "max priority fee per gas higher than max fee per gas" },
        { ERR_TX_BLOB_FEE, "max fee per blob gas less than block blob gas fee" },
        { ERR_TX_TYPE, "transaction type not supported" },
        { ERR_TX_INITCODE, "max initcode size exceeded" },
        { ERR_CHAIN_ID, "invalid chain id for signer" },
        { ERR_DUPLICATE, "already known" },
        { ERR_SIG_RECOVER, "invalid sender" },
        { ERR_NOT_FOUND, "historical state is not available" },
    };

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (known[i].err == err)
            return rpc_fail(c, RPC_SERVER, "%s", known[i].text);
    return rpc_fail(c, err_is_reason(err) ? RPC_SERVER : RPC_INTERNAL, "%s: %s",
                    err_id(err), err_sentence(err));
}

/* --- one request --- */

static void write_id(struct out *o, const json_t *id)
{
    out_key(o, "id");
    if (id)
        out_json(o, id);
    else
        out_null(o);
}

static void write_error(struct out *o, const json_t *id,
                        const struct rpc_call *c)
{
    out_object(o);
    out_key_text(o, "jsonrpc", "2.0");
    write_id(o, id);
    out_key(o, "error");
    out_object(o);
    out_key(o, "code");
    out_integer(o, c->code);
    out_key_text(o, "message", c->message);
    if (c->has_data)
        out_key_bytes(o, "data", c->data);
    out_object_end(o);
    out_object_end(o);
}

static void refuse(struct out *o, const json_t *id, int code,
                   const char *message)
{
    struct rpc_call c = { .code = code };

    snprintf(c.message, sizeof c.message, "%s", message);
    write_error(o, id, &c);
}

static bool run_method(struct rpc_call *c, const struct rpc_method *m)
{
    bool ok;

    node_lock(c->node);
    c->arena = &c->node->arena;
    ok = m->run(c);
    /* What points into the arena is of no use after the lock. */
    if (c->has_data) {
        struct bytes data = c->data;
        uint8_t *copy = data.len ? malloc(data.len) : NULL;

        if (copy)
            memcpy(copy, data.data, data.len);
        c->data = bytes_make(copy, copy ? data.len : 0);
    }
    arena_reset(&c->node->arena);
    arena_reset(&c->node->chain.scratch);
    node_unlock(c->node);
    return ok;
}

static void answer(struct node *node, struct out *o, const char *name,
                   const json_t *params, const json_t *id)
{
    const struct rpc_method *m = rpc_method_find(name);
    struct rpc_call c = { .node = node, .method = name, .params = params,
                          .out = o };
    size_t start = o->len;
    bool comma = o->comma;

    if (!m) {
        rpc_fail(&c, RPC_NO_METHOD,
                 "the method %.200s does not exist/is not available", name);
        write_error(o, id, &c);
        return;
    }
    out_object(o);
    out_key_text(o, "jsonrpc", "2.0");
    write_id(o, id);
    out_key(o, "result");
    if (run_method(&c, m)) {
        out_object_end(o);
        return;
    }
    o->len = start;
    o->comma = comma;
    write_error(o, id, &c);
    if (c.has_data)
        free((void *)(uintptr_t)c.data.data);
}

/* A notification has no id and gets no answer. */
static bool is_valid_id(const json_t *id)
{
    return json_is_string(id) || json_is_number(id) || json_is_null(id);
}

static void handle_one(struct node *node, const json_t *request, struct out *o)
{
    const json_t *id = json_object_get(request, "id");
    const char *version =
        json_string_value(json_object_get(request, "jsonrpc"));
    const char *name = json_string_value(json_object_get(request, "method"));
    const json_t *params = json_object_get(request, "params");
    struct out nowhere = { .data = NULL };
    json_t *none;

    if (!json_is_object(request) || !version || strcmp(version, "2.0") != 0 ||
        !name || (id && !is_valid_id(id)) ||
        (params && !json_is_array(params) && !json_is_object(params) &&
         !json_is_null(params))) {
        refuse(o, id && is_valid_id(id) ? id : NULL, RPC_INVALID_REQUEST,
               "invalid request");
        return;
    }
    if (json_is_object(params)) {
        if (id)
            refuse(o, id, RPC_INVALID_PARAMS, "non-array args");
        return;
    }
    none = json_array();
    answer(node, id ? o : &nowhere, name,
           json_is_array(params) ? params : none, id);
    json_decref(none);
    out_release(&nowhere);
}

static size_t handle_batch(struct node *node, const json_t *batch,
                           struct out *o)
{
    size_t count = json_array_size(batch), empty;
    const json_t *request;
    size_t i;

    if (!count || count > RPC_BATCH_MAX) {
        refuse(o, NULL, RPC_INVALID_REQUEST,
               count ? "batch too large" : "empty batch");
        return 0;
    }
    out_array(o);
    empty = o->len;
    json_array_foreach(batch, i, request) {
        if (o->len > RPC_ANSWER_MAX)
            refuse(o, json_object_get(request, "id"), RPC_TX_REJECTED,
                   "response too large");
        else
            handle_one(node, request, o);
    }
    if (o->len == empty)
        out_release(o);
    else
        out_array_end(o);
    return count;
}

size_t rpc_handle(struct node *node, struct bytes body, struct out *out)
{
    size_t count = 1;
    json_t *request;

    if (json_read(&request, body, "request", NULL)) {
        refuse(out, NULL, RPC_PARSE, "parse error");
        return 0;
    }
    if (json_is_array(request))
        count = handle_batch(node, request, out);
    else
        handle_one(node, request, out);
    json_decref(request);
    return count;
}
