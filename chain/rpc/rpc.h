/* rpc: JSON-RPC 2.0 requests in, answers out, over the table of methods.
 *
 * Spec: JSON-RPC 2.0; error codes as Ethereum's nodes use them (EIP-1474,
 * execution-apis): 3 for a revert, with its data.  No transport here. */
#ifndef ETALON_CHAIN_RPC_RPC_H
#define ETALON_CHAIN_RPC_RPC_H

#include "base/json.h"
#include "chain/rpc/out.h"

enum rpc_code {
    RPC_PARSE = -32700,
    RPC_INVALID_REQUEST = -32600,
    RPC_NO_METHOD = -32601,
    RPC_INVALID_PARAMS = -32602,
    RPC_INTERNAL = -32603,
    RPC_SERVER = -32000,
    RPC_TX_REJECTED = -32003,
    RPC_REVERTED = 3,
};

enum {
    RPC_BATCH_MAX = 1000,
    RPC_BODY_MAX = 16 * 1024 * 1024,
    RPC_ANSWER_MAX = 128 * 1024 * 1024,
    RPC_MESSAGE_SIZE = 512,
};

struct node;

/* One call: what a method reads and where it answers.  It writes one value to
 * out and returns true; or returns rpc_fail(), then whatever it wrote is
 * dropped. */
struct rpc_call {
    struct node *node;
    const char *method;
    const json_t *params; /* an array, perhaps empty */
    struct arena *arena;  /* of this call */
    struct out *out;
    int code;
    char message[RPC_MESSAGE_SIZE];
    struct bytes data; /* of the error; in the arena */
    bool has_data;
};

typedef bool (*rpc_fn)(struct rpc_call *c);

struct rpc_method {
    const char *name;
    /* "name:Type" parted by commas; a name ending in ? may be left out. */
    const char *params;
    const char *result; /* a type */
    rpc_fn run;
};

/* In the order of their names. */
const struct rpc_method *rpc_methods(size_t *count);
/* NULL when there is none. */
const struct rpc_method *rpc_method_find(const char *name);

/* Always false. */
bool rpc_fail(struct rpc_call *c, int code, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* As rpc_fail for a fault or reason of the chain. */
bool rpc_fail_err(struct rpc_call *c, enum err err);

/* Answers one request body (single or batch) into *out, which stays empty when
 * nothing is to be said (notifications only).  Returns the number of calls. */
size_t rpc_handle(struct node *node, struct bytes body, struct out *out);

/* Documentation from the table: text, and an OpenRPC document. */
void rpc_describe(struct out *out);
void rpc_openrpc(struct out *out);

#endif
