/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/stdio.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "runner/targets/answer.h"
#include "runner/targets/frame.h"
#include "runner/targets/process.h"

enum {
    TIMEOUT_MS = 10000,
    START_MS = 10000,        /* at least this long for hello after a start */
    CLOSE_GRACE_MS = 2000,   /* for the exit after bye */
    EXIT_GRACE_MS = 200,     /* between closing stdout and the exit */
    RESTARTS_MAX = 25,
    TRIES_MAX = 3,           /* sendings of a question without any effect */
    FORGIVEN_MAX = 3,        /* late second answers that cost nothing */
    BACKOFF_MS = 50, BACKOFF_MAX_MS = 1000,
    RECENT_MAX = FRAME_PIPELINE_MAX
};

struct question {
    char id[FRAME_ID_MAX + 1];
    char *line;              /* the request, until it is answered */
    size_t len;
    bool sent;               /* to the process that runs now */
    bool alone;              /* nothing else was under way beside it */
    bool suspect;            /* to be asked again alone */
    unsigned tries;          /* how often it was sent in vain */
    uint64_t starts_at;      /* place of its line in the stream to stdin */
    uint64_t sent_ns, deadline_ns;
};

struct stdio_target {
    struct target base;
    struct target_options options;
    struct process_words words;
    struct process process;
    bool running, stateful, given_up;
    struct hello hello;
    json_t *ahead;           /* the next line, when it was read already */
    struct question questions[FRAME_PIPELINE_MAX]; /* in order of asking */
    size_t count;
    unsigned restarts, barren, forgiven;
    uint64_t progress_ns;    /* when it last answered, or began to work */
    uint64_t left_ns;        /* when receive() last returned */
    char last_words[400];
    char concluded[FRAME_ID_MAX + 1];
    char recent[RECENT_MAX][FRAME_ID_MAX + 1];
    size_t recent_next;
};

static struct stdio_target *self_of(struct target *t)
{
    return (struct stdio_target *)t;
}

static uint64_t timeout_ns(const struct stdio_target *s)
{
    unsigned ms = s->options.timeout_ms ? s->options.timeout_ms : TIMEOUT_MS;

    return (uint64_t)ms * 1000000u;
}

/* --- starting ------------------------------------------------------------------- */

static const char *network_word(enum process_network network)
{
    static const char *const words[] = {
        [NETWORK_ALLOWED] = "allowed",
        [NETWORK_NONE] = "none",
        [NETWORK_NOT_ISOLATED] = "not isolated: the kernel does not allow it",
    };

    return words[network];
}

/* The first line: hello, or the reason why there is none. */
static enum err read_hello(struct stdio_target *s, struct hello *hello,
                           struct error *why)
{
    uint64_t wait = timeout_ns(s) > (uint64_t)START_MS * 1000000u
                        ? timeout_ns(s)
                        : (uint64_t)START_MS * 1000000u;
    uint64_t deadline = process_now_ns() + wait;
    char shown[260];
    struct bytes line;
    json_t *all = NULL;
    enum err err;

    switch (process_next(&s->process, &line, deadline)) {
    case PROCESS_LINE:
        break;
    case PROCESS_OVERSIZE:
        return error_set(why, ERR_PROTOCOL, "its hello is longer than %zu bytes",
                         s->process.line_max);
    case PROCESS_ENDED:
        process_settle(&s->process, EXIT_GRACE_MS);
        process_obituary(&s->process, shown, sizeof shown);
        return error_set(why, ERR_UNREACHABLE, "no hello: %s", shown);
    case PROCESS_TIMEOUT:
        process_obituary(&s->process, shown, sizeof shown);
        return error_set(why, ERR_UNREACHABLE, "no hello within %u ms: %s",
                         (unsigned)(wait / 1000000u), shown);
    }
    frame_show(shown, 100, line);
    err = frame_read(&all, line, why);
    if (!err)
        err = frame_hello_read(hello, &s->stateful, all, why);
    if (err) {
        json_decref(all);
        if (why && strlen(why->text) + strlen(shown) + 12 < sizeof why->text) {
            size_t n = strlen(why->text);

            snprintf(why->text + n, sizeof why->text - n, "; it wrote: %s",
                     shown);
        }
        return err;
    }
    if (json_object_set_new(all, "$etalon",
                            json_pack("{s:s}", "network",
                                      network_word(s->process.network)))) {
        json_decref(all);
        return error_set(why, ERR_MEMORY, "out of memory");
    }
    return ERR_OK;
}

