/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/adapter_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/op.h"
#include "runner/targets/frame.h"
#include "runner/targets/process.h"

enum {
    TIMEOUT_MS = 10000,
    BYE_MS = 2000,
    PIPELINED = 16,          /* questions sent at once, or fewer when hello says */
    LARGE_BYTES = 2 * 1024 * 1024,
    DEEP_LEVELS = 100,
    SAMPLED_OPS = 200        /* operations that are asked with odd input */
};

/* The checks share one process; a check that finds none starts one. */
struct check {
    struct process_words words;
    struct target_options options;
    struct process process;
    bool running;
    json_t *hello;           /* of the first start, or NULL */
    struct hello said;
    struct adapter_finding *finding;
};

typedef void (*check_fn)(struct check *c);

static void say(struct check *c, enum adapter_outcome outcome,
                const char *format, ...) PRINTF_LIKE(3, 4);

/* The first complaint of a check stands. */
static void say(struct check *c, enum adapter_outcome outcome,
                const char *format, ...)
{
    va_list args;

    if (c->finding->outcome != ADAPTER_GOOD)
        return;
    c->finding->outcome = outcome;
    va_start(args, format);
    vsnprintf(c->finding->text, sizeof c->finding->text, format, args);
    va_end(args);
}

/* --- talking ------------------------------------------------------------------------ */

static void stop(struct check *c)
{
    if (c->running)
        process_kill(&c->process);
    c->running = false;
}

static uint64_t deadline(const struct check *c)
{
    unsigned ms = c->options.timeout_ms ? c->options.timeout_ms : TIMEOUT_MS;

    return process_now_ns() + (uint64_t)ms * 1000000u;
}

static bool put(struct check *c, const char *text)
{
    if (process_write(&c->process, bytes_str(text))) {
        say(c, ADAPTER_MEND, "out of memory while asking");
        return false;
    }
    return true;
}

/* One line as an object, or NULL with a complaint and without the process. */
static json_t *get(struct check *c, const char *when)
{
    struct error why = { 0 };
    json_t *object = NULL;
    struct bytes line;
    char shown[200];

    switch (process_next(&c->process, &line, deadline(c))) {
    case PROCESS_LINE:
        if (!frame_read(&object, line, &why))
            return object;
        frame_show(shown, sizeof shown, line);
        say(c, ADAPTER_MEND, "%s: %.120s; it wrote: %.120s", when, why.text,
            shown);
        break;
    case PROCESS_OVERSIZE:
        say(c, ADAPTER_MEND, "%s: a line is longer than the limit", when);
        break;
    case PROCESS_ENDED:
        process_settle(&c->process, 200);
        process_obituary(&c->process, shown, sizeof shown);
        say(c, ADAPTER_MEND, "%s: it ended instead of answering: %s", when,
            shown);
        break;
    case PROCESS_TIMEOUT:
        process_obituary(&c->process, shown, sizeof shown);
        say(c, ADAPTER_MEND, "%s: no answer in time; %s", when, shown);
        break;
    }
    stop(c);
    return NULL;
}

static json_t *exchange(struct check *c, const char *text, const char *when)
{
    return put(c, text) ? get(c, when) : NULL;
}

/* Starts a process and reads its hello, which the caller owns. */
static json_t *start(struct check *c)
{
    struct error why = { 0 };
    char *hello;
    json_t *all;

    stop(c);
    if (process_start(&c->process, &c->words, &c->options, &why)) {
        say(c, ADAPTER_MEND, "%s", why.text);
        return NULL;
    }
    c->running = true;
    hello = frame_hello();
    all = hello ? exchange(c, hello, "hello") : NULL;
    free(hello);
    return all;
}

static bool ready(struct check *c)
{
    json_t *all;

    if (!c->hello) {
        say(c, ADAPTER_SKIPPED, "there was no valid hello");
        return false;
    }
    if (c->running)
        return true;
    all = start(c);
    json_decref(all);
    return all != NULL;
}

