/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/upstream_internal.h"

/* What published tests call the fault of a block, and the reasons that say the
 * same.  Where a name covers several faults, or a block has two and the texts
 * order no check before the other, there are several.  Names of
 * execution-spec-tests come with a class ("BlockException.") in front. */
enum { REASONS_MAX = 5 };

static const struct {
    const char *name;
    enum err reasons[REASONS_MAX];
} exceptions[] = {
#define EXCEPTION(name, ...) { name, { __VA_ARGS__ } },
#include "runner/targets/upstream_exception.def"
#undef EXCEPTION
};

static bool names(struct bytes word, enum err err, bool *known)
{
    for (size_t i = 0; i < ARRAY_LEN(exceptions); i++) {
        if (!bytes_eq(word, bytes_str(exceptions[i].name)))
            continue;
        *known = true;
        for (size_t k = 0; k < REASONS_MAX; k++)
            if (exceptions[i].reasons[k] == err)
                return true;
        return false;
    }
    return false;
}

bool upstream_exception_is(const char *expected, enum err err)
{
    bool known = false;

    while (*expected) {
        size_t len = strcspn(expected, "|");
        const char *dot = memchr(expected, '.', len);
        const char *word = dot ? dot + 1 : expected;

        if (names(bytes_make((const uint8_t *)word,
                             len - (size_t)(word - expected)), err, &known))
            return true;
        expected += len + (expected[len] == '|');
    }
    return !known;
}
