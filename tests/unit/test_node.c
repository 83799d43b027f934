/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/hostkit.h"

#include <sys/resource.h>
#include <zlib.h>

#include "runner/access.h"
#include "runner/target.h"
#include "runner/targets/node_bind.h"
#include "runner/targets/process.h"

enum { TIMEOUT_MS = 400, BODY_MAX = 100000, PEAK_MIB = 64, DEPTH = 40000 };
static const uint64_t GIGABYTE = 1u << 30;

static const struct target_options options = {
    .timeout_ms = TIMEOUT_MS,
    .line_max = BODY_MAX,
};

/* --- a node that misbehaves as the method of the request says ---------------------- */

/* Largest memory of this process so far, in MiB. */
static long peak_mib(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

static const char *text_in(const json_t *request, const char *key)
{
    const char *text = json_string_value(json_object_get(request, key));

    return text ? text : "";
}

static void stall(struct host_call *c)
{
    host_sleep_ms(3 * TIMEOUT_MS);
    c->keep = false;
}

static void stall_in_head(struct host_call *c)
{
    host_text(c, "HTTP/1.1 200 OK\r\nX-Wa");
    stall(c);
}

static void vanish(struct host_call *c)
{
    c->keep = false;
}

static void flood(struct host_call *c)
{
    host_pour(c, 0, false);
}

static void announce(struct host_call *c)
{
    host_pour(c, GIGABYTE, false);
}

/* A gigabyte whose length is not told. */
static void flood_to_the_end(struct host_call *c)
{
    static char spaces[65536];

    memset(spaces, ' ', sizeof spaces);
    host_text(c, "HTTP/1.1 200 OK\r\n\r\n");
    for (uint64_t n = 0; n < GIGABYTE && host_send(c, spaces, sizeof spaces);)
        n += sizeof spaces;
    c->keep = false;
}

static void flood_head(struct host_call *c)
{
    host_text(c, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100000; i++)
        if (!host_send(c, "X-Field: and its value\r\n", 24))
            break;
    c->keep = false;
}

static void trickle(struct host_call *c)
{
    host_pour(c, 1000, true);
}

static void say_too_long(struct host_call *c)
{
    host_text(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"jsonrpc\"");
    c->keep = false;
}

static void say_two_lengths(struct host_call *c)
{
    host_text(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
                 "Content-Length: 4\r\n\r\n{}{}");
    c->keep = false;
}

static void say_no_number(struct host_call *c)
{
    host_text(c, "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}");
    c->keep = false;
}

static void break_chunk(struct host_call *c)
{
    host_text(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "zz\r\n{}\r\n0\r\n\r\n");
    c->keep = false;
}

static void end_in_chunk(struct host_call *c)
{
    host_text(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "40\r\n{\"jsonrpc\"");
    c->keep = false;
}

static void babble(struct host_call *c)
{
    host_text(c, "220 smtp.example ESMTP ready\r\n\r\n");
    c->keep = false;
}

static void reset(struct host_call *c)
{
    host_reset(c);
}

/* No more is said, but the other side may go on. */
static void half_close(struct host_call *c)
{
    char byte;

    shutdown(c->fd, SHUT_WR);
    while (recv(c->fd, &byte, 1, 0) > 0)
        continue;
    c->keep = false;
}

static void redirect_away(struct host_call *c)
{
    host_reply(c, 307, "Location: http://192.0.2.1/\r\n", "", 0);
}

static void redirect_to_file(struct host_call *c)
{
    host_reply(c, 302, "Location: file:///etc/passwd\r\n", "", 0);
}

static void nest(struct host_call *c)
{
    static char deep[2 * DEPTH];

    memset(deep, '[', DEPTH);
    memset(deep + DEPTH, ']', DEPTH);
    host_reply(c, 200, "", deep, sizeof deep);
}

/* 100 MB of spaces in 100 kB. */
static void explode(struct host_call *c)
{
    static unsigned char packed[200000], spaces[65536];
    z_stream z = { .next_out = packed, .avail_out = sizeof packed };

    memset(spaces, ' ', sizeof spaces);
    if (deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY))
        exit(99);
    for (int i = 0; i < 200 && z.avail_out > 1000; i++) {
        z.next_in = spaces;
        z.avail_in = sizeof spaces;
        deflate(&z, i == 199 ? Z_FINISH : Z_NO_FLUSH);
    }
    host_reply(c, 200, "Content-Encoding: gzip\r\n", packed,
               sizeof packed - z.avail_out);
    deflateEnd(&z);
}