/* Starts the process and shakes hands; a later start must meet the same
 * adapter again. */
static enum err start(struct stdio_target *s, struct error *why)
{
    struct hello hello = { 0 };
    char *line = frame_hello();
    enum err err;

    if (!line)
        return error_set(why, ERR_MEMORY, "out of memory");
    err = process_start(&s->process, &s->words, &s->options, why);
    if (err) {
        free(line);
        return err;
    }
    err = process_write(&s->process, bytes_str(line));
    free(line);
    if (err)
        error_set(why, err, "out of memory");
    else
        err = read_hello(s, &hello, why);
    if (!err && s->hello.all) {
        if (strcmp(hello.name, s->hello.name) != 0 ||
            strcmp(hello.version, s->hello.version) != 0 ||
            !json_equal(hello.operations, s->hello.operations))
            err = error_set(why, ERR_PROTOCOL,
                            "after a restart another adapter says hello");
        json_decref(hello.all);
    } else if (!err) {
        s->hello = hello;
    }
    if (err) {
        process_kill(&s->process);
        return err;
    }
    s->running = true;
    s->progress_ns = process_now_ns();
    return ERR_OK;
}

static void pause_ms(unsigned ms)
{
    struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000L };

    nanosleep(&t, NULL);
}

static void stop(struct stdio_target *s)
{
    if (s->running)
        process_kill(&s->process);
    s->running = false;
    json_decref(s->ahead);
    s->ahead = NULL;
    for (size_t i = 0; i < s->count; i++)
        s->questions[i].sent = false;
}

/* Brings a process back, or gives up for good. */
static void restart(struct stdio_target *s)
{
    unsigned max = s->options.restarts_max ? s->options.restarts_max
                                           : RESTARTS_MAX;

    while (!s->running && !s->given_up) {
        struct error why = { 0 };
        unsigned ms = BACKOFF_MAX_MS;

        if (s->restarts == max) {
            s->given_up = true;
            if (!s->last_words[0])
                snprintf(s->last_words, sizeof s->last_words,
                         "it broke off again and again");
            break;
        }
        s->restarts++;
        if (s->barren < 6)
            ms = s->barren ? BACKOFF_MS << (s->barren - 1) : 0;
        s->barren++;
        pause_ms(ms);
        if (start(s, &why)) {
            snprintf(s->last_words, sizeof s->last_words, "%s", why.text);
            log_line(LOG_INFO, "adapter restart %u: %s", s->restarts, why.text);
        }
    }
}

/* --- questions -------------------------------------------------------------------- */

static size_t sent_count(const struct stdio_target *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->count; i++)
        n += s->questions[i].sent;
    return n;
}

static enum err send_one(struct stdio_target *s, struct question *q)
{
    size_t before = sent_count(s);
    enum err err;

    q->starts_at = s->process.queued;
    err = process_write(&s->process, bytes_make(q->line, q->len));
    if (err)
        return err;
    for (size_t i = 0; before && i < s->count; i++)
        if (s->questions[i].sent)
            s->questions[i].alone = false;
    q->alone = before == 0;
    q->sent = true;
    q->sent_ns = process_now_ns();
    q->deadline_ns = q->sent_ns + timeout_ns(s) * (before + 1);
    if (before == 0)
        s->progress_ns = q->sent_ns;
    return ERR_OK;
}

/* Sends what may be sent: everything, or the next suspect alone. */
static enum err dispatch(struct stdio_target *s)
{
    struct question *suspect = NULL;

    for (size_t i = 0; !suspect && i < s->count; i++)
        if (s->questions[i].suspect)
            suspect = &s->questions[i];
    if (suspect)
        return sent_count(s) ? ERR_OK : send_one(s, suspect);
    for (size_t i = 0; i < s->count; i++) {
        enum err err = s->questions[i].sent ? ERR_OK
                                            : send_one(s, &s->questions[i]);

        if (err)
            return err;
    }
    return ERR_OK;
}

/* What the question took: since its sending or the answer before. */
static uint64_t time_of(const struct stdio_target *s, const struct question *q)
{
    uint64_t since = q->sent_ns > s->progress_ns ? q->sent_ns : s->progress_ns;
    uint64_t now = process_now_ns();

    return q->sent_ns && now > since ? now - since : 0;
}

