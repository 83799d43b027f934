/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "chain/rpc/node.h"
#include "chain/rpc/rpc.h"

enum {
    BODY_ROOM_MIN = 2048,
    CONNECTION_MEMORY = 32 * 1024, /* headers, not bodies */
    POLL_MICROSECONDS = 10000,
    HOST_SIZE = 64,
    STATUS_TOO_LARGE = 413, /* its name changed between library versions */
};

struct server {
    struct MHD_Daemon *daemon;
    struct node *node;
    FILE *log;
    uint16_t port;
    char host[HOST_SIZE];
    atomic_uint active; /* requests under way */
};

/* A request under way. */
struct request {
    char *body;
    size_t len, room;
    struct timespec start;
    bool too_large, no_memory;
};

static double seconds_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) +
           (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* --- answering --- */

static void log_request(const struct server *s, const struct request *r,
                        unsigned status, size_t calls, size_t answer)
{
    if (!s->log)
        return;
    flockfile(s->log);
    fprintf(s->log, "%lld status=%u calls=%zu in=%zu out=%zu us=%.0f\n",
            (long long)time(NULL), status, calls, r ? r->len : 0, answer,
            r ? seconds_since(&r->start) * 1e6 : 0.0);
    fflush(s->log);
    funlockfile(s->log);
}

/* Takes text over when owned (malloc'd). */
static enum MHD_Result reply(struct MHD_Connection *connection,
                             unsigned status, char *text, size_t len,
                             bool owned)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        len, text, owned ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result = MHD_NO;

    if (!response) {
        if (owned)
            free(text);
        return MHD_NO;
    }
    if (MHD_add_response_header(response, "Content-Type",
                                "application/json") == MHD_YES)
        result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result refuse(struct server *s,
                              struct MHD_Connection *connection,
                              const struct request *r, unsigned status)
{
    static char none[] = "";

    log_request(s, r, status, 0, 0);
    return reply(connection, status, none, 0, false);
}

static enum MHD_Result answer(struct server *s,
                              struct MHD_Connection *connection,
                              const struct request *r)
{
    struct out out = { .data = NULL };
    unsigned status = MHD_HTTP_OK;
    size_t calls =
        rpc_handle(s->node, bytes_make(r->body, r->len), &out);

    if (out.failed || out.len > RPC_ANSWER_MAX) {
        out_release(&out);
        return refuse(s, connection, r, MHD_HTTP_INTERNAL_SERVER_ERROR);
    }
    if (!out.len)
        status = MHD_HTTP_NO_CONTENT;
    log_request(s, r, status, calls, out.len);
    if (!out.len) {
        out_release(&out);
        return reply(connection, status, NULL, 0, false);
    }
    return reply(connection, status, out.data, out.len, true);
}

/* --- what is let in --- */

/* The name in a Host header, without its port, is one of ours. */
static bool is_our_host(const struct server *s, const char *host)
{
    const char *const names[] = { "localhost", "127.0.0.1", "[::1]", s->host };
    const char *port;
    size_t len;

    if (!host)
        return false;
    port = host[0] == '[' ? strstr(host, "]:") : strrchr(host, ':');
    len = port ? (size_t)(port - host) + (host[0] == '[') : strlen(host);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strlen(names[i]) == len && strncasecmp(host, names[i], len) == 0)
            return true;
    return false;
}

static bool is_json(const char *type)
{
    static const char json[] = "application/json";

    return !type || (strncasecmp(type, json, sizeof json - 1) == 0 &&
                     (type[sizeof json - 1] == '\0' ||
                      type[sizeof json - 1] == ';' ||
                      type[sizeof json - 1] == ' '));
}

/* 0 when the request may be read. */
static unsigned gate(const struct server *s, struct MHD_Connection *connection,
                     const char *method)
{
    const char *length = MHD_lookup_connection_value(
        connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);

    if (!is_our_host(s, MHD_lookup_connection_value(connection,
                                                    MHD_HEADER_KIND,
                                                    MHD_HTTP_HEADER_HOST)))
        return MHD_HTTP_FORBIDDEN;
    if (strcmp(method, MHD_HTTP_METHOD_POST) != 0)
        return MHD_HTTP_METHOD_NOT_ALLOWED;
    if (!is_json(MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                             MHD_HTTP_HEADER_CONTENT_TYPE)))
        return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
    if (length && strtoull(length, NULL, 10) > RPC_BODY_MAX)
        return STATUS_TOO_LARGE;
    return 0;
}

