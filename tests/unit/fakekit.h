/* fakekit: a target that says what a test tells it to, and runs against it. */
#ifndef ETALON_TESTS_FAKEKIT_H
#define ETALON_TESTS_FAKEKIT_H

#include "tests/unit/runnerkit.h"

struct fake;
typedef void fake_fn(struct fake *f, const char *id, const char *op,
                     const json_t *in, struct answer *answer);

enum { FAKE_QUEUE = 64 };

struct fake {
    struct target base;
    struct hello hello;
    fake_fn *answer;
    const char *text;              /* for the answer function */
    json_t *body;
    unsigned asked, resets;
    bool newest_first;             /* answers out of order */
    enum err send_fault, receive_fault;
    const char *wrong_id;
    char ids[FAKE_QUEUE][160];
    char ops[FAKE_QUEUE][40];
    const json_t *ins[FAKE_QUEUE];
    size_t waiting, most_waiting;
    char last[160];
};

static inline const struct hello *fake_hello(struct target *t)
{
    return &((struct fake *)t)->hello;
}

static inline enum err fake_send(struct target *t, const char *id,
                                 const char *op, const json_t *in,
                                 struct error *why)
{
    struct fake *f = (struct fake *)t;

    if (f->send_fault)
        return error_set(why, f->send_fault, "sending failed");
    ck_assert(f->waiting < FAKE_QUEUE);
    snprintf(f->ids[f->waiting], sizeof f->ids[0], "%s", id);
    snprintf(f->ops[f->waiting], sizeof f->ops[0], "%s", op);
    f->ins[f->waiting++] = in;
    if (f->waiting > f->most_waiting)
        f->most_waiting = f->waiting;
    return ERR_OK;
}

static inline enum err fake_receive(struct target *t, const char **id_out,
                                    struct answer *answer, struct error *why)
{
    struct fake *f = (struct fake *)t;
    size_t at = f->newest_first ? f->waiting - 1 : 0;

    if (f->receive_fault) {
        f->waiting = 0;
        return error_set(why, f->receive_fault, "receiving failed");
    }
    ck_assert(f->waiting > 0);
    *answer = (struct answer){ .kind = ANSWER_OUT, .nanoseconds = 5 };
    f->asked++;
    f->answer(f, f->ids[at], f->ops[at], f->ins[at], answer);
    snprintf(f->last, sizeof f->last, "%s", f->ids[at]);
    for (size_t i = at + 1; i < f->waiting; i++) {
        memcpy(f->ids[i - 1], f->ids[i], sizeof f->ids[0]);
        memcpy(f->ops[i - 1], f->ops[i], sizeof f->ops[0]);
        f->ins[i - 1] = f->ins[i];
    }
    f->waiting--;
    *id_out = f->wrong_id ? f->wrong_id : f->last;
    return ERR_OK;
}

static inline enum err fake_reset(struct target *t, struct error *why)
{
    (void)why;
    ((struct fake *)t)->resets++;
    return ERR_OK;
}

static inline void fake_close(struct target *t)
{
    (void)t;
}

static const struct target_driver fake_driver = {
    .scheme = "fake:", .help = "for tests", .hello = fake_hello,
    .send = fake_send, .receive = fake_receive, .reset = fake_reset,
    .close = fake_close
};

/* Answers every question rightly. */
static inline void answer_right(struct fake *f, const char *id, const char *op,
                                const json_t *in, struct answer *answer)
{
    (void)f;
    (void)id;
    if (strcmp(op, "echo") == 0 &&
        json_string_length(json_object_get(in, "data")) == 2) {
        answer->kind = ANSWER_REJECT;
        answer->body = json_pack("{s:s}", "reason", "empty");
    } else if (strcmp(op, "echo") == 0) {
        answer->body = json_incref(json_object_get(in, "data"));
    } else if (strcmp(op, "add") == 0) {
        answer->body = json_pack(
            "{s:I}", "sum",
            json_integer_value(json_object_get(in, "a")) +
                json_integer_value(json_object_get(in, "b")));
    } else {
        answer->body = json_pack("{s:O}", "text", json_object_get(in, "text"));
    }
}

static inline struct fake fake_make(fake_fn *answer)
{
    return (struct fake){
        .base = { &fake_driver, "fake:" },
        .hello = { .name = "fake", .version = "1", .states_reasons = true,
                   .pipeline = 1 },
        .answer = answer,
    };
}

/* Plans, runs, records and loads; the run is k->run. */
static inline const char *kit_record(struct kit *k, struct fake *f,
                                     const struct engine_options *options)
{
    char *path = kit_path(k, arena_printf(&k->arena, "r%d.ndjson",
                                          k->records++));
    struct record_header header = {
        .plan = &k->plan, .etalon_version = "test", .target = "fake:",
        .hello = &f->hello,
        .statement = options ? options->statement : NULL,
    };
    struct engine_options none = { .statement = NULL };
    struct engine_result result;
    struct record record;

    ck_assert_err(plan_make(&k->plan, &k->arena, &k->catalogue, &k->selection,
                            &k->why), ERR_OK);
    ck_assert_err(record_create(&record, path, &header, &k->why), ERR_OK);
    ck_assert_err(engine_run(&result, &k->plan, &f->base, &record,
                             options ? options : &none, &k->why), ERR_OK);
    ck_assert_err(record_finish(&record, &k->why), ERR_OK);
    record_close(&record);
    return path;
}

static inline void kit_run(struct kit *k, struct fake *f,
                           const struct engine_options *options)
{
    const char *path = kit_record(k, f, options);

    if (k->run.keep)
        run_release(&k->run);
    if (run_load(&k->run, path, &k->why))
        ck_abort_msg("%s:%d: %s", k->why.source, k->why.line, k->why.text);
}

static inline const struct result_case *kit_case(struct kit *k, const char *id)
{
    const struct result_case *c = run_case(&k->run, id);

    ck_assert_msg(c != NULL, "no case %s", id);
    return c;
}

#define ck_assert_outcome(c, want_verdict, want_cause)                     \
    do {                                                                   \
        ck_assert_str_eq(verdict_name((c)->verdict),                       \
                         verdict_name(want_verdict));                      \
        ck_assert_str_eq(cause_name((c)->cause), cause_name(want_cause));  \
    } while (0)

#endif
