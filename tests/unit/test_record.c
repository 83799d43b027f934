/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/fakekit.h"

#include "runner/baseline.h"
#include "runner/diff.h"
#include "runner/merge.h"

static const char VECTORS[] =
    "- {id: demo.a, title: t, requires: [DEMO-1], op: echo, "
    "in: {data: '0x01'}, out: '0x01', source: s}\n"
    "- {id: demo.b, title: t, requires: [DEMO-1], op: echo, "
    "in: {data: '0x02'}, out: '0x02', source: s, after: [demo.a]}\n"
    "- {id: demo.c, title: t, requires: [DEMO-2], op: parse, "
    "in: {text: a}, out: {text: a}, source: s}\n"
    "- {id: demo.d, title: t, requires: [DEMO-3], op: add, "
    "in: {a: 1, b: 2}, out: {sum: '0x3'}, source: s, after: [demo.b]}\n"
    "- {id: demo.e, title: t, requires: [DEMO-1], op: echo, "
    "in: {data: '0x'}, reject: empty, source: s}\n";

static void open_kit(struct kit *k)
{
    kit_open(k);
    kit_vectors(k, VECTORS);
    kit_load(k);
    k->selection.profile = profile_find(&k->catalogue, "full");
}

static void answer_wrong(struct fake *f, const char *id, const char *op,
                         const json_t *in, struct answer *answer)
{
    answer_right(f, id, op, in, answer);
    if (strcmp(id, f->text) != 0)
        return;
    json_decref(answer->body);
    answer->kind = ANSWER_OUT;
    answer->body = json_string("0xff\nhostile \x1b[31m");
    answer->raw = strdup("{\"out\":\"\x1b[31m\xff\"}");
    answer->raw_len = strlen(answer->raw);
}

static struct record_header header_of(struct kit *k, struct fake *f)
{
    return (struct record_header){ .plan = &k->plan, .target = "fake:",
                                   .etalon_version = "test",
                                   .hello = &f->hello };
}

/* Resumes path and finishes the run; returns what resuming said. */
static enum err go_on(struct kit *k, struct fake *f, const char *path)
{
    struct record_header header = header_of(k, f);
    struct engine_options none = { .statement = NULL };
    struct engine_result result;
    struct record record;
    enum err err;

    k->why = (struct error){ 0 };
    err = record_resume(&record, path, &header, &k->why);
    if (err)
        return err;
    ck_assert_err(engine_run(&result, &k->plan, &f->base, &record, &none,
                             &k->why), ERR_OK);
    ck_assert_err(record_finish(&record, &k->why), ERR_OK);
    record_close(&record);
    return ERR_OK;
}

START_TEST(a_record_cut_anywhere_loads_as_incomplete_and_resumes_to_the_same)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    const char *whole;
    char *text;
    size_t len;

    open_kit(&k);
    whole = kit_record(&k, &f, NULL);
    text = kit_read(&k, whole, &len);
    for (size_t cut = 0; cut < len; cut++) {
        char *path = kit_path(&k, "cut.ndjson");
        enum err err;

        kit_write_bytes(&k, "cut.ndjson", text, cut);
        k.why = (struct error){ 0 };
        err = run_load(&k.run, path, &k.why);
        if (!err) {
            ck_assert(!k.run.complete);
            ck_assert_int_ne(k.run.conformity, RUN_CONFORMANT);
            ck_assert_int_ne(k.run.exit_status, EXIT_CONFORMANT);
            run_release(&k.run);
        }
        ck_assert_err(go_on(&k, &f, path), ERR_OK);
        ck_assert_err(run_load(&k.run, path, &k.why), ERR_OK);
        ck_assert(k.run.complete);
        ck_assert_uint_eq(k.run.case_count, 5);
        ck_assert_int_eq(k.run.conformity, RUN_CONFORMANT);
        run_release(&k.run);
    }
    ck_assert_err(go_on(&k, &f, whole), ERR_USAGE);
    kit_close(&k);
}
END_TEST

START_TEST(a_changed_byte_in_a_result_is_noticed)
{
    struct kit k;
    struct fake f = fake_make(answer_wrong);
    char *text, *at;
    size_t len;

    f.text = "demo.a";
    open_kit(&k);
    text = kit_read(&k, kit_record(&k, &f, NULL), &len);
    at = strstr(text, "\"demo.c\"");
    at = strstr(at, "\"title\":\"t\"") + 9;
    *at = 'u';
    kit_write_bytes(&k, "forged.ndjson", text, len);
    ck_assert_err(run_load(&k.run, kit_path(&k, "forged.ndjson"), &k.why),
                  ERR_OK);
    ck_assert(!k.run.complete);
    kit_close(&k);
}
END_TEST

