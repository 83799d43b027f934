/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/select.h>

#include "runner/targets/frame.h"

enum {
    CONNECTIONS_MAX = 32,
    IDLE_SECONDS = 30,
    TURN_MS = 200          /* how often *stop is looked at */
};

struct server {
    struct target *target;
    size_t body_max;
};

/* One request's body while it comes in. */
struct upload {
    char *data;
    size_t len, room;
    bool too_long;
};

static enum MHD_Result reply(struct MHD_Connection *c, unsigned status,
                             char *text, const char *allow)
{
    static char nothing[] = "";
    struct MHD_Response *r = MHD_create_response_from_buffer(
        text ? strlen(text) : 0, text ? text : nothing,
        text ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued;

    if (!r) {
        free(text);
        return MHD_NO;
    }
    MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE,
                            "application/json");
    if (allow)
        MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, allow);
    queued = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return queued;
}

static void take(struct upload *u, const char *data, size_t len, size_t max)
{
    if (u->len + len > max)
        u->too_long = true;
    if (u->too_long)
        return;
    if (u->len + len > u->room) {
        size_t room = 2 * u->room + len;
        char *more = realloc(u->data, room);

        if (!more) {
            u->too_long = true;
            return;
        }
        u->data = more;
        u->room = room;
    }
    memcpy(u->data + u->len, data, len);
    u->len += len;
}

static enum MHD_Result answer(struct MHD_Connection *c, struct server *s,
                              const struct upload *u)
{
    char *text = NULL;

    if (u->too_long)
        return reply(c, MHD_HTTP_CONTENT_TOO_LARGE, NULL, NULL);
    if (serve_request(s->target, bytes_make(u->data, u->len), &text))
        return reply(c, MHD_HTTP_INTERNAL_SERVER_ERROR, NULL, NULL);
    /* bye ends nothing here: others may still ask. */
    return reply(c, MHD_HTTP_OK, text ? text : frame_ok_text(), NULL);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c,
                                  const char *url, const char *method,
                                  const char *version, const char *data,
                                  size_t *len, void **state)
{
    struct server *s = cls;
    struct upload *u = *state;

    (void)url;
    (void)version;
    if (!u) {
        u = calloc(1, sizeof *u);
        *state = u;
        return u ? MHD_YES : MHD_NO;
    }
    if (*len) {
        take(u, data, *len, s->body_max);
        *len = 0;
        return MHD_YES;
    }
    if (strcmp(method, MHD_HTTP_METHOD_POST) != 0)
        return reply(c, MHD_HTTP_METHOD_NOT_ALLOWED, NULL,
                     MHD_HTTP_METHOD_POST);
    /* A page in a browser must not be able to ask. */
    if (MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_ORIGIN))
        return reply(c, MHD_HTTP_FORBIDDEN, NULL, NULL);
    return answer(c, s, u);
}

static void on_done(void *cls, struct MHD_Connection *c, void **state,
                    enum MHD_RequestTerminationCode why)
{
    struct upload *u = *state;

    (void)cls;
    (void)c;
    (void)why;
    if (u)
        free(u->data);
    free(u);
    *state = NULL;
}

/* Waits for work at most TURN_MS and does it, in the caller's thread. */
static void turn(struct MHD_Daemon *daemon)
{
    struct timeval wait = { 0, TURN_MS * 1000 };
    MHD_UNSIGNED_LONG_LONG ms;
    fd_set in, out, err;
    MHD_socket max = 0;

    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_ZERO(&err);
    if (MHD_get_fdset(daemon, &in, &out, &err, &max) != MHD_YES)
        return;
    if (MHD_get_timeout(daemon, &ms) == MHD_YES && ms < TURN_MS)
        wait.tv_usec = (suseconds_t)ms * 1000;
    if (select(max + 1, &in, &out, &err, &wait) >= 0 || errno == EINTR)
        MHD_run(daemon);
}

enum err serve_http(struct target *t, const struct serve_http_options *options,
                    struct error *why)
{
    struct server s = {
        .target = t,
        .body_max = options->body_max ? options->body_max : FRAME_LINE_MAX,
    };
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(options->port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    const union MHD_DaemonInfo *info;
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_NO_FLAG, options->port, NULL, NULL, on_request, &s,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_NOTIFY_COMPLETED, on_done, NULL, MHD_OPTION_END);

    if (!daemon)
        return error_set(why, ERR_IO, "127.0.0.1:%u cannot be listened on",
                         options->port);
    info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (options->listening && info)
        options->listening(options->user, info->port);
    while (!*options->stop)
        turn(daemon);
    MHD_stop_daemon(daemon);
    return ERR_OK;
}
