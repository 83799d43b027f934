/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/hostkit.h"

#include "runner/target.h"
#include "runner/targets/frame.h"
#include "runner/targets/process.h"
#include "runner/targets/serve.h"

enum { TIMEOUT_MS = 400, BODY_MAX = 100000 };

static const struct target_options options = {
    .timeout_ms = TIMEOUT_MS,
    .line_max = BODY_MAX,
};

/* --- an adapter over HTTP that misbehaves as the path of its address says --------- */

static const struct manner {
    const char *path;
    unsigned status;
    const char *body;        /* NULL: the right answer */
    enum answer_kind kind;   /* what the question must get */
    const char *text;
    unsigned retries;
} manners[] = {
    { "/right", 200, NULL, ANSWER_OUT, "", 0 },
    { "/moved", 302, "", ANSWER_UNREACHABLE, "302", 0 },
    { "/forbidden", 403, "", ANSWER_UNREACHABLE, "403", 0 },
    { "/away", 404, "", ANSWER_UNREACHABLE, "404", 0 },
    { "/large", 413, "", ANSWER_ERROR, "413", 0 },
    { "/limited", 429, "", ANSWER_UNREACHABLE, "429", 2 },
    { "/broken", 500, "", ANSWER_CRASH, "500", 0 },
    { "/busy", 503, "", ANSWER_UNREACHABLE, "503", 2 },
    { "/teapot", 418, "", ANSWER_GARBAGE, "418", 0 },
    { "/created", 201, NULL, ANSWER_GARBAGE, "201", 0 },
    { "/page", 200, "<html>", ANSWER_GARBAGE, "not a JSON object", 0 },
    { "/empty", 200, "", ANSWER_GARBAGE, "not a JSON object", 0 },
    { "/other-id", 200, "{\"id\":\"x\",\"out\":1}", ANSWER_GARBAGE, "id", 0 },
    { "/both", 200, "{\"id\":\"q\",\"out\":1,\"error\":\"\"}", ANSWER_GARBAGE,
      "both", 0 },
    { "/two", 200, "{\"id\":\"q\",\"out\":1}\n{\"id\":\"q\",\"out\":1}",
      ANSWER_GARBAGE, "not a JSON object", 0 },
    { "/stray", 200, "{\"error\":\"cannot read\"}", ANSWER_ERROR, "cannot read",
      0 },
    { "/unsupported", 200, "{\"id\":\"q\",\"unsupported\":true}",
      ANSWER_UNSUPPORTED, "", 0 },
    { "/hang", 0, "", ANSWER_HANG, "no answer in time", 0 },
    { "/drop", 1, "", ANSWER_CRASH, "ends the connection", 1 },
    { "/flood", 2, "", ANSWER_GARBAGE, "longer than the limit", 0 },
};

static void misbehave(struct host_call *c, const struct manner *m)
{
    static const char RIGHT[] = "{\"id\":\"q\",\"out\":{\"a\":1}}";
    const char *body = m->body ? m->body : RIGHT;

    switch (m->status) {
    case 0:
        host_sleep_ms(3 * TIMEOUT_MS);
        c->keep = false;
        break;
    case 1:
        c->keep = false;
        break;
    case 2:
        host_pour(c, 0, false);
        break;
    default:
        host_reply(c, m->status, "Location: /right\r\n", body, strlen(body));
    }
}

static void on_request(struct host_call *c)
{
    static const char HELLO[] =
        "{\"protocol\":1,\"name\":\"mock\",\"version\":\"1\","
        "\"operations\":[\"echo\"],\"pipeline\":9}";

    if (strstr(c->body, "\"hello\"")) {
        host_reply(c, 200, "", HELLO, strlen(HELLO));
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(manners); i++)
        if (strcmp(manners[i].path, c->path) == 0)
            misbehave(c, &manners[i]);
}

START_TEST(each_manner_gets_the_answer_that_it_deserves)
{
    const struct manner *m = &manners[_i];
    json_auto_t *in = json_object();
    struct error why = { 0 };
    struct answer answer;
    struct target *t = NULL;
    struct host host;
    char text[100];

    host_start(&host, on_request);
    snprintf(text, sizeof text, "adapter+http://127.0.0.1:%u%s", host.port, m->path);
    ck_assert_msg(!target_open(&t, text, &options, &why), "%s", why.text);
    ck_assert_uint_eq(t->driver->hello(t)->pipeline, 1);
    ck_assert_err(target_ask(t, "q", "echo", in, &answer, &why), ERR_OK);
    ck_assert_msg(answer.kind == m->kind, "%s: kind %d (%s)", m->path,
                  answer.kind, answer.text);
    ck_assert_msg(strstr(answer.text, m->text), "%s: %s", m->path, answer.text);
    ck_assert_uint_eq(answer.retries, m->retries);
    answer_release(&answer);
    target_close(t);
    host_stop(&host);
}
END_TEST

