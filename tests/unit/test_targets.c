/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include <stdio.h>
#include <unistd.h>

#include "runner/target.h"
#include "runner/targets/ref.h"

/* --- replay -------------------------------------------------------------------------- */

static const char RECORD[] =
    "{\"kind\":\"header\",\"hello\":{\"protocol\":1,\"name\":\"lib\","
    "\"version\":\"7\",\"operations\":[\"echo\"],\"reasons\":true}}\n"
    "{\"kind\":\"result\",\"id\":\"a\",\"op\":\"echo\",\"in\":{\"n\":1},"
    "\"expected\":{\"out\":\"0x01\"},\"verdict\":\"pass\"}\n"
    "{\"kind\":\"result\",\"id\":\"b\",\"op\":\"echo\",\"in\":{\"n\":2},"
    "\"expected\":{\"reject\":\"length\"},\"verdict\":\"pass\","
    "\"reason\":\"unknown\"}\n"
    "{\"kind\":\"result\",\"id\":\"c\",\"op\":\"echo\",\"in\":{\"n\":3},"
    "\"expected\":{\"reject\":\"length\"},\"verdict\":\"pass\","
    "\"reason\":\"length\"}\n"
    "{\"kind\":\"result\",\"id\":\"d\",\"op\":\"echo\",\"in\":{\"n\":4},"
    "\"expected\":{\"out\":1},\"verdict\":\"fail\",\"cause\":\"wrong-answer\","
    "\"got\":{\"out\":2}}\n"
    "{\"kind\":\"result\",\"id\":\"e\",\"op\":\"echo\",\"in\":{\"n\":5},"
    "\"expected\":{\"out\":1},\"verdict\":\"fail\",\"cause\":\"crash\","
    "\"message\":\"signal 11\"}\n"
    "{\"kind\":\"result\",\"id\":\"f\",\"op\":\"echo\",\"in\":{\"n\":6},"
    "\"expected\":{\"out\":{\"$type\":\"bytes\"}},\"verdict\":\"pass\"}\n"
    "{\"kind\":\"result\",\"id\":\"g\",\"op\":\"echo\",\"in\":{\"n\":7},"
    "\"expected\":{\"out\":{\"$cut\":{\"bytes\":9,\"head\":\"\"}}},"
    "\"verdict\":\"pass\"}\n"
    "{\"kind\":\"result\",\"id\":\"h\",\"op\":\"echo\",\"in\":{\"n\":8},"
    "\"expected\":{\"out\":1},\"verdict\":\"inconclusive\","
    "\"cause\":\"unstable\",\"got\":{\"out\":1}}\n"
    "{\"kind\":\"result\",\"id\":\"torn";

static struct target *open_text(const char *text, size_t len, enum err want)
{
    char path[] = "/tmp/etalon-replay-XX" "XX" "XX", name[64];
    int fd = mkstemp(path);
    struct error why = { 0 };
    struct target *t = NULL;

    if (fd < 0 || write(fd, text, len) != (ssize_t)len)
        exit(99);
    close(fd);
    snprintf(name, sizeof name, "replay:%s", path);
    ck_assert_err(target_open(&t, name, NULL, &why), want);
    unlink(path);
    return t;
}

START_TEST(a_replay_answers_what_was_recorded_and_makes_nothing_up)
{
    static const struct {
        const char *id, *op;
        int n;
        enum answer_kind kind;
        const char *body; /* as JSON, or NULL for none */
    } rows[] = {
        { "a", "echo", 1, ANSWER_OUT, "\"0x01\"" },
        { "a#2", "echo", 1, ANSWER_OUT, "\"0x01\"" },
        { "a", "echo", 9, ANSWER_ERROR, NULL },   /* another question */
        { "a", "other", 1, ANSWER_ERROR, NULL },
        { "b", "echo", 2, ANSWER_REJECT, "{}" },
        { "c", "echo", 3, ANSWER_REJECT, "{\"reason\":\"length\"}" },
        { "d", "echo", 4, ANSWER_OUT, "2" },
        { "e", "echo", 5, ANSWER_CRASH, NULL },
        { "f", "echo", 6, ANSWER_ERROR, NULL },   /* a pattern */
        { "g", "echo", 7, ANSWER_ERROR, NULL },   /* cut */
        { "h", "echo", 8, ANSWER_ERROR, NULL },   /* unstable */
        { "torn", "echo", 9, ANSWER_ERROR, NULL },
    };
    struct target *t = open_text(RECORD, sizeof RECORD - 1, ERR_OK);
    const struct hello *hello = t->driver->hello(t);

    ck_assert_str_eq(hello->name, "lib");
    ck_assert_uint_eq(json_array_size(hello->operations), 1);
    ck_assert(hello->states_reasons);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_auto_t *in = json_pack("{s:i}", "n", rows[i].n);
        json_auto_t *body = rows[i].body ? json_loads(rows[i].body,
                                                      JSON_DECODE_ANY, NULL)
                                         : NULL;
        struct answer answer;

        ck_assert_err(target_ask(t, rows[i].id, rows[i].op, in, &answer, NULL),
                      ERR_OK);
        ck_assert_msg(answer.kind == rows[i].kind, "%s: %d (%s)", rows[i].id,
                      answer.kind, answer.text);
        ck_assert_msg(body ? json_equal(answer.body, body) : !answer.body,
                      "%s", rows[i].id);
        answer_release(&answer);
    }
    target_close(t);
}
END_TEST

