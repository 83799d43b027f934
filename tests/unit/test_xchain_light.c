/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "chain/codec/ssz.h"
#include "chain/xchain/beacon.h"
#include "chain/xchain/btcspv.h"
#include "chain/xchain/comet.h"
#include "chain/xchain/ics07.h"
#include "chain/xchain/ics20.h"
#include "chain/xchain/merkle_log.h"

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, 0);
}

static void teardown(void)
{
    arena_release(&arena);
}

/* CometBFT, types/vote_test.go, TestVoteSignBytesTestVectors: the zero time of
 * Go is the first second of the year 1. */
START_TEST(votes_are_signed_over_the_published_bytes)
{
    static const struct {
        const char *chain;
        uint64_t type, height, round;
        const char *bytes;
    } rows[] = {
        { "", 0, 0, 0, "0d2a0b088092b8c398feffffff01" },
        { "", 2, 1, 1,
          "2108021101000000000000001901000000000000002a0b088092b8c398feffffff"
          "01" },
        { "", 1, 1, 1,
          "2108011101000000000000001901000000000000002a0b088092b8c398feffffff"
          "01" },
        { "", 0, 1, 1,
          "1f1101000000000000001901000000000000002a0b088092b8c398feffffff01" },
        { "test_chain_id", 0, 1, 1,
          "2e1101000000000000001901000000000000002a0b088092b8c398feffffff0132"
          "0d746573745f636861696e5f6964" },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct comet_vote vote = { .type = rows[i].type,
                                   .height = rows[i].height,
                                   .round = rows[i].round,
                                   .chain_id = bytes_str(rows[i].chain) };
        struct rfc3339 year_1 = { .seconds = -62135596800 };
        struct bytes got;

        ck_assert_err(comet_time_encode(&arena, &vote.time, year_1), ERR_OK);
        ck_assert_err(comet_sign_bytes(&arena, &got, &vote), ERR_OK);
        ck_assert(bytes_eq(got, unhex(&arena, rows[i].bytes)));
    }
}
END_TEST

/* The root of a BeaconBlockHeader of zeros: three levels of zero hashes. */
START_TEST(a_header_of_zeros_has_the_known_root)
{
    struct beacon_header header = { .slot = 0 };
    uint8_t root[32];

    beacon_header_root(root, &header);
    ck_assert(bytes_eq(
        BYTES_OF(root),
        unhex(&arena, "c78009fdf07fc56a11f122370658a353aaa542ed63e44c4bc15ff4"
                      "cd105ab33c")));
}
END_TEST

