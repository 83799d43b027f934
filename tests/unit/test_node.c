/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "runner/target.h"
#include "runner/targets/node_bind.h"
#include "runner/targets/process.h"

enum { TIMEOUT_MS = 400, BODY_MAX = 100000 };
static const uint64_t GIGABYTE = 1u << 30;

static const struct target_options options = {
    .timeout_ms = TIMEOUT_MS,
    .line_max = BODY_MAX,
};

/* --- a node that misbehaves as the method of the request says ---------------------- */

struct upload {
    char data[8192];
    size_t len;
};

enum manner_kind { ANSWERS, STALLS, DROPS, FLOODS, ANNOUNCES, TRICKLES };

/* In body, @ stands for the id of the request. */
static const struct manner {
    const char *method;
    enum manner_kind does;
    unsigned status;
    const char *body;
    enum answer_kind kind;   /* what the question must get */
    const char *text;        /* part of its text, or of its body's JSON */
    unsigned retries;
} manners[] = {
    { "right", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":5}",
      ANSWER_OUT, "{\"result\":5}", 0 },
    { "null", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":null}",
      ANSWER_OUT, "{\"result\":null}", 0 },
    { "error", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":"
      "{\"code\":-32000,\"message\":\"m\"}}", ANSWER_OUT, "-32000", 0 },
    { "error-400", ANSWERS, 400, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"
      "{\"code\":-32600,\"message\":\"m\"}}", ANSWER_OUT, "-32600", 0 },
    { "error-500", ANSWERS, 500, "{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":"
      "{\"code\":-32603,\"message\":\"m\"}}", ANSWER_OUT, "-32603", 0 },
    { "other-id", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":\"x\","
      "\"result\":5}", ANSWER_GARBAGE, "id is not the request's", 0 },
    { "number-id", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":1,"
      "\"result\":5}", ANSWER_GARBAGE, "id is not the request's", 0 },
    { "no-id", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"result\":5}",
      ANSWER_GARBAGE, "id is not the request's", 0 },
    { "both", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":1,"
      "\"error\":{\"code\":1,\"message\":\"m\"}}", ANSWER_GARBAGE, "both", 0 },
    { "neither", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":@}",
      ANSWER_GARBAGE, "neither", 0 },
    { "text-code", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":"
      "{\"code\":\"1\",\"message\":\"m\"}}", ANSWER_GARBAGE, "integer code",
      0 },
    { "list", ANSWERS, 200, "[{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":1}]",
      ANSWER_GARBAGE, "not an object", 0 },
    { "page", ANSWERS, 200, "<html>\x01</html>", ANSWER_GARBAGE, "<html>", 0 },
    { "page-500", ANSWERS, 500, "<html>", ANSWER_GARBAGE, "500", 0 },
    { "empty", ANSWERS, 200, "", ANSWER_GARBAGE, "200", 0 },
    { "utf8", ANSWERS, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":\""
      "\xff\xfe\"}", ANSWER_GARBAGE, "\\xff", 0 },
    { "twice", ANSWERS, 200, "{\"id\":@,\"result\":1,\"result\":2}",
      ANSWER_GARBAGE, "", 0 },
    { "moved", ANSWERS, 302, "", ANSWER_UNREACHABLE, "302", 0 },
    { "moved-json", ANSWERS, 307, "{\"jsonrpc\":\"2.0\",\"id\":@,"
      "\"result\":5}", ANSWER_UNREACHABLE, "redirects are not followed", 0 },
    { "limited", ANSWERS, 429, "", ANSWER_UNREACHABLE, "429", 2 },
    { "gateway", ANSWERS, 502, "<html>", ANSWER_UNREACHABLE, "502", 2 },
    { "away", ANSWERS, 404, "", ANSWER_UNREACHABLE, "404", 0 },
    { "large", ANSWERS, 413, "", ANSWER_ERROR, "413", 0 },
    { "stall", STALLS, 0, "", ANSWER_HANG, "no answer in time", 0 },
    { "trickle", TRICKLES, 0, "", ANSWER_HANG, "no answer in time", 0 },
    { "drop", DROPS, 0, "", ANSWER_CRASH, "ends the connection", 1 },
    { "flood", FLOODS, 0, "", ANSWER_GARBAGE, "longer than the limit", 0 },
    { "gigabyte", ANNOUNCES, 0, "", ANSWER_GARBAGE, "longer than the limit",
      0 },
};