/* Asks and holds the answer to its form and id; NULL with a complaint. */
static json_t *ask(struct check *c, const char *id, const char *op,
                   const json_t *in, const char *when)
{
    struct error why = { 0 };
    enum answer_kind kind;
    char *text = frame_run(id, op, in);
    json_t *object = text ? exchange(c, text, when) : NULL, *body = NULL;
    const char *got = object ? frame_id(object) : NULL;

    free(text);
    if (!object)
        return NULL;
    if (!got || strcmp(got, id) != 0)
        error_set(&why, ERR_PROTOCOL, "the answer's id is not the question's");
    else
        (void)!frame_answer_read(&kind, &body, object, &why);
    json_decref(body);
    if (!why.code)
        return object;
    say(c, ADAPTER_MEND, "%s: %s", when, why.text);
    json_decref(object);
    return NULL;
}

static const char *first_op(const struct check *c)
{
    const char *op = json_string_value(json_array_get(c->said.operations, 0));

    return op ? op : "keccak256";
}

/* --- the checks ----------------------------------------------------------------------- */

static void check_hello(struct check *c)
{
    struct error why = { 0 };
    json_t *all = start(c);
    bool stateful;

    if (!all)
        return;
    if (frame_hello_read(&c->said, &stateful, all, &why)) {
        say(c, ADAPTER_MEND, "%s", why.text);
        json_decref(all);
        stop(c);
        return;
    }
    c->hello = all;
}

static void check_hello_again(struct check *c)
{
    char *hello = frame_hello();
    json_t *all = hello && ready(c) ? exchange(c, hello, "a second hello")
                                    : NULL;

    free(hello);
    if (all && !json_equal(all, c->hello))
        say(c, ADAPTER_MEND, "a second hello differs from the first");
    json_decref(all);
}

static void check_operations(struct check *c)
{
    const json_t *name;
    size_t unknown = 0, i;
    const char *first = "";

    if (!c->hello) {
        say(c, ADAPTER_SKIPPED, "there was no valid hello");
        return;
    }
    if (json_array_size(c->said.operations) == 0)
        say(c, ADAPTER_MEND, "hello offers no operation");
    json_array_foreach(c->said.operations, i, name)
        if (!op_find(json_string_value(name)) && !unknown++)
            first = json_string_value(name);
    if (unknown)
        say(c, ADAPTER_MEND,
            "%zu of its operations are not known here, %.100s first: see "
            "etalon list operations", unknown, first);
}

static void check_id(struct check *c)
{
    json_auto_t *in = json_object();

    if (ready(c))
        json_decref(ask(c, "check.id", first_op(c), in, "run"));
}

static void check_unknown_op(struct check *c)
{
    json_auto_t *in = json_object();
    json_t *object = ready(c) ? ask(c, "check.op", "etalon.no-such-operation",
                                    in, "an unknown operation")
                              : NULL;

    if (object && !json_is_true(json_object_get(object, "unsupported")))
        say(c, ADAPTER_MEND,
            "an operation that hello does not offer is answered with "
            "{\"id\": …, \"unsupported\": true}");
    json_decref(object);
}

/* Expects {"error": …} with any id or none, and a process that lives on. */
static void expect_error(struct check *c, const char *text, const char *when)
{
    json_t *object = ready(c) ? exchange(c, text, when) : NULL;

    if (object && !json_is_string(json_object_get(object, "error")))
        say(c, ADAPTER_MEND, "%s is answered with {\"error\": \"…\"}", when);
    json_decref(object);
}

static void check_unknown_verb(struct check *c)
{
    expect_error(c, "{\"verb\":\"etalon-unknown\",\"id\":\"check.verb\"}\n",
                 "an unknown verb");
}

static void check_malformed(struct check *c)
{
    static const char *const lines[] = {
        "this is not JSON\n",
        "{\"verb\":\"run\",\"id\":\"x\"\n",
        "\xff\xfe\n",
        "{\"verb\":\"run\",\"id\":\"x\",\"op\":\"keccak256\",\"in\":{}} x\n",
    };

    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        expect_error(c, lines[i], "a malformed line");
}

