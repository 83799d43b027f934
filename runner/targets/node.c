/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/node.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/record.h"
#include "runner/targets/answer.h"
#include "runner/targets/node_internal.h"
#include "runner/targets/process.h"

enum { POLL_MS = 1000, REST_MS = 20 };

static const char PROBE[] =
    "{\"jsonrpc\":\"2.0\",\"id\":\"etalon-probe\",\"method\":\"eth_chainId\","
    "\"params\":[]}\n";

static struct node_target *self_of(struct target *t)
{
    return (struct node_target *)t;
}

unsigned node_timeout_ms(const struct node_target *n)
{
    return n->options.timeout_ms ? n->options.timeout_ms : WIRE_TIMEOUT_MS;
}

/* --- one call ------------------------------------------------------------------ */

/* Puts off a request that would be above the rate; false: it may go. */
static bool pace(struct node_target *n, struct node_call *c,
                 enum call_phase phase)
{
    const struct access *access = n->options.access;
    uint64_t now, at;

    if (!access || !access->rate || c->paid)
        return false;
    now = process_now_ns();
    at = n->next_ns > now ? n->next_ns : now;
    n->next_ns = at + 1000000000u / access->rate;
    if (at == now)
        return false;
    c->resume = phase;
    c->phase = CALL_RESTING;
    c->rest_until_ns = at;
    c->paid = true;
    return true;
}

static bool budget_spent(const struct node_target *n)
{
    const struct access *access = n->options.access;

    return access && access->requests_max &&
           n->spent >= access->requests_max;
}

/* Puts the request (or the probe) on the wire.  False: it cannot. */
static bool launch(struct node_target *n, struct node_call *c,
                   enum call_phase phase)
{
    struct bytes body = phase == CALL_PROBING
                            ? bytes_make(PROBE, sizeof PROBE - 1)
                            : bytes_make(c->request, c->request_len);

