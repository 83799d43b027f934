/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include "chain/eth/ethash.h"
#include "chain/eth/header_json.h"
#include "tests/unit/chain_facts.h"

static void check_hash(const struct header *h, const char *want)
{
    struct arena a;
    uint8_t hash[32], expected[32];

    arena_init(&a, 0);
    put(expected, want);
    ck_assert_err(header_hash(&a, hash, h), ERR_OK);
    ck_assert_mem_eq(hash, expected, 32);
    arena_release(&a);
}

START_TEST(mainnets_first_headers_have_their_published_hashes)
{
    struct arena a;
    struct header h;

    arena_init(&a, 0);
    genesis_header(&a, &h);
    check_hash(&h, GENESIS_HASH);
    block_1_header(&a, &h);
    check_hash(&h, BLOCK_1_HASH);
    arena_release(&a);
}
END_TEST

/* A child of Paris or later in the form of the fork. */
static struct header stake_header(enum fork fork, const struct header *parent)
{
    struct header h = { .fields = fork_rules(fork)->header_fields,
                        .number = 1,
                        .gas_limit = 30000000,
                        .timestamp = 12,
                        .base_fee = u256_from(875000000) };
    struct arena a;

    memcpy(h.ommers_hash, EMPTY_OMMERS_HASH, 32);
    if (parent) {
        arena_init(&a, 0);
        if (header_hash(&a, h.parent_hash, parent))
            exit(99);
        arena_release(&a);
        return h;
    }
    h.number = 0;
    h.timestamp = 0;
    h.base_fee = u256_from(1000000000);
    return h;
}

START_TEST(decoding_undoes_encoding_in_every_form)
{
    enum fork fork = (enum fork)_i;
    struct header in = stake_header(fork, NULL), out;
    struct bytes data, again;
    struct arena a;

    arena_init(&a, 0);
    in.slot_number = 7;
    in.excess_blob_gas = 8;
    in.extra = unhex(&a, "00ff");
    ck_assert_err(header_encode(&a, &data, &in), ERR_OK);
    ck_assert_err(header_decode(&out, &fork, data), ERR_OK);
    ck_assert_uint_eq(out.fields, fork_rules(fork)->header_fields);
    ck_assert_err(header_encode(&a, &again, &out), ERR_OK);
    ck_assert(bytes_eq(data, again));
    ck_assert_uint_eq(out.slot_number, out.fields == 23 ? 7 : 0);
    ck_assert_uint_eq(out.excess_blob_gas, out.fields >= 20 ? 8 : 0);
    arena_release(&a);
}
END_TEST

START_TEST(another_forks_form_is_refused)
{
    enum fork fork = FORK_CANCUN;
    struct header h, out = { .number = 77 };
    struct bytes data;
    struct arena a;

    arena_init(&a, 0);
    genesis_header(&a, &h);
    ck_assert_err(header_encode(&a, &data, &h), ERR_OK);
    ck_assert_err(header_decode(&out, &fork, data), ERR_FIELD_COUNT);
    ck_assert_uint_eq(out.number, 77);
    ck_assert_err(header_decode(&out, NULL, bytes_head(data, data.len - 1)),
                  ERR_TRUNCATED);
    ck_assert_uint_eq(out.number, 77);
    arena_release(&a);
}
END_TEST

START_TEST(long_extra_data_is_for_genesis_alone)
{
    struct header h, out;
    struct bytes data;
    struct arena a;
    uint8_t extra[33] = { 0 };

    arena_init(&a, 0);
    genesis_header(&a, &h);
    h.extra = BYTES_OF(extra);
    ck_assert_err(header_encode(&a, &data, &h), ERR_OK);
    ck_assert_err(header_decode(&out, NULL, data), ERR_OK);
    h.number = 1;
    ck_assert_err(header_encode(&a, &data, &h), ERR_OK);
    ck_assert_err(header_decode(&out, NULL, data), ERR_HDR_EXTRA);
    arena_release(&a);
}
END_TEST

START_TEST(block_1_is_a_valid_child_of_genesis)
{
    struct header genesis, h;
    struct header_context c = { .fork = FORK_FRONTIER, .parent = &genesis };
    struct arena a;

    arena_init(&a, 0);
    genesis_header(&a, &genesis);
    block_1_header(&a, &h);
    ck_assert_err(header_validate(&a, &c, &h), ERR_OK);
    h.difficulty = u256_from(17171480577);
    ck_assert_err(header_validate(&a, &c, &h), ERR_HDR_DIFFICULTY);
    arena_release(&a);
}
END_TEST

