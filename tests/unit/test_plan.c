/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/runnerkit.h"

#define V(id, req, rest)                                                  \
    "- {id: demo." id ", title: t, requires: [" req "], op: echo, "      \
    "in: {data: '0x01'}, out: '0x01', source: s" rest "}\n"

static const char VECTORS[] =
    V("a", "DEMO-1", ", after: [demo.z]") V("b", "DEMO-2", ", tags: [slow]")
    V("c", "DEMO-1", "") V("d", "DEMO-3", "") V("e", "DEMO-1", "")
    V("f", "DEMO-2", ", after: [demo.a]") V("z", "DEMO-1", "");

static void open_kit(struct kit *k)
{
    kit_open(k);
    kit_vectors(k, VECTORS);
    kit_load(k);
}

static void make(struct kit *k)
{
    ck_assert_err(plan_make(&k->plan, &k->arena, &k->catalogue, &k->selection,
                            &k->why), ERR_OK);
}

/* The last letters of the ids in order; upper case: pulled. */
static const char *order_of(struct kit *k)
{
    char *text = arena_strdup(&k->arena, "................");

    for (size_t i = 0; i < k->plan.count; i++) {
        const struct plan_item *item = &k->plan.items[i];

        text[i] = item->vector->id[5];
        if (item->pulled)
            text[i] = (char)(text[i] - 'a' + 'A');
    }
    text[k->plan.count] = '\0';
    return text;
}

START_TEST(prerequisites_come_first_and_are_pulled_in)
{
    struct kit k;

    open_kit(&k);
    make(&k);
    ck_assert_str_eq(order_of(&k), "bcdezaf");
    ck_assert(select_add(&k.selection.ids, "demo.f"));
    make(&k);
    ck_assert_str_eq(order_of(&k), "zaf");
    ck_assert_uint_eq(k.plan.selected, 3);
    kit_close(&k);
}
END_TEST

START_TEST(every_filter_must_match)
{
    static const struct {
        size_t offset;
        const char *value, *order;
    } rows[] = {
        { offsetof(struct selection, suites), "demo", "bcdezaf" },
        { offsetof(struct selection, levels), "SHOULD", "bzaf" },
        { offsetof(struct selection, requirements), "DEMO-[3]", NULL },
        { offsetof(struct selection, requirements), "*-3", "d" },
        { offsetof(struct selection, tags), "slow", "b" },
        { offsetof(struct selection, ids), "demo.?", "bcdezaf" },
        { offsetof(struct selection, standards), "Demo", "bcdezaf" },
        { offsetof(struct selection, ops), "add", NULL },
        { offsetof(struct selection, levels), "MAY", NULL },
        { offsetof(struct selection, suites), "dmeo", NULL },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct kit k;
        enum err err;

        open_kit(&k);
        ck_assert(select_add((struct select_list *)(void *)(
                                 (char *)&k.selection + rows[i].offset),
                             rows[i].value));
        err = select_check(&k.selection, &k.catalogue, &k.why);
        ck_assert_err(err, rows[i].order ? ERR_OK : ERR_USAGE);
        if (rows[i].order) {
            make(&k);
            ck_assert_str_eq(order_of(&k), rows[i].order);
        }
        kit_close(&k);
    }
}
END_TEST

START_TEST(a_shuffle_repeats_and_respects_prerequisites)
{
    struct kit k;
    const char *first;
    bool moved = false;

    open_kit(&k);
    k.selection.shuffle = true;
    for (uint64_t seed = 0; seed < 20; seed++) {
        k.selection.seed = seed;
        make(&k);
        first = order_of(&k);
        make(&k);
        ck_assert_str_eq(order_of(&k), first);
        ck_assert_uint_eq(strlen(first), 7);
        ck_assert(strchr(first, 'z') < strchr(first, 'a'));
        ck_assert(strchr(first, 'a') < strchr(first, 'f'));
        moved |= strcmp(first, "bcdezaf") != 0;
    }
    ck_assert(moved);
    kit_close(&k);
}
END_TEST

