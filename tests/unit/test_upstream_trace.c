/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdio.h>

#include "runner/targets/upstream_trace.h"
#include "tests/unit/evmkit.h"

/* Runs code (plain hex) traced; the lines are *text, freed by the caller. */
static void run_traced(char **text, enum fork fork, const char *code,
                       int64_t gas)
{
    struct upstream_trace trace;
    struct evmkit k;
    size_t size;
    FILE *out = open_memstream(text, &size);

    if (!out || upstream_trace_init(&trace, out))
        exit(99);
    evmkit_init(&k, fork);
    evmkit_code(&k, EVMKIT_SELF, code);
    k.evm.hooks = &trace.hooks;
    (void)evmkit_call(&k, "", gas);
    evmkit_release(&k);
    upstream_trace_release(&trace);
    fclose(out);
}

#define HASH "0xf5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"

/* EIP-3155, test cases: pc, op, gas, gasCost, stack and returnData as printed
 * there.  memSize is the one before the instruction, as its text says; the
 * example shows the one after at MSTORE8. */
static const struct {
    int pc, op;
    const char *gas, *cost, *stack, *returned;
    int memory;
    const char *name;
} example[] = {
    { 0, 96, "0x2540be400", "0x3", "[]", "0x", 0, "PUSH1" },
    { 2, 128, "0x2540be3fd", "0x3", "[\"0x40\"]", "0x", 0, "DUP1" },
    { 3, 83, "0x2540be3fa", "0xc", "[\"0x40\",\"0x40\"]", "0x", 0, "MSTORE8" },
    { 4, 96, "0x2540be3ee", "0x3", "[]", "0x", 96, "PUSH1" },
    { 6, 96, "0x2540be3eb", "0x3", "[\"0x40\"]", "0x", 96, "PUSH1" },
    { 8, 85, "0x2540be3e8", "0x4e20", "[\"0x40\",\"0x40\"]", "0x", 96,
      "SSTORE" },
    { 9, 96, "0x2540b95c8", "0x3", "[]", "0x", 96, "PUSH1" },
    { 11, 96, "0x2540b95c5", "0x3", "[\"0x40\"]", "0x", 96, "PUSH1" },
    { 13, 96, "0x2540b95c2", "0x3", "[\"0x40\",\"0x0\"]", "0x", 96, "PUSH1" },
    { 15, 96, "0x2540b95bf", "0x3", "[\"0x40\",\"0x0\",\"0x40\"]", "0x", 96,
      "PUSH1" },
    { 17, 96, "0x2540b95bc", "0x3", "[\"0x40\",\"0x0\",\"0x40\",\"0x0\"]",
      "0x", 96, "PUSH1" },
    { 19, 90, "0x2540b95b9", "0x2",
      "[\"0x40\",\"0x0\",\"0x40\",\"0x0\",\"0x2\"]", "0x", 96, "GAS" },
    { 20, 250, "0x2540b95b7", "0x24abb676c",
      "[\"0x40\",\"0x0\",\"0x40\",\"0x0\",\"0x2\",\"0x2540b95b7\"]", "0x", 96,
      "STATICCALL" },
    { 21, 96, "0x2540b92a7", "0x3", "[\"0x1\"]", HASH, 96, "PUSH1" },
    { 23, 243, "0x2540b92a4", "0x0", "[\"0x1\",\"0x40\"]", HASH, 96, "RETURN" },
};

START_TEST(the_trace_is_the_example_of_eip_3155)
{
    char *text, *line, *rest;
    size_t i = 0;

    run_traced(&text, FORK_ISTANBUL,
               "604080536040604055604060006040600060025afa6040f3", 0x2540be400);
    for (line = strtok_r(text, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest), i++) {
        char want[1024];

        ck_assert_uint_lt(i, ARRAY_LEN(example));
        snprintf(want, sizeof want,
                 "{\"pc\":%d,\"op\":%d,\"gas\":\"%s\",\"gasCost\":\"%s\","
                 "\"stack\":%s,\"depth\":1,\"returnData\":\"%s\","
                 "\"refund\":\"0x0\",\"memSize\":%d,\"opName\":\"%s\"}",
                 example[i].pc, example[i].op, example[i].gas, example[i].cost,
                 example[i].stack, example[i].returned, example[i].memory,
                 example[i].name);
        ck_assert_str_eq(line, want);
    }
    ck_assert_uint_eq(i, ARRAY_LEN(example));
    free(text);
}
END_TEST

