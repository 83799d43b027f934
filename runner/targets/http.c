/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/http.h"

#include <assert.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "runner/targets/answer.h"
#include "runner/targets/frame.h"
#include "runner/targets/process.h"

enum {
    TIMEOUT_MS = 10000,
    CONNECT_MS = 5000,
    URL_MAX = 2048,
    ATTEMPTS_MAX = 3,   /* of one request, for transport faults only */
    PAUSE_MS = 100,     /* before the second attempt; then four times that */
    ASKED_MAX = 2       /* of one question that the server dropped */
};

struct http_target {
    struct target base;
    struct target_options options;
    CURL *curl;
    struct curl_slist *headers;
    char url[URL_MAX];
    struct hello hello;
    bool stateful, busy;
    char id[FRAME_ID_MAX + 1];
    char *request;
    /* the body of the last response */
    char *body;
    size_t body_len, body_room;
    bool oversize;
};

static struct http_target *self_of(struct target *t)
{
    return (struct http_target *)t;
}

/* --- one request ------------------------------------------------------------------- */

enum outcome {
    GOT_BODY,     /* status 200 and a body within the cap */
    NO_WAY,       /* the network, TLS or the way to the adapter failed */
    DROPPED,      /* the connection ended without an answer */
    SILENT,       /* connected, and no answer in time */
    NONSENSE,     /* an answer, but not one of this protocol */
    REFUSED,      /* it says that it cannot take this request */
    FAILED        /* its handler broke: status 500 */
};

/* What a request came to; text is a sentence. */
struct result {
    enum outcome outcome;
    bool again;   /* worth another attempt */
    char text[300];
};

static size_t on_body(char *data, size_t size, size_t count, void *user)
{
    struct http_target *h = user;
    size_t max = h->options.line_max ? h->options.line_max : FRAME_LINE_MAX;
    size_t len = size * count;

    if (h->body_len + len > max) {
        h->oversize = true;
        return 0;
    }
    if (h->body_len + len + 1 > h->body_room) {
        size_t room = 2 * h->body_room + len + 1;
        char *more = realloc(h->body, room);

        if (!more)
            return 0;
        h->body = more;
        h->body_room = room;
    }
    memcpy(h->body + h->body_len, data, len);
    h->body_len += len;
    h->body[h->body_len] = '\0';
    return len;
}

static const struct code_row {
    CURLcode code;
    enum outcome outcome;
    bool again;
    const char *what;
} code_rows[] = {
    { CURLE_COULDNT_RESOLVE_HOST, NO_WAY, true, "DNS" },
    { CURLE_COULDNT_RESOLVE_PROXY, NO_WAY, true, "DNS (proxy)" },
    { CURLE_COULDNT_CONNECT, NO_WAY, true, "connection" },
    { CURLE_SSL_CONNECT_ERROR, NO_WAY, false, "TLS" },
    { CURLE_PEER_FAILED_VERIFICATION, NO_WAY, false, "TLS certificate" },
    { CURLE_SSL_CERTPROBLEM, NO_WAY, false, "TLS certificate" },
    { CURLE_SSL_CIPHER, NO_WAY, false, "TLS" },
    { CURLE_SSL_CACERT_BADFILE, NO_WAY, false, "TLS certificates here" },
    { CURLE_SSL_ISSUER_ERROR, NO_WAY, false, "TLS certificate" },
    { CURLE_SSL_INVALIDCERTSTATUS, NO_WAY, false, "TLS certificate" },
    { CURLE_PROXY, NO_WAY, true, "proxy" },
    { CURLE_GOT_NOTHING, DROPPED, false, "connection" },
    { CURLE_RECV_ERROR, DROPPED, false, "connection" },
    { CURLE_SEND_ERROR, DROPPED, false, "connection" },
    { CURLE_PARTIAL_FILE, DROPPED, false, "connection" },
    { CURLE_HTTP2, DROPPED, false, "connection" },
    { CURLE_HTTP2_STREAM, DROPPED, false, "connection" },
    { CURLE_UNSUPPORTED_PROTOCOL, NONSENSE, false, "not HTTP" },
    { CURLE_WEIRD_SERVER_REPLY, NONSENSE, false, "not HTTP" },
    { CURLE_FILESIZE_EXCEEDED, NONSENSE, false, "too long" },
};