/* The right answer, and then another one that nobody asked for. */
static void answer_twice(struct host_call *c)
{
    char body[400];
    json_t *request = json_loads(c->body, 0, NULL);

    snprintf(body, sizeof body, "{\"jsonrpc\":\"2.0\",\"id\":\"%.200s\","
             "\"result\":5}", text_in(request, "id"));
    json_decref(request);
    host_reply(c, 200, "", body, strlen(body));
    host_reply(c, 200, "", body, strlen(body));
}

/* In body, @ stands for the id of the request. */
static const struct manner {
    const char *method;
    host_fn *does;           /* NULL: answers with status and body */
    unsigned status;
    const char *body;
    enum answer_kind kind;   /* what the question must get */
    const char *text;        /* part of its text, or of its body's JSON */
    unsigned retries;
} manners[] = {
    { "right", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":5}",
      ANSWER_OUT, "{\"result\":5}", 0 },
    { "null", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":null}",
      ANSWER_OUT, "{\"result\":null}", 0 },
    { "error", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":"
      "{\"code\":-32000,\"message\":\"m\"}}", ANSWER_OUT, "-32000", 0 },
    { "error-400", NULL, 400, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"
      "{\"code\":-32600,\"message\":\"m\"}}", ANSWER_OUT, "-32600", 0 },
    { "error-500", NULL, 500, "{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":"
      "{\"code\":-32603,\"message\":\"m\"}}", ANSWER_OUT, "-32603", 0 },
    { "other-id", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":\"x\","
      "\"result\":5}", ANSWER_GARBAGE, "id is not the request's", 0 },
    { "number-id", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":1,"
      "\"result\":5}", ANSWER_GARBAGE, "id is not the request's", 0 },
    { "no-id", NULL, 200, "{\"jsonrpc\":\"2.0\",\"result\":5}",
      ANSWER_GARBAGE, "id is not the request's", 0 },
    { "both", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":1,"
      "\"error\":{\"code\":1,\"message\":\"m\"}}", ANSWER_GARBAGE, "both", 0 },
    { "neither", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":@}",
      ANSWER_GARBAGE, "neither", 0 },
    { "text-code", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":"
      "{\"code\":\"1\",\"message\":\"m\"}}", ANSWER_GARBAGE, "integer code",
      0 },
    { "list", NULL, 200, "[{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":1}]",
      ANSWER_GARBAGE, "not an object", 0 },
    { "page", NULL, 200, "<html>\x01</html>", ANSWER_GARBAGE, "<html>", 0 },
    { "page-500", NULL, 500, "<html>", ANSWER_GARBAGE, "500", 0 },
    { "empty", NULL, 200, "", ANSWER_GARBAGE, "200", 0 },
    { "utf8", NULL, 200, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":\""
      "\xff\xfe\"}", ANSWER_GARBAGE, "\\xff", 0 },
    { "twice", NULL, 200, "{\"id\":@,\"result\":1,\"result\":2}",
      ANSWER_GARBAGE, "", 0 },
    { "moved", NULL, 302, "", ANSWER_UNREACHABLE, "302", 0 },
    { "moved-json", NULL, 307, "{\"jsonrpc\":\"2.0\",\"id\":@,"
      "\"result\":5}", ANSWER_UNREACHABLE, "redirects are not followed", 0 },
    { "limited", NULL, 429, "", ANSWER_UNREACHABLE, "429", 2 },
    { "gateway", NULL, 502, "<html>", ANSWER_UNREACHABLE, "502", 2 },
    { "absent", NULL, 404, "", ANSWER_UNREACHABLE, "404", 0 },
    { "large", NULL, 413, "", ANSWER_ERROR, "413", 0 },
    { "stall", stall, 0, "", ANSWER_HANG, "no answer in time", 0 },
    { "stall-in-head", stall_in_head, 0, "", ANSWER_HANG, "no answer in time",
      0 },
    { "trickle", trickle, 0, "", ANSWER_HANG, "no answer in time", 0 },
    { "drop", vanish, 0, "", ANSWER_CRASH, "ends the connection", 1 },
    { "reset", reset, 0, "", ANSWER_CRASH, "ends the connection", 1 },
    { "half-close", half_close, 0, "", ANSWER_CRASH, "ends the connection", 1 },
    { "too-long", say_too_long, 0, "", ANSWER_CRASH, "ends the connection", 1 },
    { "end-in-chunk", end_in_chunk, 0, "", ANSWER_CRASH, "ends the connection",
      1 },
    { "two-lengths", say_two_lengths, 0, "", ANSWER_GARBAGE, "", 0 },
    { "no-number", say_no_number, 0, "", ANSWER_GARBAGE, "", 0 },
    { "broken-chunk", break_chunk, 0, "", ANSWER_GARBAGE, "", 0 },
    { "no-http", babble, 0, "", ANSWER_GARBAGE, "", 0 },
    { "flood", flood, 0, "", ANSWER_GARBAGE, "longer than the limit", 0 },
    { "flood-to-the-end", flood_to_the_end, 0, "", ANSWER_GARBAGE,
      "longer than the limit", 0 },
    { "flood-head", flood_head, 0, "", ANSWER_GARBAGE, "longer than the limit",
      0 },
    { "gigabyte", announce, 0, "", ANSWER_GARBAGE, "longer than the limit",
      0 },
    { "deep", nest, 0, "", ANSWER_GARBAGE, "", 0 },
    { "bomb", explode, 0, "", ANSWER_GARBAGE, "", 0 },
    { "away", redirect_away, 0, "", ANSWER_UNREACHABLE, "307", 0 },
    { "file", redirect_to_file, 0, "", ANSWER_UNREACHABLE, "302", 0 },
    { "answers-twice", answer_twice, 0, "", ANSWER_OUT, "{\"result\":5}", 0 },
};

