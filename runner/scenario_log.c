/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <stdio.h>
#include <stdlib.h>

static void log_text(struct scenario_run *r, const char *mark,
                     const char *text, size_t len)
{
    size_t kept = len < SCENARIO_EXCHANGE_MAX ? len : SCENARIO_EXCHANGE_MAX;
    int n;

    if (!r->log)
        r->log = malloc(SCENARIO_LOG_MAX + 1);
    if (!r->log || r->log_len + kept + 64 > SCENARIO_LOG_MAX)
        return;
    n = snprintf(r->log + r->log_len, kept + 64, "%s %.*s%s\n", mark,
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

/* The question as a line that can be given to a shell, where curl can put it. */
static void log_question(struct scenario_run *r)
{
    const char *address = r->options->address;
    char *body = body_of(r->question), *data = body ? quoted(body) : NULL;
    char *url = address ? quoted(address) : NULL, *line = NULL;
    size_t size = (data ? strlen(data) : 0) + (url ? strlen(url) : 0) + 80;

    if (data && url && strncmp(address, "http", 4) == 0)
        line = malloc(size);
    if (line) {
        snprintf(line, size, "curl -sS -H 'Content-Type: application/json' "
                 "%s --data-binary %s", url, data);
        log_text(r, ">>", line, strlen(line));
    } else {
        log_text(r, ">>", body ? body : "?", body ? strlen(body) : 1);
    }
    free(line);
    free(url);
    free(data);
    free(body);
}

void scenario_log(struct scenario_run *r, const struct answer *answer)
{
    log_question(r);
    if (answer->raw)
        log_text(r, "<<", answer->raw, strnlen(answer->raw, answer->raw_len));
    else
        log_text(r, "<<", answer->text, strlen(answer->text));
}
