/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/fakekit.h"

/* A lying target, and the verdict that each lie must get. */

static const char VECTORS[] =
    "- {id: demo.echo, title: t, requires: [DEMO-1], op: echo, "
    "in: {data: '0xAbcd'}, out: '0xabCD', source: s}\n"
    "- {id: demo.no, title: t, requires: [DEMO-1], op: echo, "
    "in: {data: '0x'}, reject: empty, source: s}\n"
    "- {id: demo.should, title: t, requires: [DEMO-2], op: parse, "
    "in: {text: a}, out: {text: a}, source: s}\n"
    "- {id: demo.extra, title: t, requires: [DEMO-3], op: add, "
    "in: {a: 1, b: 2}, out: {sum: '0x3'}, source: s, after: [demo.echo]}\n";

/* The lie is told to one vector; all others are answered rightly. */
struct lie {
    struct fake fake;
    const char *to;
    enum answer_kind kind;
    const char *body;        /* JSON */
};

static void answer_lie(struct fake *f, const char *id, const char *op,
                       const json_t *in, struct answer *answer)
{
    struct lie *l = (struct lie *)f;

    if (strcmp(id, l->to) != 0) {
        answer_right(f, id, op, in, answer);
        return;
    }
    answer->kind = l->kind;
    snprintf(answer->text, sizeof answer->text, "as told");
    if (l->body)
        answer->body = json_loads(l->body, JSON_DECODE_ANY, NULL);
}

static struct lie lie(const char *to, enum answer_kind kind, const char *body)
{
    return (struct lie){ fake_make(answer_lie), to, kind, body };
}

static void open_full(struct kit *k)
{
    kit_open(k);
    kit_vectors(k, VECTORS);
    kit_load(k);
    k->selection.profile = profile_find(&k->catalogue, "full");
    ck_assert_ptr_nonnull(k->selection.profile);
}

/* Tells one lie in a run of the full profile and checks what comes of it. */
static void check_lie(const char *to, enum answer_kind kind, const char *body,
                      enum verdict verdict, enum cause cause,
                      enum conformity conformity, enum exit_status status)
{
    struct kit k;
    struct lie l = lie(to, kind, body);

    open_full(&k);
    kit_run(&k, &l.fake, NULL);
    ck_assert_outcome(kit_case(&k, to), verdict, cause);
    ck_assert_str_eq(conformity_name(k.run.conformity),
                     conformity_name(conformity));
    ck_assert_int_eq(k.run.exit_status, status);
    ck_assert_uint_gt(strlen(k.run.why), 0);
    if (verdict != VERDICT_PASS)
        ck_assert_uint_gt(strlen(kit_case(&k, to)->message), 0);
    kit_close(&k);
}

START_TEST(a_right_target_is_conformant)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    open_full(&k);
    kit_run(&k, &f, NULL);
    ck_assert_outcome(kit_case(&k, "demo.echo"), VERDICT_PASS, CAUSE_NONE);
    ck_assert_outcome(kit_case(&k, "demo.no"), VERDICT_PASS, CAUSE_NONE);
    ck_assert_str_eq(kit_case(&k, "demo.no")->reason_stated, "empty");
    ck_assert_int_eq(k.run.conformity, RUN_CONFORMANT);
    ck_assert_int_eq(k.run.exit_status, EXIT_CONFORMANT);
    ck_assert(k.run.complete);
    kit_close(&k);
}
END_TEST