/* consensus-specs, altair and electra light-client constants. */
START_TEST(generalized_indices_have_depth_and_position)
{
    static const struct {
        uint64_t gindex, position;
        unsigned depth;
    } rows[] = {
        { 105, 41, 6 }, { 54, 22, 5 }, { 55, 23, 5 }, { 169, 41, 7 },
        { 86, 22, 6 },  { 87, 23, 6 }, { 25, 9, 4 },  { 1, 0, 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        ck_assert_uint_eq(beacon_depth(rows[i].gindex), rows[i].depth);
        ck_assert_uint_eq(beacon_position(rows[i].gindex), rows[i].position);
    }
}
END_TEST

START_TEST(no_two_forks_without_a_payload_have_its_index)
{
    uint64_t gindex = 7;

    ck_assert_err(ssz_gindex(&gindex, "altair", "execution_payload"),
                  ERR_VALUE);
    ck_assert_err(ssz_gindex(&gindex, "phase0", "finalized_root"), ERR_VALUE);
    ck_assert_uint_eq(gindex, 7);
    ck_assert_err(ssz_gindex(&gindex, "fulu", "finalized_root"), ERR_OK);
    ck_assert_uint_eq(gindex, 169);
}
END_TEST

START_TEST(a_branch_longer_than_any_index_is_refused)
{
    uint8_t leaf[32] = { 1 }, hashes[1][32] = { { 2 } };
    bool valid = true;

    ck_assert_err(ssz_merkle_branch(&valid, leaf,
                                    (const uint8_t(*)[32])hashes, 1,
                                    SSZ_DEPTH_MAX + 1, 0, leaf),
                  ERR_LIMIT);
}
END_TEST

/* A committee has as many bits as keys, and at least one. */
START_TEST(a_committee_that_cannot_be_is_refused)
{
    struct beacon_committee none = { .count = 0 };
    struct beacon_update update = { .bit_count = 3 };
    uint8_t root[32];

    ck_assert_err(beacon_keys_root(&arena, root, &none), ERR_RANGE);
    none.count = BEACON_COMMITTEE_MAX + 1;
    ck_assert_err(beacon_keys_root(&arena, root, &none), ERR_RANGE);
    none.count = 0;
    ck_assert_err(beacon_check_signature(&arena, &update, &none),
                  ERR_ITEM_COUNT);
}
END_TEST

/* ICS-20 puts no bound on a trace; ours is met without a step too far. */
START_TEST(a_trace_of_too_many_hops_is_refused)
{
    static const char hop[] = "transfer/channel-0/";
    size_t len = (sizeof hop - 1) * (ICS20_HOPS_MAX + 1) + 1;
    uint8_t *text = arena_raw(&arena, len);
    struct ics20_denom denom;

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < ICS20_HOPS_MAX + 1; i++)
        memcpy(text + i * (sizeof hop - 1), hop, sizeof hop - 1);
    text[len - 1] = 'x';
    ck_assert_err(ics20_denom(&arena, &denom, bytes_make(text, len)),
                  ERR_TOO_LONG);
    ck_assert_err(ics20_denom(&arena, &denom,
                              bytes_tail(bytes_make(text, len),
                                         sizeof hop - 1)),
                  ERR_OK);
    ck_assert_uint_eq(denom.count, ICS20_HOPS_MAX);
}
END_TEST

/* --- an update as the fuzz harness keeps it ------------------------------------ */

struct parts {
    struct bytes state, consensus, header;
};

static struct bytes take(struct bytes *in)
{
    size_t len = (size_t)in->data[0] << 8 | in->data[1];
    struct bytes part = bytes_make(in->data + 2, len);

    *in = bytes_tail(*in, 2 + len);
    return part;
}

static struct parts load(struct arena *a)
{
    enum { FILE_MAX = 1 << 16 };
    const char *top = getenv("srcdir");
    struct parts parts;
    struct bytes in;
    char path[512];
    uint8_t *text = arena_raw(a, FILE_MAX);
    FILE *file;

    snprintf(path, sizeof path, "%.400s/tests/fuzz/corpus/light/adjacent-0",
             top ? top : "..");
    file = fopen(path, "rb");
    if (!file || !text)
        exit(99);
    in = bytes_make(text, fread(text, 1, FILE_MAX, file));
    fclose(file);
    parts.state = take(&in);
    parts.consensus = take(&in);
    parts.header = take(&in);
    return parts;
}

static enum err run(struct arena *a, struct ics07_outcome *out,
                    const struct parts *parts, struct bytes header)
{
    struct ics07_update update = { .header = header };

    ck_assert_err(ics07_decode_state(&update.state, parts->state), ERR_OK);
    ck_assert_err(ics07_decode_consensus(&update.trusted_time,
                                         &update.trusted_next_hash,
                                         parts->consensus),
                  ERR_OK);
    return ics07_update(a, out, &update);
}

/* Periods are Durations: seconds and nanoseconds.  Time is no part of the
 * operation's question, so this is where they are read. */
