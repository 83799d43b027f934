/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <stdio.h>

#include "runner/compare_internal.h"

bool scenario_at_peer(const json_t *step)
{
    const char *at = json_string_value(json_object_get(step, "at"));

    return at && strcmp(at, "peer") == 0;
}

/* What the response body gives a step that expects result, error or either;
 * borrowed, or NULL. */
static json_t *expected(const json_t *body, const char *expect)
{
    if (expect && strcmp(expect, "either") == 0)
        return (json_t *)(uintptr_t)body;
    return json_object_get(body, expect && strcmp(expect, "error") == 0
                                     ? "error" : "result");
}

static enum cause take(const json_t *step, const json_t *body, json_t **value,
                       char *said, size_t size)
{
    const char *expect =
        json_string_value(json_object_get(step, "expect"));
    const char *method = json_string_value(json_object_get(step, "rpc"));
    char shown[COMPARE_VALUE_SIZE];

    *value = json_incref(expected(body, expect));
    if (*value)
        return CAUSE_NONE;
    compare_show(shown, body);
    snprintf(said, size, "the peer gives no %s to %.60s: %.300s",
             expect ? expect : "result", method, shown);
    return CAUSE_NEEDS;
}

enum cause scenario_peer_says(const json_t *step, const struct answer *answer,
                              json_t **value, char *said, size_t size)
{
    *value = NULL;
    if (answer->kind == ANSWER_OUT)
        return take(step, answer->body, value, said, size);
    snprintf(said, size, "the peer did not answer %.60s: %.300s",
             json_string_value(json_object_get(step, "rpc")), answer->text);
    return CAUSE_UNREACHABLE;
}
