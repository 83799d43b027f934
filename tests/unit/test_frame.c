/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "runner/targets/frame.h"

static json_t *object_of(const char *text)
{
    struct error why = { 0 };
    json_t *object = NULL;

    ck_assert_msg(!frame_read(&object, bytes_str(text), &why), "%s: %s", text,
                  why.text);
    return object;
}

START_TEST(lines_that_are_not_one_strict_object_are_refused)
{
    static const char *const rows[] = {
        "", " ", "x", "[]", "1", "null", "\"a\"", "{", "{}{}", "{} x",
        "{\"a\":1,\"a\":1}", "{\"a\":1,}", "{'a':1}", "{\"a\":01}",
        "{\"a\":\"\\ud800\"}", "{\"a\":\"\xff\"}", "{\"a\":\"\x01\"}",
        "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"\xc0\x80\"}",
        "{\"\\u0000\":1}", "\xef\xbb\xbf{}", "{\"a\":NaN}",
        "{\"a\":99999999999999999999}", "{\"a\":1e999}",
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_t *object = NULL;

        ck_assert_msg(frame_read(&object, bytes_str(rows[i]), NULL) ==
                          ERR_PROTOCOL, "row %zu: %s", i, rows[i]);
        ck_assert_ptr_null(object);
    }
}
END_TEST

START_TEST(nesting_is_taken_up_to_the_limit_and_not_beyond)
{
    /* The object is one level, the innermost number another. */
    for (int lists = 125; lists <= 128; lists++) {
        char text[600];
        json_t *object = NULL;
        int n = snprintf(text, sizeof text, "{\"out\":");

        memset(text + n, '[', (size_t)lists);
        text[n + lists] = '1';
        memset(text + n + lists + 1, ']', (size_t)lists);
        memcpy(text + n + 2 * lists + 1, "}", 2);
        ck_assert_int_eq(frame_read(&object, bytes_str(text), NULL) == ERR_OK,
                         lists + 2 <= 128);
        json_decref(object);
    }
}
END_TEST

