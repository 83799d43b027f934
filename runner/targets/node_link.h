/* node_link: the way to a node over connections that carry messages - Unix
 * sockets and WebSocket - with the notifications that come on them.
 *
 * Each call has a link of its own and one request on it at a time, so that an
 * answer with a wrong id is known as one.  A link on which a subscription was
 * made becomes that subscription's: what comes on it is kept, up to a bound,
 * until `events` asks for it; eth_unsubscribe goes the same way back. */
#ifndef ETALON_RUNNER_TARGETS_NODE_LINK_H
#define ETALON_RUNNER_TARGETS_NODE_LINK_H

#include "runner/targets/node_internal.h"

enum {
    LINK_FEEDS_MAX = 32,   /* subscriptions at a time; the oldest gives way */
    LINK_NOTES_MAX = 256,  /* notifications kept of one */
    LINK_MUTE_MS = 2000    /* what is no request may have no answer */
};

enum link_state { LINK_CLOSED, LINK_OPENING, LINK_OPEN };

struct link {
    enum link_state state;
    struct node_target *node;
    void *own;                 /* the kind's */
    struct node_call *call;    /* that waits for an answer, or NULL */
    struct bytes out;          /* what is to be sent; the call's */
    size_t sent;
    struct wire_body in;       /* the message under way */
    json_t *notes;             /* notifications not yet taken; or NULL */
    json_t *subscription;      /* its id, or NULL */
    bool stray;                /* something came that nobody asked for */
    bool was_open;             /* since the request */
    uint64_t deadline_ns, age;
};

/* One sort of connection. */
struct link_kind {
    MUST_CHECK enum err (*set_up)(struct node_target *n, void **own,
                                  struct error *why);
    void (*release)(void *own);
    /* Begins to open; false: at once refused, *why says it. */
    bool (*open)(void *own, struct link *l, struct error *why);
    /* l->out is there to be sent when the link is open. */
    void (*wake)(void *own, struct link *l);
    void (*close)(void *own, struct link *l);
    /* Waits up to wait_ms; calls the functions below. */
    bool (*turn)(void *own, struct link **links, size_t count, int wait_ms);
};

/* From kinds: the link is open; l->in holds a message; the link has ended. */
void link_opened(struct link *l);
void link_message(struct link *l);
void link_ended(struct link *l, const char *what);

extern const struct link_kind link_kind_ipc; /* node_ipc.c */
extern const struct link_kind link_kind_ws;  /* node_ws.c, where it is built */

#endif
