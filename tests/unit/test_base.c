/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "base/json.h"
#include "base/u256.h"

static struct u256 quantity(const char *text)
{
    struct u256 v;

    ck_assert_err(hex_quantity(&v, text), ERR_OK);
    return v;
}

START_TEST(division_agrees_with_known_quotients)
{
    /* computed with bc(1) */
    static const char *const rows[][4] = {
        { "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "0x10000000000000000000000000000000000000000",
          "0xffffffffffffffffffffffff",
          "0xffffffffffffffffffffffffffffffffffffffff" },
        { "0x64", "0x7", "0xe", "0x2" },
        { "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "0x800000000000000000000000000000000000000000000001",
          "0x1ffffffffffffffff",
          "0x7ffffffffffffffffffffffffffffffe0000000000000000" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct u256 q, r, a = quantity(rows[i][0]), b = quantity(rows[i][1]);

        u256_divmod(&q, &r, a, b);
        ck_assert(u256_eq(u256_add(u256_mul(q, b), r), a));
        ck_assert(u256_lt(r, b));
        ck_assert(u256_eq(q, quantity(rows[i][2])));
    }
}
END_TEST

START_TEST(quantities_are_refused_unless_shortest)
{
    struct u256 v = u256_from(7);

    ck_assert_err(hex_quantity(&v, "0x"), ERR_EMPTY);
    ck_assert_err(hex_quantity(&v, "0x00"), ERR_LEADING_ZERO);
    ck_assert_err(hex_quantity(&v, "01"), ERR_PREFIX);
    ck_assert_err(hex_quantity(&v, "0xg"), ERR_CHARACTER);
    ck_assert(u256_eq(v, u256_from(7)));
}
END_TEST

START_TEST(canonical_json_orders_keys_and_shortens_numbers)
{
    static const char TEXT[] =
        "{\"b\":1.5e300,\"a\":[1,1e21,0.000001,1e-7,-0.0,333333333.33333329]}";
    json_t *value = NULL;
    char *text;

    ck_assert_err(json_read(&value, bytes_str(TEXT), "t", NULL), ERR_OK);
    text = json_canonical(value);
    /* RFC 8785, appendix B and section 3.2.3 */
    ck_assert_str_eq(text, "{\"a\":[1,1e+21,0.000001,1e-7,0,333333333.3333333],"
                           "\"b\":1.5e+300}");
    free(text);
    json_decref(value);
}
END_TEST

START_TEST(an_arena_stops_at_its_cap)
{
    struct arena a;

    arena_init(&a, 1024);
    ck_assert_ptr_nonnull(arena_alloc(&a, 1000));
    ck_assert_ptr_null(arena_alloc(&a, 100));
    arena_reset(&a);
    ck_assert_ptr_nonnull(arena_alloc(&a, 100));
    arena_release(&a);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, division_agrees_with_known_quotients);
    tcase_add_test(tc, quantities_are_refused_unless_shortest);
    tcase_add_test(tc, canonical_json_orders_keys_and_shortens_numbers);
    tcase_add_test(tc, an_arena_stops_at_its_cap);
}

TESTKIT_MAIN("base", add_tests)