/* Takes question i off the list: its answer is in *out. */
static void conclude(struct stdio_target *s, size_t i, struct answer *out)
{
    struct question *q = &s->questions[i];
    uint64_t now = process_now_ns();

    out->retries = q->tries;
    if (!out->nanoseconds)
        out->nanoseconds = time_of(s, q);
    if (q->tries && out->kind == ANSWER_OUT)
        snprintf(out->text, sizeof out->text,
                 "asked again %u time%s: the adapter broke off while this and "
                 "other questions were under way", q->tries,
                 q->tries == 1 ? "" : "s");
    memcpy(s->concluded, q->id, sizeof s->concluded);
    memcpy(s->recent[s->recent_next++ % RECENT_MAX], q->id, sizeof q->id);
    free(q->line);
    memmove(q, q + 1, (s->count - i - 1) * sizeof *q);
    s->count--;
    s->progress_ns = now;
}

static bool was_answered(const struct stdio_target *s, const char *id)
{
    for (size_t i = 0; i < RECENT_MAX; i++)
        if (strcmp(s->recent[i], id) == 0)
            return true;
    return false;
}

/* --- when something goes wrong ------------------------------------------------------ */

/* What happened, before it is known whose fault it is. */
struct incident {
    enum answer_kind kind;
    char text[512];
    struct bytes raw;
    bool forgivable;  /* belongs to a question that was answered before */
};

/* The one question that pays, or s->count for none (yet). */
static size_t find_guilty(struct stdio_target *s, const struct incident *what)
{
    uint64_t consumed = process_consumed(&s->process);
    size_t touched = 0, last = s->count, worn = s->count;

    for (size_t i = 0; i < s->count; i++) {
        const struct question *q = &s->questions[i];

        if (!q->sent)
            continue;
        if (what->kind != ANSWER_GARBAGE && q->starts_at >= consumed)
            continue;
        touched++;
        last = i;
    }
    if (touched == 1 && s->questions[last].alone &&
        !(what->forgivable && s->forgiven < FORGIVEN_MAX))
        return last;
    if (what->forgivable)
        s->forgiven++;
    for (size_t i = 0; i < s->count; i++) {
        struct question *q = &s->questions[i];

        if (!q->sent)
            continue;
        q->suspect = true;
        if (++q->tries >= TRIES_MAX && worn == s->count)
            worn = i;
    }
    return worn;
}

/* Ends the process and charges at most one question; true when *out is one. */
static bool charge(struct stdio_target *s, struct answer *out,
                   const struct incident *what)
{
    size_t guilty = find_guilty(s, what);

    log_line(LOG_INFO, "adapter: %s", what->text);
    snprintf(s->last_words, sizeof s->last_words, "%.390s", what->text);
    if (guilty < s->count) {
        answer_fail(out, what->kind, "%s", what->text);
        out->nanoseconds = time_of(s, &s->questions[guilty]);
        if (what->raw.len)
            answer_keep_raw(out, what->raw);
    }
    stop(s);
    if (guilty == s->count)
        return false;
    if (what->kind == ANSWER_HANG) {
        /* The probe of a sequential adapter is the hello of the next one. */
        restart(s);
        if (!s->running)
            answer_fail(out, ANSWER_UNREACHABLE,
                        "%.250s; it cannot be started again: %.200s",
                        what->text, s->last_words);
    }
    conclude(s, guilty, out);
    return true;
}

static bool on_end(struct stdio_target *s, struct answer *out)
{
    struct incident what = { .kind = ANSWER_CRASH };
    const char *pipe = s->process.in_broken ? "input" : "output";
    char how[420];

    process_settle(&s->process, EXIT_GRACE_MS);
    process_obituary(&s->process, how, sizeof how);
    if (s->process.exited)
        snprintf(what.text, sizeof what.text, "%s", how);
    else
        snprintf(what.text, sizeof what.text, "it closed its %s; %s", pipe,
                 how);
    return charge(s, out, &what);
}

static bool on_silence(struct stdio_target *s, struct answer *out)
{
    struct incident what = { .kind = ANSWER_HANG };
    char how[300];

    process_obituary(&s->process, how, sizeof how);
    snprintf(what.text, sizeof what.text, "no answer within %u ms; %s",
             (unsigned)(timeout_ns(s) / 1000000u), how);
    return charge(s, out, &what);
}

static bool on_garbage(struct stdio_target *s, struct answer *out,
                       struct bytes raw, const char *text, bool forgivable)
{
    struct incident what = { .kind = ANSWER_GARBAGE, .raw = raw,
                             .forgivable = forgivable };
    char shown[160];

    frame_show(shown, sizeof shown, raw);
    snprintf(what.text, sizeof what.text, "%.300s; it wrote: %s", text, shown);
    return charge(s, out, &what);
}

