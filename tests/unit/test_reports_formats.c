/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "base/json.h"
#include "reports/escape.h"
#include "reports/mapping.h"
#include "reports/outline.h"
#include "reports/report.h"
#include "tests/unit/report_fixture.h"

#include <unistd.h>

static char *rendered(const struct run *run, const char *format,
                      const char *variant, size_t *size)
{
    struct report_options options = { .language = "en", .variant = variant };
    const struct report_format *f = report_find(format);
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    if (!out || !f)
        exit(99);
    ck_assert_err(f->write(out, run, &options, NULL), ERR_OK);
    (void)fclose(out);
    if (size)
        *size = len;
    return text;
}

static size_t occurrences(const char *text, const char *what)
{
    size_t n = 0;

    for (const char *at = text; (at = strstr(at, what)) != NULL; at++)
        n++;
    return n;
}

/* Runs check for each format and each of its variants. */
static void each(const struct run *run,
                 void (*check)(const char *text, size_t size,
                               const struct report_format *f))
{
    const struct report_format *f;

    for (size_t i = 0; (f = report_at(i)) != NULL; i++) {
        char list[128] = "", *at = list, *variant = NULL;

        (void)snprintf(list, sizeof list, "%s", f->variants ? f->variants : "");
        do {
            size_t size;
            char *text = rendered(run, f->name, variant, &size);

            check(text, size, f);
            free(text);
        } while ((variant = strtok_r(at, " ", &at)) != NULL);
    }
}

static void is_clean(const char *text, size_t size,
                     const struct report_format *f)
{
    struct bytes rest = bytes_make(text, size);

    while (rest.len) {
        struct bytes here = rest;
        uint32_t point = escape_next(&rest);
        bool line = point == '\n' ||
                    (point == '\r' && strcmp(f->name, "csv") == 0);

        ck_assert_msg(line || !escape_hidden(point),
                      "%s: U+%04x comes out raw at %zu", f->name,
                      (unsigned)point, size - here.len);
        ck_assert_msg(point != 0xFFFD || here.data[0] == 0xEF,
                      "%s: not UTF-8 at %zu", f->name, size - here.len);
    }
}

START_TEST(no_format_lets_control_or_direction_marks_through)
{
    struct run run;

    fixture_hostile(&run);
    each(&run, is_clean);
    fixture_release(&run);
    fixture_empty(&run);
    each(&run, is_clean);
    fixture_release(&run);
}
END_TEST

START_TEST(the_same_run_gives_the_same_bytes)
{
    const struct report_format *f;
    struct run one, two;

    fixture_hostile(&one);
    fixture_hostile(&two);
    for (size_t i = 0; (f = report_at(i)) != NULL; i++) {
        char *a = rendered(&one, f->name, NULL, NULL);
        char *b = rendered(&two, f->name, NULL, NULL);

        ck_assert_msg(strcmp(a, b) == 0, "%s differs", f->name);
        free(a);
        free(b);
    }
    fixture_release(&one);
    fixture_release(&two);
}
END_TEST

START_TEST(json_formats_parse_and_hold_every_case)
{
    static const char *const names[] = { "json", "ctrf", "earl-jsonld",
                                         "badge-json" };
    struct run run;

    fixture_hostile(&run);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        char *text = rendered(&run, names[i], NULL, NULL);
        json_t *value = NULL;
        struct error why = { 0 };

        ck_assert_msg(json_read(&value, bytes_str(text), names[i], &why) ==
                      ERR_OK, "%s: %s", names[i], why.text);
        if (strcmp(names[i], "json") == 0)
            ck_assert_uint_eq(json_array_size(json_object_get(value, "cases")),
                              run.case_count);
        json_decref(value);
        free(text);
    }
    fixture_release(&run);
}
END_TEST

