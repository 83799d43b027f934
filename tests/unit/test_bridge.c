/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/testkit.h"

#include <stdio.h>

#include "runner/cli/bridge.h"

static void open_empty(struct bridge *b)
{
    *b = (struct bridge){ .quiet = true, .pool = json_array(),
                          .steps = json_array() };
}

static void release(struct bridge *b)
{
    json_decref(b->pool);
    json_decref(b->steps);
}

START_TEST(numbers_are_the_same_whatever_their_zeros_and_case)
{
    ck_assert(bridge_same("0x0", "0x"));
    ck_assert(bridge_same("0x00aB", "ab"));
    ck_assert(bridge_same("0x0", "0x0000"));
    ck_assert(!bridge_same("0xab", "0xabc"));
    ck_assert(!bridge_same("0x1", "0x10"));
    ck_assert(!bridge_same("0x", "0x1"));
}
END_TEST

/* What a step must be, what came, and which counter that moves. */
static const struct refused_row {
    const char *by, *due;
    unsigned refused, wrong;
} refused_rows[] = {
    { "mpt.verify: proof-hash", "mpt.verify", 1, 0 },
    { "mpt.verify", "mpt.verify", 1, 0 },
    { "header.hash: no", "mpt.verify", 0, 1 },
    { NULL, "mpt.verify", 0, 1 },
};

START_TEST(only_the_check_that_is_due_refuses_as_it_must)
{
    const struct refused_row *row = &refused_rows[_i];
    struct bridge b;

    open_empty(&b);
    bridge_step(&b, "a step");
    bridge_refused(&b, row->by, row->due);
    ck_assert_uint_eq(b.refused, row->refused);
    ck_assert_uint_eq(b.wrong, row->wrong);
    ck_assert_uint_eq(b.succeeded, 0);
    ck_assert_int_eq(json_is_true(json_object_get(json_array_get(b.steps, 0),
                                                  "asItMust")),
                     row->refused == 1);
    release(&b);
}
END_TEST

START_TEST(what_must_succeed_and_does_not_is_wrong)
{
    struct bridge b;

    open_empty(&b);
    bridge_step(&b, "one");
    bridge_done(&b, true, "it did");
    bridge_step(&b, "two");
    bridge_done(&b, false, "it did not");
    ck_assert_uint_eq(b.succeeded, 1);
    ck_assert_uint_eq(b.wrong, 1);
    ck_assert_uint_eq(json_array_size(b.steps), 2);
    release(&b);
}
END_TEST

START_TEST(after_a_fault_no_step_is_counted)
{
    struct bridge b;

    open_empty(&b);
    bridge_step(&b, "under way");
    error_set(&b.why, ERR_TIMEOUT, "late");
    bridge_refused(&b, NULL, "anything");
    bridge_step(&b, "not begun");
    bridge_done(&b, true, "no");
    ck_assert_uint_eq(b.succeeded + b.refused + b.wrong, 0);
    ck_assert_uint_eq(json_array_size(b.steps), 1);
    release(&b);
}
END_TEST

START_TEST(forging_changes_one_byte_of_a_copy)
{
    json_t *proof = json_pack("{s:[{s:[s, s]}]}", "storageProof", "proof",
                              "0xf851a0", "0x00112233");
    struct bridge b;
    const json_t *forged;

    open_empty(&b);
    forged = bridge_forge(&b, proof, "/storageProof/0/proof/1", 1);
    ck_assert_ptr_nonnull(forged);
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(
        json_array_get(json_object_get(forged, "storageProof"), 0), "proof"),
        1)), "0x00102233");
    forged = bridge_forge(&b, proof, "/storageProof/0/proof/0", 99);
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(
        json_array_get(json_object_get(forged, "storageProof"), 0), "proof"),
        0)), "0xf851a1");
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(
        json_array_get(json_object_get(proof, "storageProof"), 0), "proof"),
        0)), "0xf851a0");
    json_decref(proof);
    release(&b);
}
END_TEST

START_TEST(what_is_not_there_cannot_be_forged)
{
    json_t *proof = json_pack("{s:s, s:[]}", "value", "0x", "list");
    struct bridge b;

    open_empty(&b);
    ck_assert_ptr_null(bridge_forge(&b, proof, "/value", 0));
    ck_assert_err(b.why.code, ERR_PROTOCOL);
    b.why = (struct error){ 0 };
    ck_assert_ptr_null(bridge_forge(&b, proof, "/list/0/a", 0));
    ck_assert_err(b.why.code, ERR_PROTOCOL);
    json_decref(proof);
    release(&b);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, numbers_are_the_same_whatever_their_zeros_and_case);
    tcase_add_loop_test(tc, only_the_check_that_is_due_refuses_as_it_must, 0,
                        (int)ARRAY_LEN(refused_rows));
    tcase_add_test(tc, what_must_succeed_and_does_not_is_wrong);
    tcase_add_test(tc, after_a_fault_no_step_is_counted);
    tcase_add_test(tc, forging_changes_one_byte_of_a_copy);
    tcase_add_test(tc, what_is_not_there_cannot_be_forged);
}

TESTKIT_MAIN("bridge", add_tests)
