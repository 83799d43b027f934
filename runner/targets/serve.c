/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/targets/serve.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "runner/targets/frame.h"

enum { READ_CHUNK = 64 * 1024 };

/* --- one request ---------------------------------------------------------------- */

static char *refuse(const char *id, const char *text)
{
    json_auto_t *body = json_string(text);

    return frame_answer_text(id, ANSWER_ERROR, body);
}

static char *run(struct target *t, const struct frame_request *r)
{
    struct answer answer = { 0 };
    struct error why = { 0 };
    char *text = NULL;

    if (target_ask(t, r->id, r->op, r->in, &answer, &why))
        return refuse(r->id, why.text);
    switch (answer.kind) {
    case ANSWER_OUT:
    case ANSWER_REJECT:
    case ANSWER_UNSUPPORTED:
    case ANSWER_ERROR:
        text = frame_answer_text(r->id, answer.kind, answer.body);
        break;
    case ANSWER_CRASH:
    case ANSWER_GARBAGE:
    case ANSWER_HANG:
    case ANSWER_UNREACHABLE:
        text = refuse(r->id, answer.text);
        break;
    }
    answer_release(&answer);
    return text;
}

enum err serve_request(struct target *t, struct bytes request, char **answer)
{
    json_auto_t *object = NULL;
    struct frame_request r;
    struct error why = { 0 };
    struct hello hello;
    char *text = NULL;

    if (frame_read(&object, request, &why)) {
        text = refuse(NULL, why.text);
    } else if (frame_request_read(&r, object, &why)) {
        text = refuse(frame_id(object), why.text);
    } else {
        switch (r.verb) {
        case FRAME_HELLO:
            /* Requests wait in the pipe, so any number may be under way. */
            hello = *t->driver->hello(t);
            hello.pipeline = FRAME_PIPELINE_MAX;
            text = frame_hello_text(&hello);
            break;
        case FRAME_RUN:
            text = run(t, &r);
            break;
        case FRAME_RESET:
            text = t->driver->reset && t->driver->reset(t, &why)
                       ? refuse(NULL, why.text)
                       : frame_ok_text();
            break;
        case FRAME_BYE:
            *answer = NULL;
            return ERR_OK;
        case FRAME_VERB_COUNT:
            return ERR_INTERNAL;
        }
    }
    if (!text)
        return ERR_MEMORY;
    *answer = text;
    return ERR_OK;
}

/* --- stdio ----------------------------------------------------------------------- */

/* Lines off a descriptor.  A line above the limit is thrown away up to its
 * newline and reported once. */
struct reader {
    int fd;
    char *buffer;
    size_t start, end, scanned, room;
    bool skipping;
};

enum read_event { READ_LINE, READ_TOO_LONG, READ_END, READ_FAILED };

static bool fill(struct reader *r, ssize_t *n)
{
    if (r->start) {
        memmove(r->buffer, r->buffer + r->start, r->end - r->start);
        r->end -= r->start;
        r->scanned -= r->start;
        r->start = 0;
    }
    if (r->room - r->end < READ_CHUNK) {
        size_t room = 2 * r->room + READ_CHUNK;
        char *more = realloc(r->buffer, room);

        if (!more)
            return false;
        r->buffer = more;
        r->room = room;
    }
    do
        *n = read(r->fd, r->buffer + r->end, r->room - r->end);
    while (*n < 0 && errno == EINTR);
    if (*n > 0)
        r->end += (size_t)*n;
    return *n >= 0;
}

static char *find_newline(struct reader *r)
{
    char *newline = r->scanned < r->end ? memchr(r->buffer + r->scanned, '\n',
                                                 r->end - r->scanned)
                                        : NULL;

    r->scanned = newline ? (size_t)(newline - r->buffer) + 1 : r->end;
    return newline;
}

static enum read_event next_line(struct reader *r, struct bytes *line)
{
    for (;;) {
        char *newline = find_newline(r);
        ssize_t n;

        if (newline && r->skipping) {
            r->skipping = false;
            r->start = r->scanned;
            return READ_TOO_LONG;
        }
        if (newline) {
            *line = bytes_make(r->buffer + r->start,
                               (size_t)(newline - r->buffer) - r->start);
            r->start = r->scanned;
            return line->len > FRAME_LINE_MAX ? READ_TOO_LONG : READ_LINE;
        }
        if (r->end - r->start > FRAME_LINE_MAX)
            r->skipping = true;
        if (r->skipping)
            r->start = r->scanned = r->end;
        if (!fill(r, &n))
            return READ_FAILED;
        if (n == 0)
            return READ_END;
    }
}

/* Whether another whole line waits here; answers are flushed when none does,
 * so that a pipelined asker costs few system calls. */
static bool more_waits(struct reader *r)
{
    size_t scanned = r->scanned;
    bool found = find_newline(r) != NULL;

    r->scanned = found ? scanned : r->scanned;
    return found;
}

enum err serve_stdio(struct target *t, FILE *in, FILE *out, struct error *why)
{
    struct reader r = { .fd = fileno(in) };
    enum err err = ERR_OK;
    bool done = false;

    while (!err && !done) {
        char *answer = NULL;
        struct bytes line;

        switch (next_line(&r, &line)) {
        case READ_LINE:
            err = serve_request(t, line, &answer);
            done = !answer;
            break;
        case READ_TOO_LONG:
            answer = refuse(NULL, "the line is longer than the limit");
            break;
        case READ_END:
            done = true;
            break;
        case READ_FAILED:
            err = ERR_IO;
            break;
        }
        if (answer && (fputs(answer, out) < 0 ||
                       (!more_waits(&r) && fflush(out))))
            err = ERR_IO;
        free(answer);
    }
    free(r.buffer);
    if (!err && fflush(out))
        err = ERR_IO;
    return err ? error_set(why, err, "serving over stdio: %s",
                           err_sentence(err))
               : ERR_OK;
}
