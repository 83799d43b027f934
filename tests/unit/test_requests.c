/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/crypto/keccak.h"
#include "chain/eth/requests.h"
#include "chain/eth/withdrawal.h"

static void want_hash(const uint8_t got[32], const char *digits)
{
    uint8_t want[32];

    if (hex_read(want, digits, strlen(digits)))
        exit(99);
    ck_assert_mem_eq(got, want, 32);
}

/* The sums below are sha256sum's. */
START_TEST(requests_hash_to_a_hash_of_hashes)
{
    static const uint8_t deposit[] = { 0, 1 }, empty[] = { 1 }, last[] = { 2, 3 };
    const struct bytes items[] = { BYTES_OF(deposit), BYTES_OF(empty),
                                   BYTES_OF(last) };
    uint8_t hash[32];

    ck_assert_err(requests_hash(hash, NULL, 0), ERR_OK);
    want_hash(hash, "e3b0c44298fc1c149afbf4c8996fb924"
                    "27ae41e4649b934ca495991b7852b855");
    ck_assert_err(requests_hash(hash, &items[1], 1), ERR_OK);
    want_hash(hash, "e3b0c44298fc1c149afbf4c8996fb924"
                    "27ae41e4649b934ca495991b7852b855");
    ck_assert_err(requests_hash(hash, items, 3), ERR_OK);
    want_hash(hash, "7699a4fdd6b8b6908a344f73b8f05c8e"
                    "1400f7253f544602c442ff5c65504b24");
}
END_TEST

START_TEST(request_lists_ascend_and_repeat_nothing)
{
    static const uint8_t one[] = { 1, 9 }, two[] = { 2, 9 };
    const struct bytes falling[] = { BYTES_OF(two), BYTES_OF(one) };
    const struct bytes twice[] = { BYTES_OF(one), BYTES_OF(one) };
    const struct bytes nothing[] = { BYTES_EMPTY };
    uint8_t hash[32] = { 7 };

    ck_assert_err(requests_hash(hash, falling, 2), ERR_ORDER);
    ck_assert_err(requests_hash(hash, twice, 2), ERR_REPEATED);
    ck_assert_err(requests_hash(hash, nothing, 1), ERR_EMPTY);
    ck_assert_uint_eq(hash[0], 7);
}
END_TEST

/* Sizes and bounds of EIP-6110, 7002, 7251 and 8282. */
static const struct {
    enum fork fork;
    uint8_t type;
    size_t len;
    enum err want;
} lists[] = {
    { FORK_PRAGUE, 0, 192, ERR_OK },
    { FORK_PRAGUE, 0, 192 * 40, ERR_OK },
    { FORK_PRAGUE, 0, 191, ERR_LENGTH },
    { FORK_PRAGUE, 0, 0, ERR_EMPTY },
    { FORK_PRAGUE, 1, 76 * 16, ERR_OK },
    { FORK_PRAGUE, 1, 76 * 17, ERR_TOO_LONG },
    { FORK_PRAGUE, 2, 116 * 2, ERR_OK },
    { FORK_PRAGUE, 2, 116 * 3, ERR_TOO_LONG },
    { FORK_PRAGUE, 2, 117, ERR_LENGTH },
    { FORK_PRAGUE, 3, 184, ERR_TYPE },
    { FORK_AMSTERDAM, 3, 184, ERR_OK },
    { FORK_AMSTERDAM, 4, 68 * 16, ERR_OK },
    { FORK_AMSTERDAM, 5, 68, ERR_TYPE },
    { FORK_CANCUN, 0, 192, ERR_TYPE },
};

START_TEST(request_sizes_are_those_of_their_type)
{
    static uint8_t data[192 * 40 + 1];
    struct bytes item = bytes_make(data, lists[_i].len + 1);

    data[0] = lists[_i].type;
    ck_assert_err(requests_validate(lists[_i].fork, &item, 1), lists[_i].want);
}
END_TEST

static void put_word(uint8_t *event, size_t at, size_t value)
{
    event[at + 30] = (uint8_t)(value >> 8);
    event[at + 31] = (uint8_t)value;
}

/* The ABI encoding of DepositEvent, laid out as EIP-6110 says. */
static void deposit_event(uint8_t event[DEPOSIT_EVENT_SIZE])
{
    static const size_t at[] = { 160, 256, 320, 384, 512 };
    static const size_t len[] = { 48, 32, 8, 96, 8 };

    memset(event, 0, DEPOSIT_EVENT_SIZE);
    for (size_t i = 0; i < 5; i++) {
        put_word(event, 32 * i, at[i]);
        put_word(event, at[i], len[i]);
        memset(event + at[i] + 32, (int)i + 1, len[i]);
    }
}