/* Appendix J of the Yellow Paper: asked for, the seal must hold too. */
START_TEST(block_1_without_its_seal_is_refused_where_seals_are_checked)
{
    struct header genesis, h;
    struct header_context c = { .fork = FORK_FRONTIER, .parent = &genesis };
    struct ethash e;
    struct arena a;

    arena_init(&a, 0);
    ethash_init(&e);
    genesis_header(&a, &genesis);
    block_1_header(&a, &h);
    c.seals = &e;
    ck_assert_err(header_validate(&a, &c, &h), ERR_OK);
    h.nonce[7] ^= 1;
    ck_assert_err(header_validate(&a, &c, &h), ERR_HDR_SEAL);
    c.seals = NULL;
    ck_assert_err(header_validate(&a, &c, &h), ERR_OK);
    ethash_release(&e);
    arena_release(&a);
}
END_TEST

static void keep(struct header *h) { (void)h; }
static void number(struct header *h) { h->number = 2; }
static void parent(struct header *h) { h->parent_hash[0] ^= 1; }
static void time_same(struct header *h) { h->timestamp = 0; }
static void gas_used(struct header *h) { h->gas_used = h->gas_limit + 1; }
static void gas_low(struct header *h) { h->gas_limit = 4999; }
static void gas_high(struct header *h) { h->gas_limit = (uint64_t)1 << 63; }
/* 30000000 // 1024 is 29296: a step of one less is the last one allowed. */
static void gas_step_max(struct header *h) { h->gas_limit = 30029295; }
static void gas_step(struct header *h) { h->gas_limit = 30029296; }
static void gas_step_down(struct header *h) { h->gas_limit = 29970704; }
static void difficulty(struct header *h) { h->difficulty = u256_from(1); }
static void nonce(struct header *h) { h->nonce[7] = 1; }
static void ommers(struct header *h) { h->ommers_hash[0] ^= 1; }
static void base_fee(struct header *h) { h->base_fee.w[0]++; }
static void odd_blob(struct header *h) { h->blob_gas_used = 131071; }
static void six_blobs(struct header *h) { h->blob_gas_used = 6 * 131072; }
static void seven_blobs(struct header *h) { h->blob_gas_used = 7 * 131072; }
static void excess(struct header *h) { h->excess_blob_gas = 1; }
static void shorter(struct header *h) { h->fields = 17; }
static void longer(struct header *h) { h->fields = 21; }

/* One rule each (Yellow Paper 4.3.4, EIP-1559, 3675, 4844). */
static const struct {
    enum fork fork;
    void (*spoil)(struct header *h);
    enum err want;
} spoilt[] = {
    { FORK_CANCUN, keep, ERR_OK },
    { FORK_CANCUN, number, ERR_HDR_NUMBER },
    { FORK_CANCUN, parent, ERR_HDR_PARENT },
    { FORK_CANCUN, time_same, ERR_HDR_TIMESTAMP },
    { FORK_CANCUN, gas_used, ERR_HDR_GAS_USED },
    { FORK_CANCUN, gas_low, ERR_HDR_GAS_LIMIT },
    { FORK_CANCUN, gas_high, ERR_HDR_GAS_LIMIT },
    { FORK_CANCUN, gas_step_max, ERR_OK },
    { FORK_CANCUN, gas_step, ERR_HDR_GAS_STEP },
    { FORK_CANCUN, gas_step_down, ERR_HDR_GAS_STEP },
    { FORK_CANCUN, difficulty, ERR_HDR_DIFFICULTY },
    { FORK_CANCUN, nonce, ERR_HDR_NONCE },
    { FORK_CANCUN, ommers, ERR_HDR_OMMERS },
    { FORK_CANCUN, base_fee, ERR_HDR_BASE_FEE },
    { FORK_CANCUN, odd_blob, ERR_HDR_BLOB_GAS },
    { FORK_CANCUN, six_blobs, ERR_OK },
    { FORK_CANCUN, seven_blobs, ERR_HDR_BLOB_GAS },
    { FORK_PRAGUE, seven_blobs, ERR_OK },
    { FORK_CANCUN, excess, ERR_HDR_EXCESS },
    { FORK_CANCUN, shorter, ERR_FIELD_MISSING },
    { FORK_CANCUN, longer, ERR_FIELD_EXTRA },
    { FORK_AMSTERDAM, keep, ERR_OK },
};

START_TEST(each_rule_refuses_what_breaks_it)
{
    enum fork fork = spoilt[_i].fork;
    struct header genesis = stake_header(fork, NULL);
    struct header h = stake_header(fork, &genesis);
    struct header_context c = { .fork = fork, .parent = &genesis };
    struct arena a;

    arena_init(&a, 0);
    spoilt[_i].spoil(&h);
    ck_assert_err(header_validate(&a, &c, &h), spoilt[_i].want);
    arena_release(&a);
}
END_TEST

START_TEST(ten_dao_blocks_must_say_so)
{
    struct header h;
    struct header_context c = { .fork = FORK_DAO, .dao = true,
                                .dao_block = DAO_BLOCK_MAINNET };
    struct arena a;

    arena_init(&a, 0);
    block_1_header(&a, &h);
    h.number = 1920009;
    ck_assert_err(header_validate(&a, &c, &h), ERR_HDR_EXTRA);
    h.extra = unhex(&a, "64616f2d686172642d666f726b");
    ck_assert_err(header_validate(&a, &c, &h), ERR_OK);
    h.extra = BYTES_EMPTY;
    h.number = 1920010;
    ck_assert_err(header_validate(&a, &c, &h), ERR_OK);
    h.number = 1919999;
    ck_assert_err(header_validate(&a, &c, &h), ERR_OK);
    arena_release(&a);
}
END_TEST