START_TEST(a_verdict_turned_into_a_pass_is_refused)
{
    struct kit k;
    struct fake f = fake_make(answer_wrong);
    char *text, *at;
    size_t len;

    f.text = "demo.e";
    open_kit(&k);
    text = kit_read(&k, kit_record(&k, &f, NULL), &len);
    at = strstr(text, "\"verdict\":\"fail\"");
    memcpy(at, "\"verdict\":\"pass\"", 16);
    kit_write_bytes(&k, "forged.ndjson", text, len);
    ck_assert_err(run_load(&k.run, kit_path(&k, "forged.ndjson"), &k.why),
                  ERR_SCHEMA);
    kit_close(&k);
}
END_TEST

START_TEST(resuming_refuses_another_run)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    char *path, *text;
    size_t len;

    open_kit(&k);
    text = kit_read(&k, kit_record(&k, &f, NULL), &len);
    len = (size_t)(strchr(text, '\n') - text) + 1;
    kit_write_bytes(&k, "head.ndjson", text, len);
    path = kit_path(&k, "head.ndjson");
    f.hello.all = json_pack("{s:s}", "name", "other");
    ck_assert_err(go_on(&k, &f, path), ERR_MISMATCH);
    json_decref(f.hello.all);
    f.hello.all = NULL;
    k.selection.profile = profile_find(&k.catalogue, "strict");
    ck_assert_err(go_on(&k, &f, path), ERR_MISMATCH);
    k.selection.profile = profile_find(&k.catalogue, "full");
    k.selection.shuffle = true;
    ck_assert_err(go_on(&k, &f, path), ERR_MISMATCH);
    k.selection.shuffle = false;
    k.catalogue.digest[0] ^= 1;
    ck_assert_err(go_on(&k, &f, path), ERR_MISMATCH);
    k.catalogue.digest[0] ^= 1;
    kit_write(&k, "notes.txt", "my notes");
    ck_assert_err(go_on(&k, &f, kit_path(&k, "notes.txt")), ERR_SCHEMA);
    ck_assert_str_eq(kit_read(&k, kit_path(&k, "notes.txt"), &len),
                     "my notes");
    ck_assert_err(go_on(&k, &f, path), ERR_OK);
    kit_close(&k);
}
END_TEST

START_TEST(a_record_is_never_overwritten)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    struct record record;
    struct record_header header;

    open_kit(&k);
    kit_write(&k, "there", "x");
    ck_assert_err(plan_make(&k.plan, &k.arena, &k.catalogue, &k.selection,
                            &k.why), ERR_OK);
    header = header_of(&k, &f);
    ck_assert_err(record_create(&record, kit_path(&k, "there"), &header,
                                &k.why), ERR_DUPLICATE);
    kit_close(&k);
}
END_TEST

START_TEST(what_a_target_sent_is_kept_escaped)
{
    struct kit k;
    struct fake f = fake_make(answer_wrong);
    const struct result_case *c;

    f.text = "demo.a";
    open_kit(&k);
    kit_run(&k, &f, NULL);
    c = kit_case(&k, "demo.a");
    ck_assert_outcome(c, VERDICT_FAIL, CAUSE_WRONG_ANSWER);
    ck_assert_str_eq(c->exchange, "{\"out\":\"\\x1b[31m\\xff\"}");
    ck_assert_ptr_nonnull(json_object_get(c->got, "out"));
    ck_assert_ptr_null(kit_case(&k, "demo.c")->got);
    ck_assert_ptr_nonnull(kit_case(&k, "demo.c")->in);
    kit_close(&k);
}
END_TEST

static void answer_cut(struct fake *f, const char *id, const char *op,
                       const json_t *in, struct answer *answer)
{
    (void)f;
    (void)id;
    (void)op;
    (void)in;
    /* 59 letters, then a sign of three bytes: the sentence cuts it at 60 */
    answer->kind = ANSWER_REJECT;
    answer->body = json_pack("{s:s}", "reason",
                             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                             "aaaaaaaaaaaaa\xe2\x82\xac");
    snprintf(answer->text, sizeof answer->text, "\xe2\x82");
}

