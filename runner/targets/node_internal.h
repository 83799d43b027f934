/* node_internal: what the files of the node driver share. */
#ifndef ETALON_RUNNER_TARGETS_NODE_INTERNAL_H
#define ETALON_RUNNER_TARGETS_NODE_INTERNAL_H

#include "base/arena.h"
#include "runner/targets/frame.h"
#include "runner/targets/http_wire.h"
#include "runner/targets/node.h"
#include "runner/targets/node_bind.h"

struct process;

#define NODE_ZERO_BLOB_HASH                                                   \
    "0x010657f37554c781402a22917dee2f75def7ab966d7b770905398eba3c444014"
/* A valid signature (hash, r, s, x, y), as the test of a contract at 0x100: a
 * missing precompile and a failing one both answer nothing. */
#define NODE_P256_INPUT                                                       \
    "0x4cee90eb86eaa050036147a12d49004b6b9c72bd725d39d4785011fe190f0b4d"      \
    "a73bd4903f0ce3b639bbbf6e8e80d16931ff4bcf5993d58468e8fb19086e8cac"        \
    "36dbcd03009df8c59286b162af3bd7fcc0450c9aa81be5d10d312af6c66b1d60"        \
    "4aebd3099c618202fcfe16ae7770b0c49ab5eadf74b754204a3bb6060e44eff3"        \
    "7618b065f9832de4ca6ca971a7a1adc826d0f7c00181a5fb2ddf79ae00b4e10e"

enum {
    NODE_IDS_KEPT = 2 * NODE_JOBS_MAX,
    NODE_TOKEN_SIZE = 512,   /* "Authorization: Bearer …" with a JWT of ours */
    NODE_MARK_SIZE = FRAME_ID_MAX + 32 /* "X-Etalon-Vector: …" */
};

enum call_phase {
    CALL_FREE,
    CALL_ASKING,
    CALL_PROBING,  /* is it alive at all? */
    CALL_RESTING,  /* before another attempt of either */
    CALL_DONE
};

/* One question under way. */
struct node_call {
    enum call_phase phase, resume; /* resume: what follows a rest */
    bool paid;                     /* its rest was for the rate */
    void *own;                     /* the wire's */
    struct wire_body body;
    char id[FRAME_ID_MAX + 1];
    char mark[NODE_MARK_SIZE];     /* header field with the id */
    char token[NODE_TOKEN_SIZE];   /* header field, or "" */
    char *request;                 /* malloc'd text, or NULL */
    size_t request_len;
    bool raw;                      /* `post`: any body is an answer */
    bool mute;                     /* ... and none is one where it says so */
    bool unfit;                    /* ... but this cannot go this way */
    bool subscribes;               /* eth_subscribe */
    json_t *subject;               /* of eth_unsubscribe; owned, or NULL */
    json_t *wait;                  /* `events`: the question; owned, or NULL */
    json_t *events;                /* its answer; owned, or NULL */
    const struct node_binding *binding; /* or NULL */
    unsigned attempts, asked, retries;
    uint64_t begin_ns, took_ns, rest_until_ns;
    struct wire_result first;      /* of the question */
    struct wire_result probed;
    bool alive;
    bool renewed;                  /* asked again on another connection */
};

struct node_target;

/* A way to put bodies to the node.  Its calls are told apart by struct
 * node_call, whose `own` it fills in set_up and frees in release. */
struct node_wire {
    MUST_CHECK enum err (*set_up)(struct node_target *n, struct error *why);
    /* Puts body on the way; false: it cannot.  body stays until the end. */
    bool (*launch)(struct node_target *n, struct node_call *c,
                   struct bytes body);
    /* Waits up to wait_ms for anything to happen and tells node_landed() of
     * each request that ended.  False: it broke. */
    bool (*turn)(struct node_target *n, int wait_ms);
    void (*release)(struct node_target *n);
    /* Starts c->wait; NULL: notifications do not come this way. */
    enum err (*listen)(struct node_target *n, struct node_call *c,
                       struct error *why);
    /* The call's next request goes on a connection of its own; or NULL. */
    void (*renew)(struct node_call *c);
    /* Nothing but JSON objects and lists has an end that can be seen. */
    bool values_only;
};

