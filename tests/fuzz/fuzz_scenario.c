/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/scenario.h"
#include "runner/vector_internal.h"

static const struct op ops[] = {
    { "echo", "{data:bytes}", "bytes", "length empty", "made up", NULL },
};
static const struct suite demo = { "demo", "Demo", ops, ARRAY_LEN(ops) };

const struct suite *suite_at(size_t index)
{
    return index == 0 ? &demo : NULL;
}

const struct suite *suite_find(const char *id)
{
    return strcmp(id, "demo") == 0 ? &demo : NULL;
}

const struct op *op_find(const char *id)
{
    return strcmp(id, "echo") == 0 ? &ops[0] : NULL;
}

/* The node echoes what it is asked; every fifth answer is another kind. */
static void answer_like(struct answer *out, const json_t *in, unsigned n)
{
    json_t *first = json_array_get(json_object_get(in, "params"), 0);

    *out = (struct answer){ .kind = ANSWER_OUT };
    if (n % 5 == 4)
        out->kind = ANSWER_GARBAGE;
    else if (n % 5 == 3)
        out->body = json_pack("{s:{s:i, s:s}}", "error", "code",
                              -32600 - (int)(n % 7), "message", "no");
    else
        out->body = first ? json_pack("{s:O}", "result", first)
                          : json_pack("{s:[i, {s:s}]}", "result", (int)n, "k",
                                      "0xAb");
}

/* Runs to its end: whatever the steps are, it comes within its bounds and with
 * a verdict whose cause belongs to it; a pass has checked something. */
static void run_one(const struct vector *v)
{
    enum { TURNS_MAX = SCENARIO_ASKS_MAX + 10 };
    struct scenario_options options = { .oracle = NULL };
    struct scenario_run r;
    struct judgement j;
    struct answer answer;
    const json_t *in;
    const char *op;
    unsigned turns = 0, waits = 0;

    scenario_begin(&r, v, &options);
    for (;;) {
        enum scenario_state state = scenario_next(&r, &op, &in);

        if (state == SCENARIO_DONE)
            break;
        if (state == SCENARIO_WAIT) {
            r.wait_until_ns = 1; /* time passes quickly here */
            if (++waits > SCENARIO_ASKS_MAX * 100)
                abort();
            continue;
        }
        if (++turns > TURNS_MAX)
            abort();
        answer_like(&answer, in, turns);
        scenario_take(&r, &answer);
        answer_release(&answer);
    }
    turns = r.checks;
    scenario_finish(&r, &j, &answer);
    if (cause_verdict(j.cause) != j.verdict ||
        (j.verdict == VERDICT_PASS && !turns))
        abort();
    answer_release(&answer);
}

/* The input is a vector's steps as JSON. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct yaml_doc doc = { .source = "fuzz" };
    struct problem_sink sink = { .report = NULL };
    struct vector v = { .id = "demo.a", .scenario = true, .op = &scenario_op,
                        .op_id = "scenario" };
    json_t *map = NULL;
    char *script;

    (void)a;
    if (yaml_load(&doc, in, "fuzz", NULL))
        return;
    map = doc.root;
    if (json_is_array(json_object_get(map, "scenario")) &&
        scenario_check(&doc, map, &sink)) {
        v.in = map;
        v.out = scenario_out();
        run_one(&v);
        script = scenario_curl(&v, "http://127.0.0.1");
        if (!script)
            abort();
        free(script);
        json_decref(v.out);
    } else if (!sink.errors && json_is_array(json_object_get(map,
                                                             "scenario"))) {
        abort(); /* refused without a word */
    }
    yaml_release(&doc);
}
