/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/record.h"
#include "runner/targets/answer.h"
#include "runner/targets/node_internal.h"
#include "runner/targets/process.h"

enum { POLL_MS = 1000 };

static const char PROBE[] =
    "{\"jsonrpc\":\"2.0\",\"id\":\"etalon-probe\",\"method\":\"eth_chainId\","
    "\"params\":[]}";

static struct node_target *self_of(struct target *t)
{
    return (struct node_target *)t;
}

/* --- one call ------------------------------------------------------------------ */

/* Puts the request (or the probe) on the wire.  False: libcurl would not. */
static bool launch(struct node_target *n, struct node_call *c,
                   enum call_phase phase)
{
    const char *body = phase == CALL_PROBING ? PROBE : c->request;

    c->phase = phase;
    c->body.len = 0;
    c->body.oversize = false;
    c->detail[0] = '\0';
    if (phase == CALL_ASKING)
        c->begin_ns = process_now_ns();
    curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(c->curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)strlen(body));
    return curl_multi_add_handle(n->multi, c->curl) == CURLM_OK;
}

static bool is_response(const struct wire_body *b)
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

/* HTTP's status is the implementer's choice: an answer of JSON-RPC counts
 * whatever it comes with, unless it is one of those that speak for the way
 * there (a gateway, a limit of requests). */
static void overlook_status(const struct node_call *c, struct wire_result *r)
{
    bool judged = r->outcome == WIRE_NONSENSE || r->outcome == WIRE_REFUSED ||
                  r->outcome == WIRE_FAILED || r->outcome == WIRE_NO_WAY;
    bool way = r->status >= 300 && r->status < 400;

    if (!judged || !r->status || way || r->again)
        return;
    if (is_response(&c->body) ||
        (c->raw && r->status >= 200 && r->status < 300))
        r->outcome = WIRE_BODY;
}

static void rest(struct node_call *c)
{
    long ms = wire_pause_ms(c->attempts);

    c->resume = c->phase;
    c->phase = CALL_RESTING;
    c->rest_until_ns = process_now_ns() + (uint64_t)ms * 1000000u;
    c->retries++;
}

static void after_question(struct node_target *n, struct node_call *c)
{
    c->took_ns = process_now_ns() - c->begin_ns;
    c->asked++;
    if (c->first.outcome != WIRE_SILENT && c->first.outcome != WIRE_DROPPED) {
        c->phase = CALL_DONE;
        return;
    }
    c->attempts = 0;
    if (!launch(n, c, CALL_PROBING))
        c->phase = CALL_DONE;
}

/* A server that drops this question and lives is asked once more: some close
 * idle connections at the moment at which one is used again. */
static void after_probe(struct node_target *n, struct node_call *c)
{
    c->alive = c->probed.outcome == WIRE_BODY && is_response(&c->body);
    c->attempts = 0;
    if (!c->alive || c->first.outcome == WIRE_SILENT ||
        c->asked == WIRE_ASKED_MAX) {
        c->phase = CALL_DONE;
        return;
    }
    c->retries++;
    if (!launch(n, c, CALL_ASKING))
        c->phase = CALL_DONE;
}

static void landed(struct node_target *n, struct node_call *c, CURLcode code)
{
    bool probing = c->phase == CALL_PROBING;
    struct wire_result *r = probing ? &c->probed : &c->first;

    wire_judge(r, c->curl, code, &c->body, c->detail);
    overlook_status(c, r);
    curl_multi_remove_handle(n->multi, c->curl);
    if (r->again && r->outcome != WIRE_BODY &&
        ++c->attempts < WIRE_ATTEMPTS_MAX) {
        rest(c);
        return;
    }
    if (probing)
        after_probe(n, c);
    else
        after_question(n, c);
}

static void wake(struct node_target *n, uint64_t now)
{
    for (unsigned i = 0; i < n->jobs; i++) {
        struct node_call *c = &n->calls[i];

        if (c->phase == CALL_RESTING && c->rest_until_ns <= now &&
            !launch(n, c, c->resume))
            c->phase = CALL_DONE;
    }
}

static struct node_call *done_call(struct node_target *n)
{
    for (unsigned i = 0; i < n->jobs; i++)
        if (n->calls[i].phase == CALL_DONE)
            return &n->calls[i];
    return NULL;
}