START_TEST(shards_are_a_partition_of_even_size)
{
    struct kit k;

    open_kit(&k);
    for (unsigned n = 1; n <= 9; n++) {
        unsigned seen[7] = { 0 };

        for (unsigned i = 1; i <= n; i++) {
            size_t own = 0;

            k.selection.shard = i;
            k.selection.shards = n;
            make(&k);
            ck_assert_uint_eq(k.plan.selected, 7);
            for (size_t v = 0; v < k.plan.count; v++) {
                if (k.plan.items[v].pulled)
                    continue;
                seen[k.plan.items[v].vector->index]++;
                own++;
            }
            ck_assert(own >= 7 / n && own <= 7 / n + 1);
        }
        for (size_t v = 0; v < 7; v++)
            ck_assert_uint_eq(seen[v], 1);
    }
    kit_close(&k);
}
END_TEST

START_TEST(a_shard_is_counted_from_one_and_has_a_total)
{
    static const char *const bad[] = { "",    "1",   "0/4", "5/4", "1/0",
                                       "/4",  "1/",  "1/4x", "-1/4", "+1/4",
                                       "1 /4", "1/99999" };
    struct selection s = { .shard = 0 };

    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        ck_assert_msg(select_shard(&s, bad[i], NULL) == ERR_USAGE, "%s",
                      bad[i]);
    ck_assert_uint_eq(s.shards, 0);
    ck_assert_err(select_shard(&s, "4/4", NULL), ERR_OK);
    ck_assert_uint_eq(s.shard, 4);
}
END_TEST

START_TEST(a_profile_takes_its_last_matching_rule)
{
    struct kit k;
    const struct profile *p;

    kit_open(&k);
    kit_vectors(&k, VECTORS);
    kit_write(&k, "suites/demo/profiles/last.yaml",
              "format: 1\nid: last\ntitle: t\nsuites: [demo]\nreasons: r\n"
              "requires: ['DEMO-*', {id: DEMO-3, optional: true}]\n"
              "excludes: [DEMO-2]\n");
    kit_load(&k);
    p = profile_find(&k.catalogue, "last");
    ck_assert_int_eq(profile_need(p, catalogue_requirement(&k.catalogue,
                                                           "DEMO-1")),
                     PROFILE_REQUIRED);
    ck_assert_int_eq(profile_need(p, catalogue_requirement(&k.catalogue,
                                                           "DEMO-2")),
                     PROFILE_OUT);
    ck_assert_int_eq(profile_need(p, catalogue_requirement(&k.catalogue,
                                                           "DEMO-3")),
                     PROFILE_OPTIONAL);
    k.selection.profile = p;
    make(&k);
    /* demo.b and demo.f cite only what is excluded */
    ck_assert_str_eq(order_of(&k), "cdeza");
    kit_close(&k);
}
END_TEST

START_TEST(planning_fails_cleanly_in_a_small_arena)
{
    struct kit k;
    struct plan untouched = { .count = 77 };
    enum err err = ERR_MEMORY;

    open_kit(&k);
    for (size_t cap = 16; err; cap += 16) {
        struct arena small;
        struct plan plan = untouched;

        arena_init(&small, cap);
        err = plan_make(&plan, &small, &k.catalogue, &k.selection, NULL);
        ck_assert(!err || err == ERR_MEMORY);
        ck_assert_uint_eq(plan.count, err ? 77 : 7);
        arena_release(&small);
    }
    kit_close(&k);
}
END_TEST

START_TEST(globs_match_whole_words)
{
    ck_assert(profile_glob("BLK-RLP-*", "BLK-RLP-001"));
    ck_assert(!profile_glob("BLK-RLP", "BLK-RLP-001"));
    ck_assert(profile_glob("*-0?1", "BLK-RLP-001"));
    ck_assert(profile_glob("*a*b*", "xaxxbx"));
    ck_assert(!profile_glob("*a*b", "xaxxbx"));
    ck_assert(!profile_glob("", "x"));
    ck_assert(profile_glob("**", ""));
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, prerequisites_come_first_and_are_pulled_in);
    tcase_add_test(tc, every_filter_must_match);
    tcase_add_test(tc, a_shuffle_repeats_and_respects_prerequisites);
    tcase_add_test(tc, shards_are_a_partition_of_even_size);
    tcase_add_test(tc, a_shard_is_counted_from_one_and_has_a_total);
    tcase_add_test(tc, a_profile_takes_its_last_matching_rule);
    tcase_add_test(tc, planning_fails_cleanly_in_a_small_arena);
    tcase_add_test(tc, globs_match_whole_words);
}

TESTKIT_MAIN("plan", add_tests)
