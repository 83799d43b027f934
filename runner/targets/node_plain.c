/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "config.h"
#include "runner/targets/http1.h"
#include "runner/targets/node_internal.h"
#include "runner/targets/process.h"

/* The way to a node on this machine: HTTP/1.1 over one kept connection for each
 * call, without libcurl, whose work for a request costs more than the kernel's.
 * Everything else (TLS, proxies, names, compression) is libcurl's. */

enum { FRESH_NS = 1000000 }; /* a connection used a moment ago is one still */
enum { READ_ROOM = 64 * 1024, HEAD_ROOM = 4096, AUTHORITY_MAX = 300 };

struct plain_wire {
    struct sockaddr_storage address;
    socklen_t address_len;
    char *head;   /* request line and common fields, up to the length */
    size_t head_len;
};

struct plain_call {
    int fd;              /* -1: no connection */
    bool busy, sending, connected;
    char *out;           /* head of the request */
    size_t out_len, out_room, sent;
    struct bytes body;
    struct http1 http;
    int error;           /* why there is no connection */
    uint64_t deadline_ns, used_ns;
};

/* --- setting up ---------------------------------------------------------------- */

static void plain_release(struct node_target *n)
{
    struct plain_wire *w = n->own;

    for (unsigned i = 0; i < n->jobs; i++) {
        struct plain_call *own = n->calls[i].own;

        if (own && own->fd >= 0)
            close(own->fd);
        if (own)
            free(own->out);
        free(own);
        n->calls[i].own = NULL;
    }
    if (w)
        free(w->head);
    free(w);
    n->own = NULL;
}

static void set_address(struct plain_wire *w, bool six, unsigned port)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)&w->address;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)&w->address;

    if (six) {
        *v6 = (struct sockaddr_in6){ .sin6_family = AF_INET6,
                                     .sin6_port = htons((uint16_t)port),
                                     .sin6_addr = in6addr_loopback };
        w->address_len = sizeof *v6;
    } else {
        *v4 = (struct sockaddr_in){ .sin_family = AF_INET,
                                    .sin_port = htons((uint16_t)port) };
        v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        w->address_len = sizeof *v4;
    }
}

/* What every request begins with. */
static bool write_head(struct plain_wire *w, const char *authority,
                       const char *path, size_t path_len,
                       const struct access *a)
{
    FILE *out = open_memstream(&w->head, &w->head_len);

    if (!out)
        return false;
    fprintf(out, "POST %s%.*s HTTP/1.1\r\nHost: %s\r\n"
            "Content-Type: application/json\r\nAccept: */*\r\n"
            "Accept-Encoding: identity\r\nUser-Agent: etalon/%s\r\n",
            *path == '/' ? "" : "/", (int)path_len, path, authority,
            PACKAGE_VERSION);
    for (size_t i = 0; a && i < a->header_count; i++)
        fprintf(out, "%s\r\n", a->headers[i]);
    return fclose(out) == 0;
}

static enum err plain_set_up(struct node_target *n, struct error *why)
{
    const char *host = n->url + strlen("http://");
    size_t len = strcspn(host, "/?#");
    const char *path = host + len, *digits;
    char authority[AUTHORITY_MAX], *end = NULL;
    unsigned long port = 80;
    struct plain_wire *w = calloc(1, sizeof *w);

    n->own = w;
    snprintf(authority, sizeof authority, "%.*s", (int)len, host);
    digits = strrchr(authority, ':');
    if (digits && digits[1] && !strchr(digits, ']'))
        port = strtoul(digits + 1, &end, 10);
    if (len >= sizeof authority || (end && *end) || !port || port > 65535)
        return error_set(why, ERR_USAGE, "%.100s: this is no address of a port",
                         authority);
    for (const char *c = path; *c; c++)
        if ((unsigned char)*c <= 0x20 || *c == 0x7f)
            return error_set(why, ERR_USAGE, "a blank or a control character "
                                             "in the address");
    for (unsigned i = 0; w && i < n->jobs; i++) {
        struct plain_call *own = calloc(1, sizeof *own);

        n->calls[i].own = own;
        if (!own)
            return error_set(why, ERR_MEMORY, "out of memory");
        own->fd = -1;
    }
    if (!w || !write_head(w, authority, path, strcspn(path, "#"),
                          n->options.access))
        return error_set(why, ERR_MEMORY, "out of memory");
    set_address(w, authority[0] == '[', (unsigned)port);
    return ERR_OK;
}

