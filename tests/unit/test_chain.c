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
    uint8_t sender[20];

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
    ck_assert_mem_eq(chain_head(copy)->senders[0],
                     chain_head(&n->chain)->senders[0], 20);
    dev_address(sender, 0);
    ck_assert_mem_eq(chain_head(copy)->senders[0], sender, 20);
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

/* --- before the merge --- */

static const uint64_t GWEI_ETHER = 1000000000;

/* Yellow Paper 11.3, EIP-649 and EIP-1234: ether per block. */
static const struct {
    enum fork fork;
    uint64_t reward;
} eras[] = {
    { FORK_FRONTIER, 5 },       { FORK_HOMESTEAD, 5 },
    { FORK_SPURIOUS, 5 },       { FORK_BYZANTIUM, 3 },
    { FORK_CONSTANTINOPLE, 2 }, { FORK_BERLIN, 2 },
    { FORK_LONDON, 2 },         { FORK_GRAY_GLACIER, 2 },
};

static struct chain *work_chain(const struct chain_config *config)
{
    struct header h = { .gas_limit = 8000000, .timestamp = 1000,
                        .difficulty = u256_from(1000000),
                        .base_fee = u256_from(1000000000) };
    struct chain *c = malloc(sizeof *c);

    if (!c || chain_init(c, NULL) || chain_genesis(c, config, &h))
        exit(99);
    return c;
}

static void free_chain(struct chain *c)
{
    chain_release(c);
    free(c);
}

/* Makes count empty blocks, each of which another chain must take. */
static void mine_and_import(struct chain *made, struct chain *copy, int count)
{
    const struct chain_block *b, *taken;

    for (int i = 0; i < count; i++) {
        struct build in = { .parent = chain_head(made), .coinbase = { 1 } };

        in.timestamp = in.parent->block.header.timestamp + 5;
        ck_assert_err(build_block(made, &b, &in), ERR_OK);
        ck_assert_err(chain_import(copy, b->raw, &taken), ERR_OK);
        ck_assert(chain_head(copy) == taken);
    }
}

START_TEST(blocks_of_every_era_of_work_are_made_and_rewarded)
{
    struct chain_config config = config_all(1337, eras[_i].fork);
    struct chain *made = work_chain(&config), *copy = work_chain(&config);
    const uint8_t miner[20] = { 1 };
    struct u256 ether = u256_mul(u256_from(GWEI_ETHER), u256_from(GWEI_ETHER));

    mine_and_import(made, copy, 3);
    ck_assert(chain_head(made)->fork == eras[_i].fork);
    ck_assert(!u256_is_zero(chain_head(made)->block.header.difficulty));
    ck_assert(u256_eq(state_find(&copy->state, miner)->balance,
                      u256_mul(ether, u256_from(3 * eras[_i].reward))));
    free_chain(made);
    free_chain(copy);
}
END_TEST

START_TEST(a_chain_is_made_through_london_and_the_merge)
{
    struct chain_config config = config_all(1337, FORK_GRAY_GLACIER);
    struct chain *made, *copy;

    for (int f = FORK_LONDON; f <= FORK_GRAY_GLACIER; f++)
        config.at[f] = 3;
    config.has_ttd = true;
    config.ttd = u256_from(6000000);
    made = work_chain(&config);
    copy = work_chain(&config);
    mine_and_import(made, copy, 8);
    ck_assert_uint_eq(made->canonical[2]->block.header.gas_limit, 8000000);
    ck_assert_uint_eq(made->canonical[3]->block.header.gas_limit, 16000000);
    ck_assert(u256_eq(made->canonical[3]->block.header.base_fee,
                      u256_from(1000000000)));
    ck_assert(chain_head(made)->fork == FORK_PARIS);
    ck_assert(u256_is_zero(chain_head(made)->block.header.difficulty));
    free_chain(made);
    free_chain(copy);
}
END_TEST

/* Appendix J of the Yellow Paper: what nobody worked for is refused, head and
 * state stay, and after Paris there are no seals. */
START_TEST(a_chain_that_checks_seals_refuses_blocks_without_work)
{
    struct chain_config work = config_all(1337, FORK_BERLIN);
    struct chain_config stake = config_all(1337, FORK_PARIS);
    struct chain *made = work_chain(&work), *copy = work_chain(&work);
    struct build in = { .parent = chain_head(made), .timestamp = 2000 };
    const struct chain_block *b, *taken = NULL;

    ck_assert_err(build_block(made, &b, &in), ERR_OK);
    copy->check_seals = true;
    ck_assert_err(chain_import(copy, b->raw, &taken), ERR_HDR_SEAL);
    ck_assert_ptr_null(taken);
    ck_assert_uint_eq(chain_head(copy)->block.header.number, 0);
    copy->check_seals = false;
    ck_assert_err(chain_import(copy, b->raw, &taken), ERR_OK);
    free_chain(made);
    free_chain(copy);
    made = work_chain(&stake);
    copy = work_chain(&stake);
    copy->check_seals = true;
    mine_and_import(made, copy, 2);
    free_chain(made);
    free_chain(copy);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc,
                   a_chain_that_checks_seals_refuses_blocks_without_work);
    tcase_add_loop_test(tc, blocks_of_every_era_of_work_are_made_and_rewarded,
                        0, (int)ARRAY_LEN(eras));
    tcase_add_test(tc, a_chain_is_made_through_london_and_the_merge);
    tcase_add_test(tc, blocks_made_here_pass_all_rules_on_another_chain);
    tcase_add_test(tc, the_past_can_be_visited_and_left);
    tcase_add_test(tc, a_reorganisation_goes_back_and_forth);
    tcase_add_test(tc, states_beyond_the_undo_records_are_refused);
    tcase_add_test(tc,
                   a_block_with_one_bit_changed_is_refused_and_changes_nothing);
}

TESTKIT_MAIN("chain", add_tests)
