/* compare: expected against got, to a verdict with the first difference.
 *
 * Exact over JSON: types, key sets, list lengths and order, text.  Three
 * places are looser, and only there: a field whose type is remark is not
 * compared; where the shape of the operation's answer says bytes, bytes8,
 * bytes32, bytes256, address or quantity, hex digits compare without case; and
 * one-key maps starting with $ on the expected side are matchers
 * (docs/vector-format.md, "Matchers"). */
#ifndef ETALON_RUNNER_COMPARE_H
#define ETALON_RUNNER_COMPARE_H

#include "runner/target.h"
#include "runner/vector.h"

enum { COMPARE_PATH_SIZE = 256, COMPARE_TEXT_SIZE = 512 };

struct difference {
    char path[COMPARE_PATH_SIZE];   /* "$.receipts[2].status" */
    char text[COMPARE_TEXT_SIZE];   /* one sentence */
};

/* Turns the bytes of an answer into named fields, so that a difference can be
 * told as `gasLimit` instead of byte 317.  Returns a new reference or NULL.
 * name (may be NULL) says who did it, for the report. */
struct describer {
    json_t *(*call)(void *user, const char *op, const char *hex);
    void *user;
    const char *name;
};

struct judgement {
    enum verdict verdict;
    enum cause cause;
    struct difference difference;     /* texts are "" for a pass */
    const char *reason_stated;        /* view into the answer, "unknown", NULL */
    bool described;                   /* the describer found the difference */
};

/* True when equal; else *out has the first difference.  shape may be NULL. */
bool compare_values(struct difference *out, const char *shape,
                    const json_t *expected, const json_t *got);
/* Are all matchers in expected well formed?  Errors: ERR_SCHEMA. */
MUST_CHECK enum err compare_check(const json_t *expected, struct error *why);
/* Does expected hold any matcher? */
bool compare_has_matcher(const json_t *expected);
/* The verdict on one answer.  Applicability is not judged here: an operation
 * that is not offered comes out as untested: not-offered.  describer may be
 * NULL. */
void judge(struct judgement *out, const struct vector *v,
           const struct answer *answer, bool states_reasons,
           const struct describer *describer);

#endif