/* What a good node would say to what is asked at the start. */
static void behave(struct host_call *c, const char *method, const char *id)
{
    static const char chain[] = "\"0x1\"",
                      block[] = "{\"baseFeePerGas\":\"0x7\"}",
                      client[] = "\"mock/v1.2/linux\"";
    char body[600];

    snprintf(body, sizeof body, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}",
             id, strcmp(method, "eth_chainId") == 0            ? chain
                 : strcmp(method, "eth_getBlockByNumber") == 0 ? block
                                                               : client);
    host_reply(c, 200, "", body, strlen(body));
}

static void misbehave(struct host_call *c, const struct manner *m,
                      const char *id)
{
    const char *at = strchr(m->body, '@');
    char body[1024];

    if (m->does) {
        m->does(c);
        return;
    }
    snprintf(body, sizeof body, "%.*s%s%s", (int)(at ? at - m->body : 500),
             m->body, at ? id : "", at ? at + 1 : "");
    host_reply(c, m->status, "Location: /\r\n", body, strlen(body));
}

static void on_request(struct host_call *c)
{
    json_t *request = json_loads(c->body, 0, NULL);
    const char *method = text_in(request, "method");
    const struct manner *m = NULL;
    char id[300];

    snprintf(id, sizeof id, "\"%.200s\"", text_in(request, "id"));
    for (size_t i = 0; i < ARRAY_LEN(manners); i++)
        if (strcmp(manners[i].method, method) == 0)
            m = &manners[i];
    if (!request)
        host_reply(c, 400, "", "no JSON", 7);
    else if (m)
        misbehave(c, m, id);
    else
        behave(c, method, id);
    json_decref(request);
}

static struct target *mock(struct host *h, const char *user)
{
    struct error why = { 0 };
    struct target *t = NULL;
    char text[100];

    host_start(h, on_request);
    snprintf(text, sizeof text, "http://%s127.0.0.1:%u", user, h->port);
    ck_assert_msg(!target_open(&t, text, &options, &why), "%s", why.text);
    return t;
}

