/* hostkit: a server on loopback that does to its connections what a test says.
 *
 * One thread for each connection reads requests of HTTP/1.1 (head, and a body
 * of the announced length) and hands them to the test's function, which may
 * answer properly, lie, stall, trickle, flood, reset or half-close.  Used by
 * the tests of every driver over HTTP. */
#ifndef ETALON_TESTS_UNIT_HOSTKIT_H
#define ETALON_TESTS_UNIT_HOSTKIT_H

#include "tests/testkit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HOST_REQUEST_MAX = 256 * 1024, HOST_CONNECTIONS_MAX = 256 };

struct host;

/* A request; what a test answers with ends the connection when keep is
 * cleared. */
struct host_call {
    struct host *host;
    int fd;
    const char *path, *head, *body;
    bool keep;
};

typedef void host_fn(struct host_call *c);

struct host {
    host_fn *answer;
    int listener;
    unsigned port;
    pthread_t thread;
    atomic_bool stop;
    atomic_uint requests, connections;
    atomic_int fds[HOST_CONNECTIONS_MAX]; /* -1: none */
    pthread_t threads[HOST_CONNECTIONS_MAX];
};

/* False: the other side has gone. */
static inline bool host_send(const struct host_call *c, const void *data,
                             size_t len)
{
    const char *from = data;

    while (len) {
        ssize_t n = send(c->fd, from, len, MSG_NOSIGNAL);

        if (n <= 0)
            return false;
        from += n;
        len -= (size_t)n;
    }
    return true;
}

static inline void host_text(const struct host_call *c, const char *text)
{
    (void)host_send(c, text, strlen(text));
}

static inline void host_reply(const struct host_call *c, unsigned status,
                              const char *fields, const void *body,
                              size_t len)
{
    char head[1024];
    int n = snprintf(head, sizeof head, "HTTP/1.1 %u x\r\n%sContent-Length: "
                     "%zu\r\n\r\n", status, fields, len);

    if (host_send(c, head, (size_t)n))
        (void)host_send(c, body, len);
}

static inline void host_sleep_ms(unsigned ms)
{
    struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

    nanosleep(&t, NULL);
}

/* A head that announces `size` bytes (0: chunks without end), then spaces until
 * the other side has gone; slow: one each 50 ms. */
static inline void host_pour(struct host_call *c, uint64_t size, bool slow)
{
    static const char SPACES[4096 + 1] = { [0 ... 4095] = ' ' };
    char length[40];

    c->keep = false;
    snprintf(length, sizeof length, "Content-Length: %llu\r\n\r\n",
             (unsigned long long)size);
    host_text(c, "HTTP/1.1 200 OK\r\n");
    host_text(c, size ? length : "Transfer-Encoding: chunked\r\n\r\n");
    for (uint64_t sent = 0; !atomic_load(&c->host->stop); sent += 4096) {
        bool good;

        if (slow) {
            host_sleep_ms(50);
            good = host_send(c, " ", 1);
        } else if (size) {
            good = sent < size && host_send(c, SPACES, 4096);
        } else {
            good = host_send(c, "1000\r\n", 6) &&
                   host_send(c, SPACES, 4096) && host_send(c, "\r\n", 2);
        }
        if (!good)
            return;
    }
}

/* The connection ends with RST, not FIN. */
static inline void host_reset(struct host_call *c)
{
    struct linger at_once = { 1, 0 };

    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    c->keep = false;
}

static inline size_t host_length(const char *head)
{
    const char *field = strstr(head, "\r\nContent-Length:");

    return field ? strtoul(field + 17, NULL, 10) : 0;
}

/* One request into buffer; false: the connection has ended. */
static inline bool host_read(int fd, char *buffer, char **body)
{
    size_t len = 0;

    for (;;) {
        char *end = strstr(buffer, "\r\n\r\n");
        ssize_t n;

        if (end && len - (size_t)(end + 4 - buffer) >= host_length(buffer)) {
            *body = end + 4;
            end[2] = '\0';
            return true;
        }
        if (len + 1 >= HOST_REQUEST_MAX)
            exit(99);
        n = recv(fd, buffer + len, HOST_REQUEST_MAX - 1 - len, 0);
        if (n <= 0)
            return false;
        len += (size_t)n;
        buffer[len] = '\0';
        if (buffer[0] < 'A') { /* TLS, which is not spoken here */
            (void)send(fd, "HTTP/1.1 400 x\r\n\r\n", 18, MSG_NOSIGNAL);
            return false;
        }
    }
}

struct host_seat {
    struct host *host;
    unsigned index;
};

static inline void *host_serve(void *user)
{
    struct host_seat seat = *(struct host_seat *)user;
    struct host *h = seat.host;
    char *buffer = calloc(1, HOST_REQUEST_MAX), *body = NULL;
    struct host_call c = { .host = h, .keep = true };

    free(user);
    c.fd = atomic_load(&h->fds[seat.index]);
    while (buffer && c.keep && !atomic_load(&h->stop) &&
           host_read(c.fd, buffer, &body)) {
        char *path = strchr(buffer, ' ');

        if (!path)
            break;
        path[1 + strcspn(path + 1, " ")] = '\0';
        c.path = path + 1;
        c.head = path + strlen(path) + 1;
        c.body = body;
        atomic_fetch_add(&h->requests, 1);
        h->answer(&c);
        memset(buffer, 0, HOST_REQUEST_MAX);
    }
    free(buffer);
    atomic_store(&h->fds[seat.index], -1);
    close(c.fd);
    return NULL;
}

static inline void *host_accept(void *user)
{
    struct host *h = user;

    while (!atomic_load(&h->stop)) {
        int fd = accept(h->listener, NULL, NULL);
        unsigned at = atomic_load(&h->connections);
        struct host_seat *seat = fd < 0 ? NULL : malloc(sizeof *seat);

        if (!seat)
            break;
        if (at == HOST_CONNECTIONS_MAX)
            exit(99);
        *seat = (struct host_seat){ h, at };
        atomic_store(&h->fds[at], fd);
        if (pthread_create(&h->threads[at], NULL, host_serve, seat))
            exit(99);
        atomic_store(&h->connections, at + 1);
    }
    return NULL;
}

static inline void host_start(struct host *h, host_fn *answer)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof at;

    memset(h, 0, sizeof *h);
    h->answer = answer;
    h->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(h->listener, (struct sockaddr *)&at, sizeof at) ||
        listen(h->listener, 64) ||
        getsockname(h->listener, (struct sockaddr *)&at, &len) ||
        pthread_create(&h->thread, NULL, host_accept, h))
        exit(99);
    h->port = ntohs(at.sin_port);
}

static inline void host_stop(struct host *h)
{
    atomic_store(&h->stop, true);
    shutdown(h->listener, SHUT_RDWR);
    pthread_join(h->thread, NULL);
    close(h->listener);
    for (unsigned i = 0; i < atomic_load(&h->connections); i++) {
        int fd = atomic_load(&h->fds[i]);

        if (fd >= 0)
            shutdown(fd, SHUT_RDWR);
        pthread_join(h->threads[i], NULL);
    }
}

#endif
