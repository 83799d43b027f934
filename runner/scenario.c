/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "runner/compare_internal.h"

enum { QUICK_STEPS_MAX = 200000 }; /* without a request between them */

const struct op scenario_op = {
    .id = "scenario", .in = "any", .out = "any", .reasons = "",
    .spec = "docs/scenarios.md",
};

json_t *scenario_out(void)
{
    return json_pack("{s:{s:b}, s:{s:b}, s:{s:b}}", "checks", "$any", 1,
                     "notes", "$any", 1, "requests", "$any", 1);
}

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static const char *text_of(const json_t *step, const char *key)
{
    return json_string_value(json_object_get(step, key));
}

/* --- the end ----------------------------------------------------------------------- */

/* "steps[3].do[1]" of the step that is under way. */
static void where(const struct scenario_run *r, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "%s",
                                r->still ? "still" : "scenario");

    for (size_t d = 0; d < r->depth && n < size; d++)
        n += (size_t)snprintf(out + n, size - n, "%s[%zu]", d ? ".do" : "",
                              r->frames[d].at ? r->frames[d].at - 1 : 0);
}

static void unwind(struct scenario_run *r)
{
    while (r->depth)
        json_decref(r->frames[--r->depth].list);
}

static void push(struct scenario_run *r, const json_t *steps,
                 const json_t *step)
{
    assert(r->depth < ARRAY_LEN(r->frames));
    r->frames[r->depth++] =
        (struct scenario_frame){ .steps = steps, .step = step };
}

static void end(struct scenario_run *r, enum cause cause, const char *format,
                ...) PRINTF_LIKE(3, 4);

/* Ends the run with this cause.  A failure of a vector that says how to see
 * whether the chain is still the same first has that looked at. */
static void end(struct scenario_run *r, enum cause cause, const char *format,
                ...)
{
    const json_t *own = json_object_get(r->vector->in, "still");
    const json_t *still = own ? own : r->pinned;
    struct judgement *j = &r->judgement;
    va_list args;

    if (r->still) {
        char was[COMPARE_TEXT_SIZE];

        unwind(r);
        r->done = true;
        snprintf(was, sizeof was, "%s", j->difference.text);
        j->cause = CAUSE_MOVED;
        j->verdict = cause_verdict(CAUSE_MOVED);
        snprintf(j->difference.text, sizeof j->difference.text,
                 "the chain moved while it was looked at (%.450s)", was);
        return;
    }
    *j = (struct judgement){ .verdict = cause_verdict(cause), .cause = cause };
    va_start(args, format);
    vsnprintf(j->difference.text, sizeof j->difference.text, format, args);
    va_end(args);
    snprintf(j->difference.path, sizeof j->difference.path, "$.");
    where(r, j->difference.path + 2, sizeof j->difference.path - 2);
    unwind(r);
    r->done = true;
    if (j->verdict == VERDICT_FAIL && still && !r->asking) {
        r->done = false;
        r->still = true;
        push(r, still, NULL);
    }
}

static void detail(struct scenario_run *r, const json_t *expected,
                   const json_t *got)
{
    if (r->still)
        return;
    json_decref(r->detail);
    r->detail = json_object();
    if (expected)
        json_object_set(r->detail, "expected", (json_t *)(uintptr_t)expected);
    if (got)
        json_object_set(r->detail, "got", (json_t *)(uintptr_t)got);
}

/* " (why)" of the step, or "". */
static const char *because(const json_t *step, char *out, size_t size)
{
    const char *why = text_of(step, "why");

    snprintf(out, size, "%s%.200s%s", why ? " (" : "", why ? why : "",
             why ? ")" : "");
    return out;
}

static void no_value(struct scenario_run *r, const json_t *step,
                     const char *key, const struct error *why)
{
    char *text = json_dumps(json_object_get(step, key),
                            JSON_ENCODE_ANY | JSON_COMPACT);

    if (why->code == ERR_MEMORY)
        end(r, CAUSE_ETALON, "memory is short");
    else
        end(r, CAUSE_WRONG_ANSWER, "%s: %.160s %s%.200s", key,
            text ? text : "?", why->code ? "cannot be had: "
            : "refers to a member that is missing in what came before",
            why->text);
    free(text);
}

/* NULL: the run has ended. */
static json_t *value_of(struct scenario_run *r, const json_t *step,
                        const char *key)
{
    struct error why = { 0 };
    json_t *value = NULL;

    if (scenario_value(&value, json_object_get(step, key), r->values, &why) ||
        !value)
        no_value(r, step, key, &why);
    return value;
}

