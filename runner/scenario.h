/* scenario: a vector of several steps, for targets that hold state.
 *
 * Language: docs/scenarios.md.  A scenario asks a node (`rpc`, `post`), waits
 * for what it tells on its own (`events`), applies operations of an oracle to
 * what came back (`op`), and checks.  It knows no chain: the oracle is a second
 * target behind the same interface.  Every loop is bounded: steps, depth,
 * items, tries, time and requests. */
#ifndef ETALON_RUNNER_SCENARIO_H
#define ETALON_RUNNER_SCENARIO_H

#include "runner/compare.h"

enum {
    SCENARIO_STEPS_MAX = 200,     /* of one vector, nested ones included */
    SCENARIO_DEPTH_MAX = 5,
    SCENARIO_ITEMS_MAX = 1024,    /* of a foreach */
    SCENARIO_ITEMS = 256,         /* when the step does not say */
    SCENARIO_TRIES_MAX = 1000,
    SCENARIO_WAIT_MS_MAX = 60000,
    SCENARIO_WITHIN_MS_MAX = 600000,
    SCENARIO_WITHIN_MS = 30000,
    SCENARIO_EVENTS_MAX = 64,     /* that one step waits for */
    SCENARIO_ASKS_MAX = 5000,     /* requests of one run of one scenario */
    SCENARIO_NOTES_MAX = 16,
    SCENARIO_EXCHANGE_MAX = 16384, /* bytes kept of one request or response */
    SCENARIO_LOG_MAX = 60 * 1024
};

/* The operation that scenarios are recorded under. */
extern const struct op scenario_op;
/* `out` of every scenario: what the record expects.  New reference. */
json_t *scenario_out(void);

/* --- loading (scenario_load.c) ---------------------------------------------- */

struct yaml_doc;
/* Holds steps (`scenario` or `still`) and `needs` of one vector to the rules;
 * true when nothing was reported.  Places are those of the file. */
bool scenario_check(const struct yaml_doc *doc, const json_t *vector,
                    struct problem_sink *sink);

/* --- running (scenario.c) ---------------------------------------------------- */

struct scenario_options {
    struct target *oracle;       /* NULL: `op` steps end in error: oracle */
    const struct hello *hello;   /* of the node; `node` in references */
    const json_t *peer;          /* hello of the second node, `peer` in
                                    references; NULL: there is none */
    const char *peer_address;    /* as `address`, of the peer */
    bool allow_writes;
    const char *address;         /* of the node, secrets masked; or NULL */
    const char *fixture;         /* "observed" when NULL */
    const json_t *given;         /* --set: name -> text; `given` in references,
                                    borrowed, NULL: nothing was given */
};

/* A block of steps under way. */
struct scenario_frame {
    const json_t *steps;
    size_t at;
    const json_t *step;          /* the foreach, until or if; NULL: the top */
    json_t *list;                /* of a foreach; owned */
    size_t index, count;
    unsigned tries;
    uint64_t deadline_ns;
};

struct scenario_run {
    const struct vector *vector;
    const struct scenario_options *options;
    struct scenario_frame frames[SCENARIO_DEPTH_MAX + 1];
    size_t depth;
    json_t *values;              /* saved: name -> value; owned */
    json_t *question;            /* of the step under way; owned */
    bool asking, done, still;    /* still: looking whether the chain moved */
    bool oracle_used;
    bool at_peer;                /* the question under way is for the peer */
    uint64_t wait_until_ns;
    unsigned checks, asks;
    struct judgement judgement;
    json_t *pinned;              /* `still` of the anchor at hand, or NULL */
    json_t *notes;               /* texts, or NULL; owned */
    json_t *detail;              /* expected and got of the failure; owned */
    char *log;                   /* exchanges; malloc'd */
    size_t log_len;
    bool log_full;               /* what follows is not kept */
};

enum scenario_state {
    SCENARIO_ASK,   /* put op/in to the node, then scenario_take() */
    SCENARIO_WAIT,  /* call again at wait_until_ns */
    SCENARIO_DONE
};

/* *r must be zeroed or finished. */
void scenario_begin(struct scenario_run *r, const struct vector *v,
                    const struct scenario_options *options);