START_TEST(a_deposit_event_becomes_a_request)
{
    uint8_t event[DEPOSIT_EVENT_SIZE], out[DEPOSIT_SIZE];
    static const size_t end[] = { 48, 80, 88, 184, 192 };

    deposit_event(event);
    ck_assert_err(deposit_from_event(out, BYTES_OF(event)), ERR_OK);
    for (size_t i = 0, byte = 0; i < 5; i++)
        for (; byte < end[i]; byte++)
            ck_assert_uint_eq(out[byte], i + 1);
    /* Padding is nobody's concern; every offset and length is. */
    event[DEPOSIT_EVENT_SIZE - 1] = 0xff;
    ck_assert_err(deposit_from_event(out, BYTES_OF(event)), ERR_OK);
}
END_TEST

START_TEST(another_deposit_layout_is_refused)
{
    static const size_t words[] = { 0, 32, 64, 96, 128, 160, 256, 320, 384,
                                    512 };
    uint8_t event[DEPOSIT_EVENT_SIZE + 1] = { 0 }, out[DEPOSIT_SIZE] = { 9 };

    deposit_event(event);
    event[words[_i] + 31] ^= 1;
    ck_assert_err(deposit_from_event(out, bytes_make(event, 576)),
                  ERR_DEPOSIT_LAYOUT);
    event[words[_i] + 31] ^= 1;
    event[words[_i]] = 1;
    ck_assert_err(deposit_from_event(out, bytes_make(event, 576)),
                  ERR_DEPOSIT_LAYOUT);
    event[words[_i]] = 0;
    ck_assert_err(deposit_from_event(out, bytes_make(event, 575)),
                  ERR_DEPOSIT_LAYOUT);
    ck_assert_err(deposit_from_event(out, bytes_make(event, 577)),
                  ERR_DEPOSIT_LAYOUT);
    ck_assert_uint_eq(out[0], 9);
}
END_TEST

START_TEST(a_withdrawal_is_four_fields_in_gwei)
{
    struct withdrawal w = { .index = 1, .validator_index = 0,
                            .amount = 32000000000 }, out;
    struct bytes data, want;
    struct arena a;

    arena_init(&a, 0);
    memset(w.address, 0x11, 20);
    want = unhex(&a, "dd0180941111111111111111111111111111111111111111"
                     "850773594000");
    ck_assert_err(withdrawal_encode(&a, &data, &w), ERR_OK);
    ck_assert(bytes_eq(data, want));
    ck_assert_err(withdrawal_decode(&out, data), ERR_OK);
    ck_assert_uint_eq(out.amount, 32000000000);
    ck_assert_mem_eq(out.address, w.address, 20);
    /* (2^64 - 1) * 10^9 = (10^9 - 1) * 2^64 + (2^64 - 10^9) */
    ck_assert_uint_eq(withdrawal_wei(UINT64_MAX).w[1], 999999999);
    ck_assert_uint_eq(withdrawal_wei(UINT64_MAX).w[0],
                      18446744072709551616ULL);
    ck_assert_uint_eq(withdrawal_wei(3).w[0], 3000000000);
    out.amount = 5;
    ck_assert_err(withdrawal_decode(&out, unhex(&a, "c3018001")),
                  ERR_FIELD_COUNT);
    ck_assert_uint_eq(out.amount, 5);
    arena_release(&a);
}
END_TEST

START_TEST(no_withdrawals_have_the_root_of_an_empty_trie)
{
    struct arena a;
    uint8_t root[32];

    arena_init(&a, 0);
    ck_assert_err(withdrawals_root(&a, root, NULL, 0), ERR_OK);
    ck_assert_mem_eq(root, EMPTY_TRIE_ROOT, 32);
    arena_release(&a);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, requests_hash_to_a_hash_of_hashes);
    tcase_add_test(tc, request_lists_ascend_and_repeat_nothing);
    tcase_add_loop_test(tc, request_sizes_are_those_of_their_type, 0,
                        ARRAY_LEN(lists));
    tcase_add_test(tc, a_deposit_event_becomes_a_request);
    tcase_add_loop_test(tc, another_deposit_layout_is_refused, 0, 10);
    tcase_add_test(tc, a_withdrawal_is_four_fields_in_gwei);
    tcase_add_test(tc, no_withdrawals_have_the_root_of_an_empty_trie);
}

TESTKIT_MAIN("requests", add_tests)