START_TEST(a_client_state_has_its_periods_in_nanoseconds)
{
    static const int64_t second = 1000000000;
    struct parts parts = load(&arena);
    struct ics07_state state;

    ck_assert_err(ics07_decode_state(&state, parts.state), ERR_OK);
    ck_assert_int_eq(state.trusting_period, 1209600 * second);
    ck_assert_int_eq(state.unbonding_period, 1814400 * second);
    ck_assert_int_eq(state.max_clock_drift, 10 * second);
    ck_assert_int_eq(state.trust_numerator, 1);
    ck_assert_int_eq(state.trust_denominator, 3);
    ck_assert_uint_eq(state.latest.revision, 1);
    ck_assert_uint_eq(state.latest.height, 10);
    /* 7 s and 9 ns; seconds that no count of nanoseconds holds; one second
     * less than none. */
    ck_assert_err(ics07_decode_state(&state, unhex(&arena, "1a0408071009")),
                  ERR_OK);
    ck_assert_int_eq(state.trusting_period, 7 * second + 9);
    ck_assert_err(ics07_decode_state(
                      &state, unhex(&arena, "1a0a08ffffffffffffffff7f")),
                  ERR_OK);
    ck_assert_int_eq(state.trusting_period, INT64_MAX);
    ck_assert_err(ics07_decode_state(
                      &state, unhex(&arena, "1a0b08ffffffffffffffffff01")),
                  ERR_OK);
    ck_assert_int_eq(state.trusting_period, -second);
}
END_TEST

START_TEST(no_changed_byte_makes_an_update_say_another_block)
{
    struct parts parts = load(&arena);
    struct ics07_outcome outcome, other;
    struct arena scratch;
    uint8_t *text = arena_raw(&arena, parts.header.len);
    size_t refused = 0;

    arena_init(&scratch, 0);
    ck_assert_err(run(&scratch, &outcome, &parts, parts.header), ERR_OK);
    ck_assert_uint_eq(outcome.height.height, 11);
    memcpy(text, parts.header.data, parts.header.len);
    for (size_t i = 0; i < parts.header.len; i++) {
        text[i] ^= 1;
        arena_reset(&scratch);
        if (run(&scratch, &other, &parts,
                bytes_make(text, parts.header.len)))
            refused++;
        else
            ck_assert_msg(memcmp(other.comet.header_hash,
                                 outcome.comet.header_hash, 32) == 0,
                          "byte %zu", i);
        text[i] ^= 1;
    }
    ck_assert_uint_gt(refused, parts.header.len / 2);
    arena_release(&scratch);
}
END_TEST

START_TEST(an_update_that_runs_out_of_memory_says_so_and_changes_nothing)
{
    struct parts parts = load(&arena);
    struct ics07_outcome outcome = { .height = { 4, 5 } };
    enum err err = ERR_MEMORY;
    size_t n = 0;

    while (err == ERR_MEMORY && n < 100000) {
        struct arena scratch;

        arena_init(&scratch, 0);
        scratch.fail_at = ++n;
        err = run(&scratch, &outcome, &parts, parts.header);
        if (err)
            ck_assert_uint_eq(outcome.height.height, 5);
        arena_release(&scratch);
    }
    ck_assert_err(err, ERR_OK);
    ck_assert_uint_gt(n, 10);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, votes_are_signed_over_the_published_bytes);
    tcase_add_test(tc, a_header_of_zeros_has_the_known_root);
    tcase_add_test(tc, generalized_indices_have_depth_and_position);
    tcase_add_test(tc, no_two_forks_without_a_payload_have_its_index);
    tcase_add_test(tc, a_branch_longer_than_any_index_is_refused);
    tcase_add_test(tc, a_committee_that_cannot_be_is_refused);
    tcase_add_test(tc, a_trace_of_too_many_hops_is_refused);
    tcase_add_test(tc, a_client_state_has_its_periods_in_nanoseconds);
    tcase_add_test(tc, no_changed_byte_makes_an_update_say_another_block);
    tcase_add_test(
        tc, an_update_that_runs_out_of_memory_says_so_and_changes_nothing);
}

TESTKIT_MAIN("xchain_light", add_tests)
