/* verdict: the six outcomes of a vector, their causes, names and counting.
 *
 * Words from ISO/IEC 9646 and EARL.  Level is not a verdict. */
#ifndef ETALON_RUNNER_VERDICT_H
#define ETALON_RUNNER_VERDICT_H

#include "base/bytes.h"

enum verdict {
    VERDICT_PASS,
    VERDICT_FAIL,
    VERDICT_INCONCLUSIVE,
    VERDICT_ERROR,
    VERDICT_INAPPLICABLE,
    VERDICT_UNTESTED,
    VERDICT_COUNT
};

/* Each cause belongs to exactly one verdict (see verdict.c's table). */
enum cause {
    CAUSE_NONE,
    /* fail */
    CAUSE_WRONG_ANSWER,
    CAUSE_ACCEPTED,     /* should have been rejected */
    CAUSE_REJECTED,     /* should have been accepted */
    CAUSE_WRONG_REASON,
    CAUSE_CRASH,
    CAUSE_GARBAGE,
    CAUSE_HANG,
    /* inconclusive */
    CAUSE_UNREACHABLE,
    CAUSE_UNSTABLE,
    CAUSE_MOVED,
    /* error */
    CAUSE_VECTOR,
    CAUSE_ORACLE,
    CAUSE_ETALON,
    CAUSE_TARGET_ERROR, /* the target answered {error}: it could not be asked */
    /* inapplicable */
    CAUSE_FEATURE,      /* declared absent, and the profile lets it be absent */
    CAUSE_UNSUPPORTED,  /* operation not offered, and it may be absent */
    /* untested */
    CAUSE_BLOCKED,
    CAUSE_FILTERED,
    CAUSE_STOPPED,
    CAUSE_NOT_OFFERED,  /* operation not offered although required */
    CAUSE_NEEDS,        /* the target lacks what a scenario needs */
    CAUSE_UNSEEN,       /* the chain was found to hold nothing to ask it of */
    CAUSE_COUNT
};

enum level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_MAY, LEVEL_COUNT };

/* Conformity of a run (design, "Verdicts"). */
enum conformity {
    RUN_CONFORMANT,
    RUN_NONCONFORMANT,
    RUN_INCONCLUSIVE,
    RUN_PARTIAL,
    RUN_CONFORMITY_COUNT
};

enum exit_status {
    EXIT_CONFORMANT = 0,
    EXIT_NONCONFORMANT = 1,
    EXIT_INCONCLUSIVE = 2,
    EXIT_USAGE = 3,
    EXIT_REGRESSION = 4,
    EXIT_INTERNAL = 5
};

const char *verdict_name(enum verdict v);      /* "pass", "fail", … */
const char *cause_name(enum cause c);          /* "wrong-answer", … */
const char *level_name(enum level l);          /* "MUST", … */
const char *conformity_name(enum conformity c);
const char *verdict_earl(enum verdict v);      /* "passed", "cantTell", … */
/* Each returns false when the name is unknown; *out then is untouched. */
MUST_CHECK bool verdict_find(enum verdict *out, const char *name);
MUST_CHECK bool cause_find(enum cause *out, const char *name);
MUST_CHECK bool level_find(enum level *out, const char *name);
MUST_CHECK bool conformity_find(enum conformity *out, const char *name);
/* The verdict that a cause belongs to; VERDICT_PASS for CAUSE_NONE. */
enum verdict cause_verdict(enum cause c);

struct tally {
    unsigned n[LEVEL_COUNT][VERDICT_COUNT];
};

void tally_add(struct tally *t, enum level l, enum verdict v);
unsigned tally_of(const struct tally *t, enum verdict v); /* over levels */
unsigned tally_all(const struct tally *t);

#endif
