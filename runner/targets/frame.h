/* frame: the adapter protocol's JSON objects, the only place that knows them.
 *
 * Spec: docs/adapter-protocol.md, version 1.  Objects are read strictly: one
 * JSON object in UTF-8, no doubled key, at most JSON_TEXT_DEPTH_MAX deep; an
 * answer holds its id and exactly one of out, reject, unsupported and error.
 * `hello` alone may hold members that this version does not know.  Texts that
 * are returned end with a newline and belong to the caller: free(). */
#ifndef ETALON_RUNNER_TARGETS_FRAME_H
#define ETALON_RUNNER_TARGETS_FRAME_H

#include <jansson.h>

#include "base/err.h"
#include "runner/target.h"

enum {
    FRAME_PROTOCOL = 1,
    FRAME_ID_MAX = 256,          /* bytes */
    FRAME_NAME_MAX = 256,        /* bytes: name, version, an operation's id */
    FRAME_TEXT_MAX = 64 * 1024,  /* bytes: message and error */
    FRAME_LIST_MAX = 10000,      /* operations, features */
    FRAME_PIPELINE_MAX = 64,
    FRAME_LINE_MAX = 32 * 1024 * 1024
};

enum frame_verb {
    FRAME_HELLO,
    FRAME_RUN,
    FRAME_RESET,
    FRAME_BYE,
    FRAME_VERB_COUNT
};

/* Members are borrowed from the object that was read. */
struct frame_request {
    enum frame_verb verb;
    const char *id;   /* run only */
    const char *op;   /* run only */
    const json_t *in; /* run only: an object */
};

/* One line, without its newline, to an object.  Error: ERR_PROTOCOL. */
MUST_CHECK enum err frame_read(json_t **out, struct bytes line,
                               struct error *why);
/* The object's id, borrowed, or NULL when it has none that is well formed. */
const char *frame_id(const json_t *object);

/* What etalon sends; NULL when memory is short. */
char *frame_hello(void);
char *frame_run(const char *id, const char *op, const json_t *in);
char *frame_reset(void);
char *frame_bye(void);

/* What a target answers.  Errors: ERR_PROTOCOL, outputs then untouched.
 * frame_hello_read takes over the reference `all` on success. */
MUST_CHECK enum err frame_hello_read(struct hello *out, bool *stateful,
                                     json_t *all, struct error *why);
/* *body is a new reference, NULL for unsupported; an error's is its text. */
MUST_CHECK enum err frame_answer_read(enum answer_kind *kind, json_t **body,
                                      const json_t *object, struct error *why);
/* True for the answer {"ok": true} to reset. */
bool frame_is_ok(const json_t *object);
/* The text of {"error": …} that names no question, borrowed, or NULL. */
const char *frame_stray_error(const json_t *object);

/* The other side, for `etalon serve`.  ERR_PROTOCOL: not a request. */
MUST_CHECK enum err frame_request_read(struct frame_request *out,
                                       const json_t *object,
                                       struct error *why);
char *frame_hello_text(const struct hello *hello);
/* kind is out, reject, unsupported or error; body as in frame_answer_read.
 * id may be NULL for an error about a line that had none. */
char *frame_answer_text(const char *id, enum answer_kind kind,
                        const json_t *body);
char *frame_ok_text(void);

/* Printable copy of hostile bytes, cut to size: control characters, quotes'
 * backslash and what is not ASCII become \xNN. */
void frame_show(char *out, size_t size, struct bytes raw);

#endif
