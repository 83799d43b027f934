/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/chain_facts.h"

#include <stdio.h>

#include "chain/eth/receipt_json.h"

/* status 1, 21000 gas, no logs: the receipt of a plain transfer. */
static struct bytes transfer(struct arena *a, const char *head)
{
    static const char tail[] = "c0";
    char digits[1024];
    int used = snprintf(digits, sizeof digits, "%s", head);

    for (int i = 0; i < BLOOM_SIZE; i++)
        used += snprintf(digits + used, sizeof digits - (size_t)used, "00");
    snprintf(digits + used, sizeof digits - (size_t)used, "%s", tail);
    return unhex(a, digits);
}

START_TEST(a_bloom_of_a_hundred_items_is_the_published_one)
{
    uint8_t bloom[BLOOM_SIZE] = { 0 }, hash[32], want[32];
    char text[64];

    /* go-ethereum, core/types, TestBloomExtensively. */
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof text, "xxxxxxxxxx data %d yyyyyyyyyyyyyy", i);
        bloom_add(bloom, bytes_str(text));
        ck_assert(bloom_may_contain(bloom, bytes_str(text)));
    }
    ck_assert(!bloom_may_contain(bloom, bytes_str("absent")));
    put(want, "c8d3ca65cdb4874300a9e39475508f23"
              "ed6da09fdbc487f89a2dcf50b09eb263");
    keccak256(hash, BYTES_OF(bloom));
    ck_assert_mem_eq(hash, want, 32);
}
END_TEST

START_TEST(the_receipt_of_a_transfer_has_the_published_root)
{
    enum fork fork = FORK_LONDON;
    struct receipt r;
    struct bytes again;
    struct arena a;
    uint8_t root[32], want[32];
    struct bytes data;

    arena_init(&a, 0);
    data = transfer(&a, "f9010801825208b90100");
    ck_assert_err(receipt_decode(&a, &r, &fork, data), ERR_OK);
    ck_assert(r.status && !r.has_root && r.type == 0);
    ck_assert_uint_eq(r.cumulative_gas, 21000);
    ck_assert_err(receipt_encode(&a, &again, &r), ERR_OK);
    ck_assert(bytes_eq(again, data));
    ck_assert_err(receipts_root(&a, root, &r, 1), ERR_OK);
    put(want, "056b23fbba480696b65fe5a59b8f2148"
              "a1299103c4f57df839233af2cf4ca2d2");
    ck_assert_mem_eq(root, want, 32);

    data = transfer(&a, "02f9010801825208b90100");
    ck_assert_err(receipt_decode(&a, &r, &fork, data), ERR_OK);
    ck_assert_uint_eq(r.type, 2);
    ck_assert_err(receipts_root(&a, root, &r, 1), ERR_OK);
    put(want, "f78dfb743fbd92ade140711c8bbc542b"
              "5e307f0ab7984eff35d751969fe57efa");
    ck_assert_mem_eq(root, want, 32);
    arena_release(&a);
}
END_TEST

static const struct {
    const char *head;
    enum fork fork;
    enum err want;
} refused[] = {
    { "f9010802825208b90100", FORK_LONDON, ERR_RCPT_STATUS },
    { "05f9010801825208b90100", FORK_LONDON, ERR_TYPE },
    { "00f9010801825208b90100", FORK_LONDON, ERR_TYPE },
    { "80f9010801825208b90100", FORK_LONDON, ERR_TYPE },
    { "03f9010801825208b90100", FORK_LONDON, ERR_TX_TYPE },
    { "01f9010801825208b90100", FORK_ISTANBUL, ERR_TX_TYPE },
    { "f9010801825208b90100", FORK_SPURIOUS, ERR_RCPT_STATUS },
    { "f9010700825208b90100", FORK_LONDON, ERR_TRAILING },
};

START_TEST(a_malformed_receipt_is_refused)
{
    struct receipt r = { .cumulative_gas = 77 };
    struct arena a;
    enum err got;

    arena_init(&a, 0);
    got = receipt_decode(&a, &r, &refused[_i].fork,
                         transfer(&a, refused[_i].head));
    ck_assert_err(got, refused[_i].want);
    ck_assert_uint_eq(r.cumulative_gas, 77);
    arena_release(&a);
}
END_TEST

/* address 11…11, topic 22…22, data 33: laid out by hand. */
static void sample_log(struct log_entry *log)
{
    static const uint8_t data[] = { 0x33 };

    *log = (struct log_entry){ .topic_count = 1, .data = BYTES_OF(data) };
    memset(log->address, 0x11, 20);
    memset(log->topics[0], 0x22, 32);
}

START_TEST(a_log_is_laid_out_as_the_paper_says)
{
    struct log_entry log;
    struct bytes out, want;
    struct arena a;

    arena_init(&a, 0);
    sample_log(&log);
    want = unhex(&a, "f838941111111111111111111111111111111111111111"
                     "e1a02222222222222222222222222222222222222222222222222222"
                     "22222222222233");
    ck_assert_err(log_encode(&a, &out, &log), ERR_OK);
    ck_assert(bytes_eq(out, want));
    arena_release(&a);
}
END_TEST

