/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/fakekit.h"

#include "runner/scenario.h"

/* --- a node that does what its methods say ------------------------------------------ */

static void answer_node(struct fake *f, const char *id, const char *op,
                        const json_t *in, struct answer *answer)
{
    const char *method = json_string_value(json_object_get(in, "method"));
    json_t *first = json_array_get(json_object_get(in, "params"), 0);

    (void)id;
    if (strcmp(op, "post") == 0) {
        answer->body = json_pack("{s:i, s:O}", "status", 200, "body",
                                 json_object_get(in, "json"));
    } else if (strcmp(op, "events") == 0) {
        answer->body = json_pack("[O, O]", json_object_get(in, "subscription"),
                                 json_object_get(in, "count"));
    } else if (strcmp(op, "rpc") != 0) {
        answer->kind = ANSWER_UNSUPPORTED;
    } else if (strcmp(method, "give") == 0) {
        answer->body = json_pack("{s:O}", "result", first);
    } else if (strcmp(method, "count") == 0) {
        answer->body = json_pack("{s:i}", "result", (int)f->asked);
    } else if (strcmp(method, "fail") == 0 ||
               strcmp(method, "refuse") == 0) {
        answer->body = json_pack("{s:{s:O, s:s}}", "error", "code", first,
                                 "message", "no");
    } else if (strcmp(method, "absent") == 0) {
        answer->body = json_pack("{s:{s:i, s:s}}", "error", "code", -32700,
                                 "message", "The method absent does not "
                                 "exist/is not available");
    } else if (strcmp(method, "eth_getBlockByNumber") == 0) {
        bool same = strcmp(json_string_value(first), "0x1") == 0;

        answer->body = json_pack("{s:{s:s}}", "result", "hash",
                                 same ? "0xaa" : "0xbb");
    } else if (strcmp(method, "die") == 0) {
        answer->kind = ANSWER_CRASH;
    } else if (strcmp(method, "hang") == 0) {
        answer->kind = ANSWER_HANG;
    } else if (strcmp(method, "lose") == 0) {
        answer->kind = ANSWER_UNREACHABLE;
    } else {
        answer->kind = ANSWER_GARBAGE;
    }
}

static struct fake make_node(void)
{
    struct fake f = fake_make(answer_node);

    f.hello.kind = TARGET_NODE;
    f.hello.all = json_pack(
        "{s:s, s:[s, s], s:{s:[{s:s, s:s}], s:[{s:s, s:{s:s, s:s}}], s:[]},"
        " s:{s:i, s:s}, s:{s:b}}",
        "chainId", "0x7", "facts", "fork:berlin", "capability:trace",
        "anchors", "full", "number", "0x1", "hash", "0xaa", "logs", "hash",
        "0xcc", "block", "number", "0x2", "hash", "0xdd", "blob",
        "unknown", "code", -32602, "message", "no", "methods", "refuse", 1);
    f.hello.facts = json_object_get(f.hello.all, "facts");
    return f;
}

/* Runs one scenario; the case is demo.a of k->run. */
static void run_steps(struct kit *k, const char *steps, const char *more,
                      bool writes)
{
    struct fake node = make_node(), oracle = fake_make(answer_right);
    struct fake peer = make_node();
    struct engine_options options = {
        .scenario = { .oracle = &oracle.base, .allow_writes = writes,
                      .peer = peer.hello.all, .peer_address = "http://p" },
        .peer = &peer.base,
    };

    kit_open(k);
    kit_vectors(k, arena_printf(&k->arena, "- id: demo.a\n  title: t\n"
                                "  requires: [DEMO-1]\n  source: s\n%s"
                                "  scenario:\n%s", more, steps));
    kit_load(k);
    kit_run(k, &node, &options);
    ck_assert_uint_le(node.most_waiting, 1);
    json_decref(node.hello.all);
    json_decref(peer.hello.all);
}

#define PAIRED "  needs: {fixture: paired}\n"