/* Until one call is done.  NULL: libcurl broke. */
static struct node_call *await(struct node_target *n)
{
    for (;;) {
        struct node_call *done = done_call(n);
        int running = 0, left = 0;
        CURLMsg *message;

        if (done)
            return done;
        wake(n, process_now_ns());
        if (n->child) /* what it logs must not fill the pipe */
            (void)process_pending(n->child, NULL);
        if (curl_multi_perform(n->multi, &running))
            return NULL;
        while ((message = curl_multi_info_read(n->multi, &left))) {
            char *owner = NULL;
            CURL *curl = message->easy_handle;
            CURLcode code = message->data.result;

            if (message->msg != CURLMSG_DONE)
                continue;
            curl_easy_getinfo(curl, CURLINFO_PRIVATE, &owner);
            landed(n, (struct node_call *)(void *)owner, code);
        }
        if (!done_call(n)) {
            bool resting = false;

            for (unsigned i = 0; i < n->jobs; i++)
                resting |= n->calls[i].phase == CALL_RESTING;
            if (curl_multi_poll(n->multi, NULL, 0, resting ? 20 : POLL_MS,
                                NULL))
                return NULL;
        }
    }
}

static void clear(struct node_call *c)
{
    free(c->request);
    c->request = NULL;
    c->phase = CALL_FREE;
}