START_TEST(an_answer_holds_exactly_one_of_the_four)
{
    static const struct {
        const char *text;
        int kind; /* -1: refused */
    } rows[] = {
        { "{\"id\":\"a\",\"out\":null}", ANSWER_OUT },
        { "{\"out\":{\"x\":[1]},\"id\":\"a\"}", ANSWER_OUT },
        { "{\"id\":\"a\",\"reject\":{}}", ANSWER_REJECT },
        { "{\"id\":\"a\",\"reject\":{\"reason\":\"length\"}}", ANSWER_REJECT },
        { "{\"id\":\"a\",\"reject\":{\"message\":\"\"}}", ANSWER_REJECT },
        { "{\"id\":\"a\",\"unsupported\":true}", ANSWER_UNSUPPORTED },
        { "{\"id\":\"a\",\"error\":\"x\"}", ANSWER_ERROR },
        { "{\"id\":\"a\"}", -1 },
        { "{\"id\":\"a\",\"out\":1,\"reject\":{}}", -1 },
        { "{\"id\":\"a\",\"out\":1,\"unsupported\":true}", -1 },
        { "{\"id\":\"a\",\"out\":1,\"extra\":true}", -1 },
        { "{\"id\":\"a\",\"Out\":1}", -1 },
        { "{\"id\":\"a\",\"reject\":null}", -1 },
        { "{\"id\":\"a\",\"reject\":\"length\"}", -1 },
        { "{\"id\":\"a\",\"reject\":{\"reason\":\"\"}}", -1 },
        { "{\"id\":\"a\",\"reject\":{\"reason\":null}}", -1 },
        { "{\"id\":\"a\",\"reject\":{\"reason\":\"a\\u0000b\"}}", -1 },
        { "{\"id\":\"a\",\"reject\":{\"code\":1}}", -1 },
        { "{\"id\":\"a\",\"unsupported\":false}", -1 },
        { "{\"id\":\"a\",\"unsupported\":1}", -1 },
        { "{\"id\":\"a\",\"error\":true}", -1 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_auto_t *object = object_of(rows[i].text);
        enum answer_kind kind = ANSWER_HANG;
        json_t *body = NULL;
        bool taken = !frame_answer_read(&kind, &body, object, NULL);

        ck_assert_msg(taken == (rows[i].kind >= 0), "%s", rows[i].text);
        ck_assert_int_eq(kind, taken ? rows[i].kind : ANSWER_HANG);
        ck_assert_int_eq(body != NULL, taken && kind != ANSWER_UNSUPPORTED);
        json_decref(body);
    }
}
END_TEST

START_TEST(ids_are_strings_of_bounded_length_without_nul)
{
    char text[400], id[300];

    memset(id, 'i', sizeof id);
    for (int len = 255; len <= 257; len++) {
        json_t *object;

        snprintf(text, sizeof text, "{\"id\":\"%.*s\"}", len, id);
        object = object_of(text);
        ck_assert_int_eq(frame_id(object) != NULL, len <= FRAME_ID_MAX);
        json_decref(object);
    }
    for (int i = 0; i < 4; i++) {
        static const char *const bad[] = { "{}", "{\"id\":\"\"}",
                                           "{\"id\":7}",
                                           "{\"id\":\"a\\u0000\"}" };
        json_auto_t *object = object_of(bad[i]);

        ck_assert_ptr_null(frame_id(object));
    }
}
END_TEST

START_TEST(hello_is_taken_with_what_it_may_leave_out)
{
    json_t *all = object_of("{\"protocol\":1,\"name\":\"n\",\"version\":\"v\","
                            "\"operations\":[\"a\",\"b\"],\"vendor\":\"x\"}");
    struct hello hello;
    bool stateful = true;

    ck_assert_err(frame_hello_read(&hello, &stateful, all, NULL), ERR_OK);
    ck_assert_str_eq(hello.name, "n");
    ck_assert_str_eq(hello.version, "v");
    ck_assert_uint_eq(json_array_size(hello.operations), 2);
    ck_assert_ptr_null(hello.features);
    ck_assert_uint_eq(hello.pipeline, 1);
    ck_assert(!hello.states_reasons && !stateful);
    ck_assert_str_eq(json_string_value(json_object_get(hello.all, "vendor")),
                     "x");
    json_decref(all);
    all = object_of("{\"protocol\":1,\"name\":\"n\",\"version\":\"v\","
                    "\"operations\":[],\"features\":[\"f\"],\"pipeline\":4096,"
                    "\"reasons\":true,\"stateful\":false}");
    ck_assert_err(frame_hello_read(&hello, &stateful, all, NULL), ERR_OK);
    ck_assert_uint_eq(hello.pipeline, FRAME_PIPELINE_MAX);
    ck_assert_uint_eq(json_array_size(hello.features), 1);
    ck_assert(hello.states_reasons && !stateful);
    json_object_set_new(all, "stateful", json_true());
    ck_assert_err(frame_hello_read(&hello, &stateful, all, NULL), ERR_OK);
    ck_assert(stateful);
    ck_assert_uint_eq(hello.pipeline, 1);
    json_decref(all);
}
END_TEST

START_TEST(a_hello_of_another_form_is_refused)
{
    static const char *const rows[] = {
        "{}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\"}",
        "{\"protocol\":\"1\",\"name\":\"n\",\"version\":\"v\",\"operations\":[]}",
        "{\"protocol\":1.0,\"name\":\"n\",\"version\":\"v\",\"operations\":[]}",
        "{\"protocol\":0,\"name\":\"n\",\"version\":\"v\",\"operations\":[]}",
        "{\"protocol\":1,\"name\":\"\",\"version\":\"v\",\"operations\":[]}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":2,\"operations\":[]}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\",\"operations\":{}}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\",\"operations\":[1]}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\","
        "\"operations\":[\"a\",\"a\"]}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\",\"operations\":[],"
        "\"features\":\"all\"}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\",\"operations\":[],"
        "\"pipeline\":0}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\",\"operations\":[],"
        "\"pipeline\":true}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\",\"operations\":[],"
        "\"reasons\":\"yes\"}",
        "{\"protocol\":1,\"name\":\"n\",\"version\":\"v\",\"operations\":[],"
        "\"$etalon\":{}}",
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_auto_t *all = object_of(rows[i]);
        struct hello hello = { 0 };
        bool stateful;

        ck_assert_msg(frame_hello_read(&hello, &stateful, all, NULL) ==
                          ERR_PROTOCOL, "row %zu", i);
        ck_assert_ptr_null(hello.all);
    }
}
END_TEST

START_TEST(what_is_written_is_read_back)
{
    json_auto_t *in = json_pack("{s:s}", "data", "\xe9\xad\x8f \n \"");
    char *line = frame_run("id \xc3\xa9", "rlp.decode", in);
    struct frame_request r;
    json_t *object = NULL;

    ck_assert_ptr_nonnull(line);
    ck_assert_uint_eq(strcspn(line, "\n") + 1, strlen(line));
    object = object_of(line);
    ck_assert_err(frame_request_read(&r, object, NULL), ERR_OK);
    ck_assert_int_eq(r.verb, FRAME_RUN);
    ck_assert_str_eq(r.id, "id \xc3\xa9");
    ck_assert_str_eq(r.op, "rlp.decode");
    ck_assert(json_equal(r.in, in));
    json_decref(object);
    free(line);
    line = frame_answer_text("x", ANSWER_UNSUPPORTED, NULL);
    ck_assert_str_eq(line, "{\"id\":\"x\",\"unsupported\":true}\n");
    free(line);
    line = frame_answer_text("x", ANSWER_OUT, in);
    ck_assert_uint_eq(strcspn(line, "\n") + 1, strlen(line));
    free(line);
}
END_TEST

START_TEST(requests_of_another_form_are_refused)
{
    static const char *const rows[] = {
        "{}", "{\"verb\":1}", "{\"verb\":\"stop\"}", "{\"verb\":\"run\"}",
        "{\"verb\":\"run\",\"id\":\"a\",\"op\":\"b\"}",
        "{\"verb\":\"run\",\"id\":\"a\",\"op\":\"b\",\"in\":[]}",
        "{\"verb\":\"run\",\"id\":1,\"op\":\"b\",\"in\":{}}",
        "{\"verb\":\"run\",\"id\":\"a\",\"op\":\"\",\"in\":{}}",
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_auto_t *object = object_of(rows[i]);
        struct frame_request r;

        ck_assert_err(frame_request_read(&r, object, NULL), ERR_PROTOCOL);
    }
}
END_TEST

START_TEST(hostile_bytes_are_shown_printable_and_cut)
{
    char out[16];

    frame_show(out, sizeof out, bytes_str("a\x1b[2J\\\xff<"));
    ck_assert_str_eq(out, "a\\x1b[2J\\x5c");
    frame_show(out, sizeof out, bytes_str("aaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    ck_assert_uint_lt(strlen(out), sizeof out);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, lines_that_are_not_one_strict_object_are_refused);
    tcase_add_test(tc, nesting_is_taken_up_to_the_limit_and_not_beyond);
    tcase_add_test(tc, an_answer_holds_exactly_one_of_the_four);
    tcase_add_test(tc, ids_are_strings_of_bounded_length_without_nul);
    tcase_add_test(tc, hello_is_taken_with_what_it_may_leave_out);
    tcase_add_test(tc, a_hello_of_another_form_is_refused);
    tcase_add_test(tc, what_is_written_is_read_back);
    tcase_add_test(tc, requests_of_another_form_are_refused);
    tcase_add_test(tc, hostile_bytes_are_shown_printable_and_cut);
}

TESTKIT_MAIN("frame", add_tests)