START_TEST(a_wrong_answer_fails)
{
    check_lie("demo.echo", ANSWER_OUT, "\"0xabce\"", VERDICT_FAIL,
              CAUSE_WRONG_ANSWER, RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(an_answer_of_another_type_fails)
{
    check_lie("demo.echo", ANSWER_OUT, "43981", VERDICT_FAIL,
              CAUSE_WRONG_ANSWER, RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(null_is_not_an_answer_to_everything)
{
    check_lie("demo.echo", ANSWER_OUT, "null", VERDICT_FAIL,
              CAUSE_WRONG_ANSWER, RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(accepting_what_must_be_rejected_fails)
{
    check_lie("demo.no", ANSWER_OUT, "\"0x\"", VERDICT_FAIL, CAUSE_ACCEPTED,
              RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(rejecting_what_must_be_accepted_fails)
{
    check_lie("demo.echo", ANSWER_REJECT, "{\"reason\": \"length\"}",
              VERDICT_FAIL, CAUSE_REJECTED, RUN_NONCONFORMANT,
              EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(rejecting_with_another_reason_fails)
{
    check_lie("demo.no", ANSWER_REJECT, "{\"reason\": \"length\"}",
              VERDICT_FAIL, CAUSE_WRONG_REASON, RUN_NONCONFORMANT,
              EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(rejecting_with_an_invented_reason_fails)
{
    check_lie("demo.no", ANSWER_REJECT, "{\"reason\": \"because\"}",
              VERDICT_FAIL, CAUSE_WRONG_REASON, RUN_NONCONFORMANT,
              EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(a_reason_that_is_no_text_is_garbage)
{
    check_lie("demo.no", ANSWER_REJECT, "{\"reason\": 7}", VERDICT_FAIL,
              CAUSE_GARBAGE, RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(a_rejection_without_a_reason_passes_as_unknown)
{
    struct kit k;
    struct lie l = lie("demo.no", ANSWER_REJECT, "{}");

    open_full(&k);
    kit_run(&k, &l.fake, NULL);
    ck_assert_outcome(kit_case(&k, "demo.no"), VERDICT_PASS, CAUSE_NONE);
    ck_assert_str_eq(kit_case(&k, "demo.no")->reason_stated, "unknown");
    kit_close(&k);
}
END_TEST

START_TEST(a_target_that_states_no_reasons_passes_with_any)
{
    struct kit k;
    struct lie l = lie("demo.no", ANSWER_REJECT, "{\"reason\": \"length\"}");

    open_full(&k);
    l.fake.hello.states_reasons = false;
    kit_run(&k, &l.fake, NULL);
    ck_assert_outcome(kit_case(&k, "demo.no"), VERDICT_PASS, CAUSE_NONE);
    ck_assert_str_eq(kit_case(&k, "demo.no")->reason_stated, "unknown");
    kit_close(&k);
}
END_TEST

START_TEST(a_crash_fails)
{
    check_lie("demo.echo", ANSWER_CRASH, NULL, VERDICT_FAIL, CAUSE_CRASH,
              RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(a_crash_is_no_rejection)
{
    check_lie("demo.no", ANSWER_CRASH, NULL, VERDICT_FAIL, CAUSE_CRASH,
              RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(garbage_fails)
{
    check_lie("demo.no", ANSWER_GARBAGE, NULL, VERDICT_FAIL, CAUSE_GARBAGE,
              RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(a_hang_fails)
{
    check_lie("demo.no", ANSWER_HANG, NULL, VERDICT_FAIL, CAUSE_HANG,
              RUN_NONCONFORMANT, EXIT_NONCONFORMANT);
}
END_TEST

START_TEST(an_unreachable_target_is_inconclusive)
{
    check_lie("demo.no", ANSWER_UNREACHABLE, NULL, VERDICT_INCONCLUSIVE,
              CAUSE_UNREACHABLE, RUN_INCONCLUSIVE, EXIT_INCONCLUSIVE);
}
END_TEST

START_TEST(a_target_that_says_error_proves_nothing)
{
    check_lie("demo.no", ANSWER_ERROR, "{\"message\": \"no\"}", VERDICT_ERROR,
              CAUSE_TARGET_ERROR, RUN_INCONCLUSIVE, EXIT_INCONCLUSIVE);
}
END_TEST

START_TEST(an_error_below_must_is_still_not_conformant)
{
    check_lie("demo.should", ANSWER_ERROR, NULL, VERDICT_ERROR,
              CAUSE_TARGET_ERROR, RUN_INCONCLUSIVE, EXIT_INCONCLUSIVE);
}
END_TEST

START_TEST(a_required_operation_that_is_not_offered_is_untested)
{
    check_lie("demo.no", ANSWER_UNSUPPORTED, NULL, VERDICT_UNTESTED,
              CAUSE_NOT_OFFERED, RUN_INCONCLUSIVE, EXIT_INCONCLUSIVE);
}
END_TEST

START_TEST(declining_an_offered_operation_is_never_excused)
{
    /* DEMO-3 is optional, but hello did not leave the operation out. */
    check_lie("demo.extra", ANSWER_UNSUPPORTED, NULL, VERDICT_UNTESTED,
              CAUSE_NOT_OFFERED, RUN_INCONCLUSIVE, EXIT_INCONCLUSIVE);
}
END_TEST

START_TEST(an_answer_without_body_is_our_fault)
{
    check_lie("demo.no", ANSWER_OUT, NULL, VERDICT_ERROR, CAUSE_ETALON,
              RUN_INCONCLUSIVE, EXIT_INCONCLUSIVE);
}
END_TEST

START_TEST(a_failed_should_never_decides)
{
    check_lie("demo.should", ANSWER_OUT, "{\"text\": \"b\"}", VERDICT_FAIL,
              CAUSE_WRONG_ANSWER, RUN_CONFORMANT, EXIT_CONFORMANT);
}
END_TEST

START_TEST(an_optional_operation_left_out_of_hello_is_inapplicable)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    open_full(&k);
    f.hello.operations = json_pack("[s, s]", "echo", "parse");
    kit_run(&k, &f, NULL);
    ck_assert_outcome(kit_case(&k, "demo.extra"), VERDICT_INAPPLICABLE,
                      CAUSE_UNSUPPORTED);
    ck_assert_int_eq(k.run.conformity, RUN_CONFORMANT);
    json_decref(f.hello.operations);
    kit_close(&k);
}
END_TEST

START_TEST(a_required_operation_left_out_of_hello_is_untested)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    open_full(&k);
    k.selection.profile = profile_find(&k.catalogue, "strict");
    f.hello.operations = json_pack("[s, s]", "echo", "parse");
    kit_run(&k, &f, NULL);
    ck_assert_outcome(kit_case(&k, "demo.extra"), VERDICT_UNTESTED,
                      CAUSE_NOT_OFFERED);
    ck_assert_int_eq(k.run.conformity, RUN_INCONCLUSIVE);
    json_decref(f.hello.operations);
    kit_close(&k);
}
END_TEST

static struct statement statement_of(struct kit *k, const char *features)
{
    struct statement s;

    kit_write(k, "s.yaml", arena_printf(&k->arena, "format: 1\nvendor: v\n"
              "product: p\nversion: '1'\nfeatures: %s\n", features));
    ck_assert_err(statement_load(&s, kit_path(k, "s.yaml"), &k->why), ERR_OK);
    return s;
}

static void check_feature(const char *profile, const char *features,
                          const char *hello, enum verdict verdict,
                          enum cause cause)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    struct statement s;
    struct engine_options options = { .statement = &s };

    open_full(&k);
    s = statement_of(&k, features);
    k.selection.profile = profile ? profile_find(&k.catalogue, profile) : NULL;
    f.hello.features = hello ? json_loads(hello, 0, NULL) : NULL;
    kit_run(&k, &f, &options);
    ck_assert_outcome(kit_case(&k, "demo.extra"), verdict, cause);
    json_decref(f.hello.features);
    statement_release(&s);
    kit_close(&k);
}

START_TEST(a_feature_declared_absent_is_inapplicable_where_allowed)
{
    check_feature("full", "{extra: false}", NULL, VERDICT_INAPPLICABLE,
                  CAUSE_FEATURE);
    check_feature("full", "{}", "[]", VERDICT_INAPPLICABLE, CAUSE_FEATURE);
}
END_TEST

START_TEST(a_feature_declared_absent_is_asked_where_required)
{
    check_feature("strict", "{extra: false}", NULL, VERDICT_PASS, CAUSE_NONE);
    check_feature(NULL, "{extra: false}", NULL, VERDICT_PASS, CAUSE_NONE);
}
END_TEST

START_TEST(the_statement_outweighs_hello)
{
    check_feature("full", "{extra: true}", "[]", VERDICT_PASS, CAUSE_NONE);
}
END_TEST

START_TEST(a_claimed_feature_without_its_operation_is_untested)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    struct statement s;
    struct engine_options options = { .statement = &s };

    open_full(&k);
    s = statement_of(&k, "{extra: true}");
    f.hello.operations = json_pack("[s, s]", "echo", "parse");
    kit_run(&k, &f, &options);
    ck_assert_outcome(kit_case(&k, "demo.extra"), VERDICT_UNTESTED,
                      CAUSE_NOT_OFFERED);
    ck_assert_int_eq(k.run.conformity, RUN_INCONCLUSIVE);
    json_decref(f.hello.operations);
    statement_release(&s);
    kit_close(&k);
}
END_TEST

START_TEST(what_waits_for_a_failure_is_blocked_and_names_it)
{
    struct kit k;
    struct lie l = lie("demo.echo", ANSWER_CRASH, NULL);

    open_full(&k);
    kit_run(&k, &l.fake, NULL);
    ck_assert_outcome(kit_case(&k, "demo.extra"), VERDICT_UNTESTED,
                      CAUSE_BLOCKED);
    ck_assert_str_eq(kit_case(&k, "demo.extra")->blocked_by, "demo.echo");
    kit_close(&k);
}
END_TEST

START_TEST(what_a_filter_left_out_is_untested_and_the_run_partial)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    open_full(&k);
    ck_assert(select_add(&k.selection.ids, "demo.no"));
    kit_run(&k, &f, NULL);
    ck_assert_outcome(kit_case(&k, "demo.echo"), VERDICT_UNTESTED,
                      CAUSE_FILTERED);
    ck_assert_outcome(kit_case(&k, "demo.no"), VERDICT_PASS, CAUSE_NONE);
    ck_assert_int_eq(k.run.conformity, RUN_PARTIAL);
    ck_assert_int_eq(k.run.exit_status, EXIT_CONFORMANT);
    ck_assert_uint_eq(f.asked, 1);
    kit_close(&k);
}
END_TEST

START_TEST(a_signal_leaves_the_rest_untested)
{
    static volatile sig_atomic_t stop = 1;
    struct kit k;
    struct fake f = fake_make(answer_right);
    struct engine_options options = { .stop = &stop };

    open_full(&k);
    kit_run(&k, &f, &options);
    ck_assert_uint_eq(k.run.case_count, 4);
    ck_assert_outcome(kit_case(&k, "demo.echo"), VERDICT_UNTESTED,
                      CAUSE_STOPPED);
    ck_assert_int_eq(k.run.conformity, RUN_INCONCLUSIVE);
    ck_assert_int_eq(k.run.exit_status, EXIT_INCONCLUSIVE);
    kit_close(&k);
}
END_TEST

START_TEST(the_first_failure_can_end_the_run)
{
    struct kit k;
    struct lie l = lie("demo.echo", ANSWER_CRASH, NULL);
    struct engine_options options = { .max_failures = 1 };

    open_full(&k);
    kit_run(&k, &l.fake, &options);
    ck_assert_outcome(kit_case(&k, "demo.echo"), VERDICT_FAIL, CAUSE_CRASH);
    ck_assert_outcome(kit_case(&k, "demo.no"), VERDICT_UNTESTED,
                      CAUSE_STOPPED);
    ck_assert_int_eq(k.run.conformity, RUN_NONCONFORMANT);
    kit_close(&k);
}
END_TEST

static void answer_in_turn(struct fake *f, const char *id, const char *op,
                           const json_t *in, struct answer *answer)
{
    if (strcmp(id, "demo.echo#2") == 0)
        answer->kind = ANSWER_CRASH;
    else
        answer_right(f, id, op, in, answer);
}

START_TEST(rounds_that_disagree_are_unstable)
{
    struct kit k;
    struct fake f = fake_make(answer_in_turn);

    open_full(&k);
    k.selection.repeat = 3;
    kit_run(&k, &f, NULL);
    ck_assert_outcome(kit_case(&k, "demo.echo"), VERDICT_INCONCLUSIVE,
                      CAUSE_UNSTABLE);
    ck_assert_outcome(kit_case(&k, "demo.no"), VERDICT_PASS, CAUSE_NONE);
    ck_assert_int_eq(k.run.conformity, RUN_INCONCLUSIVE);
    kit_close(&k);
}
END_TEST

static void check_fault(enum err send, enum err receive, const char *wrong_id,
                        enum verdict verdict, enum cause cause)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    open_full(&k);
    f.send_fault = send;
    f.receive_fault = receive;
    f.wrong_id = wrong_id;
    kit_run(&k, &f, NULL);
    ck_assert_outcome(kit_case(&k, "demo.no"), verdict, cause);
    ck_assert_int_eq(k.run.conformity, RUN_INCONCLUSIVE);
    ck_assert_int_eq(k.run.exit_status, EXIT_INCONCLUSIVE);
    kit_close(&k);
}

START_TEST(faults_of_asking_are_never_the_subjects_failure)
{
    check_fault(ERR_UNREACHABLE, ERR_OK, NULL, VERDICT_INCONCLUSIVE,
                CAUSE_UNREACHABLE);
    check_fault(ERR_OK, ERR_CRASHED, NULL, VERDICT_INCONCLUSIVE,
                CAUSE_UNREACHABLE);
    check_fault(ERR_INTERNAL, ERR_OK, NULL, VERDICT_ERROR, CAUSE_ETALON);
    check_fault(ERR_OK, ERR_MEMORY, NULL, VERDICT_ERROR, CAUSE_ETALON);
    check_fault(ERR_OK, ERR_OK, "demo.other", VERDICT_ERROR, CAUSE_ETALON);
}
END_TEST

START_TEST(a_run_in_which_nothing_ran_is_inconclusive)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    kit_open(&k);
    kit_load(&k);
    k.selection.profile = profile_find(&k.catalogue, "full");
    kit_run(&k, &f, NULL);
    ck_assert_int_eq(k.run.conformity, RUN_INCONCLUSIVE);
    ck_assert_int_eq(k.run.exit_status, EXIT_INCONCLUSIVE);
    k.selection.profile = NULL;
    kit_run(&k, &f, NULL);
    ck_assert_int_eq(k.run.conformity, RUN_PARTIAL);
    ck_assert_int_eq(k.run.exit_status, EXIT_INCONCLUSIVE);
    kit_close(&k);
}
END_TEST

START_TEST(a_must_without_a_vector_is_inconclusive)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    kit_open(&k);
    kit_vectors(&k, "- {id: demo.echo, title: t, requires: [DEMO-1], op: echo,"
                    " in: {data: '0xab'}, out: '0xab', source: s}\n");
    kit_load(&k);
    k.selection.profile = profile_find(&k.catalogue, "full");
    kit_run(&k, &f, NULL);
    ck_assert_int_eq(k.run.conformity, RUN_INCONCLUSIVE);
    kit_close(&k);
}
END_TEST

START_TEST(inapplicable_throughout_proves_nothing)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    kit_open(&k);
    kit_vectors(&k, VECTORS);
    kit_write(&k, "suites/demo/profiles/loose.yaml",
              "format: 1\nid: loose\ntitle: t\nsuites: [demo]\nreasons: r\n"
              "requires: [{id: DEMO-3, optional: true}]\n");
    kit_load(&k);
    k.selection.profile = profile_find(&k.catalogue, "loose");
    f.hello.features = json_array();
    kit_run(&k, &f, NULL);
    ck_assert_outcome(kit_case(&k, "demo.extra"), VERDICT_INAPPLICABLE,
                      CAUSE_FEATURE);
    ck_assert_int_eq(k.run.conformity, RUN_INCONCLUSIVE);
    json_decref(f.hello.features);
    kit_close(&k);
}
END_TEST

START_TEST(without_a_profile_a_run_is_partial)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    struct lie l = lie("demo.should", ANSWER_CRASH, NULL);

    open_full(&k);
    k.selection.profile = NULL;
    kit_run(&k, &f, NULL);
    ck_assert_int_eq(k.run.conformity, RUN_PARTIAL);
    ck_assert_int_eq(k.run.exit_status, EXIT_CONFORMANT);
    kit_run(&k, &l.fake, NULL);
    ck_assert_int_eq(k.run.exit_status, EXIT_CONFORMANT);
    l = lie("demo.echo", ANSWER_CRASH, NULL);
    kit_run(&k, &l.fake, NULL);
    ck_assert_int_eq(k.run.conformity, RUN_PARTIAL);
    ck_assert_int_eq(k.run.exit_status, EXIT_NONCONFORMANT);
    l = lie("demo.echo", ANSWER_ERROR, NULL);
    kit_run(&k, &l.fake, NULL);
    ck_assert_int_eq(k.run.exit_status, EXIT_INCONCLUSIVE);
    kit_close(&k);
}
END_TEST

START_TEST(answers_out_of_order_find_their_questions)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    open_full(&k);
    f.hello.pipeline = 8;
    f.newest_first = true;
    kit_run(&k, &f, NULL);
    ck_assert_int_eq(k.run.conformity, RUN_CONFORMANT);
    ck_assert_uint_gt(f.most_waiting, 1);
    ck_assert_uint_eq(f.resets, 0);
    kit_close(&k);
}
END_TEST

START_TEST(every_cause_belongs_to_a_verdict_and_has_a_name)
{
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        enum cause back = CAUSE_COUNT;

        ck_assert_ptr_nonnull(cause_name((enum cause)i));
        ck_assert(cause_find(&back, cause_name((enum cause)i)));
        ck_assert_uint_eq(back, i);
    }
    for (size_t i = 0; i < VERDICT_COUNT; i++) {
        enum verdict back = VERDICT_COUNT;
        bool used = false;

        ck_assert(verdict_find(&back, verdict_name((enum verdict)i)));
        ck_assert_uint_eq(back, i);
        for (size_t c = 0; c < CAUSE_COUNT; c++)
            used |= cause_verdict((enum cause)c) == (enum verdict)i;
        ck_assert(used);
    }
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_right_target_is_conformant);
    tcase_add_test(tc, a_wrong_answer_fails);
    tcase_add_test(tc, an_answer_of_another_type_fails);
    tcase_add_test(tc, null_is_not_an_answer_to_everything);
    tcase_add_test(tc, accepting_what_must_be_rejected_fails);
    tcase_add_test(tc, rejecting_what_must_be_accepted_fails);
    tcase_add_test(tc, rejecting_with_another_reason_fails);
    tcase_add_test(tc, rejecting_with_an_invented_reason_fails);
    tcase_add_test(tc, a_reason_that_is_no_text_is_garbage);
    tcase_add_test(tc, a_rejection_without_a_reason_passes_as_unknown);
    tcase_add_test(tc, a_target_that_states_no_reasons_passes_with_any);
    tcase_add_test(tc, a_crash_fails);
    tcase_add_test(tc, a_crash_is_no_rejection);
    tcase_add_test(tc, garbage_fails);
    tcase_add_test(tc, a_hang_fails);
    tcase_add_test(tc, an_unreachable_target_is_inconclusive);
    tcase_add_test(tc, a_target_that_says_error_proves_nothing);
    tcase_add_test(tc, an_error_below_must_is_still_not_conformant);
    tcase_add_test(tc, a_required_operation_that_is_not_offered_is_untested);
    tcase_add_test(tc, declining_an_offered_operation_is_never_excused);
    tcase_add_test(tc, an_answer_without_body_is_our_fault);
    tcase_add_test(tc, a_failed_should_never_decides);
    tcase_add_test(tc, an_optional_operation_left_out_of_hello_is_inapplicable);
    tcase_add_test(tc, a_required_operation_left_out_of_hello_is_untested);
    tcase_add_test(tc, a_feature_declared_absent_is_inapplicable_where_allowed);
    tcase_add_test(tc, a_feature_declared_absent_is_asked_where_required);
    tcase_add_test(tc, the_statement_outweighs_hello);
    tcase_add_test(tc, a_claimed_feature_without_its_operation_is_untested);
    tcase_add_test(tc, what_waits_for_a_failure_is_blocked_and_names_it);
    tcase_add_test(tc, what_a_filter_left_out_is_untested_and_the_run_partial);
    tcase_add_test(tc, a_signal_leaves_the_rest_untested);
    tcase_add_test(tc, the_first_failure_can_end_the_run);
    tcase_add_test(tc, rounds_that_disagree_are_unstable);
    tcase_add_test(tc, faults_of_asking_are_never_the_subjects_failure);
    tcase_add_test(tc, a_run_in_which_nothing_ran_is_inconclusive);
    tcase_add_test(tc, a_must_without_a_vector_is_inconclusive);
    tcase_add_test(tc, inapplicable_throughout_proves_nothing);
    tcase_add_test(tc, without_a_profile_a_run_is_partial);
    tcase_add_test(tc, answers_out_of_order_find_their_questions);
    tcase_add_test(tc, every_cause_belongs_to_a_verdict_and_has_a_name);
}

TESTKIT_MAIN("verdicts", add_tests)