START_TEST(notes_are_shown_where_people_read_and_count_nowhere)
{
    static const char *const names[] = { "text", "markdown", "html", "json" };
    struct run run, plain;

    fixture_plausible(&run);
    fixture_plausible(&plain);
    for (size_t i = 0; i < run.case_count; i++)
        if (run.cases[i].verdict == VERDICT_PASS) {
            run.cases[i].notes = json_pack("[s, s]", "takes 0x01", "takes 1");
            break;
        }
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        char *with = rendered(&run, names[i], NULL, NULL);
        char *without = rendered(&plain, names[i], NULL, NULL);

        ck_assert_msg(occurrences(with, "takes 0x01") == 1, "%s", names[i]);
        ck_assert_msg(occurrences(with, "takes 1") == 1, "%s", names[i]);
        ck_assert_uint_eq(occurrences(with, "conformant"),
                          occurrences(without, "conformant"));
        free(with);
        free(without);
    }
    for (size_t i = 0; i < run.case_count; i++)
        json_decref((json_t *)(uintptr_t)run.cases[i].notes);
    fixture_release(&run);
    fixture_release(&plain);
}
END_TEST

START_TEST(the_page_runs_no_script_of_a_target)
{
    struct run run;
    size_t size;
    char *text;

    fixture_hostile(&run);
    text = rendered(&run, "html", NULL, &size);
    ck_assert_uint_eq(occurrences(text, "<script"), 1);
    ck_assert_uint_eq(occurrences(text, "</script"), 1);
    ck_assert_uint_eq(occurrences(text, "style=\""), 0);
    ck_assert_uint_eq(occurrences(text, "href=\"https://evil"), 0);
    ck_assert_uint_eq(occurrences(text, "href=\"javascript"), 0);
    ck_assert_uint_eq(occurrences(text, "href=\"https://eips"), 2);
    ck_assert_ptr_nonnull(strstr(text, "default-src 'none'"));
    ck_assert_uint_lt(size, 1000000);
    free(text);
    fixture_release(&run);
}
END_TEST

START_TEST(a_broken_target_gets_a_page_below_five_megabytes)
{
    struct run run;
    size_t size;
    char *text;

    fixture_many(&run, 2500, VERDICT_FAIL, 20000);
    text = rendered(&run, "html", NULL, &size);
    ck_assert_uint_lt(size, 5000000);
    ck_assert_ptr_nonnull(strstr(text, "the record has all of it"));
    ck_assert_ptr_nonnull(strstr(text, "case-block.generated.02499"));
    ck_assert_ptr_nonnull(strstr(text, "End of report"));
    free(text);
    fixture_release(&run);
    fixture_many(&run, 30000, VERDICT_FAIL, 64);
    text = rendered(&run, "html", NULL, &size);
    ck_assert_uint_lt(size, 5000000);
    ck_assert_ptr_nonnull(strstr(text, "not listed on this page"));
    ck_assert_ptr_nonnull(strstr(text, "</html>"));
    free(text);
    fixture_release(&run);
}
END_TEST

START_TEST(a_step_summary_stays_below_its_cap)
{
    struct run run;
    size_t size;
    char *text;

    fixture_many(&run, 30000, VERDICT_FAIL, 64);
    text = rendered(&run, "markdown", NULL, &size);
    ck_assert_uint_le(size, 900 * 1024);
    ck_assert_ptr_nonnull(strstr(text, "more cases are left out here"));
    free(text);
    text = rendered(&run, "github-annotations", NULL, NULL);
    ck_assert_uint_eq(occurrences(text, "::error "), 10);
    ck_assert_uint_eq(occurrences(text, "::warning "), 10);
    ck_assert_ptr_nonnull(strstr(text, "errors and"));
    free(text);
    fixture_release(&run);
}
END_TEST

START_TEST(a_partial_run_claims_nothing_about_conformity)
{
    struct run run;
    char *text;

    fixture_plausible(&run);
    run.conformity = RUN_PARTIAL;
    run.why = "no profile was named";
    text = rendered(&run, "html", NULL, NULL);
    ck_assert_ptr_nonnull(strstr(text, "Partial run"));
    ck_assert_ptr_null(strstr(text, "Conforms"));
    ck_assert_ptr_null(strstr(text, "Does not conform"));
    ck_assert_ptr_null(strstr(text, "</svg>Met<"));
    ck_assert_ptr_null(strstr(text, "</svg>Not met<"));
    free(text);
    text = rendered(&run, "badge-svg", NULL, NULL);
    ck_assert_ptr_nonnull(strstr(text, "partial 3/6 MUST"));
    free(text);
    fixture_release(&run);
}
END_TEST

