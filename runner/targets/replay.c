/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/replay.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "runner/compare.h"
#include "runner/targets/answer.h"
#include "runner/targets/frame.h"

enum { LINE_MAX_BYTES = 64 * 1024 * 1024, RESULTS_MAX = 10000000 };

struct replay_target {
    struct target base;
    json_t *results;  /* id -> the result line */
    json_t *header;   /* or NULL */
    struct hello hello;
    bool busy;
    char id[FRAME_ID_MAX + 1];
    struct answer answer;
};

static struct replay_target *self_of(struct target *t)
{
    return (struct replay_target *)t;
}

/* --- reading the record ----------------------------------------------------------- */

static enum err take_line(struct replay_target *r, json_t *object)
{
    const char *id = json_string_value(json_object_get(object, "id"));
    bool result = id && json_is_string(json_object_get(object, "op"));

    if (result)
        return json_object_set_new(r->results, id, object) ? ERR_MEMORY
                                                           : ERR_OK;
    if (!r->header && json_is_object(json_object_get(object, "hello")))
        r->header = object;
    else
        json_decref(object);
    return ERR_OK;
}

/* The last line of a killed run may be torn: it alone may be unreadable. */
static enum err read_record(struct replay_target *r, FILE *file,
                            const char *path, struct error *why)
{
    char *text = NULL;
    size_t room = 0;
    enum err err = ERR_OK;
    int line = 0;

    while (!err && line < RESULTS_MAX) {
        ssize_t n = getline(&text, &room, file);
        struct error inner = { 0 };
        json_t *object = NULL;

        if (n < 0)
            break;
        line++;
        if (n > LINE_MAX_BYTES) {
            err = error_at(why, ERR_LIMIT, path, line, 0, "the line is too "
                           "long");
        } else if (frame_read(&object, bytes_make(text, (size_t)n), &inner)) {
            if (text[n - 1] == '\n')
                err = error_at(why, ERR_SYNTAX, path, line, 0, "%s",
                               inner.text);
        } else if (take_line(r, object)) {
            err = error_set(why, ERR_MEMORY, "out of memory");
        }
    }
    free(text);
    if (!err && json_object_size(r->results) == 0)
        err = error_at(why, ERR_SCHEMA, path, 0, 0,
                       "the file holds no result of a run");
    return err;
}

/* The recorded hello, as far as it is one; operations that were not offered
 * then are not offered now. */
static void make_hello(struct replay_target *r)
{
    json_t *all = json_object_get(r->header, "hello");
    const char *name = json_string_value(json_object_get(all, "name"));
    const char *version = json_string_value(json_object_get(all, "version"));
    json_t *operations = json_object_get(all, "operations");
    json_t *features = json_object_get(all, "features");

    r->hello = (struct hello){
        .all = all,
        .name = name ? name : "replay",
        .version = version ? version : "unknown",
        .operations = json_is_array(operations) ? operations : NULL,
        .features = json_is_array(features) ? features : NULL,
        .states_reasons = json_is_true(json_object_get(all, "reasons")),
        .pipeline = 1,
        .kind = TARGET_RECORD,
    };
}

static void replay_close(struct target *t)
{
    struct replay_target *r = self_of(t);

    answer_release(&r->answer);
    json_decref(r->results);
    json_decref(r->header);
    free(r);
}

static enum err replay_open(struct target **out, const char *text,
                            const struct target_options *options,
                            struct error *why)
{
    const char *path = text + strlen(replay_driver.scheme);
    struct replay_target *r = calloc(1, sizeof *r);
    FILE *file;
    enum err err;

    (void)options;
    if (!r)
        return error_set(why, ERR_MEMORY, "out of memory");
    r->base.driver = &replay_driver;
    snprintf(r->base.text, sizeof r->base.text, "%s", text);
    r->results = json_object();
    file = fopen(path, "rb");
    if (!file) {
        replay_close(&r->base);
        return error_at(why, ERR_IO, path, 0, 0, "cannot be opened");
    }
    err = r->results ? read_record(r, file, path, why)
                     : error_set(why, ERR_MEMORY, "out of memory");
    fclose(file);
    if (err) {
        replay_close(&r->base);
        return err;
    }
    make_hello(r);
    *out = &r->base;
    return ERR_OK;
}

/* --- answering ------------------------------------------------------------------------ */

/* Causes that tell what came, or that nothing did which could be repeated. */
static const struct {
    const char *cause;
    enum answer_kind kind;
} cause_kinds[] = {
    { "crash", ANSWER_CRASH },
    { "garbage", ANSWER_GARBAGE },
    { "hang", ANSWER_HANG },
    { "unreachable", ANSWER_UNREACHABLE },
    { "unsupported", ANSWER_UNSUPPORTED },
    { "not-offered", ANSWER_UNSUPPORTED },
    { "unstable", ANSWER_ERROR },
    { "moved", ANSWER_ERROR },
    { "etalon", ANSWER_ERROR },
    { "feature", ANSWER_ERROR },
    { "blocked", ANSWER_ERROR },
    { "filtered", ANSWER_ERROR },
    { "stopped", ANSWER_ERROR },
};