START_TEST(the_first_london_block_doubles_the_limit)
{
    struct header p, h;
    struct header_context c = { .fork = FORK_LONDON, .parent = &p };
    struct arena a;

    arena_init(&a, 0);
    genesis_header(&a, &p);
    p.difficulty = u256_from(131072);
    block_1_header(&a, &h);
    h.fields = HEADER_FIELDS_LONDON;
    h.base_fee = u256_from(1000000000);
    h.difficulty = u256_from(131072);
    h.gas_limit = 10000;
    if (header_hash(&a, h.parent_hash, &p))
        exit(99);
    ck_assert_err(header_validate(&a, &c, &h), ERR_OK);
    h.base_fee = u256_from(1000000001);
    ck_assert_err(header_validate(&a, &c, &h), ERR_HDR_BASE_FEE);
    h.base_fee = u256_from(1000000000);
    h.gas_limit = 5000;
    ck_assert_err(header_validate(&a, &c, &h), ERR_HDR_GAS_STEP);
    arena_release(&a);
}
END_TEST

START_TEST(json_form_goes_both_ways_and_ignores_other_members)
{
    struct error why = { 0 };
    struct header in, out;
    struct arena a;
    json_t *json;

    arena_init(&a, 0);
    block_1_header(&a, &in);
    json = header_to_json(&in);
    ck_assert_uint_eq(json_object_size(json), 15);
    json_object_set_new(json, "size", json_string("0x219"));
    json_object_set_new(json, "withdrawalsRoot", json_null());
    ck_assert_err(header_from_json(&a, &out, NULL, json, &why), ERR_OK);
    check_hash(&out, BLOCK_1_HASH);
    json_decref(json);
    arena_release(&a);
}
END_TEST

START_TEST(json_gaps_and_widths_are_refused)
{
    enum fork fork = FORK_SHANGHAI;
    struct error why = { 0 };
    struct header in = stake_header(FORK_CANCUN, NULL), out = { .number = 5 };
    struct arena a;
    json_t *json = header_to_json(&in);

    arena_init(&a, 0);
    ck_assert_err(header_from_json(&a, &out, &fork, json, &why),
                  ERR_FIELD_EXTRA);
    json_object_del(json, "blobGasUsed");
    ck_assert_err(header_from_json(&a, &out, NULL, json, &why),
                  ERR_FIELD_MISSING);
    json_object_set_new(json, "blobGasUsed", json_string("0x10000000000000000"));
    ck_assert_err(header_from_json(&a, &out, NULL, json, &why), ERR_TOO_WIDE);
    json_object_set_new(json, "blobGasUsed", json_string("0x00"));
    ck_assert_err(header_from_json(&a, &out, NULL, json, &why), ERR_BAD_INPUT);
    ck_assert_uint_eq(out.number, 5);
    json_decref(json);
    arena_release(&a);
}
END_TEST

START_TEST(short_memory_leaves_outputs_alone)
{
    struct header h;
    struct arena a;
    uint8_t hash[32] = { 0 };
    enum err err = ERR_MEMORY;

    for (size_t n = 1; err == ERR_MEMORY && n < 100; n++) {
        arena_init(&a, 0);
        genesis_header(&a, &h);
        a.fail_at = n;
        err = header_hash(&a, hash, &h);
        ck_assert(err == ERR_OK || (err == ERR_MEMORY && hash[0] == 0));
        arena_release(&a);
    }
    ck_assert_err(err, ERR_OK);
    ck_assert_uint_eq(hash[0], 0xd4);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, mainnets_first_headers_have_their_published_hashes);
    tcase_add_loop_test(tc, decoding_undoes_encoding_in_every_form, 0,
                        FORK_COUNT);
    tcase_add_test(tc, another_forks_form_is_refused);
    tcase_add_test(tc, long_extra_data_is_for_genesis_alone);
    tcase_add_test(tc, block_1_is_a_valid_child_of_genesis);
    tcase_add_test(
        tc, block_1_without_its_seal_is_refused_where_seals_are_checked);
    tcase_add_loop_test(tc, each_rule_refuses_what_breaks_it, 0,
                        ARRAY_LEN(spoilt));
    tcase_add_test(tc, ten_dao_blocks_must_say_so);
    tcase_add_test(tc, the_first_london_block_doubles_the_limit);
    tcase_add_test(tc, json_form_goes_both_ways_and_ignores_other_members);
    tcase_add_test(tc, json_gaps_and_widths_are_refused);
    tcase_add_test(tc, short_memory_leaves_outputs_alone);
}

TESTKIT_MAIN("header", add_tests)
