/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/conflux/cfx_fees.h"
#include "chain/conflux/cfx_graph.h"
#include "chain/conflux/cfx_tree.h"

static const struct u256 MOST = { { UINT64_MAX, UINT64_MAX, UINT64_MAX,
                                    UINT64_MAX } };

/* --- graphs ---------------------------------------------------------------------- */

START_TEST(a_graph_of_more_blocks_than_the_limit_is_refused)
{
    struct cfx_node *blocks;
    struct cfx_order order;
    struct u256 *weights;
    struct arena a;

    arena_init(&a, 0);
    blocks = arena_array(&a, CFX_GRAPH_MAX + 1, sizeof *blocks);
    ck_assert_ptr_nonnull(blocks);
    ck_assert_err(cfx_graph_weights(&a, &weights, blocks, CFX_GRAPH_MAX),
                  ERR_OK);
    ck_assert_err(cfx_graph_weights(&a, &weights, blocks, CFX_GRAPH_MAX + 1),
                  ERR_LIMIT);
    ck_assert_err(cfx_graph_order(&a, &order, blocks, 0), ERR_EMPTY);
    arena_release(&a);
}
END_TEST

START_TEST(weights_that_no_word_holds_are_refused)
{
    struct cfx_node blocks[3] = { { .parent = 0 } };
    struct u256 *weights, one;
    struct arena a;

    arena_init(&a, 0);
    blocks[1].difficulty = MOST;
    ck_assert_err(cfx_graph_weights(&a, &weights, blocks, 3), ERR_OK);
    blocks[2].difficulty = u256_from(1);
    ck_assert_err(cfx_graph_weights(&a, &weights, blocks, 3), ERR_TOO_WIDE);
    blocks[1].adaptive = true;
    ck_assert_err(cfx_weight(&one, &blocks[1]), ERR_TOO_WIDE);
    arena_release(&a);
}
END_TEST

START_TEST(the_pivot_ends_at_the_tip_of_the_heaviest_branch)
{
    const size_t named[] = { 2 };
    struct cfx_node b[4] = {
        { .hash = { 1 } },
        { .hash = { 2 }, .difficulty = u256_from(5) },
        { .hash = { 3 }, .difficulty = u256_from(4) },
        { .hash = { 4 }, .difficulty = u256_from(1), .parent = 1,
          .referees = named, .referee_count = 1 },
    };
    struct cfx_order order;
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(cfx_graph_order(&a, &order, b, 4), ERR_OK);
    ck_assert_uint_eq(order.pivot_count, 3);
    ck_assert_uint_eq(order.pivot[2], 3);
    ck_assert_uint_eq(order.count, 4);
    ck_assert_uint_eq(order.blocks[2], 2);
    ck_assert_uint_eq(order.epoch[2], 2);
    ck_assert_uint_eq(order.blocks[3], 3);
    arena_release(&a);
}
END_TEST

START_TEST(a_block_that_stands_before_what_it_names_is_refused)
{
    const size_t later[] = { 2 }, itself[] = { 1 };
    struct cfx_node b[3] = { { .parent = 0 } };
    struct u256 *weights;
    struct arena a;

    arena_init(&a, 0);
    b[1].parent = 2;
    ck_assert_err(cfx_graph_weights(&a, &weights, b, 3), ERR_ORDER);
    b[1] = (struct cfx_node){ .referees = later, .referee_count = 1 };
    ck_assert_err(cfx_graph_weights(&a, &weights, b, 3), ERR_ORDER);
    b[1].referees = itself;
    ck_assert_err(cfx_graph_weights(&a, &weights, b, 3), ERR_ORDER);
    b[1].referee_count = 0;
    ck_assert_err(cfx_graph_weights(&a, &weights, b, 3), ERR_OK);
    arena_release(&a);
}
END_TEST

START_TEST(a_graph_survives_every_failed_allocation)
{
    struct cfx_node b[2] = { { .hash = { 1 } }, { .hash = { 2 } } };
    struct cfx_order order;
    struct arena a;
    size_t n = 0;
    enum err err;

    do {
        arena_init(&a, 0);
        a.fail_at = ++n;
        err = cfx_graph_order(&a, &order, b, 2);
        ck_assert(err == ERR_OK || err == ERR_MEMORY);
        arena_release(&a);
    } while (err && n < 100);
    ck_assert_err(err, ERR_OK);
    ck_assert_uint_gt(n, 1);
}
END_TEST

