/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/http.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "runner/targets/answer.h"
#include "runner/targets/frame.h"
#include "runner/targets/http_wire.h"
#include "runner/targets/process.h"

struct http_target {
    struct target base;
    struct target_options options;
    CURL *curl;
    struct curl_slist *headers;
    char url[WIRE_URL_MAX];
    struct hello hello;
    bool stateful, busy;
    char id[FRAME_ID_MAX + 1];
    char *request;
    struct wire_body body; /* of the last response */
};

static struct http_target *self_of(struct target *t)
{
    return (struct http_target *)t;
}

/* --- one request ------------------------------------------------------------------- */

static void post(struct http_target *h, const char *body,
                 struct wire_result *r)
{
    char detail[CURL_ERROR_SIZE] = "";
    CURLcode code;

    wire_body_clear(&h->body);
    curl_easy_setopt(h->curl, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(h->curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)strlen(body));
    code = curl_easy_perform(h->curl);
    wire_judge(r, h->curl, code, &h->body, detail);
    curl_easy_setopt(h->curl, CURLOPT_ERRORBUFFER, NULL);
}

static void pause_before(unsigned attempt)
{
    long ms = wire_pause_ms(attempt);
    struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

    nanosleep(&t, NULL);
}

/* With further attempts while the way there is at fault; counts them. */
static void post_patiently(struct http_target *h, const char *body,
                           struct wire_result *r, unsigned *retries)
{
    for (unsigned attempt = 1;; attempt++) {
        post(h, body, r);
        if (!r->again || attempt == WIRE_ATTEMPTS_MAX)
            break;
        ++*retries;
        pause_before(attempt);
    }
}

/* Does it still say hello? */
static bool probe(struct http_target *h, struct wire_result *r)
{
    char *hello = frame_hello();
    struct hello said;
    unsigned retries = 0;
    json_t *all = NULL;
    bool stateful, ok;

    if (!hello)
        return false;
    post_patiently(h, hello, r, &retries);
    free(hello);
    if (r->outcome != WIRE_BODY ||
        frame_read(&all, bytes_make(h->body.data, h->body.len), NULL))
        return false;
    ok = !frame_hello_read(&said, &stateful, all, NULL);
    json_decref(all);
    return ok;
}

/* --- answers -------------------------------------------------------------------------- */

static void read_body(struct http_target *h, struct answer *out)
{
    struct bytes raw = bytes_make(h->body.data, h->body.len);
    struct error why = { 0 };
    json_auto_t *object = NULL;
    enum answer_kind kind;
    json_t *body = NULL;
    const char *id;
    char shown[160];
    enum err err;

    answer_keep_raw(out, raw);
    err = frame_read(&object, raw, &why);
    id = err ? NULL : frame_id(object);
    if (!err && !frame_stray_error(object) &&
        (!id || strcmp(id, h->id) != 0))
        err = error_set(&why, ERR_PROTOCOL,
                        "the answer's id is not the question's");
    if (!err)
        err = frame_answer_read(&kind, &body, object, &why);
    if (!err) {
        answer_give(out, kind, body);
        return;
    }
    frame_show(shown, sizeof shown, raw);
    answer_fail(out, ANSWER_GARBAGE, "%s; it wrote: %s", why.text, shown);
}

/* What a request without a usable body means for the question. */
static void explain(struct http_target *h, struct answer *out,
                    const struct wire_result *r, bool alive,
                    const struct wire_result *probed)
{
    switch (r->outcome) {
    case WIRE_BODY:
        read_body(h, out);
        break;
    case WIRE_NO_WAY:
        answer_fail(out, ANSWER_UNREACHABLE, "%s", r->text);
        break;
    case WIRE_NONSENSE:
        answer_fail(out, ANSWER_GARBAGE, "%s", r->text);
        break;
    case WIRE_REFUSED:
        answer_fail(out, ANSWER_ERROR, "%s: it does not take a request of this "
                    "size", r->text);
        break;
    case WIRE_FAILED:
        answer_fail(out, ANSWER_CRASH, "%s", r->text);
        break;
    case WIRE_SILENT:
    case WIRE_DROPPED:
        if (!alive)
            answer_fail(out, ANSWER_UNREACHABLE,
                        "%.200s; and then hello was not answered: %.200s",
                        r->text, probed->text);
        else if (r->outcome == WIRE_SILENT)
            answer_fail(out, ANSWER_HANG, "%s, while hello is answered",
                        r->text);
        else
            answer_fail(out, ANSWER_CRASH,
                        "it ends the connection at this question each time, "
                        "while hello is answered (%s)", r->text);
        break;
    }
}

static enum err http_receive(struct target *t, const char **id_out,
                             struct answer *answer, struct error *why)
{
    struct http_target *h = self_of(t);
    uint64_t begin = process_now_ns();
    struct wire_result r, probed = { 0 };
    bool alive = true;

    if (!h->busy)
        return error_set(why, ERR_INTERNAL, "no question is under way");
    memset(answer, 0, sizeof *answer);
    for (unsigned asked = 1;; asked++) {
        begin = process_now_ns();
        post_patiently(h, h->request, &r, &answer->retries);
        answer->nanoseconds = process_now_ns() - begin;
        if (r.outcome != WIRE_SILENT && r.outcome != WIRE_DROPPED)
            break;
        alive = probe(h, &probed);
        if (!alive || r.outcome == WIRE_SILENT || asked == WIRE_ASKED_MAX)
            break;
        answer->retries++;
    }
    explain(h, answer, &r, alive, &probed);
    free(h->request);
    h->request = NULL;
    h->busy = false;
    *id_out = h->id;
    return ERR_OK;
}