static const struct row {
    const char *steps, *more;
    enum verdict verdict;
    enum cause cause;
    const char *said;
} rows[] = {
    { "  - {rpc: give, params: ['0xAb'], save: x}\n"
      "  - {check: '${x}', equals: '0xaB'}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {rpc: give, params: [{a: [1, {b: x}]}], save: x}\n"
      "  - {check: '${x.a[1].b}', equals: y, why: the reason}\n", "",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER,
      "x.a[1].b (the reason): expected \"y\", got \"x\"" },
    { "  - {rpc: give, params: ['a'], save: x}\n"
      "  - {check: '${x}', differs: 'a'}\n", "",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER, "both are the same" },
    { "  - {rpc: give, params: ['0x05'], save: x}\n"
      "  - {check: '${x}', matches: {$type: quantity}}\n", "",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER, "x: " },
    { "  - {rpc: give, params: [{}], save: x}\n"
      "  - {check: '${x.y}', matches: {$absent: true}}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {rpc: give, params: [null], save: x}\n"
      "  - {rpc: give, params: ['${x.y}'], save: z}\n"
      "  - {check: '${z}', equals: 1}\n", "",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER, "${x.y}" },
    { "  - {rpc: give, params: [{a: 1, b: 2}], save: x}\n"
      "  - {check: {$with: {of: '${x}', more: {b: 3, c: 4}}}, "
      "equals: {a: 1, b: 3, c: 4}}\n", "", VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {check: '${node.chainId}', equals: '0x7'}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    /* anchors: pinned by their block, untested where there is none */
    { "  - anchors: full\n    as: b\n    do:\n"
      "    - {check: '${b.hash}', equals: '0xaa'}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - anchors: full\n    as: b\n    do:\n"
      "    - {check: '${b.hash}', equals: '0xab'}\n", "",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER, "b.hash" },
    { "  - anchors: logs\n    as: t\n    do:\n"
      "    - {check: '${t.hash}', equals: '0xab'}\n", "",
      VERDICT_INCONCLUSIVE, CAUSE_MOVED, "the chain moved" },
    { "  - anchors: blob\n    as: t\n    do:\n"
      "    - {check: '${t.hash}', equals: '0xab'}\n", "",
      VERDICT_UNTESTED, CAUSE_UNSEEN, "no anchor of the kind blob" },
    { "  - anchors: set-code\n    as: t\n    do:\n"
      "    - {check: '${t.hash}', equals: '0xab'}\n", "",
      VERDICT_UNTESTED, CAUSE_UNSEEN, "no anchor of the kind set-code" },
    /* a note never decides */
    { "  - {note: '${node.chainId}', equals: '0x8', why: odd}\n"
      "  - {check: '${node.chainId}', equals: '0x7'}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - if: '${node.chainId}'\n    equals: '0x8'\n    do:\n"
      "    - {check: 1, equals: 1}\n"
      "  - {note: '${node.chainId}', equals: '0x8', why: odd}\n", "",
      VERDICT_UNTESTED, CAUSE_UNSEEN, "nothing was found" },
    /* errors of the node */
    { "  - {rpc: fail, params: [-32000], save: x}\n"
      "  - {check: '${x}', equals: 1}\n", "",
      VERDICT_FAIL, CAUSE_REJECTED, "an error instead of a result" },
    { "  - {rpc: fail, params: [-32601], save: x}\n"
      "  - {check: '${x}', equals: 1}\n", "",
      VERDICT_UNTESTED, CAUSE_NOT_OFFERED, "has no method fail" },
    { "  - {rpc: absent, save: x}\n  - {check: '${x}', equals: 1}\n", "",
      VERDICT_UNTESTED, CAUSE_NOT_OFFERED, "has no method absent" },
    /* a node whose answer to an unknown method is -32602 "no" */
    { "  - {rpc: fail, params: [-32602], save: x}\n"
      "  - {check: '${x}', equals: 1}\n", "",
      VERDICT_UNTESTED, CAUSE_NOT_OFFERED, "has no method fail" },
    { "  - {rpc: refuse, params: [-32602], save: x}\n"
      "  - {check: '${x}', equals: 1}\n", "",
      VERDICT_FAIL, CAUSE_REJECTED, "an error instead of a result" },
    { "  - {rpc: fail, params: [-32602], expect: error, save: x}\n"
      "  - {check: '${x.code}', matches: -32602}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {rpc: fail, params: [-32005], save: x}\n"
      "  - {check: '${x}', equals: 1}\n", "",
      VERDICT_INCONCLUSIVE, CAUSE_UNREACHABLE, "limits requests" },
    { "  - {rpc: fail, params: [-32601], expect: error, save: x}\n"
      "  - {check: '${x.code}', matches: -32601}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {rpc: fail, params: [-32601], expect: error}\n",
      "  needs: {methods: [fail]}\n",
      VERDICT_UNTESTED, CAUSE_NOT_OFFERED, "" },
    { "  - {rpc: give, params: [1], expect: error}\n", "",
      VERDICT_FAIL, CAUSE_ACCEPTED, "an error is due" },
    { "  - {rpc: fail, params: [3], expect: either, save: x}\n"
      "  - {check: '${x.error.code}', equals: 3}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {rpc: die, expect: error}\n", "", VERDICT_FAIL, CAUSE_CRASH, "" },
    { "  - {rpc: hang, expect: error}\n", "", VERDICT_FAIL, CAUSE_HANG, "" },
    { "  - {rpc: lose, expect: error}\n", "", VERDICT_INCONCLUSIVE,
      CAUSE_UNREACHABLE, "" },
    { "  - {rpc: what, expect: error}\n", "", VERDICT_FAIL, CAUSE_GARBAGE,
      "" },
    { "  - {post: {json: [1, 2]}, save: x}\n"
      "  - {check: '${x.body}', equals: [1, 2]}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {rpc: give, params: ['0x5'], save: id}\n"
      "  - {events: '${id}', count: 3, save: x}\n"
      "  - {check: '${x}', equals: ['0x5', 3]}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    /* the oracle */
    { "  - {op: add, in: {a: 1, b: 2}, save: x}\n"
      "  - {check: '${x.sum}', equals: 3}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {op: echo, in: {data: '0x'}, save: x}\n"
      "  - {check: '${x}', equals: 3}\n", "",
      VERDICT_ERROR, CAUSE_ORACLE, "could not judge" },
    { "  - {op: echo, in: {data: '0x'}, refusal: fail}\n", "",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER, "refuses what the node gave" },
    { "  - {op: echo, in: {data: '0x01'}, refusal: fail}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {op: echo, in: {data: '0x'}, refusal: due, save: x}\n"
      "  - {check: '${x}', matches: {$type: map}}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {op: echo, in: {data: '0x01'}, refusal: due, why: forged}\n"
      "  - {check: 1, equals: 1}\n", "",
      VERDICT_ERROR, CAUSE_ORACLE, "accepts what it must refuse (forged)" },
    { "  - {op: echo, in: {data: '0x'}, refusal: need}\n"
      "  - {check: 1, equals: 1}\n", "",
      VERDICT_UNTESTED, CAUSE_NEEDS, "refuses what is needed" },
    /* the peer, which is never at fault */
    { "  - {rpc: give, at: peer, params: ['0x5'], save: x}\n"
      "  - {rpc: give, at: target, params: ['${x}'], save: y}\n"
      "  - {need: '${peer.chainId}', equals: '0x7', why: p}\n"
      "  - {check: '${y}', equals: '${x}'}\n", PAIRED,
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {rpc: fail, at: peer, params: [3]}\n"
      "  - {check: 1, equals: 1}\n", PAIRED,
      VERDICT_UNTESTED, CAUSE_NEEDS, "the peer gives no result to fail" },
    { "  - {rpc: give, at: peer, params: [3], expect: error}\n"
      "  - {check: 1, equals: 1}\n", PAIRED,
      VERDICT_UNTESTED, CAUSE_NEEDS, "the peer gives no error to give" },
    { "  - {rpc: fail, at: peer, params: [3], expect: either, save: x}\n"
      "  - {need: '${x.error.code}', equals: 3, why: p}\n"
      "  - {check: 1, equals: 1}\n", PAIRED,
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {rpc: what, at: peer}\n  - {check: 1, equals: 1}\n", PAIRED,
      VERDICT_INCONCLUSIVE, CAUSE_UNREACHABLE, "the peer did not answer" },
    { "  - {rpc: die, at: peer}\n  - {check: 1, equals: 1}\n", PAIRED,
      VERDICT_INCONCLUSIVE, CAUSE_UNREACHABLE, "the peer did not answer" },
    { "  - {rpc: hang, at: peer}\n  - {check: 1, equals: 1}\n", PAIRED,
      VERDICT_INCONCLUSIVE, CAUSE_UNREACHABLE, "the peer did not answer" },
    /* loops and conditions */
    { "  - {set: sum, to: '0x0'}\n"
      "  - foreach: ['0x1', '0x2', '0xff']\n    as: n\n    index: i\n"
      "    do:\n    - {set: sum, to: {$add: ['${sum}', '${n}']}}\n"
      "    - {set: last, to: '${i}'}\n"
      "  - {check: '${sum}', equals: '0x102'}\n"
      "  - {check: '${last}', equals: '0x2'}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - foreach: []\n    as: n\n    do:\n"
      "    - {check: '${n}', equals: 1}\n", "",
      VERDICT_UNTESTED, CAUSE_NEEDS, "0 items were found, 1 are needed" },
    { "  - foreach: []\n    as: n\n    min: 0\n    do:\n"
      "    - {check: '${n}', equals: 1}\n", "",
      VERDICT_UNTESTED, CAUSE_UNSEEN, "nothing was found" },
    { "  - foreach: [1, 2, 3]\n    as: n\n    max: 2\n    do:\n"
      "    - {check: '${n}', differs: 3}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - foreach: [1, 2]\n    as: n\n    do:\n"
      "    - foreach: [1, 2]\n      as: m\n      do:\n"
      "      - {check: ['${n}', '${m}'], differs: [2, 2]}\n", "",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER, "" },
    { "  - {set: x, to: 0}\n"
      "  - until: '${x}'\n    equals: 4\n    tries: 9\n    do:\n"
      "    - {rpc: count, save: x}\n"
      "  - {check: '${x}', equals: 4}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {set: x, to: 0}\n"
      "  - until: '${x}'\n    equals: -1\n    tries: 3\n    wait_ms: 1\n"
      "    do:\n    - {rpc: count, save: x}\n"
      "  - {check: '${x}', equals: 4}\n", "",
      VERDICT_UNTESTED, CAUSE_NEEDS, "not within 3 tries" },
    { "  - {set: x, to: 0}\n"
      "  - until: '${x}'\n    equals: -1\n    tries: 1000\n    wait_ms: 20\n"
      "    within_ms: 50\n    otherwise: fail\n"
      "    do:\n    - {rpc: count, save: x}\n"
      "  - {check: '${x}', equals: 4}\n", "",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER, "not within" },
    { "  - foreach: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n    as: n\n    do:\n"
      "    - until: 1\n      equals: 2\n      tries: 1000\n      do:\n"
      "      - {rpc: count}\n"
      "  - {check: 1, equals: 1}\n", "",
      VERDICT_UNTESTED, CAUSE_NEEDS, "not within 1000 tries" },
    { "  - if: 1\n    equals: 2\n    do:\n    - {rpc: die}\n"
      "  - if: 1\n    matches: {$range: {min: 1}}\n    do:\n"
      "    - {check: 1, equals: 1}\n", "",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {need: 1, equals: 2, why: there is no 2}\n"
      "  - {check: 1, equals: 1}\n", "",
      VERDICT_UNTESTED, CAUSE_NEEDS, "there is no 2" },
    /* did it move? */
    { "  - {check: 1, equals: 2}\n",
      "  still:\n  - {check: 1, equals: 1}\n",
      VERDICT_FAIL, CAUSE_WRONG_ANSWER, "expected 2, got 1" },
    { "  - {check: 1, equals: 2}\n",
      "  still:\n  - {rpc: give, params: [1], save: y}\n"
      "  - {check: '${y}', equals: 3}\n",
      VERDICT_INCONCLUSIVE, CAUSE_MOVED, "moved" },
    /* needs */
    { "  - {check: 1, equals: 1}\n", "  needs: {fork: berlin}\n",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {check: 1, equals: 1}\n", "  needs: {fork: london}\n",
      VERDICT_UNTESTED, CAUSE_NEEDS, "needs fork london" },
    { "  - {check: 1, equals: 1}\n", "  needs: {capabilities: [trace]}\n",
      VERDICT_PASS, CAUSE_NONE, "" },
    { "  - {check: 1, equals: 1}\n", "  needs: {capabilities: [peers]}\n",
      VERDICT_UNTESTED, CAUSE_NEEDS, "needs peers" },
    { "  - {check: 1, equals: 1}\n", "  needs: {writes: true}\n",
      VERDICT_UNTESTED, CAUSE_NEEDS, "--allow-writes" },
    { "  - {check: 1, equals: 1}\n", "  needs: {fixture: owned}\n",
      VERDICT_UNTESTED, CAUSE_NEEDS, "owned chain data" },
};

/* Runs once per row. */
START_TEST(a_scenario_gets_the_verdict_that_its_steps_deserve)
{
    const struct row *row = &rows[_i];
    const struct result_case *c;
    struct kit k;

    run_steps(&k, row->steps, row->more, false);
    c = kit_case(&k, "demo.a");
    ck_assert_msg(c->verdict == row->verdict && c->cause == row->cause,
                  "row %d: %s (%s): %s", _i, verdict_name(c->verdict),
                  cause_name(c->cause), c->message);
    ck_assert_msg(strstr(c->message, row->said) != NULL, "row %d: %s", _i,
                  c->message);
    kit_close(&k);
}
END_TEST

START_TEST(writes_are_made_only_when_they_are_allowed)
{
    struct kit k;

    run_steps(&k, "  - {check: 1, equals: 1}\n", "  needs: {writes: true}\n",
              true);
    ck_assert_int_eq(kit_case(&k, "demo.a")->verdict, VERDICT_PASS);
    kit_close(&k);
}
END_TEST

/* --- functions ---------------------------------------------------------------------- */

#define ZEROS62                                                               \
    "0000000000000000000000000000000" "0000000000000000000000000000000"

static const struct {
    const char *value, *want;   /* JSON; NULL: an error */
} value_rows[] = {
    { "{\"$pick\":{\"of\":{\"a\":1,\"b\":2},\"keys\":[\"b\",\"c\"]}}",
      "{\"b\":2}" },
    { "{\"$omit\":{\"of\":{\"a\":1,\"b\":2},\"keys\":[\"b\"]}}",
      "{\"a\":1}" },
    { "{\"$each\":{\"of\":[{\"a\":1},{}],\"key\":\"a\"}}", "[1,null]" },
    { "{\"$flatten\":[[1],[],[2,3]]}", "[1,2,3]" },
    { "{\"$flatten\":[[1],2]}", NULL },
    { "{\"$count\":[1,2]}", "\"0x2\"" },
    { "{\"$tail\":[\"0x010203\",2]}", "\"0x03\"" },
    { "{\"$tail\":[\"0x010203\",3]}", "\"0x\"" },
    { "{\"$tail\":[\"0x010203\",4]}", NULL },
    { "{\"$tail\":[\"010203\",1]}", NULL },
    { "{\"$word\":\"0xAb\"}", "\"0x" ZEROS62 "Ab\"" },
    { "{\"$word\":10}", "\"0x" ZEROS62 "0a\"" },
    { "{\"$word\":\"0x\"}", "\"0x" ZEROS62 "00\"" },
    { "{\"$word\":\"0x1" ZEROS62 "00\"}", NULL },
    { "{\"$word\":\"0xzz\"}", NULL },
    { "{\"$word\":-1}", NULL },
    { "{\"$count\":\"ab\"}", NULL },
    { "{\"$add\":[\"0xff\",1]}", "\"0x100\"" },
    { "{\"$add\":[\"0x0f\",1]}", NULL },
    { "{\"$sub\":[\"0x2\",\"0x3\"]}", NULL },
    { "{\"$sub\":[\"0x3\",\"0x3\"]}", "\"0x0\"" },
    { "{\"$div\":[\"0x7ff\",1024]}", "\"0x1\"" },
    { "{\"$div\":[1,0]}", NULL },
    { "{\"$append\":[[1],2]}", "[1,2]" },
    { "{\"$join\":[\"0x01\",\"0x02\",\"zz\"]}", "\"0x0102zz\"" },
    { "{\"$head\":[\"0x010203\",2]}", "\"0x0102\"" },
    { "{\"$head\":[\"0x0102\",3]}", NULL },
    { "{\"$add\":[{\"$count\":[1]},{\"$sub\":[5,\"0x2\"]}]}", "\"0x4\"" },
    { "[\"${v.list[1].k}\",\"${v}\"]", "[7,{\"list\":[0,{\"k\":7}]}]" },
};

START_TEST(functions_give_what_they_promise_or_say_no)
{
    json_t *values = json_loads("{\"v\":{\"list\":[0,{\"k\":7}]}}", 0, NULL);
    json_t *value = json_loads(value_rows[_i].value, 0, NULL), *out = NULL;
    json_t *want = value_rows[_i].want
        ? json_loads(value_rows[_i].want, JSON_DECODE_ANY, NULL) : NULL;
    struct error why = { 0 };
    enum err err = scenario_value(&out, value, values, &why);

    ck_assert_err(err, want ? ERR_OK : ERR_BAD_INPUT);
    if (want)
        ck_assert_msg(json_equal(out, want), "%s", value_rows[_i].value);
    json_decref(out);
    json_decref(want);
    json_decref(value);
    json_decref(values);
}
END_TEST

START_TEST(a_member_that_is_not_there_is_no_value)
{
    static const char *const texts[] = { "${v.no}", "${v.list[9]}",
                                         "${v.list.k}", "${no}" };
    json_t *values = json_loads("{\"v\":{\"list\":[0]}}", 0, NULL);

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        json_t *value = json_string(texts[i]), *out = value;

        ck_assert_err(scenario_value(&out, value, values, NULL), ERR_OK);
        ck_assert_ptr_null(out);
        json_decref(value);
    }
    json_decref(values);
}
END_TEST

/* --- loading ------------------------------------------------------------------------- */

#define FILE_HEAD "format: 1\nsuite: demo\nstandard: D\nvectors:\n"           \
                  "- id: demo.a\n  title: t\n  requires: [DEMO-1]\n"           \
                  "  source: s\n"

static const struct {
    const char *text, *place, *said;
} broken_rows[] = {
    { "  scenario: []\n", ":9:13", "scenario must not be empty" },
    { "  scenario:\n  - {rcpc: give}\n", ":10:5", "did you mean rpc?" },
    { "  scenario:\n  - {rpc: give, parms: []}\n", ":10:17",
      "unknown key parms; did you mean params?" },
    { "  scenario:\n  - {rpc: give, op: echo}\n", ":10:5",
      "a step is one thing" },
    { "  scenario:\n  - {rpc: give, save: x}\n", ":10:3",
      "no step checks anything" },
    { "  scenario:\n  - {check: '${x}', equals: 1}\n", ":10:13",
      "nothing is saved as x" },
    { "  scenario:\n  - {rpc: give, at: there}\n", ":10:21",
      "at must be target or peer" },
    { "  scenario:\n  - {rpc: give, at: peer}\n", ":10:21",
      "needs {fixture: paired}" },
    { "  scenario:\n  - {need: '${peer.chainId}', equals: 1}\n", ":10:12",
      "nothing is saved as peer" },
    { "  needs: {fixture: paired}\n  scenario:\n"
      "  - {rpc: give, at: peer, save: x}\n  - {set: y, to: ['${x}']}\n"
      "  - {check: '${y}', equals: 1}\n", ":13:13", "not a check" },
    { "  needs: {fixture: paired}\n  scenario:\n"
      "  - {op: echo, in: {data: '${peer.x}'}, refusal: fail}\n", ":11:50",
      "refusal cannot be fail" },
    { "  scenario:\n  - {op: echo, in: {}, refusal: never}\n", ":10:33",
      "refusal must be oracle, fail, due or need" },
    { "  scenario:\n  - {check: 'a ${x}', equals: 1}\n", ":10:13",
      "one whole reference" },
    { "  scenario:\n  - {check: 1}\n", ":10:13", "exactly one of equals" },
    { "  scenario:\n  - {check: 1, equals: 1, matches: 1}\n", ":10:13",
      "exactly one of equals" },
    { "  scenario:\n  - {check: 1, matches: {$tpye: int}}\n", ":10:25",
      "did you mean $type?" },
    { "  scenario:\n  - {op: ecco, in: {}}\n  - {check: 1, equals: 1}\n",
      ":10:10", "did you mean echo?" },
    { "  scenario:\n  - {rpc: give, expect: nothing}\n", ":10:25",
      "expect must be result, error or either" },
    { "  scenario:\n  - foreach: []\n    as: n\n    max: 5000\n    do:\n"
      "    - {check: 1, equals: 1}\n", ":12:10",
      "max must be a number from 1 to 1024" },
    { "  scenario:\n  - until: 1\n    equals: 1\n    do:\n"
      "    - {check: 1, equals: 1}\n", ":10:5", "key tries is missing" },
    { "  scenario:\n  - {post: {body: 1}, save: x}\n"
      "  - {check: 1, equals: 1}\n", ":10:12", "post must be" },
    { "  scenario:\n  - {set: node, to: 1}\n  - {check: 1, equals: 1}\n",
      ":10:11", "the names node" },
    { "  scenario:\n  - {check: {$pick: {of: 1}}, equals: 1}\n", ":10:13",
      "$pick must have" },
    { "  op: echo\n  scenario:\n  - {check: 1, equals: 1}\n", ":9:7",
      "a scenario has no key op" },
    { "  op: echo\n  in: {data: '0x'}\n  out: '0x'\n  needs: {fork: x}\n",
      ":12:10", "only a scenario has a key needs" },
    { "  scenario:\n  - {check: 1, equals: 1}\n  needs: {forks: x}\n",
      ":11:11", "unknown key forks; did you mean fork?" },
    { "  scenario:\n  - {check: 1, equals: 1}\n  needs: {fixture: mine}\n",
      ":11:20", "fixture must be observed, owned or paired" },
    { "  scenario:\n  - {check: 1, equals: 1}\n"
      "  still:\n  - {check: '${y}', equals: 1}\n", ":12:13",
      "nothing is saved as y" },
};

START_TEST(a_bad_scenario_is_an_error_that_names_the_place)
{
    char place[200];
    struct kit k;

    kit_open(&k);
    kit_write(&k, "vectors/demo/a.yaml",
              arena_printf(&k.arena, FILE_HEAD "%s", broken_rows[_i].text));
    ck_assert(catalogue_load(&k.catalogue, k.dir, NULL, &k.why) != ERR_OK);
    snprintf(place, sizeof place, "%s:%d:%d", k.why.source, k.why.line,
             k.why.column);
    ck_assert_msg(strstr(place, broken_rows[_i].place) != NULL &&
                      strstr(k.why.text, broken_rows[_i].said) != NULL,
                  "row %d: %s: %s", _i, place, k.why.text);
    k.catalogue.keep = NULL;
    kit_close(&k);
}
END_TEST

/* --- kinds of target ------------------------------------------------------------------ */

START_TEST(what_a_target_is_not_made_for_is_no_part_of_its_run)
{
    struct fake node = make_node(), library = fake_make(answer_right);
    struct fake *both[] = { &node, &library };
    struct kit k;

    kit_open(&k);
    kit_vectors(&k, "- {id: demo.a, title: t, requires: [DEMO-1], op: echo, "
                    "in: {data: '0x01'}, out: '0x01', source: s}\n"
                    "- {id: demo.b, title: t, requires: [DEMO-1], scenario: "
                    "[{check: 1, equals: 1}], source: s}\n");
    kit_load(&k);
    for (size_t i = 0; i < ARRAY_LEN(both); i++) {
        k.selection.fits = engine_fits;
        k.selection.fits_user = both[i];
        k.selection.profile = profile_find(&k.catalogue, "full");
        kit_run(&k, both[i], NULL);
        ck_assert_uint_eq(k.run.case_count, i == 0 ? 2 : 1);
        ck_assert_uint_eq(k.plan.elsewhere, i == 0 ? 0 : 1);
        ck_assert(!k.run.filtered);
        ck_assert(run_case(&k.run, "demo.b") ? i == 0 : i == 1);
    }
    json_decref(node.hello.all);
    kit_close(&k);
}
END_TEST

static void answer_other(struct fake *f, const char *id, const char *op,
                         const json_t *in, struct answer *answer)
{
    (void)id;
    (void)op;
    (void)in;
    answer->body = json_pack("{s:i}", "result", f->asked > 1);
}

START_TEST(rounds_that_differ_make_a_scenario_unstable)
{
    struct fake node = make_node();
    struct kit k;

    node.answer = answer_other;
    kit_open(&k);
    kit_vectors(&k, "- {id: demo.b, title: t, requires: [DEMO-1], scenario: "
                    "[{rpc: give, save: x}, {check: '${x}', equals: 0}], "
                    "source: s}\n");
    kit_load(&k);
    k.selection.repeat = 3;
    kit_run(&k, &node, NULL);
    ck_assert_int_eq(kit_case(&k, "demo.b")->cause, CAUSE_UNSTABLE);
    json_decref(node.hello.all);
    kit_close(&k);
}
END_TEST

START_TEST(scenarios_share_the_window_and_keep_their_answers_apart)
{
    struct fake node = make_node();
    char *text;
    struct kit k;

    kit_open(&k);
    node.hello.pipeline = 8;
    node.newest_first = true;
    text = arena_strdup(&k.arena, "");
    for (int i = 0; i < 30; i++)
        text = arena_printf(&k.arena, "%s- {id: demo.s%d, title: t, requires: "
                            "[DEMO-1], source: s, scenario: [{rpc: give, "
                            "params: [%d], save: x}, {rpc: give, params: "
                            "['${x}'], save: y}, {check: '${y}', equals: %d}]"
                            "}\n", text, i, i, i);
    kit_vectors(&k, text);
    kit_load(&k);
    kit_run(&k, &node, NULL);
    ck_assert_uint_eq(tally_of(&k.run.tally, VERDICT_PASS), 30);
    ck_assert_uint_gt(node.most_waiting, 4);
    json_decref(node.hello.all);
    kit_close(&k);
}
END_TEST

START_TEST(the_script_asks_what_the_scenario_asks)
{
    struct kit k;
    char *script;

    kit_open(&k);
    kit_vectors(&k, "- id: demo.b\n  title: t\n  requires: [DEMO-1]\n"
                    "  source: s\n  scenario:\n"
                    "  - {rpc: give, params: [\"it's\"], save: x}\n"
                    "  - {check: '${x}', equals: 0}\n");
    kit_load(&k);
    script = scenario_curl(catalogue_vector(&k.catalogue, "demo.b"),
                           "http://h/'");
    ck_assert_ptr_nonnull(script);
    ck_assert_ptr_nonnull(strstr(script, "url='http://h/'\\'''"));
    ck_assert_ptr_nonnull(strstr(script, "method:\"give\""));
    ck_assert_ptr_nonnull(strstr(script, "[\"it'\\''s\"]"));
    free(script);
    kit_close(&k);
}
END_TEST

/* --- from a record ------------------------------------------------------------------ */

static const char replayed[] =
    "  - {rpc: give, params: ['0xAb\\n>> x'], save: x}\n"
    "  - {post: {json: [1, \"it's\"]}, save: p}\n"
    "  - {rpc: give, params: ['0x5'], save: id}\n"
    "  - {events: '${id}', count: 3, save: e}\n"
    "  - {rpc: fail, params: [-3], expect: error, save: f}\n"
    "  - {set: n, to: 0}\n"
    "  - until: '${n}'\n    equals: 9\n    tries: 9\n    wait_ms: 1\n"
    "    do:\n    - {rpc: count, save: n}\n"
    "  - {check: ['${p.status}', '${p.body}', '${e}', '${f.code}'], "
    "equals: [200, [1, \"it's\"], ['0x5', 3], -3]}\n";

/* Grows *text. */
static void put_more(char **text, const char *more)
{
    size_t len = strlen(*text), size = len + strlen(more) + 1;
    char *longer = realloc(*text, size);

    ck_assert_ptr_nonnull(longer);
    snprintf(longer + len, size - len, "%s", more);
    *text = longer;
}

/* What replaying k's case says; why is k->why. */
static enum scenario_replayed replay(struct kit *k, struct judgement *out,
                                     const char *exchange)
{
    struct fake node = make_node(), oracle = fake_make(answer_right);
    struct scenario_options options = { .oracle = &oracle.base,
                                        .hello = &node.hello };
    enum scenario_replayed how;

    k->why = (struct error){ 0 };
    how = scenario_replay(out, catalogue_vector(&k->catalogue, "demo.a"),
                          &options, exchange, &k->why);
    json_decref(node.hello.all);
    return how;
}

START_TEST(a_recorded_scenario_is_judged_again_request_by_request)
{
    static const char *const last[] = { "", "  - {rpc: die}\n",
                                        "  - {rpc: hang}\n",
                                        "  - {check: 1, equals: 2}\n" };

    for (size_t i = 0; i < ARRAY_LEN(last); i++) {
        const struct result_case *c;
        struct judgement j;
        char steps[2000];
        struct kit k;

        snprintf(steps, sizeof steps, "%s%s", replayed, last[i]);
        run_steps(&k, steps, "", false);
        c = kit_case(&k, "demo.a");
        ck_assert_msg(replay(&k, &j, c->exchange) == SCENARIO_JUDGED, "%s",
                      k.why.text);
        ck_assert_outcome(c, j.verdict, j.cause);
        kit_close(&k);
    }
}
END_TEST

START_TEST(a_record_of_other_requests_is_no_verdict)
{
    const struct result_case *c;
    struct judgement j;
    char *text, *at;
    struct kit k;

    run_steps(&k, replayed, "", false);
    c = kit_case(&k, "demo.a");
    text = strdup(c->exchange);
    at = strstr(text, "\"method\":\"count\"");
    at[10] = 'm';
    ck_assert_int_eq(replay(&k, &j, text), SCENARIO_OTHER);
    ck_assert_msg(strstr(k.why.text, "request 6 is another one") != NULL,
                  "%s", k.why.text);
    ck_assert_ptr_nonnull(strstr(k.why.text, "mount"));
    free(text);
    /* the node's answer is what is judged, not what the verdict was */
    text = strdup(c->exchange);
    at = strstr(text, "\"code\":-3");
    at[8] = '4';
    at[7] = ' ';
    ck_assert_int_eq(replay(&k, &j, text), SCENARIO_JUDGED);
    ck_assert_int_eq(j.cause, CAUSE_WRONG_ANSWER);
    free(text);
    /* fewer, or more, than the scenario asks */
    text = strdup(c->exchange);
    *strstr(text, ">> [1,") = '\0';
    ck_assert_int_eq(replay(&k, &j, text), SCENARIO_OTHER);
    ck_assert_ptr_nonnull(strstr(k.why.text, "request 2 is not in the record"));
    put_more(&text, "-- there was more than is kept\\x0a");
    ck_assert_int_eq(replay(&k, &j, text), SCENARIO_PART);
    free(text);
    text = strdup(c->exchange);
    put_more(&text, ">> {}\\x0a<< {}\\x0a");
    ck_assert_int_eq(replay(&k, &j, text), SCENARIO_OTHER);
    free(text);
    ck_assert_int_eq(replay(&k, &j, NULL), SCENARIO_OTHER);
    kit_close(&k);
}
END_TEST

START_TEST(what_was_cut_is_not_judged_again)
{
    const struct result_case *c;
    struct judgement j;
    char steps[SCENARIO_EXCHANGE_MAX + 200];
    struct kit k;

    snprintf(steps, sizeof steps, "  - {rpc: give, params: ['%0*d'], save: x}"
             "\n  - {check: '${x}', differs: 1}\n", SCENARIO_EXCHANGE_MAX, 1);
    run_steps(&k, steps, "", false);
    c = kit_case(&k, "demo.a");
    ck_assert_outcome(c, VERDICT_PASS, CAUSE_NONE);
    ck_assert_ptr_nonnull(strstr(c->exchange, "[cut]"));
    ck_assert_int_eq(replay(&k, &j, c->exchange), SCENARIO_PART);
    kit_close(&k);
}
END_TEST

/* --- notes ---------------------------------------------------------------------------- */

START_TEST(a_note_is_recorded_and_changes_no_verdict)
{
    static const struct {
        const char *steps;
        enum verdict verdict;
        const char *note; /* NULL: none */
    } cases[] = {
        { "  - {note: 1, equals: 2, why: odd}\n  - {check: 1, equals: 1}\n",
          VERDICT_PASS, "odd" },
        { "  - {note: 1, equals: 1, why: odd}\n  - {check: 1, equals: 1}\n",
          VERDICT_PASS, NULL },
        { "  - {note: 1, equals: 2, why: odd}\n  - {check: 1, equals: 2}\n",
          VERDICT_FAIL, "odd" },
        { "  - {note: 1, equals: 2, why: odd}\n"
          "  - {need: 1, equals: 2, why: none}\n"
          "  - {check: 1, equals: 1}\n", VERDICT_UNTESTED, "odd" },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct result_case *c;
        const char *text;
        struct kit k;

        run_steps(&k, cases[i].steps, "", false);
        c = kit_case(&k, "demo.a");
        ck_assert_int_eq(c->verdict, cases[i].verdict);
        text = json_string_value(json_array_get(c->notes, 0));
        ck_assert_int_eq(text != NULL, cases[i].note != NULL);
        if (text)
            ck_assert_msg(strncmp(text, "odd (", 5) == 0, "%s", text);
        ck_assert_uint_eq(json_array_size(c->notes), cases[i].note != NULL);
        kit_close(&k);
    }
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, a_recorded_scenario_is_judged_again_request_by_request);
    tcase_add_test(tc, a_record_of_other_requests_is_no_verdict);
    tcase_add_test(tc, what_was_cut_is_not_judged_again);
    tcase_add_test(tc, a_note_is_recorded_and_changes_no_verdict);
    tcase_add_loop_test(tc, a_scenario_gets_the_verdict_that_its_steps_deserve,
                        0, (int)ARRAY_LEN(rows));
    tcase_add_test(tc, writes_are_made_only_when_they_are_allowed);
    tcase_add_loop_test(tc, functions_give_what_they_promise_or_say_no, 0,
                        (int)ARRAY_LEN(value_rows));
    tcase_add_test(tc, a_member_that_is_not_there_is_no_value);
    tcase_add_loop_test(tc, a_bad_scenario_is_an_error_that_names_the_place, 0,
                        (int)ARRAY_LEN(broken_rows));
    tcase_add_test(tc, what_a_target_is_not_made_for_is_no_part_of_its_run);
    tcase_add_test(tc, rounds_that_differ_make_a_scenario_unstable);
    tcase_add_test(tc, scenarios_share_the_window_and_keep_their_answers_apart);
    tcase_add_test(tc, the_script_asks_what_the_scenario_asks);
}

TESTKIT_MAIN("scenario", add_tests)