/* Did it write more for question i than the one line?  When nothing else is
 * under way any line is too much; otherwise only a second answer is known to
 * be this question's. */
static bool says_more(struct stdio_target *s, size_t i, struct error *why)
{
    struct bytes next;
    const char *id;

    if (!process_pending(&s->process, &next))
        return false;
    if (s->count > 1) {
        if (frame_read(&s->ahead, next, NULL))
            return false;
        id = frame_id(s->ahead);
        if (!id || strcmp(id, s->questions[i].id) != 0)
            return false;
    }
    error_set(why, ERR_PROTOCOL,
              "it wrote more than one line for one question");
    return true;
}

/* A well-addressed line: question i answers for it, whatever it holds. */
static bool on_answer(struct stdio_target *s, struct answer *out, size_t i,
                      const json_t *object, struct bytes raw)
{
    struct error why = { 0 };
    enum answer_kind kind;
    json_t *body = NULL;
    char shown[160];
    bool good = !frame_answer_read(&kind, &body, object, &why);

    answer_keep_raw(out, raw);
    if (good && says_more(s, i, &why)) {
        json_decref(body);
        good = false;
    }
    if (good) {
        answer_give(out, kind, body);
        s->barren = 0;
    } else {
        frame_show(shown, sizeof shown,
                   bytes_make(out->raw, out->raw ? out->raw_len : 0));
        answer_fail(out, ANSWER_GARBAGE, "%.300s; it wrote: %s", why.text,
                    shown);
        stop(s);
    }
    conclude(s, i, out);
    return true;
}

static bool on_line(struct stdio_target *s, struct answer *out,
                    struct bytes raw)
{
    struct error why = { 0 };
    json_auto_t *object = s->ahead;
    const char *id, *complaint;

    s->ahead = NULL;
    if (!object && frame_read(&object, raw, &why))
        return on_garbage(s, out, raw, why.text, false);
    id = frame_id(object);
    complaint = frame_stray_error(object);
    for (size_t i = 0; i < s->count; i++)
        if (s->questions[i].sent &&
            (id ? strcmp(id, s->questions[i].id) == 0
                : complaint && s->questions[i].alone))
            return on_answer(s, out, i, object, raw);
    if (complaint)
        return on_garbage(s, out, raw, "an error that names no question",
                          false);
    if (!id)
        return on_garbage(s, out, raw, "the answer has no usable id", false);
    if (was_answered(s, id))
        return on_garbage(s, out, raw, "a second answer to one question", true);
    return on_garbage(s, out, raw,
                      "an answer to a question that is not under way", false);
}

/* --- the driver's functions ----------------------------------------------------------- */

static void stdio_close(struct target *t)
{
    struct stdio_target *s = self_of(t);
    char *bye = frame_bye();

    if (s->running) {
        if (bye)
            (void)!process_write(&s->process, bytes_str(bye));
        (void)process_finish(&s->process, CLOSE_GRACE_MS, NULL);
    }
    for (size_t i = 0; i < s->count; i++)
        free(s->questions[i].line);
    free(bye);
    json_decref(s->ahead);
    json_decref(s->hello.all);
    free(s);
}

static enum err stdio_open(struct target **out, const char *text,
                           const struct target_options *options,
                           struct error *why)
{
    struct stdio_target *s = calloc(1, sizeof *s);
    enum err err;

    if (!s)
        return error_set(why, ERR_MEMORY, "out of memory");
    s->base.driver = &stdio_driver;
    snprintf(s->base.text, sizeof s->base.text, "%s", text);
    s->options = *options;
    err = process_split(&s->words, text + strlen(stdio_driver.scheme), why);
    if (!err)
        err = start(s, why);
    if (err) {
        free(s);
        return err;
    }
    *out = &s->base;
    return ERR_OK;
}

static const struct hello *stdio_hello(struct target *t)
{
    return &self_of(t)->hello;
}

