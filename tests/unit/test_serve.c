/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runner/targets/adapter_check.h"
#include "runner/targets/process.h"
#include "runner/targets/ref.h"
#include "runner/targets/serve.h"

/* This program is also the adapter that it tests: with --serve it offers the
 * reference on its standard input and output. */
static char self[PATH_MAX];

enum { QUESTIONS = 4000, OVERHEAD_MAX_US = 2000 };

static struct target *open_self(unsigned timeout_ms)
{
    struct target_options options = { .timeout_ms = timeout_ms };
    struct error why = { 0 };
    struct target *t = NULL;
    char text[PATH_MAX + 32];

    snprintf(text, sizeof text, "stdio:'%s' --serve", self);
    ck_assert_msg(!target_open(&t, text, &options, &why), "%s", why.text);
    return t;
}

START_TEST(the_reference_on_a_pipe_answers_as_it_does_in_process)
{
    static const char *const inputs[] = {
        "{\"data\":\"0x\"}", "{\"data\":\"0x8100\"}", "{\"data\":\"0xc0\"}",
        "{\"data\":7}", "{}",
    };
    struct target *far = open_self(10000), *near = NULL;
    const struct ref_binding *row;
    struct error why = { 0 };

    ck_assert(!target_open(&near, "ref:", NULL, &why));
    ck_assert(json_equal(far->driver->hello(far)->operations,
                         near->driver->hello(near)->operations));
    ck_assert(far->driver->hello(far)->states_reasons);
    for (size_t i = 0; (row = ref_at(i)); i++)
        for (size_t k = 0; k < ARRAY_LEN(inputs); k++) {
            json_auto_t *in = json_loads(inputs[k], 0, NULL);
            struct answer a, b;

            ck_assert(!target_ask(far, "q", row->op, in, &a, &why));
            ck_assert(!target_ask(near, "q", row->op, in, &b, &why));
            ck_assert_msg(a.kind == b.kind, "%s: %d and %d", row->op, a.kind,
                          b.kind);
            ck_assert_msg(json_equal(a.body, b.body) || a.body == b.body, "%s",
                          row->op);
            answer_release(&a);
            answer_release(&b);
        }
    target_close(far);
    target_close(near);
}
END_TEST

/* One question at a time and many at a time; the time is printed, and only a
 * gross excess fails, since the machine may be busy. */
START_TEST(a_round_trip_is_cheap)
{
    struct target *t = open_self(10000);
    json_auto_t *in = json_pack("{s:s}", "data", "0x83646f67");
    unsigned depth = t->driver->hello(t)->pipeline;
    uint64_t begin = process_now_ns(), us;
    int sent = 0, received = 0;

    while (received < QUESTIONS) {
        struct answer answer;
        const char *id;

        while (sent < QUESTIONS && sent - received < (int)depth) {
            char name[24];

            snprintf(name, sizeof name, "q-%d", sent++);
            ck_assert(!t->driver->send(t, name, "rlp.decode", in, NULL));
        }
        ck_assert(!t->driver->receive(t, &id, &answer, NULL));
        ck_assert(answer.kind == ANSWER_OUT ||
                  answer.kind == ANSWER_UNSUPPORTED);
        answer_release(&answer);
        received++;
    }
    us = (process_now_ns() - begin) / 1000 / QUESTIONS;
    printf("round trip over stdio, %u under way: %u us a question\n", depth,
           (unsigned)us);
    ck_assert_uint_lt(us, OVERHEAD_MAX_US);
    target_close(t);
}
END_TEST

START_TEST(malformed_requests_are_answered_and_the_next_one_is_served)
{
    static const struct {
        const char *request, *answer;
    } rows[] = {
        { "x", "{\"error\":" },
        { "[]", "{\"error\":" },
        { "{\"verb\":\"stop\",\"id\":\"a\"}", "{\"id\":\"a\",\"error\":" },
        { "{\"verb\":\"run\",\"id\":\"a\",\"op\":\"none\",\"in\":{}}",
          "{\"id\":\"a\",\"unsupported\":true}" },
        { "{\"verb\":\"reset\"}", "{\"ok\":true}" },
        { "{\"verb\":\"hello\",\"protocol\":1}", "{\"protocol\":1," },
    };
    struct target *t = NULL;
    char *answer;

    ck_assert(!target_open(&t, "ref:", NULL, NULL));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ck_assert(!serve_request(t, bytes_str(rows[i].request), &answer));
        ck_assert_msg(strncmp(answer, rows[i].answer,
                              strlen(rows[i].answer)) == 0, "%s", answer);
        free(answer);
    }
    answer = self;
    ck_assert(!serve_request(t, bytes_str("{\"verb\":\"bye\"}"), &answer));
    ck_assert_ptr_null(answer);
    target_close(t);
}
END_TEST

