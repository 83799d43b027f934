/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/cfx_facts.h"

#include "chain/conflux/cfx_block.h"
#include "chain/conflux/cfx_espace.h"
#include "chain/crypto/keccak.h"

static struct cfx_block_rules rules_at(uint64_t height)
{
    return (struct cfx_block_rules){
        .core_chain = 1234, .espace_chain = 1235, .height = height,
        .gas_limit = u256_from(60000000),
    };
}

START_TEST(a_transaction_of_the_sdk_comes_back_as_it_was)
{
    static const char *const all[] = { CFX_TX_0, CFX_TX_2 };
    struct arena a;

    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        struct bytes data = unhex(&a, all[i]), again;
        uint8_t sender[20];
        struct cfx_tx tx;

        ck_assert_err(cfx_tx_decode(&a, &tx, data), ERR_OK);
        ck_assert_uint_eq(tx.type, i ? 2 : 0);
        ck_assert(u256_eq(tx.max_fee, u256_from(20)));
        ck_assert(u256_eq(tx.max_priority, u256_from(i)));
        ck_assert_uint_eq(tx.epoch_height, 100);
        ck_assert_err(cfx_tx_encode(&a, &again, &tx), ERR_OK);
        ck_assert(bytes_eq(data, again));
        ck_assert_err(cfx_tx_sender(&a, sender, &tx), ERR_OK);
        ck_assert_mem_eq(sender, unhex(&a, CFX_SENDER).data, 20);
    }
    arena_release(&a);
}
END_TEST

START_TEST(bytes_that_start_no_transaction_are_refused)
{
    struct cfx_block_rules rules = rules_at(100);
    struct cfx_any_tx any;
    struct cfx_tx tx;
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(cfx_tx_decode(&a, &tx, BYTES_EMPTY), ERR_EMPTY);
    ck_assert_err(cfx_tx_decode(&a, &tx, unhex(&a, "636678")), ERR_TYPE);
    ck_assert_err(cfx_tx_decode(&a, &tx, unhex(&a, "63667901c0")), ERR_TYPE);
    ck_assert_err(cfx_tx_decode(&a, &tx, unhex(&a, "63667801c0")),
                  ERR_FIELD_COUNT);
    ck_assert_err(cfx_any_tx_check(&a, &any, BYTES_EMPTY, &rules), ERR_EMPTY);
    ck_assert_err(cfx_any_tx_check(&a, &any, unhex(&a, "80"), &rules),
                  ERR_TYPE);
    arena_release(&a);
}
END_TEST

START_TEST(a_transaction_belongs_to_one_space)
{
    struct cfx_block_rules rules = rules_at(100);
    struct cfx_any_tx any;
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(cfx_any_tx_check(&a, &any, unhex(&a, CFX_TX_2), &rules),
                  ERR_OK);
    ck_assert(!any.espace);
    ck_assert_err(cfx_any_tx_check(&a, &any, unhex(&a, ESPACE_TX_0), &rules),
                  ERR_OK);
    ck_assert(any.espace && u256_eq(any.gas, u256_from(30000)));
    rules = rules_at(101);
    ck_assert_err(cfx_any_tx_check(&a, &any, unhex(&a, CFX_TX_0), &rules),
                  ERR_OK);
    ck_assert_err(cfx_any_tx_check(&a, &any, unhex(&a, ESPACE_TX_0), &rules),
                  ERR_RANGE);
    arena_release(&a);
}
END_TEST

START_TEST(gas_limits_that_no_word_holds_are_refused)
{
    struct cfx_block_rules rules = rules_at(100);
    struct cfx_body body;
    struct arena a;

    arena_init(&a, 0);
    rules.gas_limit = u256_not(u256_from(0));
    ck_assert_err(cfx_body_check(&a, &body, unhex(&a, "c0"), &rules),
                  ERR_TOO_WIDE);
    ck_assert_err(cfx_body_check(&a, &body, unhex(&a, "80"), &rules),
                  ERR_EXPECTED_LIST);
    rules = rules_at(100);
    ck_assert_err(cfx_body_check(&a, &body, unhex(&a, "c0"), &rules), ERR_OK);
    ck_assert_mem_eq(body.transactions_root, KECCAK256_EMPTY, 32);
    arena_release(&a);
}
END_TEST

START_TEST(a_transaction_survives_every_failed_allocation)
{
    struct cfx_block_rules rules = rules_at(100);
    struct cfx_any_tx any;
    struct bytes data;
    struct arena a;
    size_t n = 0;
    enum err err;

    do {
        arena_init(&a, 0);
        data = unhex(&a, CFX_TX_2);
        a.fail_at = ++n + 1;
        err = cfx_any_tx_check(&a, &any, data, &rules);
        ck_assert(err == ERR_OK || err == ERR_MEMORY);
        arena_release(&a);
    } while (err && n < 100);
    ck_assert_err(err, ERR_OK);
    ck_assert_uint_gt(n, 1);
}
END_TEST

/* v is 35 + 2 * 1235, 0x9c9. */
START_TEST(a_phantom_is_signed_by_its_sender_s_address)
{
    struct cfx_phantom tx = { .has_to = false, .value = { { 7, 0, 0, 0 } } };
    struct bytes out;
    struct arena a;

    arena_init(&a, 0);
    memset(tx.from, 0xab, sizeof tx.from);
    ck_assert_err(cfx_phantom_encode(&a, &out, &tx, 1235), ERR_OK);
    ck_assert(bytes_eq(
        out, unhex(&a, "f380808080078082"
                       "09c994abababababababababababababababababababab"
                       "94abababababababababababababababababababab")));
    arena_release(&a);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_transaction_of_the_sdk_comes_back_as_it_was);
    tcase_add_test(tc, bytes_that_start_no_transaction_are_refused);
    tcase_add_test(tc, a_transaction_belongs_to_one_space);
    tcase_add_test(tc, gas_limits_that_no_word_holds_are_refused);
    tcase_add_test(tc, a_transaction_survives_every_failed_allocation);
    tcase_add_test(tc, a_phantom_is_signed_by_its_sender_s_address);
}

TESTKIT_MAIN("cfx_tx", add_tests)
