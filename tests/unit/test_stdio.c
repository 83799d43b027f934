/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "tests/testkit.h"

#include <stdio.h>
#include <unistd.h>

#include "runner/target.h"
#include "runner/targets/process.h"

/* The lying adapter of tests/e2e: each lie, and the answer it must get.  The
 * victim is question 3 of 6; the others must come out as if nothing was. */
enum { QUESTIONS = 6, VICTIM = 3, TIMEOUT_MS = 400, LINE_MAX_BYTES = 1 << 20 };

static const struct target_options options = {
    .timeout_ms = TIMEOUT_MS,
    .line_max = LINE_MAX_BYTES,
    .restarts_max = 8,
};

static enum err open_liar(struct target **out, const char *mode,
                          unsigned pipeline, struct error *why)
{
    char text[512];

    snprintf(text, sizeof text,
             "stdio:python3 -S '" ETALON_SRCDIR "/tests/e2e/liar.py' %s %d %u",
             mode, VICTIM, pipeline);
    return target_open(out, text, &options, why);
}

/* Puts six questions, `pipeline` at a time, and keeps what came for each. */
static void ask_six(struct answer answers[QUESTIONS], const char *mode,
                    unsigned pipeline)
{
    struct error why = { 0 };
    struct target *t = NULL;
    int sent = 0, received = 0;
    bool seen[QUESTIONS] = { false };

    ck_assert_msg(!open_liar(&t, mode, pipeline, &why), "%s: %s", mode,
                  why.text);
    ck_assert_uint_eq(t->driver->hello(t)->pipeline, pipeline);
    while (received < QUESTIONS) {
        struct answer answer;
        const char *id = NULL;
        int n;

        while (sent < QUESTIONS && sent - received < (int)pipeline) {
            json_auto_t *in = json_pack("{s:i}", "n", sent);
            char name[16];

            snprintf(name, sizeof name, "q-%d", sent++);
            ck_assert_err(t->driver->send(t, name, "echo", in, &why), ERR_OK);
        }
        ck_assert_err(t->driver->receive(t, &id, &answer, &why), ERR_OK);
        ck_assert_int_eq(sscanf(id, "q-%d", &n), 1);
        ck_assert(n >= 0 && n < sent && !seen[n]);
        seen[n] = true;
        answers[n] = answer;
        received++;
    }
    target_close(t);
}

static void expect_victim_only(const char *mode, enum answer_kind kind,
                               const char *text, unsigned pipeline)
{
    struct answer answers[QUESTIONS];

    ask_six(answers, mode, pipeline);
    for (int i = 0; i < QUESTIONS; i++) {
        enum answer_kind want = i == VICTIM ? kind : ANSWER_OUT;

        ck_assert_msg(answers[i].kind == want,
                      "%s, pipeline %u, question %d: kind %d, want %d (%s)",
                      mode, pipeline, i, answers[i].kind, want,
                      answers[i].text);
        if (want == ANSWER_OUT)
            ck_assert_int_eq(
                json_integer_value(json_object_get(answers[i].body, "n")), i);
        else
            ck_assert_msg(strstr(answers[i].text, text), "%s: \"%s\"", mode,
                          answers[i].text);
        answer_release(&answers[i]);
    }
}