static enum err stdio_send(struct target *t, const char *id, const char *op,
                           const json_t *in, struct error *why)
{
    struct stdio_target *s = self_of(t);
    struct question q = { 0 };

    if (s->count == FRAME_PIPELINE_MAX)
        return error_set(why, ERR_LIMIT, "too many questions under way");
    if (!*id || strlen(id) > FRAME_ID_MAX)
        return error_set(why, ERR_BAD_INPUT, "an id has 1 to %d bytes",
                         FRAME_ID_MAX);
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->questions[i].id, id) == 0)
            return error_set(why, ERR_DUPLICATE, "%s is under way", id);
    q.line = frame_run(id, op, in);
    if (!q.line)
        return error_set(why, ERR_BAD_INPUT,
                         "the question cannot be written as JSON");
    q.len = strlen(q.line);
    memcpy(q.id, id, strlen(id));
    /* What it wrote or did after its last answer is nobody's answer now. */
    if (s->running && s->count == 0 &&
        (process_pending(&s->process, NULL) || s->process.exited)) {
        log_line(LOG_INFO, "adapter: wrote or died between questions");
        stop(s);
    }
    s->questions[s->count++] = q;
    return s->running && dispatch(s) ? error_set(why, ERR_MEMORY, "memory")
                                     : ERR_OK;
}

/* Time between two calls is ours: an adapter that could not write because we
 * did not read is not slow. */
static void excuse_absence(struct stdio_target *s)
{
    uint64_t now = process_now_ns();
    uint64_t gap = s->left_ns && now > s->left_ns ? now - s->left_ns : 0;

    s->progress_ns = now;
    for (size_t i = 0; i < s->count; i++)
        s->questions[i].deadline_ns += gap;
}

/* Stuck: nothing came for one timeout; forgotten: a question waited for the
 * timeouts of all that were before it.  A broken stdin needs no patience. */
static uint64_t deadline_of(const struct stdio_target *s)
{
    uint64_t deadline = s->progress_ns + timeout_ns(s), soon;

    for (size_t i = 0; i < s->count; i++)
        if (s->questions[i].sent && s->questions[i].deadline_ns < deadline)
            deadline = s->questions[i].deadline_ns;
    soon = process_now_ns() + (uint64_t)EXIT_GRACE_MS * 1000000u;
    return s->process.in_broken && soon < deadline ? soon : deadline;
}

static enum err stdio_receive(struct target *t, const char **id_out,
                              struct answer *answer, struct error *why)
{
    struct stdio_target *s = self_of(t);
    bool done = false;

    if (s->count == 0)
        return error_set(why, ERR_INTERNAL, "no question is under way");
    memset(answer, 0, sizeof *answer);
    excuse_absence(s);
    while (!done) {
        struct bytes line;

        if (!s->running)
            restart(s);
        if (!s->running) {
            answer_fail(answer, ANSWER_UNREACHABLE,
                        "given up after %u restarts: %s", s->restarts,
                        s->last_words);
            conclude(s, 0, answer);
            break;
        }
        if (dispatch(s))
            return error_set(why, ERR_MEMORY, "out of memory");
        switch (process_next(&s->process, &line, deadline_of(s))) {
        case PROCESS_LINE:
            done = on_line(s, answer, line);
            break;
        case PROCESS_OVERSIZE:
            done = on_garbage(s, answer,
                              bytes_make(s->process.buffer + s->process.start,
                                         200),
                              "a line is longer than the limit", false);
            break;
        case PROCESS_ENDED:
            done = on_end(s, answer);
            break;
        case PROCESS_TIMEOUT:
            done = s->process.in_broken ? on_end(s, answer)
                                        : on_silence(s, answer);
            break;
        }
    }
    s->left_ns = process_now_ns();
    *id_out = s->concluded;
    return ERR_OK;
}

/* A reset that is not confirmed is done the hard way, by a fresh process. */
static enum err stdio_reset(struct target *t, struct error *why)
{
    struct stdio_target *s = self_of(t);
    json_auto_t *object = NULL;
    struct bytes line;
    char *text;

    assert(s->count == 0);
    if (!s->stateful || !s->running)
        return ERR_OK;
    text = frame_reset();
    if (!text || process_write(&s->process, bytes_str(text))) {
        free(text);
        return error_set(why, ERR_MEMORY, "out of memory");
    }
    free(text);
    if (process_next(&s->process, &line, process_now_ns() + timeout_ns(s)) !=
            PROCESS_LINE ||
        frame_read(&object, line, NULL) || !frame_is_ok(object)) {
        log_line(LOG_INFO, "adapter: reset was not confirmed");
        stop(s);
    }
    return ERR_OK;
}

const struct target_driver stdio_driver = {
    .scheme = "stdio:",
    .help = "stdio:PROGRAM ARGS   an adapter on a pipe, without a shell",
    .open = stdio_open,
    .hello = stdio_hello,
    .send = stdio_send,
    .receive = stdio_receive,
    .reset = stdio_reset,
    .close = stdio_close,
};
