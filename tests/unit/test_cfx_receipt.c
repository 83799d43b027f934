/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/conflux/cfx_receipt.h"
#include "chain/conflux/cfx_tree.h"

/* A log of each space and a change of collateral. */
static struct cfx_receipt make(struct cfx_log logs[2],
                               const struct cfx_change *change)
{
    struct cfx_receipt r = { .has_burnt = true, .status = 1,
                             .storage_sponsored = true };

    memset(logs, 0, 2 * sizeof *logs);
    logs[0].log.topic_count = LOG_TOPICS_MAX;
    logs[1].evm = true;
    r.logs = logs;
    r.log_count = 2;
    r.collateral = change;
    r.collateral_count = 1;
    cfx_bloom_of_logs(r.bloom, r.logs, r.log_count);
    return r;
}

START_TEST(a_receipt_comes_back_as_it_was)
{
    static const struct cfx_change change = { { 0x10 }, 64 };
    struct cfx_log logs[2];
    struct cfx_receipt r = make(logs, &change), back;
    struct bytes data, again;
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(cfx_receipt_encode(&a, &data, &r), ERR_OK);
    ck_assert_err(cfx_receipt_decode(&a, &back, data), ERR_OK);
    ck_assert_uint_eq(back.log_count, 2);
    ck_assert(!back.logs[0].evm && back.logs[1].evm);
    ck_assert_uint_eq(back.logs[0].log.topic_count, LOG_TOPICS_MAX);
    ck_assert_uint_eq(back.collateral[0].units, 64);
    ck_assert(back.storage_sponsored && !back.gas_sponsored);
    ck_assert_err(cfx_receipt_encode(&a, &again, &back), ERR_OK);
    ck_assert(bytes_eq(data, again));
    r.has_burnt = false;
    ck_assert_err(cfx_receipt_encode(&a, &data, &r), ERR_OK);
    ck_assert_err(cfx_receipt_decode(&a, &back, data), ERR_OK);
    ck_assert(!back.has_burnt);
    arena_release(&a);
}
END_TEST

/* The receipts root that every node shows for an epoch of one empty block. */
START_TEST(an_epoch_of_one_empty_block_has_the_published_root)
{
    uint8_t block[32], epoch[32];
    struct bytes item = BYTES_OF(block);
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(cfx_list_root(&a, block, NULL, 0), ERR_OK);
    ck_assert_err(cfx_list_root(&a, epoch, &item, 1), ERR_OK);
    ck_assert_mem_eq(epoch,
                     unhex(&a, "09f8709ea9f344a810811a373b30861568f5686e"
                               "649d6177fd92ea2db7477508").data, 32);
    arena_release(&a);
}
END_TEST

START_TEST(a_receipt_survives_every_failed_allocation)
{
    static const struct cfx_change change = { { 0x10 }, 64 };
    struct cfx_log logs[2];
    struct cfx_receipt r = make(logs, &change), back;
    struct bytes data;
    struct arena a;
    size_t n = 0;
    enum err err;

    do {
        arena_init(&a, 0);
        a.fail_at = ++n;
        err = cfx_receipt_encode(&a, &data, &r);
        if (!err)
            err = cfx_receipt_decode(&a, &back, data);
        ck_assert(err == ERR_OK || err == ERR_MEMORY);
        arena_release(&a);
    } while (err && n < 100);
    ck_assert_err(err, ERR_OK);
    ck_assert_uint_gt(n, 1);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_receipt_comes_back_as_it_was);
    tcase_add_test(tc, an_epoch_of_one_empty_block_has_the_published_root);
    tcase_add_test(tc, a_receipt_survives_every_failed_allocation);
}

TESTKIT_MAIN("cfx_receipt", add_tests)
