/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "runner/targets/node_link.h"

/* Unix sockets: JSON values one after another, with or without a newline. */

enum { READ_ROOM = 64 * 1024 };

struct ipc {
    struct sockaddr_un address;
};

/* What l->own points at: a connection, and where a value stands. */
struct pipe_state {
    int fd;
    unsigned depth;
    bool text, escape, begun;
};

static enum err ipc_set_up(struct node_target *n, void **out,
                           struct error *why)
{
    const char *path = n->url + strlen("ipc:");
    struct ipc *ipc;

    if (!*path || strlen(path) >= sizeof ipc->address.sun_path)
        return error_set(why, ERR_USAGE, "ipc:PATH: a path of 1 to %zu bytes "
                         "is needed", sizeof ipc->address.sun_path - 1);
    ipc = calloc(1, sizeof *ipc);
    if (!ipc)
        return error_set(why, ERR_MEMORY, "out of memory");
    ipc->address.sun_family = AF_UNIX;
    snprintf(ipc->address.sun_path, sizeof ipc->address.sun_path, "%s", path);
    *out = ipc;
    return ERR_OK;
}

static void ipc_close(void *own, struct link *l)
{
    struct pipe_state *p = l->own;

    (void)own;
    if (p)
        close(p->fd);
    free(p);
    l->own = NULL;
}

static void end(struct link *l, const char *what)
{
    ipc_close(NULL, l);
    link_ended(l, what);
}

/* connect() of a Unix socket does not wait but for a full backlog. */
static bool ipc_open(void *own, struct link *l, struct error *why)
{
    const struct ipc *ipc = own;
    struct pipe_state *p = calloc(1, sizeof *p);

    if (!p)
        return false;
    l->own = p;
    p->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (p->fd < 0 || connect(p->fd, (const struct sockaddr *)&ipc->address,
                             sizeof ipc->address)) {
        error_set(why, ERR_UNREACHABLE, "%s", strerror(errno));
        ipc_close(own, l);
        return false;
    }
    link_opened(l);
    return true;
}

static void ipc_wake(void *own, struct link *l)
{
    const struct pipe_state *p = l->own;

    (void)own;
    while (l->sent < l->out.len) {
        ssize_t n = send(p->fd, l->out.data + l->sent, l->out.len - l->sent,
                         MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return; /* the next turn sees what it is */
        l->sent += (size_t)n;
    }
}

/* Bytes up to the end of a value; *whole: it is complete. */
static size_t scan(struct pipe_state *p, const char *data, size_t len,
                   bool *whole)
{
    for (size_t i = 0; i < len; i++) {
        char c = data[i];

        *whole = false;
        if (p->text) {
            p->text = p->escape || c != '"';
            p->escape = !p->escape && c == '\\';
            continue;
        }
        if (c == '{' || c == '[')
            p->depth++;
        else if ((c == '}' || c == ']') && p->depth)
            *whole = --p->depth == 0;
        else if (c == '"' && p->depth)
            p->text = true;
        else if (c == '\n' && !p->depth)
            *whole = p->begun; /* a line that is no object or list */
        p->begun |= c != '\n' && c != '\r' && c != ' ' && c != '\t';
        if (*whole) {
            p->begun = false;
            return i + 1;
        }
    }
    *whole = false;
    return len;
}

static void take(struct link *l, const char *data, size_t len)
{
    for (size_t at = 0; at < len;) {
        struct pipe_state *p = l->own;
        bool whole, fits;
        size_t n = scan(p, data + at, len - at, &whole);

        if (!l->in.len && !p->begun && !whole) {
            at += n; /* blanks between values */
            continue;
        }
        fits = wire_body_add(&l->in, data + at, n);
        at += n;
        if (!fits)
            l->in.oversize = true;
        if (!whole && fits)
            continue;
        link_message(l);
        if (!l->own)
            return; /* it was closed for what it said */
        if (!fits) {
            end(l, "more than is taken");
            return;
        }
    }
}

static void pull(struct link *l)
{
    const struct pipe_state *p = l->own;
    char data[READ_ROOM];
    ssize_t n = recv(p->fd, data, sizeof data, 0);

    if (n > 0)
        take(l, data, (size_t)n);
    else if (n == 0)
        end(l, "it ended");
    else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        end(l, strerror(errno));
}

static bool ipc_turn(void *own, struct link **links, size_t count, int wait_ms)
{
    struct pollfd polls[NODE_JOBS_MAX + LINK_FEEDS_MAX];

    for (size_t i = 0; i < count; i++) {
        const struct pipe_state *p = links[i]->own;

        polls[i].fd = p->fd;
        polls[i].events = links[i]->sent < links[i]->out.len
                              ? POLLIN | POLLOUT
                              : POLLIN;
    }
    if (poll(polls, count, wait_ms) < 0)
        return errno == EINTR;
    for (size_t i = 0; i < count; i++) {
        if (polls[i].revents & POLLOUT)
            ipc_wake(own, links[i]);
        if (polls[i].revents & (POLLIN | POLLHUP | POLLERR))
            pull(links[i]);
    }
    return true;
}

const struct link_kind link_kind_ipc = {
    .set_up = ipc_set_up, .release = free,      .open = ipc_open,
    .wake = ipc_wake,     .close = ipc_close,   .turn = ipc_turn,
};