static void save(struct scenario_run *r, const json_t *step, const char *key,
                 const json_t *value)
{
    const char *name = text_of(step, key);

    if (name)
        json_object_set(r->values, name, (json_t *)(uintptr_t)value);
}

/* --- conditions ------------------------------------------------------------------- */

/* A copy in which the case of hex digits carries no meaning. */
static json_t *lower_hex(const json_t *value)
{
    json_t *copy = json_deep_copy(value), *item;
    const char *text = json_string_value(value), *key;
    size_t i;

    if (text && strncmp(text, "0x", 2) == 0) {
        char *own = strdup(text);

        for (char *c = own; c && *c; c++)
            *c = (char)tolower((unsigned char)*c);
        json_decref(copy);
        copy = own ? json_string(own) : NULL;
        free(own);
        return copy;
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, item)
        json_object_set_new(copy, key, lower_hex(item));
    json_array_foreach((json_t *)(uintptr_t)value, i, item)
        json_array_set_new(copy, i, lower_hex(item));
    return copy;
}

enum holds { HOLDS, HOLDS_NOT, HOLDS_ENDED };

static enum holds compare(const json_t *want, const json_t *got, bool exact,
                          struct difference *d)
{
    json_t *left, *right;
    bool same;

    if (exact || !got)
        return compare_values(d, NULL, want, got) ? HOLDS : HOLDS_NOT;
    left = lower_hex(want);
    right = lower_hex(got);
    same = compare_values(d, NULL, left, right);
    json_decref(left);
    json_decref(right);
    return same ? HOLDS : HOLDS_NOT;
}

/* The condition of a check, need, if or until. A missing value is compared as
 * such, so that {$absent: true} can be asked for. */
static enum holds condition(struct scenario_run *r, const json_t *step,
                            const char *key, struct difference *d)
{
    static const char *const words[] = { "equals", "differs", "matches" };
    struct error why = { 0 };
    json_t *got = NULL, *want = NULL;
    enum holds holds = HOLDS_ENDED;
    size_t word = 0;

    while (!json_object_get(step, words[word]))
        if (++word == ARRAY_LEN(words))
            return HOLDS_ENDED;
    if (scenario_value(&got, json_object_get(step, key), r->values, &why)) {
        no_value(r, step, key, &why);
        return HOLDS_ENDED;
    }
    want = value_of(r, step, words[word]);
    if (want)
        holds = compare(want, got, word == 2, d);
    if (want && word == 1 && holds != HOLDS_ENDED) {
        holds = holds == HOLDS ? HOLDS_NOT : HOLDS;
        snprintf(d->text, sizeof d->text, "both are the same");
    }
    if (holds == HOLDS_NOT && strcmp(key, "note") != 0)
        detail(r, want, got);
    json_decref(got);
    json_decref(want);
    return holds;
}

static const char *name_of_value(const json_t *step, const char *key,
                                 char *out, size_t size)
{
    const char *text = text_of(step, key);
    size_t len = text ? strlen(text) : 0;

    if (len > 3 && text[0] == '$')
        snprintf(out, size, "%.*s", (int)(len - 3), text + 2);
    else
        snprintf(out, size, "the value");
    return out;
}

/* --- steps ---------------------------------------------------------------------------- */

static void do_check(struct scenario_run *r, const json_t *step)
{
    struct difference d = { "", "" };
    char why[220], name[120];

    r->checks++;
    if (condition(r, step, "check", &d) == HOLDS_NOT)
        end(r, CAUSE_WRONG_ANSWER, "%s%s: %.300s",
            name_of_value(step, "check", name, sizeof name),
            because(step, why, sizeof why),
            strncmp(d.text, "$: ", 3) == 0 ? d.text + 3 : d.text);
}

static void do_need(struct scenario_run *r, const json_t *step)
{
    struct difference d = { "", "" };
    const char *why = text_of(step, "why");

    if (condition(r, step, "need", &d) == HOLDS_NOT)
        end(r,
            json_is_true(json_object_get(step, "extension"))
                ? CAUSE_NOT_OFFERED : CAUSE_NEEDS,
            "%.400s", why ? why : d.text);
}

static void do_set(struct scenario_run *r, const json_t *step)
{
    json_t *value = value_of(r, step, "to");

    if (value)
        save(r, step, "set", value);
    json_decref(value);
}

