/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/lint.h"

#include "runner/vector_internal.h"

static void check_coverage(struct lint_result *out, const struct catalogue *c,
                           struct problem_sink *errors,
                           struct problem_sink *warnings)
{
    for (size_t i = 0; i < c->requirement_count; i++) {
        const struct requirement *r = &c->requirements[i];
        struct yaml_place at = { r->line, 1 };
        bool must = r->level == LEVEL_MUST;

        if (r->untestable && r->vectors)
            problem_add(warnings, ERR_SCHEMA, r->file, at,
                        "%s is called untestable, but %u vectors cite it",
                        r->id, r->vectors);
        if (r->untestable || r->vectors)
            continue;
        out->must_uncovered += must;
        out->other_uncovered += !must;
        problem_add(must ? errors : warnings, ERR_NOT_FOUND, r->file, at,
                    "%s (%s) has no vector", r->id, level_name(r->level));
    }
}

static bool op_is_asked(const struct catalogue *c, const struct op *op)
{
    for (size_t i = 0; i < c->vector_count; i++)
        if (c->vectors[i].op == op)
            return true;
    return false;
}

static void check_ops(const struct catalogue *c, struct problem_sink *errors,
                      struct problem_sink *warnings)
{
    struct yaml_place nowhere = { 0, 0 };
    const struct suite *suite;

    for (size_t s = 0; (suite = suite_at(s)); s++)
        for (size_t i = 0; i < suite->op_count; i++) {
            const struct op *op = &suite->ops[i];
            struct error why = { 0 };

            if (shape_valid(op->in, &why) || shape_valid(op->out, &why))
                problem_add(errors, ERR_INTERNAL, suite->id, nowhere,
                            "operation %s: %s", op->id, why.text);
            if (!op_is_asked(c, op))
                problem_add(warnings, ERR_NOT_FOUND, suite->id, nowhere,
                            "operation %s has no vector", op->id);
        }
}

enum err lint_run(struct lint_result *out, const char *data_dir,
                  struct problem_sink *errors, struct problem_sink *warnings,
                  struct error *why)
{
    struct lint_result result = { .errors = 0 };
    unsigned before = errors->errors;
    struct catalogue c;
    enum err err = catalogue_load_some(&c, data_dir, errors, true);

    if (err == ERR_MEMORY || err == ERR_INTERNAL) {
        catalogue_release(&c);
        return error_set(why, err, "%s", errors->first.text);
    }
    check_coverage(&result, &c, errors, warnings);
    check_ops(&c, errors, warnings);
    result.requirements = c.requirement_count;
    result.vectors = c.vector_count;
    result.profiles = c.profile_count;
    result.errors = errors->errors - before;
    catalogue_release(&c);
    *out = result;
    return ERR_OK;
}