static const char *text_of(const json_t *line, const char *key)
{
    const char *text = json_string_value(json_object_get(line, key));

    return text ? text : "";
}

START_TEST(a_step_that_halts_costs_all_gas_and_says_error)
{
    char *text;
    json_t *line;

    /* PUSH1 1, then ADD with one operand */
    run_traced(&text, FORK_BERLIN, "600101", 1000);
    line = json_loads(strchr(text, '\n') + 1, JSON_DISABLE_EOF_CHECK, NULL);
    ck_assert_str_eq(text_of(line, "opName"), "ADD");
    ck_assert_str_eq(text_of(line, "gas"), "0x3e5");
    ck_assert_str_eq(text_of(line, "gasCost"), "0x3e5");
    ck_assert_str_ne(text_of(line, "error"), "");
    json_decref(line);
    free(text);
}
END_TEST

START_TEST(code_deposit_is_no_cost_of_the_last_step)
{
    char *text, *at;
    json_t *line;

    /* CREATE with PUSH1 1 PUSH1 0 RETURN as init code: one byte of code, whose
     * 200 gas are not RETURN's; its memory word is. */
    run_traced(&text, FORK_BERLIN, "6460016000f36000526005601b6000f000",
               100000);
    at = strstr(text, "\"depth\":2");
    ck_assert_ptr_nonnull(at);
    at = strstr(at, "\"op\":243");
    ck_assert_ptr_nonnull(at);
    while (at > text && *at != '\n')
        at--;
    line = json_loads(at, JSON_DISABLE_EOF_CHECK, NULL);
    ck_assert_str_eq(text_of(line, "opName"), "RETURN");
    ck_assert_str_eq(text_of(line, "gasCost"), "0x3");
    json_decref(line);
    free(text);
}
END_TEST

START_TEST(the_summary_has_the_members_of_eip_3155)
{
    struct upstream_trace_end end = {
        .name = "a \"name\"", .fork = "Osaka",
        .state_root = (const uint8_t[32]){ [31] = 1 },
        .output = BYTES_OF(((const uint8_t[2]){ 0, 0x40 })),
        .gas_used = 0x515c, .success = true,
    };
    struct upstream_trace trace;
    char *text;
    json_t *line;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    ck_assert_err(upstream_trace_init(&trace, out), ERR_OK);
    upstream_trace_summary(&trace, &end);
    upstream_trace_release(&trace);
    fclose(out);
    line = json_loads(text, 0, NULL);
    ck_assert_str_eq(text_of(line, "stateRoot"),
                     "0x00000000000000000000000000000000000000000000000000000000"
                     "00000001");
    ck_assert_str_eq(text_of(line, "output"), "0x0040");
    ck_assert_str_eq(text_of(line, "gasUsed"), "0x515c");
    ck_assert_str_eq(text_of(line, "fork"), "Osaka");
    ck_assert_str_eq(text_of(line, "name"), "a \"name\"");
    ck_assert(json_is_true(json_object_get(line, "pass")));
    json_decref(line);
    free(text);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, the_trace_is_the_example_of_eip_3155);
    tcase_add_test(tc, a_step_that_halts_costs_all_gas_and_says_error);
    tcase_add_test(tc, code_deposit_is_no_cost_of_the_last_step);
    tcase_add_test(tc, the_summary_has_the_members_of_eip_3155);
}

TESTKIT_MAIN("upstream trace", add_tests)