static void check_pipeline(struct check *c)
{
    unsigned n = c->hello && c->said.pipeline < PIPELINED ? c->said.pipeline
                                                          : PIPELINED;
    json_auto_t *in = json_object(), *waiting = json_object();
    char id[32];

    if (!ready(c))
        return;
    if (c->said.pipeline < 2) {
        say(c, ADAPTER_SKIPPED, "hello does not offer it");
        return;
    }
    for (unsigned i = 0; i < n; i++) {
        char *text;

        snprintf(id, sizeof id, "check.pipeline.%u", i);
        text = frame_run(id, first_op(c), in);
        if (text && put(c, text))
            json_object_set_new(waiting, id, json_true());
        free(text);
    }
    while (c->running && json_object_size(waiting)) {
        json_auto_t *object = get(c, "several questions at once");
        const char *got = object ? frame_id(object) : NULL;

        if (object && (!got || json_object_del(waiting, got))) {
            say(c, ADAPTER_MEND,
                "several questions at once: an id came back that was not "
                "asked, or twice");
            stop(c);
        }
    }
}

static void check_unicode(struct check *c)
{
    json_auto_t *in = json_pack("{s:s, s:s}", "data", "0x", "text",
                                "\xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x98\x80 "
                                "\\ \" \t \xe2\x80\xa8");

    if (ready(c))
        json_decref(ask(c, "check.\xc3\xa9.\xe6\xbc\xa2.\xf0\x9f\x98\x80",
                        first_op(c), in, "an id and text beyond ASCII"));
}

static void check_large(struct check *c)
{
    json_auto_t *in = json_object();
    char *hex = malloc(LARGE_BYTES + 3);

    if (hex) {
        memcpy(hex, "0x", 2);
        memset(hex + 2, 'a', LARGE_BYTES);
        hex[LARGE_BYTES + 2] = '\0';
        json_object_set_new(in, "data", json_string(hex));
    }
    free(hex);
    if (ready(c))
        json_decref(ask(c, "check.large", first_op(c), in,
                        "a question of 2 MiB"));
}

static void check_deep(struct check *c)
{
    json_t *item = json_string("0x");
    json_auto_t *in = NULL;

    for (int i = 0; i < DEEP_LEVELS; i++)
        item = json_pack("[o]", item);
    in = json_pack("{s:o}", "item", item);
    if (ready(c))
        json_decref(ask(c, "check.deep", "rlp.encode", in,
                        "a question 100 levels deep"));
}

/* Inputs that many operations refuse and some take. */
static const char *const odd_inputs[] = {
    "{}",
    "{\"data\":\"0x\"}",
    "{\"data\":\"0x8100\"}",
    "{\"data\":\"0xf8ff\"}",
    "{\"data\":\"0x01f800000000\"}",
};

typedef void (*visit_fn)(struct check *c, const char *op, const json_t *in);

static void visit_odd(struct check *c, visit_fn visit)
{
    for (size_t o = 0; ready(c) && o < SAMPLED_OPS; o++) {
        const char *op = json_string_value(json_array_get(c->said.operations,
                                                          o));

        for (size_t i = 0; op && i < ARRAY_LEN(odd_inputs) && ready(c); i++) {
            json_auto_t *in = json_loads(odd_inputs[i], 0, NULL);

            visit(c, op, in);
            if (c->finding->outcome != ADAPTER_GOOD)
                return;
        }
        if (!op)
            return;
    }
}

static void visit_twice(struct check *c, const char *op, const json_t *in)
{
    json_auto_t *one = ask(c, "check.same", op, in, op);
    json_auto_t *two = one ? ask(c, "check.same", op, in, op) : NULL;

    if (one && two && !json_equal(one, two))
        say(c, ADAPTER_MEND, "%.100s answers the same question differently",
            op);
}

static void check_deterministic(struct check *c)
{
    visit_odd(c, visit_twice);
}