static void do_if(struct scenario_run *r, const json_t *step)
{
    struct difference d;

    if (condition(r, step, "if", &d) == HOLDS)
        push(r, json_object_get(step, "do"), step);
}

static size_t number(const json_t *step, const char *key, size_t otherwise)
{
    const json_t *value = json_object_get(step, key);

    return json_is_integer(value) ? (size_t)json_integer_value(value)
                                  : otherwise;
}

/* Looks whether the chain still has the block of the anchor.  The number of a
 * block of Conflux Core is that of its epoch. */
static json_t *pinned(const struct scenario_run *r)
{
    const char *space = text_of(json_object_get(r->values, "node"), "space");

    return json_pack("[{s:s, s:[s, b], s:s}, {s:s, s:s}]", "rpc",
                     space && strcmp(space, "core") == 0
                         ? "cfx_getBlockByEpochNumber"
                         : "eth_getBlockByNumber",
                     "params", "${pin_.number}", 0, "save", "again_", "check",
                     "${again_.hash}", "equals", "${pin_.hash}");
}

static void pin(struct scenario_run *r, json_t *anchor)
{
    json_t *block = json_object_get(anchor, "block");

    json_object_set(r->values, "pin_", block ? block : anchor);
    if (!r->pinned)
        r->pinned = pinned(r);
}

/* Takes up the next item of a foreach whose frame is on top; false at the
 * end. */
static bool next_item(struct scenario_run *r)
{
    struct scenario_frame *f = &r->frames[r->depth - 1];

    if (f->index >= f->count)
        return false;
    save(r, f->step, "as", json_array_get(f->list, f->index));
    if (text_of(f->step, "anchors"))
        pin(r, json_array_get(f->list, f->index));
    if (text_of(f->step, "index"))
        json_object_set_new(r->values, text_of(f->step, "index"),
                            json_quantity_u64(f->index));
    f->index++;
    f->at = 0;
    return true;
}

static void pop(struct scenario_run *r)
{
    json_decref(r->frames[--r->depth].list);
}

static void iterate(struct scenario_run *r, const json_t *step, json_t *list)
{
    size_t max = number(step, "max", SCENARIO_ITEMS);
    size_t min = number(step, "min", 1), count = json_array_size(list);
    struct scenario_frame *f;
    char why[220];

    if (!json_is_array(list) || count < min) {
        if (json_is_array(list))
            end(r, CAUSE_NEEDS, "%zu items were found, %zu are needed%s",
                count, min, because(step, why, sizeof why));
        else
            end(r, CAUSE_WRONG_ANSWER, "foreach: this is no list%s",
                because(step, why, sizeof why));
        json_decref(list);
        return;
    }
    push(r, json_object_get(step, "do"), step);
    f = &r->frames[r->depth - 1];
    f->list = list;
    f->count = count < max ? count : max;
    if (!next_item(r))
        pop(r);
}

static void do_foreach(struct scenario_run *r, const json_t *step)
{
    json_t *list = value_of(r, step, "foreach");

    if (list)
        iterate(r, step, list);
}

/* Once for each anchor of the kind that discovery found. */
static void do_anchors(struct scenario_run *r, const json_t *step)
{
    const char *kind = text_of(step, "anchors");
    json_t *list = json_object_get(json_object_get(json_object_get(
        r->values, "node"), "anchors"), kind);

    if (json_array_size(list))
        iterate(r, step, json_incref(list));
    else if (number(step, "min", 1))
        end(r, CAUSE_UNSEEN, "the chain was found to have no anchor of the "
            "kind %.40s", kind);
}

/* What is not as expected, and is no failure. */
static void do_note(struct scenario_run *r, const json_t *step)
{
    struct difference d = { "", "" };
    char name[120];

    if (condition(r, step, "note", &d) != HOLDS_NOT ||
        json_array_size(r->notes) >= SCENARIO_NOTES_MAX)
        return;
    if (!r->notes)
        r->notes = json_array();
    json_array_append_new(r->notes, json_sprintf(
        "%s (%s: %.200s)", text_of(step, "why"),
        name_of_value(step, "note", name, sizeof name),
        strncmp(d.text, "$: ", 3) == 0 ? d.text + 3 : d.text));
}

