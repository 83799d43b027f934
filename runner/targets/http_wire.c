/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/http_wire.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CONNECT_MS = 5000,
    PAUSE_MS = 100 /* before the second attempt; then four times that */
};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void init_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

void wire_init(void)
{
    pthread_once(&curl_once, init_curl);
}

struct curl_slist *wire_headers(void)
{
    struct curl_slist *list =
        curl_slist_append(NULL, "Content-Type: application/json");
    struct curl_slist *more = list ? curl_slist_append(list, "Expect:") : NULL;

    if (!more)
        curl_slist_free_all(list);
    return more;
}

static size_t on_body(char *data, size_t size, size_t count, void *user)
{
    struct wire_body *b = user;
    size_t len = size * count;

    if (b->len + len > b->max) {
        b->oversize = true;
        return 0;
    }
    if (b->len + len + 1 > b->room) {
        size_t room = 2 * b->room + len + 1;
        char *more = realloc(b->data, room);

        if (!more)
            return 0;
        b->data = more;
        b->room = room;
    }
    memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
    return len;
}

static const struct code_row {
    CURLcode code;
    enum wire_outcome outcome;
    bool again;
    const char *what;
} code_rows[] = {
    { CURLE_COULDNT_RESOLVE_HOST, WIRE_NO_WAY, true, "DNS" },
    { CURLE_COULDNT_RESOLVE_PROXY, WIRE_NO_WAY, true, "DNS (proxy)" },
    { CURLE_COULDNT_CONNECT, WIRE_NO_WAY, true, "connection" },
    { CURLE_SSL_CONNECT_ERROR, WIRE_NO_WAY, false, "TLS" },
    { CURLE_PEER_FAILED_VERIFICATION, WIRE_NO_WAY, false, "TLS certificate" },
    { CURLE_SSL_CERTPROBLEM, WIRE_NO_WAY, false, "TLS certificate" },
    { CURLE_SSL_CIPHER, WIRE_NO_WAY, false, "TLS" },
    { CURLE_SSL_CACERT_BADFILE, WIRE_NO_WAY, false, "TLS certificates here" },
    { CURLE_SSL_ISSUER_ERROR, WIRE_NO_WAY, false, "TLS certificate" },
    { CURLE_SSL_INVALIDCERTSTATUS, WIRE_NO_WAY, false, "TLS certificate" },
    { CURLE_PROXY, WIRE_NO_WAY, true, "proxy" },
    { CURLE_GOT_NOTHING, WIRE_DROPPED, false, "connection" },
    { CURLE_RECV_ERROR, WIRE_DROPPED, false, "connection" },
    { CURLE_SEND_ERROR, WIRE_DROPPED, false, "connection" },
    { CURLE_PARTIAL_FILE, WIRE_DROPPED, false, "connection" },
    { CURLE_HTTP2, WIRE_DROPPED, false, "connection" },
    { CURLE_HTTP2_STREAM, WIRE_DROPPED, false, "connection" },
    { CURLE_UNSUPPORTED_PROTOCOL, WIRE_NONSENSE, false, "not HTTP" },
    { CURLE_WEIRD_SERVER_REPLY, WIRE_NONSENSE, false, "not HTTP" },
};

static const struct status_row {
    long status;
    enum wire_outcome outcome;
    bool again;
} status_rows[] = {
    { 401, WIRE_NO_WAY, false },  { 403, WIRE_NO_WAY, false }, { 404, WIRE_NO_WAY, false },
    { 405, WIRE_NO_WAY, false },  { 407, WIRE_NO_WAY, false }, { 408, WIRE_NO_WAY, true },
    { 413, WIRE_REFUSED, false }, { 429, WIRE_NO_WAY, true },  { 431, WIRE_REFUSED, false },
    { 500, WIRE_FAILED, false },  { 502, WIRE_NO_WAY, true },  { 503, WIRE_NO_WAY, true },
    { 504, WIRE_NO_WAY, true },
};

static void judge_status(struct wire_result *r, long status)
{
    *r = (struct wire_result){
        .outcome = status == 200 ? WIRE_BODY : WIRE_NONSENSE,
        .status = status
    };
    if (status >= 300 && status < 400)
        r->outcome = WIRE_NO_WAY;
    for (size_t i = 0; i < ARRAY_LEN(status_rows); i++)
        if (status_rows[i].status == status) {
            r->outcome = status_rows[i].outcome;
            r->again = status_rows[i].again;
        }
    snprintf(r->text, sizeof r->text, "HTTP status %ld%s", status,
             status >= 300 && status < 400 ? " (redirects are not followed)"
                                           : "");
}

static void judge_code(struct wire_result *r, CURL *curl, CURLcode code,
                       const struct wire_body *body, const char *detail)
{
    curl_off_t connected = 0;

    *r = (struct wire_result){ .outcome = WIRE_NO_WAY };
    if (body->oversize || code == CURLE_FILESIZE_EXCEEDED) {
        r->outcome = WIRE_NONSENSE;
        snprintf(r->text, sizeof r->text, "the body is longer than the limit");
        return;
    }
    if (code == CURLE_OPERATION_TIMEDOUT) {
        curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
        r->outcome = connected ? WIRE_SILENT : WIRE_NO_WAY;
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

void wire_judge(struct wire_result *out, CURL *curl, CURLcode code,
                const struct wire_body *body, const char *detail)
{
    long status = 0;

    if (code != CURLE_OK) {
        judge_code(out, curl, code, body, detail);
        return;
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    judge_status(out, status);
}

long wire_pause_ms(unsigned attempts)
{
    return (long)PAUSE_MS << (2 * (attempts - 1));
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

void wire_set_up(CURL *curl, const char *url, struct curl_slist *headers,
                 unsigned timeout_ms, struct wire_body *body)
{
    long timeout = timeout_ms ? (long)timeout_ms : WIRE_TIMEOUT_MS;

    curl_easy_setopt(curl, CURLOPT_URL, url);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS,
                     (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     timeout < CONNECT_MS ? timeout : (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "etalon/" PACKAGE_VERSION);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)body->max);
    /* A proxy of the environment is not meant for this machine itself. */
    if (is_loopback(url))
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
}
