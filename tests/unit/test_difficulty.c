/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/eth/difficulty.h"

/* Worked by hand from the formulas of the Yellow Paper and the EIPs; the first
 * row is mainnet's block 1. */
static const struct {
    enum fork fork;
    uint64_t parent, elapsed, number, want;
    bool ommers;
} rows[] = {
    { FORK_FRONTIER, 17179869184, 1438269988, 1, 17171480576, false },
    { FORK_FRONTIER, 1000000, 12, 1, 1000488, false },
    { FORK_FRONTIER, 1000000, 13, 1, 999512, false },
    { FORK_HOMESTEAD, 1000000, 9, 1, 1000488, false },
    { FORK_HOMESTEAD, 1000000, 10, 1, 1000000, false },
    { FORK_HOMESTEAD, 1000000, 20, 1, 999512, false },
    /* 1000000 - 99 * 488, however long it takes. */
    { FORK_HOMESTEAD, 1000000, 1000, 1, 951688, false },
    { FORK_HOMESTEAD, 1000000, UINT64_MAX, 1, 951688, false },
    /* The bomb: 2^(200000 // 100000 - 2) = 1 is the first term. */
    { FORK_HOMESTEAD, 1000000, 10, 199999, 1000000, false },
    { FORK_HOMESTEAD, 1000000, 10, 200000, 1000001, false },
    { FORK_HOMESTEAD, 1000000, 10, 350000, 1000002, false },
    { FORK_BYZANTIUM, 1000000, 8, 1, 1000488, false },
    { FORK_BYZANTIUM, 1000000, 8, 1, 1000976, true },
    { FORK_BYZANTIUM, 1000000, 9, 1, 1000000, false },
    { FORK_BYZANTIUM, 1000000, 9, 1, 1000488, true },
    { FORK_BYZANTIUM, 1000000, 9, 3200000, 1000001, false },
    { FORK_CONSTANTINOPLE, 1000000, 9, 5300000, 1000002, false },
    { FORK_MUIR_GLACIER, 1000000, 9, 9400000, 1000004, false },
    { FORK_LONDON, 1000000, 9, 9900000, 1000001, false },
    { FORK_ARROW_GLACIER, 1000000, 9, 10899999, 1000000, false },
    { FORK_ARROW_GLACIER, 1000000, 9, 10900000, 1000001, false },
    { FORK_GRAY_GLACIER, 1000000, 9, 11600000, 1000001, false },
    /* Clamped before the bomb is added. */
    { FORK_HOMESTEAD, 131072, 1000, 1, 131072, false },
    { FORK_HOMESTEAD, 131072, 1000, 200000, 131073, false },
    { FORK_PARIS, 1000000, 9, 1, 0, false },
};

START_TEST(each_fork_moves_difficulty_by_its_formula)
{
    struct difficulty_input in = {
        .fork = rows[_i].fork,
        .parent_difficulty = u256_from(rows[_i].parent),
        .parent_has_ommers = rows[_i].ommers,
        .number = rows[_i].number,
        .timestamp = rows[_i].elapsed,
    };
    struct u256 out;

    ck_assert_err(difficulty_next(&out, &in), ERR_OK);
    ck_assert_uint_eq(out.w[0], rows[_i].want);
    ck_assert(u256_is_u64(out));
}
END_TEST

START_TEST(time_that_runs_back_is_refused)
{
    struct difficulty_input in = { .fork = FORK_FRONTIER,
                                   .parent_timestamp = 5, .timestamp = 4 };
    struct u256 out = u256_from(99);

    ck_assert_err(difficulty_next(&out, &in), ERR_HDR_TIMESTAMP);
    ck_assert_uint_eq(out.w[0], 99);
}
END_TEST

START_TEST(a_bomb_beyond_256_bits_is_refused)
{
    struct difficulty_input in = { .fork = FORK_HOMESTEAD, .timestamp = 1,
                                   .number = 25799999 };
    struct u256 out = u256_from(99);

    /* 257 periods: 2^255 still fits, 2^256 does not. */
    ck_assert_err(difficulty_next(&out, &in), ERR_OK);
    ck_assert_uint_eq(u256_bits(out), 256);
    out = u256_from(99);
    in.number = 25800000;
    ck_assert_err(difficulty_next(&out, &in), ERR_TOO_WIDE);
    ck_assert_uint_eq(out.w[0], 99);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, each_fork_moves_difficulty_by_its_formula, 0,
                        ARRAY_LEN(rows));
    tcase_add_test(tc, time_that_runs_back_is_refused);
    tcase_add_test(tc, a_bomb_beyond_256_bits_is_refused);
}

TESTKIT_MAIN("difficulty", add_tests)