/* Another round of the until on top?  False: it is over (or the run is). */
static bool another_try(struct scenario_run *r)
{
    struct scenario_frame *f = &r->frames[r->depth - 1];
    const json_t *step = f->step;
    const char *otherwise = text_of(step, "otherwise");
    struct difference d = { "", "" };
    enum holds holds = condition(r, step, "until", &d);
    char why[220];

    if (holds != HOLDS_NOT)
        return false;
    if (f->tries == number(step, "tries", 1) || now_ns() > f->deadline_ns) {
        bool fail = otherwise && strcmp(otherwise, "fail") == 0;

        end(r, fail ? CAUSE_WRONG_ANSWER : CAUSE_NEEDS,
            "not within %u tries%s: %.200s", f->tries,
            because(step, why, sizeof why), d.text);
        return false;
    }
    if (f->tries)
        r->wait_until_ns =
            now_ns() + (uint64_t)number(step, "wait_ms", 0) * 1000000u;
    f->tries++;
    f->at = 0;
    return true;
}

static void do_until(struct scenario_run *r, const json_t *step)
{
    size_t depth;

    push(r, json_object_get(step, "do"), step);
    depth = r->depth;
    r->frames[depth - 1].deadline_ns =
        now_ns() +
        (uint64_t)number(step, "within_ms", SCENARIO_WITHIN_MS) * 1000000u;
    if (!another_try(r) && !r->done && !r->still && r->depth == depth)
        pop(r);
}

static void do_op(struct scenario_run *r, const json_t *step)
{
    const char *op = text_of(step, "op"), *refusal = text_of(step, "refusal");
    struct answer answer = { .kind = ANSWER_UNREACHABLE };
    struct error why = { 0 };
    char because_text[220], shown[COMPARE_VALUE_SIZE];
    json_t *in = value_of(r, step, "in");

    if (!in)
        return;
    if (!r->options->oracle ||
        target_ask(r->options->oracle, r->vector->id, op, in, &answer, &why)) {
        end(r, CAUSE_ORACLE, "%s: %.300s", op,
            why.text[0] ? why.text : "there is no oracle");
        json_decref(in);
        return;
    }
    r->oracle_used = true;
    if (answer.kind == ANSWER_OUT) {
        save(r, step, "save", answer.body);
        r->checks += refusal && strcmp(refusal, "fail") == 0;
        if (refusal && strcmp(refusal, "due") == 0)
            end(r, CAUSE_ORACLE, "%s accepts what it must refuse%s", op,
                because(step, because_text, sizeof because_text));
    } else if (answer.kind == ANSWER_REJECT && refusal &&
               strcmp(refusal, "due") == 0) {
        save(r, step, "save", answer.body);
    } else if (answer.kind == ANSWER_REJECT && refusal &&
               strcmp(refusal, "need") == 0) {
        compare_show(shown, answer.body);
        end(r, CAUSE_NEEDS, "%s refuses what is needed%s: %.300s", op,
            because(step, because_text, sizeof because_text), shown);
    } else if (answer.kind == ANSWER_REJECT && refusal &&
               strcmp(refusal, "fail") == 0) {
        compare_show(shown, answer.body);
        detail(r, NULL, in);
        end(r, CAUSE_WRONG_ANSWER, "%s%s refuses what the node gave: %.300s",
            op, because(step, because_text, sizeof because_text), shown);
    } else {
        compare_show(shown, answer.body);
        end(r, CAUSE_ORACLE, "%s could not judge: %.120s %.200s", op, shown,
            answer.text);
    }
    answer_release(&answer);
    json_decref(in);
}

/* The question of an rpc or post step. */
static void do_ask(struct scenario_run *r, const json_t *step)
{
    const char *method = text_of(step, "rpc");
    json_t *value;

    if (++r->asks > SCENARIO_ASKS_MAX) {
        end(r, CAUSE_VECTOR, "more than %d requests", SCENARIO_ASKS_MAX);
        return;
    }
    value = method && !json_object_get(step, "params")
                ? json_array()
                : value_of(r, step, method ? "params" : "post");
    if (!value)
        return;
    json_decref(r->question);
    r->question = method ? json_pack("{s:s, s:o}", "method", method, "params",
                                     value)
                         : value;
    r->at_peer = scenario_at_peer(step);
    r->asking = r->question != NULL;
    if (!r->asking)
        end(r, CAUSE_ETALON, "memory is short");
}

