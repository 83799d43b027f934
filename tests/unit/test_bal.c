/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/crypto/keccak.h"
#include "chain/eth/bal.h"

START_TEST(an_empty_list_has_the_hash_of_an_empty_rlp_list)
{
    struct bal list = { NULL, 0 };
    struct arena a;
    uint8_t hash[32];

    arena_init(&a, 0);
    ck_assert_err(bal_hash(&a, hash, &list), ERR_OK);
    ck_assert_mem_eq(hash, EMPTY_OMMERS_HASH, 32);
    arena_release(&a);
}
END_TEST

/* Lists after EIP-7928, encoded by a few lines of Python: [address, [[slot, [[index, value]]]],
 * [slot read], [[index, balance]], [[index, nonce]], [[index, code]]]. */
static const struct {
    const char *data;
    enum err decode, validate;
} lists[] = {
    /* five fields */
    { "dad9941111111111111111111111111111111111111111c0c0c0c0",
      ERR_FIELD_COUNT, ERR_OK },
    /* everything once: slot 1 = 0x0102, read 2, balance 5, nonce 1, code */
    { "f0ef941111111111111111111111111111111111111111c8c701c5c401820102"
      "c102c3c20105c3c20101c6c50283ef0100",
      ERR_OK, ERR_OK },
    /* accounts that were only looked at */
    { "f6da941111111111111111111111111111111111111111c0c0c0c0c0da942222"
      "222222222222222222222222222222222222c0c0c0c0c0",
      ERR_OK, ERR_OK },
    /* addresses descend, repeat */
    { "f6da942222222222222222222222222222222222222222c0c0c0c0c0da941111"
      "111111111111111111111111111111111111c0c0c0c0c0",
      ERR_OK, ERR_ORDER },
    { "f6da941111111111111111111111111111111111111111c0c0c0c0c0da941111"
      "111111111111111111111111111111111111c0c0c0c0c0",
      ERR_OK, ERR_REPEATED },
    /* changed slots 2, 1 and 1, 1 */
    { "e7e6941111111111111111111111111111111111111111ccc502c3c20105c501"
      "c3c20105c0c0c0c0",
      ERR_OK, ERR_ORDER },
    { "e7e6941111111111111111111111111111111111111111ccc501c3c20105c501"
      "c3c20105c0c0c0c0",
      ERR_OK, ERR_REPEATED },
    /* read slots 2, 1 and 2, 2 */
    { "dddc941111111111111111111111111111111111111111c0c20201c0c0c0",
      ERR_OK, ERR_ORDER },
    { "dddc941111111111111111111111111111111111111111c0c20202c0c0c0",
      ERR_OK, ERR_REPEATED },
    /* slot 3 changed and read; slot 1 without changes */
    { "e9e8941111111111111111111111111111111111111111ccc501c3c20105c503"
      "c3c20105c20203c0c0c0",
      ERR_OK, ERR_BAL_BOTH },
    { "dedd941111111111111111111111111111111111111111c3c201c0c0c0c0c0",
      ERR_OK, ERR_BAL_NO_CHANGE },
    /* indices 2, 1 and 1, 1 in each list of changes */
    { "e4e3941111111111111111111111111111111111111111c9c801c6c20205c201"
      "05c0c0c0c0",
      ERR_OK, ERR_ORDER },
    { "e1e0941111111111111111111111111111111111111111c0c0c6c20205c20105"
      "c0c0",
      ERR_OK, ERR_ORDER },
    { "e1e0941111111111111111111111111111111111111111c0c0c0c6c20105c201"
      "05c0",
      ERR_OK, ERR_REPEATED },
    { "e1e0941111111111111111111111111111111111111111c0c0c0c0c6c20280c2"
      "0180",
      ERR_OK, ERR_ORDER },
    /* two transactions: index 3 is after them, 4 is nowhere */
    { "dedd941111111111111111111111111111111111111111c0c0c3c20305c0c0",
      ERR_OK, ERR_OK },
    { "e1e0941111111111111111111111111111111111111111c6c501c3c20405c0c0"
      "c0c0",
      ERR_OK, ERR_BAL_INDEX },
    { "dedd941111111111111111111111111111111111111111c0c0c3c20405c0c0",
      ERR_OK, ERR_BAL_INDEX },
    { "dedd941111111111111111111111111111111111111111c0c0c0c3c20405c0",
      ERR_OK, ERR_BAL_INDEX },
    { "dedd941111111111111111111111111111111111111111c0c0c0c0c3c20460",
      ERR_OK, ERR_BAL_INDEX },
    /* a slot as 32-byte string; a short address */
    { "f83df83b941111111111111111111111111111111111111111c0e1a000000000"
      "00000000000000000000000000000000000000000000000000000001c0c0c0",
      ERR_LEADING_ZERO, ERR_OK },
    { "dad99311111111111111111111111111111111111111c0c0c0c0c0",
      ERR_LENGTH, ERR_OK },
    /* an index of 33 bits, a nonce of 65, a value of 257 */
    { "e3e2941111111111111111111111111111111111111111c0c0c8c78501000000"
      "0005c0c0",
      ERR_TOO_WIDE, ERR_OK },
    { "e7e6941111111111111111111111111111111111111111c0c0c0cccb01890100"
      "00000000000000c0",
      ERR_TOO_WIDE, ERR_OK },
    { "f843f841941111111111111111111111111111111111111111e7e601e4e301a1"
      "0100000000000000000000000000000000000000000000000000000000000000"
      "00c0c0c0c0",
      ERR_TOO_WIDE, ERR_OK },
    /* not a list; nothing; bytes behind */
    { "80",
      ERR_EXPECTED_LIST, ERR_OK },
    { "",
      ERR_EMPTY, ERR_OK },
    { "c000",
      ERR_TRAILING, ERR_OK },
};

