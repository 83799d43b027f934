/* server: the methods over HTTP, on loopback.
 *
 * POST with one JSON-RPC body, single or batch; keep-alive; no CORS.  A request
 * whose Host is not this server (DNS rebinding), whose type is not JSON (cross-
 * site forms), which is too large or takes too long is refused before any
 * method sees it.  Threads and connections are bounded. */
#ifndef ETALON_CHAIN_RPC_SERVER_H
#define ETALON_CHAIN_RPC_SERVER_H

#include <stdio.h>

#include "base/err.h"

enum {
    SERVER_CONNECTIONS_MAX = 1000,
    SERVER_IDLE_SECONDS = 60,     /* a connection without traffic */
    SERVER_REQUEST_SECONDS = 20,  /* until a body is complete */
    SERVER_DRAIN_SECONDS = 5,     /* for answers under way when stopping */
    SERVER_THREADS_MAX = 64,
};

struct node;
struct server;

struct server_options {
    const char *host;   /* an IPv4 address; NULL: 127.0.0.1 */
    uint16_t port;      /* 0: a free one */
    unsigned threads;   /* 0: one per processor */
    FILE *log;          /* one line per request; NULL: none */
};

/* Listens and answers until server_stop().  ERR_IO with the reason. */
MUST_CHECK enum err server_start(struct server **out, struct node *node,
                                 const struct server_options *options,
                                 struct error *why);
uint16_t server_port(const struct server *s);
/* No new connections; waits for answers under way; frees. */
void server_stop(struct server *s);

#endif