START_TEST(data_leaves_no_trace_in_the_bloom)
{
    uint8_t one[BLOOM_SIZE], other[BLOOM_SIZE];
    struct log_entry log;

    sample_log(&log);
    bloom_of_logs(one, &log, 1);
    log.data = BYTES_EMPTY;
    bloom_of_logs(other, &log, 1);
    ck_assert_mem_eq(one, other, BLOOM_SIZE);
    ck_assert(bloom_may_contain(one, BYTES_OF(log.address)));
    ck_assert(bloom_may_contain(one, BYTES_OF(log.topics[0])));
}
END_TEST

/* Two receipts with a log each, and the header of their block. */
struct sample {
    struct log_entry logs[2];
    struct receipt list[2];
    struct header header;
};

static void sample_block(struct arena *a, struct sample *s)
{
    *s = (struct sample){ .header = { .gas_used = 63000 } };
    for (int i = 0; i < 2; i++) {
        sample_log(&s->logs[i]);
        s->logs[i].address[0] = (uint8_t)i;
        s->list[i] = (struct receipt){ .type = 2, .status = true,
                                       .cumulative_gas = i ? 63000 : 42000,
                                       .logs = &s->logs[i], .log_count = 1 };
        bloom_of_logs(s->list[i].bloom, &s->logs[i], 1);
        bloom_union(s->header.logs_bloom, s->list[i].bloom);
    }
    if (receipts_root(a, s->header.receipts_root, s->list, 2))
        exit(99);
}

static void keep(struct sample *s) { (void)s; }
static void falls(struct sample *s) { s->list[0].cumulative_gas = 63001; }
static void used(struct sample *s) { s->header.gas_used++; }
static void own_bloom(struct sample *s) { s->list[1].bloom[0] ^= 1; }
static void all_bloom(struct sample *s) { s->header.logs_bloom[0] ^= 1; }
static void root(struct sample *s) { s->header.receipts_root[0] ^= 1; }
static void has_root(struct sample *s) { s->list[0].has_root = true; }

static const struct {
    void (*spoil)(struct sample *s);
    enum fork fork;
    enum err want;
} spoilt[] = {
    { keep, FORK_LONDON, ERR_OK },
    { keep, FORK_BERLIN, ERR_TX_TYPE },
    { falls, FORK_LONDON, ERR_RCPT_CUMULATIVE },
    { used, FORK_LONDON, ERR_HDR_GAS_USED },
    { used, FORK_AMSTERDAM, ERR_OK },
    { own_bloom, FORK_LONDON, ERR_HDR_BLOOM },
    { all_bloom, FORK_LONDON, ERR_HDR_BLOOM },
    { root, FORK_LONDON, ERR_HDR_RECEIPT_ROOT },
    { has_root, FORK_LONDON, ERR_RCPT_STATUS },
};

START_TEST(receipts_are_held_to_their_header)
{
    struct sample s;
    struct arena a;

    arena_init(&a, 0);
    sample_block(&a, &s);
    spoilt[_i].spoil(&s);
    ck_assert_err(receipts_validate(&a, &s.header, spoilt[_i].fork, s.list, 2),
                  spoilt[_i].want);
    arena_release(&a);
}
END_TEST

START_TEST(short_memory_leaves_outputs_alone)
{
    struct arena a;
    enum err err = ERR_MEMORY;

    for (size_t n = 1; err == ERR_MEMORY && n < 100; n++) {
        struct receipt r = { .cumulative_gas = 77 };
        struct bytes data;

        arena_init(&a, 0);
        data = transfer(&a, "f9010801825208b90100");
        a.fail_at = n;
        err = receipt_decode(&a, &r, NULL, data);
        ck_assert(err == ERR_OK ||
                  (err == ERR_MEMORY && r.cumulative_gas == 77));
        arena_release(&a);
    }
    ck_assert_err(err, ERR_OK);
}
END_TEST

START_TEST(json_form_computes_a_missing_bloom)
{
    struct error why = { 0 };
    struct receipt r;
    struct log_entry log;
    struct arena a;
    uint8_t bloom[BLOOM_SIZE];
    json_t *json;

    arena_init(&a, 0);
    sample_log(&log);
    json = json_pack("{s:s, s:s, s:s, s:[o]}", "type", "0x2", "status", "0x1",
                     "cumulativeGasUsed", "0x5208", "logs", log_to_json(&log));
    ck_assert_err(receipt_from_json(&a, &r, json, &why), ERR_OK);
    bloom_of_logs(bloom, &log, 1);
    ck_assert_mem_eq(r.bloom, bloom, BLOOM_SIZE);
    json_object_set_new(json, "status", json_string("0x2"));
    ck_assert_err(receipt_from_json(&a, &r, json, &why), ERR_RCPT_STATUS);
    json_object_del(json, "status");
    ck_assert_err(receipt_from_json(&a, &r, json, &why), ERR_FIELD_MISSING);
    json_decref(json);
    arena_release(&a);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_bloom_of_a_hundred_items_is_the_published_one);
    tcase_add_test(tc, the_receipt_of_a_transfer_has_the_published_root);
    tcase_add_loop_test(tc, a_malformed_receipt_is_refused, 0,
                        ARRAY_LEN(refused));
    tcase_add_test(tc, a_log_is_laid_out_as_the_paper_says);
    tcase_add_test(tc, data_leaves_no_trace_in_the_bloom);
    tcase_add_loop_test(tc, receipts_are_held_to_their_header, 0,
                        ARRAY_LEN(spoilt));
    tcase_add_test(tc, short_memory_leaves_outputs_alone);
    tcase_add_test(tc, json_form_computes_a_missing_bloom);
}

TESTKIT_MAIN("receipt", add_tests)