START_TEST(a_file_that_is_no_record_is_refused)
{
    struct target *t = NULL;

    ck_assert_ptr_null(open_text("", 0, ERR_SCHEMA));
    ck_assert_ptr_null(open_text("{}\n", 3, ERR_SCHEMA));
    ck_assert_ptr_null(open_text("{\"id\":\"a\"\n{}\n", 13, ERR_SYNTAX));
    ck_assert_err(target_open(&t, "replay:/nowhere/at-all", NULL, NULL), ERR_IO);
}
END_TEST

/* --- the table and the reference ------------------------------------------------------- */

START_TEST(every_kind_of_target_is_told_from_every_other)
{
    const struct target_driver *one, *two;

    for (size_t i = 0; (one = target_driver_at(i)); i++) {
        ck_assert(*one->scheme && *one->help && one->open);
        for (size_t k = 0; (two = target_driver_at(k)); k++)
            ck_assert(i == k || strncmp(one->scheme, two->scheme,
                                        strlen(two->scheme)) != 0);
    }
}
END_TEST

START_TEST(the_reference_answers_an_unbound_operation_with_unsupported)
{
    json_auto_t *in = json_object();
    struct target *t = NULL;
    struct answer answer;

    ck_assert_err(target_open(&t, "ref:", NULL, NULL), ERR_OK);
    ck_assert_err(target_ask(t, "q", "no.such", in, &answer, NULL), ERR_OK);
    ck_assert_int_eq(answer.kind, ANSWER_UNSUPPORTED);
    answer_release(&answer);
    target_close(t);
    t = NULL;
    ck_assert_err(target_open(&t, "ref:x", NULL, NULL), ERR_USAGE);
    ck_assert_ptr_null(t);
}
END_TEST

START_TEST(a_malformed_question_is_an_error_and_no_rejection)
{
    json_auto_t *in = json_pack("{s:i}", "data", 7);
    struct target *t = NULL;
    struct answer answer;

    ck_assert_err(target_open(&t, "ref:", NULL, NULL), ERR_OK);
    ck_assert_err(target_ask(t, "q", "rlp.decode", in, &answer, NULL), ERR_OK);
    ck_assert_int_eq(answer.kind, ANSWER_ERROR);
    ck_assert_ptr_nonnull(strstr(answer.text, "bad-input"));
    answer_release(&answer);
    target_close(t);
}
END_TEST

START_TEST(encoded_bytes_are_described_by_their_fields)
{
    /* Yellow Paper, appendix B: 0xc2 0x01 0x02 is the list of 1 and 2. */
    json_auto_t *item = ref_describe(NULL, "rlp.encode", "0xc20102");
    json_auto_t *want = json_pack("[s, s]", "0x01", "0x02");

    ck_assert(json_equal(item, want));
    ck_assert_ptr_null(ref_describe(NULL, "rlp.encode", "0xc2"));
    ck_assert_ptr_null(ref_describe(NULL, "rlp.encode", "zz"));
    ck_assert_ptr_null(ref_describe(NULL, "keccak256", "0x00"));
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_replay_answers_what_was_recorded_and_makes_nothing_up);
    tcase_add_test(tc, a_file_that_is_no_record_is_refused);
    tcase_add_test(tc, every_kind_of_target_is_told_from_every_other);
    tcase_add_test(tc,
                   the_reference_answers_an_unbound_operation_with_unsupported);
    tcase_add_test(tc, a_malformed_question_is_an_error_and_no_rejection);
    tcase_add_test(tc, encoded_bytes_are_described_by_their_fields);
}

TESTKIT_MAIN("targets", add_tests)
