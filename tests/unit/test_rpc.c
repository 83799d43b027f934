/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "chain/crypto/ecc.h"
#include "chain/rpc/server.h"
#include "tests/unit/nodekit.h"

enum { ANSWER_SIZE = 65536 };

START_TEST(the_table_is_in_order_and_complete)
{
    size_t count;
    const struct rpc_method *m = rpc_methods(&count);

    for (size_t i = 0; i < count; i++) {
        ck_assert(m[i].run && m[i].params && *m[i].result);
        ck_assert(i == 0 || strcmp(m[i - 1].name, m[i].name) < 0);
        ck_assert(rpc_method_find(m[i].name) == &m[i]);
    }
    ck_assert(rpc_method_find("eth_") == NULL);
}
END_TEST

/* JSON-RPC 2.0, section 5.1 and 6. */
static const struct {
    const char *body;
    long code;
} refused[] = {
    { "", -32700 },
    { "{", -32700 },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"\xff\"}", -32700 },
    { "[]", -32600 },
    { "1", -32600 },
    { "{}", -32600 },
    { "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"eth_chainId\"}", -32600 },
    { "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"eth_chainId\"}", -32600 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":1}", -32600 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":1}", -32600 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}", -32601 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBalance\"}", -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\","
      "\"params\":[1]}", -32602 },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\","
      "\"params\":{\"a\":1}}", -32602 },
    /* EIP-1474's code for a revert is 3: code 0x5f5ffd reverts. */
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":"
      "[{\"data\":\"0x5f5ffd\"}]}", 3 },
};

START_TEST(a_bad_request_has_the_code_of_its_fault)
{
    struct node *n = nodekit_new();

    ck_assert_int_eq(nodekit_code(n, bytes_str(refused[_i].body)),
                     refused[_i].code);
    nodekit_free(n);
}
END_TEST

START_TEST(notifications_have_no_answer_and_batches_keep_their_order)
{
    struct node *n = nodekit_new();
    json_t *answer = nodekit_ask(
        n, bytes_str("{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"}"));

    ck_assert(answer == NULL);
    answer = nodekit_ask(
        n, bytes_str("[{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":"
                     "\"eth_chainId\"},{\"jsonrpc\":\"2.0\",\"method\":"
                     "\"eth_chainId\"},1,{\"jsonrpc\":\"2.0\",\"id\":\"b\","
                     "\"method\":\"net_version\"}]"));
    ck_assert_uint_eq(json_array_size(answer), 3);
    ck_assert_str_eq(json_string_value(json_object_get(
                         json_array_get(answer, 0), "result")), "0x539");
    ck_assert(json_is_null(json_object_get(json_array_get(answer, 1), "id")));
    ck_assert_str_eq(json_string_value(json_object_get(
                         json_array_get(answer, 2), "result")), "1337");
    json_decref(answer);
    nodekit_free(n);
}
END_TEST

START_TEST(a_batch_of_ten_thousand_and_deep_nesting_are_refused)
{
    static char batch[10000 * 2 + 2], deep[100000];
    struct node *n = nodekit_new();

    memcpy(batch, "[1", 2);
    for (size_t i = 2; i + 1 < sizeof batch; i += 2)
        memcpy(batch + i, ",1", 2);
    batch[sizeof batch - 2] = ' ';
    batch[sizeof batch - 1] = ']';
    memset(deep, '[', sizeof deep);
    ck_assert_int_eq(nodekit_code(n, bytes_make(batch, sizeof batch)), -32600);
    ck_assert_int_eq(nodekit_code(n, bytes_make(deep, sizeof deep)), -32700);
    nodekit_free(n);
}
END_TEST

START_TEST(development_keys_are_those_of_their_addresses)
{
    for (size_t i = 0; i < NODE_DEV_ACCOUNTS; i++) {
        uint8_t address[20], key[ECC_KEY_SIZE], derived[20];

        dev_address(address, i);
        ck_assert_err(ecc_public(key, dev_secret(address)), ERR_OK);
        ecc_address(derived, key);
        ck_assert_mem_eq(derived, address, 20);
    }
}
END_TEST

START_TEST(a_snapshot_takes_blocks_and_balances_back)
{
    struct node *n = nodekit_new();
    json_t *id = nodekit_call(n, "evm_snapshot", "[]"), *v;
    char params[64];

    json_decref(nodekit_call(n, "eth_sendTransaction", NODEKIT_PAY("0x5")));
    v = nodekit_call(n, "eth_blockNumber", "[]");
    ck_assert_str_eq(json_string_value(v), "0x1");
    json_decref(v);
    snprintf(params, sizeof params, "[\"%s\"]", json_string_value(id));
    v = nodekit_call(n, "evm_revert", params);
    ck_assert(json_is_true(v));
    json_decref(v);
    v = nodekit_call(n, "eth_getBalance",
                     "[\"0x70997970c51812dc3a010c7d01b50e0d17dc79c8\"]");
    ck_assert_str_eq(json_string_value(v), "0x21e19e0c9bab2400000");
    json_decref(v);
    json_decref(id);
    nodekit_free(n);
}
END_TEST

/* --- over HTTP --- */

static int dial(uint16_t port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct timeval limit = { .tv_sec = 5 };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at))
        exit(99);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return fd;
}

