/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "reports/report.h"
#include "runner/op.h"
#include "runner/target.h"
#include "runner/targets/ref.h"
#include "runner/verdict.h"

/* Every table of the program: no hole, no double, nothing that names what does
 * not exist. */

START_TEST(every_error_has_an_id_of_its_own_and_a_sentence)
{
    for (int i = 0; i < ERR_COUNT; i++) {
        const char *id = err_id((enum err)i);

        ck_assert_ptr_nonnull(id);
        ck_assert_uint_gt(strlen(id), 0);
        ck_assert_uint_gt(strlen(err_sentence((enum err)i)), 10);
        ck_assert_uint_eq(strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                          strlen(id));
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(id, err_id((enum err)j));
        if (err_is_reason((enum err)i))
            ck_assert_err(err_find_reason(id), (enum err)i);
        else
            ck_assert_err(err_find_reason(id), ERR_OK);
    }
}
END_TEST

static void check_reasons(const struct op *op)
{
    char list[4096];
    char *rest = list, *word;

    ck_assert_uint_lt(strlen(op->reasons), sizeof list);
    memcpy(list, op->reasons, strlen(op->reasons) + 1);
    while ((word = strsep(&rest, " "))) {
        if (!word[0])
            continue;
        ck_assert_msg(err_find_reason(word) != ERR_OK,
                      "%s: there is no reason %s", op->id, word);
        ck_assert(op_has_reason(op, word));
    }
}

START_TEST(every_operation_is_well_formed_and_bound)
{
    const struct suite *suite;

    for (size_t s = 0; (suite = suite_at(s)); s++) {
        ck_assert_ptr_eq(suite_find(suite->id), suite);
        for (size_t i = 0; i < suite->op_count; i++) {
            const struct op *op = &suite->ops[i];
            struct error why = { 0 };

            ck_assert_msg(op_find(op->id) == op, "%s is there twice", op->id);
            ck_assert_msg(!shape_valid(op->in, &why), "%s: in: %s", op->id,
                          why.text);
            ck_assert_msg(!shape_valid(op->out, &why), "%s: out: %s", op->id,
                          why.text);
            ck_assert_msg(ref_find(op->id) != NULL,
                          "%s: the reference does not answer it", op->id);
            ck_assert_uint_gt(strlen(op->spec), 0);
            check_reasons(op);
        }
    }
}
END_TEST

START_TEST(every_binding_answers_an_operation_and_only_once)
{
    const struct ref_binding *row;

    for (size_t i = 0; (row = ref_at(i)); i++) {
        ck_assert_msg(op_find(row->op) != NULL, "%s is no operation", row->op);
        ck_assert_msg(ref_find(row->op) == row, "%s is bound twice", row->op);
        ck_assert(row->call != NULL);
    }
}
END_TEST

START_TEST(every_cause_belongs_to_a_verdict_and_names_come_back)
{
    enum verdict verdict;
    enum cause cause;
    enum level level;

    for (int v = 0; v < VERDICT_COUNT; v++) {
        ck_assert(verdict_find(&verdict, verdict_name((enum verdict)v)));
        ck_assert_int_eq(verdict, v);
        ck_assert_ptr_nonnull(verdict_earl((enum verdict)v));
    }
    for (int c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++) {
        ck_assert(cause_find(&cause, cause_name((enum cause)c)));
        ck_assert_int_eq(cause, c);
        ck_assert_int_ne(cause_verdict((enum cause)c), VERDICT_PASS);
    }
    for (int l = 0; l < LEVEL_COUNT; l++) {
        ck_assert(level_find(&level, level_name((enum level)l)));
        ck_assert_int_eq(level, l);
    }
    ck_assert_int_eq(cause_verdict(CAUSE_NONE), VERDICT_PASS);
}
END_TEST

START_TEST(report_formats_and_drivers_have_names_of_their_own)
{
    const struct report_format *format;
    const struct target_driver *driver;

    for (size_t i = 0; (format = report_at(i)); i++) {
        ck_assert_ptr_eq(report_find(format->name), format);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(format->file, report_at(j)->file);
        ck_assert(format->write != NULL);
        ck_assert_uint_gt(strlen(format->help), 0);
    }
    for (size_t i = 0; (driver = target_driver_at(i)); i++) {
        ck_assert_uint_gt(strlen(driver->help), 0);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(driver->scheme, target_driver_at(j)->scheme);
    }
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, every_error_has_an_id_of_its_own_and_a_sentence);
    tcase_add_test(tc, every_operation_is_well_formed_and_bound);
    tcase_add_test(tc, every_binding_answers_an_operation_and_only_once);
    tcase_add_test(tc, every_cause_belongs_to_a_verdict_and_names_come_back);
    tcase_add_test(tc, report_formats_and_drivers_have_names_of_their_own);
}

TESTKIT_MAIN("tables", add_tests)
