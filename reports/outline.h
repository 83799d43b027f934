/* outline: a run ordered for reading - areas, counts, worst first.
 *
 * Counts and sorts only: verdicts are taken as the run states them.  Built in
 * the caller's arena; valid as long as run and arena. */
#ifndef ETALON_REPORTS_OUTLINE_H
#define ETALON_REPORTS_OUTLINE_H

#include "runner/result.h"

/* What the MUST requirements of an area amount to. */
enum area_state {
    AREA_MET,      /* each passed or is inapplicable, at least one passed */
    AREA_NOT_MET,  /* one failed */
    AREA_OPEN,     /* none failed, but not all were shown to pass */
    AREA_NONE,     /* no MUST requirement applies here */
    AREA_STATE_COUNT
};

struct outline_area {
    const char *name;
    struct tally requirements; /* those that count */
    struct tally cases;
    enum area_state state;
    size_t *requirement; /* indexes into run->requirements, in run order */
    size_t requirement_count;
    size_t *order;       /* indexes into run->cases, in run order */
    size_t case_count;
};

struct outline {
    const struct run *run;
    struct outline_area *areas; /* by name */
    size_t area_count;
    size_t *case_area;          /* area of each case */
    size_t *worst;              /* all cases: fail, error, ... then by level */
    size_t shown;               /* how many of worst are not passes */
    /* The cases of requirement r: cited[from[r]] ... cited[from[r + 1] - 1],
     * in the order of `worst`. */
    size_t *from, *cited;
    struct tally requirements;  /* those that count, over all areas */
    unsigned untestable;        /* MUSTs of the profile that no vector can test */
};

/* Error: ERR_MEMORY. */
MUST_CHECK enum err outline_init(struct outline *o, struct arena *a,
                                 const struct run *run, struct error *why);
/* Does this requirement count for the statement of conformity?  Not when it is
 * outside the profile, or untestable and, as it must be, untested. */
bool outline_counts(const struct result_requirement *r);
/* Requirements at this level that passed, and that apply at all. */
unsigned outline_passed(const struct tally *t, enum level level);
unsigned outline_applicable(const struct tally *t, enum level level);
/* A failed SHOULD or MAY: shown, and never decides. */
bool outline_is_deviation(const struct result_case *c);
/* Note i of a case, "" when it is none. */
const char *outline_note(const struct result_case *c, size_t i);
/* text, or otherwise when it is NULL or empty. */
const char *outline_or(const char *text, const char *otherwise);
/* The target's name as people know it, else the string it was opened by. */
const char *outline_target(const struct run *run);

#endif