static enum MHD_Result reply(struct MHD_Connection *c, unsigned status,
                             const char *text, size_t len)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(
        len, (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result queued;

    MHD_add_response_header(r, "Location", "file:///etc/passwd");
    queued = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return queued;
}

/* Spaces without end (a byte a call when slow is set). */
static ssize_t spaces(void *slow, uint64_t at, char *data, size_t max)
{
    struct timespec pause = { 0, 50000000L };

    (void)at;
    if (slow) {
        nanosleep(&pause, NULL);
        max = 1;
    }
    memset(data, ' ', max);
    return (ssize_t)max;
}

static enum MHD_Result stream(struct MHD_Connection *c, uint64_t size,
                              void *slow)
{
    struct MHD_Response *r =
        MHD_create_response_from_callback(size, 4096, spaces, slow, NULL);
    enum MHD_Result queued = MHD_queue_response(c, 200, r);

    MHD_destroy_response(r);
    return queued;
}

static enum MHD_Result misbehave(struct MHD_Connection *c,
                                 const struct manner *m, const char *id)
{
    static char slow;
    struct timespec pause = { 1, 200000000L };
    const char *at = strchr(m->body, '@');
    char body[1024];

    snprintf(body, sizeof body, "%.*s%s%s", (int)(at ? at - m->body : 500),
             m->body, at ? id : "", at ? at + 1 : "");
    switch (m->does) {
    case ANSWERS:
        return reply(c, m->status, body, strlen(body));
    case STALLS:
        nanosleep(&pause, NULL);
        return MHD_NO;
    case DROPS:
        return MHD_NO;
    case FLOODS:
        return stream(c, MHD_SIZE_UNKNOWN, NULL);
    case ANNOUNCES:
        return stream(c, GIGABYTE, NULL);
    case TRICKLES:
        return stream(c, 1000, &slow);
    }
    return MHD_NO;
}

static const char *text_in(const json_t *request, const char *key)
{
    const char *text = json_string_value(json_object_get(request, key));

    return text ? text : "";
}

/* What a good node would say to what is asked at the start. */
static enum MHD_Result behave(struct MHD_Connection *c, const char *method,
                              const char *id)
{
    char body[600], *result = NULL;
    static char chain[] = "\"0x1\"", block[] = "{\"baseFeePerGas\":\"0x7\"}",
                client[] = "\"mock/v1.2/linux\"";

    result = strcmp(method, "eth_chainId") == 0            ? chain
             : strcmp(method, "eth_getBlockByNumber") == 0 ? block
                                                           : client;
    snprintf(body, sizeof body, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}",
             id, result);
    return reply(c, 200, body, strlen(body));
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c,
                                  const char *url, const char *verb,
                                  const char *version, const char *data,
                                  size_t *len, void **state)
{
    struct upload *u = *state;
    json_t *request;
    char id[300];
    enum MHD_Result result = MHD_NO;
    const struct manner *m = NULL;

    (void)cls;
    (void)url;
    (void)verb;
    (void)version;
    if (!u) {
        *state = calloc(1, sizeof *u);
        return MHD_YES;
    }
    if (*len) {
        if (u->len + *len >= sizeof u->data)
            exit(99);
        memcpy(u->data + u->len, data, *len);
        u->len += *len;
        *len = 0;
        return MHD_YES;
    }
    request = json_loads(u->data, 0, NULL);
    snprintf(id, sizeof id, "\"%.200s\"", text_in(request, "id"));
    for (size_t i = 0; i < ARRAY_LEN(manners); i++)
        if (strcmp(manners[i].method, text_in(request, "method")) == 0)
            m = &manners[i];
    if (!request)
        result = reply(c, 400, "no JSON", 7);
    else
        result = m ? misbehave(c, m, id)
                   : behave(c, text_in(request, "method"), id);
    json_decref(request);
    return result;
}

static void on_done(void *cls, struct MHD_Connection *c, void **state,
                    enum MHD_RequestTerminationCode why)
{
    (void)cls;
    (void)c;
    (void)why;
    free(*state);
}

static struct MHD_Daemon *start_mock(unsigned *port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD, 0,
        NULL, NULL, on_request, NULL, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)&address, MHD_OPTION_NOTIFY_COMPLETED, on_done,
        NULL, MHD_OPTION_END);

    if (!daemon)
        exit(99);
    *port = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return daemon;
}

static struct target *open_mock(unsigned port, const char *user)
{
    struct error why = { 0 };
    struct target *t = NULL;
    char text[100];

    snprintf(text, sizeof text, "http://%s127.0.0.1:%u", user, port);
    ck_assert_msg(!target_open(&t, text, &options, &why), "%s", why.text);
    return t;
}