/* The status of the answer to raw bytes; 0 when the connection was closed. */
static int status_of(uint16_t port, const char *head, const char *body)
{
    char answer[ANSWER_SIZE] = "";
    int fd = dial(port), status = 0;
    ssize_t got;

    if (send(fd, head, strlen(head), MSG_NOSIGNAL) < 0 ||
        send(fd, body, strlen(body), MSG_NOSIGNAL) < 0)
        exit(99);
    got = recv(fd, answer, sizeof answer - 1, 0);
    if (got > 12)
        status = (answer[9] - '0') * 100 + (answer[10] - '0') * 10 +
                 (answer[11] - '0');
    close(fd);
    return status;
}

#define ASK "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}"
#define HEAD(host, type, length)                                     \
    "POST / HTTP/1.1\r\nHost: " host "\r\nContent-Type: " type       \
    "\r\nContent-Length: " length "\r\n\r\n"

static const struct {
    const char *head, *body;
    int status;
} exchanges[] = {
    { HEAD("127.0.0.1:1", "application/json", "46"), ASK, 200 },
    { HEAD("localhost", "application/json; charset=utf-8", "46"), ASK, 200 },
    { HEAD("evil.example", "application/json", "46"), ASK, 403 },
    { HEAD("localhost", "text/plain", "46"), ASK, 415 },
    { HEAD("localhost", "application/json", "999999999"), "{", 413 },
    { HEAD("localhost", "application/json", "2"), ASK, 200 },
    { HEAD("localhost", "application/json", "x"), ASK, 400 },
    { "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "", 405 },
    { "OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n", "", 405 },
    { "POST / HTTP/1.1\r\n\r\n", "", 403 },
};

START_TEST(the_server_lets_in_what_it_must_and_lives_on)
{
    struct server_options options = { .port = 0 };
    struct error why = { .code = ERR_OK };
    struct node *n = nodekit_new();
    struct server *s;
    int slow;

    ck_assert_err(server_start(&s, n, &options, &why), ERR_OK);
    /* One that sends half a request and waits holds up nobody. */
    slow = dial(server_port(s));
    ck_assert(send(slow, "POST / HTTP/1.1\r\nHost: loc", 26, 0) == 26);
    for (size_t i = 0; i < ARRAY_LEN(exchanges); i++) {
        int got = status_of(server_port(s), exchanges[i].head,
                            exchanges[i].body);

        ck_assert_msg(got == exchanges[i].status, "%zu: %d", i, got);
    }
    ck_assert_int_eq(status_of(server_port(s), exchanges[0].head, ASK), 200);
    close(slow);
    server_stop(s);
    nodekit_free(n);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, the_table_is_in_order_and_complete);
    tcase_add_loop_test(tc, a_bad_request_has_the_code_of_its_fault, 0,
                        (int)ARRAY_LEN(refused));
    tcase_add_test(tc,
                   notifications_have_no_answer_and_batches_keep_their_order);
    tcase_add_test(tc, a_batch_of_ten_thousand_and_deep_nesting_are_refused);
    tcase_add_test(tc, development_keys_are_those_of_their_addresses);
    tcase_add_test(tc, a_snapshot_takes_blocks_and_balances_back);
    tcase_add_test(tc, the_server_lets_in_what_it_must_and_lives_on);
}

TESTKIT_MAIN("rpc", add_tests)