/* Both ways that there are over HTTP must find the same. */
START_TEST(each_manner_gets_the_answer_that_it_deserves)
{
    static const struct access library = { .http = ACCESS_HTTP_1 };
    const struct manner *m = &manners[_i / 2];
    struct target_options own = options;
    json_t *in = json_pack("{s:s, s:[]}", "method", m->method, "params");
    struct target *t = NULL;
    struct error why = { 0 };
    struct answer answer;
    struct host host;
    uint64_t begin;
    char text[100], *body;
    long peak;

    host_start(&host, on_request);
    own.access = _i % 2 ? &library : NULL;
    snprintf(text, sizeof text, "http://127.0.0.1:%u", host.port);
    ck_assert_msg(!target_open(&t, text, &own, &why), "%s", why.text);
    begin = process_now_ns();
    peak = peak_mib();
    ck_assert_err(target_ask(t, "a-1", "rpc", in, &answer, &why), ERR_OK);
    ck_assert_msg(process_now_ns() - begin < 5000000000u, "%s takes too long",
                  m->method);
    ck_assert_msg(peak_mib() - peak < PEAK_MIB, "%s takes %ld MiB",
                  m->method, peak_mib() - peak);
    ck_assert_msg(answer.kind == m->kind, "%s: kind %d (%s)", m->method,
                  answer.kind, answer.text);
    body = json_dumps(answer.body, JSON_ENCODE_ANY | JSON_COMPACT);
    ck_assert_msg(strstr(answer.text, m->text) ||
                      (body && strstr(body, m->text)),
                  "%s: %s %s", m->method, answer.text, body ? body : "");
    ck_assert_msg(answer.retries == m->retries, "%s: %u retries", m->method,
                  answer.retries);
    free(body);
    answer_release(&answer);
    /* and the next question is answered by its own answer */
    json_object_set_new(in, "method", json_string("right"));
    ck_assert_err(target_ask(t, "a-2", "rpc", in, &answer, &why), ERR_OK);
    ck_assert_msg(answer.kind == ANSWER_OUT, "after %s: kind %d (%s)",
                  m->method, answer.kind, answer.text);
    answer_release(&answer);
    json_decref(in);
    target_close(t);
    host_stop(&host);
}
END_TEST

START_TEST(hello_tells_name_version_chain_and_what_can_be_asked)
{
    struct host host;
    struct target *t = mock(&host, "");
    const struct hello *h = t->driver->hello(t);

    ck_assert_str_eq(h->name, "mock");
    ck_assert_str_eq(h->version, "v1.2");
    ck_assert_int_eq(h->kind, TARGET_NODE);
    ck_assert_uint_eq(h->pipeline, 8);
    ck_assert_str_eq(text_in(h->all, "chainId"), "0x1");
    ck_assert_str_eq(text_in(h->all, "fork"), "london");
    target_close(t);
    host_stop(&host);
}
END_TEST

/* --- the spaces of Conflux ------------------------------------------------------ */

/* What a node says of itself; everything else it has not. */
static const struct nature {
    const char *chain, *status, *client, *block; /* NULL: no such method */
    const char *fact;                            /* or NULL: it has none */
    bool opens;
} natures[] = {
    { NULL, "{\"chainId\":\"0x405\",\"networkId\":\"0x405\","
      "\"ethereumSpaceChainId\":\"0x406\",\"epochNumber\":\"0x7\","
      "\"blockNumber\":\"0x9\"}", "\"conflux-rust/v3\"", NULL,
      "capability:conflux-core", true },
    /* not all of what a status holds */
    { NULL, "{\"chainId\":\"0x405\",\"networkId\":\"0x405\"}", NULL, NULL,
      NULL, false },
    { NULL, NULL, NULL, NULL, NULL, false },
    /* both spaces behind one address: Ethereum's JSON-RPC goes first */
    { "\"0x1\"", "{\"chainId\":\"0x405\",\"networkId\":\"0x405\","
      "\"ethereumSpaceChainId\":\"0x406\",\"epochNumber\":\"0x7\","
      "\"blockNumber\":\"0x9\"}", "\"Geth/v1\"",
      "{\"baseFeePerGas\":\"0x7\"}", NULL, true },
    { "\"0x406\"", NULL, "\"Conflux/v3\"",
      "{\"baseFeePerGas\":\"0x7\",\"espaceGasLimit\":\"0x0\"}",
      "capability:conflux-espace", true },
    /* neither name nor member alone makes an eSpace */
    { "\"0x1\"", NULL, "\"conflux/v3\"", "{\"baseFeePerGas\":\"0x7\"}", NULL,
      true },
    { "\"0x1\"", NULL, "\"Geth/v1\"", "{\"espaceGasLimit\":\"0x0\"}", NULL,
      true },
};

static const struct nature *nature; /* of the host that runs */

static const char *said(const char *method)
{
    bool version = strcmp(method, "web3_clientVersion") == 0 ||
                   strcmp(method, "cfx_clientVersion") == 0;

    return strcmp(method, "eth_chainId") == 0            ? nature->chain
           : strcmp(method, "cfx_getStatus") == 0        ? nature->status
           : strcmp(method, "eth_getBlockByNumber") == 0 ? nature->block
           : version                                     ? nature->client
                                                         : NULL;
}

