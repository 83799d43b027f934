/* mapping: what each verdict is called in the formats of others.
 *
 * Several formats merge verdicts; each rendering therefore also carries ours.
 * docs/report-format.md prints this table. */
#ifndef ETALON_REPORTS_MAPPING_H
#define ETALON_REPORTS_MAPPING_H

#include "runner/result.h"

enum junit_child { JUNIT_NONE, JUNIT_FAILURE, JUNIT_ERROR, JUNIT_SKIPPED };

struct mapping {
    enum junit_child junit;
    bool tap_ok;
    const char *tap_directive; /* "SKIP" or NULL */
    const char *ctrf;
    const char *github;        /* workflow command, or NULL */
    const char *colour;        /* of badges */
};

const struct mapping *mapping_of(enum verdict v);
/* As mapping_of()->github for this case: a deviation or a known failure is
 * a warning. */
const char *mapping_github(const struct result_case *c);
/* The colour that the whole run gets on a badge. */
const char *mapping_colour(const struct run *run);

#endif
