/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <stdio.h>
#include <stdlib.h>

enum { END_ROOM = 64 };

static const char NOT_WHOLE[] = "-- there was more than is kept\n";

static void log_text(struct scenario_run *r, const char *mark,
                     const char *text, size_t len)
{
    size_t kept = len < SCENARIO_EXCHANGE_MAX ? len : SCENARIO_EXCHANGE_MAX;
    int n;

    if (!r->log)
        r->log = malloc(SCENARIO_LOG_MAX + 1);
    if (!r->log || r->log_full)
        return;
    if (r->log_len + kept + 2 * END_ROOM > SCENARIO_LOG_MAX) {
        r->log_full = true;
        memcpy(r->log + r->log_len, NOT_WHOLE, sizeof NOT_WHOLE);
        r->log_len += sizeof NOT_WHOLE - 1;
        return;
    }
    n = snprintf(r->log + r->log_len, kept + END_ROOM, "%s%.*s%s\n", mark,
                 (int)kept, text, kept < len ? " [cut]" : "");
    r->log_len += n > 0 ? (size_t)n : 0;
}

/* A word in single quotes for a shell; malloc'd, or NULL. */
static char *quoted(const char *text)
{
    char *out = malloc(4 * strlen(text) + 3);
    size_t n = 0;

    if (!out)
        return NULL;
    out[n++] = '\'';
    for (; *text; text++) {
        if (*text == '\'') {
            memcpy(out + n, "'\\''", 4);
            n += 4;
        } else {
            out[n++] = *text;
        }
    }
    out[n++] = '\'';
    out[n] = '\0';
    return out;
}

/* The body that was sent, as text; malloc'd by jansson, or NULL. */
static char *body_of(const json_t *question)
{
    const json_t *method = json_object_get(question, "method");
    const char *text =
        json_string_value(json_object_get(question, "text"));
    json_t *body;
    char *out;

    if (!method && text)
        return strdup(text);
    if (!method)
        return json_dumps(json_object_get(question, "json")
                              ? json_object_get(question, "json") : question,
                          JSON_COMPACT | JSON_ENCODE_ANY);
    body = json_pack("{s:s, s:i, s:O, s:O}", "jsonrpc", "2.0", "id", 1,
                     "method", method, "params",
                     json_object_get(question, "params"));
    out = body ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    return out;
}

char *scenario_log_question(const struct scenario_run *r, const char *address)
{
    bool http = address && strncmp(address, "http", 4) == 0;
    char *body = body_of(r->question);
    char *data = body && http ? quoted(body) : NULL;
    char *url = http ? quoted(address) : NULL, *line = NULL;
    size_t size = (data ? strlen(data) : 0) + (url ? strlen(url) : 0) + 80;

    if (!http)
        return body;
    if (data && url)
        line = malloc(size);
    if (line)
        snprintf(line, size, "curl -sS -H 'Content-Type: application/json' "
                 "%s --data-binary %s", url, data);
    free(url);
    free(data);
    free(body);
    return line;
}

const char *scenario_log_kind(enum answer_kind kind)
{
    static const char *const names[] = {
        [ANSWER_REJECT] = "reject",   [ANSWER_UNSUPPORTED] = "unsupported",
        [ANSWER_ERROR] = "error",     [ANSWER_CRASH] = "crash",
        [ANSWER_GARBAGE] = "garbage", [ANSWER_HANG] = "hang",
        [ANSWER_UNREACHABLE] = "unreachable",
    };

    return kind > ANSWER_OUT && (size_t)kind < ARRAY_LEN(names) ? names[kind]
                                                                : NULL;
}

/* What came over the wire where that is kept, else the body. */
static void log_body(struct scenario_run *r, const char *mark,
                     const struct answer *answer, const json_t *body)
{
    char *text;

    if (answer->raw) {
        log_text(r, mark, answer->raw, strnlen(answer->raw, answer->raw_len));
        return;
    }
    text = body ? json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    log_text(r, mark, text ? text : "", text ? strlen(text) : 0);
    free(text);
}

void scenario_log(struct scenario_run *r, const struct answer *answer)
{
    char *line = scenario_log_question(
        r, r->at_peer ? r->options->peer_address : r->options->address);
    const char *kind = scenario_log_kind(answer->kind);
    const json_t *status = json_object_get(answer->body, "status");
    const char *text = json_string_value(json_object_get(answer->body, "text"));
    bool post = !json_object_get(r->question, "method") &&
                !json_object_get(r->question, "subscription");
    char mark[48] = "<< ";

    log_text(r, ">> ", line ? line : "?", line ? strlen(line) : 1);
    free(line);
    if (kind) {
        snprintf(mark, sizeof mark, "<! %s: ", kind);
        log_text(r, mark, answer->text, strlen(answer->text));
        return;
    }
    if (post)
        snprintf(mark, sizeof mark, "<< HTTP %d%s: ",
                 (int)json_integer_value(status), text ? ", text" : "");
    if (post && text)
        log_text(r, mark, text, strlen(text));
    else
        log_body(r, mark, answer, post ? json_object_get(answer->body, "body")
                                       : answer->body);
}