/* Goes on as far as it can; *op and *in are borrowed until the next call.  A
 * question is for the peer where r->at_peer says so. */
enum scenario_state scenario_next(struct scenario_run *r, const char **op,
                                  const json_t **in);
/* The node's answer to what scenario_next() put; *answer stays the caller's. */
void scenario_take(struct scenario_run *r, const struct answer *answer);
/* The verdict and the answer for the record; releases what *r holds. */
void scenario_finish(struct scenario_run *r, struct judgement *judgement,
                     struct answer *answer);
/* Releases a run that is given up. */
void scenario_drop(struct scenario_run *r);
/* Is this step put to the peer?  (scenario_peer.c) */
bool scenario_at_peer(const json_t *step);
/* What the peer's answer to an rpc step gives.  The peer is not judged: what it
 * does not answer as the step expects is a need that is not met, or it is
 * unreachable; then said says what.  CAUSE_NONE: *value is what the step saves
 * (a new reference).  (scenario_peer.c) */
enum cause scenario_peer_says(const json_t *step, const struct answer *answer,
                              json_t **value, char *said, size_t size);

/* Is a need of the vector not met by the target?  Then why says which; *hard:
 * it is the run's choice (writes, fixture), not the node's nature. */
bool scenario_unmet(const struct vector *v,
                    const struct scenario_options *options, char *why,
                    size_t size, bool *hard);

/* Adds the question under way and its answer to the log.  (scenario_log.c)
 * One line each: ">> " and the question, "<< " and the body that came (of a
 * post "<< HTTP STATUS: " or, when it is no JSON, "<< HTTP STATUS, text: "),
 * "<! KIND: " and why where nothing usable came; "-- " and why ends a log that
 * is not whole.  What is longer than is kept ends with " [cut]". */
void scenario_log(struct scenario_run *r, const struct answer *answer);
/* The line of the question under way without ">> "; malloc'd, or NULL.  As a
 * curl line for an address of HTTP, else the body alone. */
char *scenario_log_question(const struct scenario_run *r, const char *address);
/* "crash", "hang", …: what an answer without a body is called there. */
const char *scenario_log_kind(enum answer_kind kind);
/* Does this error of a node say that it has no such method? */
bool scenario_absent(const json_t *error);

/* --- values (scenario_value.c) ----------------------------------------------- */

/* Does text have the form "${name.path[0]}"?  Then *name_len is the length of
 * the name, which starts at text + 2. */
bool scenario_is_reference(const char *text, size_t *name_len);
/* Is value a map with one function as its key? */
bool scenario_is_function(const json_t *value);
/* Replaces references and functions.  *out is a new reference; NULL with
 * ERR_OK: the value refers to a member that is not there.  Errors:
 * ERR_BAD_INPUT (a function that its argument does not fit), ERR_MEMORY. */
MUST_CHECK enum err scenario_value(json_t **out, const json_t *value,
                                   const json_t *values, struct error *why);
/* Is every function in value well formed?  Names of references are put into
 * names (a map).  Errors: ERR_SCHEMA. */
MUST_CHECK enum err scenario_value_check(const json_t *value, json_t *names,
                                         struct error *why);

/* --- from a record (scenario_replay.c) ------------------------------------------- */

enum scenario_replayed {
    SCENARIO_JUDGED,   /* *out is the verdict on what was recorded */
    SCENARIO_PART,     /* not all of it was recorded */
    SCENARIO_OTHER     /* the scenario asks something else now: why */
};
/* Judges the recorded exchange (escaped, NULL: nothing was asked) in order, as
 * if the node answered now; waits are not waited.  options->hello is the
 * recorded one. */
enum scenario_replayed scenario_replay(struct judgement *out,
                                       const struct vector *v,
                                       const struct scenario_options *options,
                                       const char *exchange,
                                       struct error *why);

/* --- by hand (scenario_curl.c) ------------------------------------------------ */

/* A POSIX shell script (curl, jq) that does what the scenario does at url;
 * malloc'd, or NULL when memory is short. */
char *scenario_curl(const struct vector *v, const char *url);

#endif