static void visit_reason(struct check *c, const char *op, const json_t *in)
{
    json_auto_t *object = ask(c, "check.reason", op, in, op);
    const json_t *reject = json_object_get(object, "reject");
    const char *reason = json_string_value(json_object_get(reject, "reason"));
    const struct op *known = op_find(op);

    if (reject && !reason && c->said.states_reasons)
        say(c, ADAPTER_MEND,
            "hello says that it states reasons, yet %.100s rejects without",
            op);
    if (reason && known && !op_has_reason(known, reason))
        say(c, ADAPTER_MEND, "%.60s gives the reason %.60s; its list is: %.150s",
            op, reason, known->reasons);
}

static void check_reasons(struct check *c)
{
    visit_odd(c, visit_reason);
}

static void check_reset(struct check *c)
{
    char *reset = frame_reset();
    json_t *object = reset && ready(c) ? exchange(c, reset, "reset") : NULL;

    free(reset);
    if (object && !frame_is_ok(object))
        say(c, ADAPTER_MEND, "reset is answered with {\"ok\": true}");
    json_decref(object);
}

static void check_quiet(struct check *c)
{
    struct bytes line;
    char shown[160];

    if (ready(c) && process_pending(&c->process, &line)) {
        frame_show(shown, sizeof shown, line);
        say(c, ADAPTER_MEND, "it wrote a line that nobody asked for: %s",
            shown);
        stop(c);
    }
}

static void finish(struct check *c, const char *text, const char *when)
{
    unsigned took = 0;
    bool good;

    if (!ready(c) || (text && !put(c, text)))
        return;
    good = process_finish(&c->process, BYE_MS, &took);
    c->running = false;
    if (!good)
        say(c, ADAPTER_MEND, "%s: it must exit with status 0 within %d ms",
            when, BYE_MS);
}

static void check_bye(struct check *c)
{
    char *bye = frame_bye();

    if (bye)
        finish(c, bye, "bye");
    free(bye);
}

static void check_end(struct check *c)
{
    finish(c, NULL, "the end of input");
}

static const struct {
    const char *id, *title;
    check_fn run;
} checks[] = {
    { "hello", "it starts and says a valid hello", check_hello },
    { "hello-again", "it says the same hello twice", check_hello_again },
    { "operations", "the operations it offers exist", check_operations },
    { "id", "an answer carries the id of its question", check_id },
    { "unknown-op", "an unknown operation is unsupported", check_unknown_op },
    { "unknown-verb", "an unknown verb is an error, not the end",
      check_unknown_verb },
    { "malformed", "a malformed line is an error, not the end",
      check_malformed },
    { "pipeline", "several questions at once are each answered once",
      check_pipeline },
    { "unicode", "ids and texts beyond ASCII come through", check_unicode },
    { "large", "a question of 2 MiB is answered", check_large },
    { "deep", "a question 100 levels deep is answered", check_deep },
    { "deterministic", "the same question has the same answer",
      check_deterministic },
    { "reasons", "reasons stated are on the operation's list", check_reasons },
    { "reset", "reset is confirmed", check_reset },
    { "quiet", "nothing is written but answers", check_quiet },
    { "bye", "it exits with status 0 after bye", check_bye },
    { "end-of-input", "it exits with status 0 when its input ends",
      check_end },
};

enum err adapter_check(const char *command,
                       const struct target_options *options,
                       adapter_report report, void *user, unsigned *to_mend,
                       struct error *why)
{
    struct check *c = calloc(1, sizeof *c);
    unsigned count = 0;
    enum err err;

    if (!c)
        return error_set(why, ERR_MEMORY, "out of memory");
    err = process_split(&c->words, command, why);
    if (err) {
        free(c);
        return err;
    }
    if (options)
        c->options = *options;
    for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
        struct adapter_finding finding = { .id = checks[i].id,
                                           .title = checks[i].title };

        c->finding = &finding;
        checks[i].run(c);
        count += finding.outcome == ADAPTER_MEND;
        report(user, &finding);
    }
    stop(c);
    json_decref(c->hello);
    free(c);
    *to_mend = count;
    return ERR_OK;
}