static enum err http_send(struct target *t, const char *id, const char *op,
                          const json_t *in, struct error *why)
{
    struct http_target *h = self_of(t);

    if (h->busy)
        return error_set(why, ERR_LIMIT, "one question at a time");
    if (!*id || strlen(id) > FRAME_ID_MAX)
        return error_set(why, ERR_BAD_INPUT, "an id has 1 to %d bytes",
                         FRAME_ID_MAX);
    h->request = frame_run(id, op, in);
    if (!h->request)
        return error_set(why, ERR_BAD_INPUT,
                         "the question cannot be written as JSON");
    snprintf(h->id, sizeof h->id, "%s", id);
    h->busy = true;
    return ERR_OK;
}

/* --- opening and closing ---------------------------------------------------------------- */

static enum err shake_hands(struct http_target *h, struct error *why)
{
    char *hello = frame_hello();
    struct wire_result r;
    unsigned retries = 0;
    json_t *all = NULL;
    enum err err;

    if (!hello)
        return error_set(why, ERR_MEMORY, "out of memory");
    post_patiently(h, hello, &r, &retries);
    free(hello);
    if (r.outcome != WIRE_BODY)
        return error_set(why, r.outcome == WIRE_NONSENSE ? ERR_PROTOCOL
                                                    : ERR_UNREACHABLE,
                         "no hello: %s", r.text);
    err = frame_read(&all, bytes_make(h->body.data, h->body.len), why);
    if (!err)
        err = frame_hello_read(&h->hello, &h->stateful, all, why);
    if (err) {
        json_decref(all);
        return err;
    }
    h->hello.pipeline = 1;
    return ERR_OK;
}

static void http_close(struct target *t)
{
    struct http_target *h = self_of(t);

    if (h->curl)
        curl_easy_cleanup(h->curl);
    curl_slist_free_all(h->headers);
    json_decref(h->hello.all);
    free(h->request);
    free(h->body.data);
    free(h);
}

static enum err open_as(struct target **out, const char *text,
                        const struct target_driver *driver,
                        const struct target_options *options,
                        struct error *why)
{
    const char *url = text + strlen("adapter+");
    struct http_target *h;
    enum err err;

    if (strlen(url) >= WIRE_URL_MAX)
        return error_set(why, ERR_USAGE, "the address is longer than %d bytes",
                         WIRE_URL_MAX - 1);
    wire_init();
    h = calloc(1, sizeof *h);
    if (!h)
        return error_set(why, ERR_MEMORY, "out of memory");
    h->base.driver = driver;
    snprintf(h->base.text, sizeof h->base.text, "%s", text);
    snprintf(h->url, sizeof h->url, "%s", url);
    h->options = *options;
    h->curl = curl_easy_init();
    h->headers = wire_headers(options->access);
    if (!h->curl || !h->headers) {
        http_close(&h->base);
        return error_set(why, ERR_MEMORY, "out of memory");
    }
    h->body.max = options->line_max ? options->line_max : FRAME_LINE_MAX;
    wire_set_up(h->curl, h->url, h->headers, options, &h->body);
    err = shake_hands(h, why);
    if (err) {
        http_close(&h->base);
        return err;
    }
    *out = &h->base;
    return ERR_OK;
}

static enum err http_open(struct target **out, const char *text,
                          const struct target_options *options,
                          struct error *why)
{
    return open_as(out, text, &http_driver, options, why);
}

static enum err https_open(struct target **out, const char *text,
                           const struct target_options *options,
                           struct error *why)
{
    return open_as(out, text, &https_driver, options, why);
}

static const struct hello *http_hello(struct target *t)
{
    return &self_of(t)->hello;
}

static enum err http_reset(struct target *t, struct error *why)
{
    struct http_target *h = self_of(t);
    json_auto_t *object = NULL;
    unsigned retries = 0;
    struct wire_result r;
    char *text;

    assert(!h->busy);
    if (!h->stateful)
        return ERR_OK;
    text = frame_reset();
    if (!text)
        return error_set(why, ERR_MEMORY, "out of memory");
    post_patiently(h, text, &r, &retries);
    free(text);
    if (r.outcome != WIRE_BODY ||
        frame_read(&object, bytes_make(h->body.data, h->body.len), NULL) ||
        !frame_is_ok(object))
        return error_set(why, ERR_PROTOCOL, "reset was not confirmed: %s",
                         r.text);
    return ERR_OK;
}

const struct target_driver http_driver = {
    .scheme = "adapter+http://",
    .help = "adapter+http://HOST:PORT/PATH   an adapter over HTTP",
    .open = http_open,
    .hello = http_hello,
    .send = http_send,
    .receive = http_receive,
    .reset = http_reset,
    .close = http_close,
};

const struct target_driver https_driver = {
    .scheme = "adapter+https://",
    .help = "adapter+https://HOST/PATH   an adapter over HTTPS",
    .open = https_open,
    .hello = http_hello,
    .send = http_send,
    .receive = http_receive,
    .reset = http_reset,
    .close = http_close,
};