START_TEST(a_message_cut_inside_a_character_is_not_lost)
{
    struct kit k;
    struct fake f = fake_make(answer_cut);

    open_kit(&k);
    kit_run(&k, &f, NULL);
    ck_assert_outcome(kit_case(&k, "demo.a"), VERDICT_FAIL, CAUSE_REJECTED);
    ck_assert_msg(strncmp(kit_case(&k, "demo.a")->message, "rejected (aaa",
                          13) == 0, "%s", kit_case(&k, "demo.a")->message);
    kit_close(&k);
}
END_TEST

START_TEST(a_record_has_one_writer)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    struct record one, two;
    struct record_header header;

    open_kit(&k);
    ck_assert_err(plan_make(&k.plan, &k.arena, &k.catalogue, &k.selection,
                            &k.why), ERR_OK);
    header = header_of(&k, &f);
    ck_assert_err(record_create(&one, kit_path(&k, "r"), &header, &k.why),
                  ERR_OK);
    ck_assert_err(record_resume(&two, kit_path(&k, "r"), &header, NULL),
                  ERR_IO);
    record_close(&one);
    ck_assert_err(record_resume(&two, kit_path(&k, "r"), &header, &k.why),
                  ERR_OK);
    record_close(&two);
    kit_close(&k);
}
END_TEST

START_TEST(secrets_are_masked)
{
    static const char *const rows[][2] = {
        { "https://user:pw@node.example/x", "https://***@node.example/x" },
        { "https://n.example/v3/0123456789abcdef0123456789abcdef",
          "https://n.example/v3/***" },
        { "https://n.example/?key=abc&b=c", "https://n.example/?key=***&b=***" },
        { "etalon run --token abc --profile evm-node",
          "etalon run --token *** --profile evm-node" },
        { "curl -H 'Authorization: Bearer abc.def' x",
          "curl -H 'Authorization: Bearer ***' x" },
        { "etalon run --api-key=abc", "etalon run --api-key=***" },
        { "API_TOKEN=abc stdio:./a --seed 7", "API_TOKEN=*** stdio:./a --seed 7" },
        { "http://127.0.0.1:8545", "http://127.0.0.1:8545" },
        { "stdio:python3 /opt/adapter.py", "stdio:python3 /opt/adapter.py" },
    };
    struct arena a;

    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        ck_assert_str_eq(record_mask(&a, rows[i][0]), rows[i][1]);
    arena_release(&a);
}
END_TEST

/* --- shards --------------------------------------------------------------- */

static const char *record_shard(struct kit *k, struct fake *f, unsigned i,
                                unsigned n)
{
    k->selection.shard = i;
    k->selection.shards = n;
    return kit_record(k, f, NULL);
}

START_TEST(shards_part_the_selection_and_merge_to_the_whole)
{
    struct kit k;
    struct fake f = fake_make(answer_right);

    open_kit(&k);
    for (unsigned n = 1; n <= 7; n++) {
        const char *paths[7], *out = kit_path(
            &k, arena_printf(&k.arena, "whole%u.ndjson", n));
        size_t sum = 0;

        for (unsigned i = 1; i <= n; i++) {
            paths[i - 1] = record_shard(&k, &f, i, n);
            ck_assert_err(run_load(&k.run, paths[i - 1], &k.why), ERR_OK);
            ck_assert(k.run.complete);
            ck_assert(k.run.case_count >= 5 / n &&
                      k.run.case_count <= 5 / n + 1);
            ck_assert_int_eq(k.run.conformity,
                             n == 1 ? RUN_CONFORMANT : RUN_PARTIAL);
            sum += k.run.case_count;
            run_release(&k.run);
        }
        ck_assert_uint_eq(sum, 5);
        ck_assert_err(merge_records(out, paths, n, &k.why), ERR_OK);
        ck_assert_err(run_load(&k.run, out, &k.why), ERR_OK);
        ck_assert(k.run.complete);
        ck_assert_uint_eq(k.run.case_count, 5);
        ck_assert_int_eq(k.run.conformity, RUN_CONFORMANT);
        run_release(&k.run);
    }
    kit_close(&k);
}
END_TEST

static void refuse_merge(struct kit *k, const char *const *paths, size_t count,
                         const char *said)
{
    const char *out = kit_path(k, "refused.ndjson");

    k->why = (struct error){ 0 };
    ck_assert_err(merge_records(out, paths, count, &k->why), ERR_MISMATCH);
    ck_assert_msg(strstr(k->why.text, said) != NULL, "said: %s", k->why.text);
    ck_assert_int_ne(access(out, F_OK), 0);
}

