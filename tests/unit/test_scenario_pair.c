/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/fakekit.h"

#include "runner/scenario.h"

START_TEST(a_scenario_of_two_nodes_is_untested_with_one)
{
    struct fake node = fake_make(answer_right), oracle = fake_make(answer_right);
    struct engine_options options = {
        .scenario = { .oracle = &oracle.base, .fixture = "paired" },
    };
    struct kit k;

    node.hello.kind = TARGET_NODE;
    node.hello.all = json_object();
    node.hello.facts = json_array();
    kit_open(&k);
    kit_vectors(&k, "- id: demo.a\n  title: t\n  requires: [DEMO-1]\n"
                    "  source: s\n  needs: {fixture: paired}\n  scenario:\n"
                    "  - {check: '${node.chainId}', equals: '0x8'}\n");
    kit_load(&k);
    kit_run(&k, &node, &options);
    ck_assert_int_eq(kit_case(&k, "demo.a")->verdict, VERDICT_UNTESTED);
    json_decref(node.hello.all);
    json_decref(node.hello.facts);
    kit_close(&k);
}
END_TEST

START_TEST(the_script_asks_the_second_node_where_the_scenario_does)
{
    struct kit k;
    char *script;

    kit_open(&k);
    kit_vectors(&k, "- id: demo.b\n  title: t\n  requires: [DEMO-1]\n"
                    "  source: s\n  needs: {fixture: paired}\n  scenario:\n"
                    "  - {rpc: give, at: peer, params: [1], save: x}\n"
                    "  - {rpc: give, params: [{$word: 1}], save: y}\n"
                    "  - {check: '${y}', equals: 0}\n");
    kit_load(&k);
    script = scenario_curl(catalogue_vector(&k.catalogue, "demo.b"), "http://h");
    ck_assert_ptr_nonnull(script);
    ck_assert_ptr_nonnull(strstr(script, "ask \"$q\" \"$PEER\"\n"));
    ck_assert_ptr_nonnull(strstr(script, "ask \"$q\"\n"));
    ck_assert_ptr_nonnull(strstr(script, "${PEER:?"));
    free(script);
    kit_close(&k);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_scenario_of_two_nodes_is_untested_with_one);
    tcase_add_test(tc, the_script_asks_the_second_node_where_the_scenario_does);
}

TESTKIT_MAIN("scenario_pair", add_tests)