START_TEST(a_killed_run_never_looks_green)
{
    struct run run;
    char *text;

    fixture_killed(&run);
    text = rendered(&run, "junit", NULL, NULL);
    ck_assert_ptr_nonnull(strstr(text, "name=\"the run is complete\""));
    free(text);
    text = rendered(&run, "tap", NULL, NULL);
    ck_assert_ptr_nonnull(strstr(text, "\nBail out! "));
    free(text);
    text = rendered(&run, "markdown", NULL, NULL);
    ck_assert_ptr_nonnull(strstr(text, "**incomplete**"));
    free(text);
    fixture_release(&run);
}
END_TEST

START_TEST(every_verdict_has_its_word_in_each_format)
{
    for (unsigned v = 0; v < VERDICT_COUNT; v++) {
        const struct mapping *m = mapping_of(v);

        ck_assert_ptr_nonnull(m->ctrf);
        ck_assert_ptr_nonnull(m->colour);
        /* Only a pass may be without any child, and only it is plain "ok". */
        ck_assert_int_eq(m->junit == JUNIT_NONE, v == VERDICT_PASS);
        ck_assert_int_eq(m->tap_ok && !m->tap_directive, v == VERDICT_PASS);
        ck_assert_int_eq(strcmp(m->ctrf, "passed") == 0, v == VERDICT_PASS);
        ck_assert_int_eq(!m->tap_ok, v == VERDICT_FAIL || v == VERDICT_ERROR ||
                                         v == VERDICT_INCONCLUSIVE);
    }
}
END_TEST

START_TEST(areas_are_met_only_when_all_that_applies_passed)
{
    static const struct {
        const char *name;
        enum area_state state;
    } want[] = {
        { "caip", AREA_MET },       { "cctp", AREA_NONE },
        { "did", AREA_NONE },       { "header", AREA_NOT_MET },
        { "ics20", AREA_OPEN },     { "rlp", AREA_NOT_MET },
    };
    struct arena a;
    struct outline o;
    struct run run;

    arena_init(&a, 0);
    fixture_plausible(&run);
    ck_assert_err(outline_init(&o, &a, &run, NULL), ERR_OK);
    ck_assert_uint_eq(o.area_count, ARRAY_LEN(want));
    for (size_t i = 0; i < o.area_count; i++) {
        ck_assert_str_eq(o.areas[i].name, want[i].name);
        ck_assert_int_eq(o.areas[i].state, want[i].state);
    }
    ck_assert_uint_eq(o.shown, 7);
    ck_assert_int_eq(run.cases[o.worst[0]].verdict, VERDICT_FAIL);
    ck_assert_int_eq(run.cases[o.worst[10]].verdict, VERDICT_PASS);
    /* Two cases cite requirement 1, the list of strings and the nested one. */
    ck_assert_uint_eq(o.from[2] - o.from[1], 2);
    arena_release(&a);
    fixture_release(&run);
}
END_TEST

START_TEST(what_is_outside_or_untestable_does_not_count)
{
    struct arena a;
    struct outline o;
    struct run run;

    arena_init(&a, 0);
    fixture_plausible(&run);
    run.requirements[0].outside = true;          /* a failed MUST of rlp */
    run.requirements[3].untestable = "unseen";   /* fails all the same */
    run.requirements[8].untestable = "unseen";
    run.requirements[8].verdict = VERDICT_UNTESTED;
    ck_assert_err(outline_init(&o, &a, &run, NULL), ERR_OK);
    ck_assert_int_eq(o.areas[5].state, AREA_MET);
    ck_assert_int_eq(o.areas[3].state, AREA_NOT_MET);
    ck_assert_uint_eq(o.requirements.n[LEVEL_MUST][VERDICT_UNTESTED], 0);
    ck_assert_uint_eq(o.untestable, 1);
    arena_release(&a);
    fixture_release(&run);
}
END_TEST

START_TEST(outline_fails_cleanly_in_a_small_arena)
{
    struct outline o = { .shown = 77 };
    struct arena a;
    struct run run;
    size_t cap = 16;
    enum err err;

    fixture_plausible(&run);
    do {
        arena_init(&a, cap);
        err = outline_init(&o, &a, &run, NULL);
        if (err) {
            ck_assert_err(err, ERR_MEMORY);
            ck_assert_uint_eq(o.shown, 77);
        }
        arena_release(&a);
        cap *= 2;
    } while (err && cap < (size_t)1 << 24);
    ck_assert_err(err, ERR_OK);
    fixture_release(&run);
}
END_TEST