/* --- fees ------------------------------------------------------------------------ */

START_TEST(prices_and_shares_that_no_word_holds_are_refused)
{
    struct cfx_shares shares;
    struct u256 price, wide = u256_shl(u256_from(1), 252);

    ck_assert_err(cfx_gas_shares(&shares, wide, 5), ERR_TOO_WIDE);
    ck_assert_err(cfx_gas_shares(&shares, u256_sub(wide, u256_from(1)), 5),
                  ERR_OK);
    ck_assert_err(cfx_base_price(&price, MOST, u256_from(100), u256_from(100),
                                 u256_from(1)), ERR_TOO_WIDE);
    ck_assert_err(cfx_base_price(&price, MOST, u256_from(2), u256_from(2),
                                 u256_from(1)), ERR_TOO_WIDE);
    ck_assert_err(cfx_base_price(&price, u256_from(0), u256_from(2),
                                 u256_from(0), u256_from(0)), ERR_OK);
    ck_assert(u256_is_zero(price));
}
END_TEST

START_TEST(a_difficulty_that_no_word_holds_is_refused)
{
    struct u256 next;

    ck_assert_err(cfx_difficulty(&next, MOST, 251, 10), ERR_TOO_WIDE);
    ck_assert_err(cfx_difficulty(&next, u256_shr(MOST, 1), 1, 10), ERR_OK);
    ck_assert_err(cfx_difficulty(&next, MOST, 1, 10), ERR_TOO_WIDE);
}
END_TEST

/* --- trees ----------------------------------------------------------------------- */

START_TEST(keys_and_lists_above_the_limit_are_refused)
{
    static const uint8_t key[CFX_TREE_KEY_MAX + 1];
    struct cfx_entry e = { bytes_make(key, CFX_TREE_KEY_MAX), BYTES_EMPTY };
    uint8_t root[32];
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(cfx_tree_root(&a, root, &e, 1), ERR_OK);
    e.key.len++;
    ck_assert_err(cfx_tree_root(&a, root, &e, 1), ERR_LENGTH);
    ck_assert_err(cfx_tree_root(&a, root, NULL, CFX_TREE_ITEMS_MAX + 1),
                  ERR_LIMIT);
    ck_assert_err(cfx_list_root(&a, root, NULL, CFX_TREE_ITEMS_MAX + 1),
                  ERR_LIMIT);
    arena_release(&a);
}
END_TEST

START_TEST(a_tree_does_not_depend_on_the_order_of_its_entries)
{
    struct cfx_entry e[3] = {
        { bytes_str("ab"), bytes_str("1") }, { bytes_str("a"), bytes_str("2") },
        { bytes_str("b"), bytes_str("3") },
    }, swapped[3] = { e[2], e[0], e[1] };
    uint8_t root[32], other[32];
    struct arena a;

    arena_init(&a, 0);
    ck_assert_err(cfx_tree_root(&a, root, e, 3), ERR_OK);
    ck_assert_err(cfx_tree_root(&a, other, swapped, 3), ERR_OK);
    ck_assert_mem_eq(root, other, 32);
    arena_release(&a);
    arena_init(&a, 0);
    a.fail_at = 1;
    ck_assert_err(cfx_tree_root(&a, other, e, 3), ERR_MEMORY);
    ck_assert_mem_eq(root, other, 32);
    arena_release(&a);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_graph_of_more_blocks_than_the_limit_is_refused);
    tcase_add_test(tc, weights_that_no_word_holds_are_refused);
    tcase_add_test(tc, the_pivot_ends_at_the_tip_of_the_heaviest_branch);
    tcase_add_test(tc, a_block_that_stands_before_what_it_names_is_refused);
    tcase_add_test(tc, a_graph_survives_every_failed_allocation);
    tcase_add_test(tc, prices_and_shares_that_no_word_holds_are_refused);
    tcase_add_test(tc, a_difficulty_that_no_word_holds_is_refused);
    tcase_add_test(tc, keys_and_lists_above_the_limit_are_refused);
    tcase_add_test(tc, a_tree_does_not_depend_on_the_order_of_its_entries);
}

TESTKIT_MAIN("cfx_order", add_tests)
