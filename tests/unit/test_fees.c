/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"

/* The first three rows are go-ethereum's (consensus/misc, TestCalcBaseFee); the
 * others follow EIP-1559's integer arithmetic. */
static const struct {
    uint64_t fee, limit, used, want;
} base_fees[] = {
    { 1000000000, 20000000, 10000000, 1000000000 },
    { 1000000000, 20000000, 9000000, 987500000 },
    { 1000000000, 20000000, 11000000, 1012500000 },
    { 1000000000, 30000000, 0, 875000000 },
    { 1000000000, 30000000, 30000000, 1125000000 },
    { 7, 30000000, 30000000, 8 },
    { 7, 30000000, 0, 7 },
    { 0, 30000000, 15000001, 1 },
};

START_TEST(base_fee_follows_the_gas_used)
{
    struct u256 out;

    ck_assert_err(basefee_next(&out, base_fees[_i].limit, base_fees[_i].used,
                               u256_from(base_fees[_i].fee)),
                  ERR_OK);
    ck_assert_uint_eq(out.w[0], base_fees[_i].want);
}
END_TEST

START_TEST(base_fee_is_exact_up_to_256_bits)
{
    struct u256 max = { { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX } };
    struct u256 top = u256_shl(u256_from(1), 255), out = u256_from(9);

    ck_assert_err(basefee_next(&out, 30000000, 30000000, max), ERR_TOO_WIDE);
    ck_assert_uint_eq(out.w[0], 9);
    ck_assert_err(basefee_next(&out, 30000000, 30000000, top), ERR_OK);
    ck_assert(u256_eq(out, u256_add(top, u256_shl(u256_from(1), 252))));
    ck_assert_err(basefee_next(&out, 10, 11, top), ERR_HDR_GAS_USED);
    ck_assert_err(basefee_next(&out, 1, 1, top), ERR_HDR_GAS_LIMIT);
}
END_TEST

START_TEST(the_price_paid_is_capped)
{
    struct u256 max = { { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX } };
    struct u256 out = u256_from(9);

    ck_assert_err(effective_gas_price(&out, u256_from(10), u256_from(15),
                                      u256_from(2)), ERR_OK);
    ck_assert_uint_eq(out.w[0], 12);
    ck_assert_err(effective_gas_price(&out, u256_from(14), u256_from(15),
                                      u256_from(2)), ERR_OK);
    ck_assert_uint_eq(out.w[0], 15);
    ck_assert_err(effective_gas_price(&out, u256_from(2), max, max), ERR_OK);
    ck_assert(u256_eq(out, max));
    ck_assert_err(effective_gas_price(&out, u256_from(16), u256_from(15),
                                      u256_from(2)), ERR_TX_MAX_FEE);
    ck_assert_err(effective_gas_price(&out, u256_from(1), u256_from(1),
                                      u256_from(2)), ERR_TX_FEE_ORDER);
    ck_assert(u256_eq(out, max));
}
END_TEST

/* go-ethereum's table (consensus/misc/eip4844, TestFakeExponential). */
static const struct {
    uint64_t factor, numerator, denominator, want;
} exponentials[] = {
    { 1, 0, 1, 1 },      { 38493, 0, 1000, 38493 }, { 0, 1234, 2345, 0 },
    { 1, 2, 1, 6 },      { 1, 4, 2, 6 },            { 1, 3, 1, 16 },
    { 1, 6, 2, 18 },     { 1, 4, 1, 49 },           { 1, 8, 2, 50 },
    { 10, 8, 2, 542 },   { 11, 8, 2, 596 },         { 1, 5, 1, 136 },
    { 1, 5, 2, 11 },     { 2, 5, 2, 23 },
    { 1, 50000000, 2225652, 5709098764 },
};

START_TEST(fake_exponential_gives_the_published_values)
{
    struct u256 out;

    ck_assert_err(blob_fake_exponential(&out,
                                        u256_from(exponentials[_i].factor),
                                        exponentials[_i].numerator,
                                        exponentials[_i].denominator),
                  ERR_OK);
    ck_assert(u256_eq(out, u256_from(exponentials[_i].want)));
}
END_TEST

START_TEST(an_exponential_beyond_256_bits_is_refused)
{
    struct u256 out = u256_from(9);

    ck_assert_err(blob_fake_exponential(&out, u256_from(1), 1, 0), ERR_VALUE);
    ck_assert_err(blob_fake_exponential(&out, u256_from(1), UINT64_MAX, 1),
                  ERR_TOO_WIDE);
    /* e^178 has 257 bits, e^177 has 256. */
    ck_assert_err(blob_fake_exponential(&out, u256_from(1), 178, 1),
                  ERR_TOO_WIDE);
    ck_assert_uint_eq(out.w[0], 9);
    ck_assert_err(blob_fake_exponential(&out, u256_from(1), 177, 1), ERR_OK);
    ck_assert_uint_eq(u256_bits(out), 256);
}
END_TEST

