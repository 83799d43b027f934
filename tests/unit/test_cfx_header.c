/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/cfx_facts.h"

#include "chain/conflux/cfx_espace.h"
#include "chain/conflux/cfx_pow.h"

static const struct cfx_rules RULES = { 0, UINT64_MAX, UINT64_MAX, 1, 1 };

static struct cfx_header read_header(struct arena *a, const char *digits)
{
    struct cfx_header h;

    ck_assert_err(cfx_header_decode(a, &h, &RULES, unhex(a, digits)), ERR_OK);
    return h;
}

START_TEST(a_header_of_a_node_has_the_hash_that_the_node_shows)
{
    struct arena a;
    struct cfx_header h;
    struct bytes again;
    uint8_t hash[32];

    arena_init(&a, 0);
    h = read_header(&a, CFX_CHILD);
    ck_assert_uint_eq(h.height, 0x17);
    ck_assert_uint_eq(h.referee_count, 1);
    ck_assert(h.has_pos && h.has_prices && !h.adaptive);
    ck_assert_err(cfx_header_encode(&a, &again, &h, &RULES, true), ERR_OK);
    ck_assert(bytes_eq(again, unhex(&a, CFX_CHILD)));
    ck_assert_err(cfx_header_hash(&a, hash, &h, &RULES, true), ERR_OK);
    ck_assert_mem_eq(hash, unhex(&a, CFX_CHILD_HASH).data, 32);
    arena_release(&a);
}
END_TEST

START_TEST(fields_that_do_not_belong_to_the_height_are_refused)
{
    struct cfx_rules late = RULES;
    struct cfx_header h;
    struct arena a;

    arena_init(&a, 0);
    h = read_header(&a, CFX_CHILD);
    ck_assert_err(cfx_header_check(&h, &RULES), ERR_OK);
    late.pos = h.height + 1;
    ck_assert_err(cfx_header_check(&h, &late), ERR_FIELD_EXTRA);
    late = RULES;
    late.cip1559 = h.height + 1;
    ck_assert_err(cfx_header_check(&h, &late), ERR_FIELD_EXTRA);
    h.has_pos = false;
    ck_assert_err(cfx_header_check(&h, &RULES), ERR_FIELD_MISSING);
    h.has_pos = true;
    h.has_prices = false;
    ck_assert_err(cfx_header_check(&h, &RULES), ERR_FIELD_MISSING);
    arena_release(&a);
}
END_TEST

START_TEST(sixty_five_bytes_of_custom_content_are_too_many)
{
    uint8_t content[CFX_CUSTOM_BYTES_MAX] = { 0 };
    const uint8_t mark = 4;
    struct bytes items[2] = { { &mark, 1 }, { content, sizeof content - 1 } };
    struct cfx_header h;
    struct arena a;

    arena_init(&a, 0);
    h = read_header(&a, CFX_CHILD);
    h.custom = items;
    h.custom_count = 2;
    ck_assert_err(cfx_header_check(&h, &RULES), ERR_OK);
    items[1].len++;
    ck_assert_err(cfx_header_check(&h, &RULES), ERR_TOO_LONG);
    arena_release(&a);
}
END_TEST

START_TEST(a_header_follows_only_a_parent_below_the_last_height)
{
    struct cfx_header parent, h;
    struct arena a;

    arena_init(&a, 0);
    parent = read_header(&a, CFX_PARENT);
    h = read_header(&a, CFX_CHILD);
    ck_assert_err(cfx_header_validate(&a, &h, &parent, &RULES), ERR_OK);
    h.parent_hash[0] ^= 1;
    ck_assert_err(cfx_header_validate(&a, &h, &parent, &RULES),
                  ERR_HDR_PARENT);
    parent.height = UINT64_MAX;
    ck_assert_err(cfx_header_hash(&a, h.parent_hash, &parent, &RULES, true),
                  ERR_OK);
    h.height = 0;
    ck_assert_err(cfx_header_validate(&a, &h, &parent, &RULES),
                  ERR_HDR_NUMBER);
    arena_release(&a);
}
END_TEST

START_TEST(a_header_survives_every_failed_allocation)
{
    struct bytes data, out;
    struct cfx_header h;
    struct arena a;
    size_t n = 0;
    enum err err;

    do {
        arena_init(&a, 0);
        data = unhex(&a, CFX_CHILD);
        a.fail_at = ++n + 1;
        err = cfx_header_decode(&a, &h, &RULES, data);
        if (!err)
            err = cfx_header_encode(&a, &out, &h, &RULES, true);
        ck_assert(err == ERR_OK || err == ERR_MEMORY);
        arena_release(&a);
    } while (err && n < 100);
    ck_assert_err(err, ERR_OK);
    ck_assert_uint_gt(n, 1);
}
END_TEST

/* 2^256 / 2^255 is 2, and 2^256 - 1 is the most that a quality can be. */
START_TEST(quality_is_the_greatest_difficulty_that_a_hash_meets)
{
    uint8_t hash[32] = { 0x7f };
    struct u256 none = u256_from(0), q;

    memset(hash + 1, 0xff, 31);
    ck_assert(u256_eq(cfx_pow_quality(hash, none), u256_from(2)));
    ck_assert_err(cfx_pow_check(hash, none, u256_from(2)), ERR_OK);
    ck_assert_err(cfx_pow_check(hash, none, u256_from(3)),
                  ERR_HDR_DIFFICULTY);
    memset(hash, 0xff, sizeof hash);
    ck_assert(u256_eq(cfx_pow_quality(hash, none), u256_from(1)));
    ck_assert_err(cfx_pow_check(hash, none, u256_from(1)), ERR_OK);
    ck_assert_err(cfx_pow_check(hash, none, none), ERR_HDR_DIFFICULTY);
    memset(hash, 0, sizeof hash);
    q = cfx_pow_quality(hash, none);
    ck_assert(u256_eq(q, u256_not(none)));
    /* The lower bound is the upper half of the nonce without its top bit. */
    hash[0] = 0x40;
    q = u256_shl(u256_from(0xc0), 248);
    ck_assert(u256_eq(cfx_pow_quality(hash, q), u256_not(none)));
}
END_TEST

START_TEST(an_espace_block_shows_half_the_limit_at_any_height)
{
    struct cfx_espace_block b;
    struct cfx_header h;
    struct arena a;

    arena_init(&a, 0);
    h = read_header(&a, CFX_CHILD);
    ck_assert_err(cfx_espace_block(&b, &h, 1, true), ERR_OK);
    ck_assert(u256_eq(b.gas_limit, u256_from(30000000)));
    ck_assert(u256_is_zero(b.espace_gas_limit));
    ck_assert_uint_eq(b.nonce, 0x969d2c0f0b0a083d);
    h.gas_limit = u256_not(u256_from(0));
    ck_assert_err(cfx_espace_block(&b, &h, 1, true), ERR_TOO_WIDE);
    arena_release(&a);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_header_of_a_node_has_the_hash_that_the_node_shows);
    tcase_add_test(tc, fields_that_do_not_belong_to_the_height_are_refused);
    tcase_add_test(tc, sixty_five_bytes_of_custom_content_are_too_many);
    tcase_add_test(tc, a_header_follows_only_a_parent_below_the_last_height);
    tcase_add_test(tc, a_header_survives_every_failed_allocation);
    tcase_add_test(tc, quality_is_the_greatest_difficulty_that_a_hash_meets);
    tcase_add_test(tc, an_espace_block_shows_half_the_limit_at_any_height);
}

TESTKIT_MAIN("cfx_header", add_tests)