/* The wait for notifications of a subscription. */
static void do_events(struct scenario_run *r, const json_t *step)
{
    json_t *id = value_of(r, step, "events");

    if (!id)
        return;
    json_decref(r->question);
    r->question = json_pack("{s:o, s:I, s:I}", "subscription", id, "count",
                            (json_int_t)number(step, "count", 1), "within_ms",
                            (json_int_t)number(step, "within_ms",
                                               SCENARIO_WITHIN_MS));
    r->asks++;
    r->asking = r->question != NULL;
    if (!r->asking)
        end(r, CAUSE_ETALON, "memory is short");
}

static const struct step_run {
    const char *name;
    void (*run)(struct scenario_run *r, const json_t *step);
} step_runs[] = {
    { "rpc", do_ask },     { "post", do_ask },       { "events", do_events },
    { "op", do_op },       { "set", do_set },        { "check", do_check },
    { "need", do_need },   { "if", do_if },          { "foreach", do_foreach },
    { "until", do_until }, { "anchors", do_anchors }, { "note", do_note },
};

static void run_step(struct scenario_run *r, const json_t *step)
{
    for (size_t i = 0; i < ARRAY_LEN(step_runs); i++)
        if (json_object_get(step, step_runs[i].name)) {
            step_runs[i].run(r, step);
            return;
        }
    end(r, CAUSE_VECTOR, "a step of no known kind");
}

/* The block on top is through: again, or back to the one below. */
static void block_end(struct scenario_run *r)
{
    struct scenario_frame *f = &r->frames[r->depth - 1];
    size_t depth = r->depth;
    bool still = r->still, again = false;

    if (f->step && (json_object_get(f->step, "foreach") ||
                   json_object_get(f->step, "anchors")))
        again = next_item(r);
    else if (f->step && json_object_get(f->step, "until"))
        again = another_try(r);
    if (again || r->done || r->still != still || r->depth != depth)
        return;
    pop(r);
    if (r->depth)
        return;
    r->done = true;
    if (!r->still && !r->checks) {
        r->done = false;
        end(r, CAUSE_UNSEEN, "nothing was found that could be checked");
    }
}

void scenario_begin(struct scenario_run *r, const struct vector *v,
                    const struct scenario_options *options)
{
    *r = (struct scenario_run){ .vector = v, .options = options };
    r->values = json_object();
    if (options->hello && options->hello->all)
        json_object_set(r->values, "node", options->hello->all);
    if (options->peer)
        json_object_set(r->values, "peer", (json_t *)(uintptr_t)options->peer);
    if (options->given)
        json_object_set(r->values, "given",
                        (json_t *)(uintptr_t)options->given);
    else
        json_object_set_new(r->values, "given", json_object());
    push(r, json_object_get(v->in, "scenario"), NULL);
}

enum scenario_state scenario_next(struct scenario_run *r, const char **op,
                                  const json_t **in)
{
    for (unsigned n = 0; !r->done && !r->asking; n++) {
        struct scenario_frame *f = &r->frames[r->depth - 1];

        if (r->wait_until_ns) {
            if (now_ns() < r->wait_until_ns)
                return SCENARIO_WAIT;
            r->wait_until_ns = 0;
        }
        if (n == QUICK_STEPS_MAX)
            end(r, CAUSE_VECTOR, "more than %d steps without a request",
                QUICK_STEPS_MAX);
        else if (f->at < json_array_size(f->steps))
            run_step(r, json_array_get(f->steps, f->at++));
        else
            block_end(r);
    }
    if (r->done)
        return SCENARIO_DONE;
    *op = json_object_get(r->question, "method")         ? "rpc"
          : json_object_get(r->question, "subscription") ? "events"
                                                         : "post";
    *in = r->question;
    return SCENARIO_ASK;
}

/* --- answers of the node ----------------------------------------------------------------- */

static bool needs_method(const struct scenario_run *r, const char *method)
{
    const json_t *methods = json_object_get(
        json_object_get(r->vector->in, "needs"), "methods");

    for (size_t i = 0; i < json_array_size(methods); i++)
        if (strcmp(json_string_value(json_array_get(methods, i)), method) == 0)
            return true;
    return false;
}

/* Is this the error that the node gives for a method that nobody has, and did
 * discovery not see that it has this one?  Only where a result is due: an error
 * that is due may well read so. */
static bool as_unknown(const struct scenario_run *r, const json_t *step,
                       const json_t *error)
{
    const json_t *node = json_object_get(r->values, "node");
    const json_t *unknown = json_object_get(node, "unknown");
    const char *expect = text_of(step, "expect");

    return unknown && (!expect || strcmp(expect, "result") == 0) &&
           json_equal(unknown, error) &&
           !json_is_true(json_object_get(json_object_get(node, "methods"),
                                         text_of(step, "rpc")));
}

