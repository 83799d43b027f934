/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <stdio.h>

#include "runner/anchor.h"

/* What the walk over the steps of one vector knows. */
struct checking {
    const struct yaml_doc *doc;
    struct problem_sink *sink;
    json_t *known;      /* names saved so far */
    json_t *theirs;     /* those of them that hold what the peer said */
    bool paired;        /* the vector needs two nodes */
    size_t steps;
};

#define CONDITION_KEYS                                                        \
    { "equals", SCHEMA_ANY, false }, { "differs", SCHEMA_ANY, false },        \
    { "matches", SCHEMA_ANY, false }

/* clang-format off */
static const struct schema_key rpc_keys[] = {
    { "rpc", SCHEMA_TEXT, true }, { "params", SCHEMA_LIST, false },
    { "at", SCHEMA_TEXT, false },
    { "save", SCHEMA_ID, false }, { "expect", SCHEMA_TEXT, false },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key post_keys[] = {
    { "post", SCHEMA_MAP, true }, { "save", SCHEMA_ID, true },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key events_keys[] = {
    { "events", SCHEMA_TEXT, true }, { "count", SCHEMA_ANY, false },
    { "within_ms", SCHEMA_ANY, false }, { "save", SCHEMA_ID, true },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key op_keys[] = {
    { "op", SCHEMA_TEXT, true }, { "in", SCHEMA_ANY, true },
    { "save", SCHEMA_ID, false }, { "refusal", SCHEMA_TEXT, false },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key set_keys[] = {
    { "set", SCHEMA_ID, true }, { "to", SCHEMA_ANY, true },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key check_keys[] = {
    { "check", SCHEMA_ANY, true }, CONDITION_KEYS, { "why", SCHEMA_TEXT, false },
};
static const struct schema_key need_keys[] = {
    { "need", SCHEMA_ANY, true }, CONDITION_KEYS, { "why", SCHEMA_TEXT, false },
    { "extension", SCHEMA_BOOL, false },
};
static const struct schema_key if_keys[] = {
    { "if", SCHEMA_ANY, true }, CONDITION_KEYS, { "do", SCHEMA_LIST, true },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key foreach_keys[] = {
    { "foreach", SCHEMA_ANY, true }, { "as", SCHEMA_ID, true },
    { "index", SCHEMA_ID, false }, { "min", SCHEMA_ANY, false },
    { "max", SCHEMA_ANY, false }, { "do", SCHEMA_LIST, true },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key until_keys[] = {
    { "until", SCHEMA_ANY, true }, CONDITION_KEYS, { "do", SCHEMA_LIST, true },
    { "tries", SCHEMA_ANY, true }, { "wait_ms", SCHEMA_ANY, false },
    { "within_ms", SCHEMA_ANY, false }, { "otherwise", SCHEMA_TEXT, false },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key anchors_keys[] = {
    { "anchors", SCHEMA_TEXT, true }, { "as", SCHEMA_ID, true },
    { "min", SCHEMA_ANY, false }, { "max", SCHEMA_ANY, false }, { "do", SCHEMA_LIST, true },
    { "why", SCHEMA_TEXT, false },
};
static const struct schema_key note_keys[] = {
    { "note", SCHEMA_ANY, true }, CONDITION_KEYS, { "why", SCHEMA_TEXT, true },
};
static const struct schema_key needs_keys[] = {
    { "methods", SCHEMA_TEXTS, false }, { "fork", SCHEMA_TEXT, false },
    { "capabilities", SCHEMA_TEXTS, false }, { "writes", SCHEMA_BOOL, false },
    { "fixture", SCHEMA_TEXT, false }, { "given", SCHEMA_TEXTS, false },
};

static const struct step_row {
    const char *name;
    const struct schema_key *keys;
    size_t count;
} rows[] = {
    { "rpc",     rpc_keys,     ARRAY_LEN(rpc_keys)     },
    { "post",    post_keys,    ARRAY_LEN(post_keys)    },
    { "events",  events_keys,  ARRAY_LEN(events_keys)  },
    { "op",      op_keys,      ARRAY_LEN(op_keys)      },
    { "set",     set_keys,     ARRAY_LEN(set_keys)     },
    { "check",   check_keys,   ARRAY_LEN(check_keys)   },
    { "need",    need_keys,    ARRAY_LEN(need_keys)    },
    { "if",      if_keys,      ARRAY_LEN(if_keys)      },
    { "foreach", foreach_keys, ARRAY_LEN(foreach_keys) },
    { "until",   until_keys,   ARRAY_LEN(until_keys)   },
    { "anchors", anchors_keys, ARRAY_LEN(anchors_keys) },
    { "note",    note_keys,    ARRAY_LEN(note_keys)    },
};

/* Texts that are one of few words. */
static const struct word_row {
    const char *key, *words[4];
} word_rows[] = {
    { "expect",    { "result", "error", "either" } },
    { "at",        { "target", "peer" } },
    { "refusal",   { "oracle", "fail", "due", "need" } },
    { "otherwise", { "untested", "fail" } },
    { "fixture",   { "observed", "owned", "paired" } },
};

static const struct number_row {
    const char *key;
    int min, max;
} number_rows[] = {
    { "min",       0, SCENARIO_ITEMS_MAX },
    { "max",       1, SCENARIO_ITEMS_MAX },
    { "count",     1, SCENARIO_EVENTS_MAX },
    { "tries",     1, SCENARIO_TRIES_MAX },
    { "wait_ms",   0, SCENARIO_WAIT_MS_MAX },
    { "within_ms", 1, SCENARIO_WITHIN_MS_MAX },
};
/* clang-format on */

#define PROBLEM(c, map, key, ...)                                             \
    problem_add((c)->sink, ERR_SCHEMA, (c)->doc->source,                      \
                yaml_value_place((c)->doc, (map), (key)), __VA_ARGS__)

static void check_words(const struct checking *c, const json_t *map)
{
    for (size_t i = 0; i < ARRAY_LEN(word_rows); i++) {
        const struct word_row *row = &word_rows[i];
        const char *text =
            json_string_value(json_object_get(map, row->key));
        bool known = !text;

        for (size_t k = 0; text && k < 4 && row->words[k]; k++)
            known |= strcmp(text, row->words[k]) == 0;
        if (!known)
            PROBLEM(c, map, row->key, "%s must be %s%s%s%s%s%s%s", row->key,
                    row->words[0], row->words[2] ? ", " : " or ",
                    row->words[1],
                    row->words[3] ? ", " : row->words[2] ? " or " : "",
                    row->words[2] ? row->words[2] : "",
                    row->words[3] ? " or " : "",
                    row->words[3] ? row->words[3] : "");
    }
}

static void check_numbers(const struct checking *c, const json_t *map)
{
    for (size_t i = 0; i < ARRAY_LEN(number_rows); i++) {
        const struct number_row *row = &number_rows[i];
        const json_t *value = json_object_get(map, row->key);

        if (value && (!json_is_integer(value) ||
                      json_integer_value(value) < row->min ||
                      json_integer_value(value) > row->max))
            PROBLEM(c, map, row->key, "%s must be a number from %d to %d",
                    row->key, row->min, row->max);
    }
}

/* Functions and references in one value of a step. */
static void check_value(const struct checking *c, const json_t *map,
                        const char *key)
{
    const json_t *value = json_object_get(map, key);
    json_t *names = json_object(), *item;
    struct error why = { 0 };
    const char *name;

    if (value && scenario_value_check(value, names, &why))
        PROBLEM(c, map, key, "%s: %s", key, why.text);
    json_object_foreach(names, name, item)
        if (!json_object_get(c->known, name))
            PROBLEM(c, map, key, "%s: nothing is saved as %s before this step",
                    key, name);
    json_decref(names);
}

/* A copy with "0x0" for what is only known when the scenario runs. */
static json_t *settled(const json_t *value)
{
    json_t *copy = json_deep_copy(value), *item;
    const char *text = json_string_value(value), *key;
    size_t len, i;

    if (scenario_is_function(value) ||
        (text && scenario_is_reference(text, &len))) {
        json_decref(copy);
        return json_string("0x0");
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, item)
        json_object_set_new(copy, key, settled(item));
    json_array_foreach((json_t *)(uintptr_t)value, i, item)
        json_array_set_new(copy, i, settled(item));
    return copy;
}

static void check_condition(const struct checking *c, const json_t *step,
                            const char *kind)
{
    static const char *const words[] = { "equals", "differs", "matches" };
    struct error why = { 0 };
    unsigned given = 0;
    json_t *matches;

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        given += json_object_get(step, words[i]) != NULL;
    if (given != 1)
        PROBLEM(c, step, kind, "%s needs exactly one of equals, differs and "
                "matches", kind);
    matches = settled(json_object_get(step, "matches"));
    if (compare_check(matches, &why))
        PROBLEM(c, step, "matches", "matches: %s", why.text);
    json_decref(matches);
}

static void know(const struct checking *c, const json_t *step, const char *key)
{
    const char *name = json_string_value(json_object_get(step, key));

    if (!name)
        return;
    if (strcmp(name, "node") == 0 || strcmp(name, "given") == 0 ||
        strcmp(name, "peer") == 0)
        PROBLEM(c, step, key, "the names node, peer and given stand for what "
                "the nodes say of themselves and for --set");
    if (strpbrk(name, "."))
        PROBLEM(c, step, key, "a name has no dot");
    json_object_set_new(c->known, name, json_true());
}

/* Does the value of the step refer to anything that the peer said? */
static bool of_peer(const struct checking *c, const json_t *step,
                    const char *key)
{
    const json_t *value = json_object_get(step, key);
    json_t *names = json_object(), *item;
    struct error why = { 0 };
    const char *name;
    bool found = false;

    if (value && !scenario_value_check(value, names, &why))
        json_object_foreach(names, name, item)
            found |= json_object_get(c->theirs, name) != NULL;
    json_decref(names);
    return found;
}

/* The peer is not judged: nothing that it said, or that was made of it, may
 * decide against the target. */
static void check_peer(const struct checking *c, const json_t *step)
{
    static const char *const makes[] = { "in", "to", "foreach" };
    static const char *const names[] = { "save", "set", "as" };
    const char *at = json_string_value(json_object_get(step, "at"));
    const char *refusal = json_string_value(json_object_get(step, "refusal"));
    const char *name;
    bool theirs = at && strcmp(at, "peer") == 0;

    if (theirs && !c->paired)
        PROBLEM(c, step, "at", "a step at the peer needs {fixture: paired}");
    if (of_peer(c, step, "check"))
        PROBLEM(c, step, "check", "what the peer said can be a need, not a "
                "check: the peer is not judged");
    if (refusal && strcmp(refusal, "fail") == 0 && of_peer(c, step, "in"))
        PROBLEM(c, step, "refusal", "what the peer said is not judged: refusal "
                "cannot be fail");
    for (size_t i = 0; i < ARRAY_LEN(makes); i++)
        theirs |= of_peer(c, step, makes[i]);
    for (size_t i = 0; i < ARRAY_LEN(names) && theirs; i++)
        if ((name = json_string_value(json_object_get(step, names[i]))))
            json_object_set_new(c->theirs, name, json_true());
}

static void check_op(const struct checking *c, const json_t *step)
{
    const char *id = json_string_value(json_object_get(step, "op"));
    const char *names[2000], *near;
    const struct suite *suite;
    size_t count = 0;

    if (op_find(id))
        return;
    for (size_t s = 0; (suite = suite_at(s)); s++)
        for (size_t i = 0; i < suite->op_count && count < 2000; i++)
            names[count++] = suite->ops[i].id;
    near = schema_nearest(id, names, count);
    PROBLEM(c, step, "op", "there is no operation %.80s%s%s%s", id,
            near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static void check_anchors(const struct checking *c, const json_t *step)
{
    const char *kind = json_string_value(json_object_get(step, "anchors"));
    const char *names[64], *near;
    size_t count = 0;

    if (anchor_kind_known(kind))
        return;
    while (count < ARRAY_LEN(names) && anchor_kind_at(count)) {
        names[count] = anchor_kind_at(count);
        count++;
    }
    near = schema_nearest(kind, names, count);
    PROBLEM(c, step, "anchors", "there is no kind of anchor %.80s%s%s%s", kind,
            near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static void check_post(const struct checking *c, const json_t *step)
{
    const json_t *post = json_object_get(step, "post");

    if (json_object_size(post) != 1 ||
        (!json_is_string(json_object_get(post, "text")) &&
         !json_object_get(post, "json")))
        PROBLEM(c, step, "post", "post must be {text: …} or {json: …}");
}

static void check_steps(struct checking *c, const json_t *map,
                        const char *key, unsigned depth);

static const struct step_row *row_of(const struct checking *c,
                                     const json_t *step,
                                     struct yaml_place at)
{
    const char *names[ARRAY_LEN(rows)], *near = NULL, *key;
    const struct step_row *found = NULL;
    json_t *item;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        names[i] = rows[i].name;
        if (!json_object_get(step, rows[i].name))
            continue;
        if (found) {
            problem_add(c->sink, ERR_SCHEMA, c->doc->source, at,
                        "a step is one thing, not %s and %s", found->name,
                        rows[i].name);
            return NULL;
        }
        found = &rows[i];
    }
    if (found)
        return found;
    json_object_foreach((json_t *)(uintptr_t)step, key, item)
        if (!near)
            near = schema_nearest(key, names, ARRAY_LEN(names));
    problem_add(c->sink, ERR_SCHEMA, c->doc->source, at,
                "a step has one of rpc, post, events, op, set, check, need, "
                "note, if, foreach, anchors and until%s%s%s",
                near ? "; did you mean " : "", near ? near : "",
                near ? "?" : "");
    return NULL;
}

static void check_step(struct checking *c, const json_t *step,
                       struct yaml_place at, unsigned depth)
{
    static const char *const values[] = { "params", "post", "events", "in",
                                          "to", "check", "need", "if",
                                          "foreach", "until", "equals",
                                          "differs", "matches" };
    const struct step_row *row = row_of(c, step, at);
    bool condition;

    if (!row || !schema_check(c->doc, step, at, row->keys, row->count,
                              c->sink))
        return;
    check_words(c, step);
    check_numbers(c, step);
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        if (strcmp(row->name, "rpc") != 0 || strcmp(values[i], "params") == 0)
            check_value(c, step, values[i]);
    condition = row->keys == check_keys || row->keys == need_keys ||
                row->keys == note_keys || row->keys == if_keys || row->keys == until_keys;
    if (condition)
        check_condition(c, step, row->name);
    if (row->keys == op_keys)
        check_op(c, step);
    if (row->keys == anchors_keys)
        check_anchors(c, step);
    if (row->keys == post_keys)
        check_post(c, step);
    check_peer(c, step);
    know(c, step, "save");
    know(c, step, "as");
    know(c, step, "index");
    know(c, step, "set");
    if (json_object_get(step, "do"))
        check_steps(c, step, "do", depth + 1);
}

static void check_steps(struct checking *c, const json_t *map,
                        const char *key, unsigned depth)
{
    const json_t *steps = json_object_get(map, key);

    if (!json_array_size(steps))
        PROBLEM(c, map, key, "%s must not be empty", key);
    if (depth > SCENARIO_DEPTH_MAX) {
        PROBLEM(c, map, key, "steps are more than %d deep",
                SCENARIO_DEPTH_MAX);
        return;
    }
    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);
        struct yaml_place at = yaml_item_place(c->doc, steps, i);

        if (++c->steps == SCENARIO_STEPS_MAX + 1)
            PROBLEM(c, map, key, "a scenario has at most %d steps",
                    SCENARIO_STEPS_MAX);
        if (json_is_object(step))
            check_step(c, step, at, depth);
        else
            problem_add(c->sink, ERR_SCHEMA, c->doc->source, at,
                        "a step is a map");
    }
}

/* Does any step judge?  A scenario that checks nothing must not pass. */
static bool judges(const json_t *steps)
{
    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);
        const char *expect =
            json_string_value(json_object_get(step, "expect"));
        const char *refusal =
            json_string_value(json_object_get(step, "refusal"));

        if (json_object_get(step, "check") ||
            (expect && strcmp(expect, "error") == 0) ||
            (refusal && strcmp(refusal, "fail") == 0) ||
            judges(json_object_get(step, "do")))
            return true;
    }
    return false;
}

bool scenario_check(const struct yaml_doc *doc, const json_t *vector,
                    struct problem_sink *sink)
{
    struct checking c = { .doc = doc, .sink = sink, .known = json_object(),
                          .theirs = json_object() };
    const json_t *needs = json_object_get(vector, "needs");
    const char *fixture = json_string_value(json_object_get(needs, "fixture"));
    unsigned before = sink->errors;

    json_object_set_new(c.known, "node", json_true());
    json_object_set_new(c.known, "given", json_true());
    c.paired = fixture && strcmp(fixture, "paired") == 0;
    if (c.paired) {
        json_object_set_new(c.known, "peer", json_true());
        json_object_set_new(c.theirs, "peer", json_true());
    }
    check_steps(&c, vector, "scenario", 1);
    if (sink->errors == before && !judges(json_object_get(vector, "scenario")))
        PROBLEM(&c, vector, "scenario", "no step checks anything");
    if (json_object_get(vector, "still"))
        check_steps(&c, vector, "still", 1);
    if (needs && schema_check(doc, needs,
                              yaml_value_place(doc, vector, "needs"),
                              needs_keys, ARRAY_LEN(needs_keys), sink))
        check_words(&c, needs);
    json_decref(c.known);
    json_decref(c.theirs);
    return sink->errors == before;
}