/* --- answers ---------------------------------------------------------------------- */

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
static void explain(const struct node_call *c, struct answer *out)
{
    const struct wire_result *r = &c->first;

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
        if (!c->alive)
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

static enum err node_receive(struct target *t, const char **id_out,
                             struct answer *answer, struct error *why)
{
    struct node_target *n = self_of(t);
    struct node_call *c;
    bool any = false;

    for (unsigned i = 0; i < n->jobs; i++)
        any |= n->calls[i].phase != CALL_FREE;
    if (!any)
        return error_set(why, ERR_INTERNAL, "no question is under way");
    c = await(n);
    if (!c)
        return error_set(why, ERR_INTERNAL, "the HTTP library failed");
    memset(answer, 0, sizeof *answer);
    explain(c, answer);
    answer->nanoseconds = c->took_ns;
    answer->retries = c->retries;
    snprintf(n->last_id, sizeof n->last_id, "%s", c->id);
    clear(c);
    *id_out = n->last_id;
    return ERR_OK;
}

/* --- questions ---------------------------------------------------------------------- */

static char *rpc_text(const char *id, const char *method, json_t *params)
{
    json_t *all = json_pack("{s:s, s:s, s:s, s:o}", "jsonrpc", "2.0", "id", id,
                            "method", method, "params",
                            params ? params : json_array());
    char *text = all ? json_dumps(all, JSON_COMPACT) : NULL;

    json_decref(all);
    return text;
}

/* The body of `post`: text as it is, or a JSON value. */
static char *post_text(const json_t *in)
{
    const char *text = json_string_value(json_object_get(in, "text"));
    const json_t *value = json_object_get(in, "json");

    if (text)
        return strdup(text);
    return value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
}

static char *request_text(struct node_call *c, const char *id, const char *op,
                          const json_t *in)
{
    const char *argument = "";

    c->raw = strcmp(op, "post") == 0;
    c->binding = NULL;
    if (c->raw)
        return post_text(in);
    if (strcmp(op, "rpc") == 0) {
        const char *method = json_string_value(json_object_get(in, "method"));

        return method ? rpc_text(id, method,
                                 json_incref(json_object_get(in, "params")))
                      : NULL;
    }
    c->binding = node_binding_find(op, &argument);
    return c->binding ? rpc_text(id, c->binding->method,
                                 c->binding->params(argument, in))
                      : NULL;
}

static struct node_call *free_call(struct node_target *n)
{
    for (unsigned i = 0; i < n->jobs; i++)
        if (n->calls[i].phase == CALL_FREE)
            return &n->calls[i];
    return NULL;
}

static enum err node_send(struct target *t, const char *id, const char *op,
                          const json_t *in, struct error *why)
{
    struct node_target *n = self_of(t);
    struct node_call *c = free_call(n);

    if (!c)
        return error_set(why, ERR_LIMIT, "%u questions at a time", n->jobs);
    if (!*id || strlen(id) > FRAME_ID_MAX)
        return error_set(why, ERR_BAD_INPUT, "an id has 1 to %d bytes",
                         FRAME_ID_MAX);
    c->request = request_text(c, id, op, in);
    if (!c->request)
        return error_set(why, ERR_BAD_INPUT,
                         "the question cannot be written as a request");
    if (strlen(c->request) > NODE_POST_MAX) {
        clear(c);
        return error_set(why, ERR_LIMIT, "the request is above %d bytes",
                         NODE_POST_MAX);
    }
    snprintf(c->id, sizeof c->id, "%s", id);
    c->attempts = c->asked = c->retries = 0;
    c->alive = false;
    c->took_ns = 0;
    if (launch(n, c, CALL_ASKING))
        return ERR_OK;
    clear(c);
    return error_set(why, ERR_INTERNAL, "the HTTP library failed");
}

enum err node_ask(struct node_target *n, json_t **out, const char *method,
                  json_t *params, struct error *why)
{
    json_t *in = json_pack("{s:s, s:o}", "method", method, "params",
                           params ? params : json_array());
    struct answer answer = { .kind = ANSWER_UNREACHABLE };
    enum err err = in ? target_ask(&n->base, "etalon-hello", "rpc", in,
                                   &answer, why) : ERR_MEMORY;

    json_decref(in);
    if (err)
        return err;
    if (answer.kind == ANSWER_OUT) {
        *out = json_incref(answer.body);
    } else {
        err = answer.kind == ANSWER_GARBAGE ? ERR_PROTOCOL : ERR_UNREACHABLE;
        error_set(why, err, "%s: %.250s", method, answer.text);
    }
    answer_release(&answer);
    return err;
}

/* --- opening and closing ------------------------------------------------------------ */

static void node_close(struct target *t)
{
    struct node_target *n = self_of(t);

    for (unsigned i = 0; i < n->jobs; i++) {
        struct node_call *c = &n->calls[i];

        if (c->curl) {
            curl_multi_remove_handle(n->multi, c->curl);
            curl_easy_cleanup(c->curl);
        }
        free(c->body.data);
        free(c->request);
    }
    if (n->multi)
        curl_multi_cleanup(n->multi);
    curl_slist_free_all(n->headers);
    json_decref(n->hello.all);
    node_chain_stop(n->child);
    free(n);
}

static bool set_up(struct node_target *n, const struct target_options *options)
{
    size_t max = options->line_max ? options->line_max : FRAME_LINE_MAX;

    n->multi = curl_multi_init();
    n->headers = wire_headers();
    for (unsigned i = 0; i < n->jobs; i++) {
        struct node_call *c = &n->calls[i];

        c->curl = curl_easy_init();
        if (!c->curl)
            return false;
        c->body.max = max;
        wire_set_up(c->curl, n->url, n->headers, options->timeout_ms,
                    &c->body);
        curl_easy_setopt(c->curl, CURLOPT_PRIVATE, (void *)c);
        curl_easy_setopt(c->curl, CURLOPT_ERRORBUFFER, c->detail);
    }
    return n->multi && n->headers;
}

static void keep_text(struct node_target *n, const char *url)
{
    struct arena a;
    char *masked;

    arena_init(&a, (size_t)1 << 16);
    masked = record_mask(&a, url);
    snprintf(n->base.text, sizeof n->base.text, "%.255s",
             masked ? masked : "***");
    arena_release(&a);
}

enum err node_open(struct target **out, const char *url,
                   const struct target_driver *driver,
                   const struct target_options *options, struct error *why)
{
    unsigned jobs = options->jobs ? options->jobs : NODE_JOBS;
    struct node_target *n;
    enum err err = ERR_MEMORY;

    if (strlen(url) >= WIRE_URL_MAX)
        return error_set(why, ERR_USAGE, "the address is longer than %d bytes",
                         WIRE_URL_MAX - 1);
    wire_init();
    n = calloc(1, sizeof *n);
    if (!n)
        return error_set(why, ERR_MEMORY, "out of memory");
    n->base.driver = driver;
    keep_text(n, url);
    snprintf(n->url, sizeof n->url, "%s", url);
    n->jobs = jobs < NODE_JOBS_MAX ? jobs : NODE_JOBS_MAX;
    if (set_up(n, options))
        err = node_meet(n, why);
    else
        error_set(why, err, "out of memory");
    if (err) {
        node_close(&n->base);
        return err;
    }
    *out = &n->base;
    return ERR_OK;
}

static enum err http_open(struct target **out, const char *text,
                          const struct target_options *options,
                          struct error *why)
{
    return node_open(out, text, &node_http_driver, options, why);
}

static enum err https_open(struct target **out, const char *text,
                           const struct target_options *options,
                           struct error *why)
{
    return node_open(out, text, &node_https_driver, options, why);
}

static const struct hello *node_hello(struct target *t)
{
    return &self_of(t)->hello;
}

static bool node_fits(struct target *t, const char *op, const json_t *in,
                      bool reject)
{
    const struct node_target *n = self_of(t);
    const char *argument;
    const struct node_binding *binding = node_binding_find(op, &argument);

    return binding &&
           (!binding->fits || binding->fits(n->hello.all, in, reject));
}

const struct target_driver node_http_driver = {
    .scheme = "http://",
    .help = "http://HOST:PORT   a node over JSON-RPC",
    .open = http_open,
    .hello = node_hello,
    .send = node_send,
    .receive = node_receive,
    .fits = node_fits,
    .close = node_close,
};

const struct target_driver node_https_driver = {
    .scheme = "https://",
    .help = "https://HOST   a node over JSON-RPC and TLS",
    .open = https_open,
    .hello = node_hello,
    .send = node_send,
    .receive = node_receive,
    .fits = node_fits,
    .close = node_close,
};

const struct target_driver node_chain_driver = {
    .scheme = "chain:",
    .help = "chain:   the bundled chain, served for this run",
    .open = node_chain_open,
    .hello = node_hello,
    .send = node_send,
    .receive = node_receive,
    .fits = node_fits,
    .close = node_close,
};