static const struct lie {
    const char *mode;
    enum answer_kind kind;
    const char *text;   /* must be in the answer's text */
} lies[] = {
    { "crash", ANSWER_CRASH, "signal 11" },
    { "crash", ANSWER_CRASH, "about to fall" },
    { "exit", ANSWER_CRASH, "status 7" },
    { "abort", ANSWER_CRASH, "signal 6" },
    { "keep-pipe", ANSWER_CRASH, "status 5" },
    { "close-stdout", ANSWER_CRASH, "closed its output" },
    { "hang", ANSWER_HANG, "400 ms" },
    { "trickle", ANSWER_HANG, "400 ms" },
    { "not-json", ANSWER_GARBAGE, "deprecated" },
    { "empty-line", ANSWER_GARBAGE, "not a JSON object" },
    { "not-object", ANSWER_GARBAGE, "not an object" },
    { "wrong-id", ANSWER_GARBAGE, "not under way" },
    { "no-id", ANSWER_GARBAGE, "no usable id" },
    { "id-number", ANSWER_GARBAGE, "no usable id" },
    { "twice", ANSWER_GARBAGE, "more than one line" },
    { "chatter", ANSWER_GARBAGE, "more than one line" },
    { "out-and-reject", ANSWER_GARBAGE, "both" },
    { "nothing", ANSWER_GARBAGE, "none of" },
    { "unknown-member", ANSWER_GARBAGE, "unknown member note" },
    { "reject-text", ANSWER_GARBAGE, "reject must be" },
    { "unsupported-false", ANSWER_GARBAGE, "unsupported must be true" },
    { "error-object", ANSWER_GARBAGE, "error must be" },
    { "duplicate-key", ANSWER_GARBAGE, "duplicate" },
    { "invalid-utf8", ANSWER_GARBAGE, "\\xff" },
    { "lone-surrogate", ANSWER_GARBAGE, "not a JSON object" },
    { "nul-bytes", ANSWER_GARBAGE, "\\x00" },
    { "nul-in-id", ANSWER_GARBAGE, "no usable id" },
    { "deep", ANSWER_GARBAGE, "deeper" },
    { "abyss", ANSWER_GARBAGE, "not a JSON object" },
    { "oversize", ANSWER_GARBAGE, "longer than the limit" },
    { "huge-number", ANSWER_GARBAGE, "not a JSON object" },
    { "endless-stdout", ANSWER_GARBAGE, "longer than the limit" },
    { "endless-lines", ANSWER_GARBAGE, "noise" },
    { "endless-stderr", ANSWER_OUT, "" },
};

START_TEST(a_lie_costs_the_question_that_was_asked)
{
    uint64_t begin = process_now_ns();

    expect_victim_only(lies[_i].mode, lies[_i].kind, lies[_i].text, 1);
    ck_assert_uint_lt((process_now_ns() - begin) / 1000000, 10000);
}
END_TEST

START_TEST(a_lie_costs_one_question_of_several_under_way)
{
    uint64_t begin = process_now_ns();
    enum answer_kind kind = lies[_i].kind;

    /* A stray line in a stream of answers is nobody's for certain: those that
     * were under way are asked again alone, and come out well. */
    if (strcmp(lies[_i].mode, "chatter") == 0)
        kind = ANSWER_OUT;
    expect_victim_only(lies[_i].mode, kind, lies[_i].text, 4);
    ck_assert_uint_lt((process_now_ns() - begin) / 1000000, 10000);
}
END_TEST

START_TEST(dying_after_the_answer_costs_nothing)
{
    expect_victim_only("exit-after", ANSWER_OUT, "", 1);
    expect_victim_only("exit-later", ANSWER_OUT, "", 1);
    expect_victim_only("exit-after", ANSWER_OUT, "", 4);
    expect_victim_only("slow-twice", ANSWER_OUT, "", 1);
}
END_TEST

START_TEST(a_closed_input_costs_nothing_once)
{
    expect_victim_only("close-stdin", ANSWER_OUT, "", 1);
}
END_TEST

static void expect_all(const char *mode, enum answer_kind kind)
{
    struct answer answers[QUESTIONS];

    ask_six(answers, mode, 2);
    for (int i = 0; i < QUESTIONS; i++) {
        ck_assert_msg(answers[i].kind == kind, "%s, question %d: kind %d (%s)",
                      mode, i, answers[i].kind, answers[i].text);
        answer_release(&answers[i]);
    }
}

START_TEST(wrong_but_well_formed_answers_are_handed_on_as_they_are)
{
    expect_all("honest", ANSWER_OUT);
    expect_all("accept-all", ANSWER_OUT);
    expect_all("reject-all", ANSWER_REJECT);
    expect_all("reason-lies", ANSWER_REJECT);
    expect_all("error-all", ANSWER_ERROR);
    expect_all("unsupported-all", ANSWER_UNSUPPORTED);
}
END_TEST

START_TEST(answers_may_come_in_any_order)
{
    struct answer answers[QUESTIONS];

    ask_six(answers, "backwards", 3);
    for (int i = 0; i < QUESTIONS; i++) {
        ck_assert_int_eq(answers[i].kind, ANSWER_OUT);
        ck_assert_int_eq(
            json_integer_value(json_object_get(answers[i].body, "n")), i);
        answer_release(&answers[i]);
    }
}
END_TEST

