/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "base/hex.h"
#include "base/json.h"
#include "chain/asset/calldata.h"
#include "chain/asset/simulation.h"

static struct arena a;

static void open_arena(void)
{
    arena_init(&a, 0);
}

static void close_arena(void)
{
    arena_release(&a);
}

static json_t *read(const char *text)
{
    json_t *value = NULL;
    struct error why = { 0 };

    ck_assert_err(json_read(&value, bytes_str(text), "test", &why), ERR_OK);
    return value;
}

static enum err plan(json_t **out, const char *given, const char *steps)
{
    struct error why = { 0 };
    json_t *g = read(given), *s = read(steps);
    struct simulation_question q = { .given = g, .steps = s };
    enum err err = simulation_plan(&a, out, &q, &why);

    ck_assert(err == ERR_OK || why.text[0]);
    json_decref(g);
    json_decref(s);
    return err;
}

#define READ "[{\"from\":\"@alice\",\"call\":\"totalSupply()\",\"args\":[]}]"

START_TEST(init_code_is_deployed_before_the_steps_at_the_address_of_nonce_0)
{
    json_t *out = NULL;

    /* CREATE(0x…d001, 0) by ethers 6.17.0, getCreateAddress. */
    ck_assert_err(plan(&out, "{\"init\":\"0x00\",\"setup\":\"0xaa,0xbb\"}",
                       READ), ERR_OK);
    ck_assert_str_eq(json_string_value(json_object_get(out, "token")),
                     "0x6d21f13623d6b6ea1dd79c8cf44a126243e3b926");
    ck_assert_int_eq(json_integer_value(json_object_get(out, "before")), 3);
    json_decref(out);
}
END_TEST

static const struct bad_row {
    const char *given, *steps;
} bad_rows[] = {
    { "{}", READ },
    { "{\"token\":\"0x00\"}", READ },
    { "{\"init\":\"0x00\",\"token\":\"0x6d21f13623d6b6ea1dd79c8cf44a126243e3b926\"}",
      READ },
    { "{\"init\":\"00\"}", READ },
    { "{\"init\":\"0x0\"}", READ },
    { "{\"init\":\"0x00\",\"setup\":\"0xaa,,0xbb\"}", READ },
    { "{\"init\":\"0x00\",\"id\":\"one\"}", READ },
    { "{\"init\":\"0x00\",\"holder\":\"0xzz\"}", READ },
    { "{\"init\":\"0x00\"}", "[]" },
    { "{\"init\":\"0x00\"}", "[{\"from\":\"@nobody\",\"data\":\"0x\"}]" },
    { "{\"init\":\"0x00\"}", "[{\"from\":\"@bob\"}]" },
    { "{\"init\":\"0x00\"}",
      "[{\"from\":\"@bob\",\"data\":\"0x\",\"call\":\"f()\"}]" },
    { "{\"init\":\"0x00\"}", "[{\"from\":\"@bob\",\"call\":\"f\"}]" },
    { "{\"init\":\"0x00\"}",
      "[{\"from\":\"@bob\",\"call\":\"f(uint8)\",\"args\":[\"256\"]}]" },
    { "{\"init\":\"0x00\"}",
      "[{\"from\":\"@bob\",\"call\":\"f(uint8)\",\"args\":[]}]" },
};

START_TEST(what_cannot_be_asked_is_an_error_that_says_why)
{
    json_t *out = NULL;

    ck_assert_err(plan(&out, bad_rows[_i].given, bad_rows[_i].steps),
                  ERR_BAD_INPUT);
    ck_assert_ptr_null(out);
}
END_TEST

static const char calldata_wanted[] =
        "619d50c60000000000000000000000000000000000000000000000000000"
        "000000000060000000000000000000000000000000000000000000000000"
        "000000000000000100000000000000000000000000000000000000000000"
        "000000000000000000c00000000000000000000000000000000000000000"
        "000000000000000000000002000000000000000000000000000000000000"
        "000000000000000000000000000100000000000000000000000000000000"
        "000000000000000000000000000000020000000000000000000000000000"
        "000000000000000000000000000000000003c0ffee000000000000000000"
        "0000000000000000000000000000000000000000";

START_TEST(calldata_is_that_of_the_interface_description)
{
    struct bytes out;
    struct error why = { 0 };
    char hex[2 * 512 + 1];
    json_t *arguments = read("[[\"1\",\"2\"],true,\"0xc0ffee\"]");

    /* ethers 6.17.0: Interface.encodeFunctionData. */
    ck_assert_err(calldata_make(&a, &out, "f(uint256[],bool,bytes)", arguments,
                                &why), ERR_OK);
    ck_assert_uint_le(out.len, 512);
    hex_write(hex, out);
    hex[2 * out.len] = '\0';
    ck_assert_str_eq(hex, calldata_wanted);
    json_decref(arguments);
    ck_assert_uint_eq(calldata_count("(uint256[],(bool,bytes),bytes)"), 3);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, open_arena, close_arena);
    tcase_add_test(
        tc, init_code_is_deployed_before_the_steps_at_the_address_of_nonce_0);
    tcase_add_loop_test(tc, what_cannot_be_asked_is_an_error_that_says_why, 0,
                        (int)ARRAY_LEN(bad_rows));
    tcase_add_test(tc, calldata_is_that_of_the_interface_description);
}

TESTKIT_MAIN("simulation", add_tests)
