/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node_internal.h"

#include <stdio.h>

#include "base/json.h"
#include "runner/targets/answer.h"

bool node_is_response(const struct wire_body *b)
{
    json_t *value = NULL;
    bool good;

    if (!b->len || json_read(&value, bytes_make(b->data, b->len), NULL, NULL))
        return false;
    good = json_object_get(value, "jsonrpc") ||
           json_object_get(value, "error") || json_is_array(value);
    json_decref(value);
    return good;
}

static struct bytes body_of(const struct node_call *c)
{
    return bytes_make(c->body.data, c->body.len);
}

/* Is this the response to the question?  An error about a request that the
 * server could not read has a null id (JSON-RPC 2.0, section 5). */
static enum err check_response(const struct node_call *c,
                               const json_t *response, struct error *why)
{
    const json_t *id = json_object_get(response, "id");
    const json_t *error = json_object_get(response, "error");
    const json_t *result = json_object_get(response, "result");
    const char *text = json_string_value(id);

    if (!json_is_object(response))
        return error_set(why, ERR_PROTOCOL, "the response is not an object");
    if (json_is_object(error) && json_is_null(id) &&
        (!result || json_is_null(result)))
        return ERR_OK;
    if (!text || strcmp(text, c->id) != 0)
        return error_set(why, ERR_PROTOCOL,
                         "the response's id is not the request's");
    if (error && !json_is_null(error)) {
        if (!json_is_object(error) ||
            !json_is_integer(json_object_get(error, "code")) ||
            !json_is_string(json_object_get(error, "message")))
            return error_set(why, ERR_PROTOCOL,
                             "the error has no integer code and text message");
        if (result && !json_is_null(result))
            return error_set(why, ERR_PROTOCOL,
                             "the response has both result and error");
        return ERR_OK;
    }
    if (!result)
        return error_set(why, ERR_PROTOCOL,
                         "the response has neither result nor error");
    return ERR_OK;
}

static void garbage(struct answer *out, const struct node_call *c,
                    const char *what)
{
    char shown[160];

    frame_show(shown, sizeof shown, body_of(c));
    answer_fail(out, ANSWER_GARBAGE, "%s (HTTP status %ld); it wrote: %s", what,
                c->first.status, shown);
}

static void read_post(const struct node_call *c, struct answer *out)
{
    json_t *body = json_pack("{s:i}", "status", (int)c->first.status);
    json_t *value = NULL;
    char shown[NODE_TEXT_MAX];

    if (c->mute) { /* what is there is the probe's */
        answer_give(out, ANSWER_OUT, body);
        return;
    }
    if (c->body.len && !json_read(&value, body_of(c), NULL, NULL)) {
        json_object_set_new(body, "body", value);
    } else if (c->body.len) {
        frame_show(shown, sizeof shown, body_of(c));
        json_object_set_new(body, "text", json_string(shown));
    }
    answer_give(out, ANSWER_OUT, body);
}

static void read_body(const struct node_call *c, struct answer *out)
{
    struct error why = { 0 };
    json_t *response = NULL, *body, *error;

    answer_keep_raw(out, body_of(c));
    if (c->raw) {
        read_post(c, out);
        return;
    }
    if (json_read(&response, body_of(c), NULL, &why) ||
        check_response(c, response, &why)) {
        garbage(out, c, why.text[0] ? why.text : err_sentence(why.code));
        json_decref(response);
        return;
    }
    if (c->binding) {
        c->binding->answer(out, response);
        json_decref(response);
        return;
    }
    error = json_object_get(response, "error");
    body = json_is_object(error)
               ? json_pack("{s:O}", "error", error)
               : json_pack("{s:O}", "result",
                           json_object_get(response, "result"));
    json_decref(response);
    answer_give(out, ANSWER_OUT, body);
}

/* What a request without a usable body means for the question. */
void node_explain(const struct node_call *c, struct answer *out)
{
    const struct wire_result *r = &c->first;

    if (c->unfit) {
        answer_fail(out, ANSWER_UNSUPPORTED, "a stream of JSON values cannot "
                    "carry what is none");
        return;
    }
    if (c->events) {
        answer_give(out, ANSWER_OUT, json_incref(c->events));
        return;
    }
    switch (r->outcome) {
    case WIRE_BODY:
        read_body(c, out);
        break;
    case WIRE_NO_WAY:
        answer_fail(out, ANSWER_UNREACHABLE, "%s", r->text);
        break;
    case WIRE_REFUSED:
        answer_fail(out, ANSWER_ERROR, "%s: it does not take a request of this "
                    "size", r->text);
        break;
    case WIRE_NONSENSE:
    case WIRE_FAILED:
        if (r->status && c->raw)
            read_body(c, out);
        else if (r->status)
            garbage(out, c, "not an answer of JSON-RPC");
        else
            answer_fail(out, ANSWER_GARBAGE, "%s", r->text);
        break;
    case WIRE_SILENT:
    case WIRE_DROPPED:
        if (c->alive && c->mute)
            read_post(c, out); /* over a socket, no answer is silence */
        else if (!c->alive)
            answer_fail(out, ANSWER_UNREACHABLE, "%.200s; and then a probe "
                        "was not answered: %.200s", r->text, c->probed.text);
        else if (r->outcome == WIRE_SILENT)
            answer_fail(out, ANSWER_HANG, "%s, while a probe is answered",
                        r->text);
        else
            answer_fail(out, ANSWER_CRASH,
                        "it ends the connection at this question each time, "
                        "while a probe is answered (%s)", r->text);
        break;
    }
}

void node_mask(const struct node_target *n, struct answer *answer)
{
    const struct access *access = n->options.access;

    if (!access || !access->secrets.count)
        return;
    secrets_mask(&access->secrets, answer->text);
    if (answer->raw) {
        /* bytes behind a zero are no text, and are not kept */
        secrets_mask(&access->secrets, answer->raw);
        answer->raw_len = strlen(answer->raw);
    }
    answer->body = secrets_mask_json(&access->secrets, answer->body, NULL);
}
