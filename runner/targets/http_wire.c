/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/http_wire.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CONNECT_MS = 5000,
    HEAD_MAX = 256 * 1024, /* bytes of all header fields of a response */
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

struct curl_slist *wire_headers(const struct access *access)
{
    static const char *const own[] = { "Content-Type: application/json",
                                       "Expect:" };
    struct curl_slist *list = NULL, *more;
    size_t given = access ? access->header_count : 0;

    for (size_t i = 0; i < ARRAY_LEN(own) + given; i++) {
        more = curl_slist_append(list, i < ARRAY_LEN(own)
                                           ? own[i]
                                           : access->headers[i - ARRAY_LEN(own)]);
        if (!more) {
            curl_slist_free_all(list);
            return NULL;
        }
        list = more;
    }
    return list;
}

bool wire_body_add(struct wire_body *b, const char *data, size_t len)
{
    if (b->len + len > b->max) {
        b->oversize = true;
        return false;
    }
    if (b->len + len + 1 > b->room) {
        size_t room = 2 * b->room + len + 1;
        char *more = realloc(b->data, room);

        if (!more)
            return false;
        b->data = more;
        b->room = room;
    }
    memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
    return true;
}

void wire_body_clear(struct wire_body *b)
{
    b->len = b->head_len = 0;
    b->oversize = false;
}

static size_t on_body(char *data, size_t size, size_t count, void *user)
{
    return wire_body_add(user, data, size * count) ? size * count : 0;
}

static size_t on_head(char *data, size_t size, size_t count, void *user)
{
    struct wire_body *b = user;

    (void)data;
    b->head_len += size * count;
    b->oversize |= b->head_len > HEAD_MAX;
    return b->oversize ? 0 : size * count;
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
    { CURLE_BAD_CONTENT_ENCODING, WIRE_NONSENSE, false, "compressed body" },
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

void wire_judge_status(struct wire_result *r, long status)
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
    /* libcurl has no code of its own for these. */
    if (code == CURLE_RECV_ERROR && strstr(detail, "chunked-encoding")) {
        r->outcome = WIRE_NONSENSE;
        snprintf(r->text, sizeof r->text, "not HTTP: %.200s", detail);
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
    wire_judge_status(out, status);
}

long wire_pause_ms(unsigned attempts)
{
    return (long)PAUSE_MS << (2 * (attempts - 1));
}

bool wire_is_loopback(const char *url)
{
    static const char *const hosts[] = { "127.0.0.1", "[::1]", "localhost" };
    const char *host = strstr(url, "://");

    for (size_t i = 0; host && i < ARRAY_LEN(hosts); i++) {
        size_t len = strlen(hosts[i]);

        if (strncmp(host + 3, hosts[i], len) == 0 &&
            strchr(":/?#", host[3 + len]))
            return true;
    }
    return false;
}

static void set_access(CURL *curl, const struct access *a, bool tls)
{
    static const long versions[][2] = { /* plain, TLS */
        [ACCESS_HTTP_ANY] = { CURL_HTTP_VERSION_1_1, CURL_HTTP_VERSION_2TLS },
        [ACCESS_HTTP_1] = { CURL_HTTP_VERSION_1_1, CURL_HTTP_VERSION_1_1 },
        [ACCESS_HTTP_2] = { CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE,
                            CURL_HTTP_VERSION_2TLS },
    };

    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
                     versions[a ? a->http : ACCESS_HTTP_ANY][tls]);
    /* Questions wait for the one connection that can carry all of them. */
    if (tls)
        curl_easy_setopt(curl, CURLOPT_PIPEWAIT, 1L);
    /* libcurl 7.88 breaks a connection of this kind when it uses it again. */
    else if (a && a->http == ACCESS_HTTP_2)
        curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    if (!a)
        return;
    if (a->client_cert)
        curl_easy_setopt(curl, CURLOPT_SSLCERT, a->client_cert);
    if (a->client_key)
        curl_easy_setopt(curl, CURLOPT_SSLKEY, a->client_key);
    if (a->key_password)
        curl_easy_setopt(curl, CURLOPT_KEYPASSWD, a->key_password);
    if (a->ca_file) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, a->ca_file);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (a->proxy)
        curl_easy_setopt(curl, CURLOPT_PROXY, a->proxy);
}

void wire_set_up(CURL *curl, const char *url, struct curl_slist *headers,
                 const struct target_options *options, struct wire_body *body)
{
    long timeout = options->timeout_ms ? (long)options->timeout_ms
                                       : WIRE_TIMEOUT_MS;

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
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_head);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, body);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)body->max);
    /* A proxy of the environment is not meant for this machine itself. */
    if (wire_is_loopback(url))
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
    set_access(curl, options->access, strncmp(url, "https:", 6) == 0);
}