START_TEST(merging_refuses_what_is_not_one_run)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    const char *one, *two, *three;
    char *text;
    size_t len;

    open_kit(&k);
    one = record_shard(&k, &f, 1, 3);
    two = record_shard(&k, &f, 2, 3);
    three = record_shard(&k, &f, 3, 3);
    refuse_merge(&k, (const char *[]){ one, three }, 2, "shard 2 of 3");
    refuse_merge(&k, (const char *[]){ one, two, two }, 3, "there twice");
    refuse_merge(&k, (const char *[]){ one, two, record_shard(&k, &f, 3, 4) },
                 3, "another total");
    text = kit_read(&k, three, &len);
    kit_write_bytes(&k, "torn.ndjson", text, len - 1);
    refuse_merge(&k, (const char *[]){ one, two, kit_path(&k, "torn.ndjson") },
                 3, "incomplete");
    f.hello.all = json_pack("{s:s}", "name", "other");
    refuse_merge(&k, (const char *[]){ one, two, record_shard(&k, &f, 3, 3) },
                 3, "target");
    json_decref(f.hello.all);
    f.hello.all = NULL;
    k.selection.repeat = 2;
    refuse_merge(&k, (const char *[]){ one, two, record_shard(&k, &f, 3, 3) },
                 3, "selection");
    k.selection.repeat = 0;
    k.catalogue.digest[0] ^= 1;
    refuse_merge(&k, (const char *[]){ one, two, record_shard(&k, &f, 3, 3) },
                 3, "vectors");
    kit_close(&k);
}
END_TEST

START_TEST(merging_refuses_a_case_in_two_shards)
{
    struct kit k;
    struct fake f = fake_make(answer_right);
    const char *one;
    char *text, *at;
    size_t len;

    /* Shard 2 of 2 claims to be made of shard 1's lines: only the index is
     * another one, and the digest of the footer is made to fit. */
    open_kit(&k);
    k.selection.profile = NULL;
    ck_assert(select_add(&k.selection.ids, "demo.a"));
    ck_assert(select_add(&k.selection.ids, "demo.e"));
    one = record_shard(&k, &f, 1, 2);
    text = kit_read(&k, one, &len);
    at = strstr(text, "\"shard\":{\"index\":1");
    ck_assert_ptr_nonnull(at);
    at[17] = '2';
    at = strstr(text, "{\"kind\":\"end\"");
    {
        uint8_t hash[SHA256_SIZE];
        char digest[SHA256_TEXT_SIZE];

        sha256(hash, bytes_make(text, (size_t)(at - text)));
        sha256_text(digest, hash);
        memcpy(strstr(at, "\"sha256\":\"") + 10, digest, 64);
    }
    kit_write_bytes(&k, "two.ndjson", text, len);
    refuse_merge(&k, (const char *[]){ one, kit_path(&k, "two.ndjson") }, 2,
                 "in two shards");
    kit_close(&k);
}
END_TEST

/* --- differences and baselines -------------------------------------------- */

static void load_two(struct kit *k, struct run *a, struct run *b,
                     struct fake *f, struct fake *g)
{
    ck_assert_err(run_load(a, kit_record(k, f, NULL), &k->why), ERR_OK);
    ck_assert_err(run_load(b, kit_record(k, g, NULL), &k->why), ERR_OK);
}

START_TEST(a_difference_says_why)
{
    struct kit k;
    struct fake f = fake_make(answer_right), g = fake_make(answer_wrong);
    struct run a, b;
    struct diff d;
    char line[512];

    open_kit(&k);
    g.text = "demo.c";
    load_two(&k, &a, &b, &f, &g);
    ck_assert_err(diff_runs(&d, &k.arena, &a, &b), ERR_OK);
    ck_assert_uint_eq(d.count, 1);
    ck_assert_uint_eq(d.worse, 1);
    ck_assert_uint_eq(d.same, 4);
    ck_assert_int_eq(d.items[0].cause, DIFF_BY_UNKNOWN);
    diff_line(line, sizeof line, &d.items[0]);
    ck_assert_str_eq(line, "changed demo.c: pass -> fail/wrong-answer "
                           "(unknown)");
    run_release(&b);
    g.hello.all = json_pack("{s:s}", "version", "2");
    ck_assert_err(run_load(&b, kit_record(&k, &g, NULL), &k.why), ERR_OK);
    json_decref(g.hello.all);
    ck_assert_err(diff_runs(&d, &k.arena, &a, &b), ERR_OK);
    ck_assert_int_eq(d.items[0].cause, DIFF_BY_TARGET);
    b.cases[2].digest = "other";
    ck_assert_err(diff_runs(&d, &k.arena, &a, &b), ERR_OK);
    ck_assert_int_eq(d.items[0].cause, DIFF_BY_VECTOR);
    b.case_count = 4;
    ck_assert_err(diff_runs(&d, &k.arena, &a, &b), ERR_OK);
    ck_assert_int_eq(d.items[1].kind, DIFF_REMOVED);
    run_release(&a);
    run_release(&b);
    kit_close(&k);
}
END_TEST

