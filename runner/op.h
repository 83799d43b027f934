/* op: operation tables - what an implementation may be asked.
 *
 * A suite is a table of operations plus files of requirements, profiles and
 * vectors.  It states shapes and reasons; it computes nothing.
 *
 * A shape is text: either one type, or fields "{name:type, name?:type}", where
 * `?` marks an optional field.  Types: bytes (0x, even digits), bytes32,
 * address (20 bytes), bytes8, bytes256, quantity (0x, shortest, at most 256
 * bits; a non-negative integer is also taken), bool, int, text, fork, list,
 * map, any, remark (a field of an answer that is shown and never compared: in
 * whose words an implementation explains itself is not judged).  `lint` holds
 * every vector's `in` (and plain `out`) to it. */
#ifndef ETALON_RUNNER_OP_H
#define ETALON_RUNNER_OP_H

#include <jansson.h>

#include "base/err.h"

struct op {
    const char *id;      /* "rlp.decode", unique over all suites */
    const char *in;      /* shape of the input */
    const char *out;     /* shape of the answer */
    const char *reasons; /* reason ids that it may answer, space separated */
    const char *spec;    /* the standard it comes from, for people */
    const char *binding; /* how a node can be asked instead, or NULL */
};

struct suite {
    const char *id;      /* "block" */
    const char *title;
    const struct op *ops;
    size_t op_count;
};

/* All suites of this build. */
const struct suite *suite_at(size_t index); /* NULL past the end */
const struct suite *suite_find(const char *id);
/* The operation with this id in any suite, or NULL. */
const struct op *op_find(const char *id);
/* True when reason is on the operation's list. */
bool op_has_reason(const struct op *op, const char *reason);

/* Checks value against a shape; on mismatch fills why with the path and what
 * was wanted and returns ERR_SCHEMA (or ERR_INTERNAL for a broken shape). */
MUST_CHECK enum err shape_check(const char *shape, const json_t *value,
                                struct error *why);
/* Is the shape itself well formed?  For the table test. */
MUST_CHECK enum err shape_valid(const char *shape, struct error *why);
/* The type name of a field of a shape with fields, or NULL. */
const char *shape_field_type(const char *shape, const char *name);
/* Is there such a field, marked with ?. */
bool shape_field_optional(const char *shape, const char *name);
/* Is this type spelt in hex digits, whose case carries no meaning? */
bool shape_is_hex(const char *type);

#endif
