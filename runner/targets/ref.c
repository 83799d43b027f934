/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/ref.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/json.h"
#include "runner/targets/answer.h"
#include "runner/targets/frame.h"
#include "runner/targets/process.h"

enum { ARENA_CAP = 256 * 1024 * 1024 };

struct ref_target {
    struct target base;
    struct arena arena;      /* one question's memory */
    struct hello hello;
    bool busy;
    char id[FRAME_ID_MAX + 1];
    struct answer answer;    /* kept between send and receive */
};

static struct ref_target *self_of(struct target *t)
{
    return (struct ref_target *)t;
}

/* All features: the reference leaves none out, so it declares none absent and
 * the list is not given. */
static enum err make_hello(struct hello *out)
{
    json_t *operations = json_array();
    const struct ref_binding *row;
    json_t *all;

    for (size_t i = 0; operations && (row = ref_at(i)); i++)
        /* An operation that two tables bind is offered once, as found. */
        if (ref_find(row->op) == row &&
            json_array_append_new(operations, json_string(row->op)))
            break;
    all = json_pack("{s:i, s:s, s:s, s:o, s:i, s:b}", "protocol",
                    FRAME_PROTOCOL, "name", "etalon reference", "version",
                    PACKAGE_VERSION, "operations", operations, "pipeline", 1,
                    "reasons", 1);
    if (!all)
        return ERR_MEMORY;
    *out = (struct hello){
        .all = all,
        .name = json_string_value(json_object_get(all, "name")),
        .version = json_string_value(json_object_get(all, "version")),
        .operations = json_object_get(all, "operations"),
        .states_reasons = true,
        .pipeline = 1,
    };
    return ERR_OK;
}

static enum err ref_open(struct target **out, const char *text,
                         const struct target_options *options,
                         struct error *why)
{
    struct ref_target *r;

    (void)options;
    if (strcmp(text, ref_driver.scheme) != 0)
        return error_set(why, ERR_USAGE, "write ref: without anything after it");
    r = calloc(1, sizeof *r);
    if (!r || make_hello(&r->hello)) {
        free(r);
        return error_set(why, ERR_MEMORY, "out of memory");
    }
    r->base.driver = &ref_driver;
    snprintf(r->base.text, sizeof r->base.text, "%s", text);
    arena_init(&r->arena, ARENA_CAP);
    *out = &r->base;
    return ERR_OK;
}

static const struct hello *ref_hello(struct target *t)
{
    return &self_of(t)->hello;
}

/* The answer in the words of the protocol: a reason is a rejection, a fault is
 * an error, never the subject's failure. */
static void put_refusal(struct answer *out, enum err err,
                        const struct error *why)
{
    const char *text = why->text[0] ? why->text : err_sentence(err);
    json_t *body;

    if (err_is_reason(err)) {
        body = json_pack("{s:s, s:s}", "reason", err_id(err), "message", text);
        answer_give(out, ANSWER_REJECT, body);
    } else {
        body = json_sprintf("%s: %s", err_id(err), text);
        answer_give(out, ANSWER_ERROR, body);
    }
    if (!body)
        answer_fail(out, ANSWER_ERROR, "out of memory");
}

static enum err ref_send(struct target *t, const char *id, const char *op,
                         const json_t *in, struct error *why)
{
    struct ref_target *r = self_of(t);
    const struct ref_binding *row = ref_find(op);
    uint64_t begin = process_now_ns();
    struct error inner = { 0 };
    json_t *body = NULL;
    enum err err;

    if (r->busy)
        return error_set(why, ERR_LIMIT, "one question at a time");
    memset(&r->answer, 0, sizeof r->answer);
    snprintf(r->id, sizeof r->id, "%s", id);
    r->busy = true;
    if (!row) {
        answer_give(&r->answer, ANSWER_UNSUPPORTED, NULL);
        return ERR_OK;
    }
    arena_reset(&r->arena);
    err = row->call(&r->arena, &body, in, &inner);
    if (err)
        put_refusal(&r->answer, err, &inner);
    else if (body)
        answer_give(&r->answer, ANSWER_OUT, body);
    else
        answer_fail(&r->answer, ANSWER_ERROR, "the binding gave no answer");
    r->answer.nanoseconds = process_now_ns() - begin;
    return ERR_OK;
}

static enum err ref_receive(struct target *t, const char **id_out,
                            struct answer *answer, struct error *why)
{
    struct ref_target *r = self_of(t);

    if (!r->busy)
        return error_set(why, ERR_INTERNAL, "no question is under way");
    *answer = r->answer;
    memset(&r->answer, 0, sizeof r->answer);
    r->busy = false;
    *id_out = r->id;
    return ERR_OK;
}

static void ref_close(struct target *t)
{
    struct ref_target *r = self_of(t);

    answer_release(&r->answer);
    json_decref(r->hello.all);
    arena_release(&r->arena);
    free(r);
}

/* --- naming the fields of encoded bytes -------------------------------------- */

/* What an operation's bytes are made of: the operation that takes them apart. */
static const struct describer {
    const char *op, *decode;
} describers[] = {
    { "header.encode", "header.decode" },
    { "tx.encode", "tx.decode" },
    { "receipt.encode", "receipt.decode" },
    { "block.encode", "block.decode" },
    { "account.encode", "account.decode" },
    { "withdrawal.encode", "withdrawal.decode" },
    { "bal.encode", "bal.decode" },
    { "log.encode", "rlp.decode" },
    { "rlp.encode", "rlp.decode" },
    { "delegation.encode", "delegation.decode" },
    { "hex_prefix.encode", "hex_prefix.decode" },
};

json_t *ref_describe(void *user, const char *op, const char *hex)
{
    const struct ref_binding *row = NULL;
    json_auto_t *in = NULL;
    json_t *out = NULL;
    struct arena a;

    (void)user;
    for (size_t i = 0; i < ARRAY_LEN(describers); i++)
        if (strcmp(describers[i].op, op) == 0)
            row = ref_find(describers[i].decode);
    if (!row)
        return NULL;
    in = json_pack("{s:s}", strcmp(row->op, "delegation.decode") ? "data"
                                                                 : "code", hex);
    if (!in)
        return NULL;
    arena_init(&a, ARENA_CAP);
    if (row->call(&a, &out, in, NULL))
        out = NULL;
    arena_release(&a);
    return out;
}

const struct target_driver ref_driver = {
    .scheme = "ref:",
    .help = "ref:   the bundled reference, in process",
    .open = ref_open,
    .hello = ref_hello,
    .send = ref_send,
    .receive = ref_receive,
    .close = ref_close,
};