extern const struct node_wire node_wire_curl;  /* libcurl: HTTP and HTTPS */
extern const struct node_wire node_wire_plain; /* HTTP/1.1 on loopback */
extern const struct node_wire node_wire_ipc;   /* a Unix socket */
extern const struct node_wire node_wire_ws;    /* WebSocket, where it is built */

struct node_target {
    struct target base;
    char url[WIRE_URL_MAX];
    struct target_options options;
    const struct node_wire *wire;
    void *own;                      /* the wire's */
    struct node_call calls[NODE_JOBS_MAX];
    unsigned jobs;
    uint64_t next_ns, spent;        /* pace and budget */
    char last_id[FRAME_ID_MAX + 1]; /* what receive gave out */
    char ids[NODE_IDS_KEPT][FRAME_ID_MAX + 1]; /* what was asked lately */
    unsigned ids_at;
    struct hello hello;
    bool core, espace;              /* the spaces of Conflux */
    json_t *seeded;                 /* what node_write sent; owned, or NULL */
    struct process *child;          /* the bundled chain, or NULL */
};

/* For wires: a request ended.  (node.c) */
void node_landed(struct node_target *n, struct node_call *c,
                 const struct wire_result *r);
/* The same for `events`: c->events holds what came, or r says why not. */
void node_heard(struct node_target *n, struct node_call *c,
                const struct wire_result *r);
/* Milliseconds that one question may take. */
unsigned node_timeout_ms(const struct node_target *n);
/* What the ended call means.  (node_answer.c) */
void node_explain(const struct node_call *c, struct answer *out);
bool node_is_response(const struct wire_body *b);
/* Masks what an answer shows, by value.  (node_answer.c) */
void node_mask(const struct node_target *n, struct answer *answer);
/* Fills c->mark and c->token for a request that is about to go. (node_auth.c) */
void node_sign(const struct node_target *n, struct node_call *c);

/* Asks now and waits; *out is the whole response object (new reference).
 * Errors: ERR_UNREACHABLE, ERR_PROTOCOL, ERR_MEMORY.  (node.c) */
MUST_CHECK enum err node_ask(struct node_target *n, json_t **out,
                             const char *method, json_t *params,
                             struct error *why);
/* Asks several questions {method, params} at a time; a list of the responses
 * in their order, null where none came.  New reference.  (node_discover.c) */
json_t *node_ask_all(struct node_target *n, const json_t *questions);
/* Adds to *all what a bounded look at the node shows: methods, features,
 * limits, how far back its state goes.  (node_discover.c) */
void node_discover(struct node_target *n, json_t *all);
/* Adds anchors, blocks and transactions of each kind of runner/anchor.h.
 * (node_anchors.c) */
void node_anchors(struct node_target *n, json_t *all);
/* Fills n->hello with what the node says and shows of itself; may be done
 * again.  (node_hello.c) */
MUST_CHECK enum err node_meet(struct node_target *n, struct error *why);

/* The start of what n->hello says when this is the Core space of Conflux, or
 * NULL when it is not.  New reference.  (node_conflux.c) */
json_t *node_conflux_core(struct node_target *n);
/* Adds the methods that Core lists itself. */
void node_conflux_methods(struct node_target *n, json_t *all);
/* Add to blocks and receipts of Core what the search for anchors reads. */
void node_conflux_block(json_t *block);
void node_conflux_receipt(json_t *receipt);
/* Adds a fact to *all when this is the eSpace of Conflux. */
void node_conflux_espace(struct node_target *n, json_t *all);

/* The bundled chain, started for this target and stopped with it.
 * (node_chain.c) */
MUST_CHECK enum err node_chain_open(struct target **out, const char *text,
                                    const struct target_options *options,
                                    struct error *why);
/* Gives a development chain of our own something to look at. (node_seed.c)
 * Errors: as node_ask; ERR_PROTOCOL when it refuses. */
MUST_CHECK enum err node_seed(struct node_target *n, struct error *why);
/* Sends transactions of each type that the fork has and waits for their
 * receipts; n->seeded says what came of each.  dev: an account of the node
 * funds the key first, and blocks are mined on demand.  A transaction that is
 * refused is no error.  (node_write.c) */
MUST_CHECK enum err node_write(struct node_target *n, const uint8_t secret[32],
                               bool dev, struct error *why);
void node_chain_stop(struct process *child);

#endif
