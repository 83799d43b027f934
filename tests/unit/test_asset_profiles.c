/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "base/json.h"
#include "chain/asset/caip_profile.h"
#include "chain/asset/did_methods.h"
#include "chain/asset/ens.h"
#include "chain/asset/finance.h"
#include "chain/asset/vc_document.h"

static struct arena a;

static void open_arena(void)
{
    arena_init(&a, 0);
}

static void close_arena(void)
{
    arena_release(&a);
}

START_TEST(times_are_ordered_as_instants)
{
    static const struct {
        const char *left, *right;
        int order;
    } ROWS[] = {
        { "2026-01-01T00:00:00Z", "2026-01-01T08:00:00+08:00", 0 },
        { "2026-01-01T00:00:00Z", "2025-12-31T23:30:00-00:30", 0 },
        { "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", -1 },
        { "2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z", -1 },
        { "2000-03-01T00:00:00Z", "2000-02-29T23:59:59Z", 1 },
        { "2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.10Z", 0 },
        { "2026-01-01T00:00:00.09Z", "2026-01-01T00:00:00.1Z", -1 },
        { "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z", 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
        int got = date_time_cmp(bytes_str(ROWS[i].left),
                                bytes_str(ROWS[i].right));

        ck_assert_msg((got > 0) - (got < 0) == ROWS[i].order, "%s and %s: %d",
                      ROWS[i].left, ROWS[i].right, got);
        got = date_time_cmp(bytes_str(ROWS[i].right), bytes_str(ROWS[i].left));
        ck_assert_int_eq((got > 0) - (got < 0), -ROWS[i].order);
    }
}
END_TEST

START_TEST(accounts_of_hedera_have_the_checksums_of_hip_15)
{
    char letters[HIP15_SIZE + 1] = "....";

    ck_assert_err(hip15_checksum(letters, bytes_str("moon"),
                                 bytes_str("0.0.1")),
                  ERR_TYPE);
    ck_assert_str_eq(letters, "....");
    ck_assert_err(hip15_checksum(letters, bytes_str("mainnet"),
                                 bytes_str("0.0.123")),
                  ERR_OK);
    ck_assert_str_eq(letters, "vfmkw");
}
END_TEST

START_TEST(a_namespace_without_a_profile_is_not_judged)
{
    bool ok = true;

    ck_assert_err(caip_chain_valid(&a, &ok, bytes_str("nowhere:1")), ERR_TYPE);
    ck_assert(ok);
    ck_assert_err(caip_chain_valid(&a, &ok, bytes_str("eip155:007")), ERR_OK);
    ck_assert(!ok);
    ck_assert_err(caip_account_valid(&a, &ok, bytes_str("swift:0:ABCD")),
                  ERR_OK);
    ck_assert(!ok);
}
END_TEST

START_TEST(an_identifier_that_is_refused_leaves_the_answer_alone)
{
    struct did_ethr did = { .is_key = true };

    ck_assert_err(did_ethr_parse(&did, bytes_str("did:ethr:0x12")), ERR_LENGTH);
    ck_assert(did.is_key && !did.identifier.data);
}
END_TEST

START_TEST(content_hashes_are_shown_as_their_codec_is_written)
{
    static const uint8_t SKYNET[] = { 0x90, 0xb2, 0xc6, 0x05, 0x04, 0x00, 0xff };
    static const uint8_t ADNL[] = { 0x90, 0xb2, 0xda, 0x05, 1, 2 };
    static const uint8_t ONION[] = { 0xbc, 0x03, 'a', 'b' };
    struct bytes value;
    const char *codec = NULL;

    ck_assert_err(ens_contenthash(&a, &codec, &value, BYTES_OF(SKYNET)),
                  ERR_OK);
    ck_assert_str_eq(codec, "skynet");
    ck_assert(bytes_eq(value, bytes_str("BAD_")));
    ck_assert_err(ens_contenthash(&a, &codec, &value, BYTES_OF(ADNL)),
                  ERR_LENGTH);
    ck_assert_err(ens_contenthash(&a, &codec, &value, BYTES_OF(ONION)), ERR_OK);
    ck_assert(bytes_eq(value, bytes_str("ab")));
}
END_TEST

START_TEST(coin_types_are_ordered_and_found)
{
    const char *symbol = NULL;

    ck_assert_err(slip44_symbol(&symbol, 434), ERR_OK);
    ck_assert_str_eq(symbol, "KSM");
    ck_assert_err(slip44_symbol(&symbol, 0), ERR_OK);
    ck_assert_str_eq(symbol, "BTC");
    ck_assert_err(slip44_symbol(&symbol, -1), ERR_RANGE);
    ck_assert_err(slip44_symbol(&symbol, INT64_C(1) << 31), ERR_RANGE);
    ck_assert_err(slip44_symbol(&symbol, INT32_MAX), ERR_NOT_BUILT);
}
END_TEST

START_TEST(a_full_arena_is_a_fault_of_a_reference)
{
    struct bytes out = BYTES_EMPTY;

    a.fail_at = 1;
    ck_assert_err(cosmos_reference(&a, &out, bytes_str("a b")), ERR_MEMORY);
    ck_assert_ptr_null(out.data);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, open_arena, close_arena);
    tcase_add_test(tc, times_are_ordered_as_instants);
    tcase_add_test(tc, accounts_of_hedera_have_the_checksums_of_hip_15);
    tcase_add_test(tc, a_namespace_without_a_profile_is_not_judged);
    tcase_add_test(tc, an_identifier_that_is_refused_leaves_the_answer_alone);
    tcase_add_test(tc, content_hashes_are_shown_as_their_codec_is_written);
    tcase_add_test(tc, coin_types_are_ordered_and_found);
    tcase_add_test(tc, a_full_arena_is_a_fault_of_a_reference);
}

TESTKIT_MAIN("asset profiles", add_tests)