static void check_baseline(const char *entries, const char *wrong,
                           enum exit_status status, unsigned problems)
{
    struct kit k;
    struct fake f = fake_make(answer_wrong);
    struct problem_sink sink = { .report = NULL };
    struct baseline baseline;
    enum conformity before;

    f.text = wrong;
    open_kit(&k);
    kit_run(&k, &f, NULL);
    before = k.run.conformity;
    kit_write(&k, "b.yaml", arena_printf(&k.arena, "format: 1\nentries:\n%s",
                                         entries));
    if (baseline_load(&baseline, kit_path(&k, "b.yaml"), &k.why))
        ck_abort_msg("%s", k.why.text);
    baseline_apply(&k.run, &baseline, "2026-06-01", &sink);
    ck_assert_int_eq(k.run.exit_status, status);
    ck_assert_uint_eq(sink.errors, problems);
    ck_assert_int_eq(k.run.conformity, before);
    baseline_release(&baseline);
    kit_close(&k);
}

START_TEST(a_baseline_excuses_exactly_what_it_lists)
{
    static const char C[] = "- {id: demo.c, reason: r, link: l}\n";

    check_baseline(C, "demo.c", EXIT_CONFORMANT, 0);
    /* demo.c passes, and demo.d fails without an entry */
    check_baseline(C, "demo.d", EXIT_REGRESSION, 2);
    /* demo.a takes demo.b and demo.d with it: not decided, not excused */
    check_baseline("- {id: demo.a, reason: r, link: l}\n"
                   "- {id: demo.c, reason: r, link: l, target_version: '9'}\n",
                   "demo.a", EXIT_CONFORMANT, 0);
}
END_TEST

START_TEST(a_baseline_entry_that_no_longer_holds_is_a_regression)
{
    check_baseline("- {id: demo.c, reason: r, link: l}\n", "none",
                   EXIT_REGRESSION, 1);
    check_baseline("- {id: demo.gone, reason: r, link: l}\n", "none",
                   EXIT_REGRESSION, 1);
    /* the failure is not excused any more either */
    check_baseline("- {id: demo.c, reason: r, link: l, "
                   "expires: '2026-05-31'}\n", "demo.c", EXIT_REGRESSION, 2);
    check_baseline("- {id: demo.c, reason: r, link: l, "
                   "expires: '2026-06-01'}\n", "demo.c", EXIT_CONFORMANT, 0);
    check_baseline("- {id: demo.c, reason: r, link: l, "
                   "target_version: '9'}\n", "demo.c", EXIT_REGRESSION, 1);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(
        tc, a_record_cut_anywhere_loads_as_incomplete_and_resumes_to_the_same);
    tcase_add_test(tc, a_changed_byte_in_a_result_is_noticed);
    tcase_add_test(tc, a_verdict_turned_into_a_pass_is_refused);
    tcase_add_test(tc, resuming_refuses_another_run);
    tcase_add_test(tc, a_record_is_never_overwritten);
    tcase_add_test(tc, what_a_target_sent_is_kept_escaped);
    tcase_add_test(tc, a_message_cut_inside_a_character_is_not_lost);
    tcase_add_test(tc, a_record_has_one_writer);
    tcase_add_test(tc, secrets_are_masked);
    tcase_add_test(tc, shards_part_the_selection_and_merge_to_the_whole);
    tcase_add_test(tc, merging_refuses_what_is_not_one_run);
    tcase_add_test(tc, merging_refuses_a_case_in_two_shards);
    tcase_add_test(tc, a_difference_says_why);
    tcase_add_test(tc, a_baseline_excuses_exactly_what_it_lists);
    tcase_add_test(tc,
                   a_baseline_entry_that_no_longer_holds_is_a_regression);
}

TESTKIT_MAIN("record", add_tests)
