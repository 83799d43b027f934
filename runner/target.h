/* target: the interface that every subject implements - open, call, close.
 *
 * A target is asked one operation at a time (target_ask) or, when it says it
 * may be pipelined, several at a time (target_send / target_receive).  Whatever
 * a target sends is hostile: bounded, never executed, never trusted. */
#ifndef ETALON_RUNNER_TARGET_H
#define ETALON_RUNNER_TARGET_H

#include <jansson.h>

#include "base/err.h"

enum answer_kind {
    ANSWER_OUT,         /* body holds `out` */
    ANSWER_REJECT,      /* body holds {reason?, message?} */
    ANSWER_UNSUPPORTED, /* the operation is not offered */
    ANSWER_ERROR,       /* the target says that it could not be asked */
    ANSWER_CRASH,       /* it died on this question */
    ANSWER_GARBAGE,     /* it answered something that is not an answer */
    ANSWER_HANG,        /* no answer in time, yet it still answers a probe */
    ANSWER_UNREACHABLE  /* it cannot be reached any more */
};

struct answer {
    enum answer_kind kind;
    json_t *body;       /* owned by the answer; NULL for crash, hang, ... */
    char text[512];     /* message, cause of death, offending bytes; escaped */
    char *raw;          /* what came over the wire, malloc'd, bounded, or NULL */
    size_t raw_len;
    uint64_t nanoseconds;
    unsigned retries;
};

void answer_release(struct answer *answer);

/* What a target can be asked.  A library answers operations; a node answers
 * scenarios and the operations that have a binding; a record answers what was
 * asked of either. */
enum target_kind { TARGET_LIBRARY, TARGET_NODE, TARGET_RECORD };

/* What a target says of itself in `hello`. Strings are owned by hello. */
struct hello {
    json_t *all;            /* the whole hello object as sent, bounded */
    const char *name, *version;
    json_t *operations;     /* list of ids; borrowed from all; NULL = unknown */
    json_t *features;       /* list of ids; borrowed from all; may be NULL */
    bool states_reasons;
    unsigned pipeline;      /* how many questions may be under way; >= 1 */
    enum target_kind kind;
    json_t *facts;          /* what scenarios may need, as found out: list of
                             * "fork:london", …; borrowed from all; or NULL */
};

struct access;

struct target_options {
    unsigned timeout_ms;      /* per question; 0: 10,000 */
    size_t line_max;          /* bytes of one answer; 0: 32 MiB */
    unsigned restarts_max;    /* adapter restarts in a run; 0: 25 */
    bool network;             /* let a stdio adapter use the network */
    size_t memory_max;        /* bytes of address space for an adapter; 0: none */
    /* Names of variables that an adapter is given beside PATH and LANG;
     * NULL-terminated, borrowed until target_close(), or NULL. */
    const char *const *environment;
    unsigned jobs;            /* requests to a node at a time; 0: 8 */
    const struct access *access; /* how to reach it (access.h); borrowed until
                               * target_close(), or NULL */
    const uint8_t *write_key; /* 32 bytes: send transactions with this key
                               * before anything is asked; borrowed; or NULL */
    bool write_dev;           /* an account of the node funds the key */
    const char *program_dir;  /* where bundled programs lie, or NULL */
};

struct target;

struct target_driver {
    const char *scheme;       /* "ref:", "stdio:", "adapter+http://", ... */
    const char *help;         /* one line for `etalon help targets` */
    enum err (*open)(struct target **out, const char *text,
                     const struct target_options *options, struct error *why);
    const struct hello *(*hello)(struct target *t);
    /* Puts a question; id is unique in the run.  Errors are faults of ours. */
    enum err (*send)(struct target *t, const char *id, const char *op,
                     const json_t *in, struct error *why);
    /* Waits for the answer to any question under way; *id_out gets its id,
     * a view valid until the next call.  Always fills *answer. */
    enum err (*receive)(struct target *t, const char **id_out,
                        struct answer *answer, struct error *why);
    /* Between vectors: forget state; may be NULL. */
    enum err (*reset)(struct target *t, struct error *why);
    /* Nodes: can this question of an operation be put here (the binding, the
     * fork, the chain)?  reject: the vector wants a rejection.  NULL: yes. */
    bool (*fits)(struct target *t, const char *op, const json_t *in,
                 bool reject);
    void (*close)(struct target *t);
};

/* First member of every driver's own struct. */
struct target {
    const struct target_driver *driver;
    char text[256];           /* the string it was opened with */
};

/* Opens a target by its string.  Errors: ERR_USAGE (unknown scheme: says which
 * exist), ERR_NOT_BUILT, ERR_UNREACHABLE, ERR_PROTOCOL.  runner/targets/
 * registry.c implements target_open and target_driver_at; the rest of this
 * header is in runner/target.c, and the engine gets an open target. */
MUST_CHECK enum err target_open(struct target **out, const char *text,
                                const struct target_options *options,
                                struct error *why);
const struct target_driver *target_driver_at(size_t index); /* NULL past end */
/* One question, one answer. */
MUST_CHECK enum err target_ask(struct target *t, const char *id,
                               const char *op, const json_t *in,
                               struct answer *answer, struct error *why);
void target_close(struct target *t);

#endif
