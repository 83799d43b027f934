/* value: what was asked, expected and got, as text of bounded length.
 *
 * `expected` says {"out"} or {"reject": reason}; `got` says {"out"}, {"reject"}
 * or {"error"}.  A view brings both to one form, so that they can stand side
 * by side. */
#ifndef ETALON_REPORTS_VALUE_H
#define ETALON_REPORTS_VALUE_H

#include "runner/result.h"

enum value_kind { VALUE_NONE, VALUE_ANSWER, VALUE_REFUSAL, VALUE_FAULT };

struct value_view {
    enum value_kind kind;
    const json_t *body;   /* the answer, or NULL */
    const char *reason;   /* of a refusal, or NULL when none was stated */
    const char *message;  /* of a refusal or fault, or NULL */
};

struct value_view value_expected(const struct result_case *c);
struct value_view value_got(const struct result_case *c);

/* Compact JSON with sorted keys, cut after max bytes with the mark "…";
 * "" for NULL.  NULL when the arena is full. */
MUST_CHECK char *value_text(struct arena *a, const json_t *value, size_t max);
/* One line: the answer, "refused: length", "error: …" or "no answer". */
MUST_CHECK char *value_line(struct arena *a, struct value_view v, size_t max);
/* A JSON value as people read it: strings bare, everything else as JSON. */
MUST_CHECK char *value_plain(struct arena *a, const json_t *value, size_t max);

/* The members of an object by key, in the arena; *count is 0 for any other
 * value and when the arena is full.  At most VALUE_MEMBERS_MAX. */
enum { VALUE_MEMBERS_MAX = 4096 };
struct value_member {
    const char *key;
    const json_t *value;
};
struct value_member *value_members(struct arena *a, size_t *count,
                                   const json_t *object);

#endif