START_TEST(another_adapter_after_a_restart_is_not_asked)
{
    struct answer answers[QUESTIONS];

    ask_six(answers, "changeling", 1);
    ck_assert_int_eq(answers[VICTIM].kind, ANSWER_CRASH);
    for (int i = 0; i < QUESTIONS; i++) {
        if (i > VICTIM) {
            ck_assert_int_eq(answers[i].kind, ANSWER_UNREACHABLE);
            ck_assert_ptr_nonnull(strstr(answers[i].text, "another adapter"));
        }
        answer_release(&answers[i]);
    }
}
END_TEST

static const struct bad_start {
    const char *mode;
    enum err err;
    const char *text;
} bad_starts[] = {
    { "start-crash", ERR_UNREACHABLE, "signal 11" },
    { "start-exit", ERR_UNREACHABLE, "no library here" },
    { "start-banner", ERR_PROTOCOL, "Library 1.0 ready" },
    { "start-flood", ERR_PROTOCOL, "longer than" },
    { "start-protocol", ERR_PROTOCOL, "protocol 2" },
    { "start-nameless", ERR_PROTOCOL, "name must be" },
    { "start-doubled", ERR_PROTOCOL, "twice" },
};

START_TEST(a_bad_start_is_told_with_its_cause)
{
    struct error why = { 0 };
    struct target *t = NULL;

    ck_assert_err(open_liar(&t, bad_starts[_i].mode, 1, &why),
                  bad_starts[_i].err);
    ck_assert_ptr_null(t);
    ck_assert_msg(strstr(why.text, bad_starts[_i].text), "%s: %s",
                  bad_starts[_i].mode, why.text);
}
END_TEST

START_TEST(a_program_that_does_not_exist_is_named)
{
    struct error why = { 0 };
    struct target *t = NULL;

    ck_assert_err(target_open(&t, "stdio:/nowhere/at-all x", &options, &why),
                  ERR_UNREACHABLE);
    ck_assert_ptr_nonnull(strstr(why.text, "/nowhere/at-all"));
    ck_assert_ptr_nonnull(strstr(why.text, "No such file"));
}
END_TEST

START_TEST(closing_ends_an_adapter_that_ignores_every_request_to)
{
    static const char *const modes[] = { "ignore-term", "no-bye" };

    for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
        struct error why = { 0 };
        struct target *t = NULL;
        uint64_t begin;

        ck_assert_err(open_liar(&t, modes[i], 1, &why), ERR_OK);
        begin = process_now_ns();
        target_close(t);
        ck_assert_uint_lt((process_now_ns() - begin) / 1000000, 6000);
    }
}
END_TEST

START_TEST(restarts_end_and_the_rest_is_unreachable)
{
    struct target_options few = options;
    struct error why = { 0 };
    struct target *t = NULL;
    json_auto_t *in = json_pack("{s:i}", "n", VICTIM);
    struct answer answer;

    few.restarts_max = 2;
    ck_assert_err(target_open(&t, "stdio:python3 -S " ETALON_SRCDIR
                              "/tests/e2e/liar.py exit 3", &few, &why), ERR_OK);
    for (int i = 0; i < 5; i++) {
        ck_assert_err(target_ask(t, "q", "echo", in, &answer, &why), ERR_OK);
        ck_assert_int_eq(answer.kind, i < 3 ? ANSWER_CRASH : ANSWER_UNREACHABLE);
        answer_release(&answer);
    }
    target_close(t);
}
END_TEST

