/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/evmkit.h"

/* A transaction of 100,000 gas at 10 wei, value 5, from the caller. */
static struct tx plain(const uint8_t to[20])
{
    struct tx tx = { .type = TX_LEGACY, .has_to = true, .gas = 100000,
                     .max_fee = u256_from(10), .max_priority = u256_from(10),
                     .value = u256_from(5) };

    memcpy(tx.to, to, sizeof tx.to);
    return tx;
}

static enum err run(struct evmkit *k, struct execute_outcome *o,
                    const struct tx *tx)
{
    struct tx_cost cost;

    tx_cost(&cost, tx, k->evm.fork, EVMKIT_CALLER);
    return execute_tx(&k->evm, o, tx, EVMKIT_CALLER, &cost);
}

static struct u256 balance(struct evmkit *k, const uint8_t address[20])
{
    return state_get(&k->state, address)->balance;
}

START_TEST(a_transfer_costs_21000_and_burns_the_base_fee)
{
    static const uint8_t nobody[20];
    struct execute_outcome o;
    struct evmkit k;
    struct tx tx = plain(EVMKIT_SELF);

    evmkit_init(&k, FORK_LONDON);
    k.evm.block.base_fee = u256_from(7);
    tx.gas = 50000;
    ck_assert_err(run(&k, &o, &tx), ERR_OK);
    ck_assert(o.success);
    ck_assert_uint_eq(o.gas_used, 21000);
    ck_assert(u256_eq(balance(&k, EVMKIT_SELF), u256_from(5)));
    ck_assert(u256_eq(balance(&k, EVMKIT_CALLER),
                      u256_from(1000000 - 5 - 210000)));
    ck_assert(u256_eq(balance(&k, nobody), u256_from(3 * 21000)));
    ck_assert_uint_eq(state_get(&k.state, EVMKIT_CALLER)->nonce, 1);
    evmkit_release(&k);
}
END_TEST

START_TEST(a_sender_that_cannot_is_refused_and_nothing_moves)
{
    uint8_t before[32], after[32];
    struct execute_outcome o;
    struct evmkit k;
    struct tx tx = plain(EVMKIT_SELF);

    evmkit_init(&k, FORK_CANCUN);
    ck_assert_err(state_settle(&k.state, before), ERR_OK);
    tx.value = u256_from(1);
    ck_assert_err(run(&k, &o, &tx), ERR_TX_FUNDS);
    tx.value = u256_from(0);
    tx.nonce = 1;
    ck_assert_err(run(&k, &o, &tx), ERR_TX_NONCE_HIGH);
    state_set_nonce(&k.state, state_get(&k.state, EVMKIT_CALLER), 2);
    ck_assert_err(run(&k, &o, &tx), ERR_TX_NONCE_LOW);
    state_set_nonce(&k.state, state_get(&k.state, EVMKIT_CALLER), 0);
    tx.nonce = 0;
    ck_assert_err(state_settle(&k.state, after), ERR_OK);
    ck_assert(memcmp(before, after, 32) == 0);
    evmkit_code(&k, EVMKIT_CALLER, "00");
    ck_assert_err(run(&k, &o, &tx), ERR_TX_SENDER_CODE);
    evmkit_release(&k);
}
END_TEST

/* EIP-3529, EIP-2200, EIP-2929; the cap of refunds is half, then a fifth. */
START_TEST(clearing_a_slot_refunds_4800_from_london_and_15000_before)
{
    static const struct {
        enum fork fork;
        uint64_t gas; /* 21000 + two pushes + store, less refund */
    } rows[] = {
        /* refund capped at half: (21000 + 6 + 5000) / 2 */
        { FORK_PETERSBURG, 26006 - 13003 },
        /* cold slot 2100, reset 2900 */
        { FORK_BERLIN, 26006 - 13003 },
        { FORK_LONDON, 26006 - 4800 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct state_account *self;
        struct execute_outcome o;
        struct evmkit k;
        struct tx tx = plain(EVMKIT_SELF);

        evmkit_init(&k, rows[i].fork);
        tx.value = u256_from(0);
        tx.gas = 50000;
        evmkit_code(&k, EVMKIT_SELF, "6000600055");
        self = state_get(&k.state, EVMKIT_SELF);
        state_set_slot(&k.state, self,
                       state_slot(&k.state, self, u256_from(0)),
                       u256_from(1));
        ck_assert_err(run(&k, &o, &tx), ERR_OK);
        ck_assert(o.success);
        ck_assert_uint_eq(o.gas_used, rows[i].gas);
        evmkit_release(&k);
    }
}
END_TEST

START_TEST(a_dry_call_answers_and_leaves_no_trace)
{
    uint8_t before[32], after[32];
    struct execute_call c = { .has_to = true, .gas = 100000 };
    struct execute_outcome o;
    struct evmkit k;

    evmkit_init(&k, FORK_CANCUN);
    /* stores 1 at 0, returns it as a word */
    evmkit_code(&k, EVMKIT_SELF, "600160005560005460005260206000f3");
    memcpy(c.from, EVMKIT_CALLER, 20);
    memcpy(c.to, EVMKIT_SELF, 20);
    ck_assert_err(state_settle(&k.state, before), ERR_OK);
    ck_assert_err(execute_dry(&k.evm, &o, &c), ERR_OK);
    ck_assert(o.success);
    ck_assert_uint_eq(o.output.len, 32);
    ck_assert_uint_eq(o.output.data[31], 1);
    ck_assert_err(state_settle(&k.state, after), ERR_OK);
    ck_assert(memcmp(before, after, 32) == 0);
    evmkit_release(&k);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_transfer_costs_21000_and_burns_the_base_fee);
    tcase_add_test(tc, a_sender_that_cannot_is_refused_and_nothing_moves);
    tcase_add_test(tc,
                   clearing_a_slot_refunds_4800_from_london_and_15000_before);
    tcase_add_test(tc, a_dry_call_answers_and_leaves_no_trace);
}

TESTKIT_MAIN("execute", add_tests)
