/* testkit: what every Check program shares - a main and a few assertions.
 *
 * Usage:  static void add_tests(TCase *tc) { tcase_add_test(tc, name); }
 *         TESTKIT_MAIN("module", add_tests) */
#ifndef ETALON_TESTS_TESTKIT_H
#define ETALON_TESTS_TESTKIT_H

#include <check.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hex.h"

/* Asserts that an enum err is the expected one, by name. */
#define ck_assert_err(got, want) ck_assert_str_eq(err_id(got), err_id(want))

/* Bytes of a plain hex literal (no 0x); exits 99 on a bad literal. */
static inline struct bytes unhex(struct arena *a, const char *digits)
{
    size_t len = strlen(digits);
    uint8_t *data = arena_raw(a, len / 2 + 1);

    if (!data || hex_read(data, digits, len))
        exit(99);
    return bytes_make(data, len / 2);
}

#define TESTKIT_MAIN(name, add)                                   \
    int main(void)                                                \
    {                                                             \
        Suite *suite = suite_create(name);                        \
        TCase *tc = tcase_create(name);                           \
        SRunner *runner;                                          \
        int failed;                                               \
                                                                  \
        tcase_set_timeout(tc, 60);                                \
        add(tc);                                                  \
        suite_add_tcase(suite, tc);                               \
        runner = srunner_create(suite);                           \
        srunner_run_all(runner, CK_ENV);                          \
        failed = srunner_ntests_failed(runner);                   \
        srunner_free(runner);                                     \
        return failed ? 1 : 0;                                    \
    }

#endif