static const struct status_row {
    long status;
    enum outcome outcome;
    bool again;
} status_rows[] = {
    { 401, NO_WAY, false },  { 403, NO_WAY, false }, { 404, NO_WAY, false },
    { 405, NO_WAY, false },  { 407, NO_WAY, false }, { 408, NO_WAY, true },
    { 413, REFUSED, false }, { 429, NO_WAY, true },  { 431, REFUSED, false },
    { 500, FAILED, false },  { 502, NO_WAY, true },  { 503, NO_WAY, true },
    { 504, NO_WAY, true },
};

static void judge_status(struct result *r, long status)
{
    *r = (struct result){ .outcome = status == 200 ? GOT_BODY : NONSENSE };
    if (status >= 300 && status < 400)
        r->outcome = NO_WAY;
    for (size_t i = 0; i < ARRAY_LEN(status_rows); i++)
        if (status_rows[i].status == status) {
            r->outcome = status_rows[i].outcome;
            r->again = status_rows[i].again;
        }
    snprintf(r->text, sizeof r->text, "HTTP status %ld%s", status,
             status >= 300 && status < 400 ? " (redirects are not followed)"
                                           : "");
}

static void judge_code(struct result *r, const struct http_target *h,
                       CURLcode code, const char *detail)
{
    curl_off_t connected = 0;

    *r = (struct result){ .outcome = NO_WAY };
    if (h->oversize) {
        r->outcome = NONSENSE;
        snprintf(r->text, sizeof r->text, "the body is longer than the limit");
        return;
    }
    if (code == CURLE_OPERATION_TIMEDOUT) {
        curl_easy_getinfo(h->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
        r->outcome = connected ? SILENT : NO_WAY;
        r->again = !connected;
        snprintf(r->text, sizeof r->text, "%s",
                 connected ? "no answer in time" : "connection: no answer");
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(code_rows); i++)
        if (code_rows[i].code == code) {
            r->outcome = code_rows[i].outcome;
            r->again = code_rows[i].again;
            snprintf(r->text, sizeof r->text, "%s: %.200s", code_rows[i].what,
                     *detail ? detail : curl_easy_strerror(code));
            return;
        }
    snprintf(r->text, sizeof r->text, "%.200s",
             *detail ? detail : curl_easy_strerror(code));
}

static void post(struct http_target *h, const char *body, struct result *r)
{
    char detail[CURL_ERROR_SIZE] = "";
    long status = 0;
    CURLcode code;

    h->body_len = 0;
    h->oversize = false;
    curl_easy_setopt(h->curl, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(h->curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)strlen(body));
    code = curl_easy_perform(h->curl);
    if (code == CURLE_OK) {
        curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &status);
        judge_status(r, status);
    } else {
        judge_code(r, h, code, detail);
    }
    curl_easy_setopt(h->curl, CURLOPT_ERRORBUFFER, NULL);
}

static void pause_before(unsigned attempt)
{
    long ms = PAUSE_MS << (2 * (attempt - 1));
    struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

    nanosleep(&t, NULL);
}

/* With further attempts while the way there is at fault; counts them. */
static void post_patiently(struct http_target *h, const char *body,
                           struct result *r, unsigned *retries)
{
    for (unsigned attempt = 1;; attempt++) {
        post(h, body, r);
        if (!r->again || attempt == ATTEMPTS_MAX)
            break;
        ++*retries;
        pause_before(attempt);
    }
}

/* Does it still say hello? */
static bool probe(struct http_target *h, struct result *r)
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
    if (r->outcome != GOT_BODY ||
        frame_read(&all, bytes_make(h->body, h->body_len), NULL))
        return false;
    ok = !frame_hello_read(&said, &stateful, all, NULL);
    json_decref(all);
    return ok;
}

/* --- answers -------------------------------------------------------------------------- */

