/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "runner/targets/frame.h"

void answer_fail(struct answer *out, enum answer_kind kind,
                 const char *format, ...)
{
    va_list args;

    out->kind = kind;
    out->body = NULL;
    va_start(args, format);
    vsnprintf(out->text, sizeof out->text, format, args);
    va_end(args);
}

void answer_give(struct answer *out, enum answer_kind kind, json_t *body)
{
    const json_t *message = NULL;

    out->kind = kind;
    out->body = body;
    out->text[0] = '\0';
    if (kind == ANSWER_REJECT)
        message = json_object_get(body, "message");
    else if (kind == ANSWER_ERROR)
        message = body;
    if (json_is_string(message))
        frame_show(out->text, sizeof out->text,
                   bytes_make(json_string_value(message),
                              json_string_length(message)));
}

void answer_keep_raw(struct answer *out, struct bytes raw)
{
    size_t len = raw.len < ANSWER_RAW_MAX ? raw.len : ANSWER_RAW_MAX;
    char *copy = malloc(len + 1);

    if (!copy)
        return;
    if (len)
        memcpy(copy, raw.data, len);
    copy[len] = '\0';
    free(out->raw);
    out->raw = copy;
    out->raw_len = len;
}