static void take(struct request *r, const char *data, size_t len)
{
    size_t room = r->room ? r->room : BODY_ROOM_MIN;
    char *bigger;

    if (r->too_large || r->no_memory || len > RPC_BODY_MAX - r->len) {
        r->too_large = true;
        return;
    }
    while (room - r->len < len)
        room *= 2;
    if (room > r->room) {
        bigger = realloc(r->body, room);
        if (!bigger) {
            r->no_memory = true;
            return;
        }
        r->body = bigger;
        r->room = room;
    }
    memcpy(r->body + r->len, data, len);
    r->len += len;
}

static enum MHD_Result begin(struct server *s,
                             struct MHD_Connection *connection,
                             const char *method, void **context)
{
    unsigned refused = gate(s, connection, method);
    struct request *r;

    if (refused)
        return refuse(s, connection, NULL, refused);
    r = calloc(1, sizeof *r);
    if (!r)
        return MHD_NO;
    clock_gettime(CLOCK_MONOTONIC, &r->start);
    atomic_fetch_add(&s->active, 1);
    *context = r;
    return MHD_YES;
}

static enum MHD_Result on_request(void *self,
                                  struct MHD_Connection *connection,
                                  const char *url, const char *method,
                                  const char *version, const char *data,
                                  size_t *data_len, void **context)
{
    struct server *s = self;
    struct request *r = *context;

    (void)url;
    (void)version;
    if (!r)
        return begin(s, connection, method, context);
    if (*data_len) {
        take(r, data, *data_len);
        *data_len = 0;
        /* Too slow: the connection is closed without an answer. */
        return seconds_since(&r->start) > SERVER_REQUEST_SECONDS ? MHD_NO
                                                                 : MHD_YES;
    }
    if (r->too_large)
        return refuse(s, connection, r, STATUS_TOO_LARGE);
    if (r->no_memory)
        return refuse(s, connection, r, MHD_HTTP_SERVICE_UNAVAILABLE);
    return answer(s, connection, r);
}

static void on_completed(void *self, struct MHD_Connection *connection,
                         void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct request *r = *context;
    struct server *s = self;

    (void)connection;
    (void)code;
    if (!r)
        return;
    atomic_fetch_sub(&s->active, 1);
    free(r->body);
    free(r);
    *context = NULL;
}

/* --- life --- */

static unsigned thread_count(unsigned wanted)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (!wanted)
        wanted = processors > 0 ? (unsigned)processors : 1;
    /* A pool of one is no pool to libmicrohttpd. */
    if (wanted < 2)
        wanted = 2;
    return wanted < SERVER_THREADS_MAX ? wanted : SERVER_THREADS_MAX;
}

static struct MHD_Daemon *start(struct server *s, unsigned threads,
                                struct sockaddr_in *at)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
                     MHD_USE_TURBO;

    return MHD_start_daemon(
        flags, ntohs(at->sin_port), NULL, NULL, on_request, s,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)at,
        MHD_OPTION_THREAD_POOL_SIZE, threads,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVER_CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SERVER_IDLE_SECONDS,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_END);
}

enum err server_start(struct server **out, struct node *node,
                      const struct server_options *options, struct error *why)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons(options->port) };
    const char *host = options->host ? options->host : "127.0.0.1";
    const union MHD_DaemonInfo *info;
    struct server *s;

    if (inet_pton(AF_INET, host, &at.sin_addr) != 1)
        return error_set(why, ERR_BAD_INPUT, "%s is no IPv4 address", host);
    s = calloc(1, sizeof *s);
    if (!s)
        return ERR_MEMORY;
    s->node = node;
    s->log = options->log;
    snprintf(s->host, sizeof s->host, "%s", host);
    s->daemon = start(s, thread_count(options->threads), &at);
    info = s->daemon ? MHD_get_daemon_info(s->daemon,
                                           MHD_DAEMON_INFO_BIND_PORT)
                     : NULL;
    if (!info) {
        error_set(why, ERR_IO, "cannot listen on %s:%u: %s", host,
                  options->port, strerror(errno));
        if (s->daemon)
            MHD_stop_daemon(s->daemon);
        free(s);
        return ERR_IO;
    }
    s->port = info->port ? info->port : options->port;
    *out = s;
    return ERR_OK;
}

uint16_t server_port(const struct server *s)
{
    return s->port;
}

void server_stop(struct server *s)
{
    struct timespec start;
    MHD_socket listener;

    clock_gettime(CLOCK_MONOTONIC, &start);
    listener = MHD_quiesce_daemon(s->daemon);
    /* Idle keep-alive connections are not waited for. */
    while (atomic_load(&s->active) &&
           seconds_since(&start) < SERVER_DRAIN_SECONDS)
        usleep(POLL_MICROSECONDS);
    MHD_stop_daemon(s->daemon);
    if (listener != MHD_INVALID_SOCKET)
        close(listener);
    free(s);
}