    if (pace(n, c, phase))
        return true;
    c->paid = false;
    c->phase = phase;
    wire_body_clear(&c->body);
    node_sign(n, c);
    if (phase == CALL_ASKING)
        c->begin_ns = process_now_ns();
    n->spent++;
    return n->wire->launch(n, c, body);
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
    if (node_is_response(&c->body) ||
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
    c->alive = c->probed.outcome == WIRE_BODY && node_is_response(&c->body);
    c->attempts = 0;
    if (!c->alive || c->first.outcome == WIRE_SILENT ||
        c->asked == WIRE_ASKED_MAX || budget_spent(n)) {
        c->phase = CALL_DONE;
        return;
    }
    c->retries++;
    if (!launch(n, c, CALL_ASKING))
        c->phase = CALL_DONE;
}

void node_landed(struct node_target *n, struct node_call *c,
                 const struct wire_result *result)
{
    bool probing = c->phase == CALL_PROBING;
    struct wire_result *r = probing ? &c->probed : &c->first;

    *r = *result;
    overlook_status(c, r);
    if (r->again && r->outcome != WIRE_BODY && !budget_spent(n) &&
        ++c->attempts < WIRE_ATTEMPTS_MAX) {
        rest(c);
        return;
    }
    if (probing)
        after_probe(n, c);
    else
        after_question(n, c);
}

void node_heard(struct node_target *n, struct node_call *c,
                const struct wire_result *r)
{
    (void)n;
    c->first = *r;
    c->took_ns = process_now_ns() - c->begin_ns;
    c->phase = CALL_DONE;
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

static struct node_call *done_call(struct node_target *n, bool *resting)
{
    *resting = false;
    for (unsigned i = 0; i < n->jobs; i++) {
        if (n->calls[i].phase == CALL_DONE)
            return &n->calls[i];
        *resting |= n->calls[i].phase == CALL_RESTING;
    }
    return NULL;
}

/* Until one call is done.  NULL: the wire broke. */
static struct node_call *await(struct node_target *n)
{
    for (;;) {
        bool resting;
        struct node_call *done = done_call(n, &resting);

        if (done)
            return done;
        if (resting)
            wake(n, process_now_ns());
        if (n->child) /* what it logs must not fill the pipe */
            (void)process_pending(n->child, NULL);
        if (!n->wire->turn(n, resting ? REST_MS : POLL_MS))
            return NULL;
    }
}

static void clear(struct node_call *c)
{
    free(c->request);
    json_decref(c->wait);
    json_decref(c->events);
    json_decref(c->subject);
    c->request = NULL;
    c->wait = c->events = c->subject = NULL;
    c->phase = CALL_FREE;
}

/* A second answer to an earlier question is that question's fault, not this
 * one's, which is put once more on a connection where nothing waits. */
static bool is_stray(const struct node_target *n, const struct node_call *c)
{
    json_t *response = NULL;
    const char *id;
    bool earlier = false;

    if (c->raw || c->events || c->renewed || c->first.outcome != WIRE_BODY ||
        !n->wire->renew || !c->body.len || strstr(c->body.data, c->id) ||
        json_read(&response, bytes_make(c->body.data, c->body.len), NULL,
                  NULL))
        return false;
    id = json_string_value(json_object_get(response, "id"));
    for (unsigned i = 0; id && i < NODE_IDS_KEPT; i++)
        earlier |= strcmp(n->ids[i], id) == 0;
    json_decref(response);
    return earlier;
}

/* True: the question was put again. */
static bool renew(struct node_target *n, struct node_call *c)
{
    if (!is_stray(n, c) || budget_spent(n))
        return false;
    c->renewed = true;
    c->retries++;
    c->attempts = 0;
    n->wire->renew(c);
    return launch(n, c, CALL_ASKING);
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
    do
        c = await(n);
    while (c && renew(n, c));
    if (!c)
        return error_set(why, ERR_INTERNAL, "the way to the node broke");
    memset(answer, 0, sizeof *answer);
    node_explain(c, answer);
    node_mask(n, answer);
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
        json_t *first = json_array_get(json_object_get(in, "params"), 0);

        c->subscribes = method && strcmp(method, "eth_subscribe") == 0;
        if (method && strcmp(method, "eth_unsubscribe") == 0)
            c->subject = json_incref(first);
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

/* Waits for what a subscription brings. */
static enum err send_wait(struct node_target *n, struct node_call *c,
                          const json_t *in, struct error *why)
{
    enum err err;

    if (!n->wire->listen)
        return error_set(why, ERR_BAD_INPUT, "notifications come over "
                         "WebSocket (ws://…) and Unix sockets (ipc:…) only");
    c->wait = json_incref((json_t *)(uintptr_t)in);
    c->begin_ns = process_now_ns();
    c->phase = CALL_ASKING;
    err = n->wire->listen(n, c, why);
    if (err)
        clear(c);
    return err;
}

/* On a stream of JSON values half a value is no error, only a value that is not
 * there yet, and a number has no end. */
static bool fits_stream(struct node_call *c)
{
    json_t *value = NULL;
    char *more;
    bool fits;

    if (c->raw) {
        fits = !json_read(&value, bytes_make(c->request, c->request_len),
                          NULL, NULL) &&
               (json_is_object(value) || json_is_array(value));
        json_decref(value);
        if (!fits)
            return false;
    }
    more = realloc(c->request, c->request_len + 2);
    if (!more)
        return false;
    c->request = more;
    c->request[c->request_len++] = '\n';
    c->request[c->request_len] = '\0';
    return true;
}

static enum err send_request(struct node_target *n, struct node_call *c,
                             const char *op, const json_t *in,
                             struct error *why)
{
    c->request = request_text(c, c->id, op, in);
    if (!c->request)
        return error_set(why, ERR_BAD_INPUT,
                         "the question cannot be written as a request");
    c->request_len = strlen(c->request);
    if (c->request_len > NODE_POST_MAX) {
        clear(c);
        return error_set(why, ERR_LIMIT, "the request is above %d bytes",
                         NODE_POST_MAX);
    }
    if (n->wire->values_only && !fits_stream(c)) {
        c->unfit = true;
        c->phase = CALL_DONE;
        return ERR_OK;
    }
    if (launch(n, c, CALL_ASKING))
        return ERR_OK;
    clear(c);
    return error_set(why, ERR_INTERNAL, "the way to the node broke");
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
    if (budget_spent(n))
        return error_set(why, ERR_BUDGET, "all %llu requests of "
                         "--max-requests are used up",
                         (unsigned long long)n->options.access->requests_max);
    snprintf(c->id, sizeof c->id, "%s", id);
    snprintf(n->ids[n->ids_at++ % NODE_IDS_KEPT], sizeof n->ids[0], "%s", id);
    c->attempts = c->asked = c->retries = 0;
    c->alive = c->paid = c->raw = c->mute = c->unfit = false;
    c->subscribes = c->renewed = false;
    c->took_ns = 0;
    c->first = c->probed = (struct wire_result){ .outcome = WIRE_BODY };
    if (strcmp(op, "events") == 0)
        return send_wait(n, c, in, why);
    return send_request(n, c, op, in, why);
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

    if (n->wire)
        n->wire->release(n);
    for (unsigned i = 0; i < n->jobs; i++) {
        clear(&n->calls[i]);
        free(n->calls[i].body.data);
    }
    json_decref(n->hello.all);
    json_decref(n->seeded);
    node_chain_stop(n->child);
    free(n);
}

/* The plain way is for this machine only, where the cost of a request is all
 * there is to its time; it knows no more than it needs for that. */
static const struct node_wire *choose_wire(const char *url,
                                           const struct access *a)
{
    bool plain = strncmp(url, "http://", 7) == 0 && wire_is_loopback(url) &&
                 (!a || (a->http == ACCESS_HTTP_ANY && !a->proxy &&
                         !a->redirects));

    if (strncmp(url, "ipc:", 4) == 0)
        return &node_wire_ipc;
#ifdef HAVE_LIBWEBSOCKETS
    if (strncmp(url, "ws", 2) == 0)
        return &node_wire_ws;
#endif
    return plain ? &node_wire_plain : &node_wire_curl;
}

/* Scenarios may need it. */
static enum err tell_of_feeds(struct node_target *n, struct error *why)
{
    json_t *fact = json_string("capability:subscriptions");

    if (n->wire->listen && json_array_append(n->hello.facts, fact)) {
        json_decref(fact);
        return error_set(why, ERR_MEMORY, "out of memory");
    }
    json_decref(fact);
    return ERR_OK;
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
    enum err err;

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
    n->options = *options;
    n->jobs = jobs < NODE_JOBS_MAX ? jobs : NODE_JOBS_MAX;
    for (unsigned i = 0; i < n->jobs; i++)
        n->calls[i].body.max = options->line_max ? options->line_max
                                                 : FRAME_LINE_MAX;
    n->wire = choose_wire(url, options->access);
    err = n->wire->set_up(n, why);
    if (!err)
        err = node_meet(n, why);
    if (!err && options->write_key) {
        err = node_write(n, options->write_key, options->write_dev, why);
        if (!err)
            err = node_meet(n, why); /* what was sent is there to be found */
    }
    if (!err)
        err = tell_of_feeds(n, why);
    if (err) {
        node_close(&n->base);
        return err;
    }
    *out = &n->base;
    return ERR_OK;
}

const char *node_url(const struct target *t)
{
    return ((const struct node_target *)t)->url;
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

#define NODE_DRIVER(name, prefix, what, opens) \
    const struct target_driver name = { \
        .scheme = prefix, .help = what, .open = opens, .hello = node_hello, \
        .send = node_send, .receive = node_receive, .fits = node_fits, \
        .close = node_close, \
    }

#define NODE_OPEN(name, driver) \
    static enum err name(struct target **out, const char *text, \
                         const struct target_options *options, \
                         struct error *why) \
    { \
        return node_open(out, text, &driver, options, why); \
    }

NODE_OPEN(http_open, node_http_driver)
NODE_OPEN(https_open, node_https_driver)
NODE_OPEN(ipc_open, node_ipc_driver)

NODE_DRIVER(node_http_driver, "http://",
            "http://HOST:PORT   a node over JSON-RPC", http_open);
NODE_DRIVER(node_https_driver, "https://",
            "https://HOST   a node over JSON-RPC and TLS", https_open);
NODE_DRIVER(node_ipc_driver, "ipc:",
            "ipc:PATH   a node over its Unix socket", ipc_open);
NODE_DRIVER(node_chain_driver, "chain:",
            "chain:   the bundled chain, served for this run", node_chain_open);

#ifdef HAVE_LIBWEBSOCKETS
NODE_OPEN(ws_open, node_ws_driver)
NODE_OPEN(wss_open, node_wss_driver)

NODE_DRIVER(node_ws_driver, "ws://",
            "ws://HOST:PORT   a node over WebSocket", ws_open);
NODE_DRIVER(node_wss_driver, "wss://",
            "wss://HOST   a node over WebSocket and TLS", wss_open);
#endif