/* Errors that say nothing about the clause: the method is not there, or the
 * limit of requests is reached (EIP-1474). */
static bool excused(struct scenario_run *r, const json_t *step,
                    const json_t *error)
{
    json_int_t code = json_integer_value(json_object_get(error, "code"));
    const char *method = text_of(step, "rpc");

    if (scenario_absent(error) || as_unknown(r, step, error))
        end(r, CAUSE_NOT_OFFERED, "the node has no method %s", method);
    else if (code == -32005)
        end(r, CAUSE_UNREACHABLE, "%s: the node limits requests", method);
    else
        return false;
    return true;
}

static void take_rpc(struct scenario_run *r, const json_t *step,
                     const json_t *body)
{
    const json_t *error = json_object_get(body, "error");
    const json_t *result = json_object_get(body, "result");
    const char *expect = text_of(step, "expect"), *method = text_of(step, "rpc");
    char shown[COMPARE_VALUE_SIZE], why[220];

    expect = expect ? expect : "result";
    if (error && (strcmp(expect, "result") == 0 || needs_method(r, method)) &&
        excused(r, step, error))
        return;
    if (strcmp(expect, "either") == 0) {
        save(r, step, "save", body);
    } else if (strcmp(expect, "error") == 0) {
        r->checks++;
        if (error) {
            save(r, step, "save", error);
            return;
        }
        compare_show(shown, result);
        detail(r, NULL, result);
        end(r, CAUSE_ACCEPTED, "%s%s: answered with %s; an error is due",
            method, because(step, why, sizeof why), shown);
    } else if (error) {
        compare_show(shown, error);
        detail(r, NULL, error);
        end(r, CAUSE_REJECTED, "%s%s: an error instead of a result: %s",
            method, because(step, why, sizeof why), shown);
    } else {
        save(r, step, "save", result);
    }
}

static void take_from_peer(struct scenario_run *r, const json_t *step,
                           const struct answer *answer)
{
    char said[COMPARE_TEXT_SIZE];
    json_t *value;
    enum cause cause =
        scenario_peer_says(step, answer, &value, said, sizeof said);

    r->at_peer = false;
    if (cause == CAUSE_NONE)
        save(r, step, "save", value);
    else
        end(r, cause, "%s", said);
    json_decref(value);
}

void scenario_take(struct scenario_run *r, const struct answer *answer)
{
    const struct scenario_frame *f = &r->frames[r->depth - 1];
    const json_t *step = json_array_get(f->steps, f->at - 1);
    struct judgement j;

    r->asking = false;
    scenario_log(r, answer);
    if (r->at_peer) {
        take_from_peer(r, step, answer);
        return;
    }
    if (answer->kind == ANSWER_OUT) {
        if (text_of(step, "rpc"))
            take_rpc(r, step, answer->body);
        else
            save(r, step, "save", answer->body);
        return;
    }
    judge(&j, r->vector, answer, false, NULL);
    /* What cannot be asked again now says nothing about a moved chain. */
    r->asking = true;
    end(r, j.cause, "%s: %.400s", text_of(step, "rpc")      ? text_of(step, "rpc")
                                  : text_of(step, "events") ? "events"
                                                            : "post",
        j.difference.text);
    r->asking = false;
}

void scenario_finish(struct scenario_run *r, struct judgement *judgement,
                     struct answer *answer)
{
    json_t *body = r->detail ? json_incref(r->detail) : json_object();

    *judgement = r->judgement;
    *answer = (struct answer){ .kind = ANSWER_OUT, .body = body,
                               .raw = r->log, .raw_len = r->log_len };
    if (judgement->verdict == VERDICT_PASS) {
        json_object_clear(body);
        json_object_set_new(body, "checks", json_integer(r->checks));
        json_object_set_new(body, "requests", json_integer(r->asks));
    } else {
        json_object_set_new(body, "failed",
                            json_string(judgement->difference.path + 2));
    }
    json_object_set_new(body, "notes",
                        r->notes ? json_incref(r->notes) : json_array());
    r->log = NULL;
    scenario_drop(r);
}

void scenario_drop(struct scenario_run *r)
{
    unwind(r);
    json_decref(r->values);
    json_decref(r->question);
    json_decref(r->detail);
    json_decref(r->pinned);
    json_decref(r->notes);
    free(r->log);
    *r = (struct scenario_run){ .done = true };
}
