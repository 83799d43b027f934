/* node: a node over JSON-RPC 2.0 on HTTP(S), a Unix socket or WebSocket, asked
 * several things at a time.
 *
 * Questions are `rpc` {method, params} (answer {result} or {error}), `post`
 * {text} or {json} (whatever is to be sent as the body, answer {status, body?,
 * text?}), over sockets `events` {subscription, count, within_ms} (answer: a list
 * of notifications), and the operations that have a binding (node_bind.h).  The JSON-RPC
 * id is the question's id as text, and so is the field X-Etalon-Vector.  A node
 * is reached as struct access says; bodies, time, pace and requests in all are
 * bounded; only faults of the way there are tried again, and counted.  A
 * question that is not answered in time is a hang only if another request is
 * answered then.  Nothing that a node holds is changed by `open`. */
#ifndef ETALON_RUNNER_TARGETS_NODE_H
#define ETALON_RUNNER_TARGETS_NODE_H

#include "runner/target.h"

enum {
    NODE_JOBS = 8,
    NODE_JOBS_MAX = 64,
    NODE_POST_MAX = 16 * 1024 * 1024, /* bytes of one request */
    NODE_TEXT_MAX = 4096              /* of a body that is no JSON, kept */
};

extern const struct target_driver node_http_driver;  /* http://…  */
extern const struct target_driver node_https_driver; /* https://… */
extern const struct target_driver node_ipc_driver;   /* ipc:PATH */
#ifdef HAVE_LIBWEBSOCKETS
extern const struct target_driver node_ws_driver, node_wss_driver;
#endif
/* chain:, the bundled chain, served on loopback for one run: a development
 * chain with a few transactions, or chain:OPTIONS of etalon-chain as given */
extern const struct target_driver node_chain_driver;

/* Opens the node at url as `driver`, whose struct begins with a struct target
 * as usual.  Errors: ERR_USAGE, ERR_UNREACHABLE, ERR_PROTOCOL. */
MUST_CHECK enum err node_open(struct target **out, const char *url,
                              const struct target_driver *driver,
                              const struct target_options *options,
                              struct error *why);

/* Where a node that one of these drivers opened is reached: of chain: the
 * address on loopback.  Owned by the target; it may hold a secret. */
const char *node_url(const struct target *t);

#endif