START_TEST(each_manner_gets_the_answer_that_it_deserves)
{
    const struct manner *m = &manners[_i];
    json_t *in = json_pack("{s:s, s:[]}", "method", m->method, "params");
    unsigned port;
    struct MHD_Daemon *daemon = start_mock(&port);
    struct target *t = open_mock(port, "");
    uint64_t begin = process_now_ns();
    struct error why = { 0 };
    struct answer answer;
    char *body;

    ck_assert_err(target_ask(t, "a-1", "rpc", in, &answer, &why), ERR_OK);
    ck_assert_msg(process_now_ns() - begin < 5000000000u, "%s takes too long",
                  m->method);
    ck_assert_msg(answer.kind == m->kind, "%s: kind %d (%s)", m->method,
                  answer.kind, answer.text);
    body = json_dumps(answer.body, JSON_ENCODE_ANY | JSON_COMPACT);
    ck_assert_msg(strstr(answer.text, m->text) ||
                      (body && strstr(body, m->text)),
                  "%s: %s %s", m->method, answer.text, body ? body : "");
    ck_assert_uint_eq(answer.retries, m->retries);
    free(body);
    answer_release(&answer);
    json_decref(in);
    target_close(t);
    MHD_stop_daemon(daemon);
}
END_TEST

START_TEST(hello_tells_name_version_chain_and_what_can_be_asked)
{
    unsigned port;
    struct MHD_Daemon *daemon = start_mock(&port);
    struct target *t = open_mock(port, "");
    const struct hello *h = t->driver->hello(t);

    ck_assert_str_eq(h->name, "mock");
    ck_assert_str_eq(h->version, "v1.2");
    ck_assert_int_eq(h->kind, TARGET_NODE);
    ck_assert_uint_eq(h->pipeline, 8);
    ck_assert_str_eq(text_in(h->all, "chainId"), "0x1");
    ck_assert_str_eq(text_in(h->all, "fork"), "london");
    target_close(t);
    MHD_stop_daemon(daemon);
}
END_TEST

START_TEST(user_and_password_are_shown_nowhere)
{
    unsigned port;
    struct MHD_Daemon *daemon = start_mock(&port);
    struct target *t = open_mock(port, "me:hunter2@");
    char *all = json_dumps(t->driver->hello(t)->all, 0);

    ck_assert_ptr_null(strstr(t->text, "hunter2"));
    ck_assert_ptr_nonnull(strstr(t->text, "***@127.0.0.1"));
    ck_assert_ptr_null(strstr(all, "hunter2"));
    free(all);
    target_close(t);
    MHD_stop_daemon(daemon);
}
END_TEST

START_TEST(questions_under_way_are_answered_each_by_its_own)
{
    enum { COUNT = 8 };
    static const char *const methods[COUNT] = {
        "stall", "right", "drop", "error", "right", "flood", "null", "page"
    };
    unsigned port, seen[COUNT] = { 0 };
    struct MHD_Daemon *daemon = start_mock(&port);
    struct target *t = open_mock(port, "");
    struct error why = { 0 };
    const char *got;

    for (size_t i = 0; i < COUNT; i++) {
        json_t *in = json_pack("{s:s}", "method", methods[i]);
        char id[8];

        snprintf(id, sizeof id, "q%zu", i);
        ck_assert_err(t->driver->send(t, id, "rpc", in, &why), ERR_OK);
        json_decref(in);
    }
    ck_assert_err(t->driver->send(t, "more", "rpc", NULL, &why), ERR_LIMIT);
    for (size_t i = 0; i < COUNT; i++) {
        struct answer answer;
        size_t n;

        ck_assert_err(t->driver->receive(t, &got, &answer, &why), ERR_OK);
        n = (size_t)(got[1] - '0');
        for (size_t k = 0; k < ARRAY_LEN(manners); k++)
            if (strcmp(manners[k].method, methods[n]) == 0)
                ck_assert_msg(answer.kind == manners[k].kind, "%s: %d (%s)",
                              methods[n], answer.kind, answer.text);
        seen[n]++;
        answer_release(&answer);
    }
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_uint_eq(seen[i], 1);
    target_close(t);
    MHD_stop_daemon(daemon);
}
END_TEST

START_TEST(what_is_posted_arrives_as_it_is_and_any_answer_counts)
{
    json_t *in = json_pack("{s:s}", "text", "{\"half");
    unsigned port;
    struct MHD_Daemon *daemon = start_mock(&port);
    struct target *t = open_mock(port, "");
    struct error why = { 0 };
    struct answer answer;

    ck_assert_err(target_ask(t, "a", "post", in, &answer, &why), ERR_OK);
    ck_assert_int_eq(answer.kind, ANSWER_OUT);
    ck_assert_int_eq(json_integer_value(json_object_get(answer.body,
                                                        "status")), 400);
    ck_assert_str_eq(text_in(answer.body, "text"), "no JSON");
    answer_release(&answer);
    json_decref(in);
    target_close(t);
    MHD_stop_daemon(daemon);
}
END_TEST