START_TEST(a_full_disk_is_an_error_and_leaves_no_file)
{
    FILE *full = fopen("/dev/full", "w");
    const struct report_format *f;
    struct error why = { 0 };
    struct run run;

    fixture_plausible(&run);
    for (size_t i = 0; full && (f = report_at(i)) != NULL; i++)
        ck_assert_err(f->write(full, &run, NULL, NULL), ERR_IO);
    if (full)
        (void)fclose(full);
    ck_assert_err(report_write_file(report_at(0), &run, "/nonexistent/x/y",
                                    NULL, &why), ERR_IO);
    ck_assert_ptr_nonnull(strstr(why.text, "/nonexistent/x/y"));
    fixture_release(&run);
}
END_TEST

/* Golden files: ETALON_GOLDEN_WRITE=1 in the environment renews them, and the
 * difference is then read by a person. */
static void meets_golden(const struct run *run, const char *format,
                         const char *variant, const char *file)
{
    char path[512], *text, *want;
    size_t size, len;
    FILE *f;

    (void)snprintf(path, sizeof path, "%s/tests/data/reports/%s",
                   ETALON_SRCDIR, file);
    text = rendered(run, format, variant, &size);
    if (getenv("ETALON_GOLDEN_WRITE")) {
        f = fopen(path, "w");
        ck_assert(f && fwrite(text, 1, size, f) == size);
        (void)fclose(f);
    }
    f = fopen(path, "r");
    ck_assert_msg(f != NULL, "%s is missing", path);
    want = calloc(1, size + 2);
    len = fread(want, 1, size + 1, f);
    (void)fclose(f);
    ck_assert_msg(len == size && memcmp(text, want, size) == 0,
                  "%s is another text", file);
    free(want);
    free(text);
}

START_TEST(plausible_run_meets_golden_files)
{
    static const char *const rows[][3] = {
        { "text", NULL, "summary.txt" },
        { "json", NULL, "summary.json" },
        { "junit", "rich", "junit.xml" },
        { "junit", "portable", "junit-portable.xml" },
        { "tap", "13", "run.tap" },
        { "tap", "14-nested", "run-nested.tap" },
        { "earl-turtle", NULL, "earl.ttl" },
        { "earl-jsonld", NULL, "earl.jsonld" },
        { "markdown", NULL, "summary.md" },
        { "csv", "clauses", "clauses.csv" },
        { "csv", "cases", "cases.csv" },
        { "ctrf", NULL, "ctrf.json" },
        { "badge-svg", NULL, "badge.svg" },
        { "badge-json", NULL, "badge.json" },
        { "github-annotations", NULL, "annotations.txt" },
        { "html", NULL, "report.html" },
    };
    struct run run;

    fixture_plausible(&run);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        meets_golden(&run, rows[i][0], rows[i][1], rows[i][2]);
    fixture_release(&run);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, no_format_lets_control_or_direction_marks_through);
    tcase_add_test(tc, the_same_run_gives_the_same_bytes);
    tcase_add_test(tc, json_formats_parse_and_hold_every_case);
    tcase_add_test(tc, notes_are_shown_where_people_read_and_count_nowhere);
    tcase_add_test(tc, the_page_runs_no_script_of_a_target);
    tcase_add_test(tc, a_broken_target_gets_a_page_below_five_megabytes);
    tcase_add_test(tc, a_step_summary_stays_below_its_cap);
    tcase_add_test(tc, a_partial_run_claims_nothing_about_conformity);
    tcase_add_test(tc, a_killed_run_never_looks_green);
    tcase_add_test(tc, every_verdict_has_its_word_in_each_format);
    tcase_add_test(tc, areas_are_met_only_when_all_that_applies_passed);
    tcase_add_test(tc, what_is_outside_or_untestable_does_not_count);
    tcase_add_test(tc, outline_fails_cleanly_in_a_small_arena);
    tcase_add_test(tc, a_full_disk_is_an_error_and_leaves_no_file);
    tcase_add_test(tc, plausible_run_meets_golden_files);
}
TESTKIT_MAIN("reports_formats", add_tests)
