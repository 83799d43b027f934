/* serve: a target of this program offered to others as an adapter.
 *
 * Spec: docs/adapter-protocol.md.  `etalon serve` offers the reference, so that
 * another laboratory can ask it with its own tools.  What comes in is hostile:
 * lines and bodies are bounded, a malformed one is answered with an error and
 * the next one is read. */
#ifndef ETALON_RUNNER_TARGETS_SERVE_H
#define ETALON_RUNNER_TARGETS_SERVE_H

#include <signal.h>
#include <stdio.h>

#include "base/err.h"
#include "runner/target.h"

/* Answers one request; *answer is malloc'd text with a newline, or NULL for
 * bye, which has no answer.  Error: ERR_MEMORY. */
MUST_CHECK enum err serve_request(struct target *t, struct bytes request,
                                  char **answer);
/* Serves t until bye or the end of in.  Errors: ERR_IO, ERR_MEMORY. */
MUST_CHECK enum err serve_stdio(struct target *t, FILE *in, FILE *out,
                                struct error *why);

struct serve_http_options {
    unsigned short port;          /* 0: any free one */
    size_t body_max;              /* 0: 32 MiB */
    const volatile sig_atomic_t *stop; /* set by a signal handler */
    /* Called once with the port that is listened on; may be NULL. */
    void (*listening)(void *user, unsigned short port);
    void *user;
};

/* Serves t on 127.0.0.1 until *stop, one request at a time.
 * Error: ERR_IO (the port is taken). */
MUST_CHECK enum err serve_http(struct target *t,
                               const struct serve_http_options *options,
                               struct error *why);

#endif
