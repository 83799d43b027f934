/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/nodekit.h"

static const uint8_t payee[20] = {
    0x70, 0x99, 0x79, 0x70, 0xc5, 0x18, 0x12, 0xdc, 0x3a, 0x01,
    0x0c, 0x7d, 0x01, 0xb5, 0x0e, 0x0d, 0x17, 0xdc, 0x79, 0xc8
};

static struct u256 balance(struct node *n)
{
    return state_find(&n->chain.state, payee)->balance;
}

static void pay(struct node *n)
{
    json_decref(nodekit_call(n, "eth_sendTransaction", NODEKIT_PAY("0x1")));
}

START_TEST(blocks_made_here_pass_all_rules_on_another_chain)
{
    struct node *n = nodekit_new(), *other = nodekit_new();
    const struct chain *made = &n->chain;
    struct chain *copy = &other->chain;
    const struct chain_block *b;

    /* Both begin at the time of their making: where the clock moved on in
     * between, they are made again. */
    for (int i = 0; i < 10 && made->canonical[0]->block.header.timestamp !=
                                  copy->canonical[0]->block.header.timestamp;
         i++) {
        nodekit_free(n);
        nodekit_free(other);
        n = nodekit_new();
        other = nodekit_new();
        made = &n->chain;
        copy = &other->chain;
    }
    ck_assert_uint_eq(made->canonical[0]->block.header.timestamp,
                      copy->canonical[0]->block.header.timestamp);
    for (int i = 0; i < 5; i++)
        pay(n);
    for (uint64_t i = 1; i < n->chain.height; i++)
        ck_assert_err(chain_import(copy, n->chain.canonical[i]->raw, &b),
                      ERR_OK);
    ck_assert_uint_eq(copy->height, 6);
    ck_assert_mem_eq(chain_head(copy)->block.hash,
                     chain_head(&n->chain)->block.hash, 32);
    ck_assert(u256_eq(balance(other), balance(n)));
    nodekit_free(n);
    nodekit_free(other);
}
END_TEST

START_TEST(the_past_can_be_visited_and_left)
{
    struct node *n = nodekit_new();
    struct u256 first = balance(n), last;
    struct state_mark mark;
    uint8_t root[32];

    for (int i = 0; i < 4; i++)
        pay(n);
    last = balance(n);
    for (uint64_t i = 0; i < n->chain.height; i++) {
        const struct chain_block *b = chain_by_number(&n->chain, i);

        ck_assert_err(chain_visit(&n->chain, b, &mark), ERR_OK);
        ck_assert(u256_eq(balance(n), u256_add(first, u256_from(i))));
        ck_assert_err(state_settle(&n->chain.state, root), ERR_OK);
        ck_assert_mem_eq(root, b->block.header.state_root, 32);
        chain_leave(&n->chain, mark);
    }
    ck_assert(u256_eq(balance(n), last));
    ck_assert_err(state_settle(&n->chain.state, root), ERR_OK);
    ck_assert_mem_eq(root, chain_head(&n->chain)->block.header.state_root, 32);
    nodekit_free(n);
}
END_TEST

START_TEST(a_reorganisation_goes_back_and_forth)
{
    struct node *n = nodekit_new();
    const struct chain_block *first, *old, *b;
    struct chain_tx found;
    uint8_t root[32];

    pay(n);
    first = chain_head(&n->chain);
    pay(n);
    pay(n);
    old = chain_head(&n->chain);
    ck_assert_err(chain_set_head(&n->chain, first), ERR_OK);
    ck_assert(!chain_find_tx(&n->chain, old->txs[0].hash, &found));
    ck_assert_err(node_mine(n, &b), ERR_OK);
    ck_assert(!chain_is_canonical(&n->chain, old));
    ck_assert_err(chain_set_head(&n->chain, old), ERR_OK);
    ck_assert(chain_head(&n->chain) == old);
    ck_assert(!chain_is_canonical(&n->chain, b));
    ck_assert(chain_find_tx(&n->chain, old->txs[0].hash, &found));
    ck_assert_err(state_settle(&n->chain.state, root), ERR_OK);
    ck_assert_mem_eq(root, old->block.header.state_root, 32);
    nodekit_free(n);
}
END_TEST

START_TEST(states_beyond_the_undo_records_are_refused)
{
    struct node *n = nodekit_new();
    struct state_mark mark;

    n->chain.limits.undo_bytes = 1;
    for (int i = 0; i < 4; i++)
        pay(n);
    ck_assert_err(chain_visit(&n->chain, n->chain.canonical[0], &mark),
                  ERR_NOT_FOUND);
    ck_assert_err(chain_set_head(&n->chain, n->chain.canonical[0]), ERR_LIMIT);
    ck_assert_err(chain_visit(&n->chain, chain_head(&n->chain)->parent, &mark),
                  ERR_OK);
    chain_leave(&n->chain, mark);
    nodekit_free(n);
}
END_TEST

/* Up to the bloom, nothing of a header is free: hashes and roots are computed,
 * and who is paid shows in the state. */
START_TEST(a_block_with_one_bit_changed_is_refused_and_changes_nothing)
{
    enum { FIXED_END = 450 };
    struct node *n = nodekit_new();
    const struct chain_block *b, *parent, *child;
    uint8_t raw[4096], root[32];
    size_t len;

    pay(n);
    b = chain_head(&n->chain);
    parent = b->parent;
    len = b->raw.len;
    ck_assert(len > FIXED_END && len < sizeof raw);
    ck_assert_err(chain_set_head(&n->chain, parent), ERR_OK);
    for (size_t i = 0; i < FIXED_END; i++) {
        memcpy(raw, b->raw.data, len);
        raw[i] ^= 1;
        ck_assert_msg(chain_import(&n->chain, bytes_make(raw, len), &child),
                      "byte %zu may be changed", i);
    }
    ck_assert(chain_head(&n->chain) == parent);
    ck_assert_err(state_settle(&n->chain.state, root), ERR_OK);
    ck_assert_mem_eq(root, parent->block.header.state_root, 32);
    nodekit_free(n);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, blocks_made_here_pass_all_rules_on_another_chain);
    tcase_add_test(tc, the_past_can_be_visited_and_left);
    tcase_add_test(tc, a_reorganisation_goes_back_and_forth);
    tcase_add_test(tc, states_beyond_the_undo_records_are_refused);
    tcase_add_test(tc,
                   a_block_with_one_bit_changed_is_refused_and_changes_nothing);
}

TESTKIT_MAIN("chain", add_tests)
