/* node_internal: what the files of the node driver share. */
#ifndef ETALON_RUNNER_TARGETS_NODE_INTERNAL_H
#define ETALON_RUNNER_TARGETS_NODE_INTERNAL_H

#include "base/arena.h"
#include "runner/targets/frame.h"
#include "runner/targets/http_wire.h"
#include "runner/targets/node.h"
#include "runner/targets/node_bind.h"

struct process;

enum call_phase {
    CALL_FREE,
    CALL_ASKING,
    CALL_PROBING,  /* is it alive at all? */
    CALL_RESTING,  /* before another attempt of either */
    CALL_DONE
};

/* One question under way, with a connection of its own choosing. */
struct node_call {
    enum call_phase phase, resume; /* resume: what follows a rest */
    CURL *curl;
    struct wire_body body;
    char detail[CURL_ERROR_SIZE];
    char id[FRAME_ID_MAX + 1];
    char *request;                 /* malloc'd text, or NULL */
    bool raw;                      /* `post`: any body is an answer */
    const struct node_binding *binding; /* or NULL */
    unsigned attempts, asked, retries;
    uint64_t begin_ns, took_ns, rest_until_ns;
    struct wire_result first;      /* of the question */
    struct wire_result probed;
    bool alive;
};

struct node_target {
    struct target base;
    char url[WIRE_URL_MAX];
    CURLM *multi;
    struct curl_slist *headers;
    struct node_call calls[NODE_JOBS_MAX];
    unsigned jobs;
    char last_id[FRAME_ID_MAX + 1]; /* what receive gave out */
    struct hello hello;
    struct process *child;          /* the bundled chain, or NULL */
};

/* Asks now and waits; *out is the whole response object (new reference).
 * Errors: ERR_UNREACHABLE, ERR_PROTOCOL, ERR_MEMORY.  (node.c) */
MUST_CHECK enum err node_ask(struct node_target *n, json_t **out,
                             const char *method, json_t *params,
                             struct error *why);
/* Fills n->hello with what the node says and shows of itself.  (node_hello.c) */
MUST_CHECK enum err node_meet(struct node_target *n, struct error *why);

/* The bundled chain, started for this target and stopped with it.
 * (node_chain.c) */
MUST_CHECK enum err node_chain_open(struct target **out, const char *text,
                                    const struct target_options *options,
                                    struct error *why);
/* Gives a development chain of our own something to look at. (node_seed.c)
 * Errors: as node_ask; ERR_PROTOCOL when it refuses. */
MUST_CHECK enum err node_seed(struct node_target *n, struct error *why);
void node_chain_stop(struct process *child);

#endif