/* --- one request ----------------------------------------------------------------- */

static void disconnect(struct plain_call *own)
{
    if (own->fd >= 0)
        close(own->fd);
    own->fd = -1;
    own->connected = false;
}

static void plain_renew(struct node_call *c)
{
    disconnect(c->own);
}

static void finish(struct node_target *n, struct node_call *c,
                   const struct wire_result *r, bool keep)
{
    struct plain_call *own = c->own;

    own->busy = false;
    own->used_ns = process_now_ns();
    if (!keep)
        disconnect(own);
    node_landed(n, c, r);
}

static void fail(struct node_target *n, struct node_call *c,
                 enum wire_outcome outcome, const char *what)
{
    struct wire_result r = { .outcome = outcome,
                             .again = outcome == WIRE_NO_WAY };

    snprintf(r.text, sizeof r.text, "%s", what);
    finish(n, c, &r, false);
}

static void fail_errno(struct node_target *n, struct node_call *c)
{
    const struct plain_call *own = c->own;
    char text[200];

    snprintf(text, sizeof text, "connection: %s", strerror(errno));
    fail(n, c, own->connected ? WIRE_DROPPED : WIRE_NO_WAY, text);
}

static bool grow(struct plain_call *own, size_t room)
{
    char *more = room > own->out_room ? realloc(own->out, room) : own->out;

    if (!more)
        return false;
    own->out = more;
    own->out_room = room > own->out_room ? room : own->out_room;
    return true;
}

/* Small bodies go with the head in one write. */
static bool compose(const struct plain_wire *w, struct node_call *c,
                    struct bytes body)
{
    struct plain_call *own = c->own;
    bool together = body.len <= HEAD_ROOM;
    int n;

    if (!grow(own, w->head_len + NODE_MARK_SIZE + NODE_TOKEN_SIZE + 64 +
                       (together ? body.len : 0)))
        return false;
    memcpy(own->out, w->head, w->head_len);
    n = snprintf(own->out + w->head_len, own->out_room - w->head_len,
                 "%s\r\n%s%sContent-Length: %zu\r\n\r\n", c->mark, c->token,
                 c->token[0] ? "\r\n" : "", body.len);
    own->out_len = w->head_len + (size_t)n;
    own->body = body;
    if (together) {
        memcpy(own->out + own->out_len, body.data, body.len);
        own->out_len += body.len;
        own->body.len = 0;
    }
    own->sent = 0;
    return true;
}

/* Is a kept connection still one?  What it says unasked is not an answer. */
static bool is_quiet(int fd)
{
    char byte;

    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK);
}