START_TEST(a_server_that_went_away_is_unreachable)
{
    json_auto_t *in = json_object();
    struct error why = { 0 };
    struct answer answer;
    struct target *t = NULL;
    struct host host;
    char text[100];

    host_start(&host, on_request);
    snprintf(text, sizeof text, "adapter+http://127.0.0.1:%u/right", host.port);
    ck_assert_err(target_open(&t, text, &options, &why), ERR_OK);
    host_stop(&host);
    ck_assert_err(target_ask(t, "q", "echo", in, &answer, &why), ERR_OK);
    ck_assert_int_eq(answer.kind, ANSWER_UNREACHABLE);
    ck_assert_ptr_nonnull(strstr(answer.text, "connection"));
    answer_release(&answer);
    target_close(t);
    t = NULL;
    ck_assert_err(target_open(&t, text, &options, &why), ERR_UNREACHABLE);
    ck_assert_ptr_nonnull(strstr(why.text, "connection"));
    ck_assert_ptr_null(t);
}
END_TEST

START_TEST(plain_http_behind_an_https_address_is_told_as_tls)
{
    struct error why = { 0 };
    struct target *t = NULL;
    struct host host;
    char text[100];

    host_start(&host, on_request);
    snprintf(text, sizeof text, "adapter+https://127.0.0.1:%u/right", host.port);
    ck_assert_err(target_open(&t, text, &options, &why), ERR_UNREACHABLE);
    ck_assert_msg(strstr(why.text, "TLS"), "%s", why.text);
    host_stop(&host);
}
END_TEST

/* --- the reference served, asked over HTTP -------------------------------------------- */

struct served {
    volatile sig_atomic_t stop;
    atomic_uint port;
};

static void on_listening(void *user, unsigned short port)
{
    struct served *s = user;

    atomic_store(&s->port, port);
}

static void *serve(void *user)
{
    struct served *s = user;
    struct serve_http_options o = { .body_max = BODY_MAX, .stop = &s->stop,
                                    .listening = on_listening, .user = s };
    struct target *ref = NULL;

    if (target_open(&ref, "ref:", NULL, NULL) || serve_http(ref, &o, NULL))
        exit(99);
    target_close(ref);
    return NULL;
}

START_TEST(the_reference_served_over_http_answers_as_it_does_in_process)
{
    struct served s = { 0 };
    json_auto_t *in = json_pack("{s:s}", "data", "0x8100");
    struct error why = { 0 };
    struct target *t = NULL, *ref = NULL;
    struct answer far, near;
    const struct hello *hello;
    char text[100];
    pthread_t thread;

    ck_assert_int_eq(pthread_create(&thread, NULL, serve, &s), 0);
    while (!atomic_load(&s.port))
        sched_yield();
    snprintf(text, sizeof text, "adapter+http://127.0.0.1:%u/",
             atomic_load(&s.port));
    ck_assert_msg(!target_open(&t, text, &options, &why), "%s", why.text);
    ck_assert_err(target_open(&ref, "ref:", NULL, NULL), ERR_OK);
    hello = t->driver->hello(t);
    ck_assert(hello->states_reasons);
    ck_assert(json_equal(hello->operations,
                         ref->driver->hello(ref)->operations));
    ck_assert_err(target_ask(t, "q", "rlp.decode", in, &far, &why), ERR_OK);
    ck_assert_err(target_ask(ref, "q", "rlp.decode", in, &near, &why), ERR_OK);
    ck_assert_int_eq(far.kind, near.kind);
    ck_assert(near.kind == ANSWER_UNSUPPORTED ||
              json_equal(far.body, near.body));
    answer_release(&far);
    answer_release(&near);
    target_close(t);
    target_close(ref);
    s.stop = 1;
    pthread_join(thread, NULL);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, each_manner_gets_the_answer_that_it_deserves, 0,
                        (int)ARRAY_LEN(manners));
    tcase_add_test(tc, a_server_that_went_away_is_unreachable);
    tcase_add_test(tc, plain_http_behind_an_https_address_is_told_as_tls);
    tcase_add_test(tc,
                   the_reference_served_over_http_answers_as_it_does_in_process);
}

TESTKIT_MAIN("http", add_tests)