/* A repeated question carries the vector's id and #n. */
static const json_t *find_result(const struct replay_target *r, const char *id)
{
    const json_t *found = json_object_get(r->results, id);
    char plain[FRAME_ID_MAX + 1];

    if (found)
        return found;
    snprintf(plain, sizeof plain, "%.*s", (int)strcspn(id, "#"), id);
    return json_object_get(r->results, plain);
}

static bool is_cut(const json_t *value)
{
    return json_object_size(value) == 1 && json_object_get(value, "$cut");
}

/* The record keeps no answer of a pass: it was the expected one, unless what
 * was expected is a pattern, of which the answer was only one instance. */
static bool put_passed(struct answer *out, const json_t *result)
{
    const json_t *expected = json_object_get(result, "expected");
    const char *reason = json_string_value(json_object_get(result, "reason"));
    json_t *value = json_object_get(expected, "out");

    if (value) {
        if (is_cut(value) || compare_has_matcher(value))
            return false;
        answer_give(out, ANSWER_OUT, json_incref(value));
        return true;
    }
    if (!json_object_get(expected, "reject"))
        return false;
    value = json_object();
    if (reason && strcmp(reason, "unknown") != 0)
        json_object_set_new(value, "reason", json_string(reason));
    answer_give(out, ANSWER_REJECT, value);
    return true;
}

static void put_recorded(struct answer *out, const json_t *result)
{
    static const char ABSENT[] = "the record holds no answer to this question";
    const char *cause = json_string_value(json_object_get(result, "cause"));
    const char *verdict = json_string_value(json_object_get(result,
                                                            "verdict"));
    const char *message = json_string_value(json_object_get(result,
                                                            "message"));
    const json_t *got = json_object_get(result, "got");
    enum answer_kind kind;
    json_t *body = NULL;

    for (size_t i = 0; cause && i < ARRAY_LEN(cause_kinds); i++)
        if (strcmp(cause_kinds[i].cause, cause) == 0) {
            answer_fail(out, cause_kinds[i].kind, "%s",
                        message ? message : cause);
            return;
        }
    if (!got && verdict && strcmp(verdict, "pass") == 0) {
        if (!put_passed(out, result))
            answer_fail(out, ANSWER_ERROR, "%s", ABSENT);
        return;
    }
    if (!json_is_object(got) || is_cut(json_object_get(got, "out")) ||
        is_cut(json_object_get(got, "reject")) ||
        frame_answer_read(&kind, &body, got, NULL)) {
        answer_fail(out, ANSWER_ERROR, "%s", ABSENT);
        return;
    }
    answer_give(out, kind, body);
}

static enum err replay_send(struct target *t, const char *id, const char *op,
                            const json_t *in, struct error *why)
{
    struct replay_target *r = self_of(t);
    const json_t *result = find_result(r, id);
    const json_t *asked = json_object_get(result, "in");
    const char *recorded = json_string_value(json_object_get(result, "op"));

    if (r->busy)
        return error_set(why, ERR_LIMIT, "one question at a time");
    memset(&r->answer, 0, sizeof r->answer);
    snprintf(r->id, sizeof r->id, "%s", id);
    r->busy = true;
    if (!result)
        answer_fail(&r->answer, ANSWER_ERROR, "the record does not have this "
                    "question");
    else if (strcmp(recorded, op) != 0 ||
             (json_is_object(asked) && !is_cut(asked) &&
              !json_equal(asked, in)))
        answer_fail(&r->answer, ANSWER_ERROR,
                    "the record has another question under this id");
    else
        put_recorded(&r->answer, result);
    return ERR_OK;
}

static enum err replay_receive(struct target *t, const char **id_out,
                               struct answer *answer, struct error *why)
{
    struct replay_target *r = self_of(t);

    if (!r->busy)
        return error_set(why, ERR_INTERNAL, "no question is under way");
    *answer = r->answer;
    memset(&r->answer, 0, sizeof r->answer);
    r->busy = false;
    *id_out = r->id;
    return ERR_OK;
}

static const struct hello *replay_hello(struct target *t)
{
    return &self_of(t)->hello;
}

const struct target_driver replay_driver = {
    .scheme = "replay:",
    .help = "replay:FILE   the answers of a recorded run",
    .open = replay_open,
    .hello = replay_hello,
    .send = replay_send,
    .receive = replay_receive,
    .close = replay_close,
};