static bool open_connection(const struct plain_wire *w, struct plain_call *own)
{
    int on = 1;

    own->connected = false;
    own->fd = socket(w->address.ss_family,
                     SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    own->error = own->fd < 0 ? errno : 0;
    if (own->fd < 0)
        return false;
    (void)setsockopt(own->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (!connect(own->fd, (const struct sockaddr *)&w->address,
                 w->address_len))
        own->connected = true;
    else if (errno != EINPROGRESS)
        own->error = errno;
    return !own->error;
}

/* Writes what the kernel takes; false: the connection failed. */
static bool push(struct plain_call *own)
{
    while (own->sent < own->out_len + own->body.len) {
        bool head = own->sent < own->out_len;
        size_t at = head ? own->sent : own->sent - own->out_len;
        const char *from = head ? own->out : (const char *)own->body.data;
        size_t len = (head ? own->out_len : own->body.len) - at;
        ssize_t n = send(own->fd, from + at, len, MSG_NOSIGNAL);

        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return true;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        own->connected = true;
        own->sent += (size_t)n;
    }
    own->sending = false;
    return true;
}

/* A failure here is told by the next turn, never from within launch. */
static bool plain_launch(struct node_target *n, struct node_call *c,
                         struct bytes body)
{
    const struct plain_wire *w = n->own;
    struct plain_call *own = c->own;
    uint64_t now = process_now_ns();

    if (!compose(w, c, body))
        return false;
    http1_reset(&own->http);
    own->busy = own->sending = true;
    own->deadline_ns = now + (uint64_t)node_timeout_ms(n) * 1000000u;
    if (own->fd >= 0 && now - own->used_ns > FRESH_NS && !is_quiet(own->fd))
        disconnect(own);
    if (own->fd < 0 && !open_connection(w, own))
        disconnect(own);
    else if (own->connected)
        (void)push(own); /* the next turn meets the failure again */
    return true;
}

/* --- what comes back ---------------------------------------------------------------- */

static void complete(struct node_target *n, struct node_call *c, bool keep)
{
    const struct plain_call *own = c->own;
    struct wire_result r;

    wire_judge_status(&r, own->http.status);
    finish(n, c, &r, keep && !own->http.closes);
}

static void ended(struct node_target *n, struct node_call *c)
{
    struct plain_call *own = c->own;
    bool nothing = own->http.state == HTTP1_HEAD && !own->http.status &&
                   !own->http.line_len;

    if (http1_end(&own->http))
        complete(n, c, false);
    else
        fail(n, c, WIRE_DROPPED, nothing
                 ? "connection: it ended without an answer"
                 : "connection: it ended within the answer");
}

/* True: the response is not complete yet and there may be more to read. */
static bool pull(struct node_target *n, struct node_call *c)
{
    struct plain_call *own = c->own;
    char data[READ_ROOM];
    ssize_t len = recv(own->fd, data, sizeof data, 0);
    size_t used;

    if (len < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return false;
    if (len < 0) {
        fail_errno(n, c);
        return false;
    }
    if (len == 0) {
        ended(n, c);
        return false;
    }
    used = http1_feed(&own->http, &c->body, data, (size_t)len);
    if (own->http.state == HTTP1_DONE) {
        complete(n, c, used == (size_t)len && !own->sending);
        return false;
    }
    if (own->http.state == HTTP1_BAD) {
        fail(n, c, WIRE_NONSENSE, own->http.what);
        return false;
    }
    return (size_t)len == sizeof data;
}

static void progress(struct node_target *n, struct node_call *c, short seen)
{
    struct plain_call *own = c->own;
    int error = 0;
    socklen_t size = sizeof error;

    if (!own->connected && (seen & (POLLOUT | POLLERR | POLLHUP))) {
        (void)getsockopt(own->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error) {
            errno = error;
            fail_errno(n, c);
            return;
        }
        own->connected = true;
    }
    if (own->connected && own->sending && (seen & (POLLOUT | POLLERR)) &&
        !push(own) && !(seen & POLLIN)) {
        fail_errno(n, c); /* an answer that came first counts */
        return;
    }
    if (seen & (POLLIN | POLLHUP | POLLERR))
        while (pull(n, c))
            continue;
}

static void expire(struct node_target *n, struct node_call *c)
{
    const struct plain_call *own = c->own;

    if (own->connected)
        fail(n, c, WIRE_SILENT, "no answer in time");
    else
        fail(n, c, WIRE_NO_WAY, "connection: no answer");
}

static bool plain_turn(struct node_target *n, int wait_ms)
{
    struct pollfd polls[NODE_JOBS_MAX];
    struct node_call *calls[NODE_JOBS_MAX];
    uint64_t now = process_now_ns(), wait = (uint64_t)wait_ms * 1000000u;
    nfds_t count = 0;

    for (unsigned i = 0; i < n->jobs; i++) {
        struct node_call *c = &n->calls[i];
        const struct plain_call *own = c->own;

        if (!own->busy)
            continue;
        if (own->fd < 0 || own->deadline_ns <= now) {
            errno = own->error;
            if (own->fd < 0)
                fail_errno(n, c);
            else
                expire(n, c);
            return true;
        }
        if (own->deadline_ns - now < wait)
            wait = own->deadline_ns - now;
        polls[count].fd = own->fd;
        polls[count].events = own->connected && !own->sending
                                  ? POLLIN
                                  : POLLIN | POLLOUT;
        calls[count++] = c;
    }
    if (poll(polls, count, (int)((wait + 999999) / 1000000)) < 0)
        return errno == EINTR;
    for (nfds_t i = 0; i < count; i++)
        if (polls[i].revents)
            progress(n, calls[i], polls[i].revents);
    return true;
}

const struct node_wire node_wire_plain = {
    .set_up = plain_set_up,
    .launch = plain_launch,
    .turn = plain_turn,
    .release = plain_release,
    .renew = plain_renew,
};