enum { B = BLOB_GAS };

/* EIP-4844, 7691, 7892 and, from Osaka, 7918: with a base fee above 16 blob
 * base fees the excess grows by used * (max - target) / max. */
static const struct {
    enum fork fork;
    uint64_t excess, used, base_fee, want;
} excesses[] = {
    { FORK_CANCUN, 0, 0, 7, 0 },
    { FORK_CANCUN, 0, 3 * B, 7, 0 },
    { FORK_CANCUN, 1, 3 * B - 2, 7, 0 },
    { FORK_CANCUN, 0, 4 * B, 7, B },
    { FORK_CANCUN, B, 6 * B, 7, 4 * B },
    { FORK_PRAGUE, 0, 7 * B, 7, B },
    { FORK_PRAGUE, 0, 7 * B, 1000000000, B },
    { FORK_OSAKA, 0, 7 * B, 16, B },
    { FORK_OSAKA, 0, 7 * B, 17, 7 * B / 3 },
    { FORK_OSAKA, 0, 5 * B, 17, 0 },
    { FORK_BPO1, 0, 15 * B, 17, 5 * B },
    { FORK_BPO2, 0, 21 * B, 16, 7 * B },
};

START_TEST(excess_follows_the_childs_schedule)
{
    uint64_t out;

    ck_assert_err(blob_excess_next(&out, excesses[_i].fork,
                                   &fork_rules(excesses[_i].fork)->blob,
                                   excesses[_i].excess,
                                   excesses[_i].used,
                                   u256_from(excesses[_i].base_fee)),
                  ERR_OK);
    ck_assert_uint_eq(out, excesses[_i].want);
}
END_TEST

START_TEST(blob_counts_are_bounded)
{
    static const uint64_t six[] = { 6, 0 }, seven[] = { 7 }, ten[] = { 6, 4 };
    const struct blob_schedule *none = &fork_rules(FORK_SHANGHAI)->blob;
    const struct blob_schedule *cancun = &fork_rules(FORK_CANCUN)->blob;
    const struct blob_schedule *prague = &fork_rules(FORK_PRAGUE)->blob;
    uint64_t out = 9;

    ck_assert_err(blob_gas_used(&out, FORK_SHANGHAI, none, six, 2), ERR_TYPE);
    ck_assert_err(blob_gas_used(&out, FORK_CANCUN, cancun, seven, 1), ERR_HDR_BLOB_GAS);
    ck_assert_err(blob_gas_used(&out, FORK_OSAKA, prague, seven, 1), ERR_TX_BLOB_COUNT);
    ck_assert_err(blob_gas_used(&out, FORK_OSAKA, prague, ten, 2), ERR_HDR_BLOB_GAS);
    ck_assert_uint_eq(out, 9);
    ck_assert_err(blob_gas_used(&out, FORK_CANCUN, cancun, six, 2), ERR_OK);
    ck_assert_uint_eq(out, 786432);
    ck_assert_err(blob_gas_used(&out, FORK_PRAGUE, prague, seven, 1), ERR_OK);
    ck_assert_uint_eq(out, 917504);
}
END_TEST

/* The commitment to the zero polynomial; its hash is widely published. */
START_TEST(a_commitment_hashes_to_its_version)
{
    uint8_t commitment[48] = { 0xc0 }, hash[32], want[32];

    if (hex_read(want, "010657f37554c781402a22917dee2f75"
                       "def7ab966d7b770905398eba3c444014", 64))
        exit(99);
    ck_assert_err(blob_versioned_hash(hash, BYTES_OF(commitment)), ERR_OK);
    ck_assert_mem_eq(hash, want, 32);
    ck_assert_err(blob_versioned_hash(hash, bytes_make(commitment, 47)),
                  ERR_LENGTH);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, base_fee_follows_the_gas_used, 0,
                        ARRAY_LEN(base_fees));
    tcase_add_test(tc, base_fee_is_exact_up_to_256_bits);
    tcase_add_test(tc, the_price_paid_is_capped);
    tcase_add_loop_test(tc, fake_exponential_gives_the_published_values, 0,
                        ARRAY_LEN(exponentials));
    tcase_add_test(tc, an_exponential_beyond_256_bits_is_refused);
    tcase_add_loop_test(tc, excess_follows_the_childs_schedule, 0,
                        ARRAY_LEN(excesses));
    tcase_add_test(tc, blob_counts_are_bounded);
    tcase_add_test(tc, a_commitment_hashes_to_its_version);
}

TESTKIT_MAIN("fees", add_tests)