START_TEST(lists_are_held_to_the_rules_of_eip_7928)
{
    struct bal list;
    struct bytes data, again;
    struct arena a;
    uint64_t items = 77;
    enum err err;

    arena_init(&a, 0);
    data = unhex(&a, lists[_i].data);
    err = bal_decode(&a, &list, data);
    ck_assert_err(err, lists[_i].decode);
    if (!err) {
        ck_assert_err(bal_encode(&a, &again, &list), ERR_OK);
        ck_assert(bytes_eq(data, again));
        err = bal_validate(&items, &list, 2, 30000000);
        ck_assert_err(err, lists[_i].validate);
        ck_assert(err == ERR_OK || items == 77);
    }
    arena_release(&a);
}
END_TEST

START_TEST(the_gas_limit_bounds_the_items)
{
    struct bal list;
    struct arena a;
    uint64_t items;

    /* One address, one changed slot, one read: three items. */
    arena_init(&a, 0);
    ck_assert_err(bal_decode(&a, &list, unhex(&a, lists[1].data)), ERR_OK);
    ck_assert_err(bal_validate(&items, &list, 2, 5999), ERR_BAL_SIZE);
    ck_assert_err(bal_validate(&items, &list, 2, 6000), ERR_OK);
    ck_assert_uint_eq(items, 3);
    arena_release(&a);
}
END_TEST

START_TEST(code_is_bounded)
{
    static uint8_t code[BAL_CODE_MAX + 1];
    struct bal_code change = { 1, bytes_make(code, BAL_CODE_MAX) };
    struct bal_account account = { .codes = &change, .code_count = 1 };
    struct bal list = { &account, 1 };
    uint64_t items;

    ck_assert_err(bal_validate(&items, &list, 1, 30000000), ERR_OK);
    change.code.len++;
    ck_assert_err(bal_validate(&items, &list, 1, 30000000), ERR_TOO_LONG);
}
END_TEST

START_TEST(json_form_goes_both_ways)
{
    struct error why = { 0 };
    struct bal list, again;
    struct bytes data, out;
    struct arena a;
    json_t *json;

    arena_init(&a, 0);
    data = unhex(&a, lists[1].data);
    ck_assert_err(bal_decode(&a, &list, data), ERR_OK);
    json = bal_to_json(&list);
    ck_assert_err(bal_from_json(&a, &again, json, &why), ERR_OK);
    ck_assert_err(bal_encode(&a, &out, &again), ERR_OK);
    ck_assert(bytes_eq(data, out));
    json_decref(json);
    arena_release(&a);
}
END_TEST

START_TEST(json_integers_may_be_padded)
{
    struct error why = { 0 };
    struct bal list;
    struct arena a;
    json_t *json = json_pack("[{s:s, s:[], s:[s,s], s:[], s:[], s:[]}]",
                             "address",
                             "0x1111111111111111111111111111111111111111",
                             "storageChanges", "storageReads", "0x00", "0x0001",
                             "balanceChanges", "nonceChanges", "codeChanges");

    arena_init(&a, 0);
    ck_assert_err(bal_from_json(&a, &list, json, &why), ERR_OK);
    ck_assert_uint_eq(list.accounts[0].read_count, 2);
    ck_assert_uint_eq(list.accounts[0].reads[1].w[0], 1);
    json_array_append_new(json_object_get(json_array_get(json, 0),
                                          "storageReads"),
                          json_string("0xg1"));
    ck_assert_err(bal_from_json(&a, &list, json, &why), ERR_BAD_INPUT);
    json_decref(json);
    arena_release(&a);
}
END_TEST

START_TEST(short_memory_leaves_outputs_alone)
{
    struct arena a;
    enum err err = ERR_MEMORY;

    for (size_t n = 1; err == ERR_MEMORY && n < 100; n++) {
        struct bal list = { NULL, 77 };
        struct bytes data;

        arena_init(&a, 0);
        data = unhex(&a, lists[1].data);
        a.fail_at = n;
        err = bal_decode(&a, &list, data);
        ck_assert(err == ERR_OK || (err == ERR_MEMORY && list.count == 77));
        arena_release(&a);
    }
    ck_assert_err(err, ERR_OK);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, an_empty_list_has_the_hash_of_an_empty_rlp_list);
    tcase_add_loop_test(tc, lists_are_held_to_the_rules_of_eip_7928, 0,
                        ARRAY_LEN(lists));
    tcase_add_test(tc, the_gas_limit_bounds_the_items);
    tcase_add_test(tc, code_is_bounded);
    tcase_add_test(tc, json_form_goes_both_ways);
    tcase_add_test(tc, json_integers_may_be_padded);
    tcase_add_test(tc, short_memory_leaves_outputs_alone);
}

TESTKIT_MAIN("bal", add_tests)
