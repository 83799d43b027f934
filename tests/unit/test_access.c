/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include <stdlib.h>
#include <unistd.h>

#include "runner/access.h"

static struct arena arena;
static struct access access_;

static void set_up(void)
{
    arena_init(&arena, 0);
    access_init(&access_, &arena);
}

static const char *masked(const char *text)
{
    char *copy = arena_strdup(&arena, text);

    secrets_mask(&access_.secrets, copy);
    return copy;
}

START_TEST(secrets_are_masked_wherever_they_stand)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        { "nothing here", "nothing here" },
        { "s3cret", "***" },
        { "a s3cret and s3cret-long", "a *** and ***" },
        { "s3crets3cret", "******" },
        { "cut at the end: s3cr", "cut at the end: ***" },
        { "no secret: s3c", "no secret: s3c" },
        { "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJp.c2ln rest", "*** rest" },
    };
    struct error why = { 0 };

    set_up();
    ck_assert_err(secrets_add(&access_.secrets, &arena, "s3cret", &why),
                  ERR_OK);
    ck_assert_err(secrets_add(&access_.secrets, &arena, "s3cret-long", &why),
                  ERR_OK);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        ck_assert_str_eq(masked(rows[i].text), rows[i].want);
    ck_assert_err(secrets_add(&access_.secrets, &arena, "abc", &why),
                  ERR_USAGE);
    ck_assert_ptr_null(strstr(why.text, "abc"));
    arena_release(&arena);
}
END_TEST

START_TEST(a_value_is_masked_with_its_keys_but_for_what_is_left_out)
{
    static const char *const but[] = { "id", NULL };
    struct error why = { 0 };
    json_t *value = json_pack("{s:s, s:[s, i, {s:s}]}", "id", "s3cret", "list",
                              "x s3cret", 5, "s3cret", "v");
    json_t *want = json_pack("{s:s, s:[s, i, {s:s}]}", "id", "s3cret", "list",
                             "x ***", 5, "***", "v");

    set_up();
    ck_assert_err(secrets_add(&access_.secrets, &arena, "s3cret", &why),
                  ERR_OK);
    value = secrets_mask_json(&access_.secrets, value, but);
    ck_assert(json_equal(value, want));
    json_decref(value);
    json_decref(want);
    arena_release(&arena);
}
END_TEST

START_TEST(what_is_secret_in_an_address_is_known_in_all_its_forms)
{
    struct error why = { 0 };

    set_up();
    ck_assert_err(secrets_add_url(&access_.secrets, &arena,
                                  "https://me:pa%21word@h/v3/abcdefghij0123456789"
                                  "?key=valuable&n=1", &why), ERR_OK);
    ck_assert_str_eq(masked("pa%21word pa!word"), "*** ***");
    /* RFC 4648 of "me:pa!word" */
    ck_assert_str_eq(masked("Basic bWU6cGEhd29yZA=="), "Basic ***==");
    ck_assert_str_eq(masked("/v3/abcdefghij0123456789"), "/v3/***");
    ck_assert_str_eq(masked("key=valuable&n=1"), "key=***&n=1");
    arena_release(&arena);
}
END_TEST

START_TEST(a_literal_secret_is_refused_and_not_repeated)
{
    static const struct {
        enum err (*take)(struct access *a, const char *text,
                         struct error *why);
        const char *text;
        enum err err;
    } rows[] = {
        { access_bearer, "tok3n-itself", ERR_USAGE },
        { access_header, "X-Api-Key: tok3n-itself", ERR_USAGE },
        { access_header, "Authorization: tok3n-itself", ERR_USAGE },
        { access_header, "no field tok3n-itself", ERR_USAGE },
        { access_header, "Host: a\r\nX: tok3n-itself", ERR_USAGE },
        { access_header, "Content-Length: 3", ERR_USAGE },
        { access_jwt, "env:ETALON_TEST_SECRET", ERR_USAGE }, /* no hex */
        { access_bearer, "file:/nonexistent/file", ERR_IO },
        { access_bearer, "env:ETALON_TEST_NONE", ERR_USAGE },
        { access_proxy, "ftp://tok3n-itself", ERR_USAGE },
        { access_header, "X-Team: one", ERR_OK },
        { access_header, "X-Api-Key: env:ETALON_TEST_SECRET", ERR_OK },
        { access_bearer, "env:ETALON_TEST_SECRET", ERR_OK },
    };

    set_up();
    setenv("ETALON_TEST_SECRET", "from-the-environment", 1);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct error why = { 0 };

        ck_assert_err(rows[i].take(&access_, rows[i].text, &why), rows[i].err);
        ck_assert_ptr_null(strstr(why.text, "tok3n-itself"));
    }
    ck_assert_uint_eq(access_.header_count, 3);
    ck_assert_str_eq(access_.headers[2],
                     "Authorization: Bearer from-the-environment");
    ck_assert_str_eq(masked("x from-the-environment y"), "x *** y");
    arena_release(&arena);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, secrets_are_masked_wherever_they_stand);
    tcase_add_test(tc,
                   a_value_is_masked_with_its_keys_but_for_what_is_left_out);
    tcase_add_test(tc, what_is_secret_in_an_address_is_known_in_all_its_forms);
    tcase_add_test(tc, a_literal_secret_is_refused_and_not_repeated);
}

TESTKIT_MAIN("access", add_tests)