/* --- the protocol check ------------------------------------------------------------------ */

struct seen {
    char mended[512];  /* ids of what is to mend, each followed by a blank */
    unsigned reports;
};

static void on_finding(void *user, const struct adapter_finding *f)
{
    struct seen *s = user;
    size_t n = strlen(s->mended);

    s->reports++;
    if (f->outcome == ADAPTER_MEND)
        snprintf(s->mended + n, sizeof s->mended - n, "%s ", f->id);
    ck_assert(f->outcome == ADAPTER_GOOD || f->text[0]);
}

static void check_command(struct seen *s, const char *command)
{
    struct target_options options = { .timeout_ms = 1500 };
    struct error why = { 0 };
    unsigned to_mend = 99, blanks = 0;

    *s = (struct seen){ .reports = 0 };
    ck_assert_msg(!adapter_check(command, &options, on_finding, s, &to_mend,
                                 &why), "%s", why.text);
    for (const char *c = s->mended; *c; c++)
        blanks += *c == ' ';
    ck_assert_uint_eq(to_mend, blanks);
    ck_assert_uint_eq(s->reports, 17);
}

START_TEST(the_reference_served_has_nothing_to_mend)
{
    char command[PATH_MAX + 32];
    struct seen s;

    snprintf(command, sizeof command, "'%s' --serve", self);
    check_command(&s, command);
    /* Without any binding there is nothing it could offer. */
    ck_assert_str_eq(s.mended, ref_at(0) ? "" : "operations ");
}
END_TEST

START_TEST(the_check_finds_what_an_adapter_must_mend)
{
    static const struct {
        const char *mode;
        const char *mended; /* must be among what is found */
    } rows[] = {
        { "honest", "unknown-op unknown-verb malformed " },
        { "start-silent", "hello " },
        { "start-banner", "hello " },
        { "unsupported-all", "operations unknown-verb malformed " },
        { "no-bye", "bye end-of-input " },
        { "reject-all", "unknown-op " },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char command[PATH_MAX];
        struct seen s;

        snprintf(command, sizeof command, "python3 -S " ETALON_SRCDIR
                 "/tests/e2e/liar.py %s", rows[i].mode);
        check_command(&s, command);
        ck_assert_msg(strstr(s.mended, rows[i].mended), "%s: %s", rows[i].mode,
                      s.mended);
    }
}
END_TEST

START_TEST(a_command_that_is_not_there_is_a_finding)
{
    struct seen s;

    check_command(&s, "/nowhere/at-all");
    ck_assert_str_eq(s.mended, "hello ");
}
END_TEST

static int serve(void)
{
    struct target *t = NULL;
    struct error why = { 0 };

    if (target_open(&t, "ref:", NULL, &why) ||
        serve_stdio(t, stdin, stdout, &why)) {
        fprintf(stderr, "%s\n", why.text);
        return 1;
    }
    target_close(t);
    return 0;
}

int main(int argc, char **argv)
{
    TCase *tc;
    Suite *suite;
    SRunner *runner;
    int failed;

    if (argc > 1 && strcmp(argv[1], "--serve") == 0)
        return serve();
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return 99;
    tc = tcase_create("serve");
    suite = suite_create("serve");
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, the_reference_on_a_pipe_answers_as_it_does_in_process);
    tcase_add_test(tc, a_round_trip_is_cheap);
    tcase_add_test(tc,
                   malformed_requests_are_answered_and_the_next_one_is_served);
    tcase_add_test(tc, the_reference_served_has_nothing_to_mend);
    tcase_add_test(tc, the_check_finds_what_an_adapter_must_mend);
    tcase_add_test(tc, a_command_that_is_not_there_is_a_finding);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