START_TEST(a_node_that_went_away_is_unreachable)
{
    json_t *in = json_pack("{s:s}", "method", "right");
    unsigned port;
    struct MHD_Daemon *daemon = start_mock(&port);
    struct target *t = open_mock(port, "");
    struct error why = { 0 };
    struct answer answer;
    char text[80];

    MHD_stop_daemon(daemon);
    ck_assert_err(target_ask(t, "a", "rpc", in, &answer, &why), ERR_OK);
    ck_assert_int_eq(answer.kind, ANSWER_UNREACHABLE);
    answer_release(&answer);
    json_decref(in);
    target_close(t);
    snprintf(text, sizeof text, "http://127.0.0.1:%u", port);
    ck_assert_err(target_open(&t, text, &options, &why), ERR_UNREACHABLE);
}
END_TEST

/* Signed with keys of vectors/block/tx; only what the reference refuses for a
 * static reason may be sent, and never what it accepts. */
START_TEST(only_transactions_that_must_be_refused_are_sent)
{
    static const struct {
        const char *data, *fork, *chain;
        bool reject, fits;
    } rows[] = {
        { "0x", "osaka", "0x1", true, true },
        { "0x", "osaka", "0x1", false, false },
        { "0x", "prague", "0x1", true, false },
        { "0x", "osaka", "0x2", true, false },
        { "0x03c0", "osaka", "0x1", true, false },
        { "0x7fc0", "osaka", "0x1", true, true },
    };
    const char *argument;
    const struct node_binding *b = node_binding_find("tx.validate", &argument);
    json_t *hello = json_pack("{s:s, s:s}", "fork", "osaka", "chainId", "0x1");

    ck_assert_ptr_nonnull(b);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_t *in = json_pack("{s:s, s:s, s:s}", "data", rows[i].data, "fork",
                               rows[i].fork, "chainId", rows[i].chain);

        ck_assert_msg(b->fits(hello, in, rows[i].reject) == rows[i].fits,
                      "row %zu", i);
        json_decref(in);
    }
    json_decref(hello);
}
END_TEST

START_TEST(an_answer_about_funds_is_no_answer)
{
    static const struct {
        const char *response;
        enum answer_kind kind;
    } rows[] = {
        { "{\"error\":{\"code\":-32000,\"message\":\"insufficient funds for "
          "gas * price + value\"}}", ANSWER_UNREACHABLE },
        { "{\"error\":{\"code\":-32000,\"message\":\"nonce too low\"}}",
          ANSWER_UNREACHABLE },
        { "{\"error\":{\"code\":-32000,\"message\":\"rlp: too few\"}}",
          ANSWER_REJECT },
        { "{\"error\":{\"code\":-32601,\"message\":\"no\"}}",
          ANSWER_UNSUPPORTED },
        { "{\"result\":\"0x12\"}", ANSWER_OUT },
    };
    const char *argument;
    const struct node_binding *b = node_binding_find("tx.validate", &argument);

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_t *response = json_loads(rows[i].response, 0, NULL);
        struct answer answer = { .kind = ANSWER_CRASH };

        b->answer(&answer, response);
        ck_assert_int_eq(answer.kind, rows[i].kind);
        answer_release(&answer);
        json_decref(response);
    }
    ck_assert_ptr_null(node_binding_find("rlp.encode", &argument));
    ck_assert_ptr_null(node_binding_find("header.hash", &argument));
    ck_assert_ptr_nonnull(node_binding_find("sha256", &argument));
    ck_assert_str_eq(argument, "2");
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, each_manner_gets_the_answer_that_it_deserves, 0,
                        (int)ARRAY_LEN(manners));
    tcase_add_test(tc, hello_tells_name_version_chain_and_what_can_be_asked);
    tcase_add_test(tc, user_and_password_are_shown_nowhere);
    tcase_add_test(tc, questions_under_way_are_answered_each_by_its_own);
    tcase_add_test(tc, what_is_posted_arrives_as_it_is_and_any_answer_counts);
    tcase_add_test(tc, a_node_that_went_away_is_unreachable);
    tcase_add_test(tc, only_transactions_that_must_be_refused_are_sent);
    tcase_add_test(tc, an_answer_about_funds_is_no_answer);
}

TESTKIT_MAIN("node", add_tests)
