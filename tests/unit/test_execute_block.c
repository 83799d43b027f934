/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/execute_block.h"
#include "tests/unit/evmkit.h"

static struct block empty_block(unsigned fields)
{
    struct block b = { .header = { .fields = fields, .number = 5,
                                   .timestamp = 1000,
                                   .gas_limit = 30000000 } };

    b.header.coinbase[0] = 0xee;
    return b;
}

static void ck_szabo(struct evmkit *k, uint8_t first, uint64_t want)
{
    uint8_t address[20] = { first };
    struct u256 wei = u256_mul(u256_from(want), u256_from(1000000000000));

    ck_assert(u256_eq(state_get(&k->state, address)->balance, wei));
}

/* Yellow Paper 11.3; EIP-649; EIP-1234.  In szabo (10^12 wei). */
START_TEST(miners_and_ommers_are_paid_by_fork)
{
    static const struct {
        enum fork fork;
        uint64_t reward;
    } rows[] = {
        { FORK_FRONTIER, 5000000 },      { FORK_SPURIOUS, 5000000 },
        { FORK_BYZANTIUM, 3000000 },     { FORK_CONSTANTINOPLE, 2000000 },
        { FORK_GRAY_GLACIER, 2000000 },  { FORK_PARIS, 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct execute_chain chain = { .fork = rows[i].fork,
                                       .chain_id = u256_from(1) };
        struct execute_block_outcome o;
        struct header ommer = { .number = 3, .coinbase = { 0xdd } };
        struct block b = empty_block(HEADER_FIELDS_FRONTIER);
        struct evmkit k;

        evmkit_init(&k, rows[i].fork);
        if (rows[i].reward) {
            b.ommers = &ommer;
            b.ommer_count = 1;
        }
        ck_assert_err(execute_block(&k.evm, &k.arena, &o, &b, &chain), ERR_OK);
        ck_szabo(&k, 0xee, rows[i].reward + rows[i].reward / 32);
        ck_szabo(&k, 0xdd, rows[i].reward * 6 / 8);
        evmkit_release(&k);
    }
}
END_TEST

START_TEST(withdrawals_are_paid_in_gwei_and_make_no_empty_account)
{
    static const struct withdrawal list[] = {
        { .address = { 0xd1 }, .amount = 3000 },
        { .address = { 0xd2 }, .amount = 0 },
    };
    struct execute_chain chain = { .fork = FORK_SHANGHAI,
                                   .chain_id = u256_from(1) };
    struct block b = empty_block(HEADER_FIELDS_SHANGHAI);
    struct execute_block_outcome o;
    struct evmkit k;

    evmkit_init(&k, FORK_SHANGHAI);
    b.has_withdrawals = true;
    b.withdrawals = list;
    b.withdrawal_count = ARRAY_LEN(list);
    ck_assert_err(execute_block(&k.evm, &k.arena, &o, &b, &chain), ERR_OK);
    ck_szabo(&k, 0xd1, 3);
    ck_assert(!account_has(state_get(&k.state, list[1].address),
                           ACCOUNT_EXISTS));
    evmkit_release(&k);
}
END_TEST

/* EIP-7002, EIP-7251: no code there makes the block invalid. */
START_TEST(a_prague_block_without_its_contracts_is_refused_whole)
{
    static const struct withdrawal pay = { .address = { 0xd1 }, .amount = 1 };
    struct execute_chain chain = { .fork = FORK_PRAGUE,
                                   .chain_id = u256_from(1) };
    struct block b = empty_block(HEADER_FIELDS_PRAGUE);
    struct execute_block_outcome o;
    uint8_t before[32], after[32];
    struct evmkit k;

    evmkit_init(&k, FORK_PRAGUE);
    b.has_withdrawals = true;
    b.withdrawals = &pay;
    b.withdrawal_count = 1;
    ck_assert_err(state_settle(&k.state, before), ERR_OK);
    ck_assert_err(execute_block(&k.evm, &k.arena, &o, &b, &chain),
                  ERR_BLK_SYSTEM_CALL);
    ck_assert_err(state_settle(&k.state, after), ERR_OK);
    ck_assert(memcmp(before, after, 32) == 0);
    evmkit_release(&k);
}
END_TEST

START_TEST(each_claim_of_a_header_is_compared)
{
    struct execute_chain chain = { .fork = FORK_SHANGHAI,
                                   .chain_id = u256_from(1) };
    struct block good = empty_block(HEADER_FIELDS_SHANGHAI), bad;
    struct execute_block_outcome o;
    struct evmkit k;

    evmkit_init(&k, FORK_SHANGHAI);
    good.has_withdrawals = true;
    ck_assert_err(execute_block(&k.evm, &k.arena, &o, &good, &chain), ERR_OK);
    memcpy(good.header.state_root, o.state_root, 32);
    memcpy(good.header.receipts_root, o.receipts_root, 32);
    ck_assert_err(execute_block_check(&good, &o), ERR_OK);
    bad = good;
    bad.header.gas_used = 1;
    ck_assert_err(execute_block_check(&bad, &o), ERR_BLK_GAS_USED);
    bad = good;
    bad.header.logs_bloom[9] = 1;
    ck_assert_err(execute_block_check(&bad, &o), ERR_HDR_BLOOM);
    bad = good;
    bad.header.receipts_root[9] ^= 1;
    ck_assert_err(execute_block_check(&bad, &o), ERR_HDR_RECEIPT_ROOT);
    bad = good;
    bad.header.state_root[9] ^= 1;
    ck_assert_err(execute_block_check(&bad, &o), ERR_BLK_STATE_ROOT);
    bad = good;
    bad.header.fields = HEADER_FIELDS_PRAGUE;
    bad.header.requests_hash[9] ^= 1;
    ck_assert_err(execute_block_check(&bad, &o), ERR_HDR_REQUESTS);
    evmkit_release(&k);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, miners_and_ommers_are_paid_by_fork);
    tcase_add_test(tc,
                   withdrawals_are_paid_in_gwei_and_make_no_empty_account);
    tcase_add_test(tc, a_prague_block_without_its_contracts_is_refused_whole);
    tcase_add_test(tc, each_claim_of_a_header_is_compared);
}

TESTKIT_MAIN("execute_block", add_tests)
