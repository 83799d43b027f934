/* node_bind: operations that a node can be asked for by another name.
 *
 * The operation table names the binding (runner/op.h); here is how a question
 * becomes a request and a response an answer.  A binding that would put a
 * transaction into a pool is used only for vectors that must be rejected, for
 * a reason that needs no account (bad coding, signature, chain, gas below the
 * intrinsic cost, …), and never sends what the reference accepts.  An answer
 * about funds or nonce is no answer about the clause: then the node could not
 * be asked. */
#ifndef ETALON_RUNNER_TARGETS_NODE_BIND_H
#define ETALON_RUNNER_TARGETS_NODE_BIND_H

#include <jansson.h>

#include "runner/target.h"

struct node_binding {
    const char *name;  /* as in the operation table, without its argument */
    /* Params of the JSON-RPC method; new reference or NULL. */
    json_t *(*params)(const char *argument, const json_t *in);
    const char *method;
    /* Reads the response object into the answer; takes no reference. */
    void (*answer)(struct answer *out, const json_t *response);
    /* May this be put to the node of these facts?  NULL: always. */
    bool (*fits)(const json_t *hello, const json_t *in, bool reject);
};

/* The binding of an operation, and its argument (a view, "" when none); NULL
 * when a node cannot be asked for it. */
const struct node_binding *node_binding_find(const char *op,
                                             const char **argument);

#endif