static void on_nature(struct host_call *c)
{
    json_t *request = json_loads(c->body, 0, NULL);
    const char *result = said(text_in(request, "method"));
    char body[700];

    snprintf(body, sizeof body, "{\"jsonrpc\":\"2.0\",\"id\":\"%.200s\",%s%s}",
             text_in(request, "id"), result ? "\"result\":" : "",
             result ? result
                    : "\"error\":{\"code\":-32601,\"message\":\"none\"}");
    json_decref(request);
    host_reply(c, 200, "", body, strlen(body));
}

static bool has_conflux_fact(const struct hello *h, const char *fact)
{
    bool found = false;

    for (size_t i = 0; i < json_array_size(h->facts); i++) {
        const char *text = json_string_value(json_array_get(h->facts, i));

        if (strncmp(text, "capability:conflux-", 19) != 0)
            continue;
        ck_assert_msg(fact && strcmp(text, fact) == 0, "%s", text);
        found = true;
    }
    return found;
}

START_TEST(spaces_of_conflux_are_told_from_nodes_of_ethereum)
{
    struct error why = { 0 };
    struct target *t = NULL;
    struct host host;
    char text[100];

    nature = &natures[_i];
    host_start(&host, on_nature);
    snprintf(text, sizeof text, "http://127.0.0.1:%u", host.port);
    ck_assert_int_eq(target_open(&t, text, &options, &why) == ERR_OK,
                     nature->opens);
    if (nature->opens) {
        ck_assert(has_conflux_fact(t->driver->hello(t), nature->fact) ==
                  (nature->fact != NULL));
        ck_assert_str_eq(why.text, "");
        target_close(t);
    } else {
        ck_assert_ptr_nonnull(strstr(why.text, "eth_chainId"));
    }
    host_stop(&host);
}
END_TEST

START_TEST(user_and_password_are_shown_nowhere)
{
    struct host host;
    struct target *t = mock(&host, "me:hunter2@");
    char *all = json_dumps(t->driver->hello(t)->all, 0);

    ck_assert_ptr_null(strstr(t->text, "hunter2"));
    ck_assert_ptr_nonnull(strstr(t->text, "***@127.0.0.1"));
    ck_assert_ptr_null(strstr(all, "hunter2"));
    free(all);
    target_close(t);
    host_stop(&host);
}
END_TEST

START_TEST(questions_under_way_are_answered_each_by_its_own)
{
    enum { COUNT = 8 };
    static const char *const methods[COUNT] = {
        "stall", "right", "drop", "error", "right", "flood", "null", "page"
    };
    unsigned seen[COUNT] = { 0 };
    struct host host;
    struct target *t = mock(&host, "");
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
    host_stop(&host);
}
END_TEST

START_TEST(what_is_posted_arrives_as_it_is_and_any_answer_counts)
{
    json_t *in = json_pack("{s:s}", "text", "{\"half");
    struct host host;
    struct target *t = mock(&host, "");
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
    host_stop(&host);
}
END_TEST

START_TEST(a_node_that_went_away_is_unreachable)
{
    json_t *in = json_pack("{s:s}", "method", "right");
    struct host host;
    struct target *t = mock(&host, "");
    struct error why = { 0 };
    struct answer answer;
    char text[80];

    host_stop(&host);
    ck_assert_err(target_ask(t, "a", "rpc", in, &answer, &why), ERR_OK);
    ck_assert_int_eq(answer.kind, ANSWER_UNREACHABLE);
    answer_release(&answer);
    json_decref(in);
    target_close(t);
    snprintf(text, sizeof text, "http://127.0.0.1:%u", host.port);
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
                        2 * (int)ARRAY_LEN(manners));
    tcase_add_test(tc, hello_tells_name_version_chain_and_what_can_be_asked);
    tcase_add_loop_test(tc, spaces_of_conflux_are_told_from_nodes_of_ethereum, 0,
                        (int)ARRAY_LEN(natures));
    tcase_add_test(tc, user_and_password_are_shown_nowhere);
    tcase_add_test(tc, questions_under_way_are_answered_each_by_its_own);
    tcase_add_test(tc, what_is_posted_arrives_as_it_is_and_any_answer_counts);
    tcase_add_test(tc, a_node_that_went_away_is_unreachable);
    tcase_add_test(tc, only_transactions_that_must_be_refused_are_sent);
    tcase_add_test(tc, an_answer_about_funds_is_no_answer);
}

TESTKIT_MAIN("node", add_tests)
