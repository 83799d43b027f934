/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "runner/targets/node_internal.h"

/* The way to a node by libcurl: TLS, HTTP/2, proxies, names, compression. */

struct curl_wire {
    CURLM *multi;
    struct curl_slist *headers;
};

/* What libcurl keeps for one call. */
struct curl_call {
    CURL *curl;
    char detail[CURL_ERROR_SIZE];
    struct curl_slist mark, token; /* in front of the common fields */
    unsigned hops;
};

static void curl_release(struct node_target *n)
{
    struct curl_wire *w = n->own;

    for (unsigned i = 0; i < n->jobs; i++) {
        struct curl_call *own = n->calls[i].own;

        if (own && own->curl) {
            if (w && w->multi)
                curl_multi_remove_handle(w->multi, own->curl);
            curl_easy_cleanup(own->curl);
        }
        free(own);
        n->calls[i].own = NULL;
    }
    if (w && w->multi)
        curl_multi_cleanup(w->multi);
    if (w)
        curl_slist_free_all(w->headers);
    free(w);
    n->own = NULL;
}

static bool set_up_call(struct node_target *n, struct node_call *c)
{
    const struct curl_wire *w = n->own;
    struct curl_call *own = calloc(1, sizeof *own);

    c->own = own;
    if (!own)
        return false;
    own->curl = curl_easy_init();
    if (!own->curl)
        return false;
    own->mark = (struct curl_slist){ c->mark, w->headers };
    own->token = (struct curl_slist){ c->token, &own->mark };
    wire_set_up(own->curl, n->url, w->headers, &n->options, &c->body);
    curl_easy_setopt(own->curl, CURLOPT_PRIVATE, (void *)c);
    curl_easy_setopt(own->curl, CURLOPT_ERRORBUFFER, own->detail);
    return true;
}

static enum err curl_set_up(struct node_target *n, struct error *why)
{
    struct curl_wire *w = calloc(1, sizeof *w);
    bool good;

    n->own = w;
    if (!w)
        return error_set(why, ERR_MEMORY, "out of memory");
    w->multi = curl_multi_init();
    w->headers = wire_headers(n->options.access);
    good = w->multi && w->headers;
    for (unsigned i = 0; good && i < n->jobs; i++)
        good = set_up_call(n, &n->calls[i]);
    if (!good)
        return error_set(why, ERR_MEMORY, "out of memory");
    curl_multi_setopt(w->multi, CURLMOPT_MAXCONNECTS, (long)n->jobs);
    curl_multi_setopt(w->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)n->jobs);
    return ERR_OK;
}

static bool curl_launch(struct node_target *n, struct node_call *c,
                        struct bytes body)
{
    const struct curl_wire *w = n->own;
    struct curl_call *own = c->own;

    own->detail[0] = '\0';
    own->hops = 0;
    curl_easy_setopt(own->curl, CURLOPT_URL, n->url);
    curl_easy_setopt(own->curl, CURLOPT_HTTPHEADER,
                     c->token[0] ? &own->token : &own->mark);
    curl_easy_setopt(own->curl, CURLOPT_POSTFIELDS, (const char *)body.data);
    curl_easy_setopt(own->curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)body.len);
    return curl_multi_add_handle(w->multi, own->curl) == CURLM_OK;
}

static void curl_renew(struct node_call *c)
{
    const struct curl_call *own = c->own;

    curl_easy_setopt(own->curl, CURLOPT_FRESH_CONNECT, 1L);
}

/* Scheme, host and port of an address. */
static size_t server_len(const char *url)
{
    const char *host = strstr(url, "://");

    return host ? (size_t)(host + 3 - url) + strcspn(host + 3, "/?#") : 0;
}

/* A POST may be sent again to where 307 and 308 say, on the same server: what
 * it carries is meant for no other. */
static bool follow(struct node_target *n, struct node_call *c,
                   struct wire_result *r)
{
    const struct curl_wire *w = n->own;
    const struct access *access = n->options.access;
    struct curl_call *own = c->own;
    size_t len = server_len(n->url);
    char *to = NULL;

    if (!access || !access->redirects || (r->status != 307 && r->status != 308))
        return false;
    curl_easy_getinfo(own->curl, CURLINFO_REDIRECT_URL, &to);
    if (!to || server_len(to) != len || strncasecmp(to, n->url, len) != 0) {
        snprintf(r->text, sizeof r->text, "HTTP status %ld (redirects to "
                 "another server are not followed)", r->status);
        return false;
    }
    if (own->hops++ == access->redirects) {
        snprintf(r->text, sizeof r->text, "HTTP status %ld (more than %u "
                 "redirects)", r->status, access->redirects);
        return false;
    }
    wire_body_clear(&c->body);
    curl_easy_setopt(own->curl, CURLOPT_URL, to);
    return curl_multi_add_handle(w->multi, own->curl) == CURLM_OK;
}

static bool collect(struct node_target *n)
{
    const struct curl_wire *w = n->own;
    bool any = false;
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(w->multi, &left))) {
        CURL *curl = message->easy_handle;
        CURLcode code = message->data.result;
        struct wire_result r;
        struct node_call *c;
        char *owner = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(curl, CURLINFO_PRIVATE, &owner);
        c = (struct node_call *)(void *)owner;
        wire_judge(&r, curl, code, &c->body,
                   ((struct curl_call *)c->own)->detail);
        curl_multi_remove_handle(w->multi, curl);
        curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 0L);
        if (!follow(n, c, &r))
            node_landed(n, c, &r);
        any = true;
    }
    return any;
}

static bool curl_turn(struct node_target *n, int wait_ms)
{
    const struct curl_wire *w = n->own;
    int running = 0;

    if (curl_multi_perform(w->multi, &running))
        return false;
    if (collect(n))
        return true;
    return !curl_multi_poll(w->multi, NULL, 0, wait_ms, NULL);
}

const struct node_wire node_wire_curl = {
    .set_up = curl_set_up,
    .launch = curl_launch,
    .turn = curl_turn,
    .release = curl_release,
    .renew = curl_renew,
};
