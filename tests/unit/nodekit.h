/* nodekit: a development node to ask, without a network. */
#ifndef ETALON_TESTS_NODEKIT_H
#define ETALON_TESTS_NODEKIT_H

#include "base/json.h"
#include "chain/rpc/node.h"
#include "chain/rpc/rpc.h"
#include "tests/testkit.h"

static inline struct node *nodekit_new(void)
{
    struct node *n = malloc(sizeof *n);

    if (!n || node_init(n) || node_dev(n, 1337, NULL))
        exit(99);
    return n;
}

static inline void nodekit_free(struct node *n)
{
    node_release(n);
    free(n);
}

/* The parsed answer to a body, NULL when there is none. */
static inline json_t *nodekit_ask(struct node *n, struct bytes body)
{
    struct out out = { .data = NULL };
    json_t *answer;

    rpc_handle(n, body, &out);
    answer = out.len ? json_loadb(out.data, out.len, 0, NULL) : NULL;
    ck_assert(!out.failed && (!out.len || answer));
    out_release(&out);
    return answer;
}

/* The result of a method; fails the test when it is an error. */
static inline json_t *nodekit_call(struct node *n, const char *method,
                                   const char *params)
{
    char body[4096];
    json_t *answer, *result;

    snprintf(body, sizeof body,
             "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}",
             method, params);
    answer = nodekit_ask(n, bytes_str(body));
    result = json_incref(json_object_get(answer, "result"));
    ck_assert_msg(result != NULL, "%s: %s", method,
                  json_dumps(answer, JSON_COMPACT));
    json_decref(answer);
    return result;
}

static inline long nodekit_code(struct node *n, struct bytes body)
{
    json_t *answer = nodekit_ask(n, body);
    long code = (long)json_integer_value(
        json_object_get(json_object_get(answer, "error"), "code"));

    json_decref(answer);
    return code;
}

#define NODEKIT_PAY(value)                                            \
    "[{\"from\":\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\","      \
    "\"to\":\"0x70997970c51812dc3a010c7d01b50e0d17dc79c8\","          \
    "\"value\":\"" value "\"}]"

#endif
