/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/json.h"

static const char CUT[] = " [cut]", DATA[] = " --data-binary ";

/* The recorded exchange while it is answered from. */
struct tape {
    char *text;      /* unescaped; owned */
    char *at;        /* the next line */
    bool part;       /* something was not kept */
    struct error *why;
};

/* \xNN stands for a byte; a backslash does not occur otherwise. */
static char *unescape(const char *text)
{
    char *out = malloc(strlen(text) + 1);
    size_t n = 0;

    while (out && *text) {
        uint8_t byte;

        if (text[0] == '\\' && text[1] == 'x' && text[2] && text[3] &&
            !hex_read(&byte, text + 2, 2)) {
            out[n++] = (char)byte;
            text += 4;
        } else {
            out[n++] = *text++;
        }
    }
    if (out)
        out[n] = '\0';
    return out;
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Where the line at text ends: a body may have line ends of its own, so only
 * one before a mark counts. */
static char *line_end(char *text)
{
    for (char *end = strchr(text, '\n'); end; end = strchr(end + 1, '\n'))
        if (!end[1] || starts(end + 1, ">> ") || starts(end + 1, "<< ") ||
            starts(end + 1, "<! ") || starts(end + 1, "-- "))
            return end;
    return NULL;
}

/* The next line, or NULL at the end of what was kept. */
static char *next_line(struct tape *t)
{
    char *line = t->at, *end = line_end(line);

    if (!*line || starts(line, "-- ") || starts(line, " [cut:") || !end) {
        t->part |= *line != '\0';
        return NULL;
    }
    *end = '\0';
    t->at = end + 1;
    return line;
}

static bool is_cut(const char *line)
{
    size_t len = strlen(line), tail = sizeof CUT - 1;

    return len >= tail && strcmp(line + len - tail, CUT) == 0;
}

/* From the body on: the address may have been masked. */
static const char *asked_body(const char *line)
{
    const char *data = strstr(line, DATA);

    return starts(line, "curl ") && data ? data + sizeof DATA - 1 : line;
}

static bool same_question(const struct scenario_run *r, const char *recorded)
{
    char *now = scenario_log_question(r, starts(recorded, "curl ")
                                             ? "http://replay" : NULL);
    const char *is = now ? asked_body(now) : "", *was = asked_body(recorded);
    bool same = is_cut(was) ? strncmp(is, was, strlen(was) - sizeof CUT + 1) == 0
                            : strcmp(is, was) == 0;

    free(now);
    return same;
}

/* --- answers --------------------------------------------------------------------- */

/* {result} or {error} of a response; NULL when it is none. */
static json_t *rpc_body(const char *text)
{
    json_t *response = NULL, *error, *result, *out = NULL;

    if (json_read(&response, bytes_make(text, strlen(text)), NULL, NULL))
        return NULL;
    error = json_object_get(response, "error");
    result = json_object_get(response, "result");
    if (json_is_object(error))
        out = json_pack("{s:O}", "error", error);
    else if (result)
        out = json_pack("{s:O}", "result", result);
    json_decref(response);
    return out;
}

/* {status, body} or {status, text} from "STATUS: …" or "STATUS, text: …". */
static json_t *post_body(const char *text)
{
    char *end;
    long status = strtol(text, &end, 10);
    json_t *out, *body = NULL;

    if (starts(end, ", text: "))
        return json_pack("{s:i, s:s}", "status", (int)status, "text",
                         end + sizeof ", text: " - 1);
    if (!starts(end, ": "))
        return NULL;
    out = json_pack("{s:i}", "status", (int)status);
    end += 2;
    if (*end && json_read(&body, bytes_make(end, strlen(end)), NULL, NULL)) {
        json_decref(out);
        return NULL;
    }
    if (body)
        json_object_set_new(out, "body", body);
    return out;
}

static json_t *events_body(const char *text)
{
    json_t *out = NULL;

    if (json_read(&out, bytes_make(text, strlen(text)), NULL, NULL))
        return NULL;
    return out;
}

/* "KIND: text" of an answer without a body. */
static bool take_kind(struct answer *out, const char *line)
{
    size_t len = strcspn(line, ":");

    for (int kind = ANSWER_REJECT; kind <= ANSWER_UNREACHABLE; kind++) {
        const char *name = scenario_log_kind((enum answer_kind)kind);

        if (!name || strlen(name) != len || strncmp(name, line, len) != 0)
            continue;
        out->kind = (enum answer_kind)kind;
        snprintf(out->text, sizeof out->text, "%s",
                 line[len] ? line + len + 2 : "");
        return true;
    }
    return false;
}

static bool take_body(struct answer *out, const char *op, const char *line)
{
    out->kind = ANSWER_OUT;
    if (strcmp(op, "rpc") == 0)
        out->body = rpc_body(line);
    else if (strcmp(op, "events") == 0)
        out->body = events_body(line);
    else if (starts(line, "HTTP "))
        out->body = post_body(line + 5);
    return out->body != NULL;
}

/* False: the tape does not have it; t->part or t->why says how. */
static bool answer_from(struct tape *t, const struct scenario_run *r,
                        const char *op, struct answer *out)
{
    char *asked = next_line(t), *said = asked ? next_line(t) : NULL;

    if (!said) {
        if (!t->part)
            error_set(t->why, ERR_NOT_FOUND, "request %u is not in the record",
                      r->asks);
    } else if (!starts(asked, ">> ") || !same_question(r, asked + 3)) {
        error_set(t->why, ERR_NOT_FOUND, "request %u is another one in the "
                  "record: %.300s", r->asks, asked_body(asked + 3));
    } else if (is_cut(said)) {
        t->part = true;
    } else if (starts(said, "<! ") ? take_kind(out, said + 3)
                                   : starts(said, "<< ") &&
                                         take_body(out, op, said + 3)) {
        return true;
    } else {
        error_set(t->why, ERR_SYNTAX, "the recorded answer to request %u "
                  "cannot be read: %.200s", r->asks, said);
    }
    return false;
}

/* A time that was up then is not up now. */
static bool waits(const struct scenario_run *r)
{
    for (size_t d = 0; d < r->depth; d++)
        if (json_object_get(r->frames[d].step, "until"))
            return true;
    return false;
}

static enum scenario_replayed stopped(struct tape *t, struct scenario_run *r)
{
    bool ended = !*t->at && waits(r);

    scenario_drop(r);
    free(t->text);
    return t->part || ended ? SCENARIO_PART : SCENARIO_OTHER;
}

enum scenario_replayed scenario_replay(struct judgement *out,
                                       const struct vector *v,
                                       const struct scenario_options *options,
                                       const char *exchange,
                                       struct error *why)
{
    struct tape t = { .text = unescape(exchange ? exchange : ""), .why = why };
    struct scenario_run r;
    struct answer answer;
    enum scenario_state state;
    const json_t *in;
    const char *op;

    t.at = t.text;
    if (!t.text) {
        error_set(why, ERR_MEMORY, "memory is short");
        return SCENARIO_OTHER;
    }
    scenario_begin(&r, v, options);
    while ((state = scenario_next(&r, &op, &in)) != SCENARIO_DONE) {
        r.wait_until_ns = 0;
        if (state == SCENARIO_WAIT)
            continue;
        answer = (struct answer){ .kind = ANSWER_UNREACHABLE };
        if (!answer_from(&t, &r, op, &answer))
            return stopped(&t, &r);
        scenario_take(&r, &answer);
        answer_release(&answer);
    }
    if (*t.at && !starts(t.at, "-- ")) {
        error_set(why, ERR_NOT_FOUND, "the record has more requests than the "
                  "scenario makes");
        return stopped(&t, &r);
    }
    scenario_finish(&r, out, &answer);
    answer_release(&answer);
    free(t.text);
    return SCENARIO_JUDGED;
}
