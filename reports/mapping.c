/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/mapping.h"

/* clang-format off */
static const struct mapping table[VERDICT_COUNT] = {
    /*                        junit          ok     directive ctrf       github */
    [VERDICT_PASS]         = { JUNIT_NONE,    true,  NULL,     "passed",  NULL,      "#1f7a4d" },
    [VERDICT_FAIL]         = { JUNIT_FAILURE, false, NULL,     "failed",  "error",   "#b3261e" },
    [VERDICT_INCONCLUSIVE] = { JUNIT_ERROR,   false, NULL,     "other",   "warning", "#8a5a00" },
    [VERDICT_ERROR]        = { JUNIT_ERROR,   false, NULL,     "failed",  "error",   "#6b3fa0" },
    [VERDICT_INAPPLICABLE] = { JUNIT_SKIPPED, true,  "SKIP",   "skipped", NULL,      "#57606a" },
    [VERDICT_UNTESTED]     = { JUNIT_SKIPPED, true,  "SKIP",   "pending", NULL,      "#57606a" },
};
/* clang-format on */

const struct mapping *mapping_of(enum verdict v)
{
    return &table[v];
}

const char *mapping_github(const struct result_case *c)
{
    const char *command = table[c->verdict].github;

    if (c->verdict == VERDICT_FAIL && (c->level != LEVEL_MUST || c->known))
        return "warning";
    return command;
}

const char *mapping_colour(const struct run *run)
{
    static const enum verdict as[RUN_CONFORMITY_COUNT] = {
        [RUN_CONFORMANT] = VERDICT_PASS,
        [RUN_NONCONFORMANT] = VERDICT_FAIL,
        [RUN_INCONCLUSIVE] = VERDICT_INCONCLUSIVE,
        [RUN_PARTIAL] = VERDICT_UNTESTED,
    };

    return table[as[run->conformity]].colour;
}