static void read_body(struct http_target *h, struct answer *out)
{
    struct bytes raw = bytes_make(h->body, h->body_len);
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
                    const struct result *r, bool alive,
                    const struct result *probed)
{
    switch (r->outcome) {
    case GOT_BODY:
        read_body(h, out);
        break;
    case NO_WAY:
        answer_fail(out, ANSWER_UNREACHABLE, "%s", r->text);
        break;
    case NONSENSE:
        answer_fail(out, ANSWER_GARBAGE, "%s", r->text);
        break;
    case REFUSED:
        answer_fail(out, ANSWER_ERROR, "%s: it does not take a request of this "
                    "size", r->text);
        break;
    case FAILED:
        answer_fail(out, ANSWER_CRASH, "%s", r->text);
        break;
    case SILENT:
    case DROPPED:
        if (!alive)
            answer_fail(out, ANSWER_UNREACHABLE,
                        "%.200s; and then hello was not answered: %.200s",
                        r->text, probed->text);
        else if (r->outcome == SILENT)
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
    struct result r, probed = { 0 };
    bool alive = true;

    if (!h->busy)
        return error_set(why, ERR_INTERNAL, "no question is under way");
    memset(answer, 0, sizeof *answer);
    for (unsigned asked = 1;; asked++) {
        begin = process_now_ns();
        post_patiently(h, h->request, &r, &answer->retries);
        answer->nanoseconds = process_now_ns() - begin;
        if (r.outcome != SILENT && r.outcome != DROPPED)
            break;
        alive = probe(h, &probed);
        if (!alive || r.outcome == SILENT || asked == ASKED_MAX)
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

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void init_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static bool is_loopback(const char *url)
{
    static const char *const hosts[] = { "127.0.0.1", "[::1]", "localhost" };
    const char *host = strstr(url, "://");

    for (size_t i = 0; host && i < ARRAY_LEN(hosts); i++) {
        size_t len = strlen(hosts[i]);

        if (strncmp(host + 3, hosts[i], len) == 0 &&
            strchr(":/", host[3 + len]))
            return true;
    }
    return false;
}

static void set_up(struct http_target *h)
{
    long timeout = h->options.timeout_ms ? (long)h->options.timeout_ms
                                         : TIMEOUT_MS;

    curl_easy_setopt(h->curl, CURLOPT_URL, h->url);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS,
                     (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(h->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h->curl, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(h->curl, CURLOPT_CONNECTTIMEOUT_MS,
                     timeout < CONNECT_MS ? timeout : (long)CONNECT_MS);
    curl_easy_setopt(h->curl, CURLOPT_POST, 1L);
    curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, h->headers);
    curl_easy_setopt(h->curl, CURLOPT_USERAGENT, "etalon/" PACKAGE_VERSION);
    curl_easy_setopt(h->curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(h->curl, CURLOPT_WRITEDATA, h);
    /* A proxy of the environment is not meant for this machine itself. */
    if (is_loopback(h->url))
        curl_easy_setopt(h->curl, CURLOPT_PROXY, "");
}

static enum err shake_hands(struct http_target *h, struct error *why)
{
    char *hello = frame_hello();
    struct result r;
    unsigned retries = 0;
    json_t *all = NULL;
    enum err err;

    if (!hello)
        return error_set(why, ERR_MEMORY, "out of memory");
    post_patiently(h, hello, &r, &retries);
    free(hello);
    if (r.outcome != GOT_BODY)
        return error_set(why, r.outcome == NONSENSE ? ERR_PROTOCOL
                                                    : ERR_UNREACHABLE,
                         "no hello: %s", r.text);
    err = frame_read(&all, bytes_make(h->body, h->body_len), why);
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
    free(h->body);
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

    if (strlen(url) >= URL_MAX)
        return error_set(why, ERR_USAGE, "the address is longer than %d bytes",
                         URL_MAX - 1);
    pthread_once(&curl_once, init_curl);
    h = calloc(1, sizeof *h);
    if (!h)
        return error_set(why, ERR_MEMORY, "out of memory");
    h->base.driver = driver;
    snprintf(h->base.text, sizeof h->base.text, "%s", text);
    snprintf(h->url, sizeof h->url, "%s", url);
    h->options = *options;
    h->curl = curl_easy_init();
    h->headers = curl_slist_append(NULL, "Content-Type: application/json");
    if (h->headers) {
        struct curl_slist *more = curl_slist_append(h->headers, "Expect:");

        h->headers = more ? more : h->headers;
    }
    if (!h->curl || !h->headers) {
        http_close(&h->base);
        return error_set(why, ERR_MEMORY, "out of memory");
    }
    set_up(h);
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
    struct result r;
    char *text;

    assert(!h->busy);
    if (!h->stateful)
        return ERR_OK;
    text = frame_reset();
    if (!text)
        return error_set(why, ERR_MEMORY, "out of memory");
    post_patiently(h, text, &r, &retries);
    free(text);
    if (r.outcome != GOT_BODY ||
        frame_read(&object, bytes_make(h->body, h->body_len), NULL) ||
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