START_TEST(the_environment_is_empty_and_the_network_is_off)
{
    static const char *const names[] = { "ETALON_TEST_GIVEN", NULL };
    /* A shell as adapter: it says hello with what it sees. */
    static const char TEXT[] =
        "stdio:sh -c 'read l; n=$(env | grep -c \"^ETALON_TEST\"); "
        "i=$(grep -c : /proc/net/dev); k=$ETALON_TEST_KEPT; "
        "printf \"{\\\"protocol\\\":1,\\\"name\\\":\\\"n$n\\\","
        "\\\"version\\\":\\\"i$i$k\\\",\\\"operations\\\":[]}\\n\"; read l'";
    struct target_options given = options;
    struct error why = { 0 };
    struct target *t = NULL;
    const struct hello *hello;
    const char *network;

    setenv("ETALON_TEST_GIVEN", "1", 1);
    setenv("ETALON_TEST_KEPT", "secret", 1);
    given.environment = names;
    ck_assert_msg(!target_open(&t, TEXT, &given, &why), "%s", why.text);
    hello = t->driver->hello(t);
    ck_assert_str_eq(hello->name, "n1");
    network = json_string_value(json_object_get(
        json_object_get(hello->all, "$etalon"), "network"));
    ck_assert_ptr_nonnull(network);
    /* Where the kernel allows it, nothing but the loopback device is there. */
    if (strcmp(network, "none") == 0)
        ck_assert_str_eq(hello->version, "i1");
    target_close(t);
}
END_TEST

START_TEST(words_are_split_as_a_shell_would_and_nothing_is_expanded)
{
    static const struct {
        const char *text, *words[5];
    } rows[] = {
        { "a b  c", { "a", "b", "c" } },
        { " 'a b' \"c \\\" d\" e\\ f ", { "a b", "c \" d", "e f" } },
        { "a '' \"\"", { "a", "", "" } },
        { "x$HOME `y` *", { "x$HOME", "`y`", "*" } },
        { "'a\\b' \"a\\b\"", { "a\\b", "a\\b" } },
        { "a'b'\"c\"", { "abc" } },
    };
    struct process_words w;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ck_assert_err(process_split(&w, rows[i].text, NULL), ERR_OK);
        for (size_t k = 0; rows[i].words[k]; k++) {
            ck_assert_uint_gt(w.count, k);
            ck_assert_str_eq(w.word[k], rows[i].words[k]);
        }
        ck_assert_ptr_null(w.word[w.count]);
    }
    ck_assert_err(process_split(&w, "a 'b", NULL), ERR_USAGE);
    ck_assert_err(process_split(&w, "  ", NULL), ERR_USAGE);
    ck_assert_err(process_split(&w, "", NULL), ERR_USAGE);
}
END_TEST

START_TEST(unknown_and_absent_kinds_of_target_are_told_apart)
{
    struct error why = { 0 };
    struct target *t = NULL;

    ck_assert_err(target_open(&t, "gopher://x", &options, &why), ERR_USAGE);
    ck_assert_ptr_nonnull(strstr(why.text, "adapter+http://"));
    ck_assert_err(target_open(&t, "http://127.0.0.1:1/", &options, NULL),
                  ERR_UNREACHABLE);
#ifdef HAVE_LIBWEBSOCKETS
    ck_assert_err(target_open(&t, "ws://127.0.0.1:1/", &options, NULL),
                  ERR_UNREACHABLE);
#else
    ck_assert_err(target_open(&t, "ws://127.0.0.1:1/", &options, NULL),
                  ERR_NOT_BUILT);
#endif
    ck_assert_ptr_null(t);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, a_lie_costs_the_question_that_was_asked, 0,
                        (int)ARRAY_LEN(lies));
    tcase_add_loop_test(tc, a_lie_costs_one_question_of_several_under_way, 0,
                        (int)ARRAY_LEN(lies));
    tcase_add_test(tc, dying_after_the_answer_costs_nothing);
    tcase_add_test(tc, a_closed_input_costs_nothing_once);
    tcase_add_test(tc, wrong_but_well_formed_answers_are_handed_on_as_they_are);
    tcase_add_test(tc, answers_may_come_in_any_order);
    tcase_add_test(tc, another_adapter_after_a_restart_is_not_asked);
    tcase_add_loop_test(tc, a_bad_start_is_told_with_its_cause, 0,
                        (int)ARRAY_LEN(bad_starts));
    tcase_add_test(tc, a_program_that_does_not_exist_is_named);
    tcase_add_test(tc, closing_ends_an_adapter_that_ignores_every_request_to);
    tcase_add_test(tc, restarts_end_and_the_rest_is_unreachable);
    tcase_add_test(tc, the_environment_is_empty_and_the_network_is_off);
    tcase_add_test(tc, words_are_split_as_a_shell_would_and_nothing_is_expanded);
    tcase_add_test(tc, unknown_and_absent_kinds_of_target_are_told_apart);
}

TESTKIT_MAIN("stdio", add_tests)
