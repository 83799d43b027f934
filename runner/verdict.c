/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/verdict.h"

#include <assert.h>

struct verdict_row {
    const char *name, *earl;
};

struct cause_row {
    const char *name;
    enum verdict verdict;
};

/* clang-format off */
static const struct verdict_row verdicts[VERDICT_COUNT] = {
    [VERDICT_PASS]         = { "pass",         "passed" },
    [VERDICT_FAIL]         = { "fail",         "failed" },
    [VERDICT_INCONCLUSIVE] = { "inconclusive", "cantTell" },
    [VERDICT_ERROR]        = { "error",        "cantTell" },
    [VERDICT_INAPPLICABLE] = { "inapplicable", "inapplicable" },
    [VERDICT_UNTESTED]     = { "untested",     "untested" },
};

static const struct cause_row causes[CAUSE_COUNT] = {
    [CAUSE_NONE]         = { "none",         VERDICT_PASS },
    [CAUSE_WRONG_ANSWER] = { "wrong-answer", VERDICT_FAIL },
    [CAUSE_ACCEPTED]     = { "accepted",     VERDICT_FAIL },
    [CAUSE_REJECTED]     = { "rejected",     VERDICT_FAIL },
    [CAUSE_WRONG_REASON] = { "wrong-reason", VERDICT_FAIL },
    [CAUSE_CRASH]        = { "crash",        VERDICT_FAIL },
    [CAUSE_GARBAGE]      = { "garbage",      VERDICT_FAIL },
    [CAUSE_HANG]         = { "hang",         VERDICT_FAIL },
    [CAUSE_UNREACHABLE]  = { "unreachable",  VERDICT_INCONCLUSIVE },
    [CAUSE_UNSTABLE]     = { "unstable",     VERDICT_INCONCLUSIVE },
    [CAUSE_MOVED]        = { "moved",        VERDICT_INCONCLUSIVE },
    [CAUSE_VECTOR]       = { "vector",       VERDICT_ERROR },
    [CAUSE_ORACLE]       = { "oracle",       VERDICT_ERROR },
    [CAUSE_ETALON]       = { "etalon",       VERDICT_ERROR },
    [CAUSE_TARGET_ERROR] = { "target-error", VERDICT_ERROR },
    [CAUSE_FEATURE]      = { "feature",      VERDICT_INAPPLICABLE },
    [CAUSE_UNSUPPORTED]  = { "unsupported",  VERDICT_INAPPLICABLE },
    [CAUSE_BLOCKED]      = { "blocked",      VERDICT_UNTESTED },
    [CAUSE_FILTERED]     = { "filtered",     VERDICT_UNTESTED },
    [CAUSE_STOPPED]      = { "stopped",      VERDICT_UNTESTED },
    [CAUSE_NOT_OFFERED]  = { "not-offered",  VERDICT_UNTESTED },
    [CAUSE_NEEDS]        = { "needs",        VERDICT_UNTESTED },
    [CAUSE_UNSEEN]       = { "unseen",       VERDICT_UNTESTED },
};
/* clang-format on */

static const char *const levels[LEVEL_COUNT] = { "MUST", "SHOULD", "MAY" };

static const char *const conformities[RUN_CONFORMITY_COUNT] = {
    [RUN_CONFORMANT] = "conformant",
    [RUN_NONCONFORMANT] = "nonconformant",
    [RUN_INCONCLUSIVE] = "inconclusive",
    [RUN_PARTIAL] = "partial",
};

const char *verdict_name(enum verdict v)
{
    assert(v < VERDICT_COUNT);
    return verdicts[v].name;
}

const char *verdict_earl(enum verdict v)
{
    assert(v < VERDICT_COUNT);
    return verdicts[v].earl;
}

const char *cause_name(enum cause c)
{
    assert(c < CAUSE_COUNT);
    return causes[c].name;
}

const char *level_name(enum level l)
{
    assert(l < LEVEL_COUNT);
    return levels[l];
}

const char *conformity_name(enum conformity c)
{
    assert(c < RUN_CONFORMITY_COUNT);
    return conformities[c];
}

enum verdict cause_verdict(enum cause c)
{
    assert(c < CAUSE_COUNT);
    return causes[c].verdict;
}

bool verdict_find(enum verdict *out, const char *name)
{
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(verdicts[i].name, name) == 0) {
            *out = (enum verdict)i;
            return true;
        }
    return false;
}

bool cause_find(enum cause *out, const char *name)
{
    for (size_t i = 0; i < CAUSE_COUNT; i++)
        if (strcmp(causes[i].name, name) == 0) {
            *out = (enum cause)i;
            return true;
        }
    return false;
}

bool level_find(enum level *out, const char *name)
{
    for (size_t i = 0; i < LEVEL_COUNT; i++)
        if (strcmp(levels[i], name) == 0) {
            *out = (enum level)i;
            return true;
        }
    return false;
}

bool conformity_find(enum conformity *out, const char *name)
{
    for (size_t i = 0; i < RUN_CONFORMITY_COUNT; i++)
        if (strcmp(conformities[i], name) == 0) {
            *out = (enum conformity)i;
            return true;
        }
    return false;
}

void tally_add(struct tally *t, enum level l, enum verdict v)
{
    assert(l < LEVEL_COUNT && v < VERDICT_COUNT);
    t->n[l][v]++;
}

unsigned tally_of(const struct tally *t, enum verdict v)
{
    unsigned sum = 0;

    assert(v < VERDICT_COUNT);
    for (size_t l = 0; l < LEVEL_COUNT; l++)
        sum += t->n[l][v];
    return sum;
}

unsigned tally_all(const struct tally *t)
{
    unsigned sum = 0;

    for (size_t v = 0; v < VERDICT_COUNT; v++)
        sum += tally_of(t, (enum verdict)v);
    return sum;
}
