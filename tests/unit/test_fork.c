/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/eth/fork.h"

START_TEST(the_table_has_no_hole_and_no_duplicate)
{
    for (int i = 0; i < FORK_COUNT; i++) {
        const struct fork_rules *row = fork_rules((enum fork)i);
        enum fork found;

        ck_assert_ptr_nonnull(row->name);
        ck_assert(fork_find(&found, row->name));
        ck_assert_int_eq(found, i);
        ck_assert(fork_find(&found, row->fixture_name));
        ck_assert_int_eq(found, i);
        ck_assert_uint_ge(row->header_fields, 15);
        ck_assert_int_eq(row->blob.max != 0, i >= FORK_CANCUN);
        ck_assert_int_eq(row->initcode_max != 0, i >= FORK_SHANGHAI);
        ck_assert_int_eq(row->bomb_delay == UINT64_MAX, i >= FORK_PARIS);
        ck_assert_int_eq(row->final, i != FORK_AMSTERDAM);
    }
}
END_TEST

START_TEST(fixture_spellings_are_known)
{
    static const struct {
        const char *name;
        enum fork fork;
    } rows[] = {
        { "EIP150", FORK_TANGERINE },     { "EIP158", FORK_SPURIOUS },
        { "Merge", FORK_PARIS },          { "ConstantinopleFix",
                                            FORK_PETERSBURG },
        { "Petersburg", FORK_PETERSBURG }, { "BPO1", FORK_BPO1 },
    };
    enum fork fork = FORK_LONDON;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ck_assert(fork_find(&fork, rows[i].name));
        ck_assert_int_eq(fork, rows[i].fork);
    }
    fork = FORK_LONDON;
    ck_assert(!fork_find(&fork, "Atlantis"));
    ck_assert_int_eq(fork, FORK_LONDON);
}
END_TEST

/* Activation blocks and times of the network upgrade specifications. */
static const struct {
    uint64_t number, timestamp;
    enum fork fork;
} mainnet[] = {
    { 0, 0, FORK_FRONTIER },
    { 1149999, 0, FORK_FRONTIER },
    { 1150000, 0, FORK_HOMESTEAD },
    { 1920000, 0, FORK_DAO },
    { 2463000, 0, FORK_TANGERINE },
    { 2675000, 0, FORK_SPURIOUS },
    { 4369999, 0, FORK_SPURIOUS },
    { 4370000, 0, FORK_BYZANTIUM },
    { 7280000, 0, FORK_PETERSBURG },
    { 12964999, 1628166812, FORK_BERLIN },
    { 12965000, 1628166822, FORK_LONDON },
    { 15537393, 1663224162, FORK_GRAY_GLACIER },
    { 15537394, 1663224179, FORK_PARIS },
    { 17034869, 1681338443, FORK_PARIS },
    { 17034870, 1681338455, FORK_SHANGHAI },
    { 19426587, 1710338135, FORK_CANCUN },
    { 22431084, 1746612311, FORK_PRAGUE },
    { 23935694, 1764798551, FORK_OSAKA },
    { 24000000, 1765290071, FORK_BPO1 },
    { 24200000, 1767747671, FORK_BPO2 },
};

START_TEST(mainnet_forks_begin_where_they_did)
{
    ck_assert_int_eq(fork_at_mainnet(mainnet[_i].number,
                                     mainnet[_i].timestamp),
                     mainnet[_i].fork);
}
END_TEST

START_TEST(transaction_prices_change_with_their_fork)
{
    ck_assert_uint_eq(fork_tx_gas(FORK_FRONTIER)->create, 0);
    ck_assert_uint_eq(fork_tx_gas(FORK_HOMESTEAD)->create, 32000);
    ck_assert_uint_eq(fork_tx_gas(FORK_PETERSBURG)->data_nonzero, 68);
    ck_assert_uint_eq(fork_tx_gas(FORK_ISTANBUL)->data_nonzero, 16);
    ck_assert_uint_eq(fork_tx_gas(FORK_MUIR_GLACIER)->access_key, 0);
    ck_assert_uint_eq(fork_tx_gas(FORK_BERLIN)->access_key, 1900);
    ck_assert_uint_eq(fork_tx_gas(FORK_PARIS)->initcode_word, 0);
    ck_assert_uint_eq(fork_tx_gas(FORK_SHANGHAI)->initcode_word, 2);
    ck_assert_uint_eq(fork_tx_gas(FORK_CANCUN)->floor_token, 0);
    ck_assert_uint_eq(fork_tx_gas(FORK_PRAGUE)->floor_token, 10);
    ck_assert_uint_eq(fork_tx_gas(FORK_BPO4)->authorization, 25000);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, the_table_has_no_hole_and_no_duplicate);
    tcase_add_test(tc, fixture_spellings_are_known);
    tcase_add_loop_test(tc, mainnet_forks_begin_where_they_did, 0,
                        (int)ARRAY_LEN(mainnet));
    tcase_add_test(tc, transaction_prices_change_with_their_fork);
}

TESTKIT_MAIN("fork", add_tests)
